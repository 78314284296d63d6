import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { explain } from "../../src/explain/explain.ts";
import { decodeModel } from "../../src/model-file/decode.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { checkCalibration, fitCalibration } from "../../src/model/calibration.ts";
import {
  bentProbabilities,
  fitOddsCurve,
  type OddsCurve,
  type OddsCurveKind,
} from "../../src/model/odds-curve.ts";
import { createRandom } from "../../src/random.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { softmax } from "../../src/sparse.ts";
import { trainIdentifier } from "../../src/trainer.ts";

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, number) => all + number, 0);
const level: OddsCurve = { kind: "isotonic", scores: [-1, 1], values: [0, 1] };

describe("probabilities by a curve", () => {
  it("are worked out by hand for a sigmoid of slope 2", () => {
    // Scores log 2 and 0: odds of 2 to 1, so x = ± log 2 and g = 1 / (1 + 2^∓2) = 4/5 and 1/5.
    const found = bentProbabilities(Float64Array.of(Math.log(2), 0), { kind: "platt", a: -2, b: 0 });
    expect([...found]).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.2, 12)]);
  });

  it("are worked out by hand for a curve between two corners", () => {
    // Three authors, shares 1/2, 1/4, 1/4: x = 0, −log 3, −log 3; the curve is 1/2 at 0 and 0 at −1 and below.
    const found = bentProbabilities(Float64Array.of(Math.log(2), 0, 0), level);
    const [first, other] = [0.99 * 0.5 + 0.01 * 0.5, 0.01 * 0.25];
    expect(found[0]).toBeCloseTo(first / (first + 2 * other), 12);
    expect(found[1]).toBeCloseTo(other / (first + 2 * other), 12);
  });

  it("by a sigmoid of slope 1 are those of two authors, as they were", () => {
    const scores = Float64Array.of(0.3, -1.1);
    bentProbabilities(scores, { kind: "platt", a: -1, b: 0 }).forEach((found, author) => {
      expect(found).toBeCloseTo(softmax(scores)[author]!, 12);
    });
  });

  it("add up to 1, are above 0, and keep the order of scores", () => {
    const scores = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 2, maxLength: 6 });
    const platt = fc.record({
      kind: fc.constant("platt" as const),
      a: fc.double({ min: -9, max: -0.001, noNaN: true }),
      b: fc.double({ min: -9, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(scores, fc.oneof(platt, fc.constant(level)), (own, curve) => {
        const found = bentProbabilities(Float64Array.from(own), curve);
        expect(sum(found)).toBeCloseTo(1, 9);
        own.forEach((score, author) => {
          expect(found[author]).toBeGreaterThan(0);
          own.forEach((other, against) => {
            if (score > other) expect(found[author]).toBeGreaterThanOrEqual(found[against]!);
          });
        });
      }),
    );
  });
});

/** Documents whose authors are drawn from softmax(scores × slope). */
function drawn(
  slope: number,
  documents: number,
  authors: number,
): { scores: Float64Array; author: number }[] {
  const random = createRandom(3);
  return Array.from({ length: documents }, () => {
    const scores = Float64Array.from({ length: authors }, () => 6 * random.next());
    let draw = random.next();
    const author = softmax(scores.map((score) => score * slope)).findIndex((share) => (draw -= share) < 0);
    return { scores, author: Math.max(author, 0) };
  });
}

describe("fitting a curve", () => {
  it("finds a sigmoid again where two authors are drawn by one", () => {
    const curve = fitOddsCurve(drawn(0.4, 6000, 2), "platt");
    expect(curve).toMatchObject({ kind: "platt", a: expect.closeTo(-0.4, 1), b: expect.closeTo(0, 1) });
  });

  it.each<OddsCurveKind>(["platt", "isotonic"])("%s is better than scores that are too sure", (kind) => {
    const documents = drawn(0.4, 3000, 4);
    const curve = fitOddsCurve(documents.slice(0, 2000), kind);
    const loss = (probabilities: (scores: Float64Array) => Float64Array): number =>
      sum(documents.slice(2000).map(({ scores, author }) => -Math.log(probabilities(scores)[author]!)));
    expect(loss((scores) => bentProbabilities(scores, curve))).toBeLessThan(0.9 * loss(softmax));
  });

  it("never turns round, even where scores speak for the others", () => {
    const curve = fitOddsCurve(drawn(-0.5, 500, 2), "platt");
    expect(curve.kind === "platt" && curve.a).toBe(-0.001);
  });

  it("leaves out authors who take no part", () => {
    const documents = drawn(1, 400, 2);
    const absent = documents.map(({ scores, author }) => ({
      scores: Float64Array.of(...scores, -Infinity),
      author,
    }));
    expect(fitOddsCurve(absent, "isotonic")).toEqual(fitOddsCurve(documents, "isotonic"));
  });

  it("wants more documents for an isotonic curve, and says when there are too few", () => {
    const documents = drawn(1, 199, 2).map((document) => ({ ...document, length: 10 }));
    expect(fitCalibration(documents, "isotonic")).toBeNull();
    expect(fitCalibration(documents, "platt")?.curve?.kind).toBe("platt");
    expect(fitCalibration([...documents, documents[0]!], "isotonic")?.curve?.kind).toBe("isotonic");
  });
});

describe("a recipe with a curve", () => {
  const random = createRandom(5);
  const text = (own: string): string =>
    Array.from({ length: 12 }, () =>
      random.next() < 0.4 ? own : "and but or so".split(" ")[random.below(4)],
    ).join(" ");
  const documents = Array.from({ length: 240 }, (_, place) => ({
    author: "ABC"[place % 3]!,
    text: `${text(["one", "two", "six"][random.next() < 0.8 ? place % 3 : 0]!)} ${place}`,
  }));

  it.each<OddsCurveKind>(["platt", "isotonic"])(
    "%s is kept in the model file, and agrees with the evidence",
    (kind) => {
      const identifier = trainIdentifier(documents, recipeNamed("naive-bayes", { calibration: kind }));
      expect(identifier.parts.calibration?.curve?.kind).toBe(kind);
      expect(identifier.isUncalibrated).toBe(false);
      const read = decodeModel(encodeModel(identifier), "model");
      for (const asked of ["one and two", "six six six six", "and but", "two two one six and or so"]) {
        const { ranking } = identifier.predict(asked);
        expect(read.predict(asked).ranking).toEqual(ranking);
        const { author, against, log_odds, divisor } = explain(identifier, asked);
        const chanceOf = (name: string): number =>
          ranking.find((ranked) => ranked.author === name)!.probability;
        expect(Math.exp(log_odds / divisor) / (chanceOf(author) / chanceOf(against))).toBeCloseTo(1, 9);
      }
    },
  );

  it("says when there was too little to fit it on", () => {
    const few = trainIdentifier(
      documents.slice(0, 150),
      recipeNamed("naive-bayes", { calibration: "isotonic" }),
    );
    expect(few.isUncalibrated).toBe(true);
  });
});

describe("a curve that a file brings", () => {
  it.each<[string, unknown]>([
    ["a slope that falls", { kind: "platt", a: 1, b: 0 }],
    ["no number", { kind: "platt", a: -1, b: "0" }],
    ["no corner", { kind: "isotonic", scores: [], values: [] }],
    ["values that fall", { kind: "isotonic", scores: [0, 1], values: [0.5, 0.4] }],
    ["scores that fall", { kind: "isotonic", scores: [1, 0], values: [0.4, 0.5] }],
    ["values above 1", { kind: "isotonic", scores: [0], values: [1.5] }],
    ["more values than scores", { kind: "isotonic", scores: [0], values: [0.1, 0.2] }],
  ])("with %s is refused", (_, curve) => {
    const calibration = { temperature: 1, exponent: 0, documents: 50, curve: curve as OddsCurve };
    expect(() => checkCalibration(calibration)).toThrow(expect.objectContaining({ code: "PARAMETER_INVALID" }));
  }); // prettier-ignore
});
