// The feature map over the picture, to the right of a handle that is dragged: before and after.

import { element, setText } from "../shared/dom.js";
import { clamp } from "../shared/numbers.js";

export const AT_FIRST = 0.86; // of the width is the picture: the frame that is shown first is on it, to the left of the handle
const STEP = 0.05; // of the width, for an arrow key
const ROOM_FOR_NAME = 0.28; // of the width

export class Wipe {
  /**
   * @param {HTMLElement} picture What is wiped over.
   * @param {AbortSignal} signal
   */
  constructor(picture, signal) {
    this.share = AT_FIRST; // of the width that is still the picture
    this.map = element("canvas", { class: "wipe-map", "aria-hidden": "true" });
    this.sides = ["picture", "map"].map((side) => element("span", { class: `side ${side}`, text: side, "aria-hidden": "true" }));
    this.handle = element("div", { class: "wipe-handle", role: "slider", tabindex: 0, "aria-label": "Wipe the map over the picture",
      "aria-valuemin": 0, "aria-valuemax": 100 }, element("span", { class: "grip", text: "↔", "aria-hidden": "true" }),
      ...this.sides);
    this.ground = element("div", { class: "wipe-ground", "aria-hidden": "true" }); // the map is smaller than the picture
    this.node = element("div", { class: "wiped" }, picture, this.ground, this.map, this.handle);
    const drag = (event) => {
      const { left, width } = picture.getBoundingClientRect();
      this.moveTo((event.clientX - left) / width);
    };
    const { handle } = this;
    handle.addEventListener("pointerdown", (event) => { handle.setPointerCapture(event.pointerId); event.preventDefault(); handle.focus(); }, { signal });
    handle.addEventListener("pointermove", (event) => { if (handle.hasPointerCapture(event.pointerId)) drag(event); }, { signal });
    handle.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: this.share - STEP, ArrowRight: this.share + STEP, Home: 0, End: 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.moveTo(to);
    }, { signal });
    this.moveTo(this.share);
  }

  /** Copy the map of this size as it is drawn: its cells are on the middle pixels of their windows. */
  show(canvas, { rows, columns }, [height, width], scale) {
    Object.assign(this.map, { width: canvas.width, height: canvas.height });
    this.map.getContext("2d").drawImage(canvas, 0, 0);
    Object.assign(this.map.style, { left: `${((width - 1) / 2) * scale}px`, top: `${((height - 1) / 2) * scale}px`,
      width: `${columns * scale}px`, height: `${rows * scale}px` });
    this.map.classList.toggle("coarse", scale > 1);
    this.moveTo(this.share);
  }

  hide(isHidden) {
    this.map.hidden = this.ground.hidden = this.handle.hidden = isHidden;
  }

  moveTo(share) {
    this.share = clamp(share, 0, 1);
    this.handle.style.left = this.ground.style.left = `${100 * this.share}%`;
    this.handle.style.setProperty("--inwards", String(0.5 - this.share)); // the grip never leaves the picture
    // Each side has its name where there is room for it; where hardly any map is left, the handle says what it does.
    const [picture, map] = this.sides;
    picture.hidden = this.share < ROOM_FOR_NAME;
    map.hidden = this.share > 1 - ROOM_FOR_NAME;
    setText(picture, map.hidden ? "drag to see the map" : "picture");
    this.handle.setAttribute("aria-valuenow", Math.round(100 * (1 - this.share)));
    this.handle.setAttribute("aria-valuetext", `${Math.round(100 * (1 - this.share))}% map`);
    // The map is a little narrower than the picture, so the edge is taken from the picture.
    this.map.style.clipPath = `inset(0 0 0 calc(${100 * this.share}% * var(--ratio) - var(--start)))`;
    const { left, width } = this.map.style;
    const [start, wide] = [parseFloat(left) || 0, parseFloat(width) || 1];
    this.map.style.setProperty("--start", `${start}px`);
    this.map.style.setProperty("--ratio", String((wide + 2 * start) / wide));
  }
}
