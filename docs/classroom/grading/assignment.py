"""Turn a lesson into an assignment of nbgrader, and any copy of the lesson into a hand-in of it."""

import ast
import copy
import re

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from helpers.checks.lessons import table
from tests.sections import names_set, names_used

SCHEMA = 3  # of nbgrader's metadata
GRADED = "-graded"  # at the end of a graded cell's name
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|#)[^)]*\)")
IMAGE = re.compile(r"\(\.\./images/([^)]+)\)")


def assignment(lesson, number, solutions, seed, *, stretch=False):
    """Return a lesson as the teacher's version of an assignment.

    Parameters
    ----------
    lesson : nbformat.NotebookNode
        Which is not changed.
    number : str
        Of the lesson, such as ``"02"``.
    solutions : dict
        From the name of an exercise to the text of its solution.
    seed : int
        Of the cases that no learner has seen.
    stretch : bool
        Whether stretch exercises count, too.

    Returns
    -------
    (nbformat.NotebookNode, list of str)
        The assignment without outputs, and the names of the images that it shows.

    Raises
    ------
    ValueError
        If an exercise of the table has no stub in the lesson, or no check.
    """
    notebook = copy.deepcopy(lesson)
    for exercise in table(number).EXERCISES:
        stub, check = _stub(notebook, exercise.name), _check(notebook, exercise.name)
        if stub is None or check is None:
            raise ValueError(f'The exercise "{exercise.name}" has no stub or no check in lesson {number}.')
        stub.source = _with_solution(stub.source, solutions[exercise.name])
        stub.metadata["nbgrader"] = _metadata(exercise.name, solution=True)
        points = exercise.minutes if stretch or not exercise.stretch else 0
        _put_after(notebook, check, _graded_cell(exercise, points, seed))
    return notebook, _make_movable(notebook)


def hand_in(notebook, teachers):
    """Return a learner's copy of a lesson as a hand-in: nbgrader needs its own cells in it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As the learner saved it. It is not changed.
    teachers : nbformat.NotebookNode
        The teacher's version of the assignment.

    Returns
    -------
    nbformat.NotebookNode
        What the learner wrote, with each graded cell right after its check; at the end where the check is
        gone. A notebook that has nbgrader's cells already is returned as it is.
    """
    if any("nbgrader" in cell.metadata for cell in notebook.cells):
        return notebook
    notebook = copy.deepcopy(notebook)
    for cell in teachers.cells:
        mine = cell.metadata.get("nbgrader")
        if mine is None:
            continue
        name = mine["grade_id"].removesuffix(GRADED)
        if mine["solution"]:
            stub = _stub(notebook, name)
            if stub is not None:
                stub.metadata["nbgrader"] = copy.deepcopy(mine)
        else:
            check = _check(notebook, name) or notebook.cells[-1]
            _put_after(notebook, check, copy.deepcopy(cell))
    return notebook


def _stub(notebook, name):
    return next((cell for cell in notebook.cells if cell.metadata.get("exercise") == name), None)


def _check(notebook, name):
    """Return the last code cell that calls a check: a learner may have called it earlier, too."""
    call = f"checks.{name}("
    found = [cell for cell in notebook.cells if cell.cell_type == "code" and call in cell.source]
    return found[-1] if found else None


def _put_after(notebook, cell, new):
    place = next(number for number, one in enumerate(notebook.cells) if one is cell)
    notebook.cells.insert(place + 1, new)


def _with_solution(stub, solution):
    """Return the stub as the learner gets it, followed by the solution between nbgrader's marks."""
    return f"{stub}\n### BEGIN SOLUTION\n{solution.strip()}\n### END SOLUTION"


def _graded_cell(exercise, points, seed):
    """Return the cell that nbgrader runs; the learner's copy keeps its first line only."""
    worth = f"{points} point{'s' * (points != 1)}" if points else "no points: it is an extra"
    cell = nbformat.v4.new_code_cell(
        f"# {exercise.title}: {worth}. This cell is for grading; leave it as it is.\n"
        "### BEGIN HIDDEN TESTS\n"
        "from helpers.checks.grading import hand_in\n"
        f'print(hand_in("{exercise.name}", globals(), seed={seed}))\n'
        "### END HIDDEN TESTS",
        id=f"graded-{exercise.name}".replace("_", "-"),
        metadata={"nbgrader": _metadata(exercise.name + GRADED, points=points)},
    )
    cell.metadata["slideshow"] = {"slide_type": "skip"}
    return cell


def _metadata(grade_id, *, solution=False, points=None):
    found = {
        "grade": not solution, "grade_id": grade_id, "locked": not solution, "schema_version": SCHEMA,
        "solution": solution, "task": False,
    }  # fmt: skip
    return found if points is None else {**found, "points": points}


def _make_movable(notebook):
    """Clear the outputs, and point to images beside the notebook, because it leaves the course's folder.

    A link to another page of the course keeps its words only.
    """
    images = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            images += IMAGE.findall(cell.source)
            cell.source = LINK.sub(r"\1", IMAGE.sub(r"(images/\1)", cell.source))
    return sorted(set(images))


def not_needed(notebook, teachers):
    """Return the code cells of a hand-in that no answer depends on: explorers, figures, trainings.

    Grading a class would take hours if each hand-in trained every network of its lesson again. A cell is
    needed if it is graded, if the learner changed it, or if it sets a name that a needed cell takes from
    before.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The hand-in.
    teachers : nbformat.NotebookNode
        The teacher's version, which says what the lesson's cells were.

    Returns
    -------
    list of nbformat.NotebookNode
    """
    unchanged = {cell.id: cell.source for cell in teachers.cells}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    takes_from, set_last, needed = [], {}, []
    for place, cell in enumerate(cells):
        used, made = _names(cell.source)
        takes_from.append({set_last[name] for name in used if name in set_last})
        set_last.update(dict.fromkeys(made, place))
        if place == 0 or "nbgrader" in cell.metadata or unchanged.get(cell.get("id")) != cell.source:
            needed.append(place)
    found = set()
    while needed:
        place = needed.pop()
        if place not in found:
            found.add(place)
            needed += takes_from[place]
    return [cell for place, cell in enumerate(cells) if place not in found]


def _names(source):
    """Return the names that a cell takes from earlier cells, and those that it sets."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:  # the cell will say so itself
        return set(), set()
    return names_used(tree), names_set(tree)
