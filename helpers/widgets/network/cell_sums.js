// The sum of one cell of a convolution: a window, a kernel and their products for each input channel.

import { pixelColour } from "../shared/colours.js";
import { button, element, resizeChildren, setText, sign } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { clamp, counted } from "../shared/numbers.js";
import { signedOnPage } from "../shared/signed.js";
import { rangeOf, watchCells } from "./figures.js";
import { largestMagnitude } from "./maps.js";
import { decimalsFor, decimalsOfCell, rounded, roundToSum, writeFixed } from "./rounding.js";
import { largestGroups } from "./terms.js";
import { activationName, cellName, mapName, placeOfCell } from "./words.js";

const FIRST = { products: 36, groups: 5 }; // that are shown at first
const MORE = 15; // that a press adds
const DIGIT = 8.4; // pixels: how wide a digit is
const CELL = { least: 34, height: 25, small: 16 }; // pixels: of a cell with its number, and of one without

/**
 * The numbers of a sum as they are written: those of the groups, of the others and the bias add up to the sum, and the
 * products of a group add up to the group's.
 * @param {import("./terms.js").CellTerms} terms
 * @param {number} count How many groups are shown.
 * @returns {{decimals: number, sum: number, bias: number, others: {count: number, sum: number},
 *   groups: {group: import("./terms.js").Group, sum: number, running: number, products: number[]}[]}}
 */
export function cellNumbers(terms, count) {
  const { shown, others } = largestGroups(terms.groups, count);
  const decimals = decimalsOfCell(terms);
  const sum = rounded(terms.sum, decimals);
  const parts = roundToSum([...shown.map((group) => group.sum), others.sum, terms.bias], sum, decimals);
  let running = 0;
  const groups = shown.map((group, n) => {
    running = rounded(running + parts[n], decimals);
    return { group, sum: parts[n], running, products: roundToSum(group.terms.map(({ product }) => product), parts[n], decimals) };
  });
  return { decimals, sum, bias: parts[shown.length + 1], others: { count: others.count, sum: parts[shown.length] }, groups };
}

/** How many groups are shown at first: fewer of large kernels, so that the view fits on a screen. @param {any} terms CellTerms */
export function firstGroups({ groups }) {
  return clamp(Math.floor(FIRST.products / groups[0].terms.length), 1, FIRST.groups);
}

/** The rows of a cell's sum, one for each input channel. */
export class SumRows {
  /**
   * @param {any} page
   * @param {{lit: (group: number, term: number) => void, edit: (grid: NumberGrid, place: number[], term: any, typed: string|null) => void}} acts
   */
  constructor(page, acts) {
    this.page = page;
    this.acts = acts;
    this.added = 0; // groups that the learner has asked for
    /** @type {GroupRow[]} */
    this.rows = [];
    this.list = element("div", { class: "groups" });
    this.more = button("more", "", () => this.showMore());
    this.othersNumber = element("td");
    this.othersName = element("span");
    this.biasNumber = element("td");
    this.sumNumber = element("td");
    const line = (className, head, number) => element("tr", { class: className }, element("th", { scope: "row" }, head), number);
    this.othersLine = line("others", element("span", {}, this.othersName, this.more), this.othersNumber);
    this.biasLine = line("bias", "bias", this.biasNumber);
    this.afterNumber = element("td");
    this.afterName = element("span");
    this.afterLine = line("after", this.afterName, this.afterNumber);
    this.total = element("table", { class: "sum-total", "aria-label": "What adds up to the sum" },
      element("tbody", {}, this.othersLine, this.biasLine, line("sum", "Sum Σ", this.sumNumber), this.afterLine));
    this.node = element("div", { class: "sum-rows" }, this.list, this.total);
  }

  showMore() {
    this.added = this.numbers.others.count ? this.added + MORE : 0;
    this.page.draw();
  }

  /** The numbers of the groups that are shown. @param {any} terms CellTerms */
  numbersOf(terms) {
    return cellNumbers(terms, firstGroups(terms) + this.added);
  }

  /** @param {any} context run, layer, terms, room: the width in pixels. @param {ReturnType<typeof cellNumbers>} numbers */
  show(context, numbers) {
    const { terms } = context;
    this.numbers = numbers;
    const { groups, others, decimals } = numbers;
    resizeChildren(this.list, groups.length, (place) => {
      this.rows[place] = new GroupRow(this.page, place, this.acts);
      return this.rows[place].node;
    });
    this.rows.length = groups.length;
    const shared = sharedLimits(context, groups);
    this.rows.forEach((row, place) => row.show(context, groups[place], decimals, shared));
    this.fit(context.room);
    this.othersLine.hidden = terms.groups.length <= firstGroups(terms) + 1;
    setText(this.othersName, others.count ? counted(others.count, "other") : "no others");
    setText(this.more, others.count ? `Show ${Math.min(MORE, others.count)} more` : "Show the largest only");
    setText(this.othersNumber, writeFixed(others.sum, decimals));
    this.biasLine.hidden = !terms.hasBias;
    setText(this.biasNumber, writeFixed(numbers.bias, decimals));
    setText(this.sumNumber, writeFixed(numbers.sum, decimals));
    this.showAfter(terms, decimals);
  }

  showAfter({ activation, softmax, off, value }, decimals) {
    this.afterLine.hidden = Boolean(softmax) || !(activation || off);
    if (this.afterLine.hidden) return;
    setText(this.afterName, off ? "switched off" : activationName(activation));
    setText(this.afterNumber, writeFixed(value, decimals));
  }

  // All rows get cells of the same width: with their numbers if a grid fits into the room, else small and coloured.
  fit(room) {
    const sides = ["window", "weights", "products"].map((name) => Math.max(CELL.least, ...this.rows.flatMap((row) =>
      [...row[name].texts()].map((text) => Math.ceil(DIGIT * text.length) + 6))));
    const fits = Math.max(...sides) * this.numbers.groups[0].group.columns <= room;
    for (const row of this.rows) row.size(fits ? sides : sides.map(() => CELL.small), fits ? CELL.height : CELL.small, fits);
  }

  light(group, term) {
    this.rows.forEach((row, place) => row.light(place === group ? term : null));
  }

  close() {
    for (const { window } of this.rows) window.node.querySelector("input")?.blur();
  }
}

// Scales and decimals that all rows share, so that a colour means the same in each.
function sharedLimits({ run, terms }, groups) {
  const all = groups.flatMap(({ group }) => group.terms);
  return {
    input: largestMagnitude(run.values[terms.groups[0].node]),
    weight: Math.max(...all.map(({ weight }) => Math.abs(weight))),
    product: Math.max(...groups.flatMap(({ products }) => products.map(Math.abs))),
    decimals: { input: decimalsFor(all.map(({ input }) => input)), weight: decimalsFor(all.map(({ weight }) => weight)) },
  };
}

/** One input channel: its window, its kernel, their products and the sum of these. */
class GroupRow {
  constructor(page, place, acts) {
    this.page = page;
    this.acts = acts;
    /** @type {any} */
    this.group = null;
    this.sized = "";
    this.name = button("source", "", () => this.enterMap(), { class: "link" });
    this.window = new NumberGrid({ label: "Window", name: "window" });
    this.weights = new NumberGrid({ label: "Kernel", name: "weights" });
    this.products = new NumberGrid({ label: "Products", name: "products", role: "table" });
    this.sum = element("span", { class: "group-sum" });
    this.running = element("span", { class: "group-running" });
    this.node = element("div", { class: "group", role: "group" },
      element("div", { class: "group-grids" }, this.window.node, element("div", {}, sign("×"), this.weights.node),
        element("div", {}, sign("="), this.products.node)),
      element("div", { class: "group-words" }, this.name, this.sum, this.running));
    const numberOf = (/** @type {number[]} */ [row, column]) => row * this.group.columns + column;
    const point = (at) => acts.lit(place, numberOf(at));
    watchCells(page, this.window, { point, enter: (at) => this.enterCell(this.group.terms[numberOf(at)]) });
    watchCells(page, this.weights, { point, edit: (at, typed) => acts.edit(this.weights, at, this.group.terms[numberOf(at)], typed) });
    watchCells(page, this.products, { point });
  }

  enterCell({ from }) {
    if (from) this.page.go(placeOfCell(from.node, from.cell));
  }

  enterMap() {
    const { node, channel, terms } = this.group;
    const { cell: [row, column] } = (terms[Math.floor(terms.length / 2)].from ?? terms.find(({ from }) => from)?.from ?? { cell: [0, 0] });
    this.page.go({ view: "map", node, channel, row, column });
  }

  /** @param {any} context @param {any} numbers @param {number} decimals @param {any} shared */
  show(context, { group, sum, running, products }, decimals, shared) {
    this.group = group;
    const name = mapName(context.run.network, group.node, group.channel, this.page.classNames);
    setText(this.name, name);
    this.node.setAttribute("aria-label", `From ${name}`);
    for (const grid of [this.window, this.weights, this.products]) grid.shape(group.rows, group.columns);
    this.fill(context, products, decimals, shared);
    setText(this.sum, `= ${writeFixed(sum, decimals)}`);
    setText(this.running, context.terms.groups.length > 1 ? `so far ${writeFixed(running, decimals)}` : "");
  }

  fill({ run }, /** @type {number[]} */ products, decimals, shared) {
    const { group, page } = this;
    const source = run.network.nodes[group.node];
    const range = rangeOf(source, page.range);
    group.terms.forEach(({ from, input, weight }, n) => {
      const [row, column] = [Math.floor(n / group.columns), n % group.columns];
      const text = from ? writeFixed(input, shared.decimals.input) : "";
      const where = from ? cellName(run.network, from.node, from.cell, page.classNames) : "padding";
      this.window.fill(row, column, { text, marks: from ? "" : "padding", label: `${where}: ${text || "0"}`,
        colour: !from ? null : range ? pixelColour(input - range[0], range[1] - range[0]) : signedOnPage(input, shared.input) });
      const weightText = writeFixed(weight, shared.decimals.weight);
      this.weights.fill(row, column, { text: weightText, colour: signedOnPage(weight, shared.weight), label: `Weight ${weightText} for ${where}` });
      this.products.fill(row, column, { text: writeFixed(products[n], decimals), colour: signedOnPage(products[n], shared.product) });
    });
  }

  size(sides, height, hasNumbers) {
    const key = [...sides, height, this.group.rows, this.group.columns].join();
    if (key === this.sized) return; // setting a size again would cost the page a layout
    this.sized = key;
    [this.window, this.weights, this.products].forEach((grid, n) => grid.size(sides[n], height, hasNumbers));
  }

  light(term) {
    const places = term === null ? [] : [[Math.floor(term / this.group.columns), term % this.group.columns]];
    for (const grid of [this.window, this.weights, this.products]) grid.mark("lit", places);
  }
}
