// The judgement of answers to questions, the same as in helpers/checks/questions.py.

import { readNumber } from "../../../helpers/widgets/shared/numbers.js";

/**
 * Judge an answer.
 * @param {any} answers What explorers.py wrote about the question.
 * @param {string} given The number of a choice, or what was typed.
 * @returns {[boolean, string]} Whether it is right, and what to say about it.
 */
export function judge(answers, given) {
  if (answers.choices) {
    const chosen = answers.choices.find((_, number) => String(number) === given);
    return chosen ?? [false, "Choose one of the answers first."];
  }
  const number = readNumber(given);
  if (number === null) return [false, "Type a number, such as 12 or 0.5."];
  if (Math.abs(number - answers.answer) <= answers.within) return [true, answers.right];
  const isNear = ([wrong]) => Math.abs(number - wrong) <= Math.max(answers.within, 1e-6);
  return [false, (answers.wrong.find(isNear) ?? [0, answers.otherwise])[1]];
}

/**
 * Judge the test of ten questions.
 * @param {any} answers What explorers.py wrote about the test.
 * @param {string[]} given The number of the choice for each question.
 * @returns {[any[], string]} What is said of each question, if anything, and of the score.
 */
export function judgeTest(answers, given) {
  const results = answers.right.map((right, number) => given[number] === right);
  const score = results.filter(Boolean).length;
  return [answers.explanations.map((says, number) => [results[number], says[Number(results[number])]]), answers.says[score]];
}
