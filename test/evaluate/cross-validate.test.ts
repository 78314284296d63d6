import { describe, expect, it } from "vitest";

import { stratifiedFolds } from "../../src/corpus/splits.ts";
import { chooseRecipe } from "../../src/evaluate/choose.ts";
import type { Document } from "../../src/document.ts";
import {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidation,
  crossValidateWith,
} from "../../src/evaluate/cross-validate.ts";
import type { Train } from "../../src/evaluate/fold.ts";
import type { Answer } from "../../src/evaluate/outcomes.ts";
import { createRandom } from "../../src/random.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { scriptedModel, withWork } from "./scripted-model.ts";

const codes = ({ warnings }: CrossValidation): string[] => warnings.map(({ code }) => code);

/** `count` documents by an author, each by itself, with texts that the scripted model obeys. */
function documentsBy(author: string, count: number, answer: string): Document[] {
  return Array.from({ length: count }, (_, number) => ({ author, text: `${answer}|${author}${number}` }));
}

const obeying: Train = (documents) => {
  const counts = new Map<string, number>();
  for (const { author } of documents) counts.set(author, (counts.get(author) ?? 0) + 1);
  return scriptedModel([...counts].sort());
};

describe("by hand", () => {
  // Ten documents by Anna, all right; ten by Bela, of which the model takes four for Anna's.
  const documents = [
    ...documentsBy("Anna", 10, "Anna|0.75"),
    ...documentsBy("Bela", 6, "Bela|0.75"),
    ...documentsBy("Bela", 4, "Anna|0.75"),
  ];

  it("evaluates all documents and each fold", async () => {
    const result = await crossValidateWith(obeying, documents, { folds: 5, seed: 3 });
    expect(result.documents).toBe(20);
    expect(result.authors).toBe(2);
    expect(result.accuracy).toBe(16 / 20);
    expect(result.confusion_matrix).toEqual([
      [10, 0],
      [4, 6],
    ]);
    expect(result.baselines.majority.accuracy).toBe(10 / 20);
    expect(result.folds.map((fold) => fold.documents)).toEqual([4, 4, 4, 4, 4]);
    expect(result.grouped_by).toBe(null);

    const accuracies = result.folds.map((fold) => fold.accuracy);
    expect(new Set(accuracies).size).toBeGreaterThan(1);
    const mean = accuracies.reduce((sum, accuracy) => sum + accuracy) / 5;
    const squares = accuracies.map((accuracy) => (accuracy - mean) ** 2);
    expect(result.accuracy_mean).toBeCloseTo(mean, 12);
    expect(result.accuracy_mean).toBeCloseTo(16 / 20, 12);
    expect(result.accuracy_deviation).toBeCloseTo(Math.sqrt(squares.reduce((sum, s) => sum + s) / 5), 12);
  });

  it("is JSON, with the shape of an evaluation and a little more", async () => {
    const result = await crossValidateWith(obeying, documents);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(["accuracy_interval", "folds", "accuracy_mean", "grouped_by", "warnings"]),
    );
  });

  it("gives the same for the same seed", async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => crossValidateWith(obeying, documents, { seed })),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });
});

describe("the split", () => {
  /** Runs and notes, for each fold, on which documents the model was trained and tested. */
  async function watched(
    documents: readonly Document[],
    options: CrossValidateOptions,
  ): Promise<{ trained: Document[]; tested: string[] }[]> {
    const folds: { trained: Document[]; tested: string[] }[] = [];
    await crossValidateWith(
      async (training) => {
        const fold = { trained: [...training], tested: [] as string[] };
        folds.push(fold);
        const model = await obeying(fold.trained);
        return {
          ...model,
          predict(text): Answer {
            fold.tested.push(text);
            return model.predict(text);
          },
        };
      },
      documents,
      options,
    );
    return folds;
  }

  const inWorks = ["Anna", "Bela", "Cleo"].flatMap((author) =>
    documentsBy(author, 24, `${author}|0.9`).map((document, place) =>
      withWork(document, `${author}'s ${Math.floor(place / 4)}`),
    ),
  );

  it("tests each document once, by a model trained on all the others and not on its fold", async () => {
    const folds = await watched(inWorks, { folds: 4, groupBy: "none" });
    expect(folds.flatMap(({ tested }) => tested).sort()).toEqual(inWorks.map(({ text }) => text).sort());
    for (const { trained, tested } of folds) {
      expect(trained).toHaveLength(inWorks.length - tested.length);
      expect(trained.filter(({ text }) => tested.includes(text))).toEqual([]);
    }
  });

  it("keeps works together by default when they are named", async () => {
    const workOf = new Map(inWorks.map(({ text, work }) => [text, work]));
    for (const groupBy of [{}, { groupBy: "work" as const }]) {
      for (const { trained, tested } of await watched(inWorks, { folds: 3, ...groupBy })) {
        const works = new Set(tested.map((text) => workOf.get(text)));
        expect(trained.filter(({ work }) => works.has(work))).toEqual([]);
      }
    }
  });

  it("splits them when told so, and says what that does", async () => {
    const apart = await crossValidateWith(obeying, inWorks, { folds: 3, groupBy: "none" });
    expect(apart.grouped_by).toBe(null);
    const warning = apart.warnings.find(({ code }) => code === "works_split");
    expect(warning?.message).toMatch(/^\d+ works stand on both sides of a split, so the score is too high/u);
    const together = await crossValidateWith(obeying, inWorks, { folds: 3 });
    expect(together.grouped_by).toBe("work");
    expect(codes(together)).not.toContain("works_split");
  });

  it("says so when no works are known", async () => {
    const documents = [...documentsBy("Anna", 20, "Anna|1"), ...documentsBy("Bela", 20, "Bela|1")];
    expect(codes(await crossValidateWith(obeying, documents))).toEqual(["works_unknown"]);
  });

  it("lets documents without a work stand alone", async () => {
    const some = [...inWorks.slice(0, 30), ...documentsBy("Dora", 30, "Dora|0.9")];
    const result = await crossValidateWith(obeying, some, { folds: 5 });
    expect(result.grouped_by).toBe("work");
    expect(result.documents).toBe(60);
  });

  it("tells how far it is, up to the end", async () => {
    const steps: [number, number][] = [];
    await crossValidateWith(obeying, inWorks, { folds: 3, onProgress: (...step) => steps.push(step) });
    expect(steps.map(([done]) => done)).toEqual(Array.from({ length: 3 * 72 }, (_, step) => step + 1));
    expect(new Set(steps.map(([, of]) => of))).toEqual(new Set([3 * 72]));
  });
});

describe("what is refused", () => {
  const both = [...documentsBy("Anna", 5, "Anna|1"), ...documentsBy("Bela", 5, "Bela|1")];
  const oneWork = documentsBy("Bela", 5, "Bela|1").map((document) => withWork(document, "her only one"));

  it.each<[code: string, documents: Document[], options: CrossValidateOptions]>([
    ["CORPUS_EMPTY", [], {}],
    ["SINGLE_AUTHOR", documentsBy("Anna", 5, "Anna|1"), {}],
    ["DOCUMENT_EMPTY", [...both, { author: "Anna", text: "\t" }], {}],
    ["WORKS_UNKNOWN", both, { groupBy: "work" }],
    ["FOLDS_TOO_MANY", both, { folds: 11 }],
    ["PARAMETER_INVALID", both, { folds: 1 }],
    ["PARAMETER_INVALID", both, { folds: 2.5 }],
    ["PARAMETER_INVALID", both, { resamples: 0 }],
    ["FOLD_SINGLE_AUTHOR", [...documentsBy("Anna", 5, "Anna|1"), ...oneWork], { folds: 3 }],
  ])("%s", async (code, documents, options) => {
    await expect(crossValidateWith(obeying, documents, options)).rejects.toMatchObject({ code });
  });

  it("says which fold leaves one author alone", async () => {
    const documents = [...documentsBy("Anna", 5, "Anna|1"), ...oneWork];
    await expect(crossValidateWith(obeying, documents, { folds: 3 })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Without the documents of fold [123], all documents are by one author, "Anna"\.$/u,
      ),
    });
  });
});

describe("warnings", () => {
  it("name authors whose documents are all in one fold; they are right when unknown", async () => {
    const documents = [
      ...documentsBy("Anna", 20, "Anna|1"),
      ...documentsBy("Bela", 20, "Bela|1"),
      { author: "Cleo", text: "?Anna|1", work: "her only one" },
      { author: "Cleo", text: "Anna|1", work: "her only one" },
    ];
    const result = await crossValidateWith(obeying, documents);
    expect(result.accuracy).toBe(41 / 42);
    expect(result.per_author.map(({ support }) => support)).toEqual([20, 20, 0]);
    const warning = result.warnings.find(({ code }) => code === "authors_in_one_fold");
    expect(warning?.message).toBe(
      'All documents by the author "Cleo" are in one fold, so the model tested on them has not seen that author; only the verdict "unknown" is right there.',
    );
    expect(codes(result)).not.toContain("unseen_authors");
  });

  it("name several such authors", async () => {
    const documents = [
      ...documentsBy("Anna", 20, "Anna|1"),
      ...documentsBy("Bela", 20, "Bela|1"),
      { author: "Cleo", text: "?Anna|1" },
      { author: "Dora", text: "?Bela|1" },
    ];
    const { warnings } = await crossValidateWith(obeying, documents);
    const message = warnings.find(({ code }) => code === "authors_in_one_fold")?.message;
    expect(message?.startsWith('All documents by each of 2 authors ("')).toBe(true);
  });

  it("count one split work in the singular, and none when no work happens to be split", async () => {
    const plain = [...documentsBy("Anna", 20, "Anna|1"), ...documentsBy("Bela", 20, "Bela|1")];
    const novel = documentsBy("Anna", 5, "Anna|1|n").map((document) => withWork(document, "a novel"));
    const split = await crossValidateWith(obeying, [...plain, ...novel], { groupBy: "none" });
    expect(split.warnings[0]?.message).toMatch(/^1 work stands on both sides/u);
    const whole = await crossValidateWith(obeying, [...plain, novel[0]!], { groupBy: "none" });
    expect(codes(whole)).not.toContain("works_split");
    expect(codes(whole)).not.toContain("works_unknown");
  });

  it("count texts that stand in two folds, not those twice in one", async () => {
    const twice = { text: "Anna|1|the same", author: "Anna" };
    const documents = [...documentsBy("Anna", 20, "Anna|1"), ...documentsBy("Bela", 20, "Bela|1")];
    const apart = await crossValidateWith(obeying, [...documents, twice, twice], { folds: 42 });
    expect(apart.warnings.find(({ code }) => code === "texts_seen_in_training")?.message).toMatch(
      /^2 of the 42 test documents have the same text/u,
    );
    const inOneWork = { ...twice, work: "one work" };
    const together = await crossValidateWith(obeying, [...documents, inOneWork, inOneWork], { folds: 20 });
    expect(codes(together)).not.toContain("texts_seen_in_training");
  });
});

describe("with real identifiers", () => {
  /** Words without meaning, such as `bamo`, drawn by a seed. */
  function invented(seed: number, count: number): string[] {
    const random = createRandom(seed);
    const syllable = (): string => "bdfgklmnprst"[random.below(12)]! + "aeiou"[random.below(5)]!;
    return Array.from({ length: count }, () => syllable() + syllable() + syllable());
  }

  /**
   * Two authors of the very same style: each of their ten works has its own subject, with words of its own, and is
   * cut into eight passages. There is nothing in it by which the authors could be told apart in a new work.
   */
  function planted(): Document[] {
    const common = invented(1, 30);
    return Array.from({ length: 20 }, (_, work) => {
      const subject = invented(100 + work, 15);
      const random = createRandom(work);
      return Array.from({ length: 8 }, (_, passage) => ({
        author: work % 2 === 0 ? "Anna" : "Bela",
        work: `work ${work}`,
        id: `work ${work}#${passage}`,
        text: Array.from({ length: 40 }, (_, word) =>
          word % 2 === 0 ? common[random.below(30)]! : subject[random.below(15)]!,
        ).join(" "),
      }));
    }).flat();
  }

  it("a work on both sides of the split gives a score that grouping by work takes away", async () => {
    const recipe = recipeNamed("naive-bayes");
    const leaking = await crossValidate(planted(), recipe, { groupBy: "none", seed: 5 });
    expect(leaking.accuracy).toBeGreaterThan(0.95);
    expect(codes(leaking)).toContain("works_split");
    expect(codes(leaking)).not.toContain("not_above_majority");

    const honest = await crossValidate(planted(), recipe, { seed: 5 });
    expect(honest.accuracy).toBeLessThan(0.75);
    expect(honest.accuracy_interval[0]).toBeLessThan(0.5);
    expect(codes(honest)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(below|not_above)_majority$/u)]),
    );
  });

  it("what is put together and calibrated by works does not claim to know what it cannot", async () => {
    // Within the training folds, too, works are held out whole: else the shares would be those of classifiers that are
    // always right, and wrong verdicts would be sure ones.
    const recipe = recipeNamed("ensemble");
    const nameless = planted().map(({ author, text }) => ({ author, text }));
    expect((await crossValidate(nameless, recipe, { seed: 5 })).accuracy).toBeGreaterThan(0.95);
    const honest = await crossValidate(planted(), recipe, { seed: 5 });
    expect(honest.accuracy).toBeLessThan(0.75);
    expect(honest.log_loss).toBeLessThan(1);
    const { choice } = await chooseRecipe(nameless);
    expect(Math.max(...choice.candidates.map(({ accuracy }) => accuracy!))).toBeGreaterThan(0.95);
    const { choice: byWork } = await chooseRecipe(planted());
    expect(byWork.grouped_by).toBe("work");
    expect(Math.max(...byWork.candidates.map(({ accuracy }) => accuracy!))).toBeLessThan(0.75);
  });

  it("equals training on the other folds and testing on each, step by step", async () => {
    const documents = planted().slice(0, 96);
    const recipe = recipeNamed("naive-bayes", { seed: 9 });
    const result = await crossValidate(documents, recipe, { folds: 3 });
    const foldOf = stratifiedFolds(documents, 3, 9);
    const right = documents.filter((document, place) => {
      const others = documents.filter((_, other) => foldOf[other] !== foldOf[place]);
      return trainIdentifier(others, recipe).predict(document.text).author === document.author;
    });
    expect(result.accuracy).toBe(right.length / documents.length);
    expect(result.authors).toBe(2);
  });

  it("learns nothing, not even words, from the fold that is tested", async () => {
    // Each document has one word that no other has; only a vocabulary made of all documents would know them all.
    const own = invented(7, 40).map((word) => word + word);
    const documents = planted()
      .slice(0, 40)
      .map(({ author, work, text }, place) => ({ author, work: work!, text: `${text} ${own[place]}` }));
    const sizes: number[] = [];
    const vocabulary = (training: Iterable<Document>): number => {
      const words = new Set<string>();
      for (const { text } of training) for (const word of text.split(" ")) words.add(word);
      return words.size;
    };
    const expected: number[] = [];
    await crossValidateWith(
      (training) => {
        const kept = [...training];
        const identifier = trainIdentifier(kept, recipeNamed("naive-bayes"));
        sizes.push(identifier.parts.vocabularies[0]!.size);
        expected.push(vocabulary(kept));
        return identifier;
      },
      documents,
      { folds: 4 },
    );
    expect(sizes).toEqual(expected);
    expect(Math.max(...sizes)).toBeLessThan(vocabulary(documents));
  });
});
