"""The picture and the sentences of a TrainingExplorer for a reader without a kernel."""

import numpy as np
from matplotlib.figure import Figure

from helpers import palette, plots
from helpers.convolution import conv2d
from helpers.widgets.shared.frames import LINE, MARGIN, axes_at, by, wrapped, write_below
from helpers.widgets.training_explorer import kernel_task, network_task

AHEAD = 60  # steps whose losses the picture shows, because a picture cannot be played
TITLE = 0.3
SHOWN = 1.45  # inches, the side of an image or a map
LOSSES = 0.8  # and the height of their curve
QUIET = "#555555"
RIGHT_INK, WRONG_INK = "#1b6e3c", "#a82a12"  # of a right and of a wrong guess
RIGHT = plots.PAGE_WIDTH - MARGIN


def rounded(value):
    """Return a number with three digits, as the page writes it.

    Examples
    --------
    >>> rounded(0.38412), rounded(-1.916), rounded(21904.0), rounded(0.0000312), rounded(0)
    ('0.384', '−1.92', '21,900', '3.1 × 10⁻⁵', '0')
    """
    size, sign = abs(float(value)), "−" if value < 0 else ""
    if size == 0:
        return "0"
    if 0.001 <= size < 999_500:
        near = float(f"{size:.3g}")
        return sign + (f"{near:,.0f}" if near >= 1000 else f"{near:.12g}")
    digits, exponent = f"{size:.1e}".split("e")
    return f"{sign}{digits} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def sentences(explorer):
    """Return what is trained, how, and where the training stands, a sentence each."""
    said = _of_kernel(explorer) if explorer._kind == "kernel" else _of_network(explorer)
    return [f"{explorer!r} {said[0]}", *said[1:]]


def draw(explorer):
    """Return a figure of what learns, and of what it learns from."""
    text = wrapped(sentences(explorer))
    below = 2 * MARGIN + LINE * (text.count("\n") + 1)
    parts = _draw_kernel if explorer._kind == "kernel" else _draw_network
    height = {"kernel": 3 * TITLE + LOSSES + 0.5 + 2 * SHOWN + 0.15, "network": 3.1}[explorer._kind]
    figure = Figure((plots.PAGE_WIDTH, height + below), layout="none")
    parts(explorer, figure)
    write_below(figure, text, below - MARGIN)
    return figure


def _settings(explorer, examples, name):
    batch = f"all {examples:,} {name}" if explorer.batch >= examples else f"{explorer.batch:,} {name}"
    return (
        f"learning rate {rounded(explorer.rate)}, momentum {rounded(explorer.momentum)}, {batch} in a step."
    )


def _of_kernel(explorer):
    image, target, kernel = explorer.image, explorer.target, explorer.kernel
    loss, _ = kernel_task.loss_and_slopes(image, target, kernel)
    name = explorer._task["images"][explorer._image]["name"]
    said = [
        f"learns from the image “{name}”, {by(*image.shape)}: {_settings(explorer, target.size, 'windows')}",
        f"Step {explorer.steps:,}: loss {rounded(loss)}.",
    ]
    if explorer.hidden is not None:
        said.append(f"The weight furthest off is wrong by {rounded(np.abs(kernel - explorer.hidden).max())}.")
    return said


def _of_network(explorer):
    task = explorer._task
    images, labels = network_task.pictures(task)
    held = probabilities = network_task.probabilities(explorer.weights, images[task["examples"] :])
    right = float((held.argmax(axis=1) == labels[task["examples"] :]).mean())
    own = len(explorer._own)
    count = explorer._drawings
    whose = "of the course’s own drawings" if task["drawn"] else "images"
    whose += f" and {own} drawn on the page" if own else ""
    return [
        f"learns from {count:,} {whose}: {_settings(explorer, count + own, 'drawings')}",
        f"Step {explorer.steps:,}: {right:.0%} of {len(probabilities):,} held out are right.",
    ]


def _draw_kernel(explorer, figure):
    """Draw the losses ahead, how the error comes about, and what the next step does to the kernel."""
    image, target, kernel = explorer.image, explorer.target, explorer.kernel
    sent = explorer._task["images"][explorer._image]
    grey = {"cmap": palette.PIXELS} if "pixels" in sent else _signed(np.abs(image).max() or 1)
    signed = _signed(np.abs(target).max() or 1)
    losses = _ahead(explorer, image, target, kernel)
    _draw_losses(losses, axes_at(figure, MARGIN + 0.5, TITLE, RIGHT - MARGIN - 0.5, LOSSES))
    lefts = np.linspace(MARGIN, RIGHT - SHOWN, 4)

    top = 2 * TITLE + LOSSES + 0.5
    made = conv2d(image, kernel)
    _show(figure, lefts[0], top, image, f"Image {by(*image.shape)}", palette.INPUT, grey)
    for left, grid, title, colour in zip(
        lefts[1:],
        (made, target, made - target),
        (f"Map now {by(*target.shape)}", "Target map", "Error"),
        (palette.OUTPUT, palette.OUTPUT, QUIET),
        strict=True,
    ):
        _show(figure, left, top, grid, title, colour, signed)
    _signs(figure, lefts, top, ("→", "−", "="))

    top += TITLE + SHOWN
    weights = {"role": "kernel", "limits": (-2, 2) if np.abs(kernel).max() <= 2 else None}
    slopes = explorer.slopes
    further = kernel + explorer.momentum * _velocity(explorer, kernel) - explorer.rate * slopes
    for left, grid, title, look in zip(
        lefts,
        (kernel, slopes, further),
        ("Kernel now", "Slopes", "Next kernel"),
        (weights, {}, weights),
        strict=False,
    ):
        plots.draw_grid(axes_at(figure, left, top, SHOWN, SHOWN), grid.round(2), title=title, **look)
    _signs(figure, lefts, top, (f"− {rounded(explorer.rate)} ·", "="))


def _velocity(explorer, kernel):
    moment = explorer._moment
    return np.frombuffer(moment["velocity"]).reshape(kernel.shape) if moment else np.zeros_like(kernel)


def _signs(figure, lefts, top, texts):
    """Write signs between the parts of a row."""
    width, height = figure.get_size_inches()
    for left, text in zip(lefts[1:], texts, strict=False):
        middle = left - (lefts[1] - lefts[0] - SHOWN) / 2
        figure.text(
            middle / width, 1 - (top + SHOWN / 2) / height, text, ha="center", va="center", fontsize=12
        )


def _draw_losses(losses, axes):
    axes.plot(losses, color=palette.OUTPUT, linewidth=2)
    if max(losses) > 50 * max(min(losses), 1e-300):
        axes.set_yscale("log")
    axes.set(xlabel="further steps", title="Loss, if all windows are used")


def _ahead(explorer, image, target, kernel):
    """Return the losses of the next steps with all windows, as far as they can be drawn."""
    losses, velocity = [], np.zeros_like(kernel)
    for _ in range(AHEAD + 1):
        loss, slopes = kernel_task.loss_and_slopes(image, target, kernel)
        losses.append(max(loss, 1e-30))
        if loss > 1e12 * max(losses[0], 1e-9):
            break
        velocity = explorer.momentum * velocity - explorer.rate * slopes
        kernel = kernel + velocity
    return losses


def _draw_network(explorer, figure):
    """Draw the first view of the page: the first kernels, and the drawings held out with class and guess."""
    task, weights = explorer._task, explorer.weights
    images, labels = network_task.pictures(task)
    places = network_task.strip(task)
    guesses = network_task.probabilities(weights, images[places]).argmax(axis=1)
    dim = ", brightened" if (images[places].max(axis=(1, 2)) < 255).any() else ""
    heads = (
        (0.1, "Kernels of conv 1"),
        (1.4, f"Drawings held out: class and guess; not trained on{dim}"),
    )
    for top, title in heads:
        figure.text(
            MARGIN / plots.PAGE_WIDTH,
            1 - top / figure.get_figheight(),
            title,
            va="top",
            fontsize=12,
            weight="bold",
        )
    look = _signed(np.abs(weights[0]).max() or 1)
    step = (plots.PAGE_WIDTH - 2 * MARGIN) / max(task["filters"][0], 8)
    for filter_number in range(task["filters"][0]):
        kernel = weights[0][:, :, 0, filter_number]
        _show(
            figure,
            MARGIN + filter_number * step,
            0.45,
            kernel,
            "",
            palette.KERNEL,
            look,
            side=min(step - 0.15, 0.85),
        )
    width = (plots.PAGE_WIDTH - 2 * MARGIN) / max(len(places), 8)
    for number, (place, guess) in enumerate(zip(places, guesses, strict=True)):
        left, is_right = MARGIN + number * width, guess == labels[place]
        look = {"cmap": palette.PIXELS, "vmin": 0, "vmax": images[place].max() or 255}
        _show(figure, left, 1.75, images[place], "", palette.INPUT, look, side=width - 0.1)
        caption = axes_at(figure, left, 1.7 + width, width - 0.1, 0.4)
        caption.set_axis_off()
        for height, text, colour in (
            (0.8, task["names"][labels[place]], "black"),
            (
                0.25,
                f"{'✓' if is_right else '✗'} {task['names'][guess]}",
                RIGHT_INK if is_right else WRONG_INK,
            ),
        ):
            caption.text(0.5, height, text, ha="center", va="center", fontsize=8.5, color=colour)


def _signed(limit):
    return {"cmap": palette.SIGNED, "vmin": -limit, "vmax": limit}


def _show(figure, left, top, grid, title, colour, look, *, side=SHOWN):
    axes = axes_at(figure, left, top, side, side)
    axes.imshow(grid, interpolation="nearest", **look)
    axes.set(xticks=[], yticks=[], title=title)
    axes.spines[:].set(visible=True, color=colour, linewidth=2)
