/** The fields of one line or row → a document, or the reason why it is none. */
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";

/** A document and where it was found. */
export interface SourcedDocument extends Document {
  /** The file, as it was named. */
  readonly file: string;
  /** The line on which it begins, from 1; 0 when the file is one document. */
  readonly line: number;
}

/** How documents are found in files. */
export interface ReadOptions {
  /** The field with the author; default `author`. */
  readonly authorColumn?: string;
  /** The field with the text; default `text`. */
  readonly textColumn?: string;
  /** The field with the work; default `work`, which may be missing; one that is named must be there. */
  readonly workColumn?: string;
  /** The field with the id; default `id`, which may be missing; one that is named must be there. */
  readonly idColumn?: string;
  /** With false, a document without an author is read with the author `""`; default true. */
  readonly authorRequired?: boolean;
  /** Leaves out documents whose author or text is empty, instead of refusing them; default false. */
  readonly skipEmpty?: boolean;
  /** Is told of each document that was left out. */
  readonly onSkipped?: (file: string, line: number) => void;
  /** Is given the raw bytes of all files in reading order; their SHA-256 is that of `cat FILES | sha256sum`. */
  readonly onBytes?: (chunk: Uint8Array) => void;
}

/** Under which names the four fields are found. */
export interface Columns {
  readonly author: string;
  readonly text: string;
  readonly work: string;
  readonly id: string;
}

/** The four fields of one line or row as they came; `undefined` where there is none. */
export interface Fields {
  readonly author: unknown;
  readonly text: unknown;
  readonly work: unknown;
  readonly id: unknown;
}

/** @returns the names to look under */
export function columnsOf(options: ReadOptions): Columns {
  return {
    author: options.authorColumn ?? "author",
    text: options.textColumn ?? "text",
    work: options.workColumn ?? "work",
    id: options.idColumn ?? "id",
  };
}

/**
 * Checks the fields and makes the document.
 *
 * @param there all names that the line or row has, for the error
 * @returns null when the document is empty and empty ones are to be left out
 * @throws COLUMN_MISSING, FIELD_NOT_TEXT, DOCUMENT_EMPTY, TEXT_NOT_WELL_FORMED
 */
export function documentFrom(
  fields: Fields,
  file: string,
  line: number,
  options: ReadOptions,
  there: () => readonly string[],
): SourcedDocument | null {
  const refuse = (column: keyof Columns): never => {
    throw refusal(columnsOf(options)[column], fields[column], file, line, there);
  };
  const { text } = fields;
  const anonymous = fields.author === undefined && options.authorRequired === false;
  const author = anonymous ? "" : fields.author;
  if (typeof author !== "string" || !author.isWellFormed()) return refuse("author");
  if (typeof text !== "string" || !text.isWellFormed()) return refuse("text");
  const named = anonymous || visible.test(author);
  if (!named || !visible.test(text)) {
    if (options.skipEmpty !== true) return refuse(named ? "text" : "author");
    options.onSkipped?.(file, line);
    return null;
  }
  const work = nameIn(fields.work, options.workColumn !== undefined) ?? refuse("work");
  const id = nameIn(fields.id, options.idColumn !== undefined) ?? refuse("id");
  return {
    author,
    text,
    ...(id === "" ? {} : { id }),
    ...(work === "" ? {} : { work }),
    file,
    line,
  };
}

const visible = /\S/u;

/** A work or an id; `""` when there is none, null when it cannot be one. Numbers are common here. */
function nameIn(value: unknown, mustBeThere: boolean): string | null {
  if (value === undefined) return mustBeThere ? null : "";
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.isWellFormed() ? value : null;
}

/** Why the value of a field cannot be used; it cannot. */
function refusal(
  column: string,
  value: unknown,
  file: string,
  line: number,
  there: () => readonly string[],
): PenprintError {
  if (value === undefined) {
    return new PenprintError("COLUMN_MISSING", { file, line, column, columns: there() });
  }
  if (typeof value !== "string") {
    const received =
      value === null ? "null" : Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
    return new PenprintError("FIELD_NOT_TEXT", { file, line, column, received });
  }
  if (!value.isWellFormed()) return new PenprintError("TEXT_NOT_WELL_FORMED", { file, line, column });
  return new PenprintError("DOCUMENT_EMPTY", { file, line, column });
}
