"""Keras and TensorFlow, imported once: without TensorFlow's lines about itself, and faster.

While TensorFlow is imported, its C++ code writes to the screen about its own build. In a notebook these
lines appear in red under the learner's first cell.
"""

import contextlib
import gc
import os
import tempfile


@contextlib.contextmanager
def _hidden_error_stream():
    """Hide what TensorFlow's C++ code writes to file descriptor 2, unless the import fails."""
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
    except OSError:  # the disk is full, or no folder can be written
        return open(os.devnull, "w+b")  # noqa: SIM115 - the caller closes it


@contextlib.contextmanager
def _without_garbage_collection():
    """Disable the garbage collector while half a million objects are made that all stay: a fifth faster.

    Afterwards `freeze` and `unfreeze` together move everything to the oldest generation, which the
    collector rarely searches. Left in the youngest, the imported objects would be searched twice in the
    next cell, which takes half a second. Nothing stays frozen: the learner's own objects are
    collected as ever. Where a program has frozen objects itself, they are left frozen.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors are still shown
os.environ["KERAS_BACKEND"] = "tensorflow"  # whatever a person's own keras.json says
with _hidden_error_stream(), _without_garbage_collection():
    import keras
    import tensorflow as tf

    # TensorFlow looks for graphics cards and describes the processor before its first sum.
    tf.zeros(1) + 1

# A comparison trains many small networks in one session: a learner needs no warning about "retracing".
tf.get_logger().addFilter(lambda record: "tf.function retracing" not in record.getMessage())

__all__ = ["keras", "tf"]
