"""Answers to the exercises of lesson 04, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import math

import numpy as np

from helpers import conv1d, conv2d, output_size, same_padding
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- pixel_uses --------------------------------------------------------------------------------------


@right("pixel_uses")
def every_window_adds_one(image_shape, k, padding=0):
    rows, columns = image_shape
    counts = np.zeros((rows + 2 * padding, columns + 2 * padding))
    for r in range(rows + 2 * padding - k + 1):
        for c in range(columns + 2 * padding - k + 1):
            counts[r : r + k, c : c + k] += 1
    return counts[padding : padding + rows, padding : padding + columns]


@right("pixel_uses")
def one_bright_pixel_at_a_time(image_shape, k, padding=0):
    counts = []
    for row in range(image_shape[0]):
        counts.append([])
        for column in range(image_shape[1]):
            dot = np.zeros(image_shape, dtype=int)
            dot[row, column] = 1
            counts[-1].append(int(conv2d(dot, np.ones((k, k), dtype=int), padding=padding).sum()))
    return counts


@right("pixel_uses")
def axis_by_axis(image_shape, k, padding=0):
    def along(n):
        starts = np.arange(-padding, n + padding - k + 1)
        return [int(((starts <= pixel) & (pixel < starts + k)).sum()) for pixel in range(n)]

    return np.outer(along(image_shape[0]), along(image_shape[1]))


@wrong("pixel_uses", "the padding is counted as pixels")
def leaves_the_padding_on(image_shape, k, padding=0):
    rows, columns = image_shape[0] + 2 * padding, image_shape[1] + 2 * padding
    counts = np.zeros((rows, columns))
    for r in range(rows - k + 1):
        for c in range(columns - k + 1):
            counts[r : r + k, c : c + k] += 1
    return counts


@wrong("pixel_uses", "the padding is ignored")
def never_pads(image_shape, k, padding=0):
    rows, columns = image_shape
    counts = np.zeros((rows, columns))
    for r in range(rows - k + 1):
        for c in range(columns - k + 1):
            counts[r : r + k, c : c + k] += 1
    return counts


@wrong("pixel_uses", "border off by one")
def stops_too_early(image_shape, k, padding=0):
    rows, columns = image_shape
    counts = np.zeros((rows + 2 * padding, columns + 2 * padding))
    for r in range(rows + 2 * padding - k):
        for c in range(columns + 2 * padding - k):
            counts[r : r + k, c : c + k] += 1
    return counts[padding : padding + rows, padding : padding + columns]


@wrong("pixel_uses", "the pixels of each window are counted")
def counts_pixels_not_windows(image_shape, k, padding=0):
    padded = np.pad(np.ones(image_shape), padding)
    rows, columns = padded.shape
    return [[padded[r : r + k, c : c + k].sum() for c in range(columns - k + 1)] for r in range(rows - k + 1)]


@wrong("pixel_uses", "only whether a pixel is used")
def marks_instead_of_counting(image_shape, k, padding=0):
    rows, columns = image_shape
    counts = np.zeros((rows + 2 * padding, columns + 2 * padding))
    for r in range(rows + 2 * padding - k + 1):
        for c in range(columns + 2 * padding - k + 1):
            counts[r : r + k, c : c + k] = 1
    return counts[padding : padding + rows, padding : padding + columns]


@wrong("pixel_uses", "every pixel counted k · k times")
def thinks_of_the_middle_only(image_shape, k, padding=0):
    return np.ones(image_shape) * k**2


@wrong("pixel_uses", "only the rows are counted")
def moves_down_only(image_shape, k, padding=0):
    rows, columns = image_shape
    counts = np.zeros((rows + 2 * padding, columns))
    for r in range(rows + 2 * padding - k + 1):
        counts[r : r + k] += 1
    return counts[padding : padding + rows]


@wrong("pixel_uses", "printed instead of returned")
def prints_the_counts(image_shape, k, padding=0):
    print(every_window_adds_one(image_shape, k, padding))


@wrong("pixel_uses", "too large by a factor of 2")
def counts_each_window_twice(image_shape, k, padding=0):
    return 2 * every_window_adds_one(image_shape, k, padding)


@wrong("pixel_uses", "nothing is left")
def cuts_with_a_minus(image_shape, k, padding=0):
    rows, columns = image_shape
    counts = np.zeros((rows + 2 * padding, columns + 2 * padding))
    for r in range(rows + 2 * padding - k + 1):
        for c in range(columns + 2 * padding - k + 1):
            counts[r : r + k, c : c + k] += 1
    return counts[padding:-padding, padding:-padding]


# --- dilate_kernel -----------------------------------------------------------------------------------


@right("dilate_kernel")
def with_a_stepped_slice(kernel, dilation):
    spread = np.zeros([dilation * (k - 1) + 1 for k in kernel.shape])
    spread[::dilation, ::dilation] = kernel
    return spread


@right("dilate_kernel")
def with_two_loops(kernel, dilation):
    rows, columns = kernel.shape
    spread = [[0] * (dilation * (columns - 1) + 1) for _ in range(dilation * (rows - 1) + 1)]
    for i in range(rows):
        for j in range(columns):
            spread[i * dilation][j * dilation] = kernel[i, j]
    return spread


@right("dilate_kernel")
def with_kron_and_a_cut(kernel, dilation):
    corner = np.zeros((dilation, dilation))
    corner[0, 0] = 1
    cut = dilation - 1
    spread = np.kron(kernel, corner)
    return spread[: len(spread) - cut, : spread.shape[1] - cut]


@wrong("dilate_kernel", "zeros after the last weight too")
def ends_with_zeros(kernel, dilation):
    spread = np.zeros((kernel.shape[0] * dilation, kernel.shape[1] * dilation))
    spread[::dilation, ::dilation] = kernel
    return spread


@wrong("dilate_kernel", "the weights are repeated")
def enlarges_the_kernel(kernel, dilation):
    return kernel.repeat(dilation, axis=0).repeat(dilation, axis=1)


@wrong("dilate_kernel", "the dilation is taken for the number of zeros")
def puts_dilation_zeros_between(kernel, dilation):
    step = dilation + 1
    spread = np.zeros([step * (k - 1) + 1 for k in kernel.shape])
    spread[::step, ::step] = kernel
    return spread


@wrong("dilate_kernel", "spread on one axis only")
def spreads_the_rows(kernel, dilation):
    spread = np.zeros((dilation * (kernel.shape[0] - 1) + 1, kernel.shape[1]))
    spread[::dilation] = kernel
    return spread


@wrong("dilate_kernel", "the gaps hold ones")
def starts_from_ones(kernel, dilation):
    spread = np.ones([dilation * (k - 1) + 1 for k in kernel.shape])
    spread[::dilation, ::dilation] = kernel
    return spread


@wrong("dilate_kernel", "the decimals are cut off")
def keeps_whole_numbers(kernel, dilation):
    spread = np.zeros([dilation * (k - 1) + 1 for k in kernel.shape], dtype=int)
    spread[::dilation, ::dilation] = kernel
    return spread


@wrong("dilate_kernel", "the dilation is ignored")
def gives_the_kernel_back(kernel, dilation):
    return kernel.copy()


@wrong("dilate_kernel", "it stops with ValueError")
def slices_into_too_small_a_grid(kernel, dilation):
    spread = np.zeros(kernel.shape)
    spread[::dilation, ::dilation] = kernel
    return spread


# --- dilations ---------------------------------------------------------------------------------------

ANSWERS.values(
    "dilations", None, [1, 2, 4, 8], (8, 4, 2, 1), [1, 3, 9, 2], [1, 2, 3, 9], np.array([1.0, 3.0, 3.0, 8.0])
)
ANSWERS.values("dilations", "it sees too little", [1, 2, 4], [1, 1, 1, 1], [5])
ANSWERS.values("dilations", "it sees too much", [2, 4, 8, 16], [1, 2, 4, 16], [31])
ANSWERS.values("dilations", "some pixels are left out", [15], [5, 5, 5], [1, 14], [1, 1, 1, 12])
ANSWERS.values("dilations", "more layers than needed", [1] * 15, [1, 1, 1, 4, 8], [1, 2, 3, 4, 5])
ANSWERS.values("dilations", "widths instead of dilations", [3, 7, 15, 31])
ANSWERS.values("dilations", "those are not dilations", 15, [], [0, 15], [1.5, 2.5, 4, 7], [[1, 2, 4, 8]])
ANSWERS.values("dilations", "the wrong kind of thing", "1, 2, 4, 8")

# --- output_size -------------------------------------------------------------------------------------


@right("output_size")
def the_formula(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1


@right("output_size")
def with_math_floor(n, k, stride=1, padding=0, dilation=1):
    reach = k + (k - 1) * (dilation - 1)
    return math.floor((n + padding + padding - reach) / stride) + 1.0


@right("output_size")
def counts_the_starts(n, k, stride=1, padding=0, dilation=1):
    count, start = 0, -padding
    while start + dilation * (k - 1) < n + padding:
        count += 1
        start += stride
    return count


@wrong("output_size", "floor missing")
def divides_with_one_slash(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - (dilation * (k - 1) + 1)) / stride + 1


@wrong("output_size", "rounded up")
def rounds_up(n, k, stride=1, padding=0, dilation=1):
    return math.ceil((n + 2 * padding - (dilation * (k - 1) + 1)) / stride) + 1


@wrong("output_size", "the size is divided by stride + 1")
def follows_the_misprint(n, k, stride=1, padding=0, dilation=1):
    return (n - k + 2 * padding) / (stride + 1)


@wrong("output_size", "the first position is not counted")
def counts_the_moves(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - (dilation * (k - 1) + 1)) // stride


@wrong("output_size", "the 1 is added before dividing")
def brackets_in_the_wrong_place(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - (dilation * (k - 1) + 1) + 1) // stride


@wrong("output_size", "the padding is added once")
def pads_one_end(n, k, stride=1, padding=0, dilation=1):
    return output_size(n + padding, k, stride=stride, dilation=dilation)


@wrong("output_size", "padding added twice")
def pads_a_padded_picture(n, k, stride=1, padding=0, dilation=1):
    n = n + 2 * padding
    return output_size(n, k, stride=stride, padding=padding, dilation=dilation)


@wrong("output_size", "the padding is ignored")
def leaves_the_padding_out(n, k, stride=1, padding=0, dilation=1):
    return (n - (dilation * (k - 1) + 1)) // stride + 1


@wrong("output_size", "the stride is ignored")
def moves_one_by_one(n, k, stride=1, padding=0, dilation=1):
    return n + 2 * padding - (dilation * (k - 1) + 1) + 1


@wrong("output_size", "the dilation is ignored")
def has_no_dilation(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - k) // stride + 1


@wrong("output_size", "the reach is not dilation · k")
def multiplies_k(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * k) // stride + 1


@wrong("output_size", "it cannot be called as the task says")
def takes_no_dilation(n, k, stride=1, padding=0):
    return (n + 2 * padding - k) // stride + 1


@wrong("output_size", "the number is too large")
def adds_two(n, k, stride=1, padding=0, dilation=1):
    return the_formula(n, k, stride, padding, dilation) + 2


@wrong("output_size", "the parameters are in another order")
def padding_before_stride(n, k, padding=0, stride=1, dilation=1):
    return output_size(n, k, stride=stride, padding=padding, dilation=dilation)


# --- stride_and_padding ------------------------------------------------------------------------------

ANSWERS.values("stride_and_padding", None, [4, 2], (4, 1), np.array([4.0, 2.0]))
ANSWERS.values("stride_and_padding", "the output is too large", [1, 2], [2, 2], [3, 0])
ANSWERS.values("stride_and_padding", "the output is too small", [4, 0], [5, 2], [8, 1])
ANSWERS.values("stride_and_padding", "the padding is added once", [4, 3])
ANSWERS.values("stride_and_padding", "the size is divided by stride + 1", [3, 3], [3, 4])
ANSWERS.values("stride_and_padding", "stride and padding are swapped", [2, 4])
ANSWERS.values("stride_and_padding", "some windows see nothing but padding", [5, 8])
ANSWERS.values("stride_and_padding", "the stride must be 1 or more", [0, 2])
ANSWERS.values("stride_and_padding", "there are not two whole numbers", 4, [4], [4, 1.5], [4, 2, 1])
ANSWERS.values("stride_and_padding", "the wrong kind of thing", "4, 2")

# --- same_padding ------------------------------------------------------------------------------------


@right("same_padding")
def as_tensorflow_writes_it(n, k, stride=1, dilation=1):
    positions = math.ceil(n / stride)
    total = max((positions - 1) * stride + dilation * (k - 1) + 1 - n, 0)
    return total // 2, total - total // 2


@right("same_padding")
def by_remainders(n, k, stride=1, dilation=1):
    reach = dilation * (k - 1) + 1
    total = max(reach - (n % stride or stride), 0)
    return [total // 2, (total + 1) // 2]


@right("same_padding")
def adds_cells_until_it_fits(n, k, stride=1, dilation=1):
    before = after = 0
    reach = dilation * (k - 1) + 1
    while n + before + after < (-(-n // stride) - 1) * stride + reach:
        if after > before:
            before += 1
        else:
            after += 1
    return np.array([before, after])


@wrong("same_padding", "the odd row goes at the start")
def starts_with_the_odd_one(n, k, stride=1, dilation=1):
    before, after = as_tensorflow_writes_it(n, k, stride, dilation)
    return after, before


@wrong("same_padding", "same taken as P = 1 for every kernel")
def always_one(n, k, stride=1, dilation=1):
    return 1, 1


@wrong("same_padding", "half the kernel at both ends")
def half_the_kernel(n, k, stride=1, dilation=1):
    return (k - 1) // 2, (k - 1) // 2


@wrong("same_padding", "half the kernel at both ends")
def half_the_kernel_rounded_up(n, k, stride=1, dilation=1):
    return [k // 2] * 2


@wrong("same_padding", "the stride is ignored")
def thinks_of_stride_one(n, k, stride=1, dilation=1):
    total = dilation * (k - 1)
    return total // 2, total - total // 2


@wrong("same_padding", "the dilation is ignored")
def thinks_of_dilation_one(n, k, stride=1, dilation=1):
    return same_padding(n, k, stride=stride)


@wrong("same_padding", "the whole padding at each end")
def forgets_to_halve(n, k, stride=1, dilation=1):
    total = sum(same_padding(n, k, stride=stride, dilation=dilation))
    return total, total


@wrong("same_padding", "half a row")
def halves_with_one_slash(n, k, stride=1, dilation=1):
    total = sum(same_padding(n, k, stride=stride, dilation=dilation))
    return total / 2, total / 2


@wrong("same_padding", "the odd row is lost")
def rounds_both_ends_down(n, k, stride=1, dilation=1):
    total = sum(same_padding(n, k, stride=stride, dilation=dilation))
    return total // 2, total // 2


@wrong("same_padding", "negative padding")
def forgets_the_zero(n, k, stride=1, dilation=1):
    total = (math.ceil(n / stride) - 1) * stride + dilation * (k - 1) + 1 - n
    return total // 2, total - total // 2


@wrong("same_padding", "there are not two numbers")
def gives_the_total(n, k, stride=1, dilation=1):
    return sum(same_padding(n, k, stride=stride, dilation=dilation))


@wrong("same_padding", "printed instead of returned")
def prints_the_padding(n, k, stride=1, dilation=1):
    print(*same_padding(n, k, stride=stride, dilation=dilation))


# --- strides -----------------------------------------------------------------------------------------

ANSWERS.values("strides", None, [3, 2], (3, 2), np.array([3.0, 2.0]))
ANSWERS.values("strides", "the field is too small", [1, 1], [2, 2], [2, 3])
ANSWERS.values("strides", "the field is too large", [9, 1], [3, 3], [4, 2])
ANSWERS.values("strides", "some pixels are left out", [1, 8])
ANSWERS.values("strides", "three strides instead of two", [3, 2, 1])
ANSWERS.values("strides", "there are not two strides", 2, [3], [0, 2], [1.5, 5], [-3, 2])
ANSWERS.values("strides", "the wrong kind of thing", "3, 2")


# --- written without looking at the tables -----------------------------------------------------------


@wrong("pixel_uses", "the kernel size is built in")
def with_3_hard_coded(image_shape, k, padding=0):
    rows, columns = image_shape
    uses = np.zeros((rows + 2 * padding, columns + 2 * padding), dtype=int)
    for r in range(rows + 2 * padding - 2):
        for c in range(columns + 2 * padding - 2):
            uses[r : r + 3, c : c + 3] += 1
    return uses[padding : padding + rows, padding : padding + columns]


@wrong("pixel_uses", "the starts of the windows are counted")
def starts_counted(image_shape, k, padding=0):
    rows, columns = image_shape
    uses = np.zeros((rows, columns), dtype=int)
    for r in range(rows + 2 * padding - k + 1):
        for c in range(columns + 2 * padding - k + 1):
            if r < rows and c < columns:
                uses[r, c] += 1
    return uses


@wrong("pixel_uses", "the smaller of both counts")
def smaller_of_the_counts(image_shape, k, padding=0):
    from helpers.shapes import pixel_uses

    r, c = pixel_uses(image_shape[0], k, padding=padding), pixel_uses(image_shape[1], k, padding=padding)
    return np.minimum.outer(r, c)


@wrong("dilate_kernel", "the minus signs are lost")
def sign_lost(kernel, dilation):
    rows, columns = kernel.shape
    large = np.zeros((dilation * (rows - 1) + 1, dilation * (columns - 1) + 1), dtype=np.uint8)
    for (i, j), weight in np.ndenumerate(kernel):
        large[i * dilation, j * dilation] = abs(int(weight))
    return large


@wrong("dilate_kernel", "kernel[i, i] in place of kernel[i, j]")
def i_for_j(kernel, dilation):
    rows, columns = kernel.shape
    large = np.zeros((dilation * (rows - 1) + 1, dilation * (columns - 1) + 1))
    for i in range(rows):
        for j in range(columns):
            large[i * dilation, j * dilation] = kernel[i, i]
    return large


@wrong("output_size", "same padding, whatever the padding is")
def same(n, k, stride=1, padding=0, dilation=1):
    return math.ceil(n / stride)


@wrong("output_size", "the number is too small")
def times_times_for_times(n, k, stride=1, padding=0, dilation=1):
    reach = (k - 1) ** dilation + 1
    return (n + 2 * padding - reach) // stride + 1


@wrong("output_size", "the kernel size is built in")
def k_is_3(n, k, stride=1, padding=0, dilation=1):
    reach = dilation * 2 + 1
    return (n + 2 * padding - reach) // stride + 1


@wrong("same_padding", "a stride too much")
def with_1_missing(n, k, stride=1, dilation=1):
    total = max(math.ceil(n / stride) * stride + dilation * (k - 1) + 1 - n, 0)
    return total // 2, total - total // 2


@wrong("same_padding", "the reach is one too short")
def reach_one_short(n, k, stride=1, dilation=1):
    total = max((math.ceil(n / stride) - 1) * stride + dilation * (k - 1) - n, 0)
    return total // 2, total - total // 2


@wrong("same_padding", "as many positions as pixels, whatever the stride")
def n_positions(n, k, stride=1, dilation=1):
    total = max((n - 1) * stride + dilation * (k - 1) + 1 - n, 0)
    return total // 2, total - total // 2


@right("pixel_uses")
def counts_numbered_pixels(image_shape, k, padding=0):
    numbered = np.full([n + 2 * padding for n in image_shape], -1)
    rows, columns = image_shape
    numbered[padding : padding + rows, padding : padding + columns] = np.arange(rows * columns).reshape(
        rows, columns
    )
    seen = np.lib.stride_tricks.sliding_window_view(numbered, (k, k)).ravel()
    return np.bincount(seen[seen >= 0], minlength=rows * columns).reshape(rows, columns)


@wrong("pixel_uses", "the window is one cell too wide")
def one_cell_too_wide(image_shape, k, padding=0):
    along = [
        [sum(start <= at <= start + k for start in range(-padding, n + padding - k + 1)) for at in range(n)]
        for n in image_shape
    ]
    return np.outer(*along)


@wrong("output_size", "the padding is subtracted")
def subtracts_the_padding(n, k, stride=1, padding=0, dilation=1):
    return (n - 2 * padding - dilation * (k - 1) - 1) // stride + 1


@wrong("output_size", "only one gap is counted")
def one_wide_gap(n, k, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - (k + dilation - 1)) // stride + 1


@wrong("same_padding", "negative padding becomes positive")
def size_of_the_padding(n, k, stride=1, dilation=1):
    total = abs((math.ceil(n / stride) - 1) * stride + dilation * (k - 1) + 1 - n)
    return total // 2, total - total // 2


@wrong("same_padding", "the half is rounded to an even number")
def rounds_the_half(n, k, stride=1, dilation=1):
    total = max((math.ceil(n / stride) - 1) * stride + dilation * (k - 1) + 1 - n, 0)
    return round(total / 2), total - round(total / 2)


@wrong("output_size", "the padding is squared")
def squares_the_padding(n, k, stride=1, padding=0, dilation=1):
    return (n + padding**2 - dilation * (k - 1) - 1) // stride + 1


@wrong("same_padding", "half the kernel at both ends")
def shares_the_kernel_out(n, k, stride=1, dilation=1):
    return (k - 1) // 2, k // 2


@wrong("dilate_kernel", "one row and one column too few")
def counts_the_steps_only(kernel, dilation):
    spread = np.zeros((dilation * (kernel.shape[0] - 1), dilation * (kernel.shape[1] - 1)))
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            spread[i * dilation, j * dilation] = kernel[i, j]
    return spread


@wrong("pixel_uses", "the image is taken for a square")
def counts_on_a_square(image_shape, k, padding=0):
    return every_window_adds_one((image_shape[0], image_shape[0]), k, padding)


ANSWERS.values("stride_and_padding", "the padding is negative", [3, -6], [4, -1])


@wrong("same_padding", "negative padding")
def forgets_the_0_where_the_stride_leaves_a_rest(n, k, stride=1, dilation=1):
    reach = (k - 1) * dilation + 1
    total = reach - n % stride if n % stride else max(reach - stride, 0)
    return total // 2, total - total // 2


@wrong("pixel_uses", "padded at the start only")
def pads_at_the_start(image_shape, k, padding=0):
    return every_window_adds_one([n + padding for n in image_shape], k)[padding:, padding:]


@wrong("dilate_kernel", "the size is right for a dilation of 2 only")
def cuts_one_cell_off(kernel, dilation):
    large = np.zeros(np.array(kernel.shape) * dilation - 1)
    large[::dilation, ::dilation] = kernel
    return large


@wrong("same_padding", "half the kernel at both ends")
def half_the_reach(n, k, stride=1, dilation=1):
    reach = (k - 1) * dilation + 1
    return reach // 2, reach // 2


@wrong("output_size", "a finished function does the work")
def leaves_it_to_the_helper(n, k, stride=1, padding=0, dilation=1):
    return output_size(n, k, stride=stride, padding=padding, dilation=dilation)


@wrong("same_padding", "a finished function does the work")
def imports_it_inside(n, k, stride=1, dilation=1):
    from helpers.shapes import same_padding as finished

    return finished(n, k, stride=stride, dilation=dilation)


@right("pixel_uses")
def pads_no_more_than_fully(image_shape, k, padding=0):
    padding = min(padding, k - 1)
    starts = [np.ones(n + 2 * padding - k + 1, dtype=int) for n in image_shape]
    along = [conv1d(ones, np.ones(k, dtype=int), padding=k - 1 - padding) for ones in starts]
    return along[0].reshape(-1, 1) @ along[1].reshape(1, -1)


@wrong("pixel_uses", "only the distance to the border counts")
def distance_without_a_limit(image_shape, k, padding=0):
    rows, columns = image_shape
    r = np.minimum(np.arange(rows), np.arange(rows)[::-1]) + 1 + padding
    c = np.minimum(np.arange(columns), np.arange(columns)[::-1]) + 1 + padding
    return np.outer(r, c)


@wrong("pixel_uses", "the window is one cell too narrow")
def slice_one_short(image_shape, k, padding=0):
    rows, columns = image_shape
    uses = np.zeros((rows + 2 * padding, columns + 2 * padding), dtype=int)
    for r in range(rows + 2 * padding - k + 1):
        for c in range(columns + 2 * padding - k + 1):
            uses[r : r + k - 1, c : c + k - 1] += 1
    return uses[padding : padding + rows, padding : padding + columns]


@wrong("pixel_uses", "it returns too early")
def returns_in_the_outer_loop(image_shape, k, padding=0):
    rows, columns = image_shape
    uses = np.zeros((rows + 2 * padding, columns + 2 * padding), dtype=int)
    for r in range(rows + 2 * padding - k + 1):
        for c in range(columns + 2 * padding - k + 1):
            uses[r : r + k, c : c + k] += 1
        return uses[padding : padding + rows, padding : padding + columns]


@wrong("output_size", "the dilation is taken for a stride")
def divides_by_the_larger_of_both(n, k, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - k
    return room // max(stride, dilation) + 1


@wrong("same_padding", "it goes wrong in some cases")
def dilates_the_total(n, k, stride=1, dilation=1):
    total = dilation * max((-(-n // stride) - 1) * stride + k - n, 0)
    return total // 2, total - total // 2


@wrong("same_padding", "negative padding")
def catches_only_the_kernel_of_1(n, k, stride=1, dilation=1):
    if k == 1:
        return 0, 0
    reach = dilation * (k - 1) + 1
    total = (-(-n // stride) - 1) * stride + reach - n
    return total // 2, total - total // 2


@wrong("same_padding", "it goes wrong in some cases")
def none_where_the_stride_is_larger(n, k, stride=1, dilation=1):
    reach = dilation * (k - 1) + 1
    if stride > reach:
        return 0, 0
    total = max((-(-n // stride) - 1) * stride + reach - n, 0)
    return total // 2, total - total // 2


@wrong("pixel_uses", "it stops with ValueError")
def pads_more_than_fully(image_shape, k, padding=0):
    places = np.ones([n + 2 * padding - k + 1 for n in image_shape], dtype=int)
    return conv2d(places, np.ones((k, k), dtype=int), padding=k - 1 - padding)
