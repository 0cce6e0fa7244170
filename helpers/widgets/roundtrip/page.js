// A number goes to the kernel, its square comes back, and the page says how long that took.

const PATIENCE = 4000; // milliseconds until the page says what to do

function render({ model, el }) {
  const root = courseRoot("A widget that answers");
  const field = element("input", { type: "number", value: "12", step: "any", style: "width: 7em" });
  const answer = element("p", { "aria-live": "polite", text: "Press the button, or Enter in the field." });
  const form = element(
    "form",
    { onsubmit: ask, novalidate: true },
    element("label", {}, "A number: ", field),
    " ",
    element("button", { type: "submit", text: "Ask the kernel for its square" }),
  );
  let asked = 0;
  let waiting = null;

  function say(words, kind = "") {
    answer.className = kind;
    answer.textContent = words;
  }

  function ask(event) {
    event.preventDefault();
    const number = field.valueAsNumber;
    if (!Number.isFinite(number) || Math.abs(number) > 1e6) {
      say("Type a number between −1,000,000 and 1,000,000, such as 12.", "course-bad");
      return;
    }
    asked = performance.now();
    say("Asked. The kernel is thinking …");
    clearTimeout(waiting);
    waiting = setTimeout(complain, PATIENCE);
    model.send({ number });
  }

  function complain() {
    say("No answer yet. While a cell is running ([*] at its left), wait for it. "
      + "Otherwise run the cell of this table again.", "course-bad");
  }

  function hear(message) {
    clearTimeout(waiting);
    const milliseconds = Math.max(1, Math.round(performance.now() - asked));
    say(`${message.number} × ${message.number} = ${message.square}: `
      + `the kernel answered in ${milliseconds} ms.`, "course-good");
  }

  model.on("msg:custom", hear);
  root.append(form, answer);
  el.append(root);
  return () => { clearTimeout(waiting); model.off("msg:custom", hear); };
}

export default { render };
