"""Collect the lessons from the home folders of a hub, for nbgrader to grade.

    python -m docs.classroom.grading.collect 02 "/home/jupyter-*" --to ~/collected

The star stands for the learner's name. Learners don't have to hand anything in: the lesson is taken as it is
saved. A lesson that is a link to somewhere outside the learner's home folder is not taken: you can read every
home folder when you run this, but the learner cannot.
"""

import argparse
import secrets
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from docs.classroom.grading.make_course import FOLDER, NOTEBOOKS

INSIDE = Path("course", "notebooks")  # where a learner's copy of the course has its lessons


def collect(number, homes, folder=FOLDER, *, update=False):
    """Copy one lesson from every home folder to where nbgrader looks for what was submitted.

    Parameters
    ----------
    number : str
        Of the lesson.
    homes : str
        A path with one star in place of the learner's name.
    folder : pathlib.Path
        Of the grading.
    update : bool
        Whether to replace what was collected before.

    Returns
    -------
    (list of str, list of str)
        The learners whose lesson was collected, and those who don't have it.

    Raises
    ------
    ValueError
        If the path does not have exactly one star, or the lesson or the home folders don't exist.
    """
    before, star, after = homes.partition("*")
    lessons = [path.stem for path in NOTEBOOKS.glob(f"{number}_*.ipynb")]
    if not star or "*" in after:
        raise ValueError(
            f'Write one star in the place of the learner\'s name, such as "/home/*": not {homes}.'
        )
    if not lessons:
        raise ValueError(f"There is no lesson {number}.")
    places = sorted(Path(before + "x").parent.glob(Path(before + "x").name.removesuffix("x") + star + after))
    if not places:
        raise ValueError(f"There is no folder {homes} that you can read.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # hand-ins are nobody else's business
    found, missing = [], []
    for home in places:
        name = str(home)[len(before) : len(str(home)) - len(after)]
        saved = home / INSIDE / f"{lessons[0]}.ipynb"
        own = saved.is_file() and saved.resolve().is_relative_to(home.resolve())
        (found if own else missing).append(name)
        place = folder / "submitted" / name / lessons[0]
        if not own or (place.exists() and not update):
            continue
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        shutil.copyfile(saved, place / saved.name)
        when = datetime.fromtimestamp(saved.stat().st_mtime, UTC)
        (place / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC", encoding="utf-8")
        # Without it, nbgrader could not release the feedback of those who used its exchange either.
        (place / "submission_secret.txt").write_text(secrets.token_hex(64), encoding="utf-8")
    return found, missing


def main():
    """Collect, and say whose lesson is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lesson", help="its number, such as 02")
    parser.add_argument("homes", help='the home folders, with a star for the name: "/home/jupyter-*"')
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder, by default _nbgrader")
    parser.add_argument("--update", action="store_true", help="replace what was collected before")
    given = parser.parse_args()
    try:
        found, missing = collect(given.lesson, given.homes, given.to, update=given.update)
    except ValueError as problem:
        sys.exit(str(problem))
    print(
        f"Collected from {len(found)} learners." + (f" No lesson: {', '.join(missing)}." if missing else "")
    )


if __name__ == "__main__":
    main()
