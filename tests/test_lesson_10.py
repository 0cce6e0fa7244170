"""Lesson 10: what its prose says about numbers is what its saved outputs show, made at full pace."""

import json
import re
import statistics
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers.descent import path
from helpers.differences import sampling_error
from helpers.shapes import Conv, Dense, Flatten, Pool, dense_parameters, trace
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "10_better_networks.ipynb", as_version=4)
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown")
SIGNED = r"([+−]?\d\.\d{3})"
GAIN = re.compile(rf"^(.+?)  +{SIGNED}  {SIGNED} to {SIGNED} +{SIGNED} to {SIGNED}$", re.MULTILINE)


def shown(text):
    """Return what the code cell with this text in its source shows."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def gains(text):
    """Return the tables of gains that a cell shows: a list of (name, mean, low, high, lowest, highest)."""
    return [
        (name, *(float(number.replace("−", "-")) for number in numbers))
        for name, *numbers in GAIN.findall(shown(text))
    ]


def gain(name, text="print(gain_table(changes"):
    """Return the first gain of that name in a cell's output."""
    return next(row[1:] for row in gains(text) if row[0].strip() == name)


def test_the_saved_outputs_are_of_the_real_images_at_full_pace():
    """A reader without a kernel must not take the numbers of a test run for results."""
    assert shown("load_fashion_mnist()").startswith("Images: Fashion-MNIST")
    assert "(60000, 28, 28, 1)" in shown("pictures.shape")
    assert "6,000 images" in PROSE or "6,000 training images" in PROSE
    assert len(gains("print(gain_table(changes")) == 5 + 1
    assert all("seeds (1," not in cell.source for cell in CODE)
    assert "seeds = (1, 2, 3, 4, 5) if" in "\n".join(cell.source for cell in CODE)


# The surface of two weights ---------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "loss"), [(0.02, "12.051"), (0.15, "0.002"), (0.21, "9,515.051")])
def test_the_three_rates_end_where_the_prose_says(rate, loss):
    """Too small, right, too large: the learner compares the sentence with the output."""
    steepness = np.array([1, 10])
    last = path("plain", lambda weights: steepness * weights, [-9, 2.5], rate, 30)[-1]
    assert f"{0.5 * (steepness * last**2).sum():,.3f}" == loss
    assert f"**{loss}**" in PROSE


@pytest.mark.parametrize(
    ("rule", "rate", "steps"), [("plain", 0.019, 217), ("momentum", 0.005, 89), ("adam", 0.3, 76)]
)
def test_the_narrow_valley_takes_as_many_steps_as_the_prose_says(rule, rate, steps):
    """The comparison of the three rules rests on these numbers."""
    steepness = np.array([1, 100])
    places = path(rule, lambda weights: steepness * weights, [-9, 1], rate, 300)
    losses = 0.5 * (steepness * places**2).sum(axis=1)
    assert np.flatnonzero(losses > 0.01).max() + 1 == steps
    assert f"**{steps}**" in PROSE


def test_plain_descent_has_the_best_rate_it_can_have():
    """With a bad rate, it would lose for that reason alone; the lesson says each rate suits its rule."""
    steepness = np.array([1, 100])
    settled = {}
    for rate in np.arange(0.010, 0.0200, 0.0005):
        places = path("plain", lambda weights: steepness * weights, [-9, 1], rate, 400)
        losses = 0.5 * (steepness * places**2).sum(axis=1)
        settled[rate] = np.flatnonzero(losses > 0.01).max() + 1
    assert min(settled.values()) > 200
    diverged = path("plain", lambda weights: steepness * weights, [-9, 1], 0.3, 5)
    assert abs(diverged[-1, 1]) > 1000


# The comparison ---------------------------------------------------------------------------------------


def test_every_interval_in_the_prose_is_one_of_the_saved_tables():
    """A learner compares the text with the table above it."""
    saved = "\n".join(shown(text) for text in ("gain_table(changes", "plain, shuffled\"]], rows[\"plain\"]",
                                               "pixels from 0 to 1\"]]", "mean difference"))  # fmt: skip
    named = re.findall(rf"{SIGNED} to {SIGNED}", PROSE)
    assert len(named) >= 4
    for low, high in named:
        assert f"{low} to {high}" in saved, (low, high)


def test_six_thousand_images_are_enough_to_see_that_convolutions_help():
    """The dense network has as many parameters; both of its intervals are below 0."""
    _, _, high, _, highest = gain("dense, as many parameters")
    assert high < 0
    assert highest < 0


def by_seed(name, text, part="accuracy on validation"):
    """Return what the progress of a training says at its end, one number for each seed."""
    cell = next(cell for cell in CODE if text in cell.source)
    lines = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
    return [float(found) for found in re.findall(rf"{name}, seed \d: [^<]*?{part} (0\.\d{{3}})", lines)]


def test_pairs_narrow_the_interval_where_good_seeds_are_shared():
    """The lesson explains pairs by it: they help dropout, where seed 5 is bad for both."""
    plain = by_seed("plain", 'try_change("plain")')
    wider = {}
    for name, text in (("dropout", 'try_change("dropout"'), ("pixels from 0 to 1", "centred=False)")):
        changed = by_seed(name, text)
        assert len(changed) == 5
        alone = np.hypot(np.std(plain), np.std(changed))
        # Student's t for two averages of five numbers each, and for five differences
        wider[name] = 2.306 * alone / (2.776 * np.std(np.subtract(changed, plain)))
    dropout = by_seed("dropout", 'try_change("dropout"')
    assert (np.argmin(plain) + 1, np.argmin(dropout) + 1, "seed 5 is bad for both" in PROSE) == (5, 5, True)
    assert f"without pairing, the interval would be {wider['dropout']:.1f} times as wide" in PROSE
    assert 1 < wider["pixels from 0 to 1"] < 1.2
    assert "by 90 rather than 255. Here, pairing hardly helps." in PROSE


def test_centring_the_pixels_may_or_may_not_help():
    """The interval includes 0, and the prose must not promise a gain that it cannot show."""
    mean, low, high, lowest, highest = gain("pixels from 0 to 1", 'pixels from 0 to 1"]]')
    assert low < 0 < high
    assert lowest < 0 < highest
    assert f"without centred pixels is {-mean:.3f} behind on average" in PROSE
    assert "includes 0, so it isn't certain that centring helps" in PROSE


def test_the_schedule_is_the_only_change_that_wider_intervals_leave():
    """The prose says so, and that even the dense network's interval includes 0."""
    table = "confidence=careful"
    changes = {row[0].strip(): row[1:] for row in gains(table)}
    assert [name for name, (_, low, high, *_) in changes.items() if low > 0 or high < 0] == ["schedule"]
    assert f"the dense network, which is {-changes['dense, as many parameters'][0]:.3f} behind" in PROSE


def test_changes_that_show_no_gain_have_0_in_their_intervals():
    """Dropout, mirroring, and the four changes compared with the schedule alone; the schedule does gain."""
    rows = gains("print(gain_table(changes")
    changes = {row[0].strip(): row[1:] for row in rows[:-1]}
    for low, high in [changes[name][1:3] for name in ("dropout", "mirrored images")] + [rows[-1][2:4]]:
        assert low < 0 < high
    assert min(changes["schedule"][1], changes["four changes"][1]) > 0
    assert "about one and a half percentage points" in PROSE
    assert round(200 * changes["schedule"][0]) / 2 == 1.5


def test_the_seed_alone_moves_the_plain_network_by_more_than_any_change_gains():
    """This is why one seed each is not enough."""
    plain = by_seed("plain", 'try_change("plain")')
    assert max(plain) - min(plain) > max(row[1] for row in gains("print(gain_table(changes"))


def test_the_plain_network_is_a_little_better_on_its_training_images():
    """91% and 87% are the reason why dropout and mirroring have little to prevent."""
    text = 'try_change("plain")'
    assert f"{np.mean(by_seed('plain', text, ' s, accuracy')):.0%} of its training images" in PROSE
    assert f"{np.mean(by_seed('plain', text)):.0%} of the validation images" in PROSE


def test_the_sampling_error_of_5000_images_is_named():
    """Without it, four thousandths look like a result."""
    accuracy = float(re.search(r"accuracy (0\.\d{3})", shown("plain_accuracy = np.mean("))[1])
    assert f"±{1.96 * sampling_error(accuracy, 5000):.3f}" in shown("plain_accuracy = np.mean(")


def test_shuffled_pixels_cost_the_convolutional_network_and_not_the_dense_one():
    """This is the lesson's main experiment, with intervals."""
    rows = gains("both shuffled, against")
    plain, dense = rows[0], rows[1]
    assert plain[3] < 0
    assert plain[5] < 0
    assert dense[2] <= 0 <= dense[3]


def test_dropout_divides_what_is_left_by_the_share_that_is_kept():
    """The lesson says 0.7; without it, sums in training would be smaller than afterwards."""
    from helpers.training import keras

    kept = np.asarray(keras.layers.Dropout(0.3)(np.ones((100, 100), "float32"), training=True))
    assert np.unique(kept) == pytest.approx([0, 1 / 0.7])
    assert kept.mean() == pytest.approx(1, abs=0.05)


def test_the_comparison_of_both_networks_on_all_images_is_what_the_prose_says():
    """The prose says "a draw", which is a claim about two numbers."""
    alone, four = (
        float(found) for found in re.findall(r"(0\.\d{4}) on validation", shown("schedule alone  {"))
    )
    assert abs(four - alone) < sampling_error(four, 5000)
    assert round(sampling_error(four, 5000), 3) == 0.004
    assert (round(abs(four - alone) * 5000), "five images in 5,000" in PROSE) == (5, True)
    seconds = []
    for text in ("rival = try_out(", "best_history = train("):
        found = re.search(r"5 epochs in (?:(\d+) min )?(\d+) s", shown(text))
        seconds.append(60 * int(found[1] or 0) + int(found[2]))
    assert "half the parameters and about half the time" in PROSE
    assert 0.35 < seconds[0] / seconds[1] < 0.65


def test_the_shares_in_the_prose_are_those_of_the_tables_of_probabilities():
    """The learner compares "57% are right" with a column; a share from an older run would confuse."""
    right = dict(re.findall(r"^ +(0\.\d\d) +(0\.\d\d) +\d+$", shown("def reliability(images)"), re.M))
    assert f"a probability of about 0.55, {float(right['0.55']):.0%} are right" in PROSE
    assert f"of those given about 0.75, {float(right['0.75']):.0%} are." in PROSE
    moved, inverted = (
        float(re.search(rf"^{name} .*share correct (0\.\d\d)", shown("kinds = {"), re.M)[1])
        for name in ("moved 6 pixels to the right", "dark on light")
    )
    assert f"six pixels to the right, the network is right on {moved:.0%} of them" in PROSE
    assert f"dark on light, it is right on {inverted:.0%} of them" in PROSE


def test_test_and_validation_accuracy_differ_by_no_more_than_chance():
    """The prose says by how much they could; a learner may otherwise see luck in choosing, or bad luck."""
    both = [
        float(found)
        for found in re.findall(r"^(?:test accuracy|validation) +(0\.\d{4})", shown("best.evaluate"), re.M)
    ]
    each = [1.96 * sampling_error(both[0], 10_000), 1.96 * sampling_error(both[1], 5_000)]
    reach = np.hypot(*each)
    assert abs(both[0] - both[1]) < reach
    assert f"could differ by {reach:.3f} either way" in PROSE
    comment = f"√({each[0]:.4f}² + {each[1]:.4f}²) = {reach:.3f}"
    assert any(comment in cell.source for cell in CODE)


def test_five_comparisons_with_the_same_plain_runs_miss_less_often_than_independent_ones():
    """The 0.23 that the cell shows is for independent intervals; the prose says "somewhat smaller"."""
    random = np.random.default_rng(10)
    gains = random.normal(size=(20_000, 5, 5)) - random.normal(size=(20_000, 1, 5))
    missed = np.abs(gains.mean(axis=2)) > 2.776 * gains.std(axis=2, ddof=1) / np.sqrt(5)
    assert 0.18 < missed.any(axis=1).mean() < 0.22 < 1 - 0.95**5


def test_images_that_are_moved_do_not_wrap_around():
    """`np.roll` brings sleeves back in on the left: then the images would not only be moved."""
    assert "shift(validation_images[..., 0], columns=6)" in "".join(cell.source for cell in CODE)
    assert "np.roll" not in "".join(cell.source for cell in CODE)


# Parameters -------------------------------------------------------------------------------------------


def two_convolutions(first, second):
    """Return the beginning that the lesson's networks share."""
    return [Conv(first, padding="same"), Pool(), Conv(second, padding="same"), Pool(), Flatten()]


@pytest.mark.parametrize(
    ("network", "parameters"),
    [
        ([*two_convolutions(16, 32), Dense(128), Dense(10)], 206_922),
        ([Flatten(), Dense(260), Dense(10)], 206_710),
        ([*two_convolutions(32, 64), Dense(128), Dense(10)], 421_642),
        ([*two_convolutions(8, 16), Dense(10)], 9_098),
    ],
)
def test_the_parameters_of_the_lesson_are_those_of_the_rules(network, parameters):
    """They are counted by Keras in the lesson, by the rules of lesson 07 here."""
    assert sum(row.parameters for row in trace(network, (28, 28, 1))) == parameters


def test_average_pooling_leaves_a_fiftieth_of_the_dense_layer():
    """The question of the lesson, and its answer's "a fiftieth"."""
    before, after = dense_parameters(7 * 7 * 32, 128), dense_parameters(32, 128)
    assert (before, after) == (200_832, 4_224)
    assert round(before / after, -1) == 50
    assert "200,832 parameters after Flatten\n4,224 parameters" in shown("GlobalAveragePooling2D()")


# The test set, and what the mistakes have in common -----------------------------------------------------


def test_the_test_images_are_used_in_only_one_cell():
    """Opened earlier, they could no longer judge the result."""
    using = [cell.source for cell in CODE if "test_images" in cell.source or "test_labels" in cell.source]
    assert len(using) == 1
    assert "best.evaluate(test_images" in using[0]
    after = CODE[CODE.index(next(cell for cell in CODE if cell.source == using[0])) + 1 :]
    assert not any("train(" in cell.source or "try_out(" in cell.source for cell in after)


# --- what the benchmarks measured --------------------------------------------------------------------


def test_how_far_it_can_go_is_what_the_benchmarks_measured():
    """These five numbers have no cell beside them: training again would leave old ones in the lesson."""
    docs = Path(__file__).parent.parent / "docs"
    search = json.loads((docs / "training_search.json").read_text(encoding="utf-8"))
    runs = json.loads((docs / "training_runs.json").read_text(encoding="utf-8"))
    without = next(
        one for one in search if one["name"].startswith("no batch norm (the network of lesson 10,")
    )
    base = next(one for one in search if one["name"] == "base")
    plain, normed = (f"{one['accuracy']:.1%}" for one in (without, base))
    assert f"{plain} of the validation images correctly without the three, {normed} with them" in PROSE
    best, small = (
        f"{statistics.mean(run['accuracy'][-1] for run in runs[name]):.1%}" for name in ("best", "small")
    )
    assert f"for eight epochs each, reach {best} on the test images when their scores are added up." in PROSE
    parameters = f"{runs['small'][0]['parameters']:,} parameters"
    assert f"A network of only {parameters} reaches {small}, also after eight epochs." in PROSE
    assert [len(runs[name][0]["clock"]) for name in ("best", "small")] == [2 * 8, 8]
