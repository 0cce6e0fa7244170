"""docs/teaching.md: the minutes add up, and the formulas give the numbers next to them."""

import json
import math
import re
from pathlib import Path

import pytest

from helpers import conv_parameters, dense_parameters, output_size, receptive_field, same_padding, trace
from helpers.lessons import PLAN
from helpers.shapes import Conv, Pool, kernel_reach

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
CONVOLUTIONS = [Conv(64), Pool(), Conv(64), Pool()]


def part(title):
    """Return the part of the guide under the heading that starts with a title."""
    return re.search(rf"^#+ {title}.*?(?=^#{{2,3}} |\Z)", GUIDE, re.MULTILINE | re.DOTALL).group()


def minutes(text):
    """Return the numbers in the first column of a part's tables."""
    return [int(found) for found in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]


@pytest.mark.parametrize("lesson", [name for name in PLAN if (ROOT / "notebooks" / f"{name}.ipynb").exists()])
def test_the_parts_of_a_lesson_add_up_to_its_time(lesson):
    """Otherwise a teacher who follows the guide runs out of time."""
    notebook = json.loads((ROOT / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    opening = "".join(notebook["cells"][0]["source"])
    stated = int(re.search(r"\*\*Time:\*\* (\d+) minutes", opening).group(1))
    assert sum(minutes(part(lesson[:2]))) == stated


@pytest.mark.parametrize(("plan", "total"), [("One lesson of 90", 90), ("Half a day", 210), ("A day", 420)])
def test_a_plan_adds_up_to_its_time(plan, total):
    """A teacher whose plan is ten minutes too long has to skip the end, which is the goal of the lesson."""
    assert sum(minutes(part(plan))) == total


def test_the_examples_next_to_the_formulas_are_correct():
    """Teachers print this page, and a whole class copies a wrong number from it."""
    rows = trace(CONVOLUTIONS, (28, 28, 1))
    fields = [receptive_field(CONVOLUTIONS[:depth])[0] for depth in (1, 2, 3, 4)]
    for example in (
        f"3 cells, dilation 2: {kernel_reach(3, 2)}",
        f"28, 3: {output_size(28, 3)}",
        f"64, stride 2: {output_size(64, 3, stride=2, padding='same')}",
        f"28, 3, stride 2: {same_padding(28, 3, stride=2)}",
        f"11, 2, 2: {output_size(11, 2, stride=2)}",
        f"3·3·64·64 + 64 = {conv_parameters(3, 64, 64):,}",
        f"1600·128 + 128 = {dense_parameters(1600, 128):,}",
        f"11·11·9·64·64 = {rows[2].multiplications:,}",
        ", ".join(map(str, fields)),
        f"3·3·64: {math.sqrt(2 / (3 * 3 * 64)):.3f}",
        f"{math.log(10):.3f}",
    ):
        assert f"| {example} |" in GUIDE
