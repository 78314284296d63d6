import { afterAll, beforeAll, expect, test } from "vitest";

import { readModel } from "../../src/model-file/disk.ts";
import { Folder } from "../corpus/folder.ts";
import { csv, jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

const folder = new Folder({
  "letters.jsonl": jsonLines(letters),
  "new.txt": "My dear friend, do come in May.",
});
const model = folder.at("letters.safetensors");
beforeAll(() => penprint("train", folder.at("letters.jsonl"), "--out", model));
afterAll(() => folder[Symbol.dispose]());

test("a sentence with the verdict, a bar for each author, and what is doubtful", async () => {
  const run = await penprint("predict", model, "My dear friend, do come to the garden in May");
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const [verdict, , first, second] = run.stdout.split("\n");
  expect(verdict).toMatch(/^Most likely Ann, with a probability of (9\d\.\d|> 99\.9) %\.$/u);
  expect(first).toMatch(/^ {2}Ann +\S+( \S+)? % +█+/u);
  expect(second).toMatch(/^ {2}Bob /u);
  expect(run.stdout).toContain("Careful: The text has 10 words");
});

test("the same as JSON, in the form of the service", async () => {
  const text = "My dear friend, do come to the garden in May";
  const identifier = await readModel(model);
  const { author, probability, unknown, ranking, warnings } = identifier.predict(text);
  expect(await penprintJson("predict", model, text)).toEqual({
    author,
    probability,
    unknown,
    ranking,
    warnings,
    model: { name: "letters", recipe: "naive-bayes" },
  });
});

test("a text from a file, and only the likeliest author", async () => {
  const answer = await penprintJson("predict", model, "--file", folder.at("new.txt"), "--top-k", "1");
  expect(answer).toMatchObject({ author: "Ann", ranking: [{ author: "Ann" }] });
  expect(answer["ranking"]).toHaveLength(1);
});

test("none of them, when nothing in the text was ever seen", async () => {
  const run = await penprint("predict", model, "вчера днём");
  expect(run.stdout).toContain("None of the 2 authors.");
  expect(run.stdout).toContain("Careful: The text is partly in Cyrillic letters");
  expect(await penprintJson("predict", model, "вчера днём")).toMatchObject({ author: null, unknown: true });
});

test("each document of a corpus gets a line of JSON with its id, whether or not it names an author", async () => {
  const unsigned = letters.map(({ text, id }, index) => (index === 1 ? { text } : { text, id }));
  folder.write("unsigned.jsonl", jsonLines(unsigned));
  folder.write("signed.csv", csv(letters));
  const answers = async (file: string): Promise<Record<string, unknown>[]> => {
    const run = await penprint("predict", model, "--input", folder.at(file), "--top-k", "1");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    return run.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const signed = await answers("signed.csv");
  expect(signed.map(({ id }) => id)).toEqual(letters.map(({ id }) => id));
  expect(signed.map(({ author }) => author)).toEqual(letters.map(({ author }) => author));
  const identifier = await readModel(model);
  const { probability } = identifier.predict(letters[3]!.text);
  expect(signed[3]).toMatchObject({ probability, model: { name: "letters" }, unknown: false });

  const anonymous = await answers("unsigned.jsonl");
  const { id: _, ...second } = anonymous[1]!;
  expect(anonymous[1]!["id"]).toBe(`${folder.at("unsigned.jsonl")}:2`);
  expect(second).toEqual({ ...signed[1], id: undefined });
});

test("an unreadable line of a corpus is named", async () => {
  folder.write("odd.jsonl", '{"text":"My dear"}\n{"text":""}\n');
  const run = await penprint("predict", model, "--input", folder.at("odd.jsonl"));
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("odd.jsonl, line 2: the document's text is empty");
  const left = await penprint("predict", model, "--input", folder.at("odd.jsonl"), "--skip-empty");
  expect(left).toMatchObject({ code: 0 });
  expect(left.stdout.trim().split("\n")).toHaveLength(1);
});

test.each([
  [["--top-k", "0", "x"], "--top-k must be 1 or more"],
  [["--top-k", "many", "x"], "It is no number."],
  [["--file", "a.txt", "x"], "either a text or --file"],
  [["--input", "a.jsonl", "x"], "either --input or a text"],
  [["--input", "a.jsonl", "--file", "a.txt"], "either --input or a text"],
])("%j is wrong usage", async (args, message) => {
  const run = await penprint("predict", model, ...args);
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain(message);
  expect(run.stderr).toContain("See: penprint predict --help");
});
