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

/**
 * The pixel of the frame, away from its edge, whose three numbers are furthest apart: [row, column] in the frame.
 * @param {any} picture
 * @param {number[]} corner
 * @param {number[]} frame Its rows and columns.
 * @returns {number[]}
 */
export function mostColourful(picture, [top, left], frame) {
  const [rows, columns] = frame.map((length) => Array.from({ length }, (_, n) => n).filter((n) => length < 3 || (n > 0 && n < length - 1)));
  const colour = (place) => {
    const values = pixelAt(picture, top + place[0], left + place[1]);
    return Math.max(...values) - Math.min(...values);
  };
  const places = rows.flatMap((row) => columns.map((column) => [row, column]));
  return places.reduce((best, place) => (colour(place) > colour(best) ? place : best));
}

/** All numbers of a pixel as words. */
export function pixelWords(picture, row, column) {
  const values = pixelAt(picture, row, column);
  const parts = picture.channels === 3 ? values.map((value, part) => `${CHANNELS[part]} ${value}`) : values;
  return `Row ${row}, column ${column}: ${parts.join(", ")}.`;
}

/** Where the frame is, and the range of the numbers inside it, of each channel. */
export function frameWords(picture, [top, left]) {
  const [rows, columns] = [frameLength(picture.rows), frameLength(picture.columns)];
  const inside = Array.from({ length: rows * columns }, (_, n) =>
    pixelAt(picture, top + Math.floor(n / columns), left + (n % columns)));
  const ranges = (picture.channels === 3 ? CHANNELS : ["numbers"]).map((name, channel) => {
    const shown = inside.map((values) => values[channel]);
    return `${name} from ${Math.min(...shown)} to ${Math.max(...shown)}`;
  });
  return `Rows ${top}–${top + rows - 1}, columns ${left}–${left + columns - 1}: ${ranges.join(", ")}.`;
}

const WHITE = 0.36; // of the other two channels, so that a digit on the colour can be read: on blue, always a white one

/** The colour of a cell that holds the number of one channel: that much of red, green or blue light, and a little white. */
export function channelColour(value, channel) {
  return CHANNELS.map((_, part) => Math.round(part === channel ? value : WHITE * value));
}

// ---- How large the picture is drawn ----

const NEAR = { largest: 272, gap: 46 }; // pixels of what is inside the frame at most, and between it and the picture
const WIDEST = 1.1; // times its height: of a wider picture, the width decides

/**
 * How large what is inside the frame is drawn, and how large a pixel of the picture beside it, which is as high.
 * @param {number} width For both.
 * @param {{rows: number, columns: number}} picture
 * @param {number} [largest] Of what is inside the frame.
 * @returns {number[]}
 */
export function sidesAbove(width, { rows, columns }, largest = NEAR.largest) {
  const near = Math.min(Math.floor((width - NEAR.gap) / (1 + Math.min(columns / rows, WIDEST))), largest);
  return [near, Math.min(near / rows, (width - NEAR.gap - near) / columns)];
}

/**
 * The corners of the light that goes from the frame to what is inside it, larger: "x,y x,y …".
 * @param {number[]} places Left and top of the picture, then left, top and side of what is inside the frame.
 * @param {ZoomView} view @param {number[]} corner @param {number[]} frame Rows and columns. @param {ZoomRoom} room
 */
export function beam([left, top, nearLeft, nearTop, side], view, [row, column], [rows, columns], { width, height }) {
  const x = left + clamp(view.left + (column + columns) * view.scale, 0, width);
  const [above, below] = [row, row + rows].map((at) => top + clamp(view.top + at * view.scale, 0, height));
  return [[x, above], [nearLeft, nearTop], [nearLeft, nearTop + side], [x, below]].map((point) => point.map((part) => Math.round(10 * part) / 10).join()).join(" ");
}

// ---- Zoom ----

/**
 * A view of the picture: `scale` pixels of the screen for each of its own, and where its upper left corner is.
 * @typedef {{scale: number, left: number, top: number}} ZoomView
 * @typedef {{rows: number, columns: number, width: number, height: number, least: number, most: number}} ZoomRoom
 *   The picture, the place on the screen that shows it, and the smallest and the largest scale.
 */

/**
 * The view after a zoom that leaves a point, [x, y] on the screen, where it is.
 * @param {ZoomView} view @param {number} factor @param {number[]} point @param {ZoomRoom} room
 * @returns {ZoomView}
 */
export function zoomed(view, factor, [x, y], room) {
  const scale = clamp(view.scale * factor, room.least, room.most);
  const change = scale / view.scale;
  return inside({ scale, left: x - (x - view.left) * change, top: y - (y - view.top) * change }, room);
}

/**
 * The view moved so that the picture fills its place.
 * @param {ZoomView} view @param {ZoomRoom} room
 * @returns {ZoomView}
 */
export function inside({ scale, left, top }, { rows, columns, width, height }) {
  const [furthestLeft, furthestUp] = [width - columns * scale, height - rows * scale].map((room) => Math.min(room, 0));
  return { scale, left: clamp(left, furthestLeft, 0) + 0, top: clamp(top, furthestUp, 0) + 0 };
}

/**
 * The view moved as little as needed to show the frame whose corner is given.
 * @param {ZoomView} view @param {number[]} corner @param {ZoomRoom} room
 * @returns {ZoomView}
 */
export function showing(view, [row, column], room) {
  const { scale } = view;
  const moved = (start, at, length, space) => {
    const [from, to] = [at * scale, (at + frameLength(length)) * scale];
    return start + from < 0 ? -from : start + to > space ? space - to : start;
  };
  return inside({ scale, left: moved(view.left, column, room.columns, room.width),
    top: moved(view.top, row, room.rows, room.height) }, room);
}
