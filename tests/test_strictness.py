"""The tests' own strictness: these try on a shortened lesson what `make test` must refuse."""

import copy
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import nbformat
import pytest

from tests.execute_notebooks import NOTEBOOKS, sources_digest
from tests.settings import ROOT


def beginning_of_a_lesson():
    """Return lesson 02 up to its first sum."""
    notebook = nbformat.read(NOTEBOOKS / "02_convolution_by_hand.ipynb", as_version=4)
    last = next(i for i, cell in enumerate(notebook.cells) if "products.sum()" in cell.source)
    notebook.cells = [
        c for c in notebook.cells[: last + 1] if "checks" not in c.source or "import" in c.source
    ]
    return notebook


def alter_a_saved_number(cell):
    """Save another sum than the one that the cell computes."""
    output = next(o for o in cell.outputs if "3" in o.get("text", ""))
    output.text = output.text.replace("3", "4")


def write_to_stderr(cell):
    """Let a cell print what a library's warning would."""
    cell.source += "\nimport sys\nprint('a warning', file=sys.stderr)"


def test_a_cell_whose_output_is_not_the_saved_one_fails(tmp_path):
    """A wrong number, or a red warning, would otherwise reach every learner unnoticed."""
    lesson = beginning_of_a_lesson()
    as_saved = sum(cell.cell_type == "code" for cell in lesson.cells)
    last = lesson.cells[-1]
    for change in (alter_a_saved_number, write_to_stderr):
        changed = copy.deepcopy(last)
        changed.id = change.__name__
        change(changed)
        lesson.cells.append(changed)
    path, report = tmp_path / "lesson.ipynb", tmp_path / "report.xml"
    nbformat.write(lesson, path)
    options = ["-c", ROOT / "pyproject.toml", f"--rootdir={tmp_path}", "-n0", "-q", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, path]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert len(cases) == as_saved + 2
    assert failed == [f"Cell {as_saved}", f"Cell {as_saved + 1}"], done.stdout


def fingerprint(*sources):
    """Return the fingerprint of a notebook with these code cells."""
    return sources_digest(nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources))))


@pytest.mark.parametrize(
    "edited",
    [
        "kernel = [1, 2.0]",
        "kernel = [1, '']",
        "kernel = [1]",
        "kernel = [1, 2];",
        "",
        "%time kernel = [1, 2]",
    ],
)
def test_a_cell_that_was_edited_and_not_run_again_has_another_fingerprint(edited):
    """A reader would otherwise see an output that the code above it did not make."""
    assert fingerprint("import math", edited) != fingerprint("import math", "kernel = [1, 2]")


def test_the_order_of_cells_is_part_of_the_fingerprint():
    """A cell that was moved may compute something else in its new place."""
    assert fingerprint("a = 1", "a = 2") != fingerprint("a = 2", "a = 1") != fingerprint("a = 2\na = 1")


def test_laying_out_code_anew_keeps_the_fingerprint():
    """Otherwise, moving a bracket in lesson 10 would cost a maintainer minutes of training."""
    by_hand = "kernel = [1,  2]   # two weights\nprint(f'{kernel!s:>{10}}')"
    formatted = 'kernel = [\n    1,\n    2,\n]\n# two weights\nprint(f"{kernel!s:>{10}}")'
    assert fingerprint(by_hand) == fingerprint(formatted)


def test_explaining_a_function_better_keeps_the_fingerprint():
    """A docstring is read and not computed; what the function returns still counts."""
    short = 'def double(x):\n    """Double it."""\n    return 2 * x'
    long = 'def double(x):\n    """Return twice a number."""\n    return 2 * x'
    assert fingerprint(short) == fingerprint(long) != fingerprint(long.replace("2 *", "3 *"))
    assert fingerprint("'text'") != fingerprint("'another text'")


def test_the_fingerprint_is_the_same_in_every_supported_python():
    """Notebooks are run with one Python, and tested with others. This one was taken with 3.11."""
    assert fingerprint("def double(x):\n    return f'{x:{4}}' ''", "%matplotlib inline") == "ed079c67abfa07a4"
