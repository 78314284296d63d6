import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Reading } from "../../src/text/reading.ts";
import { charactersOf, normalFormOf, tokensOf } from "./read.ts";
import { readingOf } from "./reading-of.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** All that can be asked of a reading, in an order that `mixed` decides. */
function everything(reading: Reading, mixed: boolean): Record<string, unknown> {
  const facts = [true, false].map((lowerCase): [string, () => unknown][] => [
    [
      `normal form ${lowerCase}`,
      () => {
        const { bytes, length } = reading.normalForm(lowerCase);
        return decoder.decode(bytes.subarray(0, length));
      },
    ],
    [
      `tokens ${lowerCase}`,
      () => {
        const { starts, ends, length } = reading.tokens(lowerCase);
        const { bytes } = reading.normalForm(lowerCase);
        return Array.from(starts.subarray(0, length), (start, token) =>
          decoder.decode(bytes.subarray(start, ends[token])),
        );
      },
    ],
    [
      `characters ${lowerCase}`,
      () => {
        const { points, length } = reading.codePoints(lowerCase);
        return String.fromCodePoint(...points.subarray(0, length));
      },
    ],
  ]);
  const asked: [string, () => unknown][] = [
    ...facts.flat(),
    ["words", () => reading.words],
    ["fingerprint", () => reading.fingerprint.hash],
  ];
  if (mixed) asked.reverse();
  return Object.fromEntries(asked.map(([name, ask]) => [name, ask()]));
}

describe("a reading", () => {
  it("has the forms of each text, as string or bytes, asked once or twice, in any order", () => {
    const shared = new Reading();
    const text = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(text, fc.boolean(), fc.boolean(), (asked, mixed, asBytes) => {
        const expected = {
          "normal form true": normalFormOf(asked, true),
          "normal form false": normalFormOf(asked, false),
          "tokens true": tokensOf(asked, true).pieces,
          "tokens false": tokensOf(asked, false).pieces,
          "characters true": charactersOf(asked, true).characters.join(""),
          "characters false": charactersOf(asked, false).characters.join(""),
          words: tokensOf(asked, true).words,
          fingerprint: readingOf(asked).fingerprint.hash,
        };
        const around = new TextEncoder().encode(`before${asked}behind`);
        if (asBytes) shared.readBytes(around, 6, around.length - 6);
        else shared.readText(asked);
        expect(everything(shared, mixed)).toEqual(expected);
        expect(everything(shared, !mixed)).toEqual(expected);
      }),
    );
  });
});
