"""Fashion-MNIST: found, downloaded or, where neither can be, stood in for."""

import errno
import gzip
import hashlib
import os
import re
import socket
import ssl
import tempfile
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from helpers import stand_in

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
# The published MD5 of each file, in the order of the arrays they hold.
FILES = {
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}
SMALLEST = "t10k-labels-idx1-ubyte.gz"
ANSWER_SECONDS = 6  # for the smallest file (5 kB), name look-up and proxy included
SILENCE_SECONDS = 10  # how long a download may stand still
STAND_IN = "the course's stand-in: drawn pictures, not Fashion-MNIST"
NO_DATA = (
    "Fashion-MNIST could not be downloaded ({reason}), so you work with the course's stand-in: drawn "
    "pictures, not Fashion-MNIST, and your numbers will differ from the text. For the real images, run this "
    "again when you are online, or put the four files into a folder and name it in FASHION_MNIST_DIR."
)


@dataclass(frozen=True, eq=False)
class FashionMNIST:
    """Images, labels and names, and where they came from.

    Attributes
    ----------
    train_images, test_images : numpy.ndarray of uint8, (60000, 28, 28) and (10000, 28, 28)
        0 is the background. Read-only, as Keras gives them: `.copy()` one to draw on it.
    train_labels, test_labels : numpy.ndarray of uint8, (60000,) and (10000,)
        Positions in `class_names`.
    source : str
        Where the images came from, for a sentence: "Fashion-MNIST, from Keras's cache".
    is_stand_in : bool
        True where the images are drawn by the course, because the real ones could not be had.
    notice : str
        What went wrong on the way, as it was printed; "" if nothing did.
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
        """What every figure's title must carry: "" for the real images."""
        return "stand-in pictures, not Fashion-MNIST" if self.is_stand_in else ""


def load_fashion_mnist(folder=None):
    """Return Fashion-MNIST from a folder, from Keras's cache or download, or else its stand-in.

    Parameters
    ----------
    folder : str or path, optional
        Where the four files lie. `FASHION_MNIST_DIR` in the environment is the other way to say it; a
        relative path counts from the working folder or from the folder of the course.

    Returns
    -------
    FashionMNIST

    Notes
    -----
    Each file's MD5 is compared with the published one before it is used. A file that differs is renamed
    to `<name>.damaged` where that is allowed, and never used. Whatever goes wrong is printed as one line
    and kept in `notice`; the result can always be worked with. Two programs may load at the same time.

    Examples
    --------
    Not run as a test, for it may download 30 MB::

        data = load_fashion_mnist()
        data.source                               # "Fashion-MNIST, from Keras's cache"
        data.class_names[data.train_labels[0]]    # "Ankle boot"
    """
    remarks = []
    contents, sources = _search(folder, remarks)
    missing = _missing(contents)
    if missing:
        try:
            contents |= _download(missing, remarks)
            sources.append("Keras's download")
        except Exception as problem:  # Keras raises a bare Exception when a download fails
            remarks.append(NO_DATA.format(reason=_in_words(problem)))
            contents = None
    notice = " ".join(remarks)
    if notice:
        print(notice, flush=True)
    if contents is None:
        return FashionMNIST(*stand_in.make(), source=STAND_IN, is_stand_in=True, notice=notice)
    arrays = [_array(name, contents[name]) for name in FILES]
    return FashionMNIST(*arrays, source=f"Fashion-MNIST, from {' and '.join(sources)}", notice=notice)


def _search(folder, remarks):
    """Gather the sound files of every place on this machine: their bytes, and the places by name."""
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
    """Return a given folder's path; a relative one may count from the folder of the course.

    A notebook runs in `notebooks/`, but the variable is set by someone who stands one folder above.
    """
    place = Path(place).expanduser()
    from_course = Path(__file__).resolve().parent.parent / place
    return from_course if not place.is_dir() and from_course.is_dir() else place


def _keras_folders():
    """List where Keras keeps the files: its home, or the temporary folder when that is not writable."""
    home = os.environ.get("KERAS_HOME") or os.path.join("~", ".keras")
    temporary = "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()
    homes = [Path(home).expanduser(), Path(temporary, ".keras")]
    return [home / "datasets" / "fashion-mnist" for home in homes]


def _missing(contents):
    return [name for name in FILES if name not in contents]


def _read_folder(place, names, remarks):
    """Return the bytes of the sound files by name, and the names of those that are not there."""
    sound, absent = {}, []
    for name in names:
        try:
            content = (place / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            absent.append(name)
        except OSError as problem:
            remarks.append(f"{place / name} cannot be read ({problem.strerror}).")
        else:
            if _is_sound(name, content):
                sound[name] = content
            else:
                remarks.append(f"{place / name} is truncated or altered: {_set_aside(place / name)}.")
    return sound, absent


def _is_sound(name, content):
    return hashlib.md5(content, usedforsecurity=False).hexdigest() == FILES[name]


def _set_aside(path):
    """Rename a damaged file, so that Keras fetches it anew, and say what became of it."""
    number, new = 1, path.with_name(f"{path.name}.damaged")
    while new.exists():
        number += 1
        new = path.with_name(f"{path.name}.damaged-{number}")
    try:
        path.rename(new)
    except FileNotFoundError:  # another program was quicker
        return "it was set aside"
    except OSError:
        return "it cannot be renamed, so it was left there and is not used"
    return f"it was renamed to {new.name}"


def _download(names, remarks):
    """Fetch the named files with Keras into its cache, and return their bytes.

    Keras writes into a room of its own first, so that neither a broken download nor a second program
    ever meets half a file under a real name. Nothing is imported before the server has answered:
    without a network that spares the seconds that TensorFlow takes.
    """
    address = _keras_address()
    _probe(address)
    from helpers.training import keras

    contents = {}
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(SILENCE_SECONDS)
    try:
        place, room = _make_room(remarks)
        with room:
            for name in names:
                path = keras.utils.get_file(
                    name, address + name, file_hash=FILES[name], cache_dir=room.name, cache_subdir="."
                )
                contents[name] = Path(path).read_bytes()
                with suppress(OSError):  # Windows, and a second program is reading it: theirs is as good
                    os.replace(path, place / name)
    except Exception:
        print()  # the progress bar may stand half-way in a line
        raise
    finally:
        socket.setdefaulttimeout(patience)
    return contents


def _keras_address():
    """Read from Keras's source, without importing it, where it downloads Fashion-MNIST from."""
    source = Path(find_spec("keras").origin).parent / "src" / "datasets" / "fashion_mnist.py"
    address = re.search(r'base = "(https?://[^"]+)"', source.read_text(encoding="utf-8"))
    if not address:
        raise LookupError("this version of Keras does not say where it downloads from")
    return address[1]


def _probe(address):
    """Raise an error unless the server sends the smallest file, unchanged, within a few seconds.

    A thread, because no time limit of Python's covers the look-up of a name.
    """
    answers = []

    def ask():
        try:
            with urllib.request.urlopen(address + SMALLEST, timeout=ANSWER_SECONDS) as reply:
                answers.append(reply.read())
        except Exception as problem:
            answers.append(problem)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(ANSWER_SECONDS)
    answer = answers[0] if answers else TimeoutError()
    if isinstance(answer, Exception):
        raise answer
    if not _is_sound(SMALLEST, answer):
        raise LookupError("something else came in its place, perhaps the login page of a Wi-Fi")


def _make_room(remarks):
    """Return the first of Keras's folders that can be written, and a temporary folder inside it."""
    problem = None
    for place in _keras_folders():
        try:
            place.mkdir(parents=True, exist_ok=True)
            room = tempfile.TemporaryDirectory(prefix="download-", dir=place)
        except OSError as refused:
            problem = problem or refused
            continue
        if problem:
            remarks.append(f"{_keras_folders()[0]} cannot be written, so the files are kept in {place}.")
        return place, room
    raise problem


def _in_words(problem):
    """Say in a few words why a download failed."""
    if type(problem) is Exception:  # Keras wraps the real error
        problem = problem.__context__
    if type(problem) is urllib.error.URLError:
        problem = problem.reason
    if isinstance(problem, TimeoutError):
        return "the server does not answer"
    if isinstance(problem, urllib.error.HTTPError):
        return f"the server answers {problem.code} {problem.reason}"
    if isinstance(problem, socket.gaierror | ConnectionError):
        return "there is no connection to the server"
    if isinstance(problem, urllib.error.ContentTooShortError):
        return "the connection broke off"
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if isinstance(problem, PermissionError | NotADirectoryError | FileExistsError):
        return "no folder can be written"
    if isinstance(problem, ssl.SSLError):
        return "the server's certificate cannot be checked"
    if isinstance(problem, ValueError):  # from get_file, about the MD5
        return "what arrived was truncated or altered"
    return str(problem) or type(problem).__name__


def _array(name, content):
    """Return the images or labels of one file: an IDX header of 16 or 8 bytes, then the values."""
    values = gzip.decompress(content)
    if "images" in name:
        return np.frombuffer(values, np.uint8, offset=16).reshape(-1, 28, 28)
    return np.frombuffer(values, np.uint8, offset=8)
