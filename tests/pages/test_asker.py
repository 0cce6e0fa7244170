"""One question to Python at a time."""

from tests.pages.node import ask


def converse(*steps, patience=10_000):
    """Return what an Asker does in these steps."""
    return ask("drivers/asker.js", "converse", [[patience, steps]])[0]


def test_a_question_is_sent_at_once_and_the_next_one_after_its_answer():
    """A kernel does one thing at a time: a queue would answer questions that nobody asks any more."""
    found = converse(["ask", 1], ["answered"], ["ask", 2], ["ask", 3], ["answered"], ["answered"])
    assert found["sent"] == [1, 2, 3]
    assert found["answered"] == [True, False, True]


def test_of_the_questions_that_wait_only_the_newest_is_sent():
    """A dragged slider asks sixty times a second."""
    found = converse(["ask", 0], *[["ask", n] for n in range(1, 61)], ["answered"], ["answered"])
    assert found["sent"] == [0, 60]
    assert found["answered"] == [False, True]


def test_a_question_may_be_anything_falsy():
    """0 is a filter, and null the whole picture."""
    assert converse(["ask", 0], ["ask", None], ["answered"], ["answered"])["sent"] == [0, None]


def test_a_late_answer_is_noticed_once():
    """While a network trains, silence would look like a broken page."""
    assert converse(["ask", 1], ["wait", 30], patience=5)["late"] == 1
    assert converse(["ask", 1], ["answered"], ["wait", 30], patience=5)["late"] == 0
    assert converse(["ask", 1], ["wait", 1], patience=10_000)["late"] == 0


def test_a_question_that_waited_has_a_patience_of_its_own():
    """The second answer may be late even if the first one was not."""
    assert converse(["ask", 1], ["ask", 2], ["answered"], ["wait", 30], patience=5)["late"] == 1


def test_a_closed_page_complains_of_nothing():
    """Its sentence would have nowhere to appear."""
    assert converse(["ask", 1], ["close"], ["wait", 30], patience=5)["late"] == 0
