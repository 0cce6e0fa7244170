"""Answers to the exercise of lesson 00."""

import numpy as np

from tests.answers import Answers

ANSWERS = Answers()
ANSWERS.values("first_answer", None, 784, 784.0, np.int64(784))
ANSWERS.values("first_answer", "rows and columns are added", 56)
ANSWERS.values("first_answer", "only one row is counted", 28)
ANSWERS.values("first_answer", "only the edge is counted", 112, 108)
ANSWERS.values("first_answer", "the colours are counted too", 2352)
ANSWERS.values("first_answer", "the border is left out", 676)
ANSWERS.values("first_answer", "the wrong kind of thing", "784", "28 * 28", print)
ANSWERS.values("first_answer", "too large by 1", 785)
