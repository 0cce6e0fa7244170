"""Attempts noted on the learner's own machine, for a teacher who has no hub."""

import contextlib
import json

from helpers.storage import own_file_name, short_path, whole_file
from helpers.workspace import my_work

FILE = "attempts.jsonl"
LONGEST = 256 * 1024  # bytes, more than 1,000 attempts; beyond that the older half is dropped
FORMAT = "convolution-pixel-by-pixel attempts 1"
LONGEST_NAME = 80  # characters


def add(record):
    """Add a record to the file. Two kernels may do so at once: each line is written in one piece.

    Parameters
    ----------
    record : dict

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    folder = my_work()
    if folder is None:
        raise OSError("no folder of the learner's can be written")
    line = json.dumps(record, ensure_ascii=False) + "\n"
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(line)
        size = file.tell()
    if size > LONGEST:
        _drop_the_older_half(folder / FILE)


def records():
    """Return the records in the file; a line that a crash has cut short is left out.

    Returns
    -------
    list of dict
    """
    folder = my_work()
    if folder is None:
        return []
    try:
        lines = (folder / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return [record for record in found if isinstance(record, dict)]


def forget():
    """Delete the file, and return how many records it had."""
    number, folder = len(records()), my_work()
    if folder is not None:
        (folder / FILE).unlink(missing_ok=True)
    return number


def hand_in(name=""):
    """Write the records to a file that can be given to a teacher.

    Parameters
    ----------
    name : str

    Returns
    -------
    (str or None, int)
        The file as a lesson shows it, and how many records are in it; None if there are no records.

    Raises
    ------
    ValueError
        If the name is too long, or has no letter or digit.
    OSError
        If the file cannot be written.
    """
    if len(str(name)) > LONGEST_NAME:
        raise ValueError(f"A name has at most {LONGEST_NAME} characters; yours has {len(str(name))}.")
    stem = f"hand-in-{own_file_name(name)}" if name else "hand-in"
    kept, folder = records(), my_work()
    if not kept:
        return None, 0
    content = {"format": FORMAT, "name": str(name), "records": kept}
    with whole_file(folder / f"{stem}.json") as unfinished:
        unfinished.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return short_path(folder / f"{stem}.json"), len(kept)


def _drop_the_older_half(path):
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    with whole_file(path) as unfinished:
        unfinished.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")
