"""Fashion-MNIST: found on this machine, downloaded, or replaced by the course's stand-in."""

import gzip
import hashlib
import os
import tempfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers import stand_in
from helpers.storage import set_aside

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
# The published MD5 of each file, in the order of the arrays they contain.
FILES = {
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}
# The SHA-256 of what is inside each file, for copies that were unpacked or compressed again.
CONTENTS = {
    "train-images-idx3-ubyte.gz": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte.gz": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte.gz": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte.gz": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
GZIP_MARK = b"\x1f\x8b"  # the first two bytes of every gzip file
STAND_IN = "the course's stand-in: drawn pictures, not Fashion-MNIST"
NO_DATA = (
    "Fashion-MNIST could not be downloaded ({reason}), so you work with the course's stand-in: drawn "
    "pictures, not Fashion-MNIST, and your numbers will differ from the text. For the real images, run this "
    "again when you are online, or put the four files into a folder and name it in FASHION_MNIST_DIR."
)


@dataclass(frozen=True, eq=False)
class FashionMNIST:
    """Images and labels, the names of the classes, and where the images came from.

    Attributes
    ----------
    train_images, test_images : numpy.ndarray of uint8, (60000, 28, 28) and (10000, 28, 28)
        0 is the background. Read-only, as Keras gives them: `.copy()` one to draw on it.
    train_labels, test_labels : numpy.ndarray of uint8, (60000,) and (10000,)
        Positions in `class_names`.
    source : str
        Where the images came from, in words: "Fashion-MNIST, from Keras's cache".
    is_stand_in : bool
        True if the course drew the images because it could not get the real ones.
    notice : str
        What went wrong, as it was printed; "" if nothing did.
    class_names : tuple of str
    """

    train_images: np.ndarray = field(repr=False)
    train_labels: np.ndarray = field(repr=False)
    test_images: np.ndarray = field(repr=False)
    test_labels: np.ndarray = field(repr=False)
    source: str
    is_stand_in: bool = False
    notice: str = field(default="", repr=False)
    class_names: tuple = field(default=CLASS_NAMES, repr=False)

    @property
    def figure_note(self):
        """What the title of every figure must say: "" for the real images."""
        return "stand-in pictures, not Fashion-MNIST" if self.is_stand_in else ""


def load_fashion_mnist(folder=None):
    """Return Fashion-MNIST from a folder, from Keras's cache or download, or else its stand-in.

    Parameters
    ----------
    folder : str or path, optional
        The folder with the four files. The environment variable `FASHION_MNIST_DIR` does the same. A
        relative path starts at the working folder or at the folder of the course.

    Returns
    -------
    FashionMNIST

    Notes
    -----
    Each file's MD5 is compared with the published one before the file is used, or, if only the compression
    differs, the hash of its content. A file that differs is renamed to `<name>.damaged` if possible, and
    never used. Whatever goes wrong is printed as one line and kept in `notice`; the result is always usable.
    Several programs may load at the same time.

    Examples
    --------
    Not run as a test, because it may download 30 MB::

        data = load_fashion_mnist()
        data.source                               # "Fashion-MNIST, from Keras's cache"
        data.class_names[data.train_labels[0]]    # "Ankle boot"
    """
    remarks = []
    contents, sources = _search(folder, remarks)
    missing = _missing(contents)
    if missing:
        from helpers import download  # here, because it imports what only a download needs

        try:
            contents |= download.fetch(missing, _keras_folders(), _is_intact, remarks)
            sources.append("Keras's download")
        except Exception as problem:
            remarks.append(NO_DATA.format(reason=download.in_words(problem)))
            contents = None
    notice = " ".join(remarks)
    if notice:
        print(notice, flush=True)
    if contents is None:
        return FashionMNIST(*stand_in.make(), source=STAND_IN, is_stand_in=True, notice=notice)
    arrays = [_array(name, contents[name]) for name in FILES]
    return FashionMNIST(*arrays, source=f"Fashion-MNIST, from {' and '.join(sources)}", notice=notice)


def _search(folder, remarks):
    """Return the bytes of the intact files on this machine by name, and where they were found."""
    contents, sources = {}, []
    for description, place, is_given in _places(folder):
        missing = _missing(contents)
        if not missing:
            break
        if is_given and not place.is_dir():
            remarks.append(f"{description[0].upper()}{description[1:]} does not exist ({place}).")
            continue
        sound, absent = _read_folder(place, missing, remarks)
        if is_given and absent:
            remarks.append(f"{description[0].upper()}{description[1:]} ({place}) has no {', '.join(absent)}.")
        if sound:
            contents |= sound
            sources.append(description)
    return contents, sources


def _places(folder):
    """List (description, folder, was it given?) in the order of the search."""
    given = [
        ("the folder you gave", folder),
        ("the folder in FASHION_MNIST_DIR", os.environ.get("FASHION_MNIST_DIR")),
    ]
    places = [(description, _resolve(place), True) for description, place in given if place]
    return places + [("Keras's cache", place, False) for place in _keras_folders()]


def _resolve(place):
    """Return a given folder's path; a relative one may start at the folder of the course.

    A notebook runs in `notebooks/`, but the variable is usually set in the folder above.
    """
    place = Path(place).expanduser()
    from_course = Path(__file__).resolve().parent.parent / place
    return from_course if not place.is_dir() and from_course.is_dir() else place


def _keras_folders():
    """List where Keras keeps the files: in its home, or in the temporary folder if that cannot be written."""
    home = os.environ.get("KERAS_HOME") or os.path.join("~", ".keras")
    temporary = "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()
    homes = [Path(home).expanduser(), Path(temporary, ".keras")]
    return [home / "datasets" / "fashion-mnist" for home in homes]


def _missing(contents):
    return [name for name in FILES if name not in contents]


def _read_folder(place, names, remarks):
    """Return the bytes of the intact files by name, and the names of those that are missing."""
    sound, absent = {}, []
    for name in names:
        try:
            content = (place / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            absent.append(name)
        except OSError as problem:
            remarks.append(f"{place / name} cannot be read ({problem.strerror}).")
        else:
            if _is_intact(name, content):
                sound[name] = content
            else:
                remarks.append(f"{place / name} is truncated or altered: {_set_aside(place / name)}.")
    return sound, absent


def _is_intact(name, content):
    """Return whether bytes are those of the published file, or differ from it only in the compression."""
    if hashlib.md5(content, usedforsecurity=False).hexdigest() == FILES[name]:
        return True
    try:
        return hashlib.sha256(_unpacked(content)).hexdigest() == CONTENTS[name]
    except (OSError, EOFError, zlib.error):  # truncated, or altered inside the compressed bytes
        return False


def _unpacked(content):
    """Return decompressed bytes; some browsers decompress a file while they save it, and keep its name."""
    return gzip.decompress(content) if content.startswith(GZIP_MARK) else content


def _set_aside(path):
    """Rename a damaged file, so that it can be downloaded again, and return in words what was done."""
    try:
        return f"it was renamed to {set_aside(path).name}"
    except FileNotFoundError:  # another program was quicker
        return "it was set aside"
    except OSError:
        return "it cannot be renamed, so it was left there and is not used"


def _array(name, content):
    """Return the images or labels of one file: an IDX header of 16 or 8 bytes, then the values."""
    values = _unpacked(content)
    if "images" in name:
        return np.frombuffer(values, np.uint8, offset=16).reshape(-1, 28, 28)
    return np.frombuffer(values, np.uint8, offset=8)
