"""A kernel that finds falling diagonals: a small image of one, with weights that add up to 0."""

my_kernel = [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]
