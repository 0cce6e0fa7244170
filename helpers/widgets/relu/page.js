// The page of ReluExplorer. Everything is computed here, so that a slider needs no answer from Python.

import { PixelPane } from "../shared/canvas.js";
import { element, setText, svgElement } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { isCommand } from "../shared/keys.js";
import { by, clamp, floatsOf, percent, shortNumber } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";
import { SIGNED_SHADES, followPage, signedOnPage } from "../shared/signed.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import {
  BELOW, CURVE, across, activate, armPoint, axisName, barsPath, beyond, biasAt, biasFor, biasMoved, cellWords, chartOf, cornerLabel, countOff, curvePath,
  curvePoint, firstRead, formulaLines, holdAt, measure, sidesOf, slopeAt, slopeNumber, summary,
} from "./arithmetic.js";

const SMALL_MAP = 9; // rows or columns up to which the numbers are on the cells
const TALLEST_MAP = 340; // pixels
const LOW = 32; // of a cell with its number, where the maps are below each other
const ZERO = 40; // of a cell, from which on −0.2 has its zero
const WIDE = 680; // from this width on, the curve and what is read are beside the maps
const SIDE = { from: 760, width: 236, least: 200 }; // there, how wide they are, and below this width
const PHONE = 400; // below, the curve is below what is read
const CURVES = { widest: 244, roomy: 232 }; // pixels; where heading and formula fit into a line
const NARROWEST_CHART = 320; // pixels, unless the page is narrower
const COLOURS = 32; // steps of the colours below the histogram
const GAP = 20;
const SLIPPED = 4; // pixels that a pointer moves before a press on a map becomes a drag
const DIAMOND = "M0 -7L7 0L0 7L-7 0z"; // the cell that is read, on both drawings
const ARROWS = { above: "M6 -6L-9 -4L4 9z", below: "M-9 0L6 -7L6 7z" }; // and on the curve, if it is beyond the axis
const HOW = forDevice("Drag a handle, or sideways over a map. Point at a map to read a cell.",
  "Drag a handle, or sideways over a map. Tap a map to read a cell.");

/** One of the two maps: a picture, or cells with their numbers where these fit. */
class MapPane {
  constructor(name, label) {
    this.pixels = new PixelPane(`${label}. The arrow keys move by one, with Shift by ten; Home and End go to the sides.`);
    this.grid = new NumberGrid({ label, name: "cells", numbered: true });
    this.title = element("div", { class: "title", text: label });
    this.figure = element("div", { class: "figure" }, this.title,
      element("div", { class: `map ${name}` }, this.pixels.node, this.grid.node));
    this.isSmall = false;
  }

  size(room, map, isAlone) {
    const { rows, columns } = map;
    this.isSmall = isSmall(map);
    this.pixels.node.hidden = this.isSmall;
    this.grid.node.hidden = !this.isSmall;
    if (!this.isSmall) this.pixels.size(map, Math.min(room / columns, TALLEST_MAP / rows));
    else {
      this.grid.shape(rows, columns);
      const side = clamp(Math.floor((room - 24) / columns), 20, 44);
      this.grid.size(side, isAlone ? LOW : side);
    }
  }

  paint(map, valueAt) {
    const { rows, columns, limit } = map;
    if (!this.isSmall) { this.pixels.paint(map, valueAt, limit, SIGNED_SHADES); return; }
    for (let i = 0; i < rows * columns; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const text = shortNumber(valueAt(i));
      const label = `Row ${row}, column ${column}: ${text}`;
      this.grid.fill(row, column, { text: this.grid.metrics.width < ZERO ? text.replace(/^(−?)0\./, "$1.") : text, colour: signedOnPage(valueAt(i), limit), label });
    }
  }

  surround(row, column) {
    if (!this.isSmall) { this.pixels.surround(row, column); return; }
    this.grid.surround(row, column, 1, 1);
    if (!this.grid.table.contains(document.activeElement)) this.grid.activate(row, column);
  }
}

class ReluPage extends SettingsView {
  constructor(context) {
    super(context, { label: "ReLU explorer", name: "relu", settings: ["_chosen", "bias", "slope", "focus"] });
    /** @type {any[]} */
    this.maps = []; // those that were chosen so far, measured
    this.drawnMap = null;
    this.surface = ""; // the colour of the page in which it was drawn
    this.before = new MapPane("before", "Feature map");
    this.after = new MapPane("after", "After the activation");
    this.counts = element("span", { class: "counts" });
    this.share = element("b");
    this.happens = element("span", { class: "happens" });
    this.summary = element("p", { class: "summary" }, this.counts, this.share, this.happens);
    this.swatch = element("i", { class: "swatch", "aria-hidden": "true" }); // the cell, in the colour it has on the map
    this.place = element("span", { class: "place" });
    this.read = element("span", { class: "becomes" });
    this.reading = element("p", { class: "reading" }, this.swatch, this.place, this.read);
    this.words.classList.add("course-unseen");
    this.id = `relu-${Date.now()}-${Math.floor(Math.random() * 1e6)}`; // of what cuts off the drawings
    // The curve.
    this.line = svgElement("path", { class: "line", "clip-path": `url(#${this.id}-curve)` });
    this.dot = svgElement("path", { class: "dot", d: DIAMOND });
    this.guides = svgElement("path", { class: "guides" }); // from the cell that is read to both axes
    this.corner = handle("Threshold", "corner");
    this.arm = handle("Slope below 0", "arm");
    this.cornerText = svgElement("text", { class: "handle-text" });
    this.armText = svgElement("text", { class: "handle-text" });
    this.formula = element("span", { class: "formula" });
    this.formulaNote = svgElement("text", { class: "quiet-text", x: (CURVE.left + CURVE.right) / 2 - 8, y: CURVE.top + 29, "text-anchor": "end" });
    // The histogram.
    this.chart = chartOf(NARROWEST_CHART);
    const { bottom, left, top } = this.chart;
    const text = (attributes) => svgElement("text", attributes);
    this.bars = svgElement("path", { class: "bars off" });
    this.barsThrough = svgElement("path", { class: "bars through", "clip-path": `url(#${this.id}-chart)` });
    this.open = svgElement("rect", { y: 0, height: bottom });
    this.stops = Array.from({ length: COLOURS + 1 }, (_, n) => svgElement("stop", { offset: n / COLOURS }));
    this.colours = svgElement("rect", { class: "colours", x: left, y: bottom, height: BELOW.colours, fill: `url(#${this.id}-colours)` });
    this.threshold = svgElement("path", { class: "threshold" });
    this.grip = svgElement("circle", { class: "handle", r: 8, cy: bottom + BELOW.handle });
    this.tick = svgElement("path", { class: "dot", d: DIAMOND });
    this.beyond = text({ class: "beyond", y: bottom - 32 });
    // What happens to the cells on either side of the threshold, and to how many.
    this.sides = ["end", "start"].map((anchor) => text({ y: top - 10, "text-anchor": anchor }));
    this.ends = ["start", "end"].map((anchor) => text({ y: bottom + BELOW.words, "text-anchor": anchor }));
    this.thresholdText = text({ class: "handle-text", y: bottom + BELOW.words, "text-anchor": "middle" });
    this.stage.append(element("div", { class: "body" }, element("div", { class: "maps" }, this.before.figure, this.after.figure),
      this.buildChart(), this.buildCurve(), this.summary, this.reading));
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }), this.problem, this.stage, this.words);
  }

  compute({ map, bias, slope }) {
    const { numbers, ...measured } = this.map(map);
    return { ...measured, numbers, bias, slope, all: numbers.length, off: countOff(numbers, bias) };
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.choice("map", "Map", this.model.get("_maps").map(({ name }, place) => [place, name]));
      bar.slider("bias", "Bias", { step: 1, min: 0, max: 1 }, (text) => realNumber(text, "The bias"));
      bar.slider("slope", "Slope", { step: 0.01, min: 0, max: 1 }, slopeNumber);
    });
  }

  buildCurve() {
    const { left, right, top, bottom, cut } = CURVE;
    const [middle, centre] = [(top + bottom) / 2, (left + right) / 2];
    const axes = `M${left} ${middle}H${right}M${centre} ${cut}V${top}`;
    const [nameOfX, nameOfY] = [["x, before", 0, 0], ["y, after", centre - 8, top + 9]].map(([text, x, y]) => {
      const node = svgElement("text", { class: "quiet-text", x, y, "text-anchor": "end" });
      setText(node, text);
      return node;
    });
    this.nameOfX = nameOfX;
    return titled("Activation", this.formula, "curve", CURVE, svgElement("clipPath", { id: `${this.id}-curve` },
      svgElement("rect", { x: left, y: top, width: right - left, height: cut - top })),
    svgElement("path", { class: "axis", d: axes }), this.formulaNote, this.guides, nameOfX, nameOfY, this.line, this.armText, this.cornerText, this.dot, this.arm, this.corner);
  }

  buildChart() {
    return titled("Histogram", element("span", { text: "height: square root of the number of cells" }), "chart", this.chart,
      svgElement("clipPath", { id: `${this.id}-chart` }, this.open),
      svgElement("linearGradient", { id: `${this.id}-colours` }, ...this.stops),
      this.bars, this.barsThrough, this.colours, this.tick, this.threshold, this.beyond, ...this.sides, this.thresholdText, ...this.ends, this.grip);
  }

  listen() {
    this.isDragging = false;
    const go = (place) => { if (this.isDragging) return; this.focus = place; this.draw(); };
    this.listenToDrags();
    this.watchTheme(() => { this.drawnMap = null; this.redraw(); });
    for (const { pixels, grid } of [this.before, this.after]) {
      this.watchGrid(grid, { hover: go, move: go, click: go });
      this.on(pixels.node, "pointermove", (event) => { const place = this.pointedAt(pixels, event); if (place) go(place); });
      this.watchKeys(pixels.node, ({ shiftKey }) => {
        const { rows, columns } = this.map(this.model.get("_chosen"));
        return { place: this.focus, rows, columns, step: shiftKey ? 10 : 1 };
      }, go);
    }
  }

  // What is dragged on a drawing: the threshold on both, and on the curve also the arm to its left.
  listenToDrags() {
    const [chart, curve] = this.root.querySelectorAll("svg");
    this.watchDrag(chart, { change: (event) => ({ bias: biasAt(placeOn(chart, event)[0], this.state, this.chart) }) });
    this.watchDrag(curve, {
      hold: (event) => (event.target.closest(".arm") ? "arm" : holdAt(placeOn(curve, event)[0], this.state)),
      change: (event, held) => {
        const [x, y] = placeOn(curve, event);
        return held === "arm" ? { slope: slopeAt([x, y], this.state) } : { bias: biasAt(x, this.state) };
      },
    });
    for (const { pixels, grid } of [this.before, this.after]) {
      for (const node of [pixels.node, grid.node]) {
        // A map as wide as the drawings: the threshold follows the pointer by the same share of its axis.
        this.watchDrag(node, { least: SLIPPED, hold: () => this.state.bias, change: (event, bias, start) => ({ bias:
          biasMoved(bias, ((event.clientX - start.clientX) / node.clientWidth) * (CURVE.right - CURVE.left), this.state) }) });
      }
    }
    this.on(this.corner, "keydown", (event) => this.nudge(event, "bias", -1));
    this.on(this.arm, "keydown", (event) => this.nudge(event, "slope", 1));
  }

  /**
   * Let a pointer that is pressed on a node change settings until it is released; all of it is one step of undo.
   * @param {any} node
   * @param {object} acts
   * @param {(event: any, held: any, start: any) => any} acts.change The settings for where the pointer is now.
   * @param {(event: any) => any} [acts.hold] What the pointer takes hold of.
   * @param {number} [acts.least] How far the pointer must go sideways first.
   */
  watchDrag(node, { change, hold = () => null, least = 0 }) {
    /** @type {any} */
    let drag = null;
    const go = (event) => {
      const values = change(event, drag.held, drag.start);
      if (drag.hasMoved) this.apply(values); else this.set(values, []);
      drag.hasMoved = true;
    };
    this.on(node, "pointerdown", (event) => {
      if (event.button !== 0 || !this.state) return;
      drag = { start: event, held: hold(event), hasMoved: false };
      node.setPointerCapture(event.pointerId);
      this.forgetTyping();
    });
    this.on(node, "pointermove", (event) => {
      if (!drag || event.pointerId !== drag.start.pointerId || !this.state) return;
      if (!drag.hasMoved && Math.abs(event.clientX - drag.start.clientX) < least) return;
      this.isDragging = true;
      go(event);
    });
    for (const end of ["pointerup", "pointercancel"]) this.on(node, end, () => { drag = null; this.isDragging = false; });
  }

  // Move a handle by a key. The threshold goes with the arrow, so that the bias goes against it.
  nudge(event, name, sign) {
    const { bias, slope } = this.settings(); // not those drawn: several keys can come before the next frame
    const { end, step } = this.state ?? {};
    const arrow = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!arrow || !this.state || isCommand(event)) return;
    event.preventDefault();
    const far = arrow * (event.shiftKey ? 10 : 1);
    if (name === "bias") this.set({ bias: biasFor(-(bias + sign * far * step), { end, step }) });
    else this.set({ slope: clamp(Math.round(100 * slope + far) / 100, 0, 1) });
  }

  // -- Map and settings --

  // A map and what is known of it before any setting.
  map(place) {
    if (!this.maps[place]) {
      const { rows, columns, numbers: bytes } = this.model.get("_maps")[place];
      const numbers = floatsOf(bytes);
      this.maps[place] = { rows, columns, numbers, ...measure(numbers) };
    }
    return this.maps[place];
  }

  settings() {
    const { _chosen: map, bias, slope } = super.settings();
    return { map, bias, slope };
  }

  showSettings() {
    const { map, bias, slope } = this.settings();
    const { end, step } = this.map(map);
    Object.assign(this.bar.controls.bias, { min: -end, max: end, step });
    this.bar.show({ map, bias, "bias-typed": bias, slope, "slope-typed": slope });
  }

  // Another map has a range of its own: without bias, and read where Python would read it first.
  change({ map, ...values }) {
    if (map === undefined) { this.set(values); return; }
    const { numbers, columns, reach } = this.map(map);
    this.forgetTyping();
    this.set({ _chosen: map, bias: 0, focus: firstRead(numbers, columns, reach) });
  }

  // -- Drawing --

  drawState() {
    const { state, before, after } = this;
    const { numbers, rows, columns, bias, slope, reach, off, all } = state;
    const isResized = this.fit();
    const surface = followPage(this.root);
    if (numbers !== this.drawnMap || surface !== this.surface || isResized) {
      this.drawnMap = numbers;
      this.surface = surface;
      before.title.replaceChildren("Feature map", element("span", { class: "sizes", text: ` ${by(rows, columns)}` }));
      before.paint(state, (i) => numbers[i]);
      this.drawAxis();
    }
    after.paint(state, (i) => activate(numbers[i] + bias, slope));
    this.line.setAttribute("d", curvePath(state));
    formulaLines(state).forEach((text, n) => setText([this.formula, this.formulaNote][n], text));
    const { chart } = this;
    const at = across(-bias, reach, chart);
    this.showHandles(at);
    this.open.setAttribute("x", at);
    this.open.setAttribute("width", chart.right - at);
    this.threshold.setAttribute("d", `M${at} ${chart.top - 4}V${chart.bottom + BELOW.handle}`);
    const happening = [`${percent(off / all)} ${slope ? "made smaller" : "switched off"}`, `${percent(1 - off / all)} through`];
    sidesOf(at, chart).forEach((x, n) => {
      this.sides[n].setAttribute("x", x);
      setText(this.sides[n], happening[n]);
    });
    const [, counts, share, happens] = summary(state).match(/^(.* )([\d.]+%)( .*)$/);
    [[this.counts, counts], [this.share, share], [this.happens, happens]].forEach(([node, text]) => setText(node, text));
  }

  /** Choose how large everything is. @returns {boolean} Whether the histogram has another width now. */
  fit() {
    const { state, before, after } = this;
    const { rows, columns } = state;
    const width = this.width || 740;
    const isWide = width >= WIDE;
    const isPhone = width < PHONE;
    const side = width < SIDE.from ? SIDE.least : SIDE.width;
    const isStacked = isPhone && isSmall(state); // two grids of numbers are too wide for a phone
    const room = isStacked ? width : Math.floor((width - GAP - (isWide ? GAP + side : 0)) / 2);
    for (const pane of [before, after]) pane.size(room, state, isStacked);
    const { left, width: cell } = before.grid.metrics;
    const mapWidth = Math.round(before.isSmall ? left + columns * cell : Math.min(room, (TALLEST_MAP * columns) / rows));
    this.root.style.setProperty("--side", `${side}px`);
    this.root.style.setProperty("--map", `${mapWidth}px`);
    const drawn = isWide ? side : Math.min(isPhone ? width : mapWidth, CURVES.widest);
    for (const [name, is] of Object.entries({ wide: isWide, phone: isPhone, tight: drawn < CURVES.roomy, "small-maps": mapWidth < CURVES.roomy })) this.root.classList.toggle(name, is);
    const [maps, whole] = [mapWidth, room].map((one) => (isStacked ? one : 2 * one + GAP));
    const chartWidth = Math.max(maps, Math.min(NARROWEST_CHART, whole));
    if (chartWidth === this.chart.width) return false;
    this.chart = chartOf(chartWidth);
    return true;
  }

  // What of the histogram depends on the map and on the width only: its bars, and the colours and numbers of its axis.
  drawAxis() {
    const { chart } = this;
    const { counts, reach, limit } = this.state;
    const svg = this.root.querySelector("svg.chart");
    svg.setAttribute("viewBox", `0 0 ${chart.width} ${chart.height}`);
    svg.setAttribute("width", chart.width);
    for (const bars of [this.bars, this.barsThrough]) bars.setAttribute("d", barsPath(counts, chart));
    this.colours.setAttribute("width", chart.right - chart.left);
    this.stops.forEach((stop, n) => stop.setAttribute("stop-color", `rgb(${signedOnPage(((2 * n) / COLOURS - 1) * reach, limit)})`));
    [-reach, reach].forEach((value, n) => {
      this.ends[n].setAttribute("x", [chart.left, chart.right][n]);
      setText(this.ends[n], `${"≤≥"[n]} ${shortNumber(Number(value.toPrecision(3)))}`);
    });
  }

  showHandles(at) {
    const { state, corner, arm, chart } = this;
    const { bias, slope, end, reach } = state;
    const cornerAt = across(-bias, reach);
    moveTo(corner, [cornerAt, (CURVE.top + CURVE.bottom) / 2]);
    moveTo(arm, armPoint(state));
    this.grip.setAttribute("cx", at);
    valued(corner, -bias, -end, end);
    valued(arm, slope, 0, 1);
    // The handles have their names beside them, and the numbers at the ends of the axis give way to that below it.
    const text = `threshold = −bias = ${shortNumber(-bias)}`;
    const half = 4.4 * text.length;
    const middle = clamp(at, chart.left + half, chart.right - half);
    setText(this.thresholdText, text);
    this.thresholdText.setAttribute("x", middle);
    this.ends.forEach((one, n) => one.classList.toggle("covered", Math.abs(middle - [chart.left, chart.right][n]) < half + 9 * one.textContent.length));
    this.nameOfX.classList.toggle("covered", CURVE.right - cornerAt < 80); // the corner is there
    moveTo(this.nameOfX, axisName(state));
    setText(this.cornerText, "threshold");
    moveTo(this.cornerText, cornerLabel(state));
    setText(this.armText, `slope ${shortNumber(slope)}`);
    const [x, y] = armPoint(state);
    moveTo(this.armText, [Math.max(x - 60, CURVE.left), y - 16]);
  }

  drawFocus() {
    const { rows, columns, numbers, reach } = this.state;
    const [row, column] = [Math.min(this.focus[0], rows - 1), Math.min(this.focus[1], columns - 1)];
    this.focus = [row, column];
    for (const pane of [this.before, this.after]) pane.surround(row, column);
    const value = numbers[row * columns + column];
    const [x, y] = curvePoint(clamp(value, -reach, reach), this.state);
    this.dot.setAttribute("d", Math.abs(value) <= reach ? DIAMOND : ARROWS[value > 0 ? "above" : "below"]);
    moveTo(this.dot, [x, clamp(y, CURVE.top, CURVE.cut)]);
    const [middle, centre] = [(CURVE.top + CURVE.bottom) / 2, (CURVE.left + CURVE.right) / 2];
    this.guides.setAttribute("d", y === clamp(y, CURVE.top, CURVE.cut) ? `M${x} ${middle}V${y}H${centre}` : "");
    moveTo(this.tick, [across(value, reach, this.chart), this.chart.bottom + BELOW.read]);
    this.beyond.setAttribute("x", across(value, reach, this.chart));
    this.beyond.setAttribute("text-anchor", value < 0 ? "start" : "end");
    setText(this.beyond, beyond(value, reach));
    this.swatch.style.background = `rgb(${signedOnPage(value, this.state.limit)})`;
    setText(this.place, `Row ${row}, column ${column}: `);
    setText(this.read, cellWords(value, this.state));
  }

  inWords() {
    return this.state ? `${this.reading.textContent} ${this.summary.textContent}` : "";
  }
}

// Whether a map is drawn as cells with their numbers.
function isSmall({ rows, columns }) {
  return Math.max(rows, columns) <= SMALL_MAP;
}

// A drawing with its title and what is to know about it.
function titled(title, note, name, { width, height }, ...parts) {
  note.classList.add("note");
  return element("div", { class: `figure plain figure-${name}` }, element("div", { class: "title" }, `${title} `, note), svgElement("svg", { class: name, viewBox: `0 0 ${width} ${height}`,
    width, height, role: "group", "aria-label": name === "curve" ? "The activation" : "Histogram of the feature map" }, ...parts));
}

// A handle on a drawing, for pointer and keyboard. The space around the dot belongs to it too, for a finger.
function handle(label, name) {
  return svgElement("g", { class: `grab ${name}`, role: "slider", tabindex: 0, "aria-label": label },
    svgElement("circle", { class: "around", r: 18 }), svgElement("circle", { class: "handle", r: 8 }));
}

/** @param {any} node @param {number[]} place */
function moveTo(node, [x, y]) {
  node.setAttribute("transform", `translate(${x} ${y})`);
}

function valued(node, now, least, largest) {
  for (const [name, value] of Object.entries({ now, min: least, max: largest })) node.setAttribute(`aria-value${name}`, value);
  node.setAttribute("aria-valuetext", shortNumber(now));
}

// Where a pointer is on a drawing, in its units.
function placeOn(svg, { clientX, clientY }) {
  const { left, top, width } = svg.getBoundingClientRect();
  const scale = svg.viewBox.baseVal.width / width;
  return [(clientX - left) * scale, (clientY - top) * scale];
}

export default explorer(ReluPage);
