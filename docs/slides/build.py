"""Make a deck of slides from each lesson: the first part of `make slides`.

    make slides                                   all lessons, into _slides/
    make slides ARGS="02_convolution_by_hand"     one of them

Each deck is a single file that needs no network, no server and no Python. The metadata of a lesson's cells
says what goes on which slide (docs/teaching.md).
"""

import base64
import mimetypes
import re
import sys
from html import escape
from importlib.metadata import distribution
from pathlib import Path

import nbformat
from jinja2 import pass_context
from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.formatters import HtmlFormatter

from docs import saved_pictures
from docs.formulas import mathml
from docs.slides.additions import with_additions

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NOTEBOOKS = ROOT / "notebooks"
OUTPUT = ROOT / "_slides"
# The package builds slides from Sphinx pages. The course uses only the copy of reveal.js inside it.
REVEAL = Path(distribution("sphinx-revealjs").locate_file("sphinx_revealjs/_static/revealjs"))
RUN_ME = "<p><em>Run this cell to answer.</em></p>"  # a slide cannot run it
LONGEST_CODE = 16  # more lines than this cannot be read from the last row
LONGEST_SOLUTION = 22  # it has a slide to itself, and is worth getting up for


class Renderer(IPythonRenderer):
    """Turn prose into HTML with its pictures inside it, formulas as MathML, and links to other decks."""

    def image(self, text, url, title=None):
        """Put the picture itself into the page, instead of its file name."""
        return super().image(text, data_address(NOTEBOOKS / url), title)

    def link(self, text, url, title=None):
        """Link to another lesson's deck. A page without a deck, such as the glossary, is only named."""
        if re.match(r"[a-z]+:", url):
            return super().link(text, url, title)
        lesson = re.fullmatch(r"(\d\d_\w+)\.ipynb(#.*)?", url)
        return super().link(text, f"{lesson[1]}.html", title) if lesson else text

    def inline_math(self, body):
        """Turn a formula inside a line into MathML, which browsers draw without a script."""
        return mathml(body)

    def block_math(self, body):
        """Turn a formula on a line of its own into MathML."""
        return mathml(body, display="block")


class Exporter(SlidesExporter):
    """Slides with the course's own template."""

    @pass_context
    def markdown2html(self, context, source):
        """Return prose as HTML."""
        return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)


def data_address(file):
    """Return a picture as a data URL."""
    kind = mimetypes.guess_type(file.name)[0]
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def inlined(script):
    """Return a script of reveal.js in a form that can be put inside a page."""
    return (REVEAL / script).read_text(encoding="utf-8").replace("</script", "<\\/script")


def prepared(notebook):
    """Mark what the slides leave out of a lesson, and say which pictures are live in JupyterLab."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown = [output.get("data", {}) for output in cell.outputs]
        drawn = any("text/html" in data or "image/png" in data for data in shown)
        # Code that draws a picture or asks a question tells the audience nothing.
        lines = len(cell.source.splitlines())
        longest = LONGEST_SOLUTION if cell.metadata.get("solution") else LONGEST_CODE
        cell.metadata["left_out"] = "code" if drawn else f"{lines} lines" if lines > longest else ""
        for output, data in zip(cell.outputs, shown, strict=True):
            if "text/html" in data:
                data["text/html"] = data["text/html"].replace(RUN_ME, "")
            elif "image/png" in data:
                output["data"] = {"text/html": picture(output, cell.source)}
    return notebook


def picture(output, source):
    """Return a saved picture as HTML; that of an explorer has a caption that says where it is live."""
    drawn = saved_pictures.html(output)
    if not saved_pictures.is_explorer(output):
        return drawn
    name = re.search(r"\b([A-Z]\w+)\(", source)[1]
    return f"<figure>{drawn}<figcaption>{name}: live in JupyterLab</figcaption></figure>"


def make_exporter():
    """Return the exporter that turns a notebook into a deck."""
    return Exporter(
        template_name="template",
        extra_template_basedirs=[str(HERE)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def resources(title):
    """Return what the template puts into the page: title, styles and scripts."""
    colours = HtmlFormatter(style="xcode").get_style_defs(".highlight")
    styles = [(REVEAL / "dist" / name).read_text(encoding="utf-8") for name in ("reset.css", "reveal.css")]
    styles += [colours, (HERE / "template" / "slides.css").read_text(encoding="utf-8")]
    return {"deck": {"title": title, "styles": "\n".join(styles), "scripts": list(map(inlined, SCRIPTS))}}


SCRIPTS = ("dist/reveal.js", "plugin/notes/notes.js")


def title_of(notebook):
    """Return the title of a lesson."""
    return re.match(r"# (.+)", notebook.cells[0].source)[1]


def build(path, exporter):
    """Write the deck of one lesson, and return its title."""
    notebook = nbformat.read(path, as_version=4)
    title = title_of(notebook)
    whole = prepared(with_additions(notebook))
    page, _ = exporter.from_notebook_node(whole, resources=resources(title))
    (OUTPUT / f"{path.stem}.html").write_text(page, encoding="utf-8")
    return title


def write_index():
    """Write the page that links to all decks."""
    for deck in OUTPUT.glob("[0-9]*.html"):
        if not (NOTEBOOKS / f"{deck.stem}.ipynb").exists():
            deck.unlink()  # of a lesson whose number has changed since
    decks = sorted(OUTPUT.glob("[0-9]*.html"))
    titles = [title_of(nbformat.read(NOTEBOOKS / f"{deck.stem}.ipynb", as_version=4)) for deck in decks]
    rows = "\n".join(
        f'<li><a href="{deck.name}">{deck.stem[:2]} {escape(title)}</a></li>'
        for deck, title in zip(decks, titles, strict=True)
    )
    page = (HERE / "template" / "decks.html").read_text(encoding="utf-8").replace("<!-- decks -->", rows)
    (OUTPUT / "index.html").write_text(page, encoding="utf-8")


def main(names):
    """Build the decks of the lessons that are named, or of all lessons."""
    OUTPUT.mkdir(exist_ok=True)
    exporter = make_exporter()
    for name in names or sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")):
        path = NOTEBOOKS / f"{Path(name).stem}.ipynb"
        build(path, exporter)
        size = (OUTPUT / f"{path.stem}.html").stat().st_size
        print(f"_slides/{path.stem}.html, {size / 1e6:.1f} MB", flush=True)
    write_index()


if __name__ == "__main__":
    main(sys.argv[1:])
