"""README.md and docs/: what a person reads before anything runs."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from helpers.lessons import course_map

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MARKDOWN_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
HTML_PICTURE = re.compile(r'<img src="([^"]+)"[^>]* alt="([^"]*)"')
LINK = re.compile(r"\]\(([^)\s]+)\)")


def pages():
    """Parametrise a test with every page."""
    return pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def pictures(text):
    """Return (alt text, file) of every picture of a page."""
    return MARKDOWN_PICTURE.findall(text) + [(alt, file) for file, alt in HTML_PICTURE.findall(text)]


def anchors(page):
    """Return the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-").lower() for title in titles}


def commands(text):
    """Return the lines of a page's shell blocks, comments dropped."""
    blocks = re.findall(r"```(?:sh|powershell)\n(.*?)```", text, re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


@pages()
def test_links_and_pictures_lead_to_files_and_headings_that_exist(page):
    """A dead link in the README is the first thing that a visitor tries."""
    text = page.read_text(encoding="utf-8")
    targets = LINK.findall(text) + [file for _, file in pictures(text)]
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


@pages()
def test_every_picture_says_in_words_what_is_to_be_seen(page):
    """A reader who cannot see it is left out otherwise."""
    for alt, file in pictures(page.read_text(encoding="utf-8")):
        assert len(alt) > 20, file


@pages()
def test_every_make_command_that_is_named_exists(page):
    """Whoever types a command from the page and reads "No rule to make target" stops there."""
    verbs = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    named = set(re.findall(r"(?:`|\n)make ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert named <= verbs


def test_the_two_commands_stand_in_the_readme():
    """They are what most visitors come for."""
    assert [command for command in commands(README) if command.startswith("make")] == [
        "make lab",
        "make test",
    ]


@pytest.mark.parametrize("lesson", course_map().lessons, ids=lambda lesson: lesson.stem)
def test_the_lesson_stands_in_the_table_as_it_is(lesson):
    """A teacher plans an hour by the title and the minutes of this table."""
    (row,) = re.findall(rf"^\| {lesson.number} \|.*$", README, re.MULTILINE)
    title, teaches, minutes = (cell.strip() for cell in row.split("|")[2:5])
    if lesson.is_written:
        assert title == f"[{lesson.title}](notebooks/{lesson.stem}.ipynb)"
        assert minutes == f"{lesson.minutes} min"
    else:
        assert title == lesson.title
        assert minutes == "in the making"
    assert teaches == lesson.teaches


def test_the_commands_for_conda_and_uv_name_files_and_an_environment_that_exist():
    """They are typed by people who cannot use make, and tried by nobody else."""
    lines = commands(README)
    for line in lines:
        for file in re.findall(r"(?:-r|-f) (\S+)", line):
            assert (ROOT / file).exists(), line
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert f"conda activate {environment['name']}" in lines


def test_the_build_for_a_gpu_has_the_locked_version():
    """Another version beside the locked Keras has been tested by nobody."""
    locked = re.search(
        r"^tensorflow==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert f'"tensorflow[and-cuda]=={locked[1]}"' in README


def test_the_pythons_it_names_are_those_the_course_runs_on():
    """A reader with another one would wait for 500 MB and then see an error."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"]).groups()
    *first, last = [f"3.{minor}" for minor in range(int(low), int(high))]
    assert f"Python {', '.join(first)} or {last}" in README


def test_pictures_of_pixels_are_small_on_disk():
    """The README is opened on phones, and every version of a picture stays in the history."""
    for file in (ROOT / "images").glob("*.png"):
        assert file.stat().st_size < 300_000, file.name


def test_the_glossary_explains_every_term_once():
    """Two explanations of a word differ sooner or later."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert len(terms) == len(set(terms))
    for term, explanation in re.findall(r"^### (.+)\n\n(.+?)(?=\n\n#|\Z)", text, re.MULTILINE | re.DOTALL):
        assert re.search(r"\(\d\d\)$", explanation.strip()), f"{term}: which lesson introduces it?"
