// What FeatureMapBrowser's page works out from the answers of Python.

import { by, plainNumber, probabilityText, strongestCell, strongestPlace, writeNumber } from "../shared/numbers.js";

/**
 * @typedef {{name: string, rows: number, columns: number, maps: number, spans: number[][][],
 *   shape?: number[], bias?: number[]}} Layer
 *   `spans`: for each row, then for each column, the pixels that a cell there sees, [from, to); `shape`, where there are
 *   kernels: [rows, columns, channels, filters].
 */

/** A number with four digits, for a cell of a map. */
export function fourDigits(value) {
  return writeNumber(Number(value.toPrecision(4)));
}

/** A weight with two decimals; one that rounds to 0 has no sign. */
export function weightText(weight) {
  return weight.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");
}

/** The largest absolute value; 1 where all are 0, so that one can divide by it. */
export function largestSize(values) {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest || 1;
}

/** The side of the small maps in pixels: the more of them, the smaller. */
export function tileSide(maps) {
  return maps > 36 ? 44 : maps > 20 ? 52 : 64;
}

/**
 * The place of the layer whose kernels made the maps of another: the layer itself, or the convolution before it.
 * @param {Layer[]} layers
 * @param {number} place
 */
export function kernelLayer(layers, place) {
  return layers.slice(0, place + 1).findLastIndex(({ shape }) => shape);
}

/** Where a key leads in the list of maps, of which so many are side by side; null for another key. */
export function mapByKey(key, map, maps, across) {
  if (key === "Home") return 0;
  if (key === "End") return maps - 1;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[key];
  return step ? Math.min(Math.max(map + step, 0), maps - 1) : null;
}

// ---- Words ----

/** How many maps a layer makes, and of what size. */
export function mapsWords({ maps, rows, columns }) {
  return `${maps} maps of ${by(rows, columns)}`;
}

/** The weights of one kernel: "0.10, 0.20; 0.30, 0.40", or how many grids of them there are. */
export function kernelWords(weights, [high, wide, channels]) {
  if (channels > 1) return `${channels} grids of ${by(high, wide)} weights, one for each map before`;
  const texts = Array.from(weights, weightText);
  return Array.from({ length: high }, (_, row) => texts.slice(row * wide, (row + 1) * wide).join(", ")).join("; ");
}

/** What stands below the kernel of a map. */
export function kernelNote(layers, place, map, weights) {
  const from = kernelLayer(layers, place);
  const { name, shape, bias } = layers[from];
  const [high, wide, channels] = shape;
  const said = [];
  if (from !== place) said.push(`${layers[place].name} has no weights: its map ${map} comes from map ${map} of ${name}.`);
  said.push(channels === 1 ? `Weights: ${kernelWords(weights, shape)}.`
    : `${channels} grids, one for each map that comes in: together one kernel of ` +
      `${high} · ${wide} · ${channels} = ${high * wide * channels} weights.`);
  said.push(`Bias ${weightText(bias[map])}. Blue is negative, red positive.`);
  return said.join(" ");
}

/** The cell that is read out, its value and what it sees, and what the network says. */
export function sentences({ layer, map, values, pointed, probabilities, before, names }) {
  const [row, column] = pointed || strongestCell(values, layer.columns);
  const [[top, bottom], [left, right]] = [layer.spans[0][row], layer.spans[1][column]];
  const [best, was] = [probabilities, before].map(strongestPlace);
  return `${layer.name}, map ${map} of ${layer.maps}: ${pointed ? "" : "strongest with "}` +
    `${fourDigits(values[row * layer.columns + column])} at row ${row}, column ${column}, which sees image rows ` +
    `${plainNumber(top)} to ${plainNumber(bottom - 1)} and columns ${plainNumber(left)} to ${plainNumber(right - 1)}. ` +
    `The network says ${names[best]}, ${probabilityText(probabilities[best])}` +
    (was === best ? "." : `; of the image unchanged it says ${names[was]}.`);
}
