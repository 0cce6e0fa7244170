"""What a record of an attempt is. Everything that arrives is checked here, no matter who sent it."""

import re
from typing import NamedTuple

STATUSES = {"exercise": ("right", "wrong", "not yet", "hint"), "question": ("right", "wrong")}
FIELDS = {"id": str, "time": (int, float), "lesson": str, "kind": str, "name": str, "status": str,
          "mistake": str, "hint": int}  # fmt: skip
ID = re.compile(r"[0-9a-f]{8,32}")
MOST_HINTS = 3
MOST_RECORDS = 200  # in one request
LARGEST_BODY = 64 * 1024  # bytes of one request; 200 records have about 40,000
CLOCKS_DIFFER = 120  # seconds by which a learner's clock may be ahead
DAY = 86_400  # seconds


class Refused(ValueError):
    """Raised for a record that is not kept; the text says why."""


class Record(NamedTuple):
    """One attempt of one person."""

    person: str
    id: str
    time: float
    lesson: str
    kind: str
    name: str
    status: str
    mistake: str
    hint: int


def read(content, person, catalogue, *, now, days):
    """Return a `Record` of what a learner's kernel has sent, or raise.

    Parameters
    ----------
    content : object
        From JSON. It doesn't say who sent it, because only the hub knows that for sure.
    person : str
    catalogue : catalogue.Catalogue
    now : float
        Seconds since 1970.
    days : int
        For how long records are kept.

    Returns
    -------
    Record

    Raises
    ------
    Refused
        If a field is missing, is too much, or has a value that the course's own checks never send.
    """
    if not isinstance(content, dict):
        raise Refused("A record is an object with fields.")
    if content.keys() != FIELDS.keys():
        raise Refused(f"A record has the fields {', '.join(FIELDS)}, and no others.")
    for field, kind in FIELDS.items():
        if not isinstance(content[field], kind) or isinstance(content[field], bool):
            raise Refused(f"The field {field} is of another type.")
    record = Record(person=person, **content)
    if not ID.fullmatch(record.id):
        raise Refused("An id has 8 to 32 digits and letters from a to f.")
    if not now - days * DAY < record.time < now + CLOCKS_DIFFER:  # also refuses nan
        raise Refused(f"A time is at most {days} days ago, and not in the future.")
    if not 0 <= record.hint <= MOST_HINTS:
        raise Refused(f"An exercise has {MOST_HINTS} hints.")
    _compare(record, catalogue)
    return record._replace(time=min(float(record.time), now))


def _compare(record, catalogue):
    """Raise `Refused` unless the course has such an exercise or question, and such a mistake."""
    if record.status not in STATUSES.get(record.kind, ()):
        raise Refused("There is no such kind of record, or no such status.")
    entry = catalogue.find(record.kind, record.name)
    if entry is None or entry.lesson != record.lesson:
        raise Refused(f"The lesson has no such {record.kind}.")
    if not entry.knows(record.status, record.mistake):
        raise Refused(f"The {record.kind} has no such mistake or answer.")
