"""lab/: what `pip install` adds to JupyterLab's own files. test_lab_settings.py tries it in a browser."""

import json
import re
import tomllib
from html import unescape
from pathlib import Path

import pytest

from tests.test_notebooks import LESSONS, code_cells, outputs

ROOT = Path(__file__).parent.parent
SHARE = ROOT / "lab" / "share" / "jupyter"
CONFIG = ROOT / "lab" / "etc" / "jupyter"
EXTENSION = SHARE / "labextensions" / "convolution-course"


def read(path):
    """Return the content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def test_whatever_installs_the_course_installs_the_folder():
    """`make lab`, Binder, the hub and a USB stick all install the course itself, and nothing else by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["flit"]["external-data"]["directory"] == "lab"
    installing = [ROOT / "postBuild", ROOT / "Makefile", ROOT / "docs" / "classroom" / "README.md"]
    for page in installing:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"--no-deps (--editable|-e) \.", text), page.name


def test_jupyterlab_finds_the_script_and_the_style_of_the_extension():
    """Otherwise only the browser's console would say so, and pictures would have no words."""
    build = read(EXTENSION / "package.json")["jupyterlab"]["_build"]
    script = (EXTENSION / build["load"]).read_text(encoding="utf-8")
    assert f'_JUPYTERLAB["{read(EXTENSION / "package.json")["name"]}"]' in script
    assert (EXTENSION / "static" / re.search(r'new URL\("(.+?)"', script)[1]).is_file()


def test_explorers_are_kept_in_a_saved_lesson_and_nobody_is_asked_about_news():
    """Whether they are drawn again is tested in the browser; here, that the settings have their full names.

    Without the second setting, a question about news covers every learner's first lesson on a hub or a
    laptop.
    """
    (settings,) = (SHARE / "lab" / "settings" / "overrides.d").glob("*.json")
    assert read(settings) == {
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    }


def test_nbconvert_has_the_same_settings_in_jupyterlab_and_at_the_command_line():
    """The menu and the command would otherwise give two different pages."""
    configs = [CONFIG / "jupyter_nbconvert_config.json", *(CONFIG / "jupyter_server_config.d").iterdir()]
    assert len({path.read_text(encoding="utf-8") for path in configs}) == 1
    assert read(configs[0])["HTMLExporter"]["template_name"] == "course"


@pytest.mark.parametrize("name", ["02_convolution_by_hand", "12_inside_the_network"])
def test_pictures_have_the_same_words_in_a_page_of_nbconvert(name):
    """Its own template for JupyterLab's look says "No description has been provided for this image"."""
    import nbformat
    from nbconvert import HTMLExporter  # late: it takes a second

    exporter = HTMLExporter(
        template_name="course", extra_template_basedirs=[str(SHARE / "nbconvert" / "templates")]
    )
    shown = nbformat.v4.new_notebook(cells=[cell for cell in code_cells(LESSONS[name]) if cell.outputs])
    page, _ = exporter.from_notebook_node(shown)
    data = [output.get("data", {}) for output in outputs(LESSONS[name])]
    words = [one["text/plain"] for one in data if "image/png" in one]
    images = re.findall(r"<img[^>]*>", page)
    assert [unescape(re.search(r'alt="([^"]*)"', image)[1]) for image in images] == words
    assert all(re.search(r'width="\d+"', image) for image in images)
