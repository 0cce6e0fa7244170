"""Compare the lesson's fast recipe with the 64–64 network and plain Adam, for `make bench`.

To run only this comparison: ``python -m tests.training_comparison``. It takes about ten minutes on two idle
cores, and needs the real Fashion-MNIST.
"""

import os
import statistics
import tempfile

from helpers import load_fashion_mnist
from helpers.training import (
    best_network,
    course_network,
    epoch_table,
    fast_network,
    keras,
    seconds_to,
    train,
    warm_up_and_cosine,
)

GOAL = 0.90
BATCH = 64
ROUNDS = 2
FAST_EPOCHS, PLAIN_EPOCHS, BEST_EPOCHS = 2, 7, 12


def comparison_tables():
    """Train all networks alternately, and return the results as Markdown.

    Returns
    -------
    str
        Two tables per round, the ratio of the times needed to reach 0.90, and the best network's table.

    Raises
    ------
    RuntimeError
        If the real Fashion-MNIST is not available.
    """
    data = load_fashion_mnist()
    if data.is_stand_in:
        raise RuntimeError("The comparison needs the real Fashion-MNIST: set FASHION_MNIST_DIR.")
    with tempfile.TemporaryDirectory() as work:  # not the learner's own folder
        os.environ["COURSE_WORK"] = work
        return _tables(data)


def _tables(data):
    fast_rate = warm_up_and_cosine(len(data.train_images), BATCH, FAST_EPOCHS)
    parts, times = [_introduction()], {"fast": [], "plain": []}
    for number in range(1, ROUNDS + 1):
        keras.utils.set_random_seed(number)
        fast = _train(fast_network(), fast_rate, FAST_EPOCHS, data, f"fast network, round {number}")
        plain = _train(course_network(), 0.001, PLAIN_EPOCHS, data, f"64–64 network, round {number}")
        parts += [_section(f"Fast recipe, round {number}", fast)]
        parts += [_section(f"64–64 network with plain Adam, round {number}", plain)]
        times["fast"].append(seconds_to(fast, GOAL))
        times["plain"].append(seconds_to(plain, GOAL))
    parts.append(_ratio(times))
    best_rate = warm_up_and_cosine(len(data.train_images) - 5_000, BATCH, BEST_EPOCHS)
    best = _train(best_network(), best_rate, BEST_EPOCHS, data, "best network", left_out=5_000)
    parts.append(_section("The lesson's best network (55,000 images; target: 0.925 within 600 s)", best))
    return "\n\n".join(parts)


def _introduction():
    return (
        "Test accuracy on Fashion-MNIST after each epoch, and the training time so far. The time includes "
        "preparing Keras's first step, but not the evaluation on the test images. The networks are those of "
        f"lessons 09 and 10, trained alternately in one run. Target: {GOAL:.2f} in at most a quarter of "
        "the time."
    )


def _train(model, rate, epochs, data, name, left_out=0):
    model.compile(
        optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    count = len(data.train_images) - left_out
    return train(
        model,
        data.train_images[:count, ..., None],
        data.train_labels[:count],
        validation_data=(data.test_images[..., None], data.test_labels),
        epochs=epochs,
        batch_size=BATCH,
        name=name,
    )


def _section(title, history):
    reached = seconds_to(history, GOAL)
    summary = f"{GOAL:.2f} was not reached." if reached is None else f"{GOAL:.2f} after {reached:.1f} s."
    return f"{title}: {summary}\n\n```text\n{epoch_table(history)}\n```"


def _ratio(times):
    if None in times["fast"] or None in times["plain"]:
        return f"Not every training reached {GOAL:.2f}, so there is no ratio."
    fast, plain = (statistics.mean(times[name]) for name in ("fast", "plain"))
    each = ", ".join(f"{a / b:.2f}" for a, b in zip(times["fast"], times["plain"], strict=True))
    return (
        f"**The fast recipe needs {fast / plain:.2f} of the time**: {fast:.1f} s instead of {plain:.1f} s, "
        f"averaged over {ROUNDS} rounds ({each} in the single rounds)."
    )


if __name__ == "__main__":
    print(comparison_tables())
