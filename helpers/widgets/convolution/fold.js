// Whether the sum of one cell is shown. Where an explorer starts with a stride, padding or a dilation, its subject is the
// size of the output, and the sum waits behind a button.

import { button, setText } from "../shared/dom.js";
import { isUsual } from "./arithmetic.js";

/** @type {[string, string]} */
const TEXTS = ["Show the sum of this cell ▾", "Hide the sum ▴"];

/** Whether an explorer that starts with these settings is about sizes. A flip and a guess are about the sum. */
export function isAboutSizes(start) {
  return !isUsual(start) && !start.flipped && !start.predict_first;
}

/** The places of a grid that come after this one, row by row. */
export function placesAfter([row, column], rows, columns) {
  const from = row * columns + column + 1;
  return Array.from({ length: rows * columns - from }, (_, n) => [Math.floor((from + n) / columns), (from + n) % columns]);
}

export class SumFold {
  /**
   * @param {boolean} isUsed Whether the sum can be folded, and is at first.
   * @param {() => void} changed Called when the learner has shown or hidden it.
   */
  constructor(isUsed, changed) {
    this.isUsed = isUsed;
    this.button = button("sum", "", () => { this.show(!this.isShown); changed(); });
    this.reset();
  }

  reset() {
    this.show(!this.isUsed);
  }

  show(isShown) {
    this.isShown = isShown;
    this.button.setAttribute("aria-expanded", String(isShown));
    setText(this.button, TEXTS[Number(isShown)]);
  }

  /** Whether a setting that is out of sight at first is not as usual: what the size depends on is always in sight. */
  needsMore(settings) {
    return this.isUsed ? settings.flipped || settings.bias !== 0 : !isUsual(settings);
  }

  /** A guess needs the sum, which then stays open. */
  need(isNeeded) {
    if (isNeeded) this.show(true);
    this.button.hidden = !this.isUsed || isNeeded;
  }
}
