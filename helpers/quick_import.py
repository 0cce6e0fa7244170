"""Import large libraries in less time."""

import gc
from contextlib import contextmanager


@contextmanager
def without_garbage_collection():
    """Switch Python's garbage collector off while a large library is imported.

    An import makes many objects that all stay. The collector would search them for garbage again and again
    and find none, which takes a sixth of the time that importing Matplotlib takes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
