"""The tests' own strictness: what `make test` must refuse is tried on a lesson cut short."""

import subprocess
import sys

import nbformat
import pytest

from tests.execute_notebooks import NOTEBOOKS
from tests.settings import ROOT


def nbval(tmp_path, change):
    """Run the beginning of lesson 02, changed by a function, as `make test` runs notebooks."""
    notebook = nbformat.read(NOTEBOOKS / "02_convolution_by_hand.ipynb", as_version=4)
    last = next(i for i, cell in enumerate(notebook.cells) if "products.sum()" in cell.source)
    notebook.cells = [
        c for c in notebook.cells[: last + 1] if "checks" not in c.source or "import" in c.source
    ]
    change(notebook.cells)
    path = tmp_path / "lesson.ipynb"
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "-n0", "-q", path]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def leave(cells):
    """Change nothing."""


def alter_a_saved_number(cells):
    """Save another sum than the one that the cell computes."""
    output = next(o for o in cells[-1].outputs if "3" in o.get("text", ""))
    output.text = output.text.replace("3", "4")


def write_to_stderr(cells):
    """Let a cell print what a library's warning would."""
    cells[-1].source += "\nimport sys\nprint('a warning', file=sys.stderr)"


@pytest.mark.parametrize(
    ("change", "passes"), [(leave, True), (alter_a_saved_number, False), (write_to_stderr, False)]
)
def test_a_lesson_whose_output_is_not_the_saved_one_fails(tmp_path, change, passes):
    """A wrong number, or a red warning, would otherwise reach every learner unnoticed."""
    done = nbval(tmp_path, change)
    assert (done.returncode == 0) is passes, done.stdout
