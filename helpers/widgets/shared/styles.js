// The rules that all explorers share are on a page once, before the explorers' own.

// The last line of course.css.
const OWN = "/* The explorer's own rules follow. */";

/**
 * Each explorer brings the shared rules and its own in one style sheet. The shared rules of the next explorer
 * would come after the first one's own rules, and override those of the same specificity.
 * @param {string[]} sheets The style sheets of explorers, in the order of the page.
 * @returns {string[]} The same, with the shared rules in the first one only.
 */
export function sharedOnce(sheets) {
  return sheets.map((text, number) => (number ? text.slice(text.indexOf(OWN)) : text));
}

/** Do this on the page. */
export function keepSharedRulesFirst() {
  const sheets = [...document.querySelectorAll("style")].filter((sheet) => sheet.textContent?.includes(OWN));
  const texts = sheets.map((sheet) => String(sheet.textContent));
  sharedOnce(texts).forEach((text, number) => { if (text !== texts[number]) sheets[number].textContent = text; });
}
