import { chmodSync, mkdirSync, readdirSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { catalogue, type ErrorCode } from "../../src/errors.ts";
import { Folder } from "../corpus/folder.ts";
import { jsonLines, letters } from "./letters.ts";
import { penprint } from "./run.ts";

const good = jsonLines(letters);

interface Case {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** `@name` stands for the path of a file in the folder. */
  readonly args: readonly string[];
  readonly code: ErrorCode;
  /** What the message must name. */
  readonly names: string;
}

const train = (file: string, ...options: string[]): string[] => [
  "train",
  `@${file}`,
  "--out",
  "@m.safetensors",
  ...options,
];

const cases: Readonly<Record<string, Case>> = {
  "a corpus that does not exist": { args: train("none.jsonl"), code: "FILE_NOT_FOUND", names: "none.jsonl" },
  "an empty file": {
    files: { "a.jsonl": "" },
    args: train("a.jsonl"),
    code: "CORPUS_EMPTY",
    names: "a.jsonl",
  },
  "a file in no known format": {
    files: { "a.pdf": "x" },
    args: train("a.pdf"),
    code: "FORMAT_UNKNOWN",
    names: ".jsonl, .ndjson, .csv",
  },
  "a missing column": {
    files: { "a.csv": "who,text\nA,x\n" },
    args: train("a.csv"),
    code: "COLUMN_MISSING",
    names: 'line 2: there is no "author"; there are who, text',
  },
  "a column that was named and is not there": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--work-column", "play"),
    code: "COLUMN_MISSING",
    names: '"play"',
  },
  "an empty text": {
    files: { "a.jsonl": `${good}{"author":"A","text":""}\n` },
    args: train("a.jsonl"),
    code: "DOCUMENT_EMPTY",
    names: "line 25",
  },
  "a text of white space": {
    files: { "A/x.txt": " \n\t" },
    args: ["train", "@", "--out", "@m.safetensors"],
    code: "DOCUMENT_EMPTY",
    names: "A/x.txt",
  },
  "one author only": {
    files: { "a.jsonl": jsonLines(letters.slice(0, 5)) },
    args: train("a.jsonl"),
    code: "SINGLE_AUTHOR",
    names: '"Ann"',
  },
  "nothing but empty documents": {
    files: { "a.jsonl": '{"author":"A","text":" "}\n' },
    args: train("a.jsonl", "--skip-empty"),
    code: "CORPUS_EMPTY",
    names: "a.jsonl",
  },
  "no feature in enough documents": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--min-documents", "1000"),
    code: "NO_FEATURES",
    names: "24 documents",
  },
  "smoothing of 0": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--smoothing", "0"),
    code: "PARAMETER_INVALID",
    names: "`smoothing` must be a number > 0, got 0",
  },
  "negative smoothing": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--smoothing=-1"),
    code: "PARAMETER_INVALID",
    names: "got -1",
  },
  "no such recipe": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--recipe", "magic"),
    code: "RECIPE_UNKNOWN",
    names: '"magic"',
  },
  "n-grams the wrong way round": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--ngrams", "3-1"),
    code: "PARAMETER_INVALID",
    names: "ngrams",
  },
  "passages of no words": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--passages", "0"),
    code: "PARAMETER_INVALID",
    names: "passages",
  },
  "a negative seed": {
    files: { "a.jsonl": good },
    args: train("a.jsonl", "--seed=-1"),
    code: "PARAMETER_INVALID",
    names: "seed",
  },
  "priors that are not JSON": {
    files: { "a.jsonl": good, "p.json": "Ann=1" },
    args: train("a.jsonl", "--priors", "@p.json"),
    code: "PRIORS_INVALID",
    names: "p.json is not JSON",
  },
  "priors that are no numbers": {
    files: { "a.jsonl": good, "p.json": '{"Ann":"1"}' },
    args: train("a.jsonl", "--priors", "@p.json"),
    code: "PRIORS_INVALID",
    names: "p.json",
  },
  "priors for somebody else": {
    files: { "a.jsonl": good, "p.json": '{"Ann":0.5,"Cy":0.5}' },
    args: train("a.jsonl", "--priors", "@p.json"),
    code: "PRIORS_INVALID",
    names: 'no author "Cy"',
  },
  "Latin-1": {
    files: { "a.csv": Buffer.from("author,text\nA,caf\xe9\n", "latin1") },
    args: train("a.csv"),
    code: "ENCODING_BROKEN",
    names: "line 2: the byte 0xE9 at offset 17",
  },
  "a NUL byte": {
    files: { "a.csv": "author,text\nA,x\0y\n" },
    args: train("a.csv"),
    code: "NUL_BYTE",
    names: "offset 15",
  },
  "half a surrogate pair": {
    files: { "a.jsonl": '{"author":"A","text":"\\ud800"}\n' },
    args: train("a.jsonl"),
    code: "TEXT_NOT_WELL_FORMED",
    names: "line 1",
  },
  "a line that is no JSON": {
    files: { "a.jsonl": `${good}\nAnn: hello\n` },
    args: train("a.jsonl"),
    code: "LINE_MALFORMED",
    names: "line 26",
  },
  "a quote that is never closed": {
    files: { "a.csv": 'author,text\nA,"x\nB,y\n' },
    args: train("a.csv"),
    code: "ROW_MALFORMED",
    names: "line 2",
  },
  "a file name without an author": {
    files: { "novel.txt": "x" },
    args: train("novel.txt"),
    code: "FILE_NAME_WITHOUT_AUTHOR",
    names: "novel.txt",
  },
  "a folder that is not there to write to": {
    files: { "a.jsonl": good },
    args: ["train", "@a.jsonl", "--out", "@no/such/m.safetensors"],
    code: "FILE_UNWRITABLE",
    names: "does not exist",
  },
  "a folder where the model should be": {
    files: { "a.jsonl": good, "m/x": "" },
    args: ["train", "@a.jsonl", "--out", "@m"],
    code: "FILE_UNWRITABLE",
    names: "it is a folder",
  },
  "a path through a file": {
    files: { "a.jsonl": good },
    args: ["train", "@a.jsonl", "--out", "@a.jsonl/m"],
    code: "FILE_UNWRITABLE",
    names: "a.jsonl",
  },
  "the corpus itself where the model should be": {
    files: { "a.jsonl": good },
    args: ["train", "@a.jsonl", "--out", "@a.jsonl"],
    code: "FILE_UNWRITABLE",
    names: "no penprint model",
  },
  "a device where the model should be": {
    files: { "a.jsonl": good },
    args: ["train", "@a.jsonl", "--out", "/dev/full"],
    code: "FILE_UNWRITABLE",
    names: "no file",
  },
  "a model that does not exist": {
    args: ["predict", "@m.safetensors", "hello"],
    code: "FILE_NOT_FOUND",
    names: "m.safetensors",
  },
  "a model that is none": {
    files: { "m.safetensors": "not a model at all" },
    args: ["predict", "@m.safetensors", "hello"],
    code: "MODEL_FOREIGN",
    names: "m.safetensors",
  },
  "a text without anything": {
    files: { "m.safetensors": "" },
    args: ["predict", "@m.safetensors", " \n"],
    code: "TEXT_EMPTY",
    names: "empty",
  },
  "a text file without anything": {
    files: { "t.txt": "" },
    args: ["explain", "@m.safetensors", "--file", "@t.txt"],
    code: "TEXT_EMPTY",
    names: "empty",
  },
  "a text file that is not UTF-8": {
    files: { "t.txt": Buffer.from([0x61, 0xff]) },
    args: ["predict", "@m.safetensors", "--file", "@t.txt"],
    code: "ENCODING_BROKEN",
    names: "offset 1",
  },
  "more folds than documents": {
    files: { "a.jsonl": good },
    args: ["cross-validate", "@a.jsonl", "--folds", "25", "--group-by", "none"],
    code: "FOLDS_TOO_MANY",
    names: "25 folds",
  },
  "more folds than works": {
    files: { "a.jsonl": good },
    args: ["cross-validate", "@a.jsonl", "--folds", "13"],
    code: "FOLDS_TOO_MANY",
    names: "12 works",
  },
  "one fold": {
    files: { "a.jsonl": good },
    args: ["cross-validate", "@a.jsonl", "--folds", "1"],
    code: "PARAMETER_INVALID",
    names: "folds",
  },
  "grouping by works that nobody named": {
    files: { "a.jsonl": jsonLines(letters.map(({ author, text }) => ({ author, text }))) },
    args: ["cross-validate", "@a.jsonl", "--group-by", "work"],
    code: "WORKS_UNKNOWN",
    names: "24 documents",
  },
};

describe("each is refused with its code, its facts and its remedy, and nothing is written", () => {
  test.each(Object.entries(cases))("%s", async (_, { files = {}, args, code, names }) => {
    using folder = new Folder(files);
    const before = readdirSync(folder.path);
    const real = args.map((arg) => (arg.startsWith("@") ? folder.at(arg.slice(1)) : arg));
    const run = await penprint(...real);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain(`error ${code}: `);
    expect(run.stderr).toContain(names);
    expect(run.stderr).toContain(`\n  → ${catalogue[code].remedy}\n`);
    expect(readdirSync(folder.path)).toEqual(before);

    const asJson = await penprint(...real, "--json");
    expect(asJson).toMatchObject({ code: 1, stdout: "" });
    const { message } = JSON.parse(asJson.stderr) as { message: string };
    expect(JSON.parse(asJson.stderr)).toEqual({ code, message, remedy: catalogue[code].remedy });
    expect(message).toContain(names);
  });

  // Whoever is root may do anything.
  test.skipIf(process.getuid?.() === 0)("a file and a folder without permission", async () => {
    using folder = new Folder({ "a.jsonl": good, "b.jsonl": good });
    mkdirSync(folder.at("closed"));
    chmodSync(folder.at("a.jsonl"), 0);
    chmodSync(folder.at("closed"), 0o500);
    const unreadable = await penprint("train", folder.at("a.jsonl"), "--out", folder.at("m.safetensors"));
    expect(unreadable.stderr).toContain("error FILE_UNREADABLE:");
    const unwritable = await penprint(
      "train",
      folder.at("b.jsonl"),
      "--out",
      folder.at("closed/m.safetensors"),
    );
    expect(unwritable.stderr).toContain("error FILE_UNWRITABLE:");
  });
});

test("right-to-left marks, NUL and half a pair are no reason to refuse a text to be identified", async () => {
  using folder = new Folder({ "a.jsonl": good });
  const model = folder.at("m.safetensors");
  await penprint("train", folder.at("a.jsonl"), "--out", model);
  for (const text of ["\u200fthe garden\u200e", "the garden\0", "the garden \ud83d", "\u202ethe garden"]) {
    expect(await penprint("predict", model, text)).toMatchObject({ code: 0, stderr: "" });
    expect(await penprint("explain", model, text)).toMatchObject({ code: 0, stderr: "" });
  }
});
