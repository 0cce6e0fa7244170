"""The stops of a window along one side: the first one, and one more after every step that fits."""


def my_stops(n, k, stride=1):
    """Return at how many positions a window of k pixels stops on a side of n pixels."""
    steps = (n - k) // stride
    return steps + 1
