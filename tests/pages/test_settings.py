"""What is typed into the settings of an explorer, and the replies to it."""

import pytest

from helpers.widgets.shared.limits import LARGEST_NUMBER
from tests.pages.node import ask

SETTINGS = "shared/settings.js"


def real(*texts, title="The bias"):
    """Return what becomes of these texts, [value, sentence] each."""
    return ask(SETTINGS, "realNumber", [[text, title] for text in texts])


def whole(text, least=1, largest=9, *, bad_input=False):
    """Return what becomes of a text in a field for whole numbers; None for the largest means no limit."""
    control = {"value": text, "validity": {"badInput": bad_input}}
    if largest is None:
        return ask("drivers/settings.js", "wholeWithoutLimit", [[control, "Stride", least]])[0]
    return ask(SETTINGS, "wholeNumber", [[control, "Stride", least, largest]])[0]


def test_any_number_within_a_million_is_taken():
    """Learners type a bias of 1/9 just like that."""
    taken = {"3": 3, "−1": -1, " 0.5 ": 0.5, "0,5": 0.5, "1/9": 1 / 9, "1e6": 1e6, "-1000000": -1e6, "0": 0}
    assert real(*taken) == [[value, ""] for value in taken.values()]


def test_what_is_not_a_number_gets_a_sentence_with_examples():
    """The sentence repeats what was typed, because a slip is found by seeing it."""
    says = "The bias must be a number such as 3, −1, 0.5 or 1/9, but “{}” was typed."
    assert real("five", "", " 1,5,2 ", "3/0") == [
        [None, says.format(text)] for text in ("five", "", "1,5,2", "3/0")
    ]


def test_a_number_beyond_a_million_gets_the_limit():
    """Larger sums would be neither exact nor easy to read."""
    assert f"{LARGEST_NUMBER:,}" == "1,000,000"
    says = "The bias must be within ±1,000,000, but {} was typed."
    assert real("1e9", " -1000001 ") == [[None, says.format(text)] for text in ("1e9", "-1000001")]


@pytest.mark.parametrize(("least", "largest"), [(1, 9), (-4, 4), (0, 1), (2, 2)])
def test_a_whole_number_in_range_is_taken_and_another_gets_the_nearest(least, largest):
    """The sentence must name a value that works."""
    texts = [str(n) for n in range(-12, 13)]
    calls = [[{"value": text, "validity": {"badInput": False}}, "Stride", least, largest] for text in texts]
    for text, (value, sentence) in zip(texts, ask(SETTINGS, "wholeNumber", calls), strict=True):
        if least <= int(text) <= largest:
            assert (value, sentence) == (int(text), "")
        else:
            nearest = min(max(int(text), least), largest)
            says = f"from {least} to {largest}, but is {text}: the nearest that works is {nearest}."
            assert value is None
            assert sentence == f"Stride must be a whole number {says}".replace("-", "−")


def test_what_is_not_a_whole_number_is_named():
    """ "Empty", "no number" and 1.6 are three different slips."""
    says = "Stride must be a whole number from 1 to 9, but is {}: the nearest that works is {}."
    assert whole("") == [None, says.format("empty", 1)]
    assert whole("", bad_input=True) == [None, says.format("no number", 1)]
    assert whole("1.6") == [None, says.format("1.6", 2)]
    assert whole("2.0") == [2, ""]
    assert whole("99.5") == [None, says.format("99.5", 9)]


def test_without_a_largest_number_the_sentence_names_the_least():
    """A stride may be as large as you like."""
    assert whole("1000000", largest=None) == [1_000_000, ""]
    assert whole("0", largest=None) == [
        None,
        "Stride must be a whole number, 1 or more, but is 0: the nearest that works is 1.",
    ]
