"""What the brush of DrawGarment's page does, over hundreds of strokes, and the words about it."""

import numpy as np

from tests.pages.node import ask

MODULE = "draw_garment/arithmetic.js"
SIDE = 28


def test_a_brush_covers_its_size_around_the_place_and_nothing_outside_the_drawing():
    """A brush of 4 at the edge must not paint on the other side."""
    calls = [[place, size] for place in range(SIDE) for size in (1, 2, 3, 4)]
    expected = []
    for place, size in calls:
        squares = [place - (size - 1) // 2 + n for n in range(size)]
        inside = [square for square in squares if 0 <= square < SIDE]
        expected.append([inside[0], inside[-1]])
    assert ask(MODULE, "underBrush", calls) == expected


def test_a_line_goes_from_square_to_square_without_a_gap():
    """Quick strokes have places far apart; a gap in them would be a hole in the garment."""
    random = np.random.default_rng(3)
    calls = random.integers(0, SIDE, (400, 2, 2)).tolist() + [[[5, 5], [5, 5]]]
    for (start, end), line in zip(calls, ask("shared/line.js", "lineOf", calls), strict=True):
        assert (line[0], line[-1]) == (start, end)
        steps = np.abs(np.diff(line, axis=0))
        if start != end:
            assert steps.max(axis=1).min() == steps.max() == 1
            assert len(line) == max(abs(np.subtract(end, start))) + 1
        # Never more than half a square beside the straight line.
        shares = np.linspace(0, 1, len(line))[:, np.newaxis]
        assert np.abs(line - (np.array(start) + (np.array(end) - start) * shares)).max() < 0.5 + 1e-9


def test_a_stroke_paints_the_squares_under_the_brush_and_leaves_the_old_drawing():
    """What "undo" brings back must be the drawing before the stroke."""
    random = np.random.default_rng(4)
    calls, expected = [], []
    for _ in range(200):
        pixels = random.integers(0, 256, SIDE * SIDE)
        places = random.integers(0, SIDE, (random.integers(1, 6), 2))
        size, level = int(random.integers(1, 5)), int(random.choice([0, 15, 210, 255]))
        drawn = pixels.reshape(SIDE, SIDE).copy()
        for row, column in places:
            top, left = (max(part - (size - 1) // 2, 0) for part in (row, column))
            bottom, right = (part - (size - 1) // 2 + size for part in (row, column))
            drawn[top:bottom, left:right] = level
        calls.append([pixels.tolist(), places.tolist(), size, level])
        expected.append(drawn.ravel().tolist())
    assert ask(MODULE, "brushed", calls) == expected


def test_the_words_count_what_is_drawn_and_name_the_two_likeliest_classes():
    """A learner with a screen reader has only these."""
    pixels = np.zeros((SIDE, SIDE), int)
    pixels[3, 5], pixels[27, 27], pixels[0, 0] = 210, 1, 255
    page = {
        "pixels": pixels.ravel().tolist(),
        "place": [3, 5],
        "shares": [0.1, 0.454, 0.446],
        "names": ["coat", "bag", "boot"],
    }
    pages = [
        page,
        {**page, "shares": None, "place": [5, 3]},
        {**page, "shares": [0.5, 0.5, 0]},
        {**page, "shares": [0, 0, 1]},
    ]
    assert ask(MODULE, "sentences", [[one] for one in pages]) == [
        "3 of 784 pixels are drawn; row 3, column 5 is 210. The network says bag, 0.45; then boot, 0.45.",
        "3 of 784 pixels are drawn; row 5, column 3 is 0.",
        "3 of 784 pixels are drawn; row 3, column 5 is 210. The network says coat, 0.50; then bag, 0.50.",
        "3 of 784 pixels are drawn; row 3, column 5 is 210. The network says boot, 1.00; then coat, 0.00.",
    ]
    assert ask(MODULE, "shareText", [[0], [0.005], [0.994], [0.996]]) == ["0.00", "0.01", "0.99", "1.00"]
