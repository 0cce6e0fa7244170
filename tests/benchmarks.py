"""Measure everything that the course promises to be fast, and write docs/benchmarks.md (`make bench`).

    make bench                                  all parts; training takes about half an hour
    make bench ARGS="arithmetic explorer"       only these parts; the other sections stay as they are

Ratios come from one run in which the candidates take turns, so they mean something even on a noisy machine.
Other times are given with the seconds that a fixed loop took in the same run.
"""

import argparse
import json
import os
import platform
import re
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

import nbformat
import psutil

from tests import arithmetic_speed, first_picture, opening_speed
from tests.browser import latency
from tests.execute_notebooks import NOTEBOOKS, execute

BINDER_MEMORY = 2048  # megabytes
ROOT = NOTEBOOKS.parent
PAGE = ROOT / "docs" / "benchmarks.md"


LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
LOOP = 5_000_000
RESOURCES = """
import resource
import time
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time())
"""

missed = []  # a sentence for each target that this run missed


def expect(met, sentence):
    """Note a missed target, and carry on so that the other targets are measured too."""
    if not met:
        missed.append(sentence)


def fixed_loop():
    """Return the processor's seconds for the same additions, as a measure of the machine at this moment."""
    started, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return time.process_time() - started


def read(lesson):
    """Return a lesson's notebook."""
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


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
    """Compare recipes with the 64–64 network and plain Adam, in one run on all images."""
    from tests.training_comparison import in_words, measure

    text, sentences = in_words(measure())
    missed.extend(sentences)
    return text


def search():
    """Change one thing at a time in the fast recipe, on validation images, and measure single layers."""
    from tests import layer_speed, training_search

    parts = training_search.in_words(training_search.measure()), layer_speed.in_words(layer_speed.measured())
    return "\n".join(parts)


def opening():
    """Measure how soon JupyterLab, a lesson's first output and picture, and the explorers are there."""
    rows = []
    for lesson in LESSONS:
        loop = fixed_loop()
        times = [first_picture.first_picture(ROOT, lesson) for _ in range(3)]
        output, picture, _, processor = map(statistics.median, zip(*times, strict=True))
        sources = first_picture.cells_to_first_picture(read(lesson))
        imports = any("helpers.training" in source for source in sources)
        spread = " to ".join(f"{bound([one[1] for one in times]):.1f}" for bound in (min, max))
        note = ", imports TensorFlow first" if imports else ""
        row = [f"{output:.1f}", f"{picture:.1f} ({spread}{note})", f"{processor:.1f}"]
        rows.append([lesson, *row, f"{processor / loop:.1f}"])
        print(*rows[-1], flush=True)
        expect(output <= 2, f"{lesson} shows its first output after {output:.1f} s; the target is 2 s.")
        expect(
            imports or picture <= 2,
            f"{lesson} shows its first picture after {picture:.1f} s; the target is 2 s.",
        )
    again = opening_speed.lab_again()
    expect(again <= 2, f"JupyterLab answers after {again:.1f} s; the target is 2 s.")
    explorer_rows = []
    for name, delay in opening_speed.explorers().items():
        explorer_rows.append([name, f"{delay:.0f}"])
        expect(delay <= 300, f"{name} is drawn {delay:.0f} ms after its cell; the target is 300 ms.")
    headings = ["lesson", "first output, s", "first picture, s", "processor, s", "processor, loops"]
    return (
        "Seconds from the start of a lesson's kernel, with its cells run one after the other: medians of "
        "three starts, and the quickest and the slowest of them for the picture. Target: 2 s for both, "
        "except where a lesson needs TensorFlow for its first picture. The processor's seconds up to the "
        "picture change less on a busy machine than those of the clock; the last column divides them by "
        f"those of a fixed loop, {LOOP:,} additions in Python, just before.\n\n"
        f"{table(headings, rows)}\n\n"
        f"When it is started a second time, JupyterLab answers after {again:.1f} s. Target: 2 s.\n\n"
        "Explorers in JupyterLab, in headless Chromium: from running the cell to the drawn page, in a "
        "notebook that has shown a question and a picture. Each is opened once. Target: 300 ms.\n\n"
        + table(["explorer", "ms"], explorer_rows)
    )


def lessons():
    """Run every lesson at quick pace, and measure its seconds and the peak memory of its kernel."""
    load_test = json.loads((PAGE.parent / "classroom" / "measured.json").read_text(encoding="utf-8"))
    server = load_test["plain"]["server"]  # megabytes, in addition to the kernel
    unit = 1024**2 if platform.system() == "Darwin" else 1024  # macOS counts bytes, Linux kilobytes
    rows = []
    for lesson in LESSONS:
        loop = fixed_loop()
        notebook = read(lesson)
        notebook.cells.append(nbformat.v4.new_code_cell(RESOURCES))
        started = time.perf_counter()
        execute(notebook, pace="quick")
        seconds = time.perf_counter() - started
        peak, processor = notebook.cells[-1].outputs[0].text.split()
        megabytes = int(peak) / unit
        row = [f"{megabytes:.0f}", f"{megabytes + server:.0f}", f"{seconds:.0f}"]
        rows.append([lesson, *row, f"{float(processor):.0f}", f"{float(processor) / loop:.0f}"])
        print(*rows[-1], flush=True)
        expect(megabytes <= 1024, f"{lesson} takes {megabytes:.0f} MB; the target is 1024 MB.")
        expect(seconds <= 60, f"{lesson} takes {seconds:.0f} s at quick pace; the target is 60 s.")
    headings = ["kernel, MB", "with the server, MB", "seconds", "processor, s", "processor, loops"]
    return (
        f"Binder gives each visitor {BINDER_MEMORY} MB. The table shows the peak resident memory of each "
        "lesson's kernel after running all cells at quick pace, without and with the "
        f"{server} MB of the Jupyter server. At full pace, which trains on all images, lesson 09 needs "
        "about 150 MB more. Every open lesson keeps its kernel, so two large ones may not fit. Shut one "
        "down first, in the *Running* panel of JupyterLab (the icon with the square).\n\n"
        "Target at quick pace: 1,024 MB and 60 s for each kernel. The seconds are those of one run, with "
        "starting the kernel; the last two columns are the processor's seconds, of both cores together, and "
        f"the same divided by those of a fixed loop, {LOOP:,} additions in Python, just before.\n\n"
        + table(["lesson", *headings], rows)
    )


PARTS = {
    "arithmetic": ("Arithmetic compared with SciPy and TensorFlow", arithmetic),
    "explorer": ("Explorers: response to pointer and keys", explorer),
    "training": ("Training: recipes compared with plain Adam", training),
    "search": ("Training: what helped, and what did not", search),
    "opening": ("Opening: JupyterLab, lessons and explorers", opening),
    "lessons": ("Memory of each lesson, against Binder's 2 GB", lessons),
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


def write(sections):
    """Write the page from its sections, in their order."""
    page = (
        "# Benchmarks\n\n`make bench` writes this page, and under each section is the command that writes it "
        "alone. Times depend on the machine, and on what else it is doing. So believe the ratios, which come "
        "from one run in which the rivals take turns, and the processor's seconds next to those of a fixed "
        "loop. Where several measurements were made, the lowest and the highest show the noise. A load above "
        "the number of cores says that other programs were running too: then products of large matrices, for "
        "which NumPy and TensorFlow use all cores, are slowed down most.\n\n"
    )
    page += "".join(
        f"## {title}\n\n{sections[title].rstrip()}\n\n" for title, _ in PARTS.values() if title in sections
    )
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8")


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
        load = psutil.getloadavg()[0]  # above the number of cores, other programs take part of the time
        body = measure()
        sections[title] = (
            f"{body}\n\nMeasured with `make bench ARGS={part}`, at a load of {load:.1f} before the start, "
            f"on: {machine()}.\n\n"
        )
        print(body)
        write(sections)  # after each part, so that nothing measured is lost if a later part is stopped
    print(f"Written to {PAGE.relative_to(PAGE.parent.parent)}.")
    if missed:
        sys.exit("\n".join(["Targets missed:", *missed]))


if __name__ == "__main__":
    main()
