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

# NetworkExplorer: how far the image can be turned and moved, in degrees and pixels.
IMAGE_CHANGES = {"turn": (-180, 180), "down": (-14, 14), "right": (-14, 14)}

# FilterLab: rows or columns of a picture; a larger one is made smaller.
LARGEST_PICTURE = 640

# NetworkBuilder: rows, columns and channels of the input; layers.
LARGEST_NETWORK_INPUT = 512
MOST_LAYERS = 30

# ParameterCounter: the largest value of each setting; how many filters, and sheets of a volume, are drawn.
LARGEST_COUNTED = {"size": 1024, "channels": 2048, "kernel_size": 64, "filters": 2048, "stride": 64}
DRAWN_FILTERS = 6
DRAWN_SHEETS = 20

# PixelViewer: rows and columns of the frame, as many as can be read at once.
PIXEL_FRAME = 7

# PoolingExplorer: windows, strides and shifts, in pixels.
LARGEST_POOLING_STEP = LARGEST_IMAGE

# ReceptiveFieldExplorer: layers of a stack. How far the picture fades where the chosen cell does not see it,
# and on a light page, towards which grey: towards white, what is white would not fade. And how orange the
# cells are that it sees where there is no picture.
MOST_STACKED_LAYERS = 8
UNSEEN_VEIL = 0.55
UNSEEN_GREY = 184
SEEN_TINT = 0.475

# ReluExplorer: bars of the histogram, the share of a map's cells that its axis reaches, and the share from
# which on the colour is full; and where on the axis the first cell is that is read.
HISTOGRAM_BARS = 60
HISTOGRAM_SHARE = 0.995
FULL_COLOUR_SHARE = 0.96  # on one scale with the few strongest cells, all others would be pale
READ_FIRST = 0.75

# SizeExplorer: rows or columns of the input (no layer of a network is larger, and a typing error such as
# 2244 is more likely), and cells of the kernel, the stride, the dilation, and the padding at each end.
LARGEST_INPUT = 2048
LARGEST_INPUT_STEP = 64

# TrainingExplorer: the smallest and the largest learning rate, the largest momentum, and the largest seed.
LEARNING_RATES = (1e-6, 1000)
LARGEST_MOMENTUM = 0.99
LARGEST_SEED = 9999

# StackExplorer: steps of the series that are drawn, weights of a layer, layers, the largest dilation that can
# be typed, and the rules by which dilations grow: the first one, and the factor from layer to layer.
STACK_STEPS = 64
STACK_WEIGHTS = (2, 5)
MOST_DILATED_LAYERS = 8
LARGEST_DILATION = 4096
STACK_RULES = {
    "1, 1, 1, 1, …": (1, 1),
    "1, 2, 4, 8, …": (1, 2),
    "1, 3, 9, 27, …": (1, 3),
    "4, 4, 4, 4, …": (4, 1),
}

# XOMatcher: rows and columns of the mark.
MARK_SIDE = 9
