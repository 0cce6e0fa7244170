// A row of small pictures, one of which is chosen.

import { element } from "../shared/dom.js";

export class Thumbnails {
  /**
   * @param {string} label
   * @param {{name: string, rows: number, columns: number, pixels: ArrayLike<number>|null}[]} pictures Pixels from 0 to
   *   255, row by row; null for none.
   * @param {(name: string) => void} choose
   */
  constructor(label, pictures, choose) {
    const group = `thumbnails-${Date.now()}-${Math.floor(Math.random() * 1e6)}`; // another explorer on the page has its own
    this.boxes = pictures.map(({ name }) => element("input", { type: "radio", name: group, value: name,
      class: "course-unseen", "aria-label": name, onchange: () => choose(name) }));
    this.node = element("div", { class: "thumbnails", role: "radiogroup", "aria-label": label },
      element("span", { text: label, "aria-hidden": "true" }),
      ...pictures.map((picture, n) => element("label", { class: "thumbnail", title: picture.name }, this.boxes[n],
        picture.pixels ? small(picture) : element("span", { class: "without", "aria-hidden": "true" }))));
  }

  show(name) {
    for (const box of this.boxes) box.checked = box.value === name;
  }
}

function small({ rows: high, columns: wide, pixels }) {
  const canvas = element("canvas", { width: wide, height: high, "aria-hidden": "true" });
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(wide, high);
  for (let n = 0; n < wide * high; n++) image.data.set([pixels[n], pixels[n], pixels[n], 255], 4 * n);
  brush.putImageData(image, 0, 0);
  return canvas;
}
