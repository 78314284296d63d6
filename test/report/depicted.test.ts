import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import type { Evaluation } from "../../src/evaluate/evaluation.ts";
import type { Overview } from "../../src/explain/overview.ts";
import { depictedIn } from "../../src/report/depicted.ts";
import { picturesOf } from "../../src/report/pictures.ts";
import { reported } from "./example.ts";

let evaluation: Evaluation;
let overview: Overview;
beforeAll(async () => {
  const result = await reported();
  evaluation = result.evaluation;
  overview = result.overview!;
});
const kept = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe("what a model's card holds for pictures", () => {
  test("is what was put into it", () => {
    expect(depictedIn(kept({ evaluation, overview }))).toEqual({ evaluation, overview });
    const choice = { ...evaluation, choice: { recipe: "ensemble" } };
    expect(depictedIn(kept({ evaluation: choice })).evaluation).toEqual(choice);
  });

  test("is nothing where nothing was measured, as when only a recipe was chosen", () => {
    expect(depictedIn({ evaluation: null })).toEqual({ evaluation: null, overview: null });
    expect(depictedIn({ evaluation: { choice: {} }, overview: [] })).toEqual({
      evaluation: null,
      overview: null,
    });
  });

  test.each([
    ["a matrix that is not square", { confusion_matrix: [[1, 2]] }],
    ["labels that are none", { confusion_labels: [1, 2, 3] }],
    ["an accuracy above all", { accuracy: 2 }],
    ["documents that are no number", { documents: "12" }],
    [
      "a bin without documents",
      { reliability_curve: [{ lower: 0, upper: 1, documents: 0, confidence: 0, accuracy: 0 }] },
    ],
    ["no baselines", { baselines: null }],
  ])("is nothing with %s", (_, change) => {
    expect(depictedIn(kept({ evaluation: { ...evaluation, ...change } })).evaluation).toBeNull();
  });

  test("whatever it is, it can be drawn", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(evaluation)), (value, key) => {
        const card = { evaluation: { ...evaluation, [key]: value }, overview: { ...overview, map: value } };
        for (const { drawings } of picturesOf(depictedIn(kept(card)))) {
          expect(drawings.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 30 },
    );
  });
});
