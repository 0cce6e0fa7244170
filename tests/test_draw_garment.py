"""DrawGarment in Python: what it sends to the page and asks the network, what comes back, what it refuses."""

import numpy as np
import pytest

from helpers import pocket_network
from helpers.data import CLASS_NAMES
from helpers.widgets import DrawGarment
from tests.without_kernel import described

SHIRT = np.zeros((28, 28), np.uint8)
SHIRT[4:24, 8:20] = 200


class Network:
    """A network that calls bright images trousers, and counts the questions."""

    def __init__(self, shape=(None, 28, 28, 1), classes=10):  # noqa: D107
        self.input_shape, self.classes, self.seen = shape, classes, []

    def __call__(self, pictures):
        """Give class 1 the mean brightness, and the rest to class 0."""
        self.seen.append(pictures)
        shares = np.zeros((1, self.classes))
        shares[0, 1] = pictures.mean() / 255
        shares[0, 0] = 1 - shares[0, 1]
        return shares


def asked_by_the_page(draw, image):
    """Do what the page does when you let the pointer go."""
    draw.set_state({"_pixels": memoryview(image.tobytes()), "_question": draw._question + 1})


def test_without_a_network_the_pocket_network_runs_on_the_page():
    """If you only write DrawGarment(), you draw at once; also on the web, where nobody has trained one."""
    draw, pocket = DrawGarment(), pocket_network()
    assert np.array_equal(draw.image, pocket.garments[3])
    assert (draw._weights, draw._about) == (pocket.weights, pocket.about)
    assert draw._start_names == list(CLASS_NAMES)
    assert draw.probabilities == pytest.approx(pocket(pocket.garments[3:4])[0])
    assert pocket(pocket.garments).max(axis=1).argmin() == 3  # the least certain one, whose bars compete
    asked_by_the_page(draw, SHIRT)
    assert draw.probabilities == pytest.approx(pocket(SHIRT[np.newaxis])[0])


def test_a_network_that_the_page_can_run_is_sent_and_sent_again_when_it_has_learnt():
    """Nobody waits for Python, and a network that was trained since must not answer with its old weights."""
    from helpers.training import fast_network

    network = fast_network()
    draw = DrawGarment(network, images=SHIRT, scale=0.5)
    assert [node["kind"] for node in draw._network["nodes"]][:3] == ["input", "rescaling", "conv"]
    assert (draw._factor, draw._about, draw._start_names) == (0.5, "", [])
    before = draw._weights
    asked_by_the_page(draw, SHIRT)
    assert draw._weights == before
    network.layers[-1].bias.assign(np.arange(10.0))
    asked_by_the_page(draw, SHIRT)
    assert draw._weights != before
    assert np.isin(np.arange(10, dtype=np.float32), np.frombuffer(draw._weights, np.float32)).all()


def test_a_network_that_the_page_cannot_run_is_asked_in_python():
    """A function, or a network with a layer of the learner's own, works as it always has."""
    from helpers.training import keras

    own = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
    for network in (Network(), own):
        draw = DrawGarment(network, images=SHIRT)
        assert (draw._network, draw._weights) == ({}, b"")
        asked_by_the_page(draw, 255 - SHIRT)
        assert draw._answer["number"] == 1
        assert len(draw.probabilities) == 10


def test_the_network_sees_what_the_page_draws_and_python_gets_it_back():
    """`draw.image` in the next cell is what the learner drew."""
    network = Network()
    draw = DrawGarment(network, images=SHIRT)
    asked_by_the_page(draw, 255 - SHIRT)
    assert np.array_equal(draw.image, 255 - SHIRT)
    assert (network.seen[-1].shape, network.seen[-1].dtype) == ((1, 28, 28, 1), np.float32)
    assert np.array_equal(network.seen[-1][0, ..., 0], 255 - SHIRT)
    assert draw.probabilities[1] == pytest.approx((255 - SHIRT).mean() / 255)
    assert draw._answer["number"] == 1


def test_an_image_set_in_python_is_asked_too():
    """The network looks at the learner's own file, prepared by own_picture, as at a drawing."""
    draw = DrawGarment(Network())
    draw.image = SHIRT
    assert draw.probabilities[1] == pytest.approx(SHIRT.mean() / 255)
    image = draw.image
    image[:] = 7
    assert np.array_equal(draw.image, SHIRT)


@pytest.mark.parametrize("shape", [(None, 28, 28, 1), (None, 28, 28), (None, 784)])
def test_the_picture_is_laid_out_as_the_network_wants_it(shape):
    """Flat networks exist too."""
    network = Network(shape)
    DrawGarment(network)
    assert network.seen[0].shape == (1, *shape[1:])


def test_pixels_are_scaled_for_a_network_that_was_trained_on_scaled_ones():
    """Many programs scale beforehand; without `scale`, such a network sees white everywhere."""
    network = Network()
    DrawGarment(network, images=SHIRT, scale=1 / 255)
    assert network.seen[0].max() == pytest.approx(200 / 255)


def test_a_keras_network_gives_what_its_predict_gives():
    """The bars must be the numbers that the lesson's own cells show."""
    from helpers.training import fast_network

    network = fast_network()
    draw = DrawGarment(network, images=SHIRT)
    expected = network.predict(SHIRT[np.newaxis, ..., np.newaxis], verbose=0)[0]
    assert draw.probabilities == pytest.approx(expected, abs=1e-5)


def test_scores_without_softmax_become_probabilities():
    """There is nothing wrong with a network that ends in plain scores."""
    draw = DrawGarment(lambda pictures: np.array([[0, np.log(3), *[-1000] * 8]]))
    assert draw.probabilities[:2] == pytest.approx([0.25, 0.75])


def test_a_network_that_stops_later_ends_in_a_sentence_on_the_page():
    """Nothing that the page asks may raise in the kernel."""
    network = Network()
    draw = DrawGarment(network)
    draw._model = lambda pictures: 1 / 0
    asked_by_the_page(draw, SHIRT)
    assert draw._answer["problem"] == "The network stopped with ZeroDivisionError: division by zero"
    assert "ZeroDivisionError" in draw.describe()
    draw._model = network
    asked_by_the_page(draw, SHIRT)
    assert draw.probabilities is not None


def test_a_reader_without_a_kernel_sees_the_drawing_and_the_probabilities():
    """On the repository's web page no script runs."""
    share = SHIRT.mean() / 255
    assert described(DrawGarment(Network(), images=SHIRT)) == (
        f"DrawGarment(240 of 784 pixels are drawn). The network says: T-shirt/top {1 - share:.1%}, "
        f"Trouser {share:.1%}, Pullover < 0.1%."
    )


@pytest.mark.parametrize(
    "images", [np.stack([SHIRT] * 150), np.stack([SHIRT] * 3)[..., np.newaxis], SHIRT * 1.0]
)
def test_pictures_to_start_from_are_sent_a_hundred_at_most(images):
    """Ten thousand pictures would be eight megabytes in the page."""
    draw = DrawGarment(Network(), images=images)
    assert len(draw._starts) <= 100 * 784
    assert np.array_equal(draw.image, SHIRT)


def test_with_labels_there_is_one_named_image_of_each_class_and_then_the_next_ones():
    """Who wants to start from a boot must find one, and the first image is still the first drawing."""
    labels = np.array([2, 0, 2, 0, 5, 5, 2, 0])
    images = np.stack([SHIRT + n for n in range(8)])
    draw = DrawGarment(Network(), images=images, labels=labels)
    assert draw._start_names == ["T-shirt/top", "Pullover", "Sandal"]
    starts = np.frombuffer(draw._starts, np.uint8).reshape(-1, 28, 28)
    assert np.array_equal(starts, images[[1, 0, 4, 3, 2, 5]])  # the third of a class has no company
    assert np.array_equal(draw.image, images[0])
    assert DrawGarment(Network(), images=images[:, ..., np.newaxis], labels=labels)._starts == draw._starts
    many = DrawGarment(Network(), images=np.stack([SHIRT] * 300), labels=np.arange(300) % 7)
    assert len(many._starts) == 98 * 784
    with pytest.raises(ValueError, match="labels must be 8 whole numbers in a row"):
        DrawGarment(Network(), images=images, labels=labels[:3])
    with pytest.raises(ValueError, match="labels must be from 0 to 9, but one of them is 10"):
        DrawGarment(Network(), images=images, labels=labels + 5)


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (np.zeros((32, 32)), r"28 rows and 28 columns, but the shape given is \(32, 32\)"),
        (np.zeros((0, 28, 28)), r"the shape given is \(0, 28, 28\)"),
        (np.zeros((2, 28, 28, 3)), r"the shape given is \(2, 28, 28, 3\)"),
        (np.full((28, 28), -1), "from 0 to 255, but these go from -1 to -1"),
        (np.full((28, 28), np.nan), "from 0 to 255"),
        (SHIRT / 255, "multiply them by 255"),
    ],
)
def test_a_sentence_refuses_what_cannot_be_a_picture(image, words):
    """This is the first thing that a learner with a picture of their own meets."""
    with pytest.raises(ValueError, match=words):
        DrawGarment(Network(), images=image)
    draw = DrawGarment(Network())
    before = draw.image
    with pytest.raises(ValueError, match=words):
        draw.image = image
    assert np.array_equal(draw.image, before)


def test_a_network_that_does_not_fit_is_refused_in_a_sentence():
    """A network for colour photos, or for two classes, is given by mistake sooner or later."""
    with pytest.raises(ValueError, match=r"this network takes \(None, 32, 32, 1\)"):
        DrawGarment(Network((None, 32, 32, 1)))
    with pytest.raises(ValueError, match="gives 12 numbers for an image, but there are 10 names"):
        DrawGarment(Network(classes=12))
    with pytest.raises(TypeError, match="must be a Keras model or a function, but is 'fashion'"):
        DrawGarment("fashion")
    assert len(DrawGarment(Network(classes=2), names=("no", "yes")).probabilities) == 2
    assert len(CLASS_NAMES) == 10
