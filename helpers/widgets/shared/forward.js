// The network on the page: read from what Python sent, and run on an image.

import { activate } from "./activations.js";
import { bytesOf, floatsOf } from "./numbers.js";

/**
 * A cell of a node: [row, column, channel]. What is flat, such as a dense layer, is one cell high and wide,
 * so that its unit k is [0, 0, k].
 * @typedef {number[]} Cell
 *
 * One step of the network. Node 0 is the image.
 * @typedef {object} Node
 * @property {number} index Its place in `network.nodes`; a node comes after its inputs.
 * @property {string} name Keras's name, such as "conv2d_1"; "" for the image and for what the page adds.
 * @property {string} keras Keras's class, such as "Conv2D"; "" as above.
 * @property {string} kind "input", "rescaling", "conv", "depthwise", "dense", "pool", "global_pool", "batch_norm",
 *   "activation", "flatten", "add", "concatenate", "pad", or "nothing" (what works only during training).
 * @property {string} title Plain words: "16 filters, 26 × 26".
 * @property {string} short For a path: "conv 2", "pool 1", "dense 1", "image".
 * @property {string} note A sentence where there is something to say ("Dropout does nothing now: …"), or "".
 * @property {number[]} inputs Indices of the nodes that it reads.
 * @property {number[]} users Indices of the nodes that read it.
 * @property {number[]} shape [rows, columns, channels] or [units], as Keras has it.
 * @property {number} height @property {number} width @property {number} channels The same, always three.
 * @property {number} parameters How many numbers it has learnt.
 * @property {number[]} size Of a kernel or window: [rows, columns]. @property {number[]} stride [rows, columns].
 * @property {number[]} dilation [rows, columns]. @property {number[]} pads [top, bottom, left, right].
 * @property {number} groups How many groups of channels a convolution keeps apart; 1 as a rule.
 * @property {string} mode "max" or "average", of pooling.
 * @property {number} epsilon Of batch normalisation.
 * @property {{name: string, slope?: number, most?: number, threshold?: number}|null} activation What is applied to
 *   its sums, or null where its values are its sums. PReLU's slopes are in `weights.alpha`.
 * @property {Record<string, Float32Array>} weights kernel (rows, columns, channels in, channels out), bias, gamma,
 *   beta, mean, variance, scale, offset, alpha: those that it has, flat.
 * @property {Set<number>|null} off Channels that a what-if has switched off, in a network made by `applyEdits`.
 *
 * @typedef {object} Network
 * @property {Node[]} nodes
 * @property {number} output The index of the node with the probabilities.
 * @property {number} decision The index of the node whose `sums` are the classes' sums before the softmax.
 * @property {number} classes How many outputs there are.
 * @property {number[]} shape Of an image: [rows, columns, channels].
 * @property {number} parameters
 *
 * What one image becomes. All arrays are in the order row, column, channel.
 * @typedef {object} Run
 * @property {Network} network The one it ran through, edits included.
 * @property {Float32Array[]} values By node: what leaves it.
 * @property {Float32Array[]} sums By node: before its activation; the array in `values` itself where it has none.
 * @property {Float32Array} probabilities `values[network.output]`.
 */

/**
 * The network of a description and its weights, both as `description.py` makes them.
 * @param {any} description
 * @param {any} buffer The bytes of the weights, float32, as the trait holds them.
 * @returns {Network}
 */
export function buildNetwork(description, buffer) {
  const all = floatsOf(buffer);
  const nodes = description.nodes.map((node, index) => ({
    ...node, index, users: [], off: null, ...sides(node.shape),
    weights: Object.fromEntries(Object.entries(node.weights).map(([name, { offset, count }]) =>
      [name, all.subarray(offset, offset + count)])),
  }));
  for (const node of nodes) for (const input of node.inputs) nodes[input].users.push(node.index);
  return { ...description, nodes };
}

function sides(shape) {
  const [height, width, channels] = shape.length === 1 ? [1, 1, ...shape] : shape;
  return { height, width, channels };
}

/**
 * The images of the trait `images`: {count, shape, type: "uint8"|"float32", range: [black, white], data}.
 * @param {any} images
 * @returns {{shape: number[], range: number[], pixels: Float32Array[]}} The pixels of each image, as the network reads them.
 */
export function readImages({ count, shape, type, range, data }) {
  const all = type === "uint8" ? Float32Array.from(bytesOf(data)) : floatsOf(data);
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, range, pixels: Array.from({ length: count }, (_, n) => all.subarray(n * size, (n + 1) * size)) };
}

/**
 * Send an image through the network. What has not changed since the last time is not computed again.
 * @param {Network} network Also one that `applyEdits` made.
 * @param {Float32Array} image
 * @param {Run|null} [run] An earlier run of the same network, edited or not: it is changed and returned. Two runs
 *   that are shown side by side need two.
 * @returns {Run}
 */
export function forward(network, image, run = null) {
  const isFirst = !run;
  const { nodes } = network;
  run ??= { network, values: nodes.map(() => null), sums: nodes.map(() => null), probabilities: null };
  const changed = nodes.map((node) => isFirst || node !== run.network.nodes[node.index]);
  run.network = network;
  for (const node of nodes) {
    if (node.kind === "input") changed[node.index] ||= differs(image, run.values[node.index]);
    else changed[node.index] ||= node.inputs.some((input) => changed[input]);
    if (changed[node.index]) computeNode(node, image, run);
  }
  run.probabilities = run.values[network.output];
  return run;
}

function differs(image, old) {
  return image.length !== old.length || image.some((value, i) => value !== old[i]);
}

// A node without weights of its own, which only passes numbers on, shares the array of its input.
function computeNode(node, image, run) {
  const { index } = node;
  const inputs = node.inputs.map((input) => run.values[input]);
  if (node.kind === "input") {
    run.sums[index] = own(run.sums[index], image.length);
    run.sums[index].set(image);
  } else if (passesOn(node)) {
    run.sums[index] = inputs[0];
  } else {
    run.sums[index] = own(run.sums[index], node.height * node.width * node.channels);
    COMPUTE[node.kind](node, inputs, run.sums[index], node.inputs.map((input) => run.network.nodes[input]));
  }
  run.values[index] = run.sums[index];
  if (!node.activation && !node.off) return;
  run.values[index] = ownActivation(run, index);
  if (node.activation) activate(node, run.sums[index], run.values[index]);
  else run.values[index].set(run.sums[index]);
  if (node.off) switchOff(node, run.values[index]);
}

// The arrays of a run stay, so that a stroke leaves no garbage behind.
function own(array, length) {
  return array?.length === length ? array : new Float32Array(length);
}

function ownActivation(run, index) {
  run.kept ??= [];
  run.kept[index] = own(run.kept[index], run.sums[index].length);
  return run.kept[index];
}

function switchOff({ channels, off }, values) {
  for (const channel of off) for (let i = channel; i < values.length; i += channels) values[i] = 0;
}

/** Whether a node passes on what it reads, before its activation: flatten, dropout, an activation on its own. */
export function passesOn(node) {
  return node.kind === "flatten" || node.kind === "nothing" || node.kind === "activation";
}

/** The first row or column of the input that a window covers; it may be padding, below 0. */
export function windowStart(node, axis, position) {
  return position * node.stride[axis] - node.pads[2 * axis];
}

const COMPUTE = {
  conv: convolve, dense: convolve, depthwise, pool, global_pool: pool, batch_norm: scaleChannels, rescaling: scaleChannels,
  add, concatenate, pad,
};

// A dense layer is a convolution of one cell. Kernels are (rows, columns, channels in, channels out), so the weights of
// one input for all filters are one row, and a position's sums are a sum of such rows. Inputs of 0, about half of what
// follows a ReLU, are left out.
function convolve(node, [input], output, [source]) {
  const { height, width, channels, groups, size, weights: { kernel, bias } } = node;
  const [arriving, leaving] = [source.channels / groups, channels / groups];
  const sums = new Float64Array(channels);
  const factors = new Float64Array(size[0] * size[1] * arriving);
  const rows = new Int32Array(factors.length);
  for (let row = 0, place = 0; row < height; row++) {
    for (let column = 0; column < width; column++, place += channels) {
      if (bias) sums.set(bias);
      else sums.fill(0);
      for (let group = 0; group < groups; group++) {
        const count = gather(node, source, row, column, input, group * arriving, arriving, factors, rows);
        addRows(sums, kernel, factors, rows, count, group * leaving, (group + 1) * leaving);
      }
      output.set(sums, place);
    }
  }
}

// Collect the inputs under a window that are not 0, and where their rows of weights begin; return how many there are.
function gather(node, source, row, column, input, first, arriving, factors, rows) {
  const [down, across] = node.size;
  const [top, left] = [windowStart(node, 0, row), windowStart(node, 1, column)];
  let count = 0;
  for (let i = 0; i < down; i++) {
    const y = top + i * node.dilation[0];
    if (y < 0 || y >= source.height) continue;
    for (let j = 0; j < across; j++) {
      const x = left + j * node.dilation[1];
      if (x < 0 || x >= source.width) continue;
      const pixel = (y * source.width + x) * source.channels + first;
      const start = (i * across + j) * arriving;
      for (let c = 0; c < arriving; c++) {
        if (input[pixel + c] === 0) continue;
        factors[count] = input[pixel + c];
        rows[count] = (start + c) * node.channels;
        count += 1;
      }
    }
  }
  return count;
}

// Add factor × row of weights for all of them, four at a time, which halves the time.
function addRows(sums, kernel, factors, rows, count, from, to) {
  let n = 0;
  for (; n + 4 <= count; n += 4) {
    const [a, b, c, d] = [factors[n], factors[n + 1], factors[n + 2], factors[n + 3]];
    const [rowA, rowB, rowC, rowD] = [rows[n], rows[n + 1], rows[n + 2], rows[n + 3]];
    for (let f = from; f < to; f++) {
      sums[f] += a * kernel[rowA + f] + b * kernel[rowB + f] + c * kernel[rowC + f] + d * kernel[rowD + f];
    }
  }
  for (; n < count; n++) {
    for (let f = from; f < to; f++) sums[f] += factors[n] * kernel[rows[n] + f];
  }
}

function depthwise(node, [input], output, [source]) {
  const { height, width, channels, weights: { kernel, bias } } = node;
  const many = channels / source.channels;
  const sums = new Float64Array(channels);
  for (let row = 0, place = 0; row < height; row++) {
    for (let column = 0; column < width; column++, place += channels) {
      if (bias) sums.set(bias);
      else sums.fill(0);
      forEachPixel(node, source, row, column, (pixel, cell) => {
        for (let f = 0; f < channels; f++) sums[f] += input[pixel + Math.floor(f / many)] * kernel[cell * channels + f];
      });
      output.set(sums, place);
    }
  }
}

/**
 * Call `act` for each pixel under a window, padding left out, with the place of its first channel in the input and
 * the number of the window's cell that is on it.
 * @param {Node} node
 * @param {Node} source The node that it reads.
 * @param {number} row @param {number} column Of the output.
 * @param {(pixel: number, cell: number) => void} act
 */
export function forEachPixel(node, source, row, column, act) {
  const [rows, columns] = node.size;
  const [top, left] = [windowStart(node, 0, row), windowStart(node, 1, column)];
  for (let i = 0; i < rows; i++) {
    const y = top + i * node.dilation[0];
    if (y < 0 || y >= source.height) continue;
    for (let j = 0; j < columns; j++) {
      const x = left + j * node.dilation[1];
      if (x >= 0 && x < source.width) act((y * source.width + x) * source.channels, i * columns + j);
    }
  }
}

// Padding never wins, and never counts.
function pool(node, [input], output, [source]) {
  const { height, width, channels } = node;
  const isMax = node.mode === "max";
  for (let row = 0, place = 0; row < height; row++) {
    for (let column = 0; column < width; column++, place += channels) {
      let count = 0;
      output.fill(isMax ? -Infinity : 0, place, place + channels);
      forEachPixel(node, source, row, column, (pixel) => {
        count += 1;
        for (let c = 0; c < channels; c++) {
          const value = input[pixel + c];
          if (!isMax) output[place + c] += value;
          else if (value > output[place + c]) output[place + c] = value;
        }
      });
      if (!isMax) for (let c = 0; c < channels; c++) output[place + c] /= count;
    }
  }
}

/** What a rescaling or a batch normalisation multiplies a channel by, and adds: [factor, shift]. */
export function scaleOf({ kind, weights, epsilon }, channel) {
  const { scale, offset, gamma, beta, mean, variance } = weights;
  if (kind === "rescaling") return [scale[channel], offset[channel]];
  const factor = (gamma?.[channel] ?? 1) / Math.sqrt(variance[channel] + epsilon);
  return [factor, (beta?.[channel] ?? 0) - factor * mean[channel]];
}

function scaleChannels(node, [input], output) {
  for (let channel = 0; channel < node.channels; channel++) {
    const [factor, shift] = scaleOf(node, channel);
    for (let i = channel; i < input.length; i += node.channels) output[i] = input[i] * factor + shift;
  }
}

function add(_node, inputs, output) {
  for (let i = 0; i < output.length; i++) {
    let sum = 0;
    for (const input of inputs) sum += input[i];
    output[i] = sum;
  }
}

function concatenate(node, inputs, output, sources) {
  let first = 0;
  for (const [n, { channels }] of sources.entries()) {
    for (let i = 0, place = first; i < inputs[n].length; i += channels, place += node.channels) {
      output.set(inputs[n].subarray(i, i + channels), place);
    }
    first += channels;
  }
}

function pad(node, [input], output, [source]) {
  const [top, , left] = node.pads;
  const line = source.width * source.channels;
  output.fill(0);
  for (let row = 0; row < source.height; row++) {
    output.set(input.subarray(row * line, (row + 1) * line), ((row + top) * node.width + left) * node.channels);
  }
}
