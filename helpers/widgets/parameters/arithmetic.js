// What a convolutional layer learns, and what other layers between the same volumes would need. The counts
// are whole numbers of any size (BigInt): a dense layer soon needs more than a number of JavaScript holds exactly.

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
    ...settings, rows, columns, each, weights, biases, layers,
    parameters: weights + biases,
    window: [...middleWindow(rows), ...middleWindow(columns)],
    work: `For one image: ${several(positions, "stop")} · ${several(weights, "weight")} = ` +
      `${several(positions * weights, "multiplication")}.`,
    comparison: comparison(layers),
    tens: Math.max(...layers.map(({ count }) => String(count).length)), // powers of ten on the axis of the bars
  };
}

function layer(name, product, weights, biases) {
  return { name, terms: product + (biases ? ` + ${grouped(biases)}` : ""), count: weights + biases };
}

function comparison(layers) {
  const [dense, local, parameters] = layers.map(({ count }) => count);
  const factor = (count) => grouped((count + parameters / 2n) / parameters);
  return dense === parameters ? "All three need the same: each filter sees the whole volume at once, and makes one number."
    : `The dense layer needs ${factor(dense)} times as many parameters as the convolution, ` +
      `the locally connected one ${factor(local)} times.`;
}

// The window in the middle, as far as it is inside the picture: its first pixel along an axis, and how many.
function middleWindow(axis) {
  const first = Math.floor((axis.output - 1) / 2) * axis.stride - axis.before;
  const [start, end] = [Math.max(first, 0), Math.min(first + axis.kernel, axis.pixels)];
  return [start, end - start];
}

/** How far apart the sheets of a volume are drawn: at most 11 pixels, and less if it is too deep for the room. */
export function spacing(sheets, room) {
  return clamp(room / (sheets - 1), 2, 11);
}

/** A count and a name, such as "1,024 weights". */
export function several(count, name) {
  return `${grouped(count)} ${name}${Number(count) === 1 ? "" : "s"}`;
}

/** What a filter learns and makes, and what the layer learns. */
export function filterWords(state, filter) {
  const { kernel_size, channels, each, rows, columns, bias, filters, parameters } = state;
  return `Filter ${filter} of ${filters}, counted from 0, spans all ${several(channels, "channel")}: ` +
    `${kernel_size} · ${kernel_size} · ${channels} = ${several(each, "weight")}${bias ? " and a bias" : ", no bias"}. ` +
    `It makes channel ${filter} of the output, ${by(rows.output, columns.output)} numbers. ` +
    `The layer has ${several(parameters, "parameter")}.`;
}
