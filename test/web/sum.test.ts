import { expect, test } from "vitest";
import type { ExplainResponse } from "../../src/web/api.ts";
import { caveatOf, termsOf } from "../../src/web/sum.ts";

const piece = (log_odds: number): ExplainResponse["evidence"][number] => ({
  feature: "a",
  count: 1,
  log_odds,
  spans: [[0, 1]],
});

const explanation: ExplainResponse = {
  id: "1",
  model: { name: "m", version: "memory", recipe: "naive-bayes" },
  author: "Ann",
  against: "Bob",
  log_odds: 0.5 + 1.004 + 1.004 - 3.004 + 0.25,
  divisor: 2,
  base: 0.5,
  evidence: [piece(-3.004), piece(1.004), piece(1.004)],
  omitted: { features: 7, log_odds: 0.25 },
  input: { characters: 1, truncated: false },
  timing_ms: { queue: 0, predict: 0, total: 0 },
};

test("the terms are what stands before, for, against and left out, and add up to the log-odds", () => {
  const terms = termsOf(explanation);
  const labels = terms.map(({ label }) => label.replaceAll("\u00A0", " "));
  expect(labels).toEqual([
    "before reading",
    "2 features for",
    "1 feature against",
    "7 weaker ones",
    "log-odds",
  ]);
  const shown = terms.map(({ value }) => Math.round(value * 100));
  expect(shown.at(-1)).toBe(Math.round(explanation.log_odds * 100));
  expect(shown.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(shown.at(-1));
});

test("nothing left out is not mentioned", () => {
  const terms = termsOf({ ...explanation, omitted: { features: 0, log_odds: 0 } });
  expect(terms).toHaveLength(4);
});

test("it is said where the sum is of the loudest alone", () => {
  expect(caveatOf(explanation)).toBe("");
  expect(caveatOf({ ...explanation, decided_by: { author: 1, against: 0 } })).toContain(
    "only the largest counts",
  );
});
