/** Whole commands, file to model file, against what others do with the same file in the same minutes. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { readModel } from "../src/model-file/disk.ts";
import { cache, input } from "./generate.ts";
import { type Program, runInTurn } from "./measure.ts";
import { fastText, node, npmPeers, python, scikitLearn } from "./peers.ts";
import type { Report } from "./report.ts";

const penprint = new URL("../dist/cli/penprint.js", import.meta.url).pathname;
const peersFolder = new URL("peers/", import.meta.url).pathname;
const out = (name: string): string => join(cache, name);

/** `penprint train` with these options; counting words where they name no recipe. */
export function train(name: string, corpus: string, bytes: number, ...options: string[]): Program {
  const model = out(`${name.replaceAll(/\W+/gu, "-")}.safetensors`);
  const recipe = options.includes("--recipe") ? [] : ["--recipe", "naive-bayes"];
  const args = [penprint, "train", corpus, "-o", model, "--json", ...recipe, ...options];
  return { name, command: node, args, bytes };
}

const characters = ["--recipe", "naive-bayes-characters"];

/** Words: penprint, scikit-learn, fastText, `wc -w` and a plain scan. */
export async function words(report: Report): Promise<void> {
  const corpus = await input("sotu");
  const bytes = readFileSync(corpus).length;
  const programs = [train("penprint, words", corpus, bytes)];
  programs.push({ ...train("one", corpus, bytes, "--threads", "1"), name: "penprint, words, 1 thread" });
  programs.push({ name: "wc -w", command: "wc", args: ["-w", corpus], bytes });
  programs.push({
    name: "a scan of all bytes in Node",
    command: node,
    args: [
      "-e",
      `let n=0;const b=require("fs").readFileSync(${JSON.stringify(corpus)});for(let i=0;i<b.length;i++)n+=b[i];console.log(n)`,
    ],
    bytes,
  });
  if (scikitLearn(report)) {
    const args = [`${peersFolder}scikit_learn.py`, "train", "words", corpus, out("words.pickle")];
    programs.push({ name: "scikit-learn, words", command: python, args, bytes, runs: 2 });
  }
  const library = fastText(report);
  if (library !== null) {
    const texts = fastTextFormat(corpus);
    const args = [`${peersFolder}fast_text.py`, texts, out("fasttext.bin"), String(availableParallelism())];
    const env = { PYTHONPATH: library };
    programs.push({ name: "fastText, 1 epoch, dim 10", command: python, args, env, bytes });
  }
  report.add("Training, words, 92 MB", runInTurn(programs, report.quick ? 1 : 5));
}

/** Character 2–5-grams: penprint on all cores and on one, and scikit-learn, on a quarter of the file. */
export async function charactersBench(report: Report): Promise<void> {
  const corpus = await input("sotu-quarter");
  const bytes = readFileSync(corpus).length;
  const one = {
    ...train("c1", corpus, bytes, ...characters, "--threads", "1"),
    name: "penprint, characters 2–5, 1 thread",
  };
  const programs = [train("penprint, characters 2–5", corpus, bytes, ...characters), one];
  if (scikitLearn(report)) {
    const args = [`${peersFolder}scikit_learn.py`, "train", "characters", corpus, out("characters.pickle")];
    programs.push({ name: "scikit-learn, characters 2–5", command: python, args, bytes, runs: 1 });
  }
  report.add("Training, character 2–5-grams, 23 MB", runInTurn(programs, report.quick ? 1 : 3));
}

/** npm's classifiers on 23 MB; natural on 2 MB, for on more it does not end in the time that there is. */
export async function npm(report: Report): Promise<void> {
  const peers = npmPeers(report);
  for (const [size, inputName, names] of [
    ["23 MB", "sotu-quarter", peers.filter((name) => name !== "natural")],
    ["2 MB", "sotu-small", peers.filter((name) => name === "natural")],
  ] as const) {
    const corpus = await input(inputName);
    const bytes = readFileSync(corpus).length;
    const programs = [{ ...train("npm", corpus, bytes), name: `penprint, words, ${size}` }];
    for (const name of names) {
      const args = [`${peersFolder}npm.js`, name, corpus, out(`${name}.json`)];
      programs.push({ name: `npm's ${name}`, command: node, args, bytes });
    }
    report.add(`Training beside npm's classifiers, ${size}`, runInTurn(programs, report.quick ? 1 : 3));
  }
}

/** Cross-validating and comparing on 2 MB, folds one after the other and on all cores. */
export async function folds(report: Report): Promise<void> {
  const corpus = await input("sotu-small");
  const programs = [
    ["cross-validate", "--recipe", "ensemble"],
    ["compare", "--recipes", "naive-bayes,linear,cosine-delta"],
  ].flatMap(([command, ...options]) =>
    [1, availableParallelism()].map((threads): Program => {
      const args = [penprint, command!, corpus, ...options, "--threads", String(threads), "--json"];
      return {
        name: `penprint ${command}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
        command: node,
        args,
      };
    }),
  );
  report.add("Five folds of 2 MB", runInTurn(programs, report.quick ? 1 : 3));
}

/** From the shell: what a prediction costs beyond starting Node. */
export async function shell(report: Report): Promise<void> {
  const corpus = await input("sotu-small");
  runInTurn([train("shell", corpus, 0)], 1);
  const model = out("shell.safetensors");
  const text = "Four score and seven years ago our fathers brought forth on this continent a new nation";
  const programs = [
    { name: "node -e 0", command: node, args: ["-e", "0"] },
    { name: "penprint predict", command: node, args: [penprint, "predict", model, text] },
  ];
  runInTurn(programs, 1);
  report.add("From the shell, a model of 2 MB of text", runInTurn(programs, report.quick ? 3 : 21));
}

/** The same answers as scikit-learn where the formula and the tokens are the same. */
export async function answers(report: Report): Promise<void> {
  if (!scikitLearn(report)) return;
  const corpus = await input("plain");
  const lines = readFileSync(corpus, "utf8").trimEnd().split("\n");
  const texts = out("answers.jsonl");
  writeFileSync(
    texts,
    `${lines
      .filter((_, line) => line % 10 === 0)
      .slice(0, 500)
      .join("\n")}\n`,
  );
  for (const [view, options] of [
    ["letters", []],
    ["characters", characters],
  ] as const) {
    const program = train(`answers ${view}`, corpus, 0, ...options);
    const scores = out("scores.json");
    const args = [`${peersFolder}scikit_learn.py`, "score", view, corpus, texts, scores];
    runInTurn([program, { name: `scikit-learn, ${view}`, command: python, args }], 1);
    const theirs = JSON.parse(readFileSync(scores, "utf8")) as { authors: string[]; scores: number[][] };
    const identifier = await readModel(program.args[4]!);
    let same = 0;
    let furthest = 0;
    const asked = readFileSync(texts, "utf8").trimEnd().split("\n");
    asked.forEach((line, place) => {
      const { text } = JSON.parse(line) as { text: string };
      const { ranking } = identifier.predict(text);
      const row = theirs.scores[place]!;
      const best = theirs.authors[row.indexOf(Math.max(...row))];
      if (best === ranking[0]!.author) same++;
      for (const { author, score } of ranking) {
        const other = row[theirs.authors.indexOf(author)]!;
        furthest = Math.max(furthest, Math.abs(score - other) / Math.abs(other));
      }
    });
    report.note(
      `${view}: ${same} of ${asked.length} verdicts are scikit-learn's; the scores differ by at most ${furthest.toExponential(1)} of their size.`,
    );
    if (same !== asked.length || furthest > 1e-9) throw new Error(`scikit-learn has other answers (${view})`);
  }
}

/** fastText's own format: made before the clock starts. */
function fastTextFormat(corpus: string): string {
  const file = out("fasttext.txt");
  const lines = readFileSync(corpus, "utf8").trimEnd().split("\n");
  const made = lines.map((line) => {
    const { author, text } = JSON.parse(line) as { author: string; text: string };
    const tokens = text.toLowerCase().match(/\w+(?:['’-]\w+)*|[^\w\s]/gu) ?? [];
    return `__label__${author.replaceAll(" ", "_")} ${tokens.join(" ")}`;
  });
  writeFileSync(file, `${made.join("\n")}\n`);
  return file;
}
