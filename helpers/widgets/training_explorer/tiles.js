// The first view of the small network: its first kernels as large tiles, and the drawings held out, each with its class
// and what the network takes it for.

import { shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { element, setText } from "../shared/dom.js";
import { DRAWING_SIDE } from "../shared/limits.js";
import { clamp } from "../shared/numbers.js";
import { SIGNED_SHADES, signedScale } from "../shared/signed.js";
import { evenColumns, picture } from "./flow_parts.js";
import { rounded } from "./words.js";

/** @type {{[name: string]: {rows: number, columns: number}}} */
const SIZE = { kernel: { rows: 3, columns: 3 }, drawing: { rows: DRAWING_SIDE, columns: DRAWING_SIDE } };
const TILE = { least: 56, gap: 12, cells: [12, 30], most: 8, before: [8, 7] }; // pixels, of a kernel's tile and of a cell; tiles in a row; a cell before the first step, with its name beside and below it
const NAME_BESIDE = 75; // pixels across a tile from which on "at the start" is beside the small kernel below it, and not below that
const GARMENT = { beside: 150, below: 108, side: { beside: 42, below: 35 } }; // pixels across of a drawing with its words beside it, and below it
const GREYS = shades(pixelColour);

/** How many things are in a row, as a property of a list. */
function inRows(list, columns) {
  list.style.setProperty("--tiles", String(columns));
}

export class KernelTiles {
  /** @param {HTMLElement} list With an option for each kernel. */
  constructor(list) {
    this.list = list;
    this.scale = element("span", { class: "scale" });
    this.ends = [0, 1].map(() => element("span"));
    this.key = element("span", { class: "colour-key", role: "img" }, this.ends[0], this.scale, this.ends[1]);
    this.panes = [...list.children].map((option, n) => {
      const [now, before] = [picture("kernel"), picture("kernel before")];
      option.setAttribute("aria-label", `Kernel ${n}`);
      option.append(now.node, element("span", { class: "below-tile", "aria-hidden": "true" }, element("span", { text: String(n) }),
        element("span", { class: "begun" }, element("span", { text: "at\u00a0the start" }), before.node)));
      return { now, before };
    });
  }

  /** @param {number} room Pixels across. */
  fit(room) {
    const { least, gap, cells: [smallest, largest], most, before } = TILE;
    const columns = evenColumns(this.panes.length, clamp(Math.floor((room + gap) / (least + gap)), 1, most));
    inRows(this.list, columns);
    const cell = clamp(Math.floor(((room + gap) / columns - gap - 6) / 3), smallest, largest);
    const isTight = 3 * cell < NAME_BESIDE;
    this.list.classList.toggle("tight", isTight);
    for (const panes of this.panes) {
      panes.now.size(SIZE.kernel, cell);
      panes.before.size(SIZE.kernel, before[Number(isTight)]);
    }
  }

  /**
   * @param {ArrayLike<number>} weights
   * @param {ArrayLike<number>} begun The kernels before the first step.
   * @param {number} full What has the full colour.
   * @param {boolean} isBegun Whether a step has been taken: before it, the small kernels would only be the same again.
   */
  paint(weights, begun, full, isBegun) {
    const count = this.panes.length;
    this.list.classList.toggle("changed", isBegun);
    this.panes.forEach(({ now, before }, kernel) => {
      now.paint(SIZE.kernel, (i) => weights[i * count + kernel], full, SIGNED_SHADES);
      before.paint(SIZE.kernel, (i) => begun[i * count + kernel], full, SIGNED_SHADES);
    });
    const end = rounded(full);
    setText(this.ends[0], `−${end}`);
    setText(this.ends[1], end);
    this.key.setAttribute("aria-label", `Colours from −${end}, blue, over 0 to ${end}, red`);
  }

  inColours() {
    this.scale.style.background = signedScale();
  }
}

export class Strip {
  /**
   * @param {HTMLElement} list With an option for each drawing.
   * @param {string[]} names Of the drawings' classes.
   * @param {(drawing: number, pixel: number) => number} pixelAt
   */
  constructor(list, names, pixelAt) {
    this.list = list;
    this.names = names;
    this.isBrightened = false; // whether a drawing is shown brighter than it is
    this.captions = [...list.children].map((option, n) => {
      const pane = picture("drawing");
      let brightest = 0;
      for (let i = 0; i < DRAWING_SIDE ** 2; i++) brightest = Math.max(brightest, pixelAt(n, i));
      this.isBrightened ||= brightest < 255;
      pane.paint(SIZE.drawing, (i) => pixelAt(n, i), brightest || 255, GREYS); // a dark garment would be lost on black
      const guess = element("span", { class: "guess" });
      option.append(pane.node, element("span", { class: "caption" }, element("span", { text: names[n] }), guess));
      return { guess, pane };
    });
  }

  /** @param {number} room Pixels across. */
  fit(room) {
    const count = this.captions.length;
    const isBelow = count * GARMENT.beside > 2 * room && count * GARMENT.below < 2 * room;
    this.list.classList.toggle("below", isBelow);
    for (const { pane } of this.captions) pane.size(SIZE.drawing, GARMENT.side[isBelow ? "below" : "beside"] / DRAWING_SIDE);
    inRows(this.list, evenColumns(count, Math.floor(room / (isBelow ? GARMENT.below : GARMENT.beside))));
  }

  /** Say what the network takes a drawing for. @param {number} n @param {string} found @param {boolean} isRight */
  tell(n, found, isRight) {
    const option = this.list.children[n];
    option.classList.toggle("right", isRight);
    setText(this.captions[n].guess, `${isRight ? "✓" : "✗"} ${found}`);
    const label = `${this.names[n]}: taken for ${found}, ${isRight ? "right" : "wrong"}`;
    if (option.getAttribute("aria-label") !== label) option.setAttribute("aria-label", label);
  }
}
