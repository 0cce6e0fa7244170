"""Answers to the exercises of lesson 10, as learners write them."""

# ruff: noqa: D103, NPY002
import math

import numpy as np

from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- momentum_step -----------------------------------------------------------------------------------


@right("momentum_step")
def keeps_and_pushes(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * slopes
    return weights + velocity, velocity


@right("momentum_step")
def goes_through_the_weights_one_by_one(weights, velocity, slopes, rate, momentum):
    new_weights, new_velocity = np.zeros(weights.shape), np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        new_velocity[place] = velocity[place] * momentum + slopes[place] * -rate
        new_weights[place] = weights[place] + new_velocity[place]
    return [new_weights, new_velocity]


@right("momentum_step")
def moves_first_and_reads_the_velocity_off(weights, velocity, slopes, rate, momentum):
    moved = weights + momentum * velocity - rate * slopes
    return moved.tolist(), (moved - weights).tolist()


@wrong("momentum_step", "weights and velocity have changed places")
def returns_the_velocity_first(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * slopes
    return velocity, weights + velocity


@wrong("momentum_step", "the step goes uphill")
def adds_the_slopes(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity + rate * slopes
    return weights + velocity, velocity


@wrong("momentum_step", "the old velocity moves the weights")
def moves_before_it_pushes(weights, velocity, slopes, rate, momentum):
    weights = weights + velocity
    return weights, momentum * velocity - rate * slopes


@wrong("momentum_step", "the old velocity is returned")
def forgets_to_pass_the_velocity_on(weights, velocity, slopes, rate, momentum):
    return weights + momentum * velocity - rate * slopes, velocity


@wrong("momentum_step", "the velocity is subtracted")
def subtracts_the_velocity(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * slopes
    return weights - velocity, velocity


@wrong("momentum_step", "the old velocity is left out")
def descends_plainly(weights, velocity, slopes, rate, momentum):
    velocity = -rate * slopes
    return weights + velocity, velocity


@wrong("momentum_step", "the old velocity is kept whole")
def never_slows_down(weights, velocity, slopes, rate, momentum):
    velocity = velocity - rate * slopes
    return weights + velocity, velocity


@wrong("momentum_step", "the rate is left out")
def pushes_with_the_bare_slopes(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - slopes
    return weights + velocity, velocity


@wrong("momentum_step", "the rate is used twice")
def multiplies_by_the_rate_again(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * slopes
    return weights + rate * velocity, velocity


@wrong("momentum_step", "the rate scales the old velocity too")
def multiplies_the_whole_bracket_by_the_rate(weights, velocity, slopes, rate, momentum):
    velocity = rate * (momentum * velocity - slopes)
    return weights + velocity, velocity


@wrong("momentum_step", "the momentum scales the slopes too")
def multiplies_the_whole_bracket_by_the_momentum(weights, velocity, slopes, rate, momentum):
    velocity = momentum * (velocity - rate * slopes)
    return weights + velocity, velocity


@wrong("momentum_step", "momentum and 1 − momentum have changed places")
def keeps_the_small_part(weights, velocity, slopes, rate, momentum):
    velocity = (1 - momentum) * velocity - rate * slopes
    return weights + velocity, velocity


@wrong("momentum_step", "the slopes are averaged")
def takes_a_running_mean(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * (1 - momentum) * slopes
    return weights + velocity, velocity


@wrong("momentum_step", "the velocity is measured in slopes")
def does_it_as_pytorch_does(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity + slopes
    return weights - rate * velocity, velocity


@wrong("momentum_step", "the wrong kind of thing")
def returns_the_weights_alone(weights, velocity, slopes, rate, momentum):
    return weights + momentum * velocity - rate * slopes


@wrong("momentum_step", "the input is changed in place")
def adds_to_the_weights_of_the_caller(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * slopes
    weights += velocity
    return weights, velocity


# --- adam_step ---------------------------------------------------------------------------------------


@right("adam_step")
def follows_the_recipe(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    corrected_mean = mean / (1 - 0.9**number)
    corrected_square = square / (1 - 0.999**number)
    return weights - rate * corrected_mean / (np.sqrt(corrected_square) + 1e-7), mean, square


@right("adam_step")
def moves_the_means_towards_the_new_values(weights, mean, square, slopes, rate, number):
    mean = mean + (slopes - mean) * 0.1
    square = square + (np.square(slopes) - square) * 0.001
    step = rate * np.sqrt(1 - 0.999**number) / (1 - 0.9**number)
    return [weights - step * mean / np.sqrt(square + 1e-30), mean, square]


@wrong("adam_step", "the order is wrong")
def returns_the_means_first(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    typical = np.sqrt(square / (1 - 0.999**number)) + 1e-7
    return mean, square, weights - rate * mean / (1 - 0.9**number) / typical


@wrong("adam_step", "the means are not corrected")
def skips_the_correction(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    return weights - rate * mean / (np.sqrt(square) + 1e-7), mean, square


@wrong("adam_step", "the corrected means are returned")
def overwrites_the_means(weights, mean, square, slopes, rate, number):
    mean = (0.9 * mean + 0.1 * slopes) / (1 - 0.9**number)
    square = (0.999 * square + 0.001 * slopes**2) / (1 - 0.999**number)
    return weights - rate * mean / (np.sqrt(square) + 1e-7), mean, square


@wrong("adam_step", "the square root is missing")
def divides_by_the_square(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    change = mean / (1 - 0.9**number) / (square / (1 - 0.999**number) + 1e-7)
    return weights - rate * change, mean, square


@wrong("adam_step", "the slopes of this step alone give the direction")
def divides_the_slopes_themselves(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    return weights - rate * slopes / (np.sqrt(square / (1 - 0.999**number)) + 1e-7), mean, square


@wrong("adam_step", "0.9 and 0.999 have changed places")
def mixes_up_the_two_numbers(weights, mean, square, slopes, rate, number):
    mean = 0.999 * mean + 0.001 * slopes
    square = 0.9 * square + 0.1 * slopes**2
    change = mean / (1 - 0.999**number) / (np.sqrt(square / (1 - 0.9**number)) + 1e-7)
    return weights - rate * change, mean, square


@wrong("adam_step", "old and new have changed places")
def keeps_a_tenth(weights, mean, square, slopes, rate, number):
    mean = 0.1 * mean + 0.9 * slopes
    square = 0.001 * square + 0.999 * slopes**2
    change = mean / (1 - 0.1**number) / (np.sqrt(square / (1 - 0.001**number)) + 1e-7)
    return weights - rate * change, mean, square


@wrong("adam_step", "the step goes uphill")
def adds_the_change(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    change = mean / (1 - 0.9**number) / (np.sqrt(square / (1 - 0.999**number)) + 1e-7)
    return weights + rate * change, mean, square


@wrong("adam_step", "the number of the step is one too small")
def counts_the_steps_from_zero(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    with np.errstate(all="ignore"):
        corrected = np.divide(mean, 1 - 0.9 ** (number - 1)), np.divide(square, 1 - 0.999 ** (number - 1))
        return weights - rate * corrected[0] / (np.sqrt(corrected[1]) + 1e-7), mean, square


@wrong("adam_step", "the wrong kind of thing")
def returns_only_the_weights(weights, mean, square, slopes, rate, number):
    return follows_the_recipe(weights, mean, square, slopes, rate, number)[0]


@wrong("adam_step", "the correction leaves the number of the step out")
def corrects_every_step_alike(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    return weights - rate * (mean / (1 - 0.9)) / (np.sqrt(square / (1 - 0.999)) + 1e-7), mean, square


# --- shuffle_pixels ----------------------------------------------------------------------------------


@right("shuffle_pixels")
def one_permutation_for_both(train, validation):
    order = np.random.permutation(train[0].size)
    return (
        train.reshape(len(train), -1)[:, order].reshape(train.shape),
        validation.reshape(len(validation), -1)[:, order].reshape(validation.shape),
    )


@right("shuffle_pixels")
def the_same_seed_twice(train, validation):
    shuffled = []
    for images in (train, validation):
        order = np.random.default_rng(7).permutation(images.shape[1] * images.shape[2])
        shuffled.append([image.ravel()[order].reshape(image.shape) for image in images])
    return shuffled


@right("shuffle_pixels")
def writes_the_sizes_as_numbers(train, validation):
    order = np.random.permutation(784)
    return (
        train.reshape(-1, 784)[:, order].reshape(-1, 28, 28),
        validation.reshape(-1, 784)[:, order].reshape(-1, 28, 28),
    )


@wrong("shuffle_pixels", "each image gets its own order")
def draws_for_every_image(train, validation):
    generator = np.random.default_rng(0)
    both = []
    for images in (train, validation):
        both.append([generator.permutation(image.ravel()).reshape(image.shape) for image in images])
    return both[0], both[1]


@wrong("shuffle_pixels", "the validation images get a different order")
def draws_once_for_each_set(train, validation):
    generator = np.random.default_rng(0)
    both = []
    for images in (train, validation):
        order = generator.permutation(images[0].size)
        both.append(images.reshape(len(images), -1)[:, order].reshape(images.shape))
    return both[0], both[1]


@wrong("shuffle_pixels", "the validation images are not shuffled")
def leaves_the_test_images(train, validation):
    order = np.random.default_rng(0).permutation(train[0].size)
    return train.reshape(len(train), -1)[:, order].reshape(train.shape), validation


@wrong("shuffle_pixels", "the images change places, not their pixels")
def shuffles_the_images(train, validation):
    generator = np.random.default_rng(1)
    return generator.permutation(train), generator.permutation(validation)


@wrong("shuffle_pixels", "pixels move from one image to another")
def mixes_all_pixels(train, validation):
    generator = np.random.default_rng(0)
    return (
        generator.permutation(train.ravel()).reshape(train.shape),
        generator.permutation(validation.ravel()).reshape(validation.shape),
    )


@wrong("shuffle_pixels", "whole rows or columns move")
def moves_whole_rows(train, validation):
    order = np.random.default_rng(3).permutation(train.shape[1])
    return train[:, order], validation[:, order]


@wrong("shuffle_pixels", "whole rows or columns move")
def turns_the_images_over(train, validation):
    return train[:, ::-1, ::-1], validation[:, ::-1, ::-1]


@wrong("shuffle_pixels", "the input is changed in place")
def shuffles_in_place(train, validation):
    order = np.random.default_rng(0).permutation(train[0].size)
    for images in (train, validation):
        images[:] = images.reshape(len(images), -1)[:, order].reshape(images.shape)
    return train, validation


@wrong("shuffle_pixels", "the images have lost their rows and columns")
def leaves_them_flat(train, validation):
    order = np.random.default_rng(0).permutation(train[0].size)
    return train.reshape(len(train), -1)[:, order], validation.reshape(len(validation), -1)[:, order]


@wrong("shuffle_pixels", "nothing is shuffled")
def forgets_to_use_the_order(train, validation):
    np.random.default_rng(0).permutation(train[0].size)
    return train.copy(), validation.copy()


@wrong("shuffle_pixels", "pixels are lost")
def draws_with_repetition(train, validation):
    order = np.random.default_rng(0).integers(0, train[0].size, train[0].size)
    return (
        train.reshape(len(train), -1)[:, order].reshape(train.shape),
        validation.reshape(len(validation), -1)[:, order].reshape(validation.shape),
    )


@wrong("shuffle_pixels", "the wrong kind of thing")
def returns_the_training_images_only(train, validation):
    order = np.random.default_rng(0).permutation(train[0].size)
    return train.reshape(len(train), -1)[:, order].reshape(train.shape)


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


@wrong("choose_epoch", "one epoch too impatient")
def stops_one_epoch_early(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
            if waited >= patience - 1:
                break
    return best + 1


@wrong("choose_epoch", "the waiting never starts again")
def never_sets_the_counter_back(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best + 1


@wrong("choose_epoch", "the last epoch where training never stops")
def returns_the_last_if_it_never_stops(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best + 1
    return len(losses)


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


@wrong("choose_epoch", "the loss, not the epoch")
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


@right("nearest_labels")
def flattens_28_by_28(picture, images, labels, k):
    rows = images.reshape(-1, 784).astype("float64")
    distances = np.sum((rows - picture.reshape(784)) ** 2, axis=1)
    return [labels[place] for place in distances.argsort()[:k]]


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


@wrong("nearest_labels", "the farthest images")
def sorts_the_other_way(picture, images, labels, k):
    distances = ((images.astype(float) - picture) ** 2).sum(axis=(1, 2))
    return labels[np.argsort(-distances)[:k]]


@wrong("nearest_labels", "positions, not labels")
def returns_the_places(picture, images, labels, k):
    return np.argsort(((images.astype(float) - picture) ** 2).sum(axis=(1, 2)))[:k]


@wrong("nearest_labels", "the order is lost")
def takes_the_nearest_in_any_order(picture, images, labels, k):
    return np.sort(sums_the_squares(picture, images, labels, k))


@wrong("nearest_labels", "the order is lost")
def uses_argpartition(picture, images, labels, k):
    distances = ((images.astype(float) - picture) ** 2).sum(axis=(1, 2))
    return labels[np.argpartition(distances, k)[:k]]


@wrong("nearest_labels", "each label only once")
def gives_the_set_of_labels(picture, images, labels, k):
    return np.unique(sums_the_squares(picture, images, labels, k))


@wrong("nearest_labels", "distances, not labels")
def returns_the_distances(picture, images, labels, k):
    return np.sort(((images.astype(float) - picture) ** 2).sum(axis=(1, 2)))[:k]


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
ANSWERS.values(
    "small_network", "it is not a row of the comparison", 0.91, (9_098, 0.91), "0.91", {"accuracy": [0.91]}
)
ANSWERS.values(
    "small_network", "it is not a row of the comparison",
    {**_run(9_098), "accuracy": 0.893}, {**_run(9_098, 0.893), "parameters": "9,000"},
)  # fmt: skip
ANSWERS.values(
    "small_network", "it was trained for too many epochs",
    {**_run(9_098, 0.891), "histories": [{"val_accuracy": [0.8] * 14 + [0.891]}]},
)  # fmt: skip
ANSWERS.values("small_network", "it is a history", {"val_accuracy": [0.8, 0.89], "accuracy": [0.8, 0.9]})
ANSWERS.values("small_network", "too many parameters", _run(10_314, 0.9), _run(206_922, 0.91, 0.9))
ANSWERS.values("small_network", "too many parameters, and the accuracy is too low", _run(101_770, 0.41))
ANSWERS.values("small_network", "only the best seed reaches it", _run(9_098, 0.49, 0.885))
ANSWERS.values("small_network", "it is far better on its training images", _run(9_098, 0.45))
ANSWERS.values(
    "small_network", "the accuracy is too low",
    _run(900, 0.45, in_training=0.44), _run(9_098, 0.48, in_training=0.52),
)  # fmt: skip


@wrong("small_network", "it is not trained yet")
def gives_the_function_that_builds():
    return "a network"


# --- written without looking at the tables -----------------------------------------------------------


@wrong("momentum_step", "the velocity has the other sign")
def velocity_with_the_other_sign(weights, velocity, slopes, rate, momentum):
    v = momentum * velocity + rate * slopes
    return weights - v, v


@wrong("momentum_step", "the momentum is built in")
def with_0_9_built_in(weights, velocity, slopes, rate, momentum):
    v = 0.9 * velocity - rate * slopes
    return weights + v, v


@wrong("momentum_step", "the rate is applied to the whole step")
def rate_outside(weights, velocity, slopes, rate, momentum):
    v = momentum * velocity - slopes
    return weights + rate * v, v


@right("adam_step")
def both_means_at_once(weights, mean, square, slopes, rate, number):
    means = np.stack([mean, square])
    keep = np.array([[0.9], [0.999]])
    means = keep * means + (1 - keep) * np.stack([slopes, np.square(slopes)])
    m, q = means / (1 - keep**number)
    return [weights - rate * m / (np.sqrt(q) + 1e-7), *means]


@wrong("choose_epoch", "the patience is built in")
def patience_of_3(losses, patience):
    best = 0
    for n in range(len(losses)):
        if losses[n] < losses[best]:
            best = n
        elif n - best >= 3:
            return best + 1
    return best + 1


@wrong("choose_epoch", "a small improvement is not counted")
def rounded(losses, patience):
    best = 0
    for n in range(len(losses)):
        if round(losses[n], 2) < round(losses[best], 2):
            best = n
        elif n - best >= patience:
            return best + 1
    return best + 1


@wrong("shuffle_pixels", "there are more or fewer images than before")
def order_of_the_images(train, validation):
    order = np.random.default_rng(0).permutation(len(train))
    return train[order], validation[order % len(validation)]


@right("nearest_labels")
def loops_sorted_pairs(picture, images, labels, k):
    picture = np.asarray(picture, dtype=np.int64).ravel()
    found = []
    for image, label in zip(images, labels, strict=True):
        d = 0
        for p, q in zip(picture.tolist(), np.ravel(image).tolist(), strict=True):
            d += (p - q) ** 2
        found.append((d, len(found), label))
    found.sort()
    return [label for _, _, label in found[:k]]


@right("nearest_labels")
def heapq_list(picture, images, labels, k):
    import heapq

    p = picture.astype("int32").ravel()

    def distance(n):
        return int(((images[n].astype("int32").ravel() - p) ** 2).sum())

    return [int(labels[n]) for n in heapq.nsmallest(k, range(len(images)), key=distance)]


@wrong("nearest_labels", "the largest product, not the smallest distance")
def largest_product(picture, images, labels, k):
    return labels[
        np.argsort(-(images.reshape(len(images), -1).astype(float) @ picture.ravel().astype(float)))[:k]
    ]


@right("adam_step")
def goes_weight_by_weight(weights, mean, square, slopes, rate, number):
    new = []
    for w, m, q, s in zip(weights, mean, square, slopes, strict=True):
        m = 0.9 * m + 0.1 * s
        q = 0.999 * q + 0.001 * s * s
        root = math.sqrt(q / (1 - 0.999**number)) + 1e-7
        new.append((w - rate * (m / (1 - 0.9**number)) / root, m, q))
    return tuple(np.array(part) for part in zip(*new, strict=True))


@wrong("adam_step", "1e-7 is left out")
def divides_0_by_0(weights, mean, square, slopes, rate, number):
    mean, square = 0.9 * mean + 0.1 * slopes, 0.999 * square + 0.001 * slopes**2
    root = np.sqrt(square / (1 - 0.999**number))
    return weights - rate * mean / (1 - 0.9**number) / root, mean, square


@wrong("choose_epoch", "a small improvement is not counted")
def rounds_to_two_decimals(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if round(losses[epoch], 2) < round(losses[best], 2):
            best, waited = epoch, 0
        else:
            waited += 1
            if waited == patience:
                break
    return best + 1


@right("adam_step")
def adds_the_small_number_as_keras_does(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    step = rate * np.sqrt(1 - 0.999**number) / (1 - 0.9**number)
    return weights - step * mean / (np.sqrt(square) + 1e-7), mean, square


@wrong("adam_step", "1e-7 is added inside the root")
def adds_inside_the_root(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    root = np.sqrt(square / (1 - 0.999**number) + 1e-7)
    return weights - rate * mean / (1 - 0.9**number) / root, mean, square


@wrong("adam_step", "sums instead of means")
def adds_up(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + slopes
    square = 0.999 * square + slopes**2
    root = np.sqrt(square / (1 - 0.999**number)) + 1e-7
    return weights - rate * mean / (1 - 0.9**number) / root, mean, square


@wrong("choose_epoch", "an equal loss does not count as waiting")
def ignores_equal_losses(losses, patience):
    best, waited, keep = float("inf"), 0, 1
    for epoch, loss in enumerate(losses, 1):
        if loss < best:
            best, keep, waited = loss, epoch, 0
        elif loss > best:
            waited += 1
            if waited >= patience:
                break
    return keep


@wrong("choose_epoch", "the search starts with a number that these losses never reach")
def starts_with_1(losses, patience):
    best, waited, keep = 1, 0, 1
    for epoch, loss in enumerate(losses, 1):
        if loss < best:
            best, keep, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return keep


@wrong("shuffle_pixels", "a set has a different shape than before")
def with_a_channel(train, validation):
    order = np.random.default_rng().permutation(784)
    return tuple(images.reshape(-1, 784)[:, order].reshape(-1, 28, 28, 1) for images in (train, validation))


@wrong("nearest_labels", "16 bits are too few for the squares")
def in_16_bits(picture, images, labels, k):
    change = images.astype(np.int16) - picture.astype(np.int16)
    return labels[np.argsort((change**2).sum(axis=(1, 2)))[:k]]


@wrong("momentum_step", "the weights are taken for the slopes")
def follows_the_weights(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * weights
    return weights + velocity, velocity


ANSWERS.values("small_network", "it was trained from another seed", {**_run(9_098, 0.89), "seeds": [2]})
ANSWERS.values("small_network", None, {**_run(9_098, 0.885, 0.49), "seeds": (1, 2)})
ANSWERS.values(
    "small_network", "only the best seed reaches it", {**_run(9_098, 0.49, 0.885), "seeds": [1, 2]}
)
ANSWERS.values("small_network", "it is not a row of the comparison", _run(9_098, 88.5))


# --- the fifth set, written from the task texts alone -------------------------------------------------


@wrong("adam_step", "the first mean is not corrected")
def corrects_only_the_squares(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    return weights - rate * mean / (np.sqrt(square / (1 - 0.999**number)) + 1e-7), mean, square


@wrong("adam_step", "old and new have changed places in the first mean")
def keeps_a_tenth_of_the_mean(weights, mean, square, slopes, rate, number):
    mean = 0.1 * mean + 0.9 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    return (
        weights - rate * mean / (1 - 0.9**number) / (np.sqrt(square / (1 - 0.999**number)) + 1e-7),
        mean,
        square,
    )


@wrong("momentum_step", "the slopes are used twice")
def moves_by_the_velocity_and_the_slopes(weights, velocity, slopes, rate, momentum):
    velocity = momentum * velocity - rate * slopes
    return weights + velocity - rate * slopes, velocity


@wrong("choose_epoch", "only rises count as waiting")
def waits_for_rises_in_a_row(losses, patience):
    rises = 0
    for n in range(1, len(losses)):
        rises = rises + 1 if losses[n] > losses[n - 1] else 0
        if rises == patience:
            return int(np.argmin(losses[: n + 1])) + 1
    return int(np.argmin(losses)) + 1


@wrong("shuffle_pixels", "many pixels keep their neighbours")
def shuffles_the_upper_half(train, validation):
    order = np.concatenate([np.random.default_rng(0).permutation(392), np.arange(392, 784)])
    return [images.reshape(-1, 784)[:, order].reshape(images.shape) for images in (train, validation)]


@wrong("adam_step", "0.99 in place of 0.999")
def keeps_too_little_of_the_squares(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.99 * square + 0.01 * slopes**2
    root = np.sqrt(square / (1 - 0.999**number)) + 1e-7
    return weights - rate * mean / (1 - 0.9**number) / root, mean, square


@wrong("adam_step", "the mean of the slopes is right, that of the squares is not")
def adds_the_mean_of_the_squares(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * (slopes**2).mean()
    root = np.sqrt(square / (1 - 0.999**number)) + 1e-7
    return weights - rate * mean / (1 - 0.9**number) / root, mean, square


@wrong("adam_step", "the mean of the squares is right, that of the slopes is not")
def subtracts_the_slopes(weights, mean, square, slopes, rate, number):
    mean = 0.9 * mean - 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    root = np.sqrt(square / (1 - 0.999**number)) + 1e-7
    return weights + rate * mean / (1 - 0.9**number) / root, mean, square


@wrong("choose_epoch", "counted back from the end where training never stops")
def counts_back(losses, patience):
    best, waited = math.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, waited = loss, 0
        else:
            waited += 1
        if waited == patience:
            return epoch - patience
    return len(losses) - patience


@wrong("shuffle_pixels", "a set has a different shape than before")
def adds_an_axis(train, validation):
    order = np.random.permutation(784)
    return [images.reshape(-1, 784)[:, order].reshape(-1, 1, 28, 28) for images in (train, validation)]


@wrong("momentum_step", "it goes wrong in some cases")
def returns_two_decimals(weights, velocity, slopes, rate, momentum):
    v = np.zeros_like(velocity)
    v[...] = momentum * velocity - rate * slopes
    w = np.zeros_like(weights)
    w[...] = weights + v
    return w.round(2), v.round(2)


@wrong("choose_epoch", "the first epoch can't win")
def begins_with_the_second_epoch(losses, patience):
    best, keep, waited = float("inf"), 0, 0
    for epoch in range(2, len(losses) + 1):
        if losses[epoch - 1] < best:
            best, keep, waited = losses[epoch - 1], epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return keep


@wrong("nearest_labels", "8 bits with a sign are too few")
def int8(picture, images, labels, k):
    difference = images.astype(np.int8) - picture.astype(np.int8)
    return labels[np.argsort((difference.astype(int) ** 2).sum(axis=(1, 2)))[:k]]


@wrong("nearest_labels", "float16 is too small for the sums")
def float16(picture, images, labels, k):
    d = ((images.astype("float16") - picture.astype("float16")) ** 2).sum(axis=(1, 2))
    return labels[np.argsort(d)[:k]]


@wrong("nearest_labels", "the angle, not the distance")
def cosine_likeness(picture, images, labels, k):
    a = images.reshape(len(images), -1).astype(float)
    b = picture.ravel().astype(float)
    likeness = a @ b / (np.linalg.norm(a, axis=1) * np.linalg.norm(b) + 1e-9)
    return labels[np.argsort(-likeness)[:k]]


@wrong("nearest_labels", "a single column decides")
def smallest_sum_of_a_column(picture, images, labels, k):
    d = ((images.astype(float) - picture) ** 2).sum(axis=1)
    return labels[np.argsort(d.min(axis=1))[:k]]


@wrong("nearest_labels", "sorted by label, not by distance")
def sorts_by_label(picture, images, labels, k):
    d = ((images.astype(float) - picture) ** 2).sum(axis=(1, 2))
    return [label for label, distance in sorted(zip(labels, d, strict=True))][:k]


@right("nearest_labels")
def squares_and_products_in_whole_numbers(picture, images, labels, k):
    a = images.reshape(-1, 28 * 28).astype(int)
    b = picture.reshape(-1).astype(int)
    d = (a**2).sum(axis=1) - 2 * a @ b
    order = sorted(range(len(d)), key=d.__getitem__)
    return np.array([labels[i] for i in order[:k]])
