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
