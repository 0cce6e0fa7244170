// What pooling does with an image, and the sentences about it.

import { Impossible, layAxis, unusedWords } from "../shared/axes.js";
import { clamp, counted, plainNumber, signedTerm, writeNumber } from "../shared/numbers.js";

// The image moved by whole pixels: what leaves it is lost, and zeros come in.
function shiftPicture(image, [down, right]) {
  return image.map((line, row) => line.map((_, column) => image[row - down]?.[column - right] ?? 0));
}

// Where the windows are along an axis. The error for one that does not fit mentions windows, not kernels.
function layWindows(pixels, settings) {
  try {
    return layAxis(pixels, settings.size, { ...settings, dilation: 1 });
  } catch (error) {
    if (error instanceof Impossible) error.message = error.message.replaceAll("kernel", "window");
    throw error;
  }
}

export function same(one, other) {
  return Math.abs(one - other) <= 1e-9;
}

// The largest number or the mean of the pixels of a window. Padding is not among them.
function summary(pixels, mode) {
  if (mode === "max") return Math.max(...pixels);
  return pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
}

// Everything the page shows, computed from the settings.
export function compute(settings) {
  const { image, size, mode, shift, stride } = settings;
  const rows = layWindows(image.length, settings);
  const columns = layWindows(image[0].length, settings);
  const moved = shiftPicture(image, shift);
  // The cells of one window, each with its pixel; a cell of padding has none.
  const cells = (picture, row, column) => Array.from({ length: size * size }, (_, n) => {
    const cell = [Math.floor(n / size), n % size];
    const at = [row * stride + cell[0], column * stride + cell[1]];
    return { cell, at, pixel: picture[at[0] - rows.before]?.[at[1] - columns.before] };
  });
  const pool = (picture) => Array.from({ length: rows.output }, (_, row) =>
    Array.from({ length: columns.output }, (_, column) =>
      summary(cells(picture, row, column).map(({ pixel }) => pixel).filter((pixel) => pixel !== undefined), mode)));
  const state = { ...settings, rows, columns, moved, cells: (row, column) => cells(moved, row, column),
    output: pool(moved), before: pool(image) };
  return { ...state, ...survival(state) };
}

// What the shift left as it was: outputs in their place, pixels in their place, outputs moved along.
function survival({ image, moved, output, before, shift, stride }) {
  const count = (grid, others) => {
    const pairs = grid.flatMap((line, row) => line.map((value, column) => [value, others(row, column)]));
    const compared = pairs.filter(([, other]) => other !== undefined);
    return { same: compared.filter(([one, other]) => same(one, other)).length, of: compared.length };
  };
  const [down, right] = shift.map((part) => part / stride);
  const whole = Number.isInteger(down) && Number.isInteger(right);
  return {
    unchanged: count(output, (row, column) => before[row][column]),
    pixels: count(moved, (row, column) => image[row][column]),
    along: whole ? count(output, (row, column) => before[row - down]?.[column - right]) : null,
  };
}

// ---- Words ----

// A shift as words: "1 row down and 2 columns to the left".
function shiftWords([down, right]) {
  const parts = [];
  if (down) parts.push(`${counted(Math.abs(down), "row")} ${down > 0 ? "down" : "up"}`);
  if (right) parts.push(`${counted(Math.abs(right), "column")} to the ${right > 0 ? "right" : "left"}`);
  return parts.join(" and ");
}

/** The same beside the arrows, where there is little room: "1 down, 2 left". */
export function shiftNowWords([down, right]) {
  const parts = [];
  if (down) parts.push(`${Math.abs(down)} ${down > 0 ? "down" : "up"}`);
  if (right) parts.push(`${Math.abs(right)} ${right > 0 ? "right" : "left"}`);
  return parts.join(", ");
}

function sizeFormula(axis, padding) {
  const minus = padding === "same" ? 1 : axis.kernel;
  return `floor((${axis.pixels} − ${minus}) / ${axis.stride}) + 1 = ${axis.output}`;
}

// Sentences about size, padding and what no window uses.
export function notes({ rows, columns, padding, output }) {
  const [down, across] = [rows, columns].map((axis) => sizeFormula(axis, padding));
  const said = [`Output size: ${down === across ? `${down}.` : `${down} rows and ${across} columns.`}`];
  if (rows.before + rows.after + columns.before + columns.after) {
    said.push(`Padding, dashed: ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right. ` +
      "It never wins, and never counts.");
  }
  const unused = unusedWords(rows, columns);
  if (output.flat().some((value) => writeNumber(value).startsWith("≈"))) said.push("Numbers in the cells are rounded.");
  if (unused) said.push(`Hatched: no window uses ${unused}.`);
  return said;
}

// Sentences about what survived the shift.
export function shiftNotes({ shift, stride, unchanged, pixels, along }) {
  if (!shift[0] && !shift[1]) return ["Shift the input to the right by one pixel: which outputs stay the same?"];
  const said = [`Shifted ${shiftWords(shift)}: ${unchanged.same} of ${unchanged.of} outputs ` +
    `are unchanged, ${pixels.same} of ${pixels.of} pixels.`];
  if (!along) said.push(`The shift is not a multiple of the stride, ${stride}, so the output can’t follow it by whole cells.`);
  else if (!along.of) said.push("Everything that was there has left the image.");
  else {
    said.push(`Moved along ${shiftWords(shift.map((part) => part / stride))}: ${along.same} of ${along.of} outputs are those from before.`);
  }
  return said;
}

// A number short enough for a cell: one with many decimals is rounded to one of them, or to two digits.
export function short(value) {
  const text = writeNumber(value);
  if (!text.startsWith("≈")) return text;
  return plainNumber(Math.abs(value) < 1 ? Number(value.toPrecision(2)) : value.toFixed(1));
}

/** What a shift left as it was, as bars: what is counted, how many are the same, of how many. Without a shift, it is all. */
export function keptBars({ shift, unchanged, pixels, along }) {
  const bars = [["pixels in their place", pixels], ["outputs in their place", unchanged]];
  if (along?.of && (shift[0] || shift[1])) bars.push(["outputs moved along", along]);
  return bars.map(([name, { same: kept, of }]) => ({ name, kept, of }));
}

/**
 * The shift that a drag asks for: whole pixels, and not further than the image is long.
 * @param {number[]} start The shift before the drag.
 * @param {number[]} moved Pixels of the screen, down and to the right.
 * @param {number[]} cell The height and the width of a cell.
 * @param {number[]} sides Rows and columns of the image.
 */
export function draggedShift(start, moved, cell, sides) {
  return start.map((from, axis) => clamp(from + Math.round(moved[axis] / cell[axis]), -sides[axis], sides[axis]) + 0);
}

// How the number of a window comes about, as a sum or a search.
export function arithmetic(pixels, mode, total) {
  const shown = pixels.length > 16 ? [...pixels.slice(0, 15).map(writeNumber), "…"] : pixels.map(writeNumber);
  const result = `= ${writeNumber(total)}`.replace("= ≈", "≈ ");
  if (mode === "max") return `max(${shown.join(", ")}) ${result}`;
  const sum = pixels.reduce((part, pixel) => part + pixel, 0);
  const terms = pixels.length > 16 ? `${shown.join(" + ")}` : pixels.map((pixel, n) => (n ? signedTerm(pixel) : writeNumber(pixel))).join("");
  return `(${terms}) / ${pixels.length} = ${writeNumber(sum)} / ${pixels.length} ${result}`;
}
