"""The machine check of lesson 00: what the course needs, what this machine has, and what is still to do."""

import os
import platform
from dataclasses import dataclass
from html import escape
from importlib import metadata
from pathlib import Path

import psutil
from IPython.display import display
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from helpers import palette, reporting
from helpers.data import load_fashion_mnist
from helpers.workspace import my_work

PROJECT = "convolution-pixel-by-pixel"
COURSE = Path(__file__).resolve().parent.parent
GIGABYTE = 1024**3
ENOUGH_MEMORY = 1.5  # gigabytes: the most that lesson 09 takes, with TensorFlow and its copies of the images
MEMORY_LIMIT_FILE = Path("/sys/fs/cgroup/memory.max")  # the limit of a Linux container


@dataclass(frozen=True)
class Finding:
    """One row of the table: what was checked, what was found, and what to do if that is not enough."""

    name: str
    found: str
    advice: str = ""


@dataclass(frozen=True)
class MachineTable:
    """The findings as a table, in a notebook and as plain text."""

    findings: tuple

    @property
    def summary(self):
        """The line above the table."""
        to_do = sum(bool(finding.advice) for finding in self.findings)
        if to_do == 0:
            return "All green: this machine is ready for the course."
        rows = "One row needs" if to_do == 1 else f"{to_do} rows need"
        return f"{rows} something from you: see the column on the right."

    def _repr_html_(self):
        cell = 'style="text-align: left; padding: 6px 12px; vertical-align: top"'
        head = "".join(f'<th scope="col" {cell}>{words}</th>' for words in ("checked", "found", "enough?"))
        rows = "".join(
            f'<tr><th scope="row" {cell}>{escape(finding.name)}</th><td {cell}>{escape(finding.found)}</td>'
            f"<td {cell}>{_verdict(finding)}</td></tr>"
            for finding in self.findings
        )
        return (
            f'<p style="font-size: 16px"><b>{self.summary}</b></p><table style="font-size: 15px">'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def __repr__(self):
        """Return the table as text, for a terminal or a screen reader."""
        rows = [f"{finding.name}: {finding.found}. {finding.advice or 'Good.'}" for finding in self.findings]
        return "\n".join([self.summary, *rows])


def check_machine():
    """Check everything the course needs, and show one table, and a widget that completes its last row."""
    findings = [
        python_finding(),
        packages_finding(),
        tensorflow_finding(),
        memory_finding(*memory()),
        cores_finding(cores()),
        data_finding(load_fashion_mnist()),
        work_finding(my_work()),
        *class_view_findings(),
    ]
    table = display(MachineTable((*findings, widget_finding(answered=False))), display_id=True)
    answered = MachineTable((*findings, widget_finding(answered=True)))
    from helpers.widgets.roundtrip import Roundtrip  # here, because widgets import Matplotlib

    display(Roundtrip(when_answered=lambda: table.update(answered)))


def python_finding(version=None):
    """Compare Python's version with the versions that the project supports."""
    version = version or platform.python_version()
    supported = SpecifierSet(_about_the_project()["Requires-Python"])
    if version in supported:
        return Finding("Python", version)
    return Finding(
        "Python", version, f"The course needs Python {supported}: install one and start the course from it."
    )


def packages_finding(installed=metadata.version):
    """Compare the installed packages with those the project requires, without importing any.

    Parameters
    ----------
    installed : callable
        Takes a package's name and returns its version; raises `PackageNotFoundError` if there is none.
    """
    found, wanting = [], []
    for wanted in _requirements():
        version = _version(wanted.name, installed)
        if version is None:
            wanting.append(f"{wanted.name} is missing")
            continue
        found.append(f"{wanted.name} {version}")
        if not wanted.specifier.contains(version, prereleases=True):
            wanting.append(f"{wanted.name} should be {wanted.specifier}")
    advice = f"{'; '.join(wanting)}. In a terminal, in the course's folder, run: make lab" if wanting else ""
    return Finding("Packages", ", ".join(found), advice)


def tensorflow_finding():
    """Find TensorFlow's version without importing it, which takes seconds."""
    version = _version("tensorflow-cpu", metadata.version)
    if version is None:
        return Finding("TensorFlow", "not installed", "In a terminal, in the course's folder, run: make lab")
    return Finding(
        "TensorFlow", f"{version}, not started; starting it takes a few seconds, and longer the first time"
    )


def memory():
    """Return the most memory that this program may use, and what is free of it now.

    Returns
    -------
    (float, float)
        In gigabytes. A container's limit counts, because its host may have much more.
    """
    here = psutil.virtual_memory()
    limits = [here.total]
    if os.environ.get("MEM_LIMIT", "").isdigit():  # set by JupyterHub, and so on Binder
        limits.append(int(os.environ["MEM_LIMIT"]))
    if MEMORY_LIMIT_FILE.exists():
        limit = MEMORY_LIMIT_FILE.read_text().strip()
        limits += [int(limit)] if limit.isdigit() else []
    most = min(limits)
    return most / GIGABYTE, min(most, here.available) / GIGABYTE


def memory_finding(most, free):
    """Compare the free memory with what the largest lesson takes; in gigabytes."""
    found = f"{most:.1f} GB, {free:.1f} GB of it free"
    if free >= ENOUGH_MEMORY:
        return Finding("Memory", found)
    return Finding(
        "Memory",
        found,
        f"Lesson 09 takes up to {ENOUGH_MEMORY} GB: before it, close other programs, and shut down other "
        "notebooks (Kernel menu, Shut Down All Kernels).",
    )


def cores():
    """Return how many processor cores this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cores_finding(number):
    """Say what a single core means for the training times in the lessons."""
    advice = (
        "Everything works, but networks take about twice as long to train as on two cores."
        if number == 1
        else ""
    )
    return Finding("Processor cores", str(number), advice)


def data_finding(data):
    """Say where the images of garments came from."""
    advice = ""
    if data.is_stand_in:
        advice = (
            "The lessons work with these, and say so. For the real images, connect to the internet and run "
            "this cell again."
        )
    return Finding("Images", data.source, advice)


def work_finding(folder):
    """Say where the learner's answers and models are kept, without naming anybody's home folder."""
    if folder is None:
        return Finding(
            "Your work",
            "no folder can be written",
            "Your progress lasts until you close a lesson. To keep it, copy the course into your own folder.",
        )
    for base, name in ((COURSE, ""), (Path.home(), "~/")):
        if folder.is_relative_to(base):
            return Finding("Your work", f"kept in {name}{folder.relative_to(base).as_posix()}")
    return Finding("Your work", "kept in the folder that COURSE_WORK names")


def widget_finding(*, answered):
    """Say whether the page has reached the kernel and heard back."""
    if answered:
        return Finding("A widget", "it answers")
    return Finding("A widget", "no answer yet", "Press the button under this table.")


def class_view_findings():
    """Return a row that says what a hub's class view shows to the teacher, and none where it is off."""
    return [Finding("Class view", reporting.note())] if reporting.is_on() else []


def _about_the_project():
    return metadata.metadata(PROJECT)


def _version(name, installed):
    """Return a package's version, or None; `tensorflow` counts as `tensorflow-cpu`."""
    for candidate in (name, "tensorflow") if name == "tensorflow-cpu" else (name,):
        try:
            return installed(candidate)
        except metadata.PackageNotFoundError:
            continue
    return None


def _requirements():
    """List what the project requires on this kind of machine."""
    requirements = map(Requirement, metadata.requires(PROJECT))
    return [one for one in requirements if one.marker is None or one.marker.evaluate()]


def _verdict(finding):
    words, colour = ("→ to do", palette.KERNEL) if finding.advice else ("✓ good", palette.OUTPUT)
    chip = (
        f'<span style="background: {colour}; color: black; border-radius: 4px; padding: 1px 7px; '
        f'white-space: nowrap">{words}</span>'
    )
    return f"{chip} {escape(finding.advice)}".strip()
