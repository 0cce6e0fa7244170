"""The exercises and questions of each lesson, as data: `lesson_00.py`, `lesson_01.py` and so on.

A lesson's table is imported when one of its exercises or questions is used. Importing all of them takes more
than a second, because their reference answers use SciPy and Matplotlib. So the names are listed here, in the
order of the lesson; a test compares them with the tables.
"""

import importlib

EXERCISES = {
    "00": ("first_answer",),
    "01": ("negative", "correlation", "unshuffle", "dense_weights"),
    "02": (
        "falls", "window_sum", "convolve", "count_stops", "conv2d", "conv2d_vectorised", "convolution_matrix",
    ),
    "03": ("gaussian", "sharpen", "falling", "match", "alike"),
    "04": (
        "pixel_uses", "dilate_kernel", "output_size", "stride_and_padding", "same_padding", "strides",
        "dilations",
    ),
    "05": ("relu", "relu_gradient", "merge_kernels", "threshold", "he_scale"),
    "06": ("pool2d", "three_pools", "two_shifts", "average_kernel"),
    "07": ("channel_sum", "conv_volume", "layer_parameters", "heaviest", "halve"),
    "08": ("summary", "forward", "repaired", "lenet"),
    "09": ("prepare", "most_confused", "class_shares", "accuracy_interval"),
    "10": ("momentum_step", "adam_step", "choose_epoch", "small_network", "shuffle_pixels", "nearest_labels"),
    "11": (
        "gradient_by_hand", "input_gradient", "training_step", "slopes_by_trying", "wrong_gradient",
        "dense_gradient",
    ),
    "12": ("receptive_field", "patch", "fair_test"),
    "13": ("separable", "batch_norm", "chain_slope", "fold_norm"),
    "14": ("causal", "sees_64", "match_units"),
}  # fmt: skip
QUESTIONS = {
    "00": ("shift_enter", "after_restart"),
    "01": (
        "pixels_of_an_icon", "row_one", "deleted_cell", "numbers_of_a_colour_photo", "far_apart",
        "after_the_shuffle", "kernel_on_a_phone_photo", "kernel_multiplications", "dense_and_shuffled",
    ),
    "02": (
        "weights_of_ten_units", "neighbours_of_noise", "changed_not_run", "size_of_a_fall", "above_255",
        "one_step_right", "five_by_three", "positive_after_bias", "nine_ninths", "brighter_photo",
        "keras_flip", "three_to_six", "not_zero",
    ),
    "03": (
        "window_of_two_by_two", "weights_on_twenty_by_twenty", "after_the_pause", "flat_wall", "line_across",
        "ramp_and_line", "size_of_a_gradient", "products_in_two_passes", "one_cell_wrong",
        "wall_against_crossing", "flat_teacher", "five_times_the_rate",
    ),
    "04": (
        "sobel_at_a_step", "four_on_ten", "three_below_seven", "corner_stops", "full_rows", "reflected_cell",
        "equal_use", "last_row", "dilated_reach", "odd_row", "field_with_stride",
    ),
    "05": (
        "padding_of_five", "wall_without_lines", "weights_of_eight_units", "slope_at_minus_three",
        "one_for_two", "negative_picture", "bias_for_forty", "dead_unit", "three_sigmoids",
        "half_of_the_squares", "variance_of_nine",
    ),
    "06": (
        "all_sums_negative", "nine_at_stride_two", "two_by_two_sum", "block_average", "pooled_volume",
        "eleven_rows", "negative_border", "instead_of_the_pool", "moved_map", "quarter_turn",
        "survives_in_100", "no_multiple",
    ),
    "07": (
        "three_down_the_map", "bias_for_twelve", "blurred_spot", "colour_filter", "one_filter",
        "how_many_biases", "second_depth", "twice_as_wide", "shared_weights", "shuffled_bets",
        "numbers_for_adam", "time_of_the_first",
    ),
    "08": (
        "weights_on_five_channels", "nine_rows_pooled", "forty_pixels", "kernel_shape", "place_in_the_row",
        "widest_layer", "which_labels", "which_fifth", "c3_weights",
    ),
    "09": (
        "which_loss", "filters_on_sixteen", "two_fives_without_relu", "first_loss", "overfitting",
        "half_the_error", "evaluate_epochs",
    ),
    "10": (
        "five_classes", "flattened_dense", "fifteen_rows", "across_the_valley", "adam_first_step",
        "stuck_loss", "wrong_augmentation", "overlapping_ranges", "twenty_changes", "shuffled_pixels",
        "average_parameters", "of_fifty", "dark_on_light",
    ),
    "11": (
        "step_of_a_weight", "loss_of_four_classes", "parameters_of_three_filters", "raised_weight",
        "outputs_of_a_pixel", "smallest_step", "through_relu", "through_pool", "dense_slope", "zeros_between",
        "most_shares", "zero_start", "sixteen_times_the_rate",
    ),
    "12": (
        "gradient_of_a_weight", "which_gain", "layer_of_weights", "field_after_conv2", "shared_columns",
        "untrained_maps", "pool_keeps", "same_after_random", "shifted_accuracy",
    ),
    "13": (
        "deep_cell_sees", "gradient_of_relu", "choose_by_what", "pointwise_weights", "separable_weights",
        "alone_or_in_company", "halved_sixteen_times", "place_after_pooling", "why_random_features",
    ),
    "14": (
        "one_by_one_weights", "field_of_two_layers", "interval_with_zero", "which_axis", "words_alone",
        "reach_of_a_stack", "conv1d_weights", "new_place", "flatten_instead", "one_step_kernels",
    ),
}  # fmt: skip


def _lessons_by_name(index):
    return {name: lesson for lesson, names in index.items() for name in names}


LESSON_OF_EXERCISE = _lessons_by_name(EXERCISES)
LESSON_OF_QUESTION = _lessons_by_name(QUESTIONS)


def table(lesson):
    """Return the table of a lesson: a module with `EXERCISES` and `QUESTIONS`, imported now if need be.

    Parameters
    ----------
    lesson : str
        Its number, such as ``"02"``.

    Returns
    -------
    module
    """
    return importlib.import_module(f"{__name__}.lesson_{lesson}")


def find_exercise(name):
    """Return the lesson and the `Exercise` that have this name.

    Parameters
    ----------
    name : str
        Such as ``"conv2d"``.

    Returns
    -------
    (str, helpers.checks.exercise.Exercise)
        The lesson by its number, such as ``"02"``.

    Raises
    ------
    KeyError
        If no exercise has that name.

    Examples
    --------
    >>> lesson, exercise = find_exercise("conv2d")
    >>> lesson, exercise.answer
    ('02', 'my_conv2d(image, kernel, stride=1)')
    """
    lesson = LESSON_OF_EXERCISE[name]
    return lesson, _named(table(lesson).EXERCISES, name)


def find_question(name):
    """Return the lesson and the question that have this name.

    Parameters
    ----------
    name : str
        Such as ``"one_step_right"``.

    Returns
    -------
    (str, helpers.checks.questions.Choices or helpers.checks.questions.Number)
        The lesson by its number, such as ``"02"``.

    Raises
    ------
    KeyError
        If no question has that name.
    """
    lesson = LESSON_OF_QUESTION[name]
    return lesson, _named(table(lesson).QUESTIONS, name)


def all_exercises():
    """Return every exercise by its name, with its lesson: ``{"conv2d": ("02", Exercise), …}``."""
    return {name: find_exercise(name) for name in LESSON_OF_EXERCISE}


def all_questions():
    """Return every question by its name, with its lesson: ``{"one_step_right": ("02", Choices), …}``."""
    return {name: find_question(name) for name in LESSON_OF_QUESTION}


def _named(entries, name):
    return next(entry for entry in entries if entry.name == name)
