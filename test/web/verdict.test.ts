import { expect, test } from "vitest";
import type { PredictResponse } from "../../src/web/api.ts";
import { sentenceOf } from "../../src/web/verdict.ts";

const prediction: PredictResponse = {
  id: "1",
  model: { name: "m", version: "memory", recipe: "naive-bayes" },
  author: "Abraham Lincoln",
  probability: 0.83,
  unknown: false,
  ranking: [
    { author: "Abraham Lincoln", probability: 0.83, score: -10 },
    { author: "Andrew Johnson", probability: 0.17, score: -12 },
  ],
  warnings: [],
  input: { characters: 200, truncated: false },
  evidence: null,
  timing_ms: { queue: 0, predict: 0, total: 0 },
};

const short = { code: "short_text", message: "The text has 3 words." };

test.each<[string, Partial<PredictResponse>, string, string]>([
  ["a likely author", {}, "Most likely Abraham Lincoln, 83 %", ""],
  [
    "too few words",
    { warnings: [short] },
    "Too short to tell",
    "If one has to guess: Abraham Lincoln, 83 %.",
  ],
  [
    "nobody",
    { author: null, unknown: true, warnings: [short] },
    "None of these",
    "The text gives no hint of any of the 2 authors that the model knows.",
  ],
  [
    "another warning",
    { warnings: [{ code: "mostly_unseen", message: "" }] },
    "Most likely Abraham Lincoln, 83 %",
    "",
  ],
])("%s", (_what, changes, verdict, qualification) => {
  const sentence = sentenceOf({ ...prediction, ...changes }, 2);
  const { before, name, after } = sentence;
  expect((before + name + after).replaceAll("\u00A0", " ")).toBe(verdict);
  expect(sentence.qualification.replaceAll("\u00A0", " ")).toBe(qualification);
});
