"""The arithmetic of ConvolutionExplorer's page against `helpers`."""

import itertools

import numpy as np

from helpers import conv2d, flip
from helpers.numerals import exact_text
from helpers.shapes import axis_padding, kernel_reach, pixel_uses
from helpers.widgets.shared.limits import LARGEST_PADDED
from tests.pages.node import PageError, ask

ARITHMETIC, LAYOUT = "convolution/arithmetic.js", "convolution/layout.js"
SHAPES = ((1, 1), (3, 3), (4, 7), (8, 8)), ((1, 1), (2, 3), (3, 3), (4, 1))  # of images and of kernels
PADDINGS = ("valid", "same", "full", 0, 2)


def settings():
    """Yield a thousand settings and more, as the page names them, of which some are impossible."""
    random = np.random.default_rng(11)
    chosen = itertools.product(*SHAPES, (1, 2, 3), PADDINGS, (1, 2, 4), (False, True))
    for image, kernel, stride, padding, dilation, flipped in chosen:
        yield {
            "image": random.integers(-9, 100, image).tolist(),
            "kernel": (random.integers(-6, 7, kernel) / random.choice([1, 2])).tolist(),
            "bias": int(random.integers(-5, 6)),
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "flipped": flipped,
        }


def expected(one):
    """Return what `conv2d` makes of settings."""
    kernel = flip(one["kernel"]) if one["flipped"] else one["kernel"]
    return conv2d(one["image"], kernel, one["bias"], **options(one))


def options(one):
    """Return the settings that the helpers know by the same names."""
    return {name: one[name] for name in ("stride", "padding", "dilation")}


def possible(step=1):
    """Return the settings that have an output, each with what the page computes."""
    asked = list(settings())[::step]
    states = ask(ARITHMETIC, "compute", [[one] for one in asked])
    return [pair for pair in zip(asked, states, strict=True) if not isinstance(pair[1], PageError)]


def test_the_page_convolves_as_conv2d_does_in_a_thousand_settings():
    """If the page differs from the library in one setting, it teaches the mistake for years."""
    asked = list(settings())
    assert len(asked) > 1000
    refused = 0
    for one, state in zip(asked, ask(ARITHMETIC, "compute", [[one] for one in asked]), strict=True):
        try:
            output = expected(one)
        except ValueError:
            assert isinstance(state, PageError), one
            refused += 1
            continue
        np.testing.assert_allclose(state["output"], output, atol=1e-9, err_msg=str(one))
        kernel = np.array(one["kernel"])
        np.testing.assert_array_equal(state["weights"], flip(kernel) if one["flipped"] else kernel)
    assert 100 < refused < len(asked) / 2


def from_tensorflow(one):
    """Return what TensorFlow makes of settings; "full" and numbers are added to the image first."""
    from helpers.training import tf

    image, kernel = np.array(one["image"], float), np.array(one["kernel"], float)
    kernel = kernel[::-1, ::-1] if one["flipped"] else kernel
    padding = one["padding"]
    if padding not in ("valid", "same"):
        amounts = [(one["dilation"] * (k - 1) if padding == "full" else padding,) * 2 for k in kernel.shape]
        image, padding = np.pad(image, amounts), "valid"
    maps = tf.nn.conv2d(image[None, ..., None], kernel[..., None, None], one["stride"], padding.upper(),
                        dilations=one["dilation"])  # fmt: skip
    return maps.numpy()[0, ..., 0] + one["bias"]


def test_the_page_convolves_as_tensorflow_does():
    """`helpers` could share a mistake with the page; TensorFlow does not."""
    compared = 0
    for one, state in possible(step=7):
        if one["stride"] == 1 or one["dilation"] == 1:  # TensorFlow has no kernel for both
            np.testing.assert_allclose(state["output"], from_tensorflow(one), atol=1e-9, err_msg=str(one))
            compared += 1
    assert compared > 50


def test_the_terms_of_a_window_are_its_pixels_times_the_weights():
    """A learner adds up the products shown, from the pixels in the frame."""
    pairs = [(one, state) for one, state in possible(step=5)]
    random = np.random.default_rng(2)
    places = [
        [int(random.integers(len(s["output"]))), int(random.integers(len(s["output"][0])))] for _, s in pairs
    ]
    found = ask(ARITHMETIC, "windowTerms", [[s, place] for (_, s), place in zip(pairs, places, strict=True)])
    sums = ask(ARITHMETIC, "sumOf", [[terms] for terms in found])
    for (one, state), (row, column), terms, total in zip(pairs, places, found, sums, strict=True):
        ends = [
            axis_padding(n, k, **options(one))
            for n, k in zip(np.shape(one["image"]), np.shape(one["kernel"]), strict=True)
        ]
        padded, real = np.pad(one["image"], ends), np.pad(np.ones_like(one["image"]), ends)
        weights = np.array(state["weights"])
        cells = list(np.ndindex(weights.shape))
        assert [tuple(term["cell"]) for term in terms] == cells
        for term, (i, j) in zip(terms, cells, strict=True):
            at = row * one["stride"] + i * one["dilation"], column * one["stride"] + j * one["dilation"]
            assert tuple(term["at"]) == at
            assert (term["pixel"], term["padding"]) == (padded[at], not real[at])
            assert term["product"] == term["pixel"] * term["weight"]
            assert term["weight"] == weights[i, j]
        assert total + one["bias"] == np.float64(state["output"][row][column])


def test_a_padded_image_that_cannot_be_drawn_is_refused_with_its_size():
    """Padding 90 would make a page of 35,000 cells."""
    image = [[0] * 8] * 8
    base = {"image": image, "kernel": [[1]], "bias": 0, "stride": 1, "dilation": 1, "flipped": False}
    fits = (LARGEST_PADDED - 8) // 2
    drawn, refused = ask(
        ARITHMETIC, "compute", [[{**base, "padding": fits}], [{**base, "padding": fits + 1}]]
    )
    assert drawn["rows"]["padded"] == LARGEST_PADDED
    assert str(refused) == (
        f"Padding makes {LARGEST_PADDED + 2} rows or columns of 8, and {LARGEST_PADDED} can be drawn: "
        "use less padding, or a smaller dilation."
    )


def test_a_pixel_selects_the_window_whose_centre_is_nearest():
    """Of two windows that are equally near, it is the first, in every row and column alike."""
    calls = [
        [cell, {"effective": effective, "stride": stride, "output": output}]
        for effective, stride, output in itertools.product((1, 2, 3, 4, 5, 9), (1, 2, 3, 4), (1, 2, 6))
        for cell in range((output - 1) * stride + effective + 2)
    ]
    ties = 0
    for (cell, axis), found in zip(calls, ask(ARITHMETIC, "nearestPosition", calls), strict=True):
        centres = np.arange(axis["output"]) * axis["stride"] + (axis["effective"] - 1) / 2
        distances = np.abs(centres - cell)
        assert found == distances.argmin(), (cell, axis)  # argmin is the first of equals
        ties += (distances == distances.min()).sum() > 1
    assert ties > 50


def test_a_flipped_cell_leads_back():
    """The kernel on the page lights up where its flipped copy is pointed at."""
    kernel = [[0] * 3] * 2
    cells = [[i, j] for i in range(2) for j in range(3)]
    there = ask(ARITHMETIC, "flippedCell", [[kernel, cell] for cell in cells])
    assert there == cells[::-1]


def test_a_guess_is_right_within_half_a_hundredth():
    """Nobody should have to type 0.3333333; and a wrong guess must not be called right."""
    near = [[0.33, 1 / 3], [18, 18], [18.005, 18], [17.995, 18], [-2.5, -2.5], [0.12, 0.125], [0.13, 0.125]]
    far = [[0.34, 1 / 3], [18.0051, 18], [17.9949, 18], [2.5, -2.5], [17, 18], [0.11, 0.125], [1e6, -1e6]]
    for (_, total), said in zip(near, ask(ARITHMETIC, "judge", near), strict=True):
        assert said == {"isRight": True, "text": f"Right, it is {exact_text(total)}."}
    for (guess, total), said in zip(far, ask(ARITHMETIC, "judge", far), strict=True):
        text = f"Not {exact_text(guess)}: it is {exact_text(total)}, as the sum shows."
        assert said == {"isRight": False, "text": text}


def walk(start, direction, *, positions=4, terms=0, hidden=()):
    """Return all places from a start on: [position, products shown], None for all of them and the bias."""
    options = {"positions": positions, "terms": terms, "hidden": hidden}
    return ask("drivers/convolution.js", "walk", [[start, direction, options]])[0]


def test_steps_lead_from_window_to_window():
    """Forward is the order in which a page is read, and both ends are ends."""
    assert walk([0, None], 1) == [[1, None], [2, None], [3, None]]
    assert walk([3, None], -1) == [[2, None], [1, None], [0, None]]
    assert walk([0, 2], 1) == [[1, None], [2, None], [3, None]]


def test_steps_lead_from_product_to_product_and_then_to_the_bias():
    """Nothing may be skipped: the bias is added after the last product, in a step of its own."""
    assert walk([0, 1], 1, positions=2, terms=2) == [[0, 2], [0, None], [1, 1], [1, 2], [1, None]]
    assert walk([1, None], -1, positions=2, terms=2) == [[1, 2], [1, 1], [0, None], [0, 2], [0, 1]]
    assert walk([0, None], 1, positions=1, terms=2) == []


def test_steps_do_not_show_the_products_of_a_value_that_is_still_to_be_guessed():
    """If a sum has two products, showing both gives away the answer."""
    found = walk([0, 1], 1, positions=3, terms=2, hidden=[1])
    assert found == [[0, 2], [0, None], [1, None], [2, 1], [2, 2], [2, None]]
    assert walk([1, None], -1, positions=2, terms=2, hidden=[1])[0] == [0, None]


def along(one):
    """Return for rows and columns: pixels, kernel cells, and the padding (before, after)."""
    sizes = zip(np.shape(one["image"]), np.shape(one["kernel"]), strict=True)
    return [(n, k, axis_padding(n, k, **options(one))) for n, k in sizes]


def expected_notes(one):
    """Return all sentences about settings but the last one, which says what no window uses."""
    axes, shape, dilation = along(one), expected(one).shape, one["dilation"]
    formulas = [
        f"floor(({n} + {sum(ends)} − {kernel_reach(k, dilation)}) / {one['stride']}) + 1 = {output}"
        for (n, k, ends), output in zip(axes, shape, strict=True)
    ]
    is_one_row = (axes[0][0], shape[0]) == (1, 1)
    one_formula = is_one_row or formulas[0] == formulas[1]
    here = formulas[1] if one_formula else f"{formulas[0]} rows and {formulas[1]} columns"
    said = [f"Output size: floor((input + padding − reach) / stride) + 1, here {here}."]
    if one["stride"] > 1 and max(shape) > 1:
        said.append(f"Triangles: a window starts every {one['stride']} cells.")
    cells = axes[0][1]
    if dilation > 1:
        said.append(
            f"Dilation {dilation}: the kernel's cells are {dilation} pixels apart, "
            f"so {cells} of them span {kernel_reach(cells, dilation)}."
        )
    (above, below), (left, right) = (ends for _, _, ends in axes)
    if above + below + left + right:
        odd = " The odd one goes to the end, as in Keras." if (above, left) != (below, right) else ""
        said.append(
            f"Padding (dashed, always 0): {above} above, {below} below, {left} left, {right} right.{odd}"
        )
    if np.min(one["image"]) < 0:
        said.append("Blue in the input: numbers below 0.")
    return said


def test_notes_say_what_the_settings_do():
    """The formula is the lesson's, with the numbers of this page."""
    pairs = possible()
    for (one, _), notes in zip(pairs, ask(ARITHMETIC, "notes", [[s] for _, s in pairs]), strict=True):
        said = expected_notes(one)
        assert notes[: len(said)] == said, one
        unused = " ".join(notes[len(said) :])
        assert unused == "" or unused.startswith("Hatched: no window uses ")
        if not all(all(pixel_uses(n, k, **options(one))) for n, k, _ in along(one)):
            assert unused


def test_the_formula_of_the_size_is_left_out_where_its_settings_are_hidden():
    """Lesson 02 shows the explorer before it has a word for the reach."""
    pairs = possible(step=3)
    whole = ask(ARITHMETIC, "notes", [[settings] for _, settings in pairs])
    without = ask(ARITHMETIC, "notes", [[settings, False] for _, settings in pairs])
    assert without == [said[1:] for said in whole]


def test_the_size_is_one_line_without_division_where_the_stride_is_1():
    """An explorer about products that opens with a formula of five unknowns is read for its formula."""
    pairs = possible(step=3)
    said = ask(ARITHMETIC, "sizeWords", [[state] for _, state in pairs])
    for (one, _), words in zip(pairs, said, strict=True):
        (down, across), (rows, columns) = (
            [f"{n} + {sum(ends)} − {kernel_reach(k, one['dilation'])} + 1" for n, k, ends in along(one)],
            expected(one).shape,
        )
        how = down if down == across else f"{down} rows and {across} columns"
        if (along(one)[0][0], rows) == (1, 1):
            how = f"{across} columns"
        wanted = f"The output is {rows} × {columns}{f': {how}' if one['stride'] == 1 else ''}."
        assert words == wanted, one


def test_the_reach_is_worked_out_with_the_numbers_of_the_page():
    """The formula of the size has a reach in it, and nothing else says where that comes from."""
    start = {"image": [[1] * 8] * 8, "bias": 0, "stride": 1, "padding": "valid", "flipped": False}
    settings = [
        start | {"kernel": [[1] * columns] * rows, "dilation": dilation}
        for rows, columns, dilation in ((3, 3, 1), (3, 3, 2), (3, 2, 2))
    ]
    states = ask(ARITHMETIC, "compute", [[one] for one in settings])
    name = "Reach = dilation · (kernel − 1) + 1 ="
    assert ask(ARITHMETIC, "reachWords", [[one] for one in states]) == [
        f"{name} 1 · (3 − 1) + 1 = 3.",
        f"{name} 2 · (3 − 1) + 1 = 5.",
        f"{name} 2 · (2 − 1) + 1 = 3 in a row, and 2 · (3 − 1) + 1 = 5 in a column.",
    ]


def test_signs_are_evenly_spaced_and_a_long_title_makes_room_while_there_is_any():
    """ "Kernel, flipped" is wider than its grid of 2 columns."""
    calls = [[740, [96, 96, 96], [80, 70]], [588, [66, 66, 66], [76, 122]], [300, [84, 84, 84], [80, 140]]]
    assert ask("convolution/layout.js", "spaceOf", calls) == [36, 66, 26]


def test_settings_are_as_usual_only_where_windows_are_as_in_the_first_lessons():
    """The page shows the settings that a learner must know of, whatever "valid" is called."""
    usual = {"stride": 1, "padding": "valid", "dilation": 1, "flipped": False}
    others = [{"stride": 2}, {"padding": "same"}, {"padding": 1}, {"dilation": 2}, {"flipped": True}]
    cases = [usual, usual | {"padding": 0}, *(usual | other for other in others)]
    assert ask(ARITHMETIC, "isUsual", [[one] for one in cases]) == [True, True, *[False] * 5]


def test_an_explorer_is_about_sizes_where_it_starts_with_a_stride_padding_or_dilation():
    """Lesson 11 starts with full padding and a flip, and asks for products; lesson 02 for a guess."""
    usual = {"stride": 1, "padding": "valid", "dilation": 1, "flipped": False, "predict_first": False}
    sizes = [{"stride": 2}, {"padding": "same"}, {"dilation": 2}]
    sums = [{}, {"padding": "full", "flipped": True}, {"stride": 2, "predict_first": True}]
    cases = [usual | one for one in (*sizes, *sums)]
    assert ask("convolution/fold.js", "isAboutSizes", [[one] for one in cases]) == [True] * 3 + [False] * 3


def test_the_places_after_one_are_counted_along_the_rows():
    """A cell that the window has passed must not be empty, nor one that it has not reached be there."""
    found = ask("convolution/fold.js", "placesAfter", [[[0, 1], 2, 3], [[1, 2], 2, 3]])
    assert found == [[[0, 2], [1, 0], [1, 1], [1, 2]], []]


def lines(name, indices):
    """Return rows or columns in words, as `listed` in numbers.js writes them, which has a test of its own."""
    return ask("shared/numbers.js", "listed", [[name, one] for one in indices])


def test_every_window_is_put_into_words():
    """A screen reader is all that some learners have of the picture."""
    pairs = possible(step=3)
    random = np.random.default_rng(9)
    focus = [random.integers(0, np.shape(s["output"])).tolist() for _, s in pairs]
    covered = [
        [
            [place * one["stride"] + cell * one["dilation"] - before for cell in range(k)]
            for place, (_, k, (before, _)) in zip(places, along(one), strict=True)
        ]
        for (one, _), places in zip(pairs, focus, strict=True)
    ]
    rows, columns = (
        lines(name, [both[axis] for both in covered]) for axis, name in enumerate(("row", "column"))
    )
    calls = [[one, {"focus": place}] for (one, _), place in zip(pairs, focus, strict=True)]
    found = ask("drivers/convolution.js", "wordsOfAll", calls)
    for n, ((one, state), (row, column)) in enumerate(zip(pairs, focus, strict=True)):
        inside = [
            sum(0 <= at < size for at in both)
            for both, (size, _, _) in zip(covered[n], along(one), strict=True)
        ]
        cells = len(covered[n][0]) * len(covered[n][1])
        padding = cells - inside[0] * inside[1]
        total = state["output"][row][column]
        end = f"; {padding} of its {cells} cells are padding, which is 0." if padding else "."
        is_one_row = state["rows"]["pixels"] == state["rows"]["output"] == 1  # needs no number
        place = f"Output column {column}" if is_one_row else f"Output row {row}, column {column}"
        covers = columns[n] if is_one_row else f"{rows[n]} and {columns[n]}"
        assert found[n] == (
            f"{place} is {exact_text(total)}: the {cells} products sum to "
            f"{exact_text(total - one['bias'])}, and the bias adds {exact_text(one['bias'])}. "
            f"The window covers input {covers}{end}"
        )


def test_every_cell_of_the_input_says_where_it_is():
    """Padding has no row of its own, and the pixel after it is row 0."""
    calls, wanted = [], []
    for one, state in [pair for pair in possible(step=9) if pair[0]["padding"] != "valid"][:40]:
        (rows, _, (above, below)), (columns, _, (left, right)) = along(one)
        for row, column in itertools.product(range(-above, rows + below), range(-left, columns + right)):
            inside = 0 <= row < rows and 0 <= column < columns
            what = f"input row {row}, column {column}" if inside else "this cell of padding"
            calls.append([state, [row + above, column + left], 2])
            wanted.append(f"2 output cells use {what}.")
    assert ask(ARITHMETIC, "userWords", calls) == wanted


IMAGE = [[0, 0, 0, 5], [1, 2, 3, 5], [4, 5, 6, 5]]
STATE = {
    "image": IMAGE, "kernel": [[1, -1], [0, 0.5]], "bias": 2,
    "stride": 1, "padding": "same", "dilation": 1, "flipped": False,
}  # fmt: skip


def say(function, *given):
    """Return a sentence about the settings above."""
    state = ask(ARITHMETIC, "compute", [[STATE]])[0]
    return ask(ARITHMETIC, function, [[state, *given]])[0]


def test_without_the_sum_a_cell_is_named_with_its_value_and_what_its_window_covers():
    """Where the sum is folded, words about products would be about something out of sight."""
    assert say("valueWords", {"focus": [2, 3]}) == (
        "Output row 2, column 3 is 7. "
        "Its window covers input rows 2–3 and columns 3–4; 3 of its 4 cells are padding."
    )


def test_a_window_whose_products_are_shown_one_by_one_is_put_into_words():
    """A learner who steps through a sum hears the step, not the answer."""
    assert say("windowWords", {"focus": [2, 3], "shownTerms": 1, "isHidden": False}) == (
        "Product 1 of 4: 5 × 1 = 5, and the sum so far is 5. "
        "The window covers input rows 2–3 and columns 3–4; 3 of its 4 cells are padding, which is 0."
    )
    assert say("windowWords", {"focus": [1, 0], "shownTerms": 2, "isHidden": False}).startswith(
        "Product 2 of 4: 2 × −1 = −2, and the sum so far is −1."
    )
    assert say("windowWords", {"focus": [1, 0], "shownTerms": 3, "isHidden": True}).startswith(
        "Output row 1, column 0 is hidden until you guess. The window covers"
    )


def test_the_uses_of_a_pixel_are_put_into_words():
    """ "1 output cells" would be read out as such."""
    said = [
        say("userWords", cell, count) for cell, count in (([1, 2], 4), ([0, 0], 1), ([2, 1], 0), ([3, 0], 2))
    ]
    assert said == [
        "4 output cells use input row 1, column 2.",
        "1 output cell uses input row 0, column 0.",
        "No output cells use input row 2, column 1.",
        "2 output cells use this cell of padding.",
    ]


def figures(random):
    """Return the widths of an input, a kernel and an output, or none."""
    one = [
        {"side": int(random.integers(22, 90)), "columns": int(random.integers(1, 40)), "title": 90}
        for _ in range(3)
    ]
    one[1]["columns"] = int(random.integers(1, 8))
    return [*one[:2], one[2] if random.random() < 0.8 else None]


def test_cells_fit_the_page_and_show_their_numbers_where_these_fit():
    """Half a feature map teaches nothing, and one without numbers less than it could."""
    random = np.random.default_rng(4)
    calls = [[int(random.integers(300, 1400)), *figures(random)] for _ in range(3000)]
    kinds = set()
    for (room, first, kernel, second), sides in zip(calls, ask(LAYOUT, "cellSides", calls), strict=True):
        other = second or {"side": 0, "columns": 0, "title": 0}

        def width(one, two, first=first, second=second):
            right = max(second["columns"] * two + 22, second["title"]) if second else 300
            return max(first["columns"] * one + 22, first["title"]) + right

        middle = max(kernel["columns"] * kernel["side"], kernel["title"]) + 100
        used = width(sides["input"], sides["output"] if second else 0)
        both = width(first["side"], other["side"]) + (12 if room >= 480 else middle) <= room
        widest = [max(one["columns"] * one["side"] + 22, one["title"]) for one in (first, second) if one]
        assert sides["stacked"] == (not both and max(widest) <= room)
        assert sides["numbers"] == (both or sides["stacked"])
        if not sides["stacked"]:
            assert sides["kernelBelow"] == (used + middle > room)
        if sides["numbers"]:
            assert used + 12 <= room or sides["stacked"]
            assert max(first["columns"] * sides["input"], other["columns"] * sides["output"]) + 22 <= room
            assert sides["input"] >= first["side"]
            assert not second or sides["output"] >= other["side"]
            assert sides["height"] == max(sides["input"], 30)
        else:
            assert 7 <= sides["input"] == sides["output"] == sides["height"] <= 28
        kinds.add(
            (sides["numbers"], sides["stacked"], sides["kernelBelow"], sides["input"] == sides["output"])
        )
    assert len(kinds) >= 7


def test_cells_are_square_and_comfortable_where_there_is_room():
    """Squares look like pixels; numbers of nine digits make them wider."""
    small = {"side": 24, "columns": 8, "title": 60}
    kernel = {"side": 32, "columns": 3, "title": 60}
    wide = {"side": 70, "columns": 5, "title": 60}
    calls = [
        [1200, small, kernel, small],
        [600, small, kernel, small],
        [1000, small, kernel, wide],
        [1200, small, kernel, None],
    ]
    roomy, tight, long, alone = ask(LAYOUT, "cellSides", calls)
    assert (roomy["input"], roomy["output"], roomy["height"]) == (36, 36, 36)
    assert (tight["input"], tight["height"], tight["kernelBelow"]) == (24, 30, True)
    assert (long["input"], long["output"], long["height"]) == (36, 70, 36)
    assert alone["input"] == 36


def grid(columns, side=24, **others):
    """Return what the page knows of a grid: how wide a cell must be for its number, and so on."""
    return {"side": side, "columns": columns, "title": 60, **others}


def sides_at(rooms, *grids, **tight):
    """Return for each width of a page: the cells of input, kernel and output, and where the kernel is."""
    found = []
    for sides in ask(LAYOUT, "cellSides", [[room, *grids, tight] for room in rooms]):
        assert sides["numbers"]
        assert sides["height"] == max(sides["input"], tight.get("lowest", 30))
        assert not (sides["kernelBelow"] and sides["stacked"])
        place = "below" if sides["kernelBelow"] else "stacked" if sides["stacked"] else "between"
        found.append((sides["input"], sides["kernel"], sides["output"], place))
    return found


IMAGE_GRID, KERNEL_GRID, OUTPUT_GRID = grid(8, rows=8), grid(3, 32), grid(6, rows=6)


def test_cells_grow_with_the_page_until_they_are_comfortable():
    """Between a phone and a wide screen, each free pixel makes digits easier to read."""
    # 14 cells of 24, row numbers 2 × 22, a kernel of 3 × 32, and signs, 100: 576 beside each other.
    rooms = (214, 229, 230, 479, 480, 575, 576, 589, 590, 799, 800, 823, 824, 3000)
    assert sides_at(rooms, IMAGE_GRID, KERNEL_GRID, OUTPUT_GRID) == [
        (24, 32, 24, "stacked"), (25, 32, 25, "stacked"), (26, 32, 26, "stacked"), (36, 36, 36, "stacked"),
        (24, 32, 24, "below"), (24, 32, 24, "below"),
        (24, 32, 24, "between"), (24, 32, 24, "between"), (25, 32, 25, "between"), (38, 38, 38, "between"),
        (38, 38, 38, "between"), (39, 39, 39, "between"), (40, 40, 40, "between"),
        (40, 40, 40, "between"),  # 8 rows of 40 are 320, as high as comfortable cells may be
    ]  # fmt: skip
    # With fewer signs, and digits that need less height.
    rooms = sides_at((515, 516), IMAGE_GRID, KERNEL_GRID, OUTPUT_GRID, signs=40, lowest=20)
    assert [place for *_, place in rooms] == ["below", "between"]
    # In place of an output, a sentence 300 wide: 8 × 24 + 22 + 300 + 96 + 100 = 710.
    rooms = sides_at((525, 526, 709, 710), IMAGE_GRID, KERNEL_GRID, None)
    assert [place for *_, place in rooms] == ["stacked", "below", "below", "between"]


def test_fewer_rows_make_room_for_larger_cells():
    """A row of three pixels in small cells would be lost on a large screen."""
    heights = [(9, 9), (8, 8), (4, 7), (7, 4), (6, 1), (5, 5), (1, 1)]
    found = [
        sides_at([3000], {**IMAGE_GRID, "rows": one}, KERNEL_GRID, {**OUTPUT_GRID, "rows": other})[0][0]
        for one, other in heights
    ]
    assert found == [36, 40, 45, 45, 53, 54, 54]  # 320 pixels for the rows of the higher grid
    alone, unknown = [
        sides_at([3000], one, KERNEL_GRID, None)[0][0] for one in ({**IMAGE_GRID, "rows": 7}, grid(8))
    ]
    assert (alone, unknown) == (45, 36)


def test_longer_numbers_of_the_output_widen_the_input_only_where_all_stays_in_place():
    """Cells of one width look like one picture; but a kernel beside the image explains more."""
    rooms = (262, 341, 342, 487, 488, 615, 616, 671, 672, 799, 800)
    assert sides_at(rooms, IMAGE_GRID, KERNEL_GRID, grid(6, 40, rows=6)) == [
        (24, 32, 40, "stacked"), (24, 32, 40, "stacked"), (40, 40, 40, "stacked"), (40, 40, 40, "stacked"),
        (24, 32, 40, "below"), (36, 36, 40, "below"), (40, 40, 40, "below"), (40, 40, 40, "below"),
        (24, 32, 40, "between"), (36, 36, 40, "between"), (40, 32, 40, "between"),
    ]  # fmt: skip


def test_cells_wider_than_squares_keep_a_width_of_their_own():
    """An input as wide as sums of nine digits would not look like pixels."""
    rooms = (372, 581, 582, 597, 598, 605, 606, 781, 782, 878, 3000)
    assert sides_at(rooms, IMAGE_GRID, KERNEL_GRID, grid(5, 70, rows=6)) == [
        (24, 32, 70, "stacked"), (24, 32, 70, "stacked"), (70, 70, 70, "stacked"), (70, 70, 70, "stacked"),
        (24, 32, 70, "below"), (24, 32, 70, "below"), (25, 32, 70, "below"), (36, 36, 70, "below"),
        (24, 32, 70, "between"), (36, 32, 70, "between"), (36, 36, 70, "between"),
    ]  # fmt: skip
    square, wide = grid(2, 55), grid(2, 56)
    for kernel, room, place in ((KERNEL_GRID, 3000, "between"), (grid(7, 32), 650, "below")):
        assert sides_at([room], IMAGE_GRID, kernel, square) == [(55, 55, 55, place)]
        assert sides_at([room], IMAGE_GRID, kernel, wide) == [(36, 36, 56, place)]
    assert sides_at([479, 480], IMAGE_GRID, grid(7, 32), grid(2, 70)) == [
        (24, 32, 70, "stacked"),
        (35, 35, 70, "below"),
    ]


def test_a_grid_too_wide_for_the_page_becomes_a_picture_without_numbers():
    """28 columns on a phone: the learner still sees the image, from 7 to 28 pixels for a cell."""
    wide, small = grid(8, 90), grid(3, 20)
    calls = [
        [371, IMAGE_GRID, KERNEL_GRID, grid(5, 70)],  # 60 of them for the gaps, 311 for 13 columns
        *([room, wide, grid(3, 40), grid(6, 90)] for room in (100, 171, 172, 451, 452, 466, 561)),
        [220, grid(8, 40), small, None],
    ]
    found = [
        (one["input"], one["output"], one["height"], one["kernel"], one["numbers"])
        for one in ask(LAYOUT, "cellSides", calls)
    ]
    assert found == [
        (23, 23, 23, 32, False),
        *((side, side, side, 40, False) for side in (7, 7, 8, 27, 28, 28, 28)),
        (20, 20, 20, 32, False),
    ]


def test_the_page_has_the_classes_of_its_layout():
    """The style sheet follows them: a wrong one lays grids over each other."""
    sides = {"input": 39, "kernelBelow": False, "stacked": False}
    changes = [
        [{}, 480, True, 36],
        [{"input": 40}, 479, True, 36],
        [{"input": 40}, 480, True, 37],
        [{}, 480, False, 36],
        [{"kernelBelow": True, "tight": True}, 900, True, 36],
        [{"stacked": True, "scrolling": 1}, 900, True, 36],
        [{"paired": True, "short-title": True, "small-digits": True}, 900, True, 36],
        [{"beneath": True}, 400, True, 36],
    ]
    found = ask(LAYOUT, "classesOf", [[{**sides, **change}, *others] for change, *others in changes])
    assert [sorted(name for name, on in classes.items() if on) for classes in found] == [
        ["in-line"],
        ["in-line", "large-digits", "phone"],
        ["in-line"],
        [],
        ["kernel-below", "tight"],
        ["scrolling", "stacked"],
        ["paired", "short-title", "small-digits"],
        ["beneath", "phone"],
    ]
    assert {len(classes) for classes in found} == {11}  # those that are off are taken away


def test_a_closer_grid_has_digits_smaller_by_a_fifth():
    """Grids that just miss fitting side by side are worth smaller digits, but not cut ones."""
    found = ask(LAYOUT, "closer", [[grid(8, 50, rows=3)], [grid(3, 25)], [grid(3, 22)]])
    assert found == [
        {"side": 41, "columns": 8, "title": 60, "rows": 3},
        {"side": 21, "columns": 3, "title": 60},
        {"side": 19, "columns": 3, "title": 60},
    ]


def test_a_title_leaves_out_the_size_only_where_it_may():
    """The output was cut off beside a small padded image, whose long title stays in one line."""
    long = {**grid(5, 24), "title": 258}
    assert ask(LAYOUT, "shortTitle", [[long]]) == [{**long, "title": 82}]
    beside = [[room, long, grid(2, 24), grid(4, 24)] for room in (389, 390, 411)]
    assert ask(LAYOUT, "sideBesideKernel", beside) == [None, 36, 36]


def test_products_fly_into_the_sum_and_then_the_total_to_the_output():
    """A total that flew before its products had arrived would come from nowhere."""
    module = "drivers/convolution.js"
    whole, one, last = ask(module, "flights", [[None, 9, False], [4, 9, True], [None, 9, True]])
    assert one == [{"from": "product", "to": "term", "number": 3, "delay": 0}]
    assert last == [{"from": "total", "to": "output", "number": 0, "delay": 0}]
    *products, total = whole
    assert [flight["number"] for flight in products] == list(range(9))
    assert {(flight["from"], flight["to"]) for flight in products} == {("product", "term")}
    assert (total["from"], total["to"]) == ("total", "output")
    assert total["delay"] > max(flight["delay"] for flight in products)
    (many,) = ask(module, "flights", [[None, 49, False]])
    assert many[-1]["delay"] < 600  # a step of Play takes 700


def test_on_a_phone_the_kernel_is_beside_the_input_where_it_fits():
    """Below it, the kernel would be a screen away from what it slides over."""
    kernel = {"side": 32, "columns": 3, "title": 60}
    calls = [
        [room, {"side": 24, "columns": columns, "title": 60}, kernel, {**kernel, "side": output}]
        for room in (360, 400, 900)
        for columns in (4, 8, 28)
        for output in (22, 34)  # its cells are as wide as those of the input
    ]
    for (room, image, _, output), side in zip(calls, ask(LAYOUT, "sideBesideKernel", calls), strict=True):
        least = 22 + image["columns"] * max(image["side"], output["side"]) + 96 + 50
        assert (side is None) == (least > room)
        assert side is None or 22 + image["columns"] * side + 96 + 50 <= room
        assert side is None or 24 <= side <= 36
    edges = [[room, grid(8), kernel, None] for room in (359, 360, 367, 368, 455, 456, 464)]
    assert ask(LAYOUT, "sideBesideKernel", edges) == [None, 24, 24, 25, 35, 36, 36]


def test_on_a_narrow_page_kernel_and_output_are_side_by_side_below_the_input():
    """One below the other, the output would be a screen away from the window that it comes from."""
    image, kernel, output = grid(8), {"side": 32, "columns": 3, "title": 60}, {**grid(6), "title": 120}
    calls = [[room, image, kernel, output] for room in (369, 370, 378, 379, 405, 406, 900)]
    # 22 for the numbers of the rows, 60 for the signs, and 9 cells
    assert ask(LAYOUT, "sideBeneath", calls) == [None, 32, 32, 33, 35, 36, 36]
    many = [[room, {**grid(8), "columns": 20}, kernel, output] for room in (661, 662)]  # of the input alone
    assert ask(LAYOUT, "sideBeneath", many) == [None, 32]


def test_an_image_of_one_row_and_its_output_have_cells_of_one_width():
    """Only then is a sum below the pixels that it was made of."""
    row, shorter = ({"side": 22, "columns": 27, "title": 60}, {"side": 28, "columns": 26, "title": 60})
    calls = [
        *([room, row, shorter] for room in (684, 777, 778, 804, 805, 838)),  # 27 × 28 + 22 are 778
        *([room, shorter, row] for room in (777, 778)),
        *([room, row, None] for room in (615, 616, 1400)),
    ]
    assert ask(LAYOUT, "sideOfRows", calls) == [None, None, 28, 28, 29, 30, None, 28, None, 22, 36]
