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
 * @typedef {{kind: "maps"|"units"|"classes"|"nothing", rows: number, columns: number, channels: number, title: string,
 *   under: string, label?: number, group?: number, scale?: number, apart?: number}} Spec
 *   What to place: a layer with this many maps of rows × columns, or this many units. `under` is what it is, in grey below
 *   its title, its name; `label` the pixels that the longest class name takes, `scale` how much larger than others its maps are, `group` how many units belong together (the channels of what
 *   was flattened), and `apart` the pixels more around its title where titles are close.
 * @typedef {Box & {lines: string[], under: string[]}} Title
 * @typedef {{node: number, kind: Spec["kind"], box: Box, title: Title, slots: Box[], more: Box|null, hidden: number,
 *   strip: (Box & {fold: Fold})|null, channels: number}} Column
 *   `slots` are the places of maps or classes, `more` that of the button for the other ones, `hidden` how many those are.
 * @typedef {{direction: "right"|"down", isVertical: boolean, side: number, width: number, height: number,
 *   columns: Column[], hasBadges: boolean}} Layout `isVertical`: whether the titles are written from bottom to top; `hasBadges`:
 *   whether "✓ label" fits between a class and its number.
 */

const LARGEST_SIDE = 64; // pixels of a map's longer side
const FEW = 4; // maps that are drawn as large as that fits
const FEW_SIDE = 60; // rather than one map more, from this size on
const GOOD_SIDE = 44; // rather than smaller maps, titles of one more line
const DOWN_SIDE = 42; // where each layer is a row
const SMALLEST_SIDE = 20;
const SMALLEST_LEVEL_SIDE = 30; // with titles from left to right: below it they are turned, to leave room for the maps
const NUMBER = 19; // pixels for the number of a small map in front of it
export const CORNER = 34; // pixels of a map from which its number is in its corner
const BETWEEN = 4; // pixels between two maps of a layer
const LEAST_HEIGHT = 114; // of the maps, below the titles: two maps and the button for the others
const MORE = 20; // the height of the button for the other maps
const LINE = 15; // the height of a line of a title
const BESIDE = { good: 12, tight: 5 }; // pixels between two titles
const WIDE = 700; // pixels
const VERTICAL_MORE = 40; // titles from bottom to top need more height, and have it on a page that is not wide
const LINES = [1, 2, 3]; // of a title from left to right with what is below it: as few as possible
const SMALL = 0.96; // the size of what is below a title beside that of the title
const VERTICAL_LINE = 13; // the width of a line of a title from bottom to top
const GAPS = { good: 13, fair: 10, least: 8, tight: 6, vertical: 4, most: 46, down: 30 };
const EDGES = 8; // pixels between a title and its row of maps, where edges arrive
const BEFORE_CLASSES = 22; // pixels more before the classes, where many edges become one bundle, if there is room
const LEAST_MORE = 40; // pixels across of a button for the other maps
const FRAME = 2; // pixels of the frame around the first map of a row
const CLASS_ROW = { least: 16, most: 27, down: 28 };
const CLASS_BAR = { least: 78, tight: 70, vertical: 68, most: 130 }; // pixels for the number after a class name; the bar is behind both
const BADGE = { good: 116, tight: 102 }; // for "✓ label" and the number, where maps need not become much smaller for it
const SMALLER = 16; // pixels by which they may
const TRUNK = 14; // pixels in front of a list of classes, where the edges go down to one of them
const THICKEST_STRIP = 40;
const THIN_STRIP = 30; // where room is scarce
const LARGEST_UNIT = 16;
const SMALLEST_UNIT = 4;
const NOTHING = 16; // the width of a layer that does nothing now

/**
 * Lay out the overview.
 * @param {Spec[]} specs
 * @param {{width: number, height: number, direction?: "right"|"down", measure?: (text: string) => number, least?: number, isTight?: boolean}} room
 *   `measure` gives the width of a text in a title, in pixels; `least` is how small maps may become before titles are turned,
 *   and `isTight` whether columns may come nearer to each other before that.
 * @returns {Layout} If it cannot be made to fit, it is wider or higher than the room.
 */
export function overviewLayout(specs, { width, height, direction = "right", measure = (text) => 6.6 * text.length, least = SMALLEST_LEVEL_SIDE, isTight = false }) {
  return direction === "down" ? layoutDown(specs, width, measure) : layoutRight(specs, { width, height, measure, least, isTight });
}

// ---- From left to right ----

function layoutRight(specs, room) {
  const { width, height: wanted, measure } = room;
  const { isVertical, ...look } = largestWithBadges(specs, room);
  const { side, hasBadges } = look;
  const { columns: places, gap } = spread(specs, width, { ...look, measure, isTight: room.isTight });
  const end = places.at(-1);
  const total = Math.max(width, end ? end.x + end.width : 0);
  const roomOf = (place) => titleRoom(place, gap - besideOf(room.isTight), total);
  const titles = places.map((place, n) => (isVertical ? verticalTitle(specs[n])
    : wrapTitle(specs[n], roomOf(place), measure)));
  if (!isVertical) alignLines(titles);
  const titleHeight = isVertical ? Math.ceil(Math.max(...titles.map(({ lines, under }) => Math.max(...lines.map(measure), ...under.map((line) => SMALL * measure(line)))))) + 8
    : LINE * Math.max(...titles.map(({ lines, under }) => lines.length + under.length)) + 4;
  const height = Math.max(isVertical && width < WIDE ? wanted + VERTICAL_MORE : wanted, titleHeight + LEAST_HEIGHT);
  const columns = specs.map((spec, node) => {
    const box = { ...places[node], y: titleHeight, height: height - titleHeight };
    const wide = isVertical ? box.width : roomOf(box);
    const title = { x: Math.round(box.x + box.width / 2 - wide / 2), y: 0, width: wide, height: titleHeight, ...titles[node] };
    return { node, kind: spec.kind, channels: spec.channels, box, title, ...fillColumn(spec, box, side) };
  });
  return { direction: /** @type {const} */ ("right"), isVertical, side, columns, height, width: total, hasBadges };
}

// With room for "✓ label" beside a class, unless maps would become much smaller for it, or titles be turned.
function largestWithBadges(specs, room) {
  const [without, withBadges] = [false, true].map((hasBadges) => ({ ...largestThatFits(specs, { ...room, hasBadges }), hasBadges }));
  return !withBadges.isVertical && withBadges.side >= without.side - SMALLER ? withBadges : without;
}

// The columns from left to right: what is left of the room goes to the bars of the classes, then between the columns.
function spread(specs, width, look) {
  const widths = specs.map((spec) => columnWidth(spec, look));
  const { lines } = look;
  const last = specs.length - 1;
  const least = lines ? GAPS.tight : GAPS.vertical;
  const left = width - sum(widths) - look.gap * last;
  const before = last > 0 && specs[last].kind === "classes" && lines ? Math.floor(clamp(left, 0, BEFORE_CLASSES)) : 0;
  if (specs[last]?.kind === "classes") widths[last] += Math.max(before, Math.floor(clamp(left / 2, 0, CLASS_BAR.most - (look.hasBadges ? BADGE.good : CLASS_BAR.least))));
  const gap = last < 1 ? 0 : Math.floor(clamp((width - sum(widths)) / last, least, GAPS.most));
  let x = Math.max(0, Math.floor((width - sum(widths) - gap * last) / 2));
  const columns = widths.map((wide, n) => {
    x += wide + gap;
    const more = n === last ? before : 0;
    return { x: x - wide - gap + more, width: wide - more };
  });
  return { columns, gap };
}

// Titles from left to right in few lines, with large maps if that fits, else smaller ones; then titles from bottom to top,
// which have no lines.
function largestThatFits(specs, { width, height, measure, least, isTight, hasBadges }) {
  const level = LINES.flatMap((lines) => [GAPS.good, ...(isTight ? [GAPS.fair, GAPS.tight] : [GAPS.least])].map((gap) => [lines, gap]));
  const tries = [...level.map((one) => [...one, GOOD_SIDE]), ...level.map((one) => [...one, least]), [0, GAPS.good, SMALLEST_SIDE], [0, GAPS.vertical, SMALLEST_SIDE]];
  for (const [lines, gap, smallest] of tries) {
    const { largest, withMore } = lines ? roomySides(specs, height - LINE * lines - 4) : { largest: LARGEST_SIDE, withMore: LARGEST_SIDE };
    for (let side = largest; side >= smallest; side -= 2) {
      if (side < FEW_SIDE && side > withMore) continue;
      const needed = sum(specs.map((spec) => columnWidth(spec, { side, lines, gap, measure, isTight, hasBadges }))) + gap * (specs.length - 1);
      if (needed <= width) return { isVertical: !lines, side, lines, gap };
    }
  }
  return { isVertical: true, side: SMALLEST_LEVEL_SIDE, lines: 0, gap: GAPS.vertical };
}

// How large the maps are if there is room; and with one map more, where a few could not be large.
function roomySides(specs, height) {
  const most = Math.max(1, ...specs.filter(({ kind }) => kind === "maps").map(({ channels }) => channels));
  const all = (height + BETWEEN) / most - BETWEEN;
  const few = (height - MORE) / FEW - BETWEEN;
  const count = Math.max(1, Math.floor((height - MORE) / (GOOD_SIDE + BETWEEN)));
  const even = (side) => clamp(2 * Math.floor(side / 2), GOOD_SIDE, LARGEST_SIDE);
  const withMore = even(all >= GOOD_SIDE ? all : (height - MORE) / count - BETWEEN);
  return { largest: all < GOOD_SIDE && few >= FEW_SIDE ? even(few) : withMore, withMore };
}

// With titles of this many lines, which reach into the gaps beside them; with 0, with titles from bottom to top.
function columnWidth(spec, { side, lines, gap, measure, isTight = false, hasBadges = false }) {
  const afterName = hasBadges ? isTight ? BADGE.tight : BADGE.good : !lines ? CLASS_BAR.vertical : isTight ? CLASS_BAR.tight : CLASS_BAR.least;
  const content = { maps: Math.round(side * (spec.scale ?? 1)) + numberRoom(spec, side), units: Math.min(stripThickness(spec), lines ? THICKEST_STRIP : THIN_STRIP), nothing: NOTHING,
    classes: (spec.label ?? 60) + afterName }[spec.kind];
  const title = verticalTitle(spec);
  return Math.ceil(Math.max(content, lines ? narrowestTitle(spec, lines, measure) + (isTight ? spec.apart ?? 0 : 0) - (gap - besideOf(isTight)) : VERTICAL_LINE * (title.lines.length + title.under.length)));
}

// The narrowest room in which a title and what is below it take up this many lines; words are not broken.
function narrowestTitle(spec, most, measure) {
  const ofTitle = runs(pieces(spec.title), " ", (text) => measure(unstopped(text)));
  const ofName = runs(pieces(spec.under), " ", (text) => SMALL * measure(unstopped(text)));
  const least = Math.max(ofTitle.word, ofName.word);
  const widths = [...ofTitle.widths, ...ofName.widths].filter((width) => width >= least).sort((one, other) => one - other);
  const isEnough = (width) => {
    const { lines, under } = wrapTitle(spec, width, measure);
    return lines.length + under.length <= most;
  };
  return widths.find(isEnough) ?? widths.at(-1) ?? 0;
}

// The widths of all runs of consecutive parts, and of the widest part.
function runs(parts, between, measure) {
  const widths = parts.flatMap((_, from) => parts.slice(from).map((__, n) => measure(parts.slice(from, from + n + 1).join(between))));
  return { widths, word: Math.max(0, ...parts.map(measure)) };
}

// A title may reach into the gaps beside its column, but not over the ends.
function titleRoom({ x, width }, more, total) {
  const middle = x + width / 2;
  return Math.floor(Math.min(width + more, 2 * middle, 2 * (total - middle)));
}

function besideOf(isTight) {
  return isTight ? BESIDE.tight : BESIDE.good;
}

/**
 * Break a title into lines, and what is below it, after its words and commas.
 * @param {{title: string, under: string}} spec
 * @param {number} width
 * @param {(text: string) => number} measure
 */
export function wrapTitle({ title, under }, width, measure) {
  return { lines: wrap(pieces(title), " ", width, (text) => measure(unstopped(text))).map(unstopped), under: linesUnder(under, width, (text) => SMALL * measure(text)) };
}

// "16 filters, 28×28" in one line, or each part in its own, or in several.
function linesUnder(text, width, measure) {
  return measure(text) <= width ? text ? [text] : [] : text.split(", ").flatMap((part) => wrap(pieces(part), " ", width, measure));
}

// A size has a line of its own where other titles take as many lines, and all names are on one line.
function alignLines(titles) {
  const most = Math.max(...titles.map(({ lines, under }) => lines.length + under.length));
  for (const title of titles) {
    if (most > 2 && title.under.length === 1) title.under = title.under[0].split(", ");
    while (title.lines.length + title.under.length < most) title.under.push("\u00a0");
  }
}

// Without a comma at its end: the end of the line says the same.
function unstopped(line) {
  return line.replace(/,$/, "");
}

function wrap(parts, between, width, measure) {
  const lines = [];
  for (const part of parts) {
    const longer = lines.length ? `${lines.at(-1)}${between}${part}` : part;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

// The words of a title; a size such as 28 × 28 stays together.
function pieces(title) {
  return title ? title.replaceAll(" × ", "\u00a0×\u00a0").split(" ") : [];
}

// From bottom to top, the parts of a title are side by side.
function verticalTitle({ title, under }) {
  return { lines: title.split(", "), under: under ? under.split(", ") : [] };
}

function fillColumn(spec, box, side) {
  const nothing = { slots: [], more: null, hidden: 0, strip: null };
  const middle = box.x + box.width / 2;
  if (spec.kind === "nothing") {
    return { ...nothing, slots: [{ x: middle - NOTHING / 2, y: box.y + box.height / 2 - 13, width: NOTHING, height: 26 }] };
  }
  if (spec.kind === "units") {
    const fold = foldUnits(spec, box.height, false);
    const { width, height } = stripSize(spec, fold, box.height, box.width);
    return { ...nothing, strip: { x: Math.round(middle - width / 2), y: Math.round(box.y + (box.height - height) / 2), width, height, fold } };
  }
  if (spec.kind === "classes") return fillClasses(spec, box);
  const size = tileSize(spec, Math.round(side * (spec.scale ?? 1)));
  const number = numberRoom(spec, side);
  const x = Math.round(middle - (size.width + number) / 2) + number;
  return { ...nothing, ...stack(spec.channels, box, size.height + BETWEEN, BETWEEN,
    (y) => ({ x, y, ...size }), (y) => (size.width < LEAST_MORE ? { x: box.x, y, width: box.width, height: MORE } : { x, y, width: size.width, height: MORE })) };
}

// What the numbers of maps take up in front of them.
function numberRoom({ channels }, side) {
  return channels > 1 && side < CORNER ? NUMBER : 0;
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

function layoutDown(specs, width, measure) {
  let y = 0;
  const columns = specs.map((spec, node) => {
    const isLong = measure(spec.title) + SMALL * measure(spec.under) > width - 2 * LINE; // what is below it gets a line of its own
    const indent = spec.kind === "classes" ? TRUNK : 0;
    const title = { x: indent, y, width: width - indent, height: (isLong ? 2 : 1) * LINE + 4, lines: [spec.title], under: spec.under ? [spec.under] : [] };
    const top = y + title.height + EDGES;
    const filled = fillRow(spec, width, top);
    const bottom = Math.max(top, ...[...filled.slots, filled.strip, filled.more].map((box) => (box ? box.y + box.height : 0)));
    y = bottom + GAPS.down;
    return { node, kind: spec.kind, channels: spec.channels, title, ...filled, box: { x: 0, y: top, width, height: bottom - top } };
  });
  return { direction: /** @type {const} */ ("down"), isVertical: false, side: DOWN_SIDE, columns, width,
    height: Math.max(0, y - GAPS.down), hasBadges: true };
}

function fillRow(spec, width, top) {
  const nothing = { slots: [], more: null, hidden: 0, strip: null };
  if (spec.kind === "nothing") return { ...nothing, slots: [{ x: FRAME, y: top, width: 26, height: NOTHING }] };
  if (spec.kind === "units") {
    const fold = foldUnits(spec, width - 2 * FRAME, true);
    const size = stripSize(spec, fold, width - 2 * FRAME, THICKEST_STRIP);
    return { ...nothing, strip: { x: FRAME, y: top, width: size.height, height: size.width, fold } };
  }
  if (spec.kind === "classes") {
    return { ...nothing, slots: Array.from({ length: spec.channels }, (_, n) =>
      ({ x: TRUNK, y: top + n * CLASS_ROW.down, width: width - TRUNK, height: CLASS_ROW.down })) };
  }
  const size = tileSize(spec, DOWN_SIDE);
  const pitch = size.width + BETWEEN;
  const all = Math.floor((width - 2 * FRAME + BETWEEN) / pitch) >= spec.channels;
  const shown = all ? spec.channels : Math.max(1, Math.floor((width - FRAME - 52) / pitch));
  const end = FRAME + shown * pitch;
  return { ...nothing, slots: Array.from({ length: shown }, (_, n) => ({ x: FRAME + n * pitch, y: top, ...size })), hidden: spec.channels - shown,
    more: all ? null : { x: end, y: top, width: width - end, height: Math.max(size.height, MORE) } };
}

/**
 * A layout without its titles, for a network like the one above it. Where each layer is a row, the titles stay.
 * @param {Layout} layout
 * @returns {Layout}
 */
export function withoutTitles(layout) {
  if (layout.direction === "down") return layout;
  const up = layout.columns[0]?.title.height ?? 0;
  /** @type {(box: any) => any} */
  const lift = (box) => box && { ...box, y: box.y - up };
  const columns = layout.columns.map((column) => ({ ...column, box: lift(column.box), more: lift(column.more), strip: lift(column.strip),
    slots: column.slots.map(lift), title: { ...column.title, height: 0, lines: [], under: [] } }));
  return { ...layout, columns, height: layout.height - up };
}

// ---- Maps and units ----

function tileSize({ rows, columns }, side) {
  const scale = side / Math.max(rows, columns);
  return { width: Math.max(4, Math.round(columns * scale)), height: Math.max(4, Math.round(rows * scale)) };
}

/**
 * Fold units into a strip that is `length` pixels long. What was flattened keeps its order: a cell's channels are next to
 * each other. Other units fill as few columns as leave each unit large enough to be seen.
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
function stripSize(spec, { rows }, length, most) {
  return { width: Math.min(stripThickness(spec), most), height: Math.round(Math.min(length, rows * LARGEST_UNIT)) };
}

/** The place of a unit in its fold, [row, column] as it is drawn. */
export function placeInFold(unit, { columns, isTurned }) {
  const place = [Math.floor(unit / columns), unit % columns];
  return isTurned ? place.reverse() : place;
}

/** The unit at a place of a fold, which may be past the last one. @param {any} place @param {Fold} fold */
export function unitInFold([row, column], { columns, isTurned }) {
  return isTurned ? column * columns + row : row * columns + column;
}

/** The rows and columns of a fold as it is drawn. */
export function foldSize({ rows, columns, isTurned }) {
  return isTurned ? { rows: columns, columns: rows } : { rows, columns };
}

// ---- Places ----

/** How many things in a column you can point at; the last may be the button for the others. */
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
  const leap = Math.max(1, Math.round(last / 10));
  if (key === "PageUp") return [place, Math.max(0, item - leap)];
  if (key === "PageDown") return [place, Math.min(last, item + leap)];
  const arrows = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
  if (!arrows) return null;
  const isList = direction === "down" && column.kind === "classes"; // one below the other in either direction
  const [across, along] = direction === "right" ? arrows : isList && arrows[1] ? listStep(arrows[1], item, last) : [arrows[1], arrows[0]];
  if (along) return item + along >= 0 && item + along <= last ? [place, item + along] : null;
  const next = columns[place + across];
  return across && next ? [place + across, nearestItem(next, boxOf(column, item))] : null;
}

// In a list of classes the arrows up and down walk over it, and leave it at its ends.
function listStep(step, item, last) {
  return item + step >= 0 && item + step <= last ? [0, step] : [step, 0];
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
  const level = Math.min(y2, y1 + GAPS.down - 2); // the title below is crossed straight down
  const bend = round((y1 + level) / 2);
  return `M${x1} ${y1}C${x1} ${bend} ${x2} ${bend} ${x2} ${level}${level < y2 ? `V${y2}` : ""}`;
}

/**
 * The path of an edge through strips that only pass numbers on: it arrives at the side of each, and leaves at the other.
 * @param {Box} from
 * @param {{strip: Box, share: number}[]} through Each strip, and where along it.
 * @param {Box} to
 * @param {"right"|"down"} direction
 */
export function edgeThrough(from, through, to, direction) {
  const stops = through.map(({ strip, share }) => (direction === "right"
    ? { ...strip, y: strip.y + share * strip.height, height: 0 } : { ...strip, x: strip.x + share * strip.width, width: 0 }));
  return [...stops, to].map((stop, n) => edgePath(n ? stops[n - 1] : from, stop, direction)).join("");
}

/**
 * Connections that skip layers, as in a residual network: for each, the level on which it goes
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
