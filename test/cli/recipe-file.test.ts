/** `--recipe FILE.json`, and the recipes that docs/recipes.md shows. */
import { readFileSync } from "node:fs";

import { afterAll, describe, expect, test } from "vitest";

import { chosenRecipe } from "../../src/cli/chosen-recipe.ts";
import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const page = readFileSync(new URL("../../docs/recipes.md", import.meta.url), "utf8");
const shown = [...page.matchAll(/```json\n([^]*?)```/gu)].map(([, json]) => json!);

const folder = new Folder({ "letters.jsonl": jsonLines(letters) });
afterAll(() => folder[Symbol.dispose]());
const corpus = folder.at("letters.jsonl");
const model = folder.at("model.safetensors");

const delta = { view: 0, name: "delta", distance: "quadratic", nearest: "document" };
const views = [{ tokens: "words", ngrams: [1, 1], most_frequent: 50 }];
const write = (name: string, value: unknown): string => {
  folder.write(name, typeof value === "string" ? value : JSON.stringify(value));
  return folder.at(name);
};

describe("a recipe in a file", () => {
  test("is used, with what it leaves out as usual, and changed by options", async () => {
    const file = write("own.json", { views, classifier: { name: "ensemble", members: [delta] } });
    const run = await penprint("train", corpus, "--recipe", file, "--priors", "uniform", "--out", model);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(
      "Recipe     own: words 1–1, the 50 most frequent, in z-scores, the nearest document\n",
    );
    expect(await penprintJson("inspect", model)).toMatchObject({
      recipe: {
        name: "own",
        views: [{ lower_case: true, minimum_documents: 1, most_frequent: 50 }],
        classifier: { priors: "uniform", members: [delta] },
        seed: 0,
      },
    });
    expect(await penprintJson("predict", model, "Send coal, the engine has been mended")).toMatchObject({
      author: "Bob",
    });
  });

  test("may be all that inspect prints", async () => {
    const before = await penprintJson("inspect", model);
    await penprint("train", corpus, "--recipe", write("again.json", before), "--out", model);
    expect(await penprintJson("inspect", model)).toEqual(before);
  });

  test("is compared with others", async () => {
    const found = await penprintJson("compare", corpus, "--recipes", `naive-bayes,${folder.at("own.json")}`);
    const names = (found["recipes"] as { readonly recipe: string }[]).map(({ recipe }) => recipe);
    expect(names.toSorted()).toEqual(["naive-bayes", "own"]);
  });

  test.each([
    ["no JSON", "{", "holds no recipe: it is not JSON"],
    ["a list", [], "holds no recipe: it has no list of `views`"],
    ["no classifier", { views }, "holds no recipe: it has no `classifier` with a `name`"],
    ["a member that is none", { views, classifier: { name: "ensemble", members: [null] } }, "`members` must be a list of objects, got null"],
    ["a distance that is none", { views, classifier: { name: "ensemble", members: [{ ...delta, distance: "delta" }] } }, "`members.distance` must be one of burrows, quadratic, eder, cosine, got \"delta\""],
    ["z-scores of all words", { views: [{ tokens: "words", ngrams: [1, 1] }], classifier: { name: "ensemble", members: [delta] } }, "5000 most frequent features"],
  ])("with %s is refused", async (_, value, message) => {
    const run = await penprint("train", corpus, "--recipe", write("bad.json", value), "--out", folder.at("none"));
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`error RECIPE_FILE_INVALID: ${folder.at("bad.json")} holds no recipe: `);
    expect(run.stderr).toContain(message);
  }); // prettier-ignore

  test("has views of its own", async () => {
    const run = await penprint("train", corpus, "--recipe", folder.at("own.json"), "--views", "words");
    expect(run.stderr).toContain(
      "error PARAMETER_INVALID: `views` must be left out with a recipe from a file",
    );
  });
});

describe("Delta by options", () => {
  test("is taken where no recipe is named", async () => {
    await penprint("train", corpus, "--distance", "eder", "--most-frequent", "40", "--out", model);
    expect(await penprintJson("inspect", model)).toMatchObject({
      recipe: {
        name: "eder-delta",
        views: [{ most_frequent: 40 }],
        classifier: { members: [{ name: "delta", distance: "eder", nearest: "author" }] },
      },
    });
  });

  test("is not for other recipes", async () => {
    const run = await penprint("train", corpus, "--recipe", "linear", "--nearest", "document");
    expect(run.stderr).toContain("`nearest` must be left out with every recipe but cosine-delta");
    const auto = await penprint("train", corpus, "--recipe", "auto", "--nearest", "document");
    expect(auto.stderr).toContain("`nearest` must be left out with auto");
  });
});

describe("a combination by option", () => {
  test("is taken by ensemble where no recipe is named, and explain says whose scores these are", async () => {
    await penprint("train", corpus, "--combination", "max", "--out", model);
    expect(await penprintJson("inspect", model)).toMatchObject({
      recipe: { name: "ensemble", classifier: { combination: "max" } },
    });
    const inspected = await penprint("inspect", model);
    expect(inspected.stdout).toContain("max, only the largest of the members' scores counts");
    const explained = await penprint("explain", model, "the harbour and the road");
    expect(explained.stdout.replaceAll(/\s+/gu, " ")).toContain(
      "This is not the sum of all members: of each author only the largest of their scores counts, for ",
    );
    await penprint("train", corpus, "--recipe", "linear", "--combination", "mean", "--out", model);
    const summed = await penprint("explain", model, "the harbour and the road");
    expect(summed).toMatchObject({ code: 0, stderr: "" });
    expect(summed.stdout).not.toContain("not the sum");
  });

  test("is for recipes of several views alone, and one that there is", async () => {
    const run = await penprint("train", corpus, "--recipe", "nb-svm", "--combination", "mean");
    expect(run.stderr).toContain("`combination` must be left out with every recipe but linear and ensemble");
    const auto = await penprint("cross-validate", corpus, "--recipe", "auto", "--combination", "mean");
    expect(auto.stderr).toContain("`combination` must be left out with auto");
    const unknown = await penprint("train", corpus, "--combination", "median");
    expect(unknown.stderr).toContain("Allowed choices are stacked, mean, max");
  });
});

describe("docs/recipes.md", () => {
  test.each(shown.map((json, place) => [place + 1, json] as const))(
    "recipe %i learns",
    async (place, json) => {
      const file = write(`shown-${place}.json`, json);
      expect((await chosenRecipe({ recipe: file })).views.length).toBeGreaterThan(0);
      const run = await penprint("train", corpus, "--recipe", file, "--out", model);
      expect(run).toMatchObject({ code: 0, stderr: "" });
    },
  );

  test("shows a recipe of each kind", () => {
    expect(shown).toHaveLength(4);
  });
});
