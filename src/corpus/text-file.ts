/** A whole file or all of standard input as one text. */
import { PenprintError } from "../errors.ts";
import { readBlocks, standardInput } from "./bytes.ts";
import { utf8Blocks } from "./encoding.ts";
import { longestDocument } from "./limits.ts";

/**
 * Reads one text, which may be empty.
 *
 * @param path the file, or `-` for standard input
 * @param onBytes is given the raw bytes
 * @param limit the most bytes of the text
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, ENCODING_BROKEN, NUL_BYTE, LINE_TOO_LONG
 */
export async function readText(
  path: string,
  onBytes?: (chunk: Uint8Array) => void,
  limit = longestDocument,
): Promise<string> {
  return textIn(readBlocks(path, onBytes), path === standardInput ? "standard input" : path, limit);
}

/**
 * One text from its raw bytes.
 *
 * @param file its name, for errors
 * @throws ENCODING_BROKEN, NUL_BYTE, LINE_TOO_LONG
 */
export async function textIn(
  raw: AsyncIterable<Buffer>,
  file: string,
  limit: number = longestDocument,
): Promise<string> {
  const blocks: Buffer[] = [];
  let size = 0;
  for await (const block of utf8Blocks(raw, file)) {
    blocks.push(block);
    size += block.length;
    if (size > limit) throw new PenprintError("LINE_TOO_LONG", { file, line: 0, limit });
  }
  return Buffer.concat(blocks).toString();
}
