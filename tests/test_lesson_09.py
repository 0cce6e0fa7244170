"""Lesson 09: what its prose says of accuracies stands in its saved tables, made at full pace."""

import re

import nbformat
import pytest

from helpers.shapes import Conv, Dense, Flatten, Pool, dense_parameters, trace
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "09_fashion_mnist.ipynb", as_version=4)
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
RANGE = r"(0\.\d{3}) to (0\.\d{3})"


def shown(text):
    """Return what the code cell with this text in its source shows."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def rows():
    """Return the saved table: from a network to (parameters, seconds, lowest, highest accuracy)."""
    found = {}
    for line in shown("print(table(rows.values()))").splitlines()[1:]:
        name, parameters, seconds, *ranges = re.fullmatch(
            rf"(.+?) +([\d,]+) +(\d+)  {RANGE}  {RANGE}", line
        ).groups()
        found[name] = int(parameters.replace(",", "")), int(seconds), *map(float, ranges[2:])
    return found


def test_the_saved_outputs_are_of_the_real_pictures_at_full_pace():
    """A reader without a kernel must not take the numbers of a test for results."""
    assert shown("load_fashion_mnist()").startswith("Pictures: Fashion-MNIST")
    assert "(60000, 28, 28, 1)" in shown("pictures.shape")
    for name in rows():
        assert all(
            f"{name}, seed {seed}: 12 epochs in" in shown(f'try_change("{name}"') for seed in (1, 2, 3)
        )
    assert "best network: 12 epochs in" in shown('name="best network"')


def test_the_table_holds_every_change_that_the_lesson_makes():
    """A change that is announced and missing would leave a question open."""
    assert list(rows()) == [
        "plain", "dense, as many parameters", "more filters", "batch normalisation", "dropout",
        "mirrored pictures", "schedule", "average pooling", "four changes",
    ]  # fmt: skip


def test_every_range_of_accuracies_in_the_prose_stands_in_the_saved_table():
    """A learner compares the text with the table above it."""
    section = PROSE[PROSE.index("### Read the table") : PROSE.index("## Get the best")]
    named = set(re.findall(RANGE, section))
    assert len(named) >= 4
    table = shown("print(table(rows.values()))")
    for low, high in named:
        assert f"{low} to {high}" in table


def test_what_the_prose_says_about_the_saved_table_is_so():
    """ "Helps" and "cannot be told apart" are claims; here they are looked up."""
    table = rows()
    plain, dense = table["plain"], table["dense, as many parameters"]
    assert dense[3] < plain[2]
    assert abs(dense[0] - plain[0]) < 0.005 * plain[0]
    assert table["schedule"][2] > plain[3]
    assert table["average pooling"][3] < dense[2]
    for name in ("more filters", "dropout"):
        assert table[name][2] > plain[3]
    for name in ("mirrored pictures", "batch normalisation"):
        assert table[name][2] <= plain[3]
    four = table["four changes"]
    assert four[3] == max(row[3] for row in table.values())
    assert all(four[2] > row[3] for name, row in table.items() if name not in ("four changes", "schedule"))
    assert four[2] <= table["schedule"][3]


def two_convolutions(first, second):
    """Return the beginning that the lesson's networks share."""
    return [Conv(first, padding="same"), Pool(), Conv(second, padding="same"), Pool(), Flatten()]


@pytest.mark.parametrize(
    ("network", "parameters"),
    [
        ([*two_convolutions(16, 32), Dense(128), Dense(10)], 206_922),
        ([Flatten(), Dense(260), Dense(10)], 206_710),
        ([*two_convolutions(32, 64), Dense(128), Dense(10)], 421_642),
        ([*two_convolutions(8, 16), Dense(10)], 9_098),
    ],
)
def test_the_parameters_of_the_lesson_are_those_of_the_rules(network, parameters):
    """They are counted by Keras in the table, by the rules of lesson 07 here."""
    assert sum(row.parameters for row in trace(network, (28, 28, 1))) == parameters


def test_average_pooling_leaves_a_fiftieth_of_the_dense_layer():
    """The question of the lesson, and its answer's "a fiftieth"."""
    before, after = dense_parameters(7 * 7 * 32, 128), dense_parameters(32, 128)
    assert (before, after) == (200_832, 4_224)
    assert round(before / after, -1) == 50
