"""The picture of a NetworkExplorer for a reader without a kernel: its overview."""

import textwrap

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from helpers import palette, plots
from helpers.numerals import probability_text
from helpers.widgets.shared.frames import MARGIN, TEXT_SIZE, axes_at, by

SHOWN = 5  # maps of each layer, the most active
MOST_COLUMNS = 5  # layers
MOST_CLASSES = 10
TILE, GAP = 0.6, 0.07  # inches
TOP = 0.82  # where the maps begin
HIGH = SHOWN * (TILE + GAP) + 0.2  # of the maps and the number of the others below them
ANSWER = 2.1  # width of the probabilities
LINE = 0.175  # from one line of a title to the next
TITLE, SMALL, TINY = 9, 8.5, 7  # points
HIDDEN = ("nothing", "flatten", "rescaling", "input", "pad")  # they have little to show
TRACK, LABEL, WRONG = "#e4e4e6", "#1b6e3c", "#a82a12"


def draw(explorer):
    """Return a figure like the page: the image, the most active maps of each layer, and the classes."""
    description, image = explorer._description, explorer.image
    values = description.run(image[np.newaxis])
    layers, left_out = _layers_to_draw(description.nodes, values, description.output)
    figure = Figure((plots.PAGE_WIDTH, TOP + HIGH + 0.65), layout="none")
    _draw_image(figure, explorer, image)
    left = MARGIN + 1.5 * TILE + 0.15
    step = (plots.PAGE_WIDTH - MARGIN - ANSWER - 0.1 - left) / max(len(layers), 1)
    for column, place in enumerate(layers):
        _draw_layer(figure, left + (column + 0.5) * step, step, description.nodes[place], values[place][0])
    _draw_classes(figure, explorer, values[description.output][0], description.nodes[description.output])
    _write_legend(figure, left_out, has_label=bool(explorer.labels))
    return figure


def _layers_to_draw(nodes, values, output):
    """Return the nodes to draw, spread over the network if there are too many, and how many are left out."""
    shown = [
        place
        for place, node in enumerate(nodes)
        if node["kind"] not in HIDDEN and place != output and values[place] is not None
    ]
    shown = shown or [place for place, node in enumerate(nodes) if node["kind"] in ("rescaling", "flatten")]
    if len(shown) <= MOST_COLUMNS:
        return shown, 0
    chosen = np.linspace(0, len(shown) - 1, MOST_COLUMNS).round().astype(int)
    return [shown[place] for place in chosen], len(shown) - len(chosen)


def _draw_image(figure, explorer, image):
    low, high = explorer.images["range"]
    pixels = (image.astype(float) - low) / ((high - low) or 1)
    top = TOP + (HIGH - 1.5 * TILE) / 2
    axes = axes_at(figure, MARGIN, top, 1.5 * TILE, 1.5 * TILE)
    axes.imshow(np.clip(pixels, 0, 1).squeeze(), cmap=palette.PIXELS, vmin=0, vmax=1, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.PADDING, linewidth=0.8)
    number, middle = explorer.place["image"], MARGIN + 0.75 * TILE
    _write_title(figure, middle, f"image {number}", [by(*image.shape[:2])])
    if explorer.labels:
        _write(figure, middle, top + 1.5 * TILE + 0.06, explorer.image_names[number], size=SMALL, ha="center")


def _draw_layer(figure, middle, step, node, values):
    """Draw a layer's title and its most active maps one below the other, or its units as one strip."""
    what, _, size = node["title"].rpartition(", ")
    said = [] if node["kind"] == "activation" else _wrapped(what or size, step)
    _write_title(figure, middle, node["short"], [*said, *([size] if what else [])])
    largest = float(np.abs(values).max()) or 1
    if values.ndim == 1:
        axes = axes_at(figure, middle - TILE / 6, TOP, TILE / 3, SHOWN * (TILE + GAP) - GAP)
        _draw_values(axes, values[:, np.newaxis], largest, aspect="auto")
        return
    maps = np.moveaxis(values, -1, 0)
    best = np.argsort(-np.abs(maps).mean(axis=(1, 2)), kind="stable")[:SHOWN]
    left = middle - TILE / 2
    for row, channel in enumerate(sorted(best)):
        _draw_values(axes_at(figure, left, TOP + row * (TILE + GAP), TILE, TILE), maps[channel], largest)
    if len(maps) > SHOWN:
        axes = axes_at(figure, left, TOP + SHOWN * (TILE + GAP), TILE, 0.2)
        axes.axis("off")
        style = {"boxstyle": "round,pad=0,rounding_size=0.15", "mutation_aspect": 3, "clip_on": False}
        look = {"facecolor": "#f2f2f2", "edgecolor": "#8a8a8a", "linewidth": 0.8}
        axes.add_patch(FancyBboxPatch((0, 0), 1, 1, **style, **look))
        axes.text(0.5, 0.46, f"+ {len(maps) - SHOWN}", ha="center", va="center", fontsize=SMALL)


def _draw_values(axes, values, largest, **look):
    axes.imshow(values, cmap=palette.SIGNED, vmin=-largest, vmax=largest, interpolation="nearest", **look)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.PADDING, linewidth=0.8)


def _draw_classes(figure, explorer, answer, node):
    """Draw the likeliest classes, in the network's order, each with its bar below; ✓ is the label."""
    shown = sorted(np.argsort(-answer, kind="stable")[:MOST_CLASSES])
    left, row = plots.PAGE_WIDTH - MARGIN - ANSWER, HIGH / MOST_CLASSES
    axes = axes_at(figure, left, TOP, ANSWER, row * len(shown))
    axes.set(xlim=(0, ANSWER), ylim=(row * len(shown), 0))
    axes.axis("off")
    label = explorer.labels[explorer.place["image"]] if explorer.labels else None
    best = int(answer.argmax())
    for line, place in enumerate(shown):
        top, middle = line * row, (line + 0.42) * row
        is_wrong = label is not None and label != best and place == best
        style = {"va": "center", "weight": "bold" if place == best else "normal"}
        mark = " ✗" if is_wrong else " ✓" if place == label else ""
        name = axes.text(0.08, middle, explorer.class_names[place], fontsize=TITLE, **style)
        if mark:
            colour = WRONG if is_wrong else LABEL
            place_of = {"xy": (1, 0.5), "xycoords": name, "va": "center"}
            axes.annotate(mark, **place_of, color=colour, fontsize=SMALL, fontfamily="DejaVu Sans")
        share = probability_text(answer[place])
        axes.text(ANSWER - 0.08, middle, share, ha="right", fontsize=TITLE, **style)
        whole, low = ANSWER - 0.12, top + 0.79 * row
        axes.add_patch(Rectangle((0.06, low), whole, 0.045, color=TRACK, linewidth=0))
        length = whole * min(max(float(answer[place]), 0), 1)
        axes.add_patch(Rectangle((0.06, low), length, 0.045, color=palette.OUTPUT, linewidth=0))
        if is_wrong or (place == label and label != best):
            edge = {"edgecolor": WRONG, "linestyle": "--"} if is_wrong else {"edgecolor": LABEL}
            box = (0.01, top + 0.02), ANSWER - 0.02, row - 0.03
            axes.add_patch(Rectangle(*box, fill=False, linewidth=1.3, clip_on=False, **edge))
    title = "1 probability" if len(answer) == 1 else f"{len(answer)} probabilities"
    _write_title(figure, left + ANSWER / 2, node["short"], [title])


def _write_legend(figure, left_out, *, has_label):
    """Say below the maps what their colours mean."""
    top = figure.get_figheight() - 0.38
    axes = axes_at(figure, MARGIN, top, 1.3, 0.13)
    axes.imshow(np.linspace(-1, 1, 65)[np.newaxis], cmap=palette.SIGNED, aspect="auto")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.PADDING, linewidth=0.8)
    said = "Blue is below 0, white is 0, red is above 0; full colour at the largest magnitude in each layer."
    layers = "1 more layer is" if left_out == 1 else f"{left_out} more layers are"
    more = ([f"{layers} not drawn."] if left_out else []) + (["✓ is the label."] if has_label else [])
    _write(figure, MARGIN + 1.42, top - 0.035, f"{said}\n{' '.join(more)}".rstrip(), size=SMALL)


def _write(figure, left, top, text, size=TEXT_SIZE, **look):
    width, height = figure.get_size_inches()
    figure.text(left / width, 1 - top / height, text, va="top", fontsize=size, **look)


def _write_title(figure, middle, name, lines):
    """Write a layer's name above it, and what it is below that, all names on one line."""
    top = TOP - 0.07 - LINE * max(3, len(lines) + 1)
    _write(figure, middle, top, name, size=TITLE, weight="bold", ha="center")
    look = {"size": 8, "color": "0.35", "ha": "center", "linespacing": 1.3}
    _write(figure, middle, top + LINE, "\n".join(lines), **look)


def _wrapped(text, inches):
    """Return a text as one or two lines of the width of a column; no size is parted."""
    whole = text.replace(" × ", "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}")
    lines = textwrap.wrap(whole, max(6, int(inches / 0.074)), break_long_words=False) or [""]
    return lines if len(lines) < 3 else [lines[0], f"{lines[1]} …"]
