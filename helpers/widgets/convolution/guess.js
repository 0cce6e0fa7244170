// The guess that ConvolutionExplorer asks for before it shows a value.

import { button, element, setText } from "../shared/dom.js";

export class GuessForm {
  /**
   * @param {object} acts
   * @param {(text: string) => void} acts.judge Given what was typed.
   * @param {() => void} acts.reveal
   */
  constructor({ judge, reveal }) {
    this.box = element("input", { type: "text", name: "guess", autocomplete: "off" });
    this.question = element("span");
    this.reply = element("p", { class: "reply", role: "status" });
    this.parts = [element("label", {}, this.question, this.box), element("button", { type: "submit", text: "Check" }),
      button("reveal", "Show me", reveal)];
    this.node = element("form", { class: "guess", hidden: true,
      onsubmit: (event) => { event.preventDefault(); judge(this.box.value); } }, ...this.parts, this.reply);
  }

  /** Ask for the value of a cell that is still hidden, and show the reply to the last guess. */
  show([row, column], isHidden, verdict) {
    for (const part of this.parts) part.hidden = !isHidden;
    setText(this.question, `What will output row ${row}, column ${column} be?`);
    this.reply.className = `reply ${verdict ? (verdict.isRight ? "course-good" : "course-bad") : ""}`;
    setText(this.reply, verdict?.text ?? "");
  }

  /** Let the learner type, beginning with what was typed elsewhere. */
  focus(typed) {
    this.box.focus();
    if (typed) this.box.value = typed;
  }

  get hasFocus() {
    return this.node.contains(document.activeElement);
  }
}
