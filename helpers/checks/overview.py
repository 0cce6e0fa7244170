"""The learner's progress as a table, for a page and as plain text."""

from dataclasses import dataclass
from html import escape

from helpers import progress, reporting
from helpers.checks import lessons
from helpers.lessons import PLAN

WHEN_IN_WORDS = {"before": "before the course", "after": "after it"}
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
        Shown below the table.
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


def one_lesson(number):
    """Return the progress in one lesson, exercise by exercise.

    Parameters
    ----------
    number : str
        Such as ``"02"``.

    Returns
    -------
    ProgressTable
    """
    done, sentences = _names_done()
    rows = [
        (exercise.title, f"checks.{exercise.name}", _state(exercise.name in done["exercises"]))
        for exercise in lessons.table(number).EXERCISES
    ]
    answered, asked = _count(number, lessons.QUESTIONS, done["questions"])
    sentences = [f"Questions answered: {answered} of {asked}.", *sentences]
    return ProgressTable(f"Your progress in lesson {number}", ("exercise", "check", ""), rows, sentences)


def all_lessons():
    """Return the progress in every lesson that has exercises.

    Returns
    -------
    ProgressTable
    """
    done, sentences = _names_done()
    rows = []
    for number in sorted(lessons.EXERCISES):
        solved, exercises = _count(number, lessons.EXERCISES, done["exercises"])
        answered, asked = _count(number, lessons.QUESTIONS, done["questions"])
        rows.append((number, TITLES[number], f"{solved} of {exercises}", f"{answered} of {asked}"))
    noted = [reporting.note()] if reporting.is_on() else []
    sentences = [*_scores_in_words(), *sentences, *noted]
    return ProgressTable("Your progress", ("", "lesson", "exercises", "questions"), rows, sentences)


def _scores_in_words():
    """Return what is known of the test of ten questions, in at most one sentence."""
    scores = progress.scores()
    parts = [f"{scores[when]} {words}" for when, words in WHEN_IN_WORDS.items() if when in scores]
    return [f"The ten questions: {', '.join(parts)}."] if parts else []


def _count(number, index, done):
    """Return how many of a lesson's names are done, and how many there are."""
    return sum(name in done for name in index[number]), len(index[number])


def _names_done():
    """Return the names of what is done, and what the learner should know.

    A name counts whatever the lesson's number: the lesson may have had another one when it was saved.
    """
    done, sentences = progress.done()
    return {kind: {entry.rpartition("/")[2] for entry in done[kind]} for kind in done}, sentences


def _state(done):
    return "done ✓" if done else "to do"
