"""Every lesson, opened in JupyterLab and run there as a learner runs it."""

import pytest

from tests.browser.jupyter import ROOT

LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_in_jupyterlab_without_an_error(open_notebook, lesson):
    """A learner presses Run All: a traceback, a red box or an empty widget would end the lesson there."""
    notebook = open_notebook(lesson)
    notebook.run_all()
    notebook.page.wait_for_timeout(1000)
    assert notebook.errors() == []
    empty = [widget["source"] for widget in notebook.widgets() if widget["height"] < 20]
    assert not empty, "these cells show a widget that drew nothing"
