// The colours of signed numbers on a page on which 0 has the page's own colour, in the light and in the dark.

import { shades } from "./canvas.js";
import { between, colourOf, inkOn } from "./colours.js";
import { SIGNED_COLOURS } from "./palette.js";

const MIDDLE = (SIGNED_COLOURS.length - 1) / 2;
const ON_DARK = { below: [86, 180, 255], above: [255, 122, 92] }; // the ends on a dark page: as light as each other, and saturated

/** @type {number[][]} From −1 to 1, as they are on the page now. */
let stops = SIGNED_COLOURS;

/** The same numbers in the colours of the page, as `paint` of canvas.js takes them; `followPage` keeps it up to date. */
export const SIGNED_SHADES = shades(signedOnPage);

/**
 * The colours from −1 to 1 on a page of this colour. On a light page the strongest are the darkest, as in the saved
 * pictures; on a dark page, the lightest and the most colourful, so that no value in between looks stronger.
 * @param {number[]} surface Red, green and blue.
 * @returns {number[][]}
 */
export function stopsOn(surface) {
  const isDark = inkOn(surface) === "#ffffff";
  return SIGNED_COLOURS.map((colour, place) => {
    if (place === MIDDLE) return surface;
    if (!isDark) return colour;
    return between(surface, place < MIDDLE ? ON_DARK.below : ON_DARK.above, Math.abs(place - MIDDLE) / MIDDLE);
  });
}

/** The colour of a signed number on the page. */
export function signedOnPage(value, largest) {
  return colourOf(stops, (value / (largest || 1) + 1) / 2);
}

/** All colours from −1 to 1, as a background in CSS. */
export function signedScale() {
  return `linear-gradient(90deg, ${stops.map((colour) => `rgb(${colour})`).join(", ")})`;
}

/**
 * Take over the colour of a page, which changes with its theme.
 * @param {HTMLElement} root
 * @returns {string} The colour. A caller that has painted in another one must repaint.
 */
export function followPage(root) {
  const { backgroundColor } = getComputedStyle(root);
  const surface = backgroundColor.match(/^rgb\((\d+), (\d+), (\d+)\)$/)?.slice(1).map(Number) ?? [255, 255, 255];
  const now = stopsOn(surface);
  if (String(now) !== String(stops)) {
    stops = now;
    SIGNED_SHADES.set(shades(signedOnPage));
  }
  return backgroundColor;
}
