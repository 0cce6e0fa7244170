"""The numbers below one number of a dilated stack: which they are, and how many paths lead from each."""

from helpers.shapes import same_padding
from helpers.widgets.shared.limits import STACK_STEPS


def offsets(k, dilation, *, causal):
    """Return the steps that a layer's weights multiply, relative to the number that they make.

    Examples
    --------
    >>> offsets(3, 2, causal=True), offsets(3, 2, causal=False)
    ([-4, -2, 0], [-2, 0, 2])
    """
    span = dilation * (k - 1)
    before = span if causal else same_padding(STACK_STEPS, k, dilation=dilation)[0]
    return [dilation * cell - before for cell in range(k)]


def levels(k, dilations, causal, node):
    """Return what a number depends on, in the series and in every layer up to its own.

    Parameters
    ----------
    k : int
    dilations : list of int
        One for each layer, the one on the series first.
    causal : bool
    node : (layer, step)
        Layers are counted from 1.

    Returns
    -------
    list of dict
        From the series up: for each step that takes part, how many paths lead from it to the number.
    """
    layer, step = node
    found = [{step: 1}]
    for dilation in reversed(dilations[:layer]):
        below = {}
        for to, paths in found[0].items():
            for offset in offsets(k, dilation, causal=causal):
                if 0 <= to + offset < STACK_STEPS:
                    below[to + offset] = below.get(to + offset, 0) + paths
        found.insert(0, below)
    return found
