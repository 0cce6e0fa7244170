"""The limits of the checks, tried from both sides: tolerances, sizes, times, and which mistake is named."""

import builtins
import inspect
import sys
import threading
import time
import warnings
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.sparse

from helpers.checks import judging, running
from helpers.checks.exercise import (
    LARGEST,
    AnotherForm,
    Case,
    Exercise,
    Mistake,
    NotReadable,
    close,
    numbers,
    only_part,
    same,
)
from helpers.checks.judging import judge
from helpers.checks.questions import Number
from helpers.checks.random_cases import MAKERS
from helpers.checks.reports import Grid, Report, shape_words
from helpers.numerals import exact_text, number_text, probability_text, signed_text, significant_text

OF_PYTHON = {name: getattr(builtins, name) for name in ("input", "exit", "quit")}
SMALL, LARGE = np.array([1.0, 2.0]), np.array([[3.0, 4.0], [5.0, 99.0]])
CASES = (Case({"values": LARGE}), Case({"values": SMALL}), Case({"values": SMALL}, {"times": 3}))


def exercise(**changes):
    """Return an exercise for these tests: to multiply an array."""
    settings = {
        "name": "multiply",
        "title": "Multiply",
        "answer": "my_multiply(values, times=2)",
        "reference": lambda values, times=2: values * times,
        "read": numbers,
        "right": "Every number is multiplied.",
        "hints": ("Look.", "Think.", "Read."),
        "mistakes": (),
        "cases": CASES,
    }
    return Exercise(**settings | changes)


# --- Tolerances --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "tolerance"), [([0.0], 1e-5), ([0.0, 99.0], 1e-3), ([0.0, -99.0], 1e-3)])
def test_an_answer_may_be_off_by_the_rounding_of_float32_and_no_more(right, tolerance):
    """Five times the tolerance would call a wrong weight right; a fifth would call float32 wrong."""
    right = np.array(right)
    for sign in (1, -1):
        off = np.zeros_like(right)
        off[0] = sign * tolerance
        assert close(right + 0.95 * off, right).all()
        assert not close(right + 1.05 * off, right)[0]


def test_the_tolerance_counts_in_the_verdict_and_in_the_marked_cells():
    """A cell that counts as right must not be marked: the learner would look for a rounding error."""
    right = exercise(cases=(Case({"values": SMALL}),))
    tolerance = 1e-5 * (1 + 4)  # the largest right number is 4
    assert judge(right, lambda values, times=2: 2 * values + 0.95 * tolerance).status == "right"
    report = judge(right, lambda values, times=2: 2 * values + [0.95 * tolerance, 1.05 * tolerance])
    assert report.status == "wrong"
    assert [grid.marks.tolist() for grid in report.grids[1:]] == [
        [[False, True]], [[False, False]], [[False, True]]
    ]  # fmt: skip
    assert report.title == "Not right yet: the second number is wrong."
    assert report.grids[-1].name == "yours − expected"
    assert report.grids[-1].values == pytest.approx([0.95 * tolerance, 1.05 * tolerance])


def test_an_infinite_right_number_leaves_the_tolerance_of_the_others():
    """One division by zero in the right result must not make every answer right."""
    right = np.array([np.inf, 1.0])
    assert close(right, right).all()
    assert close(np.array([np.inf, 1.1]), right).tolist() == [True, False]
    assert close(np.array([-np.inf, 1.0]), right).tolist() == [False, True]


def test_nan_agrees_with_nan_only():
    """A right result may contain nan, but a nan anywhere else must not count as agreement."""
    assert close(np.array([np.nan, np.nan, 1]), np.array([np.nan, 1, np.nan])).tolist() == [
        True,
        False,
        False,
    ]


def test_pixels_are_compared_as_numbers_that_do_not_wrap():
    """In uint8, 255 + 1 is 0: white would equal black."""
    black, white = np.array([0], np.uint8), np.array([255], np.uint8)
    assert not close(black, white)[0]
    assert not close(white, black)[0]
    report = judge(
        exercise(cases=(Case({"values": white}),), reference=lambda values: values * 0), lambda v: v
    )
    assert report.grids[-1].values.tolist() == [255]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.ones(1), np.array(1.0)),
        (np.ones((1, 2)), np.ones(2)),
        ((np.ones(1),), (np.ones(1), np.ones(1))),
        ((np.ones(1), np.zeros(1)), (np.ones(1), np.ones(1))),
    ],
)
def test_results_of_another_shape_or_with_another_part_are_not_the_same(one, other):
    """NumPy would stretch one to the other and find all cells equal."""
    assert not same(one, other)
    assert same(other, other)


# --- What can be read --------------------------------------------------------------------------------


def test_an_array_is_read_up_to_a_million_numbers():
    """A learner's result of 90,000 by 90,000 would fill the memory when it is compared."""
    assert numbers(np.zeros(LARGEST, np.uint8)).size == LARGEST == 1_000_000
    with pytest.raises(NotReadable, match="far larger than any right result"):
        numbers(np.zeros(LARGEST + 1, np.uint8))


@pytest.mark.parametrize("largest", [0, 99])
def test_the_tiny_imaginary_part_after_a_fourier_transform_is_dropped(largest):
    """A convolution by Fourier transform is right; a complex answer is not."""
    imaginary = 1e-6 * (1 + largest) * 1j
    assert numbers([largest, 0.95 * imaginary]).tolist() == [largest, 0]
    with pytest.raises(NotReadable, match="an array of complex128"):
        numbers([largest, 1.05 * imaginary])


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("[1, 2]", "the text '[1, 2]', with quotation marks around it"),
        (b"1", "the text b'1', with quotation marks around it"),
        (len, "a function"),
        ([[1, 2], [3]], "a list whose rows differ in length, or that holds not only numbers"),
        ({"map": 1}, "of the type dict"),
        (np.array(["2"]), "text, not numbers"),
    ],
)
def test_an_answer_without_numbers_is_named_as_what_it_is(value, problem):
    """ "Wrong" alone would make a learner who forgot the brackets check the arithmetic."""
    with pytest.raises(NotReadable) as raised:
        numbers(value)
    assert str(raised.value) == problem


def test_numbers_are_read_from_the_objects_of_libraries():
    """A learner who uses SciPy or a truth value has the right numbers all the same."""
    assert numbers(scipy.sparse.eye(2)).tolist() == [[1, 0], [0, 1]]
    assert numbers(np.array([True, False])).dtype.kind == "i"
    assert numbers(np.array([1, 2.5], dtype=object)).tolist() == [1, 2.5]

    class Layer:
        """Callable, as a layer or a variable of a library may be, and made of numbers all the same."""

        __call__ = len

        def __array__(self, dtype=None, copy=None):
            return np.array([3, 4])

    assert numbers(Layer()).tolist() == [3, 4]


def test_the_numbers_read_are_a_copy():
    """A learner's function may write the next result into the same array."""
    theirs = np.ones(2)
    read = numbers(theirs)
    theirs[:] = 0
    assert read.tolist() == [1, 1]


# --- Which mistake is named --------------------------------------------------------------------------


def test_the_first_mistake_that_gives_the_same_on_every_case_is_named():
    """A mistake that fits one case by chance would send the learner to the wrong line."""
    mistakes = (
        Mistake(
            "fits the first case", "", wrong=lambda values, times=2: values + (1 if values.ndim > 1 else 2)
        ),
        Mistake("adds", "It adds.", wrong=lambda values, times=2: values + 1),
        Mistake("the same again", "", wrong=lambda values, times=2: values + 1),
    )
    assert judge(exercise(mistakes=mistakes), lambda values, times=2: values + 1).mistake == "adds"


def test_a_recognised_mistake_must_show_in_every_failing_case():
    """A recogniser looks at wrong results only, and at all of them."""
    mistakes = (
        Mistake("always one", "", sees=lambda case, given: bool((given == 1).all())),
        Mistake("a case fails", "", sees=lambda case, given: case.settings == {"times": 3}),
    )
    without_times = judge(exercise(mistakes=mistakes), lambda values, times=2: values * 2)
    assert without_times.mistake == "a case fails"
    assert "Right in 2 of 3 cases." in without_times.sentences
    ones = judge(exercise(mistakes=mistakes), lambda values, times=2: np.ones_like(values))
    assert ones.mistake == "always one"
    assert not any("Right in" in sentence for sentence in ones.sentences)


def test_a_mistake_that_shows_in_the_first_case_only_is_named():
    """The cases after it are right, and must not outvote it."""

    def adds_to_rows(values, times=2):
        return values * times + (values.ndim > 1)

    mistake = Mistake("adds to rows", "", wrong=adds_to_rows)
    assert judge(exercise(mistakes=(mistake,)), adds_to_rows).mistake == "adds to rows"


def test_a_mistake_that_stops_where_the_learner_has_a_result_is_not_named():
    """The learner's code did not stop: it is another mistake."""
    mistake = Mistake("rows needed", "", wrong=stops(IndexError, lambda values: values * 2))
    report = judge(exercise(mistakes=(mistake,)), lambda values, times=2: values * 2)
    assert report.mistake == "wrong where times is given"


def test_a_recogniser_is_not_asked_about_an_answer_without_a_result():
    """It would have nothing to look at."""
    mistake = Mistake("any result", "", sees=lambda case, given: given is None or given.size > 0)
    report = judge(exercise(mistakes=(mistake,)), stops(IndexError, lambda values: values))
    assert report.mistake == "it stops with IndexError"


def stops(error, before):
    """Return an answer that raises on flat arrays, and before that gives what `before` makes of the array."""

    def answer(values, times=2):
        if values.ndim == 1:
            raise error("no rows")
        return before(values)

    return answer


@pytest.mark.parametrize(
    ("error", "before", "named"),
    [
        (IndexError, lambda values: values * 2, True),  # right before, and the same exception
        (
            ValueError,
            lambda values: values * 2,
            False,
        ),  # right before: the exception alone would have to tell
        (IndexError, lambda values: values * 5, False),  # another number before
    ],
)
def test_an_exception_names_a_mistake_if_it_is_the_same_after_the_same_numbers(error, before, named):
    """Two answers that stop are not yet the same mistake."""
    mistake = Mistake("rows needed", "", wrong=stops(IndexError, lambda values: values * 2))
    report = judge(exercise(mistakes=(mistake,)), stops(error, before))
    assert report.mistake == ("rows needed" if named else f"it stops with {error.__name__}")
    assert report.title == f"Not right yet: {report.mistake}."
    assert repr(report).count("Your code stopped in line") == 1


def test_after_the_same_wrong_numbers_the_exception_may_be_another():
    """The wrong numbers have shown the mistake; what it breaks afterwards differs from learner to learner."""
    mistake = Mistake("times five", "", wrong=stops(IndexError, lambda values: values * 5))
    report = judge(exercise(mistakes=(mistake,)), stops(ValueError, lambda values: values * 5))
    assert report.mistake == "times five"


@pytest.mark.parametrize(
    ("given", "is_seen"),
    [((5, 6, 7), False), ((5, 0, 7), True), ((0, 6, 7), False), ((5, 0, 0), False), ((5, 0), False),
     ((5, 0, 7, 8), False)],
)  # fmt: skip
def test_one_part_is_called_wrong_only_where_all_others_are_right(given, is_seen):
    """A learner who reads that the second part is wrong looks at the second part, and at no other."""
    sees = only_part(1, lambda values, plus=0: (values, values + plus, values + 2 * plus))
    case = Case({"values": np.array(5.0)}, {"plus": 1})
    assert sees(case, tuple(map(np.array, given))) == is_seen


def test_an_endless_answer_is_never_taken_for_a_mistake_of_the_table(monkeypatch):
    """The learner would read what is wrong with numbers that the answer never gave."""
    monkeypatch.setattr(running, "SECONDS", 0.2)

    def endless(values, times=2):
        while values.ndim == 1:
            pass
        return values * 5

    mistake = Mistake("times five", "", wrong=lambda values, times=2: values * 5)
    report = judge(exercise(mistakes=(mistake,)), endless)
    assert report.mistake == "it does not end"
    assert "Your code was stopped after 0.2 seconds." in repr(report)


def test_the_case_with_the_fewest_numbers_is_shown_with_its_settings():
    """Nobody looks for a mistake in a large grid if a small one shows it."""
    report = judge(exercise(cases=CASES[::2]), lambda values, times=2: values)
    assert report.setting == "The smallest case that shows it, `my_multiply(values, times=3)`:"
    assert report.grids[0].values is CASES[2].inputs["values"]


@pytest.mark.parametrize(
    ("answer", "mistake", "says"),
    [
        (lambda values, times=2: values * np.nan, "the result holds nan", "0 divided by 0"),
        (lambda values, times=2: np.where(values == 1, np.nan, 0), "the result holds nan", "0 divided by 0"),
        (
            lambda values, times=2: values[:1],
            "the shape is another one",
            "Yours is a list of 1 number where a list of 2 numbers is right.",
        ),
        (lambda values, times=2: values, "values comes back as it was", "unchanged"),
        (lambda values, times=2: values * times + values % 3, "", ""),
    ],
)
def test_wrong_numbers_without_a_known_mistake_get_a_sentence_on_what_is_plain_to_see(answer, mistake, says):
    """Even without a name for the mistake there is a place to begin."""
    report = judge(exercise(), answer)
    assert report.mistake == mistake
    assert says in repr(report)


def test_if_many_answers_are_right_none_is_shown_as_the_expected_one():
    """A learner would take the reference for the only right answer."""
    many = exercise(accepts=lambda case, given: bool((given > 100).all()))
    assert judge(many, lambda values, times=2: values + 1000).status == "right"
    report = judge(many, lambda values, times=2: values[:1])
    assert report.mistake == ""
    assert [grid.name for grid in report.grids] == ["values", "yours"]


@pytest.mark.parametrize(
    ("inputs", "names"),
    [
        ({"image": SMALL, "kernel": SMALL}, ["image", "kernel", "yours, image", "yours, kernel"]),
        ({"values": SMALL}, ["values", "yours, 1", "yours, 2"]),
    ],
)
def test_the_parts_of_a_result_are_named_after_the_inputs_they_belong_to(inputs, names):
    """Two new arrays without names leave the learner to guess which is the new kernel."""
    pair = exercise(
        answer="my_pair(*arrays)",
        reference=lambda *arrays: (SMALL, SMALL),
        read=lambda value: tuple(map(numbers, value)),
        cases=(Case(inputs),),
    )
    report = judge(pair, lambda *arrays: (SMALL, SMALL + 1))
    assert [grid.name for grid in report.grids] == names
    assert [grid.role for grid in report.grids if grid.name == "kernel"] == ["kernel"] * ("kernel" in inputs)


def test_a_right_answer_is_inspected_again_if_the_exercise_requires_it():
    """A loop can give the right numbers without meeting the task "without a loop"."""
    again = exercise(afterwards=lambda answer: Mistake("but slowly", "It loops.") if answer is slow else None)

    def slow(values, times=2):
        return values * times

    assert judge(again, slow).mistake == "but slowly"
    assert judge(again, lambda values, times=2: values * times).status == "right"
    assert repr(judge(again, lambda values, times=2: values * times)) == (
        "Right.\nmy_multiply gives the right result in all 3 cases. Every number is multiplied."
    )


def reads_as_signed(values, times=2):
    """Change what the numbers of the input mean, without changing a byte."""
    values.dtype = np.int8


def reshapes(values, times=2):
    """Change the shape of the input."""
    values.shape = (1, -1)


def grows(values, times=2):
    """Make an input that is a list longer."""
    values.append(0)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (reads_as_signed, np.array([1, 2], np.uint8)),
        (reshapes, np.array([1, 2])),
        (lambda values, times=2: values.fill(0), np.array([1, 2])),
        (grows, [1, 2]),
    ],
)
def test_an_input_that_is_changed_in_place_is_reported_before_anything_else(change, value):
    """The learner's next cell would use the changed input."""
    report = judge(exercise(cases=(Case({"values": value}),)), change)
    assert report.mistake == "the input is changed in place"
    assert "After the call, values is no longer what it was" in repr(report)
    untouched = exercise(cases=(Case({"values": value}),), reference=lambda values: 0)
    assert judge(untouched, lambda values, times=2: 0).status == "right"


def test_several_inputs_that_are_changed_in_place_are_reported_in_the_plural():
    """A sentence with a wrong verb looks as if the check were broken too."""
    case = Case({"one": np.array([1, 2]), "two": np.array([3, 4])})
    two = exercise(answer="my_change(one, two)", reference=lambda one, two: 0, cases=(case,))

    def changes_both(one, two):
        one[0] = two[0] = 9
        return 0

    assert "After the call, one and two are no longer what they were" in repr(judge(two, changes_both))


def test_decimals_written_into_whole_numbers_are_reported():
    """NumPy's own sentence names a casting rule, which no beginner knows."""
    whole = exercise(cases=(Case({"values": np.array([1, 2])}),))

    def shifts_in_place(values, times=2):
        values -= values.mean()
        return values

    report = judge(whole, shifts_in_place)
    assert report.mistake == "decimals are written into whole numbers"
    assert "values -= values.mean()" in repr(report)


def test_a_result_in_another_form_gets_no_request_for_numbers():
    """If you return one array of two, you have given numbers."""

    def read(value):
        raise AnotherForm("not a pair. Return both: `return one, two`")

    sentences = judge(exercise(read=read), lambda values, times=2: values).sentences
    assert (
        sentences[0] == "Your function returned something that is not a pair. Return both: `return one, two`."
    )


@pytest.mark.parametrize(
    ("run", "mistake"),
    [
        (lambda: range(5 / 2), "floor missing"),
        (lambda: len(5), "it stops with TypeError"),
        (lambda: int("'float' object cannot be interpreted as an integer"), "it stops with ValueError"),
    ],
)
def test_a_decimal_number_of_steps_is_reported_as_a_missing_floor(run, mistake):
    """Python's own sentence about it does not lead a beginner to //."""
    report = judge(exercise(), lambda values, times=2: run())
    assert report.mistake == mistake
    assert "Your code stopped in line" in repr(report)


def test_an_endless_loop_gets_the_advice_to_look_at_its_condition_if_it_could_be_stopped(monkeypatch):
    """Restarting the kernel costs all variables, so it is advised only if nothing else helps."""
    monkeypatch.setattr(running, "SECONDS", 0.1)

    def endless(values, times=2):
        while True:
            pass

    text = repr(judge(exercise(), endless))
    assert "Look at the condition of the loop" in text
    assert "Restart" not in text


def test_an_exception_without_a_text_or_a_line_is_reported_by_its_name():
    """A colon with nothing after it looks like a sentence cut short."""

    def stops_silently(values, times=2):
        raise IndexError

    assert judge(exercise(), stops_silently).sentences[0].endswith("of its cell (`raise IndexError`).")
    assert (
        judge(exercise(answer="my_array(values)", cases=CASES[:1]), np.ndarray)
        .sentences[0]
        .startswith("Your code stopped: ")
    )


@pytest.mark.parametrize("last", [1, 2])
def test_an_answer_that_stops_is_not_called_again(last):
    """An endless loop takes five seconds on each case: on ten cases, the lesson would freeze for a minute."""
    calls = []

    def answer(values, times=2):
        calls.append(values)
        if len(calls) == last:
            raise IndexError
        return values * times

    assert judge(exercise(), answer).mistake == "it stops with IndexError"
    assert len(calls) == last


def test_a_value_is_compared_and_never_called():
    """A learner who gives a function instead of a number should read that, not grids of inputs."""
    value = exercise(answer="my_value", reference=lambda: 784, cases=(Case(),))
    assert judge(value, 784).status == "right"
    assert repr(judge(value, 784)) == "Right.\nEvery number is multiplied."
    wrong = judge(value, [784, np.nan])
    assert (wrong.status, wrong.mistake, wrong.grids) == ("wrong", "the result holds nan", [])
    assert judge(value, lambda: 784).sentences == ["Your answer is a function. Numbers are expected here."]


def test_an_exercise_must_say_how_its_answer_is_read():
    """It used to fail in front of the learner, at the first check."""
    with pytest.raises(TypeError, match="read"):
        Exercise(name="", title="", answer="", reference=len, right="", hints=(), mistakes=())


# --- Sizes and numbers on the page -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (999_999_999, "999999999"),
        (1_000_000_000, "1e+09"),
        (-999_999_999, "-999999999"),
        (-1_000_000_000, "-1e+09"),
        (123_456_789, "123456789"),
        (1_234_567_890, "1.235e+09"),
        (1234.5, "1234"),
        (0.00012344, "0.0001234"),
        (-0.0, "0"),
        (np.nan, "nan"),
        (np.inf, "inf"),
    ],
)
def test_a_report_writes_whole_numbers_out_up_to_a_billion(value, text):
    """A sum such as 123456789 has to be readable to the last digit; 0.0001 must not become 0."""
    assert significant_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.004, "0"), (-0.004, "0"), (0.006, "0.01"), (-0.126, "−0.13"), (2.5, "2.5"),
        (1e12, "1000000000000"),
    ],
)  # fmt: skip
def test_a_pixel_has_two_decimals_at_most(value, text):
    """More do not fit on a square, and −0 looks like a mistake."""
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1234, "0.1234"), (0.12345, "≈0.123"), (0.0009, "0.0009"), (0.00095, "≈9.5e−4"),
        (0.00105, "≈0.001"), (-0.00095, "≈−9.5e−4"), (9.87654, "≈9.877"), (10.12345, "≈10.12"),
        (99.12345, "≈99.12"), (100.12345, "≈100.1"), (-1 / 3, "≈−0.333"), (-0.0, "0"),
        (4e9 + 0.5, "4000000000.5"), (1e6 + 0.00012, "1000000.0001"),
        (1 + 0.9e-9, "1"), (1 + 1.1e-9, "≈1.000"),
    ],
)  # fmt: skip
def test_a_rounded_number_in_a_sum_is_marked(value, text):
    """A learner who adds up rounded terms must not think that the sum is wrong."""
    assert exact_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0042, "+0.004"),
        (-0.0118, "−0.012"),
        (0, "0.000"),
        (0.0001, "0.000"),
        (-0.0001, "0.000"),
        (12, "+12.000"),
    ],
)
def test_a_difference_has_its_sign_unless_it_is_written_as_zero(value, text):
    """A minus sign before 0.000 looks like a result that has become worse."""
    assert signed_text(value) == text


@pytest.mark.parametrize("share", [0, 1e-9, 0.00049, 0.0005, 0.00094, 0.5, 0.999, 0.9994, 0.9995, 0.9999, 1])
def test_a_probability_that_rounds_to_none_or_all_is_written_as_a_limit(share):
    """A softmax gives neither 0% nor 100%; a learner who reads 100% thinks that the network is certain."""
    rounded = f"{share:.1%}"
    assert probability_text(share) == {"0.0%": "< 0.1%", "100.0%": "> 99.9%"}.get(rounded, rounded)


@pytest.mark.parametrize(
    ("shape", "shown", "label"),
    [
        ((), None, "yours"),
        ((0, 3), None, "yours"),
        ((12,), (1, 12), "yours"),
        ((13,), (1, 12), "yours (13, the beginning)"),
        ((10, 12), (10, 12), "yours (10 by 12)"),
        ((11, 12), (10, 12), "yours (11 by 12, the beginning)"),
        ((10, 13), (10, 12), "yours (10 by 13, the beginning)"),
        ((2, 3, 4), (3, 4), "yours (2 by 3 by 4, the first image)"),
        ((2, 3, 4, 5), (3, 4), "yours (2 by 3 by 4 by 5, the first image)"),
    ],
)
def test_a_grid_shows_ten_rows_of_twelve_and_says_what_it_leaves_out(shape, shown, label):
    """A report of 28 rows pushes its own advice off the page; a part alone would pass for the whole."""
    grid = Grid("yours", np.arange(np.prod(shape)).reshape(shape))
    assert (None if grid.plane is None else grid.plane.shape) == shown
    assert grid.label == label
    if shown is not None:
        assert grid.plane.flat[0] == 0
        assert grid.marks.shape == shown


def test_a_volume_is_shown_by_its_first_channel():
    """Rows, columns and channels: the first row of all channels is not an image."""
    values = np.arange(24).reshape(2, 3, 4)
    grid = Grid("volume", values, marked=values == 4, is_volume=True)
    assert grid.label == "volume (2 by 3 by 4, the first channel)"
    assert grid.texts() == [["0", "4", "8"], ["12", "16", "20"]]
    assert grid.marks.tolist() == [[False, True, False], [False, False, False]]


def test_images_one_after_another_are_shown_by_the_first_one_unless_the_exercise_says_otherwise():
    """The first columns of two images are not an image."""
    images = (Case({"images": np.arange(24).reshape(2, 3, 4)}),)
    for volumes, part in (({}, "the first image"), ({"volumes": True}, "the first channel")):
        report = judge(exercise(cases=images, **volumes), lambda values, times=2: values)
        assert [grid.label for grid in report.grids[:2]] == [
            f"images (2 by 3 by 4, {part})", f"yours (2 by 3 by 4, {part})"
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (np.array(0.25), "yours: 0.25"),
        (np.zeros((0, 3)), "yours: an empty grid"),
        ({"stride": 2}, "yours: {'stride': 2}"),
    ],
)
def test_a_value_that_is_not_a_grid_is_shown_as_it_prints(values, text):
    """A single number or an empty array has no cells to draw."""
    report = Report("wrong", "multiply", "Not right yet.", [], grids=[Grid("yours", values)])
    assert repr(report) == f"Not right yet.\n\n{text}"
    assert text.partition(": ")[0] in report._repr_html_()
    assert "<table" not in report._repr_html_()


@pytest.mark.parametrize(
    ("lines", "last"), [(6, "line 5"), (7, "… and 1 more line"), (8, "… and 2 more lines")]
)
def test_six_printed_lines_are_shown_and_the_others_counted(lines, last):
    """print is how beginners look into their code; what is left out must be said."""
    report = Report(
        "wrong", "", "Not right yet.", [], printed="\n".join(f"line {n}" for n in range(lines)) + "\n"
    )
    assert repr(report).splitlines()[-1] == last
    assert f"{last}</pre>" in report._repr_html_()


def test_a_printed_line_is_cut_after_a_hundred_characters_and_blank_ones_alone_are_not_shown():
    """One long line would stretch the page, and line breaks alone show nothing."""
    assert repr(Report("wrong", "", "No.", [], printed="a" * 101)).splitlines()[-1] == "a" * 100
    assert repr(Report("wrong", "", "No.", [], printed="\n \n")) == "No."
    assert "printed" not in Report("wrong", "", "No.", [], printed="\n \n")._repr_html_()


def test_advice_follows_after_a_blank_line_only_where_there_is_more_than_a_title():
    """The shortest reports stay two lines long."""
    assert repr(Report("not yet", "", "Not yet.", [], advice="Run it.")) == "Not yet.\nRun it."
    assert (
        repr(Report("wrong", "", "No.", [], setting="Here:", advice="Run it.")) == "No.\n\nHere:\n\nRun it."
    )


def test_the_page_has_everything_in_the_text_and_no_empty_paragraph():
    """A screen reader announces an empty paragraph; a missing line is help that nobody gets."""
    bare = Report("right", "", "Right.", [])._repr_html_()
    assert bare.count("<p ") == 1
    assert "<pre" not in bare
    assert "display: flex" not in bare
    grid = Grid("yours", np.array([[7, -8.5]]), marked=np.array([[False, True]]))
    full = Report(
        "wrong", "", "No.", ["Look at `kernel`."], "", "Here:", [grid], "step", "Run it."
    )._repr_html_()
    for part in (">No.<", "Look at <code>kernel</code>.", ">Here:<", ">Your code printed:<", ">Run it.<"):
        assert full.count(part) == 1
    assert full.count("<td ") == 2
    assert ">7</td>" in full
    assert ">-8.5</td>" in full
    assert full.count("font-weight: bold") == 1
    assert full.count("font-weight: normal") == 1


# --- Times and threads -------------------------------------------------------------------------------


def test_an_answer_has_five_seconds_and_one_more_in_which_it_is_stopped():
    """Less is too short for the first call of Keras, and more feels like a frozen kernel."""
    assert running.SECONDS == 5
    assert running.ATTEMPTS * running.LISTENING == 1


def test_an_answer_may_use_its_time_and_is_stopped_when_it_is_over(monkeypatch):
    """A slow right answer is right."""

    def naps(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.005)
        return "awake"

    monkeypatch.setattr(running, "SECONDS", 2)
    assert running.run(naps, 0.2).value == "awake"
    monkeypatch.setattr(running, "SECONDS", 0.2)
    outcome = running.run(naps, 10)
    assert (outcome.value, outcome.endless, outcome.stopped) == (None, True, True)


def test_an_endless_loop_after_an_import_is_stopped_as_soon_as_any_other(monkeypatch, tmp_path):
    """Only the import itself is free; otherwise one would let a loop freeze the lesson for minutes."""
    (tmp_path / "takes_half_a_second.py").write_text("import time\nfor _ in range(10): time.sleep(0.05)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(running, "SECONDS", 0.2)
    monkeypatch.setattr(running, "LONGEST_IMPORT", 6)

    def imports_and_spins():
        import takes_half_a_second  # noqa: F401

        while True:
            time.sleep(0.001)

    began = time.monotonic()
    assert running.run(imports_and_spins).endless
    assert 0.6 < time.monotonic() - began < 4


def test_what_a_check_replaces_is_back_afterwards_even_after_many_checks(monkeypatch):
    """After a check, a learner's `input` must ask again, and exit() must end the kernel as before."""

    class Shell:
        def ask_exit(self):
            return "ends"

    shell = Shell()
    monkeypatch.setattr(running, "_shell", lambda: shell)
    for _ in range(3):
        assert isinstance(running.run(lambda: shell.ask_exit()).error, SystemExit)
        assert isinstance(running.run(lambda: input()).error, running.AskedForInput)
    assert vars(shell) == {}
    assert shell.ask_exit() == "ends"
    assert {name: getattr(builtins, name) for name in OF_PYTHON} == OF_PYTHON


def test_an_answer_that_is_left_behind_does_not_keep_the_kernel_from_ending(monkeypatch):
    """Python waits for other threads at its end: Restart would hang, and the learner has no other way out."""
    monkeypatch.setattr(running, "SECONDS", 0.05)
    monkeypatch.setattr(running, "ATTEMPTS", 1)
    outcome = running.run(time.sleep, 0.5)
    assert (outcome.endless, outcome.stopped) == (True, False)
    left = [thread for thread in threading.enumerate() if thread.name == "answer"]
    assert left
    assert all(thread.daemon for thread in left)
    for thread in left:
        thread.join()
    outcome = running.run(lambda: 7)
    assert (outcome.value, outcome.endless, outcome.stopped) == (7, False, True)


@pytest.mark.parametrize(("swallowed", "stopped"), [(2, True), (3, False)])
def test_an_answer_that_catches_everything_is_stopped_at_the_third_attempt_of_three(
    monkeypatch, swallowed, stopped
):
    """`except:` in a loop swallows the first attempts; giving up too early leaves the loop running."""
    monkeypatch.setattr(running, "SECONDS", 0.05)
    monkeypatch.setattr(running, "ATTEMPTS", 3)
    ends = threading.Event()

    def stubborn():
        caught = 0
        while not ends.is_set():
            try:
                while not ends.is_set():
                    time.sleep(0.001)
            except running.TimeUp:
                caught += 1
                if caught > swallowed:
                    raise

    assert running.run(stubborn).stopped == stopped
    ends.set()


def test_twenty_thousand_printed_characters_are_kept():
    """A loop that prints without end would fill the memory."""
    assert running.run(lambda: print("a" * 19_999)).printed == "a" * 19_999 + "\n"
    assert running.run(lambda: print("a" * 30_000)).printed == "a" * 20_000
    assert running.run(lambda: sys.stdout.write("a" * 30_000)).value == 30_000


def test_steps_are_counted_on_request():
    """The check of "no loop over pixels" counts lines instead of measuring time."""

    def loops(times):
        for _ in range(times):
            pass

    few, many = (running.run(loops, times, count_steps=True).steps for times in (10, 20))
    assert many - few == 20  # two lines for each turn
    assert running.run(loops, 10).steps == 0


def place(source, file="ipykernel_1/cell.py"):
    """Run a cell's function `mine`, which raises, and return where."""
    space = {}
    exec(compile(inspect.cleandoc(source), file, "exec"), space)
    return running.place_of(running.run(space["mine"]).error, space["mine"])


def test_the_line_in_the_report_is_the_last_one_of_the_learners_own():
    """A line inside NumPy means nothing to a beginner, nor does the line that called the helper at fault."""
    inside_numpy = "import numpy\ndef mine():\n    numpy.reshape([1, 2], (3, 3))"
    own_helper = "def helper():\n    return 1 / 0\ndef mine():\n    return helper()"
    assert place(inside_numpy) == (3, "")
    assert place(own_helper) == (2, "")
    assert place(own_helper, file="homework.py") == (2, "")
    assert running.place_of(running.run(int, "three").error, int) is None


def test_a_long_line_is_shown_by_its_beginning(tmp_path):
    """A line of 200 characters would bury the message."""
    file = tmp_path / "homework.py"
    file.write_text("def mine():\n    return 1 / 0 + " + "1" * 200, encoding="utf-8")
    space = {}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), space)
    number, text = running.place_of(running.run(space["mine"]).error, space["mine"])
    assert (number, len(text)) == (2, 80)
    assert text.startswith("return 1 / 0 + 111")


def test_prints_from_other_threads_are_not_swallowed(capsys):
    """A training that runs in the background goes on printing while the learner checks an answer."""
    begun, printed = threading.Event(), threading.Event()

    def background():
        begun.wait()
        print("epoch 1")
        print("a note", file=sys.stderr)
        warnings.warn("slow", stacklevel=1)
        printed.set()

    def answer():
        print("from the answer")
        print("its error stream", file=sys.stderr)
        begun.set()
        printed.wait()
        warnings.warn("of the answer", stacklevel=1)

    thread = threading.Thread(target=background)
    thread.start()
    with pytest.warns(UserWarning, match="slow") as seen:
        outcome = running.run(answer)
    thread.join()
    assert [str(warning.message) for warning in seen] == ["slow"]
    assert outcome.printed == "from the answer\n"
    assert capsys.readouterr() == ("epoch 1\n", "a note\n")


def test_a_warning_of_the_answer_is_shown_when_the_learner_calls_it_later():
    """Python shows a warning once; a check must not use that up."""

    def warns():
        warnings.warn("wrapped", stacklevel=1)

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("default")
        running.run(warns)
        assert seen == []
        warns()
    assert [str(warning.message) for warning in seen] == ["wrapped"]


# --- Questions ---------------------------------------------------------------------------------------


def test_a_typed_number_is_right_within_its_tolerance_only():
    """For ln 10, 2.3 is right and 2.2 is not; a likely wrong number is explained up to the same distance."""
    loss = Number("loss", "", 2.3026, "Yes.", {3.0: "Of base 2."}, "No.", within=0.01)
    assert loss.judge("2.3120") == loss.judge("2.2932") == (True, "Yes.")
    assert loss.judge("2.3130") == loss.judge("2.2922") == (False, "No.")
    assert loss.judge("3.0095") == loss.judge("2.9905") == (False, "Of base 2.")
    assert loss.judge("3.0105") == loss.judge("2.9895") == (False, "No.")


def test_a_whole_number_must_be_typed_exactly():
    """784.001 is not a count of pixels."""
    pixels = Number("pixels", "", 784, "Yes.", {56: "The sum."}, "No.")
    assert pixels.judge("784.0000009") == (True, "Yes.")
    assert pixels.judge("784.0000011") == (False, "No.")
    exact = Number("pixels", "", 784, "Yes.", {56: "The sum."}, "No.", within=0)
    assert exact.judge("56.0000009") == (False, "The sum.")
    assert exact.judge("56.0000011") == (False, "No.")


@pytest.mark.parametrize(
    ("typed", "key"),
    [("-12", "right"), ("-8", "right"), ("-12.1", "other"), ("-7.9", "other"), ("10", "other"),
     ("18", "1"), ("22", "1"), ("17.9", "other"), ("22.1", "other"), ("-20", "0"), ("ten", None)],
)  # fmt: skip
def test_a_number_at_the_border_of_its_tolerance_is_still_that_number(typed, key):
    """What a learner reads and what a class view counts must agree, on the border too."""
    says = {
        "right": (True, "Yes."),
        "0": (False, "Too low."),
        "1": (False, "The sign."),
        "other": (False, "No."),
    }
    about = Number("about", "", -10, "Yes.", {-20: "Too low.", 20: "The sign."}, "No.", within=2)
    assert about.key_of(typed) == key
    assert about.judge(typed) == says.get(key, (False, "Type a number, such as 12 or 0.5."))


# --- Whatever a learner hands over -------------------------------------------------------------------


class Mute(Exception):
    """An exception of the learner's own whose text cannot be read."""

    def __str__(self):  # noqa: D105
        raise AttributeError("no text")


class Hostile:
    """An object that raises however it is inspected."""

    def __getattr__(self, name):  # noqa: D105
        raise ZeroDivisionError(name)

    def __eq__(self, other):  # noqa: D105
        raise ZeroDivisionError

    __hash__ = __array__ = __len__ = __iter__ = __bool__ = __eq__


def holds_itself():
    """Return a list that contains itself."""
    own = []
    own.append(own)
    return own


def raises_mutely(values, times=2):  # noqa: D103
    raise Mute


def changes_itself(values, times=2):  # noqa: D103
    values[:] = 0
    return holds_itself()


VALUE = {"answer": "my_answer", "reference": lambda: np.array(7), "cases": (Case(),)}


@pytest.mark.parametrize(
    "make", [holds_itself, lambda: [[holds_itself()]], Hostile, lambda: {1: holds_itself()}, object]
)
def test_a_value_that_cannot_be_inspected_ends_in_a_sentence(make):
    """A mistake of the learner never raises."""
    report = judge(exercise(**VALUE), make())
    assert report.status == "wrong"
    assert report.mistake == "the wrong kind of thing"


@pytest.mark.parametrize(
    "function",
    [raises_mutely, changes_itself, lambda values, times=2: Hostile(), lambda values, times=2: Mute],
)
def test_a_function_whose_result_cannot_be_inspected_ends_in_a_sentence(function):
    """A mistake of the learner never raises."""
    report = judge(exercise(), function)
    assert report.status == "wrong"
    assert report.mistake


def test_an_exception_without_a_text_is_named_by_its_kind():
    """The report must not end in the middle of a sentence."""
    assert judge(exercise(), raises_mutely).mistake == "it stops with Mute"


def test_not_implemented_inside_a_call_does_not_make_an_empty_stub():
    """The learner has written code; "still to be written" would send them looking for another cell."""

    def other_library(values):
        raise NotImplementedError("not for lists")

    def calls_it(values, times=2):
        return other_library(values)

    def stub(values, times=2):
        raise NotImplementedError

    report = judge(exercise(), calls_it)
    assert report.status == "wrong"
    assert report.mistake == "it stops with NotImplementedError"
    assert judge(exercise(), stub).status == "not yet"


# --- Answers in unusual style ------------------------------------------------------------------------


@pytest.mark.parametrize("given", [7, [7], [[7]], np.array([7.0]), (7,)])
def test_one_number_in_brackets_is_the_number(given):
    """[784] is not a mistake in the arithmetic, but a learner who reads "not right" looks for one."""
    report = judge(exercise(**VALUE), given)
    assert report.status == "right"
    assert ("inside brackets" in repr(report)) == (not isinstance(given, int))


def test_where_a_list_of_one_number_is_right_its_brackets_stay():
    """A learner who gives [7] as the task says must not read that 7 was expected, nor that 7 would do."""
    lists = exercise(**VALUE | {"reference": lambda: np.array([7])})
    assert judge(lists, [7]).sentences == ["Every number is multiplied."]
    assert judge(lists, 7).status == "wrong"


def test_a_wrong_number_in_brackets_is_named_like_the_number():
    """The brackets must not hide which mistake it is."""
    half = Mistake("half of it", "It is twice as much.", wrong=lambda: np.array(3.5))
    assert judge(exercise(**VALUE, mistakes=(half,)), [3.5]).mistake == "half of it"


def test_the_courses_own_function_is_recognised():
    """`checks.conv2d(conv2d)` was called right, and a learner ticked off what they had not written."""
    from helpers import checks, conv2d

    report = checks.conv2d(conv2d)
    assert report.status == "wrong"
    assert report.mistake == "that is the course's own function"


def test_parameters_in_another_order_are_noticed():
    """The check passes settings by name; the learner's next cell may pass them by position."""
    two = exercise(
        answer="my_multiply(values, times=2, plus=0)",
        reference=lambda values, times=2, plus=0: values * times + plus,
        cases=(Case({"values": SMALL}, {"times": 3, "plus": 1}),),
    )
    assert judge(two, lambda values, times=2, plus=0: values * times + plus).status == "right"
    assert judge(two, lambda values, *, plus=0, times=2: values * times + plus).status == "right"
    assert judge(two, lambda a, **settings: a * settings["times"] + settings["plus"]).status == "right"
    report = judge(two, lambda values, plus=0, times=2: values * times + plus)
    assert report.mistake == "the parameters are in another order"
    report = judge(exercise(), lambda values, plus=0, times=2: values * times + plus)
    assert report.mistake == "the parameters are in another order"


@pytest.mark.parametrize(
    ("shape", "words"),
    [((), "one number"), ((3,), "a list of 3 numbers"), ((1, 2), "a grid of 1 row and 2 columns"),
     ((5, 5, 2), "an array with three axes, 5 by 5 by 2"),
     ((2, 3, 4, 5), "an array with four axes, 2 by 3 by 4 by 5"),
     ((1, 2, 1, 2, 1), "an array with five axes, 1 by 2 by 1 by 2 by 1"),
     ((1,) * 6, "an array with 6 axes, 1 by 1 by 1 by 1 by 1 by 1"),
     ((0,), "an empty list"), ((2, 0), "an empty grid"), ((2, 0, 2), "an empty array")],
)  # fmt: skip
def test_a_shape_is_put_into_words(shape, words):
    """A beginner cannot read "Yours is (2,) where () is right"."""
    assert shape_words(shape) == words


def test_a_difference_of_two_numbers_is_written_as_a_number():
    """It read np.float64(1.0) in every exercise whose answer is a number."""
    one = exercise(reference=lambda values, times=2: values.sum(), cases=(Case({"values": SMALL}),))
    assert "yours − expected: 1" in repr(judge(one, lambda values, times=2: values.sum() + 1))
    assert "np.float64" not in repr(judge(one, lambda values, times=2: values.sum() + 1))


# --- Cases beyond those of the table -----------------------------------------------------------------


@pytest.fixture
def others(monkeypatch):
    """Give the exercise further cases: lists of one number, 1, 2, 3 and so on."""
    numbered = count(1)
    monkeypatch.setitem(
        MAKERS, "multiply", lambda random: Case({"values": np.array([next(numbered)])}, {"times": 5})
    )


def at_every_third(spoil):
    """Return an answer that is right but for the other cases 3, 6, 9 and so on, where `spoil` is called."""

    def answer(values, times=2):
        if times == 5 and values[0] % 3 == 0:
            return spoil(values * times)
        return values * times

    return answer


@pytest.mark.parametrize(
    ("cases", "first"), [(1, "the case that is"), (2, "the 2 cases that are"), (3, "the 3 cases that are")]
)
@pytest.mark.usefixtures("others")
def test_an_answer_that_goes_wrong_on_other_cases_only_reads_in_how_many(cases, first):
    """A learner who fitted the shown cases must not read "Right", and sees the smallest case that fails."""
    report = judge(exercise(cases=CASES[:cases]), at_every_third(lambda product: product % 7))
    assert (report.status, report.mistake) == ("wrong", "it goes wrong in some cases")
    assert f"Your function is right in {first} tried first. Of 60 others" in report.sentences[0]
    assert "it gets 20 wrong." in report.sentences[0]
    assert not any("Right in" in sentence for sentence in report.sentences)
    assert report.grids[0].values.tolist() == [3]


@pytest.mark.usefixtures("others")
def test_a_mistake_that_shows_on_other_cases_only_is_named():
    """The name ends a search that would otherwise go through sixty cases."""
    adds = Mistake("adds one", "It adds.", wrong=at_every_third(lambda product: product + 1))
    hops = Mistake("adds two", "It adds.", wrong=at_every_third(lambda product: product + 2))
    both = exercise(mistakes=(hops, adds))
    assert judge(both, at_every_third(lambda product: product + 1)).mistake == "adds one"
    assert judge(both, at_every_third(lambda product: product[9])).mistake == "it stops with IndexError"
    assert judge(both, at_every_third(lambda product: product)).status == "right"


@pytest.mark.usefixtures("others")
def test_a_slow_answer_is_tried_on_other_cases_for_two_seconds(monkeypatch):
    """Sixty calls of a second each would freeze the lesson for a minute."""
    seconds = [100.0]
    monkeypatch.setattr(judging, "time", SimpleNamespace(perf_counter=lambda: seconds[0]))

    def slow(values, times=2):
        seconds[0] += times == 5
        return at_every_third(lambda product: -product)(values, times)

    report = judge(exercise(), slow)
    assert "Of 3 others" in report.sentences[0]
    assert "it gets 1 wrong." in report.sentences[0]


@pytest.mark.parametrize(("cases", "tried"), [(1, "the case that was tried"), (2, "all 2 cases")])
def test_a_right_answer_reads_on_how_many_cases_it_was_tried(cases, tried):
    """The words "all 1 cases" read like a defect of the course."""
    report = judge(exercise(cases=CASES[:cases]), lambda values, times=2: values * times)
    assert report.sentences == [f"my_multiply gives the right result in {tried}. Every number is multiplied."]


def test_only_a_value_that_is_none_is_suspected_of_a_print():
    """A learner who has not begun has no `print` to look for."""
    untouched = [(VALUE, ...), ({}, None), ({}, ...), ({}, lambda values, times=2: None)]
    for changes, answer in untouched:
        report = judge(exercise(**changes), answer)
        assert (report.status, report.sentences) == ("not yet", [])
    report = judge(exercise(**VALUE), None)
    assert report.status == "not yet"
    assert report.sentences[0].startswith("my_answer is None. If there is a `print`")
