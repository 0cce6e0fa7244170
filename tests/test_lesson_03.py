"""Every number of lesson 03, and what its explorers do in Python."""

import base64

import numpy as np
import pytest
from PIL import Image

from helpers import conv1d, conv2d, kernels, pictures
from helpers.widgets import FilterLab, XOMatcher

FEATURES = [kernels.FALLING_STROKE, kernels.CROSSING, kernels.RISING_STROKE]
HIDDEN = kernels.SOBEL


def best(mark):
    """Return the best score of each feature, rounded as the lesson shows it."""
    return [round(float(conv2d(mark, feature).max()) / 9, 2) for feature in FEATURES]


# --- the lesson's numbers ----------------------------------------------------------------------------


def test_each_line_kernel_responds_to_its_own_line_and_not_to_the_other():
    """The grid is there to follow the numbers; with other numbers the prose next to it is wrong."""
    vertical, horizontal = (
        conv2d(pictures.LINES, kernel) for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE)
    )
    assert vertical[:, :3].tolist() == [
        [-24, 48, -24],
        [-24, 48, -24],
        [-16, 32, -16],
        [-8, 16, -8],
        [0, 0, 0],
    ]
    assert not vertical[:, 3:].any()
    assert horizontal[4].tolist() == [48] * 5
    assert horizontal[:3].tolist() == [[0] * 5, [0] * 5, [8, 8, 8, 0, 0]]


def test_line_and_edge_kernels_give_0_on_a_flat_surface_and_the_others_keep_it():
    """Weights that sum to 0, or to 1, are the rule by which a learner designs kernels."""
    flat = np.full((3, 3), 100)
    for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE, kernels.EDGE):
        assert conv2d(flat, kernel) == 0
    for kernel in (kernels.BLUR, kernels.SHARPEN, kernels.IDENTITY):
        assert np.isclose(conv2d(flat, kernel), 100)


def test_edge_blur_and_sharpen_give_the_numbers_of_the_lesson():
    """Each of these is in bold in the prose."""
    edge, blur, sharp = (
        conv2d(pictures.LINES, kernel) for kernel in (kernels.EDGE, kernels.BLUR, kernels.SHARPEN)
    )
    assert edge[:3, 1].tolist() == [48, 48, 56]
    assert np.allclose(blur[0], [33 / 9, 33 / 9, 33 / 9, 1, 1])
    assert sharp[0].tolist() == [-7, 25, -7, 1, 1]


def test_the_photos_responses_are_where_the_lesson_says():
    """The lesson reads these places and numbers off the feature maps."""
    photo = pictures.face()
    vertical, horizontal = (
        conv2d(photo, kernel) for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE)
    )
    assert vertical.size == 21_904
    cord, glasses = (slice(10, 100), slice(14, 28)), (slice(84, 116), slice(40, 126))
    means = [
        round(float(np.abs(answers[place]).mean()))
        for place in (cord, glasses)
        for answers in (vertical, horizontal)
    ]
    assert means == [88, 21, 37, 70]
    backdrop = np.abs(horizontal[20:100, 138:148])  # only film grain
    assert round(float(backdrop.mean())) == 12
    assert np.unravel_index(vertical.argmax(), vertical.shape) == (37, 102)
    assert vertical.max() == 701
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


def test_cell_by_cell_the_o_is_closer_to_the_x_than_the_shifted_x_is():
    """The lesson gives up comparing whole marks because of these two numbers."""
    shifted = np.roll(pictures.X_MARK, 1, axis=1)
    assert [(mark != pictures.X_MARK).sum() for mark in (shifted, pictures.O_MARK)] == [26, 21]


def test_the_crossing_tells_an_x_from_an_o_however_it_is_drawn():
    """The whole section leads up to this."""
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
def test_the_hidden_kernel_is_recovered_within_a_hundredth(teacher, steps):
    """The photo takes twenty times as many steps, and the prose says how many."""
    image = np.random.default_rng(0).normal(size=(32, 32))
    if teacher == "photo":
        face = pictures.face().astype(float)
        image = (face - face.mean()) / face.std()
    distance = np.abs(learn(image, conv2d(image, HIDDEN)) - HIDDEN).max(axis=(1, 2))
    assert np.argmax(distance < 0.01) == steps
    if teacher == "noise":  # so a positive mean does not say that the weight is too large
        first, second = learn(image, conv2d(image, HIDDEN), steps=2)[1:]
        assert ((first > second) != (first > HIDDEN)).sum() == 3
    assert (distance[steps:] < 0.01).all()


def test_a_flat_image_teaches_only_the_sum_of_the_weights():
    """The question before the learning says so."""
    flat = np.ones((8, 8))
    learned = learn(flat, conv2d(flat, HIDDEN + 1), rate=0.1)[-1]
    assert np.allclose(learned, np.ones((3, 3)))


# --- lines, edges and the gradient -------------------------------------------------------------------

PROFILES = {"line": [0, 0, 0, 9, 0, 0, 0], "step": [0, 0, 0, 9, 9, 9, 9], "ramp": [0, 10, 20, 30, 40, 50, 60]}


@pytest.mark.parametrize(
    ("profile", "second", "first"),
    [
        ("line", [0, -27, 54, -27, 0], [0, 27, 0, -27, 0]),
        ("step", [0, -27, 27, 0, 0], [0, 27, 27, 0, 0]),
        ("ramp", [0] * 5, [60] * 5),
    ],
)
def test_a_line_kernel_also_responds_to_a_step_and_not_to_a_ramp(profile, second, first):
    """A learner who reads every red stripe as a line takes the outline of a wall for one."""
    image = np.array([PROFILES[profile]] * 3)
    assert conv2d(image, kernels.VERTICAL_LINE)[0].tolist() == second
    assert conv2d(image, np.array([[-1, 0, 1]] * 3))[0].tolist() == first
    a, b, c = PROFILES[profile][2:5]
    assert 2 * b - a - c == (b - a) - (c - b)


def test_all_second_differences_give_0_on_a_ramp_and_sobel_gives_8_for_each_grey():
    """The lesson divides by 8 to get the change per pixel."""
    ramp = np.array([PROFILES["ramp"]] * 3)
    for kernel in (kernels.VERTICAL_LINE, kernels.HORIZONTAL_LINE, kernels.EDGE):
        assert not conv2d(ramp, kernel).any()
    assert conv2d(ramp, kernels.SOBEL)[0].tolist() == [80] * 5
    assert np.array_equal(np.outer([1, 2, 1], [-1, 0, 1]), kernels.SOBEL)


def test_the_steepest_place_of_the_photo_faces_down_and_half_as_much_to_the_right():
    """The direction is easily given upside down, since rows are counted from the top."""
    photo = pictures.face()
    right, down = conv2d(photo, kernels.SOBEL), conv2d(photo, kernels.SOBEL.T)
    size = np.hypot(right, down)
    place = np.unravel_index(size.argmax(), size.shape)
    assert place == (16, 69)
    assert [round(float(part[place])) for part in (right, down, size)] == [421, 868, 965]
    assert round(float(np.degrees(np.arctan2(down[place], right[place])))) == 64
    window = photo[place[0] : place[0] + 3, place[1] : place[1] + 3]
    assert window[2].mean() > window[0].mean()  # brighter below: downwards counts as positive
    assert window[:, 2].mean() > window[:, 0].mean()


# --- blurs -------------------------------------------------------------------------------------------


def test_equal_weights_swap_the_finest_stripes_and_a_gaussian_evens_them_out():
    """That is the lesson's reason for weights that fall off."""
    stripes = np.array([0, 100] * 4)
    equal = conv1d(stripes, np.array([1, 1, 1]) / 3).round().tolist()
    assert stripes[1:-1].tolist() == [100, 0] * 3
    assert equal == [33, 67] * 3
    assert conv1d(stripes, np.array([1, 2, 1]) / 4).tolist() == [50] * 6


def test_two_passes_equal_one_and_take_2k_products():
    """Separating a kernel is only useful if nothing changes but the work."""
    photo, row = pictures.face(), np.array([1, 4, 6, 4, 1]) / 16
    two = conv2d(conv2d(photo, row[np.newaxis]), row[:, np.newaxis])
    assert np.abs(two - conv2d(photo, np.outer(row, row))).max() < 1e-6
    assert (2 * 31, 31 * 31) == (62, 961)
    assert np.linalg.matrix_rank(kernels.SOBEL) == np.linalg.matrix_rank(np.outer(row, row)) == 1
    assert np.linalg.matrix_rank(kernels.EDGE) > 1


# --- normalised matching -----------------------------------------------------------------------------


def alike(window, feature):
    """Return the correlation of a window and a feature."""
    return float(np.corrcoef(window.ravel(), feature.ravel())[0, 1])


def test_a_blank_wall_beats_a_dim_crossing_until_the_mean_is_taken_off():
    """Brightness and similarity are two different things; the lesson's numbers show it."""
    crossing = kernels.CROSSING
    dim, wall = np.where(crossing > 0, 66, 30), np.full((3, 3), 250)
    assert [int((window * crossing).sum()) for window in (dim, wall, 96 - dim)] == [210, 250, -114]
    means_off = [((window - window.mean()) * crossing).sum() for window in (dim, wall, 96 - dim)]
    assert np.allclose(means_off, [160, 0, -160])
    assert np.isclose(alike(dim, crossing), 1)
    assert np.isclose(alike(96 - dim, crossing), -1)


def test_the_normalised_match_finds_the_eye_and_then_the_other_eye():
    """The plain dot product finds the cap; three convolutions and a correlation must agree."""
    photo = pictures.face()
    eye = photo[88:102, 50:74]
    plain = conv2d(photo, eye)
    assert np.unravel_index(plain.argmax(), plain.shape) == (25, 69)
    assert round(float(plain.max() / plain[88, 50]), 2) == 1.80
    assert round(alike(photo[86:100, 95:119], eye), 2) == 0.52
    windows = np.lib.stride_tricks.sliding_window_view(photo, eye.shape)
    scores = np.array([[alike(window, eye) for window in row[::5]] for row in windows[3::5]])
    assert np.unravel_index(scores.argmax(), scores.shape) == (17, 10)  # row 3 + 5 · 17, column 5 · 10
    assert np.isclose(scores.max(), 1)


def test_the_photo_teaches_slowly_because_neighbouring_weights_do_almost_the_same():
    """The lesson gives this as the reason for 509 steps, and not a rate that is too small."""
    face = pictures.face().astype(float)
    here, next_door = np.zeros((3, 3)), np.zeros((3, 3))
    here[1, 1] = next_door[1, 2] = 1
    teachers = {
        "noise": np.random.default_rng(0).normal(size=(32, 32)),
        "photo": (face - face.mean()) / face.std(),
    }
    changes = {
        name: ((conv2d(image, here) - conv2d(image, next_door)) ** 2).mean()
        for name, image in teachers.items()
    }
    assert {name: round(float(change), 2) for name, change in changes.items()} == {
        "noise": 1.94,
        "photo": 0.16,
    }
    photo = teachers["photo"]
    too_fast = learn(photo, conv2d(photo, HIDDEN), rate=0.3, steps=100)[-1]
    assert np.abs(too_fast - HIDDEN).max() > 1000


def test_the_answers_to_the_tasks_of_the_explorers_are_right():
    """They are closed until asked for, so nobody would notice a wrong one."""
    changed = kernels.VERTICAL_LINE.copy()
    changed[0, 0] = -2
    assert conv2d(np.full((3, 3), 100), changed) == -100
    one = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])
    assert np.array_equal(conv2d(pictures.LINES, one), pictures.LINES[1:-1, :-2])
    scores = {}
    for columns in range(1, 5):
        mark = -np.ones((9, 9), int)
        mark[:, columns:] = pictures.X_MARK[:, :-columns]
        scores[columns] = best(mark)
    assert [scores[columns][1] for columns in (3, 4)] == [1, 0.56]


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


def test_the_lab_refuses_a_file_that_is_not_a_picture(tmp_path):
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
    """`matcher.mark` and `matcher.matches` are what the page shows."""
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
def test_the_matcher_refuses_what_is_not_a_mark_in_a_sentence(mark, words):
    """Ones and zeros are the usual slip, and the sentence says how to correct it."""
    with pytest.raises((ValueError, TypeError)) as problem:
        XOMatcher(mark)
    assert words in str(problem.value)


@pytest.mark.parametrize("focus", [(3, 0, 0), (0, 7, 0), (0, 0), "top", (0, -1, 0)])
def test_the_matcher_refuses_a_position_that_does_not_exist(focus):
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
