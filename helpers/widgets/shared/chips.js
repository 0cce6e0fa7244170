// Sums and formulas as numbers in boxes, each with its name below it.

import { element } from "./dom.js";

/** A number in a box, in the colour of a role such as "kernel". */
export function chip(role, value, name) {
  return element("span", { class: `chip chip-${role}` }, element("b", { text: value }), element("small", { text: name }));
}

/** A line of such boxes and the signs between them, after the name of the line. */
export function chipLine(name, ...parts) {
  return element("div", { class: "chip-line" }, element("span", { class: "which", text: name }), ...parts);
}
