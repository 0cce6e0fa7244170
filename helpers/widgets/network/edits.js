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
 * @returns {Float32Array} The image itself where nothing was changed.
 */
export function editImage(image, shape, range, edits) {
  throw new Error(`not written yet ${image} ${shape} ${range} ${edits}`);
}

/**
 * The network after its edits. Nodes that have not been changed are the same objects, so that `forward` computes
 * only what follows from a change.
 * @param {import("./forward.js").Network} network
 * @param {Edits} edits
 * @returns {import("./forward.js").Network} The network itself where nothing was changed.
 */
export function applyEdits(network, edits) {
  throw new Error(`not written yet ${network} ${edits}`);
}

/** Edits with a filter switched off, or on again. @param {Edits} edits @returns {Edits} */
export function withFilter(edits, node, channel, isOn) {
  throw new Error(`not written yet ${edits} ${node} ${channel} ${isOn}`);
}

/** Edits with one weight changed; `value` null puts it back. @param {Edits} edits @returns {Edits} */
export function withWeight(edits, node, name, index, value) {
  throw new Error(`not written yet ${edits} ${node} ${name} ${index} ${value}`);
}

/** Edits with pixels painted: [[index, value], …]. @param {Edits} edits @returns {Edits} */
export function withPaint(edits, pixels) {
  throw new Error(`not written yet ${edits} ${pixels}`);
}

/** Whether anything is changed. @param {Edits} edits */
export function isEdited(edits) {
  throw new Error(`not written yet ${edits}`);
}
