// NetworkBuilder. Shapes, parameters and receptive fields are computed here; Keras is asked only on "Check with Keras".

const COLUMNS = ["", "Layer", "What leaves", "Parameters", "Sees", "Keras"];

// ---- Arithmetic ----

// Why a layer cannot follow the one before it, and the nearest ways out: { text, layers, select }.
class Unfit extends Error {
  constructor(sentence, fixes) {
    super(sentence);
    this.fixes = fixes;
  }
}

function withThousands(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

function product(sizes) {
  return sizes.reduce((so_far, size) => so_far * size, 1);
}

// The lists that the buttons of a fix bring about; numbers count from 0.
function inserted(layers, at, layer) {
  return [...layers.slice(0, at), layer, ...layers.slice(at)];
}
function removed(layers, at) {
  return layers.filter((_, number) => number !== at);
}
function moved(layers, from, to) {
  return inserted(removed(layers, from), to, layers[from]);
}
function replaced(layers, at, changes) {
  return layers.map((layer, number) => (number === at ? { ...layer, ...changes } : layer));
}

// What leaves a layer when `before` arrives: shape, parameters and their sum in words, receptive field.
function pass(layers, number, before) {
  const layer = layers[number];
  switch (layer.layer) {
    case "Dropout": return { ...before, parameters: 0, sum: "0", notes: [] };
    case "Flatten": return flatten(layers, number, before);
    case "Dense": return connect(layers, number, before);
    default: return slide(layers, number, before);
  }
}

function flatten(layers, number, { shape }) {
  if (shape.length === 1) {
    throw new Unfit(`Flatten makes a row of a volume, and ${withThousands(shape[0])} numbers in a row arrive already.`,
      [{ text: "Remove this Flatten", layers: removed(layers, number), select: number }]);
  }
  return { shape: [product(shape)], parameters: 0, sum: "0", field: null, notes: [] };
}

function connect(layers, number, { shape }) {
  const { units, use_bias } = layers[number];
  if (shape.length === 3) {
    const [rows, columns] = shape;
    throw new Unfit(`Dense needs one row of numbers, but ${shape.join(" × ")} arrives. (Keras would take each of the ` +
      `${withThousands(rows * columns)} places for itself, and ${rows} × ${columns} × ${units} would leave.)`,
    [{ text: "Put a Flatten before it", layers: inserted(layers, number, { layer: "Flatten" }), select: number + 2 }]);
  }
  const parameters = (shape[0] + (use_bias ? 1 : 0)) * units;
  const sum = `${shape[0]}·${units}${use_bias ? ` + ${units}` : ""} = ${withThousands(parameters)}`;
  return { shape: [units], parameters, sum, field: null, notes: [] };
}

function slide(layers, number, { shape, field, jump }) {
  const layer = layers[number];
  const kind = layer.layer;
  if (shape.length === 1) {
    const flatten = layers.slice(0, number).findLastIndex((one) => one.layer === "Flatten");
    throw new Unfit(`${kind} needs rows, columns and channels, but a row of ${withThousands(shape[0])} numbers arrives: its neighbours are lost.`, [
      { text: `Move it before the Flatten`, layers: moved(layers, number, flatten), select: flatten + 1 },
      { text: `Remove this ${kind}`, layers: removed(layers, number), select: number },
    ]);
  }
  const size = layer.kernel_size ?? layer.pool_size;
  const stride = layer.strides ?? size;
  const settings = { stride, padding: layer.padding, dilation: 1 };
  const smallest = Math.min(shape[0], shape[1]);
  if (layer.padding === "valid" && size > smallest) {
    const name = "kernel_size" in layer ? "kernel_size" : "pool_size";
    throw new Unfit(`A window of ${size} × ${size} does not fit into ${shape[0]} × ${shape[1]}: nothing would leave. The largest that fits is ${smallest}.`, [
      { text: `Make the window ${smallest}`, layers: replaced(layers, number, { [name]: smallest }), select: number + 1 },
      { text: "Use padding same", layers: replaced(layers, number, { padding: "same" }), select: number + 1 },
      { text: `Remove this ${kind}`, layers: removed(layers, number), select: number },
    ]);
  }
  const axes = [shape[0], shape[1]].map((pixels) => layAxis(pixels, size, settings));
  const left = axes.map((axis) => (axis.padded - axis.reach) % stride);
  const notes = layer.padding === "valid" && (left[0] || left[1])
    ? [`Layer ${number + 1} drops ${counted(left[0], "row")} and ${counted(left[1], "column")}: the last window ends before them.`] : [];
  const learned = kind === "Conv2D" ? weights(layer, shape[2]) : { channels: shape[2], parameters: 0, sum: "0" };
  return {
    shape: [axes[0].output, axes[1].output, learned.channels],
    parameters: learned.parameters,
    sum: learned.sum,
    field: field + (size - 1) * jump,
    jump: jump * stride,
    notes,
  };
}

function weights({ kernel_size, filters, use_bias }, channels) {
  const parameters = (kernel_size * kernel_size * channels + (use_bias ? 1 : 0)) * filters;
  const sum = `${kernel_size}·${kernel_size}·${channels}·${filters}${use_bias ? ` + ${filters}` : ""} = ${withThousands(parameters)}`;
  return { channels: filters, parameters, sum };
}

// Every line of the table: what leaves each layer, up to the first that cannot follow; `trouble` says why.
function passAll(layers, input) {
  const lines = [{ shape: input, parameters: 0, sum: "", field: 1, jump: 1, notes: [] }];
  for (let number = 0; number < layers.length; number++) {
    try {
      lines.push(pass(layers, number, lines[number]));
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      return { lines, trouble: { number: number + 1, sentence: error.message, fixes: error.fixes } };
    }
  }
  return { lines, trouble: null };
}

// ---- Words and code ----

// The call that makes a layer, without settings that Keras has by itself.
function callOf(layer) {
  const { layer: kind, pool_size, strides, activation } = layer;
  let parts = [];
  if (kind === "Dropout") parts = [layer.rate];
  else if (kind === "Dense") parts = [layer.units];
  else if (kind === "Conv2D") parts = [layer.filters, layer.kernel_size, ...(strides !== 1 ? [`strides=${strides}`] : [])];
  else if (kind !== "Flatten") { // AveragePooling2D has no window of its own
    if (kind === "AveragePooling2D" || pool_size !== 2) parts.push(pool_size);
    if (strides !== null && strides !== pool_size) parts.push(`strides=${strides}`);
  }
  if (layer.padding === "same") parts.push('padding="same"');
  if (activation && activation !== "linear") parts.push(`activation="${activation}"`);
  if (layer.use_bias === false) parts.push("use_bias=False");
  return `${kind}(${parts.join(", ")})`;
}

function codeOf(layers, input) {
  const lines = [`keras.Input((${input.join(", ")})),`, ...layers.map((layer) => `layers.${callOf(layer)},`)];
  return `import keras\nfrom keras import layers\n\nmodel = keras.Sequential(\n    [\n${lines.map((line) => `        ${line}\n`).join("")}    ]\n)\n`;
}

// What comes out at the end, in words.
function endWords(layers, { shape }) {
  if (shape.length === 3) return `A volume of ${shape.join(" × ")} leaves the network. A choice between classes wants Flatten and Dense behind it.`;
  const last = layers.findLast((layer) => layer.layer !== "Dropout");
  if (last?.layer !== "Dense") return `A row of ${withThousands(shape[0])} numbers leaves the network.`;
  const numbers = shape[0] === 1 ? "One number" : `${withThousands(shape[0])} numbers`;
  return last.activation === "softmax" ? `${numbers} ${shape[0] === 1 ? "leaves" : "leave"} the network: probabilities, with the sum 1.`
    : `${numbers} ${shape[0] === 1 ? "leaves" : "leave"} the network. A choice between classes wants a softmax behind them.`;
}

// ---- The page ----

class NetworkPage {
  constructor(model, parent) {
    this.model = model;
    this.selected = 1;
    this.shownLine = null; // whose settings stand below the table
    this.checks = 0;
    this.asked = null; // the check that Keras has been asked for: its number, and what was asked about
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    for (const name of ["layers", "input_shape"]) this.on(`change:${name}`, () => this.changed());
    this.on("change:_keras", () => this.answered());
    this.changed();
    this.drawNow();
  }

  on(event, act) {
    this.model.on(event, act);
    (this.listeners ||= []).push([event, act]);
  }

  remove() {
    clearTimeout(this.speaking);
    clearTimeout(this.waiting);
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  get layers() { return this.model.get("layers"); }
  get input() { return this.model.get("input_shape"); }
  get kinds() { return this.model.get("_kinds"); }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Network builder");
    this.root.classList.add("network-builder");
    const head = element("tr", {}, ...COLUMNS.map((text) => element("th", { scope: "col", text, ...(text ? {} : { "aria-label": "Number" }) })));
    this.body = element("tbody", {});
    this.table = element("table", { role: "grid", "aria-label": "The network, a line for each layer" }, element("thead", {}, head), this.body);
    this.table.addEventListener("click", (event) => {
      const [line, fix] = ["[data-line]", "[data-fix]"].map((name) => event.target.closest(name));
      if (fix) this.mend(this.trouble.fixes[fix.dataset.fix]);
      if (!line) return;
      this.select(Number(line.dataset.line));
      this.focusLine();
    });
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.settings = element("div", { class: "layer-settings" });
    this.kindToAdd = element("select", { name: "add" }, ...Object.keys(this.kinds).map((kind) => element("option", { value: kind, text: kind })));
    this.buttons = {
      add: button("add-below", "Add below", () => this.add()),
      up: button("up", "Move up", () => this.move(-1)),
      down: button("down", "Move down", () => this.move(1)),
      remove: button("remove", "Remove", () => this.take()),
      again: button("again", "Start over", () => this.startOver()),
    };
    const tools = element("div", { class: "tools" }, labelled("New layer", this.kindToAdd), ...Object.values(this.buttons));
    this.notes = element("div", { class: "notes" });
    this.check = button("check", "Check with Keras", () => this.askKeras());
    this.verdict = element("p", { class: "verdict", role: "status" });
    this.code = element("pre", { class: "code", tabindex: 0, role: "region", "aria-label": "Keras code" });
    this.copy = button("copy", "Copy the code", () => this.copyCode());
    this.copied = element("span", { class: "copied", role: "status" });
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.root.append(this.table, this.settings, tools, this.words, this.notes,
      element("div", { class: "keras" }, this.check, this.verdict),
      element("div", { class: "keras" }, this.copy, this.copied), this.code,
      element("p", { class: "how", text: "Choose a line with the mouse or the arrow keys. Alt and an arrow key move the layer, Delete removes it. " +
        "“Sees” is the receptive field: how many pixels of the picture one number has seen, rows × columns." }));
    parent.append(this.root);
  }

  // The controls of the selected line: its kind, and the settings of that kind.
  buildSettings() {
    const layer = this.layers[this.selected - 1];
    this.bar = new SettingsBar({ change: (values) => this.edit(values), complain: () => { this.forgetKeras(); this.draw(); } });
    const about = layer ? this.kinds[layer.layer] : this.model.get("_input");
    if (layer) {
      const kind = element("select", { name: "kind", onchange: () => this.changeKind(kind.value) },
        ...Object.keys(this.kinds).map((name) => element("option", { value: name, text: name, selected: name === layer.layer })));
      this.kindLabel = labelled("Layer", kind);
      this.bar.node.append(this.kindLabel);
      this.kind = kind;
    } else this.bar.node.append(element("strong", { text: "The picture" }));
    for (const [name, setting] of Object.entries(about)) this.addControl(name, setting, layer);
    this.bar.node.setAttribute("aria-label", "Shape of the picture");
    this.shownKind = layer?.layer ?? "input";
    this.renumber();
    this.settings.replaceChildren(this.bar.node);
  }

  // The same kind of layer on another line has the same controls.
  renumber() {
    this.shownLine = this.selected;
    if (this.selected === 0) return;
    this.kindLabel.querySelector("label").textContent = `Layer ${this.selected}`;
    this.bar.node.setAttribute("aria-label", `Settings of layer ${this.selected}`);
  }

  addControl(name, { title, least, largest, choices, decimals }, layer) {
    if (choices) this.bar.choice(name, title, choices.map((one) => [one, one]));
    else if (decimals) {
      const rates = [...new Set([0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, layer[name]])].sort((a, b) => a - b);
      this.bar.choice(name, title, rates.map((rate) => [rate, String(rate)]));
    } else if (least === undefined) this.bar.check(name, title);
    else this.bar.whole(name, title, { least, largest });
  }

  showSettings() {
    const layer = this.layers[this.selected - 1];
    const other = this.shownLine !== this.selected;
    const kept = this.shownLine !== null && this.shownKind === (layer?.layer ?? "input") && !(other && this.bar.problem);
    if (!kept || (other && layer?.layer === "Dropout")) this.buildSettings(); // its rates may be others
    else if (other) this.renumber();
    if (!layer) {
      const [rows, columns, channels] = this.input;
      this.bar.show({ rows, columns, channels });
      return;
    }
    const { layer: kind, ...settings } = layer;
    if (settings.strides === null) settings.strides = settings.pool_size; // as wide as the window
    this.bar.show(settings);
  }

  // -- Changing --

  set(layers, select = this.selected) {
    this.selected = Math.min(Math.max(select, 0), layers.length);
    this.shownLine = null; // the controls are made anew: what was typed there belongs to the old list
    this.model.set("layers", layers);
    this.model.save_changes(); // now: until then, an answer to an earlier message would undo this one
    this.changed();
  }

  edit(values) {
    if (this.selected === 0) {
      const names = ["rows", "columns", "channels"];
      this.model.set("input_shape", names.map((name, place) => values[name] ?? this.input[place]));
    } else {
      const { pool_size } = this.layers[this.selected - 1];
      const changes = pool_size !== undefined && values.strides === pool_size ? { strides: null } : values;
      this.model.set("layers", replaced(this.layers, this.selected - 1, changes));
    }
    this.model.save_changes();
    this.changed();
  }

  // What Keras said of another network must not stand beside this one.
  forgetKeras() {
    this.keras = null;
    this.asked = null;
    clearTimeout(this.waiting);
    tell(this.verdict, "");
    tell(this.copied, "");
  }

  changed() {
    this.forgetKeras();
    this.selected = Math.min(this.selected, this.layers.length);
    this.showSettings();
    this.draw();
  }

  startOf(kind) {
    const settings = Object.entries(this.kinds[kind]).map(([name, about]) => [name, about.start]);
    return { layer: kind, ...Object.fromEntries(settings) };
  }

  add() {
    if (this.layers.length >= this.model.get("_limits").layers) return;
    this.set(inserted(this.layers, this.selected, this.startOf(this.kindToAdd.value)), this.selected + 1);
  }

  // Another kind keeps the settings that it has too: a convolution's padding, a dense layer's activation.
  changeKind(kind) {
    const old = this.layers[this.selected - 1];
    const start = this.startOf(kind);
    const kept = Object.keys(start).filter((name) => name !== "layer" && name in old && name !== "strides");
    const layer = { ...start, ...Object.fromEntries(kept.map((name) => [name, old[name]])) };
    this.set(inserted(removed(this.layers, this.selected - 1), this.selected - 1, layer));
    this.kind.focus();
  }

  move(step) {
    const to = this.selected - 1 + step;
    if (this.selected === 0 || to < 0 || to >= this.layers.length) return;
    this.set(moved(this.layers, this.selected - 1, to), to + 1);
  }

  take() {
    if (this.selected === 0) return;
    this.set(removed(this.layers, this.selected - 1), Math.min(this.selected, this.layers.length - 1));
  }

  startOver() {
    const { layers, input_shape } = this.model.get("_start");
    this.model.set("input_shape", [...input_shape]);
    this.set(layers.map((layer) => ({ ...layer })), 1);
  }

  // Another line is chosen: no number changes, unless something was typed there that cannot be.
  select(line) {
    const typed = this.bar.problem;
    this.selected = line;
    this.showSettings();
    if (typed) this.drawNow();
    for (const row of this.body.querySelectorAll("[data-line]")) {
      const chosen = Number(row.dataset.line) === line;
      row.tabIndex = chosen ? 0 : -1;
      row.setAttribute("aria-selected", String(chosen));
    }
    this.drawButtons();
    this.speak();
  }

  key(event) {
    if (!event.target.matches("[data-line]") || event.ctrlKey || event.metaKey) return;
    const last = this.layers.length;
    const to = { ArrowUp: this.selected - 1, ArrowDown: this.selected + 1, Home: 0, End: last }[event.key];
    if (event.key === "Delete") this.take();
    else if (event.altKey && to !== undefined) this.move(to - this.selected);
    else if (to !== undefined) this.select(Math.min(Math.max(to, 0), last));
    else return;
    event.preventDefault();
    if (event.key === "Delete" || event.altKey) this.drawNow();
    this.focusLine();
  }

  focusLine() {
    this.body.querySelector(`[data-line="${this.selected}"]`)?.focus({ preventScroll: true });
  }

  // -- Keras --

  askKeras() {
    if (this.trouble) return;
    this.model.save_changes(); // Keras is to build what is on the page
    this.checks += 1;
    this.asked = this.checks;
    this.keras = null;
    tell(this.verdict, "Keras builds the network. The first time takes some seconds.");
    this.verdict.className = "verdict";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => tell(this.verdict, "No answer yet. Is the kernel running another cell?"), 60000);
    this.model.send({ check: this.asked });
    this.draw();
  }

  answered() {
    const said = this.model.get("_keras");
    if (said.number !== this.asked) return;
    clearTimeout(this.waiting);
    this.keras = said;
    const own = this.lines.slice(1);
    this.agreed = own.map((line, number) => {
      const [shape, parameters] = said.rows[number] ?? [[], -1];
      return shape.join() === line.shape.join() && parameters === line.parameters;
    });
    const right = this.agreed.filter(Boolean).length;
    const all = !said.problem && right === own.length && said.rows.length === own.length;
    this.verdict.className = `verdict ${all ? "course-good" : "course-bad"}`;
    tell(this.verdict, said.problem || (all
      ? `Keras agrees on ${counted(own.length, "layer")}: every shape, every number of parameters, ${withThousands(this.total)} together.`
      : `Keras agrees on ${right} of ${counted(own.length, "layer")} only.`));
    this.draw();
  }

  async copyCode() {
    try {
      await navigator.clipboard.writeText(this.code.textContent);
      tell(this.copied, "Copied.");
    } catch { // no permission, or no safe connection: the learner copies by hand
      const range = document.createRange();
      range.selectNodeContents(this.code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      this.code.focus();
      tell(this.copied, "The code is selected: press Ctrl+C, or ⌘C on a Mac.");
    }
  }

  // -- Drawing --

  drawNow() {
    const typed = this.bar.problem;
    const { lines, trouble } = passAll(this.layers, this.input);
    this.trouble = trouble;
    if (typed && (!trouble || this.selected <= trouble.number)) this.trouble = { number: this.selected, sentence: typed, fixes: [] };
    this.lines = this.trouble ? lines.slice(0, this.trouble.number) : lines;
    this.total = this.lines.reduce((sum, line) => sum + line.parameters, 0);
    const focused = this.body.contains(document.activeElement) && document.activeElement.matches("[data-line]");
    this.drawTable();
    if (focused) this.body.querySelector(`[data-line="${this.selected}"]`)?.focus({ preventScroll: true });
    this.drawRest();
    this.speak();
  }

  drawTable() {
    this.root.classList.toggle("checked", Boolean(this.keras && !this.keras.problem)); // before, Keras has no column
    const rows = [this.line(0, "Input", this.lines[0])];
    if (this.trouble?.number === 0) rows.push(this.troubleRow());
    this.layers.forEach((layer, place) => {
      rows.push(this.line(place + 1, callOf(layer), this.lines[place + 1]));
      if (this.trouble?.number === place + 1) rows.push(this.troubleRow());
    });
    const sum = this.lines.map((line) => line.parameters).filter(Boolean).map(withThousands);
    const together = this.trouble ? "–" : sum.length > 1 ? `${sum.join(" + ")} = ${withThousands(this.total)}` : withThousands(this.total);
    rows.push(element("tr", { class: "total" }, element("td", {}), element("td", { colspan: 2, text: "Together" }),
      element("td", { colspan: 3, text: together })));
    become(this.body, ...rows);
  }

  line(number, name, line) {
    const cell = (className, ...inside) => element("td", { class: className }, ...inside);
    const keras = number && this.keras && !this.keras.problem ? this.kerasText(number) : "";
    const shape = line ? cell("shape", this.volume(line.shape), line.shape.join(" × ")) : cell("shape", "–");
    return element("tr", { "data-line": number, tabindex: number === this.selected ? 0 : -1, "aria-selected": String(number === this.selected) },
      cell("number", number ? String(number) : ""), cell("name", element("code", { text: name })), shape,
      cell("sum", line ? line.sum : "–"), cell("field", line?.field ? by(line.field, line.field) : "–"), cell("keras-says", keras));
  }

  kerasText(number) {
    if (this.agreed[number - 1]) return element("span", { class: "course-good" }, element("span", { class: "course-unseen", text: "agrees" }));
    const [shape, parameters] = this.keras.rows[number - 1] ?? [["nothing"], 0];
    return element("span", { class: "course-bad", text: `${shape.join(" × ")}, ${withThousands(parameters)}` });
  }

  // A map as a square that is as large as the map in proportion to the picture; a row as a bar.
  volume(shape) {
    const largest = Math.max(this.input[0], this.input[1]);
    const [tall, wide] = shape.length === 1 ? [22, 4] : [shape[0], shape[1]].map((size) => Math.max(2, Math.min(22, (22 * size) / largest)));
    const box = element("span", { class: "volume", "aria-hidden": "true" });
    const inner = element("span", { style: `width: ${wide}px; height: ${tall}px` });
    box.append(inner);
    return box;
  }

  // Take over the list of layers that a button offers.
  mend({ layers, select }) {
    this.set(layers, select);
    this.drawNow();
    this.focusLine();
  }

  troubleRow() {
    const { sentence, fixes } = this.trouble;
    const buttons = fixes.map(({ text }, number) => element("button", { type: "button", class: "fix", "data-fix": number, text }));
    return element("tr", { class: "trouble" }, element("td", {}),
      element("td", { colspan: 5 }, element("p", { class: "problem course-bad", text: sentence }), ...buttons));
  }

  drawRest() {
    const notes = this.trouble ? [] : [endWords(this.layers, this.lines.at(-1)), ...this.lines.flatMap((line) => line.notes)];
    become(this.notes, ...notes.map((text) => element("p", { text })));
    this.drawButtons();
    const code = codeOf(this.layers, this.input);
    if (this.code.textContent !== code) this.code.textContent = code;
  }

  drawButtons() {
    const { up, down, remove, add } = this.buttons;
    const last = this.layers.length;
    up.disabled = this.selected <= 1;
    down.disabled = this.selected === 0 || this.selected === last;
    remove.disabled = this.selected === 0;
    add.disabled = last >= this.model.get("_limits").layers;
    this.check.disabled = Boolean(this.trouble) || last === 0;
    this.copy.disabled = Boolean(this.trouble);
    this.code.hidden = Boolean(this.trouble);
  }

  // Say the selected line in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.root.isConnected) return;
      const line = this.lines[this.selected];
      const layer = this.layers[this.selected - 1];
      const said = [];
      if (line) {
        const seen = line.field && layer ? ` One number has seen ${by(line.field, line.field)} pixels.` : "";
        const learns = layer ? `, and it learns ${line.parameters ? `${withThousands(line.parameters)} parameters` : "nothing"}` : "";
        said.push(`${layer ? `Layer ${this.selected}, ${layer.layer}: ${line.shape.join(" × ")} leaves it` : `The picture is ${line.shape.join(" × ")}`}${learns}.${seen}`);
      }
      said.push(this.trouble
        ? `${this.trouble.number ? `Layer ${this.trouble.number}` : "The picture"} cannot be so: ${this.trouble.sentence}`
        : `Together ${withThousands(this.total)} parameters.`);
      const text = said.join(" ");
      if (this.words.textContent !== text) this.words.textContent = text;
    }, 120);
  }
}

function render({ model, el }) {
  const page = new NetworkPage(model, el);
  return () => page.remove();
}

export default { render };
