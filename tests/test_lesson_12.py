"""Lesson 12: the numbers that its prose names, and the lesson as a text."""

import re

import nbformat

from helpers import conv2d, inside, receptive_field
from helpers.pictures import BINARY_IMAGE
from helpers.shapes import Conv, Pool
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "12_inside_the_network.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
COURSE = [Conv(64), Pool(), Conv(64), Pool()]


def shown(text):
    """Return what the code cell that holds a text shows."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def test_recurrence_and_perturbation_give_3_4_8_10_in_the_saved_lesson():
    """The row of the course's plan that this lesson stands for."""
    assert [receptive_field(COURSE[:count])[0] for count in (1, 2, 3, 4)] == [3, 4, 8, 10]
    assert "receptive_field: [3, 4, 8, 10]" in shown("course_layers = ")
    found = re.findall(r"(\d+) rows × (\d+) columns", shown("def cell_after"))
    assert found == [("3", "3"), ("4", "4"), ("8", "8"), ("10", "10")]


def test_adding_the_kernel_sizes_is_right_by_chance_and_wrong_with_one_layer_more():
    """A learner who tries the short cut on the course network would never find out."""
    sizes = [3, 2, 3, 2]
    assert sum(sizes) == receptive_field(COURSE)[0] == 10
    assert sum([*sizes, 3]) == 13
    assert receptive_field([*COURSE, Conv(64)])[0] == 18


def test_a_convolution_follows_a_shift():
    """The first of the mistakes: the convolution is not what forgets or minds where a garment stands."""
    kernel = [[1, 2], [3, 4]]
    moved = conv2d(inside.shift(BINARY_IMAGE, columns=1), kernel)
    assert moved[:, 1:].tolist() == conv2d(BINARY_IMAGE, kernel)[:, :-1].tolist()


def test_every_check_that_does_not_depend_on_the_network_says_true():
    """A False that was saved stands in the lesson for everybody to see."""
    for text in ("Each kernel of the twin", "The strongest answer is kept", "The edges do not change",
                 "The map moves with the picture", "After the softmax the slopes"):  # fmt: skip
        assert "False" not in shown(f'print("{text}')
    assert "recipe, as built: True  loaded: False" in shown("def recipe")


def test_the_saved_run_says_which_network_it_looked_into_and_that_the_images_are_real():
    """Numbers of the stand-in, or of somebody's own network, would be read as those of Fashion-MNIST."""
    text = shown("network_to_look_into")
    assert "Pictures: Fashion-MNIST" in text
    assert "A small network, trained here." in text


def test_in_the_saved_run_the_ranges_of_the_prose_hold():
    """The prose speaks of the saved run; this reads it."""
    accuracies = dict(re.findall(r"(\d+): ([\d.]+)", shown('f"{title:22}"').split("\n")[0]))
    start, one, four = (float(accuracies[pixels]) for pixels in ("0", "1", "4"))
    assert start - one < 0.05
    assert four < start / 2
    gains = dict(re.findall(r"^(.+?)\s+([+-][\d.]+) ±", shown("blur = np.std"), re.MULTILINE))
    assert float(gains["own slopes"]) > 0.3
    assert float(gains["Grad-CAM"]) < 0.3 < float(gains["own slopes"])
    same, different = map(float, re.findall(r"maps?: +([-\d.]+)", shown("patches of the same map")))
    assert same > different + 0.3


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader looks a word up and must find it."""
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z][A-Za-z -]+)\*(?!\*)", PROSE)}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {"receptive field", "recurrence", "twin", "occlusion map", "grad-cam", "log-odds"} <= terms
    emphasis = {"answer", "each", "helps", "field", "own", "meant", "something", "flattens", "follows"}
    controls = {"grow from the cell", "dilations", "one dilation of", "with same padding", "each map its own"}
    assert terms - emphasis - controls <= known
