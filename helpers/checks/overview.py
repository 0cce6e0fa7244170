"""The learner's progress as a table, for a page and as plain text."""

from dataclasses import dataclass
from html import escape

from helpers import progress
from helpers.lessons import PLAN

TITLES = {stem[:2]: title for stem, (title, _) in PLAN.items()}


@dataclass(frozen=True)
class ProgressTable:
    """Rows of text under a heading.

    Attributes
    ----------
    caption : str
    heads : tuple of str
    rows : list of tuple of str
    sentences : list of str
        What is to be known besides.
    """

    caption: str
    heads: tuple
    rows: list
    sentences: list

    def __repr__(self):
        """Return the table as aligned text."""
        table = [self.heads, *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(self.heads))]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in table]
        return "\n".join([self.caption, *lines, *self.sentences])

    def _repr_html_(self):
        cell = "style='text-align: left; padding: 3px 14px 3px 0'"
        heads = "".join(f"<th scope='col' {cell}>{escape(head)}</th>" for head in self.heads)
        rows = "".join(
            f"<tr>{''.join(f'<td {cell}>{escape(text)}</td>' for text in row)}</tr>" for row in self.rows
        )
        notes = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        caption = "<caption style='caption-side: top; text-align: left; color: inherit; font-weight: bold'>"
        return (
            f"<table style='margin-left: 0'>{caption}{escape(self.caption)}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{notes}"
        )


def one_lesson(number, table):
    """Return the progress in one lesson, exercise by exercise.

    Parameters
    ----------
    number : str
        Such as ``"02"``.
    table : module
        With EXERCISES and QUESTIONS.
    """
    done, sentences = progress.done()
    rows = [
        (
            exercise.title,
            f"checks.{exercise.name}",
            _is_done(f"{number}/{exercise.name}" in done["exercises"]),
        )
        for exercise in table.EXERCISES
    ]
    answered, asked = _count(number, table.QUESTIONS, done["questions"])
    sentences = [f"Questions answered: {answered} of {asked}.", *sentences]
    return ProgressTable(f"Your progress in lesson {number}", ("exercise", "check", ""), rows, sentences)


def all_lessons(tables):
    """Return the progress in every lesson that has exercises.

    Parameters
    ----------
    tables : dict
        From a lesson's number to its table.
    """
    done, sentences = progress.done()
    rows = []
    for number, table in sorted(tables.items()):
        solved, exercises = _count(number, table.EXERCISES, done["exercises"])
        answered, asked = _count(number, table.QUESTIONS, done["questions"])
        rows.append((number, TITLES[number], f"{solved} of {exercises}", f"{answered} of {asked}"))
    return ProgressTable("Your progress", ("", "lesson", "exercises", "questions"), rows, sentences)


def _count(number, entries, done):
    return sum(f"{number}/{entry.name}" in done for entry in entries), len(entries)


def _is_done(done):
    return "done ✓" if done else "to do"
