"""Train the pocket network, which the explorers run if there is no other, and write `helpers/pocket/`.

    python -m docs.site.train_pocket               five minutes on one core; needs the real Fashion-MNIST
    python -m docs.site.train_pocket --describe    no training: only rewrites the description of the layers

It is a network like the course's with fewer filters, so that it has fewer than 20,000 parameters. It learns
from the first 55,000 training images, and the last 5,000, the validation set, show how well. The test set is
opened once, at the end. Batch normalization helps a network to learn; afterwards it is only a factor and a
summand for each filter, so it is folded into the filters. The weights are rounded to 16 bits, which halves
their file.
"""

import argparse
import json
import re

import numpy as np

from helpers import load_fashion_mnist, pocket
from helpers.widgets.network.description import Description

VALIDATION = 5_000
EPOCHS, BATCH = 12, 256
SHIFT = 1  # pixels, in each direction
FADED = (0.6, 1.0)  # people draw in grey: factors of the brightness
SEED = 20


def main(describe_only):
    """Train and write the network, or only describe the one that is there."""
    if describe_only:
        saved = pocket.pocket_network()
        write(rebuilt(saved), saved.accuracy, saved.garments)
        return
    data = load_fashion_mnist()
    if data.is_stand_in:
        raise SystemExit("The pocket network is trained on the real images: see the sentence above.")
    images, labels = data.train_images, data.train_labels
    model = in_half_precision(fold(train(network(), images, labels)))
    print(f"On validation images: {accuracy(model, images[-VALIDATION:], labels[-VALIDATION:]):.4f}")
    found = accuracy(model, data.test_images, data.test_labels)
    print(f"On test images: {found:.4f}")
    write(model, found, first_of_each_class(images, labels))


# ---- The network ----


def network():
    """Return the network before training, with batch normalization after each convolution."""
    from helpers.training import keras

    layers = keras.layers
    stack = [keras.Input((28, 28, 1)), layers.Rescaling(1 / 255)]
    for number, filters in enumerate((16, 32, 32)):
        stack += [layers.MaxPooling2D()] * bool(number)
        stack += [layers.Conv2D(filters, 3, use_bias=False), layers.BatchNormalization(), layers.ReLU()]
    stack += [layers.Flatten(), layers.Dropout(0.1), layers.Dense(10, activation="softmax")]
    return keras.Sequential(stack)


# ---- Training ----


def train(model, images, labels):
    """Train a network on all but the validation images, which are shown every epoch, and return it."""
    from helpers.training import keras, warm_up_and_cosine

    keras.utils.set_random_seed(SEED)
    count = len(images) - VALIDATION
    rate = warm_up_and_cosine(count, BATCH, EPOCHS, peak=0.006)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        varied(images[:count], labels[:count]),
        steps_per_epoch=-(-count // BATCH),
        epochs=EPOCHS,
        validation_data=(images[count:, ..., np.newaxis], labels[count:]),
        validation_freq=3,
        verbose=2,
    )
    return model


def varied(images, labels):
    """Yield batches without end: images in random order, some mirrored, each shifted and faded a little."""
    random = np.random.default_rng(SEED)
    padded = np.pad(images, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, images.shape[1:], axis=(1, 2))
    while True:
        order = random.permutation(len(images))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            down, right = random.integers(0, 2 * SHIFT + 1, (2, len(chosen)))
            batch = windows[chosen, down, right].astype(np.float32)
            mirrored = random.random(len(chosen)) < 0.5
            batch[mirrored] = batch[mirrored, :, ::-1]
            batch *= random.uniform(*FADED, (len(chosen), 1, 1)).astype(np.float32)
            yield batch[..., np.newaxis], labels[chosen]


def accuracy(model, images, labels):
    """Return the share of images that a Keras network classifies correctly."""
    found = model.predict(images[..., np.newaxis], batch_size=500, verbose=0).argmax(axis=1)
    return float(np.mean(found == labels))


# ---- From the trained network to the pocket ----


def fold(model):
    """Return the same network without batch normalization and dropout: its filters and biases do both."""
    from helpers.training import keras

    layers = keras.layers
    folded = keras.Sequential([keras.Input(model.input_shape[1:])])
    for layer, following in zip(model.layers, [*model.layers[1:], None], strict=True):
        if isinstance(layer, layers.Conv2D):
            gamma, beta, mean, variance = following.get_weights()
            factor = gamma / np.sqrt(variance + following.epsilon)
            conv = layers.Conv2D(layer.filters, 3, padding=layer.padding, activation="relu")
            folded.add(conv)
            conv.set_weights([layer.get_weights()[0] * factor, beta - mean * factor])
        elif not isinstance(layer, (layers.BatchNormalization, layers.ReLU, layers.Dropout)):
            weights = layer.get_weights()
            folded.add(type(layer).from_config(layer.get_config()))
            folded.layers[-1].set_weights(weights)
    return folded


def in_half_precision(model):
    """Round the weights of a network to 16-bit floats, which is how they are saved, and return it."""
    model.set_weights([weights.astype(np.float16) for weights in model.get_weights()])
    return model


def first_of_each_class(images, labels):
    """Return the first training image of each class, in the order of the classes."""
    return images[[int(np.argmax(labels == label)) for label in range(10)]]


def write(model, found, garments):
    """Write the files of `helpers/pocket/`; the licence beside them is not changed."""
    described = Description(model)
    kinds = [re.sub(r"_\d+$", "", layer.name) for layer in model.layers]  # such as max_pooling2d
    numbers = [kinds[:place].count(kind) for place, kind in enumerate(kinds)]
    for node, kind, number in zip(described.nodes[1:], kinds, numbers, strict=True):
        node["name"] = f"{kind}_{number}" if number else kind  # as Keras counts in a new session
    text = json.dumps({"accuracy": round(found, 4), **described.for_page()}, indent=1, ensure_ascii=False)
    (pocket.FOLDER / "network.json").write_text(text + "\n", encoding="utf-8")
    np.savez_compressed(pocket.FOLDER / "weights.npz", weights=np.frombuffer(described.weights, "<f4"))
    np.save(pocket.FOLDER / "garments.npy", garments)


def rebuilt(saved):
    """Return the pocket network as a Keras network."""
    from helpers.training import keras

    model = fold(network())
    floats = np.frombuffer(saved.weights, "<f4")
    for layer, node in zip(model.layers, saved.nodes[1:], strict=True):
        if isinstance(layer, (keras.layers.Conv2D, keras.layers.Dense)):
            places = [node["weights"][name] for name in ("kernel", "bias")]
            arrays = [floats[place["offset"] :][: place["count"]] for place in places]
            shapes = [weights.shape for weights in layer.get_weights()]
            layer.set_weights([array.reshape(shape) for array, shape in zip(arrays, shapes, strict=True)])
    return model


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--describe", action="store_true", help="no training: describe the saved network")
    main(parser.parse_args().describe)
