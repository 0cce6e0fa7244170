"""One step with momentum: part of the old velocity stays, and the slopes push downhill."""


def my_momentum_step(weights, velocity, slopes, rate, momentum):
    """Return (weights, velocity) after one step with momentum."""
    velocity = momentum * velocity - rate * slopes
    return weights + velocity, velocity
