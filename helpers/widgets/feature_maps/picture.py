"""The picture of a FeatureMapBrowser for a reader without a kernel."""

import numpy as np
from matplotlib.figure import Figure

from helpers import palette, plots

MOST_SHOWN = 32  # maps; the picture says so where there are more
COLUMNS = 8


def draw(browser):
    """Return a figure: the image, the chosen layer's maps on one scale, and the probabilities."""
    maps = np.moveaxis(browser._maps, -1, 0)
    shown = maps[:MOST_SHOWN]
    rows = -(-len(shown) // COLUMNS)
    figure = Figure((plots.PAGE_WIDTH, max(3.2, 0.7 * rows + 1.1)))
    left, right = figure.subfigures(1, 2, width_ratios=(1, 2.3))
    above, below = left.subplots(2, 1, height_ratios=(1, 1))
    above.imshow(browser.image, cmap=palette.PIXELS, vmin=0, vmax=255, interpolation="nearest")
    above.set(xticks=[], yticks=[], title=f"Image {browser.image_number}")
    above.spines[:].set(visible=True, color=palette.INPUT, linewidth=3)
    best = np.argsort(browser._probabilities, kind="stable")[-3:]
    below.barh(range(len(best)), browser._probabilities[best], color=palette.OUTPUT)
    below.set_yticks(range(len(best)), [browser._names[place] for place in best])
    below.set(xlim=(0, 1), title="It says")
    grid = right.subplots(rows, COLUMNS, squeeze=False)
    lowest, largest = float(shown.min()), float(np.abs(shown).max()) or 1
    look = {"cmap": palette.MAGNITUDE, "vmin": 0, "vmax": largest}
    if lowest < 0:
        look = {"cmap": palette.SIGNED, "vmin": -largest, "vmax": largest}
    for number, axes in enumerate(grid.flat):
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(number == browser.map)
        axes.spines[:].set(color=palette.FOCUS, linewidth=3)
        if number < len(shown):
            axes.imshow(shown[number], interpolation="nearest", **look)
    more = f", the first {len(shown)}" if len(maps) > len(shown) else ""
    right.suptitle(
        f"{browser.layer}: {len(maps)} maps of {maps.shape[1]} × {maps.shape[2]}{more}", fontsize=12
    )
    return figure
