// The page of ReceptiveFieldExplorer. A cell's region is followed back here, so that it answers at once.

import { between } from "../shared/colours.js";
import { button, element, resizeChildren, setText } from "../shared/dom.js";
import { MOST_STACKED_LAYERS } from "../shared/limits.js";
import { by, clamp } from "../shared/numbers.js";
import { FOCUS_COLOUR } from "../shared/palette.js";
import { SettingsView, explorer } from "../shared/view.js";
import { layOut, middle, nearestCell, regions, sentences, tableRow } from "./arithmetic.js";

const ROOM = 10; // pixels around each grid, so that what hangs over its edge can be drawn
const HEADS = ["layer", "cells", "a cell sees of the input", "step", "overlap", "seen rows", "seen columns", "seen here"];
const HOW = "Hover a cell of any layer, or move there with the arrow keys. The darker a cell, the more ways lead from it " +
  "to the chosen one. Step and overlap: how far the next cell's region lies from a cell's own, and what both share, in " +
  "pixels of the input.";

/** One grid of cells on a canvas. */
class GridPane {
  constructor({ name, size }, layer) {
    this.layer = layer;
    this.rows = size[0];
    this.columns = size[1];
    this.side = 0; // of a cell, in pixels
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.node = element("div", { class: "pane", tabindex: 0, role: "application", "data-layer": layer,
      "aria-label": `${name}, ${by(...size)} cells. The arrow keys move the chosen cell; Home and End go to the sides.` },
    this.canvas);
    this.figure = element("div", { class: "figure" }, element("div", { class: "title", text: name }), this.node);
  }

  // The cell under a pointer, or null beside the cells.
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const [row, column] = [event.clientY - box.top, event.clientX - box.left].map((at) => Math.floor((at - ROOM) / this.side));
    return row >= 0 && row < this.rows && column >= 0 && column < this.columns ? [row, column] : null;
  }

  size(side) {
    this.side = side;
    const sharp = Math.max(1, window.devicePixelRatio || 1);
    const [high, wide] = [this.rows, this.columns].map((cells) => cells * side + 2 * ROOM + 1);
    Object.assign(this.canvas, { width: wide * sharp, height: high * sharp });
    Object.assign(this.canvas.style, { width: `${wide}px`, height: `${high}px` });
    this.canvas.getContext("2d").setTransform(sharp, 0, 0, sharp, ROOM * sharp, ROOM * sharp);
  }

  // Draw the grid, and on it what the chosen cell sees, where that is given.
  draw(region, { paper, lines }) {
    const { rows, columns, side } = this;
    const brush = this.canvas.getContext("2d");
    brush.clearRect(-ROOM, -ROOM, this.canvas.width, this.canvas.height);
    brush.fillStyle = paper;
    brush.fillRect(0, 0, columns * side, rows * side);
    if (region) this.tint(brush, region);
    brush.fillStyle = lines;
    for (let row = 0; row <= rows; row++) brush.fillRect(0, row * side, columns * side, 1);
    for (let column = 0; column <= columns; column++) brush.fillRect(column * side, 0, 1, rows * side);
    if (region) this.surround(brush, region);
  }

  // Colour what is seen: from pale to full by the number of ways.
  tint(brush, [down, along]) {
    const most = Math.max(...down.ways.map(([, count]) => count)) * Math.max(...along.ways.map(([, count]) => count));
    for (const [row, above] of down.ways) {
      for (const [column, beside] of along.ways) {
        brush.fillStyle = `rgb(${between([255, 255, 255], FOCUS_COLOUR, 0.25 + (0.75 * above * beside) / most)})`;
        brush.fillRect(column * this.side, row * this.side, this.side, this.side);
      }
    }
  }

  // Frame the region; where it hangs over the edge, it covers padding and is dashed.
  surround(brush, [down, along]) {
    const { side } = this;
    const lineWidth = side < 8 ? 2 : 3; // thin enough to leave the middle of the cells beside it free
    Object.assign(brush, { strokeStyle: `rgb(${FOCUS_COLOUR})`, lineWidth });
    brush.setLineDash(down.outside + along.outside ? [5, 3] : []);
    brush.strokeRect(along.first * side + 0.5, down.first * side + 0.5, along.length * side, down.length * side);
    brush.setLineDash([]);
  }
}

class ReceptivePage extends SettingsView {
  constructor(context) {
    super(context, { label: "Receptive field explorer", name: "receptive", settings: ["_chosen", "_focus"],
      travels: "_focus" });
    this.depth = this.focus[0]; // through how many layers the regions are followed back
    this.drawnStack = -1;
    /** @type {GridPane[]} */
    this.panes = [];
    this.pictures = element("div", { class: "stacked" });
    this.rows = element("tbody");
    const table = element("table", { "aria-label": "Regions, layer by layer" },
      element("thead", {}, element("tr", {}, ...HEADS.map((text) => element("th", { scope: "col", text })))), this.rows);
    this.stage.append(this.pictures, this.words, table,
      element("p", { class: "how", text: HOW }));
    this.root.append(this.buildSettings(), this.problem, this.stage);
  }

  compute({ stack }) {
    return { stack, grids: layOut(this.model.get("_stacks")[stack]) };
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.choice("stack", "Layers", this.model.get("_stacks").map(({ name }, stack) => [stack, name]));
      bar.whole("depth", "Grow back through", { least: 0, largest: MOST_STACKED_LAYERS });
      bar.node.append(button("back", "Grow from the cell", () => this.play()));
    });
  }

  listen() {
    const paneOf = (event) => this.panes[event.target.closest("[data-layer]")?.dataset.layer];
    const point = (pane, place) => { if (place) this.focusChanged([pane.layer, ...place]); };
    this.on(this.pictures, "pointermove", (event) => point(paneOf(event), this.pointedAt(paneOf(event), event)));
    this.on(this.pictures, "pointerdown", (event) => point(paneOf(event), paneOf(event)?.place(event)));
    this.on(this.pictures, "focusin", (event) => {
      if (event.target.matches(":focus-visible")) point(paneOf(event), this.cellOf(paneOf(event)));
    });
    this.watchKeys(this.pictures, (event) => {
      const pane = paneOf(event);
      return { place: this.cellOf(pane), rows: pane.rows, columns: pane.columns, step: event.shiftKey ? 5 : 1 };
    }, (place, event) => point(paneOf(event), place));
    this.watchTheme(() => this.draw());
  }

  // -- Settings --

  settings() {
    return { stack: this.model.get("_chosen"), depth: this.depth };
  }

  traits() {
    return { ...super.traits(), depth: this.depth };
  }

  store({ depth, ...values }) {
    this.cancel("play");
    super.store(values);
    this.depth = Math.min(depth ?? this.focus[0], this.focus[0]);
  }

  // Draw at once: the next key or pointer asks for cells of the new grids.
  apply(values) {
    super.apply(values);
    this.drawNow();
  }

  change({ stack, depth }) {
    if (stack === undefined) this.set({ depth });
    else this.set({ _chosen: stack, _focus: middle(layOut(this.model.get("_stacks")[stack])) });
  }

  // -- Growing --

  // Follow the regions back through so many layers, or through all there are.
  growTo(depth) {
    this.cancel("play");
    this.depth = Math.min(depth, this.focus[0]);
    this.bar.show({ depth: this.depth });
    this.draw();
  }

  play() {
    this.forgetTyping();
    const pause = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1500 : 700;
    const next = () => {
      if (this.depth === this.focus[0]) return;
      this.growTo(this.depth + 1);
      this.later("play", pause, next);
    };
    this.growTo(0);
    this.redraw();
    this.later("play", 500, next);
  }

  // -- Moving --

  // Whether Python or the learner chooses another cell: where all layers were followed back, they still are.
  focusChanged(focus) {
    if (String(focus) === String(this.focus)) return;
    const isFull = this.depth === this.focus[0];
    this.focus = focus;
    this.growTo(isFull ? focus[0] : this.depth);
  }

  // The cell of a grid that a key moves from: the one in focus, or one over the middle of it.
  cellOf({ layer, rows, columns }) {
    const [at, ...cell] = this.focus;
    return layer === at ? cell : nearestCell(cell, this.state.grids[at].size, [rows, columns]);
  }

  // -- Drawing --

  drawState() {
    const { stack, grids } = this.state;
    if (stack !== this.drawnStack) {
      this.drawnStack = stack;
      this.panes = grids.map((grid, layer) => new GridPane(grid, layer));
      this.pictures.replaceChildren(...this.panes.map(({ figure }) => figure));
      resizeChildren(this.rows, grids.length, () => element("tr", {}, element("th", { scope: "row" }),
        ...HEADS.slice(1).map(() => element("td"))));
    }
    // Side by side where they fit: small ones get larger cells.
    const room = (this.width || 740) - 20 - grids.length * (8 + 2 * ROOM);
    const weights = grids.map(({ size }) => Math.max(...size) ** 0.6);
    const share = room / weights.reduce((sum, one) => sum + one, 0);
    this.panes.forEach((pane, layer) => pane.size(clamp(Math.floor((share * weights[layer]) / pane.columns), 4, 30)));
  }

  drawFocus() {
    const { grids } = this.state;
    const [chosen] = this.focus;
    const isDark = document.body.dataset.jpThemeLight === "false";
    const colours = isDark ? { paper: "#303030", lines: "#6a6a6a" } : { paper: "#ffffff", lines: "#b5b5b5" };
    const found = regions(grids, this.focus);
    this.panes.forEach((pane, layer) => {
      const region = layer >= chosen - this.depth ? found[layer] : null; // none in a layer after the chosen one
      pane.node.classList.toggle("deeper", layer > chosen);
      pane.draw(region, colours);
      const line = this.rows.children[layer];
      line.classList.toggle("chosen", layer === chosen);
      tableRow(grids[layer], region).forEach((text, i) => setText(line.children[i], text));
    });
  }

  inWords() {
    return this.state ? sentences(this.state.grids, this.focus, this.depth) : "";
  }
}

export default explorer(ReceptivePage);
