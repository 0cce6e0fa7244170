"""The sentence of a mistake is true of every answer that gets it, not only of the one it was written for."""

import numpy as np
import pytest

from helpers.checks import judging, lessons, running
from tests.answers import all_answers, ready_made
from tests.claims import CLAIMS, untrue

EXERCISES = {
    name: exercise
    for name, (_, exercise) in lessons.all_exercises().items()
    if not exercise.is_value and exercise.accepts is None
}
WRONG = [one for one in all_answers() if one.mistake and one.exercise in EXERCISES and callable(one.given)]


def _first_cell(array):
    changed = array.astype(float)
    changed.flat[:1] += 1
    return changed


def _zero_first(array):
    changed = array.copy()
    changed[:1] = 0
    return changed


def _shuffled(array):
    return np.random.default_rng(0).permutation(array.ravel()).reshape(array.shape)


# What people get wrong in any exercise: each slip is a change of the right result. They were written without
# regard to what the exercises know, so that most of them trigger sentences that are meant for something else.
SLIPS = {
    "transposed": np.transpose, "turned": np.rot90, "mirrored": lambda a: a[:, ::-1],
    "flipped": lambda a: a[::-1], "sorted": lambda a: np.sort(a, axis=None).reshape(a.shape),
    "shuffled": _shuffled, "a row": np.ravel, "a column": lambda a: a.reshape(-1, 1),
    "one more axis": lambda a: a[np.newaxis], "the sum": np.sum, "the mean": np.mean,
    "the largest": np.max, "the first": lambda a: a.ravel()[0], "one row": lambda a: a[0],
    "without the last": lambda a: a[:-1], "without the first": lambda a: a[1:],
    "without a column": lambda a: a[:, :-1], "nothing": lambda a: a[:0],
    "a frame of 0": lambda a: np.pad(a, 1), "one more": lambda a: a + 1, "one less": lambda a: a - 1,
    "twice": lambda a: 2 * a, "half": lambda a: a / 2, "negative": lambda a: -a, "no signs": np.abs,
    "squares": np.square, "rounded": lambda a: np.round(a, 1), "whole": lambda a: a.astype(int),
    "8 bits": lambda a: a.astype(int).astype(np.uint8), "cut": lambda a: a.clip(0, 1),
    "no negative": lambda a: np.maximum(a, 0), "zero": np.zeros_like, "ones": np.ones_like,
    "mean added": lambda a: a + np.mean(a), "sums to 1": lambda a: a / np.sum(a),
    "no spread": lambda a: a * 0 + np.mean(a), "first row 0": _zero_first, "first cell": _first_cell,
    "nan": lambda a: a * np.nan, "signs only": np.sign, "a tenth more": lambda a: a * 1.1,
    "shifted": lambda a: np.roll(a, 1), "shifted down": lambda a: np.roll(a, 1, axis=0),
    "summed up": np.cumsum,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch, request):
    asked = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    given = getattr(asked.get("answer"), "given", None)
    if getattr(given, "__module__", "") == ready_made.__name__:
        import helpers.training  # noqa: F401 - it takes longer than a check waits, so it comes before
    else:
        monkeypatch.setattr(running, "SECONDS", 1)


def _with(slip, exercise):
    """Return an answer to an exercise that makes a slip; on what it cannot change, it is right."""

    def answer(*values, **settings):
        right = exercise.reference(*values, **settings)
        parts = right if isinstance(right, tuple) else (right,)
        changed = tuple(_changed(slip, part) for part in parts)
        return changed if isinstance(right, tuple) else changed[0]

    return answer


def _changed(slip, part):
    try:
        with np.errstate(all="ignore"):
            return slip(np.asarray(part))
    except (ValueError, IndexError, TypeError):
        return part


@pytest.mark.parametrize("name", EXERCISES)
def test_the_sentences_of_a_check_are_true_of_slips_that_it_does_not_know(name):
    """A learner whose result is shuffled and who reads "transposed" searches in the wrong line."""
    exercise = EXERCISES[name]
    found = []
    for slip, change in SLIPS.items():
        answer = _with(change, exercise)
        report = judging.judge(exercise, answer)
        if report.status == "wrong":
            found += [(slip, *claim) for claim in untrue(exercise, answer, report)]
    assert found == []


@pytest.mark.parametrize("answer", WRONG, ids=str)
def test_the_sentences_of_a_check_are_true_of_the_answers_that_learners_write(answer):
    """The sentence under a mistake is the one thing that a learner reads."""
    exercise = EXERCISES[answer.exercise]
    report = judging.judge(exercise, answer.given)
    assert untrue(exercise, answer.given, report) == []


def test_an_untrue_sentence_is_found():
    """The tests above would pass if no claim ever failed."""
    exercise = EXERCISES["relu"]
    for mistake in ("the result is always 0", "rows and columns are swapped", "the numbers is too large"):
        report = judging.judge(exercise, lambda values: values + 1)
        report.mistake = mistake
        report.sentences = ["The numbers are right, but the result is transposed."]
        assert untrue(exercise, lambda values: values + 1, report)
    assert len(CLAIMS) > 30
