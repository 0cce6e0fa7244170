"""NetworkExplorer's page: sums that still add up after rounding, and the names of places."""

import numpy as np
import pytest

from tests.pages.networks import as_question, by_hand, with_random_weights
from tests.pages.node import ask

ROUNDING = "network/rounding.js"
NAMES = ["Sandal", "Sneaker", "Ankle boot"]


def node(index, kind, short, shape, **others):
    """Return a node as the page has it, as far as names need it."""
    height, width, channels = shape if len(shape) == 3 else (1, 1, *shape)
    sides = {"height": height, "width": width, "channels": channels}
    return {"index": index, "kind": kind, "short": short, "shape": list(shape), **sides, **others}


NETWORK = {
    "nodes": [
        node(0, "input", "image", (8, 8, 1)),
        node(1, "rescaling", "rescaling", (8, 8, 1)),
        node(2, "conv", "conv 1", (6, 6, 4)),
        node(3, "dense", "dense 1", (5,)),
        node(4, "dense", "dense 2", (3,)),
    ],
    "output": 4,
    "decision": 4,
}


def sums(count, seed):
    """Return lists of random terms of many sizes, some of them 0, as the outputs of a ReLU are."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        terms = random.normal(0, 10 ** random.uniform(-3, 3), random.integers(1, 200))
        yield (terms * (random.random(len(terms)) < 0.7)).tolist()


def test_the_terms_shown_add_up_to_the_sum_shown():
    """A learner who adds the rounded terms up would arrive at another last digit than the page."""
    every = list(sums(2000, 1))
    decimals = ask(ROUNDING, "decimalsFor", [[terms] for terms in every])
    totals = [round(sum(terms), places) for terms, places in zip(every, decimals, strict=True)]
    shown = ask(ROUNDING, "roundToSum", [list(one) for one in zip(every, totals, decimals, strict=True)])
    for terms, total, places, found in zip(every, totals, decimals, shown, strict=True):
        digit = 10.0**-places
        if any(terms):
            assert sum(found) == pytest.approx(total, abs=1e-6 * digit)
        assert np.abs(np.subtract(found, terms)).max() < 1.6 * digit
        assert [one for one, term in zip(found, terms, strict=True) if term == 0 and one != 0] == []


def test_the_shares_shown_add_up_and_keep_their_order():
    """In a softmax, the smaller of two powers was once shown as the larger one."""
    random = np.random.default_rng(2)
    every = [np.exp(random.normal(0, 4, random.integers(2, 12))).tolist() for _ in range(1000)]
    totals = [round(sum(shares), 4) for shares in every]
    shown = ask(
        ROUNDING, "roundShares", [[shares, total, 4] for shares, total in zip(every, totals, strict=True)]
    )
    for shares, total, found in zip(every, totals, shown, strict=True):
        assert sum(found) == pytest.approx(total, abs=1e-9 * max(1, total))
        assert np.abs(np.subtract(found, shares)).max() < 1.01e-4
        assert (np.diff(np.array(found)[np.argsort(shares)]) >= 0).all()
        is_up = np.array(found) > shares  # those that would have lost most
        lost = np.array(shares) * 1e4 % 1
        assert lost[is_up].min(initial=1) >= lost[~is_up].max(initial=0) - 1e-6


def test_the_largest_of_some_numbers_has_three_or_four_digits():
    """More digits than that cannot be read at a glance, and fewer make two different terms look equal."""
    sizes = [0.00321, 0.0456, 0.5, 7.25, 42.1, 318.2, 4096.5]
    decimals = ask(ROUNDING, "decimalsFor", [[[size, -size / 3]] for size in sizes])
    digits = [
        len(f"{size:.{places}f}".replace(".", "").lstrip("0"))
        for size, places in zip(sizes, decimals, strict=True)
    ]
    assert set(digits) <= {3, 4}
    assert ask(ROUNDING, "decimalsFor", [[[3, -255]]]) == [0]


def test_the_decimals_change_where_the_largest_number_gains_a_digit():
    """At 10 a third decimal would make the cells of a grid too narrow, and at 9.99 two would be too few."""
    places = {
        9.99: 3, 10: 2, 99.9: 2, 100: 1, 999.9: 1, 1000: 0, 0.1: 3, 0.0999: 4, 0.01: 4, 0.00999: 5,
        0.00011: 6, 1e-9: 6,
    }  # fmt: skip
    found = ask(ROUNDING, "decimalsFor", [[[size, -size / 3, 0]] for size in places])
    assert found == list(places.values())
    assert ask(ROUNDING, "decimalsFor", [[[0, -1000, 7]], [[]], [[-0.5, 0.25]]]) == [0, 0, 3]


def test_a_cells_decimals_suit_its_products_its_sums_and_its_bias():
    """With two decimals for a product and three for their sum, a learner could not add them up."""

    def cell(products, total, bias, whole):
        terms = [{"product": product} for product in products]
        return [{"groups": [{"sum": total, "terms": terms}], "bias": bias, "sum": whole}]

    cases = {2: cell([20.5, -20], 0.5, 0.1, 0.6), 1: cell([0.5, 1], 150.5, 0, 1.5)}
    cases |= {3: cell([0.5, 1], 1.5, 2.5, 4), 0: cell([0.5, 1], 1.5, -2000, -1998.5)}
    assert ask(ROUNDING, "decimalsOfCell", list(cases.values())) == list(cases)


def test_numbers_are_written_with_a_true_minus_and_zero_without_a_sign():
    """“−0.000” and “-0.25” are two ways in which a page looks as if it could not count."""
    cases = {
        (0.25, 3): ("0.250", " + 0.250"), (-0.25, 2): ("−0.25", " − 0.25"), (-0.0004, 3): ("0", " + 0"),
        (0.0006, 3): ("0.001", " + 0.001"), (-12.5, 0): ("−12", " − 12"), (0, 4): ("0", " + 0"),
        (1234.56, 1): ("1234.6", " + 1234.6"),
    }  # fmt: skip
    calls = [list(case) for case in cases]
    assert ask(ROUNDING, "writeFixed", calls) == [text for text, _ in cases.values()]
    assert ask(ROUNDING, "signedFixed", calls) == [text for _, text in cases.values()]
    found = ask(ROUNDING, "rounded", calls)
    assert found == pytest.approx([0.25, -0.25, 0, 0.001, -12, 0, 1234.6], abs=1e-12)
    assert not np.signbit(found[2])


def test_shares_that_were_rounded_up_before_are_left_as_they_are():
    """Rounding down twice would leave a class with a share below 0."""
    calls = [[[0.25, 0.75], 0.9, 2], [[0.5, 0.5], 1, 0], [[0.2, 0.3, 0.5], 1, 1]]
    assert ask(ROUNDING, "roundShares", calls) == [[0.25, 0.75], [1, 0], [0.2, 0.3, 0.5]]


def test_a_number_on_its_own_is_written_briefly():
    """A learner reads it in a sentence, where 0.01000 or -3 would stop them."""
    texts = {
        0.25: "0.25",
        -0.0299: "−0.0299",
        4.1052: "4.105",
        0.01: "0.01",
        0: "0",
        -3: "−3",
        12.345: "12.35",
        100.04: "100.0",
        0.10000000149: "0.1",  # as a float32 stores it
        4.10003: "4.100",  # a little more than 4.1
    }
    assert ask(ROUNDING, "writeShort", [[value] for value in texts]) == list(texts.values())


def terms_of(random, groups, size):
    """Return the terms of a cell as the page has them."""
    made = []
    for channel in range(groups):
        products = random.normal(0, 0.3, size) * (random.random(size) < 0.6)
        terms = [{"product": product} for product in products.tolist()]
        made.append({"channel": channel, "terms": terms, "sum": float(products.sum())})
    bias = float(random.normal(0, 0.1))
    return {"groups": made, "bias": bias, "sum": sum(group["sum"] for group in made) + bias}


def test_products_groups_others_and_bias_of_a_cell_add_up_at_each_level():
    """Each sum on the page is checked by somebody: those of a channel, and the one of all channels."""
    random = np.random.default_rng(5)
    calls = [
        [terms_of(random, groups, 9), count]
        for groups in (1, 3, 16, 64)
        for count in (5, 20)
        for _ in range(25)
    ]
    for (terms, count), found in zip(calls, ask("network/cell_sums.js", "cellNumbers", calls), strict=True):
        digit = 10.0 ** -found["decimals"]
        assert found["sum"] == pytest.approx(terms["sum"], abs=0.51 * digit)
        total = sum(group["sum"] for group in found["groups"]) + found["others"]["sum"] + found["bias"]
        assert total == pytest.approx(found["sum"], abs=1e-6 * digit)
        assert len(found["groups"]) + found["others"]["count"] == len(terms["groups"])
        running = np.cumsum([group["sum"] for group in found["groups"]])
        np.testing.assert_allclose(
            [group["running"] for group in found["groups"]], running, atol=1e-6 * digit
        )
        for group in found["groups"]:
            assert sum(group["products"]) == pytest.approx(group["sum"], abs=1e-6 * digit)
            exact = [term["product"] for term in group["group"]["terms"]]
            assert np.abs(np.subtract(group["products"], exact)).max() < 2.6 * digit
        assert len(found["groups"]) <= count + 1


PLACES = [
    ({"view": "network", "node": 2, "channel": 1}, ["Network"]),
    ({"view": "map", "node": 2, "channel": 3}, ["Network", "conv 1", "map 3"]),
    ({"view": "cell", "node": 2, "channel": 3}, ["Network", "conv 1", "map 3", "row 4, column 5"]),
    ({"view": "cell", "node": 0, "channel": 0}, ["Network", "image", "row 4, column 5"]),
    ({"view": "cell", "node": 3, "channel": 2}, ["Network", "dense 1", "unit 2"]),
    ({"view": "cell", "node": 4, "channel": 2}, ["Network", "dense 2", "Ankle boot"]),
    ({"view": "why", "node": 2, "channel": 1}, ["Network", "Why Sneaker?"]),
]


def test_the_path_names_every_level_down_to_a_place():
    """A learner who is lost in a layer reads here where they are, and presses a part to go back there."""
    found = ask(
        "network/words.js",
        "path",
        [[NETWORK, {"row": 4, "column": 5, **place}, NAMES] for place, _ in PLACES],
    )
    assert [[part["text"] for part in parts] for parts in found] == [path for _, path in PLACES]
    assert [parts[-1]["place"]["view"] for parts in found] == [place["view"] for place, _ in PLACES]
    assert {parts[0]["place"]["view"] for parts in found} == {"network"}


def test_the_path_into_a_colour_image_names_its_channel():
    """Red, green and blue have the same rows and columns: without the channel, a pixel is ambiguous."""
    colour = {**NETWORK, "nodes": [node(0, "input", "image", (8, 8, 3)), *NETWORK["nodes"][1:]]}
    place = {"view": "cell", "node": 0, "channel": 2, "row": 4, "column": 5}
    (parts,) = ask("network/words.js", "path", [[colour, place, NAMES]])
    assert [(part["text"], part["place"]["view"]) for part in parts] == [
        ("Network", "network"), ("image", "network"), ("channel 2", "map"), ("row 4, column 5", "cell"),
    ]  # fmt: skip
    (parts,) = ask("network/words.js", "path", [[colour, {**place, "view": "map"}, NAMES]])
    assert [part["text"] for part in parts] == ["Network", "image"]
    assert ask("network/words.js", "cellName", [[colour, 0, [3, 4, 1], NAMES]]) == [
        "pixel at row 3, column 4, channel 1"
    ]
    assert ask("network/words.js", "mapName", [[colour, 0, 1, NAMES], [NETWORK, 0, 0, NAMES]]) == [
        "channel 1 of the image", "the image",
    ]  # fmt: skip


CELLS = [
    (0, [3, 4, 0], "pixel at row 3, column 4"),
    (1, [3, 4, 0], "row 3, column 4 of rescaling"),
    (2, [0, 1, 2], "row 0, column 1 of map 2 of conv 1"),
    (3, [0, 0, 4], "unit 4 of dense 1"),
    (4, [0, 0, 0], "Sandal"),
]


def test_a_cell_has_a_name_that_says_where_it_is():
    """A hop of a chain, a term of a sum and the sentence for a screen reader all name cells this way."""
    found = ask("network/words.js", "cellName", [[NETWORK, index, cell, NAMES] for index, cell, _ in CELLS])
    assert found == [name for _, _, name in CELLS]
    early = {**NETWORK, "decision": 3}  # a dropout or a flatten may come after the layer that decides
    assert ask("network/words.js", "channelName", [[early, index, 1, NAMES] for index in (2, 3, 4)]) == [
        "map 1", "Sneaker", "Sneaker",
    ]  # fmt: skip


# --- What a screen reader hears ----------------------------------------------------------------------


@pytest.fixture(scope="module", name="keras")
def _keras():
    from helpers.training import keras

    return keras


BRIGHT = np.array([[0, 0, 0, 0], [0, 2, 9, 0], [0, 1, 7, 0], [0, 0, 0, 0]])
# On this image filter 0 finds 9 + 7 − 2 − 1 + 0.5 in the middle, and filter 1 the 16 − 0.5 to its right.
HEARD = [
    ("network", 0, [0, 0, 0], "The network says left, > 99.9%; next comes right, < 0.1%."),
    ("map", 0, [1, 2, 0], "The image, 4 × 4. At row 1, column 2 it is 9."),
    ("map", 1, [1, 2, 1], "Map 1 of conv, 3 × 3. At row 1, column 2 it is 15.5."),
    ("cell", 0, [2, 1, 0], "Pixel at row 2, column 1 is 1."),
    (
        "cell", 1, [1, 1, 0],
        "Row 1, column 1 of map 0 of conv is 13.50: 4 products sum to 13.00, and the bias 0.50 makes 13.50. "
        "ReLU leaves it as it is.",
    ),
    (
        "cell", 1, [1, 1, 1],
        "Row 1, column 1 of map 1 of conv is 0: 4 products sum to −13.00, and the bias −0.50 makes −13.50. "
        "ReLU turns −13.50 into 0.",
    ),
    (
        "cell", 2, [0, 0, 0],
        "Row 0, column 0 of map 0 of pool is 13.5 "
        "(row 1, column 1 of map 0 of conv is the largest of 9 values).",
    ),
    ("cell", 3, [0, 0, 1], "Unit 1 of flatten is 15.5 (from row 0, column 0 of map 1 of pool)."),
    (
        "cell", 4, [0, 0, 0],
        "Right is < 0.1%: 2 products sum to 11.50, and the bias 0.25 makes 11.75. "
        "Softmax turns the sum 11.75 into a share of all classes.",
    ),
    (
        "why", 0, [0, 0, 1],
        "Left has > 99.9%. The strongest chain goes back to row 1, column 2 of map 1 of conv, "
        "then to pixel at row 1, column 2.",
    ),
]  # fmt: skip


def heard(model, image, places, names, *edits):
    """Return the sentences for the places (view, node, [row, column, channel])."""
    question, pixels = as_question(model), np.ravel(image).tolist()
    asked = [
        {"view": view, "node": node, "row": row, "column": column, "channel": channel, "image": 0}
        for view, node, (row, column, channel), *_ in places
    ]
    return ask("drivers/network.js", "sentence", [[question, pixels, one, names, *edits] for one in asked])


def test_the_sentence_at_every_level_says_what_a_pencil_finds(keras):
    """A learner who cannot see the page has only this sentence."""
    assert heard(by_hand(keras), BRIGHT, HEARD, ["right", "left"]) == [text for *_, text in HEARD]


def test_a_filter_that_is_off_and_a_black_image_are_named_as_the_reason(keras):
    """“0 products sum to 13” next to a value of 0 would be a riddle."""
    off = {"filtersOff": {"1": [0]}}
    assert heard(by_hand(keras), BRIGHT, [("cell", 1, [1, 1, 0])], ["right", "left"], off) == [
        "Row 1, column 1 of map 0 of conv is 0: a what-if has switched its map off."
    ]
    assert heard(by_hand(keras), np.zeros(16), [("why", 0, [0, 0, 1])], ["right", "left"]) == [
        "Left has 14.8%."  # e^−0.5 / (e^−0.5 + e^1.25), and no number speaks for it
    ]


def test_a_class_that_is_made_from_pixels_alone_leads_to_one_of_them(keras):
    """In a network of one layer, the chain has a single step, which must not be left out."""
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((2, 2, 1)), layers.Flatten(), layers.Dense(2, activation="softmax")]
    )
    model.layers[-1].set_weights([np.array([[0, 0], [3, 0], [1, 0], [0, 0]]), np.zeros(2)])
    assert heard(model, [0, 1, 1, 0], [("why", 0, [0, 0, 0])], ["right", "left"]) == [
        "Right has 98.2%. The strongest chain goes back to pixel at row 0, column 1."  # 1 / (1 + e^−4)
    ]


def network_of_every_form(keras):
    """Return a network whose layers can each be followed with a pencil."""
    layers = keras.layers
    image = keras.Input((4, 4, 1))
    small = layers.Rescaling(1 / 4, offset=-1)(image)
    mean = layers.AveragePooling2D(3, strides=2, padding="same")(small)
    normal = layers.BatchNormalization(epsilon=0)(mean)
    padded = layers.ZeroPadding2D(1)(layers.Add()([mean, normal]))
    bent = layers.Activation("tanh")(padded)
    scores = layers.Dense(3)(layers.Dropout(0.5)(layers.Flatten()(bent)))
    model = with_random_weights(keras.Model(image, scores), 1)
    next(one for one in model.layers if "batch" in one.name).set_weights(
        [np.array([number]) for number in (2, 0.5, -0.5, 0.25)]  # 2 · (x + 0.5) / 0.5 + 0.5 = 4x + 2.5
    )
    model.layers[-1].set_weights([np.zeros((16, 3)), np.log([1, 5, 4])])
    return model


# Of the window at row 0, column 0, the mean is 19/9 of a pixel: 19/36 − 1 = −0.472 after the rescaling.
EVERY_FORM = [
    ("map", 1, [1, 2, 0], "Rescaling, 4 × 4. At row 1, column 2 it is 1.25."),
    (
        "cell", 1, [1, 1, 0],
        "Row 1, column 1 of rescaling is −0.5: 2 × 0.25 is 0.500, and the offset −1.000 makes −0.500.",
    ),
    ("cell", 2, [0, 0, 0], "Row 0, column 0 of pool is −0.472, the mean of 9 values."),
    ("cell", 2, [1, 1, 0], "Row 1, column 1 of pool is −0.562, the mean of 4 values."),
    (
        "cell", 3, [0, 0, 0],
        "Row 0, column 0 of batch norm is 0.611: −0.472 × 4 is −1.889, and the offset 2.500 makes 0.611.",
    ),
    ("cell", 4, [0, 0, 0], "Row 0, column 0 of add is 0.139, the sum of 2 values."),
    ("cell", 5, [0, 3, 0], "Row 0, column 3 of padding is 0, which is padding."),
    ("cell", 5, [1, 1, 0], "Row 1, column 1 of padding is 0.139 (from row 0, column 0 of add)."),
    (
        "cell", 6, [1, 1, 0],
        "Row 1, column 1 of tanh is 0.138 (from row 1, column 1 of padding). Tanh turns 0.139 into 0.138.",
    ),
    ("cell", 8, [0, 0, 5], "Unit 5 of dropout is 0.138 (from unit 5 of flatten)."),
    ("cell", 9, [0, 0, 1], "Unit 1 of dense is 1.609: 16 products sum to 0, and the bias 1.609 makes 1.609."),
    (
        "cell", 10, [0, 0, 1],
        "Coat is 50.0% (from unit 1 of dense). Softmax turns the sum 1.609 into a share of all classes.",
    ),
    ("network", 0, [0, 0, 0], "The network says Coat, 50.0%; next comes Bag, 40.0%."),
]  # fmt: skip


def test_the_sentence_fits_every_form_of_sum(keras):
    """A mean, an offset, a sum of two maps and padding each need other words than a convolution."""
    names = ["Sandal", "Coat", "Bag"]
    found = heard(network_of_every_form(keras), BRIGHT, EVERY_FORM, names)
    assert found == [text for *_, text in EVERY_FORM]


def test_an_activation_is_said_to_do_nothing_only_where_it_does_nothing():
    """tanh(0.045) is 0.045 to three digits: more digits are needed to show that it does something."""
    cases = {
        (0.045129, 0.045098, "tanh"): "Tanh turns 0.045129 into 0.045098.",
        (13.5, 13.5, "relu"): "ReLU leaves it as it is.",
        (1000.5, 1000.4999, "leaky_relu"): "Leaky ReLU leaves it as it is.",  # to the rounding of float32
        (13.5, 13.4998, "softplus"): "Softplus turns 13.5000 into 13.4998.",
        (0.25, 0.249984, "silu"): "SiLU turns 0.25000 into 0.24998.",
        (-2.5, 0, "prelu"): "PReLU turns −2.500 into 0.",
    }
    calls = [
        [{"groups": [], "bias": 0, "sum": total, "value": value, "activation": {"name": name}}]
        for total, value, name in cases
    ]
    assert ask("network/words.js", "activationWords", calls) == list(cases.values())


def test_the_answer_is_the_first_of_the_most_probable_classes():
    """The page, the chart and the sentence must name the same class, also where two are equal."""
    calls = [[[0.2, 0.4, 0.4], NAMES], [[0.9999, 0.0001, 0], NAMES]]
    assert ask("network/words.js", "answerText", calls) == ["Sneaker, 40.0%", "Sandal, > 99.9%"]


def test_a_rounded_product_is_not_called_equal():
    """A learner who multiplies the two factors on the page gets another third digit, and doubts the sum."""
    given = [
        ["1.726", "0.282", "+0.487"],
        ["1", "2.387", "+2.387"],
        ["1,250", "−0.5", "−625"],
        ["255", "0.00392", "+1.000"],
    ]
    assert ask("network/hops.js", "productText", given) == [
        "1.726 × 0.282 ≈ +0.487",
        "1 × 2.387 = +2.387",
        "1,250 × −0.5 = −625",
        "255 × 0.00392 ≈ +1.000",
    ]


def test_the_key_is_for_the_layer_in_focus_or_for_the_neighbour_of_image_and_classes():
    """The image is grey and the classes have bars: a key with their numbers would fit no map."""
    last = {**NETWORK["nodes"][4], "inputs": [3]}
    network = {**NETWORK, "nodes": [*NETWORK["nodes"][:4], last]}
    assert ask("network/words.js", "nodeOfLegend", [[network, index] for index in range(5)]) == [
        1,
        1,
        2,
        3,
        3,
    ]
