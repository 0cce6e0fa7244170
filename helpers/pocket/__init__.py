"""The pocket network: trained, small enough to be part of a web page, and ten garments to show it.

The explorers run it where there is no network of the learner's own, which is so in the web edition.
`docs/site/train_pocket.py` trained it and wrote the files in this folder:

    network.json    its layers, as the pages read them (`helpers/widgets/shared/forward.js`)
    weights.npz     its weights, rounded to 16 bits
    garments.npy    ten images of Fashion-MNIST, one of each class
    NOTICE.txt      the licence under which Zalando published them
"""

import copy
import functools
import json
from pathlib import Path

import numpy as np

from helpers.activations import relu, softmax
from helpers.convolution import conv2d
from helpers.data import CLASS_NAMES
from helpers.pooling import pool2d

FOLDER = Path(__file__).parent


@functools.cache
def pocket_network():
    """Return the pocket network, which classifies garments and runs without TensorFlow.

    Returns
    -------
    PocketNetwork

    Examples
    --------
    >>> network = pocket_network()
    >>> probabilities = network(network.garments)
    >>> probabilities.shape
    (10, 10)
    >>> network.names[probabilities[9].argmax()]
    'Ankle boot'
    """
    return PocketNetwork(FOLDER)


class PocketNetwork:
    """A small trained network, and ten garments.

    It can be called like a Keras model, and given to `DrawGarment` and `NetworkExplorer` like one.

    Attributes
    ----------
    garments : ndarray of uint8, (10, 28, 28)
        One image of each class, in the order of the names.
    names : tuple of str
    notice : str
        The licence of the garments.
    parameters : int
    accuracy : float
        On the 10,000 test images of Fashion-MNIST.
    about : str
        A sentence that says what it is.
    nodes : list of dict
        Its layers as in `helpers/widgets/shared/forward.js`, the image first.
    weights : bytes
        All weights one after the other, as `<f4` numbers; `nodes` says where each is.
    shape : tuple of int
        Of an image: (28, 28, 1).
    classes, output, decision : int
        How many classes there are, and the nodes with the probabilities and with the sums before them.
    """

    names = CLASS_NAMES

    def __init__(self, folder):  # noqa: D107
        saved = json.loads((folder / "network.json").read_text(encoding="utf-8"))
        self.accuracy = saved.pop("accuracy")
        self._page = saved
        self.nodes, self.parameters, self.classes = (saved[key] for key in ("nodes", "parameters", "classes"))
        self.output, self.decision, self.shape = saved["output"], saved["decision"], tuple(saved["shape"])
        self._floats = np.load(folder / "weights.npz")["weights"]
        self.weights = self._floats.astype("<f4").tobytes()
        self.garments = np.load(folder / "garments.npy")
        self.notice = (folder / "NOTICE.txt").read_text(encoding="utf-8")

    @property
    def about(self):
        """What it is, in a sentence."""
        return (
            f"This is the course's pocket network: {self.parameters:,} parameters, correct on "
            f"{self.accuracy:.0%} of the 10,000 test images of Fashion-MNIST."
        )

    def for_page(self):
        """Return its layers as the pages read them, without the weights."""
        return self._page

    def untrained(self):
        """Return the same network before training: random weights, the same ones each time."""
        twin, random = copy.copy(self), np.random.default_rng(0)
        twin._floats = self._floats.copy()
        for node in self.nodes:
            for name in {"kernel", "bias"} & node["weights"].keys():
                place = node["weights"][name]
                count, units = place["count"], node["shape"][-1]
                spread = np.sqrt(2 * units / count) if name == "kernel" else 0  # He's initialisation
                twin._floats[place["offset"] :][:count] = random.normal(0, spread, count)
        twin.weights = twin._floats.astype("<f4").tobytes()
        return twin

    def __call__(self, images, training=False):
        """Return probabilities for images.

        Parameters
        ----------
        images : array_like, (N, 28, 28) or (N, 28, 28, 1)
            Pixels from 0 to 255.
        training : bool
            As for a Keras model; it makes no difference.

        Returns
        -------
        ndarray of float32, (N, 10)
        """
        return self.run(images)[self.output]

    def run(self, images):
        """Return what leaves every node for a batch of images, in the order of the nodes."""
        values = [np.asarray(images, np.float32).reshape(-1, *self.shape)]
        for node in self.nodes[1:]:
            (source,) = node["inputs"]
            sums = COMPUTE[node["kind"]](node, values[source], self._weights_of)
            values.append(ACTIVATIONS[(node["activation"] or {"name": None})["name"]](sums))
        return values

    def __repr__(self):
        """Name its size, which says what it is."""
        return f"PocketNetwork({self.parameters:,} parameters)"

    def _weights_of(self, node, name, *shape):
        place = node["weights"][name]
        return self._floats[place["offset"] :][: place["count"]].reshape(shape or -1)


def _rescaled(node, values, weights):
    return values * weights(node, "scale") + weights(node, "offset")


def _convolved(node, values, weights):
    top, bottom, left, right = node["pads"]
    kernel = weights(node, "kernel", *node["size"], values.shape[-1], node["shape"][-1])
    return conv2d(values, kernel, weights(node, "bias"), padding=((top, bottom), (left, right)))


def _pooled(node, values, weights):
    return pool2d(values, tuple(node["size"]), stride=tuple(node["stride"]), mode=node["mode"])


def _averaged(node, values, weights):
    return values.mean(axis=(1, 2))


def _flat(node, values, weights):
    return values.reshape(len(values), -1)


def _dense(node, values, weights):
    return values @ weights(node, "kernel", values.shape[-1], *node["shape"]) + weights(node, "bias")


# Those that the pocket network has.
COMPUTE = {
    "rescaling": _rescaled,
    "conv": _convolved,
    "pool": _pooled,
    "global_pool": _averaged,
    "flatten": _flat,
    "dense": _dense,
}
ACTIVATIONS = {None: lambda values: values, "relu": relu, "softmax": softmax}
