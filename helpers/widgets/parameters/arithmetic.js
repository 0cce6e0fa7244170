// What a convolutional layer learns, and what other layers between the same volumes would need. The counts
// are whole numbers of any size (BigInt): a dense layer soon needs more than a JavaScript number can represent exactly.

import { layAxis } from "../shared/axes.js";
import { by, clamp, grouped } from "../shared/numbers.js";

/**
 * Everything that the page shows, computed from the settings.
 * @param {{size: number[], channels: number, kernel_size: number, filters: number, stride: number,
 *   padding: string, bias: boolean}} settings
 */
export function compute(settings) {
  const { size, channels, kernel_size, filters, stride, padding, bias } = settings;
  const [rows, columns] = size.map((pixels) => layAxis(pixels, kernel_size, { stride, padding, dilation: 1 }));
  const each = BigInt(kernel_size) ** 2n * BigInt(channels);
  const weights = each * BigInt(filters);
  const biases = bias ? BigInt(filters) : 0n;
  const positions = BigInt(rows.output) * BigInt(columns.output);
  const inputs = BigInt(rows.pixels) * BigInt(columns.pixels) * BigInt(channels);
  const outputs = positions * BigInt(filters);
  const ownBiases = bias ? outputs : 0n; // in the other two layers, every output has its own
  const layers = [
    layer("dense", `${grouped(inputs)} · ${grouped(outputs)}`, inputs * outputs, ownBiases),
    layer("locally connected", `${grouped(each)} · ${grouped(outputs)}`, outputs * each, ownBiases),
    layer("convolution", grouped(weights), weights, biases),
  ];
  return {
    ...settings, rows, columns, each, weights, biases, inputs, outputs, layers,
    parameters: weights + biases,
    window: [...middleWindow(rows), ...middleWindow(columns)],
    work: `For one image: ${several(positions, "position")} · ${several(weights, "weight")} = ` +
      `${several(positions * weights, "multiplication")}.`,
    comparison: comparison(layers, positions),
  };
}

function layer(name, product, weights, biases) {
  return { name, terms: product + (biases ? ` + ${grouped(biases)}` : ""), count: weights + biases };
}

function comparison(layers, positions) {
  const [dense, local, parameters] = layers.map(({ count }) => count);
  const factor = (count) => grouped((count + parameters / 2n) / parameters);
  return dense === parameters ? "All three need the same: each filter sees the whole volume at once, and makes one number."
    : `The dense layer needs ${factor(dense)} times as many parameters as the convolution, ` +
      `the locally connected one ${positions === 1n ? "just as many." : `${factor(local)} times, because each of the ${grouped(positions)} positions has weights of its own.`}`;
}

// The window in the middle, as far as it is inside the picture: its first pixel along an axis, and how many.
function middleWindow(axis) {
  const first = Math.floor((axis.output - 1) / 2) * axis.stride - axis.before;
  const [start, end] = [Math.max(first, 0), Math.min(first + axis.kernel, axis.pixels)];
  return [start, end - start];
}

/**
 * Numbers of parameters as squares to true scale.
 * @param {number[]} counts Of the layers; the last one is the convolution.
 * @param {number} room Pixels, the side of the largest square at the beginning.
 * @param {number} zoom From 0, where the largest square is shown whole, to 1, where the last one fills the room.
 */
export function scaled(counts, room, zoom) {
  const largest = Math.max(...counts);
  const factor = (largest / counts.at(-1)) ** (zoom / 2);
  const sides = counts.map((count) => room * factor * Math.sqrt(count / largest));
  const perPixel = largest / (room * factor) ** 2;
  const one = perPixel >= 1 ? `one pixel stands for ${amount(perPixel, "parameter")}`
    : `one parameter takes up ${amount(1 / perPixel, "pixel")}`;
  const own = sides.at(-1) ** 2;
  if (factor > 1.01) return { sides, words: `Magnified: ${one}. The largest square would be ${width(room * factor)} wide on this screen.` };
  const convolution = own < 0.95 ? `; the convolution fills only ${Number(own.toPrecision(1))} of a pixel.`
    : own < 1.5 ? ", about the whole convolution." : ".";
  return { sides, words: `To scale: ${one}${convolution}` };
}

// A number with two significant digits, and what it counts.
function amount(value, name) {
  const rounded = Number(value.toPrecision(value < 1000 ? 3 : 2));
  const text = grouped(rounded < 10 ? rounded : Math.round(rounded));
  return `${text} ${name}${text === "1" ? "" : "s"}`;
}

// A length on the screen, at CSS's 96 pixels to an inch.
function width(pixels) {
  const metres = (pixels / 96) * 0.0254;
  if (metres < 1) return `${grouped(Math.round(100 * metres))} cm`;
  return `${grouped(metres < 10 ? Number(metres.toFixed(1)) : Math.round(metres))} m`;
}

/** How far apart the sheets of a volume are drawn: at most 11 pixels, and less if it is too deep for the room. */
export function spacing(sheets, room) {
  return clamp(room / (sheets - 1), 2, 11);
}

/** A count and a name, such as "1,024 weights". */
export function several(count, name) {
  return `${grouped(count)} ${name}${Number(count) === 1 ? "" : "s"}`;
}

/** What a filter learns, and what it makes. */
export function filterWords(state, filter) {
  const { kernel_size, channels, each, rows, columns, bias } = state;
  return `Filter ${filter} spans all ${several(channels, "channel")}: ` +
    `${kernel_size} · ${kernel_size} · ${channels} = ${several(each, "weight")}${bias ? " and a bias" : ", no bias"}. ` +
    `It makes channel ${filter} of the output, ${by(rows.output, columns.output)} numbers.`;
}
