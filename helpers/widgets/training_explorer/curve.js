// A curve that grows while you watch: losses against steps, on an axis that is linear or logarithmic.

import { element, setText, svgElement } from "../shared/dom.js";
import { rounded, tickText } from "./words.js";

const HEIGHT = 160; // unless another is given
const SIDES = { left: 48, right: 12, top: 9, bottom: 24 };
const NEWEST = 96; // pixels across that the newest number needs beside its line
const TICK_LABEL = 17; // pixels down that a number at the other axis needs
const LAST_LABEL = 74; // pixels across that the last number at the axis needs, which says "step"
const MANY_TIMES = 50; // from this ratio of the largest to the smallest on, small numbers need a logarithmic axis

/**
 * Some numbers of a curve: the values, and the steps they belong to.
 * @typedef {object} Line
 * @property {ArrayLike<number>} values
 * @property {number} count How many of them there are.
 * @property {(place: number) => number} step
 * @property {string} kind How it is marked: "line", "before" for an earlier line, "dots", or "held" for what is held out.
 */

/** Whether a logarithmic axis shows the numbers better. @param {Line[]} lines */
export function needsLog(lines) {
  const [least, largest] = range(lines, true);
  return least > 0 && largest / least > MANY_TIMES;
}

// The smallest and the largest finite number; only those above 0 if asked.
function range(lines, positive) {
  let [least, largest] = [Infinity, -Infinity];
  for (const { values, count } of lines) {
    for (let i = 0; i < count; i++) {
      const value = values[i];
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
  }
  return [least, largest];
}

/**
 * The numbers written at an axis.
 * @param {number} least
 * @param {number} largest
 * @param {boolean} isLog
 * @returns {number[]}
 */
export function ticks(least, largest, isLog) {
  if (isLog) {
    const [from, to] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(largest) + 1e-9)];
    const stride = Math.max(1, Math.ceil((to - from) / 4));
    const found = [];
    for (let power = from; power <= to; power += stride) found.push(10 ** power);
    return found;
  }
  const rough = (largest - least) / 3 || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((one) => one >= rough);
  const found = [];
  for (let n = Math.ceil(least / step - 1e-9); n * step <= largest + step * 1e-9; n++) found.push(n * step);
  return found;
}

// With a tick at or above the largest number.
function withTick(least, largest) {
  const found = ticks(least, largest, false);
  const step = found.length > 1 ? found[1] - found[0] : 0;
  return [least, step && largest > found.at(-1) + 1e-9 * step ? found.at(-1) + step : largest];
}

/** A drawing of some lines over steps. */
export class Curve {
  /**
   * @param {object} options
   * @param {string} options.title
   * @param {[string, string][]} [options.key] Names of the kinds of marks: [kind, name].
   * @param {[number, number]|null} [options.fixed] The ends of the axis, where they never change.
   * @param {number} [options.height] In pixels.
   * @param {boolean} [options.hasLast] Whether the newest number is written at the end of its line.
   * @param {(value: number) => string} [options.tick] How a number at the axis is written.
   * @param {number|null} [options.reference] A number to compare with: a thin dashed line, which the key calls "reference".
   */
  constructor({ title, key = [], fixed = null, height = HEIGHT, hasLast = false, tick = tickText, reference = null }) {
    this.fixed = fixed;
    this.tick = tick;
    this.reference = reference;
    this.height = height;
    this.width = 320;
    this.right = hasLast ? NEWEST : SIDES.right; // pixels to the right of the drawing
    this.axes = svgElement("path", { class: "axis" });
    this.marks = svgElement("g", {});
    this.texts = svgElement("g", {});
    this.lines = svgElement("path", { class: "ruled" });
    this.svg = svgElement("svg", { "aria-hidden": "true" }, this.lines, this.axes, this.marks, this.texts);
    /** @type {SVGTextElement|null|any} */
    this.last = hasLast ? this.svg.appendChild(svgElement("text", { class: "last" })) : null;
    if (reference !== null) {
      this.level = svgElement("path", { class: "reference" });
      this.axes.after(this.level);
    }
    this.title = element("div", { class: "title", text: title });
    this.key = element("div", { class: "key", "aria-hidden": "true" },
      ...key.map(([kind, name]) => element("span", { class: `key-${kind}` }, element("span", { class: `mark ${kind}` }), element("span", { text: name }))));
    this.node = element("div", { class: "figure curve" }, this.title, this.key, this.svg);
    /** @type {any[]} */
    this.paths = [];
    /** @type {any[]} */
    this.labels = [];
  }

  /**
   * Draw lines as far as a step.
   * @param {Line[]} lines
   * @param {number} last The step at the right end.
   * @param {boolean} isLog
   */
  draw(lines, last, isLog) {
    const { width } = this;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.svg.setAttribute("height", String(this.height));
    this.svg.setAttribute("width", width);
    this.node.style.width = `${width}px`; // so that its key does not push it into the next line
    const scale = this.scale(lines, last, isLog);
    lines.forEach((line, n) => {
      this.paths[n] ||= this.marks.appendChild(svgElement("path", {}));
      this.paths[n].setAttribute("class", `drawn ${line.kind}${line.count === 1 ? " point" : ""}`);
      this.paths[n].setAttribute("d", isLine(line) ? linePath(line, scale) : dotsPath(line, scale));
    });
    this.write(scale);
    this.drawReference(scale);
    this.writeLast(lines.find(({ kind }) => kind === "line"), scale);
  }

  // The newest number, beside its point, where that is asked for.
  writeLast(line, { across, down }) {
    if (!this.last) return;
    const value = line?.values[line.count - 1];
    this.last.toggleAttribute("hidden", !Number.isFinite(value));
    if (!Number.isFinite(value)) return;
    this.last.setAttribute("x", across(line.step(line.count - 1)) + 9);
    this.last.setAttribute("y", down(value) + 5);
    setText(this.last, rounded(value));
  }

  // The line to compare with.
  drawReference({ down }) {
    if (this.reference !== null) this.level.setAttribute("d", `M${SIDES.left} ${down(this.reference).toFixed(1)}H${this.width - this.right}`);
  }

  /** Leave out of the key what is not drawn. @param {Record<string, boolean>} isDrawn Kinds of marks. */
  offer(isDrawn) {
    for (const [kind, is] of Object.entries(isDrawn)) this.key.querySelector(`.key-${kind}`).hidden = !is;
  }

  /** Say in the key what a kind of mark is. @param {string} kind @param {string} text */
  name(kind, text) {
    setText(this.key.querySelector(`.key-${kind}`).lastChild, text);
  }

  /** Say in the key what the dashed line is; nothing hides it. @param {string} text */
  sayBefore(text) {
    const one = this.key.querySelector(".key-before");
    one.hidden = !text;
    setText(one.lastChild, text);
  }

  // How steps and numbers become places on the drawing.
  scale(lines, last, isLog) {
    let [least, largest] = this.fixed ?? range(lines, isLog);
    if (!(largest >= least)) [least, largest] = isLog ? [1, 10] : [0, 1];
    if (!this.fixed && !isLog) [least, largest] = withTick(Math.min(0, least), largest || 1);
    if (isLog) { least = Math.max(least, largest * 1e-16); if (largest / least < 10) least = largest / 10; }
    const [from, to] = isLog ? [Math.log10(least), Math.log10(largest)] : [least, largest];
    const [left, right] = [SIDES.left, this.width - this.right];
    const [top, bottom] = [SIDES.top, this.height - SIDES.bottom];
    const steps = Math.max(last, 10);
    return {
      least, largest, isLog, steps,
      across: (step) => left + ((right - left) * step) / steps,
      down: (value) => {
        const place = isLog ? Math.log10(Math.max(value, least)) : value;
        return bottom - (bottom - top) * Math.min(Math.max((place - from) / (to - from || 1), 0), 1);
      },
    };
  }

  // The axes and their numbers.
  write({ least, largest, isLog, steps, across, down }) {
    const [left, right, bottom] = [SIDES.left, this.width - this.right, this.height - SIDES.bottom];
    let values = ticks(least, largest, isLog);
    while (values.length > 2 && Math.abs(down(values[1]) - down(values[0])) < TICK_LABEL) values = values.filter((_, n) => n % 2 === 0);
    const at = ticks(0, steps, false).filter((step, n, all) => Number.isInteger(step) && (n === all.length - 1 || across(all.at(-1)) - across(step) > LAST_LABEL));
    this.axes.setAttribute("d", `M${left} ${SIDES.top}V${bottom}H${right}${values.map((value) => `M${left - 4} ${down(value).toFixed(1)}h4`).join("")}` +
      at.map((step) => `M${across(step).toFixed(1)} ${bottom}v4`).join(""));
    this.lines.setAttribute("d", values.map((value) => `M${left} ${down(value).toFixed(1)}H${right}`).join(""));
    const wanted = [
      ...values.map((value) => [left - 7, down(value) + 4.5, "end", this.tick(value)]),
      ...at.map((step, n) => [across(step), bottom + 19, "middle", n === at.length - 1 ? `step ${tickText(step)}` : tickText(step)]),
    ];
    wanted.forEach(([x, y, anchor, text], n) => {
      this.labels[n] ||= this.texts.appendChild(svgElement("text", {}));
      const isLast = anchor === "middle" && n === wanted.length - 1;
      const label = this.labels[n];
      label.setAttribute("x", isLast ? Math.min(x, right - 22) : x);
      label.setAttribute("y", y);
      label.setAttribute("text-anchor", anchor);
      setText(label, text);
    });
    while (this.labels.length > wanted.length) this.labels.pop().remove();
  }
}

function isLine({ kind }) {
  return kind === "line" || kind === "before";
}

// A line with at most two points for each pixel across: the smallest and the largest number that belong there.
function linePath({ values, count, step }, { across, down }) {
  let path = "";
  let place = 0;
  while (place < count) {
    const column = Math.floor(across(step(place)));
    let [low, high] = [Infinity, -Infinity];
    const first = place;
    for (; place < count && Math.floor(across(step(place))) === column; place++) {
      const value = Number.isFinite(values[place]) ? values[place] : Infinity;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const x = place - first === 1 ? across(step(first)) : column + 0.5;
    path += `${path ? "L" : "M"}${x.toFixed(1)} ${down(high).toFixed(1)}`;
    if (place - first > 1) path += `L${x.toFixed(1)} ${down(low).toFixed(1)}`;
  }
  return count === 1 ? `${path}h0.1` : path;
}

function dotsPath({ values, count, step }, { across, down }) {
  let path = "";
  for (let place = 0; place < count; place++) path += `M${across(step(place)).toFixed(1)} ${down(values[place]).toFixed(1)}h0.1`;
  return path;
}
