"""Send a class of simulated learners to a real JupyterHub on this machine: what `make load-test` does.

    make load-test                               20 learners, then 3 who train the network of lesson 09
    make load-test ARGS="--learners 5"           fewer learners, if memory is short
    make load-test ARGS=--class-view             the class view instead (load_test_class_view.py)

The hub runs with the classroom's own configuration. Each learner logs in over HTTP, gets a server, opens
lesson 02 and runs it cell by cell through the kernel's websocket, as JupyterLab would. Half-way through, all
of them wait while memory is measured, one learner's server is killed, and the course is changed. That learner
logs in again, and the test fails unless the work is saved, the progress kept and the change merged in. The
figures go to `measured.json`, and from there into the tables of README.md (machine_sizes.py). All traffic
stays on 127.0.0.1.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from importlib.metadata import version
from pathlib import Path

import machine_sizes
import psutil

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LESSON, TRAINING = "02_convolution_by_hand", "09_fashion_mnist"
TENSORFLOW = "from helpers.training import"  # the first cell of lesson 02 that needs it
TRAINED = r"^history = train\("  # the cell of lesson 09 in which the course network is trained
EXERCISE = "window_sum"
CORRECTION = "The teacher has added this sentence while you worked."
MEGABYTE = 1024**2


def free_ports():
    """Return a port that is free, as are the next two: for the proxy, the hub, and the proxy's own page."""
    for first in range(8700, 8900, 3):
        with contextlib.ExitStack() as stack:
            try:
                for port in range(first, first + 3):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return first
    sys.exit(
        "The load test found no three free ports between 8700 and 8900. Stop a hub that is running there."
    )


PORT = free_ports()


# --- the hub ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def classroom(pace):
    """Start a hub with a clone of the course, yield its folder and its process, and stop it at the end."""
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
            command = [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "load_test_hub.py")]
            hub = psutil.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
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
    """Return whether a server answers at this address."""
    import requests

    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False


def wait_for(condition, seconds, complaint):
    """Call a condition until it returns something true, and return that.

    Raises
    ------
    TimeoutError
        With the complaint, if it takes longer than this many seconds.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.3)


def correct_the_lesson(course):
    """Add a sentence to lesson 02 in the shared copy, as an update of the course would."""
    path = course / "notebooks" / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = ["".join(notebook["cells"][-1]["source"]) + f"\n\n{CORRECTION}"]
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    teacher = ("-c", "user.name=Teacher", "-c", "user.email=teacher@example.org")
    git("-C", course, *teacher, "commit", "--quiet", "--all", "--message", "A correction")


# --- one learner ---------------------------------------------------------------------------------------


class Learner:
    """One learner, who looks to the hub like a browser."""

    def __init__(self, name):
        """Start without cookies, before the learner has logged in."""
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
        """Press "Stop my server" on the hub's page, which also sets the token that the hub asks for."""
        self.browser.get(f"{self.hub}/home").raise_for_status()
        self._send("delete", f"{self.hub}/api/users/{self.name}/server")
        wait_for(lambda: not processes_of(self.name), 60, f"the server of {self.name} goes on")

    def open(self, lesson):
        """Load a lesson and one of its pictures, and start its kernel."""
        import websocket

        self.path = f"course/notebooks/{lesson}.ipynb"
        self.browser.get(f"{self.server}/lab/tree/{self.path}").raise_for_status()
        self.browser.get(f"{self.server}/files/course/images/00_course.svg").raise_for_status()
        self.notebook = self.saved()
        wanted = {"path": self.path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self._send("post", f"{self.server}/api/sessions", json=wanted).json()["kernel"]["id"]
        self.session = uuid.uuid4().hex
        arguments = f"session_id={self.session}&_xsrf={self._token(f'/user/{self.name}/')}"
        self.socket = websocket.create_connection(
            f"{self.server.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels?{arguments}",
            cookie="; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies()),
            origin=f"http://127.0.0.1:{PORT}",
            timeout=600,
        )

    def follow_the_link(self, course):
        """Open the teacher's link, which updates the lessons and then shows one of them."""
        link = {"repo": str(course), "branch": git("-C", course, "symbolic-ref", "--short", "HEAD")}
        address = f"{self.hub}/user-redirect/git-pull"
        self.browser.get(address, params={**link, "urlpath": f"lab/tree/{self.path}"}).raise_for_status()
        told = self.browser.get(f"{self.server}/git-pull/api", params=link)  # what that page requests
        told.raise_for_status()
        if '"finished"' not in told.text:
            raise AssertionError(f"the link did not bring the lessons up to date: {told.text}")

    @property
    def code_cells(self):
        """The cells that can be run."""
        return [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]

    def answer_the_exercise(self):
        """Replace the stub of the exercise by its solution."""
        (stub,) = [cell for cell in self.code_cells if cell["metadata"].get("exercise") == EXERCISE]
        stub["source"] = (ROOT / "notebooks" / "solutions" / f"02_{EXERCISE}.py").read_text(encoding="utf-8")

    def run(self, cells):
        """Run cells one after another, waiting for each to finish."""
        for cell in cells:
            self._run_cell("".join(cell["source"]))

    def save(self):
        """Save the notebook, as JupyterLab does automatically every two minutes."""
        content = {"type": "notebook", "format": "json", "content": self.notebook}
        self._send("put", f"{self.server}/api/contents/{self.path}", json=content)

    def saved(self):
        """Return the notebook as it is saved on the server."""
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
        """Return the next message, or None for one in binary form, which only widgets send."""
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
    """Return the processes of a learner: the server and its kernels."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("JUPYTERHUB_USER") == name:
                found.append(process)
    return found


def is_kernel(process):
    """Return whether a process is a kernel, and not the server that started it."""
    return any("ipykernel" in word for word in process.cmdline())


def memory_of(processes):
    """Return the memory of some processes in megabytes: their own (USS), and with their shared part (PSS)."""
    own = in_all = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            memory = process.memory_full_info()
            own, in_all = own + memory.uss, in_all + memory.pss
    return own / MEGABYTE, in_all / MEGABYTE


def cpu_seconds_of(processes):
    """Return how many seconds of one processor core some processes have used so far."""
    seconds = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            seconds += times.user + times.system
    return seconds


def weigh(names):
    """Return the memory of a class in megabytes: a learner's, on average and at most, and what all share."""
    weights = [memory_of(processes_of(name)) for name in names]
    own = [weight[0] for weight in weights]
    servers = [memory_of([p for p in processes_of(name) if not is_kernel(p)])[0] for name in names]
    return {
        "learners": len(names),
        "server": round(statistics.mean(servers)),
        "own": round(statistics.mean(own)),
        "largest": round(max(own)),
        "shared": round(sum(weight[1] for weight in weights) - sum(own)),
    }


# --- the lesson, by a whole class ---------------------------------------------------------------------------


def teach_a_class(folder, count, arrive_within):
    """Let a class run lesson 02, kill one server half-way through, and return the figures."""
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

    arrivals = [(learner, number * arrive_within / count) for number, learner in enumerate(learners)]
    threads = start_threads(attend, arrivals, [half, go_on, end])
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
    """Log in again after the server was killed, and check that nothing was lost."""
    killed = time.monotonic()
    answer = (ROOT / "notebooks" / "solutions" / f"02_{EXERCISE}.py").read_text(encoding="utf-8")
    wait_for(lambda: not learner._is_ready(), 120, "the hub did not notice that a server was killed")
    learner.start_server()
    learner.open(LESSON)
    learner.run(learner.code_cells[:1])
    learner.follow_the_link(folder / "classroom" / "course")
    text = "".join("".join(cell["source"]) for cell in learner.notebook["cells"])
    progress = folder / "homes" / learner.name / "course" / "notebooks" / "my_work" / "progress.json"
    found["seconds"] = round(time.monotonic() - killed)
    found["answer_kept"] = answer.strip() in text
    found["progress_kept"] = f"02/{EXERCISE}" in json.loads(progress.read_text())["exercises"]
    found["correction_arrived"] = CORRECTION in text
    if not all(found.values()):
        raise AssertionError(f"after the server was killed: {found}")


def start_threads(work, arguments, barriers):
    """Start a thread for each learner. One that fails breaks the barriers, and the others stop waiting."""

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
    """Let some learners train the network of lesson 09 at the same time, and return the figures."""
    learners = [Learner(f"trainer-{number}") for number in range(count)]
    seconds, work, largest = [], [], {learner.name: 0 for learner in learners}

    def attend(learner):
        started = time.monotonic()
        learner.log_in()
        learner.start_server()
        learner.open(TRAINING)
        sources = ["".join(cell["source"]) for cell in learner.code_cells]
        last = next(n for n, source in enumerate(sources) if re.search(TRAINED, source, re.MULTILINE))
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
        raise AssertionError("\n".join(failures) or "a learner did not finish the training")
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
    """Return the median and the largest of some numbers."""
    return {"median": round(statistics.median(values), 1), "largest": round(max(values), 1)}


def this_machine():
    """Describe this machine: processor, cores, memory and versions."""
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
    """Run the test, save the figures and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--trainers", type=int, default=3)
    parser.add_argument("--arrive-within", type=int, default=60, metavar="SECONDS")
    parser.add_argument("--pace", choices=("full", "quick"), default="full")
    parser.add_argument("--try-out", action="store_true", help="show the figures, and save nothing")
    parser.add_argument("--class-view", action="store_true", help="test the class view instead")
    given = parser.parse_args()
    if shutil.which("git") is None:
        sys.exit("The load test needs Git: the learners' copies of the lessons are clones.")
    if given.class_view:
        import load_test_class_view  # late: it imports this module

        load_test_class_view.main(learners=given.learners, save=not given.try_out)
        return
    with classroom(given.pace) as (folder, hub):
        figures = teach_a_class(folder, given.learners, given.arrive_within)
        figures["training"] = train_together(given.trainers)
        figures["hub"] = round(memory_of([hub, *hub.children()])[0])
    arguments = " ".join(sys.argv[1:])
    figures["command"] = "make load-test" + (f' ARGS="{arguments}"' if arguments else "")
    figures["machine"] = this_machine()
    if given.try_out:
        print(json.dumps(figures, indent=1))
    else:
        machine_sizes.FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        print(machine_sizes.write_tables())


if __name__ == "__main__":
    main()
