"""Make a deck of slides from every lesson: what `make slides` does first.

    make slides                                   all lessons, into _slides/
    make slides ARGS="02_convolution_by_hand"     one of them

Each deck is one file that needs nothing else: no network, no server, no Python. What stands on which slide is
said by the lesson itself, in the metadata of its cells (docs/teaching.md).
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

from docs.formulas import mathml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NOTEBOOKS = ROOT / "notebooks"
OUTPUT = ROOT / "_slides"
# The package builds slides of another kind; here it is where reveal.js comes from, without a network.
REVEAL = Path(distribution("sphinx-revealjs").locate_file("sphinx_revealjs/_static/revealjs"))
RUN_ME = "<p><em>Run this cell to answer.</em></p>"  # nothing runs here
LONGEST_CODE = 16  # lines that can be read from the last row


class Renderer(IPythonRenderer):
    """Prose as HTML: pictures inside it, formulas as MathML, links to other decks."""

    def image(self, text, url, title=None):
        """Put the picture itself in the place of its name."""
        return super().image(text, data_address(NOTEBOOKS / url), title)

    def link(self, text, url, title=None):
        """Lead from lesson to lesson; what a deck does not carry, such as the glossary, stays a word."""
        if re.match(r"[a-z]+:", url):
            return super().link(text, url, title)
        lesson = re.fullmatch(r"(\d\d_\w+)\.ipynb(#.*)?", url)
        return super().link(text, f"{lesson[1]}.html", title) if lesson else text

    def inline_math(self, body):
        """Turn a formula in a line into MathML, which browsers draw themselves."""
        return mathml(body)

    def block_math(self, body):
        """Turn a formula of its own into MathML."""
        return mathml(body, "block")


class Exporter(SlidesExporter):
    """Slides with the course's own template."""

    @pass_context
    def markdown2html(self, context, source):
        """Return prose as HTML."""
        return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)


def data_address(file):
    """Return a picture as an address that holds it."""
    kind = mimetypes.guess_type(file.name)[0]
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def inlined(script):
    """Return a script of reveal.js so that it can stand inside a page."""
    return (REVEAL / script).read_text(encoding="utf-8").replace("</script", "<\\/script")


def prepared(notebook):
    """Return a lesson with what is left out on a slide marked, and what is live in JupyterLab said."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown = [output.get("data", {}) for output in cell.outputs]
        drawn = any("text/html" in data or "image/png" in data for data in shown)
        # The code that draws a picture or asks a question says nothing from the last row.
        lines = len(cell.source.splitlines())
        cell.metadata["left_out"] = "code" if drawn else f"{lines} lines" if lines > LONGEST_CODE else ""
        for output, data in zip(cell.outputs, shown, strict=True):
            if "text/html" in data:
                data["text/html"] = data["text/html"].replace(RUN_ME, "")
            elif "image/png" in data:
                output["data"] = {"text/html": explorer_picture(data, cell.source)}
    return notebook


def explorer_picture(data, source):
    """Return the saved picture of an explorer, with a line that says where it moves."""
    name = re.search(r"\b([A-Z]\w+)\(", source)[1]
    picture = (
        f'<img alt="{escape(data["text/plain"])}" src="data:image/png;base64,{data["image/png"].strip()}">'
    )
    return f"<figure>{picture}<figcaption>{name}: live in JupyterLab</figcaption></figure>"


def make_exporter():
    """Return what turns a notebook into a deck."""
    return Exporter(
        template_name="template",
        extra_template_basedirs=[str(HERE)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


def resources(title):
    """Return what the template puts into the page: title, styles, scripts."""
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
    page, _ = exporter.from_notebook_node(prepared(notebook), resources=resources(title))
    (OUTPUT / f"{path.stem}.html").write_text(page, encoding="utf-8")
    return title


def write_index():
    """Write the page that leads to the decks."""
    decks = sorted(OUTPUT.glob("[0-9]*.html"))
    titles = [title_of(nbformat.read(NOTEBOOKS / f"{deck.stem}.ipynb", as_version=4)) for deck in decks]
    rows = "\n".join(
        f'<li><a href="{deck.name}">{deck.stem[:2]} {escape(title)}</a></li>'
        for deck, title in zip(decks, titles, strict=True)
    )
    page = (HERE / "template" / "decks.html").read_text(encoding="utf-8").replace("<!-- decks -->", rows)
    (OUTPUT / "index.html").write_text(page, encoding="utf-8")


def main(names):
    """Build the decks that are named, or all."""
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
