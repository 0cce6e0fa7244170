"""Exercises and questions on the page, where a learner types answers and checks them."""

import re

import pytest

from helpers.checks.ten_questions import AFTER
from tests.browser.jupyter import DARK, LIGHT, barriers, opened, shown_in

FLIPPED = """\
from helpers import checks, conv2d
checks.conv2d(lambda image, kernel, stride=1: conv2d(image, kernel[::-1, ::-1], stride=stride))"""
# JupyterLab draws only the cells in view.
SHOW_CELL = """async (text) => {
    const cells = window.jupyterapp.shell.currentWidget.content;
    const index = cells.widgets.findIndex(
        (cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().includes(text));
    cells.activeCellIndex = index;
    await cells.scrollToItem(index, "center");
}"""
QUESTION = 'from helpers import checks\nchecks.question("one_step_right")'
NUMBER = 'from helpers import checks\nchecks.question("five_by_three")'


def cell_with(notebook, text):
    """Return the code cell whose source contains a text, scrolled into view."""
    notebook.page.evaluate(SHOW_CELL, text)
    cell = notebook.page.locator(".jp-CodeCell").filter(
        has=notebook.page.locator(".cm-content", has_text=text)
    )
    cell.wait_for()
    return cell


def type_and_run(notebook, cell, text):
    """Replace the code of a cell by typing, and run it with Shift and Enter."""
    editor = cell.locator(".cm-content")
    editor.click()
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.type(text)
    notebook.page.keyboard.press("Shift+Enter")


def test_an_exercise_explains_a_wrong_answer_and_accepts_the_correct_one(open_notebook):
    """The very first exercise of the course would leave learners without an explanation or a tick."""
    notebook = open_notebook("00_start_here.ipynb")
    notebook.run_all()
    check = cell_with(notebook, "checks.first_answer(my_answer)")
    check.get_by_text("Not yet: my_answer is still to be written.").wait_for()
    for answer, says in [("56", "rows and columns are added"), ("784", "Right.")]:
        stub = cell_with(notebook, "how many pixels?")
        type_and_run(notebook, stub, f"# how many pixels?\nmy_answer = {answer}")
        type_and_run(notebook, check, "checks.first_answer(my_answer)")
        check.locator(".jp-OutputArea-output", has_text=says).wait_for(timeout=20_000)
    assert "checks.first_answer  done ✓" in notebook.run("print(checks.progress('00'))")
    assert notebook.errors() == []


@pytest.fixture(scope="module")
def scratch_notebook(lab, browser):
    """A notebook with two questions and a report, shared by the tests in this file."""
    lab.write("scratch.ipynb", QUESTION, NUMBER, FLIPPED)
    with opened(lab, browser, "scratch.ipynb", viewport={"width": 1280, "height": 1600}) as notebook:
        yield notebook


@pytest.fixture
def scratch(scratch_notebook):
    """The same notebook after running all cells again, so no question is answered yet."""
    scratch_notebook.run_all()
    scratch_notebook.page.locator(".course-widget").nth(1).wait_for()
    return scratch_notebook


def said(notebook, number):
    """Return the part of a question that screen readers announce."""
    return notebook.page.locator(".course-widget").nth(number).locator("[aria-live=polite]")


def test_a_question_can_be_answered_with_the_keyboard_alone(scratch):
    """A learner without a mouse uses arrow keys and Enter, and must not trigger JupyterLab's shortcuts."""
    keyboard = scratch.page.keyboard
    cells = scratch.page.locator(".jp-Cell").count()
    question = scratch.page.locator(".course-widget").nth(0)
    question.get_by_label("Larger").focus()
    keyboard.press("Space")
    keyboard.press("Enter")
    said(scratch, 0).get_by_text("Not right. Brighter pixels").wait_for(timeout=10_000)
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("a")
    keyboard.press("Tab")
    keyboard.press("Enter")
    said(scratch, 0).get_by_text("Right. 283.").wait_for(timeout=10_000)
    assert question.locator(".choice.is-right").get_by_text("Smaller").count() == 1
    number = scratch.page.locator(".course-widget").nth(1).get_by_label("Your number")
    number.focus()
    keyboard.type("5")
    keyboard.press("Enter")
    said(scratch, 1).get_by_text(re.compile(r"^Not right\. .*every pixel")).wait_for(timeout=10_000)
    keyboard.press("Backspace")
    keyboard.type("3")
    keyboard.press("Enter")
    said(scratch, 1).get_by_text("Right. 5 − 3 + 1 = 3.").wait_for(timeout=10_000)
    assert scratch.page.locator(".jp-Cell").count() == cells
    assert scratch.errors() == []


def test_checking_too_early_asks_for_an_answer_and_the_page_never_contains_the_solution(scratch):
    """A learner who presses the button too early has made no mistake, and must not see the solution."""
    scratch.page.locator(".course-widget").nth(0).get_by_role("button", name="Check").click()
    said(scratch, 0).get_by_text("Choose one of the answers first.").wait_for()
    scratch.page.locator(".course-widget").nth(1).get_by_role("button", name="Check").click()
    said(scratch, 1).get_by_text("Type a number first").wait_for()
    page = scratch.page.content()
    assert "283. Under 4.5 and 2" not in page
    assert "The window starts on pixel 0, 1 or 2" not in page


def test_while_the_kernel_is_busy_a_question_says_so(scratch):
    """While a network trains, an answer has to wait; silence makes a learner think the page is broken."""
    scratch.page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(4)' }); }"
    )
    question = scratch.page.locator(".course-widget").nth(0)
    question.get_by_label("Smaller").check()
    question.get_by_role("button", name="Check").click()
    said(scratch, 0).get_by_text("No reply yet.").wait_for(timeout=4_000)
    said(scratch, 0).get_by_text("Right. 283.").wait_for(timeout=10_000)


def test_questions_and_reports_have_no_serious_accessibility_violations(scratch):
    """Learners with a screen reader or low vision need labels, contrast and structure in both themes."""
    question = scratch.page.locator(".course-widget").nth(0)
    question.get_by_label("Larger").check()
    question.get_by_role("button", name="Check").click()
    said(scratch, 0).get_by_text("Not right.").wait_for()
    for theme in (DARK, LIGHT):
        with shown_in(scratch.page, theme):
            for place in (".course-widget", ".jp-OutputArea-output.jp-RenderedHTML"):
                assert barriers(scratch.page, place) == []


def test_the_test_of_ten_questions_is_answered_with_the_keyboard_and_gives_a_score(lab, browser):
    """It is the first thing a learner does on the course's own page, and the last one in the course."""
    code = 'from helpers import checks\nchecks.course_test("after")'
    lab.write("ten_questions.ipynb", code)
    with opened(lab, browser, "ten_questions.ipynb", viewport={"width": 1280, "height": 2800}) as notebook:
        notebook.run_all()
        test, keyboard = notebook.page.locator(".course-test"), notebook.page.keyboard
        test.wait_for()
        assert test.locator("fieldset").count() == len(AFTER)
        test.get_by_role("button", name="Show my score").click()
        test.get_by_text("Still open: 1, 2, 3").wait_for()
        assert test.locator(".little-kernel .little-cells span").count() == 4
        for item in AFTER[:9]:  # the first question has the focus now
            keyboard.press("Space")
            for _ in range(item.right):
                keyboard.press("ArrowDown")
            keyboard.press("Tab")
        assert test.get_by_text("9 of 10 answered").count() == 1
        keyboard.press("ArrowUp")  # from the first choice to the last: I don't know yet
        keyboard.press("Enter")
        test.get_by_text("9 of 10. You didn't take the test in lesson 00").wait_for(timeout=10_000)
        assert test.get_by_text("The answer is: 49.").count() == 1
        assert (test.locator(".test-steps .right").count(), test.locator(".test-steps .wrong").count()) == (
            9,
            1,
        )
        assert (test.locator(".is-right").count(), test.locator(".is-wrong").count()) == (9, 1)
        keyboard.press("ArrowUp")  # a new answer is not judged yet
        assert test.locator(".is-wrong").count() == 0
        for theme in (DARK, LIGHT):
            with shown_in(notebook.page, theme):
                assert barriers(notebook.page, ".course-test") == []
        assert notebook.errors() == []
