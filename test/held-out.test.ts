import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../src/document.ts";
import { ExactCounter } from "../src/features/view-counter.ts";
import { FOLDS, HeldOutSample } from "../src/held-out.ts";
import { encodeModel } from "../src/model-file/encode.ts";
import { createRandom, type Random, shuffle } from "../src/random.ts";
import { recipeNamed, recipes } from "../src/recipe.ts";
import { fingerprintOf } from "../src/text/fingerprints.ts";
import { trainIdentifier } from "../src/trainer.ts";
import { readingOf } from "./text/reading-of.ts";

const AUTHORS = ["Anna", "Ben", "Cora"];

/** Each author prefers words of his or her own, a little: half of the answers will be wrong. */
function textBy(author: number, random: Random, words: number): string {
  return Array.from({ length: words }, () => {
    const word = random.below(60);
    return `w${random.below(5) === 0 ? (word + author * 20) % 60 : word}`;
  }).join(" ");
}

function corpus(seed: number, documents: number, words = 60): Document[] {
  const random = createRandom(seed);
  return Array.from({ length: documents }, (_, index) => ({
    author: AUTHORS[index % AUTHORS.length]!,
    text: textBy(index % AUTHORS.length, random, words),
    work: `work ${index}`,
  }));
}

const calibrated = recipeNamed("naive-bayes", { calibration: "temperature", seed: 5 });

/** Mean log-loss of the probabilities that an identifier gives the true authors. */
function logLoss(
  identifier: { predict(text: string): { ranking: readonly { author: string; probability: number }[] } },
  documents: readonly Document[],
): number {
  const losses = documents.map(({ author, text }) => {
    const ranked = identifier.predict(text).ranking.find((each) => each.author === author)!;
    return -Math.log(Math.max(ranked.probability, 1e-15));
  });
  return losses.reduce((sum, loss) => sum + loss) / losses.length;
}

describe("folds", () => {
  const sample = new HeldOutSample(3);

  it("keep a work together, and a text that comes again", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.bigInt(0n, 2n ** 64n - 1n),
        fc.bigInt(0n, 2n ** 64n - 1n),
        (work, one, two) => {
          const fold = sample.foldOf({ work }, one);
          expect(fold).toBe(sample.foldOf({ work }, two));
          expect(sample.foldOf({}, one)).toBe(sample.foldOf({}, one));
          expect(Number.isInteger(fold) && fold >= 0 && fold < FOLDS).toBe(true);
        },
      ),
    );
  });

  it("are about equally full, and others with another seed", () => {
    const other = new HeldOutSample(4);
    const counts = Array.from({ length: FOLDS }, () => 0);
    let same = 0;
    for (let index = 0; index < 5000; index++) {
      const document = index % 2 === 0 ? { work: `Novel ${index}` } : {};
      const hash = fingerprintOf(`text ${index}`);
      counts[sample.foldOf(document, hash)]!++;
      if (sample.foldOf(document, hash) === other.foldOf(document, hash)) same++;
    }
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(150);
    expect(Math.abs(same - 500)).toBeLessThan(150);
  });
});

describe("scores", () => {
  const recipe = recipeNamed("naive-bayes", { priors: "uniform" });

  function scored(documents: readonly Document[]) {
    const heldOut = new HeldOutSample(0);
    const views = recipe.views.map((view) => new ExactCounter(view, false, FOLDS));
    for (const document of documents) {
      const author = AUTHORS.indexOf(document.author);
      const hash = fingerprintOf(document.text);
      const fold = heldOut.foldOf(document, hash);
      for (const view of views) view.add(author, fold, readingOf(document.text));
      heldOut.add(author, fold, hash, views);
    }
    return heldOut.score(recipe, views, AUTHORS, Uint32Array.of(0, 1, 2));
  }

  it("are those of a classifier trained without the document's fold", () => {
    const documents = corpus(1, 40, 12);
    const placing = new HeldOutSample(0);
    const foldOf = (document: Document): number => placing.foldOf(document, fingerprintOf(document.text));
    const expected = documents.map((document) => {
      const outside = documents.filter((other) => foldOf(other) !== foldOf(document));
      const identifier = trainIdentifier(outside, recipe);
      expect(identifier.authors).toEqual(AUTHORS);
      return [...identifier.classifier.scores(identifier.features.extract(readingOf(document.text)))];
    });
    const rounded = (scores: Iterable<number>): string => Array.from(scores, (s) => s.toFixed(9)).join();
    const actual = scored(documents);
    expect(actual).toHaveLength(40);
    expect(new Set(actual.map(({ scores }) => rounded(scores)))).toEqual(new Set(expected.map(rounded)));
  });

  it("are −∞ for an author whose every document is held out, whatever the priors", () => {
    // Cora has one work, so that nothing of hers is left where it is held out.
    const documents = corpus(2, 60).map((each) => (each.author === "Cora" ? { ...each, work: "one" } : each));
    const placing = new HeldOutSample(0);
    const fold = placing.foldOf({ work: "one" }, 0n);
    const together = documents.filter(
      ({ author, work }) => author !== "Cora" && placing.foldOf({ work: work! }, 0n) === fold,
    );
    expect(together.length).toBeGreaterThan(0);
    const scores = scored(documents);
    expect(scores.filter(({ author }) => author === 2)).toHaveLength(0);
    expect(scores).toHaveLength(40);
    const absent = scores.filter((document) => document.scores[2] === -Infinity);
    expect(absent).toHaveLength(together.length);
  });
});

describe("calibration on documents held out", () => {
  const training = corpus(11, 300);
  const unseen = corpus(12, 200);
  const plain = trainIdentifier(training, { ...calibrated, calibration: "none" });
  const identifier = trainIdentifier(training, calibrated);

  it("lowers the log-loss on unseen documents", () => {
    expect(logLoss(identifier, unseen)).toBeLessThan(logLoss(plain, unseen));
    // No worse than knowing nothing.
    expect(logLoss(identifier, unseen)).toBeLessThan(Math.log(AUTHORS.length));
  });

  it("keeps the scores and the order of authors", () => {
    for (const { text } of unseen) {
      const order = (of: typeof plain) =>
        of.predict(text).ranking.map(({ author, score }) => [author, score]);
      expect(order(identifier)).toEqual(order(plain));
    }
  });

  describe("is not made confident by texts that come again", () => {
    // Rare words that say nothing of their authors. A text whose twin is in the training would be known by them,
    // so that the scores would seem to be right; on fresh texts they are worth a guess, 1/3.
    const random = createRandom(13);
    const guess = (): string => Array.from({ length: 30 }, () => `w${random.below(3000)}`).join(" ");
    const once = Array.from({ length: 150 }, (_, index) => ({ author: AUTHORS[index % 3]!, text: guess() }));
    const confidence = (documents: readonly Document[]): number => {
      const identifier = trainIdentifier(documents, calibrated);
      expect(identifier.parts.calibration).not.toBeNull();
      const tops = once.map(() => identifier.predict(guess()).probability);
      return tops.reduce((sum, top) => sum + top) / tops.length;
    };
    const twins = (work: (index: number, twin: number) => { work?: string }): Document[] =>
      [0, 1].flatMap((twin) =>
        // One more word, so that the twins are not the very same text.
        once.map((each, index) => ({ ...each, ...work(index, twin), text: `${each.text} twin${twin}` })),
      );

    it("within a work", () => {
      expect(confidence(twins((index) => ({ work: `work ${index}` })))).toBeLessThan(0.45);
    });

    it("without a work", () => {
      expect(confidence([...once, ...once])).toBeLessThan(0.45);
    });

    it("but would be if they came again in another work", () => {
      expect(confidence(twins((index, twin) => ({ work: `work ${index} ${twin}` })))).toBeGreaterThan(0.5);
    });
  });

  it("is left out where there are too few documents", () => {
    expect(trainIdentifier(corpus(15, 30), calibrated).parts.calibration).toBeNull();
    expect(trainIdentifier(corpus(15, 90), calibrated).parts.calibration?.documents).toBe(90);
  });

  it("is fitted on a sample when there are very many documents", () => {
    const many = trainIdentifier(corpus(16, 4500, 4), calibrated);
    const { documents } = many.parts.calibration!;
    expect(documents).toBeLessThanOrEqual(2000);
    expect(documents).toBeGreaterThan(900);
  });
});

describe("the order of documents", () => {
  const withWorks = corpus(21, 80, 15);
  const mixed = withWorks.map((document, index): Document => {
    const { author, text } = document;
    return index % 3 === 0 ? document : { author, text: index % 7 === 0 ? "the same words again" : text };
  });

  it.each(
    [...recipes].flatMap(([name, { classifier }]) =>
      (["none", "temperature"] as const)
        // An ensemble has no other calibration than its own.
        .filter((kind) => kind === "none" || classifier.name !== "ensemble")
        .map((kind) => [name, kind] as const),
    ),
  )("makes no difference to %s with calibration %s", (name, calibration) => {
    const recipe = recipeNamed(name, calibration === "none" ? { seed: 9 } : { calibration, seed: 9 });
    const expected = encodeModel(trainIdentifier(mixed, recipe));
    for (let seed = 0; seed < 4; seed++) {
      const turned = shuffle([...mixed], createRandom(seed));
      expect(encodeModel(trainIdentifier(turned, recipe))).toEqual(expected);
    }
  });
});
