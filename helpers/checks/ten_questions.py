"""The test of ten questions: before the course, and after it with the same ideas in other numbers."""

from dataclasses import dataclass

WHEN = ("before", "after")
UNKNOWN = "I don't know yet"  # offered after the choices of each question


@dataclass(frozen=True)
class Item:
    """One question of the test.

    Attributes
    ----------
    lesson : str
        The number of the lesson that teaches the idea.
    asks : str
    choices : tuple of str
    right : int
        Which of the choices is right.
    why : str
        Said after the course, when the score is known.
    """

    lesson: str
    asks: str
    choices: tuple
    right: int
    why: str

    @property
    def texts(self):
        """The answers to choose from."""
        return [*self.choices, UNKNOWN]


BEFORE = (
    Item(
        "01",
        "A convolution slides one 3×3 kernel over a grey image of 20×20 pixels. How many weights does it "
        "learn?",
        ("3,600", "9", "400", "20"),
        1,
        "The same nine weights are used at every position.",
    ),
    Item(
        "02",
        "The window [[1, 2], [3, 4]] meets the kernel [[1, 0], [0, 2]]. What does a convolutional layer "
        "without a bias output?",
        ("30", "[[1, 4], [3, 8]]", "[[1, 0], [0, 8]]", "9"),
        3,
        "Multiply cell by cell and add everything up: 1 + 0 + 0 + 8 = 9.",
    ),
    Item(
        "03",
        "Each of the three rows of a kernel is −1, 0, 1. Where does it respond most strongly?",
        (
            "Where the image is bright",
            "Where the image gets brighter from top to bottom",
            "Where the image gets brighter from left to right",
            "Where all pixels are equal",
        ),
        2,
        "It subtracts the column on the left from the column on the right.",
    ),
    Item(
        "04",
        "An image is 16 pixels wide. A kernel that is 3 wide moves in steps of 2, without padding. How wide "
        "is the "
        "output?",
        ("7", "8", "14", "16"),
        0,
        "(16 − 3) / 2 = 6.5, so the window can take 6 steps from its first position: 7 positions.",
    ),
    Item(
        "05",
        "One convolutional layer follows another, without padding and with nothing between them. What "
        "can they "
        "compute that a single layer can't?",
        (
            "Nothing: one layer with a larger kernel does the same",
            "Curved boundaries between the classes",
            "Features of features",
            "Negative outputs",
        ),
        0,
        "Without an activation such as ReLU between them, two linear layers are one.",
    ),
    Item(
        "06",
        "2×2 max-pooling is applied to 16 feature maps of 8×8. What comes out?",
        ("1 map of 4×4", "4 maps of 8×8", "4 maps of 4×4", "16 maps of 4×4"),
        3,
        "Each map is pooled on its own, so their number stays the same.",
    ),
    Item(
        "07",
        "A convolutional layer has 8 filters of 3×3, each with a bias, and its input has 4 channels. How "
        "many "
        "parameters does it have?",
        ("80", "296", "288", "44"),
        1,
        "A filter has weights for every channel: 8 · (3 · 3 · 4 + 1) = 296.",
    ),
    Item(
        "09",
        "You have trained ten networks. Which images do you use to choose the best of them?",
        ("The training images", "The test images", "The validation images", "All of them together"),
        2,
        "If you use the test images to choose, they can no longer judge the result.",
    ),
    Item(
        "11",
        "The gradient of the loss with respect to a weight is 2. What does a step of gradient descent with a "
        "learning rate of 0.1 do to the weight?",
        ("It falls by 0.2", "It rises by 0.2", "It becomes 0.2", "It falls by 2"),
        0,
        "The step goes against the gradient: −0.1 · 2.",
    ),
    Item(
        "12",
        "One 3×3 convolutional layer follows another, both with stride 1. How many pixels of the image does "
        "one cell of the second output depend on?",
        ("9", "18", "25", "81"),
        2,
        "The second window is 3 cells wide, and its outer cells reach one pixel further: 5×5.",
    ),
)

AFTER = (
    Item(
        "01",
        "A convolution slides one 5×5 kernel over a grey image of 30×30 pixels. How many weights does it "
        "learn?",
        ("900", "30", "22,500", "25"),
        3,
        "The same 25 weights are used at every position.",
    ),
    Item(
        "02",
        "The window [[2, 1], [4, 3]] meets the kernel [[0, 3], [1, 2]]. What does a convolutional layer "
        "without a bias output?",
        ("[[0, 3], [4, 6]]", "13", "60", "[[1, 8], [3, 18]]"),
        1,
        "Multiply cell by cell and add everything up: 0 + 3 + 4 + 6 = 13.",
    ),
    Item(
        "03",
        "The three rows of a kernel are −1, −1, −1, then 0, 0, 0, then 1, 1, 1. Where does it respond most "
        "strongly?",
        (
            "Where the image gets brighter from top to bottom",
            "Where all pixels are equal",
            "Where the image gets brighter from left to right",
            "Where the image is bright",
        ),
        0,
        "It subtracts the row above from the row below.",
    ),
    Item(
        "04",
        "An image is 30 pixels wide. A kernel that is 5 wide moves in steps of 2, without padding. How wide "
        "is the "
        "output?",
        ("12", "15", "13", "26"),
        2,
        "(30 − 5) / 2 = 12.5, so the window can take 12 steps from its first position: 13 positions.",
    ),
    Item(
        "05",
        "Five convolutional layers come one after another, without padding and without an activation. How "
        "many layers do you need to compute the same result?",
        ("Five", "Three", "Two", "One, with a larger kernel"),
        3,
        "Without an activation such as ReLU between them, linear layers merge into one.",
    ),
    Item(
        "06",
        "2×2 max-pooling is applied to 32 feature maps of 26×26. What comes out?",
        ("8 maps of 13×13", "32 maps of 13×13", "8 maps of 26×26", "1 map of 13×13"),
        1,
        "Each map is pooled on its own, so their number stays the same.",
    ),
    Item(
        "07",
        "A convolutional layer has 6 filters of 5×5, each with a bias, and its input has 3 channels. How "
        "many "
        "parameters does it have?",
        ("456", "450", "156", "81"),
        0,
        "A filter has weights for every channel: 6 · (5 · 5 · 3 + 1) = 456.",
    ),
    Item(
        "09",
        "You want to know after how many epochs to stop training. Which images do you look at?",
        ("The test images", "The validation images", "The training images", "All of them together"),
        1,
        "When to stop is a choice, too. If you use the test images for it, they can no longer judge the "
        "result.",
    ),
    Item(
        "11",
        "The gradient of the loss with respect to a weight is −3. What does a step of gradient descent with "
        "a "
        "learning rate of 0.01 do to the weight?",
        ("It falls by 0.03", "It becomes −0.03", "It falls by 3", "It rises by 0.03"),
        3,
        "The step goes against the gradient: −0.01 · (−3).",
    ),
    Item(
        "12",
        "Three 3×3 convolutional layers with stride 1 come one after another. On how many pixels of the "
        "image does one cell of the third output depend?",
        ("729", "27", "49", "9"),
        2,
        "Each layer adds one pixel on every side: 3×3, 5×5, 7×7.",
    ),
)

ITEMS = {"before": BEFORE, "after": AFTER}


def judge(when, given):
    """Return which answers are right, and what to say about each question.

    Parameters
    ----------
    when : "before" or "after"
    given : sequence of str
        The number of the choice for each question, as the page sends it.

    Returns
    -------
    (list of bool, list of [bool, str])
        A missing answer is not right. Before the course, nothing is said about single questions: their
        ideas come back after it.
    """
    items = ITEMS[when]
    given = [*map(str, given), *[""] * len(items)]
    results = [answer == str(item.right) for item, answer in zip(items, given, strict=False)]
    if when == "before":
        return results, []
    return results, [[right, explanations(item)[right]] for item, right in zip(items, results, strict=True)]


def explanations(item):
    """Return what to say after the course about a wrong answer to a question, and about a right one."""
    return [f"The answer is: {item.choices[item.right]}. {item.why} (lesson {item.lesson})", item.why]


def verdict(when, score, *, first=None, is_kept=True):
    """Return what the page says about a score.

    Parameters
    ----------
    when : "before" or "after"
    score : int
    first : int, optional
        The score before the course, as far as it is known.
    is_kept : bool
        Whether the score is remembered; a page without Python forgets it.

    Returns
    -------
    str

    Examples
    --------
    >>> verdict("after", 9, first=4)
    '9 of 10. Before the course it was 4: you gained 5.'
    """
    said = f"{score} of {len(ITEMS[when])}."
    if when == "before":
        if first not in (None, score):
            return (
                f"{said} Your first score, {first}, is the one that the test after the course compares with."
            )
        later = "You'll meet the same ideas in other numbers after lesson 14, and the answers then."
        return f"{said} {later}" + ("" if is_kept else " This page keeps no scores: write yours down.")
    if not is_kept:
        return f"{said} This page keeps no scores: compare it with the one that you wrote down."
    if first is None:
        return f"{said} You didn't take the test in lesson 00, so there is no score to compare with."
    gained = f"you gained {score - first}" if score > first else "see below what to look up again"
    return f"{said} Before the course it was {first}: {gained}."
