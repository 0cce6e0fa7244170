// The backward pass: how much each number in the network matters to a class.

/**
 * The gradients of a class's sum (before the softmax), or of its probability, with respect to the values of every node.
 * @param {import("./forward.js").Network} network
 * @param {import("./forward.js").Run} run
 * @param {number} classIndex
 * @param {"sum"|"probability"} [of]
 * @returns {Float64Array[]} By node, in the order of `run.values`; zeros where a node does not matter.
 */
export function backward(network, run, classIndex, of = "sum") {
  throw new Error(`not written yet ${network} ${run} ${classIndex} ${of}`);
}

/**
 * What each pixel contributes to a class's sum: gradient × pixel.
 * @returns {{pixels: Float64Array, sum: number, total: number, rest: number, isExact: boolean}} `pixels` by place,
 *   channels summed, (rows · columns); `sum` is the class's sum; `total` what the pixels contribute together; `rest` what all
 *   biases do, sum − total. `isExact` is false where the network bends (tanh, sigmoid …), and rest is more than biases.
 */
export function contributionMap(network, run, classIndex) {
  throw new Error(`not written yet ${network} ${run} ${classIndex}`);
}

/**
 * What each map of a node contributes to a class's sum: gradient × value, summed over the map.
 * @returns {Float64Array} By channel.
 */
export function contributionOfMaps(network, run, node, classIndex) {
  throw new Error(`not written yet ${network} ${run} ${node} ${classIndex}`);
}
