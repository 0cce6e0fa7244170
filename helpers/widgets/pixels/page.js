// The page of PixelViewer: a picture, and the numbers of the pixels inside a frame that moves over it.

import { PixelPane } from "../shared/canvas.js";
import { button, element, setText, setTitle, svgElement } from "../shared/dom.js";
import { isCommand } from "../shared/keys.js";
import { PIXEL_FRAME } from "../shared/limits.js";
import { by, bytesOf, capital, clamp } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import {
  CHANNELS, beam, centred, channelColour, frameLength, frameWords, inside, lastPlace, mostColourful, pixelAt, pixelWords, showing, sidesAbove,
  zoomed,
} from "./arithmetic.js";
import { ChannelGrid } from "./channel_grid.js";

const CELL = { least: 24, width: 30, height: 30 }; // pixels
const BELOW = { least: 24, width: 70, height: 22 }; // where the three are below each other
const IN_ROW = { least: 23, width: 36, height: 26 }; // where all three are in a row, below what is as wide as they are
const DIGITS = { least: 12, largest: 15, share: 0.44 }; // pixels, and of the width of a cell: three fit into it
const NUMBERS = 30; // pixels for the numbers of the rows, which have up to four digits
const NO_NUMBERS = 2; // where the grid to the left has them already
const GAP = { least: 10, width: 16 };
const WIDE = 546; // from this width on, the three grids are in a row below the picture
const CLOSE = 700; // below this one, what is written beside it is closer together
const PHOTO = { width: 380, height: 300 }; // how large the picture is drawn at most
const LARGEST_PIXEL = 28; // of the screen, for one of the picture
const TURN = 0.0022; // how much a turn of the wheel zooms
const HIDDEN = 50; // milliseconds that JupyterLab may hide a page for while it loads a theme
const SLIPPED = 4; // pixels that a pointer moves before a press becomes a drag
const HOW = forDevice("Point at the picture; a click holds the frame, Esc lets it go. Ctrl and the wheel, or two fingers, zoom.",
  "Drag on the picture to move the frame. Two fingers zoom.");

class PixelsPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Pixel viewer", name: "pixels", settings: ["corner"], travels: "corner" });
    const [rows, columns, channels] = this.model.get("_shape");
    this.picture = { rows, columns, channels, pixels: bytesOf(this.model.get("_pixels")) };
    this.frame = [frameLength(rows), frameLength(columns)];
    this.last = [lastPlace(rows), lastPlace(columns)];
    this.isHeld = false; // whether the frame stays where it is when the pointer moves
    this.isFresh = true; // until the frame is moved: then the pixel in its middle is read out
    this.view = { scale: 0, left: 0, top: 0 };
    this.room = { rows, columns, width: 0, height: 0, least: 0, most: LARGEST_PIXEL };
    this.photo = new PixelPane(`The picture, ${rows} rows and ${columns} columns. Arrow keys move the frame, + and − zoom.`, "photo", 0);
    const names = channels === 3 ? CHANNELS : ["numbers"];
    this.grids = names.map((name, channel) => new ChannelGrid({ label: channels === 3 ? `The numbers of ${name} inside the frame`
      : "The numbers inside the frame", name: "numbers", role: "table", numbered: NUMBERS },
    (value) => (channels === 3 ? channelColour(value, channel) : [value, value, value])));
    this.numbers = this.grids.map(({ node }, n) => element("div", { class: `figure numbers-${names[n]}` },
      element("div", { class: "title", text: channels === 3 ? capital(names[n]) : "Inside the frame" }), node));
    this.zoomOut = button("out", "−", () => this.zoom(1 / 2), { "aria-label": "Zoom out" });
    this.zoomIn = button("in", "+", () => this.zoom(2), { "aria-label": "Zoom in" });
    this.viewport = element("div", { class: "viewport" }, this.photo.node);
    this.beams = [svgElement("polygon"), svgElement("polygon")]; // the light, beside the picture only, and its edges over it
    /** @type {number[]|null} Where the picture and what is inside the frame are, as last measured. */
    this.places = null;
    this.fitted = 0; // the width that picture and grids were last fitted to
    const title = element("div", { class: "title title-picture" });
    setTitle(title, `Picture ${by(rows, columns)}`);
    this.togetherFigure = this.buildTogether();
    const picture = element("div", { class: "figure picture" }, title, this.viewport);
    this.top = element("div", { class: "top" }, picture, this.togetherFigure,
      ...this.beams.map((one, n) => svgElement("svg", { class: n ? "beam edges" : "beam", "aria-hidden": "true" }, one)));
    this.stage.append(this.top, ...this.numbers, this.problem, this.words);
    this.root.classList.toggle("grey", channels === 1);
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }), this.stage);
    this.paint();
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.node.append(element("span", { class: "labelled zoom", role: "group", "aria-label": "Zoom" },
        element("span", { class: "name", text: "Zoom", "aria-hidden": "true" }), this.zoomOut, this.zoomIn));
      ["row", "column"].forEach((name, axis) => bar.whole(name, `First ${name}`, { least: 0, largest: this.last[axis],
        title: `The first ${name}`, why: "so that the frame stays inside the picture", now: () => this.focus[axis] }));
    });
  }

  // What the three numbers of each pixel make together, and those of one pixel as bars.
  buildTogether() {
    this.together = element("canvas", { width: this.frame[1], height: this.frame[0], "aria-hidden": "true" });
    this.spot = element("div", { class: "spot" });
    this.closeUp = element("div", { class: "close-up" }, this.together, this.spot);
    this.swatch = element("div", { class: "swatch" });
    this.place = element("div", { class: "title title-numbers" });
    this.bars = CHANNELS.map((name) => ({ bar: element("i", { class: name }), number: element("span") }));
    return element("div", { class: "figure together" },
      element("div", { class: "title title-numbers", text: "Inside the frame" }),
      element("div", { class: "together-row", "aria-hidden": "true" },
        this.closeUp,
        element("div", { class: "one-pixel" }, this.place, ...this.bars.map(({ bar, number }, n) =>
          element("div", { class: "light" }, element("span", { text: capital(CHANNELS[n]) }), element("span", { class: "track" }, bar), number)), element("p", { class: "colour-note", text: "Together they make this colour:" }), this.swatch)));
  }

  listen() {
    const { node } = this.photo;
    this.listenToPointers(node);
    this.watchKeys(node, ({ shiftKey }) => ({ place: this.focus, rows: this.last[0] + 1, columns: this.last[1] + 1,
      step: shiftKey ? PIXEL_FRAME : 1 }), (place) => this.moveTo(place));
    this.on(node, "keydown", (event) => {
      if (isCommand(event)) return;
      const step = { PageUp: -PIXEL_FRAME, PageDown: PIXEL_FRAME }[event.key];
      const factor = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, "−": 1 / 1.5 }[event.key];
      if (!step && !factor) return;
      event.preventDefault();
      if (step) this.moveTo([clamp(this.focus[0] + step, 0, this.last[0]), this.focus[1]]);
      else this.zoom(factor);
    });
    const point = (cell) => { this.pointed = cell; this.draw(); };
    for (const grid of this.grids) {
      this.on(grid.node, "pointermove", (event) => point(grid.place(event)));
      this.on(grid.node, "pointerleave", () => point(null));
    }
    this.on(this.root, "keydown", ({ key }) => { if (key === "Escape") { this.isHeld = false; this.draw(); } });
  }

  // A pointer moves the frame, a press holds it; a drag moves a picture that is zoomed. A finger moves the frame, two zoom.
  listenToPointers(node) {
    const fingers = new Map();
    /** @type {any} */
    let press = null;
    this.on(node, "pointerdown", (event) => {
      fingers.set(event.pointerId, event);
      press = { x: event.clientX, y: event.clientY, view: this.view, wasHeld: this.isHeld };
      // Not "click": its place is rounded to whole pixels of the screen, and the frame would jump.
      if (event.pointerType === "touch") this.isHeld = true; else this.isHeld = !this.isHeld;
      if (fingers.size === 1) this.follow(event);
    });
    this.on(node, "pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (fingers.size === 2 && before) {
        const [other] = [...fingers.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
        this.zoomAt(apart(event, other) / (apart(before, other) || 1), event);
      } else if (before && event.pointerType !== "touch" && this.view.scale > this.room.least
        && Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIPPED) {
        this.isHeld = press.wasHeld; // it was not a click
        this.show({ ...press.view, left: press.view.left + event.clientX - press.x, top: press.view.top + event.clientY - press.y });
      } else if (!this.isHeld || before?.pointerType === "touch") this.follow(event);
      if (before) fingers.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      this.on(node, end, (event) => { fingers.delete(event.pointerId); });
    }
    // A wheel that only passes over the picture scrolls the page, as everywhere.
    node.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== node) return;
      event.preventDefault();
      this.zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 30 : 1) * TURN), event);
    }, { signal: this.signal, passive: false });
  }

  // -- Settings --

  settings() {
    const [row, column] = this.focus;
    return { row, column };
  }

  // A frame whose place was typed is held: brushing against the picture must not lose it.
  change({ row = this.focus[0], column = this.focus[1] }) {
    this.isHeld = true;
    this.set({ corner: [row, column] });
  }

  startOver() {
    this.isHeld = false;
    this.isFresh = true;
    this.view = { scale: this.room.least, left: 0, top: 0 };
    super.startOver();
  }

  // -- Zoom --

  show(view) {
    this.view = inside(view, this.room);
    this.draw();
  }

  // Zoom by a button or a key, around the frame.
  zoom(factor) {
    const { scale, left, top } = this.view;
    const middle = [1, 0].map((axis) => (this.focus[axis] + this.frame[axis] / 2) * scale);
    this.show(zoomed(this.view, factor, [middle[0] + left, middle[1] + top], this.room));
  }

  zoomAt(factor, { clientX, clientY }) {
    const box = this.viewport.getBoundingClientRect();
    this.show(zoomed(this.view, factor, [clientX - box.left, clientY - box.top], this.room));
  }

  // -- Moving --

  moveTo(corner) {
    this.forgetTyping();
    this.isFresh = false;
    this.focus = corner;
    this.view = showing(this.view, corner, this.room);
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

  // Numbers of another place than the one typed are hidden; the picture stays.
  hideStale(isStale) {
    for (const part of [...this.numbers, this.togetherFigure, this.words, this.photo.frame, ...this.beams]) part.classList.toggle("withheld", isStale);
  }

  // Make picture and grids as large as their place allows, also while the numbers are hidden.
  drawState() {
    const { rows, columns, channels } = this.picture;
    const width = this.width || 740;
    if (width === this.fitted) return; // a move of the frame changes no size
    this.fitted = width;
    const isWide = width >= WIDE;
    const inColour = channels === 3;
    const isPhone = inColour && !isWide;
    this.root.classList.toggle("wide", isWide && inColour);
    this.root.classList.toggle("close", isWide && width < CLOSE);
    this.root.classList.toggle("phone", isPhone);
    const inRow = inColour && isWide ? 3 : 1;
    const heads = NUMBERS + (inRow - 1) * NO_NUMBERS;
    const spare = inColour ? 0 : 230; // for a picture beside a single grid
    const cell = isPhone ? BELOW : inColour ? IN_ROW : CELL;
    const side = clamp(Math.floor((width - spare - (inRow - 1) * GAP.least - heads) / (inRow * this.frame[1])), cell.least, cell.width);
    this.root.style.setProperty("--grid", `${this.frame[1] * side}px`); // as wide is what is above a grid
    this.root.style.setProperty("--numbers", `${NUMBERS}px`);
    this.root.style.setProperty("--digits", `${clamp(DIGITS.share * side, DIGITS.least, DIGITS.largest)}px`);
    this.grids.forEach((grid, n) => {
      grid.numbersWidth = isWide && n ? NO_NUMBERS : NUMBERS;
      grid.shape(...this.frame);
      grid.size(side, cell.height, !isPhone || !n); // below each other, the first one names the columns
    });
    const half = NUMBERS + this.frame[1] * side + GAP.width;
    const across = isWide ? 2 * this.frame[1] * side + (width - 3 * this.frame[1] * side - heads) / 2 + NUMBERS + NO_NUMBERS
      : width;
    const [near, whole] = inColour ? sidesAbove(across, this.picture, isWide ? this.frame[1] * side : undefined)
      : [0, Math.min(Math.min(width - half, PHOTO.width) / columns, PHOTO.height / rows)];
    this.root.style.setProperty("--near", `${near}px`);
    this.places = null;
    if (whole === this.room.least) return;
    Object.assign(this.room, { least: whole, width: columns * whole, height: rows * whole, most: Math.max(LARGEST_PIXEL, whole) });
    Object.assign(this.viewport.style, { width: `${this.room.width}px`, height: `${this.room.height}px` });
    this.view = { scale: whole, left: 0, top: 0 };
  }

  drawFocus() {
    const { picture, frame: [rows, columns], focus: [top, left] } = this;
    this.drawView();
    this.grids.forEach((grid, channel) => {
      grid.shape(rows, columns, [-top, -left], [picture.rows, picture.columns]);
      grid.fillAll((row, column) => picture.pixels[((top + row) * picture.columns + left + column) * picture.channels + channel]);
      grid.mark("pointed", this.pointed ? [this.pointed] : []);
      grid.mark("lit", picture.channels === 3 ? [this.onePixel()] : []);
    });
    if (picture.channels === 3) this.drawTogether();
  }

  drawView() {
    const { photo, view, room, frame: [rows, columns], focus } = this;
    this.photo.node.classList.toggle("held", this.isHeld);
    if (photo.scale !== view.scale) photo.size(this.picture, view.scale);
    this.photo.node.style.transform = `translate(${view.left}px, ${view.top}px)`;
    this.photo.surround(...focus, rows, columns);
    if (this.picture.channels === 3) this.drawBeam();
    this.zoomIn.disabled = view.scale >= room.most;
    this.zoomOut.disabled = view.scale <= room.least;
  }

  // From the frame to what is inside it.
  drawBeam() {
    this.places ??= this.measure();
    if (!this.places && this.width) this.later("beam", HIDDEN, () => this.draw());
    const points = this.places ? beam(this.places, this.view, this.focus, this.frame, this.room) : "";
    for (const one of this.beams) one.setAttribute("points", points);
  }

  // Where the picture is in what is above the grids, and where what is inside the frame: [left, top, left, top, side].
  measure() {
    const [whole, picture, near] = [this.top, this.viewport, this.closeUp].map((node) => node.getBoundingClientRect());
    if (!near.width) return null; // hidden
    const first = this.viewport.parentNode.getBoundingClientRect(); // ".top" itself may have no box
    const [x, y] = whole.width ? [whole.left, whole.top] : [first.left, first.top];
    return [picture.left - x, picture.top - y, near.left - x, near.top - y, near.width];
  }

  // Which pixel of the frame is read out: the one pointed at, or the one in the middle; at first, the most colourful.
  onePixel() {
    if (this.pointed) return this.pointed;
    return this.isFresh ? mostColourful(this.picture, this.focus, this.frame) : this.frame.map((length) => Math.floor(length / 2));
  }

  drawTogether() {
    const { picture, frame: [rows, columns], focus: [top, left] } = this;
    this.together.getContext("2d").drawImage(this.photo.canvas, left, top, columns, rows, 0, 0, columns, rows);
    const [row, column] = this.onePixel();
    Object.assign(this.spot.style, { left: `${(100 * column) / columns}%`, top: `${(100 * row) / rows}%`,
      width: `${100 / columns}%`, height: `${100 / rows}%` });
    const values = pixelAt(picture, top + row, left + column);
    this.swatch.style.background = `rgb(${values})`;
    setText(this.place, `Row\u00a0${top + row}, column\u00a0${left + column}`); // breaks at the comma only, where it is narrow
    values.forEach((value, n) => {
      this.bars[n].bar.style.width = `${(100 * value) / 255}%`;
      setText(this.bars[n].number, String(value));
    });
  }

  inWords() {
    if (!this.pointed) return frameWords(this.picture, this.focus) + (this.isHeld ? " Held." : "");
    return pixelWords(this.picture, this.focus[0] + this.pointed[0], this.focus[1] + this.pointed[1]);
  }
}

// How far apart two fingers are.
function apart(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

export default explorer(PixelsPage);
