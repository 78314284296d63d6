/** Where a model file, or another result, is to be written. */
import { constants } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Card } from "../identifier.ts";

import { PenprintError } from "../errors.ts";
import { reportBeginning } from "../report/beginning.ts";

/**
 * Refuses a place where nothing can be written, before an hour is spent on something to write there.
 *
 * @param what what is to be written there
 * @throws FILE_UNWRITABLE
 */
export async function checkWritable(file: string, what: keyof typeof kinds = "model"): Promise<void> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new PenprintError("FILE_UNWRITABLE", { file, reason }, { cause });
  };
  const folder = dirname(file);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") refuse(`the folder ${folder} does not exist`, error);
    if (code === "ENOTDIR") refuse(`${folder} is no folder`, error);
    refuse("permission denied", error);
  }
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory() === true) refuse("it is a folder");
  if (there !== null && !there.isFile()) refuse("something stands there that is no file");
  // A corpus, say, named by mistake: only a model may be replaced by a model, counts by counts, a report by a report.
  if (there !== null && there.size > 0 && !(await holds(file, what))) {
    refuse(`a file stands there that is no ${kinds[what].called}`);
  }
}

/** Whether a file begins as files of that kind do (docs/model-file.md). */
async function holds(file: string, what: keyof typeof kinds): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    const { beginning, at } = kinds[what];
    return buffer.toString("latin1", at, bytesRead).startsWith(beginning);
  } finally {
    await handle.close();
  }
}

const kinds = {
  model: { called: "penprint model", beginning: '{"__metadata__":{"format":"penprint"', at: 8 },
  counts: { called: "penprint counts file", beginning: '{"__metadata__":{"format":"penprint-counts"', at: 8 },
  report: { called: "penprint report", beginning: reportBeginning, at: 0 },
};

/** What a model is called that is given a name of its own; nothing where it is called as its file. */
export function ownName(name: string | undefined): Partial<Pick<Card, "name">> {
  return name === undefined ? {} : { name };
}
