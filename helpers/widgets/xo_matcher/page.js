// The page of XOMatcher. All arithmetic is done here, on every stroke.

import { inkOn } from "../shared/colours.js";
import { button, element, setText, sign } from "../shared/dom.js";
import { NumberGrid } from "../shared/grid.js";
import { isCommand } from "../shared/keys.js";
import { MARK_SIDE } from "../shared/limits.js";
import { by, clamp, withNumber } from "../shared/numbers.js";
import { followPage, signedOnPage, signedScale } from "../shared/signed.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { bestWords, cellText, foundWords, matchText, matchWords, matchesOf, negativeOf, productsAt, shiftMark, sumWords } from "./arithmetic.js";

const INK = [0, 0, 0];
const PAPER = [255, 255, 255];
const NUMBERS = 13; // pixels for the numbers of the maps' rows
const GAP = 6; // between the maps
const CARD = 4; // pixels beside a map
const MARK_NUMBERS = NUMBERS + CARD / 2; // for those of the mark's rows: its cells begin where those of the first map do
const READABLE = 22; // the narrowest cell with a number; rather than narrower, fewer maps are in a row
const WIDE = 760; // from this width on, the mark is large, and they leave it the height
const LARGEST = 32; // a score's cell, which is square; of maps below each other, LARGEST_ALONE
const LARGEST_ALONE = 40;
const LARGEST_WIDE = 23; // and from WIDE on
const MARK = { wide: 29, beside: 22, alone: 38 }; // a cell of the mark: beside the sum, or above it
const SIGNS = 60; // pixels between the three grids of a sum that is below the mark
const LARGE_DIGITS = 30; // from this width of a cell on, scores have larger digits
const FEATURE = 9; // a cell of the small feature
const ROOMY = 600; // from this width on, the cells of the sum are large
const PHONE = 460; // and below this one, what is said of the sum takes two lines
const HOW = forDevice("Draw on the mark: black is 1, white −1. Point at a score to see its nine products.",
  "Draw on the mark: black is 1, white −1. Tap a score to see its nine products.");
const DIRECTIONS = [["left", "←", 0, -1], ["up", "↑", -1, 0], ["down", "↓", 1, 0], ["right", "→", 0, 1]];

// What the colours of the scores mean.
function scoreLegend() {
  return element("p", { class: "score-legend" },
    element("span", {}, "match −1", element("i", { class: "scale" }), "1"),
    element("span", {}, element("i", { class: "exact-key" }), "every cell agrees"));
}

// And what those of the mark mean.
function inkLegend() {
  return element("p", { class: "ink-legend" }, ...[["ink", "1"], ["paper", "−1"]].map(([name, value]) =>
    element("span", {}, element("i", { class: `${name}-key` }), value)));
}

// A grid of ink and paper, or of numbers, with cells of this width and height.
function gridOf(label, name, [rows, columns], [width, height = width, numbers = true], options = {}) {
  const grid = new NumberGrid({ label, name, role: "table", ...options });
  grid.shape(rows, columns);
  grid.size(width, height, numbers);
  return grid;
}

function fillInk(grid, cells, isNamed = false) {
  cells.forEach((line, row) => line.forEach((value, column) => grid.fill(row, column, {
    text: value > 0 ? "1" : "−1", colour: value > 0 ? INK : PAPER,
    marks: isNamed && value < 0 ? "paper" : "",
    label: isNamed ? `Row ${row}, column ${column}: ${value > 0 ? "ink" : "paper"}` : "",
  })));
}

class MatcherPage extends SettingsView {
  constructor(context) {
    super(context, { label: "X and O matcher", name: "xo-matcher", settings: ["_mark"] });
    this.features = this.model.get("_features");
    this.marks = this.model.get("_marks");
    /** @type {any} While a stroke is drawn: what it draws, and the mark so far. Python gets it when the stroke ends. */
    this.stroke = null;
    const side = this.features[0].cells.length;
    const usable = { role: "grid", numbered: MARK_NUMBERS };
    this.mark = gridOf("Mark: Space draws or rubs out a cell", "mark", [MARK_SIDE, MARK_SIDE], [24], usable);
    this.window = gridOf("Window of the mark", "window-cells", [side, side], [32]);
    this.feature = gridOf("Feature", "feature-cells", [side, side], [32]);
    this.products = gridOf("Products", "product-cells", [side, side], [32]);
    this.written = element("p", { class: "written" });
    this.focusTitle = element("p", { class: "focus-title" });
    this.maps = this.features.map(({ name, cells }, n) => this.buildMap(name, cells, n, MARK_SIDE - side + 1));
    this.found = element("p", { class: "found" });
    this.outcome = element("div", { class: "outcome" }, this.found, scoreLegend());
    const titled = (name, title, role = name) => {
      const made = this.figure(name, this[name].node, role);
      setText(this.titles[name], title);
      return made;
    };
    const marked = titled("mark", `Mark ${by(MARK_SIDE, MARK_SIDE)}`, "input");
    marked.append(inkLegend());
    this.one = element("div", { class: "one" }, this.focusTitle,
      element("div", { class: "sum-row" }, titled("window", "Window", "input"), sign("×"), titled("feature", "Feature", "kernel"),
        sign("="), titled("products", "Products")), this.written);
    this.cards = element("div", { class: "maps" }, ...this.maps.map(({ node }) => node));
    this.stage.append(marked, this.one);
    this.words.classList.add("course-unseen"); // what it says is written in the picture
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }), this.stage, this.outcome, this.cards, this.words);
  }

  buildMap(name, cells, n, positions) {
    const small = gridOf(`Feature ${n + 1}: ${name}`, "small-feature", [cells.length, cells[0].length], [FEATURE, FEATURE, false]);
    fillInk(small, cells);
    const grid = gridOf(`Matches of ${name}`, "map", [positions, positions], [30], { role: "grid", numbered: NUMBERS });
    const best = element("p", { class: "best" });
    return { grid, best, node: element("div", { class: "feature" }, element("div", { class: "feature-head" }, small.node,
      element("div", { class: "title", text: name }), best), grid.node) };
  }

  buildSettings() {
    const change = (act) => () => this.set({ _mark: act(this.model.get("_mark")) }, []);
    return this.settingsBar((bar) => {
      bar.choice("mark", "Mark", [...this.marks.map(({ name }) => [name, name]), ["own", "your own"]]);
      bar.node.append(button("negative", "Negative", change(negativeOf), { "aria-label": "Swap ink and paper" }),
        element("span", { class: "shifts" }, element("span", { text: "Shift" }), ...DIRECTIONS.map(([name, arrow, down, right]) =>
          button(name, arrow, change((mark) => shiftMark(mark, down, right)), { "aria-label": `Shift the mark ${name}` }))));
    });
  }

  listen() {
    const { table } = this.mark;
    this.watchTheme(() => this.redraw());
    this.on(table, "pointerdown", (event) => {
      const place = this.mark.place(event);
      if (!place || event.button !== 0) return;
      event.preventDefault();
      event.target.releasePointerCapture?.(event.pointerId); // the other cells must see the pointer too
      this.startStroke(place);
      this.mark.goTo(...place, { preventScroll: true });
    });
    this.on(table, "pointermove", (event) => {
      const place = this.mark.place(event);
      if (place && event.buttons === 1) this.paint(place);
    });
    this.on(document, "pointerup", () => this.endStroke());
    this.on(table, "keydown", (event) => this.keyInMark(event));
    this.maps.forEach(({ grid }, number) => {
      const look = (place) => { if (!this.stroke) this.look(number, place); };
      this.watchGrid(grid, { hover: look, move: look, click: look });
      this.on(grid.table, "focusin", (event) => { const place = grid.place(event); if (place) this.look(number, place); });
    });
  }

  // -- The mark --

  settings() {
    const mark = this.stroke?.mark ?? this.model.get("_mark");
    const known = this.marks.find(({ cells }) => String(cells) === String(mark));
    return { cells: mark, mark: known?.name ?? "own" };
  }

  change({ mark }) {
    const chosen = this.marks.find(({ name }) => name === mark);
    if (chosen) this.set({ _mark: chosen.cells });
  }

  // A stroke that starts on paper draws, one that starts on ink rubs out.
  startStroke([row, column]) {
    const mark = this.model.get("_mark");
    this.stroke = { mark, brush: -mark[row][column] };
    this.paint([row, column]);
  }

  paint([row, column]) {
    if (!this.stroke || this.stroke.mark[row][column] === this.stroke.brush) return;
    this.stroke.mark = withNumber(this.stroke.mark, row, column, this.stroke.brush);
    this.settingsChanged();
  }

  endStroke() {
    if (!this.stroke) return;
    const { mark } = this.stroke;
    this.stroke = null;
    this.set({ _mark: mark }, []);
  }

  keyInMark(event) {
    if (isCommand(event)) return;
    const place = this.mark.step(event);
    if (event.key === " " || event.key === "Enter") {
      this.startStroke(this.mark.active);
      this.endStroke();
    } else if (place) this.mark.goTo(...place);
    else return;
    event.preventDefault();
  }

  look(number, place) {
    this.focus = [number, ...place];
    this.draw();
  }

  // -- Drawing --

  compute({ cells }) {
    return { mark: cells, maps: this.features.map((feature) => matchesOf(cells, feature.cells)) };
  }

  // Put the maps next to each other, with as much of each score as fits: three, two or one in a row.
  fit() {
    const width = this.width || 740;
    const positions = this.maps[0].grid.columns;
    const widthOf = (across) => Math.floor(((width - (across - 1) * GAP) / across - CARD - NUMBERS) / positions);
    const across = [3, 2].find((many) => widthOf(many) >= READABLE) ?? 1;
    this.cards.style.gridTemplateColumns = `repeat(${across}, max-content)`;
    const scoreWidth = clamp(widthOf(across), 12, width >= WIDE ? LARGEST_WIDE : across === 1 ? LARGEST_ALONE : LARGEST);
    for (const { grid } of this.maps) grid.size(scoreWidth);
    this.root.classList.toggle("tight", width < ROOMY);
    this.root.classList.toggle("large-digits", scoreWidth >= LARGE_DIGITS);
    this.root.classList.toggle("in-columns", width >= WIDE);
    this.root.classList.toggle("below", across < 3);
    this.root.classList.toggle("phone", width < PHONE);
    const card = CARD + NUMBERS + positions * scoreWidth;
    this.root.style.setProperty("--second", `${(width - card) / 2 + MARK_NUMBERS}px`); // where the cells of the second map begin
    this.mark.size(Math.min(width >= WIDE ? MARK.wide : across === 3 ? MARK.beside : MARK.alone, Math.floor((width - MARK_NUMBERS - 1) / MARK_SIDE)));
    const markWidth = this.mark.metrics.left + MARK_SIDE * this.mark.metrics.width;
    const side = across < 3 ? Math.floor((markWidth - SIGNS) / 9) : width < ROOMY ? 30 : width < WIDE ? 34 : 44;
    for (const grid of [this.window, this.feature, this.products]) grid.size(side);
    this.root.style.setProperty("--sum-height", `${side * this.features[0].cells.length}px`);
    this.root.style.setProperty("--sum-width", across < 3 ? `${markWidth}px` : "auto");
  }

  drawState() {
    const { mark, maps } = this.state;
    this.fit();
    followPage(this.root);
    this.outcome.querySelector(".scale").style.background = signedScale();
    this.root.style.setProperty("--full", `rgb(${signedOnPage(1, 1)})`);
    this.root.style.setProperty("--full-ink", inkOn(signedOnPage(1, 1)));
    fillInk(this.mark, mark, true);
    setText(this.found, foundWords(this.features, maps));
    this.found.classList.toggle("complete", maps.every(({ best }, n) => best === this.features[n].cells.flat().length));
    maps.forEach(({ sums, best, places }, n) => {
      const many = this.features[n].cells.flat().length;
      sums.forEach((line, row) => line.forEach((sum, column) => {
        const text = cellText(sum, many);
        this.maps[n].grid.fill(row, column, { text, colour: signedOnPage(sum, many), marks: sum === many ? "exact" : "",
          label: `Row ${row}, column ${column}: ${matchText(sum, many)}` });
      }));
      setText(this.maps[n].best, bestWords({ best, places }, many));
    });
  }

  drawFocus() {
    const [number, row, column] = this.focus;
    const { name, cells } = this.features[number];
    const match = productsAt(this.state.mark, cells, [row, column]);
    this.mark.surround(row, column, cells.length, cells[0].length);
    this.mark.mark("read", cells.flatMap((line, i) => line.map((_, j) => [row + i, column + j])));
    this.maps.forEach(({ grid, node }, n) => {
      node.classList.toggle("active", n === number);
      if (n !== number) grid.frame.hidden = true;
    });
    const { grid } = this.maps[number];
    grid.surround(row, column, 1, 1);
    if (!grid.table.contains(document.activeElement)) grid.activate(row, column);
    setText(this.focusTitle, `${name}, row ${row}, column ${column}`);
    fillInk(this.window, cells.map((line, i) => line.map((_, j) => this.state.mark[row + i][column + j])));
    fillInk(this.feature, cells);
    match.products.forEach((line, i) => line.forEach((product, j) =>
      this.products.fill(i, j, { text: product > 0 ? "1" : "−1", colour: signedOnPage(product, 1) })));
    setText(this.written, sumWords(match));
  }

  inWords() {
    const [number, ...place] = this.focus;
    const { mark, maps } = this.state;
    return matchWords(this.features, maps, this.focus, productsAt(mark, this.features[number].cells, place));
  }
}

export default explorer(MatcherPage);
