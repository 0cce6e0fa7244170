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


def leave(cells):
    """Change nothing."""


def alter_a_saved_number(cells):
    """Save another sum than the one that the cell computes."""
    output = next(o for o in cells[-1].outputs if "3" in o.get("text", ""))
    output.text = output.text.replace("3", "4")


def write_to_stderr(cells):
    """Let a cell print what a library's warning would."""
    cells[-1].source += "\nimport sys\nprint('a warning', file=sys.stderr)"


def test_a_lesson_whose_output_is_not_the_saved_one_fails(tmp_path):
    """A wrong number, or a red warning, would otherwise reach every learner unnoticed."""
    lesson = beginning_of_a_lesson()
    for change in (leave, alter_a_saved_number, write_to_stderr):
        changed = copy.deepcopy(lesson)
        change(changed.cells)
        nbformat.write(changed, tmp_path / f"{change.__name__}.ipynb")
    report = tmp_path / "report.xml"
    options = ["-c", ROOT / "pyproject.toml", f"--rootdir={tmp_path}", "-n0", "-q", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, *sorted(tmp_path.glob("*.ipynb"))]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    failed = [
        (case.get("classname").removesuffix(".ipynb"), case.get("name"))
        for case in ElementTree.parse(report).iter("testcase")
        if case.find("failure") is not None
    ]
    last_cell = f"Cell {sum(cell.cell_type == 'code' for cell in lesson.cells) - 1}"
    assert sorted(failed) == [("alter_a_saved_number", last_cell), ("write_to_stderr", last_cell)], (
        done.stdout
    )
