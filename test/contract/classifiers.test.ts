/** What every classifier must keep, whichever it is. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeModel } from "../../src/model-file/decode.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { explain } from "../../src/explain/explain.ts";
import type { View } from "../../src/features/view.ts";
import type { FeaturewiseClassifier } from "../../src/model/classifier.ts";
import { combinations } from "../../src/model/combination.ts";
import { countsDocuments, createClassifier } from "../../src/model/create-classifier.ts";
import { deltaDistances, deltaNearests } from "../../src/model/delta.ts";
import type { MemberSettings, NaiveBayesSettings } from "../../src/model/settings.ts";
import { type Recipe, recipeNamed, recipes } from "../../src/recipe.ts";
import type { SparseRow } from "../../src/sparse.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { namedViews } from "../../src/views.ts";
import { type CountedDocument, distance, matrixOf, rowOf, tableOf } from "../model/dense.ts";

/** The formulas as the books write them, over whole tables: scores of one text. */
type Formula = (
  table: readonly (readonly number[])[],
  documents: readonly number[],
  text: readonly number[],
) => number[];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const logShares = (documents: readonly number[]): number[] =>
  documents.map((count) => Math.log(count / sum(documents)));

const multinomial =
  (smoothing: number): Formula =>
  (table, documents, text) =>
    table.map((counts, author) => {
      const whole = sum(counts) + smoothing * counts.length;
      const logs = counts.map((count, feature) => text[feature]! * Math.log((count + smoothing) / whole));
      return logShares(documents)[author]! + sum(logs);
    });

const bernoulli =
  (smoothing: number): Formula =>
  (table, documents, text) =>
    table.map((counts, author) => {
      const logs = counts.map((count, feature) => {
        const share = (count + smoothing) / (documents[author]! + 2 * smoothing);
        const absent = (documents[author]! - count + smoothing) / (documents[author]! + 2 * smoothing);
        return Math.log(text[feature]! > 0 ? share : absent);
      });
      return logShares(documents)[author]! + sum(logs);
    });

const complement =
  (smoothing: number, normalize: boolean): Formula =>
  (table, _documents, text) =>
    table.map((counts, author) => {
      const others = counts.map(
        (_, feature) => sum(table.map((row, other) => (other === author ? 0 : row[feature]!))) + smoothing,
      );
      const weights = others.map((count) => Math.log(count / sum(others)));
      const scale = normalize ? sum(weights) : -1;
      return sum(weights.map((weight, feature) => text[feature]! * weight)) / scale;
    });

const classifiers: readonly { readonly settings: NaiveBayesSettings; readonly formula: Formula }[] = [
  1, 0.1, 1e-3,
].flatMap((smoothing) => [
  {
    settings: { name: "multinomial-naive-bayes", smoothing, priors: "corpus" } as const,
    formula: multinomial(smoothing),
  },
  {
    settings: { name: "bernoulli-naive-bayes", smoothing, priors: "corpus" } as const,
    formula: bernoulli(smoothing),
  },
  {
    settings: { name: "complement-naive-bayes", smoothing, normalize: false } as const,
    formula: complement(smoothing, false),
  },
  {
    settings: { name: "complement-naive-bayes", smoothing, normalize: true } as const,
    formula: complement(smoothing, true),
  },
]);

interface Corpus {
  readonly nAuthors: number;
  readonly nFeatures: number;
  readonly documents: readonly CountedDocument[];
  readonly texts: readonly (readonly number[])[];
}

/** Every author has a document and every feature an author: what the trainer promises to classifiers. */
const corpora: fc.Arbitrary<Corpus> = fc
  .record({ nAuthors: fc.integer({ min: 2, max: 9 }), nFeatures: fc.integer({ min: 2, max: 12 }) })
  .chain(({ nAuthors, nFeatures }) => {
    const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 500 }));
    const counts = fc.array(count, { minLength: nFeatures, maxLength: nFeatures });
    const first = fc.array(counts, { minLength: nAuthors, maxLength: nAuthors });
    const more = fc.array(fc.record({ author: fc.nat(nAuthors - 1), counts }), { maxLength: 12 });
    return fc.record({
      nAuthors: fc.constant(nAuthors),
      nFeatures: fc.constant(nFeatures),
      documents: fc.tuple(first, more).map(([firsts, others]) => [
        ...firsts.map((row, author) => ({
          author,
          counts: author === 0 ? row.map((value) => value + 1) : row,
        })),
        ...others,
      ]),
      texts: fc.array(counts, { minLength: 1, maxLength: 4 }),
    });
  });

function learn(settings: NaiveBayesSettings, corpus: Corpus) {
  const table = tableOf(corpus.documents, corpus.nAuthors, corpus.nFeatures, countsDocuments(settings));
  const documents = table.map(
    (_, author) => corpus.documents.filter((document) => document.author === author).length,
  );
  const counts = matrixOf(table);
  const authors = documents.map((_, author) => `author ${author}`);
  return { table, documents, counts, classifier: createClassifier(settings, { counts, authors, documents }) };
}

/** How large the parts of a score are: what its last digits are relative to. */
function sizeOf(classifier: FeaturewiseClassifier, row: SparseRow, author: number): number {
  let size = Math.max(1, Math.abs(classifier.base(author)));
  for (let place = 0; place < row.length; place++) {
    size += Math.abs(classifier.contribution(row.ids[place]!, row.values[place]!, author));
  }
  return size;
}

const nameOf = ({ settings }: (typeof classifiers)[number]): string => JSON.stringify(settings);

describe.each(classifiers.map((each) => [nameOf(each), each] as const))("%s", (_, { settings, formula }) => {
  const check = (property: (corpus: Corpus) => void): void =>
    fc.assert(fc.property(corpora, property), { numRuns: 60 });

  it("scores as the formula does", () => {
    check((corpus) => {
      const { classifier, table, documents } = learn(settings, corpus);
      for (const text of corpus.texts) {
        const row = rowOf(text);
        const scores = classifier.scores(row);
        formula(table, documents, text).forEach((expected, author) => {
          expect(distance(scores[author]!, expected, sizeOf(classifier, row, author))).toBeLessThan(1e-12);
        });
      }
    });
  });

  it("scores are base and contributions", () => {
    check((corpus) => {
      const { classifier } = learn(settings, corpus);
      for (const text of corpus.texts) {
        const row = rowOf(text);
        classifier.scores(row).forEach((score, author) => {
          let whole = classifier.base(author);
          text.forEach((value, feature) => (whole += classifier.contribution(feature, value, author)));
          expect(distance(score, whole, sizeOf(classifier, row, author))).toBeLessThan(1e-12);
        });
      }
    });
  });

  it("gives finite scores", () => {
    check((corpus) => {
      const { classifier } = learn(settings, corpus);
      for (const text of corpus.texts) {
        expect([...classifier.scores(rowOf(text))].every(Number.isFinite)).toBe(true);
      }
    });
  });

  it("scores one text as it scores it among others, into a used array too", () => {
    check((corpus) => {
      const { classifier, counts } = learn(settings, corpus);
      const used = new Float64Array(counts.nAuthors).fill(7);
      const alone = corpus.texts.map((text) => learn(settings, corpus).classifier.scores(rowOf(text)));
      corpus.texts.forEach((text, index) => {
        expect(classifier.scores(rowOf(text))).toEqual(alone[index]);
        expect(classifier.scores(rowOf(text), used)).toBe(used);
        expect(used).toEqual(alone[index]);
      });
    });
  });

  it("does not care for the order of a row's features", () => {
    check((corpus) => {
      const { classifier } = learn(settings, corpus);
      for (const text of corpus.texts) {
        const row = rowOf(text);
        const turned = { ids: row.ids.toReversed(), values: row.values.toReversed(), length: row.length };
        const scores = classifier.scores(turned);
        classifier.scores(row).forEach((score, author) => {
          expect(distance(scores[author]!, score, sizeOf(classifier, row, author))).toBeLessThan(1e-12);
        });
      }
    });
  });

  it("ignores features with a count of 0 and what lies beyond the row's length", () => {
    check((corpus) => {
      const { classifier, counts } = learn(settings, corpus);
      for (const text of corpus.texts) {
        const row = rowOf(text);
        const zeros = [...text.keys()].filter((feature) => text[feature] === 0);
        const padded = {
          ids: Uint32Array.of(...row.ids, ...zeros, 0, counts.nFeatures - 1),
          values: Float64Array.of(...row.values, ...zeros.map(() => 0), 9, 9),
          length: row.length + zeros.length,
        };
        expect(classifier.scores(padded)).toEqual(classifier.scores(row));
      }
    });
  });

  it("gives an empty row the base", () => {
    check((corpus) => {
      const { classifier, counts } = learn(settings, corpus);
      const scores = classifier.scores(rowOf(Array.from({ length: counts.nFeatures }, () => 0)));
      scores.forEach((score, author) => expect(score === classifier.base(author)).toBe(true));
    });
  });

  it("changes neither the counts nor the row", () => {
    check((corpus) => {
      const { classifier, counts } = learn(settings, corpus);
      const before = structuredClone(counts);
      for (const text of corpus.texts) {
        const row = rowOf(text);
        classifier.scores(row);
        expect(row).toEqual(rowOf(text));
      }
      expect(counts).toEqual(before);
    });
  });

  // Authors of equal size have the same sum of counts and as many documents; the feature that all of them have
  // equally often then adds the same to each score. Not so where weights are divided by their sums, which differ.
  const scaled = settings.name === "complement-naive-bayes" && settings.normalize;
  it.skipIf(scaled)(
    "tells authors of equal size apart as before when all have one more feature alike",
    () => {
      const equals = fc.integer({ min: 2, max: 8 }).chain((nFeatures) => {
        const counts = fc.array(fc.nat(9), { minLength: nFeatures, maxLength: nFeatures });
        const order = fc.shuffledSubarray([...Array(nFeatures).keys()], { minLength: nFeatures });
        return fc.record({
          counts,
          orders: fc.array(order, { minLength: 2, maxLength: 5 }),
          text: counts,
          added: fc.integer({ min: 1, max: 50 }),
          asked: fc.nat(20),
        });
      });
      fc.assert(
        fc.property(equals, ({ counts, orders, text, added, asked }) => {
          const corpus = (column: readonly number[]): Corpus => ({
            nAuthors: orders.length,
            nFeatures: counts.length + column.length,
            documents: orders.map((order, author) => ({
              author,
              counts: [...order.map((feature) => counts[feature]!), ...column],
            })),
            texts: [],
          });
          const without = learn(settings, corpus([])).classifier.scores(rowOf(text));
          const { classifier } = learn(settings, corpus([added]));
          const row = rowOf([...text, asked]);
          classifier.scores(row).forEach((score, author, scores) => {
            const apart = score - scores[0]!;
            expect(
              distance(apart, without[author]! - without[0]!, sizeOf(classifier, row, author)),
            ).toBeLessThan(1e-12);
          });
        }),
        { numRuns: 60 },
      );
    },
  );

  it("tells many authors apart", () => {
    const authors = 300;
    const documents = Array.from({ length: authors }, (_, author) => ({
      author,
      counts: Array.from({ length: authors }, (_, feature) => (feature === author ? 50 : 1)),
    }));
    const corpus = { nAuthors: authors, nFeatures: authors, documents, texts: [] };
    // Of features that each author's one document has, Bernoulli can make nothing; so leave out the others.
    const binary = countsDocuments(settings);
    const { classifier } = learn(settings, {
      ...corpus,
      documents: binary
        ? documents.map(({ author, counts }) => ({ author, counts: counts.map((n) => (n > 1 ? 1 : 0)) }))
        : documents,
    });
    for (const author of [0, 1, 150, 299]) {
      const scores = classifier.scores(rowOf(documents.map((_, feature) => (feature === author ? 3 : 0))));
      expect(scores.indexOf(Math.max(...scores))).toBe(author);
    }
  });
});

/** A recipe of one member, on words. */
const withMember = (member: MemberSettings, view: Partial<View> = {}): [name: string, recipe: Recipe] => [
  JSON.stringify(member),
  {
    name: "own",
    views: [{ ...recipes.get("naive-bayes")!.views[0]!, ...view }],
    classifier: { name: "ensemble", members: [member] },
    calibration: "none",
    seed: 0,
  },
];

const members: [name: string, recipe: Recipe][] = [
  ...deltaDistances.flatMap((distance) =>
    deltaNearests.map((nearest) =>
      withMember({ view: 0, name: "delta", distance, nearest }, { most_frequent: 12 }),
    ),
  ),
  ...([0, 0.5, 3] as const).map((threshold) =>
    withMember({ view: 0, name: "nearest-shrunken-centroids", weighting: "tf-idf", threshold }),
  ),
  ...(["squared-hinge", "logistic", "multinomial-logistic"] as const).flatMap((loss) =>
    (["max-abs", "log-deviation"] as const).map((weighting) =>
      withMember({ view: 0, name: "linear", loss, weighting, cost: 1, balanced: true }),
    ),
  ),
];

/** Members of all kinds, put together. */
const combined = combinations.map((combination): [name: string, recipe: Recipe] => [
  `members of all kinds, ${combination}`,
  {
    name: "own",
    views: [
      recipes.get("naive-bayes")!.views[0]!,
      { ...recipes.get("naive-bayes")!.views[0]!, most_frequent: 12 },
    ],
    classifier: {
      name: "ensemble",
      combination,
      members: [
        { view: 0, name: "multinomial-naive-bayes", smoothing: 0.1, exponent: 0.5 },
        { view: 0, name: "linear", loss: "least-squares", weighting: "tf-idf", cost: 1, balanced: true },
        { view: 1, name: "linear", loss: "least-squares", weighting: "z-scores", cost: 1, balanced: true },
        { view: 1, name: "cosine-delta" },
        { view: 1, name: "delta", distance: "burrows", nearest: "document" },
      ],
    },
    calibration: "none",
    seed: 0,
  },
]);

const everyRecipe: [name: string, recipe: Recipe][] = [
  ...recipes,
  ...members,
  ...combined,
  ...combinations.map(
    (combination) =>
      [`ensemble, ${combination}`, recipeNamed("ensemble", { combination })] as [string, Recipe],
  ),
  ...Array.from(
    namedViews.keys(),
    (view) => [`ensemble on ${view}`, recipeNamed("ensemble", { views: [view] })] as [string, Recipe],
  ),
  ["linear on all views", recipeNamed("linear", { views: [...namedViews.keys()] })],
];

describe.each(everyRecipe)("%s", (_, recipe) => {
  it("has evidence that adds up, for whatever text, and says whose it is where not all members count", () => {
    const documents = ["Ann", "Bob", "Cy"].flatMap((author, which) =>
      Array.from({ length: 9 }, (__, place) => ({
        author,
        text: `${["well, no; not I", "the report of the board", "yes! oh yes"][which]} ${"abc"[place % 3]} and the ${place}`,
      })),
    );
    const identifier = trainIdentifier(documents, recipe);
    for (const text of ["the report, well", "no yes of abc", "zzz", "Ünïcödé ☂", "the ".repeat(500)]) {
      const {
        base,
        evidence,
        log_odds,
        divisor,
        author,
        against,
        decided_by: by,
      } = explain(identifier, text);
      const { classifier } = recipe;
      expect(by !== undefined).toBe(classifier.name === "ensemble" && classifier.combination === "max");
      const whole = evidence.reduce((all, piece) => all + piece.log_odds, base);
      expect(Math.abs(whole - log_odds)).toBeLessThan(1e-9 * Math.max(1, Math.abs(base), Math.abs(log_odds)));
      const { ranking } = identifier.predict(text);
      const chanceOf = (name: string): number =>
        ranking.find((ranked) => ranked.author === name)!.probability;
      // Numbers end near e^−744.
      const odds = Math.log(Math.max(chanceOf(against), Number.MIN_VALUE));
      if (odds < -700) expect(log_odds / divisor).toBeGreaterThan(690);
      else {
        const found = Math.log(chanceOf(author)) - odds;
        expect(distance(found, log_odds / divisor, Math.max(1, Math.abs(found)))).toBeLessThan(1e-9);
      }
      expect(sum(ranking.map(({ probability }) => probability))).toBeCloseTo(1, 9);
    }
  });

  it("survives being written and read, to the last bit", () => {
    const identifier = trainIdentifier(
      [
        { author: "Nia", text: "The harbour was quiet. Nobody's boat had come in, not even mine." },
        { author: "Nia", text: "Quiet again; the gulls, too, had nothing to say." },
        { author: "Olaf", text: "Listen! We'll sail at dawn, and we shan't be back by noon!" },
      ],
      recipe,
    );
    const read = decodeModel(encodeModel(identifier), "model.safetensors");
    for (const text of ["We'll be quiet, not back.", "The gulls!", "zzz", "Ünïcödé ☂"]) {
      expect(read.predict(text)).toEqual(identifier.predict(text));
    }
    const ids = Uint32Array.from({ length: identifier.features.size }, (_, feature) => feature);
    const twice = { ids, values: new Float64Array(ids.length).fill(2), length: ids.length };
    expect(read.classifier.parts(twice, 1)).toEqual(identifier.classifier.parts(twice, 1));
  });
});
