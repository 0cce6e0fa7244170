"""Plans for a class: which parts of which lessons. The minutes are those on the lessons' pages."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
SLACK = 0.15  # of the time, at least: machines that fail, questions, late arrivals
LONGEST_WITHOUT_BREAK = 90
REVIEW = 10  # minutes to go through the homework, at the start of a week


@dataclass(frozen=True)
class Row:
    """One line of a plan: parts of a lesson, or something else with its own minutes.

    Attributes
    ----------
    what : str
        The number of a lesson, or what is done instead.
    parts : tuple of str
        Of the lesson, as its page names them; none for all of them.
    own : int
        Minutes of a row that is not a lesson.
    note : str
        What to add.
    """

    what: str
    parts: tuple = ()
    own: int = 0
    note: str = ""

    @property
    def is_lesson(self):
        """Whether the row is part of a lesson."""
        return re.fullmatch(r"\d\d", self.what) is not None

    @property
    def is_break(self):
        """Whether everybody gets up."""
        return self.what in ("break", "lunch")

    @property
    def minutes(self):
        """How long it takes."""
        if not self.is_lesson:
            return self.own
        known = parts_of(self.what)
        return sum(known[name] for name in self.parts or known)

    def words(self):
        """Return the row in words."""
        if not self.is_lesson:
            return self.what + (f": {self.note}" if self.note else "")
        link = f"[{self.what}](teaching/lesson_{self.what}.md)"
        named = f": {' · '.join(self.parts)}" if self.parts else ", all of it"
        return link + named + (f". {self.note}" if self.note else "")


@dataclass(frozen=True)
class Plan:
    """A session, or a week: its rows and the time that there is.

    Its `sheets` are the worksheets for it, without what its parts do not cover.
    """

    title: str
    total: int
    rows: tuple
    says: str = ""
    home: str = ""
    sheets: tuple = ()

    @property
    def spare(self):
        """Minutes that nothing is planned for."""
        return self.total - sum(row.minutes for row in self.rows)

    def table(self):
        """Return the plan in Markdown."""
        lines = ["| minutes | what |", "|---:|---|"]
        lines += [f"| {row.minutes} | {row.words()} |" for row in self.rows]
        return "\n".join([*lines, f"| {self.spare} | spare |"])


@dataclass(frozen=True)
class Sheet:
    """A worksheet for a plan: the votes of a lesson that its parts cover, and its back if they do.

    The back has the task on paper and the exit ticket.
    """

    lesson: str
    votes: tuple
    back: bool = True


@cache
def parts_of(number):
    """Return the parts of a lesson with their minutes, from its page."""
    page = (HERE / f"lesson_{number}.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (\d+) \| ([^|]+) \|", page, re.MULTILINE)
    return {name.strip(): int(minutes) for minutes, name in found}


PAUSE = Row("break", own=15)
IN_PAIRS = "window_sum"  # the exercise of the plans: only an exercise shows who is stuck
EXERCISE = Row(
    "In pairs, in lesson 02",
    own=5,
    note=f"the exercise `{IN_PAIRS}`. Watch the class view, or the sticky notes: who is stuck?",
)
TICKET = Row("Exit ticket", own=3, note="the one of lesson 02, on its worksheet")
BEGINNING = Row(
    "00", ("Run a cell", "Check your machine, Start TensorFlow once"), note="A red row: share a machine"
)
LOOPS = "conv2d: the size, then the loops"
BY_HAND = (
    "A rise with two weights",
    "One window by hand, and the next",
    "A feature map and its bias",
    "ConvolutionExplorer",
)
PLANS = (
    Plan(
        "One lesson of 90 minutes",
        90,
        (
            BEGINNING,
            Row("02", (*BY_HAND, LOOPS)),
            EXERCISE,
            Row("03", ("Vertical and horizontal lines", "FilterLab", "Recover a kernel")),
            TICKET,
        ),
        says="Learners find out what a convolution is, and that a network learns its kernels.",
        sheets=(
            Sheet("02", ("above_255", "one_step_right")),
            Sheet("03", ("line_across", "flat_teacher"), back=False),
        ),
    ),
    Plan(
        "Half a day",
        210,
        (
            BEGINNING,
            Row("02", (*BY_HAND, "Correlation or convolution", LOOPS)),
            EXERCISE,
            PAUSE,
            Row(
                "03",
                (
                    "Vertical and horizontal lines",
                    "Read a feature map",
                    "Line, edge and ramp; Sobel",
                    "FilterLab",
                    "Recover a kernel",
                ),
            ),
            Row("04", ("The corner, zeros around", "The formula, SizeExplorer")),
            PAUSE,
            Row("06", ("Sixteen numbers into four",)),
            Row("On the board", own=5, note="what Flatten and Dense do, before a network has them"),
            Row(
                "09",
                ("Look, divide, scale", "Train the course network, save it", "Confusion matrix"),
                note="Start the training first, and look at the images meanwhile",
            ),
            TICKET,
        ),
        says="The same, with sizes, pooling, and a network that the class trains.",
    ),
    Plan(
        "A day",
        420,
        (
            BEGINNING,
            Row(
                "01",
                (
                    "Draw with numbers, the negative",
                    "Look into a photo, PixelViewer",
                    "Guess a pixel from its neighbour",
                    "Shuffle, measure garments",
                ),
            ),
            Row("02", (*BY_HAND, "Correlation or convolution", LOOPS)),
            EXERCISE,
            PAUSE,
            Row(
                "03",
                (
                    "Vertical and horizontal lines",
                    "Read a feature map",
                    "Line, edge and ramp; Sobel",
                    "FilterLab",
                    "Recover a kernel",
                ),
            ),
            Row("04", ("The corner, zeros around", "Stride", "The formula, SizeExplorer")),
            Row("lunch", own=60),
            Row("05", ("Keep the responses, drop the rest", "Stack two layers without it, then with it")),
            Row("06", ("Sixteen numbers into four", "Slide by its own width, PoolingExplorer", "The size")),
            Row("07", ("Volumes; one filter through all channels", "Several filters, count the weights")),
            PAUSE,
            Row(
                "09",
                (
                    "Look, divide, scale",
                    "Dense baseline, first loss",
                    "Train the course network, save it",
                    "Confusion matrix",
                ),
            ),
            PAUSE,
            Row("12", ("NetworkExplorer",), note="Each learner follows one answer back to its pixels"),
            TICKET,
        ),
        says="Every layer of the course network once, and a look inside it.",
    ),
)
HOMEWORK = Row("homework", own=REVIEW, note="one exercise of last week, on a learner's screen")
WEEKS = (
    Plan(
        "1",
        90,
        (
            Row(
                "00",
                (
                    "Run a cell",
                    "Check your machine, Start TensorFlow once",
                    "Predict, run, explain; a question",
                    "Ten questions",
                ),
            ),
            Row(
                "01",
                (
                    "Warm up",
                    "Draw with numbers, the negative",
                    "Look into a photo, PixelViewer",
                    "Guess a pixel from its neighbour",
                    "Shuffle, measure garments",
                    "Weights, multiplications, who notices the shuffle",
                ),
            ),
        ),
        home="the exercises of 01",
    ),
    Plan(
        "2",
        90,
        (
            HOMEWORK,
            Row("02"),
            Row("03", ("Vertical and horizontal lines",)),
        ),
        home="the exercises of 02",
    ),
    Plan(
        "3",
        90,
        (
            HOMEWORK,
            Row(
                "03",
                (
                    "Read a feature map",
                    "Line, edge and ramp; Sobel",
                    "Blur: equal, Gaussian, separable",
                    "FilterLab",
                    "Match X and O; then grey images",
                    "Recover a kernel",
                ),
            ),
            Row("04", ("Warm up", "The corner, zeros around", "Pixel-use map")),
        ),
        home="the exercises of 03",
    ),
    Plan(
        "4",
        90,
        (
            HOMEWORK,
            Row("04", ("Stride", "The formula, SizeExplorer", 'The extra row of "same"', "Receptive field")),
            Row(
                "05",
                (
                    "Warm up",
                    "Keep the responses, drop the rest",
                    "Stack two layers without it, then with it",
                    "Threshold, ReluExplorer",
                ),
            ),
        ),
        home="the exercises of 04 and 05",
    ),
    Plan(
        "5",
        90,
        (
            HOMEWORK,
            Row("05", ("The right size for random weights",)),
            Row(
                "06",
                (
                    "Warm up",
                    "Sixteen numbers into four",
                    "Slide by its own width, PoolingExplorer",
                    "The size",
                    "Count what survives",
                    "Move the image",
                ),
            ),
            Row("07", ("Volumes; one filter through all channels",)),
        ),
        home="the exercises of 06",
    ),
    Plan(
        "6",
        90,
        (
            HOMEWORK,
            Row(
                "07",
                (
                    "Several filters, count the weights",
                    "ParameterCounter",
                    "One freedom at a time",
                    "Memory and time, measured",
                ),
            ),
            Row(
                "08",
                ("Warm up", "The layers one by one", "Stack, read the summary", "Follow the garment, NumPy"),
            ),
        ),
        home="the exercises of 07 and 08",
    ),
    Plan(
        "7",
        90,
        (
            HOMEWORK,
            Row(
                "09",
                (
                    "Warm up",
                    "Look, divide, scale",
                    "Dense baseline, first loss",
                    "Train the course network, save it",
                    "Confusion matrix",
                    "How far to trust an accuracy",
                    "Open the test set",
                ),
            ),
            Row("10", ("Downhill on two weights", "Four learning rates on the network")),
        ),
        home="a network of at most 10,000 parameters: a small contest",
    ),
    Plan(
        "8",
        90,
        (
            HOMEWORK,
            Row("10", ("Paired differences", "Overfitting", "Shuffled pixels")),
            Row(
                "11",
                (
                    "Warm up",
                    "Loss, outputs, one weight",
                    "Recognise the convolution",
                    "Bias and image",
                    "A step, and a test by experiment",
                ),
            ),
        ),
        home="the exercises of 10 and 11",
    ),
    Plan(
        "9",
        90,
        (
            HOMEWORK,
            Row(
                "12",
                (
                    "Warm up",
                    "What one cell sees",
                    "Five networks, their kernels and maps",
                    "NetworkExplorer",
                    "Controls and the fair test",
                ),
            ),
            Row("13", ("1×1 and separable convolution",)),
        ),
        home="the exercises of 12",
    ),
    Plan(
        "10",
        90,
        (
            HOMEWORK,
            Row("13", ("Batch norm", "Gradients through 4, 16 and 32 layers")),
            Row("14", ("Warm up", "A sensor, a sound", "Text", "Dilated stacks")),
        ),
        home="the exercises of 13 and 14, and the ten questions after the course",
    ),
)


def week_table():
    """Return the plan of the weeks in Markdown: the minutes of each lesson in brackets."""
    lines = ["| week | in class (minutes) | spare | at home |", "|---:|---|---:|---|"]
    for week in WEEKS:
        parts = []
        for row in week.rows:
            name = f"[{row.what}](teaching/lesson_{row.what}.md)" if row.is_lesson else row.what
            listed = f": {' · '.join(row.parts)}" if row.parts else ""
            parts.append(f"{name} ({row.minutes}){listed}")
        lines.append(f"| {week.title} | {'<br>'.join(parts)} | {week.spare} | {week.home} |")
    return "\n".join(lines)
