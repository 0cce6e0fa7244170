"""Strides for a receptive field of 15: 3 + 2 · 2 + 2 · 2 · 2 pixels."""

my_strides = [2, 2]  # [3, 1] and [1, 5] work too
