"""Four slopes by hand: for each weight, the pixels that it meets times the upstream gradient."""

my_gradient = [
    [2 * 0 + 0 * 1 + 1 * -2 + 3 * 1, 0 * 0 + 1 * 1 + 3 * -2 + 0 * 1],
    [1 * 0 + 3 * 1 + 0 * -2 + 1 * 1, 3 * 0 + 0 * 1 + 1 * -2 + 4 * 1],
]
