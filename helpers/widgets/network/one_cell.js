// One cell: where its number comes from, term by term.

import { button, element, problemLine, setText, tell } from "../shared/dom.js";
import { CellEditor } from "../shared/grid.js";
import { capital } from "../shared/numbers.js";
import { RunningSum } from "../shared/running_sum.js";
import { forDevice } from "../shared/touch.js";
import { AffineLines, HandedOn, LargestTerms, PoolWindow, SoftmaxTable } from "./cell_other.js";
import { SumRows } from "./cell_sums.js";
import { receptive } from "./chain.js";
import { withWeight } from "./edits.js";
import { ActivationPlot, MapPicture, greyImage, rangeOf } from "./figures.js";
import { largestMagnitude, mapOf } from "./maps.js";
import { placeOf } from "./origin.js";
import { decimalsOfCell, signedFixed, writeFixed, writeShort } from "./rounding.js";
import { allTerms, cellTerms } from "./terms.js";
import { activationName, cellName, channelName, isFlat, mapName, placeOfCell, valueText } from "./words.js";

const SIDE = 96; // pixels: of the image and of the cell's map
const WIDE = 200; // of a list of units
const MOST_ACROSS = 16; // units in a row, where a layer is a list of them
const HINT = forDevice("Point at a product to read it, by pointer or keys; Enter goes into its cell. Type on a weight to change it.",
  "Tap a product to read it.");
const SHORT_SUM = 5; // columns of a kernel up to which the running sum is written out

export class CellView {
  /**
   * @param {HTMLElement} host
   * @param {import("./words.js").NetworkPage} page
   */
  constructor(host, page) {
    this.page = page;
    this.key = "";
    this.lit = { group: 0, term: null };
    /** @type {any} Given by `update`, and what follows from it. */
    this.run = this.place = this.layer = this.terms = this.numbers = null;
    this.title = element("h3", { class: "view-title" });
    this.value = element("strong", { class: "cell-value" });
    this.image = titled(new MapPicture("The image, with what this cell sees"), "sees");
    this.map = titled(new MapPicture("", "application"), "map");
    this.decimals = 3;
    this.running = new RunningSum({ write: (value) => writeFixed(value, this.decimals), signed: (value) => signedFixed(value, this.decimals) });
    this.plot = new ActivationPlot();
    this.reading = element("p", { class: "reading" });
    this.into = button("into", "", () => this.enter());
    this.why = button("why", "Why this number?", () => page.go({ view: "why" }));
    this.complaint = problemLine("complaint");
    this.editor = new CellEditor((sentence) => tell(this.complaint, sentence));
    this.rows = new SumRows(page, { lit: (group, term) => this.light(group, term), edit: (...given) => this.edit(...given) });
    this.parts = { rows: this.rows, largest: new LargestTerms(page), softmax: new SoftmaxTable(page), pool: new PoolWindow(page),
      affine: new AffineLines(), same: new HandedOn(page) };
    this.note = element("p", { class: "view-note" });
    const { softmax, ...others } = this.parts;
    this.node = element("section", { class: "view-cell" },
      element("div", { class: "cell-head" }, this.title, this.value), this.note,
      element("div", { class: "cell-band" }, this.image.node, this.map.node, this.running.node, this.plot.node, softmax.node),
      element("div", { class: "reading-line" }, this.reading, this.into), this.complaint,
      ...Object.values(others).map(({ node }) => node));
    host.append(this.node);
    this.listen();
  }

  listen() {
    const { page, map: { picture } } = this;
    page.watchKeys(picture.node, ({ shiftKey }) => ({ ...this.grid(), step: shiftKey ? 5 : 1 }), (at) => this.moveTo(at));
    // A press and a drag choose a cell. A hover does not: on the way to the sum, the pointer passes over the map.
    page.on(picture.node, "pointerdown", (event) => this.moveTo(picture.place(event)));
    page.on(picture.node, "pointermove", (event) => { if (event.buttons) this.moveTo(picture.place(event)); });
  }

  focus() {
    this.map.picture.node.focus({ preventScroll: true });
  }

  // -- Moving --

  // The cells that the arrow keys move over: those of the map, or the units of a layer, a few in each row.
  grid() {
    const { layer, place } = this;
    if (!isFlat(layer)) return { place: [place.row, place.column], rows: layer.height, columns: layer.width };
    const columns = Math.min(layer.channels, MOST_ACROSS);
    return { place: [Math.floor(place.channel / columns), place.channel % columns], rows: Math.ceil(layer.channels / columns), columns };
  }

  moveTo(/** @type {number[]} */ [row, column]) {
    if (!isFlat(this.layer)) this.page.go({ row, column });
    else this.page.go({ channel: Math.min(row * this.grid().columns + column, this.layer.channels - 1) });
  }

  // Into the cell that the lit product comes from.
  enter() {
    const from = this.litTerm()?.from;
    if (from) this.page.go(placeOfCell(from.node, from.cell));
  }

  litTerm() {
    return this.lit.term === null ? null : this.numbers?.groups[this.lit.group]?.group.terms[this.lit.term];
  }

  light(group, term) {
    this.lit = { group, term };
    this.page.draw();
  }

  // -- Changing a weight --

  edit(grid, at, term, typed) {
    if (term.index < 0 || !this.editor.commit()) return;
    const { page, place: { node } } = this;
    const from = term.from ? ` on ${cellName(this.run.network, term.from.node, term.from.cell, page.classNames)}` : "";
    this.editor.open(grid, at, { label: `Weight${from}`, title: "A weight", number: Number(term.weight.toPrecision(7)), typed,
      take: (value) => page.edit(withWeight(page.edits, node, "kernel", term.index, value)) });
  }

  // -- Drawing --

  /**
   * @param {import("../shared/forward.js").Run} run
   * @param {import("./words.js").Place} place
   */
  update(run, place) {
    const { page } = this;
    const key = `${place.node} ${place.channel} ${place.row} ${place.column}`;
    Object.assign(this, { run, place, layer: run.network.nodes[place.node] });
    if (key !== this.key) this.startAt(key);
    this.terms = cellTerms(run.network, run, place.node, place.row, place.column, place.channel);
    const name = cellName(run.network, place.node, this.terms.cell, page.classNames);
    setText(this.title, capital(name));
    setText(this.value, valueText(this.terms));
    setText(this.note, this.noteText());
    this.drawImage();
    this.drawMap();
    this.drawSum();
  }

  startAt(key) {
    if (!this.key.startsWith(key.split(" ", 1)[0])) this.rows.added = 0;
    this.key = key;
    this.editor.close();
    this.lit = { group: 0, term: null };
  }

  noteText() {
    const { terms, layer } = this;
    if (terms.off) return "A what-if has switched this map off, so its value is 0. The sum below is what it would be.";
    if (terms.form === "image") return "A pixel of the image: a number that comes from nowhere else.";
    return layer.note;
  }

  // The image, with the pixels that the cell depends on.
  drawImage() {
    const { run, place, page, image } = this;
    const first = run.network.nodes[0];
    const { rows, columns, inside } = receptive(run.network, place.node, place.row, place.column, place.channel);
    const { picture, title } = image;
    picture.show({ rows: first.height, columns: first.width, values: greyImage(run), limit: 1 }, SIDE, page.range);
    const [high, wide] = [rows[1] - rows[0], columns[1] - columns[0]];
    const seesAll = [inside.rows, inside.columns].every(([from, to], axis) => from === 0 && to === [first.height, first.width][axis]);
    picture.frameAt(seesAll ? null : [rows[0], columns[0], high, wide]);
    setText(title, seesAll ? "Sees all pixels" : `Sees ${high} × ${wide} pixels`);
    picture.label(`The image. This cell sees rows ${rows[0]} to ${rows[1] - 1} and columns ${columns[0]} to ${columns[1] - 1}`.replaceAll("-", "−"));
    image.node.hidden = place.node === 0;
  }

  drawMap() {
    const { run, place, layer, page, map: { picture, title } } = this;
    const values = run.values[layer.index];
    const grid = this.grid();
    const shown = isFlat(layer) ? values : mapOf(layer, values, place.channel);
    const { rows, columns, place: [row, column] } = grid;
    picture.show({ rows, columns, values: Array.from({ length: rows * columns }, (_, i) => shown[i] ?? 0),
      limit: largestMagnitude(values) }, layer.index === 0 ? 232 : isFlat(layer) ? WIDE : SIDE, rangeOf(layer, page.range));
    picture.frameAt([row, column, 1, 1]);
    const name = isFlat(layer) ? layer.short : mapName(run.network, layer.index, place.channel, page.classNames);
    setText(title, name);
    picture.label(`${name}. The arrow keys choose another ${isFlat(layer) ? "unit" : "cell"}.`);
  }

  drawSum() {
    const { terms, layer, page } = this;
    const wanted = partsFor(terms, layer);
    for (const [name, { node }] of Object.entries(this.parts)) node.hidden = !wanted.includes(name);
    this.node.classList.toggle("has-softmax", wanted.includes("softmax"));
    this.numbers = wanted.includes("rows") ? this.rows.numbersOf(terms) : null;
    const context = { run: this.run, terms, layer, place: this.place, room: (page.width || 740) - 24 };
    for (const name of wanted) this.parts[name].show(context, this.numbers);
    this.drawRunning();
    this.drawPlot();
    this.drawReading();
  }

  // The products of one channel, added one after the other: of the lit one, or of the largest.
  drawRunning() {
    const { numbers, lit, running, run, terms } = this;
    const shown = numbers?.groups[lit.group] ?? numbers?.groups[0];
    running.node.hidden = !shown || shown.group.columns > SHORT_SUM;
    if (running.node.hidden) return;
    const isAlone = numbers.groups.length === 1;
    this.decimals = numbers.decimals;
    running.shape(shown.group.rows, shown.group.columns, isAlone && terms.hasBias);
    running.show(shown.products.map((product) => ({ product })), numbers.bias, Infinity, lit.term);
    const name = channelName(run.network, shown.group.node, shown.group.channel, this.page.classNames);
    setText(running.caption, isAlone ? "Running sum" : `Running sum of ${name}`);
  }

  drawPlot() {
    const { terms: { activation, sum, value, softmax, cell, off }, layer, plot } = this;
    plot.node.hidden = !activation || Boolean(softmax) || off;
    if (plot.node.hidden) return;
    const [from, to] = [sum, value].map((number) => writeFixed(number, decimalsOfCell(this.terms)));
    plot.show(layer, sum, value, placeOf(layer, /** @type {any} */ (cell)), `${activationName(activation)}(${from}) = ${to}`);
  }

  drawReading() {
    const { lit, numbers, run, page } = this;
    const term = this.litTerm();
    const from = term?.from;
    if (numbers) this.rows.light(lit.group, lit.term);
    const hint = numbers ? HINT : "";
    const product = term && numbers.groups[lit.group].products[lit.term];
    setText(this.reading, !term ? hint : `${writeShort(term.input)} × ${writeShort(term.weight)} = ${writeFixed(product, numbers.decimals)}` +
      `${from ? "" : ": padding is 0"}. Product ${lit.term + 1} of ${allTerms({ ...this.terms, groups: [numbers.groups[lit.group].group] }).length}.`);
    this.reading.hidden = !this.reading.textContent;
    this.into.hidden = !from;
    if (from) setText(this.into, `Go to ${cellName(run.network, from.node, from.cell, page.classNames)}`);
  }
}

// Which parts show a cell.
function partsFor({ form, softmax }, { kind, size }) {
  const parts = softmax ? ["softmax"] : [];
  if (form === "max" || form === "average") return [...parts, "pool"];
  if (form === "affine" || form === "same") return [...parts, form];
  if (form === "image") return parts;
  const hasWindow = form === "sum" && kind !== "dense" && size[0] * size[1] > 1;
  return [...parts, hasWindow ? "rows" : "largest"];
}

function titled(picture, name) {
  const title = element("div", { class: "picture-title" });
  return { picture, title, node: element("div", { class: `picture picture-${name}` }, title, picture.node) };
}
