"""Explorers: pictures that a learner points at, steps through and edits inside the notebook."""

import importlib

# Maps each explorer to the module in this folder that defines it.
_MODULES = {
    "ConvolutionExplorer": "convolution",
    "DrawGarment": "draw_garment",
    "FilterLab": "filter_lab",
    "NetworkBuilder": "network_builder",
    "NetworkExplorer": "network",
    "ParameterCounter": "parameters",
    "PixelViewer": "pixels",
    "PoolingExplorer": "pooling",
    "ReceptiveFieldExplorer": "receptive",
    "ReluExplorer": "relu",
    "SizeExplorer": "sizes",
    "StackExplorer": "stack",
    "TrainingExplorer": "training_explorer",
    "XOMatcher": "xo_matcher",
}
__all__ = list(_MODULES)


def __getattr__(name):
    """Import an explorer when it is first asked for: Matplotlib, for its picture, takes a moment."""
    if name in _MODULES:
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
