"""What one cell sees: one way to do it."""


def my_receptive_field(layers):
    """Return how many pixels along a side one cell sees; each layer is (kernel, stride)."""
    field, step = 1, 1  # a pixel sees itself, and its neighbour is one pixel further on
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    return field
