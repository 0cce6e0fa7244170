// Dragging things in a list to another place, by mouse or finger.

import { dropPlace } from "./arithmetic.js";

const FAR = 5; // pixels after which a press becomes a drag

export class Reorder {
  /**
   * @param {import("../shared/view.js").View} page
   * @param {HTMLElement} holder
   * @param {object} options
   * @param {string} options.items Selector of what can be dragged, in order.
   * @param {string} options.grip Selector of the part of an item where a drag begins.
   * @param {(from: number, to: number) => void} options.drop Given places in the list, counted from 0.
   */
  constructor(page, holder, { items, grip, drop }) {
    this.holder = holder;
    this.items = items;
    this.drop = drop;
    /** @type {any} What is pressed: its place, where, and whether it is dragged yet. */
    this.press = null;
    page.on(holder, "pointerdown", (event) => {
      const item = event.button === 0 && event.target.closest(grip) && event.target.closest(items);
      const place = item ? this.all().indexOf(item) : -1;
      if (place >= 0) this.press = { item, place, x: event.clientX, y: event.clientY, to: place, isDrag: false };
    });
    page.on(holder, "pointermove", (event) => this.follow(event));
    page.on(holder, "pointerup", () => this.end(true));
    page.on(holder, "pointercancel", () => this.end(false));
    page.on(window, "keydown", (event) => { if (event.key === "Escape") this.end(false); });
    page.on(holder, "dragstart", (event) => event.preventDefault());
  }

  /** @returns {any[]} */
  all() {
    return [...this.holder.querySelectorAll(this.items)];
  }

  follow(event) {
    const { press } = this;
    if (!press) return;
    const [right, down] = [event.clientX - press.x, event.clientY - press.y];
    if (!press.isDrag && Math.hypot(right, down) < FAR) return;
    if (!press.isDrag) {
      press.isDrag = true;
      press.boxes = this.all().map((item) => item.getBoundingClientRect());
      this.holder.setPointerCapture(event.pointerId);
      this.holder.classList.add("dragging");
      press.item.classList.add("dragged");
    }
    event.preventDefault();
    press.item.style.transform = `translate(${right}px, ${down}px)`;
    const gap = dropPlace(press.boxes.map(({ left, top, width, height }) => ({ left, top, width, height })), event.clientX, event.clientY);
    press.to = gap > press.place ? gap - 1 : gap;
    const isSame = press.to === press.place;
    this.all().forEach((item, n) => {
      item.classList.toggle("drop-before", !isSame && n === gap);
      item.classList.toggle("drop-after", !isSame && gap === press.boxes.length && n === gap - 1);
    });
  }

  end(isDropped) {
    const { press } = this;
    this.press = null;
    if (!press?.isDrag) return;
    press.item.style.transform = "";
    this.holder.classList.remove("dragging");
    for (const item of this.all()) item.classList.remove("dragged", "drop-before", "drop-after");
    if (isDropped && press.to !== press.place) this.drop(press.place, press.to);
  }
}
