"""A kernel that finds falling diagonals: a small picture of one, with weights that sum to 0."""

my_kernel = [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]
