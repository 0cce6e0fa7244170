// Uses a History with a clock of the test's own.

import { History } from "../shared/history.js";

/** Do the steps, each [milliseconds, method, ...arguments], and return what each returns, or null. */
export function replay(steps) {
  let time = 0;
  const history = new History(() => time);
  return steps.map(([at, method, ...given]) => {
    time = at;
    return history[method](...given) ?? null;
  });
}
