import { describe, expect, it } from "vitest";
import * as fc from "fast-check";

import {
  accuracy,
  authorScores,
  balancedAccuracy,
  confusion,
  macroF1,
  tally,
} from "../../src/evaluate/classification.ts";
import { UNKNOWN } from "../../src/evaluate/outcomes.ts";
import { close, goldenCases } from "./golden-metrics.ts";

describe("by hand", () => {
  // Anna wrote four documents, Bela three, Cleo none, and one is by somebody else.
  //
  //             Anna  Bela  Cleo  unknown     support
  //   Anna        2     1     1      0           4
  //   Bela        1     2     0      0           3
  //   Cleo        0     0     0      0           0
  //   unknown     0     0     0      1           1
  //   answers     3     3     1      1
  const authors = ["Anna", "Bela", "Cleo"];
  const truths = [0, 0, 0, 0, 1, 1, 1, UNKNOWN];
  const verdicts = [0, 0, 1, 2, 0, 1, 1, UNKNOWN];
  const counts = tally(truths, verdicts, 3);

  it("counts the right ones, the right unknown among them", () => {
    expect(accuracy(counts)).toBe((2 + 2 + 1) / 8);
  });

  it("averages recall over the model's authors in the test", () => {
    expect(balancedAccuracy(counts)).toBe((2 / 4 + 2 / 3) / 2);
  });

  it("averages F1 over the model's authors in the test or named falsely", () => {
    expect(macroF1(counts)).toBe(((2 * 2) / (4 + 3) + (2 * 2) / (3 + 3) + 0) / 3);
  });

  it("gives each author precision, recall, F1 and support", () => {
    expect(authorScores(counts, authors)).toEqual([
      { author: "Anna", precision: 2 / 3, recall: 2 / 4, f1: 4 / 7, support: 4 },
      { author: "Bela", precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 },
      { author: "Cleo", precision: 0, recall: 0, f1: 0, support: 0 },
    ]);
  });

  it("puts truths into rows, verdicts into columns, and the unknown last", () => {
    expect(confusion(truths, verdicts, authors)).toEqual({
      labels: ["Anna", "Bela", "Cleo", "unknown"],
      matrix: [
        [2, 1, 1, 0],
        [1, 2, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 1],
      ],
    });
  });

  it("holds a stranger's document against the author it was given to, and against nobody's recall", () => {
    const wrong = tally([0, UNKNOWN], [0, 0], 2);
    expect(accuracy(wrong)).toBe(1 / 2);
    expect(balancedAccuracy(wrong)).toBe(1);
    expect(macroF1(wrong)).toBe(2 / 3);
  });

  it("counts a wrong `unknown` as a miss of the author only", () => {
    const timid = tally([0, 0, 1], [0, UNKNOWN, 1], 2);
    expect(accuracy(timid)).toBe(2 / 3);
    expect(macroF1(timid)).toBe((2 / 3 + 1) / 2);
  });
});

describe("where there is nothing to divide", () => {
  it.each([
    ["only strangers, all recognised", [UNKNOWN], [UNKNOWN], null, null],
    ["only strangers, one given to an author", [UNKNOWN, UNKNOWN], [UNKNOWN, 1], null, 0],
    ["an author whose every document was called unknown", [0, 0], [UNKNOWN, UNKNOWN], 0, 0],
  ])("%s", (_, truths, verdicts, balanced, macro) => {
    const counts = tally(truths, verdicts, 2);
    expect(balancedAccuracy(counts)).toBe(balanced);
    expect(macroF1(counts)).toBe(macro);
  });

  it("shows the unknown in the confusion only when it occurs", () => {
    expect(confusion([0, 1], [1, 1], ["Anna", "unknown"])).toEqual({
      labels: ["Anna", "unknown"],
      matrix: [
        [0, 1],
        [0, 1],
      ],
    });
    expect(confusion([0], [UNKNOWN], ["Anna", "unknown"]).labels).toEqual(["Anna", "unknown", "unknown"]);
    expect(confusion([UNKNOWN], [0], ["Anna"]).matrix).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});

describe("equals scikit-learn", () => {
  it.each(goldenCases)("$name", ({ authors, truths, verdicts, expected }) => {
    const counts = tally(truths, verdicts, authors);
    const names = Array.from({ length: authors }, (_, author) => String(author));
    close(accuracy(counts), expected.accuracy);
    close(balancedAccuracy(counts), expected.balanced_accuracy);
    close(macroF1(counts), expected.macro_f1);
    const scores = authorScores(counts, names);
    expect(scores).toHaveLength(expected.per_author.length);
    scores.forEach((score, place) => {
      const golden = expected.per_author[place]!;
      expect([score.author, score.support]).toEqual([golden.author, golden.support]);
      close(score.precision, golden.precision);
      close(score.recall, golden.recall);
      close(score.f1, golden.f1);
    });
    const { matrix, labels } = confusion(truths, verdicts, names);
    const size = labels.length;
    expect(matrix).toEqual(expected.confusion_matrix.slice(0, size).map((row) => row.slice(0, size)));
    const outside = expected.confusion_matrix.flatMap((row, at) => (at < size ? row.slice(size) : row));
    expect(outside.every((documents) => documents === 0)).toBe(true);
  });
});

describe("properties", () => {
  const label = fc.integer({ min: UNKNOWN, max: 4 });
  const results = fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 60 });
  const counted = (pairs: readonly (readonly [number, number])[]) =>
    tally(
      pairs.map(([truth]) => truth),
      pairs.map(([, verdict]) => verdict),
      5,
    );

  it("equal the slow obvious versions", () => {
    fc.assert(
      fc.property(results, (pairs) => {
        const counts = counted(pairs);
        close(accuracy(counts), pairs.filter(([truth, verdict]) => truth === verdict).length / pairs.length);
        const f1s: number[] = [];
        const recalls: number[] = [];
        for (let author = 0; author < 5; author++) {
          const own = pairs.filter(([truth]) => truth === author);
          const given = pairs.filter(([, verdict]) => verdict === author);
          const hits = own.filter(([, verdict]) => verdict === author).length;
          if (own.length > 0) recalls.push(hits / own.length);
          const precision = given.length === 0 ? 0 : hits / given.length;
          const recall = own.length === 0 ? 0 : hits / own.length;
          if (own.length + given.length === 0) continue;
          f1s.push(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall));
        }
        const mean = (values: number[]): number | null =>
          values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
        close(balancedAccuracy(counts), mean(recalls));
        close(macroF1(counts), mean(f1s));
      }),
    );
  });

  it("do not depend on the order of documents, and every document is once in the confusion", () => {
    fc.assert(
      fc.property(results, (pairs) => {
        expect(counted([...pairs].reverse())).toEqual(counted(pairs));
        const { matrix } = confusion(
          pairs.map(([truth]) => truth),
          pairs.map(([, verdict]) => verdict),
          ["a", "b", "c", "d", "e"],
        );
        expect(matrix.flat().reduce((sum, documents) => sum + documents, 0)).toBe(pairs.length);
      }),
    );
  });

  it("do not depend on the numbering of authors", () => {
    fc.assert(
      fc.property(results, (pairs) => {
        const renumbered = pairs.map(([truth, verdict]): [number, number] => [
          truth === UNKNOWN ? UNKNOWN : 4 - truth,
          verdict === UNKNOWN ? UNKNOWN : 4 - verdict,
        ]);
        close(macroF1(counted(renumbered)), macroF1(counted(pairs)));
        close(balancedAccuracy(counted(renumbered)), balancedAccuracy(counted(pairs)));
      }),
    );
  });
});
