// One kernel that learns to reproduce a map: its loss, its slopes, and how long a step can be.

const SWEEPS = 10; // of Jacobi's method: seven are enough for 49 weights, because each squares the error of the one before

/**
 * An image with a target map, for a trainer. A window is an example; the loss is half the mean squared error.
 */
export class KernelTask {
  /**
   * @param {Float64Array} image Its pixels, row by row.
   * @param {number} columns Of the image.
   * @param {{rows: number, columns: number}} kernel
   * @param {Float64Array} target The map to reproduce, row by row.
   */
  constructor(image, columns, kernel, target) {
    this.image = image;
    this.imageColumns = columns;
    this.kernel = kernel;
    this.target = target;
    this.size = kernel.rows * kernel.columns;
    this.columns = columns - kernel.columns + 1; // of the map
    this.examples = target.length;
    this.rows = this.examples / this.columns;
    // How far the pixel under each weight is from the window's first pixel.
    this.steps = Int32Array.from({ length: this.size }, (_, i) => (
      Math.floor(i / kernel.columns) * columns + (i % kernel.columns)));
  }

  // The first pixel of a window, counted row by row.
  first(window) {
    const row = Math.floor(window / this.columns);
    return row * this.imageColumns + window - row * this.columns;
  }

  /** The sum of one window. */
  sum(weights, window) {
    const first = this.first(window);
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += weights[i] * this.image[first + this.steps[i]];
    return sum;
  }

  measure(weights, order, from, to, slopes) {
    const { image, steps, size, target } = this;
    slopes.fill(0);
    let squares = 0;
    for (let place = from; place < to; place++) {
      const window = order[place];
      const error = this.sum(weights, window) - target[window];
      squares += error * error;
      const first = this.first(window);
      for (let i = 0; i < size; i++) slopes[i] += error * image[first + steps[i]];
    }
    for (let i = 0; i < size; i++) slopes[i] /= to - from;
    return squares / (2 * (to - from));
  }
}

/** The map of a kernel on an image. */
export function mapOf(image, columns, kernel, weights) {
  const rows = image.length / columns;
  const size = (rows - kernel.rows + 1) * (columns - kernel.columns + 1);
  const task = new KernelTask(image, columns, kernel, new Float64Array(size));
  return Float64Array.from({ length: size }, (_, window) => task.sum(weights, window));
}

/**
 * How steep the loss curves in the direction in which it curves most: the largest eigenvalue of the mean, over all
 * windows, of pixel times pixel.
 * @param {KernelTask} task
 */
export function steepest({ image, steps, size, examples, ...task }) {
  const products = Array.from({ length: size }, () => new Float64Array(size));
  for (let window = 0; window < examples; window++) {
    const row = Math.floor(window / task.columns);
    const first = row * task.imageColumns + window - row * task.columns;
    for (let i = 0; i < size; i++) {
      const pixel = image[first + steps[i]];
      for (let j = 0; j < size; j++) products[i][j] += (pixel * image[first + steps[j]]) / examples;
    }
  }
  return largestEigenvalue(products);
}

/**
 * The largest eigenvalue of a symmetric matrix, by Jacobi's rotations, which make everything off the diagonal vanish. The
 * matrix is overwritten.
 * @param {Float64Array[]} matrix
 */
export function largestEigenvalue(matrix) {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    matrix.forEach((_, j) => { for (let i = 0; i < j; i++) rotate(matrix, i, j); });
  }
  return Math.max(...matrix.map((row, i) => row[i]));
}

// Turn two axes so that the number where they meet becomes 0.
function rotate(matrix, i, j) {
  if (matrix[i][j] === 0) return;
  const half = (matrix[j][j] - matrix[i][i]) / (2 * matrix[i][j]);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < matrix.length; k++) {
    const [one, other] = [matrix[k][i], matrix[k][j]];
    matrix[k][i] = cosine * one - sine * other;
    matrix[k][j] = sine * one + cosine * other;
  }
  for (let k = 0; k < matrix.length; k++) {
    const [one, other] = [matrix[i][k], matrix[j][k]];
    matrix[i][k] = cosine * one - sine * other;
    matrix[j][k] = sine * one + cosine * other;
  }
}

/**
 * The learning rate above which training with all windows in each step diverges. A step multiplies the error along
 * the steepest direction by 1 − rate · steepness, which must stay within ±1; momentum lets it be (1 + momentum) times as
 * long.
 */
export function largestRate(steepness, momentum) {
  return (2 * (1 + momentum)) / steepness;
}

/** How far off the worst weight is. */
export function furthestOff(weights, hidden) {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) largest = Math.max(largest, Math.abs(weights[i] - hidden[i]));
  return largest;
}
