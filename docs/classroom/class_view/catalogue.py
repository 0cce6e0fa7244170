"""The exercises, questions and mistakes of the course, as its checks know them."""

import ast
import builtins
import inspect
from dataclasses import dataclass, field
from itertools import combinations

from helpers.checks import attempts, conditions, judging, lessons, patterns
from helpers.checks.questions import OTHER, RIGHT, Choices
from helpers.lessons import PLAN
from helpers.numerals import significant_text
from helpers.reporting import ANOTHER_ERROR, STOPS_WITH

TITLES = {stem[:2]: title for stem, (title, _) in PLAN.items()}
UNNAMED = "wrong in another way"
SAYS_OF_UNNAMED = "Nobody has described this mistake. Ask for one of these answers, and look at it together."
SAYS_OF_A_STOP = "The code stops. The report names the line and the reason: read that line aloud together."

# What to say about mistakes whose own sentence quotes the learner's answer.
SPOKEN = {
    "it does not end": "Look at the condition of the loop: does anything inside it make it false?",
    "the input is changed in place": (
        "The code that calls your function still needs its input. Write into a new array, or into a copy."
    ),
    "the function itself is needed": (
        "The check calls your function with its own inputs, so give it the function without brackets."
    ),
    "that is the course's own function": (
        "The course wrote that function. Write yours in the cell above, and give that one to the check."
    ),
    "the parameters are in another order": (
        "Name the parameters in the order of the task. Otherwise the values change places when they are "
        "passed without names."
    ),
    "floor missing": (
        "A number of steps came out as a decimal number. Sizes are whole: divide with //, which rounds down."
    ),
    "decimals are written into whole numbers": (
        "`-=` and the like write into the array that they start from, which is made for whole numbers here. "
        "Make a new array."
    ),
    "the wrong kind of thing": (
        "The check expects numbers. Print your answer: is it text, None, or a function?"
    ),
    "it cannot be called as the task says": (
        "Compare the line with def in your cell with the one in the task: the check passes what the task "
        "says."
    ),
    "the shape is another one": (
        "Print the shape of your result, and compare it with the shape that the report expects."
    ),
    "right values, but it still loops over the pixels": (
        "The values are right, but the number of Python steps grows with the image. A loop over the "
        "weights is enough."
    ),
    "it goes wrong in some cases": (
        "The function is right in the cases that are tried first, and wrong in others, with more sizes and "
        "numbers. Work through the case in the report by hand."
    ),
    "a finished function does the work": (
        "The result is right, but a ready function does the work. The task is to write that function."
    ),
    "a finished function does the flip": (
        "The values are right, but a finished function made them so. Reverse the kernel with slices."
    ),
}


@dataclass(frozen=True)
class Exercise:
    """An exercise, and what to say about each of its mistakes.

    Attributes
    ----------
    lesson, name, title : str
    mistakes : dict
        From the name of a mistake to the sentence that the check says about it.
    """

    lesson: str
    name: str
    title: str
    mistakes: dict

    def knows(self, status, mistake):
        """Return whether the check of this exercise can end like this."""
        if status != "wrong":
            return mistake == ""
        return mistake == "" or mistake in self.mistakes or is_stop(mistake)

    def says(self, mistake):
        """Return the sentence to say about a mistake."""
        if not mistake:
            return SAYS_OF_UNNAMED
        return self.mistakes.get(mistake) or SAYS_OF_A_STOP


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question that are counted."""

    key: str
    text: str
    says: str
    right: bool


@dataclass(frozen=True)
class Question:
    """A question and the answers that are counted."""

    lesson: str
    name: str
    asks: str
    answers: tuple

    def knows(self, status, key):
        """Return whether this question can be answered like this."""
        return any(answer.key == key and answer.right == (status == "right") for answer in self.answers)


@dataclass
class Catalogue:
    """Everything that can be reported.

    Attributes
    ----------
    exercises, questions : dict
        By name, in the order of the lessons.
    """

    exercises: dict = field(default_factory=dict)
    questions: dict = field(default_factory=dict)

    def find(self, kind, name):
        """Return an exercise or a question, or None."""
        return {"exercise": self.exercises, "question": self.questions}.get(kind, {}).get(name)

    def exercises_of(self, lesson):
        """Return the exercises of a lesson, in its order."""
        return [one for one in self.exercises.values() if one.lesson == lesson]

    def questions_of(self, lesson):
        """Return the questions of a lesson, in its order."""
        return [one for one in self.questions.values() if one.lesson == lesson]


def is_stop(mistake):
    """Return whether a mistake is an exception, either Python's or the learner's own.

    Examples
    --------
    >>> is_stop("it stops with IndexError"), is_stop("it stops with <script>")
    (True, False)
    """
    kind = mistake.removeprefix(STOPS_WITH)
    if kind == mistake:
        return False
    known = getattr(builtins, kind, None)
    return kind == ANOTHER_ERROR or (isinstance(known, type) and issubclass(known, BaseException))


def read():
    """Return the `Catalogue` of the course that is installed."""
    catalogue = Catalogue()
    general = _written_in(attempts) | _written_in(judging) | _written_in(patterns) | _of_patterns()
    for lesson in lessons.EXERCISES:
        table = lessons.table(lesson)
        own = _written_in(table)
        for exercise in table.EXERCISES:
            named = {mistake.name: mistake.says for mistake in exercise.mistakes}
            mistakes = {**general, **_of_cases(exercise.cases), **own, **named, **SPOKEN}
            found = Exercise(lesson, exercise.name, exercise.title, mistakes)
            catalogue.exercises[exercise.name] = found
        for question in table.QUESTIONS:
            found = Question(lesson, question.name, question.asks, tuple(_answers(question)))
            catalogue.questions[question.name] = found
    return catalogue


def _answers(question):
    if isinstance(question, Choices):
        for number, choice in enumerate(question.choices):
            yield Answer(str(number), choice.text, choice.says, choice.right)
        return
    yield Answer(RIGHT, _number(question.answer), question.right, True)
    for place, (wrong, says) in enumerate(question.wrong.items()):
        yield Answer(str(place), _number(wrong), says, False)
    yield Answer(OTHER, "another number", question.otherwise, False)


def _of_patterns():
    """Return the mistakes whose names `patterns` makes up, such as "the second number is wrong"."""
    found = {name: says for name, says, _ in (*patterns._changes(), *patterns._PLACES, *patterns._SHAPES)}
    for place in patterns.ORDINALS:
        found[f"the {place} part is wrong"] = "The other parts are right in every case."
    for count in range(1, len(patterns.ORDINALS)):
        for places in combinations(patterns.ORDINALS, count):
            found[patterns.wrong_places(places)] = "The others are right in every case that was tried."
    found["the number is too large"] = "The right number is smaller."
    found["the number is too small"] = "The right number is larger."
    return found


def _of_cases(cases):
    """Return the mistakes that are named after the inputs of the cases; no answer is part of them."""
    found = {}
    for case in cases:
        for name in case.inputs:
            found[f"{name} comes back as it was"] = f"The result is `{name}`, unchanged."
            found[f"the result has the type of {name}"] = (
                f"Wherever the result is wrong, its type is that of `{name}`, for whole numbers, which "
                "can't hold all of the right ones. `np.zeros(shape)` makes an array for decimals."
            )
        for feature, _ in conditions.features_of(case, True):
            found[f"right only where {feature}"] = "In all other cases the result is wrong."
            found[f"wrong where {feature}"] = "In all other cases the result is right."
    return found


def _number(value):
    return significant_text(value).replace("-", "−")


def _written_in(module):
    """Return the mistakes that a module's functions make when they judge an answer: no table has them.

    What such a sentence takes from the learner's answer is left out of it.
    """
    found = {}
    functions = [one for one in ast.parse(inspect.getsource(module)).body if isinstance(one, ast.FunctionDef)]
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Mistake" and len(node.args) > 1:
            name, says = (_text(one, module) for one in node.args[:2])
            if name and not name.startswith("it stops"):  # see `is_stop`
                found[name] = says
    return found


def _text(node, module):
    if isinstance(node, ast.Name):
        value = getattr(module, node.id, "")
        return value if isinstance(value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
