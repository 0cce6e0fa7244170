"""Run cells in a fresh kernel without a notebook, as a learner might: in any order, folder and environment.

This takes one second; a whole JupyterLab takes ten. The kernel is IPython's own shell in another process.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.settings import ROOT

PROGRAM = """
import contextlib, io, json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.enable_gui = lambda *arguments: None
results = []
for cell in json.load(sys.stdin):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        done = shell.run_cell(cell)
    error = done.error_before_exec or done.error_in_exec
    results.append(["" if error is None else f"{type(error).__name__}: {error}", printed.getvalue()])
print("\\n" + json.dumps(results))
"""
NO_PICTURES = "from helpers import plots\nplots.png = lambda figure: b''"


@dataclass(frozen=True)
class Ran:
    """What a cell did: its error, such as "NameError: …" or nothing, and all that it printed and showed."""

    error: str
    printed: str


def run_cells(*cells, folder=ROOT / "notebooks", course=ROOT, **environment):
    """Run cells one after the other in a fresh kernel, and go on after an error.

    Parameters
    ----------
    *cells : str
    folder : pathlib.Path
        Where the notebook would be.
    course : pathlib.Path
        Where `helpers` is imported from.
    **environment : str
        Variables of the environment to set.

    Returns
    -------
    list of Ran
    """
    settings = {**os.environ, "PYTHONPATH": str(course), "PYTHONWARNINGS": "ignore", **environment}
    with tempfile.TemporaryDirectory() as profile:  # without anybody's own start-up files
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps(cells),
            cwd=folder,
            env={**settings, "IPYTHONDIR": profile},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return [Ran(*result) for result in json.loads(done.stdout.splitlines()[-1])]


def code_of(lesson):
    """Return the code cells of a lesson, such as "06", in their order."""
    (path,) = Path(ROOT / "notebooks").glob(f"{lesson}_*.ipynb")
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
