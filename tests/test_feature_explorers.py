"""FeatureMapBrowser and ReceptiveFieldExplorer in Python: what they show without a kernel, and refuse."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from helpers import receptive_field
from helpers.shapes import Conv, Dense, Pool
from helpers.training import keras
from helpers.widgets import FeatureMapBrowser, ReceptiveFieldExplorer
from helpers.widgets.receptive import STACKS

IMAGES = (np.arange(2 * 28 * 28).reshape(2, 28, 28) * 37 % 256).astype(np.uint8)


@pytest.fixture(scope="module", name="model")
def _model():
    keras.utils.set_random_seed(2)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(3, 3, name="conv2d"),  # no ReLU: maps with negative values too
            layers.MaxPooling2D(name="max_pooling2d"),
            layers.Conv2D(70, 3, activation="relu", use_bias=False, name="conv2d_1"),
            layers.Flatten(),
            layers.Dense(4, activation="softmax"),
        ]
    )


# --- ReceptiveFieldExplorer --------------------------------------------------------------------------


def test_the_field_explorer_begins_with_the_course_network():
    """A learner who only writes ReceptiveFieldExplorer() sees the numbers of the lesson."""
    explorer = ReceptiveFieldExplorer()
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == (
        "ReceptiveFieldExplorer(input 28 × 28, 4 layers). After pool2 a cell sees 10 × 10 pixels. "
        "Cell row 2, column 2 sees rows 8 to 17 and columns 8 to 17. Its neighbour sees pixels 4 further on; "
        "6 columns are seen by both."
    )
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).width > 600


@pytest.mark.parametrize("name", STACKS)
def test_every_stack_on_the_page_has_a_picture_and_the_field_of_the_formula(name):
    """The learner may save the notebook with any of them chosen."""
    layers, shape = STACKS[name]
    explorer = ReceptiveFieldExplorer(layers, shape)
    assert explorer.field == receptive_field(layers)
    assert explorer.picture().get_figwidth() <= 9


def test_a_region_on_padding_is_said():
    """In a corner a part of the window lies on zeros that depend on nothing."""
    explorer = ReceptiveFieldExplorer(
        [Conv(1, 5, padding="same"), Conv(1, padding="same")], (9, 12), cell=(0, 11)
    )
    assert explorer.region == (slice(-3, 4), slice(8, 15))
    assert "sees rows −3 to 3 and columns 8 to 14." in explorer.describe()
    assert "3 rows and 3 columns lie on padding." in explorer.describe()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"layers": [Conv(1), Dense(2)]}, "a receptive field is that of Conv and Pool layers"),
        ({"layers": []}, "draws 1 to 8 layers, but 0 were given"),
        ({"layers": [Conv(1)] * 9}, "but 9 were given"),
        ({"input_shape": 64, "layers": [Conv(1)]}, "up to 48 cells on a side, but one here has 64"),
        ({"layers": [Conv(1, 5), Pool(3)], "input_shape": 6}, "Layer 2, Pool: A kernel of 3 does not fit"),
        ({"cell": (5, 0)}, "row must be from 0 to 4 in the last layer, but is 5"),
    ],
)
def test_a_wrong_stack_is_a_sentence(wrong, says):
    """A traceback from inside the widget says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        ReceptiveFieldExplorer(**wrong)


# --- FeatureMapBrowser -------------------------------------------------------------------------------


def test_the_browser_shows_what_the_model_computes(model):
    """Its arrays are what a learner goes on to compute with."""
    browser = FeatureMapBrowser(model, IMAGES, layer="max_pooling2d")
    browser.image_number, browser.right, browser.turn = 1, 3, 90
    batch = np.roll(np.rot90(IMAGES[1]), 3, axis=1).copy()
    batch[:, :3] = 0
    np.testing.assert_array_equal(browser.image, batch)
    wanted = np.asarray(model(batch[None, ..., None].astype("float32")))[0]
    np.testing.assert_allclose(browser.probabilities, wanted, atol=1e-6)
    assert browser.maps.shape == (13, 13, 3)
    browser.layer = "conv2d_1"
    assert (browser.map, browser.maps.shape) == (0, (11, 11, 70))


def test_a_reader_without_a_kernel_gets_a_picture_and_the_answer_in_words(model):
    """On the repository's web page no script runs."""
    browser = FeatureMapBrowser(model, IMAGES, names=["boot", "bag", "shirt", "coat"])
    for layer in ("conv2d", "conv2d_1"):
        browser.layer = layer
        data, metadata = browser._repr_mimebundle_()
        text = data["text/plain"]
        assert text.startswith(f"FeatureMapBrowser(2 images, 2 convolutions): image 0. Layer {layer} makes ")
        assert "The network says: " in text
        assert metadata["image/png"]["alt"] == text
        assert len(data["image/png"]) > 1000


def test_settings_out_of_range_from_the_page_are_corrected(model):
    """A page of an older version must not stop the kernel."""
    browser = FeatureMapBrowser(model, IMAGES)
    browser._hear(browser, {"settings": {"layer": 99, "map": 999, "turn": 1e9, "row": -5}, "number": 1}, [])
    assert (browser.layer, browser.map, browser.turn) == ("conv2d_1", 69, 180)
    assert browser._answer["number"] == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"layer": "conv9"}, 'layer must be one of "conv2d", "max_pooling2d", "conv2d_1", but is'),
        ({"images": IMAGES[:, :20]}, r"The model reads \(28, 28, 1\), but the images are \(20, 28\)"),
        ({"images": IMAGES / 0.5}, "numbers from 0 to 255"),
        ({"images": np.zeros((2, 28, 28, 3))}, "images must have the shape"),
        ({"names": ["a", "b"]}, "The model knows 4 classes, but 2 names were given"),
        ({"model": "fashion"}, "model must be a Keras model that is built, but is str"),
    ],
)
def test_a_wrong_argument_is_a_sentence(model, wrong, says):
    """A traceback from inside Keras says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        FeatureMapBrowser(**{"model": model, "images": IMAGES, **wrong})


def test_a_wrong_setting_from_python_is_a_sentence(model):
    """The next cell may set any of them."""
    browser = FeatureMapBrowser(model, IMAGES)
    for name, value, says in [
        ("map", 3, "map must be 2 or less"),
        ("turn", 200, "turn must be 180 or less"),
        ("layer", "pool", "one of"),
        ("image_number", -1, "image_number must be 0 or more"),
        ("cover", 2.5, "cover must be a whole number"),
    ]:
        with pytest.raises((ValueError, TypeError), match=says):
            setattr(browser, name, value)
