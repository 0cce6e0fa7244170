"""The ConvolutionExplorer's Python side: its result, its refusals, its picture for a reader."""

import base64
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers import conv2d, flip
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, NINE_PIXELS, NINE_WEIGHTS
from helpers.widgets import ConvolutionExplorer


def png_of(explorer):
    """Return the picture that a saved notebook shows."""
    data, _ = explorer._repr_mimebundle_()
    return data["image/png"]


@given(
    sizes=st.tuples(*[st.integers(1, 9)] * 2, *[st.integers(1, 3)] * 2),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same", "full", 0, 2]),
    dilation=st.integers(1, 3),
    flipped=st.booleans(),
    bias=st.integers(-3, 3),
    seed=st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_the_result_is_that_of_conv2d(sizes, stride, padding, dilation, flipped, bias, seed):
    """The next cell uses `explorer.result`: it must not differ from what the lesson explains."""
    random = np.random.default_rng(seed)
    image, kernel = random.integers(-9, 10, sizes[:2]), random.integers(-3, 4, sizes[2:])
    arguments = {"stride": stride, "padding": padding, "dilation": dilation}
    wanted = outcome(lambda: conv2d(image, flip(kernel) if flipped else kernel, bias, **arguments))
    ours = outcome(lambda: ConvolutionExplorer(image, kernel, bias=bias, flipped=flipped, **arguments).result)
    assert ours == wanted


def outcome(function):
    """Return the array that a function gives, as lists, or the sentence of its ValueError."""
    try:
        return function().tolist()
    except ValueError as problem:
        return str(problem)


def test_the_lessons_examples_give_their_numbers():
    """Lesson 02 says 577 and a 3×3 map in its prose, next to this very explorer."""
    assert ConvolutionExplorer(NINE_PIXELS, NINE_WEIGHTS).result.tolist() == [[577]]
    binary = ConvolutionExplorer(BINARY_IMAGE, BINARY_KERNEL)
    assert binary.result.tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_the_house_opens_on_its_largest_sum():
    """A window of zeros, at the top left, shows nothing of what a kernel finds."""
    for chosen in ({}, {"flipped": True}, {"bias": -30, "dilation": 2}):
        explorer = ConvolutionExplorer(**chosen)
        assert explorer.result[explorer.focus] == explorer.result.max()
    assert ConvolutionExplorer([[1, 2, 9, 9]], [[-1, 1]]).focus == (0, 0)  # a lesson may begin at the left
    assert ConvolutionExplorer(focus=(0, 0)).focus == (0, 0)


def test_with_padding_the_house_opens_on_the_largest_sum_whose_window_covers_some():
    """Lesson 04 is about padding: a window in the middle of the image shows none of it."""
    assert ConvolutionExplorer(stride=2, padding="same").focus == (3, 0)  # padding is below and on the right
    assert ConvolutionExplorer(padding="same", flipped=True).focus == (0, 4)
    assert ConvolutionExplorer(padding="valid").focus == (2, 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"stride": 0}, "stride must be 1 or more, but is 0"),
        ({"stride": 1.5}, "stride must be a whole number, but is 1.5"),
        ({"padding": "sam"}, '"valid", "same", "full" or a whole number, but is \'sam\''),
        ({"padding": (1, 2)}, "a whole number, but is (1, 2)"),
        ({"padding": 30}, "the explorer draws 48 at most"),
        ({"dilation": 5}, "does not fit into 8 pixels"),
        ({"bias": "x"}, "the bias must be a number, but is 'x'"),
        ({"focus": (6, 0)}, "which is 6 × 6, but is (6, 0): the last one is (5, 5)"),
        ({"focus": 3}, "focus must be (row, column)"),
        ({"image": np.zeros((40, 40))}, "Take a part of it: image[:32, :32]"),
        ({"image": np.zeros((8, 8, 1))}, "the image must have the shape (rows, columns), but has (8, 8, 1)"),
        ({"image": [[0, np.nan]], "kernel": [[1]]}, "must be a number within ±1,000,000, but one is nan"),
        ({"image": np.zeros((0, 4))}, "the image has no cells"),
        ({"kernel": np.ones((9, 9))}, "Take a part of it: kernel[:7, :7]"),
        ({"kernel": [["a"]]}, "must hold real numbers"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(arguments, says):
    """A learner's first own picture is too large, or has a channel too many: the sentence says what to do."""
    with pytest.raises((ValueError, TypeError)) as refused:
        ConvolutionExplorer(**arguments)
    assert says in str(refused.value)


def test_setting_a_wrong_value_changes_nothing():
    """A typo in a cell must not leave the explorer on the page in a state that it cannot draw."""
    explorer = ConvolutionExplorer()
    for name, value in [("stride", 0), ("padding", "sam"), ("bias", "x"), ("dilation", -1), ("focus", 1)]:
        before = getattr(explorer, name)
        with pytest.raises((ValueError, TypeError)):
            setattr(explorer, name, value)
        assert getattr(explorer, name) == before
    with pytest.raises(ValueError, match="differ in length"):
        explorer.image = [[1], [1, 2]]
    assert explorer.image.shape == (8, 8)


def test_impossible_settings_raise_a_sentence_instead_of_giving_an_old_result():
    """Dilation 9, typed on the page, is impossible; a learner would take an old result for its answer."""
    explorer = ConvolutionExplorer()
    explorer.set_state({"dilation": 9})
    with pytest.raises(ValueError, match="dilation 9"):
        _ = explorer.result
    assert "has no output" in explorer.describe()
    assert png_of(explorer)


def test_a_reader_without_a_kernel_gets_a_picture_and_a_line_of_text():
    """On the repository's web page and in an untrusted notebook there is nothing else to see."""
    data, metadata = ConvolutionExplorer(focus=(1, 3))._repr_mimebundle_()
    with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as picture:
        assert min(picture.size) > 400
    assert "Output row 1, column 3 is −9, the bias 0 included." in data["text/plain"]
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert metadata["image/png"]["width"] <= 800


def test_the_picture_and_the_text_are_the_same_on_every_run():
    """Strict nbval compares them: an address or a date in them would make every lesson fail."""
    one, other = ConvolutionExplorer(), ConvolutionExplorer()
    assert repr(one) == repr(other) == "ConvolutionExplorer(image 8 × 8, kernel 3 × 3)"
    assert png_of(one) == png_of(other)


def test_the_picture_hides_what_predict_first_hides():
    """The answer must not be in the saved notebook, one line above the question."""
    hidden = ConvolutionExplorer(predict_first=True)
    assert "hidden" in hidden.describe()
    texts = [text.get_text() for axes in hidden.picture().axes for text in axes.texts]
    assert "24" not in texts
    assert texts.count("?") == 1  # one value is asked for


def test_a_large_image_is_drawn_without_numbers():
    """A 28×28 garment fits the page as a picture, not as 784 numbers."""
    explorer = ConvolutionExplorer(np.arange(784).reshape(28, 28), padding="same")
    assert [text for axes in explorer.picture().axes[:1] for text in axes.texts] == []


def test_settings_that_are_as_usual_are_not_mentioned():
    """Lesson 02 has no word yet for what the stride, padding and dilation of its explorer are."""
    usual, changed = ConvolutionExplorer(), ConvolutionExplorer(stride=2, padding="same")
    assert "dilation" not in usual.describe()
    assert "with stride 2, padding same, dilation 1:" in changed.describe()
    first, second = ([text.get_text() for text in one.picture().texts] for one in (usual, changed))
    assert any(text.startswith("Bias 0\n") for text in first)
    assert any(text.startswith("Stride 2, padding same, dilation 1, bias 0, correlation") for text in second)


def test_the_picture_numbers_padding_and_marks_where_windows_start():
    """A reader without a kernel looks for "row 8" as well."""
    place = ConvolutionExplorer(stride=2, padding="same").picture().axes[0]
    texts = [text.get_text() for text in place.texts]
    assert texts.count("▾") == texts.count("▸") == 4
    padded = ConvolutionExplorer([[1, 2], [3, 4]], [[1, 2], [3, 4]], padding="full").picture().axes[0]
    numbers = [text.get_text() for text in padded.texts]
    assert numbers.count("−1") == 2
    assert "▾" not in numbers
