"""Your own picture, prepared like those of Fashion-MNIST."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from helpers.own_picture import own_picture
from helpers.picture_files import grey_pixels


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
    """Half of all photos are like this."""
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
    """Learners have files from their phones."""
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
    note[0x0112] = 6  # must be turned clockwise by a quarter
    lying.save(tmp_path / "phone.jpg", exif=note)
    rows = own_picture(tmp_path / "phone.jpg").any(axis=1).sum()
    assert rows == 28


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (np.full((9, 9), 7), "all its pixels have the same brightness"),
        (np.zeros((0, 9)), r"this one has \(0, 9\)"),
        (np.zeros((9, 9, 5)), r"this one has \(9, 9, 5\)"),
        (np.full((9, 9), -3), "from 0 to 255, but these go from -3 to -3"),
        (np.full((9, 9), np.nan), "from 0 to 255"),
        ([[1, 2], [3]], "its rows differ in length"),
    ],
)
def test_unreadable_pictures_end_in_a_sentence(source, words):
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


def strip_in(mode):
    """Return the page with a strip as an image of Pillow's in any of its modes."""
    page = page_with_a_strip()
    if mode == "1":
        return Image.fromarray(page > 128)
    if mode in ("P", "PA"):
        return Image.fromarray(page).quantize(8).convert(mode)
    if mode.startswith("I;16"):
        return (
            Image.fromarray(page.astype(np.uint16) * 257).convert(mode)
            if mode == "I;16"
            else deep(page, mode)
        )
    if mode in ("I", "F"):
        return Image.fromarray(page.astype(np.int32) * 257 if mode == "I" else page.astype(np.float32) / 255)
    return Image.fromarray(page).convert("RGB").convert(mode)


def deep(page, mode):
    """Return pixels of 16 bits, the more significant byte first."""
    return Image.frombytes(mode, page.shape[::-1], (page.astype(">u2") * 257).astype(">u2").tobytes())


@pytest.mark.parametrize(
    "mode",
    ["L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "HSV", "I;16", "I;16B", "I", "F", "1"],
)
def test_images_of_every_mode_and_depth_give_the_same_garment(mode):
    """16 bits were once cut off at 255, and the learner read that there is nothing to see."""
    expected = np.where(own_picture(page_with_a_strip()) > 0, 255 if mode == "1" else 210, 0)
    ready = own_picture(strip_in(mode)).astype(int)
    assert np.abs(ready - expected).max() <= 3


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("png", "L"), ("png", "LA"), ("png", "P"), ("png", "RGB"), ("png", "RGBA"), ("png", "I;16"),
     ("png", "1"), ("tiff", "F"), ("tiff", "I;16"), ("tiff", "CMYK"), ("gif", "P"),
     ("webp", "RGBA"), ("bmp", "RGB")],
)  # fmt: skip
def test_a_file_its_array_and_its_image_give_the_same(tmp_path, kind, mode):
    """A learner who opens the file first must not get another answer from the network."""
    path = tmp_path / f"strip.{kind}"
    strip_in(mode).save(path, **({"lossless": True} if kind == "webp" else {}))
    from_path = own_picture(path).astype(int)
    with open(path, "rb") as file:
        assert np.array_equal(own_picture(file), from_path)
    assert np.array_equal(own_picture(path.read_bytes()), from_path)
    assert np.array_equal(own_picture(io.BytesIO(path.read_bytes())), from_path)
    with Image.open(path) as image:
        assert np.abs(own_picture(image) - from_path).max() <= 1
        if image.mode not in ("P", "CMYK", "1"):  # whose arrays are not brightness
            assert np.abs(own_picture(np.asarray(image)) - from_path).max() <= 1


@pytest.mark.parametrize("garment", [20, 240])
def test_a_garment_cut_out_on_transparency_gets_a_ground_that_it_stands_out_from(tmp_path, garment):
    """Otherwise the helper would refuse a white shirt on white as an empty picture."""
    pixels = np.zeros((60, 40, 4), np.uint8)
    pixels[5:55, 10:30] = [garment, garment, garment, 255]
    Image.fromarray(pixels).save(tmp_path / "cut.png")
    for source in (pixels, pixels / 255, tmp_path / "cut.png", Image.fromarray(pixels)):
        ready = own_picture(source)
        assert ready[14, 14] > 200
        assert ready[14, 2] == 0


def test_home_may_be_written_as_a_tilde(tmp_path, monkeypatch):
    """A shell reads ~ as the home folder, so learners write it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    Image.fromarray(page_with_a_strip()).save(tmp_path / "strip.png")
    assert np.array_equal(own_picture("~/strip.png"), own_picture(tmp_path / "strip.png"))


def test_a_photo_of_108_megapixels_is_made_smaller_while_it_is_read(tmp_path):
    """The cameras of phones make such files; read whole, one takes 850 MB and Pillow warns of a bomb."""
    path = tmp_path / "phone.jpg"
    photo = Image.new("L", (12_000, 9_000), 250)
    photo.paste(40, (3_000, 2_000, 9_000, 7_000))
    photo.save(path)
    code = (
        "import resource, sys, warnings; warnings.simplefilter('error')\n"
        "from helpers.own_picture import own_picture\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "ready = own_picture(sys.argv[1])\n"
        "print(ready.max(), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    brightest, megabytes = map(int, run.stdout.split())
    assert brightest > 200
    assert megabytes < 100


def test_a_picture_that_would_take_too_much_memory_is_refused_with_the_limit(tmp_path):
    """ "Not a picture: try a JPEG" is not true of a picture."""
    Image.new("1", (5_000, 4_000)).save(tmp_path / "scan.png")
    with pytest.raises(ValueError, match=r"'scan\.png' has 20 million pixels.* more than 16 million"):
        own_picture(tmp_path / "scan.png")
    assert Image.MAX_IMAGE_PIXELS is not None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (io.StringIO("text"), "open as text"),
        (b"no picture", "This is not a picture"),
        (np.full((9, 9), 300.0), "from 0 to 255, but these go from 300"),
    ],
)
def test_an_unusable_picture_ends_in_a_true_sentence(source, words):
    """Each sentence says what was given."""
    with pytest.raises((ValueError, TypeError), match=words):
        own_picture(source)


def test_the_image_of_the_learner_stays_as_it_is():
    """It may be shown in the next cell, at its full size."""
    image = Image.fromarray(page_with_a_strip(1500, 1200))
    own_picture(image)
    assert image.size == (1200, 1500)
    assert grey_pixels(image).shape == (1024, 819)
