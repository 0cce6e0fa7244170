// What a cell of a deep layer depends on: its region in every grid before it, back to the input.

import { layAxis } from "../shared/axes.js";
import { by, plainNumber } from "../shared/numbers.js";

/**
 * @typedef {{name: string, size: number[], axes: any, field: number[], step: number[]}} Grid
 *   `axes`: how the windows are placed that make it, null for the input; `field`: the pixels of the input that a cell
 *   sees, down and across; `step`: how far what its neighbour sees is from that.
 * @typedef {{first: number, last: number, length: number, seen: number, outside: number, ways: number[][]}} Span
 *   What a cell sees of a grid along one axis: places from first to last; how many of them it depends on, fewer where
 *   there are holes; how many are padding; and every place inside the grid, with how many ways lead from it to the cell.
 */

/**
 * Every grid of a stack, the input first.
 * @param {{input: number[], layers: any[]}} stack
 * @returns {Grid[]}
 */
export function layOut({ input, layers }) {
  /** @type {Grid[]} */
  const grids = [{ name: "input", size: input, axes: null, field: [1, 1], step: [1, 1] }];
  for (const { name, kernel, stride, padding, dilation } of layers) {
    const { size, field, step } = grids.at(-1);
    const axes = [0, 1].map((axis) => layAxis(size[axis], kernel[axis],
      { stride: stride[axis], padding, dilation: dilation[axis] }));
    grids.push({ name, axes, size: axes.map(({ output }) => output),
      field: axes.map(({ effective }, axis) => field[axis] + (effective - 1) * step[axis]),
      step: axes.map((_, axis) => step[axis] * stride[axis]) });
  }
  return grids;
}

/** The cell in the middle of the last grid: [layer, row, column]. */
export function middle(grids) {
  return [grids.length - 1, ...grids.at(-1).size.map((length) => Math.floor(length / 2))];
}

/**
 * What a cell sees of every grid from the input to its own: [rows, columns] for each.
 * @param {Grid[]} grids
 * @param {number[]} focus [layer, row, column]
 * @returns {Span[][]}
 */
export function regions(grids, [layer, ...cell]) {
  const axes = cell.map((place, axis) => spans(grids.slice(0, layer + 1), place, axis));
  return axes[0].map((rows, at) => [rows, axes[1][at]]);
}

// Windows may cover padding. Padding depends on nothing, so that no way leads through it.
function spans(grids, place, axis) {
  const found = [];
  let covered = new Set([place]);
  let ways = new Map([[place, 1]]);
  for (let at = grids.length - 1; at >= 0; at--) {
    const [first, last] = [Math.min(...covered), Math.max(...covered)];
    const outside = Math.max(-first, 0) + Math.max(last - grids[at].size[axis] + 1, 0);
    found.unshift({ first, last, length: last - first + 1, seen: covered.size, outside, ways: [...ways] });
    if (!at) break;
    const { kernel, stride, dilation, before, pixels } = grids[at].axes[axis];
    const window = (one) => Array.from({ length: kernel }, (_, i) => one * stride - before + i * dilation);
    covered = new Set([...covered].flatMap(window));
    const earlier = new Map();
    for (const [one, count] of ways) {
      for (const source of window(one)) {
        if (source >= 0 && source < pixels) earlier.set(source, (earlier.get(source) || 0) + count);
      }
    }
    ways = earlier;
  }
  return found;
}

/** The cell of another grid that lies over the middle of a cell. */
export function nearestCell(cell, from, to) {
  return cell.map((place, axis) => Math.floor(((place + 0.5) * to[axis]) / from[axis]));
}

// ---- Words ----

function ends({ first, last }) {
  return first === last ? plainNumber(first) : `${plainNumber(first)} to ${plainNumber(last)}`;
}

/** A grid's row of the table; `region` is what the cell sees of it, or null where that is not shown. */
export function tableRow({ name, size, field, step }, region) {
  const pair = ([down, along]) => (down === along ? String(down) : by(down, along));
  const overlap = field.map((length, axis) => Math.max(length - step[axis], 0));
  return [name, by(...size), by(...field), pair(step), pair(overlap),
    ...(region ? [...region.map(ends), by(region[0].length, region[1].length)] : ["", "", ""])];
}

/**
 * What a cell sees, as words, where its region has been followed back through so many layers.
 * @param {Grid[]} grids
 * @param {number[]} focus [layer, row, column]
 * @param {number} depth
 */
export function sentences(grids, [layer, row, column], depth) {
  const at = layer - depth;
  const cell = `${grids[layer].name} row ${row}, column ${column}`;
  if (at === layer) return `${cell}: no layer grown back yet.`;
  const [down, along] = regions(grids, [layer, row, column])[at];
  const what = at ? `cells of ${grids[at].name}` : "pixels of the input";
  const step = grids[layer].step[1] / grids[at].step[1];
  const both = along.length - step;
  const said = [`${cell} sees ${by(down.length, along.length)} ${what}: rows ${ends(down)}, columns ${ends(along)}.`,
    `The cell to its right sees the same ${step} further on` +
      (both > 0 ? `, and ${both} of the ${along.length} columns are seen by both.` : ", with no column in common.")];
  if (down.outside || along.outside) {
    said.push(`${down.outside} of these rows and ${along.outside} of these columns lie on padding.`);
  }
  if (down.seen < down.length || along.seen < along.length) {
    said.push(`Holes: of ${down.length} rows it sees ${down.seen}, of ${along.length} columns ${along.seen}.`);
  }
  return said.join(" ");
}
