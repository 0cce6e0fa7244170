// The formula for the size of the output, each number in the colour of its role.

import { element } from "../shared/dom.js";

const FORMULA = /(floor\(\()([^ ()]+)( \+ )([^ ()]+)( − )([^ ()]+)(\) \/ )([^ ()]+)(\) \+ 1(?: = )?)(\d*)/;
const FORMULA_PARTS = 11; // of a split sentence, from one formula to the next
const FORMULA_ROLES = ["input", "padding", "focus", "stride", "output"]; // of every second part

/**
 * A sentence as the parts of a page.
 * @param {string} text
 * @returns {(Node|string)[]}
 */
export function inRoles(text) {
  return text.split(FORMULA).map((part, n) => {
    const role = FORMULA_ROLES[(n % FORMULA_PARTS) / 2 - 1];
    return role && part ? element(/\d/.test(part) ? "b" : "span", { class: `in-role of-${role}`, text: part }) : part ?? "";
  });
}
