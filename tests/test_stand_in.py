"""The stand-in must be a data set worth training on, and the same for everybody."""

import hashlib

import numpy as np
import pytest

from helpers import stand_in
from helpers.data import CLASS_NAMES

UPPER_BODY = [CLASS_NAMES.index(name) for name in ("T-shirt/top", "Pullover", "Coat", "Shirt")]


def checksum(arrays):
    """Return one number for all bytes of some arrays."""
    return hashlib.md5(b"".join(array.tobytes() for array in arrays)).hexdigest()


@pytest.fixture(scope="module")
def images():
    """Draw enough for a quick training, once for the tests below."""
    return stand_in.make(6_000, 2_000)


def test_two_runs_draw_the_same_bytes():
    """Two learners who compare their numbers must have trained on the same images."""
    assert checksum(stand_in.make(1000, 100)) == checksum(stand_in.make(1000, 100))


def test_the_bytes_are_those_of_every_other_machine():
    """A sum in another order, or a sine, would differ in the last digit from one processor to the next.

    If you change the drawings, change this number with them.
    """
    assert checksum(stand_in.make(1000, 100)) == "ef0a5fc238fe9b6e4a20612495898aa7"


def test_training_and_test_images_are_different(images):
    """A network tested on images that it has memorised would look perfect."""
    train, _, test, _ = images
    seen = {image.tobytes() for image in train}
    assert len(seen) == len(train)
    assert not seen & {image.tobytes() for image in test}


def test_every_class_is_as_frequent_as_in_fashion_mnist(images):
    """The lesson's accuracies assume that one guess in ten is right."""
    _, train_labels, _, test_labels = images
    assert len(stand_in.GARMENTS) == len(CLASS_NAMES)
    np.testing.assert_array_equal(np.bincount(train_labels), [600] * 10)
    np.testing.assert_array_equal(np.bincount(test_labels), [200] * 10)
    assert len(set(train_labels[:50])) == 10  # shuffled: the first batch contains all classes


def test_the_pictures_are_garments_on_black(images):
    """As in Fashion-MNIST, 0 is the background, and no picture is empty or full."""
    share = (images[0] > 0).mean(axis=(1, 2))
    assert share.min() > 0.03
    assert share.max() < 0.95
    assert 0.2 < share.mean() < 0.6
    assert images[0].max() > 240


@pytest.fixture(scope="module")
def results(images):
    """Train the lesson's two kinds of network briefly, on plain and on shuffled pixels.

    Returns a dictionary with the predicted classes of the test images for each (network, pixels).
    """
    from helpers.training import keras

    layers = keras.layers
    networks = {
        "dense": [layers.Flatten, lambda: layers.Dense(128, activation="relu")],
        "convolutional": [
            lambda: layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D,
            lambda: layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D,
            layers.Flatten,
            lambda: layers.Dense(64, activation="relu"),
        ],
    }
    shuffle = np.random.default_rng(0).permutation(28 * 28)
    train, labels, test, _ = images
    answers = {}
    for name, parts in networks.items():
        for pixels, order in (("plain", np.arange(28 * 28)), ("shuffled", shuffle)):
            inputs, questions = (
                (stack.reshape(-1, 28 * 28)[:, order].reshape(-1, 28, 28, 1) / np.float32(255))
                for stack in (train, test)
            )
            keras.utils.set_random_seed(1)
            network = keras.Sequential(
                [keras.Input((28, 28, 1)), *(part() for part in parts), layers.Dense(10)]
            )
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            network.compile(keras.optimizers.Adam(0.004), loss)
            network.fit(inputs, labels, batch_size=64, epochs=2, verbose=0)
            answers[name, pixels] = network.predict(questions, batch_size=500, verbose=0).argmax(axis=1)
    return answers


@pytest.fixture(scope="module")
def accuracy(results, images):
    """Return the share of right answers for (network, pixels)."""
    return {key: np.mean(answers == images[3]) for key, answers in results.items()}


def test_convolution_pays_on_the_stand_in(accuracy):
    """Offline, lesson 09 must still show the gain from convolution, and leave room to improve."""
    assert 0.65 < accuracy["dense", "plain"] < 0.82
    assert accuracy["convolutional", "plain"] > accuracy["dense", "plain"] + 0.04
    assert accuracy["convolutional", "plain"] < 0.92


def test_shuffled_pixels_harm_only_the_convolutional_network(accuracy):
    """The experiment of lesson 10 must have the same result offline as online."""
    assert abs(accuracy["dense", "shuffled"] - accuracy["dense", "plain"]) < 0.04
    assert accuracy["convolutional", "shuffled"] < accuracy["convolutional", "plain"] - 0.03


def test_most_mistakes_are_among_what_is_worn_above_the_waist(results, images):
    """The confusion matrix of the lesson tells this story: shirts, T-shirts, pullovers and coats."""
    answers, labels = results["convolutional", "plain"], images[3]
    is_wrong = answers != labels
    is_upper = np.isin(answers, UPPER_BODY) & np.isin(labels, UPPER_BODY)
    assert np.mean(is_upper[is_wrong]) > 0.6
    shirt = CLASS_NAMES.index("Shirt")
    assert all(np.any((labels == shirt) & (answers == other)) for other in UPPER_BODY)
