"""The style sheets of several explorers on one page, and stressed words."""

import pytest

from helpers.markup import marked_up
from helpers.widgets import ConvolutionExplorer, PixelViewer
from helpers.widgets.base import COURSE_STYLE
from tests.pages.node import ask

OWN = "/* The explorer's own rules follow. */"


def test_a_second_explorer_does_not_bring_the_shared_rules_again():
    """They would win over the first explorer's own: its numbers were cut off at the edge of a phone."""
    first, second = ConvolutionExplorer._css, PixelViewer._css
    (kept,) = ask("shared/styles.js", "sharedOnce", [[[first, second, first]]])
    assert kept[0] == first
    assert kept[1] == second[second.index(OWN) :]
    assert kept[2] == first[first.index(OWN) :]
    assert COURSE_STYLE.read_text(encoding="utf-8").count(OWN) == first.count(OWN) == 1


def test_a_sheet_that_has_been_cut_stays_as_it_is():
    """Each explorer looks again when it is drawn."""
    cut = ask("shared/styles.js", "sharedOnce", [[[ConvolutionExplorer._css, PixelViewer._css]]])[0]
    assert ask("shared/styles.js", "sharedOnce", [[cut]]) == [cut]


def test_only_the_sheets_that_change_are_written():
    """A browser lays the whole notebook out anew for every sheet that is written, even with the same text."""
    first, second, other = ConvolutionExplorer._css, PixelViewer._css, "table { border: 0 }"
    (found,) = ask("drivers/styles.js", "keptFirst", [[[other, first, None, second, second]]])
    cut = second[second.index(OWN) :]
    assert found["texts"] == [other, first, None, cut, cut]
    assert found["written"] == [3, 4]
    assert ask("drivers/styles.js", "keptFirst", [[found["texts"]]])[0]["written"] == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("the *product* of both", ["the ", "product", " of both"]),
        ("*both layers* go.", ["", "both layers", " go."]),
        ("3 * 4 * 5", ["3 * 4 * 5"]),
        ("a*b*c", ["a*b*c"]),
        ("one * here", ["one * here"]),
    ],
)
def test_words_between_asterisks_are_stressed_and_products_are_not(text, parts):
    """A question showed its asterisks, and a product would lose its own."""
    assert ask("shared/choices.js", "splitAtStress", [[text]]) == [parts]
    html = "".join(f"<em>{part}</em>" if number % 2 else part for number, part in enumerate(parts))
    assert marked_up(text) == html
