"""The arithmetic of PoolingExplorer's page against `helpers`."""

import itertools

import numpy as np

from helpers import pool2d
from helpers.pictures import shifted
from tests.pages.node import PageError, ask

SIZES, STRIDES, SHIFTS = (1, 2, 3, 5), (1, 2, 3), ((0, 0), (1, 0), (0, -2), (3, 2))


def settings():
    """Yield settings for pictures of every shape that a learner may try, with ties and negative pixels."""
    random = np.random.default_rng(3)
    shapes = [(1, 1), (4, 4), (5, 7), (8, 6), (11, 11)]
    choices = itertools.product(shapes, SIZES, STRIDES, ("valid", "same"), ("max", "average"), SHIFTS)
    for shape, size, stride, padding, mode, shift in choices:
        yield {
            "image": random.integers(-4, 5, shape).tolist(),
            "size": size,
            "stride": stride,
            "padding": padding,
            "mode": mode,
            "shift": shift,
        }


def test_the_page_pools_as_pool2d_does_in_a_thousand_settings():
    """A sign or an index wrong on the page would show a learner sums that Python contradicts."""
    asked = list(settings())
    refused = 0
    for one, state in zip(
        asked, ask("pooling/arithmetic.js", "compute", [[one] for one in asked]), strict=True
    ):
        image = np.array(one["image"])
        options = {"stride": one["stride"], "padding": one["padding"], "mode": one["mode"]}
        try:
            expected = pool2d(shifted(image, *one["shift"]), one["size"], **options)
        except ValueError:
            assert isinstance(state, PageError), one
            refused += 1
            continue
        np.testing.assert_allclose(state["output"], expected, atol=1e-12, err_msg=str(one))
        np.testing.assert_allclose(state["before"], pool2d(image, one["size"], **options), atol=1e-12)
        assert state["moved"] == shifted(image, *one["shift"]).tolist()
        assert state["unchanged"]["same"] == np.isclose(state["output"], state["before"], atol=1e-9).sum()
    assert 0 < refused < len(asked) / 2
