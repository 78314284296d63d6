import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counted, percent, roundedTogether, signed, times } from "../../src/web/figures.ts";

describe("percent", () => {
  test.each([
    [0, "0 %"],
    [0.0001, "< 1 %"],
    [0.005, "1 %"],
    [0.834, "83 %"],
    [0.996, "> 99 %"],
    [1, "100 %"],
  ])("%d is %s", (probability, expected) => {
    expect(percent(probability).replaceAll("\u00A0", " ")).toBe(expected);
  });
});

describe("signed", () => {
  test.each([
    [1.426, "+1.43"],
    [-0.3, "\u22120.30"],
    [-0.001, "0.00"],
    [0, "0.00"],
  ])("%d is %s", (value, expected) => {
    expect(signed(value)).toBe(expected);
  });
});

describe("times", () => {
  test.each([
    [1, "1.00 times"],
    [1.5, "1.50 times"],
    [1.9999, "2.0 times"],
    [9.5, "9.5 times"],
    [42.4, "42 times"],
    [12_345, "12,000 times"],
    [1e9, "more than a million times"],
  ])("%d is %s", (ratio, expected) => {
    expect(times(Math.log(ratio))).toBe(expected);
  });
});

test("one is counted in the singular", () => {
  expect(counted(1, "word")).toBe("1\u00A0word");
  expect(counted(1200, "word")).toBe("1,200\u00A0words");
});

describe("roundedTogether", () => {
  test("shows terms that add up where rounding each alone would not", () => {
    expect(roundedTogether([1.004, 1.004, 1.004])).toEqual([1.01, 1, 1]);
  });

  test("moves no term by a whole unit, and keeps the rounded sum", () => {
    const term = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 6 }), (terms) => {
        const rounded = roundedTogether(terms);
        const total = (numbers: number[]): number => numbers.reduce((sum, each) => sum + each, 0);
        rounded.forEach((each, index) => expect(Math.abs(each - terms[index]!)).toBeLessThan(0.01 + 1e-9));
        expect(Math.abs(total(rounded) - total(terms))).toBeLessThan(0.005 + 1e-9);
      }),
    );
  });
});
