"""The pocket network: its size and accuracy, and that the repository has no more of the data set."""

import io
import lzma
import subprocess
import sys
import zipfile

import numpy as np
import pytest

import helpers
from helpers import load_fashion_mnist
from helpers.pocket import FOLDER, pocket_network
from tests.settings import ROOT

ROWS = slice(14, 20)  # of an image: enough to recognise any, even a shoe
BINARY = (".npy", ".npz", ".xz", ".bin", ".gz", ".pkl", ".h5", ".keras", ".bytes")


@pytest.fixture(scope="module", name="data")
def _data():
    """The real images, where they are on this machine."""
    data = load_fashion_mnist()
    if data.is_stand_in:
        pytest.skip("The real Fashion-MNIST is not on this machine.")
    return data


def test_it_is_small_enough_to_be_part_of_a_page():
    """A visitor's phone loads it with the lesson."""
    network = pocket_network()
    assert network.parameters <= 20_000
    assert len(network.weights) <= 80_000
    assert sum(file.stat().st_size for file in FOLDER.glob("*.n*")) <= 60_000
    counted = sum(
        node["weights"][name]["count"]
        for node in network.nodes
        for name in node["weights"]
        if name in ("kernel", "bias")
    )
    assert counted == network.parameters


def test_it_is_right_on_nine_test_images_of_ten_and_says_how_often(data):
    """A network that takes every coat for a shirt would teach that drawing is hopeless."""
    network = pocket_network()
    parts = [network(images).argmax(axis=1) for images in np.split(data.test_images, 10)]
    correct = np.mean(np.concatenate(parts) == data.test_labels)
    assert correct >= 0.90
    assert correct == pytest.approx(network.accuracy, abs=2e-4)
    assert f"{network.accuracy:.0%} of the 10,000 test images" in network.about


def test_its_garments_are_the_first_of_each_class_and_it_names_them_all(data):
    """The first thing a visitor sees must not be a mistake."""
    network = pocket_network()
    firsts = [int(np.argmax(data.train_labels == label)) for label in range(10)]
    assert np.array_equal(network.garments, data.train_images[firsts])
    assert network(network.garments).argmax(axis=1).tolist() == list(range(10))


def test_it_is_the_keras_network_that_was_trained():
    """The page, NumPy and Keras would otherwise show three networks."""
    from docs.site.train_pocket import rebuilt
    from helpers.widgets.network.description import Description

    network = pocket_network()
    model = rebuilt(network)
    images = np.concatenate([network.garments, 255 - network.garments])
    wanted = model.predict(images[..., np.newaxis], verbose=0)
    assert np.allclose(network(images), wanted, atol=1e-5)
    described = Description(model)
    assert described.weights == network.weights
    for theirs, ours in zip(described.nodes, network.nodes, strict=True):
        assert {**theirs, "name": ""} == {**ours, "name": ""}


def test_it_comes_from_helpers_without_tensorflow():
    """A lesson that only draws would wait eight seconds."""
    code = "import sys, helpers; helpers.pocket_network(); print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"
    assert helpers.pocket_network is pocket_network


def test_the_licence_of_the_garments_is_beside_them():
    """Zalando's permission depends on it."""
    notice = pocket_network().notice
    for words in (
        "Copyright © 2017 Zalando SE",
        "Permission is hereby granted",
        "WITHOUT WARRANTY OF ANY KIND",
    ):
        assert words in notice
    assert "NOTICE.txt" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def unpacked(path):
    """Return what a file holds: its bytes, and those inside where it is compressed."""
    content = path.read_bytes()
    if path.suffix == ".xz":
        return lzma.decompress(content)
    if path.suffix in (".npz", ".keras"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return content


def test_no_other_file_of_the_repository_holds_images_of_the_data_set(data):
    """The exception is for ten images, in one file with its licence; a saved state could carry thousands."""
    known = {
        image[ROWS].tobytes()
        for images in (data.train_images, data.test_images)
        for image in images
        if np.count_nonzero(image[ROWS]) > 40
    }
    length = 28 * (ROWS.stop - ROWS.start)
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = {}
    for name in listing.stdout.splitlines():
        if name.endswith(BINARY) and (ROOT / name).exists():
            content = unpacked(ROOT / name)
            seen = {content[at : at + length] for at in range(len(content) - length)} & known
            found[name] = len(seen)
    assert found.pop("helpers/pocket/garments.npy") == 10
    assert not any(found.values()), found
