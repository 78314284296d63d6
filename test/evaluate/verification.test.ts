import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  areaUnderCurve,
  brierComplement,
  cAtOne,
  countAnswers,
  fHalfU,
  fOne,
  type VerifiedProblem,
  verificationScores,
} from "../../src/evaluate/verification.ts";
import { close } from "./golden-metrics.ts";

interface GoldenCase {
  readonly scores: number[];
  readonly same: boolean[];
  readonly auc: number;
}
const { cases } = JSON.parse(readFileSync(new URL("../golden/auc.json", import.meta.url), "utf8")) as {
  cases: GoldenCase[];
};

const problemsOf = (rows: readonly (readonly [number, boolean])[]): VerifiedProblem[] =>
  rows.map(([score, same]) => ({ score, same }));

describe("by hand", () => {
  // Eight problems, four by one author: 3 found, 1 missed; 2 rightly and 1 wrongly told apart, 1 left open.
  const problems = problemsOf([
    [0.9, true],
    [0.8, true],
    [0.7, true],
    [0.2, true],
    [0.1, false],
    [0.3, false],
    [0.6, false],
    [0.5, false],
  ]);
  const answers = countAnswers(problems);

  it("counts answers", () => {
    expect(answers).toEqual({
      truePositives: 3,
      falsePositives: 1,
      trueNegatives: 2,
      falseNegatives: 1,
      unanswered: 1,
    });
  });

  it("c@1 gives an open problem the share of right answers", () => {
    close(cAtOne(answers), (5 + (1 * 5) / 8) / 8);
  });

  it("F0.5u counts an open problem as a missed one", () => {
    close(fHalfU(answers), (1.25 * 3) / (1.25 * 3 + 0.25 * (1 + 1) + 1));
  });

  it("F1 leaves it out", () => {
    close(fOne(answers), (2 * 3) / (2 * 3 + 1 + 1));
  });

  it("Brier is one minus the mean of the squares", () => {
    const squares = 0.01 + 0.04 + 0.09 + 0.64 + 0.01 + 0.09 + 0.36 + 0.25;
    close(brierComplement(problems), 1 - squares / 8);
  });

  it("AUC counts won pairs", () => {
    // 0.9, 0.8 and 0.7 are above all four; 0.2 only above 0.1.
    close(areaUnderCurve(problems), (3 * 4 + 1) / (4 * 4));
  });

  it("overall is the mean of the five", () => {
    const { auc, c_at_1, f_05_u, f1, brier_complement, overall } = verificationScores(problems);
    close(overall, (auc! + c_at_1! + f_05_u! + f1! + brier_complement!) / 5);
  });
});

describe("AUC", () => {
  it.each(cases)("is scikit-learn's for $scores.length problems", ({ scores, same, auc }) => {
    close(areaUnderCurve(scores.map((score, place) => ({ score, same: same[place]! }))), auc);
  });

  it("is the share of won pairs, ties counting half", () => {
    const problem = fc.record({ score: fc.constantFrom(0, 0.1, 0.2, 0.5, 0.9), same: fc.boolean() });
    fc.assert(
      fc.property(fc.array(problem), (problems) => {
        const pairs = problems
          .filter(({ same }) => same)
          .flatMap((a) => problems.filter(({ same }) => !same).map((b) => Math.sign(a.score - b.score)));
        const won = pairs.reduce<number>((sum, sign) => sum + (sign + 1) / 2, 0);
        close(areaUnderCurve(problems), pairs.length === 0 ? null : won / pairs.length);
      }),
    );
  });
});

describe("at the ends", () => {
  it("is null without problems", () => {
    expect(verificationScores([])).toEqual({
      auc: null,
      c_at_1: null,
      f_05_u: null,
      f1: null,
      brier_complement: null,
      overall: null,
    });
  });

  it("answers to nothing earn nothing", () => {
    const open = problemsOf([
      [0.5, true],
      [0.5, false],
    ]);
    expect(verificationScores(open)).toMatchObject({ auc: 0.5, c_at_1: 0, f_05_u: 0, f1: 0 });
  });

  it("is 1 when all is right and sure", () => {
    const perfect = problemsOf([
      [1, true],
      [0, false],
    ]);
    expect(verificationScores(perfect)).toEqual({
      auc: 1,
      c_at_1: 1,
      f_05_u: 1,
      f1: 1,
      brier_complement: 1,
      overall: 1,
    });
  });
});
