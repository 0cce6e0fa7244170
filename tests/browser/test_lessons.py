"""Lessons opened in JupyterLab, run there as a learner runs them, and answered: wrongly, then rightly."""

import nbformat

from tests.browser.jupyter import opened
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import IN_JUPYTERLAB, Answered

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


def pytest_generate_tests(metafunc):
    """Take three lessons, or with --every-lesson all of them."""
    every = metafunc.config.getoption("every_lesson")
    metafunc.parametrize("lesson", LESSONS if every else IN_JUPYTERLAB)


def test_a_lesson_answered_wrongly_and_then_rightly_runs_on_in_jupyterlab(lesson, lab, browser):
    """A traceback, a red box or an empty widget would end the lesson there; an endless loop in an
    exercise must not cost the learner the lesson, nor yesterday's work; and the solutions are accepted.
    """
    answered = Answered(lesson, lab.work)
    name = f"{lesson}_answered.ipynb"
    nbformat.write(answered.notebook, lab.root / "notebooks" / name)
    with opened(lab, browser, name) as page:
        page.run_all()
        page.page.wait_for_timeout(1000)
        empty = [widget["source"] for widget in page.widgets() if widget["height"] < 20]
        assert not empty, "these cells show a widget that drew nothing"
        assert page.problems == []
        answered.notebook = page.read()
    answered.assert_well()
