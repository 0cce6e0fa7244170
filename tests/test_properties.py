"""Public functions in every numeric type, against SciPy and NumPy; more of them in tests/test_arguments.py.

It covers, with hypothesis, sizes and counts, `flip`, `conv2d_loops`, and the activations.
"""

import numpy as np
import pytest
import scipy.signal
import scipy.special
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from helpers import (
    conv2d,
    conv2d_loops,
    conv_parameters,
    dense_parameters,
    flip,
    leaky_relu,
    output_size,
    receptive_field,
    relu,
    same_padding,
    softmax,
)
from helpers.shapes import Conv

WHOLE_TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
ALL_TYPES = ["bool", *WHOLE_TYPES, "float16", "float32", "float64"]
quick = settings(max_examples=40, deadline=None, derandomize=True)
small = st.integers(1, 5)


def grids(most=6):
    """Draw grids of every numeric type, with small numbers that every type can hold."""
    kinds = st.sampled_from(ALL_TYPES)
    return kinds.flatmap(
        lambda kind: arrays.arrays(
            kind,
            arrays.array_shapes(min_dims=2, max_dims=2, max_side=most),
            elements=st.booleans() if kind == "bool" else st.integers(0 if kind[0] == "u" else -9, 9),
        )
    )


@quick
@given(n=st.integers(1, 127), k=small, stride=small, dilation=small, kind=st.sampled_from(WHOLE_TYPES))
def test_sizes_of_any_whole_number_type_give_what_python_numbers_give(n, k, stride, dilation, kind):
    """`image.shape[0] * np.int8(2)` is a size that learners compute with; in int8 it must not wrap around."""
    assume(dilation * (k - 1) < n)
    as_kind = np.dtype(kind).type
    options, typed = ({"stride": number(stride), "dilation": number(dilation)} for number in (int, as_kind))
    for function in (lambda n, k, **o: output_size(n, k, padding=k, **o), output_size, same_padding):
        result, expected = function(as_kind(n), as_kind(k), **typed), function(n, k, **options)
        assert result == expected
        parts = result if isinstance(result, tuple) else (result,)
        assert {type(part) for part in parts} == {int}


@quick
@given(k=small, channels=st.integers(1, 100), filters=st.integers(1, 120), kind=st.sampled_from(WHOLE_TYPES))
def test_counts_of_parameters_do_not_wrap_in_small_types(k, channels, filters, kind):
    """5 · 5 · 100 · 120 weights do not fit into the 8 bits that their factors come in."""
    as_kind = np.dtype(kind).type
    result = conv_parameters(as_kind(k), as_kind(channels), as_kind(filters))
    assert result == (k * k * channels + 1) * filters
    assert dense_parameters(as_kind(channels), as_kind(filters)) == (channels + 1) * filters


@quick
@given(layers=st.lists(st.tuples(small, small), min_size=1, max_size=4), kind=st.sampled_from(WHOLE_TYPES))
def test_a_receptive_field_is_the_same_in_every_whole_number_type(layers, kind):
    """Five layers of stride 5 multiply to 3,125 between neighbours."""
    as_kind = np.dtype(kind).type
    typed = [Conv(8, as_kind(k), as_kind(stride)) for k, stride in layers]
    assert receptive_field(typed) == receptive_field([Conv(8, *layer) for layer in layers])


@quick
@given(image=grids(), kernel=grids(3))
def test_flipped_kernels_give_scipys_convolution_and_kernels_as_they_are_its_correlation(image, kernel):
    """In every type: pixels come as uint8, masks as bool, weights as float16."""
    assume(kernel.shape[0] <= image.shape[0] and kernel.shape[1] <= image.shape[1])
    wide, weights = image.astype(float), kernel.astype(float)
    convolved = scipy.signal.convolve2d(wide, weights, mode="valid")
    correlated = scipy.signal.correlate2d(wide, weights, mode="valid")
    for function in (conv2d, conv2d_loops):
        np.testing.assert_allclose(np.asarray(function(image, flip(kernel)), float), convolved, atol=1e-6)
        np.testing.assert_allclose(np.asarray(function(image, kernel), float), correlated, atol=1e-6)
    assert np.array_equal(flip(flip(kernel)), kernel)


@quick
@given(values=grids())
def test_activations_are_what_numpy_and_scipy_say(values):
    """In uint8, 0 − 9 is 247: the largest probability would be in the wrong place."""
    wide = values.astype(float)
    close = 2e-3 if values.dtype == "float16" else 1e-6
    np.testing.assert_allclose(softmax(values), scipy.special.softmax(wide, axis=-1), atol=close)
    np.testing.assert_array_equal(relu(values), np.maximum(wide, 0))
    np.testing.assert_allclose(leaky_relu(values), np.where(wide > 0, wide, 0.2 * wide), atol=close)


def of_another_library(kind, grid):
    """Return a grid as a tensor of PyTorch, or as a table of pandas."""
    library = pytest.importorskip(kind.split()[0])
    return {
        "torch": lambda: library.tensor(grid, requires_grad=True),
        "torch bfloat16": lambda: library.tensor(grid, dtype=library.bfloat16),
        "torch int8": lambda: library.tensor(grid, dtype=library.int8),
        "torch sparse": lambda: library.tensor(grid).to_sparse(),
        "pandas": lambda: library.DataFrame(grid),
        "pandas Int64": lambda: library.DataFrame(grid).astype("Int64"),
        "pandas Float32": lambda: library.DataFrame(grid).astype("Float32"),
    }[kind]()


@pytest.mark.parametrize(
    "kind",
    ["torch", "torch bfloat16", "torch int8", "torch sparse", "pandas", "pandas Int64", "pandas Float32"],
)
def test_tensors_and_tables_of_other_libraries_are_read_where_they_are_installed(kind):
    """Learners bring them from other courses."""
    grid = np.arange(16.0).reshape(4, 4)
    theirs = of_another_library(kind, grid)
    for function in (relu, softmax, flip, lambda values: conv2d(values, [[1, -1]])):
        np.testing.assert_allclose(function(theirs), function(grid), rtol=1e-6)
