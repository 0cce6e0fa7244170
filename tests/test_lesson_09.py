"""Lesson 09: what its prose says of accuracies is in its saved outputs, made at full pace."""

import ast
import builtins
import re

import nbformat
import numpy as np
import pytest

from helpers.checks.lessons import lesson_09
from helpers.shapes import Conv, Dense, Flatten, Pool, trace
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "09_fashion_mnist.ipynb", as_version=4)
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
COURSE = [Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)]
DENSE = [Flatten(), Dense(128), Dense(10)]


def place(text):
    """Return the number of the code cell with this text in its source."""
    return next(number for number, cell in enumerate(CODE) if text in cell.source)


def shown(text):
    """Return what the code cell with this text in its source shows."""
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for output in CODE[place(text)].outputs
    )


def total(network, what):
    """Return the sum of parameters or multiplications over all layers."""
    return sum(getattr(row, what) for row in trace(network, (28, 28, 1)))


# --- the test set ------------------------------------------------------------------------------------


def test_the_test_images_are_opened_once_and_after_everything_else():
    """A beginner who sees them used twelve times concludes that the rule does not matter."""
    opening = place("data.test_images[:test_count")
    exercises = [number for number, cell in enumerate(CODE) if "exercise" in cell.metadata]
    assert opening > max(exercises)
    assert opening > place("DrawGarment(network")
    before = [cell.source for cell in CODE[:opening] if "test_images" in cell.source]
    assert len(before) == 1  # the sizes of the two sets
    assert re.search(r"print\(.*data\.test_images\.shape, data\.test_images\.dtype\)", before[0])
    assert not any("test_" in cell.source for cell in CODE[opening + 1 :])


def test_the_accuracies_in_the_prose_are_those_of_the_saved_run():
    """A learner compares the text with the table above it."""
    rows = dict(re.findall(r"^(\w[\w ]*?) +(0\.\d{3} ± 0\.\d{3})$", shown("data.test_images["), re.MULTILINE))
    assert set(rows) == {"dense network", "course network", "gain"}
    accuracy = {name: tuple(map(float, text.split(" ± "))) for name, text in rows.items()}
    prose = PROSE[PROSE.index("the dense network reaches") :]
    assert re.findall(r"0\.\d{3} ± 0\.\d{3}", prose)[:2] == [rows["dense network"], rows["course network"]]
    gain, half = accuracy["gain"]
    assert gain == pytest.approx(accuracy["course network"][0] - accuracy["dense network"][0], abs=0.0011)
    assert gain > 4 * half  # "far from 0"
    assert f"The gain, {rows['gain']}, is far from 0." in " ".join(prose.split())


def test_the_gain_is_not_credited_to_the_convolutions_alone():
    """The two networks differ in their parameters too: 2.4 times as many."""
    assert round(total(COURSE, "parameters") / total(DENSE, "parameters"), 1) == 2.4
    assert re.search(r"2\.4\s+times\s+the\s+parameters", PROSE)


# --- training ----------------------------------------------------------------------------------------


def test_the_saved_outputs_are_of_the_real_images_at_full_pace():
    """A reader without a kernel must not take the numbers of a test run for results."""
    assert shown("load_fashion_mnist()").startswith("Images: Fashion-MNIST")
    assert "(60000, 28, 28, 1)" in shown("validation_count = ")
    for name in ("dense network", "course network"):
        assert f"{name}: 5 epochs in" in shown(f'name="{name}"')


def test_the_validation_accuracies_in_the_prose_hold_in_the_saved_run():
    """ "88 in every 100", "91 in every 100" and "three or four more" are claims about the lines above."""
    reached = {}
    for name in ("dense network", "course network"):
        accuracy = re.search(r"accuracy on validation (0\.\d+)", shown(f'name="{name}"'))[1]
        reached[name] = 100 * float(accuracy)
        assert f"{reached[name]:.0f} in every 100 validation images" in " ".join(PROSE.split())
    assert 3 <= reached["course network"] - reached["dense network"] <= 4
    assert "three or four more than the dense" in " ".join(PROSE.split())


def test_both_networks_are_saved_before_the_learner_may_stop():
    """Closing the laptop at that point must not cost a trained network."""
    stop = next(n for n, cell in enumerate(LESSON.cells) if "**You can stop here.**" in cell.source)
    names = re.findall(
        r'save_model\(\w+, "([\w-]+)"\)', "\n".join(cell.source for cell in LESSON.cells[:stop])
    )
    assert names == ["fashion-dense", "fashion"]  # later lessons look for "fashion"
    for name in names:
        assert f'load_model("{name}")' in LESSON.cells[stop].source
        assert f"{name}.keras" in "".join(map(str, LESSON.cells[:stop]))


def names(source, kind):
    """Return the names that a piece of code loads, or stores, imports and defines."""
    nodes = list(ast.walk(ast.parse(source)))
    found = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, kind)}
    if kind is ast.Store:
        found |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        found |= {alias.asname or alias.name for node in nodes for alias in getattr(node, "names", [])}
        found |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return found


def test_after_the_pause_a_learner_needs_no_other_cells_than_the_lesson_says():
    """It once left out the cells that define two networks, and the rest ended in a NameError."""
    scaled, stop = place("images.nbytes"), place("loaded = load_model")
    again = [cell.source for cell in CODE[: scaled + 1]]
    again += [CODE[place(f"def {name}")].source for name in ("build_dense", "build_course_network")]
    again.append("dense, network = load_model(''), load_model('')")
    rest = [cell.source for cell in CODE[stop + 1 :] if "course_seconds" not in cell.source]
    known = set(dir(builtins)).union(*(names(source, ast.Store) for source in again))
    for source in rest:
        known |= names(source, ast.Store)
        assert names(source, ast.Load) <= known, source


def test_fifty_times_the_multiplications_take_far_less_than_fifty_times_as_long():
    """Multiplications predict time poorly, on any machine that has nothing else to do."""
    assert round(total(COURSE, "multiplications") / total(DENSE, "multiplications")) == 50
    ratio = int(re.search(r"(\d+) times as long", shown("course_seconds /"))[1])
    assert 2 <= ratio <= 25


def test_an_epoch_of_the_saved_run_took_as_long_as_the_prose_says():
    """ "From ten seconds to a minute": a learner whose bar hardly moves should know whether that is usual."""
    assert "An epoch takes ten seconds to a minute" in " ".join(PROSE.split())
    seconds = float(re.search(r"course network: +([\d.]+) seconds", shown("course_seconds /"))[1])
    assert 10 <= seconds <= 60


def test_most_mistakes_stay_among_five_classes_and_more_than_by_chance():
    """20 of the 90 cells off the diagonal are among them; the lesson says so."""
    assert "True" in shown("among = wrong")
    assert 5 * 4 / (10 * 9) < 1 / 4
    found = dict(
        re.findall(r"^([A-Z][\w/ -]+?) +(0\.\d\d) ", shown('print("class        found'), re.MULTILINE)
    )
    assert len(found) == 10
    assert min(found, key=found.get) == "Shirt"
    assert f"recognises {10 * float(found['Shirt']):.0f} in 10 shirts" in PROSE
    assert min(float(found["Trouser"]), float(found["Bag"])) > 0.9


def test_a_squared_error_does_not_fit_ten_outputs_and_one_label():
    """This is the warm-up's answer about `mean_squared_error`; it once said that the network would train."""
    from helpers.training import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(10, activation="softmax")])
    model.compile(loss="mean_squared_error")
    with pytest.raises(ValueError, match="32 and 10"):
        model.evaluate(np.ones((32, 4)), np.zeros(32), verbose=0)


# --- the standard error ------------------------------------------------------------------------------


def test_the_formula_agrees_with_a_thousand_tosses():
    """The lesson shows the formula on a simulation; this tests it on other tosses."""
    tossed = np.random.default_rng(1).binomial(5_000, 0.9, size=20_000) / 5_000
    error = np.sqrt(0.9 * 0.1 / 5_000)
    assert tossed.std() == pytest.approx(error, rel=0.03)
    assert 0.94 < np.mean(np.abs(tossed - 0.9) <= 2 * error) < 0.965


def test_the_interval_of_the_exercise_is_the_one_that_the_praise_names():
    """ "For 10,000 test images at 0.9, it reaches 0.006 to each side." """
    low, high = lesson_09.ACCURACY_INTERVAL.reference(np.arange(10_000) < 9_000)
    assert (round(0.9 - low, 3), round(high - 0.9, 3)) == (0.006, 0.006)
    assert "10,000 test images at 0.9, it reaches 0.006" in lesson_09.ACCURACY_INTERVAL.right


@pytest.mark.parametrize(("network", "parameters"), [(COURSE, 243_786), (DENSE, 101_770)])
def test_the_parameters_of_the_lesson_are_those_of_the_rules(network, parameters):
    """They are counted by Keras in the lesson, by the rules of lesson 07 here."""
    assert total(network, "parameters") == parameters
