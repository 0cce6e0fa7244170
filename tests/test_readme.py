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
    """Return (alternative text, file) for every picture on a page."""
    return MARKDOWN_PICTURE.findall(text) + [(alt, file) for file, alt in HTML_PICTURE.findall(text)]


def anchors(page):
    """Return the anchors that GitHub creates for the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-").lower() for title in titles}


def commands(text):
    """Return the lines of a page's shell blocks, without comments."""
    blocks = re.findall(r"```(?:sh|powershell)\n(.*?)```", text, re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


@pages()
def test_links_and_pictures_point_to_files_and_headings_that_exist(page):
    """A visitor who hits a dead link in the README assumes that nobody looks after the course."""
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
def test_every_picture_has_alternative_text(page):
    """Without it, a reader who cannot see the picture misses what it shows."""
    for alt, file in pictures(page.read_text(encoding="utf-8")):
        assert len(alt) > 20, file


@pages()
def test_every_make_command_on_a_page_exists(page):
    """A reader who types one and sees "No rule to make target" gives up."""
    verbs = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    named = set(re.findall(r"(?:`|\n)make ([a-z-]+)", page.read_text(encoding="utf-8")))
    assert named <= verbs


def test_the_readme_has_the_two_main_commands():
    """Most visitors are looking for them."""
    assert [command for command in commands(README) if command.startswith("make")] == [
        "make lab",
        "make test",
    ]


@pytest.mark.parametrize("lesson", course_map().lessons, ids=lambda lesson: lesson.stem)
def test_the_table_has_the_title_topic_and_minutes_of_each_lesson(lesson):
    """Teachers use this table to plan their time."""
    (row,) = re.findall(rf"^\| {lesson.number} \|.*$", README, re.MULTILINE)
    title, teaches, minutes = (cell.strip() for cell in row.split("|")[2:5])
    if lesson.is_written:
        assert title == f"[{lesson.title}](notebooks/{lesson.stem}.ipynb)"
        assert minutes == f"{lesson.minutes} min"
    else:
        assert title == lesson.title
        assert minutes == "in the making"
    assert teaches == lesson.teaches


def test_the_commands_for_conda_and_uv_use_existing_files_and_the_right_environment():
    """People who cannot use make depend on these commands, and maintainers never run them."""
    lines = commands(README)
    for line in lines:
        for file in re.findall(r"(?:-r|-f) (\S+)", line):
            assert (ROOT / file).exists(), line
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert f"conda activate {environment['name']}" in lines


def test_an_environment_made_with_uv_has_pip():
    """On Windows the USB stick for a class is filled with pip, which uv leaves out unless it is told."""
    assert [line for line in commands(README) if line.startswith("uv venv")] == [
        "uv venv --seed --python 3.12"
    ]
    assert "-m pip download" in (ROOT / "docs" / "classroom" / "README.md").read_text(encoding="utf-8")


def test_the_gpu_build_of_tensorflow_has_the_locked_version():
    """With another version, a learner would use a mix with Keras that nobody has tested."""
    locked = re.search(
        r"^tensorflow==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert f'"tensorflow[and-cuda]=={locked[1]}"' in README


def test_the_readme_lists_exactly_the_supported_python_versions():
    """A reader with another version would download 500 MB and then see an error."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"]).groups()
    *first, last = [f"3.{minor}" for minor in range(int(low), int(high))]
    assert f"Python {', '.join(first)} or {last}" in README


def test_png_files_are_small():
    """Visitors open the README on phones, and every version of a picture stays in the history."""
    for file in (ROOT / "images").glob("*.png"):
        assert file.stat().st_size < 300_000, file.name


def test_the_glossary_explains_every_term_once_and_names_its_lesson():
    """A learner who finds two explanations of a term doesn't know which one to believe."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert len(terms) == len(set(terms))
    for term, explanation in re.findall(r"^### (.+)\n\n(.+?)(?=\n\n#|\Z)", text, re.MULTILINE | re.DOTALL):
        assert re.search(r"\(\d\d\)$", explanation.strip()), f"{term}: which lesson introduces it?"
