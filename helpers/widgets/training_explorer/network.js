// A small network with everything that training it needs: blocks of convolution, ReLU and max-pooling, then a dense layer.

import { strongestPlace } from "../shared/numbers.js";

const KERNEL = 3;
const POOL = 2;
const TAPS = KERNEL * KERNEL;

/**
 * A block's sizes, its weights' places among all weights, and the room for what it computes. Maps are kept one after
 * the other, each row by row.
 */
class Block {
  constructor({ side, channels, filters, start }) {
    this.side = side; // rows and columns of what comes in
    this.channels = channels;
    this.filters = filters;
    this.sumSide = side - KERNEL + 1;
    this.pooledSide = Math.floor(this.sumSide / POOL);
    this.kernels = start; // a weight is at kernels + (tap · channels + channel) · filters + filter, as in Keras
    this.biases = start + TAPS * channels * filters;
    this.end = this.biases + filters;
    this.sums = new Float64Array(filters * this.sumSide ** 2);
    this.pooled = new Float64Array(filters * this.pooledSide ** 2);
    this.winners = new Int32Array(this.pooled.length); // their places among the sums; −1 where no sum is above 0
    this.upstream = new Float64Array(this.pooled.length); // how the loss changes with each pooled number
  }

  // The maps of one image, computed in as many rows and columns as asked for.
  convolve(weights, input, offset, wanted) {
    const { side, channels, filters, sumSide, sums } = this;
    for (let filter = 0; filter < filters; filter++) {
      const map = filter * sumSide * sumSide;
      const bias = weights[this.biases + filter];
      for (let row = 0; row < wanted; row++) {
        const start = map + row * sumSide;
        for (let place = start; place < start + wanted; place++) sums[place] = bias;
      }
      for (let channel = 0; channel < channels; channel++) {
        const k = this.kernels + channel * filters + filter;
        const next = channels * filters;
        const k0 = weights[k], k1 = weights[k + next], k2 = weights[k + 2 * next];
        const k3 = weights[k + 3 * next], k4 = weights[k + 4 * next], k5 = weights[k + 5 * next];
        const k6 = weights[k + 6 * next], k7 = weights[k + 7 * next], k8 = weights[k + 8 * next];
        const plane = offset + channel * side * side;
        for (let row = 0; row < wanted; row++) {
          let above = plane + row * side;
          let middle = above + side;
          let below = middle + side;
          let a0 = input[above], a1 = input[above + 1];
          let b0 = input[middle], b1 = input[middle + 1];
          let c0 = input[below], c1 = input[below + 1];
          const start = map + row * sumSide;
          for (let place = start; place < start + wanted; place++) {
            const a2 = input[above + 2], b2 = input[middle + 2], c2 = input[below + 2];
            sums[place] += k0 * a0 + k1 * a1 + k2 * a2 + k3 * b0 + k4 * b1 + k5 * b2 + k6 * c0 + k7 * c1 + k8 * c2;
            a0 = a1; a1 = a2; b0 = b1; b1 = b2; c0 = c1; c1 = c2;
            above += 1; middle += 1; below += 1;
          }
        }
      }
    }
  }

  // ReLU and max-pooling in one: the largest of four sums, or 0 where none is above 0. Of equal ones the first wins.
  pool() {
    const { filters, sumSide, pooledSide, sums, pooled, winners } = this;
    let place = 0;
    for (let filter = 0; filter < filters; filter++) {
      for (let row = 0; row < pooledSide; row++) {
        let at = filter * sumSide * sumSide + POOL * row * sumSide;
        for (let column = 0; column < pooledSide; column++) {
          let winner = -1;
          let largest = 0;
          if (sums[at] > largest) { largest = sums[at]; winner = at; }
          if (sums[at + 1] > largest) { largest = sums[at + 1]; winner = at + 1; }
          if (sums[at + sumSide] > largest) { largest = sums[at + sumSide]; winner = at + sumSide; }
          if (sums[at + sumSide + 1] > largest) { largest = sums[at + sumSide + 1]; winner = at + sumSide + 1; }
          pooled[place] = largest;
          winners[place] = winner;
          place += 1;
          at += POOL;
        }
      }
    }
  }

  // Add the slopes of kernels and biases, and those of the input where they are wanted. Only winners pass anything on.
  goBack(weights, slopes, input, offset, toInput) {
    const { side, channels, filters, sumSide, pooledSide, winners, upstream } = this;
    const next = channels * filters;
    if (toInput) toInput.fill(0);
    for (let filter = 0, place = 0; filter < filters; filter++) {
      const map = filter * sumSide * sumSide;
      for (const end = place + pooledSide * pooledSide; place < end; place++) {
        const slope = upstream[place];
        if (winners[place] < 0 || slope === 0) continue;
        slopes[this.biases + filter] += slope;
        const at = winners[place] - map;
        const row = (at / sumSide) | 0;
        const corner = row * side + at - row * sumSide;
        for (let channel = 0; channel < channels; channel++) {
          let k = this.kernels + channel * filters + filter;
          for (let line = 0; line < KERNEL; line++) {
            const pixel = channel * side * side + corner + line * side;
            for (let column = 0; column < KERNEL; column++) {
              slopes[k] += slope * input[offset + pixel + column];
              if (toInput) toInput[pixel + column] += slope * weights[k];
              k += next;
            }
          }
        }
      }
    }
  }
}

/**
 * The network, with the images it learns from and those held out. An image is an example for a trainer.
 */
export class NetworkTask {
  /**
   * @param {object} options
   * @param {number[]} options.filters Of each convolution.
   * @param {number} options.side Rows and columns of an image.
   * @param {number} options.classes
   * @param {Uint8Array} options.images Pixels from 0 to 255, the images to learn from first.
   * @param {Uint8Array} options.labels
   * @param {number} options.examples How many images there are to learn from.
   * @param {number} [options.count] Where the held-out images end; after the last one unless given.
   */
  constructor({ filters, side, classes, images, labels, examples, count: counted = labels.length }) {
    this.side = side;
    this.classes = classes;
    this.labels = labels;
    this.examples = examples;
    this.count = counted;
    this.images = Float64Array.from(images, (pixel) => pixel / 255);
    /** @type {Block[]} */
    this.blocks = [];
    let [start, channels, size] = [0, 1, side];
    for (const count of filters) {
      const block = new Block({ side: size, channels, filters: count, start });
      this.blocks.push(block);
      [start, channels, size] = [block.end, count, block.pooledSide];
    }
    this.dense = start;
    this.inputs = channels * size * size;
    this.biases = start + this.inputs * classes;
    this.size = this.biases + classes;
    this.chances = new Float64Array(classes);
    this.right = 0; // of the images that `measure` looked at last
    this.surprise = 0; // the loss of the last image: minus the logarithm of the probability of its class
    // From a pooled number of the last block, counted map by map, to its row of dense weights: Keras counts by cell.
    const cells = size * size;
    this.rows = Int32Array.from({ length: this.inputs }, (_, i) => (i % cells) * channels + Math.floor(i / cells));
  }

  /** The parts of the weights in Keras's order: how many numbers each has, and how many terms its sums have. */
  parts() {
    const blocks = this.blocks.flatMap(({ channels, filters }) => [
      { count: TAPS * channels * filters, terms: TAPS * channels }, { count: filters, terms: 0 }]);
    return [...blocks, { count: this.inputs * this.classes, terms: this.inputs }, { count: this.classes, terms: 0 }];
  }

  /** Compute the probabilities of one image, in `chances`; with `whole` also the sums that no pooling window uses. */
  forward(weights, image, whole = false) {
    let input = this.images;
    let offset = image * this.side * this.side;
    for (const block of this.blocks) {
      block.convolve(weights, input, offset, whole ? block.sumSide : POOL * block.pooledSide);
      block.pool();
      input = block.pooled;
      offset = 0;
    }
    const { chances, classes, rows } = this;
    for (let unit = 0; unit < classes; unit++) chances[unit] = weights[this.biases + unit];
    for (let i = 0; i < input.length; i++) {
      const value = input[i];
      if (value === 0) continue;
      const row = this.dense + rows[i] * classes;
      for (let unit = 0; unit < classes; unit++) chances[unit] += value * weights[row + unit];
    }
    const score = chances[this.labels[image]];
    this.surprise = softmax(chances) - score;
  }

  // Add the slopes that the last `forward`, of this image, gives each weight; its share of the mean is 1 / count.
  backward(weights, image, count, slopes) {
    const { chances, classes, rows, blocks } = this;
    const last = blocks[blocks.length - 1];
    chances[this.labels[image]] -= 1;
    for (let unit = 0; unit < classes; unit++) {
      chances[unit] /= count;
      slopes[this.biases + unit] += chances[unit];
    }
    for (let i = 0; i < this.inputs; i++) {
      const value = last.pooled[i];
      const row = this.dense + rows[i] * classes;
      let slope = 0;
      if (value !== 0) {
        for (let unit = 0; unit < classes; unit++) {
          slope += weights[row + unit] * chances[unit];
          slopes[row + unit] += value * chances[unit];
        }
      }
      last.upstream[i] = slope; // nothing got through ReLU, so nothing goes back
    }
    for (let b = blocks.length - 1; b > 0; b--) {
      blocks[b].goBack(weights, slopes, blocks[b - 1].pooled, 0, blocks[b - 1].upstream);
    }
    blocks[0].goBack(weights, slopes, this.images, image * this.side * this.side, null);
  }

  measure(weights, order, from, to, slopes) {
    slopes.fill(0);
    let loss = 0;
    this.right = 0;
    for (let place = from; place < to; place++) {
      const image = order[place];
      this.forward(weights, image);
      loss += this.surprise;
      if (strongestPlace(this.chances) === this.labels[image]) this.right += 1;
      this.backward(weights, image, to - from, slopes);
    }
    return loss / (to - from);
  }

  /** The mean loss of the images from … to − 1, and the share that is right: [loss, share]. */
  judge(weights, from, to) {
    let loss = 0;
    let right = 0;
    for (let image = from; image < to; image++) {
      this.forward(weights, image);
      loss += this.surprise;
      if (strongestPlace(this.chances) === this.labels[image]) right += 1;
    }
    return [loss / (to - from), right / (to - from)];
  }
}

// Turn scores into probabilities, in place. Returns the logarithm of the sum that they were divided by.
function softmax(scores) {
  let largest = -Infinity;
  for (let unit = 0; unit < scores.length; unit++) if (scores[unit] > largest) largest = scores[unit];
  let sum = 0;
  for (let unit = 0; unit < scores.length; unit++) {
    scores[unit] = Math.exp(scores[unit] - largest);
    sum += scores[unit];
  }
  for (let unit = 0; unit < scores.length; unit++) scores[unit] /= sum;
  return largest + Math.log(sum);
}
