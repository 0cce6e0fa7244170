"""Explorers: pictures that a learner hovers, steps and edits inside the notebook."""

__all__ = ["ConvolutionExplorer"]


def __getattr__(name):
    """Import an explorer when it is first asked for: Matplotlib, for its picture, takes a moment."""
    if name == "ConvolutionExplorer":
        from helpers.widgets.convolution import ConvolutionExplorer

        return ConvolutionExplorer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
