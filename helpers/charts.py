"""Charts of training: paths on a surface of two weights, gains with their intervals, and calibration."""

import numpy as np

from helpers import palette
from helpers.differences import paired_difference
from helpers.numerals import signed_text
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
            ends = {"color": palette.INPUT, "solid_capstyle": "butt"}
            axes.plot([gain.mean - gain.both, gain.mean + gain.both], [place] * 2, linewidth=2, **ends)
            axes.plot([gain.low, gain.high], [place] * 2, linewidth=8, alpha=0.45, **ends)
        axes.plot(gain.by_seed, [place] * len(gain.by_seed), "o", color="white", markeredgecolor="black")
        axes.plot(gain.mean, place, "|", color=palette.FOCUS, markersize=18, markeredgewidth=3)
    axes.set_yticks(range(len(gains)), [gain.name for gain in gains])
    axes.invert_yaxis()
    axes.set(xlabel=f"gain in accuracy over “{other['name']}”", title=title)
    axes.grid(axis="x", color="#dddddd")
    show(figure, _gains_in_words(gains, other["name"]) if alt is None else alt)


def _gains_in_words(gains, other):
    """Return the mean gain of each row, and the interval for the seeds."""
    lines = []
    for gain in gains:
        ends = f", interval from {signed_text(gain.low)} to {signed_text(gain.high)}" * bool(
            np.isfinite(gain.low)
        )
        lines.append(f"{gain.name}: {signed_text(gain.mean)}{ends}")
    return f"Gain in accuracy over “{other}”, a dot for each seed and the mean. {'; '.join(lines)}."


@course_look()
def show_reliability(measured, alt=None, *, title=""):
    """Show how often answers are right against how sure the network was of them.

    Parameters
    ----------
    measured : dict
        From a name to a list of (mean probability, share right, number of images), one for each bin.
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
    axes.set(xlabel="probability given to the answer", ylabel="share right", title=title)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), aspect="equal")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure, alt)
