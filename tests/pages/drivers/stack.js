// For test_stack.py: trees, whose levels are maps, as JSON carries them.

import { coneOf, pathWords, pathsFrom as pathsOfTree, treeOf } from "../stack/arithmetic.js";

export function pathsFrom({ levels, edges }, source) {
  return pathsOfTree({ levels: levels.map((pairs) => new Map(pairs)), edges, outside: [] }, source);
}

export function told(stack, place, source) {
  return pathWords(treeOf(stack, place), place, source);
}

export function outline(levels) {
  return coneOf(levels.map((pairs) => new Map(pairs)));
}
