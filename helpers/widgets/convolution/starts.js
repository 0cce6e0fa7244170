// Marks along the edge of the input: where windows start, if they skip pixels.

/** Whether the windows along an axis skip positions. */
export function hasGaps({ stride, output }) {
  return stride > 1 && output > 1;
}

/**
 * Mark the numbers of the rows and columns at which a window starts.
 * @param {any} grid
 * @param {any} rows As `layAxis` returns them.
 * @param {any} columns
 * @returns {boolean} Whether any is marked.
 */
export function markStarts(grid, rows, columns) {
  const mark = (head, n, axis) => head.classList.toggle("starts", hasGaps(axis) && n % axis.stride === 0 && n / axis.stride < axis.output);
  [...grid.heads.children].slice(1).forEach((head, n) => mark(head, n, columns));
  grid.lines.forEach((line, n) => mark(line.firstChild, n, rows));
  return hasGaps(rows) || hasGaps(columns);
}
