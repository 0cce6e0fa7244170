// Moving over rows and columns with the keyboard.

import { clamp } from "./numbers.js";

/** How many rows and columns an arrow key moves. */
export const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Where a key leads from a place, or null if it is not a key for moving. Home and End go to the first and
 * the last column, with Ctrl to the first and the last row too.
 * @param {KeyboardEvent} event
 * @param {number[]} place [row, column]
 * @param {number} rows
 * @param {number} columns
 * @param {number} [step] How far an arrow key moves.
 * @returns {number[]|null}
 */
export function moveByKey({ key, ctrlKey }, [row, column], rows, columns, step = 1) {
  if (key === "Home") return [ctrlKey ? 0 : row, 0];
  if (key === "End") return [ctrlKey ? rows - 1 : row, columns - 1];
  const arrow = ARROWS[key];
  return arrow ? [clamp(row + step * arrow[0], 0, rows - 1), clamp(column + step * arrow[1], 0, columns - 1)] : null;
}

/**
 * Where a key leads from a place in a list, or null if it is not a key for moving.
 * @param {KeyboardEvent} event
 * @param {number} place
 * @param {number} count How many things are in the list.
 * @returns {number|null}
 */
export function moveInList({ key }, place, count) {
  const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key];
  return step === undefined ? null : clamp(place + step, 0, count - 1);
}

/** Whether a key is pressed together with one that makes it a command of the browser or the system. */
export function isCommand(event) {
  return event.ctrlKey || event.altKey || event.metaKey;
}
