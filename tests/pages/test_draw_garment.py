"""What the brush of DrawGarment's page does, over hundreds of strokes, and the words about it."""

import numpy as np

from helpers import pocket_network
from helpers.widgets import DrawGarment
from tests.pages.node import ask

MODULE = "draw_garment/arithmetic.js"
BRUSH = "shared/brush.js"
SIDE = 28


def test_a_brush_covers_its_size_around_the_place_and_nothing_outside_the_drawing():
    """A brush of 4 at the edge must not paint on the other side."""
    calls = [[place, size] for place in range(SIDE) for size in (1, 2, 3, 4)]
    expected = []
    for place, size in calls:
        squares = [place - (size - 1) // 2 + n for n in range(size)]
        inside = [square for square in squares if 0 <= square < SIDE]
        expected.append([inside[0], inside[-1]])
    assert ask(BRUSH, "underBrush", calls) == expected


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
    assert ask(BRUSH, "brushed", calls) == expected


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
    drawn = "3 of 784 pixels are drawn; row 3, column 5 is 210. The network says"
    assert ask(MODULE, "sentences", [[one] for one in pages]) == [
        f"{drawn} bag, 45.4%; next comes boot, 44.6%.",
        "3 of 784 pixels are drawn; row 5, column 3 is 0.",
        f"{drawn} coat, 50.0%; next comes bag, 50.0%.",
        f"{drawn} boot, > 99.9%; next comes coat, < 0.1%.",
    ]


def test_scores_become_the_same_probabilities_as_in_python():
    """`draw.probabilities` and the bars must be one and the same."""
    random = np.random.default_rng(5)
    scores = [*random.normal(0, 30, (50, 10)), *random.dirichlet(np.ones(10), 50)]
    rounded = random.dirichlet(np.ones(10), 4) * [[0.9989], [0.9991], [1.0009], [1.0011]]
    scores += [*rounded, *random.normal([[-2000], [2000]], 500, (2, 10)), *random.uniform(1, 3, (5, 10))]
    scores += [np.eye(10)[4], np.array([2.0, -1.0, *np.zeros(8)]), np.zeros(10)]
    found = ask(MODULE, "sharesOf", [[one.tolist()] for one in scores])
    for outputs, shares in zip(scores, found, strict=True):
        wanted = DrawGarment(lambda images, outputs=outputs: outputs[np.newaxis]).probabilities
        assert np.allclose(shares, wanted, atol=1e-12)
    assert ask("drivers/draw_garment.js", "endless", [[]]) == [None]


def test_the_page_says_how_well_keras_agrees():
    """A learner who doubts the page can check; one who has since trained the network must not be misled."""
    answers = [
        [0.25, 0.75],
        [0.25, 0.7500004],
        [0.25, 0.75000012],
        [0.2491, 0.75],
        [0.2489, 0.7511],
        [0.5, 0.5],
    ]
    changed = "Keras gives other probabilities: run the cell again to fetch the network as it is now."
    assert ask(MODULE, "agreement", [[[0.25, 0.75], theirs] for theirs in answers]) == [
        "Keras agrees to 1e−7.",
        "Keras agrees to 4e−7.",
        "Keras agrees to 1e−7.",
        "Keras agrees to 9e−4.",
        changed,
        changed,
    ]


def test_the_pocket_network_gives_the_same_on_the_page_as_in_python():
    """The web edition has nothing but the page; with a factor forgotten, every boot would be a bag."""
    pocket, random = pocket_network(), np.random.default_rng(6)
    stripes = random.integers(0, 256, (10, SIDE, SIDE)) * random.integers(0, 2, (10, 1, SIDE))
    drawings = np.concatenate([pocket.garments, stripes])
    calls = [[pocket.for_page(), list(pocket.weights), drawings.reshape(20, -1).tolist()]]
    (found,) = ask("drivers/draw_garment.js", "looked", calls)
    assert np.allclose(found, pocket(drawings), atol=1e-5)
