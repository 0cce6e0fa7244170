"""FeatureMapBrowser: what every layer of your network makes of an image, while you change the image."""

from pathlib import Path

import numpy as np
import traitlets

from helpers import inside
from helpers.arguments import numeric_array
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared import values
from helpers.widgets.shared.limits import IMAGE_CHANGES

LARGEST_SIDE = 64  # of an image, and of a map
MOST_MAPS = 256
MOST_IMAGES = 64


class FeatureMapBrowser(CourseWidget):
    """Browse the feature maps of a network while you change its image.

    Choose an image, a layer and a map. Turn the image, move it, or cover a part of it: the maps and the
    probabilities follow. Point at a cell of the large map to see which pixels it sees.

    The page asks Python after every change, and only for the newest one: nothing queues.

    Parameters
    ----------
    model : keras.Model, optional
        Sequential, or functional with its layers in a chain. Your own from lesson 09 unless given, or
        a small one that is trained at once.
    images : array_like (N, rows, columns), optional
        As they are stored, 0 to 255. One test image of each class of Fashion-MNIST unless given.
    names : sequence of str, optional
        Names of the classes.
    layer : str, optional
        The name of the layer to begin with; the first that makes maps unless given.

    Attributes
    ----------
    model : keras.Model
    image_number, layer, map, turn, down, right, cover
        The settings on the page now; you can set them too. `turn` is in degrees, `down`, `right` and
        `cover` in pixels.
    image : ndarray, (rows, columns)
        The image as the network sees it: turned, moved and covered.
    maps : ndarray, (rows, columns, maps)
        The maps of the chosen layer.
    probabilities : ndarray, (classes,)

    Raises
    ------
    ValueError, TypeError
        If the model or the images cannot be shown.
    """

    folder = Path(__file__).parent

    _page = traitlets.Dict().tag(sync=True)  # what never changes: sizes, layers, weights, names
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    _answer = traitlets.Dict().tag(sync=True)  # what Python made of the newest settings

    def __init__(self, model=None, images=None, *, names=None, layer=None):  # noqa: D107
        if model is None or images is None:
            model, images, names = _with_defaults(model, images, names)
        self._images = _checked_images(images)
        self.model = _checked_model(model, self._images)
        self._layers = inside.map_layers(self.model)
        classes = self.model.layers[-1].output.shape[-1]
        self._names = _checked_names(names, classes)
        layer = self._layers[0].name if layer is None else layer
        self._settings = {
            "image": 0, "layer": self._place_of(layer), "map": 0, "turn": 0, "down": 0, "right": 0,
            "cover": 0, "row": self._images.shape[1] // 2, "column": self._images.shape[2] // 2,
        }  # fmt: skip
        super().__init__(_page=self._describe_page(), _start=self._settings)
        self._compute()
        self.on_msg(self._hear)

    # -- What the page shows, for Python --

    @property
    def image(self):
        """The image as the network sees it."""
        return self._changed(self._settings)

    @property
    def maps(self):
        """The maps of the chosen layer, (rows, columns, maps)."""
        return self._maps.copy()

    @property
    def probabilities(self):
        """The probabilities of the classes for the changed image."""
        return self._probabilities.copy()

    @property
    def image_number(self):
        """Which image is shown, counted from 0."""
        return self._settings["image"]

    @image_number.setter
    def image_number(self, number):
        self._set(image=values.limited("image_number", number, len(self._images) - 1, least=0))

    @property
    def layer(self):
        """The name of the chosen layer."""
        return self._layers[self._settings["layer"]].name

    @layer.setter
    def layer(self, name):
        self._set(layer=self._place_of(name), map=0)

    @property
    def map(self):
        """The number of the chosen map, counted from 0."""
        return self._settings["map"]

    @map.setter
    def map(self, number):
        self._set(map=values.limited("map", number, self._maps.shape[-1] - 1, least=0))

    @property
    def turn(self):
        """Degrees by which the image is turned, counter-clockwise."""
        return self._settings["turn"]

    @turn.setter
    def turn(self, degrees):
        self._set(turn=self._limited("turn", degrees))

    @property
    def down(self):
        """Pixels by which the image is moved down."""
        return self._settings["down"]

    @down.setter
    def down(self, pixels):
        self._set(down=self._limited("down", pixels))

    @property
    def right(self):
        """Pixels by which the image is moved to the right."""
        return self._settings["right"]

    @right.setter
    def right(self, pixels):
        self._set(right=self._limited("right", pixels))

    @property
    def cover(self):
        """The side of the black square that covers a part; 0 where there is none."""
        return self._settings["cover"]

    @cover.setter
    def cover(self, size):
        self._set(cover=self._limited("cover", size))

    def describe(self):
        """Return the settings, the chosen map and the answer, as sentences."""
        chosen, settings = self._maps[..., self.map], self._settings
        row, column = np.unravel_index(chosen.argmax(), chosen.shape)
        best = np.argsort(-self._probabilities, kind="stable")[:3]
        said = ", ".join(f"{self._names[place]} {self._probabilities[place]:.0%}" for place in best)
        changes = [
            f"{word} {settings[name]}"
            for name, word in (("turn", "turned by"), ("down", "moved down by"), ("right", "moved right by"),
                               ("cover", "covered by a square of"))
            if settings[name]
        ]  # fmt: skip
        return (
            f"{self!r}: image {self.image_number}{', ' + ', '.join(changes) if changes else ''}. "
            f"Layer {self.layer} makes {self._maps.shape[-1]} maps of {chosen.shape[0]} × {chosen.shape[1]}; "
            f"map {self.map} is "
            f"strongest at row {row}, column {column}. The network says: {said}."
        )

    def picture(self):
        """Return a Matplotlib `Figure` of the image, the layer's maps and the probabilities."""
        from helpers.widgets.feature_maps.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which stay the same from run to run."""
        count = sum(type(layer).__name__ == "Conv2D" for layer in self._layers)
        return f"FeatureMapBrowser({len(self._images)} images, {count} convolutions)"

    # -- Between page and model --

    def _hear(self, widget, message, buffers):
        """Answer the page, which asks one question at a time, always about its newest settings."""
        self._settings = self._readable(message.get("settings", {}))
        self._compute(asker=message.get("asker"), number=message.get("number"))

    def _set(self, **changes):
        self._settings = self._readable({**self._settings, **changes})
        self._compute()

    def _readable(self, given):
        """Return settings in which nothing is missing or out of range."""
        most = {
            "image": (0, len(self._images) - 1), "layer": (0, len(self._layers) - 1), **IMAGE_CHANGES,
            "row": (0, self._images.shape[1] - 1), "column": (0, self._images.shape[2] - 1),
        }  # fmt: skip
        layer = min(max(int(given.get("layer", 0)), 0), len(self._layers) - 1)
        most["map"] = (0, self._layers[layer].output.shape[-1] - 1)
        return {
            name: int(min(max(given.get(name, now), most[name][0]), most[name][1]))
            for name, now in self._settings.items()
        }

    def _changed(self, settings):
        image = inside.rotate(self._images[settings["image"]], settings["turn"])
        image = inside.shift(image, settings["down"], settings["right"])
        half = settings["cover"] // 2
        return inside.cover(image, settings["row"] - half, settings["column"] - half, settings["cover"])

    def _compute(self, asker=None, number=None):
        """Run the network on the changed image, and send what the page shows."""
        settings, layer = self._settings, self._layers[self._settings["layer"]]
        plain, changed = self._images[settings["image"]], self._changed(settings)
        for one, numbers in inside.walk(self.model, inside.as_batch(np.stack([changed, plain]))):
            if one is layer:
                self._maps = np.asarray(numbers)[0]
        self._probabilities, before = np.asarray(numbers)
        self._answer = {
            "settings": dict(settings),
            "asker": asker,
            "number": number,
            "image": changed.tobytes(),
            "maps": np.ascontiguousarray(np.moveaxis(self._maps, -1, 0), np.float32).tobytes(),
            "probabilities": self._probabilities.tolist(),
            "before": before.tolist(),
        }

    def _describe_page(self):
        rows, columns = self._images.shape[1:]
        return {
            "rows": rows, "columns": columns, "count": len(self._images), "names": self._names,
            "layers": [self._describe_layer(layer) for layer in self._layers],
        }  # fmt: skip

    def _describe_layer(self, layer):
        """Return a layer as the page reads it: sizes, what a cell sees, and its weights."""
        rows, columns, maps = layer.output.shape[1:]
        stack, shape = inside.stack_of(self.model, layer), self._images.shape[1:]
        spans = [
            [
                [span.start, span.stop]
                for span in (
                    inside.region(stack, (n, 0) if axis == 0 else (0, n), shape)[axis] for n in range(length)
                )
            ]
            for axis, length in enumerate((rows, columns))
        ]
        kind = type(layer).__name__
        described = {"name": layer.name, "kind": kind, "rows": rows, "columns": columns, "maps": maps}
        weights = {}
        if kind == "Conv2D":
            kernel = np.asarray(layer.kernel, np.float32)  # (rows, columns, channels, filters)
            bias = np.asarray(layer.bias, np.float32).tolist() if layer.use_bias else [0.0] * maps
            weights = {
                "kernel": np.ascontiguousarray(kernel.transpose(3, 2, 0, 1)).tobytes(),
                "shape": kernel.shape,
                "bias": bias,
            }
        return {**described, "spans": spans, **weights}

    @staticmethod
    def _limited(name, value):
        least, largest = IMAGE_CHANGES[name]
        return values.limited(name, value, largest, least=least)

    def _place_of(self, name):
        names = [layer.name for layer in self._layers]
        if name not in names:
            listed = ", ".join(f'"{one}"' for one in names)
            raise ValueError(f"layer must be one of {listed}, but is {name!r}.")
        return names.index(name)


def _with_defaults(model, images, names):
    """Return a model, images and names, with those of the course where none are given."""
    from helpers.data import load_fashion_mnist

    data = load_fashion_mnist()
    if model is None:
        model, said = inside.network_to_look_into(data)
        print(said)
    if images is None:
        first = [int(np.flatnonzero(data.test_labels == label)[0]) for label in range(10)]
        images, names = data.test_images[first], list(data.class_names) if names is None else names
    return model, images, names


def _checked_images(images):
    images = numeric_array("images", images, {2: "(rows, columns)", 3: "(images, rows, columns)"})
    images = images[np.newaxis] if images.ndim == 2 else images
    if 0 in images.shape or len(images) > MOST_IMAGES or max(images.shape[1:]) > LARGEST_SIDE:
        raise ValueError(
            f"The browser shows 1 to {MOST_IMAGES} images of up to {LARGEST_SIDE} × {LARGEST_SIDE} pixels, "
            f"but these have the shape {images.shape}."
        )
    if not ((images >= 0) & (images <= 255)).all():  # this way round it catches NaN too
        raise ValueError("Pixels must be numbers from 0 to 255, as they are stored.")
    return np.round(images).astype(np.uint8)


def _checked_model(model, images):
    if not hasattr(model, "layers") or not getattr(model, "built", False):
        raise TypeError(
            f"model must be a Keras model that is built, but is {type(model).__name__}. A Sequential one is "
            "built once it begins with keras.Input((28, 28, 1))."
        )
    shape = tuple(model.inputs[0].shape[1:])
    if shape != (*images.shape[1:], 1):
        raise ValueError(f"The model reads {shape}, but the images are {images.shape[1:]} with one channel.")
    layers = inside.map_layers(model)
    if not layers:
        raise ValueError("The model has no Conv2D layer, so there are no feature maps to show.")
    inside.stack_of(model)  # raises where a layer is of a kind that cannot be followed
    rows, columns, maps = (max(layer.output.shape[axis] for layer in layers) for axis in (1, 2, 3))
    if max(rows, columns) > LARGEST_SIDE or maps > MOST_MAPS:
        raise ValueError(
            f"The browser shows up to {MOST_MAPS} maps of {LARGEST_SIDE} × {LARGEST_SIDE} in a layer; this "
            f"model makes {maps} of {rows} × {columns}."
        )
    return model


def _checked_names(names, classes):
    names = (
        [f"class {number}" for number in range(classes)] if names is None else [str(name) for name in names]
    )
    if len(names) != classes:
        raise ValueError(f"The model knows {classes} classes, but {len(names)} names were given.")
    return names
