// One grid of cells on a canvas: the picture behind it, and what the chosen cell sees of it.

import { between } from "../shared/colours.js";
import { element } from "../shared/dom.js";
import { by } from "../shared/numbers.js";
import { SEEN_TINT, UNSEEN_VEIL } from "../shared/limits.js";
import { FOCUS_COLOUR } from "../shared/palette.js";
import { windowParts } from "./arithmetic.js";

const SMALLEST_LINED = 6; // pixels: with smaller cells, the lines between them would be most of the picture
const BY_PATHS = { picture: [0.12, 0.7], plain: [0.25, 1] }; // the tints of the cells with the fewest and the most paths, where they count
const HALO = 3; // pixels around the chosen cell
const LETTER = 7.4; // pixels of a letter below a grid
const ROWS = { made: "window", sees: "receptive field" }; // below the input are the names of the rows

export class GridPane {
  constructor(grid, layer) {
    const { name, size, field } = grid;
    this.layer = layer;
    this.rows = size[0];
    this.columns = size[1];
    this.side = 0; // of a cell, in pixels
    this.room = 0; // around the grid
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.node = element("div", { class: "pane", tabindex: 0, role: "application", "data-layer": layer,
      "aria-label": `${name}, ${by(...size)} cells. The arrow keys move the chosen cell; Home and End go to the sides.` },
    this.canvas);
    this.title = element("div", { class: "title", text: name });
    this.cells = element("div", { class: "cells", text: by(...size) });
    this.parts = windowParts(grid);
    const made = this.parts.flatMap((text, n) => [...(n ? [element("i", { class: "comma", text: ", " })] : []), element("span", { text })]);
    const row = (name, ...parts) => element("div", { class: name }, ...(layer ? parts : [element("span", { class: "row-name", text: ROWS[name] })]));
    this.below = element("div", { class: "rows" }, row("made", ...made), row("sees", element("b", { text: by(...field) })));
    this.figure = element("div", { class: "figure" }, this.title, this.cells, element("div", { class: "map" }, this.node), this.below);
  }

  // Whether how the grid is made takes more than a line of its width.
  isTight() {
    return LETTER * this.parts.join(", ").length > this.columns * this.side + 2 * this.room;
  }

  // The cell under a pointer, or null outside the cells.
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const [row, column] = [event.clientY - box.top, event.clientX - box.left].map((at) => Math.floor((at - this.room) / this.side));
    return row >= 0 && row < this.rows && column >= 0 && column < this.columns ? [row, column] : null;
  }

  size(side, room) {
    if (side === this.side && room === this.room) return;
    [this.side, this.room] = [side, room];
    const sharp = Math.max(1, window.devicePixelRatio || 1);
    const [high, wide] = [this.rows, this.columns].map((cells) => cells * side + 2 * room + 1);
    Object.assign(this.canvas, { width: wide * sharp, height: high * sharp });
    Object.assign(this.canvas.style, { width: `${wide}px`, height: `${high}px` });
    this.canvas.getContext("2d").setTransform(sharp, 0, 0, sharp, room * sharp, room * sharp);
  }

  /**
   * Draw the grid, and on it what the chosen cell sees.
   * @param {any} region Its rows and columns, or null where they are not shown.
   * @param {number[][]|null} picture What is behind the cells, from 0 to 255.
   * @param {{paper: number[], lines: string, edge: string, dim: number[], halo: string, showsPaths: boolean, isUnseen: boolean, isChosen: boolean}} look
   *   `dim`: the colour towards which the picture fades where the chosen cell does not see it; `halo`: what is around
   *   that cell; `isUnseen`: whether it sees nothing here.
   */
  draw(region, picture, { paper, lines, edge, dim, halo, showsPaths, isUnseen, isChosen }) {
    const { rows, columns, side } = this;
    const brush = this.canvas.getContext("2d");
    brush.clearRect(-this.room, -this.room, this.canvas.width, this.canvas.height);
    const share = region ? shareOf(region) : () => 0;
    const cover = Number.isInteger(side) ? side : side + 0.5; // half a pixel would leave a seam to the next cell
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const grey = picture ? Array(3).fill(picture[row][column]) : paper;
        const seen = share(row, column);
        const isFaded = picture && (region || isUnseen);
        brush.fillStyle = `rgb(${seen ? lit(grey, showsPaths ? seen : null, picture) : isFaded ? between(grey, dim, UNSEEN_VEIL) : grey})`;
        brush.fillRect(column * side, row * side, cover, cover);
      }
    }
    brush.fillStyle = picture ? "rgb(128 128 128 / 0.35)" : lines;
    const step = side < SMALLEST_LINED ? [rows, columns] : [1, 1];
    for (let row = 0; row <= rows; row += step[0]) brush.fillRect(0, row * side, columns * side + 1, 1);
    for (let column = 0; column <= columns; column += step[1]) brush.fillRect(column * side, 0, 1, rows * side + 1);
    Object.assign(brush, { strokeStyle: edge, lineWidth: 1 });
    brush.strokeRect(0.5, 0.5, columns * side, rows * side);
    if (isChosen) this.mark(brush, region, halo);
    else if (region) this.surround(brush, region);
  }

  // The chosen cell is solid, with a ring in the colour of the page around it.
  mark(brush, [down, along], halo) {
    const { side } = this;
    const [x, y] = [along.first * side, down.first * side];
    const fill = (colour, around) => {
      brush.fillStyle = colour;
      brush.fillRect(x - around, y - around, side + 2 * around + 1, side + 2 * around + 1);
    };
    fill("rgb(0 0 0 / 0.55)", HALO + 1); // on a white cell, the halo has an edge
    fill(halo, HALO);
    fill(`rgb(${FOCUS_COLOUR})`, 0);
  }

  // Frame the region; where it hangs over the edge, it covers padding and is dashed.
  surround(brush, [down, along]) {
    const { side } = this;
    const lineWidth = side < 8 ? 2 : 3; // thin enough to leave the middle of the cells beside it free
    Object.assign(brush, { strokeStyle: `rgb(${FOCUS_COLOUR})`, lineWidth });
    brush.setLineDash(down.outside + along.outside ? [5, 3] : []);
    brush.strokeRect(along.first * side + 0.5, down.first * side + 0.5, along.length * side, down.length * side);
    brush.setLineDash([]);
  }

  // Where the size of a frame has room, in pixels from the upper left corner of the element that holds the panes:
  // between what is written above the grid and below it, and as far as the next grid.
  roomForSize() {
    const { offsetLeft, offsetWidth } = this.figure;
    return { left: offsetLeft, right: offsetLeft + offsetWidth, top: this.cells.offsetTop + this.cells.offsetHeight + 1, bottom: this.below.offsetTop - 1 }; // both are rounded
  }

  // The part of a frame that is drawn: the canvas cuts off what is far outside the grid.
  shownPart(corners, holder) {
    const [box, outer] = [this.canvas, holder].map((one) => one.getBoundingClientRect());
    const [left, top] = [box.left - outer.left, box.top - outer.top];
    return { left: Math.max(corners.left, left), top: Math.max(corners.top, top), right: Math.min(corners.right, left + box.width),
      bottom: Math.min(corners.bottom, top + box.height) };
  }

  // The edges of the whole grid.
  edges(holder) {
    const [down, along] = [this.rows, this.columns].map((length) => ({ first: 0, length }));
    return this.corners([down, along], holder);
  }

  // The edges of a region, in pixels from the upper left corner of the element that holds the panes.
  corners([down, along], holder) {
    const [box, outer] = [this.canvas, holder].map((one) => one.getBoundingClientRect());
    const left = box.left - outer.left + this.room + along.first * this.side;
    const top = box.top - outer.top + this.room + down.first * this.side;
    return { left, top, right: left + along.length * this.side, bottom: top + down.length * this.side };
  }
}

// For every cell, how many paths lead from it to the chosen one, as a share of the most; 0 if it is not seen.
function shareOf([down, along]) {
  const [above, beside] = [new Map(down.paths), new Map(along.paths)];
  const most = Math.max(...above.values()) * Math.max(...beside.values());
  return (row, column) => ((above.get(row) ?? 0) * (beside.get(column) ?? 0)) / most;
}

// The colour of a seen cell: its own on a picture, orange where there is none; or more orange the more paths lead from it.
function lit(grey, share, picture) {
  if (share === null) return picture ? grey : between(grey, FOCUS_COLOUR, SEEN_TINT);
  const [least, most] = BY_PATHS[picture ? "picture" : "plain"];
  return between(grey, FOCUS_COLOUR, least + (most - least) * share);
}
