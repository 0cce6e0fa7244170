// The overview: every layer of the network, the maps that matter most for the answer, and what leads to the one that is
// pointed at.

import { paint, shades } from "../shared/canvas.js";
import { pixelColour } from "../shared/colours.js";
import { element, resizeChildren, setText, svgElement } from "../shared/dom.js";
import { isCommand } from "../shared/keys.js";
import { probabilityText, strongestPlace } from "../shared/numbers.js";
import { SIGNED_SHADES } from "../shared/signed.js";
import { contributors } from "./contributors.js";
import { CORNER, boxOf, edgeThrough, foldSize, itemsIn, moveInOverview, overviewLayout, skips, unitAt, unitInFold, withoutTitles } from "./layout.js";
import { edges, isOneToOne, largestMagnitude, madeFrom } from "./maps.js";
import { specOf } from "./specs.js";
import { mapName } from "./words.js";

const PIXELS = shades(pixelColour);
const MOST_EDGES = 14;
const TRACED = 3; // edges for each layer further back
const MOST_FLOWS = 90; // edges that play draws between two layers
const [THICKEST_EDGE, THICKEST_TRACED] = [3.2, 2.4];
const BAR = { width: 120, above: 3, trunk: 4 }; // pixels: where the edges to a list of classes meet, above its title, and the line from there down to one
const SKIP = { height: 9, first: 7 }; // pixels below the columns for connections that skip layers
/** @type {{below?: "all"|"size", isTight?: boolean, isSmall?: boolean, breaks?: boolean}[]} */
const TITLES = [{}, { below: "size", isTight: true, isSmall: true },
  { below: "size", isTight: true, isSmall: true, breaks: true }]; // from a wide page to a narrow one: short is better than turned
const LEAST_UNDER_SHORT = 24; // pixels of a map under a short title
const TITLE_FONT = "12.5px";
const SMALL_TITLE_FONT = "11.5px";
const CLASS_FONT = { usual: "14px", small: "12px" };
const HINT = "Arrow keys move, Enter opens, A shows all maps of a layer, O switches a map off.";

/**
 * What the overview tells the page: where the pointer or the keyboard is, and what the learner asks for there.
 * @typedef {{node: number, channel: number|null}} At A map, unit or class; the channel is null on the button for the
 *   other maps of a layer.
 * @typedef {object} Acts
 * @property {(at: At|null) => void} point The pointer is on it, or on nothing.
 * @property {(at: At) => void} move The keyboard is on it.
 * @property {(at: At) => void} open
 * @property {(node: number) => void} all Show all maps of a layer.
 * @property {(at: At) => void} toggle Switch it off, or on again.
 */

export class Overview {
  /**
   * @param {any} page
   * @param {string} label For a screen reader.
   * @param {Acts} acts
   */
  constructor(page, label, acts) {
    this.page = page;
    this.acts = acts;
    /** @type {import("../shared/forward.js").Network|any} */
    this.network = null;
    /** @type {import("./layout.js").Layout|any} */
    this.layout = null;
    /** @type {number[][]} By column: the channels whose maps are shown. */
    this.shown = [];
    /** @type {number[][]} By column: all channels, those first that matter most. */
    this.orders = [];
    /** @type {any[]} By column: its elements. */
    this.parts = [];
    /** @type {At} What the keyboard is on. */
    this.active = { node: 0, channel: 0 };
    this.key = "";
    this.skipLines = svgElement("g", { class: "skips" });
    this.edgeLines = svgElement("g");
    this.svg = svgElement("svg", { class: "edges", "aria-hidden": "true" }, this.skipLines, this.edgeLines);
    this.stage = element("div", { class: "overview-stage" });
    this.node = element("div", { class: "overview", role: "application", "aria-label": `${label}. ${HINT}` }, this.stage);
    this.listen();
  }

  listen() {
    const { page, node } = this;
    let touched = "";
    page.on(node, "pointermove", (event) => { if (event.pointerType !== "touch") this.acts.point(this.placeAt(event)); });
    page.on(node, "pointerleave", () => this.acts.point(null));
    page.on(node, "pointerdown", (event) => { touched = event.pointerType; });
    page.on(node, "click", (event) => this.click(event, touched === "touch"));
    page.on(node, "focusin", (event) => {
      const at = this.placeOf(event.target.closest("[data-item]"));
      if (at && event.target.matches(":focus-visible")) this.acts.move(at);
    });
    page.on(node, "keydown", (event) => this.keyDown(event));
  }

  // -- Size and elements --

  /**
   * Lay the overview out for a network and a room, and make its elements where that changes anything.
   * @param {import("../shared/forward.js").Network} network
   * @param {{width: number, height: number, direction: "right"|"down", titles: boolean}} room Without titles, it is lower
   * by their height.
   */
  fit(network, room) {
    const key = [room.width, room.height, room.direction, room.titles].join();
    if (this.network === network && key === this.key) return;
    [this.network, this.key] = [network, key];
    const measure = this.measure(TITLE_FONT);
    const specsWith = (titles) => {
      const measureClass = this.measure(titles.isSmall ? CLASS_FONT.small : CLASS_FONT.usual);
      return network.nodes.map((node) => specOf(network, node, this.page.classNames, measureClass, titles));
    };
    let [specs, isSmall] = [specsWith(TITLES[0]), false];
    this.skips = room.direction === "right" ? skips(network.nodes) : [];
    const levels = this.skips.reduce((most, { level }) => Math.max(most, level + 1), 0);
    const below = levels ? SKIP.first + levels * SKIP.height : 0;
    const lay = (more = {}) => overviewLayout(specs, { ...room, height: room.height - below, measure, ...more });
    const whole = lay();
    this.layout = whole;
    for (const titles of TITLES.slice(1)) {
      if (!this.layout.isVertical) break;
      [specs, isSmall] = [specsWith(titles), Boolean(titles.isSmall)];
      const own = isSmall ? this.measure(SMALL_TITLE_FONT) : measure;
      this.layout = lay({ least: LEAST_UNDER_SHORT, measure: own, isTight: titles.isTight });
    }
    if (this.layout.isVertical) [specs, isSmall, this.layout] = [specsWith(TITLES[0]), false, whole]; // then short ones gain nothing
    if (!room.titles) this.layout = withoutTitles(this.layout);
    const height = this.layout.height + below;
    this.stage.style.cssText = `width: ${this.layout.width}px; height: ${height}px`;
    this.node.classList.toggle("down", room.direction === "down");
    this.node.classList.toggle("vertical-titles", this.layout.isVertical);
    this.node.classList.toggle("in-corner", room.direction === "right" && this.layout.side >= CORNER);
    this.node.classList.toggle("small-titles", isSmall);
    this.node.classList.toggle("only-marks", !this.layout.hasBadges);
    for (const [name, value] of Object.entries({ width: this.layout.width, height })) this.svg.setAttribute(name, String(value));
    const hadFocus = this.node.contains(document.activeElement);
    this.shown = [];
    this.parts = this.layout.columns.map((column, place) => this.makeColumn(column, specs[place]));
    this.stage.replaceChildren(this.svg, ...this.parts.map(({ group }) => group));
    this.drawSkips();
    this.activate(this.active);
    if (hadFocus) this.focus();
  }

  measure(size) {
    const brush = document.createElement("canvas").getContext("2d");
    const { fontFamily } = getComputedStyle(this.page.root);
    if (brush) brush.font = `600 ${size} ${fontFamily}`;
    return (text) => (brush ? brush.measureText(text).width : 7 * text.length);
  }

  makeColumn(column, spec) {
    const { node, kind } = column;
    const { short, title: fullTitle, name } = this.network.nodes[node];
    const title = element("button", { type: "button", class: "column-title", tabindex: -1, "data-all": node, style: at(column.title),
      title: name ? `${fullTitle} (${name} in Keras)` : fullTitle, "aria-label": `All of ${short}: ${fullTitle}` }, ...column.title.lines.map((text) => element("span", { text })),
      ...column.title.under.map((text) => element("small", { text })));
    const aim = element("small", { "aria-hidden": "true" }); // where the edges that end above a list lead
    if (this.isInList({ node })) title.append(aim);
    const things = column.strip ? [this.makeStrip(column)] : column.slots.map((box, item) => this.makeItem(column, spec, box, item));
    if (column.more) {
      things.push(element("button", { type: "button", class: "more", tabindex: -1, style: at(column.more), "data-column": node,
        "data-item": column.slots.length, text: `+ ${column.hidden}`,
        "aria-label": `${column.hidden} more ${kind === "classes" ? "classes" : "maps"}: show all of ${short}` }));
    }
    const group = element("div", { role: "group", class: `column column-${kind}`, "aria-label": `${short}: ${fullTitle}` },
      title, ...things);
    return { group, title, things, aim, unitMap: column.strip ? unitsOf(column.strip.fold, column.channels) : null };
  }

  makeItem(column, spec, box, item) {
    const data = { type: "button", tabindex: -1, style: at(box), "data-column": column.node, "data-item": item };
    if (column.kind === "nothing") return element("button", { ...data, class: "map-tile nothing", text: "→", "aria-label": this.network.nodes[column.node].note });
    if (column.kind === "classes") {
      return element("button", { ...data, class: "class-row" }, element("span", { class: "name" }),
        element("span", { class: "track" }, element("i"), element("b")), element("span", { class: "class-share" }));
    }
    const number = spec.channels > 1 ? [element("span", { class: "number" })] : [];
    return element("button", { ...data, class: "map-tile" }, element("canvas"), ...number);
  }

  makeStrip(column) {
    const marker = element("span", { class: "unit", hidden: true });
    return element("button", { type: "button", class: "map-tile strip", tabindex: -1, style: at(column.strip), "data-column": column.node,
      "data-item": "units" }, element("canvas"), marker);
  }

  // Connections that skip layers run below the columns.
  drawSkips() {
    const { columns, height } = this.layout;
    this.skipLines.replaceChildren(...this.skips.map(({ from, to, level }) => {
      const [start, end] = [from, to].map((place) => Math.round(columns[place].box.x + columns[place].box.width / 2));
      const low = height + SKIP.first + level * SKIP.height;
      return svgElement("path", { d: `M${start} ${height}V${low}H${end}V${height}m-4 6l4 -6l4 6` });
    }));
  }

  // -- Places --

  // The thing at an event, or null.
  placeAt(event) {
    const thing = event.target.closest?.("[data-item]");
    if (thing?.dataset.item !== "units") return this.placeOf(thing);
    const box = this.stage.getBoundingClientRect();
    const node = Number(thing.dataset.column);
    return { node, channel: unitAt(this.layout.columns[node], event.clientX - box.left, event.clientY - box.top) };
  }

  placeOf(thing) {
    if (!thing) return null;
    const node = Number(thing.dataset.column);
    if (thing.dataset.item !== "units") return { node, channel: this.channelOf(node, Number(thing.dataset.item)) };
    return { node, channel: this.active.node === node ? this.active.channel : 0 };
  }

  channelOf(node, item) {
    const column = this.layout.columns[node];
    if (column.strip) return item;
    return item < column.slots.length ? this.shown[node]?.[item] ?? 0 : null;
  }

  // Which thing of its column shows a channel; the button for the others where none does.
  itemOf({ node, channel }) {
    const column = this.layout.columns[node];
    if (column.strip) return channel ?? 0;
    const item = channel === null ? -1 : this.shown[node]?.indexOf(channel) ?? 0;
    return item < 0 ? column.slots.length : item;
  }

  boxAt(place) {
    return boxOf(this.layout.columns[place.node], this.itemOf(place));
  }

  // Whether the classes are below each other: there is no room for an edge to one of them.
  isInList({ node }) {
    return this.layout.direction === "down" && this.layout.columns[node].kind === "classes";
  }

  // Where an edge ends: on a bar above the title of a list of classes, in the order of what it comes from; else at the
  // thing itself.
  endAt(place, from) {
    if (!this.isInList(place)) return this.boxAt(place);
    const across = (from.x + from.width / 2) / this.layout.width;
    return { x: BAR.width * across, y: this.layout.columns[place.node].title.y - BAR.above, width: 0, height: 0 };
  }

  // -- Pointer and keys --

  click(event, isTouch) {
    const title = event.target.closest("[data-all]");
    const place = this.placeAt(event);
    if (title) this.acts.all(Number(title.dataset.all));
    if (!place) return;
    const isNew = place.node !== this.active.node || place.channel !== this.active.channel;
    this.activate(place);
    this.acts.move(place);
    // A finger has no way to point without touching: the first touch shows what leads here, the second opens it.
    if (place.channel === null) this.acts.all(place.node);
    else if (!isTouch || !isNew) this.acts.open(place);
  }

  keyDown(event) {
    if (event.altKey || event.metaKey) return;
    const next = moveInOverview(this.layout, [this.active.node, this.itemOf(this.active)], event);
    if (next) {
      event.preventDefault();
      const [node, item] = next;
      this.activate({ node, channel: this.channelOf(node, item) });
      this.focus();
      this.acts.move(this.active);
      return;
    }
    if (isCommand(event)) return;
    const key = event.key.toLowerCase();
    if (key.startsWith("arrow")) event.preventDefault(); // at an end: the page must not scroll
    const act = { enter: () => (this.active.channel === null ? this.acts.all(this.active.node) : this.acts.open(this.active)),
      " ": () => this.acts.open(this.active), a: () => this.acts.all(this.active.node), o: () => this.acts.toggle(this.active) }[key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Make a thing the one that Tab reaches. @param {At} place */
  activate(place) {
    this.active = place;
    if (!this.layout) return;
    this.stage.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    this.thingAt(place)?.setAttribute("tabindex", "0");
  }

  thingAt(place) {
    const { things } = this.parts[place.node];
    return this.layout.columns[place.node].strip ? things[0] : things[this.itemOf(place)];
  }

  /** Give the keyboard to the thing that Tab reaches. */
  focus() {
    const thing = this.thingAt(this.active);
    thing?.focus({ preventScroll: true });
    thing?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // -- Drawing --

  /**
   * Choose again which maps are shown, those that matter most for the answer: after another image, but not with every
   * stroke, so that none jumps. Where each map is made from the one before it, as in a pooling, the same numbers are next
   * to each other.
   */
  choose(run) {
    const { columns } = this.layout;
    this.shown = [];
    const orders = contributors(this.network, run);
    this.orders = orders.map((_, node) => orders[this.lastLike(node)]);
    for (const [node, { kind, slots, hidden, channels }] of columns.entries()) {
      const twin = this.twinOf(node);
      if (kind !== "maps" && kind !== "classes") this.shown.push([0]);
      else if (!hidden) this.shown.push(Array.from({ length: channels }, (_, channel) => channel));
      else if (twin !== null) this.shown.push([...this.shown[twin]]);
      else this.shown.push(this.orders[node].slice(0, slots.length).sort((one, other) => one - other));
    }
    this.name();
  }

  // The column before one that has the same maps, one to one, and as much room for them; null where there is none.
  twinOf(node) {
    const { nodes } = this.network;
    const { columns } = this.layout;
    let from = node;
    do {
      if (!isOneToOne(this.network, nodes[from])) return null;
      [from] = nodes[from].inputs;
    } while (columns[from].kind === "nothing");
    const isLike = columns[from].kind === "maps" && columns[node].kind === "maps" && columns[from].slots.length === columns[node].slots.length;
    return isLike ? from : null;
  }

  /** Show the same maps as another overview, so that they can be compared, and more of its own if there is room. */
  follow({ shown }) {
    const wanted = this.shown.map((own, node) => {
      const others = own.filter((channel) => !shown[node].includes(channel));
      return [...shown[node], ...others].slice(0, own.length).sort((one, other) => one - other);
    });
    if (wanted.join(";") === this.shown.join(";")) return;
    this.shown = wanted;
    this.name();
  }

  // Show a map that was hidden, in the place of the one that matters least in its layer; its twins are shown with it.
  include({ node, channel }) {
    const shown = this.shown[node];
    const column = this.layout.columns[node];
    if (channel === null || column.strip || column.kind === "nothing" || !shown || shown.includes(channel)) return;
    const order = this.orders[node];
    const least = shown.reduce((one, other) => (order.indexOf(one) > order.indexOf(other) ? one : other));
    const now = [...shown.filter((one) => one !== least), channel].sort((one, other) => one - other);
    const root = this.rootOf(node);
    this.shown = this.shown.map((one, other) => (this.rootOf(other) === root ? [...now] : one));
    this.name();
  }

  // The first and the last of the columns that show the same maps: what comes after the last says how much each matters.
  rootOf(node) {
    const twin = this.twinOf(node);
    return twin === null ? node : this.rootOf(twin);
  }

  lastLike(node) {
    const root = this.rootOf(node);
    return this.layout.columns.findLastIndex((_, other) => this.rootOf(other) === root);
  }

  name() {
    const { classNames } = this.page;
    this.layout.columns.forEach(({ kind, slots, strip }, node) => {
      const { things } = this.parts[node];
      if (kind === "nothing") return;
      if (strip) return things[0].setAttribute("aria-label", `Units of ${this.network.nodes[node].short}`);
      slots.forEach((_, item) => {
        const channel = this.shown[node][item];
        things[item].setAttribute("aria-label", mapName(this.network, node, channel, classNames));
        if (kind === "classes") setText(things[item].firstChild, classNames[channel]);
        else if (things[item].children[1]) setText(things[item].children[1], String(channel));
      });
    });
  }

  /**
   * Paint all maps and probabilities of a run.
   * @param {import("../shared/forward.js").Run} run
   * @param {ArrayLike<number>|null} before The probabilities that the bars are compared with, if any.
   * @param {number} [label] The class of the image, which has a mark.
   */
  paint(run, before, label) {
    this.layout.columns.forEach((column, node) => {
      const { things, unitMap } = this.parts[node];
      const values = run.values[node];
      if (column.kind === "classes") this.paintClasses(run, node, before, label);
      else if (column.kind === "units") {
        paint(things[0].firstChild, foldSize(column.strip.fold), (i) => values[unitMap[i]] ?? 0, largestMagnitude(values) || 1, SIGNED_SHADES);
      } else if (column.kind === "maps") this.paintMaps(run, node);
    });
  }

  paintMaps(run, node) {
    const { height: rows, width: columns, channels, off } = run.network.nodes[node];
    const values = run.values[node];
    const { things } = this.parts[node];
    const { slots } = this.layout.columns[node];
    if (node === 0 && this.layout.columns[0].channels === 1) return paintImage(things[0].firstChild, run, this.page.range);
    const limit = largestMagnitude(values) || 1;
    slots.forEach((_, item) => {
      const channel = this.shown[node][item];
      paint(things[item].firstChild, { rows, columns }, (i) => values[i * channels + channel], limit, SIGNED_SHADES);
      things[item].classList.toggle("off", Boolean(off?.has(channel)));
    });
  }

  paintClasses(run, node, before, label) {
    const shares = run.values[node];
    const best = strongestPlace(shares);
    this.layout.columns[node].slots.forEach((_, item) => {
      const channel = this.shown[node][item];
      const [, track, share] = this.parts[node].things[item].children;
      const [bar, mark] = track.children;
      bar.style.width = `${100 * Math.max(0, Math.min(1, shares[channel]))}%`;
      mark.hidden = !before;
      if (before) mark.style.left = `${100 * before[channel]}%`;
      setText(share, probabilityText(shares[channel]));
      const { classList } = this.parts[node].things[item];
      const isWrong = label !== undefined && label !== best;
      classList.toggle("best", channel === best);
      classList.toggle("wrong", isWrong && channel === best);
      classList.toggle("is-label", channel === label);
      classList.toggle("missed", isWrong && channel === label);
    });
  }

  /**
   * Mark the thing that is pointed at, and draw the edges that lead to it.
   * @param {import("../shared/forward.js").Run} run
   * @param {At} place
   */
  point(run, place) {
    const thing = this.thingAt(place);
    if (this.marked !== thing) {
      this.marked?.classList.remove("pointed");
      thing?.classList.add("pointed");
      this.marked = thing;
    }
    for (const { things } of this.parts) if (things[0]?.classList.contains("strip")) things[0].lastChild.hidden = things[0] !== thing;
    if (thing?.classList.contains("strip")) this.markUnit(thing, place);
    this.drawEdges(this.leadingTo(run, place));
  }

  markUnit(thing, place) {
    const box = this.boxAt(place);
    const strip = this.layout.columns[place.node].strip;
    thing.lastChild.style.cssText = at({ ...box, x: box.x - strip.x, y: box.y - strip.y });
  }

  // The edges to a thing, and then to the strongest map that they come from, layer by layer back to the image.
  leadingTo(run, place) {
    let edges = this.edgesTo(run, place);
    const all = [...edges];
    for (;;) {
      const from = edges.find(({ channel }) => channel !== null);
      if (!from) return all;
      edges = this.edgesTo(run, from).slice(0, TRACED);
      all.push(...edges.map((one) => ({ ...one, isTraced: true })));
    }
  }

  // The strongest edges to a thing, strongest first; of those from hidden maps, the strongest leads from their button.
  edgesTo(run, place) {
    const { nodes } = this.network;
    if (place.channel === null || nodes[place.node].kind === "nothing" || !nodes[place.node].inputs.length) return [];
    const found = edges(run.network, run, place.node, place.channel).map(({ node, channel, strength }) => ({ node, channel, value: strength }));
    const isSeen = ({ node, channel }) => node === 0 || this.itemOf({ node, channel }) < itemsIn(this.layout.columns[node]) - (this.layout.columns[node].more ? 1 : 0);
    const hidden = found.filter((one) => !isSeen(one));
    const others = [...new Set(hidden.map(({ node }) => node))].map((node) => ({ node, channel: null,
      value: hidden.reduce((most, one) => (one.node === node && Math.abs(one.value) > Math.abs(most) ? one.value : most), 0) }));
    const sorted = [...found.filter(isSeen), ...others].filter(({ value }) => value)
      .sort((one, other) => Math.abs(other.value) - Math.abs(one.value)).slice(0, MOST_EDGES);
    return sorted.map((one) => ({ ...one, to: place, share: Math.abs(one.value / sorted[0].value) }));
  }

  /** Draw edges: [{node, channel, to, value, share, isTraced}]. Wider edges are larger; dashed ones lower the sum. */
  drawEdges(wanted, kind = "") {
    const listed = wanted.find(({ to }) => this.isInList(to));
    for (const { aim } of this.parts) setText(aim, listed && !kind ? `edges to ${this.page.classNames[listed.to.channel]}` : "");
    resizeChildren(this.edgeLines, wanted.length + (listed ? 1 : 0), () => svgElement("path"));
    if (listed) {
      const bar = this.edgeLines.lastChild;
      const { x, y, height } = this.boxAt(listed.to);
      bar.setAttribute("d", `M0 ${this.layout.columns[listed.to.node].title.y - BAR.above}h${BAR.width}m${BAR.trunk - BAR.width} 0V${y + height / 2}H${x}m-5 -5l5 5l-5 5`);
      bar.setAttribute("class", "bar");
      for (const name of ["stroke-width", "stroke-opacity"]) bar.removeAttribute(name);
    }
    wanted.forEach(({ node, channel, to, value, share, isTraced }, n) => {
      const line = this.edgeLines.children[n];
      const from = this.boxAt({ node, channel: node === 0 ? 0 : channel });
      const through = this.between(node, channel, to.node);
      const isBundle = this.isInList(to) || through.length > 0; // many edges end as one
      line.setAttribute("d", edgeThrough(from, through, this.endAt(to, from), this.layout.direction));
      line.setAttribute("class", kind || `${value < 0 ? "lowers" : "raises"}${isTraced ? " traced" : ""}`);
      line.setAttribute("stroke-width", kind ? "1" : (0.8 + ((isTraced || isBundle ? THICKEST_TRACED : THICKEST_EDGE) - 0.8) * share).toFixed(1));
      line.setAttribute("stroke-opacity", kind ? "0.35" : ((isTraced || isBundle ? 0.3 : 0.45) + (isTraced || isBundle ? 0.4 : 0.55) * share).toFixed(2));
    });
  }

  // The strips between two layers that only pass on what comes from a map, and where along them the edge goes through:
  // in the order of the maps, those of hidden maps at the end.
  between(from, channel, to) {
    const found = [];
    const { nodes } = this.network;
    for (let [node] = nodes[to].inputs; node > from && ["flatten", "nothing"].includes(nodes[node].kind); [node] = nodes[node].inputs) {
      const { strip } = this.layout.columns[node];
      if (strip) found.unshift({ strip, share: channel === null ? 0.98 : (channel + 0.5) / nodes[from].channels });
    }
    return found;
  }

  /** Show the layers up to one, as the image reaches it; all of them where it is null. */
  reveal(step) {
    this.parts.forEach(({ group }, node) => {
      group.classList.toggle("later", step !== null && node > step);
      group.classList.toggle("arriving", node === step);
    });
    if (step !== null) this.drawEdges(this.flowsTo(step), "flow");
  }

  // What reaches a layer: from each map only what is made from it, one map in a pooling, all of them in a convolution.
  flowsTo(node) {
    const flows = this.network.nodes[node].inputs.flatMap((from, place) =>
      this.sample(from).flatMap((one) => this.reachedFrom(one, node, place).map((to) => ({ ...one, to, value: 1, share: 1 }))));
    const every = Math.ceil(flows.length / MOST_FLOWS);
    return flows.filter((_, n) => n % every === 0);
  }

  // The maps of a column that are shown, or some of its units.
  sample(node) {
    const column = this.layout.columns[node];
    const count = column.strip ? Math.min(column.channels, 24) : column.slots.length;
    return Array.from({ length: count }, (_, n) => ({ node, channel: this.channelOf(node, column.strip ? Math.floor((n * column.channels) / count) : n) }));
  }

  reachedFrom({ node: from, channel }, node, place) {
    const { columns } = this.layout;
    const isOne = (/** @type {number} */ one) => columns[one].kind === "nothing" || this.network.nodes[one].channels > columns[one].channels;
    const made = isOne(from) || isOne(node) ? null : madeFrom(this.network, node, place, channel);
    if (!made) return this.sample(node);
    return made.filter((one) => columns[node].strip || this.shown[node].includes(one)).map((one) => ({ node, channel: one }));
  }
}

// The image as it is: grey levels, or red, green and blue.
export function paintImage(canvas, run, range) {
  const { height: rows, width: columns, channels } = run.network.nodes[0];
  paintPixels(canvas, { rows, columns, channels }, run.values[0], range);
}

/** Paint an image of one channel or three; black and white are the ends of its range. */
export function paintPixels(canvas, { rows, columns, channels }, pixels, [black, white]) {
  if (channels !== 3) return paint(canvas, { rows, columns }, (i) => pixels[i * channels] - black, white - black, PIXELS);
  if (canvas.width !== columns || canvas.height !== rows) [canvas.width, canvas.height] = [columns, rows];
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    for (let part = 0; part < 3; part++) image.data[4 * i + part] = (255 * (pixels[3 * i + part] - black)) / (white - black);
    image.data[4 * i + 3] = 255;
  }
  brush.putImageData(image, 0, 0);
}

function at({ x, y, width, height }) {
  return `left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`;
}

// For each pixel of a strip the unit that it shows; −1 past the last one.
function unitsOf(fold, channels) {
  const { rows, columns } = foldSize(fold);
  return Int32Array.from({ length: rows * columns }, (_, i) => {
    const unit = unitInFold([Math.floor(i / columns), i % columns], fold);
    return unit < channels ? unit : -1;
  });
}
