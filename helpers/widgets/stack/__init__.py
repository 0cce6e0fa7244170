"""StackExplorer: which steps of a series one number after several dilated layers depends on."""

from pathlib import Path

import numpy as np
import traitlets

from helpers.arguments import whole_number
from helpers.shapes import Conv, receptive_field
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared.limits import (
    LARGEST_DILATION,
    MOST_DILATED_LAYERS,
    STACK_RULES,
    STACK_STEPS,
    STACK_WEIGHTS,
)
from helpers.widgets.stack.tree import levels

STEPS, RULES = STACK_STEPS, STACK_RULES


class StackExplorer(CourseWidget):
    """Point at a number of a dilated stack, and see everything that it depends on, down to the series.

    Hover a number of any layer, or move to it with the arrow keys: its tree lights up. Point at a step of the
    series to see the paths that lead from it to the number. Change the layers, their weights and their
    dilations: the receptive field of each layer is written beside it.

    Parameters
    ----------
    k : int
        Weights of each layer along the series, 2 to 5.
    layers : int
        1 to 8.
    rule : str
        How the dilations grow from layer to layer: one of `RULES`.
    causal : bool
        Whether a number depends only on its own step and earlier ones. Otherwise the layers use same padding.
    step : int
        Which number of the last layer to begin with, 0 to 63.
    dilations : sequence of int, optional
        The dilation of each layer, the one on the series first. Given, they replace `layers` and `rule`.

    Attributes
    ----------
    k, layers, rule, causal, dilations
        The settings on the page now; you can set them too. `rule` is "" for dilations of your own.
    layer, step : int
        The number in focus, its layer counted from 1; you can set them too.
    receptive_field : int
        How many steps the layers up to that number span, in a series that is long enough.
    reach : int
        The receptive field of the whole stack.
    seen : list of int
        Those of the 64 steps on which the number depends.
    paths : ndarray of int (64,)
        How many paths lead from each step to the number.

    Raises
    ------
    ValueError, TypeError
        If a setting is out of range.

    Examples
    --------
    >>> explorer = StackExplorer(2, 4)
    >>> explorer
    StackExplorer(4 layers of 2 weights, dilations [1, 2, 4, 8])
    >>> explorer.receptive_field, explorer.seen == list(range(48, 64))
    (16, True)
    >>> explorer.layer = 2
    >>> explorer.receptive_field, explorer.seen
    (4, [60, 61, 62, 63])
    """

    folder = Path(__file__).parent

    k = traitlets.Int(2).tag(sync=True)
    causal = traitlets.Bool(True).tag(sync=True)
    _dilations = traitlets.List(default_value=[1, 2, 4, 8]).tag(sync=True)
    _rule = traitlets.Unicode("").tag(sync=True)  # which the page follows when layers are added
    _focus = traitlets.List(default_value=[4, STEPS - 1]).tag(sync=True)  # layer, step
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to

    def __init__(self, k=2, layers=4, rule="1, 2, 4, 8, …", *, causal=True, step=STEPS - 1, dilations=None):  # noqa: D107
        if dilations is None:
            dilations = by_rule(_known_rule(rule), _within("layers", layers, 1, MOST_DILATED_LAYERS))
        else:
            dilations = _checked(dilations)
            rule = rule_of(dilations, rule)
        settings = {
            "k": _within("k", k, *STACK_WEIGHTS),
            "causal": causal,
            "_dilations": dilations,
            "_rule": rule,
        }
        settings["_focus"] = [len(dilations), _within("step", step, 0, STEPS - 1)]
        super().__init__(**settings, _start=settings)

    @property
    def dilations(self):
        """The dilation of each layer, the one on the series first."""
        return [*self._dilations]

    @dilations.setter
    def dilations(self, dilations):
        dilations = _checked(dilations)
        self._take(dilations, rule_of(dilations, self._rule))

    @property
    def layers(self):
        """How many layers there are."""
        return len(self.dilations)

    @layers.setter
    def layers(self, layers):
        layers = _within("layers", layers, 1, MOST_DILATED_LAYERS)
        self._take(grown(self._rule, self.dilations, layers), self._rule)

    @property
    def rule(self):
        """The rule by which the dilations grow, or "" where they follow none of `RULES`."""
        return self._rule

    @rule.setter
    def rule(self, rule):
        self._take(by_rule(_known_rule(rule), self.layers), rule)

    @property
    def layer(self):
        """The layer of the number in focus, counted from 1."""
        return self._focus[0]

    @layer.setter
    def layer(self, layer):
        self._focus = [_within("layer", layer, 1, self.layers), self.step]

    @property
    def step(self):
        """The step of the number in focus."""
        return self._focus[1]

    @step.setter
    def step(self, step):
        self._focus = [self.layer, _within("step", step, 0, STEPS - 1)]

    @property
    def receptive_field(self):
        """The receptive field of the number in focus, in steps."""
        return _field(self.k, self.dilations[: self.layer])

    @property
    def reach(self):
        """The receptive field of the whole stack, in steps."""
        return _field(self.k, self.dilations)

    @property
    def seen(self):
        """The steps on which the number depends, of those that are drawn."""
        return sorted(self._levels()[0])

    @property
    def paths(self):
        """How many paths lead from each step to the number."""
        counts = np.zeros(STEPS, int)
        for step, paths in self._levels()[0].items():
            counts[step] = paths
        return counts

    def describe(self):
        """Return sentences that say what the chosen number depends on."""
        stack = f"{_layers(self.layers)} of {self.k} weights, dilations {', '.join(map(str, self.dilations))}"
        inner = self.layer < self.layers
        first = f"{stack}. Up to layer {self.layer}" if inner else f"{stack}:"
        total = sum_of_dilations(self.k, self.dilations[: self.layer])
        sentences = [f"{first} the receptive field is {total} = {self.receptive_field:,} steps."]
        name = f"Number {self.step}" + (f" of layer {self.layer}" if inner else "")
        return " ".join([*sentences, *_about_steps(name, self.step, self.seen, self.receptive_field)])

    def picture(self):
        """Return a Matplotlib `Figure`: the steps at the bottom, and above them the numbers of each layer."""
        from helpers.widgets.stack.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the settings, which stay the same from run to run."""
        return f"StackExplorer({_layers(self.layers)} of {self.k} weights, dilations {self.dilations})"

    def _levels(self):
        return levels(self.k, self.dilations, self.causal, self._focus)

    def _take(self, dilations, rule):
        """Take other dilations; a number of the last layer stays one of the last layer."""
        layer = len(dilations) if self.layer == self.layers else min(self.layer, len(dilations))
        with self.hold_sync():
            self._focus, self._dilations, self._rule = [layer, self.step], dilations, rule

    @traitlets.validate("k")
    def _check_weights(self, proposal):
        return _within("k", proposal["value"], *STACK_WEIGHTS)


def by_rule(rule, layers):
    """Return the dilations of this many layers by one of `RULES`.

    Examples
    --------
    >>> by_rule("1, 3, 9, 27, …", 3)
    [1, 3, 9]
    """
    first, factor = RULES[rule]
    return [first * factor**layer for layer in range(layers)]


def rule_of(dilations, rule=""):
    """Return the rule that dilations follow: `rule` if they follow that one too, "" if they follow none.

    Examples
    --------
    >>> rule_of([1, 2, 4]), rule_of([1], "1, 3, 9, 27, …"), rule_of([1, 2, 5])
    ('1, 2, 4, 8, …', '1, 3, 9, 27, …', '')
    """
    found = [one for one in RULES if by_rule(one, len(dilations)) == dilations]
    return rule if rule in found else [*found, ""][0]


def grown(rule, dilations, layers):
    """Return dilations for another number of layers: by their rule, or else with the last one repeated.

    Examples
    --------
    >>> grown("1, 2, 4, 8, …", [1, 2], 4), grown("", [1, 5], 4), grown("", [1, 5, 2], 2)
    ([1, 2, 4, 8], [1, 5, 5, 5], [1, 5])
    """
    if rule:
        return by_rule(rule, layers)
    return [*dilations, *[dilations[-1]] * layers][:layers]


def _field(k, dilations):
    return receptive_field([Conv(1, (1, k), dilation=(1, dilation)) for dilation in dilations])[1]


def sum_of_dilations(k, dilations):
    """Return how far a layer sees as a sum over the layers up to it; `arithmetic.js` has the same one.

    Examples
    --------
    >>> sum_of_dilations(2, [1, 2, 4]), sum_of_dilations(3, [1, 2, 4]), sum_of_dilations(3, [4])
    ('1 + (1 + 2 + 4)', '1 + 2 · (1 + 2 + 4)', '1 + 2 · 4')
    """
    total = " + ".join(f"{dilation:,}" for dilation in dilations)
    weights = f"{k - 1} · " if k > 2 else ""
    return f"1 + {weights}" + (f"({total})" if len(dilations) > 1 else total)


def _layers(count):
    return f"{count} {'layer' if count == 1 else 'layers'}"


def _about_steps(name, step, seen, field):
    """Return sentences about the steps that a number depends on; `arithmetic.js` has the same ones."""
    between = len(range(seen[0], seen[-1] + 1)) - len(seen) if seen else 0
    later = sum(1 for one in seen if one > step)
    if len(seen) < 2:
        said = [f"{name} depends on {f'step {seen[0]}' if seen else 'no step'}."]
    else:
        left_out = f"{between} between them are left out" if between else "none left out"
        said = [f"{name} depends on {len(seen)} steps, from {seen[0]} to {seen[-1]}; {left_out}."]
    if later:
        said.append(f"{later} of them {'is' if later == 1 else 'are'} later than {step}.")
    if len(seen) + between < field:
        said.append("The rest is beyond the ends of the series, where there are zeros.")
    return said


def _checked(dilations):
    """Return dilations as a list, or raise an error for what a stack cannot have."""
    dilations = [_within("every dilation", dilation, 1, LARGEST_DILATION) for dilation in dilations]
    if not 1 <= len(dilations) <= MOST_DILATED_LAYERS:
        raise ValueError(
            f"dilations must have one number for each of 1 to {MOST_DILATED_LAYERS} layers, "
            f"but has {len(dilations)}."
        )
    return dilations


def _within(name, value, least, most):
    value = whole_number(name, value, least=least)
    if value > most:
        raise ValueError(f"{name} must be {least} to {most}, but is {value}.")
    return value


def _known_rule(rule):
    if rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(map(repr, RULES))}, but is {rule!r}.")
    return rule
