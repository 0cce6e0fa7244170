"""A network with a stack of many equal convolutions, to see how gradients get through it."""

import numpy as np

from helpers.training.quiet_import import keras, tf

FILTERS = 8
START = {"glorot": keras.initializers.GlorotUniform, "he": keras.initializers.HeNormal}


def normalise(values):
    """Return maps with mean 0 and spread 1 in each channel: batch norm in training, without scale and shift.

    Parameters
    ----------
    values : tensor of float32, (N, rows, columns, channels)

    Returns
    -------
    tensor of the same shape

    Notes
    -----
    (values − mean) / √(variance + 0.001), in TensorFlow's own operation for it, which is several times faster
    than the same formula in five operations.
    """
    channels = values.shape[-1]
    result, _, _ = tf.compat.v1.nn.fused_batch_norm(
        values, tf.ones(channels), tf.zeros(channels), epsilon=0.001, is_training=True
    )
    return result


class DeepNetwork:
    """A convolution with stride 2, a stack of `depth` more, global average pooling and a dense layer.

    All kernels of the stack are one variable, so a training step takes milliseconds even with 32 of them.

    Parameters
    ----------
    stack : callable
        ``stack(values, kernels, **settings)`` runs the deep part: it takes feature maps,
        (N, rows, columns, 8), and a list of kernels, (3, 3, 8, 8), and returns maps of the same shape.
    depth : int
        How many kernels the stack has.
    start : "glorot" or "he"
        The rule for the initial weights: Keras's default, or He's.
    classes : int
    settings
        Passed on to `stack`.
    """

    def __init__(self, stack, depth, *, start="glorot", classes=10, **settings):  # noqa: D107
        self.stack, self.depth, self.start = stack, depth, START[start]
        self.classes, self.settings = classes, settings
        self.weights = [tf.Variable(weights) for weights in self._initial_weights(seed=0)]
        self._step = None

    def _initial_weights(self, seed):
        keras.utils.set_random_seed(seed)
        shapes = [(3, 3, 1, FILTERS), *[(3, 3, FILTERS, FILTERS)] * self.depth, (FILTERS, self.classes)]
        first, *deep, last = [self.start()(shape) for shape in shapes]
        return first, tf.stack(deep), last, tf.zeros(self.classes)

    def reset(self, seed):
        """Return to the initial weights of a seed."""
        for variable, weights in zip(self.weights, self._initial_weights(seed), strict=True):
            variable.assign(weights)

    def scores(self, images):
        """Return the scores of the classes for a batch of images, (N, rows, columns, 1)."""
        first, deep, matrix, biases = self.weights
        values = tf.nn.relu(tf.nn.conv2d(images, first, strides=2, padding="SAME"))
        values = self.stack(values, tf.unstack(deep), **self.settings)
        return tf.reduce_mean(values, axis=(1, 2)) @ matrix + biases

    def loss(self, images, labels):
        """Return the mean cross-entropy of a batch."""
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=self.scores(images))
        return tf.reduce_mean(losses)

    def gradient_sizes(self, images, labels):
        """Return the size of the gradient for each kernel of the stack, from the first to the last.

        Parameters
        ----------
        images : ndarray of float32, (N, rows, columns, 1)
        labels : ndarray of int, (N,)

        Returns
        -------
        ndarray of float32, (depth,)
            The root of the sum of the squared slopes of each kernel.
        """
        with tf.GradientTape() as tape:
            loss = self.loss(images, labels)
        slopes = np.asarray(tape.gradient(loss, self.weights[1]))
        return np.sqrt((slopes**2).sum(axis=(1, 2, 3, 4)))

    def train(self, images, labels, *, seed, steps, batch_size=32, rate=0.003):
        """Start again from a seed, train with Adam, and return the loss of each step.

        Parameters
        ----------
        images : ndarray of float32, (N, rows, columns, 1)
        labels : ndarray of int, (N,)
        seed : int
            For the initial weights and the order of the images.
        steps, batch_size : int
        rate : float

        Returns
        -------
        ndarray of float64, (steps,)
        """
        self.reset(seed)
        if self._step is None:
            self._compile(rate)
        for variable in self._optimizer.variables:
            if "learning_rate" not in variable.path:
                variable.assign(np.zeros(variable.shape, variable.dtype))
        random = np.random.default_rng(seed)
        losses = []
        while len(losses) < steps:
            order = random.permutation(len(images))
            for start in range(0, len(order) - batch_size + 1, batch_size):
                if len(losses) < steps:
                    batch = order[start : start + batch_size]
                    losses.append(float(self._step(images[batch], labels[batch])))
        return np.array(losses)

    def _compile(self, rate):
        self._optimizer = keras.optimizers.Adam(rate)
        self._optimizer.build(self.weights)

        @tf.function
        def step(images, labels):
            with tf.GradientTape() as tape:
                loss = self.loss(images, labels)
            gradients = tape.gradient(loss, self.weights)
            self._optimizer.apply_gradients(zip(gradients, self.weights, strict=True))
            return loss

        self._step = step

    def accuracy(self, images, labels):
        """Return the share of images that are classified correctly, run as one batch."""
        return float((np.asarray(self.scores(images)).argmax(axis=1) == labels).mean())
