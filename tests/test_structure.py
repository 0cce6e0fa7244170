"""The shape of the code: which module imports which, and how long a file is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.settings import ROOT

MOST_LINES = 600
# A table of exercises, or of answers, is read one entry at a time.
TABLES = ("helpers/checks/lessons/", "tests/")


def tracked_files():
    """List the Python and JavaScript files of the project, by their paths from the top."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.js", "*.mjs"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_imports_go_one_way_and_never_in_a_circle():
    """In a circle no module can be read, changed or tested by itself; pyproject.toml has the rules."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_can_be_read_in_one_go():
    """A maintainer gives up on a file with five jobs, and a learner who looks inside gives up sooner."""
    if not (ROOT / ".git").exists():
        pytest.skip("This copy of the course has no git history, so its own files are not known.")
    lines = {
        name: (ROOT / name).read_text(encoding="utf-8").count("\n")
        for name in tracked_files()
        if (ROOT / name).exists()
    }
    assert {name: n for name, n in lines.items() if n > MOST_LINES and not name.startswith(TABLES)} == {}
