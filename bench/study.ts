/**
 * Measures views, weightings and their combinations on the corpora of a folder, by splits that keep works apart.
 *
 *     node bench/study.ts DATA OUT CORPUS,… VIEW,… WEIGHTING,… COST,…
 *
 * Scores of all test documents are written to OUT, one JSON file for each corpus, split and variant, so that
 * combinations can be tried without training again.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fitWeighting, type Weighting, weighRows } from "../src/features/weighting.ts";
import { crossGram, gram } from "../src/model/gram.ts";
import { kernelSvm } from "../src/model/kernel-svm.ts";
import { stratifiedFolds } from "../src/corpus/splits.ts";
import { createRandom } from "../src/random.ts";
import { type RowMatrix, rowsOf } from "../src/sparse.ts";
import { corpusSplits } from "./study-corpora.ts";
import { project } from "./study-rows.ts";
import { countView } from "./study-views.ts";

const [data, out, corpora, views, weightings, costs] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
mkdirSync(out, { recursive: true });

const INNER = 5;

/** Takes the mean training row out of all rows and scales so that rows have length 1 on average. */
function centre(
  { own, cross }: { own: Float32Array; cross: Float32Array },
  n: number,
  tests: number,
  really = true,
): void {
  const means = new Float64Array(n);
  let whole = 0;
  let diagonal = 0;
  for (let row = 0; row < n; row++) {
    for (let other = 0; other < n; other++) means[row]! += own[row * n + other]! / n;
    whole += means[row]! / n;
    diagonal += own[row * n + row]! / n;
  }
  const scale = 1 / (diagonal - whole);
  if (!really) {
    for (let place = 0; place < own.length; place++) own[place]! *= scale;
    for (let place = 0; place < cross.length; place++) cross[place]! *= scale;
    return;
  }
  for (let row = 0; row < n; row++) {
    for (let other = 0; other < n; other++) {
      own[row * n + other] = (own[row * n + other]! - means[row]! - means[other]! + whole) * scale;
    }
  }
  for (let row = 0; row < tests; row++) {
    let mean = 0;
    for (let other = 0; other < n; other++) mean += cross[row * n + other]! / n;
    for (let other = 0; other < n; other++) {
      cross[row * n + other] = (cross[row * n + other]! - mean - means[other]! + whole) * scale;
    }
  }
}

/** z-scores of the relative frequencies of the `most` most frequent features, rows of length 1: Cosine Delta's view. */
function zScores(counted: RowMatrix, train: number[], test: number[], most: number): [RowMatrix, RowMatrix] {
  const part = rowsOf(counted, train);
  const totals = new Float64Array(counted.nFeatures);
  part.ids.forEach((id, entry) => (totals[id]! += part.values[entry]!));
  const order = [...totals.keys()]
    .filter((id) => totals[id]! > 0)
    .sort((a, b) => totals[b]! - totals[a]!)
    .slice(0, most);
  const column = new Map(order.map((id, place) => [id, place]));
  const size = order.length;
  const frequencies = (rows: number[]): Float64Array[] =>
    rows.map((row) => {
      const found = new Float64Array(size);
      let total = 0;
      for (let entry = counted.starts[row]!; entry < counted.starts[row + 1]!; entry++) {
        total += counted.values[entry]!;
        const place = column.get(counted.ids[entry]!);
        if (place !== undefined) found[place] = counted.values[entry]!;
      }
      return found.map((count) => count / total);
    });
  const own = frequencies(train);
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const row of own) row.forEach((value, place) => (mean[place]! += value / own.length));
  for (const row of own)
    row.forEach((value, place) => (squares[place]! += (value - mean[place]!) ** 2 / own.length));
  const matrixOf = (rows: Float64Array[]): RowMatrix => {
    const values = new Float32Array(rows.length * size);
    rows.forEach((row, at) => {
      const z = row.map((value, place) =>
        squares[place]! > 0 ? (value - mean[place]!) / Math.sqrt(squares[place]!) : 0,
      );
      const length = Math.sqrt(z.reduce((sum, value) => sum + value * value, 0));
      z.forEach((value, place) => (values[at * size + place] = value / (length || 1)));
    });
    const starts = Uint32Array.from({ length: rows.length + 1 }, (_, row) => row * size);
    const ids = Uint32Array.from(values, (_, place) => place % size);
    return { nRows: rows.length, nFeatures: size, starts, ids, values };
  };
  return [matrixOf(own), matrixOf(frequencies(test))];
}

/** `3`: the same for all rows; `3b`: all authors weigh alike; `3h`: both sides of each question weigh alike. */
function costsOf(cost: string, labels: number[], author: number): Float64Array {
  const base = Number.parseFloat(cost);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const own = counts.get(author)!;
  return Float64Array.from(labels, (label) => {
    if (cost.endsWith("b")) return (base * labels.length) / (counts.size * counts.get(label)!);
    if (cost.endsWith("h"))
      return (base * labels.length) / (2 * (label === author ? own : labels.length - own));
    return base;
  });
}

for (const corpus of corpora.split(",")) {
  for (const split of corpusSplits(data, corpus)) {
    const { documents, train, test } = split;
    const authors = [...new Set(train.map((row) => documents[row]!.author))].sort();
    const number = new Map(authors.map((author, index) => [author, index]));
    const truth = test.map((row) => number.get(documents[row]!.author) ?? -1);
    const labels = train.map((row) => number.get(documents[row]!.author)!);
    const all = train.map((_, row) => row);
    const inner = stratifiedFolds(
      train.map((row) => documents[row]!),
      INNER,
      3,
    );
    const kernels = new Map<string, { own: Float32Array; cross: Float32Array }>();
    for (const variant of views.split(",")) {
      for (const weighting of weightings.split(",")) {
        const wanted = costs
          .split(",")
          .map((cost) => ({ cost, file: join(out, `${split.name}~${variant}~${weighting}~${cost}.json`) }))
          .filter(({ file }) => !existsSync(file));
        if (wanted.length === 0) continue;
        const began = performance.now();
        const kernelOf = (view: string): { own: Float32Array; cross: Float32Array } => {
          const key = `${view} ${weighting}`;
          let kernel = kernels.get(key);
          if (kernel === undefined) {
            const [name, minimum] = view.split("@") as [string, string | undefined];
            const counted = countView(split.name.split("#")[0]!, documents, name);
            if (weighting.startsWith("z")) {
              const most = Number.parseInt(weighting.slice(1), 10);
              const [rows, others] = zScores(counted, train, test, most);
              kernel = { own: gram(rows), cross: crossGram(others, rows) };
              if (weighting.endsWith("^")) centre(kernel, train.length, test.length);
              kernels.set(key, kernel);
              return kernel;
            }
            const of = project(counted, train, Number(minimum ?? 2));
            const counts = of(train);
            const fitted = fitWeighting(weighting.replace(/[\^*]/, "") as Weighting, counts);
            const rows = weighRows(fitted, counts);
            kernel = { own: gram(rows), cross: crossGram(weighRows(fitted, of(test)), rows) };
            if (/[\^*]$/.test(weighting)) centre(kernel, train.length, test.length, weighting.endsWith("^"));
            kernels.set(key, kernel);
          }
          return kernel;
        };
        // a+b: the mean of the views' kernels, which is one classifier over all their features.
        const parts = variant.split("+").map(kernelOf);
        const mean = (
          pick: (part: { own: Float32Array; cross: Float32Array }) => Float32Array,
        ): Float32Array =>
          parts.length === 1
            ? pick(parts[0]!)
            : pick(parts[0]!).map(
                (_, place) => parts.reduce((sum, part) => sum + pick(part)[place]!, 0) / parts.length,
              );
        const own = mean((part) => part.own);
        const cross = mean((part) => part.cross);
        const prepared = performance.now();
        for (const { cost, file } of wanted) {
          const started = performance.now();
          const scores = test.map(() => Array.from({ length: authors.length }, () => 0));
          const heldOut = train.map(() => Array.from({ length: authors.length }, () => 0));
          authors.forEach((_, author) => {
            const isAuthor = labels.map((label) => (label === author ? 1 : 0));
            const settings = { costs: costsOf(cost, labels, author), tolerance: 0.01, passes: 200 };
            const solution = kernelSvm(own, isAuthor, all, settings, createRandom(1));
            test.forEach((_, row) => {
              let score = solution.bias;
              for (let other = 0; other < train.length; other++) {
                score += solution.betas[other]! * cross[row * train.length + other]!;
              }
              scores[row]![author] = score;
            });
            for (let fold = 0; fold < INNER; fold++) {
              const rest = all.filter((row) => inner[row] !== fold);
              const without = kernelSvm(own, isAuthor, rest, settings, createRandom(1), solution);
              for (const row of all) if (inner[row] === fold) heldOut[row]![author] = without.scores[row]!;
            }
          });
          const seconds = [(prepared - began) / 1000, (performance.now() - started) / 1000];
          writeFileSync(
            file,
            JSON.stringify({
              corpus: split.name.split("#")[0],
              authors,
              truth,
              labels,
              heldOut: heldOut.map((row) => row.map((score) => Math.round(score * 1e5) / 1e5)),
              seconds,
              scores: scores.map((row) => row.map((score) => Math.round(score * 1e5) / 1e5)),
            }),
          );
          const right = truth.filter(
            (author, row) => scores[row]!.indexOf(Math.max(...scores[row]!)) === author,
          ).length;
          console.log(
            split.name,
            variant,
            weighting,
            cost,
            (right / truth.length).toFixed(4),
            seconds.map((s) => s.toFixed(1)).join(" + "),
          );
        }
      }
    }
  }
}
