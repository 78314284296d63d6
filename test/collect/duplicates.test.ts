import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Duplicates } from "../../src/collect/duplicates.ts";

type Settings = ConstructorParameters<typeof Duplicates>[0];

/** A text long enough to be compared, and one that is nearly the same. */
const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `w${from + at}`).join(" ");
const long = words(0, 60);
const nearly = `${words(0, 59)} again`;
const nearlyToo = `${words(0, 58)} another end`;

const judged = (documents: readonly (readonly [author: string, text: string])[], settings: Settings) => {
  const duplicates = new Duplicates(settings);
  for (const [author, text] of documents) duplicates.add({ author, text });
  const verdict = duplicates.verdict();
  return {
    stays: documents.flatMap((_, number) => (verdict.reasonFor(number) === null ? [number] : [])),
    reasons: documents.map((_, number) => verdict.reasonFor(number)),
    report: verdict.report(String),
  };
};

describe("duplicates", () => {
  const rows: {
    name: string;
    documents: [string, string][];
    settings: Settings;
    stays: number[];
  }[] = [
    {
      name: "exact: the first of an author stays, also where another author has the text",
      documents: [["Ann", "Hi."], ["Ann", "Hi."], ["Bob", "Hi."], ["Bob", "Hi."], ["Ann", "Ho."]],
      settings: { exact: "drop" },
      stays: [0, 2, 4],
    },
    {
      name: "shared: every copy goes, whosever it is",
      documents: [["Ann", "Hi."], ["Ann", "Hi."], ["Bob", "Hi."], ["Ann", "Ho."], ["Ann", "Ho."]],
      settings: { shared: "drop" },
      stays: [3, 4],
    },
    {
      name: "all: nothing is left of what two share, the first of what one repeats",
      documents: [["Ann", "Hi."], ["Ann", "Hi."], ["Bob", "Hi."], ["Ann", "Ho."], ["Ann", "Ho."]],
      settings: { exact: "drop", near: "drop", shared: "drop" },
      stays: [3],
    },
    {
      name: "near: the first of an author stays, and so does another author's",
      documents: [["Ann", long], ["Ann", nearly], ["Bob", nearlyToo], ["Ann", nearly]],
      settings: { near: "drop" },
      stays: [0, 2],
    },
    {
      name: "near and shared: nothing is left of what two authors nearly share",
      documents: [["Ann", long], ["Bob", nearly], ["Ann", long], ["Cy", words(100, 60)]],
      settings: { shared: "drop" },
      stays: [3],
    },
    {
      name: "near: what is like a text that is left out itself stays",
      documents: [["Ann", "Hi."], ["Bob", "Hi."], ["Ann", long]],
      settings: { near: "drop", shared: "drop" },
      stays: [2],
    },
    {
      name: "report: nothing goes",
      documents: [["Ann", long], ["Ann", long], ["Ann", nearly], ["Bob", long]],
      settings: {},
      stays: [0, 1, 2, 3],
    },
    {
      name: "texts are the same whatever the white space",
      documents: [["Ann", "Hi  there."], ["Ann", " Hi\nthere. "]],
      settings: { exact: "drop" },
      stays: [0],
    },
    {
      name: "authors of any name are kept apart",
      documents: [["1", "2 x"], ["1 2", "x"], ["__proto__", "x y"]],
      settings: { exact: "drop", shared: "drop" },
      stays: [0, 1, 2],
    },
  ]; // prettier-ignore
  for (const { name, documents, settings, stays } of rows) {
    it(name, () => expect(judged(documents, settings).stays).toEqual(stays));
  }

  it("are reported as they are found and as they are dropped", () => {
    const documents: [string, string][] = [
      ["Ann", long],
      ["Ann", long],
      ["Ann", nearly],
      ["Ann", "Hi."],
      ["Bob", "Hi."],
      ["Bob", "Hi."],
    ];
    const told = {
      exact: { documents: 2, action: "report", dropped: 0, examples: [{ id: "1", like: "0" }, { id: "5", like: "4" }] },
      near: {
        documents: 1,
        action: "report",
        dropped: 0,
        similarity: 0.8,
        examples: [{ id: "2", like: "0", similarity: expect.closeTo(0.96, 1) }],
      },
      shared: {
        documents: 3,
        action: "report",
        dropped: 0,
        examples: [{ id: "3", like: "4" }, { id: "4", like: "3" }, { id: "5", like: "3" }],
      },
    }; // prettier-ignore
    expect(judged(documents, {}).report).toEqual(told);
    const { reasons, report } = judged(documents, { exact: "drop", near: "drop", shared: "drop" });
    expect(reasons).toEqual([
      null,
      "duplicate",
      "near_duplicate",
      "shared_by_authors",
      "shared_by_authors",
      "shared_by_authors",
    ]);
    expect(report).toMatchObject({ exact: { dropped: 1 }, near: { dropped: 1 }, shared: { dropped: 3 } });
  });

  it("of short texts are those that comparing each with each finds", () => {
    const document = fc.tuple(
      fc.constantFrom("Ann", "Bob", "Cy"),
      fc.constantFrom("Hi.", "Ho.", "Ha.", "He."),
    );
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 30 }),
        fc.boolean(),
        fc.boolean(),
        (documents, exact, shared) => {
          const slow = documents.map(([author, text], number) => {
            const isShared = documents.some(([other, same]) => same === text && other !== author);
            const first = documents.findIndex(([other, same]) => same === text && other === author);
            return (shared && isShared) || (exact && first < number) ? [] : [number];
          });
          const action = (drop: boolean): "drop" | "report" => (drop ? "drop" : "report");
          expect(judged(documents, { exact: action(exact), shared: action(shared) }).stays).toEqual(
            slow.flat(),
          );
        },
      ),
    );
  });

  it("of very many documents", () => {
    const documents = Array.from({ length: 3000 }, (_, number) => ["Ann", `text ${number % 1500}`] as const);
    const { stays } = judged(documents, { exact: "drop" });
    expect(stays).toEqual(Array.from({ length: 1500 }, (_, number) => number));
  });
});
