/** Files of JSON Lines, range by range: each thread reads for itself what it learns from. */
import { open } from "node:fs/promises";

import { readSourcePieces } from "../corpus/read.ts";
import type { Source } from "../corpus/sources.ts";
import { PenprintError } from "../errors.ts";
import type { BlockReport } from "./block-learner.ts";
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

/**
 * Learns a file that has ranges.
 *
 * @throws what went wrong in a range before
 */
export async function learnRanges(pool: LearnerPool, source: Source, reports: Reports): Promise<void> {
  const { path, file, size } = source;
  for (let start = 0; start < size; start += RANGE) {
    const end = Math.min(start + RANGE, size);
    const { thread, report } = await pool.learnRange({ path, file, start, end });
    const taken = regular(report, source);
    // Whoever waits for it will hear of a failure; that nobody waits yet is none.
    taken.catch(() => undefined);
    reports.add({ learner: thread, fileOf: () => file, bytes: end - start, begins: start === 0 }, taken);
  }
}

/** @throws what is wrong with the file, where the range is not what a thread reads for itself */
async function regular(report: Promise<BlockReport>, source: Source): Promise<BlockReport> {
  const ready = await report;
  if (!ready.irregular) return ready;
  // Read in order, from its start, it is told what is wrong with it and where.
  for await (const _ of readSourcePieces(source));
  throw new PenprintError("FILE_UNREADABLE", { file: source.file, reason: "it changed while it was read" });
}
