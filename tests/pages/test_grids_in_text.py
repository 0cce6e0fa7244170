"""Grids of numbers in the text of questions, which the page draws."""

import pytest

from helpers.checks.lessons import all_questions
from helpers.checks.ten_questions import AFTER, BEFORE
from tests.pages.node import ask

MODULE = "shared/grids_in_text.js"


def parts(text):
    """Return a text split at its grids, each as (role, rows)."""
    (found,) = ask(MODULE, "gridsIn", [[text]])
    return [one if isinstance(one, str) else (one["role"], one["rows"]) for one in found]


def test_a_window_and_a_kernel_in_a_sentence_are_grids_in_their_roles():
    """A learner sees what is multiplied by what, and not brackets inside brackets."""
    assert parts(BEFORE[1].asks) == [
        "The window ",
        ("input", [["1", "2"], ["3", "4"]]),
        " meets the kernel ",
        ("kernel", [["1", "0"], ["0", "2"]]),
        ". What does a convolutional layer without a bias output?",
    ]
    assert parts(AFTER[1].choices[0]) == [("output", [["0", "3"], ["4", "6"]])]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Kernel [[1, 0], [0, 1]]", ["kernel"]),
        ("The image [[1]], the filter [[2]] and their output [[3]]", ["input", "kernel", "output"]),
        ("A kernel makes the map [[1, 2]] of the pixels [[3, 4]]", ["output", "input"]),
        ("The window under the kernel: [[1, 2]]", ["kernel"]),  # the nearest word decides
        ("The kernel has the weights [[1, 2]]", ["kernel"]),
        ("Add [[1, 2]]", ["output"]),
    ],
)
def test_the_last_word_before_a_grid_says_what_it_is(text, roles):
    """A map in the kernel's colours would be taken for the kernel."""
    assert [one[0] for one in parts(text) if not isinstance(one, str)] == roles


@pytest.mark.parametrize(
    "text",
    ["[0, 9, 0], [9, 9, 0] and [0, 0, 9]", "`image[1].sum()`", "[[1, 2], [3]]", "[[1, x]]", ""],
)
def test_what_is_not_a_grid_stays_text(text):
    """Rows of unequal length have no picture; a single row is read more easily as it is."""
    assert "".join(parts(text)) == text


def test_minus_signs_and_fractions_stay_as_they_are_written():
    """A learner should not have to notice which of the two signs was typed."""
    assert parts("The map [[−1.5, -2]]") == ["The map ", ("output", [["−1.5", "-2"]])]


def test_a_question_says_the_same_as_before_to_a_screen_reader():
    """The grid is drawn; its text is still there to be read and searched for."""
    texts = [text for _, question in all_questions().values() for text in (question.asks, *question.texts)]
    found = ask(MODULE, "gridsIn", [[text] for text in texts])
    for text, split in zip(texts, found, strict=True):
        assert "".join(one if isinstance(one, str) else one["text"] for one in split) == text
    assert sum(len(split) > 1 for split in found) > 1


def lines(text):
    """Return the lines of a question, with [ ] for each grid."""
    (found,) = ask(MODULE, "inLines", [ask(MODULE, "gridsIn", [[text]])])
    return "".join("\n" if one is None else one if isinstance(one, str) else "[ ]" for one in found).split(
        "\n"
    )


def test_a_sentence_with_a_grid_has_a_line_of_its_own():
    """In the middle of a line, a grid of three rows tears the sentences around it apart."""
    assert lines("Look. The map is [[4, 3], [2, 4]]. You add −3. How many are above 0?") == [
        "Look. ",
        "The map is [ ]. ",
        "You add −3. How many are above 0?",
    ]
    assert lines("The window [[1, 2], [3, 4]] meets the kernel [[1, 0], [0, 2]]. What is the sum?") == [
        "The window [ ] meets the kernel [ ]. ",
        "What is the sum?",
    ]
    assert lines("One. Two! The map [[1], [2]] is tall. Three? Four.") == [
        "One. Two! ",
        "The map [ ] is tall. ",
        "Three? Four.",
    ]


def test_a_text_without_a_tall_grid_stays_in_one_line():
    """A single row is as high as the words around it."""
    assert lines("A row. It is [[1, 2]]. And then? Yes.") == ["A row. It is [ ]. And then? Yes."]
    assert lines("The choice: [[1, 2], [3, 4]]") == ["The choice: [ ]"]
