"""Learn some classes, then others from few images: what lesson 13 needs to try transfer."""

import numpy as np

from helpers.training.quiet_import import keras

BATCH = 500


def small_network(classes=5):
    """Return a small network, compiled, that ends in the scores of the classes."""
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 90, offset=-73 / 90),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(classes),
        ]
    )
    return compiled(network, 0.001)


def compiled(network, rate):
    """Compile a network that ends in scores, for Adam with this learning rate, and return it."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer=keras.optimizers.Adam(rate), loss=loss)
    return network


def learn(network, images, labels, steps, *, seed, batch_size=64):
    """Train a compiled network for some steps, on batches in an order that depends on the seed."""
    random = np.random.default_rng(seed)
    batch_size = min(batch_size, len(images))
    done = 0
    while done < steps:
        order = random.permutation(len(images))
        for start in range(0, len(order) - batch_size + 1, batch_size):
            if done < steps:
                batch = order[start : start + batch_size]
                network.train_on_batch(images[batch], labels[batch])
                done += 1


def scores(network, images):
    """Return the scores of the classes, (N, classes), outside training."""
    parts = [network(images[start : start + BATCH], training=False) for start in range(0, len(images), BATCH)]
    return np.concatenate([np.asarray(part) for part in parts])


def features(network, images, cut=-1):
    """Return the output of the layers before a cut, (N, features), outside training.

    With a cut at −1 that is what the last layer receives, with −2 what the layer before it receives.
    """
    parts = []
    for start in range(0, len(images), BATCH):
        values = images[start : start + BATCH]
        for layer in network.layers[:cut]:
            values = layer(values, training=False)
        parts.append(np.asarray(values))
    return np.concatenate(parts)


def pick(images, labels, classes, *, each=None, seed=0):
    """Return the images of some classes, with labels that count through these classes.

    Parameters
    ----------
    images : ndarray, (N, rows, columns)
    labels : ndarray of int, (N,)
    classes : sequence of int
        The first one becomes label 0, the second one label 1 and so on.
    each : int, optional
        How many images of each class, drawn at random; all unless given.
    seed : int
        For the draw.

    Returns
    -------
    images : ndarray of float32, (n, rows, columns, 1)
    labels : ndarray of int, (n,)

    Examples
    --------
    >>> pick(np.zeros((4, 2, 2)), np.array([3, 5, 7, 5]), (7, 5))[1].tolist()
    [0, 1, 1]
    """
    random = np.random.default_rng(seed)
    places = []
    for label in classes:
        found = np.flatnonzero(labels == label)
        places.append(found if each is None else random.choice(found, each, replace=False))
    numbers = np.repeat(np.arange(len(classes)), [len(found) for found in places])
    return images[np.concatenate(places)][..., np.newaxis].astype(np.float32), numbers
