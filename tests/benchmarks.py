"""Measure everything that the course promises to be fast, and write docs/benchmarks.md (`make bench`).

    make bench                                  all parts; training takes about 20 minutes
    make bench ARGS="arithmetic explorer"       only these parts; the other sections stay as they are

Ratios come from one run in which the candidates take turns, so they mean something even on a noisy machine.
Other times stand beside the seconds that a fixed loop took in the same run.
"""

import argparse
import json
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

import nbformat
import psutil

from tests import arithmetic_speed
from tests.browser import latency
from tests.execute_notebooks import NOTEBOOKS, execute

BINDER_MEMORY = 2048  # megabytes
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


missed = []  # a sentence for each target that this run missed


def expect(met, sentence):
    """Note a missed target, and carry on so that the other targets are measured too."""
    if not met:
        missed.append(sentence)


def table(headings, rows):
    """Return a Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in [headings, ["---"] * len(headings), *rows]]
    return "\n".join(lines)


def arithmetic():
    """Compare `conv2d`, `conv1d` and `pool2d` with SciPy and TensorFlow."""
    headings = ["ours", "theirs", "theirs, ms", "ours, ms", "ratio", "in single rounds"]
    tables = []
    for comparisons in (arithmetic_speed.against_scipy(), arithmetic_speed.against_tensorflow()):
        rows, sentences = arithmetic_speed.measured(comparisons)
        tables.append(table(headings, rows))
        missed.extend(sentences)
    return (
        "The two functions of a row take turns in one process, in float32, after a warm-up. In each of "
        f"{arithmetic_speed.ROUNDS} rounds, the quickest call of each counts; the ratio says how many times "
        "as fast the course's function is, as the median of the rounds. The lowest and the highest round, in "
        "the last column, show the noise. The times are those of the quickest call of all.\n\n"
        "One channel, compared with SciPy. Target: 5× for `conv2d` from 256×256 on, otherwise 1×. "
        "`scipy.signal.correlate` and `conv1d` both call `numpy.correlate`; the rows with it have no target, "
        f"and show what reading the arguments costs.\n\n{tables[0]}\n\n"
        "The layers of the lessons' networks, compared with TensorFlow called from Python. Both take and "
        f"return NumPy arrays. Target: 1×.\n\n{tables[1]}"
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
    speed = latency.training_speed()
    expect(speed >= 30, f"TrainingExplorer takes {speed:.0f} training steps a second; the target is 30.")
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
        + "\n\nTrainingExplorer’s network "
        f"of 8 and 16 filters takes {speed:.0f} training steps a second, with 30 drawings each. Target: 30."
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
    "arithmetic": ("Arithmetic compared with SciPy and TensorFlow", arithmetic),
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
