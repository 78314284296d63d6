import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CorpusSample } from "../../src/corpus/sample.ts";
import type { Document } from "../../src/document.ts";

const sampled = (
  documents: readonly Document[],
  limit: number,
  characters = Infinity,
  seed = 0,
): Document[] => {
  const sample = new CorpusSample<Document>({ documents: limit, characters }, seed);
  for (const document of documents) sample.add(document);
  return sample.kept();
};

const by = (author: string, count: number): Document[] =>
  Array.from({ length: count }, (_, place) => ({ author, text: `${author}, text ${place}` }));

describe("a sample", () => {
  it("is everything where there is not too much", () => {
    const documents = [...by("Anna", 30), ...by("Bela", 2)];
    expect(sampled(documents, 32)).toEqual(documents);
  });

  it("never goes above its limits, and keeps the order", () => {
    const corpora = fc.array(fc.tuple(fc.constantFrom("Anna", "Bela", "__proto__"), fc.nat(30)), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(corpora, fc.integer({ min: 1, max: 40 }), fc.nat(600), (rows, limit, characters) => {
        const documents: Document[] = rows.map(([author, length]) => ({ author, text: "x".repeat(length) }));
        const kept = sampled(documents, limit, characters);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(characters);
        const places = kept.map((document) => documents.indexOf(document));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  it("keeps the authors' shares, but a few documents of each", () => {
    const kept = sampled([...by("Anna", 6000), ...by("Bela", 3000), ...by("Cleo", 7)], 300);
    const count = (name: string): number => kept.filter(({ author }) => author === name).length;
    expect(kept.length).toBeGreaterThan(200);
    expect(count("Cleo")).toBeGreaterThanOrEqual(6);
    expect(count("Anna") / count("Bela")).toBeGreaterThan(1.4);
    expect(count("Anna") / count("Bela")).toBeLessThan(2.8);
  });

  it("is the same for the same seed", () => {
    const documents = by("Anna", 500);
    expect(sampled(documents, 50, Infinity, 1)).toEqual(sampled(documents, 50, Infinity, 1));
    expect(sampled(documents, 50, Infinity, 1)).not.toEqual(sampled(documents, 50, Infinity, 2));
  });
});
