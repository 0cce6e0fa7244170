"""The lessons as files: what a reader sees without a kernel, or hears from a screen reader."""

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from docs.formulas import mathml
from tests.execute_notebooks import NOTEBOOKS, sources_digest

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
MACHINE_PATH = re.compile(r"(/home/|/root/|/tmp/|/work/|/Users/|[A-Z]:\\\\Users)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
BOLD_NUMBER = re.compile(r"\*\*([−-]?\d[\d,]*(?:\.\d+)?)%?\*\*")
CODE_OR_FORMULA = re.compile(r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
FORMULA_AS_TEXT = re.compile(
    r"√|floor\(|max\(0|[\w)][²³ⁿˣ]|\be\^|[−-]ln\b|\bln[ (]\d|⁻|^> [^.?!]* = [^.?!]*$", re.MULTILINE
)
EMPTY_WORDS = re.compile(r"\b(simply|just|obviously|powerful|easily|of course)\b", re.IGNORECASE)


@pytest.fixture(params=LESSONS, name="notebook")
def _notebook(request):
    return LESSONS[request.param]


def code_cells(notebook):
    """Return the code cells that are not empty."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def prose(notebook):
    """Return the text of each Markdown cell."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def without_code(text):
    """Return Markdown without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", " ", text, flags=re.DOTALL)


def outputs(notebook):
    """Return all saved outputs."""
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def headings(notebook):
    """Return (level, text) of every heading."""
    text = re.sub(r"```.*?```", "", "\n\n".join(prose(notebook)), flags=re.DOTALL)
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.+)$", text, re.MULTILINE)]


def text_of(cell):
    """Return the source and the outputs of a code cell as text, with plain numbers."""
    parts = [cell.source]
    for output in cell.get("outputs", []):
        parts.append(output.get("text", ""))
        data = output.get("data", {})
        parts += [data.get("text/plain", ""), re.sub(r"<[^>]+>", " ", unescape(data.get("text/html", "")))]
    return plain_numbers("\n".join("".join(part) for part in parts))


def plain_numbers(text):
    """Write 243,786 as 243786 and a minus sign as a hyphen."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("−", "-")


def test_the_saved_outputs_come_from_one_run_of_the_current_code(notebook):
    """Otherwise a reader sees outputs that the code above them did not produce. Run `make notebooks`."""
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    executed = notebook.metadata.get("course", {}).get("executed_sources")
    assert executed == sources_digest(notebook), "the code has changed since its last run: make notebooks"


def test_no_saved_output_is_a_traceback_or_text_on_stderr(notebook):
    """A reader would take a traceback or a red log line for their own mistake."""
    assert [o for o in outputs(notebook) if o.output_type == "error" or o.get("name") == "stderr"] == []


def test_a_lesson_contains_no_widget_state_timings_or_machine_paths(notebook):
    """Reviewers would see changes that nobody made, and readers a blank view or a path on someone's disk."""
    assert "widgets" not in notebook.metadata
    assert not any("widget-view" in key for output in outputs(notebook) for key in output.get("data", {}))
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    assert not MACHINE_PATH.search(nbformat.writes(notebook))


def test_a_lesson_is_small_enough_for_a_slow_connection(notebook):
    """A class of 30 downloads it at the same time, and the repository keeps every version."""
    assert len(nbformat.writes(notebook).encode()) < 1_000_000


def test_headings_start_with_one_title_and_skip_no_level(notebook):
    """Readers navigate by them in JupyterLab's table of contents and with a screen reader."""
    levels = [level for level, _ in headings(notebook)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_lesson_has_all_standard_parts_in_order(notebook):
    """Learners look for time, requirements, recap and the next step in the same place in every lesson."""
    titles = [title.lower() for _, title in headings(notebook)]
    order = [next((i for i, t in enumerate(titles) if t.startswith(part)), None)
             for part in ("mistakes people make", "recap", "next")]  # fmt: skip
    assert None not in order
    assert order == sorted(order)
    opening = "\n".join(prose(notebook)[:2])
    assert re.search(r"\*\*Time:\*\* \d+ minutes", opening)
    assert "**You need:**" in opening


def test_every_picture_has_alternative_text(notebook):
    """Learners who cannot see a picture, or whose picture doesn't load, would miss what it shows."""
    for text in prose(notebook):
        for alt, target in IMAGE.findall(text):
            assert len(alt) > 20, f"alt text of {target}"
    for output in outputs(notebook):
        data = output.get("data", {})
        if "image/png" in data:
            assert len(data["text/plain"]) > 20
            assert not data["text/plain"].startswith("<")
            assert output.metadata["image/png"]["alt"] == data["text/plain"]


def test_a_picture_is_in_the_file_once(notebook):
    """Inside HTML, it would double the file, and the repository's web page would leave it out."""
    for output in outputs(notebook):
        html = output.get("data", {}).get("text/html", "")
        assert "<img" not in html
        assert not html or "image/png" not in output.data


def test_every_picture_is_seen_where_html_is_cleaned(notebook):
    """A web page that doesn't trust a notebook drops pictures whose data is inside HTML."""
    from nbconvert import HTMLExporter  # late: it takes a second

    cells = [cell for cell in code_cells(notebook) if cell.outputs]
    shown = nbformat.v4.new_notebook(cells=cells)
    page, _ = HTMLExporter(sanitize_html=True).from_notebook_node(shown)
    pictures = [output for output in outputs(notebook) if "image/png" in output.get("data", {})]
    assert page.count('src="data:image/png;base64,') == len(pictures)


def test_links_and_pictures_point_to_files_and_headings_that_exist(notebook):
    """A learner who follows a dead link is stuck."""
    for text in prose(notebook):
        for target in [target for _, target in IMAGE.findall(text)] + LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (NOTEBOOKS / name).resolve() if name else None
            assert file is None or file.exists(), target
            if anchor and (file is None or file.suffix in (".ipynb", ".md")):
                assert anchor.lower() in anchors(file or notebook), target


def anchors(source):
    """Return the anchors of the headings in a notebook or a Markdown file, in lower case."""
    if isinstance(source, Path):
        if source.suffix == ".md":
            titles = re.findall(r"^#+ (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
        else:
            titles = [title for _, title in headings(nbformat.read(source, as_version=4))]
    else:
        titles = [title for _, title in headings(source)]
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-").lower() for title in titles} | {
        title.strip().replace(" ", "-").lower() for title in titles
    }


def test_a_formula_is_written_as_mathematics(notebook):
    """Typed as text, a root or a fraction is hard to read, and screen readers stumble over it."""
    for text in prose(notebook):
        rest = CODE_OR_FORMULA.sub(" ", IMAGE.sub(" ", text))
        for found in FORMULA_AS_TEXT.finditer(rest):
            around = rest[max(0, found.start() - 30) : found.end() + 30]
            raise AssertionError(f"write it between dollar signs: {around!r}")
        in_code = [code for code in re.findall(r"`([^`\n]+)`", text) if re.search("[−·√²×÷≤≥]", code)]
        assert in_code == []


def test_browsers_can_draw_every_formula(notebook):
    """The web edition and the slides show MathML, which knows less than JupyterLab's TeX."""
    for latex in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", "\n\n".join(map(without_code, prose(notebook)))):
        assert "\\" not in re.sub("<[^>]+>", "", mathml("".join(latex))), latex


def test_a_bold_number_in_the_prose_appears_in_a_cell_next_to_it(notebook):
    """Learners compare the sentence with the output; a number that no cell computes may be wrong."""
    cells = [cell for cell in notebook.cells if cell.source.strip()]
    for position, cell in enumerate(cells):
        if cell.cell_type != "markdown":
            continue
        before = [c for c in cells[:position] if c.cell_type == "code"][-2:]
        after = [c for c in cells[position + 1 :] if c.cell_type == "code"][:1]
        shown = "\n".join(text_of(c) for c in before + after)
        for number in BOLD_NUMBER.findall(cell.source):
            pattern = rf"(?<![\d.]){re.escape(plain_numbers(number))}(?!\d)(?!\.\d*[1-9])"
            assert re.search(pattern, shown), f"**{number}** in: {cell.source[:80]!r}"


def test_a_cell_whose_output_is_not_compared_says_why(notebook):
    """Without a reason, a maintainer cannot tell whether a number there may change."""
    for cell in code_cells(notebook):
        assert not re.search(r"#\s*NBVAL", cell.source), "use the cell tag nbval-ignore-output"
        if any(tag.startswith("nbval") for tag in cell.metadata.get("tags", [])):
            assert cell.metadata["tags"] == ["nbval-ignore-output"]
            assert len(cell.metadata.get("why", "")) > 10


def test_code_that_a_reader_can_do_without_is_folded_and_says_so(notebook):
    """A page of plotting code hides the sentence that it is for; a fold without a word hides an idea."""
    for cell in code_cells(notebook):
        what, hidden = cell.metadata.get("fold"), cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert hidden == bool(what), cell.source[:60]
        if what:
            assert cell.source.startswith(f"# {what[0].upper()}{what[1:]}: you needn't read it.\n")


def test_the_prose_avoids_words_such_as_just_and_obviously(notebook):
    """They tell learners who are stuck that it is their own fault."""
    for text in prose(notebook):
        found = EMPTY_WORDS.search(text)
        assert not found, f"{found.group(0)!r} in: {text[:80]!r}"


def test_every_cell_has_a_unique_id(notebook):
    """Otherwise a reviewer sees a change to one cell as a change to several."""
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
