"""The class view: what is counted and shown, noted and sent. Its service has tests of its own."""

import doctest
import json
import re
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.classroom.class_view import catalogue, from_folder, page, records, summary
from docs.classroom.class_view.records import Record
from docs.classroom.class_view.store import Store
from helpers import checks, reporting
from helpers.checks.judging import judge
from helpers.reporting import local
from helpers.reporting.sender import Sender

FOUND = catalogue.read()
NOW = 1_800_000_000.0
SECRET = "the colour of my dog"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give each test a learner's folder of its own, on a machine without a hub."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    monkeypatch.delenv(reporting.ADDRESS, raising=False)
    monkeypatch.setattr(reporting, "_lost", [])
    return tmp_path


def record(person="ada", **fields):
    """Return a record of a wrong answer, at `NOW` unless said otherwise."""
    usual = {"id": "0" * 16, "time": NOW, "lesson": "02", "kind": "exercise", "name": "falls"}
    usual |= {"status": "wrong", "mistake": "the kernel finds rises", "hint": 0}
    return Record(**{"person": person, **usual, **fields})


def sent(**fields):
    """Return a record as a kernel sends it."""
    content = record(**fields)._asdict()
    del content["person"]
    return content


# --- what a kernel notes and sends -----------------------------------------------------------------------


def test_without_a_hub_no_thread_is_started_and_nothing_is_on():
    """A learner at home must not find a course that talks to a network."""
    before = threading.enumerate()
    checks.falls([-1, 1])
    assert not reporting.is_on()
    assert threading.enumerate() == before
    assert reporting.note() == ""


def test_an_attempt_never_contains_what_the_learner_wrote():
    """It goes to the teacher: the name of the mistake is enough, and learners agreed to nothing else."""

    class TheColourOfMyDog(Exception):
        pass

    def stops(image, kernel, stride=1):
        raise TheColourOfMyDog(SECRET)

    checks.conv2d(stops)
    checks.window_sum(SECRET)
    checks.window_sum(4711)
    checks.question("weights_of_ten_units").answer("4711")
    checks.question("weights_of_ten_units").answer(SECRET)
    noted = (local.my_work() / local.FILE).read_text()
    assert len(noted.splitlines()) == 4  # what is not a number is not an answer
    for secret in (SECRET, "4711", "TheColourOfMyDog"):
        assert secret not in noted


def test_opening_a_lesson_without_answering_is_not_noted(folder):
    """Opening a lesson must leave no file behind."""
    checks.falls(...)
    assert list(folder.iterdir()) == []


def test_a_check_says_the_same_if_its_attempt_cannot_be_noted(folder, monkeypatch):
    """A full disk, or a defect in the class view, must not cost a learner the report."""
    (folder / local.FILE).mkdir()
    assert checks.falls([-1, 1]).mistake == "the kernel finds rises"
    monkeypatch.setattr(reporting, "is_on", lambda: 1 / 0)
    assert checks.falls([1, -1]).status == "right"
    assert "Hint 1 of 3" in repr(checks.hint("gaussian"))


def test_the_noted_attempts_stay_small_and_the_latest_are_kept(monkeypatch):
    """A loop that calls a check a thousand times must not fill a learner's disk."""
    monkeypatch.setattr(local, "LONGEST", 2000)
    for number in range(100):
        local.add(sent(id=f"{number:08x}"))
    assert (local.my_work() / local.FILE).stat().st_size <= 2000
    assert local.records()[-1]["id"] == f"{99:08x}"


def test_a_line_that_a_crash_has_cut_short_is_left_out():
    """A power cut must not keep a learner from handing in the rest."""
    checks.falls([-1, 1])
    with (local.my_work() / local.FILE).open("a") as file:
        file.write('{"id": "12')
    assert len(local.records()) == 1
    assert "and 1 attempt:" in repr(checks.hand_in("Ada"))


def test_handing_in_says_what_is_in_the_file_and_writes_just_that(folder):
    """A learner gives the file to somebody else, and has to know what it tells."""
    assert "nothing to hand in yet" in repr(checks.hand_in())
    checks.falls([-1, 1])
    checks.hint("falls")
    text = repr(checks.hand_in("Ada Lovelace"))
    (path,) = folder.glob("hand-in-*.json")
    assert f"Written: {folder.name}/{path.name}" in text
    assert "your name as you gave it, Ada Lovelace, and 2 attempts" in text
    assert "none of your code, text or values" in text
    content = json.loads(path.read_text())
    assert content.keys() == {"format", "name", "records"}
    assert all(one.keys() == records.FIELDS.keys() for one in content["records"])


@pytest.mark.parametrize("name", ["", "Ada"])
def test_files_of_a_class_fit_into_one_folder(name, tmp_path, monkeypatch):
    """Thirty laptops wrote thirty files of one name, and the last copy replaced all others."""
    collected = set()
    for laptop in ("one", "two"):
        monkeypatch.setenv("COURSE_WORK", str(tmp_path / laptop))
        checks.falls([-1, 1])
        checks.hand_in(name)
        checks.hand_in(name)  # again, after another exercise: it replaces the first
        (written,) = (tmp_path / laptop).glob("hand-in-*.json")
        collected.add(written.name)
    assert len(collected) == 2
    checks.forget()
    assert not (tmp_path / "two" / local.TOKEN_FILE).exists()


def test_a_damaged_token_is_replaced(folder):
    """It becomes part of a file's name, so nothing else may get in there."""
    checks.falls([-1, 1])
    (folder / local.TOKEN_FILE).write_bytes(b"../../\xff")
    checks.hand_in()
    (path,) = folder.glob("hand-in-*.json")
    assert re.fullmatch(r"hand-in-[0-9a-f]{8}\.json", path.name)


def test_attempts_that_could_not_be_noted_are_counted_where_they_are_missing(monkeypatch):
    """A learner on a read-only disk who has tried three exercises must not read "try an exercise first"."""
    with monkeypatch.context() as patch:
        patch.setattr(local, "my_work", lambda: None)
        checks.falls([-1, 1])
        text = repr(checks.hand_in("Ada"))
        assert "There is nothing to hand in.\n1 attempt could not be noted" in text
    checks.falls([1, -1])
    text = repr(checks.hand_in("Ada"))
    assert "and 1 attempt:" in text
    assert "1 attempt could not be noted, because the folder for your own work could not be written" in text


@pytest.mark.parametrize("name", ["?!", "x" * 100])
def test_a_name_that_cannot_be_used_gets_a_sentence(name):
    """A learner's slip must not end in a traceback."""
    checks.falls([-1, 1])
    assert "The file was not written." in repr(checks.hand_in(name))


def test_forgetting_deletes_the_noted_attempts_and_keeps_the_progress(folder):
    """A learner who changes their mind about handing in must not lose what is done."""
    checks.falls([1, -1])
    assert "deleted 1 attempt" in repr(checks.forget())
    assert not (folder / local.FILE).exists()
    assert (folder / "progress.json").exists()
    assert "nothing to delete" in repr(checks.forget())


def test_the_note_of_lesson_00_appears_where_a_class_view_is_on_and_only_there(monkeypatch):
    """Nobody may be watched without being told."""
    assert "class view" not in repr(checks.progress())
    monkeypatch.setenv(reporting.ADDRESS, "http://127.0.0.1:9/services/class-view")
    monkeypatch.setenv(reporting.TOKEN, "token-ada")
    monkeypatch.setenv(reporting.DAYS, "30")
    text = repr(checks.progress())
    for told in ("your user name", "the name of your mistake", "never shows your code", "after 30 days"):
        assert told in text
    from helpers.machine import class_view_findings

    assert [row.name for row in class_view_findings()] == ["Class view"]


def test_a_thousand_unsent_records_are_kept_and_no_more(folder):
    """If the hub's class view is away for a week, a learner's disk must not fill up."""
    away = Sender("http://127.0.0.1:9/services/class-view", "token-ada")
    away._thread = threading.current_thread()  # nothing is sent in this test
    for number in range(1200):
        away.put({"id": f"{number:08x}"})
    away.save()
    (path,) = folder.glob("unsent-*.json")
    kept = json.loads(path.read_text())
    assert [len(kept), kept[-1]["id"]] == [1000, f"{1199:08x}"]


def test_a_damaged_file_of_unsent_records_is_no_obstacle(folder):
    """Half a file after a crash must not stop all reports of this learner."""
    for number, content in enumerate(("{", "3", '[{"id": 5}, "x"]', "[" + json.dumps(sent()) + "]")):
        (folder / f"unsent-{number}.json").write_text(content)
    sender = Sender("http://127.0.0.1:9/services/class-view", "token-ada")
    sender._adopt()
    assert sender.waiting == 1


# --- what is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "grace"},
        {"code": "print(1)"},
        {"id": "<script>alert(1)</script>"},
        {"id": 7},
        {"time": NOW + 3600},
        {"time": NOW - 31 * records.DAY},
        {"time": float("nan")},
        {"time": "now"},
        {"lesson": "03"},
        {"lesson": "99"},
        {"kind": "essay"},
        {"name": "<script>alert(1)</script>"},
        {"status": "perfect"},
        {"status": "right"},  # with a mistake
        {"mistake": "<script>alert(1)</script>"},
        {"mistake": "it stops with <img src=x>"},
        {"mistake": "the kernel is flipped"},  # of another exercise
        {"hint": 4},
        {"hint": True},
        {"hint": -1},
    ],
    ids=str,
)
def test_a_record_that_no_check_sends_is_refused(wrong):
    """One learner could put a script, or a lie, on the page that the whole class sees."""
    with pytest.raises(records.Refused):
        records.read({**sent(), **wrong}, "ada", FOUND, now=NOW, days=30)


@pytest.mark.parametrize("missing", records.FIELDS)
def test_a_record_without_one_of_its_fields_is_refused(missing):
    """It could not be counted."""
    content = sent()
    del content[missing]
    with pytest.raises(records.Refused):
        records.read(content, "ada", FOUND, now=NOW, days=30)


def test_each_answer_to_each_question_is_known():
    """A vote that the service refuses would be missing from the projector."""
    for question in FOUND.questions.values():
        _, asked = checks._lessons.find_question(question.name)
        given = range(len(asked.texts)) if asked.texts else [asked.answer, *asked.wrong, -987_654]
        for answer in map(str, given):
            right, says = asked.judge(answer)
            key = asked.key_of(answer)
            assert question.knows("right" if right else "wrong", key)
            assert next(one.says for one in question.answers if one.key == key) == says


CHANGES = {
    "a number added": lambda result: result + 1,
    "a factor": lambda result: 3 * result,
    "nothing": lambda result: 0 * result,
    "backwards": lambda result: result[::-1],
    "one wrong number": lambda result: result + (np.arange(result.size) == 1).reshape(result.shape),
    "nonsense": lambda result: np.cos(result + 0.3),
    "right for some": lambda result: result if result.sum() > 5 else result + 0.7,
    "nan": lambda result: result * np.nan,
}


@pytest.mark.parametrize("lesson", ["02", "04", "06", "07"])
@pytest.mark.parametrize("change", CHANGES)
def test_the_class_view_knows_every_name_that_a_check_gives_a_wrong_answer(lesson, change):
    """Some names are made up from the inputs of a case; a refused record would be missing from the page."""
    for exercise in checks._lessons.table(lesson).EXERCISES:

        def answer(*inputs, reference=exercise.reference, **settings):
            return CHANGES[change](np.asarray(reference(*inputs, **settings), dtype=float))

        try:
            given = answer() if exercise.is_value else answer
        except (IndexError, TypeError, ValueError):  # a change for grids, or a result that is not an array
            continue
        report = judge(exercise, given)
        mistake = reporting.without_own_names(report.mistake)
        assert FOUND.exercises[exercise.name].knows(report.status, mistake), (exercise.name, mistake)


# --- how records are kept -----------------------------------------------------------------------------


def test_deleted_records_are_no_longer_in_the_file(folder):
    """A backup of the server must not contain what a learner has deleted."""
    store = Store(folder / "records", 30)
    store.add([record("a-name-to-look-for")])
    assert b"a-name-to-look-for" in b"".join(path.read_bytes() for path in (folder / "records").iterdir())
    assert store.forget("a-name-to-look-for") == 1
    store.secret()
    for path in (folder / "records").iterdir():
        assert b"the kernel finds rises" not in path.read_bytes()
        assert oct(path.stat().st_mode)[-3:] == "600"


def test_records_are_deleted_after_the_days_that_learners_are_told(folder):
    """The note in lesson 00 promises it."""
    store = Store(folder / "records", 30)
    now = time.time()
    store.add([record(id=f"{day:08}", time=now - day * records.DAY) for day in (0, 29, 31)])
    store.prune()
    assert [one.id for one in store.of_person("ada")] == [f"{29:08}", f"{0:08}"]


def test_a_damaged_file_of_records_is_set_aside(folder):
    """Otherwise the class view would not start on Monday morning."""
    path = folder / "records" / "class-view.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"nonsense" * 1000)
    assert Store(path.parent, 30).add([record()]) == 1
    assert path.with_name("class-view.sqlite.damaged").read_bytes() == b"nonsense" * 1000


def test_a_restart_logs_nobody_out(folder):
    """The teacher's page is on the projector when the hub restarts the class view."""
    assert Store(folder / "records", 30).secret() == Store(folder / "records", 30).secret()


# --- what is counted ------------------------------------------------------------------------------------


def counted(*kept, now=NOW, vote=None):
    """Return the counts of lesson 02, in order of time."""
    return summary.of_lesson("02", sorted(kept, key=lambda one: one.time), FOUND, now, vote)


def cells(counts, name="falls"):
    """Return the four numbers of an exercise."""
    (found,) = [one for one in counts["exercises"] if one["name"] == name]
    return found["cells"]


def test_people_are_counted_and_not_attempts():
    """One learner who tries twelve times would look like half a class."""
    tries = [record(time=NOW + number) for number in range(12)]
    counts = counted(*tries, record("grace", status="right", mistake=""), record("alan", name="conv2d"))
    assert cells(counts) == {"right": 1, "wrong": 1, "not yet": 0, "not begun": 1}
    assert counts["exercises"][0]["mistakes"][0]["people"] == 1


def test_a_right_answer_counts_for_good_and_a_wrong_one_as_begun():
    """Learners try other things after the right answer, or put the stub back to begin again."""
    again = record(time=NOW + 2, status="not yet", mistake="")
    counts = counted(record(status="right", mistake=""), record(time=NOW + 1), again)
    assert cells(counts)["right"] == 1
    assert cells(counted(record(), again))["wrong"] == 1


def test_the_commonest_mistake_comes_first_with_its_sentence():
    """It is what a teacher says aloud next."""
    rises, zeros = "the kernel finds rises", "both weights are 0"
    made = [record(person, mistake=rises) for person in "abcdef"]
    made += [record(person, mistake=zeros) for person in "gh"]
    first, second = counted(*made)["exercises"][0]["mistakes"]
    assert (first["name"], first["people"], first["names"]) == (rises, 6, list("abcdef"))
    assert first["says"] == "It gives a positive number where the signal rises."
    assert (second["name"], second["people"]) == (zeros, 2)


def stuck_people(*kept, minutes):
    """Return the people who are stuck this many minutes after `NOW`."""
    return [one["person"] for one in counted(*kept, now=NOW + 60 * minutes)["stuck"]]


def test_people_are_stuck_after_five_minutes_without_success():
    """In a room of sixty, a helper goes to them first."""
    first = record()
    assert stuck_people(first, minutes=4.9) == []
    assert stuck_people(first, minutes=5) == ["ada"]
    assert stuck_people(first, record(time=NOW + 200, status="right", mistake=""), minutes=6) == []
    assert stuck_people(first, record(time=NOW + 100, name="conv2d"), minutes=6) == []  # went on
    assert stuck_people(first, minutes=21) == []  # went home
    untouched = record(time=NOW + 100, name="conv2d", status="not yet", mistake="")
    assert stuck_people(first, untouched, minutes=6) == ["ada"]  # the whole lesson was run once
    assert stuck_people(record(status="hint", mistake="", hint=1), minutes=6) == ["ada"]
    assert stuck_people(record(status="not yet", mistake=""), minutes=6) == []


def test_a_vote_counts_the_first_answer_of_each_person_since_it_began():
    """After the explanation everybody chooses the right answer, and there would be nothing to discuss."""
    vote = {"kind": "question", "name": "one_step_right", "status": "wrong"}
    kept = [record(**vote, mistake="0", time=NOW - 100), record(**vote, mistake="1")]
    kept.append(record(**{**vote, "status": "right"}, mistake="2", time=NOW + 5))
    before = counted(*kept, vote=("one_step_right", 0))["question"]
    assert [answer["people"] for answer in before["answers"]] == [1, 0, 0]
    after = counted(*kept, vote=("one_step_right", NOW - 50))["question"]
    assert [answer["people"] for answer in after["answers"]] == [0, 1, 0]


# --- what a projector may show ----------------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7))
def test_no_number_under_five_is_shown_or_can_be_computed(numbers):
    """The total is on the page: 24 people, 16 right, 6 wrong would tell that two have not begun."""
    shown = summary.hide(numbers)
    assert all(one is None or one == 0 or one >= 5 for one in shown)
    assert all(one in (None, number) for one, number in zip(shown, numbers, strict=True))
    hidden = [number for one, number in zip(shown, numbers, strict=True) if one is None]
    could_hide_more = any(one for one in shown)
    assert not hidden or not could_hide_more or (len(hidden) > 1 and sum(hidden) >= 5)


def test_the_projector_gets_no_names_and_no_small_numbers():
    """Thirty people read it over the teacher's shoulder."""
    people = [f"person-{number:02}" for number in range(24)]
    kept = [record(person, time=NOW - 400) for person in people[:17]]
    kept += [record(person, mistake="both weights are 0") for person in people[17:20]]
    kept += [record(person, status="right", mistake="") for person in people[20:]]
    vote = {"kind": "question", "name": "one_step_right", "status": "wrong"}
    kept += [record(person, **vote, mistake="0") for person in people[:3]]
    counts = counted(*kept, now=NOW, vote=("one_step_right", 0))
    shown = summary.for_projector(counts)
    assert "person-" in json.dumps(counts)
    assert "person-" not in json.dumps(shown)
    assert [one["people"] for one in shown["exercises"][0]["mistakes"]] == [17]
    assert shown["stuck"] == [{"title": "A kernel that finds falls", "people": 17}]
    assert shown["question"]["people"] is None

    def numbers(part):
        if isinstance(part, dict):
            return [n for key, value in part.items() if key != "lesson" for n in numbers(value)]
        if isinstance(part, list):
            return [n for value in part for n in numbers(value)]
        return [part] if type(part) is int else []

    assert [number for number in numbers(shown) if 0 < number < 5] == []


def test_the_colours_of_the_page_are_those_of_the_course():
    """Right has had the same colour in every report so far."""
    style = (page.FOLDER / "style.css").read_text()
    for name, colour in page.COLOURS.items():
        assert f"--{name}: {colour.lower()};" in style


@pytest.mark.parametrize(
    "module", [catalogue, summary], ids=lambda module: module.__name__.rpartition(".")[2]
)
def test_the_examples_in_the_docstrings_are_right(module):
    """A maintainer reads them first; pytest runs those of `helpers` only."""
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


# --- a class without a hub ---------------------------------------------------------------------------------


def handed_in(folder, file, name, kept):
    """Write a file as `checks.hand_in` does."""
    content = {"format": local.FORMAT, "name": name, "records": kept}
    (folder / file).write_text(json.dumps(content))


def test_one_command_makes_both_pages_from_a_folder(folder):
    """A teacher without a hub collects the files by mail."""
    now = time.time()
    for number in range(6):
        handed_in(folder, f"{number}.json", f"Learner {number}", [sent(time=now, id=f"{number:08x}")])
    command = [sys.executable, "-m", "docs.classroom.class_view", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Read the files of 6 people: lesson 02, 6 attempts." in done.stdout
    with_names, projector = ((folder / name).read_text() for name in ("names.html", "class.html"))
    for text in (with_names, projector):
        assert re.findall(r'<option value="(\d\d)" selected>', text) == ["02"]  # and not "00: 0 people"
    assert '"people": 6' in projector
    assert "Learner 3" in with_names
    assert "Learner" not in projector
    assert "http" not in projector.replace("http://www.w3.org", "")


def test_what_was_read_is_listed_lesson_by_lesson(folder):
    """A teacher who collects the files of the wrong week sees it before the page is on the projector."""
    handed_in(folder, "a.json", "Ada", [sent(time=time.time())])
    people, _ = from_folder.read_folder(folder, FOUND)
    assert from_folder.what_was_read(people) == "Read the files of one person: lesson 02, 1 attempt."
    assert from_folder.what_was_read({"Ada": []}) == "Read the files of one person: no attempts."
    other = people["Ada"][0]._replace(lesson="04")
    said = from_folder.what_was_read({"Ada": [other, *people["Ada"]], "Ben": [other]})
    assert said == "Read the files of 2 people: lesson 02, 1 attempt; lesson 04, 2 attempts."


def test_the_page_from_files_opens_on_the_lesson_of_the_newest_attempt(folder):
    """It opened on lesson 00, "0 people, 0 attempts", whatever the class had handed in."""
    handed_in(folder, "a.json", "Ada", [sent(time=time.time() - 60)])
    people, _ = from_folder.read_folder(folder, FOUND)
    people["Ben"] = [people["Ada"][0]._replace(lesson="04", time=time.time())]
    for names in (True, False):
        text = from_folder.page_of(people, FOUND, names=names)
        assert re.findall(r'<option value="(\d\d)" selected>', text) == ["04"]
    assert " selected>" not in from_folder.page_of({"Ada": []}, FOUND, names=True)


def test_a_name_with_a_script_stays_text_on_the_page(folder):
    """A learner chooses the name in the file, and the teacher opens the page."""
    evil = "</script><script>alert(1)</script>"
    handed_in(folder, "a.json", evil, [sent(time=time.time())])
    people, problems = from_folder.read_folder(folder, FOUND)
    assert (list(people), problems) == ([evil], [])
    text = from_folder.page_of(people, FOUND, names=True)
    assert "alert(1)" in text
    assert evil not in text
    assert text.count("</script>") == 2


def test_files_that_cannot_be_read_are_named_and_the_others_counted(folder):
    """One broken file among sixty must not stop the page, and must not be overlooked either."""
    handed_in(folder, "good.json", "Ada", [sent(time=time.time())])
    handed_in(folder, "same.json", "Ada", [sent(time=time.time())])
    handed_in(folder, "forged.json", "Eve", [{**sent(time=time.time()), "mistake": "<script>"}])
    handed_in(folder, "number.json", 7, [])
    (folder / "half.json").write_text("{")
    (folder / "other.json").write_text("[]")
    (folder / "large.json").write_text(" " * (from_folder.LARGEST_FILE + 1))
    people, problems = from_folder.read_folder(folder, FOUND)
    assert {name: len(kept) for name, kept in people.items()} == {"Ada": 1, "Ada (2)": 1, "Eve": 0}
    for name in ("number.json", "half.json", "other.json", "large.json", "forged.json"):
        assert sum(name in problem for problem in problems) == 1


def test_a_folder_without_such_files_gets_a_sentence(folder, capsys):
    """A teacher may name the wrong folder."""
    assert "no file in" in from_folder.main([str(folder)])
    assert "Name the folder" in from_folder.main([])
