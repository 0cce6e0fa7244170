// A test of several questions with one score. What is right is known to Python only.

import { element } from "../shared/dom.js";
import { View, explorer } from "../shared/view.js";

const PATIENCE = 1500; // milliseconds until the page says that the kernel is busy

class TestPage extends View {
  constructor(context) {
    const title = context.model.get("title");
    super(context, { label: title, name: "course-test", travels: null });
    const group = `test-${Math.random().toString(36).slice(2)}`;
    /** @type {any[]} One for each question. */
    this.parts = this.model.get("questions").map(({ asks, texts }, number) => {
      const inputs = texts.map((_, choice) => element("input", { type: "radio", name: `${group}-${number}`, value: choice }));
      const rows = inputs.map((input, choice) => element("label", { class: "test-choice" }, input, element("span", { text: texts[choice] })));
      const says = element("p", { class: "test-says" });
      return { inputs, says, fields: element("fieldset", {}, element("legend", { text: `${number + 1}. ${asks}` }), ...rows, says) };
    });
    this.says = element("p", { "aria-live": "polite", class: "test-score" });
    this.root.append(element("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.finish(); } },
      ...this.parts.map(({ fields }) => fields), element("button", { type: "submit", text: "Show my score" }), this.says));
  }

  listen() {
    this.hear("change:reply", () => this.draw());
  }

  given() {
    return this.parts.map(({ inputs }) => inputs.find((input) => input.checked)?.value ?? "");
  }

  finish() {
    const given = this.given();
    const open = given.flatMap((answer, number) => (answer === "" ? [number] : []));
    if (open.length) {
      this.parts[open[0]].inputs[0].focus();
      this.says.textContent = `Still open: ${open.map((number) => number + 1).join(", ")}. Choose the last answer where you don't know.`;
      return;
    }
    this.says.textContent = "";
    this.later("patience", PATIENCE, () => { this.says.textContent = "No reply yet. While a cell is running ([*] at its left), wait " +
      "for it. Otherwise run the cell of this test again."; });
    this.model.send({ given });
  }

  // Show the reply to the last answers.
  drawNow() {
    const reply = this.model.get("reply");
    if (!reply?.number) return;
    this.cancel("patience");
    this.parts.forEach(({ inputs, says }, number) => {
      // A second view of the same test shows what was answered in the first.
      const chosen = inputs[Number(reply.given[number])];
      if (chosen && reply.given[number] !== "") chosen.checked = true;
      const [isRight, why] = reply.details[number] ?? [false, ""];
      says.className = `test-says ${why && (isRight ? "course-good" : "course-bad")}`;
      says.textContent = why && (isRight ? "Right. " : "Not right. ") + why;
    });
    this.says.textContent = reply.says;
  }
}

export default explorer(TestPage);
