// What FilterLab computes, and the sentences it makes of the numbers.

import { Impossible } from "../shared/axes.js";
import { by, grouped, listed, plainNumber, shortNumber, writeNumber } from "../shared/numbers.js";

const TINY = 1e-9;
const CLIPPED = 1e-3; // a float32 sum may miss the end of the range by this much
const FULL = 0.99; // from this share of the cells on, the colour is full
const SAMPLE = 5000; // cells that are sorted to find it
const LARGEST_DENOMINATOR = 64;
const STRONG = 0.25; // of the value from which the colour is full
/** @type {WeakMap<ArrayLike<number>, number>} */
const largestOfPixels = new WeakMap(); // a picture keeps its pixels while weights change

/**
 * Everything the page shows, computed from its settings.
 * @param {object} settings
 * @param {any} settings.picture rows, columns, and pixels in one list, row by row
 * @param {number[][]} settings.kernel
 * @param {"auto"|"signed"|"picture"} settings.view
 * @returns {any} The settings; the `map` as rows, columns and values; its `lowest` and `highest` value; the
 *   `brightest` pixel; whether the map is shown `asPicture`; and the `limit` from which a colour is full.
 * @throws {Impossible} If the kernel is larger than the picture.
 */
export function compute({ picture, kernel, view }) {
  const map = convolve(picture, kernel);
  const [lowest, highest] = extent(map.values);
  const brightest = largestPixel(picture.pixels);
  const asPicture = view === "picture" || (view === "auto" && Math.abs(sumOf(kernel) - 1) < TINY);
  return { picture, kernel, map, lowest, highest, brightest, asPicture, limit: asPicture ? brightest : fullColour(map.values) };
}

/**
 * The strongest sum, of either sign, in each cell of a coarser grid over the map.
 * @param {{rows: number, columns: number, values: ArrayLike<number>}} map
 * @returns {Float32Array} Row by row.
 */
export function strongest({ rows, columns, values }, fewerRows, fewerColumns) {
  const found = new Float32Array(fewerRows * fewerColumns);
  const cellOf = Int32Array.from({ length: columns }, (_, column) => Math.floor((column * fewerColumns) / columns));
  for (let row = 0, i = 0; row < rows; row++) {
    const start = Math.floor((row * fewerRows) / rows) * fewerColumns;
    for (let column = 0; column < columns; column++, i++) {
      const cell = start + cellOf[column];
      if (Math.abs(values[i]) > Math.abs(found[cell])) found[cell] = values[i];
    }
  }
  return found;
}

/** The largest size of a pixel, or 1 where all are 0. */
export function largestPixel(pixels) {
  const largest = largestOfPixels.get(pixels) ?? (Math.max(...extent(pixels).map(Math.abs)) || 1);
  largestOfPixels.set(pixels, largest);
  return largest;
}

// The feature map. A pass over it for each weight would take a photo most of a frame, so three by three are taken at once.
function convolve({ rows, columns, pixels }, kernel) {
  const [height, width] = [kernel.length, kernel[0].length];
  if (height > rows || width > columns) {
    throw new Impossible(`A kernel of ${by(height, width)} does not fit into a picture of ${by(rows, columns)}: ` +
      "choose a smaller kernel or a larger picture.");
  }
  const map = { rows: rows - height + 1, columns: columns - width + 1, values: new Float32Array(0) };
  map.values = new Float32Array(map.rows * map.columns);
  for (let i = 0; i < height; i += 3) {
    for (let j = 0; j < width; j += 3) {
      const block = kernel.slice(i, i + 3).map((line) => line.slice(j, j + 3));
      const weights = block.flat();
      if (weights.length === 9) addNine(map, pixels, columns, i, j, weights);
      else block.forEach((line, down) => line.forEach((weight, along) => addOne(map, pixels, columns, i + down, j + along, weight)));
    }
  }
  return map;
}

function addNine({ rows, columns, values }, pixels, wide, i, j, [a, b, c, d, e, f, g, h, k]) {
  for (let row = 0, to = 0; row < rows; row++) {
    let first = (row + i) * wide + j;
    let second = first + wide;
    let third = second + wide;
    for (const end = to + columns; to < end; to++, first++, second++, third++) {
      values[to] += a * pixels[first] + b * pixels[first + 1] + c * pixels[first + 2]
        + d * pixels[second] + e * pixels[second + 1] + f * pixels[second + 2]
        + g * pixels[third] + h * pixels[third + 1] + k * pixels[third + 2];
    }
  }
}

function addOne({ rows, columns, values }, pixels, wide, i, j, weight) {
  for (let row = 0, to = 0; row < rows; row++) {
    let from = (row + i) * wide + j;
    for (const end = to + columns; to < end; to++, from++) values[to] += weight * pixels[from];
  }
}

/** One sum, exactly as it is written out below the picture. */
export function sumAt({ picture: { columns, pixels }, kernel }, row, column) {
  return sumOf(kernel.map((line, i) => line.map((weight, j) => pixels[(row + i) * columns + column + j] * weight)));
}

function sumOf(grid) {
  return grid.flat().reduce((sum, value) => sum + value, 0);
}

// From this value on a colour is full: 99 in 100 cells are within ± this value.
function fullColour(values) {
  const step = Math.ceil(values.length / SAMPLE);
  const some = new Float32Array(Math.ceil(values.length / step)).map((_, i) => Math.abs(values[i * step])).sort();
  return some[Math.floor(FULL * (some.length - 1))] || some.at(-1) || 1;
}

function extent(values) {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < lowest) lowest = values[i];
    if (values[i] > highest) highest = values[i];
  }
  return [lowest, highest];
}

/** The kernel with this many rows and columns: its weights stay around the middle, and new ones are 0. */
export function resized(kernel, side) {
  const [up, left] = [kernel, kernel[0]].map(({ length }) => Math.floor((side - length) / 2));
  return Array.from({ length: side }, (_, i) => Array.from({ length: side }, (_, j) => kernel[i - up]?.[j - left] ?? 0));
}

/** The first cell of `shown` cells around a place, of `all` cells along an axis. */
export function firstShown(place, before, shown, all) {
  return Math.min(Math.max(place - before, 0), all - shown);
}

/** Grey pixels from the bytes of an image: red, green, blue and opacity in turn. */
export function greyPixels(data) {
  return Float32Array.from({ length: data.length / 4 }, (_, i) =>
    Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]));
}

// ---- Words ----

/** A weight as it is typed: 1/9 instead of 0.1111111111111111. */
export function weightText(value) {
  if (!writeNumber(value).startsWith("≈")) return writeNumber(value);
  for (let below = 2; below <= LARGEST_DENOMINATOR; below++) {
    const above = Math.round(value * below);
    if (above !== 0 && Math.abs(value * below - above) < TINY) return `${plainNumber(above)}/${below}`;
  }
  return plainNumber(value);
}

/** What the sum of the weights means. */
export function weightWords(kernel) {
  const sum = sumOf(kernel);
  if (Math.abs(sum) < TINY) return "The weights sum to 0: a flat surface gives 0.";
  const meaning = Math.abs(sum - 1) < TINY ? "keeps its brightness." : `gives ${writeNumber(sum)} times its brightness.`;
  return `The weights sum to ${writeNumber(sum)}: a flat surface ${meaning}`;
}

/** The range of the map, and what its colours mean. */
export function mapWords({ map: { values }, lowest, highest, brightest, asPicture, limit }) {
  const range = `The map runs from ${shortNumber(lowest)} to ${shortNumber(highest)}.`;
  if (!asPicture) {
    return `${range} Beyond ±${shortNumber(limit)} the colour stays full.`;
  }
  const outside = values.reduce((count, value) => count + Number(value < -CLIPPED || value > brightest + CLIPPED), 0);
  return `${range} Shown as a picture, from 0, black, to ${writeNumber(brightest)}, white` +
    (outside ? `; ${grouped(outside)} of ${grouped(values.length)} cells are outside and clipped.` : ".");
}

/**
 * The sum at a place, written out: a line for each row of the kernel, and the total.
 * @returns {{lines: string[][], total: string}} Of each line, the terms and what they sum to.
 */
export function writtenSum({ picture, kernel }, [row, column]) {
  const lines = kernel.map((weights, i) => {
    const pixels = weights.map((_, j) => picture.pixels[(row + i) * picture.columns + column + j]);
    const terms = weights.map((weight, j) => `${shortNumber(pixels[j])} · ${bracketed(weight)}`).join(" + ");
    const sum = weights.reduce((part, weight, j) => part + weight * pixels[j], 0);
    return [weights.length <= 3 ? terms : `row ${i} of the window`, ` = ${writeNumber(sum)}`.replace("= ≈", "≈ ")];
  });
  return { lines, total: `Row ${row}, column ${column} of the map: ${writeNumber(sumAt({ picture, kernel }, row, column))}` };
}

function bracketed(weight) {
  const text = weightText(weight);
  return text.startsWith("−") ? `(${text})` : text;
}

/** The place in focus in words. */
export function placeWords(state, [row, column]) {
  const span = (name, from, count) => listed(name, Array.from({ length: count }, (_, i) => from + i));
  const { kernel } = state;
  const sum = sumAt(state, row, column);
  const found = verdict(state, [row, column]);
  return `Row ${row}, column ${column} of the feature map is ${writeNumber(sum)}. ` +
    `Its window covers ${span("row", row, kernel.length)} and ${span("column", column, kernel[0].length)} of the picture.` +
    (found && ` ${found}`);
}

/** What a sum means, where the map is signed; else an empty text. */
export function verdict(state, [row, column]) {
  const { asPicture, limit } = state;
  const sum = sumAt(state, row, column);
  if (asPicture) return "";
  if (sum > STRONG * limit) return "Here the picture looks like the kernel.";
  return sum < -STRONG * limit ? "Here it looks like the kernel's negative." : "Here it finds little.";
}
