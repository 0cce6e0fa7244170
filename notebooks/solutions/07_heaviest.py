"""The layer with the most parameters, and the one with the most multiplications."""

# Layer 6, dense: (1600 + 1) · 128 = 204,928 parameters, each weight used once.
# Layer 3, convolution: 3·3·64·64 = 36,864 weights, each used at 11·11 stops: 4,460,544 multiplications.
my_heaviest = [6, 3]
