"""The map of the course: its lessons, the paths through it, and how long they take."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
# From a lesson's file name to what it teaches, and to a working title for as long as there is no notebook.
PLAN = {
    "00_start_here": ("Start here", "how a lesson works, and whether your machine is ready"),
    "01_images_as_numbers": (
        "Read an image as numbers",
        "an image is a grid of numbers, and neighbouring pixels are alike",
    ),
    "02_convolution_by_hand": (
        "Compute a convolution by hand",
        "one 3×3 window, then the sliding window, then your own conv2d",
    ),
    "03_filters_and_feature_maps": (
        "Find lines and edges with filters",
        "kernels that find lines and edges, blur and sharpen, on a real photo",
    ),
    "04_padding_stride_dilation": (
        "Choose padding, stride and dilation",
        "how large the output is, what happens at the border, and how far a cell sees",
    ),
    "05_relu": (
        "Drop negative numbers with ReLU",
        "why a network needs it, and how large its first weights should be",
    ),
    "06_pooling": (
        "Shrink a feature map by pooling",
        "a quarter of the numbers, and what a small shift changes",
    ),
    "07_channels_and_parameters": (
        "Count channels and parameters",
        "filters that span all channels, and how many numbers a layer learns",
    ),
    "08_keras_layers": (
        "Build the network in Keras",
        "the same layers in Keras, with every shape and parameter accounted for",
    ),
    "09_fashion_mnist": (
        "Train a network on Fashion-MNIST",
        "the whole process once, from the images to a network that you can evaluate",
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
        "what the filters have learned, and how to test a heat map",
    ),
    "13_going_deeper": (
        "Go deeper",
        "what lets many layers learn, cheaper convolutions, and how to reuse a trained network",
    ),
    "14_beyond_images": ("Go beyond images", "convolution on sensor data, sound and text"),
}


TEST_MINUTES = {"before": 5, "after": 10}  # for ten questions; after the course with explanations
RECAP_MINUTES = 3  # to read the recap of a lesson that a path skips, and to look up its terms


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
        To read and run its core. None for a lesson that is not written yet.
    exercises : int
        Minutes for its exercises.
    extras : int
        Minutes for what is marked as further reading or as a stretch exercise.
    """

    stem: str
    title: str
    teaches: str
    minutes: int | None
    exercises: int = 0
    extras: int = 0

    @property
    def number(self):
        """Return the two digits at the start of the file name."""
        return self.stem[:2]

    @property
    def is_written(self):
        """Return whether there is a notebook to open."""
        return self.minutes is not None

    def times(self):
        """Return how long it takes to read and run, and to do its exercises, in words."""
        if not self.is_written:
            return "in the making", ""
        return f"{self.minutes} min", f"{self.exercises} min" if self.exercises else "–"


@dataclass(frozen=True)
class LessonMap:
    """The lessons as a table in a notebook, and as plain text elsewhere.

    Attributes
    ----------
    lessons : tuple of Lesson
    """

    lessons: tuple

    def numbered(self, number):
        """Return the lesson that has a number, such as "02"."""
        return next(lesson for lesson in self.lessons if lesson.number == number)

    def _repr_html_(self):
        rows = [(one.number, _link(one), escape(one.teaches), *one.times()) for one in self.lessons]
        return _html_table(("no.", "lesson", "teaches", "read and run", "exercises"), rows)

    def __repr__(self):
        """Return the map as text."""
        lines = []
        for one in self.lessons:
            reading, exercises = one.times()
            time = f"{reading}, exercises {exercises}" if one.exercises else reading
            lines.append(f"{one.number} {one.title} ({time}): {one.teaches}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Route:
    """A way through some of the lessons.

    Attributes
    ----------
    name : str
        How much time it takes, in words.
    goal : str
    whole : tuple of str
        The numbers of the lessons that you read and run, in order.
    recaps : tuple of str
        The numbers of the lessons of which you read the recap only, before those that need them.
    """

    name: str
    goal: str
    whole: tuple
    recaps: tuple = ()


NUMBERS = tuple(stem[:2] for stem in PLAN)
ROUTES = (
    Route(
        "an evening",
        "from one window to a trained network",
        ("00", "02", "09"),
        ("01", "04", "05", "06", "07", "08"),
    ),
    Route("a weekend", "every layer of that network, by hand and in Keras", NUMBERS[:10]),
    Route("everything", "how networks learn, what they see, and what came later", NUMBERS),
)


@dataclass(frozen=True)
class Paths:
    """The routes through the course with their times, as a table in a notebook and as text elsewhere.

    Attributes
    ----------
    rows : tuple of tuple of str
        Name, goal, lessons, hours to read and run, and hours for the exercises.
    """

    rows: tuple

    HEADS = ("you have", "you get", "lessons", "read and run", "exercises")

    def markdown(self):
        """Return the table in Markdown."""
        lines = [self.HEADS, ("---",) * len(self.HEADS), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _repr_html_(self):
        return _html_table(self.HEADS, [tuple(map(escape, row)) for row in self.rows])

    def __repr__(self):
        """Return the table as text."""
        return "\n".join(
            f"{name}: {goal}. {lessons}. {reading} to read and run, {exercises} for the exercises."
            for name, goal, lessons, reading, exercises in self.rows
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


def paths(folder=NOTEBOOKS):
    """Return the routes through the course with the sums of the times that their lessons name.

    Parameters
    ----------
    folder : path

    Returns
    -------
    Paths
    """
    lessons = course_map(folder)
    rows = []
    for route in ROUTES:
        whole = [lessons.numbered(number) for number in route.whole]
        reading = sum(one.minutes or 0 for one in whole) + RECAP_MINUTES * len(route.recaps)
        exercises = sum(one.exercises for one in whole)
        rows.append((route.name, route.goal, _steps(route), hours(reading), hours(exercises)))
    return Paths(tuple(rows))


def hours(minutes):
    """Return minutes as hours, rounded to the nearest half.

    Examples
    --------
    >>> hours(20), hours(150), hours(185), hours(0)
    ('½ hour', '2½ hours', '3 hours', '–')
    """
    if not minutes:
        return "–"
    halves = max(1, round(minutes / 30))
    number = f"{halves // 2 or ''}{'½' if halves % 2 else ''}"
    return f"{number} {'hour' if halves <= 2 else 'hours'}"


def _steps(route):
    """Return the lessons of a route in words."""
    parts, start = [_run(route.whole) if len(route.whole) > 3 else ", ".join(route.whole)], ""
    for number in route.whole:
        before = [recap for recap in route.recaps if start < recap < number]
        if before:
            parts.append(f"before {number} the recap{'s' if len(before) > 1 else ''} of {_run(before)}")
        start = number
    return "; ".join(parts)


def _run(numbers):
    """Return the numbers of lessons that follow each other in words."""
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else numbers[0]


def _read(stem, working_title, teaches, folder):
    """Return a lesson, with title and minutes from the opening cells of its notebook if there is one."""
    path = folder / f"{stem}.ipynb"
    if not path.exists():
        return Lesson(stem, working_title, teaches, minutes=None)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    opening = "\n".join("".join(cell["source"]) for cell in cells[:2])
    title = re.search(r"^# (.+)$", opening, re.MULTILINE)[1]
    time = re.search(r"\*\*Time:\*\*.*?(?=\n\n|\n\*\*|\Z)", opening, re.DOTALL)[0]
    named = [
        re.search(rule, time) for rule in (r"(\d+) minutes", r"(\d+) for the exercises", r"(\d+) more for")
    ]
    return Lesson(stem, title, teaches, *(int(found[1]) if found else 0 for found in named))


def _link(lesson):
    """Return the title of a lesson as HTML, linked to its notebook if there is one."""
    if lesson.is_written:
        return f'<a href="{lesson.stem}.ipynb">{escape(lesson.title)}</a>'
    return escape(lesson.title)


def _html_table(heads, rows):
    """Return an HTML table. The cells of `rows` are HTML; those with a time are not broken."""
    style = 'style="text-align: left; padding: 5px 10px"'
    head = "".join(f'<th scope="col" {style}>{words}</th>' for words in heads)
    body = "".join(
        f"<tr>{''.join(f'<td {style}>{_unbroken(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f'<table style="font-size: 15px"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _unbroken(cell):
    return re.sub(r"^([\d½]+) (min|hours?)$", "\\1\N{NO-BREAK SPACE}\\2", cell)
