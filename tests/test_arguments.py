"""All public functions read numbers from the same kinds of objects, or refuse them with a true sentence."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers import conv1d, conv2d, leaky_relu, pool2d, relu, softmax
from helpers.arguments import as_volumes, class_labels, numeric_array, rows_and_columns, whole_number
from helpers.gradients import cross_entropy, input_gradient, kernel_gradient, pool2d_gradient, relu_gradient
from helpers.pictures import neighbour_correlation, shifted

WHOLE_TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool"]
FLOAT_TYPES = ["float16", "float32", "float64", "longdouble"]
# Each public function of arrays, as a function of one grid of four rows and four columns.
FUNCTIONS = {
    "conv2d": lambda grid: conv2d(grid, [[1, -2], [3, 0]]),
    "conv1d": lambda grid: conv1d(np.asarray(grid)[0], [1, -1]),
    "pool2d": pool2d,
    "average": lambda grid: pool2d(grid, mode="average"),
    "relu": relu,
    "leaky_relu": leaky_relu,
    "softmax": softmax,
    "neighbour_correlation": lambda grid: np.nan_to_num(neighbour_correlation(grid)),
    "shifted": lambda grid: shifted(grid, 1, -1),
    "kernel_gradient": lambda grid: kernel_gradient(grid, [[1, -1], [0, 2]]),
    "input_gradient": lambda grid: input_gradient([[1, -1], [0, 2]], grid),
    "relu_gradient": lambda grid: relu_gradient(grid, np.ones((4, 4))),
    "pool2d_gradient": lambda grid: pool2d_gradient(grid, [[1, -1], [0, 2]]),
    "cross_entropy": lambda grid: np.append(
        cross_entropy(grid, [0, 3, 1, 2])[1], cross_entropy(grid, [0, 3, 1, 2])[0]
    ),
}


def limits(dtype):
    """Return the range of a whole-number type, not so wide that float64 would round."""
    if dtype == "bool":
        return 0, 1
    info = np.iinfo(dtype)
    return max(int(info.min), -(2**40)), min(int(info.max), 2**40)


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_whole_number_type_gives_what_python_numbers_give(name, data):
    """np.uint8(0) - np.uint8(2) is 254: a learner's pixels or scores would silently give another result."""
    dtype = data.draw(st.sampled_from(WHOLE_TYPES))
    numbers = data.draw(st.lists(st.integers(*limits(dtype)), min_size=16, max_size=16))
    grid = np.array(numbers).reshape(4, 4)
    result, expected = FUNCTIONS[name](grid.astype(dtype)), FUNCTIONS[name](grid.astype(float))
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(np.asarray(result, float) / scale, expected / scale, atol=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("dtype", FLOAT_TYPES)
def test_every_float_type_gives_the_same_to_its_own_precision(name, dtype):
    """Images come as float32, weights as float16."""
    grid = np.arange(-8, 8).reshape(4, 4) / 4
    result = np.asarray(FUNCTIONS[name](grid.astype(dtype)), float)
    np.testing.assert_allclose(result, FUNCTIONS[name](grid), atol=2e-3 if dtype == "float16" else 1e-5)


class Tensor:
    """Behaves as PyTorch's tensors do: NumPy cannot read one that takes part in a gradient."""

    def __init__(self, values, attached=True):  # noqa: D107
        self.values, self.attached = values, attached

    def detach(self):  # noqa: D102
        return Tensor(self.values, attached=False)

    def cpu(self):  # noqa: D102
        return self

    def __array__(self, dtype=None, copy=None):  # noqa: D105
        if self.attached:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
            )
        return np.asarray(self.values, dtype)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda grid: grid.tolist(),
        lambda grid: tuple(map(tuple, grid)),
        lambda grid: np.ma.masked_array(grid, mask=False),
        np.asfortranarray,
        lambda grid: np.flip(grid)[::-1, ::-1],
        lambda grid: grid.astype(">i4"),
        lambda grid: grid.view(np.matrix),
        Tensor,
        lambda grid: Image.fromarray(grid.astype(np.uint8)),
    ],
    ids=[
        "lists",
        "tuples",
        "unmasked",
        "Fortran order",
        "a view",
        "other byte order",
        "matrix",
        "PyTorch",
        "Pillow",
    ],
)
def test_numbers_are_read_from_whatever_holds_them(wrap):
    """Learners bring arrays from other libraries and other lessons."""
    grid = np.arange(16).reshape(4, 4)
    for function in (FUNCTIONS["conv2d"], pool2d, relu, softmax):
        np.testing.assert_array_equal(function(wrap(grid)), function(grid))


def test_tensors_of_tensorflow_are_read_in_every_type():
    """A layer's output is a tensor, and its size may be one too."""
    from helpers.training import tf

    grid = np.arange(16).reshape(4, 4)
    for kind in ("int32", "float32", "bfloat16", "float16", "uint8"):
        np.testing.assert_array_equal(pool2d(tf.cast(grid, kind)), pool2d(grid))
    assert whole_number("stride", tf.constant(2), least=1) == 2


class Missing:
    """A missing cell, as pandas writes it in its own number types."""

    def __str__(self):  # noqa: D105
        return "<NA>"


class WithoutValues:
    """A tensor that has a shape and no values, as on PyTorch's meta device."""

    def __array__(self, dtype=None, copy=None):  # noqa: D105
        raise NotImplementedError("cannot copy")


def palette_picture():
    """Return a picture whose numbers are places in a table of colours."""
    return Image.fromarray(np.arange(16, dtype=np.uint8).reshape(4, 4)).convert("P")


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "conv1d"])
@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        (np.ma.masked_equal(np.arange(16).reshape(4, 4), 5), ValueError, "has 1 masked cell, "),
        ("abc", TypeError, "must hold real numbers, but holds text"),
        ([["a"] * 4] * 4, TypeError, "must hold real numbers, but holds text"),
        (np.ones((4, 4)) * 1j, TypeError, "must hold real numbers, but holds complex128"),
        (None, TypeError, "must hold real numbers, but holds None"),
        ([[1, 2], [None, 3]], TypeError, "must hold real numbers, but holds None"),
        (np.array([[1, "a"], [2, 3]], object), TypeError, "must hold real numbers, but holds the text 'a'"),
        (np.array([[1, Missing()], [2, 3]], object), ValueError, "has 1 missing cell: give it a value first"),
        (WithoutValues(), TypeError, "is an object of the type WithoutValues: cannot copy"),
        (np.zeros((4, 4), "datetime64[s]"), TypeError, "must hold real numbers, but holds datetime64"),
        ({"a": 1}, TypeError, "but holds an object of the type dict"),
        ([[1, 2], [3]], ValueError, "its rows differ in length"),
        (palette_picture(), ValueError, "places in a palette"),
    ],
    ids=[
        "masked",
        "one word",
        "text",
        "complex",
        "None",
        "one None",
        "one text",
        "missing",
        "no values",
        "dates",
        "dict",
        "ragged",
        "palette",
    ],
)
def test_an_object_without_numbers_is_refused_with_a_sentence(name, value, error, says):
    """NumPy's own message names ufuncs and casting rules, which a learner has never met."""
    with pytest.raises(error, match=says):
        FUNCTIONS[name](value)


@pytest.mark.parametrize("kind", [int, float, np.int64, Fraction, Decimal])
def test_objects_that_are_real_numbers_are_read_as_numbers(kind):
    """A pandas table of its own number types, or a list with one huge integer, comes as Python objects."""
    grid = np.arange(16.0).reshape(4, 4)
    objects = np.array([[kind(int(number)) for number in row] for row in grid], object)
    for name in FUNCTIONS:
        np.testing.assert_allclose(FUNCTIONS[name](objects), FUNCTIONS[name](grid))


@pytest.mark.parametrize(
    ("labels", "error", "says"),
    [
        (
            [[0, 1, 0], [1, 0, 0]],
            ValueError,
            r"2 whole numbers in a row.*one-hot rows, give labels\.argmax\(axis=1\)",
        ),
        ([[1], [0]], ValueError, r"a column, give labels\.ravel\(\)"),
        ([1], ValueError, r"2 whole numbers in a row, one for each, but their shape is \(1,\)"),
        (1, ValueError, r"but their shape is \(\)"),
        ([0, -1], ValueError, "from 0 to 2, but one of them is -1"),
        ([0, 3], ValueError, "from 0 to 2, but one of them is 3"),
        ([0, 0.5], TypeError, "whole numbers, but hold 0.5"),
        (["0", "1"], TypeError, "real numbers, but holds text"),
    ],
)
def test_labels_of_another_shape_or_kind_are_refused(labels, error, says):
    """NumPy would silently broadcast them: another loss, and wrong gradients."""
    with pytest.raises(error, match=says):
        cross_entropy([[0.1, 0.2, 0.3], [1, 2, 3]], labels)


def test_labels_without_a_number_of_classes_start_at_0_and_may_be_none_at_all():
    """An empty batch is no mistake, and a label of −1 would silently count from the end."""
    assert class_labels("labels", [], 0, 3).tolist() == []
    assert class_labels("labels", [], 0, 1).tolist() == []
    assert class_labels("labels", [0, 0], 2, 1).tolist() == [0, 0]
    assert class_labels("labels", [0, 999], 2).tolist() == [0, 999]
    with pytest.raises(ValueError, match="labels must be 0 or more, but one of them is -1"):
        class_labels("labels", [0, -1], 2)
    with pytest.raises(ValueError, match=r"3 whole numbers in a row.*shape is \(1, 3\)\.$"):
        class_labels("labels", [[0, 1, 2]], 3)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (np.ma.masked_less([[0, 1], [2, 3]], 2), "has 2 masked cells, and"),
        (np.array([[Missing(), 1], [2, Missing()]], object), "has 2 missing cells: give them a value"),
        (np.array([[0, Missing()]], object), "has 1 missing cell: give it a value"),
    ],
)
def test_cells_without_a_value_are_counted(value, says):
    """A learner who reads "1 masked cell" fills one, and meets the same sentence again."""
    with pytest.raises(ValueError, match=says):
        numeric_array("the image", value)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((5, 4), (1, 5, 4, 1)), ((5, 4, 3), (1, 5, 4, 3)), ((2, 5, 4, 3), (2, 5, 4, 3))],
)
def test_a_grid_is_a_batch_of_one_image_with_one_channel(shape, expected):
    """If rows were read as images, every function of images would give nonsense."""
    assert as_volumes(np.zeros(shape)).shape == expected


@pytest.mark.parametrize(("value", "expected"), [(2, (2, 2)), ([1, 3], (1, 3)), ((3, 1), (3, 1))])
def test_one_number_is_for_rows_and_columns_alike(value, expected):
    """Rows come first, as in the shape of an array."""
    assert rows_and_columns("stride", value, least=1) == expected


@pytest.mark.parametrize("value", [(1, 2, 3), [1], (), np.array([1, 2])])
def test_what_is_not_a_pair_is_refused(value):
    """Of three numbers, nobody knows which two are meant."""
    with pytest.raises(ValueError, match="stride must be one whole number or"):
        rows_and_columns("stride", value, least=1)


@pytest.mark.parametrize("least", [0, 1, 3])
def test_the_least_number_is_allowed_and_the_one_below_it_is_not(least):
    """Padding may be 0 and a stride may be 1."""
    for kind in (int, np.int64):
        assert whole_number("padding", kind(least), least=least) == least
        with pytest.raises(ValueError, match=f"padding must be {least} or more, but is {least - 1}"):
            whole_number("padding", kind(least - 1), least=least)


def test_labels_may_come_in_any_type():
    """Fashion-MNIST has uint8 labels; Keras and tables have others."""
    for dtype in ("uint8", "int8", "int64", "float32"):
        assert class_labels("labels", np.array([0, 2, 1], dtype), 3, 3).tolist() == [0, 2, 1]


@pytest.mark.parametrize("value", [True, np.True_, 2.0, "2", None, np.array([2, 3]), [2]])
def test_what_is_not_one_whole_number_is_refused(value):
    """A stride of True or of 2.0 comes from a mistake further up in the code."""
    with pytest.raises(TypeError, match="stride must be a whole number, but is"):
        whole_number("stride", value, least=1)


def test_a_whole_number_may_come_from_an_array():
    """np.argmax and len give different types."""
    for value in (2, np.int8(2), np.uint64(2), np.array(2)):
        number = whole_number("stride", value, least=1)
        assert (number, type(number)) == (2, int)


def test_a_large_number_of_64_bits_is_read_exactly():
    """Through float64, 2**53 + 1 would become 2**53."""
    assert int(numeric_array("values", [2**53 + 1])[0]) == 2**53 + 1
