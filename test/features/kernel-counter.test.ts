import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ExactCounter } from "../../src/features/view-counter.ts";
import type { View } from "../../src/features/view.ts";
import type { KernelLimits } from "../../src/features/window-counter.ts";
import { createRandom } from "../../src/random.ts";
import { Reading } from "../../src/text/reading.ts";
import { anyText, repetitiveText } from "../text/unicode.ts";

interface Written {
  readonly author: number;
  readonly fold: number;
  readonly text: string;
}

const FOLDS = 3;
const roomy = 2 ** 30;
const never: KernelLimits = { from: Infinity, full: roomy };
const always: KernelLimits = { from: 0, full: roomy };

const words: View = {
  tokens: "words",
  ngrams: [1, 1],
  lower_case: true,
  minimum_documents: 1,
  maximum_document_share: 1,
};
const characters: View = { ...words, tokens: "characters", ngrams: [2, 5] };

const anyRange = fc
  .tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 16 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const anyView: fc.Arbitrary<View> = fc
  .tuple(fc.constantFrom<View>(words, characters, { ...characters, mask: "letters" }), anyRange, fc.boolean())
  .map(([view, ngrams, lower_case]) => ({ ...view, ngrams, lower_case }));

/** What was learned, in no order of arrival. */
function learned(counter: ExactCounter, authors: number): unknown {
  const { vocabulary, counts } = counter.finish(Uint32Array.from({ length: authors }, (_, author) => author));
  const without = counter.finishWithout(
    1,
    Uint32Array.from({ length: authors }, (_, author) => author),
  );
  return { ...vocabulary.arrays, counts, without: without.counts.nFeatures };
}

function count(
  view: View,
  documents: readonly Written[],
  limits: KernelLimits,
  askedAt: number,
  reading: Reading,
): unknown {
  const counter = new ExactCounter(view, false, FOLDS, limits);
  documents.forEach(({ author, fold, text }, place) => {
    counter.add(author, fold, reading.readText(text));
    if (place === askedAt) counter.part();
  });
  return learned(counter, 1 + documents.reduce((most, { author }) => Math.max(most, author), 0));
}

/** Expects the kernel to count what TypeScript counts, from the start and from in between. */
function expectAlike(view: View, documents: readonly Written[], asked = -1, late = 40): void {
  const expected = count(view, documents, never, asked, new Reading(Infinity));
  expect(count(view, documents, always, asked, new Reading(0))).toEqual(expected);
  expect(count(view, documents, { from: late, full: roomy }, asked, new Reading(late))).toEqual(expected);
}

describe("windows counted by the kernel", () => {
  const anyDocument = fc.record({
    author: fc.nat(5),
    fold: fc.nat(FOLDS - 1),
    text: fc.oneof(anyText, repetitiveText),
  });

  it("are those that TypeScript counts, for all of Unicode and n-grams of any length", () => {
    fc.assert(
      fc.property(
        anyView,
        fc.array(anyDocument, { maxLength: 8 }),
        fc.nat(8),
        fc.nat(200),
        (view, documents, asked, late) => expectAlike(view, documents, asked, late),
      ),
      { numRuns: 60 },
    );
  });

  it("are the same when parts are counted elsewhere and merged, by a kernel or not, and counting goes on", () => {
    const limits = fc.constantFrom(never, always, { from: 60, full: roomy });
    const view = fc.oneof(anyView, fc.constantFrom<View>(words, { ...words, lower_case: false }));
    const work = fc.array(fc.tuple(anyDocument, fc.constantFrom("here", "there", "late")), { maxLength: 9 });
    fc.assert(
      fc.property(view, work, limits, limits, fc.boolean(), fc.boolean(), (...drawn) => {
        const [view, documents, here, there, settled, asItIs] = drawn;
        const [near, far] = [
          new ExactCounter(view, false, FOLDS, here),
          new ExactCounter(view, false, FOLDS, there),
        ];
        const [reading, other] = [new Reading(0), new Reading(0)];
        const alone = new ExactCounter(view, false, FOLDS, never);
        const plain = new Reading(Infinity);
        for (const [{ author, fold, text }] of documents) alone.add(author, fold, plain.readText(text));
        const add = (place: string, counter: ExactCounter, by: Reading): void => {
          for (const [{ author, fold, text }, where] of documents) {
            if (where === place) counter.add(author, fold, by.readText(text));
          }
        };
        add("here", near, reading);
        add("there", far, other);
        if (settled) near.settle();
        const authors = Uint32Array.from({ length: 6 }, (_, author) => author);
        near.merge(far.part(asItIs), authors);
        add("late", near, reading);
        expect(learned(near, 6)).toEqual(learned(alone, 6));
        // Whoever has finished may go on.
        const [first] = documents;
        if (first === undefined) return;
        near.add(0, 0, reading.readText(`${first[0].text} more`));
        alone.add(0, 0, plain.readText(`${first[0].text} more`));
        expect(learned(near, 6)).toEqual(learned(alone, 6));
      }),
      { numRuns: 100 },
    );
  });

  /** Texts of made-up words, most of them rare. */
  function madeUp(seed: number, documents: number, length: number, authors: number): Written[] {
    const random = createRandom(seed);
    return Array.from({ length: documents }, (_, place) => {
      const text = Array.from({ length }, () => {
        const rank = Math.floor(20_000 ** random.next());
        return rank % 7 === 0
          ? `${rank}-fold,`
          : `${(rank * 2654435761).toString(36).repeat(1 + (rank % 3))}`;
      });
      return { author: place % authors, fold: random.below(FOLDS), text: text.join(" ") };
    });
  }

  it.each([
    ["words", words],
    ["words by twos", { ...words, ngrams: [1, 2] as const }],
    ["characters", characters],
    ["masked characters", { ...characters, ngrams: [1, 7] as const, mask: "letters" as const }],
  ])("are those that TypeScript counts while all tables grow: %s", (_, view) => {
    expectAlike(view, madeUp(7, 40, 1500, 2), 20, 30_000);
  });

  it.each([
    ["words", words, 1500],
    ["words by twos", { ...words, ngrams: [1, 2] as const }, 300],
    ["characters", characters, 300],
  ])("are handed over as they are while tables grow, here and there: %s", (_, view, length) => {
    const documents = madeUp(10, 40, length, 2);
    const authors = Uint32Array.of(0, 1);
    const alone = new ExactCounter(view, false, FOLDS, never);
    const plain = new Reading(Infinity);
    for (const { author, fold, text } of documents) alone.add(author, fold, plain.readText(text));
    const expected = learned(alone, 2);
    for (const [here, there] of [
      [always, always],
      [never, always],
      [always, never],
    ] as const) {
      const [near, far] = [here, there].map((limits) => new ExactCounter(view, false, FOLDS, limits)) as [
        ExactCounter,
        ExactCounter,
      ];
      const [reading, other] = [new Reading(0), new Reading(0)];
      documents.forEach(({ author, fold, text }, place) => {
        if (place % 3 === 0) far.add(1 - author, fold, other.readText(text));
        else near.add(author, fold, reading.readText(text));
      });
      near.merge(far.part(true), authors.toReversed());
      expect(learned(near, 2)).toEqual(expected);
    }
  });

  it("are handed over as they are where both have more characters than windows tell apart", () => {
    const wide = (from: number): string =>
      Array.from({ length: 3000 }, (_, place) => String.fromCodePoint(from + place)).join("");
    const [near, far, alone] = [always, always, never].map(
      (limits) => new ExactCounter(characters, false, 1, limits),
    ) as [ExactCounter, ExactCounter, ExactCounter];
    for (const [counter, text] of [
      [near, wide(0x4e00)],
      [far, wide(0x5e00)],
    ] as const) {
      counter.add(0, 0, new Reading(0).readText(text));
      alone.add(0, 0, new Reading(Infinity).readText(text));
    }
    near.merge(far.part(true), Uint32Array.of(0));
    const finished = [near, alone].map((counter) => counter.finish(Uint32Array.of(0)));
    expect(finished[0]!.counts).toEqual(finished[1]!.counts);
    expect(finished[0]!.vocabulary.arrays).toEqual(finished[1]!.vocabulary.arrays);
  });

  it("are those that TypeScript counts for a thousand authors", () => {
    expectAlike(characters, madeUp(8, 2000, 4, 1000), 1500, 3000);
  });

  it("leave texts with more characters than windows tell apart to n-grams, one by one", () => {
    const wide = Array.from({ length: 5000 }, (_, place) => String.fromCodePoint(0x4e00 + place)).join("");
    const documents = ["abcab", wide, "a 我 b", wide.slice(0, 100), "abc"];
    expectAlike(
      characters,
      documents.map((text, place) => ({ author: place % 2, fold: 0, text })),
    );
    expectAlike(
      { ...words, ngrams: [1, 16] },
      documents.map((text, place) => ({ author: place % 2, fold: 0, text: text.slice(0, 200) })),
    );
  });

  it.each([0, 100_000, 20_000_000])(
    "are drained as often as need be when memory ends at %i bytes",
    (full) => {
      const documents = madeUp(9, 30, 300, 3);
      const expected = count(characters, documents, never, -1, new Reading(Infinity));
      expect(count(characters, documents, { from: 0, full }, -1, new Reading(0))).toEqual(expected);
    },
  );

  it("know the row of the document that was just added", () => {
    for (const view of [words, characters]) {
      const rows = [never, always].map((limits) => {
        const counter = new ExactCounter(view, false, 1, limits);
        const reading = new Reading(limits.from);
        counter.add(0, 0, reading.readText("to be or not to be"));
        const { ids, values, length } = counter.row();
        return { ids: ids.slice(0, length), values: values.slice(0, length) };
      });
      expect(rows[0]).toEqual(rows[1]);
    }
  });
});
