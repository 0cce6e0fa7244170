// What a cell of a deep layer depends on: its region in every grid before it, back to the input.

import { layAxis } from "../shared/axes.js";
import { by, capital, clamp, plainNumber } from "../shared/numbers.js";

const ROOM = { full: 10, phone: 4 }; // pixels around each grid, so that what hangs over its edge can be drawn
const SIDES = [3, 30]; // the smallest and the largest side of a cell, in pixels
const PHONE_SIDES = [2, 30]; // and on a phone, where it may also be half a pixel more
const TALLEST = 252; // pixels of a grid
const CLOSENESS = 0.55; // of the widths of the grids: with 1 they are in proportion, with 0 all alike
const LEAST_SEEN = 90; // pixels of a grid of few cells, where there is room for it
const NARROWEST = { full: 90, slim: 72, phone: 56 }; // pixels of a grid with what is written above and below it
export const SLIM = 640; // pixels: below, less is written
export const PHONE = 480; // and below this, smaller, so that the grids still are one chain

/**
 * @typedef {{name: string, size: number[], axes: any, field: number[], step: number[]}} Grid
 *   `axes`: how the windows are placed that make it, null for the input; `field`: the pixels of the input that a cell
 *   sees, down and across; `step`: how far apart the fields of neighbouring cells are.
 * @typedef {{first: number, last: number, length: number, seen: number, outside: number, paths: number[][]}} Span
 *   What a cell sees of a grid along one axis: places from first to last; how many of them it depends on, fewer where
 *   there are holes; how many are padding; and every place inside the grid, with how many paths lead from it to the cell.
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
  let paths = new Map([[place, 1]]);
  for (let at = grids.length - 1; at >= 0; at--) {
    const [first, last] = [Math.min(...covered), Math.max(...covered)];
    const outside = Math.max(-first, 0) + Math.max(last - grids[at].size[axis] + 1, 0);
    found.unshift({ first, last, length: last - first + 1, seen: covered.size, outside, paths: [...paths] });
    if (!at) break;
    const { kernel, stride, dilation, before, pixels } = grids[at].axes[axis];
    const window = (one) => Array.from({ length: kernel }, (_, i) => one * stride - before + i * dilation);
    covered = new Set([...covered].flatMap(window));
    const earlier = new Map();
    for (const [one, count] of paths) {
      for (const source of window(one)) {
        if (source >= 0 && source < pixels) earlier.set(source, (earlier.get(source) || 0) + count);
      }
    }
    paths = earlier;
  }
  return found;
}

/** How the windows are placed that make a grid, in parts: "3 × 3", "stride 2", and the dilation if there is one. */
export function windowParts({ axes }) {
  if (!axes) return [];
  const pair = (name) => (axes[0][name] === axes[1][name] ? String(axes[0][name]) : by(axes[0][name], axes[1][name]));
  const isDilated = axes.some(({ dilation }) => dilation > 1);
  return [by(axes[0].kernel, axes[1].kernel), `stride ${pair("stride")}`, ...(isDilated ? [`dilation ${pair("dilation")}`] : [])];
}

/** The cell of another grid that is over the middle of a cell. */
export function nearestCell(cell, from, to) {
  return cell.map((place, axis) => Math.floor(((place + 0.5) * to[axis]) / from[axis]));
}

// ---- How large the grids are drawn ----

/** The pixels around each grid on a page of this width. */
export function roomAround(width) {
  return width < PHONE ? ROOM.phone : ROOM.full;
}

/**
 * The sides of a cell of each grid, in pixels, so that the grids fit into a width, where that can be. The small grids
 * get larger cells.
 * @param {number[][]} sizes Rows and columns of each grid.
 * @param {number} width
 */
export function sidesOf(sizes, width) {
  const narrowest = NARROWEST[width < PHONE ? "phone" : width < SLIM ? "slim" : "full"];
  const around = 2 * roomAround(width) + 1;
  const isPhone = width < PHONE;
  for (let scale = 60; scale > 0.2; scale *= 0.97) {
    const sides = inOrder(sizes, ([rows, columns]) =>
      Math.min((scale * Math.max(rows, columns) ** CLOSENESS) / columns, TALLEST / rows), isPhone);
    const taken = (these) => sizes.reduce((sum, [, columns], n) => sum + Math.max(columns * these[n] + around, narrowest), 0);
    const fits = (these) => taken(these) <= width;
    if (fits(sides)) return isPhone ? filled(sides, sizes, fits) : enlarged(sides, sizes, fits);
  }
  const share = Math.min(TALLEST / 2, width / 2) - around; // at least two to a line
  return inOrder(sizes, (size) => share / Math.max(...size), isPhone);
}

// All grids with larger cells still, from the first to the last, as far as they fit on a phone.
function filled(given, sizes, fits) {
  const sides = [...given];
  sizes.forEach(([rows, columns], n) => {
    const most = n ? sizes[n - 1][1] * sides[n - 1] : Infinity;
    const isFree = (side) => side <= PHONE_SIDES[1] && columns * side <= most && rows * side <= TALLEST && fits(sides.map((one, at) => (at === n ? side : one)));
    while (isFree(sides[n] + 0.5)) sides[n] += 0.5;
  });
  return sides;
}

// The small grids with larger cells still, as far as all of them fit.
function enlarged(given, sizes, fits) {
  const sides = [...given];
  sizes.forEach(([rows, columns], n) => {
    const most = Math.min(LEAST_SEEN, n ? sizes[n - 1][1] * sides[n - 1] : LEAST_SEEN);
    const isFree = (side) => side <= SIDES[1] && columns * side <= most && rows * side <= TALLEST && fits(sides.map((one, at) => (at === n ? side : one)));
    while (isFree(sides[n] + 1)) sides[n] += 1;
  });
  return sides;
}

// No grid with fewer cells than the one before is drawn larger.
function inOrder(sizes, sideOf, isPhone) {
  const sides = [];
  const [step, ends] = isPhone ? [0.5, PHONE_SIDES] : [1, SIDES];
  const down = (side) => Math.floor(side / step) * step;
  sizes.forEach((size, n) => {
    const before = n && size[1] <= sizes[n - 1][1] ? sides[n - 1] * sizes[n - 1][1] : Infinity;
    sides.push(clamp(down(Math.min(sideOf(size), before / size[1])), ...ends));
  });
  return sides;
}

// ---- The picture behind the grids ----

/**
 * An image with another number of rows and columns; each new pixel averages what it covers.
 * @param {ArrayLike<number>} pixels Row by row.
 * @param {number[]} from Rows and columns.
 * @param {number[]} to
 * @returns {number[][]}
 */
export function fitted(pixels, from, to) {
  const [down, along] = [0, 1].map((axis) => shares(from[axis], to[axis]));
  const rows = Array.from({ length: from[0] }, (_, row) =>
    along.map((share) => share.reduce((sum, [column, part]) => sum + part * pixels[row * from[1] + column], 0)));
  return down.map((share) => along.map((_, column) => share.reduce((sum, [row, part]) => sum + part * rows[row][column], 0)));
}

// For every new pixel along an axis, the old ones that it covers, each with its share.
function shares(old, now) {
  return Array.from({ length: now }, (_, place) => {
    const [start, end] = [(place * old) / now, ((place + 1) * old) / now];
    const first = Math.floor(start);
    return Array.from({ length: Math.ceil(end - 1e-9) - first }, (_, n) => {
      const covered = Math.min(end, first + n + 1) - Math.max(start, first + n);
      return [first + n, (covered * now) / old];
    });
  });
}

/**
 * What is behind each grid: the image, then the average of the pixels that each cell sees. A pixel counts as often as
 * there are paths from it to the cell; padding does not count.
 * @param {Grid[]} grids
 * @param {number[][]} image
 * @returns {number[][][]}
 */
export function averages(grids, image) {
  let sums = image;
  let paths = image.map((line) => line.map(() => 1));
  const found = [image];
  for (const { axes } of grids.slice(1)) {
    [sums, paths] = [sums, paths].map((grid) => summed(grid, axes));
    found.push(sums.map((line, row) => line.map((sum, column) => sum / (paths[row][column] || 1))));
  }
  return found;
}

// The sum in every window.
function summed(grid, [down, along]) {
  const lines = grid.map((line) => windows(along).map((window) => window.reduce((sum, n) => sum + line[n], 0)));
  return windows(down).map((window) => windows(along).map((_, column) => window.reduce((sum, n) => sum + lines[n][column], 0)));
}

// The places inside the grid that each window along an axis covers.
function windows({ output, kernel, stride, dilation, before, pixels }) {
  return Array.from({ length: output }, (_, position) =>
    Array.from({ length: kernel }, (_, i) => position * stride - before + i * dilation).filter((n) => n >= 0 && n < pixels));
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

// What the next cell in the row sees: the one to the right, or to the left of the last one.
function neighbour(grids, layer, column, at, length) {
  const columns = grids[layer].size[1];
  if (columns === 1) return `No other cell of ${grids[layer].name} is in this row.`;
  const step = grids[layer].step[1] / grids[at].step[1];
  const both = length - step;
  const where = column + 1 < columns ? ["right", "further right"] : ["left", "further left"];
  const shared = `and ${both} of the ${length} columns ${both === 1 ? "is" : "are"} seen by both.`;
  return `The cell to its ${where[0]} sees as much, ${step} ${where[1]}, ${both > 0 ? shared : "with no column in common."}`;
}

/**
 * What a cell sees, as words, where its region has been followed back through this many layers.
 * @param {Grid[]} grids
 * @param {number[]} focus [layer, row, column]
 * @param {number} depth
 */
export function sentences(grids, [layer, row, column], depth) {
  const at = layer - depth;
  const { name } = grids[layer];
  const cell = `${capital(name)}, row ${row}, column ${column}`;
  if (at === layer) return `${cell}: no layer grown back yet.`;
  const [down, along] = regions(grids, [layer, row, column])[at];
  const what = at ? `cells of ${grids[at].name}` : "pixels of the input";
  const said = [`${cell} sees ${by(down.length, along.length)} ${what}: rows ${ends(down)}, columns ${ends(along)}.`,
    neighbour(grids, layer, column, at, along.length)];
  if (down.outside || along.outside) {
    said.push(`${down.outside} of these rows and ${along.outside} of these columns are padding.`);
  }
  if (down.seen < down.length || along.seen < along.length) {
    said.push(`Holes: of ${down.length} rows it sees ${down.seen}, of ${along.length} columns ${along.seen}.`);
  }
  return said.join(" ");
}
