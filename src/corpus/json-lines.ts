/**
 * JSON Lines: one JSON object a line. Blank lines are passed over; of two equal keys in one object the
 * last one counts, as `JSON.parse` has it.
 */
import { PenprintError } from "../errors.ts";
import { columnsOf, documentFrom, type Columns, type ReadOptions, type SourcedDocument } from "./fields.ts";
import type { LineBlock } from "./line-blocks.ts";

/**
 * The documents in whole lines.
 *
 * @param lines well-formed UTF-8
 * @param file the file's name, for the errors
 * @throws LINE_MALFORMED and what `documentFrom` throws
 */
export function parseLines(
  { bytes, line: first }: LineBlock,
  file: string,
  options: ReadOptions,
): SourcedDocument[] {
  const columns = columnsOf(options);
  const documents: SourcedDocument[] = [];
  // One string for all lines of the block: one call each would take twice as long.
  const lines = bytes.toString();
  for (let start = 0, line = first; start < lines.length; line++) {
    const end = lines.indexOf("\n", start);
    const text = lines.slice(start, end < 0 ? lines.length : end);
    start += text.length + 1;
    const document = parseLine(text, file, line, columns, options);
    if (document !== null) documents.push(document);
  }
  return documents;
}

/**
 * The document in one line.
 *
 * @param text the line, without its line feed
 * @returns null for a blank line, or an empty document that is to be left out
 * @throws LINE_MALFORMED and what `documentFrom` throws
 */
export function parseLine(
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
