"""The positions of a window along one side: the first one, and one more after every step that fits."""


def my_positions(n, k, stride=1):
    """Return how many positions a window of k pixels has on a side of n pixels."""
    steps = (n - k) // stride
    return steps + 1
