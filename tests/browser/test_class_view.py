"""The pages of the class view in a real browser: live, no names on the projector, usable by keyboard."""

import json
import os
import re
import time
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import expect

pytest.importorskip(
    "jupyterhub", reason="JupyterHub is not installed: run `make test` once after `make lock`"
)

from docs.classroom.class_view import summary
from docs.classroom.stub_hub import Service, stub_hub
from tests.browser.jupyter import barriers

SOON = 10_000  # milliseconds; a busy machine may need that long for what usually takes one second


@pytest.fixture(scope="module")
def hub():
    """The address of a stand-in for a hub."""
    with stub_hub() as address:
        yield address


@pytest.fixture(scope="module")
def running(hub, tmp_path_factory):
    """A class view that runs."""
    found = Service(tmp_path_factory.mktemp("class-view") / "records", hub)
    found.start()
    yield found
    found.kill()


@pytest.fixture
def service(running):
    """A class view that keeps nothing yet."""
    running.people = set()
    yield running
    for person in running.people:
        headers = {"Authorization": f"token token-{person}"}
        requests.delete(f"{running.address}attempts", headers=headers, timeout=30).raise_for_status()


@pytest.fixture
def visit(browser, service):
    """A function that opens a page of the class view as a person who is logged in to the hub."""
    contexts, problems = [], []

    def open_one(name, person="teacher", **settings):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **settings)
        contexts.append(context)
        context.add_cookies(
            [{"name": "stub-user", "value": quote(person), "domain": "127.0.0.1", "path": "/"}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
        page.goto(f"{service.address}{name}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def report(service, person, **fields):
    """Send a record as a kernel of a person does."""
    service.people.add(person)
    record = {"id": os.urandom(8).hex(), "time": time.time(), "lesson": "02", "kind": "exercise"}
    record |= {"name": "falls", "status": "wrong", "mistake": "both weights are 0", "hint": 0, **fields}
    headers = {"Authorization": f"token token-{person}"}
    answer = requests.post(
        f"{service.address}attempts", json={"records": [record]}, headers=headers, timeout=30
    )
    assert answer.json() == {"kept": 1, "refused": []}


def vote(service, person, choice):
    """Answer the question about one step to the right; the right answer is 2."""
    status = "right" if choice == "2" else "wrong"
    report(service, person, kind="question", name="one_step_right", status=status, mistake=choice)


def shows(page, place, text):
    """Wait until a part of the page contains a text; the page's policy forbids waiting for a script."""
    expect(page.locator(place)).to_contain_text(text, timeout=SOON)


def of_exercise(page, name="falls"):
    """Return the part of the page that is about an exercise."""
    return page.locator(".exercise", has_text=f"checks.{name}")


def test_the_page_follows_the_class_and_the_projector_shows_no_names(service, visit):
    """The teacher looks at it while talking, and the class looks at the projector."""
    names, projector = visit("names"), visit("class")
    for number in range(4):
        report(service, f"learner-{number}")
    shows(names, "#exercises", "learner-3")
    assert "4 of 4: both weights are 0." in of_exercise(names).inner_text()
    shows(projector, "#people", "fewer than five")
    assert "both weights" not in projector.inner_text("body")
    report(service, "learner-4")
    shows(projector, "#exercises", "5 of 5")
    assert "Every sum is 0, whatever the signal does." in of_exercise(projector).inner_text()
    assert "learner-" not in projector.content()
    shows(names, "#exercises", "learner-4")


def test_people_who_are_stuck_are_named_with_their_last_mistake(service, visit):
    """A helper in a room of sixty needs a name and a reason to go there."""
    report(service, "grace", time=time.time() - summary.STUCK_AFTER - 60, hint=1)
    page = visit("names")
    page.wait_for_selector("#stuck li", timeout=SOON)
    told = "grace: A kernel that finds falls (6 minutes, 1 wrong try, 1 of 3 hints, last: both weights are 0)"
    assert page.inner_text("#stuck li") == told


def test_a_vote_begins_anew_and_shows_what_is_right_only_when_asked(service, visit):
    """Vote, discuss, vote again: the class must not see the answer before."""
    page = visit("class")
    page.select_option("#lesson", "02")
    for number in range(6):
        vote(service, f"p{number}", "2" if number else "0")
    shows(page, "#votes", "6 people answered.")
    assert "283" not in page.inner_text("#votes")
    page.click("#reveal")
    assert "283. Under 4.5 and 2" in page.inner_text("#votes")
    page.click("#start")
    shows(page, "#votes", "0 people")
    assert page.input_value("#question") == "one_step_right"
    for number in range(6):
        vote(service, f"p{number}", "2")
    shows(page, "#votes", "6 people")
    assert page.locator("#votes .count").all_inner_texts() == ["0", "0", "6"]


def test_a_page_without_an_answer_says_so_and_goes_on_by_itself(service, visit):
    """A number from ten minutes ago must not look current."""
    report(service, "ada")
    page = visit("names")
    page.wait_for_selector(".exercise", timeout=SOON)
    service.kill()
    page.wait_for_selector("#problem:not([hidden])", timeout=SOON)
    assert re.search(r"has not answered since .*What you see is from then", page.inner_text("#problem"))
    assert page.evaluate("getComputedStyle(document.querySelector('#counts')).opacity") == "0.5"
    service.start()
    page.wait_for_selector("#problem", state="hidden", timeout=3 * SOON)
    report(service, "grace")
    shows(page, "#exercises", "grace")


def test_a_script_in_a_user_name_is_shown_and_not_run(service, visit):
    """Some hubs let people choose any name."""
    evil = "<img src=x onerror=alert(1)>"
    report(service, evil)
    page = visit("names")
    shows(page, "#exercises", "onerror")
    assert page.locator("#exercises img").count() == 0
    mine = visit("mine", person=evil)
    assert evil in mine.inner_text("main")
    assert mine.locator("main img").count() == 0


def test_learners_delete_what_is_kept_by_keyboard(service, visit):
    """Learners who cannot use a mouse have the same right."""
    report(service, "ada")
    page = visit("mine", person="ada")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".said")
    assert page.inner_text(".said") == "Deleted: 1 attempt."
    assert "Nothing is kept about you now." in page.inner_text("main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(service, visit, scheme):
    """axe-core finds what a screen reader would stumble over, in both colour schemes."""
    for number in range(6):
        report(service, f"p{number}", mistake=["both weights are 0", "the neighbours are added"][number % 2])
        vote(service, f"p{number}", "2")
    for name in ("class", "names", "mine"):
        page = visit(name, person="p1" if name == "mine" else "teacher", color_scheme=scheme)
        if name != "mine":
            page.wait_for_selector(".exercise", timeout=SOON)
        assert barriers(page) == [], json.dumps(name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
