// Random numbers from a seed. Python makes the same ones, in random_numbers.py, so that both begin with the same weights.

/** A sequence of numbers that follows from its seeds. */
export class Random {
  /** @param {...number} seeds Whole numbers; other seeds give other numbers. */
  constructor(...seeds) {
    this.state = 0;
    for (const seed of seeds) this.state = Math.imul(this.state ^ (seed + 0x9e3779b9), 0x85ebca6b) | 0;
  }

  /** A number from 0 up to, but not including, 1 (Tommy Ettinger's Mulberry32). */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A number of mean 0 and variance 1, nearly normal: a sum of twelve, which rounds alike in every language. */
  normal() {
    let sum = -6;
    for (let term = 0; term < 12; term++) sum += this.next();
    return sum;
  }

  /**
   * Put the numbers 0, 1, 2, … into a new order (Fisher and Yates), in the array that is given.
   * @param {Int32Array} order
   */
  shuffle(order) {
    for (let place = 0; place < order.length; place++) order[place] = place;
    for (let place = order.length - 1; place > 0; place--) {
      const other = Math.floor(this.next() * (place + 1));
      const moved = order[place];
      order[place] = order[other];
      order[other] = moved;
    }
  }
}
