"""What the learner has done, kept in one small file in the learner's own folder; nothing is sent anywhere."""

import contextlib
import json
import os
import threading
import time
from itertools import count

from helpers.storage import set_aside, whole_file
from helpers.workspace import my_work

FILE = "progress.json"
KINDS = ("exercises", "questions")
PATIENCE = 3  # seconds after which a lock that nobody removes counts as left behind by a crash

# What could not be written yet; kept for as long as this kernel runs.
_unsaved = {kind: set() for kind in KINDS}
_unsaved_scores = {}
_one_thread = threading.Lock()


def record(lesson, kind, name):
    """Remember that something is done, in this kernel and in the file.

    Two notebooks may do so at once: each adds to what the file contains at that moment.

    Parameters
    ----------
    lesson : str
        Its number, such as ``"02"``.
    kind : "exercises" or "questions"
    name : str

    Returns
    -------
    list of str
        What the learner should know: empty, unless the file is damaged or cannot be written.
    """
    with _one_thread:
        _unsaved[kind].add(f"{lesson}/{name}")
        return _try_to_save()


def record_score(when, score):
    """Remember the score of the test: the first one before the course, and the last one after it.

    Parameters
    ----------
    when : "before" or "after"
    score : int

    Returns
    -------
    list of str
        As in `record`.
    """
    with _one_thread:
        if when == "after" or when not in scores():
            _unsaved_scores[when] = score
        return _try_to_save()


def scores():
    """Return the scores of the test that are known, such as ``{"before": 3, "after": 9}``."""
    content, folder = {}, my_work()
    if folder is not None:
        with contextlib.suppress(OSError, ValueError):  # a damaged file is set aside when something is saved
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    kept = content.get("scores", {}) if _is_whole(content) else {}
    return {**kept, **_unsaved_scores}


def done():
    """Return what is done, and what the learner should know about it.

    Returns
    -------
    (dict, list of str)
        The keys ``"exercises"`` and ``"questions"`` with sets such as ``{"02/conv2d"}``; and sentences,
        as in `record`.
    """
    content, sentences = {kind: [] for kind in KINDS}, []
    folder = my_work()
    if folder is not None and (folder / FILE).exists():
        try:
            content, sentences = _read(folder)
        except OSError:
            sentences = [
                f"{FILE} in the folder {folder.name} cannot be read, so that this table may be short."
            ]
    if any(_unsaved.values()) or _unsaved_scores:
        sentences = [*sentences, _not_kept(folder)]
    return {kind: {*content[kind], *_unsaved[kind]} for kind in KINDS}, sentences


def _try_to_save():
    """Write what is unsaved, and return what the learner should know."""
    folder = my_work()
    if folder is None:
        return [_not_kept()]
    try:
        return _save(folder)
    except OSError:
        return [_not_kept(folder)]


def _save(folder):
    """Add what is unsaved to the file, and return sentences."""
    with _lock(folder):
        before, sentences = _read(folder)
        content = {**before, **{kind: sorted({*before[kind], *_unsaved[kind]}) for kind in KINDS}}
        if _unsaved_scores:
            content["scores"] = {**before.get("scores", {}), **_unsaved_scores}
        if content != before:
            with whole_file(folder / FILE) as unfinished:
                unfinished.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for unsaved in (*_unsaved.values(), _unsaved_scores):
        unsaved.clear()
    return sentences


def _read(folder):
    """Return the file's content, and sentences. A damaged file is renamed, never overwritten."""
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not _is_whole(content):
            raise ValueError
    except FileNotFoundError:
        content = {}
    except ValueError:  # not JSON, not UTF-8, or not what this module writes
        kept = set_aside(path, (f"progress-damaged-{number}.json" for number in count(1)))
        sentence = (
            f"The file with your progress was damaged. It is kept as {kept.name}, and a new one is begun."
        )
        return {kind: [] for kind in KINDS}, [sentence]
    return {**{kind: [] for kind in KINDS}, **content}, []


def _is_whole(content):
    if not isinstance(content, dict):
        return False
    kept = content.get("scores", {})
    if not isinstance(kept, dict) or not all(type(score) is int for score in kept.values()):
        return False
    return all(
        isinstance(content.get(kind, []), list)
        and all(isinstance(name, str) for name in content.get(kind, []))
        for kind in KINDS
    )


@contextlib.contextmanager
def _lock(folder):
    """Let one process at a time through: only one can create the lock file.

    A lock that does not change for `PATIENCE` seconds was left behind by a crash and is removed. Written
    here, because the package `filelock` relies on the operating system's locks, which some network folders
    lack, and in a classroom the home folders often are network folders.
    """
    path = folder / f"{FILE}.lock"
    seen, since = None, time.monotonic()
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except (FileExistsError, PermissionError):  # the second on Windows, while the file is being deleted
            try:
                mark = path.stat().st_mtime_ns
            except FileNotFoundError:
                mark = None
            if mark != seen:
                seen, since = mark, time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                if mark is None:
                    raise
                path.unlink(missing_ok=True)
            time.sleep(0.01)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _not_kept(folder=None):
    where = "no folder of yours" if folder is None else f"the folder {folder.name}"
    verb = "can be written" if folder is None else "cannot be written"
    return f"Your progress is kept only until the kernel restarts: {where} {verb}."
