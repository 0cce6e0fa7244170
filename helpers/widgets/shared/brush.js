// What a brush does to a drawing: an array of grey levels, row by row.

import { DRAWING_SIDE } from "./limits.js";

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
