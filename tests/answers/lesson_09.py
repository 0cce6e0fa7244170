"""Answers to the exercises of lesson 09, as learners write them."""

# ruff: noqa: D103, NPY002
import numpy as np

from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- prepare -----------------------------------------------------------------------------------------


@right("prepare")
def divides_and_adds_an_axis(images):
    return (images.astype("float32") / 255.0)[..., None]


@right("prepare")
def multiplies_and_expands(images):
    return np.expand_dims(images * np.float32(1 / 255), axis=-1)


@right("prepare")
def divides_first_and_converts_then(images):
    scaled = (images / 255).astype(np.float32)
    return scaled.reshape(len(images), images.shape[1], images.shape[2], 1)


@right("prepare")
def reads_any_input_as_float(images):
    images = np.array(images, dtype=np.float32)
    images /= 255
    return images.reshape(*images.shape, 1)


@wrong("prepare", "the channel axis is missing")
def forgets_the_channel(images):
    return images.astype("float32") / 255


@wrong("prepare", "the channel axis is missing")
def forgets_the_channel_and_the_type(images):
    return images / 255


@wrong("prepare", "the type is float64")
def leaves_float64(images):
    return (images / 255)[..., np.newaxis]


@wrong("prepare", "integer division")
def divides_with_two_slashes(images):
    return (images // 255)[..., np.newaxis].astype("float32")


@wrong("prepare", "integer division")
def converts_to_uint8_again(images):
    return (images / 255).astype(np.uint8)[..., np.newaxis]


@wrong("prepare", "scaled twice")
def scales_twice(images):
    images = images.astype("float32") / 255
    images = images[..., np.newaxis]
    return images / 255


@wrong("prepare", "not scaled")
def only_changes_the_type(images):
    return images.astype("float32")[..., np.newaxis]


@wrong("prepare", "divided by 256")
def divides_by_256(images):
    return images.astype("float32")[..., np.newaxis] / 256


@wrong("prepare", "divided by the largest value of the images given")
def divides_by_the_maximum(images):
    return images.astype("float32")[..., np.newaxis] / images.max()


@wrong("prepare", "scaled to −1 … 1")
def scales_around_zero(images):
    return images.astype("float32")[..., np.newaxis] / 127.5 - 1


@wrong("prepare", "the channel axis comes first")
def puts_the_channel_first(images):
    return images.astype("float32")[:, np.newaxis] / 255


@wrong("prepare", "the images are flattened")
def flattens(images):
    return images.reshape(len(images), -1).astype("float32") / 255


@wrong("prepare", "the channel axis is in the wrong place")
def adds_a_batch_axis(images):
    return images.astype("float32")[np.newaxis] / 255


@wrong("prepare", "the input is changed in place")
def scales_the_images_of_the_caller(images):
    images[:] = images / 255
    return images.astype("float32")[..., np.newaxis]


@wrong("prepare", "it stops with UFuncTypeError")
def divides_in_place(images):
    images /= 255
    return images[..., np.newaxis]


@wrong("prepare", "nothing is returned")
def returns_nothing(images):
    scaled = images.astype("float32") / 255
    scaled = scaled[..., np.newaxis]


# --- most_confused -----------------------------------------------------------------------------------


@right("most_confused")
def copies_and_clears_the_diagonal(confusion):
    mistakes = confusion.copy()
    np.fill_diagonal(mistakes, 0)
    return np.unravel_index(np.argmax(mistakes), mistakes.shape)


@right("most_confused")
def looks_at_every_cell(confusion):
    best, place = -1, None
    for true in range(len(confusion)):
        for predicted in range(len(confusion)):
            if true != predicted and confusion[true, predicted] > best:
                best, place = confusion[true, predicted], (true, predicted)
    return place


@right("most_confused")
def returns_a_list_of_floats(confusion):
    mistakes = confusion * (1.0 - np.eye(len(confusion)))
    return [float(number) for number in np.argwhere(mistakes == mistakes.max())[0]]


@wrong("most_confused", "the diagonal is counted")
def forgets_the_diagonal(confusion):
    return np.unravel_index(confusion.argmax(), confusion.shape)


@wrong("most_confused", "true and predicted have changed places")
def names_the_prediction_first(confusion):
    mistakes = confusion - np.diag(np.diag(confusion))
    true, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    return predicted, true


@wrong("most_confused", "both directions are added")
def adds_both_directions(confusion):
    both = np.triu(confusion + confusion.T, 1)
    return np.unravel_index(both.argmax(), both.shape)


@wrong("most_confused", "a share, not a count")
def divides_by_the_class(confusion):
    shares = confusion / confusion.sum(axis=1, keepdims=True)
    np.fill_diagonal(shares, 0)
    return np.unravel_index(shares.argmax(), shares.shape)


@wrong("most_confused", "the place is given as one number")
def returns_the_flat_place(confusion):
    return (confusion * (1 - np.eye(len(confusion), dtype=int))).argmax()


@wrong("most_confused", "the count itself is given")
def returns_the_count(confusion):
    return (confusion * (1 - np.eye(len(confusion), dtype=int))).max()


@wrong("most_confused", "the input is changed in place")
def clears_the_diagonal_of_the_caller(confusion):
    np.fill_diagonal(confusion, 0)
    return np.unravel_index(confusion.argmax(), confusion.shape)


@wrong("most_confused", "the classes are numbered from 1")
def counts_from_one(confusion):
    true, predicted = copies_and_clears_the_diagonal(confusion)
    return true + 1, predicted + 1


@wrong("most_confused", "the classes with the most mistakes are given")
def takes_rows_and_columns_apart(confusion):
    mistakes = confusion - np.diag(np.diag(confusion))
    return mistakes.sum(axis=1).argmax(), mistakes.sum(axis=0).argmax()


@wrong("most_confused", "printed instead of returned")
def prints_the_pair(confusion):
    print(copies_and_clears_the_diagonal(confusion))


@wrong("most_confused", "the wrong kind of thing")
def returns_the_names(confusion):
    return "Shirt", "T-shirt/top"


# --- shuffle_pixels ----------------------------------------------------------------------------------


@right("shuffle_pixels")
def one_permutation_for_both(train, test):
    order = np.random.permutation(train[0].size)
    return (
        train.reshape(len(train), -1)[:, order].reshape(train.shape),
        test.reshape(len(test), -1)[:, order].reshape(test.shape),
    )


@right("shuffle_pixels")
def the_same_seed_twice(train, test):
    shuffled = []
    for images in (train, test):
        order = np.random.default_rng(7).permutation(images.shape[1] * images.shape[2])
        shuffled.append([image.ravel()[order].reshape(image.shape) for image in images])
    return shuffled


@wrong("shuffle_pixels", "each image gets its own order")
def draws_for_every_image(train, test):
    generator = np.random.default_rng(0)
    both = []
    for images in (train, test):
        both.append([generator.permutation(image.ravel()).reshape(image.shape) for image in images])
    return both[0], both[1]


@wrong("shuffle_pixels", "the test images get another order")
def draws_once_for_each_set(train, test):
    generator = np.random.default_rng(0)
    both = []
    for images in (train, test):
        order = generator.permutation(images[0].size)
        both.append(images.reshape(len(images), -1)[:, order].reshape(images.shape))
    return both[0], both[1]


@wrong("shuffle_pixels", "the test images are not shuffled")
def leaves_the_test_images(train, test):
    order = np.random.default_rng(0).permutation(train[0].size)
    return train.reshape(len(train), -1)[:, order].reshape(train.shape), test


@wrong("shuffle_pixels", "the images change places, not their pixels")
def shuffles_the_images(train, test):
    generator = np.random.default_rng(1)
    return generator.permutation(train), generator.permutation(test)


@wrong("shuffle_pixels", "pixels move from one image to another")
def mixes_all_pixels(train, test):
    generator = np.random.default_rng(0)
    return (
        generator.permutation(train.ravel()).reshape(train.shape),
        generator.permutation(test.ravel()).reshape(test.shape),
    )


@wrong("shuffle_pixels", "whole rows or columns move")
def moves_whole_rows(train, test):
    order = np.random.default_rng(3).permutation(train.shape[1])
    return train[:, order], test[:, order]


@wrong("shuffle_pixels", "whole rows or columns move")
def turns_the_images_over(train, test):
    return train[:, ::-1, ::-1], test[:, ::-1, ::-1]


@wrong("shuffle_pixels", "the input is changed in place")
def shuffles_in_place(train, test):
    order = np.random.default_rng(0).permutation(train[0].size)
    for images in (train, test):
        images[:] = images.reshape(len(images), -1)[:, order].reshape(images.shape)
    return train, test


@wrong("shuffle_pixels", "the images have lost their rows and columns")
def leaves_them_flat(train, test):
    order = np.random.default_rng(0).permutation(train[0].size)
    return train.reshape(len(train), -1)[:, order], test.reshape(len(test), -1)[:, order]


@wrong("shuffle_pixels", "nothing is shuffled")
def forgets_to_use_the_order(train, test):
    np.random.default_rng(0).permutation(train[0].size)
    return train.copy(), test.copy()


@wrong("shuffle_pixels", "pixels are lost")
def draws_with_repetition(train, test):
    order = np.random.default_rng(0).integers(0, train[0].size, train[0].size)
    return (
        train.reshape(len(train), -1)[:, order].reshape(train.shape),
        test.reshape(len(test), -1)[:, order].reshape(test.shape),
    )


@wrong("shuffle_pixels", "the wrong kind of thing")
def returns_the_training_images_only(train, test):
    order = np.random.default_rng(0).permutation(train[0].size)
    return train.reshape(len(train), -1)[:, order].reshape(train.shape)
