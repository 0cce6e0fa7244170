"""Every lesson opens with questions about earlier ones: the last, two back and four back."""

import itertools
import re

import nbformat
import pytest

from helpers.checks.lessons import QUESTIONS, table
from tests.execute_notebooks import NOTEBOOKS

LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
WITH_WARM_UP = [name for name in LESSONS if name[:2] != "00"]
ASKED = re.compile(r'checks\.question\("(\w+)"\)')
BACK = (1, 2, 4)


def wanted(number):
    """Return, for each of the three questions, the lessons that it may come back to.

    If there is no lesson that far back, any earlier one will do. Lesson 00 has no ideas to come back to, so
    it counts only where nothing else is there yet.

    Examples
    --------
    >>> wanted(6)
    [{5}, {4}, {2}]
    >>> wanted(3)
    [{2}, {1}, {0, 1, 2}]
    """
    return [{number - back} if number - back >= 1 else set(range(number)) for back in BACK]


def fits(recalled, number):
    """Return whether questions come back to the lessons that they should, in any order."""
    if number == 1:
        return 1 <= len(recalled) <= 3 and set(recalled) == {0}
    return len(recalled) == 3 and any(
        all(one in lessons for one, lessons in zip(order, wanted(number), strict=True))
        for order in itertools.permutations(recalled)
    )


def warm_up(notebook):
    """Return the names of the questions under the heading "Warm up", and the cells there."""
    cells = [cell for cell in notebook.cells if cell.source.strip()]
    (start,) = [n for n, cell in enumerate(cells) if re.match(r"## Warm up$", cell.source, re.MULTILINE)]
    rest = cells[start + 1 :]
    end = next(n for n, cell in enumerate(rest) if re.search(r"^##? ", cell.source, re.MULTILINE)
               and cell.cell_type == "markdown")  # fmt: skip
    return [found[1] for cell in rest[:end] if (found := ASKED.fullmatch(cell.source.strip()))], rest[:end]


@pytest.mark.parametrize("name", WITH_WARM_UP)
def test_a_lesson_opens_with_questions_about_the_last_lesson_two_back_and_four_back(name):
    """Learners forget within a week what nobody asks for again; asked three times, they remember it."""
    names, _ = warm_up(LESSONS[name])
    questions = {question.name: question for question in table(name[:2]).QUESTIONS}
    recalled = [int(questions[one].recalls) for one in names]
    assert fits(recalled, int(name[:2])), recalled


@pytest.mark.parametrize("name", WITH_WARM_UP)
def test_the_warm_up_comes_right_after_the_setup_and_holds_nothing_else(name):
    """The learner answers from memory, before anything new is on the page."""
    cells = [cell for cell in LESSONS[name].cells if cell.source.strip()]
    first_code = next(n for n, cell in enumerate(cells) if cell.cell_type == "code")
    assert cells[first_code + 1].source.startswith("## Warm up\n")
    assert all(ASKED.fullmatch(cell.source.strip()) for cell in warm_up(LESSONS[name])[1])


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_question_that_recalls_a_lesson_is_asked_in_the_warm_up_only(number):
    """Later in a lesson it would interrupt the learner; and it must recall an earlier lesson."""
    (notebook,) = [notebook for name, notebook in LESSONS.items() if name.startswith(number)]
    recalling = [question for question in table(number).QUESTIONS if question.recalls]
    names = warm_up(notebook)[0] if recalling else []
    assert sorted(question.name for question in recalling) == sorted(names)
    assert all(question.recalls < number for question in recalling)


@pytest.mark.parametrize(
    ("recalled", "number", "good"),
    [
        ([5, 4, 2], 6, True),
        ([2, 5, 4], 6, True),
        ([5, 4, 3], 6, False),
        ([5, 4], 6, False),
        ([4, 3, 1], 5, True),
        ([2, 1, 1], 3, True),
        ([2, 1, 0], 3, True),
        ([2, 2, 1], 3, True),
        ([1, 0, 1], 2, True),
        ([0, 0, 0], 2, False),
        ([0], 1, True),
        ([], 1, False),
    ],
)
def test_the_rule_of_one_two_and_four_back(recalled, number, good):
    """A rule that accepts everything would let the same lesson be recalled three times."""
    assert fits(recalled, number) == good
