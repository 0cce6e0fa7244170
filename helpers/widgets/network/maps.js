// Feature maps, taken out of a run.

import { forEachPixel, scaleOf } from "../shared/forward.js";
import { sourceOf } from "./origin.js";

const ONE_TO_ONE = ["pool", "global_pool", "batch_norm", "rescaling", "activation", "pad", "nothing", "depthwise"];
const CELLS_OF_FLATTEN = 4; // to which play draws edges from each map

/**
 * One map of a node, row by row.
 * @param {import("../shared/forward.js").Node} node
 * @param {Float32Array} values `run.values[node.index]` or `run.sums[node.index]`
 * @param {number} channel
 * @returns {Float32Array} (rows · columns)
 */
export function mapOf(node, values, channel) {
  const map = new Float32Array(node.height * node.width);
  for (let cell = 0; cell < map.length; cell++) map[cell] = values[cell * node.channels + channel];
  return map;
}

/**
 * The channels of a node, the most active first: by the mean of |value|; of two equally active, the first.
 * @param {import("../shared/forward.js").Node} node
 * @param {Float32Array} values
 * @returns {number[]} All channels; take as many as there is room for.
 */
export function mostActive(node, values) {
  const activity = new Float64Array(node.channels);
  for (let i = 0; i < values.length; i++) activity[i % node.channels] += Math.abs(values[i]);
  return Array.from(activity, (_, channel) => channel).sort((a, b) => activity[b] - activity[a] || a - b);
}

/** The largest |value|: where the colours of a node's maps are full. 0 where all is 0. */
export function largestMagnitude(values) {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/**
 * How much each input channel gives to a channel of a node: for the edges of the overview.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} index Of the node.
 * @param {number} channel
 * @returns {{node: number, channel: number, strength: number}[]} For each input channel that takes part: the mean over
 *   the map of weight × activation, signed. `node` is where the maps are: what only passes numbers on (flatten, dropout)
 *   is left out, and a dense layer after a flatten has an edge from each map, with all its products summed.
 */
export function edges(network, run, index, channel) {
  const node = network.nodes[index];
  return node.inputs.flatMap((input, place) => {
    const source = sourceOf(network, node, input);
    const strengths = strengthsFrom(node, source, run.values[source.index], channel, place, network);
    return strengths.map(([from, strength]) => ({ node: source.index, channel: from, strength }));
  });
}

/** Whether two networks have the same layers, so that the titles of one work for both. */
export function sameShapes(one, other) {
  return one.nodes.length === other.nodes.length && one.nodes.every(({ title }, n) => title === other.nodes[n].title);
}

/** Whether each map of a node is made from the map with the same number and from no other. */
export function isOneToOne(network, node) {
  if (node.inputs.length !== 1) return false;
  const { channels } = network.nodes[node.inputs[0]];
  return ONE_TO_ONE.includes(node.kind) && node.channels === channels;
}

/**
 * Which channels of a node are made from one channel of an input.
 * @param {import("../shared/forward.js").Network} network
 * @param {number} index Of the node.
 * @param {number} place Which of its inputs.
 * @param {number} from The channel of the input.
 * @returns {number[]|null} Null for all of them. A flatten makes a unit of each cell: of these, a few.
 */
export function madeFrom(network, index, place, from) {
  const node = network.nodes[index];
  const source = network.nodes[node.inputs[place]];
  if (isOneToOne(network, node) || node.kind === "add") return [from];
  if (node.kind === "concatenate") return [node.inputs.slice(0, place).reduce((sum, input) => sum + network.nodes[input].channels, from)];
  if (node.kind === "flatten") {
    const cells = source.height * source.width;
    const shown = Math.min(cells, CELLS_OF_FLATTEN);
    return Array.from({ length: shown }, (_, n) => Math.floor((n * cells) / shown) * source.channels + from);
  }
  const groups = node.kind === "depthwise" ? source.channels : node.kind === "conv" ? node.groups : 1;
  if (groups === 1) return null;
  const [arriving, made] = [source.channels / groups, node.channels / groups];
  return Array.from({ length: made }, (_, n) => Math.floor(from / arriving) * made + n);
}

// Pairs of an input channel and its strength.
function strengthsFrom(node, source, values, channel, place, network) {
  const mean = (from) => mapOf(source, values, from).reduce((sum, value) => sum + value, 0) / (source.height * source.width);
  if (node.kind === "dense") return denseStrengths(node, source, values, channel);
  if (node.kind === "conv") return convStrengths(node, source, values, channel);
  if (node.kind === "depthwise") return [depthwiseStrength(node, source, values, channel)];
  if (node.kind === "flatten") return [[channel % source.channels, values[channel]]];
  if (node.kind === "concatenate") {
    const first = node.inputs.slice(0, place).reduce((sum, input) => sum + network.nodes[input].channels, 0);
    return channel >= first && channel < first + source.channels ? [[channel - first, mean(channel - first)]] : [];
  }
  if (node.kind === "batch_norm" || node.kind === "rescaling") return [[channel, mean(channel) * scaleOf(node, channel)[0]]];
  return [[channel, mean(channel)]];
}

function denseStrengths({ weights: { kernel }, channels }, source, values, unit) {
  const sums = new Float64Array(source.channels);
  for (let i = 0; i < values.length; i++) sums[i % source.channels] += values[i] * kernel[i * channels + unit];
  return [...sums].map((sum, from) => [from, sum]);
}

function convStrengths(node, source, values, channel) {
  const arriving = source.channels / node.groups;
  const first = Math.floor(channel / (node.channels / node.groups)) * arriving;
  const sums = new Float64Array(arriving);
  forEachWindow(node, source, (pixel, cell) => {
    for (let c = 0; c < arriving; c++) {
      sums[c] += values[pixel + first + c] * node.weights.kernel[(cell * arriving + c) * node.channels + channel];
    }
  });
  return [...sums].map((sum, c) => [first + c, sum / (node.height * node.width)]);
}

function depthwiseStrength(node, source, values, channel) {
  const from = Math.floor(channel / (node.channels / source.channels));
  let sum = 0;
  forEachWindow(node, source, (pixel, cell) => {
    sum += values[pixel + from] * node.weights.kernel[cell * node.channels + channel];
  });
  return [from, sum / (node.height * node.width)];
}

function forEachWindow(node, source, act) {
  for (let row = 0; row < node.height; row++) {
    for (let column = 0; column < node.width; column++) forEachPixel(node, source, row, column, act);
  }
}
