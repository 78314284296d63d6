import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { OccurrenceLog } from "../../src/features/occurrence-log.ts";

type Counts = Map<number, Map<number, number>>;

function drained(log: OccurrenceLog): Counts {
  const all: Counts = new Map();
  for (const { author, things, counts } of log.drain()) {
    expect(all.has(author)).toBe(false);
    expect(counts).toHaveLength(things.length);
    all.set(author, new Map(Array.from(things, (thing, place) => [thing, counts[place]!])));
    expect(all.get(author)?.size, "each thing once").toBe(things.length);
  }
  return all;
}

describe("occurrences", () => {
  it("are counted as by Maps, and forgotten once they are handed out", () => {
    const batch = fc.record({
      author: fc.nat(4),
      // Many of a few, few of many, and enough of both to fill logs several times.
      seed: fc.nat(),
      length: fc.oneof(fc.nat(20), fc.nat(6000)),
      kinds: fc.constantFrom(1, 7, 300, 100_000),
    });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), fc.nat(12), (batches, asked) => {
        const log = new OccurrenceLog();
        let expected: Counts = new Map();
        batches.forEach(({ author, seed, length, kinds }, place) => {
          const things = Uint32Array.from({ length }, (_, index) => (seed + index * index * 7919) % kinds);
          log.add(author, things, length);
          const counts = expected.get(author) ?? new Map<number, number>();
          for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
          expected.set(author, counts);
          if (place !== asked) return;
          expect(drained(log)).toEqual(expected);
          expected = new Map();
        });
        expect(drained(log)).toEqual(expected);
        expect([...log.drain()]).toEqual([]);
      }),
    );
  });

  it("are as many as are said to be there", () => {
    const log = new OccurrenceLog();
    log.add(2, Uint32Array.of(5, 6, 5, 9), 3);
    const counts = new Map([
      [5, 2],
      [6, 1],
    ]);
    expect(drained(log)).toEqual(new Map([[2, counts]]));
  });
});
