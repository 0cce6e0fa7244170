// The text of a question, and the answers to choose from.

import { element } from "./dom.js";
import { gridsIn, inLines } from "./grids_in_text.js";

const STRESSED = /(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])/;
const LONG = 30; // letters: with a longer choice among them, each has a line of its own

/**
 * The parts of a text for a page: between backticks is code, between asterisks is stressed, and a grid of numbers such as [[1, 2], [3, 4]] is drawn.
 * @param {string} text
 * @returns {(Node|string)[]}
 */
export function prose(text) {
  return text.split("`").flatMap((part, number) =>
    (number % 2 ? [element("code", { text: part })] : inLines(gridsIn(part)).flatMap(piece)));
}

function piece(one) {
  if (one === null) return [element("br")];
  return typeof one === "string" ? stressed(one) : [drawn(one)];
}

function stressed(text) {
  return splitAtStress(text).map((part, number) => (number % 2 ? element("em", { text: part }) : part));
}

/**
 * Every second part was between asterisks. helpers/markup.py does the same for reports.
 * @param {string} text
 */
export function splitAtStress(text) {
  return text.split(STRESSED);
}

// The numbers are drawn by the style, so that the text of the page stays what was written.
function drawn({ text, rows, role }) {
  const cells = rows.flat().map((number) => element("span", { "data-number": number }));
  return element("span", { class: `little-grid little-${role}` }, element("span", { class: "course-unseen", text }),
    element("span", { class: "little-cells", "aria-hidden": "true", style: `grid-template-columns: repeat(${rows[0].length}, auto)` }, ...cells));
}

/**
 * Radio buttons, one for each answer.
 * @param {string[]} texts
 * @param {string} group
 */
export function radios(texts, group) {
  const inputs = texts.map((_, number) => element("input", { type: "radio", name: group, value: number }));
  const labels = inputs.map((input, number) => element("label", { class: "choice" }, input, element("span", {}, ...prose(texts[number]))));
  const isLong = texts.some((text) => text.length > LONG && gridsIn(text).length < 2);
  return { inputs, node: element("div", { class: `choices${isLong ? " long" : ""}` }, ...labels) };
}

/** Mark the chosen answer as right or wrong; without an answer, remove the mark. */
export function markChoice(inputs, isRight) {
  for (const input of inputs) {
    input.parentNode.classList.toggle("is-right", isRight === true && input.checked);
    input.parentNode.classList.toggle("is-wrong", isRight === false && input.checked);
  }
}
