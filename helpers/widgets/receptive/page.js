// The page of ReceptiveFieldExplorer. A cell's region is followed back here, so that it answers at once.

import { between } from "../shared/colours.js";
import { button, element, resizeChildren, setText, svgElement, withSizesWhole } from "../shared/dom.js";
import { GARMENTS, GARMENT_NAMES } from "../shared/garments.js";
import { MOST_STACKED_LAYERS, UNSEEN_GREY, UNSEEN_VEIL } from "../shared/limits.js";
import { by } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { PHONE, SLIM, averages, fitted, layOut, nearestCell, regions, roomAround, sentences, sidesOf, tableRow } from "./arithmetic.js";
import { FrameSizes } from "./frame_sizes.js";
import { GridPane } from "./grid_pane.js";
import { Thumbnails } from "./thumbnails.js";

const GAP = 2; // pixels between two grids
const HEADS = ["layer", "cells", "a cell sees", "step", "overlap", "rows", "columns", "cells seen"];
const HOW = forDevice("Point at a cell of any layer, or use the arrow keys: the frames show what it sees of every layer before it.",
  "Tap a cell of any layer: the frames show what it sees of every layer before it.");
const NOTE = "Step: how far apart neighbouring regions are. Overlap: how much they share.";
const PATHS = "A path leads through one cell of every layer to the chosen one.";
const NO_PICTURE = "no picture";
const OWN_PICTURE = "your image";

class ReceptivePage extends SettingsView {
  constructor(context) {
    super(context, { label: "Receptive field explorer", name: "receptive", settings: ["_chosen", "_focus", "_behind"],
      travels: "_focus" });
    this.reach = element("span", { class: "reach" });
    this.showsPaths = false; // whether a cell with more paths is more orange
    this.depth = this.focus[0]; // through how many layers the regions are followed back
    this.drawnStack = -1;
    /** @type {GridPane[]} */
    this.panes = [];
    this.cone = svgElement("svg", { class: "cone", "aria-hidden": "true" });
    this.sides = svgElement("svg", { class: "cone sides", "aria-hidden": "true" }); // its edges go on over the pictures
    this.sizes = new FrameSizes();
    this.pictures = element("div", { class: "stacked" });
    this.rows = element("tbody");
    const table = element("table", { "aria-label": "Regions, layer by layer" }, heads(), this.rows);
    this.behind = this.choicesOfPictures();
    this.thumbnails = new Thumbnails("Picture", this.behind, (name) => this.set({ _behind: name }));
    this.legend = legend();
    const details = element("details", {}, element("summary", { text: "All numbers, layer by layer" }), table, element("p", { class: "note", text: NOTE }));
    this.stage.append(this.pictures, this.legend, this.words, details);
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }), this.problem, this.stage);
  }

  // What can be behind the grids: the learner's own image, ten garments, nothing.
  choicesOfPictures() {
    const garments = GARMENT_NAMES.map((name, n) => ({ name, rows: 28, columns: 28, pixels: GARMENTS[n] }));
    const own = this.model.get("_image");
    const mine = { name: OWN_PICTURE, rows: own.length, columns: own[0]?.length, pixels: own.flat() };
    return [...(own.length ? [mine] : []), ...garments, { name: NO_PICTURE, rows: 0, columns: 0, pixels: null }];
  }

  compute({ stack }) {
    const grids = layOut(this.model.get("_stacks")[stack]);
    const { rows, columns, pixels } = this.behind.find(({ name }) => name === this.model.get("_behind"));
    const pictures = pixels && averages(grids, fitted(pixels, [rows, columns], grids[0].size));
    return { stack, grids, pictures };
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.choice("stack", "Layers", this.model.get("_stacks").map(({ name }, stack) => [stack, name]));
      bar.slider("depth", "Layers back", { min: 0, max: MOST_STACKED_LAYERS, step: 1 }).append(this.reach);
      bar.node.append(button("back", "Grow from the cell", () => this.play()));
      bar.check("paths", "Colour by number of paths");
      bar.node.append(this.thumbnails.node);
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
    // Where the grids are is known once they are shown.
    const observer = new IntersectionObserver(() => this.draw());
    observer.observe(this.pictures);
    this.signal.addEventListener("abort", () => observer.disconnect());
  }

  // -- Settings --

  settings() {
    return { stack: this.model.get("_chosen"), depth: this.depth, paths: this.showsPaths };
  }

  showSettings() {
    this.bar.controls.depth.max = String(this.focus[0]);
    setText(this.reach, `${this.depth} of ${this.focus[0]}`);
    this.thumbnails.show(this.model.get("_behind"));
    super.showSettings();
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

  change({ stack, depth, paths }) {
    if (paths !== undefined) {
      this.showsPaths = paths;
      this.draw();
    } else if (stack === undefined) this.set({ depth });
    else this.set({ _chosen: stack, _focus: this.lastOver(layOut(this.model.get("_stacks")[stack])) });
  }

  // -- Growing --

  // Follow the regions back through this many layers, or through all of them.
  growTo(depth) {
    this.cancel("play");
    this.depth = Math.min(depth, this.focus[0]);
    this.showSettings();
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

  // Whether Python or the learner chooses another cell: if all layers were followed back, they still are.
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

  // The cell of the last of other grids over the same place of the picture: [layer, row, column].
  lastOver(grids) {
    const [layer, ...cell] = this.focus;
    return [grids.length - 1, ...nearestCell(cell, this.state.grids[layer].size, grids.at(-1).size)];
  }

  // -- Drawing --

  drawState() {
    const { stack, grids } = this.state;
    if (stack !== this.drawnStack) {
      this.drawnStack = stack;
      this.panes = grids.map((grid, layer) => new GridPane(grid, layer));
      this.pictures.replaceChildren(this.cone, ...this.panes.map(({ figure }) => figure), this.sides, this.sizes.node); // the band shows between the grids only
      resizeChildren(this.rows, grids.length, () => element("tr", {}, element("th", { scope: "row" }),
        ...HEADS.slice(1).map(() => element("td"))));
    }
    this.sizeGrids(grids);
  }

  // Side by side where they fit, the small ones with larger cells.
  sizeGrids(grids) {
    this.root.classList.toggle("slim", this.width < SLIM);
    this.root.classList.toggle("phone", this.width < PHONE);
    const width = (this.width || 740) - grids.length * GAP;
    const sides = sidesOf(grids.map(({ size }) => size), width);
    this.panes.forEach((pane, layer) => pane.size(sides[layer], roomAround(width)));
    const isTight = this.panes.some((pane) => pane.isTight());
    this.root.style.setProperty("--made-lines", String(isTight ? Math.max(...this.panes.map(({ parts }) => parts.length)) : 1));
    this.root.classList.toggle("tight", isTight);
  }

  drawFocus() {
    const { grids, pictures } = this.state;
    const [chosen] = this.focus;
    const isDark = document.body.dataset.jpThemeLight === "false";
    const colours = isDark ? { paper: [48, 48, 48], lines: "#6a6a6a", edge: "#8f8f8f", dim: greyOf(24), halo: "#ffffff" }
      : { paper: [255, 255, 255], lines: "#b5b5b5", edge: "#8a8a8a", dim: greyOf(UNSEEN_GREY), halo: "#ffffff" };
    const faded = [0, 255].map((grey) => `rgb(${between(greyOf(grey), colours.dim, UNSEEN_VEIL)})`);
    this.root.style.setProperty("--unseen", `linear-gradient(90deg, ${faded})`);
    const found = regions(grids, this.focus);
    this.legend.classList.toggle("by-paths", this.showsPaths);
    this.legend.classList.toggle("bare", !pictures);
    const shown = grids.map((_, layer) => (layer >= chosen - this.depth ? found[layer] : null)); // none after the chosen one
    this.panes.forEach((pane, layer) => {
      pane.figure.classList.toggle("chosen", layer === chosen);
      pane.draw(shown[layer], pictures?.[layer], { ...colours, showsPaths: this.showsPaths, isUnseen: layer > chosen, isChosen: layer === chosen });
      const line = this.rows.children[layer];
      line.classList.toggle("chosen", layer === chosen);
      tableRow(grids[layer], shown[layer]).forEach((text, i) => setText(line.children[i], text));
    });
    this.drawCone(shown);
  }

  // From each region to what it leads to in the next layer, where the two grids are side by side.
  drawCone(shown, isLate = false) {
    if (!this.pictures.clientWidth) { // JupyterLab hides the page while it changes the theme
      if (!isLate) this.later("cone", 100, () => this.drawCone(shown, true));
      return;
    }
    const frames = this.panes.map((pane, n) => (shown[n] ? pane.corners(shown[n], this.pictures) : null));
    const joined = this.panes.slice(1).flatMap((pane, n) => {
      const [from, to] = [frames[n], frames[n + 1]];
      return from && to && this.panes[n].figure.offsetTop === pane.figure.offsetTop ? [{ from, to }] : [];
    });
    const sides = joined.map(({ from, to }) => [from.right, from.top, to.left, to.top, to.left, to.bottom, from.right, from.bottom].join(" "));
    resizeChildren(this.cone, sides.length, () => svgElement("polygon"));
    sides.forEach((points, n) => this.cone.children[n].setAttribute("points", points));
    resizeChildren(this.sides, sides.length, () => svgElement("polygon"));
    sides.forEach((points, n) => this.sides.children[n].setAttribute("points", points));
    const framed = this.panes.filter(({ layer }) => frames[layer] && layer !== this.focus[0]); // the chosen cell has no frame
    this.sizes.show(framed.map((pane) => ({ text: sizeOf(shown[pane.layer]), frame: pane.shownPart(frames[pane.layer], this.pictures),
      grid: pane.edges(this.pictures), room: pane.roomForSize() })), joined.flatMap(({ from, to }) => ["top", "bottom"].map((end) => [from.right, from[end], to.left, to[end]])));
  }

  // Where the first sentence takes two lines, the second begins after its colon.
  say(text) {
    const isNew = this.words.textContent !== text;
    super.say(text);
    const result = this.words.querySelector("b");
    const colon = result?.textContent.indexOf(": ") ?? -1;
    if (!isNew || colon < 0) return;
    const parts = [result.textContent.slice(0, colon + 1), result.textContent.slice(colon + 2)];
    result.replaceChildren(...parts.flatMap((part, n) => [n ? " " : "", element("span", { class: "whole" }, ...withSizesWhole(part))]));
  }

  inWords() {
    return this.state ? sentences(this.state.grids, this.focus, this.depth) : "";
  }
}

// What the colours mean.
function legend() {
  const key = (name, text) => element("span", { class: name }, element("i", { class: "swatch" }), text);
  return element("p", { class: "legend" }, key("one", "the chosen cell"), key("seen", "what it sees"), key("paths", "more paths"),
    key("faded", "faded: what it does not see"), element("span", { class: "behind", text: "After the input, a cell’s grey is the average of the pixels that it sees." }),
    element("span", { class: "about-paths", text: PATHS }));
}

function sizeOf([down, along]) {
  return by(down.length, along.length);
}

function greyOf(part) {
  return [part, part, part];
}

// The heads of the table, under what they belong to.
function heads() {
  const group = (text, columns) => element("th", { scope: "colgroup", colspan: columns, text });
  return element("thead", {}, element("tr", {}, group("", 2), group("every cell, in pixels of the input", 3), group("the chosen cell", 3)),
    element("tr", {}, ...HEADS.map((text) => element("th", { scope: "col", text }))));
}

export default explorer(ReceptivePage);
