/** `penprint evaluate`: how often is the model right on documents it has not seen? */
import { evaluate } from "../evaluate/evaluate.ts";
import type { Prediction, UnknownRule } from "../identifier.ts";
import { type TogetherFigures, TogetherTrials } from "../evaluate/together.ts";
import type { SourcedDocument } from "../corpus/read.ts";
import { InvalidArgumentError } from "commander";
import { readModel } from "../model-file/disk.ts";
import { CorpusInput } from "./corpus-input.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addUnknownOption,
  type CorpusOptions,
  wholeNumber,
} from "./options.ts";
import type { Define, Surroundings } from "./program.ts";
import { metric, percent, wholeNumber as wholeNumbers } from "./figures.ts";
import type { Output } from "./output.ts";
import { addReportOption, ReportOutput } from "./report-output.ts";
import { table } from "./table.ts";
import { showAuthors, showConfusion, showScore } from "./score.ts";

interface Options extends CorpusOptions {
  readonly seed: number;
  readonly unknown?: UnknownRule;
  readonly together?: number;
  readonly report?: string;
}

/** Defines the command. */
export const defineEvaluate: Define = (command, surroundings) => {
  command
    .description(
      "Measures a model on documents it has not seen: how often it is right, beside what always naming the same author gives, and with what is doubtful about the figure.",
    )
    .argument("<model>", "a model file")
    .argument("<corpus...>", "files or folders with documents, as for train");
  addJsonOption(
    addCorpusOptions(
      addReportOption(
        addUnknownOption(command).option(
          "--together <n>",
          "say besides how good verdicts on 2, 5, 10 … n texts of an author together are",
          positive,
        ),
      ),
    ).option("--seed <n>", "for the samples behind the interval", wholeNumber, 0),
  );
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint evaluate letters.safetensors new-letters.csv --author-column sender --text-column body",
  );
  command.action((model: string, corpus: string[], options: Options) =>
    run(model, corpus, options, surroundings),
  );
};

async function run(
  model: string,
  paths: string[],
  options: Options,
  surroundings: Surroundings,
): Promise<void> {
  const { output, interruption } = surroundings;
  interruption.begin();
  const report = options.report === undefined ? null : await ReportOutput.at(options.report);
  const identifier = await readModel(model);
  // A test may hold a text of two authors; the score shows what that costs.
  const corpus = new CorpusInput(paths, { ...options, allowSharedTexts: true }, output);
  const { authors, card, parts } = identifier;
  const trials = new TogetherTrials();
  let last: Prediction | null = null;
  const kept: SourcedDocument[] = [];
  const predict = (text: string): Prediction => (last = identifier.predict(text, options.unknown));
  const documents = async function* (): AsyncGenerator<SourcedDocument, void> {
    for await (const document of flattened(corpus.batches("Testing"))) {
      if (report !== null) kept.push(document);
      yield document;
      // Whoever takes a document asks about it before taking the next one.
      if (options.together !== undefined && last !== null) trials.add(document.author, last);
    }
  };
  const asked = { authors, card, parts, predict };
  const lengths = report !== null;
  const evaluation = await evaluate(asked, documents(), { seed: options.seed, lengths });
  const warnings = [
    ...evaluation.warnings,
    ...sameCorpus(identifier.card.corpus.sha256, corpus.sha256()),
    ...corpus.warnings(),
  ];
  if (output.json) {
    const figures = options.together === undefined ? {} : { together: trials.figures(options.together) };
    output.object({ ...evaluation, ...figures, warnings });
  } else {
    showScore(evaluation, output);
    showAuthors(evaluation, output);
    showConfusion(evaluation, output);
    if (options.together !== undefined) showTogether(trials.figures(options.together), output);
    output.warnings(warnings);
  }
  await report?.write(
    {
      name: card.name,
      evaluation: { ...evaluation, warnings },
      recipe: identifier.recipe,
      seed: options.seed,
      corpora: { trained: card.corpus, tested: corpus.sha256() },
    },
    kept,
    surroundings,
  );
}

function showTogether(figures: readonly TogetherFigures[], output: Output): void {
  const numeric = true;
  const titles = ["Texts together", "Verdicts", "Accuracy", "Log-loss"];
  const rows = figures.map(({ texts, groups, accuracy, log_loss }) => [
    wholeNumbers(texts),
    wholeNumbers(groups),
    percent(accuracy),
    metric(log_loss),
  ]);
  output.line();
  for (const line of table(
    titles.map((title) => ({ title, numeric })),
    rows,
  ))
    output.line(line);
}

async function* flattened<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T, void> {
  for await (const batch of batches) yield* batch;
}

function positive(value: string): number {
  const number = wholeNumber(value);
  if (number < 1) throw new InvalidArgumentError("It is not 1 or more.");
  return number;
}

function sameCorpus(trained: string | null, tested: string): { code: string; message: string }[] {
  if (trained !== tested) return [];
  const message = "This is the corpus that the model was trained on; the score says nothing about new texts.";
  return [{ code: "training_corpus", message }];
}
