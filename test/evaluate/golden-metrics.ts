/** What scikit-learn makes of random predictions; test/golden/generate_metrics.py made it. */
import { readFileSync } from "node:fs";

import { expect } from "vitest";

import type { Baselines } from "../../src/evaluate/baselines.ts";
import type { AuthorScore } from "../../src/evaluate/classification.ts";

interface GoldenMetrics {
  readonly cases: readonly {
    readonly name: string;
    readonly authors: number;
    readonly truths: number[];
    readonly verdicts: number[];
    readonly probabilities: number[][];
    readonly training_documents: number[];
    readonly expected: {
      readonly accuracy: number;
      readonly balanced_accuracy: number;
      readonly macro_f1: number;
      readonly log_loss: number;
      readonly brier_score: number;
      readonly expected_calibration_error: number;
      readonly reliability_curve: readonly {
        readonly bin: number;
        readonly documents: number;
        readonly confidence: number;
        readonly accuracy: number;
      }[];
      readonly per_author: readonly AuthorScore[];
      readonly confusion_matrix: number[][];
      readonly baselines: Baselines;
    };
  }[];
  readonly intervals: readonly {
    readonly name: string;
    readonly right: number[];
    readonly documents: number[];
    readonly interval: [number, number];
  }[];
  readonly percentiles: {
    readonly sorted: number[];
    readonly percents: number[];
    readonly expected: number[];
  };
}

const file = new URL("../golden/metrics.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as GoldenMetrics;

export const goldenCases = golden.cases;
export const goldenIntervals = golden.intervals;
export const goldenPercentiles = golden.percentiles;

/** Equal to 1e-12, relative to numbers above 1 and absolute below. */
export function close(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) {
    expect(actual).toBe(expected);
    return;
  }
  const distance = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(distance, `${actual} against ${expected}`).toBeLessThanOrEqual(1e-12);
}
