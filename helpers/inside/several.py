"""Several small networks of one kind, for claims that must not rest on a single network."""

import hashlib

import numpy as np

from helpers.storage import UNREADABLE, whole_file
from helpers.workspace import my_work

SEEDS = (1, 2, 3, 4, 5)
IMAGES, EPOCHS, BATCH_SIZE = 20_000, 2, 64


def several_networks(data, seeds=SEEDS):
    """Return small trained networks, one for each seed, and the weights that each began with.

    They are the fast networks of lesson 10, trained on fewer images. Each is kept in the learner's folder as
    soon as it is trained, so that the next run only loads it.

    Parameters
    ----------
    data : object
        As `load_fashion_mnist` returns it.
    seeds : sequence of int
        For the initial weights and the order of the images.

    Returns
    -------
    trained, untrained : list of keras.Model
        In the order of the seeds. A network of the second list has the initial weights of the same seed.
    """
    from helpers.training import fast_network, keras, pace, warm_up_and_cosine

    count = pace().samples(IMAGES, quick=1_000)
    images, labels = data.train_images[:count, ..., np.newaxis], data.train_labels[:count]
    worker, trained, untrained = None, [], []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        start = fast_network()
        network = keras.models.clone_model(start)
        if worker is None:  # one network is compiled, and trained once for each seed: compiling takes seconds
            worker = fast_network()
            rate = warm_up_and_cosine(count, BATCH_SIZE, EPOCHS)
            worker.compile(optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy")
            worker.optimizer.build(worker.trainable_variables)
        worker.set_weights(start.get_weights())
        path = _path(seed, start, images, labels)
        if not _load(network, path):
            for variable in worker.optimizer.variables:
                if "learning_rate" not in variable.path:
                    variable.assign(np.zeros(variable.shape, variable.dtype))
            random = np.random.default_rng(seed)
            for _ in range(EPOCHS):
                order = random.permutation(count)
                worker.fit(images[order], labels[order], batch_size=BATCH_SIZE, shuffle=False, verbose=0)
            network.set_weights(worker.get_weights())
            _keep(network, path)
        trained.append(network)
        untrained.append(start)
    return trained, untrained


def _path(seed, start, images, labels):
    """Return the file of a seed; its name has a key made from the data and the initial weights."""
    folder = my_work()
    if folder is None:
        return None
    key = hashlib.sha256(f"{images.shape} {EPOCHS} {BATCH_SIZE}".encode())
    for array in (images[:100], labels[:100], *start.get_weights()):
        key.update(np.ascontiguousarray(array).tobytes())
    return folder / "several" / f"network-seed-{seed}-{key.hexdigest()[:10]}.npz"


def _load(network, path):
    """Load kept weights, and return whether there were any that fit."""
    if path is None or not path.exists():
        return False
    try:
        with np.load(path, allow_pickle=False) as kept:
            network.set_weights([kept[name] for name in sorted(kept.files)])
    except UNREADABLE:  # damaged: train again
        return False
    return True


def _keep(network, path):
    """Keep the weights; where nothing can be written, the next run trains again."""
    if path is None:
        return
    named = {f"{number:02}": weights for number, weights in enumerate(network.get_weights())}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as unfinished:
            np.savez(unfinished, **named)
    except OSError as problem:
        print(f"The network could not be kept ({problem.strerror or problem}).")
