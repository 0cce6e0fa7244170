// The settings that a first try does not need, and the button that shows them.

import { button, element, setText } from "../shared/dom.js";

const TEXT = "More settings";

export class MoreSettings {
  /** @param {() => void} [changed] Called when the learner has shown or hidden them. */
  constructor(changed = () => {}) {
    this.button = button("more", "", () => { this.show(this.node.hidden); changed(); });
    this.node = element("div", { class: "more group", role: "group", "aria-label": TEXT });
    this.isNeeded = false;
    this.show(false);
  }

  get isShown() {
    return !this.node.hidden;
  }

  show(isShown) {
    this.node.hidden = !isShown;
    this.button.setAttribute("aria-expanded", String(isShown));
    setText(this.button, `${TEXT} ${isShown ? "▴" : "▾"}`);
  }

  /** Show them once one of them is no longer as it usually is: what changes a picture must not be out of sight. */
  need(isNeeded) {
    if (isNeeded && !this.isNeeded) this.show(true);
    this.isNeeded = isNeeded;
  }
}
