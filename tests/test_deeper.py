"""What lessons 12 and 13 train: deep stacks, transfer, several small networks, and results that are kept."""

import numpy as np
import pytest

from helpers.training import keras, tf
from helpers.training.deep import DeepNetwork, normalise
from helpers.training.keeping import kept
from helpers.training.transfer import features, learn, pick, scores, small_network


@pytest.fixture(name="work", autouse=True)
def _work(tmp_path, monkeypatch):
    """A learner's folder for each test."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    return tmp_path


def stack(values, kernels, skip=False):
    """Run a stack as lesson 13 does, without batch norm."""
    for kernel in kernels:
        output = tf.nn.relu(tf.nn.conv2d(values, kernel, strides=1, padding="SAME"))
        values = values + output if skip else output
    return values


def some_images(count=24):
    """Return small images of two classes that differ in brightness, and labels."""
    random = np.random.default_rng(1)
    labels = np.arange(count) % 2
    return (random.random((count, 14, 14, 1)) + labels[:, None, None, None]).astype(np.float32), labels


def test_normalise_is_the_formula_of_the_lesson():
    """The lesson says that it is batch norm without scale and shift."""
    values = np.random.default_rng(0).normal(3, 2, (4, 5, 6, 3)).astype(np.float32)
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    np.testing.assert_allclose(normalise(values), (values - mean) / np.sqrt(variance + 0.001), atol=1e-4)


def test_a_deep_network_starts_anew_from_a_seed_and_learns():
    """Paired seeds mean nothing if the second training begins where the first one ended."""
    images, labels = some_images()
    network = DeepNetwork(stack, 2, start="he", classes=2)
    first = network.train(images, labels, seed=3, steps=30, batch_size=8, rate=0.01)
    second = network.train(images, labels, seed=3, steps=30, batch_size=8, rate=0.01)
    np.testing.assert_allclose(first, second, rtol=1e-3)
    assert first[-5:].mean() < first[:5].mean()
    assert network.accuracy(images, labels) > 0.6


def test_gradient_sizes_are_those_of_the_single_kernels():
    """A learner reads them as the gradient of the first, the second … kernel."""
    images, labels = some_images(6)
    network = DeepNetwork(stack, 3, classes=2, skip=True)
    sizes = network.gradient_sizes(images, labels)
    assert sizes.shape == (3,)
    step, kernels = 1e-2, network.weights[1]
    start = np.asarray(kernels)
    slope = []
    for sign in (1, -1):
        moved = start.copy()
        moved[1, 1, 1, 0, 0] += sign * step
        kernels.assign(moved)
        slope.append(float(network.loss(images, labels)))
    kernels.assign(start)
    with tf.GradientTape() as tape:
        loss = network.loss(images, labels)
    gradient = np.asarray(tape.gradient(loss, kernels))
    assert (slope[0] - slope[1]) / (2 * step) == pytest.approx(gradient[1, 1, 1, 0, 0], rel=0.05, abs=1e-3)
    np.testing.assert_allclose(sizes, np.linalg.norm(gradient.reshape(3, -1), axis=1), rtol=1e-4)


def test_pick_draws_the_same_images_for_a_seed_and_counts_the_classes_anew():
    """Three approaches that get different images could not be compared in pairs."""
    images, labels = np.arange(40)[:, None, None] * np.ones((1, 2, 2)), np.arange(40) % 4
    few, numbers = pick(images, labels, (3, 1), each=2, seed=5)
    again, _ = pick(images, labels, (3, 1), each=2, seed=5)
    other, _ = pick(images, labels, (3, 1), each=2, seed=6)
    assert numbers.tolist() == [0, 0, 1, 1]
    assert (few[:, 0, 0, 0] % 4).tolist() == [3, 3, 1, 1]
    assert np.array_equal(few, again)
    assert not np.array_equal(few, other)
    assert few.dtype == np.float32


def test_features_are_what_the_last_layer_receives():
    """A new last layer is trained on them in place of the old one."""
    network = small_network()
    images = np.random.default_rng(2).integers(0, 256, (3, 28, 28, 1)).astype(np.float32)
    matrix, biases = network.layers[-1].get_weights()
    np.testing.assert_allclose(
        features(network, images) @ matrix + biases, scores(network, images), atol=1e-4
    )
    assert features(network, images, -2).shape == (3, 7 * 7 * 32), "before the first dense layer"


def test_learning_takes_as_many_steps_as_it_is_told():
    """Otherwise two approaches would be compared after different amounts of training."""
    network = small_network()
    images = np.zeros((10, 28, 28, 1), np.float32)
    learn(network, images, np.arange(10) % 5, 7, seed=0, batch_size=4)
    assert int(network.optimizer.iterations) == 7


def test_a_result_is_kept_for_the_same_inputs_and_computed_anew_for_others(work):
    """A learner who changes a number must not be shown the old result."""
    calls = []

    def compute(number, array):
        calls.append(number)
        return {"sum": float(number + array.sum())}

    array = np.ones(3)
    assert kept("a sum", compute, 1, array) == kept("a sum", compute, 1, array) == {"sum": 4.0}
    assert calls == [1]
    kept("a sum", compute, 2, array)
    kept("a sum", compute, 2, array * 2)
    assert calls == [1, 2, 2]
    for path in (work / "results").iterdir():
        path.write_text("{damaged", encoding="utf-8")
    assert kept("a sum", compute, 1, array) == {"sum": 4.0}


def test_the_small_networks_are_kept_and_loaded(work, monkeypatch):
    """Training them takes a minute, which a learner should not wait for twice."""
    from helpers.inside import several

    monkeypatch.setenv("COURSE_PACE", "quick")
    random = np.random.default_rng(4)

    class Data:
        train_images = random.integers(0, 256, (1000, 28, 28), dtype=np.uint8)
        train_labels = random.integers(0, 10, 1000).astype(np.uint8)

    trained, untrained = several.several_networks(Data, seeds=(1, 2))
    assert len(list((work / "several").glob("*.npz"))) == 2
    first = [np.asarray(network.layers[1].kernel) for network in (trained[0], untrained[0], untrained[1])]
    assert 0 < abs(first[0] - first[1]).max() < 0.5  # trained, from this start
    assert abs(first[1] - first[2]).max() > 0.1
    monkeypatch.setattr(keras.Sequential, "fit", None)
    again, _ = several.several_networks(Data, seeds=(1, 2))
    for one, other in zip(trained, again, strict=True):
        for weights, loaded in zip(one.get_weights(), other.get_weights(), strict=True):
            assert np.array_equal(weights, loaded)
