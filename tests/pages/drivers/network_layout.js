// Walks over whole layouts: thousands of steps, which would not go through JSON one by one.

import { itemsIn, moveInOverview, placeInFold, unitInFold } from "../network/layout.js";

/** How many things an overview has, and how many of them the arrow keys reach from the first. */
export function reached(layout) {
  const known = new Set(["0 0"]);
  /** @type {[number, number][]} */
  const edge = [[0, 0]];
  while (edge.length) {
    const place = /** @type {[number, number]} */ (edge.pop());
    for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
      const next = moveInOverview(layout, place, { key });
      if (!next || known.has(next.join(" "))) continue;
      known.add(next.join(" "));
      edge.push(next);
    }
  }
  return [layout.columns.reduce((sum, column) => sum + itemsIn(column), 0), known.size];
}

/** The places of all units of a fold, and the unit that is found at each. */
export function placesOf(channels, fold) {
  const places = Array.from({ length: channels }, (_, unit) => placeInFold(unit, fold));
  return [places, places.map((place) => unitInFold(place, fold))];
}
