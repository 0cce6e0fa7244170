"""Same padding: as many cells as the windows reach beyond the pixels, the odd one at the end."""


def my_same_padding(n, k, stride=1, dilation=1):
    """Return the cells that same padding adds (before, after)."""
    stops = -(-n // stride)  # n / stride, rounded up
    reach = dilation * (k - 1) + 1
    missing = max((stops - 1) * stride + reach - n, 0)
    before = missing // 2
    return before, missing - before
