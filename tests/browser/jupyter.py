"""JupyterLab and a browser, started for the tests and driven by them."""

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
    "Left out: the tests in a real browser, because no Chromium was found. "
    "Install one, or name it: CHROMIUM=/path/to/chromium make test"
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
PATIENCE = 20  # seconds that a busy machine may take for what is a moment elsewhere

# What the notebook in front holds, whether or not its cells are scrolled into view.
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
    // While the kernel works on one change of the page, ipywidgets keeps the next one back: it comes first.
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
# Closed so, JupyterLab does not ask whether to save it.
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

# For the tests of the explorers.
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
# What the command promises also waits for the server, which saves the choice: `shown_in` waits for the page.
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
# The parts of an element that hang over its edge.
OUTSIDE = """(name) => {
    const root = document.querySelector(name);
    const edge = root.getBoundingClientRect();
    return [...root.querySelectorAll("*:not(.course-unseen)")].filter((part) => {
        const box = part.getBoundingClientRect();
        return box.width && (box.right > edge.right + 1 || box.left < edge.left - 1);
    }).map((part) => `${part.className || part.tagName} ${part.textContent.slice(0, 40)}`);
}"""
# How far the numbers of rows stand from the cells beside them: the least, in pixels.
ROOM_BESIDE = """(name) => Math.min(...[...document.querySelectorAll(`${name} [role="rowheader"]`)]
    .filter((head) => head.clientWidth && head.textContent)
    .map((head) => {
        const range = document.createRange();
        range.selectNodeContents(head);
        return head.nextElementSibling.getBoundingClientRect().left - range.getBoundingClientRect().right;
    }))"""
# The numbers on which the frame around a window lies: with its edge of paper it
# reaches 4 pixels out, and 1 in.
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
# The size of the smallest text in an element, in pixels.
SMALLEST_TEXT = """(name) => Math.min(...[...document.querySelectorAll(`${name} *`)]
    .filter((part) => part.clientWidth)
    .filter((part) => [...part.childNodes].some((one) => one.nodeType === 3 && one.data.trim()))
    .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""

# axe's own options keep it from noting what passes, and from asking for the page's styles again. Its whole
# answer, handed over, would take longer than its work. JupyterLab's body has no height and hides what hangs
# over: axe would take all text for hidden, and look at no contrast.
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
    """Show JupyterLab in a theme, LIGHT or DARK, and in the light one again afterwards."""
    _change_theme(page, theme)
    page.wait_for_timeout(500)  # what is painted follows
    try:
        yield
    finally:
        _change_theme(page, LIGHT)


def _change_theme(page, theme):
    page.evaluate(THEME, theme)
    page.wait_for_selector(f'body[data-jp-theme-name="{theme}"]', state="attached")


def barriers(page, place=None):
    """Return the serious violations that axe finds on a page, or in one place of it: the rule and the part.

    Parameters
    ----------
    page : playwright.sync_api.Page
    place : str, optional
        A selector.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [tuple(found) for found in page.evaluate(SERIOUS_VIOLATIONS, place)]


class ExplorerPage:
    """What every test does with an explorer on a page; a class for each explorer adds what it reads there."""

    name = None  # of the explorer's outermost element, as a selector

    def __init__(self, notebook):  # noqa: D107
        self.notebook = notebook
        self.page = notebook.page
        self.root = self.page.locator(self.name).first

    def frame(self):
        """Wait until what was asked for is drawn."""
        self.page.evaluate(FRAME)

    def resize(self, width, height):
        """Give the browser another size, and wait until the explorer has fitted itself into it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(AT_REST, self.name)

    def control(self, name):
        """Return a control by its name."""
        return self.root.locator(f'[name="{name}"]')

    def setting(self, label):
        """Return a control by its label."""
        return self.root.get_by_label(label, exact=True)

    def start_over(self):
        """Bring back the explorer as Python made it, with the pointer beside it."""
        self.control("again").click()
        self.page.mouse.move(5, 5)
        self.frame()

    def run(self, code):
        """Run code in the kernel, once the page's changes are there, and wait until its own have arrived."""
        self.page.wait_for_timeout(300)
        answer = self.notebook.run(code)
        self.page.wait_for_timeout(300)
        self.frame()
        return answer

    def python(self, expression):
        """Return what an expression gives in the kernel, once the page's changes are there."""
        return json.loads(self.run(f"import json; print(json.dumps(({expression})))"))

    def soon(self, check):
        """Repeat a check until it passes: what Python sets arrives on the page in its own time."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return check()
            except (AssertionError, ValueError):
                self.page.wait_for_timeout(50)
        return check()

    def count_messages(self):
        """Count from now on what the page sends to the kernel, as `window.courseMessages`.

        A change that ipywidgets keeps back while the kernel is busy with the one before is waited for.
        """
        self.run("0")
        self.page.evaluate(COUNT_MESSAGES)

    def words(self):
        """Return what the explorer says in words."""
        self.page.wait_for_timeout(300)  # it speaks once the picture rests
        return self.root.locator(".words").text_content()

    def problem_text(self):
        """Return the sentence that stands in place of the picture, or an empty text."""
        self.frame()
        problem = self.root.locator(".problem")
        return problem.text_content() if problem.is_visible() else ""


def find_chromium():
    """Return the path of a Chromium on this machine, or None. CHROMIUM in the environment comes first."""
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
    """A JupyterLab of its own, on a copy of the lessons, with none of a person's settings."""

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
            "@jupyterlab/apputils-extension:announcements": True,  # a pop-up about news
            "@jupyterlab/application-extension:faviconbusy": True,  # an icon fetched with every message
        }
        # Nor is Node.js asked, for seconds, whether extensions must be built: the course has none to build.
        page_config = json.dumps({"disabledExtensions": unneeded, "buildCheck": False})
        (config / "labconfig" / "page_config.json").write_text(page_config, encoding="utf-8")

    def start(self):
        """Start the server, and wait until it answers."""
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
            "COURSE_WORK": str(self.work),
        }
        options = [
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.root}",
            "--LabApp.expose_app_in_browser=True",
        ]
        self.log = (self.folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options],
            env=environment,
            cwd=self.root,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 120
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "server.log").read_text(encoding="utf-8")
                raise RuntimeError(f"JupyterLab did not start. It said:\n{log[-3000:]}")
            time.sleep(0.3)

    def _answers(self):
        try:
            return bool(self.ask("status"))
        except URLError:
            return False

    def ask(self, path, method="GET"):
        """Ask the server's own interface: ``ask("sessions")``."""
        address = f"{self.url}/api/{path}"
        request = Request(address, method=method, headers={"Authorization": f"token {self.token}"})
        with urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def take_page(self, browser):
        """Return the page on which notebooks are opened one after the other: loading it takes seconds."""
        self.page_is_taken = True
        if self.page is None:
            self.page = browser.new_context().new_page()
        return self.page

    def close_kernels(self):
        """Shut down every kernel; a TensorFlow one holds half a gigabyte."""
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", method="DELETE")

    def stop(self):
        """Shut down kernels and server."""
        if self.process.poll() is None:
            self.close_kernels()
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()

    def write(self, name, *sources):
        """Write a scratch notebook with these code cells into the copied course."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
        nbformat.write(notebook, self.root / "notebooks" / name)


@contextmanager
def running_lab():
    """Start a JupyterLab in a folder of its own, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="course-lab-", ignore_cleanup_errors=True) as folder:
        lab = Lab(folder)
        try:
            lab.start()
            yield lab
        finally:
            lab.stop()


class OpenNotebook:
    """A notebook open in JupyterLab: `page` is Playwright's, `problems` what the browser complained of."""

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
            address = f"{self.lab.url}/lab/tree/{self.path}?reset&token={self.lab.token}"
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
        """Run all cells, as the Run menu does, and wait until they are done. Seconds."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function("window.courseRun !== 'running'", timeout=1000 * timeout)
        done = self.page.evaluate("window.courseRun")
        if done != "done":
            raise RuntimeError(f"{self.name} did not run: {done}")

    def run(self, code):
        """Run code in the kernel, outside the cells, and return what it prints or evaluates to."""
        return self.page.evaluate(RUN_CODE, code)

    def outputs(self):
        """Return every output of every code cell, as the notebook holds them."""
        return [output for cell in self.page.evaluate(READ_CELLS) for output in cell["outputs"]]

    def errors(self):
        """Return what went wrong in cells or browser: tracebacks, text on stderr, script errors."""
        found = list(self.problems)
        for output in self.outputs():
            if output["output_type"] == "error":
                found.append(f"{output['ename']}: {output['evalue']}")
            elif output.get("name") == "stderr":
                found.append(f"stderr: {''.join(output['text'])}")
        return found

    def read(self):
        """Return the notebook as JupyterLab holds it, with its outputs."""
        return nbformat.from_dict(self.page.evaluate(READ_NOTEBOOK))

    def widgets(self):
        """Return, for every cell that shows a widget, its code and how high the widget is drawn."""
        return self.page.evaluate(WIDGETS)

    def close(self):
        """Close the notebook, and shut down its kernel."""
        self.page.evaluate(DISPOSE, self.path)
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        for session in self._sessions():
            self.lab.ask(f"sessions/{session['id']}", method="DELETE")


@contextmanager
def opened(lab, browser, name, viewport=WINDOW):
    """Open a notebook of the copied course, and close it afterwards.

    It is opened on the page that the lab keeps, or on one of its own while another notebook is open there.
    """
    shared = not lab.page_is_taken
    page = lab.take_page(browser) if shared else browser.new_context().new_page()
    page.set_viewport_size(viewport)
    page.set_default_timeout(30_000)  # whatever the test before had set
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
