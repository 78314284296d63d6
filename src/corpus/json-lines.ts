/**
 * JSON Lines: one JSON object a line. Blank lines are passed over; of two equal keys in one object the
 * last one counts, as `JSON.parse` has it.
 */
import { PenprintError } from "../errors.ts";
import { columnsOf, documentFrom, type Columns, type ReadOptions, type SourcedDocument } from "./fields.ts";
import { longestDocument } from "./limits.ts";

/**
 * Reads the documents of one JSON Lines file.
 *
 * @param blocks its bytes, well-formed UTF-8
 * @param file its name, for the errors
 * @param limit the most bytes of a line, roughly
 * @returns the documents, those of one block at a time
 * @throws LINE_MALFORMED, LINE_TOO_LONG and what `documentFrom` throws
 */
export async function* readJsonLines(
  blocks: AsyncIterable<Buffer>,
  file: string,
  options: ReadOptions,
  limit = longestDocument,
): AsyncGenerator<SourcedDocument[], void> {
  const columns = columnsOf(options);
  // A line that goes on in the next block is kept in pieces and put together once.
  let pieces: Buffer[] = [];
  let waiting = 0;
  let line = 1;
  const parse = (lines: string): SourcedDocument[] => {
    const documents: SourcedDocument[] = [];
    for (let start = 0; start < lines.length; line++) {
      const end = lines.indexOf("\n", start);
      const text = lines.slice(start, end < 0 ? lines.length : end);
      start += text.length + 1;
      const document = parseLine(text, file, line, columns, options);
      if (document !== null) documents.push(document);
    }
    return documents;
  };
  for await (const block of blocks) {
    const end = block.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      const lines = block.subarray(0, end);
      // One string for all lines of the block: one call each would take twice as long.
      yield parse((pieces.length === 0 ? lines : Buffer.concat([...pieces, lines])).toString());
      pieces = [];
      waiting = 0;
    }
    if (end < block.length) pieces.push(block.subarray(end));
    waiting += block.length - end;
    if (waiting > limit) {
      throw new PenprintError("LINE_TOO_LONG", { file, line, limit });
    }
  }
  if (waiting > 0) yield parse(Buffer.concat(pieces).toString());
}

const lineFeed = 10;

function parseLine(
  text: string,
  file: string,
  line: number,
  columns: Columns,
  options: ReadOptions,
): SourcedDocument | null {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    if (!/\S/u.test(text)) return null;
    const problem = `the line is not valid JSON (${(error as Error).message})`;
    throw new PenprintError("LINE_MALFORMED", { file, line, problem }, { cause: error });
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new PenprintError("LINE_MALFORMED", { file, line, problem: "the line is no JSON object" });
  }
  const fields = {
    author: own(record, columns.author),
    text: own(record, columns.text),
    work: own(record, columns.work),
    id: own(record, columns.id),
  };
  return documentFrom(fields, file, line, options, () => Object.keys(record));
}

/** A column may be called `constructor` or `__proto__`: only what the line itself holds counts. */
function own(record: object, column: string): unknown {
  return Object.hasOwn(record, column) ? (record as Readonly<Record<string, unknown>>)[column] : undefined;
}
