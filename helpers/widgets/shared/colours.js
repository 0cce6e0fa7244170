// The colours of values: red, green and blue from 0 to 255.

import { COUNT_COLOURS, COUNT_COLOURS_ON_DARK, SIGNED_COLOURS } from "./palette.js";

/** The colour of a signed value: white is 0, whatever else the picture contains. */
export function signedColour(value, largest) {
  return colourOf(SIGNED_COLOURS, (value / (largest || 1) + 1) / 2);
}

/** The colour of a count on cells with numbers: 0 is nearly the page, the largest the blue of the input. */
export function countColour(value, largest, isDark) {
  return colourOf(isDark ? COUNT_COLOURS_ON_DARK : COUNT_COLOURS, value / (largest || 1));
}

/** The colour of a pixel: black is 0, white the brightest, and blue the most negative. */
export function pixelColour(value, largest) {
  const share = Math.min(Math.abs(value) / (largest || 1), 1);
  return between([0, 0, 0], value < 0 ? [107, 174, 214] : [255, 255, 255], share);
}

/** The colour this share of the way through a list of colours. */
export function colourOf(stops, share) {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  return between(stops[Math.floor(place)], stops[Math.ceil(place)], place % 1);
}

/** The colour this share of the way from one colour to another. */
export function between(from, to, share) {
  return from.map((part, i) => Math.round(part + (to[i] - part) * share));
}

/** Black or white, whichever has the better contrast on a colour (WCAG 2.2, relative luminance). */
export function inkOn(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}
