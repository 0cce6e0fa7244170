"""Limits and sizes that Python and the pages share.

`bundle.py` writes every name here into the module `shared/limits.js`, so that a page imports the value
that Python checks against: ``import { LARGEST_NUMBER } from "../shared/limits.js";``
"""

# Any number that is typed: below a million, sums of whole numbers stay exact in float64 and readable.
LARGEST_NUMBER = 1_000_000
# Rows or columns of a grid that is drawn cell by cell, padding included.
LARGEST_PADDED = 48
# ConvolutionExplorer, FilterLab and PoolingExplorer: rows or columns of the image, and of the kernel.
LARGEST_IMAGE = 32
LARGEST_KERNEL = 7

# DrawGarment

# FeatureMapBrowser

# FilterLab: rows or columns of a picture; a larger one is made smaller.
LARGEST_PICTURE = 640

# NetworkBuilder

# ParameterCounter

# PixelViewer

# PoolingExplorer: windows, strides and shifts, in pixels.
LARGEST_POOLING_STEP = LARGEST_IMAGE

# ReceptiveFieldExplorer

# ReluExplorer

# SizeExplorer

# XOMatcher
