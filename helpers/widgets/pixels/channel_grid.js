// The numbers of one channel inside the frame. Their colours are on a canvas below them, one pixel for each cell: giving each
// of 243 cells another colour would take the page most of a frame, and the frame moves with every pixel of the pointer.

import { setSize } from "../shared/canvas.js";
import { inkOn } from "../shared/colours.js";
import { element } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";

const WHITE_INK = inkOn([0, 0, 0]);

export class ChannelGrid extends NumberGrid {
  /**
   * @param {any} options Those of a NumberGrid.
   * @param {(value: number) => number[]} colourOf The colour of a number from 0 to 255.
   */
  constructor(options, colourOf) {
    super(options);
    this.colours = Array.from({ length: 256 }, (_, value) => colourOf(value));
    this.marks = this.colours.map((colour) => (inkOn(colour) === WHITE_INK ? "on-dark" : ""));
    this.ground = element("canvas", { class: "ground", "aria-hidden": "true" });
    this.node.prepend(this.ground);
  }

  /** Set the sides of a cell; a grid below one with the same columns can do without their numbers. */
  size(width, height, hasColumns = true) {
    super.size(width, height);
    this.node.classList.toggle("headless", !hasColumns);
    if (!hasColumns) {
      this.metrics.above = 0;
      this.table.style.gridTemplateRows = "0";
    }
    const { above, left } = this.metrics;
    this.ground.style.cssText = `left: ${left}px; top: ${above}px; width: ${this.columns * width}px; height: ${this.rows * height}px`;
  }

  /** Show a number in each cell, `valueAt` its row and column. */
  fillAll(valueAt) {
    const { rows, columns, ground } = this;
    setSize(ground, rows, columns);
    const brush = ground.getContext("2d");
    const image = brush.createImageData(columns, rows);
    for (let row = 0, byte = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, byte += 4) {
        const value = valueAt(row, column);
        image.data.set([...this.colours[value], 255], byte);
        this.fill(row, column, { text: String(value), colour: null, marks: this.marks[value] });
      }
    }
    brush.putImageData(image, 0, 0);
  }
}
