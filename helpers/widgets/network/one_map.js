// One map: its input maps, their kernels, the partial sums, and what becomes of them.

import { element } from "../shared/dom.js";

export class MapView {
  /**
   * @param {HTMLElement} host
   * @param {import("./words.js").NetworkPage} page
   */
  constructor(host, page) {
    this.page = page;
    this.node = element("div", { class: "view-map" });
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
