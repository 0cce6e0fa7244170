"""How long the explorers take from pointer or key to the changed picture, in JupyterLab.

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
SIZES = """
from helpers.widgets import SizeExplorer
explorer = SizeExplorer(8, 3, stride=2, padding="same")
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
    counts, (rows, columns) = np.pad(explorer.uses, ((0, 1), (0, 1))), explorer.output
    row, column = divmod(position % (rows * columns), columns)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4))
    left.imshow(counts, cmap="cividis")
    for r in range(8):
        for c in range(8):
            left.text(c, r, counts[r, c], ha="center", va="center")
    right.imshow(np.zeros((rows, columns)), cmap="gray_r")
    left.add_patch(Rectangle((2 * column - 0.5, 2 * row - 0.5), 3, 3, fill=False, linewidth=4))
    right.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=4))
    figure.suptitle(f"floor((8 + 1 - 3) / 2) + 1 = {rows}")
    plt.show()
interact(show_window, position=(0, 300));
"""
LAB = """
from helpers.widgets import FilterLab
lab = FilterLab()
lab
"""
# The same picture without a lab: photo, feature map, and the numbers around one window.
LAB_INTERACT = """
%matplotlib inline
import matplotlib
matplotlib.rcdefaults()
import matplotlib.pyplot as plt
from ipywidgets import interact
from helpers import conv2d

def show_filter(weight=0):
    kernel = lab.kernel.copy()
    kernel[0, 0] = weight
    result = conv2d(lab.image, kernel)
    figure, all_axes = plt.subplots(2, 2, figsize=(8, 7))
    near = [lab.image[296:303, 252:259], result[296:301, 252:257]]
    for axes, grid, colours in zip(all_axes.flat, [lab.image, result, *near], ("gray", "RdBu_r") * 2):
        axes.imshow(grid, cmap=colours)
    for axes, grid in zip(all_axes[1], near):
        for r in range(grid.shape[0]):
            for c in range(grid.shape[1]):
                axes.text(c, r, grid[r, c], ha="center", va="center")
    plt.show()

interact(show_filter, weight=(0, 300));
"""
MATCHER = """
from helpers.widgets import XOMatcher
matcher = XOMatcher()
matcher
"""
# The same picture without a matcher: the mark, and three maps with their numbers.
MATCHER_INTERACT = """
%matplotlib inline
import matplotlib
matplotlib.rcdefaults()
import matplotlib.pyplot as plt
from ipywidgets import interact
from helpers import conv2d

def show_scores(cell=0):
    mark = matcher.mark
    mark.flat[cell % 81] *= -1
    figure, all_axes = plt.subplots(1, 4, figsize=(12, 3.4))
    all_axes[0].imshow(mark, cmap="gray_r")
    for axes, feature in zip(all_axes[1:], matcher.features):
        scores = conv2d(mark, feature) / 9
        axes.imshow(scores, cmap="RdBu_r", vmin=-1, vmax=1)
        for r in range(7):
            for c in range(7):
                axes.text(c, r, f"{scores[r, c]:.2f}", ha="center", va="center", fontsize=7)
    plt.show()

interact(show_scores, cell=(0, 300));
"""
# The course's own network, not trained: it takes as long to answer.
GARMENT = """
from helpers import stand_in
from helpers.training import course_network
from helpers.widgets import DrawGarment
draw = DrawGarment(course_network(), stand_in.make(20, 10)[0])
draw
"""
# Wait for one event, then look after every painted frame whether the picture differs from before.
WATCH = """([kind, picture]) => {
    const text = (name) => document.querySelector(name).textContent;
    const frame = (name) => document.querySelector(`${name} .output .grid-frame`).style.transform;
    const look = {
        explorer: () => frame(".convolution") + text(".convolution .bias-line .running"),
        sizes: () => frame(".sizes") + text(".sizes .formula"),
        lab: () => text(".filter-lab .total")
            + document.querySelector(".filter-lab .pane.output .grid-frame").style.transform,
        map: () => document.querySelector(".filter-lab .pane.output canvas").getContext("2d")
            .getImageData(200, 100, 60, 1).data.join(),
        drawing: () => document.querySelector(".draw-garment canvas").getContext("2d")
            .getImageData(0, 0, 28, 28).data.join(),
        bars: () => [...document.querySelectorAll(".draw-garment .bar")].map((bar) => bar.style.transform).join(),
        matcher: () => text(".xo-matcher .maps") + text(".xo-matcher .focus-title"),
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


def size_explorer_latency(actions=40):
    """Measure the SizeExplorer of lesson 04 as `explorer_latency` does its own.

    Returns
    -------
    dict
        Median milliseconds as ``hover``, ``key``, ``setting`` (a stride changed by an arrow key: other
        counts, another output) and ``interact``, the number of ``actions``, and how many times slower
        `interact` is than the slowest of the others, as ``ratio``. Besides, ``setting_28``: the same
        setting on 28×28 pixels, where some 1,400 cells are drawn anew.
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
        stride = page.locator('.sizes [name="stride"]')

        def point(number):
            box = cells.nth((number * 7 + 4) % 16).bounding_box()  # in another row and column each time
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        def change_stride(number):
            page.keyboard.press("ArrowDown" if number % 2 else "ArrowUp")

        def focus_output():
            page.mouse.move(5, 5)
            page.locator('.sizes .output [tabindex="0"]').focus()

        def step(number):  # the hovering ends in columns 1 and 3: there is room on the left
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
    """Measure the FilterLab on the photo of 600×512 pixels as `explorer_latency` does its own.

    Returns
    -------
    dict
        Median milliseconds as ``hover``, ``key``, ``weight`` (typed: another feature map) and
        ``interact``, the number of ``actions``, and how many times slower `interact` is than the
        slowest of the others, as ``ratio``.
    """
    with running_browser() as browser, running_lab() as lab:
        return measure_filter_lab(lab, browser, actions)


def measure_filter_lab(lab, browser, actions):
    """Measure in a notebook of a running JupyterLab."""
    lab.write("lab_latency.ipynb", LAB, LAB_INTERACT)
    with opened(lab, browser, "lab_latency.ipynb", viewport={"width": 1280, "height": 1900}) as notebook:
        notebook.run_all()
        page = notebook.page
        page.wait_for_selector(".widget-interact img", timeout=60_000)
        page.wait_for_timeout(1000)
        pane = page.locator(".filter-lab .pane.output")
        weight = page.locator(".filter-lab .weights input").first

        def point(number):
            box = pane.bounding_box()
            place = (number * 37) % 250 + 20, (number * 53) % 280 + 20
            page.mouse.move(box["x"] + place[0], box["y"] + place[1])

        def type_weight(number):
            page.keyboard.press(str(number % 9 + 1))

        return measure_in_turns(page, actions, {
            "hover": (pane.scroll_into_view_if_needed, "pointermove", "lab", point),
            "key": (pane.focus, "keydown", "lab", lambda number: page.keyboard.press("ArrowRight")),
            "weight": (lambda: weight.evaluate("box => box.select()"), "input", "map", type_weight),
        })  # fmt: skip


def xo_matcher_latency(actions=40):
    """Measure the XOMatcher as `explorer_latency` does its own.

    Returns
    -------
    dict
        Median milliseconds as ``hover``, ``draw`` (a cell by mouse), ``key`` (a cell by keyboard) and
        ``interact``, the number of ``actions``, and how many times slower `interact` is than the
        slowest of the others, as ``ratio``.
    """
    with running_browser() as browser, running_lab() as lab:
        return measure_xo_matcher(lab, browser, actions)


def measure_xo_matcher(lab, browser, actions):
    """Measure in a notebook of a running JupyterLab."""
    lab.write("xo_latency.ipynb", MATCHER, MATCHER_INTERACT)
    with opened(lab, browser, "xo_latency.ipynb", viewport={"width": 1280, "height": 1700}) as notebook:
        notebook.run_all()
        page = notebook.page
        page.wait_for_selector(".widget-interact img", timeout=60_000)
        page.wait_for_timeout(1000)
        scores = page.locator(".xo-matcher .map").first.locator(".cell")
        cells = page.locator(".xo-matcher .mark .cell")

        def move_to(cell):
            box = cell.bounding_box()
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        def bring_back():  # the slider's pictures push the matcher out of sight
            cells.first.scroll_into_view_if_needed()

        def lift_pointer():
            page.mouse.up()
            bring_back()
            move_to(cells.nth(40))

        def point(number):
            move_to(scores.nth((number * 11 + 5) % 49))

        return measure_in_turns(page, actions, {
            "hover": (bring_back, "pointermove", "matcher", point),
            "draw": (lift_pointer, "pointerdown", "matcher", lambda n: page.mouse.down()),
            "key": (page.mouse.up, "keydown", "matcher", lambda n: page.keyboard.press(" ")),
        })  # fmt: skip


def draw_garment_latency(actions=40):
    """Measure DrawGarment with the course network of 64 and 64 filters.

    Returns
    -------
    dict
        Median milliseconds as ``draw`` (from the pointer to the changed drawing) and ``answer`` (from the
        release of pointer or key to the changed bars), the largest of the answers as ``slowest``, and
        the number of ``actions``. What Keras computes is not compared with `interact`.
    """
    with running_browser() as browser, running_lab() as lab:
        return measure_draw_garment(lab, browser, actions)


def measure_draw_garment(lab, browser, actions):
    """Measure in a notebook of a running JupyterLab."""
    lab.write("garment_latency.ipynb", GARMENT)
    with opened(lab, browser, "garment_latency.ipynb", viewport={"width": 1280, "height": 1000}) as notebook:
        notebook.run_all()
        page = notebook.page
        page.wait_for_selector(".draw-garment li.best")
        page.wait_for_timeout(1000)
        box = page.locator(".draw-garment canvas").bounding_box()
        times = {"draw": [], "answer": []}
        for number in range(actions):
            column, row = (number * 7) % 28, (number * 3) % 28
            page.mouse.move(box["x"] + 12 * column + 6, box["y"] + 12 * row + 6)
            page.locator('.draw-garment [name="grey"]').fill(str(15 + 15 * (number % 17)))
            for name, kind, picture, act in (
                ("draw", "pointerdown", "drawing", page.mouse.down),
                ("answer", "pointerup", "bars", page.mouse.up),
            ):
                page.evaluate(WATCH, [kind, picture])
                act()
                times[name].append(page.evaluate("window.courseDelay"))
                page.wait_for_timeout(30)
        medians = {name: statistics.median(values) for name, values in times.items()}
        return {**medians, "slowest": max(times["answer"]), "actions": actions}


def measure_in_turns(page, actions, kinds):
    """Measure kinds of actions and, beside them, the slider of `interact`, in turns of ten.

    Parameters
    ----------
    page : Playwright page
    actions : int
        Of each kind.
    kinds : dict
        From a name to what is done before an action, the browser's event, the picture of `WATCH` that
        changes, and the action, which takes its number.

    Returns
    -------
    dict
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


if __name__ == "__main__":
    print(explorer_latency())
    print(size_explorer_latency())
    print(filter_lab_latency())
    print(xo_matcher_latency())
    print(draw_garment_latency())
