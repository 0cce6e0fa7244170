"""Training a network: `model.fit` with live curves, resumed after an interruption."""

import contextlib
import time

import numpy as np

from helpers.arguments import whole_number
from helpers.training.backup import Backup, all_variables, assign, training_key
from helpers.training.display import TrainingDisplay
from helpers.training.networks import steps_per_epoch
from helpers.training.quiet_import import keras, tf

OVER = 1e-7  # a learning rate below it changes nothing that can be seen


class TrainingInterrupted(KeyboardInterrupt):
    """The learner stopped the training; a notebook shows only the sentence, without Python's report."""

    def _render_traceback_(self):
        return [str(self)]


def train(
    model,
    images,
    labels,
    *,
    validation_data=None,
    epochs,
    batch_size=64,
    name,
    note="",
    curves=True,
    seed=0,
):
    """Train a compiled model as `model.fit` does, with live curves, and resume after an interruption.

    It resumes an interrupted training of the same name, network, settings and data. Otherwise it begins with
    the weights that the network has. If they come from an earlier training, a sentence says so.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    images, labels : ndarray
        Of the same length.
    validation_data : (images, labels), optional
        Evaluated after every epoch; never trained on.
    epochs, batch_size : int
    name : str
        For the progress on the page, and for the file in the learner's folder.
    note : str
        What the title of the curves adds, such as where the images come from.
    curves : bool
        Whether to draw the curves. Without them the page keeps one line of the training.
    seed : int
        For the order of the images in each epoch. It does not change the initial weights: those are in
        the model already.

    Returns
    -------
    dict of lists
        One value for each epoch: `loss` and the model's metrics, the same with the prefix `val_` for the
        validation data, and `seconds` of training, without the evaluation on validation data.

    Raises
    ------
    TrainingInterrupted
        If the kernel was interrupted. Running the same cell again resumes after the last epoch kept.
    ValueError
        If the model is not compiled, or there are not as many labels as images, for validation too.
    """
    _check_training(model, images, labels, validation_data)
    epochs = whole_number("epochs", epochs, least=1)
    batch_size = whole_number("batch_size", batch_size, least=1)
    if not model.built:
        model.build((None, *images.shape[1:]))
    _create_variables(model, images, labels)
    key = training_key(model, images, labels, epochs=epochs, batch_size=batch_size, seed=seed)
    backup = Backup(name, key)
    history = backup.restore(model) or {}
    done = len(history.get("loss", []))
    steps = steps_per_epoch(len(images), batch_size)
    display = TrainingDisplay(name, note, epochs, steps, history, curves)
    if done:
        display.resume()
    else:
        _mention_earlier_training(model, display)
    at_the_start = [value.numpy() for value in all_variables(model)]
    was_stopped = False
    try:
        if done < epochs:
            model.fit(
                _shuffled_batches(images, labels, batch_size, first_epoch=done, epochs=epochs, seed=seed),
                shuffle=False,  # the batches are shuffled already
                steps_per_epoch=steps,
                validation_data=validation_data and _batches(*validation_data),
                initial_epoch=done,
                epochs=epochs,
                callbacks=[_AfterEachEpoch(history, backup, display)],
                verbose=0,
            )
        display.end()
    except KeyboardInterrupt:
        was_stopped = True
    if (
        was_stopped
    ):  # raised inside `except`, it would keep Keras's stack frames alive, and with them the data
        if not backup.epochs():
            assign(at_the_start, model)  # else the same cell would begin with half an epoch's training
        raise TrainingInterrupted(_after_interruption(epochs, backup))
    backup.remove()
    return history


def _create_variables(model, images, labels):
    """Create the optimizer's state and the metrics before the first step.

    Created in the first step, they make TensorFlow trace the step a second time, which takes seconds.
    Keras has a method for this, which it uses itself under a distribution strategy. The method is not
    public, so training must also work where Keras has dropped or changed it: only slower to start.
    `tests/test_training.py` fails loudly in that case.
    """
    symbolic_build = getattr(model, "_symbolic_build", None)
    if symbolic_build is not None:
        with contextlib.suppress(TypeError):  # its parameters have changed
            symbolic_build(data_batch=(images[:2], labels[:2]))
    all_variables(model)


def _mention_earlier_training(model, display):
    """Say that a network continues an earlier training, which its curves do not show."""
    steps = int(model.optimizer.iterations)
    if not steps:
        return
    is_over = float(model.optimizer.learning_rate) < OVER
    display.say(
        f"This network has been trained before ({steps:,} steps), and continues from there."
        + (" Its learning rate has fallen to 0, so it will hardly change." if is_over else "")
        + " To start over, run the cell that builds and compiles it first."
    )


def _check_training(model, images, labels, validation_data):
    if not getattr(model, "compiled", False):
        raise ValueError(
            'The model is not compiled yet: call model.compile(optimizer="adam", '
            'loss="sparse_categorical_crossentropy", metrics=["accuracy"]) before training.'
        )
    _check_pairs(images, labels)
    if validation_data:
        _check_pairs(*validation_data, purpose=" for validation")


def _check_pairs(images, labels, purpose=""):
    if len(images) != len(labels) or len(images) == 0:
        raise ValueError(
            f"Each image needs one label, but there are {len(images)} images "
            f"and {len(labels)} labels{purpose}."
        )


def _after_interruption(epochs, backup):
    done = backup.epochs()
    if not done:
        return "Training was interrupted before an epoch of it was kept. Run this cell again to start over."
    text = f"Training was interrupted after {done} of {epochs} epochs. Run this cell again to "
    return text + (f"continue with epoch {done + 1}." if done < epochs else "see how it ended.")


def _shuffled_batches(images, labels, batch_size, *, first_epoch, epochs, seed=0):
    """Return the batches of all remaining epochs.

    The order of the images in an epoch depends only on the seed and the epoch's number, so a resumed
    training sees them in the same order as one that was never interrupted.
    """
    images, labels = tf.constant(images), tf.constant(labels)

    def one_epoch(epoch):
        order = tf.random.experimental.stateless_shuffle(tf.range(len(images)), seed=[seed, epoch])
        return tf.data.Dataset.from_tensor_slices(order).batch(batch_size)

    batches = tf.data.Dataset.range(first_epoch, epochs).flat_map(one_epoch)
    batches = batches.map(lambda order: (tf.gather(images, order), tf.gather(labels, order))).prefetch(4)
    return batches.with_options(_without_autotune())


def predicted_classes(model, images, batch_size=500):
    """Return the most probable class of each image, without Keras's preparation of `predict`.

    Parameters
    ----------
    model : keras.Model
    images : ndarray
    batch_size : int

    Returns
    -------
    ndarray of int
    """
    starts = range(0, len(images), batch_size)
    probabilities = [model(images[start : start + batch_size], training=False) for start in starts]
    return np.concatenate([np.argmax(part, axis=1) for part in probabilities])


def _batches(images, labels):
    """Return all images and labels once, in order."""
    return tf.data.Dataset.from_tensor_slices((images, labels)).batch(500).with_options(_without_autotune())


def _without_autotune():
    """Return options that switch off TensorFlow's tuning thread, which looks for faster ways to read data.

    When a data set is released, TensorFlow 2.21 may fail to wake that thread, and the cell hangs until the
    thread next wakes by itself, up to a minute later. Arrays that are given to Keras directly are read
    with the thread, so `train` makes data sets of them.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    return options


class _AfterEachEpoch(keras.callbacks.Callback):
    """Adds every epoch to the history, backs it up and shows it."""

    def __init__(self, history, backup, display):
        super().__init__()
        self.history, self.backup, self.display = history, backup, display

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock of the epoch."""
        self.started, self.seconds = time.perf_counter(), None

    def on_train_batch_end(self, batch, logs=None):
        """Move the bar."""
        self.display.step(batch + 1, logs or {})

    def on_test_begin(self, logs=None):
        """Stop the clock: evaluating the validation data is not training."""
        self.seconds = time.perf_counter() - self.started

    def on_epoch_end(self, epoch, logs=None):
        """Save the epoch to the file first: an interruption could lose what is only in memory."""
        seconds = self.seconds or time.perf_counter() - self.started
        row = {**{name: float(value) for name, value in logs.items()}, "seconds": seconds}
        longer = {name: [*self.history.get(name, []), value] for name, value in row.items()}
        self.backup.keep(self.model, longer, self.display)
        self.history.update(longer)
        self.display.epoch_ended()
