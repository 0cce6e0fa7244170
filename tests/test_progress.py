"""The learner's progress: kept, shown, and never lost."""

import json
import os
import subprocess
import sys
import threading

import pytest

from helpers import checks, progress
from helpers.checks import lessons

FILE = progress.FILE


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give each test a learner's folder of its own, and a kernel that remembers nothing."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    monkeypatch.setattr(progress, "_unsaved", {kind: set() for kind in progress.KINDS})
    monkeypatch.setattr(progress, "_unsaved_scores", {})
    return tmp_path


def test_a_solved_exercise_is_remembered_by_the_next_kernel(folder):
    """A learner closes the lid and continues tomorrow."""
    assert checks.first_answer(784).status == "right"
    code = "from helpers import checks; print(checks.progress('00'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "checks.first_answer  done ✓" in done.stdout


def test_a_wrong_answer_afterwards_takes_nothing_away():
    """Trying something else must not undo what is done."""
    checks.first_answer(784)
    checks.first_answer(56)
    assert progress.done()[0]["exercises"] == {"00/first_answer"}


def test_the_table_counts_exercises_and_questions_of_every_lesson():
    """The learner sees at a glance where to continue."""
    checks.first_answer(784)
    checks.question("shift_enter").answer("1")
    lines = repr(checks.progress()).splitlines()
    assert lines[0] == "Your progress"
    assert lines[1].split() == ["lesson", "exercises", "questions"]
    rows = {line[:2]: line for line in lines[2:]}
    assert rows["00"].endswith("1 of 1     1 of 2")
    exercises, questions = len(lessons.EXERCISES["02"]), len(lessons.QUESTIONS["02"])
    assert rows["02"].split()[-6:] == f"0 of {exercises} 0 of {questions}".split()


def test_nothing_is_written_before_something_is_done(folder):
    """Opening a lesson must leave no file behind."""
    checks.progress()
    checks.progress("02")
    checks.first_answer(...)
    assert list(folder.iterdir()) == []


def test_a_damaged_file_is_set_aside_and_reported(folder):
    """Half a file after a power cut must not stop the lesson, and must not be thrown away."""
    for number, damaged in enumerate(
        [b'{"exercises": ["02/conv', b"\xff\xfe", b"[]", b'{"exercises": [3]}'], 1
    ):
        (folder / FILE).write_bytes(damaged)
        report = checks.first_answer(784)
        assert report.status == "right"
        assert f"It is kept as progress-damaged-{number}.json" in repr(report)
        assert (folder / f"progress-damaged-{number}.json").read_bytes() == damaged
        assert json.loads((folder / FILE).read_text())["exercises"] == ["00/first_answer"]


def test_a_damaged_file_is_noticed_by_the_table_too(folder):
    """Otherwise the learner wonders why everything has to be done again."""
    (folder / FILE).write_text("{")
    assert "It is kept as progress-damaged-1.json" in repr(checks.progress())
    assert (folder / "progress-damaged-1.json").read_text() == "{"


def test_what_a_newer_course_wrote_is_kept(folder):
    """Going back to an older version of the course must not erase what the newer one noted."""
    (folder / FILE).write_text(json.dumps({"exercises": ["12/future"], "badges": [1]}))
    checks.first_answer(784)
    content = json.loads((folder / FILE).read_text())
    assert content["badges"] == [1]
    assert content["exercises"] == ["00/first_answer", "12/future"]


def test_two_lessons_writing_at_once_lose_nothing(folder, tmp_path_factory):
    """Two notebooks are two processes; the last to write must not undo the first."""
    code = (
        "import sys, pathlib; from helpers import progress\n"
        "while not pathlib.Path(sys.argv[1]).exists(): pass\n"
        "for number in range(60): progress.record('02', 'exercises', f'{sys.argv[2]}{number}')"
    )
    start = tmp_path_factory.mktemp("start") / "go"
    writers = [subprocess.Popen([sys.executable, "-c", code, str(start), name]) for name in "abc"]
    start.touch()
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    kept = json.loads((folder / FILE).read_text())["exercises"]
    assert len(kept) == 180
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_a_lock_left_behind_by_a_crash_does_not_last(folder, monkeypatch):
    """A kernel killed at the wrong moment must not block progress forever."""
    monkeypatch.setattr(progress, "PATIENCE", 0.2)
    (folder / f"{FILE}.lock").touch()
    assert progress.record("00", "exercises", "first_answer") == []
    assert [path.name for path in folder.iterdir()] == [FILE]


class Clock:
    """A clock that stands still until somebody sleeps."""

    def __init__(self, at=50.0):  # noqa: D107
        self.at = at

    def monotonic(self):
        """Return the time in seconds."""
        return self.at

    def sleep(self, seconds):
        """Let time pass."""
        self.at += seconds


@pytest.fixture(name="clock")
def _clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_a_lock_left_behind_costs_a_few_seconds_and_no_more(folder, clock):
    """Too short a wait breaks the lock of a slow disk, too long a one looks as if the cell hangs."""
    (folder / f"{FILE}.lock").touch()
    started = clock.at
    progress.record("00", "exercises", "first_answer")
    assert 2 < clock.at - started < 5
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_a_lock_that_others_take_in_turn_is_never_broken(folder, clock, monkeypatch):
    """At a busy moment each lock is a new one: none of them was left behind by a crash."""
    lock = folder / f"{FILE}.lock"
    lock.touch()
    turns = iter(range(1, 11))
    sleep, passed = clock.sleep, []

    def sleep_while_others_work(seconds):
        assert lock.exists(), "a lock in use was removed"
        sleep(seconds)
        if clock.at - 50 > 2 * (len(passed) + 1):  # every two seconds another program takes the lock
            passed.append(next(turns))
            os.utime(lock, (len(passed), len(passed)))
            if len(passed) == 10:
                lock.unlink()

    monkeypatch.setattr(clock, "sleep", sleep_while_others_work)
    assert progress.record("00", "exercises", "first_answer") == []
    assert len(passed) == 10
    assert json.loads((folder / FILE).read_text())["exercises"] == ["00/first_answer"]


def test_saving_waits_for_an_existing_lock(folder, clock, monkeypatch):
    """Two lessons that write at once must take turns, or one of them loses what it had to write."""
    lock = folder / f"{FILE}.lock"
    lock.touch()
    sleep = clock.sleep

    def sleep_until_it_is_free(seconds):
        assert not (folder / FILE).exists()
        sleep(seconds)
        if clock.at > 51:
            lock.unlink(missing_ok=True)

    monkeypatch.setattr(clock, "sleep", sleep_until_it_is_free)
    progress.record("00", "exercises", "first_answer")
    assert 51 < clock.at < 52
    assert (folder / FILE).exists()


def test_a_lock_that_another_program_takes_away_is_no_failure(folder, clock, monkeypatch):
    """Two kernels may find the same lock left behind; the second must not end in a traceback."""
    lock = folder / f"{FILE}.lock"
    lock.touch()
    now = clock.monotonic

    def remove_just_before_it_is_removed():
        if clock.at - 50 > progress.PATIENCE:
            lock.unlink(missing_ok=True)
        return now()

    monkeypatch.setattr(clock, "monotonic", remove_just_before_it_is_removed)
    assert progress.record("00", "exercises", "first_answer") == []
    write = progress.whole_file

    def without_lock(path):
        lock.unlink()
        return write(path)

    monkeypatch.setattr(progress, "whole_file", without_lock)
    assert progress.record("00", "exercises", "falls") == []
    assert json.loads((folder / FILE).read_text())["exercises"] == ["00/falls", "00/first_answer"]


def test_the_file_is_text_that_a_person_can_read_in_an_order_of_its_own(folder):
    """A learner opens it with a double click, and a teacher compares two of them line by line."""
    (folder / FILE).write_text('{"questions": ["02/b"], "exercises": ["02/z"], "badges": 1}')
    progress.record_score("before", 3)
    progress.record("02", "questions", "a")
    assert (folder / FILE).read_text() == (
        '{\n "badges": 1,\n "exercises": [\n  "02/z"\n ],\n "questions": [\n  "02/a",\n  "02/b"\n ],\n'
        ' "scores": {\n  "before": 3\n }\n}\n'
    )


@pytest.mark.parametrize("what", ["exercise", "score"])
def test_whatever_could_not_be_written_is_mentioned_in_the_table(folder, monkeypatch, what):
    """A learner who restarts the kernel would lose it without a word."""
    with monkeypatch.context() as patch:
        patch.setattr(progress, "my_work", lambda: None)
        assert progress.done()[1] == []
        if what == "exercise":
            progress.record("00", "exercises", "first_answer")
        else:
            progress.record_score("before", 3)
            assert progress.scores() == {"before": 3}
        (sentence,) = progress.done()[1]
        assert sentence.startswith("Your progress is kept only until the kernel restarts")


@pytest.mark.parametrize("damaged", ['{"scores": [3]}', '{"scores": {"before": "3"}}', '{"scores": 3}'])
def test_scores_that_are_no_whole_numbers_are_set_aside_with_the_file(folder, damaged):
    """The table would add text to a number, and the lesson would end in a traceback."""
    (folder / FILE).write_text(damaged)
    assert progress.scores() == {}
    assert "It is kept as progress-damaged-1.json" in progress.record("00", "exercises", "falls")[0]
    assert (folder / "progress-damaged-1.json").read_text() == damaged


def test_without_a_writable_folder_progress_stays_in_memory_and_the_learner_knows(folder, monkeypatch):
    """On a read-only installation the learner still sees what was done today."""
    monkeypatch.setattr(progress, "my_work", lambda: None)
    report = checks.first_answer(784)
    assert "Your progress is kept only until the kernel restarts: no folder of yours can be written." in repr(
        report
    )
    assert "done ✓" in repr(checks.progress("00"))


def test_a_full_disk_is_reported_and_what_was_kept_stays(folder, monkeypatch):
    """If there is no room for a hundred bytes, the existing file must survive."""
    progress.record("02", "exercises", "falls")
    before = (folder / FILE).read_bytes()

    def full(path, *arguments, **settings):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(progress.json, "dumps", full)
        assert "kept only until the kernel restarts" in checks.first_answer(784).sentences[-1]
    assert (folder / FILE).read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [FILE]
    # Once there is room again, what was kept in memory is written too.
    assert progress.record("02", "exercises", "conv2d") == []
    assert json.loads((folder / FILE).read_text())["exercises"] == [
        "00/first_answer",
        "02/conv2d",
        "02/falls",
    ]


def test_a_learners_folder_that_cannot_be_made_is_reported(folder, monkeypatch):
    """A typing error in COURSE_WORK must not end in a traceback."""
    (folder / "a_file").touch()
    monkeypatch.setenv("COURSE_WORK", str(folder / "a_file"))
    assert "kept only until the kernel restarts" in repr(checks.first_answer(784))
    assert "done ✓" in repr(checks.progress("00"))


def test_threads_of_one_kernel_do_not_disturb_each_other(folder):
    """A question is answered while a check runs."""
    names = [f"e{number}" for number in range(20)]
    threads = [threading.Thread(target=progress.record, args=("02", "exercises", name)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert json.loads((folder / FILE).read_text())["exercises"] == sorted(f"02/{name}" for name in names)


def test_deleting_the_file_starts_again(folder):
    """A learner who wants to begin again removes one file, and needs no restart."""
    checks.first_answer(784)
    (folder / FILE).unlink()
    assert "done ✓" not in repr(checks.progress("00"))
    progress.record("02", "exercises", "falls")
    assert json.loads((folder / FILE).read_text())["exercises"] == ["02/falls"]


def test_an_exercise_that_moved_to_another_lesson_is_still_done(folder):
    """Lessons 10 and 12 got other numbers; nobody should have to solve the same exercise again."""
    (folder / FILE).write_text(
        json.dumps({"exercises": ["10/patch", "99/gone"], "questions": ["10/pool_keeps"]})
    )
    (row,) = [line for line in repr(checks.progress("12")).splitlines() if "checks.patch" in line]
    assert row.endswith("done ✓")
    assert "Questions answered: 1 of" in repr(checks.progress("12"))
    (row,) = [line for line in repr(checks.progress()).splitlines() if line.startswith("12")]
    assert " 1 of " in row
    assert row.count(" 1 of ") == 2
