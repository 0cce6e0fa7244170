// What if? The image and the network are changed here, and the answers before and after are compared.

import { lineOf } from "../shared/line.js";
import { PixelPane } from "../shared/canvas.js";
import { button, element, labelled, problemLine, setText, tell } from "../shared/dom.js";
import { ARROWS, isCommand, moveByKey } from "../shared/keys.js";
import { IMAGE_CHANGES } from "../shared/limits.js";
import { plainNumber, probabilityText, readNumber, strongestPlace } from "../shared/numbers.js";
import { realNumber } from "../shared/settings.js";
import { brushPixels, canSwitchOff, changeList, channelsIn, coverAt, under, weightIndex } from "./changes.js";
import { isEdited, withPaint, withWeight } from "./edits.js";
import { paintPixels } from "./overview.js";

/** What is said before the first stroke of a drawing. */
export const UNDRAWN = "Draw here. What you see now comes from the biases alone.";
const PANE = 140; // pixels: the side of the image
const KEYS = "The image. The arrow keys move, with Shift they paint on the way; Space paints, Delete erases.";
const SHIFTS = { turn: ["Turn", "°", 5], down: ["Down", "", 1], right: ["Right", "", 1] };
const BRUSHES = [1, 2, 3, 4];
const COVERS = [3, 5, 7, 10, 14];

export class WhatIf {
  /**
   * @param {any} page
   * @param {() => void} close
   */
  constructor(page, close) {
    this.page = page;
    const [rows, columns, channels] = page.images.shape;
    /** @type {any} */
    this.shape = { rows, columns, channels };
    this.place = [rows >> 1, columns >> 1];
    /** @type {any} The edits before the stroke, while there is one. */
    this.stroke = null;
    /** @type {any} The node and channel that are changed. */
    this.target = { node: -1, channel: 0, weight: "bias" };
    this.pane = new PixelPane(KEYS, "what-if-pane");
    this.pane.size(this.shape, PANE / Math.max(rows, columns));
    this.version = -1; // of what is shown
    this.problem = problemLine();
    this.list = element("p", { class: "change-list" });
    this.reset = button("undo-all", "Undo all changes", () => page.edit({}));
    this.answer = element("p", { class: "before-after" });
    this.node = element("section", { class: "what-if", "aria-label": "What if?" },
      element("div", { class: "pane-box" }, this.pane.node),
      this.imageTools(), this.networkTools(),
      element("div", { class: "change-box" }, this.answer, this.list, this.problem,
        element("div", { class: "change-buttons" }, this.reset, button("close", "Close", close))));
    this.listen();
  }

  imageTools() {
    const { page } = this;
    this.tool = select("tool", [["brush", "paint"], ["eraser", "erase"], ["cover", "cover"]]);
    this.size = select("brush", BRUSHES.map((n) => [n, `${n} × ${n}`]));
    this.size.value = "2";
    this.grey = element("input", { type: "range", name: "grey", min: 5, max: 100, step: 5 });
    this.grey.value = "85";
    page.on(this.tool, "change", () => this.chooseTool());
    /** @type {Record<string, any>} */
    this.sliders = {};
    const sliders = Object.entries(SHIFTS).map(([name, [title, , step]]) => {
      const [min, max] = IMAGE_CHANGES[name];
      const slider = element("input", { type: "range", name, min, max, step });
      const output = element("output");
      this.sliders[name] = { slider, output };
      page.on(slider, "input", () => page.edit({ ...page.edits, [name]: Number(slider.value) }, [name]));
      return element("span", { class: "slider" }, labelled(title, slider), output);
    });
    return element("fieldset", {}, element("legend", { text: "The image" }),
      element("span", { class: "pair" }, labelled("Tool", this.tool), labelled("Size", this.size)), labelled("Brightness", this.grey), ...sliders);
  }

  networkTools() {
    const { page } = this;
    const { nodes } = page.network;
    this.switchable = nodes.filter((node) => canSwitchOff(page.network, node));
    this.weighted = nodes.filter((node) => node.weights.kernel);
    this.layer = select("layer", this.weighted.map((node) => [node.index, `${node.short}${node.name && ` (${node.name})`}`]));
    this.channel = select("channel", []);
    this.isOn = element("input", { type: "checkbox", name: "on" });
    this.onLabel = element("label", { class: "check" }, this.isOn, "on");
    this.from = select("from", []);
    this.row = select("row", []);
    this.column = select("column", []);
    this.value = element("input", { type: "text", name: "weight", autocomplete: "off", "aria-label": "Weight" });
    this.back = button("put-back", "Put back", () => this.change(null));
    page.on(this.layer, "change", () => this.aim({ node: Number(this.layer.value), channel: 0 }));
    page.on(this.channel, "change", () => this.aim({ ...this.target, channel: Number(this.channel.value) }));
    for (const one of [this.from, this.row, this.column]) page.on(one, "change", () => this.showWeight());
    page.on(this.isOn, "change", () => page.toggle(this.target));
    page.on(this.value, "change", () => this.readWeight());
    page.on(this.value, "keydown", (event) => { if (event.key === "Enter") this.readWeight(); });
    this.places = element("span", { class: "pair" }, labelled("Row", this.row), labelled("Column", this.column));
    const node = element("fieldset", {}, element("legend", { text: "The network" }), labelled("Layer", this.layer),
      element("span", { class: "pair" }, labelled("Filter", this.channel), this.onLabel), labelled("Weight of", this.from), this.places,
      element("span", { class: "pair" }, this.value, this.back));
    node.hidden = !this.weighted.length;
    if (this.weighted.length) this.aim({ node: this.weighted[0].index, channel: 0 });
    return node;
  }

  // -- The image --

  listen() {
    const { page, pane: { node } } = this;
    page.on(node, "pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      node.focus({ preventScroll: true });
      node.setPointerCapture?.(event.pointerId);
      this.place = this.pane.place(event);
      this.paint([this.place]);
    });
    page.on(node, "pointermove", (event) => {
      const place = this.pane.place(event);
      if (this.stroke && event.buttons === 1) this.paint(lineOf(this.place, place));
      this.place = place;
      this.frame();
    });
    page.on(node, "keydown", (event) => this.keyDown(event));
    for (const end of ["pointerup", "pointercancel", "keyup", "blur"]) page.on(node, end, () => this.endStroke());
  }

  keyDown(event) {
    const isErasing = event.key === "Delete" || event.key === "Backspace";
    const isMoving = event.key in ARROWS;
    if (isCommand(event) || !(isMoving || isErasing || event.key === " ")) return;
    event.preventDefault();
    event.stopPropagation(); // Backspace leads a level up elsewhere
    if (isMoving) this.place = moveByKey(event, this.place, this.shape.rows, this.shape.columns) ?? this.place;
    if (!isMoving || event.shiftKey) this.paint([this.place], isErasing);
    this.frame();
    this.page.speak();
  }

  chooseTool() {
    const isCover = this.tool.value === "cover";
    const sizes = isCover ? COVERS : BRUSHES;
    fill(this.size, sizes.map((n) => [n, `${n} × ${n}`]));
    this.size.value = String(isCover ? 7 : 2);
    this.grey.disabled = this.tool.value !== "brush";
    this.frame();
  }

  // Everything until the pointer or the key is released is one stroke, and one step to undo.
  paint(places, isErasing = this.tool.value === "eraser") {
    const { page } = this;
    const [black, white] = page.range;
    this.stroke ??= page.edits;
    const size = Number(this.size.value);
    if (this.tool.value === "cover" && !isErasing) {
      return page.editLive({ ...page.edits, cover: coverAt(places[places.length - 1], size, page.images.shape) });
    }
    const level = isErasing ? black : this.level(black, white);
    page.editLive(withPaint(page.edits, brushPixels(places, size, page.images.shape, level)));
  }

  level(black, white) {
    const value = black + ((white - black) * Number(this.grey.value)) / 100;
    return white === 255 ? Math.round(value) : value;
  }

  endStroke() {
    if (!this.stroke) return;
    this.stroke = null;
    this.page.keepLive();
  }

  frame() {
    const size = Number(this.size.value);
    const [[top, bottom], [left, right]] = [under(this.place[0], size, this.shape.rows), under(this.place[1], size, this.shape.columns)];
    this.pane.surround(top, left, bottom - top + 1, right - left + 1);
  }

  // -- The network --

  /** Show a filter, and the weights of its kernel. @param {{node: number, channel: number|null}} target */
  aim({ node, channel }) {
    if (channel === null || !this.weighted.some(({ index }) => index === node)) return;
    const { network } = this.page;
    const isNew = node !== this.target.node;
    this.target = { node, channel };
    const { channels, size, inputs, shape, kind } = network.nodes[node];
    if (isNew) {
      const source = network.nodes[inputs[0]];
      const isFlat = shape.length === 1;
      const unit = node === network.output ? (n) => this.page.classNames[n] : (n) => `${isFlat ? "unit" : "map"} ${n}`;
      this.layer.value = String(node);
      fill(this.channel, Array.from({ length: channels }, (_, n) => [n, unit(n)]));
      const before = Array.from({ length: channelsIn(network.nodes[node]) }, (_, n) => [n, source.channels === 1 ? source.index ? source.short : "the image"
        : kind === "depthwise" ? "its map" : `${isFlat ? "input" : "map"} ${n}`]);
      fill(this.from, [...(network.nodes[node].weights.bias ? [["bias", "the bias"]] : []), ...before]);
      this.from.selectedIndex = Math.min(1, this.from.options.length - 1);
      for (const [axis, control] of [this.row, this.column].entries()) {
        fill(control, Array.from({ length: size[axis] }, (_, n) => [n, String(n)]));
        control.selectedIndex = size[axis] >> 1;
      }
    }
    this.channel.value = String(channel);
    this.onLabel.hidden = !canSwitchOff(network, network.nodes[node]);
    this.showWeight();
  }

  // The name and the index of the chosen weight.
  chosen() {
    const node = this.page.network.nodes[this.target.node];
    if (this.from.value === "bias") return ["bias", this.target.channel];
    return ["kernel", weightIndex(node, [Number(this.row.value), Number(this.column.value)], Number(this.from.value), this.target.channel)];
  }

  showWeight() {
    if (this.target.node < 0) return;
    const { page, target } = this;
    const [name, index] = this.chosen();
    const { size } = page.network.nodes[target.node];
    const edited = page.edits.weights?.[target.node]?.[name]?.find(([one]) => one === index);
    const value = edited ? edited[1] : page.network.nodes[target.node].weights[name][index];
    this.places.hidden = name === "bias" || size[0] * size[1] === 1;
    this.back.disabled = !edited;
    if (this.value.getAttribute("aria-invalid") !== "true" || document.activeElement !== this.value) {
      this.tell("");
      this.value.value = plainNumber(Number(value.toPrecision(4)));
    }
    this.isOn.checked = !page.edits.filtersOff?.[target.node]?.includes(target.channel);
  }

  readWeight() {
    const [value, wrong] = realNumber(this.value.value, "The weight");
    this.tell(wrong);
    const [name, index] = this.chosen();
    const now = this.page.run.network.nodes[this.target.node].weights[name][index];
    if (!wrong && value !== null && readNumber(plainNumber(Number(now.toPrecision(4)))) !== value) this.change(value);
  }

  change(value) {
    const [name, index] = this.chosen();
    this.page.edit(withWeight(this.page.edits, this.target.node, name, index, value), []);
  }

  tell(wrong) {
    this.value.setAttribute("aria-invalid", String(Boolean(wrong)));
    tell(this.problem, wrong);
  }

  // -- Drawing --

  /**
   * @param {import("../shared/forward.js").Run} run
   * @param {ArrayLike<number>|null} before The probabilities without the changes; null where there are none.
   */
  update(run, before) {
    const { page } = this;
    this.version = page.version;
    paintPixels(this.pane.canvas, this.shape, run.values[0], page.range);
    for (const [name, { slider, output }] of Object.entries(this.sliders)) {
      const value = page.edits[name] ?? 0;
      if (Number(slider.value) !== value) slider.value = String(value);
      setText(output, `${plainNumber(value)}${SHIFTS[name][1]}`);
    }
    this.frame();
    this.showWeight();
    const changed = isEdited(page.edits);
    this.reset.disabled = !changed;
    setText(this.answer, before ? beforeAfter(before, run.probabilities, page.classNames) : page.isUndrawn() ? UNDRAWN : changed ? `Your drawing: ${page.answer()}`
      : "Nothing is changed yet: paint on the image, or switch a filter off.");
    const said = changeList(page.edits, page.network, page.images.shape);
    setText(this.list, said.length ? `Changed: ${said.join("; ")}.` : "");
  }
}

/** What the network said before a change, and what it says now. */
export function beforeAfter(before, after, names) {
  const [was, is] = [before, after].map(strongestPlace);
  const share = (shares, place) => probabilityText(shares[place]);
  if (was === is) return `${names[was]}: ${share(before, was)} before, ${share(after, was)} now.`;
  return `Before, ${names[was]} with ${share(before, was)}; now ${names[is]} with ${share(after, is)}. ${names[was]} has ${share(after, was)} left.`;
}

function select(name, pairs) {
  const control = element("select", { name });
  fill(control, pairs);
  return control;
}

function fill(control, pairs) {
  control.replaceChildren(...pairs.map(([value, text]) => element("option", { value, text })));
}
