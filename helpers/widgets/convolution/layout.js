// How wide the cells of ConvolutionExplorer are, so that its grids fit side by side.

const NUMBERS = 22; // pixels for the numbers of the rows
const SIGNS = 100; // for the signs between three grids, and the gaps around them
const GAP = 12; // between two grids
const NO_OUTPUT = 300; // for the sentence in place of the output
const SQUARE = 56; // a cell is square up to this side; longer numbers make it wider than high
const COMFORTABLE = 36;
const LARGE = 54; // comfortable where there are few
const TALL = 320; // pixels for all rows of cells that are larger than comfortable
export const PHONE = 480; // below this width the kernel goes between input and output, all three one below the other
export const STEPS = 680; // for the buttons of the steps and what is beside them; where there is less room, they are closer together
export const TIGHT = { signs: 52, lowest: 26 }; // pixels: where the grids only just fit side by side
const SMALLER = 0.82; // digits, where the grids only just fit side by side
const AROUND = 10; // pixels around a number in a cell, and where cells are as close as they can be
const AROUND_CLOSEST = 3;
const LOWEST = 30; // of a cell with a number
const [LARGE_CELL, ROOM_FOR_LARGE] = [40, 36]; // a cell with digits of 17 pixels, and what it needs at 15
export const SMALL_TITLE = 0.87; // of its width, where the grids only just fit side by side
const SHORT_TITLE = 82; // a title without the size
const TITLE_GAP = 10; // pixels after a title, before the next
const SIGN = 30; // for a sign and its gaps, where there is little room
export const KERNEL_LEAST = 24; // a finger's width
const BENEATH = 60; // for the two signs of kernel and output below the input, and the gaps around them
const ALONE = 32; // of the kernel, beside cells without numbers

/**
 * @typedef {{side: number, columns: number, title: number, rows?: number}} Figure How wide a cell must be for its number,
 *   how many columns there are, how wide the title is, and how many rows there are. All widths are in pixels.
 */

/**
 * Choose the sides of the cells, with their numbers shown if these fit.
 * @param {number} room Width of the page.
 * @param {Figure} input
 * @param {Figure} kernel
 * @param {Figure|null} output Null where the settings have no output.
 * @param {{signs?: number, lowest?: number}} [tight] Less room for the signs, and lower cells.
 * @returns {{input: number, kernel: number, output: number, height: number, numbers: boolean, kernelBelow: boolean, stacked: boolean}}
 *   Stacked: on a phone, the input, the kernel and the output are one below the other. The cells of the kernel are as
 *   wide as those of the input, where there is room.
 */
export function cellSides(room, input, kernel, output, { signs = SIGNS, lowest = LOWEST } = {}) {
  const width = (figure, side, numbers) => Math.max(figure.columns * side + numbers, figure.title);
  const pair = (one, other) => width(input, one, NUMBERS) + (output ? width(output, other, NUMBERS) : NO_OUTPUT);
  const fitsAbove = (one, other) => pair(one, other) + GAP <= room; // the kernel goes below
  const fitsBeside = (one, other) => pair(one, other) + width(kernel, kernel.side, 0) + signs <= room;
  const besideThem = (one, other) => Math.floor((room - pair(one, other) - signs) / kernel.columns);
  const sides = (one, other) => {
    const isBelow = !fitsBeside(one, other);
    return { input: one, kernel: isBelow ? Math.max(kernel.side, one) : Math.max(kernel.side, Math.min(one, besideThem(one, other))),
      output: other, height: Math.max(one, lowest), numbers: true, kernelBelow: isBelow, stacked: false };
  };

  const outputSide = output?.side ?? 0;
  const tallest = Math.max(input.rows ?? Infinity, output?.rows ?? 0);
  const comfortable = Math.min(Math.max(Math.floor(TALL / tallest), COMFORTABLE), LARGE);
  const side = Math.max(input.side, outputSide);
  if (side < SQUARE && fitsBeside(side, side)) {
    // The cells of all three grids have one size, unless they would be too small.
    const fitsAlike = (one) => pair(one, one) + width(kernel, Math.max(kernel.side, one), 0) + signs <= room;
    const wide = widest(side, fitsAlike(side) ? fitsAlike : (one) => fitsBeside(one, one), comfortable);
    return sides(wide, wide);
  }
  // Cells only as wide as their own numbers are better than a kernel that is not between input and output.
  if (fitsBeside(input.side, outputSide)) return sides(widest(input.side, (one) => fitsBeside(one, outputSide)), outputSide);
  if (side < SQUARE && room >= PHONE && fitsAbove(side, side)) return sides(side, side);
  if (room >= PHONE && fitsAbove(input.side, outputSide)) {
    return sides(widest(input.side, (one) => fitsAbove(one, outputSide)), outputSide);
  }
  const fitsAlone = (one, other) => width(input, one, NUMBERS) <= room && (!output || width(output, other, NUMBERS) <= room);
  if (fitsAlone(input.side, outputSide)) {
    const wide = widest(side, (one) => fitsAlone(one, one));
    const [one, other] = fitsAlone(wide, wide) ? [wide, wide] : [input.side, outputSide];
    return { ...sides(one, other), kernelBelow: false, stacked: true };
  }
  const small = Math.min(Math.max(Math.floor((room - 60) / (input.columns + (output?.columns ?? 0))), 7), 28);
  return { ...sides(small, small), kernel: Math.max(kernel.side, ALONE), height: small, numbers: false };
}

/**
 * An image of one row and its output, one below the other: cells of one width, so that both keep their columns.
 * @param {number} room
 * @param {Figure} input
 * @param {Figure|null} output
 * @returns {number|null} The width, or null where the rows are longer than the page.
 */
export function sideOfRows(room, input, output) {
  const fits = (side) => NUMBERS + Math.max(input.columns, output?.columns ?? 0) * side <= room;
  const side = Math.max(input.side, output?.side ?? 0);
  return fits(side) ? widest(side, fits) : null;
}

/**
 * On a phone, how wide the cells of input and output are where the kernel fits beside the input, or null.
 * @param {number} room
 * @param {Figure} input
 * @param {Figure} kernel
 * @param {Figure|null} output
 */
export function sideBesideKernel(room, input, kernel, output) {
  const side = Math.floor((room - NUMBERS - kernel.columns * kernel.side - SIGNS / 2) / input.columns);
  const hasRoomForTitles = Math.max(input.title, NUMBERS + input.columns * input.side) + SIGNS / 2 + SHORT_TITLE <= room;
  return side < Math.max(input.side, output?.side ?? 0) || !hasRoomForTitles ? null : Math.min(side, COMFORTABLE);
}

/**
 * Where input, kernel and output don't fit side by side: how wide the cells of all three are if kernel and output fit
 * below the input, or null.
 * @param {number} room
 * @param {Figure} input
 * @param {Figure} kernel
 * @param {Figure|null} output
 */
export function sideBeneath(room, input, kernel, output) {
  const columns = output?.columns ?? 0;
  const least = Math.max(input.side, kernel.side, output?.side ?? 0);
  const side = Math.min(Math.floor((room - NUMBERS) / input.columns), Math.max(least, COMFORTABLE),
    Math.floor((room - NUMBERS - BENEATH) / (kernel.columns + columns)));
  const titles = Math.max(kernel.columns * side, SHORT_TITLE) + Math.max(NUMBERS + columns * side, output?.title ?? 0);
  return side < least || titles + BENEATH > room ? null : side;
}

/**
 * How the page lays out its grids: the sides of their cells, and what `classesOf` makes classes of.
 * @param {number} room
 * @param {Figure} input
 * @param {Figure} kernel
 * @param {Figure|null} output
 * @returns {any}
 */
export function sidesOf(room, input, kernel, output) {
  const sides = cellSides(room, input, kernel, output);
  if (input.rows === 1 && (sides.kernelBelow || sides.stacked || !sides.numbers)) return rowSides(room, input, kernel, output);
  // Smaller digits are better than a kernel that is not between input and output, or than cells of two sizes on a phone.
  const tight = output && (sides.kernelBelow || (sides.stacked && sides.input !== sides.output)) ? cellSides(room, closer(input), shortTitle(closer(kernel)), closer(output), TIGHT) : null;
  if (tight?.kernelBelow === false && !tight.stacked && tight.numbers) return { ...tight, tight: true, "short-title": SMALL_TITLE * kernel.title > kernel.columns * tight.kernel + TIGHT.signs / 4, "small-digits": ![input, kernel, output].every(({ side }) => side <= Math.min(tight.input, tight.kernel)) };
  const beneath = sides.stacked ? sidesBeneath(room, input, kernel, output) : null;
  if (beneath) return beneath;
  if (tight?.stacked && tight.input === tight.output) return { ...tight, "small-digits": true };
  const beside = sides.stacked ? sideBesideKernel(room, input, kernel, output) : null; // on a phone
  if (!beside) return sides;
  const left = room - Math.max(input.title, NUMBERS + input.columns * beside) - SIGN; // for the kernel
  return { ...sides, stacked: false, paired: true, "short-title": kernel.title > left, input: beside, output: beside, height: Math.max(beside, TIGHT.lowest),
    kernel: Math.max(kernel.side, Math.min(beside, Math.floor(left / kernel.columns))) };
}

function sidesBeneath(room, input, kernel, output) {
  for (const change of [(figure) => figure, closer, closest]) {
    const side = sideBeneath(room, change(input), change(kernel), output && change(output));
    if (side) return { input: side, kernel: side, output: side, height: Math.max(side, TIGHT.lowest), numbers: true, kernelBelow: false,
      stacked: false, beneath: true, "short-title": kernel.title > kernel.columns * side + SIGN, "small-digits": input.side > side || (output?.side ?? 0) > side };
  }
  return null;
}

// Rows that do not fit even with smaller digits scroll together.
function rowSides(room, input, kernel, output) {
  const sideBy = (change) => sideOfRows(room, change(input), output && change(output));
  const side = sideBy((figure) => figure);
  const smaller = side ?? sideBy(closer) ?? (room < PHONE ? null : sideBy(closest));
  const width = smaller ?? Math.max(closest(input).side, output ? closest(output).side : 0, KERNEL_LEAST);
  return { input: width, output: width, kernel: Math.max((side ? kernel : closer(kernel)).side, width), height: Math.max(width, TIGHT.lowest), numbers: true,
    kernelBelow: false, stacked: true, "small-digits": !side, scrolling: !smaller };
}

/**
 * The classes of a page with these sides. Side by side, grids have what is said about the size below kernel and output.
 * @param {any} sides
 * @param {number} room Width of the page.
 * @param {boolean} hasOutput
 * @param {number} widest How wide a cell must be for the longest number of all grids.
 * @returns {Record<string, boolean>}
 */
export function classesOf(sides, room, hasOutput, widest) {
  const chosen = ["tight", "paired", "stacked", "beneath", "scrolling", "short-title", "small-digits"].map((name) => [name, Boolean(sides[name])]);
  return { ...Object.fromEntries(chosen), "kernel-below": sides.kernelBelow, phone: room < PHONE,
    "in-line": hasOutput && !sides.kernelBelow && !sides.stacked && !sides.paired && !sides.beneath,
    "large-digits": sides.input >= LARGE_CELL && widest <= ROOM_FOR_LARGE };
}

/**
 * A grid whose digits are smaller.
 * @param {Figure} figure
 */
export function closer({ side, ...figure }) {
  return { ...figure, side: Math.ceil(side * SMALLER) };
}

/**
 * A grid whose digits are smaller, with hardly any room around them.
 * @param {Figure} figure
 */
export function closest({ side, ...figure }) {
  return { ...figure, side: Math.ceil((side - AROUND) * SMALLER) + AROUND_CLOSEST };
}

/**
 * A grid whose title doesn't say its size, as that of the kernel in `style.css` where there is little room.
 * @param {Figure} figure
 */
export function shortTitle(figure) {
  return { ...figure, title: SHORT_TITLE };
}

/**
 * How far apart the window, the kernel on it and their products are, for a sign in the middle of each space. A title
 * that is longer than its grid has its end above the sign.
 * @param {number} room Width of the page.
 * @param {number[]} grids Widths of the three.
 * @param {number[]} titles Widths of the first two titles.
 */
export function spaceOf(room, grids, titles) {
  const needed = Math.max(...titles.map((title, n) => title + TITLE_GAP - grids[n]));
  const left = Math.floor((room - grids.reduce((sum, width) => sum + width, 0)) / 2);
  const least = room < PHONE ? 26 : 36;
  return Math.max(least, Math.min(needed, left));
}

// The widest comfortable side that still fits.
function widest(side, fits, comfortable = COMFORTABLE) {
  while (side < comfortable && fits(side + 1)) side += 1;
  return side;
}
