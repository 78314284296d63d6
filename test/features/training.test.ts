/** The whole way from documents to counts, against the oracle; through the identifier, however it gets there. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Document } from "../../src/document.ts";
import type { View } from "../../src/features/view.ts";
import type { Identifier } from "../../src/identifier.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { anyView, byTwo, plainWords, recipeOf, repeatingText } from "../small-recipes.ts";
import { anyText } from "../text/unicode.ts";
import { countOracle, nameOracle, ngramsOracle, piecesOracle, tally } from "./oracle.ts";
import { readingOf } from "../text/reading-of.ts";

const namesOf = ({ features }: Identifier): string[] =>
  Array.from({ length: features.size }, (_, feature) => features.nameOf(feature)!);

/** Feature by feature, how often each author has it. */
function countsOf({ authors, parts }: Identifier): Map<string, number>[] {
  const { nFeatures, starts, authors: owners, values } = parts.counts;
  return Array.from({ length: nFeatures }, (_, feature) => {
    const uses = new Map<string, number>();
    for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
      uses.set(authors[owners[entry]!]!, values[entry]!);
    }
    return uses;
  });
}

const sorted = (counts: Map<string, number>): Map<string, number> => new Map([...counts].sort());

const text = fc.oneof(repeatingText, anyText);

/** A corpus of two authors or three; "x" sees to it that there is something to learn. */
const corpus: fc.Arbitrary<Document[]> = fc
  .array(fc.record({ author: fc.constantFrom("Anna", "Bela", "Çelik"), text }), { maxLength: 8 })
  .map((documents) => [...documents, ...byTwo("x x x x x x", "x x x x x x")]);

const bernoulli = { name: "bernoulli-naive-bayes", smoothing: 1, priors: "corpus" } as const;

describe("training", () => {
  it("finds the n-grams of the texts, in canonical order, and counts them as naive slices do", () => {
    fc.assert(
      fc.property(corpus, anyView, (documents, view) => {
        const identifier = trainIdentifier(documents, recipeOf([view]));
        const expected = countOracle(documents, view);
        expect(namesOf(identifier)).toEqual(expected.map(({ name }) => name));
        expect(countsOf(identifier)).toEqual(expected.map(({ uses }) => sorted(uses)));
      }),
      { numRuns: 400 },
    );
  });

  it("counts documents for Bernoulli", () => {
    fc.assert(
      fc.property(corpus, anyView, (documents, view) => {
        const identifier = trainIdentifier(documents, recipeOf([view], bernoulli));
        const expected = countOracle(documents, view);
        expect(countsOf(identifier)).toEqual(expected.map(({ documentsOf }) => sorted(documentsOf)));
      }),
      { numRuns: 100 },
    );
  });

  it("counts the same when it keeps documents aside for a calibration", () => {
    fc.assert(
      fc.property(corpus, anyView, fc.constantFrom(undefined, bernoulli), (documents, view, classifier) => {
        const plain = trainIdentifier(documents, recipeOf([view], classifier));
        const calibrated = trainIdentifier(documents, recipeOf([view], classifier, "temperature"));
        expect(calibrated.parts.counts).toEqual(plain.parts.counts);
        expect(calibrated.parts.vocabularies.map((vocabulary) => vocabulary?.arrays)).toEqual(
          plain.parts.vocabularies.map((vocabulary) => vocabulary?.arrays),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("leaves out features in too few or too many documents", () => {
    const thresholds = fc.record({
      minimum_documents: fc.integer({ min: 1, max: 4 }),
      maximum_document_share: fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10),
    });
    fc.assert(
      fc.property(corpus, anyView, thresholds, (documents, plain, limits) => {
        const view: View = { ...plain, ...limits };
        const expected = countOracle(documents, view);
        fc.pre(expected.length > 0);
        const identifier = trainIdentifier(documents, recipeOf([view]));
        expect(namesOf(identifier)).toEqual(expected.map(({ name }) => name));
        expect(countsOf(identifier)).toEqual(expected.map(({ uses }) => sorted(uses)));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps a feature in exactly the largest share, whatever its fraction", () => {
    // w1 is in one of a hundred documents, w2 in two …
    const documents = byTwo(
      ...Array.from({ length: 100 }, (_, place) =>
        Array.from({ length: 100 }, (_, word) => (place < word ? `w${word}` : "")).join(" "),
      ),
    );
    for (let hundredths = 1; hundredths < 100; hundredths++) {
      const identifier = trainIdentifier(documents, recipeOf([{ maximum_document_share: hundredths / 100 }]));
      expect(new Set(namesOf(identifier))).toEqual(
        new Set(Array.from({ length: hundredths }, (_, word) => `w${word + 1}`)),
      );
    }
  });

  it("comes to the same bits whatever the order of the documents", () => {
    fc.assert(
      fc.property(
        corpus.chain((documents) =>
          fc.tuple(fc.constant(documents), fc.shuffledSubarray(documents, { minLength: documents.length })),
        ),
        fc.array(anyView, { minLength: 1, maxLength: 2 }),
        ([documents, shuffled], views) => {
          const one = trainIdentifier(documents, recipeOf(views)).parts;
          const other = trainIdentifier(shuffled, recipeOf(views)).parts;
          expect(other.counts).toEqual(one.counts);
          expect(other.vocabularies.map((vocabulary) => vocabulary?.arrays)).toEqual(
            one.vocabularies.map((vocabulary) => vocabulary?.arrays),
          );
          expect(other).toMatchObject({ authors: one.authors, knownTexts: one.knownTexts, card: one.card });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("takes words like __proto__ for words", () => {
    const odd = "__proto__ constructor toString hasOwnProperty valueOf prototype";
    const documents = byTwo(`${odd} ${odd}`, "constructor");
    for (const view of [
      plainWords,
      { ...plainWords, tokens: "characters" as const, ngrams: [1, 16] as const },
    ]) {
      const identifier = trainIdentifier(documents, recipeOf([view]));
      expect(countsOf(identifier)).toEqual(countOracle(documents, view).map(({ uses }) => sorted(uses)));
      expect(namesOf(identifier)).toContain("constructor");
      expect(identifier.predict("toString").author).toBe("Anna");
    }
  });

  it("copes with ten thousand different words and more authors than fit into a byte", () => {
    const documents = Array.from({ length: 300 }, (_, place) => ({
      author: `author ${String(place).padStart(3, "0")}`,
      text: Array.from({ length: 50 }, (_, word) => `w${(place * 37 + word) % 10_000} same`).join(" "),
    }));
    const identifier = trainIdentifier(documents, recipeOf([{ ngrams: [1, 2] }]));
    const expected = countOracle(documents, { ...plainWords, ngrams: [1, 2] });
    expect(namesOf(identifier)).toEqual(expected.map(({ name }) => name));
    expect(countsOf(identifier)).toEqual(expected.map(({ uses }) => sorted(uses)));
    expect(countsOf(identifier)[namesOf(identifier).indexOf("same")]!.size).toBe(300);
  });
});

describe("a new text", () => {
  it("has the known n-grams of naive slices", () => {
    fc.assert(
      fc.property(corpus, anyView, text, (documents, view, asked) => {
        const identifier = trainIdentifier(documents, recipeOf([view]));
        const known = new Set(namesOf(identifier));
        const possible = ngramsOracle(asked, view).map((pieces) => nameOracle(pieces, view));
        const expected = tally(possible.filter((name) => known.has(name)));
        const row = identifier.features.extract(readingOf(asked));
        const found = new Map<string, number>();
        for (let place = 0; place < row.length; place++) {
          found.set(identifier.features.nameOf(row.ids[place]!)!, row.values[place]!);
        }
        expect(found.size).toBe(row.length);
        expect(sorted(found)).toEqual(sorted(expected));
        expect(row.possible).toBe(possible.length);
        expect(row.known).toBe([...expected.values()].reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: 400 },
    );
  });

  it("has the same features in composed and in decomposed form", () => {
    fc.assert(
      fc.property(text, anyView, (written, view) => {
        const composed = written.toWellFormed().normalize("NFC");
        const decomposed = written.toWellFormed().normalize("NFD");
        const identifier = trainIdentifier(byTwo(composed, "x x x x x x"), recipeOf([view]));
        const { ids, values, length, possible } = identifier.features.extract(readingOf(composed));
        const expected = { ids: ids.slice(0, length), values: values.slice(0, length), possible };
        const row = identifier.features.extract(readingOf(decomposed));
        expect({
          ids: row.ids.slice(0, row.length),
          values: row.values.slice(0, row.length),
          possible: row.possible,
        }).toEqual(expected);
        expect(row.known).toBe(possible);
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves nothing of itself for the next one", () => {
    const identifier = trainIdentifier(byTwo("a b c d", "b c d e f"), recipeOf([{ ngrams: [1, 3] }]));
    const read = (asked: string): unknown => {
      const { ids, values, length, known, possible } = identifier.features.extract(readingOf(asked));
      return { ids: ids.slice(0, length), values: values.slice(0, length), known, possible };
    };
    const first = read("a b c d e f a b c d e f");
    read("");
    read("unheard of 😀");
    expect(read("a b c d e f a b c d e f")).toEqual(first);
    expect(read("")).toMatchObject({ known: 0, possible: 0 });
  });
});

describe("where features stand", () => {
  const withoutGaps = (written: string): string =>
    written.replaceAll(/[\p{Z}\p{Cc}\u200B]/gu, "").replaceAll("ς", "σ");

  it("is where their n-grams do, in the order of the text", () => {
    fc.assert(
      fc.property(text, anyView, (asked, view) => {
        const identifier = trainIdentifier(byTwo(asked, "x x x x x x"), recipeOf([view]));
        const found = identifier.features.locate(asked);
        const expected = ngramsOracle(asked, view).map((pieces) => nameOracle(pieces, view));
        expect(found.map(({ feature }) => identifier.features.nameOf(feature))).toEqual(expected);
        let last = 0;
        for (const [place, { start, end }] of found.entries()) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = start;
          const slice = asked.slice(start, end);
          const pieces = piecesOracle(slice, view);
          const name = withoutGaps(expected[place]!);
          // What can merge is one place, of which a feature may be a part.
          if (view.tokens === "words" && !/[\u1160-\u11FF\u{16D67}\u{16D68}]/u.test(slice))
            expect(withoutGaps(pieces.join(""))).toBe(name);
          else expect(withoutGaps(pieces.join(""))).toContain(name);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("covers the whole text but for white space and what has no shape", () => {
    fc.assert(
      fc.property(text, fc.constantFrom("words" as const, "characters" as const), (asked, tokens) => {
        const identifier = trainIdentifier(byTwo(asked, "x"), recipeOf([{ tokens }]));
        let covered = 0;
        let outside = "";
        for (const { start, end } of identifier.features.locate(asked)) {
          if (start > covered) outside += asked.slice(covered, start);
          covered = Math.max(covered, end);
        }
        outside += asked.slice(covered);
        expect(piecesOracle(outside, { ...plainWords, tokens: "words" })).toEqual([]);
        if (tokens === "characters") expect(piecesOracle(outside, { ...plainWords, tokens })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["a word", "The Cat sat", "cat", [4, 7]],
    ["a clitic", "I can't", "n't", [4, 7]],
    ["a word after a capital sigma", "ὁ ΣΟΦΟΣ ἀνήρ", "σοφος", [2, 7]],
    ["a word after İ", "ve İstanbul", "i\u0307stanbul", [3, 11]],
    ["a decomposed word", "un cafe\u0301.", "café", [3, 8]],
    ["a word with soft hyphens", "syl\u00adla\u00adble x", "syllable", [0, 10]],
    ["a word after an emoji", "👩🏽‍🚀 go", "go", [8, 10]],
    ["an emoji", "go 👩🏽‍🚀 go", "👩🏽‍🚀", [3, 10]],
    ["Korean in jamo", "x \u1112\u1161\u11ab y", "한", [2, 5]],
  ])("is right for %s", (_, written, name, span) => {
    const { features } = trainIdentifier(byTwo(written, "x"), recipeOf());
    const found = features.locate(written).find(({ feature }) => features.nameOf(feature) === name);
    expect(found && [found.start, found.end]).toEqual(span);
  });
});

describe("several views", () => {
  it("stand side by side, each as if it were alone", () => {
    fc.assert(
      fc.property(
        corpus,
        fc.array(anyView, { minLength: 2, maxLength: 3 }),
        text,
        (documents, views, asked) => {
          const joint = trainIdentifier(documents, recipeOf(views));
          const single = views.map((view) => trainIdentifier(documents, recipeOf([view])));
          expect(namesOf(joint)).toEqual(single.flatMap(namesOf));
          expect(countsOf(joint)).toEqual(single.flatMap(countsOf));
          expect(joint.features.size).toBe(joint.parts.counts.nFeatures);

          const located = joint.features.locate(asked);
          const row = joint.features.extract(readingOf(asked));
          let offset = 0;
          let place = 0;
          const totals = { known: 0, possible: 0 };
          const occurrences: unknown[] = [];
          for (const { features } of single) {
            const own = features.extract(readingOf(asked));
            for (let index = 0; index < own.length; index++, place++) {
              expect([row.ids[place], row.values[place]]).toEqual([
                own.ids[index]! + offset,
                own.values[index],
              ]);
            }
            totals.known += own.known;
            totals.possible += own.possible;
            for (const { feature, start, end } of features.locate(asked)) {
              occurrences.push({ feature: feature + offset, start, end });
            }
            offset += features.size;
          }
          expect(row).toMatchObject({ length: place, ...totals });
          expect(located).toEqual(occurrences);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("may have one in which thresholds leave nothing", () => {
    const documents = byTwo("a b", "a c");
    const empty = { minimum_documents: 3 };
    for (const views of [
      [empty, {}],
      [{}, empty],
      [{}, empty, { tokens: "characters" as const }],
    ]) {
      const { features } = trainIdentifier(documents, recipeOf(views));
      expect(namesOf(trainIdentifier(documents, recipeOf(views))).slice(0, 3)).toEqual(["a", "b", "c"]);
      const row = features.extract(readingOf("c b a"));
      expect(Array.from(row.ids.subarray(0, 3), (id) => features.nameOf(id)).sort()).toEqual(["a", "b", "c"]);
    }
  });
});
