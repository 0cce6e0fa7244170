"""The arithmetic of ReluExplorer's page against `helpers`, for hundreds of maps."""

import re

import numpy as np
import pytest

from helpers import conv2d, kernels, leaky_relu, pictures
from helpers.widgets.relu import ReluExplorer, full_colour, histogram
from helpers.widgets.shared.limits import HISTOGRAM_BARS
from tests.pages.node import ask

MODULE = "relu/arithmetic.js"
LEFT, RIGHT = 12, 216  # of the axis of both drawings, in their units
CHART = {"left": LEFT, "right": RIGHT, "top": 24, "bottom": 96}  # a histogram of 228 pixels


def random_maps(count=150):
    """Return feature maps as the page gets them: of one cell and of hundreds, whole numbers and decimals."""
    random = np.random.default_rng(5)
    found = [
        np.zeros((3, 3)),
        np.array([[4.0]]),
        np.array([[-2.5, -2.5]]),
        np.array([[0, 0, 0, 1e6]]),
        conv2d(pictures.X_MARK, kernels.FALLING_STROKE),
        conv2d(pictures.face()[:60, :60], kernels.VERTICAL_LINE),
    ]
    while len(found) < count:
        shape = random.integers(1, 25, 2)
        scale = 10.0 ** random.integers(-3, 5)
        numbers = random.normal(0, scale, shape)
        found.append(np.round(numbers) if random.integers(2) else np.where(numbers < -scale, 0, numbers))
    return [np.float32(one) for one in found]


@pytest.fixture(scope="module", name="maps")
def _maps():
    found = random_maps()
    return list(zip(found, ask(MODULE, "measure", [[one.ravel().tolist()] for one in found]), strict=True))


def test_bias_and_activation_are_leaky_relu_over_a_sweep():
    """The cells after the activation are what a learner compares with `leaky_relu`."""
    numbers = np.concatenate([np.linspace(-9, 9, 37), [0.0, -0.0, 1e-9, -1e-9, 1e6, -1e6]])
    slopes = (0, 0.01, 0.2, 0.75, 1)
    calls = [[value, slope] for value in numbers.tolist() for slope in slopes]
    found = ask(MODULE, "activate", calls)
    assert found == [leaky_relu(np.array(value), slope).item() for value, slope in calls]


def test_the_activation_is_that_of_keras():
    """The course's own helpers could share a mistake with the page; Keras does not."""
    from helpers.training import keras

    numbers = np.linspace(-9, 9, 37).tolist()
    for slope in (0, 0.1, 0.2, 0.75, 1):
        found = ask(MODULE, "activate", [[number, slope] for number in numbers])
        expected = keras.ops.leaky_relu(np.array(numbers, "float32"), negative_slope=slope)
        np.testing.assert_allclose(found, np.asarray(expected), rtol=1e-6)


def test_cells_of_0_or_below_with_the_bias_are_counted_as_switched_off(maps):
    """At exactly 0 a cell does not get through: "below 0" alone would count a whole background wrongly."""
    calls, expected = [], []
    for grid, _ in maps:
        for bias in (0, -1, 1, 0.5, -1000, float(-grid.flat[0])):
            calls.append([grid.ravel().tolist(), bias])
            expected.append(int((grid.astype(float) + bias <= 0).sum()))
    assert ask(MODULE, "countOff", calls) == expected


def test_the_colour_is_full_where_python_says(maps):
    """Otherwise the saved picture and the page would show one map at two brightnesses."""
    for grid, measured in maps:
        assert measured["limit"] == full_colour(grid) > 0


def test_the_histogram_counts_what_numpy_counts(maps):
    """A bar one place too far shows cells above the threshold that are below it."""
    on_edges = 0
    for grid, measured in maps:
        edges, counts = histogram(grid)
        assert measured["reach"] == edges[-1]
        whole = np.array_equal(grid, np.round(grid)) and float(edges[-1]).is_integer()
        if whole:  # NumPy's edges are rounded: a whole number on an edge can be put on either side of it
            reach = int(edges[-1])
            clipped = np.clip(grid.astype(int), -reach, reach)
            bars = np.minimum((clipped + reach) * HISTOGRAM_BARS // (2 * reach), HISTOGRAM_BARS - 1)
            counts = np.bincount(bars.ravel(), minlength=HISTOGRAM_BARS)
            on_edges += 1
        assert measured["counts"] == counts.tolist()
    assert on_edges > 30


def test_the_slider_goes_to_the_largest_number_in_steps_of_a_fiftieth_or_less():
    """A slider that ends too soon cannot switch the last cell off; one of two steps cannot be set."""
    expected = [
        ([3, -7], 7, 1),
        ([49, 0], 49, 1),
        ([50.5, 0], 51, 1),
        ([50, 0.5], 50, 1),
        ([49.5, -3], 49.5, 0.1),
        ([0.5, -0.25], 0.5, 0.01),
        ([-4.96, 0.5], 4.97, 0.01),
        ([0, 0], 1, 1),
    ]
    found = ask(MODULE, "measure", [[numbers] for numbers, _, _ in expected])
    for measured, (numbers, end, step) in zip(found, expected, strict=True):
        assert measured["step"] == pytest.approx(step)
        assert measured["end"] == pytest.approx(end, abs=step / 2)
        assert measured["end"] >= np.abs(np.float32(numbers)).max() - 1e-6


def test_the_cell_that_is_read_first_is_the_one_of_python(maps):
    """A map that is chosen again must open as it did."""
    calls = [[grid.ravel().tolist(), grid.shape[1], measured["reach"]] for grid, measured in maps]
    expected = [list(ReluExplorer(grid).focus) for grid, _ in maps]
    assert ask(MODULE, "firstRead", calls) == expected


def test_the_strongest_cell_is_the_first_of_the_largest(maps):
    """The page first reads out the cell that the lesson names."""
    expected = [list(np.unravel_index(grid.argmax(), grid.shape)) for grid, _ in maps]
    calls = [[grid.ravel().tolist(), grid.shape[1]] for grid, _ in maps]
    assert ask("shared/numbers.js", "strongestCell", calls) == expected


def test_a_slope_is_0_to_1_and_anything_else_gets_a_sentence():
    """A slope above 1 is not a leaky ReLU, and one below 0 would make negative numbers positive."""
    right = {"0": 0, "1": 1, "0.5": 0.5, " 1/4 ": 0.25, "1e-3": 0.001}
    assert ask(MODULE, "slopeNumber", [[text] for text in right]) == [[value, ""] for value in right.values()]
    wrong = {
        "1.0001": "The slope must be between 0 and 1, but is 1.0001: the nearest that works is 1.",
        "−0.0001": "The slope must be between 0 and 1, but is −0.0001: the nearest that works is 0.",
        "–0.2": "The slope must be between 0 and 1, but is −0.2: the nearest that works is 0.",
        "": "The slope must be a number such as 3, −1, 0.5 or 1/9, but “” was typed.",
        "much": "The slope must be a number such as 3, −1, 0.5 or 1/9, but “much” was typed.",
    }
    assert ask(MODULE, "slopeNumber", [[text] for text in wrong]) == [[None, text] for text in wrong.values()]


def test_numbers_are_on_the_axis_in_proportion_and_at_its_ends_beyond_it():
    """A line on the wrong side of 0 would teach that a negative bias lets more through."""
    calls = [[value, 40] for value in (-100, -40, -20, 0, 10, 40, 41)]
    middle = (LEFT + RIGHT) / 2
    expected = [LEFT, LEFT, (LEFT + middle) / 2, middle, middle + (RIGHT - LEFT) / 8, RIGHT, RIGHT]
    assert ask(MODULE, "across", calls) == pytest.approx(expected)


def test_the_bars_are_as_high_as_the_roots_of_their_counts_and_a_single_cell_can_be_seen():
    """Most numbers of a map are near 0: beside their bar, those of its edges would be thinner than a line."""
    counts = np.zeros(HISTOGRAM_BARS, int)
    counts[[0, 30, 59]] = 500, 1000, 1
    (path,) = ask(MODULE, "barsPath", [[counts.tolist(), CHART]])
    bars = [[float(part) for part in bar] for bar in re.findall(r"M([\d.]+) 96v-([\d.]+)h([\d.]+)", path)]
    wide = (RIGHT - LEFT) / HISTOGRAM_BARS
    assert [x for x, _, _ in bars] == pytest.approx([LEFT + n * wide + 0.5 for n in (0, 30, 59)])
    assert [high for _, high, _ in bars] == pytest.approx([72 * 0.5**0.5, 72, 72 / 1000**0.5])
    assert [across for _, _, across in bars] == pytest.approx([wide - 1] * 3)
    (path,) = ask(MODULE, "barsPath", [[[1, 10**6], CHART]])
    assert path == "M12.5 96v-1h101v1z" + "M114.5 96v-72h101v72z"  # thinner than 1, nobody would see it


def test_the_curve_has_its_corner_where_number_and_bias_add_up_to_0():
    """The corner is the threshold: it moves to the right when the bias goes down."""
    expected = {
        (0, 0): "M12 110L114 110L216 8",
        (-20, 0): "M12 110L165 110L216 59",
        (20, 0.5): "M12 135.5L63 110L216 -43",
        (0, 1): "M12 212L114 110L216 8",
        (-40, 0): "M12 110L216 110L216 110",
        (-60, 0): "M12 110L216 110",
        (60, 0): "M12 59L216 -145",
    }
    settings = [{"bias": bias, "slope": slope, "reach": 40} for bias, slope in expected]
    assert ask(MODULE, "curvePath", [[one] for one in settings]) == list(expected.values())
    points = ask(MODULE, "curvePoint", [[end, one] for one in settings for end in (-40, 40)])
    for path, *ends in zip(expected.values(), points[::2], points[1::2], strict=True):
        corners = [[float(part) for part in point.split()] for point in re.split("[ML]", path)[1:]]
        assert ends == [corners[0], corners[-1]]


STATE = {"reach": 40, "end": 60, "step": 1, "bias": -20, "slope": 0}


def test_a_drag_puts_the_threshold_under_the_pointer_and_stays_on_the_slider():
    """A handle that runs ahead of the pointer, or beyond what the slider can show, cannot be trusted."""
    calls = [[x, STATE] for x in (-500, LEFT, 114, 165, RIGHT, 900)]
    assert ask(MODULE, "biasAt", calls) == [60, 40, 0, -20, -40, -60]
    for x, bias in zip((LEFT, 114, 165), (40, 0, -20), strict=True):
        assert ask(MODULE, "across", [[-bias, 40]]) == [x]
    (chart,) = ask(MODULE, "chartOf", [[424]])  # wider than the curve
    assert (chart["left"], chart["right"]) == (12, 412)
    assert ask(MODULE, "biasAt", [[x, STATE, chart] for x in (12, 212, 312)]) == [40, 0, -20]
    assert ask(MODULE, "across", [[20, 40, chart]]) == [312]
    fine = {"end": 4.97, "step": 0.01}
    assert ask(MODULE, "biasFor", [[-0.123, fine], [0.3, fine], [9, fine]]) == [0.12, -0.3, -4.97]
    # Over a map the pointer need not start at the threshold: the distance counts.
    assert ask(MODULE, "biasMoved", [[-20, 0, STATE], [-20, 51, STATE], [-20, -102, STATE]]) == [
        -20,
        -40,
        20,
    ]


def test_a_drag_of_the_arm_makes_the_curve_go_through_the_pointer():
    """Otherwise the slope on the page would differ from the one drawn."""
    for slope in (0, 0.1, 0.25, 0.5, 1):
        state = {**STATE, "slope": slope}
        (point,) = ask(MODULE, "curvePoint", [[-30, state]])
        assert ask(MODULE, "slopeAt", [[point, STATE]]) == [slope]
    above, far_below = [60, 20], [60, 900]
    assert ask(MODULE, "slopeAt", [[above, STATE], [far_below, STATE]]) == [0, 1]
    # At the corner, where every slope is the same, it is that of a line through a point 0.8 to its left.
    middle = {"bias": 0, "reach": 40}
    points = [[108.9, 111.02], [112.98, 111.02], [114, 111.02], [150, 111.02]]  # 0.4 below the axis
    assert ask(MODULE, "slopeAt", [[point, middle] for point in points]) == [0.2, 0.5, 0.5, 0.5]


def test_the_corner_is_grabbed_near_it_and_to_its_right_and_the_arm_to_its_left():
    """A pointer that wants the threshold must not bend the curve."""
    calls = [[x, STATE] for x in (20, 148.5, 149, 154, 165, 210)]
    assert ask(MODULE, "holdAt", calls) == ["arm", "arm", "corner", "corner", "corner", "corner"]


def test_the_handle_of_the_slope_is_on_the_curve_and_on_the_drawing():
    """A handle outside the drawing cannot be reached, and one beside the curve would jump when dragged."""
    expected = {
        # At 22 to the left of the corner, where there is room: 1 is 2.55 units of the drawing.
        (-20, 0): [108.9, 110], (-20, 0.3): [108.9, 126.83], (0, 0.5): [57.9, 138.05],
        # Steeper, nearer to the corner: 40 below the axis is the end of the drawing.
        (-20, 1): [125, 150], (0, 1): [74, 150], (0, 0.8): [64, 150],
        # Or at 12 in 100 of the arm from its left end.
        (30, 1): [15.06, 132.44], (40, 0.3): [12, 110], (60, 1): [12, 59],
        # With the corner beyond the right end: 22 to the left of that; and no lower than the drawing.
        (-60, 0.3): [159.9, 142.13], (-60, 1): [176, 150],
    }  # fmt: skip
    states = [{**STATE, "bias": bias, "slope": slope} for bias, slope in expected]
    found = ask(MODULE, "armPoint", [[state] for state in states])
    np.testing.assert_allclose(found, list(expected.values()), atol=1e-9)


def test_the_name_of_the_corner_is_beside_it_and_on_the_drawing():
    """A word that runs off the drawing, or is far from its handle, names nothing."""
    expected = {60: 24, 40: 24, 0: 126, -10: 151.5, -12: 152, -20: 152, -60: 152}  # 64 are for the word
    labels = ask(MODULE, "cornerLabel", [[{**STATE, "bias": bias, "slope": 0.3}] for bias in expected])
    assert labels == [[x, 130] for x in expected.values()]  # below the axis and its handle
    # Without room to its right: left of the corner, under a flat curve, for the word is 76 wide.
    right, left = (
        {60: [24, 130], 40: [24, 130], 0: [126, 130]},
        {-10: [51.5, 134], -20: [77, 134], -60: [128, 134]},
    )
    expected = {**right, **left}
    for slope in (0, 0.12):
        states = [[{**STATE, "bias": bias, "slope": slope}] for bias in expected]
        np.testing.assert_allclose(ask(MODULE, "cornerLabel", states), list(expected.values()), atol=1e-9)


def test_the_name_of_the_axis_is_clear_of_the_dashed_line_and_of_the_corner():
    """The dashed line from the cell goes up from the axis: it would cross out words above the axis."""
    places = {(0, 0): 147, (0, 0.3): 147, (60, 0): 147, (-20, 0): 129}  # the axis is at 110
    states = [[{**STATE, "bias": bias, "slope": slope}] for bias, slope in places]
    assert ask(MODULE, "axisName", states) == [[216, y] for y in places.values()]


def test_the_words_on_both_sides_of_the_threshold_stay_on_the_drawing():
    """They say which cells are switched off: cut off, or one over the other, they cannot be read."""
    expected = {12: 164, 165: 164, 172: 165, 200: 193, 280: 273, 290: 282, 408: 282}
    chart = {"left": LEFT, "right": 408}
    assert ask(MODULE, "sidesOf", [[at, chart] for at in expected]) == [
        [end, end + 14] for end in expected.values()
    ]


def test_the_formula_holds_the_numbers_of_the_page():
    """With "x + bias", a learner would have to look the bias up."""
    expected = {
        (0, 0): ["y = max(0, x)", ""],
        (-50, 0): ["y = max(0, x − 50)", ""],
        (0.5, 0): ["y = max(0, x + 0.5)", ""],
        (-50, 0.25): ["y = x − 50", "below 0: × 0.25"],
    }
    calls = [[{"bias": bias, "slope": slope}] for bias, slope in expected]
    assert ask(MODULE, "formulaLines", calls) == list(expected.values())


def test_the_words_name_bias_threshold_and_what_happens_to_the_rest():
    """The sentence above the maps is what a learner writes down."""
    settings = [
        {"bias": -50, "slope": 0, "off": 12, "all": 1234},
        {"bias": 0.125, "slope": 0.25, "off": 0, "all": 7},
        {"bias": 0, "slope": 0, "off": 12345, "all": 12345},
    ]
    assert ask(MODULE, "summary", [[one] for one in settings]) == [
        "Bias −50. Cells above 50 get through: 1,222 of 1,234. 1.0% are switched off.",
        "Bias 0.13. Cells above −0.12 get through: 7 of 7. 0.0% are made smaller: × 0.25.",
        "Bias 0. Cells above 0 get through: 0 of 12,345. 100.0% are switched off.",
    ]


def test_a_cell_is_read_as_a_sum_and_what_becomes_of_it():
    """ "Is 0 and becomes 0" would say that something has happened to it."""
    expected = {
        (701, -50, 0): "701 − 50 = 651 is above 0 and passes.",
        (701, -50, 0.5): "701 − 50 = 651 is above 0 and passes.",
        (-8, 3, 0): "−8 + 3 = −5 is below 0 and becomes 0.",
        (-8, 3, 0.25): "−8 + 3 = −5 is below 0: times 0.25 it is −1.25.",
        (-3, 3, 0.25): "−3 + 3 = 0 is 0 and stays 0.",
        (0, 0, 0): "0 + 0 = 0 is 0 and stays 0.",
        (1.5, -0.25, 0): "1.5 − 0.25 = 1.25 is above 0 and passes.",
        (0.25, 0.5, 0): "0.25 + 0.5 = 0.75 is above 0 and passes.",
        (1, 0.126, 0): "1 + 0.13 = 1.13 is above 0 and passes.",
    }
    calls = [[value, {"bias": bias, "slope": slope}] for value, bias, slope in expected]
    assert ask(MODULE, "cellWords", calls) == list(expected.values())


def test_a_number_beyond_the_axis_is_written_with_an_arrow_to_where_it_is():
    """A mark at the end of an axis that stops at 361 would say that the cell is 361."""
    calls = [[701, 361], [-500.5, 361], [0.5, 0.4], [361, 361], [-361, 361], [0, 1]]
    assert ask(MODULE, "beyond", calls) == ["701 →", "← −500.5", "0.5 →", "", "", ""]
