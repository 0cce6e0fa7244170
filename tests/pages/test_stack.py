"""The arithmetic of StackExplorer's page against `helpers`, over hundreds of stacks."""

import functools

import numpy as np

from helpers import conv1d, receptive_field
from helpers.shapes import Conv
from helpers.widgets import StackExplorer
from helpers.widgets.shared.limits import LARGEST_DILATION, MOST_DILATED_LAYERS, STACK_RULES, STACK_STEPS
from helpers.widgets.stack import by_rule, grown, rule_of
from tests.pages.node import ask

MODULE = "stack/arithmetic.js"


def random_stacks(count):
    """Return stacks of every kind, each with a number to look at."""
    random = np.random.default_rng(14)
    found = []
    for _ in range(count):
        layers = int(random.integers(1, 6))
        dilations = [int(2 ** random.integers(0, 5) + random.integers(0, 3)) for _ in range(layers)]
        stack = {"k": int(random.integers(2, 6)), "dilations": dilations, "causal": bool(random.integers(2))}
        place = [int(random.integers(1, layers + 1)), int(random.integers(0, STACK_STEPS))]
        found.append((stack, place))
    return found


def path_counts(stack, layer, step):
    """Return how many paths lead from each step to a number: with weights of 1, the sums of `conv1d`."""
    maps = np.eye(STACK_STEPS)[:, :, np.newaxis]
    for dilation in stack["dilations"][:layer]:
        padding = (dilation * (stack["k"] - 1), 0) if stack["causal"] else "same"
        maps = conv1d(maps, np.ones((stack["k"], 1, 1)), padding=padding, dilation=dilation)
    return maps[:, step, 0]


def test_the_paths_to_a_number_are_counted_as_conv1d_adds_them_up():
    """A learner takes the lit steps for what is seen, and the bars for how often."""
    stacks = random_stacks(150)
    trees = ask(MODULE, "treeOf", [[stack, place] for stack, place in stacks])
    for (stack, (layer, step)), tree in zip(stacks, trees, strict=True):
        counts = np.zeros(STACK_STEPS)
        for at, paths in tree["levels"][0]:
            counts[at] = paths
        np.testing.assert_array_equal(counts, path_counts(stack, layer, step))
        explorer = StackExplorer(stack["k"], causal=stack["causal"], dilations=stack["dilations"])
        explorer.layer, explorer.step = layer, step
        np.testing.assert_array_equal(explorer.paths, counts)
        assert explorer.seen == np.flatnonzero(counts).tolist()


def test_the_steps_that_are_drawn_hold_all_that_the_last_layer_sees():
    """Nobody can follow what is cut off, or read a tree in a corner."""
    stacks = random_stacks(100)
    last = [[stack, [len(stack["dilations"]), step]] for stack, (_, step) in stacks]
    calls = [[stack, step, 16, times] for stack, (_, step) in last for times in (1.1, 1.5)]
    pairs = [pair for pair in last for _ in range(2)]
    for (stack, place), (first, end) in zip(pairs, ask(MODULE, "shownSteps", calls), strict=True):
        seen = np.flatnonzero(path_counts(stack, *place))
        assert 0 <= first <= seen.min(initial=place[1])
        assert seen.max(initial=place[1]) <= end < STACK_STEPS
        assert end - first + 1 >= 16


def test_the_reach_of_a_number_ends_at_its_farthest_steps_or_at_those_of_the_series():
    """The part that is drawn is cut out by it: one step too few, and a line of the tree leads nowhere."""
    stacks = [stack for stack, _ in random_stacks(60)]
    calls = [[stack, step] for stack in stacks for step in (0, 1, 30, STACK_STEPS - 2, STACK_STEPS - 1)]
    for (stack, step), found in zip(calls, ask(MODULE, "reachOf", calls), strict=True):
        k, dilations = stack["k"], stack["dilations"]
        spans = [dilation * (k - 1) for dilation in dilations]
        before = sum(span if stack["causal"] else span // 2 for span in spans)  # same padding: half, or less
        after = sum(spans) - before
        assert found == [max(step - before, 0), min(step + after, STACK_STEPS - 1)], (stack, step)


def test_half_as_much_again_as_the_receptive_field_is_drawn_with_the_field_in_the_middle():
    """What is outside the field must be seen to be outside it, on both sides where the series has them."""
    field_16 = {"k": 2, "dilations": [1, 2, 4, 8], "causal": True}
    field_3 = {"k": 3, "dilations": [1], "causal": False}
    field_49 = {"k": 4, "dilations": [16], "causal": True}
    expected = [
        (field_16, 30, 16, [11, 34]),  # 15 to 30, with 4 more on each side
        (field_16, 20, 16, [1, 24]),
        (field_16, 17, 16, [0, 23]),  # it would begin at −2
        (field_16, 63, 16, [40, 63]),  # and here end at 67
        (field_16, 0, 16, [0, 15]),
        (field_16, 30, 30, [8, 37]),
        (field_3, 30, 1, [28, 32]),  # 4.5 are rounded up to 5
        (field_3, 63, 1, [61, 63]),
        (field_3, 63, 7, [57, 63]),
        (field_49, 63, 16, [0, 63]),  # all there is
    ]
    found = ask(MODULE, "shownSteps", [[stack, step, least, 1.5] for stack, step, least, _ in expected])
    assert found == [shown for *_, shown in expected]


def test_the_numbers_of_steps_do_not_touch_each_other():
    """Two numbers that run into each other are read as one."""
    expected = [
        ([40, 63, 1.4], range(40, 64, 2)),
        ([0, 63, 7], range(0, 64, 8)),
        ([0, 63, 8.5], range(0, 64, 16)),
        ([0, 15, 1], range(16)),
        ([3, 63, 3], range(4, 64, 4)),
        ([5, 9, 2], [6, 8]),
        ([7, 7, 1], [7]),
    ]
    assert ask(MODULE, "ticksOf", [call for call, _ in expected]) == [list(ticks) for _, ticks in expected]


def test_the_row_of_paths_is_left_out_only_where_there_is_one_from_each_step():
    """Bars that are all equal say nothing; those that are not must never be hidden."""
    stacks = random_stacks(200)
    meet = ask(MODULE, "pathsMeet", [[stack] for stack, _ in stacks])
    for (stack, place), shown in zip(stacks, meet, strict=True):
        assert shown or max(path_counts(stack, *place)) <= 1
    doubling = {"k": 2, "dilations": [1, 2, 4, 8], "causal": True}
    assert ask(MODULE, "pathsMeet", [[doubling], [{**doubling, "dilations": [1, 2, 2]}]]) == [False, True]


def test_every_line_of_the_tree_is_a_weight_and_none_is_missing():
    """A line drawn to the wrong step contradicts the bars below it."""
    stacks = random_stacks(100)
    for (stack, (layer, step)), tree in zip(
        stacks, ask(MODULE, "treeOf", [[stack, place] for stack, place in stacks]), strict=True
    ):
        k, reached = stack["k"], {step}
        for at in range(layer, 0, -1):
            edges, outside = (
                {(edge["to"], edge["from"]) for edge in tree[name] if edge["layer"] == at}
                for name in ("edges", "outside")
            )
            assert {to for to, _ in edges | outside} == reached
            assert len(edges | outside) == k * len(reached)
            assert all(0 <= start < STACK_STEPS for _, start in edges)
            assert not any(0 <= start < STACK_STEPS for _, start in outside)
            reached = {start for _, start in edges}


def test_the_fields_are_those_of_receptive_field_and_the_recurrence_adds_up():
    """The lesson's formula is written beside every layer."""
    stacks = [stack for stack, _ in random_stacks(100)]
    found = ask(MODULE, "fields", [[stack["k"], stack["dilations"]] for stack in stacks])
    questions, wanted = [], []
    for stack, fields in zip(stacks, found, strict=True):
        layers = [Conv(1, (1, stack["k"]), dilation=(1, dilation)) for dilation in stack["dilations"]]
        assert fields == [receptive_field(layers[:count])[1] for count in range(len(layers) + 1)]
        questions += [[stack["k"], stack["dilations"], at] for at in range(len(fields))]
        wanted += fields
    for line, field in zip(ask(MODULE, "recurrence", questions), wanted, strict=True):
        total, _, terms = line.replace(",", "").partition(" = ")
        before, _, product = (terms or "1 + 0").partition(" + ")
        assert int(total) == field == int(before) + np.prod([int(n) for n in product.split(" · ")])


def test_the_paths_from_a_step_are_those_of_the_tree_that_start_there():
    """The thick lines must lead from the step that is pointed at to the number, and nowhere else."""
    stacks = [one for one in random_stacks(80) if one[1][0] > 1]
    trees = ask(MODULE, "treeOf", [[stack, place] for stack, place in stacks])
    calls = [
        (stack, place, step)
        for (stack, place), tree in zip(stacks, trees, strict=True)
        for step, _ in tree["levels"][0][:3]
    ]
    questions = [[_with_maps(trees[stacks.index((stack, place))]), step] for stack, place, step in calls]
    for (stack, (layer, step), source), edges in zip(
        calls, ask("drivers/stack.js", "pathsFrom", questions), strict=True
    ):
        counts = {source: 1}
        for at in range(1, layer + 1):
            above = {}
            for edge in edges:
                if edge["layer"] == at:
                    above[edge["to"]] = above.get(edge["to"], 0) + counts[edge["from"]]
            counts = above
        assert counts == {step: path_counts(stack, layer, step)[source]}


def _with_maps(tree):
    return {name: tree[name] for name in ("levels", "edges")}


def test_the_words_of_the_page_are_those_of_python():
    """A screen reader reads the first, a saved notebook shows the second, which names the settings too."""
    stacks = random_stacks(200)
    said = ask(MODULE, "description", [[stack, place] for stack, place in stacks])
    for (stack, (layer, step)), words in zip(stacks, said, strict=True):
        explorer = StackExplorer(stack["k"], causal=stack["causal"], dilations=stack["dilations"])
        explorer.layer, explorer.step = layer, step
        start = "The" if layer == explorer.layers else f"Up to layer {layer} the"
        settings, separator, about = explorer.describe().partition(" receptive field")
        assert settings.endswith(start.replace("The", "the"))
        assert words == start + separator + about


def test_the_paths_are_put_into_words():
    """The bars are of no use to a learner who cannot see them."""
    plain = {"k": 2, "dilations": [1, 2], "causal": True}
    crossing = {"k": 3, "dilations": [1, 1, 1], "causal": False}
    sparse = {"k": 2, "dilations": [100], "causal": False}
    even = {"k": 2, "dilations": [1, 1, 1], "causal": True}
    deep = {"k": 5, "dilations": [1] * 6, "causal": False}
    most = functools.reduce(np.convolve, [np.ones(5, int)] * 6).max()
    told = [
        (sparse, [1, 30], None, "No path leads from the series to number 30 of layer 1."),
        (sparse, [1, 30], 5, "No path leads from step 5 to number 30 of layer 1."),
        (even, [3, 63], None, "Most paths, 3, lead from steps 61–62."),
        (even, [3, 63], 62, "3 paths lead from step 62 to number 63 of layer 3."),
        (deep, [6, 30], None, f"Most paths, {most:,}, lead from step 30."),
        (deep, [6, 30], 30, f"{most:,} paths lead from step 30 to number 30 of layer 6."),
        (plain, [2, 63], None, "One path leads from each of them to number 63 of layer 2."),
        (plain, [2, 63], 61, "One path leads from step 61 to number 63 of layer 2."),
        (plain, [2, 63], 3, "No path leads from step 3 to number 63 of layer 2."),
        (crossing, [3, 30], None, "Most paths, 7, lead from step 30."),
        (crossing, [3, 30], 29, "6 paths lead from step 29 to number 30 of layer 3."),
    ]
    assert ask("drivers/stack.js", "told", [call[:3] for call in told]) == [call[3] for call in told]


def test_rules_and_growing_are_those_of_python():
    """`explorer.layers = 6` and the field on the page must make the same stack."""
    known = [*STACK_RULES, ""]
    stacks = [stack["dilations"] for stack, _ in random_stacks(40)] + [
        by_rule(rule, layers) for rule in STACK_RULES for layers in (1, 2, 5)
    ]
    calls = [[dilations, rule] for dilations in stacks for rule in known]
    assert ask(MODULE, "ruleOf", calls) == [rule_of(*call) for call in calls]
    calls = [[rule, dilations, layers] for dilations, rule in calls for layers in (1, 4, 8)]
    assert ask(MODULE, "grown", calls) == [grown(*call) for call in calls]


TYPED = [
    ("1, 2, 4, 8", [1, 2, 4, 8]),
    (" 1 2  4;8 ", [1, 2, 4, 8]),
    ("7", [7]),
    (f"{LARGEST_DILATION}", [LARGEST_DILATION]),
    ("", "Type a dilation for each layer, starting with the one on the series: 1, 2, 4, 8, for example."),
    ("1, 0", "Every dilation must be a whole number from 1 to 4,096, but “0” was typed."),
    ("1, 2.5", "Every dilation must be a whole number from 1 to 4,096, but “2.5” was typed."),
    ("1, two", "Every dilation must be a whole number from 1 to 4,096, but “two” was typed."),
    ("−2", "Every dilation must be a whole number from 1 to 4,096, but “−2” was typed."),
    ("4097", "Every dilation must be a whole number from 1 to 4,096, but “4097” was typed."),
    ("1 " * 9, "The page draws up to 8 layers, but 9 dilations are typed: remove one of them."),
    ("1 " * 11, "The page draws up to 8 layers, but 11 dilations are typed: remove 3 of them."),
]


def test_typed_dilations_are_read_or_refused_in_a_sentence():
    """A number is half-typed at every change, which must not end in an empty picture."""
    answers = ask(MODULE, "readDilations", [[text] for text, _ in TYPED])
    for (_, expected), (dilations, sentence) in zip(TYPED, answers, strict=True):
        if isinstance(expected, list):
            assert (dilations, sentence) == (expected, "")
            assert len(dilations) <= MOST_DILATED_LAYERS
        else:
            assert dilations is None
            assert sentence.startswith(expected)


def test_the_outline_of_a_tree_goes_down_its_left_and_up_its_right_side():
    """The shaded cone shows at a glance how the field grows from layer to layer."""
    levels = [[[7, 1], [3, 1], [5, 2]], [[5, 1], [7, 1]], [[7, 1]]]
    (found,) = ask("drivers/stack.js", "outline", [[levels]])
    assert found == [[2, 7], [1, 5], [0, 3], [0, 7], [1, 7], [2, 7]]
    assert ask("drivers/stack.js", "outline", [[[[], [], [[4, 1]]]]]) == [[[2, 4], [2, 4]]]
