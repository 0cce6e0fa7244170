"""How long the ConvolutionExplorer takes from pointer or key to the changed picture, in JupyterLab.

Beside it, in the same run and in turns, the same picture by `ipywidgets.interact` and Matplotlib.
"""

import statistics

from tests.browser.jupyter import opened, running_browser, running_lab

EXPLORER = """
from helpers.widgets import ConvolutionExplorer
ConvolutionExplorer()
"""
# What a lesson would show without an explorer: the same grids with their numbers, window and sum. The
# course's settings of Matplotlib cost time, so its own are used.
INTERACT = """
import matplotlib
matplotlib.rcdefaults()
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
# Wait for one event, then look after every painted frame whether the picture differs from before.
WATCH = """([kind, picture]) => {
    const look = picture === "explorer"
        ? () => document.querySelector(".convolution .output .grid-frame").style.transform
            + document.querySelector(".convolution .bias-line .running").textContent
        : () => { const image = document.querySelector(".widget-interact img");
            return image && image.complete && image.naturalWidth ? image.src.slice(-4000) : null; };
    const before = look();
    window.courseDelay = new Promise((resolve, reject) => document.addEventListener(kind, (event) => {
        const channel = new MessageChannel();
        const nextFrame = () => requestAnimationFrame(() => channel.port2.postMessage(0));
        channel.port1.onmessage = () => {
            const now = look();
            const delay = performance.now() - event.timeStamp;
            if (now !== null && now !== before) resolve(delay);
            else if (delay > 10000) reject(new Error(`No picture of ${picture} changed after ${kind}.`));
            else nextFrame();
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
    times = {"hover": [], "key": [], "interact": []}

    def timed(name, kind, picture, act):
        page.evaluate(WATCH, [kind, picture])
        act()
        times[name].append(page.evaluate("window.courseDelay"))
        page.wait_for_timeout(30)

    for start in range(0, actions, 10):
        for number in range(start, start + 10):
            cell = cells.nth((number * 7 + 4) % 36)  # in another row and column each time
            cell.scroll_into_view_if_needed()
            box = cell.bounding_box()
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


if __name__ == "__main__":
    print(explorer_latency())
