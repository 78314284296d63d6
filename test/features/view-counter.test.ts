import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { View } from "../../src/features/view.ts";
import { NONE } from "../../src/features/pair-table.ts";
import { type CountsOutside, mapRow, ExactCounter } from "../../src/features/view-counter.ts";
import type { CountMatrix } from "../../src/sparse.ts";
import { anyView } from "../small-recipes.ts";
import { countOracle, nameOracle, ngramsOracle, tally } from "./oracle.ts";
import { readingOf } from "../text/reading-of.ts";

interface FoldedDocument {
  readonly author: string;
  readonly text: string;
  readonly fold: number;
}

const AUTHORS = ["Anna", "Bela", "Çelik"];
const FOLDS = 4;

const view: fc.Arbitrary<View> = fc
  .tuple(anyView, fc.integer({ min: 1, max: 3 }), fc.constantFrom(1, 1, 0.9, 0.75, 0.5, 0.25))
  .map(([plain, minimum_documents, maximum_document_share]) => ({
    ...plain,
    minimum_documents,
    maximum_document_share,
  }));

/** Pieces that stay what they are wherever they stand, so that any n-gram is a text of its own. */
const pieces = fc.array(fc.constantFrom("a", "b", "c", "é", "我", "!"), { maxLength: 12 });
const textOf = (list: readonly string[], { tokens }: View): string =>
  // Without the spaces letters would join, and signs.
  tokens === "words" ? list.join(" ") : list.join("");

const viewAndDocuments = view.chain((chosen) =>
  fc.tuple(
    fc.constant(chosen),
    fc.array(
      fc.record({
        author: fc.constantFrom(...AUTHORS),
        text: pieces.map((list) => textOf(list, chosen)),
        fold: fc.nat(FOLDS - 1),
      }),
      { maxLength: 12 },
    ),
  ),
);

const numberOf = Uint32Array.of(0, 1, 2);

function add(counter: ExactCounter, { author, fold, text }: FoldedDocument): void {
  counter.add(AUTHORS.indexOf(author), fold, readingOf(text));
}

function learn(chosen: View, binary: boolean, documents: readonly FoldedDocument[]): ExactCounter {
  const counter = new ExactCounter(chosen, binary, FOLDS);
  for (const document of documents) add(counter, document);
  return counter;
}

/** Feature by feature, how often each author has it. */
function usesOf({ nFeatures, starts, authors, values }: CountMatrix): Map<string, number>[] {
  return Array.from({ length: nFeatures }, (_, feature) => {
    const uses = new Map<string, number>();
    for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
      uses.set(AUTHORS[authors[entry]!]!, values[entry]!);
    }
    return uses;
  });
}

/** The node of each n-gram of these documents, learned from n-grams that are counted alone, the short ones first. */
function nodesByName(
  counter: ExactCounter,
  documents: readonly FoldedDocument[],
  chosen: View,
): Map<string, number> {
  const ngrams = documents.flatMap(({ text }) => ngramsOracle(text, chosen));
  ngrams.sort((left, right) => left.length - right.length);
  const nodes = new Map<string, number>();
  const known = new Set<number>();
  for (const ngram of ngrams) {
    const name = nameOracle(ngram, chosen);
    if (nodes.has(name)) continue;
    counter.add(0, 0, readingOf(textOf(ngram, chosen)));
    const { ids, length } = counter.row();
    const fresh = Array.from(ids.subarray(0, length)).filter((node) => !known.has(node));
    expect(fresh, name).toHaveLength(1);
    nodes.set(name, fresh[0]!);
    known.add(fresh[0]!);
  }
  return nodes;
}

function countNaively(
  documents: readonly FoldedDocument[],
  chosen: View,
  binary: boolean,
): Map<string, Map<string, number>> {
  const counted = countOracle(documents, chosen);
  return new Map(counted.map(({ name, uses, documentsOf }) => [name, binary ? documentsOf : uses]));
}

describe.each([
  ["occurrences", false],
  ["documents", true],
])("a view that counts %s", (_, binary) => {
  it("learns without a fold what the other documents alone teach: the same features, the same counts", () => {
    fc.assert(
      fc.property(viewAndDocuments, ([chosen, documents]) => {
        const counter = learn(chosen, binary, documents);
        const without = Array.from({ length: FOLDS }, (_, fold) => counter.finishWithout(fold, numberOf));
        // What was learned is settled by now; these documents only tell which node is which n-gram.
        const nodes = nodesByName(counter, documents, chosen);
        without.forEach(({ counts, featureOf }, fold) => {
          const uses = usesOf(counts);
          const named = Array.from(nodes, ([name, node]) => [name, featureOf[node]!] as const);
          const features = named.filter(([, feature]) => feature !== NONE);
          expect(new Set(features.map(([, feature]) => feature)).size).toBe(counts.nFeatures);
          expect(features).toHaveLength(counts.nFeatures);
          const outside = documents.filter((document) => document.fold !== fold);
          expect(new Map(features.map(([name, feature]) => [name, uses[feature]!]))).toEqual(
            countNaively(outside, chosen, binary),
          );
        });
      }),
      { numRuns: 200 },
    );
  });

  it("learns the same from all documents whatever their folds, and goes on after it was asked", () => {
    fc.assert(
      fc.property(viewAndDocuments, fc.nat(12), ([chosen, documents], asked) => {
        const counter = new ExactCounter(chosen, binary, FOLDS);
        documents.forEach((document, place) => {
          add(counter, document);
          if (place !== asked) return;
          counter.finish(numberOf);
          counter.finishWithout(document.fold, numberOf);
        });
        const apart = counter.finish(numberOf);
        const whole = new ExactCounter(chosen, binary, 1);
        for (const document of documents) add(whole, { ...document, fold: 0 });
        const together = whole.finish(numberOf);
        expect(apart.counts).toEqual(together.counts);
        expect(apart.vocabulary.arrays).toEqual(together.vocabulary.arrays);
        const names = usesOf(apart.counts).map(
          (uses, feature) => [apart.vocabulary.nameOf(feature), uses] as const,
        );
        expect(new Map(names)).toEqual(countNaively(documents, chosen, binary));
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the features of a row that are known without its fold, with the counts of the text", () => {
    fc.assert(
      fc.property(viewAndDocuments, fc.nat(100), ([chosen, documents], offset) => {
        const counter = new ExactCounter(chosen, binary, FOLDS);
        const rows = documents.map((document) => {
          add(counter, document);
          const { ids, values, length } = counter.row();
          return { ids: ids.slice(0, length), values: values.slice(0, length) };
        });
        documents.forEach(({ text, fold }, place) => {
          const outside: CountsOutside = counter.finishWithout(fold, numberOf);
          const row = mapRow(rows[place]!, outside.featureOf, offset);
          const uses = usesOf(outside.counts);
          const found = Array.from(row.ids.subarray(0, row.length), (id, index) => ({
            count: row.values[index]!,
            uses: uses[id - offset]!,
          }));
          const others = documents.filter((document) => document.fold !== fold);
          const known = countNaively(others, chosen, binary);
          const names = tally(ngramsOracle(text, chosen).map((ngram) => nameOracle(ngram, chosen)));
          const expected = Array.from(names, ([name, count]) => ({ count, uses: known.get(name)! }));
          // Features have no names here, so that the two are compared in no order.
          expect(inNoOrder(found)).toEqual(
            inNoOrder(expected.filter((feature) => feature.uses !== undefined)),
          );
        });
      }),
      { numRuns: 100 },
    );
  });
});

const inNoOrder = (list: readonly { count: number; uses: Map<string, number> }[]): string[] =>
  list.map(({ count, uses }) => JSON.stringify([count, [...uses].sort()])).sort();

describe("a view", () => {
  const plain: View = {
    tokens: "words",
    ngrams: [1, 1],
    lower_case: true,
    minimum_documents: 1,
    maximum_document_share: 1,
  };

  it("counts alphabets too large for its windows just as well, and mixes both", () => {
    const wide: View = { ...plain, tokens: "characters", ngrams: [2, 16] };
    const texts = ["abcab", "once upon a midnight dreary, while I pondered", "abcab", "weak and weary"];
    const documents = texts.map((text, place) => ({
      author: AUTHORS[place % 2]!,
      fold: place % FOLDS,
      text,
    }));
    const counter = learn(wide, false, documents);
    const { vocabulary, counts } = counter.finish(numberOf);
    const names = usesOf(counts).map((uses, feature) => [vocabulary.nameOf(feature), uses] as const);
    expect(new Map(names)).toEqual(countNaively(documents, wide, false));
  });

  it("knows nothing without its only fold", () => {
    const counter = new ExactCounter(plain, false, 1);
    counter.add(0, 0, readingOf("a b"));
    const { counts, featureOf } = counter.finishWithout(0, Uint32Array.of(0));
    expect([counts.nFeatures, counts.values.length, [...featureOf]]).toEqual([0, 0, [NONE, NONE]]);
  });

  it("leaves out of a row what was not there yet when the counts were asked for", () => {
    const counter = new ExactCounter(plain, false, 2);
    counter.add(0, 0, readingOf("a b"));
    const { featureOf } = counter.finishWithout(1, Uint32Array.of(0));
    counter.add(0, 1, readingOf("c b b c"));
    const { ids, values, length } = counter.row();
    const row = mapRow({ ids: ids.slice(0, length), values: values.slice(0, length) }, featureOf, 10);
    expect([row.length, row.ids[0], row.values[0]]).toEqual([1, 11, 2]);
  });

  it("gives authors the numbers they are to have", () => {
    const counter = new ExactCounter(plain, false, 2);
    counter.add(0, 0, readingOf("a a a"));
    counter.add(1, 1, readingOf("a"));
    const reversed = Uint32Array.of(1, 0);
    expect(counter.finish(reversed).counts).toMatchObject({
      authors: Uint8Array.of(0, 1),
      values: Uint8Array.of(1, 3),
    });
    expect(counter.finishWithout(1, reversed).counts).toMatchObject({
      authors: Uint8Array.of(1),
      values: Uint8Array.of(3),
    });
  });
});
