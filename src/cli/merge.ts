/** `penprint merge`: files of counts → a model file. */
import { CorpusFingerprint } from "../corpus/corpus-fingerprint.ts";
import { PenprintError } from "../errors.ts";
import { readCounts, writeModel } from "../model-file/disk.ts";
import type { Recipe } from "../recipe.ts";
import { Trainer } from "../trainer.ts";
import { showTrained } from "./trained.ts";
import { checkWritable, ownName } from "./model-output.ts";
import { addJsonOption } from "./options.ts";
import type { Define, Surroundings } from "./program.ts";

interface Options {
  readonly out: string;
  /** A name of its own. */
  readonly name?: string;
}

/** Defines the command. */
export const defineMerge: Define = (command, surroundings) => {
  command
    .description(
      'Adds up files of counts ("penprint count") and writes the model file: the same bytes as from training on all the documents at once.',
    )
    .argument("<counts...>", "files of counts, all by the same recipe")
    .option("-o, --out <file>", "the model file to write", "model.safetensors")
    .option("--name <name>", "what the model is called, whatever its file is (default: as the file)");
  addJsonOption(command);
  command.addHelpText("after", "\nExample:\n  $ penprint merge part-*.counts --out letters.safetensors");
  command.action((counts: string[], options: Options) => merge(counts, options, surroundings));
};

async function merge(
  files: string[],
  { out, name }: Options,
  { output, interruption }: Surroundings,
): Promise<void> {
  interruption.begin();
  const begun = performance.now();
  await checkWritable(out);
  const fingerprint = new CorpusFingerprint();
  let first: { readonly recipe: Recipe; readonly trainer: Trainer } | null = null;
  for (const file of files) {
    const counts = await readCounts(file);
    first ??= { recipe: counts.recipe, trainer: new Trainer(counts.recipe) };
    if (JSON.stringify(counts.recipe) !== JSON.stringify(first.recipe)) {
      throw new PenprintError("RECIPES_DIFFER", { first: files[0]!, second: file });
    }
    first.trainer.merge(counts.part);
    fingerprint.merge(CorpusFingerprint.lanesOf(counts.fingerprint));
    await interruption.listen();
  }
  const made = first!.trainer.finish();
  const identifier = made.describe({
    ...ownName(name),
    corpus: { ...made.card.corpus, sha256: fingerprint.hex },
  });
  const size = await interruption.whileWriting(() => writeModel(out, identifier));
  const seconds = (performance.now() - begun) / 1000;
  showTrained(identifier, { file: out, size, seconds, bytes: null, warnings: [] }, output);
}
