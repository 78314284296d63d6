/** The bytes of files and of standard input, in blocks, with Node's failures in penprint's words. */
import { createReadStream } from "node:fs";

import { PenprintError } from "../errors.ts";

/** The path that stands for standard input. */
export const standardInput = "-";

/**
 * The bytes of one file, as they are, in reading order.
 *
 * @param path the file, or `-` for standard input
 * @param onBytes is given each block before it is handed on
 * @returns blocks of up to 1 MiB
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function* readBlocks(
  path: string,
  onBytes?: (chunk: Uint8Array) => void,
): AsyncGenerator<Buffer, void> {
  const stream =
    path === standardInput ? process.stdin : createReadStream(path, { highWaterMark: blockSize });
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      onBytes?.(block);
      yield block;
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/**
 * Node's failure to open, list or read something, in penprint's words; anything else comes back as it is.
 *
 * @param file the path to name
 * @param error what was thrown
 */
export function fileError(file: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (code === "ENOENT") return new PenprintError("FILE_NOT_FOUND", { file }, { cause: error });
  const reason = reasons.get(code) ?? (error as Error).message;
  return new PenprintError("FILE_UNREADABLE", { file, reason }, { cause: error });
}

// Large enough that the calls cost nothing, small enough to stay in the processor's cache.
const blockSize = 1 << 20;

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of its path is not a folder"],
  ["ELOOP", "its links lead back to themselves"],
  ["EMFILE", "too many files are open"],
]);

/** The code of an error of the operating system (`ENOENT`), or undefined for any other error. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
