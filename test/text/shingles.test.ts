import { describe, expect, it } from "vitest";
import * as fc from "fast-check";

import { createRandom, shuffle } from "../../src/random.ts";
import { Shingles } from "../../src/text/shingles.ts";
import { readingOf } from "./reading-of.ts";

const none: readonly string[] = [];

/** For each text the first one that it belongs together with. */
function groupsOf(texts: readonly string[], works = none, order = [...texts.keys()]): number[] {
  const shingles = new Shingles();
  for (const text of texts) shingles.add(readingOf(text).tokens(true));
  return [...shingles.groups(Uint32Array.from(order), works)];
}

/** "w3 w4 w5" for 3 and 6. */
const run = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, place) => `w${from + place}`).join(" ");

describe("near duplicates", () => {
  // 104 words are 100 shingles. 54 of the same words in a row are 50 of the same shingles, 53 are 49.
  it.each([
    ["half of the shorter one's shingles, 50 of 100", `${run(0, 104)}`, `${run(50, 404)}`, [0, 0]],
    ["less than half of them, 49 of 100", `${run(0, 104)}`, `${run(51, 405)}`, [0, 1]],
    ["a short text within a long one", run(100, 130), run(0, 1000), [0, 0]],
    ["the same in capitals", run(0, 30), run(0, 30).toUpperCase(), [0, 0]],
    ["the same words in another order", run(0, 30), run(0, 30).split(" ").toReversed().join(" "), [0, 1]],
    ["20 shingles", run(0, 24), run(0, 24), [0, 0]],
    ["19 shingles, which are too few", run(0, 23), run(0, 23), [0, 1]],
  ])("%s", (_, one, other, expected) => {
    expect(groupsOf([one, other])).toEqual(expected);
    expect(groupsOf([other, one])).toEqual(expected);
  });

  it("of near duplicates belong together, and so does what is of one work", () => {
    const chain = [run(0, 104), run(40, 144), run(80, 184)];
    expect(groupsOf(chain)).toEqual([0, 0, 0]);
    expect(groupsOf([chain[0]!, chain[2]!])).toEqual([0, 1]);
    const works = ["odes", "songs", "odes", "letters"];
    expect(groupsOf([run(0, 30), run(100, 130), run(200, 230), run(90, 140)], works)).toEqual([0, 1, 0, 1]);
  });

  it("are found where hundreds have the same", () => {
    const letters = Array.from(
      { length: 400 },
      (_, place) => `${run(0, 60)} ${run(100 * place, 100 * place + 9)}`,
    );
    expect(new Set(groupsOf(letters))).toEqual(new Set([0]));
  });

  it("are none where nothing is", () => {
    expect(groupsOf([])).toEqual([]);
    expect(groupsOf(["", "a", ""])).toEqual([0, 1, 2]);
  });

  it("are those of all pairs, whatever the order", () => {
    // Texts made of a few passages, some of them cut.
    const passage = fc.tuple(fc.nat(5), fc.nat(30), fc.nat(30)).map(([which, from, more]) => {
      return run(100 * which + from, 100 * which + from + more);
    });
    const texts = fc.array(
      fc.array(passage, { maxLength: 4 }).map((passages) => passages.join(" ")),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(texts, fc.nat(), (given, seed) => {
        const expected = slowGroups(given);
        expect(groupsOf(given)).toEqual(expected);
        const order = shuffle([...given.keys()], createRandom(seed));
        const groups = groupsOf(given, none, order);
        order.forEach((one, place) => {
          order.forEach((other, after) => {
            expect(groups[place] === groups[after]).toBe(expected[one] === expected[other]);
          });
        });
      }),
    );
  });
});

/** Compares all with all until nothing changes. */
function slowGroups(texts: readonly string[]): number[] {
  const sets = texts.map((text) => {
    const words = text.split(" ").filter((word) => word !== "");
    return new Set(words.slice(4).map((_, first) => words.slice(first, first + 5).join(" ")));
  });
  const groups = [...texts.keys()];
  for (let changed = true; changed;) {
    changed = false;
    sets.forEach((one, place) => {
      sets.forEach((other, after) => {
        const shorter = Math.min(one.size, other.size);
        if (shorter < 20 || [...one].filter((shingle) => other.has(shingle)).length < shorter / 2) return;
        const first = Math.min(groups[place]!, groups[after]!);
        changed ||= groups[place] !== first || groups[after] !== first;
        groups[place] = first;
        groups[after] = first;
      });
    });
  }
  return groups;
}
