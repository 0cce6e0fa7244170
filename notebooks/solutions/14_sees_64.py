"""See 64 steps: each layer doubles the dilation, and what is seen doubles with it."""

my_dilations = [1, 2, 4, 8, 16, 32]  # 1 + (1 + 2 + 4 + 8 + 16 + 32) = 64 steps, from 6 · 2 = 12 weights
