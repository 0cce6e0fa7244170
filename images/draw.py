"""Draw the pictures that the lessons and the README show: one SVG file each, the same bytes on every run.

Run it with ``make images``. The drawings are in the folder `drawings`, one file for each lesson: the function
`draw_flip` in `drawings/lesson_02.py` returns the text of `02_flip.svg`. A new function of that kind, or a
new file, is found by its name. `drawings/look.py` is for docs/look.md.
"""

import importlib
from pathlib import Path

FOLDER = Path(__file__).parent
PREFIX = "draw_"


def find_drawings():
    """Return the functions that draw, by the name of the file they are for: ``{"02_flip": draw_flip, …}``."""
    found = {}
    for path in sorted({*(FOLDER / "drawings").glob("lesson_*.py"), FOLDER / "drawings" / "look.py"}):
        number = path.stem.removeprefix("lesson_")
        lesson = importlib.import_module(f"drawings.{path.stem}")
        for name, function in vars(lesson).items():
            if name.startswith(PREFIX):
                found[f"{number}_{name.removeprefix(PREFIX)}"] = function
    return found


def main():
    """Write every drawing next to this script."""
    for name, draw in sorted(find_drawings().items()):
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")
        print(f"images/{name}.svg")


if __name__ == "__main__":
    main()
