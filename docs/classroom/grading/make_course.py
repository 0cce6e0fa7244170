"""Make a course for nbgrader: one assignment for each lesson, with its solutions and hidden tests.

make nbgrader                      all lessons, into _nbgrader/
make nbgrader ARGS="02 04"         two of them
make nbgrader ARGS="02 --stretch"  stretch exercises count, too
"""

import argparse
import secrets
import shutil
import sys
from pathlib import Path

import nbformat

from docs.classroom.grading.assignment import assignment
from helpers.checks.lessons import EXERCISES

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
NOTEBOOKS, IMAGES = ROOT / "notebooks", ROOT / "images"
FOLDER = ROOT / "_nbgrader"
SEED = "seed_of_the_hidden_tests.txt"


def make_course(folder, lessons=(), *, seed=None, stretch=False):
    """Write a folder in which nbgrader can work.

    Parameters
    ----------
    folder : pathlib.Path
        Hand-ins and grades that are there already stay.
    lessons : iterable of str
        Their numbers, such as ``"02"``; none for all lessons with exercises.
    seed : int, optional
        Of the cases that no learner has seen. By default the one that the folder has; a new folder gets a
        random one.
    stretch : bool
        Whether stretch exercises count, too.

    Returns
    -------
    dict
        From the name of each assignment to its points.

    Raises
    ------
    ValueError
        If a lesson does not exist or has no exercises.
    """
    numbers = tuple(lessons) or tuple(EXERCISES)
    unknown = [number for number in numbers if not EXERCISES.get(number)]
    if unknown:
        raise ValueError(
            f"There are no exercises in lesson {', '.join(unknown)}. Lessons with exercises: "
            f"{', '.join(number for number in EXERCISES if EXERCISES[number])}."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will have the seed, hand-ins and grades
    shutil.copyfile(HERE / "nbgrader_config.py", folder / "nbgrader_config.py")
    seed = _kept_seed(folder / SEED, seed)
    return {path.stem: _write(path, folder, seed, stretch) for path in map(_lesson, numbers)}


def _kept_seed(file, seed):
    if seed is None:
        seed = int(file.read_text()) if file.exists() else secrets.randbelow(2**31)
    file.write_text(f"{seed}\n", encoding="utf-8")
    return seed


def _lesson(number):
    (path,) = NOTEBOOKS.glob(f"{number}_*.ipynb")
    return path


def _write(path, folder, seed, stretch):
    """Write the teacher's version of a lesson with the images that it shows, and return its points."""
    number = path.stem[:2]
    solutions = {
        name: (NOTEBOOKS / "solutions" / f"{number}_{name}.py").read_text(encoding="utf-8")
        for name in EXERCISES[number]
    }
    notebook, images = assignment(nbformat.read(path, as_version=4), number, solutions, seed, stretch=stretch)
    place = folder / "source" / path.stem
    if place.exists():
        shutil.rmtree(place)
    (place / "images").mkdir(parents=True)
    for image in images:
        shutil.copyfile(IMAGES / image, place / "images" / image)
    nbformat.write(notebook, place / path.name)
    return sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in notebook.cells)


def main():
    """Make the course, and say what comes next."""
    parser = argparse.ArgumentParser(prog="make nbgrader", description=__doc__.partition("\n")[0])
    parser.add_argument("lessons", nargs="*", help="numbers of lessons, such as 02; none for all")
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder, by default _nbgrader")
    parser.add_argument("--seed", type=int, help="of the hidden tests; by default the folder keeps its own")
    parser.add_argument("--stretch", action="store_true", help="give points for stretch exercises, too")
    given = parser.parse_args()
    try:
        points = make_course(given.to, given.lessons, seed=given.seed, stretch=given.stretch)
    except ValueError as problem:
        sys.exit(str(problem))
    for name, worth in points.items():
        print(f"{name}: {worth} points")
    print(f"The course for nbgrader is in {given.to.name}/. What to do with it: docs/classroom/grading.md")


if __name__ == "__main__":
    main()
