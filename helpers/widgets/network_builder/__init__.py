"""NetworkBuilder: plan a network layer by layer, and see shape, parameters and receptive field of each."""

import copy
from pathlib import Path

import traitlets

from helpers.shapes import Traced, trace
from helpers.widgets.base import CourseWidget
from helpers.widgets.network_builder.layers import (
    COURSE_NETWORK,
    KINDS,
    as_shape,
    checked_layers,
    checked_shape,
    keras_call,
    of_model,
)
from helpers.widgets.shared.frames import by

MOST_PARAMETERS = 20_000_000  # that "Check with Keras" builds: 80 MB


class NetworkBuilder(CourseWidget):
    """Add, remove, move and edit layers; each line shows what leaves a layer and what it learns.

    A line shows the output shape, the sum of the parameters with its terms, and the receptive field: the
    pixels (rows × columns) that one number has seen. If a layer cannot follow the one before it, a sentence
    says why and names the nearest fix. Below is the Keras code, and "Check with Keras" builds the network and
    compares every line.

    Parameters
    ----------
    layers : list or keras.Sequential, optional
        Descriptions as in `helpers.shapes`, such as ``[Conv(8), Pool(), Flatten(), Dense(3)]``, what
        another builder's `layers` holds, or a Keras model. Of a model, layers that change neither shape
        nor number of parameters, such as Rescaling, are left out. The course's network unless given.
    input_shape : (rows, columns, channels), optional
        Of the picture; 28 × 28 × 1, or what the model takes, unless given.

    Attributes
    ----------
    layers : list of dict
        The network on the page: ``{"layer": "Conv2D", "filters": 64, …}``, with Keras's names. It can be
        set too.
    input_shape : tuple
    code : str
        The network as Keras code.

    Raises
    ------
    ValueError, TypeError
        If a layer is of a kind that the builder does not know, or a setting is out of range.

    Examples
    --------
    >>> builder = NetworkBuilder()
    >>> builder
    NetworkBuilder(7 layers on 28 × 28 × 1)
    >>> [row.parameters for row in builder.trace()]
    [640, 0, 36928, 0, 0, 204928, 1290]
    """

    folder = Path(__file__).parent

    _kinds = traitlets.Dict(KINDS).tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    _keras = traitlets.Dict().tag(sync=True)  # what "Check with Keras" found
    layers = traitlets.List().tag(sync=True)
    input_shape = traitlets.Any((28, 28, 1)).tag(sync=True)

    def __init__(self, layers=None, input_shape=None):  # noqa: D107
        if hasattr(layers, "get_config") and hasattr(layers, "layers"):
            input_shape = tuple(layers.input_shape[1:]) if input_shape is None else input_shape
            layers = of_model(layers)
        shape = checked_shape((28, 28, 1) if input_shape is None else input_shape)
        described = checked_layers(COURSE_NETWORK if layers is None else layers)
        super().__init__(
            layers=described,
            input_shape=shape,
            _start={"layers": copy.deepcopy(described), "input_shape": shape},
        )
        self.on_msg(self._hear)

    def trace(self):
        """Return what `helpers.trace` returns, for the layers on the page; Dropout changes nothing.

        Raises
        ------
        ValueError
            If a layer cannot follow the one before it.
        """
        rows, problem = self._rows()
        if problem:
            raise ValueError(problem)
        return rows

    @property
    def code(self):
        """The network as Keras code that can be copied."""
        lines = [f"keras.Input({tuple(self.input_shape)}),"]
        lines += [f"layers.{keras_call(one)}," for one in self.layers]
        inside = "\n".join(f"        {line}" for line in lines)
        head = "import keras\nfrom keras import layers\n\nmodel = keras.Sequential(\n    [\n"
        return f"{head}{inside}\n    ]\n)\n"

    def build(self):
        """Return the network as a Keras model, with fresh weights."""
        from helpers.training import keras

        made = [keras.Input(tuple(self.input_shape))]
        for one in self.layers:
            settings = {name: value for name, value in one.items() if name != "layer"}
            made.append(getattr(keras.layers, one["layer"])(**settings))
        return keras.Sequential(made)

    def describe(self):
        """Return the layers with shapes and parameters, as sentences."""
        rows, problem = self._rows()
        lines = [
            f"{one['layer']} "
            f"{by(*row.shape)}" + (f" ({row.parameters:,} parameters)" if row.parameters else "")
            for one, row in zip(self.layers, rows, strict=False)
        ]
        said = f"{self!r}: " + " → ".join([by(*self.input_shape), *lines]) + "."
        total = sum(row.parameters for row in rows)
        return f"{said} {problem}" if problem else f"{said} Together {total:,} parameters."

    def picture(self):
        """Return a Matplotlib `Figure` of the table."""
        from helpers.widgets.network_builder.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which say more than an address and stay the same from run to run."""
        count = len(self.layers)
        return f"NetworkBuilder({count} layer{'s' * (count != 1)} on {by(*self.input_shape)})"

    def _rows(self):
        """Return the rows up to the first layer that cannot follow, and the sentence about it or ""."""
        rows, traced = [], []
        shape, field = tuple(self.input_shape), (1, 1)
        for number, one in enumerate(self.layers, start=1):
            if one["layer"] == "Dropout":
                rows.append(Traced(one, shape, 0, 0, field))
                continue
            traced.append(as_shape(one))
            try:
                row = trace(traced, self.input_shape)[-1]
            except ValueError as problem:
                # `trace` numbers the layers that it was given, and calls them by its own names.
                _, _, reason = str(problem).partition(f", {type(traced[-1]).__name__}")
                return rows, f"Layer {number}, {one['layer']}{reason}"
            rows.append(row)
            shape, field = row.shape, row.receptive_field
        return rows, ""

    def _hear(self, widget, content, buffers):
        """Answer the page's "check": build the network, and send back what Keras says of each layer."""
        if content.get("check"):
            self._keras = {"number": content["check"], **self._ask_keras()}

    def _ask_keras(self):
        rows, problem = self._rows()
        if problem:
            return {"rows": [], "problem": problem}
        if sum(row.parameters for row in rows) > MOST_PARAMETERS:
            return {
                "rows": [],
                "problem": f"It has more than {MOST_PARAMETERS:,} parameters, and is not built here.",
            }
        try:
            model = self.build()
        except Exception as problem:  # whatever goes wrong in Keras or on the machine
            return {"rows": [], "problem": f"Keras says: {str(problem).splitlines()[0]}"}
        shapes = [[int(size) for size in layer.output.shape[1:]] for layer in model.layers]
        counts = [int(layer.count_params()) for layer in model.layers]
        return {"rows": [list(row) for row in zip(shapes, counts, strict=True)], "problem": ""}

    @traitlets.validate("layers")
    def _check_layers(self, proposal):
        return checked_layers(proposal["value"])

    @traitlets.validate("input_shape")
    def _check_input_shape(self, proposal):
        return checked_shape(proposal["value"])
