/** Learning from a corpus, with a progress bar. */
import { corpusBytes } from "../corpus/read.ts";
import type { Warning } from "../document.ts";
import { checkThreads } from "../evaluate/fold-pool.ts";
import { learn, type Learned } from "../learn/learn.ts";
import type { Recipe } from "../recipe.ts";
import { counted } from "./figures.ts";
import { checkOptions, type CorpusOptions, readOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";

/**
 * Learns a corpus as the options of a command say.
 *
 * @throws what reading, checking and learning throw; PARAMETER_INVALID for fewer than one thread
 */
export async function learnWithProgress(
  paths: readonly string[],
  recipe: Recipe,
  options: CorpusOptions & { readonly threads?: number },
  output: Output,
): Promise<Learned> {
  const { threads, passages } = options;
  if (threads !== undefined) checkThreads(threads);
  const progress = new Progress(output, "Learning", await corpusBytes(paths), "bytes");
  try {
    return await learn(paths, {
      recipe,
      columns: readOptions(options),
      ...checkOptions(options),
      ...(passages === undefined ? {} : { passages }),
      ...(threads === undefined ? {} : { threads }),
      onProgress: (bytes) => progress.reach(bytes),
    });
  } finally {
    progress[Symbol.dispose]();
  }
}

/** What is to be said of a corpus that was learned. */
export function corpusWarnings({ skipped, warnings }: Learned): Warning[] {
  return [...skippedWarnings(skipped), ...warnings];
}

/** What is to be said of documents that were left out because they are empty. */
export function skippedWarnings(skipped: number): Warning[] {
  if (skipped === 0) return [];
  const message = `${counted(skipped, "document")} without author or text ${skipped === 1 ? "was" : "were"} left out.`;
  return [{ code: "empty_documents", message }];
}
