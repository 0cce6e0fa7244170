// The names of places in a network, and the sentences that a screen reader hears.

import { by, capital, counted, grouped, probabilityText, strongestPlace } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { why } from "./chain.js";
import { decimalsOfCell, rounded, roundToSum, writeFixed, writeShort } from "./rounding.js";
import { allTerms, cellTerms } from "./terms.js";

/** What to do in the overview. */
export const HOW = forDevice("Point at a map to see what leads to it; click to open it. Keys: arrows, Enter, Esc.",
  "Tap a map to see what leads to it; tap it again to see how it is computed.");

/** The node whose colours the legend explains: the one that is pointed at, or beside the image and the classes their neighbour. */
export function nodeOfLegend(network, index) {
  if (index === network.output) return network.nodes[index].inputs[0] || index;
  return network.nodes[index].kind === "input" ? Math.min(index + 1, network.nodes.length - 1) : index;
}

/** Whose colours have the numbers at the ends of the key. */
export function scaleWords(network, index) {
  return `in ${network.nodes[nodeOfLegend(network, index)].short}; each layer has its own scale.`;
}

/** What the edges of the overview mean. */
export const EDGE_WORDS = "Red edges raise a sum, dashed blue lower it; thick ones most.";

/**
 * A place in the network. A view reads it and moves to another with `page.go(place)`.
 * @typedef {object} Place
 * @property {"network"|"map"|"cell"|"why"} view "map" is of a node with rows and columns only; a flat one, such as a
 *   dense layer, goes straight to "cell".
 * @property {number} image Which image.
 * @property {number} node
 * @property {number} channel @property {number} row @property {number} column In "why", `channel` is the class; node, row
 *   and column stay as they are.
 *
 * What the views of one map, one cell and "why" need of the page, beside what View has (`on`, `watchKeys`, `width`, …).
 * @typedef {object} NetworkPage
 * @property {(place: Partial<Place>) => void} go Move: what is given is changed, the rest stays. It draws once per frame. Moves
 *   within one map or cell are not steps of their own for Back.
 * @property {() => void} up One level up, as Escape and Backspace do.
 * @property {import("./edits.js").Edits} edits What is changed now.
 * @property {(edits: import("./edits.js").Edits) => void} edit Change the image or the network; it can be undone.
 * @property {string[]} classNames One for each output.
 * @property {number[]} range [black, white] of the image's pixels.
 * @property {number} width Of the page, in pixels.
 * @property {(name: string, milliseconds: number, act: () => void) => void} later
 * @property {(name: string) => void} cancel
 * @property {number} version Counts what has been computed: a view paints its maps again where it has changed.
 * @property {() => void} draw Draw again, at most once per frame.
 * @property {(target: HTMLElement, event: string, act: (event: any) => void) => void} on
 * @property {(node: HTMLElement, from: (event: any) => any, move: (place: number[], event: any) => void) => void} watchKeys
 *
 * Each view is made once: `new MapView(host, page)`. Its `node` is appended to the host and is hidden by the page where
 * another view is shown. `update(run, place)` draws; it is called at most once per frame. `focus()` gives the keyboard to the
 * view's main part, after a move into it by key. `inWords(run, place)` is the sentence for the aria-live line.
 */

const ACTIVATIONS = { relu: "ReLU", leaky_relu: "leaky ReLU", prelu: "PReLU", elu: "ELU", selu: "SELU", gelu: "GELU",
  silu: "SiLU", hard_sigmoid: "hard sigmoid" };

/** An activation as the lessons write it. */
export function activationName({ name }) {
  return ACTIVATIONS[name] ?? name;
}

/** Whether a node is a list of units, such as a dense layer, and not maps with rows and columns. */
export function isFlat(node) {
  return node.shape.length === 1;
}

/** A map or unit by name: "map 5", "unit 7", "Ankle boot". */
export function channelName(network, index, channel, classNames) {
  const node = network.nodes[index];
  if (node.kind === "input") return node.channels === 1 ? "the image" : `channel ${channel} of the image`;
  if (!isFlat(node)) return `map ${channel}`;
  const isOutput = index === network.output || index === network.decision;
  return (isOutput && classNames[channel]) || `unit ${channel}`;
}

/** The same with its layer: "map 5 of conv 2", "unit 7 of dense 1", "Ankle boot". */
export function mapName(network, index, channel, classNames) {
  const name = channelName(network, index, channel, classNames);
  const { kind, short, channels } = network.nodes[index];
  if (kind === "input" || name === classNames[channel]) return name;
  return channels === 1 ? short : `${name} of ${short}`;
}

/**
 * A cell by name: "row 3, column 7 of map 5 of conv 2", "pixel at row 3, column 7", "Ankle boot".
 * @param {import("../shared/forward.js").Network} network
 * @param {number} index Of the node.
 * @param {number[]} cell
 * @param {string[]} classNames
 */
export function cellName(network, index, [row, column, channel], classNames) {
  const node = network.nodes[index];
  if (isFlat(node)) return mapName(network, index, channel, classNames);
  if (node.kind !== "input") return `${placeName(row, column)} of ${mapName(network, index, channel, classNames)}`;
  return `pixel at ${placeName(row, column)}${node.channels === 1 ? "" : `, channel ${channel}`}`;
}

/** "row 3, column 7". */
export function placeName(row, column) {
  return `row ${row}, column ${column}`;
}

/** The place of a cell, for `page.go`. */
export function placeOfCell(node, /** @type {number[]} */ [row, column, channel]) {
  return { view: /** @type {"cell"} */ ("cell"), node, row, column, channel };
}

/**
 * The way to a place: Network › conv 2 › map 5 › row 3, column 7.
 * @param {import("../shared/forward.js").Network} network
 * @param {Place} place
 * @param {string[]} classNames
 * @returns {{text: string, place: Place}[]} Each part with the place that it leads to; the last is the current place.
 */
export function path(network, place, classNames) {
  const { view, node: index, channel, row, column } = place;
  const parts = [part("Network", { ...place, view: "network" })];
  if (view === "network") return parts;
  if (view === "why") return [...parts, part(`Why ${classNames[channel]}?`, place)];
  const node = network.nodes[index];
  parts.push(part(node.short, { ...place, view: "network" }));
  if (isFlat(node)) return [...parts, part(channelName(network, index, channel, classNames), place)];
  if (node.kind !== "input") parts.push(part(`map ${channel}`, { ...place, view: "map" }));
  else if (view === "map") return parts;
  else if (node.channels > 1) parts.push(part(`channel ${channel}`, { ...place, view: "map" }));
  if (view === "cell") parts.push(part(placeName(row, column), place));
  return parts;
}

function part(text, place) {
  return { text, place };
}

/**
 * What there is to see at a place, in one or two sentences, for the aria-live line. For all views.
 * @param {import("../shared/forward.js").Run} run
 * @param {Place} place
 * @param {string[]} classNames
 * @returns {string}
 */
export function placeWords(run, place, classNames) {
  const words = { network: networkWords, map: mapWords, cell: cellWords, why: whyWords }[place.view];
  return words(run, place, classNames);
}

/** The strongest class and its probability: "Ankle boot, 97.3%". */
export function answerText(probabilities, classNames) {
  const best = strongestPlace(probabilities);
  return `${classNames[best]}, ${probabilityText(probabilities[best])}`;
}

function networkWords({ probabilities }, _place, classNames) {
  const order = [...probabilities.keys()].sort((one, other) => probabilities[other] - probabilities[one]);
  const [first, second] = order.map((k) => `${classNames[k]}, ${probabilityText(probabilities[k])}`);
  return `The network says ${first}${second ? `; next comes ${second}` : ""}.`;
}

/** What the network says of an image that has another label. @param {string} said @param {string} label */
export function wrongWords(said, label) {
  return `Wrong: ${said[0].toLowerCase()}${said.slice(1)} The label is ${label}.`;
}

function mapWords(run, place, classNames) {
  const { network, values } = run;
  const node = network.nodes[place.node];
  const name = mapName(network, place.node, place.channel, classNames);
  const size = `${capital(name)}, ${by(node.height, node.width)}.`;
  const at = ((place.row * node.width) + place.column) * node.channels + place.channel;
  return `${size} At ${placeName(place.row, place.column)} it is ${writeShort(values[place.node][at])}.`;
}

/**
 * The sum of a cell in words: what adds up to what, and what the activation makes of it.
 * @returns {string}
 */
export function cellWords(run, place, classNames) {
  const { network } = run;
  const { node, row, column, channel } = place;
  const terms = cellTerms(network, run, node, row, column, channel);
  const name = cellName(network, node, terms.cell, classNames);
  return `${capital(name)} is ${valueText(terms)}${howWords(network, terms, classNames)}`;
}

/** The value of a cell as it is written next to its sum. The output of a softmax is a probability. */
export function valueText(terms) {
  if (terms.softmax) return probabilityText(terms.value);
  return terms.form === "sum" ? writeFixed(terms.value, decimalsOfCell(terms)) : writeShort(terms.value);
}

function howWords(network, terms, classNames) {
  const { form, groups, winner, off, activation } = terms;
  if (form === "image") return ".";
  if (off) return ": a what-if has switched its map off.";
  const count = allTerms(terms).length;
  const one = groups[0]?.terms[0];
  const name = ({ node, cell }) => cellName(network, node, cell, classNames);
  const said = {
    sum: () => sumWords(terms, count),
    max: () => ` (${winner?.from ? `${name(winner.from)} is the largest of ${count} values` : "there is no value in its window"})`,
    average: () => `, the mean of ${counted(groups.reduce((sum, group) => sum + group.terms.filter(({ weight }) => weight).length, 0), "value")}`,
    affine: () => affineWords(terms, one),
    add: () => `, the sum of ${counted(count, "value")}`,
    same: () => (one?.from ? ` (from ${name(one.from)})` : ", which is padding"),
  }[form]();
  return `${said}${activation ? `. ${activationWords(terms)}` : "."}`;
}

function affineWords(terms, { input, weight, product }) {
  const decimals = decimalsOfCell(terms);
  const sum = rounded(terms.sum, decimals);
  const [scaled, offset] = roundToSum([product, terms.bias], sum, decimals).map((part) => writeFixed(part, decimals));
  return `: ${writeShort(input)} × ${writeShort(weight)} is ${scaled}, and the offset ${offset} makes ${writeFixed(sum, decimals)}`;
}

function sumWords(terms, count) {
  const { hasBias, bias, sum } = terms;
  const decimals = decimalsOfCell(terms);
  const [products, rest] = roundToSum([sum - bias, bias], rounded(sum, decimals), decimals);
  const said = `: ${grouped(count)} product${count === 1 ? "" : "s"} sum to ${writeFixed(products, decimals)}`;
  return hasBias ? `${said}, and the bias ${writeFixed(rest, decimals)} makes ${writeFixed(sum, decimals)}` : said;
}

/** What the activation makes of the sum. */
export function activationWords(terms) {
  const { activation, sum, value, softmax } = terms;
  let decimals = decimalsOfCell(terms);
  if (softmax) return `Softmax turns the sum ${writeFixed(sum, decimals)} into a share of all classes.`;
  const name = capital(activationName(activation));
  if (Math.abs(value - sum) <= 1e-5 * Math.max(1, Math.abs(sum))) return `${name} leaves it as it is.`;
  if (writeFixed(sum, decimals) === writeFixed(value, decimals)) decimals += 2;
  return `${name} turns ${writeFixed(sum, decimals)} into ${writeFixed(value, decimals)}.`;
}

function whyWords(run, { channel }, classNames) {
  const { network, probabilities } = run;
  const hops = why(network, run, network.decision, [0, 0, channel]);
  const names = hops.slice(1).filter((hop) => !hop.isThrough && hop.terms.form !== "affine")
    .map(({ node, cell }) => cellName(network, node, cell, classNames));
  const said = `${capital(classNames[channel])} has ${probabilityText(probabilities[channel])}.`;
  return names.length ? `${said} The strongest chain goes back to ${names.join(", then to ")}.` : said;
}
