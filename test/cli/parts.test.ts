import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const first = letters.slice(0, 15);
const second = letters.slice(15);

/** The corpus in two parts, and what training on all of it gives. */
async function prepared(): Promise<{ folder: Folder; whole: Buffer }> {
  const folder = new Folder({
    "all.jsonl": jsonLines(letters),
    "one.jsonl": jsonLines(first),
    "two.jsonl": jsonLines(second),
  });
  const out = folder.at("whole.safetensors");
  await penprintJson("train", folder.at("all.jsonl"), "--out", out);
  return { folder, whole: readFileSync(out) };
}

test("adding to a model and taking from it are training anew, to the byte", async () => {
  const { folder, whole } = await prepared();
  using _ = folder;
  const one = folder.at("one.safetensors");
  const out = folder.at("parts.safetensors");
  await penprintJson("train", folder.at("one.jsonl"), "--out", one);
  const before = readFileSync(one);
  await penprintJson("train", folder.at("two.jsonl"), "--add", one, "--out", out);
  expect(readFileSync(out).equals(whole)).toBe(true);
  const run = await penprint("train", folder.at("two.jsonl"), "--remove", out, "--out", one);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(one).equals(before)).toBe(true);
});

test("a model can have a name of its own", async () => {
  const { folder } = await prepared();
  using _ = folder;
  const [one, model] = [folder.at("one.counts"), folder.at("model.safetensors")];
  await penprintJson("train", folder.at("all.jsonl"), "--name", "two people", "--out", model);
  expect(await penprintJson("inspect", model)).toMatchObject({ name: "two people" });
  await penprintJson("count", folder.at("all.jsonl"), "--out", one);
  expect(await penprintJson("merge", one, "--name", "merged people", "--out", model)).toMatchObject({
    model: { name: "merged people" },
  });
  expect(await penprintJson("inspect", model)).toMatchObject({ name: "merged people" });
});

test("counting parts and merging them is training on all of it, to the byte", async () => {
  const { folder, whole } = await prepared();
  using _ = folder;
  const out = folder.at("parts.safetensors");
  const [one, two] = [folder.at("one.counts"), folder.at("two.counts")];
  const told = await penprint("count", folder.at("one.jsonl"), "--out", one);
  expect(told).toMatchObject({ code: 0, stderr: "" });
  expect(told.stdout).toMatch(/^Counted 15 documents by 2 authors: .*one\.counts, .* kB\.\n$/u);
  expect(await penprintJson("count", folder.at("two.jsonl"), "--out", two)).toMatchObject({
    counts: { file: two, bytes: readFileSync(two).length },
    documents: second.length,
  });
  const merged = await penprint("merge", two, one, "--out", out);
  expect(merged).toMatchObject({ code: 0, stderr: "" });
  expect(merged.stdout).toContain("Learned 2 authors from 24 documents");
  expect(readFileSync(out).equals(whole)).toBe(true);
});

test("what cannot be done is said, and nothing is written", async () => {
  const { folder } = await prepared();
  using _ = folder;
  const model = folder.at("whole.safetensors");
  const out = folder.at("new.safetensors");
  const [words, characters] = [folder.at("w.counts"), folder.at("c.counts")];
  await penprintJson("count", folder.at("one.jsonl"), "--out", words);
  await penprintJson(
    "count",
    folder.at("two.jsonl"),
    "--recipe",
    "naive-bayes-characters",
    "--out",
    characters,
  );
  const cases: readonly (readonly [args: readonly string[], code: string])[] = [
    [["train", folder.at("one.jsonl"), "--add", model, "--ngrams", "2"], "PARAMETER_INVALID"],
    [["train", folder.at("one.jsonl"), "--add", model, "--remove", model], "PARAMETER_INVALID"],
    [["train", folder.at("one.jsonl"), "--threads", "0"], "PARAMETER_INVALID"],
    [["train", folder.at("one.jsonl"), "--add", words], "MODEL_FOREIGN"],
    [["merge", model], "MODEL_FOREIGN"],
    [["merge", words, characters], "RECIPES_DIFFER"],
    [["count", folder.at("one.jsonl"), "--calibration", "temperature"], "RECIPE_NOT_ADDITIVE"],
  ];
  for (const [args, code] of cases) {
    const run = await penprint(...args, "--out", out);
    expect(run, args.join(" ")).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`error ${code}:`);
  }
  expect(() => readFileSync(out)).toThrow(/ENOENT/u);
  const over = await penprint("count", folder.at("one.jsonl"), "--out", model);
  expect(over.stderr).toContain("error FILE_UNWRITABLE:");
});
