"""Every lesson, opened in JupyterLab, run there as a learner runs it, and answered: wrongly, then rightly.

Where there is no browser, the lessons are run in a kernel all the same.
"""

import json

import nbformat
import pytest

from helpers import checks
from tests.answers import all_answers
from tests.browser.jupyter import find_chromium, opened
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import check_outputs, exercise_cells, failures, paste_value, run_in_kernel, with_answers

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
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
    "relu": "writes_zeros_into_the_map",
    "relu_gradient": "shuts_the_gate_in_the_message",
    "merge_kernels": "adds_the_kernels",
    "threshold": "'-330'",
    "he_scale": "takes_two_numbers",
    "pool2d": "writes_into_the_image",
    "channel_sum": "'14'",
    "conv_volume": "weighs_the_volume_itself",
    "layer_parameters": "[608, [0], 876, 0, 4330]",
    "heaviest": "[204928, 4460544]",
    "halve": "[[3, 24], [3]]",
    "repaired": "repairs_nothing",
    "lenet": "copies_the_misprint",
    "prepare": "divides_in_place",
    "most_confused": "clears_the_diagonal_of_the_caller",
    "gradient_by_hand": "[[1, -5, 0], [4, 0, 0]]",
    "input_gradient": "makes_the_grid_too_small",
    "training_step": "writes_into_the_kernel",
    "slopes_by_trying": "never_moves_on",
    "wrong_gradient": "['image', 1]",
    "receptive_field": "takes_them_for_numbers",
    "patch": "paints_the_window",
    "fair_test": "clears_the_background",
    "causal": "writes_into_the_signal",
    "sees_64": "[1.5, 2]",
    "match_units": "does_not_round",
    "class_shares": "divides_by_zero",
    "choose_epoch": "forgets_to_count_the_epoch",
    "nearest_labels": "subtracts_from_the_images_of_the_caller",
    "small_network": "0.91",
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_answered_wrongly_and_then_rightly_runs_on_and_loses_nothing(lesson, request, tmp_path):
    """A traceback, a red box or an empty widget would end the lesson there; an endless loop in an
    exercise must not cost the learner the lesson, nor yesterday's work; and the solutions are accepted.
    """
    in_jupyterlab = find_chromium() is not None
    lab = request.getfixturevalue("lab") if in_jupyterlab else None
    work = lab.work if in_jupyterlab else tmp_path
    work.mkdir(exist_ok=True)
    before = {"exercises": ["00/first_answer", "12/of_tomorrow"], "questions": ["00/shift_enter"]}
    (work / "progress.json").write_text(json.dumps(before), encoding="utf-8")
    (work / "my_model.keras").write_bytes(b"weeks of training")

    number, path = lesson[:2], NOTEBOOKS / f"{lesson}.ipynb"
    stubs = exercise_cells(nbformat.read(path, as_version=4))
    wrong = {name: _wrong_answer(name, stub.source) for name, stub in stubs.items()}
    solutions = {
        name: (NOTEBOOKS / "solutions" / f"{number}_{name}.py").read_text(encoding="utf-8") for name in stubs
    }
    notebook = with_answers(path, wrong, solutions)
    if in_jupyterlab:
        notebook = _run_in_jupyterlab(notebook, f"{lesson}_answered.ipynb", lab, request)
    else:
        run_in_kernel(notebook, work)

    assert failures(notebook) == []
    for name in stubs:
        assert check_outputs(notebook, 0)[name].startswith("Not right yet"), name
        assert check_outputs(notebook, 1)[name].startswith("Right."), name
    kept = json.loads((work / "progress.json").read_text(encoding="utf-8"))
    assert kept["exercises"] == sorted({*before["exercises"], *(f"{number}/{name}" for name in stubs)})
    assert kept["questions"] == before["questions"]
    assert (work / "my_model.keras").read_bytes() == b"weeks of training"


def _run_in_jupyterlab(notebook, name, lab, request):
    """Run a notebook on JupyterLab's page, and return it as JupyterLab then holds it."""
    nbformat.write(notebook, lab.root / "notebooks" / name)
    with opened(lab, request.getfixturevalue("browser"), name) as page:
        page.run_all()
        page.page.wait_for_timeout(1000)
        empty = [widget["source"] for widget in page.widgets() if widget["height"] < 20]
        assert not empty, "these cells show a widget that drew nothing"
        assert page.problems == []
        return page.read()


def _wrong_answer(name, stub):
    answers = [answer for answer in all_answers() if answer.exercise == name and answer.mistake]
    named = [answer for answer in answers if str(answer).endswith(HARDEST.get(name, ""))]
    answer = named[0]
    if not callable(answer.given):
        return paste_value(stub, answer.given)
    _, exercise = checks._EXERCISES[name]
    return IMPORTS + answer.source(exercise.answer_name)
