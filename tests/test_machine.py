"""The machine check and the map of lessons, on machines that differ from this one."""

import json
import re
import subprocess
import sys
from importlib import metadata
from types import SimpleNamespace

import pytest

from helpers import machine
from helpers.lessons import PLAN, course_map
from helpers.widgets.roundtrip import Roundtrip

GIGABYTE = 1024**3


@pytest.fixture(name="no_memory_limit")
def _no_memory_limit(monkeypatch, tmp_path):
    monkeypatch.delenv("MEM_LIMIT", raising=False)
    monkeypatch.setattr(machine, "MEMORY_LIMIT_FILE", tmp_path / "memory.max")


def test_this_environment_is_all_green():
    """`make lab` must not end in a table that tells a beginner to install things."""
    findings = [machine.python_finding(), machine.packages_finding(), machine.tensorflow_finding()]
    assert [finding.advice for finding in findings] == ["", "", ""]


@pytest.mark.parametrize("version", ["3.10.14", "3.14.0"])
def test_a_python_that_is_too_old_or_too_new_is_named_with_the_range(version):
    """TensorFlow has no package for it, and the learner would only see an import fail later."""
    finding = machine.python_finding(version)
    assert finding.found == version
    assert ">=3.11" in finding.advice


def test_a_missing_package_is_named():
    """A learner who installed packages by hand needs to know which one."""

    def installed(name):
        if name == "anywidget":
            raise metadata.PackageNotFoundError(name)
        return metadata.version(name)

    finding = machine.packages_finding(installed)
    assert "anywidget is missing" in finding.advice
    assert "make lab" in finding.advice


def test_a_package_that_is_too_old_is_named_with_what_is_needed():
    """An old NumPy or JupyterLab runs most of the lessons and breaks one of them."""
    finding = machine.packages_finding(lambda name: "1.26" if name == "numpy" else metadata.version(name))
    assert "numpy should be >=" in finding.advice
    assert "numpy 1.26" in finding.found


def test_the_build_for_a_gpu_counts_as_tensorflow():
    """The README offers it; the table must not call it missing."""

    def installed(name):
        if name == "tensorflow-cpu":
            raise metadata.PackageNotFoundError(name)
        return "2.21.0" if name == "tensorflow" else metadata.version(name)

    assert machine.packages_finding(installed).advice == ""


def test_little_free_memory_says_what_to_close():
    """The kernel of lesson 09 would be killed without a word in the middle of training."""
    assert machine.memory_finding(8, 4).advice == ""
    assert "close other programs" in machine.memory_finding(8, 0.4).advice


@pytest.mark.parametrize(("free", "is_enough"), [(1.49, False), (1.5, True), (1.51, True)])
def test_the_memory_that_counts_is_the_free_one_and_the_limit_is_that_of_lesson_09(free, is_enough):
    """Too low a limit gets kernels killed, and too high a limit alarms everybody."""
    finding = machine.memory_finding(16, free)
    assert finding.found == f"16.0 GB, {free:.1f} GB of it free"
    assert (finding.advice == "") == is_enough
    if not is_enough:
        assert "Lesson 09 takes up to 1.5 GB" in finding.advice


def test_the_limit_for_memory_is_above_what_was_measured_for_every_lesson():
    """A lesson that grows must raise the limit, or the table promises what Binder cannot keep."""
    page = (machine.COURSE / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    measured = [int(row[1]) for row in re.findall(r"^\| (\d\d_\w+) \| (\d+) \| \d+ \|", page, re.MULTILINE)]
    assert measured
    assert max(measured) / 1024 <= machine.ENOUGH_MEMORY < max(measured) / 1024 + 0.75


def test_the_limit_of_a_container_counts_and_not_the_memory_of_its_host(monkeypatch, no_memory_limit):
    """Binder's host has hundreds of gigabytes, but a visitor gets two."""
    monkeypatch.setenv("MEM_LIMIT", str(2 * GIGABYTE))
    most, free = machine.memory()
    assert most == 2
    assert free <= 2
    monkeypatch.delenv("MEM_LIMIT")
    machine.MEMORY_LIMIT_FILE.write_text(f"{GIGABYTE}\n")
    assert machine.memory()[0] == 1


@pytest.mark.parametrize(
    ("total", "hub", "container", "free_on_host", "expected"),
    [
        (64, None, None, 20, (64, 20)),
        (64, 2, None, 20, (2, 2)),
        (64, 2, 4, 20, (2, 2)),
        (64, 4, 2, 20, (2, 2)),
        (64, 4, None, 1, (4, 1)),
        (1, 4, 8, 0.5, (1, 0.5)),
    ],
)
def test_the_smallest_limit_counts(
    no_memory_limit, monkeypatch, total, hub, container, free_on_host, expected
):
    """JupyterHub sets one limit, the container another, and the machine may have less than either."""
    here = SimpleNamespace(total=total * GIGABYTE, available=free_on_host * GIGABYTE)
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: here)
    if hub:
        monkeypatch.setenv("MEM_LIMIT", str(hub * GIGABYTE))
    if container:
        machine.MEMORY_LIMIT_FILE.write_text(f"{container * GIGABYTE}\n")
    assert machine.memory() == expected


def test_the_limit_of_a_container_is_read_where_linux_writes_it():
    """A wrong path would show the host's memory to everybody on a hub."""
    assert machine.MEMORY_LIMIT_FILE.as_posix() == "/sys/fs/cgroup/memory.max"


def test_a_container_without_a_limit_has_the_memory_of_the_machine(no_memory_limit):
    """Linux writes the word max there, which is not a number."""
    unlimited = machine.memory()[0]
    machine.MEMORY_LIMIT_FILE.write_text("max\n")
    assert machine.memory()[0] == unlimited


def test_one_core_is_said_to_take_longer():
    """The minutes that lessons name for training were measured on two."""
    assert "twice" in machine.cores_finding(1).advice
    assert machine.cores_finding(2).advice == ""


def test_importing_the_check_brings_no_matplotlib():
    """The table is the first thing that the first lesson shows."""
    code = "import sys, helpers.machine; print({'matplotlib', 'anywidget', 'ipywidgets'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_stand_in_is_never_called_good():
    """A learner would compare its numbers with those of Fashion-MNIST."""
    stand_in = SimpleNamespace(source="the stand-in", is_stand_in=True)
    real = SimpleNamespace(source="Fashion-MNIST", is_stand_in=False)
    assert "internet" in machine.data_finding(stand_in).advice
    assert machine.data_finding(real).advice == ""


def test_a_folder_that_cannot_be_written_is_reported_before_work_is_lost(tmp_path, monkeypatch):
    """Progress would vanish with the kernel."""
    assert "until you close" in machine.work_finding(None).advice
    assert machine.work_finding(machine.COURSE / "notebooks" / "my_work").found == "kept in notebooks/my_work"
    monkeypatch.setattr(machine.Path, "home", lambda: tmp_path)
    assert machine.work_finding(tmp_path / "convolution-course").found == "kept in ~/convolution-course"


def test_the_table_says_all_green_only_when_nothing_is_to_do():
    """It is the one line that a teacher looks at on twenty screens."""
    good = machine.Finding("Python", "3.12")
    to_do = machine.Finding("Memory", "1 GB", "Close something.")
    assert "All green" in machine.MachineTable((good,)).summary
    assert "One row needs" in machine.MachineTable((good, to_do)).summary
    assert "2 rows need" in machine.MachineTable((to_do, to_do)).summary


def test_the_table_shows_what_was_found_as_text():
    """A version or path with < in it would otherwise vanish from the page."""
    html = machine.MachineTable((machine.Finding("Odd", "<b>1</b>", "Do <this>."),))._repr_html_()
    assert "&lt;b&gt;1&lt;/b&gt;" in html
    assert "Do &lt;this&gt;." in html


def test_an_answered_number_turns_the_last_row_green():
    """It is the only proof that explorers will work in this browser."""
    calls = []
    widget = Roundtrip(when_answered=lambda: calls.append("answered"))
    sent = []
    widget.send = sent.append
    widget._answer(widget, {"number": 12}, [])
    assert sent == [{"number": 12, "square": 144}]
    assert calls == ["answered"]
    assert machine.widget_finding(answered=True).advice == ""
    assert machine.widget_finding(answered=False).advice


def write_lesson(folder, stem, title, minutes):
    """Write a notebook with only its opening."""
    source = f"# {title}\n\n**Time:** {minutes} minutes\n"
    notebook = {"cells": [{"cell_type": "markdown", "source": source}]}
    (folder / f"{stem}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def test_a_new_lesson_enters_the_map_by_itself(tmp_path):
    """If you add a lesson, you should not need to know every page that lists them."""
    assert not any(lesson.is_written for lesson in course_map(tmp_path).lessons)
    write_lesson(tmp_path, "05_relu", "Cut off what is negative", 25)
    lessons = {lesson.stem: lesson for lesson in course_map(tmp_path).lessons}
    assert lessons["05_relu"].title == "Cut off what is negative"
    assert lessons["05_relu"].minutes == 25
    assert "in the making" in repr(course_map(tmp_path))
    assert 'href="05_relu.ipynb"' in course_map(tmp_path)._repr_html_()


def test_the_map_links_to_no_lesson_that_is_missing(tmp_path):
    """A dead link in the first lesson would be the first thing that a beginner clicks."""
    assert "href" not in course_map(tmp_path)._repr_html_()


def test_every_notebook_has_its_place_in_the_map():
    """Nobody finds a lesson that is not on the map."""
    notebooks = {path.stem for path in (machine.COURSE / "notebooks").glob("*.ipynb")}
    assert notebooks <= set(PLAN)
