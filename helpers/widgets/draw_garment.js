// DrawGarment. The drawing is made here; Python is asked for the probabilities when a stroke has ended.

const SIDE = 28;
const CELL = 12; // pixels of the page to one of the drawing
const SLOW = 200; // milliseconds after which the old answer is dimmed
const BUSY = 1500; // and after which the page says that Python has other work

// A probability as it stands beside its bar.
function shareText(share) {
  return share.toFixed(2);
}

// The squares of the drawing under a brush of this size: [first, last] along one axis, cut off at the sides.
function underBrush(place, size) {
  const first = place - Math.floor((size - 1) / 2);
  return [Math.max(first, 0), Math.min(first + size, SIDE) - 1];
}

// The squares from one to another in a straight line, both included.
function lineOf([fromRow, fromColumn], [toRow, toColumn]) {
  const steps = Math.max(Math.abs(toRow - fromRow), Math.abs(toColumn - fromColumn), 1);
  return Array.from({ length: steps + 1 }, (_, n) =>
    [Math.round(fromRow + ((toRow - fromRow) * n) / steps), Math.round(fromColumn + ((toColumn - fromColumn) * n) / steps)]);
}

class Drawing {
  constructor(model, parent) {
    this.model = model;
    this.at = [14, 14];
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.readPixels();
    this.readAnswer();
    this.showShade();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Draw a garment");
    this.root.classList.add("draw-garment");
    this.canvas = element("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" });
    this.cursor = element("div", { class: "cursor", "aria-hidden": "true" });
    this.pane = element("div", { class: "pane", tabindex: 0, role: "application",
      "aria-label": "Drawing of 28 by 28 pixels. The arrow keys move, with Shift they paint on the way; Space paints, Delete rubs out." },
    this.canvas, this.cursor);
    this.rows = this.model.get("_names").map((name) => {
      const row = { name, bar: element("span", { class: "bar" }), number: element("span", { class: "number", text: "–" }) };
      row.node = element("li", {}, element("span", { class: "name", text: name }),
        element("span", { class: "track", "aria-hidden": "true" }, row.bar), row.number);
      return row;
    });
    this.list = element("ul", { "aria-label": "Probabilities" }, ...this.rows.map(({ node }) => node));
    this.state = element("p", { class: "state" });
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.words = element("p", { class: "words", "aria-live": "polite" });
    const titled = (title, role, ...parts) =>
      element("div", { class: `figure figure-${role}` }, element("div", { class: "title", text: title }), ...parts);
    this.root.append(this.buildSettings(),
      element("div", { class: "stage" }, titled("Drawing 28 × 28", "input", this.pane),
        titled("Probabilities", "output", this.list, this.problem, this.state)),
      this.words,
      element("p", { class: "how", text: "Draw with the mouse or a finger. Or reach the drawing with Tab: the arrow keys move, " +
        "Space paints, Shift with an arrow key paints on the way, Delete rubs out. The network is asked when you let go." }));
    parent.append(this.root);
  }

  buildSettings() {
    const option = (value, text) => element("option", { value, text });
    this.tool = element("select", { name: "tool", onchange: () => this.draw() }, option("brush", "brush"), option("eraser", "eraser"));
    this.size = element("select", { name: "size", onchange: () => this.draw() },
      ...[1, 2, 3, 4].map((n) => option(String(n), `${n} × ${n}`)));
    this.size.value = "2";
    this.grey = element("input", { type: "range", name: "grey", min: 15, max: 255, step: 15, value: 210, oninput: () => this.showShade() });
    this.shadeNumber = element("span", { class: "shade-number", "aria-hidden": "true" });
    this.shade = element("span", { class: "shade", "aria-hidden": "true" });
    const many = this.model.get("_starts").byteLength / (SIDE * SIDE);
    this.start = element("input", { type: "number", name: "start", min: 0, max: many - 1, step: 1, value: 0, onchange: () => this.startFrom() });
    const button = (name, text, onclick) => element("button", { type: "button", name, text, onclick });
    return element("div", { class: "settings", role: "group", "aria-label": "Settings" },
      labelled("Tool", this.tool), labelled("Size", this.size),
      element("span", { class: "labelled" }, labelled("Grey level", this.grey), this.shadeNumber, this.shade),
      button("clear", "Clear", () => this.replace(new Uint8Array(SIDE * SIDE))),
      labelled(`Start from picture (0–${many - 1})`, this.start), button("take", "Take it", () => this.startFrom()));
  }

  listen() {
    this.listeners = [
      ["change:_pixels", () => { if (!this.stroke) this.readPixels(); }],
      ["change:_answer", () => this.readAnswer()],
    ];
    this.listeners.forEach(([event, act]) => this.model.on(event, act));
    this.pane.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.pane.focus({ preventScroll: true });
      this.pane.setPointerCapture?.(event.pointerId);
      this.at = this.placeOf(event);
      this.stroke = { changed: false };
      this.paint([this.at]);
    });
    this.pane.addEventListener("pointermove", (event) => {
      const place = this.placeOf(event);
      if (this.stroke && event.buttons === 1) this.paint(lineOf(this.at, place));
      this.at = place;
      this.draw();
    });
    for (const end of ["pointerup", "pointercancel"]) this.pane.addEventListener(end, () => this.endStroke());
    this.pane.addEventListener("keydown", (event) => this.keyDown(event));
    this.pane.addEventListener("keyup", () => this.endStroke());
    this.pane.addEventListener("blur", () => this.endStroke());
  }

  remove() {
    clearTimeout(this.dimming);
    clearTimeout(this.waiting);
    clearTimeout(this.speaking);
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // -- Drawing --

  // The square of the drawing under a pointer; a stroke that leaves the drawing goes on along its side.
  placeOf(event) {
    const box = this.canvas.getBoundingClientRect();
    const part = (at, start, long) => Math.min(Math.max(Math.floor(((at - start) / long) * SIDE), 0), SIDE - 1);
    return [part(event.clientY, box.top, box.height), part(event.clientX, box.left, box.width)];
  }

  keyDown(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    const rubs = event.key === "Delete" || event.key === "Backspace";
    if (!step && !rubs && event.key !== " ") return;
    event.preventDefault();
    this.stroke ||= { changed: false };
    if (step) {
      this.at = this.at.map((part, axis) => Math.min(Math.max(part + step[axis], 0), SIDE - 1));
      if (event.shiftKey) this.paint([this.at]);
    } else {
      this.paint([this.at], rubs ? 0 : undefined);
    }
    this.draw();
    this.speak();
  }

  // Paint with the brush, or rub out with the eraser, at these places.
  paint(places, level = this.tool.value === "eraser" ? 0 : Number(this.grey.value)) {
    for (const [row, column] of places) {
      const [[top, bottom], [left, right]] = [underBrush(row, Number(this.size.value)), underBrush(column, Number(this.size.value))];
      for (let r = top; r <= bottom; r++) {
        for (let c = left; c <= right; c++) {
          if (this.pixels[r * SIDE + c] !== level) this.stroke.changed = true;
          this.pixels[r * SIDE + c] = level;
        }
      }
    }
    this.draw();
  }

  // The pointer or the key is let go: now the network is asked, if anything has changed.
  endStroke() {
    const changed = this.stroke?.changed;
    this.stroke = null;
    if (changed) this.ask();
  }

  replace(pixels) {
    this.pixels = new Uint8Array(pixels);
    this.draw();
    this.ask();
  }

  startFrom() {
    const starts = this.model.get("_starts");
    const many = starts.byteLength / (SIDE * SIDE);
    const number = Math.min(Math.max(Math.round(Number(this.start.value)) || 0, 0), many - 1);
    this.start.value = number;
    this.replace(new Uint8Array(starts.buffer, starts.byteOffset + number * SIDE * SIDE, SIDE * SIDE));
  }

  readPixels() {
    const bytes = this.model.get("_pixels");
    this.pixels = new Uint8Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    this.draw();
  }

  // -- Asking --

  // Send the drawing to Python. While an answer is awaited nothing is sent: the newest drawing follows it.
  ask() {
    if (this.asked) { this.again = true; return; }
    this.again = false;
    this.asked = this.model.get("_question") + 1;
    this.model.set("_pixels", new DataView(this.pixels.slice().buffer));
    this.model.set("_question", this.asked);
    this.model.save_changes();
    clearTimeout(this.dimming);
    clearTimeout(this.waiting);
    this.dimming = setTimeout(() => { this.list.classList.add("old"); write(this.state, "The network is looking …"); }, SLOW);
    this.waiting = setTimeout(() => write(this.state, "Python is busy: the answer comes when it has time."), BUSY);
  }

  readAnswer() {
    const answer = this.model.get("_answer");
    if (this.asked && answer.number < this.asked) return;
    this.asked = null;
    if (this.again) { this.ask(); return; }
    clearTimeout(this.dimming);
    clearTimeout(this.waiting);
    this.list.classList.remove("old");
    write(this.state, "");
    write(this.problem, answer.problem || "");
    this.problem.hidden = !answer.problem;
    this.list.hidden = !answer.shares;
    this.shares = answer.shares || null;
    if (this.shares) {
      const highest = Math.max(...this.shares);
      this.rows.forEach(({ node, bar, number }, n) => {
        bar.style.transform = `scaleX(${this.shares[n]})`;
        write(number, shareText(this.shares[n]));
        node.classList.toggle("best", this.shares[n] === highest);
      });
    }
    this.speak();
  }

  // -- The picture --

  showShade() {
    write(this.shadeNumber, this.grey.value);
    this.shade.style.backgroundColor = `rgb(${pixelColour(Number(this.grey.value), 255)})`;
  }

  drawNow() {
    const brush = this.canvas.getContext("2d");
    this.image ||= brush.createImageData(SIDE, SIDE);
    this.pixels.forEach((value, n) => this.image.data.set([value, value, value, 255], 4 * n));
    brush.putImageData(this.image, 0, 0);
    const [[top, bottom], [left, right]] = this.at.map((part) => underBrush(part, Number(this.size.value)));
    this.cursor.style.transform = `translate(${left * CELL}px, ${top * CELL}px)`;
    this.cursor.style.width = `${(right - left + 1) * CELL}px`;
    this.cursor.style.height = `${(bottom - top + 1) * CELL}px`;
  }

  // Say the picture in words once it rests.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.root.isConnected) return;
      const [row, column] = this.at;
      const drawn = this.pixels.filter((value) => value > 0).length;
      const order = this.shares ? this.shares.map((_, n) => n).sort((a, b) => this.shares[b] - this.shares[a]) : [];
      const named = (n) => `${this.rows[n].name}, ${shareText(this.shares[n])}`;
      const says = this.shares ? ` The network says ${named(order[0])}; then ${named(order[1])}.` : "";
      write(this.words, `${drawn} of 784 pixels are drawn; row ${row}, column ${column} is ${this.pixels[row * SIDE + column]}.${says}`);
    }, 120);
  }
}

function render({ model, el }) {
  const drawing = new Drawing(model, el);
  return () => drawing.remove();
}

export default { render };
