// The page of FeatureMapBrowser. Python runs the network; the page asks for one answer at a time, the newest.

import { Asker } from "../shared/asker.js";
import { PixelPane, paint, shades } from "../shared/canvas.js";
import { magnitudeColour, pixelColour, signedColour } from "../shared/colours.js";
import { element, resizeChildren, setText } from "../shared/dom.js";
import { isCommand } from "../shared/keys.js";
import { IMAGE_CHANGES } from "../shared/limits.js";
import { bytesOf, floatsOf, plainNumber, probabilityText, strongestCell, strongestPlace } from "../shared/numbers.js";
import { SettingsView, explorer } from "../shared/view.js";
import {
  fourDigits, kernelLayer, kernelNote, kernelWords, largestSize, mapByKey, mapsWords, sentences,
  tileSide,
} from "./arithmetic.js";

const PATIENCE = 1500; // milliseconds until the page says that Python is busy
const TELLING = 300; // milliseconds until Python hears of another map, for which it need not compute anything
const BUSY = "Python is busy, or its kernel is not running: the picture is still the one before.";
const SLIDERS = { turn: ["Turn", "°", 5], down: ["Down", "", 1], right: ["Right", "", 1], cover: ["Cover", "", 1] };
const COVER = 7; // pixels: the side of a cover that is placed where there was none
const PANE = 224; // pixels: the side of the image and of the map that is enlarged
const HOW = "Click a map to enlarge it and to see its kernel; point at a cell of it to see which pixels it sees. Click the " +
  "image, or press arrow keys on it, to place the cover. The thick line in a bar: the image before it was changed.";
const [SIGNED, MAGNITUDE, PIXELS] = [signedColour, magnitudeColour, pixelColour].map(shades);

class FeatureMapsPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Feature map browser", name: "feature-maps", travels: null });
    this.page = this.model.get("_page");
    this.weights = this.page.layers.map(({ kernel }) => kernel && floatsOf(kernel));
    this.id = Math.random().toString(36).slice(2); // tells this page's questions from those of another view
    this.questions = 0;
    this.asker = new Asker({ send: (settings) => this.send(settings),
      patience: PATIENCE, late: () => setText(this.waiting, BUSY) });
    this.signal.addEventListener("abort", () => this.asker.close());
    this.isUntold = false; // whether the learner wants something that was not asked for yet
    /** @type {any} What the learner wants to see. */
    this.wanted = { scale: "shared" };
    /** @type {any} What Python made of the newest settings, decoded. */
    this.answer = null;
    /** @type {any} */
    this.painted = {}; // the answer that is on the page, and the scale of its maps

    this.image = new PixelPane("The image. The arrow keys move the cover", "input");
    this.image.size(this.page, Math.max(3, Math.floor(PANE / Math.max(this.page.rows, this.page.columns))));
    this.says = element("tbody");
    this.maps = element("div", { class: "maps", role: "listbox", "aria-label": "Maps of the layer" });
    this.map = new PixelPane("The chosen map. The arrow keys move from cell to cell", "map");
    this.kernels = element("div", { class: "kernels", role: "img" });
    this.kernelNote = element("p", { class: "kernel-note" });
    this.waiting = element("p", { class: "waiting", role: "status" });
    /** @type {Record<string, any>} */
    this.titles = {};
    const figure = (role, ...parts) => {
      this.titles[role] = element("div", { class: "title", text: "Image" });
      return element("div", { class: `figure figure-${role}` }, this.titles[role], ...parts);
    };
    this.stage.append(
      figure("input", this.image.node, element("table", { class: "says", "aria-label": "Probabilities" }, this.says)),
      figure("maps", this.maps),
      element("div", {}, figure("output", this.map.node), figure("kernel", this.kernels, this.kernelNote)));
    this.root.append(this.buildSettings(), this.stage, this.waiting, this.words, element("p", { class: "how", text: HOW }));
    this.readAnswer();
  }

  buildSettings() {
    const { count, layers } = this.page;
    /** @type {Record<string, any>} */
    this.readouts = {};
    return this.settingsBar((bar) => {
      bar.choice("image", "Image", Array.from({ length: count }, (_, n) => [n, `no. ${n}`]));
      bar.choice("layer", "Layer", layers.map((layer, n) => [n, `${layer.name}, ${mapsWords(layer)}`]));
      bar.choice("scale", "Scale", [["shared", "shared by all maps"], ["own", "each map its own"]]);
      for (const [name, [title, , step]] of Object.entries(SLIDERS)) {
        const [min, max] = IMAGE_CHANGES[name];
        this.readouts[name] = element("output");
        bar.slider(name, title, { min, max, step }).append(this.readouts[name]);
      }
    });
  }

  listen() {
    this.hear("change:_answer", () => this.readAnswer());
    const { node } = this.map;
    const point = (cell) => { this.pointed = cell; this.draw(); };
    this.on(node, "pointermove", (event) => { const cell = this.pointedAt(this.map, event); if (cell) point(cell); });
    this.on(node, "focus", () => { if (!this.pointed && node.matches(":focus-visible")) point(this.readCell()); });
    for (const end of ["pointerleave", "blur"]) this.on(node, end, () => point(null));
    this.watchKeys(node, () => ({ ...this.state.layer, place: this.readCell() }), point);
    const cover = (place) => this.set({ row: place[0], column: place[1], cover: this.wanted.cover || COVER });
    this.on(this.image.node, "pointerdown", (event) => cover(this.image.place(event)));
    this.watchKeys(this.image.node, ({ shiftKey }) =>
      ({ ...this.page, place: [this.wanted.row, this.wanted.column], step: shiftKey ? 5 : 1 }), cover);
    this.on(this.maps, "keydown", (event) => this.keyOnMaps(event));
    this.on(this.maps, "click", (event) => {
      const tile = event.target.closest("[data-map]");
      if (tile) this.set({ map: Number(tile.dataset.map) });
    });
  }

  // -- Settings, and asking Python --

  traits() {
    return { ...this.wanted };
  }

  // Nothing goes into the model: Python hears of the settings with the next question.
  store(values) {
    Object.assign(this.wanted, values);
    const names = Object.keys(values).join();
    if (names === "scale") return;
    this.isUntold = true;
    this.root.dataset.asking = "yes";
    if (names === "map") this.later("ask", TELLING, () => this.ask());
    else this.ask();
  }

  change(values) {
    this.set("layer" in values ? { ...values, map: 0 } : values);
  }

  startOver() {
    this.set({ ...this.model.get("_start"), scale: "shared" });
  }

  showSettings() {
    this.bar.show(Object.fromEntries(Object.keys(this.bar.fields).map((name) => [name, this.wanted[name]])));
    for (const [name, [, unit]] of Object.entries(SLIDERS)) setText(this.readouts[name], plainNumber(this.wanted[name]) + unit);
  }

  ask() {
    this.isUntold = false;
    this.cancel("ask");
    this.asker.ask({ ...this.wanted });
  }

  send(settings) {
    this.questions += 1;
    this.model.send({ settings, asker: this.id, number: this.questions });
  }

  readAnswer() {
    const { image, maps, ...answer } = this.model.get("_answer");
    if (answer.asker === this.id && answer.number === this.questions) {
      setText(this.waiting, "");
      if (this.asker.answered()) delete this.root.dataset.asking;
    }
    this.answer = { ...answer, layer: this.page.layers[answer.settings.layer], image: bytesOf(image), values: floatsOf(maps) };
    if (!this.asker.isWaiting && !this.isUntold) {
      Object.assign(this.wanted, answer.settings);
      this.showSettings();
    }
    this.redraw();
  }

  // -- Maps --

  compute() {
    const { settings, layer, values } = this.answer;
    const map = settings.layer === this.wanted.layer ? Math.min(this.wanted.map, layer.maps - 1) : 0;
    return { ...this.answer, map, shown: this.mapValues(map), colours: values.some((value) => value < 0) ? SIGNED : MAGNITUDE,
      largest: this.wanted.scale === "shared" ? largestSize(values) : null };
  }

  mapValues(number) {
    const { layer: { rows, columns }, values } = this.answer;
    return values.subarray(number * rows * columns, (number + 1) * rows * columns);
  }

  // The cell that is read out: the one that is pointed at, or the strongest.
  readCell() {
    return this.pointed || strongestCell(this.state.shown, this.state.layer.columns);
  }

  keyOnMaps(event) {
    if (isCommand(event)) return;
    const across = Math.max(1, Math.round(this.maps.clientWidth / (this.maps.firstChild.offsetWidth + 4) - 0.5));
    const map = mapByKey(event.key, this.state.map, this.state.layer.maps, across);
    if (map === null) return;
    event.preventDefault();
    this.set({ map });
    this.maps.children[map].focus();
  }

  // -- Drawing --

  drawState() {
    const { layer, map, image } = this.state;
    const { scale } = this.wanted;
    if (this.painted.answer !== this.answer || this.painted.scale !== scale) {
      this.painted = { answer: this.answer, scale };
      this.image.paint(this.page, (i) => image[i], 255, PIXELS);
      this.drawProbabilities();
      this.drawTiles();
    }
    [...this.maps.children].forEach((tile, number) => {
      tile.setAttribute("aria-selected", String(number === map));
      tile.setAttribute("tabindex", number === map ? "0" : "-1");
    });
    this.map.size(layer, PANE / Math.max(layer.rows, layer.columns));
    this.paintMap(this.map.canvas, map);
    this.drawKernel();
  }

  drawProbabilities() {
    const { probabilities, before } = this.answer;
    const best = strongestPlace(probabilities);
    resizeChildren(this.says, probabilities.length, () => element("tr", {}, element("th", { scope: "row" }),
      element("td", {}, element("span", { class: "bar", "aria-hidden": "true" }, element("i"), element("b"))), element("td")));
    probabilities.forEach((share, number) => {
      const line = this.says.children[number];
      line.classList.toggle("best", number === best);
      setText(line.children[0], this.page.names[number]);
      line.querySelector("i").style.width = `${100 * share}%`;
      line.querySelector("b").style.left = `${100 * before[number]}%`;
      setText(line.children[2], probabilityText(share));
    });
  }

  drawTiles() {
    const { layer } = this.state;
    setText(this.titles.maps, `${layer.name}: ${mapsWords(layer)}`);
    resizeChildren(this.maps, layer.maps, (number) => element("div",
      { role: "option", "data-map": number, "aria-label": `Map ${number}` }, element("canvas", { "aria-hidden": "true" })));
    [...this.maps.children].forEach(({ firstChild: canvas }, number) => {
      canvas.style.width = canvas.style.height = `${tileSide(layer.maps)}px`;
      this.paintMap(canvas, number);
    });
  }

  // The colours of a map: from dark at 0 where nothing is negative, else white at 0.
  paintMap(canvas, number) {
    const { layer, colours, largest } = this.state;
    const values = this.mapValues(number);
    paint(canvas, layer, (i) => values[i], largest ?? largestSize(values), colours);
  }

  // The kernel that makes the chosen map: one grid of weights for each map of the layer before.
  drawKernel() {
    const { layers } = this.page;
    const { settings: { layer: place }, map } = this.state;
    const from = kernelLayer(layers, place);
    const { name, shape } = layers[from];
    const [rows, columns, channels] = shape;
    const size = rows * columns;
    const weights = this.weights[from].subarray(map * channels * size, (map + 1) * channels * size);
    const side = Math.floor((channels === 1 ? 150 : 33) / Math.max(rows, columns));
    resizeChildren(this.kernels, channels, () => element("canvas"));
    [...this.kernels.children].forEach((canvas, channel) => {
      Object.assign(canvas.style, { width: `${columns * side}px`, height: `${rows * side}px` });
      paint(canvas, { rows, columns }, (i) => weights[channel * size + i], largestSize(weights), SIGNED);
    });
    setText(this.titles.kernel, `Kernel ${map} of ${name}`);
    const words = kernelWords(weights, shape);
    this.kernels.setAttribute("aria-label", channels === 1 ? `Weights, row by row: ${words}` : words);
    setText(this.kernelNote, kernelNote(layers, place, map, weights));
  }

  // On the map the cell that is pointed at, on the image the pixels that it sees; else the cover.
  drawFocus() {
    const { layer, map, shown, settings: { cover, ...place } } = this.state;
    this.pointed &&= [Math.min(this.pointed[0], layer.rows - 1), Math.min(this.pointed[1], layer.columns - 1)];
    const [row, column] = this.readCell();
    setText(this.titles.output, `Map ${map}: ${fourDigits(shown[row * layer.columns + column])} at ${row}, ${column}`);
    this.map.frame.hidden = !this.pointed;
    this.image.frame.hidden = !this.pointed && !cover;
    if (this.pointed) {
      const [[top, bottom], [left, right]] = [layer.spans[0][row], layer.spans[1][column]];
      this.map.surround(row, column);
      this.image.surround(top, left, bottom - top, right - left);
    } else this.image.surround(place.row - Math.floor(cover / 2), place.column - Math.floor(cover / 2), cover, cover);
  }

  inWords() {
    return sentences({ ...this.state, values: this.state.shown, pointed: this.pointed, names: this.page.names });
  }
}

export default explorer(FeatureMapsPage);
