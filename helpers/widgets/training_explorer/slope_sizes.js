// How large the slopes of each part of the network are, in a table that is folded at first.

import { element, setText } from "../shared/dom.js";
import { grouped } from "../shared/numbers.js";
import { sizeTexts } from "./words.js";

export class SlopeSizes {
  /** @param {string[]} names Of the parts. */
  constructor(names) {
    this.names = names;
    this.table = element("tbody", {});
    this.head = element("th", { scope: "col", text: "slope" });
    this.node = element("details", { class: "sizes" }, element("summary", { text: "Typical size of a slope, part by part" }),
      element("table", {}, element("thead", {}, element("tr", {}, element("td", {}), element("th", { scope: "col", text: "numbers" }), this.head)), this.table));
  }

  /** Show the root of the mean of the squared slopes, for each part. @param {{count: number}[]} parts @param {ArrayLike<number>} slopes */
  show(parts, slopes) {
    let start = 0;
    const sizes = parts.map(({ count }) => {
      let squares = 0;
      for (let i = start; i < start + count; i++) squares += slopes[i] ** 2;
      start += count;
      return Math.sqrt(squares / count);
    });
    const { unit, texts } = sizeTexts(sizes);
    setText(this.head, unit ? `slope, in ${unit}` : "slope");
    parts.forEach(({ count }, n) => {
      const line = this.table.children[n] ?? this.table.appendChild(element("tr", {}, element("th", { scope: "row", text: this.names[n] }),
        element("td", { text: grouped(count) }), element("td", {})));
      setText(line.lastChild, texts[n]);
    });
  }
}
