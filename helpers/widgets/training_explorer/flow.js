// The small network as a flow: its parts are in columns, joined by edges as thick as their weights.

import { element } from "../shared/dom.js";
import { signedOnPage } from "../shared/signed.js";

const BAR = { width: 120, height: 3 }; // pixels: where the edges to a list of classes end, above its title
const [THINNEST, THICKEST] = [0.4, 2.4]; // pixels
const DASH = [4, 3];
const REST = 0.55; // how strong edges are while the pointer is on no part
const [PALEST, FULLEST] = [0.3, 0.85]; // the colour of an edge whose numbers have a mean of 0, and of one whose numbers are all equal

/**
 * What is at the ends of edges, as rectangles on the stage: [left, top, right, bottom], and the top and the bottom of the
 * part that they are in.
 * @typedef {number[][]} Ends
 * @typedef {{from: Element[], to: Element[], edges: number|null}} Join Elements that are joined: each with each by the
 *   edges of this layer, or one by one by plain lines where it is null.
 */

/** The stage with the columns, and the edges painted below them. */
export class Flow {
  /** @param {(Element|number)[]} parts Columns, and between them how much of the free room goes to a gap. */
  constructor(parts) {
    this.canvas = element("canvas", { class: "edges", "aria-hidden": "true" });
    this.node = element("div", { class: "flow" }, this.canvas,
      ...parts.map((part) => (typeof part === "number" ? element("div", { class: "gap", style: `--share: ${part}` }) : part)));
    /** @type {Join[]} */
    this.joins = [];
    /** @type {{from: Ends, to: Ends}[]|null} Where the ends are; null until they are measured. */
    this.ends = null;
    this.size = [0, 0];
    this.isMissed = false; // whether it had no size when it was last drawn, as in a cell that JupyterLab hides
    this.isDown = false;
    /** @type {Element|null} What the pointer is on: of its layers, only its edges are drawn. */
    this.pointed = null;
    /** @type {Element[]} The parts whose edges are drawn alone where the pointer is on none. */
    this.prominent = [];
  }

  /** Turn it from left to right, or from top to bottom; then nothing is where it was. @param {boolean} isDown */
  turn(isDown) {
    this.isDown = isDown;
    this.node.classList.toggle("down", isDown);
    this.ends = null;
  }

  measure() {
    const { left, top, width, height } = this.node.getBoundingClientRect();
    if (!width) return;
    const place = (node) => {
      const [box, part] = [node, node.closest(".figure")].map((one) => one.getBoundingClientRect());
      return [box.left - left, box.top - top, box.right - left, box.bottom - top, part.top - top, part.bottom - top];
    };
    this.ends = this.joins.map(({ from, to }) => ({ from: from.map(place), to: to.map(place) }));
    this.size = [width, height];
  }

  /** Which parts' edges are drawn alone in the layers that they belong to. @param {Element[]} parts */
  standOut(parts) {
    this.prominent = parts;
  }

  /**
   * Paint the edges: wider for larger numbers, in a fuller colour the more of them have the same sign, and dashed if
   * their mean is below 0.
   * @param {import("./edges.js").Edges[]} layers
   */
  draw(layers) {
    if (!this.ends || this.node.offsetHeight !== Math.round(this.size[1])) this.measure(); // the parts may have wrapped in another way
    this.isMissed = !this.ends;
    if (!this.ends) return;
    const brush = this.clear();
    this.joins.forEach(({ from, to, edges }, n) => {
      if (edges === null) this.drawPlain(brush, this.ends[n]);
      else this.drawEdges(brush, this.ends[n], layers[edges], [from, to]);
    });
  }

  clear() {
    const [width, height] = this.size;
    const scale = window.devicePixelRatio || 1;
    const [across, down] = [width, height].map((side) => Math.round(side * scale));
    if (this.canvas.width !== across || this.canvas.height !== down) [this.canvas.width, this.canvas.height] = [across, down];
    const brush = this.canvas.getContext("2d");
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    brush.clearRect(0, 0, width, height);
    return brush;
  }

  drawPlain(brush, { from, to }) {
    brush.setLineDash([]);
    brush.globalAlpha = 0.5;
    brush.strokeStyle = getComputedStyle(this.canvas).color;
    brush.lineWidth = 1;
    brush.beginPath();
    from.forEach((start, n) => this.trace(brush, start, to[n]));
    brush.stroke();
  }

  drawEdges(brush, ends, { to, sizes, means, largest }, [fromNodes, toNodes]) {
    const nodes = [...fromNodes, ...toNodes];
    const lit = nodes.includes(this.pointed) ? [this.pointed] : this.prominent.filter((node) => nodes.includes(node));
    // A list of classes one below the other has no room for edges to each: those of one class end above it.
    const isListed = this.isDown && toNodes[0].matches("li");
    for (const n of sizes.keys()) {
      const [start, end] = [Math.floor(n / to), n % to];
      if (lit.length && !lit.includes(fromNodes[start]) && !lit.includes(toNodes[end])) continue;
      const share = Number.isFinite(sizes[n]) && largest ? Math.min(sizes[n] / largest, 1) : 0;
      const colour = (PALEST + (FULLEST - PALEST) * Math.min(Math.abs(means[n]) / (sizes[n] || 1), 1)) * (means[n] < 0 ? -1 : 1);
      brush.setLineDash(means[n] < 0 ? DASH : []);
      brush.strokeStyle = `rgb(${signedOnPage(colour, 1)})`;
      brush.globalAlpha = (this.pointed ? 1 : REST) * (0.35 + 0.65 * share);
      brush.lineWidth = THINNEST + (THICKEST - THINNEST) * share ** 2;
      brush.beginPath();
      if (isListed) this.traceDown(brush, ends.from[start], this.onBar(ends.from[start], ends.to[0]));
      else this.trace(brush, ends.from[start], ends.to[end]);
      brush.stroke();
    }
    if (isListed) this.drawBar(brush, ends.to[0]);
  }

  // Where on the bar above a list the edge of a rectangle ends: in the order in which they are across.
  onBar([left, , right], [listLeft, , , , top]) {
    const x = listLeft + (BAR.width * (left + right)) / 2 / this.size[0];
    return [x, top, x, top, top];
  }

  drawBar(brush, [left, , , , top]) {
    brush.globalAlpha = 1;
    brush.fillStyle = getComputedStyle(this.canvas).color;
    brush.fillRect(left, top, BAR.width, BAR.height);
  }

  // Below its part and above the title of the other one, an edge goes straight down.
  traceDown(brush, /** @type {number[]} */ [left, , right, bottom, , end], /** @type {number[]} */ [otherLeft, otherTop, otherRight, , begin]) {
    const [x, otherX, middle] = [(left + right) / 2, (otherLeft + otherRight) / 2, (end + begin) / 2];
    brush.moveTo(x, bottom);
    if (begin >= end) {
      brush.lineTo(x, end);
      brush.bezierCurveTo(x, middle, otherX, middle, otherX, begin);
    }
    brush.lineTo(otherX, otherTop);
  }

  // From the end of one rectangle to the start of another, level at both.
  trace(brush, /** @type {number[]} */ from, /** @type {number[]} */ to) {
    const [[, top, right, bottom], [otherLeft, otherTop, , otherBottom]] = [from, to];
    if (this.isDown) this.traceDown(brush, from, to);
    else {
      const [y, otherY, middle] = [(top + bottom) / 2, (otherTop + otherBottom) / 2, (right + otherLeft) / 2];
      brush.moveTo(right, y);
      brush.bezierCurveTo(middle, y, middle, otherY, otherLeft, otherY);
    }
  }
}
