"""Run a learner's code so that, whatever it does, it ends and the lesson goes on.

The code runs in a thread of its own while this one waits. That works alike on Linux, macOS and
Windows, costs the code no speed, and leaves the kernel's interrupt button its meaning. (A signal
with an alarm does not exist on Windows; a trace function would slow every line down.)
"""

import builtins
import contextlib
import ctypes
import io
import linecache
import sys
import threading
import time
import warnings
from dataclasses import dataclass

SECONDS = 5
LONGEST_PRINT = 20_000
LISTENING = 0.05  # seconds between two looks for an interrupt, which Windows does not deliver to a wait


class TimeUp(SystemExit):
    """Raised inside the learner's code when its time is over.

    A `SystemExit`, because Python ends a thread in silence on that, wherever it arrives.
    """


class AskedForInput(Exception):
    """Raised where the learner's code calls `input`, which would wait for ever inside a check."""


@dataclass
class Outcome:
    """What came of running the learner's code once.

    Attributes
    ----------
    value : object
        What it returned.
    printed : str
        What it printed, cut after `LONGEST_PRINT` characters.
    error : BaseException or None
        What it raised.
    endless : bool
        Whether it was stopped at the time limit.
    stopped : bool
        False if it swallowed every attempt to stop it and still runs.
    steps : int
        Lines of Python executed, if they were counted.
    """

    value: object = None
    printed: str = ""
    error: BaseException | None = None
    endless: bool = False
    stopped: bool = True
    steps: int = 0


def run(function, *arguments, count_steps=False, **settings):
    """Call a learner's function and return the `Outcome`; never raise what it raises.

    Parameters
    ----------
    function : callable
    *arguments, **settings
        Passed on.
    count_steps : bool
        Whether to count the lines of Python that are executed, libraries included.

    Returns
    -------
    Outcome

    Raises
    ------
    KeyboardInterrupt
        Only when the learner interrupts the kernel.
    """
    outcome = Outcome()

    def work():
        if count_steps:
            sys.settrace(_step_counter(outcome))
        try:
            outcome.value = function(*arguments, **settings)
        except TimeUp:
            outcome.endless = True
        except BaseException as error:  # SystemExit and KeyboardInterrupt of the learner's own too
            outcome.error = error
        finally:
            sys.settrace(None)

    printed = _Printed()
    worker = threading.Thread(target=work, daemon=True, name="answer")
    with _guarded(printed):
        worker.start()
        try:
            if not _finished(worker, within=SECONDS):
                outcome = Outcome(endless=True, stopped=_stop(worker))
        except KeyboardInterrupt:
            _stop(worker)
            raise
    outcome.printed = printed.getvalue()
    return outcome


def place_of(error, function):
    """Return (line number, text of the line) where the learner's own code raised, or None.

    Parameters
    ----------
    error : BaseException
    function : callable
        The learner's function; its file, which may be a notebook cell, is the learner's own.
    """
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    place, traceback = None, error.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file == own or "ipykernel_" in file:
            place = traceback.tb_lineno, linecache.getline(file, traceback.tb_lineno).strip()[:80]
        traceback = traceback.tb_next
    return place


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed: a loop may print without end."""

    def write(self, text):
        room = LONGEST_PRINT - self.tell()
        super().write(text[: max(room, 0)])
        return len(text)


def _finished(worker, *, within):
    """Wait for a thread, and return whether it ended. Short waits let an interrupt through."""
    end = time.monotonic() + within
    while worker.is_alive() and time.monotonic() < end:
        worker.join(LISTENING)
    return not worker.is_alive()


def _stop(worker):
    """Raise `TimeUp` in a thread until it ends, and return whether it did.

    More than one attempt, because ``except:`` in the learner's loop may swallow the first ones.
    """
    raise_in_thread = ctypes.pythonapi.PyThreadState_SetAsyncExc
    for _ in range(20):
        raise_in_thread(ctypes.c_ulong(worker.ident), ctypes.py_object(TimeUp))
        if _finished(worker, within=LISTENING):
            return True
    return False


def _step_counter(outcome):
    def count(frame, event, argument):
        outcome.steps += 1
        return count

    return count


@contextlib.contextmanager
def _guarded(printed):
    """Keep what the learner's code prints, and refuse what would stop or close the kernel."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(printed))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(_replaced(builtins, "input", _refuse_input))
        for name in ("exit", "quit"):
            stack.enter_context(_replaced(builtins, name, _raise_exit))
        shell = _shell()
        if shell is not None:
            # In a notebook, exit() reaches this method, which would end the kernel.
            stack.enter_context(_replaced(shell, "ask_exit", _raise_exit))
        yield


@contextlib.contextmanager
def _replaced(owner, name, replacement):
    """Set an attribute of `owner`, if it has that attribute, and put the old one back afterwards."""
    own = vars(owner).get(name)
    if hasattr(owner, name):
        setattr(owner, name, replacement)
    try:
        yield
    finally:
        if own is not None:
            setattr(owner, name, own)
        elif name in vars(owner):
            delattr(owner, name)


def _shell():
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _refuse_input(*arguments, **settings):
    raise AskedForInput


def _raise_exit(*arguments, **settings):
    raise SystemExit
