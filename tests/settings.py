"""A pytest plugin (see pyproject.toml): the settings under which every test and notebook runs."""

import gc
import itertools
import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "fashion-mnist"
WORKER = "PYTEST_XDIST_WORKER"
NUMBERS = itertools.count()
# The workers use all processors already: with more threads in each they would get in each other's way.
THREADS = ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
LONGEST = [
    "tests/browser/test_lessons.py",
    "tests/test_lessons_answered.py",
    "notebooks/09_fashion_mnist.ipynb",
    "tests/test_training.py",
    "tests/browser/test_convolution_explorer.py",
    "tests/browser/test_feature_map_browser.py",
]


def pytest_addoption(parser):
    """Let a maintainer see every lesson run in JupyterLab, which takes some minutes more."""
    parser.addoption("--every-lesson", action="store_true", help="run all lessons in JupyterLab, not three")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Take one worker more than there are processors: each waits now and then, for a page or a kernel."""
    return (yield) + 1


def pytest_collection():
    """Do not search for garbage while thousands of tests are gathered: there is none."""
    gc.disable()


def pytest_collection_finish():
    """Leave what was gathered out of every later search for garbage, which takes half a second with it."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items):
    """Begin with what takes longest: begun last, it would keep the other workers waiting."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))


def pytest_configure(config):
    """Set how much to train, where the data lies, and a learner's folder that is nobody's."""
    os.environ["COURSE_PACE"] = "quick"
    for name in THREADS:
        os.environ.setdefault(name, "1")
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
def _own_course_work(tmp_path_factory, monkeypatch):
    """Give each test a learner's folder of its own, made if it is used: the notebooks' must stay empty."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path_factory.getbasetemp() / f"work-{next(NUMBERS)}"))
