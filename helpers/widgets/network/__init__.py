"""NetworkExplorer: your whole network on one screen, down to every product."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import traitlets

from helpers.arguments import class_labels, numeric_array, one_of
from helpers.numerals import probability_text
from helpers.widgets.base import CourseWidget
from helpers.widgets.network.changes import changed_image
from helpers.widgets.network.description import description_of
from helpers.widgets.shared import values
from helpers.widgets.shared.frames import by
from helpers.widgets.shared.limits import IMAGE_CHANGES

MOST_IMAGES = 40
VIEWS = ("network", "layer", "map", "cell", "why")
START = {"view": "network", "image": 0, "node": 0, "channel": 0, "row": 0, "column": 0}
EDITS = {
    "turn": 0, "down": 0, "right": 0, "cover": None, "painted": [], "filtersOff": {}, "weights": {},
}  # fmt: skip
NOT_PART = (
    " Filters that are switched off and weights that are changed on the page are not part of this picture."
)


class Term(NamedTuple):
    """One product of a sum: `label` says where the input comes from."""

    label: str
    input: float
    weight: float
    product: float


class Cell(NamedTuple):
    """A cell of a network, with the terms that make up its value.

    The products and the bias sum to `sum`, and `activation` makes `value` of it; a network with a filter
    switched off has 0 there. Of a softmax, `exps` has the exponentials of all classes' sums, the largest
    sum taken off first: the value is the cell's own divided by their total.
    """

    layer: str
    map: int
    row: int
    column: int
    form: str
    terms: list
    bias: float
    sum: float
    activation: str | None
    value: float
    exps: list | None


class NetworkExplorer(CourseWidget):
    """See your network at work on an image: every layer, every map, every cell, every product.

    The network is on one screen, from the image to the probabilities. Open a map to see which maps and
    kernels it comes from, a cell to see the products that sum to its value, a probability to follow the
    strongest contributions back to the pixels. Paint on the image, turn it, move it, cover a part; switch
    a filter off, or change a weight. The page computes the network by itself, and says how well it agrees
    with Keras.

    Parameters
    ----------
    model : keras.Model, optional
        Sequential or functional, on images of one or three channels, with up to 2,000,000 parameters.
        Your own from lesson 09 unless given, or a small one that is trained at once.
    images : array_like, (N, rows, columns) or (N, rows, columns, channels), optional
        As the model reads them; up to 40 of them. The explorer opens on the one that the model is least sure
        of. One image of each class of Fashion-MNIST unless given.
    labels : array_like of int, (N,), optional
        The class of each image.
    class_names : sequence of str, optional
        One for each output of the model.
    compare : keras.Model, optional
        A second network for the same images and classes, such as the same one before training.
    names : (str, str), optional
        What the two networks are called, such as ``("trained", "untrained")``.
    size : {"whole", "small"}
        "small" leaves out what needs room: comparing and changing.

    Attributes
    ----------
    place : dict
        What the page shows: ``{"view": "cell", "image": 0, "node": 2, "channel": 5, "row": 3, "column": 7}``.
        It can be set too; what is left out stays. A node is named by its index, or by Keras's name; the
        views are "network", "layer", "map", "cell" and "why", whose channel is the class.
    edits : dict
        What was changed on the page, which can be set too: ``{"turn": 20}``, ``{"filtersOff": {"2": [5]}}``.
    image : ndarray, (rows, columns, channels)
        The image on the page, with its changes, as the model reads it.
    cell : Cell or None
        The terms in view, once a cell has been opened on the page.
    probabilities : ndarray of float32, (N, classes)
        Keras's probabilities for the images, without any change.

    Raises
    ------
    TypeError, ValueError
        If the network or the images cannot be shown; the message says why, and what to do.
    """

    folder = Path(__file__).parent

    # What the page is given; shared/forward.js says how it is read.
    network = traitlets.Dict().tag(sync=True)  # {nodes, output, decision, classes, shape, parameters}
    weights = traitlets.Bytes().tag(sync=True)  # float32
    other_network = traitlets.Dict().tag(sync=True)  # that of `compare`; {} where there is none
    other_weights = traitlets.Bytes().tag(sync=True)
    names = traitlets.List().tag(sync=True)  # of the networks, for the page
    images = traitlets.Dict().tag(sync=True)  # {count, shape, type, range, data}
    labels = traitlets.List().tag(sync=True)  # the class of each image; [] where they are unknown
    class_names = traitlets.List().tag(sync=True)  # one for each output
    image_names = traitlets.List().tag(sync=True)  # one for each image
    agreement = traitlets.Dict().tag(sync=True)  # Keras's probabilities: {network: [[…], …], other: [[…], …]}
    size = traitlets.Unicode("whole").tag(sync=True)
    # What comes back.
    place = traitlets.Dict().tag(sync=True)
    edits = traitlets.Dict().tag(sync=True)  # as in edits.js
    terms = traitlets.Dict().tag(sync=True)  # what `termsForPython` of terms.js returns
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to

    def __init__(  # noqa: D107
        self,
        model=None,
        images=None,
        labels=None,
        class_names=None,
        compare=None,
        *,
        names=None,
        size="whole",
    ):
        if model is None or images is None:
            model, images, labels, class_names = _with_defaults(model, images, labels, class_names)
        images = numeric_array("images", images)
        self._description = description_of(model, _sides(images))
        self._images = _checked_images(images, self._description.shape)
        others = [] if compare is None else [_checked_other(compare, self._description, _sides(images))]
        classes = _checked_names(class_names, self._description.classes)
        known = _checked_labels(labels, len(self._images), classes)
        batch = self._images.astype(np.float32)
        answers = [_answers(one, description, batch) for one, description in zip(
            (model, compare), (self._description, *others), strict=False)]  # fmt: skip
        self.probabilities = answers[0]
        self.model, self.compare = model, compare
        begin = {**START, "image": _least_sure(answers[0])}
        super().__init__(
            network=self._description.for_page(), weights=self._description.weights,
            other_network=others[0].for_page() if others else {},
            other_weights=others[0].weights if others else b"",
            names=_checked_pair(names)[: 1 + len(others)],
            images=_images_for_page(self._images), labels=known, class_names=classes,
            image_names=_image_names(known, classes, len(self._images)),
            agreement={name: one.tolist() for name, one in zip(("network", "other"), answers, strict=False)},
            size=one_of("size", size, ("whole", "small")),
            place=dict(begin), edits=dict(EDITS), _start={"place": dict(begin), "edits": dict(EDITS)},
        )  # fmt: skip

    @property
    def image(self):
        """The image on the page with its changes, as the model reads it: (rows, columns, channels)."""
        black, _ = self.images["range"]
        return changed_image(self._images[self.place["image"]], black, self.edits)

    @property
    def cell(self):
        """The terms in view on the page, or None before a cell has been opened there."""
        return _cell(self.terms, self._description.nodes) if self.terms else None

    def describe(self):
        """Return the network and its answer for the image that is shown, as sentences."""
        steps = [node["title"] for node in self._description.nodes if node["kind"] != "nothing"]
        answer = _answers(self.model, self._description, self.image[np.newaxis].astype(np.float32))[0]
        best = np.argsort(-answer, kind="stable")[:3]
        said = ", ".join(f"{self.class_names[place]} {probability_text(answer[place])}" for place in best)
        left_out = NOT_PART if self.edits["filtersOff"] or self.edits["weights"] else ""
        return f"{self!r}: {' → '.join(steps)}. For {self._image_words()} the network says: {said}.{left_out}"

    def picture(self):
        """Return a Matplotlib `Figure` of the overview."""
        from helpers.widgets.network.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which stay the same from run to run."""
        count = len({node["name"] for node in self._description.nodes} - {""})
        images = (
            f"{len(self._images)} image{'s' * (len(self._images) != 1)} of {by(*self._description.shape)}"
        )
        return f"NetworkExplorer({count} layers, {self._description.parameters:,} parameters, {images})"

    def _image_words(self):
        """Return which image is shown, and whether it was changed: "image 3 (Coat), changed,"."""
        number = self.place["image"]
        label = f" ({self.image_names[number]})" if self.labels else ""
        changed = any(self.edits[name] for name in ("turn", "down", "right", "cover", "painted"))
        return f"image {number}{label}" + (", changed," if changed else "")

    @traitlets.validate("place")
    def _check_place(self, proposal):
        given = {**START, **(self.place or {}), **proposal["value"]}
        return _checked_place(given, self._description, len(self._images))

    @traitlets.validate("edits")
    def _check_edits(self, proposal):
        unknown = set(proposal["value"]) - set(EDITS)
        if unknown:
            allowed = ", ".join(EDITS)
            raise ValueError(f"edits must have some of the keys {allowed}, but has {sorted(unknown)[0]!r}.")
        edits = {**EDITS, **proposal["value"]}
        for name, (least, most) in IMAGE_CHANGES.items():
            if not least <= edits[name] <= most:
                raise ValueError(f"{name} must be a number from {least} to {most}, but is {edits[name]!r}.")
        return edits


def _least_sure(answers):
    """Return the image whose best probability is the lowest: there is most to learn from its answer."""
    return int(np.argmin(answers.max(axis=1)))


# -- Reading what is given --


def _with_defaults(model, images, labels, class_names):
    """Return the arguments, with the course's own in place of those that are not given."""
    from helpers import inside
    from helpers.data import load_fashion_mnist

    data = load_fashion_mnist()
    if model is None:
        model, said = inside.network_to_look_into(data)
        print(said)
    if images is None:
        # The images at the end of the training set: lesson 09 keeps them for validation.
        last = [int(np.flatnonzero(data.train_labels == label)[-1]) for label in range(10)]
        images, labels = data.train_images[last], data.train_labels[last]
        class_names = list(data.class_names) if class_names is None else class_names
    return model, images, labels, class_names


def _sides(images):
    """Return (rows, columns) of a batch or of one image, for a model that leaves them open."""
    return images.shape[1:3] if images.ndim in (3, 4) else images.shape[:2]


def _checked_images(images, shape):
    """Return images as (N, rows, columns, channels), all of the shape that the model reads."""
    given = images.shape
    if given in (shape, shape[:2]):
        images = images[np.newaxis]
    if images.ndim == 3 and shape[-1] == 1:
        images = images[..., np.newaxis]
    if images.ndim != 4 or images.shape[1:] != shape or not len(images):
        many = f"(images, {shape[0]}, {shape[1]}" + (f", {shape[2]})" if shape[2] > 1 else ")")
        raise ValueError(f"images must have the shape {many}, as the model reads them, but have {given}.")
    if len(images) > MOST_IMAGES:
        raise ValueError(
            f"NetworkExplorer shows up to {MOST_IMAGES} images, and these are {len(images):,}: "
            f"take some of them, images[:{MOST_IMAGES}]."
        )
    if not np.isfinite(images).all():
        raise ValueError("Every number of the images must be finite, but some are NaN or infinite.")
    return images if images.dtype == np.uint8 else images.astype(np.float32)


def _checked_other(model, first, sides):
    """Return the description of the network to compare with, or raise a sentence."""
    other = description_of(model, sides)
    if (other.shape, other.classes) != (first.shape, first.classes):
        raise ValueError(
            f"compare must be a network for the same images and classes: it turns {by(*other.shape)} into "
            f"{other.classes} outputs, and the model turns {by(*first.shape)} into {first.classes}."
        )
    return other


def _checked_names(names, classes):
    if names is None:
        return [f"class {number}" for number in range(classes)]
    if isinstance(names, str) or len(names) != classes:
        count = 1 if isinstance(names, str) else len(names)
        raise ValueError(f"class_names must be {classes} names, one for each output, but are {count}.")
    return [str(name) for name in names]


def _checked_pair(names):
    """Return the names of the two networks."""
    if names is None:
        return ["this network", "the other network"]
    if isinstance(names, str) or len(names) != 2:
        raise ValueError(
            f'names must be two names for the networks, ("trained", "untrained"), but is {names!r}.'
        )
    return [str(name) for name in names]


def _image_names(labels, names, count):
    """Return a name for each image: its class if it is known."""
    known = [names[label] if label < len(names) else "" for label in labels]
    return [name or f"image {number}" for number, name in enumerate(known or [""] * count)]


def _checked_labels(labels, count, names):
    if labels is None:
        return []
    return class_labels("labels", labels, count, max(2, len(names))).tolist()


def _checked_place(given, description, images):
    """Return a place on the page if all of it exists; otherwise raise a sentence."""
    nodes = description.nodes
    unknown = set(given) - {*START, "other", "class"}
    if unknown:
        raise ValueError(
            f"place must have some of the keys {', '.join(START)}, but has {sorted(unknown)[0]!r}."
        )
    one_of("place's view", given["view"], VIEWS)
    named = [place for place, node in enumerate(nodes) if node["name"] and node["name"] == given["node"]]
    if isinstance(given["node"], str):
        if not named:
            listed = ", ".join(f'"{node["name"]}"' for node in nodes if node["name"])
            raise ValueError(
                f"The network has no layer {given['node']!r}: place's node must be one of {listed}."
            )
        given["node"] = named[-1]
    if given["view"] == "why":
        given["node"] = description.output  # the channel is the class
    given["image"] = values.limited("place's image", given["image"], images - 1, least=0)
    given["node"] = values.limited("place's node", given["node"], len(nodes) - 1, least=0)
    *sides, channels = nodes[given["node"]]["shape"]
    for name, length in zip(("row", "column", "channel"), (*(sides or (1, 1)), channels), strict=True):
        given[name] = values.limited(f"place's {name}", given[name], length - 1, least=0)
    return given


# -- For the page, and from it --


def _answers(model, description, batch):
    """Return Keras's probabilities; after a network that ends with sums, those of the softmax."""
    answers = np.asarray(model(batch, training=False), np.float32)
    added = description.nodes[description.output]["name"] == ""
    if not added:
        return answers
    exps = np.exp(answers - answers.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def _images_for_page(images):
    kind = images.dtype.name
    least, most = float(images.min()), float(images.max())
    if least >= 0:
        limits = [0, 255] if kind == "uint8" or most > 1 else [0, 1]
    else:
        limits = [-1, 1] if max(most, -least) <= 1 else [least, most]
    data = np.ascontiguousarray(images, "u1" if kind == "uint8" else "<f4").tobytes()
    return {
        "count": len(images),
        "shape": list(images.shape[1:]),
        "type": kind,
        "range": limits,
        "data": data,
    }


def _cell(terms, nodes):
    """Return the terms that the page sent as a `Cell`."""
    row, column, channel = terms["cell"]
    pairs = zip(terms["from"], terms["factors"], terms["products"], strict=True)
    listed = [Term(_label(place, nodes), *factors, product) for place, factors, product in pairs]
    node = nodes[terms["node"]]
    return Cell(
        node["name"] or node["short"], channel, row, column, terms["form"], listed,
        terms["bias"], terms["sum"], terms["activation"], terms["value"],
        terms["softmax"] and list(terms["softmax"]["exps"]),
    )  # fmt: skip


def _label(place, nodes):
    if place is None:
        return "padding"
    node, row, column, channel = place
    if len(nodes[node]["shape"]) == 1:
        return f"{nodes[node]['short']}, unit {channel}"
    channel_word = "channel" if node == 0 else "map"
    which = "" if nodes[node]["shape"][-1] == 1 else f", {channel_word} {channel}"
    return f"{nodes[node]['short']}{which}, row {row}, column {column}"
