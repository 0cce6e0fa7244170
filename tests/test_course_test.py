"""The test of ten questions, before the course and after it."""

import json

import pytest

from helpers import checks, conv2d, conv_parameters, output_size, progress, receptive_field
from helpers.checks import ten_questions
from helpers.checks.ten_questions import AFTER, BEFORE, ITEMS
from helpers.lessons import PLAN
from helpers.shapes import Conv, Pool, trace

PAIRS = list(zip(BEFORE, AFTER, strict=True))
EACH = [pytest.param(item, id=f"{when}-{item.lesson}") for when in ITEMS for item in ITEMS[when]]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give each test a learner's folder of its own, and a kernel that remembers nothing."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    monkeypatch.setattr(progress, "_unsaved_scores", {})
    return tmp_path


def right_answers(when, wrong=0):
    """Return the answers to a test, of which the first few are wrong."""
    unknown = [str(len(item.choices)) for item in ITEMS[when]]
    return unknown[:wrong] + [str(item.right) for item in ITEMS[when]][wrong:]


def volume(size, channels):
    """Return what 2×2 pooling makes of a volume, as the test writes it."""
    rows, columns, maps = trace([Pool()], (size, size, channels))[0].shape
    return f"{maps} maps of {rows}×{columns}"


def field(layers):
    """Return the number of pixels that a cell sees after some 3×3 layers."""
    return str(receptive_field([Conv(1)] * layers)[0] ** 2)


COMPUTED = {
    "01": ("9", "25"),
    "02": tuple(
        str(conv2d(window, kernel).item())
        for window, kernel in (([[1, 2], [3, 4]], [[1, 0], [0, 2]]), ([[2, 1], [4, 3]], [[0, 3], [1, 2]]))
    ),
    "04": (str(output_size(16, 3, stride=2)), str(output_size(30, 5, stride=2))),
    "06": (volume(8, 16), volume(26, 32)),
    "07": (str(conv_parameters(3, 4, 8)), str(conv_parameters(5, 3, 6))),
    "12": (field(2), field(3)),
}


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda item: item.lesson)
def test_the_right_numbers_are_those_that_the_course_computes(before, after):
    """With a wrong answer key, somebody who learned something would seem to have got worse."""
    for item, number in zip((before, after), COMPUTED.get(before.lesson, ()), strict=False):
        assert item.choices[item.right] == number


def test_a_step_of_gradient_descent_goes_against_the_gradient():
    """The question is about the sign."""
    (before, after) = [pair for pair in PAIRS if pair[0].lesson == "11"][0]
    assert before.choices[before.right] == f"It falls by {0.1 * 2:g}"
    assert after.choices[after.right] == f"It rises by {0.01 * 3:g}"


@pytest.mark.parametrize(
    ("kernel", "which"), [([[-1, 0, 1]] * 3, BEFORE), ([[-1] * 3, [0] * 3, [1] * 3], AFTER)]
)
def test_the_kernels_of_the_edges_respond_where_the_test_says(kernel, which):
    """Left to right and top to bottom are easily confused, by authors too."""
    to_the_right = [[0, 1, 2]] * 3
    downwards = [[0] * 3, [1] * 3, [2] * 3]
    (item,) = [item for item in which if item.lesson == "03"]
    responds = {
        "Where the image gets brighter from left to right": conv2d(to_the_right, kernel).item(),
        "Where the image gets brighter from top to bottom": conv2d(downwards, kernel).item(),
    }
    assert responds[item.choices[item.right]] == max(responds.values()) > min(responds.values())


@pytest.mark.parametrize("item", EACH)
def test_a_question_has_four_choices_and_a_way_to_say_i_do_not_know(item):
    """Without that, a lucky guess before the course looks like knowledge."""
    assert len(set(item.choices)) == 4
    assert item.texts[-1] == ten_questions.UNKNOWN
    assert item.why
    assert any(stem.startswith(item.lesson) for stem in PLAN)


def test_both_tests_ask_for_the_same_ideas_in_other_numbers():
    """Otherwise the gain measures the questions, not the learner."""
    assert len(PAIRS) == 10
    for before, after in PAIRS:
        assert before.lesson == after.lesson
        assert before.asks != after.asks
        assert before.choices[before.right] != after.choices[after.right] or before.lesson == "09"


@pytest.mark.parametrize("when", ITEMS)
def test_the_right_choices_are_in_different_positions(when):
    """A learner who always takes the same choice should not get far."""
    places = [item.right for item in ITEMS[when]]
    assert max(map(places.count, places)) <= 4
    assert {*places} == {0, 1, 2, 3}


def test_before_the_course_only_the_score_is_shown():
    """The ideas come back after the course; a learner who has memorised the answers has not learned them."""
    test = checks.course_test("before")
    test.answer(right_answers("before", wrong=7))
    assert test.reply["details"] == []
    assert test.reply["says"].startswith(
        "3 of 10. You'll meet the same ideas in other numbers after lesson 14"
    )


def test_after_the_course_the_gain_and_every_answer_are_shown():
    """This is the moment to see what is still to be looked up, and where."""
    checks.course_test("before").answer(right_answers("before", wrong=7))
    test = checks.course_test("after")
    test.answer(right_answers("after", wrong=1))
    assert test.reply["says"] == "9 of 10. Before the course it was 3: you gained 6."
    assert [right for right, _ in test.reply["details"]] == [False] + [True] * 9
    assert (
        test.reply["details"][0][1]
        == "The answer is: 25. The same 25 weights are used at every position. (lesson 01)"
    )
    test.answer(right_answers("after", wrong=8))
    assert "gained" not in test.reply["says"]


def test_without_a_first_score_nothing_is_compared():
    """A learner who skipped lesson 00 must not see a gain from nothing."""
    test = checks.course_test("after")
    test.answer(right_answers("after"))
    assert test.reply["says"].startswith("10 of 10. You didn't take the test in lesson 00")


def test_the_first_score_before_and_the_last_one_after_are_kept(folder):
    """A second try after a week in the course is no longer a score from before it."""
    test = checks.course_test("before")
    test.answer(right_answers("before", wrong=8))
    test.answer(right_answers("before"))
    assert "Your first score, 2, is the one" in test.reply["says"]
    for wrong in (4, 2):
        checks.course_test("after").answer(right_answers("after", wrong=wrong))
    assert json.loads((folder / progress.FILE).read_text())["scores"] == {"before": 2, "after": 8}


def test_scores_and_solved_exercises_share_one_file(folder):
    """Neither may cost the learner the other."""
    checks.first_answer(784)
    checks.course_test("before").answer(right_answers("before"))
    checks.question("shift_enter").answer("1")
    kept = json.loads((folder / progress.FILE).read_text())
    assert kept == {
        "exercises": ["00/first_answer"],
        "questions": ["00/shift_enter"],
        "scores": {"before": 10},
    }


def test_the_table_of_progress_names_the_scores():
    """The learner who looks back after weeks no longer remembers the first one."""
    assert "ten questions" not in repr(checks.progress())
    checks.course_test("before").answer(right_answers("before", wrong=7))
    assert "The ten questions: 3 before the course." in repr(checks.progress())
    checks.course_test("after").answer(right_answers("after", wrong=1))
    assert "The ten questions: 3 before the course, 9 after it." in repr(checks.progress())


def test_a_damaged_score_is_set_aside_with_its_file(folder):
    """Half a number after a power cut must not end in a traceback at the end of the course."""
    (folder / progress.FILE).write_text('{"scores": {"before": "three"}}')
    test = checks.course_test("after")
    test.answer(right_answers("after"))
    assert "It is kept as progress-damaged-1.json" in test.reply["says"]


def test_a_folder_that_cannot_be_written_is_reported(monkeypatch):
    """The learner can still write the score down."""
    monkeypatch.setattr(progress, "my_work", lambda: None)
    test = checks.course_test("before")
    test.answer(right_answers("before"))
    assert "kept only until the kernel restarts" in test.reply["says"]
    test = checks.course_test("after")
    test.answer(right_answers("after", wrong=1))
    assert "Before the course it was 10" in test.reply["says"]


@pytest.mark.parametrize("given", [[], ["x"] * 10, [None] * 3, ["0"] * 40])
def test_whatever_the_page_sends_ends_in_a_score(given):
    """Nothing that the page sends may raise in the kernel."""
    test = checks.course_test("before")
    test._hear(test, {"given": given}, [])
    assert " of 10." in test.reply["says"]


def test_the_page_and_the_notebook_hold_no_answer():
    """They would be visible before the course begins."""
    for when in ITEMS:
        test = checks.course_test(when)
        state = {key: value for key, value in test.get_state().items() if key not in ("_esm", "_css")}
        sent = json.dumps([test._repr_mimebundle_()[0], state], default=str)
        assert '"right"' not in sent
        assert not any(item.why in sent for item in ITEMS[when])


def test_a_reader_without_a_kernel_sees_the_questions():
    """On the repository's page they are still worth thinking about."""
    data, _ = checks.course_test("before")._repr_mimebundle_()
    for item in BEFORE:
        for text in (item.asks, *item.texts):
            assert text in data["text/plain"]
    assert data["text/html"].count("<li>") == 10 + 10 * 5


def test_a_test_that_does_not_exist_brings_the_names_of_those_that_do():
    """A typing error must not end in a traceback."""
    assert "Names that exist: " in repr(checks.course_test("during"))
