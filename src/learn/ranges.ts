/** Files of JSON Lines, range by range: each thread reads for itself what it learns from, also where there is but one. */
import { open } from "node:fs/promises";
import { setImmediate as pause } from "node:timers/promises";

import { readSourcePieces } from "../corpus/read.ts";
import type { Source } from "../corpus/sources.ts";
import { PenprintError } from "../errors.ts";
import type { BlockLearner, BlockReport } from "./block-learner.ts";
import type { LearnerPool } from "./pool.ts";
import type { Reports } from "./reports.ts";

/** How long a range is, in bytes. */
const RANGE = 1 << 20;

/** Whether a file can be read from anywhere: JSON Lines that do not start with a byte order mark. */
export async function hasRanges({ path, format, size, again }: Source): Promise<boolean> {
  if (format !== "json-lines" || !again || size === 0) return false;
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
      const start = buffer.toString("latin1", 0, bytesRead);
      return !MARKS.some((mark) => start.startsWith(mark));
    } finally {
      await handle.close();
    }
  } catch {
    // Whoever reads the file in order will say why it cannot be read.
    return false;
  }
}

/** The first bytes of UTF-8 with a mark, UTF-16 and UTF-32. */
const MARKS = ["\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\u00fe\u00ff", "\0\0"];

/** The number of the learner in this thread; those of other threads count from 0. */
export const HERE = -1;

/**
 * Learns a file that has ranges: threads as long as they have room, and this one where they have none.
 *
 * @throws what went wrong in a range before
 */
export async function learnRanges(
  pool: LearnerPool | null,
  own: BlockLearner,
  source: Source,
  reports: Reports,
): Promise<void> {
  const { path, file, size } = source;
  for (let start = 0; start < size; start += RANGE) {
    const end = Math.min(start + RANGE, size);
    const range = { path, file, start, end };
    const handed = pool?.hasRoom === true ? pool.learnRange(range) : null;
    const taken = regular(handed?.report ?? own.learnRange(range), source);
    // Whoever waits for it will hear of a failure; that nobody waits yet is none.
    taken.catch(() => undefined);
    const block = {
      learner: handed?.thread ?? HERE,
      fileOf: () => file,
      bytes: end - start,
      begins: start === 0,
    };
    reports.add(block, taken);
    // What the others have to say is heard in between, and whether somebody wants to stop.
    if (handed === null) await pause();
  }
}

/** @throws what is wrong with the file, where the range is not what a thread reads for itself */
async function regular(report: Promise<BlockReport> | BlockReport, source: Source): Promise<BlockReport> {
  const ready = await report;
  if (!ready.irregular) return ready;
  // Read in order, from its start, it is told what is wrong with it and where.
  for await (const _ of readSourcePieces(source));
  throw new PenprintError("FILE_UNREADABLE", { file: source.file, reason: "it changed while it was read" });
}
