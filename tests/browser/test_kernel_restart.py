"""An explorer whose kernel is gone, in JupyterLab: it says so, and running its cell again helps."""

import pytest

from tests.browser.jupyter import ExplorerPage, opened

SHOW = "from helpers.widgets import ConvolutionExplorer\nexplorer = ConvolutionExplorer()\nexplorer"
SENTENCE = "The kernel has restarted or stopped, so Python no longer hears this explorer. Run its cell again."
# What JupyterLab does once the learner has confirmed "Restart Kernel…", and two other ways.
ENDINGS = {
    "the learner restarts it": "kernel.restart()",
    "it crashes, as without memory": "kernel.requestExecute({ code: 'import os; os._exit(1)' })",
    "it is shut down": "window.jupyterapp.shell.currentWidget.sessionContext.shutdown()",
}
END_KERNEL = """() => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    WAY;
}"""


class Explorer(ExplorerPage):
    """The explorer on the page."""

    name = ".convolution"


@pytest.fixture(scope="module")
def notebook(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("kernel.ipynb", SHOW)
    with opened(lab, browser, "kernel.ipynb", own_page=True) as one:
        yield one


@pytest.mark.parametrize("way", ENDINGS)
def test_a_page_without_its_kernel_says_so_and_goes_on_computing(notebook, way):
    """A learner would otherwise wonder why `explorer.kernel` in the next cell is not what the page shows."""
    notebook.run_all()
    explorer = Explorer(notebook)
    gone = explorer.root.locator(".kernel-gone")
    explorer.root.locator(".output .cell").first.wait_for()
    assert gone.is_hidden()
    notebook.page.evaluate(END_KERNEL.replace("WAY", ENDINGS[way]))
    gone.wait_for(timeout=20_000)
    assert gone.text_content() == SENTENCE
    assert gone.get_attribute("role") == "alert"
    opacity = "(part) => getComputedStyle(part).opacity"
    assert gone.evaluate(opacity) == "1"
    assert explorer.root.locator(".stage").evaluate(opacity) == "0.55"
    first = explorer.root.locator(".output .cell").first
    assert first.text_content() == "9"
    explorer.setting("Bias").fill("-4")
    explorer.frame()
    assert first.text_content() == "5"
    # JupyterLab reports a crash in a dialog, and asks for a kernel before it runs the cell again.
    notebook.page.evaluate("() => document.querySelectorAll('.jp-Dialog').forEach((one) => one.remove())")


def test_running_the_cell_again_brings_the_explorer_back(notebook):
    """The sentence asks for it, so it must help."""
    notebook.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.startKernel()")
    notebook.run_all()
    explorer = Explorer(notebook)
    explorer.root.locator(".output .cell").first.wait_for()
    assert explorer.root.locator(".kernel-gone").is_hidden()
    assert notebook.page.locator(".course-widget").count() == 1
    explorer.control("more").click()
    explorer.setting("Stride").fill("2")
    assert explorer.python("explorer.stride") == 2
