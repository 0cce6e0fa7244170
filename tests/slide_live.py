"""Present lesson 02 in JupyterLab as a teacher does. `make slides` runs this after testing the decks."""

from helpers import conv2d
from helpers.widgets import ConvolutionExplorer
from tests.browser.conftest import browser, lab, open_notebook  # noqa: F401

LESSON = "02_convolution_by_hand.ipynb"
EXPLORER = ".course-widget[aria-label='Convolution explorer']"
# Runs the cells up to the explorer. The cells after it need TensorFlow, which this test doesn't.
RUN_TO_EXPLORER = """async () => {
    const { commands, shell } = window.jupyterapp;
    const { content } = shell.currentWidget;
    const sources = content.widgets.map((cell) => cell.model.sharedModel.getSource());
    content.activeCellIndex = sources.findIndex((source) => source.includes("ConvolutionExplorer()")) + 1;
    await commands.execute("notebook:run-all-above");
    content.activeCellIndex = 0;
}"""
SHOWN = """() => [...document.querySelectorAll(".jp-deck-mod-visible")]
    .filter((cell) => cell.clientHeight).map((cell) => cell.innerText.slice(0, 200))"""


def visible_explorers(page):
    """Return the explorers on the current slide. JupyterLab keeps the ones on other slides hidden."""
    return [one for one in page.locator(EXPLORER).all() if one.is_visible()]


def test_an_explorer_on_a_slide_responds_to_pointer_and_keys(open_notebook, tmp_path):  # noqa: F811
    """If slides showed only saved pictures, a teacher could not try out what the class asks."""
    notebook = open_notebook(LESSON)
    page = notebook.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.evaluate(RUN_TO_EXPLORER)
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) [data-command='deck:toggle']").first.click()
    page.wait_for_selector(".jp-Deck .jp-deck-mod-visible")
    assert "Compute a convolution by hand" in page.evaluate(SHOWN)[0]
    assert len(page.evaluate(SHOWN)) == 1

    for _ in range(60):
        if visible_explorers(page):
            break
        page.keyboard.press("Space")
        page.wait_for_timeout(150)
    (explorer,) = visible_explorers(page)
    assert len(page.evaluate(SHOWN)) == 1, "an explorer should be alone on its slide"

    outputs = conv2d(ConvolutionExplorer().image, ConvolutionExplorer().kernel)
    words = explorer.locator(".words")
    output = explorer.get_by_role("gridcell").nth(-outputs.size)  # row 0, column 0
    output.scroll_into_view_if_needed()
    output.hover()
    page.wait_for_timeout(600)
    before = page.screenshot(path=tmp_path / "before.png")
    assert f"column 0 is {outputs[0, 0]}" in words.text_content()

    explorer.get_by_role("gridcell").nth(-12).hover()  # row 4, the last row but one
    page.wait_for_timeout(600)
    pointed = page.screenshot(path=tmp_path / "pointed.png")
    assert f"Output row 4, column 0 is {outputs[4, 0]}" in words.text_content()
    assert pointed != before

    output.click()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert f"column 1 is {outputs[0, 1]}" in words.text_content()
    assert page.screenshot() != pointed
    assert visible_explorers(page), "the arrow moved the slide, not the explorer"

    page.locator(".jp-Deck-Remote .jp-deck-mod-direction-forward").click()
    page.wait_for_timeout(400)
    assert "Read it as a weighted average" in page.evaluate(SHOWN)[0]
    page.keyboard.press("Escape")
    page.wait_for_selector(".jp-Deck", state="detached")
    assert notebook.errors() == []
