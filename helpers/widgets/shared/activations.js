// Activations: what a layer makes of its sums, and their slopes there.

const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

const tanh = Math.tanh;
const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const bell = (x) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);

// The share of a normal distribution below x, by Chebyshev's polynomials: correct to seven digits (Press and
// others, Numerical Recipes, 2nd edition, section 6.2).
const ERFC = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277];

function below(x) {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const tail = t * Math.exp(-(z ** 2) + ERFC.reduceRight((sum, factor) => sum * t + factor, 0)) / 2;
  return x < 0 ? tail : 1 - tail;
}

// Each as [value, slope], functions of the sum and of the activation's own numbers. As in Keras, the slope of a ReLU at 0
// itself is 0.
const FUNCTIONS = {
  relu: [
    (x, { slope = 0, most = Infinity, threshold = 0 }) => (x >= most ? most : x >= threshold ? x : slope * (x - threshold)),
    (x, { slope = 0, most = Infinity, threshold = 0 }) => (x >= most ? 0 : x > threshold ? 1 : slope),
  ],
  leaky_relu: [(x, { slope }) => (x > 0 ? x : slope * x), (x, { slope }) => (x > 0 ? 1 : slope)],
  prelu: [(x, { slope }) => (x > 0 ? x : slope * x), (x, { slope }) => (x > 0 ? 1 : slope)],
  elu: [(x, { slope }) => (x > 0 ? x : slope * Math.expm1(x)), (x, { slope }) => (x > 0 ? 1 : slope * Math.exp(x))],
  selu: [
    (x) => SELU.scale * (x > 0 ? x : SELU.alpha * Math.expm1(x)),
    (x) => SELU.scale * (x > 0 ? 1 : SELU.alpha * Math.exp(x)),
  ],
  gelu: [(x) => x * below(x), (x) => below(x) + x * bell(x)],
  silu: [(x) => x * sigmoid(x), (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x)))],
  softplus: [softplus, sigmoid],
  softsign: [(x) => x / (1 + Math.abs(x)), (x) => 1 / (1 + Math.abs(x)) ** 2],
  tanh: [tanh, (x) => 1 - tanh(x) ** 2],
  sigmoid: [sigmoid, (x) => sigmoid(x) * (1 - sigmoid(x))],
  hard_sigmoid: [(x) => Math.min(Math.max(x / 6 + 0.5, 0), 1), (x) => (x > -3 && x < 3 ? 1 / 6 : 0)],
  exponential: [Math.exp, Math.exp],
};

/** Whether an activation is straight between its kinks, so that contributions through it add up. */
export function isStraight(activation) {
  return !activation || ["relu", "leaky_relu", "prelu"].includes(activation.name);
}

/**
 * The activation of one sum.
 * @param {any} node Not one with softmax, which needs all sums of a place.
 * @param {number} sum
 * @param {number} place Where the sum is in `run.sums`: PReLU has a slope for each place.
 * @returns {number}
 */
export function activationOf(node, sum, place) {
  return node.activation ? FUNCTIONS[node.activation.name][0](sum, settingsAt(node, place)) : sum;
}

/** The slope of the activation at one sum: how much the value changes per unit of the sum. */
export function slopeOf(node, sum, place) {
  return node.activation ? FUNCTIONS[node.activation.name][1](sum, settingsAt(node, place)) : 1;
}

function settingsAt({ activation, weights }, place) {
  return activation.name === "prelu" ? { slope: weights.alpha[place] } : activation;
}

/** Fill `values` with the activations of all sums of a node. */
export function activate(node, sums, values) {
  const { name, slope = 0, most = null, threshold = 0 } = node.activation;
  if (name === "softmax") {
    for (let start = 0; start < sums.length; start += node.channels) softmaxAt(sums, values, start, node.channels);
  } else if (name === "relu" && !slope && most === null && !threshold) {
    for (let i = 0; i < sums.length; i++) values[i] = Math.max(sums[i], 0); // the common one, and the fastest
  } else {
    for (let i = 0; i < sums.length; i++) values[i] = activationOf(node, sums[i], i);
  }
}

/**
 * The steps of a softmax over `count` sums that begin at `start`.
 * @returns {{sums: Float32Array, shift: number, exps: Float64Array, total: number}} As in `CellTerms`.
 */
export function softmaxSteps(sums, start, count) {
  const here = sums.slice(start, start + count);
  const shift = here.reduce((most, sum) => Math.max(most, sum), -Infinity); // the largest, so that no exp overflows
  const exps = Float64Array.from(here, (sum) => Math.exp(sum - shift));
  return { sums: here, shift, exps, total: exps.reduce((total, one) => total + one, 0) };
}

function softmaxAt(sums, values, start, count) {
  const { exps, total } = softmaxSteps(sums, start, count);
  for (let k = 0; k < count; k++) values[start + k] = exps[k] / total;
}
