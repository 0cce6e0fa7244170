// Instructions for a pointer that hovers, and for a finger.

/**
 * Choose the words for this device: a phone has nothing that hovers, and one taps.
 * @param {string} byPointer
 * @param {string} byFinger
 * @returns {string}
 */
export function forDevice(byPointer, byFinger) {
  return globalThis.matchMedia?.("(hover: none)").matches ? byFinger : byPointer;
}
