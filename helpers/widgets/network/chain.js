// Why? From a cell back along the strongest contributions to a pixel; and the pixels that a cell sees.

import { windowStart } from "../shared/forward.js";
import { cellAt, placeOf } from "./origin.js";
import { allTerms, cellTerms } from "./terms.js";

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
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @param {number} node
 * @param {number[]} cell [row, column, channel], for example [0, 0, class] of `network.output`.
 * @param {{hops?: number, ranks?: number[]}} [options] How many hops at most; and at each hop, which of its `ranked` terms
 *   to follow: 0, the strongest, unless given.
 * @returns {Hop[]} The first is the cell itself, the last a pixel unless the chain ends before.
 */
export function why(network, run, node, cell, { hops = Infinity, ranks = [] } = {}) {
  const found = [];
  /** @type {{node: number, cell: number[]}|null} */
  let at = { node, cell };
  while (at && found.length < hops) {
    const hop = hopFrom(network, run, at, ranks[found.length] ?? null);
    found.push(hop);
    at = hop.chosen?.from ?? null;
  }
  return found;
}

function hopFrom(network, run, { node, cell }, rank) {
  const [row, column, channel] = cell;
  const terms = cellTerms(network, run, node, row, column, channel);
  const ranked = byExplanation(terms, directionOf(network, terms));
  const chosen = rank === null ? strongest(terms, ranked, directionOf(network, terms)) : ranked[rank] ?? null;
  const contribution = chosen?.product ?? 0;
  return {
    node, cell, value: terms.value, terms, ranked, chosen, contribution, share: shareOf(terms, contribution),
    isThrough: terms.form === "same" || terms.form === "max",
  };
}

// What is explained: why a class is probable, why a value is above 0, or why it is below.
function directionOf(network, { node, value, sum }) {
  if (node === network.output || node === network.decision) return 1;
  return (value || sum) < 0 ? -1 : 1;
}

function byExplanation(terms, direction) {
  const sorted = allTerms(terms).filter((term) => term.from).sort((a, b) => direction * (b.product - a.product));
  if (terms.form !== "max") return sorted;
  return [terms.winner, ...sorted.filter((term) => term !== terms.winner)];
}

// If a single input decides, the chain goes there, even if it is 0.
function strongest({ form }, ranked, direction) {
  const [first] = ranked;
  if (!first) return null;
  return form === "same" || form === "max" || form === "affine" || direction * first.product > 0 ? first : null;
}

function shareOf(terms, contribution) {
  if (terms.form === "same" || terms.form === "max") return 1;
  const side = [terms.bias, ...allTerms(terms).map((term) => term.product)].filter((part) => part * contribution > 0);
  return side.length ? Math.abs(contribution / side.reduce((sum, part) => sum + part, 0)) : 0;
}

/**
 * The pixels that a cell depends on: its receptive field.
 * @param {import("../shared/forward.js").Network} network
 * @param {number} node
 * @param {number} row @param {number} column
 * @param {number} [channel] Matters after Flatten only.
 * @returns {{rows: number[], columns: number[], inside: {rows: number[], columns: number[]}}} [first, end) along each axis, as
 *   it is, and as far as it is inside the image. `end` is the pixel after the last.
 */
export function receptive(network, node, row, column, channel = 0) {
  /** @type {any[]} */
  const regions = network.nodes.map(() => null);
  regions[node] = { rows: [row, row + 1], columns: [column, column + 1], cell: [row, column, channel] };
  for (let index = node; index > 0; index--) {
    if (!regions[index]) continue;
    const one = network.nodes[index];
    for (const input of one.inputs) {
      const before = network.nodes[input];
      regions[input] = union(regions[input], reach(one, before, regions[index]));
    }
  }
  const { rows, columns } = regions[0];
  const [height, width] = network.shape;
  return { rows, columns, inside: { rows: clipped(rows, height), columns: clipped(columns, width) } };
}

// The region of an input that a region of a node depends on.
function reach(node, input, { rows, columns, cell }) {
  if (node.kind === "dense") return { rows: [0, input.height], columns: [0, input.width] };
  if (node.kind === "flatten") {
    if (!cell) return { rows: [0, input.height], columns: [0, input.width] };
    const [row, column, channel] = cellAt(input, placeOf(node, cell));
    return { rows: [row, row + 1], columns: [column, column + 1], cell: [row, column, channel] };
  }
  if (node.kind === "pad") {
    const [top, , left] = node.pads;
    return { rows: rows.map((end) => end - top), columns: columns.map((end) => end - left) };
  }
  const isWindow = ["conv", "depthwise", "pool", "global_pool"].includes(node.kind);
  return isWindow ? { rows: alongAxis(node, 0, rows), columns: alongAxis(node, 1, columns) } : { rows, columns, cell };
}

function alongAxis(node, axis, [first, end]) {
  return [windowStart(node, axis, first), windowStart(node, axis, end - 1) + (node.size[axis] - 1) * node.dilation[axis] + 1];
}

function union(one, other) {
  if (!one) return other;
  const join = (a, b) => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  return { rows: join(one.rows, other.rows), columns: join(one.columns, other.columns) };
}

function clipped([first, end], length) {
  return [Math.max(first, 0), Math.min(end, length)];
}
