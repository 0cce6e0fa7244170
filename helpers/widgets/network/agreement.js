// How close the page's probabilities are to Keras's.

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** The largest difference of two lists of numbers. */
export function largestDifference(one, other) {
  let largest = 0;
  for (let i = 0; i < one.length; i++) largest = Math.max(largest, Math.abs(one[i] - other[i]));
  return largest;
}

/** "Keras agrees to 3 · 10⁻⁷." The number is rounded up: the page is never further off. */
export function agreementText(difference) {
  return `Keras agrees to ${smallText(difference)}.`;
}

/** A small number in powers of ten, rounded up to one digit: 3 · 10⁻⁷. */
export function smallText(value) {
  if (value === 0) return "the last digit";
  let power = Math.floor(Math.log10(value));
  let digit = Math.ceil(value / 10 ** power - 1e-9);
  if (digit === 10) [digit, power] = [1, power + 1];
  return `${digit} · 10${[...String(power)].map((sign) => RAISED[sign]).join("")}`;
}
