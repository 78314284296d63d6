import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NONE } from "../../src/features/pair-table.ts";
import { disorderedToken, SortedTokens } from "../../src/features/sorted-tokens.ts";
import { hashBytes } from "../../src/text/words.ts";

type Hash = (bytes: Uint8Array, start: number, end: number) => number;

const encode = (token: string): Buffer => Buffer.from(token.toWellFormed());

function tableOf(tokens: readonly Buffer[]): SortedTokens {
  const offsets = new Uint32Array(tokens.length + 1);
  tokens.forEach((token, place) => (offsets[place + 1] = offsets[place]! + token.length));
  return new SortedTokens(Buffer.concat(tokens), offsets);
}

/** Asks for a token that stands in the middle of other bytes. */
function ask(table: SortedTokens, token: Uint8Array, hash: Hash): number {
  const bytes = Uint8Array.of(97, ...token, 98);
  return table.find(bytes, 1, bytes.length - 1, hash(bytes, 1, bytes.length - 1));
}

const anyToken = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  fc.constantFrom("a", "b", "ab", "ba", "__proto__", "constructor", "é", "我"),
);

describe("tokens in order", () => {
  it.each<[string, Hash]>([
    ["all alike", () => 0xdeadbeef],
    ["few", (_, start, end) => ((end - start) % 3) * 0x40000000],
    ["the tokens' own", hashBytes],
  ])(
    "are found by their places, the first time and again, and nothing else, with hashes that are %s",
    (_, hash) => {
      fc.assert(
        fc.property(fc.array(anyToken, { maxLength: 100 }), fc.array(anyToken), (known, others) => {
          const tokens = [...new Set(known.map((token) => token.toWellFormed()))].map(encode);
          tokens.sort((left, right) => Buffer.compare(left, right));
          const table = tableOf(tokens);
          expect(disorderedToken(table.bytes, table.offsets)).toBe(-1);
          for (const token of [...others.map(encode), ...tokens, ...others.map(encode), ...tokens]) {
            const place = tokens.findIndex((other) => other.equals(token));
            expect(ask(table, token, hash)).toBe(place === -1 ? NONE : place);
          }
          tokens.forEach((token, place) => expect(Buffer.from(table.bytesOf(place))).toEqual(token));
        }),
        { numRuns: 60 },
      );
    },
  );

  it("never name a token that is another, in whatever order they are", () => {
    fc.assert(
      fc.property(fc.array(anyToken, { maxLength: 30 }), (known) => {
        const tokens = known.map(encode);
        const table = tableOf(tokens);
        for (const token of [...tokens, ...tokens]) {
          const found = ask(table, token, hashBytes);
          if (found !== NONE) expect(Buffer.from(table.bytesOf(found))).toEqual(token);
        }
      }),
    );
  });

  it.each([
    ["one that comes twice", ["a", "b", "b"], 2],
    ["one that is below the one before", ["a", "c", "b", "d"], 2],
    ["one that is the beginning of the one before", ["abc", "ab"], 1],
  ])("are told from those with %s", (_, tokens, place) => {
    const table = tableOf(tokens.map(encode));
    expect(disorderedToken(table.bytes, table.offsets)).toBe(place);
  });
});
