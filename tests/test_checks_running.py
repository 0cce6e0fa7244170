"""Whatever a learner's code does, a check ends in a sentence and the kernel survives."""

import _thread
import builtins
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from helpers import checks
from helpers.checks import lessons, running


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.5)


def still_running():
    """Return the threads of answers that have not ended."""
    return [thread for thread in threading.enumerate() if thread.name == "answer" and thread.is_alive()]


def judge(function):
    """Return the report on a function as an answer to `convolve`."""
    return checks.convolve(function)


def raising(error):
    """Make an answer that raises."""

    def answer(image, kernel):
        raise error

    return answer


def spin(image, kernel):
    """Never end, in lines that do nothing."""
    while True:
        pass


def spin_and_swallow(image, kernel):
    """Never end, and catch what would end it."""
    while True:
        try:
            int("not a number")
        except:  # noqa: E722
            continue


def sleep_for_ever(image, kernel):
    """Never end, in short naps."""
    while True:
        time.sleep(0.01)


def print_for_ever(image, kernel):
    """Never end, and fill the page."""
    while True:
        print("again " * 100)


def test_the_time_of_an_import_does_not_count(tmp_path, monkeypatch):
    """`import tensorflow` inside an answer takes longer than an endless loop is given."""
    (tmp_path / "slow_library.py").write_text(
        "import time\nfor _ in range(12): time.sleep(0.1)\nKERNEL = 1\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def answer():
        import slow_library

        return slow_library.KERNEL

    outcome = running.run(answer)
    assert (outcome.value, outcome.endless) == (1, False)
    assert running.run(lambda: [time.sleep(0.02) for _ in range(200)]).endless


@pytest.mark.parametrize("answer", [spin, spin_and_swallow, sleep_for_ever, print_for_ever])
def test_an_endless_loop_ends_in_a_sentence(answer):
    """A frozen kernel costs the learner everything computed so far."""
    started = time.monotonic()
    report = judge(answer)
    assert report.mistake == "it does not end"
    assert time.monotonic() - started < 4
    assert not still_running()


def test_code_that_cannot_be_stopped_is_left_behind_with_advice():
    """One long call into C cannot be interrupted; the learner reads what to do."""
    report = judge(lambda image, kernel: time.sleep(3))
    assert report.mistake == "it does not end"
    assert "Kernel > Restart" in repr(report)
    for thread in still_running():
        thread.join()


def call_itself(image, kernel):
    """Recurse without end."""
    return call_itself(image, kernel)


def test_endless_recursion_is_named_as_such():
    """A RecursionError's text means nothing to a beginner."""
    assert judge(call_itself).mistake == "it does not end"


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (lambda image, kernel: input("kernel? "), "it asks for input"),
        (lambda image, kernel: sys.exit(), "it calls exit"),
        (lambda image, kernel: builtins.exit(), "it calls exit"),
        (raising(SystemExit(3)), "it calls exit"),
        (raising(KeyboardInterrupt()), "it stops with KeyboardInterrupt"),
        (raising(GeneratorExit()), "it stops with GeneratorExit"),
        (raising(BaseException("odd")), "it stops with BaseException"),
        (raising(MemoryError()), "it stops with MemoryError"),
        (lambda image, kernel: 1 / 0, "it stops with ZeroDivisionError"),
        (lambda image, kernel: (x for x in image), "the wrong kind of thing"),
        (lambda image, kernel: {"map": image}, "the wrong kind of thing"),
        (lambda image, kernel: [[1, 2], [3]], "the wrong kind of thing"),
        (lambda image, kernel: np, "the wrong kind of thing"),
        (lambda image, kernel: image * np.nan, "the result holds nan"),
        (lambda image, kernel: np.array([]), "the result is always the same"),
        (lambda image, kernel: 7, "the result is always the same"),
        (lambda image, kernel: np.full(image.shape, np.inf), "as large as the input"),
        (lambda image, kernel: np.zeros((90_000, 90_000), dtype=np.uint8), "the wrong kind of thing"),
        (lambda image: image, "it cannot be called as the task says"),
        (np.ndarray, "it stops with TypeError"),
    ],
)
def test_it_ends_in_a_sentence(answer, mistake):
    """A traceback from the check's own code frightens learners and explains nothing."""
    report = judge(answer)
    assert report.mistake == mistake
    assert report._repr_html_()
    assert "helpers" not in repr(report)


def test_an_exception_is_reported_with_the_line_of_the_cell():
    """The line is what the learner needs to see first."""
    source = "def mine(image, kernel):\n    rows = 3\n    return image[rows, 99]\n"
    space = {}
    exec(compile(source, "ipykernel_1/cell.py", "exec"), space)
    report = judge(space["mine"])
    assert report.mistake == "it stops with IndexError"
    assert "Your code stopped in line 3 of its cell: index 3 is out of bounds" in repr(report)


def test_the_learners_interrupt_still_interrupts(monkeypatch):
    """The stop button must stop, also while a check is waiting."""
    monkeypatch.setattr(running, "SECONDS", 60)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests run in the background ignore it
    threading.Timer(0.3, _thread.interrupt_main).start()
    started = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            judge(spin)
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - started < 5
    assert not still_running()


def test_everything_is_put_back_afterwards():
    """A learner's next cell must print, ask and warn as before."""
    before = sys.stdout, sys.stderr, builtins.input, builtins.exit, list(running.warnings.filters)
    judge(spin)
    judge(raising(KeyboardInterrupt()))
    assert (sys.stdout, sys.stderr, builtins.input, builtins.exit, list(running.warnings.filters)) == before


def test_nothing_of_the_learners_code_reaches_the_page(capfd):
    """Warnings in red beside a check look like a defect of the course."""

    def noisy(image, kernel):
        print("to the error stream", file=sys.stderr)
        np.uint8(200) * np.uint8(200)
        return np.float64(1) / np.float64(0)

    judge(noisy)
    assert capfd.readouterr() == ("", "")


def test_cases_are_the_same_for_everyone_after_an_answer_that_spoils_them():
    """One learner's mistake must not make the next answer wrong."""

    def spoil(image, kernel):
        image[:] = 0
        kernel[:] = 0
        return image

    first = repr(judge(spoil))
    assert repr(judge(spoil)) == first
    assert judge(lessons.find_exercise("convolve")[1].reference).status == "right"


THINGS = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(), some.floats(), some.text(), some.just(...)),
    lambda inner: some.lists(inner, max_size=4) | some.tuples(inner, inner) | some.sets(some.text()),
    max_leaves=8,
) | some.builds(
    np.zeros,
    some.lists(some.integers(0, 4), max_size=5),
    some.sampled_from([float, int, "uint8", bool, complex, object, "U3", "datetime64[s]"]),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(thing=THINGS)
def test_no_answer_makes_a_check_raise(thing):
    """Learners give answers that nobody thought of, and each of them deserves a sentence.

    Each random answer is given to every exercise: drawing it takes longer than judging it.
    """
    for name in lessons.LESSON_OF_EXERCISE:
        for answer in (thing, lambda *inputs, **settings: thing):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                report = checks.check(name, answer)
            assert report.status in ("wrong", "not yet", "right"), name
            assert repr(report)
            assert report._repr_html_()
