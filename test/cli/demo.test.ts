import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { readSampleCorpus } from "../../src/cli/sample-corpus.ts";
import { readModel } from "../../src/model-file/disk.ts";
import { Folder } from "../corpus/folder.ts";
import { penprint } from "./run.ts";

test("the sample corpus has every speech, its president, and the text as it was given", async () => {
  let size = 0;
  const speeches = await readSampleCorpus((chunk) => (size += chunk.length));
  expect(speeches).toHaveLength(233);
  expect(new Set(speeches.map(({ author }) => author)).size).toBe(43);
  expect(new Set(speeches.map(({ work }) => work)).size).toBe(233);
  expect(size).toBeGreaterThan(10_000_000);
  const names = new Set(speeches.map(({ author }) => author));
  for (const name of ["George W. Bush", "William McKinley", "Ulysses S. Grant", "John Quincy Adams"])
    expect(names).toContain(name);
  expect(speeches.find(({ id }) => id === "1863_abraham_lincoln_r")).toMatchObject({
    author: "Abraham Lincoln",
    text: expect.stringMatching(/^Fellow-Citizens of the Senate and House of Representatives/u),
  });
});

test("learns, measures itself on other speeches, and writes a model that knows its score", async () => {
  using folder = new Folder();
  const out = folder.at("new/folder/presidents.safetensors");
  const run = await penprint("demo", "--no-serve", "--out", out);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/Learned {2}40 presidents from \d+ speeches/u);
  expect(run.stdout).toMatch(
    /Right in \d\d\.\d % of the pieces {2}\(95 % interval \d\d\.\d % – \d\d\.\d %\)/u,
  );
  expect(run.stdout).toMatch(/\d\.\d % when always answering Theodore Roosevelt/u);
  expect(run.stdout).toContain("presidents.safetensors");

  const { card, authors } = await readModel(out);
  expect(authors).toHaveLength(40);
  expect(card.name).toBe("presidents");
  const { accuracy, baselines, warnings } = card.evaluation as unknown as {
    accuracy: number;
    baselines: { majority: { accuracy: number } };
    warnings: { code: string }[];
  };
  // Far from chance, and far from what only speeches already known could give.
  expect(accuracy).toBeGreaterThan(0.5);
  expect(accuracy).toBeLessThan(0.8);
  expect(baselines.majority.accuracy).toBeLessThan(0.2);
  expect(warnings.map(({ code }) => code)).not.toContain("texts_seen_in_training");

  // What the model says of itself.
  expect((await penprint("inspect", out)).stdout).toContain(
    "On texts it had not seen, this model was right in",
  );
  const verdict = await penprint(
    "predict",
    out,
    "The state of our economy is strong, and we will not go back.",
  );
  expect(verdict.stdout).toContain("On texts it had not seen, this model was right in");
  expect(verdict.stdout).toMatch(/… and 35 others/u);
});

test("as JSON; the same seed gives the same score", async () => {
  using folder = new Folder();
  const first = await penprint("demo", "--no-serve", "--out", folder.at("a.safetensors"), "--json");
  const second = await penprint("demo", "--no-serve", "--out", folder.at("b.safetensors"), "--json");
  const { evaluation } = JSON.parse(first.stdout) as { evaluation: object };
  expect(JSON.parse(second.stdout)).toMatchObject({ evaluation });
});

test("a wrong setting of the service, or a place that cannot be written, is told before anything is learned", async () => {
  using folder = new Folder({ "file.txt": "" });
  const port = await penprint("demo", "--port", "x", "--out", folder.at("m.safetensors"));
  expect(port.stderr).toContain("error SETTINGS_INVALID:");
  const out = await penprint("demo", "--no-serve", "--out", folder.at("file.txt/m.safetensors"));
  expect(out.stderr).toContain("error FILE_UNWRITABLE:");
  expect(existsSync(folder.at("m.safetensors"))).toBe(false);
});
