// The formula for the size of the output, each number in the colour of its role.

import { element } from "../shared/dom.js";
import { by } from "../shared/numbers.js";
import { isOneRow, notes, reachWords, sizeWords } from "./arithmetic.js";

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

/** The size of the output: the answer first, then how it follows. */
export function sizeNodes(state) {
  return [element("p", { class: "size-answer" }, "The output is ", element("b", { text: by(state.rows.output, state.columns.output) }), "."),
    element("div", {}, formulaNode(state), element("p", { class: "size-reach", text: reachWords(state) }))];
}

function formulaNode(state) {
  const [formula] = notes(state);
  return element("p", { class: "size-formula" }, ...inRoles(formula.replace(/^Output size: /, "")));
}

/**
 * The sentences about size and marks, what the marks mean last. The size is one line among them; where windows skip
 * pixels, its formula follows.
 * @param {any} state
 * @param {boolean} withSize Whether how the size follows belongs to what is shown.
 * @param {boolean} [isSaid] Whether the size is said elsewhere.
 */
export function noteNodes(state, withSize, isSaid = false) {
  const size = isSaid || !(withSize || isOneRow(state.rows)) ? []
    : [element("p", { class: "size-line", text: withSize ? sizeWords(state) : rowWords(state) }),
      ...(withSize && state.rows.stride > 1 ? [formulaNode(state)] : [])];
  return [...size, ...notes(state, false).map((text) => element("p", { class: "mark-note", text }))];
}

function rowWords({ rows, columns }) {
  return `The output is ${by(rows.output, columns.output)}: one number for each position of the window.`;
}

/** A sentence that gives a value and then how it comes about breaks after its colon, if it is too long for a line. */
export function breakAtColon(sentence) {
  const [value, how] = sentence?.childElementCount === 0 ? sentence.textContent.split(/(?<=:) (?=the \d+ products)/) : [];
  if (how) sentence.replaceChildren(`${value} `, element("span", { class: "clause", text: how }));
}
