// Where the numbers that a node reads were made: flatten and dropout only pass them on.

/** Whether a node shows the same numbers as its input. One whose channels are switched off does not. */
function isSame(node) {
  return (node.kind === "flatten" || node.kind === "nothing") && !node.activation && !node.off;
}

/**
 * The node that made what another node hands on.
 * @param {import("./forward.js").Network} network
 * @param {number} index Of an input.
 * @returns {import("./forward.js").Node} The node itself, unless it is a flatten or does nothing.
 */
export function source(network, index) {
  let node = network.nodes[index];
  while (isSame(node)) node = network.nodes[node.inputs[0]];
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
