"""Compare networks: one change at a time, each trained from several seeds, and every result kept.

A result is kept in the learner's folder as soon as its training ends. The file's name contains a key made
from everything that the result depends on. An interrupted comparison therefore resumes, nothing is trained
twice, and a changed network never overwrites another one's result.
"""

import json
from statistics import median

from helpers.storage import file_name, set_aside, short_path, whole_file
from helpers.training import keras, predicted_classes, train, training_key
from helpers.workspace import my_work

FOLDER = "comparison"


def try_out(
    name,
    build,
    images,
    labels,
    *,
    validation_data,
    epochs,
    seeds,
    learning_rate=0.001,
    batch_size=64,
    optimizer=keras.optimizers.Adam,
):
    """Train one network from several seeds, or read the results kept from before, and return its row.

    Parameters
    ----------
    name : str
        The name of the row; the same network under another name is trained again.
    build : callable
        Takes no arguments and returns the network, not compiled.
    images, labels : ndarray
        To train on.
    validation_data : (images, labels)
        To measure the accuracy on.
    epochs, batch_size : int
    seeds : sequence of int
        One training for each: the seed determines the initial weights, the order of the images in each
        epoch, and the other randomness in training. Rows with the same seeds can be compared in pairs.
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule
    optimizer : callable
        Takes the learning rate and returns the optimizer.

    Returns
    -------
    dict
        `name`, `parameters`, `seeds`, and lists with one value for each seed: `accuracy` on the validation
        data after the last epoch, accuracy `in_training`, `seconds` of training, the `histories`, and
        `right`: for each validation image 1 if its class is predicted correctly after the last epoch, else 0.

    Raises
    ------
    TypeError, ValueError
        If `build` does not return a network, or there is no seed.
    TrainingInterrupted
        If the kernel was interrupted. Running the same cell again resumes.
    """
    if not callable(build) or isinstance(build, keras.Model):
        raise TypeError(
            f"build must be a function that returns a network, but is {build!r} ({type(build).__name__})."
        )
    seeds = list(seeds)
    if not seeds:
        raise ValueError("seeds must contain at least one whole number, such as (1, 2, 3), but is empty.")
    results = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model = _compiled(build, optimizer(learning_rate))
        arrays = (images, labels, *validation_data)
        key = training_key(model, *arrays, epochs=epochs, batch_size=batch_size, seed=seed)
        kept = _KeptResult(name, seed, key)
        history = kept.read()
        if history is None:
            history = train(
                model, images, labels, validation_data=validation_data, epochs=epochs,
                batch_size=batch_size, name=f"{name}, seed {seed}", curves=False, seed=seed,
            )  # fmt: skip
            history["answers"] = predicted_classes(model, validation_data[0]).tolist()
            kept.write(history)
        results.append(history)
    row = {
        "name": name,
        "parameters": model.count_params(),
        "seeds": seeds,
        "accuracy": [history["val_accuracy"][-1] for history in results],
        "in_training": [history["accuracy"][-1] for history in results],
        "seconds": [sum(history["seconds"]) for history in results],
        "histories": results,
        "right": [
            [int(given == label) for given, label in zip(history["answers"], validation_data[1], strict=True)]
            for history in results
        ],
    }
    print(sentence(row))
    return row


def _compiled(build, optimizer):
    model = build()
    if not isinstance(model, keras.Model):
        raise TypeError(f"build must return a Keras network, but returned {model!r}.")
    model.compile(
        optimizer=optimizer,
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


class _KeptResult:
    """The result of one training, in its own file in the learner's folder."""

    def __init__(self, name, seed, key):
        folder = my_work()
        self.path = folder and folder / FOLDER / f"{file_name(name)}-seed-{seed}-{key}.json"

    def read(self):
        """Return the kept history, or None if no readable one is kept."""
        if self.path is None or not self.path.exists():
            return None
        try:
            history = json.loads(self.path.read_text(encoding="utf-8"))
            is_whole = all(
                history[name]
                for name in ("accuracy", "val_accuracy", "loss", "val_loss", "seconds", "answers")
            )
        except (OSError, ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            self._set_aside()
            return None
        print(f"{self.path.name.rpartition('-')[0]}: kept from before, in {short_path(self.path.parent)}.")
        return history

    def _set_aside(self):
        try:
            aside = set_aside(self.path)
        except OSError:
            print(f"A kept result is damaged and cannot be set aside ({short_path(self.path)}).")
        else:
            print(
                f"A kept result is damaged. It is set aside as {short_path(aside)}, and training starts over."
            )

    def write(self, history):
        """Keep a history, whole or not at all, and say so if that fails."""
        if self.path is None:
            return
        try:
            with whole_file(self.path) as unfinished:
                unfinished.write_text(json.dumps(history), encoding="utf-8")
        except OSError as problem:
            print(
                f"This result could not be kept: {short_path(self.path.parent)} cannot be written "
                f"({problem.strerror})."
            )


def sentence(row):
    """Return a row in words.

    Examples
    --------
    >>> sentence({"name": "plain", "parameters": 206922, "accuracy": [0.893, 0.899], "seconds": [11, 12]})
    'plain: accuracy 0.893 to 0.899 on validation, 206,922 parameters, 12 s per training run'
    >>> sentence({"name": "plain", "parameters": 206922, "accuracy": [0.893], "seconds": [11]})
    'plain: accuracy 0.893 on validation, 206,922 parameters, 11 s of training'
    """
    low, high = min(row["accuracy"]), max(row["accuracy"])
    is_one = len(row["accuracy"]) == 1
    return (
        f"{row['name']}: accuracy {f'{low:.3f}' if is_one else f'{low:.3f} to {high:.3f}'} on validation, "
        f"{row['parameters']:,} parameters, {median(row['seconds']):.0f} s "
        f"{'of training' if is_one else 'per training run'}"
    )


def table(rows):
    """Return rows as a table of text: ranges over the seeds, and the median of the seconds.

    Examples
    --------
    >>> print(table([{"name": "plain", "parameters": 206922, "accuracy": [0.893, 0.899],
    ...               "in_training": [0.95, 0.96], "seconds": [11, 12, 11]}]))
    network  parameters  seconds  in training     on validation
    plain       206,922       11  0.950 to 0.960  0.893 to 0.899
    """
    width = max(len("network"), *(len(row["name"]) for row in rows))
    lines = [f"{'network':{width}}  parameters  seconds  {'in training':14}  on validation"]
    for row in rows:
        ranges = "  ".join(f"{min(row[k]):.3f} to {max(row[k]):.3f}" for k in ("in_training", "accuracy"))
        lines.append(
            f"{row['name']:{width}}  {row['parameters']:10,}  {median(row['seconds']):7.0f}  {ranges}"
        )
    return "\n".join(lines)
