"""Training with Keras: live progress, resuming after an interruption, saving without loss.

Import Keras from here, ``from helpers.training import keras``: it comes without the lines that TensorFlow
prints about itself. Importing this package imports TensorFlow, which takes seconds and half a gigabyte, so
the rest of `helpers` imports it inside the functions that need it.
"""

from helpers.storage import file_name, free_path, short_path
from helpers.training.backup import training_key
from helpers.training.fitting import TrainingInterrupted, predicted_classes, train
from helpers.training.history import epoch_table, seconds_to
from helpers.training.networks import (
    best_network,
    course_network,
    dense_baseline,
    fast_network,
    warm_up_and_cosine,
)
from helpers.training.pacing import Pace, pace
from helpers.training.quiet_import import keras, tf
from helpers.training.saving import load_model, save_model

__all__ = [
    "Pace",
    "TrainingInterrupted",
    "best_network",
    "course_network",
    "dense_baseline",
    "epoch_table",
    "fast_network",
    "file_name",
    "free_path",
    "keras",
    "load_model",
    "pace",
    "predicted_classes",
    "save_model",
    "seconds_to",
    "short_path",
    "tf",
    "train",
    "training_key",
    "warm_up_and_cosine",
]
