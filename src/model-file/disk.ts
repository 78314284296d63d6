/** Model files on disk. */
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, basename } from "node:path";
import { crc32 } from "node:zlib";
import { PenprintError } from "../errors.ts";
import type { Identifier } from "../identifier.ts";
import { FileMemory } from "../kernel/file-memory.ts";
import { type CountsFile, decodeCounts, encodeCounts } from "./counts-file.ts";
import { FileChecksum } from "./checksum.ts";
import { decodeModel } from "./decode.ts";
import { encodeModel } from "./encode.ts";

/**
 * Reads a model file.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, and what decodeModel throws
 */
export async function readModel(file: string): Promise<Identifier> {
  const { bytes, checksum } = await readModelBytes(file);
  return decodeModel(bytes, file, checksum);
}

/**
 * The bytes of a model file, of which nothing has been checked, and the checksum that it should have.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function readModelBytes(file: string): Promise<FileBytes> {
  return readBytes(file);
}

/**
 * Reads a file of counts.
 *
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, and what decodeCounts throws
 */
export async function readCounts(file: string): Promise<CountsFile> {
  const { bytes, checksum } = await readBytes(file);
  return decodeCounts(bytes, file, checksum);
}

/**
 * Writes a file of counts, as {@link writeModel} does.
 *
 * @returns how many bytes it has
 * @throws FILE_UNWRITABLE
 */
export async function writeCounts(file: string, counts: CountsFile): Promise<number> {
  return replaceFile(file, encodeCounts(counts, crc32));
}

/** A file's bytes, and the checksum that it should have. */
export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly checksum: number;
}

async function readBytes(file: string): Promise<FileBytes> {
  try {
    const handle = await open(file);
    try {
      return await readWhole(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new PenprintError("FILE_NOT_FOUND", { file }, { cause: error });
    throw new PenprintError("FILE_UNREADABLE", { file, reason: reasonOf(code, message) }, { cause: error });
  }
}

/** Files are read in pieces of so many bytes. */
const PIECE = 1 << 21;
/** Of smaller files, in bytes, the arrays are looked at in less time than it takes to start a kernel for that. */
const WORTH_A_KERNEL = 1 << 17;
/** How many pieces are read at a time. */
const READERS = 2;

/** All bytes of a file. While a piece is being read, the checksum goes on over those that are there. */
async function readWhole(handle: FileHandle): Promise<FileBytes> {
  const { size } = await handle.stat();
  const checksum = new FileChecksum(crc32);
  // The checks of what is read are a kernel's, where the bytes lie in its memory.
  const memory = size < WORTH_A_KERNEL ? null : FileMemory.reserve(size);
  if (memory === null) {
    const bytes = await readFile(handle);
    checksum.add(bytes);
    return { bytes, checksum: checksum.value };
  }
  const { bytes } = memory;
  const pieces: Promise<number>[] = [];
  const begin = (piece: number): void => {
    const part = bytes.subarray(piece * PIECE, (piece + 1) * PIECE);
    if (part.length === 0) return;
    const reading = readInto(handle, part, piece * PIECE);
    // Whoever waits for it will hear of a failure; that nobody waits yet is none.
    reading.catch(() => undefined);
    pieces.push(reading);
  };
  for (let piece = 0; piece < READERS; piece++) begin(piece);
  let length = 0;
  for (let piece = 0; piece < pieces.length; piece++) {
    const read = await pieces[piece]!;
    begin(piece + READERS);
    checksum.add(bytes.subarray(length, length + read));
    length += read;
    // Somebody has cut the file short meanwhile.
    if (read < PIECE) break;
  }
  await Promise.allSettled(pieces);
  return { bytes: bytes.subarray(0, length), checksum: checksum.value };
}

/** Fills `target` from a file; returns how many bytes there were. */
async function readInto(handle: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let length = 0;
  while (length < target.length) {
    const { bytesRead } = await handle.read(target, length, target.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

/**
 * Writes a model file: beside its place first, then to the disk, then into its place, so that whatever stood
 * there is either untouched or wholly replaced.
 *
 * @returns how many bytes it has
 * @throws FILE_UNWRITABLE
 */
export async function writeModel(file: string, identifier: Identifier): Promise<number> {
  return replaceFile(file, encodeModel(identifier, crc32));
}

/**
 * Writes a file as {@link writeModel} does.
 *
 * @returns how many bytes it has
 * @throws FILE_UNWRITABLE
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<number> {
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
