"""Lesson 06: the numbers that its prose names, its misprints, and the helpers that it is built on."""

import re

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import conv2d, output_size, pictures, pool2d, relu, trace
from helpers.pictures import shifted
from helpers.shapes import Conv, Pool
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "06_pooling.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
RISES = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def shown(text):
    """Return what the code cell whose source holds a text shows as text."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


# --- the numbers of the lesson -----------------------------------------------------------------------


def test_sixteen_numbers_become_four():
    """The learner does these by hand; a changed grid would make every answer wrong."""
    assert pool2d(pictures.SIXTEEN).tolist() == [[5, 6], [2, 8]]
    assert pool2d(pictures.SIXTEEN, mode="average").tolist() == [[3, 2], [1, 5]]
    assert pool2d(pictures.SIXTEEN, stride=1).tolist() == [[5, 3, 6], [5, 7, 7], [2, 7, 8]]


@pytest.mark.parametrize(
    ("n", "padding", "size"), [(4, "valid", 2), (26, "valid", 13), (11, "valid", 5), (11, "same", 6)]
)
def test_the_sizes_of_the_lesson_are_those_of_both_formulas_of_pool2d_and_of_keras(n, padding, size):
    """These are the sizes that a learner carries over into every network."""
    from helpers.training import keras

    formula = (n - 2) // 2 + 1 if padding == "valid" else (n - 1) // 2 + 1
    layer = keras.layers.MaxPooling2D(2, padding=padding)
    assert formula == output_size(n, 2, stride=2, padding=padding) == size
    assert pool2d(np.zeros((n, n, 3)), padding=padding).shape == (size, size, 3)
    assert layer.compute_output_shape((None, n, n, 3)) == (None, size, size, 3)


def test_the_saved_table_of_agreement_is_whole():
    """A cell of the table that does not agree would be in the lesson for everybody to see."""
    text = shown("def agrees")
    cells = re.findall(r"(\d+)/(\d+)", text)
    assert len(cells) == 16
    assert all(agreed == tried for agreed, tried in cells)
    assert "together: 640 of 640" in text


def test_pooling_has_no_weights_and_keeps_the_depth():
    """The misprint would put 64 filters where there are none."""
    conv, pool = trace([Conv(64), Pool()], (28, 28, 64))
    assert (conv.parameters, pool.parameters) == (36_928, 0)
    assert (conv.shape, pool.shape) == ((26, 26, 64), (13, 13, 64))


def test_the_dropped_row_has_no_say():
    """The lesson sets row and column 10 to 1000 and shows that no output differs."""
    quiet = np.arange(121).reshape(11, 11) % 10
    loud = quiet.copy()
    loud[10, :] = loud[:, 10] = 1000
    assert np.count_nonzero(quiet != loud) == 21
    np.testing.assert_array_equal(pool2d(quiet), pool2d(loud))


def test_padding_never_wins_and_never_counts():
    """A 0 from the padding would look like the strongest response of a negative map."""
    negative = np.array([[-5, -9, -2], [-7, -4, -8], [-3, -6, -1]])
    assert pool2d(negative, padding="same").tolist() == [[-4, -2], [-3, -1]]
    assert pool2d(np.pad(negative, ((0, 1), (0, 1)))).tolist() == [[-4, 0], [0, 0]]
    grey = np.full((3, 3), 90)
    assert set(pool2d(grey, padding="same", mode="average").ravel()) == {90}
    assert pool2d(np.pad(grey, ((0, 1), (0, 1))), mode="average")[1, 1] == 22.5


def test_479_of_the_1000_strongest_responses_survive_max_pooling():
    """The lesson once said all 1,000: true of any maximum, and not a measurement."""
    feature_map = relu(conv2d(pictures.photo()[::2, ::2], RISES))
    rows, columns = np.unravel_index(
        np.argsort(feature_map, axis=None, kind="stable")[-1000:], feature_map.shape
    )
    strongest, largest = feature_map[rows, columns], pool2d(feature_map)
    assert (largest[rows // 2, columns // 2] == strongest).sum() == 479
    holds = np.zeros(largest.shape, bool)
    holds[rows // 2, columns // 2] = True
    assert holds.sum() == 479
    found = {}
    for name, small in {
        "average": pool2d(feature_map, mode="average"),
        "every second": feature_map[::2, ::2],
    }.items():
        top = np.argsort(small, axis=None, kind="stable")[-479:]
        found[name] = round(100 * (small / np.maximum(largest, 1))[holds].mean()), holds.ravel()[top].sum()
    assert found == {"average": (65, 386), "every second": (65, 320)}
    kept = (feature_map[::2, ::2] / np.maximum(largest, 1))[holds]
    shares = [(kept == 1).mean(), (kept < 0.1).mean()]  # "a quarter of the windows", "an eighth"
    assert np.round(shares, 2).tolist() == [0.24, 0.13]
    assert feature_map.max() == pool2d(pool2d(pool2d(feature_map))).max() == 969
    text = shown("largest_of_window = ")
    for number in ("479", "386", "320", "65%", "100%"):
        assert number in text
    assert "Strength in marked windows: max 100%, average 65%, every second 65%." in text
    assert "Marked windows found, of 479: max 479, average 386, every second 320." in text


def test_a_strided_convolution_costs_parameters_only_where_it_replaces_the_pool_alone():
    """The lesson once said that it saves work at the price of weights; both cases are counted now."""
    ways = [Conv(64), Pool()], [Conv(64, stride=2)], [Conv(64), Conv(64, stride=2)]
    counts = [sum(step.parameters for step in trace(layers, (28, 28, 64))) for layers in ways]
    assert counts == [36_928, 36_928, 73_856]
    rows = [
        re.findall(r"([\d,]+) (?:parameters|multiplications)", line) for line in shown("ways = ").splitlines()
    ]
    products = [int(row[1].replace(",", "")) for row in rows]
    assert [row[0] for row in rows] == ["36,928", "36,928", "73,856"]
    assert products[1] < products[0] < products[2]
    assert products[0] == 4 * products[1] == 26 * 26 * 64 * 3 * 3 * 64


def test_a_convolution_does_not_follow_a_rotation_or_a_change_of_scale():
    """0.01, −1.00 and 0.79 in the lesson, and 1.00 for a kernel that looks the same from four sides."""
    face = pictures.face().astype(float)

    def alike(one, other):
        return np.corrcoef(one.ravel(), other.ravel())[0, 1]

    before = conv2d(face, RISES)
    assert abs(alike(conv2d(np.rot90(face), RISES), np.rot90(before))) < 0.02
    np.testing.assert_allclose(conv2d(np.rot90(face, 2), RISES), -np.rot90(before, 2))
    twice = face.repeat(2, axis=0).repeat(2, axis=1)
    larger = before.repeat(2, axis=0).repeat(2, axis=1)
    assert round(alike(conv2d(twice, RISES)[1:-1, 1:-1], larger), 2) == 0.79
    blur = np.full((3, 3), 1 / 9)
    np.testing.assert_allclose(conv2d(np.rot90(face), blur), np.rot90(conv2d(face, blur)))
    assert "2 × 3 numbers: 0.01, −1.00, 0.79; 1.00, 1.00, " in shown("def enlarged")


@settings(max_examples=100, deadline=None)
@given(
    down=st.integers(-6, 6),
    right=st.integers(-6, 6),
    seed=st.integers(0, 1000),
)
def test_with_a_margin_a_convolution_moves_along_with_every_shift(down, right, seed):
    """Equivariance is a claim about all shifts, and the lesson shows four."""
    random = np.random.default_rng(seed)
    picture = np.pad(random.integers(0, 9, (5, 6)), 9)
    kernel = random.integers(-3, 4, (3, 3))
    np.testing.assert_array_equal(
        conv2d(shifted(picture, down, right), kernel), shifted(conv2d(picture, kernel), down, right)
    )


@settings(max_examples=100, deadline=None)
@given(size=st.integers(1, 4), cells=st.integers(-2, 2), seed=st.integers(0, 1000))
def test_with_a_margin_a_pooled_map_moves_along_with_multiples_of_the_stride(size, cells, seed):
    """The other half of the claim; a shift by one pixel is the counterexample."""
    picture = np.pad(np.random.default_rng(seed).integers(0, 9, (4, 4)), 12)
    for mode in ("max", "average"):
        now = pool2d(shifted(picture, right=cells * size), size, mode=mode)
        np.testing.assert_allclose(now, shifted(pool2d(picture, size, mode=mode), right=cells))


def test_a_shift_that_the_stride_does_not_divide_makes_something_else_of_stripes():
    """Invariance and equivariance both fail here, in the lesson's own numbers."""
    stripes = np.repeat([[9, 9, 0, 0] * 4], 2, axis=0)
    assert pool2d(stripes)[0].tolist() == [9, 0] * 4
    assert pool2d(shifted(stripes, right=1))[0].tolist() == [9] * 8
    assert pool2d(shifted(stripes, right=2))[0].tolist() == [0, 9] * 4


def test_a_lone_pixel_survives_a_shift_in_one_position_of_two():
    """50 of 100 with windows of 2, and (f − s) of f in general: the table of the lesson."""
    for size in (1, 2, 4, 8):
        for right in range(9):
            stays = [(column % size) + right < size for column in range(24)]
            told = [
                np.array_equal(*(pool2d(np.eye(1, 48, column + move), (1, size)) for move in (0, right)))
                for column in range(24)
            ]
            assert told == stays
    assert "; 100, 50, 0, 0, 0, 0, 0, 0, 0; " in shown("def survives")


def test_the_invariance_on_the_photo_is_local_for_shifts_rotations_and_scales():
    """If the lesson promised more, learners would build on sand."""
    rows = shown("def zoomed").partition("4 × 8 numbers: ")[2].rstrip(".").replace("−", "-").split("; ")
    alike = {2**n: [float(value) for value in row.split(", ")] for n, row in enumerate(rows)}
    for small in (0, 1, 2, 3, 6):  # shifts of 1, 2 and 4, a rotation by 2°, a scale of 1.05
        assert alike[1][small] < alike[2][small] < alike[4][small] < alike[8][small] < 1
    assert alike[1][0] == 0.60
    assert alike[2][:2] == [0.75, 0.36]
    assert (alike[8][0], alike[8][3], alike[8][6]) == (0.96, 0.89, 0.67)
    for far in (4, 5, 7):  # a rotation by 10° and by 90°, a scale of 1.5
        assert alike[8][far] < 0.4


def test_convolution_is_equivariant_and_not_invariant():
    """The misprint "translational invariance" is in notes that a learner may have read."""
    answer = shown("the map stays as it is (invariant)")
    assert "(invariant): False" in answer
    assert "(equivariant):  True" in answer


def test_valid_pooling_drops_and_does_not_round():
    """The misprint; Python rounds 5.5 to 6, Keras gives 5."""
    lines = re.findall(r"rounded (\d+), Keras (\d+)", shown("keras_size ="))
    assert lines == [("6", "5"), ("14", "13"), ("6", "5"), ("4", "3")]


# --- shifted -----------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(down=st.integers(-7, 7), right=st.integers(-7, 7), channels=st.sampled_from([None, 2]))
def test_shifted_moves_every_pixel_and_fills_with_zeros(down, right, channels):
    """The measurements of the lesson all start from it, including shifts out of the image."""
    image = 1 + np.arange(5 * 4 * (channels or 1)).reshape((5, 4) if channels is None else (5, 4, channels))
    moved = shifted(image, down, right)
    assert moved.shape == image.shape
    for row, column in np.ndindex(5, 4):
        inside = 0 <= row - down < 5 and 0 <= column - right < 4
        assert np.array_equal(
            moved[row, column], image[row - down, column - right] if inside else 0 * image[0, 0]
        )


# --- the lesson as a text ----------------------------------------------------------------------------


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader who has only done lesson 04 must find every word that they look up."""
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z][a-z -]+)\*(?!\*)", PROSE)}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {"max-pooling", "average pooling", "volume", "depth", "equivariant", "invariant"} <= terms
    assert (
        terms - {"max", "average", "and", "exactly", "pixels", "local", "alike", "rotation", "scale"} <= known
    )


def test_tensorflow_comes_after_the_pictures_and_the_exercises():
    """Its import takes seconds that a learner should not wait for at the top of the lesson."""
    number = next(i for i, cell in enumerate(CODE) if "helpers.training" in cell.source)
    assert number > 0.75 * len(CODE)
    assert not any("keras." in cell.source for cell in CODE[:number])
