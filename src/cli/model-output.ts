/** Where a model file is to be written. */
import { constants } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";

import { PenprintError } from "../errors.ts";

/**
 * Refuses a place where nothing can be written, before an hour is spent on something to write there.
 *
 * @param what what is to be written there
 * @throws FILE_UNWRITABLE
 */
export async function checkWritable(file: string, what: "model" | "counts" = "model"): Promise<void> {
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
  // A corpus, say, named by mistake: only a model may be replaced by a model, and counts by counts.
  if (there !== null && there.size > 0 && !(await holds(file, what))) {
    refuse(`a file stands there that is no penprint ${what}${what === "model" ? "" : " file"}`);
  }
}

/** Whether a file begins as files of that kind do (docs/model-file.md). */
async function holds(file: string, what: "model" | "counts"): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString("latin1", 8, bytesRead).startsWith(beginnings[what]);
  } finally {
    await handle.close();
  }
}

const beginnings = {
  model: '{"__metadata__":{"format":"penprint"',
  counts: '{"__metadata__":{"format":"penprint-counts"',
};

/** What a model is called that is written to a file: the file's name without its ending. */
export function modelName(file: string): string {
  return basename(file, extname(file));
}
