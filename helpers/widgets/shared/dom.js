// Elements of a page: making them, changing them, and drawing at most once per frame.

/**
 * Make an element: element("p", { class: "note", text: "…", onclick: act }, child, child).
 * @param {string} tag
 * @param {Record<string, any>} [properties] Attributes; `text`, and listeners such as `onclick`.
 * @param {...(Node|string)} children
 * @returns {any} The element. Its type depends on the tag, and the callers know it.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/**
 * Make an element of an SVG picture.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...Node} children
 * @returns {any}
 */
export function svgElement(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function button(name, text, onclick, properties = {}) {
  return element("button", { type: "button", name, text, onclick, ...properties });
}

// A sign between two pictures, such as an arrow.
export function sign(text) {
  return element("span", { class: "sign", text, "aria-hidden": "true" });
}

let labels = 0;

// A control with its label in front. The label names the control and holds no other text.
export function labelled(text, control) {
  labels += 1;
  control.id = `course-${Date.now()}-${labels}`;
  return element("span", { class: "labelled" }, element("label", { for: control.id, text }), control);
}

// A sentence that says what is wrong. A screen reader reads it out as soon as it appears.
export function problemLine(name = "problem") {
  return element("p", { class: `${name} course-bad`, role: "alert", hidden: true });
}

// Show a sentence in its place, or hide the place if there is none. The same sentence again is left
// alone, so that a screen reader does not repeat it.
export function tell(place, sentence) {
  place.hidden = !sentence;
  if (place.textContent !== sentence) place.textContent = sentence;
}

// Set a node's text. Changing the text that is there costs the page less than replacing it.
export function setText(node, text) {
  const there = node.firstChild;
  if (text && there?.nodeType === Node.TEXT_NODE && there === node.lastChild) {
    if (there.data !== text) there.data = text;
  } else if (node.textContent !== text || node.firstElementChild) node.textContent = text;
}

const SIZE = /(\d[\d,]*(?: [×·] \d[\d,]*)+|\d+–\d+)/; // such as "28 × 28", "4 · 4" or "0–1"

// The parts of a text that never breaks inside a size, a product or a range.
export function withSizesWhole(text) {
  return text.split(SIZE).map((part, place) => (place % 2 ? element("span", { class: "size", text: part }) : part)).filter(Boolean);
}

// Set a text, such as a title. Where it needs a second line, it never breaks inside a size.
export function setTitle(node, text) {
  if (node.textContent === text) return;
  node.replaceChildren(...withSizesWhole(text));
}

// Give a node these children by changing the ones it has: laying out new ones would take most of a frame.
// Not for children with listeners of their own, because the old elements stay.
export function patchChildren(node, ...children) {
  children.forEach((wanted, n) => {
    const there = node.childNodes[n];
    if (!there) node.append(wanted);
    else if (there.nodeName !== wanted.nodeName) there.replaceWith(wanted);
    else if (there.nodeType === Node.TEXT_NODE) {
      if (there.data !== wanted.data) there.data = wanted.data;
    } else {
      for (const { name } of [...there.attributes]) if (!wanted.hasAttribute(name)) there.removeAttribute(name);
      for (const { name, value } of wanted.attributes) if (there.getAttribute(name) !== value) there.setAttribute(name, value);
      patchChildren(there, ...wanted.childNodes);
    }
  });
  while (node.childNodes.length > children.length) node.lastChild.remove();
}

/** @type {WeakMap<Node, string>} */
const renderedFor = new WeakMap();

// Give a node the children that belong to these values, unless it has them already.
export function renderOnce(node, values, make) {
  const key = values.join();
  if (renderedFor.get(node) === key) return;
  renderedFor.set(node, key);
  patchChildren(node, ...make());
}

// Give a node this many children: remove the last ones, or make new ones.
export function resizeChildren(node, count, make) {
  while (node.childElementCount > count) node.lastChild.remove();
  const first = node.childElementCount;
  const added = Array.from({ length: count - first }, (_, n) => make(first + n));
  if (added.length) node.append(...added);
}

// Run a drawing function at most once per frame, however many events ask for it.
export function oncePerFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };
}

/**
 * Put a part into a holder, at the end or before another part. One that is there already stays: a move would take the focus away.
 * @param {Element} holder
 * @param {Element} part
 * @param {Element|null} [before]
 */
export function moveInto(holder, part, before = null) {
  if (part.parentNode !== holder) holder.insertBefore(part, before);
}
