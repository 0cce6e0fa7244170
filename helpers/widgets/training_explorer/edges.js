// What the edges between the parts of the small network represent: the weights that join them, or the slopes of those.

const TAPS = 9; // weights of a kernel

/**
 * The connections between two layers: `from` things here, `to` things there, one edge for each pair, `from` by `from`.
 * @typedef {object} Edges
 * @property {number} from
 * @property {number} to
 * @property {Float64Array} sizes The root of the mean of the squared numbers.
 * @property {Float64Array} means The mean of the numbers, which has their sign.
 * @property {number} largest Of the sizes.
 */

/**
 * The edges of a network, layer by layer: from the image to the first kernels, from the maps to those of the second
 * convolution, and from the maps to the classes.
 * @param {import("./network.js").NetworkTask} task
 * @param {Float64Array} numbers Weights or slopes, all of them.
 * @returns {Edges[]}
 */
export function edgesOf(task, numbers) {
  const convolutions = task.blocks.map(({ channels, filters, kernels }) =>
    summed(channels, filters, TAPS, (tap, from, to) => numbers[kernels + (tap * channels + from) * filters + to]));
  const channels = task.blocks.at(-1).filters;
  const cells = task.inputs / channels;
  return [...convolutions, summed(channels, task.classes, cells,
    (cell, from, to) => numbers[task.dense + (cell * channels + from) * task.classes + to])];
}

function summed(from, to, count, numberAt) {
  const [sizes, means] = [new Float64Array(from * to), new Float64Array(from * to)];
  let largest = 0;
  for (let n = 0; n < from * to; n++) {
    const [start, end] = [Math.floor(n / to), n % to];
    let [sum, squares] = [0, 0];
    for (let place = 0; place < count; place++) {
      const number = numberAt(place, start, end);
      sum += number;
      squares += number * number;
    }
    means[n] = sum / count;
    sizes[n] = Math.sqrt(squares / count);
    if (sizes[n] > largest) largest = sizes[n];
  }
  return { from, to, sizes, means, largest };
}
