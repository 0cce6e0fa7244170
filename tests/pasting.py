"""Run a lesson as a learner leaves it: whole, with answers pasted into its exercises."""

import os
import re

import nbformat
from nbclient import NotebookClient

from tests.execute_notebooks import NOTEBOOKS


def exercise_cells(notebook):
    """Return the stub cells of a lesson, by the names of their exercises."""
    return {cell.metadata["exercise"]: cell for cell in notebook.cells if "exercise" in cell.metadata}


def with_answers(path, *rounds):
    """Return a lesson with its stubs replaced.

    Parameters
    ----------
    path : pathlib.Path
        Of the notebook, which stays as it is.
    *rounds : dict
        From the name of an exercise to the text of the cell that takes the place of its stub. With
        more than one, the learner answers, checks, answers anew, checks again, and then goes on.
    """
    notebook = nbformat.read(path, as_version=4)
    for name, stub in exercise_cells(notebook).items():
        place = notebook.cells.index(stub)
        check = next(cell for cell in notebook.cells[place:] if f"checks.{name}(" in cell.source)
        for number, answers in enumerate(rounds):
            answer, again = (nbformat.v4.new_code_cell(cell.source) for cell in (stub, check))
            answer.source, again.metadata["checks"] = answers[name], f"{name} {number}"
            notebook.cells[place:place] = [answer, again]
            place += 2
        notebook.cells.remove(stub)
        notebook.cells.remove(check)
    return notebook


def run_in_kernel(notebook, work):
    """Execute a notebook in a kernel of its own, in place; `work` is the learner's folder."""
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        store_widget_state=False,
    )
    client.execute(env={**os.environ, "COURSE_WORK": str(work), "COURSE_PACE": "quick"})


def failures(notebook):
    """Return what went wrong in the cells of a notebook: tracebacks, and text on the error stream."""
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"cell {number} raised {output.ename}: {output.evalue}")
            elif output.get("name") == "stderr":
                found.append(f"cell {number} wrote to stderr: {''.join(output.text)}")
    return found


def check_outputs(notebook, number):
    """Return what the checks of one round show as text, by the names of the exercises."""
    shown = {}
    for cell in notebook.cells:
        name, _, of_round = cell.metadata.get("checks", "").partition(" ")
        if of_round == str(number):
            shown[name] = cell.outputs[-1]["data"]["text/plain"]
    return shown


def uses_of(notebook, name):
    """Return the code cells that use what a learner defines, apart from its stub and its check."""
    word = re.compile(rf"\b{name}\b")
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code"
        and word.search(re.sub(r'""".*?"""', "", cell.source, flags=re.DOTALL))
        and "exercise" not in cell.metadata
        and not cell.source.startswith("checks.")
    ]


def paste_value(stub, value):
    """Return a stub cell with its three dots replaced by a value."""
    text, count = re.subn(r"= \.\.\.$", f"= {value!r}".replace("\\", r"\\"), stub, flags=re.MULTILINE)
    assert count == 1, f"a stub of a value holds one line that ends in = ..., but this one reads {stub!r}"
    return text
