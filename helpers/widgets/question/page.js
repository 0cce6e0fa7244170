// A question with choices, or with a field for a number. What is right is known to Python only.

import { markChoice, prose, radios } from "../shared/choices.js";
import { element } from "../shared/dom.js";
import { View, explorer } from "../shared/view.js";

const PATIENCE = 1500; // milliseconds until the page says that the kernel is busy

class QuestionPage extends View {
  constructor(context) {
    super(context, { label: "Question", name: "question", travels: null });
    const texts = this.model.get("texts");
    const group = `question-${Math.random().toString(36).slice(2)}`;
    this.isChoice = texts.length > 0;
    const choices = this.isChoice ? radios(texts, group) : typed();
    /** @type {any[]} One for each choice, or the field for a number. */
    this.inputs = choices.inputs;
    this.says = element("p", { "aria-live": "polite", class: "question-says" });
    const check = [element("button", { type: "submit", text: "Check" }), this.says];
    if (!this.isChoice) choices.node = element("div", { class: "number-line" }, choices.node, ...check); // one line
    this.root.append(element("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.ask(); } },
      element("fieldset", { class: "question-fields" }, element("legend", {}, ...prose(this.model.get("asks"))), choices.node),
      ...(this.isChoice ? check : [])));
  }

  listen() {
    this.on(this.root, "change", () => { if (this.isChoice) markChoice(this.inputs, null); });
    this.hear("change:reply", () => this.draw());
  }

  given() {
    return this.isChoice ? this.inputs.find((input) => input.checked)?.value ?? "" : this.inputs[0].value.trim();
  }

  say(text, kind = "") {
    this.says.className = `question-says answer ${kind}`;
    this.says.replaceChildren(...prose(text));
  }

  ask() {
    const given = this.given();
    if (given === "") {
      this.say(this.isChoice ? "Choose one of the answers first." : "Type a number first, such as 12 or 0.5.");
      return;
    }
    this.say("");
    this.later("patience", PATIENCE, () => this.say("No reply yet. While a cell is running ([*] at its left), wait for it. " +
      "Otherwise run the cell of this question again."));
    this.model.send({ given });
  }

  // Show the reply to the last answer.
  drawNow() {
    const reply = this.model.get("reply");
    if (!reply?.number) return;
    this.cancel("patience");
    // A second view of the same question shows what was answered in the first.
    const chosen = this.inputs[Number(reply.given)];
    if (this.isChoice && chosen) chosen.checked = true;
    if (!this.isChoice && this.given() === "") this.inputs[0].value = reply.given;
    this.say((reply.right ? "Right. " : "Not right. ") + reply.says, reply.right ? "course-good" : "course-bad");
    if (this.isChoice) markChoice(this.inputs, reply.right);
  }
}

// A field for a number.
function typed() {
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "10" });
  return { inputs: [input], node: element("label", { class: "number" }, "Your number", input) };
}

export default explorer(QuestionPage);
