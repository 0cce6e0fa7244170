"""The size of the output: whole strides that fit into the room, and the first stop."""


def my_output_size(n, k, stride=1, padding=0, dilation=1):
    """Return how many stops the window makes; `padding` cells are added at each end."""
    reach = dilation * (k - 1) + 1
    room = n + 2 * padding - reach
    return room // stride + 1
