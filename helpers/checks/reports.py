"""What a check shows: a report as a piece of a web page, and as plain text."""

from dataclasses import dataclass, field
from html import escape

import numpy as np

from helpers import palette
from helpers.markup import marked_up
from helpers.numerals import significant_text

MOST_ROWS, MOST_COLUMNS, MOST_LINES = 10, 12, 6
COLOURS = {"input": palette.INPUT, "kernel": palette.KERNEL, "output": palette.OUTPUT, "focus": palette.FOCUS}
STATUS_COLOURS = {"right": palette.OUTPUT, "wrong": palette.FOCUS, "not yet": palette.PADDING}
# Light enough to keep the text readable on it, on a white page and on a black one.
MARK = "rgba(213, 94, 0, 0.28)"
BOX = "border-left: 5px solid {colour}; padding: 2px 0 2px 12px; margin: 4px 0; max-width: 60em"
ROW = "display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 20px; margin: 6px 0"
TABLE = (
    "border-collapse: collapse; border: 3px solid {colour}; margin: 2px 0; table-layout: auto; width: auto; "
    "font-variant-numeric: tabular-nums; font-size: 13px"
)
CELL = (
    "border: 1px solid rgba(128, 128, 128, 0.5); padding: 2px 7px; text-align: right; min-width: 1.4em; "
    "white-space: nowrap; background: {background}; font-weight: {weight}"
)


@dataclass
class Grid:
    """Numbers to show under a name, in the colour of their role.

    Attributes
    ----------
    name : str
    values : object
        Usually an array; anything else is shown as Python prints it.
    role : "input", "kernel", "output" or "focus"
    marked : ndarray of bool, optional
        The cells to point out; of the same shape as the values.
    is_volume : bool
        Whether three axes are rows, columns and channels rather than a batch of images.
    """

    name: str
    values: object
    role: str = "input"
    marked: np.ndarray | None = None
    is_volume: bool = False

    @property
    def plane(self):
        """The two-dimensional part that is shown, or None if there is none."""
        if not isinstance(self.values, np.ndarray) or self.values.ndim == 0 or self.values.size == 0:
            return None
        return self._first_plane(self.values)

    @property
    def marks(self):
        """For each cell that is shown, whether to point it out."""
        return np.zeros(self.plane.shape, bool) if self.marked is None else self._first_plane(self.marked)

    def _first_plane(self, values):
        values = values[..., 0] if values.ndim == 4 else values
        while values.ndim > 2:
            values = values[..., 0] if self.is_volume else values[0]
        return np.atleast_2d(values)[:MOST_ROWS, :MOST_COLUMNS]

    @property
    def label(self):
        """The name, with the shape where it says more than the picture does."""
        values = self.values
        if self.plane is None:
            return self.name
        shape = " by ".join(str(length) for length in values.shape)
        if values.ndim > 2:
            part = "the first channel" if self.is_volume else "the first image"
            return f"{self.name} ({shape}, {part})"
        if self.plane.size < values.size:
            return f"{self.name} ({shape}, the beginning)"
        return f"{self.name} ({shape})" if values.ndim == 2 else self.name

    def texts(self):
        """Return the numbers shown as rows of text."""
        return [[significant_text(value) for value in row] for row in self.plane]


@dataclass
class Report:
    """The answer of a check, shown by the notebook.

    Attributes
    ----------
    status : "right", "wrong" or "not yet"
    exercise : str
    title : str
    sentences : list of str
    mistake : str
        The name of the mistake, if it is known.
    setting : str
        The case that the grids show.
    grids : list of Grid
    printed : str
        What the learner's code printed meanwhile.
    advice : str
        What to do next; it comes last.
    """

    status: str
    exercise: str
    title: str
    sentences: list
    mistake: str = ""
    setting: str = ""
    grids: list = field(default_factory=list)
    printed: str = ""
    advice: str = ""

    def __repr__(self):
        """Return the report as text that a screen reader can read aloud from top to bottom."""
        parts = ["\n".join([self.title, *self.sentences])]
        if self.setting:
            parts.append(self.setting)
        parts += [_grid_as_text(grid) for grid in self.grids]
        if self.printed.strip():
            parts.append("Your code printed:\n" + "\n".join(_first_lines(self.printed)))
        text = "\n\n".join(parts)
        between = "\n\n" if len(parts) > 1 else "\n"
        return text + between + self.advice if self.advice else text

    def _repr_html_(self):
        """Return the report as HTML whose text keeps the page's own colour, light or dark."""
        colour = STATUS_COLOURS[self.status]
        parts = [f"<p style='margin: 2px 0'><strong>{escape(self.title)}</strong></p>"]
        parts += [_paragraph(sentence) for sentence in self.sentences]
        if self.setting:
            parts.append(_paragraph(self.setting))
        if self.grids:
            grids = "".join(map(_grid_as_html, self.grids))
            parts.append(f"<div style='{ROW}'>{grids}</div>")
        if self.printed.strip():
            lines = escape("\n".join(_first_lines(self.printed)))
            parts.append(f"{_paragraph('Your code printed:')}<pre style='margin: 2px 0'>{lines}</pre>")
        if self.advice:
            parts.append(_paragraph(self.advice))
        return f"<div role='status' style='{BOX.format(colour=colour)}'>{''.join(parts)}</div>"


def note(exercise, title, *sentences):
    """Return a `Report` that judges nothing: a hint, or a sentence about a wrong name."""
    return Report("not yet", exercise, title, list(sentences))


def _grid_as_text(grid):
    if grid.plane is None:
        return f"{grid.label}: {_as_printed(grid.values)}"
    rows = grid.texts()
    width = max(len(text) for row in rows for text in row)
    lines = ["  ".join(text.rjust(width) for text in row) for row in rows]
    return "\n".join([f"{grid.label}:"] + [f"    {line}" for line in lines])


def _grid_as_html(grid):
    if grid.plane is None:
        return f"<div>{escape(grid.label)}<br><code>{escape(_as_printed(grid.values))}</code></div>"
    rows = map(_row_as_html, grid.texts(), grid.marks)
    style = TABLE.format(colour=COLOURS[grid.role])
    caption = "caption-side: top; text-align: left; padding: 0 0 2px; color: inherit; white-space: nowrap"
    return (
        f"<table style='{style}'><caption style='{caption}'>{escape(grid.label)}</caption>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row_as_html(texts, marks):
    cells = []
    for text, marked in zip(texts, marks, strict=True):
        background, weight = (MARK, "bold") if marked else ("transparent", "normal")
        cells.append(f"<td style='{CELL.format(background=background, weight=weight)}'>{text}</td>")
    return f"<tr style='background: transparent'>{''.join(cells)}</tr>"


def _as_printed(value):
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return significant_text(value) if value.dtype.kind in "biuf" else str(value)
    return shape_words(value.shape) if isinstance(value, np.ndarray) else repr(value)


def shape_words(shape):
    """Return the shape of a result in words, for learners who cannot read `(3, 3, 1)` yet.

    Examples
    --------
    >>> shape_words(()), shape_words((1,)), shape_words((4, 3)), shape_words((2, 0))
    ('one number', 'a list of 1 number', 'a grid of 4 rows and 3 columns', 'an empty grid')
    >>> shape_words((5, 5, 2))
    'an array with three axes, 5 by 5 by 2'
    """
    if not shape:
        return "one number"
    kind = {1: "list", 2: "grid"}.get(len(shape), "array")
    if 0 in shape:
        return f"an empty {kind}"
    if len(shape) == 1:
        return f"a list of {_counted(shape[0], 'number')}"
    if len(shape) == 2:
        return f"a grid of {_counted(shape[0], 'row')} and {_counted(shape[1], 'column')}"
    count = {3: "three", 4: "four", 5: "five"}.get(len(shape), len(shape))
    return f"an array with {count} axes, {' by '.join(map(str, shape))}"


def _counted(count, name):
    return f"{count} {name}{'s' * (count != 1)}"


def _paragraph(sentence):
    return f"<p style='margin: 2px 0'>{marked_up(escape(sentence, quote=False))}</p>"


def _first_lines(text):
    lines = text.strip("\n").split("\n")
    more = len(lines) - MOST_LINES
    shown = [line[:100] for line in lines[:MOST_LINES]]
    return shown + ([f"… and {more} more line{'s' if more > 1 else ''}"] if more > 0 else [])
