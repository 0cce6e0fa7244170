// What a network makes of its input, layer by layer, and how a layer that cannot follow can be made to fit.

import { layAxis } from "../shared/axes.js";
import { by, counted, grouped } from "../shared/numbers.js";

/**
 * What leaves the input and each layer, up to the first that cannot follow.
 * @param {any[]} layers
 * @param {number[]} input Rows, columns and channels.
 * @param {{number: number, sentence: string}|null} [typed] A line whose settings are half typed, and why they do not work.
 * @returns {{lines: any[], trouble: any, total: number, together: string}} `trouble` has the number of the impossible
 *   line, the sentence that says why, and the fixes; `together` is the sum of all parameters as it is written.
 */
export function passAll(layers, input, typed = null) {
  const lines = [{ shape: input, parameters: 0, sum: "", field: 1, jump: 1, notes: [] }];
  let trouble = null;
  for (let number = 1; number <= layers.length && !trouble; number++) {
    const line = pass(layers, number - 1, lines[number - 1]);
    if (line.sentence) trouble = { number, ...line };
    else lines.push(line);
  }
  if (typed && typed.number <= (trouble?.number ?? layers.length)) trouble = { ...typed, fixes: [] };
  if (trouble) lines.splice(trouble.number);
  const counts = lines.map(({ parameters }) => parameters).filter(Boolean);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const together = trouble ? "–" : (counts.length > 1 ? `${counts.map(grouped).join(" + ")} = ` : "") + grouped(total);
  return { lines, trouble, total, together };
}

// What leaves a layer when `before` arrives: shape, parameters and their sum in words, receptive field. Or, where it
// cannot follow, the sentence that says why, and the nearest fixes: { text, layers, select }.
function pass(layers, place, before) {
  switch (layers[place].layer) {
    case "Dropout": return { ...before, parameters: 0, sum: "0", notes: [] };
    case "Flatten": return flatten(layers, place, before);
    case "Dense": return connect(layers, place, before);
    default: return slide(layers, place, before);
  }
}

function flatten(layers, place, { shape }) {
  if (shape.length === 1) {
    return unfit(`Flatten turns a volume into a row, but its input is a row of ${grouped(shape[0])} numbers already.`,
      removal(layers, place));
  }
  return { shape: [shape[0] * shape[1] * shape[2]], parameters: 0, sum: "0", field: null, notes: [] };
}

function connect(layers, place, { shape }) {
  const { units, use_bias } = layers[place];
  if (shape.length === 3) {
    const [rows, columns] = shape;
    return unfit(`Dense needs one row of numbers, but its input is ${by(...shape)}. (Keras would apply it to each of the ` +
      `${grouped(rows * columns)} positions on its own, with ${by(rows, columns, units)} as the output.)`,
    { text: "Put a Flatten before it", layers: layers.toSpliced(place, 0, { layer: "Flatten" }), select: place + 2 });
  }
  return { shape: [units], ...learned([shape[0]], units, use_bias), field: null, notes: [] };
}

function slide(layers, place, { shape, field, jump }) {
  const { kernel_size, pool_size, strides, padding, filters, use_bias } = layers[place];
  const size = kernel_size ?? pool_size;
  const stride = strides ?? size;
  const [rows, columns, channels] = shape;
  if (shape.length === 1) return unfitForRow(layers, place, rows);
  if (padding === "valid" && size > Math.min(rows, columns)) return tooLarge(layers, place, size, [rows, columns]);
  const axes = [rows, columns].map((pixels) => layAxis(pixels, size, { stride, padding, dilation: 1 }));
  const [down, across] = axes.map((axis) => (axis.padded - axis.effective) % stride);
  const notes = padding === "valid" && (down || across)
    ? [`Layer ${place + 1} drops ${counted(down, "row")} and ${counted(across, "column")}: ` +
      "the last window ends before them."] : [];
  return {
    shape: [...axes.map((axis) => axis.output), filters ?? channels],
    ...(filters ? learned([size, size, channels], filters, use_bias) : { parameters: 0, sum: "0" }),
    field: field + (size - 1) * jump,
    jump: jump * stride,
    notes,
  };
}

function unfitForRow(layers, place, numbers) {
  const flattened = layers.findIndex((one) => one.layer === "Flatten");
  return unfit(`${layers[place].layer} needs rows, columns and channels, but its input is a row of ` +
    `${grouped(numbers)} numbers.`,
  { text: "Move it before the Flatten", layers: moved(layers, place, flattened), select: flattened + 1 },
  removal(layers, place));
}

function tooLarge(layers, place, size, sides) {
  const smallest = Math.min(...sides);
  const changed = (changes) => ({ layers: layers.with(place, { ...layers[place], ...changes }), select: place + 1 });
  return unfit(`A window of ${by(size, size)} does not fit into ${by(...sides)}: there would be no output. ` +
    `The largest that fits is ${smallest}.`,
  { text: `Make the window ${smallest}`, ...changed({ [layers[place].kernel_size ? "kernel_size" : "pool_size"]: smallest }) },
  { text: "Use padding same", ...changed({ padding: "same" }) },
  removal(layers, place));
}

// The parameters of a layer: the weights of one output as factors, how many outputs have their own, and biases.
function learned(factors, outputs, use_bias) {
  const parameters = (factors.reduce((product, factor) => product * factor, 1) + (use_bias ? 1 : 0)) * outputs;
  return { parameters, sum: `${[...factors, outputs].join("·")}${use_bias ? ` + ${outputs}` : ""} = ${grouped(parameters)}` };
}

function unfit(sentence, ...fixes) {
  return { sentence, fixes };
}

function removal(layers, place) {
  return { text: `Remove this ${layers[place].layer}`, layers: layers.toSpliced(place, 1), select: place };
}

/** The list with one layer moved. */
export function moved(layers, from, to) {
  return layers.toSpliced(from, 1).toSpliced(to, 0, layers[from]);
}

// ---- The volumes, drawn to scale ----

const TALL = 64; // pixels of the largest map, and of the longest row of numbers
const LEAST = 6; // and of the smallest map, so that it can be seen
const SLANT = 0.35; // how far a column leads to the right and up, beside a row's length down
const BAR = 12; // pixels of the width of a row of numbers
const LEAST_BAR = 8; // and of the height of a short one
const CAPTION = 64; // pixels of the narrowest block, with what is written on it
const GAP = 20; // pixels between two blocks, with an arrow
const AIR = 4; // pixels more between a volume and the arrows beside it
const UNKNOWN = { tall: 40, thick: 24, slant: 0 }; // where nothing is known

/**
 * How large the volumes are drawn: rows, columns and channels each to one scale for the whole network. Rows of numbers
 * are as high as the root of their count: ten classes would be invisible beside 1,600 numbers. Where one row of volumes
 * is too narrow for what is written on them, there are several rows, as full as each other.
 * @param {(number[]|null)[]} shapes What leaves the input and each layer; null where that is not known.
 * @param {number} width Available pixels.
 */
export function drawnSizes(shapes, width) {
  const volumes = shapes.filter((shape) => shape?.length === 3);
  const side = TALL / Math.max(...volumes.map(([rows, columns]) => Math.max(rows, columns)));
  const longest = Math.max(...shapes.map((shape) => (shape?.length === 1 ? shape[0] : 0)));
  const sizeOf = (shape, channel) => {
    if (!shape) return UNKNOWN;
    if (shape.length === 1) return { tall: Math.max(TALL * Math.sqrt(shape[0] / longest), LEAST_BAR), thick: BAR, slant: 0 };
    const [rows, columns, channels] = shape;
    return { tall: Math.max(rows * side, LEAST), thick: Math.max(channels * channel, 2), slant: columns * side * SLANT };
  };
  const rows = Math.ceil(shapes.length / Math.max(Math.floor((width + GAP) / (CAPTION + GAP)), 1));
  const perRow = Math.ceil(shapes.length / rows);
  let narrower = 1;
  let sizes = [];
  for (; narrower < 5000; narrower *= 1.05) {
    sizes = shapes.map((shape) => sizeOf(shape, side / narrower));
    const each = sizes.map(({ thick, slant }) => Math.max(thick + slant + 4 + 2 * AIR, CAPTION) + GAP);
    const needed = rows > 1 ? perRow * Math.max(...each) : each.reduce((sum, one) => sum + one, 0);
    if (needed <= width || sizes.every(({ thick, slant }) => thick + slant + 4 + 2 * AIR <= CAPTION)) break;
  }
  const times = Number(narrower.toPrecision(2));
  const channels = times > 1 ? `channels (${times} times narrower than to scale)` : "channels";
  const bars = shapes.some((shape) => shape?.length === 1) ? " The height of a bar is the square root of its numbers." : "";
  return { sizes, perRow: rows > 1 ? perRow : 0, words: `Height is rows, depth is columns, width is ${channels}.${bars}` };
}

/**
 * The index of the first thing after a point, in reading order; the number of things if the point is after the last.
 * @param {{left: number, top: number, width: number, height: number}[]} boxes
 */
export function dropPlace(boxes, x, y) {
  const isColumn = boxes.every(({ left }) => left === boxes[0].left);
  const isBefore = ({ left, top, width, height }) => {
    if (isColumn) return y > top + height / 2;
    return y > top + height || (y >= top && x > left + width / 2);
  };
  return boxes.filter(isBefore).length;
}

/** Compare what Keras says with the page: for each layer whether both agree, how many do, and whether all do. */
export function compare(said, lines) {
  const agreed = lines.slice(1).map(({ shape, parameters }, place) => {
    const [theirs, count] = said.rows[place] ?? [[]];
    return theirs.join() === shape.join() && count === parameters;
  });
  const right = agreed.filter(Boolean).length;
  return { agreed, right, all: !said.problem && right === agreed.length && said.rows.length === agreed.length };
}
