/** `penprint predict`: who wrote this? */
import type { Command } from "commander";

import type { Identifier, Prediction, UnknownRule } from "../identifier.ts";
import type { TogetherPrediction } from "../evaluate/together.ts";
import { readModel } from "../model-file/disk.ts";
import { bar, percent, wholeNumber } from "./figures.ts";
import { givenText } from "./given-text.ts";
import { trackRecord } from "./model-card.ts";
import {
  addColumnOptions,
  addJsonOption,
  addUnknownOption,
  type CorpusOptions,
  readOptions,
  wholeNumber as wholeNumberOption,
} from "./options.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { Define, Surroundings } from "./program.ts";
import { table } from "./table.ts";

interface Options extends CorpusOptions {
  readonly file?: string;
  readonly input?: string;
  readonly topK?: number;
  readonly unknown?: UnknownRule;
  readonly together?: boolean;
}

/** Defines the command. */
export const definePredict: Define = (command, surroundings) => {
  command
    .description(
      "Tells who most likely wrote a text, and how likely each author is. Without TEXT and --file, the text comes from standard input.",
    )
    .argument("<model>", "a model file")
    .argument("[text]", "the text")
    .option("-f, --file <file>", "read the text from a file")
    .option("-i, --input <corpus>", "answer for each document of a corpus, with one line of JSON each")
    .option("--together", "one answer for all documents of --input, which are by the same author")
    .option("-k, --top-k <n>", "name only the n most likely authors", wholeNumberOption);
  addJsonOption(addColumnOptions(addUnknownOption(command)));
  command.addHelpText(
    "after",
    '\nExample:\n  $ penprint predict presidents.safetensors "Four score and seven years ago"',
  );
  command.action((model: string, text: string | undefined, options: Options) =>
    predict(model, text, options, command, surroundings),
  );
};

async function predict(
  model: string,
  text: string | undefined,
  options: Options,
  command: Command,
  { output, interruption }: Surroundings,
): Promise<void> {
  const { input, topK } = options;
  if (topK !== undefined && topK < 1) command.error("error: --top-k must be 1 or more");
  if (input !== undefined && (text !== undefined || options.file !== undefined)) {
    command.error("error: give either --input or a text, not both");
  }
  if (options.together === true && input === undefined) {
    command.error("error: --together needs --input, with several texts");
  }
  if (options.together === true && options.unknown === "auto") {
    command.error("error: --unknown auto was learned for single texts; give a probability with --together");
  }
  interruption.begin();
  if (options.together === true && input !== undefined) {
    const identifier = await readModel(model);
    const verdict = await predictTogether(identifier, input, options);
    if (output.json) output.object({ ...answer(verdict, identifier, topK), texts: verdict.texts });
    else show(verdict, identifier, topK ?? 5, output);
    return;
  }
  if (input !== undefined) {
    await predictEach(await readModel(model), input, options, output);
    return;
  }
  const given = await givenText(text, options.file, command);
  const identifier = await readModel(model);
  const prediction = identifier.predict(given, options.unknown);
  if (output.json) output.object(answer(prediction, identifier, topK));
  else show(prediction, identifier, topK ?? 5, output);
}

async function predictEach(
  identifier: Identifier,
  input: string,
  options: Options,
  output: Output,
): Promise<void> {
  // Only here: one text needs none of the readers of corpora.
  const { readBatches } = await import("../corpus/read.ts");
  for await (const batch of readBatches([input], { ...readOptions(options), authorRequired: false })) {
    const lines = batch.map(({ text, id, file, line }) =>
      JSON.stringify({
        id: id ?? `${file}:${line}`,
        ...answer(identifier.predict(text, options.unknown), identifier, options.topK),
      }),
    );
    await output.lines(lines);
  }
}

async function predictTogether(
  identifier: Identifier,
  input: string,
  options: Options,
): Promise<TogetherPrediction> {
  const { readBatches } = await import("../corpus/read.ts");
  const { together } = await import("../evaluate/together.ts");
  const predictions: Prediction[] = [];
  for await (const batch of readBatches([input], { ...readOptions(options), authorRequired: false })) {
    for (const { text } of batch) predictions.push(identifier.predict(text));
  }
  const { unknown: rule } = options;
  const verdict = together(predictions);
  if (rule === "never") return { ...verdict, author: verdict.ranking[0]!.author, unknown: false };
  if (typeof rule !== "number" || verdict.probability >= rule) return verdict;
  return { ...verdict, author: null, unknown: true };
}

/** The answer for programs; the service gives the same. */
function answer(
  { author, probability, unknown, ranking, warnings }: Prediction,
  identifier: Identifier,
  topK?: number,
): object {
  return {
    author,
    probability,
    unknown,
    ranking: ranking.slice(0, topK),
    warnings,
    model: { name: identifier.card.name, recipe: identifier.recipe.name },
  };
}

function show(
  { author, probability, ranking, warnings }: Prediction,
  identifier: Identifier,
  most: number,
  output: Output,
): void {
  const verdict =
    author === null
      ? `None of the ${wholeNumber(ranking.length)} authors.`
      : `Most likely ${printable(author)}, with a probability of ${percent(probability)}.`;
  output.line(output.style("bold", verdict));
  output.line();
  const shown = ranking.length <= most + 1 ? ranking : ranking.slice(0, most);
  const rows = shown.map((ranked) => [
    ranked.author,
    percent(ranked.probability),
    bar(ranked.probability, 30),
  ]);
  const lines = table([{ title: "" }, { title: "", numeric: true }, { title: "" }], rows);
  for (const [index, line] of lines.entries())
    output.line(index === 0 && author !== null ? output.style("green", line) : line);
  if (shown.length < ranking.length)
    output.line(output.style("dim", `  … and ${wholeNumber(ranking.length - shown.length)} others`));
  output.warnings(warnings);
  const record = trackRecord(identifier.card);
  if (record !== null) {
    output.line();
    output.paragraph(record, "dim");
  }
}
