"""Make the page of a class from files that learners have handed in: for a class without a hub.

    make class-view ARGS=folder

Learners run `checks.hand_in("Ada")` and give the file to their teacher, who puts all of them into one
folder. Two pages are written there: `class.html` for the projector, and `names.html`.
"""

import json
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

from docs.classroom.class_view import catalogue, page, records, summary
from helpers.reporting.local import FORMAT, LONGEST_NAME
from helpers.storage import whole_file

LARGEST_FILE = 1024 * 1024  # bytes; a learner's file has at most a quarter of that
YEARS = 3650  # days: what is handed in late still counts
PAGES = {"class.html": False, "names.html": True}


class NotReadable(ValueError):
    """Raised for a file that `checks.hand_in()` has not written; the text completes "It is …"."""


def main(arguments):
    """Make the pages, and return what to tell the shell: None, or a sentence about what went wrong."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        return "Name the folder with your learners' files:  make class-view ARGS=folder"
    folder = Path(arguments[0])
    found = catalogue.read()
    people, problems = read_folder(folder, found)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not people:
        return f"There is no file in {folder} that checks.hand_in() has written."
    for name, has_names in PAGES.items():
        with whole_file(folder / name) as unfinished:
            unfinished.write_text(page_of(people, found, names=has_names), encoding="utf-8")
    print(what_was_read(people))
    print(f"For the projector: {folder / 'class.html'}")
    print(f"For your own screen, with names: {folder / 'names.html'}")
    return None


def read_folder(folder, found):
    """Return the records in a folder, and what could not be read.

    Parameters
    ----------
    folder : pathlib.Path
    found : Catalogue

    Returns
    -------
    (dict, list of str)
        From each person to a list of `Record`; and sentences.
    """
    people, problems = {}, []
    for path in sorted(folder.glob("*.json")):
        try:
            name, kept, refused = read_file(path, found)
        except NotReadable as problem:
            problems.append(f"Left out: {path.name}. It is {problem}.")
            continue
        if refused:
            problems.append(
                f"In {path.name}, {refused} of {refused + len(kept)} records are not of this course."
            )
        people[_free(name or path.stem, people)] = kept
    return people, problems


def read_file(path, found):
    """Return the name in a file, its records, and how many records are refused.

    Raises
    ------
    NotReadable
        If it is not such a file.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise NotReadable(f"larger than {LARGEST_FILE:,} bytes")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise NotReadable("damaged, or not a file of the course") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NotReadable("not a file that checks.hand_in() has written")
    name, entries = content.get("name"), content.get("records")
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not isinstance(entries, list):
        raise NotReadable("changed by hand: its name or its records are of another kind")
    kept, refused = {}, 0
    for entry in entries:
        try:
            record = records.read(entry, name, found, now=time.time(), days=YEARS)
            kept[record.id] = record
        except records.Refused:
            refused += 1
    return name, sorted(kept.values(), key=lambda record: record.time), refused


def page_of(people, found, *, names):
    """Return the page of a class as one file, which needs no network.

    Parameters
    ----------
    people : dict
        From `read_folder`.
    found : Catalogue
    names : bool

    Returns
    -------
    str
    """
    everything = sorted(
        (record._replace(person=person) for person, kept in people.items() for record in kept),
        key=lambda record: record.time,
    )
    counts = {}
    for lesson in catalogue.TITLES:
        own = [record for record in everything if record.lesson == lesson]
        counted = summary.of_lesson(lesson, own, found, now=0)
        asked = [summary.of_votes(one, own, 0) for one in found.questions_of(lesson)]
        if names:
            counts[lesson] = {**counted, "questions": [one for one in asked if one["people"]]}
        else:
            shown = [summary.for_projector({**counted, "question": one})["question"] for one in asked]
            counts[lesson] = {
                **summary.for_projector(counted),
                "questions": [one for one in shown if one["people"] != 0],
            }
    newest = everything[-1].lesson if everything else None
    return page.of_class(found, "", names=names, counts=counts, newest=newest)


def what_was_read(people):
    """Return a sentence: whose files were read, and how many attempts in which lessons they have.

    Parameters
    ----------
    people : dict
        From `read_folder`.

    Returns
    -------
    str
        Such as "Read the files of 2 people: lesson 02, 14 attempts; lesson 03, 1 attempt."
    """
    lessons = Counter(record.lesson for kept in people.values() for record in kept)
    parts = "; ".join(
        f"lesson {lesson}, {number} attempt{'' if number == 1 else 's'}"
        for lesson, number in sorted(lessons.items())
    )
    who = "one person" if len(people) == 1 else f"{len(people)} people"
    return f"Read the files of {who}: {parts or 'no attempts'}."


def _free(name, taken):
    numbered = (f"{name} ({number})" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)
