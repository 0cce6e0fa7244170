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
    this.complaint = element("p", { class: "complaint course-bad", role: "alert", hidden: true });
    this.root.append(this.buildSettings(), this.complaint,
      element("div", { class: "stage" }, titled("Drawing 28 × 28", "input", this.pane),
        titled("Probabilities", "output", this.list, this.problem, this.state)),
      this.words,
      element("p", { class: "how", text: "Draw with the mouse or a finger. Or reach the drawing with Tab: the arrow keys move, " +
        "Space paints, Shift with an arrow key paints on the way, Delete rubs out. The network is asked when you let go." }));
    parent.append(this.root);
  }

  buildSettings() {
    const many = this.model.get("_starts").byteLength / (SIDE * SIDE);
    this.bar = new SettingsBar({ change: (values) => this.set(values), complain: () => this.complain() });
    this.bar.choice("tool", "Tool", [["brush", "brush"], ["eraser", "eraser"]]);
    this.bar.choice("size", "Size", [1, 2, 3, 4].map((n) => [n, by(n, n)]));
    const grey = element("input", { type: "range", name: "grey", min: 15, max: 255, step: 15, oninput: () => this.bar.read("grey") });
    this.bar.add("grey", grey, labelled("Grey level", grey), {
      read: () => [Number(grey.value), ""],
      write: (value) => { grey.value = value; },
    });
    this.shadeNumber = element("span", { class: "shade-number", "aria-hidden": "true" });
    this.shade = element("span", { class: "shade", "aria-hidden": "true" });
    this.bar.node.append(this.shadeNumber, this.shade, button("clear", "Clear", () => this.replace(new Uint8Array(SIDE * SIDE))));
    this.bar.whole("start", `Start from picture 0–${many - 1}`, { least: 0, largest: many - 1, title: "The picture" });
    this.bar.node.append(button("again", "Start over", () => this.startOver()));
    this.settings = { tool: "brush", size: 2, grey: 210, start: 0 };
    this.bar.show(this.settings);
    return this.bar.node;
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
  paint(places, level = this.settings.tool === "eraser" ? 0 : this.settings.grey) {
    for (const [row, column] of places) {
      const [[top, bottom], [left, right]] = [underBrush(row, this.settings.size), underBrush(column, this.settings.size)];
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

  // A setting has changed: another picture is taken at once, another tool with the next stroke.
  set(values) {
    Object.assign(this.settings, values);
    this.complain();
    if ("start" in values) this.startOver();
    this.draw();
  }

  complain() {
    tell(this.complaint, this.bar.problem);
  }

  startOver() {
    const starts = this.model.get("_starts");
    this.bar.forget();
    this.bar.show({ start: this.settings.start });
    this.complain();
    this.replace(new Uint8Array(starts.buffer, starts.byteOffset + this.settings.start * SIDE * SIDE, SIDE * SIDE));
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
    tell(this.problem, answer.problem || "");
    this.list.hidden = !answer.shares;
    this.shares = answer.shares || null;
    if (this.shares) {
      const best = this.shares.indexOf(Math.max(...this.shares));
      this.rows.forEach(({ node, bar, number }, n) => {
        bar.style.transform = `scaleX(${this.shares[n]})`;
        write(number, shareText(this.shares[n]));
        node.classList.toggle("best", n === best);
      });
    }
    this.speak();
  }

  // -- The picture --

  drawNow() {
    const brush = this.canvas.getContext("2d");
    this.image ||= brush.createImageData(SIDE, SIDE);
    this.pixels.forEach((value, n) => this.image.data.set([value, value, value, 255], 4 * n));
    brush.putImageData(this.image, 0, 0);
    write(this.shadeNumber, String(this.settings.grey));
    this.shade.style.backgroundColor = `rgb(${pixelColour(this.settings.grey, 255)})`;
    const [[top, bottom], [left, right]] = this.at.map((part) => underBrush(part, this.settings.size));
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
