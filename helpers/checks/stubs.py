"""Tell an exercise that nobody has begun from one with a wrong answer."""

import dis

# A stub that only names things and returns nothing consists of these instructions, in all the versions of
# Python that the course runs on.
IDLE_INSTRUCTIONS = {
    "RESUME", "NOP", "LOAD_CONST", "LOAD_FAST", "STORE_FAST", "RETURN_VALUE", "RETURN_CONST",
    "COPY_FREE_VARS", "MAKE_CELL", "STORE_FAST_LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW",
    "LOAD_COMMON_CONSTANT",
}  # fmt: skip


DEEPEST = 20  # levels of lists; a list may contain itself


def is_placeholder(value, depth=0):
    """Return whether a value is what a stub has in place of an answer, or a list that contains it.

    Examples
    --------
    >>> is_placeholder(...), is_placeholder([1, ...]), is_placeholder(0)
    (True, True, False)
    """
    if isinstance(value, (list, tuple)):
        # None inside a list may be part of an answer, as in Keras's shapes: (None, 28, 28, 8).
        return depth < DEEPEST and any(part is not None and is_placeholder(part, depth + 1) for part in value)
    return value is None or value is ... or value is NotImplemented


def is_untouched(function, outcome):
    """Return whether a function is still a stub.

    Parameters
    ----------
    function : callable
        The learner's.
    outcome : helpers.checks.running.Outcome
        Of calling it once.

    Returns
    -------
    bool
    """
    if isinstance(outcome.error, NotImplementedError):
        return _raised_by_itself(function, outcome.error)
    if outcome.error or outcome.endless or outcome.printed:
        return False
    if outcome.value is ... or outcome.value is NotImplemented:
        return True
    return outcome.value is None and _does_nothing(function)


def _raised_by_itself(function, error):
    """Return whether a function raised an error in its own body, and not in something that it calls."""
    traceback = error.__traceback__
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback.tb_frame.f_code is getattr(function, "__code__", None)


def _does_nothing(function):
    code = getattr(function, "__code__", None)
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= IDLE_INSTRUCTIONS
