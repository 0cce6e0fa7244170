// A test of several questions with one score. What is right is known to Python only.

import { markChoice, prose, radios } from "../shared/choices.js";
import { element, resizeChildren, setText } from "../shared/dom.js";
import { View, explorer } from "../shared/view.js";

const PATIENCE = 1500; // milliseconds until the page says that the kernel is busy

class TestPage extends View {
  constructor(context) {
    const title = context.model.get("title");
    super(context, { label: title, name: "course-test", travels: null });
    const group = `test-${Math.random().toString(36).slice(2)}`;
    /** @type {any[]} One for each question. */
    this.parts = this.model.get("questions").map(({ asks, texts }, number) => {
      const { inputs, node } = radios(texts, `${group}-${number}`);
      const says = element("p", { class: "test-says answer" });
      const legend = element("legend", {}, element("span", { class: "test-number", text: `${number + 1}. ` }), element("span", {}, ...prose(asks)));
      return { inputs, says, fields: element("fieldset", {}, legend, node, says) };
    });
    this.steps = element("span", { class: "test-steps", "aria-hidden": "true" });
    this.count = element("span", { class: "test-count" });
    this.says = element("p", { "aria-live": "polite", class: "test-score" });
    this.root.append(element("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.finish(); } },
      ...this.parts.map(({ fields }) => fields), element("div", { class: "test-end" }, element("button", { type: "submit", text: "Show my score" }), this.steps, this.count), this.says));
    this.showProgress();
  }

  listen() {
    this.on(this.root, "change", (event) => {
      this.parts.forEach(({ inputs }) => { if (inputs.includes(event.target)) markChoice(inputs, null); });
      this.showProgress();
    });
    this.hear("change:reply", () => this.draw());
  }

  given() {
    return this.parts.map(({ inputs }) => inputs.find((input) => input.checked)?.value ?? "");
  }

  // A square for each question: answered or not, and once the answers are known, right or wrong.
  showProgress(details = []) {
    const given = this.given();
    resizeChildren(this.steps, given.length, () => element("span"));
    given.forEach((answer, number) => {
      const [isRight] = details[number] ?? [];
      this.steps.children[number].className = isRight === undefined ? (answer === "" ? "" : "done") : isRight ? "right" : "wrong";
    });
    setText(this.count, `${given.filter((answer) => answer !== "").length} of ${given.length} answered`);
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
      if (why) markChoice(inputs, isRight);
      says.className = `test-says answer ${why && (isRight ? "course-good" : "course-bad")}`;
      says.replaceChildren(...prose(why && (isRight ? "Right. " : "Not right. ") + why));
    });
    this.showProgress(reply.details);
    this.says.textContent = reply.says;
  }
}

export default explorer(TestPage);
