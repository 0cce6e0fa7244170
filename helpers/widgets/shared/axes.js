// How the windows of a convolution or a pooling are placed along one axis.

import { listed } from "./numbers.js";

/** A setting that has no result. Its message says why, and names the nearest setting that works. */
export class Impossible extends Error {}

/**
 * @typedef {object} Axis
 * @property {number} pixels
 * @property {number} kernel Cells of the kernel along the axis.
 * @property {number} before Padding in front.
 * @property {number} after Padding at the end.
 * @property {number} padded All cells, padding included.
 * @property {number} effective Effective kernel size: the cells that a dilated kernel spans.
 * @property {number} output Positions of the window.
 * @property {number[]} uses For every cell, padding included, how many windows use it.
 * @property {boolean[]} used For every cell, padding included, whether any window uses it.
 * @property {number} stride
 * @property {number} dilation
 */

/**
 * Place the windows along one axis, as `helpers.shapes` does.
 * @param {number} pixels
 * @param {number} kernel
 * @param {{stride: number, padding: string|number|number[], dilation: number}} settings Padding: a word, cells at
 *   both ends, or [before, after].
 * @returns {Axis}
 * @throws {Impossible} If the dilated kernel does not fit into the padded axis.
 */
export function layAxis(pixels, kernel, { stride, padding, dilation }) {
  const effective = dilation * (kernel - 1) + 1;
  const [before, after] = paddingOf(pixels, effective, stride, padding);
  const padded = before + pixels + after;
  if (padded < effective) throw new Impossible(doesNotFit({ pixels, kernel, dilation, effective, before, after, padded }));
  const output = Math.floor((padded - effective) / stride) + 1;
  const uses = new Array(padded).fill(0);
  for (let position = 0; position < output; position++) {
    for (let i = 0; i < kernel; i++) uses[position * stride + i * dilation] += 1;
  }
  return { pixels, kernel, before, after, padded, effective, output, uses, used: uses.map(Boolean), stride, dilation };
}

function paddingOf(pixels, effective, stride, padding) {
  if (padding === "valid") return [0, 0];
  if (padding === "full") return [effective - 1, effective - 1];
  if (typeof padding === "number") return [padding, padding];
  if (Array.isArray(padding)) return padding;
  const total = Math.max((Math.ceil(pixels / stride) - 1) * stride + effective - pixels, 0);
  const before = Math.floor(total / 2);
  return [before, total - before]; // an odd cell goes to the end, as in Keras
}

function doesNotFit({ pixels, kernel, dilation, effective, before, after, padded }) {
  const spread = dilation > 1 ? ` with dilation ${dilation} (reach ${effective})` : "";
  const added = before + after ? ` with ${before + after} cells of padding` : "";
  const largest = Math.floor((padded - 1) / dilation) + 1;
  const smaller = Math.floor((padded - 1) / (kernel - 1));
  const fix = smaller >= 1 ? `dilation ${smaller} fits` : `the largest kernel that fits is ${largest}`;
  return `A kernel of ${kernel}${spread} does not fit into ${pixels} pixels${added}: ${fix}, or use padding same.`;
}

/** Whether a cell along an axis is padding. */
export function isPadding(cell, axis) {
  return cell < axis.before || cell >= axis.before + axis.pixels;
}

/** The positions along an axis whose window uses this cell. */
export function positionsUsing(cell, axis) {
  const positions = [];
  for (let position = 0; position < axis.output; position++) {
    const offset = cell - position * axis.stride;
    if (offset >= 0 && offset < axis.effective && offset % axis.dilation === 0) positions.push(position);
  }
  return positions;
}

/** The windows that use a cell, [row, column] each, in the order in which a page is read. */
export function windowsUsing([row, column], rows, columns) {
  const across = positionsUsing(column, columns);
  return positionsUsing(row, rows).flatMap((down) => across.map((right) => [down, right]));
}

/** The rows and columns that no window uses, as words: "row 4 and columns 4–5", or an empty text. */
export function unusedWords(rows, columns) {
  const words = [["row", rows], ["column", columns]].map(([name, axis]) => {
    const unused = axis.used.flatMap((used, n) => (used ? [] : [n - axis.before]));
    return unused.length ? listed(name, unused) : "";
  });
  return words.filter(Boolean).join(" and ");
}
