// What the colours of a grid mean: a bar below it, with the numbers at its ends.

import { element, setText } from "../shared/dom.js";
import { clamp, shortNumber } from "../shared/numbers.js";
import { signedScale } from "../shared/signed.js";

/** @type {[number, number]} */
const WIDTHS = [72, 240]; // pixels

export class Scale {
  /** @param {string} [name] What else has these colours. */
  constructor(name = "") {
    this.ends = [element("span"), element("span")];
    this.bar = element("i", { class: "scale" });
    this.node = element("p", { class: "scale-line", "aria-hidden": "true" }, this.ends[0], this.bar, this.ends[1],
      ...(name ? [element("span", { class: "scale-name", text: name })] : []));
  }

  /** As wide as the cells of a grid. @param {any} grid */
  fit({ columns, metrics: { width, left } }) {
    this.node.style.setProperty("--wide", `${clamp(columns * width, ...WIDTHS)}px`);
    this.node.style.setProperty("--indent", `${left}px`);
  }

  /**
   * @param {number} limit The number with the full colour.
   * @param {number[]} [numbers] All numbers with these colours. If none is below 0, or none above, that half is left out.
   */
  show(limit, numbers = [-limit, limit]) {
    const [from, to] = [numbers.some((value) => value < 0) ? -limit : 0, numbers.some((value) => value > 0) ? limit : 0];
    this.node.hidden = !limit;
    this.bar.style.background = signedScale();
    this.bar.style.backgroundSize = from && to ? "" : "200% 100%";
    this.bar.style.backgroundPosition = from ? "" : "right";
    [from, to].forEach((value, n) => setText(this.ends[n], shortNumber(value)));
  }
}
