"""Results of trainings, kept in the learner's folder: nothing is trained twice, and stopping loses little."""

import hashlib
import inspect
import json

import numpy as np

from helpers.storage import file_name, whole_file
from helpers.workspace import my_work

FOLDER = "results"


def kept(name, compute, *inputs):
    """Return ``compute(*inputs)``, or what it returned the last time for the same inputs.

    Parameters
    ----------
    name : str
        Of the result, and of its file.
    compute : callable
        Returns numbers, or lists and dictionaries of numbers.
    *inputs
        Everything the result depends on: arrays, numbers, text, dictionaries and functions. Functions, and
        `compute` itself, count by their source text, so a changed function computes anew.

    Returns
    -------
    object
        Where nothing can be written, it is computed each time.
    """
    folder = my_work()
    path = folder and folder / FOLDER / f"{file_name(name)}-{_key(compute, inputs)}.json"
    if path is not None and path.exists():
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # damaged: compute it again
            pass
    result = compute(*inputs)
    if path is not None:
        try:
            with whole_file(path) as unfinished:
                unfinished.write_text(json.dumps(result), encoding="utf-8")
        except OSError as problem:
            print(f"This result could not be kept ({problem.strerror or problem}).")
    return result


def _key(compute, inputs):
    digest = hashlib.sha256()
    for part in (compute, *inputs):
        digest.update(_bytes(part))
    return digest.hexdigest()[:10]


def _bytes(part):
    if callable(part):
        try:
            return inspect.getsource(part).encode()
        except (OSError, TypeError):  # no source text: count it by its name
            return getattr(part, "__qualname__", type(part).__qualname__).encode()
    if isinstance(part, np.ndarray):
        return f"{part.shape} {part.dtype}".encode() + np.ascontiguousarray(part).tobytes()
    if isinstance(part, (tuple, list)):
        return b"".join(map(_bytes, part))
    if isinstance(part, dict):
        return b"".join(name.encode() + _bytes(value) for name, value in sorted(part.items()))
    return repr(part).encode()
