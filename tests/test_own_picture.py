"""Your own picture, prepared like those of Fashion-MNIST."""

import numpy as np
import pytest
from PIL import Image

from helpers.own_picture import own_picture


def page_with_a_strip(rows=120, columns=80, *, page=250, strip=40):
    """Return a page with a vertical strip on it, as a camera sees it."""
    pixels = np.full((rows, columns), page, np.uint8)
    pixels[10:94, 20:62] = strip
    return pixels


def test_the_garment_is_light_on_dark_and_fills_the_longer_side():
    """A network that has never seen a light background would take the wall for the garment."""
    ready = own_picture(page_with_a_strip())
    assert (ready.shape, ready.dtype) == ((28, 28), np.uint8)
    rows, columns = ready.any(axis=1).nonzero()[0], ready.any(axis=0).nonzero()[0]
    assert (rows[0], rows[-1]) == (0, 27)
    assert (columns[0], columns[-1]) == (7, 20)  # half as wide as high, and centred
    assert set(np.unique(ready)) == {0, 210}


def test_a_light_garment_on_a_dark_background_stays_as_it_is():
    """Half of all photos are the other way round."""
    assert np.array_equal(
        own_picture(255 - page_with_a_strip()), own_picture(page_with_a_strip())
    )  # both differ by 210 from the background


@pytest.mark.parametrize(
    "change",
    [
        lambda pixels: pixels / 255,
        lambda pixels: pixels[..., np.newaxis],
        lambda pixels: np.stack([pixels] * 3, axis=-1),
        lambda pixels: np.stack([pixels] * 3 + [np.full_like(pixels, 255)], axis=-1),
        lambda pixels: pixels.tolist(),
        lambda pixels: np.kron(pixels, np.ones((2, 2), np.uint8)),
    ],
    ids=["shares", "one channel", "colour", "colour and alpha", "lists", "twice as large"],
)
def test_it_reads_arrays_in_every_usual_form(change):
    """Matplotlib, Pillow and a phone all store pixels differently."""
    assert (
        np.abs(own_picture(change(page_with_a_strip())) - 1.0 * own_picture(page_with_a_strip())).max() <= 1
    )


@pytest.mark.parametrize("kind", ["png", "jpg", "gif", "webp"])
def test_it_reads_picture_files_of_any_size(tmp_path, kind):
    """What a learner has is a file from a phone."""
    path = tmp_path / f"strip.{kind}"
    Image.fromarray(page_with_a_strip(1500, 900)).convert("RGB").save(path)
    ready = own_picture(path)
    assert ready.shape == (28, 28)
    assert ready.max() > 180
    assert np.array_equal(own_picture(str(path)), ready)


def test_transparent_pixels_become_white(tmp_path):
    """Pictures from a shop are often cut out, and their transparent pixels are black underneath."""
    pixels = np.zeros((60, 60, 4), np.uint8)
    pixels[5:55, 20:40] = [30, 60, 90, 255]
    Image.fromarray(pixels).save(tmp_path / "cut.png")
    ready = own_picture(tmp_path / "cut.png")
    assert ready[14, 14] > 150
    assert ready[14, 2] == 0


def test_the_orientation_that_a_phone_notes_is_respected(tmp_path):
    """Phones store a picture sideways, with a note on how they were held."""
    lying = Image.fromarray(np.rot90(page_with_a_strip()))
    note = lying.getexif()
    note[0x0112] = 6  # to be turned clockwise by a quarter
    lying.save(tmp_path / "phone.jpg", exif=note)
    rows = own_picture(tmp_path / "phone.jpg").any(axis=1).sum()
    assert rows == 28


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (np.full((9, 9), 7), "all its pixels have the same brightness"),
        (np.zeros((0, 9)), r"this one has \(0, 9\)"),
        (np.zeros((9, 9, 2)), r"this one has \(9, 9, 2\)"),
        (np.full((9, 9), -3), "from 0 to 255, but these go from -3 to -3"),
        (np.full((9, 9), np.nan), "from 0 to 255"),
        ([[1, 2], [3]], "its rows differ in length"),
    ],
)
def test_what_cannot_be_read_ends_in_a_sentence(source, words):
    """A traceback from Pillow tells a learner nothing."""
    with pytest.raises(ValueError, match=words):
        own_picture(source)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_bad_file_is_named(tmp_path, content):
    """The learner sees which file, and what to try."""
    path = tmp_path / "shirt.png"
    with pytest.raises(FileNotFoundError, match=r"no file 'shirt\.png'"):
        own_picture(path)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"'shirt\.png' is not a picture that can be read"):
        own_picture(path)
    with pytest.raises(ValueError, match="is not a picture"):
        own_picture(tmp_path)
