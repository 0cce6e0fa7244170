"""Run lessons in JupyterLab as a learner does, with wrong answers first and correct ones after them."""

import nbformat

from tests.browser.jupyter import opened
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import IN_JUPYTERLAB, Answered

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


def pytest_generate_tests(metafunc):
    """Use three lessons, or all of them with --every-lesson."""
    every = metafunc.config.getoption("every_lesson")
    metafunc.parametrize("lesson", LESSONS if every else IN_JUPYTERLAB)


def test_a_lesson_with_wrong_and_then_correct_answers_runs_to_its_end(lesson, lab, browser):
    """A learner would be stuck after a traceback, a red box or an empty widget.

    An endless loop in an exercise must not cost the learner the lesson or yesterday's work, and the checks
    must accept the solutions.
    """
    answered = Answered(lesson, lab.work)
    name = f"{lesson}_answered.ipynb"
    nbformat.write(answered.notebook, lab.root / "notebooks" / name)
    with opened(lab, browser, name) as page:
        page.run_all()
        page.page.wait_for_timeout(1000)
        empty = [widget["source"] for widget in page.widgets() if widget["height"] < 20]
        assert not empty, "these cells show an empty widget"
        assert page.problems == []
        answered.notebook = page.read()
    answered.assert_well()
