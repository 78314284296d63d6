import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { BucketFinder, HashedVocabulary } from "../../src/features/hashed-vocabulary.ts";
import type { View } from "../../src/features/view.ts";
import { explain } from "../../src/explain/explain.ts";
import { decodeModel } from "../../src/model-file/decode.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { decodeCounts, encodeCounts } from "../../src/model-file/counts-file.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { Trainer, trainIdentifier } from "../../src/trainer.ts";
import { partOf } from "../../src/training-part.ts";
import { readingOf } from "../text/reading-of.ts";
import { anyView, repeatingText } from "../small-recipes.ts";
import { ngramsOracle } from "./oracle.ts";

/** The formula of hashed-vocabulary.ts in large numbers; symbols are code points. */
function slowBucket(symbols: readonly number[], bits: number): number {
  const times = (left: bigint, right: bigint): bigint => BigInt.asUintN(32, left * right);
  const turned = (number: bigint, by: bigint): bigint =>
    BigInt.asUintN(32, (number << by) | (number >> (32n - by)));
  let hash = 0x9747b28cn;
  for (const symbol of symbols) {
    const mixed = times(turned(times(BigInt(symbol), 0xcc9e2d51n), 15n), 0x1b873593n);
    hash = BigInt.asUintN(32, times(turned(hash ^ mixed, 13n), 5n) + 0xe6546b64n);
  }
  return Number(times(hash ^ (hash >> 16n), 0x9e3779b1n) >> BigInt(32 - bits));
}

const hashedView = fc.tuple(anyView, fc.integer({ min: 8, max: 20 })).map(([view, hash_bits]): View => ({
  ...view,
  minimum_documents: 1,
  maximum_document_share: 1,
  hash_bits,
}));

describe("buckets", () => {
  it("are those of the formula", () => {
    fc.assert(
      fc.property(hashedView, repeatingText, (view, text) => {
        const characters: View = { ...view, tokens: "characters" };
        const finder = new BucketFinder(characters);
        finder.find(readingOf(text));
        const expected = ngramsOracle(text, characters).map((pieces) =>
          slowBucket(
            pieces.map((piece) => piece.codePointAt(0)!),
            view.hash_bits!,
          ),
        );
        const found = Array.from(finder.buckets.subarray(0, finder.length));
        expect(found.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
      }),
    );
  });

  it("are as many as n-grams of words, the same for the same n-gram", () => {
    fc.assert(
      fc.property(hashedView, repeatingText, (view, text) => {
        const words: View = { ...view, tokens: "words" };
        const finder = new BucketFinder(words);
        finder.find(readingOf(text));
        const [shortest, longest] = view.ngrams;
        const buckets = new Map<string, number>();
        const pieces = ngramsOracle(text, { ...words, ngrams: [1, 1] }).flat();
        let at = 0;
        for (const [first, count] of finder.places(pieces.length)) {
          expect(count >= shortest && count <= longest).toBe(true);
          const name = pieces.slice(first, first + count).join("\0");
          const bucket = finder.buckets[at++]!;
          expect(buckets.get(name) ?? bucket).toBe(bucket);
          buckets.set(name, bucket);
        }
        expect(at).toBe(finder.length);
      }),
    );
  });

  it("share as many n-grams as is estimated", () => {
    const view: View = {
      tokens: "characters",
      ngrams: [3, 3],
      lower_case: false,
      minimum_documents: 1,
      maximum_document_share: 1,
      hash_bits: 14,
    };
    const finder = new BucketFinder(view);
    const ngrams = new Map<string, number>();
    for (let number = 0; number < 8000; number++) {
      const name = String.fromCodePoint(
        97 + (number % 26),
        97 + (Math.floor(number / 26) % 26),
        300 + Math.floor(number / 676),
      );
      finder.find(readingOf(name));
      ngrams.set(name, finder.buckets[0]!);
    }
    const held = new Map<number, number>();
    for (const bucket of ngrams.values()) held.set(bucket, (held.get(bucket) ?? 0) + 1);
    const starts = new Uint32Array(2 ** 14 + 1);
    for (let bucket = 0; bucket < 2 ** 14; bucket++)
      starts[bucket + 1] = starts[bucket]! + (held.has(bucket) ? 1 : 0);
    const vocabulary = new HashedVocabulary(view, starts, 0);
    expect(vocabulary.used).toBe(held.size);
    expect(Math.abs(vocabulary.ngrams / ngrams.size - 1)).toBeLessThan(0.02);
    const shared = [...ngrams.values()].filter((bucket) => held.get(bucket)! > 1).length / ngrams.size;
    expect(Math.abs(vocabulary.collisions - shared)).toBeLessThan(0.02);
  });
});

describe("an identifier with hashed n-grams", () => {
  const texts = [
    { author: "Ann", text: "the sea is wide and the storm is near", work: "a" },
    { author: "Ann", text: "a storm at sea, the wide sea", work: "b" },
    { author: "Bob", text: "the hill is high and the wood is dark", work: "c" },
    { author: "Bob", text: "dark woods on a high hill", work: "d" },
  ];

  it.each(["naive-bayes", "naive-bayes-characters", "bernoulli-naive-bayes"])(
    "scores as the exact one when nothing collides: %s",
    (name) => {
      const exact = trainIdentifier(texts, recipeNamed(name));
      const hashed = trainIdentifier(texts, recipeNamed(name, { hashBits: 24 }));
      expect(hashed.parts.counts.values.length).toBe(exact.parts.counts.values.length);
      const text = "the wide sea and the unheard of wood";
      const [one, other] = [exact, hashed].map((identifier) => identifier.predict(text));
      expect(other!.author).toBe(one!.author);
      // Which n-grams were never seen is known here too.
      expect(other!.warnings).toEqual(one!.warnings);
      expect(hashed.predict("ξ ξξ").unknown).toBe(true);
    },
    60_000,
  );

  it("adds up its evidence, by places in the text", () => {
    const identifier = trainIdentifier(texts, recipeNamed("naive-bayes", { ngrams: [1, 2], hashBits: 8 }));
    const text = "The sea and the hill";
    const { base, evidence, log_odds: total } = explain(identifier, text);
    expect(base + evidence.reduce((sum, each) => sum + each.log_odds, 0)).toBeCloseTo(total, 12);
    const spans = evidence
      .flatMap((each) => each.spans)
      .map(([start, end]) => text.slice(start, end).toLowerCase());
    expect(spans).toContain("the sea");
    for (const { feature, spans: places } of evidence) {
      for (const [start, end] of places)
        expect(feature.split(" | ")).toContain(text.slice(start, end).toLowerCase());
    }
  });

  it("comes back from its file, is calibrated, added to and merged like others", () => {
    for (const name of ["naive-bayes", "naive-bayes-characters", "bernoulli-naive-bayes"]) {
      const recipe = recipeNamed(name, { hashBits: 10 });
      const identifier = trainIdentifier(texts, recipe);
      const bytes = encodeModel(identifier);
      const again = decodeModel(bytes, "m.safetensors");
      expect(again.predict("the dark sea")).toEqual(identifier.predict("the dark sea"));
      expect(encodeModel(again)).toEqual(bytes);
      const parts = new Trainer(recipe);
      parts.merge(partOf(trainIdentifier([texts[0]!, texts[2]!], recipe)));
      const rest = new Trainer(recipe);
      for (const each of [texts[1]!, texts[3]!]) rest.add(each);
      const file = { recipe, part: rest.part(), fingerprint: "0".repeat(64) };
      parts.merge(decodeCounts(encodeCounts(file), "a.counts").part);
      expect(encodeModel(parts.finish())).toEqual(bytes);
      parts.remove(rest.part());
      expect(encodeModel(parts.finish())).toEqual(
        encodeModel(trainIdentifier([texts[0]!, texts[2]!], recipe)),
      );
    }
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...texts[index % 4]!,
      text: `${texts[index % 4]!.text} ${index}`,
      work: `${index}`,
    }));
    const calibrated = trainIdentifier(
      many,
      recipeNamed("naive-bayes", { hashBits: 12, calibration: "temperature" }),
    );
    expect(calibrated.parts.calibration?.documents).toBe(60);
  });

  it.each([
    [{ hashBits: 7 }, "hash_bits"],
    [{ hashBits: 27 }, "hash_bits"],
    [{ hashBits: 10.5 }, "hash_bits"],
    [{ hashBits: 12, minimumDocuments: 2 }, "hash_bits"],
  ])("is refused with %o", (options, parameter) => {
    expect(() => recipeNamed("naive-bayes", options)).toThrow(
      expect.objectContaining({ code: "PARAMETER_INVALID", facts: expect.objectContaining({ parameter }) }),
    );
  });
});
