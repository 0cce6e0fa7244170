"""Numbers as the pages read and write them, against Python."""

import math
import random
import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from helpers.numerals import exact_text, read_number
from helpers.widgets.shared.frames import by
from tests.pages.node import ask

NUMBERS = "shared/numbers.js"


def answers(function, *given):
    """Return what a function of numbers.js gives for each of these single arguments."""
    return ask(NUMBERS, function, [[one] for one in given])


def many_numbers():
    """Return thousands of numbers of the kinds that explorers show: whole, decimal, fractions, tiny, huge."""
    random = np.random.default_rng(5)
    whole = [*range(-300, 300), *random.integers(-(10**12), 10**12, 500).tolist(), 1_000_000, -999_999]
    decimals = [int(n) / 10**places for places in (1, 2, 3, 4, 5) for n in random.integers(-5000, 5000, 500)]
    fractions = [n / d for n in range(-12, 13) for d in range(1, 30)]
    sizes = [float(x * 10.0**e) for e in range(-9, 8) for x in random.normal(size=200)]
    sums = [float(np.float32(x)) for x in random.normal(size=500) * 100]
    edges = [0.0, -0.0, 0.001, 0.00099, 9.9996, 10.0001, 99.996, 100.04, 0.00005, -0.00004, 0.1 + 0.2]
    return [*whole, *decimals, *fractions, *sizes, *sums, *edges]


def test_the_page_and_the_saved_picture_write_the_same_number():
    """A learner who compares the two would otherwise look for a difference that is not there."""
    numbers = many_numbers()
    assert len(numbers) > 7000
    assert answers("writeNumber", *numbers) == [exact_text(number) for number in numbers]


def test_a_written_number_is_exact_or_says_that_it_is_rounded():
    """Without the ≈, a learner who adds up what is written gets another sum than the page."""
    for number, text in zip(many_numbers(), answers("writeNumber", *many_numbers()), strict=True):
        value = float(text.replace("−", "-").removeprefix("≈"))
        size = abs(number)
        unit = 0.001 if size < 10 else 0.01 if size < 100 else 0.1  # of the last digit
        if text.startswith("≈"):
            assert value == pytest.approx(
                number, rel=0.05 if size < 0.001 else 0, abs=0.51 * unit * (size >= 0.001)
            )
        else:
            assert value == pytest.approx(number, rel=1e-9, abs=1e-9)


def test_the_size_of_a_number_decides_its_digits():
    """About four digits: more do not fit into a cell, fewer look wrong beside the sum."""
    table = [
        (0, "0"), (-0.0, "0"), (5, "5"), (-96, "−96"), (0.5, "0.5"), (0.0625, "0.0625"), (-0.1234, "−0.1234"),
        (1 / 9, "≈0.111"), (-2 / 3, "≈−0.667"), (9.9994321, "≈9.999"), (10.00006, "≈10.00"),
        (99.98765, "≈99.99"), (100.00006, "≈100.0"), (123.45678, "≈123.5"), (0.00099991, "≈1.0e−3"),
        (0.00025, "≈2.5e−4"), (-0.00003, "≈−3.0e−5"), (0.3 - 0.1 - 0.2, "0"), (1_000_000, "1000000"),
    ]  # fmt: skip
    numbers, texts = zip(*table, strict=True)
    assert answers("writeNumber", *numbers) == list(texts)
    assert [exact_text(number) for number in numbers] == list(texts)


def test_a_short_number_has_two_decimals():
    """The further digits of a float32 sum are noise."""
    given = {1.005001: "1.01", 0.126: "0.13", -0.004: "0", -2.5049: "−2.5", 7: "7", 1e6 + 0.126: "1000000.13"}
    assert answers("shortNumber", *given) == list(given.values())


def rounded(value, places):
    """Return a number rounded as people round: halves away from 0, as JavaScript does."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_probabilities_have_one_decimal_and_none_is_called_0_or_100_percent():
    """A learner would take 99.97% written as 100% for certainty, and 0.02% written as 0% for impossible."""
    random = np.random.default_rng(1)
    shares = [*random.random(3000), *random.random(500) / 1000, *(1 - random.random(500) / 1000), 0, 1, 0.5]
    shares += [0.9995, 0.99949999, 0.0005, 0.00049999, 0.9995 - 1e-12, 0.0005 - 1e-12, 0.9094, 0.9095]

    def expected(share):
        if share >= 0.9995:
            return "> 99.9%"
        return "< 0.1%" if share < 0.0005 else f"{rounded(100 * float(share), 1)}%"

    found = answers("probabilityText", *map(float, shares))
    assert found == [expected(share) for share in shares]
    # A written number is never further from the true one than half of its last digit.
    pairs = [
        (float(text[:-1]), 100 * share)
        for text, share in zip(found, shares, strict=True)
        if text[0] not in "<>"
    ]
    np.testing.assert_allclose(*zip(*pairs, strict=True), atol=0.0500001)


def test_what_a_person_types_is_read_as_meant_or_refused():
    """Each kind of dash is a minus sign on some keyboard, and NaN would spread over the whole picture."""
    table = [
        ("3", 3), (" 3 ", 3), ("+3", 3), ("-1", -1), ("−1", -1), ("–1", -1), ("0.5", 0.5), (".5", 0.5),
        ("5.", 5), ("1/9", 1 / 9), ("1 / 9", 1 / 9), ("−1/–4", 0.25), ("1e3", 1000), ("2E−3", 0.002),
        ("1/1e2", 0.01), ("0", 0), ("007", 7),
        ("1,5", 1.5), (",5", 0.5), ("0,125", 0.125), ("921,600", 921_600), ("921 600", 921_600),
        ("1,234,567.5", 1_234_567.5), ("36\u202f928", 36_928), ("36’928", 36_928), ("‑7", -7),
        ("1,000/3", 1000 / 3), ("12,34,567", None), ("1,234 567", None),
        ("", None), (" ", None), ("two", None), ("3/0", None), ("0/0", None), ("1/2/3", None),
        ("--4", None), ("−", None), ("/2", None), ("2/", None), (".", None), ("e3", None), ("1e", None),
        ("NaN", None), ("Infinity", None), ("1e999", None), ("0x10", None), ("1 2", None), ("5 px", None),
    ]  # fmt: skip
    texts, numbers = zip(*table, strict=True)
    assert answers("readNumber", *texts) == list(numbers)
    assert [read_number(text) for text in texts] == list(numbers)


def test_pages_and_python_read_typed_text_alike():
    """If an explorer accepts a number and a question refuses it, learners doubt what they know."""
    chance = random.Random(5)
    texts = [
        "".join(chance.choices("0123456789+-−–.,' /eE\u00a0x", k=chance.randint(1, 9))) for _ in range(20_000)
    ]
    assert answers("readNumber", *texts) == [read_number(text) for text in texts]


def test_what_is_written_exactly_can_be_typed_again():
    """A cell opens with its number, and Enter must leave it as it was."""
    numbers = many_numbers()
    texts = answers("plainNumber", *numbers)
    assert answers("readNumber", *texts) == numbers
    assert not any("-" in text for text in texts)


def test_terms_of_a_sum_add_up():
    """A learner adds up " + 24 − 256"; a sign written twice or lost makes it another sum."""
    assert answers("signedTerm", 24, -256, 0, -0.0, 1 / 3, -1 / 3, -1e-12) == [
        " + 24", " − 256", " + 0", " + 0", " + ≈0.333", " − ≈0.333", " + 0",
    ]  # fmt: skip
    numbers = [number for number in many_numbers() if abs(number) >= 1e-4]
    for number, term in zip(numbers, answers("signedTerm", *numbers), strict=True):
        sign, size = re.fullmatch(r" ([+−]) ≈?([\d.e−]+)", term).groups()
        value = float(size.replace("−", "-")) * (1 if sign == "+" else -1)
        assert math.isclose(value, number, rel_tol=0.05, abs_tol=0.0005)


def test_counts_and_shares_are_written_as_in_python():
    """36,928 in the lesson and 36928 on the page look like two numbers."""
    counts = [0, 7, 999, 1000, 36_928, 1_000_000, 123_456_789, -5000]
    assert answers("grouped", *counts) == [f"{count:,}" for count in counts]
    shares = [n / 997 for n in range(998)]
    assert answers("percent", *shares) == [f"{share:.1%}" for share in shares]
    assert answers("percent", 0.9995, 0.9994, 0.125, 1) == ["100.0%", "99.9%", "12.5%", "100.0%"]


def test_small_words_are_written_as_in_python():
    """One is "1 pixel", and sizes have the same sign between them everywhere."""
    assert ask(NUMBERS, "by", [[3, 4]]) == [by(3, 4)]
    assert ask(NUMBERS, "counted", [[0, "cell"], [1, "cell"], [2, "cell"]]) == [
        "0 cells",
        "1 cell",
        "2 cells",
    ]


def test_indices_are_listed_in_words():
    """Nobody can read "rows −1–1", and nobody reads twelve numbers."""
    table = [
        ([3], "row 3"), ([-1], "row −1"), ([0, 1], "rows 0–1"), ([4, 5, 6], "rows 4–6"),
        ([0, 2, 4], "rows 0, 2, 4"), ([-1, 0, 1], "rows −1 to 1"), ([-2, 0], "rows −2, 0"),
        ([0, 1, 3], "rows 0, 1, 3"),
        ([0, 2, 4, 6, 8, 10], "rows 0, 2, 4, 6, 8, 10"), ([0, 2, 4, 6, 8, 10, 12], "rows 0, 2, 4, 6, 8, …"),
    ]  # fmt: skip
    indices, texts = zip(*table, strict=True)
    assert ask(NUMBERS, "listed", [["row", one] for one in indices]) == list(texts)


def test_numbers_of_grids():
    """The largest absolute value scales the colours; an edited cell leaves the old grid alone, for undo."""
    assert answers("largestOf", [[1, -5], [3, 2]], [[0]]) == [5, 0]
    assert ask(NUMBERS, "withNumber", [[[[1, 2], [3, 4]], 1, 0, -9]]) == [[[1, 2], [-9, 4]]]
    assert ask(NUMBERS, "clamp", [[5, 0, 3], [-1, 0, 3], [2, 0, 3], [0, 0, 3], [3, 0, 3]]) == [3, 0, 2, 0, 3]


def test_the_largest_number_is_found_wherever_it_is():
    """The page names the class with the largest probability, and scales its colours by the largest number."""
    random = np.random.default_rng(3)
    lists = [random.integers(-4, 5, size).tolist() for size in (1, 2, 3, 12) for _ in range(60)]
    lists.append([0, 0, 0])
    places = [int(np.argmax(numbers)) for numbers in lists]  # of several, the first
    assert answers("strongestPlace", *lists) == places
    assert answers("largestSize", *lists) == [max(map(abs, numbers)) for numbers in lists]
    first = [[numbers, count] for numbers in lists for count in range(1, len(numbers) + 1)]
    sizes = [max(map(abs, numbers[:count])) for numbers, count in first]
    assert ask(NUMBERS, "largestSize", first) == sizes
    assert answers("largestSize", []) == [0]
    grids = [random.normal(size=(rows, columns)) for rows, columns in ((1, 5), (5, 1), (3, 4), (4, 3)) * 9]
    cells = ask(NUMBERS, "strongestCell", [[grid.ravel().tolist(), grid.shape[1]] for grid in grids])
    for grid, cell in zip(grids, cells, strict=True):
        assert grid[tuple(cell)] == grid.max()


def test_bytes_of_a_message_are_read_wherever_they_begin():
    """ipywidgets puts several buffers into one message: read from its start, the pixels would be others."""
    numbers = np.float32([0.25, -3, 1e-7, 65504])
    given = list(numbers.tobytes())
    calls = [[given, offset] for offset in range(8)]
    assert ask("drivers/bytes.js", "bytes", calls) == [given] * 8
    assert ask("drivers/bytes.js", "floats", calls) == [numbers.tolist()] * 8
    assert ask("drivers/bytes.js", "ofBuffer", [[given]]) == [{"found": given, "isCopy": True}]
