"""Which finished functions an answer calls, for exercises whose task is to write such a function."""

import functools
import types

LIBRARIES = ("helpers", "scipy", "tensorflow", "keras", "torch", "jax", "cv2", "skimage")
CONVOLUTIONS = (
    "conv1d", "conv2d", "conv2d_loops", "convolve", "convolve1d", "convolve2d", "correlate", "correlate1d",
    "correlate2d", "fftconvolve", "oaconvolve",
)  # fmt: skip


def finished_functions(answer, *, allowed=(), also=()):
    """Return the names of the finished functions that an answer uses, in alphabetical order.

    Parameters
    ----------
    answer : callable
        The learner's function; or one that a library made, which is finished itself.
    allowed : tuple of str
        Names of the course's own functions that the task permits.
    also : tuple of str
        Names that count as finished in this task, whatever library they come from.

    Returns
    -------
    list of str
        Functions of `LIBRARIES` that are named in the code: in the answer, in the functions inside it, and
        in the learner's own functions that it names. A function that the learner defined under such a name is
        not among them.

    Examples
    --------
    >>> finished_functions(lambda image, kernel: scipy.signal.correlate2d(image, kernel))
    ['correlate2d', 'scipy']
    >>> finished_functions(lambda image, kernel: (image * kernel).sum())
    []
    """
    code = getattr(answer, "__code__", None)
    if code is None or _library(answer):
        name = getattr(answer, "__name__", type(answer).__name__)
        return [name] if _library(answer) else []
    known = getattr(answer, "__globals__", {})
    names = set().union(*(names_in(one.__code__) for one in _own_functions(answer))) - set(allowed)
    return sorted(name for name in names if name in also or _is_finished(name, known))


def _own_functions(answer):
    """Return an answer and the functions of the same notebook that it names, directly or through others."""
    found = [answer]
    for function in found:  # grows while it is read
        named = [function.__globals__.get(name) for name in names_in(function.__code__)]
        found += [
            one
            for one in named
            if isinstance(one, types.FunctionType)
            and one.__globals__ is answer.__globals__
            and all(one is not other for other in found)
        ]
    return found


def names_in(code):
    """Return the names that a piece of code uses, including those in the functions inside it."""
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return {*code.co_names, *(name for each in inner for name in names_in(each))}


def _is_finished(name, known):
    if name in known:
        return _library(known[name])
    return name in CONVOLUTIONS or name.partition(".")[0] in LIBRARIES[1:]


def _library(value):
    """Return whether a function or a module belongs to one of `LIBRARIES`."""
    if isinstance(value, types.ModuleType):
        return value.__name__.partition(".")[0] in LIBRARIES[1:]
    if isinstance(value, functools.partial):
        return _library(value.func)
    module = getattr(value, "__module__", None) or ""
    is_answer = module.startswith("helpers.checks.")  # the course's own answers to its exercises
    return callable(value) and not is_answer and module.partition(".")[0] in LIBRARIES
