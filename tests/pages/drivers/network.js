// Runs networks as NetworkExplorer's page does. A network comes as its description and a list of its weights.

import { backward, contributionMap, contributionOfMaps, hasOffsets } from "../network/backward.js";
import { receptive, why } from "../network/chain.js";
import { applyEdits, editImage } from "../network/edits.js";
import { buildNetwork, forward } from "../shared/forward.js";
import { edges, largestMagnitude, madeFrom, mostActive } from "../network/maps.js";
import { cellAt, placeOf, sourceOf } from "../network/origin.js";
import { placeWords } from "../network/words.js";
import { allTerms, cellTerms, largestParts, mapTerms, termsForPython } from "../network/terms.js";

function built([description, weights]) {
  return buildNetwork(description, Float32Array.from(weights));
}

function ran(given, image) {
  const network = built(given);
  return { network, run: forward(network, Float32Array.from(image)) };
}

/** What leaves every node. */
export function values(given, image) {
  return ran(given, image).run.values;
}

/** What leaves every node after a series of edits, one after the other in the same run; and what was left unchanged. */
export function edited(given, image, series) {
  const network = built(given);
  const pixels = Float32Array.from(image);
  const before = [network, pixels].map((one) => JSON.stringify(one));
  let run = null;
  for (const edits of series) {
    const changed = editImage(pixels, network.shape, [0, 255], edits);
    run = forward(applyEdits(network, edits), changed, run);
  }
  return { values: run.values, isUntouched: String([network, pixels].map((one) => JSON.stringify(one))) === String(before) };
}

/** Which nodes a second run computes anew: those whose spoilt values it replaces. */
export function computedAnew(given, image, edits) {
  const { network, run } = ran(given, image);
  for (const array of new Set([...run.values.slice(1), ...run.sums.slice(1)])) array.forEach((_, i) => { array[i] = 1000 + i; });
  forward(applyEdits(network, edits), editImage(run.values[0], network.shape, [0, 255], edits), run);
  return network.nodes.map((node) => run.values[node.index][0] !== 1000);
}

function scaled(difference, ...sizes) {
  return difference / Math.max(1, ...sizes.map(Math.abs));
}

/** For every node, how far the terms of its cells are from their sum, at worst; and its form. */
export function termErrors(given, image) {
  const { network, run } = ran(given, image);
  return network.nodes.map((node) => {
    let worst = 0;
    let form = "";
    for (let place = 0; place < run.values[node.index].length; place++) {
      const terms = cellTerms(network, run, node.index, ...cellAt(node, place));
      form = terms.form;
      const sum = allTerms(terms).reduce((total, term) => total + term.product, terms.bias);
      const groups = terms.groups.reduce((total, group) => total + group.sum, terms.bias);
      const sizes = allTerms(terms).map((term) => term.product);
      const found = run.sums[node.index][place];
      const pairs = [[terms.sum, found], [terms.value, run.values[node.index][place]]];
      if (form !== "image") pairs.push([sum, found], [groups, found]);
      if (terms.affine) pairs.push([terms.affine.scaled * terms.affine.gamma + terms.affine.beta, found]);
      if (terms.softmax) pairs.push([terms.softmax.exps[place % node.channels] / terms.softmax.total, terms.value]);
      for (const term of allTerms(terms)) {
        const from = term.from && cellAtPlace(run.values[term.from.node], network.nodes[term.from.node], term.from.cell);
        pairs.push([term.input * term.weight, term.product], [term.input, from ?? 0]);
        if (term.index >= 0) pairs.push([term.weight, node.weights.kernel[term.index]]);
      }
      worst = pairs.reduce((most, [a, b]) => Math.max(most, scaled(Math.abs(a - b), a, ...sizes)), worst);
    }
    return { form, worst };
  });
}

function cellAtPlace(values, { width, channels }, [row, column, channel]) {
  return values[(row * width + column) * channels + channel];
}

/** For every node, how far its maps are from the sum of their parts, at worst. */
export function mapErrors(given, image) {
  const { network, run } = ran(given, image);
  return network.nodes.slice(1).map((node) => {
    let worst = 0;
    for (let channel = 0; channel < node.channels; channel++) {
      const terms = mapTerms(network, run, node.index, channel);
      const { shown, others } = largestParts(terms, 2);
      const added = (parts) => terms.sums.map((_, i) => parts.reduce((sum, part) => sum + part[i], terms.bias));
      const sizes = terms.parts.map((part) => part.size);
      for (const sums of [added(terms.parts.map((part) => part.partial)), added([...shown.map((part) => part.partial), others.partial])]) {
        sums.forEach((sum, i) => { worst = Math.max(worst, scaled(Math.abs(sum - terms.sums[i]), sum, ...sizes)); });
      }
      for (const part of terms.parts) worst = Math.max(worst, kernelError(node, part, terms));
    }
    return worst;
  });
}

// The partial sums of a part again, from its map and its kernel alone.
function kernelError(node, { input, inputShape: [height, width], kernel, kernelShape: [rows, columns], partial }, terms) {
  if (!kernel.length) return 0;
  let worst = 0;
  for (let cell = 0; cell < partial.length; cell++) {
    const row = Math.floor(cell / terms.shape[1]) * node.stride[0] - node.pads[0];
    const column = (cell % terms.shape[1]) * node.stride[1] - node.pads[2];
    let sum = 0;
    for (let k = 0; k < rows * columns; k++) {
      const [y, x] = [row + Math.floor(k / columns) * node.dilation[0], column + (k % columns) * node.dilation[1]];
      if (y >= 0 && y < height && x >= 0 && x < width) sum += input[y * width + x] * kernel[k];
    }
    worst = Math.max(worst, scaled(Math.abs(sum - partial[cell]), sum));
  }
  return worst;
}

/** The strengths of the edges into a map, and the mean of its partial sums, which they are. */
export function edgeErrors(given, image) {
  const { network, run } = ran(given, image);
  return network.nodes.slice(1).map((node) => {
    const terms = mapTerms(network, run, node.index, node.channels - 1);
    const found = edges(network, run, node.index, node.channels - 1).reduce((sum, edge) => sum + edge.strength, 0);
    const mean = terms.parts.reduce((sum, part) => sum + part.partial.reduce((a, b) => a + b, 0), 0) / terms.sums.length;
    return { kind: node.kind, found, mean };
  });
}

export function gradients(given, image, classIndex, of) {
  const { network, run } = ran(given, image);
  return backward(network, run, classIndex, of);
}

export function contributions(given, image, classIndex) {
  const { network, run } = ran(given, image);
  const maps = network.nodes.map((node) => contributionOfMaps(network, run, node.index, classIndex));
  return { ...contributionMap(network, run, classIndex), maps };
}

/** The hops of a chain, without their terms; with the first term that was passed over. */
export function chain(given, image, node, cell, options = {}) {
  const { network, run } = ran(given, image);
  return why(network, run, node ?? network.output, cell, options).map((hop) => ({
    node: hop.node, cell: hop.cell, value: hop.value, contribution: hop.contribution, share: hop.share, isThrough: hop.isThrough,
    to: hop.chosen?.from ?? null, products: hop.ranked.map((term) => term.product), bias: hop.terms.bias, form: hop.terms.form,
  }));
}

/** The receptive field of a cell. */
export function field(given, node, row, column, channel) {
  return receptive(built(given), node, row, column, channel);
}

/** The first and the last pixel, along both axes, that change a cell when they change; null where none does. */
export function measuredField(given, image, node, place) {
  const { network, run } = ran(given, image);
  const before = run.values[node][place];
  const [, columns, channels] = network.shape;
  const found = [];
  for (let i = 0; i < image.length; i++) {
    const pixels = Float32Array.from(image);
    pixels[i] += 100;
    if (forward(network, pixels, run).values[node][place] !== before) found.push(Math.floor(i / channels));
  }
  const [rows, across] = [found.map((i) => Math.floor(i / columns)), found.map((i) => i % columns)];
  return found.length ? { rows: [Math.min(...rows), Math.max(...rows) + 1], columns: [Math.min(...across), Math.max(...across) + 1] } : null;
}

/** Milliseconds of the processor's time that a stroke takes, on average over some, each with other pixels. */
export function milliseconds(given, image, count) {
  const network = built(given);
  const pixels = Float32Array.from(image);
  const run = forward(network, pixels);
  const start = process.cpuUsage();
  for (let n = 0; n < count; n++) {
    pixels[(37 * n) % pixels.length] = (n * 91) % 256;
    forward(network, pixels, run);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / count;
}

/** Milliseconds of the processor's time that the numbers of Why? take, on average over some. */
export function millisecondsOfWhy(given, image, count) {
  const network = built(given);
  const run = forward(network, Float32Array.from(image));
  const start = process.cpuUsage();
  for (let n = 0; n < count; n++) {
    const label = n % network.classes;
    const gradients = backward(network, run, label);
    contributionMap(network, run, label, gradients);
    for (const { kind, index } of network.nodes) if (kind === "conv") contributionOfMaps(network, run, index, label, gradients);
    why(network, run, network.decision, [0, 0, label]);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / count;
}

/** The terms of a cell as they go to Python. */
export function forPython(given, image, node, row, column, channel) {
  const { network, run } = ran(given, image);
  return termsForPython(network, cellTerms(network, run, node, row, column, channel));
}

/** The pixels of an image after its edits. */
export function editedImage(image, shape, range, edits) {
  return editImage(Float32Array.from(image), shape, range, edits);
}

export function addsOffsets(given) {
  return hasOffsets(built(given));
}

/** For every node with maps: which of its channels come from which of an input, "3 to 5", by its edges and as play draws them. */
export function reach(given, image) {
  const { network, run } = ran(given, image);
  const all = (/** @type {number} */ count) => Array.from({ length: count }, (_, n) => n);
  return network.nodes.filter(({ inputs, kind }) => inputs.length && kind !== "dense" && kind !== "flatten").map((node) => ({
    kind: node.kind,
    edges: all(node.channels).flatMap((to) => edges(network, run, node.index, to).map(({ channel }) => `${channel} to ${to}`)).sort(),
    drawn: node.inputs.flatMap((input, place) => all(network.nodes[input].channels).flatMap((from) =>
      (madeFrom(network, node.index, place, from) ?? all(node.channels)).map((to) => `${from} to ${to}`))).sort(),
  }));
}

/** What a screen reader hears at a place, after some edits. */
export function sentence(given, image, place, classNames, edits = {}) {
  const network = applyEdits(built(given), edits);
  return placeWords(forward(network, Float32Array.from(image)), place, classNames);
}

/** The terms of cells, after some edits. */
export function terms(given, image, node, cells, edits = {}) {
  const network = applyEdits(built(given), edits);
  const run = forward(network, Float32Array.from(image));
  return cells.map((cell) => cellTerms(network, run, node, cell[0], cell[1], cell[2]));
}

/** Where the maps of a node come from, after some edits; and its largest parts. */
export function parts(given, image, node, count, edits = {}) {
  const network = applyEdits(built(given), edits);
  const run = forward(network, Float32Array.from(image));
  return Array.from({ length: network.nodes[node].channels }, (_, channel) => {
    const terms = mapTerms(network, run, node, channel);
    return { ...terms, largest: largestParts(terms, count) };
  });
}

/** The edges into every channel of a node. */
export function edgesInto(given, image, node) {
  const { network, run } = ran(given, image);
  return Array.from({ length: network.nodes[node].channels }, (_, channel) => edges(network, run, node, channel));
}

/** How active the maps of a node are. */
export function activity(given, image, node) {
  const { network, run } = ran(given, image);
  return { order: mostActive(network.nodes[node], run.values[node]), largest: largestMagnitude(run.values[node]) };
}

/** The gradients after some edits. */
export function editedGradients(given, image, classIndex, edits) {
  const network = applyEdits(built(given), edits);
  return backward(network, forward(network, Float32Array.from(image)), classIndex);
}

/** The chain after some edits. */
export function editedChain(given, image, node, cell, edits) {
  const network = applyEdits(built(given), edits);
  const run = forward(network, Float32Array.from(image));
  return why(network, run, node, cell).map((hop) => ({ node: hop.node, cell: hop.cell, contribution: hop.contribution }));
}

/** For every place of a node, its cell and the place of that cell again. */
export function thereAndBack(node) {
  const places = Array.from({ length: node.height * node.width * node.channels }, (_, place) => place);
  return places.map((place) => [cellAt(node, place), placeOf(node, /** @type {any} */ (cellAt(node, place)))]);
}

/** Which node made what a node reads, for each of its inputs. */
export function sources(given, edits = {}) {
  const network = applyEdits(built(given), edits);
  return network.nodes.map((node) => node.inputs.map((input) => sourceOf(network, node, input).index));
}

/** Whether the nodes of two edited networks are the same objects, after as many others were made in between. */
export function isKept(given, edits, others) {
  const network = built(given);
  const first = applyEdits(network, edits);
  for (const one of others) applyEdits(network, one);
  const again = applyEdits(network, JSON.parse(JSON.stringify(edits)));
  return first.nodes.map((node, n) => node === again.nodes[n]);
}
