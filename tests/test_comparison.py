"""The comparison of networks: rows that can be repeated, results that are kept."""

import errno
import json
from functools import partialmethod
from pathlib import Path

import numpy as np
import pytest

from helpers import comparison, training
from helpers.comparison import table, try_out
from helpers.training import display, keras

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (32, 28, 28, 1), dtype=np.uint8)  # one step for each epoch
LABELS = RANDOM.integers(0, 10, 32).astype(np.uint8)


@pytest.fixture(autouse=True, name="work")
def _work(tmp_path, monkeypatch):
    folder = tmp_path / "my_work"
    folder.mkdir()
    monkeypatch.setenv("COURSE_WORK", str(folder))
    # Run eagerly, the few steps of these trainings take less time than TensorFlow's preparation of them.
    monkeypatch.setattr(keras.Model, "compile", partialmethod(keras.Model.compile, run_eagerly=True))
    return folder


def build(units=4):
    """Return a network that trains in a moment, with randomness in it."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.MaxPooling2D(7),
            layers.Flatten(),
            layers.Dense(units),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def row(name="plain", seeds=(1, 2), build=build, epochs=2, **changes):
    """Run a row as the lesson does."""
    settings = {"validation_data": (IMAGES[:20], LABELS[:20]), "epochs": epochs, "batch_size": 32, **changes}
    return try_out(name, build, IMAGES, LABELS, seeds=seeds, **settings)


def kept(work):
    """Return the names of the kept results."""
    return sorted(path.name for path in (work / "comparison").glob("*"))


@pytest.fixture(name="trained")
def _trained(monkeypatch):
    """Return the list of the trainings that were run, which the test may look at."""
    names, train = [], comparison.train

    def noted(*arguments, **settings):
        names.append(settings["name"])
        return train(*arguments, **settings)

    monkeypatch.setattr(comparison, "train", noted)
    return names


@pytest.fixture(name="pretended")
def _pretended(monkeypatch):
    """Return the list of the trainings that were asked for; a result is made up from the first weights.

    For the tests of what is kept, which needs no training: its result depends on network and seed too.
    """
    names = []

    def pretend(model, images, labels, *, epochs, name, **settings):
        names.append(name)
        value = float(np.abs(model.get_weights()[0]).mean())
        return {key: [value] * epochs for key in ("accuracy", "val_accuracy", "loss", "val_loss", "seconds")}

    monkeypatch.setattr(comparison, "train", pretend)
    return names


def test_a_row_tells_parameters_seconds_and_the_accuracy_of_each_seed(capsys):
    """The table of the lesson is made of these."""
    result = row()
    assert result["parameters"] == 16 * 4 + 4 + 4 * 10 + 10
    assert result["seeds"] == [1, 2]
    for name in ("accuracy", "in_training", "seconds", "histories"):
        assert len(result[name]) == 2
    assert result["accuracy"] == [history["val_accuracy"][-1] for history in result["histories"]]
    said = capsys.readouterr().out
    assert (
        f"plain: accuracy {min(result['accuracy']):.3f} to {max(result['accuracy']):.3f} on validation"
        in said
    )
    assert "118 parameters" in table([result]).replace("       118", "118 parameters")


def test_a_row_says_for_each_image_whether_it_is_right():
    """Paired differences count the images that only one of two networks gets right."""
    result = row()
    for right, accuracy in zip(result["right"], result["accuracy"], strict=True):
        assert len(right) == 20
        assert np.mean(right) == pytest.approx(accuracy, abs=1e-6)


def test_each_seed_has_an_order_of_its_own_and_any_optimizer_can_be_used(monkeypatch):
    """A seed that changed the initial weights alone would make the networks look too much alike."""
    seen = []

    def noted(model, *arguments, seed, **settings):
        seen.append((seed, type(model.optimizer).__name__))
        return train(model, *arguments, seed=seed, **settings)

    train = comparison.train
    monkeypatch.setattr(comparison, "train", noted)
    row(seeds=(3, 5), optimizer=keras.optimizers.SGD, learning_rate=0.01)
    assert seen == [(3, "SGD"), (5, "SGD")]


def test_nothing_is_trained_twice_and_the_kept_result_is_the_same(trained, capsys, work):
    """A learner who comes back tomorrow should not wait ten minutes again."""
    first = row()
    assert trained == ["plain, seed 1", "plain, seed 2"]
    files = {name: (work / "comparison" / name).read_bytes() for name in kept(work)}
    assert row() == first
    assert len(trained) == 2
    assert "plain-seed-2: kept from before, in" in capsys.readouterr().out
    assert {name: (work / "comparison" / name).read_bytes() for name in kept(work)} == files


def test_a_further_seed_trains_that_seed_alone(trained):
    """ "Run any row again with other seeds" must not start with the first seed."""
    both = row()
    more = row(seeds=(2, 3))
    assert trained == ["plain, seed 1", "plain, seed 2", "plain, seed 3"]
    assert more["accuracy"][0] == both["accuracy"][1]


@pytest.mark.parametrize(
    "change",
    [
        {"build": lambda: build(units=5)},
        {"epochs": 3},
        {"learning_rate": 0.01},
        {"batch_size": 16},
        {"validation_data": (IMAGES[12:], LABELS[12:])},
        {"optimizer": keras.optimizers.SGD},
    ],
    ids=["network", "epochs", "learning rate", "batch size", "validation", "optimizer"],
)
def test_a_changed_row_of_the_same_name_is_trained_and_takes_nothing_away(pretended, work, change):
    """An old result under a new setting would be a wrong number in the learner's table."""
    row(seeds=(1,))
    before = kept(work)
    row(seeds=(1,), **change)
    assert len(pretended) == 2
    assert len(kept(work)) == 2
    assert set(before) < set(kept(work))


def test_an_interrupted_comparison_goes_on_where_it_was(monkeypatch, trained, capsys):
    """Pressing stop in the middle of 27 trainings must cost at most one epoch."""
    whole = row(name="other", seeds=(1, 2))
    stops = iter([False, False, True])  # in the first step of the second seed

    def step(shown, step, logs):
        if next(stops, False):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(display.TrainingDisplay, "step", step)
        with pytest.raises(training.TrainingInterrupted):
            row(seeds=(1, 2))
    del trained[:]
    again = row(seeds=(1, 2))
    assert trained == ["plain, seed 2"]
    assert "kept from before" in capsys.readouterr().out
    assert again["accuracy"] == whole["accuracy"]


def test_the_same_seed_gives_the_same_result_whatever_was_run_before():
    """A row that depends on the rows before it cannot be run again."""
    first = row(name="one", seeds=(1,))
    keras.utils.set_random_seed(99)
    build()
    assert row(name="two", seeds=(1,))["accuracy"] == first["accuracy"]


@pytest.mark.parametrize("content", ["", "{", '{"loss": [1]}', "[]"])
def test_a_damaged_result_is_set_aside_and_trained_anew(pretended, capsys, work, content):
    """A laptop that lost power must not leave a row that always fails."""
    row(seeds=(1,))
    (name,) = kept(work)
    (work / "comparison" / name).write_text(content)
    row(seeds=(1,))
    assert len(pretended) == 2
    assert "damaged" in capsys.readouterr().out
    assert len(kept(work)) == 2


def test_a_damaged_result_that_cannot_be_set_aside_is_trained_anew(monkeypatch, pretended, capsys, work):
    """In a read-only folder nothing can be renamed, and the lesson must still show its table."""

    def refuse(path, target):
        raise PermissionError

    row(seeds=(1,))
    (name,) = kept(work)
    (work / "comparison" / name).write_text("{")
    monkeypatch.setattr(Path, "rename", refuse)
    row(seeds=(1,))
    assert len(pretended) == 2
    assert "damaged and cannot be set aside (comparison/plain-seed-1-" in capsys.readouterr().out


def test_a_result_that_cannot_be_kept_is_reported_and_counts(monkeypatch, pretended, capsys, work):
    """A full disk must not cost the row that was just trained, nor the results from before."""
    row(seeds=(1,))
    before = kept(work)

    def full(path, *arguments, **settings):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert len(row(seeds=(1, 2))["accuracy"]) == 2
    out = capsys.readouterr().out
    assert (
        "This result could not be kept: my_work/comparison cannot be written (No space left on device)."
        in out
    )
    assert kept(work) == before


def test_without_a_folder_a_row_is_trained_all_the_same(monkeypatch, pretended, work):
    """With a read-only home folder, only the kept results are missing."""
    (work / "a file").touch()
    monkeypatch.setenv("COURSE_WORK", str(work / "a file"))  # no folder can be made there
    row(seeds=(1,))
    row(seeds=(1,))
    assert len(pretended) == 2


def test_a_kept_result_is_read_as_it_was_written(work):
    """The curves of a row are drawn from the kept file too."""
    result = row(seeds=(1,))
    (name,) = kept(work)
    assert json.loads((work / "comparison" / name).read_text()) == result["histories"][0]


def test_mistakes_in_the_call_are_named():
    """Keras's own messages about them are pages long."""
    with pytest.raises(TypeError, match="build must be a function"):
        row(build=build())
    with pytest.raises(TypeError, match="build must return a Keras network, but returned None"):
        row(build=lambda: None)
    with pytest.raises(ValueError, match=r"such as \(1, 2, 3\), but is empty"):
        row(seeds=())
