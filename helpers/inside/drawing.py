"""Draw what is inside a network: galleries of feature maps, and heat maps with the garment's outline."""

import numpy as np

from helpers import palette
from helpers.charts import draw_key
from helpers.plots import PAGE_WIDTH, course_look, show
from helpers.quick_import import with_docstrings_cleaned_once, without_garbage_collection

with without_garbage_collection(), with_docstrings_cleaned_once():
    from matplotlib.figure import Figure

BESIDE = 1.9  # inches for the image at the left of a gallery
LABELS = 1.1  # inches for the labels of the rows
KEY = 0.12  # width of the key to the colours, where a map has 1
NOTE = 0.35  # inches for a line above the figure


@course_look()
def show_maps(rows, alt, *, image=None, title="", note=""):
    """Show rows of feature maps or patches, and to the left of them the image that they come from.

    The maps of a row share one scale, with its key at the right: 0 has the colour of the page, and the
    largest value of the row is red. Patches, whose pixels are `uint8`, are grey.

    Parameters
    ----------
    rows : dict
        From the label of a row to its maps, each an ndarray of (rows, columns). All rows have as many.
    alt : str
        What the picture shows.
    image : ndarray, (rows, columns), optional
    title, note : str
        Above the image, and above the figure.
    """
    count = len(next(iter(rows.values())))
    beside = BESIDE if image is not None else 0
    side = (PAGE_WIDTH - beside - LABELS) / count
    height = max(side * len(rows), beside + NOTE) + (NOTE if note else 0)
    figure = Figure(figsize=(PAGE_WIDTH, height), layout="constrained")
    right = figure
    if image is not None:
        left, right = figure.subfigures(1, 2, width_ratios=(beside, PAGE_WIDTH - beside))
        axes = left.subplots()
        axes.imshow(image, cmap=palette.PIXELS, vmin=0, vmax=255)
        axes.set_title(title)
        axes.set(xticks=[], yticks=[])
    widths = [1] * count + ([] if _are_patches(rows) else [KEY])
    lines = right.subplots(len(rows), len(widths), squeeze=False, width_ratios=widths)
    for line, (label, maps) in zip(lines, rows.items(), strict=True):
        _draw_row(line, label, maps)
    if note:
        figure.suptitle(note, fontsize=11)
    show(figure, alt)


def _are_patches(rows):
    """Return whether the rows hold pixels and no maps."""
    return all(np.asarray(grid).dtype == np.uint8 for maps in rows.values() for grid in maps)


def _draw_row(line, label, maps):
    """Draw maps with one scale for all of them, their label at the left, and the key at the right."""
    is_patch = _are_patches({label: maps})
    largest = max(float(np.max(np.abs(grid))) for grid in maps) or 1
    scale = {"cmap": palette.PIXELS, "vmin": 0, "vmax": 255}
    if not is_patch:
        scale = {"cmap": palette.SIGNED, "vmin": -largest, "vmax": largest}
    for axes, grid in zip(line, maps, strict=False):
        drawn = axes.imshow(grid, interpolation="nearest", **scale)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=palette.PADDING, linewidth=0.75)
    line[0].set_ylabel(label, rotation=0, ha="right", va="center")
    if not is_patch:
        draw_key(line[-1], drawn, is_half=min(float(np.min(grid)) for grid in maps) >= 0)


def draw_heat(axes, heat, image, limit=None):
    """Draw a heat map: red above 0, blue below, and the outline of the garment.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    heat : array_like, (rows, columns)
    image : ndarray, (rows, columns)
        The garment is where it isn't black.
    limit : float, optional
        The value of the full colour, by default the largest in the map.

    Returns
    -------
    artist
        The drawn map, as `charts.draw_key` takes it.
    """
    from scipy.ndimage import gaussian_filter

    limit = float(np.abs(heat).max()) if limit is None else limit
    drawn = axes.imshow(heat, cmap=palette.SIGNED, vmin=-limit, vmax=limit)
    # Blurred a little, so that the outline doesn't turn around single pixels.
    axes.contour(gaussian_filter(np.asarray(image, float), 0.8), levels=[50], colors="black", linewidths=0.8)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return drawn
