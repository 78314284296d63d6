import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakBefore, type Placed, runsOf, sharesByCharacter, strongTint } from "../../src/web/shares.ts";

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, each) => total + each, 0);

describe("sharesByCharacter", () => {
  const cases: readonly (readonly [what: string, text: string, evidence: Placed[], expected: number[]])[] = [
    ["nothing", "ab", [], [0, 0]],
    ["one letter each", "ab", [{ log_odds: 2, spans: [[0, 2]] }], [1, 1]],
    ["white space carries nothing", "a b", [{ log_odds: -2, spans: [[0, 3]] }], [-1, 0, -1]],
    ["unless there is nothing else", " \n", [{ log_odds: 1, spans: [[0, 2]] }], [0.5, 0.5]],
    [
      "each occurrence has its part",
      "a a",
      [
        {
          log_odds: 3,
          spans: [
            [0, 1],
            [2, 3],
          ],
        },
      ],
      [1.5, 0, 1.5],
    ],
    [
      "overlaps add up",
      "abc",
      [
        { log_odds: 2, spans: [[0, 2]] },
        { log_odds: -4, spans: [[1, 3]] },
      ],
      [1, -1, -2],
    ],
  ];
  test.each(cases)("%s", (_what, text, evidence, expected) => {
    expect([...sharesByCharacter(text, evidence)]).toEqual(expected);
  });
});

/** Any text with evidence on any of its stretches. */
const explained = fc
  .string({ unit: fc.constantFrom("a", "é", " ", "\n", ".", "漢", "😀", "ש", "\u0301"), minLength: 1 })
  .chain((text) =>
    fc.record({
      text: fc.constant(text),
      evidence: fc.array(
        fc.record({
          log_odds: fc.double({ min: -50, max: 50, noNaN: true }),
          spans: fc.array(
            fc
              .tuple(fc.nat(text.length - 1), fc.nat(text.length - 1))
              .map(([one, other]): [number, number] => [Math.min(one, other), Math.max(one, other) + 1]),
            { minLength: 1, maxLength: 4 },
          ),
        }),
        { maxLength: 8 },
      ),
    }),
  );

describe("of any text", () => {
  test("all characters together have all of the evidence", () => {
    fc.assert(
      fc.property(explained, ({ text, evidence }) => {
        const shares = sharesByCharacter(text, evidence);
        expect(shares).toHaveLength(text.length);
        expect(sum(shares)).toBeCloseTo(sum(evidence.map(({ log_odds }) => log_odds)), 8);
      }),
    );
  });

  test("runs are the text again, and have all that its characters have", () => {
    fc.assert(
      fc.property(explained, ({ text, evidence }) => {
        const shares = sharesByCharacter(text, evidence);
        const runs = runsOf(text, shares, 0, text.length);
        expect(runs.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        expect(sum(runs.map(({ share }) => share))).toBeCloseTo(sum(shares), 8);
      }),
    );
  });

  test("stretches join without a gap, none is longer than wanted, no character is cut in two", () => {
    const unit = fc.constantFrom("a", " ", "\u3000", "é", "漢", "😀", "👩\u200D🚀");
    const text = fc.string({ unit, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (text, most) => {
        const pieces: string[] = [];
        for (let start = 0, end = 0; start < text.length; start = end) {
          end = breakBefore(text, start, most);
          if (end <= start) throw new Error(`Stuck at ${start}.`);
          pieces.push(text.slice(start, end));
        }
        expect(pieces.join("")).toBe(text);
        expect(pieces.filter((piece) => piece.length > most || !piece.isWellFormed())).toEqual([]);
      }),
    );
  });
});

describe("breakBefore", () => {
  test("stops after white space where there is some", () => {
    expect(breakBefore("one two three", 0, 9)).toBe(8);
    expect(breakBefore("one two three", 8, 9)).toBe(13);
    expect(breakBefore("onetwothree", 0, 4)).toBe(4);
  });
});

describe("strongTint", () => {
  const runs = (...shares: number[]) => shares.map((share) => ({ start: 0, end: 1, share }));
  test("is not led by a single strong word among many", () => {
    expect(strongTint(runs(...Array.from({ length: 39 }, () => -1), 50, 0), 0.1)).toBe(1);
  });
  test("is never below its floor", () => {
    expect(strongTint(runs(0.01, -0.02), 0.3)).toBe(0.3);
    expect(strongTint([], 0.3)).toBe(0.3);
  });
});
