"""Lesson 13, going deeper: exercises and questions."""

import numpy as np

from helpers import conv2d, conv_parameters, relu
from helpers.checks import running
from helpers.checks.exercise import AnotherForm, Case, Exercise, Mistake, numbers, only_part, same_numbers
from helpers.checks.questions import Choice, Choices, Number


def _grid(shape, seed):
    """Return small whole numbers, reproducible from a seed."""
    return np.random.default_rng(seed).integers(-3, 4, shape)


# --- separable: one grid for each channel, then a 1×1 convolution -------------------------------------


def _depthwise(image, grids):
    channels = [conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2])]
    return np.stack(channels, axis=-1)


def _separable(image, grids, mixing):
    return _depthwise(image, grids) @ mixing


def _summed_too_early(image, grids, mixing):
    return _depthwise(image, grids).sum(axis=-1, keepdims=True) * mixing.sum(axis=0)


def _one_grid_for_all(image, grids, mixing):
    return _depthwise(image, np.repeat(grids[:, :, :1], image.shape[2], axis=2)) @ mixing


def _grids_on_the_sum(image, grids, mixing):
    total = image.sum(axis=-1)
    return np.stack([conv2d(total, grids[:, :, c]) for c in range(grids.shape[2])], axis=-1) @ mixing


def _mixing_transposed(image, grids, mixing):
    if mixing.shape[0] != mixing.shape[1]:
        raise ValueError("shapes do not match")
    return _depthwise(image, grids) @ mixing.T


def _padded(image, grids, mixing):
    channels = [conv2d(image[:, :, c], grids[:, :, c], padding="same") for c in range(image.shape[2])]
    return np.stack(channels, axis=-1) @ mixing


def _channels_reversed(image, grids, mixing):
    return _depthwise(image, grids)[:, :, ::-1] @ mixing


SEPARABLE = Exercise(
    name="separable",
    title="A convolution in two steps",
    answer="my_separable(image, grids, mixing)",
    reference=_separable,
    read=numbers,
    right="The first step looks around within each channel, the second combines the channels of each pixel.",
    hints=(
        "Take the two steps one after the other. In the first, each channel meets its own grid and nothing "
        "else, so the number of channels stays the same.",
        "`conv2d(image[:, :, c], grids[:, :, c])` is the output for channel c. `np.stack(list, axis=-1)` "
        "turns a list of grids into a volume.",
        "`np.stack([...], axis=-1) @ mixing`: the matrix product mixes the last axis, the channels. The "
        "solution is in notebooks/solutions/13_separable.py.",
    ),
    mistakes=(
        Mistake(
            "the channels are not mixed",
            "That is the depthwise step alone. The second step, with `mixing`, is missing.",
            wrong=lambda image, grids, mixing: _depthwise(image, grids),
        ),
        Mistake(
            "the channels are added before they are mixed",
            "After the first step the channels must still be separate, because `mixing` weights each of them "
            "differently.",
            wrong=_summed_too_early,
        ),
        Mistake(
            "every channel gets the first grid",
            "Each channel has its own grid: channel c goes with `grids[:, :, c]`.",
            wrong=_one_grid_for_all,
        ),
        Mistake(
            "each grid meets the sum of the channels",
            "You added the channels of the image first. Each grid belongs to one channel: take "
            "`image[:, :, c]`.",
            wrong=_grids_on_the_sum,
        ),
        Mistake(
            "the kernels are flipped",
            "Deep learning slides the kernel as it is; `scipy.signal.convolve2d` flips it.",
            wrong=lambda image, grids, mixing: _separable(image, grids[::-1, ::-1], mixing),
        ),
        Mistake(
            "each grid is transposed",
            "Rows and columns of the grids have changed places. Take `grids[:, :, c]` as it is.",
            wrong=lambda image, grids, mixing: _separable(image, grids.transpose(1, 0, 2), mixing),
        ),
        Mistake(
            "`mixing` is transposed",
            "`mixing` has a row for each channel that goes in and a column for each that comes out, so the "
            "volume goes to the left of `@`, and `mixing` stays as it is.",
            wrong=_mixing_transposed,
        ),
        Mistake(
            "the input is padded",
            "This task has no padding: a 3×3 grid makes the output two rows and two columns smaller.",
            wrong=_padded,
        ),
        Mistake(
            "a ReLU is applied",
            "Your output has no negative numbers. This layer has no activation.",
            wrong=lambda image, grids, mixing: relu(_separable(image, grids, mixing)),
        ),
        Mistake(
            "a ReLU is applied between the two steps",
            "You lose the negative numbers before you mix them. Nothing happens between the two steps.",
            wrong=lambda image, grids, mixing: relu(_depthwise(image, grids)) @ mixing,
        ),
        Mistake(
            "the channels come in the wrong order",
            "After the first step, channel c must still be channel c.",
            wrong=_channels_reversed,
        ),
        Mistake(
            "the last channel is missing",
            "Does the loop reach every channel? There are `image.shape[2]` of them.",
            wrong=lambda image, grids, mixing: _depthwise(image, grids)[..., :-1] @ mixing[:-1],
        ),
        Mistake(
            "the channels are added, not mixed",
            "You added the channels with equal weights. `mixing` has a weight for each channel and each "
            "filter.",
            wrong=lambda image, grids, mixing: np.repeat(
                _depthwise(image, grids).sum(axis=-1, keepdims=True), mixing.shape[1], axis=-1
            ),
        ),
        Mistake(
            "divided by the number of channels",
            "Mixing adds up, with the weights of `mixing`. It takes no mean.",
            wrong=lambda image, grids, mixing: _separable(image, grids, mixing) / len(mixing),
        ),
        Mistake(
            "only the first channel counts",
            "Every channel has a grid, and every channel goes into the mix.",
            wrong=lambda image, grids, mixing: _separable(image[..., :1], grids[..., :1], mixing[:1]),
        ),
        Mistake(
            "the channels come in the wrong order",
            "Channel c goes with `grids[:, :, c]`, and yours go with the grids in reverse.",
            wrong=lambda image, grids, mixing: _separable(image, grids[..., ::-1], mixing),
        ),
        Mistake(
            "the channels come first",
            "The output has rows, columns and then filters: stack along the last axis.",
            wrong=lambda image, grids, mixing: np.moveaxis(_separable(image, grids, mixing), -1, 0),
        ),
        Mistake(
            "the filters are added up",
            "Each column of `mixing` makes a map of its own. Keep them apart.",
            wrong=lambda image, grids, mixing: _separable(image, grids, mixing).sum(axis=-1),
        ),
        Mistake(
            "the first filter only",
            "`mixing` has a column for each filter, and each makes a map.",
            wrong=lambda image, grids, mixing: _separable(image, grids, mixing[:, :1]),
        ),
        Mistake(
            "it stops with ValueError",
            "Does it stop in the matrix product? `@` mixes the last axis, so that the channels have to be "
            "there: `np.stack(…, axis=-1)`.",
            wrong=lambda image, grids, mixing: np.moveaxis(_depthwise(image, grids), -1, 0) @ mixing,
        ),
        Mistake(
            "it stops with IndexError",
            "Is the number of channels built in? There are `image.shape[2]` of them.",
            wrong=lambda image, grids, mixing: [image[:, :, channel] for channel in range(10)],
        ),
        Mistake(
            "`mixing` is used twice",
            "The first step uses only `grids`, the second only `mixing`.",
            wrong=lambda image, grids, mixing: _separable(image, grids * mixing.sum(axis=1), mixing),
        ),
        Mistake(
            "every grid meets the first channel",
            "Channel c of the image goes with `grids[:, :, c]`.",
            wrong=lambda image, grids, mixing: _separable(
                np.repeat(image[:, :, :1], image.shape[2], axis=2), grids, mixing
            ),
        ),
        Mistake(
            "the channels are mixed up by reshape",
            "`reshape` keeps the numbers in the order in which they are stored. To move an axis, take "
            "`np.stack(…, axis=-1)` or `np.moveaxis`.",
            wrong=lambda image, grids, mixing: (
                (maps := _depthwise(image, grids)).transpose(2, 0, 1).reshape(maps.shape) @ mixing
            ),
        ),
        Mistake(
            "whole numbers between the two steps",
            "The results of the first step have lost their decimals. Is the array for them made for whole "
            "numbers? `np.zeros(shape)` holds decimals.",
            wrong=lambda image, grids, mixing: _depthwise(image, grids).astype(int) @ mixing,
        ),
        Mistake(
            "the weights of the mixing are divided by their sum",
            "They need not add up to 1. Use them as they are.",
            wrong=lambda image, grids, mixing: _separable(image, grids, mixing / mixing.sum(axis=0)),
        ),
    ),
    volumes=True,
    minutes=12,
    cases=(
        Case({"image": _grid((4, 5, 2), 1), "grids": _grid((3, 3, 2), 2), "mixing": _grid((2, 2), 3)}),
        Case({"image": _grid((5, 4, 3), 4), "grids": _grid((2, 3, 3), 5), "mixing": _grid((3, 4), 6)}),
        Case(
            {"image": _grid((6, 6, 3), 7) / 4, "grids": _grid((3, 3, 3), 8), "mixing": _grid((3, 1), 9) / 2}
        ),
        Case({"image": _grid((5, 7, 1), 10), "grids": _grid((1, 2, 1), 11), "mixing": _grid((1, 3), 12)}),
        # Arrays made for the whole numbers of one of the three cannot hold the decimals of the others.
        Case({"image": _grid((4, 5, 2), 1), "grids": _grid((3, 3, 2), 2), "mixing": _grid((2, 2), 3) / 4}),
        Case({"image": _grid((4, 5, 2), 1) / 4, "grids": _grid((3, 3, 2), 2), "mixing": _grid((2, 2), 3)}),
    ),
)


# --- batch_norm: mean and spread of each channel ------------------------------------------------------

EPSILON = 0.001


def _normalised(values, scale, shift, axes, *, epsilon=EPSILON, ddof=0):
    mean = values.mean(axis=axes, keepdims=True)
    spread = np.sqrt(values.var(axis=axes, keepdims=True, ddof=ddof) + epsilon)
    return scale * (values - mean) / spread + shift


def _batch_norm(values, scale, shift):
    return _normalised(values, scale, shift, (0, 1, 2))


def _with_whole_means(values, scale, shift):
    mean, variance = values.mean(axis=(0, 1, 2)).astype(scale.dtype), values.var(axis=(0, 1, 2))
    return scale * (values - mean) / np.sqrt(variance + EPSILON) + shift


def _by_variance(values, scale, shift):
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    return scale * (values - mean) / (variance + EPSILON) + shift


def _without_mean(values, scale, shift):
    return scale * values / np.sqrt(values.var(axis=(0, 1, 2)) + EPSILON) + shift


def _without_spread(values, scale, shift):
    return scale * (values - values.mean(axis=(0, 1, 2))) + shift


def _shift_first(values, scale, shift):
    return scale * (_batch_norm(values, 1, 0) + shift)


def _epsilon_outside(values, scale, shift):
    mean, spread = values.mean(axis=(0, 1, 2)), values.std(axis=(0, 1, 2))
    return scale * (values - mean) / (spread + EPSILON) + shift


def _has_another_epsilon(case, given):
    return any(
        same_numbers(given, _normalised(*case.inputs.values(), (0, 1, 2), epsilon=epsilon))
        for epsilon in (1e-1, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
    )


def _is_stretched(case, given):
    values, scale, shift = case.inputs.values()
    least, most = values.min(axis=(0, 1, 2)), values.max(axis=(0, 1, 2))
    return any(
        same_numbers(given, scale * (values - least) / (most - least + epsilon) + shift)
        for epsilon in (0, EPSILON)
    )


def _measured_in_the_first_image(values, scale, shift):
    mean, variance = values[0].mean(axis=(0, 1)), values[0].var(axis=(0, 1))
    return scale * (values - mean) / np.sqrt(variance + EPSILON) + shift


def _by_mean_distance(values, scale, shift, epsilon):
    centred = values - values.mean(axis=(0, 1, 2))
    return scale * centred / (np.abs(centred).mean(axis=(0, 1, 2)) + epsilon) + shift


def _by_mean_of_variances(values, scale, shift):
    variance = values.var(axis=(1, 2)).mean(axis=0)
    return scale * (values - values.mean(axis=(0, 1, 2))) / np.sqrt(variance + EPSILON) + shift


BATCH_NORM = Exercise(
    name="batch_norm",
    title="Batch normalisation by hand",
    answer="my_batch_norm(values, scale, shift)",
    reference=_batch_norm,
    read=numbers,
    right="Each channel has its own mean and spread, measured over all pixels of all images in the batch.",
    hints=(
        "Each channel needs two numbers of its own: a mean and a variance. Over which of the four axes of "
        "`values` do you average?",
        "`values.mean(axis=(0, 1, 2))` leaves one number for each channel, and `values.var` takes the same "
        "axes.",
        "`scale * (values - mean) / np.sqrt(variance + 0.001) + shift`. The solution is in "
        "notebooks/solutions/13_batch_norm.py.",
    ),
    mistakes=(
        Mistake(
            "each position of a map is normalised by itself",
            "You averaged only over the images. A channel has one mean for all its positions: average "
            "over rows and columns too.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, 0),
        ),
        Mistake(
            "each image is normalised by itself",
            "You averaged only over rows and columns. Batch normalisation averages over all images in the"
            " batch.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, (1, 2)),
        ),
        Mistake(
            "all channels share one mean",
            "Each channel has its own mean and spread: leave out the last axis when you average.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, (0, 1, 2, 3)),
        ),
        Mistake(
            "each pixel is normalised across its channels",
            "You averaged over the last axis, the channels. Average over the other three.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, 3),
        ),
        Mistake(
            "divided by the variance",
            "The variance is the square of the spread. Take the root of variance + 0.001.",
            wrong=_by_variance,
        ),
        Mistake(
            "the mean is not subtracted",
            "The spread is right, but the mean of each channel is still in it.",
            wrong=_without_mean,
        ),
        Mistake(
            "not divided by the spread",
            "You subtracted the mean, but the channels still have different spreads.",
            wrong=_without_spread,
        ),
        Mistake(
            "scale and shift have changed places",
            "First multiply by `scale`, then add `shift`.",
            wrong=lambda values, scale, shift: _batch_norm(values, shift, scale),
        ),
        Mistake(
            "the shift is scaled too",
            "You added `shift` before you multiplied by `scale`. Multiply first.",
            wrong=_shift_first,
        ),
        Mistake(
            "scale and shift are left out",
            "That is the first half. Then comes `scale` times the result, plus `shift`.",
            wrong=lambda values, scale, shift: _batch_norm(values, 1, 0),
        ),
        Mistake(
            "the means are cut off",
            "Where `scale` contains whole numbers, so do your means. An array made like `scale`, or with "
            "`dtype=int`, holds no decimals.",
            wrong=_with_whole_means,
        ),
        Mistake(
            "0.001 is added after the root",
            "Keras adds 0.001 to the variance, before it takes the root.",
            wrong=_epsilon_outside,
        ),
        Mistake(
            "0.001 is left out",
            "Add 0.001 to the variance before you take the root. Without it, a channel that is the same "
            "everywhere would divide 0 by 0.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, (0, 1, 2), epsilon=0),
        ),
        Mistake(
            "nothing is normalised",
            "You only scaled and shifted the values. Subtract the mean of each channel first, and divide by "
            "its spread.",
            wrong=lambda values, scale, shift: scale * values + shift,
        ),
        Mistake(
            "0.01 is added instead of 0.001",
            "It is a thousandth, with two zeros after the decimal point.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, (0, 1, 2), epsilon=0.01),
        ),
        Mistake(
            "the wrong number is added to the variance",
            "It is 0.001, a thousandth. It shows where the variance is small.",
            sees=_has_another_epsilon,
        ),
        Mistake(
            "divided by one less than the number of values",
            "This variance divides by the number of values, as `values.var` does by default, and not by one "
            "less.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, (0, 1, 2), ddof=1),
        ),
        Mistake(
            "each image is normalised by itself",
            "You averaged over all channels of one image, which is another kind of normalisation. Average "
            "over images, rows and columns, for each channel.",
            wrong=lambda values, scale, shift: _normalised(values, scale, shift, (1, 2, 3)),
        ),
        Mistake(
            "the shift is left out",
            "At the end, add `shift`.",
            wrong=lambda values, scale, shift: _batch_norm(values, scale, 0),
        ),
        Mistake(
            "the scale is left out",
            "Multiply by `scale` before you add `shift`.",
            wrong=lambda values, scale, shift: _batch_norm(values, 1, shift),
        ),
        Mistake(
            "divided by the scale",
            "Multiply by `scale`.",
            wrong=lambda values, scale, shift: _batch_norm(values, 1 / scale, shift),
        ),
        Mistake(
            "brackets are missing",
            "Python divides before it subtracts: put brackets around `values - mean`.",
            wrong=lambda values, scale, shift: (
                (values - values.mean(axis=(0, 1, 2)) / np.sqrt(values.var(axis=(0, 1, 2)) + EPSILON)) * scale
                + shift
            ),
        ),
        Mistake(
            "brackets are missing",
            "Python divides before it subtracts: put brackets around `values - mean`.",
            wrong=lambda values, scale, shift: (
                scale * values
                - values.mean(axis=(0, 1, 2)) / np.sqrt(values.var(axis=(0, 1, 2)) + EPSILON)
                + shift
            ),
        ),
        Mistake(
            "the shift is subtracted",
            "At the end, *add* `shift`.",
            wrong=lambda values, scale, shift: _batch_norm(values, scale, -shift),
        ),
        Mistake(
            "scaled and shifted first",
            "If you normalise afterwards, scale and shift have no effect. They come last.",
            wrong=lambda values, scale, shift: _batch_norm(values * scale + shift, 1, 0),
        ),
        Mistake(
            "stretched from the smallest to the largest",
            "You subtracted the smallest number and divided by the range. Subtract the mean, and divide by "
            "the spread.",
            sees=_is_stretched,
        ),
        Mistake(
            "the mean of the squares in place of the variance",
            "The variance is the mean of the squared distances *from the mean*: `values.var`.",
            wrong=lambda values, scale, shift: (
                scale
                * (values - values.mean(axis=(0, 1, 2)))
                / np.sqrt((values**2).mean(axis=(0, 1, 2)) + EPSILON)
                + shift
            ),
        ),
        Mistake(
            "the first scale and shift for every channel",
            "Each channel has its own `scale` and `shift`.",
            wrong=lambda values, scale, shift: _batch_norm(values, scale[0], shift[0]),
        ),
        Mistake(
            "brackets are missing",
            "Python multiplies and divides before it subtracts, so only the mean is divided and scaled. Put "
            "values − mean in brackets.",
            wrong=lambda values, scale, shift: (
                values
                - values.mean(axis=(0, 1, 2)) / np.sqrt(values.var(axis=(0, 1, 2)) + EPSILON) * scale
                + shift
            ),
        ),
        Mistake(
            "mean and variance are not measured",
            "You use a mean of 0 and a variance of 1, as a new Keras layer does outside of training. "
            "Measure both in `values`.",
            wrong=lambda values, scale, shift: scale * values / np.sqrt(1 + EPSILON) + shift,
        ),
        Mistake(
            "only the first image is measured",
            "Mean and variance of a channel are taken over all images of the batch.",
            wrong=_measured_in_the_first_image,
        ),
        Mistake(
            "the mean distance, not the root of the mean square",
            "You measure the spread as the mean distance from the mean. Take the root of the variance plus "
            "0.001.",
            wrong=lambda values, scale, shift: _by_mean_distance(values, scale, shift, EPSILON),
        ),
        Mistake(
            "the mean distance, not the root of the mean square",
            "You measure the spread as the mean distance from the mean. Take the root of the variance plus "
            "0.001.",
            wrong=lambda values, scale, shift: _by_mean_distance(values, scale, shift, 0),
        ),
        Mistake(
            "the variances of the images are averaged",
            "You measure the variance inside each image and average. Images also differ from each other: "
            "take the variance over all of them at once.",
            wrong=_by_mean_of_variances,
        ),
    ),
    minutes=10,
    cases=(
        Case(
            {
                "values": _grid((2, 2, 3, 2), 21) * [1, 4] + [0, 10],
                "scale": np.array([1, 2]),
                "shift": np.array([0, -1]),
            }
        ),
        Case(
            {
                "values": _grid((3, 2, 2, 2), 22) / 20,
                "scale": np.array([0.5, 3.0]),
                "shift": np.array([2.0, 0.25]),
            }
        ),
        Case({"values": _grid((4, 3, 1, 1), 23), "scale": np.array([2]), "shift": np.array([5])}),
    ),
)


# --- chain_slope: how a gradient comes through a chain of layers --------------------------------------


def _chain_slope(weights, skip):
    return float(np.prod([1 + w if skip else w for w in weights]))


def _one_added_on_the_way(weights, skip):
    slope = 1
    for w in weights:
        slope = slope * w + bool(skip)
    return slope


def _is_rounded(answer):
    """Return the mistake of an answer that rounds a small slope to 0, which comparing numbers lets pass."""
    outcome = running.run(answer, [0.5] * 32, False)
    if outcome.error is not None or np.isclose(float(numbers(outcome.value)), 0.5**32, rtol=1e-3, atol=0):
        return None
    return Mistake(
        "the slope is rounded",
        "For 32 weights of 0.5, the slope is about 0.0000000002, and yours is not. Return it as it is, "
        "without rounding: how small it gets is the point.",
    )


CHAIN_SLOPE = Exercise(
    name="chain_slope",
    title="The slope of a long chain",
    answer="my_chain_slope(weights, skip)",
    reference=_chain_slope,
    read=numbers,
    afterwards=_is_rounded,
    right="Small weights make the product vanish. With a skip connection each factor is 1 + w, which small "
    "weights leave near 1. Weights near −1 still make the product vanish, and large ones make it explode: "
    "1.5 to the power of 16 is 657.",
    hints=(
        "Raise the number that enters one layer by 1. By how much does the number that leaves it change, "
        "without a skip connection and with one?",
        "Each layer works on the output of the one before, so by the chain rule the slopes are multiplied. "
        "With a skip connection a layer returns x + w · x.",
        "Start with `slope = 1` and multiply by `w`, or by `1 + w` with a skip connection, for each "
        "weight. The solution is in notebooks/solutions/13_chain_slope.py.",
    ),
    mistakes=(
        Mistake(
            "the skip connections are ignored",
            "Your answer is the same with and without them. With one, a layer returns x + w · x.",
            wrong=lambda weights, skip: _chain_slope(weights, False),
        ),
        Mistake(
            "skip connections where there are none",
            "You took x + w · x every time. With `skip=False` a layer returns w · x.",
            wrong=lambda weights, skip: _chain_slope(weights, True),
        ),
        Mistake(
            "`skip` is the wrong way round",
            "With `skip=True` a layer returns x + w · x, with `skip=False` only w · x.",
            wrong=lambda weights, skip: _chain_slope(weights, not skip),
        ),
        Mistake(
            "one skip connection for the whole chain",
            "You added 1 at the end, as if one connection led from the start to the end. Each layer has "
            "its own.",
            wrong=lambda weights, skip: _chain_slope(weights, False) + bool(skip),
        ),
        Mistake(
            "the slopes are added",
            "The slopes along a chain are multiplied, not added: that is the chain rule.",
            wrong=lambda weights, skip: sum(1 + w if skip else w for w in weights),
        ),
        Mistake(
            "the weights are added",
            "You added the weights. The chain rule multiplies the slopes of the layers.",
            wrong=lambda weights, skip: sum(weights) + bool(skip),
        ),
        Mistake(
            "the weights are added, with and without skip connections",
            "The chain rule multiplies the slopes of the layers. With a skip connection each slope is 1 + w.",
            wrong=lambda weights, skip: sum(weights),
        ),
        Mistake(
            "only the last layer counts",
            "A change at the start goes through every layer, not only the last.",
            wrong=lambda weights, skip: weights[-1] + bool(skip),
        ),
        Mistake(
            "the signs are lost",
            "A negative weight reverses the sign of the slope. Multiply the weights as they are.",
            wrong=lambda weights, skip: abs(_chain_slope(weights, skip)),
        ),
        Mistake(
            "1 plus the sum of the weights",
            "With skip connections you multiply the factors 1 + w. Their product also contains products of "
            "several weights.",
            wrong=lambda weights, skip: 1 + sum(weights) if skip else _chain_slope(weights, False),
        ),
        Mistake(
            "2 · w in place of 1 + w",
            "With a skip connection a layer returns x + w · x. How much does that grow if x grows by 1?",
            wrong=lambda weights, skip: _chain_slope([2 * w if skip else w for w in weights], False),
        ),
        Mistake(
            "the first layer is left out",
            "A change at the start goes through every layer.",
            wrong=lambda weights, skip: _chain_slope(weights[1:], skip),
        ),
        Mistake(
            "the slopes are not multiplied",
            "You give the slope of each layer. By the chain rule, the slope of the chain is their product.",
            wrong=lambda weights, skip: np.asarray(weights) + bool(skip),
        ),
        Mistake(
            "the last layer is left out",
            "A change at the start goes through every layer.",
            wrong=lambda weights, skip: _chain_slope(weights[:-1], skip),
        ),
        Mistake(
            "1 − w in place of 1 + w",
            "With a skip connection a layer returns x *plus* w · x.",
            wrong=lambda weights, skip: float(np.prod([1 - w if skip else w for w in weights])),
        ),
        Mistake(
            "1 is added on the way",
            "You multiply by w and then add 1. A skip connection adds what went *into* the layer, so the "
            "slope so far is multiplied by 1 + w.",
            wrong=_one_added_on_the_way,
        ),
        Mistake(
            "the first layer only",
            "Is the line with `return` inside the loop?",
            wrong=lambda weights, skip: _chain_slope(weights[:1], skip),
        ),
        Mistake(
            "the signs are lost",
            "A negative weight reverses the sign of the slope. Multiply the weights as they are.",
            wrong=lambda weights, skip: _chain_slope([abs(w) for w in weights], skip),
        ),
        Mistake(
            "negative weights are left out",
            "You set weights below 0 to 0, as ReLU does. These layers have no ReLU.",
            wrong=lambda weights, skip: _chain_slope([max(w, 0) for w in weights], skip),
        ),
        Mistake(
            "1 is added for every layer at the end",
            "You multiplied the weights and added the number of layers. Each layer multiplies by 1 + w.",
            wrong=lambda weights, skip: _chain_slope(weights, False) + len(weights) * bool(skip),
        ),
        Mistake(
            "the first weight stands for all",
            "Each layer has a weight of its own.",
            wrong=lambda weights, skip: _chain_slope(weights[:1] * len(weights), skip),
        ),
        Mistake(
            "the slope after every layer is given",
            "You keep the slope after each layer. Return the last of them: it belongs to the whole chain.",
            wrong=lambda weights, skip: np.cumprod([1 + w if skip else w for w in weights]),
        ),
        Mistake(
            "doubled once for all skip connections",
            "Each skip connection adds 1 to the factor of its own layer.",
            wrong=lambda weights, skip: _chain_slope(weights, False) * (2 if skip else 1),
        ),
        Mistake(
            "the weight is built in",
            "You use 0.5 for every weight. Each layer has its own.",
            wrong=lambda weights, skip: _chain_slope([0.5] * len(weights), skip),
        ),
        Mistake(
            "skip connections don't count as they should",
            "It goes wrong only with them. In each layer, x + w · x multiplies by 1 + w.",
            sees=lambda case, given: given.ndim == 0 and {**case.inputs, **case.settings}["skip"],
        ),
    ),
    minutes=8,
    cases=(
        Case({"weights": [0.5, 0.5]}, {"skip": False}),
        Case({"weights": [0.5, 0.5]}, {"skip": True}),
        Case({"weights": [0.5, -0.25, 2.0]}, {"skip": False}),
        Case({"weights": [0.5, -0.25, 2.0, -3.0, 0.1]}, {"skip": True}),
        Case({"weights": [0.5] * 16, "skip": False}),
        Case({"weights": [-0.125] * 15, "skip": True}),
    ),
)


# --- fold_norm: batch norm into the convolution before it ---------------------------------------------


def _factor(scale, variance):
    return scale / np.sqrt(variance + EPSILON)


def _folded(kernel, bias, mean, variance, scale, shift):
    factor = _factor(scale, variance)
    return kernel * factor, (bias - mean) * factor + shift


def _by_factor(kernel, bias, mean, shift, factor):
    return kernel * factor, (bias - mean) * factor + shift


def _is_another_factor(case, given):
    """Return whether kernel and bias fit together, as batch norm with another factor would make them."""
    kernel, bias, mean, _, _, shift = case.inputs.values()
    if given[0].shape != kernel.shape or given[1].shape != bias.shape:
        return False
    factor = (given[1] - shift) / (bias - mean)
    return same_numbers(given[0], kernel * factor)


OF_FOLD = (
    Mistake(
        "kernel and bias are scaled by another factor",
        "They fit together, but each filter is scaled by a wrong number: `scale`, divided by the root of "
        "variance + 0.001.",
        sees=_is_another_factor,
    ),
    Mistake(
        "the kernel is right, the bias is not",
        "The new bias is what the two layers give where the image is 0: the old bias goes through batch "
        "norm.",
        sees=only_part(1, _folded),
    ),
    Mistake(
        "the bias is right, the kernel is not",
        "Each filter of the kernel is multiplied by one number, and nothing is added.",
        sees=only_part(0, _folded),
    ),
)


def _parts(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise AnotherForm("not a pair. Return both: `return new_kernel, new_bias`")
    return tuple(numbers(part) for part in value)


FOLD_NORM = Exercise(
    name="fold_norm",
    title="Fold batch norm into the convolution",
    answer="my_fold(kernel, bias, mean, variance, scale, shift)",
    reference=_folded,
    read=_parts,
    right="After training, batch norm costs nothing: the convolution does its work.",
    hints=(
        "Write the output of both layers as one formula: scale · (convolution + bias − mean) / spread + "
        "shift. Which numbers multiply the image, and which do not?",
        "Everything that multiplies the image is the new kernel: the old one times `scale / "
        "np.sqrt(variance + 0.001)`. The filters are the last axis, so this factor has one number for "
        "each.",
        "The new bias is what is left when the image is 0: `(bias - mean) * factor + shift`. The solution "
        "is in notebooks/solutions/13_fold_norm.py.",
    ),
    mistakes=(
        Mistake(
            "mean and variance are measured in the kernel",
            "Batch norm has measured both in the maps, and you get them as `mean` and `variance`. Use these.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, kernel.mean(axis=(0, 1, 2)), kernel.var(axis=(0, 1, 2)), scale, shift
            ),
        ),
        Mistake(
            "the bias stays as it was",
            "The kernel is right. The old bias goes through batch norm too: subtract the mean from it, "
            "then scale and shift it.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * _factor(scale, variance),
                bias,
            ),
        ),
        Mistake(
            "the old bias is forgotten",
            "The convolution's own bias is missing: batch norm gets the sum with the bias already added.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, 0, mean, variance, scale, shift
            ),
        ),
        Mistake(
            "the mean is forgotten",
            "Batch norm subtracts the mean of each map. Include that in the bias.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, 0, variance, scale, shift
            ),
        ),
        Mistake(
            "the old bias is not scaled",
            "Batch norm scales the convolution's bias too.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * _factor(scale, variance),
                bias - mean * _factor(scale, variance) + shift,
            ),
        ),
        Mistake(
            "the mean is not scaled",
            "Batch norm subtracts the mean before it divides and scales, so scale the mean too.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * _factor(scale, variance),
                bias * _factor(scale, variance) - mean + shift,
            ),
        ),
        Mistake(
            "scale and shift have changed places",
            "Batch norm multiplies by `scale`, and adds `shift` at the end.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, mean, variance, shift, scale
            ),
        ),
        Mistake(
            "the shift is scaled too",
            "`shift` is added last, after the scaling.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * _factor(scale, variance),
                (bias - mean + shift) * _factor(scale, variance),
            ),
        ),
        Mistake(
            "divided by the variance",
            "The variance is the square of the spread. Take the root of variance + 0.001.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * scale / (variance + EPSILON),
                (bias - mean) * scale / (variance + EPSILON) + shift,
            ),
        ),
        Mistake(
            "the kernel stays as it was",
            "The bias is right. The kernel must be scaled too, filter by filter.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel,
                _folded(kernel, bias, mean, variance, scale, shift)[1],
            ),
        ),
        Mistake(
            "0.001 is left out",
            "Add 0.001 to the variance before you take the root, as batch norm does.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * scale / np.sqrt(variance),
                (bias - mean) * scale / np.sqrt(variance) + shift,
            ),
        ),
        Mistake(
            "the mean is subtracted from the kernel",
            "Only what multiplies the image belongs to the kernel. The mean is subtracted from the bias.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel - mean, bias + mean, mean, variance, scale, shift
            ),
        ),
        Mistake(
            "the mean is added",
            "The kernel is right. Batch norm *subtracts* the mean.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, -mean, variance, scale, shift
            ),
        ),
        Mistake(
            "the shift is left out",
            "The kernel is right. At the end of batch norm, `shift` is added.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, mean, variance, scale, 0
            ),
        ),
        Mistake(
            "the shift is subtracted",
            "The kernel is right. At the end of batch norm, `shift` is *added*.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, mean, variance, scale, -shift
            ),
        ),
        Mistake(
            "the scale is left out",
            "Batch norm divides by the spread and then multiplies by `scale`.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _folded(
                kernel, bias, mean, variance, 1, shift
            ),
        ),
        Mistake(
            "multiplied by the spread",
            "Batch norm divides by the root of variance + 0.001.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _by_factor(
                kernel, bias, mean, shift, scale * np.sqrt(variance + EPSILON)
            ),
        ),
        Mistake(
            "0.001 is added after the root",
            "Add 0.001 to the variance, and take the root afterwards.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: _by_factor(
                kernel, bias, mean, shift, scale / (np.sqrt(variance) + EPSILON)
            ),
        ),
        Mistake(
            "the kernel is not divided by the spread",
            "The bias is right. The kernel is divided by the root of variance + 0.001 too.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel * scale,
                _folded(kernel, bias, mean, variance, scale, shift)[1],
            ),
        ),
        Mistake(
            "the kernel is not multiplied by the scale",
            "The bias is right. The kernel is multiplied by `scale` too.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                kernel / np.sqrt(variance + EPSILON),
                _folded(kernel, bias, mean, variance, scale, shift)[1],
            ),
        ),
        Mistake(
            "the kernel is shifted too",
            "The bias is right. Only what multiplies the image belongs to the kernel; mean and shift don't.",
            wrong=lambda kernel, bias, mean, variance, scale, shift: (
                (kernel - mean) * _factor(scale, variance) + shift,
                _folded(kernel, bias, mean, variance, scale, shift)[1],
            ),
        ),
        *OF_FOLD,
    ),
    minutes=12,
    stretch=True,
    cases=(
        Case(
            {
                "kernel": _grid((1, 2, 1, 2), 31),
                "bias": np.array([1.0, -2.0]),
                "mean": np.array([0.5, 3.0]),
                "variance": np.array([0.25, 4.0]),
                "scale": np.array([2.0, 0.5]),
                "shift": np.array([-1.0, 1.5]),
            }
        ),
        Case(
            {
                "kernel": _grid((3, 2, 2, 3), 32) / 2,
                "bias": np.array([0.5, -1.0, 2.0]),
                "mean": np.array([1.0, -0.5, 0.25]),
                "variance": np.array([0.09, 0.01, 2.25]),
                "scale": np.array([1.0, -0.75, 3.0]),
                "shift": np.array([0.5, 2.0, -0.25]),
            }
        ),
    ),
)

EXERCISES = (SEPARABLE, BATCH_NORM, CHAIN_SLOPE, FOLD_NORM)


# --- questions ---------------------------------------------------------------------------------------

FULL = conv_parameters(3, 64, 128, bias=False)
IN_TWO_STEPS = 3 * 3 * 64 + 64 * 128

QUESTIONS = (
    Number(
        "deep_cell_sees",
        "Two 3×3 convolutions with stride 1 come before 2×2 pooling with stride 2. How many pixels does one "
        "pooled cell see along a side?",
        answer=1 + 2 + 2 + 1,
        right="1, then 2 more for each 3×3 kernel, and 1 more for the 2×2 window: 6. The stride of the "
        "pooling layer would count from the next layer on.",
        wrong={
            5: "That is before the pooling layer. Its window covers two neighbouring cells, which adds "
            "one pixel.",
            7: "The stride of a layer counts from the next layer on. The pooling layer adds one pixel.",
            8: "3 + 3 + 2 adds the kernel sizes. Each kernel of k adds k − 1.",
            10: "The pooling layer comes last, so its stride has no effect on what a cell sees.",
            18: "3 · 3 · 2 multiplies the kernel sizes. Neighbouring windows overlap.",
        },
        otherwise="Start with 1 and add k − 1 for each layer, times the strides of the layers before it.",
        recalls="12",
    ),
    Choices(
        "gradient_of_relu",
        "A ReLU receives −3, and the upstream gradient is 5. What does it send back?",
        Choice("5", "That is what it sends back where its input was positive."),
        Choice("−15", "The input isn't a factor here. The slope of ReLU is 0 or 1."),
        Choice(
            "−3", "That is the input. The gradient is the slope of ReLU there, times the upstream gradient."
        ),
        Choice("0", "For inputs below 0, ReLU is flat: its slope is 0, and 0 · 5 = 0.", right=True),
        recalls="11",
    ),
    Choices(
        "choose_by_what",
        "You have trained four networks and want to keep one. Which images decide?",
        Choice(
            "The training images",
            "The network that overfits most would win, however badly it does on new images.",
        ),
        Choice(
            "The validation images",
            "No network was trained on them, and the test images stay unused for the final judgement.",
            right=True,
        ),
        Choice(
            "The test images",
            "After that they can no longer judge the result: the choice may merely happen to suit them.",
        ),
        recalls="09",
    ),
    Number(
        "pointwise_weights",
        "A 1×1 convolution turns 64 channels into 16. How many weights does it have, without biases?",
        answer=conv_parameters(1, 64, 16, bias=False),
        right="Each of the 16 filters has one weight for each of the 64 channels.",
        wrong={
            64: "That is one filter. There are 16 of them.",
            16: "Each of the 16 filters has a weight for each channel that comes in.",
            80: "Multiply the channels that come in by the channels that go out. Don't add them.",
            1040: "Those are the parameters with the 16 biases.",
            9216: "That would be a 3×3 kernel. Here the window is a single pixel.",
        },
        otherwise="A filter spans all channels that come in: 1 · 1 · 64 weights.",
    ),
    Number(
        "separable_weights",
        "A 3×3 convolution from 64 to 128 channels has 73,728 weights. How many are there in the two-step "
        "version, 3×3 depthwise and then 1×1?",
        answer=IN_TWO_STEPS,
        right="3 · 3 · 64 = 576 for the grids, and 64 · 128 = 8,192 for the mixing.",
        wrong={
            8192: "That is the 1×1 step. Add the depthwise grids, 3 · 3 for each channel.",
            576: "That is the depthwise step. Add the 1×1 convolution from 64 to 128 channels.",
            9344: "The depthwise step has a grid for each channel that comes in, and only 64 come in.",
            4718592: "You have both steps, one after the other, so add their weights.",
            73728: "That is the full convolution. In two steps, the 3×3 grids don't look across channels.",
        },
        otherwise="One 3×3 grid for each of the 64 channels, plus a 64×128 matrix.",
    ),
    Choices(
        "alone_or_in_company",
        "In training, batch norm takes the mean and the spread from the batch. You give the layer the same "
        "image twice, but with different images beside it in the batch each time. What comes out for that "
        "image?",
        Choice(
            "The same numbers both times",
            "That would be true if the mean and spread came from this image alone, or were fixed.",
        ),
        Choice(
            "Different numbers",
            "The other images change mean and spread, and with them this image's numbers.",
            right=True,
        ),
        Choice("Zeros", "It's the mean of the whole batch that becomes 0, not every number in it."),
    ),
    Number(
        "halved_sixteen_times",
        "A gradient passes back through 16 layers, and each one halves it. What is left, as a fraction "
        "1/n? Type n.",
        answer=2**16,
        right="2 to the power of 16. After 32 layers, one part in 4.3 billion would be left.",
        wrong={
            32: "Each layer halves what is left, so 2 is multiplied by itself 16 times, not 2 · 16.",
            16: "Each layer divides by 2: after two layers 4, after three 8.",
            256: "That is 16 · 16, or eight layers. Each layer multiplies n by 2.",
            32768: "That is 15 layers.",
        },
        otherwise="After one layer 1/2, after two 1/4, after three 1/8.",
    ),
    Choices(
        "place_after_pooling",
        "A network ends in global average pooling and a dense layer. You cut its last feature maps into "
        "cells and put the cells of every map in the same new order. What happens to its answer?",
        Choice(
            "It stays the same", "Each map becomes its mean, and a mean doesn't depend on order.", right=True
        ),
        Choice("It becomes a guess", "It may with Flatten, where each place has weights of its own."),
        Choice(
            "The order of the classes changes",
            "Class scores come from the means, and the means are unchanged.",
        ),
        Choice(
            "It is less certain, but stays right",
            "Nothing changes at all: the dense layer receives the same numbers.",
        ),
    ),
    Choices(
        "why_random_features",
        "Suppose a network that has learned five classes is good at five new ones. Why also try a frozen "
        "network with random weights?",
        Choice(
            "It might be faster",
            "It is faster, because nothing is trained on the old classes. But that isn't its purpose.",
        ),
        Choice(
            "To see how much comes from what was learned, and how much from the layers themselves",
            "Random kernels find edges too. Only the difference between the two networks comes from "
            "training.",
            right=True,
        ),
        Choice(
            "To find the best initial weights",
            "You don't choose anything by it. It is there only for comparison.",
        ),
        Choice(
            "Because the new classes are unknown",
            "Neither network has seen the new classes. The difference is that one has learned the old ones.",
        ),
    ),
)
