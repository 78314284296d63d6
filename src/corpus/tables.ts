/** CSV and TSV as RFC 4180 has them: a header row, quoted fields, line breaks inside quotes, LF or CRLF. */
import { CsvError, parse } from "csv-parse";

import { PenprintError } from "../errors.ts";
import { columnsOf, documentFrom, type ReadOptions, type SourcedDocument } from "./fields.ts";
import { longestDocument } from "./limits.ts";

/**
 * Reads the documents of one table, those of one block at a time. Blank lines are passed over.
 *
 * @param blocks its bytes, well-formed UTF-8
 * @param file its name, for the errors
 * @param delimiter `,` or a tab
 * @param limit the most bytes of a row
 * @throws ROW_MALFORMED, LINE_TOO_LONG and what `documentFrom` throws, each with the line where the row begins
 */
export async function* readTable(
  blocks: AsyncIterable<Buffer>,
  file: string,
  delimiter: string,
  options: ReadOptions,
  limit = longestDocument,
): AsyncGenerator<SourcedDocument[], void> {
  const rows = new Rows(file, options);
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    max_record_size: limit,
    on_record(row: string[]) {
      rows.add(row);
      return null;
    },
  });
  // Each call below is told of its own failure; the event would be told a second time, to nobody.
  parser.on("error", () => undefined);
  try {
    for await (const block of blocks) {
      await finished((done) => parser.write(block, done));
      yield rows.take();
    }
    await finished((done) => parser.end(done));
    yield rows.take();
  } catch (error) {
    throw error instanceof CsvError ? rows.refusal(error, limit) : error;
  }
}

function finished(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((succeed, fail) => act((error) => (error ? fail(error) : succeed())));
}

/** Rows → documents; knows the line on which the next row begins. */
class Rows {
  readonly #file: string;
  readonly #options: ReadOptions;
  #header: Header | null = null;
  #documents: SourcedDocument[] = [];
  // Counted here because the parser counts a CRLF inside quotes twice.
  #line = 1;

  constructor(file: string, options: ReadOptions) {
    this.#file = file;
    this.#options = options;
  }

  add(row: readonly string[]): void {
    // A blank line is passed over.
    if (row.length > 1 || row[0] !== "") {
      if (this.#header === null) this.#header = this.#headerIn(row);
      else this.#addDocument(row, this.#header);
    }
    this.#line += 1 + lineBreaks(row);
  }

  /** Hands over the documents since the last call. */
  take(): SourcedDocument[] {
    const documents = this.#documents;
    this.#documents = [];
    return documents;
  }

  /** What the parser met in the row after the last one. */
  refusal(error: CsvError, limit: number): PenprintError {
    if (error.code === "CSV_MAX_RECORD_SIZE") {
      const facts = { file: this.#file, line: this.#line, limit };
      return new PenprintError("LINE_TOO_LONG", facts, { cause: error });
    }
    return this.#malformed(problems.get(error.code) ?? error.message, error);
  }

  #headerIn(names: readonly string[]): Header {
    const find = (column: string): number => {
      const at = names.indexOf(column);
      if (at !== names.lastIndexOf(column)) throw this.#malformed(`the header names "${column}" twice`);
      return at;
    };
    const { author, text, work, id } = columnsOf(this.#options);
    return { names, author: find(author), text: find(text), work: find(work), id: find(id) };
  }

  #addDocument(row: readonly string[], { names, author, text, work, id }: Header): void {
    if (row.length !== names.length) {
      throw this.#malformed(`the row has ${row.length} fields, but the header has ${names.length}`);
    }
    const fields = { author: row[author], text: row[text], work: row[work], id: row[id] };
    const document = documentFrom(fields, this.#file, this.#line, this.#options, () => names);
    if (document !== null) this.#documents.push(document);
  }

  #malformed(problem: string, cause?: unknown): PenprintError {
    return new PenprintError("ROW_MALFORMED", { file: this.#file, line: this.#line, problem }, { cause });
  }
}

interface Header {
  readonly names: readonly string[];
  /** Where each of the four columns stands; −1 where there is none. */
  readonly author: number;
  readonly text: number;
  readonly work: number;
  readonly id: number;
}

const problems: ReadonlyMap<string, string> = new Map([
  ["CSV_QUOTE_NOT_CLOSED", "a quoted field begins in this row and is never closed"],
  [
    "CSV_INVALID_CLOSING_QUOTE",
    "a quoted field is followed by something other than a separator or a line end",
  ],
  ["INVALID_OPENING_QUOTE", "a quote stands in the middle of a field that is not quoted"],
]);

function lineBreaks(row: readonly string[]): number {
  let count = 0;
  for (const field of row) {
    for (let at = field.indexOf("\n"); at >= 0; at = field.indexOf("\n", at + 1)) count++;
  }
  return count;
}
