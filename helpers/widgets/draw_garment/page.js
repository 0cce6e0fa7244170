// The page of DrawGarment. The network runs here while you draw, if the page can run it; otherwise the page asks Python
// for the probabilities after each stroke.

import { Asker } from "../shared/asker.js";
import { brushed, underBrush } from "../shared/brush.js";
import { PixelPane, paint, shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { button, element, problemLine, setText, tell } from "../shared/dom.js";
import { forward } from "../shared/forward.js";
import { ARROWS, isCommand, moveByKey, moveInList } from "../shared/keys.js";
import { DRAWING_SIDE } from "../shared/limits.js";
import { lineOf } from "../shared/line.js";
import { by, bytesOf, probabilityText, strongestPlace } from "../shared/numbers.js";
import { SettingsView, explorer } from "../shared/view.js";
import { agreement, answerWords, drawnWords, networkOf, sentences, sharesOf } from "./arithmetic.js";

const CELL = 12; // pixels of the page to one of the drawing, where the probabilities are next to it
const SIDE_BY_SIDE = 400; // width of the page, in pixels, from which the probabilities are next to the drawing
const BARS = { roomy: 170, slim: 152 }; // that these need
const GAP = { roomy: 26, slim: 16 }; // between the two
const SLIM = 480; // width below which letters and gaps are smaller, so that drawing and probabilities are as high
const THUMBNAIL = 40; // pixels of one without a name, at least
const THUMBNAIL_GAP = 4;
const MORE = 132; // for the button that shows the next ones, and the gap before it
const MORE_BESIDE = 480; // width from which that button is beside thumbnails that have names
const ONE_ROW = 640; // width from which the thumbnails, with their names, are in one row
const ROOMY = 760; // and from which the name of the chosen one can be bold
const COSTLY = 30; // milliseconds: a network that takes longer each time waits until the brush rests
const TRIED = 5; // drawings on which that is judged
const SIZE = { rows: DRAWING_SIDE, columns: DRAWING_SIDE };
const PIXELS = DRAWING_SIDE ** 2;
const SLOW = 200; // milliseconds after which the old answer is dimmed
const BUSY = 1500; // and after which the page says that Python has other work
const GREYS = shades(pixelColour);
const KEYS = "Drawing of 28 by 28 pixels. The arrow keys move, with Shift they paint on the way; Space paints, Delete rubs out.";
const HOW = "Draw with the mouse or a finger, or start from a garment: the probabilities follow.";
const NOTE = "Tab to the drawing: the arrow keys move, Space paints, Shift with an arrow key paints on the way, Delete rubs out.";
const HERE = "The network runs on this page, while you draw.";
const ASKED = "Python runs this network each time you let go.";

class DrawGarmentPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Draw a garment", name: "draw-garment", travels: null });
    this.starts = bytesOf(this.model.get("_starts"));
    this.names = this.model.get("_names");
    this.pixels = bytesOf(this.model.get("_pixels"));
    /** @type {any} The drawing before the stroke, while there is one. */
    this.stroke = null;
    this.place = [14, 14]; // under the brush
    this.tools = { tool: "brush", size: 2, grey: 210 };
    this.startPicture = 0; // the image that was last put on the drawing
    this.ringed = NaN; // which of them has a ring
    this.firstStart = 0; // the first of those in sight; those without names are in one row
    this.startsInRow = Infinity; // or, of those with names, in sight: one of each
    /** @type {any[]} */
    this.startButtons = []; // the thumbnails
    /** @type {number[]|null} */
    this.shares = null;
    /** @type {any} The network that runs here, or null where Python is asked. */
    this.network = networkOf(this.model.get("_network"), this.model.get("_weights"));
    /** @type {any} What the drawing becomes in it. */
    this.run = null;
    this.looked = null; // the drawing that it has looked at
    /** @type {number[]} Milliseconds that each of the last drawings took. */
    this.costs = [];
    this.asker = new Asker({ send: (pixels) => this.send(pixels), late: () => this.dim(), patience: SLOW });
    this.signal.addEventListener("abort", () => this.asker.close());

    this.failure = problemLine(); // of the network
    this.pane = new PixelPane(KEYS);
    this.list = element("ul", { "aria-label": "Probabilities" }, ...this.names.map((name) =>
      element("li", {}, element("span", { class: "name", text: name }),
        element("span", { class: "track", "aria-hidden": "true" }, element("span", { class: "bar" })),
        element("span", { class: "number", text: "–" }))));
    this.answer = element("p", { class: "answer", "aria-hidden": "true" }); // what the live line says, at once
    this.status = element("p", { class: "state" });
    this.drawn = element("p", { class: "drawn", "aria-hidden": "true" }); // what the live line says, at every stroke
    this.words.classList.add("course-unseen");
    this.stage.append(this.figure("input", this.pane.node), this.figure("output", [this.list, this.failure]));
    this.titles.input.textContent = `Drawing ${by(DRAWING_SIDE, DRAWING_SIDE)}`;
    this.titles.output.textContent = "Probabilities";
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }),
      ...this.thumbnails(), this.stage, this.answer, ...(this.network ? [] : [this.status]), this.drawn, this.words,
      element("details", { class: "note" }, element("summary", { text: "Keys, and the network" }), element("p", { text: NOTE }),
        element("p", { class: "about", text: this.model.get("_about") }), ...(this.network ? [this.status] : [])));
  }

  buildSettings() {
    this.shadeNumber = element("span", { class: "shade-number", "aria-hidden": "true" });
    this.shade = element("span", { class: "shade", "aria-hidden": "true" });
    return this.settingsBar((bar) => {
      bar.segments("tool", "Tool", [["brush", "Brush"], ["eraser", "Eraser"]]);
      bar.segments("size", "Size", [1, 2, 3, 4].map((n) => [n, square(n), by(n, n)]));
      bar.slider("grey", "Grey level", { min: 15, max: 255, step: 15 });
      bar.node.lastChild.append(this.shadeNumber, this.shade);
      bar.node.append(button("clear", "Clear", () => this.set({ _pixels: new Uint8Array(PIXELS) }, [])));
    });
  }

  // The images to start from can be seen, and pressed. Tab reaches one of them, the arrow keys the others.
  thumbnails() {
    const count = this.starts.length / PIXELS;
    if (count < 2) return [];
    const names = this.model.get("_start_names");
    this.startButtons = Array.from({ length: count }, (_, n) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      paint(canvas, SIZE, (i) => this.starts[n * PIXELS + i], 255, GREYS);
      const name = names[n % names.length]; // one of each class, and again
      const title = `Start from ${name ?? `image ${n}`}`;
      return element("button", { type: "button", name: `start-${n}`, "aria-label": title, title, tabindex: -1,
        onclick: () => this.startFrom(n) }, canvas, ...(name ? [element("span", { text: name.replace("/", "/\u200b") })] : []));
    });
    this.startPicture = Math.max(this.loaded(), 0);
    this.startRow = element("div", { class: names.length ? "starts" : "starts unnamed", role: "toolbar", "aria-label": "Images to start from" }, ...this.startButtons);
    const row = this.startRow;
    this.on(row, "keydown", (event) => {
      const next = isCommand(event) ? null : moveInList(event, this.startButtons.indexOf(event.target), count);
      if (next === null) return;
      event.preventDefault();
      this.bringIntoRow(next);
      this.letTabReach(next);
      this.startButtons[next].focus();
    });
    if (names.length === count) return [row];
    this.more = button("more", "More garments", () => this.showRow(this.firstStart + this.startsInRow < count ? this.firstStart + this.startsInRow : 0), { class: "more" });
    return [element("div", { class: names.length ? "choose named" : "choose" }, row, this.more)];
  }

  // In sight is one image of each name; without names, as many as fit into a row beside the button that shows the next ones.
  fitRow(room) {
    if (!this.more) return;
    const count = this.startButtons.length;
    const named = this.model.get("_start_names").length;
    if (named) {
      this.startsInRow = named;
      this.showRow(this.firstStart);
      this.bringIntoRow(this.startPicture);
      return;
    }
    const fitting = (width) => Math.max(1, Math.floor((width + THUMBNAIL_GAP) / (THUMBNAIL + THUMBNAIL_GAP)));
    this.more.hidden = fitting(room) >= count;
    this.startsInRow = Math.min(count, fitting(this.more.hidden ? room : room - MORE));
    this.startRow.style.gridTemplateColumns = this.more.hidden ? `repeat(${count}, ${THUMBNAIL}px)` : `repeat(${this.startsInRow}, minmax(0, 1fr))`;
    this.showRow(this.firstStart);
    this.bringIntoRow(this.startPicture);
  }

  // The last row is full too.
  showRow(first) {
    const count = this.startButtons.length;
    this.firstStart = Math.max(0, Math.min(first, count - this.startsInRow));
    const isInRow = (n) => n >= this.firstStart && n < this.firstStart + this.startsInRow;
    this.startButtons.forEach((one, n) => { one.hidden = !isInRow(n); });
    if (!isInRow(this.startButtons.findIndex((one) => one.getAttribute("tabindex") === "0"))) this.letTabReach(this.firstStart);
  }

  bringIntoRow(start) {
    if (this.more && this.startButtons[start].hidden) this.showRow(start - (start % this.startsInRow));
  }

  letTabReach(start) {
    this.startButtons.forEach((one, n) => one.setAttribute("tabindex", n === start ? "0" : "-1"));
  }

  listen() {
    this.hear("change:_pixels", () => { if (!this.stroke) this.readPixels(); });
    this.hear("change:_answer", () => this.readAnswer());
    this.hear("change:_weights", () => this.readNetwork());
    const { node } = this.pane;
    this.on(node, "pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      node.focus({ preventScroll: true });
      node.setPointerCapture?.(event.pointerId);
      this.place = this.pane.place(event);
      this.paint([this.place]);
    });
    this.on(node, "pointermove", (event) => {
      const place = this.pane.place(event);
      if (this.stroke && event.buttons === 1) this.paint(lineOf(this.place, place));
      this.place = place;
      this.draw();
    });
    this.on(node, "keydown", (event) => this.keyDown(event));
    for (const end of ["pointerup", "pointercancel", "keyup", "blur"]) this.on(node, end, () => this.endStroke());
    this.readAnswer();
  }

  // -- Drawing with the brush --

  keyDown(event) {
    const isErasing = event.key === "Delete" || event.key === "Backspace";
    const isMoving = event.key in ARROWS;
    if (isCommand(event) || !(isMoving || isErasing || event.key === " ")) return;
    event.preventDefault();
    if (isMoving) this.place = moveByKey(event, this.place, DRAWING_SIDE, DRAWING_SIDE);
    if (!isMoving || event.shiftKey) this.paint([this.place], isErasing ? 0 : undefined);
    this.draw();
  }

  // Paint with the brush, or rub out with the eraser. Everything until the pointer or the key is released is one stroke.
  paint(places, level = this.tools.tool === "eraser" ? 0 : this.tools.grey) {
    this.stroke ||= this.pixels;
    this.pixels = brushed(this.pixels, places, this.tools.size, level);
    this.redraw();
  }

  endStroke() {
    const [before, drawn] = [this.stroke, this.pixels];
    if (!before) return;
    this.stroke = null;
    this.pixels = before; // which "undo" brings back
    if (before.some((level, n) => level !== drawn[n])) this.set({ _pixels: drawn }, []);
  }

  // -- Settings --

  settings() {
    return this.tools;
  }

  traits() {
    return { _pixels: this.pixels, start: this.startPicture };
  }

  store({ _pixels, start }) {
    this.startPicture = start ?? this.startPicture;
    this.pixels = _pixels;
    this.asker.ask(_pixels);
  }

  // Another tool applies from the next stroke.
  change(tools) {
    Object.assign(this.tools, tools);
    this.settingsChanged();
  }

  // Which of the images to start from is on the drawing, or −1. Of two that are alike, it is the one that was chosen.
  loaded() {
    const isOn = (n) => this.pixels.every((level, i) => level === this.starts[n * PIXELS + i]);
    return isOn(this.startPicture) ? this.startPicture : this.startButtons.findIndex((_, n) => isOn(n));
  }

  startFrom(n) {
    this.set({ _pixels: this.starts.slice(n * PIXELS, (n + 1) * PIXELS), start: n }, []);
  }

  startOver() {
    this.forgetTyping();
    this.startFrom(this.startPicture);
    this.bringIntoRow(this.startPicture);
  }

  forgetTyping() {
    this.endStroke();
    super.forgetTyping();
  }

  // The network has been trained further, so it looks at the drawing again.
  readNetwork() {
    this.network = networkOf(this.model.get("_network"), this.model.get("_weights"));
    this.run = this.looked = null;
    this.redraw();
  }

  readPixels() {
    this.pixels = bytesOf(this.model.get("_pixels"));
    this.redraw();
  }

  // -- Asking the network --

  send(pixels) {
    this.cancel("busy");
    this.model.set("_pixels", new DataView(pixels.slice().buffer));
    this.model.set("_question", this.model.get("_question") + 1);
    this.model.save_changes();
  }

  dim() {
    if (this.network) return; // the page has answered already
    this.list.classList.add("old");
    setText(this.status, "The network is looking …");
    this.later("busy", BUSY - SLOW, () => setText(this.status, "Python is busy: the answer comes when it has time."));
  }

  readAnswer() {
    const { number, shares = null, problem = "" } = this.model.get("_answer");
    if (this.asker.isWaiting && number < this.model.get("_question")) return;
    if (!this.asker.answered()) return;
    this.cancel("busy");
    if (this.network) {
      this.compare(shares);
      return;
    }
    setText(this.status, ASKED);
    tell(this.failure, problem);
    this.showShares(shares);
  }

  // Say how well Keras agrees; its answer may belong to a drawing that has changed since.
  compare(theirs) {
    const isSame = theirs && !this.stroke && this.shares && this.looked === this.pixels;
    setText(this.status, isSame ? `${HERE} ${agreement(this.shares, theirs)}` : HERE);
  }

  // -- Running the network here --

  look() {
    if (!this.network) return;
    const before = performance.now();
    this.run = forward(this.network, Float32Array.from(this.pixels, (level) => level * this.model.get("_factor")), this.run);
    this.costs = [...this.costs, performance.now() - before].slice(-TRIED);
    this.looked = this.pixels;
    const shares = sharesOf(this.run.probabilities);
    tell(this.failure, shares ? "" : "The network’s numbers are not finite.");
    this.showShares(shares);
    if (!this.status.textContent || this.stroke) setText(this.status, HERE);
  }

  // At once, or, if the network is slow, when the brush rests.
  lookSoon() {
    if (!this.network || this.looked === this.pixels) return;
    const cost = Math.min(...this.costs); // once: the machine may be busy, or the browser still compiling
    if (this.costs.length < TRIED || cost < COSTLY) {
      this.look();
      return;
    }
    this.list.classList.add("old");
    this.later("look", cost, () => this.look());
  }

  showShares(shares) {
    this.list.classList.remove("old");
    this.list.hidden = this.answer.hidden = !shares;
    if (shares) setText(this.answer, answerWords({ shares, names: this.names }).replace(/([<>]) /g, "$1\u00a0"));
    this.shares = shares;
    shares?.forEach((share, n) => {
      const line = this.list.children[n];
      line.children[1].firstChild.style.transform = `scaleX(${share})`;
      setText(line.lastChild, probabilityText(share));
      line.classList.toggle("best", n === strongestPlace(shares));
    });
    this.speak();
  }

  // -- The picture --

  // Side by side as long as they fit, below each other on a phone.
  fit() {
    const room = this.width || 720;
    const isBeside = room >= SIDE_BY_SIDE;
    const screen = window.devicePixelRatio || 1; // whole pixels of the screen
    const size = isBeside && room < SLIM ? "slim" : "roomy";
    this.root.classList.toggle("slim", size === "slim");
    this.root.classList.toggle("stacked", !isBeside);
    this.root.classList.toggle("two-rows", room < (this.more ? ROOMY : ONE_ROW));
    this.root.classList.toggle("more-below", room < MORE_BESIDE);
    this.root.classList.toggle("tight", room < ROOMY || Boolean(this.more));
    this.fitRow(room);
    this.pane.size(SIZE, isBeside ? Math.min(CELL, Math.floor((room - 6 - BARS[size] - GAP[size]) / DRAWING_SIDE)) : Math.floor(((room - 6) / DRAWING_SIDE) * screen) / screen);
  }

  widthChanged() {
    this.fit();
    this.redraw();
  }

  drawState() {
    if (!this.pane.scale) this.fit();
    this.pane.paint(SIZE, (i) => this.pixels[i], 255, GREYS);
    this.lookSoon();
    this.showStart();
    setText(this.shadeNumber, String(this.tools.grey));
    this.shade.style.backgroundColor = `rgb(${pixelColour(this.tools.grey, 255)})`;
  }

  // The thumbnail of what is on the drawing now has a ring.
  showStart() {
    const loaded = this.loaded();
    if (loaded === this.ringed) return;
    this.ringed = loaded;
    this.startButtons.forEach((one, n) => one.setAttribute("aria-pressed", String(n === loaded)));
    if (loaded >= 0) this.bringIntoRow(loaded);
    if (!this.startButtons.includes(document.activeElement)) this.letTabReach(loaded >= 0 ? loaded : this.firstStart);
  }

  drawFocus() {
    const [[top, bottom], [left, right]] = this.place.map((part) => underBrush(part, this.tools.size));
    this.pane.surround(top, left, bottom - top + 1, right - left + 1);
    setText(this.drawn, drawnWords(this));
  }

  inWords() {
    return sentences(this);
  }
}

// A brush of so many pixels, as it looks on a button.
function square(side) {
  const made = element("i", { "aria-hidden": "true" });
  made.style.width = made.style.height = `${4 * side}px`;
  return made;
}

export default explorer(DrawGarmentPage);
