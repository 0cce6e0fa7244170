// The page of SizeExplorer. Its arithmetic is done here, so that a change needs no answer from Python.

import { windowsUsing } from "../shared/axes.js";
import { countColour, inkOn } from "../shared/colours.js";
import { element, patchChildren, setText, sign, tell } from "../shared/dom.js";
import { LARGEST_INPUT, LARGEST_INPUT_STEP, LARGEST_PADDED } from "../shared/limits.js";
import { by, clamp, counted } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { compute, formulaOf, notes, pixelWords, pixelsPerWindow, stateWords, useOf, windowCells } from "./arithmetic.js";
import { PaintedGrid } from "./painted_grid.js";
import { StrideArrow } from "./stride_arrow.js";

const ROLES = { Reach: "focus", kernel: "kernel" };
const PHONE = 480; // pixels: below, the formula is closer together

const HOW = forDevice("Point at an output to see its window, or at a pixel to see which outputs use it.",
  "Tap an output to see its window, or a pixel to see which outputs use it.");

const [HEADS, BETWEEN] = [22, 48]; // pixels across for the numbers of the rows, and for the arrow between the grids
const LEAST_FIGURES = [230, 230]; // and for each grid with its title and its words
const ROOMY = 760; // from this width on, the parts of the formula have room between them
const LARGEST_SIDE = 40; // pixels of a cell; more where there are few rows
const TALLEST = 368; // pixels of the grids that have larger cells
const LARGEST_OF_FEW = 46;

class SizePage extends SettingsView {
  constructor(context) {
    super(context, { label: "Size explorer", name: "sizes", compute,
      settings: ["size", "kernel_size", "stride", "padding", "dilation"] });
    this.input = new PaintedGrid({ label: "Input: how many windows use each pixel", name: "input",
      describe: (place) => pixelWords(this.state, place) });
    this.output = new PaintedGrid({ label: "Output", name: "output",
      describe: ([row, column]) => `Output row ${row}, column ${column}` });
    this.held = caption("");
    this.isDrawn = false; // or the grids are too large
    this.arrow = sign("→");
    this.stride = new StrideArrow();
    this.input.node.append(this.stride.node);
    this.notes = element("div", { class: "notes" });
    this.pictures = element("div", { class: "pictures" },
      this.figure("input", [caption("windows that use each pixel"), this.input.node]), this.buildLegend(), this.arrow,
      element("div", { class: "results" }, this.figure("output", [this.held, this.output.node]), this.words, this.notes));
    this.tooLarge = element("p", { class: "too-large", hidden: true });
    this.result = element("b", { class: "in-role of-output" });
    // Screen readers hear the words, which begin with the same sentence.
    const conclusion = element("p", { class: "conclusion", "aria-hidden": "true" }, "The output is ", this.result, ".");
    this.formula = element("div", { class: "formula", role: "group", "aria-label": "Formula" });
    this.reach = element("p", { class: "reach" });
    this.how = element("p", { class: "how", text: HOW });
    this.stage.append(conclusion, this.formula, this.reach, this.how, this.tooLarge, this.pictures);
    const settings = this.settingsBar((bar) => {
      bar.several("size", { rows: "Rows", columns: "Columns" }, { largest: LARGEST_INPUT });
      bar.whole("kernel_size", "Kernel", { largest: LARGEST_INPUT_STEP });
      bar.whole("stride", "Stride", { largest: LARGEST_INPUT_STEP });
      bar.whole("dilation", "Dilation", { largest: LARGEST_INPUT_STEP });
      bar.padding("Cells at each end", LARGEST_INPUT_STEP);
    });
    this.root.append(settings, this.problem, this.stage);
  }

  // What the colours of the input count, and what its other marks mean, where they are there.
  buildLegend() {
    this.scale = element("span", { class: "scale", "aria-hidden": "true" });
    this.least = element("span");
    this.most = element("span");
    const key = (name, text) => element("p", { class: "key" }, element("i", { class: `swatch ${name}` }), text);
    this.keys = { padding: key("padding", "padding"), unused: key("unused", "used by no window"),
      window: key("window", "window"), next: key("next", "its neighbour") };
    return element("div", { class: "legend" },
      element("p", { class: "counts" }, this.least, this.scale, this.most), ...Object.values(this.keys));
  }

  drawLegend() {
    const { rows, columns, least, most } = this.state;
    setText(this.least, String(least));
    setText(this.most, most === 1 ? "1 window" : `${most} windows`);
    const stops = [least, most].map((uses) => `rgb(${countColour(uses, most, isDark())})`);
    this.scale.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    this.keys.padding.hidden = rows.padded === rows.pixels && columns.padded === columns.pixels;
    this.keys.unused.hidden = [rows, columns].every(({ used }) => used.every(Boolean));
    this.keys.next.hidden = rows.output * columns.output === 1;
  }

  listen() {
    const point = (place) => { this.pointed = place; };
    const choose = (place) => { this.pointed = null; this.focus = place; };
    this.watchGrid(this.input, { hover: point, move: point });
    this.watchGrid(this.output, { hover: choose, move: choose });
    // Painted grids follow neither the theme nor the browser's zoom by themselves.
    this.watchTheme(() => { for (const grid of [this.input, this.output]) grid.theme = null; this.redraw(); });
    this.on(window, "resize", () => this.redraw());
  }

  // -- Drawing --

  drawState() {
    const { rows, columns, most } = this.state;
    setText(this.result, by(rows.output, columns.output));
    this.drawFormula();
    const { least } = this.state;
    const [reach, ...all] = notes(this.state);
    const others = least < most ? all.slice(0, -1) : all; // how often a pixel is used, the legend says
    const isSquare = rows.pixels === columns.pixels;
    this.reach.replaceChildren(...reachInRoles(reach), ...(isSquare ? [" ", element("span", { class: "alike", text: "Rows and columns alike." })] : []));
    patchChildren(this.notes, ...others.map((text) => element("p", { text })));
    const largest = Math.max(rows.padded, columns.padded);
    this.isDrawn = largest <= LARGEST_PADDED;
    this.pictures.hidden = this.how.hidden = !this.isDrawn;
    tell(this.tooLarge, this.isDrawn ? "" : `With ${largest} cells on a side the picture is left out: ` +
      `it is drawn up to ${LARGEST_PADDED}. The formula holds for any size.`);
    if (!this.isDrawn) return;
    this.drawLegend();
    this.focus = [Math.min(this.focus[0], rows.output - 1), Math.min(this.focus[1], columns.output - 1)];
    const isPadded = rows.padded > rows.pixels || columns.padded > columns.pixels;
    setText(this.titles.input, `Input ${by(rows.pixels, columns.pixels)}` +
      (isPadded ? `, padded to ${by(rows.padded, columns.padded)}` : ""));
    setText(this.titles.output, `Output ${by(rows.output, columns.output)}`);
    // How a pixel that is used this often looks.
    const looks = Array.from({ length: most + 1 }, (_, uses) => {
      const colour = countColour(uses, most, isDark());
      return { text: String(uses), paint: `rgb(${colour})`, ink: inkOn(colour) };
    });
    const look = (place) => {
      const { uses, padding } = useOf(this.state, place);
      return { ...(padding ? {} : looks[uses]), padding, unused: !uses };
    };
    const cells = this.fit();
    this.stackWhereNarrow(cells);
    this.input.paint({ ...cells, rows: rows.padded, columns: columns.padded, look,
      first: [rows.before, columns.before], real: [rows.pixels, columns.pixels] });
    this.output.paint({ ...cells, rows: rows.output, columns: columns.output, look: this.lookOfOutput(cells) });
    const { above, height } = this.output.metrics;
    this.root.style.setProperty("--middle", `${above + (height * rows.output) / 2}px`); // of the output
  }

  // Each output shows how many pixels its window covers: fewer where it covers padding. If all cover the same number,
  // the line above says it once.
  lookOfOutput({ side, readable }) {
    const { rows, columns, kernel_size } = this.state;
    const isWritten = readable && side >= 9 * String(kernel_size ** 2).length + 7;
    const [down, along] = [rows, columns].map(pixelsPerWindow);
    const areSame = [down, along].every((counts) => new Set(counts).size === 1);
    setText(this.held, areSame ? `${counted(down[0] * along[0], "pixel")} in each window` : "pixels in each window");
    return ([row, column]) => (isWritten && !areSame ? { text: String(down[row] * along[column]), ink: this.output.theme.ink } : {});
  }

  // The formula in words, and with the numbers of the page: one line, or one for the rows and one for the columns.
  drawFormula() {
    const { rows, columns } = this.state;
    const line = (name, axis) => {
      const { pixels, padding, effective, room, stride, floor, output } = formulaOf(axis);
      return element("p", { class: "worked" }, ...(name ? [element("span", { class: "which", text: name })] : []),
        unit("= ", ...size((role, _, text) => element("b", { class: `in-role of-${role}`, text }), { pixels, padding, effective, stride })), " ",
        unit(`= floor(${room} / ${stride}) + 1 = ${floor} + 1 = `, element("b", { class: "in-role of-output", text: output })));
    };
    const isSquare = rows.pixels === columns.pixels;
    const names = size((role, text) => element("span", { class: `in-role of-${role}`, text }));
    patchChildren(this.formula, element("p", {}, unit(...names)), ...(isSquare ? [line("", rows)] : [line("rows", rows), line("columns", columns)]));
  }

  // Choose the side of a cell so that both grids fit next to each other, with numbers if there is room.
  fit() {
    const { rows, columns, most } = this.state;
    const width = this.width || 740; // as observed: asking the page now would force a layout
    const room = width - 2 * HEADS - BETWEEN;
    const needed = 9 * String(most).length + 7;
    // The output's words are beside the input, too, however small it is.
    const besideWords = Math.max(Math.floor((room + HEADS - LEAST_FIGURES[1]) / columns.padded), needed);
    const widest = Math.min(Math.floor(room / (columns.padded + columns.output)), besideWords);
    const tall = Math.max(rows.padded, rows.output);
    const fitting = Math.min(clamp(Math.floor(TALLEST / tall), LARGEST_SIDE, LARGEST_OF_FEW), widest, Math.max(Math.floor(620 / tall), needed));
    // Below each other, the grids have larger cells: where there is no room side by side, or none for the numbers.
    const alone = Math.min(LARGEST_SIDE, Math.floor((width - HEADS - 1) / Math.max(columns.padded, columns.output)));
    const taken = [columns.padded, columns.output].map((cells, n) => Math.max(cells * fitting + HEADS, LEAST_FIGURES[n]));
    const isStacked = taken[0] + taken[1] + BETWEEN > width || (width < ROOMY && fitting < needed && alone >= needed);
    const side = Math.max(6, isStacked ? alone : fitting);
    return { side, readable: side >= needed, isStacked };
  }

  // If the output has no room to the right of the input, it goes below, and the arrow points down.
  stackWhereNarrow({ isStacked }) {
    this.pictures.classList.toggle("stacked", isStacked);
    this.root.classList.toggle("slim", this.width < ROOMY);
    this.root.classList.toggle("phone", this.width < PHONE);
    setText(this.arrow, isStacked ? "↓" : "→");
  }

  drawFocus() {
    if (!this.isDrawn) return;
    const [row, column] = this.focus;
    const { rows, columns, dilation } = this.state;
    this.input.surround(row * rows.stride, column * columns.stride, rows.effective, columns.effective);
    // The frame shows a window without holes; dilation leaves holes, so its cells are marked one by one.
    this.input.mark("tap", dilation > 1 ? windowCells(this.state, this.focus) : []);
    this.input.mark("pointed", this.pointed ? [this.pointed] : []);
    this.stride.draw(this.state, this.focus, this.input.metrics);
    this.output.surround(row, column, 1, 1);
    this.output.mark("user", this.pointed ? windowsUsing(this.pointed, rows, columns) : []);
    if (!this.output.table.contains(document.activeElement)) this.output.activate(row, column);
  }

  inWords() {
    return this.state ? stateWords(this.state, this) : "";
  }
}

function isDark() {
  return document.body.dataset.jpThemeLight === "false";
}

// The sentence about the reach, with the kernel and the reach in the colours that they have in the pictures. A line breaks
// only between the names and the numbers.
function reachInRoles(text) {
  const [, names, numbers] = text.match(/^(.*?) (= \d.*)$/);
  return [unit(...names.split(/(Reach|kernel)/).map((part) =>
    (part in ROLES ? element("span", { class: `in-role of-${ROLES[part]}`, text: part }) : part))), " ", unit(numbers)];
}

// What the numbers on a grid are, above them.
function caption(text) {
  return element("p", { class: "counted", text });
}

// The size of an output: its four parts, made of their roles, names and numbers, and the signs between them.
function size(part, { pixels = "", padding = "", effective = "", stride = "" } = {}) {
  return ["floor((", part("input", "input", pixels), " + ", part("padding", "padding", padding), " − ", part("focus", "reach", effective),
    ") / ", part("stride", "stride", stride), ") + 1"];
}

// A part of the formula within which no line breaks.
function unit(...parts) {
  return element("span", { class: "unit" }, ...parts);
}

export default explorer(SizePage);
