// Cells that are not a window times a kernel: dense layers, softmax, pooling, scaling.

import { chip, chipLine } from "../shared/chips.js";
import { pixelColour } from "../shared/colours.js";
import { button, element, patchChildren, resizeChildren, setText } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { clamp, counted, grouped, probabilityText } from "../shared/numbers.js";
import { signedOnPage } from "../shared/signed.js";
import { press, rangeOf, watchCells } from "./figures.js";
import { largestMagnitude } from "./maps.js";
import { decimalsFor, decimalsOfCell, rounded, roundShares, roundToSum, writeFixed, writeShort } from "./rounding.js";
import { allTerms, largest } from "./terms.js";
import { Waterfall, falling } from "./waterfall.js";
import { cellName, mapName, placeName, placeOfCell } from "./words.js";

const FIRST = 6; // terms of a waterfall at first
const MORE = 50; // that a press adds
const CLASSES = 12; // of a softmax; the others are one line
const WINDOW = { digit: 8.4, room: 26, height: 34, small: 12 }; // pixels
const MOST_CELLS = 1024; // of a window that is drawn
const LARGEST_WRITTEN = 8; // rows or columns of a window whose numbers are written

/** The largest terms of a sum as a waterfall, and the rest in one bar that opens. */
export class LargestTerms {
  constructor(page) {
    this.page = page;
    this.count = FIRST;
    this.waterfall = new Waterfall(page, "What adds up to the sum, largest first");
    this.isByMap = false;
    this.more = button("more", "", () => this.showMore());
    this.byMap = button("by-map", "One bar for each map", () => this.group(), { "aria-pressed": "false" });
    this.node = element("div", { class: "largest-terms" }, this.waterfall.node, element("div", { class: "view-buttons" }, this.more, this.byMap));
  }

  // Sum the products of each map, or take them one by one.
  group() {
    this.isByMap = !this.isByMap;
    this.byMap.setAttribute("aria-pressed", String(this.isByMap));
    this.page.draw();
  }

  showMore() {
    this.count = this.left ? this.count + MORE : FIRST;
    this.page.draw();
  }

  show({ run, terms }) {
    const hasMaps = terms.form === "sum" && terms.groups.length > 1 && terms.groups[0].terms.length > 1;
    this.byMap.hidden = !hasMaps;
    const list = hasMaps && this.isByMap ? terms.groups.map((group) => ({ group, product: group.sum })) : allTerms(terms);
    const { shown, others } = largest(/** @type {any[]} */ (list), this.count);
    this.left = others.count;
    const decimals = decimalsOfCell(terms);
    const sum = rounded(terms.sum, decimals);
    const parts = roundToSum([...shown.map(({ product }) => product), others.sum, terms.bias], sum, decimals);
    const [left, bias] = parts.slice(shown.length);
    /** @type {any[]} */
    const lines = shown.map((term, n) => (term.group ? this.mapLine(run, term.group, parts[n], decimals) : this.lineOf(run, term, parts[n], decimals)));
    if (others.count) lines.push(this.othersLine(list.length - shown.length, list, left, decimals));
    if (terms.hasBias) lines.push({ name: "bias", formula: "", value: bias, number: writeFixed(bias, decimals), open: null });
    this.waterfall.show(falling(lines, { name: "Sum Σ", formula: "", value: sum, number: writeFixed(sum, decimals) }));
    this.more.hidden = list.length <= FIRST + 1;
    setText(this.more, others.count ? `Show ${Math.min(MORE, others.count)} more` : "Show the largest only");
  }

  lineOf(run, { from, input, weight }, value, decimals) {
    const name = from ? cellName(run.network, from.node, from.cell, this.page.classNames) : "padding";
    const formula = weight === 1 ? "" : `${writeShort(input)} × ${writeShort(weight)}`;
    return { name, formula, value, number: writeFixed(value, decimals), hint: `Go to ${name}`,
      open: from && (() => this.page.go(placeOfCell(from.node, from.cell))) };
  }

  // All products of one map together; a press goes to the map, at the cell with the largest of them.
  mapLine(run, { node, channel, terms }, value, decimals) {
    const name = mapName(run.network, node, channel, this.page.classNames);
    const [{ from: { cell: [row, column] } }] = largest(/** @type {any[]} */ (terms), 1).shown;
    return { name, formula: counted(terms.length, "product"), value, number: writeFixed(value, decimals), hint: `Go to ${name}`,
      open: () => this.page.go({ view: "map", node, channel, row, column }) };
  }

  othersLine(count, list, value, decimals) {
    const zeros = list.filter(({ product }) => product === 0).length;
    const name = `${grouped(count)} other${count === 1 ? "" : "s"}${zeros ? `, ${grouped(Math.min(zeros, count))} of them 0` : ""}`;
    return { name, formula: "", value, number: writeFixed(value, decimals), role: "rest", open: () => this.showMore(), hint: "Show more of them" };
  }
}

/** A softmax, written out: e to the power of each sum, and each one's share of the total. */
export class SoftmaxTable {
  constructor(page) {
    this.page = page;
    this.body = element("tbody");
    /** @type {number[]} The class of each line. */
    this.order = [];
    this.heads = ["", "sum", "e^(sum − largest)", "share"].map((text) => element("th", { scope: "col", text }));
    this.formula = element("p", { class: "softmax-formula" });
    this.node = element("div", { class: "softmax" }, element("table", { "aria-label": "Softmax" },
      element("thead", {}, element("tr", {}, ...this.heads)), this.body), this.formula);
  }

  show({ run, terms, place }) {
    const { sums, shift, exps, total } = terms.softmax;
    const ranked = [...exps.keys()].sort((one, other) => exps[other] - exps[one]);
    this.order = ranked.length <= CLASSES + 1 ? [...exps.keys()]
      : [...new Set([...ranked.slice(0, CLASSES - 1), place.channel])].sort((one, other) => one - other);
    const rest = ranked.filter((k) => !this.order.includes(k));
    const decimals = { sum: decimalsOfCell(terms), exp: 4 }; // the sum has the digits that it has as a sum of terms
    const texts = this.texts(sums, exps, total, rest, decimals);
    resizeChildren(this.body, texts.length, (line) => this.line(line));
    texts.forEach((/** @type {any} */ text, line) => this.fill(this.body.children[line], text, this.order[line], place.channel, run, terms));
    const [k, e] = [place.channel, exps[place.channel]];
    setText(this.formula, `e^(${writeFixed(sums[k], decimals.sum)} − ${writeFixed(shift, decimals.sum)}) / total = ` +
      `${writeShort(e)} / ${writeShort(total)} ${shareText(e / total)}`.replaceAll("− −", "+ "));
  }

  // The powers are rounded so that they add up to their total, and so that a larger one is never written as smaller.
  texts(sums, exps, total, rest, decimals) {
    const left = rest.reduce((sum, k) => sum + exps[k], 0);
    const shownTotal = rounded(total, decimals.exp);
    const powers = roundShares([...this.order.map((k) => exps[k]), left], shownTotal, decimals.exp);
    const write = (power, exact) => (power === 0 && exact > 0 ? `< ${10 ** -decimals.exp}` : writeFixed(power, decimals.exp));
    const lines = this.order.map((k, n) => [writeFixed(sums[k], decimals.sum), write(powers[n], exps[k]), exps[k] / total]);
    if (rest.length) lines.push(["", write(powers.at(-1), left), left / total]);
    return [...lines, ["", writeFixed(shownTotal, decimals.exp), 1]];
  }

  line(place) {
    const link = button("class", "", () => {}, { class: "link" });
    press(this.page, link, () => { if (this.order[place] !== undefined) this.page.go({ channel: this.order[place] }); });
    return element("tr", {}, element("th", { scope: "row" }, link), element("td"), element("td"),
      element("td", {}, element("span", { class: "share-bar", "aria-hidden": "true" }, element("i")), element("span", { class: "share" })));
  }

  fill(line, [sum, power, share], k, chosen, run, terms) {
    const [head, ...cells] = line.children;
    const isTotal = line === this.body.lastChild;
    const name = k !== undefined ? cellName(run.network, terms.node, [terms.cell[0], terms.cell[1], k], this.page.classNames)
      : isTotal ? "total" : counted(terms.softmax.exps.length - this.order.length, "other");
    setText(head.firstChild, name);
    head.firstChild.disabled = k === undefined;
    line.className = isTotal ? "total" : k === chosen ? "chosen" : "";
    if (k === chosen && k !== undefined) line.setAttribute("aria-current", "true"); else line.removeAttribute("aria-current");
    setText(cells[0], sum);
    setText(cells[1], power);
    cells[2].querySelector("i").style.width = `${100 * share}%`;
    setText(cells[2].lastChild, isTotal ? "100%" : probabilityText(share));
  }
}

// A share after its fraction: "= 12.5%", or "> 99.9%" if it is only close to all of it.
function shareText(share) {
  const text = probabilityText(share);
  return /^[<>]/.test(text) ? text : `= ${text}`;
}

/** The window of a pooling: the winner in a ring, or the mean. */
export class PoolWindow {
  constructor(page) {
    this.page = page;
    /** @type {any} */
    this.group = this.network = null;
    this.window = new NumberGrid({ label: "Window", name: "window" });
    this.said = element("p", { class: "pool-words" });
    this.enterName = button("source", "", () => this.enter(this.pointed), { class: "link" });
    this.pointed = null;
    this.node = element("div", { class: "pool-window" }, this.window.node, element("div", {}, this.said, this.enterName));
    const termAt = (/** @type {number[]} */ [row, column]) => this.group.terms[row * this.group.columns + column];
    watchCells(page, this.window, { point: (at) => this.point(termAt(at)), enter: (at) => this.enter(termAt(at)) });
  }

  enter(term) {
    if (term?.from) this.page.go(placeOfCell(term.from.node, term.from.cell));
  }

  point(term) {
    this.pointed = term.from ? term : this.pointed;
    const { from } = this.pointed ?? {};
    this.enterName.hidden = !from;
    if (from) setText(this.enterName, `Go to ${cellName(this.network, from.node, from.cell, this.page.classNames)}`);
  }

  show({ run, terms, room }) {
    const group = terms.groups[0];
    Object.assign(this, { group, network: run.network });
    const source = run.network.nodes[group.node];
    const range = rangeOf(source, this.page.range);
    const decimals = decimalsFor(group.terms.map(({ input }) => input));
    const limit = largestMagnitude(run.values[group.node]);
    this.window.node.hidden = group.terms.length > MOST_CELLS;
    if (!this.window.node.hidden) this.fill(group, { range, decimals, limit, room });
    const { winner } = terms;
    setText(this.said, winner ? winnerWords(terms, decimals) : meanWords(group, terms, decimals));
    this.point(winner ?? group.terms.reduce((best, one) => (one.from && !(best.from && best.input >= one.input) ? one : best)));
    this.window.mark("wins", winner ? [winner.at] : []);
  }

  fill(group, { range, decimals, limit, room }) {
    this.window.shape(group.rows, group.columns);
    group.terms.forEach(({ from, input }, n) => {
      const text = from ? writeFixed(input, decimals) : "";
      const where = from ? placeName(from.cell[0], from.cell[1]) : "padding";
      this.window.fill(Math.floor(n / group.columns), n % group.columns, { text, marks: from ? "" : "padding", label: `${where}: ${text}`,
        colour: !from ? null : range ? pixelColour(input - range[0], range[1] - range[0]) : signedOnPage(input, limit) });
    });
    this.fit(group, room);
  }

  fit({ rows, columns }, room) {
    const side = Math.max(...[...this.window.texts()].map((text) => WINDOW.digit * text.length)) + WINDOW.room;
    const isWritten = Math.max(rows, columns) <= LARGEST_WRITTEN && side * columns <= room;
    const small = clamp(Math.floor(room / columns), 2, WINDOW.small);
    this.window.size(isWritten ? side : small, isWritten ? WINDOW.height : small, isWritten);
  }
}

function winnerWords({ winner, groups }, decimals) {
  const inside = groups[0].terms.filter(({ from }) => from);
  const ties = inside.filter(({ input }) => input === winner.input).length;
  const [row, column] = winner.from.cell;
  const said = `${writeFixed(winner.input, decimals)} at ${placeName(row, column)} is the largest of ${inside.length} and is passed on.`;
  return ties > 1 ? `${said} ${ties} are equally large: the first counts.` : said;
}

function meanWords({ terms }, { sum }, decimals) {
  const inside = terms.filter(({ from }) => from);
  const total = inside.reduce((all, { input }) => all + input, 0);
  const left = inside.length < terms.length ? " Padding does not count." : "";
  return `The ${inside.length} numbers add up to ${writeFixed(total, decimals)}; divided by ${inside.length}, that is ${writeShort(sum)}.${left}`;
}

/** A number that is passed on: from a flatten, dropout, padding, an activation on its own. */
export class HandedOn {
  constructor(page) {
    this.page = page;
    this.from = null;
    this.said = element("span");
    this.link = button("source", "", () => this.page.go(placeOfCell(this.from.node, this.from.cell)), { class: "link" });
    this.node = element("p", { class: "handed-on" }, this.said, this.link);
  }

  show({ run, terms }) {
    const [term] = terms.groups[0].terms;
    this.from = term?.from ?? null;
    this.link.hidden = !this.from;
    setText(this.said, this.from ? "The number comes from " : "This cell is padding: a 0 that was added at the border.");
    if (this.from) setText(this.link, cellName(run.network, this.from.node, this.from.cell, this.page.classNames));
  }
}

/** A rescaling or a batch normalization: one number, times a factor, plus another. */
export class AffineLines {
  constructor() {
    this.node = element("div", { class: "affine" });
  }

  show({ terms }) {
    const { input, weight, product } = terms.groups[0].terms[0];
    const decimals = decimalsFor([product, terms.bias, terms.sum]);
    const sum = rounded(terms.sum, decimals);
    const [scaled, offset] = roundToSum([product, terms.bias], sum, decimals);
    const lines = [line("", ["input", writeShort(input), "input"], "×", ["kernel", writeShort(weight), "factor"], "=",
      ["focus", writeFixed(scaled, decimals), "product"], "+", ["kernel", writeFixed(offset, decimals), "offset"], "=",
      ["output", writeFixed(sum, decimals), "result"])];
    if (terms.affine) lines.unshift(...normalLines(terms, input));
    patchChildren(this.node, ...lines);
  }
}

// A line of chips, each [role, number, name], and the signs between them.
function line(name, ...parts) {
  return chipLine(name, ...parts.map((part) => {
    const [role, number, below] = part;
    return typeof part === "string" ? element("span", { class: "plus", text: part }) : chip(role, number, below);
  }));
}

// What batch normalization does, as it is written in the lessons.
function normalLines({ affine: { mean, variance, epsilon, gamma, beta, scaled }, sum }, input) {
  const text = writeShort;
  return [
    line("Normalize:", "(", ["input", text(input), "input"], "−", ["kernel", text(mean), "moving mean"], ") / √(",
      ["kernel", text(variance), "moving variance"], "+", ["padding", text(epsilon), "ε"], ") =", ["focus", text(scaled), "normalized"]),
    line("Scale and shift:", ["focus", text(scaled), "normalized"], "×", ["kernel", text(gamma), "γ"], "+",
      ["kernel", text(beta), "β"], "=", ["output", text(sum), "result"]),
    element("p", { class: "which", text: "Both steps in one, as the network computes them:" }),
  ];
}
