// What the network learns from: as many of the drawings as were chosen, and the learner's own. The other drawings to
// learn from are left out; those held out stay the same.

/**
 * @typedef {{number: number, label: number, pixels: string}} Own A drawing of the learner's: its number, which no other
 *   drawing has had, its class, and its pixels as bytes in base64.
 */

/**
 * The examples of a training.
 * @param {object} all
 * @param {Uint8Array} all.images Pixels, those of the drawings to learn from first.
 * @param {Uint8Array} all.labels
 * @param {number} all.examples How many drawings there are to learn from.
 * @param {number} all.pixels Of a drawing.
 * @param {number} learn From how many of them to learn.
 * @param {Own[]} own
 * @param {number[]} shown Drawings that the page shows.
 * @returns {{images: Uint8Array, labels: Uint8Array, examples: number, count: number, shown: number[]}} The learner's own
 *   come after those to learn from, and after `count` what is shown without being either learnt from or held out; `shown` says
 *   where the page finds its drawings now.
 */
export function chosenExamples({ images, labels, examples, pixels }, learn, own, shown) {
  const left = shown.filter((place) => place >= learn && place < examples);
  const held = labels.length - examples;
  const start = learn + own.length;
  const count = start + held;
  const found = { images: new Uint8Array((count + left.length) * pixels), labels: new Uint8Array(count + left.length) };
  const put = (to, from, end) => {
    found.images.set(images.subarray(from * pixels, end * pixels), to * pixels);
    found.labels.set(labels.subarray(from, end), to);
  };
  put(0, 0, learn);
  own.forEach((one, n) => {
    found.images.set(pixelsOf(one), (learn + n) * pixels);
    found.labels[learn + n] = one.label;
  });
  put(start, examples, labels.length);
  left.forEach((place, n) => put(count + n, place, place + 1));
  const placeNow = (place) => (place < learn ? place : place < examples ? count + left.indexOf(place) : place - examples + start);
  return { ...found, examples: start, count, shown: shown.map(placeNow) };
}

/** How many drawings you can choose to learn from: all, a third and a tenth, and what Python has chosen. */
export function numbersToChoose(examples, chosen) {
  const all = [examples, Math.round(examples / 3), Math.round(examples / 10), chosen].filter((count) => count > 0);
  return [...new Set(all)].sort((one, other) => other - one);
}

/** The pixels of one of the learner's drawings. @param {{pixels: string}} own */
export function pixelsOf({ pixels }) {
  return Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
}

/** Pixels as text. @param {Uint8Array} pixels */
export function textOf(pixels) {
  return btoa(String.fromCharCode(...pixels));
}
