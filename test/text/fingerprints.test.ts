import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";
import * as fc from "fast-check";

import { tokensOf } from "./read.ts";
import { readingOf } from "./reading-of.ts";
import { fingerprintOf, FingerprintCollector, TextFingerprints } from "../../src/text/fingerprints.ts";

function fingerprintsOf(texts: readonly string[]): TextFingerprints {
  const collector = new FingerprintCollector();
  for (const text of texts) collector.add(readingOf(text).fingerprint);
  return collector.finish();
}

describe("the hash", () => {
  const turned = (number: bigint, by: bigint): bigint =>
    BigInt.asUintN(32, (number << by) | (number >> (32n - by)));
  const times = (left: bigint, right: bigint): bigint => BigInt.asUintN(32, left * right);
  const stirred = (half: bigint): bigint => {
    const mixed = times(half ^ (half >> 16n), 0x27d4eb2fn);
    return mixed ^ (mixed >> 15n);
  };

  it("is that of the tokens in lower case, computed in large numbers", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        let low = 0x9747b28cn;
        let high = 0x2545f491n;
        const { hashes, length } = readingOf(text).tokens(true);
        for (const token of hashes.subarray(0, length)) {
          low = times(low ^ BigInt(token), 0x85ebca6bn);
          low ^= low >> 13n;
          high = turned(times(BigInt.asUintN(32, high + BigInt(token)), 0xc2b2ae35n), 15n);
        }
        const count = BigInt(length);
        expect(fingerprintOf(text)).toBe((stirred(high ^ (count << 7n)) << 32n) | stirred(low ^ count));
      }),
    );
  });

  it("of a text never changes, since model files keep it", () => {
    expect(fingerprintOf("Four score and seven years ago")).toBe(13150162640334942298n);
  });
});

describe("what counts as the same text", () => {
  it.each([
    ["white space at the ends", "Four score", "  Four score\n"],
    ["width of white space", "Four score and", "Four\r\n\tscore   and"],
    ["case", "Four score", "FOUR SCORE"],
    ["composition", "Caf\u00e9", "Cafe\u0301"],
  ])("%s makes no difference", (_, one, other) => {
    expect(fingerprintOf(one)).toBe(fingerprintOf(other));
  });

  it.each([
    ["punctuation", "Four score", "Four score."],
    ["the space between words", "Four score", "Fourscore"],
    ["order", "ab", "ba"],
    ["accents", "Café", "Cafe"],
    ["a character above U+FFFF", "\u{1f600}", "\u{1f601}"],
  ])("%s makes one", (_, one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });
});

describe("a set of texts", () => {
  it("has what was added and nothing else", () => {
    const texts = fc.array(fc.string({ maxLength: 6 }), { maxLength: 60 });
    fc.assert(
      fc.property(texts, texts, (inside, outside) => {
        const set = fingerprintsOf(inside);
        const form = (text: string): string => tokensOf(text, true).pieces.join(" ");
        const slow = new Set(inside.map(form));
        expect(set.size).toBe(inside.length);
        for (const text of [...inside, ...outside]) expect(set.has(text)).toBe(slow.has(form(text)));
      }),
    );
  });

  it("grows, and keeps texts in rising order whatever the order of adding", () => {
    const texts = Array.from({ length: 5000 }, (_, number) =>
      createHash("sha256")
        .update(String(number % 4000))
        .digest("hex"),
    );
    const set = fingerprintsOf(texts);
    expect(set.size).toBe(5000);
    expect(new Set(set.hashes).size).toBe(4000);
    expect(set.hashes.every((hash, place) => place === 0 || set.hashes[place - 1]! <= hash)).toBe(true);
    expect(fingerprintsOf([...texts].reverse()).hashes).toEqual(set.hashes);
    expect(texts.every((text) => set.has(text))).toBe(true);
  });

  it("survives as its array of hashes", () => {
    const { hashes } = fingerprintsOf(["one text", "another"]);
    const again = new TextFingerprints(hashes.slice());
    expect([again.has("One  text"), again.has("a third")]).toEqual([true, false]);
  });

  it("can be empty", () => {
    const empty = new FingerprintCollector().finish();
    expect([empty.size, empty.has(""), empty.has("anything")]).toEqual([0, false, false]);
  });
});
