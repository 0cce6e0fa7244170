"""Notebook 7, which many people know better than JupyterLab: all that a lesson has works there as well."""

import pytest

from helpers import widgets
from tests.browser.jupyter import Notebook7, opened, running_lab

OTHERS = [name for name in widgets.__all__ if name != "ConvolutionExplorer"]
CELLS = [
    "from helpers.widgets import ConvolutionExplorer\nfirst = ConvolutionExplorer()\nfirst",
    *[f"from helpers.widgets import {name}\n{name}()" for name in OTHERS],
    'from helpers import checks, conv2d\nchecks.question("flat_wall")',
    "checks.conv2d(conv2d)",
    'import numpy as np\nfrom helpers import plots\nplots.show_grids([("Pixels", np.eye(2), "input")])',
]


@pytest.fixture(scope="module")
def notebook(browser):
    """A notebook with every explorer, a question, a check and a picture, run in Notebook 7."""
    pytest.importorskip("notebook", reason="Notebook 7 is not installed: run `make test` once")
    with running_lab(Notebook7) as lab:
        lab.write("everything.ipynb", *CELLS)
        with opened(lab, browser, "everything.ipynb") as one:
            one.run_all()
            yield one


def test_every_explorer_is_drawn_without_an_error(notebook):
    """A learner who starts `jupyter notebook` out of habit should not notice the difference."""
    # Notebook 7 has messages of its own in the console, so only those of the cells and of widgets count.
    others = [one for one in notebook.problems if "widget" not in one.lower()]
    assert [error for error in notebook.errors() if error not in others] == []
    heights = [one["height"] for one in notebook.widgets()]
    assert len(heights) == 1 + len(OTHERS) + 1  # the question is one too
    assert min(heights) > 60


def test_an_explorer_answers_and_python_hears_it(notebook):
    """A picture that looks alive and is not would be worse than none."""
    root = notebook.page.locator(".convolution").first
    root.locator('[name="more"]').click()
    root.get_by_label("Stride", exact=True).fill("2")
    root.locator(".title-output", has_text="Output 3 × 3").wait_for()
    notebook.page.wait_for_timeout(300)
    assert notebook.run("print(first.stride)").strip() == "2"


def test_a_question_and_a_check_answer(notebook):
    """They are what the lessons are for."""
    assert notebook.page.locator(".course-question, .question").first.is_visible()
    data = [output.get("data", {}) for output in notebook.outputs()]
    assert any("right" in str(one.get("text/plain", "")).lower() for one in data)


def test_pictures_have_their_words(notebook):
    """The extension of the course is for both programs."""
    images = notebook.page.locator(".jp-RenderedImage > img")
    words = images.evaluate_all("(images) => images.map((image) => image.alt)")
    assert "“Pixels”, 2 × 2 numbers: 1, 0; 0, 1." in words
