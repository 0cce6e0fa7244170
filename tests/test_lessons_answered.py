"""The places of a lesson where a learner answers (whole lessons: tests/browser/test_lessons.py)."""

import nbformat
import pytest

from helpers import checks
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import exercise_cells, uses_of

LESSONS = {
    path.stem: exercise_cells(nbformat.read(path, as_version=4)) for path in sorted(NOTEBOOKS.glob("*.ipynb"))
}
WITH_EXERCISES = [name for name, stubs in LESSONS.items() if stubs]


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_every_stub_of_a_lesson_has_its_check_and_its_place_in_the_table(lesson):
    """A stub without a check leaves the learner alone; one of another lesson counts nowhere."""
    notebook = _read(lesson)
    table = checks._TABLES[lesson[:2]].EXERCISES
    assert sorted(LESSONS[lesson]) == sorted(exercise.name for exercise in table)
    for exercise in table:
        stub = notebook.cells.index(exercise_cells(notebook)[exercise.name])
        following = next(cell for cell in notebook.cells[stub + 1 :] if cell.cell_type == "code")
        assert following.source == f"checks.{exercise.name}({exercise.answer_name})"


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_what_a_learner_defines_is_used_by_its_check_only(lesson):
    """A cell that calls the learner's function stops the lesson while that function is wrong."""
    for exercise in checks._TABLES[lesson[:2]].EXERCISES:
        assert uses_of(_read(lesson), exercise.answer_name) == []


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_every_question_of_a_lesson_is_asked_in_it(lesson):
    """A question that no page asks was written for nobody, and the count of progress never fills."""
    code = "\n".join(cell.source for cell in _read(lesson).cells if cell.cell_type == "code")
    for question in checks._TABLES[lesson[:2]].QUESTIONS:
        assert f'checks.question("{question.name}")' in code


def _read(lesson):
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
