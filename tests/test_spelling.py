"""The spelling of lessons, pages and alternative texts, and of what the checks and explorers say."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from spellchecker import SpellChecker

ROOT = Path(__file__).parent.parent
# Names, terms and British forms, which the dictionary lacks: one a line, in lower case.
OWN_WORDS = (ROOT / "tests" / "words.txt").read_text(encoding="utf-8").split()
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HELPERS = sorted((ROOT / "helpers").rglob("*.py"))
NOT_PROSE = re.compile(
    r"```.*?```|``.*?``|`[^`]*`|\]\([^)]*\)|\[\w+\]:.*|<[^>]+>|https?://\S+|>>>.*"
    r"|\$\$.*?\$\$|\$[^$]*\$|\w+\.\w+|\w*_\w+",
    re.DOTALL,
)
NOT_PROSE_IN_A_LINE = re.compile(r">>>.*|\[\w+\]:.*")
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][a-z]+)?")
AMERICAN = re.compile(
    r"(color|gray|center|neighbor|behavior|favor|(normal|initial|optim|recogn|vector|summar|regular)iz)"
)
# Of papers, in their own spelling.
TITLES = re.compile("Batch normalization: accelerating deep network training")


def files(paths):
    """Parametrise a test with files."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: f"{path.parent.name}/{path.name}")


@pytest.fixture(scope="module")
def dictionary():
    """The words of the English dictionary, which takes a second to load."""
    return {*SpellChecker().word_frequency.words()}


@pytest.fixture(scope="module")
def known(dictionary):
    """All words that are spelt correctly."""
    return dictionary | {*OWN_WORDS}


def words(text):
    """Return the words of a prose text; code, addresses and titles are left out.

    Examples
    --------
    >>> sorted(words("Keras's `conv2d` is [here](there.md): it doesn't flip."))
    ['Keras', "doesn't", 'flip', 'here']
    """
    text = TITLES.sub(" ", NOT_PROSE.sub(" ", NOT_PROSE_IN_A_LINE.sub(" ", text)))
    found = {word.replace("’", "'").removesuffix("'s") for word in WORD.findall(text)}
    return {word for word in found if len(word) > 2}


def prose(path):
    """Return the prose of a page, a lesson with its alternative texts, or the sentences of a module."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    if path.suffix == ".py":
        strings = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        return "\n\n".join(one for one in strings if isinstance(one, str) and one.count(" ") > 3)
    cells = json.loads(text)["cells"]
    shown = [output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output]
    parts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    parts += ["".join(data["text/plain"]) for data in shown if "image/png" in data]
    return "\n\n".join(parts)


@cache
def words_of(path):
    """Return the words of a file, read once for all tests."""
    return words(prose(path))


@files([*PAGES, *NOTEBOOKS, *HELPERS])
def test_every_word_is_spelt_as_in_the_dictionary(path, known):
    """You cannot look up a misspelt term. If a correct word is missing, add it to tests/words.txt."""
    found = words_of(path)
    assert sorted(word for word in found if not word.isupper() and word.lower() not in known) == []


@files([*PAGES, *NOTEBOOKS])
def test_one_spelling_of_english_is_kept(path):
    """The dictionary accepts "color", but the course writes "colour": a search finds only one of them."""
    assert sorted(word for word in words_of(path) if AMERICAN.match(word.lower())) == []


def test_the_list_of_own_words_is_sorted_and_has_none_of_the_dictionary(dictionary):
    """In a long unsorted list, a misspelling that somebody added is easy to miss."""
    assert sorted({*OWN_WORDS}) == OWN_WORDS
    assert {*OWN_WORDS} & dictionary == set()
