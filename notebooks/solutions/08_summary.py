# What leaves each layer, and what it learns: (rows · columns · channels + 1) · filters.
my_summary = [
    [(28, 28, 8), (5 * 5 * 3 + 1) * 8],
    [(14, 14, 8), 0],
    [(14, 14, 16), (3 * 3 * 8 + 1) * 16],
    [(4, 4, 16), 0],  # 14 rows hold four windows of 3; two rows are dropped
    [(256,), 0],
    [(10,), (256 + 1) * 10],
]
