// Where the numbers that a node reads were made: flatten and dropout only pass them on.

/**
 * The node that made what another one reads. Nodes that do nothing are skipped, and for a dense layer a flatten as well:
 * the numbers are the same, in the same order. A node whose channels are switched off is not skipped.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Node} reader
 * @param {number} input The index of one of the nodes that it reads.
 * @returns {import("../shared/forward.js").Node}
 */
export function sourceOf(network, reader, input) {
  const isSkipped = ({ kind, off }) => !off && (kind === "nothing" || (kind === "flatten" && ["dense", "flatten"].includes(reader.kind)));
  let node = network.nodes[input];
  while (isSkipped(node)) node = network.nodes[node.inputs[0]];
  return node;
}

/** The cell, [row, column, channel], at a place of a node's array. */
export function cellAt({ width, channels }, place) {
  const cell = Math.floor(place / channels);
  return [Math.floor(cell / width), cell % width, place % channels];
}

/** Where a cell is in a node's array. */
export function placeOf({ width, channels }, [row, column, channel]) {
  return (row * width + column) * channels + channel;
}
