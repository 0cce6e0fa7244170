// Pictures on a canvas, one pixel for each number.

import { element } from "./dom.js";
import { clamp } from "./numbers.js";

const SHADES = 2048;
const SMALLEST_FRAME = 14; // pixels on the screen: a frame around smaller cells could not be seen

/** Tabulate the colours of the numbers −1 … 1, each as the four bytes of a canvas's pixel. */
export function shades(colourOfShare) {
  const table = new Uint32Array(SHADES + 1);
  for (let i = 0; i <= SHADES; i++) {
    const [red, green, blue] = colourOfShare((2 * i) / SHADES - 1, 1);
    table[i] = (255 << 24) | (blue << 16) | (green << 8) | red;
  }
  return table;
}

/** @type {WeakMap<HTMLCanvasElement, ImageData>} */
const images = new WeakMap(); // kept: making a new one for every change takes a while

/**
 * Paint numbers, one pixel each; from ±limit on the colour is full.
 * @param {HTMLCanvasElement} canvas
 * @param {{rows: number, columns: number}} size
 * @param {ArrayLike<number>|((place: number) => number)} numbers Row by row, or what gives the number of a place.
 * @param {number} limit
 * @param {Uint32Array} table Of `shades`.
 */
export function paint(canvas, { rows, columns }, numbers, limit, table) {
  const brush = canvas.getContext("2d");
  setSize(canvas, rows, columns);
  let image = images.get(canvas);
  if (image?.width !== columns || image?.height !== rows) {
    image = brush.createImageData(columns, rows);
    images.set(canvas, image);
  }
  const bytes = new Uint32Array(image.data.buffer);
  const values = typeof numbers === "function" ? listOf(numbers, bytes.length) : numbers;
  const [half, step] = [SHADES / 2 + 0.5, SHADES / 2 / limit];
  for (let i = 0; i < bytes.length; i++) {
    const place = half + values[i] * step;
    bytes[i] = table[place < 0 ? 0 : place > SHADES ? SHADES : place | 0];
  }
  brush.putImageData(image, 0, 0);
}

/** Give a canvas one pixel for each number. */
export function setSize(canvas, rows, columns) {
  if (canvas.width !== columns || canvas.height !== rows) [canvas.width, canvas.height] = [columns, rows];
}

// A list, because calling different functions for each of 300,000 pixels would take most of a frame.
function listOf(numberAt, length) {
  const list = new Float32Array(length);
  for (let i = 0; i < length; i++) list[i] = numberAt(i);
  return list;
}

/** A picture of many pixels, with a frame around some of them. Pointer and keyboard move over it. */
export class PixelPane {
  // "application": the arrow keys move the frame and not a screen reader's own cursor. A frame around few pixels
  // is drawn larger than they are, so that it can be seen, unless another smallest side is given.
  constructor(label, name = "", smallestFrame = SMALLEST_FRAME) {
    this.smallestFrame = smallestFrame;
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.frame = element("div", { class: "grid-frame", "aria-hidden": "true" });
    this.node = element("div", { class: `pane ${name}`.trim(), tabindex: 0, role: "application", "aria-label": label },
      this.canvas, this.frame);
    this.scale = 0; // pixels of the screen to one of the picture; not known yet
  }

  /** Draw this many rows and columns, each this many pixels of the screen large. */
  size({ rows, columns }, scale) {
    this.scale = scale;
    this.canvas.style.width = `${columns * scale}px`;
    this.canvas.style.height = `${rows * scale}px`;
    this.canvas.classList.toggle("coarse", scale > 1);
  }

  paint(map, numbers, limit, table) {
    paint(this.canvas, map, numbers, limit, table);
  }

  /** Frame a rectangle of pixels. */
  surround(row, column, rows = 1, columns = 1) {
    const { scale } = this;
    const grow = Math.max(0, (this.smallestFrame - Math.min(rows, columns) * scale) / 2);
    this.frame.style.transform = `translate(${column * scale - grow}px, ${row * scale - grow}px)`;
    this.frame.style.width = `${columns * scale + 2 * grow}px`;
    this.frame.style.height = `${rows * scale + 2 * grow}px`;
  }

  /** The pixel under a pointer, [row, column]; outside the picture, the nearest one. */
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const cell = (at, start, length, cells) => clamp(Math.floor(((at - start) / length) * cells), 0, cells - 1);
    return [cell(event.clientY, box.top, box.height, this.canvas.height),
      cell(event.clientX, box.left, box.width, this.canvas.width)];
  }
}
