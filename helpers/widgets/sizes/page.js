// SizeExplorer. Its arithmetic is layAxis in drawing.js, so that a change needs no answer from Python.

const LARGEST_SIZE = 2048;
const LARGEST_CELLS = 64;

// ---- Arithmetic ----

// How many windows use each cell along an axis, padding included.
function usesAlong(axis) {
  const uses = new Array(axis.padded).fill(0);
  for (let stop = 0; stop < axis.output; stop++) {
    for (let cell = 0; cell < axis.kernel; cell++) uses[stop * axis.stride + cell * axis.dilation] += 1;
  }
  return uses;
}

// Everything the page shows, computed from the settings.
function compute(settings) {
  const lay = (pixels) => {
    const axis = layAxis(pixels, settings.kernel_size, settings);
    const room = axis.padded - axis.reach;
    return { ...axis, room, left: room % axis.stride, uses: usesAlong(axis) };
  };
  const [rows, columns] = settings.size.map(lay);
  return { ...settings, rows, columns };
}

// The counts of an axis without its padding.
function pixelUses(axis) {
  return axis.uses.slice(axis.before, axis.before + axis.pixels);
}

function isPadding(cell, axis) {
  return cell < axis.before || cell >= axis.before + axis.pixels;
}

// ---- Words ----

function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

// The padding of an axis as a sum of its two ends: 2·1, 0+1, or 0.
function paddingText({ before, after }) {
  if (before === after) return before ? `2·${before}` : "0";
  return `${before}+${after}`;
}

// The pixels of an axis that no window uses: those dropped at its end, and those skipped before.
function unusedPixels(axis) {
  const uses = pixelUses(axis);
  const lastUsed = uses.findLastIndex((count) => count > 0);
  const unused = uses.flatMap((count, pixel) => (count ? [] : [pixel]));
  return { dropped: unused.filter((pixel) => pixel > lastUsed), skipped: unused.filter((pixel) => pixel < lastUsed) };
}

// Sentences about reach, division, padding and use.
function notes({ rows, columns, kernel_size, dilation, stride }) {
  const said = [`Reach = dilation · (kernel − 1) + 1 = ${dilation} · (${kernel_size} − 1) + 1 = ${rows.reach}.`];
  for (const [name, axis] of [["row", rows], ["column", columns]]) {
    if (!axis.left || (name === "column" && columns.pixels === rows.pixels)) continue;
    const which = columns.pixels === rows.pixels ? "on each side" : `along the ${name}s`;
    said.push(`${axis.room} / ${stride} is no whole number, and floor rounds down: ${counted(axis.left, "cell")} ${which} ` +
      `${axis.left === 1 ? "is" : "are"} left over behind the last window.`);
  }
  const [vertical, across] = [rows.before + rows.after, columns.before + columns.after];
  if (vertical + across) {
    const uneven = rows.before !== rows.after || columns.before !== columns.after;
    said.push(`Padding, dashed: ${rows.before} above, ${rows.after} below, ${columns.before} left, ${columns.after} right.` +
      (uneven ? " The odd one goes to the end, as in Keras." : ""));
  }
  for (const [part, words] of [["dropped", "Hatched, dropped at the end"], ["skipped", "Hatched, skipped by every window"]]) {
    const lists = [["row", rows], ["column", columns]]
      .map(([name, axis]) => [name, unusedPixels(axis)[part]])
      .filter(([, pixels]) => pixels.length)
      .map(([name, pixels]) => listed(name, pixels));
    if (lists.length) said.push(`${words}: ${lists.join(" and ")}.`);
  }
  const [down, along] = [pixelUses(rows), pixelUses(columns)];
  const least = Math.min(...down) * Math.min(...along);
  const most = Math.max(...down) * Math.max(...along);
  said.push(least === most ? `Every pixel is used ${times(most)}.` : `A pixel is used ${least} to ${most} times.`);
  return said;
}

function windowWords({ rows, columns, kernel_size }, [row, column]) {
  const lines = (axis, stop) => Array.from({ length: axis.kernel }, (_, i) => stop * axis.stride + i * axis.dilation);
  const [down, along] = [lines(rows, row), lines(columns, column)];
  const inside = down.filter((cell) => !isPadding(cell, rows)).length * along.filter((cell) => !isPadding(cell, columns)).length;
  const padding = kernel_size * kernel_size - inside;
  return `Output row ${row}, column ${column}: its window covers ${listed("row", down.map((cell) => cell - rows.before))} and ` +
    `${listed("column", along.map((cell) => cell - columns.before))} of the input` +
    (padding ? `; ${padding} of its ${kernel_size * kernel_size} cells are padding.` : ".");
}

// ---- The grids ----

// A grid of numbers painted on a canvas: as elements, more than a thousand cells would take the page 50 ms
// to lay out and paint. Over the canvas lie elements for what moves: the frame, the marks, and the one
// cell that the keyboard is on. It tells a screen reader where it is and what is painted there.
class PaintedGrid extends NumberGrid {
  constructor({ label, name, describe }) {
    super({ label, name });
    this.describe = describe; // from (row, column) to the words of a cell
    this.canvas = element("canvas", { "aria-hidden": "true" });
    // Painted at once, and not handed on to be painted later: a thousand small strokes are sooner there.
    this.pen = this.canvas.getContext("2d", { willReadFrequently: true });
    this.layers = {}; // from the name of a mark to the element that holds its marks
    this.node.prepend(this.canvas);
  }

  // Paint everything. look(row, column) gives { text, paint, ink, padding, unused } of a cell in a new object;
  // first and real are those of NumberGrid.shape.
  paint({ rows, columns, side, readable, look, first = [0, 0], real = [rows, columns] }) {
    [this.rows, this.columns] = [rows, columns];
    this.table.setAttribute("aria-rowcount", rows);
    this.table.setAttribute("aria-colcount", columns);
    this.makeRoom(side, readable);
    const cells = [];
    for (let row = 0; row < rows; row++) {
      const [y, height] = [this.at[row], this.at[row + 1] - this.at[row]];
      for (let column = 0; column < columns; column++) {
        const [x, width] = [this.at[column], this.at[column + 1] - this.at[column]];
        cells.push(Object.assign(look(row, column), { x, y, width, height }));
      }
    }
    const { blank, padding } = this.theme();
    let last = "none yet";
    for (const { paint, x, y, width, height } of cells) {
      if (paint !== last) this.pen.fillStyle = paint || blank; // to set it takes longer than to use it
      last = paint;
      this.pen.fillRect(x, y, width, height);
    }
    this.hatch(cells.filter((cell) => cell.unused));
    if (readable) {
      this.rule();
      this.writeNumbers(cells, first, real);
    }
    this.dash(cells.filter((cell) => cell.padding), padding);
    this.activate(Math.min(this.active[0], rows - 1), Math.min(this.active[1], columns - 1));
  }

  // The colours and the font of the page. To ask for them costs it a layout, so they are kept; there are
  // none before the canvas is on the page.
  theme() {
    if (!this.asked?.ink) {
      const style = getComputedStyle(this.canvas);
      const [blank, padding] = ["--blank", "--course-padding"].map((name) => style.getPropertyValue(name));
      this.asked = { blank, padding, font: style.fontFamily, ink: style.color };
    }
    return this.asked;
  }

  // The theme has changed: ask again.
  forgetTheme() {
    this.asked = null;
  }

  makeRoom(side, readable) {
    const [head, line] = readable ? [22, 1] : [0, 0]; // for the numbers beside the grid, and its last line
    this.metrics = { width: side, height: side, above: head, left: head, line };
    this.ratio = devicePixelRatio;
    // Where each row or column begins, in pixels of the screen.
    this.at = Array.from({ length: Math.max(this.rows, this.columns) + 1 }, (_, n) => this.onScreen(head + n * side));
    this.node.classList.toggle("small", !readable);
    const [width, height] = [this.columns, this.rows].map((count) => head + count * side);
    const room = [width, height, line, this.ratio].join();
    if (room === this.room) { // as large as before: another canvas would take a millisecond
      this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      return;
    }
    this.room = room;
    this.node.style.cssText = `width: ${width}px; height: ${height}px`;
    this.canvas.style.cssText = `width: ${width + line}px; height: ${height + line}px`;
    [this.canvas.width, this.canvas.height] = [width + line, height + line].map((length) => this.onScreen(length)); // this clears it
  }

  // A length in pixels of the screen, of which there may be two to each of the page. A whole one: between
  // two of them, a line would be blurred.
  onScreen(length) {
    return Math.round(length * this.ratio);
  }

  // Stripes on the cells that no window uses.
  hatch(cells) {
    const { pen, canvas } = this;
    pen.save();
    pen.beginPath();
    for (const { x, y, width, height } of cells) pen.rect(x, y, width, height);
    pen.clip();
    pen.beginPath();
    for (let start = -canvas.height; cells.length && start < canvas.width; start += this.onScreen(10)) {
      pen.moveTo(start, 0);
      pen.lineTo(start + canvas.height, canvas.height);
    }
    pen.lineWidth = this.onScreen(2);
    pen.strokeStyle = "rgb(153 153 153 / 0.65)";
    pen.stroke();
    pen.restore();
  }

  rule() {
    const { pen, canvas, rows, columns } = this;
    pen.fillStyle = "#808080";
    for (let row = 0; row <= rows; row++) pen.fillRect(this.at[0], this.at[row], canvas.width - this.at[0], this.onScreen(1));
    for (let column = 0; column <= columns; column++) pen.fillRect(this.at[column], this.at[0], this.onScreen(1), canvas.height - this.at[0]);
  }

  // The numbers in the cells and beside the grid.
  writeNumbers(cells, first, real) {
    const { pen, metrics, at } = this;
    const { font, ink } = this.theme();
    pen.font = `${this.onScreen(Math.min(15, metrics.width - 4))}px ${font}`;
    pen.textAlign = "center";
    const drop = pen.measureText("0").actualBoundingBoxAscent / 2; // from the middle of a digit to its foot
    let last = "none yet";
    for (const { text, ink: own, x, y, width, height } of cells) {
      if (!text) continue;
      if (own !== last) pen.fillStyle = own;
      last = own;
      pen.fillText(text, x + width / 2, y + height / 2 + drop);
    }
    pen.fillStyle = ink;
    const [beside, half] = [this.onScreen(metrics.left / 2), this.onScreen(metrics.width / 2)];
    for (let row = 0; row < real[0]; row++) pen.fillText(row, beside, at[row + first[0]] + half + drop);
    for (let column = 0; column < real[1]; column++) pen.fillText(column, at[column + first[1]] + half, beside + drop);
  }

  // Dashes around the cells of the padding.
  dash(cells, colour) {
    const { pen, metrics } = this;
    const thick = metrics.width < 32 ? 1 : 2;
    const [line, inset] = [this.onScreen(metrics.line), this.onScreen(metrics.line + 1.5 * thick)];
    pen.save();
    pen.lineWidth = this.onScreen(thick);
    pen.strokeStyle = colour;
    pen.setLineDash([this.onScreen(2.5 * thick), this.onScreen(1.5 * thick)]);
    for (const { x, y, width, height } of cells) pen.strokeRect(x + inset, y + inset, width + line - 2 * inset, height + line - 2 * inset);
    pen.restore();
  }

  // Lay an element over a cell.
  put(node, row, column) {
    const { width, height, above, left, line } = this.metrics;
    [node.dataset.row, node.dataset.column] = [row, column];
    node.style.cssText = `left: ${left + column * width}px; top: ${above + row * height}px; width: ${width + line}px; height: ${height + line}px`;
  }

  mark(name, places) {
    this.layers[name] ||= this.node.insertBefore(element("div", { "aria-hidden": "true" }), this.table);
    resize(this.layers[name], places.length, () => element("div", { class: `cell over ${name}` }));
    places.forEach((place, n) => this.put(this.layers[name].children[n], ...place));
  }

  // A new cell each time: a screen reader reads what gets the focus, and not what changes under it.
  activate(row, column) {
    const label = this.describe(row, column);
    const before = this.table.querySelector(".cell");
    const same = before?.getAttribute("aria-label") === label && this.active.join() === [row, column].join();
    this.active = [row, column];
    if (same) return this.put(before, row, column);
    const cell = element("div", { role: "gridcell", tabindex: 0, "aria-colindex": column + 1, "aria-label": label, class: "cell over" });
    this.put(cell, row, column);
    this.table.append(element("div", { role: "row", "aria-rowindex": row + 1 }, cell));
    if (before === document.activeElement) cell.focus();
    before?.parentNode.remove();
  }

  place(event) {
    if (event.target !== this.canvas) return null;
    const { width, left } = this.metrics; // as much room above
    const [row, column] = [event.offsetY, event.offsetX].map((offset) => Math.floor((offset - left) / width));
    return row >= 0 && row < this.rows && column >= 0 && column < this.columns ? [row, column] : null;
  }
}

// ---- The page ----

class SizePage extends SettingsPage {
  constructor(model, parent) {
    super(model, parent, ["size", "kernel_size", "stride", "padding", "dilation"]);
  }

  compute(settings) {
    return compute(settings);
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Size explorer");
    this.root.classList.add("sizes");
    this.input = new PaintedGrid({ label: "Input: how many windows use each pixel", name: "input", describe: (...place) => this.pixelWords(...place) });
    this.output = new PaintedGrid({ label: "Output", name: "output", describe: (row, column) => `Output row ${row}, column ${column}` });
    this.inputTitle = element("div", { class: "title" });
    this.outputTitle = element("div", { class: "title" });
    this.pictures = element("div", { class: "pictures" },
      element("div", { class: "figure figure-input" }, this.inputTitle, this.input.node),
      element("span", { class: "sign", text: "→", "aria-hidden": "true" }),
      element("div", { class: "figure figure-output" }, this.outputTitle, this.output.node));
    this.tooLarge = element("p", { class: "too-large", hidden: true });
    this.formula = element("div", { class: "formula", role: "group", "aria-label": "Formula" });
    this.notes = element("div", { class: "notes" });
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.how = element("p", { class: "how", text: "On each pixel stands the number of windows that use it. " +
      "Hover a cell of the output, or move there with the arrow keys, to see its window; hover a pixel to see which outputs use it." });
    this.stage = element("div", { class: "stage" }, this.formula, this.tooLarge, this.pictures, this.notes, this.words, this.how);
    this.root.append(this.buildSettings(), this.problem, this.stage);
    parent.append(this.root);
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.whole("rows", "Rows", { largest: LARGEST_SIZE });
      bar.whole("columns", "Columns", { largest: LARGEST_SIZE });
      bar.whole("kernel_size", "Kernel", { largest: LARGEST_CELLS });
      bar.whole("stride", "Stride", { largest: LARGEST_CELLS });
      bar.whole("dilation", "Dilation", { largest: LARGEST_CELLS });
      bar.padding("Cells at each end", LARGEST_CELLS);
    });
  }

  listen() {
    for (const [name, grid] of [["input", this.input], ["output", this.output]]) {
      grid.node.addEventListener("pointermove", (event) => this.hover(name, grid, event));
      grid.node.addEventListener("pointerleave", () => { this.pointed = null; this.draw(); });
      grid.canvas.addEventListener("mousedown", (event) => {
        const place = grid.place(event);
        if (!place) return;
        event.preventDefault(); // it would give the focus to what lies behind the canvas
        grid.activate(...place);
        grid.table.querySelector(".cell").focus({ preventScroll: true });
      });
      grid.table.addEventListener("keydown", (event) => this.key(name, grid, event));
    }
    // What is painted does not follow the theme by itself, nor the zoom of the browser.
    this.theming = new MutationObserver(() => { for (const grid of [this.input, this.output]) grid.forgetTheme(); this.redraw(); });
    this.theming.observe(document.body, { attributeFilter: ["data-jp-theme-name", "data-jp-theme-light"] });
    this.zoomed = () => this.redraw();
    window.addEventListener("resize", this.zoomed);
  }

  remove() {
    super.remove();
    this.theming.disconnect();
    window.removeEventListener("resize", this.zoomed);
  }

  // -- Settings --

  showSettings() {
    const { size: [rows, columns], ...others } = this.settings();
    this.bar.show({ rows, columns, ...others });
  }

  // Take over what the learner typed. Python knows rows and columns as one size.
  change({ rows, columns, ...others }) {
    const size = this.model.get("size");
    this.set(rows || columns ? { size: [rows ?? size[0], columns ?? size[1]] } : others);
  }

  // -- Moving --

  hover(name, grid, event) {
    const place = this.drawn && this.pointedAt(grid, event);
    if (!place) return;
    this.choose(name, place);
    this.draw();
  }

  choose(name, place) {
    this.pointed = name === "input" ? place : null;
    if (name === "output") this.focus = place;
  }

  key(name, grid, event) {
    if (event.altKey || event.metaKey) return;
    const place = grid.step(event);
    if (!place) return;
    event.preventDefault();
    grid.activate(...place);
    this.choose(name, place);
    this.draw();
  }

  // -- Drawing --

  drawState() {
    const { rows, columns } = this.state;
    this.drawFormula();
    become(this.notes, ...notes(this.state).map((text) => element("p", { text })));
    const largest = Math.max(rows.padded, columns.padded);
    this.drawn = largest <= LARGEST_PADDED;
    this.tooLarge.hidden = this.drawn;
    this.pictures.hidden = this.how.hidden = !this.drawn;
    if (!this.drawn) {
      this.tooLarge.textContent = `With ${largest} cells on a side the picture is left out: it is drawn up to ${LARGEST_PADDED}. The formula holds for any size.`;
      return;
    }
    this.focus = [Math.min(this.focus[0], rows.output - 1), Math.min(this.focus[1], columns.output - 1)];
    const padded = rows.padded > rows.pixels || columns.padded > columns.pixels;
    this.inputTitle.textContent = `Input ${by(rows.pixels, columns.pixels)}` + (padded ? `, padded to ${by(rows.padded, columns.padded)}` : "");
    this.outputTitle.textContent = `Output ${by(rows.output, columns.output)}`;
    this.most = Math.max(...pixelUses(rows)) * Math.max(...pixelUses(columns));
    // How a pixel looks that is used so often.
    this.looks = Array.from({ length: this.most + 1 }, (_, uses) => {
      const colour = magnitudeColour(uses, this.most);
      return { text: String(uses), paint: `rgb(${colour})`, ink: inkOn(colour) };
    });
    const cells = this.fit();
    this.input.paint({ ...cells, rows: rows.padded, columns: columns.padded, look: (...place) => this.pixelLook(...place),
      first: [rows.before, columns.before], real: [rows.pixels, columns.pixels] });
    this.output.paint({ ...cells, rows: rows.output, columns: columns.output, look: () => ({}) });
  }

  // How often windows use a cell of the input, and whether it is padding.
  pixel(row, column) {
    const { rows, columns } = this.state;
    return { uses: rows.uses[row] * columns.uses[column], padding: isPadding(row, rows) || isPadding(column, columns) };
  }

  pixelLook(row, column) {
    const { uses, padding } = this.pixel(row, column);
    return { ...(padding ? {} : this.looks[uses]), padding, unused: !uses };
  }

  pixelWords(row, column) {
    const { uses, padding } = this.pixel(row, column);
    const { rows, columns } = this.state;
    return padding ? `Padding, used ${times(uses)}` : `Row ${row - rows.before}, column ${column - columns.before}: used ${times(uses)}`;
  }

  // The formula with the numbers of the page: one line, or one for the rows and one for the columns.
  drawFormula() {
    const { rows, columns, stride } = this.state;
    const chip = (role, value, name) => element("span", { class: `chip chip-${role}` },
      element("b", { text: value }), element("small", { text: name }));
    const line = (name, axis) => {
      const share = writeNumber(Math.round(100 * axis.room / stride) / 100);
      const parts = [
        element("span", { class: "which", text: name }), "floor((",
        chip("input", axis.pixels, "input"), "+",
        chip("padding", paddingText(axis), "padding"), "−",
        chip("kernel", axis.reach, "reach"), ") /", chip("focus", stride, "stride"), `) + 1 = floor(${share}) + 1 =`, chip("output", axis.output, "output"),
      ];
      return element("div", { class: `line line-${name.replace(" ", "-")}` }, ...parts);
    };
    const square = rows.pixels === columns.pixels;
    become(this.formula, ...(square ? [line("each side", rows)] : [line("rows", rows), line("columns", columns)]));
  }

  // Choose the side of a cell so that both grids fit beside each other, with numbers if they can be.
  fit() {
    const { rows, columns } = this.state;
    const room = (this.width || 740) - 2 * 24 - 40; // as observed: to ask the page now would cost it a layout
    const needed = 9 * String(this.most).length + 7;
    const tall = Math.max(rows.padded, rows.output);
    const side = Math.max(6, Math.min(34, Math.floor(room / (columns.padded + columns.output)), Math.max(Math.floor(620 / tall), needed)));
    return { side, readable: side >= needed };
  }

  drawFocus() {
    if (!this.drawn) return; // too large for a picture
    const [row, column] = this.focus;
    const { rows, columns, kernel_size, dilation } = this.state;
    const [top, left] = [row * rows.stride, column * columns.stride];
    this.input.surround(top, left, rows.reach, columns.reach);
    // The frame shows a window without holes; dilation leaves holes, so its cells are marked one by one.
    const cells = Array.from({ length: kernel_size * kernel_size }, (_, n) =>
      [top + Math.floor(n / kernel_size) * dilation, left + (n % kernel_size) * dilation]);
    this.input.mark("tap", dilation > 1 ? cells : []);
    this.input.mark("pointed", this.pointed ? [this.pointed] : []);
    this.output.surround(row, column, 1, 1);
    this.output.mark("user", this.users());
    if (!this.output.table.contains(document.activeElement)) this.output.activate(row, column);
  }

  // The output cells that use the pointed input cell.
  users() {
    if (!this.pointed) return [];
    const { rows, columns } = this.state;
    return stopsUsing(this.pointed[0], rows).flatMap((row) => stopsUsing(this.pointed[1], columns).map((column) => [row, column]));
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.state || !this.root.isConnected) return;
      const { rows, columns } = this.state;
      const said = [`The output is ${by(rows.output, columns.output)}.`];
      if (this.drawn && this.pointed) {
        const [row, column] = this.pointed;
        const count = this.users().length;
        const what = isPadding(row, rows) || isPadding(column, columns) ? "This cell of padding"
          : `Input row ${row - rows.before}, column ${column - columns.before}`;
        said.push(`${what} is used by ${count ? counted(count, "window") : "no window"}.`);
      } else if (this.drawn) said.push(windowWords(this.state, this.focus));
      const text = said.join(" ");
      if (this.words.textContent !== text) this.words.textContent = text;
    }, 120);
  }
}

function render({ model, el }) {
  const page = new SizePage(model, el);
  return () => page.remove();
}

export default { render };
