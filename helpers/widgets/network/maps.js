// Feature maps, taken out of a run.

/**
 * One map of a node, row by row.
 * @param {import("./forward.js").Node} node
 * @param {Float32Array} values `run.values[node.index]` or `run.sums[node.index]`
 * @param {number} channel
 * @returns {Float32Array} (rows · columns)
 */
export function mapOf(node, values, channel) {
  throw new Error(`not written yet ${node} ${values} ${channel}`);
}

/**
 * The channels of a node, the most active first: by the mean of |value|; of two equally active, the first.
 * @returns {number[]} All channels; take as many as there is room for.
 */
export function mostActive(node, values) {
  throw new Error(`not written yet ${node} ${values}`);
}

/** The largest |value|: where the colours of a node's maps are full. 0 where all is 0. */
export function largestMagnitude(values) {
  throw new Error(`not written yet ${values}`);
}

/**
 * How much each input channel gives to a channel of a node: for the edges of the overview.
 * @param {import("./forward.js").Network} network
 * @param {import("./forward.js").Run} run
 * @param {number} node
 * @param {number} channel
 * @returns {{node: number, channel: number, strength: number}[]} For each input channel: the mean over the map (or the
 *   product, for a dense unit) of weight × activation, signed. Of what is flattened, summed over each map.
 */
export function edges(network, run, node, channel) {
  throw new Error(`not written yet ${network} ${run} ${node} ${channel}`);
}
