"""Whole lessons with answers pasted in: right ones, and wrong ones of the worst sort."""

import json

import nbformat
import pytest

from helpers import checks
from tests.answers import all_answers
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import check_outputs, exercise_cells, paste_value, run_with_answers, uses_of

LESSONS = {
    path.stem: exercise_cells(nbformat.read(path, as_version=4)) for path in sorted(NOTEBOOKS.glob("*.ipynb"))
}
WITH_EXERCISES = [name for name, stubs in LESSONS.items() if stubs]
# What a cell may use that its lesson has not imported by then.
IMPORTS = "import math\nimport numpy as np\nimport scipy.signal\nfrom helpers import conv2d\n\n\n"
# Of the answers in tests/answers, the ones that are hardest on a kernel. Elsewhere the first wrong one.
HARDEST = {
    "negative": "writes_into_the_picture",
    "correlation": "forgets_ravel",
    "dense_weights": "asks_for_the_third",
    "unshuffle": "indexes_the_rows",
    "falls": "[1, 0, -1]",
    "window_sum": "'916'",
    "conv2d": "forgets_to_count_on",
    "conv2d_vectorised": "asks_for_the_size",
    "convolve": "gives_up",
    "convolution_matrix": "mixes_up_height_and_width",
    "prepare": "divides_in_place",
    "most_confused": "clears_the_diagonal_of_the_caller",
    "class_shares": "divides_by_zero",
    "choose_epoch": "forgets_to_count_the_epoch",
    "nearest_labels": "subtracts_from_the_images_of_the_caller",
    "small_network": "0.91",
}


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


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_a_lesson_answered_wrongly_and_then_rightly_runs_on_and_loses_nothing(lesson, tmp_path):
    """An endless loop in an exercise must not cost the learner the lesson, nor yesterday's work; and
    the solutions are accepted where they are pasted in."""
    before = {"exercises": ["00/first_answer", "12/of_tomorrow"], "questions": ["00/shift_enter"]}
    (tmp_path / "progress.json").write_text(json.dumps(before), encoding="utf-8")
    (tmp_path / "my_model.keras").write_bytes(b"weeks of training")
    number, stubs = lesson[:2], LESSONS[lesson]
    wrong = {name: _wrong_answer(name, stub.source) for name, stub in stubs.items()}
    solutions = {
        name: (NOTEBOOKS / "solutions" / f"{number}_{name}.py").read_text(encoding="utf-8") for name in stubs
    }
    notebook = run_with_answers(NOTEBOOKS / f"{lesson}.ipynb", wrong, solutions, work=tmp_path)
    for name in stubs:
        assert check_outputs(notebook, 0)[name].startswith("Not right yet"), name
        assert check_outputs(notebook, 1)[name].startswith("Right."), name
    kept = json.loads((tmp_path / "progress.json").read_text(encoding="utf-8"))
    assert kept["exercises"] == sorted({*before["exercises"], *(f"{number}/{name}" for name in stubs)})
    assert kept["questions"] == before["questions"]
    assert (tmp_path / "my_model.keras").read_bytes() == b"weeks of training"


def _read(lesson):
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


def _wrong_answer(name, stub):
    answers = [answer for answer in all_answers() if answer.exercise == name and answer.mistake]
    named = [answer for answer in answers if str(answer).endswith(HARDEST.get(name, ""))]
    answer = named[0]
    if not callable(answer.given):
        return paste_value(stub, answer.given)
    _, exercise = checks._EXERCISES[name]
    return IMPORTS + answer.source(exercise.answer_name)
