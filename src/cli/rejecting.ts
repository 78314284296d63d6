/** `train --unknown`: learns when to name nobody. */
import { InvalidArgumentError } from "commander";

import { passages } from "../corpus/passages.ts";
import { readBatches } from "../corpus/read.ts";
import { standardInput } from "../corpus/bytes.ts";
import type { Document, Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { defaultBudget, sampleFor } from "../evaluate/choose.ts";
import type { FoldThreads } from "../evaluate/fold-threads.ts";
import { learnRejection, REJECTION_FOLDS } from "../evaluate/learn-rejection.ts";
import type { Rejection } from "../identifier.ts";
import type { Recipe } from "../recipe.ts";
import { foldThreads } from "./fold-threads.ts";
import { type CorpusOptions, number, readOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";

/** What a threshold is wanted for. */
export type RejectionWish = Rejection["precision"];

/** @throws InvalidArgumentError for anything but f1 or a number */
export function rejectionWish(value: string): RejectionWish {
  if (value === "f1") return value;
  const precision = number(value);
  if (precision < 0 || precision > 1) throw new InvalidArgumentError("It is not from 0 to 1.");
  return precision;
}

/**
 * Learns a threshold from a sample of files that are learned besides.
 *
 * @returns what was learned, or a warning that says why not
 * @throws PARAMETER_INVALID for standard input; what reading and training throw
 */
export async function rejectionFor(
  paths: readonly string[],
  recipe: Recipe,
  precision: RejectionWish,
  options: CorpusOptions & FoldThreads,
  output: Output,
): Promise<{ rejection: Rejection | null; warnings: readonly Warning[] }> {
  if (paths.includes(standardInput)) {
    const allowed = "left out with standard input, which cannot be read twice";
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "unknown",
      allowed,
      received: String(precision),
    });
  }
  const sample = sampleFor<Document>(defaultBudget, recipe.seed);
  for await (const batch of readBatches(paths, readOptions(options))) {
    for (const document of batch) {
      if (options.passages === undefined) sample.add(document);
      else for (const piece of passages(document, options.passages)) sample.add(piece);
    }
  }
  let progress: Progress | null = null;
  try {
    const onProgress = (done: number, of: number): void => {
      progress ??= new Progress(output, "Leaving out", of);
      progress.reach(done);
    };
    const documents = sample.kept();
    const threads = foldThreads(options.threads, documents, [recipe], REJECTION_FOLDS);
    const rejection = await learnRejection(documents, recipe, { precision, threads, onProgress });
    if (rejection !== null) return { rejection, warnings: [] };
    const message = "There are too few documents or authors to learn when to name nobody.";
    return { rejection, warnings: [{ code: "no_rejection", message }] };
  } finally {
    (progress as Progress | null)?.[Symbol.dispose]();
  }
}
