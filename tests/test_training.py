"""Training: quiet, live, able to go on, and careful with what a learner has made."""

import errno
import gc
import json
import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from helpers import training
from helpers.training import keras, load_model, save_model, train

ROOT = Path(__file__).resolve().parent.parent
RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (96, 28, 28, 1), dtype=np.uint8)
LABELS = RANDOM.integers(0, 10, 96).astype(np.uint8)
VALIDATION = IMAGES[:20], LABELS[:20]
EPOCHS = 4
NOTHING_KEPT = "Training was interrupted before an epoch of it was kept. Run this cell again to begin anew."


@pytest.fixture(autouse=True, name="work")
def _work(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    return tmp_path


def small_network(units=8, rate=None, run_eagerly=True):
    """Return a compiled network with everything that has a state: statistics, dropout, a schedule.

    It is run eagerly, which spares seconds of preparation, except where the training itself is tested.
    """
    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.MaxPooling2D(4),
            layers.Flatten(),
            layers.Dense(units),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    rate = rate or training.warm_up_and_cosine(len(IMAGES), 32, EPOCHS)
    model.compile(
        keras.optimizers.Adam(rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        run_eagerly=run_eagerly,
    )
    return model


def run(model, name="small", **changes):
    """Train as a lesson does."""
    settings = {"validation_data": VALIDATION, "epochs": EPOCHS, "batch_size": 32, **changes}
    return train(model, IMAGES, LABELS, name=name, **settings)


def interrupted_run(monkeypatch, model, *, epochs_done, **changes):
    """Train, and interrupt in the middle of an epoch; return what the learner is told."""

    def step(screen, step, logs):
        if screen.done == epochs_done and step == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(training._Screen, "step", step)
        with pytest.raises(training.TrainingInterrupted) as stopped:
            run(model, **changes)
    return str(stopped.value)


def without_seconds(history):
    """Return what must repeat of a history."""
    return {name: values for name, values in history.items() if name != "seconds"}


def kept_states(work):
    """Return the files of interrupted trainings."""
    return sorted((work / "interrupted").glob("*"))


# Quiet ----------------------------------------------------------------------------------------------


def test_importing_keras_and_training_write_nothing_to_the_error_stream(work):
    """TensorFlow's lines about oneDNN stand in red under a learner's first cell."""
    code = """
        from helpers.training import keras
        import numpy as np
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(np.zeros((8, 4)), np.zeros(8), verbose=0)
        model.predict(np.zeros((8, 4)), verbose=0)
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert (done.stderr, done.returncode) == ("", 0)


def test_a_broken_tensorflow_still_says_what_is_wrong(tmp_path):
    """Whoever has a broken installation needs the very lines that are kept away from all others."""
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


# How much -------------------------------------------------------------------------------------------


def test_keras_is_imported_on_a_full_disk_too():
    """The stand-in is there for a machine in trouble; the lesson must not stop one line later."""
    code = (
        "import tempfile\n"
        "def full(*arguments, **settings): raise OSError(28, 'No space left on device')\n"
        "tempfile.TemporaryFile = full\n"
        "from helpers.training import keras"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_person_trains_at_full_pace_and_a_test_at_quick_pace(monkeypatch):
    """A learner who is given the quick pace sees a bad network and thinks it is their fault."""
    monkeypatch.delenv("COURSE_PACE")
    assert training.pace().epochs(5, quick=1) == 5
    monkeypatch.setenv("COURSE_PACE", "quick")
    assert training.pace().samples(60_000, quick=500) == 500


def test_a_misspelt_pace_is_refused_with_what_is_allowed(monkeypatch):
    """A teacher who sets COURSE_PACE=fast would wait for the full training in front of the class."""
    monkeypatch.setenv("COURSE_PACE", "fast")
    with pytest.raises(ValueError, match='"full" or "quick", but is \'fast\''):
        training.pace()


# The networks and the recipe ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_lesson", "in_helpers"),
    [
        ("build_dense", training.dense_baseline),
        ("build_course_network", training.course_network),
        ("build_fast_network", training.fast_network),
        ("build_best_network", training.best_network),
    ],
)
def test_the_lesson_builds_the_networks_that_the_benchmark_measures(in_lesson, in_helpers):
    """Else the page of benchmarks tells about networks that no learner trains."""
    lesson = nbformat.read(ROOT / "notebooks" / "09_fashion_mnist.ipynb", as_version=4)
    source = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "code")
    definition = re.search(rf"^def {in_lesson}\(\):\n(?:    .*\n|\n)+", source, re.MULTILINE)[0]
    names = {"keras": keras, "layers": keras.layers}
    exec(definition, names)
    built = names[in_lesson]().to_json()
    assert training._numbered_in_order(built) == training._numbered_in_order(in_helpers().to_json())


def test_the_learning_rate_climbs_to_its_peak_and_ends_near_zero():
    """A schedule longer than the training would stop before its small last steps, which do most good."""
    schedule = training.warm_up_and_cosine(6400, 64, 2)
    rates = [float(schedule(step)) for step in range(200)]
    assert rates[0] < 0.0004
    assert np.argmax(rates) == 20
    assert max(rates) == pytest.approx(0.003)
    assert rates[-1] < 1e-5


def test_an_epoch_meets_every_image_once_and_in_an_order_of_its_own():
    """A learner's network that never sees some images learns less than the lesson says."""
    numbers = np.arange(10)
    batches = list(training._shuffled_batches(numbers, numbers, 4, first_epoch=0, epochs=2))
    assert [len(images) for images, _ in batches] == [4, 4, 2, 4, 4, 2]
    first, second = (np.concatenate([images for images, _ in part]) for part in (batches[:3], batches[3:]))
    assert sorted(first) == sorted(second) == list(numbers)
    assert list(first) != list(second)


# Going on -------------------------------------------------------------------------------------------


def test_an_interrupted_training_goes_on_to_the_same_end(monkeypatch, capsys, work):
    """A learner who stops and goes on must get the network that they would have got."""
    whole = small_network(run_eagerly=False)
    expected = run(whole)
    told = interrupted_run(monkeypatch, small_network(run_eagerly=False), epochs_done=2)
    assert told == "Training was interrupted after 2 of 4 epochs. Run this cell again to go on with epoch 3."
    capsys.readouterr()
    model = small_network(run_eagerly=False)
    history = run(model)
    assert "Going on after epoch 2 of 4" in capsys.readouterr().out
    assert without_seconds(history) == without_seconds(expected)
    assert all(np.allclose(a, b) for a, b in zip(model.get_weights(), whole.get_weights(), strict=True))
    assert int(model.optimizer.iterations.numpy()) == EPOCHS * 3
    assert kept_states(work) == []


def test_it_can_be_interrupted_again_and_again(monkeypatch):
    """A learner on a train stops more than once."""
    expected = run(small_network())
    interrupted_run(monkeypatch, small_network(), epochs_done=0)
    interrupted_run(monkeypatch, small_network(), epochs_done=1)
    interrupted_run(monkeypatch, small_network(), epochs_done=3)
    assert without_seconds(run(small_network())) == without_seconds(expected)


def test_a_stop_before_the_first_epoch_is_over_says_that_nothing_is_kept(monkeypatch, work):
    """A promise to go on that is not kept costs the learner's trust."""
    told = interrupted_run(monkeypatch, small_network(), epochs_done=0)
    assert told == NOTHING_KEPT
    assert kept_states(work) == []


def test_a_stop_while_the_state_is_written_leaves_the_state_before(monkeypatch, work):
    """Ctrl-C at the wrong moment must not cost all epochs."""
    expected = run(small_network())
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
    assert without_seconds(run(small_network())) == without_seconds(expected)
    assert kept_states(work) == []


@pytest.mark.parametrize(
    ("epochs_kept", "promise"), [(2, "after 2 of 4 epochs. Run this cell again to go on with epoch 3"),
                                 (4, "after 4 of 4 epochs. Run this cell again to see how it ended")],
)  # fmt: skip
def test_a_stop_just_after_the_state_is_written_counts_its_epoch(monkeypatch, capsys, epochs_kept, promise):
    """Told to go on with epoch 2, a learner who sees epoch 3 begin thinks that one was left out."""
    expected = run(small_network())
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
    assert f"Going on after epoch {epochs_kept} of 4" in capsys.readouterr().out
    assert without_seconds(history) == without_seconds(expected)


def test_a_training_that_ended_begins_anew_when_it_is_run_again(capsys):
    """A learner who runs the cell twice would otherwise see nothing happen."""
    run(small_network())
    capsys.readouterr()
    assert len(run(small_network())["loss"]) == EPOCHS
    assert "Going on" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda: run(small_network(units=9)),
        lambda: run(small_network(rate=0.01)),
        lambda: run(small_network(), batch_size=16),
        lambda: train(small_network(), IMAGES[::-1], LABELS, name="small", epochs=EPOCHS, batch_size=32),
    ],
    ids=["network", "learning rate", "batch size", "images"],
)
def test_a_changed_training_of_the_same_name_begins_anew_and_keeps_the_old(monkeypatch, capsys, work, change):
    """Weights of another network or data set would be a crash, or worse, a wrong result."""
    interrupted_run(monkeypatch, small_network(), epochs_done=2)
    old = kept_states(work)
    change()
    assert "begins anew. The other stays in interrupted/small-" in capsys.readouterr().out
    assert kept_states(work) == old
    run(small_network())
    assert "Going on after epoch 2" in capsys.readouterr().out


def test_an_interruption_lets_go_of_the_data_at_once(monkeypatch):
    """Kept in the traceback, which IPython remembers, they would fill a laptop with each further stop."""

    def step(screen, step, logs):
        raise KeyboardInterrupt

    monkeypatch.setattr(training._Screen, "step", step)
    with pytest.raises(training.TrainingInterrupted) as stopped:
        run(small_network())
    assert stopped.value.__context__ is None
    reader = type(iter(training._batches(*VALIDATION)))
    gc.collect()
    assert not any(type(one) is reader for one in gc.get_objects())


def test_nothing_is_left_running_that_could_hold_up_the_end(monkeypatch):
    """When data are let go, TensorFlow's tuning thread may not be woken: a cell stands still for a minute."""
    seen, fit = [], keras.Sequential.fit

    def spied(model, batches, **settings):
        seen.extend([batches, settings["validation_data"]])
        return fit(model, batches, **settings)

    monkeypatch.setattr(keras.Sequential, "fit", spied)
    run(small_network())
    assert [one.options().autotune.enabled for one in seen] == [False, False]


@pytest.mark.parametrize("damage", ["truncated", "other bytes", "another file"])
def test_a_damaged_state_is_set_aside_and_said(monkeypatch, capsys, work, damage):
    """A laptop that lost power in the middle must not leave a cell that always fails."""
    interrupted_run(monkeypatch, small_network(), epochs_done=2)
    (kept,) = kept_states(work)
    content = kept.read_bytes()
    if damage == "another file":
        np.savez(kept, nothing=np.zeros(3))
    else:
        kept.write_bytes(content[: len(content) // 2] if damage == "truncated" else b"\0" * len(content))
    history = run(small_network())
    assert len(history["loss"]) == EPOCHS
    assert "is damaged. It is set aside as interrupted/small-" in capsys.readouterr().out
    assert [path.suffix for path in kept_states(work)] == [".damaged"]


def test_without_a_folder_it_trains_and_says_so(monkeypatch, capsys):
    """On a read-only home the lesson goes on; only the going on is lost."""
    monkeypatch.setattr(training, "my_work", lambda: None)
    assert len(run(small_network())["loss"]) == EPOCHS
    assert "no folder to write to" in capsys.readouterr().out
    assert interrupted_run(monkeypatch, small_network(), epochs_done=2) == NOTHING_KEPT


def full(*arguments, **values):
    """Write nothing: the disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_once_and_training_goes_on(monkeypatch, capsys, work):
    """A full disk must not throw away an hour of training."""
    monkeypatch.setattr(np, "savez", full)
    assert len(run(small_network())["loss"]) == EPOCHS
    assert capsys.readouterr().out.count("No space left on device") == 1
    assert kept_states(work) == []
    assert interrupted_run(monkeypatch, small_network(), epochs_done=2) == NOTHING_KEPT


def test_a_folder_that_cannot_be_made_is_said_and_training_goes_on(capsys, work):
    """On a full disk it fails before any file is begun."""
    (work / "interrupted").write_text("a file where the folder should be")
    assert len(run(small_network())["loss"]) == EPOCHS
    assert capsys.readouterr().out.count("interrupted cannot be written") == 1


def test_a_stop_says_its_sentence_over_a_damaged_state_too(monkeypatch):
    """A disk may lose what was written to it; a traceback out of zipfile would say nothing to a learner."""
    monkeypatch.setattr(np, "savez", lambda file, **values: file.write(b"half of it"))
    assert interrupted_run(monkeypatch, small_network(), epochs_done=2) == NOTHING_KEPT


def test_a_disk_that_fills_up_leaves_what_was_kept_before(monkeypatch, capsys, work):
    """What is said of going on must be true then too, and a training that ended must leave nothing behind."""
    interrupted_run(monkeypatch, small_network(), epochs_done=1)
    with monkeypatch.context() as patched:
        patched.setattr(np, "savez", full)
        told = interrupted_run(monkeypatch, small_network(), epochs_done=3)
        assert "after 1 of 4 epochs. Run this cell again to go on with epoch 2." in told
        capsys.readouterr()
        run(small_network())
    assert "Going on after epoch 1 of 4" in capsys.readouterr().out
    assert kept_states(work) == []


def test_mistakes_in_the_call_are_named():
    """Keras's own messages about them are pages long."""
    with pytest.raises(ValueError, match="call model.compile"):
        train(training.dense_baseline(), IMAGES, LABELS, epochs=1, name="x")
    with pytest.raises(ValueError, match="96 images and 95 labels"):
        train(small_network(), IMAGES, LABELS[1:], epochs=1, name="x")
    with pytest.raises(ValueError, match="20 images and 96 labels for validation"):
        run(small_network(), validation_data=(VALIDATION[0], LABELS))
    with pytest.raises(ValueError, match="epochs must be 1 or more, but is 0"):
        run(small_network(), epochs=0)
    with pytest.raises(ValueError, match="at least one letter or digit"):
        run(small_network(), name="…")


# In a notebook --------------------------------------------------------------------------------------

CELL = """
import sys; sys.path.insert(0, {root!r})
import numpy as np
from helpers.training import keras, train
random = np.random.default_rng(0)
images = random.integers(0, 256, (1500, 28, 28, 1), dtype=np.uint8)
labels = random.integers(0, 10, 1500)
model = keras.Sequential([
    keras.Input((28, 28, 1)), keras.layers.Rescaling(1 / 255), keras.layers.Conv2D(24, 5),
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
    """The square button is how a learner stops; a page of traceback would tell them they broke it."""
    cell = CELL.format(root=str(ROOT))
    stopped = kernel.run(cell, interrupt_when="epoch 2 of 6")
    (error,) = [content for kind, content in stopped if kind == "error"]
    (told,) = error["traceback"]
    # Training goes on until the button's signal is there: how far depends on the machine.
    done = int(re.search("after ([1-5]) of 6 epochs", told)[1])
    assert told.endswith(f"Run this cell again to go on with epoch {done + 1}.")

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

    assert last(line)["text/plain"].startswith(f"Going on after epoch {done} of 6")
    assert "in a notebook: 6 epochs in" in last(line)["text/plain"]
    assert "<progress" not in last(line)["text/html"]
    assert last(curves)["text/plain"].startswith("Curves over 6 epochs: training loss from")
    assert last(curves)["image/png"]


# Saving ---------------------------------------------------------------------------------------------


def test_a_saved_network_answers_as_before(work):
    """A learner who comes back tomorrow must find the network of today."""
    model = small_network()
    path = save_model(model, "My network")
    assert path == work / "my-network.keras"
    for loaded in (load_model(path), load_model("My network")):
        assert np.array_equal(loaded.predict(IMAGES, verbose=0), model.predict(IMAGES, verbose=0))


def test_a_saved_network_is_never_overwritten_unasked(capsys, work):
    """An hour of training is lost by one more click on Run."""
    first = save_model(small_network(), "net")
    content = first.read_bytes()
    assert save_model(small_network(units=9), "net") == work / "net-2.keras"
    assert "net.keras was there before, and is kept" in capsys.readouterr().out
    assert save_model(small_network(units=9), "net").name == "net-3.keras"
    assert first.read_bytes() == content
    assert save_model(small_network(units=9), "net", overwrite=True) == first
    assert first.read_bytes() != content
    assert len(list(work.iterdir())) == 3


def test_a_failed_saving_is_said_and_leaves_what_was_there(monkeypatch, capsys, work):
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


def test_without_a_folder_a_network_is_saved_for_the_session(monkeypatch, capsys):
    """On a read-only home the lesson's reloading still works."""
    monkeypatch.setattr(training, "my_work", lambda: None)
    path = save_model(small_network(), "net")
    assert "for this session only" in capsys.readouterr().out
    assert load_model(path).count_params() == small_network().count_params()


def test_a_missing_or_damaged_network_is_named(work):
    """A traceback out of a zip reader tells a learner nothing."""
    with pytest.raises(FileNotFoundError, match="None is saved yet"):
        load_model("net")
    save_model(small_network(), "net")
    with pytest.raises(FileNotFoundError, match=re.escape("There are: net.")):
        load_model("nett")
    (work / "net.keras").write_bytes(b"not a model")
    with pytest.raises(ValueError, match="may be damaged"):
        load_model("net")
