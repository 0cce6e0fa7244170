// The controls above a picture, and how what is typed there is read.

import { element, labelled } from "./dom.js";
import { LARGEST_NUMBER } from "./limits.js";
import { clamp, grouped, plainNumber, readNumber, writeNumber } from "./numbers.js";

/**
 * Read any number that was typed.
 * @param {string} text
 * @param {string} title What the number is called in a sentence.
 * @returns {[number, ""]|[null, string]} The value, or the sentence that says what is wrong.
 */
export function realNumber(text, title) {
  const value = readNumber(text);
  if (value === null) return [null, `${title} must be a number such as 3, −1, 0.5 or 1/9, but “${text.trim()}” was typed.`];
  if (Math.abs(value) > LARGEST_NUMBER) return [null, `${title} must be within ±${grouped(LARGEST_NUMBER)}, but ${text.trim()} was typed.`];
  return [value, ""];
}

/**
 * Read a whole number from a control of type "number"; the sentence names the nearest one that works.
 * @param {{value: string, validity: {badInput: boolean}}} control
 * @param {string} title What the number is called in a sentence.
 * @param {number} least
 * @param {number} largest
 * @param {string} [why] The reason for the limits, for the sentence: "so that the frame fits".
 * @param {number} [now] If no number was typed, the sentence names the one nearest to this.
 * @returns {[number, ""]|[null, string]} The value, or the sentence that says what is wrong.
 */
export function wholeNumber(control, title, least, largest, why = "", now = 0) {
  const value = readNumber(control.value);
  if (Number.isInteger(value) && value >= least && value <= largest) return [value, ""];
  const [from, to] = [least, largest].map(plainNumber);
  const allowed = largest === Infinity ? `, ${from} or more,` : ` from ${from} to ${to},`;
  const given = value === null ? (control.validity.badInput ? "no number" : "empty") : writeNumber(value);
  const nearest = plainNumber(clamp(Math.round(value ?? now), least, largest));
  return [null, `${title} must be a whole number${allowed}${why && ` ${why},`} but is ${given}: the nearest that works is ${nearest}.`];
}

// Whether a field that is typed into is empty; a number field with "abc" has no value, but is not empty.
function isEmpty({ type, value, validity }) {
  return ["number", "text"].includes(type) && value === "" && !validity.badInput;
}

// The controls above a picture: `node`, to which each method below adds one.
//
//   this.bar = new SettingsBar({ change: (values) => this.set(values), complain: () => this.redraw() });
//   this.bar.whole("stride", "Stride", { largest: 9 });
//   this.bar.choice("kind", "Kind", [["max", "largest"], ["average", "average"]]);
//
// A value that works goes to `change`, as { stride: 2 }. One that does not stays as it was typed, the
// sentence about it is in `problem`, and `complain` is called so that the page hides its old picture. A field that was
// emptied is about to be typed into: the sentence waits until the learner leaves the field or presses Enter, and until
// then `isWaiting` is true.
export class SettingsBar {
  constructor({ change, complain }) {
    this.change = change;
    this.complain = complain;
    /** @type {Record<string, any>} */
    this.controls = {};
    /** @type {Record<string, any>} How each control is read and written, by name. */
    this.fields = {};
    this.problems = new Map(); // sentences about what is typed, by name
    /** @type {Set<string>} Fields that are empty while the learner goes on typing: nothing is said about them yet. */
    this.emptied = new Set();
    this.node = element("div", { class: "settings", role: "group", "aria-label": "Settings" });
    /** @type {any} The field for padding in cells, where there is one. */
    this.cells = null;
  }

  // A field for a whole number. Sentences call it by its title, and `change` gets it as its setting.
  // `why` and `now`, a function here, are those of `wholeNumber`.
  whole(name, label, { least = 1, largest = Infinity, title = label, setting = name, why = "", now = () => 0 } = {}) {
    const max = largest === Infinity ? null : largest;
    const control = element("input", { type: "number", name, min: least, max, step: 1, oninput: () => this.read(name) });
    return this.add(name, control, labelled(label, control), {
      setting,
      read: () => wholeNumber(control, title, least, largest, why, now()),
      write: (value) => { if (readNumber(control.value) !== value) control.value = String(value); },
    });
  }

  // Fields for whole numbers that make up one setting: several("size", { rows: "Rows", columns: "Columns" }).
  several(setting, labels, range = {}) {
    const names = Object.keys(labels);
    /** @type {number[]} */
    let shown = []; // the setting as it was last written
    names.forEach((name, place) => {
      this.whole(name, labels[name], { ...range, setting });
      const { read } = this.fields[name];
      this.fields[name].read = () => {
        const [value, wrong] = read();
        return [shown.map((old, n) => (n === place ? value : old)), wrong];
      };
    });
    this.fields[setting] = { write: (values) => {
      shown = [...values];
      this.show(Object.fromEntries(names.map((name, place) => [name, values[place]])));
    } };
  }

  // A field for any number. It is of type "text", where 1/9 and −1 can be typed.
  real(name, label, title = label) {
    const control = element("input", { type: "text", name, autocomplete: "off", oninput: () => this.read(name) });
    return this.add(name, control, labelled(label, control), {
      read: () => realNumber(control.value, title),
      write: (value) => { if (readNumber(control.value) !== value) control.value = plainNumber(value); },
    });
  }

  // A slider. Where `readTyped` is given, a field beside the slider takes the same number typed.
  slider(name, label, range, readTyped = null) {
    const slider = element("input", { type: "range", name, ...range, oninput: () => this.read(name) });
    const node = labelled(label, slider);
    const typed = `${name}-typed`;
    this.add(name, slider, node, {
      read: () => { if (readTyped) this.keep(typed, ""); return [Number(slider.value), ""]; },
      write: (value) => { slider.value = String(value); },
    });
    if (!readTyped) return node;
    const box = element("input", { type: "text", name: typed, autocomplete: "off", "aria-label": `${label}, typed`,
      oninput: () => this.read(typed) });
    node.append(box);
    return this.add(typed, box, node, {
      setting: name,
      read: () => readTyped(box.value),
      write: (value) => { if (readNumber(box.value) !== value) box.value = plainNumber(value); },
    });
  }

  // A choice between values, given with the text for each: [[value, text], …].
  choice(name, label, pairs) {
    const control = element("select", { name, onchange: () => this.read(name) },
      ...pairs.map(([value, text]) => element("option", { value, text })));
    return this.add(name, control, labelled(label, control), {
      read: () => [pairs[control.selectedIndex][0], ""],
      write: (value) => { control.selectedIndex = pairs.findIndex(([one]) => one === value); },
    });
  }

  // A choice between few values, as buttons side by side: [[value, what is on the button, its name], …].
  segments(name, label, choices) {
    const buttons = choices.map(([value, face, title = face]) => element("button", { type: "button", name: `${name}-${value}`,
      "aria-label": title, "aria-pressed": "false", title, onclick: () => this.change({ [name]: value }) }, face));
    const group = element("span", { class: "segments", role: "group", "aria-label": label }, ...buttons);
    const node = element("span", { class: "labelled" }, element("span", { class: "label", "aria-hidden": "true", text: label }), group);
    return this.add(name, group, node, {
      write: (value) => choices.forEach(([one], n) => buttons[n].setAttribute("aria-pressed", String(one === value))),
    });
  }

  // A box to tick.
  check(name, label) {
    const control = element("input", { type: "checkbox", name, onchange: () => this.read(name) });
    return this.add(name, control, element("label", { class: "check" }, control, label), {
      read: () => [control.checked, ""],
      write: (value) => { control.checked = value; },
    });
  }

  // The padding: a word, or "number", which shows a field for the cells.
  padding(cellsLabel, largest) {
    const control = element("select", { name: "padding", onchange: () => this.readPadding() },
      ...["valid", "same", "full", "number"].map((value) => element("option", { value, text: value })));
    this.add("padding", control, labelled("Padding", control), { write: (value) => this.writePadding(value) });
    this.cells = this.whole("cells", cellsLabel, { least: 0, largest, title: "Padding", setting: "padding" });
  }

  add(name, control, node, field) {
    this.controls[name] = control;
    this.fields[name] = { setting: name, ...field };
    control.addEventListener("blur", () => this.settle(name));
    control.addEventListener("keydown", ({ key }) => { if (key === "Enter") this.settle(name); });
    this.node.append(node);
    return node;
  }

  // The first sentence about what is typed, or an empty text.
  get problem() {
    return [...this.problems.values()][0] || "";
  }

  get isWaiting() {
    return this.emptied.size > 0;
  }

  // Say what is wrong with a field that stayed empty.
  settle(name) {
    if (this.emptied.has(name)) this.read(name, true);
  }

  read(name, isLeft = false) {
    const { read, setting } = this.fields[name];
    if (!isLeft && isEmpty(this.controls[name])) { this.emptied.add(name); this.complain(); return; }
    this.emptied.delete(name);
    const [value, sentence] = read();
    this.keep(name, sentence);
    if (sentence) this.complain(); else this.change({ [setting]: value });
  }

  readPadding() {
    const { padding, cells } = this.controls;
    this.cells.hidden = padding.value !== "number";
    if (padding.value === "number") {
      if (cells.value === "" && !cells.validity.badInput) cells.value = "1";
      this.read("cells");
    } else {
      this.keep("cells", "");
      this.change({ padding: padding.value });
    }
  }

  writePadding(value) {
    if (this.problems.has("cells")) return;
    const isNumber = typeof value === "number";
    this.controls.padding.value = isNumber ? "number" : value;
    this.cells.hidden = !isNumber;
    if (isNumber) this.fields.cells.write(value);
  }

  keep(name, sentence) {
    if (sentence) this.problems.set(name, sentence); else this.problems.delete(name);
    this.controls[name].setAttribute("aria-invalid", String(Boolean(sentence)));
  }

  // Write settings into the controls, except where the learner is still typing. A setting without a control
  // is left out: it is changed elsewhere on the page.
  show(values) {
    for (const [name, value] of Object.entries(values)) {
      if (!this.problems.has(name) && !this.emptied.has(name)) this.fields[name]?.write(value);
    }
  }

  // Forget values that do not work, as "Start over" does: the next `show` overwrites them.
  forget() {
    this.emptied.clear();
    for (const name of this.problems.keys()) this.keep(name, "");
  }
}
