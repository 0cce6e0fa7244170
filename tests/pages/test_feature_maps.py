"""The arithmetic and the words of FeatureMapBrowser's page."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from tests.pages.node import ask

MODULE = "feature_maps/arithmetic.js"
LAYERS = [
    {"name": "conv2d", "rows": 6, "columns": 6, "maps": 2, "shape": [3, 3, 1, 2], "bias": [0.004, -0.5]},
    {"name": "pool", "rows": 3, "columns": 3, "maps": 2},
    {
        "name": "conv2d_1",
        "rows": 2,
        "columns": 2,
        "maps": 3,
        "shape": [2, 2, 2, 3],
        "bias": [0, 1.25, -0.001],
    },
    {"name": "pool_1", "rows": 1, "columns": 1, "maps": 3},
]


def rounded(value, places):
    """Return a number rounded as people round: halves away from 0, as JavaScript does."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_probabilities_have_one_decimal_and_only_near_0_and_1_none():
    """A learner would take 92% written as 100% for certainty."""
    random = np.random.default_rng(1)
    shares = [*random.random(3000), *random.random(500) / 1000, *(1 - random.random(500) / 1000), 0, 1, 0.5]
    shares += [0.9995, 0.99949999, 0.0005, 0.00049999, 0.9995 - 1e-12, 0.0005 - 1e-12, 0.9094, 0.9095]

    def expected(share):
        if share >= 0.9995:
            return "100%"
        return "0%" if share < 0.0005 else f"{rounded(100 * float(share), 1)}%"

    found = ask("shared/numbers.js", "probabilityText", [[float(share)] for share in shares])
    assert found == [expected(share) for share in shares]
    # What is written is never further from the truth than half of its last digit.
    written = np.array([float(text[:-1]) for text in found])
    np.testing.assert_allclose(written, 100 * np.array(shares, float), atol=0.0500001)


def test_weights_have_two_decimals_a_true_minus_sign_and_no_negative_zero():
    """−0.00 looks like a mistake, and a screen reader reads a hyphen as "dash"."""
    random = np.random.default_rng(2)
    weights = np.float32(
        [*random.normal(0, 1, 2000), *random.normal(0, 0.01, 500), 0, -0.0, -0.004, 12.3]
    ).tolist()

    def expected(weight):
        text = str(rounded(abs(weight), 2))
        return f"−{text}" if weight < 0 and text != "0.00" else text

    found = ask(MODULE, "weightText", [[weight] for weight in weights])
    assert found == [expected(weight) for weight in weights]
    assert ask(MODULE, "weightText", [[0.005], [-0.0049], [-0.0051], [-1.5]]) == [
        "0.01",
        "0.00",
        "−0.01",
        "−1.50",
    ]


def test_values_of_cells_have_four_digits():
    """Further digits of a float32 number would be noise."""
    values = [0, 1 / 3, -2 / 3, 123.456, 12345.678, -0.00012345, 7]
    expected = ["0", "0.3333", "−0.6667", "≈123.5", "12350", "≈−1.2e−4", "7"]
    found = ask(MODULE, "fourDigits", [[value] for value in values])
    assert [text.lstrip("≈").replace("-", "−") for text in found] == [text.lstrip("≈") for text in expected]


def test_the_scale_of_the_colours_is_the_largest_size_and_never_0():
    """The page must paint a map of zeros in the colour of 0."""
    calls = [[[1, -3, 2]], [[0, 0]], [[]], [[0.25, 0.5]], [[-1e-9]]]
    assert ask(MODULE, "largestSize", calls) == [3, 1, 1, 0.5, 1e-9]


def test_the_kernels_of_a_pooling_layer_are_those_of_the_convolution_before_it():
    """Pooling has no weights: a learner asks where its maps come from."""
    assert ask(MODULE, "kernelLayer", [[LAYERS, place] for place in range(4)]) == [0, 0, 2, 2]


def test_arrow_keys_walk_over_the_maps_row_by_row_and_stop_at_the_ends():
    """A learner without a mouse reaches every map."""
    calls = [
        ("ArrowRight", 0, 1),
        ("ArrowRight", 15, 15),
        ("ArrowLeft", 0, 0),
        ("ArrowLeft", 9, 8),
        ("ArrowDown", 3, 8),
        ("ArrowDown", 12, 15),
        ("ArrowUp", 8, 3),
        ("ArrowUp", 2, 0),
        ("Home", 9, 0),
        ("End", 9, 15),
        ("a", 9, None),
    ]
    assert ask(MODULE, "mapByKey", [[key, at, 16, 5] for key, at, _ in calls]) == [to for *_, to in calls]


def test_many_maps_are_smaller():
    """256 maps at full size would fill three screens."""
    expected = {1: 64, 20: 64, 21: 52, 36: 52, 37: 44, 256: 44}
    assert ask(MODULE, "tileSide", [[maps] for maps in expected]) == list(expected.values())


def test_a_kernel_is_written_row_by_row_and_one_of_many_channels_counted():
    """With rows and columns swapped it would be another kernel."""
    weights = [0.5, 1, -1.5, 2, 2.5, -3]
    assert ask(MODULE, "kernelWords", [[weights, [2, 3, 1]], [weights, [1, 2, 3]]]) == [
        "0.50, 1.00, −1.50; 2.00, 2.50, −3.00",
        "3 grids of 1 × 2 weights, one for each map before",
    ]
    nine = [n / 4 for n in range(-4, 5)]
    assert ask(
        MODULE, "kernelNote", [[LAYERS, 0, 1, nine], [LAYERS, 1, 0, nine], [LAYERS, 3, 2, [0] * 8]]
    ) == [
        "Weights: −1.00, −0.75, −0.50; −0.25, 0.00, 0.25; 0.50, 0.75, 1.00. Bias −0.50. Blue is negative, "
        "red positive.",
        "pool has no weights: its map 0 comes from map 0 of conv2d. Weights: −1.00, −0.75, −0.50; −0.25, "
        "0.00, 0.25; 0.50, 0.75, 1.00. Bias 0.00. Blue is negative, red positive.",
        "pool_1 has no weights: its map 2 comes from map 2 of conv2d_1. 2 grids, one for each map that comes "
        "in: together one kernel of 2 · 2 · 2 = 8 weights. Bias 0.00. Blue is negative, red positive.",
    ]
    assert ask(MODULE, "mapsWords", [[LAYERS[0]]]) == ["2 maps of 6 × 6"]


def test_the_words_name_the_strongest_cell_what_it_sees_and_the_answer():
    """A learner with a screen reader has only these."""
    layer = {**LAYERS[1], "columns": 2, "spans": [[[-1, 3], [1, 5], [3, 7]], [[0, 4], [2, 6]]]}
    state = {
        "layer": layer,
        "map": 1,
        "values": [0, 1, 5.25, -9, 2, 5.25],
        "probabilities": [0.2, 0.7999, 0.0001],
        "before": [0.2, 0.8, 0],
        "names": ["boot", "bag", "coat"],
    }
    found = ask(
        MODULE,
        "sentences",
        [[state], [{**state, "pointed": [0, 1]}], [{**state, "pointed": [2, 0], "before": [0.9, 0.1, 0]}]],
    )
    assert found == [
        "pool, map 1 of 2: strongest with 5.25 at row 1, column 0, which sees image rows 1 to 4 and columns "
        "0 to 3. The network says bag, 80.0%.",
        "pool, map 1 of 2: 1 at row 0, column 1, which sees image rows −1 to 2 and columns 2 to 5. "
        "The network says bag, 80.0%.",
        "pool, map 1 of 2: 2 at row 2, column 0, which sees image rows 3 to 6 and columns 0 to 3. "
        "The network says bag, 80.0%; of the image unchanged it says boot.",
    ]
