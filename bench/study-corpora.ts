/** The corpora that the study measures on, and how each is split. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { stratifiedFolds } from "../src/corpus/splits.ts";
import type { Document } from "../src/document.ts";
import { createRandom, shuffle } from "../src/random.ts";

/** Documents, and which of them are for training and for testing. */
export interface Split {
  /** corpus#part */
  readonly name: string;
  readonly documents: readonly Document[];
  readonly train: number[];
  readonly test: number[];
}

/** How each corpus is split: `folds` cross-validation, of which the first `use` are measured; `work` from an id. */
interface Plan {
  readonly folds?: number;
  readonly use?: number;
  readonly work?: (id: string) => string;
  /** Train on that many, test on that many, drawn at random. */
  readonly sample?: readonly [number, number];
  readonly late?: number;
}

const plans = new Map<string, Plan>([
  ["c50", { late: 0.4 }],
  ["c50cv", { folds: 5, use: 2 }],
  ["spooky80", { sample: [12531, 3133] }],
  ["spooky", { sample: [4000, 2000] }],
  ["federalist", { folds: 10 }],
  ["brennan_greenstadt", { folds: 5, use: 3, work: (id) => id.replace(/_\d+\.txt$/, "") }],
  ["greek_news", {}],
  ["hindi_blogs", { folds: 4 }],
  ["tang_poems", { sample: [4000, 2000] }],
  ["arabic_poets", { folds: 4 }],
  ["rogers_stark", {}],
  ["office", { sample: [4000, 3000] }],
]);

/** The splits of a corpus; `pan18` and `pan19` have one for each problem. */
export function corpusSplits(data: string, corpus: string): Split[] {
  if (corpus.startsWith("pan")) {
    const problems = readdirSync(join(data, corpus)).filter((name) => name.startsWith("problem"));
    return problems
      .toSorted()
      .map((problem) => given(join(data, corpus, problem), `${corpus}#${problem.slice(-2)}`));
  }
  if (corpus === "federalist-hm") return [...leaveOneOut(join(data, "federalist", "train.jsonl"), corpus)];
  if (corpus.endsWith("-test")) {
    return [given(join(data, corpus.replace("-test", "")), `${corpus}#0`)];
  }
  const plan = plans.get(corpus) ?? {};
  const folder = join(data, corpus.replace("c50cv", "c50").replace("spooky80", "spooky"));
  const files = readdirSync(folder);
  if (plan.folds === undefined && plan.late === undefined && files.includes("test.jsonl")) {
    const split = given(folder, `${corpus}#0`);
    return [plan.sample === undefined ? split : sampled(split, plan.sample)];
  }
  const documents = read(join(folder, files.includes("all.jsonl") ? "all.jsonl" : "train.jsonl")).map(
    (document) => (plan.work === undefined ? document : { ...document, work: plan.work(document.id ?? "") }),
  );
  if (plan.sample !== undefined) {
    const order = shuffle([...documents.keys()], createRandom(7));
    const [first, second] = plan.sample;
    return [
      {
        name: `${corpus}#0`,
        documents,
        train: order.slice(0, first),
        test: order.slice(first, first + second),
      },
    ];
  }
  if (plan.late !== undefined) return [lateSplit(corpus, documents, plan.late)];
  const folds = stratifiedFolds(documents, plan.folds!, 1);
  const rows = [...documents.keys()];
  const splits: Split[] = Array.from({ length: plan.use ?? plan.folds! }, (_, fold) => ({
    name: `${corpus}#${fold}`,
    documents,
    train: rows.filter((row) => folds[row] !== fold),
    test: rows.filter((row) => folds[row] === fold),
  }));
  // Official tests beside cross-validation: the disputed papers, the blogs set aside.
  if (files.includes("test.jsonl")) splits.push(given(folder, `${corpus}-test#0`));
  return splits;
}

/** Each paper by Hamilton or Madison alone is tested with all others of theirs. */
function* leaveOneOut(file: string, name: string): Generator<Split> {
  const documents = read(file).filter(({ author }) => /^(hamilton|madison)$/i.test(author));
  const rows = [...documents.keys()];
  for (const row of rows) {
    yield { name: `${name}#${row}`, documents, train: rows.filter((other) => other !== row), test: [row] };
  }
}

function given(folder: string, name: string): Split {
  const training = read(join(folder, "train.jsonl"));
  const testing = read(join(folder, "test.jsonl"));
  return {
    name,
    documents: [...training, ...testing],
    train: [...training.keys()],
    test: [...testing.keys()].map((row) => row + training.length),
  };
}

function sampled({ name, documents, train, test }: Split, [first, second]: readonly [number, number]): Split {
  const random = createRandom(7);
  return {
    name,
    documents,
    train: shuffle(train, random).slice(0, first),
    test: shuffle(test, random).slice(0, second),
  };
}

/** Each author's latest documents, by the number in their ids, are for testing. */
function lateSplit(corpus: string, documents: readonly Document[], share: number): Split {
  const train: number[] = [];
  const test: number[] = [];
  for (const rows of Map.groupBy(documents.keys(), (row) => documents[row]!.author).values()) {
    const time = (row: number): number => Number(/(\d+)news/.exec(documents[row]!.id ?? "")?.[1] ?? row);
    const sorted = rows.toSorted((a, b) => time(a) - time(b));
    const border = Math.round(sorted.length * (1 - share));
    train.push(...sorted.slice(0, border));
    test.push(...sorted.slice(border));
  }
  return { name: `${corpus}#0`, documents, train, test };
}

function read(file: string): Document[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Document);
}
