// What a brush does to a drawing, and the words about it. A drawing is an array of grey levels, row by row.

import { DRAWING_SIDE } from "../shared/limits.js";
import { strongestPlace } from "../shared/numbers.js";

/** The squares under a brush along one axis: [first, last], cut off at the sides of the drawing. */
export function underBrush(place, size) {
  const first = place - Math.floor((size - 1) / 2);
  return [Math.max(first, 0), Math.min(first + size, DRAWING_SIDE) - 1];
}

/** A drawing after a brush has been at these places; the old drawing stays as it is. */
export function brushed(pixels, places, size, level) {
  const drawn = Uint8Array.from(pixels);
  for (const place of places) {
    const [[top, bottom], [left, right]] = place.map((part) => underBrush(part, size));
    for (let row = top; row <= bottom; row++) drawn.fill(level, row * DRAWING_SIDE + left, row * DRAWING_SIDE + right + 1);
  }
  return drawn;
}

/** A probability as it is written beside its bar. */
export function shareText(share) {
  return share.toFixed(2);
}

/**
 * How much is drawn, what is under the brush, and what the network says, where it says anything.
 * @param {{pixels: any, place: number[], shares: number[]|null, names: string[]}} page
 */
export function sentences({ pixels, place: [row, column], shares, names }) {
  const drawn = pixels.filter((level) => level > 0).length;
  const level = pixels[row * DRAWING_SIDE + column];
  const said = `${drawn} of ${pixels.length} pixels are drawn; row ${row}, column ${column} is ${level}.`;
  if (!shares) return said;
  const best = strongestPlace(shares);
  const second = strongestPlace(shares.map((share, n) => (n === best ? -Infinity : share)));
  const named = (n) => `${names[n]}, ${shareText(shares[n])}`;
  return `${said} The network says ${named(best)}; then ${named(second)}.`;
}
