// One cell: the window, the kernel, the products, and their sum.

import { element } from "../shared/dom.js";

export class CellView {
  /**
   * @param {HTMLElement} host
   * @param {import("./words.js").NetworkPage} page
   */
  constructor(host, page) {
    this.page = page;
    this.node = element("div", { class: "view-cell" });
    host.append(this.node);
  }

  /**
   * @param {import("./forward.js").Run} run
   * @param {import("./words.js").Place} place
   */
  update(run, place) {
    this.node.dataset.place = `${place.node} ${run.values.length}`;
  }

  focus() {}
}
