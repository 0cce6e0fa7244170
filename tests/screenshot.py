"""Take the README's screenshot again: lesson 02 in JupyterLab, with the pointer on an output cell.

.venv/bin/python -m tests.screenshot
"""

from contextlib import ExitStack

from tests.browser.jupyter import ROOT, opened, running_browser, running_lab

LESSON = "02_convolution_by_hand.ipynb"
FILE = ROOT / "images" / "screenshot.png"
WINDOW = {"width": 1180, "height": 985}
# Put the explorer at the top of the window, below the code that makes it.
SCROLL = """(widget) => {
    widget.scrollIntoView();
    widget.closest(".jp-WindowedPanel-outer").scrollTop -= 110;
}"""


def main():
    """Run the lesson, bring its explorer to the top of the window, and point at one cell."""
    with ExitStack() as stack:
        browser = stack.enter_context(running_browser())
        lab = stack.enter_context(running_lab())
        notebook = stack.enter_context(opened(lab, browser, LESSON, viewport=WINDOW))
        page = notebook.page
        page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
        notebook.run_all()
        explorer = page.locator(".course-widget[aria-label='Convolution explorer']").first
        explorer.scroll_into_view_if_needed()
        explorer.evaluate(SCROLL)
        explorer.get_by_role("gridcell").nth(-18).hover()  # output row 3, column 0
        page.wait_for_timeout(500)
        page.screenshot(path=FILE)
    print(f"{FILE.relative_to(ROOT)}: {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
