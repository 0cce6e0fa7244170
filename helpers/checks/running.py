"""Run a learner's code so that, whatever it does, it ends and the lesson goes on.

The code runs in a thread of its own while this one waits. That works the same way on Linux, macOS and
Windows, does not slow the code down, and lets the kernel's interrupt button work. (Windows has no alarm
signal, and a trace function would slow every line down. The library `stopit` stops threads in the same
way, but does not catch what they print, nor a call of `input` or `exit`.)
"""

import builtins
import contextlib
import ctypes
import functools
import io
import linecache
import sys
import threading
import time
import warnings
from dataclasses import dataclass

SECONDS = 5  # that an answer may take on one case
LONGEST_PRINT = 20_000  # characters
LONGEST_IMPORT = 120  # additional seconds for importing libraries; TensorFlow takes up to 20
LISTENING = 0.05  # seconds between two looks for an interrupt, which Windows does not deliver to a wait
ATTEMPTS = 20  # to stop a thread, one every `LISTENING`


class TimeUp(SystemExit):
    """Raised inside the learner's code when its time is over.

    It is a `SystemExit`, on which Python ends a thread without a message, wherever it arrives.
    """


class AskedForInput(Exception):
    """Raised where the learner's code calls `input`, which would never return inside a check."""


@dataclass
class Outcome:
    """How one run of the learner's code ended.

    Attributes
    ----------
    value : object
        What it returned.
    printed : str
        The first `LONGEST_PRINT` characters that it printed.
    error : BaseException or None
        What it raised.
    endless : bool
        Whether it was stopped at the time limit.
    stopped : bool
        False if it survived every attempt to stop it and is still running.
    steps : int
        How many lines of Python it executed, if `run` counted them.
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
    outcome, printed = Outcome(), _Printed()
    call = functools.partial(function, *arguments, **settings)
    worker = threading.Thread(target=_work, args=(call, outcome, count_steps), daemon=True, name="answer")
    with _guarded(worker, printed):
        worker.start()
        try:
            if not _ends(worker, within=SECONDS):
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
        The learner's function, whose file counts as the learner's own, as every notebook cell does.
    """
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    place, traceback = None, error.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file == own or "ipykernel_" in file:
            place = traceback.tb_lineno, linecache.getline(file, traceback.tb_lineno).strip()[:80]
        traceback = traceback.tb_next
    return place


def _work(call, outcome, count_steps):
    """Call the learner's function, in the thread of the answer, and note in `outcome` how it ends."""
    if count_steps:
        sys.settrace(_step_counter(outcome))
    try:
        outcome.value = call()
    except BaseException as error:  # TimeUp, and the learner's own SystemExit and KeyboardInterrupt
        outcome.error = error
    finally:
        sys.settrace(None)


def _step_counter(outcome):
    def count(frame, event, argument):
        outcome.steps += 1
        return count

    return count


def _ends(worker, *, within):
    """Wait for a thread, and return whether it ended. Short waits let an interrupt through.

    Time in which it imports a library does not count: the learner's own code does not run meanwhile.
    """
    end = time.monotonic() + within
    last = end + LONGEST_IMPORT
    while worker.is_alive() and time.monotonic() < min(end, last):
        before = time.monotonic()
        worker.join(LISTENING)
        if _imports(worker):
            end += time.monotonic() - before
    return not worker.is_alive()


def _imports(worker):
    """Return whether a thread is inside an `import`."""
    frame = sys._current_frames().get(worker.ident)
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _stop(worker):
    """Raise `TimeUp` in a thread until it ends, and return whether it did.

    More than one attempt, because ``except:`` in the learner's loop may swallow the first ones.
    """
    raise_in_thread = ctypes.pythonapi.PyThreadState_SetAsyncExc
    for _ in range(ATTEMPTS):
        raise_in_thread(ctypes.c_ulong(worker.ident), ctypes.py_object(TimeUp))
        if _ends(worker, within=LISTENING):
            return True
    return False


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed: a loop may print without end."""

    def write(self, text):
        room = LONGEST_PRINT - self.tell()
        super().write(text[: max(room, 0)])
        return len(text)


class _OutputByThread:
    """An output stream that takes what one thread writes, and passes on what all others write.

    `contextlib.redirect_stdout` alone would swallow what the learner's other threads print meanwhile: a
    training that runs in the background, for example.
    """

    def __init__(self, worker, kept, usual):
        self._worker, self._kept, self._usual = worker, kept, usual

    def write(self, text):
        return self._stream().write(text)

    def __getattr__(self, name):
        return getattr(self._stream(), name)

    def _stream(self):
        return self._kept if threading.current_thread() is self._worker else self._usual


@contextlib.contextmanager
def _guarded(worker, printed):
    """Keep what a thread prints, drop its warnings, and refuse what would stop or close the kernel.

    `input` and `exit` are refused in all threads: no other one can use them in a notebook.
    """
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(_OutputByThread(worker, printed, sys.stdout)))
        stack.enter_context(contextlib.redirect_stderr(_OutputByThread(worker, _Printed(), sys.stderr)))
        stack.enter_context(_without_warnings_of(worker))
        stack.enter_context(_replaced(builtins, "input", _refuse_input))
        for name in ("exit", "quit"):
            stack.enter_context(_replaced(builtins, name, _raise_exit))
        shell = _shell()
        if shell is not None:
            # In a notebook, exit() calls this method, which would end the kernel.
            stack.enter_context(_replaced(shell, "ask_exit", _raise_exit))
        yield


@contextlib.contextmanager
def _without_warnings_of(worker):
    """Drop the warnings of one thread, and show those of all others as usual.

    Inside `catch_warnings` because Python shows a warning once: after it, the learner's own call of the
    function shows its warnings again.
    """
    with warnings.catch_warnings():
        show = warnings.showwarning

        def show_unless_of_worker(*arguments, **settings):
            if threading.current_thread() is not worker:
                show(*arguments, **settings)

        warnings.showwarning = show_unless_of_worker
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
