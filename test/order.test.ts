/** Keeps the order of DESIGN.md: an import goes up the list of rooms, and only to what the room's line names. */
import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { circles, reachableFrom, roomOf, rooms, wrongImports } from "./layout/rooms.ts";
import { readSources, sourceOf } from "./layout/sources.ts";

const folder = fileURLToPath(new URL("../src", import.meta.url));
const files = readSources(folder);

describe("the source", () => {
  it("imports only what its room may", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(wrongImports)).toEqual([]);
  });

  it("imports files that are there, with their ending", () => {
    const missing = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ own, target }) => own && !existsSync(`${folder}/${target}`))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it("has no circle of imports", () => {
    expect(circles(files)).toEqual([]);
  });

  it("has a browser entry that nothing of Node's can be reached from", () => {
    const reached = [...reachableFrom("index.browser.ts", files)];
    expect(reached).toContain("identifier.ts");
    expect(reached.filter((target) => isBuiltin(target))).toEqual([]);
  });

  it("is laid out as DESIGN.md says, in the same order", () => {
    const design = readFileSync(new URL("../DESIGN.md", import.meta.url), "utf8");
    const layout = /^src\/\n(?<lines>[\s\S]*?)```/m.exec(design)!.groups!["lines"]!;
    const named = [...layout.matchAll(/^ {2}(?<name>[a-z-]+)(?:\/|\.ts) /gm)].map(
      (line) => line.groups!["name"]!,
    );
    expect(named).toEqual([...rooms.keys()].filter((room) => room !== "index.browser"));
    expect([...new Set(files.map(({ path }) => roomOf(path)))].filter((room) => !rooms.has(room))).toEqual(
      [],
    );
  });
});

describe("the list of rooms", () => {
  it("goes one way only: whoever may import a room stands after it", () => {
    const order = [...rooms.keys()];
    for (const [room, allowed] of rooms) {
      for (const other of allowed) {
        const first = order.indexOf(other);
        expect(first, `${other}, which ${room} may import`).toBeGreaterThanOrEqual(0);
        expect(first, `${other} before ${room}`).toBeLessThan(order.indexOf(room));
      }
    }
  });
});

describe("the check itself", () => {
  const wrong: [name: string, path: string, code: string, complaint: RegExp][] = [
    ["a room further down", "text/words.ts", 'import { x } from "../model/y.ts";', /text may not import model/],
    ["a room next door", "model/x.ts", 'import { normalForm } from "../text/normal-form.ts";', /model may not import text/],
    ["a type", "model/x.ts", 'import type { Document } from "../document.ts";', /model may not import document/],
    ["several lines", "features/x.ts", 'import {\n  a,\n  b,\n} from "../model/y.ts";', /features may not import model/],
    ["a re-export", "sparse.ts", 'export { a } from "./random.ts";', /sparse may not import random/],
    ["a re-export of everything", "sparse.ts", 'export * from "./random.ts";', /sparse may not import random/],
    ["a re-export of a type", "sparse.ts", 'export type { A } from "./random.ts";', /sparse may not import random/],
    ["an import for its effect", "random.ts", 'import "./identifier.ts";', /random may not import identifier/],
    ["a dynamic import", "recipe.ts", 'const x = await import("./text/words.ts");', /recipe may not import text/],
    ["a type by import()", "recipe.ts", 'let x: import("./text/words.ts").Tokens;', /recipe may not import text/],
    ["single quotes", "recipe.ts", "import { x } from './text/words.ts';", /recipe may not import text/],
    ["the second of two on a line", "recipe.ts", 'import { a } from "./errors.ts"; import { b } from "./text/b.ts";', /text/],
    ["after a comment", "recipe.ts", '/** A comment.\n */\nimport { x } from "./text/words.ts";', /recipe may not import text/],
    ["Node in a browser's room", "explain/x.ts", 'import { readFile } from "node:fs/promises";', /node:fs\/promises, which is Node's/],
    ["Node without its prefix", "identifier.ts", 'import fs from "fs";', /fs, which is Node's/],
    ["Node by require", "identifier.ts", 'const fs = require("fs");', /fs, which is Node's/],
    ["Node beside the model file's disk half", "model-file/decode.ts", 'import "node:fs";', /node:fs, which is Node's/],
    ["a package in errors", "errors.ts", 'import x from "some-package";', /errors import nothing/],
    ["the page taking code from the server", "web/page.ts", 'import { app } from "../server/app.ts";', /more than types/],
    ["the page taking a type and code", "web/page.ts", 'import { type A, b } from "../server/app.ts";', /more than types/],
    ["a file in no room", "utils/format.ts", "export const a = 1;", /stands in no room/],
    ["the entry for browsers taking the disk", "index.browser.ts", 'export { x } from "./corpus/read.ts";', /may not import corpus/],
  ]; // prettier-ignore

  it.each(wrong)("catches %s", (_, path, code, complaint) => {
    expect(wrongImports(sourceOf(path, code))).toEqual([expect.stringMatching(complaint)]);
  });

  it.each([
    [
      "a room above",
      "features/x.ts",
      'import { a } from "../text/words.ts";\nimport type { B } from "../sparse.ts";',
    ],
    ["its own room", "model/x.ts", 'import { a } from "./y.ts";\nimport { b } from "./deeper/z.ts";'],
    ["Node where files are read", "corpus/x.ts", 'import { readFile } from "node:fs/promises";'],
    [
      "Node in the model file's disk half",
      "model-file/disk.ts",
      'import { rename } from "node:fs/promises";',
    ],
    ["a package", "collect/x.ts", 'import { parse } from "yaml";'],
    ["types for the page", "web/page.ts", 'import type { A } from "../server/schemas.ts";'],
    ["types in braces for the page", "web/page.ts", 'import { type A, type B } from "../server/schemas.ts";'],
    [
      "an import that is commented out",
      "text/x.ts",
      '// import { a } from "../model/y.ts";\n/* import "../cli/z.ts"; */',
    ],
    [
      "a string about imports",
      "text/x.ts",
      'export const a = "import { b } from elsewhere";\nexport const c = "x";',
    ],
  ])("lets %s pass", (_, path, code) => {
    expect(wrongImports(sourceOf(path, code))).toEqual([]);
  });

  it("finds circles, but not of types", () => {
    const circle = [
      sourceOf("text/a.ts", 'import { b } from "./b.ts";'),
      sourceOf("text/b.ts", 'export * from "./c.ts";\nimport type { A } from "./a.ts";'),
      sourceOf("text/c.ts", 'const a = import("./a.ts");'),
      sourceOf("text/d.ts", 'import { a } from "./a.ts";'),
    ];
    expect(circles(circle)).toEqual(["text/a.ts → text/b.ts → text/c.ts → text/a.ts"]);
    expect(circles(circle.slice(0, 2))).toEqual([]);
  });
});
