"""StackExplorer in Python: its settings, what it says of a number, what it refuses."""

import pytest

from helpers.widgets import StackExplorer
from helpers.widgets.stack import RULES
from tests.without_kernel import described


def test_settings_made_in_python_and_on_the_page_fit_together():
    """`explorer.layers = 6` in a cell below is how a learner tries what the lesson asks."""
    explorer = StackExplorer()
    explorer.layers = 6
    assert (explorer.dilations, explorer.layer, explorer.reach) == ([1, 2, 4, 8, 16, 32], 6, 64)
    explorer.rule = "1, 3, 9, 27, …"
    explorer.layers = 3
    assert (explorer.dilations, explorer.layer, explorer.reach) == ([1, 3, 9], 3, 14)
    explorer.layer, explorer.step = 2, 20
    explorer.dilations = [1, 2, 4, 8, 16]
    assert (explorer.rule, explorer.layer, explorer.receptive_field) == ("1, 2, 4, 8, …", 2, 4)
    explorer.dilations = [5]
    assert (explorer.rule, explorer.layer, explorer.seen) == ("", 1, [15, 20])
    explorer.set_state({"_dilations": [1, 4], "_rule": "", "_focus": [2, 30], "k": 3, "causal": False})
    assert (explorer.layers, explorer.k, explorer.receptive_field) == (2, 3, 11)
    assert explorer.seen == [25, 26, 27, 29, 30, 31, 33, 34, 35]


def test_dilations_of_your_own_replace_layers_and_rule():
    """The exercise of the lesson is a list of dilations, which a learner wants to look at."""
    explorer = StackExplorer(dilations=(1, 2, 5), step=40)
    assert (explorer.layers, explorer.rule, explorer.reach, explorer.step) == (3, "", 9, 40)
    explorer.layers = 5
    assert explorer.dilations == [1, 2, 5, 5, 5]


def test_a_rule_survives_a_stack_of_one_layer():
    """With one layer, 1, 1, 1, … and 1, 2, 4, … look the same."""
    for rule in RULES:
        explorer = StackExplorer(2, 1, rule)
        explorer.layers = 3
        assert explorer.rule == rule


def test_holes_later_steps_and_zeros_beyond_the_ends_are_put_into_words():
    """Its sentences are all that a learner who cannot see the picture has."""
    explorer = StackExplorer(3, 6, "4, 4, 4, 4, …", causal=False, step=30)
    assert explorer.describe() == (
        "6 layers of 3 weights, dilations 4, 4, 4, 4, 4, 4: the receptive field is "
        "1 + 2 · (4 + 4 + 4 + 4 + 4 + 4) = 49 steps. "
        "Number 30 depends on 13 steps, from 6 to 54; 36 between them are left out. "
        "6 of them are later than 30."
    )
    explorer.layer, explorer.step = 1, 2
    assert explorer.describe() == (
        "6 layers of 3 weights, dilations 4, 4, 4, 4, 4, 4. Up to layer 1 the receptive field is "
        "1 + 2 · 4 = 9 steps. Number 2 of layer 1 depends on 2 steps, from 2 to 6; 3 between them are left "
        "out. 1 of them is later than 2. The rest is beyond the ends of the series, where there are zeros."
    )
    explorer.dilations, explorer.k = [200], 2
    assert "Number 2 depends on no step." in explorer.describe()


def test_a_reader_without_a_kernel_sees_the_tree():
    """A saved notebook on the web would show a gap."""
    assert described(StackExplorer()) == StackExplorer().describe()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"k": 6}, "k must be 2 to 5, but is 6"),
        ({"k": 1}, "k must be 2 or more"),
        ({"layers": 0}, "layers must be 1 or more"),
        ({"layers": 9}, "layers must be 1 to 8, but is 9"),
        ({"step": 64}, "step must be 0 to 63"),
        ({"rule": "1, 1"}, "rule must be one of"),
        ({"dilations": []}, "for each of 1 to 8 layers, but has 0"),
        ({"dilations": [1] * 9}, "but has 9"),
        ({"dilations": [1, 0]}, "every dilation must be 1 or more, but is 0"),
        ({"dilations": [9999]}, "every dilation must be 1 to 4096"),
    ],
)
def test_an_impossible_setting_ends_in_a_sentence(settings, words):
    """Learners can type in Python what the page would not offer."""
    with pytest.raises(ValueError, match=words):
        StackExplorer(**settings)


def test_an_impossible_setting_made_later_changes_nothing():
    """The picture must go on showing the values of `explorer`."""
    explorer = StackExplorer()
    for name, value in {"k": 9, "layers": 99, "rule": "?", "dilations": [], "layer": 5, "step": 64}.items():
        with pytest.raises(ValueError, match=name):
            setattr(explorer, name, value)
    assert repr(explorer) == repr(StackExplorer())
    assert (explorer.layer, explorer.step) == (4, 63)
