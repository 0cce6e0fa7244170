"""The charts of lesson 10: what is drawn is what was measured."""

import numpy as np
import pytest

from helpers import charts, palette, plots
from helpers.figure_words import describe


@pytest.fixture(name="shown")
def _shown(monkeypatch):
    """Return the list of the figures that were shown, with their alternative texts."""
    figures = []
    monkeypatch.setattr(charts, "show", lambda figure, alt: figures.append((figure, alt)))
    return figures


def test_each_path_gets_a_panel_and_ends_are_not_stretched_by_a_path_that_leaves(shown):
    """A walk that diverges must not shrink the valley to a dot."""
    far = np.array([[1.0, 1.0], [50.0, -300.0]])
    near = np.array([[1.0, 1.0], [0.5, 0.5], [0.25, 0.25]])
    charts.show_paths(lambda weights: (weights**2).sum(axis=0), {"far": far, "near": near}, "Two paths.")
    ((figure, alt),) = shown
    assert alt == "Two paths."
    assert [axes.get_title() for axes in figure.axes] == ["far", "near"]
    for axes, path in zip(figure.axes, (far, near), strict=True):
        assert axes.get_xlim() == (-10, 10)
        assert np.array_equal(axes.lines[0].get_xydata(), path)


def test_gains_are_drawn_with_a_dot_for_each_seed_and_the_mean(shown):
    """The picture must agree with the table above it."""
    plain = {"name": "plain", "seeds": [1, 2], "right": [[1, 1, 0, 0], [1, 0, 0, 0]]}
    better = {"name": "better", "seeds": [1, 2], "right": [[1, 1, 1, 0], [1, 1, 1, 0]]}
    charts.show_gains([better], plain, "Gains.")
    ((figure, _),) = shown
    (axes,) = figure.axes
    drawn = [line.get_xdata() for line in axes.lines]
    assert any(np.allclose(places, [0.25, 0.5]) for places in drawn if len(places) == 2)
    (mean,) = [line for line in axes.lines if line.get_color() == palette.FOCUS]
    assert float(np.squeeze(mean.get_xdata())) == 0.375
    assert "“plain”" in axes.get_xlabel()


def test_a_single_seed_is_drawn_without_an_interval(shown):
    """At quick pace there is one seed, and an infinite line cannot be drawn."""
    plain = {"name": "plain", "seeds": [1], "right": [[1, 0]]}
    charts.show_gains([{**plain, "name": "same"}], plain, "Gains.")
    assert len(shown) == 1


def test_intervals_are_drawn_around_the_mean_and_written_beside_it(shown):
    """A reader looks whether the bar reaches 0; drawn too short, it would turn luck into a result."""
    charts.show_intervals({"maps": [1.0, 2.0, 3.0], "one": [0.5]}, label="gain", each="one seed")
    ((figure, alt),) = shown
    (axes,) = figure.axes
    # Student's t for three measurements is 4.303; their standard deviation is 1
    bars = [line.get_xdata() for line in axes.lines if line.get_linewidth() == 8]
    assert np.allclose(bars, [[2 - 4.303 / np.sqrt(3), 2 + 4.303 / np.sqrt(3)]], atol=1e-3)
    means = [line.get_xdata()[0] for line in axes.lines if line.get_color() == palette.FOCUS]
    assert means == [2, 0.5]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["maps", "one"]
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert sorted(legend) == ["its 95% interval", "one seed", "their mean"]
    assert [text.get_text() for text in axes.texts] == ["+2.00 ± 2.48", "+0.50"]
    assert alt == "Gain, a dot for one seed, and the mean. maps: +2.00 ± 2.48; one: +0.50."


def test_reliability_draws_every_group_where_it_belongs(shown):
    """Right 0.6 at a probability of 0.9 is a point below the diagonal."""
    charts.show_reliability({"moved": [(0.9, 0.6, 50), (0.5, 0.4, 5)]}, "Reliability.")
    ((figure, _),) = shown
    (axes,) = figure.axes
    assert np.array_equal(axes.collections[0].get_offsets(), [[0.9, 0.6], [0.5, 0.4]])
    large, small = axes.collections[0].get_sizes()
    assert large > small


def test_a_table_in_colours_has_a_key(shown):
    """Yellow is the most in one table and red in the next: nobody could know."""
    charts.show_table([[1, 2.5], [0, 100]], "ab", "cd")
    charts.show_table([[-0.25, 0.5]], "a", "cd", decimals=2)
    keys = [figure.axes[1] for figure, _ in shown]
    assert [[text.get_text() for text in key.get_yticklabels()] for key in keys] == [
        ["0", "100"],
        ["−0.5", "0.5", "0"],
    ]
    for figure, _ in shown:
        table, key = (axes.images[0] for axes in figure.axes)
        assert table.get_cmap() == key.get_cmap()
        assert table.get_clim() == key.get_clim()
        assert describe(figure).count("numbers") == 1  # the key has no words of its own


def test_two_tables_can_have_one_scale(shown):
    """A correlation of 0.6 is one red here and another there: they look like two results."""
    for table in ([[-1, 1]], [[-0.03, 0.6]], [[0.2, 0.6]]):
        charts.show_table(table, "a", "bc", decimals=2, limits=(-1, 1))
    pictures = [axes.images[0] for figure, _ in shown for axes in figure.axes]
    assert {(picture.get_clim(), picture.get_cmap().name) for picture in pictures} == {
        ((-1, 1), palette.SIGNED)
    }


def test_groups_of_bars_have_their_numbers_on_them(shown):
    """Two measures of the same three things, of which only the bars' lengths could be compared."""
    groups = {"Share": {"one": 1.0, "other": 0.65}, "Count": {"one": 479, "other": 386}}
    charts.show_bar_groups(groups, formats=("{:.0%}", "{:.0f}"))
    ((figure, alt),) = shown
    assert [[text.get_text() for text in axes.texts] for axes in figure.axes] == [
        ["100%", "65%"],
        ["479", "386"],
    ]
    widths = [[bar.get_width() for bar in axes.patches] for axes in figure.axes]
    assert widths == [[1.0, 0.65], [479, 386]]
    assert alt == "Bars. Share: one 100%, other 65%. Count: one 479, other 386."


def test_the_key_says_where_colours_are_cut_off(shown):
    """A response of 700 has the colour of 264."""
    figure, (axes, key) = plots.new_figure(2)
    picture = axes.imshow([[-700, 700]], cmap=palette.SIGNED, vmin=-263.6, vmax=263.6)
    charts.draw_key(key, picture, is_cut=True)
    assert [text.get_text() for text in key.get_yticklabels()] == ["≤ −264", "≥ 264", "0"]


def test_the_key_of_maps_after_relu_begins_at_zero(shown):
    """Half of the bar would be a blue that no cell has."""
    figure, (axes, key) = plots.new_figure(2)
    picture = axes.imshow([[0, 3]], cmap=palette.SIGNED, vmin=-3.82, vmax=3.82)
    charts.draw_key(key, picture, is_half=True)
    assert [text.get_text() for text in key.get_yticklabels()] == ["0", "3.82"]
    (bar,) = key.images
    assert [picture.cmap(picture.norm(end)) for end in (0, 3.82)] == [
        bar.cmap(bar.norm(bar.get_array()[row, 0])) for row in (0, -1)
    ]
