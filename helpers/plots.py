"""Pictures of grids and numbers, in the one look of the course.

Importing this module sets Matplotlib's text sizes, so that a learner's own plots look like the lessons'.
"""

import base64
import io
from html import escape

import matplotlib
import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import palette
from helpers.convolution import conv2d
from helpers.numerals import number_text

SCREEN_DPI = 96
PRINT_DPI = 1.5 * SCREEN_DPI  # crisp on a projector, small on disk
PAGE_WIDTH = 8.2  # inches; what JupyterLab shows without scaling in a 1280 pixel window
ROLE_COLOURS = {
    "input": palette.INPUT,
    "kernel": palette.KERNEL,
    "output": palette.OUTPUT,
    "focus": palette.FOCUS,
    "padding": palette.PADDING,
}

matplotlib.rcParams.update(
    {
        "font.size": 12,
        "axes.titlesize": 13,
        "axes.labelsize": 12,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "legend.fontsize": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": matplotlib.cycler(color=palette.LINES),
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.h_pad": 0.08,  # else a title without axes below it touches the edge
        "image.cmap": palette.PIXELS,
    }
)


def new_figure(columns=1, rows=1, *, width=PAGE_WIDTH, height=3.0, **subplots):
    """Return a figure and its axes, as `matplotlib.pyplot.subplots` does, in the course's look.

    Parameters
    ----------
    columns, rows : int
        Axes beside and below each other.
    width, height : float
        Of the whole figure, in inches on the screen.
    **subplots
        What else `Figure.subplots` takes, such as ``sharey=True``.

    Returns
    -------
    (matplotlib.figure.Figure, Axes or ndarray of Axes)
    """
    figure = Figure(figsize=(width, height))
    return figure, figure.subplots(rows, columns, **subplots)


def png(figure):
    """Return a figure as the bytes of a PNG file of at most 256 colours: a third of the size, and enough."""
    figure.set_dpi(PRINT_DPI)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    small = io.BytesIO()
    pixels.quantize(256, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return small.getvalue()


def show(figure, alt, *, display_id=None):
    """Show a figure once, together with words for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What is to be seen in the picture. It is saved with the picture and compared by the tests.
    display_id : str, optional
        Of a display made before with this name, whose picture is replaced.
    """
    if not alt.strip():
        raise ValueError("alt must say in words what the picture shows, but is empty.")
    width, height = (round(inches * SCREEN_DPI) for inches in figure.get_size_inches())
    data = base64.b64encode(png(figure)).decode()
    bundle = {
        # JupyterLab drops the alt text of a plain image/png; the page's own <img> keeps it.
        "text/html": f'<img width="{width}" alt="{escape(alt)}" src="data:image/png;base64,{data}">',
        "image/png": data,
        "text/plain": alt,
    }
    about = {"image/png": {"width": width, "height": height, "alt": alt}}
    update = {} if display_id is None else {"display_id": display_id, "update": True}
    display(bundle, metadata=about, raw=True, **update)


def draw_grid(axes, values, *, role=None, colours=None, limits=None, numbers=None, focus=None, title=None):
    """Draw a grid of numbers as squares, with the numbers on them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    values : array_like, (rows, columns)
    role : "input", "kernel", "output", "padding" or "focus", optional
        Colours the frame.
    colours : str, optional
        A colour map. Without one, grids that hold negative values get the signed map, centred on 0,
        and others the grey of pixels.
    limits : (lowest, highest), optional
        The values at the ends of the colour map; those of the grid unless given.
    numbers : bool, optional
        Whether to write the numbers. Without it they are written where they fit.
    focus : (row, column, rows, columns), optional
        A window to frame.
    title : str, optional
    """
    values = np.asarray(values)
    rows, columns = values.shape
    lowest, highest = _limits(values) if limits is None else limits
    signed = lowest < 0
    colours = colours or (palette.SIGNED if signed else palette.PIXELS)
    picture = axes.imshow(values, cmap=colours, vmin=lowest, vmax=highest, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=ROLE_COLOURS.get(role, "black"), linewidth=3 if role else 1)
    if max(rows, columns) <= 16:
        for line in range(1, max(rows, columns)):
            axes.axhline(line - 0.5, color="#808080", linewidth=0.5) if line < rows else None
            axes.axvline(line - 0.5, color="#808080", linewidth=0.5) if line < columns else None
    if numbers is None:
        numbers = max(rows, columns) <= 9
    if numbers:
        size = _number_size(axes, values)
        for (row, column), value in np.ndenumerate(values):
            text_colour = _readable_on(picture.cmap(picture.norm(value)))
            axes.text(
                column, row, number_text(value), ha="center", va="center", color=text_colour, fontsize=size
            )
    if focus is not None:
        row, column, height, width = focus
        frame = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": 4, "clip_on": False, "zorder": 5}
        axes.add_patch(Rectangle((column - 0.5, row - 0.5), width, height, **frame))
    if title:
        axes.set_title(title)


def show_grids(grids, alt, *, signs=(), height=2.8, focus=None):
    """Show grids of numbers side by side, such as input ∗ kernel = output.

    Parameters
    ----------
    grids : list of (title, values, role)
        As in `draw_grid`; the role may be None.
    alt : str
        What is to be seen.
    signs : sequence of str
        What stands between the grids: ``("∗", "=")``.
    height : float
        In inches.
    focus : dict, optional
        From the position of a grid to the window that is framed in it.
    """
    shapes = [np.shape(values) for _, values, _ in grids]
    widths = [columns / max(rows, columns) for rows, columns in shapes]
    height = min(height, PAGE_WIDTH / (1.15 * sum(widths)) + 0.35)
    width = min(PAGE_WIDTH, 1.15 * height * sum(widths))
    figure, all_axes = new_figure(len(grids), width=width, height=height, width_ratios=widths, squeeze=False)
    figure.get_layout_engine().set(wspace=0.12 if signs else 0.06)
    all_axes = all_axes[0]
    for position, (axes, (title, values, role)) in enumerate(zip(all_axes, grids, strict=True)):
        window = (focus or {}).get(position)
        draw_grid(axes, values, role=role, title=title, focus=window)
    for axes, sign in zip(all_axes[1:], signs, strict=False):
        axes.annotate(
            sign, (0, 0.5), (-20, 0), "axes fraction", "offset points", ha="center", va="center", size=22
        )
    show(figure, alt)


def show_images(images, titles, alt, *, columns=None, colours=None, height=2.6, note=""):
    """Show photos or feature maps in rows, without numbers.

    Parameters
    ----------
    images : sequence of array_like, (rows, columns) or (rows, columns, 3)
    titles : sequence of str
        One for each image.
    alt : str
        What is to be seen.
    columns : int, optional
        Images in a row; all of them unless given.
    colours : str, optional
        A colour map. Without one, images with negative values get the signed map centred on 0.
    height : float
        Of one row, in inches.
    note : str
        A line above the figure, such as where the pictures come from.
    """
    columns = columns or len(images)
    rows = -(-len(images) // columns)
    widest = max(np.shape(image)[1] / np.shape(image)[0] for image in images)
    width = min(PAGE_WIDTH, columns * (height * widest + 0.4))
    figure, all_axes = new_figure(columns, rows, width=width, height=height * rows, squeeze=False)
    for axes in all_axes.flat:
        axes.axis("off")
    for axes, image, title in zip(all_axes.flat, images, titles, strict=False):
        lowest, highest = _limits(np.asarray(image))
        chosen = colours or (palette.SIGNED if lowest < 0 else palette.PIXELS)
        axes.imshow(image, cmap=chosen, vmin=lowest, vmax=highest)
        axes.set_title(title)
    if note:
        figure.suptitle(note, fontsize=11)
    show(figure, alt)


def show_filter(kernel, grid, photo, alt, *, as_picture=False):
    """Show what one kernel makes of a small grid, with all numbers, and of a photo below it.

    Parameters
    ----------
    kernel, grid : array_like, (rows, columns)
    photo : array_like, (rows, columns)
    alt : str
        What is to be seen.
    as_picture : bool
        Show the photo's feature map as a picture, clipped to the photo's range. Otherwise it is shown
        signed: blue below 0, white at 0, red above, full from the value that 98 in 100 cells lie within.
    """
    kernel, grid, photo = map(np.asarray, (kernel, grid, photo))
    small, large = conv2d(grid, kernel), conv2d(photo, kernel)
    figure = Figure(figsize=(PAGE_WIDTH, 6.4))
    above, below = figure.subfigures(2, 1, height_ratios=(2.7, 3.7))
    left, middle, right = above.subplots(1, 3, width_ratios=(7, 4, 5.6))
    draw_grid(left, grid, role="input", title="Grid")
    largest = np.abs(kernel).max()
    draw_grid(
        middle, kernel, role="kernel", title="Kernel", colours=palette.SIGNED, limits=(-largest, largest)
    )
    brightness = (0, grid.max()) if small.min() >= 0 else None  # a picture is as bright as the one it is from
    draw_grid(right, small, role="output", title="Feature map", limits=brightness)
    limit = np.quantile(np.abs(large), 0.98)
    grey, signed = (palette.PIXELS, 0, photo.max()), (palette.SIGNED, -limit, limit)
    left, right = below.subplots(1, 2)
    _draw_photo(left, photo, "Photo", "input", *grey)
    _draw_photo(right, large, "Its feature map", "output", *(grey if as_picture else signed))
    show(figure, alt)


def _draw_photo(axes, values, title, role, colours, lowest, highest):
    axes.imshow(values, cmap=colours, vmin=lowest, vmax=highest, interpolation="nearest")
    axes.set(xticks=[], yticks=[], title=title)
    axes.spines[:].set(visible=True, color=ROLE_COLOURS[role], linewidth=3)


def show_marks(marks, titles, alt, *, role=None, height=2.6):
    """Show drawings of ink, 1, and paper, −1: ink dark, paper light.

    Parameters
    ----------
    marks : sequence of array_like, (rows, columns)
    titles : sequence of str
    alt : str
        What is to be seen.
    role : str, optional
        As in `draw_grid`.
    height : float
        In inches.
    """
    figure, all_axes = new_figure(len(marks), height=height, squeeze=False)
    for axes, mark, title in zip(all_axes[0], marks, titles, strict=True):
        draw_mark(axes, mark, title, role)
    show(figure, alt)


def draw_mark(axes, mark, title, role=None):
    """Draw ink, 1, dark and paper, −1, light."""
    look = {"colours": palette.PIXELS, "limits": (-1, 1), "numbers": False}
    draw_grid(axes, -np.asarray(mark), role=role, title=title, **look)


def _limits(values):
    """Return the ends of a colour map: symmetric about 0 where there is a sign, else from 0 up."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return 0, 1
    largest = np.abs(finite).max() or 1
    return (-largest, largest) if finite.min() < 0 else (0, largest)


def _number_size(axes, values):
    """Return the largest text size, in points, at which every number fits its square."""
    longest = max(len(number_text(value)) for value in values.flat)
    box = axes.get_window_extent()  # in pixels, of which there are `dpi` in an inch of 72 points
    rows, columns = values.shape
    square = 72 / axes.figure.dpi * min(box.width / columns, box.height / rows)
    return float(np.clip(square / (0.65 * longest + 0.6), 7, 15))


def _readable_on(colour):
    """Return black or white, whichever stands out more from a colour (red, green, blue, alpha).

    Both contrasts are equal at a relative luminance of 0.179 (WCAG 2.2: relative luminance, contrast ratio).
    """
    shares = np.asarray(colour[:3])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return "black" if linear @ (0.2126, 0.7152, 0.0722) > 0.179 else "white"


def training_curves(history, *, title="", epochs=None):
    """Return a figure of loss and accuracy against the epochs, and words for it.

    Parameters
    ----------
    history : dict of lists
        As `helpers.training.train` returns it.
    title : str
    epochs : int, optional
        How far the axis goes; as far as the history unless given.

    Returns
    -------
    (matplotlib.figure.Figure, str)
    """
    done = len(history["loss"])
    figure, all_axes = new_figure(2, height=2.9)
    sentences = []
    for axes, name in zip(all_axes, ("loss", "accuracy"), strict=True):
        for key, label, colour, style in (
            (name, "training", palette.INPUT, "o-"),
            (f"val_{name}", "validation", palette.FOCUS, "s--"),
        ):
            if key in history:
                axes.plot(range(1, done + 1), history[key], style, color=colour, label=label, markersize=5)
                sentences.append(f"{label} {name} from {history[key][0]:.3f} to {history[key][-1]:.3f}")
        last = max(epochs or done, 2)
        axes.set(xlabel="epoch", ylabel=name, xlim=(0.8, last + 0.2))
        axes.set_xticks(range(1, last + 1, -(-last // 10)))
        axes.grid(axis="y", color="#dddddd")
    all_axes[0].legend(frameon=False)
    figure.suptitle(title, fontsize=13)
    return figure, f"Curves over {done} epochs: {', '.join(sentences)}."


def class_gallery(images, labels, names, alt, *, each=10, note=""):
    """Show the first images of every class, one class in a row.

    Parameters
    ----------
    images : ndarray, (N, rows, columns)
    labels : ndarray, (N,)
        Positions in `names`.
    names : sequence of str
    alt : str
        What is to be seen.
    each : int
        Images in a row.
    note : str
        A line above, such as where the images come from.
    """
    rows = [np.hstack(images[labels == label][:each]) for label in range(len(names))]
    side = images.shape[1]
    figure, axes = new_figure(width=6.4, height=6.4 * 0.8 * len(names) / each + (0.4 if note else 0))
    axes.imshow(np.vstack(rows), cmap=palette.PIXELS)
    axes.set_yticks(side * (np.arange(len(names)) + 0.5) - 0.5, names)
    axes.set(xticks=[], title=note)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    show(figure, alt)


def confusion_matrix(confusion, names, alt, *, note=""):
    """Show how often each true class (row) was taken for each class (column).

    Parameters
    ----------
    confusion : ndarray of int, (classes, classes)
    names : sequence of str
    alt : str
        What is to be seen.
    note : str
        What the title says besides, such as where the images come from.
    """
    figure, axes = new_figure(width=7.6, height=6.9)
    # Square roots: the few mistakes are to be seen beside the many right answers.
    picture = axes.imshow(np.sqrt(confusion), cmap=palette.MAGNITUDE)
    for (row, column), count in np.ndenumerate(confusion):
        colour = _readable_on(picture.cmap(picture.norm(np.sqrt(count))))
        axes.text(column, row, count, ha="center", va="center", color=colour, fontsize=11)
    places = range(len(names))
    axes.set_xticks(places, names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(places, names)
    title = "How often each class was taken for each"
    axes.set(xlabel="the network says", ylabel="it is", title=f"{title}\n{note}" if note else title)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    show(figure, alt)


def accuracy_against_seconds(histories, alt, *, goal=None, title=""):
    """Show how quickly trainings get better: accuracy afterwards against the seconds spent.

    Parameters
    ----------
    histories : dict
        From a name to a history, as `helpers.training.train` returns it.
    alt : str
        What is to be seen.
    goal : float, optional
        An accuracy to mark.
    title : str
    """
    figure, axes = new_figure(height=3.4)
    looks = zip((palette.INPUT, palette.FOCUS, palette.OUTPUT), ("o-", "s--", "D:"), strict=True)
    for (name, history), (colour, style) in zip(histories.items(), looks, strict=False):
        axes.plot(np.cumsum(history["seconds"]), history["val_accuracy"], style, color=colour, label=name)
    if goal is not None:
        axes.axhline(goal, color=palette.PADDING)
        axes.annotate(f"{goal:.2f}", (1, goal), xycoords=("axes fraction", "data"), ha="right", va="bottom")
    axes.set(xlabel="seconds of training", ylabel="accuracy", title=title)
    axes.set_xlim(left=0)
    axes.legend(frameon=False, loc="best")
    show(figure, alt)


def accuracy_ranges(rows, alt, *, title=""):
    """Show, for each network, its accuracy over several seeds against the seconds of one training.

    Parameters
    ----------
    rows : sequence of dict
        As `helpers.comparison.try_out` returns them.
    alt : str
        What is to be seen.
    title : str
    """
    figure, axes = new_figure(height=4.2)
    markers = "osD^vPX*<>phd"
    for number, row in enumerate(rows):
        lowest, middle, highest = np.min(row["accuracy"]), np.median(row["accuracy"]), np.max(row["accuracy"])
        axes.errorbar(
            np.median(row["seconds"]),
            middle,
            [[middle - lowest], [highest - middle]],
            fmt=markers[number % len(markers)],
            color=palette.LINES[number % len(palette.LINES)],
            markersize=9,
            capsize=4,
            label=row["name"],
        )
    axes.set(xlabel="seconds of one training", ylabel="accuracy on validation", title=title)
    axes.set_xlim(left=0)
    axes.grid(axis="y", color="#dddddd")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure, alt)


def overfitting_curves(histories, alt, *, title=""):
    """Show the loss in training and on validation of several trainings, side by side on one scale.

    Parameters
    ----------
    histories : dict
        From a name to a history, as `helpers.training.train` returns it.
    alt : str
        What is to be seen.
    title : str
    """
    figure, all_axes = new_figure(len(histories), height=3.0, sharey=True, squeeze=False)
    for axes, (name, history) in zip(all_axes[0], histories.items(), strict=True):
        epochs = range(1, len(history["loss"]) + 1)
        axes.plot(epochs, history["loss"], "o-", color=palette.INPUT, label="training", markersize=5)
        axes.plot(epochs, history["val_loss"], "s--", color=palette.FOCUS, label="validation", markersize=5)
        axes.set(xlabel="epoch", title=name)
        axes.grid(axis="y", color="#dddddd")
        axes.set_xticks(range(1, len(history["loss"]) + 1, -(-len(history["loss"]) // 6)))
    all_axes[0, 0].set_ylabel("loss")
    all_axes[0, 0].set_ylim(bottom=0)
    all_axes[0, 0].legend(frameon=False)
    if title:
        figure.suptitle(title, fontsize=13)
    show(figure, alt)
