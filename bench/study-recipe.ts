/**
 * Measures whole recipes: views put together by held-out scores, with probabilities.
 *
 *     node bench/study-recipe.ts DATA CORPUS,… RECIPE…
 *
 * A recipe is a list of views, `view:weighting:loss:cost`, joined by commas; `nb` as loss is multinomial Naive Bayes.
 */
import { fitWeighting, type Weighting, weighRows } from "../src/features/weighting.ts";
import { stratifiedFolds } from "../src/corpus/splits.ts";
import { linearClassifier } from "../src/model/linear-weights.ts";
import { multinomialNaiveBayes } from "../src/model/multinomial-naive-bayes.ts";
import type { Loss } from "../src/model/row-svm.ts";
import { fitStacking } from "../src/model/stacking.ts";
import { trainLinear } from "../src/model/train-linear.ts";
import { type RowMatrix, rowAt, softmax } from "../src/sparse.ts";
import { corpusSplits } from "./study-corpora.ts";
import { project } from "./study-rows.ts";
import { countView } from "./study-views.ts";

const [data, corpora, ...recipes] = process.argv.slice(2) as [string, string, ...string[]];

interface Scored {
  readonly heldOut: Float64Array;
  readonly scores: Float64Array;
}

function naiveBayes(
  rows: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  folds: ArrayLike<number>,
  tests: RowMatrix,
  alpha: number,
): Scored {
  const learn = (used: number[]) => {
    const table = Array.from({ length: rows.nFeatures }, () => new Map<number, number>());
    for (const row of used) {
      for (let entry = rows.starts[row]!; entry < rows.starts[row + 1]!; entry++) {
        const counts = table[rows.ids[entry]!]!;
        counts.set(labels[row]!, (counts.get(labels[row]!) ?? 0) + rows.values[entry]!);
      }
    }
    const starts = [0];
    const authors: number[] = [];
    const values: number[] = [];
    for (const counts of table) {
      for (const [author, value] of [...counts].sort((a, b) => a[0] - b[0])) {
        authors.push(author);
        values.push(value);
      }
      starts.push(authors.length);
    }
    return multinomialNaiveBayes(
      {
        nFeatures: rows.nFeatures,
        nAuthors,
        starts: Uint32Array.from(starts),
        authors: Uint32Array.from(authors),
        values: Float64Array.from(values),
      },
      { smoothing: alpha, logPriors: new Float64Array(nAuthors) },
    );
  };
  const all = [...labels.keys()];
  const heldOut = new Float64Array(rows.nRows * nAuthors);
  for (const fold of new Set(Array.from(folds))) {
    const classifier = learn(all.filter((row) => folds[row] !== fold));
    for (const row of all)
      if (folds[row] === fold) heldOut.set(classifier.scores(rowAt(rows, row)), row * nAuthors);
  }
  const classifier = learn(all);
  const scores = new Float64Array(tests.nRows * nAuthors);
  for (let row = 0; row < tests.nRows; row++)
    scores.set(classifier.scores(rowAt(tests, row)), row * nAuthors);
  return { heldOut, scores };
}

for (const corpus of corpora.split(",")) {
  const results = new Map<
    string,
    { f1: number[]; right: boolean[]; sure: number[]; loss: number[]; seconds: number }
  >();
  for (const split of corpusSplits(data, corpus)) {
    const { documents, train, test } = split;
    const authors = [...new Set(train.map((row) => documents[row]!.author))].sort();
    const number = new Map(authors.map((author, index) => [author, index]));
    const labels = Uint32Array.from(train, (row) => number.get(documents[row]!.author)!);
    const truth = test.map((row) => number.get(documents[row]!.author) ?? -1);
    const folds = stratifiedFolds(
      train.map((row) => documents[row]!),
      5,
      3,
    );
    const counts = new Float64Array(authors.length);
    for (const label of labels) counts[label]!++;
    const cache = new Map<string, Scored & { seconds: number }>();
    const scoredView = (name: string): Scored & { seconds: number } => {
      let scored = cache.get(name);
      if (scored !== undefined) return scored;
      const began = performance.now();
      const [view, weighting, loss, cost] = name.split(":") as [string, Weighting, string, string];
      const [viewName, minimum] = view.split("@") as [string, string?];
      const of = project(
        countView(split.name.split("#")[0]!, documents, viewName),
        train,
        Number(minimum ?? 2),
      );
      const [rows, tests] = [of(train), of(test)];
      if (loss === "nb") {
        scored = { ...naiveBayes(rows, labels, authors.length, folds, tests, Number(cost)), seconds: 0 };
      } else {
        const fitted = fitWeighting(weighting, rows);
        const trained = trainLinear(
          weighRows(fitted, rows),
          labels,
          authors.length,
          { loss: loss as Loss, cost: Number.parseFloat(cost), balanced: !cost.endsWith("u"), seed: 1 },
          folds,
        );
        const classifier = linearClassifier(trained.weights);
        const scores = new Float64Array(test.length * authors.length);
        const weighed = weighRows(fitted, tests);
        for (let row = 0; row < test.length; row++)
          scores.set(classifier.scores(rowAt(weighed, row)), row * authors.length);
        scored = { heldOut: trained.heldOut!, scores, seconds: 0 };
      }
      scored = { ...scored, seconds: (performance.now() - began) / 1000 };
      cache.set(name, scored);
      return scored;
    };
    for (const recipe of recipes) {
      const views = recipe.split(",").map(scoredView);
      const { shares, offsets } = fitStacking({
        views: views.map((view) => view.heldOut),
        labels,
        nAuthors: authors.length,
        documents: counts,
      });
      const result = results.get(recipe) ?? { f1: [], right: [], sure: [], loss: [], seconds: 0 };
      results.set(recipe, result);
      result.seconds += views.reduce((sum, view) => sum + view.seconds, 0);
      const verdicts = truth.map((author, row) => {
        const logits = offsets.map((offset, of) =>
          views.reduce(
            (sum, view, index) => sum + shares[index]! * view.scores[row * authors.length + of]!,
            offset,
          ),
        );
        const probabilities = softmax(logits);
        const best = probabilities.indexOf(Math.max(...probabilities));
        if (author >= 0) {
          result.right.push(best === author);
          result.sure.push(probabilities[best]!);
          result.loss.push(-Math.log(Math.max(probabilities[author]!, 1e-15)));
        }
        return best;
      });
      const known = [...new Set(truth)].filter((author) => author >= 0);
      const f1 = known.map((author) => {
        const hits = truth.filter((other, row) => other === author && verdicts[row] === author).length;
        return (
          (2 * hits) /
          (truth.filter((other) => other === author).length +
            verdicts.filter((other) => other === author).length)
        );
      });
      result.f1.push(f1.reduce((sum, value) => sum + value, 0) / f1.length);
      if (process.env["SHARES"])
        console.log(split.name, recipe, [...shares].map((share) => share.toFixed(2)).join(" "));
    }
  }
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  for (const [recipe, { f1, right, sure, loss, seconds }] of results) {
    let error = 0;
    for (let bin = 0; bin < 15; bin++) {
      const inside = [...sure.keys()].filter((row) => Math.min(14, Math.floor(sure[row]! * 15)) === bin);
      if (inside.length > 0)
        error +=
          Math.abs(mean(inside.map((row) => sure[row]!)) - mean(inside.map((row) => (right[row] ? 1 : 0)))) *
          inside.length;
    }
    const figures = [mean(right.map(Number)), mean(f1), mean(loss), error / right.length].map((figure) =>
      figure.toFixed(4),
    );
    console.log(corpus.padEnd(20), ...figures, `${seconds.toFixed(1)} s`, recipe);
  }
}
