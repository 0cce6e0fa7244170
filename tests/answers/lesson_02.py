"""Answers to the exercises of lesson 02, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import math

import numpy as np
import scipy.signal
import scipy.sparse

from helpers import conv2d, conv2d_loops
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- falls -------------------------------------------------------------------------------------------

ANSWERS.values("falls", None, [1, -1], (1, -1), np.array([1.0, -1.0]))
ANSWERS.values("falls", "the kernel finds rises", [-1, 1], np.array([-1.0, 1.0]), [-2, 2])
ANSWERS.values("falls", "both weights are 0", [0, 0])
ANSWERS.values("falls", "the weights don't cancel", [1, -2], [-1, 2], [0.5, -1])
ANSWERS.values("falls", "the neighbours are added", [1, 1], [-1, -1])
ANSWERS.values("falls", "one neighbour is ignored", [1, 0], [0, -1])
ANSWERS.values("falls", "the sum is not as large as the fall", [2, -2], [0.5, -0.5])
ANSWERS.values("falls", "there are not two weights", [1, 0, -1], -1)
ANSWERS.values("falls", "the wrong kind of thing", "[1, -1]")

# --- window_sum --------------------------------------------------------------------------------------

ANSWERS.values("window_sum", None, 916, 916.0, np.float32(916), [916], [[916.0]])
ANSWERS.values("window_sum", "that is the first window", 577)
ANSWERS.values("window_sum", "that is the window before", 283)
ANSWERS.values("window_sum", "the weights are left out", 1112)
ANSWERS.values("window_sum", "the minus signs are lost", 1940)
ANSWERS.values("window_sum", "averaged instead of summed", 916 / 9)
ANSWERS.values("window_sum", "clipped at 255", 255)
ANSWERS.values("window_sum", "the kernel is flipped", 184)
ANSWERS.values("window_sum", "the kernel is transposed", 208)
ANSWERS.values("window_sum", "one product is missing", 196, 1012, 1044)
ANSWERS.values("window_sum", "one sign is lost", 1172)
ANSWERS.values(
    "window_sum", "the products are not summed", [[-128, 0, -192], [72, 720, -96], [252, 384, -96]]
)
ANSWERS.values("window_sum", "all signs are reversed", -916)
ANSWERS.values("window_sum", "the sum of one row", -320, 696, 540)
ANSWERS.values("window_sum", "three sums are not added up", [-320, 696, 540], [196, 1104, -384])
ANSWERS.values("window_sum", "the wrong kind of thing", "916")
ANSWERS.values("window_sum", "the number is too small", 900)


# --- count_stops -------------------------------------------------------------------------------------


@right("count_stops")
def steps_and_the_first_position(n, k, stride=1):
    return (n - k) // stride + 1


@right("count_stops")
def counts_the_starts(n, k, stride=1):
    return len(range(0, n - k + 1, stride))


@right("count_stops")
def moves_until_it_sticks_out(n, k, stride=1):
    positions, start = 0, 0
    while start + k <= n:
        positions += 1
        start += stride
    return float(positions)


@wrong("count_stops", "the first position is not counted")
def counts_the_steps(n, k, stride=1):
    return (n - k) // stride


@wrong("count_stops", "one position too many")
def adds_two(n, k, stride=1):
    return (n - k) // stride + 2


@wrong("count_stops", "the stride is ignored")
def every_position(n, k, stride=1):
    return n - k + 1


@wrong("count_stops", "the 1 is divided by the stride too")
def every_position_divided(n, k, stride=1):
    return (n - k + 1) // stride


@wrong("count_stops", "the size is divided by stride + 1")
def as_the_misprint_has_it(n, k, stride=1):
    return (n - k) // (stride + 1) + 1


@wrong("count_stops", "the window may stick out")
def one_for_each_pixel(n, k, stride=1):
    return math.ceil(n / stride)


@wrong("count_stops", "the window may stick out")
def pixels_over_stride(n, k, stride=1):
    return n // stride


@wrong("count_stops", "windows may not overlap")
def side_by_side(n, k, stride=1):
    return n // k


@wrong("count_stops", "floor missing")
def rounds_up(n, k, stride=1):
    return math.ceil((n - k) / stride) + 1


@wrong("count_stops", "floor missing")
def leaves_decimals(n, k, stride=1):
    return (n - k) / stride + 1


@wrong("count_stops", "floor missing")
def rounds_to_the_nearest(n, k, stride=1):
    return round((n - k) / stride) + 1


@wrong("count_stops", "the first position is not counted")
def counts_the_steps_in_decimals(n, k, stride=1):
    return (n - k) / stride


@wrong("count_stops", "the last position is not counted")
def ends_the_range_too_early(n, k, stride=1):
    return len(range(0, n - k, stride))


@wrong("count_stops", "the 1 is divided by the stride too")
def divides_every_position_in_decimals(n, k, stride=1):
    return (n - k + 1) / stride


@wrong("count_stops", "the stride is added instead of 1")
def adds_the_stride(n, k, stride=1):
    return (n - k) // stride + stride


@wrong("count_stops", "the division comes too early")
def divides_first(n, k, stride=1):
    return n // stride - k + 1


@wrong("count_stops", "multiplied by the stride")
def multiplies_by_the_stride(n, k, stride=1):
    return (n - k) * stride + 1


@wrong("count_stops", "k is added")
def adds_the_window(n, k, stride=1):
    return (n + k) // stride + 1


@wrong("count_stops", "the stride is 2 where none is given")
def skips_by_default(n, k, stride=2):
    return (n - k) // stride + 1


@wrong("count_stops", "the positions are listed, not counted")
def lists_the_starts(n, k, stride=1):
    return list(range(0, n - k + 1, stride))


@wrong("count_stops", "n and k are swapped")
def subtracts_the_pixels(n, k, stride=1):
    return (k - n) // stride + 1


@wrong("count_stops", "printed instead of returned")
def prints_the_positions(n, k, stride=1):
    print((n - k) // stride + 1)


@wrong("count_stops", "it cannot be called as the task says")
def forgets_the_stride(n, k):
    return n - k + 1


@wrong("count_stops", "the result is always the same")
def always_three(n, k, stride=1):
    return 3


# --- conv2d, right -----------------------------------------------------------------------------------


@right("conv2d")
def four_loops(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@right("conv2d")
def two_loops_and_a_sum(image, kernel, stride=1):
    height, width = kernel.shape
    result = []
    for top in range(0, image.shape[0] - height + 1, stride):
        row = []
        for left in range(0, image.shape[1] - width + 1, stride):
            row.append(np.sum(image[top : top + height, left : left + width] * kernel))
        result.append(row)
    return result


@right("conv2d")
def with_einsum(image, kernel, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.einsum("rcij,ij->rc", windows, kernel)


@right("conv2d")
def with_tensordot_in_float32(image, kernel, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(image.astype("float32"), kernel.shape)
    return np.tensordot(windows[::stride, ::stride], kernel.astype("float32"), axes=2)


FINISHED = "a finished function does the work"


@wrong("conv2d", FINISHED)
def with_scipy(image, kernel, stride=1):
    return scipy.signal.correlate2d(image, kernel, mode="valid")[::stride, ::stride]


@right("conv2d")
def with_math_and_while(image, kernel, stride=1):
    rows = math.floor((image.shape[0] - kernel.shape[0]) / stride) + 1
    columns = math.floor((image.shape[1] - kernel.shape[1]) / stride) + 1
    result = np.empty((rows, columns), dtype=float)
    r = 0
    while r < rows:
        for c in range(columns):
            window = image[r * stride :, c * stride :][: kernel.shape[0], : kernel.shape[1]]
            result[r][c] = np.vdot(window, kernel)
        r += 1
    return result


@right("conv2d")
def prints_on_the_way(image, kernel, stride=1):
    result = four_loops(image, kernel, stride)
    for row in result:
        print("row", row)
    return result


@wrong("conv2d", FINISHED)
def calls_the_course(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride)


@wrong("conv2d", FINISHED)
def calls_scipy_from_inside(image, kernel, stride=1):
    from scipy.signal import correlate2d

    def one(part):
        return correlate2d(part, kernel, mode="valid")

    return one(image)[::stride, ::stride]


ANSWERS.values("conv2d", "that is the course's own function", conv2d, conv2d_loops)


@wrong("conv2d", "it cannot be called as the task says")
def wants_the_stride_by_name(image, kernel, *, stride=1):
    return four_loops(image, kernel, stride)


# --- conv2d, wrong: the kernel -----------------------------------------------------------------------


@wrong("conv2d", "the kernel is flipped")
def turns_the_kernel(image, kernel, stride=1):
    kernel = np.flip(kernel)
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            top, left = r * stride, c * stride
            window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[r, c] = (window * kernel).sum()
    return result


@wrong("conv2d", "the kernel is flipped")
def uses_scipys_convolution(image, kernel, stride=1):
    return scipy.signal.convolve2d(image, kernel, mode="valid")[::stride, ::stride]


@wrong("conv2d", "the kernel is flipped left to right")
def reads_the_columns_backwards(image, kernel, stride=1):
    return scipy.signal.correlate2d(image, kernel[:, ::-1], mode="valid")[::stride, ::stride]


@wrong("conv2d", "the kernel is flipped top to bottom")
def reads_the_rows_backwards(image, kernel, stride=1):
    return scipy.signal.correlate2d(image, kernel[::-1], mode="valid")[::stride, ::stride]


@wrong("conv2d", "the kernel is transposed")
def swaps_i_and_j(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[j, i]
    return result


@wrong("conv2d", "the kernel is transposed")
def transposes_first(image, kernel, stride=1):
    kernel = kernel.T
    return scipy.signal.correlate2d(image, kernel, mode="valid")[::stride, ::stride]


@wrong("conv2d", "the last row and column of the kernel are left out")
def stops_one_weight_early(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0] - 1):
                for j in range(kernel.shape[1] - 1):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d", "the weights are left out")
def forgets_the_weights(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            top, left = r * stride, c * stride
            result[r, c] = image[top : top + kernel.shape[0], left : left + kernel.shape[1]].sum()
    return result


@wrong("conv2d", "the kernel is taken for a square")
def loops_over_a_square_kernel(image, kernel, stride=1):
    k = kernel.shape[0]
    rows, columns = (image.shape[0] - k) // stride + 1, (image.shape[1] - k) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(k):
                for j in range(k):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d", "the image is taken for a square")
def stops_on_a_square_image(image, kernel, stride=1):
    n = image.shape[0]
    rows, columns = (n - kernel.shape[0]) // stride + 1, (n - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d", "a matrix product is taken")
def multiplies_matrices(image, kernel, stride=1):
    height, width = kernel.shape
    rows, columns = (image.shape[0] - height) // stride + 1, (image.shape[1] - width) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r * stride : r * stride + height, c * stride : c * stride + width]
            result[r, c] = (window @ kernel).sum()
    return result


@wrong("conv2d", "every window is the first one")
def never_moves(image, kernel, stride=1):
    rows, columns = (np.subtract(image.shape, kernel.shape) // stride) + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[i, j] * kernel[i, j]
    return result


@wrong("conv2d", "only the first pixel of each window is used")
def forgets_i_and_j(image, kernel, stride=1):
    rows, columns = (np.subtract(image.shape, kernel.shape) // stride) + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for weight in kernel.ravel():
                result[r, c] += float(image[r * stride, c * stride]) * weight
    return result


@wrong("conv2d", "the stride is put on the weights")
def strides_inside_the_window(image, kernel, stride=1):
    rows, columns = (np.subtract(image.shape, kernel.shape) // stride) + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r + stride * i, c + stride * j] * kernel[i, j]
    return result


@wrong("conv2d", "averaged instead of summed")
def takes_the_mean(image, kernel, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return (windows * kernel).mean(axis=(2, 3))


# --- conv2d, wrong: the border -----------------------------------------------------------------------


@wrong("conv2d", "border off by one")
def forgets_the_plus_one(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride
    columns = (image.shape[1] - kernel.shape[1]) // stride
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d", "border off by one")
def runs_past_the_edge(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 2
    columns = (image.shape[1] - kernel.shape[1]) // stride + 2
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d", "border off by one")
def forgets_the_plus_one_downwards(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride)[:-1]


@wrong("conv2d", "the map is as large as the image")
def makes_a_map_like_the_image(image, kernel, stride=1):
    result = np.zeros(image.shape)
    for r in range((image.shape[0] - kernel.shape[0]) // stride + 1):
        for c in range((image.shape[1] - kernel.shape[1]) // stride + 1):
            top, left = r * stride, c * stride
            window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[r, c] = np.sum(window * kernel)
    return result


@wrong("conv2d", "the image is padded")
def pads_to_full(image, kernel, stride=1):
    return scipy.signal.correlate2d(image, kernel)[::stride, ::stride]


@wrong("conv2d", "the image is padded")
def pads_by_one(image, kernel, stride=1):
    image = np.pad(image, 1)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.einsum("rcij,ij->rc", windows, kernel)


# --- conv2d, wrong: the stride -----------------------------------------------------------------------


@wrong("conv2d", "the stride is ignored")
def never_looks_at_the_stride(image, kernel, stride=1):
    return scipy.signal.correlate2d(image, kernel, mode="valid")


@wrong("conv2d", "the stride is ignored on one axis")
def strides_downwards_only(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r * stride : r * stride + kernel.shape[0], c : c + kernel.shape[1]]
            result[r, c] = (window * kernel).sum()
    return result


@wrong("conv2d", "the stride is ignored on one axis")
def strides_to_the_right_only(image, kernel, stride=1):
    return scipy.signal.correlate2d(image, kernel, mode="valid")[:, ::stride]


@wrong("conv2d", "the stride changes the size only")
def strides_in_the_size_only(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            result[r, c] = (image[r : r + kernel.shape[0], c : c + kernel.shape[1]] * kernel).sum()
    return result


@wrong("conv2d", "the stride leaves holes in the map")
def writes_where_the_window_starts(image, kernel, stride=1):
    result = np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1))
    for r in range(0, result.shape[0], stride):
        for c in range(0, result.shape[1], stride):
            result[r, c] = (image[r : r + kernel.shape[0], c : c + kernel.shape[1]] * kernel).sum()
    return result


@wrong("conv2d", "floor missing")
def divides_with_one_slash(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) / stride + 1
    columns = (image.shape[1] - kernel.shape[1]) / stride + 1
    result = np.zeros((rows, columns))
    return result


@wrong("conv2d", "floor missing")
def rounds_the_size_up(image, kernel, stride=1):
    rows = math.ceil((image.shape[0] - kernel.shape[0]) / stride) + 1
    columns = math.ceil((image.shape[1] - kernel.shape[1]) / stride) + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r * stride :, c * stride :][: kernel.shape[0], : kernel.shape[1]]
            result[r, c] = (window * kernel[: window.shape[0], : window.shape[1]]).sum()
    return result


@wrong("conv2d", "the size is divided by stride + 1")
def trusts_the_misprint(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // (stride + 1) + 1
    columns = (image.shape[1] - kernel.shape[1]) // (stride + 1) + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            top, left = r * stride, c * stride
            window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[r, c] = (window * kernel).sum()
    return result


# --- conv2d, wrong: the numbers ----------------------------------------------------------------------


@wrong("conv2d", "integer overflow")
def keeps_the_type_of_the_image(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns), dtype=image.dtype)
    for r in range(rows):
        for c in range(columns):
            top, left = r * stride, c * stride
            window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[r, c] = np.array(np.sum(window * kernel)).astype(image.dtype)
    return result


@wrong("conv2d", "the decimals are cut off")
def makes_a_map_of_whole_numbers(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns), dtype=int)
    for r in range(rows):
        for c in range(columns):
            top, left = r * stride, c * stride
            window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[r, c] = np.sum(window * kernel)
    return result


@wrong("conv2d", "clipped to 0 … 255")
def clips(image, kernel, stride=1):
    return np.clip(conv2d(image, kernel, stride=stride), 0, 255)


@wrong("conv2d", "negative sums are lost")
def keeps_what_is_positive(image, kernel, stride=1):
    return np.maximum(conv2d(image, kernel, stride=stride), 0)


@wrong("conv2d", "the result is transposed")
def swaps_rows_and_columns(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((columns, rows))
    for r in range(rows):
        for c in range(columns):
            top, left = r * stride, c * stride
            window = image[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[c, r] = np.sum(window * kernel)
    return result


@wrong("conv2d", "the result is one long row")
def forgets_the_rows(image, kernel, stride=1):
    values = []
    for top in range(0, image.shape[0] - kernel.shape[0] + 1, stride):
        for left in range(0, image.shape[1] - kernel.shape[1] + 1, stride):
            values.append((image[top:, left:][: kernel.shape[0], : kernel.shape[1]] * kernel).sum())
    return values


# --- conv2d, wrong: the loops ------------------------------------------------------------------------


@wrong("conv2d", "the sum is never set back to 0")
def starts_the_sum_outside(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    total = 0
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    total += image[r * stride + i, c * stride + j] * kernel[i, j]
            result[r, c] = total
    return result


@wrong("conv2d", "only the last product is left")
def assigns_instead_of_adding(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] = image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d", "it returns too early")
def returns_inside_the_loops(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
        return result


@wrong("conv2d", "it returns too early")
def returns_the_first_sum(image, kernel, stride=1):
    for top in range(0, image.shape[0] - kernel.shape[0] + 1, stride):
        for left in range(0, image.shape[1] - kernel.shape[1] + 1, stride):
            return np.sum(image[top:, left:][: kernel.shape[0], : kernel.shape[1]] * kernel)


# --- conv2d, wrong: what any exercise meets ----------------------------------------------------------


@wrong("conv2d", "printed instead of returned")
def prints_the_map(image, kernel, stride=1):
    print(scipy.signal.correlate2d(image, kernel, mode="valid")[::stride, ::stride])


@wrong("conv2d", "nothing is returned")
def forgets_to_return(image, kernel, stride=1):
    result = scipy.signal.correlate2d(image, kernel, mode="valid")
    result = result[::stride, ::stride]


@wrong("conv2d", "the input is changed in place")
def turns_the_kernel_of_the_caller(image, kernel, stride=1):
    kernel[:] = kernel[::-1, ::-1].copy()
    return scipy.signal.convolve2d(image, kernel, mode="valid")[::stride, ::stride]


@wrong("conv2d", "the input is changed in place")
def writes_into_the_image(image, kernel, stride=1):
    rows = (image.shape[0] - kernel.shape[0]) // stride + 1
    columns = (image.shape[1] - kernel.shape[1]) // stride + 1
    image[:rows, :columns] = conv2d(image, kernel, stride=stride)
    return image[:rows, :columns]


@wrong("conv2d", "it does not end")
def forgets_to_count_on(image, kernel, stride=1):
    row = 0
    while row < image.shape[0] - kernel.shape[0]:
        total = (image[: kernel.shape[0], : kernel.shape[1]] * kernel).sum()
    return total


@wrong("conv2d", "it stops with ValueError")
def multiplies_all_at_once(image, kernel, stride=1):
    return (image * kernel).sum()


@wrong("conv2d", "it stops with NameError")
def misspells_a_name(image, kernel, stride=1):
    return imge[0, 0] * kernel[0, 0]  # noqa: F821


@wrong("conv2d", "it cannot be called as the task says")
def takes_no_stride(image, kernel):
    return scipy.signal.correlate2d(image, kernel, mode="valid")


@wrong("conv2d", "the wrong kind of thing")
def returns_a_text(image, kernel, stride=1):
    return str(conv2d(image, kernel, stride=stride))


@wrong("conv2d", "the result holds nan")
def divides_nothing_by_nothing(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride) * np.float64(0) / 0


@wrong("conv2d", "the wrong kind of thing")
def returns_a_huge_array(image, kernel, stride=1):
    return np.zeros((100_000, 100_000), dtype=np.uint8)


ANSWERS.values("conv2d", "the function itself is needed", np.zeros((3, 3)), 4)


@wrong("conv2d", "too large by 1")
def adds_one(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride) + 1


# --- conv2d_vectorised -------------------------------------------------------------------------------


@right("conv2d_vectorised")
def shifted_views(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = 0
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            result = result + image[i : i + rows, j : j + columns] * kernel[i, j]
    return result


@right("conv2d_vectorised")
def windows_and_tensordot(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.tensordot(windows, kernel, axes=((2, 3), (0, 1)))


@right("conv2d_vectorised")
def windows_times_kernel(image, kernel):
    return (np.lib.stride_tricks.sliding_window_view(image, kernel.shape) * kernel).sum(axis=(-1, -2))


@right("conv2d_vectorised")
def one_generator_over_the_weights(image, kernel):
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    return sum(image[i : i + rows, j : j + columns] * w for (i, j), w in np.ndenumerate(kernel))


@right("conv2d_vectorised")
def by_fourier_transform(image, kernel):
    size = np.add(image.shape, kernel.shape) - 1
    product = np.fft.fft2(image, size) * np.fft.fft2(kernel[::-1, ::-1], size)
    full = np.fft.ifft2(product)
    return full[kernel.shape[0] - 1 : image.shape[0], kernel.shape[1] - 1 : image.shape[1]]


@wrong("conv2d_vectorised", FINISHED)
def leaves_it_to_scipy(image, kernel):
    return scipy.signal.correlate2d(image, kernel, mode="valid")


LOOPS = "right values, but it still loops over the pixels"


@wrong("conv2d_vectorised", LOOPS)
def still_four_loops(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r + i, c + j] * kernel[i, j]
    return result


@wrong("conv2d_vectorised", LOOPS)
def one_long_comprehension(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    return [[(image[r : r + h, c : c + w] * kernel).sum() for c in range(columns)] for r in range(rows)]


@wrong("conv2d_vectorised", LOOPS)
def hides_the_loop_in_vectorize(image, kernel):
    h, w = kernel.shape
    rows, columns = np.indices((image.shape[0] - h + 1, image.shape[1] - w + 1))
    return np.vectorize(lambda r, c: float((image[r : r + h, c : c + w] * kernel).sum()))(rows, columns)


@wrong("conv2d_vectorised", LOOPS)
def loops_over_the_rows(image, kernel):
    h, w = kernel.shape
    columns = image.shape[1] - w + 1
    return [
        sum(image[r + i, j : j + columns] * kernel[i, j] for i in range(h) for j in range(w))
        for r in range(image.shape[0] - h + 1)
    ]


@wrong("conv2d_vectorised", "an array of whole numbers can't take decimals")
def keeps_dtype_int_of_the_cell_above(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns), dtype=int)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            result += image[i : i + rows, j : j + columns] * kernel[i, j]
    return result


@wrong("conv2d_vectorised", "the kernel is flipped")
def views_in_the_wrong_order(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            result += image[i : i + rows, j : j + columns] * kernel[-1 - i, -1 - j]
    return result


@wrong("conv2d_vectorised", "the kernel is transposed")
def views_with_swapped_indices(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ji->rc", windows, kernel)


@wrong("conv2d_vectorised", "border off by one")
def views_one_too_small(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1]
    result = np.zeros((rows, columns))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            result += image[i : i + rows, j : j + columns] * kernel[i, j]
    return result


@wrong("conv2d_vectorised", "only the last product is left")
def keeps_the_last_view(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            result = image[i : i + rows, j : j + columns] * kernel[i, j]
    return result


@wrong("conv2d_vectorised", "the weights are left out")
def sums_the_windows(image, kernel):
    return np.lib.stride_tricks.sliding_window_view(image, kernel.shape).sum(axis=(2, 3))


@wrong("conv2d_vectorised", "averaged instead of summed")
def averages_the_windows(image, kernel):
    return (np.lib.stride_tricks.sliding_window_view(image, kernel.shape) * kernel).mean(axis=(2, 3))


@wrong("conv2d_vectorised", "it stops with ValueError")
def multiplies_what_does_not_fit(image, kernel):
    return image * kernel


@wrong("conv2d_vectorised", "it asks for input")
def asks_for_the_size(image, kernel):
    rows = int(input("How many rows? "))
    return np.zeros((rows, rows))


@wrong("conv2d_vectorised", "8 bits are too few")
def adds_into_the_type_of_the_image(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns), dtype=image.dtype)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            result = (result + image[i : i + rows, j : j + columns] * kernel[i, j]).astype(
                float if image.dtype == float or kernel.dtype == float else image.dtype
            )
    return result


# --- convolve ----------------------------------------------------------------------------------------


@right("convolve")
def flips_with_slices(image, kernel):
    return conv2d(image, kernel[::-1, ::-1])


@right("convolve")
def flips_in_its_own_loops(image, kernel):
    rows, columns = kernel.shape
    turned = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            turned[rows - 1 - i, columns - 1 - j] = kernel[i, j]
    return conv2d(image, turned)


@wrong("convolve", "a finished function does the flip")
def flips_with_numpy(image, kernel):
    return conv2d(np.array(image, dtype=float), np.flip(kernel)).tolist()


@wrong("convolve", "a finished function does the flip")
def turns_twice(image, kernel):
    return conv2d(image, np.rot90(kernel, 2))


@wrong("convolve", "a finished function does the flip")
def convolves_with_scipy(image, kernel):
    return scipy.signal.convolve2d(image, kernel, "valid")


@wrong("convolve", "the kernel is not flipped")
def only_correlates(image, kernel):
    return conv2d(image, kernel)


@wrong("convolve", "the kernel is not flipped")
def flips_twice(image, kernel):
    kernel = np.flip(kernel)
    return scipy.signal.convolve2d(image, kernel, "valid")


@wrong("convolve", "flipped top to bottom only")
def flips_the_rows(image, kernel):
    return conv2d(image, kernel[::-1])


@wrong("convolve", "flipped left to right only")
def flips_the_columns(image, kernel):
    return conv2d(image, np.fliplr(kernel))


@wrong("convolve", "the image is flipped, not the kernel")
def flips_the_image(image, kernel):
    return conv2d(image[::-1, ::-1], kernel)


@wrong("convolve", "the map is rotated, not the kernel")
def flips_the_result(image, kernel):
    return conv2d(image, kernel)[::-1, ::-1]


@wrong("convolve", "transposed instead of flipped")
def transposes(image, kernel):
    return conv2d(image, kernel.T)


@wrong("convolve", "rotated by 90° only")
def turns_once(image, kernel):
    return conv2d(image, np.rot90(kernel))


@wrong("convolve", "the image is padded")
def takes_scipys_default(image, kernel):
    return scipy.signal.convolve2d(image, kernel)


@wrong("convolve", "the input is changed in place")
def flips_in_place(image, kernel):
    kernel[:] = kernel[::-1, ::-1].copy()
    return conv2d(image, kernel)


@wrong("convolve", "it calls exit")
def gives_up(image, kernel):
    if kernel[0, 0] != kernel[-1, -1]:
        exit()
    return conv2d(image, kernel)


# --- convolution_matrix ------------------------------------------------------------------------------


@right("convolution_matrix")
def row_by_row(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    matrix = []
    for r in range(rows):
        for c in range(columns):
            empty = np.zeros(image_shape)
            empty[r : r + kernel.shape[0], c : c + kernel.shape[1]] = kernel
            matrix.append(empty.ravel())
    return matrix


@right("convolution_matrix")
def one_pixel_at_a_time(kernel, image_shape):
    pixels = np.eye(image_shape[0] * image_shape[1]).reshape(-1, *image_shape)
    return np.stack([conv2d(pixel, kernel).ravel() for pixel in pixels], axis=1)


@wrong("convolution_matrix", "the matrix is sparse")
def as_a_sparse_matrix(kernel, image_shape):
    return scipy.sparse.csr_array(np.array(row_by_row(kernel, image_shape)))


@wrong("convolution_matrix", "the matrix is transposed")
def one_row_for_each_pixel(kernel, image_shape):
    return np.transpose(row_by_row(kernel, image_shape))


@wrong("convolution_matrix", "the kernel is flipped")
def holds_the_flipped_kernel(kernel, image_shape):
    return row_by_row(np.flip(kernel), image_shape)


@wrong("convolution_matrix", "the window doesn't skip at the end of a row")
def shifts_by_one_each_time(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    first = np.zeros(image_shape)
    first[: kernel.shape[0], : kernel.shape[1]] = kernel
    return [np.roll(first.ravel(), stop) for stop in range(rows * columns)]


@wrong("convolution_matrix", "the kernel's rows are side by side")
def lays_the_kernel_out_flat(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    matrix = np.zeros((rows * columns, image_shape[0] * image_shape[1]))
    for r in range(rows):
        for c in range(columns):
            start = r * image_shape[1] + c
            matrix[r * columns + c, start : start + kernel.size] = kernel.ravel()
    return matrix


@wrong("convolution_matrix", "one row for each pixel")
def makes_it_square(kernel, image_shape):
    matrix = np.zeros((image_shape[0] * image_shape[1], image_shape[0] * image_shape[1]))
    rows = row_by_row(kernel, image_shape)
    matrix[: len(rows)] = rows
    return matrix


@wrong("convolution_matrix", "border off by one")
def forgets_the_last_position(kernel, image_shape):
    return row_by_row(kernel, image_shape)[:-1]


@wrong("convolution_matrix", "the positions are left as rows and columns")
def keeps_four_axes(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    return np.reshape(row_by_row(kernel, image_shape), (rows, columns, *image_shape))


@wrong("convolution_matrix", "the decimals are cut off")
def keeps_whole_numbers(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    matrix = np.zeros((rows * columns, image_shape[0] * image_shape[1]), dtype=int)
    for r in range(rows):
        for c in range(columns):
            grid = np.zeros(image_shape, dtype=int)
            grid[r : r + kernel.shape[0], c : c + kernel.shape[1]] = kernel
            matrix[r * columns + c] = grid.ravel()
    return matrix


@wrong("convolution_matrix", "only one row of the matrix")
def returns_the_first_row(kernel, image_shape):
    grid = np.zeros(image_shape)
    grid[: kernel.shape[0], : kernel.shape[1]] = kernel
    return grid.ravel()


@wrong("convolution_matrix", "the grid is never emptied")
def keeps_one_grid(kernel, image_shape):
    grid, rows = np.zeros(image_shape), []
    for r in range(image_shape[0] - kernel.shape[0] + 1):
        for c in range(image_shape[1] - kernel.shape[1] + 1):
            grid[r : r + kernel.shape[0], c : c + kernel.shape[1]] = kernel
            rows.append(grid.flatten())
    return rows


@wrong("convolution_matrix", "every row is the last one")
def collects_views_of_one_grid(kernel, image_shape):
    grid, rows = np.zeros(image_shape), []
    for r in range(image_shape[0] - kernel.shape[0] + 1):
        for c in range(image_shape[1] - kernel.shape[1] + 1):
            grid[:] = 0
            grid[r : r + kernel.shape[0], c : c + kernel.shape[1]] = kernel
            rows.append(grid.ravel())
    return np.array(rows)


@wrong("convolution_matrix", "the weights are replaced by ones")
def marks_where_the_window_looks(kernel, image_shape):
    return row_by_row(np.ones(kernel.shape), image_shape)


@wrong("convolution_matrix", "it stops with IndexError")
def mixes_up_height_and_width(kernel, image_shape):
    columns, rows = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    matrix = np.zeros((rows * columns, image_shape[0] * image_shape[1]))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    matrix[r * columns + c, (r + i) * image_shape[1] + c + j] = kernel[i, j]
    return matrix


@wrong("convolution_matrix", "too large by a factor of 2")
def counts_the_columns_first(kernel, image_shape):
    return 2 * np.array(row_by_row(kernel, image_shape))


# --- written without looking at the tables -----------------------------------------------------------


@wrong("convolution_matrix", "the pixels are read column by column")
def pixels_column_by_column(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    matrix = []
    for r in range(rows):
        for c in range(columns):
            grid = np.zeros(image_shape)
            grid[r : r + kernel.shape[0], c : c + kernel.shape[1]] = kernel
            matrix.append(grid.ravel(order="F"))
    return np.array(matrix)


@wrong("convolution_matrix", "the kernel's weights are all next to each other")
def kernel_in_one_piece(kernel, image_shape):
    matrix = np.zeros(
        (
            (image_shape[0] - kernel.shape[0] + 1) * (image_shape[1] - kernel.shape[1] + 1),
            image_shape[0] * image_shape[1],
        )
    )
    flat = kernel.ravel()
    for stop in range(len(matrix)):
        part = matrix[stop, stop : stop + flat.size]
        part[:] = flat[: part.size]
    return matrix


@wrong("convolution_matrix", "all positions are written into the first row")
def counter_outside_the_loop(kernel, image_shape):
    rows, columns = image_shape[0] - kernel.shape[0] + 1, image_shape[1] - kernel.shape[1] + 1
    matrix = np.zeros((rows * columns, image_shape[0] * image_shape[1]))
    stop = 0
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    matrix[stop, (r + i) * image_shape[1] + c + j] = kernel[i, j]
    stop += 1
    return matrix


@wrong("convolve", "the decimals of the weights are cut off")
def int_kernel(image, kernel):
    turned = np.zeros(kernel.shape, dtype=int)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            turned[i, j] = kernel[-1 - i, -1 - j]
    return conv2d(image, turned)


@wrong("convolve", "right only where kernel has as many rows as columns")
def square_kernel_only(image, kernel):
    n = kernel.shape[0]
    turned = kernel.copy()
    for i in range(n):
        for j in range(n):
            turned[i, j] = kernel[n - 1 - i, n - 1 - j]
    return conv2d(image, turned)


@wrong("convolve", "the weights are sorted, not flipped")
def sorted_backwards(image, kernel):
    return conv2d(image, np.sort(kernel.ravel())[::-1].reshape(kernel.shape))


@wrong("count_stops", "the window is always 3 wide")
def window_of_3(n, k, stride=1):
    return (n - 3) // stride + 1


@wrong("count_stops", "the stride is built in")
def stride_of_2(n, k, stride=1):
    return (n - k) // 2 + 1


ANSWERS.values("window_sum", "a row of products is missing", 376, 916 + 320)


@wrong("count_stops", "the brackets are missing")
def without_brackets(n, k, stride=1):
    return n - k // stride + 1


@wrong("convolve", "the map is rotated, not the kernel")
def rotates_image_and_kernel(image, kernel):
    return conv2d(image[::-1, ::-1], kernel[::-1, ::-1])


@wrong("convolution_matrix", "the window moves down first")
def moves_down_first(kernel, image_shape):
    rows = []
    for column in range(image_shape[1] - kernel.shape[1] + 1):
        for row in range(image_shape[0] - kernel.shape[0] + 1):
            grid = np.zeros(image_shape)
            grid[row : row + kernel.shape[0], column : column + kernel.shape[1]] = kernel
            rows.append(grid.ravel())
    return np.array(rows)


@wrong("convolution_matrix", "only the last row of the map is left")
def empties_the_list_too(kernel, image_shape):
    for row in range(image_shape[0] - kernel.shape[0] + 1):
        rows = []
        for column in range(image_shape[1] - kernel.shape[1] + 1):
            grid = np.zeros(image_shape)
            grid[row : row + kernel.shape[0], column : column + kernel.shape[1]] = kernel
            rows.append(grid.ravel())
    return np.array(rows)


@wrong("conv2d", "the stride is ignored on one axis")
def strides_down_only(image, kernel, stride=1):
    height, width = kernel.shape
    rows, columns = (image.shape[0] - height) // stride + 1, (image.shape[1] - width) // stride + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row * stride : row * stride + height, column : column + width]
            result[row, column] = (window * kernel).sum(dtype=float)
    return result


@wrong("convolve", "only a kernel of 3×3 is flipped")
def flips_from_row_two(image, kernel):
    return conv2d(image, kernel[2::-1, 2::-1])


@wrong("convolution_matrix", "the kernel is taken for a square")
def puts_a_square_kernel(kernel, image_shape):
    k = len(kernel)
    rows = []
    for r in range(image_shape[0] - k + 1):
        for c in range(image_shape[1] - k + 1):
            grid = np.zeros(image_shape)
            grid[r : r + k, c : c + k] = kernel
            rows.append(grid.ravel())
    return np.array(rows)


@wrong("conv2d_vectorised", "every kernel is taken for 3×3")
def loops_over_three_by_three(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(3):
        for j in range(3):
            result += image[i : i + rows, j : j + columns] * kernel[i, j]
    return result


@wrong("conv2d", "the size doesn't know the stride")
def divides_the_size_by_nothing(image, kernel, stride=1):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


ANSWERS.values("falls", None, [[1, -1]])
ANSWERS.values("window_sum", "the last column, or its largest minus sign, is missing", 1300)


def _my_helper(image, kernel, stride):
    return conv2d(image, kernel, stride=stride)


@wrong("conv2d", "a finished function does the work")
def leaves_it_to_a_helper(image, kernel, stride=1):
    return _my_helper(image, kernel, stride)


@wrong("conv2d", "8 bits are too few")
def collects_bytes(image, kernel, stride=1):
    rows, columns = ((n - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    result = np.zeros((rows, columns), dtype=np.uint8)
    for row, column in np.ndindex(rows, columns):
        window = image[row * stride :, column * stride :][: kernel.shape[0], : kernel.shape[1]]
        result[row, column] = int((window * kernel).sum()) % 256
    return result


@wrong("conv2d", "the kernel is taken for a square")
def counts_both_by_the_rows(image, kernel, stride=1):
    rows, columns = ((n - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[0]):
                    result[row, column] += image[row * stride + i, column * stride + j] * kernel[i, j]
    return result


@wrong("conv2d_vectorised", "the image wraps around")
def rolls_the_image(image, kernel):
    result = np.zeros(image.shape)
    for (i, j), weight in np.ndenumerate(kernel):
        result += weight * np.roll(image, (-i, -j), axis=(0, 1))
    return result


@wrong("conv2d_vectorised", "the weight's row and column are swapped")
def slices_by_the_column_first(image, kernel):
    k, w = kernel.shape
    rows, columns = image.shape[0] - k + 1, image.shape[1] - w + 1
    return sum(kernel[i, j] * image[j : j + rows, i : i + columns] for i in range(k) for j in range(w))


@wrong("conv2d_vectorised", "the image is transposed")
def turns_the_image(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image.T, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))


@wrong("count_stops", "windows may not overlap")
def side_by_side_with_a_stride(n, k, stride=1):
    if stride == 1:
        return n - k + 1
    return n // k


@wrong("conv2d", "the result has the type of image")
def map_of_the_type_of_the_image(image, kernel, stride=1):
    kr, kc = kernel.shape
    rows, columns = (image.shape[0] - kr) // stride + 1, (image.shape[1] - kc) // stride + 1
    out = np.zeros((rows, columns), dtype=image.dtype)
    for row in range(rows):
        for column in range(columns):
            for i in range(kr):
                for j in range(kc):
                    out[row, column] += image[row * stride + i, column * stride + j] * kernel[i, j]
    return out


@wrong("conv2d_vectorised", "rolled the wrong way")
def rolls_the_wrong_way(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros(image.shape)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            out += np.roll(image, (i, j), axis=(0, 1)) * kernel[i, j]
    return out[:rows, :columns]


@wrong("conv2d_vectorised", "the result has the type of image")
def products_of_the_type_of_the_image(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, columns), dtype=image.dtype)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            out = out + image[i : i + rows, j : j + columns] * kernel[i, j].astype(image.dtype)
    return out
