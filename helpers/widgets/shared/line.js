// Straight lines over a grid.

/** The cells from one to another in a straight line, both included. @param {number[]} from @param {number[]} to */
export function lineOf(from, to) {
  const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1);
  return Array.from({ length: steps + 1 }, (_, n) =>
    from.map((part, axis) => Math.round(part + ((to[axis] - part) * n) / steps)));
}
