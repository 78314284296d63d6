/** That every attack of the list is tried by some test, under its number. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

/** How many there are. */
const all = 80;

test("every attack of the list is tried", () => {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts") && !name.startsWith("attack-list"))
    .map((name) => readFileSync(folder + name, "utf8"));
  sources.push(readFileSync(new URL("../../.ci/run", import.meta.url), "utf8"));
  const source = sources.join("\n");
  // In the name of a test, or as the number of a row.
  const named = (number: number): RegExp =>
    new RegExp(`(?:number: |\\[|["'\`]|[?:] |The )${number}(?:[ ,"'\`\n]|th )`, "u");
  const missing = Array.from({ length: all }, (_, index) => index + 1).filter(
    (number) => !named(number).test(source),
  );
  expect(missing).toEqual([]);
});
