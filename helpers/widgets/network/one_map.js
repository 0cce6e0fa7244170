// One map: its input maps, their kernels, the partial sums, and what becomes of them.

import { chip, chipLine } from "../shared/chips.js";
import { button, element, patchChildren, resizeChildren, setText, sign } from "../shared/dom.js";
import { isCommand } from "../shared/keys.js";
import { by, capital, clamp, counted, probabilityText, strongestPlace } from "../shared/numbers.js";
import { canSwitchOff } from "./changes.js";
import { withFilter } from "./edits.js";
import { MapPicture, press, rangeOf, windowOf } from "./figures.js";
import { largestMagnitude } from "./maps.js";
import { decimalsFor, rounded, roundToSum, writeFixed } from "./rounding.js";
import { largestParts, mapTerms } from "./terms.js";
import { activationName, channelName, mapName, placeOfCell } from "./words.js";

const FIRST = 5; // input maps that are shown at first
const MORE = 15; // that a press adds
const SIDES = { input: 60, kernel: 45, large: 184, image: 308 }; // of pictures, in pixels
const PACE = 100; // milliseconds from cell to cell while the window slides: too short for a screen reader to start
const NARROW = 560; // pixels: a page below this width has smaller large pictures
const RULES = { image: "Its pixels are the first numbers of the network.", add: "Each cell is the sum of the cells in the same place.",
  average: "Each cell is the mean of its window.", max: "Each cell is the largest of its window.",
  affine: "Each number is multiplied by the same factor, and the same offset is added.", same: "Each number is passed on as it is." };

export class MapView {
  /**
   * @param {HTMLElement} host
   * @param {import("./words.js").NetworkPage} page
   */
  constructor(host, page) {
    this.page = page;
    this.count = FIRST;
    this.key = ""; // of the map that `count` belongs to
    this.drawn = ""; // what is painted
    /** @type {any} Given by `update`, and what follows from it. */
    this.run = this.place = this.layer = this.terms = this.shown = null;
    /** @type {PartRow[]} */
    this.rows = [];
    this.title = element("h3", { class: "view-title" });
    this.note = element("p", { class: "view-note" });
    this.parts = element("div", { class: "parts", role: "list", "aria-label": "Input maps" });
    this.more = button("more", "", () => this.showMore(), { class: "more" });
    this.others = new PartRow(this, null);
    this.sums = figure("Sum Σ + bias", new MapPicture("The sums, before the activation"));
    this.output = figure("", new MapPicture("", "application"));
    this.chips = element("div", { class: "chips" });
    this.off = button("off", "", () => this.switch());
    this.slider = button("slide", "▶ Slide the window", () => (this.isSliding ? this.stop() : this.slide()));
    this.isSliding = false;
    this.into = button("into", "Open this cell", () => this.open());
    this.node = element("section", { class: "view-map" }, this.title, this.note,
      element("div", { class: "map-stage" },
        element("div", { class: "map-parts" }, this.parts, this.others.node, this.more),
        element("div", { class: "map-results" }, element("div", { class: "pictures" }, this.sums.node, this.output.node),
          this.chips, element("div", { class: "view-buttons" }, this.into, this.slider, this.off))));
    host.append(this.node);
    this.listen();
  }

  listen() {
    const { page } = this;
    const main = this.output.picture;
    const go = (/** @type {number[]} */ [row, column]) => { this.stop(); page.go({ row, column }); };
    page.watchKeys(main.node, ({ shiftKey }) => {
      const [rows, columns] = this.terms.shape;
      return { place: [this.place.row, this.place.column], rows, columns, step: shiftKey ? 5 : 1 };
    }, go);
    for (const picture of [main, this.sums.picture]) {
      page.on(picture.node, "pointermove", (event) => go(picture.place(event)));
      page.on(picture.node, "click", (event) => { go(picture.place(event)); this.open(); });
    }
    page.on(main.node, "keydown", (event) => {
      const act = { Enter: () => this.open(), o: () => this.switch() }[event.key];
      if (!act || isCommand(event)) return;
      event.preventDefault();
      act();
    });
  }

  focus() {
    this.output.picture.node.focus({ preventScroll: true });
  }

  // Let the window slide over the input, cell by cell, from the one that is framed to the last.
  slide() {
    const [rows, columns] = this.terms.shape;
    const last = rows * columns - 1;
    const at = this.place.row * columns + this.place.column;
    this.showSliding(true);
    this.slideOn(at === last ? 0 : at + 1, last, columns);
  }

  slideOn(at, last, columns) {
    this.page.go({ row: Math.floor(at / columns), column: at % columns });
    this.page.later("slide", PACE, () => {
      if (at < last && this.isSliding && this.node.checkVisibility()) this.slideOn(at + 1, last, columns);
      else this.stop();
    });
  }

  stop() {
    if (!this.isSliding) return;
    this.page.cancel("slide");
    this.showSliding(false);
  }

  showSliding(isSliding) {
    this.isSliding = isSliding;
    setText(this.slider, isSliding ? "❚❚ Pause" : "▶ Slide the window");
  }

  // Into the cell that is framed.
  open() {
    const { node, channel, row, column } = this.place;
    this.page.go(placeOfCell(node, [row, column, channel]));
  }

  // To an input map: the cell in the middle of the window stays in the frame.
  enter({ node, channel, inputShape: [rows, columns] }) {
    const [top, left, high, wide] = windowOf(this.layer, this.place.row, this.place.column);
    const row = clamp(top + Math.floor(high / 2), 0, rows - 1);
    const column = clamp(left + Math.floor(wide / 2), 0, columns - 1);
    this.page.go({ view: "map", node, channel, row, column });
    this.focus();
  }

  showMore() {
    this.count = this.count >= this.terms.parts.length ? FIRST : this.count + MORE;
    this.page.draw();
  }

  switch() {
    if (this.off.hidden) return;
    const { node, channel } = this.place;
    this.page.edit(withFilter(this.page.edits, node, channel, this.terms.off));
  }

  // -- Drawing --

  /**
   * @param {import("../shared/forward.js").Run} run
   * @param {import("./words.js").Place} place
   */
  update(run, place) {
    this.run = run;
    this.place = place;
    this.layer = run.network.nodes[place.node];
    const key = `${place.node} ${place.channel}`;
    if (key !== this.key) {
      this.stop();
      this.key = key;
      this.count = FIRST;
    }
    const drawn = `${key} ${this.count} ${place.image} ${this.page.version} ${this.page.width}`;
    if (drawn !== this.drawn) this.drawMaps();
    this.drawn = drawn;
    this.drawCell();
  }

  drawMaps() {
    const { run, place, layer } = this;
    const { network } = run;
    this.terms = mapTerms(network, run, place.node, place.channel);
    this.shown = largestParts(this.terms, this.count);
    const name = mapName(network, place.node, place.channel, this.page.classNames);
    setText(this.title, capital(name));
    setText(this.note, this.noteText());
    this.drawParts();
    this.drawResults();
    const isSwitch = canSwitchOff(network, layer);
    this.off.hidden = !isSwitch;
    const isWindow = ["sum", "max", "average"].includes(this.terms.form);
    this.slider.hidden = !isWindow || matchMedia("(prefers-reduced-motion: reduce)").matches; // the arrow keys do the same
    setText(this.off, this.terms.off ? "Switch this map on again" : "Switch this map off");
    setText(this.output.title, this.outputTitle());
    this.output.picture.label(`${name}, ${by(...this.terms.shape)}. The arrow keys move by one, with Shift by five; Enter opens the cell${isSwitch ? ", O switches the map off" : ""}.`);
  }

  noteText() {
    const { form, parts, off } = this.terms;
    const { note, activation } = this.layer;
    const { probabilities } = this.run;
    const best = strongestPlace(probabilities);
    if (off) return `A what-if has switched this map off. Now the network says ${this.page.classNames[best]}, ${probabilityText(probabilities[best])}.`;
    const sums = parts.length > 1
      ? `Each of ${parts.length} input maps has its own kernel. Their partial sums and the bias make this map; those that are largest over the whole map come first.`
      : "The input map, its kernel, and the sum of the products at each place.";
    const rule = form === "sum" ? sums : form === "same" && activation ? `${capital(activationName(activation))} is applied to each number.` : RULES[form];
    return `${rule} ${note}`.trim();
  }

  outputTitle() {
    const { form, values } = this.terms;
    const { activation } = this.layer;
    const range = values.reduce((most, value) => Math.max(most, value), -Infinity);
    const largest = `up to ${writeFixed(range, decimalsFor([range]))}`;
    return `${activation && form === "sum" ? activationName(activation) : by(...this.terms.shape)}, ${largest}`;
  }

  // A row for each of the largest inputs; the others in one.
  drawParts() {
    const { shown, others } = this.shown;
    const { form, parts } = this.terms;
    const limits = {
      partial: Math.max(largestMagnitude(others.partial), ...shown.map(({ partial }) => largestMagnitude(partial))),
      kernel: Math.max(0, ...shown.map(({ kernel }) => largestMagnitude(kernel))),
    };
    resizeChildren(this.parts, shown.length, (number) => {
      this.rows[number] = new PartRow(this, (part) => this.enter(part));
      return this.rows[number].node;
    });
    this.rows.length = shown.length;
    this.rows.forEach((row, number) => row.show(shown[number], limits, form === "sum"));
    this.others.node.hidden = !others.count;
    if (others.count) this.others.showOthers(others, limits, this.terms.shape);
    this.more.hidden = form !== "sum" || parts.length <= FIRST + 1;
    setText(this.more, others.count ? `Show ${Math.min(MORE, others.count)} more` : "Show the largest only");
    this.node.classList.toggle("is-sum", form === "sum");
    this.parts.parentElement.hidden = !parts.length;
  }

  // The sums and what the activation makes of them, in the layer's own scale.
  drawResults() {
    const { layer, terms, run, page } = this;
    const [rows, columns] = terms.shape;
    const wanted = terms.form === "image" ? SIDES.image : SIDES.large;
    const side = page.width && page.width < NARROW ? Math.min(wanted, page.width / 2 - 24) : wanted;
    const limit = largestMagnitude(run.values[layer.index]);
    this.sums.node.hidden = !layer.activation && !terms.off;
    if (!this.sums.node.hidden) {
      this.sums.picture.show({ rows, columns, values: terms.sums, limit: Math.max(limit, largestMagnitude(terms.sums)) }, side);
    }
    this.output.picture.show({ rows, columns, values: terms.values, limit }, side, rangeOf(layer, page.range));
  }

  // What moves with the pointer: frames, and the sum of the cell that is pointed at.
  drawCell() {
    const { place: { row, column }, layer, terms } = this;
    const window = windowOf(layer, row, column);
    const one = [row, column, 1, 1];
    for (const picture of [this.sums.picture, this.output.picture, this.others.partial]) picture.frameAt(one);
    const at = row * terms.shape[1] + column;
    const numbers = this.numbersAt(at);
    this.rows.forEach((line, number) => line.point(window, one, numbers.parts[number], numbers.decimals));
    if (this.shown.others.count) this.others.point(null, one, numbers.others, numbers.decimals);
    patchChildren(this.chips, this.sumLine(numbers));
  }

  // The partial sums of one cell, rounded so that they add up to its sum.
  numbersAt(at) {
    const { shown, others } = this.shown;
    const { bias, sums, values } = this.terms;
    const exact = [...shown, others].map(({ partial }) => partial[at]);
    const decimals = decimalsFor([...exact, bias, sums[at]]);
    const sum = rounded(sums[at], decimals);
    const parts = roundToSum([...exact, bias], sum, decimals);
    return { decimals, sum, value: values[at], parts, others: parts[shown.length], bias: parts[shown.length + 1] };
  }

  sumLine({ decimals, sum, value, parts, others, bias }) {
    const { place: { row, column }, terms, shown, run, page, layer } = this;
    const where = `Row ${row}, column ${column}:`;
    const out = chip("output", writeFixed(value, terms.form === "sum" ? decimals : decimalsFor([value])), this.outName());
    if (terms.form !== "sum" && terms.form !== "add") return chipLine(where, out);
    const named = shown.shown.map((part, n) => ["input", parts[n],
      (terms.form === "add" ? mapName : channelName)(run.network, part.node, part.channel, page.classNames)]);
    if (shown.others.count) named.push(["padding", others, counted(shown.others.count, "other")]);
    if (terms.hasBias) named.push(["kernel", bias, "bias"]);
    const chips = named.flatMap(([role, number, name], n) => [...(n ? [plus()] : []), chip(role, writeFixed(number, decimals), name)]);
    const total = layer.activation || terms.off ? [plus("="), chip("focus", writeFixed(sum, decimals), "sum"), plus("→"), out] : [plus("="), out];
    return chipLine(where, ...chips, ...total);
  }

  outName() {
    const { layer, terms } = this;
    if (terms.off) return "switched off";
    return layer.activation ? activationName(layer.activation) : layer.kind === "input" ? "pixel" : "map";
  }
}

function plus(text = "+") {
  return element("span", { class: "plus", text });
}

function figure(text, picture) {
  const title = element("div", { class: "picture-title", text });
  return { title, picture, node: element("div", { class: "picture" }, title, picture.node) };
}

/** One input map, its kernel, its partial sums, and the number at the cell that is pointed at. */
class PartRow {
  constructor(view, enter) {
    this.view = view;
    this.part = null;
    this.input = new MapPicture("", "button");
    this.kernel = new MapPicture("Kernel");
    this.partial = new MapPicture("Partial sums");
    this.signs = [sign("∗"), sign("=")];
    this.name = element("div", { class: "part-name" });
    this.number = element("div", { class: "part-number" });
    this.node = element("div", { class: "part", role: enter ? "listitem" : "group" }, this.input.node, this.signs[0], this.kernel.node,
      this.signs[1], this.partial.node, element("div", { class: "part-words" }, this.name, this.number));
    if (enter) press(view.page, this.input.node, () => enter(this.part));
  }

  show(part, limits, isSum) {
    const { run, page, terms } = this.view;
    this.part = part;
    const source = run.network.nodes[part.node];
    const [rows, columns] = part.inputShape;
    const name = mapName(run.network, part.node, part.channel, page.classNames);
    const side = isSum ? SIDES.input : Math.min(SIDES.large, Math.floor((page.width || 700) / 2) - 30);
    this.input.show({ rows, columns, values: part.input, limit: largestMagnitude(run.values[part.node]) }, side, rangeOf(source, page.range));
    this.input.label(`Go to ${name}, ${by(rows, columns)}`);
    setText(this.name, name);
    for (const one of [this.kernel.node, this.partial.node, ...this.signs]) one.hidden = !isSum;
    if (!isSum) return;
    const [high, wide] = part.kernelShape;
    this.kernel.show({ rows: high, columns: wide, values: part.kernel, limit: limits.kernel }, SIDES.kernel);
    this.showPartial(part.partial, limits.partial, terms.shape);
  }

  showOthers({ count, partial }, limits, shape) {
    this.node.classList.add("others");
    for (const one of [this.input.node, this.kernel.node, ...this.signs]) one.hidden = true;
    setText(this.name, counted(count, "other"));
    this.showPartial(partial, limits.partial, shape);
  }

  showPartial(values, limit, [rows, columns]) {
    this.partial.show({ rows, columns, values, limit }, SIDES.input);
  }

  // Frame the window on the input and the cell on the partial sums.
  point(window, one, number, decimals) {
    this.input.frameAt(window);
    this.partial.frameAt(one);
    setText(this.number, this.partial.node.hidden ? "" : writeFixed(number, decimals));
  }
}
