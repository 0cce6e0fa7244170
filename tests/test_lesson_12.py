"""Lesson 12: the numbers that its prose names, and the lesson as a text."""

import re

import nbformat
import numpy as np

from helpers import conv2d, inside, receptive_field
from helpers.inside.several import EPOCHS, IMAGES
from helpers.pictures import BINARY_IMAGE
from helpers.shapes import Conv, Pool
from helpers.training import course_network, fast_network
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "12_inside_the_network.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown")
GAINS = "charts.show_intervals(\n    gains"
COURSE = [Conv(64), Pool(), Conv(64), Pool()]


def shown(text):
    """Return what the code cell that holds a text shows."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def shown_source(text):
    """Return the code of the cell that holds a text."""
    return next(cell.source for cell in CODE if text in cell.source)


def test_recurrence_and_perturbation_give_3_4_8_10_in_the_saved_lesson():
    """The row of the course's plan that this lesson stands for."""
    assert [receptive_field(COURSE[:count])[0] for count in (1, 2, 3, 4)] == [3, 4, 8, 10]
    assert "receptive_field: [3, 4, 8, 10]" in shown("course_layers = ")
    found = re.findall(r"(\d+) rows × (\d+) columns", shown("def cell_after"))
    assert found == [("3", "3"), ("4", "4"), ("8", "8"), ("10", "10")]


def test_adding_the_kernel_sizes_is_right_by_chance_and_wrong_with_one_layer_more():
    """A learner who tries the shortcut only on the course network would never find out."""
    sizes = [3, 2, 3, 2]
    assert sum(sizes) == receptive_field(COURSE)[0] == 10
    assert sum([*sizes, 3]) == 13
    assert receptive_field([*COURSE, Conv(64)])[0] == 18


def test_a_convolution_follows_a_shift():
    """The first of the mistakes: it is not the convolution that ignores a garment's position."""
    kernel = [[1, 2], [3, 4]]
    moved = conv2d(inside.shift(BINARY_IMAGE, columns=1), kernel)
    assert moved[:, 1:].tolist() == conv2d(BINARY_IMAGE, kernel)[:, :-1].tolist()


def test_every_check_that_does_not_depend_on_the_network_says_true():
    """A saved False would contradict the sentence next to it, for everybody to see."""
    for text in ("The map moves with the image", "After the softmax the slopes"):
        assert "False" not in shown(f'print("{text}')


def test_the_saved_run_says_which_network_it_looked_into_and_that_the_images_are_real():
    """Numbers of the stand-in, or of somebody's own network, would be read as those of Fashion-MNIST."""
    text = shown("network_to_look_into")
    assert "Images: Fashion-MNIST" in text
    assert "This is a small network, trained here." in text


def test_the_lesson_looks_at_images_that_no_network_was_trained_on_and_at_no_test_image():
    """A learner who changes a network after looking into it with test images has no fair judge left."""
    assert not any("data.test_" in cell.source for cell in CODE)
    assert "data.train_images[-5_000:], data.train_labels[-5_000:]" in shown_source("network_to_look_into")
    assert IMAGES <= 55_000  # of the 60,000, which is how many lesson 09 trains on


def test_what_is_left_of_the_start_is_said_of_two_epochs_only():
    """After longer training, less may be left: a reader would blame the size of the network alone."""
    words = {2: "two", 3: "three", 4: "four", 5: "five"}[EPOCHS]
    assert f"small ones for {words} epochs on {IMAGES:,} images" in PROSE
    assert PROSE.lower().count(f"{words} epochs") >= 3


def numbers_after(label, text):
    """Return the numbers of the line that begins with a label."""
    (line,) = [line for line in text.splitlines() if line.strip().startswith(label)]
    return [float(number) for number in re.findall(r"[-+]?\d+\.\d+", line.partition(label)[2])]


def intervals(code):
    """Return the means of a chart of intervals, and half of their widths, as its words give them."""
    found = re.findall(r"(?:mean\.|;) ([^:]+): (\S+) ± ([\d.]+\d)", shown(code))
    return {name: (float(mean.replace("−", "-")), float(half)) for name, mean, half in found}


def test_in_the_saved_run_kernels_keep_their_pattern_although_they_change_a_lot():
    """The first version said that training moves kernels a little; the change is about half their size."""
    text = shown("def mean_agreement")
    own, foreign, change = (
        numbers_after(label, text)
        for label in ("agreement with its own", "agreement with the start of", "size of")
    )
    assert len(own) == len(foreign) == len(change) == 5
    assert min(own) > 0.85 > 0.4 > max(map(abs, foreign))
    assert 0.3 < min(change) < max(change) < 0.8


def test_in_the_saved_run_averages_steady_the_maps_as_much_as_maxima_do():
    """So it is not the maximum that does it, and keeping every second cell does not do it either."""
    text = shown("steady = {}")
    labels = ("the maps themselves", "max-pooled", "average-pooled", "every second cell")
    plain, by_max, by_mean, second = (float(re.search(rf"{label} (0\.\d+)", text)[1]) for label in labels)
    assert min(by_max, by_mean) > plain + 0.1
    assert abs(by_max - by_mean) < 0.05
    assert abs(second - plain) < 0.05


def test_in_the_saved_run_trained_networks_gather_patches_that_are_more_alike_than_their_twins():
    """Without the twins, a learner would credit training with what random kernels do as well."""
    found = re.search(
        r"means ([\d.]+) and ([\d.]+); difference ([+−-][\d.]+) ± ([\d.]+)", shown("def likeness")
    )
    trained, untrained, difference, half = (float(number) for number in found.groups())
    assert 0.3 < untrained < trained
    assert difference > half


def test_in_the_saved_run_the_controls_come_out_as_the_prose_says():
    """A method that fails one of them would be believed all the same."""
    found = intervals("differences = {name: ")
    assert found["edges of the image"] == (0, 0)
    for name in ("occlusion", "Grad-CAM", "HiResCAM"):
        difference, half = found[name]
        assert difference > 0.2, name
        assert difference > half, name
        if name != "HiResCAM":
            assert f"**+{difference:.2f}** ± {half:.2f}" in PROSE
    order = [found[name][0] for name in ("Grad-CAM", "HiResCAM", "occlusion")]
    assert order == sorted(order)


def test_the_verdict_on_grad_cam_rests_on_five_networks():
    """The first version judged it by one network; another one gave another number."""
    assert "zip(networks, twins, strict=True)" in shown_source("gains = {name: []")
    grad_cam, own = (intervals(GAINS)[name] for name in ("Grad-CAM", "HiResCAM"))
    assert abs(grad_cam[0]) < grad_cam[1], "no gain over an average place"
    assert -0.1 < own[0] - own[1] <= 0, "an interval that reaches a little below 0"
    for mean, half in (grad_cam, own):
        assert f"{mean:+.2f}** ± {half:.2f}".replace("-", "−") in PROSE
    difference, half = numbers_after("HiResCAM − Grad-CAM", shown("in pairs: "))
    assert difference > half
    assert f"**+{difference:.2f}** ± {half:.2f}" in PROSE


def test_the_prose_admits_that_a_map_of_edges_passes_the_last_test():
    """A learner would trust a test that a map which never looks at the network passes as well."""
    mean, half = intervals(GAINS)["edges of the image"]
    assert mean > half
    assert f"| edges of the image | no: 0.00 ± 0.00 | yes: **+{mean:.2f}** ± {half:.2f} |" in PROSE
    assert "a map of edges passed" in PROSE[PROSE.index("## Recap") :]


def test_shift_and_rotation_cost_what_the_prose_says():
    """The prose speaks of the saved run; this reads it."""
    lines = shown('f"{title:27}"').split("\n")
    shift, rotation = (dict(re.findall(r"(\d+): ([\d.]+)", line)) for line in lines[:2])
    assert float(shift["0"]) - float(shift["1"]) < 0.05
    assert float(shift["4"]) < float(shift["0"]) / 2
    assert float(rotation["30"]) < float(rotation["0"]) / 2
    assert float(rotation["180"]) > float(rotation["90"])


def test_upside_down_three_answers_go_to_three_quarters_of_the_images():
    """The first version explained the right answers by the outline; T-shirts have the same as shirts."""
    text = shown("answers = inside.probabilities(network, inside.rotate(images, 180))")
    rows = dict(re.findall(r"^(\S+) +answered +(\d+) times", text, re.MULTILINE))
    assert 740 < sum(int(rows[name]) for name in ("Shirt", "Bag", "Dress")) < 780
    assert "right  4 of 119" in text
    assert "only **4** T-shirts in 119" in PROSE
    by_chance = dict(re.findall(r"^(\S+) .*by chance (\d+)$", text, re.MULTILINE))
    for name, plural in (("Shirt", "shirts"), ("Bag", "bags"), ("Dress", "dresses")):
        assert f"**{rows[name]}**" in PROSE
        assert f"**{by_chance[name]}** {plural}" in PROSE


def test_the_answers_to_the_first_explorers_tasks_are_right():
    """They are closed until asked for, and nobody would notice a wrong one."""
    from helpers.inside import region

    first, second = region(COURSE, (0, 0)), region(COURSE, (0, 1))
    assert second[1].start - first[1].start == 4
    assert [receptive_field(COURSE[count:])[0] for count in (4, 3, 2, 1, 0)] == [1, 2, 4, 8, 10]


def test_the_answers_to_the_network_explorers_tasks_are_right():
    """They are closed until asked for; a learner who counts other products would doubt the page."""
    answers = PROSE[PROSE.index("## Explore: follow a probability") :]
    for network, channels in ((fast_network(), 16), (course_network(), 64)):
        second = [layer for layer in network.layers if type(layer).__name__ == "Conv2D"][1]
        products = int(np.prod(second.kernel.shape[:-1]))
        assert products == 9 * channels
        assert f"9 · {channels} = {products}" in answers
    said = shown("NetworkExplorer(")
    assert "16 filters, 28 × 28" in said
    assert "10 images of 28 × 28" in said


def test_the_pictures_of_the_layers_say_whose_maps_they_show():
    """One text for both pictures would say too little about either."""
    for name, code in (("an ankle boot", 'show_layers(boot, "'), ("a bag", 'show_layers(bag, "')):
        (cell,) = [cell for cell in CODE if code in cell.source]
        (alt,) = [output.metadata["image/png"]["alt"] for output in cell.outputs if output.get("metadata")]
        layers = re.findall(r"(\w+ \d) \d+%", shown(code))
        assert layers == ["conv 1", "pool 1", "conv 2", "pool 2"]
        assert f"of each layer for {name}" in alt


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader must find every word that they look up."""
    terms = {
        term.lower()
        for term in re.findall(r"(?<![*\w])\*([A-Za-z][A-Za-z -]+)\*(?!\*)", PROSE.partition("## Next")[0])
    }
    known = {"heat maps"} | {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {
        "receptive field",
        "recurrence",
        "twin",
        "heat maps",
        "occlusion map",
        "grad-cam",
        "log-odds",
    } <= terms
    emphasis = {
        "answer",
        "each",
        "helps",
        "field",
        "own",
        "should",
        "score",
        "patterns",
        "some",
        "flattens",
        "follows",
    }
    controls = {"grow from the cell", "dilations", "one dilation of", "with same padding"}
    controls |= {"network", "largest fall first", "start over", "untrained"}
    assert terms - emphasis - controls <= known
