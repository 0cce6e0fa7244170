"""The places of a lesson where a learner answers; and whole lessons, answered wrongly and then correctly.

Some lessons are answered in JupyterLab, where there is a browser: tests/browser/test_lessons.py. The others
run here in one kernel, one after the other, which saves importing TensorFlow for each. The core of each
lesson runs before its extras: a learner who skips those must miss nothing.
"""

from dataclasses import dataclass

import nbformat
import pytest
from nbclient import NotebookClient

from docs.site import states
from helpers.checks.lessons import table
from tests.browser.jupyter import find_chromium
from tests.execute_notebooks import NOTEBOOKS
from tests.pasting import IN_JUPYTERLAB, Answered, exercise_cells, failures, uses_of
from tests.sections import core_and_extras

NOTEBOOK_OF = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
LESSONS = {name: exercise_cells(notebook) for name, notebook in NOTEBOOK_OF.items()}
# What makes a kernel new for the next lesson; its learner has a folder of their own. Pictures are left out:
# they are drawn where the lessons are run as they are saved.
NEW_LESSON = """%reset_selective -f .
import os, sys
os.environ["COURSE_WORK"] = {work!r}
if "keras" in sys.modules:
    sys.modules["keras"].utils.clear_session()
from helpers import plots
plots.png = lambda figure: b""
"""
# Networks are trained where the lessons are run as they are saved. Here a training is at most three epochs,
# `fit` sees 64 images, and nothing is compiled, which takes most of the time. An exercise that asks for an
# accuracy sets TRAIN_BRIEFLY to "no". (A function keeps its own names when a lesson's are reset.)
TRAIN_BRIEFLY = """
def _train_briefly():
    import os, warnings
    from helpers.training import keras, pacing, tf

    def is_brief():
        return os.environ.get("TRAIN_BRIEFLY") != "no"

    def few(part, batches=1):
        if isinstance(part, tuple):
            return tuple(map(few, part))
        return part[:64] if hasattr(part, "shape") else part and part.take(batches)

    def brief_fit(model, *data, **settings):
        tf.config.run_functions_eagerly(is_brief())
        if is_brief():
            data = [few(part, settings.get("epochs", 1)) for part in data]
            settings["validation_data"] = few(settings.get("validation_data"))
            settings["steps_per_epoch"] = settings.get("steps_per_epoch") and 1
        history = fit(model, *data, **settings)
        tf.config.run_functions_eagerly(True)
        return history

    epochs, samples, fit = pacing.Pace.epochs, pacing.Pace.samples, keras.Model.fit
    keras.Model.fit = brief_fit
    pacing.Pace.epochs = lambda *full, quick: min(quick, 3) if is_brief() else epochs(*full, quick=quick)
    pacing.Pace.samples = lambda *full, quick: min(quick, 200) if is_brief() else samples(*full, quick=quick)
    tf.config.run_functions_eagerly(True)
    warnings.filterwarnings("ignore", "Even though the .tf.config.experimental_run_functions_eagerly")

_train_briefly()
"""
# Around an answer whose accuracy is checked.
TRAIN_FULLY = "import os\nos.environ['TRAIN_BRIEFLY'] = 'no'\n{}\nos.environ['TRAIN_BRIEFLY'] = 'yes'"
IN_ONE_KERNEL = [name for name in LESSONS if name not in IN_JUPYTERLAB or not find_chromium()]
WITH_EXERCISES = [name for name, stubs in LESSONS.items() if stubs]


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_every_stub_of_a_lesson_has_its_check_and_its_place_in_the_table(lesson):
    """A stub without a check leaves the learner alone; one of another lesson counts nowhere."""
    notebook = NOTEBOOK_OF[lesson]
    exercises = table(lesson[:2]).EXERCISES
    assert sorted(LESSONS[lesson]) == sorted(exercise.name for exercise in exercises)
    for exercise in exercises:
        stub = notebook.cells.index(exercise_cells(notebook)[exercise.name])
        following = next(cell for cell in notebook.cells[stub + 1 :] if cell.cell_type == "code")
        assert following.source == f"checks.{exercise.name}({exercise.answer_name})"


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_only_the_check_uses_what_a_learner_defines(lesson):
    """A cell that calls the learner's function stops the lesson while that function is wrong."""
    for exercise in table(lesson[:2]).EXERCISES:
        assert uses_of(NOTEBOOK_OF[lesson], exercise.answer_name) == []


@pytest.mark.parametrize("lesson", WITH_EXERCISES)
def test_every_question_of_a_lesson_is_asked_in_it(lesson):
    """A question that no page asks is useless, and the count of progress never fills."""
    code = "\n".join(cell.source for cell in NOTEBOOK_OF[lesson].cells if cell.cell_type == "code")
    for question in table(lesson[:2]).QUESTIONS:
        assert f'checks.question("{question.name}")' in code


@dataclass
class Run:
    """The lessons as they were run, each keyed by its name: the cores, and the lessons that were answered."""

    cores: dict
    answered: dict


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """All lessons, with their cores first; of those answered in JupyterLab, the core only, unanswered."""
    answered = {name: Answered(name, tmp_path_factory.mktemp(name)) for name in IN_ONE_KERNEL}
    cores, recorded = {}, []
    cells = [nbformat.v4.new_code_cell(TRAIN_BRIEFLY)]
    for name, notebook in NOTEBOOK_OF.items():
        work = answered[name].work if name in answered else tmp_path_factory.mktemp(name)
        cells.append(nbformat.v4.new_code_cell(NEW_LESSON.format(work=str(work))))
        if name in answered:
            notebook = answered[name].notebook
            fully_train(notebook)
        core, extras = core_and_extras(notebook)
        if name not in answered:
            core = [nbformat.v4.new_code_cell(cell.source) for cell in core if cell.cell_type == "code"]
            extras = []
        cores[name] = nbformat.v4.new_notebook(cells=core)
        cells += [*core, *extras]
    client = NotebookClient(
        nbformat.v4.new_notebook(cells=cells),
        timeout=300,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        store_widget_state=True,
        on_cell_executed=lambda cell, **_: recorded.append(states.record(cell, client)),
    )
    client.execute()
    for one in answered.values():
        ids = {cell.id for cell in one.notebook.cells}
        one.recorded = {entry["cell"]: entry for entry in recorded if entry and entry["cell"] in ids}
    return Run(cores, answered)


def fully_train(notebook):
    """Change the cells of a lesson whose accuracy is checked, so that they train in full."""
    for cell in notebook.cells:
        if "my_small_run = try_out(" in cell.source:
            cell.source = TRAIN_FULLY.format(cell.source)


@pytest.mark.parametrize("lesson", NOTEBOOK_OF)
def test_the_core_of_a_lesson_runs_without_its_extras(lesson, run):
    """It also finds what no name shows, such as an array that an extra changes in place."""
    assert failures(run.cores[lesson]) == []


@pytest.mark.parametrize("lesson", IN_ONE_KERNEL)
def test_a_lesson_answered_wrongly_and_then_correctly_runs_on_and_loses_nothing(lesson, run):
    """A traceback would end the lesson there; an endless loop in an exercise must not cost the learner the
    lesson, nor yesterday's work; and the solutions are accepted.
    """
    run.answered[lesson].assert_well()


@pytest.mark.parametrize("lesson", IN_ONE_KERNEL)
def test_the_web_edition_shows_the_explorers_as_the_lesson_makes_them_today(lesson, run):
    """The saved state may be older than the helpers; the web edition would show yesterday's explorer.

    To save it again: python -m tests.execute_notebooks --states-only
    """
    saved, _ = states.load(lesson)
    assert run.answered[lesson].recorded == saved
