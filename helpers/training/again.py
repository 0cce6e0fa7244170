"""Train one small network many times, from new random weights each time, without building it again."""

import numpy as np

from helpers.training.quiet_import import keras, tf


class Repeated:
    """A network that is trained again and again, each time from new random weights.

    Keras's `fit` takes seconds to prepare itself, which for a small network is more than the training. Here
    the whole training is one compiled function, and it is compiled once.

    Parameters
    ----------
    network : keras.Model
        A classifier whose last layer is a softmax.
    rate : float
        The learning rate of Adam.
    batch : int
        Examples in a batch.

    Attributes
    ----------
    network : keras.Model
        With the weights of the last training.
    """

    def __init__(self, network, *, rate=0.01, batch=50):  # noqa: D107
        self.network, self.batch = network, batch
        self._optimizer = keras.optimizers.Adam(rate)
        self._optimizer.build(network.trainable_variables)
        self._run = _compiled(network, self._optimizer)

    def train(self, inputs, labels, *, epochs, seed):
        """Train from new random weights.

        Parameters
        ----------
        inputs, labels : ndarray
        epochs : int
        seed : int
            Decides the weights at the start, and the order of the examples.

        Returns
        -------
        keras.Model
            The trained network.
        """
        keras.utils.set_random_seed(seed)
        self.network.set_weights(keras.models.clone_model(self.network).get_weights())
        for variable in self._optimizer.variables:
            if variable is not self._optimizer._learning_rate:
                variable.assign(np.zeros(variable.shape, dtype=variable.dtype))
        random = np.random.default_rng(seed)
        steps = len(labels) // self.batch  # of one epoch; a last batch that is not full is left out
        orders = [random.permutation(len(labels))[: steps * self.batch] for _ in range(epochs)]
        orders = np.concatenate(orders).reshape(-1, self.batch)
        self._run(tf.constant(inputs), tf.constant(labels), tf.constant(orders))
        return self.network


def _compiled(network, optimizer):
    """Return a function that takes inputs, labels and one row of numbers of examples for each step."""
    loss = keras.losses.SparseCategoricalCrossentropy()

    @tf.function(reduce_retracing=True)
    def run(inputs, labels, orders):
        for step in tf.range(tf.shape(orders)[0]):
            chosen = orders[step]
            with tf.GradientTape() as tape:
                error = loss(tf.gather(labels, chosen), network(tf.gather(inputs, chosen)))
            gradients = tape.gradient(error, network.trainable_variables)
            optimizer.apply(gradients, network.trainable_variables)

    return run
