"""Execute the lessons in place and save them clean: what `make notebooks` does.

    make notebooks                                   all lessons, at full pace
    make notebooks ARGS="02_convolution_by_hand"     one of them
    make notebooks ARGS="--pace quick 00_start_here"
    make notebooks ARGS="--states-only"              only the state of the explorers, for the web edition

It also writes the minutes that each lesson takes into its header and into the README (tests/minutes.py). The
lessons from 09 on take minutes at full pace, and need the real data (FASHION_MNIST_DIR or the network). The
state that the web edition needs (docs/site/states.py) does not depend on training, so `--states-only` runs at
quick pace, leaves the notebooks alone, and stops if an explorer is not the one whose description they show.
"""

import argparse
import ast
import copy
import hashlib
import json
import os
import tempfile
import time
from pathlib import Path

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient

from docs.site import states
from tests import minutes

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
MAP = "00_start_here"  # it shows the minutes of all other lessons
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def sources_digest(notebook):
    """Return a fingerprint of what the code cells of a notebook compute.

    It is saved with the notebook, and shows when a cell was edited and not run again. Line breaks, spaces,
    comments and docstrings do not count: they cannot change an output, so code may be laid out anew and
    explained better without training a network for it.
    """
    cells = [_meaning(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()[:16]


def syntax_tree(source):
    """Return the syntax tree of a cell, with `%magic` translated."""
    return ast.parse(TransformerManager().transform_cell(source))


def _meaning(source):
    """Return the syntax tree of a cell, with `%magic` translated, and whether a last `;` hides its value."""
    return [_nested(syntax_tree(source)), DisplayHook.semicolon_at_end_of_expression(source)]


def _nested(node):
    """Return a syntax tree as nested lists, the same in every Python that the course supports.

    `ast.dump` and `ast.unparse` write the same tree differently from one Python to the next, and some
    versions of 3.12 add an empty string to a format such as `f"{score:{width}}"`.
    """
    if isinstance(node, ast.JoinedStr):
        parts = [part for part in node.values if getattr(part, "value", None) != ""]
        return ["JoinedStr", _nested(parts)]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
        node.body = node.body[1:]
    if isinstance(node, ast.AST):
        fields = [[name, _nested(value)] for name, value in ast.iter_fields(node) if value not in (None, [])]
        return [type(node).__name__, *fields]
    return [_nested(part) for part in node] if isinstance(node, list) else repr(node)


def execute(notebook, *, pace):
    """Run all cells from the top in a fresh kernel, with an empty learner's folder.

    Returns
    -------
    list of dict
        The explorers and questions in order, as `docs.site.states` saves them: each as it was when its cell
        ended, since a later cell may change it.
    """
    entries = []

    def record(cell, **_):
        if entry := states.record(cell, client):
            entries.append(entry)

    with tempfile.TemporaryDirectory() as empty:
        os.environ.update(COURSE_PACE=pace, COURSE_WORK=os.path.join(empty, "my_work"))
        client = NotebookClient(
            notebook,
            timeout=3600,
            kernel_name="python3",
            resources={"metadata": {"path": str(NOTEBOOKS)}},
            record_timing=False,
            coalesce_streams=True,  # otherwise a line is split wherever the kernel happens to pause
            store_widget_state=True,
            on_cell_executed=record,
        )
        client.execute()
    return entries


def clean(notebook):
    """Drop what differs from run to run and is of no use to a reader; note what was executed."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": KERNELSPEC,
            "language_info": {"name": "python"},
            "course": {"executed_sources": sources_digest(notebook)},
        }
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("display_id", None)
            # Without a kernel a saved view would say "model not found"; its picture stays.
            output.get("data", {}).pop(states.WIDGET_VIEW, None)


def save_states(notebook, name):
    """Run a copy of a lesson at quick pace, and save the state of its explorers and questions.

    Raises
    ------
    ValueError
        If an explorer is not what the notebook shows: the notebook was not run again after a change.
    """
    entries = execute(copy.deepcopy(notebook), pace="quick")
    states.check(entries, notebook)
    states.save(name, entries, sources_digest(notebook))


def run_again(notebook, path, *, pace):
    """Run a lesson, and save it and the state of its explorers and questions."""
    if path.stem == MAP:
        nbformat.write(minutes.with_header(notebook), path)  # so that the map shows its own minutes too
    entries = execute(notebook, pace=pace)
    clean(notebook)
    minutes.with_header(notebook)
    nbformat.write(notebook, path)
    states.save(path.stem, entries, sources_digest(notebook))


def main():
    """Execute the notebooks named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", help="lessons, such as 02_convolution_by_hand; all unless given")
    parser.add_argument("--pace", choices=["full", "quick"], default="full")
    parser.add_argument("--states-only", action="store_true", help="do not write the notebooks")
    arguments = parser.parse_args()
    names = arguments.names or sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
    names.sort(key=lambda name: Path(name).stem == MAP)  # it comes last
    for name in names:
        path = NOTEBOOKS / f"{Path(name).stem}.ipynb"
        started = time.monotonic()
        print(f"{path.name} …", end=" ", flush=True)
        notebook = nbformat.read(path, as_version=4)
        if arguments.states_only:
            save_states(notebook, path.stem)
        else:
            run_again(notebook, path, pace=arguments.pace)
        print(f"{time.monotonic() - started:.0f} s, {path.stat().st_size / 1000:.0f} kB")
    if not arguments.states_only:
        minutes.write_readme()


if __name__ == "__main__":
    main()
