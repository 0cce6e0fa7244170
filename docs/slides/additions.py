"""What a deck has beyond its lesson: minutes and a solution for each exercise, and notes for the speaker.

The notes come from the tables of the checks: what is right and what is wrong about each choice of a question,
and the mistakes to expect in an exercise. A slide that shows only a computation gets the heading of its part,
and what the lesson says next as a note.
"""

import re

import nbformat

from docs import saved_pictures
from docs.teaching.pages import RULES
from helpers.checks.lessons import find_exercise, find_question
from helpers.checks.questions import Choices
from helpers.lessons import NOTEBOOKS

QUESTION = re.compile(r'checks\.question\("(\w+)"\)')
HEADING = re.compile(r"^#{2,4} (.+)$", re.MULTILINE)
NEW_SLIDE = ("slide", "subslide")
MOST_MISTAKES = 3


def with_additions(notebook):
    """Return a lesson with its additions. The lesson itself is changed in place, and not saved.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    nbformat.NotebookNode
    """
    cells, heading = [], ""
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and (found := HEADING.search(cell.source)):
            heading = found[1]
        if _is_bare(notebook.cells, place) and heading:
            cells.append(_prose(f"### {heading}", kind_of(cell)))
            cell.metadata["slideshow"] = {"slide_type": "-"}
            cells += [cell, *_what_follows(notebook.cells, place)]
        else:
            cells.append(cell)
        if question := QUESTION.match(cell.source):
            cells.append(_prose(_about_question(question[1]), "notes"))
        elif "exercise" in cell.metadata:
            cells += _about_exercise(cell.metadata["exercise"])
    notebook.cells = cells
    return notebook


def kind_of(cell):
    """Return the slide type of a cell: slide, subslide, fragment, skip, notes, or - for none of them."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def _prose(text, kind):
    return nbformat.v4.new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}})


def _is_bare(cells, place):
    """Return whether a cell begins a slide on which there is only code to see, and no question."""
    cell = cells[place]
    if cell.cell_type != "code" or kind_of(cell) not in NEW_SLIDE or QUESTION.match(cell.source):
        return False
    if "exercise" in cell.metadata or _is_picture_of_an_explorer(cell):
        return False
    rest = _rest_of_slide(cells, place)
    if any(QUESTION.match(other.source) for other in rest):
        return False
    return all(other.cell_type == "code" for other in rest if kind_of(other) not in ("skip", "notes"))


def _rest_of_slide(cells, place):
    rest = []
    for cell in cells[place + 1 :]:
        if kind_of(cell) in NEW_SLIDE:
            break
        rest.append(cell)
    return rest


def _is_picture_of_an_explorer(cell):
    return any(map(saved_pictures.is_explorer, cell.get("outputs", [])))


def _what_follows(cells, place):
    """Return the next paragraph of the lesson as a note, unless the slide has notes of its own."""
    if any(kind_of(cell) == "notes" for cell in _rest_of_slide(cells, place)):
        return []
    for cell in cells[place + 1 :]:
        if cell.cell_type == "markdown":
            text = cell.source.partition("\n\n")[0]
            return [] if HEADING.match(cell.source) or text.startswith("!") else [_prose(text, "notes")]
    return []


def _about_question(name):
    """Return what to say about each answer to a question."""
    question = find_question(name)[1]
    if not isinstance(question, Choices):
        wrong = "\n".join(f"- {given:g}: {says}" for given, says in question.wrong.items())
        return f"**{question.answer:g}.** {question.right}\n\n{wrong}"
    lines = [
        f"- {letter}{' ✓' if choice.right else ''}: {choice.says}"
        for letter, choice in zip("ABCDEF", question.choices, strict=False)
    ]
    return "Vote, talk, vote again.\n\n" + "\n".join(lines)


def _about_exercise(name):
    """Return the minutes of an exercise, what goes wrong in it, and a solution on the next slide."""
    lesson, exercise = find_exercise(name)
    solution = (NOTEBOOKS / "solutions" / f"{lesson}_{name}.py").read_text(encoding="utf-8")
    mistakes = [one for one in exercise.mistakes if one.name and one.name not in RULES][:MOST_MISTAKES]
    expected = "\n".join(f"- {mistake.name}: {mistake.says}" for mistake in mistakes)
    code = nbformat.v4.new_code_cell(solution.strip(), metadata={"solution": True})
    return [
        _prose(f"*{exercise.minutes} minutes.*", "-"),
        _prose(f"Expect:\n\n{expected}", "notes"),
        _prose("### One way to do it", "subslide"),
        code,
        _prose(exercise.right, "notes"),
    ]
