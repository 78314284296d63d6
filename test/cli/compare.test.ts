import { afterAll, describe, expect, test } from "vitest";

import { recipes } from "../../src/recipe.ts";
import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const folder = new Folder({ "letters.jsonl": jsonLines(letters) });
const corpus = folder.at("letters.jsonl");
afterAll(() => folder[Symbol.dispose]());

describe("compare", () => {
  test("all recipes, as JSON", async () => {
    const result = await penprintJson("compare", corpus, "--folds", "3");
    const compared = result["recipes"] as Record<string, unknown>[];
    expect(compared.map(({ recipe }) => recipe).sort()).toEqual([...recipes.keys()].sort());
    expect(result).toMatchObject({
      documents: 24,
      folds: 3,
      grouped_by: "work",
      best: compared[0]!["recipe"],
    });
    for (const own of compared) {
      expect(own).toMatchObject({
        accuracy: expect.any(Number),
        log_loss: expect.any(Number),
        seconds: expect.any(Number),
      });
    }
  });

  test("for people: a table with the baselines, the best marked, and what its lead is worth", async () => {
    const run = await penprint("compare", corpus, "--recipes", "naive-bayes,bernoulli-naive-bayes");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(
      /^bernoulli-naive-bayes is right in 100\.0 % of 24 documents, by 2 authors\.\n/u,
    );
    expect(run.stdout).toMatch(/Recipe +Accuracy +95 % interval +Balanced +Macro F1 +Log-loss/u);
    expect(run.stdout).toMatch(/\n {2}bernoulli-naive-bayes +100\.0 % .* s +best\n/u);
    expect(run.stdout).toMatch(/\n {2}always Ann +50\.0 %/u);
    expect(run.stdout).toMatch(/\n {2}guessing by size +50\.0 %/u);
    expect(run.stdout).toMatch(/bernoulli-naive-bayes and naive-bayes are right equally often/u);
    expect(run.stdout).toContain("5 folds, the same for all, each work whole in one fold.");
  });

  test("ways to put members together", async () => {
    const ways = ["stacked", "mean", "max"];
    const result = await penprintJson("compare", corpus, "--folds", "2", "--combination", ways.join(","));
    const compared = result["recipes"] as Record<string, unknown>[];
    const names = ["linear", "ensemble"].flatMap((name) => ways.map((way) => `${name}, ${way}`));
    expect(compared.map(({ recipe }) => recipe).sort()).toEqual(names.sort());
    const wrong = await penprint("compare", corpus, "--recipes", "naive-bayes", "--combination", "mean");
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain(
      "`combination` must be left out with every recipe but linear and ensemble, got mean",
    );
    const unknown = await penprint("compare", corpus, "--recipes", "linear", "--combination", "median");
    expect(unknown.stderr).toContain("`combination` must be one of stacked, mean, max");
  });

  test("a recipe that there is not", async () => {
    const run = await penprint("compare", corpus, "--recipes", "linear,magic");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("RECIPE_UNKNOWN");
  });
});
