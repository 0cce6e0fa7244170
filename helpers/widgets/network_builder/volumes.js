// The network as a row of volumes, drawn to scale.

import { element, svgElement } from "../shared/dom.js";
import { by, grouped } from "../shared/numbers.js";
import { drawnSizes } from "./arithmetic.js";

const CELL = 4; // pixels of a number in a row of them
const MARGIN = 2; // pixels around a volume, for its outline
const KINDS = { Conv2D: "convolution", MaxPooling2D: "pooling", AveragePooling2D: "pooling", Dense: "dense", Input: "input" };
const NAMES = { MaxPooling2D: "MaxPool", AveragePooling2D: "AvgPool" };

/** What a layer is, by which its volume and its line are coloured. */
export function kindOf(name) {
  return KINDS[name] ?? "other";
}

/**
 * Blocks for the input and every layer. A layer whose output is unknown is a dashed outline.
 * @param {any[]} lines
 * @param {any[]} layers
 * @param {{width: number, selected: number}} how
 * @returns {{blocks: HTMLElement[], perRow: number, words: string}} `perRow` is 0 where all blocks are in one row.
 */
export function blocksOf(lines, layers, { width, selected }) {
  const shapes = [null, ...layers].map((_, number) => lines[number]?.shape ?? null);
  const { sizes, perRow, words } = drawnSizes(shapes, width);
  const blocks = sizes.map((size, number) => {
    const kind = layers[number - 1]?.layer ?? "Input";
    return element("div", { class: `block${number === selected ? " chosen" : ""}${number ? "" : " first"}${perRow && (number + 1) % perRow === 0 ? " turn" : ""}`, "data-block": number, "data-kind": kindOf(kind),
      title: number ? "Drag to another place" : null },
    element("span", { class: "kind", text: NAMES[kind] ?? kind }), drawing(size, shapes[number]),
    element("span", { class: "sides", text: shapes[number] ? by(...shapes[number].map(grouped)).replaceAll(" ", "") : "?" }));
  });
  return { blocks, perRow, words };
}

// A row of numbers is divided into cells, more of them where it is longer.
function cells(left, right, top, bottom) {
  const lines = [];
  for (let y = top + CELL; y < bottom - 1; y += CELL) lines.push(`M${left} ${y}H${right}`);
  return svgElement("path", { class: "cells", d: lines.join("") });
}

// A box with its upper and its right side, or a bar for a row of numbers.
function drawing({ tall, thick, slant }, shape) {
  const [wide, high] = [thick + slant + 2 * MARGIN, tall + slant + 2 * MARGIN];
  const [left, top, right, bottom] = [MARGIN, MARGIN + slant, MARGIN + thick, MARGIN + slant + tall];
  const path = (name, ...points) => svgElement("path", { class: name, d: `M${points.join("L")}Z` });
  const faces = [path("front", [left, top], [right, top], [right, bottom], [left, bottom])];
  if (shape?.length === 1) faces.push(cells(left, right, top, bottom));
  if (slant) {
    faces.push(path("upper", [left, top], [left + slant, top - slant], [right + slant, top - slant], [right, top]),
      path("side", [right, top], [right + slant, top - slant], [right + slant, bottom - slant], [right, bottom]));
  }
  return svgElement("svg", { width: wide, height: high, "aria-hidden": "true", class: shape ? "volume" : "volume unknown" }, ...faces);
}
