"""Paste wrong and right answers into the exercises of a lesson, as a learner would type them."""

import json
import re

import nbformat

from helpers.checks.lessons import find_exercise
from tests.answers import all_answers
from tests.execute_notebooks import NOTEBOOKS

# What an answer may use although its lesson has not imported it yet.
IMPORTS = "import math\nimport numpy as np\nimport scipy.signal\nfrom helpers import conv2d\n\n\n"
# The wrong answers in tests/answers that are hardest on a kernel: they write into their arguments, ask for
# input, exit, or never end (in lesson 02 only, because stopping one takes seconds). For an exercise that is
# not listed, take the first wrong answer.
HARDEST = {
    "negative": "writes_into_the_picture",
    "correlation": "forgets_ravel",
    "dense_weights": "asks_for_the_third",
    "unshuffle": "indexes_the_rows",
    "falls": "[1, 0, -1]",
    "window_sum": "'916'",
    "count_stops": "forgets_the_stride",
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
    "dense_gradient": "adds_to_the_weights_themselves",
    "slopes_by_trying": "leaves_the_weights_moved",
    "wrong_gradient": "['image', 1]",
    "receptive_field": "takes_them_for_numbers",
    "patch": "paints_the_window",
    "fair_test": "clears_the_background",
    "separable": "multiplies_the_wrong_way_round",
    "batch_norm": "normalises_in_place",
    "chain_slope": "prints_the_slope",
    "fold_norm": "scales_in_place",
    "causal": "writes_into_the_signal",
    "sees_64": "[1.5, 2]",
    "match_units": "does_not_round",
    "class_shares": "divides_by_zero",
    "accuracy_interval": "does_not_cut",
    "nearest_labels": "subtracts_from_the_images_of_the_caller",
    "small_network": "0.91",
    "momentum_step": "adds_to_the_weights_of_the_caller",
    "adam_step": "counts_the_steps_from_zero",
    "shuffle_pixels": "shuffles_in_place",
}
# The lessons to run in JupyterLab: an early one, a late one, and lesson 02, the model for all others. Running
# every lesson there would take half of the time for all tests. The explorers of the other lessons have their
# own tests in JupyterLab.
IN_JUPYTERLAB = ("00_start_here", "02_convolution_by_hand", "09_fashion_mnist")
# A learner's earlier work, which a lesson must never lose.
BEFORE = {"exercises": ["00/first_answer", "12/of_tomorrow"], "questions": ["00/shift_enter"]}
MODEL = b"weeks of training"


class Answered:
    """A lesson in which every exercise is answered wrongly, checked, answered correctly and checked again.

    Parameters
    ----------
    lesson : str
        Name of the lesson, such as "02_convolution_by_hand".
    work : pathlib.Path
        The learner's folder. Some earlier work is put there first.
    """

    def __init__(self, lesson, work):  # noqa: D107
        self.lesson, self.number, self.work = lesson, lesson[:2], work
        work.mkdir(parents=True, exist_ok=True)
        (work / "progress.json").write_text(json.dumps(BEFORE), encoding="utf-8")
        (work / "my_model.keras").write_bytes(MODEL)
        path = NOTEBOOKS / f"{lesson}.ipynb"
        self.stubs = exercise_cells(nbformat.read(path, as_version=4))
        solutions = NOTEBOOKS / "solutions"
        right = {
            name: (solutions / f"{self.number}_{name}.py").read_text(encoding="utf-8") for name in self.stubs
        }
        wrong = {name: wrong_answer(name, stub.source) for name, stub in self.stubs.items()}
        self.notebook = with_answers(path, wrong, right)

    def assert_well(self):
        """Assert, after a run, that all cells ran, every answer was judged correctly and no work was lost."""
        assert failures(self.notebook) == []
        for name in self.stubs:
            assert check_outputs(self.notebook, 0)[name].startswith("Not right yet"), name
            assert check_outputs(self.notebook, 1)[name].startswith("Right."), name
        kept = json.loads((self.work / "progress.json").read_text(encoding="utf-8"))
        done = {f"{self.number}/{name}" for name in self.stubs}
        assert kept["exercises"] == sorted({*BEFORE["exercises"], *done})
        assert kept["questions"] == BEFORE["questions"]
        assert (self.work / "my_model.keras").read_bytes() == MODEL


def exercise_cells(notebook):
    """Return the stub cells of a lesson, keyed by exercise."""
    return {cell.metadata["exercise"]: cell for cell in notebook.cells if "exercise" in cell.metadata}


def with_answers(path, *rounds):
    """Return a lesson with its stubs replaced.

    Parameters
    ----------
    path : pathlib.Path
        The notebook, which is not changed on disk.
    *rounds : dict
        Maps the name of an exercise to the text that replaces its stub. With several rounds, each
        exercise is answered and checked once per round before the lesson continues.
    """
    notebook = nbformat.read(path, as_version=4)
    for name, stub in exercise_cells(notebook).items():
        place = notebook.cells.index(stub)
        check = next(cell for cell in notebook.cells[place:] if f"checks.{name}(" in cell.source)
        for number, answers in enumerate(rounds):
            answer, again = (nbformat.v4.new_code_cell(cell.source) for cell in (stub, check))
            answer.source, again.metadata["checks"] = answers[name], f"{name} {number}"
            notebook.cells[place:place] = [answer, again]
            place += 2
        notebook.cells.remove(stub)
        notebook.cells.remove(check)
    return notebook


def failures(notebook):
    """Return the errors in the cells of a notebook: tracebacks, and text on stderr."""
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"cell {number} raised {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                found.append(f"cell {number} wrote to stderr: {''.join(output.text)}")
    return found


def check_outputs(notebook, number):
    """Return the text output of the checks of one round, keyed by exercise."""
    shown = {}
    for cell in notebook.cells:
        name, _, of_round = cell.metadata.get("checks", "").partition(" ")
        if of_round == str(number):
            shown[name] = cell.outputs[-1]["data"]["text/plain"]
    return shown


def uses_of(notebook, name):
    """Return the code cells that use a name the learner defines, except its stub and its check."""
    word = re.compile(rf"\b{name}\b")
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code"
        and word.search(re.sub(r'""".*?"""', "", cell.source, flags=re.DOTALL))
        and "exercise" not in cell.metadata
        and not cell.source.startswith("checks.")
    ]


def paste_value(stub, value):
    """Return the text of a stub cell with `...` replaced by a value."""
    text, count = re.subn(r"= \.\.\.$", f"= {value!r}".replace("\\", r"\\"), stub, flags=re.MULTILINE)
    assert count == 1, f"the stub must contain exactly one line that ends in '= ...': {stub!r}"
    return text


def wrong_answer(name, stub):
    """Return the text of a cell with a wrong answer, the one that is hardest on a kernel."""
    answers = [answer for answer in all_answers() if answer.exercise == name and answer.mistake]
    named = [answer for answer in answers if str(answer).endswith(HARDEST.get(name, ""))]
    answer = named[0]
    if not callable(answer.given):
        return paste_value(stub, answer.given)
    _, exercise = find_exercise(name)
    return IMPORTS + answer.source(exercise.answer_name)
