// The sentences about a network, and its Keras code.

import { by, counted, grouped } from "../shared/numbers.js";

/** The call that makes a layer, without settings that are Keras's defaults. */
export function callOf(layer) {
  const { layer: kind, rate, units, filters, kernel_size, pool_size, strides, padding, activation, use_bias } = layer;
  const usual = pool_size ?? 1; // Keras's default stride
  const parts = [rate, units, filters, kernel_size].filter((part) => part !== undefined);
  const hasUsualWindow = kind === "MaxPooling2D" && pool_size === 2; // AveragePooling2D has none
  if (pool_size !== undefined && !hasUsualWindow) parts.push(pool_size);
  if ((strides ?? usual) !== usual) parts.push(`strides=${strides}`);
  if (padding === "same") parts.push('padding="same"');
  if (activation && activation !== "linear") parts.push(`activation="${activation}"`);
  if (use_bias === false) parts.push("use_bias=False");
  return `${kind}(${parts.join(", ")})`;
}

export function codeOf(layers, input) {
  const lines = [`keras.Input((${input.join(", ")})),`, ...layers.map((layer) => `layers.${callOf(layer)},`)];
  const inside = lines.map((line) => `        ${line}\n`).join("");
  return `import keras\nfrom keras import layers\n\nmodel = keras.Sequential(\n    [\n${inside}    ]\n)\n`;
}

/**
 * Which layer holds most of the parameters, or "" where none has any.
 * @param {{parameters: number}[]} lines The input and the layers.
 * @param {number} total
 */
export function shareWords(lines, total) {
  if (!total) return "";
  const most = Math.max(...lines.map(({ parameters }) => parameters));
  const layer = lines.findIndex(({ parameters }) => parameters === most);
  if (most === total) return `Layer ${layer} holds all ${grouped(total)} parameters.`;
  const percent = Math.round((100 * most) / total);
  return `Layer ${layer} holds ${percent < 100 ? `${percent}%` : "more than 99%"} of the parameters: ${grouped(most)} of ${grouped(total)}.`;
}

/** What leaves the last layer. */
export function endWords(layers, { shape }) {
  if (shape.length === 3) {
    return `The network’s output is a volume of ${by(...shape)}. To choose between classes, add Flatten and Dense.`;
  }
  const last = layers.findLast((layer) => layer.layer !== "Dropout");
  if (last?.layer !== "Dense") return `The network’s output is a row of ${grouped(shape[0])} numbers.`;
  const output = `The network’s output is ${shape[0] === 1 ? "one number" : `${grouped(shape[0])} numbers`}`;
  return last.activation === "softmax" ? `${output}: probabilities that add up to 1.`
    : `${output}. To choose between classes, give the last Dense layer a softmax.`;
}

/** The chosen line, for a screen reader, and the whole network, or what is impossible in it. */
export function lineWords(layers, { lines, trouble, total }, selected) {
  const said = [];
  const [line, layer] = [lines[selected], layers[selected - 1]];
  if (line && layer) {
    said.push(`Layer ${selected}, ${layer.layer}: its output is ${by(...line.shape)}, and it learns ` +
      `${line.parameters ? `${grouped(line.parameters)} parameters` : "nothing"}.`);
    if (line.field) said.push(`Each number of it depends on ${by(line.field, line.field)} pixels of the input.`);
  } else if (line) said.push(`The input is ${by(...line.shape)}.`);
  said.push(trouble ? `${trouble.number ? `Layer ${trouble.number}` : "The input"} doesn’t work yet: ${trouble.sentence}`
    : `The network has ${grouped(total)} parameters.`);
  return said.join(" ");
}

/** What Keras found, after `compare`. */
export function verdict({ problem, agreed, right, all }, total) {
  if (problem) return problem;
  const layers = counted(agreed.length, "layer");
  return all ? `Keras agrees on ${layers}: every shape, every number of parameters, ${grouped(total)} together.`
    : `Keras agrees on ${right} of ${layers} only.`;
}
