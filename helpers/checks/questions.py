"""What a question is made of. The tables of the lessons are lists of these."""

from dataclasses import dataclass, field

from helpers.numerals import read_number

RIGHT, OTHER = "right", "other"  # what a class view counts besides the known wrong numbers


@dataclass(frozen=True)
class Choice:
    """One answer to choose, and what to say about it once it is chosen."""

    text: str
    says: str
    right: bool = False


@dataclass(frozen=True)
class Choices:
    """A question with answers to choose from, one of which is right.

    Attributes
    ----------
    name : str
        ``checks.question(name)`` shows it.
    asks : str
    choices : tuple of Choice
    recalls : str
        For a warm-up question, the number of the earlier lesson that it comes back to, such as "03".
    """

    name: str
    asks: str
    choices: tuple
    recalls: str = ""

    def __init__(self, name, asks, *choices, recalls=""):
        """Take the choices as separate arguments, without a tuple around them."""
        object.__setattr__(self, "recalls", recalls)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "asks", asks)
        object.__setattr__(self, "choices", choices)

    @property
    def texts(self):
        """The answers to choose from."""
        return [choice.text for choice in self.choices]

    def judge(self, given):
        """Return (right, sentence) for the number of a choice, as the page sends it."""
        chosen = {str(number): choice for number, choice in enumerate(self.choices)}.get(str(given))
        if chosen is None:
            return False, "Choose one of the answers first."
        return chosen.right, chosen.says

    def key_of(self, given):
        """Return which answer was given, as a class view counts it: the number of a choice, or None."""
        return str(given) if str(given) in map(str, range(len(self.choices))) else None


@dataclass(frozen=True)
class Number:
    """A question whose answer is a number.

    Attributes
    ----------
    name, asks : str
    answer : float
        Computed by the course's own code where the question is written.
    right : str
        Said of the right answer.
    wrong : dict
        Maps a wrong number that is easy to arrive at to what is said about it.
    otherwise : str
        Said of any other number.
    within : float
        How far from `answer` is still right.
    recalls : str
        For a warm-up question, the number of the earlier lesson that it comes back to, such as "03".
    """

    name: str
    asks: str
    answer: float
    right: str
    wrong: dict = field(default_factory=dict)
    otherwise: str = ""
    within: float = 1e-6
    recalls: str = ""

    texts = ()

    def judge(self, given):
        """Return (right, sentence) for what was typed."""
        number = read_number(given)
        if number is None:
            return False, "Type a number, such as 12 or 0.5."
        if abs(number - self.answer) <= self.within:
            return True, self.right
        for wrong, says in self.wrong.items():
            if self._is(number, wrong):
                return False, says
        return False, self.otherwise

    def key_of(self, given):
        """Return which answer was given, without the number that was typed.

        Returns
        -------
        str or None
            `RIGHT`; the place of a known wrong number in `wrong`, such as ``"0"``; `OTHER` for any other
            number; None if it is not a number.
        """
        number = read_number(given)
        if number is None:
            return None
        if abs(number - self.answer) <= self.within:
            return RIGHT
        near = (place for place, wrong in enumerate(self.wrong) if self._is(number, wrong))
        return str(next(near, OTHER))

    def _is(self, number, wrong):
        return abs(number - wrong) <= max(self.within, 1e-6)
