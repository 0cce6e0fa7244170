"""Send a class of simulated learners to a real JupyterHub on this machine: what `make load-test` does.

    make load-test                               20 learners, then 3 who train the network of lesson 09
    make load-test ARGS="--learners 5"           fewer, where memory is short
    make load-test ARGS="--tables"               only write the tables of README.md anew

The hub runs with the classroom's own configuration. Each learner logs in over HTTP, gets a server, opens
lesson 02 and runs it cell by cell through the kernel's websocket, as JupyterLab would. Half-way all of them
wait: memory is measured, one learner's server is killed, and the course is changed. The learner comes back,
and finds the work saved, the progress kept and the change merged in. The figures go to `measured.json`, and
from there into the tables of README.md. All traffic stays on 127.0.0.1.
"""

import argparse
import contextlib
import json
import math
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from importlib.metadata import version
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE, FIGURES = HERE / "README.md", HERE / "measured.json"
PORT = 8700
LESSON, TRAINING = "02_convolution_by_hand", "09_fashion_mnist"
TENSORFLOW = "from helpers.training import"  # the first cell of lesson 02 that needs it
TRAINED = "history = train("  # the cell of lesson 09 in which the course network is trained
EXERCISE = "window_sum"
CORRECTION = "The teacher has added this sentence while you worked."
MEGABYTE = 1024**2

# The rules from figures to machines.
SYSTEM = 1500  # megabytes for the operating system, the hub and its proxy
HEADROOM = 1.25  # a learner tries something of their own, or leaves a second lesson open
ARRIVAL = 180  # seconds in which a whole class wants its first cell
PATIENCE = 600  # seconds in which the network of lesson 09 is trained for everybody at once
MEMORY_SIZES, CORE_SIZES = (4, 8, 16, 32, 64, 128), (2, 4, 8, 16, 32)
NODE = (64, 16)  # gigabytes and cores of one machine in a cluster
CLASSES = (5, 30, 200)


# --- the hub ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def classroom(pace):
    """Start a hub over a copy of the course as it is committed, and stop it at the end; yields its folder."""
    with tempfile.TemporaryDirectory(prefix="load-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "homes").mkdir()
        git("clone", "--quiet", ROOT, folder / "classroom" / "course")
        pictures = Path(os.environ.get("FASHION_MNIST_DIR") or ROOT.parent / "shared" / "fashion-mnist")
        if pictures.is_dir():
            (folder / "classroom" / "fashion-mnist").symlink_to(pictures.resolve())
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "LOAD_TEST_FOLDER": str(folder),
            "LOAD_TEST_PORT": str(PORT),
            "LOAD_TEST_PACE": pace,
        }
        with (folder / "hub.log").open("w") as log:
            hub = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "load_test_hub.py")],
                cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                wait_for(lambda: answers(f"http://127.0.0.1:{PORT}/hub/login"), 60, "the hub did not start")
                yield folder, hub
            except BaseException:
                print((folder / "hub.log").read_text()[-3000:], file=sys.stderr)
                raise
            finally:
                hub.send_signal(signal.SIGTERM)
                hub.wait(60)


def git(*arguments):
    """Run Git and return what it prints."""
    done = subprocess.run(["git", *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def answers(url):
    """Tell whether a page is there."""
    import requests

    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False


def wait_for(condition, seconds, complaint):
    """Return what a condition gives, once it gives something."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.3)


def correct_the_lesson(course):
    """Change a sentence of lesson 02 in the shared copy, as an update of the course would."""
    path = course / "notebooks" / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = ["".join(notebook["cells"][-1]["source"]) + f"\n\n{CORRECTION}"]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    teacher = ("-c", "user.name=Teacher", "-c", "user.email=teacher@example.org")
    git("-C", course, *teacher, "commit", "--quiet", "--all", "--message", "A correction")


# --- one learner ---------------------------------------------------------------------------------------


class Learner:
    """A browser of one learner, as far as the hub can tell."""

    def __init__(self, name):
        import requests

        self.name, self.hub = name, f"http://127.0.0.1:{PORT}/hub"
        self.server = f"http://127.0.0.1:{PORT}/user/{name}"
        self.browser = requests.Session()
        self.failures = []

    def log_in(self):
        """Fill in the log-in form."""
        self.browser.get(f"{self.hub}/login").raise_for_status()
        form = {"username": self.name, "password": "none", "_xsrf": self._token("/hub/")}
        self.browser.post(f"{self.hub}/login", data=form, allow_redirects=False).raise_for_status()

    def start_server(self):
        """Ask for a server, and wait for it as the page with the progress bar does."""
        self.browser.get(f"{self.hub}/spawn", allow_redirects=False).raise_for_status()
        wait_for(self._is_ready, 300, f"{self.name} got no server")
        self.browser.get(f"{self.server}/lab").raise_for_status()  # goes through the hub's permission once

    def stop_server(self):
        """Press "Stop my server"."""
        self._send("delete", f"{self.hub}/api/users/{self.name}/server")
        wait_for(lambda: not processes_of(self.name), 60, f"the server of {self.name} goes on")

    def open(self, lesson):
        """Load a lesson, and a picture of it, and start its kernel."""
        import websocket

        self.path = f"course/notebooks/{lesson}.ipynb"
        self.browser.get(f"{self.server}/lab/tree/{self.path}").raise_for_status()
        picture = self.browser.get(f"{self.server}/files/course/images/{lesson[:2]}_course.svg")
        picture = picture if picture.ok else self.browser.get(f"{self.server}/files/course/images/00_course.svg")
        picture.raise_for_status()
        self.notebook = self.saved()
        wanted = {"path": self.path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self._send("post", f"{self.server}/api/sessions", json=wanted).json()["kernel"]["id"]
        self.session, address = uuid.uuid4().hex, f"{self.server.replace('http', 'ws', 1)}/api/kernels/{kernel}"
        self.socket = websocket.create_connection(
            f"{address}/channels?session_id={self.session}&_xsrf={self._token(f'/user/{self.name}/')}",
            cookie="; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies()),
            origin=f"http://127.0.0.1:{PORT}",
            timeout=600,
        )

    @property
    def code_cells(self):
        """The cells that can be run."""
        return [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]

    def answer_the_exercise(self):
        """Put the solution in the place of the stub."""
        (stub,) = [cell for cell in self.code_cells if cell["metadata"].get("exercise") == EXERCISE]
        stub["source"] = (ROOT / "notebooks" / "solutions" / f"02_{EXERCISE}.py").read_text(encoding="utf-8")

    def run(self, cells):
        """Run cells one after the other, and wait for each."""
        for cell in cells:
            self._run_cell("".join(cell["source"]))

    def save(self):
        """Save the notebook, as JupyterLab does by itself every two minutes."""
        content = {"type": "notebook", "format": "json", "content": self.notebook}
        self._send("put", f"{self.server}/api/contents/{self.path}", json=content)

    def saved(self):
        """Return the notebook as the server has it."""
        answer = self.browser.get(f"{self.server}/api/contents/{self.path}")
        answer.raise_for_status()
        return answer.json()["content"]

    def _run_cell(self, source):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3",
                  "username": self.name, "session": self.session}  # fmt: skip
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": True}  # fmt: skip
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps({**message, "channel": "shell", "buffers": []}))
        replied = idle = False
        while not (replied and idle):
            answer = self._receive()
            if answer is None or answer["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            kind = answer["header"]["msg_type"]
            idle |= kind == "status" and answer["content"]["execution_state"] == "idle"
            replied |= kind == "execute_reply"
            if kind == "error":
                self.failures.append(f"{self.name}: {answer['content']['evalue']} in {source[:40]!r}")

    def _receive(self):
        """Return the next message; None for one with attachments, which are a widget's."""
        received = self.socket.recv()
        return json.loads(received) if isinstance(received, str) else None

    def _is_ready(self):
        user = self.browser.get(f"{self.hub}/api/users/{self.name}", headers={"Referer": f"{self.hub}/home"})
        user.raise_for_status()
        return user.json()["servers"].get("", {}).get("ready")

    def _send(self, method, url, **options):
        path = "/hub/" if url.startswith(self.hub) else f"/user/{self.name}/"
        headers = {"X-XSRFToken": self._token(path), "Referer": f"{self.hub}/home"}
        answer = self.browser.request(method, url, headers=headers, **options)
        answer.raise_for_status()
        return answer

    def _token(self, path):
        return next(c.value for c in self.browser.cookies if c.name == "_xsrf" and c.path == path)

    def _cookies(self):
        return [c for c in self.browser.cookies if f"/user/{self.name}/".startswith(c.path)]


# --- what a learner costs --------------------------------------------------------------------------------


def processes_of(name):
    """Return a learner's processes: the server and the kernels."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("JUPYTERHUB_USER") == name:
                found.append(process)
    return found


def memory_of(processes):
    """Return the megabytes that belong to them alone, and those with their part of what is shared."""
    own = in_all = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            memory = process.memory_full_info()
            own, in_all = own + memory.uss, in_all + memory.pss
    return own / MEGABYTE, in_all / MEGABYTE


def cpu_seconds_of(processes):
    """Return the seconds of one processor core that they have used so far."""
    seconds = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            seconds += times.user + times.system
    return seconds


def weigh(names):
    """Return a class's memory: of one learner alone, the largest, and what all share, in megabytes."""
    weights = [memory_of(processes_of(name)) for name in names]
    own = [weight[0] for weight in weights]
    return {
        "learners": len(names),
        "own": round(statistics.mean(own)),
        "largest": round(max(own)),
        "shared": round(sum(weight[1] for weight in weights) - sum(own)),
    }


# --- the lesson, by a whole class ---------------------------------------------------------------------------


def teach_a_class(folder, count, arrive_within):
    """Let a class run lesson 02, with an accident in the middle, and return the figures."""
    learners = [Learner(f"learner-{number:03}") for number in range(count)]
    names = [learner.name for learner in learners]
    victim = learners[count // 3]
    half, go_on, end = (threading.Barrier(count + 1) for _ in range(3))
    seconds = {"first_cell": [], "lesson": []}
    work = {"first_cell": [], "half": [], "lesson": []}
    back = {}

    def attend(learner, delay):
        time.sleep(delay)
        started = time.monotonic()
        learner.log_in()
        learner.start_server()
        learner.open(LESSON)
        learner.answer_the_exercise()
        cells = learner.code_cells
        split = next(n for n, cell in enumerate(cells) if TENSORFLOW in "".join(cell["source"]))
        learner.run(cells[:1])
        seconds["first_cell"].append(time.monotonic() - started)
        work["first_cell"].append(cpu_seconds_of(processes_of(learner.name)))
        learner.run(cells[1:split])
        learner.save()
        work["half"].append(cpu_seconds_of(processes_of(learner.name)))
        waiting = time.monotonic()
        half.wait()
        go_on.wait()
        started += time.monotonic() - waiting
        if learner is victim:
            come_back(learner, folder, back)
            learner.run(learner.code_cells[:split])
        learner.run(learner.code_cells[split:])
        seconds["lesson"].append(time.monotonic() - started)
        if learner is not victim:
            work["lesson"].append(cpu_seconds_of(processes_of(learner.name)))
        end.wait()

    threads = start_threads(attend, [(x, n * arrive_within / count) for n, x in enumerate(learners)],
                            [half, go_on, end])  # fmt: skip
    half.wait()
    plain = weigh(names)
    print(f"half-way: {plain}", flush=True)
    for process in processes_of(victim.name):
        process.kill()
    correct_the_lesson(folder / "classroom" / "course")
    go_on.wait()
    end.wait()
    tensorflow = weigh(names)
    print(f"at the end: {tensorflow}", flush=True)
    for thread in threads:
        thread.join()
    for learner in learners:
        learner.stop_server()
    failures = [failure for learner in learners for failure in learner.failures]
    if failures:
        raise AssertionError("\n".join(failures))
    return {
        "learners": count,
        "arrived_within": arrive_within,
        "cells": len(victim.code_cells),
        "first_cell_seconds": spread(seconds["first_cell"]),
        "lesson_seconds": spread(seconds["lesson"]),
        "first_cell_work": round(statistics.mean(work["first_cell"]), 1),
        "half_work": round(statistics.mean(work["half"]), 1),
        "lesson_work": round(statistics.mean(work["lesson"]), 1),
        "plain": plain,
        "tensorflow": tensorflow,
        "killed": back,
    }


def come_back(learner, folder, found):
    """Log in again after the server was killed, and see what is still there."""
    killed = time.monotonic()
    answer = json.dumps((ROOT / "notebooks" / "solutions" / f"02_{EXERCISE}.py").read_text(encoding="utf-8"))
    wait_for(lambda: not learner._is_ready(), 120, "the hub did not notice that a server was killed")
    learner.start_server()
    learner.open(LESSON)
    learner.run(learner.code_cells[:1])
    text = "".join("".join(cell["source"]) for cell in learner.notebook["cells"])
    progress = folder / "homes" / learner.name / "course" / "notebooks" / "my_work" / "progress.json"
    found["seconds"] = round(time.monotonic() - killed)
    found["answer_kept"] = json.loads(answer).strip() in text
    found["progress_kept"] = f"02/{EXERCISE}" in json.loads(progress.read_text())["exercises"]
    found["correction_arrived"] = CORRECTION in text
    if not all(found.values()):
        raise AssertionError(f"after the server was killed: {found}")


def start_threads(work, arguments, barriers):
    """Start a thread for each learner. One that fails breaks the barriers, so that nobody waits for it."""

    def guarded(*given):
        try:
            work(*given)
        except BaseException:
            for barrier in barriers:
                barrier.abort()
            raise

    threads = [threading.Thread(target=guarded, args=given, daemon=True) for given in arguments]
    for thread in threads:
        thread.start()
    return threads


def train_together(count):
    """Let some learners train the course network of lesson 09 at the same time; return the figures."""
    learners = [Learner(f"trainer-{number}") for number in range(count)]
    seconds, work, largest = [], [], {learner.name: 0 for learner in learners}

    def attend(learner):
        started = time.monotonic()
        learner.log_in()
        learner.start_server()
        learner.open(TRAINING)
        last = next(n for n, cell in enumerate(learner.code_cells)
                    if TRAINED in "".join(cell["source"]) and "Dense" not in "".join(cell["source"]))  # fmt: skip
        learner.run(learner.code_cells[: last + 1])
        seconds.append(time.monotonic() - started)
        work.append(cpu_seconds_of(processes_of(learner.name)))

    threads = start_threads(attend, [(learner,) for learner in learners], [])
    shared = 0
    while any(thread.is_alive() for thread in threads):
        weights = {name: memory_of(processes_of(name)) for name in largest}
        largest = {name: max(largest[name], own) for name, (own, _) in weights.items()}
        shared = max(shared, sum(in_all - own for own, in_all in weights.values()))
        time.sleep(1)
    failures = [failure for learner in learners for failure in learner.failures]
    if failures or len(work) < count:
        raise AssertionError("\n".join(failures) or "somebody did not finish the training")
    for learner in learners:
        learner.stop_server()
    return {
        "learners": count,
        "own": round(statistics.mean(largest.values())),
        "largest": round(max(largest.values())),
        "shared": round(shared),
        "seconds": spread(seconds),
        "work": round(statistics.mean(work)),
    }


def spread(values):
    """Return the median and the largest."""
    return {"median": round(statistics.median(values), 1), "largest": round(max(values), 1)}


# --- from figures to machines -----------------------------------------------------------------------------


def machine_for(learners, kind, figures):
    """Return what a class needs and a machine, or machines, that have it.

    Parameters
    ----------
    learners : int
        Who work at the same time.
    kind : "plain" or "training"
        Whether the lessons need TensorFlow; lesson 09 is the largest that does.
    figures : dict
        What `measured.json` holds.

    Returns
    -------
    (float, float, str)
        Gigabytes, cores, and the machines in words.
    """
    memory = figures[kind]
    gigabytes = (SYSTEM + memory["shared"] + learners * memory["own"] * HEADROOM) / 1024
    cores = learners * figures["first_cell_work"] / ARRIVAL
    if kind == "training":
        cores = max(cores, learners * memory["work"] / PATIENCE)
    one = [(m, n) for m in MEMORY_SIZES for n in CORE_SIZES if m >= gigabytes and n >= cores and m >= 2 * n]
    if one and one[0][0] <= NODE[0]:
        return gigabytes, cores, "one machine of {} GB and {} cores".format(*one[0])
    each = NODE[0] - (SYSTEM + memory["shared"]) / 1024
    nodes = max(math.ceil((gigabytes - SYSTEM / 1024) / each), math.ceil(cores / NODE[1]))
    return gigabytes, cores, f"{nodes} machines of {NODE[0]} GB and {NODE[1]} cores"


def size_table(figures):
    """Return the table of machine sizes."""
    lines = [
        "| learners at once | lessons | memory, GB | cores | for example |",
        "| ---: | --- | ---: | ---: | --- |",
    ]
    for learners in CLASSES:
        for kind, words in (("plain", "without TensorFlow"), ("training", "all, with TensorFlow")):
            gigabytes, cores, machine = machine_for(learners, kind, figures)
            lines.append(f"| {learners} | {words} | {gigabytes:.0f} | {max(1, math.ceil(cores))} | {machine} |")
    return "\n".join(lines)


def figure_table(figures):
    """Return the table of what was measured."""
    first, lesson = figures["first_cell_seconds"], figures["lesson_seconds"]
    training, killed = figures["training"], figures["killed"]
    rows = [
        ("learners, and the seconds in which they came", f"{figures['learners']}, {figures['arrived_within']}"),
        ("from the log-in form to the first cell's output, s",
         f"{first['median']} (slowest {first['largest']})"),
        ("the whole of lesson 02, its code cells without a pause, s",
         f"{lesson['median']} (slowest {lesson['largest']})"),
        ("memory of one learner before TensorFlow, MB",
         f"{figures['plain']['own']} (largest {figures['plain']['largest']})"),
        ("memory of one learner at the end, TensorFlow loaded, MB",
         f"{figures['tensorflow']['own']} (largest {figures['tensorflow']['largest']})"),
        ("memory that all share, before and after, MB",
         f"{figures['plain']['shared']}, {figures['tensorflow']['shared']}"),
        (f"peak of {training['learners']} who train the network of lesson 09, each, MB",
         f"{training['own']} (largest {training['largest']})"),
        ("work of one core for a learner's first cell, lesson 02, lesson 09 so far, s",
         f"{figures['first_cell_work']}, {figures['lesson_work']}, {training['work']}"),
        ("seconds until the learner whose server was killed ran a cell again", f"{killed['seconds']}"),
    ]  # fmt: skip
    lines = ["| measured | |", "| --- | ---: |", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join([*lines, "", f"Measured with `{figures['command']}` on: {figures['machine']}."])


def with_tables(page, figures):
    """Return the text of the page with both tables written anew between their marks."""
    for mark, table in (("figures", figure_table(figures)), ("sizes", size_table(figures))):
        begin, finish = f"<!-- {mark}: written by load_test.py -->\n", f"\n<!-- end of {mark} -->"
        pattern = re.escape(begin) + ".*?" + re.escape(finish)
        page, count = re.subn(pattern, lambda _, t=table: begin + t + finish, page, flags=re.DOTALL)  # noqa: B023
        if count != 1:
            raise ValueError(f"README.md needs one place marked {begin.strip()!r}, and has {count}.")
    return page


def this_machine():
    """Return the machine in words."""
    found = None
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    cpu = found.group(1) if found else platform.machine()
    memory = psutil.virtual_memory().total / 1024**3
    packages = ", ".join(f"{name} {version(name)}" for name in ("jupyterhub", "jupyterlab", "nbgitpuller"))
    return (
        f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def main():
    """Run the test, keep the figures, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--trainers", type=int, default=3)
    parser.add_argument("--arrive-within", type=int, default=60, metavar="SECONDS")
    parser.add_argument("--pace", choices=("full", "quick"), default="full")
    parser.add_argument("--try-out", action="store_true", help="keep no figures")
    parser.add_argument("--tables", action="store_true", help="only write the tables anew")
    given = parser.parse_args()
    if not given.tables:
        if shutil.which("git") is None:
            sys.exit("The load test needs Git: the learners' copies of the lessons are clones.")
        with classroom(given.pace) as (folder, hub):
            figures = teach_a_class(folder, given.learners, given.arrive_within)
            figures["training"] = train_together(given.trainers)
            of_the_hub = [psutil.Process(hub.pid), *psutil.Process(hub.pid).children()]
            figures["hub"] = round(memory_of(of_the_hub)[0])
        arguments = " ".join(sys.argv[1:])
        figures["command"] = "make load-test" + (f' ARGS="{arguments}"' if arguments else "")
        figures["machine"] = this_machine()
        if given.try_out:
            print(json.dumps(figures, indent=1))
            return
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    print(figure_table(figures), size_table(figures), sep="\n\n")


if __name__ == "__main__":
    main()
