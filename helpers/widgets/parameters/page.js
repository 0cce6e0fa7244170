// The page of ParameterCounter. Its arithmetic is done here, so that a change needs no answer from Python.

import { chip, chipLine } from "../shared/chips.js";
import { element, patchChildren, renderOnce, resizeChildren, setText, sign, svgElement } from "../shared/dom.js";
import { isCommand, moveInList } from "../shared/keys.js";
import { DRAWN_FILTERS, DRAWN_SHEETS, LARGEST_COUNTED } from "../shared/limits.js";
import { by, clamp, grouped } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { compute, filterWords, several, spacing } from "./arithmetic.js";
import { ScalePicture } from "./scale.js";

const HOW = forDevice("Point at a filter, or use the arrow keys, to see the channel that it makes.",
  "Tap a filter to see the channel that it makes.");

const LONG_PRODUCT = 34; // characters
const UNBROKEN = 12; // characters of a number that stay on one line
const DRAWN_SLICES = 7; // of a filter
const SLIM = 460; // pixels of the page: below, everything is closer together
const WIDE = 740; // and below this, the sum is under the volumes
const SUM = 364; // pixels across that the sum takes up beside the volumes
const FILTERS = 190; // and the filters, the arrows and what is around them; the volumes share the rest
const SLIM_FILTERS = 160; // and on a narrow page
const LARGEST_SIDE = 120; // pixels
const SCENE = { slim: 366, wide: 520 }; // pixels across that the drawing takes up at most
/** @type {string[][]} */
const ROLES = [["input", "output", "output"], ["kernel", "output", "output"], ["kernel", "biases"]]; // of the numbers in the sums of the layers
const MARGIN = 3; // pixels around a volume, for the thick outline of a sheet

// A volume as a stack of sheets, each a little further right and up. A block goes through all of them
// at `window` (first row, rows, first column, columns); the sheet `lit` is outlined.
function volume(role, sides, count, { scale, depth, most = DRAWN_SHEETS, window = null, lit = null }) {
  const sheets = Math.min(count, most);
  const step = spacing(sheets, depth);
  const [high, wide] = sides.map((side) => Math.max(side * scale, 5));
  const back = (sheets - 1) * step;
  const picture = svgElement("svg", { width: wide + back + 2 * MARGIN, height: high + back + 2 * MARGIN,
    class: `volume ${role}`, "aria-hidden": "true" });
  for (let sheet = sheets - 1; sheet >= 0; sheet--) {
    picture.append(svgElement("rect", { x: MARGIN + sheet * step, y: MARGIN + back - sheet * step, width: wide, height: high,
      class: `sheet${sheet === lit ? " lit" : ""}` }));
  }
  if (window) picture.append(...block(window.map((side) => side * scale), back));
  return picture;
}

function block([top, tall, left, broad], back) {
  const size = { width: Math.max(broad, 4), height: Math.max(tall, 4) };
  const [x, y] = [MARGIN + left, MARGIN + back + top];
  const corners = [[x, y], [x + size.width, y], [x + size.width, y + size.height], [x, y + size.height]];
  return [svgElement("rect", { ...size, x: x + back, y: y - back, class: "block behind" }),
    svgElement("path", { d: corners.map((corner) => `M${corner}l${back},${-back}`).join(""), class: "block behind" }),
    svgElement("rect", { ...size, x, y, class: "block" })];
}

// What is drawn, and its sizes in the line below: all three titles have two lines, and none breaks inside a size.
function titleLines(what, sizes) {
  return [element("span", { text: what }), " ", element("span", { class: "sizes", text: sizes })];
}

class CounterPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Parameter counter", name: "parameter-counter", compute,
      settings: ["size", "channels", "kernel_size", "filters", "stride", "padding", "bias"] });
    this.inputPicture = element("div", { class: "picture" });
    this.outputPicture = element("div", { class: "picture" });
    this.inputCount = element("p", { class: "numbers-in" });
    this.outputCount = element("p", { class: "numbers-in" });
    this.filters = element("div", { class: "drawn-filters", role: "radiogroup", "aria-label": "The filters, drawn" });
    this.more = element("div", { class: "more" });
    this.drawing = { scale: 1, depth: 0 }; // pixels for a number of a volume, and the depth of its stack of sheets
    this.sum = element("div", { class: "sum", role: "group", "aria-label": "The sum" });
    this.work = element("p", { class: "work" });
    this.layers = element("table", { class: "beside-it" });
    this.comparison = element("p", { class: "comparison" });
    this.scale = new ScalePicture(() => this.scale.show(this.state.layers));
    this.stage.append(
      element("div", { class: "upper" },
        element("div", { class: "scene" }, this.figure("input", [this.inputPicture, this.inputCount]), sign("→"),
          this.figure("kernel", [element("div", { class: "filters" }, this.filters, this.more)]), sign("→"), this.figure("output", [this.outputPicture, this.outputCount])),
        this.sum, this.words, this.work),
      element("div", { class: "lower" }, this.comparison, this.scale.picture, this.layers, this.scale.controls));
    const largest = (name) => ({ largest: LARGEST_COUNTED[name] });
    const settings = this.settingsBar((bar) => {
      bar.several("size", { rows: "Rows", columns: "Columns" }, largest("size"));
      bar.whole("channels", "Channels", largest("channels"));
      bar.whole("kernel_size", "Kernel", largest("kernel_size"));
      bar.whole("filters", "Filters", largest("filters"));
      bar.whole("stride", "Stride", largest("stride"));
      bar.choice("padding", "Padding", [["valid", "valid"], ["same", "same"]]);
      bar.check("bias", "Biases");
    });
    this.root.append(settings, element("p", { class: "how", text: HOW }), this.problem, this.stage);
  }

  // -- Choosing a filter --

  listen() {
    const filterAt = (event) => event.target.closest("[data-filter]")?.dataset.filter ?? this.focus;
    this.on(this.filters, "pointermove", (event) => this.choose(Number(filterAt(event))));
    this.on(this.filters, "click", (event) => {
      this.choose(Number(filterAt(event)));
      this.filters.children[this.focus].focus({ preventScroll: true });
    });
    this.on(this.filters, "keydown", (event) => {
      const filter = isCommand(event) ? null : moveInList(event, this.focus, this.filters.childElementCount);
      if (filter === null) return;
      event.preventDefault();
      this.choose(filter);
      this.filters.children[filter].focus();
    });
  }

  choose(filter) {
    if (filter === this.focus) return;
    this.focus = filter;
    this.draw();
  }

  // -- Drawing --

  drawState() {
    const { size, channels, kernel_size, filters, rows, columns, window, inputs, outputs } = this.state;
    const shown = Math.min(filters, DRAWN_FILTERS);
    this.focus = Math.min(this.focus, shown - 1);
    // Both volumes, the filters and the arrows between them fit side by side, on a narrow page too.
    const width = this.width || 700;
    this.root.classList.toggle("slim", width < SLIM);
    this.root.classList.toggle("middle", width >= SLIM && width < WIDE);
    const scene = width < SLIM ? Math.min(width, SCENE.slim) : width < WIDE ? Math.min(width, SCENE.wide) : Math.min(width - SUM, SCENE.wide);
    const room = clamp((scene - (width < SLIM ? SLIM_FILTERS : FILTERS)) / 2, 60, 160);
    const depth = (width < SLIM ? 0.24 : 0.4) * room;
    const behind = [channels, filters].map((count) => Math.min(count, DRAWN_SHEETS)).map((sheets) => (sheets > 1 ? (sheets - 1) * spacing(sheets, depth) : 0));
    const side = Math.min(Math.max(0.58 * room, room - (behind[0] + behind[1]) / 2), LARGEST_SIDE); // few sheets leave room for larger ones
    this.drawing = { scale: side / Math.max(...size, rows.output, columns.output), depth };
    const title = (name, ...lines) => patchChildren(this.titles[name], ...titleLines(...lines));
    title("input", "Input", by(...size, channels));
    title("output", "Output", by(rows.output, columns.output, filters));
    title("kernel", several(filters, "filter"), `of ${by(kernel_size, kernel_size, channels)}`);
    const { scale } = this.drawing;
    setText(this.inputCount, several(inputs, "number"));
    setText(this.outputCount, several(outputs, "number"));
    renderOnce(this.inputPicture, [size, channels, scale, depth, window],
      () => [volume("input", size, channels, { scale, depth, window })]);
    this.drawFilters(shown);
    this.drawSum();
    this.drawLayers();
  }

  drawFilters(shown) {
    const { channels, kernel_size, filters } = this.state;
    const isSlim = this.root.classList.contains("slim");
    const scale = isSlim ? 14 / kernel_size : clamp(this.drawing.scale, 16 / kernel_size, 26 / kernel_size);
    resizeChildren(this.filters, shown, (filter) => element("div", { role: "radio", "aria-label": `Filter ${filter}`,
      "data-filter": filter, class: "filter", tabindex: -1 }));
    [...this.filters.children].forEach((node, filter) => renderOnce(node, [kernel_size, channels, scale, isSlim], () => [
      volume("kernel", [kernel_size, kernel_size], channels, { scale, depth: isSlim ? 8 : 13, most: DRAWN_SLICES }),
      element("span", { text: String(filter), "aria-hidden": "true" })]));
    setText(this.more, filters > shown ? `and ${grouped(filters - shown)} more` : "");
    this.more.hidden = filters === shown;
  }

  // The sum, each number in a box with its name below it.
  drawSum() {
    const { kernel_size, channels, each, filters, weights, biases, parameters, work } = this.state;
    const box = (role, value, name) => chip(role, grouped(value), name);
    patchChildren(this.sum,
      chipLine("one filter", box("kernel", kernel_size, "rows"), "·", box("kernel", kernel_size, "columns"), "·",
        box("input", channels, "channels"), "=", box("kernel", each, "weights")),
      chipLine("all filters", box("kernel", each, "weights"), "·", box("kernel", filters, "filters"), "=",
        box("kernel", weights, "weights")),
      chipLine("the layer", box("kernel", weights, "weights"), "+", box("biases", biases, "biases"), "=",
        box("total", parameters, "parameters")));
    // No number is parted from what it counts, and a product stays in one line if that is not long.
    const [before, product, result] = work.replace(/(?<=\d) (?=[a-z])/g, "\u00a0").split(/(?<=: )| (?==)/);
    setText(this.work, `${before}${product.length > LONG_PRODUCT ? product : product.replace(" · ", "\u00a0·\u00a0")} ${result}`);
  }

  // Other layers between the same volumes.
  drawLayers() {
    const { layers, comparison } = this.state;
    // A very long number may go on in the next line after a comma, a sum after a sign.
    const isLong = (text) => text.split(" ").some((part) => part.length > UNBROKEN);
    const breakable = (text, whole = text) => text.split(isLong(whole) ? /(?<=,)/ : /$^/).flatMap((part, place) => (place ? [element("wbr"), part] : [part]));
    // Each number has the colour of what it counts.
    const sumOf = (terms, n) => {
      const roles = [...ROLES[n]];
      const part = (text, place) => (place % 2 ? element("span", { class: `chip-${roles.shift()}` }, ...breakable(text, terms)) : text);
      // It goes on in the next line with its plus sign, unless one of its numbers is very long.
      const addend = (text) => element("span", { class: isLong(terms) ? null : "addend" }, ...text.split(/([\d,]+)/).map(part));
      return terms.split(/ (?=\+)/).flatMap((text, place) => (place ? [" ", addend(text)] : [addend(text)]));
    };
    const row = ({ name, terms, count }, n) => element("tr", {},
      element("th", { scope: "row", class: `layer-${n}`, text: name }), element("td", { class: "terms" }, ...sumOf(terms, n)),
      element("td", { class: "count" }, ...breakable(grouped(count))));
    patchChildren(this.layers,
      element("caption", { text: "Parameters between the same volumes" }),
      element("thead", {}, element("tr", {},
        ...["layer", "sum", "parameters"].map((text) => element("th", { scope: "col", text })))),
      element("tbody", {}, ...layers.map(row)));
    patchChildren(this.comparison, ...comparison.split(/([\d,]+ times)/).map((text, n) => (n % 2 ? element("b", { class: n === 1 ? "dense-factor" : "factor", text }) : text)));
    this.scale.show(layers);
  }

  drawFocus() {
    const { rows, columns, filters } = this.state;
    [...this.filters.children].forEach((node, filter) => {
      const isChosen = filter === this.focus;
      if (node.getAttribute("aria-checked") !== String(isChosen)) node.setAttribute("aria-checked", String(isChosen));
      node.setAttribute("tabindex", isChosen ? "0" : "-1");
    });
    const [size, { scale, depth }, lit] = [[rows.output, columns.output], this.drawing, this.focus];
    renderOnce(this.outputPicture, [size, filters, scale, depth, lit],
      () => [volume("output", size, filters, { scale, depth, lit })]);
  }

  inWords() {
    return this.state ? filterWords(this.state, this.focus) : "";
  }
}

export default explorer(CounterPage);
