import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NONE } from "../../src/features/pair-table.ts";
import { TokenTable } from "../../src/features/token-table.ts";
import { hashBytes } from "../../src/text/words.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Hash = (bytes: Uint8Array, start: number, end: number) => number;

/** Asks a table for a token that stands in the middle of other bytes. */
function ask(table: TokenTable, how: "add" | "find", token: string, hash: Hash = hashBytes): number {
  const bytes = encoder.encode(`ab${token}cd`);
  return table[how](bytes, 2, bytes.length - 2, hash(bytes, 2, bytes.length - 2));
}

/** Checks that the table holds these tokens, in that order, and nothing else. */
function expectTokens(table: TokenTable, tokens: readonly string[], hash: Hash = hashBytes): void {
  expect(table.size).toBe(tokens.length);
  expect(decoder.decode(table.bytes)).toBe(tokens.join(""));
  expect(table.offsets).toHaveLength(tokens.length + 1);
  tokens.forEach((token, number) => {
    if (ask(table, "find", token, hash) !== number)
      expect([token, ask(table, "find", token, hash)]).toBe(number);
    if (decoder.decode(table.bytesOf(number)) !== token)
      expect(decoder.decode(table.bytesOf(number))).toBe(token);
  });
}

const anyToken = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  fc.constantFrom("a", "b", "ab", "ba", "__proto__", "constructor", "é", "我"),
);

/** All tokens in the same place, in few places, and where they belong. */
const hashes: [name: string, hash: Hash][] = [
  ["all alike", () => 0xdeadbeef],
  ["few", (_, start, end) => ((end - start) % 3) * 0x40000000],
  ["the table's own", hashBytes],
];

describe("a table of tokens", () => {
  it.each(hashes)("numbers tokens as a Map does, in order of arrival, with hashes that are %s", (_, hash) => {
    fc.assert(
      fc.property(fc.array(anyToken, { maxLength: 150 }), (tokens) => {
        const table = new TokenTable();
        const numbers = new Map<string, number>();
        for (const token of tokens) {
          const whole = token.toWellFormed();
          expect(ask(table, "find", whole, hash)).toBe(numbers.get(whole) ?? NONE);
          if (!numbers.has(whole)) numbers.set(whole, numbers.size);
          expect(ask(table, "add", whole, hash)).toBe(numbers.get(whole));
        }
        expectTokens(table, [...numbers.keys()], hash);
        expectTokens(new TokenTable(table.bytes.slice(), table.offsets.slice()), [...numbers.keys()]);
      }),
    );
  });

  it("holds fifty thousand tokens", () => {
    const tokens = Array.from({ length: 50_000 }, (_, number) => `${number.toString(36)}é`);
    const table = new TokenTable();
    for (const token of tokens) ask(table, "add", token);
    for (const token of tokens) ask(table, "add", token);
    expectTokens(table, tokens);
    expectTokens(new TokenTable(table.bytes.slice(), table.offsets.slice()), tokens);
    expect(ask(table, "find", "é")).toBe(NONE);
  });

  it("holds a token of a million bytes", () => {
    const table = new TokenTable();
    const long = "x".repeat(1_000_000);
    expect([ask(table, "add", "x"), ask(table, "add", long), ask(table, "add", `${long}x`)]).toEqual([
      0, 1, 2,
    ]);
    expectTokens(table, ["x", long, `${long}x`]);
  });

  it("goes on where the table that it was made from stopped, and leaves that one's arrays alone", () => {
    const bytes = encoder.encode("thecat");
    const offsets = Uint32Array.of(0, 3, 6);
    const table = new TokenTable(bytes, offsets);
    expect([ask(table, "add", "cat"), ask(table, "add", "dog"), ask(table, "find", "the")]).toEqual([
      1, 2, 0,
    ]);
    expect([decoder.decode(bytes), [...offsets]]).toEqual(["thecat", [0, 3, 6]]);
    expectTokens(table, ["the", "cat", "dog"]);
  });

  it("keeps what it has when room is made, and gives another one's tokens numbers of its own", () => {
    const [table, other] = [new TokenTable(), new TokenTable()];
    const own = ["a", "bc", "d"];
    for (const token of own) ask(table, "add", token);
    table.reserve(5000, 20_000);
    expectTokens(table, own);
    for (const token of ["d", "e", "a", "f"]) ask(other, "add", token);
    expect([...table.addTable(other)]).toEqual([2, 3, 0, 4]);
    table.reserve(1, 1);
    expectTokens(table, [...own, "e", "f"]);
  });

  it("is empty at first", () => {
    const table = new TokenTable();
    expect([table.size, table.bytes.length, [...table.offsets], ask(table, "find", "a")]).toEqual([
      0,
      0,
      [0],
      NONE,
    ]);
  });

  it("takes over tokens that begin with its own, and goes on from there", () => {
    const tokens = ["the", "king", "of", "Ærø"];
    const whole = new TokenTable();
    for (const token of tokens) ask(whole, "add", token);
    const table = new TokenTable();
    ask(table, "add", "the");
    table.adopt(whole.bytes.slice(), whole.offsets.slice());
    expectTokens(table, tokens);
    expect(ask(table, "add", "queen")).toBe(4);
    expectTokens(table, [...tokens, "queen"]);
  });
});
