"""The NetworkExplorer in Python: what it takes, refuses, sends to the page and shows without a kernel."""

import numpy as np
import pytest

from helpers.numerals import probability_text
from helpers.widgets import NetworkExplorer
from helpers.widgets.network.description import MOST_LAYERS, Description
from tests.pages.networks import by_hand
from tests.pages.node import NO_NODE, ask
from tests.pages.tools import find
from tests.without_kernel import described

needs_node = pytest.mark.skipif(find("node") is None, reason=NO_NODE)
IMAGES = np.array([[[0, 0, 0, 0], [0, 2, 9, 0], [0, 1, 7, 0], [0, 0, 0, 0]]] * 2, np.uint8)


@pytest.fixture(scope="module", name="keras")
def _keras():
    from helpers.training import keras

    return keras


@pytest.fixture(scope="module", name="model")
def _model(keras):
    return by_hand(keras)


def sequential(keras, *layers, shape=(8, 8, 1)):
    """Return a network of these layers with two classes."""
    return keras.Sequential([keras.Input(shape), *layers, keras.layers.Dense(2, activation="softmax")])


# --- What it shows -----------------------------------------------------------------------------------


def test_a_reader_without_a_kernel_gets_the_overview_and_the_answer_in_words(model):
    """On the repository's web page no script runs."""
    explorer = NetworkExplorer(model, IMAGES, [1, 0], ["right", "left"])
    assert described(explorer) == (
        "NetworkExplorer(4 layers, 16 parameters, 2 images of 4 × 4 × 1): image, 4 × 4 → 2 filters, 3 × 3 → "
        "max of 3 × 3, 1 × 1 → 2 numbers → 2 probabilities. "
        "For image 0 (left) the network says: left > 99.9%, right < 0.1%."
    )


def test_it_opens_on_the_image_that_the_network_is_least_sure_of(model):
    """Ten bars with a single full one teach nothing; Start over must lead back to the same image."""
    images = np.stack([IMAGES[0], 0 * IMAGES[0], IMAGES[1]])
    explorer = NetworkExplorer(model, images)
    best = explorer.probabilities.max(axis=1)
    assert best[1] < best[0]
    assert explorer.place["image"] == explorer._start["place"]["image"] == 1
    explorer.place = {"view": "map", "node": 1}
    assert explorer.place["image"] == 1


def test_every_kind_of_network_has_a_picture(keras):
    """Colour, one output, no maps at all, and more layers than fit: the saved notebook shows each."""
    layers = keras.layers
    many = [layers.Conv2D(2, 3, padding="same", activation="relu") for _ in range(9)]
    networks = [
        sequential(keras, layers.SeparableConv2D(4, 3), layers.Flatten(), shape=(9, 9, 3)),
        keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(1, activation="sigmoid")]),
        sequential(keras, *many, layers.GlobalAveragePooling2D()),
    ]
    for network in networks:
        images = np.zeros((1, *network.input_shape[1:]))
        assert described(NetworkExplorer(network, images)).startswith("NetworkExplorer(")


def test_layers_are_titled_in_plain_words_beside_kerass_names(keras):
    """A learner reads “16 filters, 26 × 26”, and finds conv2d_1 of their own code again."""
    layers = keras.layers
    image = keras.Input((12, 12, 3))
    maps = layers.RandomFlip(name="flip")(layers.Rescaling(1 / 255, name="scaled")(image))
    maps = layers.Conv2D(8, 3, padding="same", name="first")(maps)
    maps = layers.ReLU(name="kink")(layers.BatchNormalization(name="norm")(maps))
    maps = layers.Add(name="sum")([maps, layers.SeparableConv2D(8, 3, padding="same", name="parted")(maps)])
    maps = layers.AveragePooling2D((2, 3), name="average")(maps)
    units = layers.Dropout(0.5, name="drop")(layers.GlobalMaxPooling2D(name="best")(maps))
    model = keras.Model(image, layers.Dense(1, activation="sigmoid", name="answer")(units))
    nodes = Description(model).nodes
    assert [(node["short"], node["title"], node["name"]) for node in nodes] == [
        ("image", "image, 12 × 12 × 3", ""),
        ("rescaling", "rescaled, 12 × 12", "scaled"),
        ("random flip", "random flip: nothing now", "flip"),
        ("conv 1", "8 filters, 12 × 12", "first"),
        ("batch norm", "normalised, 12 × 12", "norm"),
        ("ReLU", "ReLU, 12 × 12", "kink"),
        ("depthwise", "a filter per map, 12 × 12", "parted"),
        ("conv 2", "8 filters, 12 × 12", "parted"),
        ("add", "sum of 2, 12 × 12", "sum"),
        ("pool", "mean of 2 × 3, 6 × 4", "average"),
        ("global pool", "8 map maxima", "best"),
        ("dropout", "dropout: nothing now", "drop"),
        ("dense", "probability", "answer"),
    ]
    assert nodes[2]["note"] == (
        "RandomFlip does nothing now. It works only while the network learns; here, every number passes "
        "through unchanged."
    )
    assert sum(node["parameters"] for node in nodes) == model.count_params()


def test_a_network_that_ends_with_sums_gets_a_softmax_and_says_so(keras):
    """Many networks on the web end like this; learners still want probabilities, and the truth about them."""
    network = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(3)])
    explorer = NetworkExplorer(network, IMAGES)
    nodes = explorer.network["nodes"]
    assert [node["kind"] for node in nodes] == ["input", "flatten", "dense", "activation"]
    assert nodes[-1]["note"].startswith("The network itself ends with the sums before this step.")
    np.testing.assert_allclose(explorer.probabilities.sum(axis=1), 1, rtol=1e-6)
    assert explorer.agreement["network"] == explorer.probabilities.tolist()


@pytest.mark.parametrize("wrap", ["Sequential", "Model", "saved"])
def test_nested_and_saved_networks_are_shown_like_plain_ones(keras, model, wrap, tmp_path):
    """A learner's network may come from a file, or have another one inside."""
    if wrap == "saved":
        model.save(tmp_path / "model.keras")
        other = keras.saving.load_model(tmp_path / "model.keras")
    elif wrap == "Sequential":
        other = keras.Sequential(
            [keras.Input((4, 4, 1)), keras.Sequential(model.layers[:2]), *model.layers[2:]]
        )
    else:
        image = keras.Input((4, 4, 1))
        other = keras.Model(image, model(image))
    plain, found = NetworkExplorer(model, IMAGES), NetworkExplorer(other, IMAGES)
    titles = [[node["title"] for node in one.network["nodes"]] for one in (plain, found)]
    assert titles[0] == titles[1]
    assert found.weights == plain.weights


# --- Images, labels, names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("images", "kind", "limit"),
    [
        (IMAGES, "uint8", [0, 255]),
        (IMAGES[..., np.newaxis], "uint8", [0, 255]),
        (IMAGES[0], "uint8", [0, 255]),
        (IMAGES.astype(int), "float32", [0, 255]),
        (IMAGES / 255, "float32", [0, 1]),
        (IMAGES / 9 - 0.5, "float32", [-1, 1]),
        (IMAGES - 4.0, "float32", [-4, 5]),
    ],
)
def test_images_reach_the_page_as_the_model_reads_them(model, images, kind, limit):
    """Scaled twice, or not at all, they would give other answers than in the learner's own cell."""
    explorer = NetworkExplorer(model, images)
    sent = explorer.images
    found = np.frombuffer(sent["data"], sent["type"]).reshape(sent["count"], *sent["shape"])
    np.testing.assert_allclose(found.ravel(), np.ravel(images), rtol=1e-6)
    assert (sent["type"], sent["range"], sent["shape"]) == (kind, limit, [4, 4, 1])
    answer = np.asarray(model(found.astype(np.float32)))
    np.testing.assert_allclose(explorer.probabilities, answer, rtol=1e-5)


def test_an_image_is_named_after_its_class_or_else_its_number(model):
    """The strip of images says “Ankle boot” where that is known."""
    assert NetworkExplorer(model, IMAGES, [1, 0], ["right", "left"]).image_names == ["left", "right"]
    assert NetworkExplorer(model, IMAGES).image_names == ["image 0", "image 1"]
    assert NetworkExplorer(model, IMAGES).class_names == ["class 0", "class 1"]


def test_two_networks_can_be_compared(keras, model):
    """Untrained and trained side by side: both are sent, with Keras's answers of both."""
    other = by_hand(keras, activation="tanh")
    explorer = NetworkExplorer(model, IMAGES, compare=other)
    assert [
        node["activation"]["name"]
        for node in (explorer.network["nodes"][1], explorer.other_network["nodes"][1])
    ] == [
        "relu",
        "tanh",
    ]
    np.testing.assert_allclose(
        explorer.agreement["other"], np.asarray(other(IMAGES[..., np.newaxis])), rtol=1e-5
    )
    assert explorer.names == ["this network", "the other network"]
    assert NetworkExplorer(model, IMAGES, compare=other, names=("ReLU", "tanh")).names == ["ReLU", "tanh"]
    assert not NetworkExplorer(model, IMAGES).other_network


# --- Place, edits, cell ------------------------------------------------------------------------------


def test_a_place_can_be_set_from_python_and_keeps_what_is_not_given(model):
    """A teacher opens the explorer where the lesson is, by the name of the layer."""
    explorer = NetworkExplorer(model, IMAGES)
    name = model.layers[0].name
    explorer.place = {"view": "map", "node": name, "channel": 1}
    assert explorer.place == {"view": "map", "image": 0, "node": 1, "channel": 1, "row": 0, "column": 0}
    explorer.place = {"view": "why", "channel": 1}
    assert explorer.place == {"view": "why", "image": 0, "node": 4, "channel": 1, "row": 0, "column": 0}
    explorer.place = {"view": "cell", "node": 1, "row": 2}
    assert explorer.place == {"view": "cell", "image": 0, "node": 1, "channel": 1, "row": 2, "column": 0}


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ({"view": "maps"}, 'place\'s view must be "network" or'),
        ({"node": "conv9"}, "The network has no layer 'conv9'"),
        ({"node": 5}, "place's node must be 4 or less"),
        ({"node": 1, "channel": 2}, "place's channel must be 1 or less"),
        ({"node": 1, "row": 3}, "place's row must be 2 or less"),
        ({"image": 2}, "place's image must be 1 or less"),
        ({"image": -1}, "place's image must be 0 or more"),
        ({"view": "why", "channel": 2}, "place's channel must be 1 or less"),
        ({"image": 1.5}, "place's image must be a whole number"),
        (
            {"layer": 1},
            "place must have some of the keys view, image, node, channel, row, column, but has 'layer'",
        ),
    ],
)
def test_a_place_that_does_not_exist_is_refused(model, place, says):
    """The page would have nothing to show there, and the learner no idea why."""
    explorer = NetworkExplorer(model, IMAGES)
    with pytest.raises((ValueError, TypeError)) as problem:
        explorer.place = place
    assert says in str(problem.value)
    assert explorer.place == explorer._start["place"]


def test_the_edits_have_the_names_that_the_page_knows(model):
    """A misspelt edit would change nothing, and say nothing."""
    explorer = NetworkExplorer(model, IMAGES)
    explorer.edits = {"turn": 20}
    assert explorer.edits == {**explorer._start["edits"], "turn": 20}
    with pytest.raises(
        ValueError, match="edits must have some of the keys turn, down, right, .*, but has 'rotate'"
    ):
        explorer.edits = {"rotate": 20}


def test_the_image_on_the_page_comes_back_with_its_changes(model):
    """The learner turns and paints on the page, and gives the same pixels to their own model."""
    explorer = NetworkExplorer(model, IMAGES, [1, 0], ["right", "left"])
    np.testing.assert_array_equal(explorer.image[..., 0], IMAGES[0])
    explorer.edits = {"down": 1, "cover": [2, -1, 1, 3], "painted": [[15, 200], [3, 7]]}
    assert explorer.image[..., 0].tolist() == [[0, 0, 0, 7], [0, 0, 0, 0], [0, 0, 9, 0], [0, 1, 7, 200]]
    answer = np.asarray(model(explorer.image[np.newaxis].astype(np.float32)))[0]
    best = int(answer.argmax())
    text = described(explorer)
    said = f"{['right', 'left'][best]} {probability_text(answer[best])}"
    assert f"For image 0 (left), changed, the network says: {said}" in text
    explorer.edits, explorer.place = {"filtersOff": {"1": [0]}}, {"image": 1}
    assert explorer.image.tolist() == IMAGES[1][..., np.newaxis].tolist()
    assert "switched off and weights that are changed on the page are not part" in described(explorer)


@needs_node
def test_the_image_in_python_is_that_of_the_page(model):
    """Two programs compute it: a turn by 30° must not mean two things."""
    for images in (IMAGES, IMAGES.astype(np.float32) / 4 - 1):
        explorer = NetworkExplorer(model, images)
        explorer.edits = {"turn": 30, "right": 1, "painted": [[2, 1.5]]}
        sent = explorer.images
        arguments = [explorer._images[0].ravel().tolist(), sent["shape"], sent["range"], explorer.edits]
        [page] = ask("drivers/network.js", "editedImage", [arguments])
        whole = sent["type"] == "uint8"
        np.testing.assert_allclose(explorer.image.ravel(), np.floor(page) if whole else page, atol=1e-5)


@needs_node
def test_the_terms_in_view_sum_to_the_cell(model):
    """`explorer.cell` is what a learner checks with their own sum()."""
    explorer = NetworkExplorer(model, IMAGES, class_names=["right", "left"])
    assert explorer.cell is None
    question = [explorer.network, np.frombuffer(explorer.weights, "<f4").tolist()]
    image = IMAGES[0].ravel().tolist()
    for place in ((1, 1, 1, 0), (2, 0, 0, 0), (4, 0, 0, 1)):
        [explorer.terms] = ask("drivers/network.js", "forPython", [[question, image, *place]])
        cell = explorer.cell
        assert sum(term.product for term in cell.terms) + cell.bias == pytest.approx(cell.sum)
        assert all(term.product == pytest.approx(term.input * term.weight) for term in cell.terms)
    [explorer.terms] = ask("drivers/network.js", "forPython", [[question, image, 1, 1, 1, 0]])
    cell = explorer.cell
    assert (cell.layer, cell.map, cell.row, cell.column) == (model.layers[0].name, 0, 1, 1)
    assert (cell.form, cell.bias, cell.sum, cell.activation, cell.value) == ("sum", 0.5, 13.5, "relu", 13.5)
    assert cell.terms[1] == ("image, row 1, column 2", 9, 1, 9)
    [explorer.terms] = ask("drivers/network.js", "forPython", [[question, image, 4, 0, 0, 0]])
    cell = explorer.cell
    assert cell.terms[0][:3] == ("pool, map 0, row 0, column 0", 13.5, 2)
    assert cell.exps[0] / sum(cell.exps) == pytest.approx(cell.value)
    assert cell.value == pytest.approx(explorer.probabilities[0, 0])


# --- What it refuses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"images": np.zeros((2, 5, 4))},
         "images must have the shape (images, 4, 4), as the model reads them, but have (2, 5, 4)."),
        ({"images": np.zeros((0, 4, 4))}, "but have (0, 4, 4)"),
        ({"images": np.zeros((41, 4, 4))},
         "up to 40 images, and these are 41: take some of them, images[:40]."),
        ({"images": np.full((1, 4, 4), np.nan)}, "must be finite, but some are NaN"),
        ({"images": "boots"}, "images must hold real numbers, but holds text."),
        ({"labels": [1]}, "labels must be 2 whole numbers in a row"),
        ({"labels": [0, 2]}, "labels must be from 0 to 1, but one of them is 2."),
        ({"class_names": ["right"]}, "class_names must be 2 names, one for each output, but are 1."),
        ({"class_names": "ab"}, "class_names must be 2 names, one for each output"),
        ({"names": "ab"}, "names must be two names for the networks"),
        ({"size": "large"}, 'size must be "whole" or "small", but is \'large\'.'),
        ({"model": "fashion"}, "model must be a Keras model, but is 'fashion' (str)."),
        ({"compare": 3}, "model must be a Keras model, but is 3 (int)."),
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_shown_are_refused_in_a_sentence(model, given, says):
    """Never a traceback from inside Keras or NumPy: what was given, what is allowed, what to do."""
    with pytest.raises((ValueError, TypeError)) as problem:
        NetworkExplorer(**{"model": model, "images": IMAGES, **given})
    assert says in str(problem.value)


def refused_networks(keras):
    """Return networks that the page cannot show, each with what the error says."""
    layers, flat = keras.layers, keras.layers.Flatten
    own = type("Doubled", (layers.Layer,), {"call": lambda _, maps: 2 * maps})
    slow = [layers.Conv2D(64, 3), layers.Conv2D(64, 15, padding="same", name="slow")]
    kinks = [layers.ReLU() for _ in range(MOST_LAYERS)]
    return {
        "Layer 'up' is a layer of the kind UpSampling2D": sequential(
            keras, layers.UpSampling2D(name="up"), flat()
        ),
        "Layer 'mine' is a layer of the kind Doubled": sequential(keras, own(name="mine"), flat()),
        "'odd' has the activation '<lambda>'": sequential(
            keras, layers.Activation(lambda x: x, name="odd"), flat()
        ),
        "normalises along axis 1": sequential(keras, layers.BatchNormalization(axis=1), flat()),
        "takes the softmax along axis 2": sequential(keras, layers.Softmax(axis=2), flat()),
        "makes the shape (8, 8)": sequential(keras, flat(), layers.Reshape((8, 8)), flat()),
        "2,680,002 parameters, 2,600,000 of them in layer 'huge'": sequential(
            keras, flat(), layers.Dense(40_000, name="huge")
        ),
        "of them in layer 'slow'": sequential(
            keras, *slow, layers.GlobalAveragePooling2D(), shape=(128, 128, 1)
        ),
        "up to 100 layers": sequential(keras, *kinks, flat()),
        "images of 200 × 20 pixels": sequential(keras, flat(), shape=(200, 20, 1)),
        "takes inputs of the shape (8, 8, 4)": sequential(keras, flat(), shape=(8, 8, 4)),
        "takes inputs of the shape (64,)": sequential(keras, shape=(64,)),
        "ends with the shape (6, 6, 2)": keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(2, 3)]),
        "The model is not built": keras.Sequential([flat(), layers.Dense(2)]),
        **refused_graphs(keras),
    }


def refused_graphs(keras):
    """Return networks whose layers are fine, but not the connections between them."""
    layers = keras.layers
    image, second = keras.Input((8, 8, 1)), keras.Input((8, 8, 1))
    maps, other = layers.Conv2D(4, 3)(image), layers.Conv2D(1, 3)(image)
    mixed = layers.Add(name="mixed")([maps, other])
    stacked = layers.Concatenate(axis=1, name="stacked")([maps, maps])
    own = type("Own", (keras.Model,), {"call": lambda _, images: images})

    def answer(maps):
        return layers.Dense(2)(layers.Flatten()(maps))

    return {
        "but this one has 2 and 1": keras.Model([image, second], answer(layers.Add()([image, second]))),
        "but this one has 1 and 2": keras.Model(image, [answer(maps), answer(maps)]),
        "'mixed' adds inputs of the shapes (6, 6, 4) and (6, 6, 1)": keras.Model(image, answer(mixed)),
        "'stacked' joins its inputs along axis 1": keras.Model(image, answer(stacked)),
        "neither Sequential nor functional": own(),
    }


def test_a_network_that_cannot_be_shown_is_refused_with_the_layer_and_the_way_out(keras):
    """The learner's own network is the point of the explorer: a refusal must say which layer it is about."""
    for says, network in refused_networks(keras).items():
        shape = getattr(network, "input_shape", None) or (None, 8, 8, 1)
        shape = (8, 8, 1) if isinstance(shape, list) or len(shape) != 4 else shape[1:]
        with pytest.raises(ValueError, match=".") as problem:
            NetworkExplorer(network, np.zeros((1, *shape), np.uint8))
        assert says in str(problem.value), says


def test_a_network_to_compare_must_have_the_same_images_and_classes(keras, model):
    """Maps of two sizes, or of different classes, mean nothing side by side."""
    other = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(3)])
    with pytest.raises(
        ValueError, match="it turns 4 × 4 × 1 into 3 outputs, and the model turns 4 × 4 × 1 into 2"
    ):
        NetworkExplorer(model, IMAGES, compare=other)
