"""Training with Keras: live progress, going on after an interruption, saving without loss.

Import Keras from here, ``from helpers.training import keras``: while it is imported, TensorFlow writes
lines about its own build to the screen, and this module keeps them out of the lesson.
"""

import contextlib
import gc
import hashlib
import json
import os
import re
import tempfile
import time
import zipfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
from IPython import get_ipython
from IPython.display import display

from helpers import plots
from helpers.arguments import whole_number
from helpers.workspace import my_work


@contextlib.contextmanager
def _quiet_start():
    """Keep away what TensorFlow's C++ code writes to file descriptor 2, unless the import fails."""
    screen = os.dup(2)
    with _log_file() as log:
        os.dup2(log.fileno(), 2)
        try:
            yield
        except BaseException:
            log.seek(0)
            os.write(screen, log.read())
            raise
        finally:
            os.dup2(screen, 2)
            os.close(screen)


def _log_file():
    try:
        return tempfile.TemporaryFile()
    except OSError:  # the disk is full, or nothing on it can be written
        return open(os.devnull, "w+b")  # noqa: SIM115 - the caller closes it


@contextlib.contextmanager
def _no_search_for_garbage():
    """Import without one: it would take a fifth of the time, and what is imported stays."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor need any later search look through it
        if was_enabled:
            gc.enable()


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors are still shown
os.environ["KERAS_BACKEND"] = "tensorflow"  # whatever a person's own keras.json says
with _quiet_start(), _no_search_for_garbage():
    import keras
    import tensorflow as tf

    # TensorFlow looks for graphics cards and describes the processor before its first sum.
    tf.zeros(1) + 1

# Many small trainings in one session, as a comparison holds, are no reason to warn a learner of "retracing".
tf.get_logger().addFilter(lambda record: "tf.function retracing" not in record.getMessage())


# How much to train ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pace:
    """How much to train: "full" for a person, "quick" to see that a lesson runs."""

    name: str

    def samples(self, full, *, quick):
        """Return the number of images to use."""
        return full if self.name == "full" else quick

    def epochs(self, full, *, quick):
        """Return the number of epochs to train."""
        return full if self.name == "full" else quick


def pace():
    """Return how much to train, as the environment variable COURSE_PACE says.

    Returns
    -------
    Pace
        "full" where the variable is not set. It changes numbers of images and of epochs, never what
        is done with them.

    Raises
    ------
    ValueError
        If COURSE_PACE is neither "full" nor "quick".
    """
    name = os.environ.get("COURSE_PACE") or "full"
    if name not in ("full", "quick"):
        raise ValueError(f'COURSE_PACE must be "full" or "quick", but is {name!r}.')
    return Pace(name)


# The networks of the course -------------------------------------------------------------------------
# None is compiled yet. All take pixels as they are stored, 0 to 255, and scale them in their first layer.


def dense_baseline():
    """Return the network without any convolution, which the others are compared with."""
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
    """Return the network that is quick to train: fewer filters, no lost border, pixels centred on 0."""
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
    """Return the best network of lesson 09: mirrored pictures and dropout hold it back from overfitting."""
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
        From which the number of steps follows: one for each batch, the last and smaller one included.
    peak : float

    Returns
    -------
    keras.optimizers.schedules.CosineDecay
    """
    steps = _steps(images, batch_size) * epochs
    warm_up = max(1, steps // 10)
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=peak / 10,
        warmup_target=peak,
        warmup_steps=warm_up,
        decay_steps=max(1, steps - warm_up),
    )


# Training -------------------------------------------------------------------------------------------


class TrainingInterrupted(KeyboardInterrupt):
    """Training was stopped by the person; shown in a notebook as its sentence alone."""

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
):
    """Train a compiled model as `model.fit` does, with live curves, and able to go on when stopped.

    It goes on where an interrupted training of the same name, network, settings and data stopped. After
    a training that ended, the next one always begins anew.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    images, labels : ndarray
        Of the same length.
    validation_data : (images, labels), optional
        Looked at after every epoch; never trained on.
    epochs, batch_size : int
    name : str
        What the progress is shown under, and kept under in the learner's folder.
    note : str
        What the title of the curves says besides, such as where the images come from.
    curves : bool
        Whether to draw the curves. Without them one line is left of the training on the page.

    Returns
    -------
    dict of lists
        One value for each epoch: `loss` and the model's metrics, the same with `val_` in front for the
        validation data, and `seconds` of training, without the looking at validation data.

    Raises
    ------
    TrainingInterrupted
        If the kernel was interrupted. Running the same cell again goes on after the last epoch kept.
    ValueError
        If the model is not compiled, or images and labels differ in number, for validation too.
    """
    _check_training(model, images, labels, validation_data)
    epochs = whole_number("epochs", epochs, least=1)
    batch_size = whole_number("batch_size", batch_size, least=1)
    if not model.built:
        model.build((None, *images.shape[1:]))
    _make_variables(model, images, labels)
    backup = _Backup(name, training_key(model, images, labels, epochs=epochs, batch_size=batch_size))
    history = backup.restore(model) or {}
    done = len(history.get("loss", []))
    screen = _Screen(name, note, epochs, _steps(len(images), batch_size), history, curves)
    if done:
        screen.going_on()
    stopped = False
    try:
        if done < epochs:
            model.fit(
                _shuffled_batches(images, labels, batch_size, first_epoch=done, epochs=epochs),
                shuffle=False,  # the batches are shuffled already
                steps_per_epoch=_steps(len(images), batch_size),
                validation_data=validation_data and _batches(*validation_data),
                initial_epoch=done,
                epochs=epochs,
                callbacks=[_Follow(history, backup, screen)],
                verbose=0,
            )
        screen.end()
    except KeyboardInterrupt:
        stopped = True
    if stopped:  # raised above, it would hold on to the interruption, and so to all that Keras was at
        raise TrainingInterrupted(_after_interruption(epochs, backup))
    backup.remove()
    return history


def _make_variables(model, images, labels):
    """Make the optimizer's memory and the metrics now: made in the first step, they cost a second one's
    tracing. Keras does it itself under a distribution strategy, by a method it does not promise to keep."""
    symbolic_build = getattr(model, "_symbolic_build", None)
    if symbolic_build is not None:
        symbolic_build(data_batch=(images[:2], labels[:2]))
    _variables(model)


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
        return "Training was interrupted before an epoch of it was kept. Run this cell again to begin anew."
    text = f"Training was interrupted after {done} of {epochs} epochs. Run this cell again to "
    return text + (f"go on with epoch {done + 1}." if done < epochs else "see how it ended.")


def _steps(images, batch_size):
    return -(-images // batch_size)


def _shuffled_batches(images, labels, batch_size, *, first_epoch, epochs):
    """Return the batches of all epochs to come. The order of an epoch follows from its number alone, so
    that a training which was interrupted meets the images as an uninterrupted one does."""
    images, labels = tf.constant(images), tf.constant(labels)

    def one_epoch(epoch):
        order = tf.random.experimental.stateless_shuffle(tf.range(len(images)), seed=[0, epoch])
        return tf.data.Dataset.from_tensor_slices(order).batch(batch_size)

    batches = tf.data.Dataset.range(first_epoch, epochs).flat_map(one_epoch)
    batches = batches.map(lambda order: (tf.gather(images, order), tf.gather(labels, order))).prefetch(4)
    return batches.with_options(_untuned())


def _batches(images, labels):
    """Return all images and labels once, in their order."""
    return tf.data.Dataset.from_tensor_slices((images, labels)).batch(500).with_options(_untuned())


def _untuned():
    """Return options without the thread that looks, now and then, for a quicker way to read the data. When
    the data are let go, TensorFlow 2.21 may fail to wake that thread, and stand still until its next look,
    up to a minute later. Arrays given to Keras itself are read with it."""
    options = tf.data.Options()
    options.autotune.enabled = False
    return options


class _Follow(keras.callbacks.Callback):
    """Takes down every epoch, keeps a backup of it and shows it."""

    def __init__(self, history, backup, screen):
        super().__init__()
        self.history, self.backup, self.screen = history, backup, screen

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock of the epoch."""
        self.started, self.seconds = time.perf_counter(), None

    def on_train_batch_end(self, batch, logs=None):
        """Move the bar."""
        self.screen.step(batch + 1, logs or {})

    def on_test_begin(self, logs=None):
        """Stop the clock: looking at the validation data is not training."""
        self.seconds = time.perf_counter() - self.started

    def on_epoch_end(self, epoch, logs=None):
        """Take the epoch down, first of all where an interruption cannot reach it."""
        seconds = self.seconds or time.perf_counter() - self.started
        row = {**{name: float(value) for name, value in logs.items()}, "seconds": seconds}
        whole = {name: [*self.history.get(name, []), value] for name, value in row.items()}
        self.backup.keep(self.model, whole, self.screen)
        self.history.update(whole)
        self.screen.epoch_ended()


def seconds_to(history, accuracy):
    """Return the seconds of training until the validation accuracy first reached a mark.

    Parameters
    ----------
    history : dict of lists
        As `train` returns it.
    accuracy : float

    Returns
    -------
    float or None
        Up to the end of the epoch that reached it; None if none did.

    Examples
    --------
    >>> seconds_to({"seconds": [10, 9, 9], "val_accuracy": [0.88, 0.90, 0.91]}, 0.90)
    19.0
    """
    for clock, reached in zip(np.cumsum(history["seconds"]), history["val_accuracy"], strict=True):
        if reached >= accuracy:
            return float(clock)
    return None


def epoch_table(history):
    """Return a history as a table of text: one line for each epoch.

    Examples
    --------
    >>> print(epoch_table({"seconds": [10, 9], "accuracy": [0.8, 0.9], "val_accuracy": [0.88, 0.9]}))
    epoch  seconds so far  accuracy in training  accuracy afterwards
        1            10.0                0.8000               0.8800
        2            19.0                0.9000               0.9000
    """
    lines = ["epoch  seconds so far  accuracy in training  accuracy afterwards"]
    columns = np.cumsum(history["seconds"]), history["accuracy"], history["val_accuracy"]
    for epoch, (clock, training, afterwards) in enumerate(zip(*columns, strict=True), start=1):
        lines.append(f"{epoch:5}  {clock:14.1f}  {training:20.4f}  {afterwards:19.4f}")
    return "\n".join(lines)


# Going on after an interruption ---------------------------------------------------------------------


# What NumPy raises over a file that is damaged, or is none of ours.
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class _Backup:
    """The state of one training after the last epoch that was kept, in one file of the learner's folder.

    The file's name holds a key of everything that the result depends on, so that another network,
    setting or data set under the same name meets no state that is not its own, and destroys none.
    """

    def __init__(self, name, key):
        folder = my_work()
        self.name, self.told = name, False
        self.path = folder and folder / "interrupted" / f"{file_name(name)}-{key}.npz"
        if self.path is None:
            print("There is no folder to write to, so this training begins anew if it is interrupted.")

    def restore(self, model):
        """Put a kept state back into the model and return its history, or None if there is none."""
        if self.path is None or not self.path.exists():
            self._tell_of_others()
            return None
        try:
            with np.load(self.path, allow_pickle=False) as kept:
                history = _history_in(kept)
                values = [kept[f"variable {number}"] for number in range(len(kept) - 1)]
            _put(values, model)
        except UNREADABLE:
            aside = free_path(self.path.with_suffix(".damaged"))
            self.path.replace(aside)
            print(
                "The state kept of the interrupted training is damaged. It is set aside as "
                f"{short_path(aside)}, and training begins anew."
            )
            return None
        return history

    def epochs(self):
        """Return after how many epochs running the cell again goes on. Only the file knows: an interruption
        may have come just when it was written."""
        if self.path is None or not self.path.exists():
            return 0
        try:
            with np.load(self.path, allow_pickle=False) as kept:
                return len(_history_in(kept)["loss"])
        except UNREADABLE:
            return 0

    def keep(self, model, history, screen):
        """Write the state after an epoch: whole or not at all."""
        if self.path is None:
            return
        values = {f"variable {number}": value.numpy() for number, value in enumerate(_variables(model))}
        unfinished = self.path.with_suffix(f".{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(unfinished, "wb") as file:
                np.savez(file, history=json.dumps(history), **values)
            unfinished.replace(self.path)
        except OSError as problem:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            if not self.told:
                screen.say(
                    f"{short_path(self.path.parent)} cannot be written ({problem.strerror}): if this "
                    "training is interrupted, what could not be kept of it is lost."
                )
            self.told = True

    def remove(self):
        """Forget the state: the training has ended."""
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)

    def _tell_of_others(self):
        pattern = f"{file_name(self.name)}-{'?' * KEY_LENGTH}.npz"
        others = sorted(self.path.parent.glob(pattern)) if self.path else []
        if others:
            print(
                f"An interrupted training called {self.name!r} is kept, but its network, settings or data "
                f"differ, so this one begins anew. The other stays in {short_path(others[0])}."
            )


def _history_in(kept):
    return json.loads(str(kept["history"]))


KEY_LENGTH = 10


def training_key(model, *arrays, epochs, batch_size):
    """Return a short text that changes with everything the result of a training depends on.

    Parameters
    ----------
    model : keras.Model
        Compiled and built.
    *arrays : ndarray
        Images and labels.
    epochs, batch_size : int

    Returns
    -------
    str
        The same in every session for the same network, settings and data.
    """
    settings = json.dumps([model.get_compile_config(), epochs, batch_size], sort_keys=True, default=repr)
    key = hashlib.blake2b(_numbered_in_order(model.to_json() + settings).encode())
    for array in arrays:
        array = np.ascontiguousarray(array)
        key.update(f"{array.shape} {array.dtype}".encode())
        key.update(array.data)
    return key.hexdigest()[:KEY_LENGTH]


def _numbered_in_order(text):
    """Return a model's JSON with its names numbered from 0: Keras counts on from model to model."""
    for number, name in enumerate(dict.fromkeys(re.findall(r'"name": "([^"]+)"', text))):
        text = text.replace(f'"{name}"', f'"{re.sub("_[0-9]+$", "", name)} {number}"')
    return text


def _variables(model):
    """Return all that changes in training: weights, statistics, random seeds, the optimizer's memory."""
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return [*model.trainable_variables, *model.non_trainable_variables, *model.optimizer.variables]


def _put(values, model):
    variables = _variables(model)
    if [value.shape for value in values] != [tuple(variable.shape) for variable in variables]:
        raise ValueError("the kept state has other shapes than the model")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


# What is shown while it trains ----------------------------------------------------------------------


class _Screen:
    """A line with a bar, and the curves below it, each one display that is changed in place."""

    SECONDS_BETWEEN = 0.3

    def __init__(self, name, note, epochs, steps, history, with_curves=True):
        self.title = f"{name} ({note})" if note else name
        self.with_curves = with_curves
        self.name, self.epochs, self.steps, self.history = name, epochs, steps, history
        self.in_notebook = hasattr(get_ipython(), "kernel")
        self.notes, self.shown_at = [], 0.0
        self.line = self.curves = None

    @property
    def done(self):
        """The number of epochs that are over."""
        return len(self.history.get("loss", []))

    def say(self, sentence):
        """Keep a sentence above the bar."""
        self.notes.append(sentence)
        if not self.in_notebook:
            print(sentence)

    def going_on(self):
        """Show what an interrupted training had come to."""
        self.say(f"Going on after epoch {self.done} of {self.epochs}, where this training was interrupted.")
        if self.in_notebook:
            self._show_line(self.name, share=self.done / self.epochs)
            self._draw_curves()

    def step(self, step, logs):
        """Move the bar, a few times a second."""
        now = time.perf_counter()
        if self.in_notebook and now - self.shown_at > self.SECONDS_BETWEEN:
            self.shown_at = now
            share = (self.done + step / self.steps) / self.epochs
            text = f"{self.name}: epoch {self.done + 1} of {self.epochs}, batch {step} of {self.steps}"
            self._show_line(f"{text}, {_numbers(logs)}", share=share)

    def epoch_ended(self):
        """Draw the curves, one point longer."""
        if self.in_notebook:
            self._draw_curves()
        else:
            last, seconds = self._last(), self.history["seconds"][-1]
            print(f"{self.name}: epoch {self.done} of {self.epochs}, {last}, {seconds:.1f} s")

    def end(self):
        """Say how it ended, in the place of the bar."""
        if self.in_notebook:
            duration = _duration(sum(self.history["seconds"]))
            self._show_line(f"{self.name}: {self.epochs} epochs in {duration}, {self._last()}")

    def _last(self):
        return _numbers({name: values[-1] for name, values in self.history.items()})

    def _draw_curves(self):
        if not self.with_curves:
            return
        figure, alt = plots.training_curves(self.history, title=self.title, epochs=self.epochs)
        if self.curves is None:
            self.curves = display({"text/plain": "The curves follow."}, raw=True, display_id=True)
        plots.show(figure, alt, display_id=self.curves.display_id)

    def _show_line(self, text, share=None):
        lines = [*self.notes, text]
        bar = (
            ""
            if share is None
            else f'<progress aria-label="trained" value="{share:.3f}" max="1"></progress> '
        )
        html = (
            "".join(f"<div>{escape(note)}</div>" for note in self.notes) + f"<div>{bar}{escape(text)}</div>"
        )
        bundle = {"text/html": html, "text/plain": "\n".join(lines)}
        if self.line is None:
            self.line = display(bundle, raw=True, display_id=True)
        else:
            self.line.update(bundle, raw=True)


def _numbers(logs):
    """Return the losses and metrics of an epoch as a reader says them."""
    parts = []
    for name, value in logs.items():
        if name != "seconds":
            label = name.removeprefix("val_") + (" on validation" if name.startswith("val_") else "")
            parts.append(f"{label} {value:.3f}")
    return ", ".join(parts)


def _duration(seconds):
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


# Saving ---------------------------------------------------------------------------------------------


def save_model(model, name, *, overwrite=False):
    """Save a model in the learner's folder, and never over another one unless told to.

    Parameters
    ----------
    model : keras.Model
    name : str
        The file is called after it; with a number behind where that name is taken.
    overwrite : bool
        Whether to take the place of a model of this name.

    Returns
    -------
    pathlib.Path or None
        The `.keras` file, for `load_model`; None if it could not be written, which is said.
    """
    folder = my_work()
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="convolution-course-"))
        print("There is no folder of yours to write to: the model is saved for this session only.")
    wanted = folder / f"{file_name(name)}.keras"
    path = wanted if overwrite else free_path(wanted)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}.part.keras")
    if getattr(model, "compiled", False):
        _variables(model)  # else Keras warns, when the model is loaded, of an optimizer without memory
    try:
        model.save(unfinished)
        unfinished.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        print(
            f"The model was not saved: {short_path(path)} cannot be written ({problem.strerror or problem})."
        )
        return None
    taken = "" if path == wanted else f" ({wanted.name} was there before, and is kept)"
    print(f"Saved as {short_path(path)}{taken}.")
    return path


def load_model(path):
    """Return a saved model, with its weights and its optimizer.

    Parameters
    ----------
    path : path-like or str
        What `save_model` returned, or the name given to it.

    Raises
    ------
    FileNotFoundError
        If there is none; the message names those there are.
    ValueError
        If the file cannot be read as a model.
    """
    path = Path(path)
    folder = my_work()
    if not path.suffix and folder is not None:
        path = folder / f"{file_name(str(path))}.keras"
    if not path.exists():
        there = sorted(file.stem for file in path.parent.glob("*.keras"))
        known = f"There are: {', '.join(there)}." if there else "None is saved yet."
        raise FileNotFoundError(f"No saved model {short_path(path)}. {known}")
    try:
        return keras.saving.load_model(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise ValueError(
            f"{short_path(path)} cannot be read as a Keras model: it may be damaged."
        ) from problem


def file_name(name):
    """Return a name as a file can carry it on every system."""
    cleaned = re.sub(r"[^a-z0-9]+", "-", str(name).lower()).strip("-")
    if not cleaned:
        raise ValueError(f"A name needs at least one letter or digit, but is {name!r}.")
    return cleaned


def free_path(path):
    """Return the path, or the first with a number behind its name that is not taken."""
    numbered, number = path, 1
    while numbered.exists():
        number += 1
        numbered = path.with_stem(f"{path.stem}-{number}")
    return numbered


def short_path(path):
    """Return a path as the lesson shows it: no folder of this machine in a saved notebook."""
    return f"{path.parent.name}/{path.name}"
