"""Right and wrong answers that learners give, which prove the checks.

Each is a small function or a value, with the exercise it answers and the name of its mistake.
"""

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """An answer to an exercise. Its mistake is None where it is right."""

    exercise: str
    mistake: str | None
    given: object

    def __str__(self):
        """Name it in a test's report."""
        what = self.given.__name__ if callable(self.given) else repr(self.given).replace("\n", "")
        return f"{self.exercise}-{what}"

    def source(self, name):
        """Return the text of a cell that defines this function under the name of the stub."""
        text = inspect.getsource(self.given)
        text = text[text.index("def ") :]
        return re.sub(r"^def \w+", f"def {name}", text)


class Answers(list):
    """The answers of one lesson, gathered where they are written."""

    def right(self, exercise):
        """Mark the function below as a right answer."""
        return self._gather(exercise, None)

    def wrong(self, exercise, mistake):
        """Mark the function below as a wrong answer, to be named by this mistake."""
        return self._gather(exercise, mistake)

    def values(self, exercise, mistake, *given):
        """Add values: right ones where the mistake is None."""
        self.extend(Answer(exercise, mistake, value) for value in given)

    def _gather(self, exercise, mistake):
        def gather(function):
            self.append(Answer(exercise, mistake, function))
            return function

        return gather


def all_answers():
    """Return the answers of all lessons."""
    modules = [name for _, name, _ in pkgutil.iter_modules(__path__)]
    return [answer for name in modules for answer in importlib.import_module(f"{__name__}.{name}").ANSWERS]
