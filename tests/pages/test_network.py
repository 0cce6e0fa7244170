"""NetworkExplorer's page: the network forward, backward and term by term, against Keras and TensorFlow."""

import numpy as np
import pytest

from helpers import inside
from helpers.widgets.network.description import Description
from tests.pages.networks import (
    as_question,
    by_hand,
    network_of_activations,
    network_of_settings,
    random_image,
    random_networks,
    with_random_weights,
)
from tests.pages.node import ask

DRIVER = "drivers/network.js"
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


@pytest.fixture(scope="module", name="keras")
def _keras():
    from helpers.training import keras

    return keras


@pytest.fixture(scope="module", name="sweep")
def _sweep(keras):
    """Return random networks, each with an image, and both as the driver takes them."""
    models = [*random_networks(keras, 14), network_of_activations(keras), network_of_settings(keras)]
    images = [random_image(model, seed) for seed, model in enumerate(models)]
    calls = [
        [as_question(model), image.ravel().tolist()] for model, image in zip(models, images, strict=True)
    ]
    return list(zip(models, images, calls, strict=True))


def kinds_of(sweep):
    """Return the kinds of all nodes of a sweep."""
    return {node["kind"] for _, _, (question, _) in sweep for node in question[0]["nodes"]}


def test_the_sweep_holds_every_kind_of_layer(sweep):
    """A kind that no random network contains would go untested below."""
    assert kinds_of(sweep) == {
        "input", "rescaling", "conv", "depthwise", "dense", "pool", "global_pool", "batch_norm", "activation",
        "flatten", "add", "concatenate", "pad", "nothing",
    }  # fmt: skip


def test_every_layer_of_a_network_is_what_keras_makes_of_it(keras, sweep):
    """A learner's network would give other numbers in the explorer than in their own cell."""
    found = ask(DRIVER, "values", [call for _, _, call in sweep])
    for (model, image, _), values in zip(sweep, found, strict=True):
        for node, keras_values in zip(values, Description(model).run(image[np.newaxis]), strict=True):
            if keras_values is not None:
                np.testing.assert_allclose(node, keras_values.ravel(), **CLOSE)
        answer = model(image[np.newaxis])
        if model.layers[-1].activation is not keras.activations.softmax:  # bare sums
            answer = keras.ops.softmax(answer)
        np.testing.assert_allclose(values[-1], np.asarray(answer)[0], **CLOSE)


def test_the_terms_of_every_cell_add_up_to_its_value(sweep):
    """The promise of the explorer: a learner who adds the products by hand gets the number that is shown."""
    found = ask(DRIVER, "termErrors", [call for _, _, call in sweep])
    assert max(node["worst"] for nodes in found for node in nodes) < 1e-5
    assert {node["form"] for nodes in found for node in nodes} == {
        "image", "sum", "max", "average", "affine", "add", "same",
    }  # fmt: skip


def test_the_partial_sums_of_every_map_add_up_to_it(sweep):
    """A learner adds five partial maps, the others and the bias, and must get the map."""
    found = ask(DRIVER, "mapErrors", [call for _, _, call in sweep])
    assert max(worst for nodes in found for worst in nodes) < 1e-5


def test_the_edges_into_a_map_are_the_means_of_its_partial_sums(sweep):
    """A thick edge from a map that contributes nothing would send the learner the wrong way."""
    found = ask(DRIVER, "edgeErrors", [call for _, _, call in sweep])
    for edge in (edge for nodes in found for edge in nodes):
        if edge["kind"] not in ("pool", "global_pool", "pad"):  # their edges are what arrives
            assert edge["found"] == pytest.approx(edge["mean"], rel=1e-4, abs=1e-4), edge


def test_play_draws_lines_from_a_map_only_to_the_maps_that_are_made_from_it(sweep):
    """Lines from every map to every map of a pooling would tell the learner that it mixes them."""
    found = [node for nodes in ask(DRIVER, "reach", [call for _, _, call in sweep]) for node in nodes]
    assert {"pool", "conv", "depthwise"} <= {node["kind"] for node in found}
    for node in found:
        assert node["drawn"] == node["edges"], node["kind"]


# --- Backward ----------------------------------------------------------------------------------------


def sum_of_class(description, values, label):
    """Return a class's sum before the softmax, as TensorFlow follows it."""
    node = description.nodes[description.decision]
    arriving = values[node["inputs"][0]]
    if node["kind"] == "activation":
        return arriving[0, label]
    layer = description.calls[description.decision][0]
    sums = arriving @ layer.kernel + (layer.bias if layer.use_bias else 0)
    return sums[0, label]


def taped_gradients(model, image, label, of):
    """Return the gradients of every node's values by TensorFlow, or None where it has no such node."""
    import tensorflow as tf

    description = Description(model)
    with tf.GradientTape() as tape:
        values = [tf.constant(image[np.newaxis])]
        tape.watch(values[0])
        for call in description.calls[1:]:
            given = None if call is None else [values[one] for one in call[1]]
            values.append(None if call is None else call[0](given[0] if len(given) == 1 else given))
        if values[-1] is None:  # the softmax that the page adds
            values[-1] = tf.nn.softmax(values[description.nodes[-1]["inputs"][0]])
        target = values[-1][0, label] if of == "probability" else sum_of_class(description, values, label)
    known = [value for value in values if value is not None]
    gradients = iter(tape.gradient(target, known, unconnected_gradients="zero"))
    return [None if value is None else np.asarray(next(gradients)).ravel() for value in values]


def has_tie(model, image):
    """Return whether a map has its largest value twice: TensorFlow divides the gradient then."""
    description = Description(model)
    values = description.run(image[np.newaxis])
    arriving = [
        values[node["inputs"][0]]
        for node in description.nodes
        if node["kind"] == "global_pool" and node["mode"] == "max"
    ]
    return any((one == one.max(axis=(1, 2), keepdims=True)).sum() > one.shape[-1] for one in arriving)


@pytest.mark.parametrize("of", ["sum", "probability"])
def test_the_gradients_of_every_node_are_those_of_a_gradient_tape(sweep, of):
    """“The pixel that contributes most” is read off these."""
    clear = [one for one in sweep if not has_tie(*one[:2])]
    assert len(clear) > 12
    found = ask(DRIVER, "gradients", [[*call, 1, of] for _, _, call in clear])
    for (model, image, _), gradients in zip(clear, found, strict=True):
        taped = taped_gradients(model, image, 1, of)
        largest = max(np.abs(one).max() for one in taped if one is not None)
        for ours, theirs in zip(gradients, taped, strict=True):
            if theirs is not None:
                np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-4 * max(largest, 1e-3))


def test_what_the_pixels_contribute_and_the_biases_sum_to_the_class(keras):
    """The page says that the coloured pixels and one bar for the biases make up the number."""
    layers = keras.layers
    straight = [
        keras.Input((7, 6, 1)),
        layers.Conv2D(3, 3, activation="relu", use_bias=False),
        layers.LeakyReLU(0.2),
        layers.MaxPooling2D(2, padding="same"),
        layers.Flatten(),
        layers.Dense(3, activation="softmax", use_bias=False),
    ]
    model = with_random_weights(keras.Sequential(straight), 5)
    image = random_image(model, 5)
    [found] = ask(DRIVER, "contributions", [[as_question(model), image.ravel().tolist(), 2]])
    assert found["isExact"]
    assert found["rest"] == pytest.approx(0, abs=1e-4 * abs(found["sum"]))
    assert sum(found["pixels"]) == pytest.approx(found["sum"], rel=1e-4)
    for maps in found["maps"][:-1]:
        assert sum(maps) == pytest.approx(found["sum"], rel=1e-4)


def test_a_network_with_a_rescaling_or_a_normalisation_adds_more_than_biases(keras):
    """“All biases: −0.4” would be wrong where a rescaling has moved black to −0.8."""
    layers = keras.layers
    cases = {
        (): False,
        (layers.Rescaling(1 / 255),): False,
        (layers.Rescaling(1 / 90, offset=-73 / 90),): True,
        (layers.BatchNormalization(),): True,
    }
    networks = [
        with_random_weights(
            keras.Sequential([keras.Input((4, 4, 1)), *first, layers.Flatten(), layers.Dense(2)]), 1
        )
        for first in cases
    ]
    found = ask(DRIVER, "addsOffsets", [[as_question(network)] for network in networks])
    assert found == list(cases.values())


def test_a_network_that_bends_says_that_its_contributions_are_not_exact(keras):
    """Through a tanh, gradient × pixel is a tangent, and does not add up to the sum."""
    for bends, activation in ((False, "relu"), (True, "tanh"), (True, "sigmoid")):
        model = with_random_weights(by_hand(keras, activation=activation), 1)
        [found] = ask(
            DRIVER, "contributions", [[as_question(model), random_image(model, 1).ravel().tolist(), 0]]
        )
        assert found["isExact"] is not bends, activation


# --- Why ---------------------------------------------------------------------------------------------


def test_why_follows_the_strongest_contributions_down_to_a_pixel(keras):
    """Followed with a pencil: filter 0 wins at rows 1 and 2, with 9 + 7 − 2 − 1 + 0.5."""
    image = np.array([[0, 0, 0, 0], [0, 2, 9, 0], [0, 1, 7, 0], [0, 0, 0, 0]])
    [hops] = ask(DRIVER, "chain", [[as_question(by_hand(keras)), image.ravel().tolist(), None, [0, 0, 0]]])
    # Filter 0 is 13.5 there, and filter 1 has its largest sum, 16 − 0.5, to the right of the bright pixels.
    assert [(hop["node"], hop["cell"]) for hop in hops] == [
        (4, [0, 0, 0]), (2, [0, 0, 0]), (1, [1, 1, 0]), (0, [1, 2, 0]),
    ]  # fmt: skip
    assert [hop["contribution"] for hop in hops] == [27, 13.5, 9, 0]
    assert hops[0]["share"] == pytest.approx(27 / 27.25)  # the bias of 0.25 speaks for it too
    assert hops[0]["products"] == [27, -15.5]
    assert [hop["share"] for hop in hops[1:3]] == [1, pytest.approx(9 / 16.5)]
    assert [hop["isThrough"] for hop in hops] == [False, True, False, False]
    assert hops[2]["products"] == [9, 7, -1, -2]


def test_why_follows_another_term_if_the_learner_asks(keras):
    """The learner opens a hop, and chooses the second-largest contribution instead."""
    image = np.array([[0, 0, 0, 0], [0, 2, 9, 0], [0, 1, 7, 0], [0, 0, 0, 0]]).ravel().tolist()
    question = as_question(by_hand(keras))
    against, short = ask(
        DRIVER,
        "chain",
        [
            [question, image, None, [0, 0, 0], {"ranks": [1, 0, 1]}],
            [question, image, 1, [1, 1, 0], {"hops": 1}],
        ],
    )
    assert [hop["cell"] for hop in against] == [[0, 0, 0], [0, 0, 1], [1, 2, 1], [2, 2, 0]]
    assert [hop["contribution"] for hop in against] == [-15.5, 15.5, 7, 0]
    assert [hop["cell"] for hop in short] == [[1, 1, 0]]


def test_why_explains_a_value_below_zero_by_what_pulls_it_down(keras):
    """A negative cell in a map without ReLU: the largest product of all would explain the opposite."""
    image = np.array([[0, 0, 0, 0], [0, 2, 9, 0], [0, 1, 7, 0], [0, 0, 0, 0]]).ravel().tolist()
    [hops] = ask(DRIVER, "chain", [[as_question(by_hand(keras, activation="linear")), image, 1, [1, 1, 1]]])
    assert hops[0]["value"] == -13.5
    assert [(hop["node"], hop["cell"]) for hop in hops] == [(1, [1, 1, 1]), (0, [1, 2, 0])]
    assert hops[0]["contribution"] == -9
    assert hops[0]["share"] == pytest.approx(9 / 16.5)


def test_of_two_equal_largest_values_the_first_wins(keras):
    """The ring around the winner, the chain and the gradient must all point to the same cell."""
    image = np.array([[0, 9, 0, 9], [0, 9, 0, 9], [0, 0, 0, 0], [0, 0, 0, 0]]).ravel().tolist()
    question = as_question(by_hand(keras))
    [hops] = ask(DRIVER, "chain", [[question, image, 2, [0, 0, 0]]])
    assert [hop["cell"] for hop in hops[:2]] == [[0, 0, 0], [0, 0, 0]]
    [gradients] = ask(DRIVER, "gradients", [[question, image, 0, "sum"]])
    assert np.flatnonzero(np.reshape(gradients[1], (9, 2))[:, 0]).tolist() == [0]


def test_why_ends_where_nothing_contributes(keras):
    """On a black image only biases speak; a chain to some arbitrary pixel would be made up."""
    [hops] = ask(DRIVER, "chain", [[as_question(by_hand(keras)), [0] * 16, 1, [0, 0, 0]]])
    assert [(hop["to"], hop["share"]) for hop in hops] == [(None, 0)]


def test_why_reaches_a_pixel_in_any_network(sweep):
    """From every class of every network, through batch normalisation, branches and padding alike."""
    found = ask(DRIVER, "chain", [[*call, None, [0, 0, 0]] for _, _, call in sweep])
    for (_, _, (question, _)), hops in zip(sweep, found, strict=True):
        for hop, following in zip(hops, hops[1:], strict=False):
            assert hop["to"] == {"node": following["node"], "cell": following["cell"]}
            assert 0 <= hop["share"] <= 1 + 1e-9
        last = hops[-1]
        assert (
            last["node"] == 0
            or max(last["products"]) <= 0
            or question[0]["nodes"][last["node"]]["kind"] == "pad"
        )


# --- What a cell sees --------------------------------------------------------------------------------


def test_the_receptive_field_is_the_pixels_that_change_the_cell(keras):
    """Found twice: by going back through the layers, and by changing every pixel and looking."""
    layers = keras.layers
    image = keras.Input((13, 12, 1))
    stem = layers.Conv2D(2, 3, strides=2, padding="same")(image)
    wide = layers.Conv2D(2, 3, padding="same", dilation_rate=2)(stem)
    sums = layers.Add()([wide, layers.DepthwiseConv2D(1)(stem)])
    padded = layers.ZeroPadding2D(1)(layers.AveragePooling2D((2, 1))(sums))
    flat = layers.Flatten()(padded)
    model = keras.Model(image, layers.Dense(3)(layers.BatchNormalization()(flat)))
    question = as_question(with_random_weights(model, 3))
    nodes = question[0]["nodes"]
    pixels = random_image(model, 3).ravel().tolist()
    cells = []
    for index, node in enumerate(nodes[1:], start=1):
        rows, columns, channels = node["shape"] if len(node["shape"]) == 3 else (1, 1, *node["shape"])
        for row, column in {(0, 0), (rows // 2, columns // 2), (rows - 1, columns - 1)}:
            cells.append(
                (index, row, column, channels // 2, (row * columns + column) * channels + channels // 2)
            )
    computed = ask(DRIVER, "field", [[question, *cell[:4]] for cell in cells])
    measured = ask(DRIVER, "measuredField", [[question, pixels, cell[0], cell[4]] for cell in cells])
    for cell, ours, theirs in zip(cells, computed, measured, strict=True):
        if theirs is not None:  # a cell on padding sees nothing
            assert ours["inside"] == theirs, (nodes[cell[0]]["kind"], cell)


def test_the_receptive_field_of_the_course_network_is_that_of_the_lesson(keras):
    """Lesson 12 computes 3, 4, 8 and 10; the explorer must frame as many pixels."""
    from helpers.training import course_network

    question = as_question(course_network())
    found = ask(DRIVER, "field", [[question, node, 3, 4] for node in (2, 3, 4, 5)])
    assert [one["rows"][1] - one["rows"][0] for one in found] == [3, 4, 8, 10]
    model = keras.Sequential(course_network().layers[:4])
    model.build((None, 28, 28, 1))
    region = inside.region(inside.stack_of(model, model.layers[3]), (3, 4), (28, 28))
    assert [found[2]["rows"], found[2]["columns"]] == [[one.start, one.stop] for one in region]


# --- What if -----------------------------------------------------------------------------------------


def edited(model, image, *series):
    """Return what leaves every node after a series of edits."""
    [found] = ask(DRIVER, "edited", [[as_question(model), image.ravel().tolist(), list(series)]])
    assert found["isUntouched"]
    return found["values"]


def test_turning_shifting_covering_and_painting_are_those_of_the_lessons(keras):
    """Lesson 12 turns and covers with helpers.inside; the page must make the same pixels of it."""
    model = with_random_weights(by_hand(keras), 1)
    image = random_image(model, 4)
    grey = image[..., 0]
    for degrees in (0, 7, 45, -90, 180, 333):
        turned = inside.rotate(grey.astype(np.uint8), degrees)
        found = edited(model, image, {"turn": degrees})[0]
        np.testing.assert_allclose(found, turned.ravel(), atol=1)
    changes = {"down": 1, "right": -2, "cover": [2, -1, 2, 3], "painted": [[5, 200], [15, 7]]}
    expected = inside.cover(inside.shift(grey, 1, -2), 2, -1, 3)
    expected[2:4, 0:2], expected[2:, 2:], expected.ravel()[[5, 15]] = (
        0,
        inside.shift(grey, 1, -2)[2:, 2:],
        (200, 7),
    )
    np.testing.assert_array_equal(edited(model, image, changes)[0], expected.ravel())
    painted = edited(model, image, {"painted": [[3, 99]]}, {"painted": [[5, 7]]})[0]
    expected = grey.ravel().copy()
    expected[5] = 7  # and the pixel painted first is back
    np.testing.assert_array_equal(painted, expected)


def test_a_filter_that_is_switched_off_is_a_map_of_zeros(keras, sweep):
    """The learner asks which filter the answer depends on; its bias must not go on speaking."""
    for model, image, (question, _) in sweep[:8]:
        off = next(
            n for n, node in enumerate(question[0]["nodes"]) if node["kind"] in ("conv", "depthwise", "dense")
        )
        values = edited(model, image, {"filtersOff": {str(off): [0]}})
        description = Description(model)
        theirs = [image[np.newaxis]]
        for place, call in enumerate(description.calls[1:], start=1):
            before = None if call is None else [theirs[one] for one in call[1]]
            theirs.append(
                None if call is None else np.array(call[0](before[0] if len(before) == 1 else before))
            )
            if place == off and theirs[place] is not None:
                theirs[place][..., 0] = 0
        if theirs[off] is not None:
            np.testing.assert_allclose(values[-1], theirs[-1].ravel(), **CLOSE)
        assert not np.any(np.reshape(values[off], (-1, question[0]["nodes"][off]["shape"][-1]))[:, 0])


def test_a_changed_weight_gives_what_keras_gives_with_it(keras):
    """The learner doubles one weight of a kernel, and a bias, and looks at the answer."""
    model, image = by_hand(keras), np.arange(16.0).reshape(4, 4, 1) ** 2 % 23
    values = edited(model, image, {"weights": {"1": {"kernel": [[3, 2.5]], "bias": [[0, -1]]}}})
    kernel, bias = model.layers[0].get_weights()
    kernel.ravel()[3], bias[0] = 2.5, -1
    model.layers[0].set_weights([kernel, bias])
    for ours, theirs in zip(values, Description(model).run(image[np.newaxis]), strict=True):
        np.testing.assert_allclose(ours, theirs.ravel(), **CLOSE)


def test_taking_every_change_back_brings_the_old_numbers_back(sweep):
    """After undo the learner sees again what was there before, to the last digit."""
    calls, plain = [], []
    for _, _, (question, image) in sweep:
        nodes = range(1, len(question[0]["nodes"]))
        series = [{"filtersOff": {str(node): [0]}} for node in nodes]
        calls.append([question, image, [{}, *series, {"turn": 20}, {"painted": [[0, 99]]}, {}]])
        plain.append([question, image])
    for after, before in zip(ask(DRIVER, "edited", calls), ask(DRIVER, "values", plain), strict=True):
        assert after["values"] == before


def test_only_what_follows_from_a_change_is_computed_again(keras):
    """With a large network, a weight of the last layer can be dragged without waiting for the first ones."""
    question, image = as_question(by_hand(keras)), [1.0] * 16
    changes = [{}, {"weights": {"4": {"bias": [[0, 1]]}}}, {"filtersOff": {"2": [1]}}, {"painted": [[3, 9]]}]
    found = ask(DRIVER, "computedAnew", [[question, image, edits] for edits in changes])
    assert found == [
        [True, False, False, False, False],
        [True, False, False, False, True],
        [True, False, True, True, True],
        [True, True, True, True, True],
    ]


def test_edits_remember_what_is_off_painted_or_changed_and_forget_what_is_undone():
    """“Anything changed?” decides whether the page shows a before and an after."""
    module = "network/edits.js"
    off, weight = {"filtersOff": {"2": [5]}}, {"weights": {"2": {"kernel": [[1, 0.5]]}}}
    assert ask(module, "withFilter", [[{}, 2, 5, False], [off, 2, 3, False], [off, 2, 5, True]]) == [
        off, {"filtersOff": {"2": [3, 5]}}, {"filtersOff": {}},
    ]  # fmt: skip
    changes = [[{}, 2, "kernel", 1, 0.5], [weight, 2, "kernel", 1, 2], [weight, 2, "kernel", 1, None]]
    assert ask(module, "withWeight", changes) == [
        weight, {"weights": {"2": {"kernel": [[1, 2]]}}}, {"weights": {}},
    ]  # fmt: skip
    assert ask(module, "withPaint", [[{"painted": [[1, 9], [2, 9]]}, [[2, 0], [7, 255]]]]) == [
        {"painted": [[1, 9], [2, 0], [7, 255]]}
    ]
    cases = [
        {},
        {"turn": 360},
        {"turn": 1},
        off,
        weight,
        {"painted": []},
        {"cover": [0, 0, 1, 1]},
        {"filtersOff": {}},
    ]
    assert ask(module, "isEdited", [[case] for case in cases]) == [
        False, False, True, True, True, False, True, False,
    ]  # fmt: skip


def test_the_largest_terms_and_the_others_make_the_same_sum():
    """“11 others: −0.04” must be true, and a single other one is shown as it is."""
    terms = [{"product": product} for product in (1, -5, 2, 0, 3)]
    most, all_of_them, one_left = ask("network/terms.js", "largest", [[terms, 2], [terms, 9], [terms, 4]])
    assert ([term["product"] for term in most["shown"]], most["others"]) == ([-5, 3], {"count": 3, "sum": 3})
    assert ([term["product"] for term in all_of_them["shown"]], all_of_them["others"]["count"]) == (
        [-5, 3, 2, 1, 0],
        0,
    )
    assert len(one_left["shown"]) == 5


def test_a_stroke_takes_less_than_a_frame_to_reach_the_probabilities(keras):
    """At most 16 ms for the course's fast network: a line that lags behind the finger spoils the fun."""
    from helpers.training import fast_network

    keras.utils.set_random_seed(0)
    model = fast_network()
    [taken] = ask(DRIVER, "milliseconds", [[as_question(model), random_image(model, 0).ravel().tolist(), 40]])
    assert taken < 16


@pytest.mark.parametrize("name", ["fast_network", "course_network"])
def test_the_numbers_of_why_are_there_within_two_frames(keras, name):
    """A question that is answered only after a pause is asked once; the learner should try every class."""
    from helpers import training

    keras.utils.set_random_seed(0)
    model = getattr(training, name)()
    [taken] = ask(
        DRIVER, "millisecondsOfWhy", [[as_question(model), random_image(model, 0).ravel().tolist(), 20]]
    )
    assert taken < 33
