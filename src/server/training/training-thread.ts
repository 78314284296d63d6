/** A thread that reads a corpus, measures a recipe on it, and trains: so that requests are answered meanwhile. */
import { parentPort } from "node:worker_threads";

import { CorpusChecks } from "../../corpus/checks.ts";
import { CorpusFingerprint } from "../../corpus/corpus-fingerprint.ts";
import { readSource, type SourcedDocument } from "../../corpus/read.ts";
import { sourcesInMemory } from "../../corpus/sources.ts";
import { PenprintError } from "../../errors.ts";
import { chooseRecipe } from "../../evaluate/choose.ts";
import { crossValidateChoice } from "../../evaluate/cross-validate-choice.ts";
import { crossValidate, type CrossValidation } from "../../evaluate/cross-validate.ts";
import { overviewOf } from "../../explain/overview.ts";
import type { JsonValue } from "../../identifier.ts";
import { encodeModel } from "../../model-file/encode.ts";
import { type Recipe, recipeNamed } from "../../recipe.ts";
import { byCodePoints } from "../../text/code-point-order.ts";
import { Reading } from "../../text/reading.ts";
import { trainIdentifier } from "../../trainer.ts";
import type { CorpusRead, TrainingOrder, TrainingReport } from "./task.ts";
import { filesIn } from "./upload.ts";

const documents: SourcedDocument[] = [];
const fingerprint = new CorpusFingerprint();

parentPort!.on("message", (order: TrainingOrder) => {
  (order.kind === "read" ? read(order) : train(order)).then(say, (error: unknown) =>
    say(
      error instanceof PenprintError
        ? { kind: "refused", code: error.code, facts: error.facts }
        : { kind: "failed", error },
    ),
  );
});

function say(report: TrainingReport): void {
  parentPort!.postMessage(report);
}

async function read({
  bytes,
  type,
  name,
  limit,
}: Extract<TrainingOrder, { kind: "read" }>): Promise<TrainingReport> {
  const files = filesIn(bytes, type, name, limit);
  const sources = sourcesInMemory(files);
  const checks = new CorpusChecks();
  const authors = new Map<string, { documents: number; words: number }>();
  const works = new Set<string>();
  const reading = new Reading();
  let words = 0;
  for (const source of sources) {
    for await (const document of readSource(source)) {
      const { author, work, text } = document;
      checks.add(document);
      fingerprint.addText(author, work ?? "", text);
      const own = authors.get(author) ?? { documents: 0, words: 0 };
      authors.set(author, own);
      const length = reading.readText(text).words;
      own.documents++;
      own.words += length;
      words += length;
      if (work !== undefined) works.add(work);
      documents.push(document);
    }
  }
  if (documents.length === 0) throw new PenprintError("CORPUS_EMPTY", { sources: [name] });
  const corpus: CorpusRead = {
    documents: documents.length,
    words,
    works: works.size,
    authors: [...authors]
      .map(([author, facts]) => ({ author, ...facts }))
      .sort((left, right) => byCodePoints(left.author, right.author)),
    ignored_files: files.size - sources.length,
    warnings: checks.warnings(),
  };
  return { kind: "read", corpus };
}

async function train({
  recipe: wanted,
  name,
}: Extract<TrainingOrder, { kind: "train" }>): Promise<TrainingReport> {
  const recipe = await recipeFor(wanted);
  const evaluation = await measured(wanted, recipe);
  say({ kind: "progress", step: "Training", share: 1 });
  const identifier = trainIdentifier(documents, recipe);
  const overview = overviewOf(documents);
  const { corpus } = identifier.card;
  const described = identifier.describe({
    name,
    corpus: { ...corpus, sha256: fingerprint.hex },
    evaluation: asJson(evaluation),
    overview: asJson(overview),
  });
  const { evaluation: kept } = described.card;
  return { kind: "trained", recipe: recipe.name, evaluation: kept, file: encodeModel(described) };
}

/** A recipe that was chosen has seen all documents: its score would flatter it, so each fold chooses its own. */
function measured(wanted: string, recipe: Recipe): Promise<CrossValidation> {
  const options = { lengths: true, onProgress: progressOf("Cross-validating") };
  return wanted === "auto"
    ? crossValidateChoice(documents, {}, options)
    : crossValidate(documents, recipe, options);
}

async function recipeFor(wanted: string): Promise<Recipe> {
  if (wanted === "naive-bayes") return recipeNamed(wanted, { calibration: "temperature" });
  if (wanted !== "auto") return recipeNamed(wanted);
  const step = "Choosing a recipe";
  const { recipe } = await chooseRecipe(documents, {
    onProgress: (share) => say({ kind: "progress", step, share }),
  });
  return recipe;
}

/** Tells of progress a few times a second. */
function progressOf(step: string): (done: number, of: number) => void {
  let last = 0;
  return (done, of) => {
    const now = performance.now();
    if (now - last < 100 && done < of) return;
    last = now;
    say({ kind: "progress", step, share: done / of });
  };
}

const asJson = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;
