"""A figure in words, made from what is drawn in it: the alternative text of the course's pictures."""

from collections import Counter
from itertools import groupby

import numpy as np

from helpers import palette
from helpers.numerals import number_text

MOST_NUMBERS = 200  # in the grids of one figure; with more, only the range is given
MOST_MARKS = 8  # lines or bars of a kind in one panel; with more, only the range is given
MOST_IMAGES = 4  # with a range for each
KEY = "key"  # the label of the axes of a key to the colours, which is not described


def describe(figure):
    """Return what a figure shows, in words: its titles, grids, lines and points, and the numbers in them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    str
        The same for the same figure on every machine, and never empty.
    """
    drawn = [axes for axes in figure.axes if axes.images or axes.lines or axes.collections or axes.patches]
    panels = [axes for axes in drawn if axes.get_label() != KEY]
    grids = [axes for axes in panels if axes.images]
    names = _names_of_lines(figure)
    words = _grids(grids) + [_chart(axes, names) for axes in panels if axes not in grids]
    title = _one_line(figure.get_suptitle())
    return " ".join(f"{_capital(one)}." for one in [title, *words] if one) or "An empty picture."


# ---- Grids and images ----


def _grids(grids):
    """Return the words of all grids and images of a figure."""
    written = [_written(axes) for axes in grids]
    if len(grids) > MOST_IMAGES and not any(written):
        return [_many_images(grids)]
    if sum(map(len, written)) > MOST_NUMBERS:
        written = [[] for _ in grids]
    words = []
    for number, (axes, numbers) in enumerate(zip(grids, written, strict=True)):
        before = (written[number - 1], _name(grids[number - 1])) if number else ([], "")
        what = _numbers(axes, numbers, *before) if numbers else _image(axes)
        words.append((_sign(axes) + _name(axes), what + _framed(axes)))
    return _with_names(words)


def _with_names(words):
    """Return names and words together, in one text where several panels in a row have the same words."""
    texts = []
    for what, run in groupby(words, key=lambda pair: pair[1]):
        names = [name for name, _ in run if name]
        texts.append(", ".join(filter(None, [_listed(names), what])))
    return texts


def _written(axes):
    """Return the numbers written on the cells of a grid, row by row, or nothing if some cells have none."""
    texts = [text.get_text() for text in axes.texts if type(text).__name__ == "Text"]
    return texts if len(texts) == np.size(axes.images[0].get_array()) else []


def _numbers(axes, written, before, name_before):
    """Return the numbers of a grid; if only a few differ from others, then only those."""
    columns = np.shape(axes.images[0].get_array())[1]
    size = f"{len(written) // columns} × {columns} numbers"
    changes = [place for place, pair in enumerate(zip(written, before, strict=False)) if pair[0] != pair[1]]
    if len(before) == len(written) and len(changes) <= min(3, len(written) // 4) and name_before:
        but = _listed([_cell(written, place, columns) for place in changes])
        return f"the same numbers as in {name_before}" + (f", but {but}" if but else "")
    (usual, count), *_ = Counter(written).most_common(1)
    if count == len(written) > 1:
        return f"{size}, all {usual}"
    if 0.8 * len(written) < count < len(written):
        others = [place for place, text in enumerate(written) if text != usual]
        return f"{size}, {usual} except for {_listed([_cell(written, one, columns) for one in others])}"
    rows = [", ".join(written[start : start + columns]) for start in range(0, len(written), columns)]
    return f"{size}: {'; '.join(rows)}"


def _cell(written, place, columns):
    return f"{written[place]} at row {place // columns}, column {place % columns}"


def _image(axes):
    """Return the size of an image, its smallest and largest number, and what its colours mean."""
    image = axes.images[0]
    values = np.asarray(image.get_array(), dtype=float)
    size = f"{values.shape[0]} × {values.shape[1]} pixels"
    if values.ndim == 3:
        return f"{size} in colour"
    finite = values[np.isfinite(values)]
    if not finite.size or finite.min() == finite.max():
        return size + (f", all {_short(finite[0])}" if finite.size else "")
    colours = image.get_cmap().name
    signed = ", blue below 0 and red above" if finite.min() < 0 and colours == palette.SIGNED else ""
    grey = " in grey" if colours == "gray" else ""
    zeros = f", {(finite == 0).mean():.0%} of them 0" if (finite == 0).mean() > 0.1 else ""
    axis = f"; {axes.get_ylabel()} against {axes.get_xlabel()}" if axes.get_xlabel() else ""
    return f"{size}{grey}, from {_short(finite.min())} to {_short(finite.max())}{signed}{zeros}{axis}"


def _many_images(grids):
    """Return how many images there are, of what sizes, and what is written above or beside them."""
    sizes = dict.fromkeys(np.shape(axes.images[0].get_array())[:2] for axes in grids)
    of = _listed([f"{rows} × {columns}" for rows, columns in sizes])
    names = []
    for name, run in groupby(name for name in map(_name, grids) if name):
        times = len([*run])
        names.append(f"{name} ({times} times)" if times > 1 else name)
    return f"{len(grids)} images of {of} pixels" + (f": {_listed(names)}" if names else "")


def _framed(axes):
    """Return which cells an unfilled rectangle surrounds."""
    frames = [patch for patch in axes.patches if type(patch).__name__ == "Rectangle" and not patch.get_fill()]
    places = [
        f"; a frame around {_cells('row', frame.get_y(), frame.get_height())}, "
        f"{_cells('column', frame.get_x(), frame.get_width())}"
        for frame in frames
    ]
    return "".join(places)


def _cells(axis, start, length):
    first, last = round(start + 0.5), round(start + length - 0.5)
    return f"{axis} {first}" if first == last else f"{axis}s {first} to {last}"


def _sign(axes):
    """Return the sign, such as ∗ or =, that is written to the left of a grid."""
    signs = [text.get_text() for text in axes.texts if type(text).__name__ == "Annotation"]
    return f"{signs[0]} " if signs and len(signs[0]) == 1 else ""


# ---- Charts ----


def _chart(axes, names):
    """Return what a panel with lines, points or bars shows."""
    parts = [*_error_bars(axes), *_bars(axes), *_lines(axes, names), *_clouds(axes), *_bands(axes)]
    called = {line.get_label() for line in axes.lines}  # their names may be written at their ends
    parts += [
        f"the words “{_one_line(text.get_text())}”" for text in axes.texts if text.get_text() not in called
    ]
    across, up = _axis(axes.xaxis, [axes]), _axis(axes.yaxis, _sharing_the_vertical_axis(axes))
    about = f"{up or 'heights'} against {across}" if across else up
    head = ", ".join(filter(None, [_name(axes, only_title=True), about]))
    return f"{head or 'a chart'}: {'; '.join(parts)}"


def _sharing_the_vertical_axis(axes):
    """Return a panel, and those that share its vertical axis."""
    return [axes, *axes.get_shared_y_axes().get_siblings(axes)]


def _axis(axis, panels):
    """Return what is along an axis; panels that share one have its label only once."""
    labels = [getattr(panel, f"get_{axis.axis_name}label")() for panel in panels]
    label = _one_line(next(filter(None, labels), ""))
    return f"{label or 'sizes'} (logarithmic)" if axis.get_scale() == "log" else label


def _names_of_lines(figure):
    """Return the name of each look that a line has in a legend: other panels use it without a label."""
    lines = [line for axes in figure.axes for line in axes.lines]
    return {_look(line): line.get_label() for line in lines if not line.get_label().startswith("_")}


def _look(line):
    return line.get_color(), line.get_linestyle(), line.get_marker()


def _lines(axes, names):
    """Return each line of a panel from its start to its end."""
    taken = [container[0] for container in axes.containers if type(container).__name__ == "ErrorbarContainer"]
    lines = [line for line in axes.lines if line not in taken]
    if len(lines) > MOST_MARKS:
        heights = np.concatenate([np.asarray(line.get_ydata(), dtype=float) for line in lines])
        ends = _number(axes.yaxis, np.nanmin(heights)), _number(axes.yaxis, np.nanmax(heights))
        return [f"{len(lines)} lines between {ends[0]} and {ends[1]}"]
    return [words for line in lines if (words := _line(axes, line, names))]


def _line(axes, line, names):
    """Return where a line starts, ends, and turns in between, as far as it is in the picture."""
    name = line.get_label() if not line.get_label().startswith("_") else names.get(_look(line), "")
    called = f"“{_one_line(name)}”" if name else ""
    points = np.array([line.get_xdata(), line.get_ydata()], dtype=float)
    if line.get_transform() == axes.get_yaxis_transform():
        return f"{called or 'a line'} level at {_number(axes.yaxis, points[1, 0])}"
    if line.get_transform() == axes.get_xaxis_transform():
        return f"{called or 'a line'} vertical at {_number(axes.xaxis, points[0, 0])}"
    points = points[:, np.isfinite(points).all(axis=0)]
    leaves = ", where it leaves the picture" if points.size and not _is_inside(axes, points[:, -1]) else ""
    points = points[:, [_is_inside(axes, point) for point in points.T]]
    if points.shape[1] == 0:
        return ""
    first, last = _place(axes, points[:, 0]), _place(axes, points[:, -1])
    if line.get_linestyle() == "None" or points.shape[1] == 1:
        places = _listed([_place(axes, point) for point in points.T[:MOST_MARKS]])
        return f"{called or 'points'} at {places}"
    if (np.diff(points[0]) < 0).any():
        return f"{called or 'a path'} from {first} to {last}{leaves}"
    ends = f"from {_at(axes, points, 0)} to {_at(axes, points, -1)}"
    return f"{called or 'a line'} {ends}{leaves}{_turns(axes, points)}"


def _is_inside(axes, point):
    """Return whether a point is in the picture, its edges included."""
    limits = np.sort([axes.get_xlim(), axes.get_ylim()], axis=1)
    slack = 1e-9 * np.ptp(limits, axis=1)
    return bool((limits[:, 0] - slack <= point).all() and (point <= limits[:, 1] + slack).all())


def _turns(axes, points):
    """Return the lowest and highest point of a line if they are clearly beyond both of its ends."""
    is_log = axes.get_yscale() == "log"
    heights, view = (np.log(one) if is_log else one for one in (points[1], np.array(axes.get_ylim())))
    margin, said = max(0.1 * np.ptp(heights), 0.03 * np.ptp(view)), ""
    for word, position in (("lowest", heights.argmin()), ("highest", heights.argmax())):
        if min(abs(heights[position] - heights[[0, -1]])) > margin:
            said += f", {word} {_at(axes, points, position)}"
    return said


def _at(axes, points, position):
    across, up = points[:, position]
    return f"{_number(axes.yaxis, up)} at {_number(axes.xaxis, across)}"


def _place(axes, point):
    return f"({_number(axes.xaxis, point[0])}, {_number(axes.yaxis, point[1])})"


def _bars(axes):
    """Return the bars of a panel, with the words below them."""
    found = []
    for bars in (one for one in axes.containers if type(one).__name__ == "BarContainer"):
        heights = [_number(axes.yaxis, bar.get_height()) for bar in bars]
        names = [text.get_text() for text in axes.get_xticklabels()]
        if len(names) == len(heights) <= 2 * MOST_MARKS:
            found.append("bars: " + ", ".join(map(" ".join, zip(names, heights, strict=True))))
        else:
            highest = max(bar.get_height() for bar in bars)
            found.append(f"{len(heights)} bars up to {_number(axes.yaxis, highest)}")
    return found


def _error_bars(axes):
    """Return the middle and the ends of each bar of an uncertainty."""
    found = []
    for container in (one for one in axes.containers if type(one).__name__ == "ErrorbarContainer"):
        middle = container[0].get_xydata()[0]
        ends = np.concatenate([segment[:, 1] for lines in container[2] for segment in lines.get_segments()])
        low, high = (_number(axes.yaxis, end) for end in (ends.min(), ends.max()))
        found.append(f"“{container.get_label()}” at {_place(axes, middle)}, from {low} to {high}")
    return found


def _clouds(axes):
    """Return the points, arrows and contour lines of a panel."""
    found = []
    for one in axes.collections:
        kind = type(one).__name__
        if kind == "PathCollection" and len(one.get_offsets()):
            found.append(_cloud(axes, one))
        elif kind == "Quiver":
            found.append(f"{one.N} arrows")
        elif kind == "QuadContourSet":
            found.append("contour lines")
    return found


def _cloud(axes, collection):
    """Return where a few points are; for many, how close they are to a straight line."""
    points = np.asarray(collection.get_offsets(), dtype=float)
    label = collection.get_label()
    called = "" if label.startswith("_") else f"“{_one_line(label)}”, "
    if len(points) <= 2 * MOST_MARKS:
        return f"{called}points at {_listed([_place(axes, point) for point in points])}"
    correlation = number_text(np.corrcoef(points.T)[0, 1])
    return f"{called}{len(points):,} points with a correlation of {correlation}"


def _bands(axes):
    """Return the vertical bands that `axvspan` has drawn."""
    found = []
    for band in (patch for patch in axes.patches if patch.get_data_transform() != axes.transData):
        label = "" if band.get_label().startswith("_") else f"“{_one_line(band.get_label())}”, "
        start, end = (_number(axes.xaxis, place) for place in (band.get_x(), band.get_x() + band.get_width()))
        found.append(f"{label}a band from {start} to {end}")
    return found


# ---- Words and numbers ----


def _name(axes, only_title=False):
    """Return the title of a panel in quotation marks; of an image without one, the label beside it."""
    found = [axes.get_title(loc) for loc in ("center", "left", "right")]
    found += [] if only_title else [axes.get_ylabel()]
    name = _one_line(next(filter(None, found), ""))
    return f"“{name}”" if name else ""


def _number(axis, value):
    """Return a number as precisely as you can read it off an axis."""
    if axis.get_scale() == "log":
        return _short(value, 2)
    span = np.ptp(axis.get_view_interval()) or 1
    return _short(round(float(value), 2 - int(np.floor(np.log10(span)))), 6)


def _short(value, digits=3):
    """Return a number with three significant digits; whole ones below a million keep all of theirs."""
    value = float(value) if float(value).is_integer() else float(f"{value:.{digits}g}")
    text = f"{value:,.0f}" if value.is_integer() and abs(value) < 1e6 else f"{value:.{digits}g}"
    return text.replace("-", "−").replace("e−0", "e−").replace("e+0", "e") if value else "0"


def _listed(words):
    """Return words as a list in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _one_line(text):
    return " ".join(text.split())


def _capital(text):
    return text[:1].upper() + text[1:]
