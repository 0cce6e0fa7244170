// What bias and activation make of a feature map, and where that is drawn below the maps.

import { FULL_COLOUR_SHARE, HISTOGRAM_BARS, HISTOGRAM_SHARE, READ_FIRST } from "../shared/limits.js";
import { clamp, grouped, percent, shortNumber, signedTerm, strongestCell, writeNumber } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";

// The curve has the scale of a square, so that a slope of 1 looks like 1; what is far below 0 is cut off.
export const CURVE = { width: 228, height: 154, left: 12, right: 216, top: 8, bottom: 212, cut: 150 };
// The histogram is as wide as the two maps above it. Below its bars: the colours of the maps, on which its handle is,
// the cell that is read, and the numbers at the ends.
const CHART = { height: 140, left: 12, top: 24, bottom: 96 };
export const BELOW = { colours: 12, handle: 6, read: 20, words: 39 };
const ARM = 0.12; // where the handle of the slope is, as a share of the curve from its left end to its corner
const FARTHEST = 0.55; // and not farther from the corner, as a share of the reach
const CORNER_WORD = 76; // units of the word beside the corner
const FLAT = 0.12; // up to this slope, the curve leaves room for that word to the left of the corner
const NEAR = 16; // units within which the corner is grabbed and not the arm to its left

/** The histogram of this width in pixels: how large it is, and where its bars begin and end. */
export function chartOf(width) {
  return { ...CHART, width, right: width - CHART.left };
}

/** ReLU, or leaky ReLU with a slope below 0. */
export function activate(value, slope) {
  return value > 0 ? value : slope * value;
}

/** How many numbers are 0 or below with the bias. */
export function countOff(numbers, bias) {
  let off = 0;
  for (const number of numbers) if (number + bias <= 0) off += 1;
  return off;
}

/**
 * What is known of a map before any setting.
 * @param {ArrayLike<number>} given
 * @returns {{counts: number[], reach: number, limit: number, end: number, step: number}} The bars of its histogram,
 *   which goes from −reach to reach; the number from which on the colour is full; the end and the step of the slider.
 */
export function measure(given) {
  const numbers = Float32Array.from(given);
  const sizes = numbers.map(Math.abs).sort();
  const largest = sizes.at(-1) || 1;
  const within = (share) => sizes[Math.floor(share * (sizes.length - 1))] || largest;
  const reach = within(HISTOGRAM_SHARE);
  const counts = new Array(HISTOGRAM_BARS).fill(0);
  for (const number of numbers) {
    // Multiplied first, so that a whole number on the edge of a bar is in the bar that begins there.
    const bar = Math.floor(((clamp(number, -reach, reach) + reach) * HISTOGRAM_BARS) / (2 * reach));
    counts[Math.min(bar, HISTOGRAM_BARS - 1)] += 1;
  }
  const step = largest >= 50 || numbers.every(Number.isInteger) ? 1 : 10 ** Math.floor(Math.log10(largest / 50));
  return { counts, reach, limit: within(FULL_COLOUR_SHARE), end: Math.ceil(largest / step) * step, step };
}

/**
 * The cell that is read first, [row, column]: the strongest, or one that is well on the axis where that one is beyond it.
 * @param {ArrayLike<number>} numbers
 */
export function firstRead(numbers, columns, reach) {
  const [row, column] = strongestCell(numbers, columns);
  if (numbers[row * columns + column] <= reach) return [row, column];
  return strongestCell(Float64Array.from(numbers, (number) => -Math.abs(number - READ_FIRST * reach)), columns);
}

/** Read a slope that was typed: [value, ""], or [null, the sentence that says what is wrong]. */
export function slopeNumber(text) {
  const [value, sentence] = realNumber(text, "The slope");
  if (sentence || (value >= 0 && value <= 1)) return [value, sentence];
  return [null, `The slope must be between 0 and 1, but is ${writeNumber(value)}: ` +
    `the nearest that works is ${clamp(value, 0, 1)}.`];
}

// ---- Drawings ----

// Where a number is on an axis from −reach to reach.
function along(value, reach, from, to) {
  return from + ((value / reach + 1) / 2) * (to - from);
}

/**
 * Where a number of the map is on the axis of a drawing; one beyond it is at the end.
 * @param {number} value
 * @param {number} reach
 * @param {{left: number, right: number}} [axis]
 */
export function across(value, reach, axis = CURVE) {
  return along(clamp(value, -reach, reach), reach, axis.left, axis.right);
}

/**
 * Where the words left of the threshold end and those right of it begin: close to it, but inside the histogram.
 * @param {number} at
 * @param {{left: number, right: number}} chart
 * @returns {number[]}
 */
export function sidesOf(at, { left, right }) {
  const [off, through, gap] = [152, 112, 14]; // how wide the words are, and the gap between them
  const end = clamp(at - gap / 2, left + off, right - through - gap);
  return [end, end + gap];
}

/** A number beyond an end of the axis, with an arrow to where it is: "701 →"; "" for one on the axis. */
export function beyond(value, reach) {
  if (Math.abs(value) <= reach) return "";
  return value > 0 ? `${shortNumber(value)} →` : `← ${shortNumber(value)}`;
}

/** The bars of the histogram as a path: each as high as the root of its count, so that the few large numbers are seen. */
export function barsPath(counts, { left, right, top, bottom }) {
  const most = Math.sqrt(Math.max(...counts));
  const wide = (right - left) / counts.length;
  return counts.map((count, i) => {
    const high = Math.max(1, (Math.sqrt(count) / most) * (bottom - top));
    return count ? `M${left + i * wide + 0.5} ${bottom}v${-high}h${wide - 1}v${high}z` : "";
  }).join("");
}

/** The point of the activation's curve for a number of the map, [x, y]. */
export function curvePoint(value, { bias, slope, reach }) {
  const { left, right, top, bottom } = CURVE;
  return [along(value, reach, left, right), along(activate(value + bias, slope), reach, bottom, top)];
}

/** The activation as a path: a corner where number and bias add up to 0. */
export function curvePath({ bias, slope, reach }) {
  const corners = [-reach, -bias, reach].filter((value) => Math.abs(value) <= reach).sort((one, other) => one - other);
  return corners.map((value, i) => (i ? "L" : "M") + curvePoint(value, { bias, slope, reach }).join(" ")).join("");
}

// ---- Dragging ----

// The number that is drawn at a place of an axis from −reach to reach.
function numberAt(place, reach, from, to) {
  return ((2 * (place - from)) / (to - from) - 1) * reach;
}

/** The bias with the threshold at this number: in steps of the slider, and not beyond its ends. */
export function biasFor(threshold, { end, step }) {
  return clamp(tidy(Math.round(-threshold / step) * step), -end, end);
}

// Without the digits that a sum of steps such as 0.1 leaves behind.
function tidy(value) {
  return Number(value.toFixed(9)) + 0;
}

/**
 * The bias after the corner is dragged to this x of the curve, or the threshold to this x of the histogram.
 * @param {number} x
 * @param {any} state
 * @param {{left: number, right: number}} [axis]
 */
export function biasAt(x, state, axis = CURVE) {
  return biasFor(numberAt(x, state.reach, axis.left, axis.right), state);
}

/** The bias after a drag by this many units from where it was. */
export function biasMoved(bias, units, state) {
  return biasFor(-bias + (2 * units * state.reach) / (CURVE.right - CURVE.left), state);
}

/** The slope with which the arm on the left goes through a point of the curve's drawing. */
export function slopeAt([x, y], { bias, reach }) {
  const sum = Math.min(numberAt(x, reach, CURVE.left, CURVE.right) + bias, -reach / 50);
  return clamp(tidy(Math.round((100 * numberAt(y, reach, CURVE.bottom, CURVE.top)) / sum) / 100), 0, 1);
}

/** What a pointer takes hold of on the curve: its "corner", or the "arm" to the left of it. */
export function holdAt(x, { bias, reach }) {
  return x < across(-bias, reach) - NEAR ? "arm" : "corner";
}

/** Where the handle of the slope is, [x, y]: on the arm, or at the end of an axis that shows none of it. */
export function armPoint(state) {
  const { bias, slope, reach } = state;
  const { left, right, top, bottom, cut } = CURVE;
  const low = (2 * cut - top - bottom) / (right - left); // how far below 0 the drawing goes, as a share of the reach
  const far = Math.min(FARTHEST, low / slope) * reach; // a slope of 1 is still on the drawing
  const start = clamp(-reach + ARM * Math.max(0, -bias + reach), Math.min(-bias, reach) - far, reach);
  const [x, y] = curvePoint(Math.max(start, -reach), state);
  return [x, clamp(y, top, cut)];
}

/** Where the name of the corner begins, [x, y]: below it and to its right, away from the handle of the slope. */
export function cornerLabel({ bias, reach, slope }) {
  const corner = across(-bias, reach);
  const middle = (CURVE.top + CURVE.bottom) / 2;
  const left = corner - CORNER_WORD - 12;
  const hasRoom = corner + 12 + CORNER_WORD <= CURVE.right;
  if (!hasRoom && left >= CURVE.left && slope <= FLAT) return [left, middle + 24];
  return [Math.min(corner + 12, CURVE.right - 64), middle + 20];
}

/** Where the name of the axis of x ends: below the axis, clear of the dashed line above it, and of the name of the corner. */
export function axisName(state) {
  const isLabelLeft = cornerLabel(state)[0] < across(-state.bias, state.reach);
  return [CURVE.right, (CURVE.top + CURVE.bottom) / 2 + (isLabelLeft ? 19 : 37)];
}

// ---- Words ----

/** The activation as a formula of the number x in the feature map, and what a slope does below 0. */
export function formulaLines({ bias, slope }) {
  const sum = bias ? `x${signedTerm(bias)}` : "x";
  return slope ? [`y = ${sum}`, `below 0: × ${shortNumber(slope)}`] : [`y = max(0, ${sum})`, ""];
}

/** How many cells get through, and what happens to the others. */
export function summary({ bias, slope, off, all }) {
  return `Bias ${shortNumber(bias)}. Cells above ${shortNumber(-bias)} get through: ${grouped(all - off)} of ${grouped(all)}. ` +
    `${percent(off / all)} are ${slope ? `made smaller: × ${shortNumber(slope)}.` : "switched off."}`;
}

/** How the number of a cell comes about: "701 − 50 = 651 is above 0 and passes." */
export function cellWords(value, { bias, slope }) {
  const sum = value + bias;
  const happens = sum > 0 ? "is above 0 and passes" : !sum ? "is 0 and stays 0"
    : slope ? `is below 0: times ${shortNumber(slope)} it is ${shortNumber(activate(sum, slope))}` : "is below 0 and becomes 0";
  return `${shortNumber(value)}${signedTerm(Math.round(bias * 100) / 100)} = ${shortNumber(sum)} ${happens}.`;
}
