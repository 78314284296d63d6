import { describe, expect, test } from "vitest";

import type { Document } from "../../src/document.ts";
import { overviewOf } from "../../src/explain/overview.ts";

const documents: Document[] = [
  { author: "Ann", work: "Sea", text: "the sea, the sea, a ship at sea" },
  { author: "Ann", work: "Sea", text: "the ship came in from the sea" },
  { author: "Ann", work: "Harbour", text: "the ship lay in the harbour by the sea" },
  { author: "Bob", work: "Sea", text: "jam on bread, and more jam" },
  { author: "Bob", text: "bread and jam and tea" },
  { author: "Bob", text: "tea, bread, jam" },
];

describe("a corpus at a glance", () => {
  test("the words that tell of each author", () => {
    const { keyness } = overviewOf(documents)!;
    expect(keyness.map(({ author, words }) => [author, words[0]!.feature])).toEqual([
      ["Ann", "the"],
      ["Bob", "jam"],
    ]);
    expect(keyness[0]!.words.find(({ feature }) => feature === "sea")).toMatchObject({ count: 5, others: 0 });
  });

  test("a dot for each work of an author, and for each document that belongs to none", () => {
    const { works, explained, left_out } = overviewOf(documents)!.map!;
    expect(works.map(({ author, work, words }) => [author, work, words])).toEqual([
      ["Ann", "Sea", 15],
      ["Ann", "Harbour", 9],
      ["Bob", "Sea", 6],
      ["Bob", null, 5],
      ["Bob", null, 3],
    ]);
    expect(left_out).toBe(0);
    expect(explained[0]).toBeGreaterThan(explained[1]);
    // The first axis tells the two apart.
    const [left, right] = ["Ann", "Bob"].map((name) =>
      works.filter(({ author }) => author === name).map(({ x }) => x),
    );
    expect(Math.max(...left!) < Math.min(...right!) || Math.min(...left!) > Math.max(...right!)).toBe(true);
  });

  test("of two works no map is drawn, and of one author there is nothing to tell", () => {
    const two = [documents[0]!, documents[3]!];
    expect(overviewOf(two)).toMatchObject({ map: null, keyness: [{ author: "Ann" }, { author: "Bob" }] });
    expect(overviewOf(documents.slice(0, 3))).toBeNull();
    expect(overviewOf([])).toBeNull();
  });

  test("names that mean something to JavaScript or HTML are names", () => {
    const hostile = documents.map((document) => ({
      ...document,
      author: document.author === "Ann" ? "__proto__" : "<img src=x onerror=alert(1)>",
      work: "constructor",
    }));
    const { keyness, map } = overviewOf([...hostile, { author: "__proto__", text: "sea" }])!;
    expect(keyness.map(({ author }) => author)).toEqual(["<img src=x onerror=alert(1)>", "__proto__"]);
    expect(map!.works).toHaveLength(3);
  });
});
