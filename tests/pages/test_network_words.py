"""NetworkExplorer's page: sums that still add up after rounding, and the names of places."""

import numpy as np
import pytest

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
