// A sum as a waterfall: a bar for each term, which starts where the one before it ended.

import { element, resizeChildren, setText } from "../shared/dom.js";
import { press } from "./figures.js";

/**
 * @typedef {object} Bar
 * @property {string} name Where the term comes from.
 * @property {string} formula How it is computed, or "".
 * @property {string} number Its number as it is written.
 * @property {number} from @property {number} to Where the bar begins and ends.
 * @property {string} role Its colour: "plus", "minus", "rest", "total".
 * @property {(() => void)|null} open What a press does, or null.
 * @property {string} [hint] What a press does, in words for a screen reader.
 */

export class Waterfall {
  constructor(page, label) {
    this.page = page;
    this.body = element("tbody");
    this.node = element("table", { class: "waterfall", "aria-label": label }, this.body);
    /** @type {Bar[]} */
    this.bars = [];
  }

  /** @param {Bar[]} bars */
  show(bars) {
    this.bars = bars;
    const ends = bars.flatMap(({ from, to }) => [from, to]);
    const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
    const share = (value) => 100 * (value - low) / (high - low || 1);
    resizeChildren(this.body, bars.length, (place) => this.line(place));
    bars.forEach((bar, place) => this.fill(this.body.children[place], bar, share));
  }

  line(place) {
    const link = element("button", { type: "button", class: "link" });
    press(this.page, link, () => this.bars[place].open?.());
    return element("tr", {}, element("th", { scope: "row" }, link), element("td", { class: "formula" }),
      element("td", { class: "number" }),
      element("td", { class: "bar-cell", "aria-hidden": "true" }, element("i", { class: "zero" }), element("b")));
  }

  fill(line, { name, formula, number, from, to, role, open, hint = "" }, share) {
    const [head, how, value, cell] = line.children;
    line.className = formula ? role : `${role} bare`;
    setText(head.firstChild, name);
    head.firstChild.disabled = !open;
    if (hint) head.firstChild.title = hint; else head.firstChild.removeAttribute("title");
    setText(how, formula);
    setText(value, number);
    cell.firstChild.style.left = `${share(0)}%`;
    const [start, end] = [share(Math.min(from, to)), share(Math.max(from, to))];
    cell.lastChild.style.cssText = `left: ${start}%; width: max(2px, ${end - start}%)`;
  }
}

/** Bars that follow one another: each begins at the sum of those before. @returns {Bar[]} */
export function falling(terms, total) {
  let sum = 0;
  const bars = terms.map(({ value, ...term }) => {
    const from = sum;
    sum += value;
    return { ...term, from, to: sum, role: term.role ?? (value < 0 ? "minus" : "plus") };
  });
  return [...bars, { ...total, from: 0, to: total.value, role: "total", open: null }];
}
