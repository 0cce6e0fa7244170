// FilterLab. The feature map is computed here, so that it follows every weight and needs no answer from Python.

const LARGEST_SIDE = 640;
const AROUND = 4; // pixels shown beside the window under the magnifier, both sides together

// ---- Arithmetic ----

// The feature map of a picture, one row of weights at a time, three weights in a pass: that is fast.
function convolve({ rows, columns, pixels }, kernel) {
  const [height, width] = [kernel.length, kernel[0].length];
  if (height > rows || width > columns) {
    throw new Impossible(`A kernel of ${by(height, width)} does not fit into a picture of ${by(rows, columns)}: ` +
      "choose a smaller kernel or a larger picture.");
  }
  const map = { rows: rows - height + 1, columns: columns - width + 1 };
  map.values = new Float32Array(map.rows * map.columns);
  kernel.forEach((line, i) => {
    let j = 0;
    for (; j + 3 <= width; j += 3) addThree(map, pixels, columns, i, j, line[j], line[j + 1], line[j + 2]);
    for (; j < width; j++) addOne(map, pixels, columns, i, j, line[j]);
  });
  return map;
}

function addThree({ rows, columns, values }, pixels, wide, i, j, first, second, third) {
  for (let row = 0, to = 0; row < rows; row++) {
    let from = (row + i) * wide + j;
    for (const end = to + columns; to < end; to++, from++) {
      values[to] += first * pixels[from] + second * pixels[from + 1] + third * pixels[from + 2];
    }
  }
}

function addOne({ rows, columns, values }, pixels, wide, i, j, weight) {
  for (let row = 0, to = 0; row < rows; row++) {
    let from = (row + i) * wide + j;
    for (const end = to + columns; to < end; to++, from++) values[to] += weight * pixels[from];
  }
}

// One sum, exactly as it is written out below the picture.
function products({ columns, pixels }, kernel, row, column) {
  return kernel.map((line, i) => line.map((weight, j) => pixels[(row + i) * columns + column + j] * weight));
}

function sumOf(grid) {
  return grid.flat().reduce((sum, value) => sum + value, 0);
}

// From this value on a colour is full: 98 in 100 cells lie within ± it.
function fullColour(values) {
  const step = Math.ceil(values.length / 5000);
  const some = new Float32Array(Math.ceil(values.length / step));
  for (let i = 0; i < some.length; i++) some[i] = Math.abs(values[i * step]);
  some.sort();
  return some[Math.floor(0.98 * (some.length - 1))] || some.at(-1) || 1;
}

function extent(values) {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < lowest) lowest = values[i];
    if (values[i] > highest) highest = values[i];
  }
  return [lowest, highest];
}

function countOutside(values, lowest, highest) {
  let many = 0;
  for (let i = 0; i < values.length; i++) if (values[i] < lowest || values[i] > highest) many += 1;
  return many;
}

// A weight as it is typed: 1/9 instead of 0.1111111111111111.
function weightText(value) {
  if (!writeNumber(value).startsWith("≈")) return writeNumber(value);
  for (let below = 2; below <= 64; below++) {
    const above = Math.round(value * below);
    if (above !== 0 && Math.abs(value * below - above) < 1e-9) return `${above}/${below}`.replace("-", "−");
  }
  return String(value).replace("-", "−");
}

// ---- Pictures ----

// Read a picture file as grey pixels, not larger than the page can show.
async function readFile(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const [columns, rows] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = element("canvas", { width: columns, height: rows });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, columns, rows);
  brush.drawImage(picture, 0, 0, columns, rows);
  const { data } = brush.getImageData(0, 0, columns, rows);
  const pixels = new Float32Array(rows * columns);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
  }
  return { name: file.name, rows, columns, pixels };
}

// ---- The page ----

class Lab {
  constructor(model, parent) {
    this.model = model;
    this.focus = [...model.get("focus")];
    this.problems = new Map();
    this.signedShades = shades(signedColour);
    this.pixelShades = shades(pixelColour);
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.readPicture();
    this.readKernel();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Filter lab");
    this.root.classList.add("filter-lab");
    this.titles = Object.fromEntries(["input", "kernel", "output", "near", "sums"].map((name) =>
      [name, element("div", { class: `title title-${name}` })]));
    const figure = (name, role, ...parts) => element("div", { class: `figure figure-${role}` }, this.titles[name], ...parts);
    const pane = (name, label) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      const frame = element("div", { class: "grid-frame", "aria-hidden": "true" });
      return { canvas, frame, node: element("div", { class: `pane ${name}`, tabindex: 0, role: "application",
        "aria-label": `${label}. The arrow keys move by one, with Shift by ten; Home and End go to the sides.` }, canvas, frame) };
    };
    this.input = pane("input", "Picture");
    this.output = pane("output", "Feature map");
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.weights = element("div", { class: "weights", role: "group", "aria-label": "Weights of the kernel" });
    this.sumNote = element("p", { class: "sum-note" });
    this.mapNote = element("p", { class: "map-note" });
    this.outputFigure = figure("output", "output", this.output.node);
    this.near = new NumberGrid({ label: "Pixels around the window", name: "near-pixels", role: "table", numbered: 34 });
    this.sums = new NumberGrid({ label: "Sums around it", name: "near-sums", role: "table", numbered: 34 });
    this.sum = element("div", { class: "written" });
    this.zoom = element("div", { class: "zoom" }, figure("near", "input", this.near.node),
      figure("sums", "output", this.sums.node), this.sum);
    this.words = element("p", { class: "words", "aria-live": "polite" });
    const how = "Hover the picture or its map, or move over it with the arrow keys; a click holds the place, Esc lets it go. " +
      "Arrow keys also lead from weight to weight.";
    this.root.append(this.buildSettings(),
      element("div", { class: "stage" }, figure("input", "input", this.input.node),
        figure("kernel", "kernel", this.weights, this.sumNote), this.outputFigure, this.problem),
      this.mapNote, this.zoom, this.words, element("p", { class: "how", text: how }));
    parent.append(this.root);
  }

  buildSettings() {
    const option = (value, text) => element("option", { value, text });
    this.pictureChoice = element("select", { name: "picture", onchange: () => this.choosePicture() });
    this.file = element("input", { type: "file", name: "file", accept: "image/*", onchange: () => this.openFile() });
    this.preset = element("select", { name: "preset", onchange: () => this.choosePreset() },
      ...this.model.get("_presets").map(({ name }) => option(name, name)), option("own", "your own"));
    this.side = element("select", { name: "size", onchange: () => this.changeSize() },
      ...[3, 5, 7].map((n) => option(String(n), by(n, n))));
    this.view = element("select", { name: "view", onchange: () => this.mapChanged() },
      option("auto", "as fits the kernel"), option("signed", "signed, 0 is white"), option("picture", "a picture, clipped"));
    return element("div", { class: "settings", role: "group", "aria-label": "Settings" },
      labelled("Picture", this.pictureChoice), labelled("or a file", this.file), labelled("Kernel", this.preset),
      labelled("Size", this.side), labelled("Show the map as", this.view),
      button("again", "Start over", () => this.startOver()));
  }

  listen() {
    this.listeners = [
      ["change:_kernel", () => { if (!this.problems.has("weight")) this.readKernel(); }],
      ["change:_chosen", () => this.readPicture()],
      ["change:_own", () => this.readPicture()],
      ["change:focus", () => { this.focus = [...this.model.get("focus")]; this.draw(); }],
    ];
    this.listeners.forEach(([event, act]) => this.model.on(event, act));
    for (const [pane, isInput] of [[this.input, true], [this.output, false]]) {
      pane.node.addEventListener("pointermove", (event) => { if (!this.held) this.point(pane, isInput, event); });
      pane.node.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        this.held = !this.held;
        this.point(pane, isInput, event);
      });
      pane.node.addEventListener("keydown", (event) => this.key(event));
    }
    this.weights.addEventListener("keydown", (event) => this.keyInKernel(event));
    this.weights.addEventListener("focusin", (event) => event.target.select?.());
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.held = false; this.draw(); } });
    // The place travels to Python when the learner leaves, not with every hover.
    this.root.addEventListener("pointerleave", () => this.sendFocus());
    this.root.addEventListener("focusout", (event) => this.root.contains(event.relatedTarget) || this.sendFocus());
    this.resizing = new ResizeObserver(() => { if (this.width !== this.root.clientWidth) { this.fit(); this.drawFocus(); } });
    this.resizing.observe(this.root);
  }

  remove() {
    this.resizing.disconnect();
    clearTimeout(this.speaking);
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // -- Picture and kernel --

  readPicture() {
    const pictures = this.model.get("_pictures");
    const own = this.model.get("_own");
    const chosen = this.model.get("_chosen");
    const { name, rows, columns, pixels } = chosen === -1 ? own : pictures[chosen];
    this.picture = { name, rows, columns, pixels: floatsOf(pixels) };
    const names = pictures.map((one, i) => [i, one.name]).concat(own.name ? [[-1, own.name]] : []);
    this.pictureChoice.replaceChildren(...names.map(([value, text]) => element("option", { value, text })));
    this.pictureChoice.value = String(chosen);
    const [lowest, highest] = extent(this.picture.pixels);
    this.brightest = Math.max(Math.abs(lowest), Math.abs(highest)) || 1;
    this.pictureIsNew = true;
    this.mapChanged();
  }

  choosePicture() {
    this.complain("file", "");
    this.model.set("_chosen", Number(this.pictureChoice.value));
    this.model.save_changes();
    this.toStrongest();
  }

  async openFile() {
    const [file] = this.file.files;
    if (!file) return;
    try {
      const picture = await readFile(file);
      this.complain("file", "");
      this.model.set("_own", { ...picture, pixels: new DataView(picture.pixels.buffer) });
      this.model.set("_chosen", -1);
      this.model.save_changes();
      this.toStrongest();
    } catch {
      this.complain("file", `“${file.name}” is not a picture that the browser can read: try a PNG or a JPEG.`);
    }
    this.file.value = "";
  }

  readKernel() {
    const kernel = this.model.get("_kernel");
    const known = this.model.get("_presets").find((one) => JSON.stringify(one.kernel) === JSON.stringify(kernel));
    this.preset.value = known ? known.name : "own";
    const [rows, columns] = [kernel.length, kernel[0].length];
    this.side.value = rows === columns ? String(rows) : "";
    const key = `${rows},${columns}`;
    if (this.weightsKey !== key) {
      this.weightsKey = key;
      this.boxes = kernel.map((line, row) => line.map((_, column) => element("input", {
        type: "text", autocomplete: "off", "data-row": row, "data-column": column,
        "aria-label": `Weight, row ${row}, column ${column}`, oninput: () => this.readWeight(row, column) })));
      this.weights.style.gridTemplateColumns = `repeat(${columns}, ${columns > 3 ? 46 : 54}px)`;
      this.weights.replaceChildren(...this.boxes.flat());
    }
    const largest = Math.max(...kernel.flat().map(Math.abs)) || 1;
    kernel.forEach((line, row) => line.forEach((weight, column) => {
      const box = this.boxes[row][column];
      if (box !== this.typing) box.value = weightText(weight);
      const colour = signedColour(weight, largest);
      box.style.backgroundColor = `rgb(${colour})`;
      box.style.color = inkOn(colour);
    }));
    this.kernel = kernel;
    this.mapChanged();
  }

  setKernel(kernel) {
    this.model.set("_kernel", kernel);
    this.model.save_changes();
    this.readKernel();
  }

  // Read what stands in one box while it is typed. What is no number stays to be mended, and no map is shown.
  readWeight(row, column) {
    const box = this.boxes[row][column];
    const [value, wrong] = realNumber(box.value, "A weight");
    box.setAttribute("aria-invalid", String(Boolean(wrong)));
    this.complain("weight", wrong ? `${wrong} Esc brings the old number back.` : "");
    if (wrong) return;
    this.typing = box;
    const kernel = this.kernel.map((line) => [...line]);
    kernel[row][column] = value;
    this.setKernel(kernel);
    this.typing = null;
  }

  keyInKernel(event) {
    const box = event.target;
    const [row, column] = [Number(box.dataset.row), Number(box.dataset.column)];
    if (event.key === "Escape") {
      box.removeAttribute("aria-invalid");
      box.value = weightText(this.kernel[row][column]);
      this.complain("weight", "");
      return;
    }
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [0, 1] };
    const step = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey ? null : steps[event.key];
    if (!step || this.problems.has("weight")) return;
    event.preventDefault();
    const next = this.boxes[row + step[0]]?.[column + step[1]] ?? (event.key === "Enter" ? this.boxes[row + 1]?.[0] : null);
    next?.focus();
  }

  choosePreset() {
    const preset = this.model.get("_presets").find(({ name }) => name === this.preset.value);
    this.forgetTyping();
    if (preset) this.setKernel(preset.kernel);
  }

  // Another size: the weights stay around the middle, and new ones are 0.
  changeSize() {
    const sides = Number(this.side.value);
    const [up, left] = [this.kernel.length, this.kernel[0].length].map((n) => Math.floor((sides - n) / 2));
    this.forgetTyping();
    this.setKernel(Array.from({ length: sides }, (_, i) =>
      Array.from({ length: sides }, (_, j) => this.kernel[i - up]?.[j - left] ?? 0)));
  }

  forgetTyping() {
    this.boxes.flat().forEach((box) => box.removeAttribute("aria-invalid"));
    this.weightsKey = null;
    this.complain("weight", "");
  }

  startOver() {
    this.forgetTyping();
    this.problems.clear();
    this.held = false;
    this.view.value = "auto";
    this.model.set("_chosen", 0);
    this.setKernel(this.model.get("_start"));
    this.readPicture();
    this.toStrongest();
  }

  complain(name, sentence) {
    if (sentence) this.problems.set(name, sentence); else this.problems.delete(name);
    this.mapChanged();
  }

  mapChanged() {
    this.stale = true;
    this.draw();
  }

  // Go to the largest sum of a new picture.
  toStrongest() {
    this.drawNow();
    if (!this.map) return;
    const place = this.map.values.indexOf(this.map.highest);
    this.focus = [Math.floor(place / this.map.columns), place % this.map.columns];
    this.draw();
  }

  sendFocus() {
    if (!this.map || this.model.get("focus").join() === this.focus.join()) return;
    this.model.set("focus", [...this.focus]);
    this.model.save_changes();
  }

  // -- Moving --

  point(pane, isInput, event) {
    if (!this.map) return;
    const box = pane.canvas.getBoundingClientRect();
    let row = Math.floor(((event.clientY - box.top) / box.height) * pane.canvas.height);
    let column = Math.floor(((event.clientX - box.left) / box.width) * pane.canvas.width);
    if (isInput) [row, column] = [row - ((this.kernel.length - 1) >> 1), column - ((this.kernel[0].length - 1) >> 1)];
    this.go(row, column);
  }

  go(row, column) {
    const within = (n, many) => Math.min(Math.max(n, 0), many - 1);
    this.focus = [within(row, this.map.rows), within(column, this.map.columns)];
    this.draw();
  }

  key(event) {
    if (!this.map || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.shiftKey ? 10 : 1;
    const [row, column] = this.focus;
    const places = { ArrowUp: [row - step, column], ArrowDown: [row + step, column], ArrowLeft: [row, column - step],
      ArrowRight: [row, column + step], Home: [row, 0], End: [row, this.map.columns - 1] };
    if (!places[event.key]) return;
    event.preventDefault();
    this.go(...places[event.key]);
  }

  // -- Drawing --

  drawNow() {
    if (this.stale) {
      this.stale = false;
      this.drawMap();
      this.fit();
    }
    this.drawFocus();
  }

  drawMap() {
    let sentence = [...this.problems.values()][0] || "";
    this.map = null;
    try {
      const map = convolve(this.picture, this.kernel);
      if (!sentence) this.map = map;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      sentence ||= error.message;
    }
    tell(this.problem, sentence);
    // Nothing that was true before stays on the page as if it still were.
    for (const part of [this.outputFigure, this.mapNote, this.zoom, this.words, this.input.frame]) part.hidden = Boolean(sentence);

    const { rows, columns, pixels } = this.picture;
    if (this.pictureIsNew) paint(this.input.canvas, this.picture, (i) => pixels[i], this.brightest, this.pixelShades);
    this.pictureIsNew = false;
    this.titles.input.textContent = `Picture ${by(rows, columns)}`;
    this.titles.kernel.textContent = `Kernel ${by(this.kernel.length, this.kernel[0].length)}`;
    const sum = sumOf(this.kernel);
    const flat = Math.abs(sum) < 1e-9 ? "a flat surface gives 0." : Math.abs(sum - 1) < 1e-9
      ? "a flat surface keeps its brightness." : `a flat surface gives ${writeNumber(sum)} times its brightness.`;
    this.sumNote.textContent = `The weights sum to ${writeNumber(Math.abs(sum) < 1e-9 ? 0 : sum)}: ${flat}`;
    if (this.map) this.paintMap(sum);
  }

  paintMap(sum) {
    const { map } = this;
    this.titles.output.textContent = `Feature map ${by(map.rows, map.columns)}`;
    [map.lowest, map.highest] = extent(map.values);
    const asPicture = this.view.value === "picture" || (this.view.value === "auto" && Math.abs(sum - 1) < 1e-9);
    this.limit = asPicture ? this.brightest : fullColour(map.values);
    this.asPicture = asPicture;
    if (asPicture) {
      paint(this.output.canvas, map, (i) => Math.max(map.values[i], 0), this.limit, this.pixelShades);
    } else paint(this.output.canvas, map, (i) => map.values[i], this.limit, this.signedShades);
    const range = `The map runs from ${shortNumber(map.lowest)} to ${shortNumber(map.highest)}.`;
    const outside = asPicture ? countOutside(map.values, -1e-3, this.brightest + 1e-3) : 0;
    this.mapNote.textContent = asPicture
      ? `${range} Shown as a picture, from 0, black, to ${writeNumber(this.brightest)}, white` +
        (outside ? `; ${outside.toLocaleString("en")} of ${map.values.length.toLocaleString("en")} cells lie outside and are clipped.` : ".")
      : `${range} Blue is below 0, white is 0, red is above; the colour is full from ±${shortNumber(this.limit)} on.`;
  }

  // Choose the widths so that picture, kernel and map stand beside each other.
  fit() {
    this.width = this.root.clientWidth;
    const kernelWidth = this.kernel[0].length * (this.kernel[0].length > 3 ? 46 : 54) + 8;
    const room = (this.width || 800) - 24 - Math.max(kernelWidth, 170) - 32;
    const { rows, columns } = this.picture;
    const tallest = Math.min(1, 400 / ((rows / columns) * Math.min(room / 2, 360)));
    const width = Math.max(120, Math.min(room / 2, 360) * tallest);
    const scale = width / columns;
    for (const pane of [this.input, this.output]) {
      const wide = pane === this.input ? columns : this.map?.columns ?? columns;
      const high = pane === this.input ? rows : this.map?.rows ?? rows;
      pane.canvas.style.width = `${wide * scale}px`;
      pane.canvas.style.height = `${high * scale}px`;
      pane.canvas.classList.toggle("coarse", scale > 1);
    }
    this.scale = scale;
    const [height, wide] = [this.kernel.length, this.kernel[0].length];
    const near = [Math.min(rows, height + AROUND), Math.min(columns, wide + AROUND)];
    this.near.shape(...near);
    this.near.size(34, 28);
    if (!this.map) return;
    this.sums.shape(near[0] - height + 1, near[1] - wide + 1);
    this.sums.size(Math.max(...["−0", writeNumber(this.map.lowest), writeNumber(this.map.highest), this.whole() ? "" : "≈000.000"]
      .map((text) => 9 * text.length + 8), 36), 28);
  }

  // Whether every sum is a whole number.
  whole() {
    return this.kernel.flat().every(Number.isInteger) && Number.isInteger(this.map.lowest) && Number.isInteger(this.map.highest);
  }

  // Draw what moves: frames, the numbers under the magnifier, one sum. At most once a frame.
  drawFocus() {
    if (!this.map) return;
    const [height, width] = [this.kernel.length, this.kernel[0].length];
    this.focus = [Math.min(this.focus[0], this.map.rows - 1), Math.min(this.focus[1], this.map.columns - 1)];
    const [row, column] = this.focus;
    const place = (pane, top, left, rows, columns) => {
      const grow = Math.max(0, (12 - rows * this.scale) / 2); // small windows get a frame that can be seen
      pane.frame.style.transform = `translate(${left * this.scale - grow}px, ${top * this.scale - grow}px)`;
      pane.frame.style.width = `${columns * this.scale + 2 * grow}px`;
      pane.frame.style.height = `${rows * this.scale + 2 * grow}px`;
    };
    place(this.input, row, column, height, width);
    place(this.output, row, column, 1, 1);

    const start = (at, shown, all) => Math.min(Math.max(at - AROUND / 2, 0), all - shown);
    const top = start(row, this.near.rows, this.picture.rows);
    const left = start(column, this.near.columns, this.picture.columns);
    this.fillNear(top, left);
    this.fillSums(top, left);
    this.near.surround(row - top, column - left, height, width);
    this.sums.surround(row - top, column - left, 1, 1);
    this.titles.near.textContent = "Pixels near the window";
    this.titles.sums.textContent = "Sums near it";
    this.writeSum(row, column);
    this.speak(row, column);
  }

  fillNear(top, left) {
    number(this.near, top, left);
    for (let r = 0; r < this.near.rows; r++) {
      for (let c = 0; c < this.near.columns; c++) {
        const value = this.picture.pixels[(top + r) * this.picture.columns + left + c];
        this.near.fill(r, c, { text: shortNumber(value), colour: pixelColour(value, this.brightest) });
      }
    }
  }

  fillSums(top, left) {
    number(this.sums, top, left);
    for (let r = 0; r < this.sums.rows; r++) {
      for (let c = 0; c < this.sums.columns; c++) {
        const value = sumOf(products(this.picture, this.kernel, top + r, left + c));
        const colour = this.asPicture ? pixelColour(Math.max(value, 0), this.limit) : signedColour(value, this.limit);
        this.sums.fill(r, c, { text: writeNumber(value), colour });
      }
    }
  }

  // The sum in focus, one line for each row of the kernel.
  writeSum(row, column) {
    const terms = products(this.picture, this.kernel, row, column);
    const total = sumOf(terms);
    const lines = terms.map((line, i) => {
      const products = this.kernel[i].map((weight, j) =>
        `${shortNumber(this.picture.pixels[(row + i) * this.picture.columns + column + j])} · ${bracketed(weight)}`);
      return [products.join(" + "), line.reduce((sum, value) => sum + value, 0)];
    });
    const shown = this.kernel[0].length <= 3 ? lines : lines.map(([, value], i) => [`row ${i} of the window`, value]);
    const key = shown.length;
    if (this.sumLines?.length !== key) {
      this.sumLines = shown.map(() => [element("span", { class: "terms" }), element("span", { class: "part" })]);
      this.total = element("p", { class: "total" });
      this.sum.replaceChildren(element("div", { class: "title", text: "One sum, written out" }),
        ...this.sumLines.map((parts) => element("p", {}, ...parts)), this.total);
    }
    shown.forEach(([text, value], i) => {
      this.sumLines[i][0].textContent = text;
      this.sumLines[i][1].textContent = ` = ${writeNumber(value)}`.replace("= ≈", "≈ ");
    });
    this.total.textContent = `Row ${row}, column ${column} of the map: ${writeNumber(total)}`;
    this.totalValue = total;
  }

  // Say the picture in words once it rests.
  speak(row, column) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.map || !this.root.isConnected) return;
      const span = (name, from, many) => listed(name, Array.from({ length: many }, (_, i) => from + i));
      const [height, width] = [this.kernel.length, this.kernel[0].length];
      const meaning = this.asPicture ? "" : this.totalValue > 0.25 * this.limit ? " Here the picture looks like the kernel."
        : this.totalValue < -0.25 * this.limit ? " Here it looks like the kernel's negative." : " Here it finds little.";
      this.words.textContent = `Row ${row}, column ${column} of the feature map is ${writeNumber(this.totalValue)}. ` +
        `Its window covers ${span("row", row, height)} and ${span("column", column, width)} of the picture.${meaning}` +
        (this.held ? " The place is held." : "");
    }, 120);
  }
}

// Write the numbers of rows and columns beside a grid that shows a part of something larger.
function number(grid, top, left) {
  const key = `${top},${left},${grid.key}`;
  if (grid.numberedAs === key) return;
  grid.numberedAs = key;
  grid.table.querySelectorAll('[role="columnheader"]').forEach((head, i) => { if (i) head.textContent = left + i - 1; });
  grid.table.querySelectorAll('[role="rowheader"]').forEach((head, i) => { head.textContent = top + i; });
}

function bracketed(weight) {
  const text = weightText(weight);
  return text.startsWith("−") ? `(${text})` : text;
}

function render({ model, el }) {
  const lab = new Lab(model, el);
  return () => lab.remove();
}

export default { render };
