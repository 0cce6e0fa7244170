// The settings that a first try does not need, and the button that shows them.

import { button, element, setText } from "./dom.js";

const NAME = "More settings";
/** @type {[string, string]} */
const TEXTS = [`${NAME} ▾`, `${NAME} ▴`];

export class MoreSettings {
  /**
   * @param {object} [options]
   * @param {() => void} [options.changed] Called when the learner has shown or hidden them.
   * @param {[string, string]} [options.texts] Of the button, while they are hidden and while they are shown.
   */
  constructor({ changed = () => {}, texts = TEXTS } = {}) {
    this.texts = texts;
    this.button = button("more", "", () => { this.show(this.node.hidden); changed(); });
    this.node = element("div", { class: "more group", role: "group", "aria-label": NAME });
    this.isNeeded = false;
    this.show(false);
  }

  get isShown() {
    return !this.node.hidden;
  }

  show(isShown) {
    this.node.hidden = !isShown;
    this.button.setAttribute("aria-expanded", String(isShown));
    setText(this.button, this.texts[Number(isShown)]);
  }

  /** Show them once one of them is no longer as it usually is: what changes a picture must not be out of sight. */
  need(isNeeded) {
    if (isNeeded && !this.isNeeded) this.show(true);
    this.isNeeded = isNeeded;
  }
}
