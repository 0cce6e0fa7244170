// ConvolutionExplorer. Its small arithmetic is done here, so that a hover needs no answer from Python.

const SECONDS = { windows: 0.7, products: 0.6 };

// ---- Arithmetic ----

// The stop whose window has its centre nearest to this cell.
function nearestStop(cell, axis) {
  const stop = Math.round((cell - (axis.reach - 1) / 2 - 1e-9) / axis.stride);
  return Math.min(Math.max(stop, 0), axis.output - 1);
}

// The axis itself, if there is room to draw it.
function drawable(axis) {
  if (axis.padded > LARGEST_PADDED) {
    throw new Impossible(`Padding makes ${axis.padded} rows or columns of ${axis.pixels}, and ${LARGEST_PADDED} can be drawn: ` +
      "use less padding, or a smaller dilation.");
  }
  return axis;
}

function largestOf(grid) {
  return Math.max(...grid.flat().map(Math.abs));
}

// Everything the page shows, computed from the settings.
function compute(settings) {
  const { image, kernel, bias, flipped } = settings;
  const rows = drawable(layAxis(image.length, kernel.length, settings));
  const columns = drawable(layAxis(image[0].length, kernel[0].length, settings));
  const weights = flipped ? kernel.map((line) => [...line].reverse()).reverse() : kernel;
  const pixel = (row, column) => image[row - rows.before]?.[column - columns.before] ?? 0;
  const isPadding = (row, column) => image[row - rows.before]?.[column - columns.before] === undefined;
  // The terms of one window, in the order in which they are added.
  const terms = (row, column) => weights.flatMap((line, i) => line.map((weight, j) => {
    const at = [row * rows.stride + i * rows.dilation, column * columns.stride + j * columns.dilation];
    return { at, cell: [i, j], pixel: pixel(...at), weight, product: pixel(...at) * weight, padding: isPadding(...at) };
  }));
  const output = Array.from({ length: rows.output }, (_, row) =>
    Array.from({ length: columns.output }, (_, column) =>
      terms(row, column).reduce((sum, term) => sum + term.product, 0) + bias));
  return { ...settings, rows, columns, weights, pixel, isPadding, terms, output };
}

// ---- Words ----

function formula(axis) {
  return `floor((${axis.pixels} + ${axis.before + axis.after} − ${axis.reach}) / ${axis.stride}) + 1 = ${axis.output}`;
}

// Sentences about size, padding, dilation and what no window uses.
function notes({ rows, columns, padding }) {
  const said = [];
  const same = formula(rows) === formula(columns);
  said.push("Output size: floor((input + padding − reach) / stride) + 1, here " +
    (same ? `${formula(rows)}.` : `${formula(rows)} rows and ${formula(columns)} columns.`));
  if (rows.dilation > 1) said.push(`Dilation ${rows.dilation}: the kernel's cells lie ${rows.dilation} pixels apart, so ${rows.kernel} of them reach over ${rows.reach}.`);
  if (padding !== "valid" && rows.before + rows.after + columns.before + columns.after > 0) {
    const uneven = rows.before !== rows.after || columns.before !== columns.after;
    said.push(`Padding, dashed: ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right.` +
      (uneven ? " The odd one goes to the end, as in Keras." : ""));
  }
  const unused = ["row", "column"].map((name, i) => {
    const axis = [rows, columns][i];
    const indices = axis.used.flatMap((used, n) => (used ? [] : [n - axis.before]));
    return indices.length ? listed(name, indices) : "";
  }).filter(Boolean);
  if (unused.length) said.push(`Hatched: no window uses ${unused.join(" and ")}.`);
  return said;
}

function windowWords(state, [row, column], terms) {
  const lines = (axis, stop) => Array.from({ length: axis.kernel }, (_, i) => stop * axis.stride + i * axis.dilation - axis.before);
  const padding = terms.filter((term) => term.padding).length;
  return `The window covers input ${listed("row", lines(state.rows, row))} and ${listed("column", lines(state.columns, column))}` +
    (padding ? `; ${padding} of its ${terms.length} cells are padding, which is 0.` : ".");
}

// ---- The page ----

class Explorer {
  constructor(model, parent) {
    this.model = model;
    this.focus = [...model.get("focus")];
    this.pointed = null; // the input cell under the pointer or the keyboard
    this.lit = null; // the number of the product under the pointer
    this.shownTerms = Infinity; // fewer while stepping product by product
    this.held = false;
    this.revealed = new Set();
    this.verdict = null;
    this.stale = true;
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.showSettings();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Convolution explorer");
    this.root.classList.add("convolution");
    this.input = new NumberGrid({ label: "Input", name: "input", numbered: true });
    this.kernel = new NumberGrid({ label: "Kernel", name: "kernel" });
    this.output = new NumberGrid({ label: "Output (feature map)", name: "output", numbered: true });
    this.window = new NumberGrid({ label: "Window: the pixels under the kernel", name: "window", role: "table" });
    this.weights = new NumberGrid({ label: "Kernel as it lies on the window", name: "weights", role: "table" });
    this.products = new NumberGrid({ label: "Products", name: "products", role: "table" });
    this.titles = Object.fromEntries(["input", "kernel", "output", "window", "weights", "products"].map((name) =>
      [name, element("div", { class: `title title-${name}` })]));
    const figure = (name) => element("div", { class: `figure figure-${name}` }, this.titles[name], this[name].node);
    const sign = (text) => element("span", { class: "sign", text, "aria-hidden": "true" });

    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.complaint = element("p", { class: "complaint course-bad", role: "alert", hidden: true });
    this.editor = new CellEditor((sentence) => this.say(sentence));
    this.notes = element("div", { class: "notes" });
    this.stage = element("div", { class: "stage" },
      figure("input"), sign("∗"), figure("kernel"), sign("="), figure("output"), this.problem, this.notes);
    const settings = this.buildSettings();
    this.sum = element("table", { class: "sum", "aria-label": "Running sum" });
    this.guess = this.buildGuess();
    this.sumFigure = element("div", { class: "figure figure-sum" }, this.guess, this.sum);
    this.arithmetic = element("div", { class: "arithmetic" },
      figure("window"), sign("×"), figure("weights"), sign("="), figure("products"),
      this.sumFigure);
    this.transport = this.buildTransport();
    this.words = element("p", { class: "words", "aria-live": "polite" });
    const how = "Hover a cell, or move with the arrow keys; a click holds the window, Esc lets it go. " +
      "To change a pixel or a weight, double-click it or type on it.";
    this.root.append(settings, this.stage, this.complaint, this.transport, this.arithmetic, this.words,
      element("p", { class: "how", text: how }));
    parent.append(this.root);
  }

  buildSettings() {
    this.bar = new SettingsBar({ change: (values) => this.set(values), complain: () => { this.stop(); this.stale = true; this.draw(); } });
    this.bar.whole("stride", "Stride");
    this.bar.padding("Cells");
    this.bar.whole("dilation", "Dilation");
    this.bar.real("bias", "Bias", "The bias");
    this.bar.choice("flipped", "Kind", [[false, "correlation"], [true, "convolution"]]);
    return this.bar.node;
  }

  buildTransport() {
    this.play = button("play", "▶ Play", () => (this.playing ? this.stop() : this.start()));
    this.first = button("first", "First", () => this.go(() => this.toFirst()));
    this.back = button("back", "◀ Back", () => this.go(() => this.stepBy(-1)));
    this.forward = button("forward", "Forward ▶", () => this.go(() => this.stepBy(1)));
    this.pace = element("select", { name: "pace", onchange: () => this.changePace() },
      element("option", { value: "windows", text: "one window" }),
      element("option", { value: "products", text: "one product" }));
    return element("div", { class: "transport", role: "group", "aria-label": "Steps" },
      this.first, this.back, this.play, this.forward,
      labelled("A step is", this.pace),
      this.bar.check("predict_first", "Predict first"), // to stand here, with what it concerns
      button("again", "Start over", () => this.startOver()));
  }

  buildGuess() {
    this.guessText = element("input", { type: "text", name: "guess", autocomplete: "off" });
    this.guessLabel = element("span", {});
    this.guessReply = element("p", { class: "reply", role: "status" });
    return element("form", { class: "guess", hidden: true, onsubmit: (event) => { event.preventDefault(); this.judge(); } },
      element("label", {}, this.guessLabel, this.guessText),
      element("button", { type: "submit", text: "Check" }),
      button("reveal", "Show me", () => this.reveal()),
      this.guessReply);
  }

  listen() {
    for (const name of ["_image", "_kernel", "bias", "stride", "padding", "dilation", "flipped", "predict_first"]) {
      this.on(`change:${name}`, () => this.settingsChanged());
    }
    this.on("change:focus", () => { this.focus = [...this.model.get("focus")]; this.draw(); });

    const grids = { input: this.input, kernel: this.kernel, output: this.output,
      window: this.window, weights: this.weights, products: this.products };
    for (const [name, grid] of Object.entries(grids)) {
      grid.node.addEventListener("pointermove", (event) => this.hover(name, grid, event));
      grid.node.addEventListener("pointerleave", () => { this.pointed = this.lit = null; this.draw(); });
    }
    for (const name of ["input", "kernel", "output"]) {
      const grid = grids[name];
      grid.table.addEventListener("keydown", (event) => this.key(name, grid, event));
      grid.table.addEventListener("focusin", (event) => grid.place(event) && grid.activate(...grid.place(event)));
      grid.table.addEventListener("click", (event) => this.click(name, grid, event));
      grid.table.addEventListener("dblclick", (event) => {
        const place = event.target.matches("input") ? null : grid.place(event);
        if (place) this.edit(name, grid, ...place);
      });
    }
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { this.stop(); this.held = false; this.draw(); }
    });
    // The focus travels to Python when the learner leaves, not with every hover.
    this.root.addEventListener("pointerleave", () => this.sendFocus());
    this.root.addEventListener("focusout", (event) => this.root.contains(event.relatedTarget) || this.sendFocus());
    this.resizing = new ResizeObserver(() => { if (this.width !== this.root.clientWidth) { this.fit(); this.drawFocus(); } });
    this.resizing.observe(this.root);
  }

  on(event, act) {
    this.model.on(event, act);
    (this.listeners ||= []).push([event, act]);
  }

  remove() {
    this.stop();
    this.resizing.disconnect();
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // -- Settings --

  settings() {
    const get = (name) => this.model.get(name);
    return { image: get("_image"), kernel: get("_kernel"), bias: get("bias"), stride: get("stride"), padding: get("padding"),
      dilation: get("dilation"), flipped: get("flipped"), predict: get("predict_first") };
  }

  set(values) {
    this.stop();
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.model.save_changes();
    this.settingsChanged();
  }

  settingsChanged() {
    this.stale = true;
    this.revealed.clear();
    this.verdict = null;
    this.shownTerms = Infinity;
    this.showSettings();
    this.draw();
  }

  showSettings() {
    const { stride, padding, dilation, bias, flipped, predict } = this.settings();
    this.bar.show({ stride, padding, dilation, bias, flipped, predict_first: predict });
  }

  startOver() {
    this.bar.forget();
    this.editor.close();
    const { focus, ...settings } = this.model.get("_start");
    this.focus = [...focus];
    this.held = false;
    this.set(settings);
  }

  sendFocus() {
    if (this.model.get("focus").join() === this.focus.join()) return;
    this.model.set("focus", [...this.focus]);
    this.model.save_changes();
  }

  // -- Moving --

  hover(name, grid, event) {
    const still = event.clientX === this.pointerX && event.clientY === this.pointerY;
    [this.pointerX, this.pointerY] = [event.clientX, event.clientY];
    const place = still || this.playing ? null : grid.place(event);
    if (!place) return;
    if (name === "input" || name === "output") {
      if (!this.held && !this.state?.predict) this.choose(name, place);
      else if (name === "input") this.pointed = place;
    } else {
      this.lit = this.termAt(name, place);
    }
    this.draw();
  }

  // The number of the product that a cell of the kernel, the window or the products belongs to.
  termAt(name, [row, column]) {
    const { kernel, flipped } = this.settings();
    const [rows, columns] = [kernel.length, kernel[0].length];
    return name === "kernel" && flipped ? (rows - 1 - row) * columns + columns - 1 - column : row * columns + column;
  }

  // Select a window by a cell of the output, or by the input cell that is nearest to its centre.
  choose(name, [row, column]) {
    if (!this.state) return;
    const before = this.focus.join();
    this.pointed = name === "input" ? [row, column] : null;
    this.focus = name === "input"
      ? [nearestStop(row, this.state.rows), nearestStop(column, this.state.columns)]
      : [row, column];
    if (before !== this.focus.join()) { this.shownTerms = Infinity; this.verdict = null; }
  }

  click(name, grid, event) {
    const place = grid.place(event);
    if (!place || event.target.matches("input")) return;
    this.stop();
    const again = this.held && this.heldAt === `${name} ${place}`;
    if (name !== "kernel") {
      this.choose(name, place);
      this.held = !again;
      this.heldAt = `${name} ${place}`;
    }
    grid.goTo(...place, { preventScroll: true });
    this.draw();
  }

  key(name, grid, event) {
    if (event.target.matches("input") || event.altKey || event.metaKey) return;
    const place = grid.step(event);
    if (place) {
      event.preventDefault();
      this.stop();
      grid.activate(...place);
      if (name === "kernel") this.lit = this.termAt(name, place); else this.choose(name, place);
      this.moveTo = grid;
      this.draw();
    } else if (!event.ctrlKey && (event.key === "Enter" || event.key === "F2" || /^[-−+.\d]$/.test(event.key))) {
      event.preventDefault();
      this.edit(name, grid, ...grid.active, event.key.length === 1 ? event.key.replace("-", "−") : null);
    }
  }

  // -- Editing --

  edit(name, grid, row, column, typed = null) {
    this.stop();
    if (name === "output") {
      if (!this.guess.hidden) { this.guessText.focus(); if (typed) this.guessText.value = typed; }
      return;
    }
    const { image, kernel } = this.settings();
    const numbers = name === "input" ? image : kernel;
    const [r, c] = name === "input" && this.state ? [row - this.state.rows.before, column - this.state.columns.before] : [row, column];
    if (numbers[r]?.[c] === undefined) {
      this.say("Padding is always 0: change a pixel inside the image.");
      return;
    }
    if (!this.editor.commit()) return;
    const trait = name === "input" ? "_image" : "_kernel";
    const part = name === "input" ? "Pixel" : "Weight";
    this.editor.open(grid, [row, column], { label: `${part} at row ${r}, column ${c}`, title: `A ${part.toLowerCase()}`,
      number: numbers[r][c], typed, take: (value) => this.set({ [trait]: withNumber(this.model.get(trait), r, c, value) }) });
  }

  say(sentence) {
    tell(this.complaint, sentence);
  }

  // -- Steps --

  // Step forward or back; false at an end.
  stepBy(direction) {
    const { rows, columns, kernel } = this.state;
    const terms = kernel.length * kernel[0].length;
    const stop = this.focus[0] * columns.output + this.focus[1];
    const hidden = this.isHidden();
    if (this.pace.value === "products" && !hidden) {
      const shown = Math.min(this.shownTerms, terms + 1) + direction; // one more than the products is the bias
      if (shown >= 1 && shown <= terms + 1) {
        this.shownTerms = shown > terms ? Infinity : shown;
        return true;
      }
    }
    const next = stop + direction;
    if (next < 0 || next >= rows.output * columns.output) return false;
    this.choose("output", [Math.floor(next / columns.output), next % columns.output]);
    this.shownTerms = this.pace.value === "products" && direction > 0 && !this.isHidden() ? 1 : Infinity;
    return true;
  }

  toFirst() {
    this.choose("output", [0, 0]);
    this.shownTerms = this.pace.value === "products" && !this.isHidden() ? 1 : Infinity;
  }

  go(move) {
    this.stop();
    if (this.state) move();
    this.pointed = null;
    this.draw();
  }

  changePace() {
    this.stop();
    this.shownTerms = this.pace.value === "products" && !this.isHidden() ? 1 : Infinity;
    this.draw();
  }

  atEnd() {
    const { rows, columns } = this.state;
    return this.focus[0] === rows.output - 1 && this.focus[1] === columns.output - 1 && this.shownTerms === Infinity;
  }

  start() {
    if (!this.state) return;
    this.pointed = null;
    if (this.atEnd()) this.toFirst();
    const tick = () => {
      if (!this.root.isConnected || !this.state || !this.stepBy(1)) return this.stop();
      this.draw();
      if (this.atEnd()) return this.stop();
      this.playing = setTimeout(tick, 1000 * SECONDS[this.pace.value]);
    };
    this.playing = setTimeout(tick, 1000 * SECONDS[this.pace.value]);
    this.root.classList.add("playing");
    this.play.textContent = "❚❚ Pause";
    this.draw();
  }

  stop() {
    if (!this.playing) return;
    clearTimeout(this.playing);
    this.playing = null;
    this.root.classList.remove("playing");
    this.play.textContent = "▶ Play";
    this.draw();
  }

  // -- Guessing --

  isHidden(row = this.focus[0], column = this.focus[1]) {
    return this.state.predict && !this.revealed.has(`${row},${column}`);
  }

  judge() {
    const [guess, wrong] = realNumber(this.guessText.value, "A guess");
    this.say("");
    if (wrong) { this.verdict = { good: false, text: wrong, where: this.focus.join() }; this.draw(); return; }
    const total = this.state.output[this.focus[0]][this.focus[1]];
    // Two decimals are enough: nobody should have to type 0.3333333.
    const right = Math.abs(guess - total) < 0.005 + 1e-9;
    this.reveal(right
      ? { good: true, text: `Right, it is ${writeNumber(total)}.` }
      : { good: false, text: `Not ${writeNumber(guess)}: it is ${writeNumber(total)}, as the sum shows.` });
  }

  reveal(verdict = null) {
    this.revealed.add(this.focus.join());
    this.verdict = verdict && { ...verdict, where: this.focus.join() };
    this.guessText.value = "";
    this.shownTerms = Infinity;
    this.stale = true;
    // The question is gone, so the keyboard goes on from the cell it was about.
    if (this.guess.contains(document.activeElement)) this.moveTo = this.output;
    this.draw();
  }

  // -- Drawing --

  drawNow() {
    if (this.stale) {
      this.stale = false;
      this.computeState();
      this.drawValues();
      this.fit();
    }
    this.drawFocus();
  }

  computeState() {
    this.state = null;
    let sentence = this.bar.problem;
    try {
      const state = compute(this.settings());
      if (!sentence) this.state = state;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      sentence ||= error.message;
    }
    for (const button of [this.first, this.back, this.play, this.forward]) button.disabled = Boolean(sentence);
    tell(this.problem, sentence);
    // Nothing that was true before stays on the page as if it still were.
    for (const part of [this.output.node, this.titles.output, this.notes, this.arithmetic, this.words]) {
      part.hidden = Boolean(sentence);
    }
  }

  drawValues() {
    const settings = this.settings();
    const { image, kernel } = settings;
    const state = this.state;
    const rows = state?.rows ?? { padded: image.length, before: 0, used: null };
    const columns = state?.columns ?? { padded: image[0].length, before: 0, used: null };
    this.editor.close();

    this.titles.input.textContent = `Input ${by(image.length, image[0].length)}` +
      (rows.padded > image.length || columns.padded > image[0].length ? `, padded to ${by(rows.padded, columns.padded)}` : "");
    this.input.shape(rows.padded, columns.padded, [rows.before, columns.before], [image.length, image[0].length]);
    const brightest = largestOf(image);
    for (let row = 0; row < rows.padded; row++) {
      for (let column = 0; column < columns.padded; column++) {
        const value = image[row - rows.before]?.[column - columns.before];
        const padding = value === undefined;
        const unused = state && !(rows.used[row] && columns.used[column]);
        const text = writeNumber(value ?? 0);
        this.input.fill(row, column, {
          text, colour: pixelColour(value ?? 0, brightest),
          marks: `${padding ? "padding" : ""} ${unused ? "unused" : ""}`,
          label: `${padding ? "Padding 0" : `Row ${row - rows.before}, column ${column - columns.before}: ${text}`}` +
            (unused ? ", used by no window" : ""),
        });
      }
    }

    this.titles.kernel.textContent = `Kernel ${by(kernel.length, kernel[0].length)}`;
    this.kernel.shape(kernel.length, kernel[0].length);
    this.fillSigned(this.kernel, kernel, largestOf(kernel));
    if (!state) return;

    this.titles.output.textContent = `Output ${by(state.rows.output, state.columns.output)}`;
    this.output.shape(state.rows.output, state.columns.output);
    this.focus = [Math.min(this.focus[0], state.rows.output - 1), Math.min(this.focus[1], state.columns.output - 1)];
    const largest = largestOf(state.output);
    state.output.forEach((line, row) => line.forEach((value, column) => {
      const hidden = this.isHidden(row, column);
      const text = hidden ? "?" : writeNumber(value);
      this.output.fill(row, column, { text, colour: hidden ? null : signedColour(value, largest),
        label: `Row ${row}, column ${column}: ${hidden ? "not guessed yet" : text}` });
    }));

    this.notes.replaceChildren(...notes(state).map((text) => element("p", { text })));
    this.titles.window.textContent = "Window";
    this.titles.weights.textContent = state.flipped ? "Kernel, flipped" : "Kernel";
    this.titles.products.textContent = "Products";
    this.largestPixel = brightest;
    this.largestProduct = brightest * largestOf(kernel);
    for (const grid of [this.window, this.weights, this.products]) grid.shape(kernel.length, kernel[0].length);
    this.fillSigned(this.weights, state.weights, largestOf(kernel));
    this.buildSum(kernel.length, kernel[0].length);
  }

  fillSigned(grid, numbers, largest) {
    numbers.forEach((line, row) => line.forEach((value, column) => {
      const text = writeNumber(value);
      grid.fill(row, column, { text, colour: signedColour(value, largest), label: `Row ${row}, column ${column}: ${text}` });
    }));
  }

  // One line of the sum for each row of the kernel, one for the bias.
  buildSum(rows, columns) {
    const key = `${rows},${columns}`;
    if (this.sumKey === key) return;
    this.sumKey = key;
    const line = (name, terms) => {
      const carried = element("span", {});
      const spans = Array.from({ length: terms }, () => element("span", { class: "term" }));
      const total = element("td", { class: "running" });
      const row = element("tr", {}, element("th", { scope: "row", text: name }),
        element("td", { class: "terms" }, carried, ...spans), element("td", { text: "=" }), total);
      return { row, carried, spans, total };
    };
    this.lines = Array.from({ length: rows }, (_, row) => line(`row ${row}`, columns));
    this.biasLine = line("bias", 1);
    this.biasLine.row.classList.add("bias-line");
    this.sum.replaceChildren(element("caption", { text: "Running sum" }),
      element("tbody", {}, ...this.lines.map((one) => one.row), this.biasLine.row));
  }

  // Choose the sides of the cells so that everything fits beside each other, with numbers if it can be.
  fit() {
    this.width = this.root.clientWidth;
    const room = (this.width || 760) - 22;
    const needed = (grid, least) => this.sideFor(new Set(grid.cells.flat().map((cell) => cell.shownText || "")), least);
    const state = this.state;
    const kernelSide = needed(this.kernel, 32);
    const [inputSide, outputSide] = [needed(this.input, 22), state ? needed(this.output, 22) : 0];
    const outputColumns = state ? this.output.columns : 0;
    const both = this.input.columns + outputColumns;
    const side = Math.max(inputSide, outputSide);
    // Widths of the three figures, of which a title can be wider than its grid.
    const figure = (name, columns, width, head) => Math.max(columns * width + head, this.titleWidth(name));
    const pair = (one, other) => figure("input", this.input.columns, one, 22) + (state ? figure("output", outputColumns, other, 22) : 300);
    const kernelWidth = figure("kernel", this.kernel.columns, kernelSide, 0);
    const beside = (one, other) => pair(one, other) + kernelWidth + 100 <= room; // kernel in the middle
    const below = (one, other) => pair(one, other) + 12 <= room; // kernel under them
    let numbers = true;
    let sides = [side, side, Math.max(side, 30)];
    if (side < 56 && beside(side, side)) {
      let wider = side;
      while (wider < 36 && beside(wider + 1, wider + 1)) wider += 1;
      sides = [wider, wider, Math.max(wider, 30)];
    } else if (side >= 56 || !below(side, side)) {
      // Squares of this size take too much room: cells only as wide as their own numbers.
      if (below(inputSide, outputSide)) {
        const fits = beside(inputSide, outputSide) ? beside : below;
        let wider = 0;
        while (inputSide + wider < 36 && fits(inputSide + wider + 1, outputSide)) wider += 1;
        sides = [inputSide + wider, outputSide, Math.max(inputSide + wider, 30)];
      } else {
        numbers = false;
        const small = Math.min(Math.max(Math.floor((room - 60) / both), 7), 28);
        sides = [small, small, small];
      }
    }
    this.root.classList.toggle("kernel-below", !beside(sides[0], sides[1]));
    this.input.size(sides[0], sides[2], numbers);
    if (state) this.output.size(sides[1], sides[2], numbers);
    this.kernel.size(kernelSide, Math.max(32, Math.min(kernelSide, 40)));
    if (!state) return;

    const height = this.kernel.columns > 4 ? 28 : 32;
    this.window.size(Math.max(inputSide, 32), height);
    this.weights.size(kernelSide, height);
    const productSide = this.sideFor(this.productTexts(), 32);
    this.products.size(productSide, height);
    // Room for the longest line of the sum, so that it does not jump while the window moves.
    this.sumFigure.style.flexBasis = `${Math.min(room, 160 + (this.kernel.columns + 1) * (productSide + 14))}px`;
  }

  // Every product that can occur, so that the cells keep their size while the window moves; of very
  // many, the longest whole one and a rounded one stand for all.
  productTexts() {
    const pixels = [...new Set(this.state.image.flat())];
    const weights = [...new Set(this.state.kernel.flat())];
    if (pixels.length * weights.length > 3000) return new Set([writeNumber(-this.largestProduct), "≈−0.000"]);
    return new Set(pixels.flatMap((pixel) => weights.map((weight) => writeNumber(pixel * weight))));
  }

  // The side of a cell in pixels that holds the widest of these texts.
  sideFor(texts, least) {
    return Math.max(least, Math.ceil(Math.max(...[...texts].map((text) => this.textWidth(text)))) + 10); // beside it the frame stands out by 4
  }

  titleWidth(name) {
    return this.textWidth(this.titles[name].textContent, "600 ") + 22;
  }

  textWidth(text, weight = "") {
    this.brush ||= document.createElement("canvas").getContext("2d");
    const { fontSize, fontFamily } = getComputedStyle(this.root);
    this.brush.font = `${weight}${fontSize || "15px"} ${fontFamily || "sans-serif"}`;
    return this.brush.measureText(text).width;
  }

  // Draw what moves: the window, its numbers, its sum. Called for every hover and key, at most once a frame.
  drawFocus() {
    const state = this.state;
    this.input.frame.hidden = !state;
    if (!state) { for (const name of ["tap", "pointed", "lit"]) this.input.mark(name, []); return; }
    const [row, column] = this.focus;
    const { rows, columns } = state;
    const terms = state.terms(row, column);
    const hidden = this.isHidden();
    const lit = this.lit ?? (this.shownTerms === Infinity ? null : this.shownTerms - 1);

    this.input.surround(row * rows.stride, column * columns.stride, rows.reach, columns.reach);
    // The frame shows a window without holes; dilation leaves holes, so its cells are marked one by one.
    this.input.mark("tap", rows.dilation > 1 ? terms.map((term) => term.at) : []);
    this.input.mark("pointed", this.pointed ? [this.pointed] : []);
    this.output.surround(row, column, 1, 1);
    const users = this.pointed
      ? stopsUsing(this.pointed[0], rows).flatMap((r) => stopsUsing(this.pointed[1], columns).map((c) => [r, c])) : [];
    this.output.mark("user", users);
    for (const [grid, place] of [[this.input, "at"], [this.window, "cell"], [this.weights, "cell"], [this.products, "cell"]]) {
      grid.mark("lit", lit === null ? [] : [terms[lit][place]]);
    }
    this.kernel.mark("lit", lit === null ? [] : [this.kernelCell(terms[lit].cell)]);
    if (!this.output.table.contains(document.activeElement)) this.output.activate(row, column);

    terms.forEach((term, number) => {
      const [i, j] = term.cell;
      const out = hidden || number >= this.shownTerms;
      this.window.fill(i, j, { text: writeNumber(term.pixel), colour: pixelColour(term.pixel, this.largestPixel), marks: term.padding ? "padding" : "" });
      this.products.fill(i, j, out ? { text: hidden ? "?" : "", colour: null }
        : { text: writeNumber(term.product), colour: signedColour(term.product, this.largestProduct) });
    });
    this.drawSum(terms, lit, hidden);
    this.drawGuess(hidden);
    this.first.disabled = this.back.disabled = row === 0 && column === 0 && (this.pace.value === "windows" || this.shownTerms === 1);
    this.forward.disabled = this.atEnd();
    if (this.moveTo) {
      const [r, c] = this.moveTo === this.output ? this.focus : this.moveTo.active;
      if (this.moveTo === this.output) this.output.activate(r, c);
      this.moveTo.cells[r][c].focus();
      this.moveTo = null;
    }
    this.speak(terms, users, hidden);
  }

  kernelCell([i, j]) {
    const { kernel, flipped } = this.state;
    return flipped ? [kernel.length - 1 - i, kernel[0].length - 1 - j] : [i, j];
  }

  drawSum(terms, lit, hidden) {
    this.sum.hidden = hidden;
    if (hidden) return;
    let sum = 0;
    let number = 0;
    this.lines.forEach((line, row) => {
      const begun = number < this.shownTerms;
      line.row.classList.toggle("later", !begun);
      line.carried.textContent = row === 0 ? "" : writeNumber(sum);
      line.spans.forEach((span) => {
        const { product } = terms[number];
        const shown = number < this.shownTerms;
        span.textContent = number === 0 ? writeNumber(product) : signedTerm(product);
        span.classList.toggle("later", !shown);
        span.classList.toggle("lit", number === lit);
        if (shown) sum += product;
        number += 1;
      });
      line.total.textContent = writeNumber(sum);
    });
    const complete = this.shownTerms === Infinity;
    this.biasLine.row.classList.toggle("later", !complete);
    this.biasLine.carried.textContent = writeNumber(sum);
    this.biasLine.spans[0].textContent = signedTerm(this.state.bias);
    this.biasLine.total.textContent = writeNumber(sum + this.state.bias);
  }

  drawGuess(hidden) {
    const told = this.verdict?.where === this.focus.join() ? this.verdict : null;
    this.guess.hidden = !this.state.predict;
    for (const part of [...this.guess.children].slice(0, 3)) part.hidden = !hidden;
    const question = `What will output row ${this.focus[0]}, column ${this.focus[1]} be?`;
    if (this.guessLabel.textContent !== question) this.guessLabel.textContent = question;
    this.guessReply.className = `reply ${told ? (told.good ? "course-good" : "course-bad") : ""}`;
    const reply = told?.text ?? "";
    if (this.guessReply.textContent !== reply) this.guessReply.textContent = reply;
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak(terms, users, hidden) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.state || !this.root.isConnected) return;
      const [row, column] = this.focus;
      const total = this.state.output[row]?.[column];
      if (total === undefined) return;
      const sum = terms.reduce((part, term) => part + term.product, 0);
      const said = [];
      if (hidden) said.push(`Output row ${row}, column ${column} is hidden until you guess.`);
      else if (this.shownTerms !== Infinity) {
        const part = terms.slice(0, this.shownTerms).reduce((running, term) => running + term.product, 0);
        const term = terms[this.shownTerms - 1];
        said.push(`Product ${this.shownTerms} of ${terms.length}: ${writeNumber(term.pixel)} × ${writeNumber(term.weight)} = ` +
          `${writeNumber(term.product)}, and the sum so far is ${writeNumber(part)}.`);
      } else {
        said.push(`Output row ${row}, column ${column} is ${writeNumber(total)}: ` +
          `the ${terms.length} products sum to ${writeNumber(sum)}, and the bias adds ${writeNumber(this.state.bias)}.`);
      }
      said.push(windowWords(this.state, this.focus, terms));
      if (this.pointed) {
        const [r, c] = [this.pointed[0] - this.state.rows.before, this.pointed[1] - this.state.columns.before];
        const many = users.length === 1 ? "1 output cell uses" : `${users.length || "No"} output cells use`;
        const padding = this.state.isPadding(...this.pointed);
        said.push(`${many} ${padding ? "this cell of padding" : `input row ${r}, column ${c}`}.`);
      }
      if (this.held) said.push("The window is held.");
      this.words.textContent = said.join(" ");
    }, 120);
  }
}

function render({ model, el }) {
  const explorer = new Explorer(model, el);
  return () => explorer.remove();
}

export default { render };
