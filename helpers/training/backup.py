"""The state of a training after each epoch, kept so that an interrupted training resumes."""

import contextlib
import hashlib
import json
import re

import numpy as np

from helpers.storage import UNREADABLE, file_name, set_aside, short_path, whole_file
from helpers.workspace import my_work

KEY_LENGTH = 10


class Backup:
    """The state of one training after its last epoch, in one file in the learner's folder.

    The file's name contains a key made from everything that the result depends on. A training with
    another network, setting or data set but the same name therefore never loads a state that does not
    belong to it, and never overwrites one.

    Written here, because Keras's `BackupAndRestore` has no such key, keeps no history of the epochs before,
    and writes over the last state in place, so that a stop at the wrong moment loses all epochs.

    Parameters
    ----------
    name : str
        What the learner called the training.
    key : str
        As `training_key` returns it.
    """

    def __init__(self, name, key):
        """Find the place of the file, and say so if there is none."""
        folder = my_work()
        self.name, self.has_warned = name, False
        self.path = folder and folder / "interrupted" / f"{file_name(name)}-{key}.npz"
        if self.path is None:
            print("There is no folder to write to, so this training cannot resume if it is interrupted.")

    def restore(self, model):
        """Load the kept state into the model and return its history, or None if there is none."""
        if self.path is None or not self.path.exists():
            self._mention_other_states()
            return None
        try:
            with np.load(self.path, allow_pickle=False) as kept:
                history = _history_in(kept)
                values = [kept[f"variable {number}"] for number in range(len(kept) - 1)]
            assign(values, model)
        except UNREADABLE:
            self._set_aside()
            return None
        return history

    def _set_aside(self):
        try:
            aside = set_aside(self.path)
        except OSError:  # the folder is read-only: training goes on without the state
            done = f"It cannot be set aside ({short_path(self.path)})"
        else:
            done = f"It is set aside as {short_path(aside)}"
        print(f"The state kept of the interrupted training is damaged. {done}, and training starts over.")

    def epochs(self):
        """Return how many epochs are kept, and need not be repeated.

        Only the file knows: an interruption may have come just after it was written.
        """
        if self.path is None or not self.path.exists():
            return 0
        try:
            with np.load(self.path, allow_pickle=False) as kept:
                return len(_history_in(kept)["loss"])
        except UNREADABLE:
            return 0

    def keep(self, model, history, display):
        """Write the state after an epoch, whole or not at all, and warn once if that fails."""
        if self.path is None:
            return
        values = {f"variable {number}": value.numpy() for number, value in enumerate(all_variables(model))}
        try:
            with whole_file(self.path) as unfinished, open(unfinished, "wb") as file:
                np.savez(file, history=json.dumps(history), **values)
        except OSError as problem:
            if not self.has_warned:
                display.say(
                    f"{short_path(self.path.parent)} cannot be written ({problem.strerror}): if this "
                    "training is interrupted, what could not be kept of it is lost."
                )
            self.has_warned = True

    def remove(self):
        """Delete the state: the training has ended."""
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)

    def _mention_other_states(self):
        pattern = f"{file_name(self.name)}-{'?' * KEY_LENGTH}.npz"
        others = sorted(self.path.parent.glob(pattern)) if self.path else []
        if others:
            print(
                f"An interrupted training called {self.name!r} is kept, but its network, settings or data "
                f"differ, so this one starts over. The other stays in {short_path(others[0])}."
            )


def _history_in(kept):
    return json.loads(str(kept["history"]))


def training_key(model, *arrays, epochs, batch_size, seed=0):
    """Return a short text that changes with everything the result of a training depends on.

    Parameters
    ----------
    model : keras.Model
        Compiled and built.
    *arrays : ndarray
        Images and labels.
    epochs, batch_size : int
    seed : int
        For the order of the images.

    Returns
    -------
    str
        The same in every session for the same network, settings and data.
    """
    settings = [model.get_compile_config(), epochs, batch_size, *([seed] if seed else [])]
    settings = json.dumps(settings, sort_keys=True, default=repr)
    key = hashlib.blake2b(with_names_renumbered(model.to_json() + settings).encode())
    for array in arrays:
        array = np.ascontiguousarray(array)
        key.update(f"{array.shape} {array.dtype}".encode())
        key.update(array.data)
    return key.hexdigest()[:KEY_LENGTH]


def with_names_renumbered(text):
    """Return a model's JSON with its names numbered from 0: Keras counts on from model to model.

    Examples
    --------
    >>> with_names_renumbered('{"name": "dense_7"}, {"name": "flatten"}, {"name": "dense_8"}')
    '{"name": "dense 0"}, {"name": "flatten 1"}, {"name": "dense 2"}'
    """
    for number, name in enumerate(dict.fromkeys(re.findall(r'"name": "([^"]+)"', text))):
        text = text.replace(f'"{name}"', f'"{re.sub("_[0-9]+$", "", name)} {number}"')
    return text


def all_variables(model):
    """Return all that changes in training: weights, statistics, random seeds, the optimizer's state."""
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return [*model.trainable_variables, *model.non_trainable_variables, *model.optimizer.variables]


def assign(values, model):
    """Give a model the values of all its variables, in the order of `all_variables`."""
    variables = all_variables(model)
    if [value.shape for value in values] != [tuple(variable.shape) for variable in variables]:
        raise ValueError("the kept state has other shapes than the model")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
