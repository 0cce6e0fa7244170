"""Whether an answer calls a ready function that does what the task says to write.

The calls are watched while the answer runs, so a ready function is found from whatever module it comes, under
any name and however it is wrapped.
"""

import copy
import sysconfig
import threading
from pathlib import Path

from helpers.checks import running
from helpers.checks.exercise import Mistake

NAME = "a finished function does the work"
COURSE = Path(__file__).parents[1]
STANDARD_LIBRARY = sysconfig.get_path("stdlib")
CONVOLUTIONS = (
    "convolution.conv1d", "convolution.conv2d", "convolution.conv2d_loops", "gradients.kernel_gradient",
)  # fmt: skip

# For each exercise the functions of the course that would do the whole of it, as module.function. Everything
# else in `helpers` may be used: an answer that builds on `conv2d` is the learner's own. In some exercises a
# function of the course comes close, and stays allowed, because the step that the task is about remains:
# `dense_weights` (`dense_parameters` takes a number of inputs; counting them is left), `match` (`conv2d`),
# `merge_kernels` (`conv2d` or `input_gradient`; the task says to find a shorter way), `pixel_uses` (the
# course's own counts along one side), `training_step` (`kernel_gradient` and `bias_gradient`), `patch`
# (`inside.cut`), `accuracy_interval` (`sampling_error`), `causal` (`conv1d`).
READY = {
    "correlation": ("pictures.neighbour_correlation",),
    "count_stops": ("shapes.output_size", "shapes.trace"),
    "conv2d": CONVOLUTIONS,
    "conv2d_vectorised": CONVOLUTIONS,
    "alike": ("inside.attribution.agreement",),
    "dilate_kernel": ("gradients.spread_out",),
    "output_size": ("shapes.output_size", "shapes.trace"),
    "same_padding": ("shapes.same_padding", "shapes.axis_padding"),
    "relu": ("activations.relu", "activations.leaky_relu"),
    "relu_gradient": ("gradients.relu_gradient",),
    "pool2d": ("pooling.pool2d",),
    "momentum_step": ("descent.momentum_step",),
    "adam_step": ("descent.adam_step",),
    "input_gradient": ("gradients.input_gradient",),
    "slopes_by_trying": ("gradients.finite_differences",),
    "receptive_field": ("shapes.receptive_field", "inside.receptive.region"),
    "fair_test": ("inside.attribution.fair_test",),
    "batch_norm": ("training.deep.normalise", "training.normalised.call"),
}
FRAMEWORKS = {"tensorflow": "TensorFlow", "keras": "Keras", "torch": "PyTorch", "jax": "JAX"}
CONVOLVES = {"conv", "conv2d", "conv2d_v2", "convolution", "convolution_v2"}
NORMALISES = {"batch_normalization", "fused_batch_norm", "batch_norm_with_global_normalization"}
EVERYTHING = None
ON_SINGLE_GRIDS = ("conv_volume",)  # there, such a function may do the work of `conv2d` on a single grid
# Where the text asks for NumPy, for `conv2d` or for one's own hand: what it says, and which functions of a
# framework break it.
BY_HAND = {
    "conv2d": ("Write the sums of products yourself.", CONVOLVES),
    "conv2d_vectorised": ("Write the sums of products yourself.", CONVOLVES),
    "conv_volume": ("Write the layer yourself: maps of single grids, and their sums.", CONVOLVES),
    "forward": ("Do it with NumPy and `helpers`.", EVERYTHING),
    "pool2d": ("Write it with NumPy.", EVERYTHING),
    "prepare": ("Write it with NumPy.", EVERYTHING),
    "input_gradient": ("Write it with `conv2d` or with loops.", EVERYTHING),
    "separable": ("Write it in NumPy. You may call `conv2d`, for example on each grid.", EVERYTHING),
    "batch_norm": ("Write the formula by hand: means, variances, scale and shift.", NORMALISES),
}


def handed_over(exercise, answer):
    """Return the mistake of a right answer that leaves the work to a ready function, or None.

    Parameters
    ----------
    exercise : Exercise
    answer : callable
        The learner's function.

    Returns
    -------
    Mistake or None
    """
    functions = {_place(function) for function in READY.get(exercise.name, ())}
    asks, forbidden = BY_HAND.get(exercise.name, ("", set()))
    if not functions and forbidden == set():
        return None
    for case in exercise.cases:
        called = []

        def watch(frame, called=called):
            found = not called and _ready_function(frame, functions, forbidden, exercise)
            if found and _is_the_learners(frame.f_back):
                called.append(found)

        _run_watched(answer, case, watch)
        if called:
            return _mistake(called[0], asks)
    return None


def arguments_of_calls(answer, case, functions):
    """Return with what an answer calls functions of the course, on one case.

    Parameters
    ----------
    answer : callable
        The learner's function.
    case : Case
    functions : tuple of str
        As module.function, such as ``"convolution.conv2d"``.

    Returns
    -------
    list of dict
        For each call, from the name of a parameter to its value.
    """
    places, calls = {_place(function) for function in functions}, []

    def watch(frame):
        code = frame.f_code
        if (code.co_filename, code.co_name) in places and _is_the_learners(frame.f_back):
            calls.append(dict(frame.f_locals))

    _run_watched(answer, case, watch)
    return calls


def _mistake(called, asks):
    if called in FRAMEWORKS.values():
        return Mistake(NAME, f"The result is right, but your function calls {called}. {asks}")
    return Mistake(
        NAME,
        f"The result is right, but your function calls the course's `{called}`, which does this work. Here "
        "it is your turn: write it yourself, without that call.",
    )


def _place(function):
    """Return the file and the name of a function of the course: helpers/descent.py, momentum_step."""
    module, _, name = function.rpartition(".")
    return str(COURSE.joinpath(*module.split(".")).with_suffix(".py")), name


def _run_watched(answer, case, watch):
    """Run an answer on a case, and show each call of a Python function in its thread to `watch`."""
    before = threading.getprofile()
    threading.setprofile(lambda frame, event, argument: watch(frame) if event == "call" else None)
    try:
        running.run(answer, *copy.deepcopy(case.inputs).values(), **case.settings)
    finally:
        threading.setprofile(before)


def _ready_function(frame, functions, forbidden, exercise):
    code = frame.f_code
    if (code.co_filename, code.co_name) in functions:
        is_method = code.co_name == "call"
        return type(frame.f_locals["self"]).__name__ if is_method else code.co_name
    if forbidden is not EVERYTHING and code.co_name not in forbidden:
        return None
    if exercise.name in ON_SINGLE_GRIDS and _has_one_grid(frame):
        return None
    return _framework(code.co_filename)


def _has_one_grid(frame):
    """Return whether a kernel of a framework, (rows, columns, channels, filters), is a single grid."""
    kernels = (frame.f_locals.get(name) for name in ("filters", "filter", "kernel"))
    shape = next((kernel.shape for kernel in kernels if hasattr(kernel, "shape")), ())
    return tuple(shape[-2:]) == (1, 1)


def _framework(file):
    """Return the name of the framework that a file belongs to, or None."""
    _, installed, inside = file.replace("\\", "/").partition("-packages/")
    return FRAMEWORKS.get(inside.partition("/")[0]) if installed else None


def _is_the_learners(frame):
    """Return whether a call comes from the learner's code, directly or through another library."""
    while frame is not None:
        file = frame.f_code.co_filename
        if file == running.__file__:
            return True  # the answer is that function itself
        if file.startswith((str(COURSE), "<frozen importlib")):
            return False  # the course's functions may use each other; and an import only makes names
        if not _is_library(file):
            return True
        frame = frame.f_back
    return False


def _is_library(file):
    return "-packages" in file or file.startswith((STANDARD_LIBRARY, "<frozen", "<__array"))
