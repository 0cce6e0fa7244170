// One layer: all its maps, and the network's answer without each of them.

import { paint } from "../shared/canvas.js";
import { button, element, labelled, resizeChildren, setText } from "../shared/dom.js";
import { isCommand, moveByKey } from "../shared/keys.js";
import { by, capital, clamp, counted, grouped, probabilityText, strongestPlace } from "../shared/numbers.js";
import { SIGNED_SHADES } from "../shared/signed.js";
import { applyEdits, withFilter } from "./edits.js";
import { forward } from "../shared/forward.js";
import { largestMagnitude, mostActive } from "./maps.js";
import { writeShort } from "./rounding.js";

const LARGEST_TILE = 84;
const SMALLEST_TILE = 44;
const ROOM = 350; // pixels for the maps before they scroll
const AROUND = { width: 14, height: 34 }; // pixels around a map: its frame, its caption, the gap to the next one
const PATIENCE = 2500; // milliseconds: what takes longer is not tried unless the learner asks
const SLICE = 12; // milliseconds of trying between two frames
const ORDERS = [["number", "by number"], ["active", "most active first"], ["matters", "largest fall first"]];

/** The side of a map in pixels, so that as many as possible are seen at once. */
export function tileSide(count, width) {
  for (let side = LARGEST_TILE; side > SMALLEST_TILE; side -= 4) {
    const across = Math.floor((width - AROUND.width) / (side + AROUND.width));
    if (Math.ceil(count / across) * (side + AROUND.height) <= ROOM) return side;
  }
  return SMALLEST_TILE;
}

/** What a layer is, apart from its maps: kernels, stride, padding, parameters. */
export function layerFacts(node) {
  const { kind, size, stride, dilation, pads, parameters, channels, mode, note } = node;
  const facts = [];
  if (kind === "conv" || kind === "depthwise") facts.push(`kernels of ${by(...size)}`);
  if (kind === "pool") facts.push(`${mode === "max" ? "the largest" : "the average"} of each ${by(...size)} cells`);
  if (stride?.some((step) => step > 1)) facts.push(`stride ${stride[0] === stride[1] ? stride[0] : by(...stride)}`);
  if (dilation?.some((step) => step > 1)) facts.push(`dilation ${dilation[0] === dilation[1] ? dilation[0] : by(...dilation)}`);
  if (pads?.some(Boolean)) facts.push(`padded by ${pads.every((pad) => pad === pads[0]) ? pads[0] : `${pads.slice(0, 2).join(" and ")} rows, ${pads.slice(2).join(" and ")} columns`}`);
  facts.push(parameters ? `${grouped(parameters)} parameters` : "nothing to learn");
  const said = `${facts.join(", ")}.`;
  return `${counted(channels, "map")}: ${said}${note ? ` ${note}` : ""}`;
}

export class LayerView {
  /**
   * @param {HTMLElement} host
   * @param {any} page
   */
  constructor(host, page) {
    this.page = page;
    this.active = 0;
    this.order = "number";
    /** @type {any} For which run and layer the losses below are, and how many are known. */
    this.tried = { key: "", next: 0, run: null };
    /** @type {(Float32Array|undefined)[]} By channel: the probabilities without it. */
    this.without = [];
    this.facts = element("p", { class: "layer-facts" });
    this.orderBox = element("select", { name: "order" }, ...ORDERS.map(([value, text]) => element("option", { value, text })));
    this.ask = button("try", "Switch each off in turn", () => { this.isPatient = true; this.tryOn(); });
    this.isPatient = false;
    this.legend = element("p", { class: "layer-legend" });
    this.grid = element("div", { class: "layer-maps", role: "listbox", "aria-label": "Maps of the layer" });
    this.node = element("div", { class: "view-layer" }, element("div", { class: "layer-bar" }, this.facts, labelled("Order", this.orderBox), this.ask),
      this.grid, this.legend);
    host.append(this.node);
    page.on(this.orderBox, "change", () => { this.order = this.orderBox.value; page.draw(); });
    page.on(this.grid, "click", (event) => {
      const tile = event.target.closest("[data-channel]");
      if (tile) this.open(Number(tile.dataset.channel));
    });
    page.on(this.grid, "pointerover", (event) => {
      const tile = event.target.closest("[data-channel]");
      if (tile) page.pointLayer(Number(tile.dataset.channel));
    });
    page.on(this.grid, "focusin", (event) => page.pointLayer(Number(event.target.dataset.channel)));
    page.on(this.grid, "keydown", (event) => this.keyDown(event));
  }

  open(channel) {
    this.page.open({ node: this.place.node, channel });
  }

  keyDown(event) {
    if (event.altKey || event.metaKey) return;
    const tiles = [...this.grid.children];
    const across = Math.max(1, tiles.filter(({ offsetTop }) => offsetTop === tiles[0].offsetTop).length);
    const at = tiles.indexOf(event.target);
    const rows = Math.ceil(tiles.length / across);
    const next = moveByKey(event, [Math.floor(at / across), at % across], rows, across);
    if (next) {
      event.preventDefault();
      const to = clamp(next[0] * across + next[1], 0, tiles.length - 1);
      this.page.pointLayer(Number(tiles[to].dataset.channel));
      this.activate(tiles[to]);
      tiles[to].focus();
      return;
    }
    if (isCommand(event)) return;
    const channel = Number(event.target.dataset.channel);
    const act = { Enter: () => this.open(channel), " ": () => this.open(channel),
      o: () => this.page.toggle({ node: this.place.node, channel }) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  activate(tile) {
    for (const one of this.grid.children) one.setAttribute("tabindex", one === tile ? "0" : "-1");
  }

  // -- Drawing --

  update(run, place) {
    this.place = place;
    this.run = run;
    const { network } = run;
    const node = network.nodes[place.node];
    setText(this.facts, layerFacts(node));
    const values = run.values[place.node];
    const limit = largestMagnitude(values);
    setText(this.legend, `Blue is below 0, red above, and 0 has the page’s own colour; a full colour is ±${writeShort(limit)}. ` +
      `Below each map: its number, and the probability of ${this.page.classNames[strongestPlace(run.probabilities)]} without it, or → the new answer.`);
    this.tryAnew(node);
    const order = this.ordered(node, values);
    const side = tileSide(node.channels, this.page.width || 740);
    const scale = side / Math.max(node.height, node.width);
    resizeChildren(this.grid, node.channels, () => element("div", { role: "option", class: "layer-map" },
      element("canvas", { "aria-hidden": "true" }), element("span", { class: "caption" })));
    order.forEach((channel, n) => {
      const tile = this.grid.children[n];
      const isHere = channel === place.channel;
      tile.dataset.channel = channel;
      tile.setAttribute("aria-selected", String(isHere));
      tile.setAttribute("tabindex", isHere ? "0" : "-1");
      tile.classList.toggle("off", Boolean(node.off?.has(channel)));
      tile.firstChild.style.cssText = `width: ${Math.round(node.width * scale)}px; height: ${Math.round(node.height * scale)}px`;
      paint(tile.firstChild, { rows: node.height, columns: node.width }, (i) => values[i * node.channels + channel], limit || 1, SIGNED_SHADES);
      this.caption(tile, channel, Boolean(node.off?.has(channel)));
    });
  }

  // The number of a map, and the network's answer without it.
  caption(tile, channel, isOff) {
    const { probabilities } = this.run;
    const best = strongestPlace(probabilities);
    const name = `map ${channel}`;
    const without = this.without[channel];
    let said = "";
    let short = "";
    let changes = false;
    if (isOff) [said, short] = ["switched off", "off"];
    else if (without) {
      const now = strongestPlace(without);
      changes = now !== best;
      short = changes ? `→ ${this.page.classNames[now]}` : probabilityText(without[best]);
      said = `without it ${this.page.classNames[best]} ${probabilityText(without[best])}${changes ? `, and the answer is ${this.page.classNames[now]}` : ""}`;
    }
    const [, caption] = tile.children;
    caption.classList.toggle("alters", changes);
    if (caption.childElementCount !== 2) caption.replaceChildren(element("b"), element("span"));
    setText(caption.firstChild, String(channel));
    setText(caption.lastChild, short);
    tile.setAttribute("title", `${name}${said ? `: ${said}` : ""}`);
    tile.setAttribute("aria-label", `${capital(name)}${said ? `: ${said}` : ""}`);
  }

  ordered(node, values) {
    if (this.order === "active") return mostActive(node, values);
    const all = Array.from({ length: node.channels }, (_, channel) => channel);
    if (this.order === "number") return all;
    const best = strongestPlace(this.run.probabilities);
    const left = (channel) => this.without[channel]?.[best] ?? Infinity;
    return all.sort((one, other) => left(one) - left(other) || one - other);
  }

  // -- The network's answer without each map --

  tryAnew(node) {
    const { page, run, place } = this;
    const key = `${page.version} ${place.node}`;
    if (this.tried.key === key) return;
    this.tried = { key, next: 0, run: null };
    this.without = [];
    this.isPatient = false;
    this.ask.hidden = true;
    setText(this.ask, "Switch each off in turn");
    if (node.channels > 1 && node.index !== run.network.output) page.later("without", 80, () => this.tryOn());
  }

  // Try some maps, then let the page draw before the next ones.
  tryOn() {
    const { page, place, run } = this;
    if (page.place.view !== "layer") return;
    const node = run.network.nodes[place.node];
    const started = performance.now();
    const first = this.tried.next;
    while (this.tried.next < node.channels && performance.now() - started < SLICE) {
      const channel = this.tried.next;
      this.tried.next += 1;
      if (node.off?.has(channel)) continue;
      const network = applyEdits(page.network, withFilter(page.edits, place.node, channel, false));
      this.tried.run = forward(network, page.pixels(), this.tried.run);
      this.without[channel] = Float32Array.from(this.tried.run.probabilities);
    }
    const each = (performance.now() - started) / Math.max(1, this.tried.next - first);
    const left = (node.channels - this.tried.next) * each;
    this.ask.hidden = true;
    if (left > PATIENCE && !this.isPatient) {
      setText(this.ask, `Switch each off in turn (about ${Math.ceil(left / 1000)} s)`);
      this.ask.hidden = false;
    } else if (left > 0) page.later("without", 0, () => this.tryOn());
    page.draw();
  }

  /** What is known about a map, in a sentence. */
  wordsOf(channel) {
    const tile = [...this.grid.children].find(({ dataset }) => Number(dataset.channel) === channel);
    return tile ? `${tile.getAttribute("aria-label")}.` : "";
  }

  focus() {
    const tile = [...this.grid.children].find((one) => one.getAttribute("tabindex") === "0") ?? this.grid.firstChild;
    tile?.focus();
  }
}
