"""The arithmetic of FilterLab's page against `helpers`."""

import itertools
from fractions import Fraction

import numpy as np
from PIL import Image

from helpers import conv2d, kernels
from helpers.numerals import exact_text
from helpers.pictures import photo
from helpers.widgets.filter_lab import PRESETS, full_colour, shown_as_picture
from tests.pages.node import PageError, ask

ARITHMETIC = "filter_lab/arithmetic.js"


def as_sent(pixels):
    """Return a picture as the page holds it."""
    pixels = np.asarray(pixels)
    rows, columns = pixels.shape
    return {"rows": rows, "columns": columns, "pixels": pixels.ravel().tolist()}


def settings():
    """Yield hundreds of pictures and kernels of every size, with views in turn."""
    random = np.random.default_rng(8)
    views = itertools.cycle(("auto", "signed", "picture"))
    for rows, columns, height, width in itertools.product((1, 3, 9), (2, 7, 12), range(1, 8), range(1, 8)):
        pixels = random.integers(-20, 256, (rows, columns))
        kernel = random.integers(-9, 10, (height, width)) / random.choice([1, 4])
        yield pixels, kernel, next(views)
    for preset in PRESETS.values():
        yield random.integers(0, 256, (30, 40)), preset, "auto"
    yield np.zeros((5, 5), int), kernels.EDGE, "signed"


def asked():
    """Return the settings above, each with what the page computes."""
    given = list(settings())
    calls = [[{"picture": as_sent(p), "kernel": k.tolist(), "view": view}] for p, k, view in given]
    return list(zip(given, ask(ARITHMETIC, "compute", calls), strict=True))


def test_the_map_is_that_of_conv2d_over_kernels_of_every_size():
    """A flipped sign or a rotated kernel on the page would teach the opposite of the prose."""
    refused = 0
    for (pixels, kernel, view), state in asked():
        try:
            result = conv2d(pixels, kernel)
        except ValueError:
            sizes = [f"{rows} × {columns}" for rows, columns in (kernel.shape, pixels.shape)]
            assert str(state) == (
                f"A kernel of {sizes[0]} does not fit into a picture of {sizes[1]}: "
                "choose a smaller kernel or a larger picture."
            )
            refused += 1
            continue
        found = state["map"]
        assert (found["rows"], found["columns"]) == result.shape
        np.testing.assert_allclose(found["values"], result.ravel(), rtol=1e-5, atol=1e-3)
        assert state["lowest"] == min(found["values"])
        assert state["highest"] == max(found["values"])
        assert state["brightest"] == (np.abs(pixels).max() or 1)
        assert state["asPicture"] == (view == "picture" or (view == "auto" and shown_as_picture(kernel)))
        limit = state["brightest"] if state["asPicture"] else full_colour(result)
        np.testing.assert_allclose(state["limit"], limit, rtol=1e-5)
    assert 50 < refused < 400


def test_the_map_is_that_of_a_keras_layer():
    """The lesson says that a Keras layer computes the same."""
    from helpers.training import keras

    pixels = photo()[200:260, 280:350]
    layer = keras.layers.Conv2D(1, 3, use_bias=False)
    layer.build((None, *pixels.shape, 1))
    for kernel in (kernels.SHARPEN, kernels.VERTICAL_LINE, kernels.BLUR):
        layer.set_weights([np.float32(kernel).reshape(3, 3, 1, 1)])
        from_keras = np.asarray(layer(np.float32(pixels)[np.newaxis, :, :, np.newaxis]))[0, :, :, 0]
        call = [{"picture": as_sent(pixels), "kernel": np.asarray(kernel).tolist(), "view": "auto"}]
        found = ask(ARITHMETIC, "compute", [call])[0]["map"]["values"]
        np.testing.assert_allclose(found, from_keras.ravel(), atol=0.01)


def test_the_colour_of_a_large_map_is_full_where_the_saved_picture_says():
    """The page sorts a sample of the cells, for speed; it must be a fair one."""
    random = np.random.default_rng(3)
    for size in (70, 71, 100, 250):
        pixels = random.normal(size=(size, size)).round(3)
        state = ask(
            ARITHMETIC, "compute", [[{"picture": as_sent(pixels), "kernel": [[1]], "view": "signed"}]]
        )[0]
        np.testing.assert_allclose(state["limit"], full_colour(pixels), rtol=1e-5 if size <= 70 else 0.1)


def test_a_few_strong_sums_do_not_make_the_rest_pale():
    """One bright speck in 1,000 would leave the whole map grey, if it alone set the scale."""
    expected = {
        (2,) * 200: 2,
        (*(1,) * 197, 7, 8, 9): 7,  # 99 in 100 are no larger
        (*(1,) * 199, 8): 1,
        (*(0,) * 199, -8): 8,  # nothing but a speck: it sets the scale after all
        (0,) * 9: 1,
        (*(1, 9) * 2500,): 9,
        (*(1, 9) * 2500, 1): 1,  # from 5,001 cells on, every second one is looked at
        (*(0,) * 5000, -8): 8,
        (*(1, 9) * 5000,): 1,
        (*(1, 9) * 5000, 1): 9,  # every third
    }
    calls = [[{"picture": as_sent([values]), "kernel": [[1]], "view": "signed"}] for values in expected]
    assert [state["limit"] for state in ask(ARITHMETIC, "compute", calls)] == list(expected.values())


def test_weights_that_sum_to_1_but_for_rounding_show_the_map_as_a_picture():
    """Nine times 1/9 is not quite 1 to a computer, and a blur in two colours would teach nothing."""
    sums = {1: True, 1 + 8e-10: True, 1 - 8e-10: True, 1 + 1.2e-9: False, 1 - 1.2e-9: False, -1: False}
    calls = [[{"picture": as_sent([[9]]), "kernel": [[total]], "view": "auto"}] for total in sums]
    assert [state["asPicture"] for state in ask(ARITHMETIC, "compute", calls)] == list(sums.values())
    words = ask(ARITHMETIC, "weightWords", [[[[total]]] for total in sums])
    assert ["keeps its brightness" in one for one in words] == list(sums.values())
    words = ask(ARITHMETIC, "weightWords", [[[[1, total]]] for total in (-1 + 8e-10, -1 + 1.2e-9)])
    assert [one.endswith("a flat surface gives 0.") for one in words] == [True, False]


def test_a_written_sum_adds_up_to_its_total():
    """A learner adds up the lines with a pencil."""
    states = [(given, state) for given, state in asked() if not isinstance(state, PageError)]
    random = np.random.default_rng(6)
    places = [random.integers(0, (s["map"]["rows"], s["map"]["columns"])).tolist() for _, s in states]
    texts = ask(ARITHMETIC, "writtenSum", [[s, place] for (_, s), place in zip(states, places, strict=True)])
    sums = ask(ARITHMETIC, "sumAt", [[s, *place] for (_, s), place in zip(states, places, strict=True)])
    for ((pixels, kernel, _), _), (row, column), text, total in zip(states, places, texts, sums, strict=True):
        window = pixels[row : row + len(kernel), column : column + len(kernel[0])]
        assert np.isclose(total, (window * kernel).sum(), atol=1e-9)
        assert text["total"] == f"Row {row}, column {column} of the map: {exact_text(total)}"
        for i, (terms, part) in enumerate(text["lines"]):
            value = (window[i] * kernel[i]).sum()
            assert part == f" = {exact_text(value)}".replace("= ≈", "≈ ")
            if kernel.shape[1] > 3:
                assert terms == f"row {i} of the window"
            else:
                np.testing.assert_allclose(evaluated(terms), value, atol=1e-9)


def evaluated(terms):
    """Compute "154 · (−1) + 250 · 1/9"."""
    products = [term.split(" · ") for term in terms.replace("−", "-").split(" + ")]
    return sum(float(pixel) * float(Fraction(weight.strip("()"))) for pixel, weight in products)


def test_a_weight_is_written_as_it_would_be_typed():
    """0.1111111111111111 does not fit into its box, and the learner meant 1/9."""
    fractions = [
        sign * above / below for below in range(2, 65) for above in range(1, below) for sign in (1, -1)
    ]
    values = [*fractions, 0, 3, -2, 0.5, 0.0625, np.pi, -np.e, 1 / 65, 1e-5]
    texts = ask(ARITHMETIC, "weightText", [[value] for value in values])
    assert texts[-9:] == ["0", "3", "−2", "0.5", "0.0625", "3.141592653589793", "−2.718281828459045",
                          "0.015384615384615385", "0.00001"]  # fmt: skip
    assert len(max(texts[: len(fractions)], key=len)) <= len("−0.1234")
    for value, text in zip(values, texts, strict=True):
        assert abs(float(Fraction(text.replace("−", "-"))) - value) <= 1e-9
    near = [1 / 9, -1 / 9, 2 / 3, 1 / 3 + 3e-10, 1 / 3 + 4e-10]
    assert ask(ARITHMETIC, "weightText", [[value] for value in near]) == [
        "1/9", "−1/9", "2/3", "1/3", "0.3333333337333333",
    ]  # fmt: skip


def test_the_sum_of_the_weights_is_explained():
    """Whether a flat surface turns black, stays or brightens follows from the sum alone."""
    says = {
        "vertical line": "The weights sum to 0: a flat surface gives 0.",
        "blur": "The weights sum to 1: a flat surface keeps its brightness.",
        "blur 5 × 5": "The weights sum to 1: a flat surface keeps its brightness.",
        "identity": "The weights sum to 1: a flat surface keeps its brightness.",
    }
    assert ask(ARITHMETIC, "weightWords", [[PRESETS[name].tolist()] for name in says]) == list(says.values())
    other, negative, tiny = ask(ARITHMETIC, "weightWords", [[[[2, 0.5]]], [[[-3]]], [[[0.1, 0.2, -0.3]]]])
    assert other == "The weights sum to 2.5: a flat surface gives 2.5 times its brightness."
    assert negative == "The weights sum to −3: a flat surface gives −3 times its brightness."
    assert tiny == says["vertical line"]


def test_the_colours_of_the_map_are_explained():
    """A map that is clipped looks like one that is not."""
    state = {"lowest": -895, "highest": 772.256, "brightest": 255, "limit": 151.004, "asPicture": False}
    state["map"] = {"values": [0, 255, 255.0009, -0.0009]}
    signed, fits, clipped = ask(ARITHMETIC, "mapWords", [
        [state],
        [{**state, "asPicture": True}],
        [{**state, "asPicture": True, "map": {"values": [-0.0011, *[0] * 1200, *[255.0011] * 1200, 255]}}],
    ])  # fmt: skip
    runs = "The map runs from −895 to 772.26."
    colours = "Beyond ±151 the colour stays full."  # which is which, the scale shows
    assert signed == f"{runs} {colours}"
    assert fits == f"{runs} Shown as a picture, from 0, black, to 255, white."
    assert clipped.endswith("255, white; 1,201 of 2,402 cells are outside and clipped.")


def test_a_place_is_put_into_words():
    """The lesson is about what a strong sum means, so a screen reader must say it too."""
    picture = as_sent([[0, 0, 9, 0], [0, 0, 9, 0], [0, 0, 9, 0]])
    state = {"picture": picture, "kernel": [[-1, 1]] * 2, "asPicture": False, "limit": 18}
    calls = [[state, [0, 1]], [state, [1, 2]], [state, [0, 0]], [{**state, "asPicture": True}, [0, 1]]]
    strong, negative, little, plain = ask(ARITHMETIC, "placeWords", calls)
    window = "Its window covers rows 0–1 and columns 1–2 of the picture."
    assert (
        strong
        == f"Row 0, column 1 of the feature map is 18. {window} Here the picture looks like the kernel."
    )
    assert negative.endswith("Here it looks like the kernel's negative.")
    assert little.endswith("Here it finds little.")
    assert plain.endswith(window)
    edges = [[{**state, "limit": limit}, [0, column]] for limit in (72, 71) for column in (1, 2)]
    assert [one.rpartition(". ")[2] for one in ask(ARITHMETIC, "placeWords", edges)] == [
        *["Here it finds little."] * 2,  # a quarter of 72 is 18
        "Here the picture looks like the kernel.",
        "Here it looks like the kernel's negative.",
    ]


def test_another_size_keeps_the_weights_around_the_middle():
    """A learner who wants more room has not lost the work so far."""
    random = np.random.default_rng(1)
    calls, wanted = [], []
    for rows, columns, side in itertools.product((1, 2, 3, 4, 5, 7), (1, 2, 3, 4, 5, 7), (3, 5, 7)):
        kernel = random.integers(1, 10, (rows, columns))
        up, left = (side - rows) // 2, (side - columns) // 2
        new = np.zeros((side, side), int)
        for i, j in np.ndindex(side, side):
            if 0 <= i - up < rows and 0 <= j - left < columns:
                new[i, j] = kernel[i - up, j - left]
        calls.append([kernel.tolist(), side])
        wanted.append(new.tolist())
    assert ask(ARITHMETIC, "resized", calls) == wanted
    kernel = kernels.EDGE.tolist()
    larger = ask(ARITHMETIC, "resized", [[kernel, 7]])[0]
    assert larger == np.pad(kernels.EDGE, 2).tolist()
    assert ask(ARITHMETIC, "resized", [[larger, 3]])[0] == kernel


def test_the_magnifier_stays_inside_the_picture():
    """At the edge there is nothing on one side of the window, and the rest must fill the grid."""
    calls = [
        [place, 2, shown, size]
        for size in (3, 7, 12)
        for shown in (3, 7)
        if shown <= size
        for place in range(size)
    ]
    for (place, _, shown, size), first in zip(calls, ask(ARITHMETIC, "firstShown", calls), strict=True):
        assert first == np.clip(place - 2, 0, size - shown)


def test_a_file_turns_grey_as_it_does_in_python():
    """The same file, opened on the page or by `FilterLab(path)`, must show the same numbers."""
    colours = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    opaque = np.dstack([colours, np.full((40, 50), 255, np.uint8)])
    found = ask(ARITHMETIC, "greyPixels", [[opaque.ravel().tolist()]])[0]
    grey = np.asarray(Image.fromarray(colours).convert("L"), int).ravel()
    assert np.abs(np.array(found) - grey).max() <= 1  # Pillow rounds otherwise
    exact = colours.reshape(-1, 3) @ [0.299, 0.587, 0.114]
    assert np.abs(np.array(found) - exact).max() <= 0.5 + 1e-9
    assert ask(ARITHMETIC, "greyPixels", [[[255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]]]) == [
        [76, 150, 29]
    ]


def test_the_brightest_pixel_scales_the_colours():
    """A picture of zeros is black, and a negative pixel counts by its size."""
    assert ask(ARITHMETIC, "largestPixel", [[[0, 0]], [[-7, 3]], [[2, 5]]]) == [1, 7, 5]


def test_a_map_drawn_smaller_shows_its_strongest_sums():
    """The mean of an edge's positive and negative sums would be pale: the learner would see no edge."""
    values = np.random.default_rng(3).integers(-9, 10, (6, 8))
    size = {"rows": 6, "columns": 8, "values": values.ravel().tolist()}
    blocks = values.reshape(3, 2, 4, 2).swapaxes(1, 2).reshape(12, 4)
    drawn = np.array(ask(ARITHMETIC, "strongest", [[size, 3, 4]])[0])
    assert np.abs(drawn).tolist() == np.abs(blocks).max(1).tolist()
    assert all(one in block for one, block in zip(drawn, blocks, strict=True))
    # Five by seven do not divide evenly: a cell takes the rows and columns that begin inside it.
    values, parts = values[:5, :7], ([0, 3, 5], [0, 3, 5, 7])
    size = {"rows": 5, "columns": 7, "values": values.ravel().tolist()}
    drawn = np.abs(ask(ARITHMETIC, "strongest", [[size, 2, 3]])[0]).reshape(2, 3)
    for row, column in np.ndindex(2, 3):
        (top, bottom), (left, right) = parts[0][row : row + 2], parts[1][column : column + 2]
        assert drawn[row, column] == np.abs(values[top:bottom, left:right]).max()
    fewer = {"rows": 1, "columns": 3, "values": [2, -3, 3]}
    assert ask(ARITHMETIC, "strongest", [[fewer, 1, 1], [fewer, 1, 3]]) == [[-3], [2, -3, 3]]
