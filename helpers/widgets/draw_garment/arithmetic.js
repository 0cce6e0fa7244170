// What a network gives for a drawing, and the words about both. A drawing is an array of grey
// levels, row by row.

import { buildNetwork } from "../shared/forward.js";
import { DRAWING_SIDE } from "../shared/limits.js";
import { probabilityText, strongestPlace } from "../shared/numbers.js";

/** The network that the page runs, or null where there is none. */
export function networkOf(description, weights) {
  return description.nodes ? buildNetwork(description, weights) : null;
}

/**
 * Probabilities of what a network gives: the numbers themselves, or their softmax where they are plain scores.
 * @param {ArrayLike<number>} outputs
 * @returns {number[]|null} Null where a number is not finite.
 */
export function sharesOf(outputs) {
  const scores = Array.from(outputs);
  if (!scores.every(Number.isFinite)) return null;
  const total = scores.reduce((sum, score) => sum + score, 0);
  if (Math.min(...scores) >= 0 && Math.abs(total - 1) <= 1e-3) return scores;
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((one, power) => one + power, 0);
  return powers.map((power) => power / sum);
}

/** How far Python's probabilities are from those of the page, in words. */
export function agreement(here, theirs) {
  const farthest = Math.max(...here.map((share, n) => Math.abs(share - theirs[n])));
  if (farthest > 1e-3) return "Keras gives other probabilities: run the cell again to fetch the network as it is now.";
  return `Keras agrees to ${farthest < 1e-7 ? "1e-7" : farthest.toExponential(0)}.`.replace("-", "−");
}

/**
 * How much is drawn, and what is under the brush.
 * @param {{pixels: any, place: number[]}} page
 */
export function drawnWords({ pixels, place: [row, column] }) {
  const drawn = pixels.reduce((count, level) => count + (level > 0), 0);
  return `${drawn} of ${pixels.length} pixels are drawn; row ${row}, column ${column} is ${pixels[row * DRAWING_SIDE + column]}.`;
}

/** The network's answer: the likeliest class, and the next. @param {{shares: number[], names: string[]}} page */
export function answerWords({ shares, names }) {
  const best = strongestPlace(shares);
  const second = strongestPlace(shares.map((share, n) => (n === best ? -Infinity : share)));
  const named = (n) => `${names[n]}, ${probabilityText(shares[n])}`;
  return `The network says ${named(best)}; next comes ${named(second)}.`;
}

/**
 * How much is drawn, what is under the brush, and the network's answer, if there is one.
 * @param {{pixels: any, place: number[], shares: number[]|null, names: string[]}} page
 */
export function sentences({ pixels, place, shares, names }) {
  const said = drawnWords({ pixels, place });
  return shares ? `${said} ${answerWords({ shares, names })}` : said;
}
