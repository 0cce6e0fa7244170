// A number goes to the kernel, its square comes back, and the page says how long that took.

import { element, setText } from "../shared/dom.js";
import { LARGEST_NUMBER } from "../shared/limits.js";
import { View, explorer } from "../shared/view.js";

const PATIENCE = 4000; // milliseconds until the page says what to do

class RoundtripPage extends View {
  constructor(context) {
    super(context, { label: "A widget that answers", name: "roundtrip", travels: null });
    this.askedAt = 0;
    this.field = element("input", { type: "number", value: "12", step: "any", style: "width: 7em" });
    this.answer = element("p", { "aria-live": "polite", text: "Press the button, or Enter in the field." });
    this.root.append(element("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.ask(); } },
      element("label", {}, "A number: ", this.field), " ",
      element("button", { type: "submit", text: "Ask the kernel for its square" })), this.answer);
  }

  listen() {
    this.hear("msg:custom", (message) => this.showAnswer(message));
  }

  say(text, kind = "") {
    this.answer.className = kind;
    setText(this.answer, text);
  }

  ask() {
    const number = this.field.valueAsNumber;
    if (!Number.isFinite(number) || Math.abs(number) > LARGEST_NUMBER) {
      this.say("Type a number between −1,000,000 and 1,000,000, such as 12.", "course-bad");
      return;
    }
    this.askedAt = performance.now();
    this.say("Asked. The kernel is thinking …");
    this.later("patience", PATIENCE, () => this.say("No answer yet. While a cell is running ([*] at its left), wait for it. " +
      "Otherwise run the cell of this table again.", "course-bad"));
    this.model.send({ number });
  }

  showAnswer({ number, square }) {
    this.cancel("patience");
    const milliseconds = Math.max(1, Math.round(performance.now() - this.askedAt));
    this.say(`${number} × ${number} = ${square}: the kernel answered in ${milliseconds} ms.`, "course-good");
  }
}

export default explorer(RoundtripPage);
