"""A match that ignores brightness and contrast: means off, then the dot product divided by both lengths."""

import numpy as np


def my_alike(window, feature):
    """Return how alike window and feature are, from −1 to 1, whatever the brightness and the contrast."""
    window = window - window.mean()
    feature = feature - feature.mean()
    lengths = np.sqrt((window**2).sum()) * np.sqrt((feature**2).sum())
    return (window * feature).sum() / lengths if lengths > 0 else 0.0
