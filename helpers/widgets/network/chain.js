// Why? From a cell back along the strongest contributions to a pixel; and the pixels that a cell sees.

/**
 * @typedef {object} Hop
 * @property {number} node @property {number[]} cell Where the hop is.
 * @property {number} value Its value.
 * @property {import("./terms.js").CellTerms} terms Where the value comes from.
 * @property {import("./terms.js").Term[]} ranked Its terms, the ones that explain it best first: those with the sign of
 *   the value, largest first, then the others.
 * @property {import("./terms.js").Term|null} chosen The term that leads to the next hop; null at a pixel, or where nothing
 *   contributes (all products are 0).
 * @property {number} contribution chosen.product, or 0.
 * @property {number} share Of the terms with the sign of the chosen one, bias included: 0 to 1. 1 where there is one term.
 * @property {boolean} isThrough Whether the value only passes (flatten, dropout, max pooling, an activation).
 */

/**
 * @param {import("./forward.js").Network} network
 * @param {import("./forward.js").Run} run
 * @param {number} node
 * @param {number[]} cell [row, column, channel], for example [0, 0, class] of `network.output`.
 * @param {{hops?: number, ranks?: number[]}} [options] How many hops at most; and at each hop, which of its `ranked` terms
 *   to follow: 0, the strongest, unless given.
 * @returns {Hop[]} The first is the cell itself, the last a pixel unless the chain ends before.
 */
export function why(network, run, node, cell, { hops = Infinity, ranks = [] } = {}) {
  throw new Error(`not written yet ${network} ${run} ${node} ${cell} ${hops} ${ranks}`);
}

/**
 * The pixels that a cell depends on: its receptive field.
 * @param {import("./forward.js").Network} network
 * @param {number} node
 * @param {number} row @param {number} column
 * @param {number} [channel] Matters after Flatten only.
 * @returns {{rows: number[], columns: number[], inside: {rows: number[], columns: number[]}}} [first, end) along each axis, as
 *   it is, and as far as it is inside the image. `end` is the pixel after the last.
 */
export function receptive(network, node, row, column, channel = 0) {
  throw new Error(`not written yet ${network} ${node} ${row} ${column} ${channel}`);
}
