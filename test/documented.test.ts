/** Whatever a file offers to others says what it is. */
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { readSources } from "./layout/sources.ts";

const declaration =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let|enum) (?<name>[A-Za-z0-9_$]+)/;

/** Exported declarations without a doc comment right above them, as `line: name`. */
function undocumented(code: string): string[] {
  const lines = code.split("\n");
  const seen = new Set<string>();
  return lines.flatMap((line, place) => {
    const name = declaration.exec(line)?.groups?.["name"];
    // The forms of an overloaded function share one comment.
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    return isDocComment(lines, place - 1) ? [] : [`${place + 1}: ${name}`];
  });
}

/** Whether a doc comment with words in it ends on this line. */
function isDocComment(lines: readonly string[], end: number): boolean {
  if (!/\*\/\s*$/.test(lines[end] ?? "")) return false;
  let start = end;
  while (start > 0 && !lines[start]!.includes("/*")) start--;
  const comment = lines.slice(start, end + 1).join(" ");
  return /^\s*\/\*\*/.test(comment) && /[A-Za-z]{2}/.test(comment);
}

describe("the source", () => {
  const files = readSources(fileURLToPath(new URL("../src", import.meta.url)));

  it("has a doc comment on every export", () => {
    expect(files.length).toBeGreaterThan(50);
    const missing = files.flatMap(({ path, code }) =>
      undocumented(code).map((place) => `src/${path}:${place}`),
    );
    expect(missing).toEqual([]);
  });

  it("says at the top of each file what the file is", () => {
    expect(files.filter(({ code }) => !/^(?:#!.*\n)?\/\*\*/.test(code)).map(({ path }) => path)).toEqual([]);
  });
});

describe("the check itself", () => {
  it.each([
    ["a function", "export function run(): void {}"],
    ["an asynchronous generator", "export async function* run() {}"],
    ["a class", "import x from 'y';\n\nexport class Run {}"],
    ["an interface", "export interface Run {}"],
    ["a type", "export type Run = string;"],
    ["a constant", "export const run = 1;"],
    ["a comment that is none for documentation", "/* Runs. */\nexport const run = 1;"],
    ["a line comment", "// Runs.\nexport const run = 1;"],
    ["an empty comment", "/** */\nexport const run = 1;"],
    ["a comment further up", "/** The file. */\n\nexport const run = 1;"],
  ])("catches %s", (_, code) => {
    expect(undocumented(code)).toHaveLength(1);
  });

  it.each([
    ["a doc comment", "/** Runs. */\nexport function run(): void {}"],
    ["one of several lines", "/**\n * Runs.\n *\n * @returns nothing\n */\nexport const run = 1;"],
    ["a re-export", 'export { run } from "./run.ts";\nexport type { Run } from "./run.ts";'],
    ["what is not exported", "const run = 1;\nfunction walk() {}"],
    [
      "overloads",
      "/** Runs. */\nexport function run(a: string): void;\nexport function run(a: number): void;",
    ],
  ])("lets %s pass", (_, code) => {
    expect(undocumented(code)).toEqual([]);
  });
});
