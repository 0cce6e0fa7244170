// Where three features match a mark, and how well. Ink is 1 and paper is −1.

import { counted, writeNumber } from "../shared/numbers.js";

/** The products of a feature and the window at [row, column], with their sum and how many cells agree. */
export function productsAt(mark, feature, [row, column]) {
  const products = feature.map((line, i) => line.map((value, j) => mark[row + i][column + j] * value));
  const sum = products.flat().reduce((total, value) => total + value, 0);
  return { products, sum, agree: products.flat().filter((value) => value > 0).length, cells: products.flat().length };
}

/** The sums of the products at every position, the largest of them, and at how many positions it is. */
export function matchesOf(mark, feature) {
  const [rows, columns] = [mark.length - feature.length + 1, mark[0].length - feature[0].length + 1];
  const sums = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => productsAt(mark, feature, [row, column]).sum));
  const best = Math.max(...sums.flat());
  return { sums, best, places: sums.flat().filter((sum) => sum === best).length };
}

/** A match, the mean of the products, as it is written: 1, 0.78, −0.33. */
export function matchText(sum, cells, decimals = 2) {
  const value = sum / cells;
  return (Number.isInteger(value) ? String(value) : value.toFixed(decimals)).replace("-", "−");
}

/** A match as it is written in a cell: −.3. */
export function cellText(sum, cells) {
  return matchText(sum, cells, 1).replace("0.", ".");
}

/** The mark moved by rows and columns: what leaves the sheet is gone, and paper enters. */
export function shiftMark(mark, down, right) {
  return mark.map((line, row) => line.map((_, column) => mark[row - down]?.[column - right] ?? -1));
}

/** The mark with ink and paper swapped. */
export function negativeOf(mark) {
  return mark.map((line) => line.map((value) => -value));
}

/** How a match comes about. */
export function sumWords({ sum, agree, cells }) {
  const differ = cells - agree;
  const agreement = differ ? `${agree} ${agree === 1 ? "cell agrees" : "cells agree"} and ${differ} ${differ === 1 ? "does" : "do"} not`
    : `All ${cells} cells agree`;
  return `${agreement}: the sum is ` +
    `${writeNumber(sum)}, the mean ${writeNumber(sum)}/${cells} ${sum % cells ? "≈" : "="} ${matchText(sum, cells)}.`;
}

/** How well a feature is found at best, and where. */
export function bestWords({ best, places }, cells) {
  if (best === cells) return `${places} perfect ${places === 1 ? "match" : "matches"}`;
  return `best ${matchText(best, cells)}, ${counted(places, "place")}`;
}

/** Which parts of an X the mark has. */
export function foundWords(features, maps) {
  const missing = features.filter(({ cells }, n) => maps[n].best < cells.flat().length).map(({ name }) => name.toLowerCase());
  if (!missing.length) return "All three parts of an X are found.";
  if (missing.length === features.length) return "No part of an X is found exactly.";
  return `Not found exactly: ${missing.join(" and ")}.`;
}

/** The match in focus, and the best of every feature. */
export function matchWords(features, maps, [number, row, column], { sum, agree, cells }) {
  const bests = features.map(({ name }, n) => `${name.toLowerCase()} ${matchText(maps[n].best, cells)}`);
  return `${features[number].name} at row ${row}, column ${column} matches ${matchText(sum, cells)}: ` +
    `${agree} of ${cells} cells agree. Best matches: ${bests.join(", ")}.`;
}
