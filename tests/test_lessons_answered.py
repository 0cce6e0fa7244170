"""Whole lessons with answers pasted in: right ones, and wrong ones of the worst sort."""

import json

import nbformat
import pytest

from helpers import checks
from tests.answers import all_answers
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import check_outputs, exercise_cells, paste_value, run_with_answers

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
}


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_every_stub_of_a_lesson_has_its_check_and_its_place_in_the_table(lesson):
    """A stub without a check leaves the learner alone; one of another lesson counts nowhere."""
    table = [exercise.name for exercise in checks._TABLES[lesson[:2]].EXERCISES]
    assert sorted(LESSONS[lesson]) == sorted(table)
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    assert set(check_outputs(notebook)) == set(table)


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_every_question_of_a_lesson_is_asked_in_it(lesson):
    """A question that no page asks was written for nobody, and the count of progress never fills."""
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for question in checks._TABLES[lesson[:2]].QUESTIONS:
        assert f'checks.question("{question.name}")' in code


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_a_lesson_with_its_solutions_pasted_in_is_all_done(lesson, tmp_path):
    """The learner who does everything sees everything accepted, and the rest of the lesson runs."""
    solutions = {
        name: (NOTEBOOKS / "solutions" / f"{lesson[:2]}_{name}.py").read_text(encoding="utf-8")
        for name in LESSONS[lesson]
    }
    notebook = run_with_answers(NOTEBOOKS / f"{lesson}.ipynb", solutions, work=tmp_path)
    for name, text in check_outputs(notebook).items():
        assert text.startswith("Right."), f"{name}: {text}"
    kept = json.loads((tmp_path / "progress.json").read_text(encoding="utf-8"))
    assert kept["exercises"] == sorted(f"{lesson[:2]}/{name}" for name in LESSONS[lesson])


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_a_lesson_with_wrong_answers_pasted_in_runs_on_and_loses_nothing(lesson, tmp_path):
    """An endless loop in one exercise must not cost the learner the lesson, nor yesterday's work."""
    before = json.dumps({"exercises": ["00/first_answer"], "questions": ["00/shift_enter"]})
    (tmp_path / "progress.json").write_text(before, encoding="utf-8")
    (tmp_path / "my_model.keras").write_bytes(b"weeks of training")
    wrong = {name: _wrong_answer(name, stub.source) for name, stub in LESSONS[lesson].items()}
    notebook = run_with_answers(NOTEBOOKS / f"{lesson}.ipynb", wrong, work=tmp_path)
    for name, text in check_outputs(notebook).items():
        assert text.startswith("Not right yet"), f"{name}: {text}"
    assert (tmp_path / "progress.json").read_text(encoding="utf-8") == before
    assert (tmp_path / "my_model.keras").read_bytes() == b"weeks of training"


def _wrong_answer(name, stub):
    answers = [answer for answer in all_answers() if answer.exercise == name and answer.mistake]
    named = [answer for answer in answers if str(answer).endswith(HARDEST.get(name, ""))]
    answer = named[0]
    if not callable(answer.given):
        return paste_value(stub, answer.given)
    _, exercise = checks._EXERCISES[name]
    return IMPORTS + answer.source(exercise.answer_name)
