"""Keeping files safe: written whole or not at all, never over another one, a damaged one set aside."""

import contextlib
import hashlib
import re
import tempfile
import time
import unicodedata
import zipfile
from itertools import chain, count
from pathlib import Path

# What NumPy and Keras raise for a file that is damaged or was written by another program.
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
LONGEST_NAME = 50  # letters: a file system takes 255 bytes, and a letter may need four
# Names that Windows keeps for its devices.
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}


@contextlib.contextmanager
def whole_file(path):
    """Write a file whole or not at all.

    Yields a path to write to. When the block ends, that file replaces the one at `path` in one step. If
    the block fails or is interrupted, what was at `path` stays as it was, and nothing else is left.

    Parameters
    ----------
    path : pathlib.Path
        Folders that are missing above it are made.

    Yields
    ------
    pathlib.Path
        Of the same name, because Keras looks at the suffix, in a temporary folder beside `path`: only
        inside one file system is the replacement a single step.

    Raises
    ------
    OSError
        If the folder cannot be written.

    Notes
    -----
    The standard library has no such function, and the package that had it, `atomicwrites`, is no longer
    maintained.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole_file(Path(folder, "notes.txt")) as unfinished:
    ...         _ = unfinished.write_text("whole")
    ...     Path(folder, "notes.txt").read_text()
    'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=".unfinished-", dir=path.parent, ignore_cleanup_errors=True
    ) as folder:
        unfinished = Path(folder, path.name)
        yield unfinished
        _replace_patiently(unfinished, path)


def _replace_patiently(new, path):
    """Replace a file; try again for a moment, because Windows refuses while another program reads it."""
    for pause in (0.01, 0.05, 0.2):
        try:
            new.replace(path)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    new.replace(path)


def free_path(path):
    """Return the path, or the first one with a number after its name that is not taken.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Path(folder, "net.keras").touch()
    ...     free_path(Path(folder, "net.keras")).name
    'net-2.keras'
    """
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return _first_free(chain([path], numbered))


def set_aside(path, names=None):
    """Rename a damaged file, so that it is neither used again nor lost.

    Parameters
    ----------
    path : pathlib.Path
    names : sequence of str, optional
        What it may be called; the first name that is not taken is used. Without them these are
        `<name>.damaged`, `<name>.damaged-2` and so on.

    Returns
    -------
    pathlib.Path
        Where it is now.

    Raises
    ------
    OSError
        If it cannot be renamed; `FileNotFoundError` if another program was quicker.
    """
    damaged = f"{path.name}.damaged"
    names = names or chain([damaged], (f"{damaged}-{number}" for number in count(2)))
    aside = _first_free(path.with_name(name) for name in names)
    path.rename(aside)
    return aside


def _first_free(paths):
    return next(path for path in paths if not path.exists())


def file_name(name):
    """Return a name that a person chose in a form that every file system accepts.

    Two names may give the same: `own_file_name` keeps them apart.

    Parameters
    ----------
    name : str
        In any alphabet, of any length.

    Raises
    ------
    ValueError
        If no letter or digit is left of it.

    Examples
    --------
    >>> file_name("My best: network?"), file_name("мережа 2")
    ('my-best-network', 'мережа-2')
    """
    same_everywhere = unicodedata.normalize("NFC", str(name)).lower()  # macOS stores letters decomposed
    cleaned = re.sub(r"[\W_]+", "-", same_everywhere).strip("-")[:LONGEST_NAME].strip("-")
    if not cleaned:
        raise ValueError(f"A name needs at least one letter or digit, but is {name!r}.")
    return f"{cleaned}-" if cleaned in RESERVED else cleaned


def own_file_name(name):
    """Return a name that a person chose as a file name that no other name gets.

    A name of small letters, digits and hyphens stays as it is; others get six characters that only they have.

    Raises
    ------
    ValueError
        If no letter or digit is left of it.

    Examples
    --------
    >>> own_file_name("fashion"), own_file_name("lr 0.001"), own_file_name("lr 0.01")
    ('fashion', 'lr-0-001-c225e1', 'lr-0-01-ab516f')
    """
    cleaned = file_name(name)
    if cleaned == str(name):
        return cleaned
    return f"{cleaned}-{hashlib.sha256(str(name).encode()).hexdigest()[:6]}"


def short_path(path):
    """Return a path as a lesson shows it, so that no folder of this machine is saved in a notebook.

    Examples
    --------
    >>> short_path(Path("/home/ada/course/my_work/net.keras"))
    'my_work/net.keras'
    """
    return f"{path.parent.name}/{path.name}"
