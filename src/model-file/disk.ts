/** Model files on disk. */
import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, basename } from "node:path";
import { crc32 } from "node:zlib";
import { PenprintError } from "../errors.ts";
import type { Identifier } from "../identifier.ts";
import { type CountsFile, decodeCounts, encodeCounts } from "./counts-file.ts";
import { decodeModel } from "./decode.ts";
import { encodeModel } from "./encode.ts";

/**
 * Reads a model file.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, and what decodeModel throws
 */
export async function readModel(file: string): Promise<Identifier> {
  return decodeModel(await readBytes(file), file, crc32);
}

/**
 * Reads a file of counts.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, and what decodeCounts throws
 */
export async function readCounts(file: string): Promise<CountsFile> {
  return decodeCounts(await readBytes(file), file, crc32);
}

/**
 * Writes a file of counts, as {@link writeModel} does.
 *
 * @returns how many bytes it has
 * @throws FILE_UNWRITABLE
 */
export async function writeCounts(file: string, counts: CountsFile): Promise<number> {
  return writeBytes(file, encodeCounts(counts, crc32));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new PenprintError("FILE_NOT_FOUND", { file }, { cause: error });
    throw new PenprintError("FILE_UNREADABLE", { file, reason: reasonOf(code, message) }, { cause: error });
  }
}

/**
 * Writes a model file: beside its place first, then to the disk, then into its place, so that whatever stood
 * there is either untouched or wholly replaced.
 *
 * @returns how many bytes it has
 * @throws FILE_UNWRITABLE
 */
export async function writeModel(file: string, identifier: Identifier): Promise<number> {
  return writeBytes(file, encodeModel(identifier, crc32));
}

async function writeBytes(file: string, bytes: Uint8Array): Promise<number> {
  // A name that no other writer of the same file has, in this process or another.
  const beside = join(dirname(file), `.${basename(file)}.${crypto.randomUUID()}.part`);
  try {
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    await rm(beside, { force: true }).catch(() => undefined);
    throw new PenprintError("FILE_UNWRITABLE", { file, reason: reasonOf(code, message) }, { cause: error });
  }
  return bytes.length;
}

/** The system's failure in words, where it is a common one. */
function reasonOf(code: string | undefined, message: string): string {
  return reasons.get(code ?? "") ?? code ?? message;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EISDIR", "it is a folder"],
  ["ENOENT", "its folder does not exist"],
  ["ENOSPC", "no room is left"],
  ["EROFS", "the disk may only be read"],
]);
