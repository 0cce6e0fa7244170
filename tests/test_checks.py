"""The proof of the checks: every answer written down in `tests/answers`, right and wrong, is judged."""

import pytest

from helpers import checks
from helpers.checks import running
from tests.answers import all_answers

ANSWERS = all_answers()
RIGHT = [answer for answer in ANSWERS if answer.mistake is None]
WRONG = [answer for answer in ANSWERS if answer.mistake is not None]
EXERCISES = {exercise.name: exercise for _, exercise in checks._EXERCISES.values()}


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 1)


@pytest.mark.parametrize("answer", RIGHT, ids=str)
def test_a_right_answer_is_accepted_however_it_is_written(answer):
    """A learner who is right and told otherwise stops trusting the course."""
    report = checks.check(answer.exercise, answer.given)
    assert report.status == "right", repr(report)


@pytest.mark.parametrize("answer", WRONG, ids=str)
def test_a_wrong_answer_is_rejected(answer):
    """A learner who is wrong and told right carries the mistake into the next lesson."""
    assert checks.check(answer.exercise, answer.given).status == "wrong"


def test_nine_in_ten_wrong_answers_are_named_by_their_mistake(capsys):
    """ "Wrong" alone sends a learner to search a dozen lines; the name of the mistake ends the search."""
    given = [(answer, checks.check(answer.exercise, answer.given).mistake) for answer in WRONG]
    missed = [
        f"{answer}: {named!r}, not {answer.mistake!r}" for answer, named in given if named != answer.mistake
    ]
    unnamed = [answer for answer in WRONG if not answer.mistake]
    share = 1 - (len(missed) + len(unnamed)) / len(WRONG)
    with capsys.disabled():
        print(f"\n{len(WRONG)} wrong answers, {share:.0%} named by their mistake", *missed, sep="\n")
    assert not missed
    assert share >= 0.9
