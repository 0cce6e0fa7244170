// The parts of the flow: a list of which one thing is chosen, words above columns, pictures.

import { PixelPane } from "../shared/canvas.js";
import { element } from "../shared/dom.js";
import { SIGNED_SHADES } from "../shared/signed.js";

/** Mark one of a list as chosen, and as the one that Tab reaches. @param {Element} list @param {number} place */
export function select(list, place) {
  [...list.children].forEach((option, n) => {
    option.setAttribute("aria-selected", String(n === place));
    /** @type {HTMLElement} */ (option).tabIndex = n === place ? 0 : -1;
  });
}

/** How many of some things are in a row, at most, so that none is alone in the last one. @param {number} count @param {number} most */
export function evenColumns(count, most) {
  for (let columns = Math.min(most, count); columns > 1; columns--) if (count % columns === 0) return columns;
  return Math.max(most, 1);
}

/** What each picture in a line of a column is. @param {string[]} texts */
export function heads(...texts) {
  return element("div", { class: "heads", "aria-hidden": "true" }, ...texts.map((text) => element("span", { text })));
}

/** A picture alone: nothing in it is reached by keys. @param {string} name */
export function picture(name = "map") {
  const pane = new PixelPane("", name);
  pane.frame.remove();
  for (const attribute of ["tabindex", "role", "aria-label"]) pane.node.removeAttribute(attribute);
  return pane;
}

/** Paint the maps of a block after ReLU, all on one scale, whose end it returns. */
export function paintMaps(panes, block, cell) {
  const map = { rows: block.sumSide, columns: block.sumSide };
  let largest = 0;
  for (const sum of block.sums) if (sum > largest) largest = sum;
  panes.forEach((pane, filter) => {
    pane.size(map, cell / block.sumSide);
    const start = filter * block.sumSide ** 2;
    pane.paint(map, (i) => Math.max(block.sums[start + i], 0), largest || 1, SIGNED_SHADES);
  });
  return largest;
}

/** Paint what is pooled from them, on the same scale. */
export function paintPooled(panes, { pooledSide, pooled }, cell, largest) {
  const map = { rows: pooledSide, columns: pooledSide };
  panes.forEach((pane, filter) => {
    pane.size(map, cell / pooledSide);
    const start = filter * pooledSide ** 2;
    pane.paint(map, (i) => pooled[start + i], largest || 1, SIGNED_SHADES);
  });
}
