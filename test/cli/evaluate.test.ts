import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Folder } from "../corpus/folder.ts";
import { csv, jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson, type Run } from "./run.ts";

const training = letters.filter((_, index) => index % 4 < 2);
const rest = letters.filter((_, index) => index % 4 >= 2);
const folder = new Folder({ "letters.jsonl": jsonLines(training), "new.csv": csv(rest) });
const model = folder.at("letters.safetensors");
beforeAll(() => penprint("train", folder.at("letters.jsonl"), "--out", model));
afterAll(() => folder[Symbol.dispose]());

describe("evaluate", () => {
  test("as JSON: every field that is promised", async () => {
    const result = await penprintJson("evaluate", model, folder.at("new.csv"));
    expect(result).toMatchObject({
      documents: 12,
      authors: 2,
      accuracy: 1,
      accuracy_interval: [1, 1],
      balanced_accuracy: 1,
      macro_f1: 1,
      log_loss: expect.any(Number),
      brier_score: expect.any(Number),
      expected_calibration_error: expect.any(Number),
      baselines: { majority: { author: "Ann", accuracy: 0.5 }, random: { accuracy: 0.5 } },
      per_author: [
        { author: "Ann", precision: 1, recall: 1, f1: 1, support: 6 },
        { author: "Bob", precision: 1, recall: 1, f1: 1, support: 6 },
      ],
      confusion_matrix: [
        [6, 0],
        [0, 6],
      ],
      warnings: expect.arrayContaining([expect.objectContaining({ code: "few_documents" })]),
    });
  });

  test("for people: the score beside its baselines, each author, who was taken for whom, what is doubtful", async () => {
    const run = await penprint("evaluate", model, folder.at("new.csv"));
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^Right in 100\.0 % of 12 documents, by 2 authors\.\n/u);
    expect(run.stdout).toMatch(/Accuracy +100\.0 % +95 % interval 100\.0 % – 100\.0 %/u);
    expect(run.stdout).toMatch(/always the same author +50\.0 % +Ann/u);
    expect(run.stdout).toMatch(/Bob +6 +100\.0 % +100\.0 % +1\.000/u);
    expect(run.stdout).toMatch(/Written by ↓, verdict → +Ann +Bob\n +Ann +6 +0\n +Bob +0 +6\n/u);
    expect(run.stdout).toContain("Careful: 12 test documents are too few");
  });

  test("the training corpus is no test, and that is said", async () => {
    const result = await penprintJson("evaluate", model, folder.at("letters.jsonl"));
    expect(result["warnings"]).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: "training_corpus" })]),
    );
  });

  test("an author whom the model has never seen", async () => {
    folder.write("more.jsonl", jsonLines([...rest, { author: "<UNK>", text: "вчера днём" }]));
    const result = await penprintJson("evaluate", model, folder.at("more.jsonl"), "--seed", "3");
    expect(result).toMatchObject({ documents: 13, accuracy: 1 });
    expect((await penprint("evaluate", model, folder.at("more.jsonl"))).stdout).toContain("unknown");
  });

  test("of many authors, the commonest confusions are named", async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      author: `Author ${index}`,
      text: `word${index} and more`,
    }));
    folder.write("many.jsonl", jsonLines(many));
    folder.write(
      "shifted.jsonl",
      jsonLines(many.map(({ text }, index) => ({ author: `Author ${index % 50}`, text }))),
    );
    const out = folder.at("many.safetensors");
    await penprint("train", folder.at("many.jsonl"), "--out", out);
    const run = await penprint("evaluate", out, folder.at("shifted.jsonl"));
    expect(run.stdout).toMatch(/Often confused: written by +verdict +times\n +Author 0 +Author 50 +1\n/u);
    expect(run.stdout).toContain("… and 20 more");
    expect((await penprint("evaluate", out, folder.at("many.jsonl"))).stdout).not.toContain("Often confused");
  });
});

describe("cross-validate", () => {
  test("as JSON: an evaluation and its folds", async () => {
    folder.write("all.jsonl", jsonLines(letters));
    const result = await penprintJson(
      "cross-validate",
      folder.at("all.jsonl"),
      "--folds",
      "3",
      "--seed",
      "5",
    );
    expect(result).toMatchObject({
      documents: 24,
      grouped_by: "work",
      accuracy: expect.any(Number),
      accuracy_mean: expect.any(Number),
    });
    expect(result["folds"]).toHaveLength(3);
    const again = await penprintJson("cross-validate", folder.at("all.jsonl"), "--folds", "3", "--seed", "5");
    expect(again).toEqual(result);
  });

  test("for people", async () => {
    folder.write("all.jsonl", jsonLines(letters));
    const grouped = await penprint("cross-validate", folder.at("all.jsonl"), "--folds", "2");
    expect(grouped.stdout).toContain("2 folds, each work whole in one fold: 100.0 % ± 0.0 %");
    const alone = await penprint("cross-validate", folder.at("all.jsonl"), "--group-by", "none");
    expect(alone.stdout).toContain("5 folds, documents dealt one by one");
    expect(alone.stdout).toContain("Careful: 12 works stand on both sides of a split");
  });

  test("anything but work and none to group by is wrong usage", async () => {
    const run = await penprint("cross-validate", folder.at("new.csv"), "--group-by", "author");
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain("work, none");
  });
});

describe("--report", () => {
  test("a page whose figures are those of --json", async () => {
    const file = folder.at("report.html");
    const result = await penprintJson("evaluate", model, folder.at("new.csv"), "--report", file);
    expect(result).toMatchObject({ accuracy: 1, accuracy_by_length: expect.any(Array) });
    const page = readFileSync(file, "utf8").replaceAll("\u00A0", " ");
    expect(page).toContain("<strong>100.0 %</strong> right");
    expect(page).toContain((result["log_loss"] as number).toFixed(3));
    expect(page).toContain((result["expected_calibration_error"] as number).toFixed(3));
    expect(readdirSync(folder.path).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("a folder with the pictures and their numbers, written again over itself", async () => {
    folder.write("all.jsonl", jsonLines(letters));
    const target = `${folder.at("pictures")}/`;
    const run = (): Promise<Run> =>
      penprint("cross-validate", folder.at("all.jsonl"), "--folds", "2", "--report", target);
    const first = await run();
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain(`Report: ${target}report.html`);
    expect(readdirSync(target)).toEqual(
      expect.arrayContaining(["report.html", "confusion-by-name.svg", "confusion.csv", "map.svg"]),
    );
    expect(readFileSync(`${target}confusion.csv`, "utf8")).toBe("author,Ann,Bob\r\nAnn,12,0\r\nBob,0,12\r\n");
    const before = readFileSync(`${target}report.html`);
    expect(await run()).toMatchObject({ code: 0 });
    expect(readFileSync(`${target}report.html`)).toEqual(before);
  });

  test.each([
    ["a corpus", (): string => folder.at("new.csv"), "no penprint report"],
    ["a model", (): string => model, "no penprint report"],
    [
      "a folder with something else",
      (): string => dirname(folder.write("other/poem.txt", "")),
      "holds something else than a report",
    ],
    ["a folder that is not there", (): string => folder.at("nowhere/report.html"), "does not exist"],
  ])("is not written over %s, and nothing is measured first", async (_, target, reason) => {
    const file = target();
    const before = [folder.at("new.csv"), model].includes(file) ? readFileSync(file) : null;
    const run = await penprint("evaluate", model, folder.at("new.csv"), "--report", file);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("FILE_UNWRITABLE");
    expect(run.stderr).toContain(reason);
    if (before !== null) expect(readFileSync(file)).toEqual(before);
  });
});

describe("inspect", () => {
  test("for people: recipe, authors, corpus, and that nobody has measured it", async () => {
    const run = await penprint("inspect", model);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^letters: tells 2 authors apart\.\n/u);
    expect(run.stdout).toMatch(/Classifier +multinomial-naive-bayes, smoothing 1\n/u);
    expect(run.stdout).toMatch(/SHA-256 +[\da-f]{64}\n/u);
    expect(run.stdout).toMatch(/Ann +6 +\d+\n/u);
    expect(run.stdout).toContain("Nobody has measured it yet");
  });

  test("as JSON", async () => {
    expect(await penprintJson("inspect", model)).toMatchObject({
      name: "letters",
      recipe: { name: "naive-bayes", calibration: "none" },
      authors: ["Ann", "Bob"],
      features: expect.any(Number),
      corpus: { documents: 12, authors: [{ author: "Ann", documents: 6 }, { author: "Bob" }] },
      evaluation: null,
      bytes: expect.any(Number),
    });
  });

  test("given priors, a largest share of documents, normalised weights", async () => {
    const out = folder.at("other.safetensors");
    const train = (...options: string[]): Promise<unknown> =>
      penprint("train", folder.at("letters.jsonl"), "--out", out, ...options);
    folder.write("priors.json", '{"Ann":0.5,"Bob":0.5}');
    await train("--priors", folder.at("priors.json"), "--max-documents", "0.5", "--no-lower-case");
    const first = await penprint("inspect", out);
    expect(first.stdout).toMatch(/Priors +given\n/u);
    expect(first.stdout).toContain("case as written, in at least 1 document, in at most 50.0 % of them");
    await train("--recipe", "complement-naive-bayes", "--normalize");
    expect((await penprint("inspect", out)).stdout).toMatch(/Normalised +true\n/u);
  });
});
