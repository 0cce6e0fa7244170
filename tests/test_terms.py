"""No lesson uses a term of the glossary before a lesson has explained it."""

import nbformat
import pytest

from tests.execute_notebooks import NOTEBOOKS
from tests.terms import entries, too_early

LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
TERMS = entries()
# Terms that are also everyday words, and mean what everybody understands before their lesson.
EVERYDAY = {
    "same", "full", "valid", "floor", "room", "reach", "scale", "position", "step", "edge", "clip",
    "match", "slice", "feature", "flatten", "depth", "volume", "sample", "phase", "target", "winner", "twin",
    "summary", "sequential", "recall", "precision", "seed", "threshold", "product",
}  # fmt: skip
# A term in another sense: the lesson, the term, and what it means there.
OTHER_SENSE = {
    ("07", "loss"): "the opposite of a saving",
}
markdown = nbformat.v4.new_markdown_cell


@pytest.mark.parametrize("name", LESSONS)
def test_every_term_is_explained_before_it_is_used(name):
    """A beginner who reads the lessons in order would meet a word that nobody has explained.

    Explain it there (*emphasised*, and then the glossary should name this lesson), link it to the glossary,
    say which lesson it comes in, or say it in other words.
    """
    found = {}
    for term, introduced_in in TERMS.items():
        if term in EVERYDAY or (name[:2], term) in OTHER_SENSE:
            continue
        sentence = too_early(term, name[:2], LESSONS[name], introduced_in)
        if sentence:
            found[f"{term} ({introduced_in})"] = sentence
    assert found == {}


def test_the_exceptions_are_terms_of_the_glossary():
    """An exception that is no longer needed would hide the next mistake."""
    assert set(TERMS) >= EVERYDAY | {term for _, term in OTHER_SENSE}


@pytest.mark.parametrize(
    ("text", "is_early"),
    [
        ("The bias is added.", True),
        ("Two biases.", True),
        ("A *bias* is a number that is added. The bias is learned.", False),
        ("The bias is learned. A **bias** is a number that is added.", True),
        ("Each sum gets a [bias](../docs/glossary.md#bias).", False),
        ("Lesson 02 explains what a bias is.", False),
        ("Read [the next lesson](02_convolution_by_hand.ipynb) about the bias.", False),
        ("In lesson 03 you'll meet a bias.", True),
        ("`bias` is an argument.", False),
        ("![a bias](a.svg)", False),
        ("# Add a bias", False),
        ("A biased guess.", False),
        ("## Next\n\nThe bias is next.", False),
    ],
)
def test_a_term_is_early_where_the_reader_cannot_know_it(text, is_early):
    """The test must find a term that nobody has explained, and let an announcement pass."""
    notebook = nbformat.v4.new_notebook(cells=[markdown(text)])
    assert bool(too_early("bias", "01", notebook, "02")) == is_early
    assert too_early("bias", "02", notebook, "02") is None


def test_terms_of_several_words_are_found_in_both_spellings():
    """The prose writes max pooling and max-pooling, batch and batches, vocabulary and vocabularies."""
    for term, text in [
        ("max-pooling", "Max pooling keeps the largest."),
        ("kernel of a notebook", "The kernels stop."),
        ("batch", "Two batches of 32."),
        ("vocabulary", "Two vocabularies."),
        ("1x1 convolution", "Two 1×1 convolutions."),
    ]:
        assert too_early(term, "00", nbformat.v4.new_notebook(cells=[markdown(text)]), "14")


def test_the_glossary_is_read_with_the_lesson_of_each_term():
    """If the test overlooks an entry, it never checks the term."""
    assert entries("# G\n\n### one\n\nText (not 99). (03)\n\n### two words\n\nMore\ntext. (12)\n") == {
        "one": "03",
        "two words": "12",
    }
    assert len(TERMS) > 100
