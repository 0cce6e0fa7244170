// Drawing shared by the course's widgets. It is put in front of a widget's own script: one module.

// Make an element: element("p", { class: "note", text: "…", onclick: act }, child, child).
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// The same for what is drawn: an element of an SVG picture.
function drawn(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(name, text, onclick) {
  return element("button", { type: "button", name, text, onclick });
}

// A control with its label in front. The label names it and holds no other text.
function labelled(text, control) {
  labelled.count = (labelled.count || 0) + 1;
  control.id = `course-${Date.now()}-${labelled.count}`;
  return element("span", { class: "labelled" }, element("label", { for: control.id, text }), control);
}

// The outermost element of a widget. No key pressed inside it reaches JupyterLab's shortcuts, where
// "a" would insert a cell and "d d" delete one.
function courseRoot(label) {
  const root = element("div", { class: "course-widget", role: "group", "aria-label": label });
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.addEventListener("keydown", (event) => event.stopPropagation());
  return root;
}

// Run a drawing function at most once a frame, however many events ask for it.
function oncePerFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };
}

// ---- Numbers ----

// Read what a person typed: 3, −1, 0.5, 1/9. Anything else gives null, never NaN.
function readNumber(text) {
  const parts = text.trim().replace(/[−–]/g, "-").split("/");
  const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  if (parts.length > 2 || !parts.every((part) => plain.test(part.trim()))) return null;
  const value = parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(parts[0]);
  return Number.isFinite(value) ? value : null;
}

// Write a number: exact up to four decimals, otherwise rounded to some four digits and marked ≈.
function writeNumber(value) {
  const near = Math.round(value * 1e4) / 1e4;
  const size = Math.abs(value);
  if (Math.abs(value - near) <= 1e-9 * Math.max(1, size)) return String(near + 0).replace("-", "−");
  const digits = size < 0.001 ? value.toExponential(1) : value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 1);
  return `≈${digits.replace("-", "−")}`;
}

// Rounded to two decimals: what a sum of float32 holds behind them is no news.
function shortNumber(value) {
  return writeNumber(Math.round(value * 100) / 100);
}

// Join terms with their signs: 0 − 256 + 24. A number that follows a sign loses its own.
function signedTerm(value) {
  const text = writeNumber(value);
  return value < 0 && text !== "0" ? ` − ${text.replace("−", "")}` : ` + ${text}`;
}

// ---- Colours ----

// The colour of a signed value: white is 0, whatever else is in the picture.
function signedColour(value, largest) {
  return colourOf(SIGNED_COLOURS, (value / (largest || 1) + 1) / 2);
}

// The colour of a value that is never negative, such as a count: dark is 0, light the largest.
function magnitudeColour(value, largest) {
  return colourOf(MAGNITUDE_COLOURS, value / (largest || 1));
}

function colourOf(stops, share) {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  return between(stops[Math.floor(place)], stops[Math.ceil(place)], place % 1);
}

// The colour of a pixel: black is 0, whatever else is in the picture; white the brightest, and blue
// the most negative.
function pixelColour(value, largest) {
  const share = Math.min(Math.abs(value) / (largest || 1), 1);
  return between([0, 0, 0], value < 0 ? [107, 174, 214] : [255, 255, 255], share);
}

function between(from, to, share) {
  return from.map((part, i) => Math.round(part + (to[i] - part) * share));
}

// Black or white, whichever stands out from a colour (red, green, blue).
function inkOn(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

// ---- Pictures on a canvas ----

const SHADES = 2048;

// The colours of the numbers −1 … 1 in SHADES steps, each as the four bytes of a canvas's pixel.
function shades(colourOfShare) {
  const table = new Uint32Array(SHADES + 1);
  for (let i = 0; i <= SHADES; i++) {
    const [red, green, blue] = colourOfShare((2 * i) / SHADES - 1, 1);
    table[i] = (255 << 24) | (blue << 16) | (green << 8) | red;
  }
  return table;
}

// Paint numbers, one pixel each; from ±limit on the colour is full.
function paint(canvas, { rows, columns }, valueAt, limit, table) {
  const brush = canvas.getContext("2d");
  if (canvas.width !== columns || canvas.height !== rows || !canvas.image) {
    [canvas.width, canvas.height] = [columns, rows];
    canvas.image = brush.createImageData(columns, rows); // kept: a new one for every change takes a while
  }
  const bytes = new Uint32Array(canvas.image.data.buffer);
  const [half, step] = [SHADES / 2 + 0.5, SHADES / 2 / limit];
  for (let i = 0; i < bytes.length; i++) {
    const place = half + valueAt(i) * step;
    bytes[i] = table[place < 0 ? 0 : place > SHADES ? SHADES : place | 0];
  }
  brush.putImageData(canvas.image, 0, 0);
}

// The bytes of a message may start anywhere; numbers must start at a multiple of four.
function bytesOf(data) {
  return new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice();
}

function floatsOf(data) {
  return new Float32Array(bytesOf(data).buffer);
}

// ---- Words ----

function by(rows, columns) {
  return `${rows} × ${columns}`;
}

function counted(count, name) {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

// Show a sentence in its place, or hide the place where there is none. The same sentence again is left
// alone, so that a screen reader does not repeat it.
function tell(place, sentence) {
  place.hidden = !sentence;
  if (place.textContent !== sentence) place.textContent = sentence;
}

// ---- Settings ----

const LARGEST_NUMBER = 1000000;

// Read any number that was typed: [value, ""], or [null, the sentence that says why it is none].
function realNumber(text, title) {
  const value = readNumber(text);
  if (value === null) return [null, `${title} must be a number such as 3, −1, 0.5 or 1/9, but “${text.trim()}” was typed.`];
  if (Math.abs(value) > LARGEST_NUMBER) return [null, `${title} must lie within ±1,000,000, but ${text.trim()} was typed.`];
  return [value, ""];
}

// Read a whole number from a control of type "number" likewise; the sentence names the nearest that works.
function wholeNumber(control, title, least, largest) {
  const value = readNumber(control.value);
  if (Number.isInteger(value) && value >= least && value <= largest) return [value, ""];
  const allowed = largest === Infinity ? `, ${least} or more,` : ` from ${least} to ${largest},`;
  const given = value === null ? (control.validity.badInput ? "no number" : "empty") : writeNumber(value);
  const nearest = Math.min(Math.max(Math.round(value ?? 0), least), largest);
  return [null, `${title} must be a whole number${allowed} but is ${given}: the nearest that works is ${nearest}.`];
}

// The controls above a picture: `node`, to which each method below adds one.
//
//   this.bar = new SettingsBar({ change: (values) => this.set(values), complain: () => this.redraw() });
//   this.bar.whole("stride", "Stride", { largest: 9 });
//   this.bar.choice("kind", "Kind", [["max", "largest"], ["average", "average"]]);
//
// What works is handed to `change`, as { stride: 2 }. What cannot be stays as it was typed, with the
// sentence about it in `problem`, and `complain` is called: no picture may stand there as its answer.
class SettingsBar {
  constructor({ change, complain }) {
    this.change = change;
    this.complain = complain;
    this.controls = {};
    this.fields = {}; // from a name to how its control is read and written
    this.problems = new Map(); // from a name to the sentence about what is typed there
    this.node = element("div", { class: "settings", role: "group", "aria-label": "Settings" });
  }

  // A field for a whole number. Sentences call it by its title, and `change` gets it as its setting.
  whole(name, label, { least = 1, largest = Infinity, title = label, setting = name } = {}) {
    const max = largest === Infinity ? null : largest;
    const control = element("input", { type: "number", name, min: least, max, step: 1, oninput: () => this.read(name) });
    return this.add(name, control, labelled(label, control), {
      setting,
      read: () => wholeNumber(control, title, least, largest),
      write: (value) => { if (readNumber(control.value) !== value) control.value = String(value); },
    });
  }

  // A field for any number. It is of type "text", where 1/9 and −1 can be typed.
  real(name, label, title = label) {
    const control = element("input", { type: "text", name, autocomplete: "off", oninput: () => this.read(name) });
    return this.add(name, control, labelled(label, control), {
      read: () => realNumber(control.value, title),
      write: (value) => { if (readNumber(control.value) !== value) control.value = String(value).replace("-", "−"); },
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
    this.node.append(node);
    return node;
  }

  // The first sentence about what is typed, or an empty text.
  get problem() {
    return [...this.problems.values()][0] || "";
  }

  read(name) {
    const { read, setting } = this.fields[name];
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

  // Write settings into the controls, but leave alone what a learner is still typing.
  show(values) {
    for (const [name, value] of Object.entries(values)) {
      if (!this.problems.has(name)) this.fields[name].write(value);
    }
  }

  // Forget what was typed and cannot be, as "Start over" does; then `show` overwrites it.
  forget() {
    for (const name of this.problems.keys()) this.keep(name, "");
  }
}

// ---- Windows along an axis ----

const LARGEST_PADDED = 48; // cells along an axis that can be drawn

class Impossible extends Error {}

// How the windows lie along one axis; or why they cannot, with the nearest settings that work.
function layAxis(pixels, kernel, { stride, padding, dilation }) {
  const reach = dilation * (kernel - 1) + 1;
  let [before, after] = [0, 0];
  if (padding === "same") {
    const total = Math.max((Math.ceil(pixels / stride) - 1) * stride + reach - pixels, 0);
    before = Math.floor(total / 2);
    after = total - before; // an odd cell goes to the end, as in Keras
  } else if (padding === "full") {
    before = after = reach - 1;
  } else if (padding !== "valid") {
    before = after = padding;
  }
  const padded = before + pixels + after;
  if (padded < reach) {
    const spread = dilation > 1 ? ` with dilation ${dilation} (reach ${reach})` : "";
    const added = before + after ? ` with ${before + after} cells of padding` : "";
    const largest = Math.floor((padded - 1) / dilation) + 1;
    const smaller = Math.floor((padded - 1) / (kernel - 1));
    const fix = dilation > 1 && smaller >= 1 ? `dilation ${smaller} fits` : `the largest kernel that fits is ${largest}`;
    throw new Impossible(`A kernel of ${kernel}${spread} does not fit into ${pixels} pixels${added}: ${fix}, or use padding same.`);
  }
  const output = Math.floor((padded - reach) / stride) + 1;
  const used = new Array(padded).fill(false);
  for (let stop = 0; stop < output; stop++) {
    for (let i = 0; i < kernel; i++) used[stop * stride + i * dilation] = true;
  }
  return { pixels, kernel, before, after, padded, reach, output, used, stride, dilation };
}

// Stops along an axis whose window holds this cell.
function stopsUsing(cell, axis) {
  const stops = [];
  for (let stop = 0; stop < axis.output; stop++) {
    const offset = cell - stop * axis.stride;
    if (offset >= 0 && offset < axis.reach && offset % axis.dilation === 0) stops.push(stop);
  }
  return stops;
}

// Indices as words: "row 3", "rows 0–2", "rows 0, 2, 4", "columns −1 to 1".
function listed(name, indices) {
  const text = indices.map((index) => String(index).replace("-", "−"));
  if (indices.length === 1) return `${name} ${text[0]}`;
  const dense = indices.every((index, i) => i === 0 || index === indices[i - 1] + 1);
  if (dense) return `${name}s ${text[0]}${indices[0] < 0 ? " to " : "–"}${text.at(-1)}`;
  return `${name}s ${text.length > 6 ? `${text.slice(0, 5).join(", ")}, …` : text.join(", ")}`;
}

// ---- Pages ----

// An explorer whose picture follows from a few settings. A class derived from it names their traits; makes
// `root`, `bar`, `problem` and `stage` in `build`, and listens to them in `listen`; writes the settings into
// the bar (`showSettings`) and takes what was typed there (`change`). `compute` says what the settings mean,
// or throws Impossible. `drawState` is called when they have changed; `drawFocus`, which draws what moves,
// for every hover and key; `speak` says it in words.
class SettingsPage {
  constructor(model, parent, traits) {
    this.model = model;
    this.traits = traits;
    this.focus = model.get("focus");
    this.stale = true;
    this.listeners = [];
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    for (const name of traits) this.on(`change:${name}`, () => this.settingsChanged());
    this.on("change:focus", () => { this.focus = this.model.get("focus"); this.draw(); });
    // The focus travels to Python when the learner leaves, not with every hover.
    this.root.addEventListener("pointerleave", () => this.sendFocus());
    this.root.addEventListener("focusout", (event) => { if (!this.root.contains(event.relatedTarget)) this.leave(); });
    this.resizing = new ResizeObserver(([{ contentRect }]) => {
      if (this.width === Math.floor(contentRect.width)) return;
      this.width = Math.floor(contentRect.width);
      this.redraw();
    });
    this.resizing.observe(this.root);
    this.listen();
    this.showSettings();
    this.drawNow();
  }

  on(event, act) {
    this.model.on(event, act);
    this.listeners.push([event, act]);
  }

  remove() {
    clearTimeout(this.speaking);
    this.resizing.disconnect();
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // The bar of settings, with "Start over" at its end; `add` puts the controls into it.
  settingsBar(add) {
    this.bar = new SettingsBar({ change: (values) => this.change(values), complain: () => this.redraw() });
    add(this.bar);
    this.bar.node.append(button("again", "Start over", () => this.startOver()));
    return this.bar.node;
  }

  settings() {
    return Object.fromEntries(this.traits.map((name) => [name, this.model.get(name)]));
  }

  set(values) {
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.model.save_changes(); // now: until then, an answer to an earlier message would undo this one
    this.settingsChanged();
  }

  settingsChanged() {
    this.pointed = null;
    this.showSettings();
    this.redraw();
  }

  startOver() {
    this.bar.forget();
    const { focus, ...settings } = this.model.get("_start");
    this.focus = focus;
    this.set(settings);
  }

  leave() {
    this.pointed = null;
    this.sendFocus();
    this.draw();
  }

  sendFocus() {
    if (String(this.model.get("focus")) === String(this.focus)) return;
    this.model.set("focus", this.focus);
    this.model.save_changes();
  }

  // Where the pointer is on a grid, or null; a picture that moves under a resting pointer is no hover.
  pointedAt(grid, event) {
    const still = event.clientX === this.pointerX && event.clientY === this.pointerY;
    [this.pointerX, this.pointerY] = [event.clientX, event.clientY];
    return still || !this.state ? null : grid.place(event);
  }

  redraw() {
    this.stale = true;
    this.draw();
  }

  drawNow() {
    if (this.stale) {
      this.stale = false;
      this.computeState();
      if (this.state) this.drawState();
    }
    if (this.state) this.drawFocus();
    this.speak();
  }

  computeState() {
    this.state = null;
    let sentence = this.bar.problem;
    try {
      if (!sentence) this.state = this.compute(this.settings());
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      sentence = error.message;
    }
    tell(this.problem, sentence);
    this.stage.hidden = Boolean(sentence); // nothing that was true before stays on the page
  }
}

// ---- Grids ----

// Write a text where another may stand: to change a text costs the page less than to replace it.
function write(node, text) {
  const there = node.firstChild;
  if (text && there?.nodeType === Node.TEXT_NODE && there === node.lastChild) {
    if (there.data !== text) there.data = text;
  } else if (node.textContent !== text || node.firstElementChild) node.textContent = text;
}

// Give a node these children, by changing those that are there: to lay out new ones would cost the page
// most of the time that it has. Not for children with listeners of their own, which stay where they were.
function become(node, ...children) {
  children.forEach((wanted, n) => {
    const there = node.childNodes[n];
    if (!there) node.append(wanted);
    else if (there.nodeName !== wanted.nodeName) there.replaceWith(wanted);
    else if (there.nodeType === Node.TEXT_NODE) {
      if (there.data !== wanted.data) there.data = wanted.data;
    } else {
      for (const { name } of [...there.attributes]) if (!wanted.hasAttribute(name)) there.removeAttribute(name);
      for (const { name, value } of wanted.attributes) if (there.getAttribute(name) !== value) there.setAttribute(name, value);
      become(there, ...wanted.childNodes);
    }
  });
  while (node.childNodes.length > children.length) node.lastChild.remove();
}

// Give a node the children that belong to these values; while the values stay, so do they.
function drawFor(node, values, make) {
  const key = values.join();
  if (node.drawnFor === key) return;
  node.drawnFor = key;
  become(node, ...make());
}

// Give a node this many children: the last go, or new ones are made.
function resize(node, count, make) {
  while (node.childElementCount > count) node.lastChild.remove();
  const added = Array.from({ length: count - node.childElementCount }, (_, n) => make(node.childElementCount + n));
  if (added.length) node.append(...added);
}

// A grid of numbers on coloured cells, with the rows and columns numbered beside it. As a "grid" it is
// one stop of the Tab key, and the arrow keys move within it; as a "table" it is there to be read.
class NumberGrid {
  // `numbered` may say how many pixels wide the numbers of the rows are.
  constructor({ label, name, role = "grid", numbered = false }) {
    this.role = role;
    this.numbered = numbered;
    this.active = [0, 0];
    this.cells = [];
    this.lines = []; // the rows of cells
    this.table = element("div", { role, "aria-label": label, class: "grid-cells" });
    this.frame = element("div", { class: "grid-frame", "aria-hidden": "true", hidden: true });
    this.node = element("div", { class: `number-grid ${name}` }, this.table, this.frame);
  }

  // Make the cells; first is subtracted from the numbers written beside the grid, and rows and columns
  // outside 0 … real stay without one (they are padding). Cells that were there stay as they are: to
  // make hundreds anew would cost the page most of the time that it has.
  shape(rows, columns, first = [0, 0], real = [rows, columns]) {
    const key = [rows, columns, ...first, ...real].join();
    if (key === this.key) return;
    this.key = key;
    [this.rows, this.columns] = [rows, columns];
    const numbers = (axis, length) => Array.from({ length }, (_, n) =>
      (n >= first[axis] && n < first[axis] + real[axis] ? String(n - first[axis]) : ""));
    if (this.numbered) {
      this.heads ||= this.table.appendChild(element("div", { role: "row", class: "heads" }, this.head("columnheader")));
      resize(this.heads, columns + 1, () => this.head("columnheader"));
      numbers(1, columns).forEach((text, column) => write(this.heads.children[column + 1], text));
    }
    this.lines.splice(rows).forEach((line) => line.remove());
    this.cells.length = rows;
    const beside = numbers(0, rows);
    const added = document.createDocumentFragment();
    for (let row = 0; row < rows; row++) {
      if (!this.lines[row]) {
        this.lines[row] = element("div", { role: "row" }, ...(this.numbered ? [this.head("rowheader")] : []));
        added.append(this.lines[row]);
      }
      const line = this.lines[row];
      const heads = this.numbered ? 1 : 0;
      if (heads) write(line.firstChild, beside[row]);
      resize(line, columns + heads, (n) => this.cell(row, n - heads));
      for (const editor of line.querySelectorAll(".cell > *")) { // none outlives its grid
        const cell = editor.parentNode;
        cell.replaceWith(this.cell(row, cell.dataset.column));
      }
      this.cells[row] = [...line.children].slice(heads);
    }
    this.table.append(added);
    this.table.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    this.activate(Math.min(this.active[0], rows - 1), Math.min(this.active[1], columns - 1));
  }

  head(role) {
    return element("span", { role, class: "beside" });
  }

  cell(row, column) {
    this.blank ||= element("div", { ...(this.role === "grid" ? { role: "gridcell", tabindex: -1 } : { role: "cell" }), class: "cell" });
    const cell = this.blank.cloneNode();
    cell.setAttribute("data-row", row);
    cell.setAttribute("data-column", column);
    return cell;
  }

  // Set the side of a cell in pixels. Too small for its number, it shows its colour only.
  size(width, height = width, showNumbers = true) {
    const shown = this.numbered && showNumbers;
    const [above, left] = shown ? [22, this.numbered === true ? 22 : this.numbered] : [0, 0]; // room for the numbers
    this.metrics = { width, height, above, left };
    this.node.classList.toggle("small", !showNumbers);
    this.node.classList.toggle("narrow", width < 32);
    this.table.style.gridTemplateColumns = `${shown ? `${left}px ` : ""}repeat(${this.columns}, ${width}px)`;
    this.table.style.gridAutoRows = `${height}px`;
    this.table.style.gridTemplateRows = shown ? `${above}px` : "";
    this.node.style.width = `${left + this.columns * width}px`;
  }

  // Fill one cell; only what differs from before is touched.
  fill(row, column, { text, colour, label, marks = "" }) {
    const cell = this.cells[row][column];
    if ((cell.shownText ?? "") !== text) {
      cell.shownText = text;
      if (!cell.firstElementChild || !cell.querySelector("input")) write(cell, text);
    }
    const paint = colour ? `rgb(${colour})` : "";
    if ((cell.shownPaint || "") !== paint) {
      cell.shownPaint = paint;
      cell.style.cssText = colour ? `background-color: ${paint}; color: ${inkOn(colour)}` : "";
    }
    if ((cell.shownMarks || "") !== marks) {
      cell.classList.remove(...(cell.shownMarks || "").split(" ").filter(Boolean));
      cell.classList.add(...marks.split(" ").filter(Boolean));
      cell.shownMarks = marks;
    }
    if (label && cell.shownLabel !== label) {
      cell.shownLabel = label;
      cell.setAttribute("aria-label", label);
    }
  }

  // Give cells a class, and take it from those that had it: mark("tap", [[0, 1], [0, 2]]).
  mark(name, places) {
    const wanted = new Set(places.map(([row, column]) => this.cells[row]?.[column]).filter(Boolean));
    for (const cell of [...this.table.getElementsByClassName(name)]) {
      if (!wanted.has(cell)) cell.classList.remove(name);
    }
    wanted.forEach((cell) => cell.classList.add(name));
  }

  // Draw a frame around a rectangle of cells.
  surround(row, column, rows, columns) {
    const { width, height, above, left } = this.metrics;
    this.frame.hidden = false;
    this.frame.style.transform = `translate(${left + column * width}px, ${above + row * height}px)`;
    this.frame.style.width = `${columns * width}px`;
    this.frame.style.height = `${rows * height}px`;
  }

  // Make a cell the one that Tab reaches; the others are reached with the arrow keys.
  activate(row, column) {
    if (this.role !== "grid") return;
    this.cells[this.active[0]]?.[this.active[1]]?.setAttribute("tabindex", "-1");
    this.active = [row, column];
    this.cells[row][column].setAttribute("tabindex", "0");
  }

  // Give a cell the keyboard; what the pointer is on needs no scrolling.
  goTo(row, column, { preventScroll = false } = {}) {
    this.activate(row, column);
    this.cells[row][column].focus({ preventScroll });
  }

  // Where an event happened: [row, column], or null beside the cells.
  place(event) {
    const cell = event.target.closest?.("[data-row]");
    return cell && this.table.contains(cell) ? [Number(cell.dataset.row), Number(cell.dataset.column)] : null;
  }

  // Where a key leads from the active cell, or null if it is no key for moving.
  step({ key, ctrlKey }) {
    const [row, column] = this.active;
    const [lastRow, lastColumn] = [this.rows - 1, this.columns - 1];
    switch (key) {
      case "ArrowUp": return [Math.max(row - 1, 0), column];
      case "ArrowDown": return [Math.min(row + 1, lastRow), column];
      case "ArrowLeft": return [row, Math.max(column - 1, 0)];
      case "ArrowRight": return [row, Math.min(column + 1, lastColumn)];
      case "Home": return [ctrlKey ? 0 : row, 0];
      case "End": return [ctrlKey ? lastRow : row, lastColumn];
      default: return null;
    }
  }
}

// A grid's numbers with another one in one place.
function withNumber(numbers, row, column, value) {
  return numbers.map((line, i) => line.map((old, j) => (i === row && j === column ? value : old)));
}

// Typing into a cell of a grid: Enter, or leaving it, takes the number over, and Esc brings the old one
// back. What is no number stays to be mended, and `complain` gets the sentence that says why.
class CellEditor {
  constructor(complain) {
    this.complain = complain;
    this.box = null; // while no cell is open
  }

  // Open a cell with its number, or with what is `typed` in its stead; `take` is given another number.
  open(grid, [row, column], { label, title, number, typed = null, take }) {
    const box = element("input", { type: "text", class: "editor", "aria-label": label, autocomplete: "off" });
    box.value = typed ?? String(number).replace("-", "−");
    Object.assign(this, { box, cell: grid.cells[row][column], title, number, take });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); if (this.commit()) grid.goTo(row, column, { preventScroll: true }); }
      if (event.key === "Escape") { event.stopPropagation(); this.close(); grid.goTo(row, column, { preventScroll: true }); }
    });
    box.addEventListener("blur", () => this.box === box && this.commit());
    this.complain("");
    grid.activate(row, column);
    this.cell.replaceChildren(box);
    box.focus({ preventScroll: true });
    if (typed === null) box.select();
  }

  // Take over what was typed, and close the cell; false where it is no number.
  commit() {
    if (!this.box) return true;
    const [value, wrong] = realNumber(this.box.value, this.title);
    this.box.setAttribute("aria-invalid", String(Boolean(wrong)));
    this.complain(wrong && `${wrong} Esc brings the old number back.`);
    if (wrong) return false;
    this.close();
    if (value !== this.number) this.take(value);
    return true;
  }

  close() {
    if (!this.box) return;
    const { box, cell } = this;
    this.box = null; // first: removing it takes the keyboard away, which would commit
    this.complain("");
    box.remove();
    cell.textContent = cell.shownText;
  }
}
