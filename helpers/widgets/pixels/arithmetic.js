// Which pixels are inside the frame of PixelViewer, and the words about them.

import { PIXEL_FRAME } from "../shared/limits.js";
import { clamp } from "../shared/numbers.js";

export const CHANNELS = ["red", "green", "blue"];

/** The rows or columns that the frame spans: fewer on a small image. */
export function frameLength(pixels) {
  return Math.min(PIXEL_FRAME, pixels);
}

/** The last row or column at which the frame still fits. */
export function lastPlace(pixels) {
  return pixels - frameLength(pixels);
}

/** The place of the frame that has this row or column in its middle, or the nearest inside the picture. */
export function centred(at, pixels) {
  return clamp(at - (PIXEL_FRAME - 1) / 2, 0, lastPlace(pixels));
}

/** The numbers of a pixel: one, or three. */
export function pixelAt({ pixels, columns, channels }, row, column) {
  const first = (row * columns + column) * channels;
  return [...pixels.slice(first, first + channels)];
}

/** All numbers of a pixel as words. */
export function pixelWords(picture, row, column) {
  const values = pixelAt(picture, row, column);
  const parts = picture.channels === 3 ? values.map((value, part) => `${CHANNELS[part]} ${value}`) : values;
  return `Row ${row}, column ${column}: ${parts.join(", ")}.`;
}

/** Where the frame is, and the range of the numbers inside it. */
export function frameWords(picture, [top, left], channel) {
  const [rows, columns] = [frameLength(picture.rows), frameLength(picture.columns)];
  const shown = Array.from({ length: rows * columns }, (_, n) =>
    pixelAt(picture, top + Math.floor(n / columns), left + (n % columns))[channel]);
  return `Rows ${top}–${top + rows - 1}, columns ${left}–${left + columns - 1}: ` +
    `${picture.channels === 3 ? CHANNELS[channel] : "numbers"} from ${Math.min(...shown)} to ${Math.max(...shown)}.`;
}
