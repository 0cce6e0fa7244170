"""Measure how long JupyterLab and an explorer take to open, for `make bench ARGS=opening`.

The lessons' first outputs and pictures are measured in tests/first_picture.py.
"""

import time

from helpers import widgets
from tests.browser.jupyter import Lab, opened, running_browser, running_lab

# What a learner has run by the time of a lesson's first explorer: a question and a picture.
BEFORE = """
from helpers import checks, pictures, plots
from IPython.display import display
plots.show_grids([("sixteen pixels", pictures.SIXTEEN, "input")], "Sixteen numbers.")
checks.question("weights_of_ten_units")
"""
# A network explorer is given a network, which a lesson has made before.
NETWORK = """
from helpers import stand_in
from helpers.training import fast_network
model, (images, labels, *_) = fast_network(), stand_in.make(20, 10)
"""
ARGUMENTS = {"NetworkExplorer": "model, images, labels"}
# Runs a cell. Returns the milliseconds until the explorer's page is drawn below it.
RUN_CELL = """async (number) => {
    const { commands, shell } = window.jupyterapp;
    const notebook = shell.currentWidget.content;
    const cell = notebook.widgets[number];
    const outputs = cell.outputArea.node;
    const drawn = () => outputs.querySelector(".course-widget, .jupyter-widgets")?.clientHeight > 20;
    notebook.activeCellIndex = number;
    const started = performance.now();
    commands.execute("notebook:run-cell");
    while (!drawn() && performance.now() - started < 30000)
        await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - started;
}"""


def explorers():
    """Return milliseconds from running an explorer's cell to its drawn page, for each explorer."""
    names = widgets.__all__
    cells = [f"from helpers.widgets import {one}\n\n{one}({ARGUMENTS.get(one, '')})" for one in names]
    with running_lab() as lab, running_browser() as browser:
        lab.write("opening.ipynb", BEFORE, *cells)
        with opened(lab, browser, "opening.ipynb") as notebook:
            notebook.run(NETWORK)
            notebook.page.evaluate(RUN_CELL, 0)
            times = {}
            for number, name in enumerate(names, start=1):
                notebook.run("0")  # wait until the kernel has nothing left to do
                times[name] = notebook.page.evaluate(RUN_CELL, number)
            assert notebook.errors() == []
    return times


def lab_again():
    """Return the seconds until JupyterLab answers, when it starts a second time."""
    with running_lab() as first:
        folder = first.folder / "again"
        first.stop()
        again = Lab(folder)
        try:
            started = time.perf_counter()
            again.start()
            return time.perf_counter() - started
        finally:
            again.stop()
