import { readFile } from "node:fs/promises";

import { parseTree } from "../../src/collect/html/tree.ts";
import { textOf } from "../../src/collect/html/text.ts";
import { describe, expect, it } from "vitest";

import { demoRules } from "./demo-rules.ts";
import { expected } from "./pages/expected.ts";
import { folder, quick, run, serve } from "./site.ts";

const page = (name: string): Promise<Buffer> => readFile(new URL(`pages/${name}.html`, import.meta.url));

describe("the recipe of the three films, on pages of our own in the same markup", () => {
  it("finds every line of the two speakers, and none of others", async () => {
    await using site = await serve({
      "/wiki/Captain_America:_The_First_Avenger": (_, response) => {
        void page("first").then((body) =>
          response.setHeader("content-type", "text/html; charset=UTF-8").end(body),
        );
      },
      "/wiki/Iron_Man": (_, response) => {
        void page("second").then((body) => response.setHeader("content-type", "text/html").end(body));
      },
      "/wiki/Avengers:_Endgame": (_, response) => {
        void page("third").then((body) =>
          response.setHeader("content-type", "text/html; charset=UTF-8").end(body),
        );
      },
    });
    await using here = await folder();
    const recipe = await readFile(new URL("../../recipes/rogers-stark.yaml", import.meta.url), "utf8");
    const yaml = recipe.replaceAll("https://transcripts.fandom.com", site.origin) + quick;
    const { documents, report, files } = await run(yaml, here.path);
    const pages = new Map([
      ["Captain America: The First Avenger", "first"],
      ["Iron Man", "second"],
      ["Avengers: Endgame", "third"],
    ]);
    expect(documents.map(({ author, text, work }) => ({ page: pages.get(work), author, text }))).toEqual(
      expected,
    );
    expect(new Set(documents.map(({ split, work }) => `${work}: ${split}`))).toEqual(
      new Set(["Captain America: The First Avenger: train", "Iron Man: train", "Avengers: Endgame: test"]),
    );
    expect(documents.filter(({ text }) => /[[\]()]/.test(text) || text.trim() === "")).toEqual([]);
    expect(report.documents).toBe(expected.length);
    expect(files.map((file) => file.slice(here.path.length + 1))).toEqual([
      "corpus.jsonl",
      "corpus.test.jsonl",
      "corpus.train.jsonl",
      "corpus.report.json",
      "corpus.recipe.yaml",
    ]);
  });

  it("finds more, and less that is wrong, than the demo's own rules", async () => {
    const found: { page: string; author: string; text: string }[] = [];
    for (const [name, element, speakers] of demoRules.pages) {
      for (const line of demoRules.lines(await page(name).then(String), element, speakers)) {
        found.push({ page: name, ...line });
      }
    }
    const key = ({ page, author, text }: { page: string; author: string; text: string }): string =>
      JSON.stringify([page, author, text]);
    const right = new Set(expected.map(key));
    const hits = found.filter((line) => right.has(key(line))).length;
    // So that docs/collect.md, which names these figures, is no guess.
    expect({ found: found.length, hits, empty: found.filter(({ text }) => text === "").length })
      .toMatchInlineSnapshot(`
      {
        "empty": 5,
        "found": 29,
        "hits": 10,
      }
    `);
    expect(hits).toBeLessThan(expected.length);
  });

  it("is read by the same text that a browser would show", async () => {
    const tree = parseTree(String(await page("third")));
    expect(textOf(tree, 0)).toContain("It is now. (looks at the pier) They sold the others.");
  });
});
