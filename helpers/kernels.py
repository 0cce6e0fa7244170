"""Named kernels: small grids of weights, each of which responds to one kind of pattern."""

import numpy as np

IDENTITY = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
VERTICAL_LINE = np.array([[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])
HORIZONTAL_LINE = VERTICAL_LINE.T
EDGE = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
# The change of brightness to the right; transposed, the change downwards.
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
# Equal weights that add up to 1, so the brightness stays the same.
BLUR = np.full((3, 3), 1 / 9)
# The 1-D kernel that responds to a rise from one pixel to the next.
RISE = np.array([-1, 1])

# The parts of an X, with 1 for ink and −1 for paper.
FALLING_STROKE = np.array([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
CROSSING = np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]])
RISING_STROKE = FALLING_STROKE[::-1]
