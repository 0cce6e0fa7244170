// The page of PixelViewer: a picture, and the numbers of the pixels inside a frame that moves over it.

import { PixelPane } from "../shared/canvas.js";
import { element, setText } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { isCommand } from "../shared/keys.js";
import { PIXEL_FRAME } from "../shared/limits.js";
import { by, bytesOf, clamp } from "../shared/numbers.js";
import { SettingsView, explorer } from "../shared/view.js";
import { CHANNELS, centred, frameLength, frameWords, lastPlace, pixelAt, pixelWords } from "./arithmetic.js";

const CELL = { width: 30, height: 32 };
const NUMBERS = 34; // pixels for the numbers of the rows, which have up to four digits
const GAP = 20;
const PHOTO = { least: 180, width: 380, height: 400 }; // how large the picture is drawn
const HOW = "Point at the picture, or move the frame with the arrow keys (with Shift: nine pixels). " +
  "A click holds it, Esc lets it go.";

class PixelsPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Pixel viewer", name: "pixels", settings: ["corner"], travels: "corner" });
    const [rows, columns, channels] = this.model.get("_shape");
    this.picture = { rows, columns, channels, pixels: bytesOf(this.model.get("_pixels")) };
    this.frame = [frameLength(rows), frameLength(columns)];
    this.last = [lastPlace(rows), lastPlace(columns)];
    this.channel = 0; // whose numbers are shown
    this.isHeld = false; // whether the frame stays where it is when the pointer moves
    this.photo = new PixelPane(`The picture, ${rows} rows and ${columns} columns. Arrow keys move the frame.`, "photo", 0);
    this.grid = new NumberGrid({ label: "The numbers inside the frame", name: "numbers", role: "table", numbered: NUMBERS });
    this.title = element("div", { class: "title title-numbers" });
    this.numbers = element("div", { class: "figure" }, this.title, this.grid.node);
    const title = element("div", { class: "title title-picture", text: `Picture ${by(rows, columns)}` });
    this.stage.append(element("div", { class: "figure" }, title, this.photo.node), this.numbers, this.problem);
    this.root.append(this.buildSettings(), this.stage, this.words, element("p", { class: "how", text: HOW }));
    this.paint();
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      ["row", "column"].forEach((name, axis) => bar.whole(name, `First ${name}`, { least: 0, largest: this.last[axis],
        title: `The first ${name}`, why: "so that the frame stays inside the picture", now: () => this.focus[axis] }));
      if (this.picture.channels === 3) bar.choice("channel", "Numbers of", CHANNELS.map((name, n) => [n, name]));
    });
  }

  listen() {
    const { node } = this.photo;
    this.on(node, "pointermove", (event) => { if (!this.isHeld) this.follow(event); });
    // Not "click": its place is rounded to whole pixels of the screen, and the frame would jump.
    this.on(node, "pointerdown", (event) => {
      this.isHeld = !this.isHeld;
      this.follow(event);
    });
    this.watchKeys(node, ({ shiftKey }) => ({ place: this.focus, rows: this.last[0] + 1, columns: this.last[1] + 1,
      step: shiftKey ? PIXEL_FRAME : 1 }), (place) => this.moveTo(place));
    this.on(node, "keydown", (event) => {
      const step = { PageUp: -PIXEL_FRAME, PageDown: PIXEL_FRAME }[event.key];
      if (!step || isCommand(event)) return;
      event.preventDefault();
      this.moveTo([clamp(this.focus[0] + step, 0, this.last[0]), this.focus[1]]);
    });
    const point = (cell) => { this.pointed = cell; this.draw(); };
    this.on(this.grid.node, "pointermove", (event) => point(this.grid.place(event)));
    this.on(this.grid.node, "pointerleave", () => point(null));
    this.on(this.root, "keydown", ({ key }) => { if (key === "Escape") { this.isHeld = false; this.draw(); } });
  }

  // -- Settings --

  settings() {
    const [row, column] = this.focus;
    return { row, column, ...(this.picture.channels === 3 ? { channel: this.channel } : {}) };
  }

  traits() {
    return { ...super.traits(), channel: this.channel };
  }

  store({ channel = this.channel, ...values }) {
    this.channel = channel;
    super.store(values);
  }

  // A frame whose place was typed is held: to brush the picture must not lose it.
  change({ channel, row = this.focus[0], column = this.focus[1] }) {
    if (channel === undefined) this.isHeld = true;
    this.set(channel === undefined ? { corner: [row, column] } : { channel });
  }

  startOver() {
    this.isHeld = false;
    this.forgetTyping();
    this.set({ ...this.model.get("_start"), channel: 0 });
  }

  // -- Moving --

  moveTo(corner) {
    this.forgetTyping();
    this.focus = corner;
    this.settingsChanged();
  }

  focusChanged(corner) {
    if (String(corner) !== String(this.focus)) this.moveTo(corner);
  }

  follow(event) {
    const [row, column] = this.photo.place(event);
    this.moveTo([centred(row, this.picture.rows), centred(column, this.picture.columns)]);
  }

  // -- Drawing --

  paint() {
    const { rows, columns, channels, pixels } = this.picture;
    Object.assign(this.photo.canvas, { width: columns, height: rows });
    const brush = this.photo.canvas.getContext("2d");
    const image = brush.createImageData(columns, rows);
    for (let i = 0; i < image.data.length; i++) {
      const [pixel, part] = [i >> 2, i % 4];
      image.data[i] = part === 3 ? 255 : pixels[pixel * channels + (channels === 3 ? part : 0)];
    }
    brush.putImageData(image, 0, 0);
  }

  // Numbers that are not those of the place typed do not stay on the page; the picture does.
  hideStale(isStale) {
    for (const part of [this.numbers, this.words, this.photo.frame]) part.hidden = isStale;
  }

  // Make the picture as large as the place beside the numbers allows, also while these are hidden.
  drawState() {
    const { rows, columns } = this.picture;
    const room = (this.width || 740) - GAP - NUMBERS - this.frame[1] * CELL.width - 2;
    const scale = Math.min(clamp(room, PHOTO.least, PHOTO.width) / columns, PHOTO.height / rows);
    if (scale !== this.photo.scale) this.photo.size(this.picture, scale);
  }

  drawFocus() {
    const { picture, channel, frame: [rows, columns], focus: [top, left] } = this;
    this.photo.node.classList.toggle("held", this.isHeld);
    this.photo.surround(top, left, rows, columns);
    this.grid.shape(rows, columns, [-top, -left], [picture.rows, picture.columns]);
    this.grid.size(CELL.width, CELL.height);
    this.grid.cells.forEach((line, row) => line.forEach((_, column) => {
      const values = pixelAt(picture, top + row, left + column);
      const colour = CHANNELS.map((_, n) => values[n] ?? values[0]);
      this.grid.fill(row, column, { text: String(values[channel]), colour,
        label: `Row ${top + row}, column ${left + column}: ${values[channel]}` });
    }));
    this.grid.mark("pointed", this.pointed ? [this.pointed] : []);
    setText(this.title, `Inside the frame${picture.channels === 3 ? `: ${CHANNELS[channel]}` : ""}`);
  }

  inWords() {
    if (!this.pointed) return frameWords(this.picture, this.focus, this.channel) + (this.isHeld ? " Held." : "");
    return pixelWords(this.picture, this.focus[0] + this.pointed[0], this.focus[1] + this.pointed[1]);
  }
}

export default explorer(PixelsPage);
