import { readFileSync } from "node:fs";

import { afterAll, describe, expect, test } from "vitest";

import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson, penprintProcess } from "./run.ts";

const more = [
  ...letters,
  ...letters.map((own) => ({ ...own, text: `${own.text} P.S.`, work: `${own.work} again` })),
];
const folder = new Folder({ "few.jsonl": jsonLines(letters), "letters.jsonl": jsonLines(more) });
const corpus = folder.at("letters.jsonl");
const out = folder.at("m.safetensors");
afterAll(() => folder[Symbol.dispose]());

describe("train --recipe auto", () => {
  test("says what it chose and why, and the model keeps it under its real name", async () => {
    const run = await penprint("train", corpus, "--out", out, "--recipe", "auto");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/\n {2}Recipe {5}(naive-bayes|ensemble)[^\n]*\n {13}chosen because /u);
    const { recipe, evaluation } = (await penprintJson("inspect", out)) as {
      recipe: { name: string };
      evaluation: { choice: { recipe: string; documents: number; candidates: object[] } };
    };
    expect(evaluation.choice).toMatchObject({ recipe: recipe.name, documents: 48, grouped_by: "work" });
    expect(evaluation.choice.candidates).toHaveLength(2);
    expect((await penprint("inspect", out)).stdout).toContain("Chosen");
    expect((await penprint("predict", out, "My dear friend")).code).toBe(0);
  });

  test("too few documents: the default, and why", async () => {
    const result = await penprintJson("train", folder.at("few.jsonl"), "--out", out, "--recipe", "auto");
    expect(result).toMatchObject({
      model: { recipe: "naive-bayes" },
      choice: {
        recipe: "naive-bayes",
        reason: expect.stringContaining("24 documents are too few"),
        candidates: [],
      },
    });
  });

  test("standard input cannot be read twice", async () => {
    const run = await penprintProcess(["train", "-", "--out", out, "--recipe", "auto", "--json"], {
      input: jsonLines(more),
    });
    expect(JSON.parse(run.stdout)).toMatchObject({
      choice: { recipe: "naive-bayes", reason: expect.stringContaining("standard input") },
    });
  });

  test("options that not all recipes have are refused", async () => {
    const run = await penprint("train", corpus, "--out", out, "--recipe", "auto", "--smoothing", "2");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("left out with auto");
    // Without a recipe's name such options ask for one that has them.
    const plain = await penprintJson("train", corpus, "--out", out, "--smoothing", "2");
    expect(plain).toMatchObject({ model: { recipe: "naive-bayes" } });
    expect(plain).not.toHaveProperty("choice");
  });

  test("priors are for all candidates", async () => {
    await penprintJson("train", corpus, "--out", out, "--priors", "uniform");
    const { recipe, evaluation } = await penprintJson("inspect", out);
    expect(recipe).toMatchObject({ classifier: { priors: "uniform" } });
    expect(evaluation).toHaveProperty("choice");
    expect((await penprint("inspect", out)).stdout).toMatch(/Priors\s+uniform/u);
  });

  test("it is the default", async () => {
    const named = await penprintJson("train", corpus, "--out", out, "--recipe", "auto");
    const unnamed = await penprintJson("train", corpus, "--out", out);
    expect(unnamed["model"]).toEqual(named["model"]);
    expect(unnamed).toHaveProperty("choice");
    const bytes = readFileSync(out);
    await penprintJson("train", corpus, "--out", out);
    expect(readFileSync(out).equals(bytes)).toBe(true);
  });
});

describe("cross-validate --recipe auto", () => {
  test("chooses anew in every fold", async () => {
    const result = await penprintJson("cross-validate", corpus, "--recipe", "auto", "--folds", "2");
    // 24 documents are left to each fold, too few to choose by: a choice that saw all 48 would be made.
    expect(result["chosen"]).toEqual(["naive-bayes", "naive-bayes"]);
    const run = await penprint("cross-validate", corpus, "--recipe", "auto", "--folds", "2");
    expect(run.stdout).toContain("  chosen: naive-bayes, naive-bayes\n");
  });
});
