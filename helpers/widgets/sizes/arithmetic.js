// How large a feature map gets and how often each pixel is used, and the sentences about it.

import { isPadding, layAxis } from "../shared/axes.js";
import { by, counted, listed } from "../shared/numbers.js";

/**
 * Everything that the page shows, computed from the settings.
 * @param {{size: number[], kernel_size: number, stride: number, padding: string|number, dilation: number}} settings
 */
export function compute(settings) {
  const [rows, columns] = settings.size.map((pixels) => {
    const axis = layAxis(pixels, settings.kernel_size, settings);
    const room = axis.padded - axis.effective;
    return { ...axis, room, left: room % axis.stride };
  });
  return { ...settings, rows, columns, least: Math.min(...pixelUses(rows)) * Math.min(...pixelUses(columns)),
    most: Math.max(...pixelUses(rows)) * Math.max(...pixelUses(columns)) };
}

/** How often windows use a cell of the input, and whether it is padding. */
export function useOf({ rows, columns }, [row, column]) {
  return { uses: rows.uses[row] * columns.uses[column], padding: isPadding(row, rows) || isPadding(column, columns) };
}

/** How many pixels each window along an axis holds, padding not counted. */
export function pixelsPerWindow(axis) {
  return Array.from({ length: axis.output }, (_, position) => cellsOf(axis, position).filter((cell) => !isPadding(cell, axis)).length);
}

// The counts of an axis without its padding.
function pixelUses(axis) {
  return axis.uses.slice(axis.before, axis.before + axis.pixels);
}

// The pixels of an axis that no window uses: those dropped at its end, and those skipped before.
function unusedPixels(axis) {
  const uses = pixelUses(axis);
  const lastUsed = uses.findLastIndex((count) => count > 0);
  const unused = uses.flatMap((count, pixel) => (count ? [] : [pixel]));
  return { dropped: unused.filter((pixel) => pixel > lastUsed), skipped: unused.filter((pixel) => pixel < lastUsed) };
}

/**
 * The cells of the input under the window of an output cell, each [row, column].
 * @returns {any[]}
 */
export function windowCells({ rows, columns }, [row, column]) {
  const across = cellsOf(columns, column);
  return cellsOf(rows, row).flatMap((down) => across.map((along) => [down, along]));
}

function cellsOf(axis, position) {
  return Array.from({ length: axis.kernel }, (_, i) => position * axis.stride + i * axis.dilation);
}

// ---- Words ----

function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

/** The numbers of the formula for one axis, as they are written: the padding as 2·1, 0+1 or 0. */
export function formulaOf({ pixels, before, after, effective, room, stride, output }) {
  const padding = before === after ? (before ? `2·${before}` : "0") : `${before}+${after}`;
  return { pixels, padding, effective, stride, room, floor: output - 1, output };
}

/** Sentences about the effective kernel size, division, padding and use. */
export function notes({ rows, columns, kernel_size, dilation, stride, least, most }) {
  const said = [`Reach = dilation · (kernel − 1) + 1 = ${dilation} · (${kernel_size} − 1) + 1 = ${rows.effective}.`];
  const isSquare = columns.pixels === rows.pixels;
  const unused = { row: unusedPixels(rows), column: unusedPixels(columns) };
  const namesOf = (part, names) => names.flatMap((name) => (unused[name][part].length ? [listed(name, unused[name][part])] : [])).join(" and ");
  /** @type {[string, string[], any][]} */
  const alike = isSquare ? [["along each axis", ["row", "column"], rows]] : [["along the rows", ["row"], rows], ["along the columns", ["column"], columns]];
  const uneven = alike.filter(([, , { left }]) => left);
  for (const [where, names, { room, left }] of uneven) {
    const dropped = namesOf("dropped", names);
    said.push(`${room} / ${stride} is not a whole number, and floor rounds it down: ${counted(left, "cell")} ${where} ` +
      `${left === 1 ? "is" : "are"} left over after the last window${dropped && `, hatched: ${dropped}`}.`);
  }
  if (rows.before + rows.after + columns.before + columns.after) {
    const isUneven = rows.before !== rows.after || columns.before !== columns.after;
    said.push(`Padding, dashed: ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right.` +
      (isUneven ? " The odd one goes to the end, as in Keras." : ""));
  }
  const alreadySaid = uneven.flatMap(([, names]) => names);
  const dropped = namesOf("dropped", ["row", "column"].filter((name) => !alreadySaid.includes(name)));
  const skipped = namesOf("skipped", ["row", "column"]);
  if (dropped) said.push(`Hatched, dropped at the end: ${dropped}.`);
  if (skipped) said.push(`Hatched, skipped by every window: ${skipped}.`);
  said.push(least === most ? `Every pixel is used ${times(most)}.` : `A pixel is used ${least} to ${most} times.`);
  return said;
}

/** What a cell of the input is, for a screen reader that is on it. */
export function pixelWords(state, [row, column]) {
  const { uses, padding } = useOf(state, [row, column]);
  const what = padding ? "Padding," : `Row ${row - state.rows.before}, column ${column - state.columns.before}:`;
  return `${what} used ${times(uses)}`;
}

/** The size of the output; and what is drawn: the pointed cell of the input, or else the window in focus. */
export function stateWords(state, { isDrawn, pointed, focus }) {
  const size = `The output is ${by(state.rows.output, state.columns.output)}.`;
  if (!isDrawn) return size;
  return `${size} ${pointed ? usersWords(state, pointed) : windowWords(state, focus)}`;
}

function usersWords(state, [row, column]) {
  const { uses, padding } = useOf(state, [row, column]);
  const what = padding ? "This cell of padding" : `Input row ${row - state.rows.before}, column ${column - state.columns.before}`;
  return `${what} is used by ${uses ? counted(uses, "window") : "no window"}.`;
}

function windowWords(state, [row, column]) {
  const { rows, columns } = state;
  const cells = windowCells(state, [row, column]);
  const padding = cells.filter((cell) => useOf(state, cell).padding).length;
  return `Output row ${row}, column ${column}: its window covers ` +
    `${listed("row", cellsOf(rows, row).map((cell) => cell - rows.before))} and ` +
    `${listed("column", cellsOf(columns, column).map((cell) => cell - columns.before))} of the input` +
    (padding ? `; ${padding} of its ${cells.length} cells are padding.` : ".");
}
