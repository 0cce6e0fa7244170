"""What one kernel learns from: an image, and the map that it should reproduce."""

import numpy as np

from helpers import kernels, pictures
from helpers.arguments import floating_array, numeric_array
from helpers.convolution import conv2d
from helpers.gradients import kernel_gradient
from helpers.widgets.shared.limits import LARGEST_NUMBER
from helpers.widgets.training_explorer.random_numbers import Random

LARGEST_KERNEL, LARGEST_IMAGE = 5, 150  # rows or columns
GRID = {2: "(rows, columns)"}
TEACHERS = {
    "Sobel": kernels.SOBEL,
    "vertical line": kernels.VERTICAL_LINE,
    "edge": kernels.EDGE,
    "sharpen": kernels.SHARPEN,
    "blur": kernels.BLUR,
}


def make(image, kernel, target):
    """Return what the page is sent once: the images, and the hidden kernels or the target map.

    Parameters
    ----------
    image, kernel, target : array_like or None
        As in `TrainingExplorer`.

    Returns
    -------
    dict
        `images` (a list), `kernels` (a list), `target` (a dict or None), and `kernel`, its rows and columns.

    Raises
    ------
    ValueError, TypeError
        If something cannot be shown, or does not fit together.
    """
    if kernel is not None and target is not None:
        raise ValueError("Give a hidden kernel or a target map, not both: the map follows from the kernel.")
    if target is not None and image is None:
        raise ValueError(
            "A target map needs the image that it belongs to: TrainingExplorer(image=…, target=…)."
        )
    images = [] if image is None else [_own_image(image)]
    if target is None:
        images += [_noise(), _photo()]
    hidden = [{"name": name, "weights": weights.tolist()} for name, weights in TEACHERS.items()]
    if kernel is not None:
        own = _kernel(kernel)
        same = [one for one in hidden if np.shape(one["weights"]) == own.shape]
        hidden = [{"name": "your kernel", "weights": own.tolist()}, *same]
    goal = None
    if target is not None:
        goal, hidden = _target(pixels_of(images[0]), target), []
    size = goal.pop("kernel") if goal else np.shape(hidden[0]["weights"])
    task = {
        "images": images,
        "kernels": hidden,
        "target": goal,
        "kernel": {"rows": size[0], "columns": size[1]},
    }
    for one in images:
        one["windows"] = _windows(one, size)
    return task


def pixels_of(image):
    """Return the pixels of an image of the task as the page computes with them: (rows, columns) of "
    "float64."""
    if "numbers" in image:
        pixels = np.frombuffer(image["numbers"], np.float32).astype(float)
    else:
        pixels = (np.frombuffer(image["pixels"], np.uint8) - image["mean"]) / image["spread"]
    return pixels.reshape(image["rows"], image["columns"])


def target_of(task, image, hidden):
    """Return the map that the kernel should reproduce, (rows, columns), for the chosen image and "
    "hidden kernel."""
    pixels = pixels_of(task["images"][image])
    if task["target"] is None:
        return conv2d(pixels, np.array(task["kernels"][hidden]["weights"], float))
    rows, columns = (n - k + 1 for n, k in zip(pixels.shape, task["kernel"].values(), strict=True))
    return np.frombuffer(task["target"]["numbers"], np.float32).astype(float).reshape(rows, columns)


def first_kernel(task, start, seed):
    """Return the kernel that a training begins with: zeros, or random weights of He's size."""
    shape = task["kernel"]["rows"], task["kernel"]["columns"]
    if start == "zeros":
        return np.zeros(shape)
    return Random(seed, 0).normal(shape) * np.sqrt(2 / np.prod(shape))


def loss_and_slopes(image, target, kernel):
    """Return half the mean squared error over all windows, and its slope for each weight."""
    error = conv2d(image, kernel) - target
    return float((error**2).mean() / 2), kernel_gradient(image, error) / error.size


def largest_rate(image, kernel_shape, momentum):
    """Return the learning rate above which training with all windows in each step diverges.

    Notes
    -----
    The loss is a quadratic function of the weights. Its curvature along the steepest direction is the largest
    eigenvalue of the mean of (window, laid out in a row) times itself. A step multiplies the error in that
    direction by 1 − rate · curvature; momentum β allows steps that are (1 + β) times as long (Polyak, 1964).
    """
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel_shape).reshape(-1, np.prod(kernel_shape))
    curvature = np.linalg.eigvalsh(windows.T @ windows / len(windows))[-1]
    return float(2 * (1 + momentum) / curvature) if curvature > 0 else np.inf


def _noise():
    """Return the noise of lesson 03, in which no two windows are alike."""
    return _floats("noise", np.random.default_rng(0).normal(size=(32, 32)))


def _photo():
    """Return the photo, around 0 and as large as the noise; as bytes it is a quarter of the size."""
    pixels = np.round(pictures.face()).astype(np.uint8)
    mean, spread = round(float(pixels.mean()), 6), round(float(pixels.std()), 6)  # alike on every processor
    rows, columns = pixels.shape
    sent = {"rows": rows, "columns": columns, "pixels": pixels.tobytes(), "mean": mean, "spread": spread}
    return {"name": "photo", **sent}


def _floats(name, pixels):
    rows, columns = pixels.shape
    return {"name": name, "rows": rows, "columns": columns, "numbers": np.float32(pixels).tobytes()}


def _own_image(image):
    pixels = floating_array("the image", image, GRID)
    if 0 in pixels.shape or max(pixels.shape) > LARGEST_IMAGE:
        raise ValueError(
            f"The explorer takes images up to {LARGEST_IMAGE} × {LARGEST_IMAGE}, but this one is "
            f"{pixels.shape[0]} × {pixels.shape[1]}. Take a part of it: image[:{LARGEST_IMAGE}, "
            f":{LARGEST_IMAGE}]."
        )
    _check_size("the image", pixels)
    return _floats("your image", pixels)


def _kernel(kernel):
    weights = numeric_array("the kernel", kernel, GRID)
    if 0 in weights.shape or max(weights.shape) > LARGEST_KERNEL:
        raise ValueError(
            f"The hidden kernel must have 1 to {LARGEST_KERNEL} rows and columns, "
            f"but this one is {weights.shape[0]} × {weights.shape[1]}."
        )
    _check_size("the kernel", weights)
    return weights


def _check_size(name, numbers):
    if not (np.abs(numbers) <= LARGEST_NUMBER).all():  # this way round it catches NaN too
        raise ValueError(f"Every number of {name} must be within ±{LARGEST_NUMBER:,}.")


def _target(image, target):
    """Return a target map for the page, the kernel size that fits it, and the lowest possible loss."""
    goal = floating_array("the target", target, GRID)
    _check_size("the target", goal)
    size = tuple(int(n - m + 1) for n, m in zip(image.shape, goal.shape, strict=True))
    if not all(1 <= side <= LARGEST_KERNEL for side in size):
        raise ValueError(
            f"A kernel of k rows makes a map that is k − 1 rows smaller than the image, and k can be 1 to "
            f"{LARGEST_KERNEL} here. The image is {image.shape[0]} × {image.shape[1]} and the "
            f"target "
            f"{goal.shape[0]} × {goal.shape[1]}."
        )
    sent = np.float32(goal)
    windows = np.lib.stride_tricks.sliding_window_view(image, size).reshape(goal.size, -1)
    best = np.linalg.lstsq(windows, sent.astype(float).ravel())[0]
    lowest = float(((windows @ best - sent.ravel()) ** 2).mean() / 2)
    scale = float((sent.astype(float) ** 2).mean() / 2)
    return {"numbers": sent.tobytes(), "lowest": lowest if lowest > 1e-9 * scale else 0.0, "kernel": size}


def _windows(image, size):
    rows, columns = (n - k + 1 for n, k in zip((image["rows"], image["columns"]), size, strict=True))
    if min(rows, columns) < 1:
        raise ValueError(
            f"A kernel of {size[0]} × {size[1]} does not fit into {image['name']}, which is "
            f"{image['rows']} × {image['columns']}. Give a larger image or a smaller kernel."
        )
    return rows * columns
