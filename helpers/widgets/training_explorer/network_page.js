// The page on which a small network learns to tell drawn garments apart.

import { shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { button, element, setText, svgElement } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { isCommand, moveInList } from "../shared/keys.js";
import { DRAWING_SIDE } from "../shared/limits.js";
import { bytesOf, clamp, counted, largestSize, probabilityText, strongestPlace } from "../shared/numbers.js";
import { SIGNED_SHADES, signedOnPage } from "../shared/signed.js";
import { forDevice } from "../shared/touch.js";
import { Curve, needsLog } from "./curve.js";
import { edgesOf } from "./edges.js";
import { chosenExamples, numbersToChoose, textOf } from "./examples.js";
import { Flow } from "./flow.js";
import { heads, paintMaps, paintPooled, picture, select } from "./flow_parts.js";
import { NetworkTask } from "./network.js";
import { OwnDrawing } from "./own_drawing.js";
import { SlopeSizes } from "./slope_sizes.js";
import { KernelTiles, Strip } from "./tiles.js";
import { MOST_STEPS, Trainer } from "./trainer.js";
import { TrainingView } from "./training_view.js";
import { cellText, fullColours, gridTexts, networkStatus, networkVerdict, nextWeight, percentTick, rounded, steepest } from "./words.js";

const GREYS = shades(pixelColour);
const KERNEL = { rows: 3, columns: 3 };
const DRAWING = { rows: DRAWING_SIDE, columns: DRAWING_SIDE };
const NARROW = 660; // pixels across: below it the network goes from top to bottom
const HEIGHT = 300; // of the columns from left to right
const LEAST_ROW = 32; // and of a class in them
const LARGEST = { kernel: 34, drawing: 72, small: 60, staggered: 31 }; // pixels across; the drawing is small where there is little room for edges
const IN_COLUMN = 8; // maps: more of them are in two columns, so that they are not tiny
const POOLED = 0.72; // how large a pooled map is, relative to the map that it is made from
const CURVES = { height: 135, gap: 14, widest: 1060, below: 470 };
const JUDGE_AT_REST = 150; // milliseconds after the last step, so that a held key is not slowed down
const SHOWN = [["weights", "weights"], ["slopes", "slopes"]]; // by the edges
const HOW = forDevice("Point at a part to see its edges.", "Tap a filter to choose it.");
const INSIDE = "Look inside the network";
const INSIDE_SAYS = forDevice("or click a drawing or a kernel", "or tap a drawing or a kernel");
/** @type {[number, string][]} */
const SAMPLES = [[0.7, "mean above 0"], [-0.7, "mean below 0"]]; // of edges: a share of the full colour, and what it means

export class NetworkPage extends TrainingView {
  constructor(context) {
    super(context, { label: "Training explorer: a small network", name: "training-network", settings: ["_drawings", "_own"] });
    this.data = this.model.get("_task");
    this.images = bytesOf(this.data.images);
    this.labels = bytesOf(this.data.labels);
    /** @type {number[][]} */
    this.judged = []; // step, loss and share correct of an epoch, loss and share correct of the drawings held out
    this.sums = [0, 0, 0]; // of this epoch so far: loss, drawings right, drawings
    this.now = { step: -1, share: 0 }; // of the drawings held out, at a step
    /** @type {number[]|null} Loss and share correct of the drawings held out, before the first step. */
    this.first = null;
    this.chosen = 0; // of the strip
    this.numbered = 0; // how many drawings the learner has added
    this.filter = -1; // the steepest, once its slopes are known
    this.edgesShow = "weights";
    this.place = [0, 0]; // of the weight that is read out
    this.stripImages = this.pickStrip();
    this.makeTask();
    this.build();
    this.pace.value = "fast";
    this.patience = 40; // drawing takes as long as a step: so it costs a fifth of the time and not half
  }

  // One drawing of each class from those held out, or from all where a class has none there.
  pickStrip() {
    return this.data.names.map((_, label) => {
      const held = this.labels.indexOf(label, this.data.examples);
      return held >= 0 ? held : this.labels.indexOf(label);
    }).filter((image) => image >= 0);
  }

  makeTask() {
    const { filters, names, examples } = this.data;
    const all = { images: this.images, labels: this.labels, examples, pixels: DRAWING_SIDE ** 2 };
    const { shown, ...chosen } = chosenExamples(all, this.model.get("_drawings"), this.model.get("_own"), this.stripImages);
    this.task = new NetworkTask({ filters, side: DRAWING_SIDE, classes: names.length, ...chosen });
    this.stripPlaces = shown;
  }

  // Another choice of drawings begins another training.
  key() {
    return `${super.key()}/${this.model.get("_drawings")}/${this.model.get("_own").map(({ number }) => number).join()}`;
  }

  // -- Building --

  build() {
    const { height } = CURVES;
    this.loss = new Curve({ title: "Loss", height, key: [["line", "each batch"], ["dots", "mean of an epoch"], ["held", "held out"], ["before", "the run before"]] });
    const guessing = 1 / this.data.names.length;
    this.shares = new Curve({ title: "Right answers", height, fixed: [0, 1], tick: percentTick,
      reference: guessing, key: [["reference", `guessing: ${percentTick(guessing)}`]] });
    this.kernel = new NumberGrid({ label: "Kernel of the filter", name: "kernel" });
    this.slopes = new NumberGrid({ label: "Its slopes", name: "slopes" });
    this.own = new OwnDrawing(this, this.data.names, { add: (pixels, label) => this.addOwn(pixels, label), remove: () => this.removeOwn(), shown: () => this.redraw() });
    this.buildFlow();
    this.colours = element("p", { class: "colours" });
    this.sizes = new SlopeSizes(this.data.parts);
    const numbers = element("div", { class: "numbers" }, this.figure("kernel", this.kernel.node, "kernel"), this.figure("slopes", this.slopes.node, "focus"),
      element("div", { class: "beside-numbers" }, this.reading, this.colours, this.sizes.node));
    this.inside = element("div", { class: "inside" }, this.flow.node, this.own.node, this.buildLegend(), numbers);
    this.insideButton = button("inside", "", () => this.lookInside(!this.model.get("_inside")));
    this.insideSays = element("span", { class: "says", text: INSIDE_SAYS });
    this.stage.append(element("div", { class: "curves" }, this.loss.node, this.shares.node, this.loss.key), this.buildTiles(),
      element("div", { class: "to-inside" }, this.insideButton, this.insideSays), this.inside);
    this.buildButtons("Epoch", () => this.toEpochEnd());
    this.root.append(this.buildSettings(), this.problem, this.verdictLine, this.stage, this.words);
  }

  // What is seen at first: the first kernels, and the drawings held out.
  buildTiles() {
    const { filters, names } = this.data;
    this.kernels = new KernelTiles(this.list("Kernels of conv 1", "kernels", filters[0], (n) => this.chooseFilter(n)));
    this.garments = new Strip(this.strip, this.stripImages.map((image) => names[this.labels[image]]), (n, i) => this.images[this.stripImages[n] * DRAWING_SIDE ** 2 + i]);
    return element("div", { class: "tiles" },
      this.figure("kernels", [this.kernels.key, this.kernels.list], "kernel"),
      this.figure("strip", [element("span", { class: "note", text: `class and guess; not trained on${this.garments.isBrightened ? ", brightened" : ""}` }), this.strip], "input"));
  }

  // The network from the drawing to the probabilities.
  buildFlow() {
    const { filters, names } = this.data;
    this.strip = this.list("Drawings held out", "strip", this.stripImages.length, (n) => { this.chosen = n; });
    this.filters = this.list("First filters", "filters", filters[0], (n) => this.chooseFilter(n));
    this.fillFilters();
    this.drawing = picture("drawing");
    const panes = (count) => Array.from({ length: count }, () => picture());
    this.deeper = filters.slice(1).map(panes);
    this.pooled = filters.map(panes);
    this.bars = element("ul", { class: "chances", "aria-label": "Probabilities" }, ...names.map((name) => element("li", {},
      element("span", { class: "name", text: name }), element("span", { class: "tag" }), element("span", { class: "track", "aria-hidden": "true" }, element("span", { class: "bar" })),
      element("span", { class: "number" }))));
    this.aim = element("p", { class: "aim", "aria-hidden": "true" }); // where the edges that end above the list lead
    this.flow = new Flow([
      this.figure("drawing", element("div", { class: "maps" }, this.drawing.node, this.own.toggle), "input"), 2.2,
      this.figure("filters", [heads("kernel", "slopes", "map", "pooled"), this.filters], "kernel"), 0.6,
      this.figure("pooled0", [heads("pooled"), element("div", { class: "maps" }, ...this.pooled[0].map(({ node }) => node))], "output"), 4,
      ...this.deeper.flatMap((maps, n) => [this.figure(`maps${n + 1}`, [heads("map", "pooled", "in two columns"), this.pairs(maps, this.pooled[n + 1])], "output"), 5]),
      this.figure("chances", [this.aim, this.bars], "output"),
    ]);
    this.flow.joins = this.joins();
  }

  // Each map with what is pooled from it.
  pairs(maps, pooled) {
    return element("div", { class: "maps pairs" }, ...maps.map(({ node }, n) => element("div", { class: "pair" }, node, pooled[n].node)));
  }

  // Which elements of the flow are joined, from the drawing on.
  joins() {
    const nodes = (panes) => panes.map(({ node }) => node);
    const first = [{ from: [this.drawing.node], to: this.panes.map(({ kernel }) => kernel.node), edges: 0 },
      { from: this.panes.map(({ map }) => map.node), to: nodes(this.pooled[0]), edges: null }];
    const others = this.deeper.flatMap((maps, n) => [{ from: nodes(this.pooled[n]), to: nodes(maps), edges: n + 1 },
      { from: nodes(maps), to: nodes(this.pooled[n + 1]), edges: null }]);
    return [...first, ...others, { from: nodes(this.pooled.at(-1)), to: [...this.bars.children], edges: this.pooled.length }];
  }

  buildLegend() {
    this.shownBy = SHOWN.map(([name, text]) => button(`edges-${name}`, text, () => { this.edgesShow = name; this.redraw(); }));
    this.samples = SAMPLES.map(([share]) => svgElement("path", { d: "M0 9C14 9 16 3 30 3M0 9C14 9 16 10.5 30 10.5", "stroke-dasharray": share < 0 ? "4 3" : "none" }));
    return element("div", { class: "flow-legend" },
      element("span", { class: "presets", role: "group", "aria-label": "Edges show" }, element("span", { text: "Edges:" }), ...this.shownBy),
      element("span", { class: "samples" }, ...SAMPLES.map(([, text], n) => element("span", {},
        svgElement("svg", { width: 30, height: 14, "aria-hidden": "true" }, this.samples[n]), text))),
      element("span", { class: "how", text: HOW }));
  }

  buildSettings() {
    return this.settingsBar((settings) => {
      this.addControls(settings, "Batch", this.data.examples);
      this.addScale(settings);
      this.more.node.append(settings.choice("drawings", "Learn from", numbersToChoose(this.data.examples, this.model.get("_drawings"))
        .map((count) => [count, counted(count, this.data.drawn ? "drawing" : "image")])));
    });
  }

  // A row of things, one of which is chosen: Tab stops there once, and the arrow keys move on.
  list(label, name, count, choose) {
    const options = Array.from({ length: count }, (_, n) => element("div", { role: "option", "data-place": n, tabindex: n ? -1 : 0, "aria-selected": String(!n) }));
    const node = element("div", { class: `list ${name}`, role: "listbox", "aria-label": label, "aria-orientation": "horizontal" }, ...options);
    const go = (place) => {
      select(node, place);
      choose(place);
      this.redraw();
    };
    this.on(node, "click", (event) => {
      const option = event.target.closest("[data-place]");
      if (!option) return;
      go(Number(option.dataset.place));
      option.focus({ preventScroll: true });
      this.lookInside(true); // where the choice shows
    });
    this.on(node, "keydown", (event) => {
      if (!isCommand(event) && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        this.lookInside(true);
        return;
      }
      const place = isCommand(event) ? null : moveInList(event, Number(event.target.dataset.place), count);
      if (place === null) return;
      event.preventDefault();
      go(place);
      options[place].focus();
    });
    return node;
  }

  inColours() {
    this.kernels.inColours();
    SAMPLES.forEach(([share], n) => this.samples[n].setAttribute("stroke", `rgb(${signedOnPage(share, 1)})`));
  }

  chooseFilter(n) {
    this.filter = n;
    for (const list of [this.filters, this.kernels.list]) select(list, n);
  }

  // Show or hide all but the first view. The model remembers it; undo, which is for the training, leaves it.
  lookInside(isShown) {
    if (this.model.get("_inside") === isShown) return;
    this.model.set("_inside", isShown);
    this.model.save_changes();
  }

  showInside() {
    const isShown = Boolean(this.model.get("_inside"));
    this.inside.hidden = !isShown;
    this.insideSays.hidden = isShown;
    this.root.classList.toggle("looking-inside", isShown);
    this.insideButton.setAttribute("aria-expanded", String(isShown));
    setText(this.insideButton, `${INSIDE} ${isShown ? "▴" : "▾"}`);
    return isShown;
  }

  fillFilters() {
    this.panes = [...this.filters.children].map((option, n) => {
      const panes = { kernel: picture("kernel"), slope: picture("slope"), map: picture("map") };
      option.setAttribute("aria-label", `Filter ${n}`);
      option.append(element("span", { class: "filter-number", "aria-hidden": "true", text: String(n) }), ...Object.values(panes).map(({ node }) => node));
      return panes;
    });
  }

  listen() {
    super.listen();
    this.hear("change:_inside", () => this.redraw());
    for (const grid of [this.kernel, this.slopes]) {
      const go = (place) => { this.place = place; this.draw(); };
      this.watchGrid(grid, { hover: go, move: go, click: go });
    }
    const ends = new Set(this.flow.joins.flatMap(({ from, to }) => [...from, ...to]));
    this.on(this.flow.node, "pointermove", (event) => {
      let node = event.pointerType === "touch" ? null : event.target;
      while (node && node !== this.flow.node && !ends.has(node)) node = node.parentElement;
      this.pointFlow(ends.has(node) ? node : null);
    });
    this.on(this.flow.node, "pointerleave", () => this.pointFlow(null));
    const shown = new IntersectionObserver(() => { if (this.flow.isMissed) this.redraw(); });
    shown.observe(this.flow.node);
    this.signal.addEventListener("abort", () => shown.disconnect());
  }

  pointFlow(node) {
    if (this.flow.pointed === node) return;
    this.flow.pointed = node;
    this.redraw();
  }

  // -- Settings --

  settings() {
    const { _drawings: drawings, ...settings } = super.settings();
    return { scale: this.scaleOfLoss, drawings, ...settings };
  }

  showSettings() {
    const settings = this.settings();
    this.bar.show({ ...settings, "rate-typed": settings.rate });
  }

  change({ scale, drawings, ...values }) {
    if (scale) { this.scaleOfLoss = scale; this.redraw(); } else this.set(drawings ? { _drawings: drawings } : values);
  }

  // Each of the learner's drawings has a number of its own, which identifies the training it belongs to.
  addOwn(pixels, label) {
    const own = this.model.get("_own");
    this.numbered = Math.max(this.numbered, ...own.map(({ number }) => number)) + 1;
    this.set({ _own: [...own, { number: this.numbered, label, pixels: textOf(pixels) }] }, []);
  }

  removeOwn() {
    this.set({ _own: this.model.get("_own").slice(0, -1) }, []);
  }

  // -- The training --

  makeTrainer() {
    this.makeTask();
    this.trainer = new Trainer(this.task, MOST_STEPS);
  }

  startWeights(weights) {
    weights.fill(0);
    if (this.model.get("start") === "random") this.fillRandomly(weights, this.task.parts());
  }

  toEpochEnd() {
    const { task, seen, batch } = this.trainer;
    return Math.ceil((task.examples - (seen % task.examples)) / batch);
  }

  moment() {
    return { ...this.trainer.moment(), judged: [...this.judged], sums: [...this.sums], begun: this.kernelsBegun };
  }

  begunAnew({ judged = [], sums = [0, 0, 0], begun = null } = {}) {
    const { trainer } = this;
    this.kernelsBegun = begun ?? Array.from(trainer.weights.subarray(0, 9 * this.data.filters[0])); // before the first step
    this.judged = [...judged];
    this.sums = [...sums];
    this.now = { step: -1, share: 0 };
    if (!this.trainer.steps) this.first = null;
    this.judgeSoon();
  }

  // Count an epoch's drawings as they are looked at, like Keras; at its end judge the drawings held out.
  stepped() {
    const { task, trainer, sums } = this;
    const looked = (trainer.seen % task.examples) || task.examples;
    const count = Math.min(trainer.batch, looked);
    sums[0] += trainer.loss * count;
    sums[1] += task.right;
    sums[2] += count;
    this.judgeSoon();
    if (trainer.seen % task.examples) return;
    this.judged.push([trainer.steps, sums[0] / sums[2], sums[1] / sums[2], ...this.judgeHeldOut()]);
    sums.fill(0);
  }

  // The drawings held out, once the training rests.
  judgeSoon() {
    if (this.isPlaying) return;
    this.later("judge", JUDGE_AT_REST, () => {
      if (this.now.step === this.trainer.steps) return;
      this.judgeHeldOut();
      this.redraw();
    });
  }

  judgeHeldOut() {
    const { task, trainer } = this;
    const held = task.judge(trainer.weights, task.examples, task.count);
    this.now = { step: trainer.steps, share: held[1] };
    if (!trainer.steps) this.first = held;
    return held;
  }

  oneStep() {
    if (!this.trainer.steps && !this.first) this.judgeHeldOut();
    super.oneStep();
  }

  rested() {
    this.judgeSoon();
  }

  isDead() {
    const { slopes } = this.trainer;
    for (let i = 0; i < this.task.biases; i++) if (slopes[i] !== 0) return false;
    return true;
  }

  verdict() {
    const { steps, loss } = this.trainer;
    return networkVerdict({ steps, loss, classes: this.data.names.length, rate: this.model.get("rate"), isDead: this.isDead(),
      fromZeros: this.model.get("start") === "zeros" });
  }

  ends() {
    this.trainer.look();
    const isLost = this.trainer.steps > 0 && !Number.isFinite(this.trainer.loss);
    return { isLost, isDone: this.isDead() && this.model.get("start") !== "zeros" };
  }

  // -- Drawing --

  drawState() {
    this.drawTraining();
    if (this.filter < 0) this.chooseSteepest();
    this.drawCurves();
    this.writeTitles(); // before the edges: where these end depends on them
    this.drawTiles();
    if (this.showInside()) {
      this.fitFlow();
      this.tellOwn();
      this.drawInside();
      this.drawFilter();
      this.sizes.show(this.task.parts(), this.trainer.slopes);
    }
    this.paintLegend();
    const { steps, seen, loss } = this.trainer;
    const last = this.judged[this.judged.length - 1];
    const train = this.sums[2] ? this.sums[1] / this.sums[2] : last ? last[2] : null;
    const held = this.now.step === steps || !last ? (this.now.step === steps ? this.now.share : null) : last[4];
    this.tellStatus(networkStatus({ steps, epochs: seen / this.task.examples, loss, train, held }));
  }

  // Begin with a filter that learns: one whose map is 0 everywhere has no slopes to show.
  chooseSteepest() {
    this.chooseFilter(steepest(this.trainer.slopes, this.data.filters[0]));
  }

  writeTitles() {
    const { titles } = this;
    const { filters } = this.data;
    const noun = this.data.drawn ? "drawing" : "image";
    setText(titles.drawing, `Chosen ${noun}`);
    setText(titles.strip, `${noun === "drawing" ? "Drawings" : "Images"} held out`);
    titles.strip.title = `The network is not trained on these ${noun}s`;
    setText(titles.kernels, "Kernels of conv 1");
    setText(titles.filters, `Conv 1, ${counted(filters[0], "filter")}`);
    filters.slice(1).forEach((count, n) => setText(titles[`maps${n + 1}`], `Conv ${n + 2}, ${counted(count, "filter")}`));
    setText(titles.chances, "Probabilities");
    setText(titles.kernel, `Kernel ${this.filter}`);
    setText(titles.slopes, "Its slopes");
  }

  drawCurves() {
    const room = Math.min(this.width || 740, CURVES.widest);
    const { losses, steps } = this.trainer;
    const { judged } = this;
    const step = (n) => judged[n][0];
    const dots = (place) => ({ values: judged.map((line) => line[place]), count: judged.length, step, kind: "dots" });
    const start = this.first ? 1 : 0; // what is held out is known before the first step, too
    const held = (n) => ({ values: [...(this.first ? [this.first[n]] : []), ...judged.map((line) => line[3 + n])], count: start + judged.length,
      step: (/** @type {number} */ place) => (place < start ? 0 : step(place - start)), kind: "held" });
    const across = room < CURVES.below ? 1 : 2; // one below the other on a phone
    for (const curve of [this.loss, this.shares]) curve.width = Math.floor((room - CURVES.gap * (across - 1)) / across);
    this.loss.name("held", across === 1 ? "held out" : "held out (not trained on)"); // which is above the drawings as well
    this.loss.offer({ dots: judged.length > 0, held: start + judged.length > 0 });
    const lines = [this.earlierLine(), { values: losses, count: steps + 1, step: (n) => n, kind: "line" }, dots(1), held(0)];
    const isLog = this.isLog(needsLog(lines));
    const last = this.lastStep();
    this.loss.sayBefore(this.earlierText());
    this.loss.draw(lines, last, isLog);
    setText(this.loss.title, `Loss${isLog ? ", log scale" : ""}`);
    this.shares.draw([dots(2), held(1)], last, false);
  }

  drawTiles() {
    const { task, trainer, data } = this;
    const room = this.width || 740;
    this.kernels.fit(room);
    this.garments.fit(room);
    this.kernels.paint(trainer.weights, this.kernelsBegun, this.fullKernel(), trainer.steps > 0);
    this.stripPlaces.forEach((place, n) => {
      task.forward(trainer.weights, place);
      const found = strongestPlace(task.chances);
      this.garments.tell(n, data.names[found], found === task.labels[place]);
    });
  }

  // The number with the full colour in a kernel of the first convolution, now or before the first step.
  fullKernel() {
    return Math.max(largestSize(this.trainer.weights, 9 * this.data.filters[0]), largestSize(this.kernelsBegun)) || 1;
  }

  // What the network takes the learner's last drawing for.
  tellOwn() {
    const { task, trainer, data } = this;
    const count = this.model.get("_own").length;
    if (!count || this.own.node.hidden) return this.own.tell(count, "");
    const place = task.examples - 1;
    task.forward(trainer.weights, place);
    const found = strongestPlace(task.chances);
    const share = task.chances[found];
    return this.own.tell(count, `The last one, of the class ${data.names[task.labels[place]]}, is taken for ${data.names[found]}` +
      `${Number.isFinite(share) ? `, ${probabilityText(share)}` : ""}.`);
  }

  // The sizes of everything in the flow, for its width.
  fitFlow() {
    const room = this.width || 740;
    if (this.fitted === room) return;
    this.fitted = room;
    const { flow, data: { filters, names } } = this;
    const isDown = room < NARROW;
    this.stage.classList.toggle("down", isDown);
    const height = Math.max(HEIGHT, LEAST_ROW * names.length);
    flow.node.style.setProperty("--height", `${height}px`);
    this.filters.setAttribute("aria-orientation", isDown ? "horizontal" : "vertical");
    const staggers = filters.map((count, n) => n > 0 && count > IN_COLUMN && !isDown);
    const along = (count) => (isDown ? Math.floor(room / Math.min(count, 8)) - 18 : Math.floor(height / count) - 7);
    this.cells = filters.map((count, n) => clamp(staggers[n] ? along(count / 2) - 4 : along(count), 14, isDown ? 40 : staggers[n] ? LARGEST.staggered : LARGEST.kernel));
    this.deeper.forEach(([{ node }], n) => node.closest(".maps").classList.toggle("staggered", staggers[n + 1]));
    this.cells.forEach((cell, n) => flow.node.style.setProperty(`--cell${n}`, `${cell + 2}px`));
    this.drawing.size(DRAWING, (isDown ? LARGEST.small : LARGEST.drawing) / DRAWING_SIDE);
    flow.turn(isDown);
  }

  drawInside() {
    const { task, trainer } = this;
    const image = this.stripImages[this.chosen];
    task.forward(trainer.weights, this.stripPlaces[this.chosen], true);
    this.drawing.paint(DRAWING, (i) => this.images[image * DRAWING_SIDE ** 2 + i], 255, GREYS);
    const [cell] = this.cells;
    const [first] = task.blocks;
    const count = 9 * first.filters;
    const [largest, steepest] = [this.fullKernel(), trainer.fullSlope(count)];
    this.panes.forEach((panes, filter) => {
      panes.kernel.size(KERNEL, cell / 3);
      panes.kernel.paint(KERNEL, (i) => trainer.weights[i * first.filters + filter], largest, SIGNED_SHADES);
      panes.slope.size(KERNEL, cell / 3);
      panes.slope.paint(KERNEL, (i) => trainer.slopes[i * first.filters + filter], steepest, SIGNED_SHADES);
    });
    const full = task.blocks.map((block, n) => {
      const most = paintMaps(n ? this.deeper[n - 1] : this.panes.map(({ map }) => map), block, this.cells[n]);
      paintPooled(this.pooled[n], block, Math.round(POOLED * this.cells[n]), most);
      return rounded(most);
    });
    setText(this.colours, fullColours({ kernels: rounded(largest), slopes: rounded(steepest), maps: full }));
    this.drawChances();
    for (const [n, [name]] of SHOWN.entries()) this.shownBy[n].setAttribute("aria-pressed", String(this.edgesShow === name));
    const winner = strongestPlace(task.chances);
    this.flow.standOut([this.pooled[0][this.filter].node, this.bars.children[winner]]);
    const { pointed } = this.flow;
    const isMap = this.pooled.at(-1).some(({ node }) => node === pointed);
    const aim = [...this.bars.children].indexOf(pointed);
    setText(this.aim, `edges to ${isMap ? "all classes" : this.data.names[aim < 0 ? winner : aim]}`);
    this.flow.draw(edgesOf(task, this.edgesShow === "slopes" ? trainer.slopes : trainer.weights));
  }

  drawChances() {
    const { task } = this;
    const [label, guess] = [this.labels[this.stripImages[this.chosen]], strongestPlace(task.chances)];
    [...this.bars.children].forEach((line, unit) => {
      const share = task.chances[unit];
      line.querySelector(".bar").style.transform = `scaleX(${Number.isFinite(share) ? share : 0})`;
      setText(line.lastChild, Number.isFinite(share) ? probabilityText(share) : "–");
      setText(line.querySelector(".tag"), unit === label ? "✓ label" : unit === guess ? "✗ guess" : "");
      line.classList.toggle("found", unit === guess);
      line.classList.toggle("is-label", unit === label);
      line.classList.toggle("is-wrong", unit === guess && unit !== label);
    });
  }

  drawFilter() {
    const { weights, slopes } = this.trainer;
    const filters = this.data.filters[0];
    const count = 9 * filters;
    const full = [this.fullKernel(), this.trainer.fullSlope(count)]; // what has the full colour
    for (const [n, [grid, values, name]] of [[this.kernel, weights, "Weight"], [this.slopes, slopes, "Slope"]].entries()) {
      grid.shape(3, 3);
      grid.size(clamp(Math.floor(((this.width || 740) - 18) / 6), 48, 56), 26);
      const largest = largestSize(values, count) || 1;
      const own = Array.from({ length: 9 }, (_, i) => values[i * filters + this.filter]);
      const texts = gridTexts(own);
      for (let i = 0; i < 9; i++) {
        const [row, column] = [Math.floor(i / 3), i % 3];
        grid.fill(row, column, { text: texts[i], colour: signedOnPage(own[i], full[n]), label: `${name}, row ${row}, column ${column}: ${cellText(own[i], largest)}` });
      }
    }
  }

  drawFocus() {
    if (this.inside.hidden) return;
    const [row, column] = this.place;
    const i = (3 * row + column) * this.data.filters[0] + this.filter;
    const { weights, slopes, velocity } = this.trainer;
    for (const grid of [this.kernel, this.slopes]) {
      grid.surround(row, column, 1, 1);
      if (!grid.table.contains(document.activeElement)) grid.activate(row, column);
    }
    const step = nextWeight({ weight: weights[i], slope: slopes[i], velocity: velocity[i], rate: this.model.get("rate"), momentum: this.model.get("momentum") });
    this.tellStep(`Kernel ${this.filter}, row ${row}, column ${column}`, step);
  }

  inWords() {
    if (!this.state) return "";
    if (this.isPlaying) return "Training.";
    const inside = this.inside.hidden ? "" : ` ${this.reading.textContent}`;
    return `${this.status.textContent} ${this.comparison()} ${this.strip.children[this.chosen].getAttribute("aria-label")}.${inside}`;
  }
}
