// Pictures that the views share: maps, the curve of an activation, and grids that lead to other cells.

import { PixelPane, shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { element, setText, svgElement } from "../shared/dom.js";
import { isCommand } from "../shared/keys.js";
import { clamp } from "../shared/numbers.js";
import { activationOf } from "../shared/activations.js";
import { windowStart } from "../shared/forward.js";
import { SIGNED_SHADES } from "../shared/signed.js";

const PIXELS = shades(pixelColour);
const PLOT = { width: 132, height: 94, edge: 8 };
const STEPS = 60; // of a curve

/** A map or a kernel as coloured pixels, with a frame around some of them. */
export class MapPicture extends PixelPane {
  /**
   * @param {string} label
   * @param {"application"|"button"|"img"} [role] Whether the arrow keys move over it, it leads somewhere, or neither.
   */
  constructor(label, role = "img") {
    super(label, `map-picture is-${role}`, 10);
    this.node.setAttribute("role", role);
    if (role === "img") this.node.removeAttribute("tabindex");
    this.frame.hidden = true;
  }

  label(text) {
    if (this.node.getAttribute("aria-label") !== text) this.node.setAttribute("aria-label", text);
  }

  /**
   * Paint numbers, 0 in the page's own colour; an image's pixels from black to white.
   * @param {{rows: number, columns: number, values: ArrayLike<number>, limit: number}} map From ±limit on the colour is full.
   * @param {number} side In pixels of the screen, of the longer side.
   * @param {number[]|null} [range] [black, white] of an image.
   */
  show({ rows, columns, values, limit }, side, range = null) {
    this.size({ rows, columns }, side / Math.max(rows, columns));
    if (range) this.paint({ rows, columns }, (i) => values[i] - range[0], range[1] - range[0] || 1, PIXELS);
    else this.paint({ rows, columns }, (i) => values[i], limit || 1, SIGNED_SHADES);
  }

  /** Frame a window, [row, column, rows, columns], or nothing. Where it covers padding, it is open at the edge. */
  frameAt(window) {
    const axes = window && [[window[0], window[2], this.canvas.height], [window[1], window[3], this.canvas.width]];
    this.frame.hidden = !axes?.every(([first, length, cells]) => first + length > 0 && first < cells);
    if (this.frame.hidden) return;
    const [[top, high], [left, wide]] = axes.map(([first, length, cells]) => {
      const start = Math.max(first, -1);
      return [start, Math.min(first + length, cells + 1) - start];
    });
    this.surround(top, left, high, wide);
  }
}

/** The image in grey: the mean of its channels, row by row. @param {import("../shared/forward.js").Run} run */
export function greyImage({ network, values: [pixels] }) {
  const { height, width, channels } = network.nodes[0];
  if (channels === 1) return pixels;
  return Float32Array.from({ length: height * width }, (_, i) =>
    pixels.subarray(i * channels, (i + 1) * channels).reduce((sum, value) => sum + value, 0) / channels);
}

/** [black, white] where a node shows pixels, else null: its numbers are signed. */
export function rangeOf(node, range) {
  return node.kind === "input" ? range : null;
}

/**
 * Which cells of its input a cell of a node reads: [row, column, rows, columns], also where some of them are padding.
 * @param {import("../shared/forward.js").Node} node
 * @param {number} row @param {number} column
 */
export function windowOf(node, row, column) {
  const { kind, size, dilation, pads } = node;
  if (["conv", "depthwise", "pool", "global_pool"].includes(kind)) {
    const [high, wide] = [0, 1].map((axis) => dilation[axis] * (size[axis] - 1) + 1);
    return [windowStart(node, 0, row), windowStart(node, 1, column), high, wide];
  }
  if (kind === "pad") return [row - pads[0], column - pads[2], 1, 1];
  return [row, column, 1, 1];
}

/** The curve of an activation, with a dot at one sum. */
export class ActivationPlot {
  constructor() {
    this.axes = svgElement("path", { class: "axis" });
    this.curve = svgElement("path", { class: "curve" });
    this.guide = svgElement("path", { class: "guide" });
    this.dot = svgElement("circle", { class: "dot", r: 6 });
    this.caption = element("div", { class: "plot-caption" });
    const { width, height } = PLOT;
    this.node = element("div", { class: "activation-plot" },
      svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
        this.axes, this.guide, this.curve, this.dot), this.caption);
  }

  /** @param {any} node Of the network. @param {number} place Of the sum in `run.sums`. @param {string} text The caption. */
  show(node, sum, value, place, text) {
    const reach = Math.max(Math.abs(sum) * 1.25, 0.5);
    const xs = Array.from({ length: STEPS + 1 }, (_, i) => (2 * i / STEPS - 1) * reach);
    const ys = xs.map((x) => activationOf(node, x, place));
    const [low, high] = [Math.min(...ys, value, -0.2 * reach), Math.max(...ys, value, 0.2 * reach)];
    const { width, height, edge } = PLOT;
    const right = (x) => edge + (x / reach + 1) / 2 * (width - 2 * edge);
    const down = (y) => height - edge - (y - low) / (high - low) * (height - 2 * edge);
    const at = (x, y) => `${right(x).toFixed(1)} ${clamp(down(y), 0, height).toFixed(1)}`;
    this.axes.setAttribute("d", `M${edge} ${down(0)}H${width - edge}M${right(0)} ${edge}V${height - edge}`);
    this.curve.setAttribute("d", `M${xs.map((x, i) => at(x, ys[i])).join("L")}`);
    this.guide.setAttribute("d", `M${at(sum, 0)}L${at(sum, value)}L${at(0, value)}`);
    this.dot.setAttribute("cx", right(sum));
    this.dot.setAttribute("cy", down(value));
    setText(this.caption, text);
  }
}

/** Make something act on a click, Enter and the space bar, as a button does. */
export function press(page, node, act) {
  page.on(node, "click", act);
  page.on(node, "keydown", (event) => {
    if (isCommand(event) || event.target !== node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    act(event);
  });
}

const OPENS_CELL = /^(F2|[-−+.\d])$/; // keys that begin to change a number

/**
 * Let pointer and keys move over a grid of numbers, go into one of its cells, or change it.
 * @param {any} page
 * @param {import("../shared/grid.js").NumberGrid} grid
 * @param {object} acts
 * @param {(place: number[]) => void} acts.point The cell that is pointed at.
 * @param {(place: number[]) => void} [acts.enter] Enter, or a double click.
 * @param {(place: number[], typed: string|null) => void} [acts.edit] Given what was typed on the cell; with it, Enter and a
 *   double click edit.
 */
export function watchCells(page, grid, { point, enter, edit }) {
  const isTyping = (event) => event.target.matches("input");
  const act = edit ? (place) => edit(place, null) : enter;
  const at = (todo) => (event) => { const place = grid.place(event); if (place && !isTyping(event)) todo(place); };
  page.on(grid.node, "pointermove", at(point));
  page.on(grid.table, "focusin", at((place) => { grid.activate(place[0], place[1]); point(place); }));
  page.on(grid.node, "click", at((place) => grid.goTo(place[0], place[1], { preventScroll: true })));
  if (act) page.on(grid.node, "dblclick", at(act));
  page.on(grid.table, "keydown", (event) => {
    if (isTyping(event) || isCommand(event)) return;
    const place = grid.step(event);
    if (!place && !(act && event.key === "Enter") && !(edit && OPENS_CELL.test(event.key))) return;
    event.preventDefault();
    if (place) grid.goTo(place[0], place[1]);
    else if (event.key === "Enter") act(grid.active);
    else edit(grid.active, event.key.length === 1 ? event.key.replace("-", "−") : null);
  });
}
