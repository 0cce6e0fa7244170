// The network on the page: read from what Python sent, and run on an image.

/**
 * A cell of a node: [row, column, channel]. What is flat, such as a dense layer, is one cell high and wide,
 * so that its unit k is [0, 0, k].
 * @typedef {number[]} Cell
 *
 * One step of the network. Node 0 is the image.
 * @typedef {object} Node
 * @property {number} index Its place in `network.nodes`; a node comes after its inputs.
 * @property {string} name Keras's name, such as "conv2d_1"; "" for the image and for what the page adds.
 * @property {string} keras Keras's class, such as "Conv2D"; "" as above.
 * @property {string} kind "input", "rescaling", "conv", "depthwise", "dense", "pool", "global_pool", "batch_norm",
 *   "activation", "flatten", "add", "concatenate", "pad", or "nothing" (what works only during training).
 * @property {string} title Plain words: "16 filters, 26 × 26".
 * @property {string} short For a path: "conv 2", "pool 1", "dense 1", "image".
 * @property {string} note A sentence where there is something to say ("Dropout does nothing now: …"), or "".
 * @property {number[]} inputs Indices of the nodes that it reads.
 * @property {number[]} users Indices of the nodes that read it.
 * @property {number[]} shape [rows, columns, channels] or [units], as Keras has it.
 * @property {number} height @property {number} width @property {number} channels The same, always three.
 * @property {number} parameters How many numbers it has learnt.
 * @property {number[]} size Of a kernel or window: [rows, columns]. @property {number[]} stride [rows, columns].
 * @property {number[]} dilation [rows, columns]. @property {number[]} pads [top, bottom, left, right].
 * @property {number} groups How many groups of channels a convolution keeps apart; 1 as a rule.
 * @property {string} mode "max" or "average", of pooling.
 * @property {number} epsilon Of batch normalization.
 * @property {{name: string, slope?: number, most?: number, threshold?: number}|null} activation What is applied to
 *   its sums, or null where its values are its sums. PReLU's slopes are in `weights.alpha`.
 * @property {Record<string, Float32Array>} weights kernel (rows, columns, channels in, channels out), bias, gamma,
 *   beta, mean, variance, scale, offset, alpha: those that it has, flat.
 * @property {Set<number>|null} off Channels that a what-if has switched off, in a network made by `applyEdits`.
 *
 * @typedef {object} Network
 * @property {Node[]} nodes
 * @property {number} output The index of the node with the probabilities.
 * @property {number} decision The index of the node whose `sums` are the classes' sums before the softmax.
 * @property {number} classes How many outputs there are.
 * @property {number[]} shape Of an image: [rows, columns, channels].
 * @property {number} parameters
 *
 * What one image becomes. All arrays are in the order row, column, channel.
 * @typedef {object} Run
 * @property {Network} network The one it ran through, edits included.
 * @property {Float32Array[]} values By node: what leaves it.
 * @property {Float32Array[]} sums By node: before its activation; the array in `values` itself where it has none.
 * @property {Float32Array} probabilities `values[network.output]`.
 */

/**
 * The network of a description and its weights, both as `description.py` makes them.
 * @param {any} description
 * @param {any} buffer The bytes of the weights, float32, as the trait holds them.
 * @returns {Network}
 */
export function buildNetwork(description, buffer) {
  throw new Error(`not written yet ${description} ${buffer}`);
}

/**
 * The images of the trait `images`: {count, shape, type: "uint8"|"float32", range: [black, white], data}.
 * @param {any} images
 * @returns {{shape: number[], range: number[], pixels: Float32Array[]}} The pixels of each image, as the network reads them.
 */
export function readImages(images) {
  throw new Error(`not written yet ${images}`);
}

/**
 * Send an image through the network. What has not changed since the last time is not computed again.
 * @param {Network} network Also one that `applyEdits` made.
 * @param {Float32Array} image
 * @param {Run|null} [run] An earlier run of the same network, edited or not: it is changed and returned. Two runs
 *   that are shown side by side need two.
 * @returns {Run}
 */
export function forward(network, image, run = null) {
  throw new Error(`not written yet ${network} ${image} ${run}`);
}
