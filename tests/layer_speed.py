"""Measure layers in training, in 32 and in 16 bits, for `make bench ARGS=search`.

    python -m tests.layer_speed                 only this table

oneDNN reads its mode when TensorFlow starts, so each precision has a process of its own.
"""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHAPE = (128, 14, 14, 64)  # a batch
MODES = {
    "float32": "32 bits",
    "bf16 products": "32 bits, products in bfloat16",
    "bfloat16": "bfloat16",
}
SECONDS = 0.3  # of the processor, for each function


def measured():
    """Return for each precision the processor's milliseconds of each part of a training step."""
    times = {}
    for mode in MODES:
        setting = {"ONEDNN_DEFAULT_FPMATH_MODE": "BF16"} if mode == "bf16 products" else {}
        command = [sys.executable, "-m", "tests.layer_speed", mode]
        run = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **setting}, capture_output=True, text=True, check=True
        )
        times[mode] = json.loads(run.stdout.splitlines()[-1])
    return times


def in_words(times):
    """Return the times as Markdown."""
    lines = ["| layer | " + " | ".join(MODES.values()) + " |", "| --- |" + " --- |" * len(MODES)]
    for name in times["float32"]:
        lines.append(f"| {name} | " + " | ".join(f"{times[mode][name]:.1f}" for mode in MODES) + " |")
    return (
        "The processor's milliseconds for one batch of 128 × 14 × 14 × 64, all cores together. The second "
        "column sets `ONEDNN_DEFAULT_FPMATH_MODE=BF16` before TensorFlow is imported, which only changes "
        "products inside oneDNN; the third one computes everything in bfloat16. A processor without such "
        "products is no faster in either, and can be many times slower in the third.\n\n" + "\n".join(lines)
    )


def _layers(dtype):
    """Return the parts of a training step as functions without arguments."""
    from helpers.training import keras, tf
    from helpers.training.normalised import QuickBatchNorm

    values = tf.cast(tf.random.normal(SHAPE), dtype)
    weights = tf.cast(tf.random.normal((3, 3, SHAPE[3], SHAPE[3])), dtype)
    policy = "float32" if dtype == "float32" else "mixed_bfloat16"
    settings = {"strides": [1, 1, 1, 1], "padding": "SAME"}
    operations = tf.raw_ops

    def there_and_back(layer):
        layer.build(SHAPE)

        @tf.function
        def run(values):
            with tf.GradientTape() as tape:
                tape.watch(values)
                result = layer(values, training=True)
            return tape.gradient(result, values, output_gradients=result)

        return partial(run, values)

    return {
        "convolution of 3×3, forward": tf.function(
            lambda: operations.Conv2D(input=values, filter=weights, **settings)
        ),
        "the same, backward to its input": tf.function(
            lambda: operations.Conv2DBackpropInput(
                input_sizes=SHAPE, filter=weights, out_backprop=values, **settings
            )
        ),
        "the same, backward to its kernels": tf.function(
            lambda: operations.Conv2DBackpropFilter(
                input=values, filter_sizes=weights.shape.as_list(), out_backprop=values, **settings
            )
        ),
        "Keras's batch norm, forward and backward": there_and_back(
            keras.layers.BatchNormalization(dtype=policy)
        ),
        "`QuickBatchNorm`, forward and backward": there_and_back(QuickBatchNorm(dtype=policy)),
        "ReLU, forward and backward": there_and_back(keras.layers.ReLU(dtype=policy)),
    }


def _milliseconds(function):
    function()
    calls, started = 0, time.process_time()
    while time.process_time() < started + SECONDS:
        function()
        calls += 1
    return 1000 * (time.process_time() - started) / calls


if __name__ == "__main__":
    if len(sys.argv) > 1:
        dtype = "bfloat16" if sys.argv[1] == "bfloat16" else "float32"
        print(json.dumps({name: _milliseconds(function) for name, function in _layers(dtype).items()}))
    else:
        print(in_words(measured()))
