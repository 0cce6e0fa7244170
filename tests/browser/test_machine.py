"""The widget below the machine check of lesson 00, in a real browser."""

import pytest

import helpers
from tests.browser.jupyter import COUNT_CELLS, opened

CELL = "from helpers.machine import check_machine\n\ncheck_machine()"
BUSY = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    kernel.requestExecute({ code: "import time; time.sleep(6)", store_history: false });
}"""


@pytest.fixture(scope="module")
def machine_notebook(lab, browser):
    """A notebook with the machine check, shared by the tests in this file."""
    lab.write("machine.ipynb", CELL)
    with opened(lab, browser, "machine.ipynb") as notebook:
        yield notebook


@pytest.fixture(name="notebook")
def _notebook(machine_notebook):
    """The same notebook after running all cells again, so the button has not been pressed yet."""
    machine_notebook.run_all()
    return machine_notebook


@pytest.fixture(name="widget")
def _widget(notebook):
    return notebook.page.locator(".course-widget")


def wait_for(notebook, words):
    """Wait until the page shows these words."""
    notebook.page.get_by_text(words).wait_for(timeout=20_000)


def test_the_lessons_run_with_the_helpers_of_this_folder(notebook):
    """With another JupyterLab on the PATH, the tests could pass on the code of another copy of the course."""
    assert notebook.run("import helpers; print(helpers.__file__)").strip() == helpers.__file__


def test_pressing_the_button_turns_the_last_row_green(notebook, widget):
    """Beginners have no other way to tell whether the explorers will work in their browser."""
    row = notebook.page.locator("tr", has_text="A widget")
    assert "to do" in row.inner_text()
    widget.get_by_role("button", name="Ask the kernel for its square").click()
    wait_for(notebook, "12 × 12 = 144")
    wait_for(notebook, "it answers")
    assert "good" in row.inner_text()
    assert notebook.errors() == []


def test_a_number_can_be_typed_and_sent_with_the_keyboard(notebook, widget):
    """A learner without a mouse must get through the first lesson without losing a cell to a shortcut."""
    field = widget.get_by_label("A number:")
    field.focus()
    cells = notebook.page.evaluate(COUNT_CELLS)
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.type("-2.5")
    notebook.page.keyboard.press("Enter")
    wait_for(notebook, "-2.5 × -2.5 = 6.25")
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.press("Delete")
    notebook.page.keyboard.type("ab")
    notebook.page.keyboard.press("Enter")
    wait_for(notebook, "Type a number between")
    assert notebook.page.evaluate(COUNT_CELLS) == cells
    assert notebook.errors() == []


def test_while_the_kernel_is_busy_the_page_says_so_and_the_answer_still_arrives(notebook, widget):
    """Without a message, a learner whose cell is still running thinks the course is broken."""
    notebook.page.evaluate(BUSY)
    widget.get_by_role("button").click()
    wait_for(notebook, "No answer yet.")
    wait_for(notebook, "12 × 12 = 144")
