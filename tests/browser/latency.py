"""Measure how long the explorers take in JupyterLab to respond to pointer and keys.

In the same run, alternating with the explorer, `ipywidgets.interact` and Matplotlib draw the same picture.
"""

import re
import statistics
import time
from contextlib import contextmanager
from textwrap import indent

from tests.browser.jupyter import opened, running_browser, running_lab

EXPLORER = """
from helpers.widgets import ConvolutionExplorer
explorer = ConvolutionExplorer()
explorer
"""
SIZES = """
from helpers.widgets import SizeExplorer
explorer = SizeExplorer(8, 3, stride=2, padding="same")
explorer
"""
LAB = """
from helpers.widgets import FilterLab
lab = FilterLab()
lab
"""
MATCHER = """
from helpers.widgets import XOMatcher
matcher = XOMatcher()
matcher
"""
VIEWER = """
from helpers.widgets import PixelViewer
viewer = PixelViewer()
viewer
"""
RELU = """
from helpers.widgets import ReluExplorer
explorer = ReluExplorer()
explorer
"""
POOLING = """
from helpers.widgets import PoolingExplorer
explorer = PoolingExplorer()
explorer
"""
PARAMETERS = """
from helpers.widgets import ParameterCounter
counter = ParameterCounter()
counter
"""
NETWORK = """
from helpers.widgets import NetworkBuilder
builder = NetworkBuilder()
builder
"""
FIELD = """
from helpers.widgets import ReceptiveFieldExplorer
explorer = ReceptiveFieldExplorer()
explorer
"""
TRAINING = """
from helpers.widgets import TrainingExplorer
explorer = TrainingExplorer()
explorer
"""
TRAINING_NETWORK = """
from helpers.widgets import TrainingExplorer
TrainingExplorer("network")
"""
STACK = """
from helpers.widgets import StackExplorer
explorer = StackExplorer(k=3, layers=6, causal=False)
explorer
"""
# What a lesson would show without an explorer: the same picture, redrawn for every position of a slider. It
# uses Matplotlib's default settings, because the course's settings cost time.
SCRIPT = "interact.ipy"  # in such a script, IPython also runs its own commands
INTERACT = """
import matplotlib
matplotlib.rcdefaults()
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from matplotlib.patches import Rectangle
from helpers import conv2d, pool2d, relu
from helpers.pictures import shifted

def grid(axes, numbers, texts=None, form="", size=None, **colours):
    axes.imshow(numbers, **colours)
    for r, line in enumerate(texts if texts is not None else numbers):
        for c, number in enumerate(line):
            axes.text(c, r, format(number, form), ha="center", va="center", fontsize=size)

def frame(axes, row, column, side):
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), side, side, fill=False, linewidth=4))

def draw(position=0):
    {drawing}
    plt.show()

interact(draw, position=(0, 300));
"""
# The grids with their numbers, the window, and the sum.
EXPLORER_DRAWING = """
image, kernel = explorer.image, explorer.kernel
output = conv2d(image, kernel)
row, column = divmod(position % output.size, output.shape[1])
figure, all_axes = plt.subplots(1, 3, figsize=(8, 3.4))
for axes, numbers, colours in zip(all_axes, (image, kernel, output), ("gray", "RdBu_r", "RdBu_r")):
    grid(axes, numbers, cmap=colours)
frame(all_axes[0], row, column, 3)
frame(all_axes[2], row, column, 1)
products = image[row:row + 3, column:column + 3] * kernel
figure.suptitle(" + ".join(map(str, products.ravel())) + f" = {products.sum()}")
"""
# The grid of pixel uses, the window, the output, and the formula.
SIZES_DRAWING = """
rows, columns = explorer.output
row, column = divmod(position % (rows * columns), columns)
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4))
grid(left, np.pad(explorer.uses, ((0, 1), (0, 1))), cmap="cividis")
right.imshow(np.zeros((rows, columns)), cmap="gray_r")
frame(left, 2 * row, 2 * column, 3)
frame(right, row, column, 1)
figure.suptitle(f"floor((8 + 1 - 3) / 2) + 1 = {rows}")
"""
# The photo, the feature map, and the numbers around one window.
LAB_DRAWING = """
kernel = lab.kernel.copy()
kernel[0, 0] = position
result = conv2d(lab.image, kernel)
figure, all_axes = plt.subplots(2, 2, figsize=(8, 7))
for axes, numbers, colours in zip(all_axes[0], (lab.image, result), ("gray", "RdBu_r")):
    axes.imshow(numbers, cmap=colours)
grid(all_axes[1, 0], lab.image[296:303, 252:259], cmap="gray")
grid(all_axes[1, 1], result[296:301, 252:257], cmap="RdBu_r")
"""
# The mark and three maps with their numbers.
MATCHER_DRAWING = """
mark = matcher.mark
mark.flat[position % 81] *= -1
figure, all_axes = plt.subplots(1, 4, figsize=(12, 3.4))
all_axes[0].imshow(mark, cmap="gray_r")
for axes, feature in zip(all_axes[1:], matcher.features):
    grid(axes, conv2d(mark, feature) / 9, form=".2f", size=7, cmap="RdBu_r", vmin=-1, vmax=1)
"""
# The kernel and its slopes after some steps, three maps, and the loss.
TRAINING_DRAWING = """
kernel, losses = np.zeros((3, 3)), []
image, target = explorer.image, explorer.target
for _ in range(position % 40 + 1):
    error = conv2d(image, kernel) - target
    slopes = np.array([[(error * image[i:i + 30, j:j + 30]).mean() for j in range(3)] for i in range(3)])
    kernel = kernel - 0.2 * slopes
    losses.append((error ** 2).mean() / 2)
figure, all_axes = plt.subplots(2, 3, figsize=(8, 6))
for axes, numbers in zip(all_axes[0], (kernel, slopes)):
    grid(axes, numbers, form=".3f", cmap="RdBu_r")
all_axes[0, 2].semilogy(losses)
for axes, numbers in zip(all_axes[1], (error + target, target, error)):
    axes.imshow(numbers, cmap="RdBu_r")
"""
# The tree of one number, and how many paths lead to it from each step.
STACK_DRAWING = """
explorer.step = position % 64
figure, (above, below) = plt.subplots(2, 1, figsize=(8, 4.6))
levels = explorer._levels()
for layer, steps in enumerate(levels):
    above.scatter(range(64), [layer] * 64, s=18, c=["C0" if step in steps else "white" for step in range(64)])
for layer in range(6, 0, -1):
    for to in levels[layer]:
        for start in (to - 2 ** (layer - 1), to, to + 2 ** (layer - 1)):
            above.plot([to, start], [layer, layer - 1], "C1", linewidth=1)
below.bar(range(64), explorer.paths)
above.set_title(explorer.describe()[:80])
"""
# Both maps, the function, and the histogram with its threshold.
RELU_DRAWING = """
lines = explorer.feature_map
figure, all_axes = plt.subplots(2, 2, figsize=(8, 6.5))
for axes, numbers in zip(all_axes[0], (lines, relu(lines - position))):
    axes.imshow(numbers, cmap="RdBu_r", vmin=-280, vmax=280)
places = np.array([-361, position, 361])
all_axes[1, 0].plot(places, relu(places - position))
all_axes[1, 1].hist(lines.ravel().clip(-361, 361), 60)
all_axes[1, 1].axvline(position)
all_axes[1, 1].set_title(f"{(lines <= position).mean():.1%} are switched off")
"""
# The shifted image with a window, its pooled map with marks on the cells that have changed, the map before
# the shift, the pixels of the window, and the text below them.
POOLING_DRAWING = """
row, column = divmod(position % 16, 4)
right = position % 2 + 1
moved = shifted(explorer.image, right=right)
after, before = pool2d(moved), pool2d(explorer.image)
window = moved[2 * row:2 * row + 2, 2 * column:2 * column + 2]
figure, all_axes = plt.subplots(2, 3, figsize=(8, 5.6))
titles = ("Input, shifted", "Output", "Before the shift", "Window")
for axes, numbers, title in zip(all_axes.flat, (moved, after, before, window), titles):
    grid(axes, numbers, cmap="gray")
    axes.set_title(title)
frame(all_axes[0, 0], 2 * row, 2 * column, 2)
frame(all_axes[0, 1], row, column, 1)
changed = np.argwhere(after != before)
all_axes[0, 1].plot(changed[:, 1] + 0.4, changed[:, 0] - 0.4, "s")
said = [
    f"max({', '.join(map(str, window.ravel()))}) = {after[row, column]}",
    f"{16 - len(changed)} of 16 outputs are unchanged,",
    f"{np.sum(moved == explorer.image)} of 64 pixels.",
    "The shift is not a multiple of the stride, 2.",
    "floor((8 - 2) / 2) + 1 = 4",
]
for axes in all_axes[1, 1:]:
    axes.axis("off")
all_axes[1, 1].text(0, 0.2, "\\n".join(said))
"""
# Volumes and filters as sheets, with titles and the window; the parameter count, line by line; bars that
# compare it with other layers.
PARAMETERS_DRAWING = """
filters = 1 + position % 6
each = 4 * 4 * 3
weights = each * filters
figure, (axes, bars) = plt.subplots(2, 1, figsize=(8, 7), height_ratios=(3, 1))
corners = [(3 * sheet, 3 * sheet, 32) for sheet in (2, 1, 0)]
corners += [(90 + 3 * sheet, 3 * sheet, 29) for sheet in reversed(range(filters))]
corners += [(60 + 2 * sheet, 10 * place + 2 * sheet, 4) for place in range(filters) for sheet in (2, 1, 0)]
for left, bottom, side in corners:
    axes.add_patch(Rectangle((left, bottom), side, side, facecolor="0.8", edgecolor="k"))
axes.add_patch(Rectangle((14, 14), 4, 4, fill=False, linewidth=3))
axes.set(xlim=(-2, 150), ylim=(-2, 75))
titles = ("32 x 32 x 3 in", f"{filters} filters of 4 x 4 x 3", f"29 x 29 x {filters} out")
for left, title in zip((0, 50, 100), titles):
    axes.text(left, 68, title)
for place in range(filters):
    axes.text(70, 10 * place, str(place))
dense = 32 * 32 * 3 * 29 * 29 * filters + 29 * 29 * filters
local = (each + 1) * 29 * 29 * filters
total = weights + filters
said = [
    f"one filter: 4 * 4 * 3 = {each} weights",
    f"all filters: {each} * {filters} = {weights} weights",
    f"the layer: {weights} + {filters} = {total} parameters",
    f"{29 * 29} stops * {weights} weights = {29 * 29 * weights:,} multiplications",
    f"dense {dense / total:,.0f} times, locally connected {local / total:,.0f} times",
]
figure.text(0.1, 0.02, "\\n".join(said))
counts = (total, local, dense)
bars.barh(("convolution", "locally connected", "dense"), counts, log=True)
for place, count in enumerate(counts):
    bars.text(count, place, f"{count:,}")
figure.subplots_adjust(bottom=0.3)
"""
# The photo with a frame, and the numbers of one channel.
VIEWER_DRAWING = """
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
left.imshow(viewer.image)
frame(left, 183, position, 9)
numbers = viewer.image[183:192, position:position + 9]
grid(right, numbers, numbers[..., 0])
"""
# The table of the network, with its maps as squares and the total of all parameters; and the code.
NETWORK_DRAWING = """
from helpers import trace
from helpers.shapes import Conv, Dense, Flatten, Pool
layers = [Conv(position + 1), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)]
rows = trace(layers, (28, 28, 1))
figure, (axes, listing) = plt.subplots(2, 1, figsize=(8, 6.8))
axes.set(xlim=(0, 1), ylim=(len(rows) + 2, 0))
heads = ("", "Layer", "What leaves", "Parameters", "Sees")
total = sum(row.parameters for row in rows)
shapes = [" x ".join(map(str, row.shape)) for row in rows]
shown = [(place, type(row.layer).__name__, shape, f"{row.parameters:,}", row.receptive_field)
         for place, (row, shape) in enumerate(zip(rows, shapes))]
sums = " + ".join(f"{row.parameters:,}" for row in rows if row.parameters)
for line, texts in enumerate([heads, *shown, ("", "Together", "", f"{sums} = {total:,}", "")]):
    for left, text in zip((0, 0.05, 0.3, 0.5, 0.95), texts):
        axes.text(left, line + 0.7, str(text))
for line, row in enumerate(rows):
    side = row.shape[0] / 28 if len(row.shape) == 3 else 0.2
    axes.add_patch(Rectangle((0.25, line + 1), 0.04 * side, 0.8 * side))
calls = [f"        layers.{row.layer}," for row in rows]
code = ["import keras", "from keras import layers", "", "model = keras.Sequential(", "    ["]
code += ["        keras.Input((28, 28, 1)),", *calls, "    ]", ")"]
listing.text(0, 0, "\\n".join(code), family="monospace")
axes.axis("off")
listing.axis("off")
"""
# Five grids with the region that one cell sees in each.
FIELD_DRAWING = """
from helpers.inside import region
place = divmod(position % 25, 5)
figure, all_axes = plt.subplots(1, 5, figsize=(10, 2.6))
for layer, (axes, side) in enumerate(zip(all_axes, (28, 26, 13, 11, 5))):
    rows, columns = region(explorer.layers[layer:], place, (side, side))
    axes.set(xlim=(0, side), ylim=(side, 0), aspect="equal")
    axes.set_xticks(range(side), [])
    axes.set_yticks(range(side), [])
    axes.grid(True)
    size = columns.stop - columns.start, rows.stop - rows.start
    axes.add_patch(Rectangle((columns.start, rows.start), *size, alpha=0.6))
"""
# The course's fast network without training, which takes just as long.
GARMENT = """
from helpers import stand_in
from helpers.training import fast_network
from helpers.widgets import DrawGarment
DrawGarment(fast_network(), stand_in.make(20, 10)[0])
"""
WHOLE_NETWORK = """
from helpers import stand_in
from helpers.training import fast_network
from helpers.widgets import NetworkExplorer
images, labels = stand_in.make(20, 10)[:2]
NetworkExplorer(fast_network(), images, labels)
"""
# Milliseconds from a stroke to new probabilities, and to the first frame with the redrawn overview.
STROKE = """() => {
    const root = document.querySelector(".network-explorer");
    const shares = () => [...root.querySelectorAll(".class-row")].map((row) => row.textContent
        + row.querySelector("i").style.width).join();
    const canvas = root.querySelector('.map-tile[data-column="4"] canvas'); // the others are painted with it
    const maps = () => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.join();
    const before = [shares(), maps()];
    window.courseDelay = new Promise((resolve) => document.addEventListener("pointermove", (event) => {
        const found = {};
        const watcher = new MutationObserver(() => {
            if (shares() !== before[0]) found.answer ??= performance.now() - event.timeStamp;
        });
        watcher.observe(root, { subtree: true, attributes: true, characterData: true, childList: true });
        const channel = new MessageChannel();
        const nextFrame = () => requestAnimationFrame(() => channel.port2.postMessage(0));
        channel.port1.onmessage = () => {
            const delay = performance.now() - event.timeStamp;
            if (!found.answer || maps() === before[1]) return nextFrame();
            watcher.disconnect();
            resolve({ ...found, picture: delay });
        };
        nextFrame();
    }, { capture: true, once: true }));
}"""
# Waits for one event, then checks after every painted frame whether the picture has changed.
WATCH = """([kind, picture]) => {
    const text = (name) => document.querySelector(name).textContent;
    const frame = (name) => document.querySelector(`${name} .output .grid-frame`).style.transform;
    const look = {
        explorer: () => frame(".convolution") + text(".convolution .bias-line .running"),
        viewer: () => document.querySelector(".pixels .photo .grid-frame").style.transform
            + text(".pixels .numbers .cell"),
        sizes: () => frame(".sizes") + text(".sizes .formula"),
        lab: () => text(".filter-lab .total")
            + document.querySelector(".filter-lab .pane.output .grid-frame").style.transform,
        map: () => document.querySelector(".filter-lab .small-map").getContext("2d")
            .getImageData(200, 100, 60, 1).data.join(),
        field: () => text(".receptive tbody"),
        stack: () => document.querySelector(".stack-explorer .edges").getAttribute("d"),
        drawing: () => document.querySelector(".draw-garment .pane canvas").getContext("2d")
            .getImageData(0, 0, 28, 28).data.join(),
        bars: () => [...document.querySelectorAll(".draw-garment .bar")]
            .map((bar) => bar.style.transform).join(),
        matcher: () => text(".xo-matcher .maps") + text(".xo-matcher .focus-title"),
        relu: () => text(".relu .summary") + text(".relu .reading"),
        network: () => text(".network-builder tbody")
            + document.querySelector('.network-builder [aria-selected="true"]').dataset.line,
        training: () => text(".training-kernel .status") + text(".training-kernel .reading"),
        pooling: () => frame(".pooling") + text(".pooling .survived"),
        parameters: () => text(".parameter-counter .sum")
            + document.querySelector('.parameter-counter [aria-checked="true"]').dataset.filter,
        interact: () => { const image = document.querySelector(".widget-interact img");
            return image && image.complete && image.naturalWidth ? image.src.slice(-4000) : null; },
    }[picture];
    const before = look();
    window.courseDelay = new Promise((resolve, reject) => document.addEventListener(kind, (event) => {
        const channel = new MessageChannel();
        const nextFrame = () => requestAnimationFrame(() => channel.port2.postMessage(0));
        channel.port1.onmessage = () => {
            const now = look();
            const delay = performance.now() - event.timeStamp;
            if (now !== null && now !== before) resolve(delay);
            else if (delay > 10000) reject(new Error(`The picture ${picture} did not change after ${kind}.`));
            else nextFrame();
        };
        nextFrame();
    }, { capture: true, once: true }));
}"""


def explorer_latency(actions=40):
    """Measure the ConvolutionExplorer in JupyterLab, in headless Chromium.

    Parameters
    ----------
    actions : int
        Number of actions of each kind. The kinds alternate in blocks of ten.

    Returns
    -------
    dict
        Median milliseconds from the browser's event to the first painted frame with a changed picture, for
        ``hover``, ``key`` and ``interact``; the number of ``actions``; and ``ratio``, the time of `interact`
        divided by that of the slowest other kind.
    """
    with shown_beside_interact(EXPLORER, EXPLORER_DRAWING) as page:
        cells = page.locator(".convolution .output .cell")

        def point(number):
            move_to(page, cells.nth((number * 7 + 4) % 36))  # a different row and column each time

        def let_go():
            page.keyboard.press("Escape")
            page.mouse.move(5, 5)
            cells.first.scroll_into_view_if_needed()

        def focus_output():
            let_go()
            page.locator('.convolution .output [tabindex="0"]').focus()

        def step(number):  # hovering ends in columns 1 to 4, so there is room on the left
            page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")

        return measure_in_turns(page, actions, {
            "hover": (let_go, "pointermove", "explorer", point),
            "key": (focus_output, "keydown", "explorer", step),
        })  # fmt: skip


def size_explorer_latency(actions=40):
    """Measure the SizeExplorer of lesson 04 in the same way as `explorer_latency`.

    Returns
    -------
    dict
        Additional kinds: ``setting`` changes the stride with an arrow key, which changes all counts and the
        output. ``setting_28`` does the same on 28×28 pixels, which redraws about 1,400 cells.
    """
    with shown_beside_interact(SIZES, SIZES_DRAWING) as page:
        output = page.locator(".sizes .output canvas")
        stride = page.locator('.sizes [name="stride"]')

        def point(number):
            row, column = divmod((number * 7 + 4) % 16, 4)  # different ones each time
            box = output.bounding_box()
            x, y = (22 + (place + 0.5) * (box["width"] - 23) / 4 for place in (column, row))
            page.mouse.move(box["x"] + x, box["y"] + y)

        def change_stride(number):
            page.keyboard.press("ArrowDown" if number % 2 else "ArrowUp")

        def focus_output():
            page.mouse.move(5, 5)
            page.locator('.sizes .output [tabindex="0"]').focus()

        def step(number):  # hovering ends in columns 1 and 3, so there is room on the left
            page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")

        setting = (stride.focus, "keydown", "sizes", change_stride)
        found = measure_in_turns(page, actions, {
            "hover": (lambda: None, "pointermove", "sizes", point),
            "key": (focus_output, "keydown", "sizes", step),
            "setting": setting,
        })  # fmt: skip
        for name in ("rows", "columns"):
            page.locator(f'.sizes [name="{name}"]').fill("28")
        stride.fill("1")
        large = measure_in_turns(page, actions, {"setting_28": setting})
        return {**found, "setting_28": large["setting_28"]}


def filter_lab_latency(actions=40):
    """Measure the FilterLab on a photo of 600×512 pixels. ``weight`` types a weight and changes the map."""
    with shown_beside_interact(LAB, LAB_DRAWING) as page:
        pane = page.locator(".filter-lab .pane.output")
        weight = page.locator(".filter-lab .weights input").first

        def point(number):
            box = pane.bounding_box()
            across, down = 0.1 + number * 0.13 % 0.8, 0.1 + number * 0.19 % 0.8
            page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])

        def type_weight(number):
            page.keyboard.press(str(number % 9 + 1))

        return measure_in_turns(page, actions, {
            "hover": (pane.scroll_into_view_if_needed, "pointermove", "lab", point),
            "key": (pane.focus, "keydown", "lab", lambda number: page.keyboard.press("ArrowRight")),
            "weight": (lambda: weight.evaluate("box => box.select()"), "input", "map", type_weight),
        })  # fmt: skip


def xo_matcher_latency(actions=40):
    """Measure the XOMatcher. ``draw`` changes a cell with the mouse, ``key`` with the keyboard."""
    with shown_beside_interact(MATCHER, MATCHER_DRAWING) as page:
        scores = page.locator(".xo-matcher .map").first.locator(".cell")
        cells = page.locator(".xo-matcher .mark .cell")

        def bring_back():  # the pictures of `interact` push the matcher out of view
            cells.first.scroll_into_view_if_needed()

        def lift_pointer():
            page.mouse.up()
            bring_back()
            move_to(page, cells.nth(40))

        def point(number):
            move_to(page, scores.nth((number * 11 + 5) % 49))

        return measure_in_turns(page, actions, {
            "hover": (bring_back, "pointermove", "matcher", point),
            "draw": (lift_pointer, "pointerdown", "matcher", lambda n: page.mouse.down()),
            "key": (page.mouse.up, "keydown", "matcher", lambda n: page.keyboard.press(" ")),
        })  # fmt: skip


def pixel_viewer_latency(actions=40):
    """Measure the PixelViewer on the colour photo."""
    with shown_beside_interact(VIEWER, VIEWER_DRAWING) as page:
        photo = page.locator(".pixels .photo canvas")

        def point(number):
            box = photo.bounding_box()
            across, down = 0.1 + 0.05 * (number % 10), 0.2 + 0.15 * (number % 5)
            page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])

        def focus_photo():
            page.mouse.move(5, 5)
            page.locator(".pixels .photo").focus()

        def step(number):
            page.keyboard.press("ArrowLeft" if number % 2 else "ArrowDown")

        return measure_in_turns(page, actions, {
            "hover": (photo.scroll_into_view_if_needed, "pointermove", "viewer", point),
            "key": (focus_photo, "keydown", "viewer", step),
        })  # fmt: skip


def relu_explorer_latency(actions=40):
    """Measure the ReluExplorer on its map of 148×148 numbers. ``bias`` moves its slider by one step."""
    with shown_beside_interact(RELU, RELU_DRAWING) as page:
        canvas = page.locator(".relu .map.after canvas")
        pane = page.locator(".relu .map.after .pane")
        slider = page.locator('.relu input[name="bias"]')

        def point(number):
            box = canvas.bounding_box()
            place = (number * 37) % 250 + 20, (number * 53) % 250 + 20
            page.mouse.move(box["x"] + place[0], box["y"] + place[1])

        def step_down(number):  # hovering ends near the top
            page.keyboard.press("ArrowDown")

        return measure_in_turns(page, actions, {
            "hover": (pane.scroll_into_view_if_needed, "pointermove", "relu", point),
            "key": (pane.focus, "keydown", "relu", step_down),
            "bias": (slider.focus, "input", "relu", lambda number: page.keyboard.press("ArrowLeft")),
        })  # fmt: skip


def training_explorer_latency(actions=40):
    """Measure the TrainingExplorer on one kernel. ``step`` takes a training step with the Enter key."""
    with shown_beside_interact(TRAINING, TRAINING_DRAWING) as page:
        cells = page.locator(".training-kernel .kernel .cell")
        button = page.locator('.training-kernel [name="step"]')

        def bring_back():  # the pictures of `interact` push the kernel out of view
            cells.first.scroll_into_view_if_needed()

        def point(number):
            move_to(page, cells.nth((number * 4 + 1) % 9))

        def walk(number):
            page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")

        def start_walk():  # hovering ends in any column; from the middle one there is room on both sides
            page.mouse.move(5, 5)
            page.locator('.training-kernel .slopes [tabindex="0"]').focus()
            page.keyboard.press("Home")
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(40)

        return measure_in_turns(page, actions, {
            "hover": (bring_back, "pointermove", "training", point),
            "key": (start_walk, "keydown", "training", walk),
            "step": (button.focus, "keydown", "training", lambda number: page.keyboard.press("Enter")),
        })  # fmt: skip


def training_speed(seconds=5):
    """Return how many steps a second the small network of the TrainingExplorer takes while it plays."""
    with shown(TRAINING_NETWORK) as page:
        status = page.locator(".training-network .status")

        def steps():
            return int(re.match(r"Step ([\d,]+)", status.text_content())[1].replace(",", ""))

        page.locator('.training-network [name="play"]').click()
        page.wait_for_timeout(1000)  # until the browser has compiled the arithmetic
        before, started = steps(), time.perf_counter()
        page.wait_for_timeout(1000 * seconds)
        return (steps() - before) / (time.perf_counter() - started)


def pooling_explorer_latency(actions=40):
    """Measure the PoolingExplorer. ``shift`` shifts the image by a button, which changes the output."""
    with shown_beside_interact(POOLING, POOLING_DRAWING) as page:
        cells = page.locator(".pooling .output .cell")

        def point(number):
            move_to(page, cells.nth((number * 7 + 4) % 16))  # a different row and column each time

        def focus_output():
            page.mouse.move(5, 5)
            page.locator('.pooling .output [tabindex="0"]').focus()

        def step(number):  # hovering ends in columns 1 and 3, so there is room on the left
            page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")

        def shift(number):
            page.locator(f'.pooling [name="shift-{"left" if number % 2 else "right"}"]').focus()
            page.keyboard.press("Enter")

        return measure_in_turns(page, actions, {
            "hover": (lambda: None, "pointermove", "pooling", point),
            "key": (focus_output, "keydown", "pooling", step),
            "shift": (lambda: None, "keydown", "pooling", shift),
        })  # fmt: skip


def parameter_counter_latency(actions=40):
    """Measure the ParameterCounter. ``setting`` changes the number of filters, the count and the volumes."""
    with shown_beside_interact(PARAMETERS, PARAMETERS_DRAWING) as page:
        filters = page.locator(".parameter-counter .filter")
        count = page.locator('.parameter-counter [name="filters"]')

        def point(number):
            move_to(page, filters.nth((number + 1) % 4))  # not the last one: the keys move down from here

        def focus_filter():
            page.mouse.move(5, 5)
            page.locator('.parameter-counter .filter[tabindex="0"]').focus()

        def step(number):
            page.keyboard.press("ArrowUp" if number % 2 else "ArrowDown")

        def change_filters(number):
            page.keyboard.press("ArrowDown" if number % 2 else "ArrowUp")

        return measure_in_turns(page, actions, {
            "hover": (lambda: None, "pointermove", "parameters", point),
            "key": (focus_filter, "keydown", "parameters", step),
            "setting": (count.focus, "keydown", "parameters", change_filters),
        })  # fmt: skip


@contextmanager
def shown(*cells, script=""):
    """Open a notebook with these cells in JupyterLab, with a script next to it, and run all cells."""
    tall = {"width": 1280, "height": 1900}
    with running_browser() as browser, running_lab() as lab:
        lab.write("latency.ipynb", *cells)
        (lab.root / "notebooks" / SCRIPT).write_text(script, encoding="utf-8")
        with opened(lab, browser, "latency.ipynb", viewport=tall) as notebook:
            notebook.run_all()
            notebook.page.wait_for_timeout(1000)
            yield notebook.page


@contextmanager
def shown_beside_interact(explorer, drawing):
    """Open JupyterLab with an explorer and, below it, `interact` with the same picture."""
    script = INTERACT.replace("{drawing}", indent(drawing.strip(), "    ").strip())
    # As the source of a cell, the script would push its own picture off the page.
    with shown(explorer, f"%run -i {SCRIPT}", script=script) as page:
        page.wait_for_selector(".widget-interact img", timeout=60_000)
        page.wait_for_timeout(1000)
        yield page


def move_to(page, cell):
    """Move the pointer to the middle of a cell."""
    box = cell.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def network_builder_latency(actions=40):
    """Measure the NetworkBuilder. ``key`` selects another line, ``setting`` changes the filters."""
    with shown_beside_interact(NETWORK, NETWORK_DRAWING) as page:
        first = page.locator('.network-builder [data-line="1"]')
        chosen = page.locator('.network-builder [aria-selected="true"]')
        filters = page.locator('.network-builder [name="filters"]')

        def choose_filters():
            first.locator("td").nth(1).click()
            filters.focus()
            page.wait_for_timeout(50)

        def step(number):
            page.keyboard.press("ArrowUp" if number % 2 else "ArrowDown")

        return measure_in_turns(page, actions, {
            "key": (chosen.focus, "keydown", "network", step),
            "setting": (choose_filters, "keydown", "network", lambda number: page.keyboard.press("ArrowUp")),
        })  # fmt: skip


def receptive_field_latency(actions=40):
    """Measure the ReceptiveFieldExplorer on the map after the second convolution."""
    with shown_beside_interact(FIELD, FIELD_DRAWING) as page:
        pane = page.locator(".receptive .pane").nth(3)

        def point(number):
            box = pane.bounding_box()
            place = [10 + (number * step % 11 + 0.5) * (box["width"] - 21) / 11 for step in (7, 3)]
            page.mouse.move(box["x"] + place[0], box["y"] + place[1])

        def focus_pane():
            page.mouse.move(5, 5)
            pane.focus()

        def step(number):
            page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")

        return measure_in_turns(page, actions, {
            "hover": (pane.scroll_into_view_if_needed, "pointermove", "field", point),
            "key": (focus_pane, "keydown", "field", step),
        })  # fmt: skip


def stack_latency(actions=40):
    """Measure the StackExplorer on a tree that has most of its lines."""
    with shown_beside_interact(STACK, STACK_DRAWING) as page:
        pane = page.locator(".stack-explorer .pane")

        def point(number):
            box = pane.bounding_box()
            page.mouse.move(box["x"] + 180 + 7.5 * (number * 7 % 40), box["y"] + 34)

        def focus_pane():
            page.mouse.move(5, 5)
            pane.focus()

        def step(number):
            page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")

        return measure_in_turns(page, actions, {
            "hover": (pane.scroll_into_view_if_needed, "pointermove", "stack", point),
            "key": (focus_pane, "keydown", "stack", step),
        })  # fmt: skip


def draw_garment_latency(actions=40):
    """Measure DrawGarment with the course's fast network, which the page runs.

    Returns
    -------
    dict
        Median milliseconds as ``draw``, from pressing the pointer to the changed drawing, and ``answer``,
        from moving it to the changed bars, before it is released.
    """
    times = {"draw": [], "answer": []}
    with shown(GARMENT) as page:
        page.wait_for_selector(".draw-garment li.best")
        box = page.locator(".draw-garment .pane canvas").bounding_box()
        page.locator('.draw-garment [name="size-4"]').click()

        def press():
            page.evaluate(WATCH, ["pointerdown", "drawing"])
            page.mouse.down()

        def move():  # far enough to change every bar
            page.evaluate(WATCH, ["pointermove", "bars"])
            page.mouse.move(box["x"] + 150, box["y"] + 12 * ((number * 11) % 28) + 6)

        for number in range(actions):
            column, row = (number * 7) % 28, (number * 3) % 28
            page.mouse.move(box["x"] + 12 * column + 6, box["y"] + 12 * row + 6)
            page.locator('.draw-garment [name="grey"]').fill(str(15 + 15 * (number % 17)))
            for name, act in (("draw", press), ("answer", move)):
                act()
                times[name].append(page.evaluate("window.courseDelay"))
                page.wait_for_timeout(30)
            page.mouse.up()
    return {name: statistics.median(values) for name, values in times.items()}


def network_explorer_latency(actions=40):
    """Measure the NetworkExplorer with the fast network, while painting on its image.

    Returns
    -------
    dict
        Median milliseconds as ``answer``, from a stroke to new probabilities, and ``picture``, to
        the first frame with the redrawn overview.
    """
    times = []
    with shown(WHOLE_NETWORK) as page:
        page.wait_for_selector(".network-explorer .class-row.best")
        page.wait_for_timeout(2000)  # until it has been compared with Keras
        page.locator('.network-explorer [name="what-if"]').click()
        page.wait_for_timeout(300)
        box = page.locator(".network-explorer .what-if-pane canvas").bounding_box()
        for number in range(actions):
            x, y = box["x"] + 10 + (37 * number) % 110, box["y"] + 10 + (23 * number) % 110
            page.locator('.network-explorer [name="grey"]').fill(str(5 + 5 * (7 * number % 20)))
            page.mouse.move(x, y)
            page.mouse.down()
            page.wait_for_timeout(50)
            page.evaluate(STROKE)
            page.mouse.move(x + 14, y + 9)
            times.append(page.evaluate("window.courseDelay"))
            page.mouse.up()
            page.wait_for_timeout(50)
    return {name: statistics.median(one[name] for one in times) for name in ("answer", "picture")}


def measure_in_turns(page, actions, kinds):
    """Measure several kinds of actions and the slider of `interact`, alternating in blocks of ten.

    Parameters
    ----------
    page : playwright.sync_api.Page
    actions : int
        Number of actions of each kind.
    kinds : dict
        Maps a name to four things: a function to call before each action, the browser's event, the picture
        in `WATCH` that should change, and the action itself, a function of its number.

    Returns
    -------
    dict
        As `explorer_latency` returns it.
    """
    slider = page.locator(".widget-interact .noUi-handle")
    kinds = {
        **kinds,
        "interact": (slider.focus, "keydown", "interact", lambda number: page.keyboard.press("ArrowRight")),
    }
    times = {name: [] for name in kinds}
    for start in range(0, actions, 10):
        for name, (prepare, kind, picture, act) in kinds.items():
            for number in range(start, start + 10):
                prepare()
                page.evaluate(WATCH, [kind, picture])
                act(number)
                times[name].append(page.evaluate("window.courseDelay"))
                page.wait_for_timeout(30)
    medians = {name: statistics.median(values) for name, values in times.items()}
    slowest = max(value for name, value in medians.items() if name != "interact")
    return {**medians, "actions": actions, "ratio": medians["interact"] / slowest}


EXPLORERS = {
    "ConvolutionExplorer": explorer_latency,
    "PixelViewer": pixel_viewer_latency,
    "FilterLab": filter_lab_latency,
    "XOMatcher": xo_matcher_latency,
    "SizeExplorer": size_explorer_latency,
    "ReluExplorer": relu_explorer_latency,
    "PoolingExplorer": pooling_explorer_latency,
    "ParameterCounter": parameter_counter_latency,
    "NetworkBuilder": network_builder_latency,
    "ReceptiveFieldExplorer": receptive_field_latency,
    "TrainingExplorer": training_explorer_latency,
    "StackExplorer": stack_latency,
}
# The explorers that show what a network gives.
KERAS_EXPLORERS = {"DrawGarment": draw_garment_latency}
# The explorers that run a network in the page: the milliseconds that they may take.
NETWORK_EXPLORERS = {"NetworkExplorer": (network_explorer_latency, {"answer": 16, "picture": 33})}

if __name__ == "__main__":
    for name, measure in {**EXPLORERS, **KERAS_EXPLORERS}.items():
        print(name, measure())
    print("Training steps a second", training_speed())
