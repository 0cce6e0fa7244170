"""The networks of lessons 09 and 10, and the learning rate that falls along a cosine.

None is compiled yet. All take pixels as they are stored, 0 to 255, and scale them in their first layer.
"""

from helpers.training.quiet_import import keras


def dense_baseline():
    """Return the network without convolution, the baseline for the others."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def course_network():
    """Return the course's network: two convolutions of 64 filters, 243,786 parameters."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def fast_network():
    """Return the network that trains fast: fewer filters, same padding, pixels centred on 0."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 90, offset=-73 / 90),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def best_network():
    """Return the network of lesson 10 with four changes: mirrored images and dropout against overfitting."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.RandomFlip("horizontal"),
            layers.Rescaling(1 / 90, offset=-73 / 90),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.3),
            layers.Dense(10, activation="softmax"),
        ]
    )


def warm_up_and_cosine(images, batch_size, epochs, *, peak=0.003):
    """Return a learning rate that climbs to `peak` in the first tenth of the steps, then falls to 0.

    Parameters
    ----------
    images, batch_size, epochs : int
        They give the number of steps: one for each batch, including the last, smaller one.
    peak : float

    Returns
    -------
    keras.optimizers.schedules.CosineDecay
    """
    steps = steps_per_epoch(images, batch_size) * epochs
    warm_up = max(1, steps // 10)
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=peak / 10,
        warmup_target=peak,
        warmup_steps=warm_up,
        decay_steps=max(1, steps - warm_up),
    )


def steps_per_epoch(images, batch_size):
    """Return the number of batches in an epoch, including a smaller last one.

    Examples
    --------
    >>> steps_per_epoch(96, 32), steps_per_epoch(97, 32)
    (3, 4)
    """
    return -(-images // batch_size)
