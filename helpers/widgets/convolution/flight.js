// Numbers that fly from one place of the page to another, so that the eye can follow a sum.

import { element } from "../shared/dom.js";

const FLIGHT = 320; // milliseconds of one flight
const BETWEEN = 28; // from one product's start to the next

/**
 * Which numbers fly after a step, as the places they leave and reach, and when each starts, in milliseconds. Products
 * fly into the sum; once all of them are there, the total flies to the output.
 * @param {number} shown How many products are shown: Infinity once the bias is there too.
 * @param {number} count How many products a window has.
 * @param {boolean} byProduct Whether a step is one product.
 * @returns {{from: string, to: string, number: number, delay: number}[]}
 */
export function flightsAfter(shown, count, byProduct) {
  if (shown !== Infinity) return [{ from: "product", to: "term", number: shown - 1, delay: 0 }];
  const products = byProduct ? [] : Array.from({ length: count }, (_, number) =>
    ({ from: "product", to: "term", number, delay: number * Math.min(BETWEEN, 250 / count) }));
  const last = products.length ? products[products.length - 1].delay + FLIGHT : 0;
  return [...products, { from: "total", to: "output", number: 0, delay: last }];
}

/** The layer over a page in which numbers fly. A learner who wants less motion sees none. */
export class FlightLayer {
  constructor() {
    this.node = element("div", { class: "flights", "aria-hidden": "true" });
    this.less = window.matchMedia("(prefers-reduced-motion: reduce)");
  }

  /** Let the text of one element fly to another. */
  fly(from, to, delay, role) {
    if (this.less.matches || !from || !to) return;
    const [layer, start, end] = [this.node, from, to].map((one) => one.getBoundingClientRect());
    if (!start.width || !end.width) return;
    const at = (box) => `translate(${box.left + box.width / 2 - layer.left}px, ${box.top + box.height / 2 - layer.top}px) translate(-50%, -50%)`;
    const number = element("span", { class: `flight ${role}`, text: from.textContent.replace(/^ [+−] /, "") });
    this.node.append(number);
    const flight = number.animate([{ transform: at(start), opacity: 1 }, { transform: at(end), opacity: 1, offset: 0.9 },
      { transform: at(end), opacity: 0 }], { duration: FLIGHT, delay, easing: "ease-in-out", fill: "backwards" });
    flight.finished.then(() => number.remove(), () => {});
  }

  clear() {
    this.node.replaceChildren();
  }
}
