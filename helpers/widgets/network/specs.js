// What each layer is in the overview, for layout.js.

import { by, grouped } from "../shared/numbers.js";

const IMAGE_SCALE = 1.4; // the image is larger than the maps
const APART = 10; // pixels more around a title without a number, which would else be read as one with the next: "flatten dense 1"

/**
 * What a node of the network looks like in the overview. Its title is "conv 1", and below that is what it is: "16 filters,
 * 28×28", or its size alone where there is little room. The title breaks only where all else fails.
 * @returns {import("./layout.js").Spec}
 */
export function specOf(network, node, classNames, measure, { below = "all", breaks = false } = {}) {
  const { height: rows, width: columns, shape } = node;
  const isMap = shape.length > 1 && rows * columns > 1;
  const isOutput = node.index === network.output && !isMap;
  const kind = isOutput ? "classes" : node.kind === "nothing" ? "nothing" : isMap ? "maps" : "units";
  const isImage = node.index === 0 && isMap && (node.channels === 1 || node.channels === 3);
  const source = node.kind === "flatten" ? network.nodes[node.inputs[0]] : null;
  const short = breaks ? node.short : node.short.replaceAll(" ", "\u00a0");
  const size = isMap ? by(rows, columns) : grouped(node.channels);
  const under = (below === "all" ? whatItIs(node) : size).replaceAll(" × ", "×");
  return { kind, rows, columns, channels: isImage ? 1 : node.channels, title: short, under, apart: node.index && !/\d/.test(short) ? APART : 0,
    scale: isImage ? IMAGE_SCALE : 1, label: isOutput ? Math.ceil(Math.max(...classNames.map(measure))) : 0,
    group: source && source.height * source.width > 1 ? (source.channels > 1 ? source.channels : source.width) : 0 };
}

// The words for a layer without those that its name says too: "28 × 28" of "rescaled, 28 × 28".
function whatItIs({ short, title }) {
  return title.split(/, |: /).filter((part) => !short.startsWith(part.replace(/ed$/, ""))).join(", ");
}
