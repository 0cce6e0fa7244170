"""Print a worksheet for each lesson as a PDF of A4 pages: three votes, a task on paper, and an exit ticket.

make kit                     all lessons, into _kit/
make kit ARGS="02 04"        two of them
make kit ARGS="--plan 90"    one sheet for the plan of 90 minutes, with what it covers and nothing else
"""

import argparse
import re
import sys
from html import escape
from pathlib import Path

import numpy as np

from docs.teaching import plans
from docs.teaching.kit import KITS
from helpers import palette
from helpers.checks.lessons import find_question
from helpers.lessons import course_map

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "_kit"
INPUTS, KERNELS = ("pixels", "image", "red", "green", "blue", "signal"), ("kernel", "weights", "slice")
ROLES = {**dict.fromkeys(INPUTS, palette.INPUT), **dict.fromkeys(KERNELS, palette.KERNEL)}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip
STYLE = """
@page { size: A4; margin: 14mm 16mm 12mm; }
* { box-sizing: border-box; }
body { font: 11.5pt/1.4 "DejaVu Sans", "Noto Sans", Arial, sans-serif; color: #000; margin: 0; }
header { display: flex; justify-content: space-between; align-items: baseline; padding-bottom: 2mm;
         border-bottom: 1.5pt solid #000; }
h1 { font-size: 15pt; margin: 0 6mm 0 0; }
header span { white-space: nowrap; }
h2 { font-size: 12.5pt; margin: 6mm 0 2mm; }
p { margin: 0 0 2mm; }
.vote, .paper, .ticket { break-inside: avoid; }
.vote { margin-bottom: 9mm; }
.one-sheet .vote { margin-bottom: 3mm; }
.one-sheet .vote td { width: 9.5mm; height: 8.5mm; }
.one-sheet .vote .line { height: 7mm; }
.one-sheet figcaption { white-space: nowrap; }
.one-sheet h2 { margin: 4mm 0 2mm; }
ol { list-style: upper-alpha; margin: 1mm 0 1mm; padding-left: 8mm; }
li { padding-left: 1mm; }
.asked { display: flex; justify-content: space-between; gap: 6mm; }
.break { flex-basis: 100%; height: 0; margin-top: -5mm; }
.again { font-size: 9pt; color: #333; }
.line { border-bottom: 0.6pt solid #555; height: 8mm; flex: 1; }
.row { display: flex; align-items: flex-end; gap: 3mm; }
.box { display: inline-block; width: 7mm; height: 7mm; border: 1pt solid #000; }
.grids { display: flex; flex-wrap: wrap; gap: 5mm 9mm; align-items: flex-start; margin-top: 3mm; }
figure { margin: 0; }
figcaption { font-size: 10pt; margin-bottom: 1mm; }
table { border-collapse: collapse; border: 2pt solid #000; }
td { border: 0.7pt solid #555; width: 11mm; height: 11mm; text-align: center; }
.wide td { width: 24mm; }
.ticket { border-top: 1.2pt dashed #000; margin-top: auto; padding-top: 3mm; }
.side { min-height: 268mm; display: flex; flex-direction: column; }
.side + .side { break-before: page; }
code { font-family: "DejaVu Sans Mono", monospace; font-size: 0.92em; }
"""


def sheet(number):
    """Return the worksheet of a lesson as a page of HTML that needs nothing else.

    Parameters
    ----------
    number : str
        Such as ``"02"``.

    Returns
    -------
    str
        Without any answer: that a choice is right, what is said about it, and the ticket's answer stay on the
        teacher's page.
    """
    kit = KITS[number]
    title = _title(number)
    votes = "".join(_vote(name, kit) for name in kit.votes)
    return _page(title, f"<h2>Vote, and write down why</h2>{votes}{_back(kit, title)}")


def sheet_of_plan(plan):
    """Return one worksheet for a plan: the votes that its parts cover, on the front.

    Parameters
    ----------
    plan : Plan
        With `sheets`.

    Returns
    -------
    str
        HTML, without any answer.
    """
    votes = "".join(
        f"<h2>{escape(_title(one.lesson))}: vote, and write down why</h2>"
        + "".join(_vote(name, KITS[one.lesson]) for name in one.votes)
        for one in plan.sheets
    )
    (back,) = (one.lesson for one in plan.sheets if one.back)
    return _page(plan.title, f"{votes}{_back(KITS[back], _title(back))}", "one-sheet")


def _title(number):
    return f"{number} {course_map().numbered(number).title}"


def _page(title, content, kind=""):
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<style>{STYLE}</style></head><body class='{kind}'><div class='side'>"
        f"<header><h1>{escape(title)}</h1><span>Name ________________</span></header>{content}"
        "</div></body></html>"
    )


def _back(kit, title):
    """Return the exit ticket, and before it a page with the task on paper, if there is one."""
    ticket = (
        f"<section class='ticket'><h2>Exit ticket: tear off, and hand in without your name</h2>"
        f"<p>{_text(kit.ticket)}</p>{_line('')}{_line('What is still unclear?')}{_line('')}</section>"
    )
    if not kit.paper:
        return ticket
    alone = len(kit.grids) == 1
    grids = "".join(_grid(caption, values, wide=alone) for caption, values in kit.grids)
    task = f"<h2>On paper</h2><p>{_text(kit.paper)}</p><div class='grids'>{grids}</div>"
    head = f"<p class='again'>{escape(title)}</p>"
    return f"</div><div class='side'>{head}<section class='paper'>{task}</section>{ticket}"


def _vote(name, kit):
    question = find_question(name)[1]
    choices = "".join(f"<li>{_text(choice.text)}</li>" for choice in question.choices)
    beside = "".join(_grid(caption, values) for vote, caption, values in kit.beside if vote == name)
    boxes = "first <span class='box'></span> after talking <span class='box'></span>"
    return (
        f"<section class='vote'><p><b>{_text(question.asks)}</b></p>"
        f"<div class='asked'><ol>{choices}</ol>{beside}</div>"
        f"<div class='row'><span>My vote: {boxes}</span><span>because</span><span class='line'></span></div>"
        f"{_line('')}</section>"
    )


def _line(label):
    return f"<div class='row'><span>{escape(label)}</span><span class='line'></span></div>"


def _grid(caption, values, *, wide=False):
    """Return a grid with its caption: of numbers, or empty where a pair gives its rows and columns.

    An empty pair begins a new line.
    """
    if isinstance(values, tuple) and not values:
        return "<div class='break'></div>"
    if isinstance(values, tuple):
        rows = [[""] * values[1]] * values[0]
    else:
        rows = [[f"{value:g}".replace("-", "−") for value in row] for row in np.atleast_2d(values)]
    colour = next((colour for word, colour in ROLES.items() if word in caption), palette.OUTPUT)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    kind = " class='wide'" if wide else ""
    table = f"<table{kind} style='border-color:{colour}'>{body}</table>"
    return f"<figure><figcaption>{_text(caption)}</figcaption>{table}</figure>"


def _text(text):
    """Return text as HTML, with code between backticks."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text, quote=False))


def print_sheets(sheets, folder):
    """Print worksheets with Chromium.

    Parameters
    ----------
    sheets : dict
        From the numbers of lessons, or the name of a plan, to pages of HTML.
    folder : pathlib.Path
        Made if it is missing.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    FileNotFoundError
        If there is no Chromium; the pages of HTML are there all the same.
    """
    from playwright.sync_api import sync_playwright

    from tests.browser.jupyter import find_chromium

    folder.mkdir(exist_ok=True)
    files = [folder / f"worksheet_{number}.html" for number in sheets]
    for file, text in zip(files, sheets.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    chromium = find_chromium()
    if not chromium:
        raise FileNotFoundError(
            f"There is no Chromium. Open the pages in {folder.name}/ in any browser, and print them."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        page = browser.new_page()
        for file in files:
            page.goto(file.resolve().as_uri())
            page.pdf(path=file.with_suffix(".pdf"), print_background=True, prefer_css_page_size=True)
        browser.close()
    return [file.with_suffix(".pdf") for file in files]


def main():
    """Print the worksheets."""
    printable = {str(plan.total): plan for plan in plans.PLANS if plan.sheets}
    parser = argparse.ArgumentParser(prog="make kit", description=__doc__.partition("\n")[0])
    parser.add_argument("lessons", nargs="*", help="numbers of lessons, such as 02; none for all")
    parser.add_argument("--plan", choices=printable, help="only what the plan for this many minutes covers")
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder, by default _kit")
    given = parser.parse_args()
    unknown = [number for number in given.lessons if number not in KITS]
    if unknown:
        sys.exit(f"There is no lesson {', '.join(unknown)}. The lessons are {', '.join(KITS)}.")
    if given.plan and given.lessons:
        sys.exit("Name either lessons or a plan.")
    if given.plan:
        sheets = {f"plan_{given.plan}": sheet_of_plan(printable[given.plan])}
    else:
        sheets = {number: sheet(number) for number in given.lessons or KITS}
    try:
        printed = print_sheets(sheets, given.to)
    except FileNotFoundError as problem:
        sys.exit(str(problem))
    many = "worksheet is" if len(printed) == 1 else "worksheets are"
    print(f"{len(printed)} {many} in {given.to.name}/.")


if __name__ == "__main__":
    main()
