"""A dense network with at least as many parameters: each hidden unit costs inputs + 1 + outputs."""


def my_units(parameters, inputs, outputs):
    """Return the fewest hidden units, at least one."""
    each = inputs + 1 + outputs  # its weights, its bias, and the weights that lead on
    without_biases = parameters - outputs  # the outputs' biases are there in any case
    return max(1, -(-without_biases // each))  # divided and rounded up
