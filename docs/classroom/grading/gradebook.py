"""Put nbgrader's grades into the file that Canvas or Moodle gives out for the purpose.

    python -m docs.classroom.grading.gradebook 02_convolution_by_hand canvas.csv
    python -m docs.classroom.grading.gradebook 02_convolution_by_hand moodle.csv

The file comes back with its grades filled in; everything else in it stays as it is.
"""

import argparse
import csv
import io
import re
import sys
from pathlib import Path

from docs.classroom.grading.make_course import FOLDER

GRADES = "grades.csv"  # what `nbgrader export` writes


def scores(text, assignment, graded=()):
    """Return the scores of an assignment from nbgrader's export.

    Parameters
    ----------
    text : str
        Of grades.csv.
    assignment : str
        Such as ``"02_convolution_by_hand"``.
    graded : iterable of str
        Learners whose hand-in nbgrader has graded. Its export has a line for every learner, and the time of
        a hand-in only where nbgrader knows it: not for files from Canvas or Moodle.

    Returns
    -------
    dict
        From a learner's identifier to the score as text; without those who handed in nothing.

    Raises
    ------
    ValueError
        If there is no grade for the assignment.
    """
    rows = csv.DictReader(io.StringIO(text))
    known = {
        row["student_id"]: row["score"]
        for row in rows
        if row["assignment"] == assignment and (row["timestamp"] or row["student_id"] in graded)
    }
    if not known:
        raise ValueError(f"{GRADES} has no grade for {assignment}. Did autograde and export run?")
    return known


def learners_in(folder, step, assignment):
    """Return the learners for whom nbgrader's folder has a step of an assignment."""
    return {place.parent.name for place in folder.glob(f"{step}/*/{assignment}")}


def filled(text, assignment, scores):
    """Return a gradebook of Canvas or a grading worksheet of Moodle with the scores in it.

    Parameters
    ----------
    text : str
        The file as Canvas or Moodle wrote it, with or without a byte-order mark.
    assignment : str
    scores : dict
        From identifiers to scores. Canvas has its own in the column "ID" (and "SIS Login ID"), Moodle in
        "Identifier", as "Participant 101".

    Returns
    -------
    (str, list of str)
        The new text, and the learners with a score whom the file does not list.

    Raises
    ------
    ValueError
        If it is neither, or the gradebook of Canvas has no column for the assignment.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    rows = list(csv.reader(io.StringIO(text.removeprefix(mark))))
    heads = rows[0] if rows else []
    column, identifiers = _columns(heads, assignment)
    left = set(scores)
    for row in rows[1:]:
        known = {name for place in identifiers if place < len(row) for name in _names(row[place])}
        for name in sorted(known & set(scores)):
            row[column] = scores[name]
            left.discard(name)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return mark + written.getvalue(), sorted(left)


def _columns(heads, assignment):
    """Return the column of the grade, and those in which a learner may be named."""
    if "Identifier" in heads and "Grade" in heads:
        return heads.index("Grade"), [heads.index("Identifier")]
    if "ID" in heads and "Student" in heads:
        # Canvas adds its own number to the name of an assignment: "02_convolution_by_hand (5150)".
        found = [place for place, head in enumerate(heads) if re.sub(r" \(\d+\)$", "", head) == assignment]
        if not found:
            raise ValueError(
                f'The gradebook has no column "{assignment}". Give the assignment this name in Canvas, and '
                "export again."
            )
        wanted = ("ID", "SIS User ID", "SIS Login ID")
        return found[0], [heads.index(name) for name in wanted if name in heads]
    raise ValueError(
        'This is neither a gradebook of Canvas (with the columns "Student" and "ID") nor a grading worksheet '
        'of Moodle (with "Identifier" and "Grade").'
    )


def _names(text):
    return {text.strip(), text.strip().removeprefix("Participant ")} - {""}


def main():
    """Fill in the file, and name the learners that it lacks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignment", help="such as 02_convolution_by_hand")
    parser.add_argument("file", type=Path, help="the gradebook of Canvas, or the grading worksheet of Moodle")
    parser.add_argument("--grades", type=Path, default=FOLDER / GRADES, help="what `nbgrader export` wrote")
    given = parser.parse_args()
    try:
        graded, handed_in = (
            learners_in(given.grades.parent, step, given.assignment) for step in ("autograded", "submitted")
        )
        known = scores(given.grades.read_text(encoding="utf-8"), given.assignment, graded)
        text, left = filled(given.file.read_text(encoding="utf-8"), given.assignment, known)
    except (OSError, ValueError) as problem:
        sys.exit(str(problem))
    result = given.file.with_stem(given.file.stem + "-filled")
    result.write_text(text, encoding="utf-8")
    print(f"{len(known) - len(left)} grades are in {result.name}.")
    if left:
        print(f"The file does not name these learners: {', '.join(left)}.")
    if handed_in - set(known):
        print(f"Handed in, but not graded: {', '.join(sorted(handed_in - set(known)))}. Did autograde run?")


if __name__ == "__main__":
    main()
