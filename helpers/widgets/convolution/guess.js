// The guess that ConvolutionExplorer asks for before it shows a value.

import { button, element, labelled, setText } from "../shared/dom.js";
import { signedTerm, writeNumber } from "../shared/numbers.js";

/** A number of the sum; NaN has yet to be guessed: its place is empty. */
export function textOrBlank(value) {
  return Number.isNaN(value) ? "" : writeNumber(value);
}

/** The same number as a term of a sum. */
export function termOrBlank(value) {
  return Number.isNaN(value) ? "" : signedTerm(value);
}

export class GuessForm {
  /**
   * @param {object} acts
   * @param {(text: string) => void} acts.judge Given what was typed.
   * @param {() => void} acts.reveal
   */
  constructor({ judge, reveal }) {
    this.box = element("input", { type: "text", name: "guess", autocomplete: "off" });
    const asked = labelled("", this.box);
    this.question = asked.firstChild;
    this.covered = element("p", { class: "covered" });
    this.reply = element("p", { class: "reply", role: "status" });
    this.answer = element("span", { class: "guess-box" }, this.box, element("button", { type: "submit", class: "check-guess", text: "Check" }),
      button("reveal", "Show me", reveal));
    this.node = element("form", { class: "guess", hidden: true,
      onsubmit: (event) => { event.preventDefault(); judge(this.box.value); } }, this.question, this.answer, this.reply, this.covered);
  }

  /**
   * Ask for the value of a cell that is still hidden, and show the reply to the last guess, or the value that was guessed before.
   * @param {{name: string, covered: string, isHidden: boolean, verdict: any, value: string}} asked The cell's name, and what its window covers.
   */
  show({ name, covered, isHidden, verdict, value }) {
    this.answer.hidden = !isHidden;
    setText(this.question, `What will ${name} be?`);
    setText(this.covered, covered);
    this.reply.className = `reply ${verdict ? (verdict.isRight ? "course-good" : "course-bad") : ""}`;
    setText(this.reply, verdict?.text ?? (isHidden ? "" : `It is ${value}.`));
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
