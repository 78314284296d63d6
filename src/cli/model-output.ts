/** Where a model file is to be written. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";

import { PenprintError } from "../errors.ts";

/**
 * Refuses a place where nothing can be written, before an hour is spent on something to write there.
 *
 * @throws FILE_UNWRITABLE
 */
export async function checkWritable(file: string): Promise<void> {
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
}

/** What a model is called that is written to a file: the file's name without its ending. */
export function modelName(file: string): string {
  return basename(file, extname(file));
}
