// A question with choices, or with a field for a number. What is right is known to Python only.

const PATIENCE = 1500; // milliseconds until the page says that the kernel is busy

function render({ model, el }) {
  const root = courseRoot("Question");
  const group = `question-${Math.random().toString(36).slice(2)}`;
  const texts = model.get("texts");
  const legend = element("legend", {}, ...withCode(model.get("asks")));
  const inputs = texts.length ? texts.map(choice) : [numberField()];
  const fields = element("fieldset", { class: "question-fields" }, legend, ...inputs.map((made) => made.row));
  const button = element("button", { type: "submit", text: "Check" });
  const says = element("p", { "aria-live": "polite", class: "question-says" });
  const form = element("form", { novalidate: true, onsubmit: ask }, fields, button, says);
  let waiting = null;

  function choice(text, number) {
    const input = element("input", { type: "radio", name: group, value: String(number) });
    const row = element("label", { class: "question-choice" }, input, element("span", {}, ...withCode(text)));
    return { input, row };
  }

  function numberField() {
    const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "10" });
    const row = element("label", { class: "question-choice" }, element("span", { text: "Your number" }), input);
    return { input, row };
  }

  function given() {
    if (!texts.length) return inputs[0].input.value.trim();
    const chosen = inputs.find((made) => made.input.checked);
    return chosen ? chosen.input.value : "";
  }

  function tell(words, kind = "") {
    says.className = `question-says ${kind}`;
    says.replaceChildren(...withCode(words));
  }

  function ask(event) {
    event.preventDefault();
    if (given() === "") {
      tell(texts.length ? "Choose one of the answers first." : "Type a number first, such as 12 or 0.5.");
      return;
    }
    tell("");
    clearTimeout(waiting);
    waiting = setTimeout(() => tell("No reply yet. While a cell is running ([*] at its left), wait for it. "
      + "Otherwise run the cell of this question again."), PATIENCE);
    model.send({ given: given() });
  }

  function hear() {
    const reply = model.get("reply");
    if (!reply || !reply.number) return;
    clearTimeout(waiting);
    // A second view of the same question shows what was answered in the first.
    if (texts.length && inputs[Number(reply.given)]) inputs[Number(reply.given)].input.checked = true;
    if (!texts.length && inputs[0].input.value.trim() === "") inputs[0].input.value = reply.given;
    tell((reply.right ? "Right. " : "Not right. ") + reply.says, reply.right ? "course-good" : "course-bad");
  }

  model.on("change:reply", hear);
  root.append(form);
  el.append(root);
  hear();
  return () => { clearTimeout(waiting); model.off("change:reply", hear); };
}

// What stands between backticks is code.
function withCode(text) {
  return text.split("`").map((part, number) => (number % 2 ? element("code", { text: part }) : part));
}

export default { render };
