/** Learning from a corpus, with a progress bar. */
import { corpusBytes } from "../corpus/read.ts";
import type { Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
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
  if (threads !== undefined && (threads < 1 || threads > MOST_THREADS)) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "threads",
      allowed: `a whole number from 1 to ${MOST_THREADS}`,
      received: String(threads),
    });
  }
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

/** More would only get in each other's way. */
const MOST_THREADS = 256;

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
