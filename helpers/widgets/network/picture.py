"""The picture of a NetworkExplorer for a reader without a kernel: its overview."""

import textwrap

import numpy as np
from matplotlib.figure import Figure

from helpers import palette, plots
from helpers.numerals import probability_text
from helpers.widgets.shared.frames import MARGIN, TEXT_SIZE, axes_at

SHOWN = 5  # maps of each layer, the most active
MOST_COLUMNS = 5  # layers
TILE, GAP = 0.6, 0.07  # inches
TOP = 0.98  # where the maps begin
ANSWER = 2.05  # width of the probabilities
TITLE, SMALL, TINY = 10, 8.5, 7  # points
HIDDEN = ("nothing", "flatten", "rescaling", "input", "pad")  # they have little to show


def draw(explorer):
    """Return a figure: the image, the most active maps of each layer, and the probabilities."""
    description, image = explorer._description, explorer.image
    values = description.run(image[np.newaxis])
    layers, left_out = _layers_to_draw(description.nodes, values, description.output)
    figure = Figure((plots.PAGE_WIDTH, TOP + SHOWN * (TILE + GAP) + 0.62), layout="none")
    _draw_image(figure, explorer, image)
    left = MARGIN + 1.5 * TILE + 0.3
    step = (plots.PAGE_WIDTH - MARGIN - ANSWER - left) / max(len(layers), 1)
    for column, place in enumerate(layers):
        _draw_layer(figure, left + column * step, step, description.nodes[place], values[place][0])
    _draw_probabilities(figure, explorer, values[description.output][0])
    _write_legend(figure, left_out)
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
    axes = axes_at(figure, MARGIN, TOP, 1.5 * TILE, 1.5 * TILE)
    axes.imshow(np.clip(pixels, 0, 1).squeeze(), cmap=palette.PIXELS, vmin=0, vmax=1, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.INPUT, linewidth=2.5)
    number = explorer.place["image"]
    _write(figure, MARGIN, TOP - 0.22, f"image {number}", weight="bold", size=TITLE)
    if explorer.labels:
        _write(figure, MARGIN, TOP + 1.5 * TILE + 0.06, explorer.image_names[number], size=SMALL)


def _draw_layer(figure, left, step, node, values):
    """Draw a layer's title and its most active maps one below the other, or its units as one strip."""
    what, _, size = node["title"].rpartition(", ")
    words = _wrapped(what or size, step)
    most = int(step / 0.058)
    name = node["name"] if len(node["name"]) <= most else f"{node['name'][: most - 1]}…"
    _write(figure, left, TOP - 0.83, name, size=TINY, color="0.4")
    _write(figure, left, TOP - 0.64, "\n".join(words), size=TITLE, weight="bold", linespacing=1.25)
    if what:
        _write(figure, left, TOP - 0.64 + 0.19 * len(words), size, size=SMALL)
    largest = float(np.abs(values).max()) or 1
    if values.ndim == 1:
        axes = axes_at(figure, left, TOP, TILE / 3, SHOWN * (TILE + GAP) - GAP)
        _draw_values(axes, values[:, np.newaxis], largest, aspect="auto")
        return
    maps = np.moveaxis(values, -1, 0)
    best = np.argsort(-np.abs(maps).mean(axis=(1, 2)), kind="stable")[:SHOWN]
    for row, channel in enumerate(best):
        top = TOP + row * (TILE + GAP)
        _draw_values(axes_at(figure, left, top, TILE, TILE), maps[channel], largest)
        _write(figure, left + TILE + 0.03, top, str(channel), size=SMALL)
    if len(maps) > SHOWN:
        _write(figure, left, TOP + SHOWN * (TILE + GAP), f"{SHOWN} of {len(maps)}", size=SMALL)


def _draw_values(axes, values, largest, **look):
    axes.imshow(values, cmap=palette.SIGNED, vmin=-largest, vmax=largest, interpolation="nearest", **look)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.PADDING, linewidth=0.8)


def _draw_probabilities(figure, explorer, answer):
    best = np.argsort(-answer, kind="stable")[:10]
    bar = 0.335 * len(best)
    left = plots.PAGE_WIDTH - MARGIN - 0.5 * ANSWER
    axes = axes_at(figure, left, TOP, 0.5 * ANSWER, bar)
    label = explorer.labels[explorer.place["image"]] if explorer.labels else None
    axes.barh(range(len(best)), answer[best], height=0.7, color=palette.OUTPUT)
    for row, place in enumerate(best):
        inside = answer[place] > 0.6
        axes.text(
            answer[place] - 0.03 if inside else answer[place] + 0.03, row, probability_text(answer[place]),
            va="center", ha="right" if inside else "left", fontsize=SMALL,
            color="white" if inside else "black",
        )  # fmt: skip
    axes.set(xlim=(0, 1), xticks=[], ylim=(len(best) - 0.4, -0.6))
    axes.set_yticks(range(len(best)), [explorer.class_names[place] for place in best], fontsize=SMALL)
    for text, place in zip(axes.get_yticklabels(), best, strict=True):
        text.set_fontweight("bold" if place == label else "normal")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    title = "1 probability" if len(answer) == 1 else f"{len(answer)} probabilities"
    _write(figure, left - 0.2, TOP - 0.22, title, weight="bold", size=TITLE)


def _write_legend(figure, left_out):
    """Say below the maps what their colours mean."""
    top = figure.get_figheight() - 0.36
    axes = axes_at(figure, MARGIN, top, 1.3, 0.13)
    axes.imshow(np.linspace(-1, 1, 65)[np.newaxis], cmap=palette.SIGNED, aspect="auto")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.PADDING, linewidth=0.8)
    said = "Blue is below 0, white is 0, red is above 0; full colour at the largest magnitude in each layer."
    layers = "1 more layer is" if left_out == 1 else f"{left_out} more layers are"
    more = f"\n{layers} not drawn." if left_out else ""
    _write(figure, MARGIN + 1.42, top - 0.035, said + more, size=SMALL)


def _write(figure, left, top, text, size=TEXT_SIZE, **look):
    width, height = figure.get_size_inches()
    figure.text(left / width, 1 - top / height, text, va="top", fontsize=size, **look)


def _wrapped(text, inches):
    """Return a text as one or two lines of the width of a column."""
    lines = textwrap.wrap(text, max(6, int(inches / 0.088))) or [""]
    return lines if len(lines) < 3 else [lines[0], f"{lines[1]} …"]
