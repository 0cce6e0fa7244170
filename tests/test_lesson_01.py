"""Lesson 01: the numbers that its prose names, and the helpers that it is built on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import conv2d, conv_parameters, dense_parameters, kernels, load_fashion_mnist, pictures
from helpers.pictures import neighbour_correlation


@pytest.fixture(scope="module", name="photo")
def _photo():
    return pictures.photo()


@pytest.fixture(scope="module", name="data")
def _data():
    return load_fashion_mnist()


def shuffled(images, seed=0):
    """Return images with their pixels in a new order, the same for all of them."""
    flat = images.reshape(len(images), -1)
    order = np.random.default_rng(seed).permutation(flat.shape[1])
    return flat[:, order].reshape(images.shape)


# --- neighbour_correlation ---------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    arrays(np.uint8, st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(2, 9))),
    st.integers(1, 8),
)
def test_the_correlation_is_numpys_over_all_pairs_of_all_images(images, distance):
    """The exercise compares a learner's np.corrcoef with it; a difference would reject a right answer."""
    if distance >= images.shape[2]:
        return
    left, right = images[:, :, :-distance].ravel(), images[:, :, distance:].ravel()
    mine = neighbour_correlation(images, distance)
    if len(set(left)) == 1 or len(set(right)) == 1:
        assert np.isnan(mine)
    else:
        assert mine == pytest.approx(np.corrcoef(left, right)[0, 1], abs=1e-9)


def test_one_image_and_a_stack_of_it_have_the_same_correlation(photo):
    """The lesson gives it a photo in one place and two thousand garments in another."""
    part = photo[:40, :50]
    assert neighbour_correlation(np.stack([part, part]), 3) == pytest.approx(neighbour_correlation(part, 3))


@pytest.mark.parametrize(
    ("image", "distance", "words"),
    [
        ([[1, 2, 3]], 3, "distance must be smaller than the 3 columns of the image, but is 3"),
        ([[1, 2, 3]], 0, "distance must be 1 or more"),
        ([1, 2, 3], 1, r"the shape is \(3,\)"),
        (np.zeros((0, 4)), 1, "at least one pixel"),
    ],
)
def test_a_distance_or_an_image_without_pairs_is_refused_in_a_sentence(image, distance, words):
    """NumPy's own answer is nan and a warning about an empty slice."""
    with pytest.raises(ValueError, match=words):
        neighbour_correlation(image, distance)


# --- the photo ---------------------------------------------------------------------------------------


def test_the_photo_has_the_numbers_that_the_lesson_counts(photo):
    """The prose says 307,200 and 921,600."""
    colour = pictures.photo_in_colour()
    assert (photo.shape, photo.size) == ((600, 512), 307_200)
    assert (colour.shape, colour.size, colour.dtype) == ((600, 512, 3), 921_600, np.uint8)
    assert colour.flags.writeable


def test_the_grey_photo_is_the_weighted_average_of_the_three_channels(photo):
    """The lesson shows the formula for one pixel; it must be true of all."""
    average = pictures.photo_in_colour() @ [0.299, 0.587, 0.114]
    assert np.abs(average - photo).max() <= 1
    assert photo[100, 450] == 106


@pytest.mark.parametrize(
    ("distance", "value"), [(1, 0.97), (2, 0.93), (5, 0.82), (10, 0.70), (20, 0.53), (50, 0.36), (100, 0.23)]
)
def test_the_photo_forgets_its_neighbours_as_the_lesson_says(photo, distance, value):
    """Each of these is printed, and the first and the last are in the recap."""
    assert neighbour_correlation(photo, distance) == pytest.approx(value, abs=0.006)


def test_looking_down_the_photo_fades_in_much_the_same_way_as_looking_right(photo):
    """The exercise measures downwards, and the prose compares the two columns of its table."""
    for distance in (1, 2, 5, 10, 20, 50, 100):
        right, below = (neighbour_correlation(image, distance) for image in (photo, photo.T))
        assert abs(right - below) < 0.1


def test_the_answers_to_the_tasks_of_the_explorer_are_those_of_the_photo():
    """They are closed until asked for, so nobody notices when the photo and they disagree."""
    colour = pictures.photo_in_colour().astype(int)
    backdrop = colour[100:107, 400:407]
    assert abs(np.diff(backdrop, axis=1)).max() == 8
    assert abs(np.diff(backdrop, axis=0)).max() == 10
    assert colour[120, 369:372, 0].tolist() == [6, 65, 100]
    assert (colour[330, 90].tolist(), colour[250, 125].tolist()) == ([146, 12, 19], [180, 167, 158])


def test_white_things_are_bright_in_all_three_channels_and_the_backdrop_is_not():
    """The lesson once called the cap dark and the backdrop a sky."""
    colour = pictures.photo_in_colour()
    assert np.median(colour[45:50, 310:320], axis=(0, 1)).min() > 200  # the top of the cap
    red, _, blue = colour[100, 450]
    assert blue > 2 * red


def test_one_shuffle_leaves_the_photo_its_mean_and_nothing_else(photo):
    """The point of the lesson: what made it a photo was which pixel was next to which."""
    order = np.random.default_rng(0).permutation(photo.size)
    noise = photo.ravel()[order].reshape(photo.shape)
    assert noise.mean(dtype=float) == pytest.approx(photo.mean(dtype=float))
    assert all(abs(neighbour_correlation(noise, distance)) < 0.01 for distance in range(1, 101, 9))


# --- the garments ------------------------------------------------------------------------------------


def test_neighbours_in_a_garment_resemble_each_other_and_distant_pixels_do_not(data):
    """The prose says so of the data set; on the stand-in it must also be true, with other numbers."""
    near, far = (neighbour_correlation(data.train_images[:2000], distance) for distance in (1, 10))
    assert near > 0.8
    assert far < 0.15
    if not data.is_stand_in:
        assert (round(near, 2), round(far, 2)) == (0.85, 0.07)
        assert far < neighbour_correlation(shuffled(data.train_images[:2000]), 10)  # the lesson says why


def test_shuffled_garments_keep_only_what_any_two_pixels_share(data):
    """A flat line, but not at 0: the lesson explains why, which must be right."""
    garments = shuffled(data.train_images[:2000])
    values = [neighbour_correlation(garments, distance) for distance in range(1, 15)]
    assert max(values) < 0.3
    assert max(values) - min(values) < 0.15
    # Once all images, and all places, are equally bright, nothing is left.
    level = data.train_images[:2000].astype(float)
    level -= level.mean(axis=(1, 2), keepdims=True)
    level -= level.mean(axis=0)
    assert abs(neighbour_correlation(shuffled(level), 1)) < 0.05


def share_right(train, train_labels, test, test_labels):
    """Return the accuracy of ten dense units made of the classes' average images, as in the lesson."""
    train, test = train.reshape(-1, 784), test.reshape(-1, 784).astype(float)
    weights = np.stack([train[train_labels == label].mean(axis=0).round() for label in range(10)])
    return np.mean((test @ weights.T - (weights**2).sum(axis=1) / 2).argmax(axis=1) == test_labels)


def test_a_dense_layer_does_as_well_on_shuffled_garments_to_the_last_picture(data):
    """The lesson prints the same share twice, and draws its conclusion from that."""
    sets = data.train_images, data.test_images
    plain, mixed = (
        share_right(train, data.train_labels, test, data.test_labels)
        for train, test in (sets, [shuffled(images) for images in sets])
    )
    assert plain == mixed
    assert plain > 0.4  # guessing: 0.1
    if not data.is_stand_in:
        assert plain == 0.6771


def test_a_dense_layer_loses_most_when_each_picture_has_an_order_of_its_own(data):
    """ "Mistakes people make" says so."""
    random = np.random.default_rng(0)
    train, test = (
        random.permuted(images.reshape(-1, 784), axis=1) for images in (data.train_images, data.test_images)
    )
    own_order = share_right(train, data.train_labels, test, data.test_labels)
    assert own_order < 0.35
    if not data.is_stand_in:
        assert own_order == 0.2559


def test_pixels_in_an_order_of_their_own_still_hold_the_greys(data):
    """The lesson once said that only the brightness is left; sorted pixels show that there is more."""
    sets = data.train_images.reshape(-1, 784), data.test_images.reshape(-1, 784)
    means = [np.broadcast_to(rows.mean(axis=1, keepdims=True), rows.shape) for rows in sets]
    in_order = [np.sort(rows, axis=1) for rows in sets]
    by_mean, by_greys = (
        share_right(train, data.train_labels, test, data.test_labels) for train, test in (means, in_order)
    )
    assert by_greys > by_mean
    if not data.is_stand_in:
        assert (by_mean, by_greys) == (0.2547, 0.3193)


def test_the_bias_of_a_unit_makes_the_nearest_average_win(data):
    """The comment in the lesson's cell says so."""
    train, test = (images.reshape(-1, 784).astype(float) for images in (data.train_images, data.test_images))
    means = np.stack([train[data.train_labels == label].mean(axis=0) for label in range(10)])
    nearest = [np.argmin(((means - image) ** 2).sum(axis=1)) for image in test[:200]]
    scores = test[:200] @ means.T - (means**2).sum(axis=1) / 2
    assert scores.argmax(axis=1).tolist() == nearest


def test_an_edge_kernel_finds_edges_everywhere_in_a_shuffled_garment(data):
    """The picture at the end of the lesson: an outline, and noise next to it."""
    plain, mixed = (
        np.abs(conv2d(images[0], kernels.EDGE)).mean()
        for images in (data.train_images[:1], shuffled(data.train_images[:1]))
    )
    assert mixed > 2 * plain
    if not data.is_stand_in:
        assert (round(plain), round(mixed)) == (160, 776)


# --- weights -----------------------------------------------------------------------------------------


def test_the_weights_are_those_of_the_lesson():
    """784, 100,352 against 9, and what a phone's photo would ask for."""
    assert 28 * 28 == 784
    assert dense_parameters(784, 128, bias=False) == 100_352
    assert dense_parameters(784, 128) == 100_480
    assert conv_parameters(3, 1, 1, bias=False) == 9
    assert conv_parameters(3, 1, 128, bias=False) == 1_152
    assert dense_parameters(600 * 512 * 3, 128, bias=False) == 117_964_800
    phone = dense_parameters(3000 * 4000 * 3, 128, bias=False)
    assert phone == 4_608_000_000
    assert round(4 * phone / 1e9, 1) == 18.4
    assert conv_parameters(3, 3, 1, bias=False) == 27


def test_kernels_save_weights_and_not_multiplications():
    """778,752 against 100,352: of 128 kernels of 3×3 and of 128 units, on one garment."""
    stops = conv2d(np.zeros((28, 28)), np.zeros((3, 3))).size
    assert stops == 26 * 26
    assert (stops * 9 * 128, 784 * 128, stops * 128) == (778_752, 100_352, 86_528)
    assert 7.5 < stops * 9 * 128 / (784 * 128) < 8  # "nearly eight times as many"
