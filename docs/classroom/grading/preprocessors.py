"""What nbgrader does with this course's hand-ins beyond its own steps; see nbgrader_config.py."""

import contextlib
import os
import tempfile

import nbformat
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

from docs.classroom.grading.assignment import hand_in, not_needed

SKIP = "skip-execution"  # the tag of cells that nbclient does not run
ACCEPTED = "Right: "


def teachers_version(preprocessor, resources):
    """Return the teacher's version of the notebook that is graded."""
    names = resources["nbgrader"]
    folders = CourseDirectory(parent=preprocessor.parent)
    folder = folders.format_path(folders.source_directory, ".", names["assignment"])
    return nbformat.read(os.path.join(folder, names["notebook"] + ".ipynb"), as_version=4)


class AcceptAnyCopy(NbGraderPreprocessor):
    """Turns the lesson as a learner has it, from wherever they got it, into a hand-in."""

    def preprocess(self, nb, resources):
        """Return the notebook with nbgrader's cells."""
        return hand_in(nb, teachers_version(self, resources)), resources


class RunWhatCounts(Execute):
    """Runs what the answers need, in an empty folder for the learner's work.

    A cell of the lesson that no answer depends on is left out, unless the learner has changed it. If a name
    is missing then, everything is run.
    """

    def preprocess(self, nb, resources, km=None):
        """Return the notebook with its new outputs."""
        left_out = not_needed(nb, teachers_version(self, resources))
        with _empty_work_folder():
            self._run(nb, resources, left_out)
            if left_out and _misses_a_name(nb):
                self._run(nb, resources, [])
        _take_points_without_a_verdict(nb)
        return nb, resources

    def _run(self, nb, resources, left_out):
        """Run a notebook without some cells. If the kernel dies, the run ends but the grading goes on."""
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        for cell in left_out:
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), SKIP]
        try:
            super().preprocess(nb, resources)
        except Exception as problem:  # a dead kernel, or one that no longer responds
            self.log.warning("The notebook stopped early: %s", problem)
        for cell in left_out:
            cell.metadata["tags"].remove(SKIP)


@contextlib.contextmanager
def _empty_work_folder():
    """Keep hand-ins apart: one learner's trained network must not serve the next one."""
    with tempfile.TemporaryDirectory(prefix="graded-") as folder:
        own = {"COURSE_WORK": folder, "COURSE_PACE": "quick"}
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


def _outputs(nb):
    return [output for cell in nb.cells for output in cell.get("outputs", [])]


def _misses_a_name(nb):
    """Return whether a cell, or the learner's code inside a check, stopped at a name that is not defined."""
    return any(
        output.get("ename") == "NameError" or "stops with NameError" in str(output) for output in _outputs(nb)
    )


def _take_points_without_a_verdict(nb):
    """Mark graded cells without a verdict as failed: nbgrader gives full points to a cell without output."""
    for cell in nb.cells:
        if not cell.metadata.get("nbgrader", {}).get("grade"):
            continue
        printed = "".join(output.get("text", "") for output in cell.outputs)
        failed = any(output.output_type == "error" for output in cell.outputs)
        if not failed and not printed.startswith(ACCEPTED):
            says = "Not graded: the notebook stopped before this cell. Run it from the top, then hand it in."
            cell.outputs.append(
                nbformat.v4.new_output("error", ename="NotGraded", evalue=says, traceback=[says])
            )
