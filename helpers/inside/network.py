"""Which network to look into: the learner's own, if its layers can be read, or a small one trained here."""

import numpy as np

from helpers.inside.layers import walk
from helpers.inside.receptive import stack_of


def network_to_look_into(data, name="fashion"):
    """Return the learner's saved network, or train a small one, and say which of the two it is.

    Parameters
    ----------
    data : object
        As `load_fashion_mnist` returns it.
    name : str
        The name under which lesson 09 saved the network.

    Returns
    -------
    model : keras.Model
    sentence : str
        Which network it is and, if it is not the saved one, why.
    """
    from helpers.training import load_model

    try:
        model = load_model(name)
    except (FileNotFoundError, ValueError) as problem:
        reason = str(problem)
    else:
        reason = reason_unsupported(model)
        if not reason:
            return model, f"Your own network, saved as {name!r}."
    return _train_small_network(data), f"This is a small network, trained here. {reason}"


def reason_unsupported(model):
    """Return why lesson 12 cannot look into a model, in a sentence; or "" if it can.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    str
    """
    if not model.built or not hasattr(model, "inputs"):
        return "The saved model is neither Sequential nor functional, so its layers cannot be read."
    shapes = [tuple(part.shape[1:]) for part in (*model.inputs, *model.outputs)]
    if shapes != [(28, 28, 1), (10,)]:
        return (
            f"The saved model turns {shapes[0]} into {shapes[-1]}; this lesson needs (28, 28, 1) and (10,)."
        )
    convolutions = [layer for layer in model.layers if type(layer).__name__ == "Conv2D"]
    if len(convolutions) < 2:
        return f"The saved model has {len(convolutions)} Conv2D layers; this lesson looks at two."
    try:
        stack_of(model)
    except TypeError as problem:
        return str(problem)
    if not _is_chain(model):
        return "The layers of the saved model do not form a chain; this lesson looks at chains only."
    return ""


def _is_chain(model):
    """Return whether calling the layers one after the other gives what the model gives."""
    black = np.zeros((1, 28, 28, 1), np.float32)
    try:
        *_, (_, last) = walk(model, black)
        return np.allclose(last, model(black, training=False), atol=1e-5)
    except (TypeError, ValueError):
        return False


def _train_small_network(data):
    """Return the first of the lesson's small networks, trained now or kept from before."""
    from helpers.inside.several import SEEDS, several_networks

    trained, _ = several_networks(data, SEEDS[:1])
    return trained[0]


def untrained_twin(model):
    """Return a network with the same layers and new random weights.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    keras.Model
    """
    from helpers.training import keras

    return keras.models.clone_model(model)
