"""Sphinx's settings for the web edition. `build.py` beside this file lays out the sources and runs Sphinx."""

import re
import tomllib
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

from docs.formulas import mathml

project = "Convolution, pixel by pixel"
language = "en"
extensions = ["myst_nb"]
root_doc = "index"

# The saved outputs are the pages' outputs: nothing is run.
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js = {}  # the scripts in live/ do this part, without a server

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4

# `make links` asks politely: few at a time, and once more after a pause.
linkcheck_workers = 2
linkcheck_retries = 2
linkcheck_timeout = 20

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["live.js"]
html_copy_source = False
html_use_index = False  # there is nothing in it
html_show_sphinx = False
html_show_copyright = False
html_show_search_summary = False  # it asks for the found pages, which a browser refuses on a disk
# Once the repository has an address (`make address`), every page ends with a link to it.
PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
if "urls" in PROJECT:
    link = {"name": "The course's repository", "url": PROJECT["urls"]["Repository"], "class": ""}
    html_theme_options = {"footer_icons": [link | {"html": link["name"]}]}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def _inline(translator, node):
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(translator, node):
    translator.body.append(f'<div class="formula" tabindex="0">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def _open_fold(translator, node):
    """Begin folded code. MyST-NB would call it "Toggle hidden content", whatever it holds."""
    says = "".join(
        f'<span class="course-{verb}">{escape(node[f"prompt_{verb}"])}</span>' for verb in ("show", "hide")
    )
    translator.body.append(f'<details class="course-fold"><summary>{says}</summary>\n')


def _close_fold(translator, node):
    translator.body.append("</details>\n")


def _menu(app, page, template, context, document):
    """Give the captions of the menu a level, which a screen reader needs, and add a lesson's sections.

    Sphinx calls the captions headings. The last group is for teachers, if there is one; it is closed, and its
    pages open it.
    """
    menu = context.get("furo_navigation_tree", "")
    menu = menu.replace('role="heading"', 'role="heading" aria-level="2"')
    before, caption, group = menu.rpartition("<p ")
    if "Teach and contribute" in group:
        words, _, pages = group.partition("</p>")
        state = " open" if "current-page" in pages else ""
        menu = f"{before}<details{state}><summary class='course-menu'><span {words}</span></summary>{pages}"
        menu = re.sub("(?=(</div>)?\\s*$)", "</details>", menu, count=1)
    if page.startswith("notebooks/"):
        menu = re.sub(
            r'(<li class="[^"]*current-page">\s*<a .*?</a>)', rf"\1{_sections(document)}", menu, count=1
        )
    context["furo_navigation_tree"] = menu


def _sections(document):
    """Return links to the sections of a page as a list."""
    page = next(document.findall(nodes.section))
    sections = [child for child in page.children if isinstance(child, nodes.section)]
    links = "".join(
        f'<li><a class="reference internal" href="#{one["ids"][0]}">{escape(one[0].astext())}</a></li>'
        for one in sections
    )
    return f'<ul class="course-sections">{links}</ul>'


def setup(app):
    """Have `mathml` write the formulas, which then need no script, font or server, and name folded code."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.add_node(HideCodeCellNode, override=True, html=(_open_fold, _close_fold))
    app.connect("html-page-context", _menu, priority=900)


html_math_renderer = "mathml"
