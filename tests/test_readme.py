"""README.md and docs/: what people read before they run anything."""

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
    """Return the anchors that GitHub gives the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-").lower() for title in titles}


def commands(text):
    """Return the lines of a page's shell blocks, without comments."""
    blocks = re.findall(r"```(?:sh|powershell)\n(.*?)```", text, re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


@pages()
def test_links_and_pictures_lead_to_files_and_headings_that_exist(page):
    """Visitors try the links first; a dead one in the README is their first impression."""
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
def test_every_picture_has_a_description(page):
    """Otherwise a reader who cannot see it is left out."""
    for alt, file in pictures(page.read_text(encoding="utf-8")):
        assert len(alt) > 20, file


@pages()
def test_every_make_command_that_is_named_exists(page):
    """If you type a command from the page and read "No rule to make target", you stop there."""
    verbs = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    named = set(re.findall(r"(?:`|\n)make ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert named <= verbs


def test_the_readme_has_the_two_commands():
    """They are what most visitors come for."""
    assert [command for command in commands(README) if command.startswith("make")] == [
        "make lab",
        "make test",
    ]


@pytest.mark.parametrize("lesson", course_map().lessons, ids=lambda lesson: lesson.stem)
def test_the_table_of_lessons_agrees_with_the_lesson(lesson):
    """Teachers plan an hour with the titles and minutes of this table."""
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
    """People who cannot use make type them, and nobody else tries them."""
    lines = commands(README)
    for line in lines:
        for file in re.findall(r"(?:-r|-f) (\S+)", line):
            assert (ROOT / file).exists(), line
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert f"conda activate {environment['name']}" in lines


def test_the_build_for_a_gpu_has_the_locked_version():
    """Nobody has tested another version with the locked Keras."""
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


def test_the_address_of_the_repository_is_in_one_place():
    """If you move the course, you change one line."""
    assert len(re.findall(r"mybinder\.org/v2", README)) == 1


def test_pictures_of_pixels_are_small_on_disk():
    """People open the README on phones, and every version of a picture stays in the history."""
    for file in (ROOT / "images").glob("*.png"):
        assert file.stat().st_size < 300_000, file.name


def test_the_glossary_explains_every_term_once():
    """Two explanations of the same term differ sooner or later."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert len(terms) == len(set(terms))
    for term, explanation in re.findall(r"^### (.+)\n\n(.+?)(?=\n\n#|\Z)", text, re.MULTILINE | re.DOTALL):
        assert re.search(r"\(\d\d\)$", explanation.strip()), f"{term}: which lesson introduces it?"
