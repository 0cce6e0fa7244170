// The formula for the size of the output, each number in the colour of its role.

import { element } from "../shared/dom.js";
import { by } from "../shared/numbers.js";
import { notes } from "./arithmetic.js";

const FORMULA = /(floor\(\()([^ ()]+)( \+ )([^ ()]+)( − )([^ ()]+)(\) \/ )([^ ()]+)(\) \+ 1(?: = )?)(\d*)/;
const FORMULA_PARTS = 11; // of a split sentence, from one formula to the next
const FORMULA_ROLES = ["input", "padding", "focus", "stride", "output"]; // of every second part
const HERE = ", here "; // between the two

/**
 * A sentence as the parts of a page.
 * @param {string} text
 * @returns {(Node|string)[]}
 */
export function inRoles(text) {
  const parts = text.split(FORMULA).map((part, n) => {
    const role = FORMULA_ROLES[(n % FORMULA_PARTS) / 2 - 1];
    return role && part ? element(/\d/.test(part) ? "b" : "span", { class: `in-role of-${role}`, text: part }) : part ?? "";
  });
  // A formula has a line of its own rather than a break in it, and its numbers are below their names.
  return parts.flatMap((part, n) => {
    if (n % FORMULA_PARTS > 1) return [];
    if (n % FORMULA_PARTS === 1) return [element("span", { class: "unbroken" }, ...parts.slice(n, n + FORMULA_PARTS - 1))];
    return part === HERE ? [element("br"), "here "] : [part];
  });
}

/** The sentences about size and marks: the answer first, then how it follows, and last what the marks mean. */
export function noteNodes(state, withSize) {
  const said = notes(state, withSize);
  const size = withSize ? [element("p", { class: "size-answer" }, "The output is ", element("b", { text: by(state.rows.output, state.columns.output) }), "."),
    element("p", { class: "size-formula" }, ...inRoles(said.shift().replace(/^Output size: /, "")))] : [];
  return [...size, ...said.map((text) => element("p", { class: "mark-note", text }))];
}
