/**
 * Files → a trainer that knows them, on all cores. Threads read ranges of JSON Lines for themselves; from pipes and
 * from files in UTF-16, blocks go to them as they come. What the threads have counted is added up at the end. Counts add up to the same whatever the number of threads and the order, and
 * the vocabulary gets its one order afterwards, so that not a bit of the model depends on either.
 */
import { availableParallelism } from "node:os";

import type { CheckOptions } from "../corpus/checks.ts";
import { standardInput } from "../corpus/bytes.ts";
import { corpusBytes, readSourcePieces } from "../corpus/read.ts";
import { findSources } from "../corpus/sources.ts";
import type { Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import type { Trainer } from "../trainer.ts";
import { BlockLearner, type LearnerOptions } from "./block-learner.ts";
import { LearnerPool } from "./pool.ts";
import { HERE, hasRanges, learnRanges } from "./ranges.ts";
import { Reports } from "./reports.ts";
import { ViewPool } from "./view-pool.ts";

/** How a corpus is learned. */
export interface LearnOptions extends LearnerOptions, CheckOptions {
  /** How many threads; by default as many as there are cores, and one where more do not pay. */
  readonly threads?: number;
  /** Is told how many bytes have been learned from. */
  readonly onProgress?: (bytes: number) => void;
}

/** What came of it. */
export interface Learned {
  readonly trainer: Trainer;
  /** The corpus' fingerprint (see corpus/corpus-fingerprint.ts), as numbers that add up. */
  readonly lanes: Float64Array;
  readonly fingerprint: string;
  /** How many bytes were read. */
  readonly bytes: number;
  /** How many documents were left out because they are empty. */
  readonly skipped: number;
  readonly warnings: readonly Warning[];
}

/**
 * Threads pay where they take so many bytes off this one: they have to start, to warm up, and to hand over what they
 * have counted, which for n-grams of characters is more.
 */
const WORTH_THREADS = { words: 20_000_000, characters: 40_000_000 } as const;
/** A corpus smaller than this is learned before a thread has started, though the views of an ensemble take longer to learn than to read. */
const WORTH_VIEW_THREADS = 500_000;

/**
 * Learns all documents of files and folders.
 *
 * @param paths files, folders, or `-` for JSON Lines on standard input
 * @throws what reading and checking a corpus throws; of several failures, the one that comes first in the files
 */
export async function learn(paths: readonly string[], options: LearnOptions): Promise<Learned> {
  const { threads = availableParallelism(), onProgress } = options;
  const total = await corpusBytes(paths);
  const counts = options.recipe.views.some(({ tokens }) => tokens === "characters") ? "characters" : "words";
  const takenOff = total * (1 - 1 / threads);
  const wished =
    options.threads !== undefined || takenOff > WORTH_THREADS[counts] || paths.includes(standardInput);
  // Plain data: no functions go to threads.
  const { recipe, columns, passages } = options;
  const learner: LearnerOptions = { recipe, columns, ...(passages === undefined ? {} : { passages }) };
  if (options.recipe.classifier.name === "ensemble") {
    const isWorthIt =
      options.threads !== undefined || total > WORTH_VIEW_THREADS || paths.includes(standardInput);
    const views = threads > 1 && isWorthIt ? new ViewPool(threads, learner) : null;
    try {
      return await learnWith(null, views, learner, paths, options, onProgress);
    } finally {
      await views?.close();
    }
  }
  // This thread learns as well, when the others have enough to do.
  const pool = threads > 1 && wished ? new LearnerPool(threads - 1, learner) : null;
  try {
    return await learnWith(pool, null, learner, paths, options, onProgress);
  } finally {
    await pool?.close();
  }
}

async function learnWith(
  pool: LearnerPool | null,
  views: ViewPool | null,
  learner: LearnerOptions,
  paths: readonly string[],
  options: LearnOptions,
  onProgress: LearnOptions["onProgress"],
): Promise<Learned> {
  const own = new BlockLearner(views === null ? learner : { ...learner, views: [] });
  const reports = new Reports(options, onProgress);
  let bytes = 0;
  let skipped = 0;
  const reading = {
    ...learner.columns,
    onBytes: (chunk: Uint8Array) => (bytes += chunk.length),
    onSkipped: () => skipped++,
  };
  let begun = 0;
  for (const source of await findSources(paths)) {
    if (views === null && (await hasRanges(source))) {
      await learnRanges(pool, own, source, reports);
      bytes += source.size;
      begun = bytes;
      continue;
    }
    for await (const piece of readSourcePieces(source, reading)) {
      if ("documents" in piece) {
        const { documents } = piece;
        const block = {
          learner: HERE,
          fileOf: (place: number) => documents[place]!.file,
          bytes: bytes - begun,
        };
        await views?.addDocuments(documents);
        reports.add(block, own.learnDocuments(documents));
      } else {
        const { file, lines } = piece;
        await views?.addLines(lines, file);
        const handed = pool?.hasRoom === true ? pool.learnLines(lines, file) : null;
        const block = {
          learner: handed?.thread ?? HERE,
          fileOf: () => file,
          bytes: bytes - begun,
        };
        reports.add(block, handed?.report ?? own.learnLines(lines, file));
      }
      begun = bytes;
    }
  }
  const warnings = await reports.finish();
  if (reports.documents === 0) throw new PenprintError("CORPUS_EMPTY", { sources: paths });
  const parts = pool?.parts() ?? [];
  while (parts.length > 0) {
    const { part, lanes } = await parts.shift()!;
    own.trainer.merge(part);
    own.fingerprint.merge(lanes);
  }
  if (views !== null) own.trainer.takeViews(await views.learn(own.trainer.plan()));
  return {
    trainer: own.trainer,
    lanes: own.fingerprint.lanes,
    fingerprint: own.fingerprint.hex,
    bytes,
    skipped: skipped + reports.skipped,
    warnings,
  };
}
