// A grid of numbers painted on a canvas.

import { element, resizeChildren } from "../shared/dom.js";
import { Grid } from "../shared/grid.js";

const HEADS = 22; // pixels for the numbers of rows and columns
const TIGHT = 22; // pixels of a cell, below which two digits take all of it

// More than a thousand cells as elements would take the page 50 ms to lay out and paint, so they are painted.
// Only what moves is an element over the canvas: the frame, the marks, and the one cell that the keyboard is
// on, which tells a screen reader where it is and, in the words of `describe`, what is painted there.
export class PaintedGrid extends Grid {
  constructor({ label, name, describe }) {
    super({ label, name });
    this.describe = describe;
    // A click must not move the focus to what is under the canvas; `goTo` moves it to a cell.
    this.canvas = element("canvas", { "aria-hidden": "true", onmousedown: (event) => event.preventDefault() });
    // Painted at once instead of being queued: a thousand small strokes are faster that way.
    this.pen = this.canvas.getContext("2d", { willReadFrequently: true });
    /** @type {Record<string, any>} From the name of a mark to the element that holds its marks. */
    this.layers = {};
    /** @type {any} The colours and the font of the page, once they have been read. */
    this.theme = null;
    this.metrics = { width: 0, height: 0, above: 0, left: 0, line: 0 };
    this.ratio = 1;
    this.fill = null; // the colour that the pen fills with
    this.canvasKey = "";
    /** @type {number[]} Where each row or column begins, in pixels of the screen. */
    this.at = [];
    this.node.prepend(this.canvas);
  }

  // Paint everything, with cells of `side` pixels, which are `readable` if numbers fit into them. For a place,
  // `look` gives a new object { text, paint, ink, padding, unused }. `first` and `real` as in NumberGrid.shape.
  paint({ rows, columns, side, readable, look, first = [0, 0], real = [rows, columns] }) {
    [this.rows, this.columns] = [rows, columns];
    this.table.setAttribute("aria-rowcount", rows);
    this.table.setAttribute("aria-colcount", columns);
    this.makeRoom(side, readable);
    this.readTheme();
    const cells = [];
    for (let row = 0; row < rows; row++) {
      const [y, height] = [this.at[row], this.at[row + 1] - this.at[row]];
      for (let column = 0; column < columns; column++) {
        const [x, width] = [this.at[column], this.at[column + 1] - this.at[column]];
        cells.push(Object.assign(look([row, column]), { x, y, width, height }));
      }
    }
    for (const [paint, alike] of groups(cells, "paint")) {
      this.fillWith(paint || this.theme.blank);
      for (const { x, y, width, height } of alike) this.pen.fillRect(x, y, width, height);
    }
    this.hatch(cells.filter((cell) => cell.unused));
    if (readable) {
      this.rule();
      this.writeNumbers(cells, first, real);
    }
    this.dash(cells.filter((cell) => cell.padding));
    this.activate(Math.min(this.active[0], rows - 1), Math.min(this.active[1], columns - 1));
  }

  // Asking for colours and font costs the page a layout, so they are kept until the page sets `theme` to null.
  // There are none before the canvas is on the page.
  readTheme() {
    if (this.theme?.ink) return;
    const style = getComputedStyle(this.canvas);
    const [blank, padding, rule, heads] = ["--blank", "--course-padding", "--rule", "--heads"].map((name) => style.getPropertyValue(name));
    this.theme = { blank, padding, rule: rule || "#808080", font: style.fontFamily, ink: style.color, heads: heads || style.color };
  }

  makeRoom(side, readable) {
    const [head, line] = readable ? [HEADS, 1] : [0, 0]; // the last line is outside of the last cell
    this.metrics = { width: side, height: side, above: head, left: head, line };
    this.ratio = devicePixelRatio;
    this.fill = null;
    this.at = Array.from({ length: Math.max(this.rows, this.columns) + 1 }, (_, n) => this.onScreen(head + n * side));
    this.node.classList.toggle("small", !readable);
    const [width, height] = [this.columns, this.rows].map((count) => head + count * side);
    const key = [width, height, line, this.ratio].join();
    if (key === this.canvasKey) { // as large as before: another canvas would take a millisecond
      this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      return;
    }
    this.canvasKey = key;
    this.node.style.cssText = `width: ${width}px; height: ${height}px`;
    this.canvas.style.cssText = `width: ${width + line}px; height: ${height + line}px`;
    // This clears the canvas too.
    [this.canvas.width, this.canvas.height] = [width + line, height + line].map((length) => this.onScreen(length));
  }

  // A length in pixels of the screen; a pixel of the page may have two of them across. It is rounded: a line
  // between two of them would be blurred.
  onScreen(length) {
    return Math.round(length * this.ratio);
  }

  // Setting the colour takes longer than using it, so cells of a colour are painted together.
  fillWith(colour) {
    if (colour !== this.fill) this.pen.fillStyle = colour;
    this.fill = colour;
  }

  // Stripes on the cells that no window uses.
  hatch(cells) {
    const { pen, canvas } = this;
    pen.save();
    pen.beginPath();
    for (const { x, y, width, height } of cells) pen.rect(x, y, width, height);
    pen.clip();
    pen.beginPath();
    for (let start = -canvas.height; cells.length && start < canvas.width; start += this.onScreen(10)) {
      pen.moveTo(start, 0);
      pen.lineTo(start + canvas.height, canvas.height);
    }
    pen.lineWidth = this.onScreen(2);
    pen.strokeStyle = "rgb(153 153 153 / 0.65)";
    pen.stroke();
    pen.restore();
  }

  // The lines between the cells.
  rule() {
    const { pen, canvas, at, rows, columns } = this;
    const thick = this.onScreen(1);
    this.fillWith(this.theme.rule);
    for (const y of at.slice(0, rows + 1)) pen.fillRect(at[0], y, canvas.width - at[0], thick);
    for (const x of at.slice(0, columns + 1)) pen.fillRect(x, at[0], thick, canvas.height - at[0]);
  }

  // The numbers in the cells, and those of the rows and columns.
  writeNumbers(cells, first, real) {
    const { pen, metrics, at, theme } = this;
    pen.font = `${this.onScreen(Math.min(15, metrics.width - 4))}px ${theme.font}`;
    pen.textAlign = "center";
    const drop = pen.measureText("0").actualBoundingBoxAscent / 2; // from the middle of a digit to its foot
    for (const [ink, alike] of groups(cells.filter(({ text }) => text), "ink")) {
      this.fillWith(ink);
      for (const { text, x, y, width, height } of alike) pen.fillText(text, x + width / 2, y + height / 2 + drop);
    }
    this.fillWith(theme.heads);
    const [margin, half] = [this.onScreen(metrics.left / 2), this.onScreen(metrics.width / 2)];
    for (let row = 0; row < real[0]; row++) pen.fillText(row, margin, at[row + first[0]] + half + drop);
    const every = metrics.width < TIGHT && real[1] > 10 ? 2 : 1; // "10" and "11" would be read as one number
    for (let column = 0; column < real[1]; column += every) pen.fillText(column, at[column + first[1]] + half, margin + drop);
  }

  // Dashes around the cells of the padding.
  dash(cells) {
    const { pen, metrics } = this;
    const thick = metrics.width < 32 ? 1 : 2;
    const [line, inset] = [this.onScreen(metrics.line), this.onScreen(metrics.line + 1.5 * thick)];
    pen.save();
    pen.lineWidth = this.onScreen(thick);
    pen.strokeStyle = this.theme.padding;
    pen.setLineDash([this.onScreen(2.5 * thick), this.onScreen(1.5 * thick)]);
    for (const { x, y, width, height } of cells) {
      pen.strokeRect(x + inset, y + inset, width + line - 2 * inset, height + line - 2 * inset);
    }
    pen.restore();
  }

  // Lay an element over a cell.
  put(node, row, column) {
    const { width, height, above, left, line } = this.metrics;
    [node.dataset.row, node.dataset.column] = [row, column];
    const [x, y] = [left + column * width, above + row * height];
    node.style.cssText = `left: ${x}px; top: ${y}px; width: ${width + line}px; height: ${height + line}px`;
  }

  mark(name, places) {
    this.layers[name] ||= this.node.insertBefore(element("div", { "aria-hidden": "true" }), this.table);
    resizeChildren(this.layers[name], places.length, () => element("div", { class: `cell over ${name}` }));
    places.forEach((place, n) => this.put(this.layers[name].children[n], ...place));
  }

  // Makes a new cell each time: a screen reader reads what gets the focus, and not what changes under it.
  activate(row, column) {
    const label = this.describe([row, column]);
    const before = this.table.querySelector(".cell");
    const isSame = before?.getAttribute("aria-label") === label && this.active.join() === [row, column].join();
    this.active = [row, column];
    if (isSame) return this.put(before, row, column);
    const cell = element("div", { role: "gridcell", tabindex: 0, "aria-label": label, "aria-colindex": column + 1,
      class: "cell over" });
    this.put(cell, row, column);
    this.table.append(element("div", { role: "row", "aria-rowindex": row + 1 }, cell));
    if (before === document.activeElement) cell.focus();
    before?.parentNode.remove();
  }

  goTo(row, column, options = {}) {
    this.activate(row, column);
    this.table.querySelector(".cell").focus(options);
  }

  place(event) {
    if (event.target !== this.canvas) return null;
    const { width, left } = this.metrics; // as much room above
    const [row, column] = [event.offsetY, event.offsetX].map((offset) => Math.floor((offset - left) / width));
    return row >= 0 && row < this.rows && column >= 0 && column < this.columns ? [row, column] : null;
  }
}

// The cells that have the same value under a name, as [value, cells].
function groups(cells, name) {
  const found = new Map();
  for (const cell of cells) {
    if (!found.has(cell[name])) found.set(cell[name], []);
    found.get(cell[name]).push(cell);
  }
  return found;
}
