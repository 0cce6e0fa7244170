"""Roundtrip: a number goes from the page to the kernel, and its square comes back."""

from pathlib import Path

from helpers.widgets.base import CourseWidget


class Roundtrip(CourseWidget):
    """Show that the page and the kernel talk to each other, which every explorer needs.

    Parameters
    ----------
    when_answered : callable, optional
        Called without arguments after each answer.
    """

    folder = Path(__file__).parent

    def __init__(self, when_answered=None):
        """Wait for numbers from the page."""
        super().__init__()
        self._when_answered = when_answered
        self.on_msg(self._answer)

    def describe(self):
        """Return what a reader without a kernel sees."""
        return "In a running notebook, a button here asks the kernel for a square and shows the answer."

    def _answer(self, widget, message, buffers):
        number = message["number"]
        self.send({"number": number, "square": number * number})
        if self._when_answered:
            self._when_answered()
