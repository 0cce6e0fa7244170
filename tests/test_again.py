"""Training one network many times: new weights each time, and nothing left over from the time before."""

import numpy as np

from helpers import series


def _repeated():
    from helpers.training import keras
    from helpers.training.again import Repeated

    layers = keras.layers
    stack = [layers.Conv1D(8, 5, activation="relu"), layers.GlobalMaxPooling1D()]
    last = layers.Dense(2, activation="softmax")
    return Repeated(keras.Sequential([keras.Input((64, 1)), *stack, last]))


def _weights(network):
    return np.concatenate([part.ravel() for part in network.get_weights()])


def test_each_training_starts_anew_and_the_same_seed_gives_the_same_weights():
    """If weights or Adam's memory were left over, the five runs of lesson 14 would not be independent."""
    repeated, data = _repeated(), series.sensor_series(200, seed=0)
    first = _weights(repeated.train(*data, epochs=2, seed=0))
    other = _weights(repeated.train(*data, epochs=2, seed=1))
    again = _weights(repeated.train(*data, epochs=2, seed=0))
    assert np.allclose(first, again, atol=1e-5)
    assert np.abs(first - other).max() > 0.1


def test_it_learns_and_its_steps_are_those_of_keras():
    """The lesson calls it training with Adam; one step must do what Keras's own does."""
    from helpers.training import keras

    repeated, data = _repeated(), series.sensor_series(50, seed=0)
    trained = _weights(repeated.train(*data, epochs=1, seed=3))  # 50 examples are one step
    keras.utils.set_random_seed(3)
    twin = keras.models.clone_model(repeated.network)
    twin.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", jit_compile=False)
    twin.train_on_batch(*data)
    assert np.allclose(trained, _weights(twin), atol=1e-5)
    network = repeated.train(*series.sensor_series(400, seed=1), epochs=8, seed=0)
    inputs, labels = series.sensor_series(200, seed=2)
    assert np.mean(np.argmax(network(inputs), axis=1) == labels) > 0.85
