import { createHash } from "node:crypto";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CorpusFingerprint } from "../../src/corpus/corpus-fingerprint.ts";

interface Entry {
  readonly author: string;
  readonly work: string;
  readonly text: string;
}

const entry = fc.record({
  author: fc.string({ unit: "grapheme", maxLength: 6 }),
  work: fc.string({ unit: "grapheme", maxLength: 6 }),
  text: fc.string({ unit: "grapheme", maxLength: 40 }),
});

/** The formula in large numbers. */
function slowFingerprint(entries: readonly Entry[]): string {
  let sum = 0n;
  for (const { author, work, text } of entries) {
    sum += BigInt(`0x${createHash("sha256").update(`${author}\0${work}\0${text}`).digest("hex")}`);
  }
  return BigInt.asUintN(256, sum).toString(16).padStart(64, "0");
}

function fingerprintOf(entries: readonly Entry[]): CorpusFingerprint {
  const fingerprint = new CorpusFingerprint();
  for (const { author, work, text } of entries) fingerprint.addText(author, work, text);
  return fingerprint;
}

describe("a corpus' fingerprint", () => {
  it("is the sum of its documents' hashes, and can be added to and taken from", () => {
    fc.assert(
      fc.property(fc.array(entry), fc.array(entry), (one, two) => {
        const both = [...one, ...two];
        const fingerprint = fingerprintOf(both.toReversed());
        expect(fingerprint.hex).toBe(slowFingerprint(both));
        const merged = fingerprintOf(one);
        merged.merge(CorpusFingerprint.lanesOf(fingerprintOf(two).hex));
        expect(merged.hex).toBe(fingerprint.hex);
        merged.remove(fingerprintOf(two).lanes);
        expect(merged.hex).toBe(slowFingerprint(one));
      }),
    );
  });

  it("is the same for bytes as for strings, and different for any other field", () => {
    const bytes = new TextEncoder().encode("…Grüße…");
    const ofBytes = new CorpusFingerprint();
    ofBytes.add("Ann", "Letters", bytes, 3, bytes.length - 3);
    expect(ofBytes.hex).toBe(fingerprintOf([{ author: "Ann", work: "Letters", text: "Grüße" }]).hex);
    const others = [
      { author: "Bea", work: "Letters", text: "Grüße" },
      { author: "Ann", work: "", text: "Grüße" },
      { author: "Ann", work: "Letters", text: "Grüsse" },
    ].map((other) => fingerprintOf([other]).hex);
    expect(new Set([ofBytes.hex, ...others]).size).toBe(4);
    expect(new CorpusFingerprint().hex).toBe("0".repeat(64));
  });
});
