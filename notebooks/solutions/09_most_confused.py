"""The most frequent mistake: the largest number of a confusion matrix beside its diagonal."""

import numpy as np


def my_most_confused(confusion):
    """Return (true class, predicted class) of the most frequent mistake, as two numbers."""
    mistakes = confusion.copy()
    np.fill_diagonal(mistakes, 0)
    return np.unravel_index(mistakes.argmax(), mistakes.shape)
