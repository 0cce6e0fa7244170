// What a brush does to an image, where a weight is in its kernel, and the words about what has been changed.

import { counted, listed, plainNumber } from "../shared/numbers.js";

/**
 * The pixels that a brush covers at some places, as `withPaint` takes them: [[index, value], …].
 * @param {number[][]} places [row, column] of each.
 * @param {number} size Rows and columns of the brush.
 * @param {any} shape Of the image, [rows, columns, channels].
 * @param {number} value For all channels.
 */
export function brushPixels(places, size, [rows, columns, channels], value) {
  const painted = new Map();
  for (const place of places) {
    const [[top, bottom], [left, right]] = [under(place[0], size, rows), under(place[1], size, columns)];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        for (let part = 0; part < channels; part++) painted.set((row * columns + column) * channels + part, value);
      }
    }
  }
  return [...painted];
}

/** The rows or columns under a brush, [first, last], as far as they are inside the image. */
export function under(place, size, length) {
  const first = place - Math.floor((size - 1) / 2);
  return [Math.max(first, 0), Math.min(first + size, length) - 1];
}

/**
 * The rectangle of `size` pixels around a place, as far as it is inside the image: [row, column, rows, columns].
 * @param {number[]} place
 * @param {number} size
 * @param {any} shape Of the image.
 */
export function coverAt([row, column], size, [rows, columns]) {
  const [top, bottom] = under(row, size, rows);
  const [left, right] = under(column, size, columns);
  return [top, left, bottom - top + 1, right - left + 1];
}

/** Whether the whole image is covered, as when the learner draws a new one. @param {any} edits @param {any} shape */
export function isBlank({ cover }, [rows, columns]) {
  return Boolean(cover) && cover[0] <= 0 && cover[1] <= 0 && cover[0] + cover[2] >= rows && cover[1] + cover[3] >= columns;
}

/** Edits without those of the image. */
export function withoutImageEdits({ filtersOff, weights }) {
  return { ...(filtersOff && { filtersOff }), ...(weights && { weights }) };
}

/** How many input channels a filter of a node reads. */
export function channelsIn({ size, channels, weights: { kernel } }) {
  return kernel.length / (size[0] * size[1] * channels);
}

/**
 * Where a weight is in the kernel of a node: (rows, columns, channels in, channels out), flat.
 * @param {any} node
 * @param {any} place [row, column] in the kernel.
 * @param {number} from The input channel.
 * @param {number} channel
 */
export function weightIndex(node, [row, column], from, channel) {
  return ((row * node.size[1] + column) * channelsIn(node) + from) * node.channels + channel;
}

/** Whether a learner can switch off the maps or units of a node. */
export function canSwitchOff(network, node) {
  return ["conv", "depthwise", "dense"].includes(node.kind) && node.index !== network.output && node.channels > 1;
}

/** What has been changed, as the parts of a list: "turned by 15°", "map 5 of conv 1 is off". */
export function changeList(edits, network, shape) {
  const said = [];
  const { turn, down, right, cover, painted, filtersOff = {}, weights = {} } = edits;
  const blank = isBlank(edits, shape);
  if (blank) said.push("an image of your own");
  if (turn && !blank) said.push(`turned by ${plainNumber(turn)}°`);
  if ((down || right) && !blank) said.push(`shifted by ${[shiftText(down, "down", "up"), shiftText(right, "right", "left")].filter(Boolean).join(" and ")}`);
  if (cover && !blank) said.push(`${cover[2]} × ${cover[3]} pixels covered`);
  if (painted?.length) said.push(`${counted(painted.length / shape[2], "pixel")} painted`);
  for (const [node, channels] of Object.entries(filtersOff)) {
    const { short, shape: size } = network.nodes[node];
    said.push(`${listed(size.length > 1 ? "map" : "unit", channels)} of ${short} off`);
  }
  for (const [node, changed] of Object.entries(weights)) {
    const count = Object.values(changed).reduce((sum, pairs) => sum + pairs.length, 0);
    said.push(`${counted(count, "weight")} of ${network.nodes[node].short} changed`);
  }
  return said;
}

function shiftText(pixels, on, back) {
  return pixels ? `${Math.abs(pixels)} ${pixels > 0 ? on : back}` : "";
}
