// Which maps of each layer the answer to an image comes from.

import { strongestPlace } from "../shared/numbers.js";
import { edges, mostActive } from "./maps.js";

/**
 * The channels of every node, those first that matter most for the answer: for the most probable class, then for the
 * strongest map or unit that leads to it, layer by layer back to the image. Where that says nothing, the most active first.
 * @param {import("../shared/forward.js").Network} network
 * @param {import("../shared/forward.js").Run} run
 * @returns {number[][]} By node: all its channels.
 */
export function contributors(network, run) {
  const strongest = strengthsBack(network, run);
  return network.nodes.map((node, index) => [...new Set([...strongest[index], ...mostActive(node, run.values[index])])]);
}

// The channels on the way back from the answer, by node. A pooled map is made from one map only, which ranks no others.
function strengthsBack(network, run) {
  const { nodes, output } = network;
  /** @type {number[][]} */
  const found = nodes.map(() => []);
  let place = { node: output, channel: strongestPlace(run.values[output]) % nodes[output].channels };
  for (;;) {
    const all = edges(network, run, place.node, place.channel).filter(({ strength }) => strength)
      .sort((one, other) => Math.abs(other.strength) - Math.abs(one.strength));
    if (!all.length) return found;
    for (const { node, channel } of all) found[node].push(channel);
    [place] = all;
  }
}
