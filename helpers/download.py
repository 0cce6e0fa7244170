"""Downloading Fashion-MNIST from where Keras gets it, without importing Keras.

The standard library does it, not `pooch`: `urllib` uses the proxies and certificates of the operating system,
which schools often add to, while `pooch` brings its own certificates, and needs `tqdm` for a progress bar.
"""

import contextlib
import errno
import http.client
import socket
import ssl
import tempfile
import threading
import time
import urllib.error
import urllib.request

from helpers.storage import whole_file

ADDRESS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"  # the same as in Keras's source
SMALLEST = "t10k-labels-idx1-ubyte.gz"
ANSWER_SECONDS = 6  # for the smallest file (5 kB), including the name look-up and a proxy
SILENCE_SECONDS = 10  # how long a download may send nothing
OUT_OF_DATE = (9, 10)  # OpenSSL's codes for a certificate that is not valid yet, or no longer
BLOCK = 2**16  # bytes
SECONDS_BETWEEN = 0.2  # from one drawing of the progress bar to the next


def fetch(names, folders, is_intact, remarks):
    """Download files into the first folder that can be written.

    Parameters
    ----------
    names : list of str
        Of the files at `ADDRESS`.
    folders : list of pathlib.Path
        Where the files may be kept, the preferred folder first.
    is_intact : callable
        Takes a name and the bytes that came; returns whether they are the right ones.
    remarks : list of str
        Gets a sentence if the files are not kept in the first folder.

    Returns
    -------
    dict
        From each name to the file's bytes.

    Raises
    ------
    Exception
        Whatever went wrong, for `in_words`. Files that came before are kept, and only whole ones.
    """
    _probe(is_intact)
    folder = _writable(folders, remarks)
    contents = {}
    for name in names:
        content = _read(ADDRESS + name)
        if not is_intact(name, content):
            raise LookupError("what arrived was truncated or altered")
        contents[name] = content
        # On Windows a file cannot be replaced while another program reads it: that one is as good.
        with contextlib.suppress(PermissionError), whole_file(folder / name) as unfinished:
            unfinished.write_bytes(content)
    return contents


def _probe(is_intact):
    """Raise an error unless the server sends the smallest file, unchanged, within a few seconds.

    A thread, because no timeout in Python covers the name look-up.
    """
    answers = []

    def ask():
        try:
            with urllib.request.urlopen(ADDRESS + SMALLEST, timeout=ANSWER_SECONDS) as reply:
                answers.append(reply.read())
        except Exception as problem:
            answers.append(problem)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(ANSWER_SECONDS)
    answer = answers[0] if answers else TimeoutError()
    if isinstance(answer, Exception):
        raise answer
    if not is_intact(SMALLEST, answer):
        raise LookupError("something else came in its place, perhaps the login page of a Wi-Fi")


def _writable(folders, remarks):
    """Return the first folder that can be written (made if missing), or raise the first refusal."""
    refusal = None
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryDirectory(dir=folder).cleanup()
        except OSError as problem:
            refusal = refusal or problem
            continue
        if refusal:
            remarks.append(f"{folders[0]} cannot be written, so the files are kept in {folder}.")
        return folder
    raise refusal


def _read(address):
    """Return the bytes at an address, with a progress bar while they come."""
    print(f"Downloading data from {address}")
    try:
        with urllib.request.urlopen(address, timeout=SILENCE_SECONDS) as reply:
            size, content, shown_at = int(reply.headers.get("Content-Length", 0)), bytearray(), 0.0
            while block := reply.read(BLOCK):
                content += block
                if time.monotonic() - shown_at > SECONDS_BETWEEN or len(content) == size:
                    shown_at = time.monotonic()
                    print(f"\r{_bar(len(content), size)}", end="", flush=True)
    finally:
        print()  # ends the line of the bar
    if len(content) < size:
        raise urllib.error.ContentTooShortError("the connection broke off", content)
    return bytes(content)


def _bar(done, size):
    """Return a progress bar as text.

    Examples
    --------
    >>> _bar(6_600_000, 26_400_000)
    '[=====...............] 6.6 of 26.4 MB'
    """
    filled = 20 * done // size if size else 0
    return f"[{'=' * filled:.<20}] {done / 1e6:.1f} of {max(size, done) / 1e6:.1f} MB"


def in_words(problem):
    """Return in a few words why a download failed, to be put in brackets."""
    if type(problem) is urllib.error.URLError:
        problem = problem.reason
    if isinstance(problem, TimeoutError):
        return "the server does not answer"
    if isinstance(problem, urllib.error.HTTPError):
        return f"the server answers {problem.code} {problem.reason}"
    if isinstance(problem, socket.gaierror | ConnectionError):
        return "there is no connection to the server"
    if isinstance(problem, urllib.error.ContentTooShortError | http.client.IncompleteRead):
        return "the connection broke off"
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if isinstance(problem, PermissionError | NotADirectoryError | FileExistsError):
        return "no folder can be written"
    if getattr(problem, "verify_code", None) in OUT_OF_DATE:
        return "the server's certificate is not valid on the date of this machine: is its clock right?"
    if isinstance(problem, ssl.SSLError):
        return "the server's certificate cannot be checked"
    return str(problem) or type(problem).__name__
