"""What is marked as an extra can be skipped: the core of a lesson takes no name from it.

test_lessons_answered.py runs the core of every lesson before its extras, and so without them.
"""

import ast

import nbformat
import pytest

from tests.execute_notebooks import NOTEBOOKS
from tests.sections import core_and_extras, has_extras, names_from_extras, names_used, pieces

LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
code, prose = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell


def lesson(*cells):
    """Return a small lesson."""
    return nbformat.v4.new_notebook(cells=list(cells))


@pytest.mark.parametrize("name", LESSONS)
def test_no_cell_of_the_core_uses_a_name_that_an_extra_sets(name):
    """A learner who skips further reading would see a NameError, or other numbers than the prose."""
    assert names_from_extras(LESSONS[name]) == []


def test_a_section_ends_at_the_next_heading_of_its_level_or_above():
    """Its own parts belong to it; whatever follows is the core again."""
    notebook = lesson(
        prose("## One"),
        code("one"),
        prose("### Further: a matrix\n\ntext\n\n#### A part"),
        code("matrix"),
        prose("### Two"),
        code("two"),
        prose("## Stretch: halve it"),
        code("halve"),
        prose("### Hints"),
        code("hints"),
        prose("## Recap"),
    )
    assert [piece.text for piece in pieces(notebook) if piece.extra and piece.is_code] == [
        "matrix",
        "halve",
        "hints",
    ]
    core, extras = core_and_extras(notebook)
    assert [cell.source for cell in core if cell.cell_type == "code"] == ["one", "two"]
    assert [cell.source for cell in extras if cell.cell_type == "code"] == ["matrix", "halve", "hints"]
    assert has_extras(notebook)


def test_a_cell_with_two_headings_is_cut_between_them():
    """Authors often put the end of one section and the next heading into one cell."""
    notebook = lesson(prose("the end of the core\n\n## Further: more\n\nmore\n\n## Recap\n\nless"))
    assert [(piece.text.split("\n")[0], piece.extra) for piece in pieces(notebook)] == [
        ("the end of the core", False),
        ("## Further: more", True),
        ("## Recap", False),
    ]


@pytest.mark.parametrize(
    "text", ["## Furthermore", "## Further", "```\n## Further: code\n```", "a ## Further: b"]
)
def test_only_a_heading_with_the_mark_begins_an_extra(text):
    """A section marked by accident would take part of the core with it."""
    assert not has_extras(lesson(prose(text), code("1")))


@pytest.mark.parametrize(
    ("extra", "core", "names"),
    [
        ("a = 2", "print(a)", ["a"]),
        ("def f(x): return x", "f(1)", ["f"]),
        ("import scipy.signal", "scipy.signal.convolve2d", ["scipy"]),
        ("for i in range(3): b = i", "b + i", ["b", "i"]),
        ("a = 2", "a = 3\nprint(a)", []),
        ("a = 2", "def f(a): return a\nf(1)", []),
        ("a = 2", "def f(): return a\nf()", ["a"]),
        ("a = 2", "[a for a in range(3)]", []),
        ("a = 2", "[x for x in range(a)]", ["a"]),
        ("a = 2", "lambda a: a + 1", []),
        ("a = 2", "for a in range(3): print(a)", []),
        ("a = 2", "with open('f') as a: a.read()", []),
        ("a = 2", "a += 1", ["a"]),
        ("a = 2", "for n in range(3):\n    a = n\n    print(a)", []),
        ("a = 2", "for n in range(3):\n    print(a)\n    a = n", ["a"]),
        ("a = 2", "if True:\n    b = 1\nelse:\n    print(a)", ["a"]),
        ("a = 2", "if a:\n    b = 1", ["a"]),
        ("a = 2", "try:\n    a = 1\nexcept ValueError as error:\n    print(error)\nprint(a)", []),
        ("a = 2", "def f():\n    for a in range(3):\n        print(a)\nf()", []),
        ("a = 2", "f'{a:.2f}'", ["a"]),
        ("x = [a for a in range(3)]", "a = 1\nx", ["x"]),
        ("print(0)", "max(1, 2)", []),
    ],
)
def test_a_name_that_an_extra_sets_is_found_in_the_core(extra, core, names):
    """Each kind of Python statement has its own way of setting a name."""
    notebook = lesson(prose("## Further: more"), code(extra), prose("## Core"), code(core))
    assert [name for name, _ in names_from_extras(notebook)] == names


def test_an_extra_that_sets_a_name_of_the_core_anew_is_found():
    """Without the extra, the core would go on with another image, and the numbers in the prose are wrong."""
    cells = [code("image = 1"), prose("## Further: more"), code("image = 2"), prose("## Core"), code("image")]
    assert names_from_extras(lesson(*cells)) == [("image", "image")]
    cells[4:] = [code("image = 3\nimage"), code("image")]
    assert names_from_extras(lesson(*cells)) == []


def test_names_of_functions_stay_inside_them():
    """A name that only a function sets is not one that an earlier cell has to bring."""
    tree = ast.parse("def f(image, *, stride=step):\n    total = image\n    return total + bias\n")
    assert names_used(tree) == {"step", "bias"}
