"""The test of ten questions on one page: answered there, and judged in Python."""

from html import escape
from pathlib import Path

import traitlets

from helpers.widgets.base import CourseWidget

TITLES = {"before": "Ten questions before the course", "after": "Ten questions after the course"}


class CourseTest(CourseWidget):
    """Ask several questions at once, and give one score.

    As in a `QuestionWidget`, the page knows the questions and the choices, never the answers.

    Parameters
    ----------
    when : "before" or "after"
    items : sequence of helpers.checks.ten_questions.Item
    judge : callable
        Takes the answers and returns (details, sentence): for each question whether it is right and why, or
        an empty list where that is not shown; and what to say about the score.
    """

    folder = Path(__file__).parent

    when = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    # The last answer and the reply to it; its number tells a second try from the first.
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self, when, items, judge):
        """Show the questions and wait for the answers."""
        self._judge = judge
        questions = [{"asks": item.asks, "texts": item.texts} for item in items]
        super().__init__(when=when, title=TITLES[when], questions=questions)
        self.on_msg(self._hear)

    def answer(self, given):
        """Judge the answers as if they came from the page: a list with the number of each choice."""
        details, says = self._judge(given)
        number = self.reply.get("number", 0) + 1
        self.reply = {"number": number, "given": list(map(str, given)), "says": says, "details": details}

    def describe(self):
        """Return the questions and their choices as text, for readers without a kernel."""
        lines = [f"{self.title}."]
        for number, question in enumerate(self.questions, 1):
            lines += [f"{number}. {question['asks']}", *(f"  ( ) {text}" for text in question["texts"])]
        return "\n".join([*lines, "Run this cell to answer."])

    def __repr__(self):
        """Name the test, so that the text is the same in every run."""
        return f"CourseTest({self.when!r})"

    def _repr_mimebundle_(self, **options):
        data, metadata = super()._repr_mimebundle_(**options)
        rows = "".join(
            f"<li>{escape(question['asks'])}<ul>"
            f"{''.join(f'<li>{escape(text)}</li>' for text in question['texts'])}</ul></li>"
            for question in self.questions
        )
        data["text/html"] = (
            f"<p><strong>{self.title}.</strong></p><ol>{rows}</ol><p><em>Run this cell to answer.</em></p>"
        )
        return data, metadata

    def _hear(self, widget, message, buffers):
        given = message.get("given")
        self.answer(given if isinstance(given, list) else [])
