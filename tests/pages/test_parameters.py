"""The arithmetic of ParameterCounter's page against `helpers`, and its sentences."""

import itertools
from math import prod

import pytest

from helpers import conv_parameters, dense_parameters, output_size
from helpers.shapes import axis_padding
from helpers.widgets import ParameterCounter
from tests.pages.node import PageError, ask

MODULE = "parameters/arithmetic.js"
NAMES = ("size", "channels", "kernel_size", "filters", "stride", "padding", "bias")
SIDES = (1, 7, 1024)
SETTINGS = [
    dict(zip(NAMES, chosen, strict=True))
    for chosen in itertools.product(
        itertools.product(SIDES, SIDES),
        (1, 3, 2048),
        (1, 5, 64),
        (1, 6, 2048),
        (1, 3),
        ("valid", "same"),
        (True, False),
    )
]


def state_of(**settings):
    """Return what the page makes of these settings, the others as in a counter without arguments."""
    usual = dict(zip(NAMES, ((32, 32), 3, 4, 5, 1, "valid", True), strict=True))
    return ask(MODULE, "compute", [[{**usual, **settings}]])[0]


def test_the_counts_are_those_of_helpers_in_thousands_of_settings():
    """A sign flipped in the script, a bias too many or a rounded large number must not pass."""
    refused = 0
    for one, state in zip(SETTINGS, ask(MODULE, "compute", [[one] for one in SETTINGS]), strict=True):
        k, channels, filters, bias = (one[name] for name in ("kernel_size", "channels", "filters", "bias"))
        try:
            sides = [output_size(n, k, stride=one["stride"], padding=one["padding"]) for n in one["size"]]
        except ValueError:
            assert isinstance(state, PageError), one
            refused += 1
            continue
        weights, biases = conv_parameters(k, channels, filters, bias=False), filters * bias
        assert [state["rows"]["output"], state["columns"]["output"]] == sides, one
        assert (state["each"], state["weights"], state["biases"]) == (weights // filters, weights, biases), (
            one
        )
        assert state["parameters"] == weights + biases, one
        counts = [
            dense_parameters(prod(one["size"]) * channels, prod(sides) * filters, bias=bias),
            prod(sides) * filters * conv_parameters(k, channels, 1, bias=bias),
            weights + biases,
        ]
        assert [layer["count"] for layer in state["layers"]] == counts, one
        for layer in state["layers"]:
            assert eval(layer["terms"].replace(",", "").replace("·", "*")) == layer["count"], one
        terms = state["work"].removeprefix("For one image: ").removesuffix(".").replace(",", "").split()
        assert [int(term) for term in terms[::3]] == [prod(sides), weights, prod(sides) * weights], one
    assert len(SETTINGS) > 1900
    assert 100 < refused < len(SETTINGS) / 2


def test_the_largest_counts_are_exact():
    """A decimal number of JavaScript would end in zeros here, and a learner would find another product."""
    largest = ParameterCounter(1023, 2047, 1, 2047, bias=False)
    settings = {"size": (1023, 1023), "channels": 2047, "kernel_size": 1, "filters": 2047, "bias": False}
    dense = state_of(**settings)["layers"][0]
    assert dense["count"] == largest.dense > 4 * 10**18
    assert float(largest.dense) != largest.dense
    assert dense["terms"] == "2,142,244,863 · 2,142,244,863"


def test_the_other_layers_are_compared_with_the_convolution():
    """14 parameters against 5 are 2.8 times as many: rounded to 3, not cut to 2."""
    words = (
        "The dense layer needs {} times as many parameters as the convolution, "
        "the locally connected one {} times, because each of the {} positions has weights of its own."
    )
    small = {"channels": 1, "filters": 1}
    asked = [
        ({}, words.format("52,743", "841", "841")),
        ({"size": (1, 2), "kernel_size": 1, "bias": False, **small}, words.format(4, 2, 2)),
        ({"size": (2, 3), "kernel_size": 2, **small}, words.format(3, 2, 2)),
        (
            {"size": (4, 4)},
            "All three need the same: each filter sees the whole volume at once, and makes one number.",
        ),
    ]
    assert [state_of(**settings)["comparison"] for settings, _ in asked] == [says for _, says in asked]


def test_the_window_is_in_the_middle_and_inside_the_picture():
    """The block through the volume shows where one of the filter's numbers comes from."""
    chosen = [one for one in SETTINGS if one["channels"] == one["filters"] == 1 and one["bias"]]
    for one, state in zip(chosen, ask(MODULE, "compute", [[one] for one in chosen]), strict=True):
        if isinstance(state, PageError):
            continue
        k, settings = one["kernel_size"], {"stride": one["stride"], "padding": one["padding"]}
        for n, axis, found in zip(
            one["size"],
            (state["rows"], state["columns"]),
            (state["window"][:2], state["window"][2:]),
            strict=True,
        ):
            before, _ = axis_padding(n, k, **settings)
            covered = [cell - before + (axis["output"] - 1) // 2 * one["stride"] for cell in range(k)]
            inside = [pixel for pixel in covered if 0 <= pixel < n]
            assert found == [inside[0], len(inside)], one


def test_a_filter_says_what_it_spans_and_makes():
    """A screen reader follows this sentence, not the picture; one channel is not "1 channels"."""
    small = {"filters": 1, "kernel_size": 1, "bias": False, "size": (1, 1)}
    states = [state_of(size=(32, 30)), state_of(channels=1024, **small), state_of(channels=1, **small)]
    asked = [[state, number] for state, number in zip(states, (3, 0, 0), strict=True)]
    words = ask(MODULE, "filterWords", asked)
    assert words == [
        "Filter 3 spans all 3 channels: 4 · 4 · 3 = 48 weights and a bias. "
        "It makes channel 3 of the output, 29 × 27 numbers.",
        "Filter 0 spans all 1,024 channels: 1 · 1 · 1024 = 1,024 weights, no bias. "
        "It makes channel 0 of the output, 1 × 1 numbers.",
        "Filter 0 spans all 1 channel: 1 · 1 · 1 = 1 weight, no bias. "
        "It makes channel 0 of the output, 1 × 1 numbers.",
    ]


LESSON = [12_921_965, 206_045, 245]  # dense, locally connected, convolution


def test_squares_have_areas_in_proportion_to_the_parameters_at_every_zoom():
    """A side in proportion would make the dense layer look 230 times as large, and not 52,743 times."""
    zooms = (0, 0.3, 1)
    for zoom, found in zip(
        zooms, ask(MODULE, "scaled", [[LESSON, 230, zoom] for zoom in zooms]), strict=True
    ):
        dense, local, own = (side**2 for side in found["sides"])
        assert dense / own == pytest.approx(LESSON[0] / LESSON[2])
        assert dense / local == pytest.approx(LESSON[0] / LESSON[1])
        assert found["sides"][0] == pytest.approx(230 * (LESSON[0] / LESSON[2]) ** (zoom / 2))
    assert found["sides"][2] == pytest.approx(230)


def test_the_words_say_how_many_parameters_are_one_pixel():
    """Without the scale, a square says nothing."""
    scale, magnified = "To scale: one ", "Magnified: one "
    wide = "The largest square would be {} wide on this screen."
    asked = [
        (LESSON, 0, scale + "pixel stands for 244 parameters, about the whole convolution."),
        (
            [10**9, 10**6, 12],
            0,
            scale + "pixel stands for 19,000 parameters; the convolution fills only 0.0006 of a pixel.",
        ),
        ([300, 200, 100], 0, scale + "parameter takes up 176 pixels."),
        ([300, 300, 300], 1, scale + "parameter takes up 176 pixels."),
        ([529_000, 529_000, 52_900], 0, scale + "pixel stands for 10 parameters."),
        (LESSON, 1, magnified + "parameter takes up 216 pixels. " + wide.format("14 m")),
        (LESSON, 0.5, magnified + "pixel stands for 1.06 parameters. " + wide.format("92 cm")),
    ]
    found = ask(MODULE, "scaled", [[counts, 230, zoom] for counts, zoom, _ in asked])
    assert [one["words"] for one in found] == [says for *_, says in asked]


def test_the_scale_is_rounded_for_reading_and_never_to_nothing():
    """ "0 of a pixel" or "1 parameters" is a reason to doubt the rest of the page."""
    fills = ["; the convolution fills only 0.9 of a pixel.", *[", about the whole convolution."] * 2, "."]
    counts = [10_000, 99_600, 104_000, 9_994_000, 10_490_000]  # of 100 × 100 pixels
    stands = ["1 parameter", "9.96 parameters", "10 parameters", "999 parameters", "1,000 parameters"]
    found = ask(MODULE, "scaled", [[[10**6, 10**6, own], 100, 0] for own in (94, 96, 149, 151)])
    assert [one["words"] for one in found] == [
        f"To scale: one pixel stands for 100 parameters{rest}" for rest in fills
    ]
    found = ask(MODULE, "scaled", [[[count, count, count], 100, 0] for count in counts])
    assert [one["words"] for one in found] == [f"To scale: one pixel stands for {text}." for text in stands]


def test_a_magnified_square_is_as_wide_as_it_would_be_on_paper():
    """96 pixels are an inch, 2.54 cm; the width tells a learner that the dense layer would cover a wall."""
    widths = {37: "98 cm", 39: "1 m", 60: "1.6 m", 370: "9.8 m", 398: "11 m"}  # by how often it is magnified
    found = ask(MODULE, "scaled", [[[factor**2, factor, 1], 100, 1] for factor in widths])
    assert [one["words"] for one in found] == [
        "Magnified: one parameter takes up 10,000 pixels. "
        f"The largest square would be {width} wide on this screen."
        for width in widths.values()
    ]
    little, none = ask(MODULE, "scaled", [[[441, 441, 400], 100, 1], [[404, 404, 400], 100, 1]])
    assert little["words"].endswith("The largest square would be 3 cm wide on this screen.")
    assert none["words"] == "To scale: one parameter takes up 25 pixels."


def test_sheets_are_no_further_apart_than_the_room_allows():
    """Twenty sheets 11 pixels apart would reach over the filters next to them."""
    asked = [(1, 50), (2, 50), (5, 44), (6, 44), (20, 38), (20, 36), (20, 76)]
    assert ask(MODULE, "spacing", asked) == [11, 11, 11, 8.8, 2, 2, 4]


def test_counts_have_names_in_the_plural_except_one():
    """1 position · 1 weight: a small layer is where a learner checks the words."""
    assert ask(MODULE, "several", [[0, "bias"], [1, "position"], [1000, "position"]]) == [
        "0 biass",
        "1 position",
        "1,000 positions",
    ]
