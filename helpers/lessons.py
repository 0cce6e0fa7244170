"""The map of the course: its lessons, how long they take, and which of them are still being written."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
# From a lesson's file name to what it teaches, and to a working title for as long as there is no notebook.
PLAN = {
    "00_start_here": ("Start here", "how a lesson works, and whether this machine is ready"),
    "01_images_as_numbers": (
        "Read an image as numbers",
        "a picture is a grid of numbers, and neighbours resemble each other",
    ),
    "02_convolution_by_hand": (
        "Compute a convolution by hand",
        "one 3×3 window, then the sliding window, then your own conv2d",
    ),
    "03_filters_and_feature_maps": (
        "Find lines and edges with filters",
        "kernels that find lines, blur and sharpen, on a real photo",
    ),
    "04_padding_stride_dilation": (
        "Choose padding, stride and dilation",
        "how large the output is, and what happens at the border",
    ),
    "05_relu": ("Drop what is negative: ReLU", "what a network would be without it"),
    "06_pooling": ("Shrink a feature map by pooling", "a quarter of the numbers, the same features"),
    "07_channels_and_parameters": (
        "Count channels and parameters",
        "filters that span all channels, and how many numbers a layer learns",
    ),
    "08_keras_layers": (
        "Build the network in Keras",
        "the same layers in Keras, every shape and parameter accounted for",
    ),
    "09_fashion_mnist": (
        "Train a network on Fashion-MNIST",
        "a network that names garments, and a look at its mistakes",
    ),
    "10_better_networks": (
        "Make the network better",
        "how networks learn, one change at a time, and what mistakes have in common",
    ),
    "11_learning_the_kernels": (
        "Learn the kernels",
        "backpropagation by hand, through one small convolution",
    ),
    "12_inside_the_network": (
        "Look inside the network",
        "what the filters have learned, and what one cell sees",
    ),
    "13_going_deeper": (
        "Go deeper",
        "normalisation, residual connections, cheaper convolutions, and transfer",
    ),
    "14_beyond_images": ("Go beyond images", "convolution on sensors, sound and text"),
}


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes
    ----------
    stem : str
        Name of its file, without the extension.
    title : str
    teaches : str
    minutes : int or None
        None for a lesson that is not written yet.
    """

    stem: str
    title: str
    teaches: str
    minutes: int | None

    @property
    def number(self):
        """Return the two digits at the start of the file name."""
        return self.stem[:2]

    @property
    def is_written(self):
        """Return whether there is a notebook to open."""
        return self.minutes is not None


@dataclass(frozen=True)
class LessonMap:
    """The lessons as a table in a notebook, and as plain text elsewhere.

    Attributes
    ----------
    lessons : tuple of Lesson
    """

    lessons: tuple

    def _repr_html_(self):
        cell = 'style="text-align: left; padding: 5px 10px"'
        rows = "".join(
            f"<tr><td {cell}>{lesson.number}</td><td {cell}>{_link(lesson)}</td>"
            f'<td {cell}>{escape(lesson.teaches)}</td><td {cell}><span style="white-space: nowrap">'
            f"{_minutes(lesson)}</span></td></tr>"
            for lesson in self.lessons
        )
        heads = "".join(
            f'<th scope="col" {cell}>{words}</th>' for words in ("no.", "lesson", "teaches", "time")
        )
        return f'<table style="font-size: 15px"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'

    def __repr__(self):
        """Return the map as text."""
        return "\n".join(
            f"{lesson.number} {lesson.title} ({_minutes(lesson)}): {lesson.teaches}"
            for lesson in self.lessons
        )


def course_map(folder=NOTEBOOKS):
    """Return the map of the course, read from the notebooks in a folder.

    Parameters
    ----------
    folder : path
        With the lessons that are written.

    Returns
    -------
    LessonMap
        A notebook shows it as a table with links.
    """
    return LessonMap(tuple(_read(stem, *plan, Path(folder)) for stem, plan in PLAN.items()))


def _read(stem, working_title, teaches, folder):
    """Return a lesson, with title and minutes from the opening cells of its notebook if there is one."""
    path = folder / f"{stem}.ipynb"
    if not path.exists():
        return Lesson(stem, working_title, teaches, minutes=None)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    opening = "\n".join("".join(cell["source"]) for cell in cells[:2])
    title = re.search(r"^# (.+)$", opening, re.MULTILINE)[1]
    minutes = re.search(r"\*\*Time:\*\* (\d+) minutes", opening)[1]
    return Lesson(stem, title, teaches, int(minutes))


def _link(lesson):
    """Return the title of a lesson as HTML, linked to its notebook if there is one."""
    if lesson.is_written:
        return f'<a href="{lesson.stem}.ipynb">{escape(lesson.title)}</a>'
    return escape(lesson.title)


def _minutes(lesson):
    """Return how long a lesson takes, in words."""
    return f"{lesson.minutes} min" if lesson.is_written else "in the making"
