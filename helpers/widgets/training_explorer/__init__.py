"""TrainingExplorer: one kernel, or a small network, learns on the page, step by step."""

import math
from pathlib import Path

import numpy as np
import traitlets

from helpers.arguments import floating_array, one_of
from helpers.convolution import conv2d
from helpers.numerals import significant_text
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared import values
from helpers.widgets.shared.limits import (
    LARGEST_MOMENTUM,
    LARGEST_NUMBER,
    LARGEST_SEED,
    LEARNING_RATES,
)
from helpers.widgets.training_explorer import kernel_task, network_task

STARTS = ("zeros", "random")
DEFAULTS = {
    "kernel": {"rate": 0.2, "start": "zeros", "seed": 0},
    "network": {"rate": 0.125, "start": "random", "seed": 0},
}
BATCH = 30  # drawings in a step


class TrainingExplorer(CourseWidget):
    """Watch gradient descent at work: one kernel, or a small network, learns on the page.

    ``TrainingExplorer()`` trains one kernel until its map is the target map, which a hidden kernel has made.
    ``TrainingExplorer("network")`` trains a small network on garments that the course draws: convolution,
    ReLU and max-pooling, twice, then a dense layer and softmax. Step, play, change the learning rate, the
    momentum or the batch, and watch the loss, the kernels, their maps and their slopes.

    Parameters
    ----------
    what : "kernel" or "network"
    image : array_like (rows, columns), optional
        What the kernel slides over, up to 150 × 150; the noise of lesson 03 unless given. Its numbers are
        taken as they are.
    kernel : array_like (rows, columns), optional
        The hidden kernel, up to 5 × 5; Sobel unless given.
    target : array_like (rows, columns), optional
        In place of a hidden kernel, the map that the kernel should reproduce from your `image`.
    images, labels : array_like (N, 28, 28) and (N,), optional
        What the network learns from: grey pixels from 0 to 255. The last quarter is held out.
    class_names : sequence of str, optional
    filters : int or (int, int)
        Of the network's convolutions, one or two of them.
    drawings : int, optional
        How many of the drawings to learn from the network looks at; all unless given. With few of them it
        soon knows each by heart, and is wrong about those held out.
    rate : float
        The learning rate; 0.2 for a kernel and 0.125 for a network unless given.
    momentum : float
        From 0 to 0.99, as in Keras's `SGD`.
    batch : int, optional
        How many windows, or drawings, a step looks at; all windows, or 30 drawings, unless given.
    start : "zeros" or "random"
    seed : int
        Of the random weights, and of the order of the examples.

    Attributes
    ----------
    rate, momentum, batch, start, seed
        The settings on the page now; you can set them too.
    steps : int
        How many steps the page has taken.
    losses : ndarray (steps,)
        The loss before each step, of the windows or drawings that it looked at.
    weights : list of ndarray
        The weights now, as ``model.set_weights`` takes them. Setting them begins a training with them.
    kernel : ndarray (rows, columns)
        The kernel now; you can set it too.
    image, target, feature_map, hidden : ndarray
        The image of the kernel's training, the map to reproduce, the kernel's map, and the hidden kernel
        (None where you gave the target).
    slopes : ndarray (rows, columns)
        Of the kernel's weights now, over all windows.
    largest_rate : float
        The learning rate above which the kernel's training diverges, with all windows in each step.
    own_drawings : (ndarray (N, 28, 28) of uint8, ndarray (N,))
        What was drawn on the page and added to what the network learns from, with the classes.
    epochs : list of dict
        For each finished epoch of the network: its step, loss and share correct, of the epoch and held out.

    Raises
    ------
    ValueError, TypeError
        For arguments that do not fit together, or that the page cannot show.

    Examples
    --------
    >>> explorer = TrainingExplorer()
    >>> explorer
    TrainingExplorer(one kernel 3 × 3)
    >>> explorer.kernel = explorer.hidden
    >>> float(np.abs(explorer.feature_map - explorer.target).max())
    0.0
    """

    folder = Path(__file__).parent

    _kind = traitlets.Unicode("kernel").tag(sync=True)
    _task = traitlets.Dict().tag(sync=True)  # images and targets, sent once
    _run = traitlets.Dict().tag(sync=True)  # where the training stands; the page sends it when it rests
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    _image = traitlets.Int(0).tag(sync=True)
    _hidden = traitlets.Int(0).tag(sync=True)
    _drawings = traitlets.Int(0).tag(sync=True)  # how many of them the network learns from
    _own = traitlets.List().tag(sync=True)  # and those that were added on the page
    _inside = traitlets.Bool(False).tag(sync=True)  # whether the page shows the network's inside
    rate = traitlets.Any(0.2).tag(sync=True)
    momentum = traitlets.Any(0).tag(sync=True)
    batch = traitlets.Any(1).tag(sync=True)
    start = traitlets.Any("zeros").tag(sync=True)
    seed = traitlets.Any(0).tag(sync=True)

    def __init__(  # noqa: D107
        self,
        what="kernel",
        *,
        image=None,
        kernel=None,
        target=None,
        images=None,
        labels=None,
        class_names=None,
        filters=(8, 16),
        drawings=None,
        rate=None,
        momentum=0,
        batch=None,
        start=None,
        seed=None,
    ):
        if not isinstance(what, str):
            raise TypeError(
                'The first argument says what learns, "kernel" or "network". Give an image by its name: '
                "TrainingExplorer(image=…)."
            )
        what = one_of("what", what, tuple(DEFAULTS))
        given = {"image": image, "kernel": kernel, "target": target, "images": images, "labels": labels}
        _refuse_others(what, {**given, "class_names": class_names, "drawings": drawings})
        if what == "kernel":
            task = kernel_task.make(image, kernel, target)
            examples, usual = task["images"][0]["windows"], task["images"][0]["windows"]
        else:
            task = network_task.make(images, labels, class_names, filters)
            examples, usual = task["examples"], min(BATCH, task["examples"])
        sent = task["examples"] if what == "network" else 0
        drawings = values.limited("drawings", sent if drawings is None else drawings, sent) if sent else 0
        chosen = {"rate": rate, "start": start, "seed": seed}
        chosen = {name: DEFAULTS[what][name] if value is None else value for name, value in chosen.items()}
        settings = {
            "rate": _rate(chosen["rate"]),
            "momentum": _momentum(momentum),
            "batch": values.limited("batch", usual if batch is None else batch, examples),
            "start": one_of("start", chosen["start"], STARTS),
            "seed": values.limited("seed", chosen["seed"], LARGEST_SEED, least=0),
        }
        of_kind = {"_image": 0, "_hidden": 0} if what == "kernel" else {"_drawings": drawings}
        start_over = {**settings, **of_kind}
        super().__init__(_kind=what, _task=task, _start=start_over, **start_over)

    # -- What the page has done --

    @property
    def steps(self):
        """How many steps the page has taken."""
        return int(self._moment.get("steps", 0))

    @property
    def losses(self):
        """The loss before each step."""
        return np.frombuffer(self._moment.get("losses", b""), float).copy()

    @property
    def weights(self):
        """The weights now, as ``model.set_weights`` takes them."""
        if "weights" not in self._moment:
            return self._first_weights()
        numbers = np.frombuffer(self._moment["weights"], float)
        parts = np.split(numbers, np.cumsum([math.prod(shape) for shape in self._shapes])[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self._shapes, strict=True)]

    @weights.setter
    def weights(self, weights):
        weights = list(weights)
        if len(weights) != len(self._shapes):
            raise ValueError(
                f"weights must be {len(self._shapes)} arrays, one for each part, but are {len(weights)}."
            )
        parts = []
        for number, (part, shape) in enumerate(zip(weights, self._shapes, strict=True)):
            part = floating_array(f"part {number} of the weights", part)
            if part.shape != shape:
                raise ValueError(
                    f"Part {number} of the weights must have the shape {shape}, but has {part.shape}."
                )
            if not (np.abs(part) <= LARGEST_NUMBER).all():  # this way round it catches NaN too
                raise ValueError(f"Every weight must be within ±{LARGEST_NUMBER:,}.")
            parts.append(part.astype(float).ravel())
        numbers = np.concatenate(parts)
        velocity = np.zeros_like(numbers).tobytes()
        moment = {"steps": 0, "seen": 0, "weights": numbers.tobytes(), "velocity": velocity, "losses": b""}
        number = self._run.get("number", 0) + 1  # without it, setting the same weights again would do nothing
        self._run = {"from": "python", "of": self._key, "number": number, **moment}

    @property
    def epochs(self):
        """What was measured at the end of each epoch of the network."""
        names = ("step", "loss", "share_right", "held_out_loss", "held_out_share_right")
        return [dict(zip(names, line, strict=True)) for line in self._moment.get("judged", [])]

    @property
    def own_drawings(self):
        """What was drawn on the page, (N, 28, 28) of uint8, and the classes."""
        return network_task.own_drawings(self._own)

    # -- One kernel --

    @property
    def kernel(self):
        """The kernel now."""
        self._only("kernel", "kernel")
        return self.weights[0][:, :, 0, 0]

    @kernel.setter
    def kernel(self, kernel):
        self._only("kernel", "kernel")
        kernel = floating_array("the kernel", kernel, {2: "(rows, columns)"})
        rows, columns = self._shapes[0][:2]
        if kernel.shape != (rows, columns):
            raise ValueError(
                f"The kernel that learns is {rows} × {columns}, but the shape given is {kernel.shape}."
            )
        self.weights = [kernel[:, :, np.newaxis, np.newaxis]]

    @property
    def image(self):
        """The image of the kernel's training."""
        self._only("kernel", "image")
        return kernel_task.pixels_of(self._task["images"][self._image])

    @property
    def target(self):
        """The map to reproduce."""
        self._only("kernel", "target")
        return kernel_task.target_of(self._task, self._image, self._hidden)

    @property
    def hidden(self):
        """The hidden kernel, or None where the target map was given."""
        self._only("kernel", "hidden")
        hidden = self._task["kernels"]
        return np.array(hidden[self._hidden]["weights"]) if hidden else None

    @property
    def feature_map(self):
        """The map that the kernel makes now."""
        return conv2d(self.image, self.kernel)

    @property
    def slopes(self):
        """The slopes of the kernel's weights, over all windows."""
        return kernel_task.loss_and_slopes(self.image, self.target, self.kernel)[1]

    @property
    def largest_rate(self):
        """The learning rate above which the kernel's training diverges, with all windows in each step."""
        return kernel_task.largest_rate(self.image, self._shapes[0][:2], self.momentum)

    # -- For readers without a kernel --

    def describe(self):
        """Return what is trained, how, and where the training stands, as sentences."""
        from helpers.widgets.training_explorer.picture import sentences

        return " ".join(sentences(self))

    def picture(self):
        """Return a Matplotlib `Figure` of what learns, and of what it learns from."""
        from helpers.widgets.training_explorer.picture import draw

        return draw(self)

    def __repr__(self):
        """Name what is trained, which stays the same from run to run."""
        if self._kind == "kernel":
            rows, columns = self._shapes[0][:2]
            return f"TrainingExplorer(one kernel {rows} × {columns})"
        count = sum(math.prod(shape) for shape in self._shapes)
        filters = " and ".join(map(str, self._task["filters"]))
        return f"TrainingExplorer(network with {filters} filters, {count:,} parameters)"

    # -- Inside --

    @property
    def _key(self):
        """From which settings a training begins, as in `key` of the page."""
        key = f"{self._image}/{self._hidden}/{self.start}/{self.seed}"
        if self._kind == "kernel":
            return key
        return f"{key}/{self._drawings}/{','.join(str(one['number']) for one in self._own)}"

    @property
    def _moment(self):
        """Where the training stands, or nothing if the settings have begun another since."""
        return self._run if self._run.get("of") == self._key else {}

    @property
    def _shapes(self):
        if self._kind == "network":
            return network_task.shapes(self._task)
        return [(self._task["kernel"]["rows"], self._task["kernel"]["columns"], 1, 1)]

    def _first_weights(self):
        if self._kind == "network":
            return network_task.first_weights(self._task, self.start, self.seed)
        return [kernel_task.first_kernel(self._task, self.start, self.seed)[:, :, np.newaxis, np.newaxis]]

    def _only(self, kind, name):
        if self._kind != kind:
            raise ValueError(
                f"{name} belongs to the training of one kernel. A network has weights: explorer.weights."
            )

    @traitlets.validate("rate")
    def _check_rate(self, proposal):
        return _rate(proposal["value"])

    @traitlets.validate("momentum")
    def _check_momentum(self, proposal):
        return _momentum(proposal["value"])

    @traitlets.validate("batch")
    def _check_batch(self, proposal):
        if not self._task:  # while it is being made, `__init__` checks
            return proposal["value"]
        examples = (
            self._task["examples"]
            if self._kind == "network"
            else self._task["images"][self._image]["windows"]
        )
        return values.limited("batch", proposal["value"], examples)

    @traitlets.validate("start")
    def _check_start(self, proposal):
        return one_of("start", proposal["value"], STARTS)

    @traitlets.validate("seed")
    def _check_seed(self, proposal):
        return values.limited("seed", proposal["value"], LARGEST_SEED, least=0)


def _refuse_others(what, given):
    """Raise a sentence if an argument belongs to the other kind of training."""
    kernels = ("image", "kernel", "target")
    wrong = [
        name for name, value in given.items() if value is not None and (name in kernels) != (what == "kernel")
    ]
    if not wrong:
        return
    if what == "network":
        raise ValueError(
            f"{wrong[0]} belongs to the training of one kernel. A network takes images and labels."
        )
    raise ValueError(f'{wrong[0]} belongs to the network: TrainingExplorer("network", {wrong[0]}=…).')


def _rate(rate):
    least, largest = LEARNING_RATES
    rate = values.any_number("rate", rate)
    if not least <= rate <= largest:  # this way round it catches NaN too
        raise ValueError(f"rate must be between {least:f} and {largest:,}, but is {significant_text(rate)}.")
    return rate


def _momentum(momentum):
    momentum = values.any_number("momentum", momentum)
    if not 0 <= momentum <= LARGEST_MOMENTUM:
        raise ValueError(
            f"momentum must be between 0 and {LARGEST_MOMENTUM}, but is {significant_text(momentum)}."
        )
    return momentum
