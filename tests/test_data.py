"""The data loader: every source of the images, and every way in which it can fail."""

import errno
import gzip
import hashlib
import io
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from helpers import data, download, load_fashion_mnist

COURSE = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("FASHION_MNIST_DIR") or COURSE.parent / "shared" / "fashion-mnist")
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = data.FILES


@pytest.fixture(scope="session")
def keras():
    """Import Keras for the tests that compare with it; all others do without."""
    from helpers.training import keras

    return keras


@pytest.fixture
def files(monkeypatch):
    """Return four small files in the format of the real ones, and expect their hashes."""
    random = np.random.default_rng(0)
    contents = {}
    for name, count in zip(data.FILES, (40, 40, 10, 10), strict=True):
        header, values = (16, (count, 28, 28)) if "images" in name else (8, count)
        contents[name] = gzip.compress(bytes(header) + random.integers(0, 10, values, np.uint8).tobytes())
    monkeypatch.setattr(data, "FILES", {n: hashlib.md5(c).hexdigest() for n, c in contents.items()})
    unpacked = {n: gzip.decompress(c) for n, c in contents.items()}
    monkeypatch.setattr(data, "CONTENTS", {n: hashlib.sha256(c).hexdigest() for n, c in unpacked.items()})
    return contents


@pytest.fixture
def cache(files, monkeypatch, tmp_path):
    """Make Keras's cache empty and the stand-in small; return the cache's folder."""
    monkeypatch.delenv("FASHION_MNIST_DIR", raising=False)
    monkeypatch.setenv("no_proxy", "*")
    folders = [tmp_path / home / "datasets" / "fashion-mnist" for home in ("home", "spare")]
    monkeypatch.setattr(data, "_keras_folders", lambda: folders)
    make = data.stand_in.make
    monkeypatch.setattr(data.stand_in, "make", lambda: make(40, 10))
    return folders[0]


@pytest.fixture
def no_network(cache, monkeypatch):
    """Make every name look-up fail, as on a machine without a network."""

    def fail(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)


@pytest.fixture
def server(files, cache, monkeypatch):
    """Start a server that has the four files, and download from it.

    `server.answers[name]` may be set to a function that answers differently; `server.asked` lists requests.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.rpartition("/")[2]
            httpd.asked.append(name)
            httpd.answers.get(name, send)(self, files[name])

        def log_message(self, *_):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads, httpd.block_on_close = True, False
    httpd.asked, httpd.answers, httpd.over = [], {}, threading.Event()
    monkeypatch.setattr(download, "ADDRESS", f"http://127.0.0.1:{httpd.server_port}/data/")
    threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True).start()
    yield httpd
    httpd.over.set()
    httpd.shutdown()
    httpd.server_close()


def send(handler, content, size=None):
    """Answer a request with some bytes, and perhaps promise more than come."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(size or len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def send_half(handler, content):
    """Promise a whole file, and close the connection after half of it."""
    send(handler, content[: len(content) // 2], len(content))


def stall(handler, content):
    """Promise a whole file, send half of it, and then stop."""
    send_half(handler, content)
    handler.wfile.flush()
    handler.server.over.wait(60)


def fill(folder, files):
    """Write files into a folder that may not exist yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def assert_holds(loaded, files):
    """Check that the arrays are those of the files, and are called Fashion-MNIST."""
    assert not loaded.is_stand_in
    assert loaded.source.startswith("Fashion-MNIST, from ")
    assert gzip.decompress(files[TRAIN_IMAGES])[16:] == loaded.train_images.tobytes()
    assert gzip.decompress(files[TRAIN_LABELS])[8:] == loaded.train_labels.tobytes()
    assert gzip.decompress(files[TEST_IMAGES])[16:] == loaded.test_images.tobytes()
    assert gzip.decompress(files[TEST_LABELS])[8:] == loaded.test_labels.tobytes()


def assert_one_line(capfd, loaded, *words):
    """Check that a single line was printed, that it says these words, and that stderr is empty."""
    printed = capfd.readouterr()
    assert printed.err == ""
    lines = [line for line in printed.out.splitlines() if line == loaded.notice]
    assert len(lines) == 1
    for word in words:
        assert word in loaded.notice
    return printed.out


def assert_stand_in(capfd, loaded, *words):
    """Check that the lesson goes on with the stand-in, and says so and why."""
    out = assert_one_line(capfd, loaded, "stand-in", "FASHION_MNIST_DIR", *words)
    assert loaded.is_stand_in
    assert "not Fashion-MNIST" in loaded.source
    assert loaded.train_images.shape == (40, 28, 28)
    return out


# Found on this machine


def test_a_folder_given_as_an_argument_is_used(cache, files, tmp_path, capfd):
    """A teacher who hands out a folder gets no download and no message."""
    loaded = load_fashion_mnist(fill(tmp_path / "share", files))
    assert_holds(loaded, files)
    assert loaded.source == "Fashion-MNIST, from the folder you gave"
    assert loaded.figure_note == loaded.notice == ""
    assert capfd.readouterr() == ("", "")


def test_a_folder_named_in_the_environment_is_used(cache, files, tmp_path, monkeypatch):
    """A classroom sets the variable once for everybody."""
    monkeypatch.setenv("FASHION_MNIST_DIR", str(fill(tmp_path / "share", files)))
    loaded = load_fashion_mnist()
    assert_holds(loaded, files)
    assert loaded.source == "Fashion-MNIST, from the folder in FASHION_MNIST_DIR"


def test_a_relative_folder_may_start_at_the_course(cache, files, tmp_path, monkeypatch):
    """The variable is set in the course's folder, but notebooks run one folder below."""
    monkeypatch.setenv("FASHION_MNIST_DIR", os.path.relpath(fill(tmp_path / "share", files), COURSE))
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "elsewhere" / "deep")
    assert_holds(load_fashion_mnist(), files)


def test_the_cache_is_used_without_a_word(cache, files, no_network, capfd):
    """If you have the files from another course, you need not download them again."""
    loaded = load_fashion_mnist(fill(cache, files) and None)
    assert_holds(loaded, files)
    assert loaded.source == "Fashion-MNIST, from Keras's cache"
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_does_not_exist_is_named_and_the_search_goes_on(cache, files, tmp_path, capfd):
    """A typo in the variable must be reported, or the learner wonders why it is ignored."""
    fill(cache, files)
    loaded = load_fashion_mnist(tmp_path / "tpyo")
    assert_holds(loaded, files)
    out = assert_one_line(capfd, loaded, "does not exist", str(tmp_path / "tpyo"))
    assert out.count("\n") == 1


def test_what_a_folder_lacks_is_named_and_taken_from_elsewhere(cache, files, tmp_path, capfd):
    """A share with three of the four files must not be dropped without a reason."""
    fill(cache, {TRAIN_LABELS: files[TRAIN_LABELS]})
    share = fill(tmp_path / "share", {name: files[name] for name in files if name != TRAIN_LABELS})
    loaded = load_fashion_mnist(share)
    assert_holds(loaded, files)
    assert loaded.source == "Fashion-MNIST, from the folder you gave and Keras's cache"
    assert_one_line(capfd, loaded, f"has no {TRAIN_LABELS}")


# Files that only look different


@pytest.mark.parametrize(
    "repack",
    [
        lambda content: gzip.compress(gzip.decompress(content), compresslevel=1, mtime=1),
        gzip.decompress,
    ],
    ids=["compressed again", "not compressed"],
)
def test_a_copy_that_differs_only_in_the_compression_is_used_without_a_word(
    cache, files, no_network, tmp_path, capfd, repack
):
    """A browser may unpack a file while it saves it, and a backup may compress it again."""
    share = fill(tmp_path / "share", {name: repack(content) for name, content in files.items()})
    assert all((share / name).read_bytes() != content for name, content in files.items())
    assert_holds(load_fashion_mnist(share), files)
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in share.iterdir()) == sorted(files)


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_copy_whose_content_differs_is_set_aside(cache, files, no_network, tmp_path, capfd, is_packed):
    """Another data set in the same format, such as MNIST, has files of the very same names."""
    content = gzip.decompress(files[TEST_LABELS])
    altered = content[:-1] + bytes([content[-1] ^ 1])
    share = fill(tmp_path / "share", files | {TEST_LABELS: gzip.compress(altered) if is_packed else altered})
    assert_stand_in(capfd, load_fashion_mnist(share), f"{TEST_LABELS} is truncated or altered")
    assert (share / f"{TEST_LABELS}.damaged").exists()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the course")
def test_the_expected_contents_are_those_of_the_real_files():
    """A wrong hash would send every repacked copy of the real images away."""
    for name, expected in data.CONTENTS.items():
        assert hashlib.sha256(gzip.decompress((REAL / name).read_bytes())).hexdigest() == expected
    assert list(data.CONTENTS) == list(data.FILES)


# Damaged files


def test_an_altered_file_in_a_given_folder_is_set_aside_and_fetched(server, cache, files, tmp_path, capfd):
    """One flipped bit means wrong labels, and nobody would notice."""
    altered = files[TEST_LABELS][:-1] + b"?"
    share = fill(tmp_path / "share", files | {TEST_LABELS: altered})
    loaded = load_fashion_mnist(share)
    assert_holds(loaded, files)
    assert (share / f"{TEST_LABELS}.damaged").read_bytes() == altered
    assert not (share / TEST_LABELS).exists()
    assert_one_line(capfd, loaded, f"{TEST_LABELS} is truncated or altered", f"{TEST_LABELS}.damaged")


def test_an_altered_file_that_cannot_be_renamed_is_left_and_not_used(
    cache, files, no_network, tmp_path, monkeypatch, capfd
):
    """A teacher's share is read-only: nothing in it may change, and no damaged file may be used."""

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    share = fill(tmp_path / "share", files | {TEST_LABELS: b"altered"})
    loaded = load_fashion_mnist(share)
    assert (share / TEST_LABELS).read_bytes() == b"altered"
    assert_stand_in(capfd, loaded, str(share / TEST_LABELS), "cannot be renamed", "is not used")


def test_a_truncated_file_in_the_cache_is_set_aside_and_fetched_again(server, cache, files, capfd):
    """Keras leaves half a file when it is killed, and from then on fails with a traceback."""
    half = files[TRAIN_IMAGES][:1000]
    fill(cache, files | {TRAIN_IMAGES: half})
    loaded = load_fashion_mnist()
    assert_holds(loaded, files)
    assert loaded.source == "Fashion-MNIST, from Keras's cache and Keras's download"
    assert server.asked == [TEST_LABELS, TRAIN_IMAGES]  # the first request only probes the server
    assert (cache / TRAIN_IMAGES).read_bytes() == files[TRAIN_IMAGES]
    assert (cache / f"{TRAIN_IMAGES}.damaged").read_bytes() == half
    assert_one_line(capfd, loaded, f"{TRAIN_IMAGES} is truncated or altered")


def test_a_truncated_file_without_a_network_ends_in_the_stand_in(cache, files, no_network, capfd):
    """Two things went wrong; the learner reads both in one line and can continue."""
    fill(cache, files | {TRAIN_IMAGES: b"half"})
    loaded = load_fashion_mnist()
    out = assert_stand_in(capfd, loaded, TRAIN_IMAGES, "truncated or altered", "no connection")
    assert out.count("\n") == 1


def test_an_older_damaged_file_is_never_overwritten(cache, files, no_network):
    """Setting aside promises that nothing is lost."""
    fill(cache, files | {TRAIN_IMAGES: b"second", f"{TRAIN_IMAGES}.damaged": b"first"})
    load_fashion_mnist()
    assert (cache / f"{TRAIN_IMAGES}.damaged").read_bytes() == b"first"
    assert (cache / f"{TRAIN_IMAGES}.damaged-2").read_bytes() == b"second"


def test_a_file_that_cannot_be_read_is_named(cache, files, no_network, capfd):
    """A folder in place of the file, or a file without permission to read, must not stop the lesson."""
    fill(cache, {name: files[name] for name in files if name != TRAIN_IMAGES})
    (cache / TRAIN_IMAGES).mkdir()
    assert_stand_in(capfd, load_fashion_mnist(), f"{TRAIN_IMAGES} cannot be read")


# Downloads


def test_the_download_fills_the_cache_and_happens_once(server, cache, files, capfd):
    """Downloading 30 MB again for every lesson would be too much for a classroom's network."""
    loaded = load_fashion_mnist()
    assert_holds(loaded, files)
    assert loaded.source == "Fashion-MNIST, from Keras's download"
    printed = capfd.readouterr()
    assert printed.out.count("Downloading data from") == 4
    assert printed.out.count(f"[{'=' * 20}]") == 4  # each progress bar is full at the end
    assert printed.err == loaded.notice == ""
    assert sorted(path.name for path in cache.iterdir()) == sorted(files)
    asked = len(server.asked)
    assert load_fashion_mnist().source == "Fashion-MNIST, from Keras's cache"
    assert len(server.asked) == asked


def test_the_address_and_the_names_are_those_that_keras_uses():
    """If a new version of Keras moves the files, the old address may soon be gone. Copy the new one."""
    source = Path(find_spec("keras").origin).parent / "src" / "datasets" / "fashion_mnist.py"
    text = source.read_text(encoding="utf-8")
    assert re.findall(r'base = "(.+)"', text) == [download.ADDRESS]
    assert "get_file(fname, origin=base + fname, cache_subdir=dirname)" in text
    assert sorted(re.findall(r'"(\S+\.gz)"', text)) == sorted(data.FILES)
    assert download.SMALLEST in data.FILES


def test_the_progress_bar_shows_the_share_and_the_megabytes():
    """Without a length from the server there is no share, but the learner still sees that something comes."""
    assert download._bar(0, 26_400_000) == f"[{'.' * 20}] 0.0 of 26.4 MB"
    assert download._bar(13_200_000, 26_400_000) == f"[{'=' * 10}{'.' * 10}] 13.2 of 26.4 MB"
    assert download._bar(26_400_000, 26_400_000) == f"[{'=' * 20}] 26.4 of 26.4 MB"
    assert download._bar(1_000_000, 0) == f"[{'.' * 20}] 1.0 of 1.0 MB"


def test_the_bar_is_drawn_a_few_times_a_second_and_at_the_end(monkeypatch, capsys):
    """A fast network sends hundreds of blocks a second, and drawing each would slow down the page."""
    now, content = [100.0], bytes(range(256)) * 4096  # one megabyte, in 16 blocks

    class Reply(io.BytesIO):
        headers = {"Content-Length": str(len(content))}

        def read(self, size):
            now[0] += 0.05
            return super().read(size)

    monkeypatch.setattr(download.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(download.urllib.request, "urlopen", lambda *_, **__: Reply(content))
    assert download._read("http://server.invalid/file") == content
    drawn = capsys.readouterr().out.splitlines()[1:]
    assert 4 <= len([line for line in drawn if line]) <= 6
    assert drawn[-1] == f"[{'=' * 20}] 1.0 of 1.0 MB"


def test_the_time_limits_are_some_seconds():
    """Shorter ones would give up on a slow network, longer ones would hold up a class that is offline."""
    assert 3 <= download.ANSWER_SECONDS <= 10
    assert 5 <= download.SILENCE_SECONDS <= 20


def test_a_download_imports_no_keras(server, cache, files, tmp_path):
    """TensorFlow takes seconds and half a gigabyte, and would be imported only to fetch 30 MB."""
    program = """if True:
        import json, pathlib, sys
        from helpers import data, download
        cache, download.ADDRESS, data.FILES, data.CONTENTS = json.loads(sys.argv[1])
        data._keras_folders = lambda: [pathlib.Path(cache)]
        loaded = data.load_fashion_mnist()
        assert loaded.source == "Fashion-MNIST, from Keras's download", loaded.notice
        assert not {"keras", "tensorflow", "matplotlib"} & set(sys.modules)
    """
    settings = json.dumps([str(cache), download.ADDRESS, data.FILES, data.CONTENTS])
    done = subprocess.run(
        [sys.executable, "-c", program, settings], cwd=COURSE, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in cache.iterdir()) == sorted(files)


@pytest.mark.parametrize("is_writable", [True, False])
def test_the_cache_is_where_keras_keeps_its_files(keras, is_writable, monkeypatch):
    """A learner who has the files from Keras must not download them again."""
    monkeypatch.setattr(os, "access", lambda *_: is_writable)
    monkeypatch.setattr(os, "makedirs", lambda *_, **__: None)
    monkeypatch.setattr("keras.src.utils.file_utils.urlretrieve", lambda *_: None)
    theirs = keras.utils.get_file("no such file", "http://localhost/", cache_subdir="datasets/fashion-mnist")
    assert Path(theirs).parent == data._keras_folders()[0 if is_writable else 1]


def test_a_proxy_in_the_environment_is_used(server, files, monkeypatch):
    """Many schools reach the network only through a proxy."""
    monkeypatch.setattr("urllib.request._opener", None)  # it remembers the proxies of its first use
    monkeypatch.setenv("http_proxy", download.ADDRESS.removesuffix("data/"))
    monkeypatch.delenv("no_proxy")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setattr(download, "ADDRESS", "http://server.invalid/data/")
    assert_holds(load_fashion_mnist(), files)


@pytest.mark.parametrize(("break_off", "reason"), [(send_half, "broke off"), (stall, "does not answer")])
def test_a_download_that_breaks_off_does_not_poison_the_next_run(
    server, cache, files, monkeypatch, capfd, break_off, reason
):
    """With bad Wi-Fi, half a file must neither be used nor block the next attempt."""
    monkeypatch.setattr(download, "SILENCE_SECONDS", 0.5)
    server.answers[TRAIN_LABELS] = break_off
    started = time.monotonic()
    loaded = load_fashion_mnist()
    assert time.monotonic() - started < 10
    assert_stand_in(capfd, loaded, reason)
    assert [path.name for path in cache.iterdir()] == [TRAIN_IMAGES]  # whole, so it is kept
    assert socket.getdefaulttimeout() is None
    server.answers.clear()
    server.asked.clear()
    assert_holds(load_fashion_mnist(), files)
    assert TRAIN_IMAGES not in server.asked


def test_an_altered_download_is_not_used(server, cache, capfd):
    """A proxy that rewrites files must not fill the cache with them."""
    server.answers[TRAIN_IMAGES] = lambda handler, content: send(handler, content[:-1] + b"?")
    assert_stand_in(capfd, load_fashion_mnist(), "what arrived was truncated or altered")
    assert list(cache.iterdir()) == []


def test_a_login_page_is_recognised(server, capfd):
    """Hotels and schools answer every address with their own page, and with 200 OK."""
    server.answers[TEST_LABELS] = lambda handler, _: send(handler, b"<html>Please log in</html>")
    assert_stand_in(capfd, load_fashion_mnist(), "login page")


@pytest.mark.parametrize("year", [2000, 2099])
def test_a_wrong_clock_is_named_where_a_certificate_is_out_of_date(cache, tmp_path, monkeypatch, capfd, year):
    """A laptop that has been in a cupboard for months begins in 1970, and no certificate is valid there."""
    key, certificate = _certificate(tmp_path, year)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        threading.Thread(target=running.serve_forever, daemon=True).start()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("no_proxy", "localhost")
        monkeypatch.setattr("urllib.request._opener", None)
        monkeypatch.setattr(download, "ADDRESS", f"https://localhost:{running.server_port}/")
        assert_stand_in(
            capfd, load_fashion_mnist(), "not valid on the date of this machine", "its clock right?"
        )
        running.shutdown()


def _certificate(folder, year):
    """Return the files of a key and a certificate for this machine that is valid in one year only."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(year, 1, 1))
        .not_valid_after(datetime(year + 1, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, no_password))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "key.pem", folder / "certificate.pem"


def test_a_server_that_refuses_is_quoted(server, capfd):
    """A number to search for is better than nothing."""
    server.answers[TEST_LABELS] = lambda handler, _: handler.send_error(503)
    assert_stand_in(capfd, load_fashion_mnist(), "503 Service Unavailable")


def test_no_network_ends_in_one_line(no_network, capfd):
    """The most common failure: on a train, in a classroom, in an exam."""
    out = assert_stand_in(capfd, load_fashion_mnist(), "no connection")
    assert out.count("\n") == 1


def test_a_server_that_never_answers_costs_seconds(server, monkeypatch, capfd):
    """A firewall that drops packets must not hold up a lesson for minutes."""
    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.5)
    server.answers[TEST_LABELS] = lambda handler, _: handler.server.over.wait(60)
    started = time.monotonic()
    assert_stand_in(capfd, load_fashion_mnist(), "does not answer")
    assert time.monotonic() - started < 10


def test_a_server_that_trickles_costs_seconds(server, monkeypatch, capfd):
    """One byte now and then defeats a socket's own time limit."""

    def trickle(handler, content):
        send(handler, b"", len(content))
        while not handler.server.over.wait(0.1):
            handler.wfile.write(b"?")

    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.5)
    server.answers[TEST_LABELS] = trickle
    started = time.monotonic()
    assert_stand_in(capfd, load_fashion_mnist(), "does not answer")
    assert time.monotonic() - started < 10


def test_a_name_look_up_that_hangs_costs_seconds(cache, monkeypatch, capfd):
    """No timeout in Python covers it, and a dead name server is common."""
    over = threading.Event()
    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: over.wait(60))
    started = time.monotonic()
    assert_stand_in(capfd, load_fashion_mnist(), "does not answer")
    assert time.monotonic() - started < 10
    over.set()


def test_a_home_that_cannot_be_written_sends_the_files_elsewhere(server, cache, files, capfd):
    """School machines have read-only homes; root ignores permissions, so here a file blocks the folder."""
    cache.parents[1].write_text("not a folder")
    loaded = load_fashion_mnist()
    assert_holds(loaded, files)
    spare = data._keras_folders()[1]
    assert sorted(path.name for path in spare.iterdir()) == sorted(files)
    assert_one_line(capfd, loaded, f"{cache} cannot be written", f"kept in {spare}")


def test_no_writable_folder_at_all_ends_in_the_stand_in(server, cache, monkeypatch, capfd):
    """A locked-down machine must still give a lesson."""

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert_stand_in(capfd, load_fashion_mnist(), "no folder can be written")


@pytest.mark.parametrize("place", ["pathlib.Path.write_bytes", "tempfile.mkdtemp"])
def test_a_full_disk_ends_in_the_stand_in(server, cache, monkeypatch, capfd, place):
    """30 MB may not fit on a small machine; the learner reads that the disk is full, and can clear it."""

    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(place, fail)
    assert_stand_in(capfd, load_fashion_mnist(), "the disk is full")
    assert list(cache.iterdir()) == []


def test_stopping_a_download_leaves_nothing_behind(server, cache, files, monkeypatch):
    """A learner who presses stop means it: no stand-in, no half-finished file, no changed time limit."""

    def stop(*_, **__):
        raise KeyboardInterrupt

    for place in (
        "helpers.download._bar",
        "pathlib.Path.write_bytes",
    ):  # while it comes, and while it is kept
        with monkeypatch.context() as patch:
            patch.setattr(place, stop)
            with pytest.raises(KeyboardInterrupt):
                load_fashion_mnist()
        assert list(cache.iterdir()) == []
    assert socket.getdefaulttimeout() is None
    assert_holds(load_fashion_mnist(), files)


def test_several_loads_at_once_do_not_disturb_each_other(server, cache, files):
    """Two lessons opened together load at the same moment; neither may see the other's half file."""

    def send_slowly(handler, content):
        send(handler, content[:500], len(content))
        time.sleep(0.3)
        handler.wfile.write(content[500:])

    fill(cache, {TRAIN_LABELS: b"damaged"})
    server.answers[TRAIN_IMAGES] = send_slowly
    results = []
    threads = [threading.Thread(target=lambda: results.append(load_fashion_mnist())) for _ in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    assert len(results) == 4
    for loaded in results:
        assert_holds(loaded, files)
    assert sorted(path.name for path in cache.iterdir()) == sorted([*files, f"{TRAIN_LABELS}.damaged"])


# What comes back


def test_nothing_is_imported_or_written_to_stderr_without_a_network(tmp_path):
    """TensorFlow's import would cost seconds before the lesson even says that there is no network."""
    program = """if True:
        import pathlib, socket, sys
        def fail(*_):
            raise socket.gaierror(-2, "no")
        socket.getaddrinfo = fail
        import numpy as np
        from helpers import data, load_fashion_mnist, stand_in
        class BlankSheet:  # drawing 70,000 pictures takes seconds, and their number does not depend on it
            def __init__(self, count, random):
                self.count = count
            def finish(self):
                return np.zeros((self.count, 28, 28), np.uint8)
        stand_in.Sheet, stand_in.GARMENTS = BlankSheet, [lambda sheet: None] * 10
        data._keras_folders = lambda: [pathlib.Path("nowhere")]
        loaded = load_fashion_mnist()
        assert loaded.train_images.shape == (60_000, 28, 28), loaded.train_images.shape
        assert loaded.test_images.shape == (10_000, 28, 28), loaded.test_images.shape
        assert loaded.figure_note == "stand-in pictures, not Fashion-MNIST"
        assert not {"keras", "tensorflow", "matplotlib"} & set(sys.modules)
    """
    environment = {name: value for name, value in os.environ.items() if name != "FASHION_MNIST_DIR"}
    environment["PYTHONPATH"] = str(COURSE)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)


def test_the_arrays_cannot_be_changed_by_accident(cache, files, no_network, tmp_path):
    """A cell that is run twice must see the same images, real or drawn."""
    for loaded in (load_fashion_mnist(), load_fashion_mnist(fill(tmp_path / "share", files))):
        for array in (loaded.train_images, loaded.train_labels, loaded.test_images, loaded.test_labels):
            assert array.dtype == np.uint8
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the course")
def test_the_real_images_are_read_as_keras_reads_them(keras, monkeypatch):
    """Labels off by one, or images turned, would make every number of lesson 09 wrong."""
    loaded = load_fashion_mnist(REAL)
    monkeypatch.setattr("keras.src.datasets.fashion_mnist.get_file", lambda name, **_: REAL / name)
    (images, labels), (test_images, test_labels) = keras.datasets.fashion_mnist.load_data()
    assert loaded.source == "Fashion-MNIST, from the folder you gave"
    np.testing.assert_array_equal(loaded.train_images, images)
    np.testing.assert_array_equal(loaded.train_labels, labels)
    np.testing.assert_array_equal(loaded.test_images, test_images)
    np.testing.assert_array_equal(loaded.test_labels, test_labels)
    assert loaded.class_names[loaded.test_labels[0]] == "Ankle boot"
