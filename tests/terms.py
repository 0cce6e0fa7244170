"""The terms of the glossary in the prose of the lessons: each explained before it is used."""

import re
from pathlib import Path

from tests.sections import pieces

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
ENTRY = re.compile(r"^### ([^\n]+)\n\n(.+?)(?=\n\n#|\Z)", re.MULTILINE | re.DOTALL)
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|!\[[^\]]*\]\([^)]*\)|\$[^$]*\$|^\|[^\n]*|^#[^\n]*", re.DOTALL | re.MULTILINE
)
EMPHASIS = re.compile(r"(?<![*\w])\*{1,2}([^*\n]+?)\*{1,2}(?![*\w])")
SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n\n+|\n(?=- )")


def entries(text=None):
    """Return the terms of the glossary, each with the number of the lesson that introduces it.

    Parameters
    ----------
    text : str, optional
        The glossary, read from docs/glossary.md unless given.
    """
    text = GLOSSARY.read_text(encoding="utf-8") if text is None else text
    return {term: re.search(r"\((\d\d)\)$", words.strip())[1] for term, words in ENTRY.findall(text)}


def too_early(term, lesson, notebook, introduced_in):
    """Return the first sentence of a lesson that uses a term before it is explained, or None.

    A term counts as explained once it is emphasised, as lessons do where they explain one, or linked to its
    entry in the glossary. A sentence that names the lesson of the term only announces it.

    Parameters
    ----------
    term : str
    lesson : str
        The number of the lesson, such as "03".
    notebook : nbformat.NotebookNode
    introduced_in : str
        The number of the lesson that the glossary names.

    Returns
    -------
    str or None
    """
    if lesson >= introduced_in:
        return None
    word = re.compile(rf"(?<![\w-])(?:{forms(term)})(?![\w-])", re.IGNORECASE)
    anchor = f"glossary.md#{term.replace(' ', '-')})"
    announced = re.compile(
        rf"lessons? (?:\d\d,? (?:and |to )?)*{introduced_in}|\]\({introduced_in}_", re.IGNORECASE
    )
    for piece in pieces(notebook):
        if piece.is_code or piece.heading in ("Next", "Recap"):
            continue
        for sentence in SENTENCE.split(NOT_PROSE.sub(" ", piece.text)):
            if not word.search(re.sub(r"\]\([^)]*\)", "]", sentence)):
                continue
            if anchor in sentence or any(word.search(found) for found in EMPHASIS.findall(sentence)):
                return None
            if not announced.search(sentence):
                return " ".join(sentence.split())
    return None


def forms(term):
    """Return a pattern for a term in its singular and plural, whatever joins its words.

    Examples
    --------
    >>> [bool(re.fullmatch(forms("dense layer"), text)) for text in ("dense layers", "dense-layer", "layer")]
    [True, True, False]
    """
    words = re.split(r"[ -]", re.sub(r" of a notebook$", "", term))
    last = words[-1]
    words[-1] = rf"{last[:-1]}(?:y|ies)" if last.endswith("y") else rf"{last}(?:e?s)?"
    return r"[ -]".join(words).replace("1x1", "1[x×]1")
