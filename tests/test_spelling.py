"""The prose, word by word: lessons, pages, alternative texts, and what the checks and explorers say."""

import ast
import json
import re
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
    r"```.*?```|``.*?``|`[^`]*`|\]\([^)]*\)|\[\w+\]:.*|<[^>]+>|https?://\S+|>>>.*|\$[^$]*\$|\w+\.\w+|\w*_\w+",
    re.DOTALL,
)
NOT_PROSE_IN_A_LINE = re.compile(r">>>.*|\[\w+\]:.*")
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][a-z]+)?")
AMERICAN = re.compile(
    r"(color|gray|center|neighbor|behavior|favor|(normal|initial|optim|recogn|vector|summar|regular)iz)"
)


def files(paths):
    """Parametrise a test with files."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: f"{path.parent.name}/{path.name}")


@pytest.fixture(scope="module")
def known():
    """The words that are right."""
    return {*SpellChecker().word_frequency.words(), *OWN_WORDS}


def words(text):
    """Return the words of a prose text; code and addresses are left out.

    Examples
    --------
    >>> sorted(words("Keras's `conv2d` is [here](there.md): it doesn't flip."))
    ['Keras', "doesn't", 'flip', 'here']
    """
    text = NOT_PROSE.sub(" ", NOT_PROSE_IN_A_LINE.sub(" ", text))
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


@files([*PAGES, *NOTEBOOKS, *HELPERS])
def test_every_word_is_spelt_as_in_the_dictionary(path, known):
    """A misspelt term is looked up in vain. Right words that are missing go into tests/words.txt."""
    found = words(prose(path))
    assert sorted(word for word in found if not word.isupper() and word.lower() not in known) == []


@files([*PAGES, *NOTEBOOKS])
def test_one_spelling_of_english_is_kept(path):
    """The dictionary takes "color" and the course says "colour": a search finds one of them only."""
    assert sorted(word for word in words(prose(path)) if AMERICAN.match(word.lower())) == []


def test_the_list_of_own_words_is_sorted_and_holds_none_that_the_dictionary_knows():
    """In a long heap of words nobody sees the misspelling that somebody put there."""
    assert sorted({*OWN_WORDS}) == OWN_WORDS
    assert {*OWN_WORDS} & {*SpellChecker().word_frequency.words()} == set()
