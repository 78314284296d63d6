import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeModel } from "../src/model-file/encode.ts";
import { decodeCounts, encodeCounts } from "../src/model-file/counts-file.ts";
import { type Recipe, recipeNamed } from "../src/recipe.ts";
import { Trainer, trainIdentifier } from "../src/trainer.ts";
import { partOf, type TrainingPart } from "../src/training-part.ts";

interface Text {
  readonly author: string;
  readonly text: string;
}

const recipes: readonly Recipe[] = [
  recipeNamed("naive-bayes"),
  recipeNamed("naive-bayes", { ngrams: [1, 3], lowerCase: false }),
  recipeNamed("naive-bayes-characters"),
  recipeNamed("bernoulli-naive-bayes"),
  recipeNamed("complement-naive-bayes", { ngrams: [2, 2] }),
];

const text = fc.record({
  author: fc.constantFrom("Ann", "Béla", "__proto__"),
  text: fc
    .array(fc.constantFrom("a", "b", "don't", "Sea", "海は", "…", "😀"), { minLength: 2, maxLength: 8 })
    .map((words) => words.join(" ")),
});
/** Two authors who are always there, and others. */
const sure: readonly Text[] = [
  { author: "Cora", text: "the sea is wide" },
  { author: "Dan", text: "the hill is high" },
];
const corpora = fc.tuple(fc.constantFrom(...recipes), fc.array(text), fc.array(text));

function learned(texts: readonly Text[], recipe: Recipe): TrainingPart {
  const trainer = new Trainer(recipe);
  for (const each of texts) trainer.add(each);
  return trainer.part();
}

const bytesOf = (trainer: Trainer): Uint8Array => encodeModel(trainer.finish());
const trained = (texts: readonly Text[], recipe: Recipe): Uint8Array =>
  encodeModel(trainIdentifier(texts, recipe));

describe("parts of a corpus", () => {
  it("add up to the whole, bit for bit, on the way through a file and a model too", () => {
    fc.assert(
      fc.property(corpora, ([recipe, one, two]) => {
        const first = [...sure, ...one];
        const whole = trained([...first, ...two], recipe);
        const ofParts = new Trainer(recipe);
        for (const texts of [two, first]) {
          const file = { recipe, part: learned(texts, recipe), fingerprint: "0".repeat(64) };
          ofParts.merge(decodeCounts(encodeCounts(file), "a.counts").part);
        }
        expect(bytesOf(ofParts)).toEqual(whole);
        const added = new Trainer(recipe);
        added.merge(partOf(trainIdentifier(first, recipe)));
        for (const each of two) added.add(each);
        expect(bytesOf(added)).toEqual(whole);
      }),
    );
  });

  it("can be taken out again", () => {
    fc.assert(
      fc.property(corpora, ([recipe, one, two]) => {
        const first = [...sure, ...one];
        const trainer = new Trainer(recipe);
        trainer.merge(partOf(trainIdentifier([...two, ...first], recipe)));
        trainer.remove(learned(two, recipe));
        expect(bytesOf(trainer)).toEqual(trained(first, recipe));
      }),
    );
  });

  it.each([
    ["an author who is not there", [{ author: "Eve", text: "the sea" }]],
    ["more documents than there are", [sure[0]!, { author: "Cora", text: "the sea" }]],
    ["another text", [{ author: "Cora", text: "the sea is deep" }]],
  ])("cannot be taken out with %s", (_, texts) => {
    for (const recipe of recipes) {
      const trainer = new Trainer(recipe);
      trainer.merge(partOf(trainIdentifier(sure, recipe)));
      expect(() => {
        trainer.remove(learned(texts, recipe));
        trainer.finish();
      }).toThrow(expect.objectContaining({ code: "DOCUMENTS_NOT_THERE" }));
    }
  });

  it("do not add up where more was learned than counts", () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...sure[index % 2]!,
      text: `${sure[index % 2]!.text} ${index}`,
    }));
    for (const changes of [
      { calibration: "temperature" },
      { minimumDocuments: 2 },
      { maximumDocumentShare: 0.5 },
    ] as const) {
      const identifier = trainIdentifier(many, recipeNamed("naive-bayes", changes));
      expect(() => partOf(identifier)).toThrow(expect.objectContaining({ code: "RECIPE_NOT_ADDITIVE" }));
    }
  });
});

describe("a file of counts", () => {
  const recipe = recipeNamed("naive-bayes", { ngrams: [1, 2] });
  const file = { recipe, part: learned([...sure, sure[0]!], recipe), fingerprint: "5".repeat(64) };
  const bytes = encodeCounts(file);

  it("comes back as it was", () => {
    const again = decodeCounts(bytes, "a.counts");
    expect(again.recipe).toEqual(recipe);
    expect(again.fingerprint).toBe(file.fingerprint);
    expect(again.part.authors).toEqual(file.part.authors);
    expect(encodeCounts(again)).toEqual(bytes);
  });

  it("is not believed when anything in it was changed or is missing", () => {
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = bytes.slice();
      changed[place]! ^= 0x10;
      expect(() => decodeCounts(changed, "a.counts"), `byte ${place}`).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^MODEL_/) }),
      );
    }
    for (const length of [0, 7, 100, bytes.length - 1]) {
      expect(() => decodeCounts(bytes.slice(0, length), "a.counts")).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^MODEL_/) }),
      );
    }
  });

  it("is no model, nor is a model one", () => {
    const model = encodeModel(trainIdentifier(sure, recipe));
    expect(() => decodeCounts(model, "m.safetensors")).toThrow(
      expect.objectContaining({ code: "MODEL_FOREIGN" }),
    );
  });
});
