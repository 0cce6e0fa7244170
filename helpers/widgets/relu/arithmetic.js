// What bias and activation make of a feature map, and where that is drawn below the maps.

import { FULL_COLOUR_SHARE, HISTOGRAM_BARS, HISTOGRAM_SHARE } from "../shared/limits.js";
import { clamp, grouped, percent, shortNumber, signedTerm, writeNumber } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";

// The two drawings, in units of their own.
export const CURVE = { width: 180, height: 200, left: 8, right: 172, top: 8, bottom: 172 };
export const CHART = { width: 360, height: 212, left: 10, right: 350, top: 34, bottom: 172 };

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

/** Read a slope that was typed: [value, ""], or [null, the sentence that says what is wrong]. */
export function slopeNumber(text) {
  const [value, sentence] = realNumber(text, "The slope");
  if (sentence || (value >= 0 && value <= 1)) return [value, sentence];
  return [null, `The slope must lie between 0 and 1, but is ${writeNumber(value)}: ` +
    `the nearest that works is ${clamp(value, 0, 1)}.`];
}

// ---- Drawings ----

// Where a number is on an axis from −reach to reach.
function along(value, reach, from, to) {
  return from + ((value / reach + 1) / 2) * (to - from);
}

/** Where a number of the map is on the axis of the histogram; one beyond it is at the end. */
export function across(value, reach) {
  return along(clamp(value, -reach, reach), reach, CHART.left, CHART.right);
}

/** The bars of the histogram as a path. */
export function barsPath(counts) {
  const { left, right, top, bottom } = CHART;
  const most = Math.max(...counts);
  const wide = (right - left) / counts.length;
  return counts.map((count, i) => {
    const high = Math.max(1, (count / most) * (bottom - top));
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

// ---- Words ----

/** How many cells get through, and what happens to the others. */
export function summary({ bias, slope, off, all }) {
  return `Bias ${shortNumber(bias)}. Cells above ${shortNumber(-bias)} get through: ${grouped(all - off)} of ${grouped(all)}. ` +
    `${percent(off / all)} are ${slope ? `made smaller: multiplied by ${shortNumber(slope)}.` : "switched off."}`;
}

/** How the number of a cell comes about: "701 − 50 = 651 is above 0 and passes." */
export function cellWords(value, { bias, slope }) {
  const sum = value + bias;
  const happens = sum > 0 ? "is above 0 and passes" : !sum ? "is 0 and stays 0"
    : slope ? `is below 0: times ${shortNumber(slope)} it is ${shortNumber(activate(sum, slope))}` : "is below 0 and becomes 0";
  return `${shortNumber(value)}${signedTerm(Math.round(bias * 100) / 100)} = ${shortNumber(sum)} ${happens}.`;
}
