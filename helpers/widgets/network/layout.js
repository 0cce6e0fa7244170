// Where everything in the overview goes. Pure geometry: no elements, no colours, nothing of a page.
//
// In the direction "right" each layer is a column, and the image goes from left to right; on a narrow screen the
// direction is "down", and each layer is a row. "Along" is the axis on which the maps of one layer follow each other,
// "across" the one from layer to layer.

import { clamp } from "../shared/numbers.js";

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{rows: number, columns: number, isTurned: boolean}} Fold How the units of a layer are laid out in a strip:
 *   unit n is in row ⌊n / columns⌋ and column n mod columns, or the other way round where the strip is turned.
 * @typedef {{kind: "maps"|"units"|"classes"|"nothing", rows: number, columns: number, channels: number, lines: string[],
 *   keras: string, label?: number, group?: number}} Spec
 *   What is to be placed: a layer with so many maps of rows × columns, or so many units. `lines` are those of its title,
 *   `label` the pixels that the longest class name takes, `group` how many units belong together (the channels of what
 *   was flattened).
 * @typedef {{node: number, kind: Spec["kind"], box: Box, title: Box, slots: Box[], more: Box|null, hidden: number,
 *   strip: (Box & {fold: Fold})|null, channels: number}} Column
 *   `slots` are the places of maps or classes, `more` that of the button for the other ones, `hidden` how many those are.
 * @typedef {{direction: "right"|"down", isUpright: boolean, side: number, width: number, height: number,
 *   columns: Column[]}} Layout `isUpright`: whether the titles are written from bottom to top.
 */

const LARGEST_SIDE = 42; // pixels of a map's longer side: 28, 14 and 7 rows are drawn as 1.5, 3 and 6 pixels each
const SMALLEST_SIDE = 20;
const SMALLEST_LEVEL_SIDE = 30; // with titles from left to right: below it they are turned, to leave room for the maps
const NUMBER = 17; // pixels for the number of a map in front of it
const BETWEEN = 4; // pixels between two maps of a layer
const MORE = 20; // the height of the button for the other maps
const LINE = 15; // the height of a line of a title
const GAPS = { least: 8, most: 46, down: 16 };
const CLASS_ROW = { least: 17, most: 27, down: 26 };
const CLASS_BAR = { least: 74, most: 120 }; // pixels for the bar and the number behind a class name
const THICKEST_STRIP = 40;
const LARGEST_UNIT = 16;
const SMALLEST_UNIT = 4;
const NOTHING = 16; // the width of a layer that does nothing now

/**
 * Lay out the overview.
 * @param {Spec[]} specs
 * @param {{width: number, height: number, direction?: "right"|"down", measure?: (text: string) => number}} room
 *   `measure` gives the width of a text in a title, in pixels.
 * @returns {Layout} Where all of it cannot be made to fit, it is wider than the room, and scrolls.
 */
export function overviewLayout(specs, { width, height, direction = "right", measure = (text) => 6.6 * text.length }) {
  return direction === "down" ? layoutDown(specs, width) : layoutRight(specs, width, height, measure);
}

// ---- From left to right ----

function layoutRight(specs, width, height, measure) {
  const { isUpright, side } = largestThatFits(specs, width, measure);
  const titleHeight = isUpright ? Math.ceil(Math.max(...specs.map((spec) => measure(longTitle(spec))))) + 8
    : LINE * Math.max(...specs.map(linesOf)) + 4;
  const widths = specs.map((spec) => columnWidth(spec, side, isUpright, measure));
  const left = width - sum(widths) - GAPS.least * (specs.length - 1);
  const last = specs.length - 1;
  if (specs[last]?.kind === "classes") widths[last] += clamp(left / 3, 0, CLASS_BAR.most - CLASS_BAR.least);
  const gap = specs.length < 2 ? 0 : clamp((width - sum(widths)) / (specs.length - 1), GAPS.least, GAPS.most);
  let x = Math.max(0, (width - sum(widths) - gap * (specs.length - 1)) / 2);
  const columns = specs.map((spec, node) => {
    const box = { x: Math.round(x), y: titleHeight, width: Math.round(widths[node]), height: height - titleHeight };
    x += widths[node] + gap;
    const title = { x: box.x, y: 0, width: box.width, height: titleHeight };
    return { node, kind: spec.kind, channels: spec.channels, box, title, ...fillColumn(spec, box, side) };
  });
  const end = columns.at(-1);
  return { direction: /** @type {const} */ ("right"), isUpright, side, columns, height,
    width: Math.max(width, end ? end.box.x + end.box.width : 0) };
}

// Titles from left to right and large maps, if that fits; else smaller maps, then titles from bottom to top.
function largestThatFits(specs, width, measure) {
  for (const isUpright of [false, true]) {
    for (let side = LARGEST_SIDE; side >= (isUpright ? SMALLEST_SIDE : SMALLEST_LEVEL_SIDE); side -= 2) {
      const needed = sum(specs.map((spec) => columnWidth(spec, side, isUpright, measure))) + GAPS.least * (specs.length - 1);
      if (needed <= width) return { isUpright, side };
    }
  }
  return { isUpright: true, side: SMALLEST_LEVEL_SIDE };
}

function columnWidth(spec, side, isUpright, measure) {
  const content = { maps: side + (spec.channels > 1 ? NUMBER : 0), units: stripThickness(spec), nothing: NOTHING,
    classes: (spec.label ?? 60) + CLASS_BAR.least }[spec.kind];
  const title = isUpright ? 2 * LINE : Math.max(...spec.lines.map(measure), 0.92 * measure(spec.keras));
  return Math.ceil(Math.max(content, title));
}

function linesOf(spec) {
  return spec.lines.length + (spec.keras ? 1 : 0);
}

/** The title of a layer on one line. */
export function longTitle({ lines }) {
  return lines.join(", ");
}

function fillColumn(spec, box, side) {
  const nothing = { slots: [], more: null, hidden: 0, strip: null };
  const middle = box.x + box.width / 2;
  if (spec.kind === "nothing") {
    return { ...nothing, slots: [{ x: middle - NOTHING / 2, y: box.y + box.height / 2 - 13, width: NOTHING, height: 26 }] };
  }
  if (spec.kind === "units") {
    const fold = foldUnits(spec, box.height, false);
    const { width, height } = stripSize(spec, fold, box.height);
    return { ...nothing, strip: { x: Math.round(middle - width / 2), y: Math.round(box.y + (box.height - height) / 2), width, height, fold } };
  }
  if (spec.kind === "classes") return fillClasses(spec, box);
  const size = tileSize(spec, side);
  const number = spec.channels > 1 ? NUMBER : 0;
  const x = Math.round(middle - (size.width + number) / 2) + number;
  return { ...nothing, ...stack(spec.channels, box, size.height + BETWEEN, BETWEEN,
    (y) => ({ x, y, ...size }), (y) => ({ x: box.x, y, width: box.width, height: MORE })) };
}

function fillClasses(spec, box) {
  const row = clamp(Math.floor(box.height / spec.channels), CLASS_ROW.least, CLASS_ROW.most);
  return { strip: null, ...stack(spec.channels, box, row, 0,
    (y) => ({ x: box.x, y, width: box.width, height: row }), (y) => ({ x: box.x, y, width: box.width, height: MORE })) };
}

// As many as fit one below the other, in the middle of their column; where not all do, a button for the others.
function stack(count, box, pitch, between, slotAt, moreAt) {
  const all = Math.floor((box.height + between) / pitch) >= count;
  const shown = all ? count : Math.max(1, Math.floor((box.height - MORE) / pitch));
  const used = shown * pitch - (all ? between : -MORE);
  const y = Math.round(box.y + Math.max(0, (box.height - used) / 2));
  return { slots: Array.from({ length: shown }, (_, n) => slotAt(y + n * pitch)), hidden: count - shown,
    more: all ? null : moreAt(y + shown * pitch) };
}

// ---- From top to bottom ----

function layoutDown(specs, width) {
  let y = 0;
  const columns = specs.map((spec, node) => {
    const title = { x: 0, y, width, height: 2 * LINE - 8 };
    const top = y + title.height;
    const filled = fillRow(spec, width, top);
    const bottom = Math.max(top, ...[...filled.slots, filled.strip, filled.more].map((box) => (box ? box.y + box.height : 0)));
    y = bottom + GAPS.down;
    return { node, kind: spec.kind, channels: spec.channels, title, ...filled, box: { x: 0, y: top, width, height: bottom - top } };
  });
  return { direction: /** @type {const} */ ("down"), isUpright: false, side: LARGEST_SIDE, columns, width,
    height: Math.max(0, y - GAPS.down) };
}

function fillRow(spec, width, top) {
  const nothing = { slots: [], more: null, hidden: 0, strip: null };
  if (spec.kind === "nothing") return { ...nothing, slots: [{ x: 0, y: top, width: 26, height: NOTHING }] };
  if (spec.kind === "units") {
    const fold = foldUnits(spec, width, true);
    const size = stripSize(spec, fold, width);
    return { ...nothing, strip: { x: 0, y: top, width: size.height, height: size.width, fold } };
  }
  if (spec.kind === "classes") {
    return { ...nothing, slots: Array.from({ length: spec.channels }, (_, n) =>
      ({ x: 0, y: top + n * CLASS_ROW.down, width, height: CLASS_ROW.down })) };
  }
  const size = tileSize(spec, LARGEST_SIDE);
  const pitch = size.width + BETWEEN;
  const all = Math.floor((width + BETWEEN) / pitch) >= spec.channels;
  const shown = all ? spec.channels : Math.max(1, Math.floor((width - 52) / pitch));
  return { ...nothing, slots: Array.from({ length: shown }, (_, n) => ({ x: n * pitch, y: top, ...size })), hidden: spec.channels - shown,
    more: all ? null : { x: shown * pitch, y: top, width: width - shown * pitch, height: Math.max(size.height, MORE) } };
}

// ---- Maps and units ----

function tileSize({ rows, columns }, side) {
  const scale = side / Math.max(rows, columns);
  return { width: Math.max(4, Math.round(columns * scale)), height: Math.max(4, Math.round(rows * scale)) };
}

/**
 * Fold units into a strip that is `length` pixels long. What was flattened keeps its order: a cell's channels are
 * beside each other. Other units fill as few columns as leave each unit large enough to be seen.
 * @param {{channels: number, group?: number}} units
 * @param {number} length
 * @param {boolean} isTurned Whether the strip goes from left to right.
 * @returns {Fold}
 */
export function foldUnits({ channels, group = 0 }, length, isTurned) {
  if (group > 1 && group < channels) return { rows: channels / group, columns: group, isTurned };
  const most = Math.max(1, Math.floor(length / SMALLEST_UNIT));
  const columns = Math.ceil(channels / most);
  return { rows: Math.ceil(channels / columns), columns, isTurned };
}

function stripThickness({ channels, group = 0 }) {
  if (group > 1 && group < channels) return Math.min(THICKEST_STRIP, Math.max(12, group));
  return channels <= 64 ? 14 : channels <= 128 ? 20 : channels <= 512 ? 28 : THICKEST_STRIP;
}

// Across and along, before a strip is turned.
function stripSize(spec, { rows }, length) {
  return { width: stripThickness(spec), height: Math.round(Math.min(length, rows * LARGEST_UNIT)) };
}

/** The place of a unit in its fold, [row, column] as it is drawn. */
export function placeInFold(unit, { columns, isTurned }) {
  const place = [Math.floor(unit / columns), unit % columns];
  return isTurned ? place.reverse() : place;
}

/** The unit at a place of a fold, which may be past the last one. */
export function unitInFold([row, column], { columns, isTurned }) {
  return isTurned ? column * columns + row : row * columns + column;
}

/** The rows and columns of a fold as it is drawn. */
export function foldSize({ rows, columns, isTurned }) {
  return isTurned ? { rows: columns, columns: rows } : { rows, columns };
}

// ---- Places ----

/** How many things a column has that one can point at; the last may be the button for the others. */
export function itemsIn(column) {
  return column.strip ? column.channels : column.slots.length + (column.more ? 1 : 0);
}

/**
 * The box of a thing in a column: a map, a class, a unit, or the button for the others.
 * @param {Column} column
 * @param {number} item
 * @returns {Box}
 */
export function boxOf(column, item) {
  if (!column.strip) return column.slots[item] ?? column.more ?? column.box;
  const { fold, x, y, width, height } = column.strip;
  const [row, line] = placeInFold(item, fold);
  const { rows, columns } = foldSize(fold);
  const [wide, high] = [width / columns, height / rows];
  return { x: x + line * wide, y: y + row * high, width: wide, height: high };
}

/** The unit of a strip that is at a point of the stage, or the nearest. */
export function unitAt({ strip, channels }, x, y) {
  const { rows, columns } = foldSize(strip.fold);
  const place = [clamp(Math.floor(((y - strip.y) / strip.height) * rows), 0, rows - 1),
    clamp(Math.floor(((x - strip.x) / strip.width) * columns), 0, columns - 1)];
  return Math.min(unitInFold(place, strip.fold), channels - 1);
}

/**
 * Where a key leads from a thing in a column, or null for another key or where there is nothing that way.
 * @param {Layout} layout
 * @param {[number, number]} from [column, item]
 * @param {{key: string, ctrlKey?: boolean}} event
 * @returns {[number, number]|null}
 */
export function moveInOverview({ columns, direction }, [place, item], { key, ctrlKey = false }) {
  const column = columns[place];
  const last = itemsIn(column) - 1;
  if (key === "Home") return ctrlKey ? [0, 0] : [place, 0];
  if (key === "End") return ctrlKey ? [columns.length - 1, 0] : [place, last];
  const arrows = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  if (!arrows) return null;
  const isList = direction === "down" && column.kind === "classes"; // one below the other in either direction
  const [across, along] = direction === "right" ? arrows : isList && arrows[1] ? listStep(arrows[1], item, last) : [arrows[1], arrows[0]];
  if (column.strip) {
    const within = moveInStrip(column, item, arrows);
    if (within !== null) return [place, within];
  }
  if (along && !column.strip) return item + along >= 0 && item + along <= last ? [place, item + along] : null;
  const next = columns[place + across];
  return across && next ? [place + across, nearestItem(next, boxOf(column, item))] : null;
}

// In a list of classes the arrows up and down walk over it, and leave it at its ends.
function listStep(step, item, last) {
  return item + step >= 0 && item + step <= last ? [0, step] : [step, 0];
}

function moveInStrip({ strip, channels }, unit, [across, along]) {
  const [row, column] = placeInFold(unit, strip.fold);
  const { rows, columns } = foldSize(strip.fold);
  const to = [row + along, column + across];
  if (to[0] < 0 || to[0] >= rows || to[1] < 0 || to[1] >= columns) return null;
  const next = unitInFold(to, strip.fold);
  return next < channels ? next : null;
}

/** The thing in a column whose middle is nearest to that of a box. */
export function nearestItem(column, box) {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  if (column.strip) return unitAt(column, middle.x, middle.y);
  let [nearest, least] = [0, Infinity];
  for (let item = 0; item < itemsIn(column); item++) {
    const { x, y, width, height } = boxOf(column, item);
    const distance = Math.hypot(x + width / 2 - middle.x, y + height / 2 - middle.y);
    if (distance < least) [nearest, least] = [item, distance];
  }
  return nearest;
}

/**
 * The path of an edge between two boxes, for the attribute `d` of an SVG path: from the end of the first to the start
 * of the second, level at both.
 * @param {Box} from
 * @param {Box} to
 * @param {"right"|"down"} direction
 */
export function edgePath(from, to, direction) {
  const round = (value) => Math.round(value * 10) / 10;
  if (direction === "right") {
    const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2].map(round);
    const bend = round((x1 + x2) / 2);
    return `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`;
  }
  const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + from.height, to.x + to.width / 2, to.y].map(round);
  const bend = round((y1 + y2) / 2);
  return `M${x1} ${y1}C${x1} ${bend} ${x2} ${bend} ${x2} ${y2}`;
}

/**
 * Connections that leave out the layers between, as those of a residual network do: for each, the level on which it goes
 * below the columns, so that no two of them run over each other.
 * @param {{inputs: number[]}[]} nodes
 * @returns {{from: number, to: number, level: number}[]}
 */
export function skips(nodes) {
  const found = nodes.flatMap(({ inputs }, to) => inputs.filter((from) => from < to - 1).map((from) => ({ from, to, level: 0 })));
  /** @type {number[]} */
  const ends = []; // by level, where its last connection arrives
  for (const one of found.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const free = ends.findIndex((end) => end <= one.from);
    one.level = free < 0 ? ends.length : free;
    ends[one.level] = one.to;
  }
  return found;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
