"""Write the table of points into grading.md; a test compares it with the minutes of the exercises."""

import re

from docs.classroom.grading.make_course import HERE
from helpers.checks.lessons import EXERCISES, table
from helpers.lessons import course_map

PAGE = HERE.parent / "grading.md"
BLOCK = re.compile(r"(<!-- points: .*? -->\n).*?(<!-- end of points -->)", re.DOTALL)


def points_table():
    """Return the points of every lesson as a table in Markdown."""
    lines = ["| lesson | exercises with their points | points | extras |", "| --- | --- | ---: | ---: |"]
    for lesson in course_map().lessons:
        if not EXERCISES.get(lesson.number):
            continue
        exercises = table(lesson.number).EXERCISES
        core = [one for one in exercises if not one.stretch]
        named = ", ".join(f"`{one.name}` {one.minutes}" for one in core)
        extra = sum(one.minutes for one in exercises if one.stretch)
        points = sum(one.minutes for one in core)
        lines.append(f"| {lesson.number} {lesson.title} | {named} | {points} | {extra or '–'} |")
    return "\n".join(lines)


def with_points(page):
    """Return the text of grading.md with today's points between their marks."""
    return BLOCK.sub(lambda found: f"{found[1]}{points_table()}\n{found[2]}", page)


if __name__ == "__main__":
    PAGE.write_text(with_points(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
