"""The networks of the training benchmark, and the layers and rules that make them quick."""

import numpy as np
import pytest

from helpers.training import keras, tf
from helpers.training.normalised import KernelMuon, Mirror, QuickBatchNorm, normalised_network, smoothed_loss


@pytest.mark.parametrize("shape", [(8, 5, 4, 3), (8, 3)])
def test_quick_batch_norm_gives_what_keras_gives(shape):
    """With another average, in training or afterwards, it would be another layer under the same name."""
    values = np.random.default_rng(1).normal(3, 2, (6, *shape)).astype("float32")
    quick, slow = QuickBatchNorm(), keras.layers.BatchNormalization(momentum=0.9)
    for batch in values:
        np.testing.assert_allclose(quick(batch, training=True), slow(batch, training=True), atol=1e-4)
    if len(shape) == 4:
        # TensorFlow's operation estimates the variance of all images: it divides by one less than there are.
        np.testing.assert_allclose(quick(values[0]), slow(values[0]), atol=0.02)
    np.testing.assert_allclose(quick.moving_mean, slow.moving_mean, atol=1e-5)


def test_quick_batch_norm_sends_the_same_slopes_back():
    """With other slopes, a network would train differently, and nobody would see why."""
    values = tf.constant(np.random.default_rng(2).normal(3, 2, (8, 5, 4, 3)), tf.float32)
    weights = tf.constant(np.random.default_rng(3).normal(size=(8, 5, 4, 3)), tf.float32)
    slopes = []
    for layer in (QuickBatchNorm(), keras.layers.BatchNormalization()):
        layer.build(values.shape)
        with tf.GradientTape() as tape:
            tape.watch(values)
            total = tf.reduce_sum(layer(values, training=True) * weights)
        slopes.append(tape.gradient(total, [values, layer.gamma, layer.beta]))
    for quick, slow in zip(*slopes, strict=True):
        np.testing.assert_allclose(quick, slow, atol=2e-4)


def test_mirror_turns_about_half_of_the_images_and_none_outside_training():
    """If images were mirrored every time, or in use too, the network would never see them as they are."""
    keras.utils.set_random_seed(1)
    images = np.random.default_rng(1).random((400, 3, 4, 1)).astype("float32")
    seen = np.asarray(Mirror()(images, training=True))
    turned = (seen == images[:, :, ::-1]).all(axis=(1, 2, 3))
    kept = (seen == images).all(axis=(1, 2, 3))
    assert (turned ^ kept).all()
    assert 150 < turned.sum() < 250
    np.testing.assert_array_equal(Mirror()(images), images)


def test_a_smoothed_loss_is_least_where_the_true_class_has_0_91():
    """Ten classes share a tenth of the target, the true one included."""
    shares = np.full((1, 10), 0.01)
    shares[0, 3] = 0.91
    least = float(smoothed_loss(np.array([3]), np.log(shares).astype("float32"))[0])
    assert least == pytest.approx(-(0.91 * np.log(0.91) + 9 * 0.01 * np.log(0.01)), abs=1e-5)
    for share in (0.8, 0.97):
        shares[0] = (1 - share) / 9
        shares[0, 3] = share
        assert float(smoothed_loss(np.array([3]), np.log(shares).astype("float32"))[0]) > least


def test_a_step_of_muon_is_about_equally_long_in_all_directions():
    """That is the point of Muon; a kernel left to Adam by mistake would get other steps."""
    network = normalised_network((4,), (6,), units=5)
    network.compile(optimizer=KernelMuon(0.01), loss=smoothed_loss)
    before = [np.asarray(weights) for weights in network.trainable_weights]
    images = np.random.default_rng(1).integers(0, 256, (16, 28, 28, 1)).astype("uint8")
    network.train_on_batch(images, np.arange(16) % 10)
    for weights, old in zip(network.trainable_weights, before, strict=True):
        shape, change = weights.shape, np.asarray(weights) - old * (1 - 0.01 * 0.004)
        if len(shape) in (2, 4) and shape[-1] != 10 and shape[-2] != 1:
            sizes = np.linalg.svd(change.reshape(-1, shape[-1]), compute_uv=False)
            assert sizes.max() < 2 * sizes.min(), weights.path
            assert sizes.max() == pytest.approx(0.002 * np.sqrt(np.prod(shape[:-1])), rel=0.35)


def test_a_network_with_these_layers_can_be_saved_and_loaded(tmp_path):
    """A learner who saves the best network wants the same answers tomorrow."""
    network = normalised_network((4,), (6,), units=5, mirror=True, dropout=0.2)
    path = tmp_path / "network.keras"
    network.save(path)
    images = np.random.default_rng(1).integers(0, 256, (3, 28, 28, 1)).astype("uint8")
    again = keras.saving.load_model(path)
    np.testing.assert_allclose(again(images), network(images), atol=1e-6)
