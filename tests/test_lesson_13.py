"""Lesson 13: the numbers that its prose names, against Keras and against the saved run."""

import inspect
import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import conv2d, conv_parameters, dense_parameters
from helpers.checks.lessons import lesson_13 as table
from helpers.training.deep import DeepNetwork
from helpers.widgets import ParameterCounter
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "13_going_deeper.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown")
NAMES = ("plain", "He initialisation", "batch norm", "skip", "skip + batch norm")


def shown(text):
    """Return what the code cell that holds a text shows."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def gradients():
    """Return the gradient of the first kernel at 4, 16 and 32 layers, for each stack of the saved run."""
    text = shown("profiles, losses = {}, {}")
    return {
        name: [
            float(number)
            for number in re.search(rf"^{re.escape(name)} {{2,}}(.+)$", text, re.MULTILINE)[1].split()
        ]
        for name in NAMES
    }


def test_the_five_deep_stacks_learn_at_the_rate_that_the_prose_names():
    """A learner who tries another rate must know which one the saved accuracies belong to."""
    rate = inspect.signature(DeepNetwork.train).parameters["rate"].default
    assert f"the same rate of {rate} for all" in PROSE
    assert not any("rate=" in cell.source for cell in CODE if "train_deep" in cell.source)


def test_the_two_steps_need_an_eighth_of_the_weights():
    """The number by which a learner remembers separable convolution."""
    full, steps = conv_parameters(3, 64, 128, bias=False), 3 * 3 * 64 + 64 * 128
    assert (full, steps) == (73_728, 8_768)
    assert f"{full:,} or     {steps:,}" in shown("in_two_steps = ")
    assert steps / full == pytest.approx(1 / 128 + 1 / 9)


def test_the_answers_to_the_explorers_tasks_are_right():
    """They are closed until asked for, and nobody would notice a wrong one."""
    counter = ParameterCounter(14, channels=64, kernel_size=1, filters=128, padding="same")
    assert counter.parameters == 64 * 128 + 128 == 8320
    counter = ParameterCounter(14, channels=64, kernel_size=3, filters=1, padding="same")
    assert counter.weights == 576
    shares = {filters: (9 * 64 + 64 * filters) / (9 * 64 * filters) for filters in range(1, 129)}
    assert min(filters for filters, share in shares.items() if share < 1 / 5) == 12
    assert round(shares[12], 3) == 0.194
    assert round(shares[11], 3) == 0.202


def test_a_separable_convolution_is_a_full_one_and_not_the_other_way_round():
    """The lesson multiplies grids and mix into one kernel, and says that the reverse fails."""
    random = np.random.default_rng(0)
    image, grids, mixing = (
        random.normal(size=(5, 6, 2)),
        random.normal(size=(3, 3, 2)),
        random.normal(size=(2, 4)),
    )
    ours = table.SEPARABLE.reference(image, grids, mixing)
    np.testing.assert_allclose(ours, conv2d(image, grids[..., np.newaxis] * mixing))
    full = random.normal(size=(3, 3, 2, 4))  # for one channel, the grids of its filters are unrelated
    assert np.linalg.matrix_rank(full[:, :, 0].reshape(9, 4)) == 4
    assert np.linalg.matrix_rank((grids[..., np.newaxis] * mixing)[:, :, 0].reshape(9, 4)) == 1


def test_folding_batch_norm_gives_what_keras_gives_for_both_layers():
    """The reference of the exercise must hold for Keras, not only for the formula."""
    from helpers.training import keras

    random = np.random.default_rng(1)
    convolution, norm = keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization()
    convolution.build((None, 6, 6, 2))
    norm.build((None, 4, 4, 4))
    kernel, bias = random.normal(size=(3, 3, 2, 4)), random.normal(size=4)
    scale, shift, mean = random.normal(size=(3, 4))
    variance = random.random(4) + 0.1
    convolution.set_weights([kernel, bias])
    norm.set_weights([scale, shift, mean, variance])
    image = random.normal(size=(6, 6, 2)).astype(np.float32)
    folded = conv2d(image, *table.FOLD_NORM.reference(kernel, bias, mean, variance, scale, shift))
    theirs = norm(convolution(image[np.newaxis]), training=False)
    np.testing.assert_allclose(folded, np.asarray(theirs)[0], atol=1e-4)


def test_batch_norm_by_hand_is_that_of_keras():
    """The exercise adds 0.001 where Keras adds it."""
    from helpers.training import keras

    case = table.BATCH_NORM.cases[1].inputs
    norm = keras.layers.BatchNormalization()
    norm.build(case["values"].shape)
    norm.set_weights([case["scale"], case["shift"], np.zeros(2), np.ones(2)])
    theirs = norm(case["values"].astype(np.float32), training=True)
    np.testing.assert_allclose(table.BATCH_NORM.reference(**case), np.asarray(theirs), atol=1e-4)


def test_after_100_batches_the_moving_mean_has_come_63_percent_of_the_way():
    """This is why a network that was trained for a few steps can perform badly in use."""
    assert round(100 * (1 - 0.99**100)) == 63
    assert "after 100 batches" in shown("layer.moving_mean")
    assert "63%" in shown("layer.moving_mean")


def test_global_pooling_saves_the_parameters_that_the_lesson_names():
    """The dense layer of the course's own network stays; `Flatten` goes."""
    assert dense_parameters(5 * 5 * 64, 128) == 204_928
    assert dense_parameters(64, 128) == 8_320
    assert "204,928 after Flatten, 8,320 after" in shown("flattened, averaged = dense_parameters")


def test_a_skip_connection_does_not_keep_every_product_from_exploding():
    """The report after the exercise names the number."""
    assert round(table.CHAIN_SLOPE.reference([0.5] * 16, True)) == 657
    assert "657" in table.CHAIN_SLOPE.right


def test_freezing_after_a_fit_does_nothing_until_the_next_compile():
    """The lesson once said so of freezing before the first fit as well, where it does work."""
    words = shown('what in ("fit", "freeze, then fit"').split()
    assert [word for word in words if word in ("True", "False")] == ["True", "True", "False"]


def test_every_comparison_in_the_saved_lesson_comes_out_as_the_prose_says():
    """A False that was saved would contradict the sentence below it."""
    for text in ("convolved = conv2d", "pointwise, dense = ", "one_step = conv2d", "biased = values"):
        assert "False" not in shown(text), text
    company = shown("layer = keras.layers.BatchNormalization()\nfirst")
    assert [word for word in company.split() if word in ("True", "False")] == ["True", "False", "True"]
    places = shown("weights_of_means, weights_of_cells")
    assert [word for word in places.split() if word in ("True", "False")] == ["True", "False"]


def test_the_saved_run_used_the_real_images():
    """Readers would take the stand-in's numbers for those of Fashion-MNIST."""
    assert "Images: Fashion-MNIST" in shown("profiles, losses = {}, {}")


def test_gradients_of_the_saved_run_are_as_the_prose_says():
    """Plain ones vanish, skip connections alone make them explode, and with batch norm they stay in range."""
    found = gradients()
    assert found["plain"][0] > 1e-3
    assert found["plain"][2] < 1e-6
    assert found["He initialisation"][2] > 1e4 * found["plain"][2]
    assert found["skip"][2] > 100
    assert 0.1 < min(found["skip + batch norm"]) < max(found["skip + batch norm"]) < 100


def test_the_prose_names_the_gradients_of_the_saved_run():
    """A new run gives new numbers, and the sentences beside them must follow."""
    found = gradients()
    named = [
        *found["plain"],
        found["batch norm"][2],
        found["skip + batch norm"][0],
        found["skip + batch norm"][2],
    ]
    for size in named:
        assert f"**{size:.2g}**" in PROSE
    assert 5 < found["skip + batch norm"][2] / found["skip + batch norm"][0] < 8


def test_the_prose_names_the_differences_of_the_saved_run():
    """Which of the intervals contain 0 decides what the lesson may claim."""
    differences = dict(re.findall(r"^(.+): ([+-]\d\.\d+ ± \d\.\d+)$", shown("final = {name"), re.MULTILINE))
    deep = dict(re.findall(r"^(.+): ([+-]\d\.\d+ ± \d\.\d+)$", shown("def against"), re.MULTILINE))
    spans = {name: [float(part) for part in text.split(" ± ")] for name, text in (differences | deep).items()}
    surely = {name for name, (mean, half) in spans.items() if abs(mean) > half}
    assert surely == {
        "frozen − random", "frozen − from scratch", "skip + batch norm − plain",
        "skip + batch norm − batch norm", "skip + batch norm − skip",
    }  # fmt: skip
    for name in ("frozen − random", "frozen maps − random maps", "fine-tuned − from scratch"):
        mean, half = differences[name].replace("-", "−").split(" ± ")
        assert f"**{mean}** ± {half}" in PROSE
    for name in ("skip + batch norm − batch norm", "He initialisation − plain"):
        mean, half = deep[name].split(" ± ")
        assert f"**{mean}** ± {half}" in PROSE
    assert spans["frozen − from scratch"] == [-0.027, 0.016]
    assert abs(spans["frozen maps − from scratch"][0]) < 0.005


def test_the_gain_from_fine_tuning_is_about_as_large_as_its_margin_of_error():
    """With these digits nobody can say on which side of 0 the interval ends; the lesson once did."""
    row = re.search(r"^fine-tuned − from scratch: (\S+) ± (\S+)$", shown("final = {name"), re.MULTILINE)
    gain, half = float(row[1]), float(row[2])
    assert gain > 0
    assert abs(gain - half) < 0.001
    assert "± 0.006, is about as large as its margin of error" in PROSE
    assert "training from scratch, which it didn't clearly beat" in PROSE


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader must find every word that they look up."""
    text = PROSE.partition("## Next")[0]
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z0-9×][A-Za-z0-9× -]+)\*(?!\*)", text)}
    known = {
        title.lower().replace("1x1", "1×1") for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)
    }
    emphasis = {
        "first",
        "add",
        "start",
        "held-out",
        "vanishing",
        "exploding",
        "residual network",
        "scale",
        "shift",
        "largest",
    }
    assert {
        "1×1 convolution",
        "depthwise convolution",
        "skip connection",
        "residual",
        "freeze",
        "transfer",
    } <= terms
    assert terms - emphasis <= known


def test_what_batch_norm_is_worth_is_what_the_benchmarks_measured():
    """Two numbers without a cell beside them: measuring again would leave old ones in the lesson."""
    file = Path(__file__).parent.parent / "docs" / "training_search.json"
    search = json.loads(file.read_text(encoding="utf-8"))
    without = next(
        one for one in search if one["name"].startswith("no batch norm (the network of lesson 10,")
    )
    base = next(one for one in search if one["name"] == "base")
    first, last = without["accuracy"], base["accuracy"]
    assert f"the plain network from {first:.1%} to {last:.1%} on validation after one epoch" in PROSE
