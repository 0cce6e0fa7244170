"""Sorts the files of a download from Canvas or Moodle, and names at the end what it left out."""

import atexit
import re
from pathlib import Path

import nbformat
from nbgrader.plugins import FileNameCollectorPlugin

from helpers.checks.lessons import EXERCISES

# As Canvas and Moodle pack files: lovelaceada_101_9876_02_convolution_by_hand-1.ipynb, and
# "Ada Lovelace_101_assignsubmission_file_/02_convolution_by_hand.ipynb".
LEARNER = re.compile(
    r".*/(?:(?:[^/]+?_)?(?:LATE_)?(?P<student_id>\d+)_(?:\d+|assignsubmission_file_?)[_/])(?P<file>.+)"
)


class LessonCollector(FileNameCollectorPlugin):
    """Takes one lesson from each learner, recognised by its checks: browsers and learners rename files."""

    def __init__(self, **settings):
        """Begin with nobody's lesson."""
        super().__init__(**settings)
        self.learners, self.left_out = set(), []
        atexit.register(self.say)  # below the long log, where it is read

    def collect(self, submitted_file):
        """Return whose hand-in a file is.

        Parameters
        ----------
        submitted_file : str
            Its whole path.

        Returns
        -------
        dict or None
            The learner and the name of the assignment; none for a file that is left out.
        """
        found = LEARNER.match(Path(submitted_file).as_posix())
        learner = found["student_id"] if found else None
        reason = self._reason_to_leave_out(Path(submitted_file), learner)
        if reason:
            shown = Path(submitted_file).as_posix().partition("/extracted/")[2]
            self.left_out.append(f"{shown} ({reason})")
            return None
        self.learners.add(learner)
        return {"student_id": learner, "file_id": self.assignment}

    @property
    def assignment(self):
        """The name of the assignment, such as 02_convolution_by_hand."""
        return self.parent.coursedir.assignment_id

    def _reason_to_leave_out(self, file, learner):
        """Return why a file cannot be graded, or an empty string."""
        if learner is None:
            return "its name has no number of a learner, as Canvas and Moodle write it"
        if learner in self.learners:
            return f"learner {learner} has another file that is taken"
        if file.suffix != ".ipynb":
            return "it is not a notebook"
        try:
            notebook = nbformat.read(file, as_version=4)
        except Exception:  # whatever a learner may have handed in under this name
            return "it cannot be read as a notebook"
        return "" if is_lesson(notebook, self.assignment[:2]) else "it has no check of this lesson"

    def say(self):
        """Say how many lessons were taken, and which files were not."""
        print(f"{len(self.learners)} learners handed in {self.assignment}.")
        if self.left_out:
            print(f"Left out, from downloaded/{self.assignment}/extracted/:", *self.left_out, sep="\n  ")
            print(f"To grade one of them, copy it to submitted/ID/{self.assignment}/{self.assignment}.ipynb")


def is_lesson(notebook, number):
    """Return whether a notebook calls a check of a lesson."""
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return any(f"checks.{name}(" in source for name in EXERCISES[number])
