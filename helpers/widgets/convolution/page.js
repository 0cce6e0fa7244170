// The page of ConvolutionExplorer. Its sums are computed here, so that a hover needs no answer from Python.

import { windowsUsing } from "../shared/axes.js";
import { pixelColour } from "../shared/colours.js";
import { button, element, labelled, problemLine, setText, setTitle, sign, tell } from "../shared/dom.js";
import { CellEditor, NumberGrid } from "../shared/grid.js";
import { LARGEST_PADDED } from "../shared/limits.js";
import { MoreSettings } from "../shared/more.js";
import { by, largestOf, withNumber, writeNumber } from "../shared/numbers.js";
import { RunningSum } from "../shared/running_sum.js";
import { realNumber } from "../shared/settings.js";
import { followPage, signedOnPage } from "../shared/signed.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { compute, coverWords, flippedCell, isOneRow, judge, nearestPosition, nextStep, outputName, productTexts, sumOfSizes, sumWords,
  userWords, valueWords, windowTerms, windowWords } from "./arithmetic.js";
import { FlightLayer, flightsAfter } from "./flight.js";
import { SumFold, isAboutSizes, placesAfter } from "./fold.js";
import { breakAtColon, noteNodes, sizeNodes } from "./formula.js";
import { GuessForm, termOrBlank, textOrBlank } from "./guess.js";
import { KERNEL_LEAST, PHONE, SMALL_TITLE, STEPS, classesOf, sidesOf, spaceOf } from "./layout.js";
import { overlayCells } from "./overlay.js";
import { Scale } from "./scale.js";
import { markStarts } from "./starts.js";
import { Strips, numberRow } from "./strips.js";

const PACE = { windows: 700, products: 600 }; // milliseconds from step to step
const SETTLED = 900; // milliseconds after a step until the kernel leaves the input
const HOW = forDevice("Point at a cell, or use the arrow keys; a click holds it. Double-click a pixel or a weight to change it.",
  "Tap a cell to see its sum. Double-tap a pixel or a weight to change it.");
const GUESS_HOW = forDevice("Multiply, add up and type your guess below. Click another output cell, or step on, for the next guess.",
  "Multiply, add up and type your guess. Tap another output cell for the next one.");
const HEADS = 22; // pixels for the numbers of the columns, above the first row of cells
const ROW = 32; // pixels: a line of the sum, and the row of products beside it
const SUM = { signs: 88, plus: 17 }; // pixels: "row 0" and "=" with their gaps, the sign of a term

class ConvolutionPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Convolution explorer", name: "convolution",
      settings: ["_image", "_kernel", "bias", "stride", "padding", "dilation", "flipped", "predict_first"] });
    this.shownTerms = Infinity; // fewer while stepping product by product
    this.heldAt = ""; // the position that a click has fixed
    this.isPlaying = false;
    this.revealed = new Set(); // positions of the output that have been guessed
    /** @type {any} */
    this.verdict = null;
    this.brightest = 0;
    this.brush = document.createElement("canvas").getContext("2d"); // measures texts
    this.complaint = problemLine("complaint");
    this.editor = new CellEditor((sentence) => tell(this.complaint, sentence));
    this.flights = new FlightLayer();
    this.hasStepped = false; // since the last drawing: its numbers should fly
    this.how = element("p", { class: "how", text: HOW });
    this.fold = new SumFold(isAboutSizes(this.model.get("_start")), () => this.changeFold());
    this.lead = element("div", { class: "size-lead", hidden: !this.fold.isUsed });
    this.root.append(this.buildSettings(), this.how, this.lead, this.buildStage(), this.complaint,
      this.buildTransport(), this.buildArithmetic(), this.flights.node);
  }

  buildSettings() {
    this.more = new MoreSettings({ changed: () => this.toggled() });
    return this.settingsBar((bar) => {
      if (!this.fold.isUsed) bar.real("bias", "Bias", "The bias");
      bar.whole("stride", "Stride", { largest: LARGEST_PADDED });
      bar.padding("Cells");
      bar.whole("dilation", "Dilation", { largest: LARGEST_PADDED });
      if (this.fold.isUsed) bar.real("bias", "Bias", "The bias"); // after what the size depends on
      bar.choice("flipped", "Kind", [[false, "correlation"], [true, "convolution"]]);
      const later = this.fold.isUsed ? ["bias", "flipped"] : ["stride", "padding", "cells", "dilation", "flipped"];
      this.more.node.append(...later.map((name) => bar.controls[name].parentNode));
      bar.node.append(this.more.button, this.more.node);
    });
  }

  buildStage() {
    this.input = new NumberGrid({ label: "Input", name: "input", numbered: true, numbersPadding: true });
    this.kernel = new NumberGrid({ label: "Kernel", name: "kernel" });
    this.overlay = element("div", { class: "kernel-overlay", "aria-hidden": "true" }); // the kernel on the input, while it slides
    this.input.node.append(this.overlay);
    this.output = new NumberGrid({ label: "Output (feature map)", name: "output", numbered: true });
    this.notes = element("div", { class: "notes" });
    this.kernelScale = new Scale();
    this.scale = new Scale("output and products");
    this.strips = new Strips([this.input.node, this.output.node]);
    this.stage.append(this.figure("input", this.strips.nodes[0]), sign("∗"), this.figure("kernel", [this.kernel.node, this.kernelScale.node]),
      element("i", { class: "break", "aria-hidden": "true" }), sign("="),
      this.figure("output", [this.strips.nodes[1], this.scale.node]), this.problem, this.notes);
    return this.stage;
  }

  buildTransport() {
    this.playButton = button("play", "▶ Play", () => (this.isPlaying ? this.pause() : this.play()));
    this.firstButton = button("first", "First", () => this.go(() => this.toFirst()));
    this.backButton = button("back", "◀ Back", () => this.go(() => this.step(-1)));
    this.forwardButton = button("forward", "Forward ▶", () => this.go(() => this.step(1)));
    this.pace = element("select", { name: "pace", onchange: () => this.changePace() },
      element("option", { value: "windows", text: "one window" }), element("option", { value: "products", text: "one product" }));
    this.predictFirst = this.bar.check("predict_first", "Predict first");
    this.transport = element("div", { class: "transport", role: "group", "aria-label": "Steps" },
      this.firstButton, this.backButton, this.playButton, this.forwardButton, labelled("A step is", this.pace), this.predictFirst, this.fold.button);
    return this.transport;
  }

  buildArithmetic() {
    this.window = new NumberGrid({ label: "Window: the pixels under the kernel", name: "window", role: "table" });
    this.weights = new NumberGrid({ label: "Kernel on the window", name: "weights", role: "table" });
    this.products = new NumberGrid({ label: "Products", name: "products", role: "table" });
    this.sum = new RunningSum({ write: textOrBlank, signed: termOrBlank });
    this.guess = new GuessForm({ judge: (text) => this.judge(text), reveal: () => this.reveal() });
    this.sumFigure = element("div", { class: "figure figure-sum" }, this.sum.node);
    this.arithmetic = element("div", { class: "arithmetic" }, this.guess.node, this.figure("window", this.window.node), sign("×"),
      this.figure("weights", this.weights.node), sign("="), this.figure("products", this.products.node), this.sumFigure, this.words);
    return this.arithmetic;
  }

  listen() {
    this.watchTheme(() => this.redraw());
    for (const strip of this.strips.nodes) this.on(strip, "scroll", () => this.strips.follow(strip));
    for (const name of ["input", "kernel", "output"]) {
      this.watchGrid(this[name], {
        hover: (place) => this.hover(name, place),
        move: (place) => { this.pause(); this.choose(name, place); },
        click: (place) => this.click(name, place),
        edit: (place, typed) => this.edit(name, place, typed),
      });
    }
    for (const name of ["window", "weights", "products"]) {
      this.watchGrid(this[name], { hover: (place) => this.hover(name, place), move: () => {} });
    }
    this.on(this.root, "keydown", (event) => {
      if (event.key === "Escape") { this.pause(); this.heldAt = ""; this.draw(); }
    });
  }

  // -- Settings --

  settings() {
    const { _image: image, _kernel: kernel, ...others } = super.settings();
    return { image, kernel, ...others };
  }

  showSettings() {
    const { image, kernel, ...others } = this.settings();
    this.bar.show(others);
    this.more.need(this.fold.needsMore(others));
  }

  // What was typed and does not work is forgotten when it goes out of sight.
  toggled() {
    if (!this.more.isShown) this.bar.forget();
    this.showSettings();
    this.redraw();
  }

  apply(values) {
    this.pause();
    this.rest();
    super.apply(values);
  }

  settingsChanged() {
    this.editor.close();
    this.revealed.clear();
    this.verdict = null;
    this.shownTerms = Infinity;
    super.settingsChanged();
  }

  compute(settings) {
    return compute(settings);
  }

  forgetTyping() {
    this.editor.close();
    super.forgetTyping();
  }

  startOver() {
    this.heldAt = "";
    super.startOver();
    this.more.show(this.fold.needsMore(this.model.get("_start")));
    this.fold.reset();
    this.redraw();
  }

  // -- Moving --

  hover(name, place) {
    if (this.isPlaying) return;
    this.rest();
    if ((!this.heldAt && !this.state.predict_first) || !["input", "output"].includes(name)) this.choose(name, place);
    else if (name === "input") this.pointed = { name, place };
  }

  // Point at a cell. One of the output selects its window, one of the input the window with the nearest centre.
  choose(name, place) {
    if (!this.state) return;
    this.pointed = name === "output" ? null : { name, place };
    const { rows, columns } = this.state;
    const focus = name === "output" ? place
      : name === "input" ? [nearestPosition(place[0], rows), nearestPosition(place[1], columns)] : this.focus;
    if (focus.join() === this.focus.join()) return;
    this.focus = focus;
    this.shownTerms = Infinity;
    this.verdict = null;
  }

  click(name, place) {
    this.pause();
    if (name === "kernel") return;
    this.choose(name, place);
    const at = `${name} ${place}`;
    this.heldAt = this.heldAt === at ? "" : at;
  }

  // The number of the product that is pointed at, or that came last while stepping; or null.
  litTerm() {
    const { kernel, flipped } = this.state;
    const { name, place } = this.pointed ?? { name: "input" };
    if (name === "input") return this.shownTerms === Infinity ? null : this.shownTerms - 1;
    const [row, column] = name === "kernel" && flipped ? flippedCell(kernel, place) : place;
    return row * kernel[0].length + column;
  }

  // The cell of the input that is pointed at, and the output cells that use it.
  pointedInput() {
    const cell = this.pointed?.name === "input" ? this.pointed.place : null;
    return { cell, users: cell ? windowsUsing(cell, this.state.rows, this.state.columns) : [] };
  }

  // -- Editing --

  edit(name, place, typed) {
    this.pause();
    if (name === "output") {
      if (!this.guess.node.hidden) this.guess.focus(typed);
      return;
    }
    const isPixel = name === "input";
    const trait = isPixel ? "_image" : "_kernel";
    const numbers = this.model.get(trait);
    const before = isPixel && this.state ? [this.state.rows.before, this.state.columns.before] : [0, 0];
    const [r, c] = [place[0] - before[0], place[1] - before[1]];
    if (numbers[r]?.[c] === undefined) {
      tell(this.complaint, "Padding is always 0: change a pixel inside the image.");
    } else if (this.editor.commit()) {
      const part = isPixel ? "Pixel" : "Weight";
      this.editor.open(this[name], place, { label: `${part} at row ${r}, column ${c}`, title: `A ${part.toLowerCase()}`,
        number: numbers[r][c], typed, take: (value) => this.set({ [trait]: withNumber(this.model.get(trait), r, c, value) }) });
    }
  }

  // -- Steps --

  // Step forward or back; false at either end.
  step(direction) {
    const { rows, columns, kernel } = this.state;
    const placeOf = (position) => [Math.floor(position / columns.output), position % columns.output];
    const from = { position: this.focus[0] * columns.output + this.focus[1], shown: this.shownTerms };
    const next = nextStep(from, direction, { positions: rows.output * columns.output,
      terms: this.pace.value === "products" ? kernel.length * kernel[0].length : 0,
      isHidden: (position) => this.isHidden(placeOf(position)) });
    if (!next) return false;
    this.choose("output", placeOf(next.position));
    this.shownTerms = next.shown;
    this.slide(direction);
    return true;
  }

  // Show the kernel on the input while it moves on. Forward, its products fly.
  slide(direction) {
    this.hasStepped = direction > 0 && !this.isHidden();
    this.root.classList.add("sliding");
    this.later("slide", SETTLED, () => { if (!this.isPlaying) this.rest(); });
  }

  rest() {
    this.root.classList.remove("sliding");
    this.flights.clear();
  }

  toFirst() {
    this.choose("output", [0, 0]);
    this.showFirstTerm();
  }

  showFirstTerm() {
    this.shownTerms = this.pace.value === "products" && !this.isHidden() ? 1 : Infinity;
  }

  go(move) {
    this.pause();
    if (this.state) move();
    this.pointed = null;
    this.draw();
  }

  changePace() {
    this.pause();
    if (this.state) this.showFirstTerm();
    this.draw();
  }

  // Without its products in sight, a step is a whole window.
  changeFold() {
    if (!this.fold.isShown) this.pace.value = "windows";
    this.changePace();
  }

  isAtEnd() {
    const { rows, columns } = this.state;
    return this.focus[0] === rows.output - 1 && this.focus[1] === columns.output - 1 && this.shownTerms === Infinity;
  }

  play() {
    if (!this.state) return;
    this.pointed = null;
    if (this.isAtEnd()) this.toFirst();
    this.showPlaying(true);
    this.playOn();
  }

  playOn() {
    this.later("play", PACE[this.pace.value], () => {
      const hasMoved = this.root.isConnected && this.state && this.step(1);
      if (!hasMoved || this.isAtEnd()) this.pause(); else this.playOn();
      this.draw();
    });
  }

  pause() {
    if (!this.isPlaying) return;
    this.later("slide", SETTLED, () => this.rest());
    this.cancel("play");
    this.showPlaying(false);
  }

  showPlaying(isPlaying) {
    this.isPlaying = isPlaying;
    this.root.classList.toggle("playing", isPlaying);
    setText(this.playButton, isPlaying ? "❚❚ Pause" : "▶ Play");
    this.draw();
  }

  // -- Guessing --

  isHidden(place = this.focus) {
    return this.state.predict_first && !this.revealed.has(place.join());
  }

  judge(text) {
    const [guess, wrong] = realNumber(text, "A guess");
    tell(this.complaint, "");
    if (!wrong) return this.reveal(judge(guess, this.state.output[this.focus[0]][this.focus[1]]));
    this.verdict = { isRight: false, text: wrong };
    return this.draw();
  }

  reveal(verdict = null) {
    const hadFocus = this.guess.hasFocus;
    this.revealed.add(this.focus.join());
    this.verdict = verdict;
    this.guess.box.value = "";
    this.shownTerms = Infinity;
    this.stale = true;
    this.drawNow();
    // The question is gone, so the keyboard goes on from the cell it was about.
    if (hadFocus) this.output.goTo(...this.focus);
  }

  // -- Drawing --

  // Hide what belongs to earlier settings, so that nobody takes it for the answer.
  hideStale(isStale) {
    if (isStale) this.pause();
    for (const one of [this.firstButton, this.backButton, this.playButton, this.forwardButton]) one.disabled = isStale;
    // The sentence takes the place of the output; what is below keeps its place.
    for (const part of [this.output.node, this.titles.output, this.input.frame, this.scale.node]) part.hidden = isStale;
    for (const part of [this.lead, this.notes, this.arithmetic]) part.classList.toggle("withheld", isStale);
  }

  // Input and kernel are drawn even where there is no output.
  computeState() {
    super.computeState();
    followPage(this.root);
    this.drawInput();
    this.drawKernel();
    if (!this.state) this.fit();
  }

  drawInput() {
    const { image } = this.settings();
    const [rows, columns] = this.state ? [this.state.rows, this.state.columns]
      : [image, image[0]].map(({ length }) => ({ padded: length, before: 0, used: new Array(length).fill(true) }));
    const isPadded = rows.padded > image.length || columns.padded > image[0].length;
    setTitle(this.titles.input, `Input ${by(image.length, image[0].length)}` +
      (isPadded ? `, padded to ${by(rows.padded, columns.padded)}` : ""));
    this.input.shape(rows.padded, columns.padded, [rows.before, columns.before], [image.length, image[0].length]);
    numberRow(this.input, this.state ? isOneRow(rows) : image.length === 1);
    this.brightest = largestOf(image);
    this.input.cells.forEach((line, row) => line.forEach((_, column) => {
      const value = image[row - rows.before]?.[column - columns.before];
      const isPadding = value === undefined;
      const isUnused = !(rows.used[row] && columns.used[column]);
      const text = writeNumber(value ?? 0);
      const place = isPadding ? "Padding 0" : `Row ${row - rows.before}, column ${column - columns.before}: ${text}`;
      this.input.fill(row, column, { text, colour: pixelColour(value ?? 0, this.brightest),
        marks: `${isPadding ? "padding" : ""} ${isUnused ? "unused" : ""}`,
        label: place + (isUnused ? ", used by no window" : "") });
    }));
    if (!this.state) for (const name of ["tap", "pointed", "lit"]) this.input.mark(name, []);
  }

  drawKernel() {
    const { kernel } = this.settings();
    setTitle(this.titles.kernel, `Kernel ${by(kernel.length, kernel[0].length)}`);
    this.kernel.shape(kernel.length, kernel[0].length);
    this.fillSigned(this.kernel, kernel, largestOf(kernel));
    this.kernelScale.show(largestOf(kernel), kernel.flat());
  }

  drawState() {
    const { rows, columns, kernel, weights, output, flipped } = this.state;
    setTitle(this.titles.output, `Output ${by(rows.output, columns.output)}`);
    this.output.shape(rows.output, columns.output);
    numberRow(this.output, isOneRow(rows));
    this.focus = [Math.min(this.focus[0], rows.output - 1), Math.min(this.focus[1], columns.output - 1)];
    this.fillSigned(this.output, output, largestOf(output), (place) => this.isHidden(place));
    this.scale.show(this.state.predict_first ? 0 : largestOf(output)); // it would give away the largest number
    this.root.classList.toggle("has-starts", markStarts(this.input, rows, columns));
    this.fold.need(this.state.predict_first);
    if (this.fold.isUsed) this.lead.replaceChildren(...sizeNodes(this.state));
    this.notes.replaceChildren(...noteNodes(this.state, this.more.isShown, this.fold.isUsed));
    const titles = { window: "Window", weights: flipped ? "Kernel, flipped" : "Kernel", products: "Products" };
    for (const [name, text] of Object.entries(titles)) setText(this.titles[name], text);
    for (const grid of [this.window, this.weights, this.products]) grid.shape(kernel.length, kernel[0].length);
    this.fillSigned(this.weights, weights, largestOf(kernel));
    this.sum.shape(kernel.length, kernel[0].length);
    this.fit();
  }

  fillSigned(grid, numbers, largest, isHidden = (_place) => false) {
    numbers.forEach((line, row) => line.forEach((value, column) => {
      const hidden = isHidden([row, column]);
      const text = writeNumber(value);
      grid.fill(row, column, { text: hidden ? "" : text, colour: hidden ? null : signedOnPage(value, largest),
        label: `Row ${row}, column ${column}: ${hidden ? "not guessed yet" : text}` });
    }));
  }

  widthChanged() {
    this.fit();
    this.draw();
  }

  // Choose the sides of the cells so that everything fits side by side, with numbers if possible.
  fit() {
    const room = (this.width || 740) - 2;
    const figure = (name, least) => ({ side: this.sideFor(this[name].texts(), least), rows: this[name].rows, columns: this[name].columns,
      title: this.textWidth([this.titles[name].textContent], "600 ") + 22 });
    const [input, kernel] = [figure("input", 22), figure("kernel", KERNEL_LEAST)];
    const output = this.state ? figure("output", 22) : null;
    const sides = sidesOf(room, input, kernel, output);
    const heads = sides.numbers && !sides.kernelBelow && !sides.stacked ? HEADS : 0;
    const widest = Math.max(input.side, kernel.side, output?.side ?? 0);
    for (const [name, is] of Object.entries(classesOf(sides, room, Boolean(output), widest))) this.root.classList.toggle(name, is);
    this.input.size(sides.input, sides.height, sides.numbers);
    this.kernel.size(sides.kernel, sides.numbers ? sides.height : sides.kernel);
    this.kernelScale.fit(this.kernel);
    this.root.classList.toggle("close-steps", room >= PHONE && room < STEPS);
    this.root.style.setProperty("--heads", `${heads}px`); // the first rows of the grids are in one line
    this.root.style.setProperty("--middle", `${heads + (this.kernel.rows * this.kernel.metrics.height) / 2}px`);
    if (!this.state) return this.strips.scroll(false);
    this.output.size(sides.output, sides.height, sides.numbers);
    this.scale.fit(this.output);
    this.strips.scroll(this.root.classList.contains("scrolling"));
    this.overlay.replaceChildren(...overlayCells(this.state, this.input.metrics));
    this.fitArithmetic(room, input);
  }

  // On a phone, the three grids of the products are as close together as they can be.
  fitArithmetic(room, input) {
    const { kernel } = this.state;
    const columns = kernel[0].length;
    const height = columns > 4 || room < PHONE ? 28 : ROW;
    const least = Math.max(height, room < PHONE ? 28 : 30);
    this.root.style.setProperty("--row", `${height}px`); // a line of the sum is beside its row of products
    this.arithmetic.style.setProperty("--half", `${(kernel.length * height) / 2}px`); // the signs are at half the height of the grids
    const products = productTexts(this.state);
    this.window.size(Math.max(input.side, least), height);
    this.weights.size(this.sideFor(this.kernel.texts(), least), height);
    this.products.size(this.sideFor(products, least), height);
    const letter = this.root.classList.contains("tight") ? SMALL_TITLE : 1;
    const names = ["window", "weights"];
    const titles = names.map((name) => letter * (this.textWidth([this.titles[name].textContent], "600 ") + 18));
    const widths = [...names, "products"].map((name) => columns * this[name].metrics.width);
    this.arithmetic.style.setProperty("--space", `${spaceOf(room, widths, titles)}px`);
    // Room for the longest line of the sum, so that it does not jump while the window moves.
    const total = this.textWidth([...this.output.texts(), writeNumber(-this.brightest * sumOfSizes(kernel))], "600 ");
    this.sumFigure.style.flexBasis = `${Math.min(room, Math.ceil(SUM.signs + 2 * total + columns * (this.textWidth(products) + SUM.plus)))}px`;
  }

  // The side of a cell in pixels that holds the widest of these texts, and the frame that stands out by 4.
  sideFor(texts, least) {
    return Math.max(least, Math.ceil(this.textWidth(texts)) + 10);
  }

  textWidth(texts, weight = "") {
    const { fontSize, fontFamily } = getComputedStyle(this.root);
    this.brush.font = `${weight}${fontSize || "15px"} ${fontFamily || "sans-serif"}`;
    return Math.max(...Array.from(texts, (text) => this.brush.measureText(text).width));
  }

  // Draw what moves: the window, its numbers, its sum. Called for every hover and key, at most once a frame.
  drawFocus() {
    const { rows, columns, kernel, flipped, bias } = this.state;
    const [row, column] = this.focus;
    const terms = windowTerms(this.state, this.focus);
    const isHidden = this.isHidden();
    const lit = this.litTerm();
    const { cell, users } = this.pointedInput();

    this.input.surround(row * rows.stride, column * columns.stride, rows.effective, columns.effective);
    this.overlay.style.transform = this.input.frame.style.transform;
    // The frame shows a window without holes; dilation leaves holes, so its cells are marked one by one.
    this.input.mark("tap", rows.dilation > 1 ? terms.map((term) => term.at) : []);
    this.input.mark("pointed", cell ? [cell] : []);
    this.output.surround(row, column, 1, 1);
    const { width, left } = this.input.metrics;
    this.strips.reveal(column * columns.stride * width, left + (column * columns.stride + columns.effective) * width);
    this.output.mark("user", users);
    this.root.classList.toggle("folded", !this.fold.isShown);
    // Without the sum, what plays fills the output: cells that the window has not reached are still empty.
    this.output.mark("later", this.isPlaying && !this.fold.isShown ? placesAfter(this.focus, rows.output, columns.output) : []);
    const litPlaces = (place) => (lit === null ? [] : [place(terms[lit])]);
    this.input.mark("lit", litPlaces((term) => term.at));
    this.kernel.mark("lit", litPlaces((term) => (flipped ? flippedCell(kernel, term.cell) : term.cell)));
    for (const grid of [this.window, this.weights, this.products]) grid.mark("lit", litPlaces((term) => term.cell));
    if (!this.output.table.contains(document.activeElement)) this.output.activate(row, column);

    const limit = largestOf(this.state.output); // one scale for the products and what they add up to
    terms.forEach(({ cell: [i, j], pixel, product, padding }, number) => {
      this.window.fill(i, j, { text: writeNumber(pixel), colour: pixelColour(pixel, this.brightest),
        marks: padding ? "padding" : "" });
      this.products.fill(i, j, isHidden || number >= this.shownTerms ? { text: "", colour: null }
        : { text: writeNumber(product), colour: signedOnPage(product, limit) });
    });
    this.sum.show(isHidden ? terms.map((term) => ({ ...term, product: NaN })) : terms, bias, this.shownTerms, lit);
    this.sum.node.classList.toggle("asks", isHidden);
    if (isHidden) setText(this.sum.body.lastChild.lastChild, "?"); // one question, in the sum and in the output
    this.output.mark("asked", isHidden ? [this.focus] : []);
    this.guess.node.hidden = !this.state.predict_first;
    setText(this.how, this.state.predict_first ? GUESS_HOW : HOW);
    this.guess.show({ name: outputName(this.state, this.focus), covered: coverWords(this.state, this.focus), isHidden,
      verdict: this.verdict, value: writeNumber(this.state.output[row][column]) });
    this.firstButton.disabled = this.backButton.disabled =
      row === 0 && column === 0 && (this.pace.value === "windows" || this.shownTerms === 1);
    this.forwardButton.disabled = this.isAtEnd();
    if (this.hasStepped) this.flyNumbers(terms);
  }

  flyNumbers(terms) {
    this.hasStepped = false;
    this.flights.clear();
    const lines = [...this.sum.body.children];
    const places = {
      product: (number) => { const [i, j] = terms[number].cell; return this.products.cells[i][j]; },
      term: (number) => lines.flatMap((one) => [...one.querySelectorAll(".term")])[number],
      total: () => lines.at(-1).lastChild,
      output: () => this.output.cells[this.focus[0]][this.focus[1]],
    };
    for (const { from, to, number, delay } of flightsAfter(this.shownTerms, terms.length, this.pace.value === "products")) {
      this.flights.fly(places[from](number), places[to](number), delay, from);
    }
  }

  // While the page asks for a value, the question says all of it.
  say(text) {
    super.say(text);
    breakAtColon(this.words.querySelector("b"));
    this.words.classList.toggle("asks", Boolean(this.state) && this.isHidden());
  }

  inWords() {
    if (!this.state) return "";
    const { cell, users } = this.pointedInput();
    // With a question, what the window covers is below it.
    const words = this.state.predict_first ? sumWords : this.fold.isShown ? windowWords : valueWords;
    const said = [words(this.state, { focus: this.focus, shownTerms: this.shownTerms, isHidden: this.isHidden() })];
    if (cell) said.push(userWords(this.state, cell, users.length));
    if (this.heldAt) said.push("The window is held.");
    return said.join(" ");
  }
}

export default explorer(ConvolutionPage);
