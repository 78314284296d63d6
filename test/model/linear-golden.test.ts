/** Weightings and linear classifiers against scikit-learn's; test/golden/generate_linear.py made the numbers. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { fitWeighting, type Weighting, weighRow, weighRows } from "../../src/features/weighting.ts";
import { gram } from "../../src/model/gram.ts";
import { kernelSvm } from "../../src/model/kernel-svm.ts";
import { weightsFromRows } from "../../src/model/linear-weights.ts";
import { multinomialLogistic } from "../../src/model/multinomial-logistic.ts";
import { rowSvm } from "../../src/model/row-svm.ts";
import { createRandom } from "../../src/random.ts";
import { rowAt } from "../../src/sparse.ts";
import { rowMatrixOf, tableOfRows } from "./rows.ts";

interface Golden {
  readonly weightings: readonly {
    readonly counts: readonly (readonly number[])[];
    readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
  readonly classifiers: readonly {
    readonly rows: readonly (readonly number[])[];
    readonly labels: readonly number[];
    readonly authors: number;
    readonly results: readonly {
      readonly cost: number;
      readonly balanced: boolean;
      readonly loss: "squared-hinge" | "logistic";
      readonly weights: readonly (readonly number[])[];
      readonly bias: readonly number[];
    }[];
    readonly multinomial: readonly {
      readonly cost: number;
      readonly balanced: boolean;
      readonly weights: readonly (readonly number[])[];
      readonly bias: readonly number[];
    }[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/linear.json", import.meta.url), "utf8")) as Golden;

/** The largest difference between two lists of numbers. */
const farthest = (actual: readonly number[], expected: readonly number[]): number =>
  expected.reduce((most, value, place) => Math.max(most, Math.abs(actual[place]! - value)), 0);

describe.each(golden.weightings.map((each, index) => [index, each] as const))("weighting %i", (_, each) => {
  it.each(Object.keys(each.values) as Weighting[])("%s", (weighting) => {
    const counts = rowMatrixOf(each.counts);
    const fitted = fitWeighting(weighting, counts);
    // Values are kept in 32 bits.
    tableOfRows(weighRows(fitted, counts)).forEach((row, index) => {
      expect(farthest(row, each.values[weighting]![index]!)).toBeLessThan(3e-7);
      const alone = weighRow(fitted, rowAt(counts, index));
      expect(
        farthest(
          [...alone.values],
          row.filter((value) => value !== 0),
        ),
      ).toBeLessThan(3e-7);
    });
  });
});

describe.each(golden.classifiers.map((each, index) => [index, each] as const))("classifier %i", (_, each) => {
  const matrix = rowMatrixOf(each.rows);
  const all = each.labels.map((_, row) => row);
  it.each(
    each.results.map((result) => [`${result.loss} ${result.cost} ${result.balanced}`, result] as const),
  )("%s", (_, { loss, cost, balanced, weights, bias }) => {
    const settingsOf = (author: number) => {
      const own = each.labels.filter((label) => label === author).length;
      const others = all.length - own;
      const costs = each.labels.map((label) =>
        balanced ? (cost * all.length) / (2 * (label === author ? own : others)) : cost,
      );
      return { costs, tolerance: 1e-9, passes: 100_000 };
    };
    const isAuthor = (author: number): number[] => each.labels.map((label) => (label === author ? 1 : 0));
    weights.forEach((expected, author) => {
      const byRows = rowSvm(matrix, isAuthor(author), all, { loss, ...settingsOf(author) }, createRandom(3));
      expect(farthest([...byRows.weights, byRows.bias], [...expected, bias[author]!])).toBeLessThan(1e-5);
    });
    if (loss === "logistic") return;
    const products = gram(matrix);
    const solutions = weights.map((_, author) =>
      kernelSvm(products, isAuthor(author), all, settingsOf(author), createRandom(3)),
    );
    const byProducts = weightsFromRows(
      matrix,
      solutions.map(({ betas }) => betas),
      Float64Array.from(solutions, (solution) => solution.bias),
    );
    weights.forEach((expected, author) => {
      const found = expected.map((_, feature) => byProducts.weights[feature * each.authors + author]!);
      expect(farthest([...found, byProducts.bias[author]!], [...expected, bias[author]!])).toBeLessThan(1e-5);
    });
  });
});

describe.each(golden.classifiers.filter(({ multinomial }) => multinomial.length > 0))(
  "$authors authors at once",
  ({ rows, labels, authors, multinomial }) => {
    it.each(multinomial)("multinomial, C $cost, balanced: $balanced", ({ cost, balanced, weights, bias }) => {
      const all = labels.map((_, row) => row);
      const documents = (author: number): number => labels.filter((label) => label === author).length;
      const costs = labels.map((label) =>
        balanced ? (cost * all.length) / (authors * documents(label)) : cost,
      );
      const options = { costs, tolerance: 1e-10, passes: 100_000 };
      const found = multinomialLogistic(rowMatrixOf(rows), labels, authors, all, options, createRandom(3));
      weights.forEach((expected, author) => {
        const own = expected.map((_, feature) => found.weights[feature * authors + author]!);
        expect(farthest([...own, found.bias[author]!], [...expected, bias[author]!])).toBeLessThan(1e-5);
      });
    });
  },
);
