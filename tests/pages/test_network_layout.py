"""Where the parts of the NetworkExplorer's overview go, and what its drawer "What if?" works out."""

import itertools
import unicodedata

import numpy as np
import pytest

from tests.pages.node import ask

LAYOUT = "network/layout.js"
CHANGES = "network/changes.js"
AGREEMENT = "network/agreement.js"
DRIVER = "drivers/network_layout.js"


def spec(kind, channels, side=1, title="title", under="max of 2×2, 14×14", **more):
    """Return a layer as the layout reads it."""
    return {
        "kind": kind,
        "rows": side,
        "columns": side,
        "channels": channels,
        "title": title,
        "under": under,
        **more,
    }


def network(filters, *, side=28, blocks=2, units=128, classes=10):
    """Return the layers of a network as the lessons build it."""
    specs = [spec("maps", 1, side, "image", f"{side}×{side}")]
    for block in range(blocks):
        count = filters * 2**block
        specs.append(spec("maps", count, side, f"conv {block + 1}", f"{count} filters, {side}×{side}"))
        side //= 2
        specs.append(spec("maps", count, side, f"pool {block + 1}", f"max of 2×2, {side}×{side}"))
    specs.append(spec("units", count * side * side, title="flatten", under="1,568 numbers", group=count))
    specs.append(spec("nothing", units, title="dropout", under="nothing now"))
    specs.append(spec("units", units, title="dense 1", under=f"{units} units"))
    specs.append(spec("classes", classes, title="dense 2", under=f"{classes} probabilities", label=84))
    return [one | {"title": one["title"].replace(" ", "\N{NO-BREAK SPACE}")} for one in specs]


def with_sizes(specs):
    """Return the layers with their sizes alone below their titles."""
    return [one | {"under": one["under"].split(", ")[-1].split(" ")[0]} for one in specs]


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


def course_network(width, height, *, is_short=False, **room):
    """Return the layout of the course's network, below its titles what layers are or only sizes."""
    plain = [one for one in network(16) if one["kind"] != "nothing"]
    specs = with_sizes(plain) if is_short else plain
    return ask(LAYOUT, "overviewLayout", [[specs, {"width": width, "height": height, **room}]])[0]


# Width, height and whether only sizes are below titles; whether titles are turned, the side of a map, how
# many maps of a layer are shown, how high the titles and the whole overview are, and the gap between layers.
LOOKS = [
    ((1200, 318, False), (False, 64, 3, 34, 318, 46)),
    ((813, 318, False), (False, 44, 5, 49, 318, 29)),
    ((813, 226, False), (False, 48, 3, 49, 226, 28)),
    ((557, 318, False), (True, 50, 4, 110, 358, 13)),
    ((557, 190, False), (True, 50, 1, 110, 230, 13)),
    ((400, 318, False), (True, 30, 6, 110, 358, 4)),
    ((1200, 318, True), (False, 64, 3, 34, 318, 46)),
    ((813, 318, True), (False, 64, 3, 34, 318, 25)),
    ((813, 226, True), (False, 58, 2, 34, 226, 29)),
    ((557, 318, True), (False, 46, 5, 34, 318, 8)),
    ((557, 190, True), (False, 46, 2, 34, 190, 8)),
    ((400, 318, True), (True, 30, 8, 55, 358, 4)),
]


def test_the_course_network_keeps_its_look_on_every_width():
    """A change that costs a learner a map of each layer, or turns the titles, should be made on purpose."""
    for (width, height, is_short), look in LOOKS:
        layout = course_network(width, height, is_short=is_short)
        image, conv, pool = layout["columns"][:3]
        gap = pool["box"]["x"] - conv["box"]["x"] - conv["box"]["width"]
        found = (layout["isVertical"], layout["side"], len(conv["slots"]), image["title"]["height"])
        assert (*found, layout["height"], gap) == look, (width, height, is_short)


def test_maps_keep_their_shape_and_follow_each_other_in_equal_steps():
    """A map that is drawn too wide or out of line looks as if the layer had changed its shape."""
    shapes = [(28, 28), (28, 14), (9, 30), (1, 40)]
    odd = [
        [spec("maps", 1, 28), *[spec("maps", 12, 1) | {"rows": rows, "columns": columns}], spec("classes", 3)]
        for rows, columns in shapes
    ]
    odd.append([*[spec("maps", 2, 28)] * 9, spec("classes", 3)])  # so many that their maps are small
    for specs, room, layout in laid_out(networks=[*NETWORKS, *odd]):
        for one, column in zip(specs, layout["columns"], strict=True):
            if one["kind"] != "maps":
                continue
            slots, box, more = column["slots"], column["box"], column["more"]
            ratio = layout["side"] / max(one["rows"], one["columns"])
            size = [max(4, one[side] * ratio) for side in ("columns", "rows")]
            assert all([slot["width"], slot["height"]] == pytest.approx(size, abs=0.5) for slot in slots)
            along, side, start = ("x", "width", 2) if room["direction"] == "down" else ("y", "height", None)
            steps = np.diff([slot[along] for slot in slots])
            assert (steps == slots[0]["width" if along == "x" else "height"] + 4).all()
            if more:
                used = slots[-1][along] + slots[-1][side] + 4
                assert more[along] == used
            if start is None:  # in the middle of the column, as many as there is room for
                end = more["y"] + 20 if more else slots[-1]["y"] + slots[-1]["height"]
                above, below = slots[0]["y"] - box["y"], box["y"] + box["height"] - end
                assert abs(above - below) <= 1 or (above == 0 and below < 0)
                assert not more or below + above < slots[0]["height"] + 4
                number = 19 if one["channels"] > 1 and layout["side"] < 34 else 0
                left = slots[0]["x"] - number - box["x"]
                right = box["x"] + box["width"] - slots[0]["x"] - slots[0]["width"]
                assert abs(left - right) <= 1
            else:
                assert slots[0]["x"] == start
                assert not more or room["width"] - more["x"] >= 50  # "56 more" fits


def test_all_maps_of_a_layer_are_shown_where_they_fit_at_a_good_size():
    """With four filters there is room for all of them: a button for one more would be silly."""
    for count, height, side, shown in (
        (4, 271, 60, 4), (5, 318, 56, 5), (1, 318, 64, 1), (2, 318, 64, 2), (16, 130, 64, 1),
    ):  # fmt: skip
        specs = [spec("maps", 1, 28, "image", ""), spec("maps", count, 28, "conv", "")]
        specs.append(spec("classes", 10, title="dense", under=""))
        (layout,) = ask(LAYOUT, "overviewLayout", [[specs, {"width": 813, "height": height}]])
        assert (layout["side"], len(layout["columns"][1]["slots"])) == (side, shown)
    rows = [spec("maps", count, 28) for count in (8, 9)]  # in a row of 370 pixels, 8 · 46 − 4 fit
    (layout,) = ask(LAYOUT, "overviewLayout", [[rows, {"width": 370, "height": 318, "direction": "down"}]])
    assert [column["more"] is None for column in layout["columns"]] == [True, False]


def test_layers_are_equally_far_from_each_other_and_in_the_middle():
    """Unequal gaps look as if some layers belonged together."""
    for specs, room, layout in laid_out():
        columns = [column["box"] for column in layout["columns"]]
        if room["direction"] == "down":
            tops = [column["title"]["y"] for column in layout["columns"]]
            ends = [box["y"] + box["height"] for box in columns]
            assert np.subtract(tops[1:], ends[:-1]).tolist() == [30] * (len(tops) - 1)
            continue
        gaps = [after["x"] - one["x"] - one["width"] for one, after in itertools.pairwise(columns)]
        assert len(set(gaps[:-1])) <= 1
        assert all(4 <= gap <= 46 for gap in gaps[:-1])
        assert 0 <= gaps[-1] - gaps[0] <= 22 or len(gaps) == 1
        assert specs[-1]["kind"] == "classes"
        left, right = columns[0]["x"], layout["width"] - columns[-1]["x"] - columns[-1]["width"]
        assert abs(left - right) <= 1
        width = columns[-1]["width"] - specs[-1]["label"]  # of the number after a class's name
        assert 68 <= width <= 130


def test_a_strip_is_thick_enough_for_its_units_and_in_the_middle():
    """A unit that is narrower than a few pixels cannot be pointed at."""
    thickness = {1: 14, 64: 14, 65: 20, 128: 20, 129: 28, 512: 28, 513: 40, 1600: 40}
    specs = [spec("units", count) for count in thickness]
    (layout,) = ask(LAYOUT, "overviewLayout", [[specs, {"width": 1200, "height": 318}]])
    for column, expected in zip(layout["columns"], thickness.values(), strict=True):
        strip, box = column["strip"], column["box"]
        rows = strip["fold"]["rows"]
        assert strip["width"] == expected
        assert 4 <= strip["height"] / rows <= 16
        assert strip["height"] == pytest.approx(min(box["height"], 16 * rows), abs=0.5)
        for start, side in (("x", "width"), ("y", "height")):
            assert abs(2 * strip[start] + strip[side] - 2 * box[start] - box[side]) <= 1
    flat = [spec("units", 1568, group=group) for group in (2, 13, 32, 64)]
    (layout,) = ask(LAYOUT, "overviewLayout", [[flat, {"width": 1200, "height": 318}]])
    assert [column["strip"]["width"] for column in layout["columns"]] == [12, 13, 32, 40]
    (layout,) = ask(LAYOUT, "overviewLayout", [[specs, {"width": 370, "height": 318, "direction": "down"}]])
    assert [column["strip"]["height"] for column in layout["columns"]] == list(thickness.values())
    assert {column["strip"]["x"] for column in layout["columns"]} == {2}


def test_classes_share_the_height_as_far_as_their_names_can_be_read():
    """Ten names in rows of 31 pixels look lost; forty in rows of 7 cannot be read."""
    for count, height in ((3, 27), (10, 27), (12, 23), (17, 16), (40, 16)):
        specs = [spec("maps", 1, 28), spec("classes", count, label=84)]
        (layout,) = ask(LAYOUT, "overviewLayout", [[specs, {"width": 557, "height": 318}]])
        slots, box, more = (layout["columns"][1][name] for name in ("slots", "box", "more"))
        assert {slot["height"] for slot in slots} == {height}
        assert (np.diff([slot["y"] for slot in slots]) == height).all()
        assert all((slot["x"], slot["width"]) == (box["x"], box["width"]) for slot in slots)
        assert (more is not None) == (count == 40)
        end = slots[-1]["y"] + height + (20 if more else 0)
        assert abs(slots[0]["y"] - box["y"] - (box["y"] + box["height"] - end)) <= 1
    (layout,) = ask(LAYOUT, "overviewLayout", [[specs, {"width": 370, "height": 318, "direction": "down"}]])
    slots = layout["columns"][1]["slots"]
    assert len(slots) == 40
    # in front of them is room for the line that leads the edges to one of them
    assert all((slot["x"], slot["width"], slot["height"]) == (14, 356, 28) for slot in slots)
    assert (np.diff([slot["y"] for slot in slots]) == 28).all()


def test_an_overview_without_titles_is_the_same_only_higher_up():
    """Below the first network, the titles would say everything a second time."""
    layout = course_network(813, 318)
    up = layout["columns"][0]["title"]["height"]
    (bare,) = ask(LAYOUT, "withoutTitles", [[layout]])
    assert bare["height"] == layout["height"] - up
    for one, column in zip(bare["columns"], layout["columns"], strict=True):
        assert (one["title"]["height"], one["title"]["lines"], one["title"]["under"]) == (0, [], [])
        for moved, box in zip([one["box"], *boxes(one)], [column["box"], *boxes(column)], strict=True):
            assert moved == {**box, "y": box["y"] - up}
    down = course_network(370, 318, direction="down")
    assert ask(LAYOUT, "withoutTitles", [[down], [{**layout, "columns": []}]]) == [
        down, {**layout, "columns": []},
    ]  # fmt: skip


def test_an_edge_runs_from_the_end_of_a_box_to_the_start_of_the_next_and_is_level_there():
    """An edge that ends beside its map leads the eye to another one."""
    one = {"x": 10, "y": 20, "width": 30, "height": 40}
    near, far = {"x": 101, "y": 5, "width": 20, "height": 21}, {"x": 100, "y": 200, "width": 20, "height": 9}
    below = {**far, "y": 80}
    assert ask(LAYOUT, "edgePath", [[one, near, "right"], [one, below, "down"], [one, far, "down"]]) == [
        "M40 40C70.5 40 70.5 15.5 101 15.5",
        "M25 60C25 70 110 70 110 80",
        "M25 60C25 74 110 74 110 88V200",  # over the title straight down
    ]
    third = {"x": 0, "y": 0, "width": 1 / 3, "height": 1 / 3}
    assert ask(LAYOUT, "edgePath", [[third, near, "right"]]) == ["M0.3 0.2C50.7 0.2 50.7 15.5 101 15.5"]
    upright = [{"strip": {"x": 50, "y": 0, "width": 10, "height": 100}, "share": 0.25}]
    level = [{"strip": {"x": 0, "y": 70, "width": 200, "height": 10}, "share": 0.5}]
    assert ask(LAYOUT, "edgeThrough", [[one, upright, near, "right"], [one, level, far, "down"]]) == [
        "M40 40C45 40 45 25 50 25M60 25C80.5 25 80.5 15.5 101 15.5",
        "M25 60C25 65 100 65 100 70M100 80C100 94 110 94 110 108V200",
    ]


def test_short_titles_of_a_network_with_eight_layers_are_level_on_a_narrow_page():
    """At 1024 pixels with the file browser open, a learner would have to tilt their head for turned ones."""
    full = [one for one in network(64) if one["kind"] != "nothing"]
    layouts = ask(
        LAYOUT,
        "overviewLayout",
        [[specs, {"width": 557, "height": 318, "least": 24}] for specs in (full, with_sizes(full))],
    )
    assert [layout["isVertical"] for layout in layouts] == [True, False]
    assert layouts[1]["width"] == 557


def test_the_marks_of_label_and_guess_have_their_words_on_a_narrow_page_too():
    """At 1024 pixels, a learner saw ✗ and ✓ in the list of classes, and "✓ label" ran into the percentage."""
    full = [one for one in network(64) if one["kind"] != "nothing"]
    specs = [{**one, **({"label": 73} if one["kind"] == "classes" else {})} for one in with_sizes(full)]
    room = {"width": 582, "height": 326, "least": 24, "isTight": True}
    layout = ask(LAYOUT, "overviewLayout", [[specs, room]])[0]
    assert layout["hasBadges"]
    assert not layout["isVertical"]
    assert layout["width"] == 582
    assert layout["columns"][-1]["box"]["width"] >= 73 + 102
    assert layout["side"] >= 40
    conv, pool = (column["box"] for column in layout["columns"][1:3])
    assert pool["x"] - conv["x"] - conv["width"] >= 10  # where the edges are
    crowded = [specs[0], *specs[1:5], *specs[1:5], *specs[5:]]
    assert not ask(LAYOUT, "overviewLayout", [[crowded, room]])[0]["hasBadges"]


def test_sizes_fit_below_the_short_titles_of_lesson_12_on_a_narrow_page():
    """At 1024 pixels, a learner saw that conv 1 came before pool 1, but not how large either of them was."""
    image, *others = with_sizes(one for one in network(16) if one["kind"] != "nothing")

    def laid(write):
        specs = [
            {**one, "under": write(one["under"])}
            for one in [image, {**image, "title": "rescaling", "apart": 10}, *others]
        ]
        room = {"width": 577, "height": 318, "least": 24, "isTight": True}
        return ask(LAYOUT, "overviewLayout", [[specs, room]])[0]

    layout = laid(str)
    assert not layout["isVertical"]
    assert layout["width"] == 577
    assert all(len(one["title"]["lines"]) == len(one["title"]["under"]) == 1 for one in layout["columns"])
    assert laid(lambda size: size.replace("×", " × "))["isVertical"]


def test_a_short_title_has_its_size_below_it_without_spaces():
    """With spaces, the sizes of nine layers did not fit, and all of them were left out."""
    maps = {"index": 3, "kind": "pool", "height": 14, "width": 14, "channels": 16, "shape": [14, 14, 16]}
    units = {"index": 6, "kind": "dense", "height": 1, "width": 1, "channels": 1568, "shape": [1568]}
    names = {"short": "pool 1", "title": "max of 2 × 2, 14 × 14", "name": "max_pooling2d"}
    scaled = {"short": "rescaling", "title": "rescaled, 14 × 14", "name": "scaled"}
    how = {"below": "size"}
    asked = [
        ({**maps, **names}, how),
        ({**units, **names}, how),
        ({**maps, **names}, {}),
        ({**maps, **scaled}, {}),
    ]
    found = ask(
        "network/specs.js",
        "specOf",
        [[{"output": 8, "nodes": []}, node, [], None, how] for node, how in asked],
    )
    assert [(one["title"], one["under"]) for one in found] == [
        ("pool\N{NO-BREAK SPACE}1", "14×14"),
        ("pool\N{NO-BREAK SPACE}1", "1,568"),
        ("pool\N{NO-BREAK SPACE}1", "max of 2×2, 14×14"),
        ("rescaling", "14×14"),
    ]


def test_titles_have_the_room_that_their_text_needs():
    """A title that is too long for its column would run into the next one."""
    for specs, room, layout in laid_out(rooms=ROOMS[:3]):
        if room["direction"] == "down" or layout["isVertical"]:
            continue
        for one, column in zip(specs, layout["columns"], strict=True):
            title = column["title"]
            assert title["width"] >= max(6.6 * len(line) for line in title["lines"]) - 1
            assert title["height"] >= 15 * len(title["lines"] + title["under"])
            written = " ".join(title["lines"]).replace("\N{NO-BREAK SPACE}", " ")
            assert written == one["title"].replace("\N{NO-BREAK SPACE}", " ")
            assert " ".join(title["under"]).replace(", ", " ").strip("\N{NO-BREAK SPACE} ") == one[
                "under"
            ].replace(", ", " ")


def test_titles_of_the_courses_networks_take_three_lines_at_most_and_leave_room_for_five_maps():
    """At 1280 pixels, titles of five lines left a learner four of the 16 maps of a layer to look at."""
    specs = [one for one in network(16) if one["kind"] != "nothing"]
    layout = ask(LAYOUT, "overviewLayout", [[specs, ROOMS[0]]])[0]
    for column in layout["columns"]:
        assert len(column["title"]["lines"]) == 1
        assert len(column["title"]["under"]) <= 2
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


def test_the_pointer_finds_the_unit_whose_box_it_is_over():
    """A learner who points at one unit must not see the number of its neighbour."""
    specs = [spec("units", count, group=group) for count, group in ((10, 0), (130, 0), (1568, 32), (7, 0))]
    for room in ({"width": 813, "height": 318}, {"width": 370, "height": 318, "direction": "down"}):
        (layout,) = ask(LAYOUT, "overviewLayout", [[specs, room]])
        for column in layout["columns"]:
            units = range(0, column["channels"], max(1, column["channels"] // 60))
            found = ask(LAYOUT, "boxOf", [[column, unit] for unit in units])
            strip = column["strip"]
            for box in found:
                assert box["x"] >= strip["x"] - 1e-9
                assert box["y"] >= strip["y"] - 1e-9
                assert box["x"] + box["width"] <= strip["x"] + strip["width"] + 1e-9
                assert box["y"] + box["height"] <= strip["y"] + strip["height"] + 1e-9
            points = [
                [column, box["x"] + across * box["width"], box["y"] + down * box["height"]]
                for box in found
                for across, down in ((0.5, 0.5), (0.02, 0.02), (0.98, 0.98), (0.02, 0.98))
            ]
            assert ask(LAYOUT, "unitAt", points) == [unit for unit in units for _ in range(4)]
            outside = [[column, -99, -99], [column, 9999, 9999]]
            assert ask(LAYOUT, "unitAt", outside) == [0, column["channels"] - 1]
            assert ask(LAYOUT, "nearestItem", [[column, box] for box in found]) == list(units)


def test_the_nearest_of_some_maps_is_the_one_whose_middle_is_nearest():
    """An arrow to the right should lead to the map on the right, and not always to the first one."""
    random = np.random.default_rng(6)

    def box():
        return dict(zip(("x", "y", "width", "height"), random.integers(1, 90, 4).tolist(), strict=True))

    def middle(one):
        return np.array([one["x"] + one["width"] / 2, one["y"] + one["height"] / 2])

    calls = []
    for count in (1, 2, 3, 9) * 15:
        slots = [box() for _ in range(count)]
        more = box() if random.integers(2) else None
        calls.append([{"slots": slots, "more": more, "strip": None, "channels": count}, box()])
    for (column, at), found in zip(calls, ask(LAYOUT, "nearestItem", calls), strict=True):
        everything = [*column["slots"], *([column["more"]] if column["more"] else [])]
        distances = [np.linalg.norm(middle(one) - middle(at)) for one in everything]
        assert found == int(np.argmin(distances))
    same = {"x": 0, "y": 0, "width": 4, "height": 4}
    column = {"slots": [same, same], "more": None, "strip": None, "channels": 2}
    assert ask(LAYOUT, "nearestItem", [[column, same]]) == [0]


def test_arrow_keys_move_along_a_layer_and_across_to_its_neighbours():
    """In both directions of the overview, the arrow must lead where it points."""
    right, down = course_network(813, 318), course_network(370, 318, direction="down")
    shown = len(right["columns"][1]["slots"])  # and after them the button for the others
    cases = [
        (right, [1, 2], "ArrowDown", [1, 3]), (right, [1, 2], "ArrowUp", [1, 1]),
        (right, [1, 2], "ArrowRight", [2, 2]), (right, [2, 2], "ArrowLeft", [1, 2]),
        (right, [1, 0], "ArrowUp", None), (right, [1, shown], "ArrowDown", None),
        (right, [1, shown - 1], "ArrowDown", [1, shown]), (right, [0, 0], "ArrowLeft", None),
        (right, [7, 3], "ArrowRight", None), (right, [7, 9], "ArrowDown", None),
        (down, [1, 2], "ArrowRight", [1, 3]), (down, [1, 2], "ArrowLeft", [1, 1]),
        (down, [1, 2], "ArrowDown", [2, 2]), (down, [2, 2], "ArrowUp", [1, 2]),
        (down, [7, 3], "ArrowDown", [7, 4]), (down, [7, 3], "ArrowUp", [7, 2]),
        (down, [7, 8], "ArrowDown", [7, 9]), (down, [7, 9], "ArrowDown", None),
        (down, [0, 0], "ArrowUp", None),
        (right, [6, 50], "PageUp", [6, 37]), (right, [6, 5], "PageUp", [6, 0]),
        (right, [6, 120], "PageDown", [6, 127]), (right, [7, 3], "PageDown", [7, 4]),
        (right, [0, 0], "PageDown", [0, 0]), (right, [0, 0], "PageUp", [0, 0]),
    ]  # fmt: skip
    found = ask(LAYOUT, "moveInOverview", [[layout, at, {"key": key}] for layout, at, key, _ in cases])
    assert found == [expected for *_, expected in cases]
    (up,) = ask(LAYOUT, "moveInOverview", [[down, [7, 0], {"key": "ArrowUp"}]])
    assert up[0] == 6  # from the first class to the units above


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
    assert ask(AGREEMENT, "agreementText", [[3e-7], [0]]) == [
        "Keras agrees to 3 · 10⁻⁷.",
        "Keras agrees to the last digit.",
    ]
