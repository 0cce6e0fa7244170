"""The pages of the class view, as HTML; their templates, style and script are in `pages/`."""

import json
import time
from pathlib import Path

from tornado.template import Loader

from docs.classroom.class_view.catalogue import TITLES
from helpers import palette

FOLDER = Path(__file__).resolve().parent / "pages"
SENTENCES = {
    403: "You are not allowed to open this page.",
    404: "There is no such page.",
    500: "Something went wrong here. Try again in a minute.",
}
STATUS_WORDS = {"right": "right", "wrong": "not right yet", "not yet": "not begun", "hint": "took a hint"}
COLOURS = {"right": palette.OUTPUT, "wrong": palette.FOCUS, "not-yet": palette.KERNEL, "vote": palette.INPUT}

_templates = Loader(str(FOLDER))


def _render(name, **values):
    return _templates.load(name).generate(**values).decode()


def of_class(catalogue, prefix, *, names, xsrf="", counts=None, newest=None):
    """Return the page of the class.

    Parameters
    ----------
    catalogue : Catalogue
    prefix : str
        Of the service's addresses; "" for a page in a file.
    names : bool
        Whether it is the one with names, for the teacher's own screen.
    xsrf : str
        What the script sends along, to show that it belongs to this page.
    counts : dict, optional
        For a page in a file: the counts of each lesson.
    newest : str, optional
        For a page in a file: the lesson that it opens on.

    Returns
    -------
    str
    """
    lessons = TITLES
    questions = {
        lesson: [(one.name, one.asks) for one in catalogue.questions_of(lesson)] for lesson in lessons
    }
    settings = {"names": names, "questions": questions, "counts": counts}
    return _render(
        "class.html",
        lessons=lessons,
        names=names,
        prefix=prefix,
        xsrf=xsrf,
        is_file=counts is not None,
        newest=newest,
        # A closing tag inside the data would end the script that holds them.
        settings=json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c"),
        style=(FOLDER / "style.css").read_text("utf-8") if counts is not None else "",
        script=(FOLDER / "class.js").read_text("utf-8") if counts is not None else "",
    )


def of_person(person, records, catalogue, prefix, *, days, xsrf, deleted):
    """Return the page on which learners see, and delete, what is kept about them.

    Parameters
    ----------
    person : str
    records : list of Record
    catalogue : Catalogue
    prefix : str
    days : int
        After which a record is deleted.
    xsrf : str
    deleted : str
        How many records have just been deleted, or "".

    Returns
    -------
    str
    """
    rows = [_row(one, catalogue) for one in reversed(records)]
    deleted = deleted if deleted.isdigit() else ""
    return _render(
        "mine.html", person=person, rows=rows, prefix=prefix, days=days, xsrf=xsrf, deleted=deleted
    )


def _row(record, catalogue):
    entry = catalogue.find(record.kind, record.name)
    what, mistake = record.name, record.mistake
    if entry is not None and record.kind == "exercise":
        what = entry.title
    elif entry is not None:
        what = entry.asks
        mistake = next((one.text for one in entry.answers if one.key == record.mistake), "")
    return {
        "time": time.strftime("%Y-%m-%d %H:%M", time.gmtime(record.time)),
        "lesson": record.lesson,
        "what": what,
        "status": STATUS_WORDS[record.status],
        "mistake": mistake,
        "hint": record.hint or "",
    }


def error(says, prefix, *, is_missing=False):
    """Return a page with one sentence."""
    return _render("error.html", says=says, prefix=prefix, title="Not found" if is_missing else "Class view")
