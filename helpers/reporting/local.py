"""Attempts noted on the learner's own machine, for a teacher who has no hub."""

import contextlib
import json
import os
import re

from helpers.storage import own_file_name, short_path, whole_file
from helpers.workspace import my_work

FILE, TOKEN_FILE = "attempts.jsonl", "hand-in-token.txt"
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
    """Delete the file and the token of what was handed in, and return how many records there were."""
    number, folder = len(records()), my_work()
    if folder is not None:
        (folder / FILE).unlink(missing_ok=True)
        (folder / TOKEN_FILE).unlink(missing_ok=True)
    return number


def hand_in(name=""):
    """Write the records to a file that can be given to a teacher.

    Its name ends with a random token that this folder keeps. The files of a class then fit into one folder,
    without names and with two people called Ada, and somebody's second file replaces the first.

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
    path = folder / f"{stem}-{_token(folder)}.json"
    content = {"format": FORMAT, "name": str(name), "records": kept}
    with whole_file(path) as unfinished:
        unfinished.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return short_path(path), len(kept)


def _token(folder):
    """Return eight characters that no other learner's folder has; they are made once and say nothing."""
    with contextlib.suppress(OSError, ValueError):
        kept = (folder / TOKEN_FILE).read_text(encoding="utf-8").strip()
        if re.fullmatch(r"[0-9a-f]{8}", kept):
            return kept
    made = os.urandom(4).hex()
    with whole_file(folder / TOKEN_FILE) as unfinished:
        unfinished.write_text(f"{made}\n", encoding="utf-8")
    return made


def _drop_the_older_half(path):
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    with whole_file(path) as unfinished:
        unfinished.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")
