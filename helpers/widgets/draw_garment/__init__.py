"""DrawGarment: draw a garment of 28×28 pixels, and read what a network makes of it."""

import sys
from pathlib import Path

import numpy as np
import traitlets

from helpers import palette, plots
from helpers.arguments import class_labels, numeric_array
from helpers.data import CLASS_NAMES
from helpers.numerals import probability_text
from helpers.pocket import PocketNetwork, pocket_network
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared.limits import DRAWING_SIDE

DOUBTFUL = 3  # of the ten garments: a dress that the pocket network is least sure of, so that bars compete
MOST_STARTS = 100  # images sent to the page to start from
IMAGES = {2: "(28, 28)", 3: "(N, 28, 28)", 4: "(N, 28, 28, 1)"}


class DrawGarment(CourseWidget):
    """Draw a garment on 28×28 pixels, or change an image, and see a network's probabilities follow.

    Draw with the mouse or a finger, or move with the arrow keys and press Space. A Keras network whose layers
    `NetworkExplorer` knows is sent to the page, which runs it while you draw. For any other network the page
    asks Python when you let go; while Python is busy nothing queues, and it gets only your newest drawing
    next.

    Parameters
    ----------
    model : keras.Model or callable, optional
        Takes an image of 28×28 grey pixels from 0 to 255 and gives one probability for each name. The
        course's pocket network unless given.
    images : array_like (N, 28, 28) or (N, 28, 28, 1), optional
        Images to start from, a hundred at most; ten of Fashion-MNIST, one of each class, unless given.
    labels : array_like of int (N,), optional
        The classes of these images. The page then shows one of each class with its name, and a button goes
        on to the next ones.
    names : sequence of str, optional
        Names of the classes; those of Fashion-MNIST unless given.
    scale : float
        What the pixels are multiplied by first: 1/255 for a network that was trained on pixels between
        0 and 1. The course's networks scale the pixels themselves.

    Attributes
    ----------
    image : ndarray of uint8 (28, 28)
        The drawing on the page now; set it to change the page.
    probabilities : ndarray or None
        The network's probabilities for it, in the order of the names; None if it gave none.

    Raises
    ------
    ValueError, TypeError
        If the network does not take 28×28 pixels or gives another number of values, or if images have
        another size or other pixels.

    Notes
    -----
    The page gets the network as it is when the cell is run. If you train it further, the page gets the new
    weights the next time that you let go.

    Examples
    --------
    >>> draw = DrawGarment(lambda pictures: np.full((len(pictures), 10), 0.1))
    >>> draw.image = np.zeros((28, 28), int)
    >>> draw
    DrawGarment(0 of 784 pixels are drawn)
    >>> draw.probabilities
    array([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    """

    folder = Path(__file__).parent

    # What comes from the page is a view into its message.
    _pixels = traitlets.Bytes(bytes(DRAWING_SIDE * DRAWING_SIDE)).tag(
        sync=True, from_json=lambda sent, widget: bytes(sent)
    )
    _starts = traitlets.Bytes(b"").tag(sync=True)
    _start_names = traitlets.List().tag(sync=True)  # of those shown together; [] where they have none
    _names = traitlets.List().tag(sync=True)
    _network = traitlets.Dict().tag(sync=True)  # for the page to run; {} where Python is asked
    _weights = traitlets.Bytes(b"").tag(sync=True)  # float32
    _factor = traitlets.Float(1.0).tag(sync=True)  # what the pixels are multiplied by
    _about = traitlets.Unicode("").tag(sync=True)
    _question = traitlets.Int(0).tag(sync=True)  # counts what the page has asked
    _answer = traitlets.Dict().tag(sync=True)  # {"number": of the question, "shares": …} or "problem"

    def __init__(self, model=None, images=None, *, labels=None, names=CLASS_NAMES, scale=1.0):  # noqa: D107
        pocket = pocket_network()
        self._model, self._scale = pocket if model is None else model, float(scale)
        start_names = [*pocket.names] if images is None else []
        images, begins = pocket.garments if images is None else images, 0
        if labels is not None:
            images = np.asarray(images)
            places, classes = _one_of_each(labels, len(images), len(names))
            images, begins, start_names = (
                images[places],
                places.index(0),
                [str(names[one]) for one in classes],
            )
        starts = _starts(images)
        self._shape = _input_shape(self._model)
        first = DOUBTFUL if self._model is pocket and images is pocket.garments else begins
        super().__init__(
            _pixels=starts[first].tobytes(),
            _starts=starts.tobytes(),
            _start_names=start_names,
            _names=[*map(str, names)],
            _factor=self._scale,
            _about=pocket.about if self._model is pocket else "",
        )
        shares = self._ask()  # here a mistake is an error of the call, later a sentence on the page
        if shares.shape != (len(names),):
            raise ValueError(
                f"The network gives {shares.size} numbers for an image, but there are {len(names)} "
                "names. Give as many names as numbers: DrawGarment(model, names=[…])."
            )
        self._reply()

    @property
    def image(self):
        """The drawing on the page, 0 for the background and 255 for the lightest garment."""
        return np.frombuffer(self._pixels, np.uint8).reshape(DRAWING_SIDE, DRAWING_SIDE).copy()

    @image.setter
    def image(self, image):
        with self.hold_sync():
            self._pixels = _starts(image)[0].tobytes()
            self._reply()

    @property
    def probabilities(self):
        """The network's probabilities for the drawing, one for each name."""
        shares = self._answer.get("shares")
        return None if shares is None else np.array(shares)

    def describe(self):
        """Return how much is drawn, and the network's three likeliest classes."""
        if self.probabilities is None:
            return f"{self!r}. {self._answer['problem']}"
        best = np.argsort(-self.probabilities)[:3]
        said = ", ".join(f"{self._names[n]} {probability_text(self.probabilities[n])}" for n in best)
        return f"{self!r}. The network says: {said}."

    def picture(self):
        """Return a Matplotlib `Figure` of the drawing and the probabilities."""
        figure, (left, right) = plots.new_figure(2, height=3.4, width_ratios=(1, 1.3))
        left.imshow(self.image, cmap=palette.PIXELS, vmin=0, vmax=255, interpolation="nearest")
        left.set(xticks=[], yticks=[], title="Drawing 28 × 28")
        left.spines[:].set(visible=True, color=palette.INPUT, linewidth=3)
        shares = np.zeros(len(self._names)) if self.probabilities is None else self.probabilities
        bars = right.barh(self._names, shares, color=palette.OUTPUT)
        if self.probabilities is not None:
            right.bar_label(bars, [probability_text(share) for share in shares], padding=3)
        right.invert_yaxis()
        right.set(xlim=(0, 1.15), xticks=[0, 0.5, 1], title="Probabilities")
        right.tick_params(axis="y", length=0)
        return figure

    def __repr__(self):
        """Say how much is drawn, which stays the same from run to run."""
        return (
            f"DrawGarment({np.count_nonzero(self.image)} of {DRAWING_SIDE * DRAWING_SIDE} pixels are drawn)"
        )

    @traitlets.observe("_question")
    def _hear(self, change):
        self._reply()

    def _reply(self):
        """Answer the newest question of the page; whatever goes wrong ends in a sentence."""
        try:
            answer = {"shares": self._ask().tolist()}
        except Exception as error:  # a network of the learner's own may raise anything
            text = str(error).strip().partition("\n")[0][:200]
            answer = {"problem": f"The network stopped with {type(error).__name__}: {text}"}
        with self.hold_sync():
            self._send_network()
            self._answer = {"number": self._question, **answer}

    def _send_network(self):
        """Give the page the network to run, if it can; again if the network has been trained since."""
        try:
            described = _description(self._model)
        except ValueError:  # the page cannot run it: Python is asked
            return
        if described and described.weights != self._weights:
            self._network, self._weights = described.for_page(), described.weights

    def _ask(self):
        """Return the network's probabilities for the drawing."""
        image = self.image.astype(np.float32).reshape(1, *self._shape) * np.float32(self._scale)
        shares = np.asarray(self._model(image), dtype=float)
        if shares.ndim != 2 or len(shares) != 1 or not np.isfinite(shares).all():
            raise ValueError(
                f"The network must give one row of numbers for an image, but gives the shape {shares.shape}"
                + ("." if np.isfinite(shares).all() else " with numbers that are not finite.")
            )
        if shares.min() < 0 or abs(shares.sum() - 1) > 1e-3:  # a last layer without softmax
            shares = np.exp(shares - shares.max())
            shares /= shares.sum()
        return shares[0]


def _description(model):
    """Return what the page needs to run a network, or None for a kind that the page does not know."""
    if isinstance(model, PocketNetwork):
        return model
    keras = sys.modules.get("keras")  # importing it takes seconds, and a model has imported it already
    if keras is None or not isinstance(model, keras.Model):
        return None
    from helpers.widgets.network.description import Description

    return Description(model)


def _input_shape(model):
    """Return the shape in which a network wants one image, or raise if it is not 28 by 28 pixels."""
    if not callable(model):
        raise TypeError(
            f"The network must be a Keras model or a function, but is {model!r} ({type(model).__name__})."
        )
    shape = getattr(model, "input_shape", None) or (None, DRAWING_SIDE, DRAWING_SIDE, 1)
    wanted = tuple(shape[1:]) if isinstance(shape, tuple) else None
    if wanted not in [
        (DRAWING_SIDE, DRAWING_SIDE, 1),
        (DRAWING_SIDE, DRAWING_SIDE),
        (DRAWING_SIDE * DRAWING_SIDE,),
    ]:
        raise ValueError(
            f"The drawing has 28 by 28 grey pixels, but this network takes {shape}. "
            "Give one that begins with keras.Input((28, 28, 1))."
        )
    return wanted


def _one_of_each(labels, count, classes):
    """Return the places of images to start from, one of each class and then again, and the classes in that
    order. The first image is among them, so that it can be the first drawing.
    """
    known = class_labels("labels", labels, count, classes)
    there = [np.flatnonzero(known == label) for label in range(min(classes, MOST_STARTS))]
    there = [places for places in there if len(places)]
    rounds = min(MOST_STARTS // len(there), *map(len, there))
    places = [int(of_class[n]) for n in range(rounds) for of_class in there]
    return places, [int(known[place]) for place in places[: len(there)]]


def _starts(images):
    """Return images as uint8 (N, 28, 28), or raise what cannot be drawn on."""
    pixels = numeric_array("the image", images, IMAGES)
    shape = pixels.shape
    if pixels.ndim == 4 and shape[3] == 1:
        pixels = pixels[..., 0]
    if pixels.ndim == 2:
        pixels = pixels[np.newaxis]
    if pixels.shape[1:] != (DRAWING_SIDE, DRAWING_SIDE) or len(pixels) == 0:
        raise ValueError(
            f"An image has 28 rows and 28 columns, but the shape given is {shape}. "
            "own_picture(your_file) makes one of any picture."
        )
    pixels = pixels[:MOST_STARTS]
    if not ((pixels >= 0) & (pixels <= 255)).all():
        raise ValueError(f"Pixels go from 0 to 255, but these go from {pixels.min():g} to {pixels.max():g}.")
    if pixels.dtype.kind == "f":
        if 0 < pixels.max() <= 1:
            raise ValueError(
                "Pixels go from 0 to 255, but none of these is above 1, nearly black: multiply them by 255."
            )
        pixels = np.round(pixels)
    return np.ascontiguousarray(pixels.astype(np.uint8))
