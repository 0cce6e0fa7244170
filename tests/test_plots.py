"""helpers.plots: the pictures of the course, whatever a learner has done to Matplotlib's settings."""

import subprocess
import sys

import matplotlib
import matplotlib.style
import numpy as np
import pytest

from helpers import plots
from helpers.widgets import ReluExplorer

GRID = np.array([[0, 9, 0], [-4, 9, 0], [0, 9, 7]])


def change_every_setting():
    """Go back to Matplotlib's own style, then to a dark one with large text and another layout."""
    matplotlib.style.use(["default", "dark_background"])
    matplotlib.rcParams.update({"font.size": 30, "axes.titlesize": 40, "figure.autolayout": True})


@pytest.fixture(autouse=True)
def _small_pictures_and_settings_as_they_were(monkeypatch):
    """Draw with few pixels, which is fast, and undo what a test does to Matplotlib's settings."""
    monkeypatch.setattr(plots, "PRINT_DPI", 30)
    with matplotlib.rc_context():
        yield


def draw_everything(patch):
    """Return what is shown by every function that draws in the lessons, called once."""
    shown = []
    patch.setattr(plots, "display", lambda bundle, **options: shown.append(bundle["image/png"]))
    history = {"loss": [2, 1], "val_loss": [2, 1.5], "accuracy": [0.4, 0.7], "val_accuracy": [0.4, 0.6]}
    history["seconds"] = [1, 1]
    images = np.stack([GRID + 4] * 4)
    plots.show_grids([("one", GRID, "input"), ("other", GRID, "output")], "Two grids.", signs=["∗"])
    plots.show_images(images, "abcd", "Four images.", columns=2, note="a note")
    plots.show_filter(np.ones((2, 2)), GRID + 4, GRID + 4, "A filter.")
    plots.show_marks([np.sign(GRID)], ["a mark"], "A mark.")
    plots.show(*plots.training_curves(history, title="a training"))
    plots.class_gallery(images, np.array([0, 0, 1, 1]), ["one", "other"], "A gallery.", each=2)
    plots.confusion_matrix(np.array([[3, 1], [0, 4]]), ["one", "other"], "A matrix.")
    plots.accuracy_against_seconds({"a": history}, "A race.", goal=0.5)
    plots.accuracy_ranges([{"name": "a", "accuracy": [0.5, 0.7], "seconds": [1, 2]}], "Ranges.")
    plots.overfitting_curves({"a": history, "b": history}, "Two curves.", title="both")
    # An explorer's picture is saved in the notebook, for readers without a kernel.
    return [*shown, ReluExplorer(GRID, np.ones((2, 2)))._repr_mimebundle_()[0]["image/png"]]


def test_pictures_keep_the_look_of_the_course_and_learners_their_settings(monkeypatch):
    """If you try a style of your own, the next picture of the lesson must not stop with an error."""
    usual = draw_everything(monkeypatch)
    change_every_setting()
    own = dict(matplotlib.rcParams)
    assert draw_everything(monkeypatch) == usual
    assert dict(matplotlib.rcParams) == own


def test_grids_are_shown_in_matplotlibs_default_style(monkeypatch):
    """`plt.style.use("default")` is what many people type first; it switches the course's layout off."""
    monkeypatch.setattr(plots, "display", lambda bundle, **options: None)
    matplotlib.style.use("default")
    plots.show_grids([("one", GRID, "input"), ("other", GRID, "output")], "Two grids.")


DOCSTRINGS = """
import hashlib, inspect
{first}
import matplotlib.pyplot
from matplotlib.artist import Artist

def classes_below(parent):
    for child in parent.__subclasses__():
        yield child
        yield from classes_below(child)

found = dict()
for one in [matplotlib.pyplot, *classes_below(Artist)]:
    for name, member in vars(one).items():
        found[f"{{one}} {{name}}"] = str(member.__doc__)
print(len(found), hashlib.sha256(str(sorted(found.items())).encode()).hexdigest(), inspect.cleandoc.__class__)
"""


def test_matplotlib_has_its_own_docstrings_though_it_is_imported_faster():
    """Learners read them: `help(axes.plot)` must not lose its list of properties."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", DOCSTRINGS.format(first=first)], stdout=subprocess.PIPE, text=True
        )
        for first in ("", "from helpers import plots")
    ]
    usual, faster = (process.communicate()[0] for process in both)
    assert usual.endswith(" <class 'function'>\n")
    assert faster == usual


def test_a_picture_needs_words():
    """A picture without them shows nothing to a screen reader."""
    with pytest.raises(ValueError, match="alt must say in words what the picture shows"):
        plots.show(plots.new_figure()[0], " ")
