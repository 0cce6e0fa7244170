// The page of FilterLab. The feature map is computed here, so that it follows every weight and needs no answer from Python.

import { Impossible } from "../shared/axes.js";
import { PixelPane, shades } from "../shared/canvas.js";
import { inkOn, pixelColour, signedColour } from "../shared/colours.js";
import { element, labelled, patchChildren, renderOnce, setText } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { ARROWS, isCommand, moveByKey } from "../shared/keys.js";
import { LARGEST_KERNEL, LARGEST_PICTURE } from "../shared/limits.js";
import { by, clamp, floatsOf, largestOf, shortNumber, withNumber, writeNumber } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";
import { SettingsView, explorer } from "../shared/view.js";
import { compute, firstShown, greyPixels, largestPixel, mapWords, placeWords, resized, sumAt, weightText, weightWords,
  writtenSum } from "./arithmetic.js";

const AROUND = 4; // pixels shown beside the window under the magnifier, both sides together
const OWN = -1; // the number of the file that was opened on the page
const MOVES = "The arrow keys move by one, with Shift by ten; Home and End go to the sides.";
const SIGNED_SHADES = shades(signedColour);
const PIXEL_SHADES = shades(pixelColour);

class FilterLabPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Filter lab", name: "filter-lab", settings: ["_kernel", "_chosen", "_own", "_view"] });
    this.isHeld = false;
    this.wrong = { weight: "", file: "" }; // sentences about what was typed, and what was opened
    /** @type {any} */
    this.source = this.picture = null; // as Python sent it, and as it was read
    /** @type {any[][]} */
    this.boxes = []; // one for each weight
    this.input = new PixelPane(`Picture. ${MOVES}`, "input");
    this.output = new PixelPane(`Feature map. ${MOVES}`, "output");
    this.near = new NumberGrid({ label: "Pixels around the window", name: "near-pixels", role: "table", numbered: 34 });
    this.sums = new NumberGrid({ label: "Sums around it", name: "near-sums", role: "table", numbered: 34 });
    this.weights = element("div", { class: "weights", role: "group", "aria-label": "Weights of the kernel" });
    this.sumNote = element("p", { class: "sum-note" });
    this.mapNote = element("p", { class: "map-note" });
    this.written = element("div", { class: "written" });
    this.outputFigure = this.figure("output", this.output.node);
    this.stage.append(this.figure("input", this.input.node), this.figure("kernel", [this.weights, this.sumNote]),
      this.outputFigure, this.problem);
    this.zoom = element("div", { class: "zoom" }, this.figure("near", this.near.node, "input"),
      this.figure("sums", this.sums.node, "output"), this.written);
    this.titles.near.textContent = "Pixels near the window";
    this.titles.sums.textContent = "Sums near it";
    this.root.append(this.buildSettings(), this.stage, this.mapNote, this.zoom, this.words,
      element("p", { class: "how", text: "Hover the picture or its map, or move over it with the arrow keys; a click holds the " +
        "place, Esc lets it go. Arrow keys also lead from weight to weight." }));
  }

  buildSettings() {
    const presets = this.model.get("_presets").map(({ name }) => [name, name]);
    this.pictures = element("select", { name: "picture",
      onchange: () => this.showPicture({ _chosen: Number(this.pictures.value) }) });
    this.file = element("input", { type: "file", name: "file", accept: "image/*", onchange: () => this.openFile() });
    return this.settingsBar((bar) => {
      bar.node.append(labelled("Picture", this.pictures), labelled("or a file", this.file));
      bar.choice("preset", "Kernel", [...presets, ["own", "your own"]]);
      bar.choice("size", "Size", [3, 5, LARGEST_KERNEL].map((side) => [side, by(side, side)]));
      bar.choice("view", "Show the map as",
        [["auto", "as fits the kernel"], ["signed", "signed, 0 is white"], ["picture", "a picture, clipped"]]);
    });
  }

  listen() {
    for (const pane of [this.input, this.output]) {
      this.on(pane.node, "pointermove", (event) => { if (!this.isHeld) this.point(pane, event); });
      this.on(pane.node, "pointerdown", (event) => {
        if (event.button !== 0) return;
        this.isHeld = !this.isHeld;
        this.point(pane, event);
      });
      this.on(pane.node, "keydown", (event) => this.moveFocus(event));
    }
    this.on(this.weights, "keydown", (event) => this.keyInKernel(event));
    this.on(this.weights, "focusin", (event) => event.target.select?.());
    this.on(this.root, "keydown", (event) => { if (event.key === "Escape") { this.isHeld = false; this.draw(); } });
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
      this.input.paint(this.picture, (i) => pixels[i], largestPixel(pixels), PIXEL_SHADES);
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
    super.startOver();
  }

  // -- Picture --

  async openFile() {
    const [file] = this.file.files;
    if (!file) return;
    try {
      const picture = await readFile(file);
      if (!this.signal.aborted) this.showPicture({ _own: picture, _chosen: OWN });
    } catch {
      this.wrong.file = `“${file.name}” is not a picture that the browser can read: try a PNG or a JPEG.`;
      this.redraw();
    }
    this.file.value = "";
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
      this.weights.style.gridTemplateColumns = `repeat(${columns}, ${boxWidth(columns)}px)`;
      this.weights.replaceChildren(...this.boxes.flat());
    }
    const largest = largestOf(kernel);
    kernel.forEach((line, row) => line.forEach((weight, column) => {
      const box = this.boxes[row][column];
      const isWrong = box.getAttribute("aria-invalid") === "true";
      if (!isWrong && realNumber(box.value, "")[0] !== weight) box.value = weightText(weight);
      const colour = signedColour(weight, largest);
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
    for (const part of [this.outputFigure, this.mapNote, this.zoom, this.words, this.input.frame]) part.hidden = isStale;
  }

  // Picture and kernel are drawn even where there is no map.
  computeState() {
    super.computeState();
    const { picture, kernel } = this.settings();
    setText(this.titles.input, `Picture ${by(picture.rows, picture.columns)}`);
    setText(this.titles.kernel, `Kernel ${by(kernel.length, kernel[0].length)}`);
    setText(this.sumNote, weightWords(kernel));
    this.fit();
  }

  drawState() {
    const { map, asPicture, limit } = this.state;
    this.focus = [Math.min(this.focus[0], map.rows - 1), Math.min(this.focus[1], map.columns - 1)];
    setText(this.titles.output, `Feature map ${by(map.rows, map.columns)}`);
    setText(this.mapNote, mapWords(this.state));
    if (asPicture) this.output.paint(map, (i) => Math.max(map.values[i], 0), limit, PIXEL_SHADES);
    else this.output.paint(map, (i) => map.values[i], limit, SIGNED_SHADES);
  }

  widthChanged() {
    this.fit();
    this.draw();
  }

  // Choose the widths so that picture, kernel and map fit beside each other.
  fit() {
    const { picture, kernel } = this.settings();
    const kernelWidth = kernel[0].length * boxWidth(kernel[0].length) + 8;
    const half = Math.min(((this.width || 780) - 36 - Math.max(kernelWidth, 170)) / 2, 360);
    const width = Math.max(120, half * Math.min(1, 400 / ((picture.rows / picture.columns) * half)));
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
    fillPart(this.near, [top, left], [rows, columns], 34, (r, c) => {
      const value = picture.pixels[r * picture.columns + c];
      return { text: shortNumber(value), colour: pixelColour(value, brightest) };
    });
    fillPart(this.sums, [top, left], [rows - height + 1, columns - width + 1], this.sumWidth(), (r, c) => {
      const value = sumAt(this.state, r, c);
      const colour = asPicture ? pixelColour(Math.max(value, 0), limit) : signedColour(value, limit);
      return { text: writeNumber(value), colour };
    });
    this.near.surround(row - top, column - left, height, width);
    this.sums.surround(row - top, column - left, 1, 1);
    const { lines, total } = writtenSum(this.state, this.focus);
    patchChildren(this.written, element("div", { class: "title", text: "One sum, written out" }),
      ...lines.map(([terms, part]) => element("p", {}, element("span", { class: "terms", text: terms }),
        element("span", { class: "part", text: part }))), element("p", { class: "total", text: total }));
  }

  // The width of a cell in pixels that holds every sum of the map.
  sumWidth() {
    const { kernel, lowest, highest } = this.state;
    const areWhole = [...kernel.flat(), lowest, highest].every(Number.isInteger);
    const texts = ["−0", writeNumber(lowest), writeNumber(highest), areWhole ? "" : "≈000.000"];
    return Math.max(36, ...texts.map((text) => 9 * text.length + 8));
  }

  inWords() {
    return this.state ? placeWords(this.state, this.focus) + (this.isHeld ? " The place is held." : "") : "";
  }
}

// Show a part of a large grid, numbered as there.
function fillPart(grid, [top, left], [rows, columns], width, cellAt) {
  grid.shape(rows, columns, [-top, -left], [top + rows, left + columns]);
  grid.size(width, 28);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) grid.fill(r, c, cellAt(top + r, left + c));
}

function boxWidth(columns) {
  return columns > 3 ? 46 : 54;
}

// Read a picture file as grey pixels, not larger than the page can show.
async function readFile(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST_PICTURE / Math.max(picture.width, picture.height));
  const [columns, rows] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = element("canvas", { width: columns, height: rows });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, columns, rows);
  brush.drawImage(picture, 0, 0, columns, rows);
  const pixels = greyPixels(brush.getImageData(0, 0, columns, rows).data);
  return { name: file.name, rows, columns, pixels: new DataView(pixels.buffer) };
}

export default explorer(FilterLabPage);
