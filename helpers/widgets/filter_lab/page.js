// The page of FilterLab. The feature map is computed here, so that it follows every weight and needs no answer from Python.

import { Impossible } from "../shared/axes.js";
import { PixelPane, paint, setSize, shades } from "../shared/canvas.js";
import { inkOn, pixelColour } from "../shared/colours.js";
import { button, element, labelled, moveInto, patchChildren, renderOnce, setText, setTitle, sign } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { ARROWS, isCommand, moveByKey } from "../shared/keys.js";
import { LARGEST_KERNEL } from "../shared/limits.js";
import { by, clamp, floatsOf, largestOf, shortNumber, withNumber, writeNumber } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";
import { SIGNED_SHADES, followPage, signedOnPage } from "../shared/signed.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { Camera, readPicture } from "./camera.js";
import { AT_FIRST, Wipe } from "./wipe.js";
import { compute, firstShown, largestPixel, mapWords, placeWords, resized, strongest, sumAt, verdict, weightText, weightWords,
  writtenSum } from "./arithmetic.js";

const AROUND = 2; // pixels shown beside the window under the magnifier, both sides together
const OWN = -1; // the number of the file that was opened on the page
const GAP = 12; // between picture, sign, kernel, sign and map
const SIGN = 16; // for each of the two signs
const LEAST_HALF = 160; // of the picture and of the map; where there is less, the kernel is above them
const ROOMY = 800; // from this width on, the weights are larger, and what is said about them is below them
const PHONE = 480; // and below this one, a large kernel has a row to itself
const TITLE = { roomy: 172, narrow: 126 }; // above the kernel
const MAP_TITLE = 218; // above the map, on one line
const WEIGHT = { roomy: 50, narrow: 42, many: 44 }; // how high the box of a weight is
const LARGEST_SHOWN = { width: 360, height: 340 }; // of the picture
const HOW = forDevice("Point at picture or map to read a place; a click holds it. Type into the kernel to change it.",
  "Tap or drag on picture or map to read a place.");
const MOVES = "The arrow keys move by one, with Shift by ten; Home and End go to the sides.";
const PIXEL_SHADES = shades(pixelColour);
const CLIPPED_SHADES = shades((value) => pixelColour(Math.max(value, 0), 1)); // below 0, black

class FilterLabPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Filter lab", name: "filter-lab", settings: ["_kernel", "_chosen", "_own", "_view"] });
    this.isHeld = false;
    this.cellWidth = 36; // pixels of a cell under the magnifier
    this.surface = ""; // its colour
    this.wrong = { weight: "", file: "" }; // sentences about what was typed, and what was opened
    /** @type {any} */
    this.source = this.picture = null; // as Python sent it, and as it was read
    /** @type {any[][]} */
    this.boxes = []; // one for each weight
    this.input = new PixelPane(`Picture. ${MOVES}`, "input");
    this.output = new PixelPane(`Feature map. ${MOVES}`, "output");
    this.small = element("canvas", { class: "small-map", "aria-hidden": "true" }); // a large map as it is drawn
    this.output.canvas.after(this.small);
    this.near = new NumberGrid({ label: "Pixels around the window", name: "near-pixels", role: "table", numbered: 31 });
    this.sums = new NumberGrid({ label: "Sums around it", name: "near-sums", role: "table", numbered: 31 });
    this.weights = element("div", { class: "weights", role: "group", "aria-label": "Weights of the kernel" });
    this.sumNote = element("p", { class: "sum-note" });
    this.mapNote = element("p", { class: "map-note" });
    this.written = element("div", { class: "written" });
    this.outputFigure = this.figure("output", this.output.node);
    this.wipe = new Wipe(this.input.node, this.signal);
    this.camera = new Camera({ take: (video) => this.openPicture(video, "from the camera"), fail: (why) => this.failed(why) });
    this.scale = element("i", { class: "scale" });
    this.scaleEnds = [element("span"), element("span")];
    this.scaleZero = element("span", { class: "scale-zero", text: "0" });
    this.scaleLine = element("p", { class: "scale-line", "aria-hidden": "true" }, this.scaleEnds[0], this.scale, this.scaleEnds[1], this.scaleZero);
    this.outputFigure.append(this.scaleLine, this.mapNote);
    this.kernelFigure = this.figure("kernel", [this.weights, this.sumNote]);
    this.stage.append(this.figure("input", this.wipe.node), sign("∗"), this.kernelFigure, sign("="),
      this.outputFigure, this.problem);
    this.zoom = element("div", { class: "zoom" }, this.figure("near", this.near.node, "input"),
      this.figure("sums", this.sums.node, "output"), this.written);
    this.titles.near.textContent = "Pixels near the window";
    this.titles.sums.textContent = "Map at this place";
    this.words.classList.add("course-unseen"); // what it says is written in the picture
    const settings = this.buildSettings();
    this.viewChoice = this.bar.controls.view.parentNode;
    this.root.append(settings, element("p", { class: "how", text: HOW }), this.camera.node, this.stage, this.zoom, this.words);
  }

  buildSettings() {
    const presets = this.model.get("_presets").map(({ name }) => [name, name]);
    this.pictures = element("select", { name: "picture",
      onchange: () => this.showPicture({ _chosen: Number(this.pictures.value) }) });
    this.file = element("input", { type: "file", name: "file", accept: "image/*", tabindex: -1, class: "course-unseen",
      "aria-label": "Picture file", onchange: () => this.openFile() });
    const open = button("open", "Your photo …", () => this.file.click(), { title: "Or paste a picture, or drop one here" });
    const camera = this.camera.isThere ? [button("camera", "Camera", () => this.camera.open())] : [];
    return this.settingsBar((bar) => {
      bar.node.append(labelled("Picture", this.pictures), open, ...camera, this.file, element("i", { class: "row-end", "aria-hidden": "true" }));
      bar.choice("preset", "Kernel", [...presets, ["own", "your own"]]);
      bar.choice("size", "Size", [3, 5, LARGEST_KERNEL].map((side) => [side, by(side, side)]));
      bar.choice("view", "Show the map",
        [["auto", "automatic"], ["signed", "blue to red"], ["picture", "grey, clipped"]]);
    });
  }

  listen() {
    for (const pane of [this.input, this.output]) {
      // A finger moves the place while it is down, and leaves it there.
      this.on(pane.node, "pointermove", (event) => { if (!this.isHeld || event.pointerType === "touch") this.point(pane, event); });
      this.on(pane.node, "pointerdown", (event) => {
        if (event.button !== 0) return;
        this.isHeld = event.pointerType === "touch" || !this.isHeld;
        this.point(pane, event);
      });
      this.on(pane.node, "keydown", (event) => this.moveFocus(event));
    }
    this.listenToPictures();
    this.watchTheme(() => this.redraw());
    this.on(this.signal, "abort", () => this.camera.close());
    this.on(this.weights, "keydown", (event) => this.keyInKernel(event));
    this.on(this.weights, "focusin", (event) => event.target.select?.());
    this.on(this.root, "keydown", (event) => { if (event.key === "Escape") { this.isHeld = false; this.draw(); } });
  }

  // A picture is pasted while the keyboard is in the lab, or dropped anywhere on it.
  listenToPictures() {
    const pictureIn = (data) => [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    this.on(this.root, "paste", (event) => {
      const file = pictureIn(event.clipboardData);
      if (!file) return;
      event.preventDefault();
      event.stopPropagation();
      this.openPicture(file, "pasted picture");
    });
    const isDropping = (event, is) => {
      event.preventDefault();
      event.stopPropagation();
      this.root.classList.toggle("dropping", is);
    };
    this.on(this.root, "dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) isDropping(event, true); });
    this.on(this.root, "dragleave", () => this.root.classList.remove("dropping"));
    this.on(this.root, "drop", (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      isDropping(event, false);
      this.openPicture(file, file.name);
    });
  }

  // -- Settings --

  settings() {
    const { _kernel: kernel, _view: view } = super.settings();
    return { kernel, view, picture: this.readPicture() };
  }

  readPicture() {
    const chosen = this.model.get("_chosen");
    const source = chosen === OWN ? this.model.get("_own") : this.model.get("_pictures")[chosen];
    // Settings change one after the other, and the file that was opened may be gone a moment before another is chosen.
    if (source.pixels && this.source !== source) {
      this.source = source;
      const { rows, columns } = source;
      const pixels = floatsOf(source.pixels);
      this.picture = { rows, columns, pixels };
      this.input.paint(this.picture, pixels, largestPixel(pixels), PIXEL_SHADES);
    }
    return this.picture;
  }

  showSettings() {
    const { kernel, view } = this.settings();
    const own = this.model.get("_own").name;
    const names = this.model.get("_pictures").map(({ name }) => name);
    renderOnce(this.pictures, [...names, own], () => [...names.map((name, i) => element("option", { value: i, text: name })),
      ...(own ? [element("option", { value: OWN, text: own })] : [])]);
    this.pictures.value = String(this.model.get("_chosen"));
    const preset = this.model.get("_presets").find((one) => JSON.stringify(one.kernel) === JSON.stringify(kernel));
    this.bar.show({ view, preset: preset?.name ?? "own", size: kernel.length === kernel[0].length ? kernel.length : null });
    this.showWeights(kernel);
  }

  change({ preset, size, view }) {
    if (view) return this.set({ _view: view });
    const now = this.model.get("_kernel");
    const kernel = size ? resized(now, size) : this.model.get("_presets").find(({ name }) => name === preset)?.kernel;
    this.forgetWeight();
    if (kernel) return this.set({ _kernel: kernel });
    this.showWeights(now);
    return this.redraw();
  }

  forgetTyping() {
    super.forgetTyping();
    this.forgetWeight();
    this.wrong.file = "";
  }

  startOver() {
    this.isHeld = false;
    this.camera.close();
    this.wipe.moveTo(AT_FIRST);
    super.startOver();
  }

  // -- Picture --

  async openFile() {
    const [file] = this.file.files;
    if (!file) return;
    await this.openPicture(file, file.name);
    this.file.value = "";
  }

  async openPicture(source, name) {
    try {
      const picture = await readPicture(source, name);
      if (!this.signal.aborted) this.showPicture({ _own: picture, _chosen: OWN });
    } catch {
      this.failed(`“${name}” is not a picture that the browser can read: try a PNG or a JPEG.`);
    }
  }

  failed(sentence) {
    this.wrong.file = sentence;
    this.redraw();
  }

  // Show another picture, at its largest sum.
  showPicture(values) {
    this.wrong.file = "";
    this.set(values);
    this.drawNow();
    if (!this.state) return;
    const { map, highest } = this.state;
    const place = map.values.indexOf(highest);
    this.goTo([Math.floor(place / map.columns), place % map.columns]);
  }

  // -- Weights --

  // Write the weights into their boxes, except where the learner is still typing.
  showWeights(kernel) {
    const columns = kernel[0].length;
    if (this.boxes.length !== kernel.length || this.boxes[0].length !== columns) {
      this.boxes = kernel.map((line, row) => line.map((_, column) => element("input", { type: "text", autocomplete: "off",
        "data-row": row, "data-column": column, "aria-label": `Weight, row ${row}, column ${column}`,
        oninput: () => this.readWeight(row, column) })));
      this.weights.replaceChildren(...this.boxes.flat());
    }
    const largest = largestOf(kernel);
    kernel.forEach((line, row) => line.forEach((weight, column) => {
      const box = this.boxes[row][column];
      const isWrong = box.getAttribute("aria-invalid") === "true";
      if (!isWrong && realNumber(box.value, "")[0] !== weight) box.value = weightText(weight);
      const colour = signedOnPage(weight, largest);
      box.style.cssText = `background-color: rgb(${colour}); color: ${inkOn(colour)}`;
    }));
  }

  // Read a box while it is typed into. What is not a number stays there, and no map is shown.
  readWeight(row, column) {
    const box = this.boxes[row][column];
    const [value, wrong] = realNumber(box.value, "A weight");
    box.setAttribute("aria-invalid", String(Boolean(wrong)));
    this.wrong.weight = wrong && `${wrong} Esc brings the old number back.`;
    if (wrong) this.redraw(); else this.set({ _kernel: withNumber(this.model.get("_kernel"), row, column, value) });
  }

  forgetWeight() {
    this.wrong.weight = "";
    this.boxes.flat().forEach((box) => box.removeAttribute("aria-invalid"));
  }

  keyInKernel(event) {
    const [row, column] = [Number(event.target.dataset.row), Number(event.target.dataset.column)];
    if (event.key === "Escape") {
      this.forgetWeight();
      event.target.value = weightText(this.model.get("_kernel")[row][column]);
      this.redraw();
    }
    const step = event.key === "Enter" ? ARROWS.ArrowRight : ARROWS[event.key];
    if (!step || isCommand(event) || event.shiftKey || this.wrong.weight) return;
    event.preventDefault();
    const next = this.boxes[row + step[0]]?.[column + step[1]] ?? (event.key === "Enter" ? this.boxes[row + 1]?.[0] : null);
    next?.focus();
  }

  // -- Moving --

  point(pane, event) {
    if (!this.state) return;
    const { kernel } = this.state;
    const [row, column] = pane.place(event);
    this.goTo(pane === this.output ? [row, column] : [row - ((kernel.length - 1) >> 1), column - ((kernel[0].length - 1) >> 1)]);
  }

  goTo(place) {
    const { map } = this.state;
    this.focus = [clamp(place[0], 0, map.rows - 1), clamp(place[1], 0, map.columns - 1)];
    this.draw();
  }

  moveFocus(event) {
    if (!this.state || isCommand(event)) return;
    const { map } = this.state;
    const place = moveByKey(event, this.focus, map.rows, map.columns, event.shiftKey ? 10 : 1);
    if (!place) return;
    event.preventDefault();
    this.goTo(place);
  }

  // -- Drawing --

  compute(settings) {
    const wrong = this.wrong.weight || this.wrong.file;
    if (wrong) throw new Impossible(wrong);
    return compute(settings);
  }

  // Hide what belongs to earlier settings, so that nobody takes it for the answer.
  hideStale(isStale) {
    // The sentence takes the place of the map; what is below keeps its place.
    for (const part of [this.outputFigure, this.input.frame]) part.hidden = isStale;
    for (const part of [this.zoom, this.words]) part.classList.toggle("withheld", isStale);
    this.wipe.hide(isStale);
  }

  // Picture and kernel are drawn even where there is no map.
  computeState() {
    super.computeState();
    const { picture, kernel } = this.settings();
    setTitle(this.titles.input, `Picture ${by(picture.rows, picture.columns)}`);
    setTitle(this.titles.kernel, `Kernel ${by(kernel.length, kernel[0].length)}`);
    setText(this.sumNote, weightWords(kernel));
    this.fit();
  }

  drawState() {
    const { map, asPicture, limit, lowest, highest } = this.state;
    this.focus = [Math.min(this.focus[0], map.rows - 1), Math.min(this.focus[1], map.columns - 1)];
    setTitle(this.titles.output, `Feature map ${by(map.rows, map.columns)}`);
    this.takeColours();
    setText(this.mapNote, mapWords(this.state));
    const [least, colourOf] = asPicture ? [0, pixelColour] : [-limit, signedOnPage];
    const isBeyond = [lowest < least, highest > limit];
    [least, limit].forEach((value, n) => setText(this.scaleEnds[n], `${isBeyond[n] ? `${"≤≥"[n]} ` : ""}${shortNumber(Number(value.toPrecision(3)))}`));
    this.scaleZero.hidden = asPicture;
    const stops = Array.from({ length: 9 }, (_, n) => `rgb(${colourOf(least + ((limit - least) * n) / 8, limit)})`);
    this.scale.style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
    const { kernel } = this.state;
    const isSmall = !asPicture && this.input.scale < 1;
    this.small.hidden = !isSmall;
    this.output.canvas.style.visibility = isSmall ? "hidden" : "";
    if (isSmall) this.paintSmall(map, limit);
    else this.output.paint(map, map.values, limit, asPicture ? CLIPPED_SHADES : SIGNED_SHADES);
    this.wipe.show(isSmall ? this.small : this.output.canvas, map, [kernel.length, kernel[0].length], this.input.scale);
  }

  // A map that is larger than its place: each pixel of the screen shows the strongest of the sums it stands for. Their mean
  // would be pale, because an edge has positive sums next to negative ones.
  paintSmall(map, limit) {
    const screen = window.devicePixelRatio || 1;
    const [rows, columns] = [map.rows, map.columns].map((count) => Math.max(1, Math.min(count, Math.round(count * this.input.scale * screen))));
    const sums = strongest(map, rows, columns);
    setSize(this.output.canvas, map.rows, map.columns); // the pointer is measured on it
    paint(this.small, { rows, columns }, sums, limit, SIGNED_SHADES);
    Object.assign(this.small.style, { width: this.output.canvas.style.width, height: this.output.canvas.style.height });
  }

  // 0 has the colour of the page, which is known once the lab is on it.
  takeColours() {
    const surface = followPage(this.root);
    if (surface === this.surface) return;
    this.surface = surface;
    this.showWeights(this.model.get("_kernel"));
  }

  widthChanged() {
    this.fit();
    if (this.state) this.drawState();
    this.draw();
  }

  // Choose the widths so that picture, kernel and map fit beside each other.
  fit() {
    const { picture, kernel } = this.settings();
    const room = this.width || 780;
    const isRoomy = room >= ROOMY;
    const columns = kernel[0].length;
    const box = boxWidth(columns, !isRoomy);
    const beside = (room - 4 * GAP - 2 * SIGN - Math.max(columns * box + 4, isRoomy ? TITLE.roomy : TITLE.narrow)) / 2;
    const isBeside = beside >= LEAST_HALF;
    const height = columns > 3 ? WEIGHT.many : isRoomy ? WEIGHT.roomy : WEIGHT.narrow;
    this.weights.style.gridTemplateColumns = `repeat(${columns}, ${box}px)`;
    this.root.style.setProperty("--weight", `${height}px`);
    this.root.style.setProperty("--middle", `${(kernel.length * height) / 2}px`);
    this.root.classList.toggle("narrow-panel", !isRoomy);
    this.root.classList.toggle("two-lines", isBeside && beside < MAP_TITLE);
    this.root.classList.toggle("kernel-above", !isBeside);
    this.root.classList.toggle("kernel-alone", room < PHONE && columns > 3);
    // Below a large kernel there is room for both, as beside one above the maps; elsewhere in the panel and below the maps.
    if (isRoomy || !isBeside) moveInto(this.kernelFigure, this.viewChoice, this.sumNote.nextElementSibling);
    else moveInto(this.bar.node, this.viewChoice, this.undoButton.parentElement);
    moveInto(isRoomy || !isBeside ? this.kernelFigure : this.stage, this.mapNote);
    this.cellWidth = isRoomy ? 42 : 36;
    const half = isBeside ? beside : (room - GAP) / 2;
    const most = Math.min(half, LARGEST_SHOWN.width);
    const width = Math.max(120, Math.min(most, (LARGEST_SHOWN.height * picture.columns) / picture.rows));
    this.input.size(picture, width / picture.columns);
    if (this.state) this.output.size(this.state.map, width / picture.columns);
  }

  // Draw what moves: frames, the numbers under the magnifier, one sum. At most once a frame.
  drawFocus() {
    const { picture, kernel, brightest, asPicture, limit } = this.state;
    const [height, width] = [kernel.length, kernel[0].length];
    const [row, column] = this.focus;
    this.input.surround(row, column, height, width);
    this.output.surround(row, column);
    const [rows, columns] = [Math.min(picture.rows, height + AROUND), Math.min(picture.columns, width + AROUND)];
    const top = firstShown(row, AROUND / 2, rows, picture.rows);
    const left = firstShown(column, AROUND / 2, columns, picture.columns);
    fillPart(this.near, [top, left], [rows, columns], this.cellWidth, (r, c) => {
      const value = picture.pixels[r * picture.columns + c];
      return { text: shortNumber(value), colour: pixelColour(value, brightest) };
    });
    fillPart(this.sums, [top, left], [rows - height + 1, columns - width + 1], this.sumWidth(), (r, c) => {
      const value = sumAt(this.state, r, c);
      const colour = asPicture ? pixelColour(Math.max(value, 0), limit) : signedOnPage(value, limit);
      return { text: writeNumber(value), colour };
    });
    this.near.surround(row - top, column - left, height, width);
    this.sums.surround(row - top, column - left, 1, 1);
    const { lines, total } = writtenSum(this.state, this.focus);
    patchChildren(this.written, element("div", { class: "title", text: "One sum, written out" }),
      ...lines.map(([terms, part]) => element("p", {}, ...unbroken(terms), element("span", { class: "part", text: part }))),
      element("p", { class: "total" }, ...resultParts(total)), element("p", { class: "verdict", text: verdict(this.state, this.focus) }));
  }

  // The width of a cell in pixels that holds every sum of the map.
  sumWidth() {
    const { kernel, lowest, highest } = this.state;
    const areWhole = [...kernel.flat(), lowest, highest].every(Number.isInteger);
    const texts = ["−0", writeNumber(lowest), writeNumber(highest), areWhole ? "" : "≈000.000"];
    return Math.max(this.cellWidth, ...texts.map((text) => 8 * text.length + 16));
  }

  inWords() {
    return this.state ? placeWords(this.state, this.focus) + (this.isHeld ? " The place is held." : "") : "";
  }
}

// A sum whose lines break only between its terms.
function unbroken(terms) {
  return terms.split(" + ").flatMap((term, n) => [...(n ? [" "] : []), element("span", { class: "term", text: (n ? "+ " : "") + term })]);
}

// "Row 506, column 386 of the map: 772", with the number in a part of its own.
function resultParts(total) {
  const at = total.lastIndexOf(": ") + 2;
  return [element("span", { text: total.slice(0, at) }), element("b", { text: total.slice(at) })];
}

// Show a part of a large grid, numbered as there.
function fillPart(grid, [top, left], [rows, columns], width, cellAt) {
  grid.shape(rows, columns, [-top, -left], [top + rows, left + columns]);
  grid.size(width, 28);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) grid.fill(r, c, cellAt(top + r, left + c));
}

function boxWidth(columns, isNarrow) {
  return columns > 5 ? 46 : columns > 3 ? (isNarrow ? 42 : 48) : isNarrow ? 42 : 56;
}

export default explorer(FilterLabPage);
