"""Runs functions of the pages in Node.js."""

import functools
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from helpers.widgets import bundle
from tests.pages.tools import find

ANSWER = Path(__file__).with_name("answer.mjs")
DRIVERS = Path(__file__).with_name("drivers")
NO_NODE = (
    "Left out: the tests of the pages' arithmetic, because no Node.js was found. "
    "`make lint` installs it for the course alone, from a locked package."
)


class PageError(Exception):
    """A function of a page threw an error; its message is the message."""


def ask(module, function, calls):
    """Return what a function of a page returns for each list of arguments, as JSON carries it.

    Parameters
    ----------
    module : str
        From `helpers/widgets`, such as "pooling/arithmetic.js"; or from `tests/pages`, such as
        "drivers/history.js", whose functions do what JSON cannot carry: make an object, keep a clock.
    function : str
    calls : list of lists
        All are run in one process, so thousands take less than a second.

    Returns
    -------
    list
        If the function threw an error, a `PageError` is in its place.
    """
    question = {"module": str(_staged() / module), "calls": [[function, *given] for given in calls]}
    process = subprocess.run(
        [find("node"), str(ANSWER)], input=json.dumps(question), capture_output=True, text=True, timeout=120
    )
    if process.returncode:
        raise RuntimeError(process.stderr)
    answers = json.loads(process.stdout, object_hook=_number)
    return [PageError(answer["error"]) if "error" in answer else answer.get("value") for answer in answers]


def _number(found):
    if found.keys() == {"$number"}:
        text = found["$number"]
        return float(text) if text in ("NaN", "Infinity", "-Infinity") else int(text)
    return found


@functools.cache
def _staged():
    """Write the modules into a folder that stays until the tests end."""
    folder = tempfile.TemporaryDirectory(prefix="pages-")
    bundle.stage(folder.name)
    if changed := os.environ.get("CHANGED_PAGE"):  # set by tests/mutation.py
        shutil.copy(os.environ["CHANGED_PAGE_TEXT"], Path(folder.name, changed))
    shutil.copytree(DRIVERS, Path(folder.name, DRIVERS.name))
    _staged.folder = folder  # keeps it alive
    return Path(folder.name)
