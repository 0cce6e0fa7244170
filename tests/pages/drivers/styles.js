// Cuts the style sheets of a page that has nothing else.

import { keepSharedRulesFirst } from "../shared/styles.js";

/** The texts of style sheets afterwards, and the places of those that were written. @param {(string|null)[]} texts */
export function keptFirst(texts) {
  const written = [];
  const sheets = texts.map((text, place) => ({
    get textContent() { return text; },
    set textContent(now) { text = now; written.push(place); },
  }));
  globalThis.document = /** @type {any} */ ({ querySelectorAll: () => sheets });
  keepSharedRulesFirst();
  return { texts: sheets.map((sheet) => sheet.textContent), written };
}
