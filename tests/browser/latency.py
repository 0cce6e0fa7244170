"""How long the explorers take from pointer or key to the changed picture, in JupyterLab.

Beside it, in the same run and in turns, the same picture by `ipywidgets.interact` and Matplotlib.
"""

import statistics

from tests.browser.jupyter import opened, running_browser, running_lab

EXPLORER = """
from helpers.widgets import ConvolutionExplorer
ConvolutionExplorer()
"""
# What a lesson would show without an explorer: the same two grids with their numbers, window and sum.
INTERACT = """
%matplotlib inline
import matplotlib.pyplot as plt
from ipywidgets import interact
from matplotlib.patches import Rectangle
from helpers import conv2d
explorer = ConvolutionExplorer()
image, kernel = explorer.image, explorer.kernel

def show_window(position=0):
    output = conv2d(image, kernel)
    row, column = divmod(position % output.size, output.shape[1])
    figure, all_axes = plt.subplots(1, 3, figsize=(8, 3.4))
    for axes, grid, colours in zip(all_axes, (image, kernel, output), ("gray", "RdBu_r", "RdBu_r")):
        axes.imshow(grid, cmap=colours)
        for r in range(grid.shape[0]):
            for c in range(grid.shape[1]):
                axes.text(c, r, grid[r, c], ha="center", va="center")
    all_axes[0].add_patch(Rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, linewidth=4))
    all_axes[2].add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=4))
    products = image[row:row + 3, column:column + 3] * kernel
    figure.suptitle(" + ".join(map(str, products.ravel())) + f" = {products.sum()}")
    plt.show()

interact(show_window, position=(0, 300));
"""
SIZES = """
from helpers.widgets import SizeExplorer
explorer = SizeExplorer(28, 3)
explorer
"""
# The same picture without an explorer: the counts with their numbers, the window, the output, the formula.
SIZES_INTERACT = """
import matplotlib
matplotlib.rcdefaults()
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from matplotlib.patches import Rectangle
def show_window(position=0):
    uses, (rows, columns) = explorer.uses, explorer.output
    row, column = divmod(position % (rows * columns), columns)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
    left.imshow(uses, cmap="cividis")
    for r in range(uses.shape[0]):
        for c in range(uses.shape[1]):
            left.text(c, r, uses[r, c], ha="center", va="center", fontsize=6)
    right.imshow(np.zeros((rows, columns)), cmap="gray_r")
    left.add_patch(Rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, linewidth=4))
    right.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=4))
    figure.suptitle(f"floor((28 + 0 - 3) / 1) + 1 = {rows}")
    plt.show()
interact(show_window, position=(0, 300));
"""
# Wait for one event, then look after every painted frame whether the picture differs from before.
WATCH = """([kind, picture]) => {
    const text = (name) => document.querySelector(name).textContent;
    const frame = (name) => document.querySelector(`${name} .output .grid-frame`).style.transform;
    const look = {
        explorer: () => frame(".convolution") + text(".convolution .bias-line .running"),
        sizes: () => frame(".sizes") + text(".sizes .formula"),
        interact: () => { const image = document.querySelector(".widget-interact img");
            return image && image.complete && image.naturalWidth ? image.src.slice(-4000) : null; },
    }[picture];
    const before = look();
    window.courseDelay = new Promise((resolve) => document.addEventListener(kind, (event) => {
        const channel = new MessageChannel();
        const nextFrame = () => requestAnimationFrame(() => channel.port2.postMessage(0));
        channel.port1.onmessage = () => {
            const now = look();
            if (now === null || now === before) nextFrame();
            else resolve(performance.now() - event.timeStamp);
        };
        nextFrame();
    }, { capture: true, once: true }));
}"""


def explorer_latency(actions=40):
    """Measure hover, arrow key and `interact` in JupyterLab in headless Chromium, in one run.

    Parameters
    ----------
    actions : int
        Of each kind, in turns of ten.

    Returns
    -------
    dict
        Median milliseconds from the browser's event to the first painted frame with a changed
        picture, as ``hover``, ``key`` and ``interact``, the number of ``actions``, and how many
        times slower `interact` is than the slower of the other two, as ``ratio``.
    """
    with running_browser() as browser, running_lab() as lab:
        lab.write("latency.ipynb", EXPLORER, INTERACT)
        with opened(lab, browser, "latency.ipynb", viewport={"width": 1280, "height": 1700}) as notebook:
            return measure(notebook, actions)


def measure(notebook, actions):
    """Measure in a notebook that holds both cells."""
    notebook.run_all()
    page = notebook.page
    page.wait_for_selector(".convolution .output .cell")
    page.wait_for_selector(".widget-interact img", timeout=60_000)
    page.wait_for_timeout(1000)
    cells = page.locator(".convolution .output .cell")
    boxes = [cells.nth(number).bounding_box() for number in range(36)]
    times = {"hover": [], "key": [], "interact": []}

    def timed(name, kind, picture, act):
        page.evaluate(WATCH, [kind, picture])
        act()
        times[name].append(page.evaluate("window.courseDelay"))
        page.wait_for_timeout(30)

    for start in range(0, actions, 10):
        for number in range(start, start + 10):
            box = boxes[(number * 7 + 3) % 36]  # a cell in another row and column each time
            middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            timed("hover", "pointermove", "explorer", lambda middle=middle: page.mouse.move(*middle))
        page.mouse.move(5, 5)
        cells.nth(0).click()
        for number in range(10):
            key = "ArrowRight" if number < 5 else "ArrowDown"
            timed("key", "keydown", "explorer", lambda key=key: page.keyboard.press(key))
        page.keyboard.press("Escape")
        page.mouse.move(5, 5)
        page.locator(".widget-interact .noUi-handle").focus()
        for _ in range(10):
            timed("interact", "keydown", "interact", lambda: page.keyboard.press("ArrowRight"))
    medians = {name: statistics.median(values) for name, values in times.items()}
    slower = max(medians["hover"], medians["key"])
    return {**medians, "actions": actions, "ratio": medians["interact"] / slower}


def size_explorer_latency(actions=40):
    """Measure the SizeExplorer on 28×28 pixels as `explorer_latency` does its own.

    Returns
    -------
    dict
        Median milliseconds as ``hover``, ``key``, ``setting`` (a stride changed by an arrow key: other
        counts, another output) and ``interact``, the number of ``actions``, and how many times slower
        `interact` is than the slowest of the others, as ``ratio``.
    """
    with running_browser() as browser, running_lab() as lab:
        return measure_sizes(lab, browser, actions)


def measure_sizes(lab, browser, actions):
    """Measure in a notebook of a running JupyterLab."""
    lab.write("size_latency.ipynb", SIZES, SIZES_INTERACT)
    with opened(lab, browser, "size_latency.ipynb", viewport={"width": 1280, "height": 1700}) as notebook:
        notebook.run_all()
        page = notebook.page
        page.wait_for_selector(".sizes .output .cell")
        page.wait_for_selector(".widget-interact img", timeout=60_000)
        page.wait_for_timeout(1000)
        cells = page.locator(".sizes .output .cell")
        times = {"hover": [], "key": [], "setting": [], "interact": []}

        def timed(name, kind, picture, act):
            page.evaluate(WATCH, [kind, picture])
            act()
            times[name].append(page.evaluate("window.courseDelay"))
            page.wait_for_timeout(30)

        for start in range(0, actions, 10):
            for number in range(start, start + 10):
                box = cells.nth(
                    (number * 29 + 31) % 676
                ).bounding_box()  # in another row and column each time
                middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
                timed("hover", "pointermove", "sizes", lambda middle=middle: page.mouse.move(*middle))
            page.mouse.move(5, 5)
            cells.nth(0).click()
            page.mouse.move(5, 5)
            for number in range(10):
                key = "ArrowRight" if number < 5 else "ArrowDown"
                timed("key", "keydown", "sizes", lambda key=key: page.keyboard.press(key))
            page.locator('.sizes [name="stride"]').focus()
            for number in range(10):
                key = "ArrowDown" if number % 2 else "ArrowUp"
                timed("setting", "keydown", "sizes", lambda key=key: page.keyboard.press(key))
            page.locator(".widget-interact .noUi-handle").focus()
            for _ in range(10):
                timed("interact", "keydown", "interact", lambda: page.keyboard.press("ArrowRight"))
    medians = {name: statistics.median(values) for name, values in times.items()}
    slowest = max(medians[name] for name in ("hover", "key", "setting"))
    return {**medians, "actions": actions, "ratio": medians["interact"] / slowest}


if __name__ == "__main__":
    print(explorer_latency())
    print(size_explorer_latency())
