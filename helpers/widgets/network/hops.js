// One hop of a chain: a cell, what it gets from the next one, and all its terms.

import { button, element, setText } from "../shared/dom.js";
import { grouped, percent, readNumber } from "../shared/numbers.js";
import { receptive } from "./chain.js";
import { MapPicture, press, rangeOf } from "./figures.js";
import { largestMagnitude, mapOf } from "./maps.js";
import { decimalsFor, rounded, roundToSum, signedFixed, writeFixed, writeShort } from "./rounding.js";
import { Waterfall, falling } from "./waterfall.js";
import { activationWords, cellName, isFlat, placeOfCell } from "./words.js";

const THUMB = 38; // pixels
const SHOWN = 6; // terms of a hop

export class HopRow {
  /**
   * @param {any} page
   * @param {object} acts
   * @param {(rank: number) => void} acts.follow Go on from another of the ranked terms.
   * @param {() => void} acts.open Show the terms, or hide them.
   * @param {(isOn: boolean) => void} acts.point The pointer or the keyboard is on the hop, or leaves it.
   */
  constructor(page, acts) {
    this.page = page;
    this.acts = acts;
    /** @type {import("./chain.js").Hop|any} */
    this.hop = null;
    this.picture = new MapPicture("");
    this.picture.node.setAttribute("aria-hidden", "true");
    this.name = button("hop", "", () => {}, { class: "link" });
    this.value = element("b", { class: "hop-value" });
    this.how = element("div", { class: "hop-how" });
    this.toggle = button("terms", "Terms", () => acts.open(), { class: "hop-open", "aria-expanded": "false" });
    this.waterfall = new Waterfall(page, "Terms, the ones that explain it best first");
    this.terms = element("div", { class: "hop-terms" }, element("p", { class: "view-note", text: "Press a term to follow it instead." }),
      this.waterfall.node);
    this.node = element("li", { class: "hop" }, this.picture.node,
      element("div", { class: "hop-words" }, element("div", { class: "hop-head" }, this.name, this.value), element("div", { class: "hop-line" }, this.how, this.toggle), this.terms));
    for (const event of ["pointerenter", "focusin"]) page.on(this.node, event, () => acts.point(true));
    for (const event of ["pointerleave", "focusout"]) page.on(this.node, event, () => acts.point(false));
    press(page, this.name, () => page.go(placeOfCell(this.hop.node, this.hop.cell)));
  }

  show(run, hop, isOpen) {
    this.hop = hop;
    const node = run.network.nodes[hop.node];
    const name = cellName(run.network, hop.node, hop.cell, this.page.classNames);
    setText(this.name, name);
    setText(this.value, writeShort(node.index === run.network.decision ? hop.terms.sum : hop.value));
    setText(this.how, howText(hop));
    this.toggle.hidden = hop.isThrough || hop.ranked.length < 2;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.toggle.setAttribute("aria-label", `Terms of ${name}`);
    this.terms.hidden = !isOpen;
    this.node.classList.toggle("through", hop.isThrough);
    if (isOpen) this.waterfall.show(this.bars(run));
    this.drawPicture(run, node);
  }

  // The cell on its map; a unit has no map.
  drawPicture(run, node) {
    const [row, column, channel] = this.hop.cell;
    this.picture.node.classList.toggle("blank", isFlat(node));
    if (isFlat(node)) return;
    this.picture.show({ rows: node.height, columns: node.width, values: mapOf(node, run.values[node.index], channel),
      limit: largestMagnitude(run.values[node.index]) }, THUMB, rangeOf(node, this.page.range));
    this.picture.frameAt([row, column, 1, 1]);
    const { rows, columns } = receptive(run.network, node.index, row, column, channel);
    this.node.title = node.kind === "input" ? "" : `It sees ${rows[1] - rows[0]} × ${columns[1] - columns[0]} pixels`;
  }

  bars(run) {
    const { ranked, terms } = this.hop;
    const shown = ranked.slice(0, SHOWN);
    const rest = terms.sum - terms.bias - shown.reduce((sum, { product }) => sum + product, 0);
    const decimals = decimalsFor([...shown.map(({ product }) => product), rest, terms.bias, terms.sum]);
    const sum = rounded(terms.sum, decimals);
    const parts = roundToSum([...shown.map(({ product }) => product), rest, terms.bias], sum, decimals);
    const lines = shown.map((term, n) => this.lineOf(run, term, n, parts[n], decimals));
    const others = (value) => ({ formula: "", value, number: writeFixed(value, decimals), open: null });
    const left = ranked.length - shown.length;
    if (left) lines.push({ ...others(parts[shown.length]), name: `${grouped(left)} other${left === 1 ? "" : "s"}`, role: "rest" });
    if (terms.hasBias) lines.push({ ...others(parts[shown.length + 1]), name: "bias" });
    return falling(lines, { ...others(sum), name: "Sum Σ" });
  }

  lineOf(run, { from, input, weight, product }, rank, value, decimals) {
    const isChosen = this.hop.chosen?.product === product && this.hop.chosen.from === from;
    const name = cellName(run.network, from.node, from.cell, this.page.classNames);
    return { name: isChosen ? `▸ ${name}` : name, formula: `${writeShort(input)} × ${writeShort(weight)}`, value,
      number: writeFixed(value, decimals), open: () => this.acts.follow(rank), hint: isChosen ? "This one is followed" : "Follow this one instead" };
  }
}

/** Write a product: with "=" if it is exactly the product of its factors as written, else with "≈". */
export function productText(input, weight, product) {
  const [one, other, all] = [input, weight, product].map((text) => readNumber(text.replace(/^\+/, "").replaceAll(",", "")));
  const isExact = one !== null && other !== null && all !== null && Math.abs(one * other - all) < 1e-9 * Math.max(1, Math.abs(all));
  return `${input} × ${weight} ${isExact ? "=" : "≈"} ${product}`;
}

// What the cell gets from the next one.
function howText({ terms, chosen, contribution, share }) {
  const { form, activation } = terms;
  if (form === "image") return "Here the chain ends: a pixel.";
  if (terms.off) return "A what-if has switched this map off, so the chain ends here.";
  if (!chosen) return "Nothing adds to it: all its products are 0 or lower it.";
  if (form === "max") return "The largest number of its window is passed on.";
  if (form === "same") return activation ? activationWords(terms) : "Handed on as it is.";
  const decimals = decimalsFor([contribution]);
  const product = form === "add" ? writeFixed(contribution, decimals)
    : productText(writeShort(chosen.input), writeShort(chosen.weight), signedFixed(contribution, decimals).replace(" + ", "+").replace(" − ", "−"));
  const part = share > 0.9999 ? "" : `: ${percent(share)} of all that ${contribution < 0 ? "lowers" : "raises"} it`;
  return `${product} comes from the next${part}.`;
}
