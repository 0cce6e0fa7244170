// The arithmetic of one cell and of one map, with terms that add up.

/**
 * @typedef {object} Term A product of a sum.
 * @property {{node: number, cell: number[]}|null} from Where the input comes from; null for padding.
 * @property {number[]} at Its place in the window, [row, column]; [0, 0] where there is none.
 * @property {number} input @property {number} weight @property {number} product input × weight
 * @property {number} index Where its weight is in the node's kernel; −1 where it has not been learnt (pooling).
 *
 * @typedef {object} Group The terms of one input channel: a window and its kernel.
 * @property {number} node @property {number} channel Of the input.
 * @property {Term[]} terms Row by row. @property {number} rows @property {number} columns Of the window.
 * @property {number} sum The sum of its products.
 *
 * @typedef {object} CellTerms
 * @property {number} node @property {number[]} cell
 * @property {string} form What kind of sum it is:
 *   "image"    a pixel: no groups;
 *   "sum"      inputs × weights: convolution (a group for each input channel), dense (one group);
 *   "max"      pooling: the winner's weight is 1, all others' 0;  `winner` is its term;
 *   "average"  pooling: each weight is 1 / count; padding does not count;
 *   "affine"   rescaling, batch normalization: one term with its factor, and the rest as bias; steps in `affine`;
 *   "add"      a term of weight 1 for each input;
 *   "same"     the one input as it is: flatten, dropout, an activation on its own; padding has no term.
 * @property {Group[]} groups
 * @property {number} bias 0 where there is none. @property {boolean} hasBias
 * @property {number} sum All products and the bias: `run.sums` at the cell, to rounding.
 * @property {{name: string, slope?: number, most?: number, threshold?: number}|null} activation
 * @property {number} value `run.values` at the cell: the activation of the sum, or 0 where the channel is off.
 * @property {boolean} off Whether a what-if has switched the channel off.
 * @property {Term|null} winner
 * @property {{mean: number, variance: number, epsilon: number, gamma: number, beta: number, scaled: number}|null} affine Of
 *   batch normalization: scaled is (x − mean) / √(variance + epsilon), and the sum is scaled · gamma + beta.
 * @property {{sums: Float32Array, shift: number, exps: Float64Array, total: number}|null} softmax Where the activation
 *   is softmax: the sums of all units at this place; exps of (sum − shift), where shift is the largest sum; their total.
 */

/**
 * Where a cell's value comes from.
 * @param {import("./forward.js").Network} network
 * @param {import("./forward.js").Run} run
 * @param {number} node
 * @param {number} row @param {number} column @param {number} channel
 * @returns {CellTerms}
 */
export function cellTerms(network, run, node, row, column, channel) {
  throw new Error(`not written yet ${network} ${run} ${node} ${row} ${column} ${channel}`);
}

/** All terms of a cell, over all groups. @param {CellTerms} terms @returns {Term[]} */
export function allTerms(terms) {
  return terms.groups.flatMap((group) => group.terms);
}

/**
 * The largest terms, and what the others add up to, so that the sum is the same.
 * @template {{product: number}} T
 * @param {T[]} terms Also groups, with `product` their sum.
 * @param {number} count
 * @returns {{shown: T[], others: {count: number, sum: number}}} Shown: the largest by |product|, largest first. If only
 *   one term would be left over, it is shown too.
 */
export function largest(terms, count) {
  throw new Error(`not written yet ${terms} ${count}`);
}

/**
 * Where a map comes from: for each input map its kernel and its partial sums.
 * @param {import("./forward.js").Network} network
 * @param {import("./forward.js").Run} run
 * @param {number} node
 * @param {number} channel
 * @returns {{
 *   node: number, channel: number, form: string,
 *   parts: {node: number, channel: number, input: Float32Array, inputShape: number[], kernel: Float32Array,
 *     kernelShape: number[], partial: Float32Array, size: number}[],
 *   bias: number, hasBias: boolean, sums: Float32Array, values: Float32Array, shape: number[], off: boolean}}
 *   A part for each input map that takes part; `partial`, `sums` and `values` have the shape [rows, columns] of the
 *   node; at every cell the partial sums and the bias add up to `sums`. `size` is the mean of |partial|. A part
 *   without weights (pooling, add, flatten …) has an empty kernel; of a dense node, the inputs are one map of units.
 */
export function mapTerms(network, run, node, channel) {
  throw new Error(`not written yet ${network} ${run} ${node} ${channel}`);
}

/**
 * The largest parts of a map, and the sum of the others: {shown: part[], others: {count, partial: Float32Array}|null}.
 * @param {any} terms What `mapTerms` returns.
 * @param {number} count
 */
export function largestParts(terms, count) {
  throw new Error(`not written yet ${terms} ${count}`);
}

/** The terms in view, as the trait `terms` carries them to Python (`explorer.cell`). @param {CellTerms} terms */
export function termsForPython(network, terms) {
  throw new Error(`not written yet ${network} ${terms}`);
}
