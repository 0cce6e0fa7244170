// How a figure looks on a dark page, in JupyterLab and in the web edition: a filter lets light and dark change places, and a
// copy on top shows the photos as they are. The styles of both pages use them in the dark.

// The lightness on a dark page for a lightness of 0, 0.05, … 1 on a light one, as in helpers/on_dark.py.
const LIGHTNESS = [
  0.93, 0.93, 0.92, 0.75, 0.56, 0.57, 0.58, 0.59, 0.47, 0.47, 0.47,
  0.46, 0.49, 0.505, 0.42, 0.35, 0.29, 0.245, 0.2, 0.155, 0.11,
];
const WARMTH = 0.2; // how much of the red that a colour has more than green is taken off its blue
const NAME = "course-on-dark";

/**
 * Prepare a figure for a dark page.
 * @param {HTMLImageElement} image
 * @param {string} photos Where its photos are: "left top width height, …" in percent, as plots.show saves it.
 */
export function prepareForDark(image, photos) {
  if (!document.getElementById(NAME)) document.body.insertAdjacentHTML("beforeend", filter());
  image.parentElement.classList.add("course-figure");
  image.parentElement.querySelector(".course-photos")?.remove();
  if (!photos) return;
  const copy = /** @type {HTMLImageElement} */ (image.cloneNode());
  Object.assign(copy, { alt: "", className: "course-photos" });
  copy.style.clipPath = outline(photos);
  image.after(copy);
}

// Each colour, reds with less blue, plus the change of its lightness. The table has half of the change, around a middle grey.
function filter() {
  const changes = LIGHTNESS.map((lightness, place) => (lightness - place / (LIGHTNESS.length - 1) + 1) / 2).join(" ");
  return `<svg width="0" height="0" style="position: absolute" aria-hidden="true">
    <filter id="${NAME}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">
    <feColorMatrix values="${"0.2126 0.7152 0.0722 0 0 ".repeat(3)}0 0 0 1 0" />
    <feComponentTransfer result="change">
    ${["R", "G", "B"].map((part) => `<feFunc${part} type="table" tableValues="${changes}" />`).join("")}
    </feComponentTransfer>
    <feColorMatrix in="SourceGraphic" result="warm" values="0 0 0 0 1 0 0 0 0 1 ${-WARMTH} ${WARMTH} 0 0 1 0 0 0 1 0" />
    <feComposite in="SourceGraphic" in2="warm" operator="arithmetic" k2="1" k3="1" k4="-1" />
    <feComposite in2="change" operator="arithmetic" k2="1" k3="2" k4="-1" /></filter></svg>`;
}

/**
 * The outline of the photos, for `clip-path`.
 * @param {string} photos
 */
export function outline(photos) {
  const corners = photos.split(", ").flatMap((photo) => {
    const [left, top, width, height] = photo.split(" ").map(Number);
    const [right, bottom] = [left + width, top + height];
    return [[0, 0], [left, top], [right, top], [right, bottom], [left, bottom], [left, top], [0, 0]];
  });
  return `polygon(${corners.map(([x, y]) => `${x}% ${y}%`).join(", ")})`;
}
