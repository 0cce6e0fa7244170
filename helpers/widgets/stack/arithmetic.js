// A stack of dilated layers over a series: what one of its numbers depends on, and the words about it.

import { LARGEST_DILATION, MOST_DILATED_LAYERS, STACK_RULES, STACK_STEPS } from "../shared/limits.js";
import { grouped, listed } from "../shared/numbers.js";

/**
 * @typedef {{k: number, dilations: number[], causal: boolean}} Stack
 * @typedef {[number, number]} Place [layer, step]; layer 0 is the series.
 * @typedef {{layer: number, to: number, from: number}} Edge From a number of the layer below to one of a layer.
 * @typedef {object} Tree What a number depends on.
 * @property {Map<number, number>[]} levels From the series up to the number's own layer: the steps that take part, each
 *   with the number of paths that lead from it to the number.
 * @property {Edge[]} edges
 * @property {Edge[]} outside Edges from zeros beyond the ends of the series.
 */

// ---- Dilations ----

/** The dilations of this many layers by a rule. @returns {number[]} */
export function byRule(rule, layers) {
  const [first, factor] = STACK_RULES[rule];
  return Array.from({ length: layers }, (_, layer) => first * factor ** layer);
}

/** The rule that dilations follow: the given one if they follow that too, "" if they follow none. */
export function ruleOf(dilations, rule) {
  const found = Object.keys(STACK_RULES).filter((one) => String(byRule(one, dilations.length)) === String(dilations));
  return found.includes(rule) ? rule : found[0] ?? "";
}

/** Dilations for another number of layers: by their rule, or else with the last one repeated. @returns {number[]} */
export function grown(rule, dilations, layers) {
  if (rule) return byRule(rule, layers);
  return Array.from({ length: layers }, (_, layer) => dilations[layer] ?? dilations.at(-1));
}

/**
 * Read dilations that were typed.
 * @param {string} text Such as "1, 2, 4, 8".
 * @returns {[number[], ""]|[null, string]} The dilations, or the sentence that says what is wrong.
 */
export function readDilations(text) {
  const parts = text.trim().split(/[\s,;]+/).filter(Boolean);
  if (!parts.length) return [null, "Type a dilation for each layer, starting with the one on the series: 1, 2, 4, 8, for example."];
  const wrong = parts.find((part) => !/^\d+$/.test(part) || Number(part) < 1 || Number(part) > LARGEST_DILATION);
  if (wrong) {
    return [null, `Every dilation must be a whole number from 1 to ${grouped(LARGEST_DILATION)}, but “${wrong}” was typed. ` +
      "Put a comma between them: 1, 2, 4, 8."];
  }
  const extra = parts.length - MOST_DILATED_LAYERS;
  if (extra > 0) {
    return [null, `The page draws up to ${MOST_DILATED_LAYERS} layers, but ${parts.length} dilations are typed: ` +
      `remove ${extra === 1 ? "one" : extra} of them.`];
  }
  return [parts.map(Number), ""];
}

// ---- The tree ----

/** The steps that a layer's weights multiply, relative to the number that they make. @returns {number[]} */
export function offsets(k, dilation, causal) {
  const span = dilation * (k - 1);
  const before = causal ? span : Math.floor(span / 2); // an odd cell of same padding goes to the end, as in Keras
  return Array.from({ length: k }, (_, cell) => dilation * cell - before);
}

/** The receptive field of the series itself (1) and of each layer. @returns {number[]} */
export function fields(k, dilations) {
  const found = [1];
  for (const dilation of dilations) found.push(found.at(-1) + (k - 1) * dilation);
  return found;
}

/**
 * What a number depends on.
 * @param {Stack} stack
 * @param {Place} node
 * @returns {Tree}
 */
export function treeOf({ k, dilations, causal }, [layer, step]) {
  /** @type {Tree} */
  const tree = { levels: [new Map([[step, 1]])], edges: [], outside: [] };
  for (let at = layer; at > 0; at--) {
    const below = new Map();
    const steps = offsets(k, dilations[at - 1], causal);
    for (const [to, paths] of tree.levels[0]) {
      for (const offset of steps) {
        const from = to + offset;
        const isInside = from >= 0 && from < STACK_STEPS;
        (isInside ? tree.edges : tree.outside).push({ layer: at, to, from });
        if (isInside) below.set(from, (below.get(from) ?? 0) + paths);
      }
    }
    tree.levels.unshift(below);
  }
  return tree;
}

/**
 * The outline of a tree: down its left side from layer to layer, and up its right side.
 * @param {Map<number, number>[]} levels From the series up.
 * @returns {Place[]}
 */
export function coneOf(levels) {
  const ends = levels.flatMap((level, at) => (level.size ? [{ at, steps: [...level.keys()] }] : []));
  /** @type {Place[]} */
  const left = ends.map(({ at, steps }) => [at, Math.min(...steps)]);
  /** @type {Place[]} */
  const right = ends.map(({ at, steps }) => [at, Math.max(...steps)]);
  return [...left.reverse(), ...right];
}

/**
 * The edges of a tree on the paths that lead from a step of the series to its number.
 * @param {Tree} tree
 * @param {number} source
 * @returns {Edge[]} Of the layer on the series first.
 */
export function pathsFrom(tree, source) {
  let reached = new Set([source]);
  const found = [];
  for (let at = 1; at < tree.levels.length; at++) {
    const edges = tree.edges.filter(({ layer, from }) => layer === at && reached.has(from));
    found.push(...edges);
    reached = new Set(edges.map(({ to }) => to));
  }
  return found;
}

/** Whether more than one path can lead from a step to a number: else, all counts of paths are 1. */
export function pathsMeet({ k, dilations, causal }) {
  let reached = [0];
  for (const dilation of dilations.toReversed()) {
    const next = reached.flatMap((at) => offsets(k, dilation, causal).map((offset) => at + offset))
      .filter((at) => Math.abs(at) < STACK_STEPS);
    if (new Set(next).size < next.length) return true;
    reached = next;
  }
  return false;
}

// ---- The part of the series that is drawn ----

/** The first and the last step of the series that the number of the last layer at a step depends on. @returns {number[]} */
export function reachOf({ k, dilations, causal }, step) {
  const ends = dilations.map((dilation) => offsets(k, dilation, causal));
  const sum = (end) => ends.reduce((total, steps) => total + steps.at(end), step);
  return [Math.max(sum(0), 0), Math.min(sum(-1), STACK_STEPS - 1)];
}

/**
 * The first and the last step that are drawn: the receptive field and a part of what is around it.
 * @param {Stack} stack
 * @param {number} step
 * @param {number} least The smallest number of steps.
 * @param {number} times How many times as wide as the receptive field the part is.
 * @returns {number[]}
 */
export function shownSteps(stack, step, least, times) {
  const [first, last] = reachOf(stack, step);
  const width = Math.min(STACK_STEPS, Math.max(least, Math.ceil(times * (last - first + 1))));
  const start = Math.round((first + last + 1 - width) / 2);
  const from = Math.min(Math.max(start, 0), STACK_STEPS - width);
  return [from, from + width - 1];
}

/** The steps with a number below them: every second, fourth or eighth if there is no room for all. */
export function ticksOf(first, last, apart) {
  const every = [1, 2, 4, 8].find((count) => count >= apart) ?? 16;
  const start = Math.ceil(first / every) * every;
  return Array.from({ length: Math.max(Math.floor((last - start) / every) + 1, 0) }, (_, n) => start + n * every);
}

// ---- Words ----

/** How a layer's receptive field follows from that of the layer below: "8 = 4 + 1 · 4". */
export function recurrence(k, dilations, layer) {
  const found = fields(k, dilations);
  return layer ? `${grouped(found[layer])} = ${grouped(found[layer - 1])} + ${k - 1} · ${dilations[layer - 1]}` : "1";
}

/** How far a layer sees, from all dilations up to it: "1 + 2 · (1 + 2 + 4)", or "1 + (1 + 2 + 4)" with two weights. */
export function sumOfDilations(k, dilations) {
  const sum = dilations.map(grouped).join(" + ");
  return `1 + ${k > 2 ? `${k - 1} · ` : ""}${dilations.length > 1 ? `(${sum})` : sum}`;
}

/**
 * What a number depends on, the same sentences as `describe` in Python, but without the settings, which are beside them.
 * @param {Stack} stack
 * @param {Place} node
 */
export function description({ k, dilations, causal }, [layer, step]) {
  const inner = layer < dilations.length;
  const field = fields(k, dilations)[layer];
  const seen = [...treeOf({ k, dilations, causal }, [layer, step]).levels[0].keys()].sort((a, b) => a - b);
  const name = `Number ${step}${inner ? ` of layer ${layer}` : ""}`;
  const said = [`${inner ? `Up to layer ${layer} the` : "The"} receptive field is ${sumOfDilations(k, dilations.slice(0, layer))} = ${grouped(field)} steps.`];
  const between = seen.length ? seen.at(-1) - seen[0] + 1 - seen.length : 0;
  if (seen.length < 2) said.push(`${name} depends on ${seen.length ? `step ${seen[0]}` : "no step"}.`);
  else {
    said.push(`${name} depends on ${seen.length} steps, from ${seen[0]} to ${seen.at(-1)}; ` +
      `${between ? `${between} between them are left out` : "none left out"}.`);
  }
  const later = seen.filter((one) => one > step).length;
  if (later) said.push(`${later} of them ${later === 1 ? "is" : "are"} later than ${step}.`);
  if (seen.length + between < field) said.push("The rest is beyond the ends of the series, where there are zeros.");
  return said.join(" ");
}

/**
 * How many paths lead to a number: from the step of the series that is pointed at, or from all.
 * @param {Tree} tree
 * @param {Place} node
 * @param {number|null} source
 */
export function pathWords({ levels }, [layer, step], source) {
  const node = `number ${step} of layer ${layer}`;
  const paths = levels[0];
  if (source !== null) {
    const count = paths.get(source) ?? 0;
    if (!count) return `No path leads from step ${source} to ${node}.`;
    return `${count === 1 ? "One path leads" : `${grouped(count)} paths lead`} from step ${source} to ${node}.`;
  }
  const most = Math.max(...paths.values());
  if (!paths.size) return `No path leads from the series to ${node}.`;
  if (most === 1) return `One path leads from each of them to ${node}.`;
  const strongest = [...paths].filter(([, count]) => count === most).map(([at]) => at).sort((a, b) => a - b);
  return `Most paths, ${grouped(most)}, lead from ${listed("step", strongest)}.`;
}
