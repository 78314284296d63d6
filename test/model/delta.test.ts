/** Delta by hand, and the quick Delta of sparse rows against the slow one. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  DeltaScorer,
  deltaDistances as kinds,
  deltaNearests,
  trainDelta as train,
} from "../../src/model/delta.ts";
import { rowAt } from "../../src/sparse.ts";
import { rowMatrixOf } from "./rows.ts";
import { type CountedText, type DeltaKind, deltaDistances, trainDelta } from "./slow-delta.ts";

const text = (tokens: number, ...counts: number[]): CountedText => ({
  counts: Float64Array.from(counts),
  tokens,
});

/**
 * Two words, "the" and "of", in four texts of 10 tokens:
 *
 *     Ann   the 1, of 3 · the 3, of 3        "the": 0.1 0.3 0.5 0.7    mean 0.4   deviation √0.05
 *     Bob   the 5, of 1 · the 7, of 1        "of":  0.3 0.3 0.1 0.1    mean 0.2   deviation 0.1
 *
 * z of "the": −3, −1, 1, 3 times 0.1/√0.05 = 1/√5; z of "of": 1, 1, −1, −1.
 */
const training = [text(10, 1, 3), text(10, 3, 3), text(10, 5, 1), text(10, 7, 1)];
const labels = [0, 0, 1, 1];
const fifth = 1 / Math.sqrt(5);

describe("Delta", () => {
  it.each<[DeltaKind, "centroid" | "document", number, number]>([
    // The text "the 4, of 3" has z = (0, 1). Centroids: Ann (−2/√5, 1), Bob (2/√5, −1).
    ["burrows", "centroid", (2 * fifth) / 2, (2 * fifth + 2) / 2],
    ["quadratic", "centroid", 4 / 5 / 2, (4 / 5 + 4) / 2],
    ["eder", "centroid", (2 * fifth * (2 / 2)) / 2, (2 * fifth * (2 / 2) + 2 * (1 / 2)) / 2],
    ["cosine", "centroid", 1 - 1 / Math.sqrt(4 / 5 + 1), 1 + 1 / Math.sqrt(4 / 5 + 1)],
    // The nearest documents: Ann's second (−1/√5, 1), Bob's first (1/√5, −1).
    ["burrows", "document", fifth / 2, (fifth + 2) / 2],
    ["quadratic", "document", 1 / 5 / 2, (1 / 5 + 4) / 2],
    ["cosine", "document", 1 - 1 / Math.sqrt(1 / 5 + 1), 1 + 1 / Math.sqrt(9 / 5 + 1)],
  ])("%s to the nearest %s", (kind, nearest, ann, bob) => {
    const distances = deltaDistances(trainDelta(training, labels, 2, nearest), text(10, 4, 3), kind);
    expect(distances[0]).toBeCloseTo(ann, 12);
    expect(distances[1]).toBeCloseTo(bob, 12);
  });

  it("leaves out what never varies", () => {
    const constant = training.map(({ counts, tokens }) => text(tokens, ...counts, 2));
    const points = trainDelta(constant, labels, 2, "centroid");
    const plain = trainDelta(training, labels, 2, "centroid");
    const distance = deltaDistances(points, text(10, 4, 3, 9), "cosine");
    deltaDistances(plain, text(10, 4, 3), "cosine").forEach((expected, author) => {
      expect(distance[author]).toBeCloseTo(expected, 12);
    });
  });

  it("finds every training text at no distance from itself", () => {
    const counts = fc.array(fc.nat(9), { minLength: 4, maxLength: 4 });
    const kinds = fc.constantFrom<DeltaKind>("burrows", "quadratic", "eder");
    fc.assert(
      fc.property(fc.array(counts, { minLength: 3, maxLength: 6 }), kinds, (tables, kind) => {
        const texts = tables.map((table) => text(40, ...table));
        const points = trainDelta(texts, [...texts.keys()], texts.length, "document");
        texts.forEach((each, author) => {
          expect(deltaDistances(points, each, kind)[author]).toBeCloseTo(0, 12);
        });
      }),
    );
  });
});

describe("Delta of sparse rows", () => {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
  const counts = fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }).filter((row) => sum(row) > 0);
  const cases = fc.record({
    table: fc.array(counts, { minLength: 4, maxLength: 8 }),
    asked: fc.oneof(counts, fc.constant([0, 0, 0, 0, 0])),
  });
  /** The features by how frequent they are, as Eder's distance wants them. */
  const rankedIn = (table: readonly (readonly number[])[]): number[] => {
    const totals = table[0]!.map((_, feature) => sum(table.map((row) => row[feature]!)));
    return [...totals.keys()].sort((a, b) => totals[b]! - totals[a]! || a - b);
  };

  it.each(kinds.flatMap((distance) => deltaNearests.map((nearest) => [distance, nearest] as const)))(
    "%s to the nearest %s: minus the distance, in parts that add up",
    (distance, nearest) => {
      fc.assert(
        fc.property(cases, ({ table, asked }) => {
          const labels = table.map((_, row) => row % 2);
          const all = rowMatrixOf([...table, asked]);
          const rows = [...table.keys()];
          const points = train(all, Uint32Array.from([...labels, 0]), { distance, nearest }, rows);
          const scorer = new DeltaScorer(points, distance, 2);
          const row = rowAt(all, table.length);
          const order = rankedIn(table);
          const ordered = (each: readonly number[]): CountedText => ({
            counts: Float64Array.from(order, (feature) => each[feature]!),
            tokens: sum(each),
          });
          const slow = trainDelta(
            table.map(ordered),
            labels,
            2,
            nearest === "author" ? "centroid" : "document",
          );
          const expected = deltaDistances(slow, ordered(asked), distance);
          scorer.scores(row).forEach((score, author) => {
            expect(score).toBeCloseTo(distance === "cosine" ? 1 - expected[author]! : -expected[author]!, 4);
            const { base, shares } = scorer.parts(row, author);
            expect(base + sum([...shares])).toBeCloseTo(score, 9);
            expect(shares).toHaveLength(row.length);
          });
        }),
        { numRuns: 60 },
      );
    },
  );

  it("learns nothing from rows that are held out", () => {
    const rows = [[3, 1, 0], [1, 3, 0], [0, 0, 9], [2, 1, 1]];
    const changed = rows.with(2, [7, 0, 2]);
    const labels = Uint32Array.of(0, 1, 0, 1);
    const learn = (table: number[][]) =>
      train(rowMatrixOf(table), labels, { distance: "eder", nearest: "document" }, [0, 1, 3]);
    expect(learn(changed)).toEqual(learn(rows));
  }); // prettier-ignore
});
