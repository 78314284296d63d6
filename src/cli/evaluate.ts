/** `penprint evaluate`: how often is the model right on documents it has not seen? */
import { evaluate } from "../evaluate/evaluate.ts";
import type { Prediction, UnknownRule } from "../identifier.ts";
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
import { showAuthors, showConfusion, showScore } from "./score.ts";

interface Options extends CorpusOptions {
  readonly seed: number;
  readonly unknown?: UnknownRule;
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
    addCorpusOptions(addUnknownOption(command)).option(
      "--seed <n>",
      "for the samples behind the interval",
      wholeNumber,
      0,
    ),
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
  { output, interruption }: Surroundings,
): Promise<void> {
  interruption.begin();
  const identifier = await readModel(model);
  // A test may hold a text of two authors; the score shows what that costs.
  const corpus = new CorpusInput(paths, { ...options, allowSharedTexts: true }, output);
  const { authors, card, parts } = identifier;
  const predict = (text: string): Prediction => identifier.predict(text, options.unknown);
  const asked = { authors, card, parts, predict };
  const evaluation = await evaluate(asked, flattened(corpus.batches("Testing")), { seed: options.seed });
  const warnings = [
    ...evaluation.warnings,
    ...sameCorpus(identifier.card.corpus.sha256, corpus.sha256()),
    ...corpus.warnings(),
  ];
  if (output.json) {
    output.object({ ...evaluation, warnings });
    return;
  }
  showScore(evaluation, output);
  showAuthors(evaluation, output);
  showConfusion(evaluation, output);
  output.warnings(warnings);
}

async function* flattened<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T, void> {
  for await (const batch of batches) yield* batch;
}

function sameCorpus(trained: string | null, tested: string): { code: string; message: string }[] {
  if (trained !== tested) return [];
  const message = "This is the corpus that the model was trained on; the score says nothing about new texts.";
  return [{ code: "training_corpus", message }];
}
