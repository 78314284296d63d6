import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const lines = (author: string, texts: readonly string[]): object[] => texts.map((text) => ({ author, text }));
const short = [
  ...lines("Ann", ["my garden", "the note and coal", "glad of May", "dear friend", "so very kind"]),
  ...lines("Bob", ["the boiler", "coal", "my engine was mended", "tested"]),
];
const folder = new Folder({
  "letters.jsonl": jsonLines(letters),
  "short.jsonl": jsonLines(short),
  "ann.jsonl": jsonLines(short.slice(0, 5)),
  "strange.jsonl": jsonLines(lines("Ann", ["вчера", "днём"])),
});
const model = folder.at("m.safetensors");
beforeAll(() => penprint("train", folder.at("letters.jsonl"), "--out", model));
afterAll(() => folder[Symbol.dispose]());

describe("predict --together", () => {
  test("gives one verdict on all texts", async () => {
    const verdict = await penprintJson("predict", model, "--input", folder.at("ann.jsonl"), "--together");
    expect(verdict).toMatchObject({
      author: "Ann",
      unknown: false,
      texts: 5,
      model: { recipe: "naive-bayes" },
    });
    const run = await penprint("predict", model, "--input", folder.at("ann.jsonl"), "--together");
    expect(run.stdout).toMatch(/^Most likely Ann, with a probability of /u);
  });

  test("is unknown where no text has anything known, or it is not probable enough", async () => {
    const args = ["predict", model, "--together", "--input"];
    expect(await penprintJson(...args, folder.at("strange.jsonl"))).toMatchObject({
      author: null,
      unknown: true,
    });
    const strict = await penprintJson(...args, folder.at("ann.jsonl"), "--unknown", "1");
    expect(strict).toMatchObject({ author: null, unknown: true });
  });

  test("is somebody with never, and has no use for what was learned for one text", async () => {
    const args = ["predict", model, "--together", "--input", folder.at("strange.jsonl"), "--unknown"];
    expect(await penprintJson(...args, "never")).toMatchObject({ author: "Ann", unknown: false });
    expect((await penprint(...args, "auto")).code).toBe(2);
  });

  test("needs several texts", async () => {
    const run = await penprint("predict", model, "dear", "--together");
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("--together needs --input") });
  });
});

describe("evaluate --together", () => {
  test("says how good verdicts on so many texts are", async () => {
    const args = ["evaluate", model, folder.at("short.jsonl"), "--together", "4"];
    const result = await penprintJson(...args);
    const figures = result["together"] as {
      texts: number;
      groups: number;
      accuracy: number;
      log_loss: number;
    }[];
    expect(figures.map(({ texts, groups }) => [texts, groups])).toEqual([
      [1, 9],
      [2, 4],
      [4, 2],
    ]);
    expect(figures[0]!.accuracy).toBe(result["accuracy"]);
    expect(figures[0]!.log_loss).toBeCloseTo(result["log_loss"] as number, 3);
    expect(figures.at(-1)!.accuracy).toBe(1);
    expect((await penprint(...args)).stdout).toMatch(
      /Texts together +Verdicts +Accuracy +Log-loss\n +1 +9 /u,
    );
  });

  test("not without a text", async () => {
    const run = await penprint("evaluate", model, folder.at("short.jsonl"), "--together", "0");
    expect(run.code).toBe(2);
  });
});
