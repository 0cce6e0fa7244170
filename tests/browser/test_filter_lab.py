"""The FilterLab in JupyterLab: drawn, hovered, moved by keyboard, edited; its numbers against `helpers`."""

from functools import partial

import numpy as np
import pytest
from PIL import Image

from helpers import conv2d, kernels, pictures
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    OUTSIDE,
    ROOM_BESIDE,
    UNDER_A_FRAME,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = "from helpers.widgets import FilterLab\nlab = FilterLab()\nlab"
PHOTO = pictures.photo().astype(int)
READ = """() => {
    const root = document.querySelector(".filter-lab");
    const number = (text) => Number(text.replace("−", "-").replace("≈", ""));
    const grid = (name) => {
        const node = root.querySelector(name);
        const heads = (role) => [...node.querySelectorAll(`[role="${role}"]`)]
            .map((one) => one.textContent).filter(Boolean).map(Number);
        const lines = [...node.querySelectorAll('[role="row"]')]
            .map((row) => [...row.querySelectorAll(".cell")].map((cell) => number(cell.textContent)));
        return { top: heads("rowheader")[0], left: heads("columnheader")[0],
            values: lines.filter((line) => line.length) };
    };
    return { pixels: grid(".near-pixels"), sums: grid(".near-sums"),
        total: root.querySelector(".total").textContent, map: root.querySelector(".map-note").textContent };
}"""
# The red, green and blue of the shown map's pixels, at the places given.
COLOURS = """(places) => {
    const canvas = [...document.querySelectorAll(".filter-lab .pane.output canvas")]
        .find((one) => one.checkVisibility({ visibilityProperty: true }));
    const { width, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const start = ([row, column]) => 4 * (row * width + column);
    return places.map((place) => [...data.slice(start(place), start(place) + 3)]);
}"""


class Page(ExplorerPage):
    """What a test does with the lab on the page, and what it reads there."""

    name = ".filter-lab"

    def read(self):
        """Return the numbers on the page."""
        self.frame()
        return self.page.evaluate(READ)

    def weight(self, row, column):
        """Return the box of a weight."""
        return self.root.get_by_label(f"Weight, row {row}, column {column}")

    def point(self, pane, row, column):
        """Move the pointer to the middle of a pixel of the picture, or of a cell of its map."""
        canvas = self.root.locator(f".pane.{pane} canvas:not(.small-map)")
        box = canvas.bounding_box()
        rows, columns = canvas.evaluate("(one) => [one.height, one.width]")
        x = box["x"] + (column + 0.5) * box["width"] / columns
        y = box["y"] + (row + 0.5) * box["height"] / rows
        self.page.mouse.move(x, y)
        self.frame()

    def assert_total(self, wanted):
        """Check what is written about the window."""
        assert self.read()["total"] == wanted

    def assert_sums(self, image, kernel):
        """Check every number under the magnifier against the picture and its feature map."""
        shown, result = self.read(), conv2d(image, kernel)
        for part, whole in ((shown["pixels"], image), (shown["sums"], result)):
            values = np.array(part["values"])
            top, left = part["top"], part["left"]
            expected = whole[top : top + values.shape[0], left : left + values.shape[1]]
            assert np.allclose(values, expected, atol=6e-4)


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with a lab, shared by the tests of this file."""
    lab.write("filter_lab.ipynb", SHOW)
    with opened(lab, browser, "filter_lab.ipynb", viewport={"width": 1280, "height": 1500}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_function(
            "document.querySelectorAll('.filter-lab .near-sums .cell').length === 9"
        )
        yield Page(notebook)


@pytest.fixture
def page(shown):
    """The lab as it was made."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def test_it_draws_picture_kernel_map_and_the_strongest_sum(page):
    """A broken script leaves an empty output and no traceback."""
    result = conv2d(PHOTO, kernels.VERTICAL_LINE)
    row, column = np.unravel_index(result.argmax(), result.shape)
    assert page.read()["total"] == f"Row {row}, column {column} of the map: {result.max()}"
    assert "runs from −895 to 772" in page.read()["map"]
    page.assert_sums(PHOTO, kernels.VERTICAL_LINE)
    assert page.weight(1, 1).input_value() == "2"


# tests/pages/test_filter_lab.py compares the arithmetic over hundreds of kernels, and with Keras.
@pytest.mark.parametrize("size", [(1, 2), (4, 5)])
def test_its_numbers_are_those_of_conv2d_at_corners_and_inside(page, size):
    """A flipped sign or a rotated kernel on the page would teach the opposite of the prose."""
    kernel = np.random.default_rng(0).integers(-9, 10, size)
    page.notebook.run(f"lab.kernel = {kernel.tolist()}")
    result = conv2d(PHOTO, kernel)
    last = result.shape[0] - 1, result.shape[1] - 1
    for row, column in [(0, 0), last, (311, 207)]:
        page.notebook.run(f"lab.focus = ({row}, {column})")
        total = f"{result[row, column]}".replace("-", "−")
        page.soon(partial(page.assert_total, f"Row {row}, column {column} of the map: {total}"))
        page.assert_sums(PHOTO, kernel)


def test_a_preset_is_computed_anew(page):
    """The lesson goes from preset to preset; old numbers would belong to another kernel."""
    page.control("preset").select_option("sharpen")
    page.point("output", 200, 300)
    page.assert_sums(PHOTO, kernels.SHARPEN)
    assert page.weight(1, 1).input_value() == str(kernels.SHARPEN[1, 1])


def test_the_map_is_red_where_sums_are_positive_and_blue_where_they_are_negative(page):
    """White is 0 in every picture of the course; a colour with the wrong sign contradicts the numbers."""
    result = conv2d(PHOTO, kernels.VERTICAL_LINE)
    rows, columns = page.root.locator(".small-map").evaluate("(one) => [one.height, one.width]")
    assert 200 < rows < 500  # each pixel shows the strongest of about four sums
    place = np.ix_(
        *(np.arange(many) * few // many for many, few in zip(result.shape, (rows, columns), strict=True))
    )
    high, low = np.zeros((2, rows, columns))
    np.maximum.at(high, place, result)
    np.minimum.at(low, place, result)
    strongest = np.where(high > -low, high, low)
    strong = np.argwhere((np.abs(strongest) > 60) & (high != -low))[::97]
    for (row, column), (red, _, blue) in zip(
        strong, page.page.evaluate(COLOURS, strong.tolist()), strict=True
    ):
        assert (red > blue) == (strongest[row, column] > 0)
    flat = np.argwhere(strongest == 0)[::7]
    assert len(flat) > 10
    for red, green, blue in page.page.evaluate(COLOURS, flat.tolist()):
        assert min(red, green, blue) >= 246


def test_a_blur_is_shown_as_a_picture(page):
    """Weights that sum to 1 give a picture; signed colours would hide that brightness stayed."""
    page.control("preset").select_option("blur")
    page.frame()
    places = np.random.default_rng(1).integers(0, (598, 510), (200, 2))
    blurred = conv2d(PHOTO, kernels.BLUR)
    for (row, column), colour in zip(places, page.page.evaluate(COLOURS, places.tolist()), strict=True):
        assert max(abs(part - blurred[row, column]) for part in colour) <= 1.5
    assert "keeps its brightness" in page.root.locator(".sum-note").text_content()


@pytest.mark.parametrize(("pane", "offset"), [("output", 0), ("input", 1)])
def test_pointing_shows_the_numbers_there(page, pane, offset):
    """The pixel under the pointer is the middle of the window; on the map, it is the cell itself."""
    page.point(pane, 120, 260)
    assert page.read()["total"].startswith(f"Row {120 - offset}, column {260 - offset} of the map")
    page.assert_sums(PHOTO, kernels.VERTICAL_LINE)


def test_row_numbers_of_three_digits_keep_clear_of_the_cells(page):
    """296 beside 146 would be read as 296146."""
    page.point("input", 299, 255)
    assert page.page.evaluate(ROOM_BESIDE, page.name) >= 3


def test_the_frames_under_the_magnifier_cover_no_digit(page):
    """A learner adds up what is written there."""
    page.point("input", 299, 255)
    assert page.page.evaluate(UNDER_A_FRAME, page.name) == []


def test_the_keyboard_moves_over_the_map_and_no_key_leaks(page):
    """Without a mouse, a learner reads the same numbers, and loses no cell to a shortcut."""
    page.run("lab.focus = (100, 200)")
    cells = page.page.evaluate(COUNT_CELLS)
    page.root.locator(".pane.output").focus()
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowDown", "ArrowLeft", "ArrowLeft", "a", "b"):
        page.page.keyboard.press(key)
    assert page.read()["total"].startswith("Row 111, column 199 of the map")
    page.page.keyboard.press("End")
    assert page.read()["total"].startswith("Row 111, column 509 of the map")
    assert page.page.evaluate(COUNT_CELLS) == cells
    words = page.words()
    assert "Row 111, column 509 of the feature map" in words
    assert "rows 111–113 and columns 509–511" in words


def test_a_click_holds_the_place_and_escape_lets_it_go(page):
    """A learner reads the numbers with the pointer elsewhere."""
    page.point("output", 50, 60)
    page.page.mouse.down()
    page.page.mouse.up()
    page.point("output", 300, 300)
    assert page.read()["total"].startswith("Row 50, column 60 ")
    page.page.keyboard.press("Escape")
    page.point("output", 301, 300)
    assert page.read()["total"].startswith("Row 301, column 300 ")


def test_a_typed_weight_changes_the_map_and_comes_back_to_python(page):
    """`lab.kernel` in the next cell is what the learner made."""
    page.weight(0, 0).fill("1/2")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.type("−3")
    kernel = kernels.VERTICAL_LINE.astype(float)
    kernel[0, 0], kernel[1, 0] = 0.5, -3
    page.assert_sums(PHOTO, kernel)
    assert page.control("preset").input_value() == "own"
    assert page.run("print(lab.kernel.tolist())").strip() == str(kernel.tolist())
    assert page.run("print(lab.result.shape)").strip() == "(598, 510)"


def test_arrow_keys_lead_from_weight_to_weight(page):
    """Otherwise, nine boxes take nine presses of Tab."""
    page.weight(1, 1).focus()
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowUp")
    assert page.page.evaluate("document.activeElement.ariaLabel ?? ''") == "Weight, row 0, column 2"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("two", "“two” was typed"), ("", "A weight must be a number"), ("1e9", "within ±1,000,000")],
)
def test_an_impossible_weight_gets_a_sentence_and_no_map(page, typed, words):
    """A learner would take a map next to a refused weight for its own."""
    page.weight(1, 2).fill(typed)
    page.frame()
    assert page.root.locator(".problem").is_visible()
    assert words in page.root.locator(".problem").text_content()
    assert not page.root.locator(".pane.output").is_visible()
    assert not page.root.locator(".near-sums").is_visible()
    page.page.keyboard.press("Escape")
    page.frame()
    assert not page.root.locator(".problem").is_visible()
    page.assert_sums(PHOTO, kernels.VERTICAL_LINE)


def test_a_kernel_larger_than_the_picture_gets_a_sentence(page):
    """Seven by seven weights do not fit on five by five pixels."""
    page.control("picture").select_option("grey picture 5 × 5")
    page.control("size").select_option("7")
    page.frame()
    assert "does not fit into a picture of 5 × 5" in page.root.locator(".problem").text_content()
    assert not page.root.locator(".pane.output").is_visible()
    page.control("size").select_option("3")
    page.frame()
    page.assert_sums(pictures.GREY_PICTURE, kernels.VERTICAL_LINE)


def test_another_size_keeps_the_weights_around_the_middle(page):
    """A learner who wants more room has not lost the work so far."""
    page.control("size").select_option("5")
    page.assert_sums(PHOTO, np.pad(kernels.VERTICAL_LINE, 1))
    page.control("size").select_option("3")
    page.assert_sums(PHOTO, kernels.VERTICAL_LINE)


def test_a_file_of_your_own_is_read_and_comes_back_to_python(page, tmp_path):
    """Learners try the kernel that they made on the picture that they took."""
    own = np.random.default_rng(2).integers(0, 256, (40, 60), dtype=np.uint8)
    Image.fromarray(own).save(tmp_path / "own.png")
    page.control("file").set_input_files(tmp_path / "own.png")
    page.page.wait_for_function("document.querySelector('.title-input').textContent === 'Picture 40 × 60'")
    page.assert_sums(own.astype(int), kernels.VERTICAL_LINE)
    assert page.run("print(lab.image.shape, int(lab.image.sum()))").strip() == f"(40, 60) {own.sum()}"


def test_a_file_that_is_not_a_picture_gets_a_sentence(page, tmp_path):
    """A wrong file must not leave the old map on the page without a word."""
    (tmp_path / "notes.png").write_text("these are notes")
    page.control("file").set_input_files(tmp_path / "notes.png")
    page.page.wait_for_function("!document.querySelector('.filter-lab .problem').hidden")
    assert "“notes.png” is not a picture" in page.root.locator(".problem").text_content()


MAKE_PICTURE = """async ([rows, columns]) => {
    const canvas = new OffscreenCanvas(columns, rows);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#646464";
    brush.fillRect(0, 0, columns, rows);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], "made.png", { type: "image/png" }));
    return data;
}"""


@pytest.mark.parametrize(("event", "property"), [("paste", "clipboardData"), ("drop", "dataTransfer")])
def test_a_picture_is_pasted_or_dropped(page, event, property):  # noqa: A002
    """A learner can try what they found elsewhere without a detour through a file."""
    send = f"""async (size) => {{
        const data = await ({MAKE_PICTURE})(size);
        const Kind = {{ paste: ClipboardEvent, drop: DragEvent }}["{event}"];
        const target = document.querySelector(".filter-lab .pane.input");
        target.focus();
        const given = {{ {property}: data, bubbles: true, cancelable: true }};
        return target.dispatchEvent(new Kind("{event}", given));
    }}"""
    passed_on = page.page.evaluate(send, [30, 44])
    assert not passed_on  # JupyterLab must not take it for a file of its own
    page.page.wait_for_function("document.querySelector('.title-input').textContent === 'Picture 30 × 44'")
    assert page.run("print(lab.image.shape, int(lab.image.min()), int(lab.image.max()))").strip() == (
        "(30, 44) 100 100"
    )
    page.control("undo").click()
    page.assert_sums(PHOTO, kernels.VERTICAL_LINE)


# A camera that shows a grey wall, and counts how often it is switched off.
CAMERA = """(works) => {
    window.courseStopped = 0;
    navigator.mediaDevices.getUserMedia = async () => {
        if (!works) throw new DOMException("none", "NotFoundError");
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [64, 48];
        const brush = canvas.getContext("2d");
        const draw = () => { brush.fillStyle = "#808080"; brush.fillRect(0, 0, 64, 48); };
        draw();
        const stream = canvas.captureStream(20);
        const timer = setInterval(draw, 50);
        for (const track of stream.getTracks()) {
            const stop = track.stop.bind(track);
            track.stop = () => { clearInterval(timer); window.courseStopped += 1; stop(); };
        }
        return stream;
    };
}"""


def test_a_picture_is_taken_with_the_camera_which_is_then_off(page):
    """A face in the room is the picture people remember; the camera's light must not stay on."""
    page.page.evaluate(CAMERA, True)
    page.control("camera").click()
    page.page.wait_for_function("document.querySelector('.filter-lab video').videoWidth === 64")
    page.control("take").click()
    page.page.wait_for_function("document.querySelector('.title-input').textContent === 'Picture 48 × 64'")
    page.page.wait_for_function("window.courseStopped === 1")
    assert not page.root.locator(".camera").is_visible()
    assert page.control("picture").locator("option:checked").text_content() == "from the camera"
    page.control("camera").click()
    page.control("close").click()
    page.page.wait_for_function("window.courseStopped === 2")


def test_a_camera_that_cannot_be_used_gets_a_sentence(page):
    """Nothing happening at all would look like a broken button."""
    page.page.evaluate(CAMERA, False)
    page.control("camera").click()
    page.page.wait_for_function("!document.querySelector('.filter-lab .problem').hidden")
    assert "The camera cannot be used" in page.root.locator(".problem").text_content()


# Where the map over the picture is, and the picture, on the screen.
WIPED = """() => {
    const box = (name) => document.querySelector(`.filter-lab ${name}`).getBoundingClientRect().toJSON();
    return { map: box(".wipe-map"), picture: box(".pane.input canvas") };
}"""


def test_a_handle_wipes_the_map_over_the_picture_by_pointer_and_key(page):
    """Before and after in one place: an edge of the map is exactly on the edge it was made of."""
    handle = page.root.get_by_role("slider", name="Wipe the map over the picture")
    assert handle.get_attribute("aria-valuenow") == "14"  # both are seen before anyone has touched it
    assert page.root.locator(".side").evaluate_all("(all) => all.map((one) => one.hidden)") == [False, True]
    assert page.root.locator(".side.picture").text_content() == "drag to see the map"
    found = page.page.evaluate(WIPED)
    scale = found["picture"]["width"] / PHOTO.shape[1]
    assert found["map"]["left"] - found["picture"]["left"] == pytest.approx(scale, abs=0.02)
    assert found["map"]["width"] == pytest.approx(scale * (PHOTO.shape[1] - 2), abs=0.05)
    box = handle.bounding_box()
    page.page.mouse.move(box["x"] + 12, box["y"] + 60)
    page.page.mouse.down()
    page.page.mouse.move(found["picture"]["x"] + found["picture"]["width"] / 4, box["y"] + 80)
    page.page.mouse.up()
    assert handle.get_attribute("aria-valuenow") == "75"
    assert handle.bounding_box()["x"] + 12 == pytest.approx(
        found["picture"]["x"] + found["picture"]["width"] / 4, abs=1
    )
    for key, shown in (("ArrowRight", "70"), ("Home", "100"), ("ArrowRight", "95"), ("End", "0")):
        page.page.keyboard.press(key)
        assert handle.get_attribute("aria-valuenow") == shown
    page.start_over()
    assert handle.get_attribute("aria-valuenow") == "14"


@pytest.mark.parametrize("width", [1280, 1024])
def test_the_handle_of_the_wipe_leaves_the_frame_free_at_first(page, width):
    """The frame is what everything below is about: its window is seen in the photo, uncut."""
    page.resize(width, 1500)
    names = (".wipe-handle", ".pane.input .grid-frame")
    handle, frame = (page.root.locator(name).bounding_box() for name in names)
    page.resize(1280, 1500)
    middle = handle["x"] + handle["width"] / 2
    assert middle - 4 >= frame["x"] + frame["width"] + 3  # half of the line, and the edge of the frame


def test_a_finger_moves_the_place_and_not_the_page(page):
    """On a tablet, the page must stay where it is while you look around in the picture."""
    pane = page.root.locator(".pane.input")
    assert pane.evaluate("(one) => getComputedStyle(one).touchAction") == "none"
    box = pane.bounding_box()
    scale = box["width"] / PHOTO.shape[1]
    finger = {"pointerId": 3, "pointerType": "touch", "bubbles": True, "button": 0}
    for event, row in (("pointerdown", 100), ("pointermove", 300), ("pointermove", 400), ("pointerup", 400)):
        place = {"clientX": box["x"] + 200 * scale, "clientY": box["y"] + (row + 0.5) * scale}
        pane.dispatch_event(event, {**finger, **place})
    assert page.read()["total"].startswith("Row 399, ")


@pytest.mark.parametrize("width", [1280, 1024])
def test_map_and_picture_are_side_by_side_and_no_term_is_broken(page, width):
    """A map that drops below the picture cannot be compared with it, and a torn term cannot be read."""
    page.resize(width, 1500)
    picture, output = (page.root.locator(f".pane.{name}").bounding_box() for name in ("input", "output"))
    heights = page.root.locator(".written .term").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    tall, outside = page.root.bounding_box()["height"], page.page.evaluate(OUTSIDE, page.name)
    page.resize(1280, 1500)
    assert picture["y"] == output["y"]
    assert picture["x"] + picture["width"] < output["x"]
    assert max(heights) < 30
    assert [part for part in outside if not part.startswith("wipe")] == []
    assert width == 1024 or tall <= 720


def test_a_picture_set_in_python_is_shown(page):
    """`lab.image = …` in a cell is as good as the list."""
    page.run("from helpers import pictures; lab.image = pictures.X_MARK")
    page.assert_sums(pictures.X_MARK, kernels.VERTICAL_LINE)


def test_whatever_the_learner_changed_can_be_undone_and_redone(page, tmp_path):
    """One choice from the list replaces a kernel that found something, so the learner needs a way back."""
    title = page.root.locator(".title-input")
    own = np.random.default_rng(2).integers(0, 256, (40, 60), dtype=np.uint8)
    Image.fromarray(own).save(tmp_path / "own.png")
    page.weight(0, 0).fill("3")
    page.assert_sums(PHOTO, kernel := kernels.VERTICAL_LINE + [[4, 0, 0], [0, 0, 0], [0, 0, 0]])
    page.control("file").set_input_files(tmp_path / "own.png")
    page.page.wait_for_function("document.querySelector('.title-input').textContent === 'Picture 40 × 60'")
    page.control("preset").select_option("edge")
    page.control("view").select_option("signed")
    page.assert_sums(own.astype(int), kernels.EDGE)
    undo, redo = page.control("undo"), page.control("redo")
    undo.click()
    assert page.control("view").input_value() == "auto"
    undo.click()
    page.assert_sums(own.astype(int), kernel)
    undo.click()
    page.assert_sums(PHOTO, kernel)
    assert page.control("picture").input_value() == "0"
    page.root.locator(".pane.output").focus()
    page.page.keyboard.press("Control+z")
    page.assert_sums(PHOTO, kernels.VERTICAL_LINE)
    assert page.weight(0, 0).input_value() == "−1"
    page.page.keyboard.press("Control+Shift+z")
    page.assert_sums(PHOTO, kernel)
    page.page.keyboard.press("Control+y")
    page.frame()
    assert title.text_content() == "Picture 40 × 60"
    redo.click()
    page.assert_sums(own.astype(int), kernels.EDGE)
    redo.click()
    assert page.control("view").input_value() == "signed"
    assert redo.is_disabled()
    assert page.python("lab.image.shape, lab.kernel.tolist()") == [[40, 60], kernels.EDGE.tolist()]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("state", ["as made", "impossible"])
def test_axe_finds_no_serious_violation(page, theme, state):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(page.page, theme):
        if state == "impossible":
            page.weight(0, 0).fill("x")
        page.frame()
        assert barriers(page.page, ".filter-lab") == []
