"""The picture of a StackExplorer for a reader without a kernel."""

from matplotlib.collections import LineCollection

from helpers import palette, plots
from helpers.widgets.shared.limits import STACK_STEPS
from helpers.widgets.stack.tree import offsets


def draw(explorer):
    """Return a figure: the series at the bottom, the layers above it, and the tree of the chosen number."""
    figure, axes = plots.new_figure(height=0.55 * explorer.layers + 1.3)
    levels = explorer._levels()
    axes.add_collection(
        LineCollection(_lines(explorer, levels), colors=palette.KERNEL, linewidths=1.2, zorder=1)
    )
    edge = {"edgecolors": palette.PADDING, "linewidths": 0.8, "zorder": 2}
    for level in range(explorer.layers + 1):
        used = sorted(levels[level]) if level < len(levels) else []
        unused = [step for step in range(STACK_STEPS) if step not in used]
        axes.scatter(unused, [level] * len(unused), s=18, c="white", **edge)
        axes.scatter(used, [level] * len(used), s=26, c=palette.OUTPUT if level else palette.INPUT, **edge)
    chosen = {"facecolors": "none", "edgecolors": palette.FOCUS, "linewidths": 2.5, "zorder": 3}
    axes.scatter([explorer.step], [explorer.layer], s=110, **chosen)
    layers = enumerate(explorer.dilations, start=1)
    names = ["the series", *(f"layer {layer} · dilation {dilation}" for layer, dilation in layers)]
    ticks = {"xticks": [*range(0, STACK_STEPS, 8), STACK_STEPS - 1], "xlabel": "step"}
    axes.set(yticks=range(len(names)), yticklabels=names, **ticks)
    axes.set(xlim=(-1, STACK_STEPS), ylim=(-0.5, explorer.layers + 0.5))
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False)
    return figure


def _lines(explorer, levels):
    """Return the lines of the tree, each as [(step, layer), (step, layer)]."""
    return [
        [(to, layer), (to + offset, layer - 1)]
        for layer in range(explorer.layer, 0, -1)
        for to in sorted(levels[layer])
        for offset in offsets(explorer.k, explorer.dilations[layer - 1], causal=explorer.causal)
        if 0 <= to + offset < STACK_STEPS
    ]
