// The page of PoolingExplorer. The pooling is done here, so that a hover needs no answer from Python.

import { windowsUsing } from "../shared/axes.js";
import { paint, shades } from "../shared/canvas.js";
import { inkOn, pixelColour } from "../shared/colours.js";
import { button, element, problemLine, renderOnce, resizeChildren, setText, sign, svgElement, tell } from "../shared/dom.js";
import { CellEditor, NumberGrid } from "../shared/grid.js";
import { ARROWS } from "../shared/keys.js";
import { LARGEST_POOLING_STEP } from "../shared/limits.js";
import { by, counted, largestOf, withNumber, writeNumber } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { arithmetic, compute, draggedShift, formulaOf, gaps, isShifted, keptBars, keptOutputs, longestShiftWords, movedEdge, notes, outline, same, shiftNotes, shiftNowWords, short } from "./arithmetic.js";

const LARGEST_WRITTEN_WINDOW = 6; // a larger one is not written out as a grid
const SHADES = shades(pixelColour);
const BESIDE = 400; // pixels: with less room, the grids are below each other
const SIDES = { least: 24, most: 40 }; // pixels of a cell with its number
const PAIRED = 0.75; // of the side of a cell that the input would have alone: no less, for an output beside the question
const WON = { leads: "the largest of its window", wins: "the largest of the window" };
const KEPT = { place: "same as before the shift", along: "the same, moved along" };
const NAMED = 150; // pixels of a grid below which its title is a single word
const NUMBERS = 22; // pixels for the numbers of the rows
const BETWEEN = { arrow: 48, panel: 14 }; // pixels: the arrow and its gaps, and the gap before the panel
const PANEL = { least: 200, edges: 20, asked: 150, gap: 12 }; // pixels: the panel of the shift beside the output, what is around its grid, and the question beside that
const FAR = 6; // pixels after which a press becomes a drag
const HOW = forDevice("Point at a cell of the output to see its window. Shift the input with the arrows, or by dragging it.",
  "Tap a cell of the output to see its window. Shift the input with the arrows, or by dragging it.");
const TASK = "Shift the input right by one pixel: which outputs stay the same?";
/** @type {[string, string, number[]][]} */
const PAD = [["left", "←", [0, -1]], ["up", "↑", [-1, 0]], ["down", "↓", [1, 0]], ["right", "→", [0, 1]]];
const KEYS_TITLE = forDevice("Keys, and how to change a pixel", "How to change a pixel");
const NOTE = forDevice("To change a pixel, double-click it or type on it. Arrow keys move the window, Alt and an arrow key shift the input.",
  "To change a pixel, double-tap it.");

class PoolingPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Pooling explorer", name: "pooling", compute,
      settings: ["_image", "size", "stride", "padding", "mode", "shift"] });
    this.input = new NumberGrid({ label: "Input", name: "input", numbered: true });
    this.output = new NumberGrid({ label: "Output", name: "output", numbered: true });
    this.before = new NumberGrid({ label: "Output before the shift", name: "before", role: "table", numbered: true });
    this.window = new NumberGrid({ label: "Pixels of the window", name: "window", role: "table" });
    this.brightest = 0;
    this.quick = element("canvas", { class: "quick", "aria-hidden": "true", hidden: true });
    this.input.node.append(this.quick);
    this.gaps = new Lines(this.input, "gaps");
    this.edge = new Lines(this.input, "edge");
    this.keptNow = new Lines(this.output, "kept-lines");
    this.keptBefore = new Lines(this.before, "kept-lines");
    /** @type {any} Where a drag of the input began, and the shift so far. */
    this.grip = null;
    const figure = (name) => this.figure(name, this[name].node);
    this.complaint = problemLine("complaint");
    this.editor = new CellEditor((sentence) => tell(this.complaint, sentence));
    this.notes = element("div", { class: "notes" });
    this.meaning = element("p", { class: "meaning" });
    this.why = element("p", { class: "why" });
    this.counts = element("span", { class: "course-unseen" }); // the bars, for screen readers
    this.survived = element("div", { class: "survived" }, this.meaning, " ", this.why, " ", this.counts);
    this.terms = element("span", { class: "terms" });
    this.equals = element("span", { class: "equals" });
    this.total = element("b", { class: "total" });
    this.sum = element("p", { class: "sum line" }, this.terms, element("span", { class: "result" }, this.equals, this.total));
    // What takes the most room of all windows keeps it, unseen, so that no hover moves what is below.
    this.widest = { terms: element("span"), total: element("b", { class: "total" }), winner: element("p"), was: element("p"),
      meaning: element("p", { class: "meaning" }), why: element("p", { class: "why" }) };
    this.roomForSum = element("div", { class: "line room", "aria-hidden": "true" }, this.widest.terms, element("span", { class: "result" }, "= ", this.widest.total));
    this.winner = element("p", { class: "winner-words" });
    this.was = element("p", { class: "was" });
    this.words.classList.add("course-unseen");
    this.windowFigure = figure("window");
    this.beforeFigure = figure("before");
    this.legend = element("p", { class: "legend" });
    this.keptTitle = element("p", { class: "kept-title", text: "Stayed the same", "aria-hidden": "true" });
    this.bars = element("div", { class: "bars", "aria-hidden": "true" });
    this.arrow = sign("→");
    this.formula = element("div", { class: "formula", role: "group", "aria-label": "Output size" });
    this.calculation = element("div", { class: "calculation" },
      element("div", { class: "arithmetic" }, this.windowFigure, element("div", { class: "figure-sum" },
        element("div", { class: "layers" }, this.sum, this.roomForSum), element("div", { class: "layers told" }, element("div", {}, this.winner, this.was),
          element("div", { class: "room", "aria-hidden": "true" }, this.widest.winner, this.widest.was)))), this.formula);
    this.shifted = element("div", { class: "shifted" }, element("div", { class: "layers" }, this.survived,
      element("div", { class: "survived-room room", "aria-hidden": "true" }, this.widest.meaning, this.widest.why)), this.notes);
    this.stage.append(
      element("div", { class: "upper" }, element("div", { class: "pictures" }, figure("input"), this.arrow, element("div", { class: "results" }, figure("output"), this.legend)),
        this.calculation, this.buildPanel()), this.shifted, this.words, keys());
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }), this.problem, this.complaint, this.stage);
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.choice("mode", "Take the", [["max", "largest (max)"], ["average", "mean (average)"]]);
      bar.whole("size", "Window", { largest: LARGEST_POOLING_STEP });
      bar.whole("stride", "Stride", { largest: LARGEST_POOLING_STEP });
      bar.choice("padding", "Padding", [["valid", "valid"], ["same", "same"]]);
    });
  }

  // The question about a shift, four arrows that move the input by one pixel, and what has become of the output.
  buildPanel() {
    const arrow = ([name, text, step]) => button(`shift-${name}`, text, () => this.shiftBy(step),
      { "aria-label": `Shift ${name} by 1`, title: `Shift ${name} by 1` });
    this.shiftNow = element("span", { class: "shift-now" });
    return element("div", { class: "shift-panel", role: "group", "aria-label": "Shift the input" },
      element("div", { class: "asked-for" }, element("p", { class: "task", text: TASK }),
        element("span", { class: "arrows" }, ...PAD.map(arrow)), this.shiftNow),
      this.beforeFigure, element("div", { class: "kept-counts" }, this.keptTitle, this.bars));
  }

  listen() {
    this.watchGrid(this.output, { hover: (place) => this.choose("output", place), move: (place) => this.choose("output", place) });
    this.watchGrid(this.input, { hover: (place) => this.choose("input", place), move: (place) => this.choose("input", place),
      edit: (place, typed) => this.edit(place, typed) });
    const { node } = this.input;
    this.on(node, "pointerdown", (event) => this.press(event));
    this.on(node, "pointermove", (event) => this.drag(event));
    this.on(node, "pointerup", () => this.release(true));
    this.on(node, "pointercancel", () => this.release(false));
    this.on(this.root, "keydown", (event) => {
      if (event.key === "Escape") this.release(false);
      else if (event.altKey && ARROWS[event.key] && this.state && !event.target.matches("input, select")) {
        event.preventDefault();
        this.shiftBy(ARROWS[event.key]);
      }
    });
  }

  // -- Dragging the input --

  press(event) {
    if (event.button !== 0 || !this.state || event.target.matches("input")) return;
    this.grip = { x: event.clientX, y: event.clientY, shift: this.state.shift, now: this.state.shift, isDrag: false };
  }

  // Only the page knows the shift until the drag ends: each step would cost a message to Python and its echo.
  drag(event) {
    const { grip } = this;
    if (!grip || !this.state) return;
    const moved = [event.clientY - grip.y, event.clientX - grip.x];
    if (!grip.isDrag && Math.hypot(...moved) < FAR) return;
    if (!grip.isDrag) {
      if (!this.editor.commit()) return;
      grip.isDrag = true;
      this.pointed = null;
      this.input.node.setPointerCapture(event.pointerId);
      this.input.node.classList.add("dragging");
    }
    const { height, width } = this.input.metrics;
    const { image } = this.state;
    const now = draggedShift(grip.shift, moved, [height, width], [image.length, image[0].length]);
    if (String(now) === String(grip.now)) return;
    grip.now = now;
    this.showSettings();
    this.redraw();
  }

  release(isKept) {
    const { grip } = this;
    this.grip = null;
    this.input.node.classList.remove("dragging");
    if (!grip?.isDrag) return;
    if (isKept && String(grip.now) !== String(grip.shift)) this.set({ shift: grip.now }, []);
    else this.settingsChanged();
  }

  shiftBy(step) {
    this.shiftTo(this.settings().shift.map((part, axis) => part + step[axis]));
  }

  shiftTo(shift) {
    if (!this.state) return;
    const { image } = this.state;
    this.set({ shift: draggedShift(shift, [0, 0], [1, 1], [image.length, image[0].length]) });
  }

  // While it is dragged, what is under the pointer is not pointed at.
  pointedAt(grid, event) {
    return this.grip?.isDrag ? null : super.pointedAt(grid, event);
  }

  // -- Settings --

  settings() {
    const { _image: image, ...others } = super.settings();
    return { image, ...others, ...(this.grip?.isDrag ? { shift: this.grip.now } : {}) };
  }

  forgetTyping() {
    this.editor.close();
    super.forgetTyping();
  }

  // -- Moving --

  // Select a window by a cell of the output, or the first of those that use a cell of the input.
  choose(name, place) {
    this.pointed = name === "input" ? place : null;
    if (name === "output") this.focus = place;
    else if (!this.users().some((user) => user.join() === this.focus.join())) this.focus = this.users()[0] ?? this.focus;
  }

  // The output cells that use the pointed input cell.
  users() {
    if (!this.pointed || !this.state) return [];
    return windowsUsing(this.pointed, this.state.rows, this.state.columns);
  }

  // -- Editing --

  edit([row, column], typed = null) {
    if (!this.state || !this.editor.commit()) return;
    const { image, shift, rows, columns, moved } = this.state;
    const [r, c] = [row - rows.before, column - columns.before];
    const at = [r - shift[0], c - shift[1]]; // in the image before the shift
    if (moved[r]?.[c] === undefined) { tell(this.complaint, "A cell of padding has no number: change a pixel of the image."); return; }
    if (image[at[0]]?.[at[1]] === undefined) {
      tell(this.complaint, "This 0 came in with the shift and is not a pixel of the image: change another one, or take the shift back.");
      return;
    }
    this.editor.open(this.input, [row, column], { label: `Pixel at row ${r}, column ${c}`, title: "A pixel", number: moved[r][c], typed,
      take: (value) => this.set({ _image: withNumber(this.model.get("_image"), ...at, value) }) });
  }

  // -- Drawing --

  drawState() {
    const { image, size, mode, shift, rows, columns, moved, output, before } = this.state;
    this.editor.close();
    this.focus = [Math.min(this.focus[0], rows.output - 1), Math.min(this.focus[1], columns.output - 1)];
    this.brightest = largestOf(image);
    const shifted = isShifted(shift);
    const padded = rows.padded > rows.pixels || columns.padded > columns.pixels;
    // With both, the title would be wider than the grid; the words beside the arrows tell the shift, too.
    setText(this.titles.input, `Input ${by(rows.pixels, columns.pixels)}` +
      (padded ? `, padded to ${by(rows.padded, columns.padded)}` : shifted ? ", shifted" : ""));
    setText(this.titles.output, `Output ${by(rows.output, columns.output)}`);
    setText(this.titles.window, "Window");
    this.root.classList.toggle("shifted-input", shifted);
    this.root.classList.toggle("both-ways", Boolean(shift[0] && shift[1]));

    this.input.shape(rows.padded, columns.padded, [rows.before, columns.before], [rows.pixels, columns.pixels]);
    this.output.shape(rows.output, columns.output);
    this.before.shape(rows.output, columns.output);
    // Hundreds of cells without numbers would take longer than a frame: while they are dragged, a canvas covers them.
    const isQuick = Boolean(this.grip?.isDrag) && this.isSmall();
    this.quick.hidden = !isQuick;
    if (isQuick) this.paintQuickly();
    else this.input.cells.forEach((line, row) => line.forEach((_, column) => this.fillPixel(row, column, moved, shift)));
    this.output.cells.forEach((line, row) => line.forEach((_, column) => {
      const [value, old] = [output[row][column], before[row][column]];
      const changed = !same(value, old);
      const place = `Row ${row}, column ${column}: `;
      this.output.fill(row, column, { text: short(value), colour: pixelColour(value, this.brightest),
        label: `${place}${writeNumber(value)}${changed ? `, changed from ${writeNumber(old)}` : ""}` });
      this.before.fill(row, column, { text: short(old), colour: pixelColour(old, this.brightest), label: place + writeNumber(old) });
    }));
    this.kept = keptOutputs(this.state);
    this.output.mark("kept", this.kept.map(([now]) => now));
    this.before.mark("kept", this.kept.map(([, then]) => then));
    this.input.mark("leads", this.leaders());
    this.windowFigure.hidden = size > LARGEST_WRITTEN_WINDOW;
    if (size <= LARGEST_WRITTEN_WINDOW) this.window.shape(size, size);
    const { meaning, why, counts } = shiftNotes(this.state);
    setText(this.meaning, meaning);
    setText(this.shiftNow, shiftNowWords(shift));
    setText(this.why, why);
    setText(this.counts, counts);
    this.showNotes(notes(this.state));
    this.drawFormula();
    this.drawBars();
    this.keepRoom();
    this.fit(mode, size);
    this.drawLegend(shifted);
    this.drawLines();
  }

  // The pixels that win their windows, where these are tiles; where all are equal, none stands out.
  leaders() {
    const { output, mode } = this.state;
    if (mode !== "max" || !this.isTiled()) return [];
    return output.flatMap((line, row) => line.flatMap((most, column) => {
      const cells = this.state.cells(row, column).filter(({ pixel }) => pixel !== undefined);
      return cells.every(({ pixel }) => pixel === most) ? [] : cells.filter(({ pixel }) => pixel === most).map(({ at }) => at);
    }));
  }

  isSmall() {
    return this.input.node.classList.contains("small");
  }

  isTiled() {
    return this.state.stride >= this.state.size && this.state.size > 1;
  }

  fillPixel(row, column, moved, shift) {
    const { image, rows, columns } = this.state;
    const [r, c] = [row - rows.before, column - columns.before];
    const pixel = moved[r]?.[c];
    const unused = !(rows.used[row] && columns.used[column]);
    const padding = pixel === undefined;
    const entered = !padding && image[r - shift[0]]?.[c - shift[1]] === undefined;
    if (this.grip?.isDrag) return this.fillWhileDragged(row, column, pixel, entered, unused);
    const what = padding ? "Padding, no number" : `Row ${r}, column ${c}: ${writeNumber(pixel)}`;
    this.input.fill(row, column, {
      text: padding ? "" : short(pixel), colour: padding ? null : pixelColour(pixel, this.brightest),
      marks: [padding && "padding", unused && "unused", entered && "entered"].filter(Boolean).join(" "),
      label: what + (entered ? ", came in with the shift" : "") + (unused ? ", used by no window" : ""),
    });
  }

  // What a drag changes is seen at once; what a screen reader hears of each cell waits for its end.
  fillWhileDragged(row, column, pixel, entered, unused) {
    const isPadding = pixel === undefined;
    this.input.fill(row, column, { text: isPadding ? "" : short(pixel), colour: isPadding ? null : pixelColour(pixel, this.brightest),
      marks: [isPadding && "padding", unused && "unused", entered && "entered"].filter(Boolean).join(" ") });
  }

  paintQuickly() {
    const { moved, rows, columns } = this.state;
    const { width, height, left, above } = this.input.metrics;
    paint(this.quick, { rows: rows.pixels, columns: columns.pixels },
      (n) => moved[Math.floor(n / columns.pixels)][n % columns.pixels], this.brightest || 1, SHADES);
    Object.assign(this.quick.style, { left: `${left + columns.before * width}px`, top: `${above + rows.before * height}px`,
      width: `${columns.pixels * width}px`, height: `${rows.pixels * height}px` });
  }

  // The longest sum and sentences that a window can have.
  keepRoom() {
    const { size, mode, moved, output, before, rows, columns } = this.state;
    const longest = (...grids) => grids.flat(2).reduce((one, other) => (writeNumber(other).length > writeNumber(one).length ? other : one));
    const [terms] = termsAndResult(arithmetic(Array(size * size).fill(longest(moved)), mode, 0));
    // Where all of them tie, every number has a ring.
    renderOnce(this.widest.terms, [terms, mode], () => termNodes(terms, mode === "max" ? writeNumber(longest(moved)) : null));
    setText(this.widest.total, writeNumber(longest(output)).replace("≈", ""));
    const corners = [0, rows.output - 1].flatMap((row) => [0, columns.output - 1].map((column) => this.state.cells(row, column)));
    const padding = Math.max(...corners.map((cells) => cells.filter(({ pixel }) => pixel === undefined).length));
    setText(this.widest.winner, winnerWords(mode, [[rows.pixels - 1, columns.pixels - 1]], size * size - padding, padding));
    setText(this.widest.was, `Before the shift: ${writeNumber(longest(before))} as well.`);
    const { unchanged: { of }, stride } = this.state;
    const [meaning, why] = longestShiftWords(of, stride);
    setText(this.widest.meaning, meaning);
    setText(this.widest.why, why);
  }

  // What the marks mean, each drawn as it is on the grids.
  drawLegend(isShifted) {
    const { mode, along } = this.state;
    const winner = this.isTiled() && !this.isSmall() ? "leads" : "wins";
    const isKept = isShifted && this.kept.length > 0;
    const marks = [[winner, WON[winner], "", mode === "max"], ["entered", "came in with the shift", "0", isShifted],
      ["kept", along?.of ? KEPT.along : KEPT.place, "", isKept]].filter(([, , , isThere]) => isThere);
    this.legend.hidden = !marks.length;
    renderOnce(this.legend, marks, () => marks.map(([mark, text, number]) =>
      element("span", {}, element("i", { class: `cell ${mark}`, "aria-hidden": "true", text: number }), text)));
  }

  // How much stayed the same, of the outputs and of the pixels: not known before the first shift.
  drawBars() {
    const { unchanged, pixels, shift } = this.state;
    const atRest = [{ name: "outputs", kept: null, of: unchanged.of }, { name: "pixels", kept: null, of: pixels.of }];
    const bars = isShifted(shift) ? keptBars(this.state) : atRest;
    resizeChildren(this.bars, bars.length, () => element("div", { class: "bar" }, element("span"),
      element("span", { class: "track" }, element("span")), element("span")));
    bars.forEach(({ name, kept, of }, n) => {
      const [title, track, count] = this.bars.children[n].children;
      setText(title, name);
      setText(count, `${kept ?? "?"} of ${of}`);
      track.firstChild.style.width = `${(100 * (kept ?? 0)) / of}%`;
    });
  }

  // How large the output gets: in words, and with the numbers of the page for both axes, which may be alike.
  drawFormula() {
    const { rows, columns, padding } = this.state;
    const axes = [rows, columns].map((axis) => formulaOf(axis, padding));
    /** @type {[string, any][]} */
    const lines = String(Object.values(axes[0])) === String(Object.values(axes[1])) ? [["", axes[0]]] : [["rows", axes[0]], ["columns", axes[1]]];
    const names = { input: "input", window: padding === "same" ? null : "window", stride: "stride" };
    renderOnce(this.formula, [padding, ...lines.flatMap(([name, numbers]) => [name, ...Object.values(numbers)])], () => [element("p", { class: "formula-title", text: "Output size" }),
      element("p", {}, ...sizeTerms(names)),
      ...lines.map(([name, numbers]) => element("p", {}, ...(name ? [element("span", { class: "formula-axis", text: name })] : []), "= ",
        ...sizeTerms(numbers, padding !== "same"), ` = ${numbers.floor} + 1 = `, term("output", numbers.output)))]);
  }

  showNotes(sentences) {
    resizeChildren(this.notes, sentences.length, () => element("p", {}));
    sentences.forEach((text, n) => setText(this.notes.children[n], text));
  }

  // Choose the side of a cell, the same on all grids, so that they fit next to each other, with numbers if there is room.
  fit(mode, size) {
    const { rows, columns, moved, output, before } = this.state;
    const width = this.width || 740;
    const room = width - 3 * 24 - 60; // as observed: asking the page now would force a layout
    // An average with decimals can turn up with the next shift: room is kept for it.
    const averages = mode === "average" && size > 1 ? [this.brightest - 1 / size ** 2] : [];
    const [pixels, results] = [moved.flat(), [...output.flat(), ...before.flat(), ...averages]]
      .map((values) => Math.max(...values.map((value) => lettersOf(short(value)))));
    // The numbers of the outputs may be written smaller where that keeps the grids side by side.
    const needed = 9.6 * results + 8;
    const least = Math.ceil(Math.max(SIDES.least, 9.6 * pixels + 8, 7.6 * results + 1.4));
    // If the panel of the shift does not fit beside input and output, it goes below the window; and on a phone, the output below the input.
    const sideWith = (across) => Math.min(SIDES.most, Math.floor((room - PANEL.edges) / (columns.padded + across)));
    const gridOf = (count, side) => NUMBERS + count * side;
    const left = (side) => width - gridOf(columns.padded, side) - BETWEEN.arrow - gridOf(columns.output, side) - BETWEEN.panel;
    const inRow = sideWith(2 * columns.output);
    const isRow = inRow >= least && left(inRow) >= Math.max(PANEL.least, gridOf(columns.output, inRow) + PANEL.edges);
    const alone = Math.min(SIDES.most, Math.floor((width - 34) / columns.padded), Math.floor((width - 34 - PANEL.edges) / columns.output));
    const isBeside = isRow || (room >= BESIDE && sideWith(columns.output) >= least);
    const isStacked = !isBeside && alone >= least;
    const pair = Math.floor((width - PANEL.edges - PANEL.asked - PANEL.gap - NUMBERS) / columns.output); // beside the question on a phone
    const isPair = isStacked && pair >= Math.max(least, PAIRED * alone);
    const numbers = isBeside || isStacked;
    const small = Math.max(7, Math.min(24, Math.floor(room / (columns.padded + columns.output))));
    const side = isRow ? inRow : isBeside ? sideWith(columns.output) : isPair ? Math.min(alone, pair) : isStacked ? alone : small;
    const tall = Math.max(7, Math.min(side, Math.floor(620 / rows.padded)));
    const high = numbers ? Math.max(tall, 22) : tall;
    for (const grid of [this.input, this.output, this.before]) grid.size(numbers ? side : high, high, numbers);
    for (const [name, is] of Object.entries({ stacked: isStacked, "in-row": isRow, pair: isPair })) this.root.classList.toggle(name, is);
    this.root.classList.toggle("dense", numbers && side < needed);
    this.root.style.setProperty("--middle", `${this.output.metrics.above + (high * rows.output) / 2}px`); // of the output
    setText(this.arrow, isStacked ? "↓" : "→");
    const { left: numbersWide, width: cell } = this.output.metrics;
    const across = numbersWide + columns.output * cell;
    setText(this.titles.before, across < NAMED ? "Before" : "Before the shift");
    if (size <= LARGEST_WRITTEN_WINDOW) this.window.size(...(numbers ? [side, high] : [least, least]));
  }

  // Gaps between windows that do not overlap, the edge of a shifted image, and a line around the outputs that are the same.
  drawLines() {
    this.gaps.draw(this.isTiled() && !this.isSmall() ? gaps(this.state, this.input.metrics) : "");
    this.edge.draw(movedEdge(this.state, this.input.metrics));
    this.keptNow.draw(outline(this.kept.map(([now]) => now), this.output.metrics));
    this.keptBefore.draw(outline(this.kept.map(([, then]) => then), this.before.metrics));
  }

  // Draw what moves: the window, its numbers, its winner. Called for every hover and key, at most once a frame.
  drawFocus() {
    const { rows, columns, size, mode, output } = this.state;
    const [row, column] = this.focus;
    const cells = this.state.cells(row, column);
    const total = output[row][column];
    const wins = ({ pixel }) => mode === "max" && pixel === total;
    const winners = cells.filter(wins);
    this.input.surround(row * rows.stride, column * columns.stride, size, size);
    this.output.surround(row, column, 1, 1);
    this.before.surround(row, column, 1, 1);
    this.input.mark("wins", winners.map(({ at }) => at));
    this.input.mark("pointed", this.pointed ? [this.pointed] : []);
    this.output.mark("user", this.users());
    if (!this.output.table.contains(document.activeElement)) this.output.activate(row, column);
    if (size <= LARGEST_WRITTEN_WINDOW) {
      cells.forEach((one) => {
        const padding = one.pixel === undefined;
        this.window.fill(...one.cell, { text: padding ? "" : short(one.pixel), colour: padding ? null : pixelColour(one.pixel, this.brightest),
          marks: padding ? "padding" : "", label: padding ? "Padding, no number" : writeNumber(one.pixel) });
      });
      this.window.mark("wins", winners.map(({ cell }) => cell));
      this.window.surround(0, 0, size, size);
    }
    const pixels = cells.map(({ pixel }) => pixel).filter((pixel) => pixel !== undefined);
    const [terms, result] = termsAndResult(arithmetic(pixels, mode, total));
    this.drawSum(terms, result, winners.length ? writeNumber(total) : null, total);
    const { rows: { before: above }, columns: { before: left } } = this.state;
    const places = winners.map(({ at }) => [at[0] - above, at[1] - left]);
    setText(this.winner, winnerWords(mode, places, pixels.length, cells.length - pixels.length));
    setText(this.was, this.wasWords(total));
  }

  // The sum or the search, the winner in it ringed as on the grids, and its result as the cell of the output that it becomes.
  drawSum(terms, result, winner, total) {
    renderOnce(this.terms, [terms, winner], () => termNodes(terms, winner));
    setText(this.equals, result.slice(0, 2));
    setText(this.total, result.slice(2));
    const colour = pixelColour(total, this.brightest);
    this.total.style.cssText = `background-color: rgb(${colour}); color: ${inkOn(colour)}`;
  }

  // What the shift has made of this output.
  wasWords(total) {
    const { before, shift } = this.state;
    const old = before[this.focus[0]][this.focus[1]];
    return shift.some(Boolean) ? `Before the shift: ${writeNumber(old)}${same(old, total) ? " as well" : ""}.` : "";
  }

  inWords() {
    if (!this.state) return "";
    const { rows, columns, shift, output } = this.state;
    const [row, column] = this.focus;
    const said = [`Output row ${row}, column ${column} is ${writeNumber(output[row][column])}: ${this.winner.textContent}`];
    if (this.pointed) {
      const [r, c] = [this.pointed[0] - rows.before, this.pointed[1] - columns.before];
      const count = this.users().length;
      const padding = r < 0 || c < 0 || r >= rows.pixels || c >= columns.pixels;
      said.push(`${padding ? "This cell of padding" : `Input row ${r}, column ${c}`} is in ${count ? counted(count, "window") : "no window"}.`);
    }
    if (isShifted(shift)) said.push(...Object.values(shiftNotes(this.state)));
    return said.join(" ");
  }
}

// How wide a number is, in digits: a point takes half of one.
function lettersOf(text) {
  return text.length - (text.includes(".") ? 0.5 : 0);
}

// Who won, and what padding has to do with it.
function winnerWords(mode, winners, pixels, padding) {
  const left = padding ? ` ${counted(padding, "cell")} of padding ${padding === 1 ? "is" : "are"} left out.` : "";
  if (mode === "average") return `The mean of ${counted(pixels, "pixel")}.${left}`;
  if (winners.length > 1) return `${winners.length} pixels tie.${left}`;
  const [[row, column]] = winners;
  return `The pixel at row ${row}, column ${column} wins.${left}`;
}

// "max(1, 2) " and "= 2".
function termsAndResult(sum) {
  return sum.split(/(?=[=≈] [^=≈]+$)/);
}

// Sums break into lines before an equals sign; the winner has its ring.
function termNodes(terms, winner = null) {
  return terms.split(/(?== )/).map((part) => element("span", { class: part.startsWith("=") ? "whole" : "" }, ...part.split(/([^(), ]+)/).map((term) =>
    (term === winner ? element("b", { class: "won", text: term }) : document.createTextNode(term)))));
}

// The size of an output: names or numbers of its parts, in their roles, and the signs between them.
function sizeTerms({ input, window, stride }, isWindow = window !== null) {
  return ["floor((", term("input", input), " − ", isWindow ? term("focus", window) : "1", ") / ", term("stride", stride), ") + 1"];
}

function term(role, text) {
  const isNumber = typeof text === "number";
  return element(isNumber ? "b" : "span", { class: `in-role of-${role}`, text: String(text) });
}

// A line on a grid with a lighter one on both sides, which is seen on every grey.
class Lines {
  constructor(grid, name) {
    this.paths = [svgElement("path", { class: "sides" }), svgElement("path")];
    grid.node.append(svgElement("svg", { class: `lines ${name}`, "aria-hidden": "true" }, ...this.paths));
  }

  draw(path) {
    for (const line of this.paths) line.setAttribute("d", path);
  }
}

// What the keyboard and a second press do, folded.
function keys() {
  return element("details", { class: "note" }, element("summary", { text: KEYS_TITLE }), element("p", { text: NOTE }));
}

export default explorer(PoolingPage);
