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


# --- class_shares ------------------------------------------------------------------------------------


@right("class_shares")
def divides_where_it_can(confusion):
    right = np.diag(confusion)
    found, named = confusion.sum(axis=1), confusion.sum(axis=0)
    trusted = np.divide(right, named, out=np.zeros(len(right)), where=named > 0)
    return right / found, trusted


@right("class_shares")
def goes_class_by_class(confusion):
    found, trusted = [], []
    for n in range(len(confusion)):
        of_class, named = sum(confusion[n]), sum(confusion[:, n])
        found.append(confusion[n, n] / of_class if of_class else 0)
        trusted.append(confusion[n, n] / named if named else 0.0)
    return found, trusted


@right("class_shares")
def never_divides_by_less_than_one(confusion):
    right = confusion.diagonal().astype("float32")
    return np.array([right / confusion.sum(1).clip(1), right / confusion.sum(0).clip(1)])


@wrong("class_shares", "0 is divided by 0")
def divides_by_zero(confusion):
    right = np.diag(confusion)
    return right / confusion.sum(axis=1), right / confusion.sum(axis=0)


@wrong("class_shares", "found and trusted have changed places")
def mixes_up_the_axes(confusion):
    right = np.diag(confusion)
    return right / np.maximum(confusion.sum(axis=0), 1), right / confusion.sum(axis=1)


@wrong("class_shares", "both go by rows")
def uses_rows_twice(confusion):
    found = np.diag(confusion) / confusion.sum(axis=1)
    return found, found


@wrong("class_shares", "both go by columns")
def uses_columns_twice(confusion):
    trusted = np.diag(confusion) / np.maximum(confusion.sum(axis=0), 1)
    return trusted, trusted


@wrong("class_shares", "divided by all pictures")
def divides_by_the_total(confusion):
    share = np.diag(confusion) / confusion.sum()
    return share, share


@wrong("class_shares", "the share of mistakes")
def gives_the_mistakes(confusion):
    found, trusted = divides_where_it_can(confusion)
    return 1 - found, 1 - trusted


@wrong("class_shares", "in hundredths")
def gives_percent(confusion):
    found, trusted = divides_where_it_can(confusion)
    return found * 100, trusted * 100


@wrong("class_shares", "whole-number division")
def divides_with_two_slashes_again(confusion):
    right = np.diag(confusion)
    return right // confusion.sum(axis=1), right // np.maximum(confusion.sum(axis=0), 1)


@wrong("class_shares", "one number for all classes")
def gives_the_means(confusion):
    found, trusted = divides_where_it_can(confusion)
    return found.mean(), trusted.mean()


@wrong("class_shares", "counts, not shares")
def gives_the_sums(confusion):
    return confusion.sum(axis=1), confusion.sum(axis=0)


@wrong("class_shares", "the wrong kind of thing")
def gives_one_of_the_two(confusion):
    return np.diag(confusion) / confusion.sum(axis=1)
