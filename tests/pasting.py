"""Run a lesson as a learner leaves it: whole, with answers pasted into its exercises."""

import os
import re

import nbformat
from nbclient import NotebookClient

from tests.execute_notebooks import NOTEBOOKS


def exercise_cells(notebook):
    """Return the stub cells of a lesson, by the names of their exercises."""
    return {cell.metadata["exercise"]: cell for cell in notebook.cells if "exercise" in cell.metadata}


def run_with_answers(path, answers, *, work):
    """Execute a lesson with its stubs replaced, and return the notebook with its outputs.

    Parameters
    ----------
    path : pathlib.Path
        Of the notebook, which stays as it is.
    answers : dict
        From the name of an exercise to the text of the cell that takes the place of its stub.
    work : pathlib.Path
        The learner's folder.

    Raises
    ------
    AssertionError
        If a cell ends in an error or writes to the error stream.
    """
    notebook = nbformat.read(path, as_version=4)
    stubs = exercise_cells(notebook)
    for name, source in answers.items():
        stubs[name].source = source
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        store_widget_state=False,
    )
    client.execute(env={**os.environ, "COURSE_WORK": str(work), "COURSE_PACE": "quick"})
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            assert output.output_type != "error", f"cell {number} raised: {output.ename}: {output.evalue}"
            assert output.get("name") != "stderr", f"cell {number} wrote to stderr: {output.text}"
    return notebook


def check_outputs(notebook):
    """Return what the cell behind each stub shows as text, by the names of the exercises."""
    shown, name = {}, None
    for cell in notebook.cells:
        if name and cell.cell_type == "code" and f"checks.{name}(" in cell.source:
            shown[name] = cell.outputs[-1]["data"]["text/plain"]
        name = cell.metadata.get("exercise", name)
    return shown


def paste_value(stub, value):
    """Return a stub cell with its three dots replaced by a value."""
    text, count = re.subn(r"= \.\.\.$", f"= {value!r}".replace("\\", r"\\"), stub, flags=re.MULTILINE)
    assert count == 1, f"a stub of a value holds one line that ends in = ..., but this one reads {stub!r}"
    return text
