"""Two shifts of the three stars: inside their windows they may move, across an edge they may not."""

# Rows: one star is in row 1 of its window and two are in row 2, so they have room for one step down. Columns: they are in
# columns 0, 1 and 0, so they have room for two steps to the right, and the first star has none to the left.
my_shifts = [[1, 2], [0, -1]]  # the first may also be [1, 1], [-1, 1] or [-1, 2]
