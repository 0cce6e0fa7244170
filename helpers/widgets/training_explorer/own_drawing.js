// The drawer in which a learner paints a garment, says what it is, and adds it to what the network learns from.

import { brushed, underBrush } from "../shared/brush.js";
import { PixelPane, shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { button, element, labelled, setText } from "../shared/dom.js";
import { ARROWS, isCommand, moveByKey } from "../shared/keys.js";
import { DRAWING_SIDE } from "../shared/limits.js";
import { lineOf } from "../shared/line.js";
import { counted } from "../shared/numbers.js";

const SIZE = { rows: DRAWING_SIDE, columns: DRAWING_SIDE };
const GREYS = shades(pixelColour);
const CELL = 6; // pixels of the page to one of the drawing
const BRUSH = { size: 2, level: 210 };
const MOST = 50; // drawings of the learner's
const KEYS = "Your drawing, 28 by 28 pixels. The arrow keys move, with Shift they paint on the way; Space paints, Delete rubs out.";
const HOW = "Paint a garment with the mouse, a finger or the keys, say what it is, and add it: the training begins anew, with your drawing " +
  "among those to learn from. Try a boot that you call a bag.";

export class OwnDrawing {
  /**
   * @param {any} page
   * @param {string[]} names Of the classes.
   * @param {{add: (pixels: Uint8Array, label: number) => void, remove: () => void,
   *   shown: () => void}} acts `remove` takes away the last; `shown` hears that the drawer was opened.
   */
  constructor(page, names, { add, remove, shown }) {
    this.pixels = new Uint8Array(DRAWING_SIDE ** 2);
    this.place = [14, 14]; // under the brush
    this.isPainting = false;
    this.added = 0; // how many of the learner's there are
    this.pane = new PixelPane(KEYS, "own-pane");
    this.pane.size(SIZE, CELL);
    this.kind = element("select", { name: "own-class" }, ...names.map((name, label) => element("option", { value: label, text: name })));
    this.addButton = button("own-add", "Add", () => { add(this.pixels, Number(this.kind.value)); this.clear(); });
    this.clearButton = button("own-clear", "Clear", () => this.clear());
    this.removeButton = button("own-remove", "Remove the last", remove);
    this.count = element("span", { class: "own-count" });
    this.toggle = button("own", "✎ Draw", () => { this.show(this.node.hidden); shown(); }, { "aria-expanded": "false", title: "Draw one for the network to learn from" });
    this.node = element("div", { class: "own-drawing panel", role: "group", "aria-label": "A drawing of your own", hidden: true }, this.pane.node,
      element("div", { class: "own-words" }, element("p", { class: "how", text: HOW }),
        element("div", { class: "presets" }, labelled("Class", this.kind), this.addButton, this.clearButton, this.removeButton), this.count));
    this.listen(page);
    this.paint([]);
  }

  listen(page) {
    const { node } = this.pane;
    page.on(node, "pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      node.focus({ preventScroll: true });
      node.setPointerCapture?.(event.pointerId);
      this.isPainting = true;
      this.moveTo(this.pane.place(event), true);
    });
    page.on(node, "pointermove", (event) => this.moveTo(this.pane.place(event), this.isPainting && event.buttons === 1));
    for (const end of ["pointerup", "pointercancel"]) page.on(node, end, () => { this.isPainting = false; });
    page.on(node, "keydown", (event) => this.keyDown(event));
  }

  keyDown(event) {
    const isErasing = event.key === "Delete" || event.key === "Backspace";
    const isMoving = event.key in ARROWS;
    if (isCommand(event) || !(isMoving || isErasing || event.key === " ")) return;
    event.preventDefault();
    if (isMoving) this.place = moveByKey(event, this.place, DRAWING_SIDE, DRAWING_SIDE) ?? this.place;
    this.paint(!isMoving || event.shiftKey ? [this.place] : [], isErasing ? 0 : BRUSH.level);
  }

  moveTo(place, isPainting) {
    const way = lineOf(this.place, place);
    this.place = place;
    this.paint(isPainting ? way : []);
  }

  paint(places, level = BRUSH.level) {
    this.pixels = brushed(this.pixels, places, BRUSH.size, level);
    this.pane.paint(SIZE, (i) => this.pixels[i], 255, GREYS);
    const [[top, bottom], [left, right]] = this.place.map((part) => underBrush(part, BRUSH.size));
    this.pane.surround(top, left, bottom - top + 1, right - left + 1);
    this.offer();
  }

  clear() {
    this.pixels = new Uint8Array(DRAWING_SIDE ** 2);
    this.paint([]);
  }

  /**
   * Say how many of the learner's drawings the network learns from.
   * @param {number} count
   * @param {string} last What the network takes the last of them for.
   */
  tell(count, last) {
    this.added = count;
    setText(this.count, count ? `The network learns from ${counted(count, "drawing")} of yours. ${last}` : "");
    this.offer();
  }

  offer() {
    this.addButton.disabled = !this.pixels.some(Boolean) || this.added >= MOST;
    this.removeButton.disabled = !this.added;
  }

  show(isShown) {
    this.node.hidden = !isShown;
    this.toggle.setAttribute("aria-expanded", String(isShown));
    if (isShown) this.pane.node.focus({ preventScroll: true });
  }
}
