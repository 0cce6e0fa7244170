"""The scripts of the web edition: docs/site/live."""

import base64
import random
from pathlib import Path

from docs.site import explorers
from helpers.checks import ten_questions
from helpers.checks.lessons import all_questions
from helpers.checks.questions import Choices
from tests.pages.node import ask

JUDGE = explorers.LIVE.with_name("judge.mjs")
LISTENING = Path(__file__).with_name("listening.mjs")
LETTERS = "0123456789+-−.,eE _/xn"
TYPED = [
    "",
    " ",
    "0.5",
    "1e3",
    "−7",
    "seven",
    "12,5",
    "1/9",
    "nan",
    "inf",
    "1_000",
    "0x10",
    "1e999",
    "–3",
    "٣",
    "+4",
]


def attempts(question, chance):
    """Return answers to a question: near and far ones, and what a cat on the keyboard would type."""
    if isinstance(question, Choices):
        return [*map(str, range(-1, len(question.choices) + 1)), "", " 1", "1.0", "x"]
    edges = [0, 0.37, *(sign * question.within * part for sign in (-1, 1) for part in (0.5, 0.999, 1.001, 2))]
    known = [repr(float(number) + edge) for number in (question.answer, *question.wrong) for edge in edges]
    random_ones = ["".join(chance.choices(LETTERS, k=chance.randint(1, 7))) for _ in range(100)]
    return [*known, *TYPED, *random_ones]


def test_answers_are_judged_as_python_judges_them():
    """A right answer called wrong is worse than no question."""
    chance = random.Random(13)
    asked = [
        (question, given) for _, question in all_questions().values() for given in attempts(question, chance)
    ]
    answers = ask(JUDGE, "judge", [[explorers.answers(question), given] for question, given in asked])
    for (question, given), said in zip(asked, answers, strict=True):
        assert said == [*question.judge(given)], (question.name, given)


# What is done to a model, and what its listeners hear.
STORIES = [
    ([["on", "change:a", "f"], ["set", "a", 1], ["set", "a", 1]], [["f", 1]]),
    ([["on", "change:a change:b", "f"], ["set", "a", 1], ["set", "b", 2]], [["f", 1], ["f", 2]]),
    ([["on", "change", "f"], ["on", "change:a", "g"], ["set", "a", 1]], [["g", 1], ["f", None]]),
    (
        [["on", "change:a", "f"], ["on", "change:a", "g"], ["off", "change:a", "f"], ["set", "a", 1]],
        [["g", 1]],
    ),
    (
        [["on", "change:a", "f"], ["on", "change:b", "f"], ["off", "change:a", "f"], ["set", "b", 1]],
        [["f", 1]],
    ),
    (
        [["on", "change:a", "f"], ["on", "change:b", "g"], ["off", "change:a", None], ["set", "b", 1]],
        [["g", 1]],
    ),
    ([["on", "change:a", "f"], ["on", "change:a", "g"], ["off", "change:a", None], ["set", "a", 1]], []),
    ([["on", "change:a", "f"], ["on", "change:b", "f"], ["off", None, "f"], ["set", "b", 1]], []),
    ([["on", "change:a", "f"], ["on", "change:a", "g"], ["off", None, "f"], ["set", "a", 1]], [["g", 1]]),
    ([["on", "change:a", "f"], ["on", "change:b", "g"], ["off", None, None], ["set", "b", 1]], []),
    ([["on", "change:a", "f"], ["off", "change", "f"], ["set", "a", 1]], [["f", 1]]),
    ([["on", "change:a", "f"], ["set", "a", [1, 2]], ["set", "a", [1, 2]]], [["f", [1, 2]]]),
]


def test_a_model_tells_its_listeners_what_ipywidgets_would():
    """A listener that stays on changes a page that is gone; one that ends too early stops a page."""
    heard = ask(LISTENING, "heard", [[{"a": 0, "b": 0}, steps] for steps, _ in STORIES])
    assert heard == [log for _, log in STORIES]


def test_a_message_gets_its_answer_in_a_trait():
    """Otherwise a question would get no answer."""
    assert ask(LISTENING, "answered", [[{"reply": 0}, {"number": 4}]]) == [5]


def test_bytes_arrive_as_python_sent_them():
    """One byte too many shifts every pixel of the photo."""
    content = bytes(range(256))
    state = {"pixels": {"$bytes": base64.b64encode(content).decode()}}
    assert ask(LISTENING, "bytesOf", [[state, "pixels"]]) == [[*content]]


def test_the_test_of_ten_questions_is_judged_as_python_judges_it():
    """A reader of the web edition should get the score that a learner in JupyterLab gets."""
    chance = random.Random(14)
    for when, items in ten_questions.ITEMS.items():
        given = [[chance.choice(["0", "1", "2", "3", "4", ""]) for _ in items] for _ in range(30)]
        said = ask(JUDGE, "judgeTest", [[explorers.test_answers(when), answers] for answers in given])
        for answers, (details, says) in zip(given, said, strict=True):
            results, expected = ten_questions.judge(when, answers)
            assert details == expected
            assert says == ten_questions.verdict(when, sum(results), is_kept=False)
