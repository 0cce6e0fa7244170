// Bytes as a message from Python brings them: somewhere inside a larger buffer.

import { bytesOf, floatsOf } from "../shared/numbers.js";

function inside(bytes, offset) {
  const whole = new Uint8Array(offset + bytes.length + 3).fill(255);
  whole.set(bytes, offset);
  return new DataView(whole.buffer, offset, bytes.length);
}

export function bytes(given, offset) {
  return bytesOf(inside(given, offset));
}

export function floats(given, offset) {
  return floatsOf(inside(given, offset));
}

/** The bytes of a whole buffer, and whether changing the copy leaves the original alone. */
export function ofBuffer(given) {
  const { buffer } = Uint8Array.from(given);
  const copy = bytesOf(buffer);
  const found = [...copy];
  copy.fill(0);
  return { found, isCopy: String([...new Uint8Array(buffer)]) === String(given) };
}
