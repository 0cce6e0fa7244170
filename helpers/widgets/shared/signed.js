// The colours of signed numbers on a page on which 0 has the page's own colour, in the light and in the dark.

import { shades } from "./canvas.js";
import { between, inkOn } from "./colours.js";
import { SIGNED_COLOURS } from "./palette.js";

const MIDDLE = (SIGNED_COLOURS.length - 1) / 2;
const PALEST = 3; // of the colours on either side of 0: paler ones do not tell red from blue

/** @type {number[][]} From −1 to 1, as they are on the page now. */
let stops = SIGNED_COLOURS;

/** The same numbers in the colours of the page, as `paint` of canvas.js takes them; `followPage` keeps it up to date. */
export const SIGNED_SHADES = shades(signedOnPage);

/**
 * The colours from −1 to 1 on a page of this colour. On a light page the strongest are the darkest, as in the saved
 * pictures; on a dark page, the lightest.
 * @param {number[]} surface Red, green and blue.
 * @returns {number[][]}
 */
export function stopsOn(surface) {
  const isDark = inkOn(surface) === "#ffffff";
  return SIGNED_COLOURS.map((colour, place) => {
    if (place === MIDDLE) return surface;
    if (!isDark) return colour;
    const side = Math.sign(place - MIDDLE);
    const from = MIDDLE - ((Math.abs(place - MIDDLE) - 1) * (MIDDLE - PALEST)) / (MIDDLE - 1);
    const [near, far] = [Math.floor(from), Math.ceil(from)].map((distance) => SIGNED_COLOURS[MIDDLE + side * distance]);
    return between(near, far, from % 1);
  });
}

/** The colour of a signed number on the page. */
export function signedOnPage(value, largest) {
  const place = ((Math.min(Math.max(value / (largest || 1), -1), 1) + 1) / 2) * (stops.length - 1);
  return between(stops[Math.floor(place)], stops[Math.ceil(place)], place % 1);
}

/** All colours from −1 to 1, as a background in CSS. */
export function signedScale() {
  return `linear-gradient(90deg, ${stops.map((colour) => `rgb(${colour})`).join(", ")})`;
}

/**
 * Take over the colour of a page, which changes with its theme.
 * @param {HTMLElement} root
 * @returns {string} The colour. Who has painted in another one paints anew.
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
