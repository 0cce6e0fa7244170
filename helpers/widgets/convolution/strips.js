// Input and output, each in a strip. Where an image of one row is longer than the page, both strips scroll together.

import { element, setText } from "../shared/dom.js";

const EDGE = 32; // pixels beside a frame that has been scrolled into sight: as wide as the strip fades in style.css

/** A lone row needs no number beside it, unless it is told by its number. @param {any} grid @param {boolean} isLone */
export function numberRow(grid, isLone) {
  if (grid.rows === 1) setText(grid.lines[0].firstChild, isLone ? "" : "0");
}

export class Strips {
  /** @param {HTMLElement[]} grids The same columns are below each other. */
  constructor(grids) {
    this.nodes = grids.map((grid) => element("div", { class: "strip" }, grid));
    this.isScrolling = false;
  }

  /** Lay out anew; a strip that is shorter than the page shows all of it. */
  scroll(isScrolling) {
    this.isScrolling = isScrolling;
    this.nodes.forEach((strip) => this.showEnds(strip));
  }

  /** One strip has been scrolled: the others follow. */
  follow(from) {
    for (const strip of this.nodes) {
      strip.scrollLeft = from.scrollLeft;
      this.showEnds(strip);
    }
  }

  /** Bring a part of the first strip into sight, such as a window, from one place to another in pixels. */
  reveal(start, end) {
    const [strip] = this.nodes;
    if (!this.isScrolling) return;
    if (start - EDGE < strip.scrollLeft) strip.scrollLeft = start - EDGE;
    else if (end + EDGE > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = end + EDGE - strip.clientWidth;
  }

  // Where a strip goes on, it fades, and its title says so: scroll bars are often hidden.
  showEnds(strip) {
    const [before, after] = this.isScrolling
      ? [strip.scrollLeft > 1, strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 1] : [false, false];
    strip.classList.toggle("goes-left", before);
    strip.classList.toggle("goes-right", after);
    strip.parentElement?.setAttribute("data-cue", before || after ? `${before ? "← " : ""}scroll${after ? " →" : ""}` : "");
  }
}
