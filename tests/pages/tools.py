"""Run Biome and TypeScript over the explorers' pages: what `make lint` does after Ruff.

    python -m tests.pages.tools

Both are programs for Node.js, which only maintainers and continuous integration need. `make lint` installs
it into `.venv` from a locked package; where there is none, these checks are left out, and say so. Biome
reads the pages where they are. TypeScript follows their imports, so it reads copies in `.pages/`, where the
modules that `helpers.widgets.bundle` makes from Python are next to the others.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.widgets.bundle import stage

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDGETS = ROOT / "helpers" / "widgets"
STAGED = ROOT / ".pages"
PACKAGES = HERE / "node_modules"
NO_NODE = "Node.js is not installed: run `make lint` once, which installs it"


def find(program):
    """Return the path of `node` or `npm`, or None; the one in this Python's environment comes first."""
    return shutil.which(program, path=Path(sys.executable).parent) or shutil.which(program)


def stage_modules():
    """Write the modules of all pages into `.pages/`."""
    shutil.rmtree(STAGED, ignore_errors=True)  # a module that was renamed must not be found again
    stage(STAGED)


def install():
    """Install what package-lock.json says, unless that has been done.

    npm writes a lock file of its own into the folder as the last thing it does, so a folder without one, or
    with an older one, is incomplete.
    """
    done = PACKAGES / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return
    print("Installing Biome and TypeScript into tests/pages/node_modules (about 130 MB, once).", flush=True)
    command = [find("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.DEVNULL)


def lint():
    """Let Biome read all scripts and styles, and return its exit code; a warning counts as an error."""
    program = PACKAGES / "@biomejs" / "biome" / "bin" / "biome"
    options = ["lint", f"--config-path={HERE / 'lint.jsonc'}", "--error-on-warnings", "--max-diagnostics=100"]
    class_view = ROOT / "docs" / "classroom" / "class_view" / "pages"  # its templates are not HTML yet
    read = [
        WIDGETS,
        ROOT / "docs" / "site",
        class_view / "class.js",
        class_view / "style.css",
        ROOT / "lab",
        HERE,
    ]
    return subprocess.run([find("node"), program, *options, *read], cwd=ROOT, check=False).returncode


def check_types():
    """Let TypeScript compare how the modules use each other, and return its exit code."""
    command = [find("node"), PACKAGES / "typescript" / "bin" / "tsc", "--project", HERE, "--pretty", "false"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(with_sources(done.stdout + done.stderr), end="")
    return done.returncode


def with_sources(report):
    """Return a report that names the files in `helpers/widgets` in place of their copies in `.pages`.

    A module that Python makes has no file there, and keeps its name.
    """

    def source(match):
        file = WIDGETS / match[1]
        return file.relative_to(ROOT).as_posix() if file.exists() else match[0]

    return re.sub(r"(?:\.\./)*\.pages/([\w/.-]+)", source, report)


def main():
    """Run both checks, say what was left out, and return 1 if there is something to fix."""
    if find("node") is None or find("npm") is None:
        print(f"Left out, the checks of the explorers' pages: {NO_NODE}.")
        return 0
    stage_modules()
    install()
    codes = [lint(), check_types()]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
