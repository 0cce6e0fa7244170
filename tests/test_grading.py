"""Hand in and grade: stricter than a check, and a round of nbgrader for learners whose marks are known."""

import copy
import csv
import functools
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from importlib.util import find_spec

import nbformat
import numpy as np
import pytest

import helpers
from docs.classroom.grading import collect, gradebook, make_course, points
from docs.classroom.grading.assignment import GRADED, assignment, hand_in, not_needed
from helpers.checks import grading, lessons
from helpers.checks.random_cases import MAKERS, random_cases
from tests.answers import all_answers
from tests.execute_notebooks import NOTEBOOKS

EXERCISES = {name: exercise for name, (_, exercise) in lessons.all_exercises().items()}
WITH_KERAS = {"lenet", "repaired", "small_network"}
FUNCTIONS = list(MAKERS)
# The check accepts it, because the lesson shows the helper. Handed in, it is somebody else's work.
ONLY_CHECKED = {"receptive_field-asks_the_helper"}
RIGHT = [
    one
    for one in all_answers()
    if one.mistake is None and one.exercise not in WITH_KERAS and str(one) not in ONLY_CHECKED
]
LESSON = "04_padding_stride_dilation"
SOLUTIONS = NOTEBOOKS / "solutions"
ROOT = NOTEBOOKS.parent


def solution(name):
    """Return the text of the course's solution of an exercise."""
    (path,) = SOLUTIONS.glob(f"??_{name}.py")
    return path.read_text(encoding="utf-8")


def lesson(stem=LESSON):
    """Return a lesson as it is shipped."""
    return nbformat.read(NOTEBOOKS / f"{stem}.ipynb", as_version=4)


@functools.cache
def teachers(stem=LESSON):
    """Return the teacher's version of a lesson's assignment."""
    number = stem[:2]
    texts = {name: solution(name) for name in lessons.EXERCISES[number]}
    return assignment(lesson(stem), number, texts, seed=5)[0]


def answered(notebook, answers):
    """Write answers, keyed by exercise, below the stubs of a notebook, as a learner would."""
    for cell in notebook.cells:
        name = cell.metadata.get("exercise")
        if name in answers:
            cell.source = f"{cell.source}\n\n{answers[name]}"
    return notebook


# --- what is accepted, and what is not ---


@pytest.mark.parametrize("answer", RIGHT, ids=str)
def test_a_right_answer_gets_its_points_however_it_is_written(answer):
    """A learner who solved the task in another way than we did would lose the points for it."""
    report = grading.graded(EXERCISES[answer.exercise], answer.given, seed=len(str(answer)))
    assert report.status == "right", repr(report)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_answer_that_knows_the_cases_of_the_table_by_heart_gets_no_points(name):
    """The cases are in a file that every learner has; the right results can be copied from the reports."""
    exercise = EXERCISES[name]
    known = [(case, exercise.reference(*case.inputs.values(), **case.settings)) for case in exercise.cases]

    def by_heart(*inputs, **settings):
        for case, result in known:
            if repr((inputs, settings)) == repr((tuple(case.inputs.values()), case.settings)):
                return result
        return known[0][1]

    assert grading.graded(exercise, by_heart, seed=3).status == "wrong"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_another_seed_makes_other_cases(name):
    """Otherwise, what last year's class tells this year's class would be worth points."""
    exercise = EXERCISES[name]
    one, again, other = (repr(random_cases(exercise, seed, 4)) for seed in (1, 1, 2))
    assert one == again != other


def _reached_through_the_check():
    def my_relu(values):
        return lessons.find_exercise("relu")[1].reference(values)

    return my_relu


def _under_another_name():
    hidden = getattr(helpers, "re" + "lu")
    return lambda values: [hidden(np.asarray(row)) for row in values]


@pytest.mark.parametrize(
    "answer",
    [helpers.relu, functools.partial(helpers.relu), _under_another_name(), lambda x: helpers.leaky_relu(x, 0),
     lessons.find_exercise("relu")[1].reference, _reached_through_the_check()],
)  # fmt: skip
def test_the_courses_own_function_gets_no_points_under_any_name(answer):
    """Otherwise, one line would be worth as much as an evening's work."""
    report = grading.graded(EXERCISES["relu"], answer, seed=1)
    assert report.status == "wrong"
    assert "own function" in report.mistake or report.mistake.endswith("the work")


def test_a_function_of_the_course_that_only_helps_is_allowed():
    """The lessons teach to build on conv2d; an answer that does so is the learner's own."""
    used = []

    def my_convolve(image, kernel):
        used.append(helpers.conv2d)
        return helpers.conv2d(image, kernel[::-1, ::-1])

    assert grading.graded(EXERCISES["convolve"], my_convolve, seed=1).status == "right"
    assert used


def test_an_answer_that_changes_how_answers_are_judged_gets_no_points(monkeypatch):
    """Two lines that make everything count as equal would be worth full marks in every lesson."""
    monkeypatch.setattr(np, "isclose", lambda one, other, **settings: np.ones(np.shape(one), bool))
    report = grading.graded(EXERCISES["output_size"], lambda n, k, stride=1, padding=0, dilation=1: 7, seed=1)
    assert report.status == "wrong"
    assert report.mistake == grading.TAMPERED.name


def test_a_report_on_a_hand_in_names_the_mistake_and_shows_no_line_of_the_graders_code():
    """Feedback that reads as a crash helps nobody."""
    wrong = {"my_output_size": lambda n, k, stride=1, padding=0, dilation=1: (n - k) / stride + 1}
    with pytest.raises(grading.NotAccepted, match="Not right yet") as caught:
        grading.hand_in("output_size", wrong, seed=1)
    (shown,) = caught.value._render_traceback_()
    assert "checks.hint" not in shown
    assert "grading.py" not in shown


def test_an_answer_that_is_missing_is_named():
    """A learner who renamed the function must find out why it got no points."""
    with pytest.raises(grading.NotAccepted, match="my_output_size"):
        grading.hand_in("output_size", {}, seed=1)


# --- lessons as assignments ---


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_an_assignment_grades_every_exercise_once_by_its_minutes(path):
    """Points that do not follow the work are the first thing that learners argue about."""
    number = path.stem[:2]
    graded = {c.metadata["nbgrader"]["grade_id"]: c for c in teachers(path.stem).cells if "points" in
              c.metadata.get("nbgrader", {})}  # fmt: skip
    assert set(graded) == {name + GRADED for name in lessons.EXERCISES[number]}
    for exercise in lessons.table(number).EXERCISES:
        points = graded[exercise.name + GRADED].metadata["nbgrader"]["points"]
        assert points == (0 if exercise.stretch else exercise.minutes)
    names = Counter(exercise.answer_name for exercise in lessons.table(number).EXERCISES)
    assert set(names.values()) == {1}, "two exercises of a lesson share a name, so only one can be graded"


def test_an_assignment_shows_its_images_and_links_to_nothing_that_it_leaves_behind():
    """It is handed out alone: every exercise would have a broken picture and dead links."""
    notebook, images = assignment(lesson(), "04", {n: "" for n in lessons.EXERCISES["04"]}, seed=5)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert images
    assert all(f"](images/{image})" in prose and (make_course.IMAGES / image).is_file() for image in images)
    assert "](../" not in prose
    assert ".ipynb)" not in prose


def test_a_plain_copy_of_the_lesson_can_be_handed_in():
    """Learners work in the lesson that they have; a second copy just for grading would be answered twice."""
    plain = answered(lesson(), {"output_size": "my_output_size = min"})
    plain.cells = [cell for cell in plain.cells if "checks.strides(" not in cell.source]
    ready = hand_in(plain, teachers())
    ids = [cell.metadata["nbgrader"]["grade_id"] for cell in ready.cells if "nbgrader" in cell.metadata]
    assert sorted(ids) == sorted(n + end for n in lessons.EXERCISES["04"] for end in ("", GRADED))
    sources = [cell.source for cell in ready.cells]
    place = sources.index("checks.output_size(my_output_size)")
    assert ready.cells[place + 1].metadata["nbgrader"]["grade_id"] == "output_size" + GRADED
    assert ready.cells[-1].metadata["nbgrader"]["grade_id"] == "strides" + GRADED
    assert hand_in(ready, teachers()) is ready


def test_grading_runs_what_the_answers_need_and_leaves_out_the_rest():
    """If every network of every hand-in were trained again, a class of sixty would take days to grade."""
    notebook = hand_in(answered(lesson(), {"strides": "my_strides = [line[4], kernel.size]"}), teachers())
    left_out = [cell.source for cell in not_needed(notebook, teachers())]
    kept = [
        cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.source not in left_out
    ]
    assert any(source.startswith("line = np.array(") for source in kept)
    assert any(source.startswith("import numpy") for source in kept)
    assert any("keras" in source for source in left_out)
    assert any("SizeExplorer(" in source for source in left_out)
    changed = next(cell for cell in notebook.cells if "SizeExplorer(" in cell.source)
    changed.source += "  # mine"
    assert changed not in not_needed(notebook, teachers())


def test_a_course_keeps_its_seed_and_a_new_one_draws_its_own(tmp_path):
    """With another seed after every correction of a lesson, two learners would be graded differently."""
    seeds = []
    for folder in ("one", "one", "two"):
        make_course.make_course(tmp_path / folder, ["00"])
        seeds.append((tmp_path / folder / make_course.SEED).read_text())
    assert seeds[0] == seeds[1] != seeds[2]


def test_the_page_lists_the_points_of_every_lesson():
    """Learners plan their week by this table.

    To write it again: python -m docs.classroom.grading.points
    """
    page = points.PAGE.read_text(encoding="utf-8")
    assert points.with_points(page) == page


def test_a_lesson_that_does_not_exist_is_named(tmp_path):
    """A teacher who mistypes a number must not have to read a traceback."""
    with pytest.raises(ValueError, match="lesson 77"):
        make_course.make_course(tmp_path, ["02", "77"])


# --- collecting, and the grade books of Canvas and Moodle ---


def test_lessons_are_collected_from_the_home_folders_of_a_hub(tmp_path):
    """Learners who need not hand in cannot forget to."""
    for name in ("ada", "ben"):
        (tmp_path / f"jupyter-{name}" / "course" / "notebooks").mkdir(parents=True)
    saved = tmp_path / "jupyter-ada" / "course" / "notebooks" / f"{LESSON}.ipynb"
    saved.write_text("one")
    homes, folder = str(tmp_path / "jupyter-*"), tmp_path / "grading"
    assert collect.collect("04", homes, folder) == (["ada"], ["ben"])
    copy = folder / "submitted" / "ada" / LESSON / saved.name
    saved.write_text("two")
    collect.collect("04", homes, folder)
    assert copy.read_text() == "one"
    collect.collect("04", homes, folder, update=True)
    assert copy.read_text() == "two"
    assert (copy.parent / "timestamp.txt").read_text().endswith(" UTC")


@pytest.mark.parametrize(("number", "homes"), [("04", "/home/ada"), ("77", "/home/*"), ("04", "/nowhere/*")])
def test_collecting_says_what_is_wrong_with_a_path_or_a_number(number, homes, tmp_path):
    """Silence would look as if nobody had worked."""
    with pytest.raises(ValueError, match=r"star|no lesson|no folder"):
        collect.collect(number, homes, tmp_path)


CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,04_padding_stride_dilation (5150),Final Score
    Points Possible,,,,,30,(read only)
"Lovelace, Ada",101,s1,ada,A,,88
"Hopper, Grace",102,s2,grace,A,3,70
"""
MOODLE = """Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed"
"Participant 101","Ada Lovelace",ada@example.org,"Submitted for grading",,30.00,Yes
"Participant 102","Grace Hopper",grace@example.org,"No submission",,30.00,Yes
"""


@pytest.mark.parametrize(("text", "place"), [(CANVAS, 5), (MOODLE, 4)])
def test_grades_go_into_the_files_of_canvas_and_moodle_and_nothing_else_changes(text, place):
    """After a grade in the wrong row or a lost column, a teacher types sixty grades by hand again."""
    result, left = gradebook.filled(text, LESSON, {"101": "24.0", "999": "1.0"})
    before, after = (list(csv.reader(io.StringIO(one))) for one in (text, result))
    changed = [(row, column) for row, cells in enumerate(before) for column, cell in enumerate(cells)
               if cell != after[row][column]]  # fmt: skip
    assert changed == [([row[1] for row in before].index("101") if text is CANVAS else 1, place)]
    assert after[changed[0][0]][place] == "24.0"
    assert left == ["999"]
    assert result.startswith("\ufeff") == text.startswith("\ufeff")


EXPORTED = f"""\
assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score
{LESSON},,,101,,,,24.0,0.0,24.0,30.0
{LESSON},,,102,,,,0.0,0.0,0.0,30.0
{LESSON},,2026-09-14 10:02:11,zoe,,,,30.0,0.0,30.0,30.0
05_relu,,2026-09-14 10:02:11,103,,,,9.0,0.0,9.0,38.0
"""


@pytest.mark.parametrize(("text", "place"), [(CANVAS, 5), (MOODLE, 4)])
def test_a_hand_in_without_a_time_has_a_grade_and_one_that_was_not_graded_is_named(
    text, place, tmp_path, monkeypatch, capsys
):
    """nbgrader knows no time for files from Canvas and Moodle, so every learner of the class had no grade."""
    for learner, step in (("101", "autograded"), ("101", "submitted"), ("103", "submitted")):
        (tmp_path / step / learner / LESSON).mkdir(parents=True)
    (tmp_path / "grades.csv").write_text(EXPORTED)
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    given = [LESSON, str(tmp_path / "sheet.csv"), "--grades", str(tmp_path / "grades.csv")]
    monkeypatch.setattr("sys.argv", ["gradebook", *given])
    gradebook.main()
    rows = list(csv.reader(io.StringIO((tmp_path / "sheet-filled.csv").read_text(encoding="utf-8"))))
    own = [row[place] for row in rows if row[1] == "101" or row[0] == "Participant 101"]
    assert own == ["24.0"]
    said = capsys.readouterr().out
    assert "1 grades are in" in said
    assert "does not name these learners: zoe." in said
    assert "Handed in, but not graded: 103." in said


def test_an_export_without_any_grade_of_the_assignment_says_so():
    """\"0 grades are in worksheet-filled.csv\" looks as if all had gone well."""
    with pytest.raises(ValueError, match=rf"no grade for {LESSON}\. Did autograde and export run"):
        gradebook.scores(EXPORTED.replace("2026-09-14 10:02:11", ""), LESSON)


@pytest.mark.parametrize("text", ["", "name,points\nada,3\n", CANVAS.replace(LESSON, "week 4")])
def test_a_file_that_takes_no_grades_is_refused_with_the_reason(text):
    """Grades written into any other table would be lost."""
    with pytest.raises(ValueError, match=r"neither|no column"):
        gradebook.filled(text, LESSON, {"101": "24.0"})


# --- nbgrader itself ---

HOSTILE = {
    "dilate_kernel": "import helpers.checks.judging as j\n"
    "j.judge = lambda *a: type('Report', (), {'status': 'right'})",
    "output_size": "from helpers import output_size as my_output_size",
    "stride_and_padding": "my_stride_and_padding = [0, 0",
    "same_padding": "import os\nos._exit(0)",
}
HALF = {"dilate_kernel", "strides"}


def nbgrader(folder, *commands):
    """Run commands of nbgrader in the folder of a course, as a teacher would, and return its log."""
    places = {"HOME": ".", "JUPYTER_CONFIG_DIR": "config", "IPYTHONDIR": "ipython"}
    own = {**{name: str(folder / place) for name, place in places.items()}, "PYTHONPATH": str(ROOT)}
    exchange = [f"--Exchange.root={folder / 'exchange'}", f"--Exchange.cache={folder / 'cache'}"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.nbgrader_commands", json.dumps([[*c, *exchange] for c in commands])],
        cwd=folder,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr + done.stdout


@pytest.fixture(scope="module")
def round_of_grading(tmp_path_factory):
    """A course of one lesson: released, answered by three learners, collected, graded, with feedback."""
    if find_spec("nbgrader") is None:
        pytest.skip(
            "nbgrader is not installed, so nothing was graded with it: `make nbgrader` installs and tests it"
        )
    folder = tmp_path_factory.mktemp("course")
    (folder / "exchange").mkdir(mode=0o777)
    make_course.make_course(folder, ["04"], seed=11)
    nbgrader(folder, ["generate_assignment", LESSON], ["release_assignment", LESSON])
    answer_what_was_released(folder)
    submits = [[f":learners/{name}", "submit", LESSON, "--course=convolution",
                f"--CourseDirectory.student_id={name}"] for name in ("ada", "eve")]  # fmt: skip
    collect_a_plain_lesson(folder, "ben")
    download_from_canvas_and_moodle(folder)
    log = nbgrader(folder, ["zip_collect", LESSON, "--force"])
    (folder / "collected.txt").write_text(log)
    steps = [[step, LESSON] for step in ("collect", "autograde", "generate_feedback", "release_feedback")]
    steps[-1].append(f"--CourseDirectory.student_id_exclude={','.join(DOWNLOADED)}")  # not on the exchange
    nbgrader(folder, *submits, *steps, ["export"])
    return folder


def answer_what_was_released(folder):
    """Ada answers everything, and Eve tries to cheat."""
    released = nbformat.read(folder / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    ada = answered(copy.deepcopy(released), {one: solution(one) for one in lessons.EXERCISES["04"]})
    eve = answered(copy.deepcopy(released), HOSTILE)
    graded = [cell for cell in eve.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    graded[1].source, graded[1].metadata["nbgrader"]["points"] = "print('Right: all')", 1000
    eve.cells.remove(graded[2])
    for name, notebook in {"ada": ada, "eve": eve}.items():
        place = folder / "learners" / name / LESSON
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{LESSON}.ipynb")


def collect_a_plain_lesson(folder, name):
    """Ben works in the lesson of his own copy of the course, on a hub, and answers two exercises."""
    home = folder / "homes" / name / "course" / "notebooks"
    home.mkdir(parents=True)
    nbformat.write(answered(lesson(), {one: solution(one) for one in HALF}), home / f"{LESSON}.ipynb")
    collect.collect("04", str(folder / "homes" / "*"), folder)


# Browsers add a number, JupyterLab and the two platforms their own endings, and learners choose names.
DOWNLOADED = {
    "101": f"lovelaceada_101_9876_{LESSON}-1.ipynb",
    "102": f"hoppergrace_LATE_102_9877_{LESSON} (1).ipynb",
    "103": f"Emmy Noether_103_assignsubmission_file_/{LESSON}.ipynb",
    "104": "Ada_van_Lovelace_104_assignsubmission_file_my solution.ipynb",
    "105": f"Alan Turing_105_assignsubmission_file_/{LESSON}-Copy1.ipynb",
}
LEFT_OUT = {
    f"Alan Turing_105_assignsubmission_file_/{LESSON}.ipynb": "",
    f"Ben_106_assignsubmission_file_/{LESSON}.ipynb": "no check of this lesson",
    f"Eve_107_assignsubmission_file_/{LESSON}.ipynb": "cannot be read",
    "Max_108_assignsubmission_file_/answers.docx": "not a notebook",
    f"{LESSON} (2).ipynb": "no number of a learner",
}


def download_from_canvas_and_moodle(folder):
    """Five learners have the same half right, and five other files can't be graded."""
    archive = folder / "downloaded" / LESSON / "archive"
    archive.mkdir(parents=True)
    half = nbformat.writes(answered(lesson(), {one: solution(one) for one in HALF}))
    others = {name: half for name in LEFT_OUT}
    others[list(LEFT_OUT)[1]] = nbformat.writes(lesson("02_convolution_by_hand"))
    others[list(LEFT_OUT)[2]] = "<html>Log in first</html>"
    with zipfile.ZipFile(archive / "submissions.zip", "w") as archived:
        for name, text in {**dict.fromkeys(DOWNLOADED.values(), half), **others}.items():
            archived.writestr(name, text)


def test_every_file_from_canvas_and_moodle_is_graded_or_named_at_the_end(round_of_grading):
    """A learner whose browser has added "(1)" to the name would get no grade, and nobody would notice."""
    for learner in DOWNLOADED:
        place = round_of_grading / "submitted" / learner / LESSON
        assert [path.name for path in place.glob("*.ipynb")] == [f"{LESSON}.ipynb"]
    said = (round_of_grading / "collected.txt").read_text().partition(f"5 learners handed in {LESSON}.")[2]
    for name, reason in LEFT_OUT.items():
        assert reason in next(line for line in said.splitlines() if name in line or "105" in name in line)
    assert len(re.findall(r"submission_file|\(2\)", said)) == len(LEFT_OUT)


def test_grades_of_canvas_and_moodle_arrive_in_their_files(round_of_grading, monkeypatch, capsys):
    """The last step of the route that most teachers take; its first version wrote 0 grades."""
    points = {one.name: one.minutes for one in lessons.table("04").EXERCISES}
    half = f"{float(sum(points[name] for name in HALF))}"
    for name, text in (("canvas.csv", CANVAS.replace(",ada,", ",lovelace,")), ("moodle.csv", MOODLE)):
        file = round_of_grading / name
        file.write_text(text, encoding="utf-8")
        given = [LESSON, str(file), "--grades", str(round_of_grading / "grades.csv")]
        monkeypatch.setattr("sys.argv", ["gradebook", *given])
        gradebook.main()
        assert "grades are in" in capsys.readouterr().out
        filled = file.with_stem(file.stem + "-filled").read_text(encoding="utf-8")
        for row in csv.reader(io.StringIO(filled)):
            if {"101", "102", "Participant 101", "Participant 102"} & set(row):
                assert half in row


def test_nbgrader_gives_three_learners_the_marks_that_they_have_earned(round_of_grading):
    """All right, half of it, and an attempt to cheat: with other marks, the grade book is worth nothing."""
    rows = csv.DictReader((round_of_grading / "grades.csv").read_text().splitlines())
    marks = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in rows}
    points = {one.name: one.minutes for one in lessons.table("04").EXERCISES if not one.stretch}
    whole, half = sum(points.values()), sum(points[name] for name in HALF)
    assert 0 < half < whole
    downloaded = dict.fromkeys(DOWNLOADED, (half, whole))
    assert marks == {"ada": (whole, whole), "ben": (half, whole), "eve": (0, whole), **downloaded}


def test_a_learner_gets_the_stubs_and_no_solution_and_no_hidden_test(round_of_grading):
    """If one solution slips through, the whole class has it on their phones the same evening."""
    released = nbformat.read(round_of_grading / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    stubs = {cell.metadata["exercise"]: cell.source for cell in lesson().cells if "exercise" in cell.metadata}
    found = {cell.metadata["exercise"]: cell.source for cell in released.cells if "exercise" in cell.metadata}
    assert {name: source.strip() for name, source in found.items()} == stubs
    text = nbformat.writes(released)
    assert "hand_in" not in text
    assert "seed" not in text.replace("seed=0", "")
    files = {path.name for path in (round_of_grading / "release").rglob("*") if path.is_file()}
    assert not [name for name in files if not name.endswith((".ipynb", ".svg"))]


def test_the_feedback_says_what_was_wrong_in_the_words_of_the_check(round_of_grading):
    """A mark without a reason teaches nothing."""
    files = {name: round_of_grading / "feedback" / name / LESSON for name in ("ada", "ben", "eve")}
    pages = {name: (place / f"{LESSON}.html").read_text(encoding="utf-8") for name, place in files.items()}
    assert "Not yet: my_output_size is still to be written" in pages["ben"]
    assert "Not yet" not in pages["ada"]
    assert "<code>dilate_kernel</code></a>: 8 of 8" in pages["ben"]
    assert "<code>output_size</code></a>: 0 of 6" in pages["ben"]
    assert "Test cell" not in pages["ben"]
    assert "the notebook stopped before this cell" in pages["eve"]
    assert all("Traceback (most recent" not in page for page in (pages["ada"], pages["ben"]))
