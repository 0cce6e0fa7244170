// PixelViewer: a picture, and the numbers of the pixels inside a frame that moves over it.

const SIDE = 9;
const CELL = { width: 30, height: 32 };
const GAP = 20;
const PHOTO = { least: 180, width: 380, height: 400 }; // how large the picture is drawn
const CHANNELS = ["red", "green", "blue"];

class Viewer {
  constructor(model, parent) {
    this.model = model;
    this.corner = [...model.get("corner")];
    this.channel = 0;
    this.held = false;
    this.pointed = null; // the cell of the grid under the pointer
    this.problems = new Map(); // from a control to the sentence about what is typed there
    const bytes = model.get("_pixels");
    this.pixels = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    [this.rows, this.columns, this.channels] = model.get("_shape");
    this.frame = [Math.min(SIDE, this.rows), Math.min(SIDE, this.columns)];
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.paint();
    this.fit();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Pixel viewer");
    this.root.classList.add("pixels");
    const number = (name, axis) => element("input", { type: "number", name, min: 0, step: 1,
      max: this.last(axis), oninput: () => this.readPlace(name, axis) });
    this.controls = { row: number("row", 0), column: number("column", 1) };
    this.shown = element("select", { name: "channel", onchange: () => { this.channel = this.shown.selectedIndex; this.draw(); } },
      ...CHANNELS.map((name) => element("option", { value: name, text: name })));
    const settings = element("div", { class: "settings", role: "group", "aria-label": "Settings" },
      labelled("First row", this.controls.row), labelled("First column", this.controls.column),
      ...(this.channels === 3 ? [labelled("Numbers of", this.shown)] : []),
      button("again", "Start over", () => this.startOver()));

    this.canvas = element("canvas", { width: this.columns, height: this.rows });
    this.photoFrame = element("div", { class: "photo-frame" });
    // "application": the arrow keys move the frame and not a screen reader's own cursor.
    this.photo = element("div", { class: "photo", role: "application", tabindex: 0,
      "aria-label": `The picture, ${this.rows} rows and ${this.columns} columns. Arrow keys move the frame.` },
      this.canvas, this.photoFrame);
    this.grid = new NumberGrid({ label: "The numbers inside the frame", name: "numbers", role: "table", numbered: 34 });
    this.grid.shape(...this.frame);
    this.grid.size(CELL.width, CELL.height);
    this.heads = [1, 0].map((axis) => [...this.grid.table.querySelectorAll(axis ? '[role="columnheader"]' : '[role="rowheader"]')]);
    const picture = element("div", { class: "title title-picture", text: `Picture ${this.rows} × ${this.columns}` });
    this.title = element("div", { class: "title title-numbers" });
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.numbers = element("div", { class: "figure" }, this.title, this.grid.node);
    const stage = element("div", { class: "stage" },
      element("div", { class: "figure" }, picture, this.photo), this.numbers, this.problem);
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.root.append(settings, stage, this.words, element("p", { class: "how",
      text: "Point at the picture, or move the frame with the arrow keys (with Shift: nine pixels). A click holds it, Esc lets it go." }));
    parent.append(this.root);
  }

  listen() {
    this.change = () => { this.corner = [...this.model.get("corner")]; this.problems.clear(); this.draw(); };
    this.model.on("change:corner", this.change);
    this.photo.addEventListener("pointermove", (event) => { if (!this.held) this.follow(event); });
    // Not "click": its place is rounded to whole pixels of the screen, and the frame would jump.
    this.photo.addEventListener("pointerdown", (event) => {
      this.held = !this.held;
      this.follow(event);
    });
    this.photo.addEventListener("keydown", (event) => this.key(event));
    this.grid.node.addEventListener("pointermove", (event) => { this.pointed = this.grid.place(event); this.draw(); });
    this.grid.node.addEventListener("pointerleave", () => { this.pointed = null; this.draw(); });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { this.held = false; this.draw(); }
    });
    // The corner travels to Python when the learner leaves, not with every step.
    this.root.addEventListener("pointerleave", () => this.send());
    this.root.addEventListener("focusout", (event) => this.root.contains(event.relatedTarget) || this.send());
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(this.root);
  }

  remove() {
    clearTimeout(this.speaking);
    this.resizing.disconnect();
    this.model.off("change:corner", this.change);
  }

  send() {
    if (this.model.get("corner").join() === this.corner.join()) return;
    this.model.set("corner", [...this.corner]);
    this.model.save_changes();
  }

  // -- Moving --

  // The last row or column at which the frame still fits.
  last(axis) {
    return [this.rows, this.columns][axis] - this.frame[axis];
  }

  moveTo(...place) {
    this.corner = place.map((at, axis) => Math.min(Math.max(Math.round(at), 0), this.last(axis)));
    this.problems.clear();
    this.pointed = null;
    this.draw();
  }

  follow(event) {
    const box = this.canvas.getBoundingClientRect();
    const at = [(event.clientY - box.top) * this.rows / box.height, (event.clientX - box.left) * this.columns / box.width];
    this.moveTo(...at.map((place, axis) => Math.floor(place) - (this.frame[axis] - 1) / 2));
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const far = event.shiftKey ? SIDE : 1;
    const [row, column] = this.corner;
    const places = {
      ArrowUp: [row - far, column], ArrowDown: [row + far, column],
      ArrowLeft: [row, column - far], ArrowRight: [row, column + far],
      PageUp: [row - SIDE, column], PageDown: [row + SIDE, column],
      Home: [row, 0], End: [row, this.columns],
    };
    if (!places[event.key]) return;
    event.preventDefault();
    this.moveTo(...places[event.key]);
  }

  readPlace(name, axis) {
    const control = this.controls[name];
    const value = control.value === "" ? null : Number(control.value);
    const wrong = value === null || !Number.isInteger(value) || value < 0 || value > this.last(axis);
    if (wrong) {
      const given = value === null ? (control.validity.badInput ? "no number" : "empty") : writeNumber(value);
      const nearest = Math.min(Math.max(Math.round(value ?? this.corner[axis]), 0), this.last(axis));
      this.problems.set(name, `The first ${name} must be a whole number from 0 to ${this.last(axis)}, so that the frame ` +
        `stays inside the picture, but is ${given}: the nearest that works is ${nearest}.`);
    } else {
      this.problems.delete(name);
      this.corner[axis] = value;
      this.held = true; // what was typed is not to be lost by brushing the picture
    }
    this.draw();
  }

  startOver() {
    this.held = false;
    this.channel = this.shown.selectedIndex = 0;
    this.moveTo(...this.model.get("_start"));
    this.send();
  }

  // -- Drawing --

  // The numbers of a pixel: one, or three.
  at(row, column) {
    const first = (row * this.columns + column) * this.channels;
    return [...this.pixels.subarray(first, first + this.channels)];
  }

  colour(values) {
    return this.channels === 3 ? values : [values[0], values[0], values[0]];
  }

  // Make the picture as large as the place beside the numbers allows.
  fit() {
    // Also while the numbers are hidden, so that the picture does not jump.
    const numbers = this.grid.metrics.left + this.frame[1] * CELL.width;
    const room = (this.root.clientWidth || 760) - 2 * GAP - numbers - 2;
    const width = Math.min(Math.max(room, PHOTO.least), PHOTO.width);
    const scale = Math.min(width / this.columns, PHOTO.height / this.rows);
    if (scale === this.scale) return;
    this.scale = scale;
    this.canvas.style.width = `${this.columns * scale}px`;
    this.canvas.style.height = `${this.rows * scale}px`;
    this.canvas.style.imageRendering = scale > 1 ? "pixelated" : "auto";
    this.draw();
  }

  paint() {
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(this.columns, this.rows);
    for (let pixel = 0; pixel < this.rows * this.columns; pixel++) {
      for (let part = 0; part < 3; part++) {
        image.data[4 * pixel + part] = this.pixels[pixel * this.channels + (this.channels === 3 ? part : 0)];
      }
      image.data[4 * pixel + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }

  drawNow() {
    const [top, left] = this.corner;
    const [rows, columns] = this.frame;
    const sentence = [...this.problems.values()][0] || "";
    tell(this.problem, sentence);
    for (const [name, control] of Object.entries(this.controls)) {
      const axis = name === "row" ? 0 : 1;
      control.setAttribute("aria-invalid", String(this.problems.has(name)));
      if (!this.problems.has(name) && control.value !== String(this.corner[axis])) control.value = this.corner[axis];
    }
    // Numbers that are not those of the place typed do not stay on the page.
    for (const part of [this.numbers, this.words, this.photoFrame]) part.hidden = Boolean(sentence);

    this.photo.classList.toggle("held", this.held);
    this.photoFrame.style.transform = `translate(${left * this.scale}px, ${top * this.scale}px)`;
    this.photoFrame.style.width = `${columns * this.scale}px`;
    this.photoFrame.style.height = `${rows * this.scale}px`;
    this.heads[0].slice(1).forEach((head, column) => { head.textContent = left + column; });
    this.heads[1].forEach((head, row) => { head.textContent = top + row; });
    const shown = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const values = this.at(top + row, left + column);
        shown.push(values[this.channel]);
        this.grid.fill(row, column, { text: String(values[this.channel]), colour: this.colour(values),
          label: `Row ${top + row}, column ${left + column}: ${values[this.channel]}` });
      }
    }
    this.grid.mark("pointed", this.pointed ? [this.pointed] : []);
    this.title.textContent = `Inside the frame${this.channels === 3 ? `: ${CHANNELS[this.channel]}` : ""}`;
    const text = this.pointed ? this.pixelWords(top + this.pointed[0], left + this.pointed[1])
      : `Rows ${top}–${top + rows - 1}, columns ${left}–${left + columns - 1}: ` +
        `${this.channels === 3 ? CHANNELS[this.channel] : "numbers"} from ${Math.min(...shown)} to ${Math.max(...shown)}.` +
        (this.held ? " Held." : "");
    // A screen reader hears where a quick move ends, not every step of it.
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { if (this.words.textContent !== text) this.words.textContent = text; }, 120);
  }

  pixelWords(row, column) {
    const values = this.at(row, column);
    const parts = values.map((value, part) => (this.channels === 3 ? `${CHANNELS[part]} ${value}` : String(value)));
    return `Row ${row}, column ${column}: ${parts.join(", ")}.`;
  }
}

function render({ model, el }) {
  const viewer = new Viewer(model, el);
  return () => viewer.remove();
}

export default { render };
