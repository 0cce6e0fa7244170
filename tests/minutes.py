"""How long a lesson takes, by a rule: what its header says, and what lesson 00 and the README repeat.

    python -m tests.minutes        write the header of every lesson, and the table and paths of the README

`make notebooks` does the same for the lessons that it runs. The rule was fitted to the logs of two readers
who worked through the first thirteen lessons as beginners: it gives 652 minutes for reading, running and
questions, where they counted 640; in a single lesson it is off by 7 minutes (root mean square).
"""

import re
from dataclasses import dataclass

import nbformat

from helpers import lessons as course
from helpers.checks.lessons import find_exercise
from helpers.widgets import __all__ as EXPLORERS
from tests.sections import pieces

# Seconds.
A_WORD = 60 / 180
A_LINE_OF_CODE = 3
A_CELL = 8  # to run it, and to look at what it shows
A_FIGURE = 20
A_QUESTION = 75
AN_EXPLORER = 6 * 60  # with its tasks
WORD = re.compile(r"[^\W_]+(?:[’'.,·][^\W_]+)*")
FIGURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LATEX = re.compile(r"\\[a-z]+")  # commands of a formula, which are not words
ANSWERS = re.compile(r"<details>.*?</details>", re.DOTALL)
EXPLORER = re.compile(rf"\b(?:{'|'.join(EXPLORERS)})\(")
CHECK = re.compile(r"checks\.(?!progress|question|course_test)\w+\(")
TEST = re.compile(r'checks\.course_test\("(\w+)"\)')
HEADER = re.compile(r"^\*\*Time:\*\*.*?(?=\n\n|\n\*\*|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Minutes:
    """How long a lesson takes.

    Attributes
    ----------
    reading : float
        To read and run the core, with its questions and explorers.
    exercises : float
        For the exercises of the core.
    extras : float
        For everything that is marked: further reading, and stretch exercises.
    """

    reading: float
    exercises: float
    extras: float

    def header(self):
        """Return the line at the top of the lesson."""
        text = f"**Time:** {to_five(self.reading)} minutes to read and run"
        if self.exercises:
            text += f", about {to_five(self.exercises)} for the exercises"
        if self.extras:
            text += f", {to_five(self.extras)} more for the extras"
        return text


def minutes(notebook):
    """Return the minutes of a lesson by the rule.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With its outputs, whose figures count.

    Returns
    -------
    Minutes
    """
    seconds = {"reading": 0, "exercises": 0, "extras": 0}
    for piece in pieces(notebook):
        kind, takes = _seconds(piece)
        seconds["extras" if piece.extra else kind] += takes
    return Minutes(**{kind: number / 60 for kind, number in seconds.items()})


def to_five(number):
    """Return a number of minutes rounded to the nearest 5, and at least 5."""
    return max(5, 5 * round(number / 5))


def with_header(notebook):
    """Write the minutes of a lesson into its first cell, and return the notebook."""
    opening = notebook.cells[0]
    opening.source, count = HEADER.subn(minutes(notebook).header(), opening.source)
    if count != 1:
        raise ValueError("The first cell of a lesson needs one paragraph that starts with **Time:**.")
    return notebook


def write_readme():
    """Write the table of lessons and the paths into README.md, between their marks."""
    readme = course.NOTEBOOKS.parent / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(readme_with_minutes(text), encoding="utf-8")


def readme_with_minutes(text):
    """Return the text of README.md with today's minutes in its table and paths."""
    for lesson in course.course_map().lessons:
        row = rf"^(\| {lesson.number} \|).*?(\|[^|]*\|)$"
        link = f"[{lesson.title}](notebooks/{lesson.stem}.ipynb)" if lesson.is_written else lesson.title
        new = f" {' | '.join([link, lesson.teaches, *lesson.times()])} "
        text = re.sub(row, lambda found, new=new: f"{found[1]}{new}{found[2]}", text, flags=re.MULTILINE)
    block = re.compile(r"(<!-- paths: .*? -->\n).*?(<!-- end of paths -->)", re.DOTALL)
    table = course.paths().markdown()
    return block.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)


def _seconds(piece):
    """Return what a piece belongs to, reading or exercises, and how many seconds it takes."""
    if not piece.is_code:
        text = HEADER.sub("", ANSWERS.sub("", piece.text))  # a longer header must not lengthen the lesson
        figures = len(FIGURE.findall(text))
        words = WORD.findall(re.sub(r"\]\([^)]*\)", "]", LATEX.sub("", FIGURE.sub("", text))))
        return "reading", len(words) * A_WORD + figures * A_FIGURE
    cell, source = piece.cell, piece.text.strip()
    if "exercise" in cell["metadata"]:
        return "exercises", 60 * find_exercise(cell["metadata"]["exercise"])[1].minutes
    if CHECK.match(source) or not source:
        return "exercises", 0
    if source.startswith("checks.question("):
        return "reading", A_QUESTION
    if test := TEST.match(source):
        return "reading", 60 * course.TEST_MINUTES[test[1]]
    lines = [line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    seconds = A_CELL + len(lines) * A_LINE_OF_CODE
    if EXPLORER.search(source):
        seconds += AN_EXPLORER
    else:
        seconds += A_FIGURE * sum("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
    # A cell that trains says in its metadata how many minutes you wait for it.
    return "reading", seconds + 60 * cell["metadata"].get("minutes", 0)


def main():
    """Write the minutes of all lessons as they are saved, without running them."""
    for path in sorted(course.NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        before = notebook.cells[0].source
        if with_header(notebook).cells[0].source != before:
            nbformat.write(notebook, path)
        print(f"{path.name}: {minutes(notebook).header()}")
    write_readme()


if __name__ == "__main__":
    main()
