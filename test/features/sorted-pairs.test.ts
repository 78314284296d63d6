import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NONE } from "../../src/features/pair-table.ts";
import { disorderIn, SortedPairs } from "../../src/features/sorted-pairs.ts";

const BOUND = 0x110000;

/** Any tree: for each new node a parent among those before it, or the root, and a symbol; then put in order. */
const anyTree = fc
  .array(fc.tuple(fc.nat(), fc.oneof(fc.nat(4), fc.nat(BOUND - 1))), { maxLength: 200 })
  .map((wishes) => {
    // Breadth first: the children of the root, then those of the first node, of the second …
    const children: Set<number>[] = [new Set()];
    for (const [wish, symbol] of wishes) {
      children[wish % children.length]!.add(symbol);
      if (children.length < 20) children.push(new Set());
    }
    const pairs: [number, number][] = [];
    for (let node = -1; node < pairs.length && node + 1 < children.length; node++) {
      for (const symbol of [...children[node + 1]!].toSorted((a, b) => a - b))
        pairs.push([node >>> 0, symbol]);
    }
    return pairs;
  });

describe("pairs in order", () => {
  it("finds each pair by its place, the first time and again, and nothing else", () => {
    fc.assert(
      fc.property(
        anyTree,
        fc.array(fc.tuple(fc.nat(220), fc.nat(6))),
        fc.nat(30),
        (tree, others, patience) => {
          const sorted = new SortedPairs(Uint32Array.from(tree.flat()), patience);
          expect(disorderIn(sorted.pairs, BOUND)).toBe(-1);
          const numbers = new Map(tree.map(([a, b], entry) => [`${a},${b}`, entry]));
          const asked = [...others, ...tree, ...others.map(([a, b]): [number, number] => [b, a]), ...tree];
          for (const [a, b] of [...asked, [NONE, NONE], [NONE, 0]] as const) {
            expect(sorted.find(a, b)).toBe(numbers.get(`${a},${b}`) ?? NONE);
          }
          for (const [entry, [a, b]] of tree.entries()) {
            expect([sorted.first(entry), sorted.second(entry)]).toEqual([a, b]);
          }
        },
      ),
    );
  });

  it("ends with any pairs, and never names a pair that is another", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 60 }), (numbers) => {
        const sorted = new SortedPairs(Uint32Array.from(numbers.slice(0, numbers.length & ~1)), 3);
        for (let round = 0; round < 2; round++) {
          for (let a = 0; a < 6; a++) {
            for (let b = 0; b < 6; b++) {
              const found = sorted.find(a, b);
              if (found !== NONE) expect([sorted.first(found), sorted.second(found)]).toEqual([a, b]);
            }
          }
        }
      }),
    );
  });

  it.each([
    ["a pair twice", [NONE, 1, NONE, 1], 1],
    ["seconds that fall", [NONE, 2, NONE, 1], 1],
    ["parents that fall", [NONE, 1, NONE, 2, 1, 5, 0, 9], 3],
    ["the root after others", [NONE, 1, 0, 1, NONE, 2], 2],
    ["a parent of itself", [NONE, 1, 1, 1], 1],
    ["a parent that comes later", [NONE, 1, 2, 1, 0, 0], 1],
    ["no root", [0, 1], 0],
    ["a second half at the bound", [NONE, BOUND], 0],
  ])("tells of %s", (_, pairs, entry) => {
    expect(disorderIn(Uint32Array.from(pairs), BOUND)).toBe(entry);
  });
});
