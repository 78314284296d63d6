import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const third = letters.slice(0, 12).map(({ work }, place) => ({
  author: "Cy",
  text: `Whereas the parties agree, clause ${place} stands, and notice shall be given in writing.`,
  work: `${work} of Cy`,
}));
const folder = new Folder({
  "letters.jsonl": jsonLines([...letters, ...third]),
  "two.jsonl": jsonLines(letters),
});
const model = folder.at("m.safetensors");
const plain = folder.at("plain.safetensors");
beforeAll(async () => {
  await penprint("train", folder.at("letters.jsonl"), "--out", model, "--unknown", "f1");
  await penprint("train", folder.at("letters.jsonl"), "--out", plain);
});
afterAll(() => folder[Symbol.dispose]());

const text = "My dear friend, the boiler and the coal";

describe("--unknown", () => {
  test("train learns a threshold, the model file keeps it, inspect shows it", async () => {
    const { rejection } = (await penprintJson("inspect", model)) as { rejection: { trials: number } };
    expect(rejection).toMatchObject({ precision: "f1", trials: 72 });
    expect((await penprint("inspect", model)).stdout).toMatch(
      /Unknown +with --unknown auto, nobody is named below/u,
    );
    expect(await penprintJson("inspect", plain)).toMatchObject({ rejection: null });
  });

  test.each([
    ["never", "вчера", false],
    ["0", "вчера", true],
    ["0", text, false],
    ["1", text, true],
    ["auto", "My dear friend, the garden is in bloom; I was so very glad of your kind note", false],
  ])("predict --unknown %s on %s", async (when, given, unknown) => {
    const answer = await penprintJson("predict", model, given, "--unknown", when);
    expect(answer["unknown"]).toBe(unknown);
    expect(answer["author"] === null).toBe(unknown);
  });

  test("evaluate counts what it rejects", async () => {
    const strict = await penprintJson("evaluate", model, folder.at("two.jsonl"), "--unknown", "1");
    const usual = await penprintJson("evaluate", model, folder.at("two.jsonl"));
    expect(strict["accuracy"]).toBeLessThan(usual["accuracy"] as number);
    expect(strict["confusion_labels"]).toContain("unknown");
  });

  test.each([
    [["predict", plain, "dear", "--unknown", "auto"], 1, "this model has learned no threshold"],
    [["predict", model, "dear", "--unknown", "2"], 1, "a number from 0 to 1"],
    [["predict", model, "dear", "--unknown", "sometimes"], 2, "It is no number"],
    [["train", folder.at("letters.jsonl"), "--out", plain, "--unknown", "7"], 2, "It is not from 0 to 1"],
    [["train", "-", "--out", plain, "--unknown", "f1"], 1, "left out with standard input"],
  ])("%s", async (args, code, message) => {
    const run = await penprint(...args);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(message);
  });

  test("too few authors to leave one out: that is said", async () => {
    const run = await penprint("train", folder.at("two.jsonl"), "--out", plain, "--unknown", "0.9");
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("too few documents or authors to learn when to name nobody");
  });
});
