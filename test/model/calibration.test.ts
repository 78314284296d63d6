import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCalibration,
  divisorOf,
  fitCalibration,
  LEAST_DOCUMENTS,
  probabilitiesOf,
  type ScoredDocument,
} from "../../src/model/calibration.ts";
import { createRandom } from "../../src/random.ts";
import { softmax } from "../../src/sparse.ts";

/** Documents whose authors are drawn from softmax(scores / (T · L^γ)): the calibration that is to be found. */
function drawn(temperature: number, exponent: number, documents: number, authors = 3): ScoredDocument[] {
  const random = createRandom(42);
  return Array.from({ length: documents }, () => {
    const length = 10 + random.below(2000);
    const divisor = temperature * length ** exponent;
    const scores = Float64Array.from({ length: authors }, () => random.next() * 4 * divisor - 5 * length);
    const shares = softmax(scores.map((score) => score / divisor));
    let draw = random.next();
    const author = shares.findIndex((share) => (draw -= share) < 0);
    return { scores, length, author: Math.max(author, 0) };
  });
}

function loss(documents: readonly ScoredDocument[], temperature: number, exponent: number): number {
  const losses = documents.map(({ scores, length, author }) => {
    const calibration = { temperature, exponent, documents: 0 };
    return -Math.log(probabilitiesOf(scores, calibration, length)[author]!);
  });
  return losses.reduce((sum, each) => sum + each) / losses.length;
}

describe("fitting", () => {
  it.each([
    [1, 0],
    [7, 0],
    [0.5, 0],
    [1, 0.5],
    [2, 0.8],
    [0.1, 1],
  ])("finds T = %d, γ = %d again", (temperature, exponent) => {
    const fitted = fitCalibration(drawn(temperature, exponent, 4000))!;
    expect(Math.abs(fitted.exponent - exponent)).toBeLessThanOrEqual(0.1);
    // T and γ make up for each other; what counts is what scores are divided by.
    for (const length of [100, 500, 2000]) {
      const ratio = divisorOf(fitted, length) / (temperature * length ** exponent);
      expect(Math.abs(Math.log(ratio))).toBeLessThan(0.15);
    }
    expect(fitted.documents).toBe(4000);
  });

  it("finds no worse than what a fine grid finds", () => {
    const documents = drawn(3, 0.3, 400);
    const fitted = fitCalibration(documents)!;
    const found = loss(documents, fitted.temperature, fitted.exponent);
    for (let exponent = 0; exponent <= 1; exponent += 0.1) {
      for (let temperature = 0.01; temperature < 100; temperature *= 1.1) {
        expect(found).toBeLessThan(loss(documents, temperature, exponent) + 0.005);
      }
    }
  });

  it("makes nothing infinite of documents that are all right, all wrong or all alike", () => {
    const made = (scores: readonly number[], author: number): ScoredDocument[] =>
      Array.from({ length: 60 }, () => ({ scores: Float64Array.from(scores), author, length: 20 }));
    for (const documents of [
      made([-1, -90], 0),
      made([-1, -90], 1),
      made([-5, -5], 1),
      made([-1, -1e-9], 0),
    ]) {
      const fitted = fitCalibration(documents)!;
      expect(() => checkCalibration(fitted)).not.toThrow();
      expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
    }
    const wrong = fitCalibration(made([-1, -90], 1))!;
    expect(probabilitiesOf(Float64Array.of(-1, -90), wrong, 20)[0]).toBeLessThan(0.51);
  });

  it("leaves out authors that score −∞", () => {
    const documents = drawn(5, 0.5, 500);
    const padded = documents.map((document) => ({
      ...document,
      scores: Float64Array.of(...document.scores, -Infinity),
    }));
    expect(fitCalibration(padded)).toEqual(fitCalibration(documents));
  });

  it("takes γ = 0 where texts of one length cannot tell", () => {
    const documents = drawn(5, 0, 300).map((document) => ({ ...document, length: 30 }));
    expect(fitCalibration(documents)!.exponent).toBe(0);
  });

  it("needs a number of documents", () => {
    expect(fitCalibration(drawn(2, 0.5, LEAST_DOCUMENTS - 1))).toBeNull();
    expect(fitCalibration(drawn(2, 0.5, LEAST_DOCUMENTS))).not.toBeNull();
  });
});

describe("probabilities", () => {
  it("keep the order of the scores and add up to 1", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5000, max: 0 }), { minLength: 2, maxLength: 9 }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(10_000),
        (list, temperature, exponent, length) => {
          const scores = Float64Array.from(list);
          const shares = probabilitiesOf(scores, { temperature, exponent, documents: 50 }, length);
          expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
          for (let one = 0; one < list.length; one++) {
            for (let other = 0; other < list.length; other++) {
              if (list[one]! > list[other]!) expect(shares[one]!).toBeGreaterThanOrEqual(shares[other]!);
            }
          }
        },
      ),
    );
  });

  it("are the softmax of the scores without calibration", () => {
    const scores = Float64Array.of(-3, -4, -4.5);
    expect(probabilitiesOf(scores, null, 77)).toEqual(softmax(scores));
    expect(divisorOf(null, 77)).toBe(1);
  });

  it("of a text with nothing known divide by T alone", () => {
    expect(divisorOf({ temperature: 3, exponent: 0.5, documents: 60 }, 0)).toBe(3);
    expect(divisorOf({ temperature: 3, exponent: 0.5, documents: 60 }, 16)).toBe(12);
  });

  it("of texts too short to be known are no surer than their scores", () => {
    const calibration = { temperature: 0.25, exponent: 0.5, documents: 60 };
    // 0.25 · √4 = 1/2, 0.25 · √64 = 2.
    expect(divisorOf(calibration, 4)).toBe(1);
    expect(divisorOf(calibration, 64)).toBe(2);
    expect(probabilitiesOf(Float64Array.of(-1, -3), calibration, 4)).toEqual(
      softmax(Float64Array.of(-1, -3)),
    );
    // A T below 1 that holds for texts of any length was found with texts of any length.
    expect(divisorOf({ temperature: 0.25, exponent: 0, documents: 60 }, 4)).toBe(0.25);
  });
});

it.each([
  [{ temperature: 0, exponent: 0 }, "temperature"],
  [{ temperature: -1, exponent: 0 }, "temperature"],
  [{ temperature: NaN, exponent: 0 }, "temperature"],
  [{ temperature: Infinity, exponent: 0 }, "temperature"],
  [{ temperature: 1, exponent: -0.1 }, "exponent"],
  [{ temperature: 1, exponent: 1.1 }, "exponent"],
  [{ temperature: 1, exponent: NaN }, "exponent"],
])("refuses %j", (calibration, parameter) => {
  expect(() => checkCalibration({ ...calibration, documents: 50 })).toThrow(
    expect.objectContaining({ code: "PARAMETER_INVALID", facts: expect.objectContaining({ parameter }) }),
  );
});
