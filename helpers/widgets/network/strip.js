// The strip of images: one is chosen, or drawn.

import { button, element } from "../shared/dom.js";
import { isCommand, moveInList } from "../shared/keys.js";
import { paintPixels } from "./overview.js";

const TILES = 6; // in a row on a narrow page, as in style.css

export class ImageStrip {
  /**
   * @param {any} page
   * @param {{choose: (image: number) => void, drawOwn: (() => void)|null}} acts
   */
  constructor(page, { choose, drawOwn }) {
    this.choose = choose;
    const [rows, columns, channels] = page.images.shape;
    this.options = page.images.pixels.map((pixels, image) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      paintPixels(canvas, { rows, columns, channels }, pixels, page.images.range);
      return element("div", { role: "option", id: `${page.id}-image-${image}`, "data-image": image, "aria-selected": "false" },
        canvas, element("span", { text: page.imageNames[image].replace("-", "\u2011").replace("/", "/\u200b") }));
    });
    this.list = element("div", { class: "thumbnails", role: "listbox", tabindex: 0, "aria-label": "Images", "aria-orientation": "horizontal" },
      ...this.options);
    this.own = drawOwn && button("draw", "Draw", drawOwn, { "aria-label": "Draw your own" });
    this.own?.prepend(element("span", { class: "pencil", "aria-hidden": "true", text: "✎" }));
    this.node = element("div", { class: this.own ? "strip-bar with-own" : "strip-bar" }, this.list, ...(this.own ? [this.own] : []));
    const last = this.options.length; // where all tiles have one width, the place of the button among them
    this.node.style.cssText = `--own-column: ${last % TILES}; --own-rows: ${Math.floor(last / TILES) + 1}`;
    this.chosen = -1;
    page.on(this.list, "click", (event) => {
      const option = event.target.closest("[data-image]");
      if (option) this.choose(Number(option.dataset.image));
    });
    page.on(this.list, "keydown", (event) => {
      const image = isCommand(event) ? null : moveInList(event, this.chosen, this.options.length);
      if (image === null) return;
      event.preventDefault();
      this.choose(image);
    });
  }

  /** Show which image is chosen; `isOwn` where it is one of the learner's, drawn over it. */
  show(image, isOwn) {
    this.own?.setAttribute("aria-pressed", String(isOwn));
    this.options.forEach((option, n) => option.setAttribute("aria-selected", String(n === image && !isOwn)));
    if (image === this.chosen) return;
    this.chosen = image;
    this.list.setAttribute("aria-activedescendant", this.options[image].id);
    const { offsetTop, offsetHeight } = this.options[image];
    const { scrollTop, clientHeight } = this.list;
    if (offsetTop < scrollTop) this.list.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight) this.list.scrollTop = offsetTop + offsetHeight - clientHeight;
  }
}
