// Rounding the terms of a sum so that what is shown still adds up.

const MOST_DECIMALS = 6;

/**
 * How many decimals show numbers of this size well: the largest gets three or four digits. Whole numbers get none.
 * @param {Iterable<number>} values
 */
export function decimalsFor(values) {
  let largest = 0;
  let isWhole = true;
  for (const value of values) {
    largest = Math.max(largest, Math.abs(value));
    isWhole &&= Number.isInteger(value);
  }
  if (isWhole) return 0;
  if (largest >= 10) return largest >= 1000 ? 0 : largest >= 100 ? 1 : 2;
  if (largest >= 0.1) return 3;
  return Math.min(MOST_DECIMALS, Math.ceil(-Math.log10(largest)) + 2);
}

/** The decimals of a cell's numbers: the same for its products, their sums and its value. @param {any} terms CellTerms */
export function decimalsOfCell({ groups, bias, sum }) {
  return decimalsFor([...groups.flatMap((group) => [group.sum, ...group.terms.map(({ product }) => product)]), bias, sum]);
}

/** A number rounded to this many decimals; never −0. */
export function rounded(value, decimals) {
  return Math.round(value * 10 ** decimals) / 10 ** decimals + 0;
}

/**
 * Round the terms of a sum so that the rounded terms add up to the rounded sum: each is the difference between two
 * rounded running sums. So each is off by about one in its last digit at most, and a term of 0 stays 0.
 * @param {number[]} terms In the order in which they are added.
 * @param {number} total What they should add up to, rounded already.
 * @param {number} decimals
 * @returns {number[]}
 */
export function roundToSum(terms, total, decimals) {
  const scale = 10 ** decimals;
  const missing = total * scale - terms.reduce((sum, term) => sum + term, 0) * scale;
  const share = missing / terms.filter(Boolean).length; // of the sum's own rounding, for each term that is not 0
  let [exact, shown] = [0, 0];
  return terms.map((term) => {
    if (!term) return 0;
    exact += term * scale + share;
    const next = Math.round(exact);
    const difference = next - shown;
    shown = next;
    return difference / scale + 0;
  });
}

/**
 * Round shares of a whole, none of them negative, so that they add up to it and keep their order: all are rounded down,
 * and what is missing goes to those that lost most.
 * @param {number[]} shares
 * @param {number} total What they should add up to, rounded already.
 * @param {number} decimals
 * @returns {number[]}
 */
export function roundShares(shares, total, decimals) {
  const scale = 10 ** decimals;
  const counts = shares.map((share) => Math.floor(share * scale));
  const missing = Math.round(total * scale) - counts.reduce((sum, count) => sum + count, 0);
  const byLoss = shares.map((share, n) => [share * scale - counts[n], n]).sort((one, other) => other[0] - one[0]);
  for (const [, n] of byLoss.slice(0, Math.max(missing, 0))) counts[n] += 1;
  return counts.map((count) => count / scale);
}

/** Write a number with this many decimals and a true minus sign; 0 is "0", whatever the decimals. */
export function writeFixed(value, decimals) {
  const near = rounded(value, decimals);
  return near === 0 ? "0" : near.toFixed(decimals).replace("-", "−");
}

/** Write a term with its sign in front: " − 0.25", " + 0.25". */
export function signedFixed(value, decimals) {
  const text = writeFixed(value, decimals);
  return text.startsWith("−") ? ` − ${text.slice(1)}` : ` + ${text}`;
}

/** Write a number on its own: about three digits, and fewer if they suffice, as in 0.01. */
export function writeShort(value) {
  const text = writeFixed(value, decimalsFor([value]));
  const shorter = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  const difference = Math.abs(Number(shorter.replace("−", "-")) - value);
  return difference <= 1e-6 * Math.abs(value) ? shorter : text;
}
