import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";
import * as fc from "fast-check";

import { fingerprintOf, FingerprintCollector, TextFingerprints } from "../../src/text/fingerprints.ts";

/** FNV-1a, 64 bits, as RFC 9923 writes it. */
function slowFnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

function fingerprintsOf(texts: readonly string[]): TextFingerprints {
  const collector = new FingerprintCollector();
  for (const text of texts) collector.add(text);
  return collector.finish();
}

describe("the hash", () => {
  it.each([
    ["", 0xcbf29ce484222325n],
    ["a", 0xaf63dc4c8601ec8cn],
    ["b", 0xaf63df4c8601f1a5n],
    ["foobar", 0x85944171f73967e8n],
  ])("of %o is the published one", (text, hash) => {
    expect(fingerprintOf(text)).toBe(hash);
  });

  it("equals the slow version on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const form = text.normalize("NFC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
        expect(fingerprintOf(text)).toBe(slowFnv1a(new TextEncoder().encode(form)));
      }),
    );
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
        const form = (text: string): string =>
          text.normalize("NFC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
        const slow = new Set(inside.map(form));
        expect(set.size).toBe(slow.size);
        for (const text of [...inside, ...outside]) expect(set.has(text)).toBe(slow.has(form(text)));
      }),
    );
  });

  it("grows, keeps each text once, in rising order whatever the order of adding", () => {
    const texts = Array.from({ length: 5000 }, (_, number) =>
      createHash("sha256")
        .update(String(number % 4000))
        .digest("hex"),
    );
    const set = fingerprintsOf(texts);
    expect(set.size).toBe(4000);
    expect(set.hashes.byteLength).toBe(4000 * 8);
    expect(set.hashes.every((hash, place) => place === 0 || set.hashes[place - 1]! < hash)).toBe(true);
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
