// The three layers as squares to true scale: the area of each is its number of parameters.

import { button, element, setText, svgElement } from "../shared/dom.js";
import { scaled } from "./arithmetic.js";

const SQUARE = 230; // pixels, the side of the largest one at the beginning
const ROOM = 26; // and below them, for the label of the smallest
const ARROW = 19; // pixels that lead from that label to its square
const TAG = { high: 20, around: 5 }; // behind that label, in the colour of the kernel
const CLASSES = ["dense", "local", "convolution"];

export class ScalePicture {
  /** @param {() => void} draw Called when the learner zooms. */
  constructor(draw) {
    this.zoom = element("input", { type: "range", name: "zoom", min: 0, max: 1, step: "any", value: 0,
      "aria-label": "Zoom in on the convolution", oninput: draw });
    const [width, height] = [SQUARE + 2, SQUARE + ROOM + 1];
    this.picture = svgElement("svg", { class: "to-scale", width, height, viewBox: `-1 -1 ${width} ${height}`, "aria-hidden": "true" });
    this.squares = CLASSES.map((name) => svgElement("rect", { class: `layer-${name}` }));
    this.labels = CLASSES.map((name) => svgElement("text", { class: `label label-${name}` }));
    this.arrow = svgElement("path", { class: "arrow" });
    this.tag = svgElement("rect", { class: "tag", height: TAG.high, rx: 4 });
    this.picture.append(...this.squares, this.arrow, this.tag, ...this.labels);
    this.caption = element("p", { class: "scale-words", "aria-live": "polite" });
    const bar = element("div", { class: "zoom" }, button("whole", "−", () => this.zoomTo(0, draw), { "aria-label": "Show the whole", title: "Show the whole" }),
      this.zoom, button("closest", "+", () => this.zoomTo(1, draw), { "aria-label": "Zoom all the way in", title: "Zoom all the way in" }));
    this.controls = element("div", { class: "scale-controls" },
      element("p", { class: "zoom-name", "aria-hidden": "true", text: "Zoom into the corner" }), bar, this.caption);
  }

  zoomTo(share, draw) {
    this.zoom.value = String(share);
    draw();
  }

  /**
   * Draw the layers, the ones that need most parameters first.
   * @param {any[]} layers
   */
  show(layers) {
    const counts = layers.map(({ count }) => Number(count));
    const { sides, words } = scaled(counts, SQUARE, Number(this.zoom.value));
    sides.forEach((side, n) => {
      const shown = Math.min(side, SQUARE);
      const size = { x: 0, y: SQUARE - shown, width: shown, height: shown };
      for (const [name, value] of Object.entries(size)) this.squares[n].setAttribute(name, value);
    });
    this.place(layers, sides);
    setText(this.caption, words);
    this.zoom.setAttribute("aria-valuetext", words);
  }

  // Each name is at the upper edge of its square, unless there is no room for it.
  place(layers, sides) {
    const [[dense, local, own], whole] = [this.labels, SQUARE];
    layers.forEach(({ name }, n) => setText(this.labels[n], name));
    const shown = sides.map((side) => Math.min(side, whole));
    const top = (n) => whole - shown[n];
    put(dense, 8, top(0) + 18, shown[0] - shown[1] > 24 || shown[1] < 60);
    if (shown[1] < 130) put(local, shown[1] + 8, Math.max(top(1) + 10, top(0) + 40), shown[1] - shown[2] > 4);
    else put(local, 8, top(1) + 18, shown[1] - shown[2] > 24);
    // The smallest is often only a pixel: its name is below, with an arrow.
    const [isInside, middle] = [shown[2] > 130, Math.max(shown[2], 1) / 2];
    const left = isInside ? 8 : middle + 14;
    put(own, left, isInside ? top(2) + 18 : whole + ROOM - 6, true);
    this.arrow.setAttribute("d", isInside ? "" : `M${middle},${whole + 3}l6,9h-3.5v${ARROW - 9}h-5v${9 - ARROW}h-3.5z`);
    this.tag.setAttribute("visibility", isInside ? "hidden" : "visible");
    const size = { x: left - TAG.around, y: whole + ROOM - TAG.high, width: own.getComputedTextLength() + 2 * TAG.around };
    for (const [name, value] of Object.entries(size)) this.tag.setAttribute(name, value);
  }
}

function put(label, x, y, isShown) {
  label.setAttribute("x", x);
  label.setAttribute("y", y);
  label.setAttribute("visibility", isShown ? "visible" : "hidden");
}
