"""The TrainingExplorer in Python: what it shows without a kernel, what comes back, what it refuses."""

import base64
import re

import numpy as np
import pytest

from helpers import conv2d, kernels
from helpers.data import CLASS_NAMES
from helpers.widgets import TrainingExplorer
from helpers.widgets.training_explorer import kernel_task, network_task
from tests.without_kernel import described

IMAGE = np.random.default_rng(5).normal(size=(9, 12))
GARMENTS = np.random.default_rng(6).integers(0, 256, (12, 28, 28), dtype=np.uint8)
LABELS = np.arange(12) % 10


@pytest.fixture(scope="module", name="network")
def _network():
    return TrainingExplorer("network")


def came_back(explorer, steps, **parts):
    """Return what the page sends when a training rests."""
    kept = {"from": "page", "of": explorer._key, "steps": steps, "seen": steps * explorer.batch}
    return {**kept, **{name: memoryview(np.asarray(part, float).tobytes()) for name, part in parts.items()}}


def test_it_shows_the_training_of_lesson_03_unless_told_otherwise():
    """The lesson's numbers are those of this noise, this kernel and this rate."""
    explorer = TrainingExplorer()
    assert repr(explorer) == "TrainingExplorer(one kernel 3 × 3)"
    np.testing.assert_array_equal(explorer.hidden, kernels.SOBEL)
    np.testing.assert_allclose(explorer.image, np.random.default_rng(0).normal(size=(32, 32)), atol=1e-7)
    np.testing.assert_array_equal(explorer.target, conv2d(explorer.image, kernels.SOBEL))
    assert (explorer.rate, explorer.momentum, explorer.batch, explorer.steps) == (0.2, 0, 900, 0)
    assert not explorer.kernel.any()
    assert explorer.losses.shape == (0,)


def test_the_network_is_that_of_lesson_11_on_drawings_of_the_course(network):
    """The learner has just trained these 5,258 numbers in NumPy; no image of the data set may be shipped."""
    assert repr(network) == "TrainingExplorer(network with 8 and 16 filters, 5,258 parameters)"
    shapes = [part.shape for part in network.weights]
    assert shapes == [(3, 3, 1, 8), (8,), (3, 3, 8, 16), (16,), (400, 10), (10,)]
    assert (network.rate, network.batch, network._task["examples"]) == (0.125, 30, 300)
    images, labels = network_task.pictures(network._task)
    assert images.shape == (400, 28, 28)
    assert np.bincount(labels[300:], minlength=10).tolist() == [10] * 10
    for part, terms in zip(network.weights[::2], (9, 72, 400), strict=True):
        assert part.std() == pytest.approx(np.sqrt(2 / terms), rel=0.2)  # He's initialisation


def test_the_photo_is_sent_as_bytes_and_read_around_0_and_as_large_as_the_noise():
    """Lesson 03 learns from it at rate 0.2 in 509 steps, and runs away at 0.3."""
    explorer = TrainingExplorer()
    explorer._image = 1
    assert explorer.image.shape == (150, 150)
    assert (abs(explorer.image.mean()), explorer.image.std()) == (
        pytest.approx(0, abs=1e-8),  # the mean is sent with six decimals, and the pixels spread over 50
        pytest.approx(1),
    )
    assert 0.2 < explorer.largest_rate < 0.3


def test_a_reader_without_a_kernel_gets_a_picture_and_sentences(network):
    """On the repository's web page no script runs."""
    explorer = TrainingExplorer(image=IMAGE, momentum=0.9)
    assert described(explorer) == (
        "TrainingExplorer(one kernel 3 × 3) learns from the image “your image”, 9 × 12: learning rate 0.2, "
        f"momentum 0.9, all 70 windows in a step. Step 0: loss {(explorer.target**2).mean() / 2:.2f}. "
        "The weight furthest off is wrong by 2."
    )
    assert re.fullmatch(
        r"TrainingExplorer\(network with 8 and 16 filters, 5,258 parameters\) learns from 300 of "
        r"the course’s own drawings: learning rate 0.125, momentum 0, 30 drawings in a step. "
        r"Step 0: \d+% of 100 held out are right.",
        described(network),
    )


@pytest.mark.parametrize(
    "chosen",
    [
        {"kernel": [[3]]},
        {"image": np.zeros((3, 3))},
        {"image": np.full((150, 40), 255), "kernel": np.ones((5, 2)), "start": "random", "seed": 9999},
        {"rate": 1000, "batch": 7},
        {"image": IMAGE, "target": np.zeros((9, 12))},
    ],
)
def test_every_kernels_training_has_a_picture_and_a_sentence(chosen):
    """The smallest, the flat and the one that diverges at once may all be in somebody's saved notebook."""
    explorer = TrainingExplorer(**chosen)
    assert "Step 0: loss " in explorer.describe()
    assert explorer.picture().get_figwidth() <= 10


def test_python_reads_what_the_page_sends_back(network):
    """`explorer.kernel` in the next cell is the kernel on the page."""
    explorer = TrainingExplorer(image=IMAGE)
    learned = np.arange(9.0).reshape(3, 3)
    explorer._run = came_back(explorer, 2, weights=learned, velocity=learned, losses=[5, 4])
    np.testing.assert_array_equal(explorer.kernel, learned)
    np.testing.assert_array_equal(explorer.losses, [5, 4])
    np.testing.assert_array_equal(
        explorer.feature_map, conv2d(IMAGE.astype(np.float32).astype(float), learned)
    )
    assert explorer.steps == 2
    weights = [np.full(part.shape, number) for number, part in enumerate(network.weights)]
    numbers = np.concatenate([part.ravel() for part in weights])
    run = came_back(network, 10, weights=numbers, velocity=numbers, losses=np.arange(10))
    network._run = {**run, "judged": [[10, 2.1, 0.2, 2.2, 0.1]]}
    assert all((ours == theirs).all() for ours, theirs in zip(network.weights, weights, strict=True))
    assert network.epochs == [
        {"step": 10, "loss": 2.1, "share_right": 0.2, "held_out_loss": 2.2, "held_out_share_right": 0.1}
    ]


def test_another_seed_begins_another_training():
    """A kernel from the old start would look as if it came from the new one."""
    explorer = TrainingExplorer(image=IMAGE, start="random")
    first = explorer.kernel
    explorer._run = came_back(explorer, 1, weights=first + 1, velocity=first, losses=[3])
    explorer.seed = 1
    assert (explorer.steps, len(explorer.losses)) == (0, 0)
    assert np.abs(explorer.kernel - first).max() > 0.1
    explorer.start = "zeros"
    assert not explorer.kernel.any()


def test_another_choice_of_drawings_begins_another_training():
    """Weights learned from 300 drawings would appear next to a page that says 30."""
    network = TrainingExplorer("network")
    weights = [part + 1 for part in network.weights]
    network.weights = weights
    network._drawings = 30
    assert not np.array_equal(network.weights[0], weights[0])
    assert "learns from 30 of the course’s own drawings" in network.describe()
    network._own = [{"number": 4, "label": 8, "pixels": base64.b64encode(bytes(784)).decode()}]
    assert network._key.endswith("/30/4")
    assert "30 of the course’s own drawings and 1 drawn on the page: learning rate" in network.describe()
    images, labels = network.own_drawings
    assert images.shape == (1, 28, 28)
    assert labels.tolist() == [8]
    assert TrainingExplorer("network", drawings=50)._start["_drawings"] == 50
    with pytest.raises(ValueError, match="drawings must"):
        TrainingExplorer("network", drawings=301)
    with pytest.raises(ValueError, match="drawings belongs to the network"):
        TrainingExplorer(drawings=30)


def test_weights_from_keras_go_to_the_page_and_back(network):
    """A learner takes the page's start to Keras, or Keras's result to the page."""
    weights = [part + 0.5 for part in network.weights]
    network.weights = weights
    assert all(np.array_equal(ours, theirs) for ours, theirs in zip(network.weights, weights, strict=True))
    assert network.steps == 0
    explorer = TrainingExplorer(image=IMAGE)
    explorer.kernel = kernels.SOBEL
    loss, slopes = kernel_task.loss_and_slopes(explorer.image, explorer.target, explorer.kernel)
    assert loss == 0
    np.testing.assert_array_equal(explorer.slopes, slopes)
    with pytest.raises(ValueError, match=r"weights must be 6 arrays, one for each part, but are 1"):
        network.weights = [np.zeros(3)]
    with pytest.raises(ValueError, match=r"Part 1 of the weights must have the shape \(8,\), but has \(9,\)"):
        network.weights = [*weights[:1], np.zeros(9), *weights[2:]]
    with pytest.raises(ValueError, match=r"The kernel that learns is 3 × 3, but the shape given is \(2, 2\)"):
        explorer.kernel = np.zeros((2, 2))
    with pytest.raises(ValueError, match="Every weight must be within ±1,000,000"):
        explorer.kernel = np.full((3, 3), np.nan)


def test_a_kernel_and_a_target_of_your_own_are_taken():
    """A learner recovers the kernel that an image editor has used, from its output alone."""
    hidden = np.array([[1, 2], [0, -1], [0.5, 0]])
    explorer = TrainingExplorer(image=IMAGE, kernel=hidden)
    np.testing.assert_array_equal(explorer.hidden, hidden)
    assert explorer.kernel.shape == (3, 2)
    given = TrainingExplorer(image=IMAGE, target=conv2d(IMAGE, hidden))
    assert given.hidden is None
    assert given.kernel.shape == (3, 2)
    assert given._task["target"]["lowest"] == 0
    np.testing.assert_allclose(given.target, conv2d(IMAGE, hidden), atol=1e-5)


def test_images_of_your_own_are_learned_from_and_the_last_quarter_is_held_out():
    """The network must be judged on images that it has not learned from."""
    explorer = TrainingExplorer("network", images=GARMENTS / 1.0, labels=LABELS, filters=4, batch=5)
    images, labels = network_task.pictures(explorer._task)
    np.testing.assert_array_equal(images, GARMENTS)
    np.testing.assert_array_equal(labels, LABELS)
    assert explorer._task["examples"] == 9
    assert explorer._task["names"] == list(CLASS_NAMES)
    assert [part.shape for part in explorer.weights] == [(3, 3, 1, 4), (4,), (676, 10), (10,)]
    named = TrainingExplorer("network", images=GARMENTS, labels=LABELS % 2, class_names=("even", "odd"))
    assert named.weights[-1].shape == (2,)
    assert "learns from 9 images" in named.describe()


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"what": "filter"}, 'what must be "kernel" or "network", but is \'filter\''),
        ({"what": IMAGE}, "Give an image by its name: TrainingExplorer(image=…)"),
        ({"rate": 0}, "rate must be between 0.000001 and 1,000, but is 0"),
        ({"rate": float("nan")}, "but is nan"),
        ({"momentum": 1}, "momentum must be between 0 and 0.99, but is 1"),
        ({"batch": 901}, "batch must be 900 or less in the explorer, but is 901"),
        ({"batch": 0}, "batch must be 1 or more, but is 0"),
        ({"start": "ones"}, 'start must be "zeros" or "random"'),
        ({"seed": -1}, "seed must be 0 or more, but is -1"),
        (
            {"kernel": np.zeros((6, 2))},
            "The hidden kernel must have 1 to 5 rows and columns, but this one is 6 × 2",
        ),
        ({"kernel": np.ones((3, 3)), "target": IMAGE}, "Give a hidden kernel or a target map, not both"),
        ({"target": IMAGE}, "A target map needs the image that it belongs to"),
        ({"image": np.zeros((151, 9))}, "takes images up to 150 × 150, but this one is 151 × 9"),
        ({"image": np.zeros((2, 9))}, "does not fit into your image, which is 2 × 9"),
        ({"image": [[np.nan]]}, "Every number of the image must be within ±1,000,000"),
        ({"image": IMAGE, "target": IMAGE[:2]}, "The image is 9 × 12 and the target 2 × 12"),
        ({"image": IMAGE, "target": np.zeros((10, 12))}, "k can be 1 to 5 here"),
        ({"images": GARMENTS}, 'images belongs to the network: TrainingExplorer("network", images=…)'),
        ({"what": "network", "kernel": np.eye(3)}, "kernel belongs to the training of one kernel"),
        ({"what": "network", "images": GARMENTS}, "Give images and labels together"),
        (
            {"what": "network", "images": GARMENTS[:3], "labels": [1, 2, 3]},
            "from 4 to 2,000 images, but 3 are",
        ),
        ({"what": "network", "images": GARMENTS[:, :9], "labels": LABELS}, "28 rows and 28 columns"),
        ({"what": "network", "images": GARMENTS / 255, "labels": LABELS}, "multiply them by 255"),
        ({"what": "network", "images": GARMENTS, "labels": LABELS + 1}, "labels must be from 0 to 9"),
        ({"what": "network", "filters": (8, 8, 8)}, "filters must be one number or two"),
        ({"what": "network", "filters": 64}, "A convolution can have up to 16 filters here"),
        ({"what": "network", "batch": 301}, "batch must be 300 or less"),
    ],
)
def test_what_cannot_be_trained_gets_a_sentence(chosen, sentence):
    """A learner who mixes up arguments reads what is allowed, not a traceback from NumPy."""
    with pytest.raises((ValueError, TypeError), match=re.escape(sentence)):
        TrainingExplorer(**chosen)


def test_impossible_settings_are_refused_later_too(network):
    """A notebook cell sets them as well as the page."""
    for name, value in (("rate", -1), ("momentum", 2), ("batch", 999), ("start", "x"), ("seed", 10_000)):
        with pytest.raises((ValueError, TypeError)):
            setattr(network, name, value)
    with pytest.raises(ValueError, match="A network has weights: explorer.weights"):
        _ = network.kernel
