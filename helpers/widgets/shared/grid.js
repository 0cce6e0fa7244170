// Grids of numbers, and typing into their cells.

import { inkOn } from "./colours.js";
import { element, resizeChildren, setText } from "./dom.js";
import { moveByKey } from "./keys.js";
import { plainNumber } from "./numbers.js";
import { realNumber } from "./settings.js";

const NUMBERS = 22; // pixels for the numbers of rows and columns, unless a page wants more

// What every grid has: its elements, the cell that is reached with Tab, and a frame around some cells.
// A class derived from it fills `table` with the rows, and has `activate`, `goTo` and `place`.
export class Grid {
  constructor({ label, name, role = "grid" }) {
    /** @type {any} */
    this.active = [0, 0];
    this.rows = this.columns = 0;
    this.metrics = { width: 0, height: 0, above: 0, left: 0 };
    this.table = element("div", { role, "aria-label": label, class: "grid-cells" });
    this.frame = element("div", { class: "grid-frame", "aria-hidden": "true", hidden: true });
    this.node = element("div", { class: `number-grid ${name}` }, this.table, this.frame);
  }

  // Draw a frame around a rectangle of cells.
  surround(row, column, rows, columns) {
    const { width, height, above, left } = this.metrics;
    this.frame.hidden = false;
    this.frame.style.transform = `translate(${left + column * width}px, ${above + row * height}px)`;
    this.frame.style.width = `${columns * width}px`;
    this.frame.style.height = `${rows * height}px`;
  }

  // Where a key leads from the active cell, or null if it is not a key for moving.
  step(event) {
    return moveByKey(event, this.active, this.rows, this.columns);
  }
}

// A grid of numbers on coloured cells, with the rows and columns numbered beside it. As a "grid" it is
// one stop of the Tab key, and the arrow keys move within it; as a "table" it is there to be read.
export class NumberGrid extends Grid {
  /**
   * @param {object} options
   * @param {string} options.label For a screen reader.
   * @param {string} options.name The class of its outermost element.
   * @param {"grid"|"table"} [options.role]
   * @param {boolean|number} [options.numbered] Whether rows and columns are numbered, or the width in
   *   pixels of the numbers of the rows.
   * @param {boolean} [options.numbersPadding] Whether padding is numbered too: −1, −2 before the first row or column.
   */
  constructor({ label, name, role = "grid", numbered = false, numbersPadding = false }) {
    super({ label, name, role });
    this.role = role;
    this.numbered = Boolean(numbered);
    this.numbersPadding = numbersPadding;
    this.numbersWidth = typeof numbered === "number" ? numbered : NUMBERS;
    /** @type {any} */
    this.heads = null; // the row of column numbers
    /** @type {any} */
    this.blank = null; // an empty cell, copied for each
    this.key = "";
    /** @type {any[][]} */
    this.cells = [];
    /** @type {any[]} */
    this.lines = []; // the rows of cells
    this.shown = new WeakMap(); // what each cell shows, so that only changes are drawn
  }

  // Make the cells; first is subtracted from the numbers written beside the grid, and rows and columns
  // outside 0 … real are padding. Cells that were there are kept: making hundreds of new ones
  // would take the page most of a frame.
  shape(rows, columns, first = [0, 0], real = [rows, columns]) {
    const key = [rows, columns, ...first, ...real].join();
    if (key === this.key) return;
    this.key = key;
    [this.rows, this.columns] = [rows, columns];
    const number = (head, axis, n) => {
      const isPadding = n < first[axis] || n >= first[axis] + real[axis];
      setText(head, isPadding && !this.numbersPadding ? "" : plainNumber(n - first[axis]));
      head.classList.toggle("of-outside", isPadding);
    };
    if (this.numbered) {
      this.heads ||= this.table.appendChild(element("div", { role: "row", class: "heads" }, this.head("columnheader")));
      resizeChildren(this.heads, columns + 1, () => this.head("columnheader"));
      for (let column = 0; column < columns; column++) number(this.heads.children[column + 1], 1, column);
    }
    this.lines.splice(rows).forEach((line) => line.remove());
    this.cells.length = rows;
    const added = document.createDocumentFragment();
    for (let row = 0; row < rows; row++) {
      if (!this.lines[row]) {
        this.lines[row] = element("div", { role: "row" }, ...(this.numbered ? [this.head("rowheader")] : []));
        added.append(this.lines[row]);
      }
      const line = this.lines[row];
      const heads = this.numbered ? 1 : 0;
      if (heads) number(line.firstChild, 0, row);
      resizeChildren(line, columns + heads, (n) => this.cell(row, n - heads));
      for (const editor of line.querySelectorAll(".cell > *")) { // none outlives its grid
        const cell = editor.parentNode;
        cell.replaceWith(this.cell(row, cell.dataset.column));
      }
      this.cells[row] = [...line.children].slice(heads);
    }
    this.table.append(added);
    this.table.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    this.activate(Math.min(this.active[0], rows - 1), Math.min(this.active[1], columns - 1));
  }

  head(role) {
    return element("span", { role, class: "beside" });
  }

  cell(row, column) {
    this.blank ||= element("div", { ...(this.role === "grid" ? { role: "gridcell", tabindex: -1 } : { role: "cell" }), class: "cell" });
    const cell = this.blank.cloneNode();
    cell.setAttribute("data-row", row);
    cell.setAttribute("data-column", column);
    return cell;
  }

  // Set the side of a cell in pixels. A cell too small for its number shows only its colour.
  size(width, height = width, showNumbers = true) {
    const shown = this.numbered && showNumbers;
    const [above, left] = shown ? [NUMBERS, this.numbersWidth] : [0, 0];
    this.metrics = { width, height, above, left };
    this.node.classList.toggle("small", !showNumbers);
    this.node.classList.toggle("narrow", width < 32);
    this.table.style.gridTemplateColumns = `${shown ? `${left}px ` : ""}repeat(${this.columns}, ${width}px)`;
    this.table.style.gridAutoRows = `${height}px`;
    this.table.style.gridTemplateRows = shown ? `${above}px` : "";
    this.node.style.width = `${left + this.columns * width}px`;
  }

  // Fill one cell; only what differs from before is touched.
  fill(row, column, { text, colour, label = "", marks = "" }) {
    const cell = this.cells[row][column];
    const shown = this.shown.get(cell) ?? { text: "", paint: "", marks: "", label: "" };
    this.shown.set(cell, shown);
    if (shown.text !== text) {
      shown.text = text;
      if (!cell.firstElementChild || !cell.querySelector("input")) setText(cell, text);
    }
    const paint = colour ? `rgb(${colour})` : "";
    if (shown.paint !== paint) {
      shown.paint = paint;
      cell.style.cssText = colour ? `background-color: ${paint}; color: ${inkOn(colour)}` : "";
    }
    if (shown.marks !== marks) {
      cell.classList.remove(...shown.marks.split(" ").filter(Boolean));
      cell.classList.add(...marks.split(" ").filter(Boolean));
      shown.marks = marks;
    }
    if (label && shown.label !== label) {
      shown.label = label;
      cell.setAttribute("aria-label", label);
    }
  }

  // Give cells a class, and take it from those that had it: mark("tap", [[0, 1], [0, 2]]).
  mark(name, places) {
    const wanted = new Set(places.map(([row, column]) => this.cells[row]?.[column]).filter(Boolean));
    for (const cell of [...this.table.getElementsByClassName(name)]) {
      if (!wanted.has(cell)) cell.classList.remove(name);
    }
    wanted.forEach((cell) => cell.classList.add(name));
  }

  // Make a cell the one that Tab reaches; the others are reached with the arrow keys.
  activate(row, column) {
    if (this.role !== "grid") return;
    this.cells[this.active[0]]?.[this.active[1]]?.setAttribute("tabindex", "-1");
    this.active = [row, column];
    this.cells[row][column].setAttribute("tabindex", "0");
  }

  // Give a cell the keyboard; what the pointer is on needs no scrolling.
  goTo(row, column, { preventScroll = false } = {}) {
    this.activate(row, column);
    this.cells[row][column].focus({ preventScroll });
  }

  /**
   * Where an event happened: [row, column], or null outside the cells.
   * @returns {any}
   */
  place(event) {
    const cell = event.target.closest?.("[data-row]");
    return cell && this.table.contains(cell) ? [Number(cell.dataset.row), Number(cell.dataset.column)] : null;
  }

  // All different texts of the cells, from which a page computes how wide the cells must be.
  texts() {
    return new Set(this.cells.flat().map((cell) => this.shown.get(cell)?.text ?? ""));
  }

  textOf(cell) {
    return this.shown.get(cell)?.text ?? "";
  }
}

// Typing into a cell of a grid: Enter, or leaving it, takes the number over, and Esc brings the old one
// back. What is not a number stays to be corrected, and `complain` gets the sentence that says why.
export class CellEditor {
  constructor(complain) {
    this.complain = complain;
    /** @type {any} */
    this.box = null; // while no cell is open
    /** @type {any} */
    this.grid = this.cell = this.title = this.number = null;
    /** @type {(value: number) => void} */
    this.take = () => {};
  }

  // Open a cell with its number, or with what is `typed` instead; `take` gets the new number.
  open(grid, [row, column], { label, title, number, typed = null, take }) {
    const box = element("input", { type: "text", class: "editor", "aria-label": label, autocomplete: "off" });
    box.value = typed ?? plainNumber(number);
    Object.assign(this, { box, grid, cell: grid.cells[row][column], title, number, take });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); if (this.commit()) grid.goTo(row, column, { preventScroll: true }); }
      if (event.key === "Escape") { event.stopPropagation(); this.close(); grid.goTo(row, column, { preventScroll: true }); }
    });
    box.addEventListener("blur", () => this.box === box && this.commit());
    this.complain("");
    grid.activate(row, column);
    this.cell.replaceChildren(box);
    box.focus({ preventScroll: true });
    if (typed === null) box.select();
  }

  // Take over what was typed, and close the cell; false if it is not a number.
  commit() {
    if (!this.box) return true;
    const [value, wrong] = realNumber(this.box.value, this.title);
    this.box.setAttribute("aria-invalid", String(Boolean(wrong)));
    this.complain(wrong && `${wrong} Esc brings the old number back.`);
    if (wrong) return false;
    this.close();
    if (value !== this.number) this.take(value);
    return true;
  }

  close() {
    if (!this.box) return;
    const { box, cell, grid } = this;
    this.box = null; // first: removing it takes the focus away, which would commit
    this.complain("");
    box.remove();
    cell.textContent = grid.textOf(cell);
  }
}
