// How large each frame is, written beside it where no line runs.

import { element, resizeChildren, setText } from "../shared/dom.js";

const APART = 4; // pixels between a frame and its size
const FURTHER = [8, 12, 16]; // where that has no place on its own grid
const CLEAR = 1; // and at least between a line and the size

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box In pixels.
 */

/**
 * Where the size of a frame is written: above it, below it, or, where no other place is free, in its corner.
 * @param {Box} frame
 * @param {number[]} size Width and height of what is written.
 * @param {Box} room What it should stay in.
 * @param {number[][]} lines What it must not cover: [x, y, x, y].
 * @param {Box} most What it has to stay in, where it has no place in its room.
 * @returns {number[]} Its left and its upper edge.
 */
export function placeOfSize(frame, [width, height], room, lines, most = room) {
  const inside = (/** @type {number} */ x) => Math.max(room.left, Math.min(x, room.right - width));
  const isWide = width > room.right - room.left; // then it is in the middle of its room, and past both of its sides
  const beside = [frame.left, frame.right - width, (frame.left + frame.right - width) / 2];
  const across = isWide ? [(room.left + room.right - width) / 2] : [...beside, inside(frame.left)];
  const placesAt = (/** @type {number} */ apart, xs = across) =>
    [frame.top - apart - height, frame.bottom + apart].flatMap((y) => xs.map((x) => [x, y]));
  const isFree = (/** @type {Box} */ within) => (/** @type {number[]} */ [x, y]) => {
    const box = { left: x, top: y, right: x + width, bottom: y + height };
    return box.left >= within.left && box.right <= within.right && box.top >= within.top && box.bottom <= within.bottom &&
      !lines.some((line) => crosses(line, box));
  };
  return [APART, ...FURTHER].flatMap((apart) => placesAt(apart)).find(isFree(isWide ? most : room)) ??
    placesAt(APART, beside).find(isFree(most)) ?? [inside(frame.left + APART), frame.top + APART];
}

/**
 * Whether a line goes through a box, or passes too near: what is left of it between the edges (Liang and Barsky, 1984).
 * @param {number[]} line
 * @param {Box} box
 */
function crosses([x, y, toX, toY], box) {
  let [from, to] = [0, 1];
  for (const [start, step, least, most] of [[x, toX - x, box.left, box.right], [y, toY - y, box.top, box.bottom]]) {
    const ends = [least - CLEAR - start, most + CLEAR - start];
    if (!step) {
      if (ends[0] >= 0 || ends[1] <= 0) return false;
      continue;
    }
    const [enter, leave] = ends.map((end) => end / step).sort((one, other) => one - other);
    [from, to] = [Math.max(from, enter), Math.min(to, leave)];
  }
  return from < to;
}

export class FrameSizes {
  constructor() {
    this.node = element("div", { class: "frame-sizes", "aria-hidden": "true" }); // the table has them, too
    /** @type {Map<string, number[]>} Width and height of each text: to measure it with every cell would take most of a frame. */
    this.measured = new Map();
  }

  /**
   * @param {{text: string, frame: Box, grid: Box, room: Box}[]} frames `grid` is what the frame is on, `room` what is around that.
   * @param {number[][]} lines
   */
  show(frames, lines) {
    resizeChildren(this.node, frames.length, () => element("span"));
    frames.forEach(({ text }, n) => setText(this.node.children[n], text));
    const sizes = frames.map(({ text }, n) => this.measured.get(text) ?? this.measure(text, this.node.children[n]));
    frames.forEach(({ frame, grid, room }, n) => {
      const [x, y] = placeOfSize(frame, sizes[n], { ...room, left: grid.left, right: grid.right }, lines, room);
      this.node.children[n].style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    });
  }

  measure(text, { offsetWidth, offsetHeight }) {
    if (offsetWidth) this.measured.set(text, [offsetWidth, offsetHeight]);
    return [offsetWidth, offsetHeight];
  }
}
