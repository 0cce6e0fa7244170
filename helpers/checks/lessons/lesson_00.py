"""Lesson 00, start here: the exercise and the questions that show how the course works."""

from helpers.checks.exercise import Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices

FIRST_ANSWER = Exercise(
    name="first_answer",
    title="A first answer",
    answer="my_answer",
    reference=lambda: 28 * 28,
    read=numbers,
    right="28 rows of 28 pixels are 784, the size of every image in Fashion-MNIST.",
    hints=(
        "The image has 28 rows. How many pixels are in each?",
        "28 pixels in each of 28 rows: in Python, `*` multiplies.",
        "Write `my_answer = 28 * 28`. Every exercise has its solution in a file, this one in "
        "notebooks/solutions/00_first_answer.py.",
    ),
    mistakes=(
        Mistake(
            "rows and columns are added",
            "56 is 28 + 28. There are 28 pixels in each of the 28 rows.",
            wrong=lambda: 56,
        ),
        Mistake("only one row is counted", "One row has 28 pixels, and there are 28 rows.", wrong=lambda: 28),
        Mistake(
            "only the edge is counted",
            "That is the number of pixels along the border, or close to it. The image has an inside too.",
            sees=lambda case, given: given.shape == () and given in (108, 112),
        ),
        Mistake(
            "the colours are counted too",
            "A colour image has three numbers for each pixel, but the question is about pixels.",
            wrong=lambda: 28 * 28 * 3,
        ),
        Mistake("the border is left out", "The pixels of the border count too.", wrong=lambda: 26 * 26),
    ),
    minutes=3,
)

EXERCISES = (FIRST_ANSWER,)

QUESTIONS = (
    Choices(
        "shift_enter",
        "Which keys run a cell and go on to the next?",
        Choice("Enter", "Enter starts a new line inside the cell."),
        Choice(
            "Shift and Enter",
            "The number in brackets next to the cell then shows that it has run.",
            right=True,
        ),
        Choice(
            "Escape",
            "With Escape, you leave the text of the cell, and the arrow keys then move between cells. "
            "Nothing runs.",
        ),
        Choice("Ctrl and S", "That saves the notebook. It doesn't run anything."),
    ),
    Choices(
        "after_restart",
        "You restart the kernel from the Kernel menu. What is lost?",
        Choice("What you typed into the cells", "The text stays in the notebook. Only Python forgets."),
        Choice(
            "Which exercises you have done",
            "The course keeps a list of them in a file, next to the lessons.",
        ),
        Choice(
            "Nothing",
            "The text stays, but Python starts afresh: it knows none of your names until you run their "
            "cells again.",
        ),
        Choice(
            "The variables and functions that the cells have defined",
            "Run the cells again from the top, and you have them back.",
            right=True,
        ),
    ),
)
