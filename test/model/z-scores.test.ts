/** z-scores of sparse rows, against scikit-learn's scalers and the formula over whole tables. */
import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ensembleClassifier } from "../../src/ensemble.ts";
import { learnMember } from "../../src/ensemble-members.ts";
import { fitWeighting, type Weighting, weighRow, weighRows } from "../../src/features/weighting.ts";
import { baseOf, fitZScale, scaledValues, squaredShifts, zRow, zRows } from "../../src/model/z-scores.ts";
import { rowAt } from "../../src/sparse.ts";
import { rowMatrixOf, tableOfRows } from "./rows.ts";

interface Golden {
  readonly cases: readonly {
    readonly counts: readonly (readonly number[])[];
    readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
}

const golden = JSON.parse(readFileSync(new URL("../golden/scales.json", import.meta.url), "utf8")) as Golden;
const farthest = (actual: ArrayLike<number>, expected: readonly number[]): number =>
  expected.reduce((most, value, place) => Math.max(most, Math.abs(actual[place]! - value)), 0);

describe.each(golden.cases.map((each, index) => [index, each] as const))(
  "scikit-learn's scales %i",
  (_, each) => {
    const counts = rowMatrixOf(each.counts);

    it.each(["log-deviation", "max-abs"] satisfies Weighting[])("%s", (weighting) => {
      const fitted = fitWeighting(weighting, counts);
      tableOfRows(weighRows(fitted, counts)).forEach((row, index) => {
        expect(farthest(row, each.values[weighting]![index]!)).toBeLessThan(1e-6);
        const alone = weighRow(fitted, rowAt(counts, index));
        Array.from(alone.ids.subarray(0, alone.length)).forEach((id, place) => {
          expect(Math.abs(alone.values[place]! - row[id]!)).toBeLessThan(1e-6);
        });
      });
    });

    it.each([
      ["z-scores", "shares"],
      ["figures", "values"],
    ] as const)("%s", (name, scaled) => {
      const scale = fitZScale(counts, scaledValues(counts, scaled), [...each.counts.keys()]);
      tableOfRows(zRows(scale, counts, scaled)).forEach((row, index) => {
        // Scales are kept in 32 bits.
        expect(farthest(row, each.values[name]![index]!)).toBeLessThan(5e-6);
      });
    });
  },
);

describe("z-scores", () => {
  it("are how many deviations a share is from the mean", () => {
    // Shares 1/4, 3/4 and 3/4, 1/4: both means 1/2, both deviations 1/4, so that z is ∓1, ±1 and ‖z‖ = √2.
    const matrix = rowMatrixOf([
      [1, 3],
      [6, 2],
    ]);
    const scale = fitZScale(matrix, scaledValues(matrix, "shares"), [0, 1]);
    expect([...scale.factors]).toEqual([4, 4]);
    expect([...scale.shifts]).toEqual([2, 2]);
    const [first, second] = tableOfRows(zRows(scale, matrix, "shares"));
    expect(farthest(first!, [-Math.SQRT1_2, Math.SQRT1_2])).toBeLessThan(1e-7);
    expect(farthest(second!, [Math.SQRT1_2, -Math.SQRT1_2])).toBeLessThan(1e-7);
  });

  const tables = fc
    .record({ rows: fc.integer({ min: 2, max: 8 }), features: fc.integer({ min: 1, max: 6 }) })
    .chain(({ rows, features }) =>
      fc.array(fc.array(fc.oneof(fc.constant(0), fc.nat(9)), { minLength: features, maxLength: features }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    .filter((table) => table.every((row) => row.some((count) => count > 0)));

  it("weigh a sparse row as they weigh the whole one", () => {
    const weight = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        tables,
        fc.infiniteStream(weight),
        fc.constantFrom("shares" as const, "values" as const),
        (table, stream, scaled) => {
          const matrix = rowMatrixOf(table);
          const scale = fitZScale(matrix, scaledValues(matrix, scaled), [...table.keys()]);
          const weights = Float32Array.from({ length: 2 * matrix.nFeatures }, () => stream.next().value);
          const base = baseOf(scale, weights, 2);
          const dense = tableOfRows(zRows(scale, matrix, scaled));
          table.forEach((_, index) => {
            const { row, share } = zRow(scale, squaredShifts(scale), rowAt(matrix, index), scaled);
            for (const author of [0, 1]) {
              let sum = share * base[author]!;
              for (let place = 0; place < row.length; place++)
                sum += row.values[place]! * weights[row.ids[place]! * 2 + author]!;
              const expected = dense[index]!.reduce(
                (all, x, feature) => all + x * weights[feature * 2 + author]!,
                0,
              );
              expect(Math.abs(sum - expected)).toBeLessThan(1e-4);
            }
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("are evidence by their distance from the mean, whether above or below", () => {
    // Values 1, 3 and 5, 3: means 3 and 3, deviations 2 and 0, so that z is ∓1 and 0.
    const matrix = rowMatrixOf([
      [1, 3],
      [5, 3],
    ]);
    const scale = fitZScale(matrix, scaledValues(matrix, "values"), [0, 1]);
    const weights = Float32Array.of(2, 7, 11, 13);
    const learned = {
      weighting: null,
      scale,
      weights,
      owners: null,
      base: baseOf(scale, weights, 2),
      bias: null,
    };
    const classifier = ensembleClassifier(
      {
        name: "ensemble",
        members: [
          { view: 0, name: "linear", loss: "least-squares", weighting: "z-scores", cost: 1, balanced: true },
        ],
      },
      { members: [learned], bias: Float64Array.of(0.25, 0.5), shares: Float64Array.of(1), stackedOn: 0 },
      [{ size: 2, scaled: "values" }],
    );
    for (const [index, sign] of [-1, 1].entries()) {
      const row = rowAt(matrix, index);
      const { base, shares } = classifier.parts(row, 0);
      expect(base).toBeCloseTo(0.25, 6);
      expect(shares[0]).toBeCloseTo(sign * 2, 6);
      expect(shares[1]).toBeCloseTo(0, 12);
      expect(classifier.scores(row)[0]).toBeCloseTo(0.25 + sign * 2, 6);
    }
  });

  it.each(["shares", "values"] as const)(
    "of %s make a member score new texts as it was learned to",
    (scaled) => {
      const matrix = rowMatrixOf([[9, 1, 0], [8, 2, 1], [7, 1, 1], [1, 8, 2], [2, 9, 0], [1, 7, 3]]); // prettier-ignore
      const documents = {
        labels: Uint32Array.of(0, 0, 0, 1, 1, 1),
        nAuthors: 2,
        folds: Int32Array.of(0, 1, 2, 0, 1, 2),
        seed: 0,
      };
      const member = {
        view: 0,
        name: "linear",
        loss: "least-squares",
        weighting: "z-scores",
        cost: 1,
        balanced: true,
      } as const;
      const learned = learnMember(member, matrix, documents, scaled);
      const classifier = ensembleClassifier(
        { name: "ensemble", members: [member] },
        { members: [learned], bias: learned.bias, shares: Float64Array.of(1), stackedOn: 0 },
        [{ size: 3, scaled }],
      );
      for (const [index, label] of documents.labels.entries()) {
        const [first, second] = classifier.scores(rowAt(matrix, index));
        expect(first! > second!).toBe(label === 0);
        expect(learned.heldOut[2 * index]! > learned.heldOut[2 * index + 1]!).toBe(label === 0);
        const { base, shares } = classifier.parts(rowAt(matrix, index), 0);
        expect(shares.reduce((sum, share) => sum + share, base)).toBeCloseTo(first!, 12);
      }
    },
  );
});
