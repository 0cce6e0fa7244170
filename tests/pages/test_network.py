"""NetworkExplorer's page: the network forward, backward and term by term, against Keras and TensorFlow."""

import numpy as np
import pytest

from helpers import conv2d, inside
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
    # Not max(…) < 1e-5: that would pass over a sum that is not a number.
    assert all(node["worst"] < 1e-5 for nodes in found for node in nodes)
    assert {node["form"] for nodes in found for node in nodes} == {
        "image", "sum", "max", "average", "affine", "add", "same",
    }  # fmt: skip


def test_the_partial_sums_of_every_map_add_up_to_it(sweep):
    """A learner adds five partial maps, the others and the bias, and must get the map."""
    found = ask(DRIVER, "mapErrors", [call for _, _, call in sweep])
    assert all(worst < 1e-5 for nodes in found for worst in nodes)


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


def test_a_filter_that_is_off_passes_no_gradient_on(keras):
    """A switched-off filter that still coloured pixels would be blamed for an answer it has no part in."""
    layers = keras.layers
    stack = [keras.Input((6, 5, 3)), layers.Conv2D(4, 2, activation="relu"), layers.DepthwiseConv2D(2)]
    stack += [layers.Flatten(), layers.Dense(6, activation="relu"), layers.Dense(3)]
    model = with_random_weights(keras.Sequential(stack), 4)
    image = random_image(model, 4)
    edits = {"filtersOff": {"1": [0, 3], "2": [1], "4": [2, 5]}}
    question = as_question(model)
    [found] = ask(DRIVER, "editedGradients", [[question, image.ravel().tolist(), 1, edits]])
    for place, channels in edits["filtersOff"].items():  # a filter of zeros has the same gradients below it
        kernel, bias = model.layers[int(place) - 1].get_weights()
        if place == "2":
            kernel[:, :, channels], bias[channels] = 0, 0
        else:
            kernel[..., channels], bias[channels] = 0, 0
        model.layers[int(place) - 1].set_weights([kernel, bias])
    expected = taped_gradients(model, image, 1, "sum")[0]
    assert np.abs(expected).max() > 0.01
    np.testing.assert_allclose(found[0], expected, rtol=1e-4, atol=1e-6)


def test_what_maps_and_pixels_contribute_is_gradient_times_value(keras, sweep):
    """The red pixels and the bar of a map must be the same arithmetic, in colour images too."""
    found = ask(DRIVER, "contributions", [[*call, 1] for _, _, call in sweep])
    gradients = ask(DRIVER, "gradients", [[*call, 1, "sum"] for _, _, call in sweep])
    values = ask(DRIVER, "values", [call for _, _, call in sweep])
    for (_, image, (question, _)), one, slopes, numbers in zip(sweep, found, gradients, values, strict=True):
        products = image * np.reshape(slopes[0], image.shape)
        np.testing.assert_allclose(one["pixels"], products.sum(axis=-1).ravel(), rtol=1e-5, atol=1e-6)
        assert one["total"] == pytest.approx(products.sum(), rel=1e-5, abs=1e-5)
        assert one["total"] + one["rest"] == pytest.approx(one["sum"], rel=1e-9)
        for node, maps, slope, value in zip(question[0]["nodes"], one["maps"], slopes, numbers, strict=True):
            expected = (np.array(slope) * value).reshape(-1, node["shape"][-1]).sum(axis=0)
            np.testing.assert_allclose(maps, expected, rtol=1e-5, atol=1e-6)


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
    edits = {"weights": {"1": {"bias": [[1, 0.5]]}}}  # of the filter whose first weight is above 0
    [hops] = ask(DRIVER, "editedChain", [[as_question(by_hand(keras)), [0] * 16, 1, [0, 0, 1], edits]])
    assert len(hops) == 1


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


def test_why_goes_on_where_a_single_input_decides_whatever_its_sign(keras):
    """Behind a normalisation or a maximum there is one input: to stop there would hide the pixel."""
    layers = keras.layers
    image = keras.Input((3, 3, 1))
    shifted = layers.Rescaling(1, offset=-10)(image)
    normal = layers.BatchNormalization(epsilon=0)(layers.MaxPooling2D(2, strides=1)(shifted))
    model = keras.Model(image, layers.Dense(2)(layers.Flatten()(normal)))
    model.layers[-3].set_weights([np.array([number]) for number in (1, 20, 0, 1)])  # x + 20
    model.layers[-1].set_weights([np.array([[0, 1], [0, 2], [1, 0], [0, 0]]), np.array([2, 0])])
    pixels = [1, 2, 3, 4, 5, 6, 9, 8, 7]
    [hops] = ask(DRIVER, "chain", [[as_question(model), pixels, 5, [0, 0, 0]]])
    # Unit 0 reads row 1, column 0 alone: the largest of 4, 5, 9 and 8, minus 10, plus 20; and a bias of 2.
    assert [(hop["node"], hop["cell"]) for hop in hops] == [
        (5, [0, 0, 0]), (3, [1, 0, 0]), (2, [1, 0, 0]), (1, [2, 0, 0]), (0, [2, 0, 0]),
    ]  # fmt: skip
    assert [hop["value"] for hop in hops] == [21, 19, -1, -1, 9]
    assert [hop["contribution"] for hop in hops] == [19, -1, -1, 9, 0]
    assert [hop["share"] for hop in hops] == [pytest.approx(19 / 21), 1, 1, 1, 0]
    assert [hop["isThrough"] for hop in hops] == [False, False, True, False, False]
    assert sorted(hops[2]["products"]) == [-1, 0, 0, 0]
    assert hops[2]["products"][0] == -1  # the winner comes first, though 0 is more


def test_why_explains_what_a_filter_would_have_said_below_zero(keras):
    """A value of 0 after ReLU has a reason, too: what pulled its sum below 0."""
    image = np.array([[0, 0, 0, 0], [0, 2, 9, 0], [0, 1, 7, 0], [0, 0, 0, 0]]).ravel().tolist()
    question = as_question(by_hand(keras))
    calls = [[question, image, 1, [1, 1, 1]], [question, image, None, [0, 0, 0], {"ranks": [0, 0, 99]}]]
    [below, [*_, last]] = ask(DRIVER, "chain", calls)
    assert below[0]["value"] == 0
    assert [(hop["cell"], hop["contribution"]) for hop in below] == [([1, 1, 1], -9), ([1, 2, 0], 0)]
    assert below[0]["products"] == [-9, -7, 1, 2]
    assert (last["node"], last["to"], last["contribution"]) == (1, None, 0)  # there is no such term
    # A class is always explained by what speaks for it, even if its sum is below 0.
    [down] = ask(
        DRIVER, "editedChain", [[question, image, 4, [0, 0, 0], {"weights": {"4": {"bias": [[0, -99]]}}}]]
    )
    assert [hop["contribution"] for hop in down] == [27, 13.5, 9, 0]


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


def test_a_receptive_field_reaches_over_the_edge_by_its_padding(keras):
    """The frame around the pixels is drawn as large as it is, and the part inside is shaded."""
    layers = keras.layers
    same = {"padding": "same"}
    stack = [keras.Input((9, 7, 1)), layers.Conv2D(1, (3, 5), **same), layers.ZeroPadding2D(((2, 0), (1, 0)))]
    stack += [layers.MaxPooling2D((2, 1)), layers.Flatten(), layers.Dense(2)]
    question = as_question(keras.Sequential(stack))
    cells = [(1, 0, 0), (1, 8, 6), (2, 2, 1), (2, 0, 0), (3, 1, 1), (3, 4, 7), (4, 0, 0, 9), (5, 0, 0, 1)]
    expected = [
        ([-1, 2], [-2, 3]), ([7, 10], [4, 9]), ([-1, 2], [-2, 3]), ([-3, 0], [-3, 2]), ([-1, 3], [-2, 3]),
        ([5, 9], [4, 9]), ([-1, 3], [-2, 3]), ([-3, 9], [-3, 9]),
    ]  # fmt: skip
    found = ask(DRIVER, "field", [[question, *cell] for cell in cells])
    assert [(one["rows"], one["columns"]) for one in found] == expected
    inside = [([max(a, 0), min(b, 9)], [max(c, 0), min(d, 7)]) for (a, b), (c, d) in expected]
    assert [(one["inside"]["rows"], one["inside"]["columns"]) for one in found] == inside


# --- Where numbers come from ---------------------------------------------------------------------------


def cells_of(node):
    """Return the first, some middle and the last cell of a node, with each of its channels."""
    rows, columns, channels = node["shape"] if len(node["shape"]) == 3 else (1, 1, *node["shape"])
    places = {(0, 0), (rows // 2, columns // 2), (0, columns - 1), (rows - 1, columns - 1)}
    return [[row, column, channel] for row, column in sorted(places) for channel in range(channels)]


def test_every_product_has_its_place_in_the_window_and_in_the_kernel(sweep):
    """The learner clicks a product: the page must light up that pixel and that weight."""
    calls = [
        [question, pixels, index, cells_of(node)]
        for _, _, (question, pixels) in sweep
        for index, node in enumerate(question[0]["nodes"])
        if node["kind"] in ("conv", "depthwise", "dense", "pool", "global_pool")
    ]
    seen = set()
    for (question, _, index, cells), found in zip(calls, ask(DRIVER, "terms", calls), strict=True):
        nodes = question[0]["nodes"]
        seen.add(nodes[index]["kind"])
        for cell, terms in zip(cells, found, strict=True):
            check_places(nodes, nodes[index], cell, terms)
    assert len(seen) == 5


def check_places(nodes, node, cell, terms):
    """Check where the products of one cell are."""
    assert (terms["cell"], terms["off"], terms["softmax"] is None) == (cell, False, node_has_no_softmax(node))
    for group in terms["groups"]:
        rows, columns = group["rows"], group["columns"]
        assert rows * columns == len(group["terms"])
        assert group["sum"] == pytest.approx(sum(term["product"] for term in group["terms"]))
        assert [term["at"] for term in group["terms"]] == [list(at) for at in np.ndindex(rows, columns)]
        source = nodes[group["node"]]["shape"]
        for term in group["terms"]:
            if term["from"]:
                assert term["from"]["node"] == group["node"]
                assert len(source) == 1 or term["from"]["cell"][2] == group["channel"]
        starts = {
            tuple(
                np.subtract(term["from"]["cell"][:2], np.multiply(term["at"], node.get("dilation", [1, 1])))
            )
            for term in group["terms"]
            if term["from"] and len(source) == 3
        }
        assert len(starts) <= 1  # one corner of the window fits all
        indices = [term["index"] for term in group["terms"]]
        if node["kind"] == "conv":
            arriving = source[2] // node["groups"]
            shape = (rows, columns, arriving, node["shape"][2])
            expected = [(*at, group["channel"] % arriving, cell[2]) for at in np.ndindex(rows, columns)]
            assert indices == [np.ravel_multi_index(one, shape) for one in expected]
            assert group["channel"] // arriving == cell[2] // (node["shape"][2] // node["groups"])
        elif node["kind"] == "depthwise":
            many = node["shape"][2] // source[2]
            shape = (rows, columns, source[2], many)
            expected = [(*at, *divmod(cell[2], many)) for at in np.ndindex(rows, columns)]
            assert indices == [np.ravel_multi_index(one, shape) for one in expected]
            assert group["channel"] == cell[2] // many
        elif node["kind"] == "dense":
            units = node["shape"][-1]
            size = source[-1] if len(source) == 3 else 1
            expected = [(place * size + group["channel"]) * units + cell[2] for place in range(len(indices))]
            assert indices == expected
            if len(source) == 3:
                assert [term["from"]["cell"][:2] for term in group["terms"]] == [
                    t["at"] for t in group["terms"]
                ]
        else:
            assert set(indices) == {-1}
            inside = [term for term in group["terms"] if term["from"]]
            weights = [term["weight"] for term in inside]
            if node["mode"] == "max":
                first = int(np.argmax([term["input"] for term in inside]))
                assert weights == [float(n == first) for n in range(len(inside))]
                assert terms["winner"] == inside[first]
            else:
                assert weights == [pytest.approx(1 / len(inside))] * len(inside)
                assert terms["winner"] is None
            assert not any(term["weight"] for term in group["terms"] if not term["from"])


def node_has_no_softmax(node):
    """Return whether a node of a description ends without a softmax."""
    return (node.get("activation") or {}).get("name") != "softmax"


def test_a_cell_says_whether_it_has_a_bias_and_whether_it_is_off(keras):
    """“And the bias 0 makes …” would be a puzzle in a layer without biases."""
    layers = keras.layers
    stack = [keras.Input((4, 4, 1)), layers.Conv2D(2, 2, use_bias=False), layers.DepthwiseConv2D(2)]
    stack += [layers.BatchNormalization(), layers.Flatten(), layers.Dense(2, use_bias=False)]
    model = with_random_weights(keras.Sequential(stack), 2)
    image = random_image(model, 2).ravel().tolist()
    question, edits = as_question(model), {"filtersOff": {"1": [1]}}
    calls = [[question, image, node, [[0, 0, channel] for channel in (0, 1)], edits] for node in range(6)]
    found = ask(DRIVER, "terms", [[*calls[0][:3], [[0, 0, 0]], edits], *calls[1:]])
    assert [[one["hasBias"] for one in cells] for cells in found] == [
        [False], [False] * 2, [True] * 2, [True] * 2, [False] * 2, [False] * 2,
    ]  # fmt: skip
    assert [one["off"] for one in found[1]] == [False, True]
    assert found[1][1]["value"] == 0 != found[1][1]["sum"]
    assert not any(one["off"] for cells in (found[0], *found[2:]) for one in cells)
    assert [cells[0]["bias"] == 0 for cells in found] == [True, True, False, False, True, True]
    maps = ask(DRIVER, "parts", [[question, image, node, 1, edits] for node in (1, 2, 3)])
    assert [[one["hasBias"] for one in channels] for channels in maps] == [
        [False] * 2,
        [True] * 2,
        [True] * 2,
    ]
    assert [one["off"] for one in maps[0]] == [False, True]
    assert not np.any(maps[0][1]["values"])
    assert np.any(maps[0][1]["sums"])
    scale = np.array(model.layers[2].get_weights())  # gamma, beta, mean and variance
    for channel, one in enumerate(found[3]):
        gamma, beta, mean, variance = scale[:, channel]
        steps, given = one["affine"], one["groups"][0]["terms"][0]["input"]
        assert (steps["gamma"], steps["beta"]) == pytest.approx((gamma, beta))
        assert (steps["mean"], steps["variance"], steps["epsilon"]) == pytest.approx((mean, variance, 1e-3))
        assert steps["scaled"] == pytest.approx((given - mean) / np.sqrt(variance + 1e-3), rel=1e-5)


def test_a_map_comes_from_the_maps_and_kernels_that_keras_has(keras):
    """The page shows input, kernel and partial sum in a row; another kernel would not fit."""
    layers = keras.layers
    stack = [keras.Input((6, 5, 3)), layers.Conv2D(4, (2, 3)), layers.DepthwiseConv2D(2, depth_multiplier=2)]
    stack += [layers.Flatten(), layers.Dense(3), layers.Dense(2)]
    model = with_random_weights(keras.Sequential(stack), 6)
    image = random_image(model, 6)
    values = [np.asarray(one)[0] for one in Description(model).run(image[np.newaxis])[:-1]]
    conv, depthwise, _, dense, last = (layer.get_weights() for layer in model.layers)
    found = ask(DRIVER, "parts", [[as_question(model), image.ravel().tolist(), n, 1] for n in (1, 2, 4, 5)])
    for channel, one in enumerate(found[0]):
        assert [part["channel"] for part in one["parts"]] == [0, 1, 2]
        for part in one["parts"]:
            kernel = conv[0][:, :, part["channel"], channel]
            check_part(
                part, values[0][..., part["channel"]], kernel, conv2d(values[0][..., part["channel"]], kernel)
            )
    for channel, one in enumerate(found[1]):
        [part] = one["parts"]
        assert part["channel"] == channel // 2
        kernel = depthwise[0][:, :, *divmod(channel, 2)]
        check_part(part, values[1][..., channel // 2], kernel, conv2d(values[1][..., channel // 2], kernel))
    for unit, one in enumerate(found[2]):
        kernels = dense[0][:, unit].reshape(values[2].shape)
        assert [part["channel"] for part in one["parts"]] == list(range(8))
        for part in one["parts"]:
            given, kernel = values[2][..., part["channel"]], kernels[..., part["channel"]]
            check_part(part, given, kernel, np.array([[(given * kernel).sum()]]))
    for unit, one in enumerate(found[3]):
        [part] = one["parts"]
        given, kernel = values[4][np.newaxis], last[0][np.newaxis, :, unit]
        check_part(part, given, kernel, np.array([[(given * kernel).sum()]]))
    for one in (one for node in found for one in node):
        assert one["shape"] == list(np.shape(np.reshape(one["sums"], one["shape"])))
        shown, others = one["largest"]["shown"], one["largest"]["others"]
        sizes = sorted((part["size"] for part in one["parts"]), reverse=True)
        count = len(sizes) if len(sizes) <= 2 else 1  # a single other one is shown, too
        assert [part["size"] for part in shown] == sizes[:count]
        assert others["count"] == len(sizes) - count
        names = [part["channel"] for part in shown]
        rest = [part["partial"] for part in one["parts"] if part["channel"] not in names]
        np.testing.assert_allclose(others["partial"], np.sum(rest, axis=0) if rest else 0, atol=1e-9)


def check_part(part, given, kernel, partial):
    """Check one part of a map: its input, its kernel and its partial sums."""
    assert (part["inputShape"], part["kernelShape"]) == (list(given.shape), list(kernel.shape))
    np.testing.assert_allclose(part["input"], given.ravel(), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(part["kernel"], kernel.ravel(), rtol=1e-6)
    np.testing.assert_allclose(part["partial"], partial.ravel(), rtol=1e-3, atol=1e-3)
    assert part["size"] == pytest.approx(np.abs(partial).mean(), rel=1e-3, abs=1e-3)


def test_each_edge_has_the_strength_of_its_own_map(sweep):
    """With the strengths of two edges swapped, their sum is right and both are wrong."""
    values = ask(DRIVER, "values", [call for _, _, call in sweep])
    means_of = ("pool", "global_pool", "pad", "add", "activation", "nothing", "concatenate")
    cases = [
        (node["kind"], question[0]["nodes"], numbers, [question, pixels, index])
        for (_, _, (question, pixels)), numbers in zip(sweep, values, strict=True)
        for index, node in enumerate(question[0]["nodes"])
        if node["kind"] in (*means_of, "conv", "depthwise")
    ]
    found = ask(DRIVER, "edgesInto", [call for *_, call in cases])
    parts = ask(DRIVER, "parts", [[*call, 1] for *_, call in cases])
    for (kind, nodes, numbers, _), channels, terms in zip(cases, found, parts, strict=True):
        for edges, one in zip(channels, terms, strict=True):
            strengths = [edge["strength"] for edge in edges]
            if kind in means_of:
                maps = [
                    np.reshape(numbers[edge["node"]], (-1, nodes[edge["node"]]["shape"][-1]))
                    for edge in edges
                ]
                expected = [one[:, edge["channel"]].mean() for one, edge in zip(maps, edges, strict=True)]
            else:
                expected = [np.mean(part["partial"]) for part in one["parts"]]
                assert [edge["channel"] for edge in edges] == [part["channel"] for part in one["parts"]]
            assert strengths == pytest.approx(expected, rel=1e-4, abs=1e-4), kind
    assert len({kind for kind, *_ in cases}) == 9


def test_an_edge_into_a_unit_sums_the_products_of_its_map(keras):
    """A thick edge into “Ankle boot” should come from the map that speaks for it."""
    layers = keras.layers
    stack = [keras.Input((3, 4, 3)), layers.Dropout(0.1), layers.Flatten(), layers.Dense(2), layers.Dense(2)]
    model = with_random_weights(keras.Sequential(stack), 3)
    image = random_image(model, 3)
    question = as_question(model)
    flat, first, second = ask(DRIVER, "edgesInto", [[question, image.ravel().tolist(), n] for n in (2, 3, 4)])
    assert [[tuple(edge.values()) for edge in edges] for edges in flat] == [
        [(0, place % 3, number)] for place, number in enumerate(image.ravel().tolist())
    ]
    kernel, bias = model.layers[2].get_weights()
    products = image[..., np.newaxis] * kernel.reshape(3, 4, 3, 2)
    for unit, edges in enumerate(first):
        assert [(edge["node"], edge["channel"]) for edge in edges] == [(0, channel) for channel in range(3)]
        expected = products[..., unit].sum(axis=(0, 1))
        np.testing.assert_allclose([edge["strength"] for edge in edges], expected, rtol=1e-4)
    units = image.ravel() @ kernel + bias
    last = model.layers[3].get_weights()[0]
    for unit, edges in enumerate(second):
        assert [(edge["node"], edge["channel"]) for edge in edges] == [(3, 0), (3, 1)]
        np.testing.assert_allclose([edge["strength"] for edge in edges], units * last[:, unit], rtol=1e-4)


def test_the_most_active_maps_come_first_and_of_equal_ones_the_first(sweep):
    """The overview shows five maps of 64; a dead one among them would look like a broken network."""
    values = ask(DRIVER, "values", [call for _, _, call in sweep])
    cases = [
        (node["shape"][-1], numbers[index], [question, pixels, index])
        for (_, _, (question, pixels)), numbers in zip(sweep, values, strict=True)
        for index, node in enumerate(question[0]["nodes"])
    ]
    found = ask(DRIVER, "activity", [call for *_, call in cases])
    for (channels, numbers, _), one in zip(cases, found, strict=True):
        activity = np.abs(np.reshape(numbers, (-1, channels))).sum(axis=0)
        assert one["order"] == np.argsort(-activity, kind="stable").tolist()
        assert one["largest"] == np.abs(numbers).max()


def test_play_draws_a_map_to_a_few_units_that_are_made_from_it(keras):
    """After a flatten, 1,568 lines would cover the whole drawing."""
    layers = keras.layers
    for shape in ((2, 3, 3), (1, 3, 1), (5, 5, 3)):
        model = keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(2)])
        network = {"nodes": described(as_question(model))}
        for channel in range(shape[2]):
            [units] = ask("network/maps.js", "madeFrom", [[network, 1, 0, channel]])
            cells, rest = np.divmod(units, shape[2])
            assert set(rest) == {channel}
            assert len(set(cells)) == min(4, shape[0] * shape[1])
            assert cells[0] == 0
            assert np.ptp(np.diff(cells)) <= 1  # evenly over the map
            assert max(cells) >= 0.7 * (shape[0] * shape[1] - 1)


def test_play_keeps_the_groups_of_a_convolution_apart():
    """Filters of the second group see no map of the first."""
    nodes = [{"kind": "input", "channels": 4}, {"kind": "conv", "channels": 6, "groups": 2, "inputs": [0]}]
    found = ask("network/maps.js", "madeFrom", [[{"nodes": nodes}, 1, 0, channel] for channel in range(4)])
    assert found == [[0, 1, 2], [0, 1, 2], [3, 4, 5], [3, 4, 5]]


def described(question):
    """Return the nodes of a network with their sides, as the page has them."""
    nodes = []
    for index, node in enumerate(question[0]["nodes"]):
        rows, columns, channels = node["shape"] if len(node["shape"]) == 3 else (1, 1, *node["shape"])
        nodes.append({**node, "index": index, "height": rows, "width": columns, "channels": channels})
    return nodes


def test_networks_with_the_same_layers_share_their_titles():
    """After the learner has trained on, the second network has no titles of its own."""
    one = {"nodes": [{"title": "image"}, {"title": "conv"}]}
    others = {
        ("image", "conv"): True, ("image", "pool"): False, ("image",): False, ("a", "conv"): False,
        ("image", "conv", "pool"): False,
    }  # fmt: skip
    calls = [[one, {"nodes": [{"title": title} for title in titles]}] for titles in others]
    assert ask("network/maps.js", "sameShapes", calls) == list(others.values())


def test_a_cell_and_its_place_in_the_array_are_numbered_as_in_numpy():
    """Rows and columns swapped would go unnoticed on a square map."""
    for shape in ((3, 5, 2), (4, 1, 3), (1, 1, 7), (2, 3, 1)):
        node = dict(zip(("height", "width", "channels"), shape, strict=True))
        expected = [[list(cell), place] for place, cell in enumerate(np.ndindex(shape))]
        assert ask(DRIVER, "thereAndBack", [[node]]) == [expected]


def test_what_only_passes_numbers_on_is_skipped_as_a_source(keras):
    """“From unit 3 of dropout” would send the learner to a layer that does nothing."""
    layers = keras.layers
    stack = [keras.Input((3, 4, 1)), layers.Dropout(0.1), layers.Conv2D(2, 2), layers.Dropout(0.2)]
    stack += [layers.Flatten(), layers.Dropout(0.3), layers.Dense(3), layers.Dropout(0.1), layers.Dense(2)]
    question = as_question(keras.Sequential(stack))
    assert ask(DRIVER, "sources", [[question]]) == [[[], [0], [0], [2], [2], [4], [2], [6], [6], [8]]]
    image = keras.Input((2, 2, 1))
    flat = layers.Flatten()(image)
    model = keras.Model(image, layers.Dense(2)(layers.Activation("tanh")(flat)))
    assert ask(DRIVER, "sources", [[as_question(model)]])[0][2] == [1]  # a flatten stays what others read


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


def test_pictures_of_any_shape_range_and_colour_turn_as_in_scipy():
    """Rows and columns swapped, or black taken for 0, would show only on a photo, not on a garment."""
    from scipy import ndimage

    random = np.random.default_rng(5)
    for shape, (black, white) in (((5, 8, 3), (0, 255)), ((6, 3, 1), (-1, 1)), ((4, 4, 2), (0, 1))):
        image = random.uniform(black, white, shape).astype(np.float32)
        turns = (30, -45, 90, 180, 270, -90, 450, 1, 359)
        calls = [[image.ravel().tolist(), list(shape), [black, white], {"turn": turn}] for turn in turns]
        for turn, found in zip(turns, ask(DRIVER, "editedImage", calls), strict=True):
            turned = ndimage.rotate(image, turn, axes=(1, 0), reshape=False, order=1, cval=black)
            tolerance = 0.51 if white == 255 else 1e-4
            differences = np.abs(np.reshape(found, shape) - turned)
            assert (differences > tolerance).sum() <= (
                0 if turn % 90 else shape[0] * shape[1] * shape[2] // 2
            )
            if turn % 90:
                assert white != 255 or (np.round(found) == found).all()
    square = random.integers(0, 256, (5, 5))
    calls = [[square.ravel().tolist(), [5, 5, 1], [0, 255], {"turn": 90 * n}] for n in (-5, -1, 1, 2, 3, 6)]
    for n, found in zip((-5, -1, 1, 2, 3, 6), ask(DRIVER, "editedImage", calls), strict=True):
        np.testing.assert_array_equal(np.reshape(found, (5, 5)), np.rot90(square, n))
    same = [
        [square.ravel().tolist(), [5, 5, 1], [0, 255], edits] for edits in ({}, {"turn": 720}, {"turn": -360})
    ]
    assert ask(DRIVER, "editedImage", same) == [square.ravel().tolist()] * 3


def test_a_shift_and_a_cover_leave_black_in_every_channel():
    """A photo shifted to the left must not come in again on the right."""
    random = np.random.default_rng(7)
    shape = (4, 6, 3)
    image = random.uniform(-1, 1, shape).astype(np.float32)
    given = [image.ravel().tolist(), shape, [-1, 1]]
    shifts = ((1, 0), (0, 2), (-1, -2), (3, -5), (0, 0), (9, 9), (-3, 5))
    calls = [[*given, {"down": down, "right": right}] for down, right in shifts]
    for (down, right), found in zip(shifts, ask(DRIVER, "editedImage", calls), strict=True):
        wide = np.pad(image, ((9, 9), (9, 9), (0, 0)), constant_values=-1)
        expected = wide[9 - down : 13 - down, 9 - right : 15 - right]
        np.testing.assert_allclose(found, expected.ravel(), rtol=1e-6)
    covers = ([1, 2, 2, 3], [0, 0, 1, 1], [3, 5, 4, 4], [-1, -1, 2, 2])
    calls = [[*given, {"cover": cover}] for cover in covers]
    for cover, found in zip(covers, ask(DRIVER, "editedImage", calls), strict=True):
        expected = image.copy()
        top, left, rows, columns = cover
        expected[max(top, 0) : top + rows, max(left, 0) : left + columns] = -1
        np.testing.assert_allclose(found, expected.ravel(), rtol=1e-6)


def test_equal_edits_find_the_layer_again_that_was_made_before(keras):
    """Undo would else compute the whole network again, and a slider that is dragged back would stutter."""
    question = as_question(by_hand(keras))
    edits = {"weights": {"1": {"kernel": [[0, 5]]}}, "filtersOff": {"4": [0]}}
    others = [{"weights": {"1": {"kernel": [[0, value]]}}} for value in range(10, 25)]
    assert ask(DRIVER, "isKept", [[question, edits, others]]) == [[True] * 5]
    assert ask(DRIVER, "isKept", [[question, {}, others]]) == [[True] * 5]


def test_a_filter_and_a_weight_are_put_back_without_touching_the_others():
    """The learner undoes one of three changes; the other two must stay."""
    module = "network/edits.js"
    both = {
        "weights": {"2": {"kernel": [[1, 0.5], [4, 2]], "bias": [[0, 1]]}, "3": {"bias": [[1, 1]]}},
        "turn": 5,
    }
    calls = [[both, 2, "kernel", 1, None], [both, 2, "bias", 0, None], [both, 3, "bias", 1, None]]
    calls += [[both, 2, "kernel", 4, 9], [{"turn": 5}, 3, "bias", 1, None]]
    assert [found.get("weights") for found in ask(module, "withWeight", calls)] == [
        {"2": {"kernel": [[4, 2]], "bias": [[0, 1]]}, "3": {"bias": [[1, 1]]}},
        {"2": {"kernel": [[1, 0.5], [4, 2]]}, "3": {"bias": [[1, 1]]}},
        {"2": both["weights"]["2"]},
        {"2": {"kernel": [[1, 0.5], [4, 9]], "bias": [[0, 1]]}, "3": {"bias": [[1, 1]]}},
        {},
    ]
    assert all(found["turn"] == 5 for found in ask(module, "withWeight", calls))
    off = {"filtersOff": {"1": [2, 10], "3": [0]}, "turn": 5}
    calls = [
        [off, 1, 3, False],
        [off, 1, 10, True],
        [off, 3, 0, True],
        [off, 2, 0, False],
        [off, 1, 2, False],
    ]
    assert [found["filtersOff"] for found in ask(module, "withFilter", calls)] == [
        {"1": [2, 3, 10], "3": [0]}, {"1": [2], "3": [0]}, {"1": [2, 10]}, {"1": [2, 10], "2": [0], "3": [0]},
        {"1": [2, 10], "3": [0]},
    ]  # fmt: skip
    image = [{"down": 1}, {"right": -1}, {"turn": -90}, {"cover": [0, 0, 1, 1]}, {"painted": [[0, 1]]}]
    network = [{"filtersOff": {"1": [0]}}, {"weights": {"1": {"bias": [[0, 1]]}}}]
    none = [{}, {"turn": 720}, {"turn": 0, "down": 0, "right": 0}, {"weights": {}}, {"cover": None}]
    for name, changed in (
        ("isImageEdited", image),
        ("isNetworkEdited", network),
        ("isEdited", image + network),
    ):
        cases = [*image, *network, *none]
        assert ask(module, name, [[case] for case in cases]) == [case in changed for case in cases], name


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
    groups = [{"channel": n, "sum": total, "terms": []} for n, total in enumerate((0.5, -3, 1, 2))]
    two, three = ask("network/terms.js", "largestGroups", [[groups, 2], [groups, 3]])
    assert [group["channel"] for group in two["shown"]] == [1, 3]
    assert two["others"] == {"count": 2, "sum": 1.5}
    assert [group["channel"] for group in three["shown"]] == [1, 3, 2, 0]
    assert three["others"] == {"count": 0, "sum": 0}


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
