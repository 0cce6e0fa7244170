"""Lesson 12, inside the network: exercises and questions."""

import numpy as np

from helpers import conv_parameters, receptive_field
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.inside import fair_test
from helpers.shapes import Conv, Pool

# --- receptive_field: what one cell sees, by recurrence ----------------------------------------------


def _field(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    return field


def _step_first(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        step *= stride
        field += (kernel - 1) * step
    return field


def _only_the_last_stride(layers):
    field, before = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * before
        before = stride
    return field


def _strides_added(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step += stride - 1
    return field


def _whole_kernel(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        field += kernel * step
        step *= stride
    return field


def _size_of_the_map(layers):
    size = 28
    for kernel, stride in layers:
        size = (size - kernel) // stride + 1
    return size


def _field_multiplied(layers):
    field = 1
    for kernel, stride in layers:
        field = field * stride + kernel - 1
    return field


def _one_stride_too_many(layers):
    field = 1
    for kernel, stride in reversed(layers):
        field = field * stride + kernel
    return field


def _steps_summed(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step += stride
    return field


RECEPTIVE_FIELD = Exercise(
    name="receptive_field",
    minutes=10,
    title="The receptive field of a stack",
    answer="my_receptive_field(layers)",
    reference=_field,
    read=numbers,
    right="Strides multiply, so after 2×2 pooling, a layer adds twice as much as the same layer before it.",
    hints=(
        "Start at the input, where a cell is one pixel. Keep two numbers: the field, and how many pixels "
        "apart neighbouring cells are.",
        "A kernel of k cells adds k − 1 steps. The step that counts is the one before this layer's own "
        "stride.",
        "For each layer: `field += (kernel - 1) * step`, and after that `step "
        "*= stride`. The solution is in "
        "notebooks/solutions/12_receptive_field.py.",
    ),
    mistakes=(
        Mistake(
            "the strides are left out",
            "You added k − 1 for every layer. After a stride of 2, neighbouring cells are 2 pixels apart, "
            "so each further cell reaches 2 pixels further.",
            wrong=lambda layers: 1 + sum(kernel - 1 for kernel, _ in layers),
        ),
        Mistake(
            "the kernel sizes are added",
            "3 + 2 + 3 + 2 happens to give the 10 of the course network. In general it fails, because "
            "windows overlap and strides multiply.",
            wrong=lambda layers: sum(kernel for kernel, _ in layers),
        ),
        Mistake(
            "the kernel sizes are multiplied",
            "Neighbouring windows overlap: two layers with kernels of 3 see 5 pixels, not 9.",
            wrong=lambda layers: int(np.prod([kernel for kernel, _ in layers])),
        ),
        Mistake(
            "a stride counts for its own layer",
            "A layer's stride moves its own cells apart, so it counts from the "
            "next layer on. Change the step after "
            "the field.",
            wrong=_step_first,
        ),
        Mistake(
            "only the stride of the layer before counts",
            "After two strides of 2, neighbouring cells are 4 pixels apart: multiply all the strides "
            "before this layer.",
            wrong=_only_the_last_stride,
        ),
        Mistake(
            "the strides are added",
            "Two strides of 2 put cells 4 pixels apart, and three of them 8: strides multiply.",
            wrong=_strides_added,
        ),
        Mistake(
            "k in place of k − 1",
            "One of the k cells under a kernel is already counted, so the window reaches only k − 1 steps "
            "further.",
            wrong=_whole_kernel,
        ),
        Mistake(
            "the layers are taken in the wrong order",
            "Your number belongs to the same layers in reverse order. A step that grows begins with the "
            "first layer; (field − 1) · stride + kernel begins with the last.",
            wrong=lambda layers: _field(layers[::-1]),
        ),
        Mistake(
            "the last window adds its stride too",
            "From the last layer back, n cells see (n − 1) · stride + kernel pixels: n windows have "
            "n − 1 steps between them.",
            wrong=_one_stride_too_many,
        ),
        Mistake(
            "it starts with 0",
            "Without any layer, a cell is a pixel and sees 1 pixel, so start with 1.",
            wrong=lambda layers: _field(layers) - 1,
        ),
        Mistake(
            "the step is given, not the field",
            "That is the distance in pixels from one cell to the next. The question is how many a cell sees.",
            wrong=lambda layers: int(np.prod([stride for _, stride in layers])),
        ),
        Mistake(
            "the area is given",
            "The task asks for the number of pixels along one side.",
            wrong=lambda layers: _field(layers) ** 2,
        ),
        Mistake(
            "the cells that are left are counted",
            "You computed the size of the map. The question is how many pixels one cell sees.",
            wrong=_size_of_the_map,
        ),
        Mistake(
            "the step of a layer is added, not multiplied",
            "Two strides of 2 put cells 4 pixels apart, and three of them 8: strides multiply.",
            wrong=_steps_summed,
        ),
        Mistake(
            "the first layer only",
            "Your function returns after the first layer. Is the line with `return` inside the loop?",
            wrong=lambda layers: _field(layers[:1]),
        ),
        Mistake(
            "kernel and stride have changed places",
            "Each layer is a pair (kernel, stride): the kernel comes first.",
            wrong=lambda layers: _field([layer[::-1] for layer in layers]),
        ),
        Mistake(
            "each layer counts with its own stride alone",
            "Neighbouring cells are as far apart as the product of all strides *before* a layer.",
            wrong=lambda layers: 1 + sum((kernel - 1) * stride for kernel, stride in layers),
        ),
        Mistake(
            "each layer counts with its own stride alone",
            "Neighbouring cells are as far apart as the product of all strides *before* a layer.",
            wrong=lambda layers: layers[0][0] + sum((kernel - 1) * stride for kernel, stride in layers[1:]),
        ),
        Mistake(
            "the step doubles with every layer",
            "It is multiplied by the stride of each layer, and that may be 1 or 3 as well as 2.",
            wrong=lambda layers: 1 + sum((kernel - 1) * 2**place for place, (kernel, _) in enumerate(layers)),
        ),
        Mistake(
            "the field is multiplied by the strides",
            "From the input on, the field only grows by (k − 1) · step. What the strides multiply is the "
            "step.",
            wrong=_field_multiplied,
        ),
        Mistake(
            "the last layer is left out",
            "Its kernel counts too. Does the loop reach every layer?",
            wrong=lambda layers: _field(layers[:-1]),
        ),
        Mistake(
            "field and step are both given",
            "Return the field alone.",
            wrong=lambda layers: (_field(layers), int(np.prod([stride for _, stride in layers]))),
        ),
        Mistake(
            "every layer counts with a step of 2",
            "The step is 1 at the input, and grows only where a stride is larger than 1.",
            wrong=lambda layers: 1 + sum((kernel - 1) * 2 for kernel, _ in layers),
        ),
        Mistake(
            "the strides don't count as they should",
            "It goes wrong only where a stride is above 1. From there on, a further cell means more pixels: "
            "as many as all the strides before that layer, multiplied.",
            sees=lambda case, given: (
                given.ndim == 0 and any(stride > 1 for _, stride in case.inputs["layers"])
            ),
        ),
        Mistake(
            "several layers don't combine as they should",
            "It goes wrong only where there is more than one layer. Each adds (k − 1) · step to what was "
            "seen so far.",
            sees=lambda case, given: given.ndim == 0 and len(case.inputs["layers"]) > 1,
        ),
    ),
    cases=(
        Case({"layers": [(3, 1)]}),
        Case({"layers": [(3, 1), (2, 2)]}),
        Case({"layers": [(3, 1), (3, 1), (3, 1)]}),
        Case({"layers": [(3, 1), (2, 2), (3, 1), (2, 2)]}),
        Case({"layers": [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1)]}),
        Case({"layers": [(5, 2), (3, 1), (3, 3), (4, 2), (1, 1), (2, 1)]}),
    ),
)


# --- patch: what the strongest cell sees -------------------------------------------------------------


def _patch(image, feature_map, field, step):
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    return _cut(image, row * step, column * step, field)


def _cut(image, top, left, field):
    return image[max(top, 0) : max(top, 0) + field, max(left, 0) : max(left, 0) + field]


def _at(place):
    """Make a wrong answer that takes another cell, or another pixel for it."""

    def answer(image, feature_map, field, step):
        return _cut(image, *place(feature_map, field, step), field)

    return answer


def _strongest(feature_map):
    return np.unravel_index(np.argmax(feature_map), feature_map.shape)


def _without_step(feature_map, field, step):
    return _strongest(feature_map)


def _turned(feature_map, field, step):
    row, column = _strongest(feature_map)
    return column * step, row * step


def _centred(feature_map, field, step):
    return tuple(max(part * step - field // 2, 0) for part in _strongest(feature_map))


def _field_as_step(feature_map, field, step):
    return tuple(part * field for part in _strongest(feature_map))


def _weakest(feature_map, field, step):
    return tuple(part * step for part in np.unravel_index(np.argmin(feature_map), feature_map.shape))


def _largest_size(feature_map, field, step):
    return tuple(part * step for part in _strongest(np.abs(feature_map)))


def _above_0(feature_map, field, step):
    """Take the first cell if none is above 0, as a search that starts with 0 does."""
    row, column = _strongest(feature_map) if feature_map.max() > 0 else (0, 0)
    return row * step, column * step


def _last_above_0(feature_map, field, step):
    return tuple(part * step for part in np.argwhere(feature_map > 0)[-1:].reshape(-1)) or (0, 0)


def _is_a_patch(case, given):
    """Return whether the result has the right size and is cut out of the image, wherever that is."""
    image, _, field, _ = case.inputs.values()
    if given.shape != (field, field):
        return False
    windows = np.lib.stride_tricks.sliding_window_view(image, (field, field))
    return bool(np.isclose(windows, given).all(axis=(2, 3)).any())


def _is_of_a_tie(case, given):
    """Return whether the patch belongs to another of the cells with the largest number."""
    image, feature_map, field, step = case.inputs.values()
    places = np.argwhere(feature_map == feature_map.max()) * step
    return any(np.array_equal(_cut(image, *place, field), given) for place in places[1:])


ANOTHER_PATCH = (
    Mistake(
        "another of several equal cells is taken",
        "In a tie, the first cell counts, row by row, as `argmax` counts.",
        sees=_is_of_a_tie,
    ),
    Mistake(
        "the patch is in the wrong place",
        "Its size is right. It begins at the strongest cell's row times the step and its column times the "
        "step.",
        sees=_is_a_patch,
    ),
    Mistake(
        "the patch has the wrong size",
        "Its rows and columns are `field` each: a slice needs the place where it ends.",
        sees=lambda case, given: (
            given.ndim == 2 and given.shape not in (case.inputs["image"].shape, (case.inputs["field"],) * 2)
        ),
    ),
)


def _patch_image(rows, columns):
    return (np.arange(rows * columns) * 7 % 251).reshape(rows, columns)


PATCH = Exercise(
    name="patch",
    minutes=13,
    title="The patch a cell responds to",
    answer="my_patch(image, feature_map, field, step)",
    reference=_patch,
    read=numbers,
    right="That is how to find out what a deep map responds to: look at the pixels its strongest cells see.",
    hints=(
        "First find the strongest cell: its row and its column. Then find the "
        "pixel at which its window begins.",
        "`np.argmax` counts through all rows; `np.unravel_index(count, feature_map.shape)` turns the count "
        "into row and column. From one cell to the next, the window moves by `step` pixels.",
        "The window begins at pixel `row * step, column * step` and is `field` "
        "pixels high and wide. The solution "
        "is in notebooks/solutions/12_patch.py.",
    ),
    mistakes=(
        Mistake(
            "the step is forgotten",
            "Row 2 of the map is not row 2 of the image: from cell to cell the "
            "window moves by `step` pixels.",
            wrong=_at(_without_step),
        ),
        Mistake(
            "rows and columns have changed places",
            "`np.unravel_index` returns the row first, and the row comes before the comma.",
            wrong=_at(_turned),
        ),
        Mistake(
            "the patch is centred on the pixel",
            "You put the middle of the patch at pixel row · step, column · step. Without padding the "
            "window *begins* there: the first cell sees the pixels from row 0, column 0 on.",
            wrong=_at(_centred),
        ),
        Mistake(
            "the windows do not overlap",
            "You moved by the size of the window. Neighbouring windows overlap: they are `step` pixels "
            "apart.",
            wrong=_at(_field_as_step),
        ),
        Mistake(
            "the weakest cell is taken",
            "The strongest response is the largest value of the map.",
            wrong=_at(_weakest),
        ),
        Mistake(
            "a large negative value is taken for a strong response",
            "A number far below 0 is a weak response: ReLU would make it 0. Take the largest value, not the "
            "one furthest from 0.",
            wrong=_at(_largest_size),
        ),
        Mistake(
            "the patch is as large as the step",
            "The window is `field` pixels high and wide; `step` is how far it moves.",
            wrong=lambda image, feature_map, field, step: _cut(
                image, *(part * step for part in _strongest(feature_map)), step
            ),
        ),
        Mistake(
            "one row and one column too few",
            "A slice leaves out its end, so `top : top + field` has exactly `field` rows.",
            wrong=lambda image, feature_map, field, step: _patch(image, feature_map, field - 1, step),
        ),
        Mistake(
            "one row and one column too many",
            "`top : top + field` has `field` rows already, because a slice leaves out its end.",
            wrong=lambda image, feature_map, field, step: _patch(image, feature_map, field + 1, step),
        ),
        Mistake(
            "the patch of the map is given",
            "You cut out a piece of the feature map. The task asks for the pixels of the image that the "
            "cell sees.",
            wrong=lambda image, feature_map, field, step: _cut(feature_map, *_strongest(feature_map), field),
        ),
        Mistake(
            "the place is given, not the pixels",
            "Cut that window out of the image.",
            wrong=lambda image, feature_map, field, step: tuple(
                part * step for part in _strongest(feature_map)
            ),
        ),
        Mistake(
            "you look for the brightest pixel",
            "The strongest cell is the largest number of `feature_map`, not of the image.",
            wrong=lambda image, feature_map, field, step: _cut(
                image,
                *np.multiply(_strongest(image[: len(feature_map), : feature_map.shape[1]]), step),
                field,
            ),
        ),
        Mistake(
            "the place is given, not the pixels",
            "That is where the cell is in the map. Return the pixels that it sees.",
            wrong=lambda image, feature_map, field, step: _strongest(feature_map),
        ),
        Mistake(
            "one number only",
            "A cell sees field × field pixels: cut them out with two slices.",
            sees=lambda case, given: given.size == 1 < case.inputs["field"],
        ),
        Mistake(
            "only every few pixels are taken",
            "The third number of a slice leaves pixels out. The patch has no gaps: the step says where it "
            "begins.",
            wrong=lambda image, feature_map, field, step: _patch(image, feature_map, field, step)[
                ::step, ::step
            ],
        ),
        Mistake(
            "the slices end at `field`",
            "A slice needs its end, not its length: it ends `field` pixels after its beginning.",
            wrong=lambda image, feature_map, field, step: image[
                _strongest(feature_map)[0] * step : field, _strongest(feature_map)[1] * step : field
            ],
        ),
        Mistake(
            "one cell too far down and to the right",
            "Rows and columns count from 0: the first cell sees the pixels from row 0, column 0 on.",
            wrong=lambda image, feature_map, field, step: image[
                (_strongest(feature_map)[0] + 1) * step :, (_strongest(feature_map)[1] + 1) * step :
            ][:field, :field],
        ),
        Mistake(
            "you look for row and column separately",
            "You took the row and the column with the largest sums. The strongest cell may be in neither.",
            wrong=_at(
                lambda feature_map, field, step: (
                    np.argmax(feature_map.sum(axis=1)) * step,
                    np.argmax(feature_map.sum(axis=0)) * step,
                )
            ),
        ),
        Mistake(
            "you look for the brightest pixel",
            "The strongest cell is the largest number of `feature_map`, not of the image.",
            wrong=lambda image, feature_map, field, step: _cut(image, *_strongest(image), field),
        ),
        Mistake(
            "the step is used for the rows only",
            "The window moves by `step` pixels down and by `step` pixels to the right.",
            wrong=_at(lambda feature_map, field, step: np.multiply(_strongest(feature_map), (step, 1))),
        ),
        Mistake(
            "the step is used for the columns only",
            "The window moves by `step` pixels down and by `step` pixels to the right.",
            wrong=_at(lambda feature_map, field, step: np.multiply(_strongest(feature_map), (1, step))),
        ),
        Mistake(
            "divided by the number of rows",
            "`argmax` counts through the rows, so a row has `feature_map.shape[1]` cells. Your answer is "
            "right for square maps only.",
            wrong=_at(
                lambda feature_map, field, step: np.multiply(
                    divmod(np.argmax(feature_map), len(feature_map)), step
                )
            ),
        ),
        Mistake(
            "you look for row and column separately",
            "You took the largest number of the first column and the largest of the first row. The "
            "strongest cell may be in neither.",
            wrong=_at(
                lambda feature_map, field, step: (
                    np.argmax(feature_map[:, 0]) * step,
                    np.argmax(feature_map[0]) * step,
                )
            ),
        ),
        Mistake(
            "the search starts with 0",
            "In this map all numbers are below 0, so none of them beats 0. Start with the first cell, or "
            "with `-np.inf`.",
            wrong=_at(_above_0),
        ),
        Mistake(
            "the largest number so far is not kept",
            "You keep the place of a number above 0, but not the number: the next one is compared with 0 "
            "again.",
            wrong=_at(_last_above_0),
        ),
        Mistake(
            "divided by the step",
            "From one cell to the next, the window moves by `step` pixels: multiply by the step.",
            wrong=_at(lambda feature_map, field, step: [part // step for part in _strongest(feature_map)]),
        ),
        Mistake(
            "one pixel too far down and to the right",
            "Rows and columns count from 0: the first cell sees the pixels from row 0, column 0 on.",
            wrong=_at(lambda feature_map, field, step: [part * step + 1 for part in _strongest(feature_map)]),
        ),
        Mistake(
            "the last window is moved inwards",
            "The last window ends with the last row and column of the image. It may begin at the number of "
            "rows minus `field`.",
            wrong=lambda image, feature_map, field, step: _cut(
                image,
                *np.minimum(np.multiply(_strongest(feature_map), step), np.subtract(image.shape, field + 1)),
                field,
            ),
        ),
        *ANOTHER_PATCH,
    ),
    cases=(
        Case(
            {
                "image": _patch_image(7, 9),
                "feature_map": np.array([[0, 1, 3, 2], [5, 0, 9, 1], [2, -20, 0, 4]]),
                "field": 3,
                "step": 2,
            }
        ),
        Case(
            {
                "image": _patch_image(12, 10),
                "feature_map": np.array([[0.5, -3.0, 0.1], [0.2, 0.4, 0.3], [0.0, 1.5, 0.6]]),
                "field": 4,
                "step": 3,
            }
        ),
        Case(
            {
                "image": _patch_image(28, 28) / 255,
                "feature_map": (np.arange(25) * 11 % 24 - 6.0).reshape(5, 5),
                "field": 10,
                "step": 4,
            }
        ),
        Case(  # a tie
            {
                "image": _patch_image(7, 9),
                "feature_map": np.array([[1, 0, 6, 2], [6, 0, 1, 3], [2, 6, 0, 4]]),
                "field": 3,
                "step": 2,
            }
        ),
        Case(  # all below 0, and the last window is the strongest
            {
                "image": _patch_image(7, 9),
                "feature_map": np.array([[-4, -6, -3, -7], [-5, -9, -2, -8], [-3, -20, -6, -1]]),
                "field": 3,
                "step": 2,
            }
        ),
    ),
)


# --- fair_test: does a map point at what matters? ----------------------------------------------------


def _hottest(grid):
    return np.unravel_index(np.argmax(grid), grid.shape)


def _turned_test(falls, heat, garment):
    row, column = _hottest(heat)
    return falls[min(column, falls.shape[0] - 1), min(row, falls.shape[1] - 1)] - falls[garment].mean()


def _mean_on_the_garment(case):
    return case.inputs["falls"][case.inputs["garment"]].mean()


def _log_odds(share):
    return np.log(share / (1 - share))


FAIR_TEST = Exercise(
    name="fair_test",
    minutes=11,
    title="A fair test of Grad-CAM",
    answer="my_fair_test(falls, heat, garment)",
    reference=fair_test,
    read=numbers,
    right="The number means something now: you compare equal squares on the same image, at places that "
    "could matter.",
    hints=(
        "Compare two numbers: what is lost at the hottest place, and what is lost on average on the garment.",
        "`np.unravel_index(np.argmax(heat), heat.shape)` is the hottest place, and an index into `falls`. "
        "`falls[garment]` is the list of the falls on the garment.",
        "`falls[hottest] - falls[garment].mean()`. The solution is in notebooks/solutions/12_fair_test.py.",
    ),
    mistakes=(
        Mistake(
            "compared with the whole image",
            "Far from the garment, black covers black and nothing is lost, so any map looks good by "
            "comparison. Compare with the garment.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls.mean(),
        ),
        Mistake(
            "compared with the background",
            "Far from the garment, black covers black and nothing is lost. Compare with the garment.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[~garment].mean(),
        ),
        Mistake(
            "the place is taken from the falls",
            "You tested the best place there is, whatever the map says. The place must come from `heat`.",
            wrong=lambda falls, heat, garment: falls[_hottest(falls)] - falls[garment].mean(),
        ),
        Mistake(
            "the coldest place is taken",
            "The hottest place is the one with the largest value of the map.",
            wrong=lambda falls, heat, garment: (
                falls[np.unravel_index(np.argmin(heat), heat.shape)] - falls[garment].mean()
            ),
        ),
        Mistake(
            "the sign is reversed",
            "A result above 0 should mean that the map points at a place that matters more than average.",
            wrong=lambda falls, heat, garment: falls[garment].mean() - falls[_hottest(heat)],
        ),
        Mistake(
            "nothing to compare with",
            "A fall of 0.1 is a lot in one image and little in another. Subtract the mean fall on the "
            "garment.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)],
        ),
        Mistake(
            "compared with the best place",
            "No map can beat the largest fall. Compare with the mean on the garment.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[garment].max(),
        ),
        Mistake(
            "a ratio, not a difference",
            "Divided by a mean near 0, the result is enormous or has the wrong sign. Subtract.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] / falls[garment].mean(),
        ),
        Mistake(
            "the heat is returned",
            "How hot a place is does not say what covering it costs: look that up in `falls`.",
            wrong=lambda falls, heat, garment: heat[_hottest(heat)] - heat[garment].mean(),
        ),
        Mistake(
            "the sum in place of the mean",
            "A large garment has more places. Take the mean of its falls.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[garment].sum(),
        ),
        Mistake(
            "black places count as falls of 0",
            "`falls * garment` keeps the background as zeros, which are then averaged too. "
            "`falls[garment]` leaves them out.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - (falls * garment).mean(),
        ),
        Mistake(
            "rows and columns have changed places",
            "`np.unravel_index` gives the row first.",
            wrong=_turned_test,
        ),
        Mistake(
            "a large negative number is taken for the hottest",
            "The hottest place has the largest number, not the one furthest from 0.",
            wrong=lambda falls, heat, garment: falls[_hottest(np.abs(heat))] - falls[garment].mean(),
        ),
        Mistake(
            "only places with a fall are averaged",
            "Take the mean over the whole garment. `garment` says which places belong to it; a fall may be 0 "
            "there.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[falls != 0].mean(),
        ),
        Mistake(
            "only places with a fall are averaged",
            "A fall on the garment may be 0 or below. `falls[garment]` takes them all.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[falls > 0].mean(),
        ),
        Mistake(
            "places where covering helps are left out",
            "A fall on the garment may be 0 or below. `falls[garment]` takes them all.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[garment & (falls > 0)].mean(),
        ),
        Mistake(
            "places where covering helps are left out",
            "A fall below 0 counts with its sign, both at the hottest place and in the mean.",
            wrong=lambda falls, heat, garment: (
                np.maximum(falls, 0)[_hottest(heat)] - np.maximum(falls, 0)[garment].mean()
            ),
        ),
        Mistake(
            "you look for the hottest place on the garment only",
            "If a map points at the background, the test should show it: take the hottest place of the whole "
            "map.",
            wrong=lambda falls, heat, garment: (
                falls[_hottest(np.where(garment, heat, -np.inf))] - falls[garment].mean()
            ),
        ),
        Mistake(
            "the mean is that of the heat",
            "Subtract the mean *fall* on the garment: `falls[garment]`.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - heat[garment].mean(),
        ),
        Mistake(
            "the heat in place of the fall",
            "`heat` only says which place to look at. Take the fall there.",
            wrong=lambda falls, heat, garment: heat.max() - falls[garment].mean(),
        ),
        Mistake(
            "the mean alone",
            "That is the mean fall on the garment. It is subtracted from the fall at the hottest place.",
            wrong=lambda falls, heat, garment: falls[garment].mean(),
        ),
        Mistake(
            "the mean is added",
            "Subtract the mean fall from the fall at the hottest place.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] + falls[garment].mean(),
        ),
        Mistake(
            "the hottest place is left out of the mean",
            "The mean is that of the whole garment. If the hottest place is on the garment, it counts too.",
            wrong=lambda falls, heat, garment: (
                falls[_hottest(heat)] - falls[garment & (heat < heat.max())].mean()
            ),
        ),
        Mistake(
            "True and False are taken for rows",
            "With whole numbers in the brackets, 1 and 0 are the rows 1 and 0. With True and False, as "
            "`garment` has them, `falls[garment]` picks the places of the garment.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - falls[garment.astype(int)].mean(),
        ),
        Mistake(
            "falls and heat have changed places",
            "The place comes from `heat`, and both falls come from `falls`.",
            wrong=lambda falls, heat, garment: heat[_hottest(falls)] - heat[garment].mean(),
        ),
        Mistake(
            "the median in place of the mean",
            "The task asks for the mean fall on the garment.",
            wrong=lambda falls, heat, garment: falls[_hottest(heat)] - np.median(falls[garment]),
        ),
        Mistake(
            "all places count, by their heat",
            "You took a mean of all falls, weighted with the heat. Take the fall at a single place, the "
            "hottest.",
            wrong=lambda falls, heat, garment: (falls * heat).sum() / heat.sum() - falls[garment].mean(),
        ),
        Mistake(
            "the falls at all places",
            "You subtracted the mean from the whole map. Pick one fall first: the one at the hottest place.",
            wrong=lambda falls, heat, garment: falls - falls[garment].mean(),
        ),
        Mistake(
            "the wrong place is taken",
            "The right mean is subtracted, but from the fall at the wrong place. Look for the largest number "
            "of `heat`.",
            sees=lambda case, given: (
                given.ndim == 0
                and bool(np.isclose(case.inputs["falls"], given + _mean_on_the_garment(case)).any())
            ),
        ),
        Mistake(
            "log-odds of the falls",
            "The falls are differences already. Subtract them as they are.",
            wrong=lambda falls, heat, garment: (
                _log_odds(falls[_hottest(heat)]) - _log_odds(falls[garment].mean())
            ),
        ),
    ),
    cases=(
        Case(
            {
                "falls": np.array([[0.02, 0.1, 0.01], [0.3, 0.6, 0.2]]),
                "heat": np.array([[0, 2, 1], [9, 3, 4]]),
                "garment": np.array([[False, True, False], [True, True, True]]),
            }
        ),
        Case(
            {
                "falls": np.array([[0.0, 1, 0, 2], [5, -1, 3, 2], [0, 4, 6, 1], [1, 0, 2, 0]]),
                "heat": np.array([[1, 0, 3, 2], [2, 8, 5, 4], [9, 3, 7, 1], [0, 2, 0.5, 6]]),
                "garment": np.array([[0, 1, 0, 0], [1, 1, 1, 1], [0, 1, 1, 1], [0, 1, 1, 0]], dtype=bool),
            }
        ),
        Case(
            {
                "falls": (np.arange(30) * 7 % 13).reshape(5, 6) / 13 - 0.2,
                "heat": (np.arange(30) * 11 % 29).reshape(5, 6) / 3 - 7,  # the largest size is a negative one
                "garment": (np.arange(30) % 3 > 0).reshape(5, 6),
            }
        ),
        Case(  # a tie
            {
                "falls": np.array([[0.1, 0.7, 0.3], [0.2, 0.0, 0.9]]),
                "heat": np.array([[4, 8, 2], [8, 1, 8]]),
                "garment": np.array([[True, True, False], [False, True, True]]),
            }
        ),
        Case(  # the hottest place is on the garment, and its fall is not the mean
            {
                "falls": np.array([[0.5, 0.1, 0.2], [0.3, 0.4, 0.0]]),
                "heat": np.array([[7, 1, 2], [0, 3, 5]]),
                "garment": np.array([[True, True, False], [False, True, False]]),
            }
        ),
    ),
)


EXERCISES = (RECEPTIVE_FIELD, PATCH, FAIR_TEST)


# --- questions ---------------------------------------------------------------------------------------

COURSE = [Conv(64), Pool(), Conv(64), Pool()]

QUESTIONS = (
    Number(
        "gradient_of_a_weight",
        "A weight meets the pixels 3, 0, 2 and 1 at its four positions. The upstream gradient there is 1, "
        "5, −1 and 2. What is the slope of the loss with respect to this weight?",
        answer=float(np.dot([3, 0, 2, 1], [1, 5, -1, 2])),
        right="3 · 1 + 0 · 5 + 2 · (−1) + 1 · 2 = 3: each position adds its pixel times its upstream number.",
        wrong={
            6: "Those are the pixels alone. Multiply each by its upstream number.",
            7: "Those are the upstream numbers alone. Multiply each by its pixel.",
            42: "You multiplied the two sums. Multiply pair by pair, then add.",
            -12: "Add the products, don't multiply them. One of them is 0.",
            5: "3 + 0 + 2: the third upstream number is negative, and there is a fourth pair.",
        },
        otherwise="Multiply each pixel by the upstream number of its position, and add the four products.",
        recalls="11",
    ),
    Choices(
        "which_gain",
        "Over five seeds, a change to a network gains 0.004 in accuracy on average, with an interval from "
        "−0.002 to 0.010. What can you say?",
        Choice(
            "It is better: the gain is positive",
            "The mean is positive, but the interval contains 0: chance alone could give such a mean.",
        ),
        Choice(
            "It makes no difference",
            "The interval contains 0, but also 0.010. That you haven't shown a gain doesn't mean that "
            "there is none.",
        ),
        Choice(
            "Perhaps it is better, but these runs don't show it",
            "The interval contains 0, but also gains worth having. More seeds would make it narrower.",
            right=True,
        ),
        Choice(
            "It is better in about 95 of 100 networks",
            "The interval is about the mean gain, not about how single networks vary.",
        ),
        recalls="10",
    ),
    Number(
        "layer_of_weights",
        "A convolution with 3×3 kernels and biases turns 8 channels into 16. How many parameters does it "
        "have?",
        answer=conv_parameters(3, 8, 16),
        right="3 · 3 · 8 weights for each of 16 filters, and 16 biases.",
        wrong={
            1152: "Those are the weights. Each filter has a bias as well.",
            160: "That would be one channel. Each filter has a grid for each of the 8 channels.",
            1160: "There is one bias for each filter: 16, not 8.",
            72: "That is a single filter without its bias.",
            144: "3 · 3 · 16 leaves out the 8 channels that come in.",
            2304: "That is 16 filters with 3 · 3 · 16 weights. Each filter spans 8 channels.",
        },
        otherwise="A filter has 3 · 3 · 8 weights and one bias, and there are 16 filters.",
        recalls="08",
    ),
    Number(
        "field_after_conv2",
        "After the first convolution a cell sees 3 pixels along a side, and after the first pooling layer it "
        "sees 4. How many does it see after the second convolution, which has 3×3 kernels too?",
        answer=receptive_field(COURSE[:3])[0],
        right="Three neighbouring cells of the pooled map, 2 pixels apart, see 4 pixels each: 4 + 2 · 2 = 8.",
        wrong={
            5: "That is two kernels of 3 with no pooling between them.",
            6: "You moved one pixel from cell to cell. After the pooling layer, neighbours are 2 pixels "
            "apart.",
            7: "4 + 3: the first of the three cells is already counted, and each further one starts 2 "
            "pixels on.",
            9: "3 · 3 is wrong: the windows overlap, and there is a pooling layer between them.",
            10: "That is after the second pooling layer.",
            12: "3 · 4 is wrong: what the three cells see overlaps.",
        },
        otherwise="Take three neighbouring cells of the pooled map. Each sees 4 pixels and starts 2 pixels "
        "after the one before.",
    ),
    Number(
        "shared_columns",
        "After the second pooling layer, a cell sees 10 columns, and its right neighbour starts 4 pixels "
        "further on. How many columns do both of them see?",
        answer=10 - 4,
        right="One sees columns 0 to 9, the other 4 to 13, so both see columns 4 to 9.",
        wrong={
            4: "Only the left one sees the first 4.",
            5: "From 4 to 9, counting both ends, there are more than 5.",
            14: "That is how many at least one of them sees.",
            10: "Then both would see the same columns.",
            0: "They are 4 pixels apart and 10 wide, so they overlap.",
        },
        otherwise="One sees columns 0 to 9, the other columns 4 to 13.",
    ),
    Choices(
        "untrained_maps",
        "A network has random weights and hasn't been trained yet. What do the feature maps of its first "
        "layer show for a shirt?",
        Choice(
            "Noise",
            "The weights are random, but they stay the same while they slide over the image. Noise would "
            "need different weights at every position.",
        ),
        Choice(
            "Nothing: all maps are black",
            "After ReLU about half of the cells are 0, because about half of the sums are negative. The "
            "other half show something.",
        ),
        Choice(
            "The same image in every map",
            "Each kernel has different weights, so each responds to something different.",
        ),
        Choice(
            "The shirt, with edges and surfaces",
            "Nine random weights are a kernel like any other: one blurs, another finds edges. The outline "
            "stays where it is.",
            right=True,
        ),
    ),
    Choices(
        "pool_keeps",
        "What does max-pooling keep of a 2×2 block of cells?",
        Choice(
            "How strong the strongest response is, but not where in the block it was",
            "One of four numbers moves on, and the next layer can't find out which of them it was.",
            right=True,
        ),
        Choice(
            "Where the strongest response is, but not how strong",
            "The number that moves on is the response itself.",
        ),
        Choice("The mean of the four", "That is average pooling."),
        Choice("How many of the four are above 0", "Only one number is used: the largest."),
    ),
    Choices(
        "same_after_random",
        "A method draws a heat map for a trained network. You replace the trained weights with random "
        "ones, and the heat map stays the same. What does that show?",
        Choice(
            "The method is robust",
            "If it doesn't change when you erase everything the network has learned, it shows nothing of "
            "what was learned.",
        ),
        Choice(
            "The heat map shows the image, not what the network has learned",
            "It would look as convincing for a network that knows nothing.",
            right=True,
        ),
        Choice(
            "The network wasn't trained well",
            "It would stay the same for a well-trained one too, because it doesn't depend on the weights.",
        ),
    ),
    Choices(
        "shifted_accuracy",
        "Convolution follows a shifted image: the maps are shifted as well. You shift all validation "
        "images to the right by 4 of their 28 pixels. What happens to the accuracy?",
        Choice(
            "It stays the same",
            "The maps follow the shift, but the dense layer after them has a weight for every place.",
        ),
        Choice(
            "It falls by one or two percentage points",
            "A single pixel already costs two or three. Pooling tolerates little more.",
        ),
        Choice(
            "It falls by a third or more",
            "The dense layer has separate weights for every place, and in training the garments were in "
            "the middle.",
            right=True,
        ),
        Choice(
            "It rises",
            "Then the dense layer would have to know garments better off-centre than in the middle.",
        ),
    ),
)
