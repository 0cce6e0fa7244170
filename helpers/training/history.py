"""Reading a history of training: the time to a given accuracy, and a table of the epochs."""

import numpy as np


def seconds_to(history, accuracy):
    """Return the seconds of training until the validation accuracy first reached a given value.

    Parameters
    ----------
    history : dict of lists
        As `train` returns it.
    accuracy : float

    Returns
    -------
    float or None
        Up to the end of the epoch that reached it; None if none did.

    Examples
    --------
    >>> seconds_to({"seconds": [10, 9, 9], "val_accuracy": [0.88, 0.90, 0.91]}, 0.90)
    19.0
    """
    for seconds, reached in zip(np.cumsum(history["seconds"]), history["val_accuracy"], strict=True):
        if reached >= accuracy:
            return float(seconds)
    return None


def epoch_table(history):
    """Return a history as a table of text: one line for each epoch.

    Examples
    --------
    >>> print(epoch_table({"seconds": [10, 9], "accuracy": [0.8, 0.9], "val_accuracy": [0.88, 0.9]}))
    epoch  seconds so far  accuracy in training  accuracy afterwards
        1            10.0                0.8000               0.8800
        2            19.0                0.9000               0.9000
    """
    lines = ["epoch  seconds so far  accuracy in training  accuracy afterwards"]
    columns = np.cumsum(history["seconds"]), history["accuracy"], history["val_accuracy"]
    for epoch, (seconds, training, afterwards) in enumerate(zip(*columns, strict=True), start=1):
        lines.append(f"{epoch:5}  {seconds:14.1f}  {training:20.4f}  {afterwards:19.4f}")
    return "\n".join(lines)
