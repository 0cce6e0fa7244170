// PoolingExplorer. Its small arithmetic is done here, so that a hover needs no answer from Python.

const LARGEST_SIDE = 32; // of the picture, the window, the stride and the shift
const LARGEST_WINDOW = 6; // a window of more rows is not written out

// ---- Arithmetic ----

// The picture moved by whole pixels: what leaves it is lost, and zeros come in.
function shiftPicture(image, [down, right]) {
  return image.map((line, row) => line.map((_, column) => image[row - down]?.[column - right] ?? 0));
}

// How the windows lie along an axis; or why they cannot, told of windows and not of kernels.
function layWindows(pixels, settings) {
  try {
    return layAxis(pixels, settings.size, { ...settings, dilation: 1 });
  } catch (error) {
    if (error instanceof Impossible) error.message = error.message.replaceAll("kernel", "window");
    throw error;
  }
}

function same(one, other) {
  return Math.abs(one - other) <= 1e-9;
}

// The largest number or the mean of the pixels of a window. Padding is not among them.
function summary(pixels, mode) {
  if (mode === "max") return Math.max(...pixels);
  return pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;
}

// Everything the page shows, computed from the settings.
function compute(settings) {
  const { image, size, mode, shift, stride } = settings;
  const rows = layWindows(image.length, settings);
  const columns = layWindows(image[0].length, settings);
  const moved = shiftPicture(image, shift);
  // The cells of one window, each with its pixel; a cell of padding has none.
  const cells = (picture, row, column) => Array.from({ length: size * size }, (_, n) => {
    const cell = [Math.floor(n / size), n % size];
    const at = [row * stride + cell[0], column * stride + cell[1]];
    return { cell, at, pixel: picture[at[0] - rows.before]?.[at[1] - columns.before] };
  });
  const pool = (picture) => Array.from({ length: rows.output }, (_, row) =>
    Array.from({ length: columns.output }, (_, column) =>
      summary(cells(picture, row, column).map(({ pixel }) => pixel).filter((pixel) => pixel !== undefined), mode)));
  const state = { ...settings, rows, columns, moved, cells: (row, column) => cells(moved, row, column),
    output: pool(moved), before: pool(image) };
  return { ...state, ...survival(state) };
}

// What the shift left as it was: outputs in their place, pixels in their place, outputs moved along.
function survival({ image, moved, output, before, shift, stride }) {
  const count = (grid, others) => {
    const pairs = grid.flatMap((line, row) => line.map((value, column) => [value, others(row, column)]));
    const compared = pairs.filter(([, other]) => other !== undefined);
    return { same: compared.filter(([one, other]) => same(one, other)).length, of: compared.length };
  };
  const [down, right] = shift.map((part) => part / stride);
  const whole = Number.isInteger(down) && Number.isInteger(right);
  return {
    unchanged: count(output, (row, column) => before[row][column]),
    pixels: count(moved, (row, column) => image[row][column]),
    along: whole ? count(output, (row, column) => before[row - down]?.[column - right]) : null,
  };
}

// ---- Words ----

// A shift as words: "1 row down and 2 columns to the left".
function shiftWords([down, right]) {
  const parts = [];
  if (down) parts.push(`${counted(Math.abs(down), "row")} ${down > 0 ? "down" : "up"}`);
  if (right) parts.push(`${counted(Math.abs(right), "column")} to the ${right > 0 ? "right" : "left"}`);
  return parts.join(" and ");
}

function sizeFormula(axis, padding) {
  const minus = padding === "same" ? 1 : axis.kernel;
  return `floor((${axis.pixels} − ${minus}) / ${axis.stride}) + 1 = ${axis.output}`;
}

// Sentences about size, padding and what no window uses.
function notes({ rows, columns, padding }) {
  const [down, across] = [rows, columns].map((axis) => sizeFormula(axis, padding));
  const said = [`Output size: ${down === across ? `${down}.` : `${down} rows and ${across} columns.`}`];
  if (rows.before + rows.after + columns.before + columns.after) {
    said.push(`Padding, dashed: ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right. ` +
      "It never wins, and never counts.");
  }
  const unused = [["row", rows], ["column", columns]].map(([name, axis]) => {
    const places = axis.used.flatMap((used, n) => (used ? [] : [n - axis.before]));
    return places.length ? listed(name, places) : "";
  }).filter(Boolean);
  if (unused.length) said.push(`Hatched: no window uses ${unused.join(" and ")}.`);
  return said;
}

// Sentences about what survived the shift.
function shiftNotes({ shift, stride, unchanged, pixels, along }) {
  if (!shift[0] && !shift[1]) return ["Shift the picture to see which outputs survive."];
  const said = [`Shifted ${shiftWords(shift)}: ${unchanged.same} of ${unchanged.of} outputs ` +
    `are unchanged, ${pixels.same} of ${pixels.of} pixels.`];
  if (!along) said.push(`The shift is no multiple of the stride ${stride}, so the output cannot move along with it by whole cells.`);
  else if (!along.of) said.push("Everything that was there has left the picture.");
  else {
    said.push(`Moved along ${shiftWords(shift.map((part) => part / stride))}: ${along.same} of ${along.of} outputs are those from before.`);
  }
  return said;
}

// A number short enough for a cell: one whose decimals go on and on keeps one there, or two digits.
function short(value) {
  const text = writeNumber(value);
  if (!text.startsWith("≈")) return text;
  return `≈${(Math.abs(value) < 1 ? String(Number(value.toPrecision(2))) : value.toFixed(1)).replace("-", "−")}`;
}

// How the number of a window comes about, as a sum or a search.
function arithmetic(pixels, mode, total) {
  const shown = pixels.length > 16 ? [...pixels.slice(0, 15).map(writeNumber), "…"] : pixels.map(writeNumber);
  const result = `= ${writeNumber(total)}`.replace("= ≈", "≈ ");
  if (mode === "max") return `max(${shown.join(", ")}) ${result}`;
  const sum = pixels.reduce((part, pixel) => part + pixel, 0);
  const terms = pixels.length > 16 ? `${shown.join(" + ")}` : pixels.map((pixel, n) => (n ? signedTerm(pixel) : writeNumber(pixel))).join("");
  return `(${terms}) / ${pixels.length} = ${writeNumber(sum)} / ${pixels.length} ${result}`;
}

// ---- The page ----

class PoolingPage extends SettingsPage {
  constructor(model, parent) {
    super(model, parent, ["_image", "size", "stride", "padding", "mode", "shift"]);
  }

  compute(settings) {
    return compute(settings);
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Pooling explorer");
    this.root.classList.add("pooling");
    this.input = new NumberGrid({ label: "Input", name: "input", numbered: true });
    this.output = new NumberGrid({ label: "Output", name: "output", numbered: true });
    this.before = new NumberGrid({ label: "Output before the shift", name: "before", role: "table", numbered: true });
    this.window = new NumberGrid({ label: "Pixels of the window", name: "window", role: "table" });
    this.titles = {};
    const figure = (name) => {
      this.titles[name] = element("div", { class: "title" });
      return element("div", { class: `figure figure-${name}` }, this.titles[name], this[name].node);
    };
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.complaint = element("p", { class: "complaint course-bad", role: "alert", hidden: true });
    this.editor = new CellEditor((sentence) => this.say(sentence));
    this.notes = element("div", { class: "notes" });
    this.survived = element("div", { class: "survived" });
    this.sum = element("p", { class: "sum" });
    this.winner = element("p", { class: "winner-words" });
    this.words = element("p", { class: "words course-unseen", "aria-live": "polite" });
    this.windowFigure = figure("window");
    this.beforeFigure = figure("before");
    this.stage = element("div", { class: "stage" },
      element("div", { class: "pictures" }, figure("input"), element("span", { class: "sign", text: "→", "aria-hidden": "true" }),
        figure("output"), this.beforeFigure),
      element("div", { class: "arithmetic" }, this.windowFigure, element("div", { class: "figure-sum" }, this.sum, this.winner)),
      this.survived, this.notes, this.words,
      element("p", { class: "how", text: "Hover a cell of the output, or move there with the arrow keys, to see its window; " +
        "the pixel in a ring wins. A corner marks an output that the shift has changed. To change a pixel, double-click it or type on it." }));
    this.root.append(this.buildSettings(), this.problem, this.complaint, this.stage);
    parent.append(this.root);
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.choice("mode", "Keep the", [["max", "largest (max)"], ["average", "mean (average)"]]);
      bar.whole("size", "Window", { largest: LARGEST_SIDE });
      bar.whole("stride", "Stride", { largest: LARGEST_SIDE });
      bar.choice("padding", "Padding", [["valid", "valid"], ["same", "same"]]);
      bar.whole("down", "Shift down", { least: -LARGEST_SIDE, largest: LARGEST_SIDE });
      bar.whole("right", "Shift right", { least: -LARGEST_SIDE, largest: LARGEST_SIDE });
    });
  }

  listen() {
    for (const [name, grid] of [["input", this.input], ["output", this.output]]) {
      grid.node.addEventListener("pointermove", (event) => this.hover(name, grid, event));
      grid.node.addEventListener("pointerleave", () => { this.pointed = null; this.draw(); });
      grid.table.addEventListener("keydown", (event) => this.key(name, grid, event));
      grid.table.addEventListener("focusin", (event) => grid.place(event) && grid.activate(...grid.place(event)));
      grid.table.addEventListener("click", (event) => {
        const place = event.target.matches("input") ? null : grid.place(event);
        if (place) grid.goTo(...place, { preventScroll: true });
      });
    }
    this.input.table.addEventListener("dblclick", (event) => {
      const place = event.target.matches("input") ? null : this.input.place(event);
      if (place) this.edit(place);
    });
  }

  // -- Settings --

  settings() {
    const { _image: image, ...others } = super.settings();
    return { image, ...others };
  }

  showSettings() {
    const { image, shift: [down, right], ...others } = this.settings();
    this.bar.show({ down, right, ...others });
  }

  // Take over what the learner typed. Python knows down and right as one shift.
  change({ down, right, ...others }) {
    const shift = this.model.get("shift");
    this.set(down === undefined && right === undefined ? others : { shift: [down ?? shift[0], right ?? shift[1]] });
  }

  startOver() {
    this.editor.close();
    super.startOver();
  }

  // -- Moving --

  hover(name, grid, event) {
    const place = this.pointedAt(grid, event);
    if (!place) return;
    this.choose(name, place);
    this.draw();
  }

  // Select a window by a cell of the output, or the first of those that use a cell of the input.
  choose(name, place) {
    this.pointed = name === "input" ? place : null;
    if (name === "output") this.focus = place;
    else if (!this.users().some((user) => user.join() === this.focus.join())) this.focus = this.users()[0] ?? this.focus;
  }

  // The output cells that use the pointed input cell.
  users() {
    if (!this.pointed || !this.state) return [];
    const { rows, columns } = this.state;
    return stopsUsing(this.pointed[0], rows).flatMap((row) => stopsUsing(this.pointed[1], columns).map((column) => [row, column]));
  }

  key(name, grid, event) {
    if (event.target.matches("input") || event.altKey || event.metaKey) return;
    const place = grid.step(event);
    if (place) {
      event.preventDefault();
      this.choose(name, place);
      grid.goTo(...place);
      this.draw();
    } else if (name === "input" && !event.ctrlKey && (event.key === "Enter" || event.key === "F2" || /^[-−+.\d]$/.test(event.key))) {
      event.preventDefault();
      this.edit(grid.active, event.key.length === 1 ? event.key.replace("-", "−") : null);
    }
  }

  // -- Editing --

  edit([row, column], typed = null) {
    if (!this.state || !this.editor.commit()) return;
    const { image, shift, rows, columns, moved } = this.state;
    const [r, c] = [row - rows.before, column - columns.before];
    const at = [r - shift[0], c - shift[1]]; // in the picture before the shift
    if (moved[r]?.[c] === undefined) { this.say("A cell of padding holds no number: change a pixel of the picture."); return; }
    if (image[at[0]]?.[at[1]] === undefined) {
      this.say("This 0 came in with the shift and is no pixel of the picture: change another one, or take the shift back.");
      return;
    }
    this.editor.open(this.input, [row, column], { label: `Pixel at row ${r}, column ${c}`, title: "A pixel", number: moved[r][c], typed,
      take: (value) => this.set({ _image: withNumber(this.model.get("_image"), ...at, value) }) });
  }

  say(sentence) {
    tell(this.complaint, sentence);
  }

  // -- Drawing --

  drawState() {
    const { image, size, mode, shift, rows, columns, moved, output, before } = this.state;
    this.editor.close();
    this.focus = [Math.min(this.focus[0], rows.output - 1), Math.min(this.focus[1], columns.output - 1)];
    this.brightest = Math.max(...image.flat().map(Math.abs));
    const shifted = Boolean(shift[0] || shift[1]);
    const padded = rows.padded > rows.pixels || columns.padded > columns.pixels;
    write(this.titles.input, `Input ${by(rows.pixels, columns.pixels)}` +
      (padded ? `, padded to ${by(rows.padded, columns.padded)}` : "") + (shifted ? ", shifted" : ""));
    write(this.titles.output, `Output ${by(rows.output, columns.output)}`);
    write(this.titles.before, "Before the shift");
    write(this.titles.window, "Window");
    this.beforeFigure.hidden = !shifted;

    this.input.shape(rows.padded, columns.padded, [rows.before, columns.before], [rows.pixels, columns.pixels]);
    this.output.shape(rows.output, columns.output);
    this.before.shape(rows.output, columns.output);
    this.input.cells.forEach((line, row) => line.forEach((_, column) => this.fillPixel(row, column, moved, shift)));
    this.output.cells.forEach((line, row) => line.forEach((_, column) => {
      const [value, old] = [output[row][column], before[row][column]];
      const changed = !same(value, old);
      const place = `Row ${row}, column ${column}: `;
      this.output.fill(row, column, { text: short(value), colour: pixelColour(value, this.brightest),
        marks: changed ? "changed" : "", label: `${place}${writeNumber(value)}${changed ? `, changed from ${writeNumber(old)}` : ""}` });
      this.before.fill(row, column, { text: short(old), colour: pixelColour(old, this.brightest), label: place + writeNumber(old) });
    }));
    this.windowFigure.hidden = size > LARGEST_WINDOW;
    if (size <= LARGEST_WINDOW) this.window.shape(size, size);
    this.showNotes(this.survived, shiftNotes(this.state));
    this.showNotes(this.notes, notes(this.state));
    this.fit(mode, size);
  }

  fillPixel(row, column, moved, shift) {
    const { image, rows, columns } = this.state;
    const [r, c] = [row - rows.before, column - columns.before];
    const pixel = moved[r]?.[c];
    const unused = !(rows.used[row] && columns.used[column]);
    const padding = pixel === undefined;
    const entered = !padding && image[r - shift[0]]?.[c - shift[1]] === undefined;
    const what = padding ? "Padding, no number" : `Row ${r}, column ${c}: ${writeNumber(pixel)}`;
    this.input.fill(row, column, {
      text: padding ? "" : short(pixel), colour: padding ? null : pixelColour(pixel, this.brightest),
      marks: [padding && "padding", unused && "unused", entered && "entered"].filter(Boolean).join(" "),
      label: what + (entered ? ", came in with the shift" : "") + (unused ? ", used by no window" : ""),
    });
  }

  showNotes(node, sentences) {
    resize(node, sentences.length, () => element("p", {}));
    sentences.forEach((text, n) => write(node.children[n], text));
  }

  // Choose the sides of the cells so that the grids fit beside each other, with numbers if they can be.
  fit(mode, size) {
    const { rows, columns, moved, output, before } = this.state;
    const room = (this.width || 740) - 3 * 24 - 60; // as observed: to ask the page now would cost it a layout
    const widest = (values, least, more = 9) => Math.max(least, ...values.map((value) => 9 * short(value).length + more));
    const inputSide = widest(moved.flat(), 24);
    // An average with decimals can turn up with the next shift: room is kept for it, and for a corner.
    const averages = mode === "average" && size > 1 ? [this.brightest - 1 / size ** 2] : [];
    const outputSide = widest([...output.flat(), ...before.flat(), ...averages], inputSide, mode === "average" ? 20 : 12);
    // Where all three do not fit with their numbers, the one from before the shift goes below.
    const outputs = [2, 1].map((grids) => grids * columns.output)
      .find((across, n) => n || columns.padded * inputSide + across * outputSide <= room);
    const numbers = columns.padded * inputSide + outputs * outputSide <= room;
    const spare = numbers ? Math.floor((room - columns.padded * inputSide - outputs * outputSide) / (columns.padded + outputs)) : 0;
    const small = Math.max(7, Math.min(24, Math.floor(room / (columns.padded + 2 * columns.output))));
    const side = numbers ? Math.min(inputSide + spare, Math.max(inputSide, 36)) : small;
    const wide = numbers ? Math.max(side, outputSide) : small;
    const tall = Math.max(7, Math.min(side, Math.floor(620 / rows.padded)));
    const high = numbers ? Math.max(tall, 22) : Math.min(tall, small);
    this.input.size(numbers ? side : high, high, numbers);
    for (const grid of [this.output, this.before]) grid.size(numbers ? wide : high, high, numbers);
    if (size <= LARGEST_WINDOW) this.window.size(Math.max(inputSide, 34), 32);
  }

  // Draw what moves: the window, its numbers, its winner. Called for every hover and key, at most once a frame.
  drawFocus() {
    const { rows, columns, size, mode, output } = this.state;
    const [row, column] = this.focus;
    const cells = this.state.cells(row, column);
    const total = output[row][column];
    const wins = ({ pixel }) => mode === "max" && pixel === total;
    const winners = cells.filter(wins);
    this.input.surround(row * rows.stride, column * columns.stride, size, size);
    this.output.surround(row, column, 1, 1);
    if (!this.beforeFigure.hidden) this.before.surround(row, column, 1, 1);
    this.input.mark("wins", winners.map(({ at }) => at));
    this.input.mark("pointed", this.pointed ? [this.pointed] : []);
    this.output.mark("user", this.pointed ? this.users() : []);
    if (!this.output.table.contains(document.activeElement)) this.output.activate(row, column);
    if (size <= LARGEST_WINDOW) {
      cells.forEach((one) => {
        const padding = one.pixel === undefined;
        this.window.fill(...one.cell, { text: padding ? "" : short(one.pixel), colour: padding ? null : pixelColour(one.pixel, this.brightest),
          marks: padding ? "padding" : "", label: padding ? "Padding, no number" : writeNumber(one.pixel) });
      });
      this.window.mark("wins", winners.map(({ cell }) => cell));
    }
    const pixels = cells.map(({ pixel }) => pixel).filter((pixel) => pixel !== undefined);
    write(this.sum, arithmetic(pixels, mode, total));
    write(this.winner, this.winnerWords(cells, winners, pixels.length));
  }

  // Who won, and what padding has to do with it.
  winnerWords(cells, winners, real) {
    const { rows, columns, mode } = this.state;
    const padding = cells.length - real;
    const left = padding ? ` ${counted(padding, "cell")} of padding ${padding === 1 ? "is" : "are"} left out.` : "";
    if (mode === "average") return `The mean of ${counted(real, "pixel")}.${left}`;
    if (winners.length > 1) return `${winners.length} pixels tie.${left}`;
    const [row, column] = winners[0].at;
    return `The pixel at row ${row - rows.before}, column ${column - columns.before} wins.${left}`;
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.state || !this.root.isConnected) return;
      const { rows, columns, shift, output } = this.state;
      const [row, column] = this.focus;
      const said = [`Output row ${row}, column ${column} is ${writeNumber(output[row][column])}: ${this.winner.textContent}`];
      if (this.pointed) {
        const [r, c] = [this.pointed[0] - rows.before, this.pointed[1] - columns.before];
        const count = this.users().length;
        const padding = r < 0 || c < 0 || r >= rows.pixels || c >= columns.pixels;
        said.push(`${padding ? "This cell of padding" : `Input row ${r}, column ${c}`} lies in ${count ? counted(count, "window") : "no window"}.`);
      }
      if (shift[0] || shift[1]) said.push(this.survived.firstChild.textContent);
      write(this.words, said.join(" "));
    }, 120);
  }
}

function render({ model, el }) {
  const page = new PoolingPage(model, el);
  return () => page.remove();
}

export default { render };
