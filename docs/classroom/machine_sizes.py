"""Turn the figures of the load test into machine sizes for a class, and into the tables of README.md.

    python docs/classroom/machine_sizes.py       writes both tables from `measured.json`

The load test calls it at the end. Run it yourself only after you change the rules below.
"""

import json
import math
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE, FIGURES = HERE / "README.md", HERE / "measured.json"

SYSTEM = 1500  # megabytes for the operating system, the hub and its proxy
SECOND_LESSON = 0.5  # share of the learners who have left another lesson open
HEADROOM = 1.1  # a learner tries something of their own
ARRIVAL = 180  # seconds within which the whole class has run its first cell
PATIENCE = 600  # seconds within which the whole class, working at once, has trained lesson 09's network
MEMORY_SIZES, CORE_SIZES = (4, 8, 16, 32, 64, 128), (2, 4, 8, 16, 32)
NODE = (64, 16)  # gigabytes and cores of one machine in a cluster
ONE_MACHINE = (
    100  # learners for whom one machine is simpler than a cluster, if there is one that is large enough
)
CLASSES = (5, 30, 60, 100, 200)
KINDS = {
    "plain": "without TensorFlow",
    "tensorflow": "starts TensorFlow, doesn't train",
    "training": "all, with training",
}


def machine_for(learners, kind, figures):
    """Return what a class needs, and one or more machines that provide it.

    Parameters
    ----------
    learners : int
        How many work at the same time.
    kind : "plain", "tensorflow" or "training"
        Whether the lessons start TensorFlow, and whether they train; lesson 09 is the largest that does.
    figures : dict
        The contents of `measured.json`.

    Returns
    -------
    (float, float, str)
        Gigabytes, cores, and the machines in words.
    """
    memory = figures[kind]
    each = memory_of_a_learner(kind, figures)
    gigabytes = (SYSTEM + memory["shared"] + learners * each) / 1024
    cores = learners * figures["first_cell_work"] / ARRIVAL
    if kind == "tensorflow":  # the whole of lesson 02, in which TensorFlow starts
        cores = learners * figures["lesson_work"] / ARRIVAL
    if kind == "training":
        cores = max(cores, learners * memory["work"] / PATIENCE)
    one = [(m, n) for m in MEMORY_SIZES for n in CORE_SIZES if m >= gigabytes and n >= cores and m >= 2 * n]
    if one and (one[0][0] <= NODE[0] or learners <= ONE_MACHINE):
        return gigabytes, cores, "one machine of {} GB and {} cores".format(*one[0])
    room = NODE[0] - (SYSTEM + memory["shared"]) / 1024
    nodes = max(math.ceil((gigabytes - SYSTEM / 1024) / room), math.ceil(cores / NODE[1]))
    return gigabytes, cores, f"{nodes} machines of {NODE[0]} GB and {NODE[1]} cores"


def memory_of_a_learner(kind, figures):
    """Return the megabytes to plan for one learner: the lesson at work, and the kernel of another one.

    Parameters
    ----------
    kind : "plain", "tensorflow" or "training"
    figures : dict

    Returns
    -------
    float
    """
    open_lesson = figures["plain" if kind == "plain" else "tensorflow"]
    second_kernel = open_lesson["own"] - open_lesson["server"]
    return (figures[kind]["own"] + SECOND_LESSON * second_kernel) * HEADROOM


def size_table(figures):
    """Return the table of machine sizes."""
    lines = [
        "| learners at once | lessons | memory, GB | cores | for example |",
        "| ---: | --- | ---: | ---: | --- |",
    ]
    for learners in CLASSES:
        for kind, words in KINDS.items():
            gigabytes, cores, machine = machine_for(learners, kind, figures)
            needed = f"{gigabytes:.0f} | {max(1, math.ceil(cores))}"
            lines.append(f"| {learners} | {words} | {needed} | {machine} |")
    return "\n".join(lines)


def figure_table(figures):
    """Return the table of what was measured."""
    plain, tensorflow, training = figures["plain"], figures["tensorflow"], figures["training"]
    work = [figures["first_cell_work"], figures["lesson_work"], training["work"]]
    shared = [plain["shared"], tensorflow["shared"]]
    rows = {
        "learners": figures["learners"],
        "they arrive within, s": figures["arrived_within"],
        "from the log-in form to the first cell's output, s": both(figures["first_cell_seconds"]),
        "lesson 02 from the log-in form to its end, s": both(figures["lesson_seconds"]),
        "until the learner whose server was killed had run a cell again, s": figures["killed"]["seconds"],
        "memory of a learner before TensorFlow, MB": own(plain),
        "of which the Jupyter server, MB": plain["server"],
        "memory of a learner at the end of lesson 02, TensorFlow loaded, MB": own(tensorflow),
        f"memory of each of {training['learners']} who train lesson 09's network, peak, MB": own(training),
        "memory that the class shares: before, with TensorFlow, MB": ", ".join(map(str, shared)),
        "memory of the hub and its proxy, MB": figures["hub"],
        "work of one core: first cell, lesson 02, lesson 09 to there, s": ", ".join(map(str, work)),
    }
    lines = ["| measured | |", "| --- | ---: |", *(f"| {name} | {value} |" for name, value in rows.items())]
    return "\n".join([*lines, "", f"Measured with `{figures['command']}` on: {figures['machine']}."])


def both(seconds):
    """Return the median and the slowest learner's time in words."""
    return f"{seconds['median']} (slowest {seconds['largest']})"


def own(memory):
    """Return the mean and the largest learner's memory in words."""
    return f"{memory['own']} (largest {memory['largest']})"


def with_tables(page, figures):
    """Return the text of the page with new tables between their marks."""
    for mark, table in (("figures", figure_table(figures)), ("sizes", size_table(figures))):
        begin, finish = f"<!-- {mark}: written by load_test.py -->\n", f"\n<!-- end of {mark} -->"
        before, begins, rest = page.partition(begin)
        _, ends, after = rest.partition(finish)
        if not (begins and ends):
            raise ValueError(f"README.md has no place for a table between {begin!r} and {finish!r}.")
        page = before + begin + table + finish + after
    return page


def write_tables():
    """Replace the tables of README.md, and return them."""
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return f"{figure_table(figures)}\n\n{size_table(figures)}"


if __name__ == "__main__":
    print(write_tables())
