/**
 * Measures when nobody is named: on a corpus whose test has texts by unknown authors, and on others that are made to have
 * such, by taking a third of their authors out of training.
 *
 *     node bench/study-unknown.ts DATA CORPUS,… [RECIPE]
 *
 * For each problem: macro-F1 over the known authors, naming somebody for an unknown author's text being wrong, without
 * rejecting, with the threshold that training learns for the best F1, and with the one that would have been best; the
 * shares of known and unknown authors' texts rejected by the learned one; the share of unknown ones rejected where 95 %
 * of known ones are kept; and how often a known author's text is trusted more than an unknown one's (AUC).
 */
import { availableParallelism } from "node:os";

import type { Document } from "../src/document.ts";
import { percentile } from "../src/evaluate/interval.ts";
import { learnRejection } from "../src/evaluate/learn-rejection.ts";
import { trustOf } from "../src/model/trust.ts";
import { createRandom, shuffle } from "../src/random.ts";
import { recipeNamed } from "../src/recipe.ts";
import { trainIdentifier } from "../src/trainer.ts";
import { corpusSplits, type Split } from "./study-corpora.ts";

const [data, corpora, recipeName = "ensemble"] = process.argv.slice(2) as [string, string, string?];
const recipe = recipeNamed(recipeName);
/** The author of texts by nobody whom training knows. */
const NOBODY = "<UNK>";

interface Problem {
  readonly name: string;
  readonly train: readonly Document[];
  readonly test: readonly Document[];
}

/** How a corpus becomes open: so many times, with so many authors, of whom so many texts are learned at most. */
const openings = new Map<
  string,
  { readonly times: number; readonly authors: number; readonly texts: number }
>([
  ["pan18", { times: 1, authors: Infinity, texts: Infinity }],
  ["c50", { times: 5, authors: 14, texts: 10 }],
  ["brennan_greenstadt", { times: 1, authors: 18, texts: 10 }],
  ["greek_news", { times: 4, authors: Infinity, texts: Infinity }],
  ["hindi_blogs", { times: 2, authors: Infinity, texts: Infinity }],
]);

function* problemsOf(corpus: string, { name, documents, train, test }: Split): Generator<Problem> {
  const training = train.map((row) => documents[row]!);
  const testing = test.map((row) => documents[row]!);
  const opening = openings.get(corpus);
  if (opening === undefined) {
    yield { name, train: training, test: testing };
    return;
  }
  const names = [...new Set(training.map(({ author }) => author))].sort();
  for (let time = 0; time < opening.times; time++) {
    const random = createRandom(100 + time);
    const drawn = shuffle([...names], random).slice(0, opening.authors);
    const out = new Set(drawn.slice(0, Math.max(1, Math.round(drawn.length / 3))));
    const known = new Set(drawn.filter((author) => !out.has(author)));
    const counts = new Map<string, number>();
    const kept = shuffle([...training], random).filter(({ author }) => {
      if (!known.has(author)) return false;
      const count = counts.get(author) ?? 0;
      counts.set(author, count + 1);
      return count < opening.texts;
    });
    const asked = testing.flatMap((document): Document[] => {
      if (out.has(document.author)) return [{ ...document, author: NOBODY }];
      return known.has(document.author) ? [document] : [];
    });
    yield { name: `${name}, opening ${time + 1}`, train: kept, test: asked };
  }
}

interface Verdict {
  readonly truth: string;
  readonly first: string;
  readonly trust: number;
}

/** Over the authors that training knows and the test has. */
function macroF1(verdicts: readonly Verdict[], known: ReadonlySet<string>, threshold: number): number {
  const given = verdicts.filter(({ trust }) => trust >= threshold);
  const tested = new Set(verdicts.map(({ truth }) => truth).filter((truth) => known.has(truth)));
  const scores = Array.from(tested, (author) => {
    const right = given.filter(({ truth, first }) => truth === author && first === author).length;
    const named = given.filter(({ first }) => first === author).length;
    return (2 * right) / (named + verdicts.filter(({ truth }) => truth === author).length);
  });
  return mean(scores);
}

async function measure({ name, train, test }: Problem): Promise<number[] | null> {
  const identifier = trainIdentifier(train, recipe);
  const threads = availableParallelism();
  const rejection = await learnRejection(train, recipe, { precision: "f1", threads });
  if (rejection?.trust === undefined) {
    console.log(`| ${name} | no threshold could be learned |`);
    return null;
  }
  const { trust, threshold } = rejection;
  const authors = new Set(identifier.authors);
  const verdicts = test.map(({ author, text }): Verdict => ({
    truth: author,
    first: identifier.predict(text, "never").ranking[0]!.author,
    trust: trustOf(trust, identifier.signsOf(text)),
  }));
  const trusts = (isKnown: boolean): number[] =>
    verdicts.filter(({ truth }) => authors.has(truth) === isKnown).map((verdict) => verdict.trust);
  const [known, unknown] = [trusts(true).sort((a, b) => a - b), trusts(false)];
  const below = (of: readonly number[], least: number): number =>
    of.filter((own) => own < least).length / of.length;
  const figures = [
    macroF1(verdicts, authors, 0),
    macroF1(verdicts, authors, threshold),
    Math.max(...verdicts.map((verdict) => macroF1(verdicts, authors, verdict.trust))),
    below(known, threshold),
    below(unknown, threshold),
    below(unknown, percentile(known, 5)),
    mean(unknown.map((own) => mean(known.map((other) => (other > own ? 1 : other === own ? 1 / 2 : 0))))),
  ];
  row(name, known.length, unknown.length, ...figures);
  return figures;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function row(name: string, ...numbers: readonly number[]): void {
  const shown = numbers.map((number) =>
    Number.isInteger(number) && number > 1 ? String(number) : number.toFixed(3),
  );
  console.log(`| ${[name, ...shown].join(" | ")} |`);
}

console.log(
  "| problem | known | unknown | never rejecting | auto | at best | known rejected | unknown rejected | unknown rejected at 95 % | AUC |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const corpus of corpora.split(",")) {
  const all: number[][] = [];
  for (const split of corpusSplits(data, corpus)) {
    for (const problem of problemsOf(corpus, split)) {
      const figures = await measure(problem);
      if (figures !== null) all.push(figures);
    }
  }
  const means = (all[0] ?? []).map((_, column) => mean(all.map((figures) => figures[column]!)));
  console.log(
    `| **${corpus}**, mean of ${all.length} |  |  | ${means.map((value) => `**${value.toFixed(3)}**`).join(" | ")} |`,
  );
}
