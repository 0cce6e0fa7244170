// The page of NetworkBuilder. Shapes, parameters and receptive fields are computed here; only "Check with Keras"
// needs Python.

import { button, element, labelled, patchChildren, setText, tell } from "../shared/dom.js";
import { moveInList } from "../shared/keys.js";
import { LARGEST_NETWORK_INPUT, MOST_LAYERS } from "../shared/limits.js";
import { by, clamp, grouped, percent } from "../shared/numbers.js";
import { SettingsBar } from "../shared/settings.js";
import { View, explorer } from "../shared/view.js";
import { compare, moved, passAll } from "./arithmetic.js";
import { Reorder } from "./reorder.js";
import { blocksOf, kindOf } from "./volumes.js";
import { callOf, codeOf, endWords, lineWords, shareWords, verdict } from "./words.js";

const COLUMNS = ["", "Layer", "Output", "Parameters", "Receptive field", "Keras"];
const HOW = "Drag a layer to another place, or choose one and change its settings below.";
const BARS = "The bar below a number of parameters is its share of all parameters.";
const KEYS = "↑ and ↓ choose a layer, Alt+↑ and Alt+↓ move it, Delete removes it.";
const RATES = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]; // of Dropout, to choose from
const SLIM = 520; // pixels: on a narrower page, the table becomes a list
const WIDE = 760; // and below this, things are closer together
const PATIENCE = 60_000; // milliseconds until the page says that Keras has not answered

class NetworkPage extends View {
  constructor(context) {
    super(context, { label: "Network builder", name: "network-builder", settings: ["layers", "input_shape"], travels: null });
    /** @type {any} The lines of the table, and what is wrong with the first impossible one. */
    this.state = null;
    this.selected = 1;
    this.shown = { line: 0, kind: null }; // whose settings are below the volumes
    this.rates = RATES;
    this.checks = 0;
    this.total = 1; // parameters of all layers
    this.asked = 0; // the check of this very network whose answer is awaited or shown; or 0
    /** @type {any} What Keras answered, and how it compares with the page. */
    this.keras = null;
    const heads = COLUMNS.map((text) => element("th", { scope: "col", text, "aria-label": text ? null : "Number" }));
    this.body = element("tbody");
    this.table = element("table", { role: "grid", "aria-label": "The network, a line for each layer" },
      element("thead", {}, element("tr", {}, ...heads)), this.body);
    this.strip = element("div", { class: "strip" });
    this.scale = element("p", { class: "scale" });
    this.settingsPlace = element("div", { class: "layer-settings" });
    /** @type {any} The controls of the chosen line, and the label of its kind. */
    this.bar = this.kindLabel = null;
    this.kindPairs = Object.keys(this.kinds).map((kind) => [kind, kind]);
    const options = this.kindPairs.map(([value, text]) => element("option", { value, text }));
    this.newKind = element("select", { name: "add" }, ...options);
    this.buttons = {
      add: button("add-below", "", () => this.add()),
      up: button("up", "↑", () => this.move(-1), { "aria-label": "Move up", title: "Move up" }),
      down: button("down", "↓", () => this.move(1), { "aria-label": "Move down", title: "Move down" }),
      remove: button("remove", "Remove", () => this.removeSelected()),
    };
    this.forChosen = element("span", { class: "chosen-layer" }, this.buttons.up, this.buttons.down, this.buttons.remove); // beside its settings
    this.notes = element("p", { class: "notes" });
    this.check = button("check", "Check with Keras", () => this.askKeras());
    this.verdict = element("p", { class: "verdict", role: "status", hidden: true });
    this.showCode = button("show-code", "Show the code", () => this.openCode(!this.isCodeOpen), { "aria-expanded": "false" });
    this.isCodeOpen = false;
    this.code = element("pre", { class: "code", tabindex: 0, role: "region", "aria-label": "Keras code" });
    this.copy = button("copy", "Copy the code", () => this.copyCode());
    this.copied = element("span", { class: "copied", role: "status", hidden: true });
    this.words.classList.add("course-unseen"); // the table says the same
    this.root.append(element("div", { class: "settings panel tools", role: "group", "aria-label": "Layers" },
      labelled("New layer", this.newKind), this.buttons.add, ...this.historyButtons()),
      element("p", { class: "how", text: HOW }), this.strip, this.settingsPlace, this.table, this.words, this.notes,
      element("div", { class: "keras" }, this.check, this.showCode, this.copy, this.verdict, this.copied,
        element("details", { class: "note" }, element("summary", { text: "Keys and scale" }), element("p", { text: KEYS }), element("p", { text: BARS }), this.scale)), this.code);
  }

  get layers() { return this.model.get("layers"); }
  get input() { return this.model.get("input_shape"); }
  get kinds() { return this.model.get("_kinds"); }

  listen() {
    this.on(this.table, "click", (event) => {
      const [line, fix] = ["[data-line]", "[data-fix]"].map((name) => event.target.closest(name));
      if (fix) this.applyFix(this.state.trouble.fixes[fix.dataset.fix]);
      else if (line) this.select(Number(line.dataset.line));
    });
    this.on(this.table, "keydown", (event) => this.key(event));
    this.on(this.strip, "click", (event) => {
      const block = event.target.closest("[data-block]");
      if (block) this.select(Number(block.dataset.block));
    });
    const drop = (from, to) => this.rearrange(moved(this.layers, from, to), to + 1);
    new Reorder(this, this.strip, { items: ".block:not(.first)", grip: ".block", drop });
    new Reorder(this, this.body, { items: '[data-line]:not([data-line="0"])', grip: ".number", drop });
    this.watchWidth(() => {
      this.root.classList.toggle("slim", this.width < SLIM);
      this.root.classList.toggle("middle", this.width >= SLIM && this.width < WIDE);
      this.draw();
    });
    this.hear("change:_keras", () => this.answered());
  }

  // -- The settings of the chosen line --

  // The same kind of layer on another line has the same controls.
  showSettings() {
    const layer = this.layers[this.selected - 1];
    const kind = layer?.layer ?? "Input";
    if (this.shown.line !== this.selected) this.bar?.forget(); // what was typed belongs to the other line
    const isNewRate = layer?.rate !== undefined && !this.rates.includes(layer.rate);
    if (this.shown.kind !== kind || isNewRate) this.buildSettings(layer);
    this.shown = { line: this.selected, kind };
    this.bar.node.setAttribute("aria-label", layer ? `Settings of layer ${this.selected}` : "Shape of the input");
    if (layer) setText(this.kindLabel, `Layer ${this.selected}`);
    this.bar.show(layer ? { kind, ...layer, strides: layer.strides ?? layer.pool_size } : { input_shape: this.input });
  }

  buildSettings(layer) {
    const active = /** @type {any} */ (document.activeElement);
    const focused = this.settingsPlace.contains(active) ? active.getAttribute("name") : null;
    const bar = new SettingsBar({ change: (values) => this.edit(values), complain: () => { this.forgetKeras(); this.draw(); } });
    if (layer) this.kindLabel = bar.choice("kind", "", this.kindPairs).firstChild;
    else {
      bar.node.append(element("strong", { text: "Input" }));
      bar.several("input_shape", { rows: "Rows", columns: "Columns", channels: "Channels" }, { largest: LARGEST_NETWORK_INPUT });
    }
    for (const [name, { title, least, largest, choices, decimals }] of Object.entries(this.kinds[layer?.layer] ?? {})) {
      if (choices) bar.choice(name, title, choices.map((one) => [one, one]));
      else if (decimals) {
        this.rates = [...new Set([...RATES, layer[name]])].sort((a, b) => a - b);
        bar.choice(name, title, this.rates.map((rate) => [rate, String(rate)]));
      } else if (least === undefined) bar.check(name, title);
      else bar.whole(name, title, { least, largest });
    }
    bar.node.classList.add("panel");
    if (layer) bar.node.append(this.forChosen);
    this.bar = bar;
    this.settingsPlace.replaceChildren(bar.node);
    (this.forChosen.contains(active) ? active : bar.controls[focused])?.focus();
  }

  // -- Changing --

  edit(values) {
    if (values.kind) return this.changeKind(values.kind);
    const place = this.selected - 1;
    const layer = this.layers[place];
    const isFollowing = layer?.pool_size !== undefined && values.strides === layer.pool_size; // as wide as the window
    const changed = layer && { ...layer, ...(isFollowing ? { strides: null } : values) };
    this.set(layer ? { layers: this.layers.with(place, changed) } : values, [String(place), ...Object.keys(values)]);
  }

  // Another list of layers; what was typed belongs to the old one.
  rearrange(layers, select = this.selected) {
    this.bar.forget();
    this.selected = clamp(select, 0, layers.length);
    this.set({ layers }, []);
  }

  settingsChanged() {
    this.forgetKeras();
    this.selected = Math.min(this.selected, this.layers.length);
    super.settingsChanged();
  }

  forgetTyping() {
    this.bar.forget();
  }

  startOver() {
    this.selected = 1;
    super.startOver();
  }

  startOf(kind) {
    const settings = Object.entries(this.kinds[kind]).map(([name, { start }]) => [name, start]);
    return { layer: kind, ...Object.fromEntries(settings) };
  }

  add() {
    if (this.layers.length >= MOST_LAYERS) return;
    this.rearrange(this.layers.toSpliced(this.selected, 0, this.startOf(this.newKind.value)), this.selected + 1);
  }

  // A layer of another kind keeps the settings that both have: a convolution's padding, a dense layer's activation.
  changeKind(kind) {
    const place = this.selected - 1;
    const { strides, layer: oldKind, ...old } = this.layers[place];
    const start = this.startOf(kind);
    const settings = Object.entries(start).map(([name, value]) => [name, old[name] ?? value]);
    this.rearrange(this.layers.with(place, Object.fromEntries(settings)));
  }

  move(step) {
    const from = this.selected - 1;
    const to = from + step;
    if (!step || from < 0 || to < 0 || to >= this.layers.length) return;
    this.rearrange(moved(this.layers, from, to), to + 1);
  }

  removeSelected() {
    if (this.selected === 0) return;
    this.rearrange(this.layers.toSpliced(this.selected - 1, 1));
  }

  // Take over the list of layers that a button offers.
  applyFix({ layers, select }) {
    this.rearrange(layers, select);
    this.drawNow();
    this.focusLine();
  }

  select(line) {
    this.selected = line;
    this.showSettings();
    this.drawNow();
  }

  key(event) {
    if (!event.target.matches("[data-line]") || event.ctrlKey || event.metaKey) return;
    const isAcross = /^Arrow(Left|Right)$/.test(event.key);
    const to = isAcross ? null : moveInList(event, this.selected, this.layers.length + 1);
    if (event.key !== "Delete" && to === null) return;
    event.preventDefault();
    if (event.key === "Delete") this.removeSelected();
    else if (event.altKey) this.move(to - this.selected);
    else this.selected = to;
    this.select(this.selected);
  }

  focusLine() {
    this.body.querySelector(`[data-line="${this.selected}"]`)?.focus({ preventScroll: true });
  }

  // -- Keras --

  askKeras() {
    if (this.state.trouble) return;
    this.forgetKeras();
    this.checks += 1;
    this.asked = this.checks;
    this.verdict.className = "verdict";
    tell(this.verdict, "Keras builds the network. The first time takes some seconds.");
    this.later("keras", PATIENCE, () => tell(this.verdict, "No answer yet. Is the kernel running another cell?"));
    this.model.send({ check: this.asked });
    this.draw();
  }

  answered() {
    const said = this.model.get("_keras");
    if (said.number !== this.asked) return;
    this.cancel("keras");
    this.keras = { ...said, ...compare(said, this.state.lines) };
    this.verdict.className = `verdict ${this.keras.all ? "course-good" : "course-bad"}`;
    tell(this.verdict, verdict(this.keras, this.state.total));
    this.draw();
  }

  // What Keras said about another network must not stay on the page.
  forgetKeras() {
    this.keras = null;
    this.asked = 0;
    this.cancel("keras");
    tell(this.verdict, "");
    tell(this.copied, "");
  }

  openCode(isOpen) {
    this.isCodeOpen = isOpen;
    this.showCode.setAttribute("aria-expanded", String(isOpen));
    setText(this.showCode, isOpen ? "Hide the code" : "Show the code");
    this.draw();
  }

  async copyCode() {
    try {
      await navigator.clipboard.writeText(this.code.textContent);
      tell(this.copied, "Copied.");
    } catch { // no permission, or no safe connection: the learner copies by hand
      this.openCode(true);
      this.drawNow();
      getSelection().selectAllChildren(this.code);
      this.code.focus();
      tell(this.copied, "The code is selected: press Ctrl+C, or ⌘C on a Mac.");
    }
  }

  // -- Drawing --

  drawNow() {
    const { problem } = this.bar;
    this.state = passAll(this.layers, this.input, problem ? { number: this.selected, sentence: problem } : null);
    const isOnLine = this.body.contains(document.activeElement) && document.activeElement.matches("[data-line]");
    this.drawStrip();
    this.drawTable();
    if (isOnLine) this.focusLine();
    this.drawRest();
    this.speak();
  }

  drawStrip() {
    const { blocks, perRow, words } = blocksOf(this.state.lines, this.layers, { width: this.width || 740, selected: this.selected });
    patchChildren(this.strip, ...blocks);
    this.strip.classList.toggle("spread", !perRow && blocks.length > 4);
    this.strip.classList.toggle("rows", perRow > 0);
    this.strip.style.gridTemplateColumns = perRow ? `repeat(${perRow}, 1fr)` : "";
    setText(this.scale, words);
  }

  drawTable() {
    const { lines, trouble, together } = this.state;
    this.total = Math.max(1, lines.reduce((sum, { parameters }) => sum + parameters, 0));
    this.root.classList.toggle("checked", Boolean(this.keras && !this.keras.problem)); // before, Keras has no column
    const rows = ["Input", ...this.layers.map(callOf)].flatMap((name, number) =>
      [this.line(number, name, lines[number]), ...(trouble?.number === number ? [this.troubleRow()] : [])]);
    patchChildren(this.body, ...rows, element("tr", { class: "total" }, element("td"),
      element("td", { colspan: 3 }, element("div", { class: "line" }, element("span", { text: "Total" }), " ", element("span", { class: "together" }, ...sumParts(together)))),
      element("td", { colspan: 2 })));
  }

  line(number, name, line) {
    const cell = (className, ...inside) => element("td", { class: className }, ...inside);
    const isChosen = number === this.selected;
    const kind = kindOf(number ? this.layers[number - 1].layer : "Input");
    return element("tr", { "data-line": number, "data-kind": kind, tabindex: isChosen ? 0 : -1, "aria-selected": String(isChosen) },
      cell("number", number ? String(number) : ""), cell("name", element("code", {}, ...inParts(name))), cell(line?.notes.length ? "shape drops" : "shape", line ? by(...line.shape.map(grouped)) : "–"),
      cell("sum", line ? this.amount(line) : "–"), cell(line?.field ? "field" : "field none", line?.field ? by(line.field, line.field) : "–"),
      cell("keras-says", this.kerasText(number)));
  }

  // How many parameters a layer has, and as a bar, its share of all.
  amount({ sum, parameters }) {
    const share = parameters / this.total;
    return element("div", { class: "amount", ...(parameters ? { title: `${percent(share)} of all parameters` } : {}) }, ...sumParts(sum),
      element("span", { class: "bar", "aria-hidden": "true" },
        element("i", { style: `width: ${100 * share}%`, class: parameters ? "some" : "none" })));
  }

  kerasText(number) {
    if (!number || !this.keras || this.keras.problem) return "";
    if (this.keras.agreed[number - 1]) {
      return element("span", { class: "course-good" }, element("span", { class: "course-unseen", text: "agrees" }));
    }
    const [shape, parameters] = this.keras.rows[number - 1] ?? [["nothing"], 0];
    return element("span", { class: "course-bad", text: `${by(...shape.map((side) => (typeof side === "number" ? grouped(side) : side)))}, ${grouped(parameters)}` });
  }

  troubleRow() {
    const { sentence, fixes } = this.state.trouble;
    const buttons = fixes.map(({ text }, number) =>
      element("button", { type: "button", class: "fix", "data-fix": number, text }));
    return element("tr", { class: "trouble" }, element("td"),
      element("td", { colspan: 5 }, element("p", { class: "problem course-bad", text: sentence }), ...buttons));
  }

  drawRest() {
    const { lines, trouble, total } = this.state;
    const [first, ...others] = trouble ? [] : [shareWords(lines, total), endWords(this.layers, lines.at(-1))].filter(Boolean);
    const notes = trouble ? [] : [element("b", { text: first }), ...others.map((text) => element("span", { class: "end", text })), ...lines.flatMap((line) => line.notes.flatMap((note) => [" ", element("span", { class: "drops", text: note })]))];
    this.notes.replaceChildren(...notes);
    setText(this.code, codeOf(this.layers, this.input));
    const last = this.layers.length;
    const { up, down, remove, add } = this.buttons;
    up.disabled = this.selected <= 1;
    down.disabled = this.selected === 0 || this.selected === last;
    remove.disabled = this.selected === 0;
    add.disabled = last >= MOST_LAYERS;
    setText(add, `Add after ${this.selected ? `layer ${this.selected}` : "the input"}`);
    this.check.disabled = Boolean(trouble) || last === 0;
    this.copy.disabled = this.showCode.disabled = Boolean(trouble);
    this.code.hidden = Boolean(trouble) || !this.isCodeOpen;
  }

  inWords() {
    return lineWords(this.layers, this.state, this.selected);
  }
}

// "3·3·1·64 + 64 = 640": the result, and before it how it comes about.
function sumParts(sum) {
  const at = sum.lastIndexOf(" = ");
  return [...(at < 0 ? [] : [element("span", { class: "terms", text: sum.slice(0, at) }), element("span", { class: "equals", text: " = " })]),
    element("span", { class: "count", text: at < 0 ? sum : sum.slice(at + 3) })];
}

// A call that goes on in the next line only after a comma.
function inParts(call) {
  return call.split(/(?<=, )/).map((text) => element("span", { class: "part", text }));
}

export default explorer(NetworkPage);
