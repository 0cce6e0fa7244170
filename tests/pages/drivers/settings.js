// Reads a field for a whole number that has no largest value, which JSON cannot say.

import { wholeNumber } from "../shared/settings.js";

export function wholeWithoutLimit(control, title, least) {
  return wholeNumber(control, title, least, Infinity);
}
