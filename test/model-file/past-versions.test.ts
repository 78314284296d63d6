/** Files that earlier versions have written must stay readable. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Card, Prediction } from "../../src/identifier.ts";
import { decodeModel } from "../../src/model-file/decode.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import type { Recipe } from "../../src/recipe.ts";
import { distance } from "../model/dense.ts";

interface Stored {
  readonly base64: string;
  readonly authors: readonly string[];
  readonly card: Card;
  readonly recipe: Recipe;
  readonly answers: readonly { readonly text: string; readonly prediction: Prediction }[];
}

describe.each([1])("format version %d", (version) => {
  const stored = JSON.parse(
    readFileSync(new URL(`../golden/model-v${version}.safetensors.json`, import.meta.url), "utf8"),
  ) as Stored;
  const bytes = new Uint8Array(Buffer.from(stored.base64, "base64"));

  it("is read", () => {
    const identifier = decodeModel(bytes, "old.safetensors");
    expect(identifier.authors).toEqual(stored.authors);
    expect(identifier.card).toEqual({ ...stored.card, hasOwnName: true });
    expect(identifier.recipe).toEqual(stored.recipe);
  });

  it("answers as it did", () => {
    const identifier = decodeModel(bytes, "old.safetensors");
    for (const { text, prediction } of stored.answers) {
      const { author, unknown, ranking, warnings } = identifier.predict(text);
      expect({ author, unknown, warnings }).toEqual({
        author: prediction.author,
        unknown: prediction.unknown,
        warnings: prediction.warnings,
      });
      ranking.forEach((ranked, place) => {
        expect(ranked.author).toBe(prediction.ranking[place]!.author);
        // The last bit of a logarithm is the machine's business.
        expect(distance(ranked.probability, prediction.ranking[place]!.probability)).toBeLessThan(1e-12);
        expect(distance(ranked.score, prediction.ranking[place]!.score)).toBeLessThan(1e-12);
      });
    }
  });

  it.runIf(version === 1)("is what is written today", () => {
    expect(encodeModel(decodeModel(bytes, "old.safetensors"))).toEqual(bytes);
  });
});
