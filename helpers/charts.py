"""Charts: tables in colour, keys to colours, names at lines; and those of training: paths, gains, more."""

import matplotlib
import numpy as np
from matplotlib.colors import to_hex, to_rgb

from helpers import palette
from helpers.differences import paired_difference
from helpers.figure_words import KEY
from helpers.intervals import mean_interval
from helpers.numerals import number_text, signed_text
from helpers.on_dark import on_dark
from helpers.plots import PAGE_WIDTH, course_look, new_figure, show

MARKERS = "os^Dv"


@course_look()
def show_paths(loss, paths, alt=None, *, reach=(10, 4), height=2.9, equal=True):
    """Show paths downhill on the contour lines of a loss of two weights, one panel for each.

    Parameters
    ----------
    loss : callable
        Takes an array (2, …) of weights and returns the loss of each pair.
    paths : dict
        From a title to an array (steps + 1, 2).
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    reach : (float, float)
        How far the panels reach from 0 to either side, for the first and the second weight. Paths are cut off
        there.
    height : float
        In inches.
    equal : bool
        Whether one unit is as long on both axes.
    """
    figure, all_axes = new_figure(len(paths), height=height, squeeze=False, sharey=True)
    across, up = np.meshgrid(np.linspace(-reach[0], reach[0], 161), np.linspace(-reach[1], reach[1], 121))
    heights = loss(np.array([across, up]))
    levels = heights.max() * np.linspace(0.03, 1, 9) ** 2
    for axes, (title, path) in zip(all_axes[0], paths.items(), strict=True):
        axes.contour(across, up, heights, levels=levels, colors="#bbbbbb", linewidths=1)
        axes.plot(*path.T, "o-", color=palette.INPUT, markersize=4, linewidth=1.5)
        axes.plot(*path[0], "s", color=palette.FOCUS, markersize=8)
        axes.plot(0, 0, "*", color="black", markersize=11)
        axes.set(xlim=(-reach[0], reach[0]), ylim=(-reach[1], reach[1]), xlabel="first weight", title=title)
        if equal:
            axes.set_aspect("equal")
    all_axes[0, 0].set_ylabel("second weight")
    show(figure, alt)


@course_look()
def show_gains(rows, other, alt=None, *, title=""):
    """Show the gain of rows over another row: a dot for each seed, and both intervals.

    Parameters
    ----------
    rows : sequence of dict
        As `helpers.comparison.try_out` returns them.
    other : dict
        What they are compared with, from the same seeds.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    title : str
    """
    gains = [paired_difference(row, other) for row in rows]
    figure, axes = new_figure(height=1.3 + 0.5 * len(gains))
    axes.axvline(0, color="black", linewidth=1)
    for place, gain in enumerate(gains):
        if np.isfinite(gain.both):
            both = [gain.mean - gain.both, gain.mean + gain.both]
            axes.plot(both, [place] * 2, color=palette.INPUT, linewidth=2, solid_capstyle="butt")
        _draw_interval(axes, place, gain.by_seed, gain.mean, (gain.low, gain.high))
    _name_rows(axes, [gain.name for gain in gains])
    axes.set(xlabel=f"gain in accuracy over “{other['name']}”", title=title)
    show(figure, _gains_in_words(gains, other["name"]) if alt is None else alt)


def _draw_interval(axes, place, values, mean, interval, names=(None, None, None)):
    """Draw a row: a dot for each measurement, a bar for their mean, and an interval if there is one.

    The names are those of the three in the legend.
    """
    dots, bar, ends = names
    axes.plot(values, [place] * len(values), "o", color="white", markeredgecolor="black", label=dots)
    axes.plot(mean, place, "|", color=palette.FOCUS, markersize=18, markeredgewidth=3, label=bar)
    if np.isfinite(interval[0]):
        line = {"linewidth": 8, "alpha": 0.45, "solid_capstyle": "butt", "zorder": 1.5}  # behind the dots
        axes.plot(interval, [place] * 2, color=palette.INPUT, label=ends, **line)


def _name_rows(axes, names):
    """Write the names of the rows beside them, the first at the top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="x", color="#dddddd")


def _interval_in_words(name, mean, low, high):
    """Return the mean of a row, and its interval if there is one."""
    ends = f", interval from {signed_text(low)} to {signed_text(high)}" if np.isfinite(low) else ""
    return f"{name}: {signed_text(mean)}{ends}"


def _gains_in_words(gains, other):
    """Return the mean gain of each row, and the interval for the seeds."""
    lines = []
    for gain in gains:
        lines.append(_interval_in_words(gain.name, gain.mean, gain.low, gain.high))
    return f"Gain in accuracy over “{other}”, a dot for each seed and the mean. {'; '.join(lines)}."


@course_look()
def show_intervals(measured, alt=None, *, label, each):
    """Show several measurements of each thing, a dot for each, with their mean and its 95 % interval.

    Parameters
    ----------
    measured : dict
        From a name to independent measurements, such as one for each network. An interval that doesn't reach
        0 differs from it by more than chance.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    label, each : str
        What was measured, and what a dot stands for, such as "one network".
    """
    figure, axes = new_figure(height=1.6 + 0.5 * len(measured))
    axes.axvline(0, color="black", linewidth=1)
    for place, values in enumerate(measured.values()):
        mean, half = mean_interval(values)
        names = (each, "their mean", "its 95% interval") if place == 0 else (None, None, None)
        _draw_interval(axes, place, values, mean, (mean - half, mean + half), names)
        beside = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
        axes.annotate(_with_half(mean, half), (1, place), (10, 0), annotation_clip=False, **beside)
    _name_rows(axes, list(measured))
    axes.set(xlabel=label)
    figure.legend(loc="outside upper right", ncols=3, frameon=False)
    show(figure, _intervals_in_words(measured, label, each) if alt is None else alt)


def _intervals_in_words(measured, label, each):
    """Return the mean of each thing's measurements, and half the width of its interval."""
    lines = []
    for name, values in measured.items():
        lines.append(f"{name}: {_with_half(*mean_interval(values))}")
    return f"{label[0].upper()}{label[1:]}, a dot for {each}, and the mean. {'; '.join(lines)}."


def _with_half(mean, half):
    """Return a mean and half the width of its interval as text: +0.76 ± 0.08."""
    return signed_text(mean, 2) + (f" ± {half:.2f}" if np.isfinite(half) else "")


@course_look()
def show_reliability(measured, alt=None, *, title=""):
    """Show how often answers are right against how sure the network was of them.

    Parameters
    ----------
    measured : dict
        From a name to a list of (mean probability, share correct, number of images), one for each bin.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    title : str
    """
    figure, axes = new_figure(width=min(PAGE_WIDTH, 7.2), height=3.8)
    axes.plot([0, 1], [0, 1], color="black", linewidth=1, linestyle="--")
    for number, (name, bins) in enumerate(measured.items()):
        sure, right, counts = np.array(bins).T
        colour = palette.LINES[number]
        axes.plot(sure, right, color=colour, linewidth=1.5)
        axes.scatter(
            sure, right, 12 + 100 * np.sqrt(counts / counts.max()), color=colour,
            marker=MARKERS[number % len(MARKERS)], label=name,
        )  # fmt: skip
    axes.set(xlabel="probability given to the answer", ylabel="share correct", title=title)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), aspect="equal")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure, alt)


@course_look()
def label_lines(axes):
    """Write the name of each line at its right end, where a legend would make you look back and forth.

    Call it last: it needs the scales of the axes as they are drawn.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With lines that were plotted with a ``label``.
    """
    axes.autoscale_view()  # which Matplotlib puts off until it draws
    lines = [line for line in axes.lines if not line.get_label().startswith("_")]
    to_axes = axes.transData + axes.transAxes.inverted()
    ends = [max(to_axes.transform(line.get_xydata()[[0, -1]]), key=lambda end: end[0]) for line in lines]
    least = 1.3 * matplotlib.rcParams["font.size"] / 72 * axes.figure.dpi / axes.get_window_extent().height
    heights = _apart([float(np.clip(end[1], 0, 1)) for end in ends], least)
    look = {"va": "center", "size": 11, "weight": "bold"}
    for line, (right, _), height in zip(lines, ends, heights, strict=True):
        place = min(right, 1), height
        colour = _readable(to_hex(line.get_color()))
        axes.annotate(line.get_label(), place, (7, 0), "axes fraction", "offset points", color=colour, **look)


def _readable(colour):
    """Return a colour of a line as dark as words must be on a light page and, turned, on a dark one.

    Examples
    --------
    >>> _readable(palette.INPUT), _readable(palette.KERNEL)
    ('#0072b2', '#8a5f00')
    """
    for share in range(100, 0, -2):
        darker = to_hex([share / 100 * part for part in to_rgb(colour)])
        if all(palette.contrast(turn(darker), turn("#ffffff")) >= 4.5 for turn in (str, on_dark)):
            return darker
    return palette.BLACK


def _apart(heights, least):
    """Return heights that are at least so far apart, in the same order, and near where they were.

    Examples
    --------
    >>> [round(height, 2) for height in _apart([0.5, 0.1, 0.52], 0.1)]
    [0.46, 0.1, 0.56]
    """
    order = np.argsort(heights, kind="stable")
    groups = []  # of (sum of heights, number): those in a group are stacked around their mean
    for place in order:
        groups.append((heights[place], 1))
        while len(groups) > 1:
            (low, few), (high, many) = groups[-2:]
            if high / many - low / few >= least * (few + many) / 2:
                break
            groups[-2:] = [(low + high, few + many)]
    lowest = [max(total / count - least * (count - 1) / 2, 0) for total, count in groups]
    moved = [low + least * n for low, (_, count) in zip(lowest, groups, strict=True) for n in range(count)]
    return np.array(moved)[np.argsort(order)].tolist()


@course_look()
def draw_key(axes, picture, *, is_cut=False, is_half=False):
    """Draw what the colours of an image mean: a bar, with the numbers at its ends and 0 beside it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        For the bar: tall and narrow, beside the image.
    picture : image of Matplotlib, as `imshow` returns it
    is_cut : bool
        Whether the image has numbers beyond the ends, in the same colours.
    is_half : bool
        Whether the image has no numbers below 0: the bar then begins there.
    """
    lowest, highest = picture.get_clim()
    scale = {"vmin": lowest, "vmax": highest, "cmap": picture.get_cmap()}
    lowest = 0 if is_half else lowest
    shades, ends = np.linspace(lowest, highest, 256)[:, np.newaxis], (0, 1, lowest, highest)
    axes.imshow(shades, aspect="auto", origin="lower", extent=ends, **scale)
    low, high = (number_text(round(end, 2 if abs(end) < 10 else None)) for end in ends[2:])
    words = {lowest: f"≤ {low}" if is_cut else low, highest: f"≥ {high}" if is_cut else high}
    words |= {0: "0"} if lowest <= 0 <= highest else {}
    axes.set(xticks=[], label=KEY)
    axes.set_yticks([*words], [*words.values()])
    axes.tick_params(length=0, labelleft=False, labelright=True)
    axes.spines[:].set_visible(False)


@course_look()
def show_table(values, rows, columns, alt=None, *, title="", label="", decimals=0, limits=None):
    """Show a table of numbers on cells that are greener, or blue and red where some are below 0.

    Beside it is the key to the colours.

    Parameters
    ----------
    values : array_like, (rows, columns)
    rows, columns : sequence of str
        What is beside each row and above each column.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    title : str
    label : str
        What the columns are.
    decimals : int
        Of the numbers.
    limits : (lowest, highest), optional
        The values at the ends of the colours, for tables on one scale. By default they follow from the table.
    """
    values = np.asarray(values, dtype=float)
    figure, (axes, key) = new_figure(2, height=0.9 + 0.42 * len(rows), width_ratios=(40, 1))
    largest = np.abs(values).max()
    lowest, highest = limits or (-largest * (values.min() < 0), largest)
    colours = palette.SIGNED if lowest < 0 else palette.SHARED
    picture = axes.imshow(
        values, cmap=colours, vmin=lowest, vmax=highest, aspect="auto", interpolation="nearest"
    )
    for (row, column), value in np.ndenumerate(values):
        ink = palette.readable_on(picture.cmap(picture.norm(value)))
        words = f"{value:.{decimals}f}".replace("-", "−")
        axes.text(column, row, words, ha="center", va="center", color=ink, fontsize=12)
    thin = {"color": palette.PADDING, "linewidth": 0.75}
    for line in np.arange(1, max(values.shape)) - 0.5:
        axes.axhline(line, **thin) if line < len(rows) - 1 else None
        axes.axvline(line, **thin) if line < len(columns) - 1 else None
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel(label, labelpad=8)
    axes.set_title(title, loc="left", pad=10)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    draw_key(key, picture)
    show(figure, alt)


@course_look()
def show_bars(values, alt=None, *, title="", unit=""):
    """Show numbers as horizontal bars, each with its name and its number.

    Parameters
    ----------
    values : dict
        From a name to a number.
    alt : str, optional
        What the picture shows. By default, it lists the names and the numbers.
    title, unit : str
    """
    figure, axes = new_figure(height=0.55 + 0.4 * len(values))
    words = [f"{value:.1f} {unit}".strip() for value in values.values()]
    _draw_bars(axes, values, words, title=title, room=1.15)
    axes.invert_yaxis()
    listed = "; ".join(f"{name}: {number}" for name, number in zip(values, words, strict=True))
    show(figure, f"{title or 'Bars'}. {listed}." if alt is None else alt)


@course_look()
def show_bar_groups(groups, alt=None, *, formats):
    """Show groups of numbers as horizontal bars side by side, each with its number.

    Parameters
    ----------
    groups : dict
        From a title to a dict from a name to a number. The names are the same in all of them.
    alt : str, optional
        What the picture shows. By default, it lists the names and the numbers.
    formats : sequence of str
        How each group's numbers are written, such as ``"{:.0%}"``.
    """
    height = 0.7 + 0.4 * len(next(iter(groups.values())))
    figure, (panels,) = new_figure(len(groups), height=height, sharey=True, squeeze=False)
    listed = []
    for axes, (title, values), form in zip(panels, groups.items(), formats, strict=True):
        words = [form.format(value) for value in values.values()]
        _draw_bars(axes, values, words, title=title, room=1.2)
        listed.append(f"{title}: {', '.join(map(' '.join, zip(values, words, strict=True)))}.")
    panels[0].invert_yaxis()
    show(figure, f"Bars. {' '.join(listed)}" if alt is None else alt)


def _draw_bars(axes, values, words, *, title, room):
    """Draw a bar for each name, with words after it; `room` is the width of all, in longest bars."""
    bars = axes.barh(list(values), list(values.values()), color=palette.OUTPUT, height=0.62)
    axes.bar_label(bars, words, padding=5)
    axes.set(xlim=(0, room * max(values.values())), xticks=[])
    axes.set_title(title, loc="left")
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0)
