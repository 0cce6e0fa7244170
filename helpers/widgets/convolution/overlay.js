// The kernel laid over the input: its weights as colours, so that the pixels can be read through it.

import { element } from "../shared/dom.js";
import { largestOf } from "../shared/numbers.js";
import { signedOnPage } from "../shared/signed.js";

/**
 * The cells of the kernel, laid over an input with these metrics.
 * @param {any} state
 * @param {{width: number, height: number}} metrics
 */
export function overlayCells({ kernel, weights, rows, columns }, { width, height }) {
  const largest = largestOf(kernel);
  return weights.flatMap((line, i) => line.map((weight, j) => element("i", { style:
    `left: ${j * columns.dilation * width}px; top: ${i * rows.dilation * height}px; width: ${width}px; height: ${height}px; ` +
    `background: rgb(${signedOnPage(weight, largest)})` })));
}
