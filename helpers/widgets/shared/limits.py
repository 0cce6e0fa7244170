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

# DrawGarment: rows and columns of the drawing.
DRAWING_SIDE = 28

# FeatureMapBrowser: what the image can be changed by, in degrees and pixels.
IMAGE_CHANGES = {"turn": (-180, 180), "down": (-14, 14), "right": (-14, 14), "cover": (0, 20)}

# FilterLab: rows or columns of a picture; a larger one is made smaller.
LARGEST_PICTURE = 640

# NetworkBuilder

# ParameterCounter

# PixelViewer: rows and columns of the frame, as many as can be read at once.
PIXEL_FRAME = 9

# PoolingExplorer: windows, strides and shifts, in pixels.
LARGEST_POOLING_STEP = LARGEST_IMAGE

# ReceptiveFieldExplorer: layers of a stack.
MOST_STACKED_LAYERS = 8

# ReluExplorer: bars of the histogram, the share of a map's cells that its axis reaches, and the share from
# which on the colour is full.
HISTOGRAM_BARS = 60
HISTOGRAM_SHARE = 0.995
FULL_COLOUR_SHARE = 0.98

# SizeExplorer

# XOMatcher
