"""Every number of lesson 03, and what its explorers do in Python."""

import base64

import numpy as np
import pytest
from PIL import Image

from helpers import conv2d, kernels, pictures
from helpers.widgets import FilterLab, XOMatcher

FEATURES = [kernels.FALLING_STROKE, kernels.CROSSING, kernels.RISING_STROKE]
HIDDEN = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])


def best(mark):
    """Return the best score of each feature, rounded as the lesson shows it."""
    return [round(float(conv2d(mark, feature).max()) / 9, 2) for feature in FEATURES]


# --- the lesson's numbers ----------------------------------------------------------------------------


def test_lines_answer_to_their_own_kernel_and_not_to_the_other():
    """The grid is there to follow the numbers; with other numbers the prose beside it is wrong."""
    upright, lying = (
        conv2d(pictures.LINES, kernel) for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE)
    )
    assert upright[:, :3].tolist() == [
        [-24, 48, -24],
        [-24, 48, -24],
        [-16, 32, -16],
        [-8, 16, -8],
        [0, 0, 0],
    ]
    assert not upright[:, 3:].any()
    assert lying[4].tolist() == [48] * 5
    assert lying[:3].tolist() == [[0] * 5, [0] * 5, [8, 8, 8, 0, 0]]


def test_kernels_of_lines_and_edges_are_silent_on_a_flat_surface_and_the_others_keep_it():
    """Weights that sum to 0, or to 1, are the rule by which a learner designs kernels."""
    flat = np.full((3, 3), 100)
    for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE, kernels.EDGE):
        assert conv2d(flat, kernel) == 0
    for kernel in (kernels.BLUR, kernels.SHARPEN, kernels.IDENTITY):
        assert np.isclose(conv2d(flat, kernel), 100)


def test_edge_blur_and_sharpen_give_the_numbers_of_the_lesson():
    """Each of these stands in bold in the prose."""
    edge, blur, sharp = (
        conv2d(pictures.LINES, kernel) for kernel in (kernels.EDGE, kernels.BLUR, kernels.SHARPEN)
    )
    assert edge[:3, 1].tolist() == [48, 48, 56]
    assert np.allclose(blur[0], [33 / 9, 33 / 9, 33 / 9, 1, 1])
    assert sharp[0].tolist() == [-7, 25, -7, 1, 1]


def test_the_photo_answers_where_the_lesson_says():
    """The lesson reads these places and numbers off the feature maps."""
    photo = pictures.face()
    upright, lying = (conv2d(photo, kernel) for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE))
    assert upright.size == 21_904
    cord, glasses = (slice(10, 100), slice(14, 28)), (slice(84, 116), slice(40, 126))
    means = [
        round(float(np.abs(answers[place]).mean()))
        for place in (cord, glasses)
        for answers in (upright, lying)
    ]
    assert means == [88, 21, 37, 70]
    assert np.unravel_index(upright.argmax(), upright.shape) == (37, 102)
    assert upright.max() == 701
    brightness = [photo.mean(), conv2d(photo, kernels.BLUR).mean(), conv2d(photo, np.ones((3, 3))).mean()]
    assert np.allclose(brightness, [106.5, 106.8, 961.1], atol=0.06)


def test_an_exact_match_scores_one_the_negative_minus_one_and_the_rest_between():
    """The row of the course's plan, and the number that a learner remembers."""
    window = pictures.X_MARK[1:4, 1:4]
    scores = [(mark * kernels.FALLING_STROKE).mean() for mark in (window, -window)]
    assert scores == [1, -1]
    shifted = (pictures.X_MARK[1:4, 2:5] * kernels.FALLING_STROKE).mean()
    assert round(shifted, 2) == -0.11
    for mark in (pictures.X_MARK, pictures.O_MARK, pictures.BADLY_DRAWN_X):
        assert all(np.abs(conv2d(mark, feature)).max() <= 9 for feature in FEATURES)


def test_the_crossing_tells_an_x_from_an_o_however_it_is_drawn():
    """That is what the whole section leads to."""
    assert best(pictures.X_MARK) == best(pictures.BADLY_DRAWN_X) == [1, 1, 1]
    assert best(np.roll(pictures.X_MARK, (1, -1), axis=(0, 1))) == [1, 1, 1]
    assert best(pictures.O_MARK) == [1, 0.56, 1]
    assert best(-pictures.X_MARK) == [0.33, 0.78, 0.33]
    scores = conv2d(pictures.X_MARK, kernels.FALLING_STROKE) / 9
    assert scores.diagonal().round(2).tolist() == [0.78, 1, 1, 0.56, 1, 1, 0.78]


def learn(image, output, rate=0.2, steps=600):
    """Return the kernel after every step, as the lesson's cell does."""
    rows, columns = output.shape
    kernel, history = np.zeros((3, 3)), []
    for _ in range(steps + 1):
        history.append(kernel)
        error = conv2d(image, kernel) - output
        slope = [[(error * image[i : i + rows, j : j + columns]).mean() for j in range(3)] for i in range(3)]
        kernel = kernel - rate * np.array(slope)
    return np.array(history)


@pytest.mark.parametrize(("teacher", "steps"), [("noise", 26), ("photo", 509)])
def test_the_hidden_kernel_is_learned_back_within_a_hundredth(teacher, steps):
    """The photo takes twenty times as many steps, and the prose says how many."""
    image = np.random.default_rng(0).normal(size=(32, 32))
    if teacher == "photo":
        face = pictures.face().astype(float)
        image = (face - face.mean()) / face.std()
    distance = np.abs(learn(image, conv2d(image, HIDDEN)) - HIDDEN).max(axis=(1, 2))
    assert np.argmax(distance < 0.01) == steps
    assert (distance[steps:] < 0.01).all()


def test_a_flat_image_teaches_only_the_sum_of_the_weights():
    """The question before the learning says so."""
    flat = np.ones((8, 8))
    learned = learn(flat, conv2d(flat, HIDDEN + 1), rate=0.1)[-1]
    assert np.allclose(learned, np.ones((3, 3)))


# --- FilterLab ---------------------------------------------------------------------------------------


def test_the_lab_takes_a_file_a_colour_picture_and_a_grid(tmp_path):
    """A learner's own picture comes as any of these."""
    colour = np.zeros((4, 6, 3), np.uint8)
    colour[..., 1] = 100
    Image.fromarray(colour).save(tmp_path / "green.png")
    from_file, from_array = FilterLab(tmp_path / "green.png"), FilterLab(colour)
    assert from_file.image.tolist() == from_array.image.tolist() == [[59] * 6] * 4
    assert repr(FilterLab([[0.5, 1, 2]], [[1]])) == "FilterLab(picture 1 × 3, kernel 1 × 1)"


def test_the_lab_gives_back_what_is_set():
    """`lab.kernel` and `lab.image` are the learner's; `lab.result` is what conv2d makes of them."""
    lab = FilterLab()
    lab.image, lab.kernel = pictures.LINES, kernels.EDGE
    assert np.array_equal(lab.image, pictures.LINES)
    assert np.array_equal(lab.result, conv2d(pictures.LINES, kernels.EDGE))
    assert lab.result.dtype == np.int64


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((np.zeros((2, 2)),), "does not fit into a picture of 2 × 2"),
        ((None, np.zeros((8, 3))), "from 1 × 1 to 7 × 7"),
        ((np.zeros((5, 5, 2)),), "3 channels, but this one has 2"),
        (([[1, 2], [3]],), "rows differ in length"),
        ((np.full((5, 5), np.nan),), "within ±1,000,000"),
        (("missing.png",), "There is no file 'missing.png'"),
        ((np.zeros((0, 5)),), "has no pixels"),
        ((None, [[1e9]]), "within ±1,000,000"),
    ],
)
def test_the_lab_refuses_what_it_cannot_show_in_a_sentence(arguments, words):
    """A traceback from deep inside says nothing about what to change."""
    with pytest.raises((ValueError, TypeError, FileNotFoundError)) as problem:
        FilterLab(*arguments)
    assert words in str(problem.value)


def test_the_lab_refuses_a_file_that_is_no_picture(tmp_path):
    """The name of the file is what the learner can act on."""
    (tmp_path / "notes.png").write_text("notes")
    with pytest.raises(ValueError, match="'notes.png' is not a picture"):
        FilterLab(tmp_path / "notes.png")


def test_a_refused_kernel_leaves_the_lab_as_it_was():
    """The page must not show a kernel that Python has refused."""
    lab = FilterLab(pictures.GREY_PICTURE)
    with pytest.raises(ValueError, match="does not fit"):
        lab.kernel = np.ones((7, 7))
    assert np.array_equal(lab.kernel, kernels.VERTICAL_LINE)


# --- XOMatcher ---------------------------------------------------------------------------------------


def test_the_matcher_gives_back_mark_and_scores():
    """`matcher.mark` and `matcher.matches` are what stands on the page."""
    matcher = XOMatcher()
    matcher.mark = pictures.O_MARK
    assert np.array_equal(matcher.mark, pictures.O_MARK)
    assert [round(float(scores.max()), 2) for scores in matcher.matches] == [1, 0.56, 1]


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (np.ones((8, 9)), "9 rows and 9 columns, but this one is 8 × 9"),
        (np.zeros((9, 9)), "2 * cells - 1 makes a mark"),
        (np.ones(9), "must have the shape (9, 9)"),
        ("X", "real numbers"),
    ],
)
def test_the_matcher_refuses_what_is_no_mark_in_a_sentence(mark, words):
    """Ones and zeros are the usual slip, and the sentence says how to mend it."""
    with pytest.raises((ValueError, TypeError)) as problem:
        XOMatcher(mark)
    assert words in str(problem.value)


@pytest.mark.parametrize("focus", [(3, 0, 0), (0, 7, 0), (0, 0), "top", (0, -1, 0)])
def test_the_matcher_refuses_a_place_that_there_is_not(focus):
    """The last window starts at row 6."""
    matcher = XOMatcher()
    with pytest.raises(ValueError, match="from \\(0, 0, 0\\) to \\(2, 6, 6\\)"):
        matcher.focus = focus


@pytest.mark.parametrize(("make", "said"), [(FilterLab, "At row 506, column 386 it is 772"),
                                            (XOMatcher, "crossing 1 at row 3, column 3")])  # fmt: skip
def test_a_reader_without_a_kernel_sees_a_picture_and_reads_a_sentence(make, said):
    """A saved, untrusted notebook shows nothing else of an explorer."""
    data, metadata = make()._repr_mimebundle_()
    assert said in data["text/plain"]
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == data["text/plain"]
