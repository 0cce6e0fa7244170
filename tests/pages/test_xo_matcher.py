"""The arithmetic of XOMatcher's page against `helpers`, and its sentences."""

import numpy as np
import pytest

from helpers import conv2d, kernels, pictures
from helpers.widgets import XOMatcher
from tests.pages.node import ask

MODULE = "xo_matcher/arithmetic.js"
FEATURES = [kernels.FALLING_STROKE, kernels.CROSSING, kernels.RISING_STROKE]


@pytest.fixture(scope="module")
def marks():
    """The marks of the explorer and a thousand others, with everything from all ink to all paper."""
    random = np.random.default_rng(0)
    shares = np.linspace(0, 1, 300)
    return [
        pictures.X_MARK,
        pictures.O_MARK,
        pictures.BADLY_DRAWN_X,
        -pictures.X_MARK,
        *(random.choice([-1, 1], shape) for shape in ((5, 8), (8, 5))),
        *(np.where(random.random((9, 9)) < share, 1, -1) for share in shares),
    ]


def test_the_sums_are_those_of_conv2d_in_a_thousand_maps(marks):
    """A sign flipped in the script would call the negative an exact match."""
    asked = [(mark, feature) for mark in marks for feature in FEATURES]
    asked.append((pictures.X_MARK[:1], FEATURES[0][:1]))  # of one row each
    found = ask(MODULE, "matchesOf", [[mark.tolist(), feature.tolist()] for mark, feature in asked])
    for (mark, feature), match in zip(asked, found, strict=True):
        sums = conv2d(mark, feature)
        assert match["sums"] == sums.tolist()
        assert (match["best"], match["places"]) == (sums.max(), (sums == sums.max()).sum())
    assert len(asked) > 900


def test_the_products_of_a_window_add_up_to_its_sum(marks):
    """The nine products are the explanation of the score."""
    asked = [
        (mark, feature, place)
        for number, mark in enumerate(marks)
        for feature, place in zip(FEATURES, ((0, 0), (6, number % 7), (number % 7, 6)), strict=True)
    ]
    asked = [one for one in asked if one[0].shape == (9, 9)]
    calls = [[mark.tolist(), feature.tolist(), place] for mark, feature, place in asked]
    for (mark, feature, (row, column)), found in zip(asked, ask(MODULE, "productsAt", calls), strict=True):
        products = mark[row : row + 3, column : column + 3] * feature
        assert found == {
            "products": products.tolist(),
            "sum": products.sum(),
            "agree": (products > 0).sum(),
            "cells": 9,
        }


def test_a_match_is_written_with_two_decimals():
    """0.5 and 0.50 in the same map would look like two different scores."""
    sums = [9, -9, 0, 7, -3, 1, -1]
    texts = ["1", "−1", "0", "0.78", "−0.33", "0.11", "−0.11"]
    assert ask(MODULE, "matchText", [[total, 9] for total in sums]) == texts


def test_a_cell_shows_one_decimal_and_no_zero_before_it():
    """Three maps fit on a laptop only where each score takes little room; a cut number is a wrong one."""
    texts = ["−1", "−.8", "−.1", ".6", "1"]
    assert ask(MODULE, "cellText", [[total, 9] for total in (-9, -7, -1, 5, 9)]) == texts


def test_a_mark_is_shifted_and_inverted(marks):
    """What leaves the sheet is gone and paper enters: ink that came in would be found as a stroke."""
    steps = [(0, -1), (-1, 0), (1, 0), (0, 1), (2, 3), (9, 0)]
    mark = marks[2]
    found = ask(MODULE, "shiftMark", [[mark.tolist(), *step] for step in steps])
    assert found == [(pictures.shifted(mark + 1, *step) - 1).tolist() for step in steps]
    assert ask(MODULE, "negativeOf", [[mark.tolist()]]) == [(-mark).tolist()]


def test_the_sum_is_explained_as_it_is_worked_out():
    """A mean that is exact must not be called rounded, nor the other way round."""
    asked = [
        {"sum": total, "agree": agree, "cells": 9} for total, agree in ((9, 9), (-1, 4), (-7, 1), (7, 8))
    ]
    assert ask(MODULE, "sumWords", [[one] for one in asked]) == [
        "All 9 cells agree: the sum is 9, the mean 9/9 = 1.",
        "4 cells agree and 5 do not: the sum is −1, the mean −1/9 ≈ −0.11.",
        "1 cell agrees and 8 do not: the sum is −7, the mean −7/9 ≈ −0.78.",
        "8 cells agree and 1 does not: the sum is 7, the mean 7/9 ≈ 0.78.",
    ]


def test_it_says_which_parts_of_an_x_a_mark_has():
    """A stroke that nearly fits is not found, and the number of places is that of the best score."""
    features = XOMatcher()._features
    full, partly = {"best": 9, "places": 4}, {"best": 5, "places": 1}
    asked = [
        [features, maps] for maps in ([full] * 3, [full, partly, full], [partly, partly, full], [partly] * 3)
    ]
    assert ask(MODULE, "foundWords", asked) == [
        "All three parts of an X are found.",
        "Not found exactly: crossing.",
        "Not found exactly: falling stroke and crossing.",
        "No part of an X is found exactly.",
    ]
    assert ask(MODULE, "bestWords", [[full, 9], [{**full, "places": 1}, 9], [partly, 9]]) == [
        "4 perfect matches",
        "1 perfect match",
        "best 0.56, 1 place",
    ]


def test_the_match_in_focus_and_the_best_ones_are_put_into_words():
    """A screen reader follows this sentence, not the grids."""
    mark = pictures.O_MARK.tolist()
    maps = ask(MODULE, "matchesOf", [[mark, feature.tolist()] for feature in FEATURES])
    row, column = np.argwhere(np.array(maps[2]["sums"]) == 9)[0].tolist()
    features = XOMatcher()._features
    match = ask(MODULE, "productsAt", [[mark, features[2]["cells"], (row, column)]])[0]
    assert ask(MODULE, "matchWords", [[features, maps, (2, row, column), match]]) == [
        f"Rising stroke at row {row}, column {column} matches 1: 9 of 9 cells agree. "
        "Best matches: falling stroke 1, crossing 0.56, rising stroke 1."
    ]
