"""StackExplorer: which steps of a series one number after several dilated layers depends on."""

import base64
from html import escape

import ipywidgets
import traitlets
from matplotlib.collections import LineCollection

from helpers import palette, plots
from helpers.arguments import whole_number
from helpers.shapes import Conv, receptive_field, same_padding

STEPS = 64  # drawn steps
RULES = {"1, 1, 1, 1, …": 1, "1, 2, 4, 8, …": 2, "1, 3, 9, 27, …": 3, "4, 4, 4, 4, …": None}
# Sizes of the picture on the page, in pixels. A screen of 1024 with an open file browser leaves no more.
WIDTH, LEFT, PITCH, ROW = 586, 104, 7.4, 44
MOST_LAYERS = 6
LARGEST_KERNEL = 4


class StackExplorer(ipywidgets.VBox):
    """See which steps one number after a stack of dilated layers depends on, and which it leaves out.

    Choose how many weights each layer has, how many layers there are, how the dilation grows, and a number
    of the last layer. The picture follows at once, and a sentence below it counts the steps.

    Parameters
    ----------
    k : int
        Weights of each layer along the series, 2 to 4.
    layers : int
        1 to 6.
    rule : str
        How the dilations grow from layer to layer: one of `RULES`.
    causal : bool
        Whether a number depends only on its own step and earlier ones. Otherwise the layers use same padding.
    step : int
        Which number of the last layer to follow back, 0 to 63.

    Attributes
    ----------
    k, layers, rule, causal, step
        The settings on the page now; you can set them too.
    dilations : list of int
        One for each layer.
    reach : int
        The receptive field: how many steps the layers span, in a series that is long enough.
    seen : list of int
        Those of the 64 steps on which the number depends.

    Raises
    ------
    ValueError, TypeError
        If a setting is out of range.

    Examples
    --------
    >>> explorer = StackExplorer(2, 4)
    >>> explorer
    StackExplorer(4 layers of 2 weights, dilations [1, 2, 4, 8])
    >>> explorer.reach, explorer.seen == list(range(48, 64))
    (16, True)
    """

    k = traitlets.Int(2)
    layers = traitlets.Int(4)
    rule = traitlets.Unicode("1, 2, 4, 8, …")
    causal = traitlets.Bool(True)
    step = traitlets.Int(STEPS - 1)

    def __init__(self, k=2, layers=4, rule="1, 2, 4, 8, …", *, causal=True, step=STEPS - 1):  # noqa: D107
        self._picture, self._sentence = ipywidgets.HTML(), ipywidgets.HTML()
        # Number fields and lists of the browser: the handle of an ipywidgets slider has no name for a screen
        # reader.
        controls = {
            "k": ipywidgets.Dropdown(options=range(2, LARGEST_KERNEL + 1), description="Weights per layer"),
            "layers": ipywidgets.BoundedIntText(1, min=1, max=MOST_LAYERS, description="Layers"),
            "rule": ipywidgets.Dropdown(options=list(RULES), description="Dilations"),
            "causal": ipywidgets.Checkbox(description="Causal: no later steps", indent=False),
            "step": ipywidgets.BoundedIntText(max=STEPS - 1, description="Number looked at"),
        }
        wide = {"description_width": "125px"}
        for control in controls.values():
            control.layout.width = "280px"
            if not isinstance(control, ipywidgets.Checkbox):
                control.style = wide
        rows = [
            ipywidgets.HBox([controls["k"], controls["layers"]], layout={"flex_flow": "row wrap"}),
            ipywidgets.HBox([controls["rule"], controls["step"]], layout={"flex_flow": "row wrap"}),
            controls["causal"],
        ]
        super().__init__([*rows, self._picture, self._sentence])
        self.add_class("stack-explorer")
        with self.hold_trait_notifications():
            self.k, self.layers, self.rule, self.causal, self.step = k, layers, rule, causal, step
        for name, control in controls.items():
            traitlets.link((self, name), (control, "value"))
        self.observe(self._draw_again, ["k", "layers", "rule", "causal", "step"])
        self._draw_again()

    @property
    def dilations(self):
        """The dilation of each layer, the one on the series first."""
        factor = RULES[self.rule]
        return [4] * self.layers if factor is None else [factor**layer for layer in range(self.layers)]

    @property
    def reach(self):
        """The receptive field: how many steps the layers span."""
        return receptive_field([Conv(1, (1, self.k), dilation=(1, dilation)) for dilation in self.dilations])[
            1
        ]

    @property
    def seen(self):
        """The steps on which the number depends, of those that are drawn."""
        return sorted(self._levels()[0][0])

    def describe(self):
        """Return sentences that say what the chosen number depends on."""
        seen, dilations = self.seen, self.dilations
        between = len(range(seen[0], seen[-1] + 1)) - len(seen) if seen else 0
        later = sum(1 for step in seen if step > self.step)
        sentences = [
            f"{self.layers} {'layer' if self.layers == 1 else 'layers'} of {self.k} weights, dilations "
            f"{', '.join(map(str, dilations))}: the receptive field is 1 + {self.k - 1} · "
            f"{sum(dilations)} = {self.reach} steps."
        ]
        if len(seen) < 2:
            sentences.append(f"Number {self.step} depends on {f'step {seen[0]}' if seen else 'no step'}.")
        else:
            left_out = f"{between} between them are left out" if between else "none left out"
            sentences.append(
                f"Number {self.step} depends on {len(seen)} steps, from {seen[0]} to {seen[-1]}; {left_out}."
            )
        if later:
            sentences.append(f"{later} of them are later than {self.step}.")
        if len(seen) + between < self.reach:
            sentences.append("The rest lies beyond the ends of the series, where there are zeros.")
        return " ".join(sentences)

    def picture(self):
        """Return a Matplotlib `Figure`: the steps at the bottom, and above them the numbers of each layer."""
        figure, axes = plots.new_figure(height=0.55 * self.layers + 1.3)
        levels, lines = self._levels()
        axes.add_collection(LineCollection(lines, colors=palette.KERNEL, linewidths=1.2, zorder=1))
        for level, used in enumerate(levels):
            colour = palette.INPUT if level == 0 else palette.OUTPUT
            edge = {"edgecolors": palette.PADDING, "linewidths": 0.8, "zorder": 2}
            unused = [step for step in range(STEPS) if step not in used]
            axes.scatter(unused, [level] * len(unused), s=18, c="white", **edge)
            axes.scatter(sorted(used), [level] * len(used), s=26, c=colour, **edge)
        chosen = {"facecolors": "none", "edgecolors": palette.FOCUS, "linewidths": 2.5, "zorder": 3}
        axes.scatter([self.step], [self.layers], s=110, **chosen)
        names = ["the series", *(f"dilation {dilation}" for dilation in self.dilations)]
        axes.set(
            yticks=range(len(names)),
            yticklabels=names,
            xlabel="step",
            xticks=[*range(0, STEPS, 8), STEPS - 1],
        )
        axes.set(xlim=(-1, STEPS), ylim=(-0.5, self.layers + 0.5))
        axes.spines["left"].set_visible(False)
        axes.tick_params(left=False)
        return figure

    def __repr__(self):
        """Name the settings, which stay the same from run to run."""
        layers = f"{self.layers} {'layer' if self.layers == 1 else 'layers'}"
        return f"StackExplorer({layers} of {self.k} weights, dilations {self.dilations})"

    def _repr_mimebundle_(self, **options):
        """Add a picture and sentences, for notebooks opened without a kernel or untrusted."""
        data = super()._repr_mimebundle_(**options)
        data, metadata = data if isinstance(data, tuple) else (data, {})
        figure = self.picture()
        width, height = _size(figure)
        about = {"width": width, "height": height, "alt": self.describe()}
        data = {**data, "text/plain": self.describe(), "image/png": _encoded(figure)}
        return data, {**metadata, "image/png": about}

    def _levels(self):
        """Return which numbers are used, in the series and after each layer, and the lines between them."""
        used, levels, lines = {self.step}, [{self.step}], []
        for layer in range(self.layers, 0, -1):
            offsets = self._offsets(self.dilations[layer - 1])
            joined = {(to, to + offset) for to in used for offset in offsets if 0 <= to + offset < STEPS}
            lines += [[(to, layer), (below, layer - 1)] for to, below in sorted(joined)]
            used = {below for _, below in joined}
            levels.insert(0, used)
        return levels, lines

    def _offsets(self, dilation):
        """Return the steps that a layer's weights multiply, relative to the number that they make."""
        span = dilation * (self.k - 1)
        before = span if self.causal else same_padding(STEPS, self.k, dilation=dilation)[0]
        return [dilation * cell - before for cell in range(self.k)]

    def _draw_again(self, change=None):
        words = escape(self.describe())
        self._picture.value = self._svg(words)
        self._sentence.value = f'<div role="status" style="max-width: 50em; line-height: 1.4">{words}</div>'

    def _svg(self, words):
        """Return the picture for the page as SVG text.

        It shows the same as `picture`, but Matplotlib would take too long while you move a control. The text
        is put together here without a library, because it is only circles, lines and labels.
        """
        levels, lines = self._levels()
        height = ROW * self.layers + 66
        across, down = lambda step: LEFT + PITCH * step, lambda level: ROW * (self.layers - level) + 24
        parts = [
            f'<path d="M{across(to)} {down(layer)}L{across(below)} {down(layer - 1)}"/>'
            for (to, layer), (below, _) in lines
        ]
        parts = [f'<g stroke="{palette.KERNEL}" stroke-width="1.5">{"".join(parts)}</g>']
        for level, used in enumerate(levels):
            name = f"dilation {self.dilations[level - 1]}" if level else "the series"
            parts.append(f'<text x="8" y="{down(level) + 5}">{name}</text>')
            colour = palette.OUTPUT if level else palette.INPUT
            parts += [
                f'<circle cx="{across(step)}" cy="{down(level)}" r="3" stroke="{palette.PADDING}" '
                f'fill="{colour if step in used else "#ffffff"}"/>'
                for step in range(STEPS)
            ]
        parts.append(
            f'<circle cx="{across(self.step)}" cy="{down(self.layers)}" r="7" fill="none" '
            f'stroke="{palette.FOCUS}" stroke-width="3"/>'
        )
        parts += [
            f'<text x="{across(step)}" y="{down(0) + 26}" text-anchor="middle">{step}</text>'
            for step in [*range(0, STEPS - 4, 8), STEPS - 1]
        ]
        return (
            f'<svg width="{WIDTH}" height="{height}" role="img" aria-label="{words}" font-size="15" '
            f'font-family="sans-serif" fill="#222222"><rect width="{WIDTH}" height="{height}" rx="8" '
            f'fill="#ffffff" stroke="{palette.PADDING}"/>{"".join(parts)}</svg>'
        )

    @traitlets.validate("k", "layers", "step")
    def _check_number(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        least, most = {"k": (2, LARGEST_KERNEL), "layers": (1, MOST_LAYERS), "step": (0, STEPS - 1)}[name]
        value = whole_number(name, value, least=least)
        if value > most:
            raise ValueError(f"{name} must be {least} to {most}, but is {value}.")
        return value

    @traitlets.validate("rule")
    def _check_rule(self, proposal):
        if proposal["value"] not in RULES:
            raise ValueError(
                f"rule must be one of {', '.join(map(repr, RULES))}, but is {proposal['value']!r}."
            )
        return proposal["value"]


def _size(figure):
    return tuple(round(inches * plots.SCREEN_DPI) for inches in figure.get_size_inches())


def _encoded(figure):
    return base64.b64encode(plots.png(figure)).decode()
