"""What a teacher may learn about an attempt: noted on this machine, or sent to the class view of a hub.

A record of an attempt says when, at which exercise or question, whether it was right, the *name* of the
mistake, and how many hints were shown. It never contains code, text or values of the learner's.

On a hub whose administrator has set `COURSE_CLASS_VIEW`, a thread in the background sends the records
there (`sender.py`). Everywhere else they are added to one small file in the learner's own folder
(`local.py`), for `checks.hand_in()`, and nothing leaves the machine.
"""

import builtins
import os
import time

from helpers.reporting import local
from helpers.reporting.sender import Sender

ADDRESS, TOKEN, DAYS = "COURSE_CLASS_VIEW", "JUPYTERHUB_API_TOKEN", "COURSE_CLASS_VIEW_DAYS"
STOPS_WITH, ANOTHER_ERROR = "it stops with ", "another error"

_senders = {}
_lost = []  # attempts of this kernel that could not be noted


def is_on():
    """Return whether this kernel reports to a class view: only where a hub's settings name one."""
    return bool(os.environ.get(ADDRESS) and os.environ.get(TOKEN))


def attempt(lesson, kind, name, status, *, mistake="", hint=0):
    """Note an attempt, here or on the hub; return at once, and never raise.

    Parameters
    ----------
    lesson : str
        Its number, such as ``"02"``.
    kind : "exercise" or "question"
    name : str
        Of the exercise or question.
    status : "right", "wrong", "not yet" or "hint"
    mistake : str
        Of an exercise, its name in the course's tables; of a question, the key of the answer.
    hint : int
        How many hints of the exercise have been shown.
    """
    try:
        record = {
            "id": os.urandom(8).hex(),
            "time": round(time.time(), 3),
            "lesson": lesson,
            "kind": kind,
            "name": name,
            "status": status,
            "mistake": without_own_names(mistake),
            "hint": hint,
        }
        if is_on():
            _sender().put(record)
        elif status != "not yet":  # opening a lesson leaves no file behind
            _add_or_count(record)
    except Exception:  # a check must not fail because it could not be reported
        return


def _add_or_count(record):
    try:
        local.add(record)
    except OSError:
        _lost.append(record["id"])


def without_own_names(mistake):
    """Return the name of a mistake without what the learner may have written into it.

    Examples
    --------
    >>> without_own_names("floor missing"), without_own_names("it stops with AdasError")
    ('floor missing', 'it stops with another error')
    """
    if not mistake.startswith(STOPS_WITH):
        return mistake
    known = getattr(builtins, mistake.removeprefix(STOPS_WITH), None)
    is_pythons = isinstance(known, type) and issubclass(known, BaseException)
    return mistake if is_pythons else STOPS_WITH + ANOTHER_ERROR


def note():
    """Return what a learner should know about the class view: a sentence or two, or "" where it is off."""
    if not is_on():
        return ""
    days = os.environ.get(DAYS, "")
    kept = f" It is deleted after {days} days." if days.isdigit() else ""
    return (
        "This hub has a class view. With your user name, it shows your teacher which exercises and questions "
        "you try and when, whether you are right, the name of your mistake, and how many hints you take. It "
        f"never shows your code, your text or your values.{kept} You can see what it keeps on the hub's page "
        f"{_page()}, and delete it there or with checks.forget()."
    )


def forget():
    """Delete the records of this learner: on the hub, in its queue, and on this machine.

    Returns
    -------
    (str, list of str)
        A title and sentences.
    """
    number = local.forget()
    if not is_on():
        if number:
            gone = f"{_counted(number)} noted in {local.FILE}"
            return "Deleted.", [f"This machine has deleted {gone}. Your progress stays."]
        return "There is nothing to delete.", ["No attempt of yours is noted on this machine."]
    deleted = _sender().forget()
    if deleted is None:
        return "Not deleted yet.", [
            "The class view doesn't answer at the moment, so that what it keeps is still there. What waited "
            f"here to be sent is gone. Try again in a minute, or use the hub's page {_page()}."
        ]
    return "Deleted.", [
        f"The class view has deleted {_counted(deleted)} of yours. Your progress on this hub stays, and new "
        "attempts are reported again."
    ]


def hand_in(name=""):
    """Write the attempts that are noted on this machine to a file for the teacher.

    Parameters
    ----------
    name : str
        The learner's, if the file should contain it.

    Returns
    -------
    (str, list of str)
        A title and sentences, which say what is in the file.
    """
    if is_on():
        return "There is nothing to hand in here.", [
            "The class view of this hub has your attempts already. "
            f"You can see them on the hub's page {_page()}."
        ]
    try:
        path, number = local.hand_in(name)
    except ValueError as problem:
        return "The file was not written.", [str(problem)]
    except OSError:
        return "The file was not written.", [
            "The folder for your own work cannot be written. Lesson 00 shows which folder it is."
        ]
    lost = _cannot_be_noted()
    if path is None and lost:
        return "There is nothing to hand in.", lost
    if path is None:
        return "There is nothing to hand in yet.", [
            "Try an exercise or answer a question first; each attempt is then noted on this machine."
        ]
    who = f"your name as you gave it, {name}, and " if name else ""
    return f"Written: {path}", [
        f"The file contains {who}{_counted(number)}: for each of them the time, the exercise or question, "
        "whether it was right, the name of the mistake, and the number of hints. It contains none of your "
        "code, text or values. Nothing has been sent: give the file to your teacher.",
        *lost,
    ]


def _cannot_be_noted():
    if not _lost:
        return []
    return [
        f"{_counted(len(_lost))} could not be noted, because the folder for your own work could not be "
        "written. Lesson 00 shows which folder it is."
    ]


def _counted(number):
    return f"{number:,} attempt{'s' * (number != 1)}"


def _page():
    return os.environ.get("JUPYTERHUB_BASE_URL", "/") + "services/class-view/"


def _sender():
    """Return the one sender of this kernel; a test may name another hub."""
    key = os.environ[ADDRESS], os.environ[TOKEN]
    if key not in _senders:
        _senders[key] = Sender(*key)
    return _senders[key]
