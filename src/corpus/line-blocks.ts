/** Blocks of bytes → blocks of whole lines. */
import { PenprintError } from "../errors.ts";

/** Some lines of a file. */
export interface LineBlock {
  /** Whole lines, each with its line feed but for the last one of the file. */
  readonly bytes: Uint8Array;
  /** The number of the first of them, from 1. */
  readonly line: number;
}

/**
 * Cuts blocks where lines end.
 *
 * @param blocks a file's bytes, well-formed UTF-8
 * @param file its name, for the errors
 * @param limit the most bytes of a line, roughly
 * @throws LINE_TOO_LONG
 */
export async function* lineBlocks(
  blocks: AsyncIterable<Uint8Array>,
  file: string,
  limit: number,
): AsyncGenerator<LineBlock, void> {
  // A line that goes on in the next block is kept in pieces and put together once.
  let pieces: Uint8Array[] = [];
  let waiting = 0;
  let line = 1;
  for await (const block of blocks) {
    const end = block.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      const lines = block.subarray(0, end);
      const bytes = pieces.length === 0 ? lines : Buffer.concat([...pieces, lines]);
      yield { bytes, line };
      line += countLines(bytes);
      pieces = [];
      waiting = 0;
    }
    if (end < block.length) pieces.push(block.subarray(end));
    waiting += block.length - end;
    if (waiting > limit) throw new PenprintError("LINE_TOO_LONG", { file, line, limit });
  }
  if (waiting > 0) yield { bytes: Buffer.concat(pieces), line };
}

const lineFeed = 10;

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) lines++;
  return lines;
}
