"""The NetworkBuilder in Python: what it shows without a kernel, what it takes, builds and refuses."""

import numpy as np
import pytest

from helpers import trace
from helpers.shapes import Conv, Dense, Flatten, Pool
from helpers.widgets import NetworkBuilder
from helpers.widgets.shared.limits import MOST_LAYERS
from tests.without_kernel import described

COURSE = [Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)]
MIXED = [
    {
        "layer": "Conv2D",
        "filters": 6,
        "kernel_size": 5,
        "strides": 2,
        "padding": "same",
        "activation": "tanh",
    },
    {"layer": "AveragePooling2D", "pool_size": 2, "padding": "same"},
    {"layer": "Dropout", "rate": 0.25},
    {"layer": "MaxPooling2D", "pool_size": 3, "strides": 1},
    {"layer": "Flatten"},
    {"layer": "Dense", "units": 7, "activation": "linear", "use_bias": False},
]


@pytest.fixture(scope="module", name="keras")
def _keras():
    from helpers.training import keras

    return keras


def facts(model):
    """Return what leaves each layer of a Keras model, and its parameters."""
    return [(tuple(layer.output.shape[1:]), layer.count_params()) for layer in model.layers]


def test_it_starts_with_the_course_network():
    """A learner who only writes NetworkBuilder() meets the network of the lesson."""
    builder = NetworkBuilder()
    assert repr(builder) == "NetworkBuilder(7 layers on 28 × 28 × 1)"
    ours, helpers = builder.trace(), trace(COURSE, (28, 28, 1))
    assert [(row.shape, row.parameters, row.receptive_field) for row in ours] == [
        (row.shape, row.parameters, row.receptive_field) for row in helpers
    ]


def test_a_reader_without_a_kernel_gets_a_picture_and_the_network_in_words():
    """On the repository's web page no script runs."""
    assert described(NetworkBuilder([Conv(8), Pool(), Flatten(), Dense(3)])) == (
        "NetworkBuilder(4 layers on 28 × 28 × 1): 28 × 28 × 1 → Conv2D 26 × 26 × 8 (80 parameters) → "
        "MaxPooling2D 13 × 13 × 8 → Flatten 1352 → Dense 3 (4,059 parameters). Together 4,139 parameters."
    )


@pytest.mark.parametrize("layers", [None, MIXED, [], [Conv(4096, 3, bias=False)], [Dense(3)], [Pool(30)]])
def test_every_network_has_a_picture_and_sentences(layers):
    """Empty and impossible networks end up in somebody's saved notebook too."""
    builder = NetworkBuilder(layers)
    assert builder.picture().get_figwidth() <= 9
    assert builder.describe().startswith(repr(builder))


@pytest.mark.parametrize("layers", [None, MIXED, [Conv(3, 5, 2, "same", bias=False), Flatten(), Dense(2)]])
def test_its_code_and_its_model_are_the_network_of_its_table(layers, keras):
    """A learner who copies the code must get the shapes and parameters of the table above it."""
    builder = NetworkBuilder(layers, (29, 28, 2))
    space = {}
    exec(builder.code, space)
    rows = [(row.shape, row.parameters) for row in builder.trace()]
    assert facts(space["model"]) == facts(builder.build()) == rows
    for copied, built in zip(space["model"].layers, builder.build().layers, strict=True):
        ours, theirs = copied.get_config(), built.get_config()
        assert {**ours, "name": ""} == {**theirs, "name": ""}


def test_a_keras_model_comes_back_as_it_was(keras):
    """A learner's own model is taken apart and built again without a change."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((20, 24, 3)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, (3, 3), strides=(2, 2), padding="same", activation="tanh"),
            layers.MaxPooling2D(3, strides=2),
            layers.Conv2D(5, 2),
            layers.ReLU(),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(6, use_bias=False, activation="softmax"),
        ]
    )
    builder = NetworkBuilder(model)
    assert builder.input_shape == (20, 24, 3)
    assert [one["layer"] for one in builder.layers].count("Conv2D") == 2
    assert builder.layers[2]["activation"] == "relu"
    assert builder.layers[1]["strides"] == 2
    assert builder.layers[3]["strides"] is None
    assert builder.build().count_params() == model.count_params()
    assert builder.build().output_shape == model.output_shape
    assert NetworkBuilder(builder.layers, builder.input_shape).code == builder.code


def test_keras_is_asked_and_answers_for_every_layer(keras):
    """The button on the page shows what Keras says, not what helpers say."""
    builder = NetworkBuilder(MIXED)
    builder._hear(builder, {"check": 3}, [])
    assert builder._keras["number"] == 3
    assert builder._keras["problem"] == ""
    assert [(tuple(shape), count) for shape, count in builder._keras["rows"]] == facts(builder.build())


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ([Conv(4096, 9), Conv(4096, 9), Flatten(), Dense(9)], "more than 20,000,000 parameters"),
        ([Dense(3)], "Layer 1, Dense, needs a flat row"),
    ],
)
def test_a_network_that_is_too_large_or_impossible_is_not_built(layers, says):
    """A slip of the finger must not fill the memory of the kernel, nor end in a traceback."""
    builder = NetworkBuilder(layers)
    builder._hear(builder, {"check": 1}, [])
    assert says in builder._keras["problem"]


def test_the_layer_that_cannot_follow_is_named_with_its_place():
    """Dropout does not count in `trace`, but it does on the page."""
    builder = NetworkBuilder([{"layer": "Dropout"}, Conv(3), Dense(2)])
    with pytest.raises(ValueError, match=r"Layer 3, Dense, needs a flat row"):
        builder.trace()
    assert "Layer 3, Dense, needs a flat row" in builder.describe()
    builder.layers = [Pool(30)]
    with pytest.raises(
        ValueError, match=r"Layer 1, MaxPooling2D: A kernel of 30 does not fit into 28 pixels"
    ):
        builder.trace()


def test_random_networks_agree_with_trace():
    """The lesson's explorer, its exercise and `trace` must never disagree."""
    random = np.random.default_rng(0)
    for _ in range(200):
        shape = tuple(int(size) for size in random.integers(1, 30, 3))
        layers = [
            [Conv(int(random.integers(1, 9)), int(random.integers(1, 5)), int(random.integers(1, 4))), Pool(),
             Pool(3, 1, "same"), Conv(2, 5, padding="same")][random.integers(0, 4)]
            for _ in range(random.integers(0, 5))
        ]  # fmt: skip
        layers += [Flatten(), Dense(4)]
        builder = NetworkBuilder(layers, shape)
        try:
            wanted = trace(layers, shape)
        except ValueError:
            with pytest.raises(ValueError, match="does not fit"):
                builder.trace()
            continue
        assert builder.trace() == wanted


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"layers": 5}, "layers must be a list of layers or a keras.Sequential, but is int"),
        ({"layers": [5]}, "Layer 1 must be one of Conv2D, MaxPooling2D"),
        ({"layers": [{"layer": "Conv2D", "filter": 3}]}, "but not 'filter'"),
        ({"layers": [Conv(0)]}, "Layer 1, Conv2D: filters must be 1 or more, but is 0"),
        ({"layers": [Conv(5000)]}, "filters must be 1 to 4096 in the builder, but is 5000"),
        ({"layers": [Conv(3, (3, 5))]}, "the same size for rows and columns"),
        ({"layers": [Conv(3, dilation=2)]}, "the builder has no dilation"),
        ({"layers": [Conv(3, padding="full")]}, 'padding must be one of "valid", "same", but is \'full\''),
        ({"layers": [{"layer": "Dropout", "rate": 1}]}, "rate must be 0 to 0.95"),
        ({"layers": [{"layer": "Dropout", "rate": "half"}]}, "rate must be a number"),
        ({"layers": [Flatten()] * (MOST_LAYERS + 1)}, "30 layers or fewer, but was given 31"),
        ({"input_shape": (28, 28)}, r"input_shape must be \(rows, columns, channels\)"),
        ({"input_shape": (28, 28, 0)}, "channels must be 1 or more, but is 0"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(wrong, says):
    """A traceback from inside the widget says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        NetworkBuilder(**wrong)


def test_a_model_with_other_layers_is_refused_by_name(keras):
    """Left out in silence, a layer with parameters would make every number after it wrong."""
    layers = keras.layers
    for layer in (
        layers.BatchNormalization(),
        layers.GlobalAveragePooling2D(),
        layers.Conv2D(2, 3, dilation_rate=2),
    ):
        with pytest.raises(ValueError, match=r"Layer 1(:| must be one of)"):
            NetworkBuilder(keras.Sequential([keras.Input((8, 8, 1)), layer]))
