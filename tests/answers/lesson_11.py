"""Answers to the exercises of lesson 11, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import numpy as np
import scipy.signal

from helpers import conv2d, flip, relu
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- gradient_by_hand --------------------------------------------------------------------------------

ANSWERS.values("gradient_by_hand", None, [[1, -5], [4, 2]], np.array([[1.0, -5.0], [4.0, 2.0]]))
ANSWERS.values("gradient_by_hand", "all signs are reversed", [[-1, 5], [-4, -2]])
ANSWERS.values("gradient_by_hand", "all four are twice as large as they should be", [[2, -10], [8, 4]])
ANSWERS.values("gradient_by_hand", "the upstream gradient is left out", [[6, 4], [5, 8]])
ANSWERS.values("gradient_by_hand", "the upstream gradient is flipped", [[3, 1], [-5, 4]])
ANSWERS.values("gradient_by_hand", "the upstream gradient is transposed", [[4, 1], [-5, 5]])
ANSWERS.values("gradient_by_hand", "the result is transposed", [[1, 4], [-5, 2]])
ANSWERS.values("gradient_by_hand", "the mean instead of the sum", [[0.25, -1.25], [1, 0.5]])
ANSWERS.values(
    "gradient_by_hand", "there are not two rows of two slopes", 0, [1, -5, 4, 2], [[1, -5, 0], [4, 0, 0]]
)
ANSWERS.values("gradient_by_hand", "some of the four are right, not all", [[1, -5], [4, 3]], [[1, 5], [4, 2]])
ANSWERS.values("gradient_by_hand", "the wrong kind of thing", "1 -5 4 2")
ANSWERS.values("gradient_by_hand", "", [[9, 9], [9, 9]])

# --- input_gradient ----------------------------------------------------------------------------------


@right("input_gradient")
def one_full_convolution(kernel, upstream):
    return conv2d(upstream, kernel[::-1, ::-1], padding="full")


@right("input_gradient")
def every_output_sends_its_share(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((upstream.shape[0] + rows - 1, upstream.shape[1] + columns - 1))
    for r in range(upstream.shape[0]):
        for c in range(upstream.shape[1]):
            back[r : r + rows, c : c + columns] += upstream[r, c] * kernel
    return back


@right("input_gradient")
def with_scipy(kernel, upstream):
    return scipy.signal.convolve2d(upstream, kernel)


@right("input_gradient")
def with_lists(kernel, upstream):
    (a, b), (c, d) = kernel.shape, upstream.shape
    back = [[0] * (b + d - 1) for _ in range(a + c - 1)]
    for i in range(a):
        for j in range(b):
            for r in range(c):
                for s in range(d):
                    back[r + i][s + j] += kernel[i, j] * upstream[r, s]
    return back


@wrong("input_gradient", "the kernel is not flipped")
def forgets_the_flip(kernel, upstream):
    return conv2d(upstream, kernel, padding="full")


@wrong("input_gradient", "the kernel is not flipped")
def flips_and_convolves(kernel, upstream):
    return scipy.signal.convolve2d(upstream, kernel[::-1, ::-1])


@wrong("input_gradient", "flipped top to bottom only")
def reverses_the_rows(kernel, upstream):
    return conv2d(upstream, kernel[::-1], padding="full")


@wrong("input_gradient", "flipped left to right only")
def reverses_the_columns(kernel, upstream):
    return conv2d(upstream, np.fliplr(kernel), padding="full")


@wrong("input_gradient", "transposed instead of flipped")
def transposes(kernel, upstream):
    return conv2d(upstream, kernel.T, padding="full")


@wrong("input_gradient", "the whole result is upside down")
def flips_the_upstream_gradient(kernel, upstream):
    return conv2d(upstream[::-1, ::-1], kernel, padding="full")


@wrong("input_gradient", "both are flipped, or have changed places")
def flips_both(kernel, upstream):
    return conv2d(flip(upstream), flip(kernel), padding="full")


@wrong("input_gradient", "decimals are cut off")
def asks_for_whole_numbers(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((upstream.shape[0] + rows - 1, upstream.shape[1] + columns - 1), dtype=int)
    for r in range(upstream.shape[0]):
        for c in range(upstream.shape[1]):
            back[r : r + rows, c : c + columns] += (upstream[r, c] * kernel).astype(int)
    return back


@wrong("input_gradient", "valid padding")
def never_pads(kernel, upstream):
    return conv2d(upstream, kernel[::-1, ::-1])


@wrong("input_gradient", "same padding")
def keeps_the_size_of_the_output(kernel, upstream):
    return conv2d(upstream, kernel[::-1, ::-1], padding="same")


@wrong("input_gradient", "one ring of padding for every kernel")
def pads_by_one(kernel, upstream):
    return conv2d(np.pad(upstream, 1), kernel[::-1, ::-1])


@wrong("input_gradient", "later shares overwrite earlier ones")
def writes_instead_of_adding(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((upstream.shape[0] + rows - 1, upstream.shape[1] + columns - 1))
    for r in range(upstream.shape[0]):
        for c in range(upstream.shape[1]):
            back[r : r + rows, c : c + columns] = upstream[r, c] * kernel
    return back


@wrong("input_gradient", "the weights are left out")
def spreads_the_upstream_alone(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((upstream.shape[0] + rows - 1, upstream.shape[1] + columns - 1))
    for r in range(upstream.shape[0]):
        for c in range(upstream.shape[1]):
            back[r : r + rows, c : c + columns] += upstream[r, c]
    return back


@wrong("input_gradient", "it stops with ValueError")
def makes_the_grid_too_small(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros(upstream.shape)
    for r in range(upstream.shape[0]):
        for c in range(upstream.shape[1]):
            back[r : r + rows, c : c + columns] += upstream[r, c] * kernel
    return back


@wrong("input_gradient", "printed instead of returned")
def prints_the_gradient(kernel, upstream):
    print(conv2d(upstream, kernel[::-1, ::-1], padding="full"))


@wrong("input_gradient", "too large by a factor of 2")
def doubles_it(kernel, upstream):
    return 2 * conv2d(upstream, kernel[::-1, ::-1], padding="full")


# --- training_step -----------------------------------------------------------------------------------


@right("training_step")
def four_lines(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    new_kernel = kernel - rate * conv2d(image, upstream)
    new_bias = bias - rate * upstream.sum()
    return new_kernel, new_bias


@right("training_step")
def with_loops_and_lists(image, kernel, bias, target, rate):
    rows, columns = kernel.shape
    down, across = target.shape
    error = [[0] * across for _ in range(down)]
    for r in range(down):
        for c in range(across):
            window = image[r : r + rows, c : c + columns]
            error[r][c] = (window * kernel).sum() + bias - target[r, c]
    new = []
    for i in range(rows):
        new.append([])
        for j in range(columns):
            slope = sum(error[r][c] * image[r + i, c + j] for r in range(down) for c in range(across))
            new[-1].append(kernel[i, j] - rate * slope)
    return [new, np.array([bias - rate * sum(map(sum, error))])]


@right("training_step")
def target_minus_output_and_plus(image, kernel, bias, target, rate):
    wanted = target - (conv2d(image, kernel) + bias)
    return kernel + rate * scipy.signal.correlate2d(image, wanted, mode="valid"), bias + rate * np.sum(wanted)


@wrong("training_step", "the step goes uphill")
def adds_the_slope(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel + rate * conv2d(image, upstream), bias + rate * upstream.sum()


@wrong("training_step", "the kernel goes uphill")
def adds_the_kernels_slopes(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel + rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the bias goes uphill")
def adds_the_slope_of_the_bias(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream), bias + rate * upstream.sum()


@wrong("training_step", "the step goes uphill")
def target_minus_output(image, kernel, bias, target, rate):
    upstream = target - conv2d(image, kernel, bias)
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the learning rate is left out")
def takes_the_whole_slope(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - conv2d(image, upstream), bias - upstream.sum()


@wrong("training_step", "the bias stays as it was")
def forgets_the_bias(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream), bias


@wrong("training_step", "the kernel stays as it was")
def forgets_the_kernel(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel, bias - rate * upstream.sum()


@wrong("training_step", "the bias moves after the kernel has moved")
def computes_the_output_again(image, kernel, bias, target, rate):
    kernel = kernel - rate * conv2d(image, conv2d(image, kernel, bias) - target)
    bias = bias - rate * (conv2d(image, kernel, bias) - target).sum()
    return kernel, bias


@wrong("training_step", "the slopes are returned")
def returns_the_gradients(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return conv2d(image, upstream), upstream.sum()


@wrong("training_step", "the bias is left out of the output")
def convolves_without_bias(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel) - target
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the mean instead of the sum")
def averages_the_errors(image, kernel, bias, target, rate):
    upstream = (conv2d(image, kernel, bias) - target) / target.size
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the half is forgotten")
def slope_of_the_whole_square(image, kernel, bias, target, rate):
    upstream = 2 * (conv2d(image, kernel, bias) - target)
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the squares are sent back")
def sends_the_losses_back(image, kernel, bias, target, rate):
    losses = (conv2d(image, kernel, bias) - target) ** 2 / 2
    return kernel - rate * conv2d(image, losses), bias - rate * losses.sum()


@wrong("training_step", "the bias has become a grid")
def forgets_to_sum(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream


@wrong("training_step", "kernel and bias have changed places")
def bias_first(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return bias - rate * upstream.sum(), kernel - rate * conv2d(image, upstream)


@wrong("training_step", "the bias takes the mean")
def averages_for_the_bias(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.mean()


@wrong("training_step", "decimals are written into whole numbers")
def scales_the_upstream_gradient_in_place(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    upstream *= rate
    return kernel - conv2d(image, upstream), bias - upstream.sum()


@wrong("training_step", "decimals are written into whole numbers")
def changes_a_kernel_of_whole_numbers(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    kernel -= rate * conv2d(image, upstream)
    return kernel, bias - rate * upstream.sum()


@wrong("training_step", "the input is changed in place")
def writes_into_the_kernel(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    kernel[:] = kernel - rate * conv2d(image, upstream)
    return kernel, bias - rate * upstream.sum()


@wrong("training_step", "the wrong kind of thing")
def returns_the_kernel_alone(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream)


# --- slopes_by_trying --------------------------------------------------------------------------------


@right("slopes_by_trying")
def one_weight_after_the_other(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            up, down = kernel.astype(float), kernel.astype(float)
            up[i, j] += step
            down[i, j] -= step
            higher = ((conv2d(image, up) - target) ** 2).sum() / 2
            lower = ((conv2d(image, down) - target) ** 2).sum() / 2
            slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@right("slopes_by_trying")
def with_one_hot_moves(image, kernel, target, step):
    slopes = []
    for move in np.eye(kernel.size).reshape(-1, *kernel.shape):
        losses = [0.5 * np.sum((conv2d(image, kernel + s * step * move) - target) ** 2) for s in (1, -1)]
        slopes.append((losses[0] - losses[1]) / step / 2)
    return np.array(slopes).reshape(kernel.shape).tolist()


@wrong("slopes_by_trying", "the slopes are computed, not tried")
def knows_the_formula(image, kernel, target, step):
    return conv2d(image, conv2d(image, kernel) - target)


@wrong("slopes_by_trying", "twice as large as it should be")
def divides_by_one_step(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[i, j] += step
        down[i, j] -= step
        higher = ((conv2d(image, up) - target) ** 2).sum() / 2
        lower = ((conv2d(image, down) - target) ** 2).sum() / 2
        slopes[i, j] = (higher - lower) / step
    return slopes


@wrong("slopes_by_trying", "not divided by how far the weight moved")
def gives_the_change(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[i, j] += step
        down[i, j] -= step
        higher = ((conv2d(image, up) - target) ** 2).sum() / 2
        slopes[i, j] = higher - ((conv2d(image, down) - target) ** 2).sum() / 2
    return slopes


@wrong("slopes_by_trying", "up only")
def goes_up_only(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    here = ((conv2d(image, kernel) - target) ** 2).sum() / 2
    for i, j in np.ndindex(kernel.shape):
        up = kernel.astype(float)
        up[i, j] += step
        slopes[i, j] = (((conv2d(image, up) - target) ** 2).sum() / 2 - here) / step
    return slopes


@wrong("slopes_by_trying", "down only")
def goes_down_only(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    here = ((conv2d(image, kernel) - target) ** 2).sum() / 2
    for i, j in np.ndindex(kernel.shape):
        down = kernel.astype(float)
        down[i, j] -= step
        slopes[i, j] = (here - ((conv2d(image, down) - target) ** 2).sum() / 2) / step
    return slopes


@wrong("slopes_by_trying", "the signs are reversed")
def takes_up_from_down(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[i, j] += step
        down[i, j] -= step
        higher = ((conv2d(image, up) - target) ** 2).sum() / 2
        lower = ((conv2d(image, down) - target) ** 2).sum() / 2
        slopes[i, j] = (lower - higher) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "a weight is not put back")
def leaves_the_weights_moved(image, kernel, target, step):
    slopes, moved = np.zeros(kernel.shape), kernel.astype(float)
    for i, j in np.ndindex(kernel.shape):
        moved[i, j] += step
        higher = ((conv2d(image, moved) - target) ** 2).sum() / 2
        moved[i, j] -= 2 * step
        lower = ((conv2d(image, moved) - target) ** 2).sum() / 2
        slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "all weights are moved at once")
def moves_the_whole_kernel(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        higher = ((conv2d(image, kernel + step) - target) ** 2).sum() / 2
        lower = ((conv2d(image, kernel - step) - target) ** 2).sum() / 2
        slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "the small step is cut off")
def copies_whole_numbers(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        up, down = kernel.copy(), kernel.copy()
        up[i, j] = kernel[i, j] + step
        down[i, j] = kernel[i, j] - step
        higher = ((conv2d(image, up) - target) ** 2).sum() / 2
        lower = ((conv2d(image, down) - target) ** 2).sum() / 2
        slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "the slopes are cut off")
def collects_them_in_whole_numbers(image, kernel, target, step):
    slopes = np.zeros_like(kernel)
    for i, j in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[i, j] += step
        down[i, j] -= step
        higher = ((conv2d(image, up) - target) ** 2).sum() / 2
        lower = ((conv2d(image, down) - target) ** 2).sum() / 2
        slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "the slope of the mean")
def takes_the_mean_error(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[i, j] += step
        down[i, j] -= step
        higher = ((conv2d(image, up) - target) ** 2).mean()
        lower = ((conv2d(image, down) - target) ** 2).mean()
        slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "it does not end")
def never_moves_on(image, kernel, target, step):
    place, slopes = 0, np.zeros(kernel.size)
    while place < kernel.size:
        moved = kernel.astype(float)
        moved.flat[place] += step
    return slopes


@wrong("slopes_by_trying", "the input is changed in place")
def moves_the_kernel_itself(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i, j in np.ndindex(kernel.shape):
        before = kernel[i, j]
        kernel[i, j] = before + step
        higher = ((conv2d(image, kernel) - target) ** 2).sum() / 2
        kernel[i, j] = before - step
        lower = ((conv2d(image, kernel) - target) ** 2).sum() / 2
        slopes[i, j] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "nothing is returned")
def forgets_to_return(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    slopes += conv2d(image, conv2d(image, kernel) - target)


# --- wrong_gradient ----------------------------------------------------------------------------------

ANSWERS.values("wrong_gradient", None, ["bias", 1], ("bias", 1.0000000001), ["Bias ", np.array([1.0])])
ANSWERS.values("wrong_gradient", "that is the claimed value", ["bias", -1])
ANSWERS.values(
    "wrong_gradient",
    "that gradient is right as it is claimed",
    ["kernel", [[3, -4], [0, 5]]],
    ["input", np.zeros((3, 3))],
    ["kernel", 1],
)
ANSWERS.values("wrong_gradient", "the bias has one slope", ["bias", [[1, 2], [0, -2]]])
ANSWERS.values("wrong_gradient", "the right gradient is found, its value is not", ["bias", 2], ["bias", 0])
ANSWERS.values("wrong_gradient", "the wrong kind of thing", "bias", 1, [1, "bias"], ["image", 1], ["bias"])

# --- dense_gradient ----------------------------------------------------------------------------------


@right("dense_gradient")
def two_matrix_products(inputs, weights, upstream):
    return inputs.T @ upstream, upstream @ weights.T


@right("dense_gradient")
def three_loops(inputs, weights, upstream):
    weight_slopes, input_slopes = np.zeros(weights.shape), np.zeros(inputs.shape)
    for n in range(inputs.shape[0]):
        for i in range(weights.shape[0]):
            for j in range(weights.shape[1]):
                weight_slopes[i, j] += inputs[n, i] * upstream[n, j]
                input_slopes[n, i] += weights[i, j] * upstream[n, j]
    return weight_slopes, input_slopes


@right("dense_gradient")
def one_image_after_the_other(inputs, weights, upstream):
    weight_slopes = sum(np.outer(row, up) for row, up in zip(inputs, upstream, strict=True))
    return [weight_slopes.tolist(), [np.dot(weights, up) for up in upstream]]


@right("dense_gradient")
def with_einsum(inputs, weights, upstream):
    return np.einsum("ni,nj->ij", inputs, upstream), np.einsum("ij,nj->ni", weights, upstream)


@wrong("dense_gradient", "the two have changed places")
def inputs_first(inputs, weights, upstream):
    return upstream @ weights.T, inputs.T @ upstream


@wrong("dense_gradient", "the slopes of the weights are transposed")
def units_in_rows(inputs, weights, upstream):
    return upstream.T @ inputs, upstream @ weights.T


@wrong("dense_gradient", "the slopes of the inputs are transposed")
def images_in_columns(inputs, weights, upstream):
    return inputs.T @ upstream, weights @ upstream.T


@wrong("dense_gradient", "both are transposed")
def both_the_other_way_round(inputs, weights, upstream):
    return (inputs.T @ upstream).T, (upstream @ weights.T).T


@wrong("dense_gradient", "the mean over the images")
def divides_by_the_images(inputs, weights, upstream):
    return inputs.T @ upstream / len(inputs), upstream @ weights.T


@wrong("dense_gradient", "the first image only")
def takes_the_first_image(inputs, weights, upstream):
    return np.outer(inputs[0], upstream[0]), upstream @ weights.T


@wrong("dense_gradient", "the images are mixed up")
def takes_one_outer_product(inputs, weights, upstream):
    return np.outer(inputs, upstream), upstream @ weights.T


@wrong("dense_gradient", "the inputs' slopes are added over the images")
def adds_the_inputs_too(inputs, weights, upstream):
    return inputs.T @ upstream, (upstream @ weights.T).sum(axis=0)


@wrong("dense_gradient", "the weights are left out")
def passes_the_same_to_all_inputs(inputs, weights, upstream):
    return inputs.T @ upstream, np.tile(upstream.sum(axis=1, keepdims=True), weights.shape[0])


@wrong("dense_gradient", "the inputs are left out")
def sends_upstream_to_every_weight(inputs, weights, upstream):
    return np.tile(upstream.sum(axis=0), (weights.shape[0], 1)), upstream @ weights.T


@wrong("dense_gradient", "all signs are reversed")
def goes_down(inputs, weights, upstream):
    return -inputs.T @ upstream, -upstream @ weights.T


@wrong("dense_gradient", "it stops with ValueError")
def forgets_the_transposes(inputs, weights, upstream):
    return inputs @ upstream, upstream @ weights


@wrong("dense_gradient", "the input is changed in place")
def adds_to_the_weights_themselves(inputs, weights, upstream):
    weights[:] = 0
    for row, up in zip(inputs, upstream, strict=True):
        weights[:] = weights + np.outer(row, up)
    return weights, upstream @ weights.T


@wrong("dense_gradient", "the wrong kind of thing")
def returns_the_weights_alone(inputs, weights, upstream):
    return inputs.T @ upstream


@wrong("dense_gradient", "nothing is returned")
def keeps_both(inputs, weights, upstream):
    both = inputs.T @ upstream, upstream @ weights.T
    len(both)


# --- written without looking at the tables -----------------------------------------------------------


ANSWERS.values("gradient_by_hand", "the upstream gradient itself is given", [[0, 1], [-2, 1]])


ANSWERS.values("gradient_by_hand", "one product for each weight", [[0, 0], [-2, 3]])


@wrong("input_gradient", "8 bits are too few")
def bytes_again(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((upstream.shape[0] + rows - 1, upstream.shape[1] + columns - 1), dtype="uint8")
    for r, c in np.ndindex(*upstream.shape):
        back[r : r + rows, c : c + columns] += (upstream[r, c] * kernel).astype("uint8")
    return back


@wrong("input_gradient", "the upstream gradient is left out")
def upstream_left_out(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((upstream.shape[0] + rows - 1, upstream.shape[1] + columns - 1))
    for r, c in np.ndindex(*upstream.shape):
        back[r : r + rows, c : c + columns] += kernel
    return back


@wrong("input_gradient", "only the last output counts")
def reset_in_the_loop(kernel, upstream):
    for r, c in np.ndindex(*upstream.shape):
        back = np.zeros((upstream.shape[0] + kernel.shape[0] - 1, upstream.shape[1] + kernel.shape[1] - 1))
        back[r : r + kernel.shape[0], c : c + kernel.shape[1]] += upstream[r, c] * kernel
    return back


@wrong("dense_gradient", "the last image only")
def last_image_only(x, w, u):
    return ([np.outer(a, b) for a, b in zip(x, u, strict=True)][-1], u @ w.T)


@wrong("dense_gradient", "the slopes of the weights are not added over the images")
def a_grid_for_each_image(x, w, u):
    return (x[:, :, None] * u[:, None, :], u @ w.T)


@wrong("dense_gradient", "added over the images before multiplying")
def outer_of_sums(x, w, u):
    return (np.outer(x.sum(axis=0), u.sum(axis=0)), u @ w.T)


@wrong("training_step", "the learning rate is built in")
def takes_the_rate_of_the_example(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - 0.05 * conv2d(image, upstream), bias - 0.05 * upstream.sum()


@wrong("training_step", "the signs of the errors are lost")
def takes_absolute_errors(image, kernel, bias, target, rate):
    upstream = np.abs(conv2d(image, kernel, bias) - target)
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the kernel's gradient is flipped")
def flips_the_gradient(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream)[::-1, ::-1], bias - rate * upstream.sum()


@wrong("slopes_by_trying", "a weight is not put back")
def moves_two_kernels_on_and_on(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    up, down = kernel.astype(float), kernel.astype(float)
    for place in np.ndindex(*kernel.shape):
        up[place] += step
        down[place] -= step
        higher, lower = (((conv2d(image, one) - target) ** 2).sum() / 2 for one in (up, down))
        slopes[place] = (higher - lower) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "the sum is squared")
def squares_the_sum_of_the_errors(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(*kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[place] += step
        down[place] -= step
        higher, lower = ((conv2d(image, one) - target).sum() ** 2 / 2 for one in (up, down))
        slopes[place] = (higher - lower) / (2 * step)
    return slopes


ANSWERS.values("gradient_by_hand", "the four slopes are right, their places are not", [[-5, 2], [1, 4]])
ANSWERS.values("wrong_gradient", None, {"bias": 1}, np.array(["bias", 1], dtype=object))


@wrong("training_step", "ReLU is applied")
def steps_through_relu(image, kernel, bias, target, rate):
    error = np.maximum(conv2d(image, kernel, bias), 0) - target
    return kernel - rate * conv2d(image, error), bias - rate * error.sum()


def _loss(image, kernel, target):
    return ((conv2d(image, kernel) - target) ** 2).sum() / 2


@wrong("slopes_by_trying", "a whole row is moved at once")
def moves_rows(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for i in range(len(kernel)):
        up, down = kernel.astype(float), kernel.astype(float)
        up[i] += step
        down[i] -= step
        slopes[i] = (_loss(image, up, target) - _loss(image, down, target)) / (2 * step)
    return slopes


@wrong("slopes_by_trying", "the target is left out")
def forgets_the_target(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[place] += step
        down[place] -= step
        slopes[place] = ((conv2d(image, up) ** 2).sum() - (conv2d(image, down) ** 2).sum()) / (4 * step)
    return slopes


@wrong("slopes_by_trying", "a new kernel, not slopes")
def takes_a_step(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[place] += step
        down[place] -= step
        slopes[place] = (_loss(image, up, target) - _loss(image, down, target)) / (2 * step)
    return kernel - step * slopes


# --- the fifth set, written from the task texts alone -------------------------------------------------


@wrong("training_step", "the target is left out")
def sends_the_output_back(image, kernel, bias, target, rate):
    output = conv2d(image, kernel, bias)
    return kernel - rate * conv2d(image, output), bias - rate * output.sum()


@wrong("training_step", "the learning rate is left out for the bias")
def moves_the_bias_by_its_slope(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream), bias - upstream.sum()


@wrong("slopes_by_trying", "brackets are missing")
def divides_the_second_loss_only(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        up, down = kernel.astype(float), kernel.astype(float)
        up[place] += step
        down[place] -= step
        losses = [((conv2d(image, one) - target) ** 2).sum() / 2 for one in (up, down)]
        slopes[place] = losses[0] - losses[1] / (2 * step)
    return slopes


@wrong("input_gradient", "it stops with ValueError")
def makes_room_for_a_square(kernel, upstream):
    back = np.zeros((3, 3))
    for i in range(2):
        for j in range(2):
            back[i : i + 2, j : j + 2] += upstream[i, j] * kernel
    return back


@wrong("dense_gradient", "the last unit only")
def overwrites_the_slopes_of_the_inputs(inputs, weights, upstream):
    slopes = np.zeros(inputs.shape)
    for n, i, unit in np.ndindex(*inputs.shape, weights.shape[1]):
        slopes[n, i] = weights[i, unit] * upstream[n, unit]
    return inputs.T @ upstream, slopes


@wrong("dense_gradient", "it stops with ValueError")
def forgets_to_transpose(inputs, weights, upstream):
    return inputs.T @ upstream, upstream @ weights


@wrong("training_step", "the step has another length")
def forgets_half_of_the_slope(image, kernel, bias, target, rate):
    upstream = (conv2d(image, kernel, bias) - target) / 2
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("dense_gradient", "the slopes of the weights are right, those of the inputs are not")
def keeps_the_units_apart(inputs, weights, upstream):
    return inputs.T @ upstream, upstream[:, np.newaxis, :] * weights


@wrong("input_gradient", "it stops with ValueError")
def takes_the_sizes_of_the_lesson(kernel, upstream):
    back = np.zeros((3, 3))
    for row, column in np.ndindex(2, 2):
        back[row : row + 2, column : column + 2] += upstream[row, column] * kernel
    return back


@wrong("slopes_by_trying", "the two losses are the same")
def gives_one_array_two_names(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(*kernel.shape):
        up = down = kernel.astype(float)
        up[place] += step
        down[place] -= step
        losses = [((conv2d(image, one) - target) ** 2).sum() / 2 for one in (up, down)]
        slopes[place] = (losses[0] - losses[1]) / (2 * step)
    return slopes


@wrong("dense_gradient", "it stops with ValueError")
def multiplies_number_by_number(inputs, weights, upstream):
    return inputs.T * upstream, upstream * weights.T


@right("slopes_by_trying")
def puts_the_weight_back(image, kernel, target, step):
    moved, slopes = kernel.astype(float), []
    for place in np.ndindex(*kernel.shape):
        losses = []
        for change in (step, -step):
            moved[place] = kernel[place] + change
            losses.append(((conv2d(image, moved) - target) ** 2).sum() / 2)
        moved[place] = kernel[place]
        slopes.append((losses[0] - losses[1]) / (2 * step))
    return np.reshape(slopes, kernel.shape)


@wrong("input_gradient", "decimals are cut off")
def makes_a_grid_for_the_kernel(kernel, upstream):
    rows, columns = kernel.shape
    back = np.zeros((rows + len(upstream) - 1, columns + len(upstream[0]) - 1), dtype=kernel.dtype)
    for row, column in np.ndindex(*upstream.shape):
        before = back[row : row + rows, column : column + columns]
        back[row : row + rows, column : column + columns] = before + upstream[row, column] * kernel
    return back


@wrong("input_gradient", "it returns too early")
def returns_after_the_first_output(kernel, upstream):
    kh, kw = kernel.shape
    back = np.zeros((upstream.shape[0] + kh - 1, upstream.shape[1] + kw - 1))
    for r, c in np.ndindex(upstream.shape):
        back[r : r + kh, c : c + kw] += upstream[r, c] * kernel
        return back


@wrong("input_gradient", "the last row and column of upstream are left out")
def leaves_the_last_outputs_out(kernel, upstream):
    kh, kw = kernel.shape
    uh, uw = upstream.shape
    back = np.zeros((uh + kh - 1, uw + kw - 1))
    for r in range(uh - 1):
        for c in range(uw - 1):
            back[r : r + kh, c : c + kw] += upstream[r, c] * kernel
    return back


@wrong("training_step", "only the signs of the slopes count")
def signs_of_the_slopes(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * np.sign(conv2d(image, upstream)), bias - rate * np.sign(upstream.sum())


@wrong("training_step", "ReLU is applied")
def relu_forward_and_back(image, kernel, bias, target, rate):
    output = conv2d(image, kernel, bias)
    upstream = (relu(output) - target) * (output > 0)
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()


@wrong("training_step", "the step is repeated")
def a_hundred_steps(image, kernel, bias, target, rate):
    for _ in range(100):
        upstream = conv2d(image, kernel, bias) - target
        kernel, bias = kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()
    return kernel, bias


@right("input_gradient")
def pixel_by_pixel(kernel, upstream):
    (a, b), (h, w) = kernel.shape, upstream.shape
    return np.array(
        [
            [
                sum(
                    kernel[r - y, c - x] * upstream[y, x]
                    for y in range(h)
                    for x in range(w)
                    if 0 <= r - y < a and 0 <= c - x < b
                )
                for c in range(w + b - 1)
            ]
            for r in range(h + a - 1)
        ]
    )
