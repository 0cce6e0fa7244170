// FeatureMapBrowser. Python runs the network; this page asks for one answer at a time, and always the newest.

const PATIENCE = 1500; // milliseconds until the page says that Python is busy
const SLIDERS = {
  turn: { title: "Turn", unit: "°" },
  down: { title: "Down", unit: "" },
  right: { title: "Right", unit: "" },
  cover: { title: "Cover", unit: "" },
};

// ---- Numbers ----

function percent(share) {
  return share >= 0.9995 ? "100%" : share < 0.0005 ? "0%" : `${(100 * share).toFixed(1)}%`;
}

function twoDecimals(value) {
  return value.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");
}

function largestOf(values) {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

function strongestPlace(values) {
  let place = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[place]) place = i;
  return place;
}

// Paint values on a canvas, one pixel each; the page enlarges it.
function paintValues(canvas, rows, columns, values, colourOfValue) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) image.data.set([...colourOfValue(values[i]), 255], 4 * i);
  brush.putImageData(image, 0, 0);
}

function sizeCanvas(canvas, rows, columns, side) {
  canvas.style.width = `${columns * side}px`;
  canvas.style.height = `${rows * side}px`;
}

// ---- The page ----

class Browser {
  constructor(model, parent) {
    this.model = model;
    this.page = model.get("_page");
    this.id = Math.random().toString(36).slice(2);
    this.scale = "shared";
    this.asked = 0; // the number of the newest question
    this.inFlight = false;
    this.wanted = false; // whether settings changed since the question that is in flight
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.settings = { ...model.get("_answer").settings };
    this.cell = null;
    this.readAnswer();
    this.showSettings();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Feature map browser");
    this.root.classList.add("feature-maps");
    const { rows, columns } = this.page;
    this.inputTitle = element("div", { class: "title", text: "Image" });
    this.input = this.pane("input", "The image. The arrow keys move the cover");
    this.side = Math.max(3, Math.floor(224 / Math.max(rows, columns)));
    sizeCanvas(this.input.canvas, rows, columns, this.side);
    this.says = element("tbody");
    this.mapsTitle = element("div", { class: "title" });
    this.maps = element("div", { class: "maps", role: "listbox", "aria-label": "Maps of the layer" });
    this.mapTitle = element("div", { class: "title" });
    this.map = this.pane("map", "The chosen map. The arrow keys move from cell to cell");
    this.kernelTitle = element("div", { class: "title" });
    this.kernels = element("div", { class: "kernels", role: "img" });
    this.kernelNote = element("p", { class: "kernel-note" });
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.waiting = element("p", { class: "waiting", role: "status" });
    const figure = (role, ...parts) => element("div", { class: `figure figure-${role}` }, ...parts);
    const how = "Click a map to enlarge it and to see its kernel; point at a cell of it to see which pixels it sees. Click the image, or " +
      "press arrow keys on it, to place the cover. The thick line in a bar: the image before it was changed.";
    this.root.append(this.buildSettings(),
      element("div", { class: "stage" },
        figure("input", this.inputTitle, this.input.node,
          element("table", { class: "says", "aria-label": "Probabilities" }, this.says)),
        figure("maps", this.mapsTitle, this.maps),
        element("div", {}, figure("output", this.mapTitle, this.map.node), figure("kernel", this.kernelTitle, this.kernels, this.kernelNote))),
      this.waiting, this.words, element("p", { class: "how", text: how }));
    parent.append(this.root);
  }

  pane(name, label) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const frame = element("div", { class: "grid-frame", "aria-hidden": "true", hidden: true });
    return { canvas, frame, node: element("div", { class: `pane ${name}`, tabindex: 0, role: "application", "aria-label": label }, canvas, frame) };
  }

  buildSettings() {
    const { count, layers, limits } = this.page;
    this.bar = new SettingsBar({ change: (values) => this.changed(values), complain: () => {} });
    this.bar.choice("image", "Image", Array.from({ length: count }, (_, n) => [n, `no. ${n}`]));
    this.bar.choice("layer", "Layer", layers.map(({ name, rows, columns, maps }, n) => [n, `${name}, ${maps} maps of ${by(rows, columns)}`]));
    this.bar.choice("scale", "Scale", [["shared", "shared by all maps"], ["own", "each map its own"]]);
    for (const [name, { title, unit }] of Object.entries(SLIDERS)) this.addSlider(name, title, unit, limits[name]);
    this.bar.node.append(button("again", "Start over", () => this.startOver()));
    return this.bar.node;
  }

  addSlider(name, title, unit, [min, max]) {
    const control = element("input", { type: "range", name, min, max, step: name === "turn" ? 5 : 1, oninput: () => this.bar.read(name) });
    const readout = element("output");
    const node = labelled(title, control);
    node.append(readout);
    this.bar.add(name, control, node, {
      read: () => [Number(control.value), ""],
      write: (value) => {
        if (Number(control.value) !== value) control.value = String(value);
        write(readout, String(value).replace("-", "−") + unit);
      },
    });
  }

  changed(values) {
    if ("scale" in values) { this.scale = values.scale; this.draw(); return; }
    if ("layer" in values) this.cell = null;
    this.change("layer" in values ? { ...values, map: 0 } : values);
  }

  listen() {
    this.heard = () => this.readAnswer();
    this.model.on("change:_answer", this.heard);
    this.input.node.addEventListener("pointerdown", (event) => this.placeCover(event));
    this.input.node.addEventListener("keydown", (event) => this.keyOnImage(event));
    this.map.node.addEventListener("pointermove", (event) => this.pointAtMap(event));
    this.map.node.addEventListener("pointerleave", () => { this.cell = null; this.draw(); });
    this.map.node.addEventListener("focus", () => { if (!this.cell && this.map.node.matches(":focus-visible")) { this.cell = this.strongest(); this.draw(); } });
    this.map.node.addEventListener("blur", () => { this.cell = null; this.draw(); });
    this.map.node.addEventListener("keydown", (event) => this.keyOnMap(event));
    this.maps.addEventListener("keydown", (event) => this.keyOnMaps(event));
    this.maps.addEventListener("click", (event) => {
      const tile = event.target.closest("[data-map]");
      if (tile) this.chooseMap(Number(tile.dataset.map));
    });
  }

  remove() {
    clearTimeout(this.speaking);
    clearTimeout(this.patience);
    this.model.off("change:_answer", this.heard);
  }

  // -- Asking Python --

  change(settings) {
    Object.assign(this.settings, settings);
    this.showSettings();
    this.ask();
  }

  // One question at a time. What changes meanwhile is asked for when its answer has come, and only the newest.
  ask() {
    if (this.inFlight) { this.wanted = true; return; }
    this.inFlight = true;
    this.wanted = false;
    this.root.dataset.asking = "yes";
    this.asked += 1;
    this.model.send({ settings: this.settings, asker: this.id, number: this.asked });
    clearTimeout(this.patience);
    this.patience = setTimeout(() => write(this.waiting, "Python is busy, or its kernel is not running: the picture is still the one before."), PATIENCE);
  }

  readAnswer() {
    const answer = this.model.get("_answer");
    const own = answer.asker === this.id && answer.number === this.asked;
    if (own) {
      this.inFlight = false;
      delete this.root.dataset.asking;
      clearTimeout(this.patience);
      write(this.waiting, "");
    }
    this.answer = answer;
    this.image = bytesOf(answer.image);
    this.values = floatsOf(answer.maps);
    this.fresh = true;
    if (!this.wanted && !this.inFlight) {
      const { map } = this.settings;
      this.settings = { ...answer.settings };
      if (own && this.settings.map !== map && map < this.layer.maps) this.settings.map = map; // chosen while it was computed
      this.showSettings();
    }
    this.draw();
    if (own && this.wanted) this.ask();
  }

  startOver() {
    const { rows, columns } = this.page;
    this.scale = "shared";
    this.cell = null;
    this.change({ image: 0, layer: 0, map: 0, turn: 0, down: 0, right: 0, cover: 0, row: Math.floor(rows / 2), column: Math.floor(columns / 2) });
  }

  showSettings() {
    const { image, layer, turn, down, right, cover } = this.settings;
    this.bar.show({ image, layer, turn, down, right, cover, scale: this.scale });
  }

  // The layer that the answer is of.
  get layer() {
    return this.page.layers[this.answer.settings.layer];
  }

  // The map that is enlarged; the layer may have fewer than the one chosen before.
  get chosen() {
    return Math.min(this.settings.layer === this.answer.settings.layer ? this.settings.map : 0, this.layer.maps - 1);
  }

  mapValues(number) {
    const { rows, columns } = this.layer;
    return this.values.subarray(number * rows * columns, (number + 1) * rows * columns);
  }

  // -- The cover --

  placeCover(event) {
    const box = this.input.canvas.getBoundingClientRect();
    const [row, column] = [event.clientY - box.top, event.clientX - box.left].map((far) => Math.floor(far / this.side));
    this.moveCover(row, column);
  }

  keyOnImage(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 5 : 1;
    this.moveCover(this.settings.row + far * step[0], this.settings.column + far * step[1]);
  }

  moveCover(row, column) {
    const { rows, columns } = this.page;
    const within = (n, many) => Math.min(Math.max(n, 0), many - 1);
    this.change({ row: within(row, rows), column: within(column, columns), cover: this.settings.cover || 7 });
  }

  // -- Maps --

  chooseMap(number, focus = false) {
    this.settings.map = number;
    this.cell = null;
    if (!this.inFlight) this.answer.settings.map = number;
    this.draw();
    if (focus) this.tiles[number].focus();
    clearTimeout(this.telling); // Python need not compute anything for it
    this.telling = setTimeout(() => this.ask(), 300);
  }

  keyOnMaps(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const across = Math.max(1, Math.round(this.maps.clientWidth / (this.tiles[0].offsetWidth + 4) - 0.5));
    const last = this.layer.maps - 1;
    const to = { ArrowLeft: this.chosen - 1, ArrowRight: this.chosen + 1, ArrowUp: this.chosen - across, ArrowDown: this.chosen + across, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.chooseMap(Math.min(Math.max(to, 0), last), true);
  }

  strongest() {
    const { columns } = this.layer;
    const place = strongestPlace(this.mapValues(this.chosen));
    return [Math.floor(place / columns), place % columns];
  }

  pointAtMap(event) {
    const still = event.clientX === this.pointerX && event.clientY === this.pointerY;
    [this.pointerX, this.pointerY] = [event.clientX, event.clientY];
    if (still) return; // a picture that moves under a resting pointer is no hover
    const box = this.map.canvas.getBoundingClientRect();
    const { rows, columns } = this.layer;
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    this.cell = [row, column];
    this.draw();
  }

  keyOnMap(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const { rows, columns } = this.layer;
    const [row, column] = this.cell || this.strongest();
    const to = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [row, 0], End: [row, columns - 1] }[event.key];
    if (!to) return;
    event.preventDefault();
    this.cell = [Math.min(Math.max(to[0], 0), rows - 1), Math.min(Math.max(to[1], 0), columns - 1)];
    this.draw();
  }

  // -- Drawing --

  drawNow() {
    if (this.fresh) {
      this.fresh = false;
      const { rows, columns } = this.page;
      paintValues(this.input.canvas, rows, columns, this.image, (value) => [value, value, value]);
      this.drawProbabilities();
      this.makeTiles();
    }
    this.drawMaps();
    this.drawChosen();
    this.drawKernel();
    this.drawFrames();
    this.speak();
  }

  drawProbabilities() {
    const { probabilities, before } = this.answer;
    const best = strongestPlace(probabilities);
    resize(this.says, probabilities.length, () => element("tr", {}, element("th", { scope: "row" }),
      element("td", {}, element("span", { class: "bar", "aria-hidden": "true" }, element("i"), element("b"))), element("td")));
    probabilities.forEach((share, number) => {
      const line = this.says.children[number];
      line.classList.toggle("best", number === best);
      write(line.children[0], this.page.names[number]);
      line.querySelector("i").style.width = `${100 * share}%`;
      line.querySelector("b").style.left = `${100 * before[number]}%`;
      write(line.children[2], percent(share));
    });
  }

  makeTiles() {
    const { name, rows, columns, maps } = this.layer;
    write(this.mapsTitle, `${name}: ${maps} maps of ${by(rows, columns)}`);
    const key = `${this.answer.settings.layer}`;
    if (this.tilesKey === key) return;
    this.tilesKey = key;
    const side = maps > 36 ? 44 : maps > 20 ? 52 : 64;
    this.tiles = Array.from({ length: maps }, (_, number) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      canvas.style.width = canvas.style.height = `${side}px`;
      return element("div", { role: "option", "data-map": number, tabindex: -1, "aria-label": `Map ${number}` }, canvas);
    });
    this.maps.replaceChildren(...this.tiles);
  }

  // The colours of maps: from dark at 0 where nothing is negative, else white at 0.
  paintOf(largest) {
    return this.signed ? (value) => signedColour(value, largest) : (value) => magnitudeColour(value, largest);
  }

  drawMaps() {
    const { rows, columns, maps } = this.layer;
    this.signed = this.values.some((value) => value < 0);
    const shared = this.scale === "shared" ? largestOf(this.values) : 0;
    const key = `${this.answer.number}/${this.answer.asker}/${this.answer.settings.layer}/${shared}/${this.chosen}`;
    if (this.drawnKey === key && this.drawnValues === this.values) return;
    [this.drawnKey, this.drawnValues] = [key, this.values];
    for (let number = 0; number < maps; number++) {
      const tile = this.tiles[number];
      const values = this.mapValues(number);
      paintValues(tile.firstChild, rows, columns, values, this.paintOf(shared || largestOf(values)));
      const chosen = number === this.chosen;
      tile.setAttribute("aria-selected", String(chosen));
      tile.setAttribute("tabindex", chosen ? "0" : "-1");
    }
  }

  drawChosen() {
    const { rows, columns } = this.layer;
    const values = this.mapValues(this.chosen);
    const largest = this.scale === "shared" ? largestOf(this.values) : largestOf(values);
    paintValues(this.map.canvas, rows, columns, values, this.paintOf(largest));
    this.mapSide = 224 / Math.max(rows, columns);
    sizeCanvas(this.map.canvas, rows, columns, this.mapSide);
    const [row, column] = this.cell || this.strongest();
    write(this.mapTitle, `Map ${this.chosen}: ${writeNumber(Number(values[row * columns + column].toPrecision(4)))} at ${row}, ${column}`);
  }

  // The kernel that makes the chosen map: one grid of weights for each map of the layer before.
  drawKernel() {
    const key = `${this.answer.settings.layer}/${this.chosen}`;
    if (this.kernelKey === key) return;
    this.kernelKey = key;
    const { layers } = this.page;
    const place = this.answer.settings.layer;
    const from = layers.slice(0, place + 1).findLastIndex(({ kernel }) => kernel);
    const layer = layers[from];
    const [high, wide, channels] = layer.shape;
    layer.weights ||= floatsOf(layer.kernel);
    const weights = layer.weights.subarray(this.chosen * channels * high * wide, (this.chosen + 1) * channels * high * wide);
    const largest = largestOf(weights);
    const side = channels === 1 ? Math.floor(150 / Math.max(high, wide)) : Math.floor(33 / Math.max(high, wide));
    this.kernels.replaceChildren(...Array.from({ length: channels }, (_, channel) => {
      const canvas = element("canvas");
      paintValues(canvas, high, wide, weights.subarray(channel * high * wide, (channel + 1) * high * wide), (value) => signedColour(value, largest));
      sizeCanvas(canvas, high, wide, side);
      return canvas;
    }));
    const listed = Array.from(weights, twoDecimals);
    const rowsOf = Array.from({ length: high }, (_, row) => listed.slice(row * wide, (row + 1) * wide).join(", ")).join("; ");
    write(this.kernelTitle, `Kernel ${this.chosen} of ${layer.name}`);
    this.kernels.setAttribute("aria-label", channels === 1 ? `Weights, row by row: ${rowsOf}` : `${channels} grids of ${by(high, wide)} weights, one for each map before`);
    const said = [channels === 1 ? `Weights: ${rowsOf}.` : `${channels} grids, one for each map that comes in: together one kernel of ${high} · ${wide} · ${channels} = ${high * wide * channels} weights.`,
      `Bias ${twoDecimals(layer.bias[this.chosen])}. Blue is negative, red positive.`];
    if (from !== place) said.unshift(`${layers[place].name} has no weights: its map ${this.chosen} comes from map ${this.chosen} of ${layer.name}.`);
    write(this.kernelNote, said.join(" "));
  }

  // On the map the cell that is pointed at, on the image the pixels that it sees; else the cover.
  drawFrames() {
    const at = ({ frame }, side, top, left, high, wide) => {
      frame.hidden = false;
      frame.style.transform = `translate(${left * side}px, ${top * side}px)`;
      frame.style.width = `${wide * side}px`;
      frame.style.height = `${high * side}px`;
    };
    this.map.frame.hidden = this.input.frame.hidden = true;
    if (this.cell) {
      const [row, column] = this.cell = this.cell.map((place, axis) => Math.min(place, [this.layer.rows, this.layer.columns][axis] - 1));
      at(this.map, this.mapSide, row, column, 1, 1);
      const [[top, bottom], [left, right]] = [this.layer.spans[0][row], this.layer.spans[1][column]];
      at(this.input, this.side, top, left, bottom - top, right - left);
    } else if (this.answer.settings.cover) {
      const { cover, row, column } = this.answer.settings;
      const half = Math.floor(cover / 2);
      at(this.input, this.side, row - half, column - half, cover, cover);
    }
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { if (this.root.isConnected) write(this.words, this.sentences()); }, 120);
  }

  sentences() {
    const { name, maps, columns } = this.layer;
    const { probabilities, before } = this.answer;
    const values = this.mapValues(this.chosen);
    const [row, column] = this.cell || this.strongest();
    const value = writeNumber(Number(values[row * columns + column].toPrecision(4)));
    const [[top, bottom], [left, right]] = [this.layer.spans[0][row], this.layer.spans[1][column]];
    const text = (n) => String(n).replace("-", "−");
    const best = strongestPlace(probabilities);
    const was = strongestPlace(before);
    return `${name}, map ${this.chosen} of ${maps}: ${this.cell ? "" : "strongest with "}${value} at row ${row}, column ${column}, which sees image rows ` +
      `${text(top)} to ${text(bottom - 1)} and columns ${text(left)} to ${text(right - 1)}. The network says ${this.page.names[best]}, ${percent(probabilities[best])}` +
      (was === best ? "." : `; of the image unchanged it says ${this.page.names[was]}.`);
  }
}

function render({ model, el }) {
  const page = new Browser(model, el);
  return () => page.remove();
}

export default { render };
