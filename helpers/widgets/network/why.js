// Why? From a probability back to pixels: the strongest chain, what each pixel and each map contributes.

import { button, element, resizeChildren, setText } from "../shared/dom.js";
import { clamp, probabilityText, strongestPlace } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { backward, contributionMap, contributionOfMaps, hasOffsets } from "./backward.js";
import { receptive, why } from "./chain.js";
import { MapPicture, greyImage, press } from "./figures.js";
import { HopRow } from "./hops.js";
import { largestMagnitude, mapOf } from "./maps.js";
import { decimalsFor, rounded, roundToSum, writeFixed, writeShort } from "./rounding.js";
import { isFlat, mapName, placeName } from "./words.js";

const SIDE = 120; // pixels: of the image, and of what its pixels contribute
const TILE = 38; // of a map in the ranking
const FOR = 4; // maps of a layer that count for the class, and one that counts against it

export class WhyView {
  /**
   * @param {HTMLElement} host
   * @param {import("./words.js").NetworkPage} page
   */
  constructor(host, page) {
    this.page = page;
    this.key = "";
    this.drawn = "";
    /** @type {number[]} Which term is followed at each hop. */
    this.ranks = [];
    /** @type {any} Given by `update`, and what follows from it. */
    this.run = this.place = this.found = this.chain = this.gradients = null;
    /** @type {number|null} The hop that is pointed at. */
    this.pointed = null;
    this.opened = -1; // the hop whose terms are open
    /** @type {number[]|null} The pixel that is read; null for the one that contributes most. */
    this.pixel = null;
    /** @type {HopRow[]} */
    this.rows = [];
    this.classes = element("select", { name: "class", "aria-label": "Class", onchange: () => page.go({ channel: Number(this.classes.value) }) },
      ...page.classNames.map((text, value) => element("option", { value, text })));
    this.share = element("strong", { class: "cell-value" });
    this.hops = element("ol", { class: "hops", "aria-label": "The strongest chain" });
    this.node = element("section", { class: "view-why" },
      element("div", { class: "cell-head" }, element("h3", { class: "view-title" }, "Why ", this.classes, "?"), this.share),
      element("div", { class: "why-stage" },
        element("div", { class: "why-chain" }, element("h4", { text: "The strongest chain" }),
          element("p", { class: "view-note", text: "From the class back to the image, each time to the input that adds most. " +
            forDevice("Point at a step to see its pixels.", "Tap a step to see its pixels.") }), this.hops),
        element("div", { class: "why-all" }, this.buildPixels(), this.buildMaps())));
    host.append(this.node);
  }

  buildPixels() {
    const { page } = this;
    this.image = new MapPicture("The image");
    this.contributions = new MapPicture("What each pixel contributes", "application");
    this.reading = element("p", { class: "reading", "aria-live": "polite" });
    this.balance = element("p", { class: "view-note" });
    const { node } = this.contributions;
    page.watchKeys(node, ({ shiftKey }) => ({ place: this.readPixel(), ...this.side(), step: shiftKey ? 5 : 1 }), (at) => this.read(at));
    page.on(node, "pointermove", (event) => this.read(this.contributions.place(event)));
    page.on(node, "pointerdown", (event) => this.read(this.contributions.place(event)));
    return element("div", { class: "why-pixels" }, element("h4", { text: "What each pixel contributes" }),
      element("div", { class: "pictures" }, this.image.node, node), this.reading,
      button("strongest", "The pixel that contributes most", () => this.read(null)), this.balance);
  }

  buildMaps() {
    this.layers = element("div");
    this.tiles = new Map();
    return element("div", { class: "why-maps" }, element("h4", { text: "The maps that add most (dashed: least)" }), this.layers);
  }

  focus() {
    this.classes.focus({ preventScroll: true });
  }

  // -- Acts --

  read(pixel) {
    this.pixel = pixel;
    this.page.draw();
  }

  // Follow another term at a hop; from there on, again the strongest.
  follow(hop, rank) {
    this.ranks = [...Array.from({ length: hop }, (_, n) => this.ranks[n] ?? null), rank];
    this.drawn = "";
    this.page.draw();
  }

  // The image shows what the cell of a hop sees.
  point(hop) {
    this.pointed = hop;
    this.page.draw();
  }

  open(hop) {
    this.opened = this.opened === hop ? -1 : hop;
    this.drawn = "";
    this.page.draw();
  }

  // -- Drawing --

  /**
   * @param {import("../shared/forward.js").Run} run
   * @param {import("./words.js").Place} place
   */
  update(run, place) {
    const key = `${place.channel} ${place.image}`;
    if (key !== this.key) Object.assign(this, { ranks: [], opened: -1, pixel: null, pointed: null });
    Object.assign(this, { run, place, key });
    const drawn = `${key} ${this.page.version}`;
    if (drawn !== this.drawn) this.drawAll();
    this.drawn = drawn;
    this.drawReading();
  }

  side() {
    const { height: rows, width: columns } = this.run.network.nodes[0];
    return { rows, columns };
  }

  drawAll() {
    const { run, place: { channel }, page } = this;
    this.classes.value = String(channel);
    setText(this.share, `${probabilityText(run.probabilities[channel])}, sum ${writeShort(run.sums[run.network.decision][channel])}`);
    this.drawHops();
    this.gradients = backward(run.network, run, channel); // once for all that is drawn
    this.found = contributionMap(run.network, run, channel, this.gradients);
    this.image.show({ ...this.side(), values: greyImage(run), limit: 1 }, SIDE, page.range);
    this.contributions.show({ ...this.side(), values: this.found.pixels, limit: largestMagnitude(this.found.pixels) }, SIDE);
    setText(this.balance, this.balanceText());
    this.drawMaps();
  }

  drawHops() {
    const { run, place: { channel }, page } = this;
    const all = why(run.network, run, run.network.decision, [0, 0, channel], { ranks: this.ranks });
    resizeChildren(this.hops, all.length, (place) => {
      this.rows[place] = new HopRow(page, { follow: (rank) => this.follow(place, rank),
        open: () => this.open(place), point: (isOn) => this.point(isOn ? place : null) });
      return this.rows[place].node;
    });
    this.rows.length = all.length;
    this.rows.forEach((row, place) => row.show(run, all[place], place === this.opened));
    this.chain = all;
  }

  // Pixels and biases add up to the class's sum.
  balanceText() {
    const { sum, total, rest, isExact } = this.found;
    const decimals = decimalsFor([sum, total, rest]);
    const shown = rounded(sum, decimals);
    const [pixels, others] = roundToSum([total, rest], shown, decimals).map((part) => writeFixed(part, decimals));
    const name = this.page.classNames[this.place.channel];
    const constants = hasOffsets(this.run.network) ? "biases and offsets" : "biases";
    const rests = isExact ? `all ${constants}` : `${constants} and curved activations`;
    return `All pixels together add ${pixels} to the sum of ${name}, ${rests} ${others}: that makes ` +
      `${writeFixed(sum, decimals)}. A pixel's share is its value times the gradient.`;
  }

  // For each layer of maps, those that count for the class, and the one that counts against it.
  drawMaps() {
    const { run } = this;
    const layers = run.network.nodes.filter((node) => ["conv", "depthwise"].includes(node.kind) && !isFlat(node));
    resizeChildren(this.layers, layers.length, () => element("div", { class: "layer", role: "group" }, element("div"), element("div", { class: "tiles" })));
    layers.forEach((node, n) => this.drawLayer(node, this.layers.children[n]));
    this.layers.closest(".why-maps").hidden = !layers.length;
  }

  drawLayer(node, line) {
    const { run, place: { channel } } = this;
    const found = contributionOfMaps(run.network, run, node.index, channel, this.gradients);
    const order = [...found.keys()].sort((one, other) => found[other] - found[one]);
    const shown = order.length <= FOR + 1 ? order : [...order.slice(0, FOR), order.at(-1)];
    const decimals = Math.max(decimalsFor(shown.map((map) => found[map])) - 1, 0);
    setText(line.firstChild, node.short);
    line.setAttribute("aria-label", node.short);
    const tiles = this.tiles.get(line) ?? [];
    this.tiles.set(line, tiles);
    resizeChildren(line.lastChild, shown.length, (place) => {
      tiles[place] = new MapTile(this.page);
      return tiles[place].node;
    });
    shown.forEach((map, place) => tiles[place].show(run, node, map, found[map], decimals));
  }

  // -- The pixel that is read --

  readPixel() {
    const { rows, columns } = this.side();
    if (this.pixel) return [clamp(this.pixel[0], 0, rows - 1), clamp(this.pixel[1], 0, columns - 1)];
    const place = strongestPlace(this.found.pixels);
    return [Math.floor(place / columns), place % columns];
  }

  fieldOf(hop) {
    if (!hop) return null;
    const { rows, columns } = receptive(this.run.network, hop.node, hop.cell[0], hop.cell[1], hop.cell[2]);
    return [rows[0], columns[0], rows[1] - rows[0], columns[1] - columns[0]];
  }

  drawReading() {
    const [row, column] = this.readPixel();
    this.contributions.frameAt([row, column, 1, 1]);
    this.image.frameAt(this.fieldOf(this.chain[this.pointed]) ?? [row, column, 1, 1]);
    const at = row * this.side().columns + column;
    const { pixels } = this.found;
    const name = this.page.classNames[this.place.channel];
    const rank = pixels.reduce((above, value) => above + (value > pixels[at] ? 1 : 0), 1);
    const said = `Pixel at ${placeName(row, column)}: ${signed(pixels[at])} for ${name}`;
    setText(this.reading, pixels[at] === 0 ? `${said}.` : rank === 1 ? `${said}: it contributes most.` : `${said}, place ${rank} of ${pixels.length}.`);
    this.contributions.label(`What each pixel contributes to ${name}. The arrow keys move by one, with Shift by five.`);
  }
}

function signed(value) {
  const text = writeShort(value);
  return value > 0 ? `+${text}` : text;
}

/** A map in the ranking: its picture, its number, and the way to it. */
class MapTile {
  constructor(page) {
    this.page = page;
    this.picture = new MapPicture("");
    this.picture.node.setAttribute("aria-hidden", "true");
    this.number = element("b");
    this.name = element("span");
    /** @type {any} */
    this.layer = this.map = this.values = null;
    this.node = element("button", { type: "button", class: "tile" }, this.picture.node, this.name, this.number);
    press(page, this.node, () => this.go());
  }

  go() {
    const { layer, map, values } = this;
    const place = strongestPlace(values.map(Math.abs));
    this.page.go({ view: "map", node: layer.index, channel: map, row: Math.floor(place / layer.width), column: place % layer.width });
  }

  show(run, node, map, contribution, decimals) {
    const values = mapOf(node, run.values[node.index], map);
    Object.assign(this, { map, values, layer: node });
    this.picture.show({ rows: node.height, columns: node.width, values, limit: largestMagnitude(run.values[node.index]) }, TILE);
    setText(this.name, `map ${map}`);
    const text = writeFixed(contribution, decimals);
    setText(this.number, contribution > 0 && text !== "0" ? `+${text}` : text);
    this.node.classList.toggle("against", contribution < 0);
    this.node.title = `Go to ${mapName(run.network, node.index, map, this.page.classNames)}`;
  }
}
