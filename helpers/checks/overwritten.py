"""Names that a learner has overwritten, as in `sum = 0`, although an answer needs them."""

import builtins
import types

import helpers
from helpers.checks.finished import names_in

# What these names mean in every lesson, and the line that brings each of them back.
MODULES = {"np": "import numpy as np", "scipy": "import scipy", "math": "import math"}


def overwritten(function):
    """Return a sentence for each name in a function that no longer means what it does in the course.

    Parameters
    ----------
    function : callable
        The learner's function, which raised an exception.

    Returns
    -------
    list of str

    Examples
    --------
    >>> function = types.FunctionType(compile("sum(row)", "cell", "eval"), {"sum": 0})
    >>> overwritten(function)
    ["`sum` is no longer Python's own function: a cell has made it an int. Run `del sum`."]
    """
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    known = function.__globals__
    sentences = (_what_happened(name, known[name]) for name in sorted(names_in(code)) if name in known)
    return [sentence for sentence in sentences if sentence]


def _what_happened(name, value):
    kind = type(value).__name__
    made = f"a cell has made it {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    if name in MODULES and not isinstance(value, types.ModuleType):
        return f"`{name}` is no longer the module: {made}. Run `{MODULES[name]}`."
    if callable(value):
        return None
    if callable(getattr(builtins, name, None)):
        return f"`{name}` is no longer Python's own function: {made}. Run `del {name}`."
    if name in helpers.__all__:
        return f"`{name}` is no longer the course's function: {made}. Run `from helpers import {name}`."
    return None
