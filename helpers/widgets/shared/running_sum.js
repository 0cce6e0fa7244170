// A running sum: a line for each row of a kernel, and one for the bias.

import { element, resizeChildren, setText } from "./dom.js";
import { signedTerm, writeNumber } from "./numbers.js";

export class RunningSum {
  /**
   * @param {object} [options] How a number and a term with its sign are written.
   * @param {(value: number) => string} [options.write]
   * @param {(value: number) => string} [options.signed]
   */
  constructor({ write = writeNumber, signed = signedTerm } = {}) {
    this.write = write;
    this.signed = signed;
    this.body = element("tbody");
    this.caption = element("caption", { text: "Running sum" });
    this.node = element("table", { class: "sum", "aria-label": "Running sum" }, this.caption, this.body);
    this.bias = line("bias", "bias-line");
  }

  /** Make the lines for a kernel of this many rows and columns. */
  shape(rows, columns, hasBias = true) {
    this.bias.remove();
    resizeChildren(this.body, rows, (row) => line(`row ${row}`));
    if (hasBias) this.body.append(this.bias);
    if (rows) setText(this.body.firstChild.firstChild, rows === 1 ? "" : "row 0"); // a single row needs no number
    for (const one of this.body.children) resizeTerms(one, one === this.bias ? 1 : columns);
  }

  /** Show the first terms, and the bias once all are shown; the term with the number `lit` is framed. */
  show(terms, bias, shownTerms, lit) {
    let sum = 0;
    let number = 0;
    for (const one of this.body.children) {
      const isBias = one === this.bias;
      const [carried, ...spans] = one.querySelector(".terms").children;
      setText(carried, number ? this.write(sum) : "");
      carried.hidden = !number;
      one.classList.toggle("later", isBias ? shownTerms < Infinity : number >= shownTerms);
      for (const span of spans) {
        const value = isBias ? bias : terms[number].product;
        const isShown = isBias || number < shownTerms;
        setText(span, number ? this.signed(value) : this.write(value));
        span.classList.toggle("later", !isShown);
        span.classList.toggle("lit", !isBias && number === lit);
        if (isShown) sum += value;
        number += 1;
      }
      setText(one.lastChild, this.write(sum));
    }
  }
}

// The sum so far is carried over in front of the terms.
function line(name, className = "") {
  return element("tr", { class: className }, element("th", { scope: "row", text: name }),
    element("td", { class: "terms" }, element("span", { class: "carried" })), element("td", { text: "=" }), element("td", { class: "running" }));
}

function resizeTerms(one, count) {
  resizeChildren(one.querySelector(".terms"), count + 1, () => element("span", { class: "term" }));
}
