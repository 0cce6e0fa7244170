// Calls functions of one module and prints what they return: JSON comes in, JSON goes out.
// In: { "module": path, "calls": [[function, argument, …], …] }. Out: [{ "value": … } or { "error": … }, …].
// A function that returns a promise is waited for before the next call.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { module, calls } = JSON.parse(readFileSync(0, "utf8"));
const functions = await import(pathToFileURL(module).href);

// JSON has no NaN, no infinity and no typed arrays.
function plain(_, value) {
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  if (typeof value === "bigint") return { $number: String(value) };
  if (ArrayBuffer.isView(value)) return [...value];
  if (value instanceof Map) return [...value];
  return value;
}

const answers = [];
for (const [name, ...given] of calls) {
  try {
    answers.push({ value: await functions[name](...given) });
  } catch (error) {
    answers.push({ error: error.message, kind: error.constructor.name });
  }
}
process.stdout.write(JSON.stringify(answers, plain));
