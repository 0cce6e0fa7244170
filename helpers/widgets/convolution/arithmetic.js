// What ConvolutionExplorer computes, and the sentences it makes of the numbers.

import { Impossible, layAxis, unusedWords } from "../shared/axes.js";
import { LARGEST_PADDED } from "../shared/limits.js";
import { by, capital, clamp, largestOf, listed, writeNumber } from "../shared/numbers.js";
import { hasGaps } from "./starts.js";

const MOST_PRODUCTS = 3000; // different ones; with more, the widest is estimated
const CLOSE_ENOUGH = 0.005 + 1e-9; // a guess with two decimals is enough: nobody should have to type 0.3333333

/** The position whose window has its centre nearest to this cell; of two equally near, the first. */
export function nearestPosition(cell, axis) {
  const position = Math.round((cell - (axis.effective - 1) / 2 - 1e-9) / axis.stride);
  return clamp(position, 0, axis.output - 1);
}

/**
 * Everything the page shows, computed from its settings.
 * @param {any} settings image, kernel, bias, flipped, and what `layAxis` takes
 * @returns {any} The settings, `rows` and `columns` as `layAxis` returns them, the `weights` as they are on the window,
 *   and the `output`.
 * @throws {Impossible} If the kernel does not fit, or the padded image is too large to draw.
 */
export function compute(settings) {
  const { image, kernel, bias, flipped } = settings;
  const rows = drawable(layAxis(image.length, kernel.length, settings));
  const columns = drawable(layAxis(image[0].length, kernel[0].length, settings));
  const weights = flipped ? kernel.map((line) => [...line].reverse()).reverse() : kernel;
  const state = { ...settings, rows, columns, weights };
  const output = Array.from({ length: rows.output }, (_, row) =>
    Array.from({ length: columns.output }, (_, column) => sumOf(windowTerms(state, [row, column])) + bias));
  return { ...state, output };
}

function drawable(axis) {
  if (axis.padded <= LARGEST_PADDED) return axis;
  throw new Impossible(`Padding makes ${axis.padded} rows or columns of ${axis.pixels}, and ${LARGEST_PADDED} can be drawn: ` +
    "use less padding, or a smaller dilation.");
}

/**
 * The terms of one window, in the order in which they are added. Each has its place on the padded input,
 * `at`, its `cell` of the kernel, its `pixel`, `weight` and `product`, and whether it is `padding`.
 * @param {any} state
 * @param {number[]} position [row, column] of the output
 */
export function windowTerms({ image, weights, rows, columns }, [row, column]) {
  return weights.flatMap((line, i) => line.map((weight, j) => {
    const at = [row * rows.stride + i * rows.dilation, column * columns.stride + j * columns.dilation];
    const found = image[at[0] - rows.before]?.[at[1] - columns.before];
    const pixel = found ?? 0;
    return { at, cell: [i, j], pixel, weight, product: pixel * weight, padding: found === undefined };
  }));
}

/** The sum of the products of these terms. */
export function sumOf(terms) {
  return terms.reduce((sum, term) => sum + term.product, 0);
}

/** The sum of the weights without their signs: no sum of products is farther from 0 than this many times the brightest pixel. */
export function sumOfSizes(kernel) {
  return kernel.flat().reduce((sum, weight) => sum + Math.abs(weight), 0);
}

/** Every product that can occur, as text; of very many, what is probably the widest. */
export function productTexts({ image, kernel }) {
  const [pixels, weights] = [image, kernel].map((grid) => [...new Set(grid.flat())]);
  if (pixels.length * weights.length > MOST_PRODUCTS) return [writeNumber(-largestOf(image) * largestOf(kernel)), "≈−0.000"];
  return [...new Set(pixels.flatMap((pixel) => weights.map((weight) => writeNumber(pixel * weight))))];
}

/** The cell at the same position of the flipped kernel; flipping twice leads back. */
export function flippedCell(kernel, [row, column]) {
  return [kernel.length - 1 - row, kernel[0].length - 1 - column];
}

/**
 * Where a step leads, or null at either end.
 * @param {{position: number, shown: number}} from The position, counted along the rows, and how many of its
 *   products are shown: Infinity once the bias is there too.
 * @param {number} direction 1 or −1
 * @param {{positions: number, terms: number, isHidden: (position: number) => boolean}} options
 *   How many positions there are; how many products a window has, or 0 where a step is a whole window; and
 *   which positions have yet to be guessed, whose products a step does not show.
 */
export function nextStep({ position, shown }, direction, { positions, terms, isHidden }) {
  if (terms && !isHidden(position)) {
    const next = Math.min(shown, terms + 1) + direction; // one more than the products is the bias
    if (next >= 1 && next <= terms + 1) return { position, shown: next > terms ? Infinity : next };
  }
  const next = position + direction;
  if (next < 0 || next >= positions) return null;
  return { position: next, shown: terms && direction > 0 && !isHidden(next) ? 1 : Infinity };
}

/** What to say about a guess. */
export function judge(guess, total) {
  if (Math.abs(guess - total) < CLOSE_ENOUGH) return { isRight: true, text: `Right, it is ${writeNumber(total)}.` };
  return { isRight: false, text: `Not ${writeNumber(guess)}: it is ${writeNumber(total)}, as the sum shows.` };
}

// ---- Words ----

function formula(axis) {
  return `floor((${axis.pixels} + ${axis.before + axis.after} − ${axis.effective}) / ${axis.stride}) + 1 = ${axis.output}`;
}

/** The reach of the window, with its numbers. */
export function reachWords({ rows, columns }) {
  const worked = (axis) => `${axis.dilation} · (${axis.kernel} − 1) + 1 = ${axis.effective}`;
  const isAlike = rows.kernel === columns.kernel || isOneRow(rows);
  return `Reach = dilation · (kernel − 1) + 1 = ${worked(columns)}${isAlike ? "" : ` in a row, and ${worked(rows)} in a column`}.`;
}

/** The size of the output in one line; with a stride of 1, how it follows needs no division. */
export function sizeWords({ rows, columns }) {
  const [down, across] = [rows, columns].map((axis) => `${axis.pixels} + ${axis.before + axis.after} − ${axis.effective} + 1`);
  const how = isOneRow(rows) ? `${across} columns` : down === across ? across : `${down} rows and ${across} columns`;
  return `The output is ${by(rows.output, columns.output)}${rows.stride === 1 ? `: ${how}` : ""}.`;
}

/** Whether the settings that a first try does not need are as they usually are. */
export function isUsual({ stride, padding, dilation, flipped }) {
  return stride === 1 && (padding === "valid" || padding === 0) && dilation === 1 && !flipped;
}

/** Sentences about size, where that belongs to what is shown, stride, dilation, padding and what no window uses. */
export function notes({ image, rows, columns, padding }, withSize = true) {
  const [down, across] = [formula(rows), formula(columns)];
  const said = withSize ? ["Output size: floor((input + padding − reach) / stride) + 1, here " +
    (down === across || isOneRow(rows) ? `${across}.` : `${down} rows and ${across} columns.`)] : [];
  if (hasGaps(rows) || hasGaps(columns)) said.push(`Triangles: a window starts every ${rows.stride} cells.`);
  if (rows.dilation > 1) {
    said.push(`Dilation ${rows.dilation}: the kernel's cells are ${rows.dilation} pixels apart, ` +
      `so ${rows.kernel} of them span ${rows.effective}.`);
  }
  if (padding !== "valid" && rows.before + rows.after + columns.before + columns.after > 0) {
    const uneven = rows.before !== rows.after || columns.before !== columns.after;
    said.push(`Padding (dashed, always 0): ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right.` +
      (uneven ? " The odd one goes to the end, as in Keras." : ""));
  }
  if (image.flat().some((pixel) => pixel < 0)) said.push("Blue in the input: numbers below 0.");
  const unused = unusedWords(rows, columns);
  if (unused) said.push(`Hatched: no window uses ${unused}.`);
  return said;
}

/**
 * The picture in words: one window and its sum, or its products so far.
 * @param {any} state What `compute` returns.
 * @param {object} shown
 * @param {number[]} shown.focus [row, column] of the output
 * @param {number} shown.shownTerms How many products are shown: Infinity once the bias is there too.
 * @param {boolean} shown.isHidden Whether the value has yet to be guessed.
 */
export function windowWords(state, shown) {
  return `${sumWords(state, shown)} ${coverWords(state, shown.focus)}`;
}

/** The same without the sum: what a cell of the output is, and what its window covers. */
export function valueWords(state, { focus: [row, column] }) {
  const name = capital(outputName(state, [row, column]));
  return `${name} is ${writeNumber(state.output[row][column])}. ${coverWords(state, [row, column]).replace("The", "Its").replace(", which is 0", "")}`;
}

/** Whether input and output are a single row, such as a signal. */
export function isOneRow({ pixels, output }) {
  return pixels === 1 && output === 1;
}

/** What a cell of the output is called. In a single row, it needs one number only. */
export function outputName({ rows }, [row, column]) {
  return isOneRow(rows) ? `output column ${column}` : `output row ${row}, column ${column}`;
}

/** The first part of `windowWords`: the sum, or its products so far. */
export function sumWords(state, { focus, shownTerms, isHidden }) {
  const { output, bias } = state;
  const [row, column] = focus;
  const terms = windowTerms(state, focus);
  const name = capital(outputName(state, focus));
  if (isHidden) return `${name} is hidden until you guess.`;
  if (shownTerms === Infinity) {
    return `${name} is ${writeNumber(output[row][column])}: ` +
      `the ${terms.length} products sum to ${writeNumber(sumOf(terms))}, and the bias adds ${writeNumber(bias)}.`;
  }
  const { pixel, weight, product } = terms[shownTerms - 1];
  return `Product ${shownTerms} of ${terms.length}: ${writeNumber(pixel)} × ${writeNumber(weight)} = ` +
    `${writeNumber(product)}, and the sum so far is ${writeNumber(sumOf(terms.slice(0, shownTerms)))}.`;
}

/** The second part: what the window covers. */
export function coverWords(state, focus) {
  const { rows, columns } = state;
  const [row, column] = focus;
  const terms = windowTerms(state, focus);
  const lines = (axis, position) =>
    Array.from({ length: axis.kernel }, (_, i) => position * axis.stride + i * axis.dilation - axis.before);
  const padding = terms.filter((term) => term.padding).length;
  const across = listed("column", lines(columns, column));
  return `The window covers input ${isOneRow(rows) ? "" : `${listed("row", lines(rows, row))} and `}${across}` +
    (padding ? `; ${padding} of its ${terms.length} cells are padding, which is 0.` : ".");
}

/** How many output cells use a cell of the padded input. */
export function userWords({ image, rows, columns }, cell, count) {
  const [row, column] = [cell[0] - rows.before, cell[1] - columns.before];
  const isPadding = image[row]?.[column] === undefined;
  const many = count === 1 ? "1 output cell uses" : `${count || "No"} output cells use`;
  return `${many} ${isPadding ? "this cell of padding" : `input row ${row}, column ${column}`}.`;
}
