"""Saving and loading a learner's models."""

import tempfile
import zipfile
from pathlib import Path

from helpers.storage import file_name, free_path, own_file_name, short_path, whole_file
from helpers.training.backup import all_variables
from helpers.training.quiet_import import keras
from helpers.workspace import my_work

SUFFIX = ".keras"


def save_model(model, name, *, overwrite=False):
    """Save a model in the learner's folder, and never over another one unless told to.

    Parameters
    ----------
    model : keras.Model
    name : str
        What `load_model` will find it by. If a model of this name was saved before, the new one's file gets a
        number, and the message says which.
    overwrite : bool
        Whether to replace a model of this name.

    Returns
    -------
    pathlib.Path or None
        The `.keras` file, for `load_model`; None if it could not be written, and a sentence says so.
    """
    folder = my_work()
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="convolution-course-"))
        print("There is no folder of yours to write to: the model is saved for this session only.")
    wanted = folder / f"{own_file_name(_without_suffix(name))}{SUFFIX}"
    path = wanted if overwrite else free_path(wanted)
    if getattr(model, "compiled", False):
        all_variables(model)  # builds the optimizer: Keras warns when it loads one without its state
    try:
        with whole_file(path) as unfinished:
            model.save(unfinished)
    except OSError as problem:
        print(
            f"The model was not saved: {short_path(path)} cannot be written ({problem.strerror or problem})."
        )
        return None
    taken = "" if path == wanted else f" ({wanted.name} was there before, and is kept)"
    print(f"Saved as {short_path(path)}{taken}.")
    return path


def _without_suffix(name):
    return str(name).removesuffix(SUFFIX)


def _path_of(name):
    """Return the file of a saved model that is given as a path or by its name."""
    folder = my_work()
    is_path = not isinstance(name, str) or any(mark in name for mark in "/\\") or Path(name).exists()
    if is_path or folder is None:
        return Path(name).expanduser()
    name = _without_suffix(name)
    path = folder / f"{own_file_name(name)}{SUFFIX}"
    earlier = folder / f"{file_name(name)}{SUFFIX}"  # as earlier versions of the course called it
    return earlier if earlier.exists() and not path.exists() else path


def load_model(path):
    """Return a saved model, with its weights and its optimizer.

    Parameters
    ----------
    path : path-like or str
        What `save_model` returned, or the name given to it.

    Raises
    ------
    FileNotFoundError
        If there is none; the message lists the models there are.
    ValueError
        If the file cannot be read as a model.
    """
    path = _path_of(path)
    if not path.exists():
        there = sorted(file.stem for file in path.parent.glob(f"*{SUFFIX}"))
        known = f". There are: {', '.join(there)}." if there else " yet."
        raise FileNotFoundError(f"There is no saved model {short_path(path)}{known}")
    try:
        return keras.saving.load_model(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise ValueError(
            f"{short_path(path)} cannot be read as a Keras model: it may be damaged."
        ) from problem
