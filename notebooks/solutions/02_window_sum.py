"""The sum of one window: multiply each pixel by its weight, and add up the nine products."""

import numpy as np

window = np.array([[128, 128, 96], [144, 160, 64], [168, 192, 32]])
kernel = np.array([[-1, 0, -2], [0.5, 4.5, -1.5], [1.5, 2, -3]])
my_answer = (window * kernel).sum()
