"""Measure everything that the course promises to be fast, and write docs/benchmarks.md (`make bench`).

    make bench                                  all parts; training takes about 20 minutes
    make bench ARGS="convolution explorer"      only these parts; the other sections stay as they are

All numbers in a table come from one run in which the candidates alternate, so the ratios are reliable even
on a noisy machine.
"""

import argparse
import json
import os
import platform
import re
import statistics
import sys
import time
from functools import partial
from importlib.metadata import version
from itertools import product
from pathlib import Path

import nbformat
import numpy as np
import psutil

from tests.browser import latency
from tests.execute_notebooks import NOTEBOOKS, execute

BINDER_MEMORY = 2048  # megabytes
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def in_turns(*functions, rounds=12, calls=30):
    """Return the median time of each function, in milliseconds.

    The functions alternate. Each round of calls starts with a pause and a warm-up call, because libraries
    keep their threads busy for a moment after a call, which would slow down the next function.
    """
    times = [[] for _ in functions]
    for _ in range(rounds):
        for own, function in zip(times, functions, strict=True):
            time.sleep(0.02)
            function()
            for _ in range(calls):
                started = time.perf_counter()
                function()
                own.append(1000 * (time.perf_counter() - started))
    return [statistics.median(own) for own in times]


missed = []  # a sentence for each target that this run missed


def expect(met, sentence):
    """Note a missed target, and carry on so that the other targets are measured too."""
    if not met:
        missed.append(sentence)


def table(headings, rows):
    """Return a Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in [headings, ["---"] * len(headings), *rows]]
    return "\n".join(lines)


def convolution():
    """Compare `conv2d` with SciPy on one channel, and with TensorFlow on the layers of the lessons."""
    from scipy.signal import correlate2d

    from helpers import conv2d
    from helpers.training import tf

    random = np.random.default_rng(0)
    kernel = random.random((3, 3), dtype=np.float32)
    rows = []
    for n, padding in product((28, 64, 128, 256, 512, 1024), ("valid", "same")):
        image = random.random((n, n), dtype=np.float32)
        ours, scipy = in_turns(
            partial(conv2d, image, kernel, padding=padding), partial(correlate2d, image, kernel, mode=padding)
        )
        rows.append([f"{n}×{n}", padding, f"{scipy:.3f}", f"{ours:.3f}", f"{scipy / ours:.1f}×"])
        expect(
            n != 512 or scipy / ours >= 5,
            f"conv2d is {scipy / ours:.1f} times as fast as SciPy at 512×512 ({padding}); the target is 5.",
        )
    against_scipy = table(["image", "padding", "correlate2d, ms", "conv2d, ms", "speedup"], rows)

    def from_tensorflow(image, kernels, padding):
        return tf.nn.conv2d(image[np.newaxis], kernels, 1, padding.upper()).numpy()

    rows = []
    for (n, channels), padding in product(((28, 1), (26, 64)), ("valid", "same")):
        image = random.random((n, n, channels), dtype=np.float32)
        kernels = random.random((3, 3, channels, 64), dtype=np.float32)
        ours, tensorflow = in_turns(
            partial(conv2d, image, kernels, padding=padding),
            partial(from_tensorflow, image, kernels, padding),
        )
        size = f"{n}×{n}, {channels} → 64"
        rows.append([size, padding, f"{tensorflow:.3f}", f"{ours:.3f}", f"{tensorflow / ours:.2f}×"])
        expect(
            tensorflow / ours >= 1,
            f"conv2d needs {ours / tensorflow:.2f} of TensorFlow's time at {size} ({padding}); "
            "the target is 1.",
        )
    headings = ["image, channels → filters", "padding", "tf.nn.conv2d, ms", "conv2d, ms", "speedup"]
    against_tensorflow = table(headings, rows)
    return (
        "One float32 channel and one 3×3 kernel, compared with `scipy.signal.correlate2d`. "
        "Target: 5× at 512×512.\n\n"
        f"{against_scipy}\n\n"
        "The layers of the course network, compared with `tf.nn.conv2d` called from Python. Both take and "
        f"return NumPy arrays. Target: 1× or more.\n\n{against_tensorflow}"
    )


def explorer():
    """Compare the explorers with `interact` and Matplotlib, in headless Chromium."""
    measured = {name: measure() for name, measure in latency.EXPLORERS.items()}
    rows = []
    for name, result in measured.items():
        own = {
            kind: f"{kind} {value:.0f}"
            for kind, value in result.items()
            if kind not in ("interact", "actions", "ratio")
        }
        rows.append([name, ", ".join(own.values()), f"{result['interact']:.0f}", f"{result['ratio']:.0f}×"])
        slowest = max(value for kind, value in result.items() if kind in own)
        expect(slowest <= 33.5, f"{name} takes {slowest:.0f} ms to respond; the target is 33 ms.")
        expect(
            result["ratio"] >= 10,
            f"{name} is {result['ratio']:.1f} times as fast as interact; the target is 10.",
        )
    keras_rows = []
    for name, measure in latency.KERAS_EXPLORERS.items():
        result = measure()
        keras_rows.append([name, f"{result['answer']:.0f}"])
        expect(
            result["answer"] <= 300,
            f"{name} takes {result['answer']:.0f} ms to respond; the target is 300 ms.",
        )
    network_rows = []
    for name, (measure, most) in latency.NETWORK_EXPLORERS.items():
        result = measure()
        network_rows.append([name, *(f"{result[kind]:.0f}" for kind in most)])
        for kind, limit in most.items():
            expect(
                result[kind] <= limit + 0.5,
                f"{name} takes {result[kind]:.0f} ms to the new {kind}; the target is {limit} ms.",
            )
    actions = measured["ConvolutionExplorer"]["actions"]
    return (
        f"Median of {actions} actions each in headless Chromium, in milliseconds, from the event to the "
        "first frame that shows the new picture. In the same run, alternating with the explorer, "
        "`ipywidgets.interact` and inline Matplotlib draw the same picture. Target: at most 33 ms, and at "
        "most a tenth of the time of `interact`. The speedup is that of the slowest kind of action. "
        "`setting_28` changes the stride on 28×28 pixels, which redraws 1,400 cells; it has no `interact` "
        "version.\n\n"
        + table(["explorer", "explorer, ms", "`interact`, ms", "speedup"], rows)
        + "\n\nExplorers of a network, on one 28×28 image: from the action to the new picture. "
        "Target: at most 300 ms.\n\n"
        + table(["explorer", "ms"], keras_rows)
        + "\n\nThe fast network of lesson 09, run in the page: from a stroke on the image to the new "
        "probabilities, and to the redrawn overview. Target: at most 16 ms and 33 ms.\n\n"
        + table(["explorer", "probabilities, ms", "overview, ms"], network_rows)
    )


def training():
    """Compare the lesson's recipe with the 64–64 network and plain Adam, in one run at full pace."""
    from tests.training_comparison import comparison_tables

    return comparison_tables()


def memory():
    """Run every lesson at quick pace, and measure the peak memory of its kernel."""
    load_test = json.loads((PAGE.parent / "classroom" / "measured.json").read_text(encoding="utf-8"))
    server = load_test["plain"]["server"]  # megabytes, in addition to the kernel
    question = "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    unit = 1024**2 if platform.system() == "Darwin" else 1024  # macOS counts bytes, Linux kilobytes
    rows = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(question))
        execute(notebook, pace="quick")
        peak = int(notebook.cells[-1].outputs[0].text) / unit
        rows.append([path.stem, f"{peak:.0f}", f"{peak + server:.0f}"])
        print(*rows[-1], flush=True)
        expect(
            peak + server <= BINDER_MEMORY,
            f"{path.stem} takes {peak:.0f} MB; Binder has {BINDER_MEMORY - server} MB for it.",
        )
    return (
        f"Binder gives each visitor {BINDER_MEMORY} MB. The table shows the peak resident memory of each "
        "lesson's kernel after running all cells at quick pace, without and with the "
        f"{server} MB of the Jupyter server. At full pace, which trains on all images, lesson 09 needs "
        "about 150 MB more. Every open lesson keeps its kernel, so two large ones may not fit. Shut one "
        "down first, in the *Running* panel of JupyterLab (the icon with the square).\n\n"
        + table(["lesson", "kernel, MB", "with the server, MB"], rows)
    )


PARTS = {
    "convolution": ("`conv2d` compared with SciPy and TensorFlow", convolution),
    "explorer": ("Explorers: response to pointer and keys", explorer),
    "training": ("Training: the lesson's recipe compared with plain Adam", training),
    "memory": ("Memory of each lesson, against Binder's 2 GB", memory),
}


def machine():
    """Describe the hardware and the library versions in one line."""
    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        cpu = found.group(1) if found else cpu
    memory = psutil.virtual_memory().total / 2**30
    names = ["numpy", "scipy", "tensorflow-cpu" if platform.system() == "Linux" else "tensorflow", "keras"]
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}"
    )


def main():
    """Run the parts named on the command line, or all of them, and write their sections of the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all by default")
    parts = parser.parse_args().parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(unknown)}; the parts are {', '.join(PARTS)}")

    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    sections = dict(re.findall(r"^## (.+?)\n\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for part in parts:
        title, measure = PARTS[part]
        print(f"{title} …", flush=True)
        body = measure()
        sections[title] = f"{body}\n\nMeasured with `make bench ARGS={part}` on: {machine()}.\n\n"
        print(body)
    page = (
        "# Benchmarks\n\n`make bench` writes this page. Times are medians. They depend on the machine; the "
        "ratios matter more.\n\n"
    )
    page += "".join(
        f"## {title}\n\n{sections[title].rstrip()}\n\n" for title, _ in PARTS.values() if title in sections
    )
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")
    print(f"Written to {PAGE.relative_to(PAGE.parent.parent)}.")
    if missed:
        sys.exit("\n".join(["Targets missed:", *missed]))


if __name__ == "__main__":
    main()
