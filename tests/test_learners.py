"""The learners' edition: complete, without the solutions, and with those that a teacher has released."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import address
from tests.execute_notebooks import NOTEBOOKS
from tests.test_classroom import CLASSROOM
from tests.test_readme import LINK, anchors

ROOT = NOTEBOOKS.parent
SOLUTIONS = sorted((NOTEBOOKS / "solutions").glob("*.py"))


def learners():
    """Return the module docs/classroom/learners.py, which is not part of a package."""
    spec = importlib.util.spec_from_file_location("learners", CLASSROOM / "learners.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def git(folder, *arguments):
    """Run Git as somebody."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    done = subprocess.run(["git", "-C", folder, *who, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """An edition without solutions."""
    folder = tmp_path_factory.mktemp("edition") / "learners"
    assert learners().make_learners(folder) == []
    return folder


def lines_of(text):
    """Return the lines of some code without comments and spaces."""
    return {re.sub(r"\s+", " ", line.split("#")[0]).strip() for line in text.splitlines()}


def text_of(path):
    """Return the text of a file; of a notebook what its cells contain and show."""
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8", errors="ignore")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) + "\n" + json.dumps(cell.get("outputs", "")) for cell in cells)


def task_of(solution):
    """Return the code that a lesson gives to learners for an exercise: the stub, and the cells before it."""
    (path,) = NOTEBOOKS.glob(f"{solution.name[:2]}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    stub = next(n for n, cell in enumerate(cells) if cell["metadata"].get("exercise") == solution.stem[3:])
    return "\n".join("".join(cell["source"]) for cell in cells[max(stub - 4, 0) : stub + 1])


def test_no_solution_is_in_the_edition_as_a_file_or_as_text(edition):
    """One copy of a solution, in a saved output or a state, gives them all away.

    The tables of the checks are left out: they need the right answers (docs/teaching.md says so).
    """
    files = [path for path in edition.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert not [path for path in files if path.name in {one.name for one in SOLUTIONS}]
    searched = [p for p in files if "checks" not in p.parts and p.suffix not in (".png", ".svg")]
    known = {path: lines_of(text_of(path)) for path in searched}
    for solution in SOLUTIONS:
        given = lines_of(task_of(solution))
        own = {line for line in lines_of(solution.read_text(encoding="utf-8")) - given if len(line) > 12}
        own = {line for line in own if not line.startswith(("import", "from", '"""'))}
        for path, lines in known.items():
            assert not own or len(own & lines) <= len(own) / 2, (solution.name, path.name, own & lines)


def test_nothing_of_the_tests_or_the_teaching_pages_is_in_the_edition(edition):
    """The tests have right answers to every exercise, and the teaching pages those of the votes."""
    names = {path.name for path in edition.iterdir()}
    assert not names & {"tests", ".github", ".ci"}
    assert {path.name for path in (edition / "docs").iterdir()} == {"glossary.md", "classroom"}
    assert len(git(edition, "log", "--oneline").splitlines()) == 1


def test_every_lesson_and_everything_that_it_imports_is_in_the_edition(edition):
    """A learner whose first lesson cannot import its helpers gives up."""
    assert [p.name for p in sorted((edition / "notebooks").glob("*.ipynb"))] == [
        path.name for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    ]
    code = "from helpers import checks; print(checks.hint('falls')); [checks.hint('falls') for _ in 'ab']; "
    code += "print(checks.hint('falls')); import helpers; print(helpers.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=edition, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(edition) in done.stdout
    assert "Your teacher will release the solution." in done.stdout
    assert "notebooks/solutions/" not in done.stdout


def test_lessons_of_the_edition_show_nothing_before_they_are_run(edition):
    """Every step begins with a prediction, and the saved output below the cell would give it away."""
    for path in (edition / "notebooks").glob("*.ipynb"):
        lesson, own = (json.loads((folder / path.name).read_text()) for folder in (path.parent, NOTEBOOKS))
        code = [cell for cell in lesson["cells"] if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
        assert [(cell["id"], cell["source"]) for cell in lesson["cells"]] == [
            (cell["id"], cell["source"]) for cell in own["cells"]
        ]


def test_links_in_the_edition_lead_somewhere(edition):
    """A README in which every second link is dead makes the course look abandoned."""
    for page in edition.rglob("*.md"):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            assert file.exists(), (page.name, target)
            assert not anchor or file.suffix != ".md" or anchor in anchors(file), (page.name, target)


def test_make_lab_is_all_there_is_to_make(edition):
    """`make test` would stop at files that the edition does not have."""
    makefile = (edition / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([^\s:=#]+):(?!=)", makefile, re.MULTILINE))
    assert targets == {".PHONY", "lab", "$(BIN)/uv", ".venv/course.stamp"}
    assert re.match(r"ARGS +\?=\n", makefile)
    assert "make test" not in (edition / "README.md").read_text(encoding="utf-8")


def test_make_lab_opens_lesson_00_in_the_folder_of_the_edition(edition, tmp_path):
    """`make -n lab` succeeds on a Makefile that opens a folder which does not exist."""
    own = tmp_path / "course"
    shutil.copytree(edition, own, ignore=shutil.ignore_patterns(".git"))
    (own / ".venv").mkdir()
    for name in ("uv", "python", "jupyter"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nfor word in {name} "$@"; do echo "word: $word"; done\n')
        program.chmod(0o755)
    done = subprocess.run(
        ["make", "lab", f"BIN={tmp_path / 'bin'}", "ARGS="],  # not those of `make test ARGS=…`
        cwd=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *_, program, command, folder, page = re.findall(r"^word: (.*)$", done.stdout, re.MULTILINE)
    assert (program, command) == ("jupyter", "lab")
    assert folder == f"--ServerApp.root_dir={own}"
    assert page == "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"


def test_the_readme_of_the_edition_says_nothing_that_only_the_whole_course_can_do(edition):
    """A learner who reads about Binder or `make learners` looks for what is not there."""
    text = (edition / "README.md").read_text(encoding="utf-8")
    absent = ("Binder", "badge", "Robustness", "written by", "make address", "make learners", "make site")
    for word in (*absent, "If you teach"):
        assert word not in text, word
    assert "git clone ADDRESS" in text
    assert "your teacher" in text


def test_the_readme_of_the_edition_does_not_depend_on_the_address_of_the_course(tmp_path):
    """With a badge of the whole course on it, the page leads every learner to the solutions."""
    module = learners()
    for file in {place.file for place in address.PLACES}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    without = module._readme_for_learners((tmp_path / "README.md").read_text(encoding="utf-8"))
    address.write_address(tmp_path, "ada/convolutions")
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "git clone https://github.com/ada/convolutions" in text
    assert module._readme_for_learners(text) == without


def test_files_that_others_put_into_the_edition_stay_and_are_not_committed(edition):
    """A teacher put 424 MB of packages there for the stick, as the guide says, then released a solution."""
    wheel = edition / "wheels" / "numpy.whl"
    wheel.parent.mkdir()
    wheel.write_text("a package")
    learners().make_learners(edition, "01")
    assert wheel.read_text() == "a package"
    assert git(edition, "status", "--porcelain") == "?? wheels/"
    learners().make_learners(edition)
    assert not list((edition / "notebooks" / "solutions").glob("*.py"))
    shutil.rmtree(wheel.parent)
    assert git(edition, "status", "--porcelain") == ""


def test_a_course_without_its_history_is_named_before_anything_is_made(tmp_path, monkeypatch):
    """A ZIP has no history; the folder that a failed run left behind made the next run fail differently."""
    module = learners()
    course = tmp_path / "course"
    shutil.copytree(NOTEBOOKS, course / "notebooks", ignore=shutil.ignore_patterns("my_work"))
    monkeypatch.setattr(module, "ROOT", course)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(ValueError, match="git clone"):
        module.make_learners(course / "_learners")
    assert not (course / "_learners").exists()
    git(tmp_path, "init", "--quiet")  # a repository of somebody else's, around the course
    monkeypatch.delenv("GIT_CEILING_DIRECTORIES")
    with pytest.raises(ValueError, match="git clone"):
        module.make_learners(course / "_learners")


def test_a_repository_with_nothing_in_it_takes_the_edition(tmp_path):
    """A teacher may have cloned the empty repository first; a run that failed leaves one, too."""
    git(tmp_path, "init", "--quiet", "_learners")
    learners().make_learners(tmp_path / "_learners")
    assert (tmp_path / "_learners" / "notebooks" / "02_convolution_by_hand.ipynb").is_file()


def test_a_makefile_or_a_readme_that_has_changed_is_named():
    """Half of a line, cut at the wrong word, begins a Makefile that does something else."""
    module = learners()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="UV_VERSION"):
        module._for_learners(makefile.replace("UV_VERSION", "VERSION_OF_UV"))
    with pytest.raises(ValueError, match="lab"):
        module._for_learners(makefile.replace("\nlab:", "\nopen:"))
    with pytest.raises(ValueError, match="README"):
        module._readme_for_learners("# A course\n")


def test_released_solutions_reach_a_learner_and_leave_the_learners_own_work_alone(edition, tmp_path):
    """Ada has answered lesson 02; the solutions of 00 to 02 must come without touching that."""
    ada = tmp_path / "ada"
    git(tmp_path, "clone", "--quiet", edition, ada)
    lesson = ada / "notebooks" / "02_convolution_by_hand.ipynb"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("my_kernel = ...", "my_kernel = [1, -1]"))
    released = learners().make_learners(edition, "02")
    git(ada, "pull", "--quiet", "--autostash")
    have = sorted(path.name for path in (ada / "notebooks" / "solutions").glob("*.py"))
    assert have == sorted(Path(name).name for name in released)
    assert {name[:2] for name in have} == {"00", "01", "02"}
    assert "my_kernel = [1, -1]" in lesson.read_text(encoding="utf-8")
    before = git(edition, "rev-parse", "HEAD")
    learners().make_learners(edition, "02")
    assert git(edition, "rev-parse", "HEAD") == before
    learners().make_learners(edition)
    assert not list((edition / "notebooks" / "solutions").glob("*.py"))


def test_the_edition_is_pushed_with_the_commands_of_the_guide(tmp_path):
    """A hub and learners at home clone it from an address, and a teacher may never have pushed anything."""
    guide = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    lines = re.findall(r"^git -C _learners (.+?) *(?:#.*)?$", guide, re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["remote", "push"]
    learners().make_learners(tmp_path / "_learners")
    git(tmp_path, "init", "--quiet", "--bare", "address.git")
    for line in lines:
        git(tmp_path / "_learners", *line.replace("ADDRESS", str(tmp_path / "address.git")).split())
    git(tmp_path, "clone", "--quiet", "--branch", "main", "address.git", "ada")
    assert (tmp_path / "ada" / "notebooks" / "02_convolution_by_hand.ipynb").is_file()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    """A teacher who mistypes the folder would lose it."""
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(ValueError, match="something else"):
        learners().make_learners(tmp_path)
    with pytest.raises(ValueError, match="no lesson 4"):
        learners().make_learners(tmp_path / "new", "4")
    assert (tmp_path / "thesis.txt").read_text() == "three years"
