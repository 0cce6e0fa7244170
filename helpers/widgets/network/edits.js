// What if? Changes of the image and of the network. The originals are never touched.

/**
 * @typedef {object} Edits The trait `edits`; what is left out has not been changed. As JSON.
 * @property {number} [turn] Degrees, counter-clockwise. @property {number} [down] Pixels. @property {number} [right] Pixels.
 * @property {number[]|null} [cover] [row, column, rows, columns] of a rectangle that is covered in black.
 * @property {number[][]} [painted] [[index, value], …] in the image as it is seen, after all the others;
 *   the index counts row, column, channel; the value is in the image's own range.
 * @property {Record<string, number[]>} [filtersOff] Channels by node: {"2": [5, 7]}. Their maps are 0.
 * @property {Record<string, Record<string, number[][]>>} [weights] By node and by the name of the weights:
 *   {"2": {"kernel": [[index, value]], "bias": [[5, 0.1]]}}.
 */

/**
 * The image after its edits, in the order turn, shift, cover, paint.
 * @param {Float32Array} image
 * @param {number[]} shape [rows, columns, channels]
 * @param {number[]} range [black, white]
 * @param {Edits} edits
 * @returns {Float32Array} The image itself if nothing was changed.
 */
export function editImage(image, shape, range, edits) {
  let edited = image;
  const [black, white] = range;
  if ((edits.turn ?? 0) % 360) edited = turned(edited, shape, black, white, edits.turn);
  if (edits.down || edits.right) edited = shifted(edited, shape, black, edits.down ?? 0, edits.right ?? 0);
  if (edits.cover) edited = covered(edited, shape, black, edits.cover);
  if (!edits.painted?.length) return edited;
  edited = edited.slice();
  for (const [index, value] of edits.painted) edited[index] = value;
  return edited;
}

// An image in which every number is `valueAt` of its row, column and channel.
function made([rows, columns, channels], valueAt) {
  return Float32Array.from({ length: rows * columns * channels }, (_, place) => {
    const cell = Math.floor(place / channels);
    return valueAt(Math.floor(cell / columns), cell % columns, place % channels);
  });
}

// As `rotate` of helpers/inside/changes.py: about the centre, interpolated between four pixels, black beyond the edge.
// Pixels from 0 to 255 are then rounded to whole numbers.
function turned(image, shape, black, white, degrees) {
  const [rows, columns, channels] = shape;
  const [cosine, sine] = direction(degrees);
  const [middleRow, middleColumn] = [(rows - 1) / 2, (columns - 1) / 2];
  return made(shape, (row, column, channel) => {
    const [down, right] = [row - middleRow, column - middleColumn];
    const [y, x] = [middleRow + right * sine + down * cosine, middleColumn + right * cosine - down * sine];
    if (isOutside(y, rows) || isOutside(x, columns)) return black;
    const value = between(image, y, x, (r, c) => (r * columns + c) * channels + channel, rows, columns);
    return white === 255 ? Math.round(value) : value;
  });
}

// The cosine and sine of an angle; those of quarter turns exactly.
function direction(degrees) {
  const quarter = degrees / 90;
  if (Number.isInteger(quarter)) return [[1, 0], [0, 1], [-1, 0], [0, -1]][((quarter % 4) + 4) % 4];
  return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

function isOutside(position, length) {
  return position < -1e-9 || position > length - 1 + 1e-9;
}

function between(image, y, x, placeOf, rows, columns) {
  const [top, left] = [Math.min(Math.max(Math.floor(y), 0), rows - 1), Math.min(Math.max(Math.floor(x), 0), columns - 1)];
  const [bottom, end] = [Math.min(top + 1, rows - 1), Math.min(left + 1, columns - 1)];
  const [down, right] = [y - top, x - left];
  const line = (row) => image[placeOf(row, left)] * (1 - right) + image[placeOf(row, end)] * right;
  return line(top) * (1 - down) + line(bottom) * down;
}

function shifted(image, shape, black, down, right) {
  const [rows, columns, channels] = shape;
  return made(shape, (row, column, channel) => {
    const [from, across] = [row - down, column - right];
    const isInside = from >= 0 && from < rows && across >= 0 && across < columns;
    return isInside ? image[(from * columns + across) * channels + channel] : black;
  });
}

function covered(image, shape, black, rectangle) {
  const [top, left, rows, columns] = rectangle;
  const [, width, channels] = shape;
  return made(shape, (row, column, channel) => {
    const isCovered = row >= top && row < top + rows && column >= left && column < left + columns;
    return isCovered ? black : image[(row * width + column) * channels + channel];
  });
}

/**
 * The network after its edits. Nodes that have not been changed are the same objects, so that `forward` computes
 * only what follows from a change.
 * @param {import("../shared/forward.js").Network} network
 * @param {Edits} edits
 * @returns {import("../shared/forward.js").Network} The network itself if nothing was changed.
 */
export function applyEdits(network, edits) {
  const changed = new Set([...Object.keys(edits.filtersOff ?? {}), ...Object.keys(edits.weights ?? {})]);
  if (!changed.size) return network;
  const nodes = network.nodes.map((node) => (changed.has(String(node.index)) ? editedNode(node, edits) : node));
  return { ...network, nodes };
}

const KEPT = 20; // edited versions of a node: a held slider makes many, and only the last few are used again

/** @type {WeakMap<any, Map<string, any>>} The edited versions of each node, so that equal edits give the same object. */
const EDITED = new WeakMap();

function editedNode(node, edits) {
  const off = edits.filtersOff?.[node.index] ?? [];
  const weights = edits.weights?.[node.index] ?? {};
  const key = JSON.stringify([off, weights]);
  const kept = EDITED.get(node) ?? new Map();
  EDITED.set(node, kept);
  if (!kept.has(key)) {
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value); // the oldest
    kept.set(key, { ...node, off: off.length ? new Set(off) : null, weights: editedWeights(node.weights, weights) });
  }
  return kept.get(key);
}

function editedWeights(weights, changes) {
  const edited = { ...weights };
  for (const [name, pairs] of Object.entries(changes)) {
    edited[name] = weights[name].slice();
    for (const [index, value] of pairs) edited[name][index] = value;
  }
  return edited;
}

// Pairs of an index and a value, with one of them changed, added, or left out where the value is null.
function withPair(pairs, index, value) {
  const others = (pairs ?? []).filter(([one]) => one !== index);
  return value === null ? others : [...others, [index, value]];
}

// A record with one entry changed, or left out where it is empty.
function withEntry(record, name, entry) {
  const { [name]: _old, ...others } = record ?? {};
  const isEmpty = Array.isArray(entry) ? !entry.length : !Object.keys(entry).length;
  return isEmpty ? others : { ...others, [name]: entry };
}

/**
 * Edits with a filter switched off, or on again.
 * @param {Edits} edits @param {number} node @param {number} channel @param {boolean} isOn
 * @returns {Edits}
 */
export function withFilter(edits, node, channel, isOn) {
  const others = (edits.filtersOff?.[node] ?? []).filter((one) => one !== channel);
  const off = isOn ? others : [...others, channel].sort((a, b) => a - b);
  return { ...edits, filtersOff: withEntry(edits.filtersOff, node, off) };
}

/**
 * Edits with one weight changed; the value null puts it back.
 * @param {Edits} edits @param {number} node @param {string} name Of the weights: "kernel", "bias" …
 * @param {number} index @param {number|null} value
 * @returns {Edits}
 */
export function withWeight(edits, node, name, index, value) {
  const ofNode = edits.weights?.[node] ?? {};
  const pairs = withPair(ofNode[name], index, value);
  return { ...edits, weights: withEntry(edits.weights, node, withEntry(ofNode, name, pairs)) };
}

/** Edits with pixels painted: [[index, value], …]. @param {Edits} edits @param {number[][]} pixels @returns {Edits} */
export function withPaint(edits, pixels) {
  const painted = new Map(/** @type {any} */ (edits.painted ?? []));
  for (const [index, value] of pixels) painted.set(index, value);
  return { ...edits, painted: [...painted] };
}

/** Whether the image is changed. @param {Edits} edits */
export function isImageEdited(edits) {
  return Boolean((edits.turn ?? 0) % 360 || edits.down || edits.right || edits.cover || edits.painted?.length);
}

/** Whether the network is changed. @param {Edits} edits */
export function isNetworkEdited(edits) {
  return Object.keys(edits.filtersOff ?? {}).length > 0 || Object.keys(edits.weights ?? {}).length > 0;
}

/** Whether anything is changed. @param {Edits} edits */
export function isEdited(edits) {
  return isImageEdited(edits) || isNetworkEdited(edits);
}
