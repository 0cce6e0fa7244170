// The page of the class: asks for the counts every second and draws them. In a file, the counts are inside the page.

const EVERY = 1000; // milliseconds
const PATIENCE = 8000; // milliseconds after which a request counts as unanswered
const WORDS = { right: "right", wrong: "wrong", "not yet": "not yet", "not begun": "no check run" };
const FEW = "1 to 4";
const GIVEN = JSON.parse(find("given").textContent);
const INSIDE = GIVEN.counts !== null; // a page in a file
let shown = ""; // what is drawn, to draw only what has changed
/** @type {any} */
let latest = null; // the counts that are drawn
let answeredAt = new Date();
let serviceTime = 0; // the clock of this machine may be wrong, so votes begin by the service's
let question = ""; // whose votes are shown
let voteSince = 0;
let revealed = false;
let listed = ""; // the lesson whose questions are in the menu

/** @returns {any} */
function find(id) {
  return document.getElementById(id);
}

/** @param {string} tag @param {string} kind @param {...(Node|string)} parts */
function element(tag, kind, ...parts) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...parts);
  return made;
}

// Text between backticks is code.
function withCode(text) {
  return text.split("`").map((part, number) => (number % 2 ? element("code", "", part) : part));
}

function people(number) {
  if (number === null) return `${FEW} people`;
  return `${number} ${number === 1 ? "person" : "people"}`;
}

// One coloured part for each number; hidden numbers share one hatched part.
function bar(parts, total) {
  const known = parts.reduce((sum, [, number]) => sum + (number ?? 0), 0);
  const made = element("div", "bar");
  made.setAttribute("aria-hidden", "true");
  const add = (kind, number) => {
    if (number <= 0 || total <= 0) return;
    const part = element("span", kind);
    part.style.width = `${(100 * number) / total}%`;
    made.append(part);
  };
  for (const [kind, number] of parts) add(kind, number ?? 0);
  if (parts.some(([, number]) => number === null)) add("hidden", total - known);
  return made;
}

// Numbers that are hidden one by one, as one number.
function together(words, numbers, total) {
  const rest = numbers.reduce((left, number) => left - (number ?? 0), total);
  const all = words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : words[0];
  return `${all}: ${rest < 5 ? FEW : rest}`;
}

function drawExercise(exercise, total) {
  const card = element("div", "exercise");
  card.append(element("h3", "", exercise.title, " ", element("span", "check", `checks.${exercise.name}`)));
  const parts = Object.entries(exercise.cells).map(([name, number]) => [name.replace(" ", "-"), number]);
  card.append(bar(parts.filter(([kind, number]) => kind !== "not-begun" || number === null), total));
  const cells = element("ul", "cells");
  for (const [name, number] of Object.entries(exercise.cells)) {
    if (number) cells.append(element("li", name.replace(" ", "-"), `${WORDS[name]} ${number}`));
  }
  const hidden = Object.keys(exercise.cells).filter((name) => exercise.cells[name] === null);
  if (hidden.length) cells.append(element("li", "hidden", together(hidden.map((name) => WORDS[name]), Object.values(exercise.cells), total)));
  card.append(cells);
  if (exercise.mistakes.length) card.append(element("ul", "mistakes", ...exercise.mistakes.map((one) => drawMistake(one, total))));
  return card;
}

function drawMistake(mistake, total) {
  const item = element("li", "", element("b", "", `${mistake.people} of ${total}`), `: ${mistake.name || "wrong in another way"}.`);
  item.append(element("q", "", ...withCode(mistake.says)));
  if (mistake.names) item.append(element("span", "names", mistake.names.join(", ")));
  return item;
}

function drawStuck(stuck) {
  if (!stuck.length) return element("p", "quiet", GIVEN.names ? "Nobody." : "No exercise on which five people or more are stuck.");
  const list = element("ul", "mistakes");
  for (const one of stuck) {
    if (!GIVEN.names) {
      list.append(element("li", "", element("b", "", people(one.people)), `: ${one.title}`));
      continue;
    }
    const more = [`${one.minutes} minutes`, `${one.tries} wrong ${one.tries === 1 ? "try" : "tries"}`];
    if (one.hints) more.push(`${one.hints} of 3 hints`);
    if (one.mistake) more.push(`last: ${one.mistake}`);
    list.append(element("li", "", element("b", "", one.person), `: ${one.title} `, element("span", "quiet", `(${more.join(", ")})`)));
  }
  return list;
}

function drawVotes(question) {
  if (!question) return [element("p", "quiet", "No question of this lesson has been answered yet.")];
  const total = question.people ?? 1;
  const made = [element("p", "", element("b", "", ...withCode(question.asks)))];
  if (question.people === null) {
    made.push(element("p", "quiet", "Votes appear once five people have answered."));
    return made;
  }
  made.push(element("p", "quiet", `${people(question.people)} answered.`));
  const list = element("ul", "answers");
  for (const answer of question.answers) {
    const text = element("span", revealed && answer.right ? "is-right" : "", ...withCode(answer.text));
    const item = element("li", "", text, " ", element("span", "count", answer.people === null ? "…" : String(answer.people)));
    if (answer.people !== null) item.append(bar([["vote", answer.people]], total));
    if (revealed) item.append(element("q", "quiet", ...withCode(answer.says)));
    list.append(item);
  }
  made.push(list);
  const numbers = question.answers.map((one) => one.people);
  const rest = numbers.reduce((left, number) => left - (number ?? 0), total);
  if (numbers.includes(null)) made.push(element("p", "quiet", `The answers marked … were given by ${rest < 5 ? FEW : rest} people together.`));
  return made;
}

function listQuestions(counts) {
  const menu = find("question");
  if (listed !== counts.lesson) {
    const choices = (GIVEN.questions[counts.lesson] ?? []).map(([name, asks]) => new Option(asks.replaceAll("`", ""), name));
    menu.replaceChildren(...(INSIDE ? [] : [new Option("the one that was answered last", "")]), ...choices);
    listed = counts.lesson;
  }
}

function draw(counts) {
  latest = counts;
  listQuestions(counts);
  const { now, ...rest } = counts;
  serviceTime = now ?? 0;
  question = counts.question?.name ?? "";
  const state = JSON.stringify([rest, revealed]);
  if (state === shown) return;
  shown = state;
  const title = Array.from(find("lesson").options).find((option) => option.value === counts.lesson)?.text ?? counts.lesson;
  const few = counts.people === null;
  const attempts = counts.attempts === undefined ? "" : `, ${counts.attempts} ${counts.attempts === 1 ? "attempt" : "attempts"}`;
  let says = `Lesson ${title}: ${few ? "fewer than five people" : people(counts.people)}${attempts}.`;
  if (few) says += " Numbers appear from five people on; the page with names shows all.";
  find("people").textContent = says;
  const cards = few ? [] : counts.exercises.map((one) => drawExercise(one, counts.people));
  find("exercises").replaceChildren(...cards);
  find("stuck")?.replaceChildren(drawStuck(counts.stuck));
  find("votes").replaceChildren(...drawVotes(counts.question));
}

function say(problem) {
  find("problem").textContent = problem;
  find("problem").hidden = problem === "";
  find("counts").classList.toggle("out-of-date", problem !== "");
}

async function ask() {
  const wanted = new URLSearchParams({
    lesson: find("lesson").value, hours: find("hours").value, question: find("question").value,
    since: String(voteSince), names: GIVEN.names ? "1" : "0",
  });
  const answer = await fetch(`${document.body.dataset.prefix}counts?${wanted}`, {
    headers: { "X-XSRFToken": document.body.dataset.xsrf ?? "" }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    say("You are logged out. Reload this page to log in again.");
    return;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  draw(await answer.json());
  answeredAt = new Date();
  say("");
}

async function goOn() {
  try {
    await ask();
  } catch {
    say(`The class view has not answered since ${answeredAt.toLocaleTimeString()}. What you see is from then. It keeps trying.`);
  }
  setTimeout(goOn, EVERY);
}

function again() {
  if (INSIDE) drawInside();
  else ask().catch(() => {}); // the next round says so
}

function drawInside() {
  const counts = GIVEN.counts[find("lesson").value];
  const name = find("question").value;
  const chosen = listed === counts.lesson ? counts.questions.find((one) => one.name === name) : null;
  draw({ ...counts, question: chosen ?? counts.questions[0] ?? null, questions: null });
  find("question").value = question;
}

find("settings").addEventListener("submit", (event) => event.preventDefault());
find("lesson").addEventListener("change", () => {
  find("question").value = "";
  voteSince = 0;
  again();
});
find("hours")?.addEventListener("change", () => {
  const link = find("csv");
  if (link) link.href = `${document.body.dataset.prefix}class-view.csv?hours=${find("hours").value}`;
  again();
});
find("question").addEventListener("change", () => {
  voteSince = 0;
  again();
});
find("start")?.addEventListener("click", () => {
  find("question").value = question;
  voteSince = serviceTime;
  again();
});
find("reveal").addEventListener("click", () => {
  revealed = !revealed;
  find("reveal").setAttribute("aria-pressed", String(revealed));
  if (latest) draw(latest);
});
if (INSIDE) drawInside();
else goOn();
