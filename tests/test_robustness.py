"""What people do to notebooks, and what machines do to people: the rows of docs/robustness.md, each tried."""

import ast
import itertools
import re
import shutil

import numpy as np
import pytest

from helpers import checks, softmax
from helpers.gradients import cross_entropy
from tests.settings import ROOT
from tests.shell import NO_PICTURES, code_of, run_cells

PAGE = (ROOT / "docs" / "robustness.md").read_text(encoding="utf-8")
# Lessons that take a second each.
QUICK_LESSONS = ("05", "06", "11")
BEFORE_KERAS = list(itertools.takewhile(lambda cell: "keras" not in cell, code_of("06")))
ODD_FOLDER = "Ünï cödé – мої файли 网络"
# Everything that a lesson has: a check, a question, an explorer, a picture, progress.
USE_EVERYTHING = """
import numpy
from helpers import checks, kernels, pictures, plots, pool2d, softmax
from helpers.widgets import ConvolutionExplorer
print(checks.falls([1, -1]), checks.falls([-1, 1]), checks.question("one_step_right"))
print(ConvolutionExplorer())
plots.show_grids([("one", pictures.BINARY_IMAGE, "input")])
print(softmax([-1000, 0, 1000]), pool2d(numpy.eye(4)).tolist(), checks.hint("falls"))
print(checks.progress("02"))
"""


def errors_of(cells):
    """Return what went wrong in cells that have run."""
    return [ran.error for ran in cells if ran.error]


# What a learner does to a notebook


def test_lessons_can_be_run_twice_cell_by_cell_then_once_more_and_then_backwards():
    """A cell that changes a name that it reads works once; the second click breaks the page."""
    lessons, order = {lesson: code_of(lesson) for lesson in QUICK_LESSONS}, [NO_PICTURES]
    for cells in lessons.values():
        twice = [cell for cell in cells for _ in range(2)]
        order += ["%reset_selective -f .", *twice, *cells, *reversed(cells)]
    _, *ran = run_cells(*order)
    assert errors_of(ran) == []
    for cells in lessons.values():
        (_, *ran), later = ran[: 4 * len(cells) + 1], ran[4 * len(cells) + 1 :]
        assert _differences(cells, ran) == []
        ran = later


def _differences(cells, ran):
    """Return the cells that showed something else the second or the third time."""
    count = len(cells)
    times = ran[: 2 * count : 2], ran[1 : 2 * count : 2], ran[2 * count : 3 * count]
    return [
        cell
        for cell, first, again, third in zip(cells, *times, strict=True)
        # A random generator that an earlier cell made goes on, so a cell that draws from it may differ.
        if "random" not in cell and not first.printed == again.printed == third.printed
    ]


@pytest.mark.parametrize("lesson", [f"{number:02}" for number in range(15)])
def test_no_cell_changes_a_name_that_it_needs_itself(lesson):
    """`image = image / 255`, run twice, divides twice: the lesson's numbers would be wrong without a word."""
    for cell in code_of(lesson):
        assert [(name, cell) for name in _changed_from_before(cell)] == []


def _changed_from_before(cell):
    """Return the names that a statement at the top of a cell takes from before and gives another value."""
    known, found = set(), []
    for statement in ast.parse(re.sub(r"^[%!].*$", "", cell, flags=re.MULTILINE)).body:
        if isinstance(statement, (ast.Assign, ast.AugAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
            used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            used |= names if isinstance(statement, ast.AugAssign) else set()
            found += sorted((names & used) - known)
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                known.add(node.id)
    return found


def test_a_cell_that_changes_what_it_needs_is_found():
    """Otherwise the test above would pass by finding nothing at all."""
    assert _changed_from_before("image = image / 255") == ["image"]
    assert _changed_from_before("total += 1") == ["total"]
    assert _changed_from_before("total = 0\ntotal += 1\nimage = total") == []


@pytest.mark.parametrize(
    "spoil",
    [
        "conv2d = 5; sum = 0; list = []; max = min = 1; len = 4; str = 'a'; type = 0; range = 3; kernels = 2",
        "np = 3; numpy = 4; plt = None; helpers = 1",
        "import numpy; numpy.seterr(all='raise')",
        "import warnings; warnings.simplefilter('error')",
        "import numpy; numpy.set_printoptions(precision=1, suppress=True, threshold=3)",
        "import matplotlib.pyplot as plt; plt.style.use('dark_background'); plt.rcParams['font.size'] = 3",
        "import os, tempfile; os.chdir(tempfile.mkdtemp())",
        "import os; os.environ.clear()",
    ],
    ids=["names", "modules", "NumPy raises", "warnings", "printing", "style", "folder", "environment"],
)
def test_whatever_a_learner_overwrites_the_course_goes_on(spoil):
    """The learner's names and settings are theirs: no picture, check or explorer may stop because of them."""
    spoilt, used = run_cells(spoil, USE_EVERYTHING)
    assert spoilt.error == ""
    assert used.error == ""
    for expected in (
        "Right.",
        "Not right yet: the kernel finds rises.",
        "ConvolutionExplorer(",
        "Hint 1 of 3",
    ):
        assert expected in used.printed


def test_probabilities_far_below_the_largest_are_0_whatever_numpy_is_told_to_raise():
    """`np.seterr(all="raise")` is how careful people look for mistakes, and this is not one."""
    with np.errstate(all="raise"):
        assert softmax([-1000.0, 0.0, 1000.0]).tolist() == [0, 0, 1]
        loss, gradient = cross_entropy([[-1000.0, 1000.0]], [1])
    assert (loss, gradient.tolist()) == (0, [[0, 0]])


SHADOWED = {
    "np = 3": ("np.maximum(values, 0)", "Run `import numpy as np`."),
    "sum = 0": ("values * sum([1])", "Run `del sum`."),
    "conv2d = [[1]]": ("conv2d(values, values)", "Run `from helpers import conv2d`."),
}


@pytest.mark.parametrize("spoil", SHADOWED)
def test_a_check_says_which_name_has_another_value_now(spoil):
    """ "'int' object is not callable" says nothing about the cell, an hour ago, with `sum = 0`."""
    expression, advice = SHADOWED[spoil]
    space = {}
    exec(f"{spoil}\ndef mine(values):\n    return {expression}", space)
    report = checks.relu(space["mine"])
    assert report.mistake in ("it stops with TypeError", "it stops with AttributeError")
    name = spoil.partition(" ")[0]
    assert f"`{name}` is no longer " in report.sentences[0]
    assert report.sentences[0].endswith(advice)


def test_a_name_is_not_blamed_where_it_means_what_it_should():
    """The advice would send the learner to a cell that is right."""
    for answer in (lambda values: values.nothing, lambda values: sum(None), lambda values: values()):
        assert "no longer" not in repr(checks.relu(answer))


def test_helpers_that_are_reloaded_while_someone_edits_them_go_on(tmp_path):
    """Teachers write `%autoreload 2` at the top of everything, and look into the code of the course."""
    course = _copy_of_the_course(tmp_path)
    edited = [course / "helpers" / name for name in ("convolution.py", "pictures.py", "checks/exercise.py")]
    edit = f"""
import time
for path in {[str(path) for path in edited]!r}:
    with open(path, "a") as file:
        file.write("\\n# A comment.\\n")
"""
    _, before, edited_now, after = run_cells(
        "%load_ext autoreload\n%autoreload 2", USE_EVERYTHING, edit, USE_EVERYTHING, course=course
    )
    assert errors_of([before, edited_now, after]) == []
    assert after.printed.replace("Hint 2", "Hint 1").splitlines()[:3] == before.printed.splitlines()[:3]


def _copy_of_the_course(folder):
    course = folder / "course"
    ignored = shutil.ignore_patterns("my_work", "__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "helpers", course / "helpers", ignore=ignored)
    (course / "notebooks").mkdir()
    return course


BODY = "return np.maximum(values, 0)"
ANSWERS_ELSEWHERE = {
    "another cell": f"def my_relu(values):\n    {BODY}",
    "a file": f"%%writefile mine.py\nimport numpy as np\ndef my_relu(values):\n    {BODY}",
    "a lambda": "my_relu = lambda values: np.maximum(values, 0)",
    "a class": f"class Mine:\n    def relu(self, values):\n        {BODY}\nmy_relu = Mine().relu",
    "an object": f"class Mine:\n    def __call__(self, values):\n        {BODY}\nmy_relu = Mine()",
    "exec": f"exec('def my_relu(values):\\n    {BODY}')",
}


def test_an_answer_may_be_written_anywhere(tmp_path):
    """Some write everything at the end of the notebook, some in a file, some in another style."""
    cells = ["import sys\nsys.path.insert(0, '.')\nimport numpy as np\nfrom helpers import checks"]
    for where, text in ANSWERS_ELSEWHERE.items():
        cells += [text] + ["from mine import my_relu"] * (where == "a file") + ["print(checks.relu(my_relu))"]
    ran = run_cells(*cells, folder=tmp_path)
    assert errors_of(ran) == []
    shown = [one.printed for one in ran if "my_relu gives the right result" in one.printed]
    assert len(shown) == len(ANSWERS_ELSEWHERE)


# What machines do


def test_a_lesson_runs_from_any_folder_and_in_a_home_in_any_alphabet(tmp_path):
    """The paths of homes contain people's names, and a lesson that was moved must still find its helpers."""
    home = tmp_path / ODD_FOLDER
    elsewhere = home / "on the desktop"
    elsewhere.mkdir(parents=True)
    course = _copy_of_the_course(home)
    work = {"HOME": str(home), "USERPROFILE": str(home), "COURSE_WORK": ""}
    ran = run_cells(*BEFORE_KERAS, USE_EVERYTHING, folder=elsewhere, course=course, **work)
    assert errors_of(ran) == []
    kept = (course / "notebooks" / "my_work" / "progress.json").read_text(encoding="utf-8")
    assert '"02/falls"' in kept


def test_the_page_has_no_open_row_and_each_test_that_it_names_exists():
    """A promise without a test is forgotten with the next change."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    rows = [line for line in lines if not line.startswith(("| what ", "| ---"))]
    assert len(rows) >= 19
    for row in rows:
        what, happens, tests = [cell.strip() for cell in row.strip("|").split("|")]
        assert what
        assert happens
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
        assert named, f"no test: {what}"
        for file, name in named:
            assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), (file, name)
