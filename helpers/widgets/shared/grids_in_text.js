// Grids of numbers that are written in a text, such as [[1, 2], [3, 4]].

const NUMBER = "[−-]?\\d+(?:\\.\\d+)?";
const LINE = `\\[${NUMBER}(?:, ${NUMBER})*\\]`;
const GRID = new RegExp(`\\[${LINE}(?:, ${LINE})*\\]`, "g");
const SENTENCE_END = /[.?!] +/g;
const ROLES = { window: "input", image: "input", pixels: "input", kernel: "kernel", filter: "kernel" };

/**
 * Split a text at the grids in it. What a grid is follows from the word before it: the kernel, the window, else an output.
 * @param {string} text
 * @returns {(string|{text: string, rows: string[][], role: string})[]}
 */
export function gridsIn(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(GRID)) {
    const rows = found[0].slice(2, -2).split("], [").map((line) => line.split(", "));
    if (rows.some((row) => row.length !== rows[0].length)) continue;
    const before = text.slice(from, found.index);
    if (before) parts.push(before);
    const words = text.slice(0, found.index).toLowerCase().match(/[a-z]+/g) ?? [];
    parts.push({ text: found[0], rows, role: ROLES[words.findLast((word) => word in ROLES || word === "output" || word === "map")] ?? "output" });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/**
 * The same parts with new lines, each of them null: a sentence with a grid of two rows or more starts on a line of its own,
 * and so does the sentence after it. In the middle of a line, the grid would tear it apart.
 * @param {ReturnType<typeof gridsIn>} parts
 * @returns {(ReturnType<typeof gridsIn>[number]|null)[]}
 */
export function inLines(parts) {
  const isTall = (part) => part?.rows?.length > 1;
  /** @type {ReturnType<typeof inLines>} */
  const found = [];
  for (const [place, part] of parts.entries()) {
    if (typeof part !== "string") {
      found.push(part);
      continue;
    }
    const ends = [...part.matchAll(SENTENCE_END)].map((end) => end.index + end[0].length);
    const after = isTall(parts[place - 1]) ? ends.slice(0, 1) : [];
    const before = isTall(parts[place + 1]) ? ends.slice(-1) : [];
    let from = 0;
    for (const cut of new Set([...after, ...before])) {
      found.push(part.slice(from, cut), null);
      from = cut;
    }
    found.push(part.slice(from));
  }
  return found;
}
