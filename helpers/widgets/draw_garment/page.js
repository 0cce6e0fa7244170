// The page of DrawGarment. One draws here; Python is asked for the probabilities when a stroke has ended.

import { Asker } from "../shared/asker.js";
import { PixelPane, shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { button, element, problemLine, setText, tell } from "../shared/dom.js";
import { ARROWS, isCommand, moveByKey } from "../shared/keys.js";
import { DRAWING_SIDE } from "../shared/limits.js";
import { lineOf } from "../shared/line.js";
import { by, bytesOf, strongestPlace } from "../shared/numbers.js";
import { SettingsView, explorer } from "../shared/view.js";
import { brushed, sentences, shareText, underBrush } from "./arithmetic.js";

const CELL = 12; // pixels of the page to one of the drawing
const SIZE = { rows: DRAWING_SIDE, columns: DRAWING_SIDE };
const PIXELS = DRAWING_SIDE ** 2;
const SLOW = 200; // milliseconds after which the old answer is dimmed
const BUSY = 1500; // and after which the page says that Python has other work
const GREYS = shades(pixelColour);
const KEYS = "Drawing of 28 by 28 pixels. The arrow keys move, with Shift they paint on the way; Space paints, Delete rubs out.";
const HOW = "Draw with the mouse or a finger. Or reach the drawing with Tab: the arrow keys move, Space paints, Shift with an " +
  "arrow key paints on the way, Delete rubs out. The network is asked when you let go.";

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
    this.startPicture = 0;
    /** @type {number[]|null} */
    this.shares = null;
    this.asker = new Asker({ send: (pixels) => this.send(pixels), late: () => this.dim(), patience: SLOW });
    this.signal.addEventListener("abort", () => this.asker.close());

    this.problem = problemLine("complaint");
    this.failure = problemLine(); // of the network
    this.pane = new PixelPane(KEYS);
    this.pane.size(SIZE, CELL);
    this.list = element("ul", { "aria-label": "Probabilities" }, ...this.names.map((name) =>
      element("li", {}, element("span", { class: "name", text: name }),
        element("span", { class: "track", "aria-hidden": "true" }, element("span", { class: "bar" })),
        element("span", { class: "number", text: "–" }))));
    this.status = element("p", { class: "state" });
    this.stage.append(this.figure("input", this.pane.node),
      this.figure("output", [this.list, this.failure, this.status]));
    this.titles.input.textContent = `Drawing ${by(DRAWING_SIDE, DRAWING_SIDE)}`;
    this.titles.output.textContent = "Probabilities";
    this.root.append(this.buildSettings(), this.problem, this.stage, this.words, element("p", { class: "how", text: HOW }));
  }

  buildSettings() {
    const last = this.starts.length / PIXELS - 1;
    this.shadeNumber = element("span", { class: "shade-number", "aria-hidden": "true" });
    this.shade = element("span", { class: "shade", "aria-hidden": "true" });
    return this.settingsBar((bar) => {
      bar.choice("tool", "Tool", [["brush", "brush"], ["eraser", "eraser"]]);
      bar.choice("size", "Size", [1, 2, 3, 4].map((n) => [n, by(n, n)]));
      bar.slider("grey", "Grey level", { min: 15, max: 255, step: 15 });
      bar.node.append(this.shadeNumber, this.shade,
        button("clear", "Clear", () => this.set({ _pixels: new Uint8Array(PIXELS) }, [])));
      bar.whole("start", `Start from picture 0–${last}`, { least: 0, largest: last, title: "The picture" });
    });
  }

  listen() {
    this.hear("change:_pixels", () => { if (!this.stroke) this.readPixels(); });
    this.hear("change:_answer", () => this.readAnswer());
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

  // Paint with the brush, or rub out with the eraser. All until the pointer or the key is let go is one stroke.
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
    return { ...this.tools, start: this.startPicture };
  }

  traits() {
    return { _pixels: this.pixels, start: this.startPicture };
  }

  store({ _pixels, start }) {
    this.startPicture = start ?? this.startPicture;
    this.pixels = _pixels;
    this.asker.ask(_pixels);
  }

  // Another picture is taken at once, another tool with the next stroke.
  change({ start, ...tools }) {
    Object.assign(this.tools, tools);
    if (start === undefined) this.settingsChanged();
    else this.set({ _pixels: this.starts.slice(start * PIXELS, (start + 1) * PIXELS), start });
  }

  startOver() {
    this.forgetTyping();
    this.change({ start: this.startPicture });
  }

  forgetTyping() {
    this.endStroke();
    super.forgetTyping();
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
    this.list.classList.add("old");
    setText(this.status, "The network is looking …");
    this.later("busy", BUSY - SLOW, () => setText(this.status, "Python is busy: the answer comes when it has time."));
  }

  readAnswer() {
    const { number, shares = null, problem = "" } = this.model.get("_answer");
    if (this.asker.isWaiting && number < this.model.get("_question")) return;
    if (!this.asker.answered()) return;
    this.cancel("busy");
    this.list.classList.remove("old");
    setText(this.status, "");
    tell(this.failure, problem);
    this.list.hidden = !shares;
    this.shares = shares;
    shares?.forEach((share, n) => {
      const line = this.list.children[n];
      line.querySelector(".bar").style.transform = `scaleX(${share})`;
      setText(line.lastChild, shareText(share));
      line.classList.toggle("best", n === strongestPlace(shares));
    });
    this.speak();
  }

  // -- The picture --

  drawState() {
    this.pane.paint(SIZE, (i) => this.pixels[i], 255, GREYS);
    setText(this.shadeNumber, String(this.tools.grey));
    this.shade.style.backgroundColor = `rgb(${pixelColour(this.tools.grey, 255)})`;
  }

  drawFocus() {
    const [[top, bottom], [left, right]] = this.place.map((part) => underBrush(part, this.tools.size));
    this.pane.surround(top, left, bottom - top + 1, right - left + 1);
  }

  // A number that is no picture hides nothing: the drawing is still the learner's.
  computeState() {
    this.state = this.settings();
    tell(this.problem, this.bar.problem);
  }

  inWords() {
    return sentences(this);
  }
}

export default explorer(DrawGarmentPage);
