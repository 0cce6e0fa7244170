// What the pages say about a training, and how they read what is typed.

import { LEARNING_RATES, LARGEST_MOMENTUM } from "../shared/limits.js";
import { clamp, counted, grouped, percent, plainNumber, readNumber } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";

const DIVERGED = 1e6; // times the first loss, from which on nobody doubts it
const LOST = 1e12; // times the first loss: further numbers would fit no page
const NOTHING = 1e-6; // as a share of the largest number
const DECIMALS = [3, 4, 5]; // of the numbers of a sum
const MOST_IN_CELL = 6; // characters
const DIGITS = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** Write a number with three digits: 0.384, −1.92, 21,900, 3.1 × 10⁻⁵. */
export function rounded(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 0.001 && size < 999_500) {
    const near = Number(size.toPrecision(3));
    return `${value < 0 ? "−" : ""}${near >= 1000 ? grouped(near) : near}`;
  }
  const [digits, exponent] = size.toExponential(1).split("e");
  return `${value < 0 ? "−" : ""}${digits} × 10${superscript(Number(exponent))}`;
}

/**
 * Write a number for a cell of a grid, in six characters at most, which fit into it: −0.886, 0.004, 12.5, −2e−4, 3.0e5.
 * One that is negligible compared with the largest number of the grid is ≈0.
 */
export function cellText(value, largest = 0) {
  const size = Math.abs(value);
  if (size > 0 && size < NOTHING * largest) return "≈0";
  if (size === 0 || !Number.isFinite(value)) return rounded(value);
  const sign = value < 0 ? "−" : "";
  if (size >= 0.0005 && size < 9999.5) {
    const text = size.toFixed(size < 9.9995 ? 3 : size < 99.995 ? 2 : size < 999.95 ? 1 : 0);
    return sign + (Number.isInteger(Number(text)) ? String(Number(text)) : text); // as many decimals in all cells: they line up
  }
  const [long, short] = [1, 0].map((digits) => sign + size.toExponential(digits).replace("+", "").replace("-", "−"));
  return long.length <= MOST_IN_CELL ? long : short;
}

/**
 * Write the numbers of a grid, all in one format: whole numbers, as many decimals in each cell as there is room for, or
 * powers of ten. In a narrow cell, and where all are small, there is no zero before the point: −.886.
 * @param {ArrayLike<number>} values
 * @param {number} [most] How many characters there is room for; a power of ten may take six.
 * @returns {string[]}
 */
export function gridTexts(values, most = MOST_IN_CELL) {
  const all = Array.from(values);
  const largest = Math.max(...all.map(Math.abs));
  if (!(largest < 9999.5) || all.every(Number.isInteger)) return all.map((value) => cellText(value, largest));
  const signs = all.map((value) => (value < 0 ? "−" : ""));
  const sizes = all.map(Math.abs);
  const texts = (write) => sizes.map((size, i) => { const text = write(size); return /[1-9]/.test(text) ? signs[i] + text : text; });
  const fits = (found, room) => found.every((text) => text.length <= room);
  if (largest >= 0.001) {
    for (let decimals = largest < 0.1 ? 4 : 3; decimals > 0; decimals--) {
      const isBare = most < MOST_IN_CELL || decimals > 3;
      const found = texts((size) => (isBare ? size.toFixed(decimals).replace(/^0\./, ".") : size.toFixed(decimals)));
      if (fits(found, most)) return found;
    }
    return texts((size) => size.toFixed(0));
  }
  const powers = [1, 0].map((digits) => texts((size) => (size ? size.toExponential(digits).replace("-", "−") : "0")));
  return fits(powers[0], MOST_IN_CELL) ? powers[0] : powers[1];
}

/**
 * Write sizes, none below 0, so that they can be compared at a glance: all in the same unit, a power of ten.
 * @param {number[]} sizes
 * @returns {{unit: string, texts: string[]}} The unit is "10⁻³", "10⁻⁶", …, or empty for 1.
 */
export function sizeTexts(sizes) {
  const largest = Math.max(...sizes);
  const power = largest > 0 && largest < 0.1 ? 3 * Math.floor(Math.log10(largest) / 3) : 0;
  const texts = sizes.map((size) => {
    const scaled = size * 10 ** -power;
    return scaled > 0 && scaled < 0.001 ? "< 0.001" : rounded(scaled);
  });
  return { unit: power ? `10${superscript(power)}` : "", texts };
}

/** The filter with the largest slopes, by their squares; of equal ones the first. `slopes` has those of all kernels of 3 × 3. */
export function steepest(slopes, filters) {
  const squares = Array.from({ length: filters }, (_, filter) => {
    let sum = 0;
    for (let i = 0; i < 9; i++) sum += slopes[i * filters + filter] ** 2;
    return sum;
  });
  return squares.indexOf(Math.max(...squares));
}

/** Write a number at an axis, in little room: 0.5, 1,000, 10⁶. */
export function tickText(value) {
  const power = Math.round(Math.log10(Math.abs(value)));
  const isPower = value > 0 && Math.abs(value / 10 ** power - 1) < 1e-9;
  return isPower && (power > 4 || power < -3) ? `10${superscript(power)}` : rounded(value);
}

/** Write a share at an axis: 0, 50%, 33.3%. */
export function percentTick(share) {
  return share ? `${Number((100 * share).toPrecision(3))}%` : "0";
}

function superscript(power) {
  return [...String(power)].map((sign) => (sign === "-" ? "⁻" : DIGITS[Number(sign)])).join("");
}

// A number in a sum, with so many decimals or, without any, five digits; a negative one in brackets after a sign.
function term(value, isFirst = false, decimals = 0) {
  const size = Math.abs(value);
  const text = size !== 0 && (size < 0.001 || size >= 1e5) ? rounded(value)
    : decimals && !Number.isInteger(value) ? `${value < 0 ? "−" : ""}${size.toFixed(decimals)}` : plainNumber(Number(value.toPrecision(5)));
  return value < 0 && !isFirst ? `(${text})` : text;
}

/** Read a learning rate: [value, ""], or [null, the sentence that says what is wrong]. */
export function rateNumber(text) {
  const [least, largest] = LEARNING_RATES;
  const [value, wrong] = realNumber(text, "The learning rate");
  if (wrong) return [null, wrong];
  if (value >= least && value <= largest) return [value, ""];
  const why = value < 0 ? "A rate below 0 would walk uphill. " : value === 0 ? "A rate of 0 would change nothing. " : "";
  const nearest = plainNumber(clamp(value, least, largest));
  return [null, `${why}The learning rate must be between ${plainNumber(least)} and ${grouped(largest)}, but is ${plainNumber(value)}: ` +
    `the nearest that works is ${nearest}.`];
}

/** Read a momentum, as `rateNumber` reads a rate. */
export function momentumNumber(text) {
  const [value, wrong] = realNumber(text, "The momentum");
  if (wrong) return [null, wrong];
  if (value >= 0 && value <= LARGEST_MOMENTUM) return [value, ""];
  const why = value >= 1 ? "With a momentum of 1, nothing would ever slow down. " : "";
  return [null, `${why}The momentum must be between 0 and ${LARGEST_MOMENTUM}, but is ${plainNumber(readNumber(text))}: ` +
    `the nearest that works is ${clamp(value, 0, LARGEST_MOMENTUM)}.`];
}

/** The rate that a slider stands for: its place is the power of ten; two digits are enough. */
export function rateAt(place) {
  return Number((10 ** place).toPrecision(2));
}

/**
 * How a training stands: "diverged", "lost" (beyond bringing back), or "" while it goes on.
 * @param {{first: number, loss: number}} training The first loss and the loss now.
 */
export function stateOf({ first, loss }) {
  if (!Number.isFinite(loss)) return "lost";
  const times = loss / Math.max(first, 1e-9);
  return times > LOST ? "lost" : times > DIVERGED ? "diverged" : "";
}

/**
 * What to say about a kernel's training that goes wrong, or has come to its end; else an empty text.
 * @param {object} training
 * @param {number} training.first The loss before the first step.
 * @param {number} training.before The loss before the last step.
 * @param {number} training.loss The loss now.
 * @param {number} training.rate
 * @param {number} training.momentum
 * @param {number} training.limit The rate above which it diverges with all windows in each step.
 * @param {number} training.batch
 * @param {number} training.windows
 * @param {number} training.steps
 */
export function kernelVerdict({ first, before, loss, rate, momentum, limit, batch, windows, steps }) {
  if (steps === 0) return "";
  const state = stateOf({ first, loss });
  const isWhole = batch >= windows;
  const rises = loss > before;
  if (!state && !(isWhole && rate > limit && rises)) return "";
  const held = momentum ? `momentum ${momentum}` : "no momentum";
  const known = isWhole
    ? `On this image, with ${held}, every rate above ${rounded(limit)} diverges.`
    : `With all ${grouped(windows)} windows in each step and ${held}, every rate above ${rounded(limit)} diverges; ` +
      `with ${counted(batch, "window")} in a step, smaller ones may too.`;
  if (!state) return `The loss is rising: at a rate of ${rounded(rate)}, each step overshoots by more than the last. ${known}`;
  const grown = Number.isFinite(loss) ? `the loss is ${rounded(loss / Math.max(first, 1e-9))} times what it was` : "the numbers have grown beyond all bounds";
  const isCured = isWhole && rate <= limit;
  if (state === "lost") return `Training has diverged: ${grown}. ${known} ${isCured ? "Start over." : "Choose a smaller rate and start over."}`;
  if (isCured) return `Training diverged: ${grown}. ${known} The rate is below that now, so further steps bring the kernel back.`;
  return `Training has diverged: ${grown}. ${known} Choose a smaller rate; then go on, or start over.`;
}

/** Where a kernel's training stands, in a sentence or two. */
export function kernelStatus({ steps, loss, off, lowest }) {
  const parts = [`Step ${grouped(steps)}: loss ${rounded(loss)}.`];
  if (off !== null) parts.push(`The weight furthest off is wrong by ${rounded(off)}.`);
  if (lowest > 0) parts.push(`No kernel of this size gets below ${rounded(lowest)} on this target.`);
  return parts.join(" ");
}

// What a sum makes: with three decimals, as in a cell, where these are enough.
function made(value) {
  const size = Math.abs(value);
  return size >= 0.01 && size < 9.9995 ? `${value < 0 ? "−" : ""}${size.toFixed(3)}` : rounded(value);
}

/**
 * What the next step does to one weight: "0.384 − 0.2 · (−1.916) ≈ 0.767". Its numbers have the three decimals of the cells,
 * or as few more as the sum needs to add up, all as many.
 */
export function nextWeight({ weight, slope, velocity, rate, momentum }) {
  const next = made(weight + (momentum * velocity - rate * slope));
  const decimals = DECIMALS.find((count) => {
    const cells = [weight, slope, momentum && velocity].map((value) => (value && Math.abs(value) < 10 ** (1 - count) ? NaN : Number(value.toFixed(count))));
    return made(cells[0] + (momentum * cells[2] - rate * cells[1])) === next;
  });
  const moving = momentum && velocity ? ` + ${momentum} · ${term(velocity, false, decimals)}` : "";
  return `${term(weight, true, decimals)}${moving} − ${term(rate)} · ${term(slope, false, decimals)} ≈ ${next}`;
}

/**
 * What to say about a network's training that goes wrong, else an empty text.
 * @param {{steps: number, loss: number, classes: number, rate: number, isDead: boolean, fromZeros: boolean}} training
 */
export function networkVerdict({ steps, loss, classes, rate, isDead, fromZeros }) {
  const guessing = Math.log(classes);
  if (isDead && fromZeros) {
    return "All weights are equal, so no kernel and no dense weight has a slope: only the biases of the dense layer learn. " +
      "Start from random weights instead.";
  }
  if (!Number.isFinite(loss) || (steps && loss > 5 * guessing)) {
    const grown = Number.isFinite(loss) ? `the loss of this batch is ${rounded(loss)}, and guessing has ${guessing.toFixed(3)}` : "the loss is not a number any more";
    return `Training has diverged: ${grown}. At a rate of ${rounded(rate)}, the steps are too long. Choose a smaller rate and start over.`;
  }
  if (isDead) {
    return "The last maps are 0 everywhere on this batch, so no kernel has a slope: the network is dead. " +
      "A step that was too long has pushed its sums below 0. Choose a smaller rate and start over.";
  }
  return "";
}

/** Where a network's training stands, in a sentence or two. */
export function networkStatus({ steps, epochs, loss, train, held }) {
  const parts = [`Step ${grouped(steps)}${steps ? `, epoch ${epochs.toFixed(1)}` : ""}: next batch loss ${rounded(loss)}.`];
  const right = [train === null ? "" : `${percent(train)} right this epoch`,
    held === null ? "" : `${percent(held)}${train === null ? " right" : ""} on held-out drawings`].filter(Boolean);
  if (right.length) parts.push(`${right.join(", ")}.`);
  return parts.join(" ");
}

/** Which numbers have the strongest colours inside the network, in two sentences. @param {{kernels: string, slopes: string, maps: string[]}} full */
export function fullColours({ kernels, slopes, maps }) {
  const ofMaps = maps.map((most, n) => `${most} in the maps of conv ${n + 1}`).join(", ");
  return `Red is above 0, blue below. The strongest colour is ±${kernels} in kernels, ±${slopes} in slopes, ${ofMaps}.`;
}
