// The stride, drawn: an arrow beside the grid from the window in focus to the next one, as long as the step between them.

import { setText, svgElement } from "../shared/dom.js";

const HEAD = 11; // pixels, the head of a long arrow
const BESIDE = 8; // between the grid with its numbers and the arrow
const TICK = 5; // how far the lines at its ends go on beyond it
const LABEL = { gap: 7, width: 68 }; // between the arrow and its name, and how wide that is

/**
 * The window in focus and the one beside it: to its right, or for the last column to its left. A single column has
 * windows above and below only. The arrow leads to the right, or down.
 * @param {{rows: {output: number}, columns: {output: number}}} state
 * @param {number[]} focus
 * @returns {number[][]|null} From where the arrow leads and where to, [row, column] of the output each.
 */
export function stepFrom({ rows, columns }, [row, column]) {
  if (column + 1 < columns.output) return [[row, column], [row, column + 1]];
  if (column) return [[row, column - 1], [row, column]];
  if (row + 1 < rows.output) return [[row, column], [row + 1, column]];
  return row ? [[row - 1, column], [row, column]] : null;
}

export class StrideArrow {
  constructor() {
    this.next = svgElement("rect", { class: "next" });
    this.guides = svgElement("path", { class: "guides" });
    this.shaft = svgElement("path", { class: "shaft" });
    this.label = svgElement("text", { class: "stride-name" });
    this.node = svgElement("svg", { class: "stride-arrow", "aria-hidden": "true" }, this.next, this.guides, this.shaft, this.label);
  }

  draw(state, focus, { width: side, above, left }) {
    const step = stepFrom(state, focus);
    this.node.style.display = step ? "" : "none";
    if (!step) return;
    const { rows, columns } = state;
    const [from, to] = step.map(([row, column]) => ({ x: left + column * columns.stride * side, y: above + row * rows.stride * side }));
    const other = String(step[0]) === String(focus) ? to : from;
    for (const [name, value] of Object.entries({ ...other, width: columns.effective * side, height: rows.effective * side })) {
      this.next.setAttribute(name, value);
    }
    // Above the numbers of the columns; or to the right of the grid. Lines lead from its ends to the edges of the windows.
    const [right, bottom] = [left + columns.padded * side, above + rows.padded * side];
    const isAcross = from.y === to.y;
    const [start, end] = isAcross ? [from.x, to.x] : [from.y, to.y];
    const at = isAcross ? -BESIDE : right + BESIDE + 4;
    const edge = isAcross ? above : right;
    const outer = isAcross ? at - TICK : at + TICK;
    this.guides.setAttribute("d", [start, end].map((one) => (isAcross ? `M${one} ${outer}V${edge}` : `M${edge} ${one}H${outer}`)).join(""));
    this.shaft.setAttribute("d", arrowPath(isAcross, at, start, end));
    // Its name is after its head, or before its beginning where the grid ends.
    const isBefore = end + LABEL.gap + LABEL.width > (isAcross ? right : bottom) && start > LABEL.gap + LABEL.width;
    const along = isBefore ? start - LABEL.gap : end + LABEL.gap;
    this.label.setAttribute("text-anchor", isBefore ? "end" : "start");
    this.label.setAttribute("transform", isAcross ? `translate(${along} ${at + 5})` : `translate(${at - 5} ${along}) rotate(90)`);
    setText(this.label, `stride ${isAcross ? columns.stride : rows.stride}`);
  }
}

// A line with an open head, to the right or down.
function arrowPath(isAcross, at, start, end) {
  const head = Math.min(HEAD, 0.6 * (end - start));
  const half = 0.55 * head;
  const tip = isAcross ? `m${-head} ${-half}l${head} ${half}l${-head} ${half}` : `m${-half} ${-head}l${half} ${head}l${half} ${-head}`;
  return `${isAcross ? `M${start} ${at}H${end}` : `M${at} ${start}V${end}`}${tip}`;
}
