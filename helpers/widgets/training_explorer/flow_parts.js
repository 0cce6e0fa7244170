// The parts of the flow: a list of which one thing is chosen, words above columns, pictures.

import { PixelPane } from "../shared/canvas.js";
import { element } from "../shared/dom.js";

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

/** The colours of signed values, and a line that says at which numbers they are full. */
export function colourKey() {
  const [scale, full] = [element("span", { class: "scale", "aria-hidden": "true" }), element("span", { class: "full" })];
  return { scale, full, node: element("div", { class: "colours" }, element("span", { class: "ends" }, "below 0", scale, "above 0"), full) };
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
