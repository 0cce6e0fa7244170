def my_lenet():
    """Return LeNet-5 as a Keras model: 32×32×1 in, ten probabilities out."""
    from helpers.training import keras

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="tanh"),  # C1
            layers.AveragePooling2D(2),  # S2
            layers.Conv2D(16, 5, activation="tanh"),  # C3
            layers.AveragePooling2D(2),  # S4
            layers.Flatten(),
            layers.Dense(120, activation="tanh"),  # C5
            layers.Dense(84, activation="tanh"),  # F6
            layers.Dense(10, activation="softmax"),
        ]
    )
