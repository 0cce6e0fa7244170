"""The service of the class view: a process of its own, beside a stand-in for the hub."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time

import pytest
import requests

from helpers import checks
from helpers.reporting.sender import Sender
from tests.settings import ROOT

pytest.importorskip(
    "jupyterhub", reason="JupyterHub is not installed: run `make test` once after `make lock`"
)

from docs.classroom.stub_hub import PREFIX, Service, stub_hub  # after the line above: it says why

PATIENCE = 90  # seconds; a very busy machine may need that long for something that is usually instant
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def hub():
    """The address of a stand-in for a hub."""
    with stub_hub() as address:
        yield address


@pytest.fixture(scope="module")
def service(hub, tmp_path_factory):
    """A class view that runs."""
    running = Service(tmp_path_factory.mktemp("class-view") / "records", hub)
    running.start()
    yield running
    running.kill()


@pytest.fixture(autouse=True)
def _own_work(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))


def record(**fields):
    """Return a record as a kernel sends it, now."""
    usual = {"id": os.urandom(8).hex(), "time": time.time(), "lesson": "02", "kind": "exercise"}
    usual |= {"name": "falls", "status": "wrong", "mistake": "the kernel finds rises", "hint": 0}
    return usual | fields


def post(service, person, content, **headers):
    """Send something as a kernel of a person does; return the answer."""
    body = content if isinstance(content, (bytes, str)) else json.dumps({"records": content})
    headers = {"Authorization": f"token token-{person}", **headers}
    return requests.post(f"{service.address}attempts", data=body, headers=headers, timeout=PATIENCE)


def browser(hub, person):
    """Return a browser in which a person is logged in to the hub."""
    session = requests.Session()
    session.cookies.set("stub-user", person, domain="127.0.0.1")
    return session


def counts(service, hub, lesson="02", person="teacher", names="1"):
    """Return what the teacher's page gets."""
    asked = {"lesson": lesson, "names": names}
    answer = browser(hub, person).get(f"{service.address}counts", params=asked, timeout=PATIENCE)
    answer.raise_for_status()
    return answer.json()


def eventually(condition):
    """Wait until something is true, and return it."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return found


def kernel(service, person, code, folder):
    """Start a kernel of a person on the hub: a program that runs some checks."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "COURSE_CLASS_VIEW": service.address,
        "JUPYTERHUB_API_TOKEN": f"token-{person}",
        "COURSE_WORK": str(folder / person),
    }
    command = [sys.executable, "-c", f"from helpers import checks\n{code}"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def people_of(found, mistake):
    """Return who has made a mistake in the first exercise."""
    return next((one["names"] for one in found["exercises"][0]["mistakes"] if one["name"] == mistake), [])


# --- from a check to the teacher's page --------------------------------------------------------------------


def test_a_wrong_answer_in_a_kernel_is_counted_under_the_name_that_the_hub_knows(service, hub, tmp_path):
    """This is the whole point: the teacher sees who is stuck on what."""
    code = "checks.falls([0, 0]); print('answered', flush=True); import time; time.sleep(60)"
    running = kernel(service, "kurt", code, tmp_path)
    assert running.stdout.readline() == "answered\n"
    eventually(lambda: "kurt" in people_of(counts(service, hub), "both weights are 0"))
    running.kill()
    running.wait()
    assert list((tmp_path / "kurt").glob("unsent-*")) == []


def test_a_record_that_is_sent_twice_counts_once(service):
    """A kernel repeats what was not confirmed, and that must not make the class larger."""
    one = record()
    assert post(service, "emmy", [one]).json() == {"kept": 1, "refused": []}
    assert post(service, "emmy", [one, one]).json() == {"kept": 0, "refused": []}
    assert post(service, "rosa", [one]).json()["kept"] == 1  # the same id of somebody else


def test_killed_and_started_again_it_loses_nothing(service, hub, tmp_path, monkeypatch):
    """It may crash in the middle of a lesson; what sixty people did meanwhile must not be gone."""
    monkeypatch.setattr("helpers.reporting.sender.LONGEST_PAUSE", 0.5)
    before = counts(service, hub)["attempts"]
    senders = [Sender(service.address, f"token-person-{number}") for number in range(3)]
    for round_ in range(3):
        if round_ == 1:
            service.kill()
        for sender in senders:
            for _ in range(4):
                sender.put(record())
        if round_ == 1:
            eventually(lambda: len(list((tmp_path).glob("unsent-*.json"))) == 3)
            service.start()
    eventually(lambda: all(sender.waiting == 0 for sender in senders))
    assert counts(service, hub)["attempts"] - before == 36
    eventually(lambda: list(tmp_path.glob("unsent-*.json")) == [])


def test_what_arrives_while_others_are_sent_leaves_no_file_behind(tmp_path, monkeypatch):
    """The next kernel would send attempts again that have long been counted, each time it starts."""
    monkeypatch.setattr("helpers.reporting.sender.LONGEST_PAUSE", 0.1)
    sender = Sender("http://127.0.0.1:1/", "token-person-0")
    statuses = [503, 200, 200]  # away at first, then back

    def request(*_):
        status = statuses.pop(0)
        if len(statuses) == 1:
            sender.put(record())
        return status, {}

    monkeypatch.setattr(sender, "_request", request)
    sender.put(record())
    eventually(lambda: not statuses and sender.waiting == 0)
    eventually(lambda: list(tmp_path.glob("unsent-*.json")) == [])


def test_the_next_kernel_sends_what_the_last_one_could_not(service, hub, tmp_path):
    """A learner shuts the lesson down while the class view is away."""
    away = Service(tmp_path / "nowhere", hub)  # never started
    first = kernel(away, "blaise", "checks.falls([1, 1])", tmp_path)
    assert first.wait(PATIENCE) == 0
    assert len(list((tmp_path / "blaise").glob("unsent-*.json"))) == 1
    second = kernel(service, "blaise", "checks.falls([0, 0]); import time; time.sleep(60)", tmp_path)
    eventually(lambda: "blaise" in people_of(counts(service, hub), "the neighbours are added"))
    eventually(lambda: "blaise" in people_of(counts(service, hub), "both weights are 0"))
    eventually(lambda: list((tmp_path / "blaise").glob("unsent-*.json")) == [])
    second.kill()
    second.wait()


# --- what is refused -------------------------------------------------------------------------------------


def test_nobody_can_report_for_somebody_else(service, hub):
    """A name on the teacher's screen has to be true."""
    answer = post(service, "mallory", [record(person="augusta")])
    assert answer.status_code == 422
    assert "no others" in answer.json()["refused"][0]
    for person in ("augusta", "mallory"):
        assert person not in str(counts(service, hub))


@pytest.mark.parametrize(
    "token", ["", "token nonsense", "token token-service-x", "token token-mallory-narrow", "Bearer x"]
)
def test_without_the_token_of_a_learners_server_nothing_is_taken(service, hub, token):
    """Anybody on the network can reach the address."""
    headers = {"Authorization": token} if token else {"X-Nothing": "1"}
    answer = post(service, "mallory", [record()], **headers) if token else requests.post(
        f"{service.address}attempts", data=json.dumps({"records": [record()]}), timeout=PATIENCE
    )  # fmt: skip
    assert answer.status_code == 403
    assert "mallory" not in str(counts(service, hub))


def test_a_browser_that_is_logged_in_is_not_enough_to_report(service, hub):
    """Another page, open in a learner's browser, could report in their name."""
    session = browser(hub, "mallory")
    session.get(f"{service.address}mine", timeout=PATIENCE).raise_for_status()
    answer = session.post(f"{service.address}attempts", json={"records": [record()]}, timeout=PATIENCE)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"records": 3}',
        b'{"records": [], "more": 1}',
        b"[" * 50_000,
        json.dumps({"records": [{}] * 201}).encode(),
    ],
    ids=["empty", "half", "not UTF-8", "a list", "a number", "more", "deep", "too many"],
)
def test_a_malformed_request_is_refused_with_a_reason(service, body):
    """Whatever a learner's own code sends, the class view must go on."""
    answer = post(service, "mallory", body)
    assert answer.status_code == 400
    assert answer.json()["why"].endswith(".")


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_a_request_that_is_too_large_is_refused(service, size):
    """One learner must not be able to fill the disk or the memory."""
    with contextlib.suppress(requests.ConnectionError):  # the largest is cut off while it is being sent
        answer = post(service, "mallory", b'{"records": [], "x": "' + b"x" * size + b'"}')
        assert answer.status_code in (400, 413)
    assert post(service, "alan", [record()]).status_code == 200


def test_of_many_records_the_good_ones_are_kept(service):
    """One record from an older version of the course must not cost the others."""
    answer = post(service, "niels", [record(), record(mistake=SCRIPT), record(name=SCRIPT), 7])
    assert answer.status_code == 200
    assert (answer.json()["kept"], len(answer.json()["refused"])) == (1, 3)
    assert SCRIPT not in answer.text


def test_learners_cannot_open_the_pages_of_the_teacher(service, hub):
    """Names and mistakes of the others are none of their business."""
    session = browser(hub, "marie")
    assert session.get(service.address, timeout=PATIENCE).url.endswith("/mine")
    for name in ("class", "names", "counts", "counts?names=1", "class-view.csv"):
        answer = session.get(f"{service.address}{name}", timeout=PATIENCE)
        assert answer.status_code == 403
        assert "This page is for teachers." in answer.text
    headers = {"Authorization": "token token-marie"}  # with the token of their server either
    answer = requests.get(f"{service.address}counts?names=1", headers=headers, timeout=PATIENCE)
    assert answer.status_code == 403


def test_people_who_are_not_logged_in_are_sent_to_the_hub(service, hub):
    """The address is in every learner's notebook."""
    for name in ("", "class", "names", "counts", "mine", "class-view.csv"):
        answer = requests.get(f"{service.address}{name}", timeout=PATIENCE, allow_redirects=False)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"{hub}/hub/api/oauth2/authorize")


def test_pages_load_nothing_from_elsewhere_and_run_no_script_that_is_written_into_them(service, hub):
    """If a script ever got into a name, the browser would still refuse it."""
    page = browser(hub, "teacher").get(f"{service.address}class", timeout=PATIENCE)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.findall(r'(?:src|href)="(?!data:)([^"]*)"', page.text)
    assert all(one.startswith(PREFIX) for one in re.findall(r'(?:src|href)="(?!data:)([^"]*)"', page.text))


@pytest.mark.parametrize(
    "query", ["hours=x", "hours=1e99", "hours=-1", "since=nan", "lesson=99", "lesson=../x"]
)
def test_an_address_with_nonsense_in_it_gets_a_sentence(service, hub, query):
    """Somebody edits the address."""
    answer = browser(hub, "teacher").get(f"{service.address}counts?{query}", timeout=PATIENCE)
    assert answer.status_code in (400, 404)
    assert "Traceback" not in answer.text


# --- what learners see and delete ---------------------------------------------------------------------------


def test_learners_see_what_is_kept_about_them_and_nobody_else(service, hub):
    """They have a right to it, and only to their own."""
    post(service, "sofia", [record(mistake="both weights are 0")])
    page = browser(hub, "sofia").get(f"{service.address}mine", timeout=PATIENCE).text
    assert "You are logged in as <b>sofia</b>" in page
    assert "A kernel that finds falls" in page
    assert "both weights are 0" in page
    assert "after 30 days" in page
    other = browser(hub, "hedy").get(f"{service.address}mine", timeout=PATIENCE).text
    assert "Nothing is kept about you now." in other


def test_deleting_on_the_page_needs_the_pages_own_token(service, hub):
    """Another page, open in the same browser, must not delete a learner's records."""
    post(service, "guido", [record(), record()])
    session = browser(hub, "guido")
    page = session.get(f"{service.address}mine", timeout=PATIENCE).text
    assert session.post(f"{service.address}mine", timeout=PATIENCE).status_code == 403
    token = re.search(r'name="_xsrf" value="([^"]+)"', page).group(1)
    done = session.post(f"{service.address}mine", data={"_xsrf": token}, timeout=PATIENCE)
    assert "Deleted: 2 attempts." in done.text
    assert "guido" not in str(counts(service, hub))


def test_forget_deletes_on_the_hub_and_older_records_do_not_come_back(service, hub, monkeypatch):
    """Another lesson of the same learner may still have something to send."""
    old = record(time=time.time() - 60)
    post(service, "linus", [record()])
    monkeypatch.setenv("COURSE_CLASS_VIEW", service.address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-linus")
    assert "The class view has deleted 1 attempt of yours." in repr(checks.forget())
    assert post(service, "linus", [old]).json() == {"kept": 0, "refused": []}
    assert "linus" not in str(counts(service, hub))
    post(service, "linus", [record()])
    assert "linus" in str(counts(service, hub))
    assert "has your attempts already" in repr(checks.hand_in())


def test_forget_says_so_if_the_class_view_is_away(hub, tmp_path, monkeypatch):
    """A learner must not believe that records are gone if they are still there."""
    monkeypatch.setenv("COURSE_CLASS_VIEW", Service(tmp_path / "nowhere", hub).address)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-linus")
    assert "Not deleted yet." in repr(checks.forget())


# --- what teachers take away -------------------------------------------------------------------------------


def test_the_table_for_a_spreadsheet_cannot_begin_a_formula(service, hub):
    """A spreadsheet would run a user name that is a formula."""
    post(service, "=1+1", [record()])
    table = browser(hub, "teacher").get(f"{service.address}class-view.csv", timeout=PATIENCE).text
    assert "'=1+1,20" in table
    assert "\n=" not in table
