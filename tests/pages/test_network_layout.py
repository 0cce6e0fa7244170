"""Where the parts of the NetworkExplorer's overview go, and what its drawer "What if?" works out."""

import itertools
import unicodedata

import numpy as np

from tests.pages.node import ask

LAYOUT = "network/layout.js"
CHANGES = "network/changes.js"
AGREEMENT = "network/agreement.js"
DRIVER = "drivers/network_layout.js"


def spec(kind, channels, side=1, title="title", **more):
    """Return a layer as the layout reads it."""
    return {
        "kind": kind,
        "rows": side,
        "columns": side,
        "channels": channels,
        "title": title,
        "keras": "max_pooling2d_1",
        **more,
    }


def network(filters, *, side=28, blocks=2, units=128, classes=10):
    """Return the layers of a network as the lessons build it."""
    specs = [spec("maps", 1, side, f"image, {side} × {side}")]
    for block in range(blocks):
        count = filters * 2**block
        specs.append(spec("maps", count, side, f"{count} filters, {side} × {side}"))
        side //= 2
        specs.append(spec("maps", count, side, f"max of 2 × 2, {side} × {side}"))
    specs.append(spec("units", count * side * side, title="1,568 numbers", group=count))
    specs.append(spec("nothing", units, title="dropout"))
    specs.append(spec("units", units, title=f"{units} units"))
    return [*specs, spec("classes", classes, title=f"{classes} probabilities", label=84)]


NETWORKS = [
    network(16), network(64), network(8, blocks=1), network(32, blocks=4, side=64), network(16, classes=40),
    network(3, units=7, classes=3), network(1, blocks=1, classes=1),
]  # fmt: skip
ROOMS = [
    {"width": width, "height": height} for width, height in ((813, 318), (813, 226), (557, 318), (557, 190))
]


def laid_out(networks=NETWORKS, rooms=ROOMS):
    """Return each network in each room and direction, with the room."""
    asked = [
        (specs, {**room, "direction": direction})
        for specs, room, direction in itertools.product(networks, rooms, ("right", "down"))
    ]
    return [(*one, found) for one, found in zip(asked, ask(LAYOUT, "overviewLayout", asked), strict=True)]


def boxes(column):
    """Return the boxes of everything in a column, without its title."""
    return [*column["slots"], *(box for box in (column["more"], column["strip"]) if box)]


def overlap(one, other):
    """Return whether two boxes share a pixel."""
    return all(
        one[start] < other[start] + other[side] - 1e-6 and other[start] < one[start] + one[side] - 1e-6
        for start, side in (("x", "width"), ("y", "height"))
    )


def test_nothing_in_the_overview_overlaps_anything_else():
    """Where two labels overlap, a learner can read neither, and clicks the wrong map."""
    for _, room, layout in laid_out():
        everything = [box for column in layout["columns"] for box in [column["title"], *boxes(column)]]
        for one, other in itertools.combinations(everything, 2):
            assert not overlap(one, other), (room, one, other)


def test_the_overview_stays_inside_its_room_or_says_how_wide_it_is():
    """A learner cannot scroll to what is cut off at the side."""
    for _, room, layout in laid_out():
        for column in layout["columns"]:
            for box in [column["title"], *boxes(column)]:
                assert box["x"] >= -1e-6, (room, column["kind"])
                assert box["x"] + box["width"] <= layout["width"] + 1, (room, column["kind"])
                assert box["y"] + box["height"] <= layout["height"] + 1, (room, column["kind"], box)
        if room["direction"] == "down":
            assert layout["width"] == room["width"]
        elif room["height"] > 300 and not layout["isVertical"]:
            assert layout["height"] == room["height"]


def test_the_courses_networks_fit_into_jupyterlab_with_its_file_browser_open():
    """A learner should see the whole network at once, at 1280 and at 1024 pixels."""
    for width in (813, 557):
        for specs in (network(16), network(64)):
            layout = ask(LAYOUT, "overviewLayout", [[specs, {"width": width, "height": 318}]])[0]
            assert layout["width"] == width
            assert layout["side"] >= 20


def test_short_titles_of_a_network_with_eight_layers_are_level_on_a_narrow_page():
    """At 1024 pixels with the file browser open, a learner would have to tilt their head for turned ones."""
    shorts = ["image", "conv 1", "pool 1", "conv 2", "pool 2", "flatten", "dense 1", "dense 2"]
    full = [one for one in network(64) if one["kind"] != "nothing"]
    short = [{**one, "title": title, "keras": ""} for one, title in zip(full, shorts, strict=True)]
    layouts = ask(
        LAYOUT,
        "overviewLayout",
        [[specs, {"width": 557, "height": 318, "least": 24}] for specs in (full, short)],
    )
    assert [layout["isVertical"] for layout in layouts] == [True, False]
    assert layouts[1]["width"] == 557


def test_titles_have_the_room_that_their_text_needs():
    """A title that is too long for its column would run into the next one."""
    for specs, room, layout in laid_out(rooms=ROOMS[:3]):
        if room["direction"] == "down" or layout["isVertical"]:
            continue
        for one, column in zip(specs, layout["columns"], strict=True):
            title = column["title"]
            assert title["width"] >= max(6.6 * len(line) for line in title["lines"]) - 1
            assert title["height"] >= 15 * len(title["lines"] + title["keras"])
            written = " ".join(title["lines"]).replace("\N{NO-BREAK SPACE}", " ")
            assert written.replace(", ", " ") == one["title"].replace(", ", " ")
            assert "".join(title["keras"]) == one["keras"]


def test_titles_of_the_courses_networks_take_two_lines_at_most_and_leave_room_for_five_maps():
    """At 1280 pixels, titles of five lines left a learner four of the 16 maps of a layer to look at."""
    names = ["", "conv2d", "max_pooling2d", "conv2d_1", "max_pooling2d_1", "flatten", "dense", "dense_1"]
    plain = [one for one in network(16) if one["kind"] != "nothing"]
    specs = [{**one, "keras": name} for one, name in zip(plain, names, strict=True)]
    layout = ask(LAYOUT, "overviewLayout", [[specs, ROOMS[0]]])[0]
    for column in layout["columns"]:
        assert len(column["title"]["lines"]) <= 2
        assert len(column["title"]["keras"]) <= 1
        assert column["kind"] != "maps" or len(column["slots"]) >= min(5, column["channels"])


def test_maps_that_are_not_shown_are_counted():
    """A learner must know that there are more, and how many."""
    for _, room, layout in laid_out():
        for column in layout["columns"]:
            if column["strip"] or column["kind"] == "nothing":
                continue
            assert len(column["slots"]) + column["hidden"] == column["channels"], room
            assert (column["more"] is None) == (column["hidden"] == 0)
            assert column["slots"]


def test_every_unit_of_a_strip_has_a_place_of_its_own_and_is_found_there():
    """A learner who points at a unit must see that unit's number and no other's."""
    units = [(1, 0), (10, 0), (128, 0), (129, 0), (1568, 32), (1600, 64), (2000, 0)]
    cases = [(*one, *room) for one in units for room in ((270, False), (370, True))]
    folds = ask(
        LAYOUT, "foldUnits", [[{"channels": count, "group": group}, *room] for count, group, *room in cases]
    )
    sizes = ask(LAYOUT, "foldSize", [[fold] for fold in folds])
    walks = ask(DRIVER, "placesOf", [[case[0], fold] for case, fold in zip(cases, folds, strict=True)])
    for (count, group, *_), size, (places, found) in zip(cases, sizes, walks, strict=True):
        assert found == list(range(count))
        assert len({tuple(place) for place in places}) == count
        assert (np.max(places, axis=0) < [size["rows"], size["columns"]]).all()
        if group:  # the cells of what was flattened are along the strip, and their channels across it
            assert sorted(size.values()) == sorted([count // group, group])


def test_arrow_keys_reach_every_map_unit_and_class():
    """A learner without a mouse would miss what the keys cannot reach."""
    for specs in (network(16), network(3, units=7, classes=3), network(16, classes=40)):
        for room in ({"width": 813, "height": 318}, {"width": 370, "height": 318, "direction": "down"}):
            layout = ask(LAYOUT, "overviewLayout", [[specs, room]])[0]
            everything, reached = ask(DRIVER, "reached", [[layout]])[0]
            assert reached == everything


def test_home_and_end_lead_to_the_ends_of_a_layer_and_with_ctrl_of_the_network():
    """A learner with the keyboard should not press an arrow a hundred times."""
    layout = ask(LAYOUT, "overviewLayout", [[network(16), ROOMS[0]]])[0]
    last = len(layout["columns"]) - 1
    units = layout["columns"][-2]["channels"] - 1
    calls = [
        ("Home", False),
        ("End", False),
        ("Home", True),
        ("End", True),
        ("PageDown", False),
        ("x", False),
    ]
    asked = [[layout, [last - 1, 5], {"key": key, "ctrlKey": ctrl}] for key, ctrl in calls]
    assert ask(LAYOUT, "moveInOverview", asked) == [
        [last - 1, 0],
        [last - 1, units],
        [0, 0],
        [last, 0],
        [last - 1, 18],
        None,
    ]


def test_connections_that_skip_layers_never_share_a_line():
    """In a residual network a learner follows each of them from its start to its end."""

    def inputs(*lists):
        return [{"inputs": list(one)} for one in lists]

    plain = inputs([], [0], [1], [2])
    residual = inputs([], [0], [1], [2], [3, 1], [4], [5], [6, 4], [7, 0])
    assert ask(LAYOUT, "skips", [[plain]])[0] == []
    found = ask(LAYOUT, "skips", [[residual]])[0]
    assert sorted((one["from"], one["to"]) for one in found) == [(0, 8), (1, 4), (4, 7)]
    for one, other in itertools.combinations(found, 2):
        if one["level"] == other["level"]:
            assert one["to"] <= other["from"] or other["to"] <= one["from"]
    assert max(one["level"] for one in found) == 1  # as few lines as can be


def test_a_brush_paints_its_square_in_all_channels_and_nothing_outside_the_image():
    """A stroke at the side must not come out at the other side, nor colour a grey image."""
    shape = [5, 7, 3]
    cases = [*itertools.product(((0, 0), (4, 6), (2, 3), (0, 6)), (1, 2, 3, 4))]
    strokes = ask(CHANGES, "brushPixels", [[[place], size, shape, 9] for place, size in cases])
    covers = ask(CHANGES, "coverAt", [[place, size, shape] for place, size in cases])
    for (place, size), stroke, cover in zip(cases, strokes, covers, strict=True):
        painted = dict(stroke)
        image = np.zeros(shape)
        image.flat[[int(index) for index in painted]] = list(painted.values())
        first = [part - (size - 1) // 2 for part in place]
        expected = np.zeros(shape)
        expected[max(first[0], 0) : first[0] + size, max(first[1], 0) : first[1] + size] = 9
        np.testing.assert_array_equal(image, expected)
        assert cover == [
            max(first[0], 0),
            max(first[1], 0),
            *(np.count_nonzero(expected[..., 0].any(axis)) for axis in (1, 0)),
        ]


def test_a_weight_is_found_where_keras_keeps_it():
    """A learner who changes the weight in row 0, column 2 from map 1 must not change another one."""
    random = np.random.default_rng(1)
    for rows, columns, arriving, filters in ((3, 3, 4, 6), (1, 1, 5, 2), (2, 5, 1, 3)):
        kernel = random.normal(size=(rows, columns, arriving, filters))
        node = {"size": [rows, columns], "channels": filters, "weights": {"kernel": kernel.ravel().tolist()}}
        places = list(np.ndindex(kernel.shape))
        found = ask(
            CHANGES,
            "weightIndex",
            [[node, [row, column], channel, map_] for row, column, channel, map_ in places],
        )
        np.testing.assert_array_equal(kernel.ravel()[found], [kernel[place] for place in places])


def test_only_a_rectangle_over_the_whole_image_makes_it_the_learners_own():
    """The page then hides the garment's name; with one row left of it, the name is still true."""
    shape = [4, 6, 1]
    starts = itertools.product((-1, 0, 1), (-1, 0, 1), (3, 4, 5), (5, 6, 7))
    covers = [list(one) for one in starts]
    found = ask(CHANGES, "isBlank", [[{"cover": cover}, shape] for cover in covers])
    for (top, left, rows, columns), is_blank in zip(covers, found, strict=True):
        image = np.ones((4, 6))
        image[max(top, 0) : max(top + rows, 0), max(left, 0) : max(left + columns, 0)] = 0
        assert is_blank == (not image.any()), (top, left, rows, columns)
    assert ask(CHANGES, "isBlank", [[{}, shape], [{"turn": 5}, shape]]) == [False, False]


def test_a_new_image_keeps_the_changes_of_the_network():
    """A learner switches a filter off, and then wants to see what that does to other garments."""
    image = {"turn": 5, "down": 1, "right": 2, "cover": [0, 0, 1, 1], "painted": [[0, 9]]}
    network = {"filtersOff": {"1": [2]}, "weights": {"1": {"bias": [[0, 1]]}}}
    cases = [image, {**image, **network}, network, {"filtersOff": {"1": [2]}}, {}]
    kept = [{}, network, network, {"filtersOff": {"1": [2]}}, {}]
    assert ask(CHANGES, "withoutImageEdits", [[case] for case in cases]) == kept


def test_maps_and_units_can_be_switched_off_but_not_the_answer_itself():
    """Without the output there is no answer; with the only map of a layer gone, nothing gets through."""
    cases = {
        ("conv", 1, 4): True, ("depthwise", 1, 4): True, ("dense", 1, 4): True, ("conv", 1, 2): True,
        ("conv", 1, 1): False, ("pool", 1, 4): False, ("flatten", 1, 4): False, ("dense", 7, 4): False,
    }  # fmt: skip
    nodes = [{"kind": kind, "index": index, "channels": channels} for kind, index, channels in cases]
    assert ask(CHANGES, "canSwitchOff", [[{"output": 7}, node] for node in nodes]) == list(cases.values())


def test_the_list_of_changes_names_each_of_them():
    """A learner who comes back must see why the network answers differently."""
    layers = {
        "nodes": [
            {"short": "image", "shape": [4, 4, 1]},
            {"short": "conv 1", "shape": [4, 4, 8]},
            {"short": "dense 1", "shape": [9]},
        ]
    }
    cases = [
        ({}, []),
        ({"turn": -15, "down": 2, "right": -1}, ["turned by −15°", "shifted by 2 down and 1 left"]),
        ({"down": -3, "right": 0}, ["shifted by 3 up"]),
        ({"down": 0, "right": 4}, ["shifted by 4 right"]),
        ({"turn": 9, "down": 2, "cover": [0, 0, 4, 4]}, ["an image of your own"]),
        ({"cover": [0, 1, 2, 3]}, ["2 × 3 pixels covered"]),
        ({"cover": [0, 0, 4, 4], "painted": [[3, 1]]}, ["an image of your own", "1 pixel painted"]),
        ({"filtersOff": {"1": [3], "2": [1, 2, 3]}}, ["map 3 of conv 1 off", "units 1–3 of dense 1 off"]),
        ({"weights": {"1": {"kernel": [[1, 2], [3, 4]], "bias": [[0, 1]]}}}, ["3 weights of conv 1 changed"]),
    ]
    assert ask(CHANGES, "changeList", [[edits, layers, [4, 4, 1]] for edits, _ in cases]) == [
        said for _, said in cases
    ]


# --- Agreement with Keras ----------------------------------------------------------------------------


def read_back(text):
    """Return the number that "4 · 10⁻⁷" stands for, and its power of ten."""
    digit, power = text.split(" · 10")
    unit = 10.0 ** int(unicodedata.normalize("NFKC", power).replace("\N{MINUS SIGN}", "-"))
    assert digit in list("123456789")
    return int(digit) * unit, unit


def test_the_agreement_with_keras_is_rounded_up():
    """The page must not claim to be closer to Keras than it is."""
    values = [3.2e-7, 3e-7, 9.5e-7, 1e-6, 4.01e-5, 0, 0.25]
    found = ask(AGREEMENT, "smallText", [[value] for value in values])
    assert found == ["4 · 10⁻⁷", "3 · 10⁻⁷", "1 · 10⁻⁶", "1 · 10⁻⁶", "5 · 10⁻⁵", "the last digit", "3 · 10⁻¹"]
    random = np.random.default_rng(3)
    values = [*(10 ** random.uniform(-24, 3, 400)), *(10.0 ** np.arange(-24, 3))]
    for value, text in zip(values, ask(AGREEMENT, "smallText", [[value] for value in values]), strict=True):
        shown, unit = read_back(text)
        assert value * (1 - 1e-8) <= shown < value * (1 + 1e-8) + unit, text


def test_the_agreement_is_that_of_the_class_with_the_largest_difference():
    """A mean over the classes would hide the one class that Keras sees differently."""
    random = np.random.default_rng(4)
    pairs = [random.normal(size=(2, count)) for count in (1, 2, 3, 10) for _ in range(20)]
    found = ask(AGREEMENT, "largestDifference", [[one.tolist(), other.tolist()] for one, other in pairs])
    assert found == [np.abs(one - other).max() for one, other in pairs]
    assert ask(AGREEMENT, "largestDifference", [[[0.25, 0.75], [0.25, 0.75]]]) == [0]
    assert ask(AGREEMENT, "agreementText", [[3e-7, 1], [0, 10]]) == [
        "Agrees with Keras to 3 · 10⁻⁷ on 1 image",
        "Agrees with Keras to the last digit on 10 images",
    ]
