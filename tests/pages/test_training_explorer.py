"""The training on TrainingExplorer's page against `helpers`, NumPy and Keras, step by step."""

import base64
import itertools
import re
import unicodedata
from collections import Counter

import numpy as np
import pytest

from helpers import conv2d, kernels, pool2d, relu
from helpers.gradients import (
    bias_gradient,
    cross_entropy,
    input_gradient,
    kernel_gradient,
    pool2d_gradient,
    relu_gradient,
)
from helpers.widgets.shared.limits import LARGEST_MOMENTUM, LEARNING_RATES
from helpers.widgets.training_explorer import kernel_task, network_task, picture
from helpers.widgets.training_explorer.random_numbers import Random
from tests.pages.networks import small_network
from tests.pages.node import ask

DRIVER = "drivers/training.js"
WORDS = "training_explorer/words.js"
CURVE = "training_explorer/curve.js"
NOISE = np.random.default_rng(0).normal(size=(32, 32))  # of lesson 03
ALL = NOISE.size


def kernel_run(image, hidden, settings, start=None, seed=0, target=None):
    """Return how a kernel's training goes, as keywords for the driver."""
    size = np.shape(hidden) if target is None else target[0]
    return {
        "image": np.ravel(image).tolist(),
        "columns": image.shape[1],
        "size": list(size),
        "hidden": None if target is not None else np.ravel(hidden).tolist(),
        "target": None if target is None else np.ravel(target[1]).tolist(),
        "start": (np.zeros(size) if start is None else start).ravel().tolist(),
        "seed": seed,
        "settings": settings,
    }


def windows_of(image, size):
    """Return the windows of an image, laid out in rows."""
    return np.lib.stride_tricks.sliding_window_view(image, size).reshape(-1, np.prod(size))


def by_hand(image, target, kernel, looked, settings):
    """Train a kernel in NumPy on the same windows: the losses, the slopes, the kernel and its velocity."""
    windows, goal = windows_of(image, kernel.shape), target.ravel()
    weights, velocity = kernel.ravel().astype(float), np.zeros(kernel.size)
    losses, slopes = [], []
    for chosen, (rate, momentum, _) in zip(looked, settings, strict=True):
        error = windows[chosen] @ weights - goal[chosen]
        losses.append((error**2).mean() / 2)
        slopes.append(error @ windows[chosen] / len(chosen))
        velocity = momentum * velocity - rate * slopes[-1]
        weights = weights + velocity
    return losses, slopes, weights, velocity


# -- One kernel --


def test_the_page_takes_the_steps_of_lesson_03():
    """The lesson prints these distances and says 26 steps; the explorer beside it must agree."""
    counts = (0, 1, 5, 10, 20, 25, 26, 30)
    calls = [[kernel_run(NOISE, kernels.SOBEL, [[0.2, 0, ALL]] * count)] for count in counts]
    off = [round(found["off"], 4) for found in ask(DRIVER, "kernel", calls)]
    assert off[:5] + off[7:] == [2.0, 1.6163, 0.6903, 0.2389, 0.0288, 0.0035]
    assert off[5] >= 0.01 > off[6]


def test_each_step_on_all_windows_is_that_of_helpers():
    """The slopes on the page are the lesson's: the mean of error times pixel."""
    settings = [[0.1, 0.9, ALL]] * 12
    (found,) = ask(DRIVER, "kernel", [[kernel_run(NOISE, kernels.EDGE, settings)]])
    kernel, velocity, target = np.zeros((3, 3)), np.zeros((3, 3)), conv2d(NOISE, kernels.EDGE)
    np.testing.assert_allclose(found["target"], target.ravel(), atol=1e-12)
    for step in found["steps"]:
        loss, slopes = kernel_task.loss_and_slopes(NOISE, target, kernel)
        error = conv2d(NOISE, kernel) - target
        np.testing.assert_allclose(slopes, kernel_gradient(NOISE, error) / error.size, rtol=1e-12)
        assert step["loss"] == pytest.approx(loss, rel=1e-10)
        np.testing.assert_allclose(step["slopes"], slopes.ravel(), atol=1e-10)
        velocity = 0.9 * velocity - 0.1 * slopes
        kernel = kernel + velocity
    np.testing.assert_allclose(found["weights"], kernel.ravel(), atol=1e-10)


def test_slopes_turn_pale_when_the_kernel_has_learned():
    """In full colour, slopes of 3e-7 at the end would look as large as those at the start."""
    (found,) = ask(DRIVER, "kernel", [[kernel_run(NOISE, kernels.SOBEL, [[0.2, 0, ALL]] * 60)]])
    largest = [np.abs(step["slopes"]).max() for step in found["steps"]]
    full = [step["full"] for step in found["steps"]]
    faded = largest[-1] / largest[0]
    assert faded < 1e-4
    assert full[:10] == largest[:10]
    assert full[-1] == largest[0] / 100


def test_kernels_of_every_size_learn_from_batches_as_in_numpy():
    """Swapped rows and columns would go unnoticed with a square kernel on a square image."""
    random = np.random.default_rng(3)
    calls, cases = [], []
    for _ in range(60):
        size = tuple(random.integers(1, 6, 2))
        image = random.normal(0, random.choice([0.1, 1, 30]), random.integers(0, 9, 2) + size)
        windows = len(windows_of(image, size))
        rate, momentum = 0.1 / max(1, (image**2).mean()), float(random.choice([0, 0.5, 0.99]))
        settings = [[rate, momentum, int(random.integers(1, windows + 1))] for _ in range(7)]
        hidden, start = random.normal(size=size), random.normal(size=size)
        calls.append([kernel_run(image, hidden, settings, start, seed=int(random.integers(99)))])
        cases.append((image, hidden, start, settings))
    for (image, hidden, start, settings), found in zip(cases, ask(DRIVER, "kernel", calls), strict=True):
        looked = [step["looked"] for step in found["steps"]]
        losses, slopes, weights, velocity = by_hand(image, conv2d(image, hidden), start, looked, settings)
        np.testing.assert_allclose([step["loss"] for step in found["steps"]], losses, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose([step["slopes"] for step in found["steps"]], slopes, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found["weights"], weights, rtol=1e-9, atol=1e-10)
        np.testing.assert_allclose(found["velocity"], velocity, rtol=1e-9, atol=1e-10)


def test_a_target_map_of_your_own_is_learned_as_well_as_any_kernel_can():
    """A map that no kernel makes has a lowest loss, which the page must not promise to beat."""
    random = np.random.default_rng(4)
    image = random.normal(size=(20, 24))
    goal = np.maximum(conv2d(image, kernels.SOBEL), 0)  # after ReLU: no kernel does that
    run = kernel_run(image, None, [[0.3, 0, goal.size]] * 400, target=((3, 3), goal))
    (found,) = ask(DRIVER, "kernel", [[run]])
    lowest = kernel_task.make(image, None, goal)["target"]["lowest"]
    assert found["losses"][-1] == pytest.approx(lowest, rel=1e-5)
    assert lowest > 0.1


def test_the_limit_of_the_rate_is_where_training_turns_to_diverging():
    """The page names this number: just below it the loss must fall, just above it must grow."""
    random = np.random.default_rng(6)
    images = [NOISE, random.normal(size=(12, 9)) + 1, np.arange(80.0).reshape(8, 10) / 40]
    known = ask(DRIVER, "kernel", [[kernel_run(image, kernels.SOBEL, [[0.001, 0, ALL]])] for image in images])
    calls = []
    for image, found in zip(images, known, strict=True):
        for momentum, limit in zip((0, 0.5, 0.9), found["limits"], strict=True):
            assert limit == pytest.approx(kernel_task.largest_rate(image, (3, 3), momentum), rel=1e-9)
            for share in (0.96, 1.04):
                settings = [[share * limit, momentum, ALL]] * 300
                run = kernel_run(image, kernels.SOBEL, settings, random.normal(size=(3, 3)))
                calls.append([{**run, "brief": True}])
    runs = ask(DRIVER, "kernel", calls)
    for below, above in zip(runs[::2], runs[1::2], strict=True):
        assert below["losses"][-1] < below["losses"][0]
        assert above["losses"][-1] > 1000 * above["losses"][0]


def test_a_kernel_takes_the_steps_of_keras_to_a_ten_thousandth():
    """The course's own helpers could share a mistake with the page; Keras does not."""
    from helpers.training import keras

    settings = [[0.1, 0.9, 100]] * 14
    (found,) = ask(DRIVER, "kernel", [[kernel_run(NOISE, kernels.SHARPEN, settings, seed=7)]])
    windows = windows_of(NOISE, (3, 3)).reshape(-1, 3, 3, 1).astype("float32")
    goal = np.array(found["target"], "float32")
    layer = keras.layers.Conv2D(1, 3, use_bias=False, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((3, 3, 1)), layer, keras.layers.Flatten()])
    model.compile(keras.optimizers.SGD(0.1 / 2, 0.9), "mse")  # the page's loss is half of Keras's
    for step in found["steps"]:
        loss = model.train_on_batch(windows[step["looked"]], goal[step["looked"]])
        assert step["loss"] == pytest.approx(float(loss) / 2, abs=1e-4)
    np.testing.assert_allclose(found["weights"], np.ravel(layer.get_weights()[0]), atol=1e-4)


# -- A network --


def network_run(task, settings, start=None, seed=0, image=0):
    """Return how a network's training goes, as keywords for the driver."""
    images, labels = network_task.pictures(task)
    start = network_task.first_weights(task, "random", seed) if start is None else start
    return {
        "filters": task["filters"],
        "side": images.shape[1],
        "classes": len(task["names"]),
        "images": images.ravel().tolist(),
        "labels": labels.tolist(),
        "examples": task["examples"],
        "start": np.concatenate([part.ravel() for part in start]).tolist(),
        "seed": seed,
        "settings": settings,
        "image": image,
    }


def garments(filters=(8, 16), images=40):
    """Return a network's task on the course's drawings, with some of them."""
    whole = network_task.make(None, None, None, filters)
    pixels, labels = network_task.pictures(whole)
    return network_task.make(pixels[:images], labels[:images], None, filters)


def in_parts(task, numbers):
    """Return all weights or slopes as arrays, layer by layer."""
    shapes = network_task.shapes(task)
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]
    return [
        part.reshape(shape) for part, shape in zip(np.split(np.array(numbers), ends), shapes, strict=True)
    ]


def loss_and_gradients(weights, images, labels):
    """Return the loss and the gradient of each part, as lesson 11 computes them."""
    values, kept = images[..., np.newaxis] / 255, []
    *blocks, dense, biases = weights
    for block_kernels, block_biases in zip(blocks[::2], blocks[1::2], strict=True):
        sums = conv2d(values, block_kernels, block_biases)
        kept.append((values, sums))
        values = pool2d(relu(sums))
    row = values.reshape(len(images), -1)
    loss, upstream = cross_entropy(row @ dense + biases, labels)
    gradients = [upstream.sum(axis=0), row.T @ upstream]
    upstream = (upstream @ dense.T).reshape(values.shape)
    for (before, sums), block_kernels in zip(kept[::-1], blocks[-2::-2], strict=True):
        upstream = relu_gradient(sums, pool2d_gradient(relu(sums), upstream))
        gradients += [bias_gradient(upstream), kernel_gradient(before, upstream)]
        upstream = input_gradient(block_kernels, upstream)
    return loss, gradients[::-1]


def examples_on_the_page(learn, own, shown):
    """Return what the page takes from ten drawings of 4 pixels, of which seven are to learn from."""
    all_of_them = {
        "images": np.arange(40).tolist(),
        "labels": np.arange(10).tolist(),
        "examples": 7,
        "pixels": 4,
    }
    return ask(DRIVER, "chosen", [[all_of_them, learn, own, shown]])[0]


def test_a_drawing_of_the_learners_is_learned_from_and_those_held_out_stay_the_same():
    """A drawing that slipped in among those held out would make the network look better than it is."""
    pixels = base64.b64encode(bytes([200, 201, 202, 203])).decode()
    found = examples_on_the_page(2, [{"number": 1, "label": 5, "pixels": pixels}], [8, 1, 4])
    assert found["labels"] == [0, 1, 5, 7, 8, 9, 4]
    assert (found["examples"], found["count"]) == (3, 6)
    assert found["shown"] == [4, 1, 6]
    images = np.array(found["images"]).reshape(-1, 4)
    assert images[2].tolist() == [200, 201, 202, 203]
    assert images[[0, 1, 3, 4, 5, 6], 0].tolist() == [0, 4, 28, 32, 36, 16]


def test_without_a_choice_the_page_learns_from_all_that_was_sent():
    """The steps beside Keras's are taken on exactly these drawings, in this order."""
    found = examples_on_the_page(7, [], [7, 0])
    assert found["labels"] == list(range(10))
    assert found["images"] == list(range(40))
    assert (found["examples"], found["count"], found["shown"]) == (7, 10, [7, 0])


def test_a_drawing_survives_the_way_to_python_and_back():
    """One pixel off, and the network would learn from another drawing after the page was opened again."""
    pixels = list(range(256)) * 3 + [255] * 16
    (found,) = ask(DRIVER, "there", [[pixels]])
    assert found["back"] == pixels
    images, labels = network_task.own_drawings([{"number": 1, "label": 8, "pixels": found["text"]}])
    assert images.ravel().tolist() == pixels
    assert labels.tolist() == [8]


@pytest.mark.parametrize("filters", [(8, 16), (3, 5), (4,), (1, 1)])
def test_a_networks_steps_are_those_of_lesson_11(filters):
    """A learner who compares the page with the NumPy network of the lesson must find the same numbers."""
    task = garments(filters)
    images, labels = network_task.pictures(task)
    settings = [[0.3, 0.9, 7], [0.3, 0.9, 7], [0.1, 0.5, 30], [0.1, 0, 12], [0.2, 0.9, 30]]
    (found,) = ask(DRIVER, "network", [[network_run(task, settings, seed=5, image=33)]])
    weights = network_task.first_weights(task, "random", 5)
    velocity = [np.zeros_like(part) for part in weights]
    for step, (rate, momentum, _) in zip(found["steps"], settings, strict=True):
        loss, gradients = loss_and_gradients(weights, images[step["looked"]], labels[step["looked"]])
        assert step["loss"] == pytest.approx(loss, rel=1e-10)
        for ours, theirs in zip(in_parts(task, step["slopes"]), gradients, strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-11)
        velocity = [momentum * v - rate * g for v, g in zip(velocity, gradients, strict=True)]
        weights = [part + v for part, v in zip(weights, velocity, strict=True)]
    for ours, theirs in zip(in_parts(task, found["weights"]), weights, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-10)
    (chances,) = network_task.probabilities(weights, images[33:34])
    np.testing.assert_allclose(found["chances"], chances, atol=1e-10)
    sums = conv2d(images[33, ..., np.newaxis] / 255, weights[0], weights[1])
    np.testing.assert_allclose(found["sums"][0], sums.transpose(2, 0, 1).ravel(), atol=1e-10)
    held = network_task.probabilities(weights, images[30:])
    right = float((held.argmax(axis=1) == labels[30:]).mean())
    loss = -np.log(held[np.arange(10), labels[30:]]).mean()
    assert found["judged"] == pytest.approx([loss, right], rel=1e-9)


def test_a_networks_steps_are_those_of_keras_to_a_ten_thousandth():
    """The page says that it does what Keras's SGD does; after an epoch and more, they must still agree."""
    from helpers.training import keras

    task = garments()
    images, labels = network_task.pictures(task)
    settings = [[0.05, 0.9, 7]] * 12
    (found,) = ask(DRIVER, "network", [[network_run(task, settings, seed=2)]])
    model = small_network()
    model.set_weights(network_task.first_weights(task, "random", 2))
    model.compile(keras.optimizers.SGD(0.05, 0.9), "sparse_categorical_crossentropy")
    pixels = images[..., np.newaxis].astype("float32") / 255
    for step in found["steps"]:
        loss = float(model.train_on_batch(pixels[step["looked"]], labels[step["looked"]]))
        assert step["loss"] == pytest.approx(loss, abs=1e-4)
    assert [len(step["looked"]) for step in found["steps"]] == [7, 7, 7, 7, 2] * 2 + [7, 7]
    for ours, theirs in zip(in_parts(task, found["weights"]), model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_from_zeros_only_the_dense_biases_learn():
    """Lesson 11 says so, and the page lets the learner try."""
    task = garments((2, 3))
    zeros = [np.zeros(shape) for shape in network_task.shapes(task)]
    (found,) = ask(DRIVER, "network", [[network_run(task, [[0.5, 0.9, 30]] * 3, zeros)]])
    *others, biases = in_parts(task, found["weights"])
    assert all(not part.any() for part in others)
    assert biases.all()


@pytest.mark.parametrize("filters", [(8, 16), (3, 5), (4,)])
def test_an_edge_represents_the_weights_between_its_ends(filters):
    """Rows and columns mixed up would draw a thick edge to the wrong map, and nobody would notice."""
    task = garments(filters, images=12)
    weights = network_task.first_weights(task, "random", 3)
    weights = [part if part.ndim > 1 else part + 99.0 for part in weights]  # a bias belongs to no edge
    (found,) = ask(DRIVER, "edges", [[network_run(task, [], weights)]])
    *blocks, dense, _ = weights
    expected = [part.reshape(9, *part.shape[2:]) for part in blocks[::2]]
    expected.append(dense.reshape(-1, filters[-1], 10))  # cells, maps, classes
    assert len(found) == len(expected)
    for layer, numbers in zip(found, expected, strict=True):
        assert (layer["from"], layer["to"]) == numbers.shape[1:]
        sizes = np.sqrt((numbers**2).mean(axis=0))
        np.testing.assert_allclose(layer["sizes"], sizes.ravel(), rtol=1e-12)
        np.testing.assert_allclose(layer["means"], numbers.mean(axis=0).ravel(), atol=1e-12)
        assert layer["largest"] == pytest.approx(sizes.max())


def test_the_lesson_tells_how_the_small_network_fares():
    """The answers of lesson 11 name these shares; the page computes the same on every machine."""
    task = network_task.make(None, None, None, (8, 16))
    runs = {
        "plain": [[0.125, 0, 30]] * 200,
        "momentum": [[0.125, 0.9, 30]] * 200,
        "too fast": [[2, 0, 30]] * 30,
    }
    image = network_task.strip(task)[0]
    calls = [[{**network_run(task, settings, image=image), "brief": True}] for settings in runs.values()]
    plain, momentum, too_fast = ask(DRIVER, "network", calls)
    assert plain["learned"][1] == pytest.approx(0.8, abs=0.07)
    assert plain["judged"][1] == pytest.approx(2 / 3, abs=0.05)
    assert momentum["learned"][1] > 0.9
    assert 0 < momentum["judged"][1] - plain["judged"][1] < 0.1
    assert max(too_fast["losses"]) > 5
    assert np.mean(too_fast["losses"][-10:]) == pytest.approx(np.log(10), abs=0.1)
    assert max(too_fast["sums"][1]) <= 0
    *others, biases = in_parts(task, too_fast["steps"][-1]["slopes"])
    assert not any(part.any() for part in others)
    assert biases.all()


def test_the_lesson_tells_how_the_kernel_fares_at_other_rates():
    """The answers of lesson 03 name these steps and limits."""
    within = {}
    rates = {"usual": (0.2, 0), "fast": (1, 0), "with momentum": (2, 0.5)}
    runs = [
        [kernel_run(NOISE, kernels.SOBEL, [[*pair, ALL]] * n)]
        for pair in rates.values()
        for n in range(1, 31)
    ]
    off = [found["off"] for found in ask(DRIVER, "kernel", [[{**run, "brief": True}] for (run,) in runs])]
    for name, found in zip(rates, np.reshape(off, (3, 30)), strict=True):
        within[name] = int(np.argmax(found < 0.01)) + 1
    assert within == {"usual": 26, "fast": 3, "with momentum": 16}
    (too_fast,) = ask(DRIVER, "kernel", [[kernel_run(NOISE, kernels.SOBEL, [[2, 0, ALL]] * 20)]])
    assert (np.diff(too_fast["losses"]) > 0).tolist() == [False] * 2 + [True] * 17
    limits = [kernel_task.largest_rate(NOISE, (3, 3), momentum) for momentum in (0, 0.5)]
    assert [round(limit, 2) for limit in limits] == [1.83, 2.75]
    photo = kernel_task.pixels_of(kernel_task.make(None, None, None)["images"][1])
    assert round(kernel_task.largest_rate(photo, (3, 3), 0), 3) == 0.256


# -- Batches, moments and random numbers --


def test_an_epoch_looks_at_every_example_once_in_an_order_of_its_own():
    """A batch that repeats some examples and skips others would learn, only worse, and nobody would "
    "notice."""
    settings = [[0.01, 0, 100]] * 27
    (found,) = ask(DRIVER, "kernel", [[kernel_run(NOISE, kernels.SOBEL, settings, seed=1)]])
    looked = [step["looked"] for step in found["steps"]]
    epochs = [sum(looked[start : start + 9], []) for start in (0, 9, 18)]
    assert all(sorted(epoch) == list(range(900)) for epoch in epochs)
    assert epochs[0] != epochs[1] != epochs[2]
    assert found["seen"] == 2700


def test_a_training_that_was_put_away_goes_on_as_if_nothing_had_happened():
    """Undo brings a training back; with another order of batches it would not be the same training."""
    settings = [[0.05, 0.9, 250]] * 13
    call = {"image": NOISE.ravel().tolist(), "columns": 32, "hidden": kernels.SOBEL.ravel().tolist()}
    (found,) = ask(DRIVER, "broughtBack", [[{**call, "seed": 3, "settings": settings, "at": 6}]])
    assert found[0] == found[1]


def test_python_and_the_page_draw_the_same_random_numbers():
    """`explorer.weights` in a cell must be what the page begins with."""
    seeds = [[0, 0], [1, 0], [9999, 0], [0, 1], [11, 250]]
    for found, given in zip(ask(DRIVER, "random", [[one, 400] for one in seeds]), seeds, strict=True):
        np.testing.assert_array_equal(found["numbers"], Random(*given).normal((400,)))
        assert sorted(found["order"]) == list(range(400))
        assert abs(np.mean(found["numbers"])) < 0.2
        assert np.std(found["numbers"]) == pytest.approx(1, abs=0.15)
    pairs = ask(DRIVER, "random", [[[seed], 2] for seed in range(20)])
    assert {tuple(one["order"]) for one in pairs} == {(0, 1), (1, 0)}
    assert len({tuple(one["order"]) for one in ask(DRIVER, "random", [[one, 400] for one in seeds])}) == 5


def test_every_order_of_the_examples_is_equally_likely():
    """If an example could never be the first of an epoch, each training would see the same kind of batch."""
    found = ask(DRIVER, "random", [[[seed, 1], 3] for seed in range(1200)])
    counts = Counter(tuple(one["order"]) for one in found)
    assert set(counts) == set(itertools.permutations(range(3)))
    assert all(150 < count < 250 for count in counts.values())  # 200 ± 4 standard deviations


def test_a_training_that_starts_anew_forgets_the_old_one():
    """A velocity or an epoch that was left over would make the second run differ from the first."""
    call = {"image": NOISE.ravel().tolist(), "columns": 32, "hidden": kernels.SOBEL.ravel().tolist()}
    settings = [[0.05, 0.9, 400]] * 5
    used, fresh = ask(DRIVER, "startedAnew", [[{**call, "seed": 3, "settings": settings}]])[0]
    assert used == fresh
    assert len(fresh["losses"]) == 5
    assert fresh["seen"] == 400 + 400 + 100 + 400 + 400  # the last batch of an epoch is short


def test_the_page_knows_the_epoch_and_how_many_of_a_batch_are_right():
    """“Right in this epoch: 71%” is added up from these counts."""
    task = garments((2,), images=25)
    images, labels = network_task.pictures(task)
    run = network_run(task, [[0.1, 0, 8]] * 8, seed=3)
    run = {**run, "examples": 20, "settings": run["settings"]}
    (found,) = ask(DRIVER, "watched", [[run]])
    assert [step["epoch"] for step in found] == [0, 0, 0, 1, 1, 1, 2, 2]
    assert [step["seen"] for step in found] == [0, 8, 16, 20, 28, 36, 40, 48]
    most = 0
    for step in found:
        chances = network_task.probabilities(in_parts(task, step["weights"]), images[step["looked"]])
        assert step["right"] == (chances.argmax(axis=1) == labels[step["looked"]]).sum()
        most = max(most, np.abs(step["slopes"]).max())
        assert step["fullOfFew"] == pytest.approx(max(np.abs(step["slopes"][:9]).max(), most / 100))


def watched(examples, most, *steps):
    """Return what a trainer knows at first and after each of these steps, which name its methods."""
    return ask(DRIVER, "watchedTrainer", [[examples, most, steps]])[0]


def test_the_order_of_the_batches_follows_from_the_seed_and_the_epoch():
    """A class that compares its runs sees the same batches, and none repeats the numbers of the weights."""
    steps = [step for _ in range(7) for step in (["look"], ["step", 0.1, 0])]
    for seed in (0, 1, 9999):
        found = watched(10, 9, ["startFrom", [3, 4]], ["choose", seed, 4], *steps)
        looked = [batch for one in found for batch in one["measured"]]
        assert [len(batch) for batch in looked] == [4, 4, 2, 4, 4, 2, 4]
        for epoch, start in enumerate((0, 3)):
            random, order = Random(seed, epoch + 1), list(range(10))
            for place in range(9, 0, -1):
                other = int(random.next() * (place + 1))
                order[place], order[other] = order[other], order[place]
            assert sum(looked[start : start + 3], []) == order


def test_a_new_seed_or_batch_changes_what_the_next_step_looks_at_and_the_same_ones_change_nothing():
    """Measuring twice would halve the speed; not measuring again would show slopes of another batch."""
    first, *found = watched(
        12, 5, ["startFrom", [3, 4]],
        ["look"], ["look"], ["choose", 0, 12], ["look"],  # as it is anyway: all, in their own order
        ["choose", 0, 5], ["look"], ["choose", 0, 5], ["look"],
        ["choose", 3, 5], ["look"], ["choose", 3, 12], ["look"],
        ["step", 0.5, 0], ["choose", 2, 12], ["look"],
    )  # fmt: skip
    measured = [one["measured"] for one in found]
    everything = [list(range(12))]
    assert measured[:5] == [[], everything, [], [], []]
    assert [len(batch) for batch in measured[6]] == [5]
    assert measured[7:9] == [[], []]
    assert [len(batch) for batch in measured[10]] == [5]
    assert measured[10] != measured[6]
    assert measured[10][0][0] != 0  # so that a first example left over from this order would be seen below
    assert [measured[12], measured[15]] == [everything] * 2
    assert found[0]["places"] == [0, 12]
    assert found[5]["places"] == [0, 5]
    assert (first["steps"], first["seen"], first["epoch"]) == (0, 0, 0)


def test_the_curve_has_a_loss_before_each_step_and_one_after_the_last():
    """Without the last one, the curve would end a step too early, and the page would say NaN."""
    *_, found = watched(4, 3, ["startFrom", [6, 8]], *[["step", 0.5, 0]] * 3, ["look"])
    assert found["losses"] == [50, 12.5, 3.125, 0.78125]
    assert (found["steps"], found["seen"], found["epoch"]) == (3, 12, 3)
    assert found["weights"] == [0.75, 1]


def test_the_colours_of_slopes_forget_an_earlier_training():
    """After a start from far away, a new training's slopes would all be pale."""
    found = watched(
        4, 3, ["startFrom", [3000, 4000]], ["look"], ["step", 0.999, 0], ["look"],
        ["startFrom", [1e-5, 0]], ["look"], ["startFrom", [0, 0]], ["look"],
    )  # fmt: skip
    assert [found[n]["full"] for n in (0, 2, 4, 6, 8)] == [1, 4000, 40, 1e-5, 1]


def test_random_weights_are_as_small_as_the_sums_are_long():
    """He's rule divides by the number of terms; with another count the network starts dead or explodes."""
    for filters in ((8, 16), (3, 5), (4,)):
        task = garments(filters, images=10)
        call = {"filters": filters, "side": 28, "classes": 10}
        expected = [
            {"count": int(np.prod(shape)), "terms": int(np.prod(shape[:-1])) if len(shape) > 1 else 0}
            for shape in network_task.shapes(task)
        ]
        assert ask(DRIVER, "parts", [[call]]) == [expected]


def test_the_steepest_direction_is_the_largest_eigenvalue_of_numpy():
    """The page promises that training converges below a rate that follows from it."""
    random = np.random.default_rng(8)
    matrices = []
    for size in (1, 2, 3, 5, 9, 25, 49):  # 49 weights need the most sweeps
        for _ in range(12):
            sides = random.normal(size=(size, size)) * 10 ** random.uniform(-3, 3)
            matrices.append(sides + sides.T)  # also with eigenvalues below 0
    matrices += [np.diag([3.0, -7, 2]), np.zeros((3, 3)), np.ones((4, 4)), np.array([[2.0, 1], [1, 2]])]
    matrices += [-np.eye(3)]
    found = ask("training_explorer/kernel.js", "largestEigenvalue", [[one.tolist()] for one in matrices])
    for matrix, value in zip(matrices, found, strict=True):
        assert value == pytest.approx(np.linalg.eigvalsh(matrix).max(), rel=1e-9, abs=1e-12)


def test_the_weight_furthest_off_may_be_the_first_or_the_last_and_on_either_side():
    """The page says “wrong by 0.4” of the worst weight; a learner would stop too early otherwise."""
    random = np.random.default_rng(9)
    pairs = [random.normal(size=(2, 9)) / 10 ** (n % 4) for n in range(50)]
    found = ask(
        "training_explorer/kernel.js", "furthestOff", [[one.tolist(), other.tolist()] for one, other in pairs]
    )
    assert found == [np.abs(one - other).max() for one, other in pairs]


def test_several_drawings_of_the_learners_come_after_those_chosen():
    """The second drawing must not overwrite the first, nor take its label."""
    own = [
        {"number": n, "label": label, "pixels": base64.b64encode(bytes([level] * 4)).decode()}
        for n, (label, level) in enumerate([(9, 100), (3, 50), (0, 25)])
    ]
    found = examples_on_the_page(0, own, [7, 9, 0, 6])
    assert found["labels"] == [9, 3, 0, 7, 8, 9, 0, 6]
    assert np.array(found["images"]).reshape(-1, 4)[:, 0].tolist() == [100, 50, 25, 28, 32, 36, 0, 24]
    assert (found["examples"], found["count"], found["shown"]) == (3, 6, [3, 5, 6, 7])


def test_a_learner_chooses_between_all_a_third_a_tenth_and_what_python_asked_for():
    """Twice the same number in the list, or none at all, would look like a mistake."""
    cases = {(240, 240): [240, 80, 24], (240, 100): [240, 100, 80, 24], (7, 7): [7, 2, 1], (4, 1): [4, 1]}
    assert ask("training_explorer/examples.js", "numbersToChoose", [list(case) for case in cases]) == list(
        cases.values()
    )


# -- Words --


def test_numbers_are_rounded_on_the_page_as_in_python():
    """The saved picture and the page must not show one loss in two ways."""
    numbers = [
        0,
        1,
        -1,
        0.2,
        0.0010,
        0.00099,
        0.38412,
        -1.916,
        21904,
        999_499,
        999_500,
        1e6,
        6.02e23,
        3.12e-5,
        -4e-9,
    ]
    found = ask(WORDS, "rounded", [[number] for number in numbers])
    assert found == [picture.rounded(number) for number in numbers]
    assert found[5:9] == ["9.9 × 10⁻⁴", "0.384", "−1.92", "21,900"]
    more = [0.001, 0.000999, 999.5, 1000, 1004, 1006, 995, 0.0012345, 999_499.9, -999_500, -12345]
    assert ask(WORDS, "rounded", [[number] for number in more]) == [picture.rounded(one) for one in more]
    assert ask(DRIVER, "beyond", [[]])[0] == [["∞"] * 2, ["−∞"] * 2, ["no number"] * 2]


def test_a_cell_holds_every_number_in_six_characters():
    """While the kernel diverges, a longer one would run into its neighbours."""
    expected = {
        0: "0",
        -0.8856: "−0.886",
        0.02: "0.020",
        1.0002: "1",
        0.0004: "4.0e−4",
        -0.0004: "−4e−4",
        12.345: "12.35",
        -924.84: "−924.8",
        -1432.1: "−1432",
        9999.4: "9999",
        123456: "1.2e5",
        -1e12: "−1e12",
        9.9994: "9.999", 9.9996: "10", 99.994: "99.99", 99.996: "100", 999.94: "999.9", 999.96: "1000",
        9999.6: "1.0e4", 0.0005: "0.001", 0.00049: "4.9e−4", -0.00049: "−5e−4", 1e-9: "1.0e−9",
        2.6e100: "3e100", 123.456: "123.5", 9.9995: "10", -99.995: "−100",
    }  # fmt: skip
    found = ask(WORDS, "cellText", [[number] for number in expected])
    assert found == list(expected.values())
    assert max(map(len, found)) <= 6
    assert ask(WORDS, "cellText", [[1.9e-6, 2], [-2.1e-6, 2], [0, 2]]) == ["≈0", "−2e−6", "0"]


def test_the_numbers_of_a_grid_have_one_format():
    """Nine cells that say .888, 1.919, −2.03 and 1.4e−4 cannot be compared at a glance."""
    cases = [
        ([[0.888, 1.919, -2.0297, 0.0001]], ["0.888", "1.919", "−2.030", "0.000"]),
        ([[0.888, 1.919, -2.0297, -0.001], 5], [".89", "1.92", "−2.03", ".00"]),
        ([[0.0023, -0.0017, 0]], [".0023", "−.0017", ".0000"]),
        ([[0.0023, -0.0017, 0], 5], [".002", "−.002", ".000"]),
        ([[-1, 0, 2]], ["−1", "0", "2"]),
        ([[-12.34, 0.5]], ["−12.34", "0.50"]),
        ([[-924.84, 0.5]], ["−924.8", "0.5"]),
        ([[-9240.84, 0.5]], ["−9241", "1"]),
        ([[1.4e-4, 0, 3e-5]], ["1.4e−4", "0", "3.0e−5"]),
        ([[1.4e-4, -3e-5]], ["1e−4", "−3e−5"]),
        ([[1e6, 0.5]], ["1.0e6", "≈0"]),
    ]
    found = ask(WORDS, "gridTexts", [call for call, _ in cases])
    assert found == [texts for _, texts in cases]


def test_rates_and_momentum_are_read_or_refused_with_the_nearest_that_works():
    """A slider that is typed over must not train with half a number."""
    right = {"0.2": 0.2, "0,05": 0.05, "1/8": 0.125, " 1e-3 ": 0.001, "1000": 1000, "0.000001": 1e-6}
    assert ask(WORDS, "rateNumber", [[text] for text in right]) == [[value, ""] for value in right.values()]
    wrong = {
        "0": "A rate of 0 would change nothing. The learning rate must be between 0.000001 and 1,000, "
        "but is 0: "
        "the nearest that works is 0.000001.",
        "−0.1": "A rate below 0 would walk uphill. The learning rate must be between 0.000001 and 1,000, "
        "but is −0.1: the nearest that works is 0.000001.",
        "1e-7": "The learning rate must be between 0.000001 and 1,000, but is 1e−7: "
        "the nearest that works is 0.000001.",
        "2000": "The learning rate must be between 0.000001 and 1,000, but is 2000: the nearest that "
        "works is 1000.",
        "fast": "The learning rate must be a number such as 3, −1, 0.5 or 1/9, but “fast” was typed.",
    }
    assert ask(WORDS, "rateNumber", [[text] for text in wrong]) == [[None, text] for text in wrong.values()]
    assert ask(WORDS, "momentumNumber", [["0"], ["0.9"], [str(LARGEST_MOMENTUM)]]) == [
        [0, ""],
        [0.9, ""],
        [0.99, ""],
    ]
    refused = [answer[1] for answer in ask(WORDS, "momentumNumber", [["1"], ["−0.5"]])]
    assert refused == [
        "With a momentum of 1, nothing would ever slow down. The momentum must be between 0 and 0.99, "
        "but is 1: the nearest that works is 0.99.",
        "The momentum must be between 0 and 0.99, but is −0.5: the nearest that works is 0.",
    ]
    assert LEARNING_RATES == (1e-6, 1000)


def test_a_slider_of_rates_gives_powers_of_ten_and_two_digits_between():
    """“0.19952623” in the field would be correct and useless."""
    cases = {-6: 1e-6, -0.7: 0.2, -0.903: 0.13, 0: 1, 0.5: 3.2, 3: 1000}
    assert ask(WORDS, "rateAt", [[place] for place in cases]) == list(cases.values())


def test_a_training_has_diverged_at_a_million_times_its_first_loss_and_is_lost_at_a_million_million():
    """Called lost too early, a training that a smaller rate would bring back is thrown away."""
    cases = {
        (2, 1.9e6): "", (2, 2.1e6): "diverged", (2, 1.9e12): "diverged", (2, 2.1e12): "lost",
        (2, None): "lost", (0, 0.0009): "", (0, 0.0011): "diverged", (5, 5): "",
        (1, 1e6): "", (1, 1e12): "diverged",
    }  # fmt: skip
    calls = [[{"first": first, "loss": loss}] for first, loss in cases]
    assert ask(WORDS, "stateOf", calls) == list(cases.values())


def test_the_line_below_a_training_says_where_it_stands():
    """It is what a learner who cannot see the curves has of them."""
    kernel = {"steps": 1200, "loss": 0.01234, "off": None, "lowest": 0}
    calls = [kernel, {**kernel, "off": 0}, {**kernel, "off": 0.25, "lowest": 0.0123}]
    assert ask(WORDS, "kernelStatus", [[call] for call in calls]) == [
        "Step 1,200: loss 0.0123.",
        "Step 1,200: loss 0.0123. The weight furthest off is wrong by 0.",
        "Step 1,200: loss 0.0123. The weight furthest off is wrong by 0.25. "
        "No kernel of this size gets below 0.0123 on this target.",
    ]
    network = {"steps": 12, "epochs": 1.25, "loss": 2.3026, "train": None, "held": None}
    calls = [network, {**network, "train": 0, "held": 0.725}, {**network, "steps": 0, "epochs": 0}]
    calls.append({**calls[-1], "held": 0.09})
    assert ask(WORDS, "networkStatus", [[call] for call in calls]) == [
        "Step 12, epoch 1.3: next batch loss 2.3.",
        "Step 12, epoch 1.3: next batch loss 2.3. 0.0% right this epoch, 72.5% on held-out drawings.",
        "Step 0: next batch loss 2.3.",
        "Step 0: next batch loss 2.3. 9.0% right on held-out drawings.",
    ]


KERNEL = {"first": 5.8, "before": 1.0, "loss": 0.9, "rate": 0.2, "momentum": 0, "limit": 1.8334}
KERNEL |= {"batch": 900, "windows": 900, "steps": 3}


VERDICTS = [
    ({}, ""),
    ({"steps": 0, "rate": 2}, ""),
    ({"rate": 2}, ""),
    (
        {"rate": 2, "loss": 1.2},
        "The loss is rising: at a rate of 2, each step overshoots by more than the last. "
        "On this image, with no momentum, every rate above 1.83 diverges.",
    ),
    ({"loss": 1.2}, ""),
    (
        {"rate": 2, "loss": 5.8e7},
        "Training has diverged: the loss is 1.0 × 10⁷ times what it was. On this image, with no "
        "momentum, "
        "every rate above 1.83 diverges. Choose a smaller rate; then go on, or start over.",
    ),
    (
        {"rate": 1, "loss": 5.8e7, "momentum": 0.9, "limit": 3.48},
        "Training diverged: the loss is 1.0 × 10⁷ times what it was. On this image, with momentum "
        "0.9, every "
        "rate above 3.48 diverges. The rate is below that now, so further steps bring the kernel back.",
    ),
    (
        {"rate": 1, "loss": 5.8e7, "batch": 1},
        "Training has diverged: the loss is 1.0 × 10⁷ times what it was. With all 900 windows in "
        "each step "
        "and no momentum, every rate above 1.83 diverges; with 1 window in a step, smaller ones may too. "
        "Choose a smaller rate; then go on, or start over.",
    ),
    (
        {"rate": 2, "loss": None},
        "Training has diverged: the numbers have grown beyond all bounds. On this image, with no momentum, "
        "every rate above 1.83 diverges. Choose a smaller rate and start over.",
    ),
    (
        {"rate": 1.8334, "loss": 5.8e13},
        "Training has diverged: the loss is 1.0 × 10¹³ times what it was. On this image, with no momentum, "
        "every rate above 1.83 diverges. Start over.",
    ),
    ({"rate": 2, "loss": 1.0}, ""),
    ({"rate": 1.8334, "loss": 1.2}, ""),
    ({"rate": 2, "loss": 1.2, "batch": 899}, ""),
    (
        {"rate": 2, "loss": 5e7, "first": 0},
        "Training has diverged: the loss is 5.0 × 10¹⁶ times what it was. On this image, with no momentum, "
        "every rate above 1.83 diverges. Choose a smaller rate and start over.",
    ),
]


def test_a_diverging_kernel_gets_a_sentence_with_a_rate_that_would_not_diverge():
    """A learner who has gone too fast needs to know how fast is too fast."""
    found = ask(WORDS, "kernelVerdict", [[{**KERNEL, **changed}] for changed, _ in VERDICTS])
    assert found == [sentence for _, sentence in VERDICTS]


NETWORK = {"steps": 12, "loss": 1.4, "classes": 10, "rate": 0.125, "isDead": False, "fromZeros": False}


NETWORK_VERDICTS = [
    ({}, ""),
    ({"loss": 11}, ""),
    ({"loss": 54.2, "steps": 0}, ""),
    (
        {"loss": 4, "classes": 2},
        "Training has diverged: the loss of this batch is 4, and guessing has 0.693. "
        "At a rate of 0.125, the steps are too long. Choose a smaller rate and start over.",
    ),
    (
        {"loss": None, "steps": 0},
        "Training has diverged: the loss is not a number any more. "
        "At a rate of 0.125, the steps are too long. Choose a smaller rate and start over.",
    ),
    ({"fromZeros": True}, ""),
    (
        {"loss": 54.2, "rate": 3},
        "Training has diverged: the loss of this batch is 54.2, and guessing has 2.303. At a rate "
        "of 3, the "
        "steps are too long. Choose a smaller rate and start over.",
    ),
    (
        {"isDead": True, "loss": 2.31},
        "The last maps are 0 everywhere on this batch, so no kernel has a slope: the network is dead. A "
        "step that "
        "was too long has pushed its sums below 0. Choose a smaller rate and start over.",
    ),
    (
        {"isDead": True, "fromZeros": True},
        "All weights are equal, so no kernel and no dense weight has a slope: only the biases of the "
        "dense layer "
        "learn. Start from random weights instead.",
    ),
]


def test_a_network_that_goes_wrong_gets_a_sentence_on_why():
    """A flat loss says nothing by itself: the network may be dead, or may never have learned."""
    found = ask(WORDS, "networkVerdict", [[{**NETWORK, **changed}] for changed, _ in NETWORK_VERDICTS])
    assert found == [sentence for _, sentence in NETWORK_VERDICTS]


def test_the_next_weight_is_written_as_a_sum_that_adds_up():
    """The learner checks the step with a calculator."""
    calls = [
        {"weight": 0.384123, "slope": -1.91634, "velocity": 0.3, "rate": 0.2, "momentum": 0},
        {"weight": -0.5, "slope": 0.25, "velocity": -0.125, "rate": 0.1, "momentum": 0.9},
        {"weight": 0, "slope": 0.00001234, "velocity": 0, "rate": 0.000001, "momentum": 0.5},
        {"weight": 0.0012345, "slope": 0.5, "velocity": 0, "rate": 0.1, "momentum": 0},  # 0.001 would not do
    ]
    assert ask(WORDS, "nextWeight", [[call] for call in calls]) == [
        "0.384 − 0.2 · (−1.916) ≈ 0.767",
        "−0.500 + 0.9 · (−0.125) − 0.1 · 0.250 ≈ −0.637",
        "0 − 1.0 × 10⁻⁶ · 1.2 × 10⁻⁵ ≈ −1.2 × 10⁻¹¹",
        "0.0012 − 0.1 · 0.5000 ≈ −0.049",
    ]


def test_the_sum_of_the_next_weight_uses_the_cells_numbers_wherever_it_can():
    """A learner compares it with the grids; where three decimals are too few, all have as few more as do."""
    random = np.random.default_rng(10)
    names = ("weight", "slope", "velocity", "rate", "momentum")
    calls = []
    for _ in range(300):
        numbers = (random.normal(size=3) * 10 ** random.uniform(-4, 2, 3)).tolist()
        rate = float(random.choice([0.001, 0.05, 0.2, 1]))
        calls.append(dict(zip(names, [*numbers, rate, float(random.choice([0, 0.5, 0.9]))], strict=True)))
    counts = Counter()
    for call, text in zip(calls, ask(WORDS, "nextWeight", [[call] for call in calls]), strict=True):
        said, shown = text.split(" ≈ ")
        weight, slope, velocity, rate, momentum = call.values()
        assert shown == _made(weight + momentum * velocity - rate * slope)
        python = re.sub(
            r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"e{unicodedata.normalize('NFKC', found[1])}", said
        )
        python = python.replace("−", "-").replace("·", "*").replace(",", "")
        assert eval(python) == pytest.approx(weight + momentum * velocity - rate * slope, rel=1e-2, abs=1e-3)  # noqa: S307
        used = (weight, slope, velocity) if momentum else (weight, slope)
        enough = 0  # decimals, or none
        for decimals in (5, 4, 3):
            cells = [round(number, decimals) for number in (weight, slope, velocity)]
            same = _made(cells[0] + momentum * cells[2] - rate * cells[1]) == shown
            if same and all(abs(number) >= 10 ** (1 - decimals) for number in used):
                enough = decimals
        counts[enough] += 1
        if enough in (3, 4):
            first, last = said.split(" ")[0], said.split(" · ")[-1].strip("()")
            assert (first, last) == tuple(
                f"{number:.{enough}f}".replace("-", "−") for number in (weight, slope)
            )
    assert counts[3] > 30
    assert counts[4] > 30
    assert counts[0] > 30


def _made(value):
    """Return what a sum makes, as the page writes it: as in a cell where three decimals are enough."""
    if 0.01 <= abs(value) < 9.9995:
        return f"{value:.3f}".replace("-", "−")
    return picture.rounded(value)


# -- The curve --


def test_an_axis_is_logarithmic_where_small_losses_would_vanish():
    """From 5.8 to 0.00001, a linear axis shows one corner and a flat line."""

    def line(values):
        return [{"values": values, "count": len(values)}]

    calls = [[line(values)] for values in ([5.8, 1, 0.01], [2.4, 1.9, 0.4], [3, 0], [])]
    assert ask(CURVE, "needsLog", calls) == [True, False, False, False]


def test_the_ticks_of_an_axis_are_few_round_and_inside():
    """A tick at 0.7331 would be correct and useless."""
    calls = [
        [0, 2.4, False],
        [0, 1, False],
        [0, 75, False],
        [0.05, 6.9e6, True],
        [1e-16, 5.8, True],
        [3, 3, False],
    ]
    found = ask(CURVE, "ticks", calls)
    assert found[:3] == [pytest.approx([0, 1, 2]), pytest.approx([0, 0.5, 1]), pytest.approx([0, 50])]
    assert found[3] == pytest.approx([0.1, 10, 1000, 1e5])
    for (least, largest, is_log), values in zip(calls, found, strict=True):
        assert 1 <= len(values) <= 6
        assert all(least * 0.999 <= value <= largest * 1.001 for value in values)
        if is_log:
            assert all(float(np.log10(value)) == pytest.approx(round(np.log10(value))) for value in values)


def test_the_sizes_of_slopes_are_written_in_one_unit():
    """A learner who compares 0.0116 with 9.1 × 10⁻⁴ would have to convert one of them first."""
    cases = [
        ([0.0116, 0.0332, 0.00571], "10⁻³", ["11.6", "33.2", "5.71"]),
        ([0.00000412, 0.0001], "10⁻⁶", ["4.12", "100"]),
        ([0.25, 0.0004, 0], "", ["0.25", "< 0.001", "0"]),
        ([0, 0], "", ["0", "0"]),
        ([0.1, 0.001], "", ["0.1", "0.001"]),
        ([0.0999, 0.000002], "10⁻³", ["99.9", "0.002"]),
        ([0.00099], "10⁻⁶", ["990"]),
        ([3e-14, 1e-18], "10⁻¹⁵", ["30", "0.001"]),
    ]
    found = ask(WORDS, "sizeTexts", [[sizes] for sizes, _, _ in cases])
    assert found == [{"unit": unit, "texts": texts} for _, unit, texts in cases]


def test_the_filter_that_is_shown_first_is_the_one_with_the_largest_slopes():
    """Filter 0 may be dead: a learner would see nine slopes of 0 and take the training for broken."""
    slopes = np.zeros((9, 4))
    slopes[:, 1], slopes[4, 2] = 0.1, -0.7
    found = ask(WORDS, "steepest", [[slopes.ravel().tolist(), 4], [np.zeros(36).tolist(), 4]])
    assert found == [2, 0]
    random = np.random.default_rng(11)
    many = [random.normal(size=(9, filters)) for filters in (1, 2, 5, 16) for _ in range(20)]
    one_tap = [np.eye(9)[tap][:, np.newaxis] * [0, 0, 1] for tap in range(9)]
    found = ask(WORDS, "steepest", [[one.ravel().tolist(), one.shape[1]] for one in [*many, *one_tap]])
    assert found == [(one**2).sum(axis=0).argmax() for one in [*many, *one_tap]]


def test_powers_of_ten_at_an_axis_are_written_as_such_once_they_are_long():
    """“0.0000001” at the axis would be cut off, and 10⁰ is not how anybody writes 1."""
    cases = {
        1e5: "10⁵", 1e4: "10,000", 1e-3: "0.001", 1e-4: "10⁻⁴", 1e-16: "10⁻¹⁶", 2e5: "200,000", 0: "0",
        -1e5: "−100,000", 2e4: "20,000", 3e-5: "3.0 × 10⁻⁵", 1e12: "10¹²", 1e9: "10⁹", 1e8: "10⁸",
        1e37: "10³⁷", 1: "1",
    }  # fmt: skip
    assert ask(WORDS, "tickText", [[value] for value in cases]) == list(cases.values())
    shares = {0: "0", 0.1: "10%", 1 / 3: "33.3%", 1: "100%"}
    assert ask(WORDS, "percentTick", [[share] for share in shares]) == list(shares.values())


def test_the_strongest_colours_are_said_for_each_thing_that_has_a_scale_of_its_own():
    """The same red is 1.1 in a kernel and 0.04 in its slopes: without the numbers the two look alike."""
    ends = {"kernels": "1.1", "slopes": "0.0389", "maps": ["0.794", "0.415"]}
    assert ask(WORDS, "fullColours", [[ends]]) == [
        "Red is above 0, blue below. The strongest colour is ±1.1 in kernels, ±0.0389 in slopes, "
        "0.794 in the maps of conv 1, 0.415 in the maps of conv 2."
    ]
