"""Pictures of grids and numbers, in the one look of the course.

Importing this module gives the learner's own plots this look too. Learners may change any of Matplotlib's
settings: the pictures of the course stay the same, because each of them is drawn within `course_look`.
"""

import base64
import io
from contextlib import contextmanager

import numpy as np
from IPython.display import display

from helpers import figure_words, palette
from helpers.arguments import numeric_array
from helpers.convolution import conv2d
from helpers.numerals import number_text
from helpers.on_dark import photos_of
from helpers.quick_import import with_docstrings_cleaned_once, without_garbage_collection

with without_garbage_collection(), with_docstrings_cleaned_once():
    import matplotlib
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from PIL import Image

SCREEN_DPI = 96
PRINT_DPI = 1.5 * SCREEN_DPI  # crisp on a projector, small on disk
PAGE_WIDTH = 8.2  # inches: the widest that JupyterLab shows at full size in a window of 1280 pixels
ASIDE, ABOVE, BELOW = 0.25, 0.34, 0.06  # inches around a row of grids
BETWEEN, BETWEEN_WITH_SIGN = 0.5, 0.6
FRAME = 2.25  # points, 3 pixels, as in the drawings
ROLE_COLOURS = {
    "input": palette.INPUT,
    "kernel": palette.KERNEL,
    "output": palette.OUTPUT,
    "focus": palette.FOCUS,
    "padding": palette.PADDING,
}

# The font that browsers take for the drawings and the explorers; each machine has one of them.
_installed = font_manager.get_font_names()
_first = [name for name in ("Arial", "Helvetica", "Liberation Sans") if name in _installed][:1]
FONTS = [*_first, "DejaVu Sans"]

LOOK = {
    "font.family": FONTS,  # all of them, for signs that the first one lacks
    "font.sans-serif": FONTS,  # of formulas
    "mathtext.fontset": "custom",
    **dict.fromkeys(("mathtext.rm", "mathtext.cal"), "sans"),
    "mathtext.it": "sans:italic",
    "mathtext.bf": "sans:bold",
    "text.hinting": "none",  # hinted digits turn thin at some sizes, like those of another font
    "font.size": 12,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
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
# All other settings are Matplotlib's own. The two that are left out are about windows, not about pictures.
SETTINGS = {**matplotlib.rcParamsDefault, **LOOK}
for _setting in ("backend", "interactive"):
    del SETTINGS[_setting]

matplotlib.rcParams.update(LOOK)
_shades = matplotlib.colormaps["RdBu_r"](np.linspace(*palette.SIGNED_PART, 33))
# An odd number of colours: the one in the middle is exactly the colour of 0.
matplotlib.colormaps.register(LinearSegmentedColormap.from_list(palette.SIGNED, _shades, N=257), force=True)
for _map, _ends in ((palette.COUNTED, palette.COUNTS), (palette.SHARED, palette.SHARES)):
    matplotlib.colormaps.register(LinearSegmentedColormap.from_list(_map, _ends), force=True)


@contextmanager
def course_look():
    """Draw in the look of the course, whatever Matplotlib's settings are, and leave them as they were.

    A context manager, and with parentheses a decorator: ``@course_look()``.
    """
    # Setting all of them would take as long as a tenth of a picture.
    changed = {name: value for name, value in SETTINGS.items() if matplotlib.rcParams[name] != value}
    with matplotlib.rc_context(changed):
        yield


@course_look()
def new_figure(columns=1, rows=1, *, width=PAGE_WIDTH, height=3.0, **subplots):
    """Return a figure and its axes in the look of the course.

    `matplotlib.pyplot.subplots` does the same, but it keeps each figure, and a notebook would show it a
    second time.

    Parameters
    ----------
    columns, rows : int
        Of the grid of axes.
    width, height : float
        Of the whole figure, in inches on the screen.
    **subplots
        Further arguments of `Figure.subplots`, such as ``sharey=True``.

    Returns
    -------
    (matplotlib.figure.Figure, Axes or ndarray of Axes)
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **subplots)


@course_look()
def png(figure):
    """Return a figure as a PNG file of at most 256 colours, a third of the size of one in full colour.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    bytes
    """
    figure.set_dpi(PRINT_DPI)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    small = io.BytesIO()
    pixels.quantize(256, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return small.getvalue()


def show(figure, alt=None, *, display_id=None):
    """Show a figure once, with alternative text for people who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str, optional
        What the picture shows, in words. By default `helpers.figure_words` writes them from what is drawn.
        They are saved with the picture, and the tests compare them.
    display_id : str, optional
        The name of an earlier display. The figure replaces the picture there.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    alt = figure_words.describe(figure) if alt is None else alt
    if not alt.strip():
        raise ValueError("alt must say in words what the picture shows, but is empty.")
    width, height = (round(inches * SCREEN_DPI) for inches in figure.get_size_inches())
    data = base64.b64encode(png(figure)).decode()
    bundle = {
        "image/png": data,
        "text/plain": alt,
    }
    about = {"image/png": {"width": width, "height": height, "alt": alt, "photos": photos_of(figure)}}
    update = {} if display_id is None else {"display_id": display_id, "update": True}
    display(bundle, metadata=about, raw=True, **update)


@course_look()
def draw_grid(axes, values, *, role=None, colours=None, limits=None, numbers=None, focus=None, title=None):
    """Draw a grid of numbers as squares, with the numbers on them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    values : array_like, (rows, columns)
    role : "input", "kernel", "output", "padding" or "focus", optional
        Its colour is the colour of the frame.
    colours : str, optional
        A colour map. By default, kernels and grids with negative values get the signed map, with 0 in its
        middle, and all others the greys of pixels.
    limits : (lowest, highest), optional
        The values at the ends of the colour map. By default they follow from the grid.
    numbers : bool, optional
        Whether to write the numbers. By default they are written on up to 9 rows and columns.
    focus : (row, column, rows, columns) or a list of these, optional
        A window to outline, or several: its top left cell, and its size.
    title : str, optional
    """
    values = numeric_array("the grid", values, {2: "(rows, columns)"})
    rows, columns = values.shape
    lowest, highest = _limits(values, is_signed=role == "kernel") if limits is None else limits
    signed = lowest < 0
    colours = colours or (palette.SIGNED if signed else palette.PIXELS)
    picture = axes.imshow(values, cmap=colours, vmin=lowest, vmax=highest, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=ROLE_COLOURS.get(role, "black"), linewidth=FRAME if role else 1)
    if max(rows, columns) <= 16:
        lines = {"color": palette.PADDING, "linewidth": 0.75}
        for line in range(1, max(rows, columns)):
            axes.axhline(line - 0.5, **lines) if line < rows else None
            axes.axvline(line - 0.5, **lines) if line < columns else None
    if numbers is None:
        numbers = max(rows, columns) <= 9
    if numbers:
        size = _number_size(axes, values)
        for (row, column), value in np.ndenumerate(values):
            text_colour = palette.readable_on(picture.cmap(picture.norm(value)))
            axes.text(
                column, row, number_text(value), ha="center", va="center", color=text_colour, fontsize=size
            )
    if focus is not None:
        frame = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": 3, "clip_on": False, "zorder": 5}
        for row, column, height, width in np.reshape(focus, (-1, 4)).tolist():
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), width, height, **frame))
    if title:
        axes.set_title(title)


@course_look()
def show_grids(grids, alt=None, *, signs=(), height=2.8, focus=None, limits=None):
    """Show grids of numbers side by side, such as input ∗ kernel = output.

    Parameters
    ----------
    grids : list of (title, values, role)
        As in `draw_grid`; the role may be None.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    signs : sequence of str
        To write between the grids: ``("∗", "=")``.
    height : float
        In inches.
    focus : dict, optional
        From the position of a grid in the list to the window to outline in it, or to several.
    limits : dict, optional
        From the position of a grid to the values at the ends of its colour map.
    """
    figure, all_axes = _row_of_grids([np.shape(values) for _, values, _ in grids], height, bool(signs))
    for position, (axes, (title, values, role)) in enumerate(zip(all_axes, grids, strict=True)):
        window, ends = (focus or {}).get(position), (limits or {}).get(position)
        draw_grid(axes, values, role=role, title=title, focus=window, limits=ends)
    numbers = [text for axes in all_axes for text in axes.texts]
    for text in numbers:
        text.set_fontsize(min(other.get_fontsize() for other in numbers))
    for axes, sign in zip(all_axes[1:], signs, strict=False):
        place = -72 * BETWEEN_WITH_SIGN / 2, 0
        axes.annotate(
            sign, (0, 0.5), place, "axes fraction", "offset points", ha="center", va="center", size=19
        )
    show(figure, alt)


@course_look()
def show_images(images, titles, alt=None, *, columns=None, colours=None, height=2.6, note=""):
    """Show photos or feature maps in rows, without numbers.

    Parameters
    ----------
    images : sequence of array_like, (rows, columns) or (rows, columns, 3)
    titles : sequence of str
        One for each image.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    columns : int, optional
        Images in a row. By default all of them.
    colours : str, optional
        A colour map. By default, images with negative values get the signed map, with 0 in its middle.
    height : float
        Of one row, in inches.
    note : str
        A line above the figure, such as the source of the images.
    """
    columns = columns or len(images)
    rows = -(-len(images) // columns)
    widest = max(np.shape(image)[1] / len(image) for image in images)
    width = min(PAGE_WIDTH, columns * (height * widest + 0.4))
    figure, all_axes = new_figure(columns, rows, width=width, height=height * rows, squeeze=False)
    for axes in all_axes.flat:
        axes.axis("off")
    for axes, image, title in zip(all_axes.flat, images, titles, strict=False):
        lowest, highest = _limits(np.asarray(image))
        chosen = colours or (palette.SIGNED if lowest < 0 else palette.PIXELS)
        enlarged = np.shape(image)[0] < height * PRINT_DPI  # then its pixels stay squares
        smoothing = "nearest" if enlarged else "auto"
        axes.imshow(image, cmap=chosen, vmin=lowest, vmax=highest, interpolation=smoothing)
        axes.set_title(title)
    if note:
        figure.suptitle(note, fontsize=11)
    show(figure, alt)


@course_look()
def show_filter(kernel, grid, photo, alt=None, *, as_picture=False):
    """Show the feature map of one kernel on a small grid, with all numbers, and on a photo below it.

    Parameters
    ----------
    kernel, grid : array_like, (rows, columns)
    photo : array_like, (rows, columns)
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    as_picture : bool
        Show the photo's feature map as a picture, clipped to the photo's range. Otherwise it is shown
        signed: blue below 0, white at 0, red above, with the darkest colours for the 2% of cells that are
        furthest from 0.
    """
    kernel, grid, photo = map(np.asarray, (kernel, grid, photo))
    small, large = conv2d(grid, kernel), conv2d(photo, kernel)
    figure = Figure(figsize=(PAGE_WIDTH, 6.4), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=(2.7, 3.7))
    left, middle, right = above.subplots(1, 3, width_ratios=(7, 4, 5.6))
    draw_grid(left, grid, role="input", title="Grid")
    draw_grid(middle, kernel, role="kernel", title="Kernel")
    brightness = (0, grid.max()) if small.min() >= 0 else None  # as bright as its original
    draw_grid(right, small, role="output", title="Feature map", limits=brightness)
    limit = np.quantile(np.abs(large), 0.98)
    grey, signed = (palette.PIXELS, 0, photo.max()), (palette.SIGNED, -limit, limit)
    left, right = below.subplots(1, 2)
    _draw_photo(left, photo, "Photo", "input", *grey)
    _draw_photo(right, large, "Its feature map", "output", *(grey if as_picture else signed))
    show(figure, alt)


def _row_of_grids(shapes, height, has_signs):
    """Return a figure with axes side by side, their first rows in one line and their cells of one size.

    Where one grid has many more cells than another, both are equally high instead.
    """
    between = BETWEEN_WITH_SIGN if has_signs else BETWEEN
    sides, most = [max(shape) for shape in shapes], max(rows for rows, _ in shapes)
    is_even = max(sides) <= 4 * min(sides)
    scales = [1 if is_even else most / rows for rows, _ in shapes]
    across = sum(scale * columns for scale, (_, columns) in zip(scales, shapes, strict=True))
    room = PAGE_WIDTH - between * (len(shapes) - 1) - 2 * ASIDE
    cell = min((height - ABOVE - BELOW) / most, room / across)
    width, height = PAGE_WIDTH - room + cell * across, cell * most + ABOVE + BELOW
    figure, left, all_axes = Figure(figsize=(width, height), layout="none"), ASIDE, []
    for scale, (rows, columns) in zip(scales, shapes, strict=True):
        wide, high = cell * scale * columns, cell * scale * rows
        place = left / width, 1 - (ABOVE + high) / height, wide / width, high / height
        all_axes.append(figure.add_axes(place))
        left += wide + between
    return figure, all_axes


def _draw_photo(axes, values, title, role, colours, lowest, highest):
    """Draw an image without numbers, in a frame of its role's colour."""
    axes.imshow(values, cmap=colours, vmin=lowest, vmax=highest, interpolation="nearest")
    axes.set(xticks=[], yticks=[], title=title)
    axes.spines[:].set(visible=True, color=ROLE_COLOURS[role], linewidth=FRAME)


@course_look()
def show_marks(marks, titles, alt=None, *, role=None, height=2.6):
    """Show drawings of ink (1) and paper (−1), ink dark and paper light.

    Parameters
    ----------
    marks : sequence of array_like, (rows, columns)
        Of 1 and −1.
    titles : sequence of str
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
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
    """Draw ink (1) dark and paper (−1) light, as `draw_grid` draws a grid."""
    look = {"colours": palette.PIXELS, "limits": (-1, 1), "numbers": False}
    draw_grid(axes, -np.asarray(mark), role=role, title=title, **look)


def _limits(values, *, is_signed=False):
    """Return the ends of a colour map: symmetric about 0 if signed or with negative values, else from 0."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return 0, 1
    largest = np.abs(finite).max() or 1
    return (-largest, largest) if is_signed or finite.min() < 0 else (0, largest)


def _number_size(axes, values):
    """Return the largest font size, in points, at which every number fits into its cell."""
    longest = max(len(number_text(value)) for value in values.flat)
    box = axes.get_window_extent()  # in pixels, of which there are `dpi` in an inch of 72 points
    rows, columns = values.shape
    square = 72 / axes.figure.dpi * min(box.width / columns, box.height / rows)
    return float(np.clip(square / (0.65 * longest + 0.6), 7, 12.75))


@course_look()
def training_curves(history, *, title="", epochs=None):
    """Return a figure of loss and accuracy over the epochs, and alternative text for it.

    Parameters
    ----------
    history : dict of lists
        As `helpers.training.train` returns it.
    title : str
    epochs : int, optional
        How many epochs the axis has room for. By default as many as the history has.

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


@course_look()
def class_gallery(images, labels, names, alt=None, *, each=10, note=""):
    """Show the first images of every class, one class in a row.

    Parameters
    ----------
    images : ndarray, (N, rows, columns)
    labels : ndarray, (N,)
        Positions in `names`.
    names : sequence of str
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    each : int
        Images in a row.
    note : str
        A line above, such as the source of the images.
    """
    rows = [np.hstack(images[labels == label][:each]) for label in range(len(names))]
    side = images.shape[1]
    figure, axes = new_figure(width=6.4, height=6.4 * 0.8 * len(names) / each + (0.4 if note else 0))
    axes.imshow(np.vstack(rows), cmap=palette.PIXELS)
    axes.set_yticks(side * (np.arange(len(names)) + 0.5) - 0.5, names)
    axes.set(xticks=[], title=note)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if alt is None:
        alt = f"{len(names)} rows of {each} grey images, one class in each row: {', '.join(names)}."
    show(figure, alt)


@course_look()
def confusion_matrix(confusion, names, alt=None, *, note=""):
    """Show how often images of each class (row) were classified as each class (column).

    Parameters
    ----------
    confusion : ndarray of int, (classes, classes)
    names : sequence of str
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    note : str
        A second line of the title, such as the source of the images.
    """
    figure, axes = new_figure(width=7.6, height=6.9)
    # Square roots, so that a few mistakes stay visible among the many right answers.
    picture = axes.imshow(np.sqrt(confusion), cmap=palette.MAGNITUDE)
    for (row, column), count in np.ndenumerate(confusion):
        colour = palette.readable_on(picture.cmap(picture.norm(np.sqrt(count))))
        axes.text(column, row, count, ha="center", va="center", color=colour, fontsize=11)
    places = range(len(names))
    axes.set_xticks(places, names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(places, names)
    title = "How often each class was taken for each"
    axes.set(xlabel="the network says", ylabel="it is", title=f"{title}\n{note}" if note else title)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    show(figure, _confusion_words(confusion, names) if alt is None else alt)


def _confusion_words(confusion, names):
    """Return how many images are classified correctly, and the three most frequent mistakes."""
    mistakes = confusion - np.diag(np.diag(confusion))
    order = np.argsort(-mistakes, axis=None, kind="stable")[:3]
    listed = [
        f"{names[row]} taken for {names[column]}, {mistakes[row, column]} ×"
        for row, column in zip(*np.unravel_index(order, mistakes.shape), strict=True)
        if mistakes[row, column]
    ]
    return (
        f"A table of {len(names)} true classes, one in each row, by as many predicted ones. "
        f"On its diagonal are {np.trace(confusion):,} of {confusion.sum():,} images. "
        f"The largest numbers off it: {'; '.join(listed) or 'none'}."
    )


@course_look()
def accuracy_against_seconds(histories, alt=None, *, goal=None, title=""):
    """Show how fast trainings improve: validation accuracy against the seconds of training.

    Parameters
    ----------
    histories : dict
        From a name to a history, as `helpers.training.train` returns it.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
    goal : float, optional
        An accuracy to mark with a line.
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


@course_look()
def accuracy_ranges(rows, alt=None, *, title=""):
    """Show the accuracy of networks over several seeds, against the seconds of one training.

    Parameters
    ----------
    rows : sequence of dict
        As `helpers.comparison.try_out` returns them.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
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


@course_look()
def overfitting_curves(histories, alt=None, *, title=""):
    """Show the training and validation loss of several trainings, side by side on one scale.

    Parameters
    ----------
    histories : dict
        From a name to a history, as `helpers.training.train` returns it.
    alt : str, optional
        What the picture shows. By default, it is written from what is drawn.
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
