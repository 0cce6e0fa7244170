"""The arithmetic of NetworkBuilder's page against `helpers`, its sentences, and its Keras code."""

import itertools

import numpy as np
import pytest

from helpers.widgets import NetworkBuilder
from tests.pages.node import ask

MODULE, WORDS = "network_builder/arithmetic.js", "network_builder/words.js"
KINDS = ("Conv2D", "MaxPooling2D", "AveragePooling2D", "Flatten", "Dense", "Dropout")
CONV, POOL, AVERAGE, FLATTEN, DENSE, DROPOUT = ({"layer": kind} for kind in KINDS)


def random_layer(random):
    """Return a layer of any kind with settings that change every number."""
    size, filters, units = (int(random.integers(1, end)) for end in (6, 70, 2000))
    window = {"strides": int(random.integers(1, 4)), "padding": str(random.choice(["valid", "same"]))}
    bias, activation = bool(random.integers(2)), str(random.choice(["relu", "linear", "tanh", "softmax"]))
    learns = {"use_bias": bias, "activation": activation}
    kind = random.choice(KINDS, p=[0.35, 0.15, 0.1, 0.15, 0.15, 0.1])
    return {
        "Conv2D": {**CONV, "filters": filters, "kernel_size": size, **window, **learns},
        "MaxPooling2D": {**POOL, "pool_size": size, **(window if bias else {})},
        "AveragePooling2D": {**AVERAGE, "pool_size": size, **(window if bias else {})},
        "Flatten": FLATTEN,
        "Dense": {**DENSE, "units": units, **learns},
        "Dropout": {**DROPOUT, "rate": float(random.choice([0.1, 0.25, 0.5, 0.95]))},
    }[kind]


def networks():
    """Return builders of many kinds: each setting, each way in which a layer cannot follow."""
    found = [
        ([], (28, 28, 1)),
        ([FLATTEN, CONV], (8, 9, 2)),
        ([FLATTEN, DENSE, FLATTEN], (8, 9, 2)),
        ([DROPOUT, CONV, DROPOUT, FLATTEN, DROPOUT, DENSE, DROPOUT], (9, 7, 3)),
        ([POOL] * 5, (28, 28, 1)),
        ([{**CONV, "filters": 4096, "kernel_size": 64, "padding": "same"}] * 2, (512, 512, 512)),
    ]
    sizes, strides = ((28, 28), (13, 6), (1, 9)), (1, 2, 3)
    choices = itertools.product(sizes, (1, 2, 5), strides, ("valid", "same"))
    for number, (size, kernel, stride, padding) in enumerate(choices):
        settings = {"padding": padding, "strides": stride}
        first = {**CONV, "filters": 1 + number % 9, "kernel_size": kernel, **settings}
        second = {**(AVERAGE if number % 2 else POOL), "pool_size": 1 + number % 4, **settings}
        found.append(([first, second, {**CONV, "kernel_size": 3}, FLATTEN, DENSE], (*size, 1 + number % 3)))
    random = np.random.default_rng(7)
    for _ in range(400):
        layers = [random_layer(random) for _ in range(random.integers(1, 7))]
        found.append((layers, tuple(int(size) for size in random.integers(1, 33, 3))))
    return [NetworkBuilder(layers, shape) for layers, shape in found]


@pytest.fixture(scope="module")
def pages():
    """Builders, each with the table that the page makes of its network."""
    builders = networks()
    asked = [[builder.layers, builder.input_shape] for builder in builders]
    return list(zip(builders, ask(MODULE, "passAll", asked), strict=True))


def test_every_line_is_that_of_helpers_in_hundreds_of_networks(pages):
    """A sign flipped in the script, or a floor turned into a round, must not pass."""
    for builder, page in pages:
        rows, problem = builder._rows()
        wanted = [(list(builder.input_shape), 0, (1, 1))]
        wanted += [(list(row.shape), row.parameters, row.receptive_field) for row in rows]
        found = [
            (line["shape"], line["parameters"], line["field"] and (line["field"], line["field"]))
            for line in page["lines"]
        ]
        assert found == wanted, builder.layers
        assert bool(page["trouble"]) == bool(problem), builder.layers
        assert page["total"] == sum(row.parameters for row in rows)
    assert len(pages) > 400
    assert 100 < sum(bool(page["trouble"]) for _, page in pages) < len(pages) - 100


def test_the_sums_are_written_out_and_true(pages):
    """A learner who works out the terms must get the number after the equals sign."""
    for builder, page in pages:
        for before, layer, line in zip(page["lines"], builder.layers, page["lines"][1:], strict=False):
            terms, _, total = line["sum"].rpartition(" = ")
            assert total.replace(",", "") == str(line["parameters"])
            if terms:
                assert eval(terms.replace("·", "*")) == line["parameters"]
                factors = terms.split(" + ")[0].split("·")
                assert factors[-2:] == [str(before["shape"][-1]), str(line["shape"][-1])], layer
                assert (" + " in terms) == layer["use_bias"]
        counts = [f"{line['parameters']:,}" for line in page["lines"] if line["parameters"]]
        total = f"{page['total']:,}"
        together = f"{' + '.join(counts)} = {total}" if len(counts) > 1 else total
        assert page["together"] == ("–" if page["trouble"] else together)


def test_rows_and_columns_that_a_window_drops_are_named(pages):
    """Learners understand the floor when the row that falls off is named, not when it is only computed."""
    named = 0
    for builder, page in pages:
        lines = page["lines"]
        for number, (before, layer, line) in enumerate(
            zip(lines, builder.layers, lines[1:], strict=False), 1
        ):
            size = layer.get("kernel_size") or layer.get("pool_size")
            if size is None or layer["padding"] == "same":
                assert line["notes"] == []
                continue
            stride = layer["strides"] or size
            down, across = ((n - size) % stride for n in before["shape"][:2])
            rows, columns = f"{down} row{'s' * (down != 1)}", f"{across} column{'s' * (across != 1)}"
            drops = f"Layer {number} drops {rows} and {columns}: the last window ends before them."
            assert line["notes"] == ([drops] if down or across else [])
            named += bool(line["notes"])
    assert named > 30


def test_a_layer_that_cannot_follow_is_explained_and_every_fix_makes_it_fit(pages):
    """A button that leaves the same sentence would send a learner round in circles."""
    troubles = [(builder, page["trouble"]) for builder, page in pages if page["trouble"]]
    fixes = [(builder, trouble, fix) for builder, trouble in troubles for fix in trouble["fixes"]]
    asked = [[fix["layers"], builder.input_shape] for builder, _, fix in fixes]
    for (builder, trouble, fix), fixed in zip(fixes, ask(MODULE, "passAll", asked), strict=True):
        place = trouble["number"] - 1
        assert fix["text"].startswith(
            ("Remove this", "Make the window", "Use padding", "Put a Fl", "Move it")
        )
        still = fixed["trouble"]
        if fix["text"].startswith("Remove"):
            assert fix["layers"] == [*builder.layers[:place], *builder.layers[place + 1 :]]
            assert fix["select"] == place
            assert not still or still["number"] >= trouble["number"]
        elif fix["text"].startswith("Move"):
            flatten = fix["select"] - 1
            assert fix["layers"][flatten] == builder.layers[place]
            assert fix["layers"][flatten + 1]["layer"] == "Flatten"
            assert sorted(map(str, fix["layers"])) == sorted(map(str, builder.layers))
            assert not still or still["number"] > flatten
        else:
            assert fix["layers"][fix["select"] - 1]["layer"] == builder.layers[place]["layer"]
            assert not still or still["number"] > fix["select"]
    assert len({fix["text"].split()[0] for *_, fix in fixes}) == 5


@pytest.mark.parametrize(
    ("layers", "says", "texts"),
    [
        ([POOL, FLATTEN, FLATTEN], "its input is a row of 196 numbers already.", ["Remove this Flatten"]),
        ([{**CONV, "filters": 9}, DENSE], "Dense needs one row of numbers, but its input is 26 × 26 × 9. "
         "(Keras would apply it to each of the 676 positions on its own, with 26 × 26 × 10 as the output.)",
         ["Put a Flatten before it"]),
        ([FLATTEN, CONV], "its input is a row of 784 numbers.",
         ["Move it before the Flatten", "Remove this Conv2D"]),
        ([{**POOL, "pool_size": 29}], "A window of 29 × 29 does not fit into 28 × 28: there would be no "
         "output. The largest that fits is 28.",
         ["Make the window 28", "Use padding same", "Remove this MaxPooling2D"]),
    ],
)  # fmt: skip
def test_each_way_in_which_a_layer_cannot_follow_has_its_sentence(layers, says, texts):
    """The sentence is all that a learner sees in place of the numbers."""
    trouble = ask(MODULE, "passAll", [[NetworkBuilder(layers).layers, (28, 28, 1)]])[0]["trouble"]
    assert trouble["number"] == len(layers)
    assert trouble["sentence"].endswith(says)
    assert [fix["text"] for fix in trouble["fixes"]] == texts


def test_a_window_as_large_as_the_map_still_fits():
    """The fix that is offered must not be refused."""
    page = ask(MODULE, "passAll", [[NetworkBuilder([{**POOL, "pool_size": 28}]).layers, (28, 30, 1)]])[0]
    assert page["trouble"] is None
    assert page["lines"][1]["shape"] == [1, 1, 1]


def test_a_half_typed_setting_hides_its_line_and_those_after_it():
    """A learner would take a number below an impossible setting for the answer."""
    layers = NetworkBuilder([CONV, DENSE, FLATTEN]).layers  # line 2 cannot follow
    typed = [{"number": number, "sentence": "typed"} for number in range(4)]
    pages = ask(MODULE, "passAll", [[layers, (28, 28, 1), one] for one in typed])
    shown = [(len(page["lines"]), page["trouble"]["number"]) for page in pages]
    assert shown == [(0, 0), (1, 1), (2, 2), (2, 2)]
    assert [page["trouble"]["sentence"] == "typed" for page in pages] == [True, True, True, False]
    assert pages[0]["trouble"]["fixes"] == []
    assert ask(MODULE, "passAll", [[layers[:1], (28, 28, 1), typed[1]]])[0]["trouble"]["number"] == 1


def test_a_layer_is_moved_to_its_new_place():
    """Alt and an arrow key must not lose a layer, nor another one's place."""
    letters = list("abcd")
    asked = [[letters, 0, 2], [letters, 3, 0], [letters, 1, 1]]
    assert ["".join(found) for found in ask(MODULE, "moved", asked)] == ["bcad", "dabc", "abcd"]


def test_the_code_is_that_of_python_in_hundreds_of_networks(pages):
    """The code copied from the page must build the network of the table."""
    asked = [[builder.layers, builder.input_shape] for builder, _ in pages]
    assert ask(WORDS, "codeOf", asked) == [builder.code for builder, _ in pages]


def test_the_output_of_the_network_is_put_into_words():
    """A learner who forgets the softmax is told what the numbers are."""
    dense, softmax = {**DENSE, "activation": "linear"}, {**DENSE, "activation": "softmax"}
    classes = "To choose between classes, "
    asked = [
        ([CONV], [26, 26, 32], f"a volume of 26 × 26 × 32. {classes}add Flatten and Dense."),
        ([FLATTEN], [1352], "a row of 1,352 numbers."),
        ([FLATTEN, DROPOUT], [1352], "a row of 1,352 numbers."),
        ([dense], [1], f"one number. {classes}give the last Dense layer a softmax."),
        ([dense, DROPOUT], [1000], f"1,000 numbers. {classes}give the last Dense layer a softmax."),
        ([softmax, dense], [2], f"2 numbers. {classes}give the last Dense layer a softmax."),
        ([FLATTEN, softmax], [10], "10 numbers: probabilities that add up to 1."),
        ([softmax], [1], "one number: probabilities that add up to 1."),
    ]
    found = ask(WORDS, "endWords", [[layers, {"shape": shape}] for layers, shape, _ in asked])
    assert found == [f"The network’s output is {says}" for *_, says in asked]


def test_the_layer_with_most_parameters_is_named():
    """The first convolution looks largest in the picture; the parameters are elsewhere."""
    asked = [
        (
            [0, 640, 0, 36_928, 0, 0, 204_928, 1290],
            "Layer 6 holds 84% of the parameters: 204,928 of 243,786.",
        ),
        ([0, 10, 10], "Layer 1 holds 50% of the parameters: 10 of 20."),
        ([0, 1, 0, 999], "Layer 3 holds more than 99% of the parameters: 999 of 1,000."),
        ([0, 0, 320], "Layer 2 holds all 320 parameters."),
        ([0, 0], ""),
    ]
    networks = [[[{"parameters": one} for one in counts], sum(counts)] for counts, _ in asked]
    found = ask(WORDS, "shareWords", networks)
    assert found == [says for _, says in asked]


def test_the_chosen_line_is_put_into_words():
    """A screen reader follows these sentences, not the table."""
    builder = NetworkBuilder([CONV, FLATTEN, DENSE])
    page = ask(MODULE, "passAll", [[builder.layers, builder.input_shape]])[0]
    typed = {"number": 0, "sentence": "Rows must be more."}
    wrong = ask(MODULE, "passAll", [[builder.layers, builder.input_shape, typed]])[0]
    broken = ask(MODULE, "passAll", [[builder.layers[::2], builder.input_shape]])[0]
    total = "The network has 216,650 parameters."
    asked = [
        (page, 0, f"The input is 28 × 28 × 1. {total}"),
        (page, 1, "Layer 1, Conv2D: its output is 26 × 26 × 32, and it learns 320 parameters. "
                  f"Each number of it depends on 3 × 3 pixels of the input. {total}"),
        (page, 2, f"Layer 2, Flatten: its output is 21632, and it learns nothing. {total}"),
        (wrong, 1, "The input doesn’t work yet: Rows must be more."),
    ]  # fmt: skip
    found = ask(WORDS, "lineWords", [[builder.layers, shown, line] for shown, line, _ in asked])
    assert found == [says for *_, says in asked]
    assert ask(WORDS, "lineWords", [[builder.layers[::2], broken, 2]])[0].startswith(
        "Layer 2 doesn’t work yet: Dense needs one row of numbers"
    )


def test_keras_is_compared_layer_by_layer():
    """A check that always agrees checks nothing."""
    lines = [{"shape": [28, 28, 1], "parameters": 0}, {"shape": [26, 26, 8], "parameters": 80}]
    lines += [{"shape": [5408], "parameters": 0}]
    right = [[[26, 26, 8], 80], [[5408], 0]]
    answers = {
        "right": {"rows": right, "problem": ""},
        "shape": {"rows": [[[26, 8, 26], 80], right[1]], "problem": ""},
        "count": {"rows": [[[26, 26, 8], 81], right[1]], "problem": ""},
        "fewer": {"rows": right[:1], "problem": ""},
        "more": {"rows": [*right, [[10], 5]], "problem": ""},
        "problem": {"rows": [], "problem": "Keras says: no"},
    }
    found = dict(
        zip(answers, ask(MODULE, "compare", [[said, lines] for said in answers.values()]), strict=True)
    )
    assert found["right"] == {"agreed": [True, True], "right": 2, "all": True}
    assert found["shape"] == found["count"] == {"agreed": [False, True], "right": 1, "all": False}
    assert found["fewer"] == {"agreed": [True, False], "right": 1, "all": False}
    assert found["more"] == {"agreed": [True, True], "right": 2, "all": False}
    assert not found["problem"]["all"]
    asked = [[{**answers[name], **found[name]}, 1280] for name in ("right", "shape", "problem")]
    assert ask(WORDS, "verdict", asked) == [
        "Keras agrees on 2 layers: every shape, every number of parameters, 1,280 together.",
        "Keras agrees on 1 of 2 layers only.",
        "Keras says: no",
    ]


def test_volumes_are_drawn_to_one_scale():
    """A learner sees the maps shrink, and how much of the network is channels."""
    shapes = [[28, 28, 1], [26, 26, 64], [13, 13, 64], [5, 7, 128], None, [4480], [10]]
    narrow, wide = ask(MODULE, "drawnSizes", [[shapes, 600], [shapes, 5000]])
    for drawn in (narrow, wide):
        volumes = list(zip(shapes, drawn["sizes"], strict=True))[:4]
        for (rows, columns, _), size in volumes:
            assert size["tall"] / rows == pytest.approx(64 / 28)
            assert size["slant"] / columns == pytest.approx(0.35 * 64 / 28)
        assert volumes[3][1]["thick"] == pytest.approx(2 * volumes[2][1]["thick"])
        assert [size["tall"] for size in drawn["sizes"][5:]] == [64, 8]
    assert wide["sizes"][1]["thick"] == pytest.approx(64 * 64 / 28)
    bars = " The height of a bar is the square root of its numbers."
    assert wide["words"] == "Height is rows, depth is columns, width is channels." + bars
    bars = ask(MODULE, "drawnSizes", [[[[28, 28, 1], [1600], [400]], 560]])[0]["sizes"][1:]
    assert [bar["tall"] for bar in bars] == [64, 32]  # a fourth of the numbers is half as tall
    needed = sum(max(size["thick"] + size["slant"] + 12, 64) + 20 for size in narrow["sizes"])
    assert needed <= 600
    assert " times narrower than to scale)." in narrow["words"]
    without = ask(MODULE, "drawnSizes", [[[[28, 28, 1], [26, 26, 2]], 560]])[0]
    assert without["words"] == "Height is rows, depth is columns, width is channels."


def test_volumes_that_do_not_fit_in_one_row_are_in_rows_as_full_as_each_other():
    """A single layer in a row of its own looks like an afterthought; labels that touch cannot be read."""
    shapes = [[32, 32, 1], [28, 28, 6], [14, 14, 6], [10, 10, 16], [5, 5, 16], [1, 1, 120], [120], [84], [10]]
    calls = [
        [shapes[:count], width]
        for count, width in ((9, 848), (9, 592), (8, 592), (9, 358), (7, 592), (2, 100), (2, 147), (2, 148))
    ]
    found = ask(MODULE, "drawnSizes", calls)
    assert [drawn["perRow"] for drawn in found] == [0, 5, 4, 3, 0, 1, 1, 0]
    for (_, width), drawn in zip(calls, found, strict=True):
        widest = max(size["thick"] + size["slant"] + 4 for size in drawn["sizes"])
        assert not drawn["perRow"] or drawn["perRow"] * (widest + 20) <= width


def test_each_volume_and_row_is_as_large_as_its_numbers_say():
    """A map of one pixel, or a row of ten numbers, must still be there to see."""
    names = ("tall", "thick", "slant")
    expected = [
        ([64, 32, 3], (64, 3, 11.2)),  # the largest map is 64 high, and 35 in 100 of its columns go up
        ([32, 64, 1], (32, 2, 22.4)),
        ([2, 3, 10], (6, 10, 1.05)),
        (None, (40, 24, 0)),
        ([1600], (64, 12, 0)),
        ([225], (24, 12, 0)),  # 15 of 40, the roots
        ([10], (8, 12, 0)),  # 5 would be too low to see
    ]
    (drawn,) = ask(MODULE, "drawnSizes", [[[shape for shape, _ in expected], 5000]])
    for (shape, sizes), found in zip(expected, drawn["sizes"], strict=True):
        assert found == pytest.approx(dict(zip(names, sizes, strict=True))), shape


def test_channels_are_drawn_narrower_only_where_the_page_is_too_narrow():
    """Without the words, 64 channels that are drawn as narrow as 6 would be misread."""
    volume = [64, 64, 100]  # with a slant of 22.4, a margin of 12 and a gap of 20, it takes up 154.4
    asked = [([volume], 155), ([volume], 154), ([volume, [1]], 239), ([volume, [1]], 238), ([volume], 10)]
    found = ask(MODULE, "drawnSizes", [list(one) for one in asked])
    thick = [one["sizes"][0]["thick"] for one in found]
    assert thick[:4] == pytest.approx([100, 100 / 1.05, 100, 100 / 1.05])
    assert 64 / 1.05 < thick[4] + 34.4 <= 64  # no narrower than what is written on it
    words = ["channels", "channels (1.1 times narrower than to scale)"]
    assert [one["words"] for one in found[:4]] == [
        f"Height is rows, depth is columns, width is {which}.{bar}"
        for bar in ("", " The height of a bar is the square root of its numbers.")
        for which in words
    ]


def test_a_dropped_layer_goes_before_the_first_thing_after_the_pointer():
    """A layer one place off would be a mistake of the learner's that they did not make."""
    line = [{"left": 100 * n, "top": 0, "width": 80, "height": 50} for n in range(3)]
    two_lines = [*line, {"left": 0, "top": 60, "width": 80, "height": 50}]
    column = [{"left": 0, "top": 30 * n, "width": 200, "height": 30} for n in range(3)]
    asked = [
        ((line, 10, 20), 0), ((line, 45, 20), 1), ((line, 130, 20), 1), ((line, 145, 20), 2),
        ((line, 900, 20), 3),
        ((two_lines, 290, 20), 3), ((two_lines, 10, 70), 3), ((two_lines, 70, 70), 4),
        ((line, 40, 20), 0), ((line, 41, 0), 1), ((line, 41, 50), 1), ((line, 10, 50), 0),
        ((line, 10, 51), 3), ((line, 900, -1), 0), ((two_lines, 70, 60), 4), ((two_lines, 70, 59), 3),
        ((column, 150, 15), 0), ((column, 150, 16), 1),
        ((column, 150, 10), 0), ((column, 150, 20), 1), ((column, 150, 50), 2), ((column, 150, 95), 3),
    ]  # fmt: skip
    assert ask(MODULE, "dropPlace", [list(call) for call, _ in asked]) == [place for _, place in asked]


LINE = [{"left": 100 * n, "top": 0, "width": 80, "height": 50} for n in range(4)]


def dragged(*events, boxes=LINE):
    """Return what a list looks like after each event: what is marked, and [from, to] of what was dropped."""
    return ask("drivers/reorder.js", "follow", [[boxes, events]])[0]


def press(place, x, y=25, **others):
    """Return a press on a layer of the list."""
    return ["pointerdown", {"place": place, "x": x, "y": y, **others}]


def move(x, y=25):
    """Return a move of the pointer."""
    return ["pointermove", {"x": x, "y": y}]


UP = ["pointerup", {}]


def test_a_layer_is_dragged_to_where_the_line_shows_that_it_will_go():
    """If the line is one place off, the learner builds another network than they meant."""
    moves = [move(43, 28), move(43, 29), move(130), move(145), move(245), move(900)]
    assert dragged(press(0, 40), *moves, UP) == [
        "", "",  # a press that trembles is not a drag
        "dragging; 0 dragged translate(3px, 4px)",
        "dragging; 0 dragged translate(90px, 0px)",  # still before the middle of the next one
        "dragging; 0 dragged translate(105px, 0px); 2 drop-before",
        "dragging; 0 dragged translate(205px, 0px); 3 drop-before",
        "dragging; 0 dragged translate(860px, 0px); 3 drop-after",
        "0 to 3",
    ]  # fmt: skip
    assert dragged(press(3, 340), move(145), move(10), UP)[1:] == [
        "dragging; 2 drop-before; 3 dragged translate(-195px, 0px)",
        "dragging; 0 drop-before; 3 dragged translate(-330px, 0px)",
        "3 to 0",
    ]
    assert dragged(press(1, 140), move(245), UP)[2] == "1 to 2"
    column = [{"left": 0, "top": 30 * n, "width": 200, "height": 30} for n in range(3)]
    assert dragged(press(0, 10, 15), move(10, 50), UP, boxes=column)[2] == "0 to 1"


def test_a_layer_that_is_let_go_where_it_was_or_not_dragged_at_all_stays():
    """A click chooses a layer, and must not move it."""
    there_and_back = dragged(press(1, 140), move(300), move(190), UP)
    assert there_and_back[2:] == ["dragging; 1 dragged translate(50px, 0px)", ""]
    assert dragged(press(1, 140), UP, move(300), UP) == [""] * 4
    for button_or_place in ({"button": 2}, {"isGrip": False}):
        assert dragged(press(1, 140, **button_or_place), move(300), UP) == [""] * 3
    assert dragged(press(9, 140), move(300), UP) == [""] * 3  # beside the layers
    assert dragged(move(300), UP) == [""] * 2


def test_escape_and_a_touch_that_turns_into_scrolling_end_a_drag_without_a_move():
    """A learner who changes their mind finds the network as it was."""
    for event in (["keydown", {"key": "Escape"}], ["pointercancel", {}]):
        shown = dragged(press(0, 40), move(245), event, move(900), UP)
        assert shown[1].startswith("dragging")
        assert shown[2:] == [""] * 3
    other = dragged(press(0, 40), move(245), ["keydown", {"key": "a"}], UP)
    assert other[2] == other[1]
    assert other[3] == "0 to 2"
