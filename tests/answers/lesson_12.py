"""Answers to the exercises of lesson 12, as learners write them."""

# ruff: noqa: D103, RET503
import numpy as np

from helpers import receptive_field
from helpers.shapes import Conv
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- receptive_field ---------------------------------------------------------------------------------


@right("receptive_field")
def walks_from_the_input(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        field = field + (kernel - 1) * step
        step = step * stride
    return field


@right("receptive_field")
def walks_back_from_the_cell(layers):
    seen = 1.0
    for kernel, stride in reversed(layers):
        seen = (seen - 1) * stride + kernel
    return seen


@wrong("receptive_field", "a finished function does the work")
def asks_the_helper(layers):
    from helpers import receptive_field
    from helpers.shapes import Conv

    return receptive_field([Conv(1, kernel, stride) for kernel, stride in layers])[0]


@right("receptive_field")
def collects_the_pixels(layers):
    pixels = {0}
    for kernel, stride in layers[::-1]:
        pixels = {cell * stride + n for cell in pixels for n in range(kernel)}
    return np.array(len(range(min(pixels), max(pixels) + 1)))


@wrong("receptive_field", "the strides are left out")
def adds_what_each_kernel_adds(layers):
    field = 1
    for kernel, _stride in layers:
        field += kernel - 1
    return field


@wrong("receptive_field", "the kernel sizes are added")
def adds_the_kernels(layers):
    return sum(kernel for kernel, stride in layers)


@wrong("receptive_field", "the kernel sizes are multiplied")
def multiplies_the_kernels(layers):
    field = 1
    for kernel, _ in layers:
        field *= kernel
    return field


@wrong("receptive_field", "a stride counts for its own layer")
def changes_the_step_too_early(layers):
    field = step = 1
    for kernel, stride in layers:
        step *= stride
        field += (kernel - 1) * step
    return field


@wrong("receptive_field", "only the stride of the layer before counts")
def remembers_one_stride(layers):
    field = step = 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step = stride
    return field


@wrong("receptive_field", "k in place of k − 1")
def adds_whole_kernels(layers):
    field = step = 1
    for kernel, stride in layers:
        field += kernel * step
        step *= stride
    return field


@wrong("receptive_field", "the layers are taken in the wrong order")
def begins_at_the_end(layers):
    field = step = 1
    for kernel, stride in layers[::-1]:
        field += (kernel - 1) * step
        step *= stride
    return field


@wrong("receptive_field", "it starts with 0")
def sees_nothing_at_first(layers):
    field, step = 0, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    return field


@wrong("receptive_field", "the area is given")
def squares_it(layers):
    return walks_from_here(layers) ** 2


def walks_from_here(layers):
    return receptive_field([Conv(1, kernel, stride) for kernel, stride in layers])[0]


@wrong("receptive_field", "it stops with TypeError")
def takes_them_for_numbers(layers):
    return 1 + sum(layers)


@wrong("receptive_field", "printed instead of returned")
def prints_it(layers):
    field = step = 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    print(field)


# --- patch -------------------------------------------------------------------------------------------


@right("patch")
def slices_the_window(image, feature_map, field, step):
    row, column = np.unravel_index(feature_map.argmax(), feature_map.shape)
    return image[row * step : row * step + field, column * step : column * step + field]


@right("patch")
def looks_cell_by_cell(image, feature_map, field, step):
    best = (0, 0)
    for r in range(len(feature_map)):
        for c in range(len(feature_map[0])):
            if feature_map[r][c] > feature_map[best[0]][best[1]]:
                best = (r, c)
    top, left = best[0] * step, best[1] * step
    return [[float(image[top + i][left + j]) for j in range(field)] for i in range(field)]


@right("patch")
def finds_it_with_where(image, feature_map, field, step):
    rows, columns = np.where(feature_map == feature_map.max())
    return image[int(rows[0]) * step :][:field, int(columns[0]) * step :][:, :field].astype(float)


@wrong("patch", "the step is forgotten")
def cuts_at_the_cell(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return image[row : row + field, column : column + field]


@wrong("patch", "rows and columns have changed places")
def mixes_up_the_axes(image, feature_map, field, step):
    column, row = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return image[row * step : row * step + field, column * step : column * step + field]


@wrong("patch", "the patch is centred on the pixel")
def centres_it(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    top, left = max(row * step - field // 2, 0), max(column * step - field // 2, 0)
    return image[top : top + field, left : left + field]


@wrong("patch", "the windows do not overlap")
def moves_by_the_field(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return image[row * field : row * field + field, column * field : column * field + field]


@wrong("patch", "the weakest cell is taken")
def takes_the_smallest(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmin(feature_map), feature_map.shape)
    return image[row * step : row * step + field, column * step : column * step + field]


@wrong("patch", "a large negative value is taken for a strong response")
def takes_the_furthest_from_0(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(abs(feature_map)), feature_map.shape)
    return image[row * step : row * step + field, column * step : column * step + field]


@wrong("patch", "the patch is as large as the step")
def cuts_a_step(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return image[row * step : (row + 1) * step, column * step : (column + 1) * step]


@wrong("patch", "one row and one column too few")
def stops_one_early(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return image[row * step : row * step + field - 1, column * step : column * step + field - 1]


@wrong("patch", "the place is given, not the pixels")
def gives_the_place(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return row * step, column * step


@wrong("patch", "the input is changed in place")
def paints_the_window(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    feature_map[row, column] = 0
    return image[row * step : row * step + field, column * step : column * step + field]


# --- fair_test ---------------------------------------------------------------------------------------


@right("fair_test")
def subtracts_the_mean(falls, heat, garment):
    hottest = np.unravel_index(np.argmax(heat), heat.shape)
    return falls[hottest] - falls[garment].mean()


@right("fair_test")
def counts_through_the_pixels(falls, heat, garment):
    return float(np.ravel(falls)[np.ravel(heat).argmax()] - np.average(falls, weights=garment))


@right("fair_test")
def walks_through_all_places(falls, heat, garment):
    best, total, count = (0, 0), 0, 0
    for place, hot in np.ndenumerate(heat):
        if hot > heat[best]:
            best = place
        if garment[place]:
            total, count = total + falls[place], count + 1
    return falls[best] - total / count


@wrong("fair_test", "compared with the whole image")
def counts_the_background(falls, heat, garment):
    hottest = np.unravel_index(np.argmax(heat), heat.shape)
    return falls[hottest] - falls.mean()


@wrong("fair_test", "the place is taken from the falls")
def picks_the_best_place(falls, heat, garment):
    return falls.max() - falls[garment].mean()


@wrong("fair_test", "the coldest place is taken")
def picks_the_coldest(falls, heat, garment):
    coldest = np.unravel_index(np.argmin(heat), heat.shape)
    return falls[coldest] - falls[garment].mean()


@wrong("fair_test", "the sign is reversed")
def subtracts_the_other_way(falls, heat, garment):
    hottest = np.unravel_index(np.argmax(heat), heat.shape)
    return falls[garment].mean() - falls[hottest]


@wrong("fair_test", "nothing to compare with")
def compares_with_nothing(falls, heat, garment):
    return falls[np.unravel_index(np.argmax(heat), heat.shape)]


@wrong("fair_test", "a ratio, not a difference")
def divides(falls, heat, garment):
    return falls[np.unravel_index(np.argmax(heat), heat.shape)] / falls[garment].mean()


@wrong("fair_test", "the heat is returned")
def stays_with_the_heat(falls, heat, garment):
    return heat.max() - heat[garment].mean()


@wrong("fair_test", "black places count as falls of 0")
def multiplies_with_the_garment(falls, heat, garment):
    hottest = np.unravel_index(np.argmax(heat), heat.shape)
    return falls[hottest] - np.mean(falls * garment)


@wrong("fair_test", "the input is changed in place")
def clears_the_background(falls, heat, garment):
    falls[~garment] = 0
    hottest = np.unravel_index(np.argmax(heat), heat.shape)
    return falls[hottest] - falls[garment].mean()


# --- written without looking at the tables -----------------------------------------------------------


@wrong("receptive_field", "the step of a layer is added, not multiplied")
def steps_added(layers):
    field, step = 1, 1
    for k, s in layers:
        field += (k - 1) * step
        step += s
    return field


@wrong("receptive_field", "the first layer only")
def return_in_the_loop(layers):
    field, step = 1, 1
    for k, s in layers:
        field += (k - 1) * step
        step *= s
        return field


@wrong("receptive_field", "kernel and stride have changed places")
def pair_swapped(layers):
    field, step = 1, 1
    for s, k in layers:
        field += (k - 1) * step
        step *= s
    return field


@wrong("fair_test", "you look for the hottest place on the garment only")
def hottest_on_the_garment(falls, heat, garment):
    return falls.ravel()[np.where(garment, heat, -np.inf).argmax()] - falls[garment].mean()


@wrong("fair_test", "a large negative number is taken for the hottest")
def largest_heat_by_size(falls, heat, garment):
    return falls.ravel()[np.abs(heat).argmax()] - falls[garment].mean()


@wrong("patch", "the step is used for the rows only")
def moves_down_by_the_step_only(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return image[row * step : row * step + field, column : column + field]


@wrong("fair_test", "a large negative number is taken for the hottest")
def takes_the_largest_size(falls, heat, garment):
    return falls.ravel()[np.abs(heat).argmax()] - falls[garment].mean()


@wrong("receptive_field", "each layer counts with its own stride alone")
def uses_its_own_stride(layers):
    field, step = layers[0]
    for kernel, stride in layers[1:]:
        field += (kernel - 1) * stride
    return field


@wrong("patch", "the search starts with 0")
def searches_from_0(image, feature_map, field, step):
    top, row, column = 0, 0, 0
    for i, j in np.ndindex(feature_map.shape):
        if feature_map[i, j] > top:
            top, row, column = feature_map[i, j], i, j
    return image[row * step : row * step + field, column * step : column * step + field]


@wrong("patch", "the last window is moved inwards")
def keeps_away_from_the_edge(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    row = min(row * step, image.shape[0] - field - 1)
    column = min(column * step, image.shape[1] - field - 1)
    return image[row : row + field, column : column + field]


@wrong("fair_test", "the hottest place is left out of the mean")
def compares_with_the_rest(falls, heat, garment):
    rest = garment & (heat < heat.max())
    return falls.ravel()[heat.argmax()] - falls[rest].mean()


@wrong("fair_test", "True and False are taken for rows")
def garment_in_whole_numbers(falls, heat, garment):
    return falls.ravel()[heat.argmax()] - falls[garment.astype(int)].mean()


@wrong("fair_test", "falls and heat have changed places")
def looks_up_the_heat(falls, heat, garment):
    return heat.ravel()[falls.argmax()] - heat[garment].mean()


# --- the fifth set, written from the task texts alone -------------------------------------------------


@wrong("receptive_field", "the field is multiplied by the strides")
def multiplies_the_field(layers):
    field = 1
    for k, s in layers:
        field = field * s + k - 1
    return field


@wrong("receptive_field", "the step doubles with every layer")
def doubles_in_every_layer(layers):
    return 1 + sum((k - 1) * 2**n for n, (k, _) in enumerate(layers))


@wrong("patch", "the slices end at `field`")
def ends_the_slices_at_the_field(image, feature_map, field, step):
    row, column = np.unravel_index(feature_map.argmax(), feature_map.shape)
    return image[row * step : field, column * step : field]


@wrong("patch", "only every few pixels are taken")
def takes_every_few_pixels(image, feature_map, field, step):
    row, column = np.unravel_index(feature_map.argmax(), feature_map.shape)
    return image[row * step : row * step + field : step, column * step : column * step + field : step]


@wrong("fair_test", "the heat in place of the fall")
def takes_the_heat_itself(falls, heat, garment):
    return heat.max() - falls[garment].mean()


@wrong("fair_test", "the mean is added")
def adds_the_mean(falls, heat, garment):
    return falls.flat[heat.argmax()] + falls[garment].mean()


@wrong("patch", "the patch is in the wrong place")
def takes_the_first_patch(image, feature_map, field, step):
    return image[:field, :field]


@wrong("receptive_field", "the strides don't count as they should")
def subtracts_the_strides(layers):
    return 1 + sum(k - s for k, s in layers)


@wrong("receptive_field", "the layers are taken in the wrong order")
def walks_back_from_the_first_layer(layers):
    seen = 1
    for kernel, stride in layers:
        seen = (seen - 1) * stride + kernel
    return seen


@wrong("receptive_field", "the last window adds its stride too")
def counts_a_step_too_many(layers):
    seen = 1
    for kernel, stride in layers[::-1]:
        seen = seen * stride + kernel
    return seen


@wrong("fair_test", "the falls at all places")
def subtracts_from_the_whole_map(falls, heat, garment):
    return falls - falls[garment].mean()


@right("fair_test")
def averages_with_the_type_of_the_falls(falls, heat, garment):
    mean = falls[garment].sum(dtype=falls.dtype) / falls.dtype.type(garment.sum())
    return falls.ravel()[heat.argmax()] - mean.astype(falls.dtype)


# --- ties --------------------------------------------------------------------------------------------


@wrong("patch", "another of several equal cells is taken")
def takes_the_last_of_equal_cells(image, feature_map, field, step):
    row, column = np.argwhere(feature_map == feature_map.max())[-1] * step
    return image[row : row + field, column : column + field]


@wrong("patch", "the patch is in the wrong place")
def finds_row_and_column_on_their_own(image, feature_map, field, step):
    row = feature_map.max(axis=1).argmax() * step
    column = feature_map.max(axis=0).argmax() * step
    return image[row : row + field, column : column + field]


@wrong("fair_test", "the number is too small")
def averages_the_hottest_places(falls, heat, garment):
    return falls[heat == heat.max()].mean() - falls[garment].mean()


@wrong("fair_test", "the result is rounded")
def rounds_to_two_decimals(falls, heat, garment):
    hottest = np.unravel_index(heat.argmax(), heat.shape)
    return round(float(falls[hottest] - falls[garment].mean()), 2)


@wrong("fair_test", "the wrong place is taken")
def begins_at_0(falls, heat, garment):
    best, place = 0, (0, 0)
    for r, c in np.ndindex(heat.shape):
        if heat[r, c] > best:
            best, place = heat[r, c], (r, c)
    return falls[place] - falls[garment].mean()
