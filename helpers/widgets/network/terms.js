// The arithmetic of one cell and of one map, with terms that add up.

import { softmaxSteps } from "../shared/activations.js";
import { forEachPixel, scaleOf, windowStart } from "../shared/forward.js";
import { mapOf } from "./maps.js";
import { cellAt, placeOf, sourceOf } from "./origin.js";

/**
 * @typedef {object} Term A product of a sum.
 * @property {{node: number, cell: number[]}|null} from Where the input comes from; null for padding.
 * @property {number[]} at Its place in the window, [row, column]; [0, 0] where there is none.
 * @property {number} input @property {number} weight @property {number} product input × weight
 * @property {number} index Where its weight is in the node's kernel; −1 where it has not been learnt (pooling).
 *
 * @typedef {object} Group The terms of one input channel: a window and its kernel.
 * @property {number} node @property {number} channel Of the input.
 * @property {Term[]} terms Row by row. @property {number} rows @property {number} columns Of the window.
 * @property {number} sum The sum of its products.
 *
 * @typedef {object} CellTerms
 * @property {number} node @property {number[]} cell
 * @property {string} form What kind of sum it is:
 *   "image"    a pixel: no groups;
 *   "sum"      inputs × weights: convolution (a group for each input channel), dense (one group);
 *   "max"      pooling: the winner's weight is 1, all others' 0;  `winner` is its term;
 *   "average"  pooling: each weight is 1 / count; padding does not count;
 *   "affine"   rescaling, batch normalisation: one term with its factor, and the rest as bias; steps in `affine`;
 *   "add"      a term of weight 1 for each input;
 *   "same"     the one input as it is: flatten, dropout, an activation on its own; padding has no term.
 * @property {Group[]} groups
 * @property {number} bias 0 where there is none. @property {boolean} hasBias
 * @property {number} sum All products and the bias: `run.sums` at the cell, to rounding.
 * @property {{name: string, slope?: number, most?: number, threshold?: number}|null} activation
 * @property {number} value `run.values` at the cell: the activation of the sum, or 0 where the channel is off.
 * @property {boolean} off Whether a what-if has switched the channel off.
 * @property {Term|null} winner
 * @property {{mean: number, variance: number, epsilon: number, gamma: number, beta: number, scaled: number}|null} affine Of
 *   batch normalisation: scaled is (x − mean) / √(variance + epsilon), and the sum is scaled · gamma + beta.
 * @property {{sums: Float32Array, shift: number, exps: Float64Array, total: number}|null} softmax Where the activation
 *   is softmax: the sums of all units at this place; exps of (sum − shift), where shift is the largest sum; their total.
 *
 * @typedef {object} Part What one input map gives to a map.
 * @property {number} node @property {number} channel Of the input map.
 * @property {Float32Array} input The map, row by row. @property {number[]} inputShape [rows, columns]
 * @property {Float32Array} kernel Its weights, row by row; empty where there are none (pooling, add, …).
 * @property {number[]} kernelShape [rows, columns]
 * @property {Float64Array} partial Its share of `sums`, of the same shape. @property {number} size The mean of |partial|.
 *
 * @typedef {object} MapTerms
 * @property {number} node @property {number} channel @property {string} form As in CellTerms.
 * @property {number[]} shape [rows, columns] of the map.
 * @property {Part[]} parts One for each input map that takes part, in order. At every cell the partial sums and the bias add
 *   up to `sums`. A dense layer after a flatten has a kernel as large as each map; one after a flat layer has a single part.
 * @property {number} bias @property {boolean} hasBias
 * @property {Float32Array} sums Before the activation. @property {Float32Array} values After it.
 * @property {boolean} off Whether a what-if has switched the map off: then `values` are 0.
 */

/**
 * Where a cell's value comes from. What only passes numbers on is skipped: the inputs of a dense layer after a flatten
 * are the cells of the maps, a group for each map.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} index Of the node.
 * @param {number} row @param {number} column @param {number} channel
 * @returns {CellTerms}
 */
export function cellTerms(network, run, index, row, column, channel) {
  const node = network.nodes[index];
  /** @type {any} */
  const cell = [row, column, channel];
  const place = placeOf(node, cell);
  const bias = biasOf(node, channel);
  const groups = node.inputs.length ? GROUPS[node.kind](partsOf(network, run, node), cell) : [];
  const terms = groups.flatMap((group) => group.terms);
  const form = formOf(node);
  const sum = node.inputs.length ? terms.reduce((total, term) => total + term.product, bias ?? 0) : run.values[index][place];
  return {
    node: index, cell, form, groups, bias: bias ?? 0, hasBias: bias !== null, sum,
    activation: node.activation, value: run.values[index][place], off: Boolean(node.off?.has(channel)),
    winner: form === "max" ? terms.find((one) => one.weight === 1) : null,
    affine: affineOf(node, channel, terms[0]),
    softmax: node.activation?.name === "softmax" ? softmaxSteps(run.sums[index], place - channel, node.channels) : null,
  };
}

const FORMS = {
  input: "image", conv: "sum", depthwise: "sum", dense: "sum", max: "max", average: "average", batch_norm: "affine",
  rescaling: "affine", add: "add", flatten: "same", nothing: "same", activation: "same", concatenate: "same", pad: "same",
};

function formOf({ kind, mode }) {
  return FORMS[kind === "pool" || kind === "global_pool" ? mode : kind];
}

// What a kind of node needs to list its terms: itself, the nodes that it reads, and their values.
function partsOf(network, run, node) {
  const sources = node.inputs.map((input) => sourceOf(network, node, input));
  return { node, sources, values: sources.map((source) => run.values[source.index]) };
}

// The bias, or null where there is none.
function biasOf(node, channel) {
  if (node.kind === "batch_norm" || node.kind === "rescaling") return scaleOf(node, channel)[1];
  return node.weights.bias?.[channel] ?? null;
}

function affineOf(node, channel, term) {
  if (node.kind !== "batch_norm") return null;
  const { gamma, beta, mean, variance } = node.weights;
  const found = { mean: mean[channel], variance: variance[channel], epsilon: node.epsilon };
  const scaled = (term.input - found.mean) / Math.sqrt(found.variance + found.epsilon);
  return { ...found, gamma: gamma?.[channel] ?? 1, beta: beta?.[channel] ?? 0, scaled };
}

// ---- The terms of each kind of node ----

const GROUPS = {
  conv: convGroups, depthwise: depthwiseGroups, dense: denseGroups, pool: poolGroups, global_pool: poolGroups,
  batch_norm: scaleGroups, rescaling: scaleGroups, add: addGroups, flatten: flattenGroups, nothing: sameGroups,
  activation: sameGroups, concatenate: concatenateGroups, pad: padGroups,
};

function term(source, values, cell, weight, { at = [0, 0], index = -1 } = {}) {
  const input = cell ? values[placeOf(source, cell)] : 0;
  return { from: cell && { node: source.index, cell }, at, input, weight, product: input * weight, index };
}

function group(source, channel, terms, rows = 1, columns = terms.length) {
  return { node: source.index, channel, terms, rows, columns, sum: terms.reduce((sum, one) => sum + one.product, 0) };
}

function single(source, values, cell, weight = 1) {
  return [group(source, cell[2], [term(source, values, cell, weight)])];
}

// The cells of a window on one channel of the input, row by row; `make` gets [row, column, channel], or null on padding.
function windowOf(node, source, [row, column], channel, make) {
  const [top, left] = [windowStart(node, 0, row), windowStart(node, 1, column)];
  const [rows, columns] = node.size;
  return Array.from({ length: rows * columns }, (_, number) => {
    const at = [Math.floor(number / columns), number % columns];
    const [y, x] = [top + at[0] * node.dilation[0], left + at[1] * node.dilation[1]];
    const isInside = y >= 0 && y < source.height && x >= 0 && x < source.width;
    return make(isInside ? [y, x, channel] : null, number, at);
  });
}

function convGroups({ node, sources: [source], values: [values] }, cell) {
  const arriving = source.channels / node.groups;
  const first = Math.floor(cell[2] / (node.channels / node.groups)) * arriving;
  return Array.from({ length: arriving }, (_, c) => {
    const terms = windowOf(node, source, cell, first + c, (from, number, at) => {
      const index = (number * arriving + c) * node.channels + cell[2];
      return term(source, values, from, node.weights.kernel[index], { at, index });
    });
    return group(source, first + c, terms, ...node.size);
  });
}

function depthwiseGroups({ node, sources: [source], values: [values] }, cell) {
  const from = Math.floor(cell[2] / (node.channels / source.channels));
  const terms = windowOf(node, source, cell, from, (pixel, number, at) => {
    const index = number * node.channels + cell[2];
    return term(source, values, pixel, node.weights.kernel[index], { at, index });
  });
  return [group(source, from, terms, ...node.size)];
}

function denseGroups({ node, sources: [source], values: [values] }, [, , unit]) {
  const { kernel } = node.weights;
  const make = (place, at) => {
    const index = place * node.channels + unit;
    return term(source, values, cellAt(source, place), kernel[index], { at, index });
  };
  const cells = source.height * source.width;
  if (cells === 1) return [group(source, 0, Array.from({ length: source.channels }, (_, place) => make(place, [0, place])))];
  return Array.from({ length: source.channels }, (_, channel) => {
    const terms = Array.from({ length: cells }, (_cell, number) =>
      make(number * source.channels + channel, [Math.floor(number / source.width), number % source.width]));
    return group(source, channel, terms, source.height, source.width);
  });
}

function poolGroups({ node, sources: [source], values: [values] }, cell) {
  const terms = windowOf(node, source, cell, cell[2], (from, _, at) => term(source, values, from, 0, { at }));
  const inside = terms.filter((one) => one.from);
  if (node.mode === "max") {
    const winner = inside.reduce((best, one) => (one.input > best.input ? one : best)); // of two equal ones, the first
    winner.weight = 1;
  } else {
    for (const one of inside) one.weight = 1 / inside.length;
  }
  for (const one of terms) one.product = one.input * one.weight;
  return [group(source, cell[2], terms, ...node.size)];
}

function scaleGroups({ node, sources: [source], values: [values] }, cell) {
  return single(source, values, cell, scaleOf(node, cell[2])[0]);
}

function addGroups({ sources, values }, cell) {
  return sources.flatMap((source, n) => single(source, values[n], cell));
}

function sameGroups({ sources: [source], values: [values] }, cell) {
  return single(source, values, cell);
}

function flattenGroups({ node, sources: [source], values: [values] }, cell) {
  return single(source, values, cellAt(source, placeOf(node, cell)));
}

function concatenateGroups({ sources, values }, [row, column, channel]) {
  let first = 0;
  const n = sources.findIndex((source) => {
    first += source.channels;
    return channel < first;
  });
  return single(sources[n], values[n], [row, column, channel - first + sources[n].channels]);
}

function padGroups({ node, sources: [source], values: [values] }, [row, column, channel]) {
  const [y, x] = [row - node.pads[0], column - node.pads[2]];
  const isInside = y >= 0 && y < source.height && x >= 0 && x < source.width;
  return [group(source, channel, isInside ? [term(source, values, [y, x, channel], 1)] : [])];
}

// ---- Sums that are too long to show ----

/** All terms of a cell, over all groups. @param {CellTerms} terms @returns {Term[]} */
export function allTerms(terms) {
  return terms.groups.flatMap((one) => one.terms);
}

/**
 * The largest terms, and what the others add up to, so that the sum is the same.
 * @template {{product: number}} T
 * @param {T[]} terms
 * @param {number} count
 * @returns {{shown: T[], others: {count: number, sum: number}}} Shown: the largest by |product|, largest first. If only
 *   one term would be left over, it is shown too.
 */
export function largest(terms, count) {
  const ranked = byMagnitude(terms, (one) => one.product);
  const shown = ranked.slice(0, ranked.length === count + 1 ? count + 1 : count);
  const left = ranked.slice(shown.length);
  return { shown, others: { count: left.length, sum: left.reduce((sum, one) => sum + one.product, 0) } };
}

/** As `largest`, for groups: by the sum of their products. @param {Group[]} groups @param {number} count */
export function largestGroups(groups, count) {
  const { shown, others } = largest(groups.map((one) => ({ group: one, product: one.sum })), count);
  return { shown: shown.map((one) => one.group), others };
}

function byMagnitude(list, size) {
  return [...list].sort((a, b) => Math.abs(size(b)) - Math.abs(size(a)));
}

// ---- Maps ----

/**
 * Where a map comes from: for each input map its kernel and its partial sums.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} index Of the node.
 * @param {number} channel
 * @returns {MapTerms}
 */
export function mapTerms(network, run, index, channel) {
  const node = network.nodes[index];
  const bias = node.inputs.length ? biasOf(node, channel) : null;
  const parts = (FAST_PARTS[node.kind] ?? partsByCell)(network, run, node, channel);
  for (const part of parts) part.size = part.partial.reduce((sum, value) => sum + Math.abs(value), 0) / part.partial.length;
  return {
    node: index, channel, form: formOf(node), shape: [node.height, node.width], parts,
    bias: bias ?? 0, hasBias: bias !== null, off: Boolean(node.off?.has(channel)),
    sums: mapOf(node, run.sums[index], channel), values: mapOf(node, run.values[index], channel),
  };
}

const FAST_PARTS = { conv: convParts, depthwise: depthwiseParts };

function emptyPart(node, source, values, channel, kernel, kernelShape) {
  return {
    node: source.index, channel, input: mapOf(source, values, channel), inputShape: [source.height, source.width],
    kernel, kernelShape, partial: new Float64Array(node.height * node.width), size: 0,
  };
}

// The terms of every cell, for what has few of them.
function partsByCell(network, run, node, channel) {
  const parts = new Map();
  for (let cell = 0; cell < node.height * node.width; cell++) {
    const [row, column] = [Math.floor(cell / node.width), cell % node.width];
    for (const one of cellTerms(network, run, node.index, row, column, channel).groups) {
      const key = `${one.node} ${one.channel}`;
      if (!parts.has(key)) parts.set(key, partOfGroup(network, run, node, one));
      parts.get(key).partial[cell] += one.sum;
    }
  }
  return [...parts.values()];
}

function partOfGroup(network, run, node, { node: from, channel, terms, rows, columns }) {
  const source = network.nodes[from];
  const isLearnt = node.kind === "dense";
  const kernel = Float32Array.from(isLearnt ? terms : [], (one) => one.weight);
  const part = emptyPart(node, source, run.values[from], channel, kernel, isLearnt ? [rows, columns] : [0, 0]);
  const isFlat = isLearnt && source.height * source.width === 1; // then all units are one map
  return isFlat ? { ...part, input: run.values[from].slice(), inputShape: [1, source.channels] } : part;
}

function convParts(network, run, node, channel) {
  const { sources: [source], values: [values] } = partsOf(network, run, node);
  const arriving = source.channels / node.groups;
  const first = Math.floor(channel / (node.channels / node.groups)) * arriving;
  return Array.from({ length: arriving }, (_, c) => {
    const kernel = kernelOf(node, (cell) => (cell * arriving + c) * node.channels + channel);
    return withPartial(emptyPart(node, source, values, first + c, kernel, node.size), node, source);
  });
}

function depthwiseParts(network, run, node, channel) {
  const { sources: [source], values: [values] } = partsOf(network, run, node);
  const from = Math.floor(channel / (node.channels / source.channels));
  const kernel = kernelOf(node, (cell) => cell * node.channels + channel);
  return [withPartial(emptyPart(node, source, values, from, kernel, node.size), node, source)];
}

function kernelOf({ size: [rows, columns], weights: { kernel } }, indexOf) {
  return Float32Array.from({ length: rows * columns }, (_, cell) => kernel[indexOf(cell)]);
}

function withPartial(part, node, source) {
  const flat = { ...source, channels: 1 }; // one map of the source
  for (let cell = 0; cell < part.partial.length; cell++) {
    forEachPixel(node, flat, Math.floor(cell / node.width), cell % node.width, (pixel, number) => {
      part.partial[cell] += part.input[pixel] * part.kernel[number];
    });
  }
  return part;
}

/**
 * The largest parts of a map, and the sum of the others, cell by cell.
 * @param {MapTerms} terms
 * @param {number} count
 * @returns {{shown: Part[], others: {count: number, partial: Float64Array}}} Shown: the largest by `size`, largest first. If
 *   only one part would be left over, it is shown too.
 */
export function largestParts({ parts, shape: [rows, columns] }, count) {
  const ranked = byMagnitude(parts, (part) => part.size);
  const shown = ranked.slice(0, ranked.length === count + 1 ? count + 1 : count);
  const left = ranked.slice(shown.length);
  const partial = new Float64Array(rows * columns);
  for (const part of left) for (let cell = 0; cell < partial.length; cell++) partial[cell] += part.partial[cell];
  return { shown, others: { count: left.length, partial } };
}

/**
 * The terms in view, as the trait `terms` carries them to Python (`explorer.cell`).
 * @param {import("../shared/forward.js").Network} network
 * @param {CellTerms} terms
 */
export function termsForPython(network, terms) {
  const { node, cell, form, bias, sum, activation, value, off } = terms;
  const list = allTerms(terms);
  return {
    node, cell, form, bias, sum, value, off, layer: network.nodes[node].name, activation: activation?.name ?? null,
    from: list.map((one) => one.from && [one.from.node, ...one.from.cell]),
    factors: list.map((one) => [one.input, one.weight]),
    products: list.map((one) => one.product),
    softmax: terms.softmax && { exps: [...terms.softmax.exps], total: terms.softmax.total },
  };
}
