"""Sizes through three pools: what leaves one layer arrives at the next."""

# floor((49 − 2) / 2) + 1 = 24, floor((24 − 3) / 2) + 1 = 11, floor((11 − 1) / 2) + 1 = 6
my_sizes = [24, 11, 6]
