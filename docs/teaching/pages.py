"""Write what can be computed into the teaching pages: plans, votes, mistakes, aims, paper tasks and exit
tickets with their answers.

    python -m docs.teaching.pages

Everything between two marks is written here; everything else is written by hand.
"""

import json
import re
from pathlib import Path

from docs.teaching import plans
from docs.teaching.kit import KITS, TICKET
from helpers.checks.lessons import find_exercise, find_question, table
from helpers.lessons import NOTEBOOKS, course_map

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parent / "teaching.md"
HOW_MANY_MISTAKES = 5
CLASS_VIEW = "[the class view](../classroom/class_view.md)"
# This breaks a rule of the task and shows no misconception, so there is nothing to explain to a class.
RULES = ("a finished function does the work",)


def common_mistakes(number):
    """Return the mistakes to expect in a lesson: those that several exercises know, then each one's first.

    Parameters
    ----------
    number : str
        Of the lesson.

    Returns
    -------
    list of (str, str, str)
        The name of the mistake, the exercises, and what the check says about it.
    """
    exercises = sorted(
        (one for one in table(number).EXERCISES if not one.stretch), key=lambda one: -one.minutes
    )
    known = {}
    for exercise in exercises:
        for mistake in exercise.mistakes:
            if mistake.name and mistake.name not in RULES:
                known.setdefault(mistake.name, {}).setdefault(exercise.name, mistake.says)
    shared = [name for name, says in known.items() if len(says) > 1]
    deepest = max((len(one.mistakes) for one in exercises), default=0)
    turns = [
        one.mistakes[place].name for place in range(deepest) for one in exercises if place < len(one.mistakes)
    ]
    order = list(dict.fromkeys([*shared[:3], *(name for name in turns if name in known)]))
    found = []
    for name in order[:HOW_MANY_MISTAKES]:
        says = known[name]
        found.append((name, ", ".join(f"`{exercise}`" for exercise in says), next(iter(says.values()))))
    return found


def further_sections(number):
    """Return the headings of a lesson's sections that can be skipped."""
    (path,) = NOTEBOOKS.glob(f"{number}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.findall(r"^#+ Further: (.+)$", prose, re.MULTILINE)


def lesson_block(number):
    """Return the computed part of a lesson's page in Markdown."""
    parts = [_core(number), _votes(number), _mistakes(number), _aims(number), _paper(number), _ticket(number)]
    return "\n\n".join(part for part in parts if part)


def _core(number):
    exercises = table(number).EXERCISES
    named = {
        stretch: ", ".join(f"`{one.name}` ({one.minutes} min)" for one in exercises if one.stretch is stretch)
        for stretch in (False, True)
    }
    rows = [
        "## Core, stretch, skip\n",
        "| | |",
        "| --- | --- |",
        f"| **Core** | {named[False]} |",
        f"| **Stretch** | {named[True] or 'none'} |",
        f"| **Can be skipped** | {'; '.join(further_sections(number)) or 'nothing'} |",
    ]
    return "\n".join(rows)


def _votes(number):
    lines = [f"## {'Three' if len(KITS[number].votes) == 3 else 'Two'} votes\n"]
    lines.append(f"Cards, fingers or {CLASS_VIEW}. Vote, let neighbours argue for two minutes, vote again.")
    for name in KITS[number].votes:
        question = find_question(name)[1]
        lines.append(f"\n**{question.asks}** (`{name}`)\n")
        for letter, choice in zip("ABCD", question.choices, strict=False):
            lines.append(f"- {letter}. {choice.text}{' ✓' if choice.right else ''} *{choice.says}*")
    return "\n".join(lines)


def _mistakes(number):
    rows = [f"| {name} | {exercises} | {_cell(says)} |" for name, exercises, says in common_mistakes(number)]
    lines = [
        "## Mistakes to expect, and what to say\n",
        "From the tables of the checks, first those that several exercises know. What *your* class gets",
        f"wrong is in {CLASS_VIEW}.\n",
        "| the check says | in | a reply |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*lines, *rows])


def _aims(number):
    rows = []
    for aim, shown_by in KITS[number].aims:
        what = (
            "the exit ticket" if shown_by == TICKET else f"`{shown_by}`: {find_exercise(shown_by)[1].title}"
        )
        rows.append(f"| {aim} | {what} |")
    return "\n".join(
        ["## Aims, and what shows them\n", "| learners can | shown by |", "| --- | --- |", *rows]
    )


def _paper(number):
    kit = KITS[number]
    if not kit.paper:
        return ""
    return f"## On paper (worksheet)\n\n{kit.paper}\n\n*{kit.solution}*"


def _ticket(number):
    kit = KITS[number]
    return f"## Exit ticket\n\n{kit.ticket}\n\n*{kit.answer}*"


def _cell(text):
    """Return text that can be in a table: without line breaks, and without the sign that ends a cell."""
    return " ".join(text.split()).replace("|", "\\|")


def with_block(page, mark, block):
    """Return a page with a block between its marks.

    Raises
    ------
    ValueError
        If the page does not have both marks, once.
    """
    pattern = re.compile(rf"(<!-- {mark}: .*? -->\n).*?(<!-- end of {mark} -->)", re.DOTALL)
    text, count = pattern.subn(lambda found: f"{found[1]}{block}\n{found[2]}", page)
    if count != 1:
        raise ValueError(f"The page needs one place between the marks of {mark}, and has {count}.")
    return text


def pages():
    """Return every page that has a computed part, with what it should contain.

    Returns
    -------
    dict
        From paths to texts.
    """
    found = {}
    for lesson in course_map().lessons:
        path = HERE / f"lesson_{lesson.number}.md"
        found[path] = with_block(path.read_text(encoding="utf-8"), "kit", lesson_block(lesson.number))
    text = GUIDE.read_text(encoding="utf-8")
    sessions = "\n\n".join(f"### {one.title}\n\n{one.says}\n\n{one.table()}" for one in plans.PLANS)
    text = with_block(text, "plans", sessions)
    found[GUIDE] = with_block(text, "weeks", plans.week_table())
    return found


def write():
    """Write all pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
