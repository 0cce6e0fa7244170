"""A pytest plugin (see pyproject.toml): the settings under which every test and notebook runs."""

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "fashion-mnist"
WORKER = "PYTEST_XDIST_WORKER"


def pytest_addoption(parser):
    """Let a maintainer see every lesson run in JupyterLab, which takes some minutes more."""
    parser.addoption("--every-lesson", action="store_true", help="run all lessons in JupyterLab, not three")


def pytest_configure(config):
    """Set how much to train, where the data lies, and a learner's folder that is nobody's."""
    os.environ["COURSE_PACE"] = "quick"
    if REAL_DATA.is_dir():
        os.environ.setdefault("FASHION_MNIST_DIR", str(REAL_DATA))
    if WORKER not in os.environ:  # the workers inherit what the first process sets
        config.course_work = tempfile.TemporaryDirectory(prefix="course-work-")
        os.environ["COURSE_WORK"] = config.course_work.name


def pytest_unconfigure(config):
    """Remove the learner's folder made for the tests."""
    if WORKER not in os.environ:
        config.course_work.cleanup()


@pytest.fixture(autouse=True)
def _own_course_work(tmp_path, monkeypatch):
    """Give each test a learner's folder of its own: the notebooks' must stay empty."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "work"))
