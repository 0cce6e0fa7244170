// What pooling does with an image, and the sentences about it.

import { Impossible, layAxis, unusedWords } from "../shared/axes.js";
import { by, clamp, counted, plainNumber, signedTerm, writeNumber } from "../shared/numbers.js";

export function isShifted([down, right]) {
  return Boolean(down || right);
}

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

/**
 * The outputs that a shift left the same: each with its place now and its place before. They are looked for in their old place, or moved
 * along with the image where the shift is a multiple of the stride.
 * @returns {number[][][]}
 */
export function keptOutputs({ output, before, shift, stride, along }) {
  if (!isShifted(shift)) return [];
  const [down, right] = along?.of ? shift.map((part) => part / stride) : [0, 0];
  return output.flatMap((line, row) => line.flatMap((value, column) => {
    const old = before[row - down]?.[column - right];
    return old !== undefined && same(value, old) ? [[[row, column], [row - down, column - right]]] : [];
  }));
}

// ---- Lines drawn on a grid, as paths; a grid's metrics say where its cells are ----

// Around a region of cells, whatever its shape.
export function outline(places, { left, above, width, height }) {
  const inside = new Set(places.map(String));
  const edge = ([row, column], [down, right], path) => (inside.has(String([row + down, column + right])) ? "" : path);
  return places.map(([row, column]) => {
    const [x, y] = [left + column * width, above + row * height];
    return edge([row, column], [-1, 0], `M${x} ${y}h${width}`) + edge([row, column], [1, 0], `M${x} ${y + height}h${width}`) +
      edge([row, column], [0, -1], `M${x} ${y}v${height}`) + edge([row, column], [0, 1], `M${x + width} ${y}v${height}`);
  }).join("");
}

// Between the windows, unless they overlap.
export function gaps({ rows, columns, size, stride }, { left, above, width, height }) {
  // The edges of the windows along an axis that are not edges of the grid.
  const edges = (axis) => Array.from({ length: axis.output }, (_, n) => [n * stride, n * stride + size]).flat()
    .filter((at, n, all) => at > 0 && at < axis.padded && all.indexOf(at) === n);
  const end = (axis) => (axis.output - 1) * stride + size;
  return edges(rows).map((at) => `M${left} ${above + at * height}h${end(columns) * width}`).join("") +
    edges(columns).map((at) => `M${left + at * width} ${above}v${end(rows) * height}`).join("");
}

// Where a shifted image begins or ends within the grid, next to the zeros that came in.
export function movedEdge({ rows, columns, shift: [down, right] }, { left, above, width, height }) {
  const [high, wide] = [rows.pixels - Math.abs(down), columns.pixels - Math.abs(right)];
  if (high <= 0 || wide <= 0) return "";
  const [top, start] = [rows.before + Math.max(down, 0), columns.before + Math.max(right, 0)];
  const [x, y] = [left + start * width, above + top * height];
  const path = [];
  if (down) path.push(`M${x} ${y + (down > 0 ? 0 : high * height)}h${wide * width}`);
  if (right) path.push(`M${x + (right > 0 ? 0 : wide * width)} ${y}v${high * height}`);
  return path.join("");
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

/** The numbers of the size formula for one axis. With padding "same", it subtracts 1 whatever the window. */
export function formulaOf({ pixels, kernel, stride, output }, padding) {
  return { input: pixels, window: padding === "same" ? 1 : kernel, stride, floor: output - 1, output };
}

/** Sentences about padding and what no window uses. */
export function notes({ rows, columns, output }) {
  const said = [];
  if (rows.before + rows.after + columns.before + columns.after) {
    said.push(`Padding, dashed: ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right. ` +
      "It never wins, and never counts.");
  }
  const unused = unusedWords(rows, columns);
  if (output.flat().some((value) => writeNumber(value).startsWith("≈"))) said.push("Numbers in the cells are rounded.");
  if (unused) said.push(`Hatched: no window uses ${unused}.`);
  return said;
}

/**
 * What there is to see now in one sentence, why, and the counts that the bars show.
 * @returns {{meaning: string, why: string, counts: string}}
 */
export function shiftNotes({ size, mode, rows, columns, shift, stride, unchanged, pixels, along }) {
  if (!isShifted(shift)) {
    const kept = mode === "max" ? "keeps its largest pixel" : "becomes the mean of its pixels";
    const [from, to] = [rows.pixels * columns.pixels, rows.output * columns.output];
    return { meaning: `Each window of ${by(size, size)} ${kept}: ${counted(from, "pixel")} ${from === 1 ? "becomes" : "become"} ${counted(to, "number")}.`,
      why: "", counts: "" };
  }
  const inPlace = `${unchanged.same} of ${unchanged.of} outputs are unchanged`;
  const image = `${pixels.same} of ${pixels.of} pixels`;
  const counts = `Shifted ${shiftWords(shift)}, ${inPlace} in their places, and ${image}.`;
  if (!along) {
    const changed = unchanged.of - unchanged.same;
    const into = "the pixels now fall into different windows.";
    return { meaning: changed ? `${changed} of ${counted(unchanged.of, "output")} changed: ${into}` : `No output changed, although ${into}`,
      why: `The shift is not a multiple of the stride, ${stride}, so the output can’t follow it by whole cells.`, counts };
  }
  const why = `The shift is a multiple of the stride, ${stride}, so the output follows it by whole cells.`;
  if (!along.of) return { meaning: "The outputs from before have all moved out of the output.", why, counts };
  return { meaning: `The output moves ${shiftWords(shift.map((part) => part / stride))}: ${along.same} of ${along.of} outputs are those from before.`, why, counts };
}

/** The sentences of `shiftNotes` that take the most room: a page keeps it for them. */
export function longestShiftWords(outputs, stride) {
  return [`The output moves ${shiftWords([stride, stride])}: ${outputs} of ${outputs} outputs are those from before.`,
    `The shift is not a multiple of the stride, ${stride}, so the output can’t follow it by whole cells.`];
}

// A number short enough for a cell: one with many decimals is rounded to one of them, or to two digits.
export function short(value) {
  const text = writeNumber(value);
  if (!text.startsWith("≈")) return text;
  return plainNumber(Math.abs(value) < 1 ? Number(value.toPrecision(2)) : value.toFixed(1));
}

/** What a shift left as it was, as bars: what is counted, how many are the same, of how many. Without a shift, there is nothing to compare. */
export function keptBars({ shift, unchanged, pixels, along }) {
  if (!isShifted(shift)) return [];
  const bars = [["outputs", unchanged], ["pixels", pixels]];
  if (along?.of) bars.push(["moved along", along]);
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
