"""Start JupyterLab and a browser for the tests, and control them."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import nbformat
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "chrome")
NO_BROWSER = (
    "Skipped the tests in a real browser, because no Chromium was found. "
    "Install one, or say where it is: CHROMIUM=/path/to/chromium make test"
)
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1280, "height": 800}
PATIENCE = 20  # seconds; a busy machine may need that long for something that is usually instant

# The cells of the notebook in front, including those that are not scrolled into view.
READ_CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.model.type === "code")
    .map((cell) => ({ source: cell.model.sharedModel.getSource(), outputs: cell.model.outputs.toJSON() }))"""
READ_NOTEBOOK = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON()"
RUN_ALL = """() => {
    window.courseRun = "running";
    const end = (word) => { window.courseRun = word; };
    window.jupyterapp.commands.execute("notebook:run-all-cells")
        .then(() => end("done"), (why) => end(String(why)));
}"""
RUN_CODE = """async (code) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    // While the kernel handles one change from the page, ipywidgets holds back the next: let it go first.
    await kernel.requestExecute({ code: "", silent: true }).done;
    const future = kernel.requestExecute({ code, store_history: false });
    let text = "";
    future.onIOPub = ({ header, content }) => {
        if (header.msg_type === "stream") text += content.text;
        if (header.msg_type === "execute_result") text += content.data["text/plain"];
        if (header.msg_type === "error") text += `${content.ename}: ${content.evalue}`;
    };
    await future.done;
    return text;
}"""
OPEN = """async (path) => {
    const { commands } = window.jupyterapp;
    const notebook = await commands.execute("docmanager:open", { path, factory: "Notebook" });
    await notebook.context.ready;
}"""
# Closing it this way keeps JupyterLab from asking whether to save it.
DISPOSE = """(path) => [...window.jupyterapp.shell.widgets("main")]
    .filter((one) => one.context?.path === path)
    .forEach((one) => one.dispose())"""
WIDGETS = """() => {
    const mime = "application/vnd.jupyter.widget-view+json";
    const shows = (cell) => cell.model.type === "code"
        && cell.model.outputs.toJSON().some((one) => one.data?.[mime]);
    return window.jupyterapp.shell.currentWidget.content.widgets.filter(shows).map((cell) => {
        const drawn = cell.outputArea.node.querySelector(".jupyter-widgets, .course-widget");
        return { source: cell.model.sharedModel.getSource(), height: drawn ? drawn.clientHeight : 0 };
    });
}"""

# Used by the tests of the explorers.
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
# Don't wait for the command itself, which takes until the server has saved the choice. `shown_in` waits for
# the page instead.
THEME = "(theme) => { window.jupyterapp.commands.execute('apputils:change-theme', { theme }); }"
COUNT_MESSAGES = """() => {
    const counting = window.courseMessages !== undefined;
    window.courseMessages = 0;
    if (counting) return;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...message) {
        window.courseMessages += 1;
        return send.apply(this, message);
    };
}"""
# The parts of an element that overflow it on the left or right, or whose text does.
OUTSIDE = """(name) => {
    const root = document.querySelector(name);
    const edge = root.getBoundingClientRect();
    const isOutside = (box) => box.width && (box.right > edge.right + 1 || box.left < edge.left - 1);
    const range = document.createRange();
    const boxOf = (text) => { range.selectNode(text); return range.getBoundingClientRect(); };
    return [...root.querySelectorAll("*:not(.course-unseen)")].filter((part) => {
        const texts = [...part.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE);
        return [part.getBoundingClientRect(), ...texts.map(boxOf)].some(isOutside);
    }).map((part) => `${part.className || part.tagName} ${part.textContent.slice(0, 40)}`);
}"""
# How far the part of the page that scrolls around an element is scrolled.
SCROLLED = """(name) => {
    const scrolls = (one) => one.scrollHeight > one.clientHeight + 1
        && getComputedStyle(one).overflowY !== "visible";
    let holder = document.querySelector(name);
    while (holder && !scrolls(holder)) holder = holder.parentElement;
    return holder ? holder.scrollTop : 0;
}"""
# The smallest distance between a row number and the cell next to it, in pixels.
ROOM_BESIDE = """(name) => Math.min(...[...document.querySelectorAll(`${name} [role="rowheader"]`)]
    .filter((head) => head.clientWidth && head.textContent)
    .map((head) => {
        const range = document.createRange();
        range.selectNodeContents(head);
        return head.nextElementSibling.getBoundingClientRect().left - range.getBoundingClientRect().right;
    }))"""
# The numbers that the frame around a window covers. Including its light outer edge, the frame extends
# 4 pixels outwards and 1 pixel inwards.
UNDER_A_FRAME = """(name) => [...document.querySelectorAll(`${name} .number-grid:not(.small) > .grid-frame`)]
    .filter((frame) => frame.clientWidth)
    .flatMap((frame) => {
        const edge = frame.getBoundingClientRect();
        return [...frame.parentNode.querySelectorAll(".cell")].filter((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            const beside = left > edge.right + 4 || right < edge.left - 4;
            const inside = left >= edge.left + 1 && right <= edge.right - 1;
            return right > left && !beside && !inside && top < edge.bottom + 4 && bottom > edge.top - 4;
        }).map((cell) => `${cell.dataset.row}, ${cell.dataset.column}: ${cell.textContent}`);
    })"""
# The smallest font size of the text in the elements with a selector, in pixels.
SMALLEST_TEXT = """(selector) => Math.min(...[...document.querySelectorAll(selector)]
    .filter((part) => part.clientWidth)
    .filter((part) => [...part.childNodes].some((one) => one.nodeType === 3 && one.data.trim()))
    .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""

# The options keep axe from recording rules that pass and from loading the page's styles again, because
# transferring its full report would take longer than the check itself. JupyterLab's body has no height and
# hides overflow, so without a minimum height axe would treat all text as hidden and check no contrast.
SERIOUS_VIOLATIONS = """async (place) => {
    document.body.style.minHeight = "100vh";
    const options = { resultTypes: ["violations"], preload: false };
    const { violations } = await window.axe.run(place ?? document, options);
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]));
}"""

# Wait until an element has kept its size for some frames: what follows from a new width is drawn.
AT_REST = """async (name) => {
    const size = () => [...document.querySelectorAll(`${name}, ${name} *`)]
        .map((part) => [part.clientWidth, part.clientHeight].join()).join(" ");
    let before = "";
    for (let frames = 0; frames < 4; frames += 1) {
        await new Promise((done) => requestAnimationFrame(done));
        const now = size();
        if (now !== before) frames = 0;
        before = now;
    }
}"""

COUNT_CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.length"
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@contextmanager
def shown_in(page, theme):
    """Show JupyterLab in a theme, LIGHT or DARK, and switch back to the light one afterwards."""
    _change_theme(page, theme)
    page.wait_for_timeout(500)  # until the canvases are repainted
    try:
        yield
    finally:
        _change_theme(page, LIGHT)


def _change_theme(page, theme):
    page.evaluate(THEME, theme)
    page.wait_for_selector(f'body[data-jp-theme-name="{theme}"]', state="attached")


def barriers(page, place=None):
    """Return the serious violations that axe finds, each as the rule and the HTML of the element.

    Parameters
    ----------
    page : playwright.sync_api.Page
    place : str, optional
        Selector of the part to check; the whole page by default.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [tuple(found) for found in page.evaluate(SERIOUS_VIOLATIONS, place)]


class ExplorerPage:
    """An explorer on a page, and what all tests do with it. Subclasses add the parts of one explorer."""

    name = None  # selector of the explorer's outermost element

    def __init__(self, notebook):  # noqa: D107
        self.notebook = notebook
        self.page = notebook.page
        self.root = self.page.locator(self.name).first

    def frame(self):
        """Wait until the page has been redrawn."""
        self.page.evaluate(FRAME)

    def resize(self, width, height):
        """Give the browser another size, and wait until the explorer has fitted itself into it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(AT_REST, self.name)

    def control(self, name):
        """Return the control with a name."""
        return self.root.locator(f'[name="{name}"]')

    def setting(self, label):
        """Return the control with a label."""
        return self.root.get_by_label(label, exact=True)

    def start_over(self):
        """Reset the explorer to the state that Python created, and move the pointer away from it."""
        self.control("again").click()
        self.page.mouse.move(5, 5)
        self.frame()

    def run(self, code):
        """Run code in the kernel once the page's changes have arrived there, and wait for its effects."""
        self.page.wait_for_timeout(300)
        result = self.notebook.run(code)
        self.page.wait_for_timeout(300)
        self.frame()
        return result

    def python(self, expression):
        """Return the value of an expression in the kernel, after the page's changes have arrived there."""
        return json.loads(self.run(f"import json; print(json.dumps(({expression})))"))

    def soon(self, check):
        """Repeat a check until it passes, because changes from Python take a moment to reach the page."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return check()
            except (AssertionError, ValueError):
                self.page.wait_for_timeout(50)
        return check()

    def drag_by_touch(self, *points):
        """Put a finger down at a point, [x, y] in pixels of the window, move it over the others, lift it."""
        session = self.page.context.new_cdp_session(self.page)
        for n, point in enumerate([*points, None]):
            kind = "touchEnd" if point is None else "touchMove" if n else "touchStart"
            touching = [] if point is None else [{"x": point[0], "y": point[1]}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touching})
            self.frame()
        session.detach()

    def scrolled(self):
        """Return how far the notebook is scrolled down, in pixels."""
        return self.page.evaluate(SCROLLED, self.name)

    def count_messages(self):
        """Count the messages from the page to the kernel from now on, in `window.courseMessages`.

        First wait for changes that ipywidgets holds back while the kernel is busy.
        """
        self.run("0")
        self.page.evaluate(COUNT_MESSAGES)

    def words(self):
        """Return the text that the explorer announces to screen readers."""
        self.page.wait_for_timeout(300)  # it is updated once the picture stops changing
        return self.root.locator(".words").text_content()

    def says(self, expected):
        """Wait until the explorer says this in words, which it does once the picture rests."""

        def check():
            assert self.root.locator(".words").text_content() == expected

        self.soon(check)

    def mentions(self, *parts):
        """Wait until what the explorer says in words contains these parts."""

        def check():
            words = self.root.locator(".words").text_content()
            assert [part for part in parts if part not in words] == [], words

        self.soon(check)

    def problem_text(self):
        """Return the message that replaces the picture, or an empty string if there is none."""
        self.frame()
        problem = self.root.locator(".problem")
        return problem.text_content() if problem.is_visible() else ""


def find_chromium():
    """Return the path of a Chromium on this machine, or None. The variable CHROMIUM takes precedence."""
    for name in (os.environ.get("CHROMIUM"), *BROWSERS):
        if name and (found := shutil.which(name)):
            return found
    return None


@contextmanager
def running_browser():
    """Start the machine's Chromium, and close it afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_OPTIONS)
        yield browser
        browser.close()


class Lab:
    """A separate JupyterLab on a copy of the lessons, without anybody's personal settings."""

    # Not "-m jupyter lab", which would start the first one on the PATH, with the helpers of its environment.
    module, application, pages = "jupyterlab", "LabApp", "lab/tree"

    def __init__(self, folder):  # noqa: D107
        self.folder = Path(folder)
        self.root = self.folder / "course"
        self.token = secrets.token_hex(16)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.work = self.folder / "work"  # the learner's folder
        self.page, self.page_is_taken = None, False
        for name in ("notebooks", "images"):
            ignored = shutil.ignore_patterns("my_work", ".ipynb_checkpoints")
            shutil.copytree(ROOT / name, self.root / name, ignore=ignored)
        config = self.folder / "config"
        (config / "labconfig").mkdir(parents=True)
        unneeded = {
            "@jupyterlab/apputils-extension:announcements": True,  # shows a pop-up about news
            "@jupyterlab/application-extension:faviconbusy": True,  # fetches an icon with every message
        }
        # Skip the build check, which runs Node.js for seconds; the course has no extensions to build.
        page_config = json.dumps({"disabledExtensions": unneeded, "buildCheck": False})
        (config / "labconfig" / "page_config.json").write_text(page_config, encoding="utf-8")

    def start(self):
        """Start the server, and wait until it responds."""
        private = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
        }
        environment = {
            "COURSE_PACE": "quick",
            **os.environ,
            **{name: str(self.folder / place) for name, place in private.items()},
            # What `make lab` installs, as it is in this copy of the repository.
            "JUPYTER_PATH": str(ROOT / "lab" / "share" / "jupyter"),
            "JUPYTER_CONFIG_PATH": str(ROOT / "lab" / "etc" / "jupyter"),
            "COURSE_WORK": str(self.work),
        }
        settings = ROOT / "lab" / "share" / "jupyter" / "lab" / "settings"
        options = [
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.root}",
            f"--{self.application}.expose_app_in_browser=True",
            f"--{self.application}.app_settings_dir={settings}",
        ]
        self.log = (self.folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *options],
            env=environment,
            cwd=self.root,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 120
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "server.log").read_text(encoding="utf-8")
                raise RuntimeError(f"JupyterLab did not start. The end of its log:\n{log[-3000:]}")
            time.sleep(0.3)

    def _answers(self):
        try:
            return bool(self.ask("status"))
        except URLError:
            return False

    def ask(self, path, method="GET"):
        """Return the response of the server's REST API, such as ``ask("sessions")``."""
        address = f"{self.url}/api/{path}"
        request = Request(address, method=method, headers={"Authorization": f"token {self.token}"})
        with urlopen(request, timeout=20) as response:
            text = response.read()
        return json.loads(text) if text else None

    def take_page(self, browser):
        """Return the page that all notebooks share, one after the other, because loading it takes seconds."""
        self.page_is_taken = True
        if self.page is None:
            self.page = browser.new_context().new_page()
        return self.page

    def close_kernels(self):
        """Shut down all kernels. One with TensorFlow uses half a gigabyte."""
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", method="DELETE")

    def stop(self):
        """Shut down the kernels and the server."""
        if self.process.poll() is None:
            self.close_kernels()
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()

    def write(self, name, *sources):
        """Write a scratch notebook with these code cells into the copy of the course."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
        nbformat.write(notebook, self.root / "notebooks" / name)


class Notebook7(Lab):
    """The same with Notebook 7, which shows one notebook in a page of its own."""

    module, application, pages = "notebook", "JupyterNotebookApp", "notebooks"


@contextmanager
def running_lab(kind=Lab):
    """Start a JupyterLab in a temporary folder, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="course-lab-", ignore_cleanup_errors=True) as folder:
        lab = kind(folder)
        try:
            lab.start()
            yield lab
        finally:
            lab.stop()


class OpenNotebook:
    """A notebook that is open in JupyterLab. `page` is Playwright's page, `problems` lists browser errors."""

    def __init__(self, lab, name, page):  # noqa: D107
        self.lab = lab
        self.name = name
        self.path = f"notebooks/{name}"
        self.page = page
        self.problems = []
        self.listeners = {
            "pageerror": lambda problem: self.problems.append(f"page error: {problem}"),
            "console": self._note,
        }

    def _note(self, message):
        if message.type == "error":
            self.problems.append(f"console error: {message.text} ({message.location.get('url')})")

    def open(self):
        """Open the notebook, and wait until its kernel is idle and connected."""
        for event, listener in self.listeners.items():
            self.page.on(event, listener)
        if self.page.url == "about:blank":
            address = f"{self.lab.url}/{self.lab.pages}/{self.path}?reset&token={self.lab.token}"
            self.page.goto(address, timeout=90_000)
        else:
            self.page.evaluate(OPEN, self.path)
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell", timeout=90_000)
        deadline = time.monotonic() + 90
        while not self._kernel_is_ready():
            if time.monotonic() > deadline:
                raise TimeoutError(f"The kernel of {self.name} did not become ready.")
            self.page.wait_for_timeout(200)

    def _sessions(self):
        return [one for one in self.lab.ask("sessions") if one["path"] == self.path]

    def _kernel_is_ready(self):
        sessions = self._sessions()
        kernel = sessions[0]["kernel"] if sessions else None
        return bool(kernel) and kernel["execution_state"] == "idle" and kernel["connections"] > 0

    def run_all(self, timeout=300):
        """Run all cells as the Run menu does, and wait up to `timeout` seconds until they are done."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function("window.courseRun !== 'running'", timeout=1000 * timeout)
        done = self.page.evaluate("window.courseRun")
        if done != "done":
            raise RuntimeError(f"{self.name} did not run: {done}")

    def run(self, code):
        """Run code in the kernel, outside the cells, and return its printed output and its value as text."""
        return self.page.evaluate(RUN_CODE, code)

    def outputs(self):
        """Return all outputs of all code cells."""
        return [output for cell in self.page.evaluate(READ_CELLS) for output in cell["outputs"]]

    def errors(self):
        """Return the errors in cells and browser: tracebacks, text on stderr, and script errors."""
        found = list(self.problems)
        for output in self.outputs():
            if output["output_type"] == "error":
                found.append(f"{output['ename']}: {output['evalue']}")
            elif output.get("name") == "stderr":
                found.append(f"stderr: {''.join(output['text'])}")
        return found

    def read(self):
        """Return the notebook with its outputs, as it is in JupyterLab now."""
        return nbformat.from_dict(self.page.evaluate(READ_NOTEBOOK))

    def widgets(self):
        """Return the source of each cell that shows a widget, and the height of the widget."""
        return self.page.evaluate(WIDGETS)

    def close(self):
        """Close the notebook, and shut down its kernel."""
        self.page.evaluate(DISPOSE, self.path)
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        for session in self._sessions():
            self.lab.ask(f"sessions/{session['id']}", method="DELETE")


@contextmanager
def opened(lab, browser, name, viewport=WINDOW, *, own_page=False):
    """Open a notebook from the copy of the course, and close it afterwards.

    It uses the lab's shared page, or a new page if another notebook is open on the shared one, or if the test
    asks for a page of its own because JupyterLab may still show a dialog afterwards.
    """
    shared = not (lab.page_is_taken or own_page)
    page = lab.take_page(browser) if shared else browser.new_context().new_page()
    page.set_viewport_size(viewport)
    page.set_default_timeout(30_000)  # the previous test may have changed it
    notebook = OpenNotebook(lab, name, page)
    try:
        notebook.open()
        yield notebook
    finally:
        notebook.close()
        if shared:
            lab.page_is_taken = False
        else:
            page.context.close()


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
