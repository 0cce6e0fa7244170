// Numbers and words, read and written the way the course does in Python too.

/**
 * Read what a person typed, as helpers/numerals.py does: 3, −1, 0.5, 0,5, 1/9, 921,600. Else null, never NaN.
 * @param {string} text
 * @returns {number|null}
 */
export function readNumber(text) {
  const values = text.replace(/[−–‒‐‑﹣-]/g, "-").split("/").map(readPart);
  if (values.length > 2 || values.includes(null)) return null;
  const value = values.length === 2 ? values[0] / values[1] : values[0];
  return Number.isFinite(value) ? value : null;
}

// Read a number without a fraction bar.
function readPart(text) {
  const part = text.trim();
  const grouped = /^([+-]?[1-9]\d{0,2})(([,'’ \u00a0\u2009\u202f])\d{3}(?:\3\d{3})*)(\.\d+)?$/.exec(part);
  if (grouped) return Number(grouped[1] + grouped[2].replaceAll(grouped[3], "") + (grouped[4] ?? ""));
  return /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part.replace(",", ".")) : null;
}

/** Write a number: exact up to four decimals, otherwise rounded to about four digits and marked ≈. */
export function writeNumber(value) {
  const near = Math.round(value * 1e4) / 1e4;
  const size = Math.abs(value);
  if (Math.abs(value - near) <= 1e-9 * Math.max(1, size)) return withMinus(String(near + 0));
  const digits = size < 0.001 ? value.toExponential(1) : value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 1);
  return `≈${withMinus(digits)}`;
}

/** Write a number rounded to two decimals: further digits of a float32 sum would be noise. */
export function shortNumber(value) {
  return writeNumber(Math.round(value * 100) / 100);
}

/** Write a number exactly, with a true minus sign, as it is typed into a field. */
export function plainNumber(value) {
  return withMinus(String(value));
}

function withMinus(text) {
  return text.replaceAll("-", "−");
}

/** Write a whole number with its thousands grouped: 36,928. */
export function grouped(count) {
  return count.toLocaleString("en-US");
}

/** Write a share of 1 with one decimal: 12.5%. */
export function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

/** A probability with one decimal. None is written as 0% or 100%: a softmax gives neither, it only comes near. */
export function probabilityText(share) {
  return share >= 0.9995 ? "> 99.9%" : share < 0.0005 ? "< 0.1%" : `${(100 * share).toFixed(1)}%`;
}

/** Write a term of a sum with its sign: " − 256", " + 24". */
export function signedTerm(value) {
  const text = writeNumber(value);
  return value < 0 && text !== "0" ? ` − ${text.replace("−", "")}` : ` + ${text}`;
}

/** Write a size: 28 × 28, or 26 × 26 × 64. */
export function by(...sides) {
  return sides.join(" × ");
}

export function counted(count, name) {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

/** A text with a capital at its beginning. */
export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** Write indices as words: "row 3", "rows 0–2", "rows 0, 2, 4", "columns −1 to 1". */
export function listed(name, indices) {
  const text = indices.map(plainNumber);
  if (indices.length === 1) return `${name} ${text[0]}`;
  const dense = indices.every((index, i) => i === 0 || index === indices[i - 1] + 1);
  if (dense) return `${name}s ${text[0]}${indices[0] < 0 ? " to " : "–"}${text.at(-1)}`;
  return `${name}s ${text.length > 6 ? `${text.slice(0, 5).join(", ")}, …` : text.join(", ")}`;
}

/** The number itself, or the end of the range from `least` to `largest` that is nearer to it. */
export function clamp(value, least, largest) {
  return Math.min(Math.max(value, least), largest);
}

/** The largest absolute value in a grid, an array of rows. */
export function largestOf(grid) {
  return Math.max(...grid.flat().map(Math.abs));
}

/** The largest absolute value among the first `count` numbers of a long list. */
export function largestSize(values, count = values.length) {
  let largest = 0;
  for (let i = 0; i < count; i++) if (Math.abs(values[i]) > largest) largest = Math.abs(values[i]);
  return largest;
}

/** The place of the largest of some values; of several, the first. */
export function strongestPlace(values) {
  let place = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[place]) place = i;
  return place;
}

/** The cell with the largest of the values of a grid that are given row by row: [row, column]. */
export function strongestCell(values, columns) {
  const place = strongestPlace(values);
  return [Math.floor(place / columns), place % columns];
}

/** A copy of a grid with one number changed; the old grid stays as it is. */
export function withNumber(grid, row, column, value) {
  return grid.map((line, i) => line.map((old, j) => (i === row && j === column ? value : old)));
}

/** The bytes of a message from Python, in a buffer of their own: they may start anywhere in the old one. */
export function bytesOf(data) {
  return new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice();
}

/** The float32 numbers of a message from Python; these must start at a multiple of four bytes. */
export function floatsOf(data) {
  return new Float32Array(bytesOf(data).buffer);
}
