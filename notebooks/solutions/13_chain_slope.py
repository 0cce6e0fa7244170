"""The slope of a chain of layers: a product, and what skip connections do to its factors."""


def my_chain_slope(weights, skip):
    """Return how much the end of the chain moves for each unit at its start."""
    slope = 1
    for w in weights:
        slope *= 1 + w if skip else w
    return slope
