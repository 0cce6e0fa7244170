"""nbgrader's settings for this course; `make nbgrader` puts this file into the folder of the grading."""

import os
import sys
from pathlib import Path

import helpers

# nbgrader calls a program that is beside it, and looks for it on the path.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

# The course is installed from its own folder, which also has the grading.
sys.path.insert(0, str(Path(helpers.__file__).resolve().parents[1]))

from nbgrader import preprocessors as own  # noqa: E402

from docs.classroom.grading.collector import LessonCollector  # noqa: E402
from docs.classroom.grading.feedback import FeedbackExporter  # noqa: E402
from docs.classroom.grading.preprocessors import AcceptAnyCopy, RunWhatCounts  # noqa: E402

c = get_config()  # noqa: F821 - nbgrader defines it

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "convolution"

# The learner's cell is the stub as the lesson has it.
c.ClearSolutions.code_stub = {"python": ""}

c.Autograde.sanitize_preprocessors = [
    own.ClearOutput, own.DeduplicateIds, own.OverwriteKernelspec, AcceptAnyCopy, own.OverwriteCells,
    own.CheckCellMetadata,
]  # fmt: skip
c.Autograde.autograde_preprocessors = [
    RunWhatCounts if one is own.Execute else one
    for one in (
        own.Execute, own.IgnorePattern, own.LimitOutput, own.SaveAutoGrades, own.AssignLatePenalties,
        own.CheckCellMetadata,
    )
]  # fmt: skip

# A learner who deletes a graded cell gets it back.
c.OverwriteCells.add_missing_cells = True
# Longer than a check waits for an answer on all its cases; importing TensorFlow takes up to 20 s.
c.Execute.timeout = 120

# Files from Canvas and Moodle, under whatever names.
c.ZipCollectApp.collector_plugin = LessonCollector
c.GenerateFeedback.exporter_class = FeedbackExporter
