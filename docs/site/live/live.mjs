// Runs the explorers and questions of the course on a page without Python.

import { prepareForDark } from "../../../lab/share/jupyter/labextensions/convolution-course/static/on_dark.js";
import { judge, judgeTest } from "./judge.mjs";
import { Model, bytesFrom } from "./model.mjs";

const SCROLLS = ".highlight pre, .output, .output pre, .table-wrapper";

// What Python answers to a message from a page, for the explorers that send one.
const PYTHON = {
  QuestionWidget(model, { given }) {
    const [right, says] = judge(answersOf(model), given);
    model.set("reply", { number: (model.get("reply").number ?? 0) + 1, given, right, says });
  },
  CourseTest(model, { given }) {
    const [details, says] = judgeTest(answersOf(model), given);
    model.set("reply", { number: (model.get("reply").number ?? 0) + 1, given, details, says });
  },
  NetworkBuilder(model, { check }) {
    const problem = "Keras is a part of Python, which this page does without: check in JupyterLab.";
    model.set("_keras", { number: check, rows: [], problem });
  },
};

function answersOf(model) {
  return JSON.parse(new TextDecoder().decode(bytesFrom(model.get("$answers"))));
}

// Each explorer's script calls it once, as `courseExplorer`.
function draw(kind, style, define) {
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  const { render } = define();
  for (const place of all(`.course-live[data-explorer="${kind}"]`)) {
    const state = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
    const el = document.createElement("div");
    place.append(el);
    render({ model: new Model(state, PYTHON[kind]), el, signal: untilThePageCloses() });
    place.querySelector(".course-fallback").hidden = true;
  }
}

/** @returns {any[]} */
function all(selector) {
  return [...document.querySelectorAll(selector)];
}

function untilThePageCloses() {
  const closing = new AbortController();
  // A page that the browser keeps for its "Back" button goes on later.
  addEventListener("pagehide", (event) => { if (!event.persisted) closing.abort(); }, { signal: closing.signal });
  return closing.signal;
}

// The explorers ask for JupyterLab's theme; here it is Furo's, or the system's.
function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const { theme } = document.body.dataset;
    const isDark = theme === "dark" || (theme !== "light" && dark.matches);
    document.body.dataset.jpThemeLight = String(!isDark);
  };
  follow();
  new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", follow);
}

// What scrolls sideways can be reached and scrolled with the keyboard.
function reachScrolling() {
  for (const box of all(SCROLLS)) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

// On paper, nothing can be opened: folded code is printed, and closed again.
function printFolded() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(".course-fold:not([open])");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

// The menu marks the section at the top of the window.
function followSections() {
  const links = all(".course-sections a");
  const mark = () => {
    const begun = links.filter((link) => document.getElementById(link.hash.slice(1)).getBoundingClientRect().top < innerHeight / 4);
    for (const link of links) link.removeAttribute("aria-current");
    begun.at(-1)?.setAttribute("aria-current", "location");
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
}

function start() {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const folder = src.replace(/[^/]*$/, "explorers/");
  Object.assign(window, { courseExplorer: draw });
  document.addEventListener("DOMContentLoaded", () => {
    followTheme();
    for (const image of all("img[data-photos]")) prepareForDark(image, image.dataset.photos);
    for (const kind of new Set(all(".course-live").map((place) => place.dataset.explorer))) {
      document.head.append(Object.assign(document.createElement("script"), { src: `${folder}${kind}.js` }));
    }
    printFolded();
    followSections();
    // Code that was folded when the page opened has a width only now.
    for (const fold of all(".course-fold")) fold.addEventListener("toggle", reachScrolling);
    reachScrolling();
    addEventListener("resize", reachScrolling);
  });
}

export default start;
