"""Counts for the teacher, and what a projector may show of them.

Everything is counted in people, not in attempts: a learner who makes the same mistake five times is one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

FEWEST = 5  # people that a number on the projector page must stand for
STUCK_AFTER = 5 * 60  # seconds
GONE_AFTER = 20 * 60  # seconds without an attempt, after which somebody counts as gone
CELLS = ("right", "wrong", "not yet", "not begun")
MOST_MISTAKES = 5  # of an exercise, on the page


@dataclass
class Work:
    """One person's work on one exercise."""

    status: str = "not begun"
    tries: int = 0
    hints: int = 0
    mistakes: dict = field(default_factory=dict)  # from a name to how often; the latest is last
    trouble_since: float | None = None  # of the first wrong answer or hint
    last: float = 0


def work_of(records):
    """Return each person's work: ``{"ada": {"conv2d": Work(…)}}``.

    Parameters
    ----------
    records : list of Record
        Of exercises, the oldest first.
    """
    people = defaultdict(lambda: defaultdict(Work))
    for record in records:
        if record.kind == "exercise":
            _count(people[record.person][record.name], record)
    return people


def _count(work, record):
    work.hints, work.last = max(work.hints, record.hint), record.time
    if record.status in ("wrong", "hint") and work.trouble_since is None:
        work.trouble_since = record.time
    if record.status == "hint":
        return
    if record.status == "wrong":
        work.tries += 1
        work.mistakes[record.mistake] = work.mistakes.pop(record.mistake, 0) + 1
    work.status = max(
        work.status, record.status, key=CELLS[::-1].index
    )  # after a right answer, people try other things


def of_lesson(lesson, records, catalogue, now, vote=None):
    """Count a lesson's records for the teacher.

    Parameters
    ----------
    lesson : str
    records : list of Record
        Of this lesson, the oldest first.
    catalogue : Catalogue
    now : float
        Seconds since 1970; 0 if the records are not from a class that is working now.
    vote : (str, float), optional
        The name of a question, and since when its answers count.

    Returns
    -------
    dict
        With names in it: only for the teacher's own screen.
    """
    people = work_of(records)
    everybody = {record.person for record in records}
    exercises = [_exercise(one, people, everybody) for one in catalogue.exercises_of(lesson)]
    question = catalogue.find("question", vote[0]) if vote else None
    return {
        "lesson": lesson,
        "people": len(everybody),
        "attempts": len(records),
        "exercises": exercises,
        "stuck": _stuck(people, catalogue, now) if now else [],
        "question": of_votes(question, records, vote[1]) if question else None,
    }


def _exercise(exercise, people, everybody):
    works = {person: people[person][exercise.name] for person in everybody if exercise.name in people[person]}
    cells = Counter(work.status for work in works.values())
    cells["not begun"] += len(everybody) - len(works)
    made = defaultdict(list)
    for person, work in works.items():
        for mistake in work.mistakes:
            made[mistake].append(person)
    ordered = sorted(made.items(), key=lambda entry: (-len(entry[1]), entry[0]))[:MOST_MISTAKES]
    return {
        "name": exercise.name,
        "title": exercise.title,
        "cells": {cell: cells[cell] for cell in CELLS},
        "mistakes": [
            {"name": name, "says": exercise.says(name), "people": len(who), "names": sorted(who)}
            for name, who in ordered
        ],
    }


def _stuck(people, catalogue, now):
    """Return the people who have been wrong on an exercise for five minutes, the longest first."""
    found = []
    for person, works in people.items():
        tried = {name: work for name, work in works.items() if work.trouble_since is not None}
        if not tried:
            continue
        name, work = max(tried.items(), key=lambda entry: entry[1].last)
        is_here = now - max(one.last for one in works.values()) < GONE_AFTER
        if is_here and work.status != "right" and now - work.trouble_since >= STUCK_AFTER:
            found.append(
                {
                    "person": person,
                    "exercise": name,
                    "title": catalogue.find("exercise", name).title,
                    "minutes": int((now - work.trouble_since) // 60),
                    "tries": work.tries,
                    "hints": work.hints,
                    "mistake": next(reversed(work.mistakes), ""),
                }
            )
    return sorted(found, key=lambda one: (-one["minutes"], one["person"]))


def of_votes(question, records, since):
    """Count the first answer that each person gave to a question since a moment."""
    first = {}
    for record in records:
        if (record.kind, record.name) == ("question", question.name) and record.time >= since:
            first.setdefault(record.person, record.mistake)
    votes = Counter(first.values())
    return {
        "name": question.name,
        "asks": question.asks,
        "people": len(first),
        "answers": [
            {"text": one.text, "says": one.says, "right": one.right, "people": votes[one.key]}
            for one in question.answers
        ],
    }


def for_projector(counted):
    """Return what a whole class may see of the teacher's counts.

    No names, and no number of people under five, except 0. A number under five cannot be computed from
    the others either: where it could, the next smallest is hidden too.

    Parameters
    ----------
    counted : dict
        From `of_lesson`.

    Returns
    -------
    dict
        A hidden number is None.
    """
    return {
        "lesson": counted["lesson"],
        "people": _shown(counted["people"]),
        "exercises": [_projected(one) for one in counted["exercises"]],
        "stuck": _stuck_by_exercise(counted["stuck"]),
        "question": _projected_votes(counted["question"]),
    }


def _projected(exercise):
    cells = dict(zip(CELLS, hide(list(exercise["cells"].values())), strict=True))
    mistakes = [
        {key: mistake[key] for key in ("name", "says", "people")}
        for mistake in exercise["mistakes"]
        if mistake["people"] >= FEWEST
    ]
    return {"name": exercise["name"], "title": exercise["title"], "cells": cells, "mistakes": mistakes}


def _projected_votes(question):
    if question is None:
        return None
    counts = hide([answer["people"] for answer in question["answers"]])
    answers = [{**one, "people": count} for one, count in zip(question["answers"], counts, strict=True)]
    return {**question, "people": _shown(question["people"]), "answers": answers}


def _stuck_by_exercise(stuck):
    counts = Counter(one["title"] for one in stuck)
    return [{"title": title, "people": n} for title, n in counts.most_common() if n >= FEWEST]


def _shown(number):
    return number if number == 0 or number >= FEWEST else None


def hide(numbers):
    """Hide the numbers from 1 to 4 of a sum that is known, and as many more as needed to protect them.

    Parameters
    ----------
    numbers : list of int

    Returns
    -------
    list of int or None

    Examples
    --------
    >>> hide([12, 6, 0, 9]), hide([17, 8, 2, 0]), hide([17, 8, 2, 4])
    ([12, 6, 0, 9], [17, None, None, 0], [17, 8, None, None])
    """
    hidden = {place for place, number in enumerate(numbers) if 0 < number < FEWEST}
    others = sorted((n, -place) for place, n in enumerate(numbers) if n >= FEWEST)
    while hidden and (len(hidden) < 2 or sum(numbers[place] for place in hidden) < FEWEST) and others:
        hidden.add(-others.pop(0)[1])
    return [None if place in hidden else number for place, number in enumerate(numbers)]
