import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NONE, PairTable } from "../../src/features/pair-table.ts";

/** What the table must do, as a Map. */
class NaivePairs {
  readonly numbers = new Map<string, number>();

  add(a: number, b: number): number {
    const key = `${a},${b}`;
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }

  find(a: number, b: number): number {
    return this.numbers.get(`${a},${b}`) ?? NONE;
  }
}

/** Checks that the table holds what the naive one does, in the same order, and nothing else. */
function expectSame(table: PairTable, naive: NaivePairs): void {
  expect(table.size).toBe(naive.numbers.size);
  const pairs = [...naive.numbers.keys()].map((key) => key.split(",").map(Number));
  expect(Array.from(table.pairs)).toEqual(pairs.flat());
  for (const [entry, [a, b]] of pairs.entries()) {
    if (table.find(a!, b!) !== entry) expect([a, b, table.find(a!, b!)]).toEqual([a, b, entry]);
    if (table.first(entry) !== a || table.second(entry) !== b) expect(entry).toBe("wrong way round");
  }
}

const anyNumber = fc.oneof(
  fc.nat(3),
  fc.nat(0x10ffff),
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, NONE - 1, NONE),
  fc.integer({ min: 0, max: NONE }),
);

describe("a table of pairs", () => {
  it("numbers pairs as a Map does, in order of arrival", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 300 }), (pairs) => {
        const table = new PairTable();
        const naive = new NaivePairs();
        for (const [a, b] of pairs) {
          expect(table.find(a, b)).toBe(naive.find(a, b));
          expect(table.add(a, b)).toBe(naive.add(a, b));
          expect(table.find(b, a)).toBe(naive.find(b, a));
        }
        expectSame(table, naive);
        expectSame(new PairTable(table.pairs.slice()), naive);
      }),
    );
  });

  // Regular pairs are what a weak hash maps to few places.
  it.each([
    ["neighbours", (n: number): [number, number] => [n >> 8, n & 0xff]],
    ["the same first half", (n: number): [number, number] => [7, n]],
    ["the same second half", (n: number): [number, number] => [n, 7]],
    ["steps of 65,536", (n: number): [number, number] => [(n << 16) >>> 0, n >>> 16]],
    ["high bits alone", (n: number): [number, number] => [(n << 14) >>> 0, ((n % 5) << 30) >>> 0]],
    ["children of the root", (n: number): [number, number] => [NONE, n]],
  ])("holds a hundred thousand pairs: %s", (_, pairOf) => {
    const table = new PairTable();
    const naive = new NaivePairs();
    for (let n = 0; n < 100_000; n++) {
      const [a, b] = pairOf(n);
      if (table.add(a, b) !== naive.add(a, b)) expect([n, table.add(a, b)]).toEqual([n, naive.add(a, b)]);
    }
    expectSame(table, naive);
    expectSame(new PairTable(table.pairs.slice()), naive);
    expect(table.find(123_456_789, 987_654_321)).toBe(NONE);
  });

  it("goes on where the table that it was made from stopped, and leaves that one's pairs alone", () => {
    const pairs = Uint32Array.of(5, 6, 7, 8);
    const table = new PairTable(pairs);
    expect([table.add(7, 8), table.add(6, 5), table.add(5, 6)]).toEqual([1, 2, 0]);
    for (let n = 0; n < 1000; n++) table.add(n, n);
    expect(pairs).toEqual(Uint32Array.of(5, 6, 7, 8));
    expect(table.find(6, 5)).toBe(2);
  });

  it("keeps what it has when room is made", () => {
    const table = new PairTable();
    expect([table.add(1, 2), table.add(3, 4)]).toEqual([0, 1]);
    table.reserve(5000);
    table.reserve(1);
    expect([table.find(1, 2), table.find(3, 4), table.find(2, 1)]).toEqual([0, 1, NONE]);
    expect([table.add(3, 4), table.add(5, 6), table.size]).toEqual([1, 2, 3]);
    expect([...table.pairs]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("is empty at first", () => {
    const table = new PairTable();
    expect([table.size, table.pairs.length, table.find(0, 0), table.find(NONE, NONE)]).toEqual([
      0,
      0,
      NONE,
      NONE,
    ]);
  });
});
