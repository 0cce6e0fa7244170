"""helpers.figure_words: the words for people who cannot see a figure of the course."""

import numpy as np
import pytest

from helpers import charts, palette, plots
from helpers.figure_words import describe

SMALL = np.array([[1, 2], [3, -4]])


@pytest.fixture(name="words")
def _words(monkeypatch):
    """Return a list that gets the text of every picture that is shown."""
    texts = []
    monkeypatch.setattr(plots, "png", lambda figure: b"")
    monkeypatch.setattr(plots, "display", lambda bundle, **options: texts.append(bundle["text/plain"]))
    return texts


def panel(**settings):
    """Return a figure with one panel, and the panel."""
    figure, axes = plots.new_figure()
    axes.set(**settings)
    return figure, axes


# ---- Grids and images ----


def test_a_small_grid_is_described_by_all_its_numbers(words):
    """They are what a lesson computes with; so the words for the picture must contain them."""
    plots.show_grids([("Pixels", SMALL, "input"), ("Kernel", SMALL / 4, "kernel")])
    assert words == ["“Pixels”, 2 × 2 numbers: 1, 2; 3, −4. “Kernel”, 2 × 2 numbers: 0.25, 0.5; 0.75, −1."]


def test_signs_and_frames_are_described(words):
    """They say what the grids have to do with each other, and where the window is."""
    plots.show_grids(
        [("Image", SMALL, "input"), ("Kernel", [[2]], "kernel"), ("Map", 2 * SMALL, "output")],
        signs="∗=",
        focus={0: (0, 1, 2, 1), 2: (1, 1, 1, 1)},
    )
    assert words == [
        "“Image”, 2 × 2 numbers: 1, 2; 3, −4; a frame around rows 0 to 1, column 1. "
        "∗ “Kernel”, 1 × 1 numbers: 2. "
        "= “Map”, 2 × 2 numbers: 2, 4; 6, −8; a frame around row 1, column 1."
    ]


def test_a_grid_that_hardly_differs_is_described_by_the_difference(words):
    """Nobody can compare two lists of 42 numbers by ear."""
    after = SMALL.copy()
    after[0, 1] = 9
    plots.show_grids([("Before", SMALL, None), ("After", after, None), ("Again", after, None)])
    assert words[0].endswith(
        "“After”, the same numbers as in “Before”, but 9 at row 0, column 1. "
        "“Again”, the same numbers as in “After”."
    )


def test_a_grid_of_mostly_equal_numbers_is_described_by_the_others(words):
    """Sixty zeros would hide the four numbers that matter."""
    stars = np.zeros((4, 4), int)
    stars[1, 2] = 7
    plots.show_grids([("stars", stars, None), ("nines", np.full((2, 2), 9), None)])
    assert words == [
        "“stars”, 4 × 4 numbers, 0 except for 7 at row 1, column 2. “nines”, 2 × 2 numbers, all 9."
    ]


def test_more_numbers_than_you_can_listen_to_are_described_by_their_range(words):
    """Three grids of 81 numbers take minutes to read aloud."""
    many = np.arange(81).reshape(9, 9)
    plots.show_grids([(name, many + step, None) for step, name in enumerate("abc")])
    assert words[0].startswith(
        "“a”, 9 × 9 pixels in grey, from 0 to 80. “b”, 9 × 9 pixels in grey, from 1 to 81."
    )


def test_images_are_described_by_size_range_and_colours(words):
    """The signs of a feature map are its colours, which not everybody sees."""
    signed = np.linspace(-1, 3, 400).reshape(20, 20)
    plots.show_images([np.abs(signed), signed, np.maximum(signed, 0)], ["sizes", "signed", "after ReLU"])
    assert words[0].startswith("“sizes”, 20 × 20 pixels in grey, from 0.00251 to 3.")
    assert "“signed”, 20 × 20 pixels, from −1 to 3, blue below 0 and red above." in words[0]
    assert words[0].endswith("“after ReLU”, 20 × 20 pixels in grey, from 0 to 3, 25% of them 0.")


def test_equal_images_are_described_together_and_many_by_their_names(words):
    """A list of twelve sizes and ranges says less than the twelve names."""
    image = np.arange(16.0).reshape(4, 4)
    plots.show_images([image, image], ["one", "other"])
    plots.show_images([image] * 5, ["bag", "bag", "coat", "boot", "boot"], note="the stand-in")
    assert words[0] == "“one” and “other”, 4 × 4 pixels in grey, from 0 to 15."
    assert words[1] == "The stand-in. 5 images of 4 × 4 pixels: “bag” (2 times), “coat” and “boot” (2 times)."


def test_a_colour_photo_and_one_of_nan_are_described_without_a_range(words):
    """A range of red, green and blue together means nothing, and NaN has none."""
    plots.show_images([np.zeros((2, 3, 3)), np.full((2, 2), np.nan)], ["colour", "nothing"])
    assert words == ["“colour”, 2 × 3 pixels in colour. “nothing”, 2 × 2 pixels."]


# ---- Charts ----


def test_a_line_is_described_by_its_ends_and_by_where_it_turns():
    """That a curve falls and rises again is the point of many pictures."""
    figure, axes = panel(xlabel="epoch", ylabel="loss", title="plain")
    axes.plot([1, 2, 3, 4], [2, 1, 0.5, 1.5], label="validation")
    axes.axhline(0.8, label="guessing")
    assert describe(figure) == (
        "“plain”, loss against epoch: “validation” from 2 at 1 to 1.5 at 4, lowest 0.5 at 3; "
        "“guessing” level at 0.8."
    )


def test_a_line_is_described_as_far_as_it_is_seen():
    """What is cut off by the edge of the picture is not part of the picture."""
    figure, axes = panel(xlabel="step", ylabel="error")
    axes.semilogy([0, 1, 2, 3], [1, 0.1, 0.01, 1e-16])
    axes.set_ylim(1e-3, 3)
    assert describe(figure) == (
        "Error (logarithmic) against step: a line from 1 at 0 to 0.01 at 2, where it leaves the picture."
    )


def test_a_label_counts_for_all_panels_that_share_it():
    """One legend, and one label of a shared axis, serve several panels."""
    figure, panels = plots.new_figure(2, sharey=True)
    for axes in panels:
        axes.plot([0, 1], [0, 1], "--", color=palette.FOCUS, label="dense" if axes is panels[0] else None)
        axes.set(xlabel="step")
    panels[0].set_ylabel("share")
    assert describe(figure) == " ".join(["Share against step: “dense” from 0 at 0 to 1 at 1."] * 2)


def test_points_arrows_bars_and_bands_are_described():
    """Each kind of mark needs words of its own."""
    figure, (cloud, arrows, bars, band) = plots.new_figure(4)
    steps = np.arange(50)
    cloud.scatter(steps, 2 * steps, label="pixels")
    arrows.quiver([0, 1], [0, 1], [1, 1], [1, 1])
    bars.bar(["bag", "coat"], [0.25, 0.75])
    band.axvspan(4, 25, label="training")
    band.plot([0, 30], [1, 1], "o", linestyle="none")
    words = describe(figure)
    assert "“pixels”, 50 points with a correlation of 1" in words
    assert "2 arrows" in words
    assert "bars: bag 0.25, coat 0.75" in words
    assert "“training”, a band from 4 to 25" in words
    assert "points at (0, 1) and (30, 1)" in words


def test_many_lines_are_described_by_their_range():
    """Twenty pairs of ends cannot be remembered."""
    figure, axes = panel()
    for height in range(20):
        axes.plot([0, 1], [height, height])
    assert describe(figure) == "A chart: 20 lines between 0 and 19."


def test_every_picture_has_words():
    """A picture without them shows nothing to a screen reader."""
    assert describe(plots.new_figure()[0]) == "An empty picture."


# ---- Helpers that know more than the drawing shows ----


def test_a_gallery_and_a_confusion_matrix_say_what_they_are(words):
    """To Matplotlib, ten rows of images are one; and a hundred counts say less than the worst three."""
    images = np.zeros((4, 2, 2))
    plots.class_gallery(images, np.array([0, 0, 1, 1]), ["bag", "coat"], each=2)
    plots.confusion_matrix(np.array([[7, 0, 3], [1, 8, 0], [0, 5, 4]]), ["bag", "coat", "boot"])
    assert words[0] == "2 rows of 2 grey images, one class in each row: bag, coat."
    assert "On its diagonal are 19 of 28 images." in words[1]
    assert words[1].endswith("boot taken for coat, 5 ×; bag taken for boot, 3 ×; coat taken for bag, 1 ×.")


def test_gains_are_described_with_their_intervals(words, monkeypatch):
    """A mean without its interval invites the wrong conclusion."""
    monkeypatch.setattr(charts, "show", plots.show)
    plain = {"name": "plain", "seeds": [1, 2], "right": [[1, 1, 0, 0], [1, 0, 0, 0]]}
    charts.show_gains([{"name": "better", "seeds": [1, 2], "right": [[1, 1, 1, 0], [1, 1, 1, 0]]}], plain)
    assert words[0].startswith("Gain in accuracy over “plain”")
    assert "better: +0.375, interval from −1.213 to +1.963" in words[0]


def test_words_of_your_own_replace_those_of_the_helper(words):
    """Only you know that the grey pixels are a woman in uniform."""
    plots.show_images([SMALL], ["photo"], "A woman in uniform.")
    assert words == ["A woman in uniform."]
