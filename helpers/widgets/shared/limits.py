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

# FilterLab

# NetworkBuilder: rows, columns and channels of the input; layers.
LARGEST_NETWORK_INPUT = 512
MOST_LAYERS = 30

# ParameterCounter: the largest value of each setting; how many filters, and sheets of a volume, are drawn.
LARGEST_COUNTED = {"size": 1024, "channels": 2048, "kernel_size": 64, "filters": 2048, "stride": 64}
DRAWN_FILTERS = 6
DRAWN_SHEETS = 20

# PixelViewer

# PoolingExplorer: windows, strides and shifts, in pixels.
LARGEST_POOLING_STEP = LARGEST_IMAGE

# ReceptiveFieldExplorer

# ReluExplorer

# SizeExplorer: rows or columns of the input (no layer of a network is larger, and a typing error such as
# 2244 is more likely), and cells of the kernel, the stride, the dilation, and the padding at each end.
LARGEST_INPUT = 2048
LARGEST_INPUT_STEP = 64

# XOMatcher: rows and columns of the mark.
MARK_SIDE = 9
