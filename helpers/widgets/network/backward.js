// The backward pass: how much each number in the network matters to a class.

import { isStraight, slopeOf } from "../shared/activations.js";
import { forEachPixel, passesOn, scaleOf } from "../shared/forward.js";

/**
 * The gradients of a class's sum (before the softmax), or of its probability, with respect to the values of every node.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} classIndex
 * @param {"sum"|"probability"} [of]
 * @returns {Float64Array[]} By node, in the order of `run.values`; zeros where a node does not matter.
 */
export function backward(network, run, classIndex, of = "sum") {
  const gradients = run.values.map((values) => new Float64Array(values.length));
  const start = of === "sum" ? network.decision : network.output;
  if (of === "probability") gradients[start][classIndex] = 1;
  for (let index = start; index > 0; index--) {
    const node = network.nodes[index];
    let sums = ofSums(node, run, gradients[index]);
    if (of === "sum" && index === start) {
      sums = new Float64Array(sums.length);
      sums[classIndex] = 1;
    }
    if (sums.every((gradient) => gradient === 0)) continue;
    const inputs = node.inputs.map((input) => ({ source: network.nodes[input], values: run.values[input], gradients: gradients[input] }));
    if (passesOn(node)) addTo(inputs[0].gradients, sums);
    else BACKWARD[node.kind](node, sums, inputs, run);
  }
  return gradients;
}

function addTo(gradients, more) {
  for (let i = 0; i < gradients.length; i++) gradients[i] += more[i];
}

// From the gradients of a node's values to those of its sums: through its activation.
function ofSums(node, run, gradients) {
  const { channels, activation, off, index } = node;
  const sums = Float64Array.from(gradients);
  if (off) for (const channel of off) for (let i = channel; i < sums.length; i += channels) sums[i] = 0;
  if (activation?.name === "softmax") softmaxBackward(sums, run.values[index], channels);
  else if (activation) {
    for (let i = 0; i < sums.length; i++) if (sums[i]) sums[i] *= slopeOf(node, run.sums[index][i], i);
  }
  return sums;
}

function softmaxBackward(gradients, values, channels) {
  for (let start = 0; start < values.length; start += channels) {
    let mean = 0;
    for (let i = start; i < start + channels; i++) mean += gradients[i] * values[i];
    for (let i = start; i < start + channels; i++) gradients[i] = values[i] * (gradients[i] - mean);
  }
}

const BACKWARD = {
  conv: convBackward, dense: convBackward, depthwise: depthwiseBackward, pool: poolBackward, global_pool: poolBackward,
  batch_norm: scaleBackward, rescaling: scaleBackward, add: addBackward, concatenate: concatenateBackward, pad: padBackward,
};

// Call `act` with the row, the column and the place of each position of a node's maps.
function forEachPosition({ height, width, channels }, act) {
  for (let cell = 0; cell < height * width; cell++) act(Math.floor(cell / width), cell % width, cell * channels);
}

function convBackward(node, sums, [{ source, gradients }]) {
  const { channels, groups, weights: { kernel } } = node;
  const [arriving, leaving] = [source.channels / groups, channels / groups];
  forEachPosition(node, (row, column, place) => {
    const active = [];
    for (let f = 0; f < channels; f++) if (sums[place + f]) active.push(f);
    if (!active.length) return;
    forEachPixel(node, source, row, column, (pixel, cell) => {
      if (groups === 1) { // the usual case; one number's weights are next to each other, so its sum takes one loop
        for (let c = 0; c < arriving; c++) {
          const weights = (cell * arriving + c) * channels;
          let sum = 0;
          for (const f of active) sum += sums[place + f] * kernel[weights + f];
          gradients[pixel + c] += sum;
        }
        return;
      }
      for (let c = 0; c < source.channels; c++) {
        const group = Math.floor(c / arriving);
        const weights = (cell * arriving + c - group * arriving) * channels;
        for (const f of active) {
          if (Math.floor(f / leaving) === group) gradients[pixel + c] += sums[place + f] * kernel[weights + f];
        }
      }
    });
  });
}

function depthwiseBackward(node, sums, [{ source, gradients }]) {
  const { channels, weights: { kernel } } = node;
  const many = channels / source.channels;
  forEachPosition(node, (row, column, place) => {
    forEachPixel(node, source, row, column, (pixel, cell) => {
      for (let f = 0; f < channels; f++) gradients[pixel + Math.floor(f / many)] += sums[place + f] * kernel[cell * channels + f];
    });
  });
}

// A maximum passes its gradient to the pixel that won, the first of equal ones; an average to all pixels equally.
function poolBackward(node, sums, [{ source, values, gradients }]) {
  forEachPosition(node, (row, column, place) => {
    const pixels = [];
    forEachPixel(node, source, row, column, (pixel) => pixels.push(pixel));
    for (let c = 0; c < node.channels; c++) {
      if (!sums[place + c]) continue;
      if (node.mode === "max") {
        const winner = pixels.reduce((best, pixel) => (values[pixel + c] > values[best + c] ? pixel : best));
        gradients[winner + c] += sums[place + c];
      } else {
        for (const pixel of pixels) gradients[pixel + c] += sums[place + c] / pixels.length;
      }
    }
  });
}

function scaleBackward(node, sums, [{ gradients }]) {
  for (let channel = 0; channel < node.channels; channel++) {
    const [factor] = scaleOf(node, channel);
    for (let i = channel; i < sums.length; i += node.channels) gradients[i] += factor * sums[i];
  }
}

function addBackward(_node, sums, inputs) {
  for (const { gradients } of inputs) addTo(gradients, sums);
}

function concatenateBackward(node, sums, inputs) {
  let first = 0;
  for (const { source: { channels }, gradients } of inputs) {
    for (let i = 0; i < gradients.length; i++) {
      gradients[i] += sums[Math.floor(i / channels) * node.channels + first + (i % channels)];
    }
    first += channels;
  }
}

function padBackward(node, sums, [{ source, gradients }]) {
  const [top, , left] = node.pads;
  const line = source.width * source.channels;
  for (let i = 0; i < gradients.length; i++) {
    gradients[i] += sums[((Math.floor(i / line) + top) * node.width + left) * node.channels + (i % line)];
  }
}

// ---- Contributions ----

/**
 * What each pixel contributes to a class's sum: gradient × pixel.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} classIndex
 * @param {Float64Array[]} [all] The gradients from `backward`, where they are known.
 * @returns {{pixels: Float64Array, sum: number, total: number, rest: number, isExact: boolean}} `pixels` by place,
 *   channels summed, (rows · columns); `sum` is the class's sum; `total` what the pixels contribute together; `rest` what all
 *   biases do, and what a rescaling or a batch normalisation adds: sum − total. `isExact` is false where the network
 *   bends (tanh, sigmoid …), and rest is more than that.
 */
export function contributionMap(network, run, classIndex, all = backward(network, run, classIndex)) {
  const [gradients] = all;
  const [image, { channels }] = [run.values[0], network.nodes[0]];
  const pixels = new Float64Array(image.length / channels);
  for (let i = 0; i < image.length; i++) pixels[Math.floor(i / channels)] += gradients[i] * image[i];
  const total = pixels.reduce((sum, one) => sum + one, 0);
  const sum = run.sums[network.decision][classIndex];
  const isExact = network.nodes.every((node) => node.index === network.decision || isStraight(node.activation));
  return { pixels, sum, total, rest: sum - total, isExact };
}

/** Whether a network adds other constants than the biases of its layers. @param {import("../shared/forward.js").Network} network */
export function hasOffsets({ nodes }) {
  return nodes.some((node) => ["rescaling", "batch_norm"].includes(node.kind) &&
    Array.from({ length: node.channels }, (_, channel) => scaleOf(node, channel)[1]).some((offset) => offset !== 0));
}

/**
 * What each map of a node contributes to a class's sum: gradient × value, summed over the map.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} node
 * @param {number} classIndex
 * @param {Float64Array[]} [all] As in `contributionMap`.
 * @returns {Float64Array} By channel.
 */
export function contributionOfMaps(network, run, node, classIndex, all = backward(network, run, classIndex)) {
  const [gradients, values] = [all[node], run.values[node]];
  const { channels } = network.nodes[node];
  const contributions = new Float64Array(channels);
  for (let i = 0; i < values.length; i += channels) {
    for (let channel = 0; channel < channels; channel++) contributions[channel] += gradients[i + channel] * values[i + channel];
  }
  return contributions;
}
