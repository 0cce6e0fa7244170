// Gradient descent with momentum, in batches, on anything that can measure its loss and its slopes.

import { largestSize } from "../shared/numbers.js";
import { Random } from "./random.js";

/** How many steps a page keeps: enough for all that is asked, few enough to be undone. */
export const MOST_STEPS = 10_000;

/**
 * Something that can be trained.
 * @typedef {object} Task
 * @property {number} size How many weights there are.
 * @property {number} examples How many examples there are to learn from.
 * @property {(weights: Float64Array, order: Int32Array, from: number, to: number, slopes: Float64Array) => number} measure
 *   Return the mean loss of some examples, those named by `order` at the places from … to − 1, and write the slope of
 *   each weight into `slopes`.
 */

/**
 * A training at one moment, as it is put away and brought back.
 * @typedef {object} Moment
 * @property {number} steps
 * @property {number} seen Examples looked at so far, each as often as it was looked at.
 * @property {Float64Array} weights
 * @property {Float64Array} velocity
 * @property {Float64Array} losses The loss before each step.
 */

/** Trains one task, step by step. Nothing is allocated in a step. */
export class Trainer {
  /**
   * @param {Task} task
   * @param {number} most How many steps there can be.
   */
  constructor(task, most) {
    this.task = task;
    this.most = most;
    this.weights = new Float64Array(task.size);
    this.velocity = new Float64Array(task.size);
    this.slopes = new Float64Array(task.size);
    this.losses = new Float64Array(most + 1); // before each step, and now
    this.order = new Int32Array(task.examples);
    this.shuffled = -1; // the epoch whose order it is
    this.seed = 0;
    this.steps = this.seen = 0;
    /** The loss of the examples that the next step looks at. */
    this.loss = NaN;
    this.isKnown = false; // whether loss and slopes are those of the weights
    this.steepest = 0; // the largest slope of this training so far
    this.batch = task.examples;
  }

  /** The epoch that the next step belongs to, counted from 0. */
  get epoch() {
    return Math.floor(this.seen / this.task.examples);
  }

  /** @returns {Moment} */
  moment() {
    const { steps, seen, weights, velocity, losses } = this;
    return { steps, seen, weights: weights.slice(), velocity: velocity.slice(), losses: losses.slice(0, steps) };
  }

  /** @param {Moment} moment */
  goTo({ steps, seen, weights, velocity, losses }) {
    this.steps = steps;
    this.seen = seen;
    this.weights.set(weights);
    this.velocity.set(velocity);
    this.losses.set(losses);
    this.isKnown = false;
  }

  /** Begin again with these weights. @param {ArrayLike<number>} weights */
  startFrom(weights) {
    this.steps = this.seen = 0;
    this.weights.set(weights);
    this.velocity.fill(0);
    this.isKnown = false;
  }

  /** Choose the order of the examples, and how many of them a step looks at. */
  choose(seed, batch) {
    if (seed === this.seed && batch === this.batch) return;
    this.seed = seed;
    this.batch = batch;
    this.shuffled = -1;
    this.isKnown = false;
  }

  /** The places in `order` of the examples that the next step looks at, [from, to]; the last batch may be short. */
  places() {
    const { examples } = this.task;
    const from = this.seen % examples;
    return [from, Math.min(from + this.batch, examples)];
  }

  /** Compute the loss and the slopes that the next step goes by. */
  look() {
    if (this.isKnown) return;
    const { examples } = this.task;
    if (this.epoch !== this.shuffled) {
      this.shuffled = this.epoch;
      if (this.batch < examples) new Random(this.seed, this.epoch + 1).shuffle(this.order);
      else for (let place = 0; place < examples; place++) this.order[place] = place;
    }
    const from = this.seen % examples;
    this.loss = this.task.measure(this.weights, this.order, from, Math.min(from + this.batch, examples), this.slopes);
    this.losses[this.steps] = this.loss;
    this.steepest = Math.max(this.steps ? this.steepest : 0, largestSize(this.slopes));
    this.isKnown = true;
  }

  /**
   * The slope that is painted in the full colour: the largest of the first `count`. Slopes that have become a hundred
   * times smaller than the largest of this training stay pale: in full colour, those of a kernel that has learned
   * everything would look as large as those at the start.
   * @param {number} [count]
   */
  fullSlope(count = this.slopes.length) {
    return Math.max(largestSize(this.slopes, count), this.steepest / 100) || 1;
  }

  /** Take one step, as Keras's SGD does: velocity = momentum · velocity − rate · slope, then weight + velocity. */
  step(rate, momentum) {
    this.look();
    const { weights, velocity, slopes, task } = this;
    const from = this.seen % task.examples;
    this.seen += Math.min(this.batch, task.examples - from);
    this.steps += 1;
    for (let i = 0; i < weights.length; i++) {
      velocity[i] = momentum * velocity[i] - rate * slopes[i];
      weights[i] += velocity[i];
    }
    this.isKnown = false;
  }
}
