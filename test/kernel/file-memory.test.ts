import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { countFeatures } from "../../src/features/feature-order.ts";
import { NONE } from "../../src/features/pair-table.ts";
import { disorderIn } from "../../src/features/sorted-pairs.ts";
import { disorderedToken } from "../../src/features/sorted-tokens.ts";
import { FileMemory } from "../../src/kernel/file-memory.ts";
import { addUpCounts } from "../../src/model-file/count-sums.ts";
import type { CountMatrix, Numbers } from "../../src/sparse.ts";

type Copier = <A extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(array: A) => A;

/** Copies arrays into the memory of a file, one behind the other. */
function copier(): Copier {
  const memory = FileMemory.reserve(1 << 22)!;
  let next = 0;
  return (array) => {
    const make = array.constructor as new (buffer: ArrayBuffer, at: number, length: number) => typeof array;
    const copy = new make(memory.bytes.buffer, memory.bytes.byteOffset + next, array.length);
    copy.set(array as never);
    next += (array.byteLength + 15) & ~7;
    return copy;
  };
}

describe("the memory of a file", () => {
  it("is told from other memory", () => {
    const memory = FileMemory.reserve(100)!;
    expect([...memory.bytes]).toEqual(Array.from({ length: 100 }, () => 0));
    expect(FileMemory.of(memory.bytes.subarray(3))).toBe(memory);
    expect(FileMemory.of(new Uint8Array(3))).toBeNull();
    expect(FileMemory.reserve(2 ** 31)).toBeNull();
  });

  it("has counts added up to what TypeScript adds them up to, right or wrong", () => {
    const anyCounts = fc.record({
      starts: fc.array(fc.nat(3), { maxLength: 6000, size: "max" }),
      wrong: fc.option(fc.tuple(fc.nat(), fc.constantFrom("start", "author", "value"), fc.nat(4)), {
        freq: 1,
      }),
      authors: fc.constantFrom(Uint8Array, Uint16Array, Uint32Array),
      values: fc.constantFrom(Uint8Array, Uint16Array, Uint32Array, Float64Array),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(anyCounts, ({ starts: sizes, wrong, authors: Authors, values: Values, seed }) => {
        const starts = Uint32Array.from([0, ...sizes]);
        for (let place = 1; place < starts.length; place++) starts[place]! += starts[place - 1]!;
        const length = starts.at(-1)!;
        const authors: Numbers = new Authors(length);
        const values: Numbers = new Values(length);
        for (let feature = 1; feature < starts.length; feature++) {
          for (let entry = starts[feature - 1]!; entry < starts[feature]!; entry++) {
            authors[entry] = (entry - starts[feature - 1]!) * 2 + ((seed + entry) % 2);
            values[entry] = 1 + ((seed ^ (entry * 77)) % 200);
          }
        }
        if (wrong !== null) {
          const [at, kind, value] = wrong;
          const array = kind === "start" ? starts : kind === "author" ? authors : values;
          array[at % Math.max(1, array.length)] = value;
        }
        const plain: CountMatrix = { nFeatures: sizes.length, nAuthors: 6, starts, authors, values };
        const copy = copier();
        const there = { ...plain, starts: copy(starts), authors: copy(authors), values: copy(values) };
        expect(addUpCounts(there)).toEqual(addUpCounts(plain));
      }),
      { numRuns: 60 },
    );
  });

  it("has pairs and features looked at as TypeScript looks at them, in order or not", () => {
    const some = fc.array(fc.nat(5), { maxLength: 9000, size: "max" });
    fc.assert(
      fc.property(some, fc.option(fc.tuple(fc.nat(), fc.nat(3))), (steps, wrong) => {
        const pairs = new Uint32Array(2 * steps.length);
        const features = new Uint32Array(steps.length);
        let next = 0;
        steps.forEach((step, node) => {
          const before = node === 0 ? NONE : pairs[2 * node - 2]!;
          const parent = step === 0 && node > 0 && before !== node - 1 ? (before + 1) >>> 0 : before;
          pairs[2 * node] = parent;
          pairs[2 * node + 1] = parent === before && node > 0 ? pairs[2 * node - 1]! + 1 : step;
          features[node] = step === 1 ? NONE : next++;
        });
        if (wrong !== null && steps.length > 0) {
          pairs[wrong[0] % pairs.length] = wrong[1];
          features[wrong[0] % features.length] = wrong[1];
        }
        const copy = copier();
        expect(disorderIn(copy(pairs), 8000)).toBe(disorderIn(pairs, 8000));
        expect(countFeatures(copy(features))).toBe(countFeatures(features));
      }),
      { numRuns: 60 },
    );
  });

  it("has tokens looked at as TypeScript looks at them, in order or not", () => {
    const token = fc.uint8Array({ max: 3, maxLength: 4 });
    const tokens = fc.array(token, { maxLength: 9000, size: "max" });
    fc.assert(
      fc.property(tokens, fc.option(fc.tuple(fc.nat(), token), { freq: 1 }), (some, wrong) => {
        const names = new Map(some.map((bytes) => [bytes.join(), bytes]));
        // A number in front, so that there are more of them than are looked at in a call.
        const long = Array.from({ length: 5000 }, (_, place) => Uint8Array.of(9, place >> 8, place & 255));
        const ordered = [...names.values(), ...long].sort((left, right) => Buffer.compare(left, right));
        if (wrong !== null) ordered[wrong[0] % ordered.length] = wrong[1];
        const bytes = new Uint8Array(Buffer.concat(ordered));
        const offsets = new Uint32Array(ordered.length + 1);
        ordered.forEach((of, place) => (offsets[place + 1] = offsets[place]! + of.length));
        const copy = copier();
        expect(disorderedToken(copy(bytes), copy(offsets))).toBe(disorderedToken(bytes, offsets));
      }),
      { numRuns: 30 },
    );
  });
});
