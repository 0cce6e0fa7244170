// The page of ReluExplorer. Everything is computed here, so that a slider needs no answer from Python.

import { PixelPane, shades } from "../shared/canvas.js";
import { signedColour } from "../shared/colours.js";
import { element, setText, svgElement } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { by, clamp, floatsOf, percent, shortNumber, strongestCell } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";
import { SettingsView, explorer } from "../shared/view.js";
import {
  CHART, CURVE, across, activate, barsPath, cellWords, countOff, curvePath, curvePoint, measure, slopeNumber, summary,
} from "./arithmetic.js";

const SMALL_MAP = 9; // rows or columns up to which the numbers are on the cells
const COLOURS = shades(signedColour);
const HOW = "Hover a map, or move over it with the arrow keys, to read a cell. Blue is below 0, white is 0, red above. " +
  "The histogram counts the numbers of the feature map; its outermost bars hold whatever lies beyond.";

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

  size(room, map) {
    const { rows, columns } = map;
    this.isSmall = Math.max(rows, columns) <= SMALL_MAP;
    this.pixels.node.hidden = this.isSmall;
    this.grid.node.hidden = !this.isSmall;
    if (!this.isSmall) this.pixels.size(map, Math.min(room / columns, 320 / rows));
    else {
      this.grid.shape(rows, columns);
      this.grid.size(clamp(Math.floor((room - 24) / columns), 20, 44));
    }
  }

  paint(map, valueAt) {
    const { rows, columns, limit } = map;
    if (!this.isSmall) { this.pixels.paint(map, valueAt, limit, COLOURS); return; }
    for (let i = 0; i < rows * columns; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const text = shortNumber(valueAt(i));
      const label = `Row ${row}, column ${column}: ${text}`;
      this.grid.fill(row, column, { text, colour: signedColour(valueAt(i), limit), label });
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
    this.before = new MapPane("before", "Feature map");
    this.after = new MapPane("after", "After the activation");
    this.summary = element("p", { class: "summary" });
    this.reading = element("p", { class: "reading" });
    this.words.classList.add("course-unseen");
    this.id = `relu-${Date.now()}-${Math.floor(Math.random() * 1e6)}`; // of what cuts off the drawings
    // The curve.
    this.line = svgElement("path", { class: "line", "clip-path": `url(#${this.id}-curve)` });
    this.dot = svgElement("circle", { class: "dot", r: 6 });
    this.formula = svgElement("text", { x: (CURVE.left + CURVE.right) / 2, y: CURVE.height - 6, "text-anchor": "middle" });
    // The histogram.
    this.bars = svgElement("path", { class: "bars off" });
    this.barsThrough = svgElement("path", { class: "bars through", "clip-path": `url(#${this.id}-chart)` });
    this.open = svgElement("rect", { x: CHART.left, y: 0, width: CHART.right - CHART.left, height: CHART.bottom });
    this.threshold = svgElement("path", { class: "threshold" });
    this.tick = svgElement("path", { class: "tick" });
    const text = (x, y, anchor) => svgElement("text", { x, y, "text-anchor": anchor });
    this.offText = text(CHART.left, 16, "start");
    this.throughText = text(CHART.right, 16, "end");
    this.ends = [[CHART.left, "start"], [(CHART.left + CHART.right) / 2, "middle"], [CHART.right, "end"]]
      .map(([x, anchor]) => text(x, CHART.height - 8, anchor));
    this.stage.append(this.summary, element("div", { class: "maps" }, this.before.figure, this.after.figure), this.reading,
      element("div", { class: "charts" }, this.buildCurve(), this.buildChart()), element("p", { class: "how", text: HOW }));
    this.root.append(this.buildSettings(), this.problem, this.stage, this.words);
  }

  compute({ map, bias, slope }) {
    const { numbers, ...measured } = this.map(map);
    return { ...measured, numbers, bias, slope, all: numbers.length, off: countOff(numbers, bias) };
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.choice("map", "Map", this.model.get("_maps").map(({ name }, place) => [place, name]));
      bar.slider("bias", "Bias", { step: 1, min: 0, max: 1 }, (text) => realNumber(text, "The bias"));
      bar.slider("slope", "Slope below 0", { step: 0.01, min: 0, max: 1 }, slopeNumber);
    });
  }

  buildCurve() {
    const { left, right, top, bottom } = CURVE;
    const axes = `M${left} ${(top + bottom) / 2}H${right}M${(left + right) / 2} ${top}V${bottom}`;
    return titled("Activation", CURVE, svgElement("clipPath", { id: `${this.id}-curve` },
      svgElement("rect", { x: left, y: top, width: right - left, height: bottom - top })),
    svgElement("path", { class: "axis", d: axes }), this.line, this.dot, this.formula);
  }

  buildChart() {
    const { left, right, bottom } = CHART;
    return titled("How many cells hold which number", CHART, svgElement("clipPath", { id: `${this.id}-chart` }, this.open),
      this.bars, this.barsThrough, svgElement("path", { class: "axis", d: `M${left} ${bottom}H${right}` }),
      this.tick, this.threshold, this.offText, this.throughText, ...this.ends);
  }

  listen() {
    const go = (place) => { this.focus = place; this.draw(); };
    for (const { pixels, grid } of [this.before, this.after]) {
      this.watchGrid(grid, { hover: go, move: go, click: go });
      this.on(pixels.node, "pointermove", (event) => { const place = this.pointedAt(pixels, event); if (place) go(place); });
      this.watchKeys(pixels.node, ({ shiftKey }) => {
        const { rows, columns } = this.map(this.model.get("_chosen"));
        return { place: this.focus, rows, columns, step: shiftKey ? 10 : 1 };
      }, go);
    }
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

  // Another map has a range of its own: without bias, and read where it is strongest.
  change({ map, ...values }) {
    if (map === undefined) { this.set(values); return; }
    const { numbers, columns } = this.map(map);
    this.forgetTyping();
    this.set({ _chosen: map, bias: 0, focus: strongestCell(numbers, columns) });
  }

  // -- Drawing --

  drawState() {
    const { state, before, after } = this;
    const { numbers, rows, columns, bias, slope, reach, off, all } = state;
    const room = Math.min(340, ((this.width || 740) - 28) / 2);
    for (const pane of [before, after]) pane.size(room, state);
    if (numbers !== this.drawnMap) {
      this.drawnMap = numbers;
      setText(before.title, `Feature map ${by(rows, columns)}`);
      before.paint(state, (i) => numbers[i]);
      for (const bars of [this.bars, this.barsThrough]) bars.setAttribute("d", barsPath(state.counts));
      [-reach, 0, reach].forEach((value, i) => setText(this.ends[i], shortNumber(Number(value.toPrecision(3)))));
    }
    after.paint(state, (i) => activate(numbers[i] + bias, slope));
    this.line.setAttribute("d", curvePath(state));
    setText(this.formula, slope ? `slope ${shortNumber(slope)} below 0` : "max(0, x + bias)");
    const at = across(-bias, reach);
    this.open.setAttribute("x", at);
    this.open.setAttribute("width", CHART.right - at);
    this.threshold.setAttribute("d", `M${at} ${CHART.top - 8}V${CHART.bottom + 6}`);
    setText(this.offText, `${slope ? "made smaller" : "switched off"}: ${percent(off / all)}`);
    setText(this.throughText, `through: ${percent(1 - off / all)}`);
    setText(this.summary, summary(state));
  }

  drawFocus() {
    const { rows, columns, numbers, reach } = this.state;
    const [row, column] = [Math.min(this.focus[0], rows - 1), Math.min(this.focus[1], columns - 1)];
    this.focus = [row, column];
    for (const pane of [this.before, this.after]) pane.surround(row, column);
    const value = numbers[row * columns + column];
    const [x, y] = curvePoint(clamp(value, -reach, reach), this.state);
    this.dot.setAttribute("cx", x);
    this.dot.setAttribute("cy", clamp(y, CURVE.top, CURVE.bottom));
    this.tick.setAttribute("d", `M${across(value, reach)} ${CHART.bottom}l-6 10h12z`);
    setText(this.reading, `Row ${row}, column ${column}: ${cellWords(value, this.state)}`);
  }

  inWords() {
    return this.state ? `${this.summary.textContent} ${this.reading.textContent}` : "";
  }
}

// A drawing with its title.
function titled(text, { width, height }, ...parts) {
  return element("div", { class: "figure plain" }, element("div", { class: "title", text }),
    svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, ...parts));
}

export default explorer(ReluPage);
