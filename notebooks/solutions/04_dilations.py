"""See 31 pixels wide: each layer doubles the dilation, and what is seen grows by twice the dilation."""

my_dilations = [1, 2, 4, 8]  # 1 + 2 · (1 + 2 + 4 + 8) = 31 pixels, from 4 · 9 = 36 weights
