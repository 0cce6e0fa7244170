"""Measure how soon a lesson shows its first picture, in one checkout or in two side by side.

    python -m tests.first_picture                                 every lesson, in this checkout
    python -m tests.first_picture --against ../before 02_conv     this checkout and another one, in turns

A lesson runs as in JupyterLab: a fresh kernel, and its cells from the top up to the first picture.
"""

import argparse
import contextlib
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_client import KernelManager

CHECKOUT = Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds for one cell
OUTPUTS = ("stream", "display_data", "execute_result")


def cells_to_first_picture(notebook):
    """Return the code of a lesson's cells up to the first one whose saved output is a picture."""
    sources = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            sources.append(cell.source)
            if any("image/png" in output.get("data", {}) for output in cell.outputs):
                return sources
    raise ValueError("The lesson has no picture.")


@contextlib.contextmanager
def kernel(checkout, work):
    """Start a kernel whose `helpers` come from a checkout; give a client that is ready, then stop it."""
    manager = KernelManager()
    environment = {
        **os.environ,
        "PYTHONPATH": str(checkout),
        "COURSE_WORK": work,
        "COURSE_PACE": "quick",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }
    manager.start_kernel(env=environment, cwd=str(Path(checkout) / "notebooks"))
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code):
    """Run a cell; return (whether it showed a picture, what it printed, when its first output arrived)."""
    seen, printed, times = [], [], []

    def look(message):
        content = message["content"]
        seen.append("image/png" in content.get("data", {}))
        if message["msg_type"] in OUTPUTS:
            times.append(time.perf_counter())
        if message["msg_type"] == "stream":
            printed.append(content["text"])
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(content["traceback"]))

    client.execute_interactive(code, output_hook=look, timeout=PATIENCE)
    return any(seen), "".join(printed), min(times, default=None)


def first_picture(checkout, lesson):
    """Measure one start of a lesson.

    Parameters
    ----------
    checkout : path
    lesson : str
        Such as "02_convolution_by_hand".

    Returns
    -------
    output, whole, cells, processor : float
        Seconds from starting the kernel to the first output, and to the picture; of these, seconds from the
        first cell on; and the seconds of processor time that the kernel took in all, which a busy machine
        changes least.
    """
    path = Path(checkout) / "notebooks" / f"{lesson}.ipynb"
    sources = cells_to_first_picture(nbformat.read(path, as_version=4))
    with tempfile.TemporaryDirectory() as work:
        started = time.perf_counter()
        with kernel(checkout, work) as client:
            ready = time.perf_counter()
            shown, _, outputs = zip(*[run(client, source) for source in sources], strict=True)
            ended = time.perf_counter()
            assert shown[-1], f"{lesson}: no picture"
            _, processor, _ = run(client, "import time as _time; print(_time.process_time())")
    first_output = next(moment for moment in outputs if moment)
    return first_output - started, ended - started, ended - ready, float(processor)


def measure(checkouts, lessons, rounds=5):
    """Measure lessons in several checkouts, in turns.

    Returns
    -------
    dict
        From (lesson, checkout) to the medians (output, whole, cells, processor), in seconds.
    """
    times = {}
    for _ in range(rounds):
        for lesson in lessons:
            for checkout in checkouts:
                times.setdefault((lesson, checkout), []).append(first_picture(checkout, lesson))
    return {place: tuple(map(statistics.median, zip(*own, strict=True))) for place, own in times.items()}


def main():
    """Print a table of medians: one row for each lesson."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lessons", nargs="*", help="beginnings of file names, such as 02; all unless given")
    parser.add_argument("--against", type=Path, help="another checkout, measured first in each turn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    arguments = parser.parse_args()
    names = sorted(path.stem for path in (CHECKOUT / "notebooks").glob("*.ipynb"))
    wanted = tuple(arguments.lessons) or ("",)
    lessons = [name for name in names if name.startswith(wanted)]
    checkouts = [one.resolve() for one in (arguments.against, CHECKOUT) if one]
    medians = measure(checkouts, lessons, arguments.rounds)
    if arguments.json:
        print(json.dumps([[lesson, str(checkout), *own] for (lesson, checkout), own in medians.items()]))
        return
    print("seconds: first output | first picture | of these, from the first cell on | processor time")
    for lesson in lessons:
        rows = [medians[lesson, checkout] for checkout in checkouts]
        columns = [" → ".join(f"{seconds:.2f}" for seconds in column) for column in zip(*rows, strict=True)]
        saved = (
            "".join(f" ({1 - after / before:+.0%})" for before, after in zip(*rows, strict=True))
            if len(rows) == 2
            else ""
        )
        print(f"{lesson:30} {' | '.join(columns)}{saved}", flush=True)


if __name__ == "__main__":
    main()
