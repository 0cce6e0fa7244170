"""A question on the page: it is answered there, and judged in Python."""

from html import escape
from pathlib import Path

import traitlets

from helpers.markup import marked_up
from helpers.widgets.base import CourseWidget


class QuestionWidget(CourseWidget):
    """Ask a question, take an answer, and say what is right or wrong about it.

    The page knows the question and the choices, never the answer: what was chosen goes to Python and
    a sentence comes back. So neither the saved notebook nor the page's own state gives it away.

    Parameters
    ----------
    question : helpers.checks.questions.Choices or Number
        Has `asks`, `texts` (none for a number) and ``judge(given) -> (right, sentence)``.
    on_right : callable, optional
        Called when the answer is right; returns sentences to add.
    on_answer : callable, optional
        Called with each answer and whether it is right.
    """

    folder = Path(__file__).parent

    name = traitlets.Unicode().tag(sync=True)
    asks = traitlets.Unicode().tag(sync=True)
    texts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    # The last answer and the reply to it; its number tells a second try from the first.
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self, question, on_right=None, on_answer=None):
        """Show a question and wait for answers from the page."""
        self._question = question
        self._on_right = on_right
        self._on_answer = on_answer
        super().__init__(name=question.name, asks=question.asks, texts=list(question.texts))
        self.on_msg(self._hear)

    def answer(self, given):
        """Judge an answer as if it came from the page: the number of a choice, or what was typed."""
        right, says = self._question.judge(given)
        if self._on_answer is not None:
            self._on_answer(given, right)
        if right and self._on_right is not None:
            says = " ".join([says, *self._on_right()])
        number = self.reply.get("number", 0) + 1
        self.reply = {"number": number, "given": str(given), "right": right, "says": says}

    def describe(self):
        """Return the question and its choices as text, for readers without a kernel."""
        choices = [f"  ( ) {text}" for text in self.texts] or ["  Your number: ____"]
        return "\n".join([f"Question: {self.asks}", *choices, "Run this cell to answer."])

    def __repr__(self):
        """Name the question, so that the text is the same in every run."""
        return f"QuestionWidget({self._question.name!r})"

    def _repr_mimebundle_(self, **options):
        data, metadata = super()._repr_mimebundle_(**options)
        choices = "".join(f"<li>{marked_up(escape(text))}</li>" for text in self.texts)
        data["text/html"] = (
            f"<p><strong>Question.</strong> {marked_up(escape(self.asks))}</p>"
            + (f"<ul>{choices}</ul>" if choices else "")
            + "<p><em>Run this cell to answer.</em></p>"
        )
        return data, metadata

    def _hear(self, widget, message, buffers):
        self.answer(message.get("given", ""))
