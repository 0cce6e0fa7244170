"""Networks with batch norm for the training benchmark, and the layers that make them quick on a processor."""

from helpers.training.quiet_import import keras, tf

SPREAD = 0.001  # added to the variance, as in lesson 13


@keras.saving.register_keras_serializable("course")
class QuickBatchNorm(keras.layers.BatchNormalization):
    """Keras's batch norm in the one operation that TensorFlow has for it, a quarter of the time in training.

    Examples
    --------
    >>> values = tf.constant([[[[1.0]]], [[[3.0]]]])
    >>> QuickBatchNorm()(values, training=True).numpy().ravel().round(2).tolist()
    [-1.0, 1.0]
    """

    def __init__(self, **settings):  # noqa: D107
        # The moving averages follow quickly, and stay in 32 bits where the layer computes in 16.
        super().__init__(**{"momentum": 0.9, "epsilon": SPREAD, "autocast": False, **settings})

    def call(self, values, training=False):
        """Normalise a batch with its own mean and variance; outside training with the moving averages."""
        scale, shift = tf.convert_to_tensor(self.gamma), tf.convert_to_tensor(self.beta)
        normalise = tf.compat.v1.nn.fused_batch_norm
        shape = tf.shape(values)
        if len(values.shape) == 2:  # after a dense layer: the operation wants maps, of one pixel here
            values = values[:, tf.newaxis, tf.newaxis]
        if not training:
            moving = tf.convert_to_tensor(self.moving_mean), tf.convert_to_tensor(self.moving_variance)
            values, _, _ = normalise(values, scale, shift, *moving, self.epsilon, is_training=False)
            return tf.reshape(values, shape)
        values, mean, variance = normalise(values, scale, shift, epsilon=self.epsilon, is_training=True)
        self.moving_mean.assign(self.momentum * self.moving_mean + (1 - self.momentum) * mean)
        self.moving_variance.assign(self.momentum * self.moving_variance + (1 - self.momentum) * variance)
        return tf.reshape(values, shape)


@keras.saving.register_keras_serializable("course")
class Mirror(keras.layers.Layer):
    """Mirror each image with a probability of one half, in training only: `RandomFlip` in less time."""

    def call(self, images, training=False):
        """Return the images, half of them with their columns reversed."""
        if not training:
            return images
        chosen = tf.random.uniform((tf.shape(images)[0], 1, 1, 1)) < 0.5
        return tf.where(chosen, images[:, :, ::-1], images)


def normalised_network(*blocks, units=0, mirror=False, dropout=0.0):
    """Return a network whose convolutions are followed by batch norm and ReLU; it ends in ten scores.

    Parameters
    ----------
    *blocks : sequences of int
        The filters of its 3×3 convolutions. Each block ends with pooling, right after its last convolution:
        batch norm and ReLU then have only a quarter of the numbers to do.
    units : int
        Of a dense layer before the last one; with 0 there is none.
    mirror : bool
        Whether to mirror half of the images in training.
    dropout : float
        Before each dense layer.

    Returns
    -------
    keras.Sequential
        Not compiled.
    """
    layers = keras.layers
    parts = [keras.Input((28, 28, 1)), layers.Rescaling(1 / 90, offset=-73 / 90)]
    if mirror:
        parts.insert(1, Mirror())
    for block in blocks:
        for filters in block:
            parts.append(
                layers.Conv2D(filters, 3, padding="same", use_bias=False, kernel_initializer="he_normal")
            )
            parts += [QuickBatchNorm(), layers.ReLU()]
        parts.insert(-2, layers.MaxPooling2D())
    parts += [layers.Flatten(), layers.Dropout(dropout)]
    if units:
        parts += [
            layers.Dense(units, use_bias=False),
            QuickBatchNorm(),
            layers.ReLU(),
            layers.Dropout(dropout),
        ]
    return keras.Sequential([*parts, layers.Dense(10, dtype="float32")])


def smoothed_loss(labels, scores):
    """Return the cross-entropy of scores when the true class counts 0.91 and every other class 0.01.

    This *label smoothing* stops training from making the largest score ever larger.
    """
    targets = keras.ops.one_hot(keras.ops.reshape(labels, (-1,)), 10)
    return keras.losses.categorical_crossentropy(targets, scores, from_logits=True, label_smoothing=0.1)


class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that rises to its peak in the first fifth of the steps, then falls linearly to 0.

    Parameters
    ----------
    peak : float
    steps : int

    Examples
    --------
    >>> [round(float(OneCycle(1, 100)(step)), 2) for step in (0, 20, 60, 100)]
    [0.1, 1.0, 0.5, 0.0]
    """

    def __init__(self, peak, steps):  # noqa: D107
        self.peak, self.steps = peak, steps

    def __call__(self, step):
        """Return the learning rate of a step."""
        share = tf.cast(step, tf.float32) / self.steps
        return self.peak * tf.minimum(0.1 + 4.5 * share, tf.maximum(0.0, 1.25 * (1 - share)))

    def get_config(self):
        """Return the arguments that make the same schedule again."""
        return {"peak": self.peak, "steps": self.steps}


class KernelMuon(keras.optimizers.Muon):
    """Keras's Muon, which also takes the kernels of convolutions as matrices: a column for each filter.

    Muon (Jordan and others, 2024) is momentum whose step for a matrix is about equally long in all
    directions. Keras uses it for dense layers only. What remains for Adam: scales, shifts, biases, the last
    layer and the kernels that read the image.
    """

    def __init__(self, rate):  # noqa: D107
        super().__init__(rate, adam_weight_decay=0.0, momentum=0.9)

    def _should_use_adamw(self, variable):
        shape = variable.shape
        return len(shape) not in (2, 4) or shape[-1] == 10 or shape[-2] == 1

    def _muon_update_step(self, gradient, variable, lr, m):
        self.assign_add(m, gradient + (self.momentum - 1) * m)
        matrix = tf.reshape(gradient + self.momentum * m, (-1, variable.shape[-1]))
        step = self.lr_adjust(lr * self.zeropower_via_newtonschulz5(matrix, self.ns_steps))
        self.assign_sub(variable, tf.reshape(step, variable.shape))
