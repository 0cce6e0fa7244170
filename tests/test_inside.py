"""helpers.inside: the basis of lesson 12 and its explorers, against Keras and against known results."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import conv2d, inside, pool2d, receptive_field
from helpers.shapes import Conv, Dense, Flatten, Pool, trace
from helpers.training import course_network, keras, save_model, tf

IMAGE = (np.arange(28 * 28).reshape(28, 28) * 37 % 256).astype(np.uint8)
COURSE = [Conv(64), Pool(), Conv(64), Pool()]


@pytest.fixture(scope="module", name="network")
def _network():
    """A small network with random weights, of every kind of layer that lesson 09 uses."""
    keras.utils.set_random_seed(4)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.RandomFlip("horizontal"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(6, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


@pytest.fixture(scope="module", name="positive_course_network")
def _positive_course_network():
    """The course network in Keras, all weights positive, so that no change can cancel another."""
    network = course_network()
    for layer in network.layers:
        layer.set_weights([np.abs(weights) for weights in layer.get_weights()])
    return network


# --- what one cell sees ------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "sees"), [(1, 3), (2, 4), (3, 8), (4, 10)])
def test_a_cell_of_the_course_network_sees_3_4_8_10_by_recurrence_and_by_perturbation(
    positive_course_network, count, sees
):
    """The numbers that the lesson claims: by the formula, from Keras, and by changing pixels there."""
    layer = inside.map_layers(positive_course_network)[count - 1]
    assert receptive_field(COURSE[:count]) == (sees, sees)
    assert receptive_field(inside.stack_of(positive_course_network, layer)) == (sees, sees)
    cell = tuple(side // 2 for side in layer.output.shape[1:3])
    seen = inside.perturbed_pixels(
        lambda images: inside.maps_of(positive_course_network, layer, images)[:, cell[0], cell[1], 0]
    )
    wanted = np.zeros((28, 28), bool)
    wanted[inside.region(COURSE[:count], cell)] = True
    np.testing.assert_array_equal(seen, wanted)
    assert seen.sum() == sees**2


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_region_of_any_cell_is_where_changed_pixels_change_it(data):
    """Patches and frames are cut by it; with padding, an offset by one can go unnoticed for long."""
    shape = data.draw(st.tuples(st.integers(9, 14), st.integers(9, 14)))
    conv = st.builds(
        Conv, st.just(1), st.integers(1, 3), st.integers(1, 2), st.sampled_from(["valid", "same"])
    )
    pool = st.builds(Pool, st.integers(1, 2), st.none(), st.sampled_from(["valid", "same"]))
    layers = data.draw(st.lists(st.one_of(conv, pool), min_size=1, max_size=3))
    try:
        rows, columns, _ = trace(layers, (*shape, 1))[-1].shape
    except ValueError:
        return
    cell = data.draw(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)))

    def respond(images):
        grids = images[..., np.newaxis]
        for layer in layers:
            if isinstance(layer, Conv):
                ones = np.ones((layer.kernel_size, layer.kernel_size, 1, 1))
                grids = conv2d(grids, ones, stride=layer.stride, padding=layer.padding)
            else:
                grids = pool2d(grids, layer.size, padding=layer.padding)
        return grids[:, cell[0], cell[1], 0]

    seen = inside.perturbed_pixels(respond, shape)
    spans = inside.region(layers, cell, shape)
    assert tuple(span.stop - span.start for span in spans) == receptive_field(layers)
    # Pixels outside are never seen. Inside a stride larger than its window may skip some.
    outside = seen.copy()
    outside[tuple(slice(max(span.start, 0), max(span.stop, 0)) for span in spans)] = False
    assert not outside.any()
    if seen.any():
        corners = [np.flatnonzero(seen.any(axis=1 - axis)) for axis in (0, 1)]
        for axis, span in enumerate(spans):
            assert corners[axis][0] == max(span.start, 0) or span.start < 0


def test_a_cell_that_is_not_there_gets_a_sentence():
    """The learner reads which cells there are, not an index error."""
    with pytest.raises(ValueError, match="row must be from 0 to 4 in the last layer, but is 5"):
        inside.region(COURSE, (5, 0))


def test_the_strongest_patches_are_what_the_strongest_cells_see(network):
    """A patch from one row too far up shows a learner the wrong reason."""
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (5, 28, 28)).astype(np.uint8)
    layer = inside.map_layers(network)[2]
    patches, answers, places = inside.strongest_patches(network, layer, 3, images, count=5)
    maps = inside.maps_of(network, layer, images)[..., 3]
    assert answers.tolist() == sorted(maps.max(axis=(1, 2)).tolist(), reverse=True)
    for patch, answer, (image, *cell) in zip(patches, answers, places, strict=True):
        assert patch.shape == (8, 8)
        assert maps[(image, *cell)] == answer == maps[image].max()
        # All other pixels may be changed, and the cell's response stays the same.
        rows, columns = inside.region(inside.stack_of(network, layer), cell)
        other = random.integers(0, 256, (28, 28)).astype(np.uint8)
        kept = slice(max(rows.start, 0), rows.stop), slice(max(columns.start, 0), columns.stop)
        other[kept] = images[image][kept]
        assert inside.maps_of(network, layer, other)[0][(*cell, 3)] == pytest.approx(answer)


# --- maps and answers --------------------------------------------------------------------------------


def test_maps_and_probabilities_are_those_of_the_model(network):
    """If dropout or flips stayed on, each run would show another network."""
    layers = inside.map_layers(network)
    assert [type(layer).__name__ for layer in layers] == ["Conv2D", "MaxPooling2D"] * 2
    read = keras.Model(network.inputs[0], [layer.output for layer in layers])
    wanted = read(inside.as_batch(IMAGE), training=False)
    for maps, one in zip(inside.feature_maps(network, IMAGE).values(), wanted, strict=True):
        np.testing.assert_allclose(maps, np.asarray(one)[0], atol=1e-6)
    said = inside.probabilities(network, IMAGE)
    np.testing.assert_allclose(said, network.predict(inside.as_batch(IMAGE), verbose=0)[0], atol=1e-6)
    assert inside.probabilities(network, np.stack([IMAGE] * 3)).shape == (3, 10)


def test_layers_have_the_names_that_the_explorers_give_them(network):
    """A learner reads "conv 2" in the explorer, and would look for it in vain in a table of conv2d_7."""
    names = ["conv 1", "pool 1", "conv 2", "pool 2"]
    assert list(inside.short_names(network).values()) == names
    assert list(inside.feature_maps(network, IMAGE)) == names


@pytest.mark.parametrize("average", [True, False])
def test_grad_cam_is_the_same_on_a_model_that_was_loaded(network, average, tmp_path, monkeypatch):
    """Lesson 12 opens the file of lesson 09: the usual recipe finds no slopes there."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    loaded = keras.saving.load_model(save_model(network, "small"))
    heat = inside.grad_cam(network, IMAGE, 3, average=average)
    assert heat.shape == (28, 28)
    assert heat.min() >= 0
    assert heat.max() > 0.5
    np.testing.assert_allclose(inside.grad_cam(loaded, IMAGE, 3, average=average), heat, atol=1e-5)


def test_grad_cam_weights_are_the_mean_slopes_of_the_score():
    """Slopes after the softmax, or of another class, would draw as pretty a heat map."""
    keras.utils.set_random_seed(5)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(5, 3, activation="relu"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    maps = inside.maps_of(model, model.layers[0], IMAGE)[0]
    # After the maps everything is linear: a cell's slope is a quarter of the weight of its block.
    largest = []
    for label in range(10):
        weights = np.asarray(model.layers[-1].kernel).reshape(13, 13, 5, 10)[..., label]
        slopes = np.kron(weights, np.ones((2, 2, 1))) / 4
        for average, factors in ((True, slopes.mean(axis=(0, 1))), (False, slopes)):
            heat = np.maximum((maps * factors).sum(axis=-1), 0)
            found = inside.grad_cam(model, IMAGE, label, average=average)
            wanted = inside.enlarged(heat, (28, 28)) / (heat.max() or 1)
            np.testing.assert_allclose(found, wanted, atol=1e-3)
            largest.append(found.max())
    assert np.mean(np.array(largest) > 0.5) > 0.5  # not all of them empty


def test_with_own_slopes_the_heat_adds_up_to_the_score_where_the_rest_is_linear():
    """The reason to prefer it in networks that flatten: none of the score gets lost."""
    keras.utils.set_random_seed(6)
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Conv2D(5, 3, activation="relu"), keras.layers.Flatten(),
         keras.layers.Dense(10, activation="softmax")]
    )  # fmt: skip
    layer = model.layers[0]
    maps = tf.constant(inside.maps_of(model, layer, IMAGE / 255))
    with tf.GradientTape() as tape:
        tape.watch(maps)
        score = inside.scores(model, layer, maps)[0, 2]
    own = np.asarray(tape.gradient(score, maps) * maps)
    assert own.sum() == pytest.approx(float(score), rel=1e-3)


def test_heat_maps_change_when_the_weights_are_random(network):
    """A heat map that stays the same shows the image, not the network."""
    keras.utils.set_random_seed(8)
    other = inside.untrained_twin(network)
    assert inside.agreement(inside.grad_cam(network, IMAGE, 3), inside.grad_cam(other, IMAGE, 3)) < 0.9
    falls = [inside.occlusion_map(one, IMAGE, 3, step=4) for one in (network, other)]
    assert inside.agreement(*falls) < 0.9


def test_a_twin_has_the_same_layers_and_other_weights(network):
    """With shared weights, the network would be compared with itself, not with a random one."""
    twin = inside.untrained_twin(network)
    assert [type(layer) for layer in twin.layers] == [type(layer) for layer in network.layers]
    assert twin.count_params() == network.count_params()
    kernels = [inside.map_layers(one)[0].kernel for one in (network, twin)]
    assert np.abs(np.asarray(kernels[0]) - np.asarray(kernels[1])).max() > 0.01


def test_an_occlusion_map_is_the_fall_for_each_place_of_the_square(network):
    """If the square were off by one pixel, every map would be shifted."""
    falls = inside.occlusion_map(network, IMAGE, 7, size=5)
    for row, column in ((0, 0), (13, 9), (27, 27)):
        covered = IMAGE.copy()
        covered[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3] = 0
        fall = inside.probabilities(network, IMAGE)[7] - inside.probabilities(network, covered)[7]
        assert falls[row, column] == pytest.approx(fall, abs=1e-6)
    coarse = inside.occlusion_map(network, IMAGE, 7, size=5, step=2)
    np.testing.assert_allclose(coarse[1::2, 1::2], falls[1::2, 1::2], atol=1e-6)
    np.testing.assert_allclose(coarse[::2, ::2], coarse[1::2, 1::2])


# --- which network -----------------------------------------------------------------------------------


@pytest.fixture(name="data")
def _data():
    """Data of the right shapes; training is replaced in these tests."""

    class Data:
        train_images, train_labels, figure_note = IMAGE[np.newaxis], np.array([0]), ""

    return Data()


def test_the_learners_own_network_is_taken_where_it_can_be_read(network, data, tmp_path, monkeypatch):
    """If you have trained for minutes in lesson 09, you want to see inside that very network."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    save_model(network, "fashion")
    found, said = inside.network_to_look_into(data)
    assert said == "Your own network, saved as 'fashion'."
    np.testing.assert_allclose(
        inside.probabilities(found, IMAGE), inside.probabilities(network, IMAGE), atol=1e-6
    )


def _dense():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])


def _colour():
    layers = [
        keras.layers.Conv2D(2, 3),
        keras.layers.Conv2D(2, 3),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ]
    return keras.Sequential([keras.Input((32, 32, 3)), *layers])


def _unknown_layer():
    layers = [keras.layers.Conv2D(2, 3), keras.layers.UpSampling2D(), keras.layers.Conv2D(2, 3)]
    return keras.Sequential(
        [keras.Input((28, 28, 1)), *layers, keras.layers.Flatten(), keras.layers.Dense(10)]
    )


def _branches():
    start = keras.Input((28, 28, 1))
    one = keras.layers.Conv2D(2, 3, padding="same")(start)
    two = keras.layers.Conv2D(2, 3, padding="same")(one)
    flat = [keras.layers.Flatten()(one), keras.layers.Flatten()(two)]
    return keras.Model(start, keras.layers.Dense(10)(keras.layers.Concatenate()(flat)))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_dense, "has 0 Conv2D layers"),
        (_colour, r"turns \(32, 32, 3\) into \(10,\)"),
        (_unknown_layer, "through a layer UpSampling2D is not known"),
        (_branches, "do not form a chain"),
        (None, "There is no saved model .*fashion.keras yet"),
        ("damaged", "may be damaged"),
    ],
)
def test_if_the_saved_network_cannot_be_read_another_is_trained_and_the_reason_given(
    make, says, data, tmp_path, monkeypatch
):
    """A learner who saved something else must not be stopped by a traceback in the third cell."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    monkeypatch.setattr(inside.network, "_train_small_network", lambda data: "trained")
    if make == "damaged":
        (tmp_path / "fashion.keras").write_bytes(b"half of a model")
    elif make:
        save_model(make(), "fashion")
    found, said = inside.network_to_look_into(data)
    assert found == "trained"
    assert said.startswith("This is a small network, trained here.")
    assert re.search(says, said)


def test_every_network_of_the_course_can_be_read():
    """Lesson 09 saves the best one, and learners save the others."""
    from helpers.training import best_network, fast_network

    for make in (course_network, fast_network, best_network):
        assert inside.reason_unsupported(make()) == ""


# --- changed images ----------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(rows=st.integers(-7, 7), columns=st.integers(-7, 7))
def test_a_shift_moves_what_stays_inside_and_leaves_black(rows, columns):
    """With pixels that come back in on the other side, it would be another image."""
    image = np.arange(1, 31).reshape(5, 6)
    moved = inside.shift(image, rows, columns)
    for row, column in np.ndindex(5, 6):
        source = row - rows, column - columns
        there = 0 <= source[0] < 5 and 0 <= source[1] < 6
        assert moved[row, column] == (image[source] if there else 0)


def test_a_quarter_turn_is_counter_clockwise_and_keeps_pixels():
    """The slider says degrees counter-clockwise; NumPy's rot90 turns that way too."""
    np.testing.assert_array_equal(inside.rotate(IMAGE, 90), np.rot90(IMAGE))
    np.testing.assert_array_equal(inside.rotate(np.stack([IMAGE, IMAGE.T]), -90)[1], np.rot90(IMAGE.T, -1))
    np.testing.assert_array_equal(inside.rotate(IMAGE, 360), IMAGE)


def test_blur_and_noise_of_0_change_nothing_and_stay_pixels():
    """The curves begin with the unchanged images."""
    for change in (inside.blur, inside.add_noise):
        np.testing.assert_array_equal(change(IMAGE, 0), IMAGE)
        changed = change(np.stack([IMAGE] * 2), 40)
        assert changed.min() >= 0
        assert changed.max() <= 255
    assert inside.blur(np.stack([IMAGE, 0 * IMAGE]), 3)[1].max() == 0  # not from image to image


def test_the_trace_of_the_course_network_ends_where_its_dense_layers_begin():
    """The 5×5 grid of the explorer is the one that gives the 1,600 numbers."""
    rows = trace([*COURSE, Flatten(), Dense(10)], (28, 28, 1))
    assert (rows[3].shape, rows[4].shape) == ((5, 5, 64), (1600,))
