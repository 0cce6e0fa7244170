"""0.88 with at most 10,000 parameters: few filters, and no dense layer between them and the answer."""

from helpers import load_fashion_mnist
from helpers.comparison import try_out
from helpers.training import keras, pace, warm_up_and_cosine

layers = keras.layers


def build_small_network():
    """Return a network of 80 + 1,168 + 7,850 = 9,098 parameters."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Rescaling(1 / 90, offset=-73 / 90),
            layers.Conv2D(8, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


data = load_fashion_mnist()
count = pace().samples(55_000, quick=4_000)
epochs = pace().epochs(5, quick=2)
my_small_run = try_out(
    "my small network",
    build_small_network,
    data.train_images[:count, ..., None],
    data.train_labels[:count],
    validation_data=(data.train_images[-5_000:, ..., None], data.train_labels[-5_000:]),
    epochs=epochs,
    seeds=(1,),
    learning_rate=warm_up_and_cosine(count, 64, epochs),
)
