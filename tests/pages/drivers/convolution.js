// Steps through the windows of a ConvolutionExplorer, some of which have yet to be guessed.

import { flightsAfter } from "../convolution/flight.js";
import { compute, nextStep, windowWords } from "../convolution/arithmetic.js";

/** All places from a start on, each [position, products shown], until there is no further one. */
export function walk(start, direction, { positions, terms, hidden }) {
  const found = [];
  const isHidden = (position) => hidden.includes(position);
  let place = { position: start[0], shown: start[1] ?? Infinity };
  for (let n = 0; n < 1000; n++) {
    place = nextStep(place, direction, { positions, terms, isHidden });
    if (!place) return found;
    found.push([place.position, place.shown === Infinity ? null : place.shown]);
  }
  throw new Error("The steps do not end.");
}

/** The words about a window whose products and bias are all shown. */
export function wordsOfAll(settings, { focus }) {
  return windowWords(compute(settings), { focus, shownTerms: Infinity, isHidden: false });
}

/** The flights after a step; null stands for all products and the bias. */
export function flights(shown, count, byProduct) {
  return flightsAfter(shown ?? Infinity, count, byProduct);
}
