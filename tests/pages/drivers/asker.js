// Asks through an Asker, and writes down what it does.

import { Asker } from "../shared/asker.js";

/**
 * Do the steps: ["ask", question], ["answered"], ["close"] or ["wait", milliseconds].
 * Returns what was sent, how often an answer was late, and what each "answered" returned.
 */
export async function converse(patience, steps) {
  const found = { sent: [], late: 0, answered: [] };
  const asker = new Asker({ patience, send: (question) => found.sent.push(question), late: () => { found.late += 1; } });
  for (const [action, given] of steps) {
    if (action === "ask") asker.ask(given);
    else if (action === "answered") found.answered.push(asker.answered());
    else if (action === "close") asker.close();
    else await new Promise((done) => setTimeout(done, given));
  }
  return found;
}
