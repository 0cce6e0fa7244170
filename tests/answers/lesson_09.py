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


# --- choose_epoch ------------------------------------------------------------------------------------


@right("choose_epoch")
def remembers_the_best(losses, patience):
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best + 1


@right("choose_epoch")
def counts_the_waiting(losses, patience):
    best, kept, waited, epoch = np.inf, 0, 0, 0
    while epoch < len(losses) and waited < patience:
        waited += 1
        if losses[epoch] < best:
            best, kept, waited = losses[epoch], float(epoch + 1), 0
        epoch += 1
    return kept


@wrong("choose_epoch", "the epochs are counted from 0")
def counts_epochs_from_zero(losses, patience):
    return remembers_the_best(losses, patience) - 1


@wrong("choose_epoch", "looked ahead")
def takes_the_smallest(losses, patience):
    return int(np.argmin(losses)) + 1


@wrong("choose_epoch", "the epoch after which training stops")
def returns_the_last_one_trained(losses, patience):
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return epoch + 1


@wrong("choose_epoch", "no patience")
def stops_at_the_first_rise(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            return epoch
    return len(losses)


@wrong("choose_epoch", "compared with the epoch before")
def forgets_the_best_so_far(losses, patience):
    waited = 0
    for epoch in range(1, len(losses)):
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        if waited == patience:
            return int(np.argmin(losses[: epoch + 1])) + 1
    return int(np.argmin(losses)) + 1


@wrong("choose_epoch", "one epoch too patient")
def waits_one_more(losses, patience):
    return remembers_the_best(losses, patience + 1)


@wrong("choose_epoch", "an equal loss counts as better")
def takes_a_tie_for_progress(losses, patience):
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best + 1


@wrong("choose_epoch", "the largest loss")
def takes_it_for_an_accuracy(losses, patience):
    return losses.index(max(losses)) + 1


@wrong("choose_epoch", "the loss itself is given")
def returns_the_loss(losses, patience):
    return losses[remembers_the_best(losses, patience) - 1]


@wrong("choose_epoch", "the last epoch")
def trains_to_the_end(losses, patience):
    return len(losses)


@wrong("choose_epoch", "it does not end")
def forgets_to_count_the_epoch(losses, patience):
    epoch, waited = 0, 0
    while waited < patience:
        waited = 0 if losses[epoch] <= losses[0] else waited + 1
    return epoch


# --- nearest_labels ----------------------------------------------------------------------------------


@right("nearest_labels")
def sums_the_squares(picture, images, labels, k):
    difference = images.astype(float) - picture.astype(float)
    return labels[np.argsort((difference**2).sum(axis=(1, 2)))[:k]]


@right("nearest_labels")
def measures_one_after_another(picture, images, labels, k):
    distances = []
    for image, label in zip(images, labels, strict=True):
        distances.append((np.linalg.norm(np.float64(image) - np.float64(picture)), label))
    return [float(label) for _, label in sorted(distances)[:k]]


@wrong("nearest_labels", "integer overflow")
def subtracts_bytes(picture, images, labels, k):
    return labels[np.argsort(((images - picture) ** 2).sum(axis=(1, 2)))[:k]]


@wrong("nearest_labels", "differences cancel out")
def sums_before_squaring(picture, images, labels, k):
    difference = (images.astype(float) - picture).sum(axis=(1, 2))
    return labels[np.argsort(difference**2)[:k]]


@wrong("nearest_labels", "the differences keep their sign")
def forgets_to_square(picture, images, labels, k):
    return labels[np.argsort((images.astype(float) - picture).sum(axis=(1, 2)))[:k]]


@wrong("nearest_labels", "absolute differences")
def takes_absolute_values(picture, images, labels, k):
    return labels[np.argsort(np.abs(images.astype(float) - picture).sum(axis=(1, 2)))[:k]]


@wrong("nearest_labels", "the farthest pictures")
def sorts_the_other_way(picture, images, labels, k):
    distances = ((images.astype(float) - picture) ** 2).sum(axis=(1, 2))
    return labels[np.argsort(-distances)[:k]]


@wrong("nearest_labels", "places, not labels")
def returns_the_places(picture, images, labels, k):
    return np.argsort(((images.astype(float) - picture) ** 2).sum(axis=(1, 2)))[:k]


@wrong("nearest_labels", "the order is lost")
def takes_the_nearest_in_any_order(picture, images, labels, k):
    return np.sort(sums_the_squares(picture, images, labels, k))


@wrong("nearest_labels", "all labels, not k")
def forgets_k(picture, images, labels, k):
    return sums_the_squares(picture, images, labels, len(labels))


@wrong("nearest_labels", "only the nearest one")
def takes_the_nearest_alone(picture, images, labels, k):
    return sums_the_squares(picture, images, labels, 1)[0]


@wrong("nearest_labels", "the input is changed in place")
def subtracts_from_the_images_of_the_caller(picture, images, labels, k):
    images -= picture
    return labels[np.argsort((images.astype(float) ** 2).sum(axis=(1, 2)))[:k]]


# --- small_network -----------------------------------------------------------------------------------


def _run(parameters, *accuracy, in_training=0.93):
    return {"name": "my small network", "parameters": parameters, "accuracy": list(accuracy),
            "in_training": [in_training] * len(accuracy), "seconds": [20.0] * len(accuracy)}  # fmt: skip


ANSWERS.values("small_network", None, _run(9_098, 0.894), _run(10_000, 0.8801, 0.89, 0.885))
ANSWERS.values("small_network", "it is no run", 0.91, (9_098, 0.91), "0.91", {"accuracy": [0.91]})
ANSWERS.values("small_network", "it is a history", {"val_accuracy": [0.8, 0.89], "accuracy": [0.8, 0.9]})
ANSWERS.values("small_network", "too many parameters", _run(10_314, 0.9), _run(206_922, 0.91, 0.9))
ANSWERS.values("small_network", "too many parameters, and the accuracy is too low", _run(101_770, 0.41))
ANSWERS.values("small_network", "only the best seed reaches it", _run(9_098, 0.49, 0.885))
ANSWERS.values("small_network", "it reaches 0.88 on its training pictures only", _run(9_098, 0.45))
ANSWERS.values("small_network", "the accuracy is too low", _run(900, 0.45, in_training=0.44))


@wrong("small_network", "it is not trained yet")
def gives_the_function_that_builds():
    return "a network"
