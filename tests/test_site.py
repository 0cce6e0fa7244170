"""What the web edition is made from: the saved state of the explorers, and the HTML around them.

The finished pages are read by tests/site_files.py and opened by tests/site_pages.py, both at the end of
`make site`.
"""

import base64
import copy
import json
import re
from pathlib import Path

import furo
import nbformat
import pytest

from docs import saved_pictures
from docs.site import build, explorers, states
from helpers import pocket_network
from helpers.checks import ten_questions
from helpers.checks.lessons import find_question
from helpers.widgets.pooling import PoolingExplorer
from helpers.widgets.stack import StackExplorer
from tests.execute_notebooks import NOTEBOOKS

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
PHOTO = base64.b64encode(bytes(range(256)) * 40).decode()


def read(lesson):
    """Return the notebook of a lesson."""
    return nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)


def shows_widget(cell):
    """Say whether the saved output of a cell is that of an explorer, a question or the test."""
    if cell.cell_type != "code" or not cell.outputs or cell.outputs[-1].output_type != "execute_result":
        return False
    data = cell.outputs[-1].data
    is_question = data.get("text/html", "").startswith(("<p><strong>Question.", "<p><strong>Ten questions"))
    return is_question or saved_pictures.is_explorer(cell.outputs[-1])


def test_the_learners_web_edition_has_no_solution_and_no_page_for_teachers(tmp_path, monkeypatch):
    """A teacher hands it out on USB sticks, and the first learner finds "Solutions" in the menu."""
    monkeypatch.setattr(build, "saved_states", lambda *_: {})  # explorers are not what is looked at here
    build.lay_out(tmp_path / "sources", tmp_path / "loaded", build.LEARNERS_PAGES)
    pages = {path.relative_to(tmp_path / "sources") for path in (tmp_path / "sources").rglob("*.md")}
    assert pages == {Path("index.md"), Path("docs/glossary.md")}
    text = (tmp_path / "sources" / "index.md").read_text(encoding="utf-8")
    text += "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "sources").rglob("*.ipynb"))
    for away in build.all_pages():
        assert away in build.LEARNERS_PAGES or f"{away.with_suffix('')}\n" not in text
        assert away in build.LEARNERS_PAGES or f"{away.name})" not in text


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_explorer_and_question_of_a_lesson_has_its_state_saved(lesson):
    """Without it, the page of the web edition would show a picture that looks live and is not."""
    notebook = read(lesson)
    assert [*build.saved_states(notebook, lesson)] == [c.id for c in notebook.cells if shows_widget(c)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_saved_state_has_the_traits_of_the_explorers_class(lesson):
    """A page that reads a trait which was renamed since would not be drawn."""
    for entry in states.load(lesson)[0].values():
        if "state" in entry:
            assert entry["state"].keys() == states.trait_names(states.class_named(entry["class"]))


def test_an_explorer_of_a_trained_network_is_saved_without_network_and_images():
    """A lesson's network is a megabyte that changes with every run, and its images may not be passed on."""
    entries = [entry for lesson in LESSONS for entry in states.load(lesson)[0].values() if "pocket" in entry]
    assert len(entries) >= 2
    for entry in entries:
        assert "state" not in entry
        assert entry["pocket"].keys() <= {"size", "compares", "names", "image"}
        made = states.with_pocket_network(entry)
        assert made.keys() == states.trait_names(states.class_named(entry["class"]))
        assert len(json.dumps(made)) < 400_000  # with two networks in the page


def test_a_network_explorer_gets_the_pocket_network_and_its_untrained_twin():
    """On the web, this is the only way to see what training does to the kernels."""
    entry = {
        "class": "helpers.widgets.network.NetworkExplorer",
        "pocket": {"size": "whole", "compares": True, "names": ["trained", "untrained"]},
    }
    state, pocket = states.with_pocket_network(entry), pocket_network()
    weights, others = (base64.b64decode(state[name]["$bytes"]) for name in ("weights", "other_weights"))
    assert weights == pocket.weights
    assert len(others) == len(weights)
    assert others != weights
    assert state["images"]["count"] == len(pocket.garments)
    assert state["image_names"] == list(pocket.names)
    assert state["names"] == ["trained", "untrained"]
    alone = states.with_pocket_network({**entry, "pocket": {"size": "small"}})
    assert (alone["size"], alone["other_network"]) == ("small", {})


def test_the_explorer_of_lesson_08_begins_with_the_boot_on_the_web_too():
    """The code above it says so, and all values in the lesson are those of a boot."""
    entries = states.load("08_keras_layers")[0].values()
    (entry,) = (entry for entry in entries if entry.get("class", "").endswith(".NetworkExplorer"))
    state = states.with_pocket_network(entry)
    assert state["image_names"][state["place"]["image"]] == "Ankle boot"


def test_the_state_made_here_is_the_one_that_a_kernel_sends():
    """The page would be drawn from other values than in JupyterLab."""
    saved = [
        entry for lesson in ("06_pooling", "14_beyond_images") for entry in states.load(lesson)[0].values()
    ]
    explorers_of = {entry["class"].rpartition(".")[2]: entry["state"] for entry in saved if "state" in entry}
    assert states.state_of(PoolingExplorer()).keys() == explorers_of["PoolingExplorer"].keys()
    assert states.state_of(StackExplorer(k=2, layers=4)) == explorers_of["StackExplorer"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_saved_questions_are_those_of_the_tables(lesson):
    """Otherwise the page would ask one thing and judge another."""
    for entry in states.load(lesson)[0].values():
        if entry.get("class", "").endswith(".QuestionWidget"):
            question = find_question(entry["state"]["name"])[1]
            expected = {"name": question.name, "asks": question.asks, "texts": [*question.texts], "reply": {}}
            assert entry["state"] == expected
        if entry.get("class", "").endswith(".CourseTest"):
            items = ten_questions.ITEMS[entry["state"]["when"]]
            expected = [{"asks": item.asks, "texts": item.texts} for item in items]
            assert entry["state"]["questions"] == expected


def test_code_that_was_edited_and_not_run_again_stops_the_build():
    """The page would show an explorer that the code above it does not make."""
    notebook = read("06_pooling")
    build.saved_states(notebook, "06_pooling")
    notebook.cells.append(nbformat.v4.new_code_cell("explorer.size = 3"))
    with pytest.raises(ValueError, match="make notebooks"):
        build.saved_states(notebook, "06_pooling")


def test_an_explorer_that_the_notebook_does_not_describe_stops_the_build():
    """Text and picture of the lesson would contradict the explorer beside them."""
    notebook = read("06_pooling")
    entries = states.load("06_pooling")[0].values()
    states.check(entries, notebook)
    (cell,) = [cell for cell in notebook.cells if shows_widget(cell) and "image/png" in cell.outputs[-1].data]
    cell.outputs[-1].data["text/plain"] += " Or not."
    with pytest.raises(ValueError, match="Or not"):
        states.check(entries, notebook)


def test_only_the_traits_of_the_course_are_saved():
    """The script and the style alone would be fifty times as long, and change with every edit of a page."""
    expected = {"_image", "_start", "size", "stride", "padding", "mode", "shift", "focus"}
    assert states.trait_names(PoolingExplorer) == expected


def test_long_bytes_are_kept_once_and_come_back(tmp_path, monkeypatch):
    """The photo is in several lessons; each copy would stay in the repository's history."""
    monkeypatch.setattr(states, "FOLDER", tmp_path / "state")
    short = {"cell": "a", "state": {"mark": {"$bytes": "AAEC"}, "list": [[1, 2], None]}}
    long = {"cell": "b", "state": {"_pictures": [{"name": "×", "pixels": {"$bytes": PHOTO}}]}}
    before = copy.deepcopy([short, long])
    states.save("01", [short, long], "f00d")
    states.save("02", [long], "beef")
    assert states.load("01") == ({"a": before[0], "b": before[1]}, "f00d")
    assert states.load("02") == ({"b": before[1]}, "beef")
    assert len(list(states.FOLDER.glob("*.xz"))) == 1
    assert PHOTO not in (states.FOLDER / "01.json").read_text(encoding="utf-8")
    states.save("01", [short], "f00d")
    states.save("02", [], "beef")
    assert list(states.FOLDER.glob("*.xz")) == []


def test_the_state_in_a_page_cannot_end_its_script():
    """A sentence with an HTML tag in it would break the page below it."""
    entry = {"cell": "a", "class": "helpers.widgets.pooling.PoolingExplorer", "state": {"says": "</script>"}}
    output = nbformat.v4.new_output("execute_result", data={"text/html": "a picture"})
    page = explorers.html(entry, output)
    assert page.count("</script>") == 1
    assert json.loads(page.partition('json">')[2].partition("</script>")[0]) == entry["state"]


def test_an_explorer_that_asks_python_is_a_picture_with_a_note():
    """A reader would look for the mistake in their browser."""
    about = {"image/png": {"width": 300, "alt": "A shirt & its class"}}
    output = nbformat.v4.new_output("execute_result", data={"image/png": "iVBO\nRw=="}, metadata=about)
    page = explorers.html({"cell": "a"}, output)
    assert page.startswith(
        '<img width="300" alt="A shirt &amp; its class" src="data:image/png;base64,iVBORw==">'
    )
    assert page.endswith("live in JupyterLab.</p>")


def test_no_class_of_an_explorer_is_one_that_the_theme_lays_out():
    """On a phone, half of ReLU's histogram was beyond the edge: the theme's `main` is a row."""
    styles = (Path(furo.__file__).parent / "theme" / "furo" / "static" / "styles").glob("*.css")
    theme = {
        name
        for path in styles
        for name in re.findall(r"(?<=[{},])\.([a-z][\w-]*)(?=[{,:])", path.read_text())
    }
    pages = (Path(explorers.__file__).parents[2] / "helpers" / "widgets").rglob("*.js")
    written = [
        text
        for path in pages
        for text in re.findall(r'class: ?["`]([^"`]+)', path.read_text(encoding="utf-8"))
    ]
    assert {"main", "content", "page"} <= theme
    assert not theme & {name for text in written for name in text.split()}


def test_the_scripts_of_the_pages_are_not_modules():
    """A browser cannot load modules from a disk, and people carry the site around on USB sticks."""
    entries = states.load("06_pooling")[0].values()
    scripts = explorers.scripts(entries)
    assert scripts.keys() == {"live.js", "explorers/PoolingExplorer.js", "explorers/QuestionWidget.js"}
    for script in scripts.values():
        lines = script.splitlines()
        assert not [line for line in lines if line.startswith(("import ", "export "))]


def cells_on_the_page(lesson, tmp_path):
    """Return the cells of a lesson as Sphinx gets them."""
    (tmp_path / "outputs").mkdir()
    notebook = read(lesson)
    build.prepare(notebook, {}, lesson, tmp_path, build.LEARNERS_PAGES)
    return notebook.cells


def test_code_that_a_reader_can_do_without_is_folded_and_says_what_it_is(tmp_path):
    """A hundred lines that draw figures hide the lesson from those who read it."""
    folded = [cell for cell in cells_on_the_page("05_relu", tmp_path) if "mystnb" in cell.metadata]
    prompts = [cell.metadata["mystnb"]["code_prompt_show"] for cell in folded]
    assert prompts[0] == "Show the imports"
    assert prompts.count("Show the code of this figure") >= 4
    for cell in folded:
        assert "hide-input" in cell.metadata.tags
        assert "exercise" not in cell.metadata


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_folded_as_the_code_of_a_figure_shows_one(lesson):
    """If the figure moves to another cell, readers would open the code of something else."""
    for cell in read(lesson).cells:
        what = cell.metadata.get("fold", "")
        assert cell.cell_type == "code" or not what
        assert not what or re.match(r"the code \w+", what)
        if what.endswith("this figure"):
            assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source[:60]
        elif what.endswith(("this table", "this test")):
            assert cell.outputs, cell.source[:60]


def test_an_exercise_of_a_page_without_python_is_one_quiet_line(tmp_path):
    """ "Not yet" and "to do" are about the machine that ran the lesson; on a page they look like errors."""
    cells = cells_on_the_page("05_relu", tmp_path)
    for source in ("checks.relu(my_relu)", 'checks.progress("05")'):
        (cell,) = [cell for cell in cells if cell.source == source]
        assert "remove-input" in cell.metadata.tags
        assert "in JupyterLab" in cell.outputs[0].data["text/html"].replace("In", "in")
    text = "".join(str(cell.get("outputs", "")) for cell in cells)
    assert "still to be written" not in text
    assert "to do" not in text


def test_lesson_00_shows_what_a_check_says(tmp_path):
    """It explains "Not yet" with the saved output."""
    assert "Not yet" in str([cell.get("outputs") for cell in cells_on_the_page("00_start_here", tmp_path)])
