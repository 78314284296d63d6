import { afterAll, beforeAll, expect, test } from "vitest";

import type { Evidence } from "../../src/explain/explain.ts";
import { readModel } from "../../src/model-file/disk.ts";
import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const folder = new Folder({ "letters.jsonl": jsonLines(letters) });
const model = folder.at("letters.safetensors");
const text = "My dear friend, the garden and the boiler were tested in May";
beforeAll(() => penprint("train", folder.at("letters.jsonl"), "--out", model));
afterAll(() => folder[Symbol.dispose]());

test("the JSON's shares add up to the difference of the two scores", async () => {
  const explanation = await penprintJson("explain", model, text);
  const { ranking } = (await readModel(model)).predict(text);
  const evidence = explanation["evidence"] as Evidence[];
  const sum = evidence.reduce((total, piece) => total + piece.log_odds, explanation["base"] as number);
  expect(explanation).toMatchObject({ author: "Ann", against: "Bob" });
  expect(sum).toBeCloseTo(ranking[0]!.score - ranking[1]!.score, 9);
  for (const { feature, spans } of evidence) {
    for (const [start, end] of spans) expect(text.slice(start, end).toLowerCase()).toBe(feature);
  }
});

test("for people: both sides with the strongest pieces, and the sum that they make", async () => {
  const run = await penprint("explain", model, text, "--top", "2");
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^Ann rather than Bob: [\d.]+ : 1\.\n/u);
  expect(run.stdout).toContain("Speaks for Ann\n");
  expect(run.stdout).toContain("Speaks for Bob\n");
  expect(run.stdout).toMatch(/… and \d+ other pieces, \+[\d.]+ in all/u);
  const figures = [...run.stdout.matchAll(/(?:is read|for Ann|for Bob|altogether) +([+−][\d.]+)\n/gu)].map(
    ([, figure]) => Number(figure!.replace("−", "-")),
  );
  expect(figures).toHaveLength(4);
  expect(figures[0]! + figures[1]! + figures[2]!).toBeCloseTo(figures[3]!, 1);
});

test("a calibrated model: what the shares are divided by, to give the odds that predict gives", async () => {
  const calibrated = folder.at("calibrated.safetensors");
  // Every third letter is signed by the other one, so that nobody can be sure.
  const doubtful = letters.map(({ author, text }, index) => ({
    author: index % 3 > 0 ? author : author === "Ann" ? "Bob" : "Ann",
    text,
  }));
  folder.write("doubtful.jsonl", jsonLines(doubtful).repeat(3));
  await penprint("train", folder.at("doubtful.jsonl"), "--out", calibrated, "--calibration", "temperature");
  const { log_odds, divisor } = (await penprintJson("explain", calibrated, text)) as {
    log_odds: number;
    divisor: number;
  };
  const { ranking } = (await readModel(calibrated)).predict(text);
  expect(divisor).not.toBe(1);
  expect(Math.exp(log_odds / divisor)).toBeCloseTo(ranking[0]!.probability / ranking[1]!.probability, 6);
  const run = await penprint("explain", calibrated, text);
  expect(run.stdout).toContain(`calibrated: divided by ${divisor.toFixed(2)}`);
});

test("the other way round", async () => {
  const options = ["--author", "Bob", "--against", "Ann"];
  expect(await penprintJson("explain", model, text, ...options)).toMatchObject({
    author: "Bob",
    against: "Ann",
  });
  expect((await penprint("explain", model, text, ...options)).stdout).toMatch(/^Ann rather than Bob: /u);
});

test("nothing speaks for either", async () => {
  const run = await penprint("explain", model, "вчера днём");
  expect(run.stdout.match(/^ {2}nothing$/gmu)).toHaveLength(2);
  expect(run.stdout).toContain("about 1 : 1");
});

test("a huge difference is not written out", async () => {
  const run = await penprint(
    "explain",
    model,
    "My dear friend, I was so very glad of your kind note. ".repeat(50),
  );
  expect(run.stdout).toContain("more than a million : 1");
});

test("somebody whom the model does not know is refused, and who it knows is named", async () => {
  const run = await penprint("explain", model, text, "--author", "Cy");
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('error AUTHOR_UNKNOWN: The model knows no author "Cy"; it knows Ann, Bob.');
});

test("showing no pieces is wrong usage", async () => {
  expect(await penprint("explain", model, text, "--top", "0")).toMatchObject({ code: 2 });
});
