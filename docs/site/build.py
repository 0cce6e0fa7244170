"""Build the web edition of the course: what `make site` does.

    python docs/site/build.py                  all pages, into _site
    python docs/site/build.py --for-learners   without solutions and teachers' pages, into _site_for_learners
    python docs/site/build.py --links          no pages: tries every address outside the course (`make links`)

Sphinx and MyST-NB make the pages from the notebooks with their saved outputs. This file lays out what
they read. `explorers.py` puts the state of every explorer, which `states.py` saved when its lesson was run,
into the page, and the scripts in `live/` run it there.
"""

import argparse
import ast
import base64
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from sphinx.cmd.build import build_main

from docs import saved_pictures
from docs.site import explorers, states
from helpers.checks.lessons import find_exercise
from helpers.lessons import course_map
from helpers.widgets import __all__ as EXPLORERS
from tests.execute_notebooks import MAP, sources_digest, syntax_tree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET, FOR_LEARNERS = ROOT / "_site", ROOT / "_site_for_learners"
SOLUTIONS = Path("solutions.md")
# Everything else is for teachers and maintainers: it has the answers, or leads to them.
LEARNERS_PAGES = [Path("docs/glossary.md")]
LEARNERS = len([*LEARNERS_PAGES, SOLUTIONS])  # of the pages besides the lessons, those that learners open too

INLINE_PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
QUESTION = re.compile(r'checks\.question\("\w+"\)')
CHECK = re.compile(r"checks\.(\w+)\(my_\w+\)")
PROGRESS = re.compile(r'checks\.progress\("\d\d"\)')
OPENING = re.compile(r"!\[[^\]]*\]\(\.\./(images/\w+\.svg)\)")  # the picture at the top of a lesson
COLUMNS = re.compile(r"\S {2,}")
PHONE = 46  # letters of code in a line on a phone
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]+))?\)")
ABOUT_THIS_PAGE = """\
```{admonition} The web edition
The outputs were saved when the lesson was run. The explorers and the questions answer on this page;
the code and the exercises run in JupyterLab.
```"""


def main(links, for_learners):
    """Lay out the sources in a folder of their own, and build the site from them or try their links."""
    listed, target = (LEARNERS_PAGES, FOR_LEARNERS) if for_learners else (all_pages(), TARGET)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COURSE_WORK"] = str(Path(folder, "my_work"))
        sources, pages = Path(folder, "sources"), Path(folder, "pages")
        lay_out(sources, pages / "_static", listed)
        if links:
            readme = with_links((ROOT / "README.md").read_text(encoding="utf-8"), ROOT, listed)
            write(sources / "README.md", f"---\norphan: true\n---\n{readme}")
            sys.exit(broken_links(sources, Path(folder)))
        if run_sphinx("html", sources, pages):
            sys.exit("The web edition was not built: see the lines above.")
        put_theme_below(pages / "_static")
        for unused in ("_sources", "objects.inv", ".buildinfo"):
            shutil.rmtree(pages / unused) if (pages / unused).is_dir() else (pages / unused).unlink()
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(pages, target)


def put_theme_below(static):
    """Put the style sheets of the theme into a layer, below those of the course.

    Otherwise their rules for articles win over an explorer's own, which name fewer elements: Furo takes the
    margin from the last child of everything called a figure, and a grid's last column slips by a pixel.
    """
    for sheet in [*static.glob("*.css"), *static.glob("styles/*.css")]:
        if sheet.name != "site.css":
            write(sheet, f"@layer theme {{\n{sheet.read_text(encoding='utf-8')}\n}}\n")


def run_sphinx(builder, sources, target):
    """Run Sphinx silently except for warnings, which count as errors; return its exit code."""
    options = ["-b", builder, "-c", HERE, "-d", target.parent / "doctrees", "-q", "-W", "--keep-going"]
    return build_main([str(option) for option in (*options, sources, target)])


def broken_links(sources, folder):
    """Try every address that the pages lead to, and return a sentence if one is broken, else None.

    Sphinx names the page and the line of each broken one. A page that moved is not broken, and a host that
    is slow today is not either.
    """
    failed = run_sphinx("linkcheck", sources, folder / "links")
    tried = (folder / "links" / "output.json").read_text(encoding="utf-8").splitlines()
    results = [json.loads(line)["status"] for line in tried]
    counts = {status: results.count(status) for status in ("working", "redirected", "timeout", "broken")}
    print("Links outside the course:", ", ".join(f"{count} {status}" for status, count in counts.items()))
    return "There is something to mend: see the lines above." if failed else None


def lay_out(sources, loaded, listed):
    """Write the pages for Sphinx into one folder, and what the finished pages load into another.

    Parameters
    ----------
    sources, loaded : pathlib.Path
        The two folders.
    listed : list of pathlib.Path
        The pages besides the lessons, in the order of the menu.
    """
    (sources / "notebooks").mkdir(parents=True)
    for folder in ("explorers", "outputs"):
        (loaded / folder).mkdir(parents=True)
    shutil.copytree(ROOT / "images", sources / "images")
    lessons = course_map().lessons
    entries, pictures = [], []
    for lesson in lessons:
        notebook = nbformat.read(ROOT / "notebooks" / f"{lesson.stem}.ipynb", as_version=4)
        pictures.append(OPENING.search(notebook.cells[0].source)[1])
        saved = saved_states(notebook, lesson.stem)
        prepare(notebook, saved, lesson.stem, loaded, listed)
        entries += saved.values()
        nbformat.write(notebook, sources / "notebooks" / f"{lesson.stem}.ipynb")
    for name, script in explorers.scripts(entries).items():
        write(loaded / name, script)
    for page in listed:
        (sources / page).parent.mkdir(parents=True, exist_ok=True)
        made = page == SOLUTIONS
        text = solutions_page(lessons) if made else (ROOT / page).read_text(encoding="utf-8")
        write(sources / page, text if made else with_links(text, (ROOT / page).parent, listed))
    index = (HERE / "index.md").read_text(encoding="utf-8")
    menu = [f"{lesson.number} {lesson.title} <notebooks/{lesson.stem}>" for lesson in lessons]
    beside = [page.with_suffix("").as_posix() for page in listed]
    filled = {"cards": lesson_cards(lessons, pictures), "lessons": "\n".join(menu)}
    filled |= {"beside": "\n".join(beside[:LEARNERS]), "teachers": "\n".join(beside[LEARNERS:])}
    write(sources / "index.md", re.sub(r"\{\{ (\w+) \}\}", lambda match: filled[match[1]], index))


def all_pages():
    """Return the pages besides the lessons: what a learner opens first, then the rest."""
    first = [*LEARNERS_PAGES, SOLUTIONS, Path("docs/teaching.md")]
    found = sorted(path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md") if path.parent != HERE)
    return [*first, *(page for page in found if page not in first)]


def write(path, text):
    """Write a text file."""
    path.write_text(text, encoding="utf-8")


def saved_states(notebook, stem):
    """Return the state of a lesson's explorers and questions, by the ids of their cells.

    Raises
    ------
    ValueError
        If the code of the lesson has changed since, or an explorer is not the one whose description the
        lesson shows.
    """
    entries, executed_sources = states.load(stem)
    if executed_sources != sources_digest(notebook):
        raise ValueError(
            f"{stem}: the state of its explorers is older than its code. Run the lesson again: make notebooks"
        )
    states.check(entries.values(), notebook)
    return entries


def prepare(notebook, saved, stem, loaded, listed):
    """Make a lesson ready for the site: live explorers, pictures in files, links between pages."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_links(cell.source, ROOT / "notebooks", listed)
            continue
        if QUESTION.fullmatch(cell.source):  # its card says it all
            tag(cell, "remove-input")
        if "exercise" in cell.metadata:
            tag(cell, "course-exercise")
        if wraps(printed(cell)):
            tag(cell, "course-wraps")
        if cell.id in saved and saved[cell.id]["class"].endswith(tuple(EXPLORERS)):
            cell.metadata["fold"] = "the code of this explorer"  # which then is right below its tasks
        if what := folded(cell):
            tag(cell, "hide-input")
            cell.metadata["mystnb"] = {"code_prompt_show": f"Show {what}", "code_prompt_hide": f"Hide {what}"}
        line = instead_of(cell.source, with_solution=SOLUTIONS in listed)
        if line and stem != MAP:  # lesson 00 shows what a check says
            tag(cell, "remove-input")
            cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": line})]
        if cell.id in saved:
            shown = cell.outputs[-1]
            shown.data["text/html"] = explorers.html(saved[cell.id], shown)
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data and "text/html" not in data:
                data["text/html"] = saved_pictures.html(output)
            if "text/html" in data:
                html = re.sub(r'href="(\w+)\.ipynb"', r'href="\1.html"', data["text/html"])
                data["text/html"] = with_files(html, stem, loaded)
                data.pop("image/png", None)
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(ABOUT_THIS_PAGE))


def printed(cell):
    """Return what the code of a cell printed or gave, as text."""
    shown = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "\n".join(shown)


def wraps(text):
    """Return whether the lines of a printed text may be broken on a phone: not those of a table.

    A table has at least two long lines with gaps in two places, or two that are rows of an array.

    Examples
    --------
    >>> wraps("change in each column: [ 134. -332.  -96.]  together: -294.0")
    True
    >>> row = "layer 1                   1.00                   0.50"
    >>> wraps(f"{row}\\n{row}")
    False
    """
    lines = [line for line in text.splitlines() if len(line) > PHONE]
    outside = [re.sub(r"\[.*\]", "", line) for line in lines]
    return sum(len(COLUMNS.findall(line)) > 1 for line in outside) < 2 and (
        sum(line.lstrip().startswith(("[", "array(")) for line in lines) < 2
    )


def folded(cell):
    """Return what the code of a cell is, if a reader can do without it, else None.

    The cell's metadata says so. Imports alone need no such words.
    """
    statements = syntax_tree(cell.source).body
    if statements and all(isinstance(one, (ast.Import, ast.ImportFrom)) for one in statements):
        return "the imports"
    return cell.metadata.get("fold")


def tag(cell, name):
    """Add a tag to a cell."""
    cell.metadata.tags = [*cell.metadata.get("tags", []), name]


def instead_of(source, *, with_solution=False):
    """Return a line in place of a cell that a page without Python cannot run: a check, or the progress.

    Its saved output says "Not yet" or "to do", which a reader takes for a mistake of the page. Where the
    edition has solutions, the line of a check leads to the one of its exercise.

    Examples
    --------
    >>> "in JupyterLab" in instead_of("checks.relu(my_relu)")
    True
    >>> instead_of("relu(my_map)") is None
    True
    """
    if match := CHECK.fullmatch(source):
        words = f"Write it in JupyterLab, where <code>{source}</code> checks it and gives hints."
        if with_solution:
            words += f' Or see <a href="../solutions.html#{match[1]}">one solution</a>.'
    elif PROGRESS.fullmatch(source):
        words = "In JupyterLab, a list shows which exercises and questions of this lesson you have done."
    else:
        return None
    return f'<p class="course-in-lab">{words}</p>'


def with_files(html, stem, loaded):
    """Return HTML whose pictures are files of their own, which makes the page itself load at once."""

    def as_file(match):
        number = len(list((loaded / "outputs").glob(f"{stem}_*.png"))) + 1
        name = f"{stem}_{number:02d}.png"
        (loaded / "outputs" / name).write_bytes(base64.b64decode(match[1]))
        return f'src="../_static/outputs/{name}"'

    return INLINE_PICTURE.sub(as_file, html)


def with_links(text, folder, listed):
    """Return the Markdown of a file in a folder with links that work on the site.

    Headings are named as Sphinx names them; what is not a page of the site is named without a link.
    """

    def link(match):
        words, file, anchor = match.groups()
        target = Path(os.path.normpath(folder / file)).relative_to(ROOT)
        heading = "#" + re.sub(r"[^\w-]", "", anchor).lower() if anchor else ""
        if not file or target in listed or target.parent == Path("notebooks"):
            return f"[{words}]({file}{heading})"
        special = {"README.md": "index"} | (
            {"notebooks/solutions": "solutions"} if SOLUTIONS in listed else {}
        )
        for start, page in special.items():
            if target.as_posix().startswith(start):
                return f"[{words}]({os.path.relpath(ROOT / page, folder)}.md)"
        return words

    return LINK.sub(link, text)


def lesson_cards(lessons, pictures):
    """Return the lessons as a Markdown list, each with its picture; `site.css` makes a card of each."""
    cards = []
    for lesson, picture in zip(lessons, pictures, strict=True):
        reading, exercises = lesson.times()
        cards.append(
            f"- ![]({picture})\n\n"
            f"  [{lesson.number} {lesson.title}](notebooks/{lesson.stem}.ipynb)\n\n"
            f"  {lesson.teaches[0].upper()}{lesson.teaches[1:]}.\n\n"
            f"  *{reading}, and {exercises} of exercises*\n"
        )
    return "\n".join(["```{container} course-lessons", *cards, "```"])


def solutions_page(lessons):
    """Return the solutions as one page, each closed until it is asked for."""
    parts = [
        "# Solutions",
        "One way to write each exercise. Try yours first: the lesson has three hints for it.",
    ]
    for lesson in lessons:
        parts.append(f"## {lesson.number} {lesson.title}")
        for file in sorted((ROOT / "notebooks" / "solutions").glob(f"{lesson.number}_*.py")):
            title = find_exercise(file.stem[3:])[1].title
            code = file.read_text(encoding="utf-8").strip()
            opened = f'<details id="{file.stem[3:]}"><summary>{title}</summary>'
            parts.append(f"{opened}\n\n```python\n{code}\n```\n\n</details>")
    return "\n\n".join(parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--links", action="store_true", help="try the addresses outside the course")
    parser.add_argument("--for-learners", action="store_true", help="without solutions and teachers' pages")
    given = parser.parse_args()
    main(given.links, given.for_learners)
