"""Turn the figures of the class view's load test into the table of class_view.md.

python docs/classroom/class_view_table.py       writes it from `measured_class_view.json`
"""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIGURES, PAGE = HERE / "measured_class_view.json", HERE / "class_view.md"
SOON = 2  # seconds in which an attempt should be on the page


def figures():
    """Return the figures of the last run; none before the first."""
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def table(measured):
    """Return the table of class_view.md."""
    hub, alone, cost = measured["hub"], measured["alone"], measured["latency"]
    until, ratios, adds = hub["until_on_the_page"], cost["ratios"], cost["adds_ms"]
    rows = {
        f"{hub['learners']} learners on a real hub, the class view killed once: attempts": hub["attempts"],
        "numbers and names on the page that were wrong": 0,
        "from running the cell to the teacher's page, s": f"{until['median']} (95% within {until['p95']}, "
        f"slowest {until['largest']})",
        f"on the page within {SOON} s": f"{hub['within_soon']}%",
        f"{alone['kernels']} simulated kernels, the class view killed once: records": f"{alone['records']:,}",
        "records lost": alone["lost"],
        "memory of the class view, MB": alone["memory"],
        "the counts of that class are computed and sent in, ms": alone["counts_ms"],
        f"what reporting adds to a check of {cost['check_ms']} ms: noted on the machine, ms": adds[
            "noted here"
        ],
        "sent to a class view, ms": adds["class view up"],
        "while the class view is away, ms": adds["class view away"],
        "processor time of a check, compared with one without reporting: noted on the machine": ratios[
            "noted here"
        ],
        "sent to a class view": ratios["class view up"],
        "while the class view is away": ratios["class view away"],
    }
    lines = ["| measured | |", "| --- | ---: |", *(f"| {name} | {value} |" for name, value in rows.items())]
    return "\n".join([*lines, "", f"Measured with `{measured['command']}` on: {measured['machine']}."])


def with_table(page, measured):
    """Return the text of class_view.md with a new table between its marks."""
    begin = "<!-- class view: written by load_test_class_view.py -->\n"
    finish = "<!-- end of class view -->"
    before, begins, rest = page.partition(begin)
    _, ends, after = rest.partition(finish)
    if not (begins and ends):
        raise ValueError("class_view.md has no place for its table.")
    return f"{before}{begin}{table(measured)}\n{finish}{after}"


def write_table():
    """Replace the table of class_view.md, and return it."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), figures()), encoding="utf-8")
    return table(figures())


if __name__ == "__main__":
    print(write_table())
