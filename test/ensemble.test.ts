import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Document } from "../src/document.ts";
import { foldsOf } from "../src/ensemble.ts";
import { NO_FOLD, noMember } from "../src/ensemble-members.ts";
import { evaluate } from "../src/evaluate/evaluate.ts";
import { explain } from "../src/explain/explain.ts";
import { Identifier } from "../src/identifier.ts";
import { decodeModel } from "../src/model-file/decode.ts";
import { encodeModel } from "../src/model-file/encode.ts";
import { trainCountWeights } from "../src/model/count-weights.ts";
import type { EnsembleSettings } from "../src/model/settings.ts";
import { createRandom, shuffle } from "../src/random.ts";
import { type Recipe, recipeNamed, type RecipeOptions } from "../src/recipe.ts";
import { trainIdentifier } from "../src/trainer.ts";
import { partOf } from "../src/training-part.ts";
import { namedViews } from "../src/views.ts";
import { readingOf } from "./text/reading-of.ts";

const AUTHORS = ["Ann", "Bob", "Cora"];
const common = "the a of and in to sea hill road house was is had not it he she they were , . ;".split(" ");
const own = [
  ["storm", "quite", "—"],
  ["meadow", "rather", "!"],
  ["harbour", "perhaps", "…"],
];

/** Made-up texts whose authors differ a little in what they like to say. */
function madeUp(count: number, seed: number, works = true): Document[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const author = index % AUTHORS.length;
    const words = Array.from({ length: 40 }, () =>
      random.next() < 0.12 ? own[author]![random.below(3)]! : common[random.below(common.length)]!,
    );
    const work = works ? { work: `${AUTHORS[author]} ${Math.floor(index / 6)}` } : {};
    return { author: AUTHORS[author]!, text: words.join(" "), ...work };
  });
}

const documents = madeUp(90, 1);
const unseen = madeUp(60, 2);

const measured: [name: string, options: RecipeOptions][] = [
  ["linear", {}],
  ["ensemble", {}],
  ["cosine-delta", {}],
  ["nb-svm", {}],
  ["ensemble", { views: [...namedViews.keys()] }],
  ["linear", { views: ["distorted", "style"] }],
  ["linear", { views: ["words", "style"], combination: "mean" }],
  ["ensemble", { combination: "max" }],
];

describe.each(measured)("the recipe %s with %o", (name, options) => {
  const recipe = recipeNamed(name, options);
  const identifier = trainIdentifier(documents, recipe);

  it("tells authors apart that it has not seen the texts of, and knows how sure it is", async () => {
    const {
      accuracy,
      log_loss: loss,
      baselines,
      expected_calibration_error: error,
    } = await evaluate(identifier, unseen);
    expect(accuracy).toBeGreaterThan(0.9);
    expect(loss).toBeLessThan(baselines.random.log_loss! / 3);
    expect(error).toBeLessThan(0.15);
    expect(identifier.parts.ensemble?.stackedOn).toBe(90);
  });

  it("is as close to an author as its members are on average, however their scores are calibrated", () => {
    const parts = identifier.parts.ensemble!;
    const { shares, bias } = parts;
    const changed = (changes: Partial<typeof parts>): Identifier =>
      new Identifier({ ...identifier.parts, ensemble: { ...parts, ...changes } });
    const { members: settings } = recipe.classifier as EnsembleSettings;
    const counting = [...shares.keys()].filter(
      (member) => shares[member]! > 0 && settings[member]!.name !== "multinomial-naive-bayes",
    );
    // One member's scores are what is left of the score when those of all others are taken out.
    const alone = counting.map((member) => {
      const only = shares.map((share, other) => (other === member ? share : 0));
      return changed({ shares: only });
    });
    const hotter = changed({
      shares: shares.map((share) => 2 * share),
      bias: bias.map((own) => 2 * own),
      members: parts.members.map((own) => ({
        ...own,
        weights: own.weights.map((weight) => 2 * weight),
        base: own.base?.map((value) => 2 * value) ?? null,
      })),
    });
    for (const { text } of unseen.slice(0, 5)) {
      const row = identifier.features.extract(readingOf(text));
      const scores = identifier.classifier.scores(row);
      AUTHORS.forEach((_, author) => {
        const close = identifier.classifier.closeness!(row, author);
        const own = alone.map(({ classifier }) => classifier.closeness!(row, author));
        expect(close).toBeCloseTo(own.reduce((sum, one) => sum + one, 0) / own.length, 9);
        expect(hotter.classifier.closeness!(row, author)).toBeCloseTo(close, 6);
        // Without Naive Bayes these are all there is.
        if (settings.some((member) => member.name === "multinomial-naive-bayes")) return;
        const sum = own.reduce((all, one, place) => all + shares[counting[place]!]! * one, bias[author]!);
        expect(sum).toBeCloseTo(scores[author]!, 6);
      });
    }
  });

  it("adds its evidence up to the score", () => {
    for (const { text } of [...unseen.slice(0, 10), { text: "Unheard of" }]) {
      const { base, evidence, log_odds: total } = explain(identifier, text);
      const sum = evidence.reduce((all, each) => all + each.log_odds, base);
      expect(sum).toBeCloseTo(total, 9);
      for (const { spans } of evidence) for (const [start, end] of spans) expect(start).toBeLessThan(end);
    }
    const [first] = identifier.predict(unseen[0]!.text).ranking;
    const row = identifier.features.extract(readingOf(unseen[0]!.text));
    const author = AUTHORS.indexOf(first!.author);
    const { base, shares } = identifier.classifier.parts(row, author);
    expect(shares.reduce((sum, share) => sum + share, base)).toBeCloseTo(first!.score, 9);
  });

  it("comes back from its file as it was", () => {
    const bytes = encodeModel(identifier);
    const read = decodeModel(bytes, "model.safetensors");
    expect(encodeModel(read)).toEqual(bytes);
    for (const { text } of unseen.slice(0, 5)) expect(read.predict(text)).toEqual(identifier.predict(text));
  });

  it("learns the same whatever the order of the documents", () => {
    const shuffled = [...documents];
    shuffle(shuffled, createRandom(9));
    expect(encodeModel(trainIdentifier(shuffled, recipe))).toEqual(encodeModel(identifier));
  });

  it("says when there is too little to put its members together by", () => {
    const few = trainIdentifier(madeUp(9, 3), recipe);
    expect(few.parts.ensemble?.stackedOn).toBe(0);
    expect(few.isUncalibrated).toBe(true);
    expect(identifier.isUncalibrated).toBe(false);
    const { ranking } = few.predict(unseen[0]!.text);
    expect(ranking.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 12);
  });

  it("cannot be added to", () => {
    expect(() => partOf(identifier)).toThrow(expect.objectContaining({ code: "RECIPE_NOT_ADDITIVE" }));
  });

  it.each([{ smoothing: 2 }, { ngrams: [1, 2] }, { hashBits: 12 }, { normalize: true }] as const)(
    "has no such option: %o",
    (others) => {
      expect(() => recipeNamed(name, others)).toThrow(expect.objectContaining({ code: "PARAMETER_INVALID" }));
    },
  );
});

describe("members that are not weighed", () => {
  const trained = (options: RecipeOptions): Identifier =>
    trainIdentifier(documents, recipeNamed("ensemble", options));
  const largest = trained({ combination: "max" });

  it("all have a share where their mean counts, and not what stacking gives them", () => {
    const stacked = trained({}).parts.ensemble!;
    const mean = trained({ combination: "mean" }).parts.ensemble!;
    expect(Math.min(...mean.shares)).toBeGreaterThan(0);
    // Stacking weighs them unequally, and needs no more than they do in the file.
    const unequal = stacked.shares.map((share, member) => share / mean.shares[member]!);
    expect(Math.max(...unequal)).toBeGreaterThan(1.5 * Math.min(...unequal));
    expect(mean.members.every(({ bias }) => bias === null)).toBe(true);
  });

  it("score an author as the one does that scores highest, and evidence is of that one", () => {
    const { recipe, parts, features, classifier } = largest;
    const ensemble = parts.ensemble!;
    // Each member by itself, as an ensemble that sums up.
    const alone = ensemble.members.map(({ bias }, member) => {
      const members = ensemble.members.map((own, other) => (other === member ? own : noMember));
      const { classifier: settings } = recipe as Recipe & { classifier: EnsembleSettings };
      return new Identifier({
        ...parts,
        recipe: { ...recipe, classifier: { ...settings, combination: "stacked" } },
        ensemble: { ...ensemble, members, bias: bias! },
      });
    });
    const deciding = new Set<number>();
    for (const { text } of unseen.slice(0, 10)) {
      const row = features.extract(readingOf(text));
      const scores = alone.map((identifier) => {
        const own = identifier.classifier.scores(row);
        const mean = own.reduce((sum, score) => sum + score, 0) / own.length;
        return own.map((score) => score - mean);
      });
      classifier.scores(row).forEach((score, author) => {
        const found = scores.map((own) => own[author]!);
        expect(score).toBeCloseTo(ensemble.bias[author]! + Math.max(...found), 9);
        const by = classifier.decidedBy!(row, author);
        expect(found[by]).toBe(Math.max(...found));
        deciding.add(by);
      });
      const { author, against, decided_by: by } = explain(largest, text);
      expect(by).toEqual({
        author: classifier.decidedBy!(row, AUTHORS.indexOf(author)),
        against: classifier.decidedBy!(row, AUTHORS.indexOf(against)),
      });
    }
    expect(deciding.size).toBeGreaterThan(1);
  });

  it("are named by nobody where all of them count", () => {
    expect(explain(trained({ combination: "mean" }), unseen[0]!.text)).not.toHaveProperty("decided_by");
  });

  it("score nothing where they told nothing", () => {
    // Shares of 0 leave the bias alone.
    const { parts } = largest;
    const ensemble = parts.ensemble!;
    const members = ensemble.members.map(() => noMember);
    const silent = new Identifier({
      ...parts,
      ensemble: { ...ensemble, members, shares: ensemble.shares.map(() => 0) },
    });
    const row = silent.features.extract(readingOf(unseen[0]!.text));
    expect(silent.classifier.scores(row)).toEqual(ensemble.bias);
    expect(silent.classifier.decidedBy!(row, 0)).toBe(-1);
    const { base, shares } = silent.classifier.parts(row, 0);
    expect([base, ...shares]).toEqual([ensemble.bias[0], ...shares.map(() => 0)]);
  });
});

describe("priors of an ensemble", () => {
  // Bob has 60 documents, Ann 12: a share of 5/6 and 1/6.
  const uneven = madeUp(180, 4).filter(
    ({ author }, place) => author === "Bob" || (author === "Ann" && place % 5 === 0),
  );
  const scoresBy = (options: RecipeOptions): Map<string, number> => {
    const { ranking } = trainIdentifier(uneven, recipeNamed("linear", options)).predict("house of stone");
    return new Map(ranking.map(({ author, score }) => [author, score]));
  };
  const odds = (scores: Map<string, number>): number => scores.get("Bob")! - scores.get("Ann")!;
  const documentsOf = (name: string): number => uneven.filter(({ author }) => author === name).length;

  it("are what is added to the scores before a text is read", () => {
    expect([documentsOf("Bob"), documentsOf("Ann")]).toEqual([60, 12]);
    const uniform = odds(scoresBy({ priors: "uniform" }));
    expect(odds(scoresBy({ priors: "corpus" })) - uniform).toBeCloseTo(Math.log(60 / 12), 9);
    expect(odds(scoresBy({ priors: "damped" })) - uniform).toBeCloseTo(Math.log(60 / 12) / 5, 9);
    expect(odds(scoresBy({ priors: { Ann: 0.9, Bob: 0.1 } })) - uniform).toBeCloseTo(Math.log(1 / 9), 9);
    expect(odds(scoresBy({}))).toBe(odds(scoresBy({ priors: "damped" })));
  });

  it("do not let the many documents of one author speak for texts that say nothing", () => {
    const { ranking } = trainIdentifier(uneven, recipeNamed("linear", { priors: "uniform" })).predict("xyz");
    expect(ranking[0]!.probability).toBeLessThan(0.7);
  });

  it("must be of these authors", () => {
    const train = (): unknown => trainIdentifier(uneven, recipeNamed("linear", { priors: { Zoe: 1 } }));
    expect(train).toThrow(expect.objectContaining({ code: "PRIORS_INVALID" }));
  });
});

describe("folds", () => {
  const corpus = fc.array(fc.tuple(fc.nat(3), fc.nat(8)), { minLength: 1, maxLength: 60 });

  it("keep works together and leave each author something outside", () => {
    fc.assert(
      fc.property(corpus, (list) => {
        const labels = Uint32Array.from(list, ([author]) => author);
        const works = Uint32Array.from(list, ([, work]) => work);
        const folds = foldsOf(labels, works, 4);
        const foldOfWork = new Map<number, number>();
        list.forEach((_, row) => {
          if (folds[row] === NO_FOLD) return;
          expect(foldOfWork.get(works[row]!) ?? folds[row]).toBe(folds[row]);
          foldOfWork.set(works[row]!, folds[row]!);
          // Somebody else's document may be outside; the author's own must be.
          const outside = list.some(
            ([author], other) => author === labels[row] && works[other] !== works[row],
          );
          expect(outside).toBe(true);
        });
      }),
    );
  });

  it("are evenly full", () => {
    const labels = Uint32Array.from({ length: 200 }, (_, row) => row % 4);
    const works = labels.map((_, row) => row);
    const sizes = [0, 0, 0, 0, 0];
    for (const fold of foldsOf(labels, works, 4)) sizes[fold]!++;
    expect(sizes).toEqual([40, 40, 40, 40, 40]);
  });
});

describe("weights from counts", () => {
  // Feature 0 and 1; author 0 has 3 and 1 of them, author 1 has 0 and 4.
  const counts = {
    nRows: 4,
    nFeatures: 2,
    starts: Uint32Array.of(0, 1, 3, 4, 5),
    ids: Uint32Array.of(0, 0, 1, 1, 1),
    values: Float32Array.of(2, 1, 1, 1, 3),
  };
  const labels = Uint32Array.of(0, 0, 1, 1);

  it("are the logarithms of smoothed shares around their mean", () => {
    const { weights } = trainCountWeights(counts, labels, 2, { smoothing: 1, exponent: 0 }, [0, 1, 0, 1]);
    const logs = [Math.log(4 / 6), Math.log(1 / 6), Math.log(2 / 6), Math.log(5 / 6)];
    const [a, b, c, d] = logs as [number, number, number, number];
    const expected = [(a - b) / 2, (b - a) / 2, (c - d) / 2, (d - c) / 2];
    expected.forEach((weight, place) => expect(weights.weights[place]).toBeCloseTo(weight, 6));
  });

  it("score rows that were held out by what the others have", () => {
    const { heldOut } = trainCountWeights(counts, labels, 2, { smoothing: 1, exponent: 0.5 }, [0, 1, 0, 1]);
    // Row 0 (feature 0 twice) by rows 1 and 3: author 0 has 1 and 1, author 1 has 0 and 3.
    const [own, other] = [Math.log(2 / 4), Math.log(1 / 5)];
    expect(heldOut![0]).toBeCloseTo(((2 / Math.sqrt(2)) * (own - other)) / 2, 5);
    expect(heldOut![1]).toBeCloseTo(((2 / Math.sqrt(2)) * (other - own)) / 2, 5);
  });
});
