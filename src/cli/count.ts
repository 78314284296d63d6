/** `penprint count`: documents → a file of counts, which others can be added to. */
import { encodeCounts } from "../model-file/counts-file.ts";
import { writeCounts } from "../model-file/disk.ts";
import { countingRecipe, recipeDescriptions } from "../recipe.ts";
import { checkAdditive } from "../training-part.ts";
import { chosenRecipe } from "./chosen-recipe.ts";
import { bytes, counted } from "./figures.ts";
import { corpusWarnings, learnWithProgress } from "./learning.ts";
import { checkWritable } from "./model-output.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addRecipeOptions,
  addSharedTextsOption,
  addThreadsOption,
  type CorpusOptions,
  type RecipeChoice,
} from "./options.ts";
import { printable } from "./printable.ts";
import type { Define, Surroundings } from "./program.ts";

interface Options extends CorpusOptions, RecipeChoice {
  readonly out?: string;
  readonly threads?: number;
}

/** Defines the command. */
export const defineCount: Define = (command, surroundings) => {
  command
    .description(
      'Counts what a model would learn from a part of a corpus, so that many machines can share the work: count each part, then "penprint merge" the counts into a model, the same bytes as from training on everything at once.',
    )
    .argument("[corpus...]", 'files or folders with documents; "-" is JSON Lines on standard input', ["-"])
    .option("-o, --out <file>", "the file of counts to write (default: standard output)");
  addThreadsOption(addSharedTextsOption(addCorpusOptions(command)));
  addRecipeOptions(command, { name: countingRecipe, said: countingRecipe }, recipeDescriptions);
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint count < part-1.jsonl > part-1.counts\n  $ penprint count < part-2.jsonl > part-2.counts\n  $ penprint merge part-1.counts part-2.counts --out letters.safetensors",
  );
  command.action((corpus: string[], options: Options) => count(corpus, options, surroundings));
};

async function count(
  paths: string[],
  options: Options,
  { output, interruption }: Surroundings,
): Promise<void> {
  interruption.begin();
  const recipe = await chosenRecipe(options);
  checkAdditive(recipe);
  const { out } = options;
  if (out !== undefined) await checkWritable(out, "counts");
  else output.refuseTerminal();
  const learned = await learnWithProgress(paths, recipe, options, output);
  const part = learned.trainer.part();
  const file = { recipe, part, fingerprint: learned.fingerprint };
  if (out === undefined) {
    for (const { message } of corpusWarnings(learned)) output.note(`warning: ${message}`);
    await output.bytes(encodeCounts(file));
    return;
  }
  const size = await interruption.whileWriting(() => writeCounts(out, file));
  const documents = part.authors.reduce((sum, author) => sum + author.documents, 0);
  const warnings = corpusWarnings(learned);
  if (output.json) {
    const { fingerprint: sha256 } = learned;
    output.object({
      counts: { file: out, bytes: size },
      authors: part.authors.length,
      documents,
      sha256,
      warnings,
    });
    return;
  }
  const authors = counted(part.authors.length, "author");
  output.line(`Counted ${counted(documents, "document")} by ${authors}: ${printable(out)}, ${bytes(size)}.`);
  output.warnings(warnings);
}
