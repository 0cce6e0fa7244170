"""The tests' own strictness: what `make test` must refuse is tried on a lesson cut short."""

import copy
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import nbformat

from tests.execute_notebooks import NOTEBOOKS
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
