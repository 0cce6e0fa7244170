"""The settings under which all tests and notebooks run, as a pytest plugin (see pyproject.toml)."""

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
# One thread each: the workers already use all processors, and more threads would only compete for them.
THREADS = ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
LONGEST = [
    "tests/browser/test_lessons.py",
    "tests/test_lessons_answered.py",
    "notebooks/13_going_deeper.ipynb",
    "notebooks/12_inside_the_network.ipynb",
    "notebooks/10_better_networks.ipynb",
    "notebooks/09_fashion_mnist.ipynb",
    "tests/test_training.py",
    "tests/browser/test_convolution_explorer.py",
]


def pytest_addoption(parser):
    """Add an option to run every lesson in JupyterLab, which takes a few minutes longer."""
    parser.addoption("--every-lesson", action="store_true", help="run all lessons in JupyterLab, not three")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Start one worker more than there are processors, because workers often wait for a page or a kernel."""
    return (yield) + 1


def pytest_collection():
    """Disable garbage collection while pytest collects thousands of tests: it would find nothing."""
    gc.disable()


def pytest_collection_finish():
    """Exclude the collected tests from garbage collection, which would take half a second each time."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items):
    """Run the slowest tests first; started last, they would keep one worker busy while the others wait."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))


def pytest_configure(config):
    """Train little, use the real data if it is there, and keep out of the learner's own folder."""
    os.environ["COURSE_PACE"] = "quick"
    for name in THREADS:
        os.environ.setdefault(name, "1")
    if REAL_DATA.is_dir():
        os.environ.setdefault("FASHION_MNIST_DIR", str(REAL_DATA))
    if WORKER not in os.environ:  # the workers inherit the environment of the first process
        config.course_work = tempfile.TemporaryDirectory(prefix="course-work-")
        os.environ["COURSE_WORK"] = config.course_work.name


def pytest_unconfigure(config):
    """Remove the temporary learner's folder."""
    if WORKER not in os.environ:
        config.course_work.cleanup()


@pytest.fixture(autouse=True)
def _own_course_work(tmp_path_factory, monkeypatch):
    """Give each test its own learner's folder, so that the one of the notebooks stays empty.

    The folder is created only if the test uses it.
    """
    monkeypatch.setenv("COURSE_WORK", str(tmp_path_factory.getbasetemp() / f"work-{next(NUMBERS)}"))
