"""Training: quiet, live, resumed after an interruption, and careful with what a learner has made."""

import errno
import gc
import importlib
import json
import os
import re
import subprocess
import sys
import textwrap
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from helpers import training
from helpers.training import (
    backup,
    display,
    fitting,
    keras,
    load_model,
    quiet_import,
    save_model,
    train,
    warm_up_and_cosine,
)

ROOT = Path(__file__).resolve().parent.parent
RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (40, 28, 28, 1), dtype=np.uint8)
LABELS = RANDOM.integers(0, 10, 40).astype(np.uint8)
VALIDATION = IMAGES[:20], LABELS[:20]
EPOCHS = 4
STEPS = 2  # in each epoch, with batches of 32 and 8
NOTHING_KEPT = "Training was interrupted before an epoch of it was kept. Run this cell again to start over."


@pytest.fixture(autouse=True, name="work")
def _work(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    return tmp_path


def small_network(units=10, rate=0.1):
    """Return a compiled network that trains in a moment, with state that must survive an interruption:
    dropout and momentum.

    It is run eagerly, which saves TensorFlow's preparation of the first step.
    """
    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.MaxPooling2D(7),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(units, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.SGD(rate, momentum=0.9)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
    return model


def network_with_every_kind_of_state():
    """Return a compiled network with statistics, Adam and a schedule, which runs as a learner's does."""
    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.MaxPooling2D(4),
            layers.Flatten(),
            layers.Dense(8),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    rate = training.warm_up_and_cosine(len(IMAGES), 32, EPOCHS)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def run(model, name="small", **changes):
    """Train as a lesson does."""
    settings = {"validation_data": VALIDATION, "epochs": EPOCHS, "batch_size": 32, **changes}
    return train(model, IMAGES, LABELS, name=name, **settings)


def interrupted_run(monkeypatch, model, *, epochs_done, **changes):
    """Train, and interrupt in the middle of an epoch; return what the learner is told."""

    def step(shown, step, logs):
        if shown.done == epochs_done and step == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(display.TrainingDisplay, "step", step)
        with pytest.raises(training.TrainingInterrupted) as stopped:
            run(model, **changes)
    return str(stopped.value)


def without_seconds(history):
    """Return the part of a history that must repeat exactly."""
    return {name: values for name, values in history.items() if name != "seconds"}


def kept_states(work):
    """Return the files of interrupted trainings."""
    return sorted((work / "interrupted").glob("*"))


@pytest.fixture(scope="module", name="uninterrupted")
def _uninterrupted(tmp_path_factory):
    """Return the history of a small training that nobody stops."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COURSE_WORK", str(tmp_path_factory.mktemp("work")))
        return run(small_network())


@pytest.fixture(scope="module", name="state_after_two_epochs")
def _state_after_two_epochs(tmp_path_factory):
    """Return the kept file of a small training that was stopped after two epochs: its name and content."""
    work = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COURSE_WORK", str(work))
        interrupted_run(patched, small_network(), epochs_done=2)
    (kept,) = kept_states(work)
    return kept.name, kept.read_bytes()


@pytest.fixture(name="stopped_after_two_epochs")
def _stopped_after_two_epochs(state_after_two_epochs, work):
    """Return the path of a state that was kept after two epochs, put into the learner's folder."""
    name, content = state_after_two_epochs
    path = work / "interrupted" / name
    path.parent.mkdir()
    path.write_bytes(content)
    return path


# The import of Keras --------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="fresh_python")
def _fresh_python():
    """Import Keras from the course and train once in a new Python; return what it printed, and facts."""
    code = """
        import gc, json, weakref
        class Learners: pass
        one = Learners()
        one.itself, reference = one, weakref.ref(one)
        from helpers.training import keras
        facts = {"frozen": gc.get_freeze_count(), "collects": gc.isenabled(), "young": gc.get_count()[0]}
        import numpy as np
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(np.zeros((8, 4)), np.zeros(8), verbose=0)
        model.predict(np.zeros((8, 4)), verbose=0)
        del one
        gc.collect()
        facts["collected"] = reference() is None
        print(json.dumps(facts))
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    return SimpleNamespace(stderr=done.stderr, returncode=done.returncode, printed=done.stdout)


def test_importing_keras_and_training_write_nothing_to_the_error_stream(fresh_python):
    """TensorFlow's lines about oneDNN would appear in red under a learner's first cell."""
    assert (fresh_python.stderr, fresh_python.returncode) == ("", 0)


def test_importing_keras_leaves_the_garbage_collector_as_it_was(fresh_python):
    """Objects from before the import must be freed as usual, or a large array stays in memory."""
    facts = json.loads(fresh_python.printed)
    assert facts["frozen"] == 0
    assert facts["collects"]
    assert facts["collected"]
    assert facts["young"] < 10_000, "half a million imported objects would be searched in the next cell"


@pytest.mark.parametrize(("frozen_before", "is_moved"), [(0, True), (5, False)])
def test_what_a_program_froze_itself_stays_frozen(monkeypatch, frozen_before, is_moved):
    """A program that freezes its own objects, such as these tests, has a reason to."""
    calls = []
    monkeypatch.setattr(gc, "get_freeze_count", lambda: frozen_before)
    monkeypatch.setattr(gc, "freeze", lambda: calls.append("freeze"))
    monkeypatch.setattr(gc, "unfreeze", lambda: calls.append("unfreeze"))
    with quiet_import._without_garbage_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert calls == (["freeze", "unfreeze"] if is_moved else [])


def test_a_collector_that_was_off_stays_off():
    """A learner who measures times may have switched it off."""
    gc.disable()
    try:
        with quiet_import._without_garbage_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_broken_tensorflow_still_says_what_is_wrong(tmp_path):
    """With a broken installation, you need the very lines that are hidden from everybody else."""
    package = tmp_path / "tensorflow"
    package.mkdir()
    (package / "__init__.py").write_text(
        'import os\nos.write(2, b"from the C++ side\\n")\nraise ImportError("no such library")\n'
    )
    done = subprocess.run(
        [sys.executable, "-c", "import helpers.training"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
        timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "from the C++ side" in done.stderr
    assert "no such library" in done.stderr


def test_keras_is_imported_on_a_full_disk_too(monkeypatch, capfd):
    """The stand-in is there for a machine in trouble; the lesson must not stop one line later."""

    def full(*arguments, **settings):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(quiet_import.tempfile, "TemporaryFile", full)
    assert importlib.reload(quiet_import).keras is keras
    with quiet_import._hidden_error_stream():
        os.write(2, b"from the C++ side\n")
    assert capfd.readouterr().err == ""


# How much to train ----------------------------------------------------------------------------------


def test_a_person_trains_at_full_pace_and_a_test_at_quick_pace(monkeypatch):
    """A learner who is given the quick pace sees a bad network and thinks it is their fault."""
    for variable, epochs, samples in ((None, 5, 60_000), ("full", 5, 60_000), ("quick", 1, 500)):
        if variable is None:
            monkeypatch.delenv("COURSE_PACE")
        else:
            monkeypatch.setenv("COURSE_PACE", variable)
        assert training.pace().epochs(5, quick=1) == epochs
        assert training.pace().samples(60_000, quick=500) == samples


def test_a_misspelt_pace_is_refused_with_what_is_allowed(monkeypatch):
    """A teacher who sets COURSE_PACE=fast would wait for the full training in front of the class."""
    monkeypatch.setenv("COURSE_PACE", "fast")
    with pytest.raises(ValueError, match='"full" or "quick", but is \'fast\''):
        training.pace()


# The networks and the recipe ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lesson", "in_lesson", "settings", "in_helpers"),
    [
        ("09_fashion_mnist", "build_dense", {}, training.dense_baseline),
        ("09_fashion_mnist", "build_course_network", {}, training.course_network),
        ("10_better_networks", "build_network", {}, training.fast_network),
        (
            "10_better_networks",
            "build_network",
            {"filters": (32, 64), "dropout": 0.3, "mirror": True},
            training.best_network,
        ),
    ],
)
def test_the_lesson_builds_the_networks_that_the_benchmark_measures(lesson, in_lesson, settings, in_helpers):
    """Otherwise the page of benchmarks is about networks that no learner trains."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{lesson}.ipynb", as_version=4)
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    definition = re.search(rf"^def {in_lesson}\(.*\):\n(?:    .*\n|\n)+", source, re.MULTILINE)[0]
    names = {"keras": keras, "layers": keras.layers}
    exec(definition, names)
    built = names[in_lesson](**settings).to_json()
    in_order = backup.with_names_renumbered
    assert in_order(built) == in_order(in_helpers().to_json())


def test_the_learning_rate_climbs_to_its_peak_and_ends_near_zero():
    """A schedule longer than the training would stop before its last small steps, which matter most."""
    schedule = training.warm_up_and_cosine(6400, 64, 2)
    rates = [float(schedule(step)) for step in range(200)]
    assert rates[0] < 0.0004
    assert np.argmax(rates) == 20
    assert max(rates) == pytest.approx(0.003)
    assert rates[-1] < 1e-5


def test_an_epoch_uses_every_image_once_and_in_its_own_order():
    """A network that never sees some of the images learns less than the lesson says."""
    numbers = np.arange(10)
    batches = list(fitting._shuffled_batches(numbers, numbers, 4, first_epoch=0, epochs=2))
    assert [len(images) for images, _ in batches] == [4, 4, 2, 4, 4, 2]
    first, second = (np.concatenate([images for images, _ in part]) for part in (batches[:3], batches[3:]))
    assert sorted(first) == sorted(second) == list(numbers)
    assert list(first) != list(second)


def test_the_order_of_the_images_depends_on_the_seed():
    """Otherwise "five seeds" would be five initial weights with one and the same order."""

    def order(seed):
        numbers = np.arange(10)
        batches = fitting._shuffled_batches(numbers, numbers, 4, first_epoch=0, epochs=1, seed=seed)
        return np.concatenate([images for images, _ in batches]).tolist()

    assert order(1) == order(1)
    assert order(1) != order(2)


def test_a_training_with_another_seed_does_not_resume_this_one():
    """The state of seed 1 after two epochs is not part of a training with seed 2."""
    model = small_network()
    keys = {backup.training_key(model, IMAGES, epochs=2, batch_size=8, seed=seed) for seed in (0, 1, 2)}
    assert len(keys) == 3


def test_predicted_classes_are_those_of_predict():
    """The comparison keeps them for every validation image."""
    model = small_network()
    expected = model.predict(IMAGES, verbose=0).argmax(axis=1)
    assert np.array_equal(training.predicted_classes(model, IMAGES, batch_size=15), expected)


# Keras's own methods --------------------------------------------------------------------------------


def test_keras_still_has_the_method_that_creates_all_variables_before_the_first_step():
    """Without it every training starts seconds later, and nothing else would show that it is gone.

    If this fails, Keras has dropped or changed `Model._symbolic_build`. Training still works: look for
    what `keras.Model.fit` calls now under a distribution strategy, and call it in
    `helpers.training.fitting._create_variables`; if there is nothing, remove the call and this test.
    """
    assert hasattr(keras.Model, "_symbolic_build"), "Keras has no Model._symbolic_build any more"
    model = network_with_every_kind_of_state()
    model._symbolic_build(data_batch=(IMAGES[:2], LABELS[:2]))
    assert model.optimizer.built
    assert model._compile_metrics.built
    before = {id(variable) for variable in backup.all_variables(model)}
    history = run(model, epochs=1)
    assert len(history["loss"]) == 1
    assert {id(variable) for variable in backup.all_variables(model)} == before


@pytest.mark.parametrize("change", ["dropped", "other parameters"])
def test_training_works_without_the_method_that_creates_all_variables(monkeypatch, uninterrupted, change):
    """A learner with a newer Keras must be able to train, if only with a slower start."""
    if change == "dropped":
        monkeypatch.delattr("keras.src.trainers.trainer.Trainer._symbolic_build")
        assert not hasattr(keras.Model, "_symbolic_build")
    else:
        monkeypatch.setattr(keras.Model, "_symbolic_build", lambda model, *, batch: None)
    assert without_seconds(run(small_network())) == without_seconds(uninterrupted)


# Resuming -------------------------------------------------------------------------------------------


def test_an_interrupted_training_goes_on_to_the_same_end(monkeypatch, capsys, work):
    """A learner who stops and resumes must get the network that they would have got."""
    whole = network_with_every_kind_of_state()
    expected = run(whole)
    told = interrupted_run(monkeypatch, network_with_every_kind_of_state(), epochs_done=2)
    assert told.startswith("Training was interrupted after 2 of 4 epochs.")
    assert told.endswith(" Run this cell again to continue with epoch 3.")
    capsys.readouterr()
    model = network_with_every_kind_of_state()
    history = run(model)
    assert "Resuming after epoch 2 of 4" in capsys.readouterr().out
    assert without_seconds(history) == without_seconds(expected)
    assert all(np.allclose(a, b) for a, b in zip(model.get_weights(), whole.get_weights(), strict=True))
    assert int(model.optimizer.iterations.numpy()) == EPOCHS * STEPS
    assert kept_states(work) == []


def test_it_can_be_interrupted_again_and_again(monkeypatch, uninterrupted):
    """A learner on a train stops more than once."""
    interrupted_run(monkeypatch, small_network(), epochs_done=0)
    interrupted_run(monkeypatch, small_network(), epochs_done=1)
    interrupted_run(monkeypatch, small_network(), epochs_done=3)
    assert without_seconds(run(small_network())) == without_seconds(uninterrupted)


def test_a_stop_before_the_first_epoch_is_over_says_that_nothing_is_kept(monkeypatch, work):
    """A promise to resume that is not kept costs the learner's trust."""
    told = interrupted_run(monkeypatch, small_network(), epochs_done=0)
    assert told == NOTHING_KEPT
    assert kept_states(work) == []


def test_a_stop_while_the_state_is_written_leaves_the_state_before(monkeypatch, work, uninterrupted):
    """Ctrl-C at the wrong moment must not cost all epochs."""
    save, calls = np.savez, []

    def interrupted_save(file, **values):
        calls.append(1)
        if len(calls) == 3:
            file.write(b"half of it")
            raise KeyboardInterrupt
        save(file, **values)

    with monkeypatch.context() as patched:
        patched.setattr(np, "savez", interrupted_save)
        with pytest.raises(training.TrainingInterrupted, match="after 2 of 4"):
            run(small_network())
    assert without_seconds(run(small_network())) == without_seconds(uninterrupted)
    assert kept_states(work) == []


@pytest.mark.parametrize(
    ("epochs_kept", "promise"), [(2, "after 2 of 4 epochs. Run this cell again to continue with epoch 3"),
                                 (4, "after 4 of 4 epochs. Run this cell again to see how it ended")],
)  # fmt: skip
def test_a_stop_just_after_the_state_is_written_counts_its_epoch(
    monkeypatch, capsys, uninterrupted, epochs_kept, promise
):
    """A learner who is told that epoch 2 comes next, and then sees epoch 3, thinks that one is missing."""
    replace, calls = Path.replace, []

    def interrupted_replace(path, target):
        replace(path, target)
        calls.append(1)
        if len(calls) == epochs_kept:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted_replace)
        with pytest.raises(training.TrainingInterrupted, match=promise):
            run(small_network())
    history = run(small_network())
    assert f"Resuming after epoch {epochs_kept} of 4" in capsys.readouterr().out
    assert without_seconds(history) == without_seconds(uninterrupted)


def test_a_training_that_ended_begins_anew_when_it_is_run_again(capsys):
    """A learner who runs the cell twice would otherwise see nothing happen."""
    run(small_network())
    capsys.readouterr()
    assert len(run(small_network())["loss"]) == EPOCHS
    assert "Going on" not in capsys.readouterr().out


def test_a_stop_in_the_first_epoch_leaves_the_network_as_it_was(monkeypatch, uninterrupted):
    """The sentence promises that the cell begins again; with half an epoch's training, it would not."""
    model = small_network()
    interrupted_run(monkeypatch, model, epochs_done=0)
    assert int(model.optimizer.iterations) == 0
    assert without_seconds(run(model)) == without_seconds(uninterrupted)


def test_a_network_that_is_trained_again_says_so(capsys):
    """A cell with `train` alone, run twice, has trained twice as long, and its curves do not show it."""
    model = small_network()
    run(model)
    assert "trained before" not in capsys.readouterr().out
    run(model)
    told = capsys.readouterr().out
    assert f"This network has been trained before ({EPOCHS * STEPS} steps)" in told
    assert "fallen to 0" not in told
    falling = keras.optimizers.Adam(warm_up_and_cosine(len(IMAGES), 32, EPOCHS))
    model.compile(falling, "sparse_categorical_crossentropy", metrics=["accuracy"])
    run(model)
    run(model)
    assert "Its learning rate has fallen to 0, so it will hardly change." in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda: run(small_network(units=11)),
        lambda: run(small_network(rate=0.2)),
        lambda: run(small_network(), batch_size=16),
        lambda: train(small_network(), IMAGES[::-1], LABELS, name="small", epochs=EPOCHS, batch_size=32),
    ],
    ids=["network", "learning rate", "batch size", "images"],
)
def test_a_changed_training_of_the_same_name_begins_anew_and_keeps_the_old(
    stopped_after_two_epochs, capsys, work, change
):
    """The weights of another network or data set would mean a crash or, worse, a wrong result."""
    change()
    assert "starts over. The other stays in interrupted/small-" in capsys.readouterr().out
    assert kept_states(work) == [stopped_after_two_epochs]
    run(small_network())
    assert "Resuming after epoch 2" in capsys.readouterr().out


def test_an_interruption_releases_the_data_at_once(monkeypatch):
    """IPython remembers the last traceback: with the data in it, each stop would take more of the memory."""

    def step(shown, step, logs):
        raise KeyboardInterrupt

    monkeypatch.setattr(display.TrainingDisplay, "step", step)
    with pytest.raises(training.TrainingInterrupted) as stopped:
        run(small_network())
    assert stopped.value.__context__ is None
    reader = type(iter(fitting._batches(*VALIDATION)))
    gc.collect()
    assert not any(type(one) is reader for one in gc.get_objects())


def test_no_tuning_thread_is_left_running_that_could_hold_up_the_end(monkeypatch):
    """When data are released, TensorFlow may not wake its tuning thread, and a cell hangs for a minute."""
    seen, fit = [], keras.Sequential.fit

    def spied(model, batches, **settings):
        seen.extend([batches, settings["validation_data"]])
        return fit(model, batches, **settings)

    monkeypatch.setattr(keras.Sequential, "fit", spied)
    run(small_network(), epochs=1)
    assert [one.options().autotune.enabled for one in seen] == [False, False]


@pytest.mark.parametrize("damage", ["truncated", "other bytes", "another file"])
def test_a_damaged_state_is_set_aside_and_reported(stopped_after_two_epochs, capsys, work, damage):
    """A laptop that lost power in the middle must not leave a cell that always fails."""
    kept = stopped_after_two_epochs
    content = kept.read_bytes()
    if damage == "another file":
        np.savez(kept, nothing=np.zeros(3))
    else:
        kept.write_bytes(content[: len(content) // 2] if damage == "truncated" else b"\0" * len(content))
    history = run(small_network())
    assert len(history["loss"]) == EPOCHS
    assert "is damaged. It is set aside as interrupted/small-" in capsys.readouterr().out
    assert [path.suffix for path in kept_states(work)] == [".damaged"]


def test_a_damaged_state_that_cannot_be_set_aside_does_not_stop_the_training(
    stopped_after_two_epochs, monkeypatch, capsys
):
    """In a read-only folder nothing can be renamed, and the learner only wants to train."""

    def refuse(path, target):
        raise PermissionError(errno.EACCES, "Permission denied")

    stopped_after_two_epochs.write_bytes(b"damaged")
    monkeypatch.setattr(Path, "rename", refuse)
    assert len(run(small_network())["loss"]) == EPOCHS
    assert "damaged. It cannot be set aside (interrupted/small-" in capsys.readouterr().out


@pytest.fixture(name="no_folder")
def _no_folder(monkeypatch, tmp_path):
    """Make the learner's folder impossible to create: a file has its name."""
    (tmp_path / "a file").touch()
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "a file"))


def test_without_a_folder_it_trains_and_says_so(monkeypatch, capsys, no_folder):
    """With a read-only home folder the lesson works, but cannot resume."""
    assert len(run(small_network())["loss"]) == EPOCHS
    assert "no folder to write to" in capsys.readouterr().out
    assert interrupted_run(monkeypatch, small_network(), epochs_done=2) == NOTHING_KEPT


def full(*arguments, **values):
    """Write nothing: the disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_reported_once_and_training_goes_on(monkeypatch, capsys, work):
    """A full disk must not throw away an hour of training."""
    monkeypatch.setattr(np, "savez", full)
    assert len(run(small_network())["loss"]) == EPOCHS
    assert capsys.readouterr().out.count("No space left on device") == 1
    assert kept_states(work) == []
    assert interrupted_run(monkeypatch, small_network(), epochs_done=2) == NOTHING_KEPT


def test_a_folder_that_cannot_be_made_is_reported_and_training_goes_on(capsys, work):
    """On a full disk it fails before any file is begun."""
    (work / "interrupted").write_text("a file where the folder should be")
    assert len(run(small_network())["loss"]) == EPOCHS
    assert capsys.readouterr().out.count("interrupted cannot be written") == 1


def test_stopping_ends_in_a_sentence_over_a_damaged_state_too(monkeypatch):
    """A disk may lose what was written to it, and a traceback from zipfile tells a learner nothing."""
    monkeypatch.setattr(np, "savez", lambda file, **values: file.write(b"half of it"))
    assert interrupted_run(monkeypatch, small_network(), epochs_done=2) == NOTHING_KEPT


def test_a_disk_that_fills_up_leaves_what_was_kept_before(monkeypatch, capsys, work):
    """The promise to resume must hold then too, and a training that ended must leave nothing behind."""
    interrupted_run(monkeypatch, small_network(), epochs_done=1)
    with monkeypatch.context() as patched:
        patched.setattr(np, "savez", full)
        told = interrupted_run(monkeypatch, small_network(), epochs_done=3)
        assert "after 1 of 4 epochs. Run this cell again to continue with epoch 2." in told
        capsys.readouterr()
        run(small_network())
    assert "Resuming after epoch 1 of 4" in capsys.readouterr().out
    assert kept_states(work) == []


def test_mistakes_in_the_call_are_named():
    """Keras's own messages about them are pages long."""
    with pytest.raises(ValueError, match="call model.compile"):
        train(training.dense_baseline(), IMAGES, LABELS, epochs=1, name="x")
    with pytest.raises(ValueError, match="40 images and 39 labels"):
        train(small_network(), IMAGES, LABELS[1:], epochs=1, name="x")
    with pytest.raises(ValueError, match="20 images and 40 labels for validation"):
        run(small_network(), validation_data=(VALIDATION[0], LABELS))
    with pytest.raises(ValueError, match="epochs must be 1 or more, but is 0"):
        run(small_network(), epochs=0)
    with pytest.raises(ValueError, match="at least one letter or digit"):
        run(small_network(), name="…")


# What is shown --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"), (1, "1 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (60, "1 min 0 s"),
        (61, "1 min 1 s"), (89, "1 min 29 s"), (100, "1 min 40 s"), (119.4, "1 min 59 s"), (120, "2 min 0 s"),
    ],
)  # fmt: skip
def test_a_duration_is_written_in_minutes_and_seconds(seconds, text):
    """It tells a learner whether there is time for a coffee."""
    assert display.duration(seconds) == text


def test_losses_are_shown_with_three_digits_and_without_keras_prefix():
    """A beginner does not know what val_loss means."""
    logs = {"loss": 0.12345, "accuracy": 0.9996, "val_loss": 1, "seconds": 3}
    assert display.losses_and_metrics(logs) == "loss 0.123, accuracy 1.000, loss on validation 1.000"


class Page:
    """A notebook's page: what is displayed on it, and when."""

    def __init__(self, monkeypatch):  # noqa: D107
        self.now, self.shown = 100.0, []
        monkeypatch.setattr(display.time, "perf_counter", lambda: self.now)
        monkeypatch.setattr(display, "get_ipython", lambda: SimpleNamespace(kernel=True))
        monkeypatch.setattr(display, "display", self.display)

    def display(self, bundle, **settings):
        """Put a display on the page, and return its handle."""
        self.shown.append(bundle)
        return SimpleNamespace(update=lambda bundle, raw: self.shown.append(bundle), display_id="1")


def test_the_bar_moves_a_few_times_a_second_and_shows_the_share_that_is_done(monkeypatch):
    """Thousands of updates would freeze the page, and too few would look as if training hangs."""
    page = Page(monkeypatch)
    history = {"loss": [1.0]}
    shown = display.TrainingDisplay("net", "", 4, 1000, history, with_curves=False)
    times = []
    for step in range(1000):  # ten seconds
        page.now += 0.01
        before = len(page.shown)
        shown.step(step, {"loss": 0.5})
        if len(page.shown) > before:
            times.append(page.now)
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert 0.2 < min(pauses) <= max(pauses) < 0.5
    assert page.shown[0]["text/plain"] == "net: epoch 2 of 4, batch 0 of 1000, loss 0.500"
    shares = [float(re.search('value="(.+?)"', bundle["text/html"])[1]) for bundle in page.shown]
    assert shares[0] == 0.25
    assert shares == sorted(shares)
    assert 0.48 < shares[-1] <= 0.5


def test_the_end_replaces_the_bar_by_the_result_and_keeps_the_notes(monkeypatch):
    """The saved notebook shows this line; a name with a < in it must stay a name."""
    page = Page(monkeypatch)
    history = {"loss": [1.0, 0.5], "val_loss": [1.0, 0.75], "seconds": [50, 50]}
    shown = display.TrainingDisplay("<net>", "", 2, 10, history, with_curves=False)
    shown.say("A note.")
    shown.step(1, {"loss": 0.5})
    shown.end()
    last = page.shown[-1]
    told = "<net>: 2 epochs in 1 min 40 s, loss 0.500, loss on validation 0.750"
    assert last["text/plain"] == f"A note.\n{told}"
    assert (
        last["text/html"] == f"<div>A note.</div><div>{told.replace('<', '&lt;').replace('>', '&gt;')}</div>"
    )


def test_resuming_shows_how_far_the_training_had_come(monkeypatch):
    """An empty bar would look as if the kept epochs were lost."""
    page = Page(monkeypatch)
    shown = display.TrainingDisplay("net", "", 4, 10, {"loss": [1, 1, 1]}, with_curves=False)
    shown.resume()
    assert page.shown[-1]["text/plain"].startswith("Resuming after epoch 3 of 4")
    assert 'value="0.750"' in page.shown[-1]["text/html"]


# In a notebook --------------------------------------------------------------------------------------

CELL = """
import sys; sys.path.insert(0, {root!r})
import numpy as np
from helpers.training import keras, train
random = np.random.default_rng(0)
images = random.integers(0, 256, (1500, 28, 28, 1), dtype=np.uint8)
labels = random.integers(0, 10, 1500)
model = keras.Sequential([
    keras.Input((28, 28, 1)), keras.layers.Rescaling(1 / 255), keras.layers.Conv2D(8, 3),
    keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = train(model, images, labels, validation_data=(images[:50], labels[:50]), epochs=6, batch_size=8,
                name="in a notebook")
"""


class Kernel:
    """A Jupyter kernel, and all that it showed."""

    def __init__(self):  # noqa: D107
        self.manager, self.client = start_new_kernel(kernel_name="python3")

    def run(self, code, *, interrupt_when=None):
        """Run a cell; return its messages (type, content). Interrupt once a text has been shown."""
        request, messages = self.client.execute(code), []
        deadline = time.monotonic() + 200
        while time.monotonic() < deadline:
            message = self.client.get_iopub_msg(timeout=100)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            messages.append((kind, content))
            if interrupt_when and interrupt_when in json.dumps(content):
                self.manager.interrupt_kernel()
                interrupt_when = None
            if (kind, content.get("execution_state")) == ("status", "idle"):
                return messages
        raise TimeoutError("the cell did not end")


@pytest.fixture(name="kernel")
def _kernel(work):
    kernel = Kernel()
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def test_the_stop_button_ends_the_cell_in_a_sentence_and_running_it_again_goes_on(kernel):
    """The square button is how a learner stops; a page of traceback would look as if they broke it."""
    cell = CELL.format(root=str(ROOT))
    stopped = kernel.run(cell, interrupt_when="epoch 2 of 6")
    (error,) = [content for kind, content in stopped if kind == "error"]
    (told,) = error["traceback"]
    # Training continues until the signal arrives: how far depends on the machine.
    done = int(re.search("after ([1-5]) of 6 epochs", told)[1])
    assert told.endswith(f"Run this cell again to continue with epoch {done + 1}.")

    started = time.monotonic()
    again = kernel.run(cell)
    seconds = time.monotonic() - started
    kinds = [kind for kind, _ in again]
    assert "error" not in kinds
    assert not [content for kind, content in stopped + again if content.get("name") == "stderr"]
    line, curves = [content for kind, content in again if kind == "display_data"]
    updates = [content for kind, content in again if kind == "update_display_data"]
    assert len(updates) <= seconds / 0.3 + 6, "the page is flooded"

    def last(display):
        name = display["transient"]["display_id"]
        return [content for content in updates if content["transient"]["display_id"] == name][-1]["data"]

    assert last(line)["text/plain"].startswith(f"Resuming after epoch {done} of 6")
    assert "in a notebook: 6 epochs in" in last(line)["text/plain"]
    assert "<progress" not in last(line)["text/html"]
    assert last(curves)["text/plain"].startswith("Curves over 6 epochs: training loss from")
    assert last(curves)["image/png"]


# Saving ---------------------------------------------------------------------------------------------


def test_a_saved_network_predicts_as_before(work):
    """A learner who comes back tomorrow must find the network of today."""
    model = small_network()
    path = save_model(model, "My network")
    assert path.name.startswith("my-network-")
    for loaded in (load_model(path), load_model("My network")):
        assert np.array_equal(loaded.predict(IMAGES, verbose=0), model.predict(IMAGES, verbose=0))


@pytest.mark.parametrize("name", ["lr 0.001", "мережа", "My best: network?", "net.keras", "con", "a" * 200])
def test_a_model_is_loaded_by_the_name_it_was_saved_under(work, name):
    """Learners name a model after its learning rate, and in their own language."""
    model = small_network()
    other = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    save_model(other, "lr 0 001")
    save_model(model, name)
    assert load_model(name).count_params() == model.count_params()
    assert load_model("lr 0 001").count_params() == other.count_params()


def test_a_model_saved_by_an_earlier_version_is_still_found_by_its_name(work):
    """Names had fewer letters then: what a learner saved must not be lost."""
    save_model(small_network(), "my-network")
    assert load_model("My network").count_params() == small_network().count_params()


def test_a_saved_network_is_never_overwritten_unasked(capsys, work):
    """One more click on Run must not cost an hour of training."""
    first = save_model(small_network(), "net")
    content = first.read_bytes()
    other = small_network(units=9)
    assert save_model(other, "net") == work / "net-2.keras"
    assert "net.keras was there before, and is kept" in capsys.readouterr().out
    assert save_model(other, "net").name == "net-3.keras"
    assert first.read_bytes() == content
    assert save_model(other, "net", overwrite=True) == first
    assert first.read_bytes() != content
    assert len(list(work.iterdir())) == 3


def test_a_failed_save_is_reported_and_leaves_what_was_there(monkeypatch, capsys, work):
    """A full disk must neither destroy the old file nor leave half a new one."""
    first = save_model(small_network(), "net")
    content = first.read_bytes()

    def full(path, *arguments, **settings):
        Path(path).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    model = small_network()
    monkeypatch.setattr(model, "save", full)
    assert save_model(model, "net", overwrite=True) is None
    assert "The model was not saved" in capsys.readouterr().out
    assert [path.name for path in work.iterdir()] == ["net.keras"]
    assert first.read_bytes() == content


def test_without_a_folder_a_network_is_saved_for_the_session(capsys, no_folder):
    """With a read-only home folder the lesson can still load what it has saved."""
    path = save_model(small_network(), "net")
    assert "for this session only" in capsys.readouterr().out
    assert load_model(path).count_params() == small_network().count_params()


def test_a_missing_or_damaged_network_is_named(work):
    """A traceback from a zip reader tells a learner nothing."""
    with pytest.raises(FileNotFoundError, match="There is no saved model .*net.keras yet"):
        load_model("net")
    save_model(small_network(), "net")
    with pytest.raises(FileNotFoundError, match=re.escape("There are: net.")):
        load_model("nett")
    (work / "net.keras").write_bytes(b"not a model")
    with pytest.raises(ValueError, match="may be damaged"):
        load_model("net")
