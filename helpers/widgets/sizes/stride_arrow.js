// The stride, drawn: an arrow from the window in focus to the next one, as long as the step between them.

import { svgElement } from "../shared/dom.js";

const HEAD = 11; // pixels, the head of a long arrow
const BESIDE = 6; // between the windows and the arrow; less where cells are small

/**
 * The window in focus and the one beside it: to its right, else below it. The last window has neither, so that the
 * arrow comes from the one before.
 * @param {{rows: {output: number}, columns: {output: number}}} state
 * @param {number[]} focus
 * @returns {number[][]|null} From where the arrow leads and where to, [row, column] of the output each.
 */
export function stepFrom({ rows, columns }, [row, column]) {
  if (column + 1 < columns.output) return [[row, column], [row, column + 1]];
  if (row + 1 < rows.output) return [[row, column], [row + 1, column]];
  if (column) return [[row, column - 1], [row, column]];
  return row ? [[row - 1, column], [row, column]] : null;
}

export class StrideArrow {
  constructor() {
    this.others = ["next-halo", "next"].map((name) => svgElement("rect", { class: name }));
    this.lines = ["halo", "shaft"].map((name) => svgElement("path", { class: name }));
    this.node = svgElement("svg", { class: "stride-arrow", "aria-hidden": "true" }, ...this.others, ...this.lines);
  }

  draw(state, focus, { width: side, above, left }) {
    const step = stepFrom(state, focus);
    this.node.style.display = step ? "" : "none";
    if (!step) return;
    const { rows, columns } = state;
    const [from, to] = step.map(([row, column]) => ({ x: left + column * columns.stride * side, y: above + row * rows.stride * side }));
    const [wide, high] = [columns.effective * side, rows.effective * side];
    const other = String(step[0]) === String(focus) ? to : from;
    for (const [name, value] of Object.entries({ ...other, width: wide, height: high })) {
      for (const rect of this.others) rect.setAttribute(name, value);
    }
    // Below both windows, or to their right: from corner to corner, between the edge and the numbers.
    const beside = Math.min(BESIDE, side / 7);
    const [right, down] = from.y === to.y ? [0, beside] : [beside, 0];
    const path = arrowPath([from.x + wide + right, from.y + high + down], [to.x + wide + right, to.y + high + down]);
    for (const line of this.lines) line.setAttribute("d", path);
  }
}

// A line with an open head, to the right or down.
function arrowPath([x, y], [endX, endY]) {
  const isRight = endY === y;
  const head = Math.min(HEAD, 0.6 * Math.max(endX - x, endY - y));
  const half = 0.6 * head;
  const tip = isRight ? `m${-head} ${-half}l${head} ${half}l${-head} ${half}` : `m${-half} ${-head}l${half} ${head}l${half} ${-head}`;
  return `M${x} ${y}L${endX} ${endY}${tip}`;
}
