"""The same notebook twice in one browser, and in the program that many still call Jupyter: Notebook 7."""

import os
import subprocess
import sys
import time
from importlib.util import find_spec

import pytest

from tests.browser.jupyter import OpenNotebook, opened

CELLS = [
    "from helpers import checks\nfrom helpers.widgets import PoolingExplorer\nprint(checks.falls([1, -1]))",
    "explorer = PoolingExplorer()\nexplorer",
    'checks.question("one_step_right")',
]
READY = """() => {
    const widget = window.jupyterapp?.shell.currentWidget;
    return Boolean(widget?.context?.isReady && widget.sessionContext?.session?.kernel);
}"""
SAVE = "() => { window.jupyterapp.commands.execute('docmanager:save'); }"


def test_a_second_tab_runs_the_cells_again_and_saving_asks_before_it_overwrites(lab, browser):
    """Both tabs share a kernel. Neither may go blank, or overwrite the other without a question."""
    lab.write("tabs.ipynb", *CELLS)
    with opened(lab, browser, "tabs.ipynb", own_page=True) as first:
        first.run_all()
        page = first.page.context.new_page()
        page.goto(f"{lab.url}/lab/workspaces/second/tree/notebooks/tabs.ipynb", timeout=90_000)
        page.wait_for_function(READY, timeout=90_000)
        second = OpenNotebook(lab, "tabs.ipynb", page)
        second.run_all()
        for tab in (first, second):
            tab.page.locator(".pooling .cell").first.wait_for()
            assert tab.page.locator(".course-widget").count() == 2
            assert tab.page.locator(".kernel-gone:visible").count() == 0
            assert tab.errors() == []
        second.page.evaluate(SAVE)
        second.page.wait_for_timeout(1500)
        first.page.evaluate(SAVE)
        question = first.page.locator(".jp-Dialog")
        question.wait_for()
        assert "has changed on disk" in question.text_content()


@pytest.mark.skipif(find_spec("notebook") is None, reason="Notebook 7 is not installed.")
def test_explorers_checks_and_questions_work_in_notebook_7(lab, browser):
    """It shares JupyterLab's parts, and many schools open notebooks with nothing else."""
    lab.write("seven.ipynb", *CELLS)
    port = lab.port + 1
    options = ["--no-browser", "--allow-root", f"--port={port}", f"--IdentityProvider.token={lab.token}"]
    options += [f"--ServerApp.root_dir={lab.root}", "--JupyterNotebookApp.expose_app_in_browser=True"]
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(lab.folder / "config"),
        "COURSE_WORK": str(lab.work),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "notebook", *options],
        env=environment,
        cwd=lab.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        page = browser.new_context().new_page()
        try:
            _open(page, f"http://127.0.0.1:{port}/notebooks/notebooks/seven.ipynb?token={lab.token}")
            notebook = OpenNotebook(lab, "seven.ipynb", page)
            notebook.run_all()
            page.locator(".pooling .cell").first.wait_for()
            assert [one for one in notebook.outputs() if one["output_type"] == "error"] == []
            page.locator(".pooling").get_by_label("Stride", exact=True).fill("1")
            page.wait_for_timeout(500)
            assert notebook.run("print(explorer.stride)").strip() == "1"
        finally:
            page.context.close()
            server.terminate()


def _open(page, address):
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(address)
            break
        except Exception:
            if time.monotonic() > deadline:
                raise
            page.wait_for_timeout(300)
    page.wait_for_function(READY, timeout=60_000)
    page.wait_for_timeout(1000)
