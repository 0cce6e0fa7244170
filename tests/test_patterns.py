"""What the checks say about wrong numbers that no mistake in an exercise's table explains."""

import dataclasses

import numpy as np
import pytest

from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.judging import judge
from tests.answers import all_answers

GRIDS = [
    np.array([[0.25, 2], [-3, 4]]),
    np.array([[1.5, -2, 300], [4, 5, 6.75]]),
    np.arange(-6, 6).reshape(4, 3),
]
CORNER = {"constant_values": 7}


def exercise(reference, inputs=GRIDS, **settings):
    """Return an exercise without a table of mistakes."""
    cases = tuple(Case({"image": one}) if isinstance(one, np.ndarray) else one for one in inputs)
    return Exercise(
        name="change", title="", answer="my_change(image)", reference=reference, read=numbers, right="",
        hints=("", "", ""), mistakes=(), cases=cases, **settings,
    )  # fmt: skip


def right_answer(image):
    """Return three times the image plus a quarter: not whole, not positive, not square."""
    return 3 * np.asarray(image) + 0.25


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (np.transpose, "rows and columns are swapped"),
        (np.flipud, "the result is upside down"),
        (np.fliplr, "left and right are swapped"),
        (lambda a: a[::-1, ::-1], "the result is rotated by 180°"),
        (np.negative, "the sign is the other way round"),
        (lambda a: 100 * a, "percent instead of a share"),
        (lambda a: a / 9, "too small by a factor of 9"),
        (lambda a: 2 * a, "too large by a factor of 2"),
        (lambda a: a + 1, "too large by 1"),
        (lambda a: a - 1, "too small by 1"),
        (np.trunc, "the decimals are cut off"),
        (lambda a: a.round(1), "the result is rounded"),
        (lambda a: np.maximum(a, 0), "negative numbers became 0"),
        (lambda a: a.clip(0, 255), "clipped"),
        (np.abs, "the minus signs are lost"),
        (lambda a: a % 256, "8 bits are too few"),
        (np.square, "squared"),
        (lambda a: np.sort(a, axis=None).reshape(a.shape), "the result is sorted"),
        (np.ravel, "the result is one long row"),
        (np.sum, "added up to one number"),
        (np.mean, "averaged to one number"),
        (np.max, "the largest one only"),
        (lambda a: a[:-1, :-1], "the last row and column are missing"),
        (lambda a: a[1:], "the first row is missing"),
        (lambda a: a[0], "the first row only"),
        (lambda a: 0 * a, "the result is always 0"),
        (lambda a: np.pad(a[:-1, :-1], ((0, 1), (0, 1)), **CORNER), "the last row or column is wrong"),
        (lambda a: np.pad(a[1:, 1:], ((1, 0), (1, 0)), **CORNER), "the first row or column is wrong"),
        (lambda a: np.vstack([a[:1], a[1:] + 7]), "only the first row is right"),
        (lambda a: np.where(np.arange(a.size).reshape(a.shape) % 2, a, 0), "some cells are left at 0"),
        (lambda a: a * np.nan, "the result holds nan"),
        (lambda a: np.exp(a / 50), ""),
    ],
)  # fmt: skip
def test_a_result_that_is_changed_in_one_way_in_every_case_gets_its_name(change, name):
    """A learner who reads "rows and columns are swapped" need not compare twelve numbers."""
    report = judge(exercise(right_answer), lambda image: change(right_answer(image)))
    assert (report.status, report.mistake) == ("wrong", name)


def test_a_change_that_occurs_in_some_cases_only_is_not_named():
    """The sentence would be false of the other cases."""
    report = judge(exercise(right_answer), lambda image: right_answer(image) ** (2 if image.size > 4 else 3))
    assert report.mistake == ""


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda a: a[:, :1] * np.ones(len(a)), "a square where none is right"),
        (lambda a: np.vstack([a, 7 * a[:1]]), "too many rows or columns"),
        (lambda a: 7 * a[:, 1:], "too few rows or columns"),
        (lambda a: a[0] * 7, "a list where rows and columns are right"),
        (lambda a: a[..., np.newaxis], "an axis too many"),
        (lambda a: 7 * a[0, 0], "one number where several are right"),
        (lambda a: 7 * a.T[:, :1] + np.zeros(len(a)), "the numbers of rows and columns have changed places"),
        (lambda a: np.zeros((9, 1, 3, 4)) + a.sum(), "the shape is another one"),
        (lambda a: np.ones((5, 1)), "the result is always the same"),
    ],
)
def test_a_result_of_another_shape_gets_a_sentence_on_how_it_differs(change, name):
    """ "The shape is another one" leaves the learner to compare the numbers of rows."""
    wide = [grid for grid in GRIDS if grid.shape[0] != grid.shape[1]]
    cases = [*wide, wide[0] + 0.25]
    report = judge(exercise(right_answer, cases), lambda image: change(right_answer(image)))
    assert report.mistake == name
    assert "is right." in report.sentences[0] or "always" in name


def test_a_result_as_large_as_the_input_is_recognised():
    """A learner who sees that nothing has shrunk knows where to look."""
    smaller = exercise(lambda image: image[1:, 1:] * 3.5)
    assert judge(smaller, lambda image: image * 3.5).mistake == "as large as the input"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda a: 7 * a[..., :1], "an axis is too short"),
        (lambda a: np.concatenate([a, 7 * a[:1]]), "an axis is too long"),
        (lambda a: 7 * a[:1, :1], "too few rows or columns"),
    ],
)
def test_a_volume_with_too_few_channels_does_not_lack_rows_or_columns(change, name):
    """Five rows by six columns are right, so the sentence would send the learner to the wrong axes."""
    volumes = exercise(lambda image: np.stack([image, image * 3.5, image + 0.25], axis=-1))
    assert judge(volumes, lambda image: change(volumes.reference(image))).mistake == name


def test_several_numbers_where_one_is_asked_for_are_recognised():
    """The learner has to choose one of them, and two shapes don't say so."""
    one = exercise(lambda image: image.max() + 0.25)
    assert judge(one, lambda image: image.max(axis=0)).mistake == "several numbers where one is right"


def _seventh_column(image):
    return image[:, 7]


def _third_column(image):
    return image[:, 3]


def test_of_two_mistakes_that_stop_alike_the_one_with_the_same_words_is_named():
    """Otherwise any IndexError would get the name of the first mistake that ends in one."""
    table = (Mistake("seven", "", wrong=_seventh_column), Mistake("three", "", wrong=_third_column))
    stops = dataclasses.replace(exercise(right_answer, [GRIDS[0]] * 3), mistakes=table)
    assert judge(stops, lambda image: image[:, 3] + 1).mistake == "three"
    assert judge(stops, lambda image: image[:, 7] + 1).mistake == "seven"


def test_a_mistake_that_stops_with_other_words_is_not_named():
    """ "It runs past the edge" is not true of a list that is indexed by a text."""
    table = (Mistake("seven", "", wrong=_seventh_column),)
    stops = dataclasses.replace(exercise(right_answer), mistakes=table)
    assert judge(stops, lambda image: image["rows"]).mistake == "it stops with IndexError"
    assert judge(stops, lambda image: image[5]).mistake == "it stops with IndexError"


def test_an_input_that_comes_back_is_recognised():
    """Nothing is done to it" says more than a grid of differences."""
    assert judge(exercise(right_answer), lambda image: image).mistake == "image comes back as it was"


@pytest.mark.parametrize(
    ("holds", "name"),
    [
        (lambda a: a.shape[0] == a.shape[1], "right only where image has as many rows as columns"),
        (lambda a: len(a) >= a.shape[1], "right only where image has at least as many rows as columns"),
        (lambda a: (a == np.floor(a)).all(), ""),  # one of four: any property could be true of it alone
    ],
)
def test_an_answer_that_is_right_on_one_kind_of_input_gets_a_sentence_on_which(holds, name):
    """ "Right in 1 of 3 cases" leaves the learner to find out what the three have in common."""
    answer = judge(
        exercise(right_answer, [*GRIDS, GRIDS[1] + 0.25]),
        lambda image: right_answer(image) + (0 if holds(image) else image**2),
    )
    assert answer.mistake == name


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda n, k: n - 2, "right only where k is 3"),
        (lambda n, k: 12, "the result is always the same"),
        (lambda n, k: n - k + k % 2 if k % 2 else 40 * k - n * n, "right only where k is odd"),
        (lambda n, k: n + k * k, "the number is too large"),
        (lambda n, k: -k * k * n, "the number is too small"),
    ],
)
def test_a_wrong_number_is_distinguished_from_a_number_for_one_case(answer, name):
    """Sizes and counts are single numbers: there is no grid in which to look for the mistake."""
    sizes = [Case({"n": n, "k": k}) for n, k in [(9, 3), (14, 3), (8, 5), (12, 4), (16, 2)]]
    question = exercise(lambda n, k: n - k + 1, inputs=sizes)
    assert judge(question, answer).mistake == name


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda image: (image.max(), image.min()), "the parts are in another order"),
        (lambda image: (image.min(), image.mean()), "the second part is wrong"),
        (lambda image: (image.mean(), image.sum() ** 2), ""),
    ],
)
def test_a_result_of_two_parts_gets_a_sentence_on_which_of_them_is_wrong(answer, name):
    """A learner would look for the mistake in the line that is right."""
    pair = Exercise(
        name="change", title="", answer="my_change(image)", right="",
        reference=lambda image: (image.min(), image.max()), read=lambda value: tuple(map(numbers, value)),
        hints=("", "", ""), mistakes=(),
        cases=tuple(Case({"image": grid}) for grid in GRIDS),
    )  # fmt: skip
    assert judge(pair, answer).mistake == name


@pytest.mark.parametrize(
    ("answer", "name", "says"),
    [
        (lambda image: (2 * image, image.max() - 1), "", ""),
        (lambda image: (-image, image.max()), "the first part is wrong", "In this one: every number has the"),
        (lambda image: (image[0], image.max()), "the first part is wrong", "In this one: your result is its"),
        (lambda image: (image, [1, 2]), "the second part is wrong", "In this one: yours is a list of 2"),
    ],
)
def test_parts_of_different_shapes_are_compared_one_by_one(answer, name, says):
    """Together they did not make an array, and the report said that nothing could be compared."""
    pair = Exercise(
        name="change", title="", answer="my_change(image)", right="",
        reference=lambda image: (image, image.max()), read=lambda value: tuple(map(numbers, value)),
        hints=("", "", ""), mistakes=(),
        cases=tuple(Case({"image": grid}) for grid in GRIDS),
    )  # fmt: skip
    report = judge(pair, answer)
    assert report.mistake == name
    assert says in " ".join(report.sentences)


def test_a_general_pattern_never_takes_the_place_of_a_named_mistake():
    """The table's sentence knows the lesson; the pattern only knows the numbers."""
    general = {"too large by 1", "the number is too large", "the number is too small", "squared"}
    named = [answer for answer in all_answers() if answer.mistake and answer.mistake not in general]
    assert len(named) > 500


def test_a_result_in_the_type_of_the_input_is_named_where_it_cannot_hold_the_right_numbers():
    """The learner looks at the arithmetic, which is right, and not at the line that makes the array."""
    pixels = np.array([[3, 4], [5, 6]], dtype=np.uint8)
    hundredfold = exercise(lambda image: 100.0 * image, [pixels, GRIDS[1], pixels.T])

    def my_change(image):
        result = np.empty_like(image)
        result[:] = (100.0 * image).astype(int) % 256 if image.dtype == np.uint8 else 100.0 * image
        return result

    assert judge(hundredfold, my_change).mistake == "the result has the type of image"
    in_decimals = judge(hundredfold, lambda image: 100.0 * image + (image.dtype == np.uint8) * image**2)
    assert in_decimals.mistake != "the result has the type of image"


def test_a_half_that_is_rounded_up_is_rounded_as_well():
    """NumPy rounds 0.125 to 0.12, and by hand it is 0.13: the learner has rounded in both ways."""
    eighths = exercise(lambda image: image / 8, [np.array([[1, 3], [5, 6]]), np.array([[9, 11, 13]])])
    assert (
        judge(eighths, lambda image: np.floor(100 * image / 8 + 0.5) / 100).mistake == "the result is rounded"
    )
    sevenths = exercise(lambda image: image / 7, eighths.cases)
    assert judge(sevenths, lambda image: np.floor(100 * image / 7) / 100).mistake != "the result is rounded"
