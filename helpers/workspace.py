"""Where the learner's own work is kept: answers, progress, trained models."""

import os
from pathlib import Path

FOLDER = "my_work"


def my_work():
    """Return the learner's own folder, and make it if it is missing.

    It is `COURSE_WORK` if that is set (with `~` for the home folder), otherwise `notebooks/my_work` of the
    course or, if the course is read-only, `convolution-course` in the home folder. Git ignores it, and an
    update of the course never changes it.

    Returns
    -------
    pathlib.Path or None
        None if no folder can be written; a caller then keeps things in memory and says so.
    """
    if os.environ.get("COURSE_WORK"):
        candidates = [os.environ["COURSE_WORK"]]
    else:
        course = Path(__file__).resolve().parent.parent / "notebooks"
        candidates = [course / FOLDER] if course.is_dir() else []
        candidates.append("~/convolution-course")
    for candidate in candidates:
        try:
            folder = Path(candidate).expanduser()
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, RuntimeError, ValueError):  # no home folder is a RuntimeError, a NUL a ValueError
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None
