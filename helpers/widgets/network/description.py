"""A Keras network as NetworkExplorer's page reads it: steps with plain titles, and one row of weights."""

import math

import numpy as np

from helpers.widgets.network.layers import ACTIVATIONS, ONLY_IN_TRAINING, describe_layer
from helpers.widgets.shared.frames import by

LARGEST_IMAGE = 128  # rows or columns
MOST_LAYERS = 100
MOST_PARAMETERS = 2_000_000
MOST_MULTIPLICATIONS = 200_000_000  # for one image: more would take the page longer than a third of a second
FAMILIES = {
    "conv": "conv", "depthwise": "depthwise", "dense": "dense", "pool": "pool", "global_pool": "global pool",
    "batch_norm": "batch norm", "flatten": "flatten", "add": "add", "concatenate": "concatenate",
    "pad": "padding", "rescaling": "rescaling",
}  # fmt: skip
ACTIVATION_WORDS = {
    "relu": "ReLU", "leaky_relu": "leaky ReLU", "prelu": "PReLU", "elu": "ELU", "selu": "SELU",
    "gelu": "GELU", "silu": "SiLU",
}  # fmt: skip
LOGITS = (
    "The network itself ends with the sums before this step. The page adds the softmax that turns them into "
    "probabilities."
)


class Description:
    """A description of a network, as the page reads it.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional, built, with one image as input and one row of numbers as output.
    shape : tuple of int, (rows, columns, channels), optional
        Of the images, for a model that leaves it open.

    Attributes
    ----------
    nodes : list of dict
        The steps as in `shared/forward.js`, each after its inputs; the first is the image.
    weights : bytes
        All weights one after the other, float32; `nodes` says where each is.
    shape : tuple of int
        Of an image.
    classes : int
    calls : list
        For each node the Keras layer and the indices of its inputs, for running the network node by node;
        None where the page divides one layer into two steps, or adds one.

    Raises
    ------
    TypeError
        If it is not a Keras model.
    ValueError
        If the page cannot show it; the message names the layer and says what to do.
    """

    def __init__(self, model, shape=None):  # noqa: D107
        self.shape = _input_shape(model, shape)
        self.nodes, self.calls, self._floats = [], [], []
        self._add_node({"kind": "input", "shape": list(self.shape)}, "", "", [], 0)
        output = self._add_model(model, 0)
        if len(self.nodes[output]["shape"]) != 1:
            raise ValueError(
                f"The network ends with the shape {tuple(self.nodes[output]['shape'])}, and NetworkExplorer "
                "needs one row of numbers, one for each class: end the network with Flatten or "
                "global pooling, and a Dense layer."
            )
        self.output, self.decision = self._with_softmax(output)
        self.classes = self.nodes[output]["shape"][0]
        self.parameters = int(model.count_params())
        self.weights = np.concatenate([*self._floats, np.zeros(0)]).astype("<f4").tobytes()
        self._check_size()
        _write_words(self.nodes, self.output)

    def for_page(self):
        """Return the description as the trait `network` carries it, without the weights."""
        return {
            "nodes": self.nodes, "output": self.output, "decision": self.decision, "classes": self.classes,
            "shape": list(self.shape), "parameters": self.parameters,
        }  # fmt: skip

    def run(self, images):
        """Return what leaves every node for a batch of images, computed by Keras.

        Parameters
        ----------
        images : ndarray of float32, (N, rows, columns, channels)

        Returns
        -------
        list of ndarray
            In the order of the nodes; None for those that Keras does not have.
        """
        values = [np.asarray(images, np.float32)]
        for call, node in zip(self.calls[1:], self.nodes[1:], strict=True):
            values.append(None if call is None else _called(*call, values))
            if node["name"] == "" and node["kind"] == "activation":
                values[-1] = _softmax(values[node["inputs"][0]])
        return values

    # -- From Keras to nodes --

    def _add_model(self, model, place):
        """Add the layers of a model that reads the node `place`, and return the node with its output."""
        from helpers.training import keras

        if isinstance(model, keras.Sequential):
            for layer in model.layers:
                place = self._add(layer, [place])
            return place
        known = {id(model.inputs[0]): place}
        return self._add_tensor(model.outputs[0], known)

    def _add_tensor(self, tensor, known):
        """Add what a tensor of a functional model is made from, and return its node."""
        if id(tensor) not in known:
            operation, call, number = tensor._keras_history
            node = operation._inbound_nodes[call]
            inputs = [self._add_tensor(one, known) for one in node.arguments.keras_tensors]
            if number or not inputs:
                raise ValueError(
                    f"Layer {operation.name!r} has several outputs, or an input other than the image, and "
                    "NetworkExplorer cannot show it: build the network without this layer."
                )
            known[id(tensor)] = self._add(operation, inputs)
        return known[id(tensor)]

    def _add(self, layer, inputs):
        from helpers.training import keras

        if isinstance(layer, keras.Model):
            return self._add_model(layer, inputs[0])
        if isinstance(layer, keras.layers.InputLayer):
            return inputs[0]
        shapes = [tuple(self.nodes[one]["shape"]) for one in inputs]
        steps = describe_layer(layer, shapes)
        for number, step in enumerate(steps):
            is_last = number == len(steps) - 1
            count = (
                sum(values.size for values in step["weights"].values())
                if len(steps) > 1
                else _parameters(layer)
            )
            inputs = [self._add_node(step, layer.name, type(layer).__name__, inputs, count)]
            self.calls[-1] = (layer, self._inputs_of(layer, inputs[0], len(steps))) if is_last else None
        if len(self.nodes) > MOST_LAYERS:
            raise ValueError(
                f"NetworkExplorer shows networks of up to {MOST_LAYERS} layers, and this one has "
                "more: show a smaller one."
            )
        return inputs[0]

    def _inputs_of(self, layer, place, steps):
        """Return the nodes that Keras's layer reads: the page may have put a step of its own between."""
        first = self.nodes[place - steps + 1]
        return first["inputs"]

    def _add_node(self, step, name, keras_kind, inputs, parameters):
        weights = {}
        for word, values in step.get("weights", {}).items():
            offset = sum(part.size for part in self._floats)
            weights[word] = {"offset": offset, "count": int(values.size)}
            self._floats.append(np.ascontiguousarray(values, np.float32).ravel())
        node = {"name": name, "keras": keras_kind, "inputs": list(inputs), "parameters": int(parameters)}
        self.nodes.append({**step, "weights": weights, **node})
        self.calls.append(None)
        return len(self.nodes) - 1

    def _with_softmax(self, output):
        """Return the nodes of the output and of the classes' sums; after bare sums, a softmax is added."""
        decision = output
        while self.nodes[decision]["kind"] in ("nothing", "flatten"):
            decision = self.nodes[decision]["inputs"][0]
        node, classes = self.nodes[decision], self.nodes[output]["shape"]
        if classes[0] == 1 or node.get("activation") or node["kind"] not in ("dense", "conv", "global_pool"):
            return output, decision
        step = {"kind": "activation", "shape": classes, "activation": dict(ACTIVATIONS["softmax"])}
        output = self._add_node({**step, "note": LOGITS}, "", "", [output], 0)
        return output, output

    def _check_size(self):
        if self.parameters > MOST_PARAMETERS:
            largest = max(self.nodes, key=lambda node: node["parameters"])
            raise ValueError(
                f"The network has {self.parameters:,} parameters, {largest['parameters']:,} of them in layer "
                f"{largest['name']!r}, and NetworkExplorer shows up to {MOST_PARAMETERS:,}: give "
                "that layer fewer units or filters, or pool before it."
            )
        counts = [_multiplications(node, self.nodes) for node in self.nodes]
        if sum(counts) > MOST_MULTIPLICATIONS:
            largest = self.nodes[counts.index(max(counts))]
            raise ValueError(
                f"One image takes {sum(counts):,} multiplications, {max(counts):,} of them in layer "
                f"{largest['name']!r}. The page computes the network by itself and manages up to "
                f"{MOST_MULTIPLICATIONS:,}: use smaller images or fewer filters."
            )


def description_of(model, shape=None):
    """Return the description of a Keras network, or of one that describes itself (the pocket network)."""
    return model if hasattr(model, "for_page") else Description(model, shape)


def _input_shape(model, shape):
    """Return (rows, columns, channels) of the model's images, or raise a sentence."""
    from helpers.training import keras

    if not isinstance(model, keras.Model):
        raise TypeError(f"model must be a Keras model, but is {model!r} ({type(model).__name__}).")
    if not model.built or not getattr(model, "inputs", None):
        raise ValueError(
            "The model is not built, or it is neither Sequential nor functional, so its layers cannot be "
            "read. Begin it with keras.Input((28, 28, 1)), for example."
        )
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(
            "NetworkExplorer shows networks with one input and one output, but this one has "
            f"{len(model.inputs)} and {len(model.outputs)}: build a keras.Model from one input to one output."
        )
    given = tuple(model.inputs[0].shape[1:])
    if len(given) != 3 or given[-1] not in (1, 3):
        raise ValueError(
            f"The model takes inputs of the shape {given}, and NetworkExplorer shows networks on images, "
            "(rows, columns, 1) or (rows, columns, 3): begin with keras.Input((28, 28, 1)), and Flatten "
            "after it if all layers are dense."
        )
    if None in given:
        given = (*(shape or (28, 28))[:2], given[-1])
    if max(given) > LARGEST_IMAGE:
        raise ValueError(
            f"The model takes images of {by(*given[:2])} pixels, and NetworkExplorer shows up to "
            f"{by(LARGEST_IMAGE, LARGEST_IMAGE)}: build it for smaller ones."
        )
    return given


def _parameters(layer):
    return layer.count_params() if hasattr(layer, "count_params") else 0


def _called(layer, inputs, values):
    """Return a layer's output for the values of its inputs."""
    from helpers.training import keras

    given = [values[one] for one in inputs]
    given = given[0] if len(given) == 1 else given
    if not isinstance(layer, keras.layers.Layer):  # an operation, such as the + between two tensors
        return np.asarray(layer(*given))
    extra = {"training": False} if layer._call_has_training_arg else {}
    return np.asarray(layer(given, **extra))


def _softmax(sums):
    exps = np.exp(sums - sums.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def _multiplications(node, nodes):
    """Return how many multiplications a node takes for one image."""
    if node["kind"] not in ("conv", "dense", "depthwise"):
        return 0
    arriving = nodes[node["inputs"][0]]["shape"][-1] // node["groups"] if node["kind"] != "depthwise" else 1
    return math.prod(node["shape"]) * math.prod(node["size"]) * arriving


# -- Words --


def _write_words(nodes, output):
    """Give every node a plain title, a short name for a path, and a note where there is one."""
    families = [_family(node) for node in nodes]
    for place, node in enumerate(nodes):
        alike = families[: place + 1].count(families[place])
        node["short"] = (
            f"{families[place]} {alike}" if families.count(families[place]) > 1 else families[place]
        )
        node["title"] = _title(node, place == output)
        node["note"] = node.get("note") or _note(node)


def _family(node):
    if node["kind"] == "input":
        return "image"
    if node["kind"] == "activation":
        return _activation_word(node["activation"])
    if node["kind"] == "nothing":
        return node["name"] if node["keras"] == "" else _spaced(node["keras"])
    return FAMILIES[node["kind"]]


def _activation_word(activation):
    return ACTIVATION_WORDS.get(activation["name"], activation["name"].replace("_", " "))


def _spaced(keras_kind):
    """Return a name such as `RandomFlip` as words: "random flip"."""
    kind = keras_kind.removesuffix("2D")
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()


def _title(node, is_output):
    shape = node["shape"]
    flat = len(shape) == 1
    size = f"{shape[0]:,} numbers" if flat else by(*shape[:2])
    maps = f"{shape[-1]} map{'s' * (shape[-1] != 1)}"
    if is_output and flat:
        return "probability" if shape[0] == 1 else f"{shape[0]} probabilities"
    return {
        "input": lambda: f"image, {by(*shape[:2])}" + (" × 3" if shape[-1] == 3 else ""),
        "rescaling": lambda: f"rescaled, {size}",
        "conv": lambda: f"{shape[-1]} filter{'s' * (shape[-1] != 1)}, {size}",
        "depthwise": lambda: f"a filter per map, {size}",
        "dense": lambda: f"{shape[0]} unit{'s' * (shape[0] != 1)}",
        "pool": lambda: f"{_pooled(node)} of {by(*node['size'])}, {size}",
        "global_pool": lambda: f"{shape[-1]} map {'maxima' if node['mode'] == 'max' else 'means'}",
        "batch_norm": lambda: f"normalised, {size}",
        "activation": lambda: f"{_activation_word(node['activation'])}, {size}",
        "flatten": lambda: size if flat else f"{maps}, {size}",
        "add": lambda: f"sum of {len(node['inputs'])}, {size}",
        "concatenate": lambda: size if flat else f"{maps}, {size}",
        "pad": lambda: f"zeros added, {size}",
        "nothing": lambda: f"{_family(node)}: nothing now",
    }[node["kind"]]()


def _pooled(node):
    return "max" if node["mode"] == "max" else "mean"


def _note(node):
    if node["keras"] in ONLY_IN_TRAINING:
        return (
            f"{node['keras']} does nothing now. It works only while the network learns; here, every number "
            "passes through unchanged."
        )
    if node["kind"] == "nothing":
        return f"{node['keras']} passes every number through unchanged."
    if node["kind"] == "batch_norm":
        return (
            "The means and variances were kept from training, so the result depends on this image alone "
            "and not on others in a batch."
        )
    return ""
