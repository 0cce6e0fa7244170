// The page on which one kernel learns to reproduce a map.

import { PixelPane, shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { element, setText, sign } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { by, bytesOf, clamp, floatsOf, largestSize } from "../shared/numbers.js";
import { SIGNED_SHADES, signedOnPage, signedScale } from "../shared/signed.js";
import { forDevice } from "../shared/touch.js";
import { Curve, needsLog } from "./curve.js";
import { KernelTask, furthestOff, largestRate, mapOf, steepest } from "./kernel.js";
import { MOST_STEPS, Trainer } from "./trainer.js";
import { TrainingView } from "./training_view.js";
import { cellText, gridTexts, kernelStatus, kernelVerdict, nextWeight, rounded, stateOf } from "./words.js";

const GREYS = shades(pixelColour);
const NARROW = 560; // pixels across below which the kernels are two in a row
const CURVE = 144; // pixels high: with its title, about as high as the hidden kernel beside it
const ROW = 36; // pixels: a row of a kernel
const SIGNS = { wide: 160, middle: 108, narrow: 74 }; // pixels of what is between the kernels in a row
const MAP_SIGNS = { middle: 140, narrow: 64 }; // and between the image and the maps
const WIDEST = 836; // pixels across of all that is drawn
const IN_COLUMNS = 740; // and from which on kernels and maps are in four columns
const BETWEEN = 36; // from the curve to the hidden kernel beside it
const WIDE_CELL = 52; // pixels across, from which on −0.178 and −2.030 have room in a cell, which in a narrower one have two decimals
const IN_NARROW = 5; // characters of a number there
const LONG = 5; // characters of a rate, from which on it is smaller there
const ROOM_FOR_SIZE = 170; // pixels across from which on a picture's title has room for its size
const STILL = 1e-9; // a change of the weights that no digit on the page shows
const HOW = forDevice("Point at a weight, or use the arrow keys, to read its next step.", "Tap a weight to read its next step.");
const SLOPE = "mean of error · pixel";

export class KernelPage extends TrainingView {
  constructor(context) {
    super(context, { label: "Training explorer: one kernel", name: "training-kernel", settings: ["_image", "_hidden"] });
    this.stepsAFrame = 4;
    const task = this.model.get("_task");
    this.side = task.kernel; // rows and columns of the kernel
    this.place = [0, 0]; // of the weight that is read out
    this.isShown = false; // whether the hidden kernel is
    /** @type {any} */
    this.paintedImage = null;
    /** @type {any[]} */
    this.images = task.images.map(() => null); // read when they are first needed
    this.image = new PixelPane("Image", "input");
    this.map = new PixelPane("Map of the kernel now", "output");
    this.goal = new PixelPane("Target map", "output");
    this.error = new PixelPane("Error", "output");
    for (const pane of [this.image, this.map, this.goal, this.error]) asPicture(pane);
    this.kernel = new NumberGrid({ label: "Kernel", name: "kernel" });
    this.slopes = new NumberGrid({ label: "Slopes", name: "slopes" });
    this.next = new NumberGrid({ label: "Next kernel", name: "next-kernel", role: "table" });
    this.hidden = new NumberGrid({ label: "Hidden kernel", name: "hidden-kernel", role: "table" });
    this.none = element("span", { class: "none", text: "all 0", "aria-hidden": "true" });
    this.curve = new Curve({ title: "Loss", height: CURVE, key: [["before", "the run before"]], hasLast: true });
    this.reveal = element("input", { type: "checkbox", name: "reveal", onchange: () => { this.isShown = this.reveal.checked; this.redraw(); } });
    this.hiddenFigure = this.figure("hidden", [this.hidden.node, element("label", { class: "check" }, this.reveal, "show it")], "kernel");
    this.build();
    this.pace.value = "medium";
  }

  build() {
    const figure = (name, role) => this.figure(name, this[name].node, role);
    const slopes = figure("slopes", "focus");
    this.scale = element("span", { class: "scale", "aria-hidden": "true" });
    const kernel = figure("kernel", "kernel");
    this.scaleEnds = [0, 1].map(() => element("span"));
    this.colourKey = element("div", { class: "ends", role: "img" }, "weights", this.scaleEnds[0], this.scale, this.scaleEnds[1]);
    kernel.append(this.colourKey);
    slopes.append(element("div", { class: "source", text: SLOPE }));
    this.updateRate = element("b");
    this.update = element("div", { class: "update", "aria-hidden": "true" }, "−", // what a step does to the kernel
      element("span", { class: "chip" }, this.updateRate, element("small", { text: "rate" })), "·");
    this.map.node.append(this.none);
    const passed = element("div", { class: "sign passed", "aria-hidden": "true" }, "→", element("span", { class: "chip chip-kernel", text: "kernel" }));
    this.stage.append(
      element("p", { class: "how", text: HOW }),
      element("div", { class: "board" },
        this.curve.node,
        element("div", { class: "row maps" }, figure("image", "input"), passed, figure("map", "output"), sign("−"), figure("goal", "output"),
          sign("="), figure("error", "focus")),
        element("div", { class: "row equation" }, kernel, this.update, slopes, sign("="), figure("next", "kernel")),
        this.hiddenFigure, this.reading));
    this.buildButtons("10 steps", () => 10);
    this.root.append(this.buildSettings(), this.problem, this.verdictLine, this.stage, this.words);
  }

  buildSettings() {
    const { images, kernels, target } = this.model.get("_task");
    return this.settingsBar((bar) => {
      bar.choice("image", "Image", images.map(({ name }, n) => [n, name]));
      if (!target) bar.choice("hidden", "Hidden kernel", kernels.map(({ name }, n) => [n, name]));
      this.addControls(bar, "Windows in a step", images[this.model.get("_image")].windows);
      bar.controls.batch.classList.add("wide");
      this.addScale(bar);
    });
  }

  listen() {
    super.listen();
    for (const grid of [this.kernel, this.slopes]) {
      const go = (place) => { this.place = place; this.draw(); };
      this.watchGrid(grid, { hover: go, move: go, click: go });
    }
    this.on(this.root, "focusin", (event) => {
      for (const grid of [this.kernel, this.slopes]) {
        const place = grid.table.contains(event.target) && grid.place(event);
        if (place) { this.place = place; this.draw(); }
      }
    });
  }

  repaint() {
    this.paintedImage = null;
    super.repaint();
  }

  inColours() {
    this.scale.style.background = signedScale();
  }

  // -- Settings --

  settings() {
    const { _image: image, _hidden: hidden, ...others } = super.settings();
    return { image, hidden, scale: this.scaleOfLoss, ...others };
  }

  showSettings() {
    const settings = this.settings();
    const { windows } = this.model.get("_task").images[settings.image];
    const { batch, seed } = this.bar.controls;
    batch.max = windows;
    seed.parentNode.hidden = settings.start === "zeros" && settings.batch >= windows; // it would change nothing
    this.bar.show({ ...settings, "rate-typed": settings.rate });
  }

  // Another image has another number of windows: all of them stay all of them.
  change({ image, hidden, scale, ...values }) {
    if (scale) { this.scaleOfLoss = scale; this.redraw(); return; }
    if (hidden !== undefined) { this.set({ _hidden: hidden }, []); return; }
    if (image === undefined) { this.set(values); return; }
    const { images } = this.model.get("_task");
    const [before, after] = [this.model.get("_image"), image].map((n) => images[n].windows);
    const batch = this.model.get("batch");
    this.set({ _image: image, batch: batch >= before ? after : Math.min(batch, after) }, []);
  }

  // -- The training --

  readImage(place) {
    if (!this.images[place]) {
      const { rows, columns, numbers, pixels, mean, spread } = this.model.get("_task").images[place];
      const values = numbers ? Float64Array.from(floatsOf(numbers)) : Float64Array.from(bytesOf(pixels), (pixel) => (pixel - mean) / spread);
      this.images[place] = { rows, columns, values, pixels: pixels && bytesOf(pixels) };
    }
    return this.images[place];
  }

  makeTrainer() {
    const { target, kernels } = this.model.get("_task");
    const { values, columns } = this.readImage(this.model.get("_image"));
    this.teacher = target ? null : Float64Array.from(kernels[this.model.get("_hidden")].weights.flat());
    const goal = target ? Float64Array.from(floatsOf(target.numbers)) : mapOf(values, columns, this.side, this.teacher);
    this.trainer = new Trainer(new KernelTask(values, columns, this.side, goal), MOST_STEPS);
    this.steepness = steepest(this.trainer.task);
    this.output = new Float64Array(goal.length);
    this.largest = largestSize(goal) || 1;
  }

  startWeights(weights) {
    weights.fill(0);
    if (this.model.get("start") === "random") this.fillRandomly(weights, [{ count: weights.length, terms: weights.length }]);
  }

  measured() {
    const { trainer } = this;
    trainer.look();
    const { steps, losses, loss, task } = trainer;
    const [rate, momentum] = [this.model.get("rate"), this.model.get("momentum")];
    return { steps, loss, rate, momentum, first: steps ? losses[0] : loss, before: steps ? losses[steps - 1] : loss,
      limit: largestRate(this.steepness, momentum), batch: trainer.batch, windows: task.examples };
  }

  // By the rate above which it diverges: far below it, as in the lesson, in the middle, and above.
  presetRates() {
    const limit = largestRate(this.steepness, this.model.get("momentum"));
    const rate = (share) => Number((share * limit).toPrecision(2));
    return { slow: rate(0.11), good: rate(0.5), large: rate(1.2) };
  }

  verdict() {
    return kernelVerdict(this.measured());
  }

  ends() {
    const measured = this.measured();
    const state = stateOf(measured);
    const { velocity, slopes } = this.trainer;
    let change = 0;
    for (let i = 0; i < slopes.length; i++) change = Math.max(change, Math.abs(velocity[i]), Math.abs(measured.rate * slopes[i]));
    return { isLost: state === "lost", isDone: (Boolean(state) && measured.loss > measured.before) || change < STILL };
  }

  // -- Drawing --

  drawState() {
    this.drawTraining();
    const { task, weights, slopes } = this.trainer;
    const { rows, columns, values, pixels } = this.readImage(this.model.get("_image"));
    const room = Math.min(this.width || 740, WIDEST);
    const width = this.pictureWidth(room);
    this.image.size({ rows, columns }, width / columns);
    if (this.paintedImage !== values) { // it stays as it is while the kernel learns
      this.paintedImage = values;
      this.image.paint({ rows, columns }, pixels ? (i) => pixels[i] : (i) => values[i], pixels ? 255 : largestSize(values) || 1, pixels ? GREYS : SIGNED_SHADES);
    }
    for (let window = 0; window < task.examples; window++) this.output[window] = task.sum(weights, window);
    const map = { rows: task.rows, columns: task.columns };
    for (const pane of [this.map, this.goal, this.error]) pane.size(map, width / map.columns);
    for (const pane of [this.image, this.map, this.goal, this.error]) pane.node.parentElement.style.width = `${width + 4}px`;
    this.stage.style.setProperty("--tile", `${width + 4}px`);
    this.map.paint(map, (i) => this.output[i], this.largest, SIGNED_SHADES);
    this.none.hidden = this.output.some((sum) => sum !== 0); // an empty frame would look as if it were not loaded
    this.goal.paint(map, (i) => task.target[i], this.largest, SIGNED_SHADES);
    this.error.paint(map, (i) => this.output[i] - task.target[i], this.largest, SIGNED_SHADES);
    this.drawGrid(this.kernel, weights, this.largestWeight(weights), "Weight");
    this.drawGrid(this.slopes, slopes, this.trainer.fullSlope(), "Slope");
    this.drawGrid(this.next, this.nextWeights(), this.largestWeight(weights), "Next weight");
    this.drawHidden();
    this.writeKey(rounded(this.largestWeight(weights)));
    this.paintLegend();
    this.drawCurve(room);
    this.writeTitles(map, width);
    const off = this.teacher ? furthestOff(weights, this.teacher) : null;
    this.tellStatus(kernelStatus({ ...this.measured(), off, lowest: this.model.get("_task").target?.lowest ?? 0 }));
  }

  // The colour is full at the largest weight of the hidden kernel, so that the same number has the same colour.
  largestWeight(weights) {
    return Math.max(this.teacher ? largestSize(this.teacher) : 0, Math.min(largestSize(weights) || 1, 1e3));
  }

  // How the page is laid out: "wide", with kernels below maps in four columns; "middle", with the hidden kernel beside the curve; "narrow", with two kernels in a row.
  layout(room) {
    return room < NARROW ? "narrow" : room < IN_COLUMNS || this.side.columns > 3 ? "middle" : "wide";
  }

  // The numbers at the ends of the colours of a weight.
  writeKey(end) {
    setText(this.scaleEnds[0], `−${end}`);
    setText(this.scaleEnds[1], end);
    const label = `Colours of the weights, from −${end}, blue, over 0 to ${end}, red`;
    if (this.colourKey.getAttribute("aria-label") !== label) this.colourKey.setAttribute("aria-label", label);
  }

  // As wide in all grids, which are to be compared.
  cellWidth(room = Math.min(this.width || 740, WIDEST)) {
    if (this.side.columns > 3) return 48;
    const layout = this.layout(room);
    if (layout === "narrow") return clamp(Math.floor((room - SIGNS.narrow - 2) / 6), 44, 58);
    return layout === "middle" ? clamp(Math.floor((room - SIGNS.middle - 3) / 9), 48, 68) : Math.floor((room - SIGNS[layout] - 4) / 12);
  }

  // Of the image and of each map.
  pictureWidth(room) {
    const layout = this.layout(room);
    if (layout === "wide") return this.side.columns * this.cellWidth(room) - 3; // as wide as the kernels
    return clamp(Math.floor((room - MAP_SIGNS[layout]) / 4) - 4, layout === "narrow" ? 0 : 90, 176);
  }

  // The kernel after the next step, on the windows of that step.
  nextWeights() {
    const { weights, slopes, velocity } = this.trainer;
    const [rate, momentum] = [this.model.get("rate"), this.model.get("momentum")];
    return weights.map((weight, i) => weight + (momentum * velocity[i] - rate * slopes[i]));
  }

  drawGrid(grid, values, limit, name) {
    const { rows, columns } = this.side;
    grid.shape(rows, columns);
    grid.size(this.cellWidth(), ROW);
    const texts = this.textsOf(values);
    for (let i = 0; i < values.length; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      grid.fill(row, column, { text: texts[i], colour: signedOnPage(values[i], limit), label: `${name}, row ${row}, column ${column}: ${cellText(values[i], limit)}` });
    }
  }

  // The numbers for the cells of a grid, which have little room for them.
  textsOf(values) {
    return gridTexts(values, this.cellWidth() < WIDE_CELL ? IN_NARROW : undefined);
  }

  drawHidden() {
    this.hiddenFigure.hidden = !this.teacher;
    if (!this.teacher) return;
    const { rows, columns } = this.side;
    this.hidden.shape(rows, columns);
    this.hidden.size(this.cellWidth(), ROW);
    const texts = this.textsOf(this.teacher);
    this.teacher.forEach((value, i) => {
      const text = this.isShown ? texts[i] : "?";
      const colour = this.isShown ? signedOnPage(value, this.largestWeight(this.trainer.weights)) : null;
      this.hidden.fill(Math.floor(i / columns), i % columns, { text, colour });
    });
  }

  drawCurve(room) {
    const { losses, steps } = this.trainer;
    const rate = rounded(this.model.get("rate"));
    setText(this.updateRate, rate);
    this.updateRate.classList.toggle("long", rate.length > LONG);
    this.stage.dataset.layout = this.layout(room);
    const beside = this.layout(room) !== "narrow" && this.teacher ? this.side.columns * this.cellWidth(room) + 1 + BETWEEN : 0;
    this.curve.width = room - 4 - beside;
    const lines = [this.earlierLine(), { values: losses, count: steps + 1, step: (n) => n, kind: "line" }];
    const isLog = this.isLog(needsLog(lines));
    this.curve.sayBefore(this.earlierText());
    this.curve.draw(lines, this.lastStep(), isLog);
    setText(this.curve.title, `Loss${isLog ? ", log scale" : ""}`);
  }

  writeTitles(map, width) {
    const { titles } = this;
    const { rows, columns, name } = this.model.get("_task").images[this.model.get("_image")];
    const sized = (title, ...sides) => (width < ROOM_FOR_SIZE ? title : `${title} ${by(...sides)}`);
    setText(titles.image, sized("Image", rows, columns));
    this.image.node.setAttribute("aria-label", `Image: ${name}`);
    const isNarrow = this.layout(Math.min(this.width || 740, WIDEST)) === "narrow";
    setText(titles.kernel, "Kernel now");
    setText(titles.slopes, "Slopes");
    setText(titles.next, isNarrow ? "= Next kernel" : "Next kernel"); // it begins a row
    setText(titles.hidden, "Hidden kernel");
    setText(titles.map, sized("Map now", map.rows, map.columns));
    setText(titles.goal, "Target map");
    setText(titles.error, "Error");
  }

  drawFocus() {
    const [row, column] = this.place;
    const i = row * this.side.columns + column;
    const { weights, slopes, velocity } = this.trainer;
    this.next.surround(row, column, 1, 1);
    for (const grid of [this.kernel, this.slopes]) {
      grid.surround(row, column, 1, 1);
      if (!grid.table.contains(document.activeElement)) grid.activate(row, column);
    }
    this.reading.classList.toggle("long", this.model.get("momentum") > 0);
    const step = nextWeight({ weight: weights[i], slope: slopes[i], velocity: velocity[i], rate: this.model.get("rate"), momentum: this.model.get("momentum") });
    this.tellStep(`Row ${row}, column ${column}`, step);
  }

  inWords() {
    if (!this.state) return "";
    if (this.isPlaying) return "Training.";
    return `${this.status.textContent} ${this.comparison()} ${this.reading.textContent}`;
  }
}

// A picture alone: nothing in it is reached by keys.
function asPicture({ node, frame }) {
  frame.remove();
  node.removeAttribute("tabindex");
  node.setAttribute("role", "img");
}
