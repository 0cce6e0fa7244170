"""Show that the class view counts correctly and costs nothing: what `make load-test ARGS=--class-view` does.

1. A real JupyterHub with the classroom's configuration, and learners who answer lesson 02 in their own
   kernels at the pace of people, with mistakes that are known beforehand. A browser has the teacher's page
   open. Half-way through, the class view is killed, and the hub starts it again. In the end each number on
   the page must be right, and the names behind it.
2. Many simulated kernels and the class view alone, killed and started again in the middle: no record may be
   lost.
3. The time of a check, with and without reporting, in turns within one program.

The figures go to `measured_class_view.json` and from there into class_view.md.
"""

import json
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import class_view_table  # noqa: E402 - these are beside this file and above it, not in a package
import load_test  # noqa: E402
import psutil  # noqa: E402
import requests  # noqa: E402

from docs.classroom.stub_hub import Service, free_port, stub_hub  # noqa: E402
from helpers import checks, reporting  # noqa: E402
from helpers.reporting.sender import Sender  # noqa: E402

SERVICE = "/services/class-view/"
TEACHER = "teacher"
SOON = class_view_table.SOON
PAUSES = (2, 8)  # seconds between two attempts of one learner
ROUNDS = 14  # attempts of each learner
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]

# For each exercise, the right answer and wrong ones, with the name of the mistake of each.
ANSWERS = {
    "falls": {
        "[1, -1]": "",
        "[-1, 1]": "the kernel finds rises",
        "[0, 0]": "both weights are 0",
        "[1, 1]": "the neighbours are added",
    },
    "window_sum": {
        "916": "",
        "577": "that is the first window",
        "283": "that is the window before",
        "255": "clipped at 255",
    },
    "convolve": {
        "lambda image, kernel: conv2d(image, kernel[::-1, ::-1])": "",
        "lambda image, kernel: conv2d(image, kernel)": "the kernel is not flipped",
        "lambda image, kernel: conv2d(image, kernel[::-1])": "flipped top to bottom only",
        "lambda image, kernel: 1 / 0": "it stops with ZeroDivisionError",
    },
}
QUESTION, CHOICES = "one_step_right", 3
WATCH = """() => {
    window.seen = [];
    const note = () => {
        const found = /, (\\d+) attempt/.exec(document.getElementById("people").textContent);
        if (found) window.seen.push([Date.now() / 1000, Number(found[1])]);
    };
    new MutationObserver(note).observe(document.getElementById("people"), { childList: true, subtree: true });
    note();
}"""
READ = """() => Array.from(document.querySelectorAll(".exercise")).map((card) => ({
    name: card.querySelector(".check").textContent,
    cells: Array.from(card.querySelectorAll(".cells li")).map((cell) => cell.textContent),
    mistakes: Array.from(card.querySelectorAll(".mistakes li")).map((one) => [
        one.childNodes[0].textContent + one.childNodes[1].textContent,
        one.querySelector(".names").textContent,
    ]),
}))"""


# --- 1. a class on a real hub --------------------------------------------------------------------------


def plan_of(generator):
    """Return what a learner will try, one after another: (code, exercise or question, mistake or answer)."""
    plan = []
    for _ in range(ROUNDS):
        exercise = generator.choice(list(ANSWERS))
        source, mistake = generator.choice(list(ANSWERS[exercise].items()))
        plan.append((f"checks.{exercise}({source})", exercise, mistake))
    choice = str(generator.randrange(CHOICES))
    plan.insert(
        generator.randrange(ROUNDS), (f"checks.question('{QUESTION}').answer('{choice}')", QUESTION, choice)
    )
    return plan


def expected_on_the_page(plans):
    """Return what the page should say in the end, counted without the class view's own code."""
    found = []
    for exercise in ANSWERS:
        cells, made = Counter(), defaultdict(set)
        for person, plan in plans.items():
            mistakes = [mistake for _, name, mistake in plan if name == exercise]
            cells["right" if "" in mistakes else "wrong" if mistakes else "no check run"] += 1
            for mistake in filter(None, mistakes):
                made[mistake].add(person)
        found.append(
            {
                "name": f"checks.{exercise}",
                "cells": {name: number for name, number in cells.items() if number},
                "mistakes": {
                    f"{len(who)} of {len(plans)}: {name}.": ", ".join(sorted(who))
                    for name, who in made.items()
                },
            }
        )
    return found


def read_page(page):
    """Return what the page says, in the form of `expected_on_the_page`."""
    cards = {card["name"]: card for card in page.evaluate(READ)}
    found = []
    for exercise in ANSWERS:
        card = cards[f"checks.{exercise}"]
        cells = dict(re.fullmatch(r"(.+) (\d+)", cell).groups() for cell in card["cells"])
        found.append(
            {
                "name": card["name"],
                "cells": {name: int(number) for name, number in cells.items()},
                "mistakes": dict(card["mistakes"]),
            }
        )
    return found


def open_the_page(browser):
    """Log the teacher in to the hub in a browser, and open the page with names."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"http://127.0.0.1:{load_test.PORT}/hub/login?next={SERVICE}names")
    page.fill("#username_input", TEACHER)
    page.fill("#password_input", "none")
    page.click("#login_submit")
    page.wait_for_url(f"**{SERVICE}names")
    page.select_option("#lesson", "02")
    page.wait_for_selector("#people:not(:empty)")
    page.evaluate(WATCH)
    return page


def class_on_a_hub(count):
    """Let a class answer on a real hub, and return the figures; raise if a number on the page is wrong."""
    from playwright.sync_api import sync_playwright

    os.environ["CLASS_VIEW_PORT"] = str(free_port())
    plans = {f"learner-{n:03}": plan_of(random.Random(n)) for n in range(count)}
    sent, ready, half = [], threading.Barrier(count + 1), threading.Barrier(count + 1)
    learners = [load_test.Learner(name) for name in plans]

    def attend(learner, delay):
        time.sleep(delay)
        learner.log_in()
        learner.start_server()
        learner.open(load_test.LESSON)
        learner._run_cell("from helpers import checks, conv2d\nchecks.question('not_zero')")
        ready.wait()
        generator = random.Random(learner.name)
        for number, (code, *_) in enumerate(plans[learner.name]):
            if number == ROUNDS // 2:
                half.wait()
                half.wait()
            time.sleep(generator.uniform(*PAUSES))
            sent.append((time.time(), number < ROUNDS // 2))
            learner._run_cell(code)

    total = sum(map(len, plans.values()))
    with load_test.classroom("quick") as (_, hub), sync_playwright() as playwright:
        arrivals = [(learner, number * 2) for number, learner in enumerate(learners)]
        threads = load_test.start_threads(attend, arrivals, [ready, half])
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        page = open_the_page(browser)
        ready.wait()
        print("the class is ready", flush=True)
        half.wait()
        page.wait_for_timeout(3000 * SOON)  # what is on its way arrives; then the clock has been read
        seen = page.evaluate("window.seen")
        kill_the_class_view(hub)
        half.wait()
        wait_for_threads(threads, page)
        wait_on_page(page, lambda: shown_attempts(page) == total, 180, "attempts are missing on the page")
        page.wait_for_timeout(2000)
        compare(expected_on_the_page(plans), read_page(page))
        refusals(learners[0])
        browser.close()
        failures = [failure for learner in learners for failure in learner.failures]
        if failures:
            raise AssertionError("\n".join(failures))
    seconds = [shown - when for when, shown in matched([when for when, early in sent if early], seen)]
    return {
        "learners": count,
        "attempts": total,
        "until_on_the_page": {
            "median": round(statistics.median(seconds), 2),
            "p95": round(sorted(seconds)[int(0.95 * len(seconds))], 2),
            "largest": round(max(seconds), 2),
        },
        "within_soon": round(100 * sum(one <= SOON for one in seconds) / len(seconds), 1),
    }


def matched(sent, seen):
    """Return for the attempts, in order, when each was sent and when the page first counted that many."""
    for number, when in enumerate(sorted(sent), 1):
        shown = next((moment for moment, counted in seen if counted >= number), None)
        if shown is None:
            raise AssertionError(f"attempt {number} of {len(sent)} did not get onto the page")
        yield when, shown


def kill_the_class_view(hub):
    """Kill the service's process; the hub notices and starts another."""
    service = [one for one in hub.children(recursive=True) if "docs.classroom.class_view" in one.cmdline()]
    for process in service:
        process.kill()
    if len(service) != 1:
        raise AssertionError(f"the hub runs {len(service)} class views")


def shown_attempts(page):
    """Return how many attempts the page says there are."""
    found = re.search(r", (\d+) attempt", page.inner_text("#people"))
    return int(found.group(1)) if found else 0


def wait_for_threads(threads, page):
    """Wait until all learners have finished, while the page goes on."""
    while any(thread.is_alive() for thread in threads):
        page.wait_for_timeout(500)


def wait_on_page(page, condition, seconds, complaint):
    """Wait until something is true of the page."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{complaint}: {page.inner_text('#people')}")
        page.wait_for_timeout(300)


def compare(expected, found):
    """Raise if the page says anything other than what the learners have done."""
    if expected != found:
        raise AssertionError(f"the page should say\n{json.dumps(expected)}\nand says\n{json.dumps(found)}")


def refusals(learner):
    """Raise unless a learner is refused on the teacher's page, and somebody without a token everywhere."""
    address = f"http://127.0.0.1:{load_test.PORT}{SERVICE}"
    for name in ("names", "class", "counts?names=1", "class-view.csv"):
        if learner.browser.get(f"{address}{name}").status_code != 403:
            raise AssertionError(f"a learner can open {name}")
    if "You are logged in as" not in learner.browser.get(f"{address}mine").text:
        raise AssertionError("a learner cannot see what is kept")
    answer = requests.post(f"{address}attempts", json={"records": []}, headers={"Authorization": "token x"})
    if answer.status_code != 403:
        raise AssertionError(f"without a token of the hub, the answer is {answer.status_code}")


# --- 2. many kernels and the class view alone -----------------------------------------------------------


def many_kernels(count, each):
    """Let many simulated kernels report, kill the class view meanwhile, and return the figures."""
    with tempfile.TemporaryDirectory() as name, stub_hub() as hub:
        folder = Path(name)
        os.environ["COURSE_WORK"] = str(folder / "work")
        service = Service(folder / "records", hub)
        service.start()
        senders = [Sender(service.address, f"token-learner-{number:03}") for number in range(count)]
        started = time.monotonic()
        for round_ in range(each):
            if round_ == each // 3:
                service.kill()
            if round_ == each // 2:
                service.start()
            for sender in senders:
                sender.put(a_record())
            time.sleep(1)
        load_test.wait_for(lambda: not any(one.waiting for one in senders), 180, "records are not sent")
        seconds = time.monotonic() - started
        memory = psutil.Process(service.process.pid).memory_full_info().uss / load_test.MEGABYTE
        teacher = requests.Session()
        teacher.cookies.set("stub-user", TEACHER, domain="127.0.0.1")
        counted = teacher.get(f"{service.address}counts?lesson=02&names=1").json()
        asked = time.monotonic()
        teacher.get(f"{service.address}counts?lesson=02")
        asked = time.monotonic() - asked
        service.kill()
    if (counted["people"], counted["attempts"]) != (count, count * each):
        raise AssertionError(f"of {count * each} records, {counted['attempts']} are counted")
    return {
        "kernels": count,
        "records": count * each,
        "lost": count * each - counted["attempts"],
        "seconds": round(seconds),
        "memory": round(memory),
        "counts_ms": round(1000 * asked),
    }


def a_record():
    """Return a record as a kernel sends it."""
    return {
        "id": os.urandom(8).hex(), "time": time.time(), "lesson": "02", "kind": "exercise", "name": "falls",
        "status": "wrong", "mistake": "both weights are 0", "hint": 0,
    }  # fmt: skip


# --- 3. what it costs a check ----------------------------------------------------------------------------


def latency(rounds):
    """Return the time of a check in four settings, taken in turns, and what reporting itself adds to it.

    The ratios are those of the processor time of this program, its thread in the background included: the
    median doesn't depend on what else runs on the machine. What reporting adds before a check returns is
    timed by itself, because it is too short to be seen in the time of a check.
    """
    with tempfile.TemporaryDirectory() as name, stub_hub() as hub:
        os.environ["COURSE_WORK"] = str(Path(name) / "work")
        service, away = Service(Path(name) / "records", hub), f"http://127.0.0.1:{free_port()}{SERVICE}"
        service.start()
        settings = {
            "without": None,
            "noted here": "",
            "class view up": service.address,
            "class view away": away,
        }
        times = {setting: [] for setting in settings}
        one_check(settings["noted here"])
        for _ in range(rounds):
            for setting in random.sample(list(settings), len(settings)):
                times[setting].append(one_check(settings[setting]))
                time.sleep(random.uniform(0.2, 0.6))  # faster than people; records are on their way meanwhile
        adds = {setting: added_by(address) for setting, address in settings.items() if address is not None}
        service.kill()
    usual = {setting: statistics.median(found) for setting, found in times.items()}
    ratios = {setting: round(seconds / usual["without"], 3) for setting, seconds in usual.items()}
    return {
        "rounds": rounds,
        "check_ms": round(1000 * usual["without"], 1),
        "ratios": ratios,
        "adds_ms": {setting: round(1000 * seconds, 3) for setting, seconds in adds.items()},
    }


def added_by(address):
    """Return how many seconds a check spends on reporting its attempt, at the median."""
    times = []
    point_to(address)
    for _ in range(200):
        started = time.perf_counter()
        reporting.attempt("02", "exercise", "conv2d", "wrong", mistake="the kernel is flipped")
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def point_to(address):
    """Set the address of the class view; without one, attempts are noted here."""
    os.environ[reporting.TOKEN] = "token-ada"
    os.environ.pop(reporting.ADDRESS, None)
    if address:
        os.environ[reporting.ADDRESS] = address


def one_check(address):
    """Return the processor time of a check in seconds; without an address it notes its attempt here."""
    point_to(address)
    report = reporting.attempt
    if address is None:
        reporting.attempt = lambda *given, **named: None
    try:
        started = time.process_time()
        checks.conv2d(flipped)
        return time.process_time() - started
    finally:
        reporting.attempt = report


def flipped(image, kernel, stride=1):
    """Answer an exercise as many learners do."""
    from helpers import conv2d

    return conv2d(image, kernel[::-1, ::-1], stride=stride)


# --- all of it ---------------------------------------------------------------------------


def main(learners=20, kernels=200, parts=("hub", "alone", "latency"), save=True):
    """Run the parts, save the figures and write the table.

    Parameters
    ----------
    learners, kernels : int
    parts : sequence of "hub", "alone" and "latency"
        Those that are left out keep the figures of the last run.
    save : bool
        Whether to write the figures; otherwise they are printed.
    """
    figures = class_view_table.figures()
    work = {
        "latency": lambda: latency(100),
        "alone": lambda: many_kernels(kernels, 15),
        "hub": lambda: class_on_a_hub(learners),
    }
    for part in parts:
        figures[part] = work[part]()
        print(f"{part}: {figures[part]}", flush=True)
    figures["command"] = "make load-test ARGS=--class-view"
    figures["machine"] = load_test.this_machine()
    if save:
        class_view_table.FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        print(class_view_table.write_table())


if __name__ == "__main__":
    main(parts=sys.argv[1:] or ("hub", "alone", "latency"), save=False)
